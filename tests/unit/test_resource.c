/* The files of config/ that the program carries. */
#include "../../kiosk/resource.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void finds_a_file_whole_and_terminated(void **state) {
    (void)state;
    struct resource certificate = resource_find("trust/fr00-0001.pem");
    assert_non_null(certificate.bytes);
    assert_int_equal(strlen(certificate.bytes), certificate.size);
    assert_memory_equal(certificate.bytes, "-----BEGIN CERTIFICATE-----", 27);
}

static void says_that_there_is_no_such_file(void **state) {
    (void)state;
    assert_null(resource_find("trust/none.pem").bytes);
    assert_null(resource_at(resource_entry_count).bytes);
}

static void lists_every_file_in_the_order_of_names(void **state) {
    (void)state;
    for (size_t i = 1; i < resource_entry_count; i++)
        assert_true(strcmp(resource_at(i - 1).name, resource_at(i).name) < 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_a_file_whole_and_terminated),
        cmocka_unit_test(says_that_there_is_no_such_file),
        cmocka_unit_test(lists_every_file_in_the_order_of_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

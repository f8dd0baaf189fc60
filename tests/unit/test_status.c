/* Names of the error codes; where a fault is cut. */
#include "../../kiosk/status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <string.h>

#include <cmocka.h>

static void every_code_has_a_name_that_leads_back_to_it(void **state) {
    (void)state;
    for (int code = STATUS_OK; code <= STATUS_BROKEN_CHAIN; code++) {
        const char *name = status_name((enum status)code);
        assert_non_null(name);
        assert_string_not_equal(name, "unknown");
        assert_int_equal(status_from_name(name), code);
    }
}

static void a_code_that_does_not_exist_has_a_name_too(void **state) {
    (void)state;
    assert_string_equal(status_name((enum status)(STATUS_BROKEN_CHAIN + 1)), "unknown");
    assert_string_equal(status_name((enum status) - 1), "unknown");
}

static void an_unknown_name_is_a_breach_of_protocol(void **state) {
    (void)state;
    assert_int_equal(status_from_name("no-such-thing"), STATUS_PROTOCOL);
    assert_int_equal(status_from_name("unknown"), STATUS_PROTOCOL);
    assert_int_equal(status_from_name(""), STATUS_PROTOCOL);
    assert_int_equal(status_from_name(NULL), STATUS_PROTOCOL);
}

static void a_fault_keeps_code_place_and_reason(void **state) {
    (void)state;
    struct fault fault;
    assert_int_equal(fault_set(&fault, STATUS_CONFIG, "registry_url", "ligne 4"), STATUS_CONFIG);
    assert_int_equal(fault.code, STATUS_CONFIG);
    assert_string_equal(fault.where, "registry_url");
    assert_string_equal(fault.detail, "ligne 4");
}

static void a_fault_may_be_nobodys_or_empty(void **state) {
    (void)state;
    struct fault fault;
    assert_int_equal(fault_set(NULL, STATUS_IO, "x", "y"), STATUS_IO);
    memset(&fault, 'x', sizeof fault);
    fault_set(&fault, STATUS_IO, NULL, NULL);
    assert_string_equal(fault.where, "");
    assert_string_equal(fault.detail, "");
}

static void a_long_place_is_cut_between_two_characters(void **state) {
    (void)state;
    struct fault fault;
    char where[81] = "a"; /* one byte, then 40 letters of two bytes: byte 63 would fall inside a letter */
    for (size_t i = 1; i < sizeof where - 1; i += 2)
        memcpy(where + i, "é", i + 2 < sizeof where ? 2 : 1);
    fault_set(&fault, STATUS_MALFORMED, where, "");
    assert_int_equal(strlen(fault.where), 63);
    assert_memory_equal(fault.where, where, 63);
    fault_set(&fault, STATUS_MALFORMED, where + 1, "");
    assert_int_equal(strlen(fault.where), 62);
    assert_memory_equal(fault.where, where + 1, 62);
}

static void a_fault_may_be_made_from_itself(void **state) {
    (void)state;
    struct fault fault;
    fault_set(&fault, STATUS_IO, "file", "détail");
    fault_set(&fault, STATUS_FULL, fault.where, fault.detail);
    assert_int_equal(fault.code, STATUS_FULL);
    assert_string_equal(fault.where, "file");
    assert_string_equal(fault.detail, "détail");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_a_name_that_leads_back_to_it),
        cmocka_unit_test(a_code_that_does_not_exist_has_a_name_too),
        cmocka_unit_test(an_unknown_name_is_a_breach_of_protocol),
        cmocka_unit_test(a_fault_keeps_code_place_and_reason),
        cmocka_unit_test(a_fault_may_be_nobodys_or_empty),
        cmocka_unit_test(a_long_place_is_cut_between_two_characters),
        cmocka_unit_test(a_fault_may_be_made_from_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

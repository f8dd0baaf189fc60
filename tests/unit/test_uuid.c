/* UUIDs: made as RFC 9562 says, recognised strictly. */
#include "../../kiosk/uuid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void makes_version_four_of_the_usual_variant(void **state) {
    (void)state;
    for (int i = 0; i < 100; i++) {
        char made[37];
        uuid_make(made);
        assert_true(uuid_is_valid(made));
        assert_int_equal(made[14], '4');
        assert_non_null(strchr("89ab", made[19]));
    }
}

static void makes_each_one_different(void **state) {
    (void)state;
    char one[37], other[37];
    uuid_make(one);
    uuid_make(other);
    assert_string_not_equal(one, other);
}

static void refuses_what_is_not_one(void **state) {
    (void)state;
    assert_true(uuid_is_valid("0b0e7a4c-5a3f-4c5e-9d3b-0123456789ab"));
    assert_false(uuid_is_valid(""));
    assert_false(uuid_is_valid("0b0e7a4c-5a3f-4c5e-9d3b-0123456789a"));
    assert_false(uuid_is_valid("0b0e7a4c-5a3f-4c5e-9d3b-0123456789abc"));
    assert_false(uuid_is_valid("0b0e7a4c-5a3f-4c5e-9d3b-0123456789aG"));
    assert_false(uuid_is_valid("0b0e7a4c05a3f-4c5e-9d3b-0123456789ab"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_version_four_of_the_usual_variant),
        cmocka_unit_test(makes_each_one_different),
        cmocka_unit_test(refuses_what_is_not_one),
    };
    return cmocka_run_group_tests_name("uuid", tests, NULL, NULL);
}

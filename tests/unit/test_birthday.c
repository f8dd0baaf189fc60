/* Birth dates as agents type them. */
#include "../../screens/birthday.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void day_month_year_with_any_separator_or_none(void **state) {
    (void)state;
    const char *const typed[] = {"08/05/1942", "8/5/1942", "08 05 1942", "08.05.1942",
                                 "08-05-1942", "08051942", " 8 5 1942 "};
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        struct date date = {0};
        assert_true(birthday_read(typed[i], &date));
        assert_true(date_equal(date, (struct date){1942, 5, 8}));
    }
}

static void zeros_stand_for_what_is_unknown(void **state) {
    (void)state;
    struct date date;
    assert_true(birthday_read("00/07/1961", &date));
    assert_true(date_equal(date, (struct date){1961, 7, 0}));
    assert_true(birthday_read("00001950", &date));
    assert_true(date_equal(date, (struct date){1950, 0, 0}));
}

static void what_is_no_date_is_refused_and_sets_nothing(void **state) {
    (void)state;
    const char *const typed[] = {"",           "8 mai 1942",  "31/02/1942", "08/05/42",
                                 "1942-05-08", "08/05/1942x", "05/00/1942", "8//"};
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        struct date date = {1, 2, 3};
        assert_false(birthday_read(typed[i], &date));
        assert_true(date_equal(date, (struct date){1, 2, 3}));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(day_month_year_with_any_separator_or_none),
        cmocka_unit_test(zeros_stand_for_what_is_unknown),
        cmocka_unit_test(what_is_no_date_is_refused_and_sets_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

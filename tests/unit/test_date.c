/* Civil dates against slow and obvious versions of themselves; wording; the clock. */
#include "../../kiosk/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define DATE(y, m, d) ((struct date){.year = (y), .month = (m), .day = (d)})

static struct date read_date(const char *text) {
    struct date date = {0};
    if (date_parse(text, &date) != STATUS_OK)
        fail_msg("%s", text);
    return date;
}

/* --- Reading and writing --- */

static void a_date_is_read_and_written_back(void **state) {
    (void)state;
    char text[11];
    assert_true(date_equal(read_date("2026-11-24"), DATE(2026, 11, 24)));
    date_format_iso(DATE(987, 1, 2), text);
    assert_string_equal(text, "0987-01-02");
    assert_true(date_equal(read_date("2024-02-29"), DATE(2024, 2, 29)));
}

static void what_is_not_a_real_date_is_refused(void **state) {
    (void)state;
    static const char *const bad[] = {"",           "2026",       "2026-11-2",     "2026-11-24 ", " 2026-11-24",
                                      "2026/11/24", "2026-13-01", "2026-00-01",    "2026-01-00",  "2026-02-29",
                                      "1900-02-29", "2026-04-31", "0000-01-01",    "26-11-24",    "2026-11-2x",
                                      "+026-11-24", "20261124",   "2026-11-24T00", "1950-00-00",  "2026-11-024",
                                      "2026-1-24",  "-2026-11-2"};
    struct date date = DATE(1, 2, 3);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(date_parse(bad[i], &date), STATUS_MALFORMED);
    assert_true(date_equal(date, DATE(1, 2, 3)));
}

static void a_birth_date_may_lack_its_day_or_its_month_too(void **state) {
    (void)state;
    struct date date;
    assert_int_equal(date_parse_birth("1950-00-00", &date), STATUS_OK);
    assert_true(date_equal(date, DATE(1950, 0, 0)));
    assert_true(date_is_partial(date));
    assert_int_equal(date_parse_birth("1961-07-00", &date), STATUS_OK);
    assert_true(date_is_partial(date));
    assert_int_equal(date_parse_birth("1942-05-08", &date), STATUS_OK);
    assert_false(date_is_partial(date));
    static const char *const bad[] = {"1950-00-12", "0000-00-00", "1950-13-00",
                                      "1950-02-30", "1950-00-0",  "1950-00-00x"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(date_parse_birth(bad[i], &date), STATUS_MALFORMED);
}

static void no_date_is_neither_set_nor_partial(void **state) {
    (void)state;
    char text[48];
    assert_false(date_is_set(DATE(0, 0, 0)));
    assert_false(date_is_partial(DATE(0, 0, 0)));
    date_write_long(DATE(0, 0, 0), text);
    assert_string_equal(text, "");
    date_write_short(DATE(0, 0, 0), text);
    assert_string_equal(text, "");
    date_write_weekday(DATE(0, 0, 0), text);
    assert_string_equal(text, "");
}

static void dates_are_in_order(void **state) {
    (void)state;
    assert_true(date_compare(DATE(2025, 12, 31), DATE(2026, 1, 1)) < 0);
    assert_true(date_compare(DATE(2026, 2, 1), DATE(2026, 1, 31)) > 0);
    assert_true(date_compare(DATE(2026, 1, 2), DATE(2026, 1, 1)) > 0);
    assert_int_equal(date_compare(DATE(2026, 1, 1), DATE(2026, 1, 1)), 0);
}

static void a_time_is_read_as_written_and_written_back(void **state) {
    (void)state;
    struct date_time time;
    char text[26];
    static const char *const same[] = {"2026-11-24T09:30:00+01:00", "2026-07-01T23:59:59-11:30",
                                       "1999-12-31T00:00:00+00:00"};
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        assert_int_equal(date_parse_time(same[i], &time), STATUS_OK);
        date_format_time(&time, text);
        assert_string_equal(text, same[i]);
    }
    assert_int_equal(date_parse_time("2026-11-24t09:30:05.123456z", &time), STATUS_OK);
    date_format_time(&time, text);
    assert_string_equal(text, "2026-11-24T09:30:05+00:00");
    assert_int_equal(date_parse_time("2016-12-31T23:59:60Z", &time), STATUS_OK);
}

static void what_is_not_rfc_3339_is_refused(void **state) {
    (void)state;
    static const char *const bad[] = {"2026-11-24",
                                      "2026-11-24T09:30:00",
                                      "2026-11-24 09:30:00Z",
                                      "2026-11-24T24:00:00Z",
                                      "2026-11-24T09:60:00Z",
                                      "2026-11-24T09:30:60Z",
                                      "2026-11-24T09:30Z",
                                      "2026-11-24T09:30:00.Z",
                                      "2026-11-24T09:30:00+0100",
                                      "2026-11-24T09:30:00+24:00",
                                      "2026-11-24T09:30:00+01:60",
                                      "2026-11-24T09:30:00+01",
                                      "2026-02-30T09:30:00Z",
                                      "2026-11-24T09:30:00Zx",
                                      "1950-00-00T09:30:00Z",
                                      ""};
    struct date_time time;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(date_parse_time(bad[i], &time), STATUS_MALFORMED);
}

static void dates_are_worded_in_french(void **state) {
    (void)state;
    char text[48];
    static const struct {
        struct date date;
        const char *full, *brief, *weekday;
    } rows[] = {
        {{2026, 11, 24}, "24 novembre 2026", "24/11/2026", "mar. 24 nov. 2026"},
        {{2019, 2, 1}, "1er février 2019", "01/02/2019", "ven. 1er févr. 2019"},
        {{2024, 8, 31}, "31 août 2024", "31/08/2024", "sam. 31 août 2024"},
        {{1999, 12, 5}, "5 décembre 1999", "05/12/1999", "dim. 5 déc. 1999"},
        {{2000, 5, 1}, "1er mai 2000", "01/05/2000", "lun. 1er mai 2000"},
        {{2025, 7, 2}, "2 juillet 2025", "02/07/2025", "mer. 2 juil. 2025"},
        {{2025, 1, 30}, "30 janvier 2025", "30/01/2025", "jeu. 30 janv. 2025"},
        {{1950, 0, 0}, "1950", "1950", "1950"},
        {{1961, 7, 0}, "juillet 1961", "07/1961", "juillet 1961"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        date_write_long(rows[i].date, text);
        assert_string_equal(text, rows[i].full);
        date_write_short(rows[i].date, text);
        assert_string_equal(text, rows[i].brief);
        date_write_weekday(rows[i].date, text);
        assert_string_equal(text, rows[i].weekday);
    }
}

static void a_time_has_no_break_spaces(void **state) {
    (void)state;
    char text[16];
    date_write_time(&(struct date_time){.hour = 9, .minute = 5}, text);
    assert_string_equal(text, "9\u00A0h\u00A005");
    date_write_time(&(struct date_time){.hour = 23, .minute = 0}, text);
    assert_string_equal(text, "23\u00A0h\u00A000");
}

/* --- Arithmetic --- */

static void counting_days_by_hand_gives_the_same(void **state) {
    (void)state;
    struct date date = DATE(1900, 1, 1);
    int weekday = 0; /* 1 January 1900 was a Monday */
    for (int32_t days = -36524; date.year <= 2100; days++) {
        if (date_to_days2000(date) != days || !date_equal(date_from_days2000(days), date) ||
            date_weekday(date) != weekday)
            fail_msg("day %d: %d-%d-%d", days, date.year, date.month, date.day);
        weekday = (weekday + 1) % 7;
        date.day++;
        if (date_is_real(date.year, date.month, date.day))
            continue;
        date.day = 1;
        date.month = date.month == 12 ? 1 : (uint8_t)(date.month + 1);
        date.year = (int16_t)(date.year + (date.month == 1));
    }
    assert_int_equal(date_to_days2000(DATE(2000, 1, 1)), 0);
    assert_int_equal(date_to_days2000(DATE(2023, 3, 24)), 8483);
}

static void days_go_back_and_forth_over_all_years(void **state) {
    (void)state;
    for (int32_t days = date_to_days2000(DATE(1, 1, 1)); days <= date_to_days2000(DATE(9999, 12, 31)); days++) {
        struct date date = date_from_days2000(days);
        if (!date_is_real(date.year, date.month, date.day) || date_to_days2000(date) != days)
            fail_msg("day %d", days);
    }
}

/* Month by month, and day by day backwards until the date exists. */
static struct date add_months_slowly(struct date date, int months) {
    for (; months > 0; months--) {
        date.year = (int16_t)(date.year + (date.month == 12));
        date.month = date.month == 12 ? 1 : (uint8_t)(date.month + 1);
    }
    for (; months < 0; months++) {
        date.year = (int16_t)(date.year - (date.month == 1));
        date.month = date.month == 1 ? 12 : (uint8_t)(date.month - 1);
    }
    while (!date_is_real(date.year, date.month, date.day))
        date.day--;
    return date;
}

static void adding_months_slowly_gives_the_same(void **state) {
    (void)state;
    static const int months[] = {0, 1, 2, 4, 6, 12, 18, 24, 36, 120, -1, -6, -13, -120};
    for (struct date date = DATE(1999, 1, 1); date.year < 2009; date = date_add_days(date, 1))
        for (size_t i = 0; i < sizeof months / sizeof months[0]; i++)
            if (!date_equal(date_add_months(date, months[i]), add_months_slowly(date, months[i])))
                fail_msg("%d-%d-%d %+d months", date.year, date.month, date.day, months[i]);
}

static void the_examples_of_r26_hold(void **state) {
    (void)state;
    static const struct {
        const char *from;
        int months;
        const char *to;
    } rows[] = {
        {"2024-08-31", 6, "2025-02-28"},  {"2023-08-31", 6, "2024-02-29"}, {"2024-02-29", 36, "2027-02-28"},
        {"2026-02-28", 6, "2026-08-28"},  {"2019-02-01", 6, "2019-08-01"}, {"2019-03-01", 6, "2019-09-01"},
        {"2007-08-01", 36, "2010-08-01"}, {"2013-10-29", 6, "2014-04-29"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_true(date_equal(date_add_months(read_date(rows[i].from), rows[i].months), read_date(rows[i].to)));
}

static void nothing_is_added_to_no_date(void **state) {
    (void)state;
    assert_false(date_is_set(date_add_months(DATE(0, 0, 0), 6)));
    assert_false(date_is_set(date_add_days(DATE(0, 0, 0), 6)));
}

/* --- Clock --- */

static void the_clock_gives_the_time_of_paris(void **state) {
    (void)state;
    char by_glibc[32], by_us[26];
    clock_init(NULL);
    time_t before = time(NULL);
    struct date_time now = clock_now();
    assert_in_range(clock_to_unix(&now), before, before + 5);
    assert_in_range(clock_unix(), before, before + 5);
    assert_true(now.offset_min == 60 || now.offset_min == 120);
    time_t seconds = (time_t)clock_to_unix(&now);
    strftime(by_glibc, sizeof by_glibc, "%Y-%m-%dT%H:%M:%S", localtime(&seconds));
    date_format_time(&now, by_us);
    assert_memory_equal(by_us, by_glibc, 19);
}

static void without_tzdata_paris_still_has_its_summer_time(void **state) {
    (void)state;
    setenv("TZDIR", "/nowhere", 1);
    clock_init("Europe/Paris");
    unsetenv("TZDIR");
    time_t winter = 1795508999, summer = 1782898200; /* 2026-11-24T09:29:59+01:00, 2026-07-01T11:30:00+02:00 */
    assert_int_equal(localtime(&winter)->tm_hour, 9);
    assert_int_equal(localtime(&summer)->tm_hour, 11);
    clock_init(NULL);
}

static void unix_time_is_that_of_the_offset_written(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds;
    } rows[] = {{"1970-01-01T00:00:00Z", 0},
                {"2026-11-24T09:30:00+01:00", 1795509000},
                {"2026-07-01T11:30:00+02:00", 1782898200},
                {"1969-12-31T23:00:00-01:00", 0},
                {"2038-01-19T03:14:08+00:00", 2147483648}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct date_time time;
        assert_int_equal(date_parse_time(rows[i].text, &time), STATUS_OK);
        assert_int_equal(clock_to_unix(&time), rows[i].seconds);
    }
}

static void monotonic_time_does_not_go_back(void **state) {
    (void)state;
    int64_t first = clock_monotonic_ms();
    for (int i = 0; i < 1000; i++)
        assert_true(clock_monotonic_ms() >= first);
}

static void a_frozen_clock_stays_where_it_is(void **state) {
    (void)state;
    assert_int_equal(clock_freeze("hier"), STATUS_MALFORMED);
    assert_true(clock_today().year >= 2024);
    assert_int_equal(clock_freeze("2019-02-01T23:59:59+05:00"), STATUS_OK);
    char text[26];
    struct date_time now = clock_now();
    date_format_time(&now, text);
    assert_string_equal(text, "2019-02-01T23:59:59+05:00");
    assert_true(date_equal(clock_today(), DATE(2019, 2, 1)));
    assert_int_equal(clock_unix(), clock_to_unix(&now));
    int64_t first = clock_monotonic_ms();
    assert_true(first > 0 && clock_monotonic_ms() >= first);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_is_read_and_written_back),
        cmocka_unit_test(what_is_not_a_real_date_is_refused),
        cmocka_unit_test(a_birth_date_may_lack_its_day_or_its_month_too),
        cmocka_unit_test(no_date_is_neither_set_nor_partial),
        cmocka_unit_test(dates_are_in_order),
        cmocka_unit_test(a_time_is_read_as_written_and_written_back),
        cmocka_unit_test(what_is_not_rfc_3339_is_refused),
        cmocka_unit_test(dates_are_worded_in_french),
        cmocka_unit_test(a_time_has_no_break_spaces),
        cmocka_unit_test(counting_days_by_hand_gives_the_same),
        cmocka_unit_test(days_go_back_and_forth_over_all_years),
        cmocka_unit_test(adding_months_slowly_gives_the_same),
        cmocka_unit_test(the_examples_of_r26_hold),
        cmocka_unit_test(nothing_is_added_to_no_date),
        cmocka_unit_test(the_clock_gives_the_time_of_paris),
        cmocka_unit_test(without_tzdata_paris_still_has_its_summer_time),
        cmocka_unit_test(unix_time_is_that_of_the_offset_written),
        cmocka_unit_test(monotonic_time_does_not_go_back),
        cmocka_unit_test(a_frozen_clock_stays_where_it_is), /* last: a clock does not thaw */
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

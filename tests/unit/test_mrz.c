/* Machine readable zones: the shared specimens, shapes, centuries, how long a document proves something. */
#include "../../kiosk/mrz.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/zone_vectors.h"

static const struct date today = {2026, 11, 24};

static const char td3[] = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                          "L898902C36UTO7408122F1204159ZE184226B<<<<<10\n";
static const char td1[] = "I<UTOD231458907<<<<<<<<<<<<<<<\n"
                          "7408122F1204159UTO<<<<<<<<<<<6\n"
                          "ERIKSSON<<ANNA<MARIA<<<<<<<<<<\n";
static const char licence[] = "D1FRA13AA000026181231MARTIN<<9";

static struct mrz read_zone(const char *text) {
    struct mrz mrz;
    assert_int_equal(mrz_read(text, today, &mrz), STATUS_OK);
    return mrz;
}

static void assert_date(struct date date, int year, int month, int day) {
    assert_int_equal(date.year, year);
    assert_int_equal(date.month, month);
    assert_int_equal(date.day, day);
}

/* --- The shared specimens --- */

/* The wrong digits as vectors.tsv writes them: "num:8!=7,comp:illegal". */
static void write_errors(const struct mrz *mrz, char *out, size_t size) {
    static const struct { const char *ours, *theirs; } names[] = {{"number", "num"}, {"composite", "comp"}};
    size_t length = (size_t)snprintf(out, size, mrz->error_count == 0 ? "OK" : "BAD ");
    for (int i = 0; i < mrz->error_count; i++) {
        const struct mrz_error *error = &mrz->errors[i];
        const char *name = error->field;
        for (size_t k = 0; k < 2; k++)
            name = strcmp(name, names[k].ours) == 0 ? names[k].theirs : name;
        length += (size_t)snprintf(out + length, size - length, "%s%s:", i > 0 ? "," : "", name);
        if (error->printed == '\0')
            length += (size_t)snprintf(out + length, size - length, "illegal");
        else
            length += (size_t)snprintf(out + length, size - length, "%c!=%c", error->printed, error->computed);
    }
}

static void write_six_digits(struct date date, char out[8]) {
    snprintf(out, 8, "%02d%02d%02d", date.year % 100, date.month % 13, date.day % 32);
}

/* Fillers where the specimens keep them and we read spaces. */
static void write_value(const struct mrz *mrz, const char *name, char *out, size_t size) {
    char birth[8], expiry[8];
    const char sex[2] = {mrz->sex};
    write_six_digits(mrz->birth, birth);
    write_six_digits(mrz->expiry, expiry);
    const struct {
        const char *name, *value;
    } values[] = {{"code", mrz->code},
                  {"state", mrz->state},
                  {"number", mrz->number},
                  {"nationality", mrz->nationality},
                  {"surname", mrz->family_name},
                  {"given", mrz->given_names},
                  {"birth", birth},
                  {"expiry", expiry},
                  {"sex", sex},
                  {"optional", mrz->optional[0]},
                  {"optional1", mrz->optional[0]},
                  {"optional2", mrz->optional[1]},
                  {"admin", mrz->optional[0]},
                  {"version", mrz->optional[0]},
                  {"random", mrz->optional[1]}};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        if (strcmp(values[i].name, name) == 0) {
            snprintf(out, size, "%s", values[i].value);
            return;
        }
    fail_msg("a specimen tells %s, which is not read", name);
}

static void assert_fields(const struct mrz *mrz, char *decoded) {
    char *rest = decoded, *pair, value[64];
    while ((pair = strsep(&rest, ";")) != NULL) {
        char *expected = strchr(pair, '=');
        assert_non_null(expected);
        *expected++ = '\0';
        write_value(mrz, pair, value, sizeof value);
        if (mrz->format == MRZ_IDFRA && (strcmp(pair, "surname") == 0 || strcmp(pair, "given") == 0)) {
            char *twice;
            while ((twice = strstr(expected, "<<")) != NULL)
                memmove(twice, twice + 1, strlen(twice));
            for (char *at = expected; *at != '\0'; at++)
                *at = *at == '<' ? ' ' : *at;
        }
        assert_string_equal(value, expected);
    }
}

static void assert_specimen(char *line) {
    char errors[128], *format = strsep(&line, "\t"), *zone = strsep(&line, "\t");
    char *check = strsep(&line, "\t"), *decoded = strsep(&line, "\t");
    for (char *at = zone; *at != '\0'; at++)
        *at = *at == '|' ? '\n' : *at;
    struct mrz mrz = read_zone(zone);
    assert_string_equal(mrz_format_name(mrz.format), format);
    write_errors(&mrz, errors, sizeof errors);
    assert_string_equal(errors, check);
    assert_fields(&mrz, decoded);
}

static void every_shared_specimen_reads_as_it_should(void **state) {
    (void)state;
    assert_int_equal(zone_vectors_each(assert_specimen), 22);
}

/* --- Shapes --- */

static void lines_may_end_in_any_way_or_in_none(void **state) {
    (void)state;
    static const char *const ends[] = {"\n", "\r\n", "\r", "", " ", "\x1D", "\n\n", "\t", "\u00A0"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char text[256];
        snprintf(text, sizeof text, "%.30s%s%.30s%s%.30s%s", td1, ends[i], td1 + 31, ends[i], td1 + 62, ends[i]);
        struct mrz mrz = read_zone(text);
        assert_int_equal(mrz.error_count, 0);
        assert_int_equal(mrz.line_count, 3);
        assert_string_equal(mrz.lines[2], "ERIKSSON<<ANNA<MARIA<<<<<<<<<<");
    }
}

static void lower_case_and_spaces_are_forgiven(void **state) {
    (void)state;
    struct mrz mrz = read_zone(" d1fra 13aa00002 6 181231 martin<< 9 ");
    assert_int_equal(mrz.error_count, 0);
    assert_string_equal(mrz.lines[0], licence);
}

static void what_has_another_shape_is_no_zone(void **state) {
    (void)state;
    struct mrz mrz;
    static const char visa[] = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
                               "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
    static const char *const others[] = {"",
                                         "121201200001",
                                         "D1FRA13AA000026181231MARTIN<<",
                                         "D1FRA13AA000026181231MARTIN<<99",
                                         "D2FRA13AA000026181231MARTIN<<9",
                                         "D112313AA000026181231MARTIN<<9",
                                         visa};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_int_equal(mrz_read(others[i], today, &mrz), STATUS_NOT_FOUND);
    char longest[512];
    memset(longest, 'P', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(mrz_read(longest, today, &mrz), STATUS_NOT_FOUND);
}

static void another_countrys_licence_is_recognised_and_not_read(void **state) {
    (void)state;
    static const char *const zones[] = {"D1BEL00123456789ABCDEFGHIJKLM7", "D1D<<00123456789ABCDEFGHIJKLM8"};
    static const char *const states[] = {"BEL", "D"};
    for (size_t i = 0; i < 2; i++) {
        struct mrz mrz = read_zone(zones[i]);
        assert_int_equal(mrz.format, MRZ_DL);
        assert_string_equal(mrz_format_name(mrz.format), "DL");
        assert_string_equal(mrz.state, states[i]);
        assert_int_equal(mrz.error_count, 0);
        assert_string_equal(mrz.number, "");
        assert_string_equal(mrz.family_name, "");
        assert_false(date_is_set(mrz_valid_until(&mrz)));
    }
    assert_int_equal(read_zone("D1BEL00123456789ABCDEFGHIJKLM8").error_count, 1);
}

/* --- Names --- */

static void a_full_name_field_may_have_been_cut(void **state) {
    (void)state;
    struct mrz mrz = read_zone("D1FRA13AA000026181231MARTINEZ0");
    assert_true(mrz.family_name_cut);
    assert_string_equal(mrz.family_name, "MARTINEZ");
    assert_false(read_zone(licence).family_name_cut);
    mrz = read_zone("P<UTONILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K\nL898902C36UTO7408122F1204159ZE184226B<<<<<10");
    assert_true(mrz.given_names_cut && mrz.family_name_cut);
    assert_string_equal(mrz.given_names, "CHAYAPA DEJTHAMRONG K");
    mrz = read_zone("IDFRALOISEAU<<<<<<<<<<<<<<<<<<<<<<<<970675K002774HERVE<<DJAMEL<7303216M4");
    assert_false(mrz.given_names_cut || mrz.family_name_cut);
    mrz = read_zone("IDFRALOISEAU<<<<<<<<<<<<<<<<<<<<<<<<970675K002774HERVE<<DJAMELA7303216M4");
    assert_true(mrz.given_names_cut);
}

static void a_holder_with_one_name_has_no_given_names(void **state) {
    (void)state;
    struct mrz mrz =
        read_zone("P<UTOARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10");
    assert_string_equal(mrz.family_name, "ARKFREITH");
    assert_string_equal(mrz.given_names, "");
    assert_int_equal(mrz.error_count, 0);
}

static void a_digit_in_a_name_is_an_error(void **state) {
    (void)state;
    struct mrz mrz =
        read_zone("P<UTOERIKSS0N<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10");
    assert_int_equal(mrz.error_count, 1);
    assert_string_equal(mrz.errors[0].field, "names");
    assert_int_equal(mrz.errors[0].printed, 0);
}

/* --- Dates --- */

/* Weights 7, 3, 1; our own, so that the test needs none of theirs. */
static char digit_of(const char *text) {
    static const int weights[] = {7, 3, 1};
    int sum = 0;
    for (size_t i = 0; text[i] != '\0'; i++)
        sum += weights[i % 3] * (text[i] == '<' ? 0 : text[i] <= '9' ? text[i] - '0' : text[i] - 'A' + 10);
    return (char)('0' + sum % 10);
}

/* A passport with these dates, its check digits right. */
static struct mrz with_dates(const char *birth, const char *expiry) {
    char text[128], checked[64];
    snprintf(checked, sizeof checked, "L898902C36%s%c%s%c<<<<<<<<<<<<<<0", birth, digit_of(birth), expiry,
             digit_of(expiry));
    snprintf(text, sizeof text, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO%s%cF%s%c<<<<<<<<<<<<<<0%c",
             birth, digit_of(birth), expiry, digit_of(expiry), digit_of(checked));
    return read_zone(text);
}

static void a_birth_is_of_the_century_that_makes_a_driver(void **state) {
    (void)state;
    static const struct {
        const char *birth;
        int year;
    } births[] = {{"740812", 1974}, {"121124", 2012}, {"121125", 1912}, {"270101", 1927},
                  {"261124", 1926}, {"000229", 2000}, {"260101", 1926}, {"120000", 2012}};
    for (size_t i = 0; i < sizeof births / sizeof births[0]; i++) {
        struct mrz mrz = with_dates(births[i].birth, "300101");
        assert_int_equal(mrz.error_count, 0);
        assert_int_equal(mrz.birth.year, births[i].year);
    }
}

static void an_expiry_is_of_the_century_that_makes_sense(void **state) {
    (void)state;
    assert_int_equal(with_dates("740812", "300101").expiry.year, 2030);
    assert_int_equal(with_dates("740812", "760101").expiry.year, 2076);
    assert_int_equal(with_dates("340712", "950712").expiry.year, 1995); /* no document is good for seventy years */
    assert_int_equal(with_dates("050812", "990101").expiry.year, 2099); /* but none ends before the birth */
}

static void an_unknown_day_or_month_of_birth_is_partial(void **state) {
    (void)state;
    static const char *const days[] = {"740800", "7408<<"}, *const months[] = {"740000", "74<<<<"};
    for (size_t i = 0; i < 2; i++) {
        assert_date(with_dates(days[i], "300101").birth, 1974, 8, 0);
        assert_date(with_dates(months[i], "300101").birth, 1974, 0, 0);
    }
    struct mrz unknown = with_dates("<<<<<<", "<<<<<<");
    assert_int_equal(unknown.error_count, 0);
    assert_false(date_is_set(unknown.birth) || date_is_set(unknown.expiry));
}

static void a_date_that_does_not_exist_is_an_error(void **state) {
    (void)state;
    struct mrz mrz = with_dates("740231", "300101");
    assert_int_equal(mrz.error_count, 1);
    assert_string_equal(mrz.errors[0].field, "birth");
    assert_int_equal(mrz.errors[0].printed, 0);
    assert_false(date_is_set(mrz.birth));
    assert_string_equal(with_dates("740212", "301301").errors[0].field, "expiry");
    assert_string_equal(with_dates("740012", "300101").errors[0].field, "birth");
    assert_string_equal(with_dates("7A0212", "300101").errors[0].field, "birth");
    assert_string_equal(with_dates("740212", "300100").errors[0].field, "expiry");
}

/* --- How long it proves something --- */

/* An identity card issued in that month to somebody born on that day; its check digits are not. */
static struct date card_until(const char *issued, const char *birth) {
    char text[128];
    snprintf(text, sizeof text, "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<%s923102858CORINNE<<<<<<<%s8F6", issued, birth);
    struct mrz mrz = read_zone(text);
    return mrz_valid_until(&mrz);
}

static void an_old_card_of_an_adult_is_good_for_five_more_years(void **state) {
    (void)state;
    assert_date(card_until("8806", "651206"), 1998, 6, 30);
    assert_date(card_until("0312", "651206"), 2013, 12, 31); /* over before 1 January 2014 */
    assert_date(card_until("0401", "651206"), 2019, 1, 31);
    assert_date(card_until("1312", "651206"), 2028, 12, 31);
    assert_date(card_until("1401", "651206"), 2029, 1, 31); /* fifteen years, printed */
    assert_date(card_until("0502", "650000"), 2020, 2, 29);
}

static void a_card_of_a_minor_is_good_for_ten_years(void **state) {
    (void)state;
    assert_date(card_until("1006", "950601"), 2020, 6, 30);
    assert_date(card_until("1306", "950601"), 2028, 6, 30); /* eighteen on the first of the month */
    assert_date(card_until("1306", "950602"), 2023, 6, 30);
    assert_date(card_until("1306", "950000"), 2023, 6, 30); /* may have been a minor */
}

static void a_card_without_a_month_of_issue_tells_no_end(void **state) {
    (void)state;
    assert_false(date_is_set(card_until("1300", "651206")));
    assert_false(date_is_set(card_until("1313", "651206")));
    assert_false(date_is_set(card_until("1A06", "651206")));
}

static void other_documents_are_good_until_their_expiry(void **state) {
    (void)state;
    struct mrz mrz = read_zone(licence);
    assert_date(mrz_valid_until(&mrz), 2018, 12, 31);
    mrz = read_zone(td3);
    assert_date(mrz_valid_until(&mrz), 2012, 4, 15);
}

static void what_was_read_is_wiped(void **state) {
    (void)state;
    struct mrz mrz = read_zone(td3), zero = {0};
    mrz_clear(&mrz);
    assert_memory_equal(&mrz, &zero, sizeof mrz);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shared_specimen_reads_as_it_should),
        cmocka_unit_test(lines_may_end_in_any_way_or_in_none),
        cmocka_unit_test(lower_case_and_spaces_are_forgiven),
        cmocka_unit_test(what_has_another_shape_is_no_zone),
        cmocka_unit_test(another_countrys_licence_is_recognised_and_not_read),
        cmocka_unit_test(a_full_name_field_may_have_been_cut),
        cmocka_unit_test(a_holder_with_one_name_has_no_given_names),
        cmocka_unit_test(a_digit_in_a_name_is_an_error),
        cmocka_unit_test(a_birth_is_of_the_century_that_makes_a_driver),
        cmocka_unit_test(an_expiry_is_of_the_century_that_makes_sense),
        cmocka_unit_test(an_unknown_day_or_month_of_birth_is_partial),
        cmocka_unit_test(a_date_that_does_not_exist_is_an_error),
        cmocka_unit_test(an_old_card_of_an_adult_is_good_for_five_more_years),
        cmocka_unit_test(a_card_of_a_minor_is_good_for_ten_years),
        cmocka_unit_test(a_card_without_a_month_of_issue_tells_no_end),
        cmocka_unit_test(other_documents_are_good_until_their_expiry),
        cmocka_unit_test(what_was_read_is_wiped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

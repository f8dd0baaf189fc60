/* Machine readable zones at large: every single wrong character of every valid specimen, zones generated from random
 * fields as ICAO 9303 says, look-alikes put right. Coverage and check digits are the test's own. */
#include "../../kiosk/mrz.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/place.h"

#define ALPHABET "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"

enum { FORMATS = MRZ_TD3 + 1, ZONES_PER_FORMAT = 3000 };

static const struct date today = {2026, 11, 24};

static int value_of(char character) {
    return character == '<' ? 0 : (int)(strchr(ALPHABET, character) - ALPHABET);
}

/* What each check digit covers, in a zone written without line ends: the digit's place, then the spans. */
static const struct cover {
    enum mrz_format format;
    int digit, spans[4][2];
} covers[] = {
    {MRZ_FRDL, 14, {{0, 14}}},
    {MRZ_FRDL, 29, {{0, 29}}},
    {MRZ_NLDL, 29, {{0, 29}}},
    {MRZ_IDFRA, 48, {{36, 48}}},
    {MRZ_IDFRA, 69, {{63, 69}}},
    {MRZ_IDFRA, 71, {{0, 71}}},
    {MRZ_TD1, 14, {{5, 14}}},
    {MRZ_TD1, 36, {{30, 36}}},
    {MRZ_TD1, 44, {{38, 44}}},
    {MRZ_TD1, 59, {{5, 30}, {30, 37}, {38, 45}, {48, 59}}},
    {MRZ_TD2, 45, {{36, 45}}},
    {MRZ_TD2, 55, {{49, 55}}},
    {MRZ_TD2, 63, {{57, 63}}},
    {MRZ_TD2, 71, {{36, 46}, {49, 56}, {57, 71}}},
    {MRZ_TD3, 53, {{44, 53}}},
    {MRZ_TD3, 63, {{57, 63}}},
    {MRZ_TD3, 71, {{65, 71}}},
    {MRZ_TD3, 86, {{72, 86}}},
    {MRZ_TD3, 87, {{44, 54}, {57, 64}, {65, 87}}},
};
enum { COVER_COUNT = sizeof covers / sizeof covers[0] };

static bool is_covered(enum mrz_format format, int at) {
    for (size_t i = 0; i < COVER_COUNT; i++) {
        if (covers[i].format != format)
            continue;
        if (covers[i].digit == at)
            return true;
        for (int k = 0; k < 4; k++)
            if (at >= covers[i].spans[k][0] && at < covers[i].spans[k][1])
                return true;
    }
    return false;
}

/* --- Wrong characters --- */

struct tally {
    int zones, caught, uncovered, equal;
};

static bool is_caught(const char *zone) {
    struct mrz mrz;
    return mrz_read(zone, today, &mrz) != STATUS_OK || mrz.error_count > 0;
}

static void try_every_error(char *zone, struct tally tallies[FORMATS]) {
    struct mrz mrz;
    assert_int_equal(mrz_read(zone, today, &mrz), STATUS_OK);
    struct tally *tally = &tallies[mrz.format];
    tally->zones++;
    for (int at = 0; zone[at] != '\0'; at++) {
        char right = zone[at];
        for (const char *wrong = ALPHABET; *wrong != '\0'; wrong++) {
            if (*wrong == right)
                continue;
            zone[at] = *wrong;
            if (is_caught(zone))
                tally->caught++;
            else if (!is_covered(mrz.format, at))
                tally->uncovered++;
            else if (value_of(*wrong) % 10 == value_of(right) % 10)
                tally->equal++;
            else
                fail_msg("%c for %c at %d is not caught: %s", *wrong, right, at, zone);
        }
        zone[at] = right;
    }
}

static void every_wrong_character_is_caught_where_a_check_digit_can(void **state) {
    (void)state;
    char *path = place_in_shared("mrz/vectors.tsv"), line[1024];
    FILE *file = fopen(path, "r");
    struct tally tallies[FORMATS] = {0};
    free(path);
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        char *rest = line, zone[MRZ_TEXT_MAX + 1] = "", *part;
        strsep(&rest, "\t");
        char *lines = strsep(&rest, "\t"), *check = strsep(&rest, "\t");
        if (line[0] == '#' || check == NULL || strcmp(check, "OK") != 0)
            continue;
        for (size_t length = 0; (part = strsep(&lines, "|")) != NULL; length += strlen(part))
            snprintf(zone + length, sizeof zone - length, "%s", part);
        try_every_error(zone, tallies);
    }
    fclose(file);
    for (int format = 0; format < FORMATS; format++)
        if (tallies[format].zones > 0)
            print_message(
                "%s: %d zones, %d wrong characters caught, %d not: %d where no check digit covers them, %d of "
                "equal value modulo 10\n",
                mrz_format_name((enum mrz_format)format), tallies[format].zones, tallies[format].caught,
                tallies[format].uncovered + tallies[format].equal, tallies[format].uncovered, tallies[format].equal);
    assert_int_equal(tallies[MRZ_TD1].zones, 6);
    assert_int_equal(tallies[MRZ_TD3].zones, 3);
    assert_int_equal(tallies[MRZ_FRDL].uncovered + tallies[MRZ_IDFRA].uncovered, 0); /* all of these is covered */
}

/* --- Random fields --- */

static uint64_t seed = 2026;

static int below(int end) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (int)((seed >> 33) % (uint64_t)end);
}

static void make_word(char *out, int length, const char *alphabet) {
    int count = (int)strlen(alphabet);
    for (int i = 0; i < length; i++)
        out[i] = alphabet[below(count)];
    out[length] = '\0';
}

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LETTERS_AND_DIGITS LETTERS "0123456789"

/* What a zone is made of, and should be read as. */
struct fields {
    char family_name[12], given[2][8], number[16], optional[2][16], state[4], nationality[4];
    struct date birth, expiry;
    char sex;
};

static struct fields make_fields(int number_length) {
    struct fields fields = {.sex = "MFX"[below(3)]};
    make_word(fields.family_name, 1 + below(7), LETTERS);
    make_word(fields.given[0], 1 + below(6), LETTERS);
    make_word(fields.given[1], 1 + below(5), LETTERS);
    make_word(fields.number, number_length, LETTERS_AND_DIGITS);
    make_word(fields.optional[0], below(7), LETTERS_AND_DIGITS);
    make_word(fields.optional[1], below(11), LETTERS_AND_DIGITS);
    make_word(fields.state, 1 + 2 * below(2), LETTERS);
    make_word(fields.nationality, 3, LETTERS);
    int age_days = 14 * 366 + below(85 * 365);
    fields.birth = date_add_days(today, -age_days);
    if (below(8) == 0)
        fields.birth.day = 0;
    if (fields.birth.day == 0 && below(2) == 0)
        fields.birth.month = 0;
    fields.expiry =
        date_add_days(today, below(5000 + (age_days < 4000 ? age_days : 4000)) - (age_days < 4000 ? age_days : 4000));
    return fields;
}

static void put(char *zone, int at, const char *text) {
    memcpy(zone + at, text, strlen(text));
}

static void put_date(char *zone, int at, struct date date) {
    char text[16];
    snprintf(text, sizeof text, "%02d%02d%02d", date.year % 100, date.month % 13, date.day % 32);
    put(zone, at, text);
}

static void put_names(char *zone, int at, const struct fields *fields) {
    char names[40];
    snprintf(names, sizeof names, "%s<<%s<%s", fields->family_name, fields->given[0], fields->given[1]);
    put(zone, at, names);
}

/* A number of at most 9; or a filler for its check digit, and the rest of it, with the digit, in the optional field. */
static void put_number(char *zone, int at, int optional_at, const struct fields *fields) {
    size_t length = strlen(fields->number);
    memcpy(zone + at, fields->number, length < 9 ? length : 9);
    if (length <= 9) {
        put(zone, optional_at, fields->optional[0]);
        return;
    }
    int sum = 0;
    for (size_t i = 0; i < length; i++)
        sum += "\7\3\1"[i % 3] * value_of(fields->number[i]);
    char rest[16];
    snprintf(rest, sizeof rest, "%s%d", fields->number + 9, sum % 10);
    put(zone, optional_at, rest);
}

static bool is_long(enum mrz_format format, const struct fields *fields) {
    return (format == MRZ_TD1 || format == MRZ_TD2) && strlen(fields->number) > 9;
}

/* In their order: the composite covers the others. */
static void put_check_digits(char *zone, enum mrz_format format, bool skip_number) {
    for (size_t i = 0; i < COVER_COUNT; i++) {
        if (covers[i].format != format)
            continue;
        if (skip_number) {
            skip_number = false;
            continue;
        }
        int sum = 0, count = 0;
        for (int k = 0; k < 4; k++)
            for (int at = covers[i].spans[k][0]; at < covers[i].spans[k][1]; at++)
                sum += "\7\3\1"[count++ % 3] * value_of(zone[at]);
        zone[covers[i].digit] = (char)('0' + sum % 10);
    }
}

/* Writes the zone of the fields; changes those that the format has not. */
static void generate(enum mrz_format format, struct fields *fields, char zone[MRZ_TEXT_MAX + 1]) {
    static const int lengths[] = {
        [MRZ_FRDL] = 30, [MRZ_NLDL] = 30, [MRZ_IDFRA] = 72, [MRZ_TD1] = 90, [MRZ_TD2] = 72, [MRZ_TD3] = 88};
    const char sex[2] = {fields->sex == 'X' ? '<' : fields->sex};
    memset(zone, '<', (size_t)lengths[format]);
    zone[lengths[format]] = '\0';
    if (format == MRZ_FRDL || format == MRZ_IDFRA)
        snprintf(fields->state, sizeof fields->state, "FRA");
    put(zone, 0, format == MRZ_FRDL ? "D1" : format == MRZ_TD3 ? "P<" : "ID");
    put(zone, 2, fields->state);
    switch (format) {
    case MRZ_FRDL:
        put(zone, 5, fields->number);
        put_date(zone, 15, fields->expiry);
        put(zone, 21, fields->family_name);
        break;
    case MRZ_IDFRA:
        put(zone, 5, fields->family_name);
        put(zone, 36, fields->number);
        put(zone, 49, fields->given[0]);
        put(zone, 49 + (int)strlen(fields->given[0]) + 2, fields->given[1]);
        put_date(zone, 63, fields->birth);
        put(zone, 70, sex);
        break;
    case MRZ_TD1:
        put_number(zone, 5, 15, fields);
        put_date(zone, 30, fields->birth);
        put(zone, 37, sex);
        put_date(zone, 38, fields->expiry);
        put(zone, 45, fields->nationality);
        put(zone, 48, fields->optional[1]);
        put_names(zone, 60, fields);
        break;
    default: {
        int second = lengths[format] / 2;
        put_names(zone, 5, fields);
        put_number(zone, second, second + 28, fields);
        put(zone, second + 10, fields->nationality);
        put_date(zone, second + 13, fields->birth);
        put(zone, second + 20, sex);
        put_date(zone, second + 21, fields->expiry);
    }
    }
    put_check_digits(zone, format, is_long(format, fields));
}

static int number_length(enum mrz_format format) {
    if (format == MRZ_FRDL)
        return 9;
    if (format == MRZ_IDFRA)
        return 12;
    return 1 + below(format == MRZ_TD3 ? 9 : 14); /* TD2: six more at most, with the check digit */
}

static void assert_holder(const struct mrz *mrz, const struct fields *fields) {
    char given[24];
    snprintf(given, sizeof given, "%s %s", fields->given[0], fields->given[1]);
    assert_string_equal(mrz->given_names, given);
    assert_true(date_equal(mrz->birth, fields->birth));
    assert_int_equal(mrz->sex, fields->sex);
}

static void assert_read_as(const char *zone, enum mrz_format format, const struct fields *fields) {
    struct mrz mrz;
    assert_int_equal(mrz_read(zone, today, &mrz), STATUS_OK);
    if (mrz.error_count > 0)
        fail_msg("%s: %s", zone, mrz.errors[0].field);
    assert_int_equal(mrz.format, format);
    assert_string_equal(mrz.state, fields->state);
    assert_string_equal(mrz.number, fields->number);
    assert_string_equal(mrz.family_name, fields->family_name);
    assert_false(mrz.family_name_cut || mrz.given_names_cut);
    if (format != MRZ_IDFRA)
        assert_true(date_equal(mrz.expiry, fields->expiry));
    if (format != MRZ_FRDL)
        assert_holder(&mrz, fields);
    if (format >= MRZ_TD1)
        assert_string_equal(mrz.nationality, fields->nationality);
    if (format >= MRZ_TD1 && !is_long(format, fields))
        assert_string_equal(mrz.optional[0], fields->optional[0]);
    if (format == MRZ_TD1)
        assert_string_equal(mrz.optional[1], fields->optional[1]);
}

static const enum mrz_format generated[] = {MRZ_FRDL, MRZ_IDFRA, MRZ_TD1, MRZ_TD2, MRZ_TD3};

static void a_generated_zone_is_read_as_its_fields(void **state) {
    (void)state;
    for (size_t k = 0; k < sizeof generated / sizeof generated[0]; k++)
        for (int i = 0; i < ZONES_PER_FORMAT; i++) {
            char zone[MRZ_TEXT_MAX + 1];
            struct fields fields = make_fields(number_length(generated[k]));
            generate(generated[k], &fields, zone);
            assert_read_as(zone, generated[k], &fields);
        }
}

/* --- Look-alikes --- */

static char look_alike(char character) {
    static const char pairs[] = "0O1I2Z5S6G8B";
    const char *at = strchr(pairs, character);
    return at != NULL ? pairs[(at - pairs) ^ 1] : '\0';
}

static void join(const struct mrz *mrz, char out[MRZ_TEXT_MAX + 1]) {
    out[0] = '\0';
    for (int i = 0, length = 0; i < mrz->line_count; i++)
        length += snprintf(out + length, (size_t)(MRZ_TEXT_MAX + 1 - length), "%s", mrz->lines[i]);
}

/* Takes a look-alike for a character of the zone, anywhere that it is then found wrong. False when there is none. */
static bool damage(char *zone) {
    int length = (int)strlen(zone);
    for (int tries = 0; tries < 200; tries++) {
        int at = below(length);
        char right = zone[at];
        if (look_alike(right) == '\0')
            continue;
        zone[at] = look_alike(right);
        struct mrz mrz;
        if (mrz_read(zone, today, &mrz) == STATUS_OK && mrz.error_count > 0)
            return true;
        zone[at] = right;
    }
    return false;
}

static void a_proposal_is_valid_and_differs_by_look_alikes_only(void **state) {
    (void)state;
    for (size_t k = 0; k < sizeof generated / sizeof generated[0]; k++) {
        int right = 0, wrong = 0, none = 0;
        for (int i = 0; i < ZONES_PER_FORMAT / 10; i++) {
            char zone[MRZ_TEXT_MAX + 1], damaged[MRZ_TEXT_MAX + 1], text[MRZ_TEXT_MAX + 1] = "";
            struct mrz mrz, proposed;
            struct fields fields = make_fields(number_length(generated[k]));
            generate(generated[k], &fields, zone);
            memcpy(damaged, zone, sizeof zone);
            if (!damage(damaged))
                continue;
            assert_int_equal(mrz_read(damaged, today, &mrz), STATUS_OK);
            if (mrz_propose(&mrz, today, &proposed) != STATUS_OK) {
                none++;
                continue;
            }
            assert_int_equal(proposed.error_count, 0);
            join(&proposed, text);
            int changes = 0;
            assert_int_equal(strlen(text), strlen(damaged));
            for (size_t at = 0; damaged[at] != '\0'; at++)
                if (text[at] != damaged[at]) {
                    changes++;
                    assert_int_equal(text[at], look_alike(damaged[at]));
                }
            assert_in_range(changes, 1, 2);
            strcmp(text, zone) == 0 ? right++ : wrong++;
        }
        print_message("%s: %d look-alikes put right, %d put wrong, %d without one reading\n",
                      mrz_format_name(generated[k]), right, wrong, none);
        assert_true(right > 0 && right > 20 * wrong);
    }
}

static void one_wrong_look_alike_is_proposed(void **state) {
    (void)state;
    struct mrz mrz, proposed;
    assert_int_equal(mrz_read("D1FRAI3AA000026181231MARTIN<<9", today, &mrz), STATUS_OK);
    assert_true(mrz.error_count > 0);
    assert_int_equal(mrz_propose(&mrz, today, &proposed), STATUS_OK);
    assert_string_equal(proposed.lines[0], "D1FRA13AA000026181231MARTIN<<9");
    assert_string_equal(proposed.number, "13AA00002");
    /* in a name only a letter can stand, in a date only a digit */
    assert_int_equal(mrz_read("D1FRA13AA0000261B1231MART1N<<9", today, &mrz), STATUS_OK);
    assert_int_equal(mrz_propose(&mrz, today, &proposed), STATUS_OK);
    assert_string_equal(proposed.lines[0], "D1FRA13AA000026181231MARTIN<<9");
}

static void several_readings_or_none_are_not_proposed(void **state) {
    (void)state;
    static const char *const zones[] = {
        "D1FRA13AA00002X181231MARTIN<<9", /* no look-alike */
        "D1FRA13AA000026181231MARTIN<<8", /* a check digit without any */
        "D1FRAI3AA0000261B1231MART1N<<9", /* three characters away */
        "D1BELOOOOOOOOOOOOOOOOOOOOOOOO0", /* several zeros would do */
        "I<UTOD231458908<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    };
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        struct mrz mrz, proposed;
        assert_int_equal(mrz_read(zones[i], today, &mrz), STATUS_OK);
        assert_true(mrz.error_count > 0);
        assert_int_equal(mrz_propose(&mrz, today, &proposed), STATUS_NOT_FOUND);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_wrong_character_is_caught_where_a_check_digit_can),
        cmocka_unit_test(a_generated_zone_is_read_as_its_fields),
        cmocka_unit_test(a_proposal_is_valid_and_differs_by_look_alikes_only),
        cmocka_unit_test(one_wrong_look_alike_is_proposed),
        cmocka_unit_test(several_readings_or_none_are_not_proposed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

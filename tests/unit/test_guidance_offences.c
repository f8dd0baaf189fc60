/* The table of common offences: each row is well formed, amounts change on their day, and what an unlabelled offence
 * is said to be. */
#include "../../kiosk/guidance.h"
#include "../../kiosk/record.h"
#include "../../kiosk/resource.h"
#include "../../kiosk/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { NUMBER, LABEL, SHORT, ARTICLE, CLASS, POINTS, FROM, UNTIL, COLUMNS, ROWS_MAX = 128, OFFENCES = 46 };

struct row {
    const char *cells[COLUMNS];
};

static struct row rows[ROWS_MAX];
static size_t row_count;
static char *table_text;

static int load_rows(void **state) {
    (void)state;
    struct resource resource = resource_find("guidance/offences.tsv");
    table_text = strdup(resource.bytes);
    for (char *rest = table_text; rest;) {
        char *line = strsep(&rest, "\n");
        if (*line == '\0' || *line == '#')
            continue;
        assert_in_range(row_count, 0, ROWS_MAX - 1);
        for (size_t i = 0; i < COLUMNS; i++)
            rows[row_count].cells[i] = strsep(&line, "\t");
        row_count++;
    }
    return 0;
}

static int free_rows(void **state) {
    (void)state;
    free(table_text);
    return 0;
}

static struct date day(const char *iso) {
    struct date date;
    assert_int_equal(date_parse(iso, &date), STATUS_OK);
    return date;
}

/* "-" is as early, or as late, as a date can be. */
static struct date bound(const char *text, const char *without) {
    return day(strcmp(text, "-") == 0 ? without : text);
}

static struct date from_of(const struct row *row) {
    return bound(row->cells[FROM], "1900-01-01");
}

static struct date until_of(const struct row *row) {
    return bound(row->cells[UNTIL], "9999-12-31");
}

static int class_of(const struct row *row) {
    return strcmp(row->cells[CLASS], "delit") == 0 ? RECORD_CLASS_DELIT : row->cells[CLASS][0] - '0';
}

static int points_of(const struct row *row) {
    return row->cells[POINTS][0] - '0'; /* one digit: each_row_is_well_formed */
}

/* The row in force for one offence of the table on a day; NULL: none. */
static const struct row *in_force(const char *number, const char *iso) {
    const struct row *found = NULL;
    for (size_t i = 0; i < row_count; i++)
        if (strcmp(rows[i].cells[NUMBER], number) == 0 && date_compare(from_of(&rows[i]), day(iso)) <= 0 &&
            date_compare(day(iso), until_of(&rows[i])) <= 0) {
            assert_null(found);
            found = &rows[i];
        }
    return found;
}

static void assert_costs(const char *number, const char *iso, int class, int points) {
    const struct row *row = in_force(number, iso);
    if (row == NULL)
        fail_msg("offence %s has no row on %s", number, iso);
    else if (class_of(row) != class || points_of(row) != points)
        fail_msg("offence %s on %s: class %s, points %s", number, iso, row->cells[CLASS], row->cells[POINTS]);
}

static void each_row_is_well_formed(void **state) {
    (void)state;
    for (size_t i = 0; i < row_count; i++) {
        const struct row *row = &rows[i];
        const char *points = row->cells[POINTS];
        long number = strtol(row->cells[NUMBER], NULL, 10);
        if (number < 1 || number > OFFENCES)
            fail_msg("number %s", row->cells[NUMBER]);
        if (class_of(row) < 1 || class_of(row) > RECORD_CLASS_DELIT || strlen(points) != 1 ||
            strchr("0123469", points[0]) == NULL)
            fail_msg("offence %s: class %s, points %s", row->cells[NUMBER], row->cells[CLASS], points);
        if (strncmp(row->cells[ARTICLE], "L.\u00A0", 4) != 0 && strncmp(row->cells[ARTICLE], "R.\u00A0", 4) != 0 &&
            strncmp(row->cells[ARTICLE], "CP\u00A0", 4) != 0)
            fail_msg("offence %s: article %s", row->cells[NUMBER], row->cells[ARTICLE]);
        assert_true(date_compare(from_of(row), until_of(row)) < 0);
        assert_true(text_width(row->cells[SHORT]) <= 40);
    }
}

static void all_46_offences_are_there_today(void **state) {
    (void)state;
    bool seen[OFFENCES + 1] = {false};
    for (size_t i = 0; i < row_count; i++) {
        assert_non_null(in_force(rows[i].cells[NUMBER], "2026-11-24"));
        seen[strtol(rows[i].cells[NUMBER], NULL, 10)] = true;
    }
    for (size_t i = 1; i <= OFFENCES; i++)
        if (!seen[i])
            fail_msg("offence %zu is missing", i);
}

/* The periods of one offence follow each other without a gap or an overlap. */
static void the_periods_of_an_offence_touch_and_do_not_overlap(void **state) {
    (void)state;
    for (size_t i = 0; i < row_count; i++)
        for (size_t j = i + 1; j < row_count; j++)
            if (strcmp(rows[i].cells[NUMBER], rows[j].cells[NUMBER]) == 0)
                assert_true(date_equal(date_add_days(until_of(&rows[i]), 1), from_of(&rows[j])));
}

/* A délit costs six points, with one exception; a contravention never more (R10). */
static void no_amount_goes_beyond_what_the_law_allows(void **state) {
    (void)state;
    for (size_t i = 0; i < row_count; i++) {
        int points = points_of(&rows[i]);
        bool exception = strcmp(rows[i].cells[NUMBER], "42b") == 0 && strcmp(rows[i].cells[FROM], "2025-07-11") == 0;
        if (class_of(&rows[i]) == RECORD_CLASS_DELIT)
            assert_true(points == 0 || points == (exception ? 9 : 6));
        else
            assert_true(points <= 6);
    }
}

static void amounts_and_classes_change_on_the_day_of_the_facts(void **state) {
    (void)state;
    assert_costs("1a", "2023-12-31", 3, 1);
    assert_costs("1a", "2024-01-01", 3, 0);
    assert_costs("1b", "2023-12-31", 4, 1);
    assert_costs("1b", "2024-01-01", 4, 0);
    assert_costs("7", "2025-12-28", 5, 6);
    assert_costs("7", "2025-12-29", RECORD_CLASS_DELIT, 6);
    assert_costs("21", "2018-09-18", 4, 4);
    assert_costs("21", "2018-09-19", 4, 6);
    assert_costs("42b", "2025-07-10", RECORD_CLASS_DELIT, 6);
    assert_costs("42b", "2025-07-11", RECORD_CLASS_DELIT, 9);
    assert_null(in_force("38", "2024-06-11"));
    assert_costs("38", "2024-06-12", 3, 2);
}

/* Only these cost points at class 3 or less, so that two years are enough (R13). */
static void few_offences_open_the_two_year_rule(void **state) {
    (void)state;
    static const char *const light[] = {"2", "15", "30", "38"};
    size_t found = 0, count = sizeof light / sizeof light[0];
    for (size_t i = 0; i < row_count; i++) {
        if (class_of(&rows[i]) > 3 || points_of(&rows[i]) == 0 || strcmp(rows[i].cells[UNTIL], "-") != 0)
            continue;
        assert_true(found < count);
        assert_string_equal(rows[i].cells[NUMBER], light[found++]);
    }
    assert_int_equal(found, count);
}

static void assert_said(int class, int points, const char *iso, size_t count, const char *text) {
    char out[GUIDANCE_OFFENCE_MAX];
    assert_int_equal(guidance_offence(class, points, day(iso), out), count);
    assert_string_equal(out, text);
}

static void one_offence_that_fits_gives_its_name(void **state) {
    (void)state;
    assert_said(2, 3, "2026-05-01", 1, "Changement de direction sans avertissement préalable (clignotant)");
    assert_said(5, 6, "2026-05-01", 1, "Détention ou usage d'un détecteur ou d'un brouilleur de radars");
    assert_said(RECORD_CLASS_DELIT, 9, "2025-07-11", 1,
                "Conduite après usage de stupéfiants et sous l'empire d'un état alcoolique");
    assert_said(3, 2, "2024-06-12", 1, "Conduite acrobatique d'un deux-roues motorisé (roue arrière)");
}

static void several_that_fit_are_listed(void **state) {
    (void)state;
    assert_said(5, 6, "2025-12-28", 2,
                "Nature non transmise\u00A0; au barème\u00A0: excès de 50\u00A0km/h ou plus, détecteur de radars");
    assert_said(3, 1, "2026-05-01", 2, "Nature non transmise\u00A0; au barème\u00A0: excès de 5 à 19\u00A0km/h, gants");
    assert_said(4, 2, "2026-05-01", 3,
                "Nature non transmise\u00A0; au barème\u00A0: excès de 20 à 29\u00A0km/h, "
                "accélération en étant dépassé, bande centrale d'autoroute");
}

static void a_long_list_is_cut_after_a_whole_name(void **state) {
    (void)state;
    assert_said(4, 3, "2026-05-01", 19,
                "Nature non transmise\u00A0; au barème\u00A0: excès de 30 à 39\u00A0km/h, téléphone tenu en main, "
                "oreillette, ceinture, passagers en surnombre, casque, …");
}

static void what_is_not_in_the_table_is_said_not_to_be_known(void **state) {
    (void)state;
    assert_said(3, 2, "2024-06-11", 0, "Nature non transmise");
    assert_said(RECORD_CLASS_DELIT, 9, "2025-07-10", 0, "Nature non transmise");
    assert_said(1, 1, "2026-05-01", 0, "Nature non transmise");
    assert_said(4, 12, "2026-05-01", 0, "Nature non transmise");
}

/* Whatever is asked, the text ends within its bound, and says how it was cut. */
static void every_list_ends_with_a_name_or_an_ellipsis(void **state) {
    (void)state;
    for (int class = 1; class <= RECORD_CLASS_DELIT; class ++)
        for (int points = 0; points <= 12; points++) {
            char out[GUIDANCE_OFFENCE_MAX];
            guidance_offence(class, points, day("2026-05-01"), out);
            size_t length = strnlen(out, sizeof out);
            assert_in_range(length, 1, sizeof out - 1);
            assert_true(text_is_utf8(out, length));
            assert_true(out[length - 1] != ' ' && out[length - 1] != ',');
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row_is_well_formed),
        cmocka_unit_test(all_46_offences_are_there_today),
        cmocka_unit_test(the_periods_of_an_offence_touch_and_do_not_overlap),
        cmocka_unit_test(no_amount_goes_beyond_what_the_law_allows),
        cmocka_unit_test(amounts_and_classes_change_on_the_day_of_the_facts),
        cmocka_unit_test(few_offences_open_the_two_year_rule),
        cmocka_unit_test(one_offence_that_fits_gives_its_name),
        cmocka_unit_test(several_that_fit_are_listed),
        cmocka_unit_test(a_long_list_is_cut_after_a_whole_name),
        cmocka_unit_test(what_is_not_in_the_table_is_said_not_to_be_known),
        cmocka_unit_test(every_list_ends_with_a_name_or_an_ellipsis),
    };
    return cmocka_run_group_tests(tests, load_rows, free_rows);
}

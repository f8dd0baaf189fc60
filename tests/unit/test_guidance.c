/* The tables of config/guidance, and what the counter reads in them. */
#include "../../kiosk/guidance.h"
#include "../../kiosk/resource.h"
#include "../../kiosk/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* How many cells; fails on an empty or padded one. */
static size_t count_cells(const char *table, char *row) {
    size_t count = 0;
    for (char *rest = row; rest; count++) {
        const char *cell = strsep(&rest, "\t");
        if (*cell == '\0' || *cell == ' ' || cell[strlen(cell) - 1] == ' ')
            fail_msg("%s: empty or padded cell in row %s", table, row);
    }
    return count;
}

static size_t count_rows(const char *table, char *text, size_t columns) {
    size_t count = 0;
    for (char *rest = text; rest;) {
        char *line = strsep(&rest, "\n");
        if (*line == '\0' || *line == '#')
            continue;
        if (count_cells(table, line) != columns)
            fail_msg("%s: wrong number of cells in row %s", table, line);
        count++;
    }
    return count;
}

static void no_table_has_an_empty_cell_or_a_wrong_number_of_them(void **state) {
    (void)state;
    static const struct {
        const char *name;
        size_t columns, rows_min;
    } tables[] = {{"guidance/states.tsv", 7, 50},       {"guidance/restrictions.tsv", 2, 50},
                  {"guidance/categories.tsv", 2, 15},   {"guidance/countries.tsv", 2, 190},
                  {"guidance/departments.tsv", 3, 101}, {"guidance/events.tsv", 3, 20},
                  {"guidance/offences.tsv", 8, 70}};
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        struct resource resource = resource_find(tables[i].name);
        assert_non_null(resource.bytes);
        assert_true(text_is_utf8(resource.bytes, resource.size));
        char *copy = strdup(resource.bytes);
        assert_true(count_rows(tables[i].name, copy, tables[i].columns) >= tables[i].rows_min);
        free(copy);
    }
}

/* The state that must be there. */
static const struct guidance_state *state_of(int number) {
    char code[12];
    snprintf(code, sizeof code, "%02d", number % 100);
    const struct guidance_state *found = guidance_state(code);
    if (!found) {
        print_error("state %s is missing\n", code);
        fail();
        abort();
    }
    assert_string_equal(found->code, code);
    return found;
}

static void each_of_the_50_states_has_all_its_words(void **state) {
    (void)state;
    for (int i = 1; i <= 50; i++) {
        const struct guidance_state *found = state_of(i);
        assert_true(found->label[0] && found->person[0] && found->agent[0]);
        assert_int_equal(found->rights == GUIDANCE_MAY_NOT_DRIVE, found->band != NULL);
    }
}

static void a_code_that_is_no_state_is_none(void **state) {
    (void)state;
    static const char *const codes[] = {"00", "51", "", "5", "500", "AB", "-"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        assert_null(guidance_state(codes[i]));
}

static bool is_one_of(const char *code, const char *list) {
    return strstr(list, code) != NULL;
}

/* Issue 2: what is not issuable. */
static void nothing_or_no_adcs_is_issued_for_these_states_only(void **state) {
    (void)state;
    for (int i = 1; i <= 50; i++) {
        char code[12];
        snprintf(code, sizeof code, "%02d", i % 100);
        enum guidance_issuable expected = is_one_of(code, "06 07 49")                     ? GUIDANCE_ISSUE_NONE
                                          : is_one_of(code, "01 05 08 14 16 19 20 28 31") ? GUIDANCE_ISSUE_NO_ADCS
                                                                                          : GUIDANCE_ISSUE_ALL;
        assert_int_equal(guidance_state(code)->issuable, expected);
    }
}

static void some_states_read_as_they_should(void **state) {
    (void)state;
    assert_string_equal(guidance_state("50")->label, "Valide");
    assert_int_equal(guidance_state("50")->rights, GUIDANCE_MAY_DRIVE);
    assert_null(guidance_state("50")->band);
    assert_string_equal(guidance_state("18")->label,
                        "Permis échangé (collectivité d'outre-mer), annulé pour raison médicale");
    assert_int_equal(guidance_state("47")->rights, GUIDANCE_MAY_NOT_DRIVE);
    assert_string_equal(guidance_state("47")->band, "Permis suspendu");
    assert_int_equal(guidance_state("01")->rights, GUIDANCE_UNKNOWN);
    assert_string_equal(guidance_state("15")->label, "Permis échangé – non valide");
    assert_string_equal(guidance_state("27")->label, "Permis échangé – non valide");
}

/* Deceased, forged: neutral, and the supervisor. */
static void the_two_delicate_states_are_neutral(void **state) {
    (void)state;
    static const char *const codes[] = {"07", "49"};
    for (size_t i = 0; i < 2; i++) {
        const struct guidance_state *found = guidance_state(codes[i]);
        assert_string_equal(found->agent, "Appelez le responsable.");
        assert_null(strstr(found->person, "décéd"));
        assert_null(strstr(found->person, "falsifi"));
        assert_null(strstr(found->band, "décéd"));
        assert_null(strstr(found->band, "falsifi"));
    }
}

/* An ADCS must not let anyone guess at points (art. L. 223-7). */
static void no_word_that_a_page_prints_speaks_of_points(void **state) {
    (void)state;
    for (int i = 1; i <= 50; i++) {
        const struct guidance_state *found = state_of(i);
        assert_null(strcasestr(found->label, "point"));
        assert_null(strcasestr(found->label, "solde"));
        assert_null(found->band ? strcasestr(found->band, "point") : NULL);
        assert_null(found->band ? strcasestr(found->band, "solde") : NULL);
    }
}

static void codes_are_put_in_words(void **state) {
    (void)state;
    assert_string_equal(guidance_category("B"), "Voitures et véhicules jusqu'à 3\u00A0500\u00A0kg");
    assert_string_equal(guidance_country("AE"), "Émirats arabes unis");
    assert_string_equal(guidance_department("14"), "Calvados");
    assert_string_equal(guidance_department_of("14"), "du Calvados");
    assert_string_equal(guidance_event("letter", "48N"),
                        "Lettre 48N\u00A0: retrait de points en période probatoire, stage obligatoire");
    assert_non_null(guidance_event("title", "stolen"));
    assert_non_null(guidance_department("2A"));
    assert_non_null(guidance_department("976"));
}

static void a_code_that_is_not_in_a_table_is_left_to_be_shown_raw(void **state) {
    (void)state;
    assert_null(guidance_category("Z9"));
    assert_null(guidance_country("XX"));
    assert_null(guidance_department("99"));
    assert_null(guidance_department_of(""));
    assert_null(guidance_event("letter", "49"));
    assert_null(guidance_event("letters", "48"));
    assert_null(guidance_restriction("999"));
    assert_null(guidance_restriction(""));
}

static void a_restriction_is_found_with_its_details_behind_it(void **state) {
    (void)state;
    assert_string_equal(guidance_restriction("01.06"), "Lunettes ou lentilles de contact");
    assert_string_equal(guidance_restriction("01"), "Correction ou protection de la vision");
    assert_ptr_equal(guidance_restriction("01.99"), guidance_restriction("01"));
    assert_ptr_equal(guidance_restriction("70.0123456.CH"), guidance_restriction("70"));
    assert_ptr_equal(guidance_restriction("95(05.10.29)"), guidance_restriction("95"));
    assert_non_null(guidance_restriction("106.17/03/26 - 17.03.29"));
    assert_ptr_not_equal(guidance_restriction("106"), guidance_restriction("10"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_table_has_an_empty_cell_or_a_wrong_number_of_them),
        cmocka_unit_test(each_of_the_50_states_has_all_its_words),
        cmocka_unit_test(a_code_that_is_no_state_is_none),
        cmocka_unit_test(nothing_or_no_adcs_is_issued_for_these_states_only),
        cmocka_unit_test(some_states_read_as_they_should),
        cmocka_unit_test(the_two_delicate_states_are_neutral),
        cmocka_unit_test(no_word_that_a_page_prints_speaks_of_points),
        cmocka_unit_test(codes_are_put_in_words),
        cmocka_unit_test(a_code_that_is_not_in_a_table_is_left_to_be_shown_raw),
        cmocka_unit_test(a_restriction_is_found_with_its_details_behind_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

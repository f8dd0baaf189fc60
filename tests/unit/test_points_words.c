/* The law of points in French: each rule with its article and what started its clock, singular and plural. */
#include "../../kiosk/points_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define DATE(y, m, d) ((struct date){.year = (y), .month = (m), .day = (d)})
#define ART "art.\u00A0"
#define L223_6 ART "L.\u00A0223-6, al.\u00A0"

static char words[POINTS_WORDS_MAX];

static struct record_event offence_of(int points) {
    return (struct record_event){.type = RECORD_OFFENCE, .points = points, .committed = DATE(2026, 4, 3)};
}

static const char *reason(struct points_credit credit) {
    memset(words, '?', sizeof words);
    points_write_reason(&credit, words);
    return words;
}

static const char *refusal(enum points_rule rule, int points) {
    const struct record_event because = offence_of(1);
    memset(words, '?', sizeof words);
    points_write_refusal(
        &(struct points_refusal){.date = DATE(2027, 3, 1), .rule = rule, .points = points, .because = &because}, words);
    return words;
}

static const char *fate(struct points_fate it) {
    memset(words, '?', sizeof words);
    points_write_fate(&it, words);
    return words;
}

/* --- Why they come back --- */

static void a_point_after_six_months_names_its_withdrawal(void **state) {
    (void)state;
    const struct record_event source = offence_of(1);
    assert_string_equal(
        reason((struct points_credit){
            .date = DATE(2019, 8, 1), .rule = POINTS_R12, .points = 1, .since = DATE(2019, 2, 1), .source = &source}),
        "Réattribution du point retiré le 1er février 2019 (" L223_6 "3)\u00A0: six mois sans nouvelle infraction");
}

static void before_2011_the_point_waits_a_year(void **state) {
    (void)state;
    struct points_credit credit = {.date = DATE(2011, 12, 31), .rule = POINTS_R12, .since = DATE(2010, 12, 31)};
    assert_non_null(strstr(reason(credit), "\u00A0: un an (règle d'avant 2011) sans nouvelle infraction"));
    credit.since = DATE(2011, 1, 1);
    assert_non_null(strstr(reason(credit), "\u00A0: six mois sans nouvelle infraction"));
}

static void an_increment_says_how_many_years_since_the_licence(void **state) {
    (void)state;
    struct points_credit credit = {.date = DATE(2025, 2, 28), .rule = POINTS_R3, .since = DATE(2024, 2, 29)};
    assert_string_equal(reason(credit), "Majoration annuelle du permis probatoire (" ART "R.\u00A0223-1)\u00A0: un an "
                                        "sans infraction depuis le permis du 29 février 2024");
    credit.date = DATE(2026, 2, 28);
    assert_non_null(strstr(reason(credit), "\u00A0: deux ans sans infraction"));
    credit.rule = POINTS_R4;
    assert_non_null(strstr(reason(credit), "du permis probatoire, conduite accompagnée ("));
}

static void the_end_of_probation_names_the_licence(void **state) {
    (void)state;
    struct points_credit credit = {.date = DATE(2027, 3, 1), .rule = POINTS_R8, .since = DATE(2024, 3, 1)};
    assert_string_equal(reason(credit), "Fin de la période probatoire (" ART "R.\u00A0223-1)\u00A0: aucune infraction "
                                        "depuis le permis du 1er mars 2024");
}

static void a_full_reconstitution_says_two_or_three_years(void **state) {
    (void)state;
    struct points_credit credit = {.date = DATE(2027, 4, 2), .rule = POINTS_R14, .since = DATE(2024, 4, 2)};
    assert_string_equal(reason(credit), "Reconstitution totale du capital (" L223_6
                                        "2)\u00A0: trois ans sans nouvelle infraction depuis le retrait du 2 avril "
                                        "2024");
    credit.rule = POINTS_R13;
    assert_string_equal(reason(credit), "Reconstitution totale du capital (" L223_6
                                        "1)\u00A0: deux ans sans nouvelle infraction depuis le retrait du 2 avril "
                                        "2024");
}

static void a_reconstitution_deferred_to_the_end_of_probation_says_it(void **state) {
    (void)state;
    struct points_credit credit = {.rule = POINTS_R13, .since = DATE(2024, 4, 2), .deferred = true};
    assert_string_equal(reason(credit), "Reconstitution totale du capital, à la fin de la période probatoire (" L223_6
                                        "1, et L.\u00A0223-1, dernier al.)\u00A0: deux ans sans nouvelle infraction "
                                        "depuis le retrait du 2 avril 2024");
}

static void ten_years_say_how_many_of_the_points(void **state) {
    (void)state;
    struct record_event source = offence_of(3);
    struct points_credit credit = {.rule = POINTS_R16, .points = 3, .since = DATE(2016, 2, 1), .source = &source};
    assert_string_equal(reason(credit), "Réattribution des 3\u00A0points retirés le 1er février 2016 (" L223_6
                                        "5)\u00A0: dix ans, qu'aucune infraction n'interrompt");
    credit.points = 2;
    assert_non_null(strstr(reason(credit), "Réattribution de 2\u00A0points retirés le 1er février 2016 ("));
    credit.points = 1;
    assert_non_null(strstr(reason(credit), "Réattribution de 1\u00A0point retiré le 1er février 2016 ("));
    source.points = 1;
    assert_non_null(strstr(reason(credit), "Réattribution du point retiré le 1er février 2016 ("));
}

static void a_stage_gives_the_day_after_it_even_a_supposed_one(void **state) {
    (void)state;
    const struct record_event stage = {.type = RECORD_STAGE, .last_day = DATE(2026, 2, 7)};
    struct points_credit credit = {.rule = POINTS_R20, .points = 4, .since = DATE(2026, 2, 7), .source = &stage};
    assert_string_equal(reason(credit), "Reconstitution partielle (" L223_6
                                        "4, et R.\u00A0223-8)\u00A0: le lendemain d'un stage fini le 7 février 2026");
    credit.source = NULL;
    assert_non_null(strstr(reason(credit), "le lendemain d'un stage qui finirait le 7 février 2026"));
}

/* --- Why they do not, and what may stop them --- */

static void a_lost_increment_names_the_offence(void **state) {
    (void)state;
    static const enum points_rule rules[] = {POINTS_R3, POINTS_R4, POINTS_R8};
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        assert_string_equal(refusal(rules[i], 2),
                            "+2 le 1er mars 2027\u00A0: supprimé (" ART "R.\u00A0223-1), infraction du 3 avril 2026");
}

static void a_clock_that_stopped_names_its_paragraph(void **state) {
    (void)state;
    assert_string_equal(refusal(POINTS_R12, 1),
                        "+1 le 1er mars 2027\u00A0: délai interrompu (" L223_6 "3), infraction du 3 avril 2026");
    assert_non_null(strstr(refusal(POINTS_R13, 4), "délai interrompu (" L223_6 "1)"));
    assert_non_null(strstr(refusal(POINTS_R14, 4), "+4 le 1er mars 2027\u00A0: délai interrompu (" L223_6 "2)"));
}

static void a_pending_offence_is_a_risk(void **state) {
    (void)state;
    const struct record_event pending = offence_of(1);
    points_write_risk(&(struct points_credit){.risk = &pending}, words);
    assert_string_equal(words, "à risque\u00A0: infraction du 3 avril 2026, pas encore définitive");
    points_write_risk(&(struct points_credit){0}, words);
    assert_string_equal(words, "");
}

/* --- Fates --- */

static void points_that_came_back_say_when_and_by_which_rule(void **state) {
    (void)state;
    struct points_fate it = {.kind = POINTS_FATE_RETURNED, .points = 1, .date = DATE(2019, 8, 1), .rule = POINTS_R12};
    assert_string_equal(fate(it), "rendu le 1er août 2019 (réattribution d'un point au bout de six mois)");
    it.date = DATE(2011, 6, 30);
    assert_string_equal(fate(it), "rendu le 30 juin 2011 (réattribution d'un point au bout d'un an)");
    it.date = DATE(2011, 9, 1);
    assert_string_equal(fate(it), "rendu le 1er septembre 2011 (réattribution d'un point)");
    it = (struct points_fate){.kind = POINTS_FATE_RETURNED, .points = 3, .date = DATE(2026, 2, 1), .rule = POINTS_R16};
    assert_string_equal(fate(it), "rendus le 1er février 2026 (réattribution au bout de dix ans)");
}

static void points_that_are_out_say_when_they_are_expected(void **state) {
    (void)state;
    struct points_fate it = {.kind = POINTS_FATE_OUT, .points = 3, .date = DATE(2028, 2, 1), .rule = POINTS_R14};
    assert_string_equal(fate(it),
                        "3\u00A0points retirés, effacement attendu le 1er février 2028 (reconstitution totale, trois "
                        "ans sans infraction)");
    it.points = 1;
    it.rule = POINTS_R12;
    assert_string_equal(fate(it),
                        "1\u00A0point retiré, retour attendu le 1er février 2028 (réattribution d'un point au bout "
                        "de six mois)");
    it.date = (struct date){0};
    assert_string_equal(fate(it), "1\u00A0point retiré, sans retour prévu");
    it.kind = POINTS_FATE_PLANNED;
    it.points = 2;
    assert_string_equal(fate(it), "2\u00A0points à retirer, sans retour prévu");
}

static void nothing_is_withdrawn_over_the_limit_of_simultaneous_offences(void **state) {
    (void)state;
    assert_string_equal(fate((struct points_fate){.kind = POINTS_FATE_OUT}),
                        "rien n'a été retiré\u00A0: plafond des infractions simultanées (" ART "L.\u00A0223-2)");
    assert_non_null(strstr(fate((struct points_fate){.kind = POINTS_FATE_PLANNED}), "rien ne sera retiré"));
}

static void an_erased_offence_names_the_reconstitution(void **state) {
    (void)state;
    struct points_fate it = {.kind = POINTS_FATE_ERASED, .points = 3, .date = DATE(2022, 2, 1), .rule = POINTS_R14};
    assert_string_equal(fate(it),
                        "effacée par la reconstitution totale du 1er février 2022 (trois ans sans infraction)");
    it.rule = POINTS_R13;
    assert_non_null(strstr(fate(it), "(deux ans sans infraction)"));
    it.kind = POINTS_FATE_GONE;
    assert_string_equal(fate(it), "ne compte plus depuis le nouveau permis du 1er février 2022");
}

static void a_stage_says_what_it_gave_or_why_nothing(void **state) {
    (void)state;
    struct points_fate it = {
        .kind = POINTS_FATE_STAGE_CREDITED, .points = 4, .date = DATE(2026, 2, 8), .rule = POINTS_R20};
    assert_string_equal(fate(it), "a rendu 4\u00A0points le 8 février 2026 (" L223_6 "4, et R.\u00A0223-8)");
    it.kind = POINTS_FATE_STAGE_COMING;
    it.points = 1;
    assert_non_null(strstr(fate(it), "rendra 1\u00A0point le 8 février 2026"));
    for (int kind = POINTS_FATE_STAGE_JUDICIAL; kind <= POINTS_FATE_STAGE_NO_LICENCE; kind++)
        assert_memory_equal(fate((struct points_fate){.kind = (enum points_fate_kind)kind}), "n'a rendu aucun point",
                            strlen("n'a rendu aucun point"));
}

static void every_fate_has_words_but_none(void **state) {
    (void)state;
    assert_string_equal(fate((struct points_fate){.kind = POINTS_FATE_NONE}), "");
    for (int kind = POINTS_FATE_BEFORE_LICENCE; kind <= POINTS_FATE_STAGE_NO_LICENCE; kind++)
        assert_string_not_equal(fate((struct points_fate){.kind = (enum points_fate_kind)kind}), "");
}

/* --- What holds of every sentence --- */

/* No final full stop (they stand in lists), nothing left of a pattern, spaces of French typography. */
static void check_typography(const char *text) {
    size_t length = strlen(text);
    assert_in_range(length, 1, POINTS_WORDS_MAX - 2); /* room for a full stop */
    assert_int_not_equal(text[length - 1], '.');
    static const char *const wrong[] = {" :", " ;", "  ", "()", "%", "art. ", "L. 2", "R. 2", " ,"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        if (strstr(text, wrong[i]) != NULL)
            fail_msg("« %s » in: %s", wrong[i], text);
}

static void sentences_keep_their_typography_and_fit(void **state) {
    (void)state;
    const struct record_event source = offence_of(35);
    for (int rule = POINTS_R3; rule <= POINTS_R20; rule++) {
        struct points_credit credit = {.date = DATE(2026, 9, 30),
                                       .rule = (enum points_rule)rule,
                                       .points = 12,
                                       .since = DATE(2022, 9, 30),
                                       .deferred = true,
                                       .source = &source};
        check_typography(reason(credit));
        if (rule != POINTS_R16 && rule != POINTS_R20)
            check_typography(refusal((enum points_rule)rule, 12));
    }
    for (int kind = POINTS_FATE_BEFORE_LICENCE; kind <= POINTS_FATE_STAGE_NO_LICENCE; kind++)
        for (int rule = POINTS_R12; rule <= POINTS_R16; rule++)
            check_typography(fate((struct points_fate){.kind = (enum points_fate_kind)kind,
                                                       .points = 12,
                                                       .date = DATE(2026, 9, 30),
                                                       .rule = (enum points_rule)rule}));
    for (unsigned warning = POINTS_WARN_LATE_OFFENCE; warning <= POINTS_WARN_TRAINING_LOST; warning <<= 1)
        check_typography(points_warning_words((enum points_warning)warning));
    for (int status = POINTS_VALID; status <= POINTS_ANNULLED; status++)
        check_typography(points_status_words((enum points_status)status));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_point_after_six_months_names_its_withdrawal),
        cmocka_unit_test(before_2011_the_point_waits_a_year),
        cmocka_unit_test(an_increment_says_how_many_years_since_the_licence),
        cmocka_unit_test(the_end_of_probation_names_the_licence),
        cmocka_unit_test(a_full_reconstitution_says_two_or_three_years),
        cmocka_unit_test(a_reconstitution_deferred_to_the_end_of_probation_says_it),
        cmocka_unit_test(ten_years_say_how_many_of_the_points),
        cmocka_unit_test(a_stage_gives_the_day_after_it_even_a_supposed_one),
        cmocka_unit_test(a_lost_increment_names_the_offence),
        cmocka_unit_test(a_clock_that_stopped_names_its_paragraph),
        cmocka_unit_test(a_pending_offence_is_a_risk),
        cmocka_unit_test(points_that_came_back_say_when_and_by_which_rule),
        cmocka_unit_test(points_that_are_out_say_when_they_are_expected),
        cmocka_unit_test(nothing_is_withdrawn_over_the_limit_of_simultaneous_offences),
        cmocka_unit_test(an_erased_offence_names_the_reconstitution),
        cmocka_unit_test(a_stage_says_what_it_gave_or_why_nothing),
        cmocka_unit_test(every_fate_has_words_but_none),
        cmocka_unit_test(sentences_keep_their_typography_and_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

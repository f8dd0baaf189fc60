/* The registry's balance beside the computed one: what is said, and what is not. R31, and rules.md wherever named. */
#include "../../kiosk/points_compare.h"

#include "../../kiosk/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define NB "\u00a0"
#define NO_DAY ((struct date){0, 0, 0})
#define NORMAL                                                                                                         \
    "Écart normal" NB ": le registre reçoit infractions et stages des semaines ou des mois après" NB                   \
    "; les restitutions automatiques, sans retard."

static const struct date today = {2026, 11, 24};

static struct date day(int year, int month, int in_month) {
    return (struct date){(int16_t)year, (uint8_t)month, (uint8_t)in_month};
}

static struct record_event offence(struct date committed, struct date definitive, struct date recorded, int points,
                                   int class) {
    return (struct record_event){.type = RECORD_OFFENCE,
                                 .id = "e",
                                 .date = committed,
                                 .committed = committed,
                                 .definitive = definitive,
                                 .recorded = recorded,
                                 .points = points,
                                 .class = class};
}

static struct record_event restitution(struct date date, int points, char *kind) {
    return (struct record_event){.type = RECORD_RESTITUTION, .date = date, .points = points, .kind = kind};
}

/* What is said of these events, when the registry has `balance` of `maximum` points, in a licence of 2000. */
static struct points_remarks compare_as_of(struct record_event *events, size_t count, int balance, struct date as_of) {
    struct record record = {.data_as_of = {.date = as_of},
                            .has_points = true,
                            .points_balance = balance,
                            .points_maximum = 12,
                            .profile = {.licence_date = {2000, 5, 2}, .first_licence = true},
                            .events = events,
                            .event_count = count};
    struct points *points;
    struct points_remarks remarks;
    assert_int_equal(points_compute(&record.profile, events, count, today, &points), STATUS_OK);
    points_compare(&record, points, &remarks);
    points_free(points);
    return remarks;
}

static struct points_remarks compare(struct record_event *events, size_t count, int balance) {
    return compare_as_of(events, count, balance, today);
}

static void expect(const struct points_remarks *remarks, const char *const texts[]) {
    size_t count = 0;
    for (; texts[count] != NULL; count++) {
        assert_true(count < remarks->count);
        assert_string_equal(remarks->items[count].text, texts[count]);
    }
    assert_int_equal(remarks->count, count);
}
#define EXPECT(remarks, ...) expect(remarks, (const char *const[]){__VA_ARGS__, NULL})

static void nothing_is_said_of_equal_figures(void **state) {
    (void)state;
    struct record_event *events =
        (struct record_event[]){offence(day(2026, 3, 1), day(2026, 4, 1), day(2026, 4, 9), 3, 4),
                                offence(day(2026, 9, 1), NO_DAY, NO_DAY, 3, 4)};
    struct points_remarks remarks = compare(events, 2, 9);
    assert_int_equal(remarks.count, 0);
    assert_int_equal(remarks.computed, 9);
}

static void an_offence_not_yet_recorded_explains_a_higher_registry(void **state) {
    (void)state;
    struct record_event *events = (struct record_event[]){offence(day(2026, 8, 29), day(2026, 10, 12), NO_DAY, 3, 4)};
    struct points_remarks remarks = compare(events, 1, 12);
    EXPECT(&remarks, "Calcul" NB ": 9, soit 3" NB "points de moins que le registre.",
           "L'infraction du 29 août 2026 (−3) n'est pas encore enregistrée.", NORMAL);
    assert_int_equal(remarks.items[0].kind, POINTS_REMARK_BALANCE);
    assert_int_equal(remarks.items[1].kind, POINTS_REMARK_CAUSE);
}

static void an_offence_recorded_after_the_data_explains_it_too(void **state) {
    (void)state;
    struct record_event *events =
        (struct record_event[]){offence(day(2026, 1, 3), day(2026, 2, 5), day(2026, 11, 25), 1, 3)};
    events[0].committed = events[0].date = day(2026, 8, 3);
    events[0].definitive = day(2026, 9, 5);
    struct points_remarks remarks = compare(events, 1, 12);
    EXPECT(&remarks, "Calcul" NB ": 11, soit 1" NB "point de moins que le registre.",
           "L'infraction du 3 août 2026 (−1) n'est pas encore enregistrée.", NORMAL);
}

static void a_stage_not_yet_recorded_explains_a_lower_registry(void **state) {
    (void)state;
    struct record_event *events = (struct record_event[]){
        offence(day(2026, 3, 14), day(2026, 5, 4), day(2026, 5, 12), 6, 4),
        {.type = RECORD_STAGE,
         .date = {2026, 11, 7},
         .first_day = {2026, 11, 6},
         .last_day = {2026, 11, 7},
         .kind = "volontaire"},
    };
    struct points_remarks remarks = compare(events, 2, 6);
    EXPECT(&remarks, "Calcul" NB ": 10, soit 4" NB "points de plus que le registre.",
           "Le stage fini le 7 novembre 2026 (+4) n'est pas encore enregistré.", NORMAL);
}

static void what_was_recorded_lately_may_not_be_counted_yet(void **state) {
    (void)state;
    struct record_event *events =
        (struct record_event[]){offence(day(2026, 9, 1), day(2026, 10, 1), day(2026, 10, 20), 2, 4)};
    struct points_remarks remarks = compare(events, 1, 12);
    EXPECT(&remarks, "Calcul" NB ": 10, soit 2" NB "points de moins que le registre.",
           "L'infraction du 1er septembre 2026 (−2) est récente, peut-être pas encore comptée.", NORMAL);
}

static void a_delay_that_gives_another_figure_explains_nothing(void **state) {
    (void)state;
    struct record_event *events = (struct record_event[]){offence(day(2026, 8, 29), day(2026, 10, 12), NO_DAY, 3, 4)};
    struct points_remarks remarks = compare(events, 1, 11);
    EXPECT(&remarks, "Calcul" NB ": 9, soit 2" NB "points de moins que le registre.",
           "L'infraction du 29 août 2026 (−3) n'est pas encore enregistrée.",
           "Ce retard n'explique pas tout l'écart" NB ": dire le solde officiel, signaler l'écart au responsable.");
}

/* The list keeps room for its conclusion, and says that it is cut. */
static void of_many_late_events_the_newest_are_told_and_the_others_counted(void **state) {
    (void)state;
    struct record_event *events = (struct record_event[30]){0};
    for (int i = 0; i < 30; i++)
        events[i] = offence(day(2026, 1, i + 1), day(2026, 8, 1), NO_DAY, 1, 4);
    struct points_remarks remarks = compare(events, 30, 7);
    EXPECT(&remarks,
           "Solde calculé nul, aucune lettre 48SI notifiée au dossier" NB
           ": un stage fini avant sa notification compte encore.",
           "Calcul" NB ": 0, soit 7" NB "points de moins que le registre.",
           "L'infraction du 30 janvier 2026 (−1) n'est pas encore enregistrée.",
           "L'infraction du 29 janvier 2026 (−1) n'est pas encore enregistrée.",
           "L'infraction du 28 janvier 2026 (−1) n'est pas encore enregistrée.",
           "L'infraction du 27 janvier 2026 (−1) n'est pas encore enregistrée.", "Et 26 autres" NB ": voir Historique.",
           "Ces retards n'expliquent pas tout l'écart" NB ": dire le solde officiel, signaler l'écart au responsable.");
}

/* R12: recorded late or not, its point has come back, and explains nothing. */
static void a_late_offence_whose_point_came_back_is_no_cause(void **state) {
    (void)state;
    struct record_event *events = (struct record_event[]){offence(day(2026, 1, 5), day(2026, 2, 10), NO_DAY, 1, 3)};
    struct points_remarks remarks = compare(events, 1, 10);
    EXPECT(&remarks, "Calcul" NB ": 12, soit 2" NB "points de plus que le registre.",
           "Aucun retard ne l'explique" NB ": dire le solde officiel, signaler l'écart au responsable.",
           "Le calcul rend 1" NB "point le 10 août 2026" NB "; le registre n'en dit rien.");
}

static void a_registry_that_never_says_when_it_recorded_is_not_late(void **state) {
    (void)state;
    struct record_event *events = (struct record_event[]){offence(day(2024, 8, 29), day(2024, 10, 12), NO_DAY, 3, 4)};
    struct points_remarks remarks = compare(events, 1, 12);
    EXPECT(&remarks, "Calcul" NB ": 9, soit 3" NB "points de moins que le registre.",
           "Aucun retard ne l'explique" NB ": dire le solde officiel, signaler l'écart au responsable.");
}

/* R12: the point came back in August; the registry is short of it. */
static void an_automatic_restitution_is_never_said_to_be_late(void **state) {
    (void)state;
    struct record_event *events =
        (struct record_event[]){offence(day(2026, 1, 5), day(2026, 2, 10), day(2026, 2, 18), 1, 3)};
    struct points_remarks remarks = compare(events, 1, 11);
    EXPECT(&remarks, "Calcul" NB ": 12, soit 1" NB "point de plus que le registre.",
           "Aucun retard ne l'explique" NB ": dire le solde officiel, signaler l'écart au responsable.",
           "Le calcul rend 1" NB "point le 10 août 2026" NB "; le registre n'en dit rien.");
}

static void a_restitution_that_both_know_is_not_told(void **state) {
    (void)state;
    struct record_event *events =
        (struct record_event[]){offence(day(2026, 1, 5), day(2026, 2, 10), day(2026, 2, 18), 1, 3),
                                restitution(day(2026, 8, 10), 1, "1_point")};
    struct points_remarks remarks = compare(events, 2, 12);
    assert_int_equal(remarks.count, 0);
}

/* Of two offences that became definitive the same day; the registry writes one line or two. */
static void restitutions_of_one_day_are_one_sum(void **state) {
    (void)state;
    struct record_event *events = (struct record_event[]){
        offence(day(2026, 1, 5), day(2026, 2, 10), day(2026, 2, 18), 1, 3),
        offence(day(2026, 1, 6), day(2026, 2, 10), day(2026, 2, 18), 1, 3), restitution(day(2026, 8, 10), 1, "1_point"),
        restitution(day(2026, 8, 10), 1, "1_point")};
    struct points_remarks remarks = compare(events, 4, 12);
    assert_int_equal(remarks.count, 0);
    events[2].points = 2;
    remarks = compare(events, 3, 12);
    assert_int_equal(remarks.count, 0);
    remarks = compare(events, 4, 12);
    EXPECT(&remarks, "Le registre a crédité 3" NB "points le 10 août 2026" NB "; le calcul en trouve 2.");
}

/* The day, or the rule, is another. */
static void a_restitution_that_the_law_does_not_give_is_told(void **state) {
    (void)state;
    struct record_event *events = (struct record_event[]){
        offence(day(2024, 1, 5), day(2024, 2, 10), day(2024, 2, 18), 3, 4), restitution(day(2026, 2, 10), 3, "totale")};
    struct points_remarks remarks = compare(events, 2, 9);
    EXPECT(&remarks, "Le registre a crédité 3" NB "points le 10 février 2026" NB "; le calcul ne les trouve pas.");
    assert_int_equal(remarks.items[0].kind, POINTS_REMARK_CREDIT);
}

static void a_copy_of_before_a_restitution_is_compared_on_its_own_day(void **state) {
    (void)state;
    struct record_event *events =
        (struct record_event[]){offence(day(2026, 4, 1), day(2026, 5, 20), day(2026, 5, 28), 1, 3)};
    struct points_remarks remarks = compare_as_of(events, 1, 11, day(2026, 11, 10));
    EXPECT(&remarks,
           "Depuis les données du 10 novembre 2026, le calcul est passé de 11 à 12" NB ": actualiser le dossier.");
    assert_int_equal(remarks.computed, 11);
}

/* R23 */
static void a_nil_balance_without_its_letter_is_said_in_red(void **state) {
    (void)state;
    struct record_event *events =
        (struct record_event[]){offence(day(2025, 3, 2), day(2025, 9, 15), day(2025, 9, 23), 6, RECORD_CLASS_DELIT),
                                offence(day(2026, 2, 14), day(2026, 9, 21), day(2026, 9, 29), 6, RECORD_CLASS_DELIT),
                                {.type = RECORD_48SI_NOTIFIED, .date = {2026, 10, 20}}};
    struct points_remarks remarks = compare(events, 2, 0);
    EXPECT(&remarks, "Solde calculé nul, aucune lettre 48SI notifiée au dossier" NB
                     ": un stage fini avant sa notification compte encore.");
    assert_int_equal(remarks.items[0].kind, POINTS_REMARK_ZERO);
    remarks = compare(events, 3, 0);
    assert_int_equal(remarks.count, 0);
}

static void another_maximum_is_told_and_warnings_come_last(void **state) {
    (void)state;
    struct record_event *events =
        (struct record_event[]){offence(day(2026, 3, 1), day(2026, 4, 1), day(2026, 4, 9), 3, 4),
                                {.type = RECORD_48SI_NOTIFIED, .date = {2026, 10, 20}}};
    struct record record = {.data_as_of = {.date = today},
                            .has_points = true,
                            .points_balance = 9,
                            .points_maximum = 10,
                            .profile = {.licence_date = {2000, 5, 2}, .first_licence = true},
                            .events = events,
                            .event_count = 2};
    struct points *points;
    struct points_remarks remarks;
    assert_int_equal(points_compute(&record.profile, events, 2, today, &points), STATUS_OK);
    points_compare(&record, points, &remarks);
    assert_int_equal(remarks.count, 2);
    assert_string_equal(remarks.items[0].text, "Maximum" NB ": 10 au registre, 12 au calcul.");
    assert_int_equal(remarks.items[1].kind, POINTS_REMARK_WARNING);
    assert_non_null(strstr(remarks.items[1].text, "48SI"));
    points_free(points);
}

/* R6: the increment of 2 May 2025 is refused for an offence definitive in June; the registry credited it first. */
static void a_late_offence_is_warned_of_only_where_figures_differ(void **state) {
    (void)state;
    struct record_event *events =
        (struct record_event[]){offence(day(2025, 4, 1), day(2025, 6, 10), day(2025, 6, 20), 1, 3)};
    struct record record = {.data_as_of = {.date = today},
                            .has_points = true,
                            .points_balance = 6,
                            .points_maximum = 6,
                            .profile = {.licence_date = {2024, 5, 2}, .first_licence = true},
                            .events = events,
                            .event_count = 1};
    struct points *points;
    struct points_remarks remarks;
    assert_int_equal(points_compute(&record.profile, events, 1, today, &points), STATUS_OK);
    assert_true((points->warnings & POINTS_WARN_LATE_OFFENCE) != 0);
    points_compare(&record, points, &remarks);
    assert_int_equal(remarks.count, 0);
    record.points_balance = record.points_maximum = 8;
    points_compare(&record, points, &remarks);
    assert_true(remarks.count > 0);
    assert_int_equal(remarks.items[remarks.count - 1].kind, POINTS_REMARK_WARNING);
    points_free(points);
}

static void a_credit_knows_its_line_in_the_registry_and_the_line_its_credit(void **state) {
    (void)state;
    struct record_event *events = (struct record_event[]){
        offence(day(2026, 1, 5), day(2026, 2, 10), day(2026, 2, 18), 1, 3), restitution(day(2026, 8, 10), 1, "1_point"),
        restitution(day(2026, 8, 10), 1, "10_ans")};
    struct record record = {.events = events, .event_count = 2, .profile = {.licence_date = {2000, 5, 2}}};
    struct points *points;
    assert_int_equal(points_compute(&record.profile, events, 2, today, &points), STATUS_OK);
    assert_int_equal(points->forecast, 1);
    const struct points_credit *credit = points_credit_of(points, &events[1]);
    assert_non_null(credit);
    assert_ptr_equal(credit->source, &events[0]);
    assert_null(points_credit_of(points, &events[2]));
    assert_true(points_credit_is_listed(&record, credit));
    record.event_count = 1;
    assert_false(points_credit_is_listed(&record, credit));
    points_free(points);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_said_of_equal_figures),
        cmocka_unit_test(an_offence_not_yet_recorded_explains_a_higher_registry),
        cmocka_unit_test(an_offence_recorded_after_the_data_explains_it_too),
        cmocka_unit_test(a_stage_not_yet_recorded_explains_a_lower_registry),
        cmocka_unit_test(what_was_recorded_lately_may_not_be_counted_yet),
        cmocka_unit_test(a_delay_that_gives_another_figure_explains_nothing),
        cmocka_unit_test(of_many_late_events_the_newest_are_told_and_the_others_counted),
        cmocka_unit_test(a_late_offence_whose_point_came_back_is_no_cause),
        cmocka_unit_test(a_registry_that_never_says_when_it_recorded_is_not_late),
        cmocka_unit_test(an_automatic_restitution_is_never_said_to_be_late),
        cmocka_unit_test(a_restitution_that_both_know_is_not_told),
        cmocka_unit_test(restitutions_of_one_day_are_one_sum),
        cmocka_unit_test(a_restitution_that_the_law_does_not_give_is_told),
        cmocka_unit_test(a_copy_of_before_a_restitution_is_compared_on_its_own_day),
        cmocka_unit_test(a_nil_balance_without_its_letter_is_said_in_red),
        cmocka_unit_test(another_maximum_is_told_and_warnings_come_last),
        cmocka_unit_test(a_late_offence_is_warned_of_only_where_figures_differ),
        cmocka_unit_test(a_credit_knows_its_line_in_the_registry_and_the_line_its_credit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

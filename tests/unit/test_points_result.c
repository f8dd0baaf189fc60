/* What a result says beside the balance and the forecast: what became of each event, what will not happen, warnings,
 * letters, stages; and the two questions "what if". */
#include "../../kiosk/points.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/points_case.h"

#define DATE(y, m, d) ((struct date){.year = (y), .month = (m), .day = (d)})

/* A file of the test: profile and events as JSON, asked about at `on`. */
struct scene {
    struct record *record;
    struct points *points;
};

#define EXPERIENCED "\"profile\": {\"licence_date\": \"2000-01-01\", \"path\": \"trad\"}"
#define NOVICE "\"profile\": {\"licence_date\": \"2024-01-10\", \"path\": \"trad\"}"
#define OFFENCE(id, committed, definitive, points, class)                                                              \
    "{\"type\": \"offence\", \"id\": \"" id "\", \"committed\": \"" committed "\", \"definitive\": " definitive        \
    ", \"points\": " points ", \"class\": " class "}"
#define STAGE(first, last, kind)                                                                                       \
    "{\"type\": \"stage\", \"first_day\": \"" first "\", \"last_day\": \"" last "\", \"kind\": \"" kind "\"}"

static struct scene open_scene(const char *profile, const char *events, struct date on) {
    struct scene scene = {0};
    char text[4096];
    assert_true(snprintf(text, sizeof text, "{%s, \"events\": [%s]}", profile, events) < (int)sizeof text);
    json_error_t error;
    json_t *item = json_loads(text, 0, &error);
    if (item == NULL)
        fail_msg("%s: %s", error.text, text);
    scene.record = points_case_record(item);
    json_decref(item);
    assert_int_equal(
        points_compute(&scene.record->profile, scene.record->events, scene.record->event_count, on, &scene.points),
        STATUS_OK);
    return scene;
}

static void close_scene(struct scene *scene) {
    points_free(scene->points);
    record_free(scene->record);
}

static void assert_date(struct date actual, int year, int month, int day) {
    char text[11];
    date_format_iso(actual, text);
    if (!date_equal(actual, DATE((int16_t)year, (uint8_t)month, (uint8_t)day)))
        fail_msg("%s instead of %04d-%02d-%02d", text, year, month, day);
}

static void assert_fate(const struct scene *scene, size_t index, enum points_fate_kind kind, int points) {
    assert_int_equal(scene->points->fates[index].kind, kind);
    assert_int_equal(scene->points->fates[index].points, points);
}

/* --- Fates of offences --- */

static void points_that_are_out_say_when_they_are_expected(void **state) {
    (void)state;
    struct scene scene =
        open_scene(EXPERIENCED, OFFENCE("A", "2025-01-01", "\"2025-02-01\"", "3", "4"), DATE(2026, 11, 24));
    assert_fate(&scene, 0, POINTS_FATE_OUT, 3);
    assert_date(scene.points->fates[0].date, 2028, 2, 1);
    assert_int_equal(scene.points->fates[0].rule, POINTS_R14);
    close_scene(&scene);
}

static void a_point_that_came_back_says_when_and_keeps_it_after_the_reconstitution(void **state) {
    (void)state;
    struct scene scene =
        open_scene(EXPERIENCED, OFFENCE("A", "2020-01-01", "\"2020-02-01\"", "1", "4"), DATE(2026, 11, 24));
    assert_fate(&scene, 0, POINTS_FATE_RETURNED, 1);
    assert_date(scene.points->fates[0].date, 2020, 8, 1);
    assert_int_equal(scene.points->fates[0].rule, POINTS_R12);
    close_scene(&scene);
}

static void a_reconstitution_erases_what_had_not_come_back(void **state) {
    (void)state;
    struct scene scene =
        open_scene(EXPERIENCED, OFFENCE("A", "2020-01-01", "\"2020-02-01\"", "4", "4"), DATE(2026, 11, 24));
    assert_fate(&scene, 0, POINTS_FATE_ERASED, 4);
    assert_date(scene.points->fates[0].date, 2023, 2, 1);
    close_scene(&scene);
}

static void pending_and_planned_offences_are_told_apart(void **state) {
    (void)state;
    struct scene scene = open_scene(
        EXPERIENCED,
        OFFENCE("A", "2026-10-01", "null", "3", "4") "," OFFENCE("B", "2026-10-02", "\"2027-01-05\"", "2", "4"),
        DATE(2026, 11, 24));
    assert_fate(&scene, 0, POINTS_FATE_PENDING, 0);
    assert_fate(&scene, 1, POINTS_FATE_PLANNED, 2);
    assert_date(scene.points->fates[1].date, 2030, 1, 5);
    close_scene(&scene);
}

static void a_group_tells_what_each_member_really_cost(void **state) {
    (void)state;
    struct scene scene = open_scene(
        EXPERIENCED,
        "{\"type\": \"offence\", \"id\": \"A\", \"committed\": \"2025-01-01\", \"definitive\": \"2025-02-01\", "
        "\"points\": 6, \"class\": 4, \"group\": \"g\"},"
        "{\"type\": \"offence\", \"id\": \"B\", \"committed\": \"2025-01-01\", \"definitive\": \"2025-03-01\", "
        "\"points\": 3, \"class\": 4, \"group\": \"g\"}",
        DATE(2026, 11, 24));
    assert_fate(&scene, 0, POINTS_FATE_OUT, 6);
    assert_fate(&scene, 1, POINTS_FATE_OUT, 2);
    close_scene(&scene);
}

static void a_new_licence_ends_what_was_out_and_ignores_what_comes_late(void **state) {
    (void)state;
    struct scene scene = open_scene(
        EXPERIENCED,
        OFFENCE("A", "2018-01-01", "\"2018-02-01\"", "12", "\"delit\"") "," OFFENCE(
            "B", "2018-01-15", "\"2019-06-01\"", "3",
            "4") "," OFFENCE("C", "2018-01-16", "null", "3",
                             "4") ",{\"type\": \"48si_notified\", \"date\": \"2018-03-01\"},"
                                  "{\"type\": \"new_licence\", \"date\": \"2018-10-01\", \"path\": \"trad\"}",
        DATE(2020, 1, 1));
    assert_fate(&scene, 0, POINTS_FATE_GONE, 12);
    assert_date(scene.points->fates[0].date, 2018, 10, 1);
    assert_fate(&scene, 1, POINTS_FATE_BEFORE_LICENCE, 0);
    assert_fate(&scene, 2, POINTS_FATE_BEFORE_LICENCE, 0);
    assert_date(scene.points->licence_date, 2018, 10, 1);
    close_scene(&scene);
}

static void an_offence_of_the_day_of_a_new_licence_costs_that_one(void **state) {
    (void)state;
    struct scene scene = open_scene(
        EXPERIENCED,
        "{\"type\": \"annulment\", \"date\": \"2025-01-10\"},"
        "{\"type\": \"new_licence\", \"date\": \"2026-02-03\", \"path\": \"trad\"}," OFFENCE(
            "A", "2026-02-03", "\"2026-02-03\"", "2", "4") "," OFFENCE("B", "2026-02-02", "\"2026-02-03\"", "3", "4"),
        DATE(2026, 11, 24));
    assert_int_equal(scene.points->balance, 4);
    assert_fate(&scene, 2, POINTS_FATE_OUT, 2);
    assert_date(scene.points->fates[2].date, 2029, 2, 3);
    assert_fate(&scene, 3, POINTS_FATE_BEFORE_LICENCE, 0);
    close_scene(&scene);
}

static void an_offence_established_without_a_licence_costs_nothing(void **state) {
    (void)state;
    struct scene scene = open_scene(
        EXPERIENCED,
        "{\"type\": \"annulment\", \"date\": \"2025-01-10\"}," OFFENCE(
            "A", "2024-12-01", "\"2025-02-03\"", "2", "4") "," OFFENCE("B", "2025-03-02", "\"2027-02-03\"", "3", "4"),
        DATE(2026, 11, 24));
    assert_fate(&scene, 1, POINTS_FATE_NONE, 0);
    assert_fate(&scene, 2, POINTS_FATE_NONE, 0);
    close_scene(&scene);
}

/* R12 was due while a stage had already filled the licence to its maximum: it returned nothing, so R16 still does. */
static void a_point_due_at_the_maximum_comes_back_after_ten_years(void **state) {
    (void)state;
    struct scene scene =
        open_scene("\"profile\": {\"licence_date\": \"2010-12-31\", \"path\": \"trad\"}",
                   OFFENCE("A", "2011-12-30", "\"2011-12-30\"", "1", "4") "," STAGE(
                       "2012-05-24", "2012-05-25",
                       "volontaire") "," OFFENCE("B", "2013-07-01", "\"2013-07-01\"", "1",
                                                 "4") "," OFFENCE("C", "2015-07-01", "\"2023-07-01\"", "1", "4"),
                   DATE(2022, 1, 1));
    assert_fate(&scene, 0, POINTS_FATE_RETURNED, 1);
    assert_date(scene.points->fates[0].date, 2021, 12, 30);
    assert_int_equal(scene.points->fates[0].rule, POINTS_R16);
    assert_int_equal(scene.points->balance, 7);
    close_scene(&scene);
}

/* R18: told apart, since a line of the forecast already tells the one that brings points. */
static void a_reset_is_silent_when_it_brings_no_point(void **state) {
    (void)state;
    struct scene scene =
        open_scene(EXPERIENCED, OFFENCE("A", "2026-01-01", "\"2026-02-01\"", "1", "4"), DATE(2026, 11, 24));
    assert_date(scene.points->reset_date, 2029, 2, 1);
    assert_true(points_has_silent_reset(scene.points));
    close_scene(&scene);
    scene = open_scene(EXPERIENCED, OFFENCE("A", "2026-01-01", "\"2026-02-01\"", "2", "4"), DATE(2026, 11, 24));
    assert_date(scene.points->reset_date, 2029, 2, 1);
    assert_false(points_has_silent_reset(scene.points));
    close_scene(&scene);
    scene = open_scene(EXPERIENCED, "", DATE(2026, 11, 24));
    assert_false(points_has_silent_reset(scene.points));
    close_scene(&scene);
}

/* --- Stages --- */

static void a_stage_tells_what_it_gave(void **state) {
    (void)state;
    struct scene scene =
        open_scene(EXPERIENCED,
                   OFFENCE("A", "2025-01-01", "\"2025-02-01\"", "6", "4") "," STAGE(
                       "2025-03-01", "2025-03-02",
                       "volontaire") "," STAGE("2025-05-01", "2025-05-02",
                                               "volontaire") "," STAGE("2025-06-01", "2025-06-02", "peine"),
                   DATE(2026, 11, 24));
    assert_fate(&scene, 1, POINTS_FATE_STAGE_CREDITED, 4);
    assert_date(scene.points->fates[1].date, 2025, 3, 3);
    assert_fate(&scene, 2, POINTS_FATE_STAGE_TOO_SOON, 0);
    assert_fate(&scene, 3, POINTS_FATE_STAGE_JUDICIAL, 0);
    assert_date(scene.points->next_stage, 2026, 3, 3); /* a year and a day after the last day (R21) */
    close_scene(&scene);
}

static void a_stage_at_the_maximum_or_without_a_licence_gives_nothing(void **state) {
    (void)state;
    struct scene scene = open_scene(
        EXPERIENCED,
        STAGE("2025-03-01", "2025-03-02", "volontaire") ",{\"type\": \"annulment\", \"date\": \"2025-06-01\"}," STAGE(
            "2025-08-01", "2025-08-02", "volontaire"),
        DATE(2026, 11, 24));
    assert_fate(&scene, 0, POINTS_FATE_STAGE_FULL, 0);
    assert_fate(&scene, 2, POINTS_FATE_STAGE_NO_LICENCE, 0);
    assert_false(date_is_set(scene.points->next_stage));
    close_scene(&scene);
}

static void a_hypothetical_stage_gives_what_a_real_one_would(void **state) {
    (void)state;
    struct scene scene =
        open_scene(EXPERIENCED, OFFENCE("A", "2026-08-01", "\"2026-09-01\"", "6", "4"), DATE(2026, 11, 24));
    struct points *with = NULL;
    assert_int_equal(points_with_stage(&scene.record->profile, scene.record->events, 1, DATE(2026, 12, 6), &with),
                     STATUS_OK);
    assert_int_equal(with->fate_count, 2);
    assert_int_equal(with->fates[1].kind, POINTS_FATE_STAGE_COMING);
    assert_int_equal(with->fates[1].points, 4);
    const struct points_credit *credit = &with->credits[with->forecast];
    assert_int_equal(credit->rule, POINTS_R20);
    assert_null(credit->source);
    assert_date(credit->date, 2026, 12, 7);
    assert_int_equal(credit->balance_after, 10);
    assert_date(with->next_stage, 2027, 12, 7);
    points_free(with);
    close_scene(&scene);
}

/* --- What will not happen, and warnings --- */

static void a_lost_increment_names_the_offence(void **state) {
    (void)state;
    struct scene scene = open_scene(NOVICE, OFFENCE("A", "2026-04-03", "\"2026-06-01\"", "3", "4"), DATE(2026, 11, 24));
    const struct points *points = scene.points;
    assert_int_equal(points->refusal_count, 1);
    assert_int_equal(points->refusals[0].rule, POINTS_R8);
    assert_int_equal(points->refusals[0].points, 2);
    assert_date(points->refusals[0].date, 2027, 1, 10);
    assert_ptr_equal(points->refusals[0].because, &scene.record->events[0]);
    assert_date(points->probation_end, 2027, 1, 10);
    assert_int_equal(points->warnings, 0);
    close_scene(&scene);
}

static void an_end_of_probation_that_is_a_reconstitution_loses_nothing(void **state) {
    (void)state;
    struct scene scene = open_scene(NOVICE, OFFENCE("A", "2024-04-03", "\"2024-06-01\"", "3", "2"), DATE(2026, 11, 24));
    const struct points_credit *credit = &scene.points->credits[scene.points->forecast];
    assert_int_equal(credit->rule, POINTS_R13);
    assert_true(credit->deferred);
    assert_date(credit->date, 2027, 1, 10);
    for (size_t i = 0; i < scene.points->refusal_count; i++)
        assert_int_not_equal(scene.points->refusals[i].rule, POINTS_R8);
    close_scene(&scene);
}

static void a_point_that_will_not_come_back_after_six_months_names_both_offences(void **state) {
    (void)state;
    struct scene scene = open_scene(EXPERIENCED,
                                    OFFENCE("A", "2026-06-01", "\"2026-07-01\"", "1",
                                            "4") "," OFFENCE("B", "2026-09-01", "\"2026-10-01\"", "2", "4"),
                                    DATE(2026, 11, 24));
    const struct points_refusal *refusal = &scene.points->refusals[0];
    assert_int_equal(refusal->rule, POINTS_R12);
    assert_date(refusal->date, 2027, 1, 1);
    assert_ptr_equal(refusal->source, &scene.record->events[0]);
    assert_ptr_equal(refusal->because, &scene.record->events[1]);
    close_scene(&scene);
}

static void an_offence_established_after_the_anniversary_warns(void **state) {
    (void)state;
    struct scene scene = open_scene(NOVICE, OFFENCE("A", "2025-12-20", "\"2026-02-01\"", "3", "4"), DATE(2026, 11, 24));
    assert_int_equal(scene.points->warnings, POINTS_WARN_LATE_OFFENCE);
    close_scene(&scene);
}

static void a_48si_above_zero_asks_to_check(void **state) {
    (void)state;
    struct scene scene = open_scene(EXPERIENCED,
                                    OFFENCE("A", "2025-01-01", "\"2025-02-01\"", "6",
                                            "4") ",{\"type\": \"48si_notified\", \"date\": \"2025-06-01\"}",
                                    DATE(2026, 11, 24));
    assert_int_equal(scene.points->warnings, POINTS_WARN_48SI_POSITIVE);
    assert_int_equal(scene.points->status, POINTS_VALID);
    close_scene(&scene);
}

static void rules_of_before_2011_warn_until_the_balance_is_full(void **state) {
    (void)state;
    const char *events = OFFENCE("A", "2010-01-01", "\"2010-02-01\"", "3", "3");
    struct scene scene = open_scene(EXPERIENCED, events, DATE(2012, 11, 24));
    assert_int_equal(scene.points->warnings, POINTS_WARN_OLD_RULES);
    close_scene(&scene);
    scene = open_scene(EXPERIENCED, events, DATE(2013, 2, 1));
    assert_int_equal(scene.points->warnings, 0);
    close_scene(&scene);
}

static void a_training_outside_its_months_is_not_used_and_says_so(void **state) {
    (void)state;
    struct scene scene = open_scene(
        "\"profile\": {\"licence_date\": \"2024-01-10\", \"path\": \"trad\", \"training_date\": \"2024-07-09\"}", "",
        DATE(2025, 11, 24));
    assert_int_equal(scene.points->warnings, POINTS_WARN_TRAINING_DATE);
    assert_date(scene.points->probation_end, 2027, 1, 10);
    close_scene(&scene);
    scene = open_scene(
        "\"profile\": {\"licence_date\": \"2024-01-10\", \"path\": \"trad\", \"training_date\": \"2024-07-10\"}", "",
        DATE(2025, 11, 24));
    assert_int_equal(scene.points->warnings, 0);
    assert_date(scene.points->probation_end, 2026, 1, 10);
    close_scene(&scene);
}

static void an_end_of_probation_before_the_licence_is_not_used_and_says_so(void **state) {
    (void)state;
    struct scene scene = open_scene(
        "\"profile\": {\"licence_date\": \"2024-01-10\", \"path\": \"trad\", \"probation_end\": \"2024-01-09\"}", "",
        DATE(2025, 11, 24));
    assert_int_equal(scene.points->warnings, POINTS_WARN_PROBATION_END);
    assert_date(scene.points->probation_end, 2027, 1, 10);
    close_scene(&scene);
}

static void before_the_licence_there_is_no_answer(void **state) {
    (void)state;
    struct scene scene = open_scene(NOVICE, "", DATE(2024, 1, 10));
    struct points *points = NULL;
    assert_int_equal(points_compute(&scene.record->profile, NULL, 0, DATE(2024, 1, 9), &points), STATUS_INVALID);
    assert_null(points);
    close_scene(&scene);
}

static void a_training_that_an_offence_undid_says_so(void **state) {
    (void)state;
    struct scene scene = open_scene(
        "\"profile\": {\"licence_date\": \"2024-01-10\", \"path\": \"trad\", \"training_date\": \"2024-08-10\"}",
        OFFENCE("A", "2025-03-01", "\"2025-04-01\"", "1", "4"), DATE(2025, 11, 24));
    assert_int_equal(scene.points->warnings & POINTS_WARN_TRAINING_LOST, POINTS_WARN_TRAINING_LOST);
    assert_date(scene.points->probation_end, 2027, 1, 10);
    close_scene(&scene);
}

static void a_planned_withdrawal_tells_its_day_its_balance_and_its_letter(void **state) {
    (void)state;
    struct scene scene = open_scene(EXPERIENCED,
                                    OFFENCE("A", "2026-01-01", "\"2026-02-01\"", "6",
                                            "4") "," OFFENCE("B", "2026-10-01", "\"2026-12-01\"", "6", "\"delit\""),
                                    DATE(2026, 11, 24));
    assert_int_equal(scene.points->planned_count, 1);
    assert_date(scene.points->planned[0].date, 2026, 12, 1);
    assert_int_equal(scene.points->planned[0].points, 6);
    assert_int_equal(scene.points->planned[0].balance_after, 0);
    assert_ptr_equal(scene.points->planned[0].offence, &scene.record->events[1]);
    assert_string_equal(
        points_planned_letter(&scene.record->profile, scene.record->events, 2, &scene.points->planned[0]), "48SI");
    close_scene(&scene);
}

static void a_refusal_stays_of_interest_for_a_year(void **state) {
    (void)state;
    const char *events = OFFENCE("A", "2024-12-03", "\"2024-12-20\"", "3", "4");
    struct scene scene = open_scene(NOVICE, events, DATE(2026, 1, 9));
    assert_true(points_is_recent_refusal(scene.points, &scene.points->refusals[0])); /* 10 January 2025 */
    close_scene(&scene);
    scene = open_scene(NOVICE, events, DATE(2026, 1, 10));
    assert_false(points_is_recent_refusal(scene.points, &scene.points->refusals[0]));
    close_scene(&scene);
}

/* --- Letters (R29) --- */

static const char *letter_of(const char *profile, const char *events, size_t index, struct date definitive) {
    struct scene scene = open_scene(profile, events, definitive);
    struct points *with = NULL;
    assert_int_equal(points_with_definitive(&scene.record->profile, scene.record->events, scene.record->event_count,
                                            index, definitive, &with),
                     STATUS_OK);
    const char *letter = points_letter(with, scene.record->events, index);
    points_free(with);
    close_scene(&scene);
    return letter;
}

static void the_letter_to_expect_follows_the_balance(void **state) {
    (void)state;
    struct date day = DATE(2026, 12, 1);
    assert_string_equal(letter_of(EXPERIENCED, OFFENCE("A", "2026-10-01", "null", "3", "4"), 0, day), "48");
    assert_string_equal(letter_of(EXPERIENCED, OFFENCE("A", "2026-10-01", "null", "6", "4"), 0, day), "48M");
    assert_string_equal(letter_of(EXPERIENCED, OFFENCE("A", "2026-10-01", "null", "12", "\"delit\""), 0, day), "48SI");
    assert_null(letter_of(EXPERIENCED, OFFENCE("A", "2026-10-01", "null", "0", "4"), 0, day));
}

static void in_probation_three_points_bring_a_48n_and_two_do_not(void **state) {
    (void)state;
    struct date day = DATE(2026, 12, 1);
    assert_string_equal(letter_of(NOVICE, OFFENCE("A", "2026-10-01", "null", "3", "4"), 0, day), "48N");
    assert_string_equal(letter_of(NOVICE, OFFENCE("A", "2026-10-01", "null", "2", "4"), 0, day), "48");
    /* Committed in probation, definitive after it: still 48N. */
    assert_string_equal(letter_of(NOVICE, OFFENCE("A", "2026-12-20", "null", "3", "4"), 0, DATE(2027, 2, 1)), "48N");
}

/* --- The balance over time --- */

static void the_steps_tell_the_balance_of_any_day(void **state) {
    (void)state;
    struct scene scene = open_scene(NOVICE, OFFENCE("A", "2026-04-03", "\"2026-06-01\"", "3", "4"), DATE(2026, 11, 24));
    assert_int_equal(points_balance_on(scene.points, DATE(2024, 1, 9)), 0);
    assert_int_equal(points_balance_on(scene.points, DATE(2024, 1, 10)), 6);
    assert_int_equal(points_balance_on(scene.points, DATE(2025, 1, 9)), 6);
    assert_int_equal(points_balance_on(scene.points, DATE(2025, 1, 10)), 8);
    assert_int_equal(points_balance_on(scene.points, DATE(2026, 5, 31)), 10);
    assert_int_equal(points_balance_on(scene.points, DATE(2026, 6, 1)), 7);
    assert_int_equal(points_balance_on(scene.points, DATE(2029, 6, 1)), 12);
    close_scene(&scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_that_are_out_say_when_they_are_expected),
        cmocka_unit_test(a_point_that_came_back_says_when_and_keeps_it_after_the_reconstitution),
        cmocka_unit_test(a_reconstitution_erases_what_had_not_come_back),
        cmocka_unit_test(pending_and_planned_offences_are_told_apart),
        cmocka_unit_test(a_group_tells_what_each_member_really_cost),
        cmocka_unit_test(a_new_licence_ends_what_was_out_and_ignores_what_comes_late),
        cmocka_unit_test(an_offence_of_the_day_of_a_new_licence_costs_that_one),
        cmocka_unit_test(an_offence_established_without_a_licence_costs_nothing),
        cmocka_unit_test(a_point_due_at_the_maximum_comes_back_after_ten_years),
        cmocka_unit_test(a_reset_is_silent_when_it_brings_no_point),
        cmocka_unit_test(a_stage_tells_what_it_gave),
        cmocka_unit_test(a_stage_at_the_maximum_or_without_a_licence_gives_nothing),
        cmocka_unit_test(a_hypothetical_stage_gives_what_a_real_one_would),
        cmocka_unit_test(a_lost_increment_names_the_offence),
        cmocka_unit_test(an_end_of_probation_that_is_a_reconstitution_loses_nothing),
        cmocka_unit_test(a_point_that_will_not_come_back_after_six_months_names_both_offences),
        cmocka_unit_test(an_offence_established_after_the_anniversary_warns),
        cmocka_unit_test(a_48si_above_zero_asks_to_check),
        cmocka_unit_test(rules_of_before_2011_warn_until_the_balance_is_full),
        cmocka_unit_test(a_training_outside_its_months_is_not_used_and_says_so),
        cmocka_unit_test(an_end_of_probation_before_the_licence_is_not_used_and_says_so),
        cmocka_unit_test(a_training_that_an_offence_undid_says_so),
        cmocka_unit_test(a_planned_withdrawal_tells_its_day_its_balance_and_its_letter),
        cmocka_unit_test(a_refusal_stays_of_interest_for_a_year),
        cmocka_unit_test(before_the_licence_there_is_no_answer),
        cmocka_unit_test(the_letter_to_expect_follows_the_balance),
        cmocka_unit_test(in_probation_three_points_bring_a_48n_and_two_do_not),
        cmocka_unit_test(the_steps_tell_the_balance_of_any_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

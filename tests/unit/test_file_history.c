/* Historique: which lines there are, what each says of its points and of what became of them. */
#include "../../screens/file_history.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct date day(int year, int month, int in_month) {
    return (struct date){(int16_t)year, (uint8_t)month, (uint8_t)in_month};
}

static struct record_event offence(struct date committed, struct date definitive, int points, int class, char *group) {
    return (struct record_event){.type = RECORD_OFFENCE,
                                 .id = "e",
                                 .date = committed,
                                 .committed = committed,
                                 .definitive = definitive,
                                 .points = points,
                                 .class = class,
                                 .group = group};
}

struct shown {
    struct file_history history;
    struct points *points;
};

/* Seen on 24 November 2026, ordinary path. */
static struct shown show(struct date licence_date, struct record_event *events, size_t count, bool computes) {
    struct record record = {
        .profile = {.licence_date = licence_date, .first_licence = true}, .events = events, .event_count = count};
    struct shown shown = {0};
    clock_init("Europe/Paris");
    assert_int_equal(clock_freeze("2026-11-24T09:31:00+01:00"), STATUS_OK);
    if (computes)
        assert_int_equal(points_compute(&record.profile, events, count, clock_today(), &shown.points), STATUS_OK);
    field_init(&shown.history.filter, 40, false);
    file_history_fill(&shown.history, &record, shown.points);
    return shown;
}

static void clear(struct shown *shown) {
    file_history_clear(&shown->history);
    points_free(shown->points);
}

static void expect_line(const struct shown *shown, size_t index, const char *type, const char *points) {
    char out[16];
    assert_true(index < shown->history.list.count);
    file_line_write_points(&shown->history.shown[index], out);
    assert_string_equal(file_line_type(&shown->history.shown[index]), type);
    assert_string_equal(out, points);
}

static void expect_detail(const struct shown *shown, size_t index, const char *part) {
    struct text_builder text;
    text_builder_init(&text, 3 * WORDS_MAX);
    file_line_detail(&shown->history.shown[index], &text);
    assert_non_null(strstr(text.bytes, part));
    text_builder_clear(&text);
}

/* R3, R12: the registry lists what it credited after six months, never the increments of probation. */
static void what_only_the_law_gives_is_listed_as_computed(void **state) {
    (void)state;
    struct record_event *events = (struct record_event[]){
        offence(day(2025, 5, 10), day(2025, 6, 3), 1, 4, NULL),
        {.type = RECORD_RESTITUTION, .date = {2025, 12, 3}, .points = 1, .kind = "1_point"},
    };
    struct shown shown = show(day(2024, 2, 15), events, 2, true);
    assert_int_equal(shown.history.list.count, 3);
    expect_line(&shown, 0, "Points rendus", "+1");
    expect_line(&shown, 1, "Infraction", "−1");
    expect_line(&shown, 2, "Rendu (calcul)", "+2");
    expect_detail(&shown, 2, "d'après le calcul");
    clear(&shown);
    shown = show(day(2024, 2, 15), events, 1, true);
    assert_int_equal(shown.history.list.count, 3);
    expect_line(&shown, 0, "Rendu (calcul)", "+1");
    clear(&shown);
}

static void computed_lines_are_points_returned_and_found_by_typing(void **state) {
    (void)state;
    struct record_event *events = (struct record_event[]){offence(day(2025, 5, 10), day(2025, 6, 3), 1, 4, NULL)};
    struct record record = {.events = events, .event_count = 1};
    struct shown shown = show(day(2024, 2, 15), events, 1, true);
    shown.history.kind = FILE_RESTITUTIONS;
    file_history_fill(&shown.history, &record, shown.points);
    assert_int_equal(shown.history.list.count, 2);
    shown.history.kind = FILE_ALL;
    for (const char *at = "six mois"; *at != '\0'; at++)
        field_key(&shown.history.filter, &(struct key){.code = KEYS_TEXT, .character = (uint32_t)*at});
    file_history_fill(&shown.history, &record, shown.points);
    assert_int_equal(shown.history.list.count, 1);
    assert_int_equal(shown.history.known, 3);
    expect_line(&shown, 0, "Rendu (calcul)", "+1");
    clear(&shown);
}

/* R20 */
static void a_stage_shows_what_it_gave(void **state) {
    (void)state;
    struct record_event *events = (struct record_event[]){
        offence(day(2026, 3, 1), day(2026, 4, 1), 6, 4, NULL),
        {.type = RECORD_STAGE,
         .date = {2026, 7, 4},
         .first_day = {2026, 7, 3},
         .last_day = {2026, 7, 4},
         .kind = "volontaire"},
        {.type = RECORD_STAGE,
         .date = {2026, 9, 4},
         .first_day = {2026, 9, 3},
         .last_day = {2026, 9, 4},
         .kind = "peine"},
    };
    struct shown shown = show(day(2000, 5, 2), events, 3, true);
    assert_int_equal(shown.history.list.count, 3);
    expect_line(&shown, 0, "Stage", "0");
    expect_line(&shown, 1, "Stage", "+4");
    clear(&shown);
    shown = show(day(2000, 5, 2), events, 3, false);
    expect_line(&shown, 1, "Stage", "");
    expect_line(&shown, 2, "Infraction", "−6");
    clear(&shown);
}

/* R9, R11, R19 */
static void an_offence_shows_what_was_really_withdrawn(void **state) {
    (void)state;
    struct record_event *events = (struct record_event[]){
        offence(day(2026, 3, 1), day(2026, 4, 1), 6, 4, "g"),
        offence(day(2026, 3, 1), day(2026, 4, 1), 3, 4, "g"),
        offence(day(2026, 9, 1), day(0, 0, 0), 3, 4, NULL),
        offence(day(2026, 10, 1), day(2026, 12, 1), 2, 4, NULL),
        offence(day(2026, 10, 2), day(2026, 11, 1), 0, 2, NULL),
    };
    struct shown shown = show(day(2000, 5, 2), events, 5, true);
    assert_int_equal(shown.history.list.count, 5);
    expect_line(&shown, 0, "Infraction", "0");
    expect_line(&shown, 1, "Infraction", "(2)");
    expect_line(&shown, 2, "Infraction", "(3)");
    expect_detail(&shown, 2, "Pas encore définitive");
    expect_line(&shown, 3, "Infraction", "−2");
    expect_detail(&shown, 3, "Retiré\u00a0: 2 sur 3, infractions simultanées (art.\u00a0L.\u00a0223-2).");
    expect_line(&shown, 4, "Infraction", "−6");
    clear(&shown);
}

/* R11, R23, R24: what the lost licence really paid; what came when there was none. */
static void an_offence_of_a_lost_licence_shows_what_it_cost_that_one(void **state) {
    (void)state;
    struct record_event *events = (struct record_event[]){
        offence(day(2024, 1, 5), day(2024, 2, 1), 6, RECORD_CLASS_DELIT, "g"),
        offence(day(2024, 1, 5), day(2024, 2, 1), 6, RECORD_CLASS_DELIT, "g"),
        {.type = RECORD_ANNULMENT, .date = {2024, 6, 1}},
        offence(day(2024, 5, 5), day(2024, 7, 1), 3, 4, NULL),
        {.type = RECORD_NEW_LICENCE, .date = {2025, 6, 1}},
    };
    struct shown shown = show(day(2000, 5, 2), events, 3, true);
    expect_line(&shown, 1, "Infraction", "−2");
    expect_detail(&shown, 1, "Retiré\u00a0: 2 sur 6");
    clear(&shown);
    shown = show(day(2000, 5, 2), events, 4, true);
    expect_line(&shown, 1, "Infraction", "0");
    expect_detail(&shown, 1, "Aucun permis n'était valide ce jour-là\u00a0: aucun point retiré.");
    clear(&shown);
    shown = show(day(2000, 5, 2), events, 5, true);
    expect_line(&shown, 0, "Rendu (calcul)", "+2");
    expect_line(&shown, 4, "Infraction", "−2");
    expect_detail(&shown, 4, "Ne compte plus depuis le nouveau permis du 1er juin 2025.");
    clear(&shown);
}

static void a_restitution_that_the_law_does_not_give_says_so(void **state) {
    (void)state;
    struct record_event *events = (struct record_event[]){
        offence(day(2025, 1, 5), day(2025, 2, 10), 3, 4, NULL),
        {.type = RECORD_RESTITUTION, .date = {2026, 2, 10}, .points = 3, .kind = "totale"},
    };
    struct shown shown = show(day(2000, 5, 2), events, 2, true);
    expect_line(&shown, 0, "Points rendus", "+3");
    expect_detail(&shown, 0, "le calcul ne le trouve pas");
    clear(&shown);
}

static void an_offence_without_a_label_is_named_by_the_table(void **state) {
    (void)state;
    struct record_event *events = (struct record_event[]){offence(day(2026, 3, 1), day(2026, 4, 1), 3, 2, NULL)};
    struct shown shown = show(day(2000, 5, 2), events, 1, true);
    char words[WORDS_MAX];
    file_line_describe(&shown.history.shown[0], words);
    assert_non_null(strstr(words, "Changement de direction"));
    events[0].label = "Usage d'un téléphone tenu en main";
    file_line_describe(&shown.history.shown[0], words);
    assert_string_equal(words, "Usage d'un téléphone tenu en main");
    clear(&shown);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_only_the_law_gives_is_listed_as_computed),
        cmocka_unit_test(computed_lines_are_points_returned_and_found_by_typing),
        cmocka_unit_test(a_stage_shows_what_it_gave),
        cmocka_unit_test(an_offence_shows_what_was_really_withdrawn),
        cmocka_unit_test(an_offence_of_a_lost_licence_shows_what_it_cost_that_one),
        cmocka_unit_test(a_restitution_that_the_law_does_not_give_says_so),
        cmocka_unit_test(an_offence_without_a_label_is_named_by_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

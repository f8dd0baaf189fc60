/* The fictitious drivers and the law of points: what the training registry says of each is what the engine computes,
 * except where a file says that its registry is late; and the cases that the screens have to show are among them. */
#include "../../kiosk/guidance.h"
#include "../../kiosk/points.h"
#include "../../kiosk/resource.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER "training/drivers/"
/* How the purpose of a driver opens when its registry has not yet counted something. */
#define LATE "RETARD VOLONTAIRE"

/* The day of the data of every driver; the training registry answers them as of when it starts. */
static const struct date today = {2026, 11, 24};

struct seen {
    const char *name;
    bool late;
    struct record *record;
    struct points *points;
};

static void open_driver(const struct resource *resource, struct seen *seen) {
    struct fault fault = {0};
    memset(seen, 0, sizeof *seen);
    seen->name = resource->name + strlen(FOLDER);
    seen->late = strstr(resource->bytes, "\"" LATE) != NULL;
    if (record_parse(resource->bytes, resource->size, &seen->record, &fault) != STATUS_OK)
        fail_msg("%s: %s", seen->name, fault.where);
    if (seen->record->has_points)
        assert_int_equal(points_compute(&seen->record->profile, seen->record->events, seen->record->event_count, today,
                                        &seen->points),
                         STATUS_OK);
}

static void close_driver(struct seen *seen) {
    points_free(seen->points);
    record_free(seen->record);
}

/* How many drivers with points satisfy `wanted`. */
static size_t count_drivers(bool (*wanted)(const struct seen *)) {
    size_t count = 0;
    for (size_t i = 0; resource_at(i).bytes != NULL; i++) {
        struct resource resource = resource_at(i);
        struct seen seen;
        if (strncmp(resource.name, FOLDER, strlen(FOLDER)) != 0)
            continue;
        open_driver(&resource, &seen);
        count += seen.points != NULL && wanted(&seen);
        close_driver(&seen);
    }
    return count;
}

/* --- The balance --- */

static bool is_late_or_equal(const struct seen *seen) {
    bool equal =
        seen->points->balance == seen->record->points_balance && seen->points->maximum == seen->record->points_maximum;
    if (equal == seen->late)
        fail_msg("%s: %d/%d in the registry, %d/%d computed%s", seen->name, seen->record->points_balance,
                 seen->record->points_maximum, seen->points->balance, seen->points->maximum,
                 seen->late ? ", and said to be late" : "");
    return true;
}

static void the_registry_says_what_is_computed_unless_it_is_late(void **state) {
    (void)state;
    assert_true(count_drivers(is_late_or_equal) > 60);
}

static bool is_late(const struct seen *seen) {
    return seen->late;
}

static void an_offence_and_a_stage_are_late(void **state) {
    (void)state;
    assert_int_equal(count_drivers(is_late), 2);
}

/* States of annex 13 that say that the licence is gone: the events must say so too. */
static bool agrees_with_its_state(const struct seen *seen) {
    static const char lost[] = " 13 15 22 27 33 ", annulled[] = " 02 03 04 12 17 18 29 30 44 45 ";
    char state[] = " 00 ";
    memcpy(state + 1, seen->record->licence.state, 2);
    enum points_status status = seen->points->status;
    bool agrees = strstr(lost, state) != NULL       ? status == POINTS_INVALIDATED
                  : strstr(annulled, state) != NULL ? status == POINTS_ANNULLED
                                                    : points_has_licence(seen->points);
    if (!agrees)
        fail_msg("%s: state%sbut %s", seen->name, state, points_status_name(status));
    return true;
}

static void no_licence_is_said_to_be_gone_and_computed_valid(void **state) {
    (void)state;
    assert_true(count_drivers(agrees_with_its_state) > 60);
}

/* --- The restitutions that the registry lists --- */

static unsigned rules_of(const char *kind) {
    if (strcmp(kind, "1_point") == 0)
        return 1U << POINTS_R12;
    if (strcmp(kind, "10_ans") == 0)
        return 1U << POINTS_R16;
    assert_string_equal(kind, "totale");
    return 1U << POINTS_R13 | 1U << POINTS_R14;
}

static bool is_computed(const struct points *points, const struct record_event *restitution) {
    for (size_t i = 0; i < points->forecast; i++)
        if (date_equal(points->credits[i].date, restitution->date) &&
            points->credits[i].points == restitution->points &&
            (rules_of(restitution->kind) >> points->credits[i].rule & 1) != 0)
            return true;
    return false;
}

static bool lists_what_is_computed(const struct seen *seen) {
    size_t listed = 0, computed = 0;
    for (size_t i = 0; i < seen->record->event_count; i++) {
        const struct record_event *event = &seen->record->events[i];
        if (event->type != RECORD_RESTITUTION)
            continue;
        listed++;
        if (!is_computed(seen->points, event))
            fail_msg("%s: restitution %zu is not computed", seen->name, i);
    }
    for (size_t i = 0; i < seen->points->forecast; i++)
        computed += seen->points->credits[i].rule >= POINTS_R12 && seen->points->credits[i].rule <= POINTS_R16;
    if (listed != computed)
        fail_msg("%s: %zu restitutions listed, %zu computed", seen->name, listed, computed);
    return listed > 0;
}

static void the_registry_lists_the_restitutions_that_are_computed(void **state) {
    (void)state;
    assert_true(count_drivers(lists_what_is_computed) > 5);
}

/* --- What the screens have to show --- */

static bool has_a_mandatory_stage_to_do(const struct seen *seen) {
    const struct points_mandatory_stage *stage = &seen->points->mandatory_stage;
    return date_is_set(stage->notified) && !stage->done && date_compare(stage->deadline, today) > 0;
}

static bool has_a_mandatory_stage_done(const struct seen *seen) {
    return seen->points->mandatory_stage.done;
}

static bool has_lost_an_increment_to_come(const struct seen *seen) {
    for (size_t i = 0; i < seen->points->refusal_count; i++)
        if (seen->points->refusals[i].rule == POINTS_R3 && date_compare(seen->points->refusals[i].date, today) > 0)
            return true;
    return false;
}

static bool has_a_line_at_risk(const struct seen *seen) {
    for (size_t i = seen->points->forecast; i < seen->points->credit_count; i++)
        if (seen->points->credits[i].risk != NULL)
            return true;
    return false;
}

static bool has_a_deferred_line(const struct seen *seen) {
    for (size_t i = seen->points->forecast; i < seen->points->credit_count; i++)
        if (seen->points->credits[i].deferred)
            return true;
    return false;
}

static bool is_at_zero_without_a_letter(const struct seen *seen) {
    return seen->points->status == POINTS_ZERO_NOT_NOTIFIED;
}

static bool has_two_years_only(const struct seen *seen) {
    for (size_t i = seen->points->forecast; i < seen->points->credit_count; i++)
        if (seen->points->credits[i].rule == POINTS_R13)
            return true;
    return false;
}

static bool waits_for_ten_years(const struct seen *seen) {
    for (size_t i = seen->points->forecast; i < seen->points->credit_count; i++)
        if (seen->points->credits[i].rule == POINTS_R16)
            return true;
    return false;
}

/* The least and the most offences of the table that one without a label can be. */
static size_t candidates_for_unlabelled(const struct seen *seen, bool most) {
    size_t found = 0;
    for (size_t i = 0; i < seen->record->event_count; i++) {
        const struct record_event *event = &seen->record->events[i];
        char name[GUIDANCE_OFFENCE_MAX];
        if (event->type != RECORD_OFFENCE || event->label != NULL)
            continue;
        size_t count = guidance_offence(event->class, event->points, event->committed, name);
        if (found == 0 || (most ? count > found : count < found))
            found = count;
    }
    return found;
}

static bool has_an_offence_named_by_the_table(const struct seen *seen) {
    return candidates_for_unlabelled(seen, false) == 1;
}

static bool has_an_offence_of_several_names(const struct seen *seen) {
    return candidates_for_unlabelled(seen, true) > 1;
}

static void each_case_that_a_screen_has_to_show_has_a_driver(void **state) {
    (void)state;
    static const struct {
        const char *name;
        bool (*wanted)(const struct seen *);
    } cases[] = {
        {"mandatory stage to do", has_a_mandatory_stage_to_do},
        {"mandatory stage done", has_a_mandatory_stage_done},
        {"increment lost", has_lost_an_increment_to_come},
        {"line at risk", has_a_line_at_risk},
        {"deferred to the end of probation", has_a_deferred_line},
        {"nil balance, no 48SI", is_at_zero_without_a_letter},
        {"two years", has_two_years_only},
        {"ten years", waits_for_ten_years},
        {"offence named by the table", has_an_offence_named_by_the_table},
        {"offence of several possible names", has_an_offence_of_several_names},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (count_drivers(cases[i].wanted) == 0)
            fail_msg("no driver shows: %s", cases[i].name);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_registry_says_what_is_computed_unless_it_is_late),
        cmocka_unit_test(an_offence_and_a_stage_are_late),
        cmocka_unit_test(no_licence_is_said_to_be_gone_and_computed_valid),
        cmocka_unit_test(the_registry_lists_the_restitutions_that_are_computed),
        cmocka_unit_test(each_case_that_a_screen_has_to_show_has_a_driver),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

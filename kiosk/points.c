/* The law of points, as its users see it: a question in, a result out. The rules themselves are in points_run.c. */
#include "points.h"
#include "points_run.h"

#include <string.h>

#include "memory.h"

enum { MANDATORY_STAGE_MONTHS = 4, LETTER_48M_BALANCE = 6, LETTER_48N_POINTS = 3 };

/* --- The mandatory stage (R22) --- */

static bool is_newest_48n(const struct points *points, const struct record_event *event) {
    return event->type == RECORD_LETTER && strcmp(event->code, "48N") == 0 && date_is_set(event->notified) &&
           date_compare(event->date, points->on) <= 0 && date_compare(event->notified, points->on) <= 0 &&
           date_compare(event->notified, points->licence_date) >= 0 &&
           date_compare(event->notified, points->mandatory_stage.notified) > 0;
}

static bool is_done_by(const struct points_mandatory_stage *stage, const struct record_event *event, struct date on) {
    return event->type == RECORD_STAGE && event->kind != NULL && strcmp(event->kind, "obligatoire") == 0 &&
           date_compare(event->last_day, on) <= 0 && date_compare(event->first_day, stage->notified) > 0 &&
           date_compare(event->last_day, stage->deadline) <= 0;
}

static void find_mandatory_stage(struct points *points, const struct record_event *events, size_t count) {
    struct points_mandatory_stage *stage = &points->mandatory_stage;
    for (size_t i = 0; i < count; i++)
        if (is_newest_48n(points, &events[i]))
            stage->notified = events[i].notified;
    if (!date_is_set(stage->notified))
        return;
    stage->deadline = date_add_months(stage->notified, MANDATORY_STAGE_MONTHS);
    for (size_t i = 0; i < count; i++)
        stage->done = stage->done || is_done_by(stage, &events[i], points->on);
}

/* --- Questions --- */

static enum status answer(const struct record_profile *profile, const struct record_event *events, size_t event_count,
                          struct date on, const struct points_question *question, struct points **result) {
    if (date_compare(profile->licence_date, on) > 0)
        return STATUS_INVALID;
    struct points *points = memory_alloc(sizeof *points);
    points->on = on;
    points->fate_count = event_count + (date_is_set(question->stage_day) ? 1 : 0);
    points->fates = memory_alloc((event_count + 1) * sizeof *points->fates);
    struct points_run run = {.profile = profile, .events = events, .event_count = event_count, .out = points};
    points_gather(&run, question);
    points_run(&run);
    points_gather_clear(&run);
    find_mandatory_stage(points, events, event_count);
    *result = points;
    return STATUS_OK;
}

enum status points_compute(const struct record_profile *profile, const struct record_event *events, size_t event_count,
                           struct date on, struct points **points) {
    const struct points_question question = {0};
    return answer(profile, events, event_count, on, &question, points);
}

enum status points_with_stage(const struct record_profile *profile, const struct record_event *events,
                              size_t event_count, struct date last_day, struct points **points) {
    const struct points_question question = {.stage_day = last_day};
    return answer(profile, events, event_count, last_day, &question, points);
}

enum status points_with_definitive(const struct record_profile *profile, const struct record_event *events,
                                   size_t event_count, size_t index, struct date definitive, struct points **points) {
    const struct points_question question = {.index = index, .definitive = definitive};
    return answer(profile, events, event_count, definitive, &question, points);
}

void points_free(struct points *points) {
    if (points == NULL)
        return;
    memory_free(points->credits);
    memory_free(points->planned);
    memory_free(points->refusals);
    memory_free(points->steps);
    memory_free(points->fates);
    memory_free(points);
}

/* --- Reading a result --- */

bool points_is_recent_refusal(const struct points *points, const struct points_refusal *refusal) {
    return date_compare(date_add_months(refusal->date, 12), points->on) > 0;
}

const char *points_letter(const struct points *points, const struct record_event *events, size_t index) {
    const struct record_event *offence = &events[index];
    int withdrawn = points->fates[index].points;
    if (withdrawn <= 0)
        return NULL;
    if (points->raw <= 0)
        return "48SI";
    struct date end = points->probation_end;
    if (date_is_set(end) && offence->points >= LETTER_48N_POINTS && date_compare(offence->committed, end) <= 0)
        return "48N";
    bool on_probation = date_is_set(end) && date_compare(points->on, end) < 0;
    bool crosses = points->raw <= LETTER_48M_BALANCE && points->raw + withdrawn > LETTER_48M_BALANCE;
    return !on_probation && crosses ? "48M" : "48";
}

bool points_has_licence(const struct points *points) {
    return points->status == POINTS_VALID || points->status == POINTS_ZERO_NOT_NOTIFIED;
}

bool points_has_silent_reset(const struct points *points) {
    for (size_t i = points->forecast; i < points->credit_count; i++)
        if (date_equal(points->credits[i].date, points->reset_date) &&
            (points->credits[i].rule == POINTS_R13 || points->credits[i].rule == POINTS_R14))
            return false;
    return date_is_set(points->reset_date);
}

const char *points_planned_letter(const struct record_profile *profile, const struct record_event *events,
                                  size_t event_count, const struct points_withdrawal *withdrawal) {
    struct points *then = NULL;
    if (points_compute(profile, events, event_count, withdrawal->date, &then) != STATUS_OK)
        return NULL;
    const char *letter = points_letter(then, events, (size_t)(withdrawal->offence - events));
    points_free(then);
    return letter;
}

int points_balance_on(const struct points *points, struct date day) {
    size_t low = 0, high = points->step_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (date_compare(points->steps[middle].date, day) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? 0 : points->steps[low - 1].balance;
}

const char *points_rule_name(enum points_rule rule) {
    static const char *const names[] = {"", "R3", "R4", "R8", "R12", "R13", "R14", "R16", "R20"};
    return names[rule];
}

const char *points_status_name(enum points_status status) {
    static const char *const names[] = {"valid", "zero_not_notified", "invalidated", "annulled"};
    return names[status];
}

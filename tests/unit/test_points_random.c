/* The engine of the law of points against the day-by-day walk, on random histories: the whole proof in one place.
 * GUICHET_SEED and GUICHET_HISTORIES explore others; a difference is shrunk and written as a vector for
 * `guichet points`. */
#include "../../kiosk/points.h"
#include "../support/histories.h"
#include "../support/points_days.h"
#include "sanitized.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { HISTORIES = SANITIZED ? 20000 : 200000 };

/* One line of the engine, its credits of one rule on one day together. */
static size_t next_line(const struct points *points, size_t first, struct points_days_line *line) {
    const struct points_credit *credit = &points->credits[first];
    *line = (struct points_days_line){.date = credit->date, .rule = credit->rule};
    size_t i = first;
    for (; i < points->credit_count && points->credits[i].rule == line->rule &&
           date_equal(points->credits[i].date, line->date);
         i++) {
        line->points += points->credits[i].points;
        line->balance_after = points->credits[i].balance_after;
        line->at_risk = line->at_risk || points->credits[i].risk != NULL;
    }
    return i;
}

static bool is_same_line(const struct points_days_line *a, const struct points_days_line *b) {
    return date_equal(a->date, b->date) && a->rule == b->rule && a->points == b->points &&
           a->balance_after == b->balance_after && a->at_risk == b->at_risk;
}

static const char *compare_lines(const struct points *points, const struct points_days *days) {
    struct points_days_line line;
    size_t count = 0, forecast = 0;
    for (size_t i = 0; i < points->credit_count; count++) {
        i = next_line(points, i, &line);
        forecast += i <= points->forecast;
        if (count == days->line_count || !is_same_line(&line, &days->lines[count]))
            return count < days->forecast ? "past credits" : "forecast";
    }
    if (count != days->line_count)
        return "forecast: lines are missing";
    return forecast == days->forecast ? NULL : "where the forecast begins";
}

/* Every day of the walk, also against what the steps say. */
static const char *compare_days(const struct points *points, const struct points_days *days) {
    size_t step = 0;
    for (size_t i = 0; i < days->day_count; i++) {
        struct date day = date_add_days(days->first_day, (int)i);
        while (step + 1 < points->step_count && date_compare(points->steps[step + 1].date, day) <= 0)
            step++;
        if (points->step_count == 0 || points->steps[step].balance != days->shown[i])
            return "balance of a day";
        if (points->steps[step].maximum != days->cap[i])
            return "maximum of a day";
    }
    return NULL;
}

static bool is_withdrawal(const struct points_fate *fate) {
    return fate->kind == POINTS_FATE_OUT || fate->kind == POINTS_FATE_RETURNED || fate->kind == POINTS_FATE_ERASED ||
           fate->kind == POINTS_FATE_PLANNED;
}

static const char *compare_fates(const struct points *points, const struct points_days *days) {
    for (size_t i = 0; i < points->fate_count; i++) {
        const struct points_fate *fate = &points->fates[i];
        bool is_stage = fate->kind == POINTS_FATE_STAGE_CREDITED || fate->kind == POINTS_FATE_STAGE_COMING;
        if ((is_withdrawal(fate) || is_stage) && fate->points != days->moved[i])
            return "points of a fate";
        if (!is_stage && fate->kind >= POINTS_FATE_STAGE_CREDITED && days->moved[i] > 0)
            return "a stage that gave points is said to give none";
    }
    return NULL;
}

static const char *compare_stage(const struct points *points, const struct points_days *days) {
    const struct points_mandatory_stage *ours = &points->mandatory_stage, *theirs = &days->mandatory_stage;
    return date_equal(ours->notified, theirs->notified) && date_equal(ours->deadline, theirs->deadline) &&
                   ours->done == theirs->done
               ? NULL
               : "mandatory_stage";
}

/* What they do not agree on, or NULL. */
static const char *compare(const struct points *points, const struct points_days *days) {
    if (points->status != days->status)
        return "status";
    if (points->balance != days->balance)
        return "balance";
    if (points->maximum != days->maximum)
        return "max";
    if (points->raw != days->raw)
        return "raw";
    const char *difference = compare_lines(points, days);
    if (difference == NULL && !date_equal(points->reset_date, days->reset_date))
        difference = "reset_date";
    if (difference == NULL)
        difference = compare_stage(points, days);
    if (difference == NULL)
        difference = compare_fates(points, days);
    return difference != NULL ? difference : compare_days(points, days);
}

/* With `points` and `days` still there for who wants to tell more. */
static const char *compare_history(const struct history *history, struct points **points, struct points_days *days) {
    if (points_compute(&history->profile, history->events, history->event_count, history->on, points) != STATUS_OK)
        return "status of points_compute";
    points_days_walk(&history->profile, history->events, history->event_count, history->on, days);
    return compare(*points, days);
}

static const char *difference_of(const struct history *history) {
    struct points *points = NULL;
    struct points_days days = {0};
    const char *difference = compare_history(history, &points, &days);
    points_days_clear(&days);
    points_free(points);
    return difference;
}

static bool is_bad(const struct history *history, void *context) {
    (void)context;
    return date_compare(history->on, history->profile.licence_date) >= 0 && difference_of(history) != NULL;
}

static void write_line(const char *who, const struct points_days_line *line) {
    char date[11];
    date_format_iso(line->date, date);
    fprintf(stderr, "  %s %s +%d %s = %d%s\n", who, date, line->points, points_rule_name(line->rule),
            line->balance_after, line->at_risk ? " at risk" : "");
}

static void write_both(const struct history *history) {
    struct points *points = NULL;
    struct points_days days = {0};
    struct points_days_line line;
    const char *difference = compare_history(history, &points, &days);
    fprintf(stderr, "Engine and walk differ: %s\n", difference);
    if (points != NULL) {
        fprintf(stderr, "  engine %s %d/%d raw %d\n", points_status_name(points->status), points->balance,
                points->maximum, points->raw);
        for (size_t i = 0; i < points->credit_count;) {
            i = next_line(points, i, &line);
            write_line("engine", &line);
        }
        fprintf(stderr, "  walk   %s %d/%d raw %d\n", points_status_name(days.status), days.balance, days.maximum,
                days.raw);
        for (size_t i = 0; i < days.line_count; i++)
            write_line("walk  ", &days.lines[i]);
    }
    history_write(history, stderr);
    points_days_clear(&days);
    points_free(points);
}

static void engine_and_day_by_day_walk_agree_on_random_histories(void **state) {
    (void)state;
    static struct history history;
    uint64_t seed = history_seed(), count = history_count(HISTORIES);
    for (uint64_t number = 0; number < count; number++) {
        history_make(seed, number, &history);
        if (difference_of(&history) == NULL)
            continue;
        history_shrink(&history, is_bad, NULL);
        write_both(&history);
        fail_msg("seed %llu, history %llu", (unsigned long long)seed, (unsigned long long)number);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(engine_and_day_by_day_walk_agree_on_random_histories)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

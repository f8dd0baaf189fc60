/* What is true of every file whatever the rules gave it, on random histories (tests/support/histories.h): bounds,
 * order, the end at 12, what a new offence cannot do, and that the parts of a result say the same thing. A history that
 * breaks one is shrunk and written as a vector for `guichet points`. */
#include "../../kiosk/points.h"
#include "../support/histories.h"
#include "sanitized.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { HISTORIES = SANITIZED ? 4000 : 40000 };

/* --- Every history has the property --- */

/* What is wrong, or NULL. `salt` is a random number of the history. */
struct property {
    const char *(*find_fault)(const struct history *history, const struct points *points, uint64_t salt);
    uint64_t salt;
};

static struct points *compute(const struct history *history) {
    struct points *points = NULL;
    assert_int_equal(points_compute(&history->profile, history->events, history->event_count, history->on, &points),
                     STATUS_OK);
    return points;
}

static const char *find_fault(const struct history *history, const struct property *property) {
    struct points *points = compute(history);
    const char *fault = property->find_fault(history, points, property->salt);
    points_free(points);
    return fault;
}

static bool is_bad(const struct history *history, void *context) {
    return date_compare(history->on, history->profile.licence_date) >= 0 && find_fault(history, context) != NULL;
}

static void hold(const char *(*property_of)(const struct history *history, const struct points *points,
                                            uint64_t salt)) {
    static struct history history;
    uint64_t seed = history_seed(), count = history_count(HISTORIES);
    for (uint64_t number = 0; number < count; number++) {
        struct property property = {.find_fault = property_of, .salt = seed + number};
        history_make(seed, number, &history);
        property.salt = history_random(&property.salt);
        if (find_fault(&history, &property) == NULL)
            continue;
        history_shrink(&history, is_bad, &property);
        history_write(&history, stderr);
        fail_msg("%s (seed %llu, history %llu)", find_fault(&history, &property), (unsigned long long)seed,
                 (unsigned long long)number);
    }
}

/* What is not known at `on` is left out, so that asking later adds nothing. */
static void keep_known(const struct history *history, struct history *known) {
    *known = *history;
    known->event_count = 0;
    for (size_t i = 0; i < history->event_count; i++)
        if (date_compare(history->events[i].date, history->on) <= 0)
            known->events[known->event_count++] = history->events[i];
    if (date_compare(known->profile.training_date, history->on) > 0)
        known->profile.training_date = (struct date){0};
}

static bool is_after(struct date a, struct date b) {
    return date_compare(a, b) > 0;
}

/* The points that come back, one for one. */
static bool is_same_calendar(const struct points *a, const struct points *b) {
    if (a->credit_count != b->credit_count)
        return false;
    for (size_t i = 0; i < a->credit_count; i++) {
        const struct points_credit *left = &a->credits[i], *right = &b->credits[i];
        if (!date_equal(left->date, right->date) || left->rule != right->rule || left->points != right->points ||
            left->balance_after != right->balance_after || !date_equal(left->since, right->since) ||
            left->deferred != right->deferred)
            return false;
    }
    return true;
}

/* Of each day; not which of two points that came back on one day was the first. */
static bool is_same_balance(const struct points *a, const struct points *b) {
    if (a->status != b->status || a->raw != b->raw || a->maximum != b->maximum || a->balance != b->balance ||
        a->forecast != b->forecast || !date_equal(a->reset_date, b->reset_date) ||
        !date_equal(a->licence_date, b->licence_date) || !date_equal(a->probation_end, b->probation_end) ||
        !date_equal(a->next_stage, b->next_stage) || a->refusal_count != b->refusal_count ||
        a->step_count != b->step_count || a->warnings != b->warnings)
        return false;
    for (size_t i = 0; i < a->step_count; i++)
        if (memcmp(&a->steps[i], &b->steps[i], sizeof a->steps[i]) != 0)
            return false;
    return true;
}

static bool is_same_result(const struct points *a, const struct points *b) {
    return is_same_balance(a, b) && is_same_calendar(a, b);
}

/* --- Bounds and order --- */

static const char *leave_bounds(const struct history *history, const struct points *points, uint64_t salt) {
    (void)history;
    (void)salt;
    if (points->maximum < 6 || points->maximum > POINTS_FULL)
        return "the maximum is not between 6 and 12";
    if (points->raw > points->maximum)
        return "more points than the maximum";
    int shown = points_has_licence(points) && points->raw > 0 ? points->raw : 0;
    if (points->balance != shown)
        return "the balance is not what is shown of raw";
    if (points->status == POINTS_VALID && points->raw <= 0)
        return "valid with nothing left";
    for (size_t i = 0; i < points->step_count; i++)
        if (points->steps[i].balance < 0 || points->steps[i].balance > points->steps[i].maximum ||
            points->steps[i].maximum < 6 || points->steps[i].maximum > POINTS_FULL)
            return "a step leaves the bounds";
    return NULL;
}

static void the_balance_is_between_zero_and_the_maximum(void **state) {
    (void)state;
    hold(leave_bounds);
}

static const char *disorder_calendar(const struct history *history, const struct points *points, uint64_t salt) {
    (void)salt;
    for (size_t i = 0; i < points->credit_count; i++) {
        const struct points_credit *credit = &points->credits[i];
        if (credit->points < 1)
            return "a line without points";
        if (i > 0 && is_after(points->credits[i - 1].date, credit->date))
            return "a line before the one before it";
        if (i > 0 && date_equal(points->credits[i - 1].date, credit->date) &&
            credit->balance_after != points->credits[i - 1].balance_after + credit->points)
            return "lines of a day that do not follow from each other";
        if (is_after(credit->date, history->on) != (i >= points->forecast))
            return "the forecast does not begin after the day asked about";
    }
    if (!points_has_licence(points) && (points->forecast < points->credit_count || date_is_set(points->reset_date)))
        return "points to come without a licence";
    return date_is_set(points->reset_date) && !is_after(points->reset_date, history->on)
               ? "the next reconstitution is past"
               : NULL;
}

static void the_calendar_is_in_order_and_has_no_empty_line(void **state) {
    (void)state;
    hold(disorder_calendar);
}

/* --- Time passes, nothing new happens --- */

static bool is_withdrawal_on(const struct history *history, struct date day) {
    for (size_t i = 0; i < history->event_count; i++)
        if (history->events[i].type == RECORD_OFFENCE && date_equal(history->events[i].definitive, day))
            return true;
    return false;
}

static const char *break_promise(const struct history *history, const struct points *points, uint64_t salt) {
    static struct history later;
    (void)points;
    (void)salt;
    keep_known(history, &later);
    struct points *now = compute(&later);
    const char *fault = NULL;
    for (size_t i = now->forecast; i < now->credit_count && fault == NULL; i++) {
        const struct points_credit *credit = &now->credits[i];
        if (i + 1 < now->credit_count && date_equal(now->credits[i + 1].date, credit->date))
            continue;
        later.on = credit->date;
        struct points *then = compute(&later);
        int shown = credit->balance_after > 0 ? credit->balance_after : 0;
        if (then->balance != shown && !is_withdrawal_on(&later, credit->date))
            fault = "the balance on the day of a line is not the one that it promised";
        else if (!is_same_calendar(now, then))
            fault = "the calendar changes though nothing happened";
        points_free(then);
    }
    points_free(now);
    return fault;
}

static void without_new_events_each_day_of_the_calendar_keeps_its_promise(void **state) {
    (void)state;
    hold(break_promise);
}

/* No condition is needed: what is known is committed already, so nothing can stop the last clock. */
static const char *end_short_of_twelve(const struct history *history, const struct points *points, uint64_t salt) {
    (void)history;
    (void)salt;
    const struct points_step *last = &points->steps[points->step_count - 1];
    return points_has_licence(points) && (last->balance != POINTS_FULL || last->maximum != POINTS_FULL)
               ? "the balance does not end at 12"
               : NULL;
}

static void a_valid_file_ends_at_twelve(void **state) {
    (void)state;
    hold(end_short_of_twelve);
}

/* --- One more offence --- */

static void add_offence(struct history *history, uint64_t *random) {
    int years = (int)(history->on.year - history->profile.licence_date.year);
    struct record_event *event = &history->events[history->event_count++];
    *event = (struct record_event){.type = RECORD_OFFENCE, .id = "Z"};
    event->committed = date_add_days(history->on, -history_below(random, 365 * years + 30));
    event->definitive = date_add_days(event->committed, history_below(random, history_below(random, 2) ? 60 : 900));
    event->class = 1 + history_below(random, RECORD_CLASS_DELIT);
    event->points = 1 + history_below(random, 6);
    event->date = event->committed;
}

static struct date earlier(struct date a, struct date b) {
    return is_after(a, b) ? b : a;
}

/* The first day from `first` on which ten years brought points back, or `last`. */
static struct date find_ten_years(const struct points *points, struct date first, struct date last) {
    for (size_t i = 0; i < points->credit_count; i++)
        if (points->credits[i].rule == POINTS_R16 && !is_after(first, points->credits[i].date))
            return earlier(points->credits[i].date, last);
    return last;
}

static bool has_refused_stage(const struct points *points) {
    for (size_t i = 0; i < points->fate_count; i++)
        if (points->fates[i].kind == POINTS_FATE_STAGE_TOO_SOON)
            return true;
    return false;
}

static const char *find_raised_day(const struct points *with, const struct points *without, struct date last) {
    for (size_t i = 0; i < with->step_count && !is_after(with->steps[i].date, last); i++)
        if (with->steps[i].balance > points_balance_on(without, with->steps[i].date))
            return "one more offence raises the balance";
    for (size_t i = 0; i < without->step_count && !is_after(without->steps[i].date, last); i++)
        if (points_balance_on(with, without->steps[i].date) > without->steps[i].balance)
            return "one more offence raises the balance";
    return NULL;
}

/* It can, in two ways, through the reconstitution that it stops from its commission on: what was never at 12 keeps
 * the ten years (A4), beside the points of a stage; and a stage that would have found 12 counts, so that it is the
 * next one that is too soon (R21). */
static const char *gain_by_offence(const struct history *history, const struct points *points, uint64_t salt) {
    static struct history more;
    more = *history;
    add_offence(&more, &salt);
    const struct record_event *offence = &more.events[more.event_count - 1];
    struct points *with = compute(&more);
    struct date last = find_ten_years(with, offence->committed, date_add_days(offence->definitive, 1));
    const char *fault = NULL;
    if (!has_refused_stage(with) && !has_refused_stage(points))
        fault = find_raised_day(with, points, date_add_days(last, -1));
    points_free(with);
    return fault;
}

static void one_more_offence_raises_nothing_until_it_is_definitive_or_ten_years_pass(void **state) {
    (void)state;
    hold(gain_by_offence);
}

/* --- The parts of a result agree --- */

static const char *disagree_steps(const struct history *history, const struct points *points, uint64_t salt) {
    (void)salt;
    const struct points_step *now = NULL;
    for (size_t i = 0; i < points->step_count; i++) {
        const struct points_step *step = &points->steps[i];
        if (i > 0 && !is_after(step->date, points->steps[i - 1].date))
            return "steps out of order";
        if (points_balance_on(points, step->date) != step->balance)
            return "points_balance_on is not the step of that day";
        if (i > 0 && points_balance_on(points, date_add_days(step->date, -1)) != step[-1].balance)
            return "points_balance_on is not the step before";
        now = is_after(step->date, history->on) ? now : step;
    }
    if (now == NULL || !date_equal(points->steps[0].date, history->profile.licence_date))
        return "the steps do not begin with the licence";
    if (points_balance_on(points, date_add_days(points->steps[0].date, -1)) != 0)
        return "a balance before the licence";
    return now->balance != points->balance || now->maximum != points->maximum ? "the steps say another balance" : NULL;
}

static void the_steps_say_the_balance(void **state) {
    (void)state;
    hold(disagree_steps);
}

static bool is_lost(enum points_fate_kind kind) {
    return kind == POINTS_FATE_OUT || kind == POINTS_FATE_RETURNED || kind == POINTS_FATE_ERASED;
}

static bool has_new_licence_on(const struct history *history, struct date day) {
    for (size_t i = 0; i < history->event_count; i++)
        if (history->events[i].type == RECORD_NEW_LICENCE && date_equal(history->events[i].date, day))
            return true;
    return false;
}

/* Of the licence in force: what it had at first, and since then what came and what went. */
static const char *lose_count(const struct history *history, const struct points *points, uint64_t salt) {
    (void)salt;
    int raw = date_compare(points->licence_date, (struct date){2004, 3, 1}) < 0 ? POINTS_FULL : 6;
    bool is_first = !has_new_licence_on(history, points->licence_date);
    for (size_t i = 0; i < points->forecast; i++) {
        int order = date_compare(points->credits[i].date, points->licence_date);
        raw += order > 0 || (order == 0 && is_first) ? points->credits[i].points : 0;
    }
    for (size_t i = 0; i < points->fate_count; i++)
        if (is_lost(points->fates[i].kind) && !is_after(points->licence_date, history->events[i].committed))
            raw -= points->fates[i].points;
    return raw != points->raw ? "credits and fates do not add up to the balance" : NULL;
}

static void credits_and_fates_add_up_to_the_balance(void **state) {
    (void)state;
    hold(lose_count);
}

static const struct points_credit *find_credit(const struct points *points, const struct record_event *source,
                                               struct date date, enum points_rule rule) {
    for (size_t i = 0; i < points->credit_count; i++)
        if (points->credits[i].source == source && date_equal(points->credits[i].date, date) &&
            points->credits[i].rule == rule)
            return &points->credits[i];
    return NULL;
}

static const char *invent_offence_fate(const struct history *history, const struct points *points, size_t index) {
    const struct points_fate *fate = &points->fates[index];
    const struct record_event *event = &history->events[index];
    bool is_past = date_is_set(event->definitive) && !is_after(event->definitive, history->on);
    if (fate->kind == POINTS_FATE_PENDING && date_is_set(event->definitive))
        return "pending though definitive";
    if (fate->kind == POINTS_FATE_PLANNED && (is_past || !date_is_set(event->definitive)))
        return "planned though past or pending";
    if (is_lost(fate->kind) && (!is_past || event->points < fate->points || fate->points < 0))
        return "withdrawn, but not by this offence";
    if (fate->kind == POINTS_FATE_RETURNED && find_credit(points, event, fate->date, fate->rule) == NULL)
        return "returned, but by no line";
    if (fate->kind == POINTS_FATE_ERASED && fate->rule != POINTS_R13 && fate->rule != POINTS_R14)
        return "erased by no reconstitution";
    if (fate->kind == POINTS_FATE_OUT && points_has_licence(points) && !is_after(fate->date, history->on))
        return "still out, but expected in the past";
    return fate->kind != POINTS_FATE_OUT && fate->kind != POINTS_FATE_PLANNED && date_is_set(fate->date) &&
                   is_after(fate->date, history->on)
               ? "done on a day to come"
               : NULL;
}

static const char *invent_fate(const struct history *history, const struct points *points, uint64_t salt) {
    (void)salt;
    for (size_t i = 0; i < points->fate_count; i++) {
        const struct points_fate *fate = &points->fates[i];
        const struct record_event *event = &history->events[i];
        const char *fault = event->type == RECORD_OFFENCE ? invent_offence_fate(history, points, i) : NULL;
        if (fault != NULL)
            return fault;
        bool is_stage = fate->kind >= POINTS_FATE_STAGE_CREDITED;
        if (is_stage && event->type != RECORD_STAGE)
            return "not a stage";
        if (fate->kind != POINTS_FATE_NONE && is_after(event->date, history->on))
            return "a fate of what is not known yet";
        if (fate->kind == POINTS_FATE_STAGE_CREDITED || fate->kind == POINTS_FATE_STAGE_COMING) {
            const struct points_credit *credit = find_credit(points, event, fate->date, POINTS_R20);
            if (credit == NULL || credit->points != fate->points)
                return "a stage that gave points in no line";
        } else if (is_stage && fate->points != 0) {
            return "a stage that gave nothing has points";
        }
    }
    return NULL;
}

static void each_fate_has_its_line(void **state) {
    (void)state;
    hold(invent_fate);
}

static bool is_of_licence(enum points_rule rule) {
    return rule == POINTS_R3 || rule == POINTS_R4 || rule == POINTS_R8;
}

static const char *invent_reason(const struct history *history, const struct points *points, uint64_t salt) {
    (void)history;
    (void)salt;
    for (size_t i = 0; i < points->credit_count; i++) {
        const struct points_credit *credit = &points->credits[i];
        if ((credit->source == NULL) != is_of_licence(credit->rule) || !date_is_set(credit->since))
            return "a line without its source";
        if (credit->source != NULL && !is_after(credit->date, credit->since))
            return "a clock that ends before it starts";
        const struct record_event *risk = credit->risk;
        if (risk == NULL)
            continue;
        if (risk->type != RECORD_OFFENCE || risk->points == 0 || date_is_set(risk->definitive))
            return "at risk by something else than a pending offence";
        if (is_after(risk->committed, credit->date) || date_compare(risk->committed, credit->since) < 0)
            return "at risk by an offence outside its window";
        if (credit->rule == POINTS_R16 || credit->rule == POINTS_R20)
            return "at risk though nothing interrupts it";
    }
    return NULL;
}

static void each_line_says_where_it_comes_from_and_what_threatens_it(void **state) {
    (void)state;
    hold(invent_reason);
}

static const char *refuse_wrongly(const struct history *history, const struct points *points, uint64_t salt) {
    (void)history;
    (void)salt;
    for (size_t i = 0; i < points->refusal_count; i++) {
        const struct points_refusal *refusal = &points->refusals[i];
        const struct record_event *because = refusal->because, *source = refusal->source;
        if (i > 0 && is_after(points->refusals[i - 1].date, refusal->date))
            return "refusals out of order";
        if (refusal->points < 1 || because == NULL || because->points == 0 || !date_is_set(because->definitive))
            return "refused because of what costs nothing";
        if (is_after(because->committed, refusal->date))
            return "refused because of what came later";
        if ((source == NULL) != is_of_licence(refusal->rule))
            return "refused without a source";
        if (source != NULL && !is_after(because->committed, source->definitive))
            return "refused because of what came before";
        if (find_credit(points, source, refusal->date, refusal->rule) != NULL)
            return "given and refused";
    }
    return NULL;
}

static void what_is_refused_has_an_offence_in_its_window(void **state) {
    (void)state;
    hold(refuse_wrongly);
}

/* The last ones are not lost when a full reconstitution falls on the very day. */
static bool is_reconstituted_at_the_end(const struct points *points) {
    struct date day = points->probation_end;
    for (size_t i = 0; i < points->credit_count; i++)
        if ((points->credits[i].rule == POINTS_R13 || points->credits[i].rule == POINTS_R14) &&
            date_equal(points->credits[i].date, day))
            return true;
    return false;
}

/* An offence stops what is left: what probation gave and what it refused are the six points that were missing. */
static const char *miscount_probation(const struct history *history, const struct points *points, uint64_t salt) {
    (void)salt;
    int sum = 0;
    for (size_t i = 0; i < history->event_count; i++)
        if (history->events[i].type == RECORD_NEW_LICENCE || !points_has_licence(points))
            return NULL;
    if (is_reconstituted_at_the_end(points))
        return NULL;
    for (size_t i = 0; i < points->credit_count; i++)
        sum += is_of_licence(points->credits[i].rule) ? points->credits[i].points : 0;
    for (size_t i = 0; i < points->refusal_count; i++)
        sum += is_of_licence(points->refusals[i].rule) ? points->refusals[i].points : 0;
    return sum != (date_is_set(points->probation_end) ? 6 : 0) ? "probation is not about six points" : NULL;
}

static void what_probation_gives_and_refuses_is_six_points(void **state) {
    (void)state;
    hold(miscount_probation);
}

/* --- What changes nothing, and what if --- */

static bool has_points_at_stake(const struct record_event *event) {
    return event->type != RECORD_MEDICAL && event->type != RECORD_RESTITUTION && event->type != RECORD_UNKNOWN_EVENT &&
           event->type != RECORD_LETTER && (event->type != RECORD_OFFENCE || event->points > 0);
}

static const char *heed_bystander(const struct history *history, const struct points *points, uint64_t salt) {
    static struct history less;
    (void)salt;
    less = *history;
    less.event_count = 0;
    for (size_t i = 0; i < history->event_count; i++)
        if (has_points_at_stake(&history->events[i]))
            less.events[less.event_count++] = history->events[i];
    struct points *without = compute(&less);
    bool is_same = is_same_result(points, without);
    points_free(without);
    return is_same ? NULL : "a letter, a visit, a restitution, an unknown event or an offence of 0 points counts";
}

static void what_costs_and_gives_nothing_changes_nothing(void **state) {
    (void)state;
    hold(heed_bystander);
}

/* Of one day, the order of the registry decides between simultaneous offences, stages and licences. */
static bool is_order_free(const struct history *history) {
    for (size_t i = 0; i < history->event_count; i++)
        for (size_t j = 0; j < i; j++) {
            const struct record_event *a = &history->events[i], *b = &history->events[j];
            if (a->type == b->type && a->group != NULL && b->group != NULL && strcmp(a->group, b->group) == 0)
                return false;
            if (a->type == b->type && (a->type == RECORD_STAGE || a->type == RECORD_NEW_LICENCE) &&
                date_equal(a->date, b->date))
                return false;
        }
    return true;
}

static const char *heed_order(const struct history *history, const struct points *points, uint64_t salt) {
    static struct history turned;
    if (!is_order_free(history))
        return NULL;
    turned = *history;
    for (size_t i = turned.event_count; i > 1; i--) {
        size_t other = (size_t)history_below(&salt, (int)i);
        struct record_event event = turned.events[i - 1];
        turned.events[i - 1] = turned.events[other];
        turned.events[other] = event;
    }
    struct points *again = compute(&turned);
    bool is_same = is_same_balance(points, again);
    points_free(again);
    return is_same ? NULL : "the order of the events counts";
}

static void the_order_of_the_events_changes_nothing(void **state) {
    (void)state;
    hold(heed_order);
}

static const char *mistake_stage(const struct history *history, const struct points *points, uint64_t salt) {
    static struct history done;
    struct points *asked = NULL;
    (void)points;
    done = *history;
    done.on = date_add_days(history->on, history_below(&salt, 400));
    assert_int_equal(points_with_stage(&history->profile, history->events, history->event_count, done.on, &asked),
                     STATUS_OK);
    done.events[done.event_count++] = (struct record_event){.type = RECORD_STAGE,
                                                            .kind = "volontaire",
                                                            .first_day = date_add_days(done.on, -1),
                                                            .last_day = done.on,
                                                            .date = done.on};
    struct points *expected = compute(&done);
    bool is_same = is_same_result(asked, expected) && asked->fate_count == expected->fate_count &&
                   memcmp(asked->fates, expected->fates, asked->fate_count * sizeof *asked->fates) == 0;
    points_free(asked);
    points_free(expected);
    return is_same ? NULL : "a stage that is asked about is not like one that was done";
}

static void a_stage_asked_about_is_like_one_that_was_done(void **state) {
    (void)state;
    hold(mistake_stage);
}

static const char *mistake_definitive(const struct history *history, const struct points *points, uint64_t salt) {
    static struct history paid;
    (void)points;
    for (size_t i = 0; i < history->event_count; i++) {
        struct points *asked = NULL;
        if (history->events[i].type != RECORD_OFFENCE || date_is_set(history->events[i].definitive))
            continue;
        paid = *history;
        paid.on = date_add_days(history->on, history_below(&salt, 400));
        paid.events[i].definitive = paid.on;
        assert_int_equal(
            points_with_definitive(&history->profile, history->events, history->event_count, i, paid.on, &asked),
            STATUS_OK);
        struct points *expected = compute(&paid);
        bool is_same = is_same_result(asked, expected) &&
                       memcmp(asked->fates, expected->fates, asked->fate_count * sizeof *asked->fates) == 0;
        points_free(asked);
        points_free(expected);
        if (!is_same)
            return "an offence that is asked about is not like one that became definitive";
    }
    return NULL;
}

static void an_offence_asked_about_is_like_one_that_became_definitive(void **state) {
    (void)state;
    hold(mistake_definitive);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_balance_is_between_zero_and_the_maximum),
        cmocka_unit_test(the_calendar_is_in_order_and_has_no_empty_line),
        cmocka_unit_test(without_new_events_each_day_of_the_calendar_keeps_its_promise),
        cmocka_unit_test(a_valid_file_ends_at_twelve),
        cmocka_unit_test(one_more_offence_raises_nothing_until_it_is_definitive_or_ten_years_pass),
        cmocka_unit_test(the_steps_say_the_balance),
        cmocka_unit_test(credits_and_fates_add_up_to_the_balance),
        cmocka_unit_test(each_fate_has_its_line),
        cmocka_unit_test(each_line_says_where_it_comes_from_and_what_threatens_it),
        cmocka_unit_test(what_is_refused_has_an_offence_in_its_window),
        cmocka_unit_test(what_probation_gives_and_refuses_is_six_points),
        cmocka_unit_test(what_costs_and_gives_nothing_changes_nothing),
        cmocka_unit_test(the_order_of_the_events_changes_nothing),
        cmocka_unit_test(a_stage_asked_about_is_like_one_that_was_done),
        cmocka_unit_test(an_offence_asked_about_is_like_one_that_became_definitive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

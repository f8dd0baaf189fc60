/* The engine: goes from one candidate date to the next (a due day, an increment, the end of probation, a full
 * reconstitution) and applies the rules of that day in the order of R27. It must not read a clock, nor judge what the
 * registry says. */
#include "points_run.h"

#include "memory.h"

enum { YEAR = 12, STAGE_POINTS = 4, LIGHT_DELAY = 24, HEAVY_DELAY = 36, FIRST_HEAVY_CLASS = 4 };

static const struct date probation_since = {2004, 3, 1};    /* R2 */
static const struct date increments_since = {2007, 12, 31}; /* R30: loi 2007-297 */
static const struct date reformed_in = {2011, 1, 1};        /* R30: LOPPSI 2 */

static const struct record_event *risk_in(const struct points_run *run, struct date from, struct date to) {
    const struct points_offence *offence = points_committed_in(run->pending, run->pending_count, from, to);
    return offence == NULL ? NULL : offence->event;
}

static const struct points_offence *committed_in(const struct points_run *run, struct date from, struct date to) {
    return points_committed_in(run->established, run->established_count, from, to);
}

/* --- The licence and its probation (R2–R8) --- */

static bool is_restricted_between(const struct points_run *run, struct date from, struct date to) {
    for (size_t i = 0; i < run->event_count; i++) {
        const struct record_event *event = &run->events[i];
        if (event->type != RECORD_SUSPENSION && event->type != RECORD_EAD)
            continue;
        bool ended = date_is_set(event->to) && date_compare(event->to, from) < 0;
        if (points_is_past(run, event->from) && date_compare(event->from, to) <= 0 && !ended)
            return true;
    }
    return false;
}

/* R5: the training shortens the probation of a first licence, unless an offence or a suspension falls inside the
 * shortened one. */
static bool is_training_effective(struct points_run *run, struct date licence_date, struct date reduced_end) {
    struct date training = run->profile->training_date;
    if (!run->profile->first_licence || !date_is_set(training) || !points_is_past(run, training))
        return false;
    if (date_compare(training, date_add_months(licence_date, 6)) < 0 ||
        date_compare(training, date_add_months(licence_date, YEAR)) > 0) {
        points_warn(run, POINTS_WARN_TRAINING_DATE);
        return false;
    }
    if (committed_in(run, licence_date, reduced_end) == NULL && !is_restricted_between(run, licence_date, reduced_end))
        return true;
    points_warn(run, POINTS_WARN_TRAINING_LOST);
    return false;
}

static struct date find_probation_end(struct points_run *run, enum record_path path, bool first) {
    struct date licence_date = run->out->licence_date, override = run->profile->probation_end;
    bool accompanied = path == RECORD_PATH_AAC;
    if (first && date_is_set(override)) { /* R4: R. 223-1 V */
        if (date_compare(override, licence_date) >= 0)
            return override;
        points_warn(run, POINTS_WARN_PROBATION_END);
    }
    struct date reduced_end = date_add_months(licence_date, accompanied ? 18 : 24);
    if (first && is_training_effective(run, licence_date, reduced_end))
        return reduced_end;
    return date_add_months(licence_date, accompanied ? 24 : 36);
}

/* Increments fall on the anniversaries before the end (R3: +2, R4: +3); the end brings the rest. */
static void plan_increments(struct points_run *run, enum record_path path) {
    bool accompanied = path == RECORD_PATH_AAC;
    int points = accompanied ? 3 : 2, most = accompanied ? 1 : 2;
    run->increment_count = run->next_increment = 0;
    run->end_points = POINTS_FULL - run->maximum;
    if (date_compare(run->out->licence_date, increments_since) < 0) {
        points_warn(run, POINTS_WARN_OLD_RULES);
        return;
    }
    for (int year = 1; year <= most; year++) {
        struct date day = date_add_months(run->out->licence_date, year * YEAR);
        if (date_compare(day, run->out->probation_end) >= 0)
            break;
        run->increments[run->increment_count++] =
            (struct points_increment){day, accompanied ? POINTS_R4 : POINTS_R3, points};
        run->end_points -= points;
    }
}

static void clear_file(struct points_run *run) {
    run->file_count = 0;
    run->file_start = run->twelve_start = run->withdrawals;
    run->latest = NULL;
    run->heavy = false;
    run->full_due = (struct date){0};
}

static void start_licence(struct points_run *run, struct date day, enum record_path path, bool first) {
    run->out->licence_date = day;
    run->renewed = !first;
    run->status = POINTS_VALID;
    run->last_stage = run->out->next_stage = (struct date){0};
    clear_file(run);
    run->in_probation = date_compare(day, probation_since) >= 0;
    run->raw = run->maximum = run->in_probation ? 6 : POINTS_FULL;
    run->increment_count = run->next_increment = 0;
    run->out->probation_end = (struct date){0};
    if (points_is_past(run, day))
        run->out->warnings = 0;
    if (run->in_probation) {
        run->out->probation_end = find_probation_end(run, path, first);
        plan_increments(run, path);
    }
}

static void apply_increment(struct points_run *run, struct date day) {
    const struct points_increment *increment = &run->increments[run->next_increment];
    if (run->next_increment == run->increment_count || !date_equal(increment->date, day))
        return;
    run->next_increment++;
    struct date licence_date = run->out->licence_date;
    const struct points_offence *because = committed_in(run, licence_date, day);
    if (because != NULL) {
        points_refuse(run, (struct points_refusal){.date = day, .rule = increment->rule, .points = increment->points},
                      because);
        return;
    }
    run->maximum += increment->points;
    points_give(run, (struct points_credit){.date = day,
                                            .rule = increment->rule,
                                            .points = increment->points,
                                            .since = licence_date,
                                            .risk = risk_in(run, licence_date, day)});
}

/* The offence that stops the reconstitution due on full_due, or NULL. */
static const struct points_offence *stops_full(const struct points_run *run) {
    return committed_in(run, date_add_days(run->latest->definitive, 1), run->full_due);
}

static bool is_full_on(const struct points_run *run, struct date day) {
    return run->latest != NULL && date_equal(run->full_due, day) && stops_full(run) == NULL;
}

static void end_probation(struct points_run *run, struct date day) {
    if (!run->in_probation || !date_equal(run->out->probation_end, day))
        return;
    run->in_probation = false;
    run->maximum = POINTS_FULL;
    struct date licence_date = run->out->licence_date;
    const struct points_offence *because = committed_in(run, licence_date, day);
    if (because != NULL) {
        if (!is_full_on(run, day)) /* else nothing is lost that day */
            points_refuse(run, (struct points_refusal){.date = day, .rule = POINTS_R8, .points = run->end_points},
                          because);
        return;
    }
    points_give(run, (struct points_credit){.date = day,
                                            .rule = POINTS_R8,
                                            .points = POINTS_FULL - run->raw,
                                            .since = licence_date,
                                            .risk = risk_in(run, licence_date, day)});
}

/* --- Full reconstitution (R13–R15, R17, R18) --- */

/* Its day, once the withdrawals of a day have changed the file. */
static void plan_full(struct points_run *run) {
    struct date since = run->latest->definitive;
    bool old = date_compare(since, reformed_in) < 0;
    bool long_delay = run->heavy || old;
    run->full_rule = long_delay ? POINTS_R14 : POINTS_R13;
    run->full_due = date_add_months(since, long_delay ? HEAVY_DELAY : LIGHT_DELAY);
    run->full_deferred = run->in_probation && date_compare(run->full_due, run->out->probation_end) < 0;
    if (run->full_deferred)
        run->full_due = run->out->probation_end;
    if (old && !run->heavy)
        points_warn(run, POINTS_WARN_OLD_RULES);
}

static void settle_file(struct points_run *run, enum points_fate_kind kind, struct date day, enum points_rule rule) {
    for (size_t i = 0; i < run->file_count; i++)
        points_settle(run, run->file[i], kind, day, rule);
    clear_file(run);
}

static void apply_full(struct points_run *run, struct date day) {
    if (run->latest == NULL || !date_equal(run->full_due, day))
        return;
    const struct points_offence *latest = run->latest;
    struct date since = latest->definitive;
    const struct points_offence *because = stops_full(run);
    run->full_due = (struct date){0};
    if (because != NULL) {
        points_refuse(
            run,
            (struct points_refusal){
                .date = day, .rule = run->full_rule, .points = POINTS_FULL - run->raw, .source = latest->event},
            because);
        return;
    }
    points_give(run, (struct points_credit){.date = day,
                                            .rule = run->full_rule,
                                            .points = POINTS_FULL - run->raw,
                                            .since = since,
                                            .deferred = run->full_deferred,
                                            .source = latest->event,
                                            .risk = risk_in(run, date_add_days(since, 1), day)});
    points_forget_warnings(run, day);
    if (!points_is_past(run, day) && !date_is_set(run->out->reset_date))
        run->out->reset_date = day;
    settle_file(run, POINTS_FATE_ERASED, day, run->full_rule);
}

/* --- What an offence's own clock brings back (R12, R16) --- */

static bool is_waiting(const struct points_run *run, const struct points_offence *offence) {
    return offence->sequence > run->file_start && offence->withdrawn > 0 && !offence->returned;
}

static int up_to_maximum(const struct points_run *run, int points) {
    int room = run->maximum - run->raw;
    return points < room ? points : room;
}

static void return_points(struct points_run *run, struct points_offence *offence, struct points_credit credit) {
    offence->returned = credit.points > 0;
    credit.since = offence->definitive;
    credit.source = offence->event;
    if (credit.points > 0)
        points_settle(run, offence, POINTS_FATE_RETURNED, credit.date, credit.rule);
    points_give(run, credit);
}

static void apply_six_months(struct points_run *run, struct date day, struct points_offence *offence) {
    if (!is_waiting(run, offence))
        return;
    struct date from = date_add_days(offence->definitive, 1);
    const struct points_offence *because = committed_in(run, from, day);
    if (because != NULL && because != offence) {
        points_refuse(run,
                      (struct points_refusal){.date = day, .rule = POINTS_R12, .points = 1, .source = offence->event},
                      because);
        return;
    }
    if (date_compare(offence->definitive, reformed_in) < 0 && up_to_maximum(run, 1) > 0)
        points_warn(run, POINTS_WARN_OLD_RULES);
    return_points(
        run, offence,
        (struct points_credit){
            .date = day, .rule = POINTS_R12, .points = up_to_maximum(run, 1), .risk = risk_in(run, from, day)});
}

static void apply_ten_years(struct points_run *run, struct date day, struct points_offence *offence) {
    if (is_waiting(run, offence) && offence->sequence > run->twelve_start)
        return_points(
            run, offence,
            (struct points_credit){.date = day, .rule = POINTS_R16, .points = up_to_maximum(run, offence->withdrawn)});
}

/* --- Stages (R20, R21) --- */

static enum points_fate_kind judge_stage(struct points_run *run, const struct points_stage *stage, bool old) {
    if (date_is_set(run->last_stage) &&
        date_compare(stage->first_day, date_add_months(run->last_stage, old ? 2 * YEAR : YEAR)) < 0)
        return POINTS_FATE_STAGE_TOO_SOON;
    return up_to_maximum(run, STAGE_POINTS) <= 0 ? POINTS_FATE_STAGE_FULL : POINTS_FATE_STAGE_CREDITED;
}

static void apply_stage(struct points_run *run, struct date day, const struct points_stage *stage) {
    bool old = date_compare(stage->first_day, reformed_in) < 0;
    stage->fate->kind = judge_stage(run, stage, old);
    if (stage->fate->kind != POINTS_FATE_STAGE_CREDITED)
        return;
    if (old)
        points_warn(run, POINTS_WARN_OLD_RULES);
    run->last_stage = stage->first_day;
    run->out->next_stage = date_add_days(date_add_months(stage->last_day, old ? 2 * YEAR : YEAR), 1);
    stage->fate->points = up_to_maximum(run, STAGE_POINTS);
    stage->fate->date = day;
    stage->fate->rule = POINTS_R20;
    if (!points_is_past(run, day))
        stage->fate->kind = POINTS_FATE_STAGE_COMING;
    points_give(run, (struct points_credit){.date = day,
                                            .rule = POINTS_R20,
                                            .points = stage->fate->points,
                                            .since = stage->last_day,
                                            .source = stage->event});
}

/* --- Withdrawals and the end of a licence (R9, R11, R17, R23, R24) --- */

static int withdrawn_points(struct points_run *run, const struct points_offence *offence) {
    int points = offence->event->points;
    if (offence->group == 0)
        return points;
    struct points_group *group = &run->groups[offence->group - 1];
    if (points > group->limit - group->withdrawn)
        points = group->limit - group->withdrawn;
    group->withdrawn += points;
    return points;
}

static void apply_withdrawal(struct points_run *run, struct date day, struct points_offence *offence) {
    if (date_compare(offence->event->committed, run->out->licence_date) < 0) {
        offence->fate->kind = POINTS_FATE_BEFORE_LICENCE;
        return;
    }
    offence->withdrawn = withdrawn_points(run, offence);
    offence->sequence = ++run->withdrawals;
    offence->fate->points = offence->withdrawn;
    if (points_is_past(run, day))
        offence->fate->kind = POINTS_FATE_OUT;
    run->raw -= offence->withdrawn;
    points_record_withdrawal(run, day, offence);
    run->file[run->file_count++] = offence;
    run->heavy = run->heavy || offence->event->class >= FIRST_HEAVY_CLASS;
    run->latest = offence; /* withdrawals come by definitive date */
}

static void end_licence(struct points_run *run, enum points_status status) {
    run->status = status;
    run->in_probation = false;
    run->next_increment = run->increment_count;
    run->full_due = (struct date){0};
}

static void apply_48si(struct points_run *run) {
    if (run->raw <= 0)
        end_licence(run, POINTS_INVALIDATED);
    else
        points_warn(run, POINTS_WARN_48SI_POSITIVE);
}

/* A decision of the day of a new licence is about the one before. */
static bool is_about_earlier_licence(const struct points_run *run, struct date day) {
    return run->renewed && date_equal(run->out->licence_date, day);
}

static void apply_due(struct points_run *run, const struct points_due *due) {
    if (due->step == POINTS_DUE_NEW_LICENCE) {
        settle_file(run, POINTS_FATE_GONE, due->date, POINTS_RULE_NONE);
        start_licence(run, due->date, run->events[due->index].path, false);
        return;
    }
    if (!points_is_valid(run)) {
        if (due->step == POINTS_DUE_WITHDRAWAL)
            run->offences[due->index].fate->kind = POINTS_FATE_NONE;
        return;
    }
    switch (due->step) {
    case POINTS_DUE_SIX_MONTHS:
        apply_six_months(run, due->date, &run->offences[due->index]);
        break;
    case POINTS_DUE_TEN_YEARS:
        apply_ten_years(run, due->date, &run->offences[due->index]);
        break;
    case POINTS_DUE_STAGE:
        apply_stage(run, due->date, &run->stages[due->index]);
        break;
    case POINTS_DUE_WITHDRAWAL:
        apply_withdrawal(run, due->date, &run->offences[due->index]);
        break;
    case POINTS_DUE_48SI:
        if (!is_about_earlier_licence(run, due->date))
            apply_48si(run);
        break;
    default:
        if (!is_about_earlier_licence(run, due->date))
            end_licence(run, POINTS_ANNULLED);
        break;
    }
}

/* --- The walk --- */

static struct date earlier(struct date a, struct date b) {
    if (!date_is_set(a) || !date_is_set(b))
        return date_is_set(a) ? a : b;
    return date_compare(a, b) <= 0 ? a : b;
}

/* The next day on which something may happen, or null. */
static struct date next_day(const struct points_run *run) {
    struct date day = run->full_due;
    if (run->next_due < run->due_count)
        day = earlier(day, run->dues[run->next_due].date);
    if (run->next_increment < run->increment_count)
        day = earlier(day, run->increments[run->next_increment].date);
    if (run->in_probation)
        day = earlier(day, run->out->probation_end);
    return day;
}

static void take_snapshot(struct points_run *run) {
    struct points *out = run->out;
    out->raw = run->raw;
    out->balance = points_shown_balance(run);
    out->maximum = run->maximum;
    out->status = points_is_valid(run) && run->raw <= 0 ? POINTS_ZERO_NOT_NOTIFIED : run->status;
    out->forecast = out->credit_count;
    run->snapshot_taken = true;
}

static void skip_days_before(struct points_run *run, struct date day) {
    while (run->next_due < run->due_count && date_compare(run->dues[run->next_due].date, day) < 0)
        run->next_due++;
}

static void apply_day(struct points_run *run, struct date day) {
    apply_increment(run, day);
    end_probation(run, day);
    apply_full(run, day);
    while (run->next_due < run->due_count && date_equal(run->dues[run->next_due].date, day))
        apply_due(run, &run->dues[run->next_due++]);
    if (points_is_valid(run) && run->latest != NULL && date_equal(run->latest->definitive, day))
        plan_full(run);
    points_record_step(run, day);
}

/* What was committed before the licence in force, and cost the earlier one nothing, costs this one nothing (R24). */
static void forget_older(struct points_run *run) {
    for (size_t i = 0; i < run->offence_count; i++) {
        const struct points_offence *offence = &run->offences[i];
        if (offence->sequence == 0 && date_compare(offence->event->committed, run->out->licence_date) < 0)
            offence->fate->kind = POINTS_FATE_BEFORE_LICENCE;
    }
}

void points_run(struct points_run *run) {
    struct date day = run->profile->licence_date;
    start_licence(run, day, run->profile->path, true);
    skip_days_before(run, day);
    points_record_step(run, day);
    while (day = next_day(run), date_is_set(day)) {
        if (!run->snapshot_taken && !points_is_past(run, day))
            take_snapshot(run);
        apply_day(run, day);
    }
    if (!run->snapshot_taken)
        take_snapshot(run);
    forget_older(run);
}

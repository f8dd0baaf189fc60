/* What a run writes into its result: credits, refusals, withdrawals, steps, fates, warnings. It applies no rule. */
#include "points_run.h"

#include "memory.h"

bool points_is_past(const struct points_run *run, struct date day) {
    return date_compare(day, run->out->on) <= 0;
}

bool points_is_valid(const struct points_run *run) {
    return run->status == POINTS_VALID;
}

int points_shown_balance(const struct points_run *run) {
    return points_is_valid(run) && run->raw > 0 ? run->raw : 0;
}

static void *grow(void *array, size_t count, size_t size) {
    if (count % 16 != 0)
        return array;
    return memory_grow(array, count * size, (count + 16) * size);
}

/* What mattered to a balance that is full again is over. */
void points_forget_warnings(struct points_run *run, struct date day) {
    if (run->raw >= POINTS_FULL && points_is_past(run, day))
        run->out->warnings &= POINTS_WARN_PROBATION_END | POINTS_WARN_TRAINING_DATE;
}

void points_warn(struct points_run *run, enum points_warning warning) {
    run->out->warnings |= (unsigned)warning;
}

/* Adds what `credit` gives, if it gives anything; the date that makes R16 void is noted (R16: 12 by any means). */
void points_give(struct points_run *run, struct points_credit credit) {
    struct points *out = run->out;
    if (credit.points <= 0)
        return;
    run->raw += credit.points;
    credit.balance_after = run->raw;
    out->credits = grow(out->credits, out->credit_count, sizeof *out->credits);
    out->credits[out->credit_count++] = credit;
    if (run->raw >= POINTS_FULL)
        run->twelve_start = run->withdrawals;
    points_forget_warnings(run, credit.date);
}

void points_refuse(struct points_run *run, struct points_refusal refusal, const struct points_offence *because) {
    struct points *out = run->out;
    if (refusal.points <= 0)
        return;
    refusal.because = because->event;
    out->refusals = grow(out->refusals, out->refusal_count, sizeof *out->refusals);
    out->refusals[out->refusal_count++] = refusal;
    if (date_compare(because->definitive, refusal.date) > 0)
        points_warn(run, POINTS_WARN_LATE_OFFENCE);
}

void points_record_step(struct points_run *run, struct date day) {
    struct points *out = run->out;
    struct points_step step = {day, points_shown_balance(run), run->maximum};
    struct points_step *last = out->step_count == 0 ? NULL : &out->steps[out->step_count - 1];
    if (last != NULL && last->balance == step.balance && last->maximum == step.maximum)
        return;
    if (last != NULL && date_equal(last->date, day)) { /* the licence date, seen as obtained and at its end */
        *last = step;
        return;
    }
    out->steps = grow(out->steps, out->step_count, sizeof *out->steps);
    out->steps[out->step_count++] = step;
}

/* How the points of an offence come back, once: what is past at `on` is its fate, what is to come is expected. */
void points_settle(struct points_run *run, struct points_offence *offence, enum points_fate_kind kind, struct date day,
                   enum points_rule rule) {
    struct points_fate *fate = offence->fate;
    if (fate->kind != POINTS_FATE_OUT && fate->kind != POINTS_FATE_PLANNED)
        return;
    if (!points_is_past(run, day) && date_is_set(fate->date))
        return;
    if (points_is_past(run, day))
        fate->kind = kind;
    fate->date = day;
    fate->rule = rule;
}

/* Those that are past are fates; those to come are told with the forecast. */
void points_record_withdrawal(struct points_run *run, struct date day, const struct points_offence *offence) {
    struct points *out = run->out;
    if (points_is_past(run, day) || offence->withdrawn == 0)
        return;
    out->planned = grow(out->planned, out->planned_count, sizeof *out->planned);
    out->planned[out->planned_count++] = (struct points_withdrawal){day, offence->withdrawn, run->raw, offence->event};
}

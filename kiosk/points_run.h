/* The inside of the room `points`: the state of a run over the candidate dates of a file. Nobody else includes this. */
#ifndef GUICHET_POINTS_RUN_H
#define GUICHET_POINTS_RUN_H

#include "points.h"

/* An offence that costs points and is known at `on`. */
struct points_offence {
    const struct record_event *event;
    struct points_fate *fate;
    struct date definitive; /* null: pending */
    size_t group;           /* index + 1 into `groups`; 0: alone */
    int withdrawn;          /* after R11 */
    unsigned sequence;      /* which withdrawal of the run it was; 0: not withdrawn */
    bool returned;          /* by its own clock (R12, R16): at the maximum it brings nothing, and R16 may still */
};

/* Offences committed at once (R11). */
struct points_group {
    int limit; /* 8, or the largest single one (A7) */
    int withdrawn;
};

struct points_stage {
    const struct record_event *event; /* NULL: hypothetical */
    struct points_fate *fate;
    struct date first_day, last_day;
};

/* What is due on a day, in the order of R27; bonuses and the full reconstitution come before all of these. */
enum points_due_step {
    POINTS_DUE_SIX_MONTHS,
    POINTS_DUE_TEN_YEARS,
    POINTS_DUE_STAGE,
    POINTS_DUE_NEW_LICENCE, /* before the rest of its day, which it bears */
    POINTS_DUE_WITHDRAWAL,
    POINTS_DUE_48SI,
    POINTS_DUE_ANNULMENT
};

struct points_due {
    struct date date;
    enum points_due_step step;
    size_t index; /* of an offence, a stage, or an event */
};

struct points_increment { /* of probation (R3, R4) */
    struct date date;
    enum points_rule rule;
    int points;
};

struct points_run {
    const struct record_profile *profile;
    const struct record_event *events;
    size_t event_count;
    struct points *out;

    struct points_offence *offences; /* in the order of the events */
    size_t offence_count;
    struct points_offence **established, **pending; /* by commission */
    size_t established_count, pending_count;
    struct points_group *groups;
    struct points_stage *stages;
    size_t stage_count;
    struct points_due *dues; /* by date, step, index */
    size_t due_count, next_due;

    /* The licence in force. */
    struct points_increment increments[2];
    size_t increment_count, next_increment;
    bool renewed;   /* not the first one of the profile */
    int end_points; /* what the end of probation brings to a clean file (R8) */
    bool in_probation;
    struct date last_stage; /* first day of the last one that was credited (R21) */

    /* The balance, and the file: what was withdrawn since the licence or the last full reconstitution. */
    int raw, maximum;
    enum points_status status;
    struct points_offence **file;
    size_t file_count;
    unsigned withdrawals;                /* numbers them */
    unsigned file_start, twelve_start;   /* those up to here are settled; came before the balance was last 12 (R16) */
    const struct points_offence *latest; /* of the file: the one whose definitive date is last (R13) */
    bool heavy;                          /* an offence of class 4, 5 or délit is in the file (R14) */
    struct date full_due;                /* null: none */
    enum points_rule full_rule;
    bool full_deferred;
    bool snapshot_taken;
};

/* points_gather.c: what is known at out->on, sorted. `definitive_of` replaces the definitive date of events[index]
 * when `definitive` is set; `stage_day` adds a stage. */
struct points_question {
    size_t index;
    struct date definitive, stage_day;
};
void points_gather(struct points_run *run, const struct points_question *question);
void points_gather_clear(struct points_run *run);

/* The first of `offences` (by commission) that was committed from `from` to `to`, both included; rather one that was
 * definitive by then, which the registry knew (R6). NULL when there is none. */
const struct points_offence *points_committed_in(struct points_offence *const *offences, size_t count, struct date from,
                                                 struct date to);

/* points_out.c: what a run writes into run->out. */
bool points_is_past(const struct points_run *run, struct date day);
bool points_is_valid(const struct points_run *run); /* is there a valid licence? */
int points_shown_balance(const struct points_run *run);
void points_warn(struct points_run *run, enum points_warning warning);
/* What mattered to a balance that is full again is over. */
void points_forget_warnings(struct points_run *run, struct date day);
/* Adds what `credit` gives, if it gives anything; from then on what was withdrawn before a balance of 12 no longer
 * comes back by R16. */
void points_give(struct points_run *run, struct points_credit credit);
void points_refuse(struct points_run *run, struct points_refusal refusal, const struct points_offence *because);
void points_record_withdrawal(struct points_run *run, struct date day, const struct points_offence *offence);
void points_record_step(struct points_run *run, struct date day);
/* How the points of an offence come back, once: what is past at `on` is its fate, what is to come is expected. */
void points_settle(struct points_run *run, struct points_offence *offence, enum points_fate_kind kind, struct date day,
                   enum points_rule rule);

/* points_run.c: walks the candidate dates to the end, and fills run->out. */
void points_run(struct points_run *run);

#endif

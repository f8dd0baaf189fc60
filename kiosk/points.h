/* The law of points: from the dated events of a driver, the balance and the maximum at a date, what comes back by
 * itself and when, and why (Code de la route, art. L. 223-1 to L. 223-11 and R. 223-1 to R. 223-13). Pure; civil dates
 * only, no time zone, no clock.
 *
 * Rules are cited by number (R12); config/doc/points.md states each with its article and its source. What the registry
 * says (state, official balance) is never derived from this: the computed balance stands beside it (R31).
 *
 * `raw` is the signed balance inside (R1); what is shown is max(0, raw). Every event pointer points into the caller's
 * array, which must outlive the result. */
#ifndef GUICHET_POINTS_H
#define GUICHET_POINTS_H

#include "record.h"

#include <stdbool.h>
#include <stddef.h>

enum { POINTS_FULL = 12 };

enum points_status {
    POINTS_VALID,
    POINTS_ZERO_NOT_NOTIFIED, /* raw ≤ 0, but the letter 48SI has not been notified: still valid (R23) */
    POINTS_INVALIDATED,       /* 48SI notified */
    POINTS_ANNULLED
};

/* By what points come. */
enum points_rule {
    POINTS_RULE_NONE,
    POINTS_R3,  /* yearly increment of probation, ordinary path */
    POINTS_R4,  /* the same, accompanied path (AAC) */
    POINTS_R8,  /* end of probation */
    POINTS_R12, /* one point after six months */
    POINTS_R13, /* full reconstitution, two years */
    POINTS_R14, /* full reconstitution, three years */
    POINTS_R16, /* ten years */
    POINTS_R20  /* stage */
};

/* Points that came back, or will if nothing new is committed. */
struct points_credit {
    struct date date;
    enum points_rule rule;
    int points;        /* ≥ 1 */
    int balance_after; /* raw just after it, before the withdrawals of that day (R27); may be negative */
    struct date since; /* what started its clock: a definitive date, the licence date, the last day of the stage */
    bool deferred;     /* R13, R14: the delay ended inside probation, so it waits for its end (R15) */
    const struct record_event *source; /* the offence whose clock it is, or the stage; NULL: the licence */
    const struct record_event *risk;   /* a pending offence committed in its window (R19), or NULL */
};

/* Points that will be withdrawn on a known day: a planned definitive date. */
struct points_withdrawal {
    struct date date;
    int points;
    int balance_after; /* raw just after it; may be negative */
    const struct record_event *offence;
};

/* Points that will not come back on the day they could have, because of an offence (R6, R12, R17). */
struct points_refusal {
    struct date date;
    enum points_rule rule;
    int points;                         /* what it would have given; R13, R14: up to the maximum */
    const struct record_event *source;  /* R12, R13, R14: the offence whose clock it was; NULL: the licence */
    const struct record_event *because; /* the offence committed in the meantime */
};

/* What became of an event, at `on`. */
enum points_fate_kind {
    POINTS_FATE_NONE,            /* it costs and gives nothing */
    POINTS_FATE_BEFORE_LICENCE,  /* an offence committed before the licence in force: it costs it nothing (R24) */
    POINTS_FATE_PENDING,         /* an offence that is not definitive */
    POINTS_FATE_PLANNED,         /* … that will be, on a known date */
    POINTS_FATE_OUT,             /* its points are out */
    POINTS_FATE_RETURNED,        /* its own points came back on `date` (R12, R16) */
    POINTS_FATE_ERASED,          /* a full reconstitution erased it on `date` (R13, R14) */
    POINTS_FATE_GONE,            /* a new licence was obtained on `date` (R24) */
    POINTS_FATE_STAGE_CREDITED,  /* the stage gave `points` on `date` */
    POINTS_FATE_STAGE_COMING,    /* it will, on `date` */
    POINTS_FATE_STAGE_JUDICIAL,  /* of a kind that gives nothing (R20) */
    POINTS_FATE_STAGE_FULL,      /* the maximum was reached already */
    POINTS_FATE_STAGE_TOO_SOON,  /* less than a year after the one before (R21) */
    POINTS_FATE_STAGE_NO_LICENCE /* no licence was valid that day */
};

struct points_fate {
    enum points_fate_kind kind;
    int points;            /* really withdrawn, after R11; or what the stage gave */
    struct date date;      /* see above; OUT and PLANNED: when they are expected back, null: no date is known */
    enum points_rule rule; /* by which rule they are, or are expected, back */
};

/* The balance at the end of a day on which something changed. */
struct points_step {
    struct date date;
    int balance; /* as shown: 0 … maximum, 0 when no licence is valid */
    int maximum;
};

/* Letter 48N (R22). `notified` is null when there is none. */
struct points_mandatory_stage {
    struct date notified, deadline;
    bool done;
};

/* Where the law is read strictly, or the file is old or odd; an agent should know (R6, R23, R30). */
enum points_warning {
    POINTS_WARN_LATE_OFFENCE = 1 << 0,  /* committed before an anniversary, definitive after: the registry may have
                                           credited the increment at first (R6, A1) */
    POINTS_WARN_OLD_RULES = 1 << 1,     /* a rule of before 2011, or a licence of 2004–2007, was applied (R30) */
    POINTS_WARN_48SI_POSITIVE = 1 << 2, /* 48SI notified while the computed balance was above zero (R23) */
    POINTS_WARN_PROBATION_END = 1 << 3, /* profile.probation_end is before the licence date: not used */
    POINTS_WARN_TRAINING_DATE = 1 << 4, /* profile.training_date is outside the 6th–12th month: not used (R5) */
    POINTS_WARN_TRAINING_LOST = 1 << 5  /* an offence or a suspension fell in the probation that it shortened (R5) */
};

struct points {
    struct date on;
    enum points_status status;
    int balance; /* max(0, raw) at the end of the day; 0 when no licence is valid */
    int maximum; /* the cap; when no licence is valid, that of the day it ceased */
    int raw;
    struct date licence_date;          /* of the licence in force */
    struct date probation_end;         /* its anniversary day, past or future; null: it never had one */
    struct points_credit *credits;     /* all, in order; those after `on` are the forecast (R28) */
    size_t credit_count, forecast;     /* index of the first one after `on` */
    struct points_withdrawal *planned; /* after `on`, in order */
    size_t planned_count;
    struct points_refusal *refusals; /* all, in order */
    size_t refusal_count;
    struct points_step *steps; /* from the licence date to the last forecast */
    size_t step_count;
    struct points_fate *fates; /* one an event, then that of the stage asked about */
    size_t fate_count;
    struct date reset_date; /* next full reconstitution, even if it brings nothing (R18); null: none */
    struct points_mandatory_stage mandatory_stage;
    struct date
        next_stage;    /* from when the next stage is advised (R21), past or future; null: no stage opened a year */
    unsigned warnings; /* of enum points_warning */
};

/* What the file says at the end of the day `on`, knowing what was known that day (section F: later events are not;
 * definitive dates to come are planned ones). STATUS_INVALID when no licence had been obtained yet. The caller owns
 * *points (points_free). */
STATUS_MUST_CHECK enum status points_compute(const struct record_profile *profile, const struct record_event *events,
                                             size_t event_count, struct date on, struct points **points);
void points_free(struct points *points); /* wipes; NULL is fine */

/* Is it of interest: to come, or of the last twelve months, which is what people come to ask about? */
bool points_is_recent_refusal(const struct points *points, const struct points_refusal *refusal);

/* What it would be with a voluntary stage whose last day is `last_day`, seen from that day. */
STATUS_MUST_CHECK enum status points_with_stage(const struct record_profile *profile, const struct record_event *events,
                                                size_t event_count, struct date last_day, struct points **points);
/* What it would be if the pending offence events[index] became definitive on `definitive`, seen from that day. */
STATUS_MUST_CHECK enum status points_with_definitive(const struct record_profile *profile,
                                                     const struct record_event *events, size_t event_count,
                                                     size_t index, struct date definitive, struct points **points);
/* The letter to expect of a planned withdrawal (R29), or NULL. */
const char *points_planned_letter(const struct record_profile *profile, const struct record_event *events,
                                  size_t event_count, const struct points_withdrawal *withdrawal);
/* The letter to expect for that offence (R29): "48SI", "48N", "48M" or "48"; NULL when it withdraws nothing.
 * `points` is the result seen from its definitive date. */
const char *points_letter(const struct points *points, const struct record_event *events, size_t index);

/* Is a licence in force: valid, or at zero without its letter 48SI (R23)? */
bool points_has_licence(const struct points *points);
/* Is there a full reconstitution to come that brings no point, so that no line of the forecast tells it (R18)? */
bool points_has_silent_reset(const struct points *points);

/* The balance as shown at the end of `day`, from the steps: for a plot. 0 before the licence. */
int points_balance_on(const struct points *points, struct date day);

const char *points_rule_name(enum points_rule rule);       /* "R12" */
const char *points_status_name(enum points_status status); /* "zero_not_notified" */

#endif

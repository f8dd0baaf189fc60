/* The law of points as one would do it by hand: day after day from the licence date, each rule of
 * shared/points/rules.md asked on each day in the order of R27. Slow and plain on purpose: the engine (kiosk/points.c)
 * is checked against it. Rules are cited by number. */
#ifndef GUICHET_TEST_POINTS_DAYS_H
#define GUICHET_TEST_POINTS_DAYS_H

#include "../../kiosk/points.h"

/* Points that came back; those of one rule on one day are one line. */
struct points_days_line {
    struct date date;
    enum points_rule rule;
    int points;
    int balance_after; /* raw, before the withdrawals of the day */
    bool at_risk;      /* R19 */
};

struct points_days {
    enum points_status status; /* at the end of `on`, as what follows */
    int balance, maximum, raw;
    struct points_days_line *lines; /* all, in order */
    size_t line_count, forecast;    /* the index of the first one after `on` */
    struct date reset_date;
    struct points_mandatory_stage mandatory_stage;
    int *moved;               /* an event: what the offence really withdrew, what the stage gave; -1: it did not */
    struct date first_day;    /* the licence date */
    signed char *shown, *cap; /* a day, from first_day: the balance as shown and the maximum at its end */
    size_t day_count;
};

/* Ends the program when memory lacks. `on` must not be before the licence date. */
void points_days_walk(const struct record_profile *profile, const struct record_event *events, size_t event_count,
                      struct date on, struct points_days *result);
void points_days_clear(struct points_days *result);

#endif

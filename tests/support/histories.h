/* Random files of drivers for the tests of the law of points: plausible, but made to meet: their dates fall on, or a
 * day from, the due dates of each other, and on the last days of months. A seed and a number give the same file for
 * ever. */
#ifndef GUICHET_TEST_HISTORIES_H
#define GUICHET_TEST_HISTORIES_H

#include "../../kiosk/record.h"

#include <stdint.h>
#include <stdio.h>

enum { HISTORY_EVENTS_MAX = 40 };

struct history {
    struct record_profile profile;
    struct record_event events[HISTORY_EVENTS_MAX]; /* their texts are constants */
    size_t event_count;
    struct date on; /* not before the licence date */
};

void history_make(uint64_t seed, uint64_t number, struct history *history);

/* Random numbers, from a state that only its owner changes. */
uint64_t history_random(uint64_t *state);
int history_below(uint64_t *state, int bound); /* 0 … bound − 1 */

/* Drops events and simplifies members for as long as `is_bad` holds of what is left. */
void history_shrink(struct history *history, bool (*is_bad)(const struct history *history, void *context),
                    void *context);

/* As a vector that `guichet points` takes. */
void history_write(const struct history *history, FILE *file);

/* GUICHET_SEED and GUICHET_HISTORIES, or what is usual. */
uint64_t history_seed(void);
uint64_t history_count(uint64_t usual);

#endif

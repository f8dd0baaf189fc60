/* What differs between two records of the same person, for whoever must be told before a document is made of the newer
 * one. Pure. */
#ifndef GUICHET_RECORD_CHANGES_H
#define GUICHET_RECORD_CHANGES_H

#include "record.h"

enum record_change {                                 /* bits, in the order in which they are told */
                     RECORD_CHANGED_HOLDER = 1 << 0, /* names, birth: not the person who was confirmed */
                     RECORD_CHANGED_TITLE = 1 << 1,  /* number, status, dates of the title */
                     RECORD_CHANGED_STATE = 1 << 2,
                     RECORD_CHANGED_CATEGORIES = 1 << 3, /* and conditions, restrictions */
                     RECORD_CHANGED_ADDRESS = 1 << 4,
                     RECORD_CHANGED_POINTS = 1 << 5, /* balance or maximum */
                     RECORD_CHANGED_EVENTS = 1 << 6,
                     RECORD_CHANGED_OTHER = 1 << 7 /* a member that none of these covers, profile included */
};

struct record_changes {
    unsigned what; /* record_change bits; 0: only the date of the data */
    char state_before[8], state_after[8];
    bool had_points, has_points;
    int balance_before, balance_after;
    int events_added, events_removed; /* compared whole; an event that changed counts as both */
};

/* Compares `before` with `after`. */
void record_compare(const struct record *before, const struct record *after, struct record_changes *changes);

#endif

/* What the files of the Simuler screen share: a question about the record, and its two results. Nobody else includes
 * this. */
#ifndef GUICHET_SIMULATE_H
#define GUICHET_SIMULATE_H

#include "layout.h"

#include "../kiosk/points.h"
#include "../kiosk/record.h"

struct simulation {
    const struct record *record;
    bool is_stage;
    size_t index;                  /* of the offence in the record's events, otherwise */
    struct date day;               /* last day of the stage, or when the offence becomes definitive */
    struct points *with, *without; /* owned; both seen from that day */
};

void simulation_clear(struct simulation *simulation); /* wipes and frees the results */

/* Draws the answer into `area` from line `top`; returns how many lines there are. `draws` false only counts. */
int simulation_flow(const struct simulation *simulation, struct rect area, int top, bool draws);

#endif

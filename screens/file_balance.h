/* What Synthèse says of points: the official balance in large, the next restitution, a mandatory stage, and the
 * difference with what is computed. For file_summary.c alone. `points` is NULL where nothing could be computed. */
#ifndef GUICHET_FILE_BALANCE_H
#define GUICHET_FILE_BALANCE_H

#include "flow.h"

#include "../kiosk/points_compare.h"

/* How wide that column is, of a body of `width` columns. */
int file_balance_width(int width);
void file_balance_draw(const struct record *record, const struct points *points, const struct points_remarks *remarks,
                       struct rect area);

/* A mandatory stage that is not done (R22), above everything else and as wide; returns its rows with the blank one
 * below, 0 when there is none. */
int file_balance_stage(const struct points *points, struct rect area, bool draws);

/* That the balance is nil without its letter 48SI (R23), under the state. */
void file_balance_flow_zero(struct flow *flow, const struct points_remarks *remarks);
/* What explains a difference, which restitutions only one of the two knows, and what an agent should check. */
void file_balance_flow(struct flow *flow, const struct points_remarks *remarks);

#endif

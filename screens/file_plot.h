/* The balance over time, past ten years and forecast, in a flow. For the tabs of Dossier. */
#ifndef GUICHET_FILE_PLOT_H
#define GUICHET_FILE_PLOT_H

#include "flow.h"

#include "../kiosk/points.h"

/* Its title says what stands for what; `rows` is the height of the plot, without title and axis: 6 or 12. */
void file_plot(struct flow *flow, const struct points *points, int rows);

/* The balance from `from` to `to`, today between them, in `area`: its last row is for the years, from 4 rows on the one
 * before for the axis. */
void file_plot_draw(const struct points *points, struct date from, struct date to, struct rect area);

#endif

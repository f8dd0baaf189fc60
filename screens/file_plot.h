/* The balance over time, past ten years and forecast, in a flow. For the tabs of Dossier. */
#ifndef GUICHET_FILE_PLOT_H
#define GUICHET_FILE_PLOT_H

#include "flow.h"

#include "../kiosk/points.h"

/* Ten years, or since the first licence, and the forecast. Its title says what stands for what; `rows` is the height of
 * the plot, without title and axis. */
void file_plot(struct flow *flow, const struct points *points, int rows);

/* The same past, without the forecast nor a title, in `area`: its last row is for the years, from 4 rows on the one
 * before for the axis. */
void file_plot_past(const struct points *points, struct rect area);

#endif

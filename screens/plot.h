/* A step plot of the balance over time, as rows of characters: what was stands in full blocks, what is to come in light
 * ones, so that they differ without colour; draw folds both to ASCII ("#" and ":"). Pure; it is told the values. */
#ifndef GUICHET_PLOT_H
#define GUICHET_PLOT_H

#include "../kiosk/date.h"

enum {
    PLOT_TOP = 12, /* the largest value */
    PLOT_COLUMNS_MAX = 160,
    PLOT_AXIS_WIDTH = 4, /* of the vertical axis, on the left of the columns */
    PLOT_ROW_BYTES = 3 * PLOT_COLUMNS_MAX + 32
};

struct plot {
    struct date from, to, today;
    int columns;                          /* of the plot, without its axis; at most PLOT_COLUMNS_MAX */
    int rows;                             /* of the plot, without its axis: 6 and 12 show each unit, 3 nearly so */
    signed char values[PLOT_COLUMNS_MAX]; /* 0 … PLOT_TOP; negative: there was none */
};

enum plot_part { PLOT_AXIS, PLOT_PAST, PLOT_FORECAST };

/* `from` ≤ `today` < `to`. No value yet. */
void plot_init(struct plot *plot, struct date from, struct date today, struct date to, int columns, int rows);
/* The day whose value the column shows: its last one, or today in the column of today. */
struct date plot_day(const struct plot *plot, int column);
int plot_column(const struct plot *plot, struct date day); /* clipped to the plot */

/* A part of row `row` (0 is the uppermost): the axis with its figure (PLOT_AXIS_WIDTH columns), then what was, today's
 * column included, then what is to come. */
void plot_write_row(const struct plot *plot, int row, enum plot_part part, char out[PLOT_ROW_BYTES]);
/* The two rows below: the axis, with a tick at the beginning of years and ▲ for today; then the years and
 * "aujourd'hui". */
void plot_write_axis(const struct plot *plot, char out[PLOT_ROW_BYTES]);
void plot_write_years(const struct plot *plot, char out[PLOT_ROW_BYTES]);

#endif

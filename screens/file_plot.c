/* Samples the computed balance for the plot. It must not compute the balance. */
#include "file_plot.h"

#include "draw.h"
#include "plot.h"

enum {
    YEAR_MONTHS = 12,
    PAST_YEARS = 10,
    FORECAST_YEARS_MAX = 10,
    FORECAST_YEARS_MIN = 2,
    AFTER_MONTHS = 6,
    ROWS_WITH_AXIS = 4
};

static struct date later(struct date a, struct date b) {
    return date_compare(a, b) >= 0 ? a : b;
}

static struct date earlier(struct date a, struct date b) {
    return date_compare(a, b) <= 0 ? a : b;
}

/* Ten years, or since the first licence. */
static struct date first_day(const struct points *points) {
    struct date oldest = date_add_months(points->on, -PAST_YEARS * YEAR_MONTHS);
    struct date first = points->step_count == 0 ? points->licence_date : points->steps[0].date;
    return earlier(later(oldest, first), date_add_months(points->on, -YEAR_MONTHS));
}

static struct date last_day(const struct points *points) {
    struct date last = date_add_months(points->on, FORECAST_YEARS_MIN * YEAR_MONTHS);
    if (points->credit_count > points->forecast)
        last = later(last, date_add_months(points->credits[points->credit_count - 1].date, AFTER_MONTHS));
    return earlier(last, date_add_months(points->on, FORECAST_YEARS_MAX * YEAR_MONTHS));
}

static void sample(const struct points *points, struct plot *plot) {
    for (int column = 0; column < plot->columns; column++) {
        struct date day = plot_day(plot, column);
        if (points->step_count > 0 && date_compare(day, points->steps[0].date) >= 0)
            plot->values[column] = (signed char)points_balance_on(points, day);
    }
}

/* In `area` from row `y`, which may begin above it; what is outside is not drawn. */
static void draw_rows(const struct plot *plot, struct rect area, int y) {
    char part[PLOT_ROW_BYTES];
    for (int row = 0; row < plot->rows; row++, y++) {
        plot_write_row(plot, row, PLOT_AXIS, part);
        int x = draw_text(area, y, 0, THEME_LABEL, part);
        plot_write_row(plot, row, PLOT_PAST, part);
        x = draw_text(area, y, x, THEME_VALUE, part);
        plot_write_row(plot, row, PLOT_FORECAST, part);
        draw_text(area, y, x, THEME_LABEL, part);
    }
}

static void draw_axis(const struct plot *plot, struct rect area, int y) {
    char line[PLOT_ROW_BYTES];
    plot_write_axis(plot, line);
    draw_text(area, y, 0, THEME_LABEL, line);
}

static void draw_years(const struct plot *plot, struct rect area, int y) {
    char line[PLOT_ROW_BYTES];
    plot_write_years(plot, line);
    draw_text(area, y, 0, THEME_LABEL, line);
}

void file_plot_past(const struct points *points, struct rect area) {
    struct plot plot;
    struct date to = date_add_days(points->on, 1);
    int below = area.height >= ROWS_WITH_AXIS ? 2 : 1;
    plot_init(&plot, first_day(points), points->on, to, area.width - PLOT_AXIS_WIDTH, area.height - below);
    sample(points, &plot);
    draw_rows(&plot, area, 0);
    if (below == 2)
        draw_axis(&plot, area, plot.rows);
    draw_years(&plot, area, area.height - 1);
}

void file_plot(struct flow *flow, const struct points *points, int rows) {
    struct plot plot;
    flow_title(flow, points_has_licence(points)
                         ? "Solde calculé : █ jusqu'à ce jour, ░ à venir sans nouvelle infraction"
                         : "Solde calculé");
    int y = flow->line - flow->top;
    flow->line += rows + 2;
    if (!flow->draws)
        return;
    plot_init(&plot, first_day(points), points->on, last_day(points), flow->area.width - PLOT_AXIS_WIDTH, rows);
    sample(points, &plot);
    draw_rows(&plot, flow->area, y);
    draw_axis(&plot, flow->area, y + rows);
    draw_years(&plot, flow->area, y + rows + 1);
}

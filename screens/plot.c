/* Turns values over time into rows of characters. It must not draw, nor know what the values are. */
#include "plot.h"

#include "../kiosk/text.h"

#include <stdbool.h>
#include <string.h>

enum { EIGHTHS = 8, LABEL_GAP = 2, YEAR_DIGITS = 4, ROWS_WITH_FIGURES = 4 };

static const char today_label[] = "aujourd'hui";
enum { TODAY_WIDTH = sizeof today_label - 1 };

void plot_init(struct plot *plot, struct date from, struct date today, struct date to, int columns, int rows) {
    if (columns > PLOT_COLUMNS_MAX)
        columns = PLOT_COLUMNS_MAX;
    *plot = (struct plot){
        .from = from, .to = to, .today = today, .columns = columns < 2 ? 2 : columns, .rows = rows < 1 ? 1 : rows};
    memset(plot->values, -1, sizeof plot->values);
}

static int32_t span_days(const struct plot *plot) {
    int32_t days = date_to_days2000(plot->to) - date_to_days2000(plot->from);
    return days < 1 ? 1 : days;
}

int plot_column(const struct plot *plot, struct date day) {
    int64_t days = date_to_days2000(day) - date_to_days2000(plot->from);
    int64_t column = days * plot->columns / span_days(plot);
    if (days < 0 || column < 0)
        return 0;
    return column >= plot->columns ? plot->columns - 1 : (int)column;
}

struct date plot_day(const struct plot *plot, int column) {
    if (column == plot_column(plot, plot->today))
        return plot->today;
    int64_t next = ((int64_t)(column + 1) * span_days(plot) + plot->columns - 1) / plot->columns; /* of the next one */
    return date_add_days(plot->from, (int32_t)next - 1);
}

/* --- The bars --- */

/* How much of the cell of `row` is filled, in eighths. */
static int fill(const struct plot *plot, int row, int value) {
    int below = plot->rows - 1 - row; /* rows under this one */
    int eighths = (value * plot->rows * EIGHTHS + PLOT_TOP / 2) / PLOT_TOP - below * EIGHTHS;
    return eighths < 0 ? 0 : eighths > EIGHTHS ? EIGHTHS : eighths;
}

static const char *past_cell(int eighths) {
    static const char *const cells[EIGHTHS + 1] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    return cells[eighths];
}

static const char *forecast_cell(int eighths) {
    return eighths < 2 ? " " : eighths < 6 ? "·" : "░";
}

/* A figure of the axis stands in the row whose top is that value: 12 and 6, and every one where there are few rows. */
static void write_figure(const struct plot *plot, int row, char out[PLOT_ROW_BYTES]) {
    int top = PLOT_TOP * (plot->rows - row) / plot->rows;
    bool is_whole = PLOT_TOP * (plot->rows - row) % plot->rows == 0;
    if (is_whole && (top == PLOT_TOP || top * 2 == PLOT_TOP || plot->rows <= ROWS_WITH_FIGURES))
        text_format(out, PLOT_ROW_BYTES, "%2d ┤", top);
    else
        text_copy(out, PLOT_ROW_BYTES, "   │");
}

/* Adds a cell to `out`; returns the new length. */
static size_t add(char out[PLOT_ROW_BYTES], size_t length, const char *cell) {
    size_t size = strlen(cell);
    if (length + size >= PLOT_ROW_BYTES)
        return length;
    memcpy(out + length, cell, size + 1);
    return length + size;
}

void plot_write_row(const struct plot *plot, int row, enum plot_part part, char out[PLOT_ROW_BYTES]) {
    out[0] = '\0';
    if (part == PLOT_AXIS) {
        write_figure(plot, row, out);
        return;
    }
    bool is_past = part == PLOT_PAST;
    int today = plot_column(plot, plot->today);
    int first = is_past ? 0 : today + 1, end = is_past ? today + 1 : plot->columns;
    size_t length = 0;
    for (int column = first; column < end; column++) {
        int eighths = plot->values[column] < 0 ? 0 : fill(plot, row, plot->values[column]);
        length = add(out, length, is_past ? past_cell(eighths) : forecast_cell(eighths));
    }
}

/* --- The axis of time --- */

/* The column where a year begins, or -1 when that is outside the plot. */
static int year_column(const struct plot *plot, int year) {
    struct date day = {.year = (int16_t)year, .month = 1, .day = 1};
    bool outside = date_compare(day, plot->from) < 0 || date_compare(day, plot->to) >= 0;
    return outside ? -1 : plot_column(plot, day);
}

/* Every how many years one is written, so that they do not touch. */
static int year_step(const struct plot *plot) {
    static const int steps[] = {1, 2, 5, 10, 20, 50};
    size_t i = 0;
    int64_t days_needed = (int64_t)span_days(plot) * (YEAR_DIGITS + LABEL_GAP) / plot->columns;
    while (i + 1 < sizeof steps / sizeof steps[0] && (int64_t)steps[i] * 365 < days_needed)
        i++;
    return steps[i];
}

static bool begins_year(const struct plot *plot, int column) {
    for (int year = plot->from.year; year <= plot->to.year; year++)
        if (year_column(plot, year) == column && year % year_step(plot) == 0)
            return true;
    return false;
}

void plot_write_axis(const struct plot *plot, char out[PLOT_ROW_BYTES]) {
    int today = plot_column(plot, plot->today);
    out[0] = '\0';
    size_t length = add(out, 0, " 0 └");
    for (int column = 0; column < plot->columns; column++)
        length = add(out, length, column == today ? "▲" : begins_year(plot, column) ? "┴" : "─");
}

/* Writes `label` from column `x` of `row`, if it and a blank on each side are free. */
static void place_label(char *row, int columns, int x, const char *label, int gap) {
    int size = (int)strlen(label);
    if (x < 0 || x + size > columns)
        return;
    for (int i = x - gap < 0 ? 0 : x - gap; i < x + size + gap && i < columns; i++)
        if (row[i] != ' ')
            return;
    memcpy(row + x, label, (size_t)size);
}

void plot_write_years(const struct plot *plot, char out[PLOT_ROW_BYTES]) {
    char row[PLOT_COLUMNS_MAX + 1], label[12];
    memset(row, ' ', sizeof row);
    int x = plot_column(plot, plot->today) - TODAY_WIDTH / 2, last = plot->columns - TODAY_WIDTH;
    place_label(row, plot->columns, x < 0 ? 0 : x > last ? last : x, today_label, 0);
    for (int year = plot->from.year; year <= plot->to.year; year++)
        if (year % year_step(plot) == 0 && text_format(label, sizeof label, "%d", year))
            place_label(row, plot->columns, year_column(plot, year), label, 1);
    text_format(out, PLOT_ROW_BYTES, "    %.*s", plot->columns, row);
}

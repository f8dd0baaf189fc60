/* The plot of the balance over time, as rows of characters. */
#include "../../screens/plot.h"

#include "../../kiosk/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct date from = {2020, 1, 1}, today = {2025, 1, 1}, to = {2029, 12, 31};

static void make(struct plot *plot, int columns, int rows, int past, int forecast) {
    plot_init(plot, from, today, to, columns, rows);
    for (int column = 0; column < plot->columns; column++)
        plot->values[column] = (signed char)(column <= plot_column(plot, today) ? past : forecast);
}

static void expect_row(const struct plot *plot, int row, const char *past, const char *forecast) {
    char out[PLOT_ROW_BYTES];
    plot_write_row(plot, row, PLOT_PAST, out);
    assert_string_equal(out, past);
    plot_write_row(plot, row, PLOT_FORECAST, out);
    assert_string_equal(out, forecast);
}

static void the_past_stands_in_blocks_and_the_forecast_in_light_ones(void **state) {
    struct plot plot;
    (void)state;
    make(&plot, 10, 6, 12, 12);
    for (int row = 0; row < 6; row++)
        expect_row(&plot, row, "██████", "░░░░");
}

static void six_rows_show_each_unit_by_halves(void **state) {
    struct plot plot;
    (void)state;
    make(&plot, 10, 6, 7, 9);
    expect_row(&plot, 0, "      ", "    ");
    expect_row(&plot, 1, "      ", "····");
    expect_row(&plot, 2, "▄▄▄▄▄▄", "░░░░");
    expect_row(&plot, 5, "██████", "░░░░");
}

static void every_unit_of_six_and_twelve_rows_has_its_own_picture(void **state) {
    static const int heights[] = {6, 12};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char seen[PLOT_TOP + 1][512];
        for (int value = 0; value <= PLOT_TOP; value++) {
            struct plot plot;
            char out[PLOT_ROW_BYTES];
            make(&plot, 2, heights[i], value, value);
            seen[value][0] = '\0';
            for (int row = 0; row < heights[i]; row++) {
                size_t length = strlen(seen[value]);
                plot_write_row(&plot, row, PLOT_PAST, out);
                assert_true(text_copy(seen[value] + length, sizeof seen[value] - length, out));
            }
            for (int other = 0; other < value; other++)
                assert_string_not_equal(seen[value], seen[other]);
        }
    }
}

static void other_heights_use_the_eighths_of_a_block(void **state) {
    struct plot plot;
    (void)state;
    make(&plot, 2, 3, 3, 3);
    expect_row(&plot, 2, "▆▆", "");
    make(&plot, 2, 4, 1, 1);
    expect_row(&plot, 3, "▃▃", "");
}

static void zero_and_no_value_draw_nothing(void **state) {
    struct plot plot;
    (void)state;
    make(&plot, 10, 6, 0, 0);
    expect_row(&plot, 5, "      ", "    ");
    plot_init(&plot, from, today, to, 10, 6);
    expect_row(&plot, 5, "      ", "    ");
}

static void ascii_keeps_past_and_forecast_apart(void **state) {
    struct plot plot;
    char out[PLOT_ROW_BYTES], ascii[PLOT_ROW_BYTES];
    (void)state;
    make(&plot, 10, 6, 11, 11);
    plot_write_row(&plot, 0, PLOT_PAST, out);
    text_to_ascii(out, ascii, sizeof ascii);
    assert_string_equal(ascii, "======");
    plot_write_row(&plot, 1, PLOT_PAST, out);
    text_to_ascii(out, ascii, sizeof ascii);
    assert_string_equal(ascii, "######");
    plot_write_row(&plot, 0, PLOT_FORECAST, out);
    text_to_ascii(out, ascii, sizeof ascii);
    assert_string_equal(ascii, "....");
    plot_write_row(&plot, 1, PLOT_FORECAST, out);
    text_to_ascii(out, ascii, sizeof ascii);
    assert_string_equal(ascii, "::::");
}

static void the_axis_has_12_6_and_0(void **state) {
    struct plot plot;
    char out[PLOT_ROW_BYTES];
    static const char *const figures[] = {"12 ┤", "   │", "   │", " 6 ┤", "   │", "   │"};
    (void)state;
    make(&plot, 10, 6, 12, 12);
    for (int row = 0; row < 6; row++) {
        plot_write_row(&plot, row, PLOT_AXIS, out);
        assert_string_equal(out, figures[row]);
    }
    make(&plot, 10, 3, 12, 12);
    plot_write_row(&plot, 1, PLOT_AXIS, out);
    assert_string_equal(out, " 8 ┤");
    plot_write_axis(&plot, out);
    assert_memory_equal(out, " 0 └", sizeof " 0 └" - 1);
}

static void years_and_today_stand_under_their_columns(void **state) {
    struct plot plot;
    char axis[PLOT_ROW_BYTES], years[PLOT_ROW_BYTES];
    (void)state;
    make(&plot, 60, 6, 12, 12);
    plot_write_axis(&plot, axis);
    plot_write_years(&plot, years);
    assert_string_equal(axis, " 0 └┴─────┴─────┴─────┴─────┴─────▲─────┴─────┴─────┴─────┴─────");
    /* 2024 to 2026 would touch "aujourd'hui" */
    assert_string_equal(years, "    2020  2021  2022  2023   aujourd'hui      2027  2028  2029  ");
}

static void a_narrow_plot_writes_fewer_years(void **state) {
    struct plot plot;
    char years[PLOT_ROW_BYTES];
    (void)state;
    make(&plot, 30, 6, 12, 12);
    plot_write_years(&plot, years);
    assert_string_equal(years, "    2020      aujourd'hui   2028  ");
}

static void today_stays_in_the_picture_at_either_end(void **state) {
    struct plot plot;
    char years[PLOT_ROW_BYTES];
    (void)state;
    plot_init(&plot, today, today, to, 30, 6);
    plot_write_years(&plot, years);
    assert_memory_equal(years, "    aujourd'hui", 15);
    plot_init(&plot, from, to, to, 30, 6);
    plot_write_years(&plot, years);
    assert_string_equal(years + strlen(years) - 11, "aujourd'hui");
}

static void a_column_stands_for_its_last_day_and_today_for_itself(void **state) {
    struct plot plot;
    (void)state;
    make(&plot, 40, 6, 12, 12);
    int now = plot_column(&plot, today);
    for (int column = 0; column < 40; column++) {
        struct date day = plot_day(&plot, column);
        assert_int_equal(plot_column(&plot, day), column);
        if (column != now && column < 39)
            assert_int_equal(plot_column(&plot, date_add_days(day, 1)), column + 1);
    }
    assert_true(date_equal(plot_day(&plot, now), today));
}

static void no_size_writes_outside_the_row(void **state) {
    (void)state;
    for (int columns = -1; columns < 400; columns += 7) {
        struct plot plot;
        char out[PLOT_ROW_BYTES];
        make(&plot, columns, columns % 14, 12, 12);
        assert_true(plot.columns >= 2 && plot.columns <= PLOT_COLUMNS_MAX);
        plot_write_row(&plot, plot.rows - 1, PLOT_PAST, out);
        int width = text_width(out);
        plot_write_row(&plot, plot.rows - 1, PLOT_FORECAST, out);
        assert_int_equal(width + text_width(out), plot.columns);
        plot_write_axis(&plot, out);
        assert_int_equal(text_width(out), plot.columns + PLOT_AXIS_WIDTH);
        plot_write_years(&plot, out);
        assert_int_equal(text_width(out), plot.columns + PLOT_AXIS_WIDTH);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_past_stands_in_blocks_and_the_forecast_in_light_ones),
        cmocka_unit_test(six_rows_show_each_unit_by_halves),
        cmocka_unit_test(every_unit_of_six_and_twelve_rows_has_its_own_picture),
        cmocka_unit_test(other_heights_use_the_eighths_of_a_block),
        cmocka_unit_test(zero_and_no_value_draw_nothing),
        cmocka_unit_test(ascii_keeps_past_and_forecast_apart),
        cmocka_unit_test(the_axis_has_12_6_and_0),
        cmocka_unit_test(years_and_today_stand_under_their_columns),
        cmocka_unit_test(a_narrow_plot_writes_fewer_years),
        cmocka_unit_test(today_stays_in_the_picture_at_either_end),
        cmocka_unit_test(a_column_stands_for_its_last_day_and_today_for_itself),
        cmocka_unit_test(no_size_writes_outside_the_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Rectangles, the frame, and breaking lines. */
#include "../../screens/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void frame_keeps_the_rows_of_the_screens_page(void **state) {
    (void)state;
    struct layout_frame frame = layout_frame(80, 24);
    assert_int_equal(frame.header.y, 0);
    assert_int_equal(frame.steps.y, 1);
    assert_int_equal(frame.rule.y, 21);
    assert_int_equal(frame.status.y, 22);
    assert_int_equal(frame.keys.y, 23);
    assert_int_equal(frame.body.x, 3);
    assert_int_equal(frame.body.y, 3);
    assert_int_equal(frame.body.width, 74);
    assert_int_equal(frame.body.height, 18);
}

static void body_of_a_wide_terminal_is_centred_and_not_too_wide(void **state) {
    (void)state;
    struct layout_frame frame = layout_frame(200, 60);
    assert_int_equal(frame.body.width, LAYOUT_BODY_WIDTH_MAX);
    assert_int_equal(frame.body.x, (200 - LAYOUT_BODY_WIDTH_MAX) / 2);
    assert_int_equal(frame.body.height, 60 - 6);
    assert_int_equal(frame.keys.width, 200);
}

static void no_size_gives_a_negative_rectangle(void **state) {
    (void)state;
    for (int columns = -1; columns < 12; columns++) {
        for (int rows = -1; rows < 12; rows++) {
            struct layout_frame frame = layout_frame(columns, rows);
            const struct rect *parts[] = {&frame.header, &frame.steps,  &frame.body,
                                          &frame.rule,   &frame.status, &frame.keys};
            for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
                assert_true(parts[i]->width >= 0 && parts[i]->height >= 0);
        }
    }
}

static void cutting_takes_no_more_than_there_is(void **state) {
    (void)state;
    struct rect rest = {5, 5, 10, 4};
    struct rect top = layout_cut_top(&rest, 3), more = layout_cut_top(&rest, 3);
    assert_int_equal(top.height, 3);
    assert_int_equal(more.height, 1);
    assert_int_equal(more.y, 8);
    assert_int_equal(rest.height, 0);
    struct rect right = layout_cut_right(&rest, 4), left = layout_cut_left(&rest, 40);
    assert_int_equal(right.x, 11);
    assert_int_equal(left.width, 6);
    assert_int_equal(rest.width, 0);
}

static void centre_and_margins_stay_inside(void **state) {
    (void)state;
    struct rect in = {10, 10, 20, 10};
    struct rect box = layout_centre(in, 10, 40);
    assert_int_equal(box.x, 15);
    assert_int_equal(box.height, 10);
    struct rect gone = layout_shrink(in, 15, 15);
    assert_int_equal(gone.width, 0);
    assert_int_equal(gone.height, 0);
}

static void lines_break_at_spaces(void **state) {
    (void)state;
    const char *text = "un deux trois";
    size_t skip;
    assert_int_equal(layout_wrap(text, 8, &skip), 7);
    assert_int_equal(skip, 1);
    assert_int_equal(layout_wrap(text + 8, 8, &skip), 5);
    assert_int_equal(skip, 0);
    assert_int_equal(layout_count_lines(text, 8), 2);
    assert_int_equal(layout_count_lines(text, 7), 2);
}

static void a_no_break_space_never_ends_a_line(void **state) {
    (void)state;
    size_t skip;
    assert_int_equal(layout_wrap("Attention\u00a0: oui", 10, &skip), strlen("Attention\u00a0"));
    assert_int_equal(layout_wrap("dire oui\u00a0!", 9, &skip), 4);
    assert_int_equal(skip, 1);
}

static void accents_count_as_one_column(void **state) {
    (void)state;
    size_t skip;
    assert_int_equal(layout_wrap("éééé éééé", 4, &skip), 8);
    assert_int_equal(skip, 1);
}

static void a_word_too_long_is_cut_and_every_line_moves_on(void **state) {
    (void)state;
    assert_int_equal(layout_count_lines("abcdefghij", 4), 3);
    assert_int_equal(layout_count_lines("ab\n\ncd", 4), 3);
    assert_int_equal(layout_count_lines("漢字", 1), 2);
    assert_int_equal(layout_count_lines("", 4), 0);
    assert_int_equal(layout_count_lines("abc", 0), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frame_keeps_the_rows_of_the_screens_page),
        cmocka_unit_test(body_of_a_wide_terminal_is_centred_and_not_too_wide),
        cmocka_unit_test(no_size_gives_a_negative_rectangle),
        cmocka_unit_test(cutting_takes_no_more_than_there_is),
        cmocka_unit_test(centre_and_margins_stay_inside),
        cmocka_unit_test(lines_break_at_spaces),
        cmocka_unit_test(a_no_break_space_never_ends_a_line),
        cmocka_unit_test(accents_count_as_one_column),
        cmocka_unit_test(a_word_too_long_is_cut_and_every_line_moves_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

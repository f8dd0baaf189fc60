/* Scrolling through text longer than the screen, counted without drawing. */
#include "../../screens/flow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct rect area = {0, 0, 22, 5};

static void press(int *top, enum keys_code code, int lines) {
    const struct key key = {.code = code};
    assert_true(flow_key(top, &key, lines, 5));
}

static void lines_are_counted_as_they_wrap(void **state) {
    (void)state;
    struct flow flow;
    flow_begin(&flow, area, 0, false);
    flow_title(&flow, "Titre");
    flow_text(&flow, 0, THEME_TEXT, "douze lettres et encore");
    flow_blank(&flow);
    flow_pair(&flow, 10, "Label", THEME_TEXT, "dix lettres");
    flow_pair(&flow, 10, "Vide", THEME_TEXT, "");
    flow_title(&flow, "Autre");
    assert_int_equal(flow.line, 1 + 2 + 1 + 2 + 1 + 2);
}

static void scrolling_stops_at_both_ends(void **state) {
    (void)state;
    int top = 0;
    press(&top, KEYS_UP, 12);
    assert_int_equal(top, 0);
    press(&top, KEYS_PAGE_DOWN, 12);
    assert_int_equal(top, 4);
    press(&top, KEYS_PAGE_DOWN, 12);
    assert_int_equal(top, 7);
    press(&top, KEYS_DOWN, 12);
    assert_int_equal(top, 7);
    press(&top, KEYS_HOME, 12);
    press(&top, KEYS_END, 12);
    assert_int_equal(top, 7);
}

static void what_fits_does_not_scroll(void **state) {
    (void)state;
    int top = 3; /* it was longer before a resize */
    press(&top, KEYS_DOWN, 5);
    assert_int_equal(top, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_counted_as_they_wrap),
        cmocka_unit_test(scrolling_stops_at_both_ends),
        cmocka_unit_test(what_fits_does_not_scroll),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

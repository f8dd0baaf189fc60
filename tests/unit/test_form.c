/* Forms: focus, choices, what Enter means, where the cursor stands. */
#include "../../screens/form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const options[] = {"Un", "Deux", "Trois", NULL};
static struct form form;
static struct field field;
static int chosen;
static const struct rect area = {10, 5, 30, 10};

static int set_up(void **state) {
    (void)state;
    form = (struct form){.label_width = 8};
    chosen = -1;
    field_init(&field, 20, false);
    form_add_choice(&form, "Choix", options, &chosen);
    form_add_field(&form, "Nom", &field, 12)->hidden = true;
    form_add_button(&form, "Valider")->spaced = true;
    return 0;
}

static enum form_verdict press(enum keys_code code) {
    const struct key key = {.code = code};
    return form_key(&form, &key);
}

static void tab_passes_over_what_is_hidden_and_goes_round(void **state) {
    (void)state;
    assert_int_equal(press(KEYS_TAB), FORM_CHANGED);
    assert_int_equal(form.focus, 2);
    press(KEYS_DOWN);
    assert_int_equal(form.focus, 0);
    press(KEYS_BACK_TAB);
    assert_int_equal(form.focus, 2);
    form.items[1].hidden = false;
    press(KEYS_UP);
    assert_int_equal(form.focus, 1);
    assert_true(form_is_in_text(&form));
}

static void nothing_is_chosen_before_an_arrow_or_the_space_bar(void **state) {
    (void)state;
    const struct key space = {.code = KEYS_TEXT, .character = ' '};
    assert_int_equal(chosen, -1);
    form_key(&form, &space);
    assert_int_equal(chosen, 0);
    press(KEYS_RIGHT);
    assert_int_equal(chosen, 1);
    press(KEYS_LEFT);
    press(KEYS_LEFT);
    assert_int_equal(chosen, 2);
    press(KEYS_RIGHT);
    assert_int_equal(chosen, 0);
}

static void enter_accepts_from_anywhere(void **state) {
    (void)state;
    assert_int_equal(press(KEYS_ENTER), FORM_ACCEPTED);
    assert_int_equal(chosen, -1);
    press(KEYS_TAB);
    assert_int_equal(press(KEYS_ENTER), FORM_ACCEPTED);
}

static void other_keys_are_told_to_be_unused(void **state) {
    (void)state;
    assert_int_equal(press(KEYS_F1), FORM_UNUSED);
    assert_int_equal(press(KEYS_PAGE_UP), FORM_UNUSED);
}

static void the_cursor_stands_on_the_focus(void **state) {
    (void)state;
    int x, y;
    form_cursor(&form, area, &x, &y);
    assert_int_equal(x, 18);
    assert_int_equal(y, 5);
    chosen = 1;
    form_cursor(&form, area, &x, &y);
    assert_int_equal(x, 18 + 4 + 2);
    form.items[1].hidden = false;
    field_set(&field, "été");
    form_focus_on(&form, &form.items[1]);
    form_cursor(&form, area, &x, &y);
    assert_int_equal(x, 18 + 3);
    assert_int_equal(y, 6);
}

static void options_wrap_and_what_follows_moves_down(void **state) {
    (void)state;
    const struct rect narrow = {0, 0, 18, 10};
    int x, y;
    assert_int_equal(form_height(&form, area), 1 + 2);
    assert_int_equal(form_height(&form, narrow), 3 + 2);
    chosen = 2;
    form_cursor(&form, narrow, &x, &y);
    assert_int_equal(x, 8);
    assert_int_equal(y, 2);
    press(KEYS_TAB);
    form_cursor(&form, narrow, &x, &y);
    assert_int_equal(y, 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(tab_passes_over_what_is_hidden_and_goes_round, set_up),
        cmocka_unit_test_setup(nothing_is_chosen_before_an_arrow_or_the_space_bar, set_up),
        cmocka_unit_test_setup(enter_accepts_from_anywhere, set_up),
        cmocka_unit_test_setup(other_keys_are_told_to_be_unused, set_up),
        cmocka_unit_test_setup(the_cursor_stands_on_the_focus, set_up),
        cmocka_unit_test_setup(options_wrap_and_what_follows_moves_down, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Moving in a list, and what a filter keeps. */
#include "../../screens/list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void press(struct list *list, enum keys_code code) {
    const struct key key = {.code = code};
    assert_true(list_key(list, &key, 5));
}

static void moving_stops_at_both_ends(void **state) {
    (void)state;
    struct list list = {.count = 3};
    press(&list, KEYS_UP);
    assert_int_equal(list.chosen, 0);
    for (int i = 0; i < 5; i++)
        press(&list, KEYS_DOWN);
    assert_int_equal(list.chosen, 2);
    press(&list, KEYS_HOME);
    assert_int_equal(list.chosen, 0);
    press(&list, KEYS_END);
    assert_int_equal(list.chosen, 2);
}

static void the_chosen_line_is_always_shown(void **state) {
    (void)state;
    struct list list = {.count = 30};
    const enum keys_code codes[] = {KEYS_DOWN, KEYS_PAGE_DOWN, KEYS_PAGE_DOWN, KEYS_UP,   KEYS_END,
                                    KEYS_UP,   KEYS_PAGE_UP,   KEYS_HOME,      KEYS_DOWN, KEYS_PAGE_DOWN};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        press(&list, codes[i]);
        assert_true(list.chosen >= list.top && list.chosen < list.top + 5);
    }
}

static void the_last_page_is_full(void **state) {
    (void)state;
    struct list list = {.count = 12};
    press(&list, KEYS_END);
    assert_int_equal(list.top, 7);
}

static void an_empty_list_stays_at_its_beginning(void **state) {
    (void)state;
    struct list list = {0};
    press(&list, KEYS_DOWN);
    press(&list, KEYS_END);
    assert_int_equal(list.chosen, 0);
    assert_int_equal(list_top(&list, 5), 0);
}

static void a_shorter_list_keeps_a_line_chosen(void **state) {
    (void)state;
    struct list list = {.count = 10, .chosen = 8, .top = 6};
    list_resize(&list, 4);
    assert_int_equal(list.chosen, 3);
    assert_int_equal(list_top(&list, 5), 0);
    list_resize(&list, 0);
    assert_int_equal(list.chosen, 0);
}

static void other_keys_are_left_alone(void **state) {
    (void)state;
    struct list list = {.count = 3};
    const struct key enter = {.code = KEYS_ENTER};
    assert_false(list_key(&list, &enter, 5));
}

static void a_filter_forgets_accents_and_capitals_and_wants_every_word(void **state) {
    (void)state;
    const char *text = "Usage d'un téléphone tenu en main CAEN";
    assert_true(list_matches(text, ""));
    assert_true(list_matches(text, "  "));
    assert_true(list_matches(text, "telephone"));
    assert_true(list_matches(text, "TÉLÉPHONE caen"));
    assert_true(list_matches(text, "main  usage"));
    assert_false(list_matches(text, "telephone rouen"));
    assert_false(list_matches(text, "telephones"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moving_stops_at_both_ends),
        cmocka_unit_test(the_chosen_line_is_always_shown),
        cmocka_unit_test(the_last_page_is_full),
        cmocka_unit_test(an_empty_list_stays_at_its_beginning),
        cmocka_unit_test(a_shorter_list_keeps_a_line_chosen),
        cmocka_unit_test(other_keys_are_left_alone),
        cmocka_unit_test(a_filter_forgets_accents_and_capitals_and_wants_every_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

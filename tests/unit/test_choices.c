/* Buttons side by side: moving among them. */
#include "../../screens/choices.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct rect wide = {3, 3, 74, 10}, narrow = {3, 3, 20, 10};

static struct choices three(void) {
    struct choices choices = {0};
    choices_add(&choices, 7, "Attendre", NULL);
    choices_add(&choices, 8, "Mettre de côté", NULL);
    choices_add(&choices, 9, "Annuler", NULL);
    return choices;
}

static void press(const struct choices *choices, int *chosen, enum keys_code code) {
    assert_true(choices_key(choices, chosen, &(struct key){.code = code}));
}

static void keys_move_around_and_nothing_else_does(void **state) {
    struct choices choices = three();
    int chosen = 0;
    (void)state;
    press(&choices, &chosen, KEYS_RIGHT);
    assert_int_equal(choices_id(&choices, chosen), 8);
    press(&choices, &chosen, KEYS_TAB);
    press(&choices, &chosen, KEYS_DOWN);
    assert_int_equal(choices_id(&choices, chosen), 7);
    press(&choices, &chosen, KEYS_LEFT);
    assert_int_equal(choices_id(&choices, chosen), 9);
    press(&choices, &chosen, KEYS_BACK_TAB);
    press(&choices, &chosen, KEYS_UP);
    assert_int_equal(choices_id(&choices, chosen), 7);
    assert_false(choices_key(&choices, &chosen, &(struct key){.code = KEYS_TEXT, .character = 'a'}));
    assert_false(choices_key(&choices, &chosen, &(struct key){.code = KEYS_ENTER}));
    assert_int_equal(chosen, 0);
}

static void without_buttons_there_is_nothing_to_choose(void **state) {
    struct choices none = {0};
    int chosen = 0;
    (void)state;
    assert_false(choices_key(&none, &chosen, &(struct key){.code = KEYS_RIGHT}));
    assert_int_equal(choices_id(&none, chosen), 0);
}

static void no_more_are_kept_than_there_is_room_for(void **state) {
    struct choices choices = {0};
    (void)state;
    for (int i = 0; i < CHOICES_MAX + 3; i++)
        choices_add(&choices, i + 1, "Oui", NULL);
    assert_int_equal(choices.count, CHOICES_MAX);
}

static void what_does_not_fit_stands_on_the_next_row(void **state) {
    struct choices choices = three();
    int x, row;
    (void)state;
    choices_cursor(&choices, 1, wide, 2, &x, &row);
    assert_int_equal(x, 3 + 10 + 2);
    assert_int_equal(row, 3 + 2);
    choices_cursor(&choices, 1, narrow, 2, &x, &row);
    assert_int_equal(x, 3);
    assert_int_equal(row, 3 + 3);
    choices_cursor(&choices, 2, narrow, 2, &x, &row);
    assert_int_equal(row, 3 + 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_move_around_and_nothing_else_does),
        cmocka_unit_test(without_buttons_there_is_nothing_to_choose),
        cmocka_unit_test(no_more_are_kept_than_there_is_room_for),
        cmocka_unit_test(what_does_not_fit_stands_on_the_next_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

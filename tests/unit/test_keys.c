/* The one table of actions: keys, letter twins, key bar. */
#include "../../kiosk/text.h"
#include "../../screens/screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct screen *const all_screens[] = {
    &screen_login,      &screen_locked, &screen_home,     &screen_search,   &screen_identity,
    &screen_candidates, &screen_file,   &screen_document, &screen_simulate, &screen_printing,
    &screen_help,       &screen_ask,    &screen_small,    &screen_verify,   &screen_resume};
enum { SCREEN_COUNT = sizeof all_screens / sizeof all_screens[0] };

static struct key letter(char character, bool alt) {
    return (struct key){.code = KEYS_TEXT, .character = (uint32_t)character, .alt = alt};
}

static void every_action_has_its_words_and_no_key_has_two(void **state) {
    (void)state;
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        const struct keys_entry *entry = keys_entry((enum keys_action)i);
        assert_non_null(entry->name);
        assert_non_null(entry->help);
        assert_true((entry->label == NULL) == (entry->brief == NULL));
        for (int j = i + 1; j < ACTION_COUNT; j++) {
            const struct keys_entry *other = keys_entry((enum keys_action)j);
            assert_true(entry->code == KEYS_NONE || entry->code != other->code);
            assert_true(entry->letter == 0 || entry->letter != other->letter);
        }
    }
}

static void every_function_key_has_a_letter_twin(void **state) {
    (void)state;
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        const struct keys_entry *entry = keys_entry((enum keys_action)i);
        if (entry->code >= KEYS_F1)
            assert_true(entry->letter >= 'a' && entry->letter <= 'z');
    }
}

static void a_function_key_is_found_only_on_a_screen_that_has_it(void **state) {
    (void)state;
    const enum keys_action some[] = {ACTION_HELP, ACTION_PRINT, ACTION_NONE};
    const struct key f8 = {.code = KEYS_F1 + 7}, f9 = {.code = KEYS_F1 + 8};
    assert_int_equal(keys_find(some, &f8, true), ACTION_PRINT);
    assert_int_equal(keys_find(some, &f9, false), ACTION_NONE);
}

static void a_letter_acts_alone_outside_fields_and_with_alt_everywhere(void **state) {
    (void)state;
    const enum keys_action some[] = {ACTION_LOCK, ACTION_NONE};
    struct key plain = letter('v', false), capital = letter('V', false), alt = letter('v', true);
    assert_int_equal(keys_find(some, &plain, false), ACTION_LOCK);
    assert_int_equal(keys_find(some, &capital, false), ACTION_LOCK);
    assert_int_equal(keys_find(some, &plain, true), ACTION_NONE);
    assert_int_equal(keys_find(some, &alt, true), ACTION_LOCK);
}

static void the_key_bar_of_every_screen_fits_from_80_to_200_columns(void **state) {
    (void)state;
    for (size_t i = 0; i < SCREEN_COUNT; i++) {
        for (int columns = 80; columns <= 200; columns++) {
            struct keys_bar_item items[ACTION_COUNT];
            size_t count = keys_bar(all_screens[i]->actions, columns, items);
            const struct keys_bar_item *last = &items[count - 1];
            assert_true(last->x + text_width(last->name) + 1 + text_width(last->label) <= columns);
        }
    }
}

static void the_key_bar_at_80_columns_keeps_what_the_file_needs(void **state) {
    (void)state;
    struct keys_bar_item items[ACTION_COUNT];
    size_t count = keys_bar(screen_file.actions, 80, items);
    const char *const wanted[] = {"F1", "F5", "F8", "F9", "F10", "Échap"};
    assert_true(count >= 6);
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(items[i].name, wanted[i]);
}

static void a_wide_key_bar_has_the_whole_labels(void **state) {
    (void)state;
    struct keys_bar_item items[ACTION_COUNT];
    size_t count = keys_bar(screen_file.actions, 200, items);
    bool whole = false;
    for (size_t i = 0; i < count; i++)
        whole = whole || strcmp(items[i].label, "Usager suivant") == 0;
    assert_true(whole);
}

static void every_screen_can_ask_for_help_or_is_too_small(void **state) {
    (void)state;
    const struct key f1 = {.code = KEYS_F1};
    for (size_t i = 0; i < SCREEN_COUNT; i++)
        if (all_screens[i] != &screen_small)
            assert_int_equal(keys_find(all_screens[i]->actions, &f1, true), ACTION_HELP);
}

static void every_screen_of_a_person_can_be_locked(void **state) {
    (void)state;
    const struct key f9 = {.code = KEYS_F1 + 8};
    for (size_t i = 0; i < SCREEN_COUNT; i++)
        if (all_screens[i]->flags & SCREEN_SHOWS_PERSON)
            assert_int_equal(keys_find(all_screens[i]->actions, &f9, true), ACTION_LOCK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_action_has_its_words_and_no_key_has_two),
        cmocka_unit_test(every_function_key_has_a_letter_twin),
        cmocka_unit_test(a_function_key_is_found_only_on_a_screen_that_has_it),
        cmocka_unit_test(a_letter_acts_alone_outside_fields_and_with_alt_everywhere),
        cmocka_unit_test(the_key_bar_of_every_screen_fits_from_80_to_200_columns),
        cmocka_unit_test(the_key_bar_at_80_columns_keeps_what_the_file_needs),
        cmocka_unit_test(a_wide_key_bar_has_the_whole_labels),
        cmocka_unit_test(every_screen_can_ask_for_help_or_is_too_small),
        cmocka_unit_test(every_screen_of_a_person_can_be_locked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* One line of typed text. */
#include "../../screens/field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct field field;

static int set_up(void **state) {
    (void)state;
    field_init(&field, 20, false);
    return 0;
}

static void press(enum keys_code code) {
    const struct key key = {.code = code};
    assert_true(field_key(&field, &key));
}

static void type(uint32_t character) {
    const struct key key = {.code = KEYS_TEXT, .character = character};
    assert_true(field_key(&field, &key));
}

static void typing_goes_in_at_the_cursor(void **state) {
    (void)state;
    type('a');
    type(0xe9);
    press(KEYS_LEFT);
    type('b');
    assert_string_equal(field.text, "abé");
    press(KEYS_HOME);
    type('x');
    press(KEYS_END);
    type('y');
    assert_string_equal(field.text, "xabéy");
}

static void what_comes_at_once_goes_in_at_the_cursor(void **state) {
    (void)state;
    field_set(&field, "ay");
    press(KEYS_LEFT);
    field_insert(&field, "b\x1d\nc");
    assert_string_equal(field.text, "ab cy");
    assert_int_equal(field.cursor, 4);
    field_insert(&field, "0123456789abcdefghij");
    assert_string_equal(field.text, "ab c0123456789abcdey");
}

static void what_was_typed_of_a_scan_is_found_before_the_cursor(void **state) {
    (void)state;
    const char *rest;
    field_set(&field, "12abéx");
    press(KEYS_LEFT);
    assert_int_equal(field_find_begun(&field, "abéDEF", 3, &rest), 4);
    assert_string_equal(rest, "DEF");
    assert_int_equal(field_find_begun(&field, "DEF", 0, &rest), 0);
    assert_string_equal(rest, "DEF");
    assert_int_equal(field_find_begun(&field, "abcDEF", 3, &rest), 0);
    assert_string_equal(rest, "abcDEF");
}

static void the_separators_of_a_2d_doc_are_taken_and_not_kept(void **state) {
    (void)state;
    type('a');
    type(0x1d);
    type(0x1f);
    assert_string_equal(field.text, "a");
}

static void erasing_takes_whole_characters(void **state) {
    (void)state;
    field_set(&field, "aé\u20acb");
    press(KEYS_BACKSPACE);
    press(KEYS_BACKSPACE);
    assert_string_equal(field.text, "aé");
    press(KEYS_HOME);
    press(KEYS_RIGHT);
    press(KEYS_DELETE);
    assert_string_equal(field.text, "a");
    press(KEYS_DELETE);
    press(KEYS_HOME);
    press(KEYS_BACKSPACE);
    assert_string_equal(field.text, "a");
    press(KEYS_ERASE_LINE);
    assert_string_equal(field.text, "");
}

static void what_was_erased_is_wiped(void **state) {
    (void)state;
    field_set(&field, "secret");
    field_clear(&field);
    for (size_t i = 0; i < sizeof field.text; i++)
        assert_int_equal(field.text[i], 0);
    field_set(&field, "secret");
    for (int i = 0; i < 6; i++)
        press(KEYS_BACKSPACE);
    for (size_t i = 0; i < sizeof field.text; i++)
        assert_int_equal(field.text[i], 0);
}

static void a_full_field_takes_no_more(void **state) {
    (void)state;
    for (int i = 0; i < 30; i++)
        type(0xe9);
    assert_int_equal(field.length, 40);
    field_init(&field, 10000, false);
    for (int i = 0; i < 1000; i++)
        type(0x20ac);
    assert_true(field.length <= FIELD_BYTES);
    assert_int_equal(field.length % 3, 0);
}

static void control_characters_never_get_in(void **state) {
    (void)state;
    type(0x1b);
    type(0x07);
    type(0x85);
    assert_string_equal(field.text, "");
}

static void keys_of_the_form_and_shortcuts_are_left_alone(void **state) {
    (void)state;
    const struct key keys[] = {{.code = KEYS_TAB},
                               {.code = KEYS_ENTER},
                               {.code = KEYS_UP},
                               {.code = KEYS_F1},
                               {.code = KEYS_TEXT, .character = 'v', .alt = true}};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        assert_false(field_key(&field, &keys[i]));
    assert_string_equal(field.text, "");
}

static void a_long_text_scrolls_so_that_the_cursor_is_seen(void **state) {
    (void)state;
    char shown[FIELD_BYTES + 1];
    int cursor;
    field_set(&field, "abcdefghij");
    field_view(&field, 5, shown, sizeof shown, &cursor);
    assert_string_equal(shown, "ghij");
    assert_int_equal(cursor, 4);
    press(KEYS_HOME);
    field_view(&field, 5, shown, sizeof shown, &cursor);
    assert_string_equal(shown, "abcde");
    assert_int_equal(cursor, 0);
}

static void a_secret_shows_marks_only(void **state) {
    (void)state;
    char shown[FIELD_BYTES + 1];
    int cursor;
    field_init(&field, 128, true);
    field_set(&field, "mdpé");
    field_view(&field, 30, shown, sizeof shown, &cursor);
    assert_string_equal(shown, "••••");
    assert_int_equal(cursor, 4);
    field_view(&field, 3, shown, sizeof shown, &cursor);
    assert_string_equal(shown, "•••");
    assert_int_equal(cursor, 2);
}

static void capitals_are_noticed_from_three_letters_on(void **state) {
    (void)state;
    field_set(&field, "AB");
    assert_false(field_is_all_capitals(&field));
    field_set(&field, "ABC-2026");
    assert_true(field_is_all_capitals(&field));
    field_set(&field, "ABc");
    assert_false(field_is_all_capitals(&field));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(typing_goes_in_at_the_cursor, set_up),
        cmocka_unit_test_setup(what_comes_at_once_goes_in_at_the_cursor, set_up),
        cmocka_unit_test_setup(what_was_typed_of_a_scan_is_found_before_the_cursor, set_up),
        cmocka_unit_test_setup(the_separators_of_a_2d_doc_are_taken_and_not_kept, set_up),
        cmocka_unit_test_setup(erasing_takes_whole_characters, set_up),
        cmocka_unit_test_setup(what_was_erased_is_wiped, set_up),
        cmocka_unit_test_setup(a_full_field_takes_no_more, set_up),
        cmocka_unit_test_setup(control_characters_never_get_in, set_up),
        cmocka_unit_test_setup(keys_of_the_form_and_shortcuts_are_left_alone, set_up),
        cmocka_unit_test_setup(a_long_text_scrolls_so_that_the_cursor_is_seen, set_up),
        cmocka_unit_test_setup(a_secret_shows_marks_only, set_up),
        cmocka_unit_test_setup(capitals_are_noticed_from_three_letters_on, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

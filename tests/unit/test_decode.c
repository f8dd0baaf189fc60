/* Bytes of a terminal to keys. */
#include "../../screens/decode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct decode decode;

static int set_up(void **state) {
    (void)state;
    decode_init(&decode);
    return 0;
}

static void feed(const char *bytes, size_t size) {
    size_t room;
    char *at = decode_room(&decode, &room);
    assert_true(size <= room);
    memcpy(at, bytes, size);
    decode_add(&decode, size);
}

static void feed_text(const char *bytes) {
    feed(bytes, strlen(bytes));
}

static void expect(enum keys_code code, uint32_t character, bool alt) {
    struct key key;
    assert_int_equal(decode_next(&decode, false, &key), DECODE_KEY);
    assert_int_equal(key.code, code);
    assert_int_equal(key.character, character);
    assert_int_equal(key.alt, alt);
}

static void expect_result(enum decode_result result) {
    struct key key;
    assert_int_equal(decode_next(&decode, false, &key), result);
}

static void letters_accents_and_control_keys(void **state) {
    (void)state;
    feed_text("aé\u20ac\t\r\x7f\x0c\x15");
    expect(KEYS_TEXT, 'a', false);
    expect(KEYS_TEXT, 0xe9, false);
    expect(KEYS_TEXT, 0x20ac, false);
    expect(KEYS_TAB, 0, false);
    expect(KEYS_ENTER, 0, false);
    expect(KEYS_BACKSPACE, 0, false);
    expect(KEYS_REPAINT, 0, false);
    expect(KEYS_ERASE_LINE, 0, false);
    expect_result(DECODE_EMPTY);
}

static void separators_of_a_2d_doc_are_characters_and_come_in_order(void **state) {
    (void)state;
    feed_text("A\x1d"
              "B\x1e\x1f\x1c\x1b\x1d");
    expect(KEYS_TEXT, 'A', false);
    expect(KEYS_TEXT, 0x1d, false);
    expect(KEYS_TEXT, 'B', false);
    expect(KEYS_TEXT, 0x1e, false);
    expect(KEYS_TEXT, 0x1f, false);
    expect(KEYS_NONE, 0, false);
    expect(KEYS_ESCAPE, 0, false); /* Esc then Ctrl-], never Alt */
    expect(KEYS_TEXT, 0x1d, false);
    expect_result(DECODE_EMPTY);
}

static void nothing_pasted_is_a_command(void **state) {
    (void)state;
    feed_text("\x1b[200~a\x1b[A\x15\x1dv\r\n\t\x1bv\x1b[20");
    expect(KEYS_PASTE, 0, false);
    expect(KEYS_TEXT, 'a', false);
    expect(KEYS_NONE, 0, false);
    expect(KEYS_TEXT, '[', false);
    expect(KEYS_TEXT, 'A', false);
    expect(KEYS_NONE, 0, false);
    expect(KEYS_TEXT, 0x1d, false);
    expect(KEYS_TEXT, 'v', false);
    expect(KEYS_ENTER, 0, false);
    expect(KEYS_TAB, 0, false);
    expect(KEYS_NONE, 0, false);
    expect(KEYS_TEXT, 'v', false);
    expect_result(DECODE_INCOMPLETE);
    feed_text("1~\x1b[A");
    expect(KEYS_PASTE_END, 0, false);
    expect(KEYS_UP, 0, false);
    expect_result(DECODE_EMPTY);
}

static void interrupt_suspend_and_stop_are_no_keys(void **state) {
    (void)state;
    feed_text("\x03\x1a\x13\x1c");
    for (int i = 0; i < 4; i++)
        expect(KEYS_NONE, 0, false);
}

static void a_character_cut_between_two_reads_is_put_together(void **state) {
    (void)state;
    feed("\xc3", 1);
    expect_result(DECODE_INCOMPLETE);
    feed("\xa9", 1);
    expect(KEYS_TEXT, 0xe9, false);
}

static void bytes_that_are_no_utf8_are_passed_over_one_by_one(void **state) {
    (void)state;
    feed_text("\xff\xe9"
              "a\xc0\x80"
              "b");
    expect(KEYS_NONE, 0, false);
    expect(KEYS_NONE, 0, false);
    expect(KEYS_TEXT, 'a', false);
    expect(KEYS_NONE, 0, false);
    expect(KEYS_NONE, 0, false);
    expect(KEYS_TEXT, 'b', false);
}

static void a_carriage_return_and_its_line_feed_are_one_enter(void **state) {
    (void)state;
    feed_text("\r\n\n");
    expect(KEYS_ENTER, 0, false);
    expect(KEYS_ENTER, 0, false);
    expect_result(DECODE_EMPTY);
    feed_text("\r");
    expect(KEYS_ENTER, 0, false);
    feed_text("\n");
    expect_result(DECODE_EMPTY);
}

static void arrows_in_both_modes_and_function_keys_of_several_terminals(void **state) {
    (void)state;
    feed_text("\033[A\033OB\033[5~\033[Z\033OP\033[[A\033[11~\033[24~\033[3~");
    expect(KEYS_UP, 0, false);
    expect(KEYS_DOWN, 0, false);
    expect(KEYS_PAGE_UP, 0, false);
    expect(KEYS_BACK_TAB, 0, false);
    expect(KEYS_F1, 0, false);
    expect(KEYS_F1, 0, false);
    expect(KEYS_F1, 0, false);
    expect(KEYS_F12, 0, false);
    expect(KEYS_DELETE, 0, false);
    expect_result(DECODE_EMPTY);
}

static void a_sequence_cut_between_two_reads_is_put_together(void **state) {
    (void)state;
    feed_text("\033");
    expect_result(DECODE_INCOMPLETE);
    feed_text("[2");
    expect_result(DECODE_INCOMPLETE);
    feed_text("1~");
    expect(KEYS_F1 + 9, 0, false);
}

static void a_lone_escape_is_told_by_the_flush(void **state) {
    (void)state;
    struct key key;
    feed_text("\033");
    expect_result(DECODE_INCOMPLETE);
    assert_int_equal(decode_next(&decode, true, &key), DECODE_KEY);
    assert_int_equal(key.code, KEYS_ESCAPE);
    assert_int_equal(decode_next(&decode, true, &key), DECODE_EMPTY);
}

static void escape_and_a_letter_in_one_go_is_alt(void **state) {
    (void)state;
    feed_text("\033v\033é\033\033a");
    expect(KEYS_TEXT, 'v', true);
    expect(KEYS_TEXT, 0xe9, true);
    expect(KEYS_ESCAPE, 0, false);
    expect(KEYS_TEXT, 'a', true);
}

static void escape_before_enter_is_both(void **state) {
    (void)state;
    feed_text("\033\r");
    expect(KEYS_ESCAPE, 0, false);
    expect(KEYS_ENTER, 0, false);
}

static void an_unknown_sequence_is_nothing_rather_than_text(void **state) {
    (void)state;
    feed_text("\033[250~x\033[1;5Cy\033Oyz");
    expect(KEYS_NONE, 0, false);
    expect(KEYS_TEXT, 'x', false);
    expect(KEYS_NONE, 0, false);
    expect(KEYS_TEXT, 'y', false);
    expect(KEYS_NONE, 0, false);
    expect(KEYS_TEXT, 'z', false);
}

static void what_terminfo_says_goes_first(void **state) {
    (void)state;
    decode_learn(&decode, "\033[A", KEYS_F1);
    decode_learn(&decode, "x", KEYS_F1);
    decode_learn(&decode, NULL, KEYS_F1);
    feed_text("\033[Ax");
    expect(KEYS_F1, 0, false);
    expect(KEYS_TEXT, 'x', false);
}

static void what_was_typed_is_wiped_and_the_sequences_stay(void **state) {
    (void)state;
    decode_learn(&decode, "\033[V", KEYS_END);
    feed_text("secret");
    decode_wipe(&decode);
    expect_result(DECODE_EMPTY);
    for (size_t i = 0; i < DECODE_BYTES; i++)
        assert_int_equal(decode.bytes[i], 0);
    feed_text("\033[V");
    expect(KEYS_END, 0, false);
}

static void keys_taken_leave_nothing_behind(void **state) {
    (void)state;
    feed_text("1212");
    for (int i = 0; i < 4; i++)
        expect(KEYS_TEXT, (uint32_t) "1212"[i], false);
    for (size_t i = 0; i < DECODE_BYTES; i++)
        assert_int_equal(decode.bytes[i], 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(letters_accents_and_control_keys, set_up),
        cmocka_unit_test_setup(separators_of_a_2d_doc_are_characters_and_come_in_order, set_up),
        cmocka_unit_test_setup(nothing_pasted_is_a_command, set_up),
        cmocka_unit_test_setup(interrupt_suspend_and_stop_are_no_keys, set_up),
        cmocka_unit_test_setup(a_character_cut_between_two_reads_is_put_together, set_up),
        cmocka_unit_test_setup(bytes_that_are_no_utf8_are_passed_over_one_by_one, set_up),
        cmocka_unit_test_setup(a_carriage_return_and_its_line_feed_are_one_enter, set_up),
        cmocka_unit_test_setup(arrows_in_both_modes_and_function_keys_of_several_terminals, set_up),
        cmocka_unit_test_setup(a_sequence_cut_between_two_reads_is_put_together, set_up),
        cmocka_unit_test_setup(a_lone_escape_is_told_by_the_flush, set_up),
        cmocka_unit_test_setup(escape_and_a_letter_in_one_go_is_alt, set_up),
        cmocka_unit_test_setup(escape_before_enter_is_both, set_up),
        cmocka_unit_test_setup(an_unknown_sequence_is_nothing_rather_than_text, set_up),
        cmocka_unit_test_setup(what_terminfo_says_goes_first, set_up),
        cmocka_unit_test_setup(what_was_typed_is_wiped_and_the_sequences_stay, set_up),
        cmocka_unit_test_setup(keys_taken_leave_nothing_behind, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Builder, UTF-8, width. */
#include "../../kiosk/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <string.h>

#include <glib.h>

#include <cmocka.h>

#include "../../kiosk/memory.h"

/* --- Builder --- */

static void a_builder_grows_up_to_its_ceiling(void **state) {
    (void)state;
    struct text_builder builder;
    text_builder_init(&builder, 1000);
    assert_string_equal(builder.bytes, "");
    for (int i = 0; i < 1000; i++)
        text_append_char(&builder, (char)('a' + i % 26));
    assert_false(builder.failed);
    assert_int_equal(builder.length, 1000);
    assert_int_equal(strlen(builder.bytes), 1000);
    char *text = NULL;
    assert_int_equal(text_builder_take(&builder, &text), STATUS_OK);
    assert_memory_equal(text, "abcdefghijklmnopqrstuvwxyzab", 28);
    assert_null(builder.bytes);
    memory_free(text);
}

static void a_builder_over_its_ceiling_gives_nothing(void **state) {
    (void)state;
    struct text_builder builder;
    text_builder_init(&builder, 10);
    text_append(&builder, "0123456789");
    assert_false(builder.failed);
    text_append(&builder, "");
    assert_false(builder.failed);
    text_append_char(&builder, 'x');
    assert_true(builder.failed);
    assert_string_equal(builder.bytes, "0123456789");
    char *text = NULL;
    assert_int_equal(text_builder_take(&builder, &text), STATUS_TOO_LONG);
    assert_null(text);
    assert_null(builder.bytes);
}

static void after_a_failure_nothing_more_is_appended(void **state) {
    (void)state;
    struct text_builder builder;
    text_builder_init(&builder, 4);
    text_append(&builder, "12");
    text_append(&builder, "345");
    text_append(&builder, "3");
    text_appendf(&builder, "%d", 4);
    text_append_bytes(&builder, "5", 1);
    assert_string_equal(builder.bytes, "12");
    text_builder_clear(&builder);
    text_append(&builder, "cleared builders take nothing");
    assert_null(builder.bytes);
}

static void a_builder_formats_to_the_last_byte(void **state) {
    (void)state;
    struct text_builder builder;
    text_builder_init(&builder, 12);
    text_appendf(&builder, "%s-%03d", "Noël", 7);
    assert_string_equal(builder.bytes, "Noël-007");
    text_appendf(&builder, "%s", "abc");
    assert_false(builder.failed);
    assert_int_equal(builder.length, 12);
    text_appendf(&builder, "%s", "d");
    assert_true(builder.failed);
    text_builder_clear(&builder);
}

static void a_builder_takes_bytes_with_zeroes_in_them(void **state) {
    (void)state;
    struct text_builder builder;
    text_builder_init(&builder, 100000);
    for (int i = 0; i < 1000; i++)
        text_append_bytes(&builder, "\0é\0xyz", 7);
    assert_int_equal(builder.length, 7000);
    assert_memory_equal(builder.bytes + 6993, "\0é\0xyz", 8);
    text_builder_clear(&builder);
}

/* --- Fixed buffers --- */

static void formatting_into_a_buffer_is_whole_or_nothing(void **state) {
    (void)state;
    char buffer[6];
    assert_true(text_format(buffer, sizeof buffer, "%d", 12345));
    assert_string_equal(buffer, "12345");
    assert_false(text_format(buffer, sizeof buffer, "%d", 123456));
    assert_string_equal(buffer, "");
}

static void copying_into_a_buffer_cuts_between_characters(void **state) {
    (void)state;
    char buffer[6];
    assert_true(text_copy(buffer, sizeof buffer, "abcde"));
    assert_string_equal(buffer, "abcde");
    assert_false(text_copy(buffer, sizeof buffer, "abcdef"));
    assert_string_equal(buffer, "abcde");
    assert_false(text_copy(buffer, sizeof buffer, "abcdé"));
    assert_string_equal(buffer, "abcd");
    assert_false(text_copy(buffer, sizeof buffer, "ab€€"));
    assert_string_equal(buffer, "ab€");
    assert_false(text_copy(buffer, 1, "a"));
    assert_string_equal(buffer, "");
    assert_false(text_copy(buffer, 0, "a"));
}

/* --- UTF-8 --- */

static void every_code_point_comes_back_from_its_bytes(void **state) {
    (void)state;
    for (uint32_t code_point = 1; code_point <= 0x10FFFF; code_point++) {
        char bytes[5] = "", expected[7] = "";
        if (code_point == 0xD800)
            code_point = 0xE000;
        size_t length = text_encode(code_point, bytes);
        const char *at = bytes;
        if (length != (size_t)g_unichar_to_utf8(code_point, expected) || strcmp(bytes, expected) != 0 ||
            !text_is_utf8(bytes, length) || text_next(&at) != code_point || at != bytes + length)
            fail_msg("U+%04X", (unsigned)code_point);
    }
}

static void three_bytes_are_utf8_when_glib_says_so(void **state) {
    (void)state;
    for (uint32_t bytes = 0; bytes < 1 << 24; bytes += bytes < 0xC00000 ? 7u : 1u) {
        const char text[] = {(char)(bytes >> 16), (char)(bytes >> 8), (char)bytes, '\0'};
        if (text_is_utf8(text, 3) != (bool)g_utf8_validate(text, 3, NULL))
            fail_msg("%06X", (unsigned)bytes);
    }
}

static void ill_formed_bytes_are_refused(void **state) {
    (void)state;
    static const char *const bad[] = {
        "\xC0\x80",
        "\xC1\xBF",
        "\xE0\x9F\xBF",
        "\xED\xA0\x80",
        "\xED\xBF\xBF",
        "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xF8\x88\x80\x80\x80",
        "\x80",
        "\xC3",
        "\xE2\x82",
        "\xF0\x9F\x98",
        "a\xFF",
        "\xC3(",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(text_is_utf8(bad[i], strlen(bad[i])));
        assert_true(text_has_control(bad[i]));
    }
    assert_false(text_is_utf8("a\0b", 3));
    assert_true(text_is_utf8("", 0));
}

static void a_bad_byte_is_read_as_a_replacement_and_left_behind(void **state) {
    (void)state;
    const char *at = "\xE2\x82é";
    assert_int_equal(text_next(&at), 0xFFFD);
    assert_int_equal(text_next(&at), 0xFFFD);
    assert_int_equal(text_next(&at), 0xE9);
    assert_int_equal(text_next(&at), 0);
    assert_int_equal(text_next(&at), 0);
}

static void control_characters_are_seen(void **state) {
    (void)state;
    static const char *const with[] = {"a\nb", "\x1B[2J", "\x7F", "\t", "\xC2\x80", "a\xC2\x9Bz", "\xC2\x9F"};
    static const char *const without[] = {"", " ", "DUMONT D'URVILLE", "Noël\u00A0!", "~", "œ\u0301"};
    for (size_t i = 0; i < sizeof with / sizeof with[0]; i++)
        assert_true(text_has_control(with[i]));
    for (size_t i = 0; i < sizeof without / sizeof without[0]; i++)
        assert_false(text_has_control(without[i]));
}

/* --- Width --- */

static void takes_marks_that_reorder_or_hide_text_for_controls(void **state) {
    (void)state;
    static const char *const hidden[] = {"DU\u202ERAND", "DU\u200BRAND", "\u2066DURAND", "\uFEFFDURAND",
                                         "\u061CDURAND"};
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        assert_true(text_has_control(hidden[i]));
}

static void latin_is_one_column_marks_none_and_east_asian_two(void **state) {
    (void)state;
    assert_int_equal(text_width(""), 0);
    assert_int_equal(text_width("Condé-sur-Noireau"), 17);
    assert_int_equal(text_width("Conde\u0301"), 5);
    assert_int_equal(text_width("●◌✗─│▄█…«»\u00A0\u202F"), 12);
    assert_int_equal(text_width("東京"), 4);
    assert_int_equal(text_width("Ａ１"), 4);
    assert_int_equal(text_width("e\u0323\u0302\uFE0F"), 1);
    assert_int_equal(text_width("😀"), 2);
}

static void widths_agree_with_unicode_in_latin_and_cjk(void **state) {
    (void)state;
    for (uint32_t code_point = 0xA0; code_point < 0x370; code_point++)
        assert_int_equal(text_code_point_width(code_point),
                         g_unichar_iszerowidth(code_point) && code_point != 0xAD ? 0 : 1);
    for (uint32_t code_point = 0x1E00; code_point < 0x1F00; code_point++)
        assert_int_equal(text_code_point_width(code_point), 1);
    for (uint32_t code_point = 0x4E00; code_point < 0xA000; code_point++)
        assert_int_equal(text_code_point_width(code_point), 2);
}

static void what_fits_is_cut_before_the_character_that_does_not(void **state) {
    (void)state;
    assert_int_equal(text_fit("abc", 5), 3);
    assert_int_equal(text_fit("abc", 2), 2);
    assert_int_equal(text_fit("abc", 0), 0);
    assert_int_equal(text_fit("éàü", 2), 4);
    assert_int_equal(text_fit("e\u0301a", 1), 3); /* the accent stays with its letter */
    assert_int_equal(text_fit("東京", 3), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_builder_grows_up_to_its_ceiling),
        cmocka_unit_test(a_builder_over_its_ceiling_gives_nothing),
        cmocka_unit_test(after_a_failure_nothing_more_is_appended),
        cmocka_unit_test(a_builder_formats_to_the_last_byte),
        cmocka_unit_test(a_builder_takes_bytes_with_zeroes_in_them),
        cmocka_unit_test(formatting_into_a_buffer_is_whole_or_nothing),
        cmocka_unit_test(copying_into_a_buffer_cuts_between_characters),
        cmocka_unit_test(every_code_point_comes_back_from_its_bytes),
        cmocka_unit_test(three_bytes_are_utf8_when_glib_says_so),
        cmocka_unit_test(ill_formed_bytes_are_refused),
        cmocka_unit_test(a_bad_byte_is_read_as_a_replacement_and_left_behind),
        cmocka_unit_test(control_characters_are_seen),
        cmocka_unit_test(takes_marks_that_reorder_or_hide_text_for_controls),
        cmocka_unit_test(latin_is_one_column_marks_none_and_east_asian_two),
        cmocka_unit_test(widths_agree_with_unicode_in_latin_and_cjk),
        cmocka_unit_test(what_fits_is_cut_before_the_character_that_does_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

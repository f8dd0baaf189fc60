/* The shapes of a NEPH. */
#include "../../kiosk/neph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <string.h>

#include <cmocka.h>

#include "../../kiosk/text.h"

static void assert_reads(const char *typed, enum neph_kind kind, const char *expected) {
    char neph[RECORD_NEPH_MAX + 1];
    memset(neph, 'x', sizeof neph);
    assert_int_equal(neph_read(typed, neph), kind);
    assert_string_equal(neph, expected);
}

static void a_neph_is_read_whatever_separates_its_characters(void **state) {
    (void)state;
    static const char *const shapes[] = {"121201200001",
                                         "1212 0120 0001",
                                         " 1212-0120-0001 ",
                                         "12.12.01.200001",
                                         "1212/0120/0001",
                                         "1212\u00A00120\u202F0001",
                                         "1212–0120—0001",
                                         "1212\t0120 0001  ",
                                         "\uFEFF1212\u200B01200001",
                                         "１２１２０１２００００１"};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        assert_reads(shapes[i], NEPH_OK, "121201200001");
}

static void letters_are_upper_cased(void **state) {
    (void)state;
    assert_reads("ab12c", NEPH_OK, "AB12C");
    assert_reads("ｘyz99", NEPH_OK, "XYZ99");
}

static void five_to_nineteen_characters_are_taken(void **state) {
    (void)state;
    assert_reads("12345", NEPH_OK, "12345");
    assert_reads("1234567890123456789", NEPH_OK, "1234567890123456789");
    assert_reads("1234", NEPH_TOO_SHORT, "");
    assert_reads("1-2-3-4", NEPH_TOO_SHORT, "");
    assert_reads("12345678901234567890", NEPH_TOO_LONG, "");
    assert_reads("1234 5678 9012 3456 789", NEPH_OK, "1234567890123456789");
}

static void nothing_typed_is_empty(void **state) {
    (void)state;
    assert_reads("", NEPH_EMPTY, "");
    assert_reads("  - . / ", NEPH_EMPTY, "");
}

static void other_characters_are_not_guessed_at(void **state) {
    (void)state;
    static const char *const bad[] = {"12120120000é", "1212_0120", "121201200001*", "&é\"'(-è_çà",          "12345<",
                                      "1234\x1Bz",    "12345\xFF", "١٢٣٤٥",         "12345678901234567890?"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_reads(bad[i], NEPH_BAD_CHARACTER, "");
}

static void field_5_of_the_card_is_a_title_number(void **state) {
    (void)state;
    assert_reads("13AA00002", NEPH_TITLE_NUMBER, "13AA00002");
    assert_reads("13 aa 00002", NEPH_TITLE_NUMBER, "13AA00002");
    assert_reads("13A000002", NEPH_OK, "13A000002");
    assert_reads("13AA0000", NEPH_OK, "13AA0000");
    assert_reads("13AA000021", NEPH_OK, "13AA000021");
    assert_reads("1BAA00002", NEPH_OK, "1BAA00002");
    assert_reads("123456789", NEPH_OK, "123456789");
}

static void it_is_grouped_by_four_for_the_eye(void **state) {
    (void)state;
    char text[32];
    neph_write_grouped("121201200001", text);
    assert_string_equal(text, "1212 0120 0001");
    neph_write_grouped("12345", text);
    assert_string_equal(text, "1234 5");
    neph_write_grouped("1234567890123456789", text);
    assert_string_equal(text, "1234 5678 9012 3456 789");
    neph_write_grouped("", text);
    assert_string_equal(text, "");
}

static void grouping_is_undone_by_reading(void **state) {
    (void)state;
    char text[32];
    for (size_t length = RECORD_NEPH_MIN; length <= RECORD_NEPH_MAX; length++) {
        char neph[] = "A1B2C3D4E5F6G7H8I9J";
        neph[length] = '\0';
        neph_write_grouped(neph, text);
        assert_reads(text, NEPH_OK, neph);
    }
}

static void all_but_the_last_four_are_masked(void **state) {
    (void)state;
    char text[64];
    neph_write_masked("121201200001", text);
    assert_string_equal(text, "••••••••0001");
    neph_write_masked("12345", text);
    assert_string_equal(text, "•2345");
    neph_write_masked("1234567890123456789", text);
    assert_int_equal(text_width(text), 19);
    neph_write_masked("", text);
    assert_string_equal(text, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_neph_is_read_whatever_separates_its_characters),
        cmocka_unit_test(letters_are_upper_cased),
        cmocka_unit_test(five_to_nineteen_characters_are_taken),
        cmocka_unit_test(nothing_typed_is_empty),
        cmocka_unit_test(other_characters_are_not_guessed_at),
        cmocka_unit_test(field_5_of_the_card_is_a_title_number),
        cmocka_unit_test(it_is_grouped_by_four_for_the_eye),
        cmocka_unit_test(grouping_is_undone_by_reading),
        cmocka_unit_test(all_but_the_last_four_are_masked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Folding, compared with GLib's own normalisation, and what an ASCII terminal shows. */
#include "../../kiosk/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <string.h>

#include <glib.h>

#include <cmocka.h>

static void assert_folds(const char *text, const char *expected) {
    char out[128];
    assert_int_equal(text_fold(text, out, sizeof out), STATUS_OK);
    assert_string_equal(out, expected);
}

static void the_examples_of_the_specification_fold(void **state) {
    (void)state;
    assert_folds("DUMONT D'URVILLE", "DUMONT DURVILLE");
    assert_folds("CONDÉ-SUR-NOIREAU", "CONDE SUR NOIREAU");
    assert_folds("Jules Sébastien César", "JULES SEBASTIEN CESAR");
}

static void letters_that_do_not_decompose_have_their_spelling(void **state) {
    (void)state;
    assert_folds("Æ æ Œ œ ß ẞ", "AE AE OE OE SS SS");
    assert_folds("Þ þ Đ đ Ð ð Ł ł Ø ø ı", "TH TH D D D D L L O O I");
    assert_folds("Ǽ ǽ Ǣ ǣ Ǿ ǿ", "AE AE AE AE O O");
    assert_folds("Lætitia Vœux Weiß Þór", "LAETITIA VOEUX WEISS THOR");
}

static void every_french_diacritic_folds(void **state) {
    (void)state;
    assert_folds("ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ", "AAACEEEEIIOOUUUY");
    assert_folds("àâäçéèêëîïôöùûüÿ", "AAACEEEEIIOOUUUY");
    assert_folds("E\u0301le\u0300ve Franc\u0327oise", "ELEVE FRANCOISE"); /* already decomposed */
}

static void apostrophes_disappear_and_the_rest_is_one_space(void **state) {
    (void)state;
    assert_folds("D'A D’A Dʼ A", "DA DA D A");
    assert_folds("  a -- b\u00A0_\tc. ", "A B C");
    assert_folds("-", "");
    assert_folds("", "");
    assert_folds("A/B", "A B");
    assert_folds("東京 2", "2");
    assert_folds("0123456789", "0123456789");
}

static bool is_settled_otherwise(uint32_t code_point) {
    static const uint32_t ours[] = {0x1E9E, 0x1E9A, 0x01E2, 0x01E3, 0x01FC, 0x01FD, 0x01FE, 0x01FF};
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
        if (ours[i] == code_point)
            return true;
    return false;
}

static const char *spell(uint32_t code_point) {
    static const struct {
        const char *letter, *spelling;
    } rows[] = {{"Æ", "AE"}, {"æ", "ae"}, {"Œ", "OE"}, {"œ", "oe"}, {"ß", "SS"}, {"Þ", "TH"}, {"þ", "th"}, {"Đ", "D"},
                {"đ", "d"},  {"Ð", "D"},  {"ð", "d"},  {"Ł", "L"},  {"ł", "l"},  {"Ø", "O"},  {"ø", "o"},  {"ı", "I"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (g_utf8_get_char(rows[i].letter) == code_point)
            return rows[i].spelling;
    return NULL;
}

/* The rule of the specification, done by GLib: spellings, NFD, no marks, upper case, the rest is a space. */
static void fold_by_glib(uint32_t code_point, char *out) {
    char letter[7] = "";
    g_unichar_to_utf8(code_point, letter);
    char *decomposed = g_utf8_normalize(spell(code_point) != NULL ? spell(code_point) : letter, -1, G_NORMALIZE_NFD);
    GString *bare = g_string_new(NULL);
    for (const char *at = decomposed; *at != '\0'; at = g_utf8_next_char(at))
        if (!g_unichar_ismark(g_utf8_get_char(at)))
            g_string_append_unichar(bare, g_utf8_get_char(at));
    char *upper = g_utf8_strup(bare->str, -1);
    size_t length = 0;
    for (const char *at = upper; *at != '\0'; at = g_utf8_next_char(at)) {
        uint32_t found = g_utf8_get_char(at);
        if (found != '\'' && found != 0x2019 && found != 0x02BC)
            out[length++] = found < 0x80 && g_ascii_isalnum((char)found) ? (char)found : ' ';
    }
    out[length] = '\0';
    g_free(upper);
    g_string_free(bare, TRUE);
    g_free(decomposed);
}

static void every_latin_letter_folds_as_its_decomposition(void **state) {
    (void)state;
    static const struct {
        uint32_t first, last;
    } blocks[] = {{0x21, 0x36F},    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1EFF},
                  {0x2010, 0x24FF}, {0x4E00, 0x4EFF}, {0xFB00, 0xFB06}};
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        for (uint32_t code_point = blocks[i].first; code_point <= blocks[i].last; code_point++) {
            char text[16] = "X", out[32], by_glib[16], expected[32] = "X";
            size_t length = 1 + text_encode(code_point, text + 1);
            text[length] = 'X';
            if (is_settled_otherwise(code_point) || !g_unichar_isdefined(code_point))
                continue;
            fold_by_glib(code_point, by_glib);
            g_strlcat(expected, by_glib, sizeof expected);
            g_strlcat(expected, "X", sizeof expected);
            assert_int_equal(text_fold(text, out, sizeof out), STATUS_OK);
            if (strcmp(out, expected) != 0)
                fail_msg("U+%04X: \"%s\" instead of \"%s\"", (unsigned)code_point, out, expected);
        }
    }
}

static void folding_twice_changes_nothing(void **state) {
    (void)state;
    char once[64], twice[64];
    assert_int_equal(text_fold("L'Haÿ-les-Roses, œuvre nº 3", once, sizeof once), STATUS_OK);
    assert_int_equal(text_fold(once, twice, sizeof twice), STATUS_OK);
    assert_string_equal(once, twice);
}

static void folding_what_does_not_fit_gives_nothing(void **state) {
    (void)state;
    char out[5];
    assert_int_equal(text_fold("ab-d", out, sizeof out), STATUS_OK);
    assert_string_equal(out, "AB D");
    assert_int_equal(text_fold("ab-d ", out, sizeof out), STATUS_OK);
    assert_int_equal(text_fold("ab-de", out, sizeof out), STATUS_TOO_LONG);
    assert_string_equal(out, "");
    assert_int_equal(text_fold("abcœ", out, sizeof out), STATUS_TOO_LONG);
    assert_int_equal(text_fold("", out, 1), STATUS_OK);
    assert_int_equal(text_fold("", out, 0), STATUS_TOO_LONG);
}

static void assert_ascii(const char *text, const char *expected) {
    char out[128];
    text_to_ascii(text, out, sizeof out);
    assert_string_equal(out, expected);
}

static void an_ascii_terminal_gets_letters_quotes_and_dashes(void **state) {
    (void)state;
    assert_ascii("Préfecture du Calvados", "Prefecture du Calvados");
    assert_ascii("Œuvre d’État – « Noël »", "OEuvre d'Etat - \" Noel \"");
    assert_ascii("● SNPC 9\u00A0h\u00A031", "* SNPC 9 h 31");
    assert_ascii("◌ ✗ … €", "o x ... EUR");
    assert_ascii("E\u0301", "E");
    assert_ascii("東\xFF", "??");
    assert_ascii("──┼ │", "--+ |");
    assert_ascii("▁▄█░·", "_=#:.");
}

static void what_an_ascii_terminal_gets_is_cut_to_its_room(void **state) {
    (void)state;
    char out[4];
    text_to_ascii("aœœ", out, sizeof out);
    assert_string_equal(out, "aoe");
    text_to_ascii("ab…", out, sizeof out);
    assert_string_equal(out, "ab");
    text_to_ascii("ab", out, 1);
    assert_string_equal(out, "");
    text_to_ascii("ab", out, 0);
    assert_string_equal(out, "");
}

static void an_ascii_terminal_gets_nothing_but_ascii(void **state) {
    (void)state;
    for (uint32_t code_point = 1; code_point < 0x30000; code_point++) {
        char text[5] = "", out[16];
        text_encode(code_point, text);
        text_to_ascii(text, out, sizeof out);
        for (const char *at = out; *at != '\0'; at++)
            assert_true((unsigned char)*at < 0x80);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_the_specification_fold),
        cmocka_unit_test(letters_that_do_not_decompose_have_their_spelling),
        cmocka_unit_test(every_french_diacritic_folds),
        cmocka_unit_test(apostrophes_disappear_and_the_rest_is_one_space),
        cmocka_unit_test(every_latin_letter_folds_as_its_decomposition),
        cmocka_unit_test(folding_twice_changes_nothing),
        cmocka_unit_test(folding_what_does_not_fit_gives_nothing),
        cmocka_unit_test(an_ascii_terminal_gets_letters_quotes_and_dashes),
        cmocka_unit_test(what_an_ascii_terminal_gets_is_cut_to_its_room),
        cmocka_unit_test(an_ascii_terminal_gets_nothing_but_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What a scanner or a person puts into a field: each kind, in its shapes. The damage of keyboards is in
 * test_scan_keyboard. */
#include "../../kiosk/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/place.h"

static const struct date today = {2026, 11, 24};
static struct scan scan;

static void scan_bytes(const char *text, size_t length) {
    memset(&scan, 'x', sizeof scan);
    scan_read(text, length, NULL, today, &scan);
}

static void assert_scan(const char *text, enum scan_kind kind, enum scan_repair repair) {
    scan_bytes(text, strlen(text));
    assert_string_equal(scan_kind_name(scan.kind), scan_kind_name(kind));
    assert_int_equal(scan.repair, repair);
    assert_int_equal(scan.why != NULL, kind == SCAN_UNKNOWN);
}

/* The specimen of the specification, without its end of line. */
static const char *specimen(void) {
    static char text[SEAL_TEXT_MAX + 1];
    char *path = place_in_shared("2d-doc/specimen-ab.txt");
    FILE *file = fopen(path, "r");
    free(path);
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    text[strcspn(text, "\r\n")] = '\0';
    return text;
}

/* --- NEPH and title number --- */

static void a_neph_is_recognised_in_all_its_shapes(void **state) {
    (void)state;
    static const char *const shapes[] = {
        "121201200001",       "1212 0120 0001",           "12-12-01-20-0001",
        "12.12.01.200001",    "121201\n200001",           "121201\r\n200001\r\n",
        "  121201\t200001  ", "１２１２０１２００００１", "\uFEFF1212\u00A00120\u202F0001"};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        assert_scan(shapes[i], SCAN_NEPH, SCAN_AS_IT_CAME);
        assert_string_equal(scan.neph, "121201200001");
    }
    assert_scan("ab12c", SCAN_NEPH, SCAN_AS_IT_CAME);
    assert_string_equal(scan.neph, "AB12C");
    assert_scan("1234567890123456789", SCAN_NEPH, SCAN_AS_IT_CAME);
}

static void a_title_number_is_told_from_a_neph(void **state) {
    (void)state;
    static const char *const shapes[] = {"13AA00002", "13 aa 00002", "13-AA-00002\r\n"};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        assert_scan(shapes[i], SCAN_TITLE_NUMBER, SCAN_AS_IT_CAME);
        assert_string_equal(scan.neph, "13AA00002");
    }
}

static void what_is_nothing_says_why(void **state) {
    (void)state;
    static const struct {
        const char *text, *why;
    } texts[] = {{"", "empty"},
                 {" - \r\n", "empty"},
                 {"1234", "too-short"},
                 {"12345678901234567890", "too-long"},
                 {"prénom", "bad-character"},
                 {"l'été", "bad-character"},
                 {"121201200001\x1D", "bad-character"},
                 {"\xFF\xFE", "bad-character"},
                 {"DC04FR000001", NULL}};
    for (size_t i = 0; texts[i].why != NULL; i++) {
        assert_scan(texts[i].text, SCAN_UNKNOWN, SCAN_AS_IT_CAME);
        assert_string_equal(scan.why, texts[i].why);
        assert_string_equal(scan.neph, "");
    }
}

static void a_text_longer_than_any_scan_is_nothing(void **state) {
    (void)state;
    static char text[SCAN_TEXT_MAX + 2];
    memset(text, '1', sizeof text - 1);
    assert_scan(text, SCAN_UNKNOWN, SCAN_AS_IT_CAME);
    assert_string_equal(scan.why, "too-long");
}

static void a_nul_ends_nothing(void **state) {
    (void)state;
    scan_bytes("121201\0"
               "200001",
               13);
    assert_int_equal(scan.kind, SCAN_NEPH);
    assert_string_equal(scan.neph, "121201200001");
}

/* --- Machine readable zones --- */

static void a_zone_is_recognised_whatever_ends_its_lines(void **state) {
    (void)state;
    static const char *const zones[] = {
        "D1FRA13AA000026181231MARTIN<<9",
        "D1FRA13AA000026181231MARTIN<<9\r",
        "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\r\n8806923102858CORINNE<<<<<<<6512068F6\r\n",
        "I<UTOD231458907<<<<<<<<<<<<<<<\r7408122F1204159UTO<<<<<<<<<<<6\rERIKSSON<<ANNA<MARIA<<<<<<<<<<\r",
        "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        "p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<\nl898902c36uto7408122f1204159ze184226b<<<<<10\n"};
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        assert_scan(zones[i], SCAN_MRZ, SCAN_AS_IT_CAME);
        assert_int_equal(scan.mrz.error_count, 0);
    }
}

static void a_wrong_zone_keeps_its_errors(void **state) {
    (void)state;
    assert_scan("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<11", SCAN_MRZ,
                SCAN_AS_IT_CAME);
    assert_int_equal(scan.mrz.error_count, 1);
}

static void a_look_alike_in_a_zone_is_proposed(void **state) {
    (void)state;
    assert_scan("D1FRAI3AA000026181231MARTIN<<9", SCAN_MRZ, SCAN_TO_CONFIRM);
    assert_int_equal(scan.mrz.error_count, 0);
    assert_string_equal(scan.mrz.number, "13AA00002");
}

static int quiet_ms(const char *text) {
    return scan_quiet_ms(text, strlen(text));
}

static void a_zone_whose_lines_are_not_all_there_may_go_on(void **state) {
    (void)state;
    static const char *const go_on[] = {
        "I<UTOD231458907<<<<<<<<<<<<<<<\n", "I<UTOD231458907<<<<<<<<<<<<<<<\r\n7408122F1204159UTO<<<<<<<<<<<6\r\n",
        "I.UTOD\"é&\'(-_çàè..............\n", /* on AZERTY */
        "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\r", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"};
    static const char *const over[] = {
        "",
        "\n",
        "121201200001\n",
        "I<UTOD231458907<<<<<<<<<<<<<<<", /* no line end yet: it comes at once */
        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<\n",
        "I<UTOD231458907<<<<<<<<<<<<<<<\n121201200001\n",
        "D1FRA13AA000026181231MARTIN<<9\n", /* one line is all of a licence */
        "D&FRQ&\"QQààààé-&_&é\"&?QRTIN..ç\n",
        "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\n8806923102858CORINNE<<<<<<<6512068F6\n"};
    for (size_t i = 0; i < sizeof go_on / sizeof go_on[0]; i++)
        assert_int_equal(quiet_ms(go_on[i]), SCAN_LINE_QUIET_MS);
    for (size_t i = 0; i < sizeof over / sizeof over[0]; i++)
        assert_int_equal(quiet_ms(over[i]), SCAN_QUIET_MS);
}

/* --- 2D-Doc --- */

static void a_2d_doc_is_recognised_with_its_control_characters_or_their_substitutes(void **state) {
    (void)state;
    static const char *const names[][3] = {
        {"\x1D", "\x1E", "\x1F"}, {"<GS>", "<RS>", "<US>"}, {"^]", "^^", "^_"}, {"{g}", "{r}", "{u}"}};
    const struct seal_substitutes own = {"{g}", "{r}", "{u}"};
    const char *text = specimen();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char typed[SCAN_TEXT_MAX];
        size_t length = (size_t)snprintf(typed, sizeof typed, " ");
        for (const char *at = text; *at != '\0'; at++) {
            const char plain[2] = {*at};
            const char *name = *at == SEAL_GS   ? names[i][0]
                               : *at == SEAL_RS ? names[i][1]
                               : *at == SEAL_US ? names[i][2]
                                                : plain;
            length += (size_t)snprintf(typed + length, sizeof typed - length, "%s", name);
        }
        length += (size_t)snprintf(typed + length, sizeof typed - length, "\r\n");
        scan_read(typed, length, &own, today, &scan);
        assert_int_equal(scan.kind, SCAN_2D_DOC);
        assert_int_equal(scan.repair, SCAN_AS_IT_CAME);
        assert_int_equal(scan.seal_length, strlen(text));
        assert_memory_equal(scan.seal, text, scan.seal_length + 1);
    }
}

/* The specimen without those characters. */
static const char *without(const char *characters) {
    static char text[SEAL_TEXT_MAX + 1];
    size_t length = 0;
    for (const char *at = specimen(); *at != '\0'; at++)
        if (strchr(characters, *at) == NULL)
            text[length++] = *at;
    text[length] = '\0';
    return text;
}

static void a_2d_doc_without_its_control_characters_is_damaged(void **state) {
    (void)state;
    assert_scan(without("\x1D\x1E\x1F"), SCAN_2D_DOC, SCAN_DAMAGED);
    assert_scan(without("\x1F"), SCAN_2D_DOC, SCAN_DAMAGED);
    assert_scan(without("\x1D"), SCAN_2D_DOC, SCAN_DAMAGED);
    assert_non_null(strstr(scan_setup_sentence(), "Réglez-le"));
}

static void a_2d_doc_whose_only_field_needs_no_gs_is_whole(void **state) {
    (void)state;
    char text[256];
    const char *signature = strchr(specimen(), SEAL_US);
    snprintf(text, sizeof text, "DC04FR00000125272527AB01FRAC121201200001%s", signature);
    assert_scan(text, SCAN_2D_DOC, SCAN_AS_IT_CAME);
    assert_string_equal(scan.seal, text);
}

static void another_malformed_2d_doc_is_left_to_the_reader_of_seals(void **state) {
    (void)state;
    char text[SEAL_TEXT_MAX + 1];
    snprintf(text, sizeof text, "%s", specimen());
    memcpy(strstr(text, "6HM"), "ZZM", 3);
    assert_scan(text, SCAN_2D_DOC, SCAN_AS_IT_CAME);
    assert_string_equal(scan.seal, text);
    memcpy(text + 2, "99", 2); /* a version that does not exist */
    assert_scan(text, SCAN_2D_DOC, SCAN_AS_IT_CAME);
}

static void what_was_scanned_is_wiped(void **state) {
    (void)state;
    static const struct scan zero;
    assert_scan("121201200001", SCAN_NEPH, SCAN_AS_IT_CAME);
    scan_clear(&scan);
    assert_memory_equal(&scan, &zero, sizeof scan);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_neph_is_recognised_in_all_its_shapes),
        cmocka_unit_test(a_title_number_is_told_from_a_neph),
        cmocka_unit_test(what_is_nothing_says_why),
        cmocka_unit_test(a_text_longer_than_any_scan_is_nothing),
        cmocka_unit_test(a_nul_ends_nothing),
        cmocka_unit_test(a_zone_is_recognised_whatever_ends_its_lines),
        cmocka_unit_test(a_wrong_zone_keeps_its_errors),
        cmocka_unit_test(a_look_alike_in_a_zone_is_proposed),
        cmocka_unit_test(a_zone_whose_lines_are_not_all_there_may_go_on),
        cmocka_unit_test(a_2d_doc_is_recognised_with_its_control_characters_or_their_substitutes),
        cmocka_unit_test(a_2d_doc_without_its_control_characters_is_damaged),
        cmocka_unit_test(a_2d_doc_whose_only_field_needs_no_gs_is_whole),
        cmocka_unit_test(another_malformed_2d_doc_is_left_to_the_reader_of_seals),
        cmocka_unit_test(what_was_scanned_is_wiped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

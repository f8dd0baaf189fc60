/* What a keyboard scanner's text looks like on a French layout, typed here with the tables of xkeyboard-config itself,
 * and what is made of it. */
#include "../../kiosk/scan_private.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/text.h"
#include "../support/place.h"

#define SYMBOLS "/usr/share/X11/xkb/symbols/"

static const struct date today = {2026, 11, 24};
static struct scan scan;

static void assert_scan(const char *text, enum scan_kind kind, enum scan_repair repair) {
    scan_read(text, strlen(text), NULL, today, &scan);
    assert_string_equal(scan_kind_name(scan.kind), scan_kind_name(kind));
    assert_int_equal(scan.repair, repair);
}

/* --- The layouts of X11 --- */

/* The keys that a scan may need, and what they make without and with Shift. */
static const char *const key_names[] = {"AE01", "AE02", "AE03", "AE04", "AE05", "AE06", "AE07", "AE08", "AE09", "AE10",
                                        "AE11", "AE12", "AD01", "AD02", "AD03", "AD04", "AD05", "AD06", "AD07", "AD08",
                                        "AD09", "AD10", "AD11", "AD12", "AC01", "AC02", "AC03", "AC04", "AC05", "AC06",
                                        "AC07", "AC08", "AC09", "AC10", "AC11", "BKSL", "AB01", "AB02", "AB03", "AB04",
                                        "AB05", "AB06", "AB07", "AB08", "AB09", "AB10", "TLDE", "LSGT"};
enum { KEY_COUNT = sizeof key_names / sizeof key_names[0] };
struct layout {
    uint32_t keys[KEY_COUNT][2];
};
static struct layout us, french;

static uint32_t symbol(const char *name) {
    static const struct {
        const char *name;
        uint32_t code_point;
    } symbols[] = {
        {"exclam", '!'},      {"at", '@'},           {"numbersign", '#'},    {"dollar", '$'},      {"percent", '%'},
        {"asciicircum", '^'}, {"ampersand", '&'},    {"asterisk", '*'},      {"parenleft", '('},   {"parenright", ')'},
        {"minus", '-'},       {"underscore", '_'},   {"equal", '='},         {"plus", '+'},        {"bracketleft", '['},
        {"braceleft", '{'},   {"bracketright", ']'}, {"braceright", '}'},    {"semicolon", ';'},   {"colon", ':'},
        {"apostrophe", '\''}, {"quotedbl", '"'},     {"backslash", '\\'},    {"bar", '|'},         {"comma", ','},
        {"less", '<'},        {"period", '.'},       {"greater", '>'},       {"slash", '/'},       {"question", '?'},
        {"grave", '`'},       {"asciitilde", '~'},   {"eacute", 0xE9},       {"egrave", 0xE8},     {"ccedilla", 0xE7},
        {"agrave", 0xE0},     {"ugrave", 0xF9},      {"degree", 0xB0},       {"sterling", 0xA3},   {"mu", 0xB5},
        {"section", 0xA7},    {"twosuperior", 0xB2}, {"dead_circumflex", 0}, {"dead_diaeresis", 0}};
    if (name[1] == '\0')
        return (uint32_t)name[0];
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++)
        if (strcmp(symbols[i].name, name) == 0)
            return symbols[i].code_point;
    fail_msg("no symbol %s", name);
    return 0;
}

/* The first two levels of the "basic" keys of a file, the first of its sections. */
static void load(const char *file, struct layout *layout) {
    char path[128], line[512];
    bool is_first = true;
    snprintf(path, sizeof path, SYMBOLS "%s", file);
    FILE *symbols = fopen(path, "r");
    if (symbols == NULL) {
        print_message("%s is not there\n", path);
        skip();
    }
    while (is_first && fgets(line, sizeof line, symbols) != NULL) {
        char name[8], plain[32], shifted[32];
        is_first = strncmp(line, "};", 2) != 0;
        if (sscanf(line, " key <%4[A-Z0-9]> { [ %31[^, \t] , %31[^], \t]", name, plain, shifted) != 3)
            continue;
        for (size_t i = 0; i < KEY_COUNT; i++)
            if (strcmp(key_names[i], name) == 0) {
                layout->keys[i][0] = symbol(plain);
                layout->keys[i][1] = symbol(shifted);
            }
    }
    fclose(symbols);
}

/* French is what it says over what "latin" says; the key beside the left Shift is the same for all (symbols/pc). */
static void load_layouts(void) {
    load("us", &us);
    load("latin", &french);
    load("fr", &french);
    for (int shift = 0; shift < 2; shift++)
        us.keys[KEY_COUNT - 1][shift] = french.keys[KEY_COUNT - 1][shift] = shift == 0 ? '<' : '>';
}

static bool is_letter(uint32_t code_point) {
    return (code_point | 0x20) >= 'a' && (code_point | 0x20) <= 'z';
}

/* Which keys Caps Lock works on: none, letters (X11), accented letters too (Linux console), all (Windows). X11 also
 * makes capitals of accented letters, but leaves their keys alone otherwise. */
enum lock { UNLOCKED, LETTERS, ACCENTS, ALL };

static bool is_locked(enum lock lock, const uint32_t key[2]) {
    if (is_letter(key[0]))
        return lock >= LETTERS;
    if (key[0] == 0xE9 || key[0] == 0xE8 || key[0] == 0xE7 || key[0] == 0xE0 || key[0] == 0xF9)
        return lock >= ACCENTS;
    return lock == ALL;
}

static bool is_accented(uint32_t code_point) {
    return code_point >= 0xE0 && code_point <= 0xFE;
}

static uint32_t make(enum lock lock, const uint32_t key[2], int shift) {
    uint32_t made = key[is_locked(lock, key) ? !shift : shift];
    return lock == LETTERS && is_accented(made) ? made - 0x20 : made;
}

/* What a scanner made for `made_for` gives on the French layout. */
static void type(const struct layout *made_for, enum lock lock, const char *text, char *out) {
    for (; *text != '\0'; text++) {
        uint32_t made = (uint32_t)(unsigned char)*text;
        for (size_t i = KEY_COUNT; i-- > 0;)
            for (int shift = 0; shift < 2; shift++)
                if (made_for->keys[i][shift] == (uint32_t)*text)
                    made = make(lock, french.keys[i], shift);
        out += text_encode(made, out);
    }
    *out = '\0';
}

static void every_key_of_the_layouts_is_read_back(void **state) {
    (void)state;
    int count = 0;
    load_layouts();
    for (size_t i = 0; i < KEY_COUNT; i++)
        for (int shift = 0; shift < 2; shift++) {
            char typed[8] = "", meant[8];
            if (french.keys[i][shift] == 0) /* a dead key */
                continue;
            typed[text_encode(french.keys[i][shift], typed)] = '\0';
            assert_true(scan_undo_damage(0, typed, meant, sizeof meant));
            assert_int_equal((unsigned char)meant[0], us.keys[i][shift]);
            count++;
        }
    assert_int_equal(count, 2 * KEY_COUNT - 2);
}

/* --- Zones --- */

/* W and Z of the Dutch specimen, exchanged, have the same check digit: with Caps Lock on every key nothing tells
 * whether the scanner is a US or a French one. X11 tells it by its É, which the scanner of a French keyboard does not
 * make. */
static bool is_undecidable(const struct mrz *mrz, enum lock lock) {
    return mrz->format == MRZ_NLDL && lock == ALL;
}

static void assert_zone_survives(const char *zone) {
    static const struct layout *const layouts[] = {&us, &french};
    struct mrz as_it_is;
    assert_int_equal(mrz_read(zone, today, &as_it_is), STATUS_OK);
    for (size_t i = 0; i < 2; i++)
        for (enum lock lock = UNLOCKED; lock <= ALL; lock++) {
            char typed[512];
            type(layouts[i], lock, zone, typed);
            if (is_undecidable(&as_it_is, lock)) {
                scan_read(typed, strlen(typed), NULL, today, &scan);
                assert_int_not_equal(scan.repair, SCAN_PROVED);
                continue;
            }
            bool is_damaged = layouts[i] == &us || lock >= ACCENTS;
            assert_scan(typed, SCAN_MRZ, is_damaged ? SCAN_PROVED : SCAN_AS_IT_CAME);
            assert_int_equal(scan.mrz.error_count, 0);
            assert_memory_equal(scan.mrz.lines, as_it_is.lines, sizeof as_it_is.lines);
        }
}

static void every_valid_specimen_survives_every_keyboard(void **state) {
    (void)state;
    char *path = place_in_shared("mrz/vectors.tsv"), line[1024];
    FILE *file = fopen(path, "r");
    int count = 0;
    free(path);
    assert_non_null(file);
    load_layouts();
    while (fgets(line, sizeof line, file) != NULL) {
        char *rest = line;
        strsep(&rest, "\t");
        char *zone = strsep(&rest, "\t"), *check = strsep(&rest, "\t");
        if (line[0] == '#' || check == NULL || strcmp(check, "OK") != 0)
            continue;
        for (char *at = zone; *at != '\0'; at++)
            *at = *at == '|' ? '\n' : *at;
        assert_zone_survives(zone);
        count++;
    }
    fclose(file);
    assert_int_equal(count, 17);
}

static void a_zone_that_no_check_digit_proves_is_damaged(void **state) {
    (void)state;
    char typed[512];
    load_layouts();
    type(&us, UNLOCKED, "D1FRA13AA000026181231MARTIN<<8", typed);
    assert_scan(typed, SCAN_MRZ, SCAN_DAMAGED);
    type(&us, ALL, "D1FRA13AA000026181231MARTIN<<8", typed);
    assert_scan(typed, SCAN_MRZ, SCAN_DAMAGED);
}

/* Each of the specimens, with one digit or one character more that is wrong, is of no use whatever the keyboard. */
static void what_is_nearly_a_zone_is_damaged(void **state) {
    (void)state;
    static const char *const zones[] = {
        "D1FRA13AA000026181231MARTIN<<8",
        "D1FRA13AA000026181231MARTIN<9",
        "D1FRA13AA000026181231MARTIN<<<9",
        "D1FRA13AA0000Z6181231MARTIN<<9",
        "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\n8806923102858CORINNE<<<<<<<6512068F7",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<11",
        "I<UTOD231458907<<<<<<<<<<<<<<<\r\n7408122F1204159UTO<<<<<<<<<<<7\r\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"};
    char typed[512];
    load_layouts();
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++)
        for (enum lock lock = UNLOCKED; lock <= ACCENTS; lock++) { /* with Windows' Caps Lock, digits are digits */
            type(&us, lock, zones[i], typed);
            assert_scan(typed, SCAN_MRZ, SCAN_DAMAGED);
            assert_null(scan.why);
        }
}

static void a_zone_with_a_character_of_no_keyboard_is_damaged(void **state) {
    (void)state;
    assert_scan("D&FRQ&\"QQààààé-&_&é\"&?QRTIN.\u20ACç", SCAN_MRZ, SCAN_DAMAGED);
    assert_int_equal(scan.mrz.line_count, 0);
    assert_scan("I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<(<<<", SCAN_MRZ,
                SCAN_DAMAGED);
}

static void what_a_person_types_is_no_damaged_zone(void **state) {
    (void)state;
    static const char *const texts[] = {"le prénom et le nom du mari, né à Condé-sur-Noireau",
                                        "jean-pierre.dupont@prefecture.gouv.fr", "121201200001121201200001121201200001",
                                        "aB3_dE-fG(hIjK7lMnO9pQrS1tUvWx", "\u20AC\u20AC\u20AC"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_scan(texts[i], SCAN_UNKNOWN, SCAN_AS_IT_CAME);
}

/* --- 2D-Doc --- */

static void read_specimen(char text[SEAL_TEXT_MAX + 1]) {
    char *path = place_in_shared("2d-doc/specimen-ab.txt");
    FILE *file = fopen(path, "r");
    free(path);
    assert_non_null(file);
    text[fread(text, 1, SEAL_TEXT_MAX, file)] = '\0';
    fclose(file);
    text[strcspn(text, "\r\n")] = '\0';
}

static void a_2d_doc_that_kept_its_control_characters_is_left_to_its_signature(void **state) {
    (void)state;
    char specimen[SEAL_TEXT_MAX + 1], typed[SCAN_TEXT_MAX + 1];
    load_layouts();
    read_specimen(specimen);
    for (enum lock lock = UNLOCKED; lock <= ALL; lock++) {
        type(&us, lock, specimen, typed);
        assert_scan(typed, SCAN_2D_DOC, SCAN_TO_VERIFY);
        assert_string_equal(scan.seal, specimen);
        type(&french, lock, specimen, typed);
        assert_scan(typed, SCAN_2D_DOC, lock == UNLOCKED ? SCAN_AS_IT_CAME : SCAN_TO_VERIFY);
        assert_string_equal(scan.seal, specimen);
    }
}

static void written_control_characters_survive_too(void **state) {
    (void)state;
    char specimen[SEAL_TEXT_MAX + 1], written[SCAN_TEXT_MAX + 1], typed[SCAN_TEXT_MAX + 1];
    size_t length = 0;
    load_layouts();
    read_specimen(specimen);
    for (const char *at = specimen; *at != '\0'; at++) {
        const char plain[2] = {*at};
        const char *name = *at == SEAL_GS ? "<GS>" : *at == SEAL_US ? "<US>" : plain;
        length += (size_t)snprintf(written + length, sizeof written - length, "%s", name);
    }
    type(&us, UNLOCKED, written, typed);
    assert_scan(typed, SCAN_2D_DOC, SCAN_TO_VERIFY);
    assert_string_equal(scan.seal, specimen);
}

static void a_2d_doc_that_lost_them_is_damaged(void **state) {
    (void)state;
    char specimen[SEAL_TEXT_MAX + 1], typed[SCAN_TEXT_MAX + 1];
    size_t length = 0;
    load_layouts();
    read_specimen(specimen);
    for (const char *at = specimen; *at != '\0'; at++)
        if (*at >= ' ')
            specimen[length++] = *at;
    specimen[length] = '\0';
    type(&us, UNLOCKED, specimen, typed);
    assert_scan(typed, SCAN_2D_DOC, SCAN_DAMAGED);
}

static void a_2d_doc_with_a_character_of_no_keyboard_is_damaged(void **state) {
    (void)state;
    char specimen[SEAL_TEXT_MAX + 1], typed[SCAN_TEXT_MAX + 1];
    load_layouts();
    read_specimen(specimen);
    for (enum lock lock = UNLOCKED; lock <= ACCENTS; lock++) {
        type(&us, lock, specimen, typed);
        snprintf(typed + strlen(typed), sizeof typed - strlen(typed), "\u20AC");
        assert_scan(typed, SCAN_2D_DOC, SCAN_DAMAGED);
        assert_int_equal(scan.seal_length, 0);
    }
}

/* --- NEPH --- */

static void a_neph_in_azertys_digit_symbols_is_to_be_confirmed(void **state) {
    (void)state;
    static const char *const shapes[] = {"&é&éà&éàààà&", "&é&é à&éà ààà&", "&é&éà&\n éàààà&", "&é&é/à&éà.ààà&"};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        assert_scan(shapes[i], SCAN_NEPH, SCAN_TO_CONFIRM);
        assert_string_equal(scan.neph, "121201200001");
    }
    assert_scan("&É&ÉÀ&ÉÀÀÀÀ&", SCAN_NEPH, SCAN_TO_CONFIRM); /* Caps Lock under X11 */
    assert_string_equal(scan.neph, "121201200001");
    assert_scan("&É\"'(È_ÇÀ", SCAN_NEPH, SCAN_TO_CONFIRM);
    assert_string_equal(scan.neph, "123457890");
    assert_scan("1é1é01é00001", SCAN_UNKNOWN, SCAN_AS_IT_CAME); /* typed by hand, and wrong */
    assert_scan("&é\"'(è_çà", SCAN_NEPH, SCAN_TO_CONFIRM);
    assert_string_equal(scan.neph, "123457890");
}

static void one_with_a_dash_is_asked_again(void **state) {
    (void)state;
    static const char *const shapes[] = {"&é&é-à&éàààà&", "&é-&éà-&éàààà&", "-&é&éà&éàààà&"};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        assert_scan(shapes[i], SCAN_NEPH, SCAN_AMBIGUOUS);
        assert_string_equal(scan.neph, "");
        assert_string_equal(scan.why, "dash");
    }
    assert_scan("12-12-01-20-0001", SCAN_NEPH, SCAN_AS_IT_CAME); /* a person's dashes */
}

static void a_title_number_may_have_changed_letters(void **state) {
    (void)state;
    assert_scan("&\"BCààààé", SCAN_TITLE_NUMBER, SCAN_TO_CONFIRM);
    assert_string_equal(scan.neph, "13BC00002");
    assert_null(scan.why);
    assert_scan("&\"AAààààé", SCAN_TITLE_NUMBER, SCAN_AMBIGUOUS); /* AA, or QQ of a US scanner */
    assert_string_equal(scan.neph, "");
    assert_string_equal(scan.why, "moved-letter");
}

static void what_is_no_neph_in_symbols_either_says_why(void **state) {
    (void)state;
    static const char *const texts[] = {"&é&é",          "été",          "prénom", "&é&éà&éàààà&&é&éà&éàààà&",
                                        "&é&éà&éàààà&A", "&é&éà&éàààà&^"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_scan(texts[i], SCAN_UNKNOWN, SCAN_AS_IT_CAME);
        assert_string_equal(scan.why, "bad-character");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_of_the_layouts_is_read_back),
        cmocka_unit_test(every_valid_specimen_survives_every_keyboard),
        cmocka_unit_test(a_zone_that_no_check_digit_proves_is_damaged),
        cmocka_unit_test(what_is_nearly_a_zone_is_damaged),
        cmocka_unit_test(a_zone_with_a_character_of_no_keyboard_is_damaged),
        cmocka_unit_test(what_a_person_types_is_no_damaged_zone),
        cmocka_unit_test(a_2d_doc_that_kept_its_control_characters_is_left_to_its_signature),
        cmocka_unit_test(written_control_characters_survive_too),
        cmocka_unit_test(a_2d_doc_that_lost_them_is_damaged),
        cmocka_unit_test(a_2d_doc_with_a_character_of_no_keyboard_is_damaged),
        cmocka_unit_test(a_neph_in_azertys_digit_symbols_is_to_be_confirmed),
        cmocka_unit_test(one_with_a_dash_is_asked_again),
        cmocka_unit_test(a_title_number_may_have_changed_letters),
        cmocka_unit_test(what_is_no_neph_in_symbols_either_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

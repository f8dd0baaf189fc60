/* Vérifier: what is scanned and what is said of it. Whole screens are compared with tests/screens/expected
 * (GUICHET_UPDATE_SCREENS=1 writes them anew). */
#include "../support/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/seal.h"

/* --- What comes in --- */

static void the_specimen_is_read_with_its_real_separators(void **state) {
    struct terminal *terminal = scan_enter(*state);
    scan_expect_look(terminal, "80x24");
    scan_text(terminal, scan_specimen(), SCAN_VALID);
    terminal_expect(terminal, SCAN_OFFER);
    scan_expect_look(terminal, "specimen-80x24");
    terminal_key(terminal, "End");
    terminal_expect(terminal, "SIREN");
    scan_expect_look(terminal, "specimen-fin-80x24");
    terminal_key(terminal, "Home");
    scan_expect_look(terminal, "specimen-80x24");
}

/* Each separator of `text` by its substitute. */
static void type_substituted(struct terminal *terminal, const char *text, const char *gs, const char *us) {
    for (; *text != '\0'; text++) {
        char one[2] = {*text, '\0'};
        terminal_type(terminal, *text == SEAL_GS ? gs : *text == SEAL_US ? us : one);
    }
    terminal_type(terminal, "\r");
}

static void substitutes_of_separators_are_understood(void **state) {
    struct terminal *terminal = scan_enter(*state);
    type_substituted(terminal, scan_specimen(), "<GS>", "<US>");
    terminal_expect(terminal, SCAN_OFFER);
    terminal_type(terminal, "D");
    terminal_expect_absent(terminal, SCAN_OFFER);
    terminal_key(terminal, "Backspace");
    terminal_expect_absent(terminal, "caractère reçu");
    type_substituted(terminal, scan_specimen(), "^]", "^_");
    terminal_expect(terminal, SCAN_OFFER);
}

static void those_of_the_stations_scanner_are_configured(void **state) {
    kiosk_write(*state, "state/guichet.conf", "[scanner]\nscanner_gs = {GS}\nscanner_us = {US}\n");
    struct terminal *terminal = scan_enter(*state);
    type_substituted(terminal, scan_specimen(), "{GS}", "{US}");
    terminal_expect(terminal, SCAN_OFFER);
}

static void nothing_typed_is_shown_but_how_much_came(void **state) {
    struct terminal *terminal = scan_enter(*state);
    terminal_type(terminal, "DC04" SCAN_GS "SECRET\xc3\xa9");
    terminal_expect(terminal, "12 caractères reçus");
    terminal_expect_cursor(terminal, 7, 24);
    terminal_expect_absent(terminal, "SECRET");
    terminal_key(terminal, "Backspace");
    terminal_expect(terminal, "11 caractères reçus");
    terminal_key(terminal, "Ctrl-U");
    terminal_expect_absent(terminal, "reçus");
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "Scannez d'abord un 2D-Doc.");
    scan_text(terminal, scan_specimen(), SCAN_OFFER);
}

static void a_letter_of_a_scan_is_never_a_shortcut(void **state) {
    struct terminal *terminal = scan_enter(*state);
    terminal_type(terminal, "vsad"); /* lock, next person, help, verify */
    terminal_expect(terminal, "4 caractères reçus");
    terminal_key(terminal, "Esc");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
    terminal_expect_absent(terminal, SCAN_READY);
}

static void what_is_pasted_is_read_and_commands_nothing(void **state) {
    struct terminal *terminal = scan_enter(*state);
    terminal_type(terminal, "\x1b[200~\x1bv\x1b[20~\x15garbage\x1b"); /* Alt-V locks, F9 too */
    terminal_expect(terminal, "12 caractères reçus");
    terminal_type(terminal, "\x1b[201~");
    terminal_key(terminal, "Ctrl-U");
    terminal_expect_absent(terminal, "reçus");
    terminal_type(terminal, "\x1b[200~");
    terminal_type(terminal, scan_specimen());
    terminal_type(terminal, "\r\n\r\nsecond line\r\x1b[201~");
    terminal_expect(terminal, SCAN_OFFER);
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "Titulaire, à comparer");
}

static void a_paste_outside_fields_does_nothing(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    struct terminal *terminal = kiosk->terminal;
    terminal_key(terminal, "F1");
    terminal_expect(terminal, "Touches de l'écran « Accueil »");
    terminal_type(terminal, "\x1b[200~v\r\x1b[201~");
    terminal_key(terminal, "End");
    terminal_expect_absent(terminal, "Touches de l'écran");
    terminal_expect_absent(terminal, "verrouillé");
    terminal_key(terminal, "Esc");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
}

static void garbage_and_too_much_are_said_to_be_unreadable(void **state) {
    static char burst[2001];
    struct terminal *terminal = scan_enter(*state);
    scan_text(terminal, "DC04&é\"'(-è_çà " SCAN_GS SCAN_US "rien", "Illisible");
    terminal_expect(terminal, "Lecture arrêtée au caractère 6 : en-tête.");
    scan_expect_look(terminal, "illisible-80x24");
    scan_text(terminal, "DC04FR000001252725", "Lecture arrêtée au caractère 19 : en-tête.");
    scan_text(terminal, SCAN_HEADER "AB01FR6HM" SCAN_GS "6GDUPONT" SCAN_GS "AC12" SCAN_US "ABCDEFGH",
              "caractère 45 : signature.");
    memset(burst, 'A', sizeof burst - 1);
    terminal_type(terminal, burst);
    terminal_expect(terminal, "2000 caractères reçus");
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "au plus 1 600 caractères");
    terminal_key(terminal, "Ctrl-U");
    terminal_expect(terminal, SCAN_READY);
    for (int i = 0; i < 3; i++) /* more than is kept of one burst */
        terminal_type(terminal, burst);
    terminal_expect(terminal, "au plus 1 600 caractères");
    scan_text(terminal, scan_specimen(), SCAN_OFFER);
}

static void what_is_no_text_of_ours_is_not_supported(void **state) {
    struct terminal *terminal = scan_enter(*state);
    scan_text(terminal, "DC01FR000001252725272511", "Format non pris en charge");
    terminal_expect(terminal, "versions 02, 03 et 04");
    scan_text(terminal, "DE04FR000001", "Format non pris en charge");
}

static void a_new_scan_wipes_the_one_before(void **state) {
    struct terminal *terminal = scan_enter(*state);
    scan_text(terminal, scan_specimen(), "DUMONT DURVILLE");
    terminal_type(terminal, "D");
    terminal_expect(terminal, "1 caractère reçu");
    terminal_expect_absent(terminal, "DUMONT");
    scan_text(terminal, "C", "Illisible");
    terminal_expect_absent(terminal, "DUMONT");
    scan_text(terminal, scan_specimen(), "DUMONT DURVILLE");
    terminal_key(terminal, "Backspace");
    terminal_expect(terminal, SCAN_READY);
    terminal_expect_absent(terminal, "DUMONT");
}

static void escape_goes_back_and_nothing_of_the_seal_stays(void **state) {
    struct terminal *terminal = scan_enter(*state);
    scan_text(terminal, scan_specimen(), "DUMONT DURVILLE");
    terminal_key(terminal, "Esc");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
    terminal_expect_absent(terminal, "DUMONT");
    terminal_key(terminal, "Alt-d");
    terminal_expect(terminal, SCAN_READY);
    terminal_expect_absent(terminal, "DUMONT");
}

/* --- What is said --- */

static void it_is_reached_from_a_search_too(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    terminal_key(kiosk->terminal, "F2");
    terminal_expect(kiosk->terminal, "Motif");
    terminal_key(kiosk->terminal, "F3");
    terminal_expect(kiosk->terminal, SCAN_READY);
    terminal_key(kiosk->terminal, "Esc");
    terminal_expect(kiosk->terminal, "Motif");
    terminal_key(kiosk->terminal, "F3");
    scan_text(kiosk->terminal, scan_specimen(), SCAN_OFFER);
    terminal_key(kiosk->terminal, "Enter");
    terminal_expect(kiosk->terminal, "Titulaire, à comparer");
}

static void it_is_not_reached_while_a_file_is_open(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, SCAN_HOLDER_NEPH);
    terminal_key(kiosk->terminal, "F3");
    terminal_key(kiosk->terminal, "F1");
    terminal_expect(kiosk->terminal, "Touches de l'écran « Identité »");
    terminal_expect_absent(kiosk->terminal, "F3, Alt-D");
}

static void a_forged_seal_opens_nothing(void **state) {
    static char text[SEAL_TEXT_MAX + 1];
    struct terminal *terminal = scan_enter(*state);
    snprintf(text, sizeof text, "%s", scan_specimen());
    *strstr(text, "DUMONT") = 'Z';
    scan_text(terminal, text, "✗ Falsifié ou altéré");
    terminal_expect(terminal, "ZUMONT DURVILLE");
    terminal_expect(terminal, "Ce qui est écrit, et que rien ne prouve");
    scan_expect_look(terminal, "falsifie-80x24");
    terminal_key(terminal, "Enter");
    terminal_key(terminal, "F1");
    terminal_expect(terminal, "Touches de l'écran « Vérifier »");
}

static void an_unknown_issuer_proves_nothing(void **state) {
    struct terminal *terminal = scan_enter(*state);
    scan_text(terminal,
              scan_sign("DC04FR03AB1225272527"
                        "AB01FR" SCAN_HOLDER "E4APCE550E81501202609000"
                        "90001"),
              "◌ Non vérifiable");
    terminal_expect(terminal, "Le poste n'a pas le certificat AB12 de l'émetteur FR03.");
    terminal_expect_absent(terminal, "ouvrir le dossier");
    scan_expect_look(terminal, "emetteur-inconnu-80x24");
}

static void expiry_and_conformity_are_told_apart_from_the_verdict(void **state) {
    struct terminal *terminal = scan_enter(*state);
    /* Until 1 March 2026; without its number of pages, its state, its title; with a field of another type. */
    scan_text(terminal,
              scan_sign(SCAN_HEADER "AB01FR6GDUMONT DURVILLE" SCAN_GS "AC" SCAN_HOLDER_NEPH SCAN_GS "E4APC08255467FR"),
              SCAN_VALID);
    terminal_expect(terminal, "✗ Attestation expirée depuis le 1er mars 2026.");
    terminal_expect(terminal, "◌ Non conforme à son type : 7 champs manquants, 1 champ en trop.");
    terminal_expect(terminal, SCAN_OFFER);
    scan_expect_look(terminal, "expiree-80x24");
    scan_text(terminal, scan_sign(SCAN_HEADER "AA01FRAC" SCAN_HOLDER_NEPH SCAN_GS "082700" SCAN_GS),
              "Document valable jusqu'au 3 mai 2027.");
    scan_text(terminal, scan_sign(SCAN_HEADER "AA01FRAC" SCAN_HOLDER_NEPH SCAN_GS "08FFFF" SCAN_GS), SCAN_VALID);
    terminal_expect_absent(terminal, "valable");
}

static void fields_that_nothing_signs_are_said_to_be_unsigned(void **state) {
    static char text[SEAL_TEXT_MAX + 1];
    struct terminal *terminal = scan_enter(*state);
    snprintf(text, sizeof text, "%s" SCAN_GS "6GAUTRE NOM" SCAN_GS "AC999999999999",
             scan_sign(SCAN_HEADER "AB01FR" SCAN_HOLDER "E4RII"));
    scan_text(terminal, text, SCAN_VALID);
    terminal_expect(terminal, SCAN_OFFER);
    terminal_key(terminal, "End");
    terminal_expect(terminal, "AUTRE NOM (non signé)");
    terminal_expect(terminal, "999999999999 (non signé)");
}

static void beside_the_verdict_on_a_large_terminal(void **state) {
    struct terminal *terminal = scan_enter(*state);
    terminal_resize(terminal, 40, 120);
    terminal_expect_row(terminal, 39, "F1 Aide");
    scan_text(terminal, scan_specimen(), SCAN_OFFER);
    scan_expect_look(terminal, "specimen-120x40");
}

static void it_is_ascii_where_the_locale_is_not_utf8(void **state) {
    struct kiosk *kiosk = *state;
    kiosk->locale = "LC_ALL=fr_FR.ISO-8859-15";
    kiosk_start(kiosk);
    terminal_type(kiosk->terminal, "FORMATION\tformation-2026\r");
    terminal_expect(kiosk->terminal, "* Imprimante : prete");
    terminal_key(kiosk->terminal, "F3");
    terminal_expect(kiosk->terminal, "2D-Doc, scanne ou colle");
    scan_text(kiosk->terminal, scan_specimen(), "Entree : ouvrir le dossier NEPH 1212 0120 0001");
    scan_expect_look(kiosk->terminal, "specimen-80x24-ascii");
    char *text = terminal_text(kiosk->terminal);
    for (const char *at = text; *at != '\0'; at++)
        assert_true((unsigned char)*at < 0x80);
    free(text);
}

static void without_colours_a_forgery_still_stands_out(void **state) {
    struct kiosk *kiosk = *state;
    kiosk->locale = "NO_COLOR=1";
    struct terminal *terminal = scan_enter(*state);
    static char text[SEAL_TEXT_MAX + 1];
    snprintf(text, sizeof text, "%s", scan_specimen());
    *strstr(text, "DUMONT") = 'Z';
    scan_text(terminal, text, "✗ Falsifié ou altéré");
    int row, column;
    assert_true(terminal_find(terminal, "✗ Falsifié", &row, &column));
    struct terminal_cell cell = terminal_cell(terminal, row, column);
    assert_true(cell.reverse);
    assert_int_equal(cell.foreground, TERMINAL_COLOUR_DEFAULT);
    scan_expect_look(terminal, "falsifie-80x24");
}

#define TEST(behaviour) cmocka_unit_test_setup_teardown(behaviour, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_specimen_is_read_with_its_real_separators),
        TEST(substitutes_of_separators_are_understood),
        TEST(those_of_the_stations_scanner_are_configured),
        TEST(nothing_typed_is_shown_but_how_much_came),
        TEST(a_letter_of_a_scan_is_never_a_shortcut),
        TEST(what_is_pasted_is_read_and_commands_nothing),
        TEST(a_paste_outside_fields_does_nothing),
        TEST(garbage_and_too_much_are_said_to_be_unreadable),
        TEST(what_is_no_text_of_ours_is_not_supported),
        TEST(a_new_scan_wipes_the_one_before),
        TEST(escape_goes_back_and_nothing_of_the_seal_stays),
        TEST(it_is_reached_from_a_search_too),
        TEST(it_is_not_reached_while_a_file_is_open),
        TEST(a_forged_seal_opens_nothing),
        TEST(an_unknown_issuer_proves_nothing),
        TEST(expiry_and_conformity_are_told_apart_from_the_verdict),
        TEST(fields_that_nothing_signs_are_said_to_be_unsigned),
        TEST(beside_the_verdict_on_a_large_terminal),
        TEST(it_is_ascii_where_the_locale_is_not_utf8),
        TEST(without_colours_a_forgery_still_stands_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

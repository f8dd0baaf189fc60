/* Vérifier: what is scanned, what is said of it, and that only a valid 2D-Doc opens a file. Whole screens are compared
 * with tests/screens/expected (GUICHET_UPDATE_SCREENS=1 writes them anew). */
#include "../support/issuers.h"
#include "../support/kiosk.h"
#include "../support/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "../../kiosk/resource.h"
#include "../../kiosk/seal.h"
#include "../../kiosk/trust.h"

#define GS "\x1D"
#define US "\x1F"
#define NEPH "121201200001"
/* Issued and signed on 15 January 2026, by the training key. */
#define HEADER "DC04FR00000125272527"
#define HOLDER                                                                                                         \
    "6HM" GS "6GDUMONT DURVILLE" GS "60JULES/SEBASTIEN/CESAR" GS "69080519426ACONDE SUR NOIREAU" GS "AC" NEPH GS
#define READY "2D-Doc, scanné ou collé"
#define OFFER "Entrée : ouvrir le dossier NEPH 1212 0120 0001"
#define VALID "Signature bonne, mais émetteur de test"

/* --- Helpers --- */

static const char *specimen(void) {
    static char text[SEAL_TEXT_MAX + 1];
    char *path = place_in_shared("2d-doc/specimen-ab.txt");
    FILE *file = fopen(path, "r");
    free(path);
    assert_non_null(file);
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = '\0';
    text[strcspn(text, "\r\n")] = '\0';
    return text;
}

/* Header and message, signed by the training key. Static storage. */
static const char *sign(const char *message) {
    static char text[SEAL_TEXT_MAX + 1];
    uint8_t signature[64];
    struct resource key = resource_find("training/fr00-0001.key");
    size_t length = strlen(message);
    assert_true(length < SEAL_TEXT_MAX);
    memcpy(text, message, length + 1);
    assert_int_equal(trust_sign(key.bytes, key.size, text, length, signature), STATUS_OK);
    assert_int_equal(seal_append_signature(text, &length, signature, sizeof signature), STATUS_OK);
    return text;
}

static struct terminal *enter_at(void **state, int rows, int columns) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    if (rows != 24) {
        terminal_resize(kiosk->terminal, rows, columns);
        terminal_expect_row(kiosk->terminal, rows - 1, "F1 Aide");
    }
    terminal_key(kiosk->terminal, "F3");
    terminal_expect(kiosk->terminal, READY);
    return kiosk->terminal;
}

static struct terminal *enter(void **state) {
    return enter_at(state, 24, 80);
}

static void scan(struct terminal *terminal, const char *text, const char *says) {
    terminal_type(terminal, text);
    terminal_type(terminal, "\r");
    terminal_expect(terminal, says);
}

static void expect_look(struct terminal *terminal, const char *name) {
    char path[128];
    if (getenv("GUICHET_UPDATE_SCREENS") != NULL) /* what is saved must be a whole image */
        terminal_wait_text(terminal, "(never shown)", 300);
    snprintf(path, sizeof path, "tests/screens/expected/verifier-%s.txt", name);
    terminal_expect_file(terminal, path);
}

/* --- What comes in --- */

static void the_specimen_is_read_with_its_real_separators(void **state) {
    struct terminal *terminal = enter(state);
    expect_look(terminal, "80x24");
    scan(terminal, specimen(), VALID);
    terminal_expect(terminal, OFFER);
    expect_look(terminal, "specimen-80x24");
    terminal_key(terminal, "End");
    terminal_expect(terminal, "SIREN");
    expect_look(terminal, "specimen-fin-80x24");
    terminal_key(terminal, "Home");
    expect_look(terminal, "specimen-80x24");
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
    struct terminal *terminal = enter(state);
    type_substituted(terminal, specimen(), "<GS>", "<US>");
    terminal_expect(terminal, OFFER);
    terminal_type(terminal, "D");
    terminal_expect_absent(terminal, OFFER);
    terminal_key(terminal, "Backspace");
    terminal_expect_absent(terminal, "caractère reçu");
    type_substituted(terminal, specimen(), "^]", "^_");
    terminal_expect(terminal, OFFER);
}

static void nothing_typed_is_shown_but_how_much_came(void **state) {
    struct terminal *terminal = enter(state);
    terminal_type(terminal, "DC04" GS "SECRET\xc3\xa9");
    terminal_expect(terminal, "12 caractères reçus");
    terminal_expect_cursor(terminal, 7, 24);
    terminal_expect_absent(terminal, "SECRET");
    terminal_key(terminal, "Backspace");
    terminal_expect(terminal, "11 caractères reçus");
    terminal_key(terminal, "Ctrl-U");
    terminal_expect_absent(terminal, "reçus");
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "Scannez d'abord un 2D-Doc.");
    scan(terminal, specimen(), OFFER);
}

static void a_2d_doc_scanned_at_accueil_is_sent_here(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    scan(kiosk->terminal, specimen(), "C'est un 2D-Doc : F3, Vérifier, puis scannez-le de nouveau.");
    terminal_expect_absent(kiosk->terminal, "DC04");
    terminal_key(kiosk->terminal, "F3");
    scan(kiosk->terminal, specimen(), OFFER);
}

static void a_letter_of_a_scan_is_never_a_shortcut(void **state) {
    struct terminal *terminal = enter(state);
    terminal_type(terminal, "vsad"); /* lock, next person, help, verify */
    terminal_expect(terminal, "4 caractères reçus");
    terminal_key(terminal, "Esc");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
    terminal_expect_absent(terminal, READY);
}

static void what_is_pasted_is_read_and_commands_nothing(void **state) {
    struct terminal *terminal = enter(state);
    terminal_type(terminal, "\x1b[200~\x1bv\x1b[20~\x15garbage\x1b"); /* Alt-V locks, F9 too */
    terminal_expect(terminal, "12 caractères reçus");
    terminal_type(terminal, "\x1b[201~");
    terminal_key(terminal, "Ctrl-U");
    terminal_expect_absent(terminal, "reçus");
    terminal_type(terminal, "\x1b[200~");
    terminal_type(terminal, specimen());
    terminal_type(terminal, "\r\n\r\nsecond line\r\x1b[201~");
    terminal_expect(terminal, OFFER);
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
    struct terminal *terminal = enter(state);
    scan(terminal, "DC04&é\"'(-è_çà \t\x01\x05\x0b" GS US "rien", "Illisible");
    terminal_expect(terminal, "Lecture arrêtée au caractère 6 : en-tête.");
    expect_look(terminal, "illisible-80x24");
    scan(terminal, "DC04FR000001252725", "Lecture arrêtée au caractère 19 : en-tête.");
    scan(terminal, HEADER "AB01FR6HM" GS "6GDUPONT" GS "AC12" US "ABCDEFGH", "caractère 45 : signature.");
    memset(burst, 'A', sizeof burst - 1);
    terminal_type(terminal, burst);
    terminal_expect(terminal, "2000 caractères reçus");
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "au plus 1 600 caractères");
    for (int i = 0; i < 4; i++) {
        terminal_type(terminal, burst);
        terminal_expect(terminal, "000 caractères reçus");
    }
    terminal_expect(terminal, "8000 caractères reçus");
    terminal_key(terminal, "Backspace");
    terminal_expect_absent(terminal, "reçus");
    scan(terminal, specimen(), OFFER);
}

static void what_is_no_text_of_ours_is_not_supported(void **state) {
    struct terminal *terminal = enter(state);
    scan(terminal, "DC01FR000001252725272511", "Format non pris en charge");
    terminal_expect(terminal, "versions 02, 03 et 04");
    scan(terminal, "DE04FR000001", "Format non pris en charge");
}

static void a_new_scan_wipes_the_one_before(void **state) {
    struct terminal *terminal = enter(state);
    scan(terminal, specimen(), "DUMONT DURVILLE");
    terminal_type(terminal, "D");
    terminal_expect(terminal, "1 caractère reçu");
    terminal_expect_absent(terminal, "DUMONT");
    scan(terminal, "C", "Illisible");
    terminal_expect_absent(terminal, "DUMONT");
    scan(terminal, specimen(), "DUMONT DURVILLE");
    terminal_key(terminal, "Backspace");
    terminal_expect(terminal, READY);
    terminal_expect_absent(terminal, "DUMONT");
}

static void escape_goes_back_and_nothing_of_the_seal_stays(void **state) {
    struct terminal *terminal = enter(state);
    scan(terminal, specimen(), "DUMONT DURVILLE");
    terminal_key(terminal, "Esc");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
    terminal_expect_absent(terminal, "DUMONT");
    terminal_key(terminal, "Alt-d");
    terminal_expect(terminal, READY);
    terminal_expect_absent(terminal, "DUMONT");
}

/* --- What is said --- */

static void it_is_reached_from_a_search_too(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    terminal_key(kiosk->terminal, "F2");
    terminal_expect(kiosk->terminal, "Motif");
    terminal_key(kiosk->terminal, "F3");
    terminal_expect(kiosk->terminal, READY);
    terminal_key(kiosk->terminal, "Esc");
    terminal_expect(kiosk->terminal, "Motif");
    terminal_key(kiosk->terminal, "F3");
    scan(kiosk->terminal, specimen(), OFFER);
    terminal_key(kiosk->terminal, "Enter");
    terminal_expect(kiosk->terminal, "Titulaire, à comparer");
}

static void it_is_not_reached_while_a_file_is_open(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, NEPH);
    terminal_key(kiosk->terminal, "F3");
    terminal_key(kiosk->terminal, "F1");
    terminal_expect(kiosk->terminal, "Touches de l'écran « Identité »");
    terminal_expect_absent(kiosk->terminal, "F3, Alt-D");
}

static void a_forged_seal_opens_nothing(void **state) {
    static char text[SEAL_TEXT_MAX + 1];
    struct terminal *terminal = enter(state);
    snprintf(text, sizeof text, "%s", specimen());
    *strstr(text, "DUMONT") = 'Z';
    scan(terminal, text, "✗ Falsifié ou altéré");
    terminal_expect(terminal, "ZUMONT DURVILLE");
    terminal_expect(terminal, "Ce qui est écrit, et que rien ne prouve");
    expect_look(terminal, "falsifie-80x24");
    terminal_key(terminal, "Enter");
    terminal_key(terminal, "F1");
    terminal_expect(terminal, "Touches de l'écran « Vérifier »");
}

static void an_unknown_issuer_proves_nothing(void **state) {
    struct terminal *terminal = enter(state);
    scan(terminal,
         sign("DC04FR03AB1225272527"
              "AB01FR" HOLDER "E4APCE550E81501202609000"
              "90001"),
         "◌ Non vérifiable");
    terminal_expect(terminal, "Le poste n'a pas le certificat AB12 de l'émetteur FR03.");
    terminal_expect_absent(terminal, "ouvrir le dossier");
    expect_look(terminal, "emetteur-inconnu-80x24");
}

static void expiry_and_conformity_are_told_apart_from_the_verdict(void **state) {
    struct terminal *terminal = enter(state);
    /* Until 1 March 2026; without its number of pages, its state, its title; with a field of another type. */
    scan(terminal, sign(HEADER "AB01FR6GDUMONT DURVILLE" GS "AC" NEPH GS "E4APC08255467FR"), VALID);
    terminal_expect(terminal, "✗ Attestation expirée depuis le 1er mars 2026.");
    terminal_expect(terminal, "◌ Non conforme à son type : 7 champs manquants, 1 champ en trop.");
    terminal_expect(terminal, OFFER);
    expect_look(terminal, "expiree-80x24");
    scan(terminal, sign(HEADER "AA01FRAC" NEPH GS "082700" GS), "Document valable jusqu'au 3 mai 2027.");
    scan(terminal, sign(HEADER "AA01FRAC" NEPH GS "08FFFF" GS), VALID);
    terminal_expect_absent(terminal, "valable");
}

static void fields_that_nothing_signs_are_said_to_be_unsigned(void **state) {
    static char text[SEAL_TEXT_MAX + 1];
    struct terminal *terminal = enter(state);
    snprintf(text, sizeof text, "%s" GS "6GAUTRE NOM" GS "AC999999999999", sign(HEADER "AB01FR" HOLDER "E4RII"));
    scan(terminal, text, VALID);
    terminal_expect(terminal, OFFER);
    terminal_key(terminal, "End");
    terminal_expect(terminal, "AUTRE NOM (non signé)");
    terminal_expect(terminal, "999999999999 (non signé)");
}

static void beside_the_verdict_on_a_large_terminal(void **state) {
    struct terminal *terminal = enter_at(state, 40, 120);
    scan(terminal, specimen(), OFFER);
    expect_look(terminal, "specimen-120x40");
}

static void it_is_ascii_where_the_locale_is_not_utf8(void **state) {
    struct kiosk *kiosk = *state;
    kiosk->locale = "LC_ALL=fr_FR.ISO-8859-15";
    kiosk_start(kiosk);
    terminal_type(kiosk->terminal, "FORMATION\tformation-2026\r");
    terminal_expect(kiosk->terminal, "* Imprimante : prete");
    terminal_key(kiosk->terminal, "F3");
    terminal_expect(kiosk->terminal, "2D-Doc, scanne ou colle");
    scan(kiosk->terminal, specimen(), "Entree : ouvrir le dossier NEPH 1212 0120 0001");
    expect_look(kiosk->terminal, "specimen-80x24-ascii");
    char *text = terminal_text(kiosk->terminal);
    for (const char *at = text; *at != '\0'; at++)
        assert_true((unsigned char)*at < 0x80);
    free(text);
}

static void without_colours_a_forgery_still_stands_out(void **state) {
    struct kiosk *kiosk = *state;
    kiosk->locale = "NO_COLOR=1";
    struct terminal *terminal = enter(state);
    static char text[SEAL_TEXT_MAX + 1];
    snprintf(text, sizeof text, "%s", specimen());
    *strstr(text, "DUMONT") = 'Z';
    scan(terminal, text, "✗ Falsifié ou altéré");
    int row, column;
    assert_true(terminal_find(terminal, "✗ Falsifié", &row, &column));
    struct terminal_cell cell = terminal_cell(terminal, row, column);
    assert_true(cell.reverse);
    assert_int_equal(cell.foreground, TERMINAL_COLOUR_DEFAULT);
    expect_look(terminal, "falsifie-80x24");
}

/* --- What it opens --- */

static void a_valid_seal_opens_the_file_of_its_neph(void **state) {
    struct terminal *terminal = enter(state);
    scan(terminal, specimen(), OFFER);
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "Titulaire, à comparer");
    terminal_key(terminal, "Esc");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
}

static void the_enter_that_ends_a_scan_opens_nothing(void **state) {
    static char text[SEAL_TEXT_MAX + 1];
    struct terminal *terminal = enter(state);
    snprintf(text, sizeof text, "%s\r\n\r\r", specimen());
    terminal_type(terminal, text);
    terminal_expect(terminal, OFFER);
    terminal_key(terminal, "F1");
    terminal_expect(terminal, "Touches de l'écran « Vérifier »");
}

static void letters_decrees_and_exam_certificates_open_a_file_too(void **state) {
    static const char *const messages[] = {HEADER "A101FRAC" NEPH GS, HEADER "AA01FRAC" NEPH GS,
                                           HEADER "AD01FRE9" NEPH GS};
    struct terminal *terminal = enter(state);
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        scan(terminal, sign(messages[i]), OFFER);
        terminal_type(terminal, "D");
        terminal_expect(terminal, "1 caractère reçu");
        terminal_key(terminal, "Ctrl-U");
        terminal_expect_absent(terminal, "reçu");
    }
    scan(terminal, sign(HEADER "0001FR10DUPONT" GS), VALID); /* an invoice has no licence */
    terminal_expect_absent(terminal, "ouvrir le dossier");
}

static void a_file_that_the_registry_lacks_is_said_so_beside_the_seal(void **state) {
    struct terminal *terminal = enter(state);
    scan(terminal,
         sign(HEADER "AB01FR6HM" GS "6GPERSONNE" GS "60JEAN" GS "69080519426ACAEN" GS "AC999999999999" GS
                     "E4APCE550E8150120260900090001"),
         "NEPH 9999 9999 9999");
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "Aucun dossier ne porte ce NEPH.");
    terminal_expect(terminal, "PERSONNE");
    expect_look(terminal, "dossier-inconnu-80x24");
}

static void esc_gives_up_the_wait_for_the_file(void **state) {
    struct terminal *terminal = enter(state);
    scan(terminal, specimen(), OFFER);
    kiosk_set_fault(*state, "lookup=late:60000*1");
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "Dossier demandé au registre");
    terminal_key(terminal, "Esc");
    terminal_expect(terminal, "Vous avez renoncé à attendre.");
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "Titulaire, à comparer");
}

static void a_station_refuses_test_issuers_and_says_so(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_make_station(kiosk, &(struct kiosk_station){0});
    struct terminal *terminal = enter(state);
    scan(terminal, specimen(), "✗ Émetteur de test, refusé : ce poste n'est pas en formation.");
    terminal_expect_absent(terminal, "ouvrir le dossier");
}

/* A station that knows an authority, FR99, and two certificates of its: ABCD, and OLD1 that is out of date. */
static void trust_issuers(const struct kiosk *kiosk, struct issuer *good, struct issuer *old) {
    char folder[KIOSK_PATH_SIZE];
    snprintf(folder, sizeof folder, "%s/trust", kiosk->folder);
    struct issuer authority = issuer_make(&(struct issuer_wish){.name = "FR99", .authority = true});
    *good = issuer_make(&(struct issuer_wish){.name = "ABCD", .signer = &authority});
    *old = issuer_make(&(struct issuer_wish){.name = "OLD1", .signer = &authority, .to = "20211231"});
    issuer_write_pem(authority.x509, folder, "autorite.pem");
    issuer_write_pem(good->x509, folder, "abcd.pem");
    issuer_write_pem(old->x509, folder, "old1.pem");
    issuer_clear(&authority);
}

static void a_station_says_valid_of_an_issuer_that_it_trusts_and_no_more(void **state) {
    struct kiosk *kiosk = *state;
    struct issuer good, old;
    char text[ISSUER_SEAL_SIZE], again[ISSUER_SEAL_SIZE];
    kiosk_make_station(kiosk, &(struct kiosk_station){0});
    trust_issuers(kiosk, &good, &old);
    struct terminal *terminal = enter(state);
    issuer_seal(good.key, "FR99ABCD", "2527", text);
    scan(terminal, text, "● Valide : la signature correspond au contenu.");
    terminal_expect(terminal, "Ce que le 2D-Doc atteste");
    terminal_expect_absent(terminal, "ouvrir le dossier"); /* it holds no NEPH */
    terminal_expect_absent(terminal, "metteur de test");
    issuer_seal(old.key, "FR99OLD1", "2527", again);
    scan(terminal, again, "✗ Certificat expiré à la date de la signature.");
    terminal_expect(terminal, "bien signé par le certificat OLD1 de l'émetteur FR99");
    terminal_expect_absent(terminal, "ouvrir le dossier");
    terminal_expect(terminal, "Ce qui est écrit, et que rien ne prouve");
    issuer_clear(&good);
    issuer_clear(&old);
}

static void the_audit_log_has_the_verdict_and_nothing_else(void **state) {
    struct kiosk *kiosk = *state;
    struct terminal *terminal = enter(state);
    scan(terminal, specimen(), OFFER);
    scan(terminal, "DC04", "Illisible");
    kiosk_stop(kiosk);
    char *log = kiosk_command(kiosk, (const char *const[]){"audit", "export", NULL});
    assert_non_null(strstr(log, "valid AB test"));
    assert_non_null(strstr(log, "malformed"));
    assert_null(strstr(log, "FR00"));
    assert_null(strstr(log, "DUMONT"));
    assert_null(strstr(log, NEPH));
    free(log);
}

static void nothing_is_told_when_the_audit_log_cannot_be_written(void **state) {
    struct kiosk *kiosk = *state;
    struct terminal *terminal = enter(state);
    char path[KIOSK_PATH_SIZE];
    sqlite3 *database = NULL;
    snprintf(path, sizeof path, "%s/journal.db", kiosk->state);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database,
                                  "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, ''); END", NULL,
                                  NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(database);
    scan(terminal, specimen(), "✗ Le journal d'audit ne peut pas être écrit.");
    terminal_expect(terminal, "Le 2D-Doc n'a pas été vérifié.");
    terminal_expect_absent(terminal, "DUMONT");
    terminal_expect_absent(terminal, "ouvrir le dossier");
}

static void help_says_first_what_each_verdict_means(void **state) {
    struct terminal *terminal = enter(state);
    terminal_key(terminal, "F1");
    terminal_expect(terminal, "Touches de l'écran « Vérifier »");
    terminal_expect(terminal, "Vérifier un 2D-Doc");
    terminal_key(terminal, "PageDown");
    terminal_expect(terminal, "◌ Non vérifiable");
    terminal_expect_absent(terminal, "Mots du métier");
    terminal_key(terminal, "Esc");
    terminal_expect(terminal, READY);
}

#define TEST(behaviour) cmocka_unit_test_setup_teardown(behaviour, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_specimen_is_read_with_its_real_separators),
        TEST(substitutes_of_separators_are_understood),
        TEST(nothing_typed_is_shown_but_how_much_came),
        TEST(a_2d_doc_scanned_at_accueil_is_sent_here),
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
        TEST(a_valid_seal_opens_the_file_of_its_neph),
        TEST(the_enter_that_ends_a_scan_opens_nothing),
        TEST(letters_decrees_and_exam_certificates_open_a_file_too),
        TEST(a_file_that_the_registry_lacks_is_said_so_beside_the_seal),
        TEST(esc_gives_up_the_wait_for_the_file),
        TEST(a_station_refuses_test_issuers_and_says_so),
        TEST(nothing_is_told_when_the_audit_log_cannot_be_written),
        TEST(help_says_first_what_each_verdict_means),
        TEST(a_station_says_valid_of_an_issuer_that_it_trusts_and_no_more),
        TEST(the_audit_log_has_the_verdict_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

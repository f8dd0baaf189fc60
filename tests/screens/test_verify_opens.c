/* Vérifier: only a valid 2D-Doc opens a file; a station and its issuers; the audit log. */
#include "../support/issuers.h"
#include "../support/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "../../kiosk/seal.h"

static void a_valid_seal_opens_the_file_of_its_neph(void **state) {
    struct terminal *terminal = scan_enter(*state);
    scan_text(terminal, scan_specimen(), SCAN_OFFER);
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "Titulaire, à comparer");
    terminal_key(terminal, "Esc");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
}

static void the_enter_that_ends_a_scan_opens_nothing(void **state) {
    static char text[SEAL_TEXT_MAX + 1];
    struct terminal *terminal = scan_enter(*state);
    snprintf(text, sizeof text, "%s\r\n\r\r", scan_specimen());
    terminal_type(terminal, text);
    terminal_expect(terminal, SCAN_OFFER);
    terminal_key(terminal, "F1");
    terminal_expect(terminal, "Touches de l'écran « Vérifier »");
}

static void letters_decrees_and_exam_certificates_open_a_file_too(void **state) {
    static const char *const messages[] = {SCAN_HEADER "A101FRAC" SCAN_HOLDER_NEPH SCAN_GS,
                                           SCAN_HEADER "AA01FRAC" SCAN_HOLDER_NEPH SCAN_GS,
                                           SCAN_HEADER "AD01FRE9" SCAN_HOLDER_NEPH SCAN_GS};
    struct terminal *terminal = scan_enter(*state);
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        scan_text(terminal, scan_sign(messages[i]), SCAN_OFFER);
        terminal_type(terminal, "D");
        terminal_expect(terminal, "1 caractère reçu");
        terminal_key(terminal, "Ctrl-U");
        terminal_expect_absent(terminal, "reçu");
    }
    scan_text(terminal, scan_sign(SCAN_HEADER "0001FR10DUPONT" SCAN_GS), SCAN_VALID); /* an invoice has no licence */
    terminal_expect_absent(terminal, "ouvrir le dossier");
}

static void a_file_that_the_registry_lacks_is_said_so_beside_the_seal(void **state) {
    struct terminal *terminal = scan_enter(*state);
    scan_text(terminal,
              scan_sign(SCAN_HEADER "AB01FR6HM" SCAN_GS "6GPERSONNE" SCAN_GS "60JEAN" SCAN_GS "69080519426ACAEN" SCAN_GS
                                    "AC999999999999" SCAN_GS "E4APCE550E8150120260900090001"),
              "NEPH 9999 9999 9999");
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "Aucun dossier ne porte ce NEPH.");
    terminal_expect(terminal, "PERSONNE");
    scan_expect_look(terminal, "dossier-inconnu-80x24");
}

static void esc_gives_up_the_wait_for_the_file(void **state) {
    struct terminal *terminal = scan_enter(*state);
    scan_text(terminal, scan_specimen(), SCAN_OFFER);
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
    struct terminal *terminal = scan_enter(*state);
    scan_text(terminal, scan_specimen(), "✗ Émetteur de test, refusé : ce poste n'est pas en formation.");
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
    struct terminal *terminal = scan_enter(*state);
    issuer_seal(good.key, "FR99ABCD", "2527", text);
    scan_text(terminal, text, "● Valide : la signature correspond au contenu.");
    terminal_expect(terminal, "Ce que le 2D-Doc atteste");
    terminal_expect_absent(terminal, "ouvrir le dossier"); /* it holds no NEPH */
    terminal_expect_absent(terminal, "metteur de test");
    issuer_seal(old.key, "FR99OLD1", "2527", again);
    scan_text(terminal, again, "✗ Certificat expiré à la date de la signature.");
    terminal_expect(terminal, "bien signé par le certificat OLD1 de l'émetteur FR99");
    terminal_expect_absent(terminal, "ouvrir le dossier");
    terminal_expect(terminal, "Ce qui est écrit, et que rien ne prouve");
    issuer_clear(&good);
    issuer_clear(&old);
}

static void the_audit_log_has_the_verdict_and_nothing_else(void **state) {
    struct kiosk *kiosk = *state;
    struct terminal *terminal = scan_enter(*state);
    scan_text(terminal, scan_specimen(), SCAN_OFFER);
    scan_text(terminal, "DC04", "Illisible");
    kiosk_stop(kiosk);
    char *log = kiosk_command(kiosk, (const char *const[]){"audit", "export", NULL});
    assert_non_null(strstr(log, "valid AB test"));
    assert_non_null(strstr(log, "malformed"));
    assert_null(strstr(log, "FR00"));
    assert_null(strstr(log, "DUMONT"));
    assert_null(strstr(log, SCAN_HOLDER_NEPH));
    free(log);
}

static void nothing_is_told_when_the_audit_log_cannot_be_written(void **state) {
    struct kiosk *kiosk = *state;
    struct terminal *terminal = scan_enter(*state);
    char path[KIOSK_PATH_SIZE];
    sqlite3 *database = NULL;
    snprintf(path, sizeof path, "%s/journal.db", kiosk->state);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_busy_timeout(database, TERMINAL_DEADLINE_MS), SQLITE_OK); /* the kiosk writes there too */
    assert_int_equal(sqlite3_exec(database,
                                  "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, ''); END", NULL,
                                  NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(database);
    scan_text(terminal, scan_specimen(), "✗ Le journal d'audit ne peut pas être écrit.");
    terminal_expect(terminal, "Le 2D-Doc n'a pas été vérifié.");
    terminal_expect_absent(terminal, "DUMONT");
    terminal_expect_absent(terminal, "ouvrir le dossier");
}

static void help_says_first_what_each_verdict_means(void **state) {
    struct terminal *terminal = scan_enter(*state);
    terminal_key(terminal, "F1");
    terminal_expect(terminal, "Touches de l'écran « Vérifier »");
    terminal_expect(terminal, "Vérifier un 2D-Doc");
    terminal_key(terminal, "PageDown");
    terminal_expect(terminal, "◌ Non vérifiable");
    terminal_expect_absent(terminal, "Mots du métier");
    terminal_key(terminal, "Esc");
    terminal_expect(terminal, SCAN_READY);
}

#define TEST(behaviour) cmocka_unit_test_setup_teardown(behaviour, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_valid_seal_opens_the_file_of_its_neph),
        TEST(the_enter_that_ends_a_scan_opens_nothing),
        TEST(letters_decrees_and_exam_certificates_open_a_file_too),
        TEST(a_file_that_the_registry_lacks_is_said_so_beside_the_seal),
        TEST(esc_gives_up_the_wait_for_the_file),
        TEST(a_station_refuses_test_issuers_and_says_so),
        TEST(a_station_says_valid_of_an_issuer_that_it_trusts_and_no_more),
        TEST(the_audit_log_has_the_verdict_and_nothing_else),
        TEST(nothing_is_told_when_the_audit_log_cannot_be_written),
        TEST(help_says_first_what_each_verdict_means),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

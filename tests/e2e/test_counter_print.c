/* The main job, on the shipped programs: from Connexion to the sheet in the tray of a real IPP printer; then what the
 * printer received is read by programs that are not ours, and says what the record says. */
#include "../support/kiosk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../../kiosk/desk.h"
#include "../support/codes.h"
#include "../support/driver.h"
#include "../support/place.h"
#include "../support/printer.h"
#include "../support/sealed.h"

enum { DPI = 300 };

#define SIREN "732829320"
#define CONTROL_DATE "24112026"

/* --- Helpers: what a driver's file says a seal must say --- */

static void expect_field(const struct sealed *sealed, const char *id, const char *value) {
    const char *found = sealed_value(sealed, id);
    if (found == NULL || strcmp(found, value) != 0)
        fail_msg("%s: %s instead of %s", id, found == NULL ? "nothing" : found, value);
}

static void expect_folded(const struct sealed *sealed, const char *id, const char *text) {
    char folded[SEALED_VALUE_SIZE];
    assert_true(sealed_fold(text, folded, sizeof folded));
    expect_field(sealed, id, folded);
}

static void expect_given_names(const struct sealed *sealed, const json_t *driver) {
    const json_t *names = json_object_get(json_object_get(driver, "holder"), "given_names");
    char joined[SEALED_VALUE_SIZE] = "";
    for (size_t i = 0; i < json_array_size(names); i++)
        snprintf(joined + strlen(joined), sizeof joined - strlen(joined), "%s%s", i > 0 ? "/" : "",
                 json_string_value(json_array_get(names, i)));
    expect_folded(sealed, "60", joined);
}

static void expect_birth(const struct sealed *sealed, const json_t *driver) {
    const char *date = driver_text(driver, "holder.birth_date");
    char written[9];
    snprintf(written, sizeof written, "%.2s%.2s%.4s", date + 8, date + 5, date);
    expect_field(sealed, "69", written);
    expect_folded(sealed, "6A", driver_text(driver, "holder.birth_place"));
}

static void expect_categories(const struct sealed *sealed, const json_t *driver, bool may_drive) {
    const json_t *categories = json_object_get(json_object_get(driver, "licence"), "categories");
    char joined[SEALED_VALUE_SIZE] = "";
    for (size_t i = 0; i < json_array_size(categories); i++)
        snprintf(joined + strlen(joined), sizeof joined - strlen(joined), "%s%s", i > 0 ? " " : "",
                 driver_text(json_array_get(categories, i), "code"));
    if (may_drive)
        expect_field(sealed, "E6", joined);
    else
        assert_null(sealed_value(sealed, "E6"));
}

/* Days since 2000-01-01 of a civil date, as the headers and DI 08 write them. */
static void write_days(int year, int month, int day, char days[5]) {
    struct tm date = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day},
              first = {.tm_year = 100, .tm_mday = 1};
    snprintf(days, 5, "%04lX", (unsigned long)((timegm(&date) - timegm(&first)) / 86400));
}

/* Who and which file, in what state, of when: on an ADCS and on an RII. */
static void expect_person(const struct sealed *sealed, const json_t *driver, const char *kind) {
    char today[5], header[27];
    write_days(2026, 11, 24, today);
    snprintf(header, sizeof header, "DC04FR000001%s%sAB01FR", today, today);
    assert_string_equal(sealed->header, header);
    expect_given_names(sealed, driver);
    expect_birth(sealed, driver);
    expect_folded(sealed, "6G", driver_text(driver, "holder.family_name"));
    expect_field(sealed, "6H", driver_text(driver, "holder.title"));
    expect_field(sealed, "AC", driver_text(driver, "neph"));
    expect_field(sealed, "E4", kind);
    expect_field(sealed, "E5", driver_text(driver, "licence.state"));
    expect_field(sealed, "E8", CONTROL_DATE "0931");
}

/* Everything but the number, which the screen tells. */
static void expect_seal_says(const struct sealed *sealed, const json_t *driver, bool may_drive, const char *siren) {
    char expiry[5];
    write_days(2027, 3, 24, expiry);
    expect_person(sealed, driver, "APC");
    expect_field(sealed, "09", "0001");
    expect_categories(sealed, driver, may_drive);
    expect_field(sealed, "08", expiry);
    assert_null(sealed_value(sealed, "AG"));
    if (siren != NULL)
        expect_field(sealed, "E7", siren);
    else
        assert_null(sealed_value(sealed, "E7"));
    for (size_t i = 0; i < sealed->count; i++)
        assert_false(sealed->fields[i].cut);
    assert_int_equal(sealed->count, 12 + may_drive + (siren != NULL));
}

static void expect_rii_says(const struct sealed *sealed, const json_t *driver, int pages) {
    char points[2] = "", count[16];
    json_int_t balance = json_integer_value(json_object_get(json_object_get(driver, "points"), "balance"));
    points[0] = (char)(balance < 10 ? '0' + balance : 'A' + balance - 10);
    snprintf(count, sizeof count, "%04d", pages);
    expect_person(sealed, driver, "RII");
    expect_field(sealed, "09", count);
    expect_field(sealed, "AG", points);
    expect_categories(sealed, driver, true);
    assert_null(sealed_value(sealed, "08")); /* it does not expire */
    assert_null(sealed_value(sealed, "E7"));
    assert_int_equal(sealed->count, 13);
}

/* --- Helpers: the sheet --- */

/* The attestation's number, from the line that says it is printed. */
static void read_number(const struct kiosk *kiosk, const char *document, char number[13]) {
    int row, column;
    assert_true(terminal_find(kiosk->terminal, document, &row, &column));
    column += (int)strlen(document) + 2; /* "° " */
    for (int i = 0; i < 12; i++)
        number[i] = terminal_cell(kiosk->terminal, row, column + i).text[0];
    number[12] = '\0';
    for (int i = 0; i < 12; i++)
        assert_true(isdigit((unsigned char)number[i]) || isupper((unsigned char)number[i]));
}

struct sheet {
    char path[PRINTER_PATH_SIZE];
    char *text;
    struct codes codes;
    struct sealed sealed;
};

static void read_sheet(struct sheet *sheet) {
    char *certificate = place_in_shared("2d-doc/fr00-0001.pem");
    assert_true(codes_read(sheet->path, 1, DPI, &sheet->codes));
    assert_true(sheet->codes.data_matrix_length > 0);
    assert_true(sheet->codes.qr_length > 0);
    assert_true(sealed_read(sheet->codes.data_matrix, sheet->codes.data_matrix_length, &sheet->sealed));
    assert_true(codes_verify_seal(sheet->codes.data_matrix, sheet->codes.data_matrix_length, certificate));
    sheet->text = codes_text(sheet->path);
    assert_non_null(sheet->text);
    free(certificate);
}

static void expect_on_sheet(const struct sheet *sheet, const char *text) {
    if (strstr(sheet->text, text) == NULL)
        fail_msg("« %s » is not on the sheet:\n%s", text, sheet->text);
}

static void copy_file(const char *from, const char *to) {
    char bytes[65536];
    ssize_t got;
    int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    assert_true(in >= 0 && out >= 0);
    while ((got = read(in, bytes, sizeof bytes)) > 0)
        assert_int_equal(write(out, bytes, (size_t)got), got);
    assert_int_equal(got, 0);
    close(in);
    assert_int_equal(close(out), 0);
}

/* $BUILD/e2e/NAME: the sheet as the printer got it. */
static void keep(const struct sheet *sheet, const char *name) {
    char *folder = place_in_build("e2e"), path[512];
    mkdir(folder, 0755);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    copy_file(sheet->path, path);
    free(folder);
}

static struct printer *require_printer(void) {
    const char *missing = printer_missing() != NULL ? printer_missing() : codes_missing();
    if (missing != NULL) {
        print_message("%s is not installed\n", missing);
        skip();
    }
    return printer_start();
}

/* pdftotext ends each page with a form feed. */
static int count_pages(const struct sheet *sheet) {
    int pages = 0;
    for (const char *at = sheet->text; (at = strchr(at, '\f')) != NULL; at++)
        pages++;
    return pages;
}

/* From Dossier: the document `steps` to the right of the ADCS. */
static void choose_document(struct kiosk *kiosk, int steps) {
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    kiosk_key(kiosk, "Shift-Tab");
    kiosk_key(kiosk, "Shift-Tab");
    for (int i = 0; i < steps; i++)
        kiosk_key(kiosk, "Right");
}

static void print_from_file(struct kiosk *kiosk) {
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    kiosk_key(kiosk, "F8");
}

static void wait_printed(struct kiosk *kiosk) {
    terminal_expect(kiosk->terminal, "imprimée.");
    for (int i = 0; i < 6; i++) { /* every step is said to be done */
        static const char *const done[] = {"● Imprimante vérifiée",    "● Numéro obtenu",          "● Sceau vérifié",
                                           "● Page dessinée et relue", "● Envoyée à l'imprimante", "● Imprimée"};
        terminal_expect(kiosk->terminal, done[i]);
    }
}

/* --- Tests --- */

static void an_adcs_is_printed_and_anybody_can_verify_it(void **state) {
    struct kiosk *kiosk = *state;
    struct printer *printer = require_printer();
    struct sheet sheet = {0};
    char number[13], title[128], copies[16];
    kiosk_use_printer(kiosk, printer_uri(printer));
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, "121201200001");
    walk_confirm(kiosk->terminal);
    print_from_file(kiosk);
    wait_printed(kiosk);
    read_number(kiosk, "ADCS n", number);
    assert_true(printer_wait_document(printer, 1, sheet.path));
    assert_int_equal(printer_documents(printer), 1);
    assert_true(printer_last_job(printer, title, copies));
    assert_string_equal(title, number); /* nothing personal in the queue */
    keep(&sheet, "adcs.pdf");
    read_sheet(&sheet);
    json_t *driver = driver_load("specimen-2d-doc");
    expect_seal_says(&sheet.sealed, driver, true, NULL);
    expect_field(&sheet.sealed, "01", number);
    json_decref(driver);
    assert_non_null(strstr(sheet.codes.qr, number));
    expect_on_sheet(&sheet, "DUMONT D'URVILLE");
    expect_on_sheet(&sheet, "Condé-sur-Noireau");
    expect_on_sheet(&sheet, number);
    assert_null(strstr(sheet.text, "N'AUTORISE PAS"));
    free(sheet.text);
    printer_stop(printer);
}

static void a_suspended_driver_gets_the_band_and_no_category_in_the_seal(void **state) {
    struct kiosk *kiosk = *state;
    struct printer *printer = require_printer();
    struct sheet sheet = {0};
    kiosk_use_printer(kiosk, printer_uri(printer));
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, "110705140681");
    walk_confirm(kiosk->terminal);
    print_from_file(kiosk);
    terminal_expect(kiosk->terminal, "Ce permis n'autorise pas à conduire"); /* one sentence to confirm first */
    kiosk_key(kiosk, "Enter");
    wait_printed(kiosk);
    assert_true(printer_wait_document(printer, 1, sheet.path));
    keep(&sheet, "adcs-suspendu.pdf");
    read_sheet(&sheet);
    json_t *driver = driver_load("suspendu-administratif");
    expect_seal_says(&sheet.sealed, driver, false, NULL);
    json_decref(driver);
    expect_on_sheet(&sheet, "CE DOCUMENT N'AUTORISE PAS À CONDUIRE");
    expect_on_sheet(&sheet, "Catégories obtenues (droits suspendus)");
    free(sheet.text);
    printer_stop(printer);
}

static void an_rii_is_printed_whole_and_its_seal_counts_its_pages(void **state) {
    struct kiosk *kiosk = *state;
    struct printer *printer = require_printer();
    struct sheet sheet = {0};
    char number[13], title[128], copies[16];
    kiosk_use_printer(kiosk, printer_uri(printer));
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, "950117140096");
    walk_confirm(kiosk->terminal);
    choose_document(kiosk, 1);
    terminal_expect(kiosk->terminal, "Imprimer le relevé");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, " imprimé, ");
    read_number(kiosk, "RII n", number);
    assert_true(printer_wait_document(printer, 1, sheet.path));
    assert_true(printer_last_job(printer, title, copies));
    assert_string_equal(title, number);
    keep(&sheet, "rii.pdf");
    read_sheet(&sheet);
    int pages = count_pages(&sheet);
    char told[64];
    snprintf(told, sizeof told, ", %d\u00A0pages.", pages);
    terminal_expect(kiosk->terminal, told);
    snprintf(told, sizeof told, "● Pages dessinées et relues : %d", pages);
    terminal_expect(kiosk->terminal, told);
    terminal_expect(kiosk->terminal, "● Imprimées");
    assert_true(pages > 1);
    json_t *driver = driver_load("dix-ans-soixante-evenements");
    expect_rii_says(&sheet.sealed, driver, pages);
    expect_field(&sheet.sealed, "01", number);
    json_decref(driver);
    expect_on_sheet(&sheet, "DES GRANDS-CHEMINS");
    expect_on_sheet(&sheet, number);
    free(sheet.text);
    printer_stop(printer);
}

static void an_rii_of_another_department_is_printed_once_its_reason_is_typed(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, "010418610630");
    walk_confirm(kiosk->terminal);
    choose_document(kiosk, 1);
    terminal_expect(kiosk->terminal, "Relève de la préfecture de l'Orne");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Le motif manque.");
    kiosk_type(kiosk, "Gérard vit ici");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Le motif nomme le titulaire");
    kiosk_key(kiosk, "Ctrl-U");
    kiosk_type(kiosk, "vit et travaille ici");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "● RII n");
}

static void ma_situation_is_printed_without_number_or_seal(void **state) {
    struct kiosk *kiosk = *state;
    struct printer *printer = require_printer();
    struct sheet sheet = {0};
    char title[128], copies[16];
    kiosk_use_printer(kiosk, printer_uri(printer));
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, "950117140096");
    walk_confirm(kiosk->terminal);
    choose_document(kiosk, 2);
    terminal_expect(kiosk->terminal, "Imprimer la page");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "● « Ma situation » imprimée.");
    terminal_expect(kiosk->terminal, "● Page dessinée et relue");
    assert_false(terminal_has(kiosk->terminal, "Numéro"));
    assert_false(terminal_has(kiosk->terminal, "ceau"));
    assert_true(printer_wait_document(printer, 1, sheet.path));
    assert_true(printer_last_job(printer, title, copies));
    assert_string_equal(title, "SITUATION");
    keep(&sheet, "ma-situation.pdf");
    assert_true(codes_read(sheet.path, 1, DPI, &sheet.codes));
    assert_int_equal(sheet.codes.data_matrix_length, 0);
    assert_int_equal(sheet.codes.qr_length, 0);
    sheet.text = codes_text(sheet.path);
    assert_non_null(sheet.text);
    assert_int_equal(count_pages(&sheet), 1);
    expect_on_sheet(&sheet, "950117140096");
    expect_on_sheet(&sheet, "Ma situation");
    expect_on_sheet(&sheet, "sans valeur d'attestation");
    free(sheet.text);
    printer_stop(printer);
}

/* The RIR is no more: what comes out is an ADCS. */
static void who_asks_for_a_rir_gets_the_adcs(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, "121201200001");
    walk_confirm(kiosk->terminal);
    choose_document(kiosk, 3);
    terminal_expect(kiosk->terminal, "L'ADCS remplace le RIR depuis le 4 décembre 2024.");
    terminal_expect(kiosk->terminal, "● ADCS");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "● ADCS n");
}

static void confirm_body(struct kiosk *kiosk) {
    for (int i = 0; i < 3; i++)
        kiosk_key(kiosk, "Right"); /* Organisme */
    terminal_expect(kiosk->terminal, "SIREN");
    kiosk_key(kiosk, "Tab");
    kiosk_type(kiosk, "Assurance Mutuelle");
    kiosk_key(kiosk, "Tab");
    kiosk_type(kiosk, SIREN);
    kiosk_key(kiosk, "Tab");
    kiosk_key(kiosk, "Right");
    kiosk_key(kiosk, "Tab");
    kiosk_key(kiosk, "Right");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Synthèse");
}

static void an_organisme_sees_two_tabs_and_its_siren_is_in_the_seal(void **state) {
    struct kiosk *kiosk = *state;
    struct printer *printer = require_printer();
    struct sheet sheet = {0};
    kiosk_use_printer(kiosk, printer_uri(printer));
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, "121201200001");
    confirm_body(kiosk);
    terminal_expect(kiosk->terminal, "● Valide"); /* the last line */
    assert_true(terminal_has(kiosk->terminal, "Catégories"));
    assert_false(terminal_has(kiosk->terminal, "Historique"));
    assert_false(terminal_has(kiosk->terminal, "Suspensions"));
    assert_false(terminal_has(kiosk->terminal, "Solde officiel"));
    kiosk_key(kiosk, "Tab");
    terminal_expect(kiosk->terminal, "▸Catégories");
    kiosk_key(kiosk, "Tab");
    terminal_expect(kiosk->terminal, "▸Synthèse"); /* there is no third */
    print_from_file(kiosk);
    wait_printed(kiosk);
    assert_true(printer_wait_document(printer, 1, sheet.path));
    read_sheet(&sheet);
    json_t *driver = driver_load("specimen-2d-doc");
    expect_seal_says(&sheet.sealed, driver, true, SIREN);
    json_decref(driver);
    free(sheet.text);
    printer_stop(printer);
}

static void an_adcs_goes_through_a_cups_server_too(void **state) {
    struct kiosk *kiosk = *state;
    if (print_server_missing() != NULL) {
        print_message("%s is not installed\n", print_server_missing());
        skip();
    }
    struct printer *printer = require_printer();
    struct print_server *server = print_server_start(printer_uri(printer));
    struct sheet sheet = {0};
    char uri[160], number[13];
    snprintf(uri, sizeof uri, "ipp://%s/printers/%s", print_server_address(server), print_server_queue(server));
    kiosk_use_printer(kiosk, uri);
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, "121201200001");
    walk_confirm(kiosk->terminal);
    print_from_file(kiosk);
    wait_printed(kiosk);
    read_number(kiosk, "ADCS n", number);
    assert_true(printer_wait_document(printer, 1, sheet.path));
    read_sheet(&sheet);
    expect_field(&sheet.sealed, "01", number);
    expect_field(&sheet.sealed, "AC", "121201200001");
    free(sheet.text);
    print_server_stop(server);
    printer_stop(printer);
}

static void print_on(struct kiosk *kiosk, struct printer *printer) {
    kiosk_use_printer(kiosk, printer_uri(printer));
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, "121201200001");
    walk_confirm(kiosk->terminal);
    print_from_file(kiosk);
}

static void a_printer_without_paper_is_said_and_the_sheet_comes_when_there_is_some(void **state) {
    struct kiosk *kiosk = *state;
    struct printer *printer = require_printer();
    printer_set_fault(printer, "media-empty-error");
    print_on(kiosk, printer);
    terminal_expect(kiosk->terminal, "✗ Plus de papier : rechargez le bac.");
    terminal_expect(kiosk->terminal, "◌ Impression, page 1 sur 1");
    assert_false(terminal_has(kiosk->terminal, "vérifiée : plus")); /* it was checked before, and was ready */
    printer_clear_fault(printer);
    wait_printed(kiosk);
    assert_int_equal(printer_documents(printer), 1);
    printer_stop(printer);
}

static void a_document_given_up_at_the_printer_is_to_be_destroyed(void **state) {
    struct kiosk *kiosk = *state;
    struct printer *printer = require_printer();
    printer_set_fault(printer, "media-jam-error");
    print_on(kiosk, printer);
    terminal_expect(kiosk->terminal, "✗ Bourrage papier");
    kiosk_key(kiosk, "F10"); /* a document is under way: not yet */
    terminal_expect(kiosk->terminal, "Un document est en cours");
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, "▸Attendre");
    kiosk_key(kiosk, "Left");
    terminal_expect(kiosk->terminal, "▸Annuler");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Retirez et détruisez les feuillets sortis (1 sur 1).");
    terminal_expect(kiosk->terminal, "Entrée : annuler le document");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "annulée.");
    terminal_expect(kiosk->terminal, "F10 : usager suivant");
    kiosk_key(kiosk, "F10");
    terminal_expect(kiosk->terminal, "NEPH, tapé ou scanné");
    terminal_expect_absent(kiosk->terminal, "pas terminé");
    printer_clear_fault(printer);
    printer_stop(printer);
}

static void a_printer_that_is_off_costs_no_number(void **state) {
    struct kiosk *kiosk = *state;
    struct printer *printer = require_printer();
    printer_turn_off(printer);
    print_on(kiosk, printer);
    terminal_expect(kiosk->terminal, "hors ligne");
    terminal_expect(kiosk->terminal, "Aucun document n'a été imprimé.");
    assert_false(terminal_has(kiosk->terminal, "Numéro obtenu"));
    printer_turn_on(printer);
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    kiosk_key(kiosk, "F8");
    wait_printed(kiosk);
    assert_int_equal(printer_documents(printer), 1);
    printer_stop(printer);
}

/* Figure, not a limit: how many keys from Accueil to the printed sheet, the NEPH typed. */
static void the_way_to_the_sheet_is_short(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    kiosk->keys = 0;
    kiosk_type(kiosk, "121201200001");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Titulaire, à comparer");
    kiosk_key(kiosk, "Tab");
    kiosk_key(kiosk, "Right");
    kiosk_key(kiosk, "F8"); /* straight to the document */
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    kiosk_key(kiosk, "Enter");
    wait_printed(kiosk);
    walk_hand_over(kiosk->terminal);
    kiosk->keys++; /* it is out, complete and readable */
    print_message("%d keys from Accueil to the ADCS handed over, 12 of them the NEPH\n", kiosk->keys);
    assert_true(kiosk->keys <= 20);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_adcs_is_printed_and_anybody_can_verify_it),
        TEST(a_suspended_driver_gets_the_band_and_no_category_in_the_seal),
        TEST(an_rii_is_printed_whole_and_its_seal_counts_its_pages),
        TEST(an_rii_of_another_department_is_printed_once_its_reason_is_typed),
        TEST(ma_situation_is_printed_without_number_or_seal),
        TEST(who_asks_for_a_rir_gets_the_adcs),
        TEST(an_organisme_sees_two_tabs_and_its_siren_is_in_the_seal),
        TEST(an_adcs_goes_through_a_cups_server_too),
        TEST(a_printer_without_paper_is_said_and_the_sheet_comes_when_there_is_some),
        TEST(a_document_given_up_at_the_printer_is_to_be_destroyed),
        TEST(a_printer_that_is_off_costs_no_number),
        TEST(the_way_to_the_sheet_is_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

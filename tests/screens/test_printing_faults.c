/* Impression while the printer has the document and does not print it: what is said, what Esc offers, and what each
 * choice does. The shipped programs, with the real ippeveprinter. */
#include "../support/kiosk.h"
#include "../support/masked.h"
#include "../support/printer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#define NEPH "121201200001"
#define OTHER_NEPH "950117140096"
#define QUESTION "Le document est-il sorti, complet et lisible ?"

/* --- Helpers --- */

static void press(struct terminal *terminal, const char *const names[]) {
    for (; *names != NULL; names++)
        terminal_key(terminal, *names);
}
#define PRESS(terminal, ...) press(terminal, (const char *const[]){__VA_ARGS__, NULL})

static struct printer *require_printer(void) {
    if (printer_missing() != NULL) {
        print_message("%s is not installed\n", printer_missing());
        skip();
    }
    return printer_start();
}

/* The printer first, then a folder. */
static struct terminal *enter(struct kiosk *kiosk, const struct printer *printer) {
    char text[2 * KIOSK_PATH_SIZE];
    snprintf(text, sizeof text,
             "[printer]\nprinter = %s\nprinter_2 = folder:%s/impressions\nprinter_timeout_seconds = 20\n",
             printer_uri(printer), kiosk->state);
    kiosk_write(kiosk, "state/guichet.conf", text);
    kiosk_enter(kiosk);
    return kiosk->terminal;
}

static void print_adcs(struct terminal *terminal, const char *neph) {
    walk_open_file(terminal, neph);
    walk_confirm(terminal);
    PRESS(terminal, "F8");
    terminal_expect(terminal, "Imprimer l'attestation");
    PRESS(terminal, "F8");
}

/* On the way to a sheet that jams; Esc was pressed. */
static struct terminal *jam(struct kiosk *kiosk, struct printer *printer) {
    printer_set_fault(printer, "media-jam-error");
    struct terminal *terminal = enter(kiosk, printer);
    print_adcs(terminal, NEPH);
    terminal_expect(terminal, "✗ Bourrage papier");
    terminal_expect(terminal, "Échap : autre imprimante, mettre de côté, annuler");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "▸Attendre");
    return terminal;
}

/* The printer needs a moment to be well again: on Accueil, until it says so. */
static void wait_ready(struct terminal *terminal) {
    enum { TRIES = 40, EACH_MS = 500 };
    for (int i = 0; i < TRIES; i++) {
        PRESS(terminal, "F5");
        if (terminal_wait_text(terminal, "● Imprimante : prête", EACH_MS))
            return;
    }
    terminal_expect(terminal, "● Imprimante : prête");
}

static bool is_answered(struct terminal *terminal, const void *context) {
    (void)context;
    return terminal_has(terminal, QUESTION) || terminal_has(terminal, "Aucun document n'a été imprimé.");
}

static bool is_asked_to_destroy(struct terminal *terminal, const void *context) {
    (void)context;
    return terminal_has(terminal, "c'est fait, imprimer") || terminal_has(terminal, QUESTION);
}

/* The same, on Impression: it is tried again while the printer says no; what it held may have come out meanwhile. */
static void insist(struct terminal *terminal) {
    enum { RETRY_MS = 2000 }; /* a refusal may come before its absence could be seen */
    assert_true(terminal_wait_until(terminal, is_answered, NULL, TERMINAL_DEADLINE_MS));
    for (int i = 0; i < 40 && !terminal_has(terminal, QUESTION); i++) {
        PRESS(terminal, "F8");
        assert_true(terminal_wait_until(terminal, is_asked_to_destroy, NULL, TERMINAL_DEADLINE_MS));
        PRESS(terminal, "Enter");
        terminal_wait_absent(terminal, "Aucun document n'a été imprimé.", RETRY_MS);
        assert_true(terminal_wait_until(terminal, is_answered, NULL, TERMINAL_DEADLINE_MS));
    }
    terminal_expect(terminal, QUESTION);
}

/* --- Tests --- */

static void each_trouble_is_said_with_what_to_do(void **state) {
    static const struct {
        const char *reason, *said;
    } troubles[] = {
        {"media-empty-error", "✗ Plus de papier : rechargez le bac."},
        {"media-jam-error", "✗ Bourrage papier : ouvrez l'imprimante et retirez la feuille."},
        {"cover-open-error", "✗ Capot ouvert : refermez-le."},
        {"toner-empty-error", "✗ Plus de toner : changez la cartouche."},
        {"paused", "✗ Imprimante en pause : relancez-la."},
    };
    struct printer *printer = require_printer();
    struct terminal *terminal = enter(*state, printer);
    for (size_t i = 0; i < sizeof troubles / sizeof troubles[0]; i++) {
        printer_set_fault(printer, troubles[i].reason);
        print_adcs(terminal, NEPH);
        terminal_expect(terminal, troubles[i].said);
        PRESS(terminal, "Esc");
        terminal_expect(terminal, "▸Attendre");
        PRESS(terminal, "Left", "Enter");
        terminal_expect(terminal, "Entrée : annuler le document");
        PRESS(terminal, "Enter");
        terminal_expect(terminal, "annulée.");
        printer_clear_fault(printer);
        PRESS(terminal, "F10");
        terminal_expect(terminal, "NEPH, tapé ou scanné");
        wait_ready(terminal);
    }
    printer_stop(printer);
}

static void escape_offers_what_can_be_done(void **state) {
    struct printer *printer = require_printer();
    struct terminal *terminal = jam(*state, printer);
    masked_expect(terminal, "impression-bourrage");
    PRESS(terminal, "Enter"); /* wait */
    terminal_expect(terminal, "Échap : autre imprimante, mettre de côté, annuler");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "▸Attendre");
    printer_clear_fault(printer); /* the sheet is taken out meanwhile: nothing is left to choose */
    terminal_expect(terminal, QUESTION);
    terminal_expect(terminal, "▸Oui");
    assert_int_equal(printer_documents(printer), 1);
    printer_stop(printer);
}

static void the_next_person_is_served_while_the_printer_is_blocked(void **state) {
    struct kiosk *kiosk = *state;
    struct printer *printer = require_printer();
    struct terminal *terminal = jam(kiosk, printer);
    PRESS(terminal, "F10");
    terminal_expect(terminal, "Un document est en cours");
    PRESS(terminal, "Right", "Right");
    terminal_expect(terminal, "▸Mettre de côté");
    terminal_expect(terminal, "la personne suivante peut être servie");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "mise de côté.");
    PRESS(terminal, "F10");
    terminal_expect(terminal, "◌ Un document n'est pas terminé : ADCS n° ");
    terminal_expect(terminal, "envoyée à l'imprimante");
    walk_open_file(terminal, OTHER_NEPH);
    terminal_expect(terminal, "NEPH 9501 1714 0096");
    printer_clear_fault(printer);
    assert_int_equal(kiosk_count_sheets(kiosk), 0);
    printer_stop(printer);
}

static void another_printer_gets_it_once_the_sheets_are_destroyed(void **state) {
    struct kiosk *kiosk = *state;
    struct printer *printer = require_printer();
    struct terminal *terminal = jam(kiosk, printer);
    char before[13], after[13];
    masked_read_number(terminal, before);
    PRESS(terminal, "Right");
    terminal_expect(terminal, "▸Autre imprimante");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "▸dossier « impressions »");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Retirez et détruisez les feuillets sortis (1 sur 1)");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, QUESTION);
    masked_read_number(terminal, after);
    assert_string_equal(after, before);
    assert_int_equal(kiosk_count_sheets(kiosk), 1);
    printer_clear_fault(printer);
    printer_stop(printer);
}

/* The choice of the other printer stops the print; then the agent thinks again. */
static void a_print_that_was_stopped_may_be_left_for_the_file_and_come_back_to(void **state) {
    struct printer *printer = require_printer();
    struct terminal *terminal = jam(*state, printer);
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "▸dossier « impressions »");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Retirez et détruisez");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "Vous avez arrêté l'impression.");
    masked_expect(terminal, "impression-arretee");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "▸Synthèse");
    terminal_expect(terminal, "à terminer : F8");
    PRESS(terminal, "F8"); /* not to a new document */
    terminal_expect(terminal, "Vous avez arrêté l'impression.");
    printer_clear_fault(printer);
    PRESS(terminal, "F8");
    terminal_expect(terminal, "Retirez et détruisez");
    PRESS(terminal, "Enter");
    insist(terminal);
    printer_stop(printer);
}

static void what_was_stopped_is_set_aside_by_the_next_person(void **state) {
    struct printer *printer = require_printer();
    struct terminal *terminal = jam(*state, printer);
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "▸dossier « impressions »");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Retirez et détruisez");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "Vous avez arrêté l'impression.");
    PRESS(terminal, "F10");
    terminal_expect(terminal, "◌ Un document n'est pas terminé");
    printer_clear_fault(printer);
    printer_stop(printer);
}

static void an_aborted_job_is_printed_again_or_not(void **state) {
    struct printer *printer = require_printer();
    printer_set_aborting(printer, true);
    struct terminal *terminal = enter(*state, printer);
    print_adcs(terminal, NEPH);
    terminal_expect(terminal, "✗ L'imprimante a abandonné l'impression.");
    terminal_expect(terminal, "▸Imprimer de nouveau"); /* whether or not it had begun */
    printer_set_aborting(printer, false);
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Retirez et détruisez");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, QUESTION);
    printer_stop(printer);
}

static void a_printer_that_is_off_is_said_before_a_number_is_asked_for(void **state) {
    struct printer *printer = require_printer();
    printer_turn_off(printer);
    struct terminal *terminal = enter(*state, printer);
    print_adcs(terminal, NEPH);
    terminal_expect(terminal, "✗ Imprimante hors ligne : vérifiez qu'elle est allumée et branchée.");
    terminal_expect(terminal, "Aucun document n'a été imprimé.");
    terminal_expect(terminal, "✗ Imprimante : hors ligne");
    masked_expect(terminal, "impression-hors-ligne");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "▸Synthèse");
    PRESS(terminal, "F8");
    terminal_expect(terminal, "✗ hors ligne"); /* beside the printer, before anything is tried */
    PRESS(terminal, "Up", "Up", "Right");
    terminal_expect(terminal, "● dossier « impressions »");
    terminal_expect(terminal, "● prête");
    PRESS(terminal, "F8");
    terminal_expect(terminal, QUESTION);
    printer_stop(printer);
}

#define SCREEN_TEST(behaviour) cmocka_unit_test_setup_teardown(behaviour, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        SCREEN_TEST(each_trouble_is_said_with_what_to_do),
        SCREEN_TEST(escape_offers_what_can_be_done),
        SCREEN_TEST(the_next_person_is_served_while_the_printer_is_blocked),
        SCREEN_TEST(another_printer_gets_it_once_the_sheets_are_destroyed),
        SCREEN_TEST(a_print_that_was_stopped_may_be_left_for_the_file_and_come_back_to),
        SCREEN_TEST(what_was_stopped_is_set_aside_by_the_next_person),
        SCREEN_TEST(an_aborted_job_is_printed_again_or_not),
        SCREEN_TEST(a_printer_that_is_off_is_said_before_a_number_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

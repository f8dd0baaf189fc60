/* What goes wrong at the printer, on the real ippeveprinter and on the shipped programs: the screen says it and what to
 * do, no number is spent before, the number is kept afterwards, and whatever the agent then chooses, the registry's
 * book, the journal and the trays agree. */
#include "../support/fault_table.h"
#include "../support/kiosk.h"
#include "../support/ledger.h"
#include "../support/printer.h"
#include "../support/said.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#define KIND "printer"
#define NEPH "121201200001"
#define OTHER_NEPH "960412140033"
#define NOTHING_PRINTED "Aucun document n'a été imprimé."
#define NOT_WHOLE "Le document n'est pas sorti en entier."

enum { PRINTERS = 2, TITLES_MAX = 16, TRIES = 10, TRY_MS = 3000 };

static struct printer *printers[PRINTERS];
static struct print_server *server;
static bool is_skipped;

/* --- Helpers --- */

static void use_printers(struct kiosk *kiosk, const char *first) {
    char text[512];
    snprintf(text, sizeof text, "[printer]\nprinter = %s\nprinter_2 = %s\nprinter_timeout_seconds = 5\n", first,
             printer_uri(printers[1]));
    kiosk_write(kiosk, "state/guichet.conf", text);
}

static int set_up(void **state) {
    if (kiosk_set_up(state) != 0)
        return -1;
    is_skipped = printer_missing() != NULL;
    if (is_skipped)
        return 0;
    for (int i = 0; i < PRINTERS; i++)
        printers[i] = printer_start();
    use_printers(*state, printer_uri(printers[0]));
    return 0;
}

static int tear_down(void **state) {
    print_server_stop(server);
    server = NULL;
    int result = kiosk_tear_down(state);
    for (int i = 0; i < PRINTERS && !is_skipped; i++)
        printer_stop(printers[i]);
    return result;
}

static struct kiosk *require_printer(void **state) {
    if (is_skipped) {
        print_message("%s is not installed\n", printer_missing());
        skip();
    }
    return *state;
}

/* From Accueil: the ADCS is ordered. */
static void order(struct kiosk *kiosk, const char *neph) {
    walk_open_file(kiosk->terminal, neph);
    walk_confirm(kiosk->terminal);
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    kiosk_key(kiosk, "F8");
}

/* After a fault that cost no number. */
static void order_again(struct kiosk *kiosk) {
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    kiosk_key(kiosk, "F8");
}

static void read_number(struct kiosk *kiosk, char number[13]) {
    int row, column;
    static const char before[] = "Numéro obtenu : ";
    terminal_expect(kiosk->terminal, before);
    assert_true(terminal_find(kiosk->terminal, before, &row, &column));
    for (int i = 0; i < 12; i++)
        number[i] = terminal_cell(kiosk->terminal, row, column + 16 + i).text[0];
    number[12] = '\0';
}

/* The first printer holds the job with that reason, and the screen says so. */
static void order_held(struct kiosk *kiosk, const char *reason, const char *says, char number[13]) {
    printer_set_fault(printers[0], reason);
    kiosk_enter(kiosk);
    order(kiosk, NEPH);
    said_expect(kiosk->terminal, says);
    read_number(kiosk, number);
}

/* Printed, well, and given. */
static void hand_over(struct kiosk *kiosk, const char *number) {
    char given[64];
    walk_hand_over(kiosk->terminal);
    snprintf(given, sizeof given, "ADCS n° %s remise.", number);
    terminal_expect(kiosk->terminal, given);
}

/* The sheets of the print before are destroyed first. */
static void print_again(struct kiosk *kiosk) {
    walk_take(kiosk->terminal, "Imprimer de nouveau");
    said_expect(kiosk->terminal, "Retirez et détruisez les feuillets sortis");
    terminal_expect(kiosk->terminal, "Entrée : c'est fait, imprimer");
    kiosk_key(kiosk, "Enter");
}

static void read_trays(struct ledger_tray *tray) {
    static char titles[TITLES_MAX][PRINTER_TITLE_SIZE];
    for (int i = 0; i < PRINTERS; i++) {
        int count = printer_list_printed(printers[i], titles, TITLES_MAX);
        assert_true(count <= TITLES_MAX);
        for (int j = 0; j < count; j++)
            ledger_tray_add(tray, titles[j]);
    }
}

/* All told, and the books agree: that many good numbers, all of them handed over, and that many revoked; at most that
 * many came out more often than the kiosk sent them. */
static void expect_books(struct kiosk *kiosk, int good, int revoked, int doubled) {
    struct ledger_tray tray = {0};
    struct ledger ledger;
    terminal_expect(kiosk->terminal, "Rien en attente");
    kiosk_stop(kiosk);
    read_trays(&tray);
    ledger_read(kiosk->state, &tray, &ledger);
    bool well = ledger.numbers == good + revoked && ledger.revoked == revoked && ledger.handed_over == good &&
                ledger.open + ledger.unsound == 0;
    fault_table_add(KIND, 1, well, ledger.lost, ledger.doubled);
    if (ledger.lost + ledger.unsound > 0 || ledger.doubled > doubled)
        fail_msg("%s", ledger.words);
    assert_int_equal(ledger.numbers, good + revoked);
    assert_int_equal(ledger.revoked, revoked);
    assert_int_equal(ledger.handed_over, good);
    assert_int_equal(ledger.open, 0);
    ledger_tray_clear(&tray);
}

static void expect_no_number(const struct kiosk *kiosk) {
    struct ledger ledger;
    ledger_read(kiosk->state, NULL, &ledger);
    assert_int_equal(ledger.numbers, 0);
}

/* --- Before: no number is spent --- */

static void expect_said_before(struct kiosk *kiosk, const char *says) {
    said_expect(kiosk->terminal, says);
    said_expect(kiosk->terminal, NOTHING_PRINTED);
    terminal_expect(kiosk->terminal, "Entrée : revenir au dossier");
    expect_no_number(kiosk);
}

static void go_on_after_repair(struct kiosk *kiosk) {
    char number[13];
    order_again(kiosk);
    read_number(kiosk, number);
    hand_over(kiosk, number);
    expect_books(kiosk, 1, 0, 0);
}

static void no_paper_before_costs_no_number(void **state) {
    struct kiosk *kiosk = require_printer(state);
    printer_load_paper(printers[0], 0);
    kiosk_enter(kiosk);
    order(kiosk, NEPH);
    expect_said_before(kiosk, "Plus de papier : rechargez le bac.");
    printer_load_paper(printers[0], 250);
    go_on_after_repair(kiosk);
}

static void no_toner_before_costs_no_number(void **state) {
    struct kiosk *kiosk = require_printer(state);
    printer_load_toner(printers[0], 0);
    kiosk_enter(kiosk);
    order(kiosk, NEPH);
    expect_said_before(kiosk, "Plus de toner : changez la cartouche.");
    printer_load_toner(printers[0], 80);
    go_on_after_repair(kiosk);
}

static void a_printer_that_is_off_costs_no_number(void **state) {
    struct kiosk *kiosk = require_printer(state);
    printer_turn_off(printers[0]);
    kiosk_enter(kiosk);
    order(kiosk, NEPH);
    expect_said_before(kiosk, "Imprimante hors ligne : vérifiez qu'elle est allumée et branchée.");
    printer_turn_on(printers[0]);
    go_on_after_repair(kiosk);
}

static void a_printer_that_answers_nothing_costs_no_number(void **state) {
    struct kiosk *kiosk = require_printer(state);
    kiosk_enter(kiosk);
    printer_freeze(printers[0], true);
    order(kiosk, NEPH);
    expect_said_before(kiosk, "Imprimante hors ligne : vérifiez qu'elle est allumée et branchée.");
    printer_freeze(printers[0], false);
    go_on_after_repair(kiosk);
}

/* --- During: the number is kept --- */

static void a_jam_that_is_cleared_goes_on(void **state) {
    struct kiosk *kiosk = require_printer(state);
    char number[13];
    order_held(kiosk, "media-jam-error", "Bourrage papier : ouvrez l'imprimante et retirez la feuille.", number);
    printer_clear_fault(printers[0]);
    hand_over(kiosk, number);
    expect_books(kiosk, 1, 0, 0);
}

static void no_paper_sets_aside_serves_the_next_person_and_is_taken_up(void **state) {
    struct kiosk *kiosk = require_printer(state);
    char number[13], other[13], resumed[13];
    order_held(kiosk, "media-empty-error", "Plus de papier : rechargez le bac.", number);
    kiosk_key(kiosk, "Esc");
    walk_take(kiosk->terminal, "Mettre de côté");
    terminal_expect(kiosk->terminal, "mise de côté.");
    printer_clear_fault(printers[0]);
    kiosk_key(kiosk, "F10");
    terminal_expect(kiosk->terminal, "n'est pas terminé");
    assert_true(terminal_has(kiosk->terminal, number));
    order(kiosk, OTHER_NEPH);
    read_number(kiosk, other);
    assert_string_not_equal(other, number);
    hand_over(kiosk, other);
    kiosk_key(kiosk, "F10");
    terminal_expect(kiosk->terminal, "n'est pas terminé");
    kiosk_key(kiosk, "Alt-p");
    walk_take(kiosk->terminal, "Reprendre");
    terminal_expect(kiosk->terminal, "◌ Reprise de l'ADCS");
    kiosk_key(kiosk, "Right");
    kiosk_key(kiosk, "Enter");
    print_again(kiosk);
    read_number(kiosk, resumed);
    assert_string_equal(resumed, number);
    hand_over(kiosk, number);
    expect_books(kiosk, 2, 0, 0);
}

static void an_open_cover_and_a_cancelled_number_is_worth_nothing(void **state) {
    struct kiosk *kiosk = require_printer(state);
    char number[13], other[13];
    order_held(kiosk, "cover-open-error", "Capot ouvert : refermez-le.", number);
    kiosk_key(kiosk, "Esc");
    walk_take(kiosk->terminal, "Annuler");
    terminal_expect(kiosk->terminal, "Entrée : annuler le document");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "annulée.");
    printer_clear_fault(printers[0]);
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "▸3 Dossier");
    order_again(kiosk);
    read_number(kiosk, other);
    assert_string_not_equal(other, number);
    hand_over(kiosk, other);
    expect_books(kiosk, 1, 1, 0);
}

static void without_toner_another_printer_prints_the_same_number(void **state) {
    struct kiosk *kiosk = require_printer(state);
    char number[13];
    order_held(kiosk, "toner-empty-error", "Plus de toner : changez la cartouche.", number);
    kiosk_key(kiosk, "Esc");
    walk_take(kiosk->terminal, "Autre imprimante");
    terminal_expect(kiosk->terminal, "Sur quelle imprimante ?");
    kiosk_key(kiosk, "Enter");
    said_expect(kiosk->terminal, "Retirez et détruisez les feuillets sortis");
    kiosk_key(kiosk, "Enter");
    hand_over(kiosk, number);
    assert_int_equal(printer_documents(printers[1]), 1);
    printer_clear_fault(printers[0]);
    expect_books(kiosk, 1, 0, 0);
}

static void a_printer_killed_in_the_middle_prints_again(void **state) {
    struct kiosk *kiosk = require_printer(state);
    char number[13];
    order_held(kiosk, "media-jam-error", "Bourrage papier", number);
    printer_turn_off(printers[0]);
    printer_clear_fault(printers[0]);
    printer_turn_on(printers[0]);
    said_expect(kiosk->terminal, "L'imprimante a été redémarrée : le document est peut-être incomplet.");
    said_expect(kiosk->terminal, NOT_WHOLE);
    print_again(kiosk);
    hand_over(kiosk, number);
    expect_books(kiosk, 1, 0, 0);
}

static void an_aborted_job_prints_again(void **state) {
    struct kiosk *kiosk = require_printer(state);
    char number[13];
    printer_set_aborting(printers[0], true);
    kiosk_enter(kiosk);
    order(kiosk, NEPH);
    said_expect(kiosk->terminal, "L'imprimante a abandonné l'impression.");
    said_expect(kiosk->terminal, NOT_WHOLE);
    read_number(kiosk, number);
    printer_set_aborting(printers[0], false);
    print_again(kiosk);
    hand_over(kiosk, number);
    expect_books(kiosk, 1, 0, 0);
}

static void a_job_cancelled_at_the_printer_is_said_and_keeps_its_number(void **state) {
    struct kiosk *kiosk = require_printer(state);
    char number[13];
    order_held(kiosk, "media-jam-error", "Bourrage papier", number);
    assert_true(printer_cancel_job(printers[0]));
    printer_clear_fault(printers[0]);
    said_expect(kiosk->terminal, NOT_WHOLE);
    print_again(kiosk);
    hand_over(kiosk, number);
    expect_books(kiosk, 1, 0, 0);
}

static void a_printer_frozen_in_the_middle_is_said_to_be_off_line(void **state) {
    struct kiosk *kiosk = require_printer(state);
    char number[13];
    order_held(kiosk, "media-jam-error", "Bourrage papier", number);
    printer_freeze(printers[0], true);
    said_expect(kiosk->terminal, "Imprimante hors ligne : vérifiez qu'elle est allumée et branchée.");
    said_expect(kiosk->terminal, NOT_WHOLE);
    printer_clear_fault(printers[0]);
    printer_freeze(printers[0], false);
    print_again(kiosk);
    hand_over(kiosk, number);
    expect_books(kiosk, 1, 0, 0);
}

/* --- Through cupsd --- */

/* cupsd says what it last knew of the printer until it has spoken to it again. */
static void print_until_it_comes_out(struct kiosk *kiosk) {
    print_again(kiosk);
    for (int i = 0; i < TRIES && !terminal_wait_text(kiosk->terminal, "Le document est-il sorti", TRY_MS); i++)
        if (terminal_has(kiosk->terminal, "▸Imprimer"))
            walk_take(kiosk->terminal, "Imprimer");
}

/* What it was sending when it was killed, cupsd sends once more by itself when it is started: a sheet more than was
 * ordered may come out, which the agent has been told to destroy. */
static void a_cupsd_killed_in_the_middle_keeps_the_number(void **state) {
    struct kiosk *kiosk = require_printer(state);
    char number[13], uri[160];
    if (print_server_missing() != NULL) {
        print_message("%s is not installed\n", print_server_missing());
        skip();
    }
    server = print_server_start(printer_uri(printers[0]));
    snprintf(uri, sizeof uri, "ipp://%s/printers/%s", print_server_address(server), print_server_queue(server));
    use_printers(kiosk, uri);
    order_held(kiosk, "media-jam-error", "Bourrage papier", number);
    print_server_kill(server);
    said_expect(kiosk->terminal, NOT_WHOLE);
    print_server_restart(server);
    printer_clear_fault(printers[0]);
    print_until_it_comes_out(kiosk);
    hand_over(kiosk, number);
    expect_books(kiosk, 1, 0, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(no_paper_before_costs_no_number),
        TEST(no_toner_before_costs_no_number),
        TEST(a_printer_that_is_off_costs_no_number),
        TEST(a_printer_that_answers_nothing_costs_no_number),
        TEST(a_jam_that_is_cleared_goes_on),
        TEST(no_paper_sets_aside_serves_the_next_person_and_is_taken_up),
        TEST(an_open_cover_and_a_cancelled_number_is_worth_nothing),
        TEST(without_toner_another_printer_prints_the_same_number),
        TEST(a_printer_killed_in_the_middle_prints_again),
        TEST(an_aborted_job_prints_again),
        TEST(a_job_cancelled_at_the_printer_is_said_and_keeps_its_number),
        TEST(a_printer_frozen_in_the_middle_is_said_to_be_off_line),
        TEST(a_cupsd_killed_in_the_middle_keeps_the_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

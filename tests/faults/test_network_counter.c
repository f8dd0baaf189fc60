/* The whole counter while the line to the registry fails under a document: what Impression says, Esc at once, every key
 * answered, and the same document handed over once the line is good. The shipped programs in training, in a terminal,
 * with the proxy in the place of the registry. */
#include "../support/pace.h"
#include "../support/proxied.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../support/fault_table.h"
#include "../support/ledger.h"
#include "../support/said.h"
#include "../support/tool.h"

enum { AT_ONCE_MS = 2000, KEYS = 10, LATE_MS = 1500 };

#define ATTESTATIONS "POST /v1/attestations HTTP"
#define ASKS_NUMBER "◌ Numéro demandé au registre"
#define NOT_PRINTED "Aucun document n'a été imprimé."
#define COPY "COPIE DU 24 NOV. 2026, 9 H 31"
#define GIVEN_UP "Vous avez renoncé à attendre."

static struct pace pace;
static int points, survived, lost, doubled;

/* --- One document --- */

static void open_document(struct kiosk *kiosk, const char *neph) {
    walk_open_file(kiosk->terminal, neph);
    walk_confirm(kiosk->terminal);
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
}

static void ask_number(struct kiosk *kiosk) {
    points++;
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, ASKS_NUMBER);
    pace_help(&pace, kiosk, ASKS_NUMBER, KEYS);
}

static void expect_books(const struct kiosk *kiosk, int sheets) {
    char folder[KIOSK_PATH_SIZE];
    struct ledger_tray tray = {0};
    struct ledger ledger;
    snprintf(folder, sizeof folder, "%s/impressions", kiosk->state);
    ledger_tray_add_folder(&tray, folder);
    ledger_read(kiosk->state, &tray, &ledger);
    lost += ledger.lost;
    doubled += ledger.doubled;
    ledger_expect(kiosk->state, &tray, &ledger);
    assert_int_equal(tray.count, sheets);
    assert_int_equal(ledger.numbers - ledger.revoked, sheets);
    assert_int_equal(ledger.handed_over, sheets);
    ledger_tray_clear(&tray);
}

static void print_and_hand_over(struct kiosk *kiosk) {
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Le document est-il sorti, complet et lisible ?");
    terminal_expect(kiosk->terminal, "▸Oui");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "remise.");
    kiosk_key(kiosk, "F10");
    terminal_expect(kiosk->terminal, "NEPH, tapé ou scanné");
}

/* Once the line is good: the same document, from where it stood. */
static void mend(struct proxied *proxied, int sheets) {
    struct kiosk *kiosk = proxied->kiosk;
    assert_int_equal(kiosk_count_sheets(kiosk), sheets);
    proxied_set(proxied, PROXY_PASS, NULL);
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    print_and_hand_over(kiosk);
    terminal_expect(kiosk->terminal, "Rien en attente");
    expect_books(kiosk, sheets + 1);
    survived++;
}

/* --- What is said --- */

static void a_line_that_fails_is_said_and_the_document_goes_on(void **state) {
    static const struct {
        enum proxy_manner manner;
        const char *neph, *happened;
    } cases[] = {{PROXY_REFUSE, "121201200001", "Le registre ne répond pas."},
                 {PROXY_RESET_HANDSHAKE, "960412140033", "Le registre ne répond pas."},
                 {PROXY_RESET_ANSWER, "160222140753", "Le registre ne répond pas."},
                 {PROXY_RESET_BODY, "070904140420", "La réponse du registre est incomplète."}};
    struct proxied *proxied = *state;
    struct kiosk *kiosk = proxied->kiosk;
    kiosk_enter(kiosk);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        open_document(kiosk, cases[i].neph);
        proxied_set(proxied, cases[i].manner, cases[i].manner > PROXY_BLACK_HOLE ? ATTESTATIONS : NULL);
        ask_number(kiosk);
        terminal_expect(kiosk->terminal, NOT_PRINTED);
        said_expect(kiosk->terminal, cases[i].happened);
        said_expect(kiosk->terminal, "Attendez une minute, puis F8 ; sinon appelez le responsable.");
        mend(proxied, (int)i);
    }
}

/* --- Esc --- */

static void esc_ends_the_wait_at_once_and_the_document_goes_on(void **state) {
    static const struct {
        enum proxy_manner manner;
        const char *neph;
    } cases[] = {{PROXY_BLACK_HOLE, "121201200001"},
                 {PROXY_STALL, "960412140033"},
                 {PROXY_DRIP, "160222140753"},
                 {PROXY_DELAY, "070904140420"}};
    struct proxied *proxied = *state;
    struct kiosk *kiosk = proxied->kiosk;
    kiosk_enter(kiosk);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        open_document(kiosk, cases[i].neph);
        tls_proxy_set(&proxied->proxy,
                      &(struct proxy_wish){.manner = cases[i].manner,
                                           .word = cases[i].manner > PROXY_BLACK_HOLE ? ATTESTATIONS : NULL,
                                           .number = cases[i].manner == PROXY_DRIP ? 20 : LATE_MS});
        ask_number(kiosk);
        terminal_expect(kiosk->terminal, ASKS_NUMBER);
        long long before_ms = tool_now_ms();
        kiosk_key(kiosk, "Esc");
        terminal_expect(kiosk->terminal, GIVEN_UP);
        assert_true(tool_now_ms() - before_ms < AT_ONCE_MS);
        terminal_expect(kiosk->terminal, NOT_PRINTED);
        mend(proxied, (int)i);
    }
}

/* The person leaves meanwhile: what the registry may have issued does not stay good, and nothing comes out. */
static void leaving_during_the_wait_leaves_no_good_number(void **state) {
    struct proxied *proxied = *state;
    struct kiosk *kiosk = proxied->kiosk;
    kiosk_enter(kiosk);
    open_document(kiosk, "121201200001");
    proxied_set(proxied, PROXY_STALL, ATTESTATIONS);
    ask_number(kiosk);
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, GIVEN_UP);
    proxied_set(proxied, PROXY_PASS, NULL);
    kiosk_key(kiosk, "F10");
    terminal_expect(kiosk->terminal, "NEPH, tapé ou scanné");
    terminal_expect(kiosk->terminal, "Rien en attente");
    expect_books(kiosk, 0);
    survived++;
}

/* --- The station's copy --- */

/* A file seen before opens from the copy, from which nothing is issued; refreshed once the line is good, it is. */
static void a_copy_is_refreshed_before_a_document_is_made(void **state) {
    struct proxied *proxied = *state;
    struct kiosk *kiosk = proxied->kiosk;
    kiosk_enter(kiosk);
    points++;
    walk_open_file(kiosk->terminal, "121201200001");
    kiosk_key(kiosk, "F10");
    terminal_expect(kiosk->terminal, "NEPH, tapé ou scanné");
    proxied_set(proxied, PROXY_RESET_CONNECT, NULL);
    walk_open_file(kiosk->terminal, "121201200001");
    terminal_expect(kiosk->terminal, COPY);
    walk_confirm(kiosk->terminal);
    kiosk_key(kiosk, "F8");
    said_expect(kiosk->terminal, "copie, faute de registre");
    terminal_expect(kiosk->terminal, NOT_PRINTED);
    proxied_set(proxied, PROXY_PASS, NULL);
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, COPY);
    kiosk_key(kiosk, "F5");
    terminal_expect_absent(kiosk->terminal, COPY);
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    print_and_hand_over(kiosk);
    terminal_expect(kiosk->terminal, "Rien en attente");
    expect_books(kiosk, 1);
    survived++;
}

/* --- Telling --- */

static void what_could_not_be_told_waits_in_the_status_bar(void **state) {
    struct proxied *proxied = *state;
    struct kiosk *kiosk = proxied->kiosk;
    kiosk_enter(kiosk);
    points++;
    open_document(kiosk, "121201200001");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Le document est-il sorti, complet et lisible ?");
    terminal_expect(kiosk->terminal, "▸Oui");
    proxied_set(proxied, PROXY_REFUSE, NULL);
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "remise.");
    kiosk_key(kiosk, "F10");
    terminal_expect(kiosk->terminal, "NEPH, tapé ou scanné");
    terminal_expect_absent(kiosk->terminal, "Rien en attente");
    proxied_set(proxied, PROXY_PASS, NULL);
    terminal_expect(kiosk->terminal, "Rien en attente");
    expect_books(kiosk, 1);
    survived++;
}

static int report(void **state) {
    (void)state;
    pace_print(&pace, "keys while a number cannot be had");
    fault_table_add("network, counter", points, survived, lost, doubled);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, proxied_set_up_training, proxied_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_line_that_fails_is_said_and_the_document_goes_on),
        TEST(esc_ends_the_wait_at_once_and_the_document_goes_on),
        TEST(leaving_during_the_wait_leaves_no_good_number),
        TEST(a_copy_is_refreshed_before_a_document_is_made),
        TEST(what_could_not_be_told_waits_in_the_status_bar),
    };
    return cmocka_run_group_tests(tests, NULL, report);
}

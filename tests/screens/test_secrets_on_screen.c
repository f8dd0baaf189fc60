/* A scan that comes while a password is asked for: on Connexion, Verrouillé and in the supervisor's dialog nothing of
 * it stays, and it is not taken for the password. */
#include "../support/shown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../kiosk/desk.h"
#include "../support/zones.h"

#define DROPPED "Un document a été scanné ici"
#define READY "NEPH, tapé ou scanné"
#define FAILED "mot de passe est incorrect"

static const char *const scans[] = {SHOWN_NEPH, "&é&éà&éàààà&", "13AA00002", ZONE_LICENCE};
enum { SCANS = sizeof scans / sizeof scans[0] };

/* Each, with its Enter; then a key, after which what was said goes when the password is taken. */
static void scan_all(struct terminal *terminal) {
    for (size_t i = 0; i < SCANS; i++) {
        scan_text(terminal, scans[i], DROPPED);
        terminal_let_pass(terminal, 300); /* that scan is over */
        terminal_expect_absent(terminal, "•");
        terminal_expect_absent(terminal, scans[i]);
        terminal_expect_absent(terminal, FAILED);
    }
}

static void connexion_takes_no_scan_for_an_id_nor_for_a_password(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_start(kiosk);
    struct terminal *terminal = kiosk->terminal;
    terminal_expect(terminal, "SNPC 9 h 31");
    scan_all(terminal);
    terminal_type(terminal, DESK_TRAINING_AGENT);
    PRESS(terminal, "Tab");
    scan_all(terminal);
    terminal_type(terminal, DESK_TRAINING_PASSWORD "\r");
    terminal_expect(terminal, READY);
}

static void verrouille_takes_no_scan_for_a_password(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    PRESS(kiosk->terminal, "F9");
    terminal_expect(kiosk->terminal, "Poste verrouillé");
    scan_all(kiosk->terminal);
    terminal_type(kiosk->terminal, DESK_TRAINING_PASSWORD "\r");
    terminal_expect(kiosk->terminal, READY);
}

/* The terminal says that it is pasted: it is tried, and is wrong. */
static void what_is_pasted_may_look_like_a_neph(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    PRESS(kiosk->terminal, "F9");
    terminal_expect(kiosk->terminal, "Poste verrouillé");
    terminal_type(kiosk->terminal, "\x1b[200~" SHOWN_NEPH "\x1b[201~");
    terminal_expect(kiosk->terminal, "••••");
    PRESS(kiosk->terminal, "Enter");
    terminal_expect(kiosk->terminal, FAILED);
}

static struct terminal *ask_supervisor(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_write(kiosk, "state/guichet.conf", "[identity]\nsupervisor_for_mismatch = oui\n");
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    shown_add_supervisor(kiosk);
    shown_card(terminal, "MARTIN<<JULES", "420508", "310211", "Le responsable confirme");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "un responsable a vu");
    return terminal;
}

static void the_supervisors_dialog_takes_no_scan_either(void **state) {
    struct terminal *terminal = ask_supervisor(state);
    static const char *const others[] = {"&é&éà&éàààà&", "13AA00002", ZONE_LICENCE}; /* that NEPH is on the screen */
    for (size_t i = 0; i < 2 * (sizeof others / sizeof others[0]); i++) {
        if (i == sizeof others / sizeof others[0])
            terminal_type(terminal, "chef\t");
        scan_text(terminal, others[i % (sizeof others / sizeof others[0])], DROPPED);
        terminal_let_pass(terminal, 300);
        terminal_expect_absent(terminal, "•");
        terminal_expect_absent(terminal, others[i % (sizeof others / sizeof others[0])]);
    }
    terminal_type(terminal, DESK_TRAINING_PASSWORD "\r");
    terminal_expect(terminal, "Solde officiel");
}

static void the_next_person_may_come_while_the_supervisor_is_asked(void **state) {
    struct terminal *terminal = ask_supervisor(state);
    PRESS(terminal, "F10");
    terminal_expect(terminal, READY);
    terminal_expect_absent(terminal, "URVILLE");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(connexion_takes_no_scan_for_an_id_nor_for_a_password),
        TEST(verrouille_takes_no_scan_for_a_password),
        TEST(what_is_pasted_may_look_like_a_neph),
        TEST(the_supervisors_dialog_takes_no_scan_either),
        TEST(the_next_person_may_come_while_the_supervisor_is_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

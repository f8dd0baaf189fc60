/* Identité: each verdict of a document that was read, each quality, and who is sent elsewhere; whole screens, and the
 * ways on. */
#include "../support/kiosk.h"
#include "../support/masked.h"
#include "../support/scan.h"
#include "../support/zone_writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/agents.h"
#include "../../kiosk/desk.h"
#include "../../kiosk/text.h"

#define NEPH "121201200001"
#define NAMES "DUMONT<D<URVILLE<<JULES<CESAR"
#define STOLEN_NEPH "051206140865"

/* --- Helpers --- */

static struct terminal *enter(void **state, const char *neph) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, neph);
    return kiosk->terminal;
}

static void press(struct terminal *terminal, const char *const names[]) {
    for (; *names != NULL; names++)
        terminal_key(terminal, *names);
}
#define PRESS(terminal, ...) press(terminal, (const char *const[]){__VA_ARGS__, NULL})

static void scan_card(struct terminal *terminal, const char *names, const char *birth, const char *expiry,
                      const char *says) {
    char zone[ZONE_SIZE];
    zone_write_card(names, birth, 'M', expiry, zone);
    scan_text(terminal, zone, says);
}

static void expect_look(struct terminal *terminal, const char *name) {
    char whole[64];
    snprintf(whole, sizeof whole, "identite-%s", name);
    if (getenv("GUICHET_UPDATE_SCREENS") != NULL) /* what is saved must be a whole image */
        terminal_wait_text(terminal, "(never shown)", 300);
    masked_expect(terminal, whole);
}

/* Another agent of the station, with the training password. */
static void add_supervisor(const struct kiosk *kiosk) {
    struct agents *agents = NULL;
    struct agent agent;
    struct fault fault = {0};
    assert_int_equal(agents_open(kiosk->state, &agents, &fault), STATUS_OK);
    assert_int_equal(agents_find(agents, DESK_TRAINING_AGENT, &agent), STATUS_OK);
    assert_true(text_copy(agent.id, sizeof agent.id, "CHEF"));
    agent.role = COUNTER_SUPERVISOR;
    assert_int_equal(agents_add(agents, &agent), STATUS_OK);
    agents_close(agents);
}

/* --- Verdicts --- */

static void a_document_that_agrees_needs_one_key(void **state) {
    struct terminal *terminal = enter(state, NEPH);
    scan_card(terminal, NAMES, "420508", "310211", "Le document et le dossier concordent.");
    expect_look(terminal, "concorde");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Solde officiel");
}

static void a_large_screen_shows_the_same(void **state) {
    struct terminal *terminal = enter(state, NEPH);
    terminal_resize(terminal, 40, 120);
    scan_card(terminal, NAMES, "420508", "310211", "Le document et le dossier concordent.");
    expect_look(terminal, "concorde");
}

static void an_expired_document_needs_a_reason(void **state) {
    struct terminal *terminal = enter(state, NEPH);
    scan_card(terminal, NAMES, "420508", "200211", "mais le document est périmé.");
    terminal_expect(terminal, "Valable jusqu'au 11 février 2020");
    expect_look(terminal, "perime");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Dites pourquoi il est admis.");
    PRESS(terminal, "Right");
    terminal_expect(terminal, "renouvellement en cours");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Solde officiel");
}

static void what_differs_is_said_and_needs_a_reason(void **state) {
    struct terminal *terminal = enter(state, NEPH);
    scan_card(terminal, "MARTIN<<JULES", "420508", "310211", "DUMONT D'URVILLE ; lu sur le document : MARTIN");
    expect_look(terminal, "differe");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Dites d'où vient l'écart.");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "Solde officiel");
}

static void somebody_born_another_day_is_not_the_person_of_the_file(void **state) {
    struct terminal *terminal = enter(state, NEPH);
    scan_card(terminal, NAMES, "420509", "310211", "Ce n'est pas la personne du dossier");
    terminal_expect_absent(terminal, "Confirmer l'identité");
    expect_look(terminal, "autre-personne");
    PRESS(terminal, "Enter", "F8", "Shift-Tab", "Enter");
    terminal_expect(terminal, "Ce n'est pas la personne du dossier");
    scan_card(terminal, NAMES, "420508", "310211", "concordent"); /* another document */
    terminal_expect_absent(terminal, "Ce n'est pas la personne");
    scan_card(terminal, NAMES, "420509", "310211", "Ce n'est pas la personne du dossier");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
}

static void a_stolen_licence_stops_when_it_is_shown_and_not_else(void **state) {
    char zone[ZONE_SIZE];
    struct terminal *terminal = enter(state, STOLEN_NEPH);
    terminal_expect(terminal, "s'il est présenté");
    terminal_expect_absent(terminal, "Ce titre est déclaré volé");
    zone_write_licence("14ZS11591", "300101", "GIROFLEE", zone);
    scan_text(terminal, zone, "Ce titre est déclaré volé depuis le 3 septembre 2026");
    terminal_expect_absent(terminal, "Confirmer l'identité");
    expect_look(terminal, "titre-arrete");
    PRESS(terminal, "Enter", "F8");
    terminal_expect(terminal, "Ce titre est déclaré volé");
}

/* Passing over it with the arrows says nothing yet; Enter does. */
static void a_stolen_licence_that_is_only_seen_stops_too(void **state) {
    struct terminal *terminal = enter(state, STOLEN_NEPH);
    PRESS(terminal, "Tab", "Left");
    terminal_expect(terminal, "Ce titre est déclaré volé");
    PRESS(terminal, "Right");
    terminal_expect(terminal, "Confirmer l'identité");
    PRESS(terminal, "Left", "Enter");
    terminal_expect(terminal, "Ce titre est déclaré volé");
    PRESS(terminal, "Right", "Enter", "F8");
    terminal_expect(terminal, "Le titre déclaré perdu ou volé a été présenté");
    terminal_expect_absent(terminal, "Confirmer l'identité");
}

/* --- Scans that are no document --- */

static void wrong_check_digits_are_named_and_nothing_is_kept(void **state) {
    char zone[ZONE_SIZE];
    struct terminal *terminal = enter(state, NEPH);
    zone_write_card(NAMES, "420508", 'M', "310211", zone);
    zone[31 + 5] = '7'; /* the birth day */
    scan_text(terminal, zone, "Document mal lu : date de naissance");
    terminal_expect(terminal, "Titulaire, à comparer");
}

static void a_letter_is_no_document_of_identity(void **state) {
    struct terminal *terminal = enter(state, NEPH);
    scan_text(terminal, scan_sign(SCAN_HEADER "A101FRAC" SCAN_HOLDER_NEPH SCAN_GS),
              "ce n'est pas une pièce d'identité.");
    terminal_expect(terminal, "Titulaire, à comparer");
}

static void text_goes_into_the_name_and_a_document_never_does(void **state) {
    struct terminal *terminal = enter(state, NEPH);
    PRESS(terminal, "Right", "Right", "Tab");
    terminal_type(terminal, "Maître Corbeau");
    terminal_expect(terminal, "Maître Corbeau");
    scan_card(terminal, NAMES, "420508", "310211", "Titulaire, comparé à la copie lue");
    terminal_expect(terminal, "Maître Corbeau");
    terminal_expect_absent(terminal, "IDFRA");
}

/* --- Qualities --- */

static void a_representative_shows_a_document_that_is_not_compared(void **state) {
    struct terminal *terminal = enter(state, NEPH);
    PRESS(terminal, "Right");
    terminal_expect(terminal, "le livret de famille");
    scan_card(terminal, "MARTIN<<ANNE", "700101", "310211", "celui du demandeur");
    terminal_expect(terminal, "● Carte nationale d'identité, lue");
    expect_look(terminal, "representant");
    PRESS(terminal, "Tab");
    terminal_type(terminal, "MARTIN Anne");
    terminal_expect(terminal, "MARTIN Anne"); /* what is typed at once is a scan until it is quiet */
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Indiquez le livret ou le jugement.");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "Solde officiel");
}

static void an_avocat_may_come_without_a_document_of_the_holder(void **state) {
    struct terminal *terminal = enter(state, NEPH);
    PRESS(terminal, "Right", "Right", "Tab");
    terminal_type(terminal, "Maître Corbeau");
    PRESS(terminal, "Tab", "Right", "Right", "Tab");
    terminal_expect(terminal, "○ Aucun");
    PRESS(terminal, "Left");
    expect_look(terminal, "avocat");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Solde officiel");
}

static void anybody_else_is_told_where_to_go(void **state) {
    static const char *const said[] = {"Vérif Permis", "consultent", "étrangère s", "signe"};
    struct terminal *terminal = enter(state, NEPH);
    PRESS(terminal, "Left");
    terminal_expect(terminal, "Dites qui demande");
    PRESS(terminal, "Tab");
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        PRESS(terminal, "Right");
        terminal_expect(terminal, said[i]);
        terminal_expect_absent(terminal, "Confirmer l'identité");
        if (i == 0)
            expect_look(terminal, "autre-demandeur");
        PRESS(terminal, "Enter", "F8");
        terminal_expect(terminal, said[i]);
    }
}

/* --- The supervisor --- */

static void a_supervisor_confirms_what_differs(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_write(kiosk, "state/guichet.conf", "[identity]\nsupervisor_for_mismatch = oui\n");
    struct terminal *terminal = enter(state, NEPH);
    add_supervisor(kiosk);
    scan_card(terminal, "MARTIN<<JULES", "420508", "310211", "Le responsable confirme");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "un responsable a vu");
    expect_look(terminal, "responsable");
    terminal_type(terminal, DESK_TRAINING_AGENT "\t" DESK_TRAINING_PASSWORD "\r");
    terminal_expect(terminal, "Ce compte n'est pas celui d'un autre agent");
    terminal_type(terminal, "chef\t" DESK_TRAINING_PASSWORD "\r");
    terminal_expect(terminal, "Solde officiel");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_document_that_agrees_needs_one_key),
        TEST(a_large_screen_shows_the_same),
        TEST(an_expired_document_needs_a_reason),
        TEST(what_differs_is_said_and_needs_a_reason),
        TEST(somebody_born_another_day_is_not_the_person_of_the_file),
        TEST(a_stolen_licence_stops_when_it_is_shown_and_not_else),
        TEST(a_stolen_licence_that_is_only_seen_stops_too),
        TEST(wrong_check_digits_are_named_and_nothing_is_kept),
        TEST(a_letter_is_no_document_of_identity),
        TEST(text_goes_into_the_name_and_a_document_never_does),
        TEST(a_representative_shows_a_document_that_is_not_compared),
        TEST(an_avocat_may_come_without_a_document_of_the_holder),
        TEST(anybody_else_is_told_where_to_go),
        TEST(a_supervisor_confirms_what_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Identité: each verdict of a document that was read, each quality, and who is sent elsewhere; whole screens, and the
 * ways on. */
#include "../support/shown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../kiosk/desk.h"

/* --- Verdicts --- */

static void a_document_that_agrees_needs_one_key(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    shown_card(terminal, SHOWN_NAMES, "420508", "310211", "Le document et le dossier concordent.");
    shown_expect_look(terminal, "concorde");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Solde officiel");
}

static void a_large_screen_shows_the_same(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    terminal_resize(terminal, 40, 120);
    shown_card(terminal, SHOWN_NAMES, "420508", "310211", "Le document et le dossier concordent.");
    shown_expect_look(terminal, "concorde");
}

static void an_expired_document_needs_a_reason(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    shown_card(terminal, SHOWN_NAMES, "420508", "200211", "mais le document est périmé.");
    terminal_expect(terminal, "Valable jusqu'au 11 février 2020");
    shown_expect_look(terminal, "perime");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Dites pourquoi il est admis.");
    PRESS(terminal, "Right");
    terminal_expect(terminal, "renouvellement en cours");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Solde officiel");
}

static void what_differs_is_said_and_needs_a_reason(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    shown_card(terminal, "MARTIN<<JULES", "420508", "310211", "DUMONT D'URVILLE ; lu sur le document : MARTIN");
    shown_expect_look(terminal, "differe");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Dites d'où vient l'écart.");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "Solde officiel");
}

static void somebody_born_another_day_is_not_the_person_of_the_file(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    shown_card(terminal, SHOWN_NAMES, "420509", "310211", "Ce n'est pas la personne du dossier");
    terminal_expect_absent(terminal, "Confirmer l'identité");
    shown_expect_look(terminal, "autre-personne");
    PRESS(terminal, "Enter", "F8", "Shift-Tab", "Enter");
    terminal_expect(terminal, "Ce n'est pas la personne du dossier");
    shown_card(terminal, SHOWN_NAMES, "420508", "310211", "concordent"); /* another document */
    terminal_expect_absent(terminal, "Ce n'est pas la personne");
    shown_card(terminal, SHOWN_NAMES, "420509", "310211", "Ce n'est pas la personne du dossier");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
}

static void a_stolen_licence_stops_when_it_is_shown_and_not_else(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_STOLEN_NEPH);
    terminal_expect(terminal, "s'il est présenté");
    terminal_expect_absent(terminal, "Ce titre est déclaré volé");
    shown_licence(terminal, "14ZS11591", "GIROFLEE", "Ce titre est déclaré volé depuis le 3 septembre 2026");
    terminal_expect_absent(terminal, "Confirmer l'identité");
    shown_expect_look(terminal, "titre-arrete");
    PRESS(terminal, "Enter", "F8");
    terminal_expect(terminal, "Ce titre est déclaré volé");
}

/* Passing over it with the arrows says nothing yet; Enter does. */
static void a_stolen_licence_that_is_only_seen_stops_too(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_STOLEN_NEPH);
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
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    zone_write_card(SHOWN_NAMES, "420508", 'M', "310211", zone);
    zone[31 + 5] = '7'; /* the birth day */
    scan_text(terminal, zone, "Document mal lu : date de naissance");
    terminal_expect(terminal, "Titulaire, à comparer");
}

static void a_letter_is_no_document_of_identity(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    scan_text(terminal, scan_sign(SCAN_HEADER "A101FRAC" SCAN_HOLDER_NEPH SCAN_GS),
              "ce n'est pas une pièce d'identité.");
    terminal_expect(terminal, "Titulaire, à comparer");
}

static void text_goes_into_the_name_and_a_document_never_does(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    PRESS(terminal, "Right", "Right", "Tab");
    terminal_type(terminal, "Maître Corbeau");
    terminal_expect(terminal, "Maître Corbeau");
    shown_card(terminal, SHOWN_NAMES, "420508", "310211", "Titulaire, comparé à la copie lue");
    terminal_expect(terminal, "Maître Corbeau");
    terminal_expect_absent(terminal, "IDFRA");
}

/* --- Qualities --- */

static void a_representative_shows_a_document_that_is_not_compared(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    PRESS(terminal, "Right");
    terminal_expect(terminal, "le livret de famille");
    shown_card(terminal, "MARTIN<<ANNE", "700101", "310211", "celui du demandeur");
    terminal_expect(terminal, "● Carte nationale d'identité, lue");
    shown_expect_look(terminal, "representant");
    PRESS(terminal, "Tab");
    terminal_type(terminal, "MARTIN Anne");
    terminal_expect(terminal, "MARTIN Anne"); /* what is typed at once is a scan until it is quiet */
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Indiquez le livret ou le jugement.");
    PRESS(terminal, "Right", "Right", "Enter");
    terminal_expect(terminal, "Solde officiel");
}

static void an_avocat_may_come_without_a_document_of_the_holder(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    PRESS(terminal, "Right", "Right", "Tab");
    terminal_type(terminal, "Maître Corbeau");
    PRESS(terminal, "Tab", "Right", "Right", "Tab");
    terminal_expect(terminal, "○ Aucun");
    PRESS(terminal, "Left");
    shown_expect_look(terminal, "avocat");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Solde officiel");
}

static void anybody_else_is_told_where_to_go(void **state) {
    static const char *const said[] = {"Vérif Permis", "consultent", "étrangère s", "signe"};
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    PRESS(terminal, "Left");
    terminal_expect(terminal, "Dites qui demande");
    PRESS(terminal, "Tab");
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        PRESS(terminal, "Right");
        terminal_expect(terminal, said[i]);
        terminal_expect_absent(terminal, "Confirmer l'identité");
        if (i == 0)
            shown_expect_look(terminal, "autre-demandeur");
        PRESS(terminal, "Enter", "F8");
        terminal_expect(terminal, said[i]);
    }
}

/* --- The supervisor --- */

static void a_supervisor_confirms_what_differs(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_write(kiosk, "state/guichet.conf", "[identity]\nsupervisor_for_mismatch = oui\n");
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    shown_add_supervisor(kiosk);
    shown_card(terminal, "MARTIN<<JULES", "420508", "310211", "Le responsable confirme");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "un responsable a vu");
    shown_expect_look(terminal, "responsable");
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

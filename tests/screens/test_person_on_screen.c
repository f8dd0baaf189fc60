/* What each screen shows of a person, to whom, and what is left when they have gone. */
#include "../support/kiosk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define NEPH "121201200001"
#define NAME "DUMONT D'URVILLE"
#define PASSWORD "formation-2026"

static struct terminal *enter(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    return kiosk->terminal;
}

static void press(struct terminal *terminal, const char *const names[]) {
    for (; *names != NULL; names++)
        terminal_key(terminal, *names);
}
#define PRESS(terminal, ...) press(terminal, (const char *const[]){__VA_ARGS__, NULL})

static void each_wrong_input_has_its_sentence(void **state) {
    static const struct {
        const char *typed, *sentence;
    } cases[] = {
        {"", "Tapez ou scannez un NEPH"},
        {"12 34", "Trop court"},
        {"12345678901234567890", "Trop long"},
        {"12é456", "des lettres sans accent et des chiffres"},
        {"13 aa 00002", "13AA00002 n'est pas un NEPH."},
        {"999999999999", "Aucun dossier ne porte ce NEPH."},
    };
    struct terminal *terminal = enter(state);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        terminal_key(terminal, "Ctrl-U");
        terminal_type(terminal, cases[i].typed);
        terminal_key(terminal, "Enter");
        terminal_expect(terminal, cases[i].sentence);
    }
}

static void a_neph_in_groups_opens_its_file(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, "1212-0120 0001");
    terminal_expect(terminal, "NEPH 1212 0120 0001");
}

static void nothing_but_the_comparison_shows_before_the_confirmation(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, NEPH);
    terminal_expect(terminal, "né le 8 mai 1942 à Condé-sur-Noireau (14)");
    terminal_expect_absent(terminal, "Valide");
    terminal_expect_absent(terminal, "points");
    terminal_expect_absent(terminal, "SPECIMENS");
}

static void no_document_is_chosen_for_the_agent(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, NEPH);
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Indiquez le document vu.");
    terminal_expect_cursor(terminal, 6, 17);
    PRESS(terminal, "Right", "Right", "Enter");
    terminal_expect(terminal, "Solde officiel");
}

static void a_mandataire_needs_a_name_and_a_mandate(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, NEPH);
    PRESS(terminal, "Right", "Right", "Enter");
    terminal_expect(terminal, "Indiquez le nom du demandeur.");
    terminal_expect(terminal, "la copie apportée");
    terminal_type(terminal, "Maître Corbeau");
    terminal_expect(terminal, "Maître Corbeau"); /* what is typed at once is a scan until it is quiet */
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Indiquez le mandat.");
    PRESS(terminal, "Right", "Right", "Enter");
    terminal_expect(terminal, "Indiquez le document vu.");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "Solde officiel");
}

static void an_organisme_has_two_tabs_and_no_points(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, NEPH);
    PRESS(terminal, "Left", "Left", "Tab");
    terminal_type(terminal, "Caisse primaire d'assurance maladie du Calvados");
    terminal_expect(terminal, "maladie du Calvados");
    PRESS(terminal, "Tab");
    terminal_type(terminal, "732 829 321");
    terminal_expect(terminal, "732 829 321");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Vérifiez le SIREN.");
    PRESS(terminal, "Ctrl-U");
    terminal_type(terminal, "73282932099");
    PRESS(terminal, "Tab", "Tab", "Right", "Enter");
    terminal_expect(terminal, "Vérifiez le SIREN.");
    PRESS(terminal, "Ctrl-U");
    terminal_type(terminal, "732 829 320");
    terminal_expect(terminal, "732 829 320");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Indiquez le motif.");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "● Valide");
    terminal_expect_absent(terminal, "Historique");
    terminal_expect_absent(terminal, "Calendrier");
    terminal_expect_absent(terminal, "courriers");
    terminal_expect_absent(terminal, "point");
    terminal_expect_absent(terminal, "À dire");
    PRESS(terminal, "F4", "F11", "Tab");
    terminal_expect(terminal, "obtenue le 1er juin 1960");
    PRESS(terminal, "Tab");
    terminal_expect(terminal, "depuis le 1er juin 1960");
}

static void f8_on_identity_goes_straight_to_the_document(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, NEPH);
    PRESS(terminal, "F8");
    terminal_expect(terminal, "Indiquez le document vu.");
    PRESS(terminal, "Right", "F8");
    terminal_expect(terminal, "Aperçu");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "Solde officiel");
}

static void points_of_another_state_are_without_object(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, "UE0041140202");
    walk_confirm(terminal);
    terminal_expect(terminal, "Points : sans objet");
    terminal_expect_absent(terminal, "sur 12");
}

static void a_file_without_a_balance_is_not_said_to_be_of_another_state(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, "220118140532");
    walk_confirm(terminal);
    terminal_expect(terminal, "Pas de solde au");
    terminal_expect_absent(terminal, "autre État");
}

static void the_longest_neph_stands_clear_of_the_title(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, "14CALV2009KX7731Q0Z");
    terminal_expect(terminal, "au document présenté ");
    terminal_expect(terminal, " NEPH 14CA LV20 09KX 7731 Q0Z");
}

static void conditions_stand_clear_of_their_label(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, "030311140309");
    walk_confirm(terminal);
    terminal_expect(terminal, "Conditions Conduite limitée");
}

static void the_history_is_filtered_by_typing_and_by_kind(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, "950117140096");
    walk_confirm(terminal);
    PRESS(terminal, "Tab");
    terminal_expect(terminal, "F11 Nature : toutes");
    terminal_expect(terminal, "F4 Filtre :");
    PRESS(terminal, "F4");
    terminal_type(terminal, "telephone caen");
    terminal_expect(terminal, "1 sur 30");
    terminal_expect(terminal, "Commise le 16 avr. 2021 à CAEN.");
    PRESS(terminal, "Ctrl-U", "Enter", "F11");
    terminal_expect(terminal, "Nature : infractions");
    terminal_expect_absent(terminal, "Points rendus");
    PRESS(terminal, "F11");
    terminal_expect(terminal, "2 sur 30");
    PRESS(terminal, "F11", "F11", "F11", "End");
    terminal_expect(terminal, "30 lignes en 10 ans");
    terminal_expect(terminal, "▸30/01/2017");
}

static void a_pending_offence_has_cost_nothing_yet(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, "990615140442");
    walk_confirm(terminal);
    PRESS(terminal, "Tab");
    terminal_expect(terminal, "définitive : aucun point retiré à ce jour.");
}

static void a_document_that_may_not_be_issued_says_why(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, "550920140003");
    walk_confirm(terminal);
    PRESS(terminal, "F8");
    terminal_expect(terminal, "L'état du permis ne permet pas de délivrer ce document.");
    terminal_expect(terminal, "Appelez le responsable.");
    terminal_expect_absent(terminal, "Exemplaires");
    PRESS(terminal, "F8", "Enter", "Esc");
    terminal_expect(terminal, "Synthèse");
}

static void a_representant_gets_the_rii_but_not_what_speaks_to_the_holder(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, NEPH);
    PRESS(terminal, "Right", "Tab");
    terminal_type(terminal, "CORBEAU\t");
    PRESS(terminal, "Right", "Right", "Tab", "Right", "F8"); /* a judgment */
    terminal_expect(terminal, "« Ma situation » se remet au titulaire seul.");
    terminal_expect(terminal, "● ADCS  ○ RII  ○ RIR");
    PRESS(terminal, "Shift-Tab", "Shift-Tab", "Left");
    terminal_expect(terminal, "● ADCS  ○ RII  ○ RIR"); /* the RIR: it has been said that the ADCS replaces it … */
    PRESS(terminal, "Left");
    terminal_expect(terminal, "○ ADCS  ● RII  ○ RIR"); /* … and backwards goes on */
    terminal_expect(terminal, "Contenu");
}

static void the_preview_of_a_document_is_paged(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, "950117140096");
    walk_confirm(terminal);
    PRESS(terminal, "F8", "Shift-Tab", "Shift-Tab", "Right");
    terminal_expect(terminal, "20 infractions");
    terminal_expect_absent(terminal, "14ZS12405");
    PRESS(terminal, "PageDown");
    terminal_expect(terminal, "14ZS12405");
    PRESS(terminal, "Left"); /* another document begins at its top */
    terminal_expect(terminal, "│ Titulaire");
}

static void the_steps_of_printing_are_told_then_the_file_comes_back(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, NEPH);
    walk_confirm(terminal);
    PRESS(terminal, "Tab", "F8");
    terminal_expect(terminal, "Aperçu");
    PRESS(terminal, "F8");
    terminal_expect(terminal, "● Imprimante vérifiée : prête");
    terminal_expect(terminal, "● Numéro obtenu : ");
    terminal_expect(terminal, "● Sceau vérifié");
    terminal_expect(terminal, "● Page dessinée et relue");
    terminal_expect(terminal, "● Imprimée");
    walk_hand_over(terminal);
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Filtre");
}

static void a_search_wants_its_reason_then_masks_the_neph(void **state) {
    struct terminal *terminal = enter(state);
    PRESS(terminal, "F2", "Tab");
    terminal_type(terminal, "dumont");
    PRESS(terminal, "Tab");
    terminal_type(terminal, "8/5/1942");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Indiquez d'abord le motif");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "1 dossier");
    terminal_expect(terminal, "••••••••0001");
    terminal_expect_absent(terminal, NEPH);
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "NEPH 1212 0120 0001");
}

static void a_search_by_title_number_begins_with_what_was_typed(void **state) {
    struct terminal *terminal = enter(state);
    terminal_type(terminal, "13AA00002\r");
    terminal_expect(terminal, "n'est pas un NEPH");
    PRESS(terminal, "F2");
    terminal_expect(terminal, "ou numéro de titre  13AA00002");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, NAME);
}

static void a_search_without_result_says_what_to_try(void **state) {
    struct terminal *terminal = enter(state);
    PRESS(terminal, "F2", "Right", "Tab");
    terminal_type(terminal, "PERSONNE");
    PRESS(terminal, "Tab");
    terminal_type(terminal, "00/00/1901");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Aucun dossier : essayez le nom de naissance");
}

static void the_next_person_sees_nothing_of_the_last(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, NEPH);
    walk_confirm(terminal);
    PRESS(terminal, "F10");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
    terminal_expect_absent(terminal, "DUMONT");
    terminal_expect_absent(terminal, "1212");
}

static void locking_hides_the_person_and_unlocking_brings_the_file_back(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, NEPH);
    walk_confirm(terminal);
    PRESS(terminal, "F9");
    terminal_expect(terminal, "Session de FORMATION.");
    terminal_expect_absent(terminal, "DUMONT");
    terminal_type(terminal, "wrong\r");
    terminal_expect(terminal, "✗");
    terminal_expect_absent(terminal, "DUMONT");
    terminal_type(terminal, PASSWORD "\r");
    terminal_expect(terminal, NAME);
    terminal_expect(terminal, "Solde officiel");
}

static void a_station_left_alone_locks_itself(void **state) {
    kiosk_write(*state, "state/guichet.conf", "[session]\nidle_lock_seconds = 10\nidle_end_seconds = 60\n");
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, NEPH);
    terminal_expect(terminal, "Session de FORMATION.");
    terminal_expect_absent(terminal, "DUMONT");
}

static void leaving_a_file_is_asked_about(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, NEPH);
    walk_confirm(terminal);
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "Fermer ce dossier et revenir à l'accueil ?");
    terminal_expect(terminal, NAME);
    PRESS(terminal, "Esc");
    terminal_expect_absent(terminal, "Fermer ce dossier");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "Fermer ce dossier");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
}

static void a_password_in_capitals_gets_a_hint(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_start(kiosk);
    PRESS(kiosk->terminal, "Tab");
    terminal_type(kiosk->terminal, "FORMA");
    terminal_expect(kiosk->terminal, "tout en capitales");
    terminal_expect(kiosk->terminal, "•••••");
    terminal_expect_absent(kiosk->terminal, "FORMA ");
    terminal_type(kiosk->terminal, "t");
    terminal_expect_absent(kiosk->terminal, "tout en capitales");
}

static void a_refused_login_blanks_both_fields(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_start(kiosk);
    terminal_type(kiosk->terminal, "QUELQUUN\tmauvais\r");
    terminal_expect(kiosk->terminal, "L'identifiant ou le mot de passe est incorrect.");
    terminal_expect_absent(kiosk->terminal, "QUELQUUN");
    terminal_expect_absent(kiosk->terminal, "•");
    terminal_expect_cursor(kiosk->terminal, 7, 30);
}

#define SCREEN_TEST(behaviour) cmocka_unit_test_setup_teardown(behaviour, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        SCREEN_TEST(each_wrong_input_has_its_sentence),
        SCREEN_TEST(a_neph_in_groups_opens_its_file),
        SCREEN_TEST(nothing_but_the_comparison_shows_before_the_confirmation),
        SCREEN_TEST(no_document_is_chosen_for_the_agent),
        SCREEN_TEST(a_mandataire_needs_a_name_and_a_mandate),
        SCREEN_TEST(an_organisme_has_two_tabs_and_no_points),
        SCREEN_TEST(f8_on_identity_goes_straight_to_the_document),
        SCREEN_TEST(points_of_another_state_are_without_object),
        SCREEN_TEST(a_file_without_a_balance_is_not_said_to_be_of_another_state),
        SCREEN_TEST(the_longest_neph_stands_clear_of_the_title),
        SCREEN_TEST(conditions_stand_clear_of_their_label),
        SCREEN_TEST(the_history_is_filtered_by_typing_and_by_kind),
        SCREEN_TEST(a_pending_offence_has_cost_nothing_yet),
        SCREEN_TEST(a_document_that_may_not_be_issued_says_why),
        SCREEN_TEST(a_representant_gets_the_rii_but_not_what_speaks_to_the_holder),
        SCREEN_TEST(the_preview_of_a_document_is_paged),
        SCREEN_TEST(the_steps_of_printing_are_told_then_the_file_comes_back),
        SCREEN_TEST(a_search_wants_its_reason_then_masks_the_neph),
        SCREEN_TEST(a_search_by_title_number_begins_with_what_was_typed),
        SCREEN_TEST(a_search_without_result_says_what_to_try),
        SCREEN_TEST(the_next_person_sees_nothing_of_the_last),
        SCREEN_TEST(locking_hides_the_person_and_unlocking_brings_the_file_back),
        SCREEN_TEST(a_station_left_alone_locks_itself),
        SCREEN_TEST(leaving_a_file_is_asked_about),
        SCREEN_TEST(a_password_in_capitals_gets_a_hint),
        SCREEN_TEST(a_refused_login_blanks_both_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

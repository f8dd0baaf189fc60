/* Documents left unfinished: Accueil offers them first, Reprise says what becomes of each, Identité asks for the person
 * again, and nothing prints by itself. The shipped programs, killed in the middle where that matters. */
#include "../support/kiosk.h"
#include "../support/masked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define NEPH "121201200001"
#define OTHER_NEPH "950117140096"
#define QUESTION "Le document est-il sorti, complet et lisible ?"

/* --- Helpers --- */

static struct terminal *enter(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    terminal_expect(kiosk->terminal, "● Imprimante : prête");
    return kiosk->terminal;
}

static void press(struct terminal *terminal, const char *const names[]) {
    for (; *names != NULL; names++)
        terminal_key(terminal, *names);
}
#define PRESS(terminal, ...) press(terminal, (const char *const[]){__VA_ARGS__, NULL})

/* From Dossier or Identité to the question. */
static void print_here(struct terminal *terminal) {
    PRESS(terminal, "F8");
    terminal_expect(terminal, "Imprimer l'attestation");
    PRESS(terminal, "F8");
    terminal_expect(terminal, QUESTION);
    terminal_expect(terminal, "▸Oui");
}

static void print_adcs(struct terminal *terminal, const char *neph) {
    walk_open_file(terminal, neph);
    walk_confirm(terminal);
    print_here(terminal);
}

/* The station loses its power, and is started again. */
static struct terminal *cut_power(void **state) {
    struct kiosk *kiosk = *state;
    struct kiosk_processes list;
    kiosk_list_processes(kiosk, &list);
    terminal_signal(kiosk->terminal, SIGKILL);
    assert_true(terminal_wait_exit(kiosk->terminal, NULL, TERMINAL_DEADLINE_MS));
    kiosk_expect_gone(&list);
    terminal_close(kiosk->terminal);
    kiosk->terminal = NULL;
    return enter(state);
}

static void set_one_aside(struct terminal *terminal, const char *neph) {
    print_adcs(terminal, neph);
    walk_set_aside(terminal);
}

static void open_list(struct terminal *terminal) {
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "à reprendre");
    terminal_expect(terminal, "▸Reprendre");
}

/* From Reprise to Identité, for the document that is chosen. */
static void take_up(struct terminal *terminal) {
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "◌ Reprise de l'ADCS n° ");
    terminal_expect(terminal, "Titulaire, à comparer");
}

/* --- Tests --- */

static void without_any_the_empty_field_asks_for_a_neph(void **state) {
    struct terminal *terminal = enter(state);
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Tapez ou scannez un NEPH");
    PRESS(terminal, "Alt-p");
    terminal_expect(terminal, "Aucun document à reprendre");
    masked_expect(terminal, "reprise-aucun");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
}

static void a_power_cut_leaves_the_document_to_be_taken_up(void **state) {
    struct kiosk *kiosk = *state;
    struct terminal *terminal = enter(state);
    char before[13], after[13];
    print_adcs(terminal, NEPH);
    masked_read_number(terminal, before);
    terminal = cut_power(state);
    terminal_expect(terminal, "◌ Un document n'est pas terminé : ADCS n° ");
    masked_read_number(terminal, after);
    assert_string_equal(after, before);
    assert_int_equal(kiosk_count_sheets(kiosk), 1); /* nothing prints by itself */
    open_list(terminal);
    masked_expect(terminal, "reprise-un");
    take_up(terminal);
    masked_expect(terminal, "identite-reprise");
    terminal_expect_cursor(terminal, 6, 17); /* what is to be seen again */
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, QUESTION);
    masked_expect(terminal, "impression-reprise");
    walk_hand_over(terminal);
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "▸Synthèse");
    PRESS(terminal, "F10");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
    terminal_expect_absent(terminal, "pas terminé");
}

static void a_request_without_an_answer_is_asked_again(void **state) {
    struct kiosk *kiosk = *state;
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, NEPH);
    walk_confirm(terminal);
    kiosk_set_fault(kiosk, "attestations=late:60000");
    PRESS(terminal, "F8");
    terminal_expect(terminal, "Imprimer l'attestation");
    PRESS(terminal, "F8");
    terminal_expect(terminal, "◌ Numéro demandé au registre, 1 s");
    kiosk_set_fault(kiosk, "");
    terminal = cut_power(state);
    terminal_expect(terminal, "9 h 31, demandée, sans réponse du registre");
    open_list(terminal);
    terminal_expect_absent(terminal, "Déjà remise");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "◌ Reprise de l'ADCS");
    terminal_expect(terminal, "Titulaire, à comparer");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "◌ ADCS : à terminer.");
    terminal_expect(terminal, "▸Reprendre");
    masked_expect(terminal, "impression-sans-reponse");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, QUESTION);
    assert_int_equal(kiosk_count_sheets(kiosk), 1);
}

static void f8_takes_it_up_too(void **state) {
    struct terminal *terminal = enter(state);
    set_one_aside(terminal, NEPH);
    open_list(terminal);
    take_up(terminal);
    PRESS(terminal, "Right", "F8");
    terminal_expect(terminal, QUESTION);
}

static void the_list_looks_the_same_at_every_size_and_names_nobody(void **state) {
    struct terminal *terminal = enter(state);
    set_one_aside(terminal, NEPH);
    set_one_aside(terminal, OTHER_NEPH);
    terminal_expect(terminal, "◌ 2 documents à reprendre");
    terminal_expect(terminal, "Rien en attente");
    PRESS(terminal, "Alt-p");
    terminal_expect(terminal, "▸Reprendre");
    masked_expect(terminal, "reprise-deux");
    terminal_expect_cursor(terminal, 16, 3);
    terminal_expect_absent(terminal, "URVILLE");
    terminal_expect_absent(terminal, "GRANDS-CHEMINS");
    terminal_resize(terminal, 40, 120);
    terminal_expect_row(terminal, 39, "F1 Aide");
    masked_expect(terminal, "reprise-deux");
}

static void the_list_is_ascii_where_the_locale_is_not_utf8(void **state) {
    struct kiosk *kiosk = *state;
    set_one_aside(enter(state), NEPH);
    kiosk_stop(kiosk);
    terminal_close(kiosk->terminal);
    kiosk->locale = "LC_ALL=fr_FR.ISO-8859-15";
    kiosk_start(kiosk);
    terminal_type(kiosk->terminal, "FORMATION\tformation-2026\r");
    terminal_expect(kiosk->terminal, "* Imprimante : prete");
    terminal_expect(kiosk->terminal, "Rien en attente");
    masked_expect_ascii(kiosk->terminal, "accueil-reprise");
    PRESS(kiosk->terminal, "Enter");
    terminal_expect(kiosk->terminal, ">Reprendre");
    masked_expect_ascii(kiosk->terminal, "reprise-un");
}

/* The list is by time, which stands still here: which of two comes first is not known. */
static void choose(struct terminal *terminal, const char *number, const char *other) {
    int row, other_row;
    assert_true(terminal_find(terminal, number, &row, NULL));
    assert_true(terminal_find(terminal, other, &other_row, NULL));
    if (row > other_row)
        PRESS(terminal, "Down");
}

static void each_of_two_is_taken_up_by_its_own_person(void **state) {
    struct terminal *terminal = enter(state);
    char first[13], second[13];
    print_adcs(terminal, NEPH);
    masked_read_number(terminal, first);
    walk_set_aside(terminal);
    print_adcs(terminal, OTHER_NEPH);
    masked_read_number(terminal, second);
    walk_set_aside(terminal);
    open_list(terminal);
    terminal_expect(terminal, second);
    choose(terminal, second, first);
    take_up(terminal);
    terminal_expect(terminal, "NEPH 9501 1714 0096");
    PRESS(terminal, "Esc"); /* not this one: it waits on */
    terminal_expect(terminal, "◌ 2 documents à reprendre");
    open_list(terminal);
    terminal_expect(terminal, second);
    choose(terminal, first, second);
    take_up(terminal);
    terminal_expect(terminal, "NEPH 1212 0120 0001");
}

static void what_was_given_after_all_is_closed(void **state) {
    struct terminal *terminal = enter(state);
    set_one_aside(terminal, NEPH);
    open_list(terminal);
    PRESS(terminal, "Right");
    terminal_expect(terminal, "▸Déjà remise");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Entrée : oui, remis");
    masked_expect(terminal, "reprise-deja-remise");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "▸Déjà remise");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Entrée : oui, remis");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, " remise.");
    terminal_expect(terminal, "Aucun document à reprendre");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
    terminal_expect_absent(terminal, "pas terminé");
}

static void what_will_never_be_is_cancelled(void **state) {
    struct terminal *terminal = enter(state);
    set_one_aside(terminal, NEPH);
    open_list(terminal);
    PRESS(terminal, "Left");
    terminal_expect(terminal, "▸Annuler");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Retirez et détruisez les feuillets sortis.");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, " annulée.");
    masked_expect(terminal, "reprise-annulee");
}

static void a_mandataire_is_proposed_again(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, NEPH);
    PRESS(terminal, "Right", "Right", "Tab");
    terminal_type(terminal, "Maître Corbeau\t");
    PRESS(terminal, "Right", "Right", "Tab", "Right");
    print_here(terminal);
    walk_set_aside(terminal);
    open_list(terminal);
    take_up(terminal);
    terminal_expect(terminal, "● Mandataire");
    terminal_expect(terminal, "Maître Corbeau");
    terminal_expect(terminal, "● Avocat");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, QUESTION);
}

static void somebody_else_gets_another_number_and_the_first_waits(void **state) {
    struct terminal *terminal = enter(state);
    set_one_aside(terminal, NEPH);
    open_list(terminal);
    take_up(terminal);
    PRESS(terminal, "Right", "Up", "Right"); /* the document, then a représentant légal */
    terminal_expect(terminal, "● Représentant légal");
    PRESS(terminal, "Tab");
    terminal_type(terminal, "CORBEAU");
    terminal_expect(terminal, "CORBEAU");              /* what is typed at once is a scan until it is quiet */
    PRESS(terminal, "Tab", "Right", "Right", "Enter"); /* a judgment */
    terminal_expect(terminal, "Ce n'est pas le demandeur d'alors");
    terminal_expect(terminal, "Il reste à reprendre, ou à annuler");
    masked_expect(terminal, "dossier-reprise-refusee");
    print_here(terminal);
    walk_hand_over(terminal);
}

static void nothing_is_lost_when_the_way_to_it_is_given_up(void **state) {
    struct kiosk *kiosk = *state;
    struct terminal *terminal = enter(state);
    set_one_aside(terminal, NEPH);
    kiosk_set_fault(kiosk, "lookup=late:60000*1");
    open_list(terminal);
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Dossier demandé au registre");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "Vous avez renoncé à attendre.");
    terminal_expect(terminal, "1 document à reprendre");
    take_up(terminal);
    PRESS(terminal, "F10");
    terminal_expect(terminal, "◌ Un document n'est pas terminé");
}

#define SCREEN_TEST(behaviour) cmocka_unit_test_setup_teardown(behaviour, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        SCREEN_TEST(without_any_the_empty_field_asks_for_a_neph),
        SCREEN_TEST(a_power_cut_leaves_the_document_to_be_taken_up),
        SCREEN_TEST(a_request_without_an_answer_is_asked_again),
        SCREEN_TEST(f8_takes_it_up_too),
        SCREEN_TEST(the_list_looks_the_same_at_every_size_and_names_nobody),
        SCREEN_TEST(the_list_is_ascii_where_the_locale_is_not_utf8),
        SCREEN_TEST(each_of_two_is_taken_up_by_its_own_person),
        SCREEN_TEST(what_was_given_after_all_is_closed),
        SCREEN_TEST(what_will_never_be_is_cancelled),
        SCREEN_TEST(a_mandataire_is_proposed_again),
        SCREEN_TEST(somebody_else_gets_another_number_and_the_first_waits),
        SCREEN_TEST(nothing_is_lost_when_the_way_to_it_is_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

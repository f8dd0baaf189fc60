/* Impression once the sheet is printed: what is asked, what each answer does, and what cannot be left without one. The
 * shipped programs, with folders for printers. */
#include "../support/kiosk.h"
#include "../support/masked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#define NEPH "121201200001"
#define LONG_NEPH "950117140096"
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

/* From Accueil to Document. */
static void open_document(struct terminal *terminal, const char *neph) {
    walk_open_file(terminal, neph);
    walk_confirm(terminal);
    PRESS(terminal, "F8");
    terminal_expect(terminal, "Imprimer l'attestation");
}

static void print_adcs(struct terminal *terminal) {
    open_document(terminal, NEPH);
    PRESS(terminal, "F8");
    terminal_expect(terminal, QUESTION);
    terminal_expect(terminal, "▸Oui");
}

static void say_no(struct terminal *terminal) {
    PRESS(terminal, "Right");
    terminal_expect(terminal, "▸Non");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "le document n'est pas bon");
    terminal_expect(terminal, "▸Imprimer de nouveau");
}

static void use_two_printers(const struct kiosk *kiosk) {
    char text[2 * KIOSK_PATH_SIZE];
    snprintf(text, sizeof text, "[printer]\nprinter = folder:%s/impressions\nprinter_2 = folder:%s/secours\n",
             kiosk->state, kiosk->state);
    kiosk_write(kiosk, "state/guichet.conf", text);
}

/* --- The question --- */

static void a_printed_sheet_is_asked_about_at_every_size(void **state) {
    struct terminal *terminal = enter(state);
    print_adcs(terminal);
    masked_expect(terminal, "impression-question");
    terminal_expect_cursor(terminal, 17, 3);
    terminal_resize(terminal, 40, 120);
    terminal_expect_row(terminal, 39, "F1 Aide");
    masked_expect(terminal, "impression-question");
}

static void it_is_asked_in_ascii_where_the_locale_is_not_utf8(void **state) {
    struct kiosk *kiosk = *state;
    kiosk->locale = "LC_ALL=fr_FR.ISO-8859-15";
    kiosk_start(kiosk);
    struct terminal *terminal = kiosk->terminal;
    terminal_type(terminal, "FORMATION\tformation-2026\r");
    terminal_expect(terminal, "* Imprimante : prete");
    terminal_type(terminal, NEPH "\r");
    terminal_expect(terminal, "Titulaire, a comparer");
    PRESS(terminal, "Tab", "Right", "F8");
    terminal_expect(terminal, "Imprimer l'attestation");
    PRESS(terminal, "F8");
    terminal_expect(terminal, "Le document est-il sorti, complet et lisible ?");
    masked_expect_ascii(terminal, "impression-question");
}

static void without_colours_the_button_is_still_marked(void **state) {
    struct kiosk *kiosk = *state;
    kiosk->locale = "NO_COLOR=1";
    struct terminal *terminal = enter(state);
    print_adcs(terminal);
    masked_expect(terminal, "impression-question");
    int row, column;
    assert_true(terminal_find(terminal, "▸Oui", &row, &column));
    struct terminal_cell cell = terminal_cell(terminal, row, column);
    assert_true(cell.reverse);
    assert_int_equal(cell.foreground, TERMINAL_COLOUR_DEFAULT);
    assert_int_equal(cell.background, TERMINAL_COLOUR_DEFAULT);
}

static void it_cannot_be_left_without_an_answer(void **state) {
    struct terminal *terminal = enter(state);
    print_adcs(terminal);
    PRESS(terminal, "F10");
    terminal_expect(terminal, "Répondez d'abord : le document est-il sorti ?");
    PRESS(terminal, "Right");
    terminal_expect(terminal, QUESTION);
    terminal_expect(terminal, "▸Non");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "Répondez d'abord");
    PRESS(terminal, "F8"); /* nothing to print: a question */
    terminal_expect(terminal, QUESTION);
}

static void its_help_says_first_what_handing_over_means(void **state) {
    struct terminal *terminal = enter(state);
    print_adcs(terminal);
    PRESS(terminal, "F1");
    terminal_expect(terminal, "Touches de l'écran « Impression »");
    terminal_expect(terminal, "Imprimer, remettre, reprendre");
    PRESS(terminal, "PageDown");
    terminal_expect(terminal, "Mettre de côté");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, QUESTION);
}

static void it_is_asked_again_after_a_lock(void **state) {
    struct terminal *terminal = enter(state);
    print_adcs(terminal);
    PRESS(terminal, "F9");
    terminal_expect(terminal, "Poste verrouillé");
    terminal_expect_absent(terminal, QUESTION);
    terminal_type(terminal, "formation-2026\r");
    terminal_expect(terminal, QUESTION);
    walk_hand_over(terminal);
}

/* --- Yes --- */

static void what_is_handed_over_is_said_and_the_file_comes_back(void **state) {
    struct terminal *terminal = enter(state);
    print_adcs(terminal);
    walk_hand_over(terminal);
    masked_expect(terminal, "impression-remise");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "▸Synthèse");
    PRESS(terminal, "F10");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
    terminal_expect_absent(terminal, "pas terminé");
}

static void an_end_is_told_again_after_a_lock(void **state) {
    struct terminal *terminal = enter(state);
    print_adcs(terminal);
    walk_hand_over(terminal);
    PRESS(terminal, "F9");
    terminal_expect(terminal, "Poste verrouillé");
    terminal_type(terminal, "formation-2026\r");
    terminal_expect(terminal, " remise.");
    terminal_expect(terminal, "F10 : usager suivant");
}

static void what_comes_after_is_a_reissue_and_says_so(void **state) {
    struct kiosk *kiosk = *state;
    struct terminal *terminal = enter(state);
    char first[13], second[13];
    print_adcs(terminal);
    masked_read_number(terminal, first);
    walk_hand_over(terminal);
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "▸Synthèse");
    PRESS(terminal, "F8");
    terminal_expect(terminal, "Déjà remise sous le n° ");
    masked_expect(terminal, "document-reedition");
    PRESS(terminal, "F8");
    terminal_expect(terminal, QUESTION);
    masked_expect(terminal, "impression-reedition");
    masked_read_number(terminal, second);
    assert_string_equal(second, first);
    walk_hand_over(terminal);
    assert_int_equal(kiosk_count_sheets(kiosk), 1); /* a folder keeps one file a number */
}

static void ma_situation_is_not_asked_about(void **state) {
    struct terminal *terminal = enter(state);
    open_document(terminal, NEPH);
    PRESS(terminal, "Shift-Tab", "Shift-Tab", "Right", "Right", "F8");
    terminal_expect(terminal, "« Ma situation » imprimée.");
    terminal_expect(terminal, "F10 : usager suivant");
    terminal_expect_absent(terminal, QUESTION);
    PRESS(terminal, "F10");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
}

/* --- No --- */

static void a_spoiled_sheet_is_destroyed_then_printed_again(void **state) {
    struct terminal *terminal = enter(state);
    char first[13], second[13];
    print_adcs(terminal);
    masked_read_number(terminal, first);
    say_no(terminal);
    masked_expect(terminal, "impression-non");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Retirez et détruisez les feuillets sortis (1 sur 1),");
    masked_expect(terminal, "impression-detruire");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "le document n'est pas bon");
    terminal_expect_absent(terminal, "Retirez");
    PRESS(terminal, "Esc"); /* it was good after all */
    terminal_expect(terminal, QUESTION);
    say_no(terminal);
    PRESS(terminal, "F8");
    terminal_expect(terminal, "Retirez et détruisez");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, QUESTION);
    terminal_expect_absent(terminal, "Réédition");
    masked_read_number(terminal, second);
    assert_string_equal(second, first);
}

static void an_rii_is_said_to_be_printed_again_whole(void **state) {
    struct terminal *terminal = enter(state);
    open_document(terminal, LONG_NEPH);
    PRESS(terminal, "Shift-Tab", "Shift-Tab", "Right", "F8");
    terminal_expect(terminal, " imprimé, ");
    terminal_expect(terminal, "▸Oui");
    say_no(terminal);
    terminal_expect(terminal, "Un RII est toujours réimprimé en entier.");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Un RII est toujours réimprimé");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, QUESTION);
}

static void a_cancelled_document_is_said_to_be_worth_nothing(void **state) {
    struct terminal *terminal = enter(state);
    print_adcs(terminal);
    say_no(terminal);
    PRESS(terminal, "Left");
    terminal_expect(terminal, "▸Annuler");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "ne vaudra plus rien, pour");
    masked_expect(terminal, "impression-annuler");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "annulée.");
    terminal_expect(terminal, "F10 : usager suivant");
    masked_expect(terminal, "impression-annulee");
    PRESS(terminal, "F10");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
    terminal_expect_absent(terminal, "pas terminé");
}

static void what_is_set_aside_is_told_on_accueil(void **state) {
    struct terminal *terminal = enter(state);
    print_adcs(terminal);
    walk_set_aside(terminal);
    terminal_expect(terminal, "◌ Un document n'est pas terminé : ADCS n° ");
    terminal_expect(terminal, "9 h 31, imprimée, non remise");
    terminal_expect(terminal, "Rien en attente");
    masked_expect(terminal, "accueil-reprise");
    terminal_expect_cursor(terminal, 10, 5);
    walk_open_file(terminal, LONG_NEPH); /* the next person is served */
    walk_confirm(terminal);
    PRESS(terminal, "F8");
    terminal_expect(terminal, "Imprimer l'attestation");
    PRESS(terminal, "F8");
    walk_set_aside(terminal);
    terminal_expect(terminal, "◌ 2 documents à reprendre");
}

/* --- Printers --- */

static void the_printer_is_chosen_on_the_document_screen(void **state) {
    struct kiosk *kiosk = *state;
    use_two_printers(kiosk);
    struct terminal *terminal = enter(state);
    open_document(terminal, NEPH);
    terminal_expect(terminal, "● dossier « impressions »  ○ dossier « secours »");
    terminal_expect(terminal, "● prête");
    masked_expect(terminal, "document-imprimantes");
    PRESS(terminal, "Up", "Up", "Right");
    terminal_expect(terminal, "○ dossier « impressions »  ● dossier « secours »");
    PRESS(terminal, "F8");
    terminal_expect(terminal, QUESTION);
    terminal_expect(terminal, "/secours/");
    assert_int_equal(kiosk_count_sheets(kiosk), 0);
}

static void a_spoiled_sheet_may_be_printed_elsewhere(void **state) {
    struct kiosk *kiosk = *state;
    use_two_printers(kiosk);
    struct terminal *terminal = enter(state);
    print_adcs(terminal);
    say_no(terminal);
    PRESS(terminal, "Right");
    terminal_expect(terminal, "▸Autre imprimante");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "▸dossier « secours »");
    masked_expect(terminal, "impression-autre-imprimante");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "▸Imprimer de nouveau");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "▸dossier « secours »");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Retirez et détruisez");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "/secours/");
    terminal_expect(terminal, QUESTION);
}

/* --- A record that has changed --- */

static void what_has_changed_is_told_before_anything_is_printed(void **state) {
    struct kiosk *kiosk = *state;
    struct terminal *terminal = enter(state);
    open_document(terminal, NEPH);
    kiosk_set_fault(kiosk, "attestations=status:409*1");
    PRESS(terminal, "F8");
    terminal_expect(terminal, "Le dossier a changé depuis son affichage");
    terminal_expect(terminal, "▸Imprimer d'après le nouveau dossier");
    masked_expect(terminal, "impression-change");
    assert_int_equal(kiosk_count_sheets(kiosk), 0);
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "▸Synthèse");
    PRESS(terminal, "F8");
    terminal_expect(terminal, "Imprimer l'attestation");
    PRESS(terminal, "F8");
    terminal_expect(terminal, QUESTION);
}

#define SCREEN_TEST(behaviour) cmocka_unit_test_setup_teardown(behaviour, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        SCREEN_TEST(a_printed_sheet_is_asked_about_at_every_size),
        SCREEN_TEST(it_is_asked_in_ascii_where_the_locale_is_not_utf8),
        SCREEN_TEST(without_colours_the_button_is_still_marked),
        SCREEN_TEST(it_cannot_be_left_without_an_answer),
        SCREEN_TEST(its_help_says_first_what_handing_over_means),
        SCREEN_TEST(it_is_asked_again_after_a_lock),
        SCREEN_TEST(what_is_handed_over_is_said_and_the_file_comes_back),
        SCREEN_TEST(an_end_is_told_again_after_a_lock),
        SCREEN_TEST(what_comes_after_is_a_reissue_and_says_so),
        SCREEN_TEST(ma_situation_is_not_asked_about),
        SCREEN_TEST(a_spoiled_sheet_is_destroyed_then_printed_again),
        SCREEN_TEST(an_rii_is_said_to_be_printed_again_whole),
        SCREEN_TEST(a_cancelled_document_is_said_to_be_worth_nothing),
        SCREEN_TEST(what_is_set_aside_is_told_on_accueil),
        SCREEN_TEST(the_printer_is_chosen_on_the_document_screen),
        SCREEN_TEST(a_spoiled_sheet_may_be_printed_elsewhere),
        SCREEN_TEST(what_has_changed_is_told_before_anything_is_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

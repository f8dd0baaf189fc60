/* What the agent sees on the way: what is refused and why, what is shown before the confirmation, windows that change
 * size in the middle of anything, terminals without UTF-8. The shipped programs, in a terminal. */
#include "../support/kiosk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#define NEPH "121201200001"

/* --- Helpers --- */

static void look_up(struct kiosk *kiosk, const char *neph) {
    kiosk_type(kiosk, neph);
    kiosk_key(kiosk, "Enter");
}

static void open_confirmed(struct kiosk *kiosk, const char *neph) {
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, neph);
    walk_confirm(kiosk->terminal);
}

static void expect_not_issuable(struct kiosk *kiosk, const char *neph, const char *to_do) {
    open_confirmed(kiosk, neph);
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "L'état du permis ne permet pas de délivrer ce document.");
    terminal_expect(kiosk->terminal, "Aucun document n'a été imprimé.");
    terminal_expect(kiosk->terminal, to_do);
    terminal_expect_absent(kiosk->terminal, "Aperçu");
    kiosk_key(kiosk, "F8");
    kiosk_key(kiosk, "Enter");
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, "Synthèse");
    assert_int_equal(kiosk_count_sheets(kiosk), 0);
}

/* --- Refusals --- */

static void a_licence_that_cannot_be_checked_gives_no_document(void **state) {
    expect_not_issuable(*state, "890401140550", "Ne rien délivrer");
}

static void a_file_without_any_right_gives_no_adcs(void **state) {
    expect_not_issuable(*state, "241212140663", "");
}

static void a_title_number_is_answered_by_where_the_neph_is(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    look_up(kiosk, "13AA00002");
    terminal_expect(kiosk->terminal, "13AA00002 n'est pas un NEPH.");
    terminal_expect(kiosk->terminal, "dos de la carte");
    terminal_expect(kiosk->terminal, "permis rose");
    kiosk_key(kiosk, "F2"); /* and is taken along to the search */
    terminal_expect(kiosk->terminal, "ou numéro de titre");
    terminal_expect(kiosk->terminal, "13AA00002");
}

static void expect_no_neph(struct kiosk *kiosk, const char *typed, const char *sentence) {
    look_up(kiosk, typed);
    terminal_expect(kiosk->terminal, sentence);
    kiosk_key(kiosk, "Esc"); /* empties the field */
    terminal_expect_absent(kiosk->terminal, sentence);
}

static void what_is_no_neph_is_said(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    expect_no_neph(kiosk, "1212", "Trop court");
    expect_no_neph(kiosk, "12120120000112120120", "Trop long");
    expect_no_neph(kiosk, "1212é01200001", "lettres sans accent");
    expect_no_neph(kiosk, "", "Tapez ou scannez un NEPH");
    walk_open_file(kiosk->terminal, "1212 0120-0001"); /* blanks and dashes are forgiven */
}

static void a_stolen_title_is_said_before_anything_else(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, "051206140865");
    terminal_expect(kiosk->terminal, "s'il est présenté, ne pas le rendre");
    kiosk_key(kiosk, "Tab");
    kiosk_key(kiosk, "Left"); /* it is presented */
    terminal_expect(kiosk->terminal, "Ce titre est déclaré volé depuis le");
    assert_true(terminal_has(kiosk->terminal, "appelez le responsable."));
}

static void only_what_is_compared_shows_before_the_confirmation(void **state) {
    struct kiosk *kiosk = *state;
    static const char *const hidden[] = {"points", "Valide", "RUE DES SPECIMENS", "Synthèse", "téléphone", "Solde"};
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, NEPH);
    terminal_expect(kiosk->terminal, "13AA00002, en service"); /* the last line */
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        assert_false(terminal_has(kiosk->terminal, hidden[i]));
    kiosk_key(kiosk, "Enter"); /* nothing said about the document seen: not confirmed */
    terminal_expect(kiosk->terminal, "Indiquez le document vu.");
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        assert_false(terminal_has(kiosk->terminal, hidden[i]));
}

static void a_search_by_name_opens_the_file(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    kiosk_key(kiosk, "F2");
    terminal_expect(kiosk->terminal, "Date de naissance");
    kiosk_key(kiosk, "Tab");
    kiosk_type(kiosk, "dumont");
    kiosk_key(kiosk, "Tab");
    kiosk_type(kiosk, "08 05 1942");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Indiquez d'abord le motif"); /* the reason is journalled before any result */
    kiosk_key(kiosk, "Right");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "DUMONT D'URVILLE");
    terminal_expect(kiosk->terminal, "••••0001"); /* masked until chosen */
    assert_false(terminal_has(kiosk->terminal, "1212 0120 0001"));
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Titulaire, à comparer");
}

/* --- Sizes --- */

static void a_window_that_grows_during_a_wait_keeps_waiting(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    kiosk_set_fault(kiosk, "lookup=late:60000");
    look_up(kiosk, NEPH);
    terminal_expect(kiosk->terminal, "Dossier demandé au registre");
    terminal_resize(kiosk->terminal, 45, 160);
    terminal_expect_row(kiosk->terminal, 44, "F1 Aide"); /* the key bar is on the last line */
    terminal_expect(kiosk->terminal, "Dossier demandé au registre");
    terminal_resize(kiosk->terminal, 24, 80);
    terminal_expect_row(kiosk->terminal, 23, "F1 Aide");
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, "Vous avez renoncé à attendre.");
    kiosk_set_fault(kiosk, "");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Titulaire, à comparer");
}

static bool shows(struct terminal *terminal, const void *context) {
    char *text = terminal_text(terminal);
    bool same = strcmp(text, context) == 0;
    free(text);
    return same;
}

/* Mandataire, a name half typed, and the window too small, then large, then as before. */
static void a_window_too_small_says_so_and_comes_back_intact(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, NEPH);
    kiosk_key(kiosk, "Right");
    kiosk_key(kiosk, "Right");
    kiosk_key(kiosk, "Tab");
    kiosk_type(kiosk, "Me Lenôtre");
    terminal_expect(kiosk->terminal, "Me Lenôtre");
    terminal_expect(kiosk->terminal, "à la copie apportée"); /* the lowest row that changes: all is drawn */
    terminal_expect(kiosk->terminal, "Imprimante : prête");
    char *before = terminal_text(kiosk->terminal);
    terminal_resize(kiosk->terminal, 20, 60);
    terminal_expect(kiosk->terminal, "Agrandissez la fenêtre");
    terminal_expect_absent(kiosk->terminal, "URVILLE");
    terminal_resize(kiosk->terminal, 60, 200);
    terminal_expect_row(kiosk->terminal, 59, "F1 Aide");
    terminal_expect(kiosk->terminal, "Me Lenôtre");
    terminal_resize(kiosk->terminal, 24, 80);
    terminal_wait_until(kiosk->terminal, shows, before, TERMINAL_DEADLINE_MS);
    char *after = terminal_text(kiosk->terminal);
    assert_string_equal(after, before);
    free(before);
    free(after);
}

/* --- Character sets --- */

static bool is_ascii(const struct terminal *terminal) {
    char *text = terminal_text(terminal);
    bool ascii = true;
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++)
        ascii = ascii && *at < 0x80;
    free(text);
    return ascii;
}

static void without_any_locale_the_screen_is_french_in_utf8(void **state) {
    struct kiosk *kiosk = *state;
    kiosk->locale = NULL;
    kiosk_start(kiosk);
    terminal_expect(kiosk->terminal, "Préfecture du Calvados");
    terminal_expect(kiosk->terminal, "─");
}

static void the_c_locale_is_utf8_too(void **state) {
    struct kiosk *kiosk = *state;
    kiosk->locale = "LC_ALL=C";
    kiosk_start(kiosk);
    terminal_expect(kiosk->terminal, "Préfecture du Calvados");
    terminal_expect(kiosk->terminal, "─");
}

static void another_character_set_gets_ascii(void **state) {
    struct kiosk *kiosk = *state;
    kiosk->locale = "LC_ALL=fr_FR.ISO-8859-1";
    kiosk_start(kiosk);
    terminal_expect(kiosk->terminal, "Prefecture du Calvados");
    assert_true(is_ascii(kiosk->terminal));
    kiosk_type(kiosk, "FORMATION");
    kiosk_key(kiosk, "Tab");
    kiosk_type(kiosk, "formation-2026");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "NEPH, tape ou scanne");
    look_up(kiosk, NEPH);
    terminal_expect(kiosk->terminal, "Conde-sur-Noireau");
    assert_true(is_ascii(kiosk->terminal));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_licence_that_cannot_be_checked_gives_no_document),
        TEST(a_file_without_any_right_gives_no_adcs),
        TEST(a_title_number_is_answered_by_where_the_neph_is),
        TEST(what_is_no_neph_is_said),
        TEST(a_stolen_title_is_said_before_anything_else),
        TEST(only_what_is_compared_shows_before_the_confirmation),
        TEST(a_search_by_name_opens_the_file),
        TEST(a_window_that_grows_during_a_wait_keeps_waiting),
        TEST(a_window_too_small_says_so_and_comes_back_intact),
        TEST(without_any_locale_the_screen_is_french_in_utf8),
        TEST(the_c_locale_is_utf8_too),
        TEST(another_character_set_gets_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

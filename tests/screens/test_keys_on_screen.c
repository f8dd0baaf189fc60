/* Keys in, expected screen out: shortcuts and their twins, scans, resizing, the cursor, colours. */
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

static struct terminal *enter(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    return kiosk->terminal;
}

static struct terminal *enter_file(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, NEPH);
    walk_confirm(terminal);
    return terminal;
}

static void a_letter_alone_is_a_shortcut_only_outside_fields(void **state) {
    struct terminal *terminal = enter_file(state);
    terminal_type(terminal, "a");
    terminal_expect(terminal, "Touches de l'écran « Dossier »");
    terminal_key(terminal, "Esc");
    terminal_expect(terminal, "Solde officiel");
    terminal_key(terminal, "F4");
    terminal_expect_cursor(terminal, 7, 44);
    terminal_type(terminal, "a");
    terminal_expect(terminal, "Filtre :  a");
}

static void alt_and_a_letter_is_a_shortcut_in_a_field_too(void **state) {
    struct terminal *terminal = enter(state);
    terminal_type(terminal, "va");
    terminal_expect(terminal, "│ va ");
    terminal_key(terminal, "Alt-v");
    terminal_expect(terminal, "Poste verrouillé");
}

static void a_scan_outside_fields_does_nothing(void **state) {
    struct terminal *terminal = enter_file(state);
    terminal_type(terminal, "svisviSVI\r"); /* each letter alone would leave, lock or print */
    terminal_key(terminal, "F4");
    terminal_expect(terminal, "Filtre");
    terminal_expect(terminal, NAME);
    terminal_expect_absent(terminal, "verrouillé");
}

static void what_follows_the_enter_of_a_scan_confirms_nothing(void **state) {
    struct terminal *terminal = enter(state);
    terminal_type(terminal, NEPH "\r\t \r\r\r");
    terminal_expect(terminal, "Titulaire, à comparer");
    terminal_key(terminal, "F1");
    terminal_expect(terminal, "Touches de l'écran « Identité »");
    terminal_key(terminal, "Esc");
    terminal_expect(terminal, "○ Carte nationale d'identité");
}

static void interrupt_suspend_and_flow_control_are_dead_keys(void **state) {
    struct terminal *terminal = enter(state);
    terminal_type(terminal, "1\x03\x1a\x13\x11\x1c\x04"
                            "2");
    terminal_expect(terminal, "│ 12 ");
}

static void ctrl_l_paints_the_same_screen_again(void **state) {
    struct terminal *terminal = enter_file(state);
    terminal_expect_file(terminal, "tests/screens/expected/dossier-synthese-80x24.txt");
    terminal_key(terminal, "Ctrl-L");
    terminal_key(terminal, "Tab");
    terminal_expect(terminal, "Filtre");
    terminal_key(terminal, "Shift-Tab");
    terminal_expect_file(terminal, "tests/screens/expected/dossier-synthese-80x24.txt");
}

static void a_small_terminal_says_so_and_gives_the_screen_back(void **state) {
    struct terminal *terminal = enter_file(state);
    terminal_key(terminal, "F4");
    terminal_type(terminal, "stage");
    terminal_expect(terminal, "1 sur 2");
    terminal_resize(terminal, 20, 60);
    terminal_expect(terminal, "80 colonnes sur 24 lignes");
    terminal_expect_absent(terminal, NAME);
    terminal_resize(terminal, 40, 120);
    terminal_expect(terminal, "Filtre :  stage");
    terminal_expect_row(terminal, 39, "F11 Nature");
    terminal_resize(terminal, 24, 80);
    terminal_expect_row(terminal, 23, "F10 Suivant");
    terminal_expect(terminal, "1 sur 2");
}

static void the_cursor_stands_on_the_focus(void **state) {
    struct terminal *terminal = enter(state);
    terminal_expect_cursor(terminal, 7, 5);
    terminal_type(terminal, "12");
    terminal_expect_cursor(terminal, 7, 7);
    terminal_key(terminal, "Ctrl-U");
    walk_open_file(terminal, NEPH);
    terminal_expect_cursor(terminal, 4, 17);
    terminal_key(terminal, "Tab");
    terminal_expect_cursor(terminal, 6, 17);
    terminal_key(terminal, "Left");
    terminal_expect_cursor(terminal, 7, 17);
    terminal_key(terminal, "Tab");
    terminal_expect_cursor(terminal, 8, 18);
    assert_true(terminal_cursor_is_visible(terminal));
}

static bool has_colour(struct terminal *terminal) {
    for (int row = 0; row < 24; row++) {
        for (int column = 0; column < 80; column++) {
            struct terminal_cell cell = terminal_cell(terminal, row, column);
            if (cell.foreground != TERMINAL_COLOUR_DEFAULT || cell.background != TERMINAL_COLOUR_DEFAULT)
                return true;
            assert_false(cell.blink);
        }
    }
    return false;
}

static void an_alarm_is_white_on_red(void **state) {
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, "051206140865");
    terminal_key(terminal, "Tab");
    terminal_key(terminal, "Left"); /* that very licence is shown */
    terminal_expect(terminal, "Ce titre est déclaré volé");
    int row, column;
    assert_true(terminal_find(terminal, "ne pas le rendre", &row, &column));
    assert_int_equal(terminal_cell(terminal, row, column).background, 1);
    assert_true(has_colour(terminal));
}

static void no_color_leaves_a_screen_that_says_as_much(void **state) {
    struct kiosk *kiosk = *state;
    kiosk->locale = "NO_COLOR=1";
    struct terminal *terminal = enter(state);
    walk_open_file(terminal, "051206140865");
    terminal_key(terminal, "Tab");
    terminal_key(terminal, "Left"); /* that very licence is shown */
    terminal_expect(terminal, "Ce titre est déclaré volé");
    int row, column;
    assert_true(terminal_find(terminal, "ne pas le rendre", &row, &column));
    assert_true(terminal_cell(terminal, row, column).reverse);
    assert_false(has_colour(terminal));
}

static void a_wait_shows_its_seconds_and_escape_gives_up_at_once(void **state) {
    struct terminal *terminal = enter(state);
    kiosk_set_fault(*state, "lookup=late:60000*1");
    terminal_type(terminal, NEPH "\r");
    terminal_expect(terminal, "Dossier demandé au registre : 0 s");
    terminal_expect(terminal, "Dossier demandé au registre : 1 s");
    terminal_key(terminal, "Esc");
    terminal_expect(terminal, "Vous avez renoncé à attendre.");
    terminal_expect(terminal, "│ " NEPH);
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "Titulaire, à comparer");
}

static void help_opens_anywhere_and_goes_back_where_one_was(void **state) {
    struct terminal *terminal = enter(state);
    terminal_type(terminal, "12");
    terminal_key(terminal, "F1");
    terminal_expect(terminal, "Touches de l'écran « Accueil »");
    terminal_key(terminal, "End");
    terminal_expect_absent(terminal, "Touches de l'écran");
    terminal_key(terminal, "F1");
    terminal_expect(terminal, "│ 12 ");
}

static void help_from_a_file_says_first_how_points_come_back(void **state) {
    struct terminal *terminal = enter_file(state);
    terminal_key(terminal, "F1");
    terminal_expect(terminal, "Touches de l'écran « Dossier »");
    terminal_key(terminal, "PageDown");
    terminal_expect(terminal, "Quand les points partent (art.\u00A0L.\u00A0223-1, al.\u00A04)");
    terminal_expect_absent(terminal, "Mots du métier");
}

#define SCREEN_TEST(behaviour) cmocka_unit_test_setup_teardown(behaviour, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        SCREEN_TEST(a_letter_alone_is_a_shortcut_only_outside_fields),
        SCREEN_TEST(alt_and_a_letter_is_a_shortcut_in_a_field_too),
        SCREEN_TEST(a_scan_outside_fields_does_nothing),
        SCREEN_TEST(what_follows_the_enter_of_a_scan_confirms_nothing),
        SCREEN_TEST(interrupt_suspend_and_flow_control_are_dead_keys),
        SCREEN_TEST(ctrl_l_paints_the_same_screen_again),
        SCREEN_TEST(a_small_terminal_says_so_and_gives_the_screen_back),
        SCREEN_TEST(the_cursor_stands_on_the_focus),
        SCREEN_TEST(an_alarm_is_white_on_red),
        SCREEN_TEST(no_color_leaves_a_screen_that_says_as_much),
        SCREEN_TEST(a_wait_shows_its_seconds_and_escape_gives_up_at_once),
        SCREEN_TEST(help_opens_anywhere_and_goes_back_where_one_was),
        SCREEN_TEST(help_from_a_file_says_first_how_points_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Calendrier and Simuler: what they look like (texts in tests/screens/expected, written anew with
 * GUICHET_UPDATE_SCREENS=1, then looked at), what they say of each case, and their keys. */
#include "../support/place.h"
#include "../support/state.h"
#include "../support/walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PENDING "990615140442"      /* a pending offence, in the window of a reconstitution */
#define PROBATION "250411140627"    /* 48N, stage to do, increments lost */
#define BLOCKED "230508140304"      /* probation, at its maximum of 8 */
#define RECENT_STAGE "020612140577" /* a stage of this month, that the registry has not recorded */
#define FOUR_MISSING "140601140207" /* 8 of 12, reconstitution on 4 July 2027 */
#define INVALIDATED "080527140506"
#define ZERO "010203140871"    /* 48SI not notified */
#define FOREIGN "UE0041140202" /* no points */

struct scene {
    char state[64];
    struct terminal *terminal;
};

static void start(struct scene *scene, int rows, int columns, const char *variable) {
    char *program = place_in_build("guichet");
    const char *const argv[] = {program, "--training", "--state", scene->state, NULL};
    static const char clock[] = "GUICHET_CLOCK=" WALK_CLOCK; /* the first of a name counts: `variable` may be another */
    const char *const environment[] = {"TERM=xterm-256color",
                                       "PATH=/usr/bin:/bin",
                                       "HOME=/nonexistent",
                                       variable != NULL ? variable : clock,
                                       clock,
                                       NULL};
    scene->terminal = terminal_open(
        &(struct terminal_options){.argv = argv, .environment = environment, .rows = rows, .columns = columns});
    free(program);
}

static int set_up(void **state) {
    struct scene *scene = calloc(1, sizeof *scene);
    if (scene == NULL)
        return -1;
    state_make(scene->state);
    *state = scene;
    return 0;
}

static int tear_down(void **state) {
    struct scene *scene = *state;
    terminal_close(scene->terminal);
    state_remove(scene->state);
    free(scene);
    return 0;
}

static void keys(struct terminal *terminal, const char *const names[]) {
    for (; *names != NULL; names++)
        terminal_key(terminal, *names);
}
#define PRESS(terminal, ...) keys(terminal, (const char *const[]){__VA_ARGS__, NULL})

static void expect_look(struct terminal *terminal, const char *name) {
    char path[128];
    if (getenv("GUICHET_UPDATE_SCREENS") != NULL) /* what is saved must be a whole image */
        terminal_settle(terminal, 300);
    snprintf(path, sizeof path, "tests/screens/expected/%s.txt", name);
    terminal_expect_file(terminal, path);
}

/* Up to the tab of that driver's file. */
static struct terminal *open_calendar(void **state, int rows, int columns, const char *variable, const char *neph) {
    struct scene *scene = *state;
    start(scene, rows, columns, variable);
    walk_log_in(scene->terminal);
    terminal_expect(scene->terminal, "● SNPC 9");
    terminal_expect(scene->terminal, "● Imprimante : prête");
    terminal_expect(scene->terminal, "en attente");
    walk_open_file(scene->terminal, neph);
    walk_confirm(scene->terminal);
    PRESS(scene->terminal, "Tab", "Tab");
    terminal_expect(scene->terminal, "▸Calendrier");
    return scene->terminal;
}

static struct terminal *open_simulation(void **state, const char *neph, const char *variable) {
    struct terminal *terminal = open_calendar(state, 24, 80, variable, neph);
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Simuler : rien n'est enregistré ni transmis");
    return terminal;
}

/* --- Looks --- */

static void at_80_by_24(void **state) {
    struct terminal *terminal = open_calendar(state, 24, 80, NULL, PENDING);
    expect_look(terminal, "calendrier-80x24");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Et si");
    expect_look(terminal, "simuler-stage-80x24");
    PRESS(terminal, "Down");
    terminal_expect(terminal, "Courrier à attendre");
    expect_look(terminal, "simuler-infraction-80x24");
}

static void a_long_one_scrolls(void **state) {
    struct terminal *terminal = open_calendar(state, 24, 80, NULL, PROBATION);
    expect_look(terminal, "calendrier-probatoire-80x24");
    PRESS(terminal, "End");
    terminal_expect(terminal, "aujourd'hui");
    expect_look(terminal, "calendrier-probatoire-fin-80x24");
}

static void at_120_by_40(void **state) {
    struct terminal *terminal = open_calendar(state, 40, 120, NULL, PENDING);
    expect_look(terminal, "calendrier-120x40");
    PRESS(terminal, "Enter", "Down");
    terminal_expect(terminal, "Courrier à attendre");
    expect_look(terminal, "simuler-infraction-120x40");
}

static void in_ascii(void **state) {
    struct scene *scene = *state;
    start(scene, 24, 80, "LC_ALL=fr_FR.ISO-8859-15");
    struct terminal *terminal = scene->terminal;
    terminal_expect(terminal, "* SNPC 9");
    terminal_type(terminal, "FORMATION\tformation-2026\r");
    terminal_expect(terminal, "* Imprimante : prete");
    terminal_type(terminal, PENDING "\r");
    terminal_expect(terminal, "Titulaire, a comparer");
    PRESS(terminal, "Tab", "Right", "Enter");
    terminal_expect(terminal, "Synthese");
    PRESS(terminal, "Tab", "Tab");
    terminal_expect(terminal, ">Calendrier");
    expect_look(terminal, "calendrier-80x24-ascii");
    PRESS(terminal, "Enter", "Down");
    terminal_expect(terminal, "Courrier a attendre");
    expect_look(terminal, "simuler-infraction-80x24-ascii");
    char *text = terminal_text(terminal);
    for (const char *at = text; *at != '\0'; at++)
        assert_true((unsigned char)*at < 0x80);
    free(text);
}

/* The same characters say the same, and no cell has a colour. */
static void without_colour(void **state) {
    struct terminal *terminal = open_calendar(state, 24, 80, "NO_COLOR=1", PENDING);
    expect_look(terminal, "calendrier-80x24");
    for (int row = 0; row < 24; row++) {
        for (int column = 0; column < 80; column++) {
            struct terminal_cell cell = terminal_cell(terminal, row, column);
            assert_int_equal(cell.foreground, TERMINAL_COLOUR_DEFAULT);
            assert_int_equal(cell.background, TERMINAL_COLOUR_DEFAULT);
        }
    }
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Et si");
    expect_look(terminal, "simuler-stage-80x24");
}

/* --- What is said --- */

static void an_invalidated_licence_has_no_forecast_and_says_why(void **state) {
    struct terminal *terminal = open_calendar(state, 24, 80, NULL, INVALIDATED);
    terminal_expect(terminal, "✗ Permis invalidé : la lettre 48SI est notifiée.");
    terminal_expect(terminal, "Rien ne revient sur ce permis");
    terminal_expect_absent(terminal, "Restitutions à venir");
    terminal_expect_absent(terminal, "░");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "✗ Ce stage ne rendrait rien : aucun permis n'est valide ce jour-là.");
}

static void a_balance_of_zero_not_yet_notified_is_told_in_red(void **state) {
    struct terminal *terminal = open_calendar(state, 24, 80, NULL, ZERO);
    int row, column;
    terminal_expect(terminal, "Restitutions à venir");
    assert_true(terminal_find(terminal, "✗ Solde nul", &row, &column));
    assert_int_equal(terminal_cell(terminal, row, column).foreground, 1);
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "● +4 le 25 novembre 2026, lendemain du stage : solde 4 sur 12");
    terminal_expect(terminal, "◌ À condition que la lettre 48SI ne soit pas notifiée avant.");
}

static void a_licence_without_points_has_no_calendar(void **state) {
    struct terminal *terminal = open_calendar(state, 24, 80, NULL, FOREIGN);
    terminal_expect(terminal, "Points : sans objet");
    terminal_expect(terminal, "calcul non disponible, pas de calendrier.");
    terminal_expect_absent(terminal, "Simuler");
    terminal_expect_absent(terminal, "aujourd'hui");
    PRESS(terminal, "Enter", "Tab");
    terminal_expect(terminal, "▸Catégories"); /* Enter opened nothing */
}

static void a_difference_with_the_registry_is_told_before_the_calendar(void **state) {
    struct terminal *terminal = open_calendar(state, 24, 80, NULL, RECENT_STAGE);
    terminal_expect(terminal, "◌ Solde officiel 6, solde calculé 10 : ce calendrier suit le calcul");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "✗ Ce stage ne rendrait rien : moins d'un an après le précédent.");
    terminal_expect(terminal, "Prochain stage conseillé à partir du 8 novembre 2027");
    terminal_type(terminal, "08112027");
    terminal_expect(terminal, "● +2 le 9 novembre 2027, lendemain du stage : solde 12 sur 12");
    terminal_expect(terminal, "2 et non 4");
    terminal_expect(terminal, "plus rien à rendre, le solde serait déjà au maximum");
}

static void a_stage_at_the_maximum_of_probation_gives_nothing(void **state) {
    struct terminal *terminal = open_simulation(state, BLOCKED, NULL);
    terminal_expect(terminal, "✗ Ce stage ne rendrait rien : le solde est déjà au maximum (8 sur 8).");
    terminal_expect(terminal, "Pendant la période probatoire, le maximum reste 8");
    terminal_expect(terminal, "sans changement");
}

static void a_stage_is_judged_against_the_deadline_of_the_mandatory_one(void **state) {
    struct terminal *terminal = open_simulation(state, PROBATION, NULL);
    terminal_type(terminal, "24/01/2027");
    terminal_expect(terminal, "il est fait à temps, au plus tard le 24 janvier 2027.");
    PRESS(terminal, "Ctrl-U");
    terminal_type(terminal, "25/01/2027");
    terminal_expect(terminal, "◌ Trop tard pour le stage obligatoire");
}

static void a_stage_that_began_before_the_letter_is_not_the_mandatory_one(void **state) {
    struct terminal *terminal = open_simulation(state, PROBATION, "GUICHET_CLOCK=2026-09-24T09:31:00+02:00");
    terminal_type(terminal, "25/09/2026"); /* the letter was received on the first of its two days */
    terminal_expect(terminal, "compterait pas comme stage obligatoire.");
    PRESS(terminal, "Ctrl-U");
    terminal_type(terminal, "26/09/2026");
    terminal_expect(terminal, "il est fait à temps, au plus tard le 24 janvier 2027.");
}

/* What happens on the very day that the points of the stage come: R27. */
static void the_maximum_told_is_that_of_the_day_after_the_stage(void **state) {
    struct terminal *terminal = open_simulation(state, PROBATION, NULL);
    terminal_type(terminal, "22/09/2028"); /* probation ends on the 23rd */
    terminal_expect(terminal, "● +4 le 23 septembre 2028, lendemain du stage : solde 7 sur 12");
}

static void a_stage_on_the_eve_of_a_reconstitution_gives_nothing_and_says_why(void **state) {
    struct terminal *terminal = open_simulation(state, FOUR_MISSING, NULL);
    terminal_type(terminal, "03/07/2027");
    terminal_expect(terminal, "✗ Ce stage ne rendrait rien : le lendemain, une restitution automatique");
    terminal_expect(terminal, "met d'abord le solde au maximum (12 sur 12).");
    terminal_expect(terminal, "+4  le 4 juillet 2027, solde après : 12, sans changement");
}

static void a_pending_offence_says_what_it_would_take_and_move(void **state) {
    struct terminal *terminal = open_simulation(state, PENDING, NULL);
    PRESS(terminal, "Down");
    terminal_expect(terminal, "● −3 le 24 novembre 2026 : solde 5 sur 12");
    terminal_expect(terminal, "Courrier à attendre : Lettre 48M");
    terminal_expect(terminal, "+7  le 24 novembre 2029, solde après : 12");
    PRESS(terminal, "PageDown");
    terminal_expect(terminal, "✗ +4 le 30 septembre 2027 : n'aurait plus lieu à cette date");
    PRESS(terminal, "Enter");
    terminal_expect_cursor(terminal, 7, 20);
    terminal_type(terminal, "01/12/2027"); /* after the reconstitution of September 2027, which it prevents */
    terminal_expect(terminal, "● −3 le 1er décembre 2027 : solde 5 sur 12");
    terminal_expect(terminal, "✗ +4 le 30 septembre 2027 : délai interrompu");
}

/* --- Keys --- */

static void dates_that_cannot_be_are_refused_with_what_to_do(void **state) {
    struct terminal *terminal = open_simulation(state, PENDING, NULL);
    terminal_type(terminal, "3");
    terminal_expect(terminal, "le     3 "); /* the first digit replaces the date that was proposed */
    terminal_expect(terminal, "Tapez la date : jour, mois, année sur quatre chiffres.");
    terminal_type(terminal, "0022027");
    terminal_expect(terminal, "Cette date n'existe pas au calendrier.");
    PRESS(terminal, "Ctrl-U");
    terminal_type(terminal, "23/11/2026");
    terminal_expect(terminal, "Cette date est passée : un stage déjà suivi ne se simule pas.");
    PRESS(terminal, "Ctrl-U");
    terminal_type(terminal, "25/11/2036");
    terminal_expect(terminal, "Cette date est à plus de dix ans.");
    PRESS(terminal, "Up"); /* to the questions, the next one, and back: the date is typed anew */
    terminal_expect_cursor(terminal, 5, 10);
    PRESS(terminal, "Down");
    terminal_expect_cursor(terminal, 6, 10);
    PRESS(terminal, "Tab");
    terminal_expect_cursor(terminal, 7, 20);
    terminal_type(terminal, "21/08/2026");
    terminal_expect(terminal, "L'infraction a été commise le 22 août 2026");
    terminal_expect(terminal, "Rien n'est calculé.");
    PRESS(terminal, "Ctrl-U");
    terminal_type(terminal, "22/08/2026"); /* an offence may have become definitive before today */
    terminal_expect(terminal, "● −3 le 22 août 2026 : solde 5 sur 12");
}

static void the_cursor_follows_the_question_then_the_date(void **state) {
    struct terminal *terminal = open_simulation(state, PENDING, NULL);
    terminal_expect_cursor(terminal, 5, 10);
    PRESS(terminal, "Down");
    terminal_expect_cursor(terminal, 6, 10);
    PRESS(terminal, "Enter");
    terminal_expect_cursor(terminal, 7, 20);
    PRESS(terminal, "Shift-Tab");
    terminal_expect_cursor(terminal, 6, 10);
    PRESS(terminal, "Up");
    terminal_expect_cursor(terminal, 5, 10);
    terminal_expect(terminal, "lendemain du stage");
}

static void escape_goes_back_to_the_calendar_and_f10_to_the_next_person(void **state) {
    struct terminal *terminal = open_simulation(state, PENDING, NULL);
    PRESS(terminal, "Esc");
    terminal_expect(terminal, "▸Calendrier");
    terminal_expect_cursor(terminal, 20, 3);
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Et si");
    PRESS(terminal, "F10");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
}

static void a_lock_from_there_comes_back_to_the_file(void **state) {
    struct terminal *terminal = open_simulation(state, PENDING, NULL);
    PRESS(terminal, "F9");
    terminal_expect(terminal, "Poste verrouillé");
    terminal_expect_absent(terminal, "22/08/2026");
}

static void a_scan_on_the_tab_opens_nothing(void **state) {
    struct terminal *terminal = open_calendar(state, 24, 80, NULL, PENDING);
    terminal_type(terminal, "svisviSVI\r");
    terminal_resize(terminal, 24, 120); /* so that what follows is not read with the scan, as its end */
    terminal_expect(terminal, "Suspensions, visites, courriers");
    PRESS(terminal, "Tab");
    terminal_expect(terminal, "▸Catégories");
}

#define CALENDAR_TEST(behaviour) cmocka_unit_test_setup_teardown(behaviour, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CALENDAR_TEST(at_80_by_24),
        CALENDAR_TEST(a_long_one_scrolls),
        CALENDAR_TEST(at_120_by_40),
        CALENDAR_TEST(in_ascii),
        CALENDAR_TEST(without_colour),
        CALENDAR_TEST(an_invalidated_licence_has_no_forecast_and_says_why),
        CALENDAR_TEST(a_balance_of_zero_not_yet_notified_is_told_in_red),
        CALENDAR_TEST(a_licence_without_points_has_no_calendar),
        CALENDAR_TEST(a_difference_with_the_registry_is_told_before_the_calendar),
        CALENDAR_TEST(a_stage_at_the_maximum_of_probation_gives_nothing),
        CALENDAR_TEST(a_stage_is_judged_against_the_deadline_of_the_mandatory_one),
        CALENDAR_TEST(a_stage_that_began_before_the_letter_is_not_the_mandatory_one),
        CALENDAR_TEST(the_maximum_told_is_that_of_the_day_after_the_stage),
        CALENDAR_TEST(a_stage_on_the_eve_of_a_reconstitution_gives_nothing_and_says_why),
        CALENDAR_TEST(a_pending_offence_says_what_it_would_take_and_move),
        CALENDAR_TEST(dates_that_cannot_be_are_refused_with_what_to_do),
        CALENDAR_TEST(the_cursor_follows_the_question_then_the_date),
        CALENDAR_TEST(escape_goes_back_to_the_calendar_and_f10_to_the_next_person),
        CALENDAR_TEST(a_lock_from_there_comes_back_to_the_file),
        CALENDAR_TEST(a_scan_on_the_tab_opens_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

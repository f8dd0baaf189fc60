/* Synthèse and Historique, of what is computed: what they look like whole (texts in tests/screens/expected, written
 * anew with GUICHET_UPDATE_SCREENS=1, then looked at) for a driver of each case. */
#include "../support/place.h"
#include "../support/state.h"
#include "../support/walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define STAGE_DUE "250411140627" /* 48N of September 2026 */
#define LAGGING "950823140340"   /* an offence that the registry has not recorded */
#define LATE_STAGE "020612140577"
#define PROBATION "230508140304" /* an increment acquired, then an offence, then its point returned */
#define RETURNED "120515140874"  /* a new licence after an invalidation */
#define TEN_YEARS "950117140096" /* 30 lines, several returned */
#define ZERO "010203140871"      /* 48SI not notified */
#define FOREIGN "UE0041140202"   /* no points */

struct scene {
    char state[64];
    struct terminal *terminal;
    const char *suffix;
};

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

/* `variable` is one more of the environment, or NULL. */
static void start(struct scene *scene, const char *clock, int rows, int columns, const char *variable) {
    char *program = place_in_build("guichet");
    const char *const argv[] = {program, "--training", "--state", scene->state, NULL};
    const char *const environment[] = {
        "TERM=xterm-256color", "PATH=/usr/bin:/bin", "HOME=/nonexistent", clock, variable, NULL};
    scene->terminal = terminal_open(
        &(struct terminal_options){.argv = argv, .environment = environment, .rows = rows, .columns = columns});
    scene->suffix = columns == 80 ? "80x24" : "120x40";
    free(program);
}

/* Up to Synthèse of that driver's file. */
static struct terminal *open_at(struct scene *scene, const char *clock, int rows, int columns, const char *variable,
                                const char *neph) {
    start(scene, clock, rows, columns, variable);
    walk_log_in(scene->terminal);
    terminal_expect(scene->terminal, "● SNPC 9");
    terminal_expect(scene->terminal, "● Imprimante : prête");
    terminal_expect(scene->terminal, "en attente");
    walk_open_file(scene->terminal, neph);
    walk_confirm(scene->terminal);
    return scene->terminal;
}

static struct terminal *open_small(void **state, const char *neph) {
    return open_at(*state, "GUICHET_CLOCK=" WALK_CLOCK, 24, 80, NULL, neph);
}

static struct terminal *open_large(void **state, const char *neph) {
    return open_at(*state, "GUICHET_CLOCK=" WALK_CLOCK, 40, 120, NULL, neph);
}

static void expect_look(void **state, const char *name) {
    struct scene *scene = *state;
    char path[128];
    if (getenv("GUICHET_UPDATE_SCREENS") != NULL) /* what is saved must be a whole image */
        terminal_settle(scene->terminal, 300);
    snprintf(path, sizeof path, "tests/screens/expected/%s-%s.txt", name, scene->suffix);
    terminal_expect_file(scene->terminal, path);
}

static void expect_history(void **state, const char *name) {
    struct scene *scene = *state;
    terminal_key(scene->terminal, "Tab");
    terminal_expect(scene->terminal, "▸Historique");
    expect_look(state, name);
}

static void a_mandatory_stage_comes_first_of_all(void **state) {
    struct terminal *terminal = open_small(state, STAGE_DUE);
    terminal_expect_row(terminal, 7, "Stage obligatoire à faire au plus tard le 24 janvier 2027");
    expect_look(state, "synthese-stage-a-faire");
    expect_history(state, "historique-stage-a-faire");
}

static void there_is_more_of_it_on_a_large_terminal(void **state) {
    open_large(state, STAGE_DUE);
    expect_look(state, "synthese-stage-a-faire");
    expect_history(state, "historique-stage-a-faire");
}

static void its_last_day_is_still_in_time(void **state) {
    struct terminal *terminal = open_at(*state, "GUICHET_CLOCK=2027-01-24T09:31:00+01:00", 24, 80, NULL, STAGE_DUE);
    terminal_expect_row(terminal, 7, "Stage obligatoire à faire au plus tard le 24 janvier 2027");
}

static void the_day_after_it_is_too_late(void **state) {
    open_at(*state, "GUICHET_CLOCK=2027-01-25T09:31:00+01:00", 24, 80, NULL, STAGE_DUE);
    expect_look(state, "synthese-stage-en-retard");
}

static void a_registry_that_lags_is_explained(void **state) {
    struct terminal *terminal = open_small(state, LAGGING);
    expect_look(state, "synthese-ecart");
    for (int i = 0; i < 5; i++)
        terminal_key(terminal, "Down");
    terminal_expect(terminal, "automatiques, sans");
    terminal_expect(terminal, "◌ Calcul : 9 (écart −3)"); /* the column stays */
}

static void it_is_explained_on_one_page_where_there_is_room(void **state) {
    open_large(state, LAGGING);
    expect_look(state, "synthese-ecart");
    expect_history(state, "historique-ecart");
}

static void a_stage_that_is_not_recorded_is_explained(void **state) {
    open_large(state, LATE_STAGE);
    expect_look(state, "synthese-stage-non-enregistre");
    expect_history(state, "historique-stage-non-enregistre");
}

static void a_file_without_points_has_no_figures(void **state) {
    open_small(state, FOREIGN);
    expect_look(state, "synthese-sans-objet");
    expect_history(state, "historique-sans-objet");
}

static void a_nil_balance_without_its_letter_is_said(void **state) {
    open_small(state, ZERO);
    expect_look(state, "synthese-solde-nul");
}

static void probation_shows_what_only_the_law_tells(void **state) {
    open_small(state, PROBATION);
    expect_look(state, "synthese-probatoire");
    expect_history(state, "historique-probatoire");
}

static void nothing_is_told_by_colour_alone(void **state) {
    open_at(*state, "GUICHET_CLOCK=" WALK_CLOCK, 24, 80, "NO_COLOR=1", PROBATION);
    expect_look(state, "synthese-probatoire");
    expect_history(state, "historique-probatoire");
}

static void it_is_ascii_where_the_locale_is_not_utf8(void **state) {
    struct scene *scene = *state;
    start(scene, "GUICHET_CLOCK=" WALK_CLOCK, 24, 80, "LC_ALL=fr_FR.ISO-8859-15");
    scene->suffix = "80x24-ascii";
    terminal_expect(scene->terminal, "Mot de passe");
    terminal_type(scene->terminal, "FORMATION\tformation-2026\r");
    terminal_expect(scene->terminal, "* SNPC 9");
    terminal_expect(scene->terminal, "* Imprimante : prete");
    terminal_expect(scene->terminal, "en attente");
    terminal_type(scene->terminal, STAGE_DUE "\r");
    terminal_expect(scene->terminal, "Titulaire, a comparer");
    terminal_key(scene->terminal, "Tab");
    terminal_key(scene->terminal, "Right");
    terminal_key(scene->terminal, "Enter");
    terminal_expect(scene->terminal, "o Stage obligatoire");
    expect_look(state, "synthese-stage-a-faire");
    terminal_key(scene->terminal, "Tab");
    terminal_expect(scene->terminal, "Filtre");
    expect_look(state, "historique-stage-a-faire");
}

static void a_new_licence_begins_its_own_history(void **state) {
    open_small(state, RETURNED);
    expect_history(state, "historique-nouveau-permis");
}

static void a_line_says_what_became_of_its_points(void **state) {
    struct terminal *terminal = open_small(state, TEN_YEARS);
    expect_history(state, "historique-dix-ans");
    terminal_key(terminal, "Down");
    terminal_key(terminal, "Down");
    terminal_expect(terminal, "le 7 avril 2026 (réattribution d'un point au bout de six mois).");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_mandatory_stage_comes_first_of_all),
        TEST(there_is_more_of_it_on_a_large_terminal),
        TEST(its_last_day_is_still_in_time),
        TEST(the_day_after_it_is_too_late),
        TEST(a_registry_that_lags_is_explained),
        TEST(it_is_explained_on_one_page_where_there_is_room),
        TEST(a_stage_that_is_not_recorded_is_explained),
        TEST(a_file_without_points_has_no_figures),
        TEST(a_nil_balance_without_its_letter_is_said),
        TEST(probation_shows_what_only_the_law_tells),
        TEST(nothing_is_told_by_colour_alone),
        TEST(it_is_ascii_where_the_locale_is_not_utf8),
        TEST(a_new_licence_begins_its_own_history),
        TEST(a_line_says_what_became_of_its_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What each screen looks like, whole: compared with the texts in tests/screens/expected (written anew with
 * GUICHET_UPDATE_SCREENS=1, then looked at). The clock stands still, the drivers are those of training. */
#include "../support/place.h"
#include "../support/state.h"
#include "../support/walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

struct look {
    char state[64];
    struct terminal *terminal;
    const char *suffix; /* "80x24", "120x40", "80x24-ascii" */
};

static void start(struct look *look, int rows, int columns, const char *suffix, const char *locale) {
    char *program = place_in_build("guichet");
    const char *const argv[] = {program, "--training", "--state", look->state, NULL};
    static const char clock[] = "GUICHET_CLOCK=" WALK_CLOCK;
    const char *const environment[] = {
        "TERM=xterm-256color", "PATH=/usr/bin:/bin", "HOME=/nonexistent", clock, locale, NULL};
    look->terminal = terminal_open(
        &(struct terminal_options){.argv = argv, .environment = environment, .rows = rows, .columns = columns});
    look->suffix = suffix;
    free(program);
}

static int set_up(void **state) {
    struct look *look = calloc(1, sizeof *look);
    if (look == NULL)
        return -1;
    state_make(look->state);
    *state = look;
    return 0;
}

static int tear_down(void **state) {
    struct look *look = *state;
    terminal_close(look->terminal);
    state_remove(look->state);
    free(look);
    return 0;
}

static void expect_look(struct look *look, const char *name) {
    char path[128];
    if (getenv("GUICHET_UPDATE_SCREENS") != NULL) /* what is saved must be a whole image */
        terminal_settle(look->terminal, 300);
    snprintf(path, sizeof path, "tests/screens/expected/%s-%s.txt", name, look->suffix);
    terminal_expect_file(look->terminal, path);
}

static void keys(struct look *look, const char *const names[]) {
    for (; *names != NULL; names++)
        terminal_key(look->terminal, *names);
}
#define KEYS(look, ...) keys(look, (const char *const[]){__VA_ARGS__, NULL})

static void enter(struct look *look) {
    walk_log_in(look->terminal);
    terminal_expect(look->terminal, "● SNPC 9");
    terminal_expect(look->terminal, "● Imprimante : prête");
    terminal_expect(look->terminal, "en attente");
}

static void open_file(struct look *look, const char *neph) {
    walk_open_file(look->terminal, neph);
    walk_confirm(look->terminal);
}

static void from_connexion_to_the_title_number(void **state) {
    struct look *look = *state;
    start(look, 24, 80, "80x24", NULL);
    terminal_expect(look->terminal, "● SNPC 9");
    expect_look(look, "connexion");
    enter(look);
    expect_look(look, "accueil");
    terminal_type(look->terminal, "13AA00002");
    terminal_key(look->terminal, "Enter");
    terminal_expect(look->terminal, "n'est pas un NEPH");
    expect_look(look, "numero-de-titre");
    terminal_key(look->terminal, "F2");
    terminal_expect(look->terminal, "Motif");
    expect_look(look, "recherche");
}

static void a_stolen_title_and_each_quality(void **state) {
    struct look *look = *state;
    start(look, 24, 80, "80x24", NULL);
    enter(look);
    walk_open_file(look->terminal, "051206140865");
    expect_look(look, "identite-titre-vole");
    KEYS(look, "Right", "Right");
    terminal_expect(look->terminal, "Mandat écrit");
    expect_look(look, "identite-mandataire");
    KEYS(look, "Right");
    terminal_expect(look->terminal, "SIREN");
    expect_look(look, "identite-organisme");
}

static void the_tabs_of_a_file_then_its_document(void **state) {
    struct look *look = *state;
    start(look, 24, 80, "80x24", NULL);
    enter(look);
    open_file(look, "121201200001");
    expect_look(look, "dossier-synthese");
    KEYS(look, "Tab");
    terminal_expect(look->terminal, "Filtre");
    expect_look(look, "dossier-historique");
    KEYS(look, "Tab");
    terminal_expect(look->terminal, "Solde calculé");
    expect_look(look, "dossier-calendrier");
    KEYS(look, "Tab");
    terminal_expect(look->terminal, "01.06");
    expect_look(look, "dossier-categories");
    KEYS(look, "Tab");
    terminal_expect(look->terminal, "Courriers");
    expect_look(look, "dossier-courriers");
    KEYS(look, "F8");
    terminal_expect(look->terminal, "Aperçu");
    expect_look(look, "document");
    KEYS(look, "F1");
    terminal_expect_row(look->terminal, 3, "Touches de l'écran « Document »");
    terminal_expect(look->terminal, "F8, Alt-I   Imprimer un document");
    terminal_expect(look->terminal, "Mots du métier");
}

static void a_long_history_and_a_large_terminal(void **state) {
    struct look *look = *state;
    start(look, 40, 120, "120x40", NULL);
    enter(look);
    expect_look(look, "accueil");
    open_file(look, "950117140096");
    expect_look(look, "dossier-synthese");
    KEYS(look, "Tab");
    terminal_expect(look->terminal, "30 lignes");
    expect_look(look, "dossier-historique");
    KEYS(look, "F8");
    terminal_expect(look->terminal, "Aperçu");
    expect_look(look, "document");
}

static void a_suspended_licence_is_asked_about_before_it_is_printed(void **state) {
    struct look *look = *state;
    start(look, 24, 80, "80x24", NULL);
    enter(look);
    open_file(look, "070222140455");
    expect_look(look, "dossier-suspendu");
    KEYS(look, "F8", "Enter");
    terminal_expect(look->terminal, "Dites-le à la personne");
    expect_look(look, "question");
}

static void each_document_has_its_preview(void **state) {
    struct look *look = *state;
    start(look, 24, 80, "80x24", NULL);
    enter(look);
    open_file(look, "080527140506");
    KEYS(look, "F8", "Shift-Tab", "Shift-Tab", "Right");
    terminal_expect(look->terminal, "Contenu");
    terminal_expect_absent(look->terminal, "comptées");
    expect_look(look, "document-rii");
    KEYS(look, "Right");
    terminal_expect(look->terminal, "Pertes");
    expect_look(look, "document-situation");
    KEYS(look, "PageDown");
    terminal_expect(look->terminal, "Mes Points Permis");
    KEYS(look, "Right"); /* RIR */
    terminal_expect(look->terminal, "L'ADCS remplace le RIR");
    expect_look(look, "document-rir");
}

static void an_rii_of_another_department_asks_for_its_reason(void **state) {
    struct look *look = *state;
    start(look, 24, 80, "80x24", NULL);
    enter(look);
    open_file(look, "150610976741");
    KEYS(look, "F8", "Shift-Tab", "Shift-Tab", "Right");
    terminal_expect(look->terminal, "Motif");
    terminal_expect(look->terminal, "1 page");
    expect_look(look, "document-autre-departement");
    KEYS(look, "F8");
    terminal_expect(look->terminal, "Le motif manque.");
    expect_look(look, "document-motif-manquant");
}

/* Seen before, and the registry is away: one document is left. */
static void a_copy_of_the_station_makes_ma_situation_alone(void **state) {
    struct look *look = *state;
    char path[128];
    start(look, 24, 80, "80x24", NULL);
    enter(look);
    walk_open_file(look->terminal, "121201200001");
    KEYS(look, "F10");
    terminal_expect(look->terminal, "NEPH, tapé ou scanné");
    snprintf(path, sizeof path, "%s/registry/fault", look->state);
    FILE *fault = fopen(path, "w");
    assert_non_null(fault);
    assert_true(fputs("lookup=status:503:3600", fault) >= 0);
    assert_int_equal(fclose(fault), 0);
    walk_open_file(look->terminal, "121201200001");
    terminal_expect(look->terminal, "COPIE DU 24 NOV. 2026");
    expect_look(look, "identite-copie");
    walk_confirm(look->terminal);
    expect_look(look, "dossier-copie");
    KEYS(look, "F8");
    terminal_expect(look->terminal, "Reste possible");
    expect_look(look, "document-copie");
    KEYS(look, "Right", "Right");
    terminal_expect(look->terminal, "D'après la copie");
    expect_look(look, "document-situation-copie");
}

/* Nothing authenticated: no ADCS, but the rest. */
static void a_refusal_by_the_state_says_what_is_left(void **state) {
    struct look *look = *state;
    start(look, 24, 80, "80x24", NULL);
    enter(look);
    open_file(look, "310075140227");
    KEYS(look, "F8");
    terminal_expect(look->terminal, "Reste possible");
    expect_look(look, "document-refus");
}

static void an_organisme_is_offered_the_adcs_alone(void **state) {
    struct look *look = *state;
    start(look, 24, 80, "80x24", NULL);
    enter(look);
    walk_open_file(look->terminal, "121201200001");
    KEYS(look, "Left", "Left", "Tab");
    terminal_type(look->terminal, "ASSUREUR FICTIF\t732829320\t");
    KEYS(look, "Right", "Tab", "Right", "F8");
    terminal_expect(look->terminal, "Ni points ni RII");
    expect_look(look, "document-organisme");
}

static void everything_is_ascii_where_the_locale_is_not_utf8(void **state) {
    struct look *look = *state;
    start(look, 24, 80, "80x24-ascii", "LC_ALL=fr_FR.ISO-8859-15");
    terminal_expect(look->terminal, "* SNPC 9");
    expect_look(look, "connexion");
    terminal_type(look->terminal, "FORMATION\tformation-2026\r");
    terminal_expect(look->terminal, "* Imprimante : prete");
    expect_look(look, "accueil");
    terminal_type(look->terminal, "121201200001\r");
    terminal_expect(look->terminal, "Titulaire, a comparer");
    expect_look(look, "identite");
    KEYS(look, "Tab", "Right", "Enter");
    terminal_expect(look->terminal, "Synthese");
    expect_look(look, "dossier-synthese");
    KEYS(look, "F8", "Shift-Tab", "Shift-Tab", "Right", "Right");
    terminal_expect(look->terminal, "Information, sans valeur d'attestation");
    expect_look(look, "document-situation");
    char *text = terminal_text(look->terminal);
    for (const char *at = text; *at != '\0'; at++)
        assert_true((unsigned char)*at < 0x80);
    free(text);
}

/* Unknown, or without addressing of the cursor. */
static void a_terminal_that_cannot_show_a_screen_is_refused(void **state) {
    static const char *const terms[] = {"TERM=dumb", "TERM=unheard-of"};
    struct look *look = *state;
    char *program = place_in_build("guichet");
    const char *const argv[] = {program, "--training", "--state", look->state, NULL};
    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
        const char *const environment[] = {terms[i], "PATH=/usr/bin:/bin", "HOME=/nonexistent", NULL};
        look->terminal = terminal_open(&(struct terminal_options){.argv = argv, .environment = environment});
        terminal_expect(look->terminal, "Ce type de terminal (TERM) ne convient pas");
        terminal_close(look->terminal);
        look->terminal = NULL;
    }
    free(program);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(from_connexion_to_the_title_number, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_stolen_title_and_each_quality, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_tabs_of_a_file_then_its_document, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_long_history_and_a_large_terminal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_suspended_licence_is_asked_about_before_it_is_printed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_document_has_its_preview, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_rii_of_another_department_asks_for_its_reason, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_copy_of_the_station_makes_ma_situation_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_refusal_by_the_state_says_what_is_left, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_organisme_is_offered_the_adcs_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(everything_is_ascii_where_the_locale_is_not_utf8, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_terminal_that_cannot_show_a_screen_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Identité: what stops the agent goes on stopping, whatever is shown or said afterwards, and is in the audit log. */
#include "../support/shown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/seal.h"
#include "../../kiosk/text.h"

#define NOT_THE_PERSON "Ce n'est pas la personne du dossier"
#define SHOWN_BEFORE "Un document d'une autre personne a été présenté"
#define TITLE_SHOWN_BEFORE "Le titre déclaré perdu ou volé a été présenté"
#define BUTTON "Confirmer l'identité"
#define FORGED "falsifié ou altéré a été présenté"
#define READY "NEPH, tapé ou scanné"
#define HELP "Qui est devant vous"

/* The help, which is opened after the keys, tells that they have been taken. */
static void expect_stopped(struct terminal *terminal, const char *says) {
    terminal_expect(terminal, says);
    terminal_expect_absent(terminal, BUTTON);
    PRESS(terminal, "Enter", "F8", "Enter", "F1");
    terminal_expect(terminal, HELP);
    PRESS(terminal, "Esc");
    terminal_expect_absent(terminal, HELP);
    terminal_expect(terminal, says);
    terminal_expect_absent(terminal, BUTTON);
}

/* Ends the kiosk. */
static void expect_log(struct kiosk *kiosk, const char *line, bool is_confirmed) {
    char *log = shown_audit(kiosk);
    if (strstr(log, line) == NULL)
        fail_msg("no \"%s\" in the audit log", line);
    if ((strstr(log, "identity-confirmed") != NULL) != is_confirmed)
        fail_msg("%s was confirmed", is_confirmed ? "nobody" : "somebody");
    assert_null(strstr(log, "DUMONT"));
    assert_null(strstr(log, "MARTIN"));
    free(log);
}

/* --- Another person --- */

static void another_quality_does_not_lift_another_birth_date(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    shown_card(terminal, SHOWN_NAMES, "420509", "310211", NOT_THE_PERSON);
    PRESS(terminal, "Up", "Right", "Right");
    terminal_expect(terminal, "● Mandataire");
    expect_stopped(terminal, NOT_THE_PERSON);
    PRESS(terminal, "Left");
    terminal_expect(terminal, "Justifié par"); /* it may be their own: nothing is given without what proves them */
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Indiquez le nom du demandeur.");
    PRESS(terminal, "Shift-Tab", "Left");
    terminal_expect(terminal, "● Titulaire");
    expect_stopped(terminal, NOT_THE_PERSON);
    expect_log(*state, "identity-refused\tother-person", false);
}

/* Who was not the person may not become their parent by word alone. */
static void another_quality_without_a_document_of_their_own_does_not_either(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    shown_card(terminal, SHOWN_NAMES, "420509", "310211", NOT_THE_PERSON);
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "○ Passeport");
    PRESS(terminal, "Up", "Right");
    terminal_expect(terminal, "● Représentant légal");
    terminal_expect(terminal, "la pièce d'identité du demandeur");
    expect_stopped(terminal, SHOWN_BEFORE);
    shown_card(terminal, "MARTIN<<ANNE", "700101", "310211", "celui du demandeur");
    terminal_expect(terminal, BUTTON);
    expect_log(*state, "identity-refused\tother-person", false);
}

static void a_document_without_a_birth_date_does_not_lift_it(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    shown_card(terminal, SHOWN_NAMES, "420509", "310211", NOT_THE_PERSON);
    shown_licence(terminal, "13AA00002", "DUMONT", SHOWN_BEFORE);
    shown_expect_look(terminal, "autre-personne-avant");
    expect_stopped(terminal, SHOWN_BEFORE);
    PRESS(terminal, "Right", "Enter"); /* another document, that is only seen */
    terminal_expect(terminal, "○ Passeport");
    PRESS(terminal, "Right");
    expect_stopped(terminal, SHOWN_BEFORE);
    shown_card(terminal, SHOWN_NAMES, "420508", "310211", "concordent");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Solde officiel");
    expect_log(*state, "identity-refused\tother-person", true);
}

static void a_licence_of_another_name_and_number_is_not_the_persons(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    shown_licence(terminal, "99ZZ00001", "MARTIN", "ni le nom ni le numéro de ce");
    shown_expect_look(terminal, "autre-permis");
    expect_stopped(terminal, NOT_THE_PERSON);
    expect_log(*state, "identity-refused\tother-person", false);
}

static void another_birth_date_that_is_only_seen_stops_too(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    PRESS(terminal, "Tab", "Right", "Tab", "Tab", "Left");
    terminal_expect(terminal, "date de naissance");
    terminal_expect(terminal, BUTTON);
    PRESS(terminal, "Enter");
    expect_stopped(terminal, SHOWN_BEFORE);
    expect_log(*state, "identity-refused\tother-person", false);
}

/* Échap leaves, and is no way around the audit log. */
static void leaving_tells_what_was_only_seen(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    PRESS(terminal, "Tab", "Right", "Tab", "Tab", "Left");
    terminal_expect(terminal, "date de naissance");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, READY);
    expect_log(*state, "identity-refused\tother-person", false);
}

static void leaving_tells_a_stolen_title_that_was_only_seen(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_STOLEN_NEPH);
    PRESS(terminal, "Tab", "Left");
    terminal_expect(terminal, "Ce titre est déclaré volé");
    PRESS(terminal, "Esc");
    terminal_expect(terminal, READY);
    expect_log(*state, "identity-refused\ttitle", false);
}

static void a_document_put_aside_has_been_shown(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    shown_card(terminal, "MARTIN<<JULES", "420508", "310211", "diffèrent : nom.");
    PRESS(terminal, "Up", "Right"); /* the arrows alone destroy nothing */
    terminal_expect(terminal, "● Un autre document");
    terminal_expect(terminal, "Mettre de côté");
    terminal_expect(terminal, "MARTIN");
    PRESS(terminal, "Left");
    terminal_expect(terminal, BUTTON);
    terminal_expect(terminal, "MARTIN");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "○ Passeport");
    terminal_expect_absent(terminal, "MARTIN");
    terminal_expect(terminal, "À comparer à l'œil");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "Solde officiel");
    expect_log(*state, "identity-put-aside\tfamily_name id-card", true);
}

/* --- The title --- */

static void a_stolen_title_stops_whatever_the_quality_and_the_next_document(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_STOLEN_NEPH);
    shown_licence(terminal, "14ZS11591", "GIROFLEE", "Ce titre est déclaré volé");
    PRESS(terminal, "Up", "Right");
    terminal_expect(terminal, "● Représentant légal");
    expect_stopped(terminal, "Ce titre est déclaré volé");
    PRESS(terminal, "Up", "Left");
    shown_card(terminal, "GIROFLEE<<REGIS", "851102", "310211", TITLE_SHOWN_BEFORE);
    shown_expect_look(terminal, "titre-arrete-avant");
    expect_stopped(terminal, TITLE_SHOWN_BEFORE);
    expect_log(*state, "identity-refused\ttitle", false);
}

static void a_title_that_is_not_shown_stops_nobody(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_STOLEN_NEPH);
    shown_card(terminal, "GIROFLEE<<REGIS", "851102", "310211", "concordent");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Synthèse");
    terminal_expect(terminal, "s'il est présenté");
}

/* --- 2D-Doc --- */

static const char *forged(void) {
    static char text[SEAL_TEXT_MAX + 1];
    assert_true(text_copy(text, sizeof text, scan_sign(SHOWN_SEAL)));
    *strstr(text, "JULES") = 'P';
    return text;
}

static void a_forged_2d_doc_stops_until_the_person_has_left(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    scan_text(terminal, forged(), FORGED);
    shown_expect_look(terminal, "2d-doc-falsifie");
    expect_stopped(terminal, FORGED);
    shown_licence(terminal, "13AA00002", "DUMONT", "Permis de conduire, lu");
    expect_stopped(terminal, FORGED);
    shown_card(terminal, SHOWN_NAMES, "420508", "310211", "Carte nationale d'identité, lue"); /* its own zone */
    expect_stopped(terminal, FORGED);
    PRESS(terminal, "F10");
    terminal_expect(terminal, READY);
    walk_open_file(terminal, SHOWN_NEPH);
    terminal_expect_absent(terminal, FORGED);
    terminal_expect(terminal, BUTTON);
    expect_log(*state, "identity-refused\tforged-seal", false);
}

static void one_that_was_scanned_on_accueil_stops_the_file_opened_next(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    scan_text(kiosk->terminal, forged(), "✗ Falsifié ou altéré");
    PRESS(kiosk->terminal, "Esc");
    terminal_expect(kiosk->terminal, READY);
    walk_open_file(kiosk->terminal, SHOWN_NEPH);
    expect_stopped(kiosk->terminal, FORGED);
    expect_log(kiosk, "identity-refused\tforged-seal", false);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(another_quality_does_not_lift_another_birth_date),
        TEST(another_quality_without_a_document_of_their_own_does_not_either),
        TEST(a_document_without_a_birth_date_does_not_lift_it),
        TEST(a_licence_of_another_name_and_number_is_not_the_persons),
        TEST(another_birth_date_that_is_only_seen_stops_too),
        TEST(leaving_tells_what_was_only_seen),
        TEST(leaving_tells_a_stolen_title_that_was_only_seen),
        TEST(a_document_put_aside_has_been_shown),
        TEST(a_stolen_title_stops_whatever_the_quality_and_the_next_document),
        TEST(a_title_that_is_not_shown_stops_nobody),
        TEST(a_forged_2d_doc_stops_until_the_person_has_left),
        TEST(one_that_was_scanned_on_accueil_stops_the_file_opened_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

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

static void expect_stopped(struct terminal *terminal, const char *says) {
    terminal_expect(terminal, says);
    terminal_expect_absent(terminal, BUTTON);
    PRESS(terminal, "Enter", "F8", "Enter");
    terminal_expect(terminal, says);
    terminal_expect_absent(terminal, BUTTON);
}

static void expect_audited(struct kiosk *kiosk, const char *line) {
    char *log = shown_audit(kiosk);
    if (strstr(log, line) == NULL)
        fail_msg("no \"%s\" in the audit log", line);
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
    expect_audited(*state, "identity-refused\tother-person");
}

static void a_document_without_a_birth_date_does_not_lift_it(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    shown_card(terminal, SHOWN_NAMES, "420509", "310211", NOT_THE_PERSON);
    shown_licence(terminal, "13AA00002", "DUMONT", SHOWN_BEFORE);
    shown_expect_look(terminal, "autre-personne-avant");
    expect_stopped(terminal, SHOWN_BEFORE);
    PRESS(terminal, "Right"); /* another document, that is only seen */
    terminal_expect(terminal, "○ Passeport");
    PRESS(terminal, "Right");
    expect_stopped(terminal, SHOWN_BEFORE);
    shown_card(terminal, SHOWN_NAMES, "420508", "310211", "concordent");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Solde officiel");
}

static void a_licence_of_another_name_and_number_is_not_the_persons(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    shown_licence(terminal, "99ZZ00001", "MARTIN", "ni le nom ni le numéro de ce");
    shown_expect_look(terminal, "autre-permis");
    expect_stopped(terminal, NOT_THE_PERSON);
    expect_audited(*state, "identity-refused\tother-person");
}

static void another_birth_date_that_is_only_seen_stops_too(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    PRESS(terminal, "Tab", "Right", "Tab", "Tab", "Left");
    terminal_expect(terminal, "date de naissance");
    terminal_expect(terminal, BUTTON);
    PRESS(terminal, "Enter");
    expect_stopped(terminal, SHOWN_BEFORE);
    expect_audited(*state, "identity-refused\tother-person");
}

static void a_document_put_aside_has_been_shown(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    shown_card(terminal, "MARTIN<<JULES", "420508", "310211", "diffèrent : nom.");
    PRESS(terminal, "Up", "Right");
    terminal_expect(terminal, "○ Passeport");
    terminal_expect_absent(terminal, "MARTIN");
    terminal_expect(terminal, "À comparer à l'œil");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "Solde officiel");
    expect_audited(*state, "identity-put-aside\tfamily_name id-card");
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
    expect_audited(*state, "identity-refused\ttitle");
}

static void a_title_that_is_not_shown_stops_nobody(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_STOLEN_NEPH);
    shown_card(terminal, "GIROFLEE<<REGIS", "851102", "310211", "concordent");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Synthèse");
    terminal_expect(terminal, "s'il est présenté");
}

/* --- 2D-Doc --- */

static void a_forged_2d_doc_stops_until_a_document_of_the_holder(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    char text[SEAL_TEXT_MAX + 1];
    assert_true(text_copy(text, sizeof text, scan_sign(SHOWN_SEAL)));
    *strstr(text, "JULES") = 'P';
    scan_text(terminal, text, "falsifié ou altéré a été présenté");
    shown_expect_look(terminal, "2d-doc-falsifie");
    expect_stopped(terminal, "falsifié ou altéré a été présenté");
    shown_licence(terminal, "13AA00002", "DUMONT", "Permis de conduire, lu");
    expect_stopped(terminal, "falsifié ou altéré a été présenté");
    shown_card(terminal, SHOWN_NAMES, "420508", "310211", "concordent");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Solde officiel");
    expect_audited(*state, "identity-refused\tforged-seal");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(another_quality_does_not_lift_another_birth_date),
        TEST(a_document_without_a_birth_date_does_not_lift_it),
        TEST(a_licence_of_another_name_and_number_is_not_the_persons),
        TEST(another_birth_date_that_is_only_seen_stops_too),
        TEST(a_document_put_aside_has_been_shown),
        TEST(a_stolen_title_stops_whatever_the_quality_and_the_next_document),
        TEST(a_title_that_is_not_shown_stops_nobody),
        TEST(a_forged_2d_doc_stops_until_a_document_of_the_holder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

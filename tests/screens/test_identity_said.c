/* Identité: what the agent says of who asks and of a document, read or only seen; the supervisor; the worth of a
 * 2D-Doc; and what never stays in a field. */
#include "../support/shown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/desk.h"

#define MINOR_NEPH "260121140763"
#define FILE_OPEN "Solde officiel"

static void type(struct terminal *terminal, const char *text) {
    terminal_type(terminal, text);
    terminal_expect(terminal, text); /* what is typed at once is a scan until it is quiet */
}

static void expect_audited(struct kiosk *kiosk, const char *line) {
    char *log = shown_audit(kiosk);
    if (strstr(log, line) == NULL)
        fail_msg("no \"%s\" in the audit log:\n%s", line, log);
    free(log);
}

/* --- A document that is only seen --- */

static void a_document_that_is_seen_costs_no_more_keys(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    PRESS(terminal, "Tab", "Right");
    terminal_expect(terminal, "◂ en cours ▸");
    terminal_expect(terminal, "◂ aucun ▸");
    shown_expect_look(terminal, "vu");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, FILE_OPEN);
    expect_audited(*state, "holder id-card seen same");
}

static void one_that_is_seen_to_have_expired_says_why_it_is_taken(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    PRESS(terminal, "Tab", "Right", "Tab", "Right", "Right");
    terminal_expect(terminal, "◂ périmé : seul document détenu ▸");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, FILE_OPEN);
    expect_audited(*state, "identity-expired\tseen seul document détenu");
}

static void what_is_seen_to_differ_needs_a_reason(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    PRESS(terminal, "Tab", "Right", "Tab", "Tab", "Right");
    terminal_expect(terminal, "◂ nom ▸");
    terminal_expect(terminal, "Écart, car");
    shown_expect_look(terminal, "ecart-vu");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Dites d'où vient l'écart.");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, FILE_OPEN);
    expect_audited(*state, "identity-mismatch\tfamily_name changement de nom");
}

static void the_number_of_a_title_is_asked_of_a_licence_only(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    PRESS(terminal, "Tab", "Left", "Tab", "Tab", "Left");
    terminal_expect(terminal, "◂ numéro du titre ▸");
    PRESS(terminal, "Up", "Up", "Left");
    terminal_expect(terminal, "● Titre de séjour");
    terminal_expect(terminal, "◂ aucun ▸");
}

/* --- Old cards --- */

static void the_five_more_years_are_told_of_the_cards_that_have_them(void **state) {
    char zone[ZONE_SIZE];
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    zone_write_old_card("DUMONT<D<URVILLE", "JULES<<CESAR", "420508", "0601", zone);
    scan_text(terminal, zone, "mais le document est périmé.");
    terminal_expect(terminal, "Valable jusqu'au 31 janvier 2021, cinq ans de plus compris");
    shown_card(terminal, SHOWN_NAMES, "420508", "200211", "Valable jusqu'au 11 février 2020");
    terminal_expect_absent(terminal, "cinq ans de plus");
}

static void the_day_that_the_zone_does_not_tell_is_left_to_the_eye(void **state) {
    char zone[ZONE_SIZE];
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    zone_write_old_card("DUMONT<D<URVILLE", "JULES<<CESAR", "420508", "1111", zone);
    scan_text(terminal, zone, "Le document et le dossier concordent.");
    terminal_expect(terminal, "le jour de la fin de");
}

/* --- A représentant légal, an organisme --- */

static void the_expired_document_of_a_representative_needs_a_reason(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    PRESS(terminal, "Right");
    shown_card(terminal, "MARTIN<<ANNE", "700101", "200211", "Le document du demandeur est périmé");
    shown_expect_look(terminal, "representant-perime");
    PRESS(terminal, "Tab");
    type(terminal, "MARTIN Anne");
    PRESS(terminal, "Tab", "Right", "Enter");
    terminal_expect(terminal, "Titulaire majeur : jugement exigé.");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "Dites pourquoi il est admis.");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, FILE_OPEN);
    expect_audited(*state, "legal-representative judgment id-card read 2020-02-11");
}

static void the_livret_de_famille_is_enough_for_a_minor(void **state) {
    struct terminal *terminal = shown_enter(state, MINOR_NEPH);
    PRESS(terminal, "Right");
    shown_card(terminal, "DU<PRINTEMPS<<ANNE", "800101", "310211", "celui du demandeur");
    PRESS(terminal, "Tab");
    type(terminal, "DU PRINTEMPS Anne");
    PRESS(terminal, "Tab", "Right", "Enter");
    terminal_expect(terminal, "Synthèse");
    expect_audited(*state, "legal-representative family-book");
}

static void a_space_names_nobody(void **state) {
    struct terminal *terminal = shown_enter(state, MINOR_NEPH);
    PRESS(terminal, "Right");
    shown_card(terminal, "DU<PRINTEMPS<<ANNE", "800101", "310211", "celui du demandeur");
    PRESS(terminal, "Tab", "Space", "Space", "Tab", "Right", "Enter");
    terminal_expect(terminal, "Indiquez le nom du demandeur.");
}

static void the_expired_document_of_an_organisme_needs_a_reason(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    PRESS(terminal, "Left", "Left");
    terminal_expect(terminal, "● Organisme");
    shown_card(terminal, "MARTIN<<ANNE", "700101", "200211", "Le document du demandeur est périmé");
    PRESS(terminal, "Tab");
    type(terminal, "Assurances du Bocage");
    PRESS(terminal, "Tab");
    type(terminal, "732 829 320");
    PRESS(terminal, "Tab", "Right", "Enter");
    terminal_expect(terminal, "Dites pourquoi il est admis.");
    shown_expect_look(terminal, "organisme-perime");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "Synthèse");
    terminal_expect_absent(terminal, FILE_OPEN);
}

/* --- The supervisor --- */

#define WITH_SUPERVISOR "[identity]\nsupervisor_for_mismatch = oui\n"

static void a_supervisor_is_asked_for_nothing_that_is_refused_anyhow(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_write(kiosk, "state/guichet.conf", WITH_SUPERVISOR "identity_documents = passport\n");
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    shown_card(terminal, "MARTIN<<JULES", "420508", "310211", "Le responsable confirme");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Dites d'où vient l'écart.");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "Ce document n'est pas admis ici.");
    terminal_expect_absent(terminal, "Mot de passe");
}

static void both_names_that_differ_want_a_supervisor(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    shown_add_supervisor(*state);
    PRESS(terminal, "Tab", "Right", "Tab", "Tab", "Right", "Right", "Right");
    terminal_expect(terminal, "◂ nom et prénoms ▸");
    terminal_expect(terminal, "Le responsable confirme");
    PRESS(terminal, "Tab", "Right", "Enter");
    terminal_expect(terminal, "un responsable a vu");
    terminal_type(terminal, "chef\t" DESK_TRAINING_PASSWORD "\r");
    terminal_expect(terminal, FILE_OPEN);
    expect_audited(*state, "(CHEF)");
}

static void leaving_the_supervisors_question_is_no_answer(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_write(kiosk, "state/guichet.conf", WITH_SUPERVISOR);
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    shown_add_supervisor(kiosk);
    PRESS(terminal, "Right", "Right", "Tab");
    type(terminal, "Corbeau");
    PRESS(terminal, "Tab", "Right");
    shown_card(terminal, "MARTIN<<JULES", "420508", "310211", "Le responsable confirme");
    PRESS(terminal, "Right", "Enter");
    terminal_expect(terminal, "un responsable a vu");
    PRESS(terminal, "Esc");
    terminal_expect_absent(terminal, "un responsable a vu");
    PRESS(terminal, "Up", "Up", "Up", "Up", "Left", "Left");
    terminal_expect(terminal, "● Titulaire"); /* who asks now is asked about again */
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "un responsable a vu");
    terminal_type(terminal, "chef\t" DESK_TRAINING_PASSWORD "\r");
    terminal_expect(terminal, FILE_OPEN);
    expect_audited(kiosk, "(CHEF)");
}

/* --- 2D-Doc, doubtful zones, and what stays in no field --- */

static void a_2d_doc_of_identity_tells_its_worth(void **state) {
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    scan_text(terminal, scan_sign(SHOWN_SEAL), "Le document et le dossier concordent. 2D-Doc d'un émetteur de test,");
    terminal_expect(terminal, "signé le 15 janvier 2026 : il ne prouve rien.");
    shown_expect_look(terminal, "2d-doc");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, FILE_OPEN);
}

static void its_worth_goes_with_it_from_accueil(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    scan_text(kiosk->terminal, scan_sign(SHOWN_SEAL), "Document gardé pour Identité");
    terminal_expect(kiosk->terminal, "émetteur de test, signé le 15 janvier 2026.");
    PRESS(kiosk->terminal, "Enter");
    terminal_expect(kiosk->terminal, "Titulaire, comparé au document lu");
    terminal_expect(kiosk->terminal, "signé le 15 janvier 2026 : il ne prouve rien.");
}

static void a_doubtful_zone_is_compared_once_the_agent_says_so(void **state) {
    char zone[ZONE_SIZE];
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    zone_write_card(SHOWN_NAMES, "420508", 'M', "310211", zone);
    zone[31 + 2] = 'O'; /* of the birth date */
    scan_text(terminal, zone, "Lecture douteuse, corrigée : DUMONT D URVILLE");
    terminal_expect(terminal, "Titulaire, à comparer");
    shown_expect_look(terminal, "lecture-douteuse");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, "Le document et le dossier concordent.");
    terminal_expect_absent(terminal, "Lecture douteuse");
    PRESS(terminal, "Enter");
    terminal_expect(terminal, FILE_OPEN);
}

static void no_part_of_a_document_stays_in_the_name(void **state) {
    static const char *const burst[] = {"IDFRAX4RTBPFW46<<<<<<<<<<<<<<", "IDFRAX4RTBPFZ46???????????????42050843",
                                        "1212012000019999", "IDFRAX4RTBPFW46\n4205084M3102115FRA"};
    struct terminal *terminal = shown_enter(state, SHOWN_NEPH);
    PRESS(terminal, "Right", "Tab");
    type(terminal, "MARTIN");
    for (size_t i = 0; i < sizeof burst / sizeof burst[0]; i++) {
        scan_text(terminal, burst[i], "Ce qui a été lu n'est pas un document d'identité");
        terminal_expect(terminal, "Nom           MARTIN");
        terminal_expect_absent(terminal, "MARTINI");
        terminal_expect_absent(terminal, "MARTIN1");
        type(terminal, " ");
        PRESS(terminal, "Backspace");
        terminal_expect_absent(terminal, "Ce qui a été lu");
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_document_that_is_seen_costs_no_more_keys),
        TEST(one_that_is_seen_to_have_expired_says_why_it_is_taken),
        TEST(what_is_seen_to_differ_needs_a_reason),
        TEST(the_number_of_a_title_is_asked_of_a_licence_only),
        TEST(the_five_more_years_are_told_of_the_cards_that_have_them),
        TEST(the_day_that_the_zone_does_not_tell_is_left_to_the_eye),
        TEST(the_expired_document_of_a_representative_needs_a_reason),
        TEST(the_livret_de_famille_is_enough_for_a_minor),
        TEST(a_space_names_nobody),
        TEST(both_names_that_differ_want_a_supervisor),
        TEST(the_expired_document_of_an_organisme_needs_a_reason),
        TEST(a_supervisor_is_asked_for_nothing_that_is_refused_anyhow),
        TEST(leaving_the_supervisors_question_is_no_answer),
        TEST(a_2d_doc_of_identity_tells_its_worth),
        TEST(its_worth_goes_with_it_from_accueil),
        TEST(a_doubtful_zone_is_compared_once_the_agent_says_so),
        TEST(no_part_of_a_document_stays_in_the_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

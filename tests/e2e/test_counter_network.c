/* What the counter does when the registry is away, lies or answers badly: each ends in its sentence on the screen,
 * nothing is kept and nothing printed. The shipped programs, in a terminal. */
#include "../support/kiosk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../support/certificates.h"
#include "../support/tls_server.h"
#include "../support/tool.h"

enum { AT_ONCE_MS = 2000 }; /* far less than what hangs, far more than two busy cores take */

#define NEPH "121201200001"
#define OTHER_NEPH "130910140541"
#define LATER_CLOCK "2026-11-24T14:31:00+01:00" /* five hours after WALK_CLOCK */

/* --- Helpers --- */

static int count_cached(const struct kiosk *kiosk) {
    char *text = kiosk_command(kiosk, (const char *const[]){"cache", "stats", "--json", NULL});
    json_t *stats = json_loads(text, 0, NULL);
    json_t *records = json_object_get(stats, "records");
    assert_true(json_is_integer(records));
    int count = (int)json_integer_value(records);
    json_decref(stats);
    free(text);
    return count;
}

static void expect_nothing_kept(const struct kiosk *kiosk) {
    assert_int_equal(count_cached(kiosk), 0);
    assert_int_equal(kiosk_count_sheets(kiosk), 0);
}

static void look_up(struct kiosk *kiosk, const char *neph) {
    kiosk_type(kiosk, neph);
    kiosk_key(kiosk, "Enter");
}

/* The field keeps what was typed: the agent corrects or tries again. */
static void look_up_again(struct kiosk *kiosk) {
    kiosk_key(kiosk, "Enter");
}

static void expect_refusal(struct kiosk *kiosk, const char *sentence) {
    terminal_expect(kiosk->terminal, sentence);
    terminal_expect(kiosk->terminal, "Le dossier n'a pas été ouvert.");
    assert_true(terminal_has(kiosk->terminal, "NEPH, tapé ou scanné"));
    expect_nothing_kept(kiosk);
}

/* A lookup that is answered so ends in that sentence; answered well, it opens: nothing else was wrong. */
static void expect_fault_said(struct kiosk *kiosk, const char *fault, const char *sentence) {
    kiosk_enter(kiosk);
    kiosk_set_fault(kiosk, fault);
    look_up(kiosk, NEPH);
    expect_refusal(kiosk, sentence);
    kiosk_set_fault(kiosk, "");
    look_up_again(kiosk);
    terminal_expect(kiosk->terminal, "Titulaire, à comparer");
    assert_int_equal(count_cached(kiosk), 1);
}

/* --- The network is cut --- */

static void a_file_seen_before_opens_from_the_cache_plainly_marked(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, NEPH);
    kiosk_key(kiosk, "F10");
    terminal_expect(kiosk->terminal, "NEPH, tapé ou scanné");
    kiosk_stop(kiosk);
    kiosk->clock = LATER_CLOCK;
    kiosk_enter(kiosk);
    kiosk_cut_network(kiosk);
    walk_open_file(kiosk->terminal, NEPH);
    terminal_expect(kiosk->terminal, "COPIE DU 24 NOV. 2026, 9 H 31 (IL Y A 5 H) : REGISTRE INJOIGNABLE");
    walk_confirm(kiosk->terminal);
    terminal_expect(kiosk->terminal, "COPIE DU 24 NOV. 2026, 9 H 31 (IL Y A 5 H) : REGISTRE INJOIGNABLE");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "une ADCS ou un RII demande");
    terminal_expect(kiosk->terminal, "Aucun document n'a été imprimé.");
    kiosk_key(kiosk, "F8"); /* insisting changes nothing */
    terminal_expect(kiosk->terminal, "Aucun document n'a été imprimé.");
    assert_int_equal(kiosk_count_sheets(kiosk), 0);
}

static void a_file_never_seen_is_said_not_to_have_opened(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, NEPH);
    kiosk_key(kiosk, "F10");
    terminal_expect(kiosk->terminal, "NEPH, tapé ou scanné");
    kiosk_cut_network(kiosk);
    look_up(kiosk, OTHER_NEPH);
    terminal_expect(kiosk->terminal, "Le registre ne répond pas.");
    terminal_expect(kiosk->terminal, "Le dossier n'a pas été ouvert.");
    assert_int_equal(count_cached(kiosk), 1);
}

static void esc_ends_a_lookup_that_hangs_at_once(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    kiosk_set_fault(kiosk, "lookup=late:60000");
    look_up(kiosk, NEPH);
    terminal_expect(kiosk->terminal, "Dossier demandé au registre");
    terminal_expect(kiosk->terminal, ": 1 s"); /* the seconds are told */
    kiosk_key(kiosk, "F1");                    /* and every key is answered */
    terminal_expect(kiosk->terminal, "Aide");
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, "Échap : renoncer");
    long long before_ms = tool_now_ms();
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, "Vous avez renoncé à attendre.");
    assert_true(tool_now_ms() - before_ms < AT_ONCE_MS);
    expect_nothing_kept(kiosk);
    kiosk_set_fault(kiosk, "");
    look_up_again(kiosk);
    terminal_expect(kiosk->terminal, "Titulaire, à comparer");
}

/* --- Whom the kiosk speaks to --- */

static void a_station_opens_files_and_refuses_a_test_seal(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_make_station(kiosk, &(struct kiosk_station){0});
    kiosk_enter(kiosk);
    assert_false(terminal_has(kiosk->terminal, "FORMATION"));
    walk_open_file(kiosk->terminal, NEPH);
    walk_confirm(kiosk->terminal);
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Le sceau vient d'un émetteur de test.");
    terminal_expect(kiosk->terminal, "Aucun document n'a été imprimé.");
    assert_int_equal(kiosk_count_sheets(kiosk), 0);
}

static void make_authority(const char *name, struct certificate *authority) {
    *authority = certificate_make(&(struct certificate_wish){.name = name, .from_day = -1, .to_day = 30});
}

static void a_registry_of_another_authority_is_not_spoken_to(void **state) {
    struct kiosk *kiosk = *state;
    struct certificate other;
    char ca[KIOSK_PATH_SIZE];
    make_authority("Autre AC", &other);
    certificate_write(&other, kiosk->folder, "other");
    snprintf(ca, sizeof ca, "%s/other.pem", kiosk->folder);
    kiosk_make_station(kiosk, &(struct kiosk_station){.ca = ca});
    kiosk_enter(kiosk);
    look_up(kiosk, NEPH);
    expect_refusal(kiosk, "Le certificat du serveur du registre n'est pas reconnu.");
    certificate_clear(&other);
}

static void a_server_that_bears_another_name_is_not_spoken_to(void **state) {
    struct kiosk *kiosk = *state;
    struct certificate authority, own;
    struct tls_server server;
    char url[64], ca[KIOSK_PATH_SIZE], key[KIOSK_PATH_SIZE];
    make_authority("AC", &authority);
    own = certificate_make(&(struct certificate_wish){.name = "autre.invalid",
                                                      .alternative_name = "DNS:autre.invalid",
                                                      .issuer = &authority,
                                                      .from_day = -1,
                                                      .to_day = 30});
    certificate_write(&authority, kiosk->folder, "ca");
    tls_server_start(&(struct tls_server_wish){.own = &own, .manner = TLS_ANSWER, .answer = ""}, &server);
    snprintf(url, sizeof url, "https://localhost:%d", server.port);
    snprintf(ca, sizeof ca, "%s/ca.pem", kiosk->folder);
    snprintf(key, sizeof key, "%s/ca.key", kiosk->folder);
    kiosk_make_station(kiosk, &(struct kiosk_station){.url = url, .ca = ca, .certificate = ca, .key = key});
    kiosk_enter(kiosk);
    look_up(kiosk, NEPH);
    expect_refusal(kiosk, "Le certificat du serveur du registre n'est pas reconnu.");
    assert_int_equal(tls_server_count(&server, 'R'), 0); /* not a byte of a request was sent */
    tls_server_stop(&server);
    certificate_clear(&own);
    certificate_clear(&authority);
}

static void a_station_whose_certificate_is_refused_is_told(void **state) {
    struct kiosk *kiosk = *state;
    struct certificate other;
    char certificate[KIOSK_PATH_SIZE], key[KIOSK_PATH_SIZE];
    make_authority("Poste inconnu", &other);
    certificate_write(&other, kiosk->folder, "other");
    snprintf(certificate, sizeof certificate, "%s/other.pem", kiosk->folder);
    snprintf(key, sizeof key, "%s/other.key", kiosk->folder);
    kiosk_make_station(kiosk, &(struct kiosk_station){.certificate = certificate, .key = key});
    kiosk_enter(kiosk);
    look_up(kiosk, NEPH);
    expect_refusal(kiosk, "Ce poste n'est pas reconnu : certificat absent ou inconnu.");
    certificate_clear(&other);
}

/* --- What it answers --- */

static void a_body_of_two_mebibytes_is_refused(void **state) {
    expect_fault_said(*state, "lookup=oversized", "La réponse du registre est trop volumineuse.");
}

static void a_body_cut_in_the_middle_is_refused(void **state) {
    expect_fault_said(*state, "lookup=cut", "La réponse du registre est incomplète.");
}

static void half_of_a_json_text_is_refused(void **state) {
    expect_fault_said(*state, "lookup=malformed", "n'est pas conforme");
}

static void another_content_type_is_refused(void **state) {
    expect_fault_said(*state, "lookup=content-type", "n'est pas conforme");
}

static void the_record_of_somebody_else_is_refused(void **state) {
    expect_fault_said(*state, "lookup=wrong-neph", "Le registre a répondu par un autre dossier que celui demandé.");
}

static void problem_401_is_said(void **state) {
    expect_fault_said(*state, "lookup=status:401", "Ce poste doit s'identifier.");
}

static void problem_404_is_said(void **state) {
    expect_fault_said(*state, "lookup=status:404", "Aucun dossier ne porte ce NEPH.");
}

static void problem_409_is_said(void **state) {
    expect_fault_said(*state, "lookup=status:409", "Le dossier a changé");
}

static void problem_429_is_said_after_the_tries_that_are_allowed(void **state) {
    expect_fault_said(*state, "lookup=status:429", "Trop de demandes");
}

static void problem_503_is_said_after_the_tries_that_are_allowed(void **state) {
    expect_fault_said(*state, "lookup=status:503:1", "Le registre est momentanément indisponible.");
}

static void a_registry_that_is_away_for_a_moment_is_asked_again(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    kiosk_set_fault(kiosk, "lookup=status:503*2");
    walk_open_file(kiosk->terminal, NEPH);
}

/* --- While a document is made --- */

static void open_document(struct kiosk *kiosk) {
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, NEPH);
    walk_confirm(kiosk->terminal);
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
}

static void no_document_is_begun_while_the_file_is_asked_again(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, NEPH);
    walk_confirm(kiosk->terminal);
    kiosk_set_fault(kiosk, "lookup=late:60000");
    kiosk_key(kiosk, "F5");
    terminal_expect(kiosk->terminal, "Dossier redemandé au registre");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Le registre n'a pas encore répondu à la demande précédente.");
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, "Dossier redemandé au registre");
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, "Vous avez renoncé à attendre.");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    kiosk_key(kiosk, "F8");
    walk_hand_over(kiosk->terminal);
}

static void a_record_that_changed_meanwhile_is_not_printed(void **state) {
    struct kiosk *kiosk = *state;
    open_document(kiosk);
    kiosk_set_fault(kiosk, "attestations=status:409");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Le dossier a changé depuis son affichage");
    terminal_expect(kiosk->terminal, "Seule la date des données a changé");
    terminal_expect(kiosk->terminal, "▸Imprimer d'après le nouveau dossier");
    assert_int_equal(kiosk_count_sheets(kiosk), 0);
    kiosk_set_fault(kiosk, "");
    kiosk_key(kiosk, "Enter");
    walk_hand_over(kiosk->terminal);
    assert_int_equal(kiosk_count_sheets(kiosk), 1);
}

/* The registry has issued, its answer is lost: the same request is sent again, and one document comes of it. */
static void an_answer_lost_after_the_number_was_given_makes_one_document(void **state) {
    struct kiosk *kiosk = *state;
    open_document(kiosk);
    kiosk_set_fault(kiosk, "attestations=cut*1");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "imprimée.");
    assert_int_equal(kiosk_count_sheets(kiosk), 1);
}

static void a_registry_cut_before_the_number_is_said_and_the_document_resumes(void **state) {
    struct kiosk *kiosk = *state;
    open_document(kiosk);
    kiosk_set_fault(kiosk, "attestations=status:503");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Le registre est momentanément indisponible.");
    terminal_expect(kiosk->terminal, "Aucun document n'a été imprimé.");
    assert_int_equal(kiosk_count_sheets(kiosk), 0);
    kiosk_set_fault(kiosk, "");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "imprimée.");
    assert_int_equal(kiosk_count_sheets(kiosk), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_file_seen_before_opens_from_the_cache_plainly_marked),
        TEST(a_file_never_seen_is_said_not_to_have_opened),
        TEST(esc_ends_a_lookup_that_hangs_at_once),
        TEST(a_station_opens_files_and_refuses_a_test_seal),
        TEST(a_registry_of_another_authority_is_not_spoken_to),
        TEST(a_server_that_bears_another_name_is_not_spoken_to),
        TEST(a_station_whose_certificate_is_refused_is_told),
        TEST(a_body_of_two_mebibytes_is_refused),
        TEST(a_body_cut_in_the_middle_is_refused),
        TEST(half_of_a_json_text_is_refused),
        TEST(another_content_type_is_refused),
        TEST(the_record_of_somebody_else_is_refused),
        TEST(problem_401_is_said),
        TEST(problem_404_is_said),
        TEST(problem_409_is_said),
        TEST(problem_429_is_said_after_the_tries_that_are_allowed),
        TEST(problem_503_is_said_after_the_tries_that_are_allowed),
        TEST(a_registry_that_is_away_for_a_moment_is_asked_again),
        TEST(no_document_is_begun_while_the_file_is_asked_again),
        TEST(a_record_that_changed_meanwhile_is_not_printed),
        TEST(an_answer_lost_after_the_number_was_given_makes_one_document),
        TEST(a_registry_cut_before_the_number_is_said_and_the_document_resumes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Every fault in French. */
#include "../../kiosk/sentence.h"
#include "../../kiosk/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const wheres[] = {"",
                                     "state",
                                     "right",
                                     "cache",
                                     "stage",
                                     "password",
                                     "requester_reason",
                                     "expired_reason",
                                     "mismatch_reason",
                                     "supervisor",
                                     "birth_date",
                                     "requester_name",
                                     "requester_siren",
                                     "mandate",
                                     "licence.state",
                                     "6G",
                                     "terminal",
                                     "journal",
                                     "key",
                                     "media-empty",
                                     "busy",
                                     "reason",
                                     "reason-names",
                                     "2d-doc"};

/* Capital first, full stop last, no-break space before ; : ! ? and inside « », no placeholder, nothing cut. */
static void assert_is_french(const char *text) {
    size_t length = strlen(text);
    assert_true(length > 10);
    assert_true(text_is_utf8(text, length));
    assert_int_equal(text[length - 1], '.');
    assert_null(strchr(text, '%'));
    assert_null(strstr(text, "  "));
    assert_null(strstr(text, ".."));
    assert_false(text[0] >= 'a' && text[0] <= 'z');
    for (size_t i = 0; i < length; i++)
        if (strchr(";:!?", text[i]) && (i < 2 || memcmp(text + i - 2, "\u00A0", 2) != 0))
            fail_msg("no no-break space before '%c' in: %s", text[i], text);
    for (const char *at = text; (at = strstr(at, "«")); at += 2)
        assert_memory_equal(at + 2, "\u00A0", 2);
}

static void every_status_of_every_act_is_said_in_three_parts(void **state) {
    (void)state;
    for (int act = SENTENCE_LOGIN; act <= SENTENCE_COMMAND; act++)
        for (int code = STATUS_NO_MEMORY; code <= STATUS_BROKEN_CHAIN; code++)
            for (size_t i = 0; i < sizeof wheres / sizeof wheres[0]; i++) {
                struct fault fault;
                struct sentence sentence;
                fault_set(&fault, (enum status)code, wheres[i], NULL);
                sentence_write((enum sentence_act)act, &fault, &sentence);
                assert_is_french(sentence.happened);
                assert_is_french(sentence.not_done);
                assert_is_french(sentence.to_do);
            }
}

static void system_and_library_texts_are_for_the_log_not_for_people(void **state) {
    (void)state;
    for (int act = SENTENCE_LOGIN; act <= SENTENCE_COMMAND; act++)
        for (int code = STATUS_NO_MEMORY; code <= STATUS_BROKEN_CHAIN; code++) {
            struct fault fault;
            struct sentence sentence;
            bool is_french = code == STATUS_CONFIG || code == STATUS_PROBLEM || code == STATUS_PRINTER ||
                             code == STATUS_BROKEN_CHAIN; /* their detail is */
            fault_set(&fault, (enum status)code, "", "No such file or directory");
            sentence_write((enum sentence_act)act, &fault, &sentence);
            assert_int_equal(strstr(sentence.happened, "No such") != NULL, is_french);
        }
}

static const char *happened(enum sentence_act act, enum status code, const char *where, const char *detail) {
    static struct sentence sentence;
    struct fault fault;
    fault_set(&fault, code, where, detail);
    sentence_write(act, &fault, &sentence);
    return sentence.happened;
}

static void what_is_known_more_is_said(void **state) {
    (void)state;
    assert_string_equal(happened(SENTENCE_LOOKUP, STATUS_MALFORMED, "licence.state", NULL),
                        "Le dossier reçu du registre n'est pas conforme (champ licence.state).");
    assert_string_equal(happened(SENTENCE_ISSUE, STATUS_SEAL_DIFFERS, "6G", NULL),
                        "Le sceau ne dit pas la même chose que le dossier (donnée 6G).");
    assert_string_equal(happened(SENTENCE_ISSUE, STATUS_SEAL_DIFFERS, "header", NULL),
                        "Le sceau ne dit pas la même chose que le dossier (en-tête).");
    assert_string_equal(happened(SENTENCE_LOOKUP, STATUS_PROBLEM, "driver-not-found", "Aucun dossier pour ce NEPH"),
                        "Aucun dossier pour ce NEPH.");
    assert_string_equal(happened(SENTENCE_LOOKUP, STATUS_PROBLEM, "x", ""), "Le registre a refusé la demande.");
    assert_string_equal(happened(SENTENCE_START, STATUS_CONFIG, "station_id", "ligne 3\u00A0: clé en double"),
                        "La configuration du poste est incorrecte\u00A0: station_id, ligne 3\u00A0: clé en double.");
    assert_string_equal(happened(SENTENCE_PRINT, STATUS_PRINTER, "media-empty", "plus de papier"), "plus de papier.");
    assert_string_equal(happened(SENTENCE_PRINT, STATUS_PRINTER, "other", ""), "L'imprimante signale un défaut.");
    assert_string_equal(happened(SENTENCE_COMMAND, STATUS_BROKEN_CHAIN, "", "ligne 12"),
                        "Le journal d'audit a été modifié hors du programme (ligne 12).");
}

static void the_same_code_is_said_by_its_act(void **state) {
    (void)state;
    assert_string_equal(happened(SENTENCE_LOGIN, STATUS_DENIED, "password", NULL),
                        "L'identifiant ou le mot de passe est incorrect.");
    assert_string_equal(happened(SENTENCE_UNLOCK, STATUS_DENIED, "password", NULL), "Le mot de passe est incorrect.");
    assert_string_equal(happened(SENTENCE_ISSUE, STATUS_DENIED, "state", NULL),
                        "L'état du permis ne permet pas de délivrer ce document.");
    assert_string_equal(happened(SENTENCE_LOOKUP, STATUS_UNREACHABLE, "", NULL), "Le registre ne répond pas.");
    assert_string_equal(happened(SENTENCE_PRINT, STATUS_UNREACHABLE, "", NULL), "L'imprimante ne répond pas.");
}

static const char *to_do(enum sentence_act act, enum status code, const char *where) {
    static struct sentence sentence;
    struct fault fault;
    fault_set(&fault, code, where, "Dit par le registre");
    sentence_write(act, &fault, &sentence);
    return sentence.to_do;
}

static void what_to_do_follows_from_what_the_registry_refused(void **state) {
    (void)state;
    assert_non_null(strstr(to_do(SENTENCE_LOOKUP, STATUS_PROBLEM, "unauthorized"), "Appelez le technicien"));
    assert_non_null(strstr(to_do(SENTENCE_ISSUE, STATUS_PROBLEM, "station-unknown"), "Appelez le technicien"));
    assert_non_null(strstr(to_do(SENTENCE_LOOKUP, STATUS_PROBLEM, "driver-not-found"), "Vérifiez le NEPH"));
    assert_non_null(strstr(to_do(SENTENCE_LOOKUP, STATUS_PROBLEM, "unavailable"), "Attendez une minute"));
    assert_non_null(strstr(to_do(SENTENCE_ISSUE, STATUS_PROBLEM, "record-changed"), "actualisez-le par F5"));
    assert_non_null(strstr(to_do(SENTENCE_ISSUE, STATUS_DENIED, "cache"), "actualisez-le par F5"));
}

static void a_page_that_does_not_read_back_is_for_the_technician(void **state) {
    (void)state;
    assert_string_equal(happened(SENTENCE_DRAW, STATUS_UNREADABLE, "2d-doc", NULL),
                        "Un code de la page dessinée ne se relit pas.");
    assert_non_null(strstr(to_do(SENTENCE_DRAW, STATUS_UNREADABLE, "2d-doc"), "Appelez le technicien"));
}

static void a_reason_is_asked_again_with_what_is_wrong_with_it(void **state) {
    (void)state;
    assert_string_equal(happened(SENTENCE_ISSUE, STATUS_INVALID, "reason", NULL), "Le motif manque.");
    assert_string_equal(happened(SENTENCE_ISSUE, STATUS_TOO_LONG, "reason", NULL), "Le motif est trop long.");
    assert_non_null(strstr(happened(SENTENCE_ISSUE, STATUS_INVALID, "reason-names", NULL), "nomme le titulaire"));
    assert_non_null(strstr(to_do(SENTENCE_ISSUE, STATUS_INVALID, "reason-names"), "sans nom ni numéro"));
}

static void data_that_are_too_old_are_asked_again(void **state) {
    (void)state;
    assert_string_equal(happened(SENTENCE_ISSUE, STATUS_DENIED, "age", NULL),
                        "Les données affichées ont été reçues du registre il y a trop longtemps.");
    assert_non_null(strstr(to_do(SENTENCE_ISSUE, STATUS_DENIED, "age"), "actualisez-le par F5, puis F8"));
}

static void a_certificate_out_of_its_dates_may_be_the_fault_of_the_clock(void **state) {
    (void)state;
    assert_non_null(strstr(happened(SENTENCE_LOOKUP, STATUS_TLS_SERVER, "dates", "certificate has expired"),
                           "hors validité, ou l'heure du poste est fausse"));
    assert_string_equal(happened(SENTENCE_LOOKUP, STATUS_TLS_SERVER, "", NULL),
                        "Le certificat du serveur du registre n'est pas reconnu.");
    assert_non_null(strstr(happened(SENTENCE_PRINT, STATUS_TLS_SERVER, "dates", NULL), "de l'imprimante"));
    assert_non_null(strstr(to_do(SENTENCE_ISSUE, STATUS_TLS_SERVER, "dates"), "Appelez le technicien"));
}

static void a_text_that_cannot_be_shown_is_left_out(void **state) {
    (void)state;
    char longest[192];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_string_equal(happened(SENTENCE_LOOKUP, STATUS_PROBLEM, "", "a\x1b[31mb"),
                        "Le registre a refusé la demande.");
    assert_string_equal(happened(SENTENCE_PRINT, STATUS_PRINTER, "", longest) +
                            strlen(happened(SENTENCE_PRINT, STATUS_PRINTER, "", longest)) - 1,
                        ".");
    assert_is_french(happened(SENTENCE_LOOKUP, (enum status)999, "", ""));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_of_every_act_is_said_in_three_parts),
        cmocka_unit_test(system_and_library_texts_are_for_the_log_not_for_people),
        cmocka_unit_test(what_is_known_more_is_said),
        cmocka_unit_test(the_same_code_is_said_by_its_act),
        cmocka_unit_test(what_to_do_follows_from_what_the_registry_refused),
        cmocka_unit_test(a_page_that_does_not_read_back_is_for_the_technician),
        cmocka_unit_test(a_reason_is_asked_again_with_what_is_wrong_with_it),
        cmocka_unit_test(data_that_are_too_old_are_asked_again),
        cmocka_unit_test(a_certificate_out_of_its_dates_may_be_the_fault_of_the_clock),
        cmocka_unit_test(a_text_that_cannot_be_shown_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

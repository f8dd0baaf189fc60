/* The document of identity that was read, beside the open file: compared, kept only while the person is there, and what
 * a supervisor has to say where it differs. */
#include "../support/stand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <stdio.h>

#include "../../kiosk/agents.h"
#include "../../kiosk/text.h"

/* The card of the holder of STAND_VALID_NEPH, or one that is nearly. */
static struct identity_bearer card(const char *family_name, int birth_day) {
    struct identity_bearer bearer = {
        .document = IDENTITY_ID_CARD, .birth = {1942, 5, (uint8_t)birth_day}, .expiry = {2031, 2, 11}, .sex = 'M'};
    assert_true(text_copy(bearer.family_name, sizeof bearer.family_name, family_name));
    assert_true(text_copy(bearer.given_names, sizeof bearer.given_names, "JULES SEBASTIEN CESAR"));
    return bearer;
}

static void open_with(struct stand *stand, const char *family_name, int birth_day) {
    struct identity_bearer bearer = card(family_name, birth_day);
    stand_log_in(stand);
    desk_keep_bearer(stand->desk, &bearer, IDENTITY_HOLDER);
    stand_open_file(stand, STAND_VALID_NEPH);
}

static enum status confirm(struct stand *stand, int mismatch_reason, struct fault *fault) {
    struct identity_check check = {
        .quality = IDENTITY_HOLDER, .document = IDENTITY_PASSPORT, .mismatch_reason = mismatch_reason};
    return desk_confirm(stand->desk, &check, fault);
}

static void confirms_what_agrees_and_notes_the_document_that_was_read(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    open_with(stand, "DUMONT D URVILLE", 8);
    assert_int_equal(confirm(stand, 0, &fault), STATUS_OK);
    const struct identity_check *check = &desk_counter(stand->desk)->check;
    assert_int_equal(check->document, IDENTITY_ID_CARD);
    assert_int_equal(check->mismatches, 0);
    assert_int_equal(check->document_expiry.year, 2031);
}

static void wants_a_reason_for_a_name_that_differs(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    open_with(stand, "MARTIN", 8);
    assert_int_equal(confirm(stand, 0, &fault), STATUS_INVALID);
    assert_string_equal(fault.where, "mismatch_reason");
    assert_int_equal(desk_counter(stand->desk)->stage, COUNTER_PERSON);
    assert_int_equal(confirm(stand, 1, &fault), STATUS_OK);
    assert_int_equal(desk_counter(stand->desk)->check.mismatches, 1U << IDENTITY_FAMILY_NAME);
    assert_int_equal(stand_ask(stand, "journal.db", "SELECT count(*) FROM audit WHERE act = 'identity-mismatch'"), 1);
}

static void opens_nothing_to_somebody_born_another_day(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    open_with(stand, "DUMONT D URVILLE", 9);
    assert_int_equal(confirm(stand, 1, &fault), STATUS_DENIED);
    assert_string_equal(fault.where, "person");
    assert_false(counter_may_see(desk_counter(stand->desk), IDENTITY_SEE_POINTS));
    assert_int_equal(desk_issue(stand->desk, COUNTER_ADCS, 1, NULL, &fault), STATUS_DENIED);
}

static int count_details(struct stand *stand, const char *act, const char *detail) {
    char question[256];
    assert_true(text_format(question, sizeof question,
                            "SELECT count(*) FROM audit WHERE act = '%s' AND detail LIKE '%s'", act, detail));
    return stand_ask(stand, "journal.db", question);
}

/* Whoever shows another person's card first is not let in by a second one that tells no birth date. */
static void stays_stopped_until_a_document_tells_the_birth_date(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    struct identity_bearer holder = card("DUMONT D URVILLE", 8);
    struct identity_bearer licence = {.document = IDENTITY_LICENCE, .title_number = "13AA00002"};
    assert_true(text_copy(licence.family_name, sizeof licence.family_name, "DUMONT D URVILLE"));
    open_with(stand, "DUMONT D URVILLE", 9);
    assert_int_equal(desk_stops(stand->desk), IDENTITY_STOP_PERSON);
    assert_int_equal(count_details(stand, "identity-refused", "other-person"), 1);
    desk_keep_bearer(stand->desk, &licence, IDENTITY_HOLDER);
    assert_int_equal(confirm(stand, 0, &fault), STATUS_DENIED);
    assert_string_equal(fault.where, "person");
    desk_put_bearer_aside(stand->desk, IDENTITY_HOLDER);
    assert_int_equal(confirm(stand, 0, &fault), STATUS_DENIED);
    desk_keep_bearer(stand->desk, &holder, IDENTITY_HOLDER);
    assert_int_equal(desk_stops(stand->desk), 0);
    assert_int_equal(confirm(stand, 0, &fault), STATUS_OK);
}

static void stays_stopped_when_the_screen_was_locked(void **state) {
    struct stand *stand = *state;
    open_with(stand, "DUMONT D URVILLE", 9);
    desk_lock(stand->desk);
    assert_int_equal(desk_unlock(stand->desk, DESK_TRAINING_PASSWORD), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_UNLOCK), DESK_DONE);
    assert_int_equal(desk_stops(stand->desk), IDENTITY_STOP_PERSON);
    desk_next_person(stand->desk);
    assert_int_equal(desk_stops(stand->desk), 0);
}

static void journals_each_document_that_differed_and_was_set_aside(void **state) {
    struct stand *stand = *state;
    struct identity_bearer again = card("DUPONT", 8);
    open_with(stand, "MARTIN", 8);
    desk_keep_bearer(stand->desk, &again, IDENTITY_HOLDER);
    desk_put_bearer_aside(stand->desk, IDENTITY_HOLDER);
    assert_null(desk_bearer(stand->desk));
    assert_int_equal(count_details(stand, "identity-put-aside", "family_name id-card"), 2);
}

static struct identity_check representative(const char *name) {
    struct identity_check check = {.quality = IDENTITY_LEGAL_REPRESENTATIVE, .document = IDENTITY_ID_CARD};
    assert_true(text_copy(check.requester_name, sizeof check.requester_name, name));
    return check;
}

/* A parent shows their own card: it is nobody's business whether it is the child's. What makes them one is proved. */
static void compares_no_document_of_a_representative(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    struct identity_check check = representative("MARTIN Anne");
    open_with(stand, "MARTIN", 9);
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_INVALID);
    assert_string_equal(fault.where, "link");
    check.link = IDENTITY_JUDGMENT;
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_OK);
    assert_int_equal(check.mismatches, 0);
    assert_int_equal(
        count_details(stand, "identity-confirmed", "legal-representative judgment id-card read 2031-02-11"), 1);
}

static void wants_a_reason_for_the_expired_card_of_a_representative(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    struct identity_check check = representative("MARTIN Anne");
    struct identity_bearer bearer = card("MARTIN", 9);
    bearer.expiry.year = 2020;
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH);
    desk_keep_bearer(stand->desk, &bearer, IDENTITY_LEGAL_REPRESENTATIVE);
    assert_int_equal(desk_stops(stand->desk), 0);
    check.link = IDENTITY_JUDGMENT;
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_INVALID);
    assert_string_equal(fault.where, "expired_reason");
    check.expired_reason = 1;
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_OK);
}

/* A copy of somebody's card, whoever brings it. */
static void stops_a_mandataire_with_the_copy_of_another_card(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    struct identity_check check = {.quality = IDENTITY_MANDATARY, .mandate = IDENTITY_MANDATE_AVOCAT};
    assert_true(text_copy(check.requester_name, sizeof check.requester_name, "Maître CORBEAU"));
    open_with(stand, "DUMONT D URVILLE", 9);
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_DENIED);
    desk_put_bearer_aside(stand->desk, IDENTITY_MANDATARY);
    check.document = IDENTITY_NO_DOCUMENT;
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_DENIED);
    assert_string_equal(fault.where, "person");
}

/* "document" is what a scanner read; what the agent alone saw is "visual". */
static void tells_a_document_that_was_read_from_one_that_was_seen(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH);
    assert_int_equal(confirm(stand, 0, &fault), STATUS_OK);
    assert_int_equal(desk_counter(stand->desk)->check.method, IDENTITY_BY_EYE);
    assert_int_equal(count_details(stand, "identity-confirmed", "holder passport seen same"), 1);
    desk_next_person(stand->desk);
    struct identity_bearer bearer = card("DUMONT D URVILLE", 8);
    desk_keep_bearer(stand->desk, &bearer, IDENTITY_HOLDER);
    stand_open_file(stand, STAND_VALID_NEPH);
    assert_int_equal(confirm(stand, 0, &fault), STATUS_OK);
    assert_int_equal(desk_counter(stand->desk)->check.method, IDENTITY_BY_DOCUMENT);
    assert_int_equal(count_details(stand, "identity-confirmed", "holder id-card read 2031-02-11 same"), 1);
}

/* A zone is signed by nobody: that of the same card proves nothing. */
static void goes_on_with_nothing_once_a_seal_was_forged(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    struct identity_check check = representative("MARTIN Anne");
    struct identity_bearer holder = card("DUMONT D URVILLE", 8);
    check.link = IDENTITY_JUDGMENT;
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH);
    desk_note_forged(stand->desk);
    desk_note_forged(stand->desk);
    assert_int_equal(count_details(stand, "identity-refused", "forged-seal"), 1);
    assert_int_equal(confirm(stand, 0, &fault), STATUS_DENIED);
    assert_string_equal(fault.where, "forged-seal");
    desk_keep_bearer(stand->desk, &holder, IDENTITY_HOLDER);
    assert_int_equal(confirm(stand, 0, &fault), STATUS_DENIED);
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_DENIED);
    desk_next_person(stand->desk);
    stand_open_file(stand, STAND_VALID_NEPH);
    assert_int_equal(confirm(stand, 0, &fault), STATUS_OK);
}

/* Accueil says of a licence that it does not tell the NEPH: another document is scanned after it. */
static void judges_what_was_read_before_the_file_was_open(void **state) {
    struct stand *stand = *state;
    struct identity_bearer licence = {.document = IDENTITY_LICENCE, .title_number = "14ZS11591"};
    struct identity_bearer stranger = card("MARTIN", 1);
    stand_log_in(stand);
    desk_keep_bearer(stand->desk, &licence, IDENTITY_HOLDER);
    desk_keep_bearer(stand->desk, &stranger, IDENTITY_HOLDER);
    stand_open_file(stand, "051206140865");
    assert_int_equal(desk_stops(stand->desk), IDENTITY_STOP_TITLE | IDENTITY_STOP_PERSON);
    desk_next_person(stand->desk);
    desk_note_forged(stand->desk);
    stand_open_file(stand, "051206140865");
    assert_int_equal(desk_stops(stand->desk), IDENTITY_STOP_SEAL);
    desk_next_person(stand->desk);
    desk_note_forged(stand->desk);
    desk_next_person(stand->desk); /* nobody's file was opened */
    stand_open_file(stand, "051206140865");
    assert_int_equal(desk_stops(stand->desk), 0);
}

/* The same birth date alone makes nobody the holder. */
static void stays_stopped_by_a_document_of_other_names(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    struct identity_bearer other = card("PERSONNE", 8);
    assert_true(text_copy(other.given_names, sizeof other.given_names, "JEANNE"));
    open_with(stand, "DUMONT D URVILLE", 9);
    desk_keep_bearer(stand->desk, &other, IDENTITY_HOLDER);
    assert_int_equal(desk_stops(stand->desk), IDENTITY_STOP_PERSON);
    desk_next_person(stand->desk);
    desk_keep_bearer(stand->desk, &other, IDENTITY_HOLDER);
    stand_open_file(stand, STAND_VALID_NEPH);
    assert_int_equal(confirm(stand, 1, &fault), STATUS_INVALID);
    assert_string_equal(fault.where, "supervisor"); /* whatever the configuration */
}

/* Their own document is there, or they are whoever was stopped. */
static void lets_a_representative_go_on_with_the_document_that_was_read(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    struct identity_check check = representative("MARTIN Anne");
    check.link = IDENTITY_JUDGMENT;
    open_with(stand, "MARTIN", 9);
    desk_put_bearer_aside(stand->desk, IDENTITY_HOLDER);
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_DENIED);
    assert_string_equal(fault.where, "person");
    struct identity_bearer own = card("MARTIN", 9);
    desk_keep_bearer(stand->desk, &own, IDENTITY_LEGAL_REPRESENTATIVE);
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_OK);
}

/* The title itself is not there to be kept: it is a copy. */
static void lets_a_mandataire_bring_a_copy_of_the_lost_title(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    struct identity_check check = {.quality = IDENTITY_MANDATARY, .mandate = IDENTITY_MANDATE_WRITTEN};
    struct identity_bearer licence = {.document = IDENTITY_LICENCE, .title_number = "14ZS11591"};
    assert_true(text_copy(check.requester_name, sizeof check.requester_name, "Maître CORBEAU"));
    stand_log_in(stand);
    stand_open_file(stand, "051206140865");
    desk_keep_bearer(stand->desk, &licence, IDENTITY_MANDATARY);
    assert_int_equal(desk_stops(stand->desk), 0);
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_OK);
}

/* A parent stands for a minor, not for somebody of 84. */
static void wants_a_judgment_for_a_holder_of_age(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    struct identity_check check = representative("MARTIN Anne");
    check.link = IDENTITY_FAMILY_BOOK;
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH);
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_INVALID);
    assert_string_equal(fault.where, "link");
    assert_string_equal(fault.detail, "adult");
    check.link = IDENTITY_JUDGMENT;
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_OK);
}

static void gives_nothing_to_a_requester_without_a_name(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    static const char *const names[] = {"", " ", "\u00A0", "-", "A", ". ."};
    struct identity_check check = {.quality = IDENTITY_MANDATARY, .mandate = IDENTITY_MANDATE_AVOCAT};
    check.document = IDENTITY_NO_DOCUMENT;
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_true(text_copy(check.requester_name, sizeof check.requester_name, names[i]));
        assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_INVALID);
        assert_string_equal(fault.where, "requester_name");
    }
    assert_true(text_copy(check.requester_name, sizeof check.requester_name, "Lê"));
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_OK);
}

static void keeps_a_document_no_longer_than_the_person(void **state) {
    struct stand *stand = *state;
    open_with(stand, "MARTIN", 8);
    assert_non_null(desk_bearer(stand->desk));
    desk_next_person(stand->desk);
    assert_null(desk_bearer(stand->desk));
}

static void keeps_no_document_in_memory_while_locked(void **state) {
    struct stand *stand = *state;
    open_with(stand, "MARTIN", 8);
    desk_lock(stand->desk);
    assert_null(desk_bearer(stand->desk));
    assert_int_equal(desk_unlock(stand->desk, DESK_TRAINING_PASSWORD), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_UNLOCK), DESK_DONE);
    assert_non_null(desk_bearer(stand->desk));
    assert_string_equal(desk_bearer(stand->desk)->family_name, "MARTIN");
}

/* A title that was declared stolen is not given back, nor is anything done on it; its holder may come with something
 * else. */
static void does_nothing_on_a_title_that_was_declared_stolen(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    struct identity_check check = {.quality = IDENTITY_HOLDER, .document = IDENTITY_LICENCE};
    stand_log_in(stand);
    stand_open_file(stand, "051206140865");
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_DENIED);
    assert_string_equal(fault.where, "title");
    assert_int_equal(count_details(stand, "identity-refused", "title"), 1);
    check.document = IDENTITY_ID_CARD; /* the title lies on the counter all the same */
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_DENIED);
    desk_next_person(stand->desk);
    stand_open_file(stand, "051206140865");
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_OK);
}

/* Whatever the quality of whoever shows it. */
static void stops_a_representative_with_the_stolen_title(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    struct identity_check check = representative("MARTIN Anne");
    struct identity_bearer licence = {.document = IDENTITY_LICENCE, .title_number = "14ZS11591"};
    check.link = IDENTITY_FAMILY_BOOK;
    stand_log_in(stand);
    stand_open_file(stand, "051206140865");
    desk_keep_bearer(stand->desk, &licence, IDENTITY_LEGAL_REPRESENTATIVE);
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_DENIED);
    assert_string_equal(fault.where, "title");
}

/* Another licence than the one that was stolen: the new one. */
static void lets_the_new_licence_in_when_the_old_one_was_stolen(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    struct identity_bearer licence = {
        .document = IDENTITY_LICENCE, .family_name = "GIROFLEE", .title_number = "14ZS99999", .expiry = {2041, 1, 1}};
    struct identity_check check = {.quality = IDENTITY_HOLDER, .mismatch_reason = 6};
    stand_log_in(stand);
    desk_keep_bearer(stand->desk, &licence, IDENTITY_HOLDER);
    stand_open_file(stand, "051206140865");
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_OK);
}

/* --- The supervisor --- */

static void configure(struct stand *stand, const char *text) {
    char path[128];
    stand_close(stand);
    assert_true(text_format(path, sizeof path, "%s/guichet.conf", stand->state));
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    stand_open(stand);
}

/* Another agent of the station, with the training password. */
static void add_agent(struct stand *stand, const char *id, enum counter_role role) {
    struct agents *agents = NULL;
    struct agent agent;
    struct fault fault = {0};
    assert_int_equal(agents_open(stand->state, &agents, &fault), STATUS_OK);
    assert_int_equal(agents_find(agents, DESK_TRAINING_AGENT, &agent), STATUS_OK);
    assert_true(text_copy(agent.id, sizeof agent.id, id));
    agent.role = role;
    assert_int_equal(agents_add(agents, &agent), STATUS_OK);
    agents_close(agents);
}

static enum desk_phase supervise(struct stand *stand, const char *id) {
    assert_int_equal(desk_supervise(stand->desk, IDENTITY_HOLDER, id, DESK_TRAINING_PASSWORD), STATUS_OK);
    return stand_await(stand, DESK_SUPERVISE);
}

static void lets_a_supervisor_and_nobody_else_say_yes_to_what_differs(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    configure(stand, "[identity]\nsupervisor_for_mismatch = oui\n");
    add_agent(stand, "CHEF", COUNTER_SUPERVISOR);
    add_agent(stand, "VOISIN", COUNTER_AGENT);
    open_with(stand, "MARTIN", 8);
    assert_int_equal(confirm(stand, 1, &fault), STATUS_INVALID);
    assert_string_equal(fault.where, "supervisor");
    assert_int_equal(supervise(stand, "VOISIN"), DESK_FAILED);
    assert_int_equal(supervise(stand, DESK_TRAINING_AGENT), DESK_FAILED);
    assert_int_equal(confirm(stand, 1, &fault), STATUS_INVALID);
    assert_int_equal(supervise(stand, "chef"), DESK_DONE);
    assert_string_equal(desk_supervisor(stand->desk, IDENTITY_HOLDER), "CHEF");
    assert_string_equal(desk_supervisor(stand->desk, IDENTITY_MANDATARY), ""); /* that was not what was asked */
    assert_int_equal(confirm(stand, 1, &fault), STATUS_OK);
    assert_string_equal(desk_counter(stand->desk)->check.supervisor, "CHEF");
}

static void forgets_a_supervisor_who_has_not_answered_yet(void **state) {
    struct stand *stand = *state;
    open_with(stand, "MARTIN", 8);
    assert_int_equal(desk_supervise(stand->desk, IDENTITY_HOLDER, DESK_TRAINING_AGENT, DESK_TRAINING_PASSWORD),
                     STATUS_OK);
    desk_next_person(stand->desk);
    assert_int_equal(desk_progress(stand->desk, DESK_SUPERVISE)->phase, DESK_IDLE);
    assert_int_equal(desk_counter(stand->desk)->stage, COUNTER_FREE);
    stand_open_file(stand, STAND_VALID_NEPH);
    assert_string_equal(desk_supervisor(stand->desk, IDENTITY_HOLDER), "");
}

/* --- Searches --- */

static void counts_the_searches_of_the_day_and_tells_the_supervisor(void **state) {
    struct stand *stand = *state;
    struct registry_search search = {.reason = "NEPH inconnu", .title_number = "13AA00002"};
    char agent[24];
    int count = 0;
    configure(stand, "[identity]\nsearch_alert_count = 2\n");
    add_agent(stand, "CHEF", COUNTER_SUPERVISOR);
    stand_log_in(stand);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(desk_search(stand->desk, &search), STATUS_OK);
        assert_int_equal(stand_await(stand, DESK_SEARCH), DESK_DONE);
    }
    assert_int_equal(desk_searches_today(stand->desk), 3);
    assert_false(desk_search_alert(stand->desk, agent, &count));
    desk_log_out(stand->desk);
    assert_int_equal(desk_log_in(stand->desk, "chef", DESK_TRAINING_PASSWORD), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_LOGIN), DESK_DONE);
    assert_true(desk_search_alert(stand->desk, agent, &count));
    assert_string_equal(agent, DESK_TRAINING_AGENT);
    assert_int_equal(count, 3);
}

/* A card whose name and birth date are too many people's is one search, whose given name is asked for besides. */
static void counts_once_a_search_that_is_narrowed(void **state) {
    struct stand *stand = *state;
    struct registry_search search = {
        .reason = "NEPH inconnu", .family_name = "CHEVREFEUILLE", .birth_date = {1985, 3, 14}, .narrows = true};
    stand_log_in(stand);
    assert_int_equal(desk_search(stand->desk, &search), STATUS_OK); /* nothing to narrow: it counts */
    assert_int_equal(stand_await(stand, DESK_SEARCH), DESK_DONE);
    assert_int_equal(desk_searches_today(stand->desk), 1);
    stand_set_fault(stand, "search=status:422*1");
    search.narrows = false;
    assert_int_equal(desk_search(stand->desk, &search), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_SEARCH), DESK_FAILED);
    search.narrows = true;
    search.given_name = "CLAIRE";
    assert_int_equal(desk_search(stand->desk, &search), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_SEARCH), DESK_DONE);
    assert_int_equal(desk_searches_today(stand->desk), 2);
    assert_int_equal(stand_ask(stand, "journal.db", "SELECT count(*) FROM audit WHERE act = 'search-narrowed'"), 1);
}

int main(void) {
#define TEST(function) cmocka_unit_test_setup_teardown(function, stand_set_up, stand_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(confirms_what_agrees_and_notes_the_document_that_was_read),
        TEST(wants_a_reason_for_a_name_that_differs),
        TEST(opens_nothing_to_somebody_born_another_day),
        TEST(stays_stopped_until_a_document_tells_the_birth_date),
        TEST(stays_stopped_when_the_screen_was_locked),
        TEST(journals_each_document_that_differed_and_was_set_aside),
        TEST(compares_no_document_of_a_representative),
        TEST(wants_a_reason_for_the_expired_card_of_a_representative),
        TEST(stops_a_mandataire_with_the_copy_of_another_card),
        TEST(tells_a_document_that_was_read_from_one_that_was_seen),
        TEST(goes_on_with_nothing_once_a_seal_was_forged),
        TEST(judges_what_was_read_before_the_file_was_open),
        TEST(stays_stopped_by_a_document_of_other_names),
        TEST(lets_a_representative_go_on_with_the_document_that_was_read),
        TEST(lets_a_mandataire_bring_a_copy_of_the_lost_title),
        TEST(wants_a_judgment_for_a_holder_of_age),
        TEST(gives_nothing_to_a_requester_without_a_name),
        TEST(keeps_a_document_no_longer_than_the_person),
        TEST(keeps_no_document_in_memory_while_locked),
        TEST(does_nothing_on_a_title_that_was_declared_stolen),
        TEST(stops_a_representative_with_the_stolen_title),
        TEST(lets_the_new_licence_in_when_the_old_one_was_stolen),
        TEST(lets_a_supervisor_and_nobody_else_say_yes_to_what_differs),
        TEST(forgets_a_supervisor_who_has_not_answered_yet),
        TEST(counts_the_searches_of_the_day_and_tells_the_supervisor),
        TEST(counts_once_a_search_that_is_narrowed),
    };
    return cmocka_run_group_tests_name("desk_person", tests, NULL, NULL);
}

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
    assert_string_equal(fault.where, "birth_date");
    assert_false(counter_may_see(desk_counter(stand->desk), IDENTITY_SEE_POINTS));
    assert_int_equal(desk_issue(stand->desk, COUNTER_ADCS, 1, NULL, &fault), STATUS_DENIED);
}

/* A parent shows their own card: it is nobody's business whether it is the child's. */
static void compares_no_document_of_a_representative(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    struct identity_check check = {.quality = IDENTITY_LEGAL_REPRESENTATIVE, .document = IDENTITY_ID_CARD};
    open_with(stand, "MARTIN", 9);
    assert_true(text_copy(check.requester_name, sizeof check.requester_name, "MARTIN Anne"));
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_OK);
    assert_int_equal(check.mismatches, 0);
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
    check.document = IDENTITY_ID_CARD;
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
    assert_int_equal(confirm(stand, 1, &fault), STATUS_OK);
    assert_string_equal(desk_counter(stand->desk)->check.supervisor, "CHEF");
}

static void forgets_a_supervisor_who_has_not_answered_yet(void **state) {
    struct stand *stand = *state;
    open_with(stand, "MARTIN", 8);
    assert_int_equal(desk_supervise(stand->desk, IDENTITY_HOLDER, DESK_TRAINING_AGENT, DESK_TRAINING_PASSWORD), STATUS_OK);
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

int main(void) {
#define TEST(function) cmocka_unit_test_setup_teardown(function, stand_set_up, stand_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(confirms_what_agrees_and_notes_the_document_that_was_read),
        TEST(wants_a_reason_for_a_name_that_differs),
        TEST(opens_nothing_to_somebody_born_another_day),
        TEST(compares_no_document_of_a_representative),
        TEST(keeps_a_document_no_longer_than_the_person),
        TEST(keeps_no_document_in_memory_while_locked),
        TEST(does_nothing_on_a_title_that_was_declared_stolen),
        TEST(lets_a_supervisor_and_nobody_else_say_yes_to_what_differs),
        TEST(forgets_a_supervisor_who_has_not_answered_yet),
        TEST(counts_the_searches_of_the_day_and_tells_the_supervisor),
    };
    return cmocka_run_group_tests_name("desk_person", tests, NULL, NULL);
}

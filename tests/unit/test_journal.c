/* Attestations under way: which step may follow which, and what each leaves. */
#include "../../kiosk/uuid.h"
#include "../support/journal_scene.h"
#include "../support/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define STATE_COUNT (JOURNAL_CANCELLED + 1)

static void an_intention_is_kept_without_the_neph(void **state) {
    (void)state;
    scene_intend();
    assert_true(uuid_is_valid(scene.request));
    struct journal_attestation row = scene_found();
    assert_int_equal(row.state, JOURNAL_INTENDED);
    assert_string_equal(row.type, "ADCS");
    assert_string_equal(row.agent_id, "A123");
    assert_string_equal(row.request_id, scene.request);
    assert_int_equal(row.copies, 2);
    assert_string_equal(row.number, "");
    assert_string_equal(row.printer, "");
    assert_int_equal(row.prints, 0);
    assert_false(row.reissued);
    assert_int_equal(row.changed_unix, clock_unix());
    assert_false(state_contains(scene.root, SCENE_NEPH, strlen(SCENE_NEPH)));
    assert_int_equal(journal_find(scene.journal, "00000000-0000-4000-8000-000000000000", &row), STATUS_NOT_FOUND);
}

static void the_whole_way_is_walked_forward(void **state) {
    (void)state;
    scene_intend();
    scene_number(SCENE_NUMBER);
    assert_string_equal(scene_found().number, SCENE_NUMBER);
    for (enum journal_state to = JOURNAL_DRAWN; to <= JOURNAL_HANDED_OVER; to++) {
        assert_int_equal(scene_unfinished(), 1);
        if (to == JOURNAL_SENT)
            scene_send();
        else
            scene_step(to);
        assert_int_equal(scene_found().state, to);
    }
    assert_int_equal(scene_unfinished(), 0);
    assert_string_equal(scene_found().printer, "Accueil");
    assert_int_equal(scene_found().prints, 1);
}

static void what_was_written_survives_being_closed(void **state) {
    (void)state;
    scene_walk_to(JOURNAL_SENT);
    scene_reopen();
    struct journal_attestation row = scene_found();
    assert_int_equal(row.state, JOURNAL_SENT);
    assert_string_equal(row.printer, "Accueil");
    assert_int_equal(row.prints, 1);
}

/* --- Every step from every state --- */

/* Is the step allowed, and where does it lead? The row is the state it starts in, the column the one it goes to. */
static const char *const allowed_steps[STATE_COUNT] = {
    /*                        INDSPHFC */
    [JOURNAL_INTENDED] = "......FC", [JOURNAL_NUMBERED] = "..D...FC", [JOURNAL_DRAWN] = "......FC",
    [JOURNAL_SENT] = "....PHFC",     [JOURNAL_PRINTED] = ".....H.C",  [JOURNAL_HANDED_OVER] = ".......C",
    [JOURNAL_FAILED] = "........",   [JOURNAL_CANCELLED] = "........"};

static void try_step(enum journal_state from, enum journal_state to) {
    bool allowed = allowed_steps[from][to] != '.';
    scene_setup(NULL);
    scene_walk_to(from);
    int outgoing = scene_outgoing(), lines = scene_lines().count;
    enum status status = journal_step(scene.journal, scene.request, to, "why");
    if (status != (allowed ? STATUS_OK : STATUS_INVALID))
        fail_msg("from %d to %d: %s", from, to, status_name(status));
    assert_int_equal(scene_found().state, allowed ? to : from);
    if (!allowed) {
        assert_int_equal(scene_outgoing(), outgoing);
        assert_int_equal(scene_lines().count, lines);
    }
    scene_teardown(NULL);
}

static void every_other_step_is_refused_and_leaves_nothing(void **state) {
    (void)state;
    for (int from = 0; from < STATE_COUNT; from++)
        for (int to = 0; to < STATE_COUNT; to++)
            try_step((enum journal_state)from, (enum journal_state)to);
}

struct act {
    const char *name;
    const char *from; /* of "INDSPHFC" */
    enum status (*run)(void);
    int leads_to; /* a state, or STATE_COUNT: it stays */
};

static enum status run_number(void) {
    return journal_number(scene.journal, scene.request, "ZZZZZZZZZZZZ", "", 0);
}
static enum status run_send(void) {
    return journal_send(scene.journal, scene.request, "ipp://other/print", 3);
}
static enum status run_print_failed(void) {
    return journal_print_failed(scene.journal, scene.request, "media-jam");
}
static enum status run_reissue(void) {
    return journal_reissue(scene.journal, scene.request, SCENE_DOCUMENT, strlen(SCENE_DOCUMENT));
}
static enum status run_end_reissue(void) {
    return journal_end_reissue(scene.journal, scene.request, "agent");
}
static enum status run_settle(void) {
    return journal_settle(scene.journal, scene.request);
}
static enum status run_settled(void) {
    return journal_settled(scene.journal, scene.request, NULL, "agent");
}

static const struct act acts[] = {
    {"number", "I", run_number, JOURNAL_NUMBERED},
    {"send", "DSP", run_send, JOURNAL_SENT},
    {"print-failed", "NDSP", run_print_failed, STATE_COUNT},
    {"reissue", "H", run_reissue, JOURNAL_NUMBERED},
    {"end-reissue", "", run_end_reissue, STATE_COUNT},
    {"settle", "I", run_settle, STATE_COUNT},
    {"settled", "", run_settled, STATE_COUNT},
};

static void try_act(const struct act *act, enum journal_state from) {
    bool allowed = strchr(act->from, "INDSPHFC"[from]) != NULL;
    scene_setup(NULL);
    scene_walk_to(from);
    int outgoing = scene_outgoing(), lines = scene_lines().count;
    enum status status = act->run();
    if (status != (allowed ? STATUS_OK : STATUS_INVALID))
        fail_msg("%s from %d: %s", act->name, from, status_name(status));
    bool spoiled = act->run == run_print_failed && from == JOURNAL_PRINTED; /* its sheets are destroyed: sent again */
    enum journal_state stays = spoiled ? JOURNAL_SENT : from;
    assert_int_equal(scene_found().state, allowed && act->leads_to != STATE_COUNT ? act->leads_to : (int)stays);
    assert_int_equal(scene_lines().count, lines + (allowed ? 1 : 0));
    if (!allowed)
        assert_int_equal(scene_outgoing(), outgoing);
    scene_verify();
    scene_teardown(NULL);
}

static void every_act_is_allowed_where_the_contract_says_and_audited_once(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        for (int from = 0; from < STATE_COUNT; from++)
            try_act(&acts[i], (enum journal_state)from);
}

static void no_act_is_allowed_on_what_is_not_there(void **state) {
    (void)state;
    snprintf(scene.request, sizeof scene.request, "00000000-0000-4000-8000-000000000000");
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        assert_int_equal(acts[i].run(), STATUS_NOT_FOUND);
    assert_int_equal(journal_step(scene.journal, scene.request, JOURNAL_DRAWN, NULL), STATUS_NOT_FOUND);
    assert_int_equal(scene_lines().count, 0);
}

/* --- Numbers and prints --- */

static void an_end_says_why(void **state) {
    (void)state;
    scene_walk_to(JOURNAL_NUMBERED);
    assert_int_equal(journal_step(scene.journal, scene.request, JOURNAL_FAILED, "media-jam"), STATUS_OK);
    assert_string_equal(scene_found().reason, "media-jam");
    assert_int_equal(scene_count_lines("attestation-failed", "media-jam"), 1);
}

static void a_number_is_given_to_one_attestation_only(void **state) {
    (void)state;
    scene_walk_to(JOURNAL_NUMBERED);
    scene_intend();
    assert_int_equal(journal_number(scene.journal, scene.request, SCENE_NUMBER, "", 0), STATUS_EXISTS);
    assert_int_equal(scene_found().state, JOURNAL_INTENDED);
    assert_true(scene_has_document()); /* the one before */
}

static void a_number_has_twelve_characters(void **state) {
    (void)state;
    static const char *const bad[] = {"", "SHORT", "7F3K9QWX2MBDD"};
    scene_intend();
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(journal_number(scene.journal, scene.request, bad[i], "", 0), STATUS_INVALID);
}

static void a_number_is_sent_as_often_as_was_told(void **state) {
    (void)state;
    scene_walk_to(JOURNAL_SENT);
    assert_int_equal(journal_send(scene.journal, scene.request, "Guichet 2", 1), STATUS_OK);
    assert_string_equal(scene_found().printer, "Guichet 2");
    assert_int_equal(scene_found().copies, 1);
    scene_step(JOURNAL_PRINTED);
    scene_send();
    assert_int_equal(scene_found().prints, 3);
    assert_int_equal(scene_found().state, JOURNAL_SENT);
    assert_int_equal(scene_count_lines("attestation-sent", NULL), 3);
    assert_int_equal(scene_count_lines("attestation-sent", "print 1"), 1);
    assert_int_equal(scene_count_lines("attestation-sent", "print 3"), 1);
    assert_int_equal(scene_ask("SELECT count(*) FROM audit WHERE detail LIKE '%Guichet 2%'"), 0);
}

static void a_print_that_cannot_be_is_refused(void **state) {
    (void)state;
    char longest[JOURNAL_PRINTER_MAX + 2];
    memset(longest, 'p', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    scene_walk_to(JOURNAL_DRAWN);
    assert_int_equal(journal_send(scene.journal, scene.request, "Accueil", 0), STATUS_INVALID);
    assert_int_equal(journal_send(scene.journal, scene.request, "Accueil", 100), STATUS_INVALID);
    assert_int_equal(journal_send(scene.journal, scene.request, "", 1), STATUS_INVALID);
    assert_int_equal(journal_send(scene.journal, scene.request, longest, 1), STATUS_TOO_LONG);
    assert_int_equal(scene_found().prints, 0);
    longest[JOURNAL_PRINTER_MAX] = '\0';
    assert_int_equal(journal_send(scene.journal, scene.request, longest, 99), STATUS_OK);
    assert_string_equal(scene_found().printer, longest);
}

static void a_bad_intention_is_refused(void **state) {
    (void)state;
    struct journal *journal = scene.journal;
    char request[37];
    assert_int_equal(journal_intend(journal, "RIR", SCENE_NEPH, "A123", 1, "", 0, request), STATUS_INVALID);
    assert_int_equal(journal_intend(journal, "RII", SCENE_NEPH, "A123", 0, "", 0, request), STATUS_INVALID);
    assert_int_equal(journal_intend(journal, "RII", SCENE_NEPH, "A123", 100, "", 0, request), STATUS_INVALID);
    assert_int_equal(journal_intend(journal, "RII", SCENE_NEPH, "123456789012345678901234", 1, "", 0, request),
                     STATUS_TOO_LONG);
    assert_int_equal(scene_ask("SELECT count(*) FROM attestation"), 0);
    assert_int_equal(journal_intend(journal, "RII", SCENE_NEPH, "A123", 99, "", 0, request), STATUS_OK);
}

static void a_reason_that_does_not_fit_is_refused(void **state) {
    (void)state;
    char reason[65];
    memset(reason, 'r', sizeof reason - 1);
    reason[sizeof reason - 1] = '\0';
    scene_walk_to(JOURNAL_SENT);
    assert_int_equal(journal_step(scene.journal, scene.request, JOURNAL_CANCELLED, reason), STATUS_INVALID);
    assert_int_equal(journal_print_failed(scene.journal, scene.request, reason), STATUS_INVALID);
    reason[63] = '\0';
    assert_int_equal(journal_step(scene.journal, scene.request, JOURNAL_CANCELLED, reason), STATUS_OK);
    assert_string_equal(scene_found().reason, reason);
}

/* --- Unfinished --- */

static void the_unfinished_are_listed_oldest_first(void **state) {
    (void)state;
    static const char *const at[] = {"2026-11-24T09:32:00+01:00", "2026-11-24T09:31:00+01:00",
                                     "2026-11-24T09:33:00+01:00"};
    static const int expected[] = {1, 0, 2};
    char requests[3][37];
    struct journal_attestation items[4];
    size_t count = 9;
    scene_walk_to(JOURNAL_HANDED_OVER);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(clock_freeze(at[i]), STATUS_OK);
        scene_intend();
        memcpy(requests[i], scene.request, sizeof scene.request);
    }
    assert_int_equal(journal_list_unfinished(scene.journal, items, 4, &count), STATUS_OK);
    assert_int_equal(count, 3);
    assert_int_equal(scene_unfinished(), 3);
    for (int i = 0; i < 3; i++)
        assert_string_equal(items[i].request_id, requests[expected[i]]);
    assert_int_equal(journal_list_unfinished(scene.journal, items, 2, &count), STATUS_OK);
    assert_int_equal(count, 2);
    assert_string_equal(items[1].request_id, requests[0]);
}

static void what_is_settled_is_not_the_agents_any_more(void **state) {
    (void)state;
    struct journal_attestation items[2];
    size_t count = 9;
    scene_intend();
    assert_int_equal(scene_unfinished(), 1);
    assert_int_equal(journal_settle(scene.journal, scene.request), STATUS_OK);
    assert_int_equal(scene_unfinished(), 0);
    assert_int_equal(journal_list_unfinished(scene.journal, items, 2, &count), STATUS_OK);
    assert_int_equal(count, 0);
}

/* --- Audit --- */

static void the_acts_of_an_attestation_are_audited_with_it(void **state) {
    (void)state;
    static const char *const expected[] = {"attestation-intended", "attestation-numbered", "attestation-sent",
                                           "attestation-printed", "attestation-handed-over"};
    scene_walk_to(JOURNAL_HANDED_OVER);
    struct scene_lines lines = scene_lines();
    assert_int_equal(lines.count, 5);
    for (int i = 0; i < 5; i++) {
        assert_string_equal(lines.lines[i].act, expected[i]);
        assert_string_equal(lines.lines[i].number, i == 0 ? "" : SCENE_NUMBER);
        assert_string_equal(lines.lines[i].agent_id, "A123");
        assert_memory_equal(lines.lines[i].person, lines.lines[0].person, VAULT_HASH_SIZE);
    }
    scene_verify();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_intention_is_kept_without_the_neph),
        TEST(the_whole_way_is_walked_forward),
        TEST(what_was_written_survives_being_closed),
        cmocka_unit_test(every_other_step_is_refused_and_leaves_nothing),
        cmocka_unit_test(every_act_is_allowed_where_the_contract_says_and_audited_once),
        TEST(no_act_is_allowed_on_what_is_not_there),
        TEST(an_end_says_why),
        TEST(a_number_is_given_to_one_attestation_only),
        TEST(a_number_has_twelve_characters),
        TEST(a_number_is_sent_as_often_as_was_told),
        TEST(a_print_that_cannot_be_is_refused),
        TEST(a_bad_intention_is_refused),
        TEST(a_reason_that_does_not_fit_is_refused),
        TEST(the_unfinished_are_listed_oldest_first),
        TEST(what_is_settled_is_not_the_agents_any_more),
        TEST(the_acts_of_an_attestation_are_audited_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Attestations under way, and the outbox. */
#include "../../kiosk/journal.h"
#include "../../kiosk/memory.h"
#include "../../kiosk/uuid.h"
#include "../support/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

static const char neph[] = "121201200001";
static const char number[] = "7F3K9QWX2MBD";

static char root[64], request[37];
static struct vault *vault;
static struct journal *journal;

static void open_journal(void) {
    struct fault fault = {0};
    if (journal_open(root, vault, &journal, &fault) != STATUS_OK)
        fail_msg("%s: %s", fault.where, fault.detail);
}

static int setup(void **state) {
    (void)state;
    state_make(root);
    clock_init("Europe/Paris");
    assert_int_equal(clock_freeze("2026-11-24T09:30:00+01:00"), STATUS_OK);
    assert_int_equal(vault_open(root, &vault, NULL), STATUS_OK);
    open_journal();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    journal_close(journal);
    vault_close(vault);
    state_remove(root);
    return 0;
}

static void intend(void) {
    assert_int_equal(journal_intend(journal, "ADCS", neph, "A123", 2, request), STATUS_OK);
}

static void step(enum journal_state to) {
    const char *given = to == JOURNAL_NUMBERED ? number : NULL;
    assert_int_equal(journal_step(journal, request, to, given, NULL), STATUS_OK);
}

static void refuse(enum journal_state to, const char *given) {
    assert_int_equal(journal_step(journal, request, to, given, NULL), STATUS_INVALID);
}

static int unfinished(void) {
    int count = -1;
    assert_int_equal(journal_count_unfinished(journal, &count), STATUS_OK);
    return count;
}

static int outgoing_count(void) {
    int count = -1;
    assert_int_equal(journal_count_outgoing(journal, &count), STATUS_OK);
    return count;
}

/* The state of the attestation as the journal has it. */
static struct journal_attestation found(void) {
    struct journal_attestation attestation;
    assert_int_equal(journal_find(journal, request, &attestation), STATUS_OK);
    return attestation;
}

/* --- Attestations --- */

static void an_intention_is_kept_without_the_neph(void **state) {
    (void)state;
    intend();
    assert_true(uuid_is_valid(request));
    struct journal_attestation row = found();
    assert_int_equal(row.state, JOURNAL_INTENDED);
    assert_string_equal(row.type, "ADCS");
    assert_string_equal(row.agent_id, "A123");
    assert_int_equal(row.copies, 2);
    assert_string_equal(row.number, "");
    assert_int_equal(row.changed_unix, clock_unix());
    assert_false(state_contains(root, neph, strlen(neph)));
    assert_int_equal(journal_find(journal, "00000000-0000-4000-8000-000000000000", &row), STATUS_NOT_FOUND);
}

static void the_whole_way_is_walked_forward(void **state) {
    (void)state;
    intend();
    assert_int_equal(unfinished(), 0);
    step(JOURNAL_NUMBERED);
    assert_string_equal(found().number, number);
    assert_int_equal(unfinished(), 1);
    step(JOURNAL_DRAWN);
    step(JOURNAL_SENT);
    assert_int_equal(unfinished(), 1);
    step(JOURNAL_PRINTED);
    assert_int_equal(unfinished(), 0);
    step(JOURNAL_HANDED_OVER);
    assert_int_equal(found().state, JOURNAL_HANDED_OVER);
}

static void what_was_written_survives_being_closed(void **state) {
    (void)state;
    intend();
    step(JOURNAL_NUMBERED);
    journal_close(journal);
    open_journal();
    assert_int_equal(found().state, JOURNAL_NUMBERED);
}

static void a_step_back_is_refused(void **state) {
    (void)state;
    intend();
    step(JOURNAL_NUMBERED);
    step(JOURNAL_SENT);
    refuse(JOURNAL_SENT, NULL);
    refuse(JOURNAL_DRAWN, NULL);
    refuse(JOURNAL_INTENDED, NULL);
    refuse(JOURNAL_NUMBERED, number);
    assert_int_equal(found().state, JOURNAL_SENT);
}

static void nothing_is_drawn_without_a_number(void **state) {
    (void)state;
    intend();
    refuse(JOURNAL_DRAWN, NULL);
    refuse(JOURNAL_PRINTED, NULL);
    refuse(JOURNAL_NUMBERED, NULL);
    refuse(JOURNAL_NUMBERED, "SHORT");
    refuse(JOURNAL_FAILED, number);
}

static void an_end_is_final(void **state) {
    (void)state;
    intend();
    step(JOURNAL_NUMBERED);
    assert_int_equal(journal_step(journal, request, JOURNAL_FAILED, NULL, "media-jam"), STATUS_OK);
    assert_string_equal(found().reason, "media-jam");
    refuse(JOURNAL_PRINTED, NULL);
    refuse(JOURNAL_CANCELLED, NULL);
}

static void a_printed_sheet_can_only_be_handed_over_or_cancelled(void **state) {
    (void)state;
    intend();
    step(JOURNAL_NUMBERED);
    step(JOURNAL_PRINTED);
    refuse(JOURNAL_FAILED, NULL);
    step(JOURNAL_CANCELLED);
}

static void a_number_is_given_to_one_attestation_only(void **state) {
    (void)state;
    intend();
    step(JOURNAL_NUMBERED);
    intend();
    assert_int_equal(journal_step(journal, request, JOURNAL_NUMBERED, number, NULL), STATUS_EXISTS);
    assert_int_equal(found().state, JOURNAL_INTENDED);
}

static void another_try_may_print_another_number_of_copies(void **state) {
    (void)state;
    intend();
    assert_int_equal(journal_set_copies(journal, request, 5), STATUS_OK);
    assert_int_equal(found().copies, 5);
    assert_int_equal(journal_set_copies(journal, request, 0), STATUS_INVALID);
    assert_int_equal(journal_step(journal, request, JOURNAL_CANCELLED, NULL, "agent"), STATUS_OK);
    assert_int_equal(journal_set_copies(journal, request, 1), STATUS_INVALID);
    assert_int_equal(found().copies, 5);
}

static void a_bad_type_or_number_of_copies_is_refused(void **state) {
    (void)state;
    assert_int_equal(journal_intend(journal, "RIR", neph, "A123", 1, request), STATUS_INVALID);
    assert_int_equal(journal_intend(journal, "RII", neph, "A123", 0, request), STATUS_INVALID);
    assert_int_equal(journal_intend(journal, "RII", neph, "A123", 100, request), STATUS_INVALID);
    assert_int_equal(journal_intend(journal, "RII", neph, "A123", 99, request), STATUS_OK);
}

/* --- Outbox --- */

static json_t *next_event(int64_t *sequence) {
    struct journal_outgoing outgoing;
    assert_int_equal(journal_next_outgoing(journal, &outgoing), STATUS_OK);
    assert_string_equal(outgoing.number, number);
    json_t *event = json_loads(outgoing.event_json, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(event);
    *sequence = outgoing.sequence;
    memory_free(outgoing.event_json);
    return event;
}

static void a_printed_sheet_puts_its_event_into_the_outbox(void **state) {
    (void)state;
    int64_t sequence;
    intend();
    step(JOURNAL_NUMBERED);
    assert_int_equal(outgoing_count(), 0);
    step(JOURNAL_PRINTED);
    assert_int_equal(outgoing_count(), 1);
    json_t *event = next_event(&sequence);
    assert_int_equal(json_object_size(event), 4);
    assert_true(uuid_is_valid(json_string_value(json_object_get(event, "event_id"))));
    assert_string_equal(json_string_value(json_object_get(event, "event")), "printed");
    assert_string_equal(json_string_value(json_object_get(event, "at")), "2026-11-24T09:30:00+01:00");
    assert_int_equal(json_integer_value(json_object_get(event, "copies")), 2);
    json_decref(event);
}

static void a_failure_says_why_once_there_is_a_number(void **state) {
    (void)state;
    int64_t sequence;
    intend();
    assert_int_equal(journal_step(journal, request, JOURNAL_FAILED, NULL, "unreachable"), STATUS_OK);
    assert_int_equal(outgoing_count(), 0);
    intend();
    step(JOURNAL_NUMBERED);
    assert_int_equal(journal_step(journal, request, JOURNAL_FAILED, NULL, "media-jam"), STATUS_OK);
    json_t *event = next_event(&sequence);
    assert_string_equal(json_string_value(json_object_get(event, "event")), "print-failed");
    assert_string_equal(json_string_value(json_object_get(event, "detail")), "media-jam");
    json_decref(event);
    assert_int_equal(journal_mark_sent(journal, sequence), STATUS_OK);
    event = next_event(&sequence); /* and its number is worth nothing any more */
    assert_string_equal(json_string_value(json_object_get(event, "event")), "cancelled");
    assert_string_equal(json_string_value(json_object_get(event, "detail")), "media-jam");
    json_decref(event);
    assert_int_equal(outgoing_count(), 1);
}

static void events_go_out_in_order_and_stay_until_they_are_sent(void **state) {
    (void)state;
    static const char *const expected[] = {"printed", "handed-over", "cancelled"};
    int64_t sequence, last = 0;
    intend();
    step(JOURNAL_NUMBERED);
    step(JOURNAL_PRINTED);
    step(JOURNAL_HANDED_OVER);
    step(JOURNAL_CANCELLED);
    journal_close(journal);
    open_journal();
    for (int i = 0; i < 3; i++) {
        json_t *event = next_event(&sequence);
        assert_string_equal(json_string_value(json_object_get(event, "event")), expected[i]);
        json_decref(event);
        assert_true(sequence > last);
        last = sequence;
        assert_int_equal(journal_mark_sent(journal, sequence), STATUS_OK);
        assert_int_equal(journal_mark_sent(journal, sequence), STATUS_NOT_FOUND);
    }
    struct journal_outgoing none;
    assert_int_equal(journal_next_outgoing(journal, &none), STATUS_NOT_FOUND);
}

/* --- Audit --- */

struct export {
    int count;
    struct journal_line lines[16];
};

static enum status keep_line(void *context, const struct journal_line *line) {
    struct export *export = context;
    export->lines[export->count++] = *line;
    return STATUS_OK;
}

static struct export export_all(void) {
    struct export export = {0};
    assert_int_equal(journal_export(journal, keep_line, &export), STATUS_OK);
    return export;
}

static void the_acts_of_an_attestation_are_audited_with_it(void **state) {
    (void)state;
    static const char *const expected[] = {"attestation-intended", "attestation-numbered", "attestation-printed",
                                           "attestation-handed-over"};
    intend();
    step(JOURNAL_NUMBERED);
    step(JOURNAL_DRAWN);
    step(JOURNAL_SENT);
    step(JOURNAL_PRINTED);
    step(JOURNAL_HANDED_OVER);
    struct export export = export_all();
    assert_int_equal(export.count, 4);
    for (int i = 0; i < 4; i++) {
        assert_string_equal(export.lines[i].act, expected[i]);
        assert_string_equal(export.lines[i].number, i == 0 ? "" : number);
        assert_memory_equal(export.lines[i].person, export.lines[0].person, VAULT_HASH_SIZE);
    }
    int64_t lines = 0, broken_at = 0;
    assert_int_equal(journal_verify(journal, &lines, &broken_at), STATUS_OK);
    assert_int_equal(lines, 4);
}

static void a_refused_step_leaves_no_line(void **state) {
    (void)state;
    intend();
    refuse(JOURNAL_PRINTED, NULL);
    assert_int_equal(export_all().count, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_intention_is_kept_without_the_neph),
        TEST(the_whole_way_is_walked_forward),
        TEST(what_was_written_survives_being_closed),
        TEST(a_step_back_is_refused),
        TEST(nothing_is_drawn_without_a_number),
        TEST(an_end_is_final),
        TEST(a_printed_sheet_can_only_be_handed_over_or_cancelled),
        TEST(a_number_is_given_to_one_attestation_only),
        TEST(another_try_may_print_another_number_of_copies),
        TEST(a_bad_type_or_number_of_copies_is_refused),
        TEST(a_printed_sheet_puts_its_event_into_the_outbox),
        TEST(a_failure_says_why_once_there_is_a_number),
        TEST(events_go_out_in_order_and_stay_until_they_are_sent),
        TEST(the_acts_of_an_attestation_are_audited_with_it),
        TEST(a_refused_step_leaves_no_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

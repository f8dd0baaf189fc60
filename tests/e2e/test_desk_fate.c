/* What becomes of a document once it has a number: handed over, printed again, set aside, taken up again after a
 * restart, issued again, cancelled; and what the registry's book says of it in the end. */
#include "../support/stand.h"
#include "../support/tool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <stdio.h>
#include <sys/stat.h>

#include "../../kiosk/text.h"

enum { LATE_MS = 400 };

/* --- On the way --- */

static const struct desk_document *document(const struct stand *stand) {
    return desk_document(stand->desk);
}

static void confirm_person(struct stand *stand) {
    stand_open_file(stand, STAND_VALID_NEPH);
    stand_confirm(stand);
}

static void begin(struct stand *stand) {
    struct fault fault = {0};
    assert_int_equal(desk_issue(stand->desk, COUNTER_ADCS, 1, NULL, &fault), STATUS_OK);
}

/* Logged in, the person's ADCS is printed, and asked about; its number. */
static void print_adcs(struct stand *stand, char number[13]) {
    stand_log_in(stand);
    confirm_person(stand);
    begin(stand);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
    assert_int_equal(document(stand)->asks, DESK_ASKS_HAND_OVER);
    memcpy(number, document(stand)->number, 13);
}

static void hand_over(struct stand *stand) {
    struct fault fault = {0};
    assert_int_equal(desk_hand_over(stand->desk, &fault), STATUS_OK);
    assert_int_equal(document(stand)->asks, DESK_ASKS_NOTHING);
}

static void print_again(struct stand *stand) {
    struct fault fault = {0};
    assert_int_equal(desk_print(stand->desk, &fault), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
}

static bool is_number_asked(const struct stand *stand) {
    return document(stand)->steps[DESK_STEP_NUMBER] == DESK_WAITING;
}

/* The printer goes while the registry is slow: the number comes, the print fails. */
static void fail_to_print(struct stand *stand) {
    char late[40];
    stand_log_in(stand);
    confirm_person(stand);
    assert_true(text_format(late, sizeof late, "attestations=late:%d*1", LATE_MS));
    stand_set_fault(stand, late);
    begin(stand);
    stand_run_until(stand, is_number_asked);
    stand_spoil_printer(stand, true);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_FAILED);
    stand_spoil_printer(stand, false);
    assert_int_equal(document(stand)->asks, DESK_ASKS_WHAT_NOW);
    assert_int_equal(strlen(document(stand)->number), 12);
}

static bool is_lookup_awaited(const struct stand *stand) {
    return desk_progress(stand->desk, DESK_LOOKUP)->phase == DESK_WAITING;
}

static bool is_told(const struct stand *stand) {
    return desk_status(stand->desk)->outgoing == 0;
}

/* The power goes, and comes back. */
static void restart(struct stand *stand) {
    stand_close(stand);
    stand_open(stand);
    stand_log_in(stand);
}

/* Copies the journal as it is now, or puts back what was copied. */
static void copy_journal(const struct stand *stand, bool back) {
    static const char *const names[] = {"journal.db", "journal.db-wal"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[128], aside[128];
        assert_true(text_format(path, sizeof path, "%s/%s", stand->state, names[i]));
        assert_true(text_format(aside, sizeof aside, "%s/%s-aside", stand->state, names[i]));
        const char *const argv[] = {"/bin/cp", "-p", back ? aside : path, back ? path : aside, NULL};
        assert_int_equal(tool_run(argv, NULL, NULL), 0);
    }
}

/* The same, without the time to write anything more. */
static void crash(struct stand *stand) {
    copy_journal(stand, false);
    stand_close(stand);
    copy_journal(stand, true);
    stand_open(stand);
    stand_log_in(stand);
}

static struct desk_unfinished the_unfinished(const struct stand *stand) {
    struct desk_unfinished items[DESK_UNFINISHED_MAX];
    assert_int_equal(desk_list_unfinished(stand->desk, items), 1);
    return items[0];
}

/* The person is there again, with a document. */
static void resume(struct stand *stand) {
    struct fault fault = {0};
    struct desk_unfinished item = the_unfinished(stand);
    assert_int_equal(desk_resume(stand->desk, item.request_id, &fault), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_LOOKUP), DESK_DONE);
    stand_confirm(stand);
}

/* --- What the books say --- */

static int count(const struct stand *stand, const char *what) {
    char sql[200];
    assert_true(text_format(sql, sizeof sql, "SELECT count(*) FROM attestation WHERE %s", what));
    return stand_ask(stand, "registry/book.db", sql);
}

static int count_events(const struct stand *stand, const char *event) {
    char sql[200];
    assert_true(text_format(sql, sizeof sql, "SELECT count(*) FROM event WHERE event = '%s'", event));
    return stand_ask(stand, "registry/book.db", sql);
}

static void expect_row(const struct stand *stand, const char *where) {
    char sql[200];
    assert_true(text_format(sql, sizeof sql, "SELECT count(*) FROM attestation WHERE %s", where));
    assert_int_equal(stand_ask(stand, "journal.db", sql), 1);
}

static int count_kept(const struct stand *stand) {
    return stand_ask(stand, "journal.db", "SELECT count(*) FROM document");
}

static bool is_file(const struct stand *stand, const char *number) {
    char path[400];
    struct stat found;
    assert_true(text_format(path, sizeof path, "%s/%s.pdf", strchr(stand->config.printer, ':') + 1, number));
    return stat(path, &found) == 0;
}

/* --- Handing over, printing again --- */

static void keeps_a_document_until_it_is_handed_over(void **state) {
    struct stand *stand = *state;
    char number[13];
    print_adcs(stand, number);
    assert_int_equal(count_kept(stand), 1);
    expect_row(stand, "state = 'printed'");
    hand_over(stand);
    assert_int_equal(count_kept(stand), 0);
    expect_row(stand, "state = 'handed-over' AND prints = 1");
    stand_run_until(stand, is_told);
    assert_int_equal(count_events(stand, "handed-over"), 1);
}

static void prints_a_spoiled_sheet_again_under_the_same_number(void **state) {
    struct stand *stand = *state;
    char number[13];
    print_adcs(stand, number);
    assert_int_equal(document(stand)->sheets_out, 1);
    print_again(stand);
    assert_string_equal(document(stand)->number, number);
    assert_false(document(stand)->reissue);
    hand_over(stand);
    expect_row(stand, "state = 'handed-over' AND prints = 2");
    stand_run_until(stand, is_told);
    assert_int_equal(count_events(stand, "print-failed"), 1);
    assert_int_equal(count(stand, "1"), 1);
}

static void keeps_the_number_of_a_print_that_failed(void **state) {
    struct stand *stand = *state;
    char number[13];
    fail_to_print(stand);
    memcpy(number, document(stand)->number, sizeof number);
    print_again(stand);
    assert_string_equal(document(stand)->number, number);
    hand_over(stand);
    stand_run_until(stand, is_told);
    assert_int_equal(count_events(stand, "print-failed"), 1);
    assert_int_equal(count_events(stand, "handed-over"), 1);
    assert_int_equal(count(stand, "revoked = 0"), 1);
}

static void cancels_for_good_and_tells_the_registry(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    char number[13];
    print_adcs(stand, number);
    assert_int_equal(desk_cancel_document(stand->desk, &fault), STATUS_OK);
    stand_run_until(stand, is_told);
    assert_int_equal(count(stand, "revoked = 1"), 1);
    assert_int_equal(count_kept(stand), 0);
    desk_finish_document(stand->desk);
    begin(stand);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
    assert_string_not_equal(document(stand)->number, number);
}

static void offers_nothing_that_the_question_does_not(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    stand_log_in(stand);
    confirm_person(stand);
    assert_int_equal(desk_hand_over(stand->desk, &fault), STATUS_INVALID);
    assert_int_equal(desk_print(stand->desk, &fault), STATUS_INVALID);
    assert_int_equal(desk_set_aside(stand->desk, &fault), STATUS_INVALID);
    assert_int_equal(desk_cancel_document(stand->desk, &fault), STATUS_INVALID);
}

/* --- Setting aside, taking up again --- */

static void sets_a_document_aside_and_serves_the_next_person(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    char number[13];
    fail_to_print(stand);
    memcpy(number, document(stand)->number, sizeof number);
    assert_int_equal(desk_set_aside(stand->desk, &fault), STATUS_OK);
    desk_next_person(stand->desk);
    assert_int_equal(desk_status(stand->desk)->unfinished, 1);
    stand_open_file(stand, STAND_LONG_NEPH);
    stand_confirm(stand);
    begin(stand);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
    hand_over(stand);
    desk_next_person(stand->desk);
    assert_string_equal(the_unfinished(stand).number, number);
    resume(stand);
    print_again(stand);
    assert_string_equal(document(stand)->number, number);
    hand_over(stand);
    assert_int_equal(desk_status(stand->desk)->unfinished, 0);
    assert_int_equal(count(stand, "1"), 2);
}

static void sets_aside_what_was_left_open(void **state) {
    struct stand *stand = *state;
    char number[13];
    print_adcs(stand, number);
    desk_next_person(stand->desk);
    assert_int_equal(the_unfinished(stand).state, JOURNAL_PRINTED);
    assert_int_equal(count(stand, "revoked = 0"), 1);
}

static void takes_up_after_a_restart_what_was_printed_and_not_handed_over(void **state) {
    struct stand *stand = *state;
    char number[13];
    print_adcs(stand, number);
    restart(stand);
    resume(stand);
    assert_int_equal(document(stand)->asks, DESK_ASKS_HAND_OVER);
    assert_string_equal(document(stand)->number, number);
    print_again(stand);
    hand_over(stand);
    expect_row(stand, "state = 'handed-over' AND prints = 2");
    assert_int_equal(count(stand, "1"), 1);
}

static void asks_the_same_request_again_after_a_restart(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    stand_log_in(stand);
    confirm_person(stand);
    stand_set_fault(stand, "attestations=cut");
    begin(stand);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_FAILED);
    assert_int_equal(count(stand, "1"), 1);
    stand_set_fault(stand, "");
    crash(stand);
    assert_string_equal(the_unfinished(stand).number, "");
    resume(stand);
    assert_int_equal(document(stand)->asks, DESK_ASKS_WHAT_NOW);
    assert_int_equal(desk_print(stand->desk, &fault), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
    assert_int_equal(count(stand, "1"), 1);
    assert_true(is_file(stand, document(stand)->number));
}

static void takes_up_nothing_from_a_record_that_has_changed(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    char number[13];
    print_adcs(stand, number);
    desk_next_person(stand->desk);
    stand_set_fault(stand, "lookup=changed");
    assert_int_equal(desk_resume(stand->desk, the_unfinished(stand).request_id, &fault), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_LOOKUP), DESK_DONE);
    bool keeps_number = true;
    assert_string_equal(desk_resume_refused(stand->desk, &keeps_number), "record-changed");
    assert_false(keeps_number);
    stand_confirm(stand);
    assert_int_equal(desk_progress(stand->desk, DESK_DOCUMENT)->phase, DESK_IDLE);
    stand_run_until(stand, is_told);
    assert_int_equal(count(stand, "revoked = 1"), 1);
}

static void gives_nothing_to_somebody_else(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    struct identity_check check = {
        .quality = IDENTITY_LEGAL_REPRESENTATIVE, .document = IDENTITY_PASSPORT, .link = IDENTITY_JUDGMENT};
    char number[13];
    print_adcs(stand, number);
    desk_next_person(stand->desk);
    struct desk_unfinished item = the_unfinished(stand);
    assert_int_equal(desk_resume(stand->desk, item.request_id, &fault), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_LOOKUP), DESK_DONE);
    assert_int_equal(desk_resumed_check(stand->desk)->quality, IDENTITY_HOLDER);
    assert_true(text_copy(check.requester_name, sizeof check.requester_name, "Quelqu'un d'autre"));
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_OK);
    bool keeps_number = false;
    assert_string_equal(desk_resume_refused(stand->desk, &keeps_number), "other-requester");
    assert_true(keeps_number);
    assert_int_equal(desk_progress(stand->desk, DESK_DOCUMENT)->phase, DESK_IDLE);
    assert_int_equal(count(stand, "revoked = 0"), 1);
    assert_string_equal(the_unfinished(stand).number, number);
}

/* Another minute of the same data is no other record. */
static void takes_up_although_the_data_are_of_another_minute(void **state) {
    struct stand *stand = *state;
    char number[13];
    print_adcs(stand, number);
    desk_next_person(stand->desk);
    stand_set_fault(stand, "lookup=newer");
    resume(stand);
    assert_string_equal(document(stand)->number, number);
    print_again(stand);
    assert_string_equal(document(stand)->number, number);
}

static void closes_without_the_person_what_was_given_after_all(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    char number[13];
    print_adcs(stand, number);
    restart(stand);
    assert_int_equal(desk_hand_over_unfinished(stand->desk, the_unfinished(stand).request_id, &fault), STATUS_OK);
    assert_int_equal(desk_status(stand->desk)->unfinished, 0);
    assert_int_equal(count_kept(stand), 0);
    expect_row(stand, "state = 'handed-over'");
}

static void cancels_without_the_person_what_will_never_be(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    char number[13];
    print_adcs(stand, number);
    restart(stand);
    assert_int_equal(desk_cancel_unfinished(stand->desk, the_unfinished(stand).request_id, &fault), STATUS_OK);
    stand_run_until(stand, is_told);
    assert_int_equal(count(stand, "revoked = 1"), 1);
    assert_int_equal(count_kept(stand), 0);
}

/* --- Requests that nobody awaits any more --- */

static void leaves_no_number_good_that_nobody_knows(void **state) {
    struct stand *stand = *state;
    stand_log_in(stand);
    confirm_person(stand);
    stand_set_fault(stand, "attestations=cut");
    begin(stand);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_FAILED);
    assert_int_equal(count(stand, "revoked = 0"), 1);
    desk_next_person(stand->desk);
    assert_int_equal(desk_status(stand->desk)->unfinished, 0);
    stand_set_fault(stand, "");
    stand_run_until(stand, is_told);
    assert_int_equal(count(stand, "1"), 1);
    assert_int_equal(count(stand, "revoked = 1"), 1);
    expect_row(stand, "state = 'cancelled' AND number IS NOT NULL");
}

/* --- Réédition --- */

static void issues_the_same_number_again_once_it_was_handed_over(void **state) {
    struct stand *stand = *state;
    char number[13], told[13];
    print_adcs(stand, number);
    hand_over(stand);
    desk_finish_document(stand->desk);
    assert_true(desk_would_reissue(stand->desk, COUNTER_ADCS, told));
    assert_string_equal(told, number);
    assert_false(desk_would_reissue(stand->desk, COUNTER_RII, told));
    begin(stand);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
    assert_true(document(stand)->reissue);
    assert_string_equal(document(stand)->number, number);
    hand_over(stand);
    expect_row(stand, "state = 'handed-over' AND prints = 2");
    assert_int_equal(count(stand, "1"), 1);
}

static void leaves_the_number_good_when_a_reissue_is_given_up(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    char number[13];
    print_adcs(stand, number);
    hand_over(stand);
    desk_finish_document(stand->desk);
    begin(stand);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
    assert_int_equal(desk_cancel_document(stand->desk, &fault), STATUS_OK);
    stand_run_until(stand, is_told);
    assert_int_equal(count(stand, "revoked = 0"), 1);
    expect_row(stand, "state = 'handed-over'");
}

static void knows_after_a_lock_what_was_handed_over(void **state) {
    struct stand *stand = *state;
    char number[13], told[13];
    print_adcs(stand, number);
    hand_over(stand);
    desk_finish_document(stand->desk);
    desk_lock(stand->desk);
    assert_false(desk_would_reissue(stand->desk, COUNTER_ADCS, told));
    assert_int_equal(desk_unlock(stand->desk, DESK_TRAINING_PASSWORD), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_UNLOCK), DESK_DONE);
    assert_true(desk_would_reissue(stand->desk, COUNTER_ADCS, told));
}

static void asks_the_question_again_after_a_lock(void **state) {
    struct stand *stand = *state;
    char number[13];
    print_adcs(stand, number);
    desk_lock(stand->desk);
    assert_int_equal(desk_unlock(stand->desk, DESK_TRAINING_PASSWORD), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_UNLOCK), DESK_DONE);
    assert_int_equal(document(stand)->asks, DESK_ASKS_HAND_OVER);
    print_again(stand);
    assert_string_equal(document(stand)->number, number);
}

/* --- A record that has changed --- */

static void refresh(struct stand *stand, const char *fault) {
    stand_set_fault(stand, fault);
    assert_int_equal(desk_refresh_file(stand->desk), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_LOOKUP), DESK_DONE);
}

static void keeps_a_number_when_only_the_minute_of_the_data_is_another(void **state) {
    struct stand *stand = *state;
    char number[13];
    print_adcs(stand, number);
    refresh(stand, "lookup=newer");
    print_again(stand);
    assert_string_equal(document(stand)->number, number);
    hand_over(stand);
}

static void revokes_a_number_whose_record_has_changed_and_says_so(void **state) {
    struct stand *stand = *state;
    bool keeps_number = true;
    char number[13];
    print_adcs(stand, number);
    refresh(stand, "lookup=changed");
    assert_string_equal(desk_resume_refused(stand->desk, &keeps_number), "record-changed");
    assert_false(keeps_number);
    assert_int_equal(desk_progress(stand->desk, DESK_DOCUMENT)->phase, DESK_IDLE);
    stand_run_until(stand, is_told);
    assert_int_equal(count(stand, "revoked = 1"), 1);
}

/* While the newer record is awaited, everything else may happen. */
static void await_change(struct stand *stand) {
    stand_log_in(stand);
    confirm_person(stand);
    stand_set_fault(stand, "attestations=status:409*1,lookup=late:60000");
    begin(stand);
    stand_run_until(stand, is_lookup_awaited);
    stand_set_fault(stand, "");
}

static void forgets_what_it_was_to_compare_when_the_agent_gives_up(void **state) {
    struct stand *stand = *state;
    await_change(stand);
    desk_give_up(stand->desk, DESK_DOCUMENT);
    assert_int_equal(desk_progress(stand->desk, DESK_DOCUMENT)->phase, DESK_FAILED);
    desk_next_person(stand->desk);
    stand_open_file(stand, STAND_LONG_NEPH);
    stand_confirm(stand);
    assert_int_equal(desk_progress(stand->desk, DESK_DOCUMENT)->phase, DESK_IDLE);
}

static void ends_a_document_that_awaits_a_newer_record_when_it_is_locked(void **state) {
    struct stand *stand = *state;
    await_change(stand);
    desk_lock(stand->desk);
    assert_null(desk_counter(stand->desk)->record);
    assert_int_not_equal(desk_progress(stand->desk, DESK_DOCUMENT)->phase, DESK_WAITING);
}

static void asks_again_when_the_registry_has_a_newer_record(void **state) {
    struct stand *stand = *state;
    stand_log_in(stand);
    confirm_person(stand);
    stand_set_fault(stand, "attestations=status:409*1");
    begin(stand);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_FAILED);
    assert_int_equal(document(stand)->asks, DESK_ASKS_CHANGED);
    assert_int_equal(document(stand)->changes.what, 0);
    assert_int_equal(desk_counter(stand->desk)->stage, COUNTER_CONFIRMED);
    begin(stand);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
    assert_int_equal(count(stand, "1"), 1);
    assert_int_equal(stand_ask(stand, "journal.db", "SELECT count(*) FROM attestation WHERE state = 'failed'"), 1);
}

static void tells_what_has_changed(void **state) {
    struct stand *stand = *state;
    stand_log_in(stand);
    confirm_person(stand);
    stand_set_fault(stand, "attestations=status:409*1,lookup=changed");
    begin(stand);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_FAILED);
    assert_int_equal(document(stand)->asks, DESK_ASKS_CHANGED);
    assert_int_equal(document(stand)->changes.what, RECORD_CHANGED_POINTS | RECORD_CHANGED_EVENTS);
    assert_int_equal(document(stand)->changes.balance_before, 12);
    assert_int_equal(document(stand)->changes.balance_after, 11);
    begin(stand);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
    assert_int_equal(count(stand, "1"), 1);
}

/* --- Printers, audit lines --- */

static void prints_on_the_printer_that_was_chosen(void **state) {
    struct stand *stand = *state;
    char path[128], text[400], other[300], number[13];
    struct stat found;
    stand_close(stand);
    assert_true(text_format(path, sizeof path, "%s/guichet.conf", stand->state));
    assert_true(text_format(text, sizeof text, "[printer]\nprinter_2 = folder:%s/hall\n", stand->state));
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    stand_open(stand);
    desk_choose_printer(stand->desk, 1);
    print_adcs(stand, number);
    assert_true(text_format(other, sizeof other, "%s/hall/%s.pdf", stand->state, number));
    assert_int_equal(stat(other, &found), 0);
    assert_false(is_file(stand, number));
}

static bool is_audit_told(const struct stand *stand) {
    return stand_ask(stand, "registry/book.db", "SELECT count(*) FROM audit") > 0;
}

static void tells_the_registry_the_lines_of_the_audit_log(void **state) {
    struct stand *stand = *state;
    stand_log_in(stand);
    desk_refresh_status(stand->desk);
    stand_run_until(stand, is_audit_told);
    assert_int_equal(stand_ask(stand, "registry/book.db", "SELECT max(sequence) FROM audit WHERE act = 'login'"), 1);
}

/* The last of all: the clock of this process stays where it is put. */
static void prints_nothing_from_data_that_are_too_old(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    char number[13], later[26];
    print_adcs(stand, number);
    struct date_time now = clock_now();
    now.date = date_add_days(now.date, 1 + stand->config.data_max_age_hours / 24);
    date_format_time(&now, later);
    assert_int_equal(clock_freeze(later), STATUS_OK);
    assert_int_equal(desk_print(stand->desk, &fault), STATUS_DENIED);
    assert_string_equal(fault.where, "age");
    assert_int_equal(document(stand)->asks, DESK_ASKS_HAND_OVER);
    hand_over(stand);
    desk_finish_document(stand->desk);
    for (int type = 0; type < COUNTER_DOCUMENT_COUNT; type++) {
        assert_int_equal(desk_issue(stand->desk, (enum counter_document)type, 1, NULL, &fault), STATUS_DENIED);
        assert_string_equal(fault.where, "age");
    }
    assert_int_equal(count(stand, "1"), 1);
    refresh(stand, "");
    assert_int_equal(desk_may_issue(stand->desk, COUNTER_ADCS, &fault), STATUS_OK);
}

int main(void) {
#define TEST(function) cmocka_unit_test_setup_teardown(function, stand_set_up, stand_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(keeps_a_document_until_it_is_handed_over),
        TEST(prints_a_spoiled_sheet_again_under_the_same_number),
        TEST(keeps_the_number_of_a_print_that_failed),
        TEST(cancels_for_good_and_tells_the_registry),
        TEST(offers_nothing_that_the_question_does_not),
        TEST(sets_a_document_aside_and_serves_the_next_person),
        TEST(sets_aside_what_was_left_open),
        TEST(takes_up_after_a_restart_what_was_printed_and_not_handed_over),
        TEST(asks_the_same_request_again_after_a_restart),
        TEST(takes_up_nothing_from_a_record_that_has_changed),
        TEST(gives_nothing_to_somebody_else),
        TEST(takes_up_although_the_data_are_of_another_minute),
        TEST(closes_without_the_person_what_was_given_after_all),
        TEST(cancels_without_the_person_what_will_never_be),
        TEST(leaves_no_number_good_that_nobody_knows),
        TEST(issues_the_same_number_again_once_it_was_handed_over),
        TEST(leaves_the_number_good_when_a_reissue_is_given_up),
        TEST(knows_after_a_lock_what_was_handed_over),
        TEST(asks_the_question_again_after_a_lock),
        TEST(keeps_a_number_when_only_the_minute_of_the_data_is_another),
        TEST(revokes_a_number_whose_record_has_changed_and_says_so),
        TEST(forgets_what_it_was_to_compare_when_the_agent_gives_up),
        TEST(ends_a_document_that_awaits_a_newer_record_when_it_is_locked),
        TEST(asks_again_when_the_registry_has_a_newer_record),
        TEST(tells_what_has_changed),
        TEST(prints_on_the_printer_that_was_chosen),
        TEST(tells_the_registry_the_lines_of_the_audit_log),
        TEST(prints_nothing_from_data_that_are_too_old),
    };
    return cmocka_run_group_tests_name("desk_fate", tests, NULL, NULL);
}

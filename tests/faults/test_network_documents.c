/* Documents whose line to the registry fails while their number is asked for, or while what became of them is told: the
 * same document goes on with the same number once the line is good, and at the end one good attestation is there for
 * one sheet. The desk with its real workers, without a terminal; files are in test_network. */
#include "../support/proxied_desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../../kiosk/sentence.h"
#include "../support/fault_table.h"
#include "../support/tool.h"

enum { LATE_MS = 1500, OFTEN = 4, REFRESH_MS = 200 };

static bool is_all_told(const struct stand *stand) {
    return desk_status(stand->desk)->outgoing == 0;
}

static void expect_failed(const struct proxied_desk *desk, enum status code) {
    const struct desk_progress *progress = desk_progress(desk->stand.desk, DESK_DOCUMENT);
    struct sentence sentence;
    assert_int_equal(progress->phase, DESK_FAILED);
    assert_string_equal(status_name(progress->fault.code), status_name(code));
    assert_string_equal(desk_document(desk->stand.desk)->number, "");
    sentence_write(SENTENCE_ISSUE, &progress->fault, &sentence);
    assert_string_equal(sentence.not_done, "Aucun document n'a été imprimé.");
    assert_true(sentence.happened[0] != '\0' && sentence.to_do[0] != '\0');
}

/* --- The number is asked for --- */

/* The number is not had so; asked again once the line is good, it is the one that the registry gave, if it had. */
static void fail_and_resume(struct proxied_desk *desk, const struct proxy_wish *wish, enum status code, int issued) {
    int before = proxied_desk_count(desk, "attestation"), sheets = desk->served;
    proxied_desk_begin_person(desk);
    tls_proxy_set(&desk->proxied->proxy, wish);
    assert_int_equal(proxied_desk_issue(desk), DESK_FAILED);
    expect_failed(desk, code);
    if (wish->manner != PROXY_REFUSE && tls_proxy_count(&desk->proxied->proxy) == 0)
        fail_msg("manner %d was not done", (int)wish->manner);
    assert_int_equal(proxied_desk_count(desk, "attestation"), before + issued);
    assert_int_equal(kiosk_count_sheets(desk->proxied->kiosk), sheets);
    proxied_set(desk->proxied, PROXY_PASS, NULL);
    assert_int_equal(proxied_desk_issue(desk), DESK_DONE);
    assert_int_equal(proxied_desk_count(desk, "attestation"), before + 1);
    proxied_desk_hand_over(desk);
    proxied_desk_end_person(desk);
}

static void a_line_that_fails_before_the_request_costs_no_number(void **state) {
    struct proxied_desk *desk = *state;
    fail_and_resume(desk, &(struct proxy_wish){.manner = PROXY_REFUSE}, STATUS_UNREACHABLE, 0);
    fail_and_resume(desk, &(struct proxy_wish){.manner = PROXY_RESET_CONNECT}, STATUS_UNREACHABLE, 0);
    fail_and_resume(desk, &(struct proxy_wish){.manner = PROXY_RESET_HANDSHAKE}, STATUS_UNREACHABLE, 0);
    fail_and_resume(desk, &(struct proxy_wish){.manner = PROXY_BLACK_HOLE}, STATUS_TIMEOUT, 0);
}

#define ATTESTATIONS "POST /v1/attestations HTTP"

static void a_line_that_fails_in_the_exchange_costs_one_number_alone(void **state) {
    struct proxied_desk *desk = *state;
    fail_and_resume(desk, &(struct proxy_wish){PROXY_RESET_REQUEST, ATTESTATIONS, 0, 0}, STATUS_UNREACHABLE, 0);
    fail_and_resume(desk, &(struct proxy_wish){PROXY_RESET_ANSWER, ATTESTATIONS, 0, 0}, STATUS_UNREACHABLE, 1);
    fail_and_resume(desk, &(struct proxy_wish){PROXY_RESET_HEAD, ATTESTATIONS, 0, 0}, STATUS_TRUNCATED, 1);
    fail_and_resume(desk, &(struct proxy_wish){PROXY_RESET_BODY, ATTESTATIONS, 0, 0}, STATUS_TRUNCATED, 1);
    fail_and_resume(desk, &(struct proxy_wish){PROXY_STALL, ATTESTATIONS, 0, 0}, STATUS_TIMEOUT, 1);
    fail_and_resume(desk, &(struct proxy_wish){PROXY_DRIP, ATTESTATIONS, 20, 0}, STATUS_TIMEOUT, 1);
}

/* Once or twice, and by itself again: the agent sees nothing of it. */
static void a_line_that_fails_for_a_moment_is_not_noticed(void **state) {
    static const enum proxy_manner manners[] = {PROXY_RESET_REQUEST, PROXY_RESET_ANSWER, PROXY_RESET_HEAD,
                                                PROXY_RESET_BODY, PROXY_TWICE};
    struct proxied_desk *desk = *state;
    for (size_t i = 0; i < sizeof manners / sizeof manners[0]; i++) {
        proxied_desk_begin_person(desk);
        tls_proxy_set(&desk->proxied->proxy, &(struct proxy_wish){manners[i], ATTESTATIONS, 0, 1});
        assert_int_equal(proxied_desk_issue(desk), DESK_DONE);
        assert_int_equal(tls_proxy_count(&desk->proxied->proxy), 1);
        proxied_desk_hand_over(desk);
        proxied_desk_end_person(desk);
    }
}

static void a_registry_that_asks_to_wait_is_waited_for(void **state) {
    struct proxied_desk *desk = *state;
    static const char *const faults[] = {"attestations=status:429:1*1", "attestations=status:503:1*1",
                                         "attestations=reset*1", "attestations=twice*1"};
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        long long before_ms = tool_now_ms();
        proxied_desk_begin_person(desk);
        stand_set_fault(&desk->stand, faults[i]);
        assert_int_equal(proxied_desk_issue(desk), DESK_DONE);
        assert_true(i > 1 || tool_now_ms() - before_ms >= 1000);
        stand_set_fault(&desk->stand, "");
        proxied_desk_hand_over(desk);
        proxied_desk_end_person(desk);
    }
}

/* --- Giving up --- */

static bool is_number_asked(const struct stand *stand) {
    return desk_document(stand->desk)->steps[DESK_STEP_NUMBER] == DESK_WAITING;
}

static void give_up(struct proxied_desk *desk) {
    struct fault fault = {0};
    proxied_desk_begin_person(desk);
    tls_proxy_set(&desk->proxied->proxy,
                  &(struct proxy_wish){.manner = PROXY_DELAY, .word = ATTESTATIONS, .number = LATE_MS, .times = 1});
    assert_int_equal(desk_issue(desk->stand.desk, COUNTER_ADCS, 1, NULL, &fault), STATUS_OK);
    stand_run_until(&desk->stand, is_number_asked);
    while (tls_proxy_count(&desk->proxied->proxy) == 0)
        tool_wait_a_little(); /* it is on its way */
    desk_give_up(desk->stand.desk, DESK_DOCUMENT);
    expect_failed(desk, STATUS_GIVEN_UP);
}

/* The late answer is nobody's: the same request, asked again, brings the same number. */
static void a_late_answer_after_giving_up_is_the_answer_of_the_second_try(void **state) {
    struct proxied_desk *desk = *state;
    give_up(desk);
    assert_int_equal(proxied_desk_issue(desk), DESK_DONE);
    proxied_desk_hand_over(desk);
    proxied_desk_end_person(desk);
    assert_int_equal(proxied_desk_count(desk, "attestation"), 1);
}

/* The person leaves: a number that the registry may have given, or gives later, does not stay good. */
static void a_number_that_nobody_awaits_is_revoked(void **state) {
    struct proxied_desk *desk = *state;
    give_up(desk);
    proxied_desk_end_person(desk);
    stand_run_until(&desk->stand, is_all_told);
    assert_int_equal(stand_ask(&desk->stand, "registry/book.db", "SELECT count(*) FROM attestation WHERE NOT revoked"),
                     0);
    assert_int_equal(kiosk_count_sheets(desk->proxied->kiosk), 0);
}

/* --- What became of it is told --- */

/* Often enough that libcurl, which tries again by itself on a line that was open, has told of it. */
static bool has_failed_often(const struct stand *stand) {
    const struct proxied_desk *desk = (const struct proxied_desk *)stand; /* its first member */
    return tls_proxy_count(&desk->proxied->proxy) >= OFTEN;
}

/* Printed and handed over while every event fails so, and is told again until the registry has it once. */
static void tell_through(struct proxied_desk *desk, enum proxy_manner manner) {
    int events = proxied_desk_count(desk, "event");
    proxied_desk_begin_person(desk);
    proxied_set(desk->proxied, manner, "/events");
    assert_int_equal(proxied_desk_issue(desk), DESK_DONE);
    proxied_desk_hand_over(desk);
    stand_run_until(&desk->stand, has_failed_often);
    assert_false(is_all_told(&desk->stand));
    proxied_set(desk->proxied, PROXY_PASS, NULL);
    proxied_desk_end_person(desk);
    assert_int_equal(proxied_desk_count(desk, "event"), events + 2); /* printed, handed over */
}

static void events_are_told_once_whatever_happens_to_their_answers(void **state) {
    struct proxied_desk *desk = *state;
    tell_through(desk, PROXY_RESET_REQUEST);
    tell_through(desk, PROXY_RESET_ANSWER);
    tell_through(desk, PROXY_RESET_HEAD);
    tell_through(desk, PROXY_RESET_BODY);
}

/* Nothing of the registry is reached for a while: events wait in order, and all are told afterwards. */
static void events_wait_for_a_line_that_is_away(void **state) {
    struct proxied_desk *desk = *state;
    proxied_desk_begin_person(desk);
    assert_int_equal(proxied_desk_issue(desk), DESK_DONE);
    proxied_set(desk->proxied, PROXY_REFUSE, NULL);
    proxied_desk_hand_over(desk);
    desk_next_person(desk->stand.desk);
    assert_true(desk_status(desk->stand.desk)->outgoing > 0);
    stand_close(&desk->stand); /* also across a restart */
    proxied_desk_open(desk);
    assert_true(desk_status(desk->stand.desk)->outgoing > 0);
    proxied_set(desk->proxied, PROXY_PASS, NULL);
    desk_refresh_status(desk->stand.desk);
    proxied_desk_expect_books(desk);
    proxied_figures.survived++;
}

/* --- The audit log is told --- */

/* The registry has every line, the last one the same. */
static bool has_whole_log(const struct stand *stand) {
    return stand_ask(stand, "registry/book.db", "SELECT count(*) FROM audit") ==
               stand_ask(stand, "journal.db", "SELECT max(sequence) FROM audit") &&
           stand_ask(stand, "journal.db", "SELECT sequence FROM audit_told") ==
               stand_ask(stand, "journal.db", "SELECT max(sequence) FROM audit");
}

static bool has_failed_once(const struct stand *stand) {
    const struct proxied_desk *desk = (const struct proxied_desk *)stand;
    return tls_proxy_count(&desk->proxied->proxy) > 0;
}

static uint32_t refresh_timer;

/* What the desk does each minute. It is left out while something else is asked. */
static void refresh_due(void *context) {
    struct stand *stand = context;
    desk_refresh_status(stand->desk);
    refresh_timer = loop_after(stand->loop, REFRESH_MS, refresh_due, stand);
}

static void refresh_until(struct stand *stand, bool (*is_reached)(const struct stand *stand)) {
    refresh_due(stand);
    stand_run_until(stand, is_reached);
    loop_cancel(stand->loop, refresh_timer);
}

static void the_audit_log_is_told_whole_whatever_happens_to_the_answers(void **state) {
    static const enum proxy_manner manners[] = {PROXY_RESET_REQUEST, PROXY_RESET_ANSWER, PROXY_RESET_BODY, PROXY_TWICE};
    struct proxied_desk *desk = *state;
    for (size_t i = 0; i < sizeof manners / sizeof manners[0]; i++) {
        proxied_set(desk->proxied, manners[i], "/v1/audit");
        proxied_desk_begin_person(desk);
        desk_next_person(desk->stand.desk);
        refresh_until(&desk->stand, has_failed_once);
        proxied_set(desk->proxied, PROXY_PASS, NULL);
        refresh_until(&desk->stand, has_whole_log);
        proxied_figures.survived++;
    }
}

static bool is_told_nothing(const struct stand *stand) {
    return stand_ask(stand, "journal.db", "SELECT sequence FROM audit_told") == 0;
}

/* It comes back from an older copy of itself: it is told the lines from the first one again. */
static void a_registry_that_has_lost_the_audit_log_is_told_it_again(void **state) {
    struct proxied_desk *desk = *state;
    proxied_desk_begin_person(desk);
    refresh_until(&desk->stand, has_whole_log);
    stand_ask(&desk->stand, "registry/book.db", "DELETE FROM audit WHERE sequence > 1");
    desk_next_person(desk->stand.desk);
    assert_false(has_whole_log(&desk->stand));
    refresh_until(&desk->stand, is_told_nothing);
    refresh_until(&desk->stand, has_whole_log);
    proxied_figures.survived++;
}

/* --- Clocks --- */

static void a_clock_that_is_a_day_off_does_not_keep_from_printing(void **state) {
    struct proxied_desk *desk = *state;
    proxied_desk_begin_person(desk);
    assert_int_equal(proxied_desk_issue(desk), DESK_DONE);
    proxied_desk_hand_over(desk);
    proxied_desk_end_person(desk);
}

static int set_up_days_off(void **state, int days) {
    static char clock[40];
    time_t then = time(NULL) + (time_t)days * 86400;
    struct tm utc;
    gmtime_r(&then, &utc);
    strftime(clock, sizeof clock, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return proxied_desk_set_up_at(state, clock);
}

static int set_up_yesterday(void **state) {
    return set_up_days_off(state, -1);
}

static int set_up_tomorrow(void **state) {
    return set_up_days_off(state, 1);
}

static int report(void **state) {
    (void)state;
    fault_table_add("network, documents", proxied_figures.points, proxied_figures.survived, proxied_figures.lost,
                    proxied_figures.doubled);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, proxied_desk_set_up, proxied_desk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_line_that_fails_before_the_request_costs_no_number),
        TEST(a_line_that_fails_in_the_exchange_costs_one_number_alone),
        TEST(a_line_that_fails_for_a_moment_is_not_noticed),
        TEST(a_registry_that_asks_to_wait_is_waited_for),
        TEST(a_late_answer_after_giving_up_is_the_answer_of_the_second_try),
        TEST(a_number_that_nobody_awaits_is_revoked),
        TEST(events_are_told_once_whatever_happens_to_their_answers),
        TEST(events_wait_for_a_line_that_is_away),
        TEST(the_audit_log_is_told_whole_whatever_happens_to_the_answers),
        TEST(a_registry_that_has_lost_the_audit_log_is_told_it_again),
        cmocka_unit_test_setup_teardown(a_clock_that_is_a_day_off_does_not_keep_from_printing, set_up_yesterday,
                                        proxied_desk_tear_down),
        cmocka_unit_test_setup_teardown(a_clock_that_is_a_day_off_does_not_keep_from_printing, set_up_tomorrow,
                                        proxied_desk_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, report);
}

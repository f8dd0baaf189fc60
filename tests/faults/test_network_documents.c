/* Documents whose line to the registry fails while their number is asked for, or while what became of them is told: the
 * same document goes on with the same number once the line is good, and at the end one good attestation is there for
 * one sheet. The desk with its real workers, without a terminal; files are in test_network. */
#include "../support/proxied.h"
#include "../support/stand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/sentence.h"
#include "../../kiosk/text.h"
#include "../support/fault_table.h"
#include "../support/ledger.h"
#include "../support/place.h"
#include "../support/tool.h"

enum { LATE_MS = 1500 };

/* People whose ADCS is issued without a question. */
static const char *const nephs[] = {"121201200001", "960412140033", "160222140753",
                                    "070904140420", "040907140307", "130910140541"};

struct desk_test {
    struct stand stand; /* first: desk tests' own helpers take it */
    struct proxied *proxied;
    const char *neph;
    int served;
};

static int points, survived, lost, doubled;

/* --- A desk behind a line --- */

/* As stand_open(), from the programs of the proxied kiosk, with short delays. */
static void open_desk(struct desk_test *test) {
    struct stand *stand = &test->stand;
    struct fault fault = {0};
    char *folder = place_in_build(test->proxied->programs);
    folder[strlen(folder) - 1] = '\0'; /* its slash */
    assert_int_equal(spawner_start(folder, &stand->spawner), STATUS_OK);
    free(folder);
    assert_int_equal(loop_open(&stand->loop), STATUS_OK);
    assert_int_equal(config_training(stand->state, &stand->config, &fault), STATUS_OK);
    stand->config.connect_timeout_ms = 1000;
    stand->config.total_timeout_ms = 2000;
    stand->config.low_speed_seconds = 1;
    assert_int_equal(desk_open(&stand->config, stand->loop, stand->spawner, &stand->desk, &fault), STATUS_OK);
    stand_log_in(stand);
}

static int set_up_at(void **state, const char *clock) {
    struct desk_test *test = calloc(1, sizeof *test);
    void *proxied = NULL;
    signal(SIGPIPE, SIG_IGN);
    clock_init("Europe/Paris");
    memory_install();
    if (test == NULL || proxied_set_up_training_at(&proxied, clock) != 0)
        return -1;
    test->proxied = proxied;
    assert_true(text_copy(test->stand.state, sizeof test->stand.state, test->proxied->kiosk->state));
    open_desk(test);
    *state = test;
    return 0;
}

static int set_up(void **state) {
    return set_up_at(state, NULL);
}

static int tear_down(void **state) {
    struct desk_test *test = *state;
    void *proxied = test->proxied;
    stand_close(&test->stand);
    free(test);
    return proxied_tear_down(&proxied);
}

/* --- One person --- */

static void begin_person(struct desk_test *test) {
    static size_t next;
    test->neph = nephs[next++ % (sizeof nephs / sizeof nephs[0])];
    stand_open_file(&test->stand, test->neph);
    stand_confirm(&test->stand);
    points++;
}

static enum desk_phase issue(struct desk_test *test) {
    struct fault fault = {0};
    if (desk_issue(test->stand.desk, COUNTER_ADCS, 1, NULL, &fault) != STATUS_OK)
        fail_msg("%s, %s", status_name(fault.code), fault.where);
    return stand_await(&test->stand, DESK_DOCUMENT);
}

static int count_issued(const struct desk_test *test) {
    return stand_ask(&test->stand, "registry/book.db", "SELECT count(*) FROM attestation");
}

static int count_events(const struct desk_test *test) {
    return stand_ask(&test->stand, "registry/book.db", "SELECT count(*) FROM event");
}

static bool is_all_told(const struct stand *stand) {
    return desk_status(stand->desk)->outgoing == 0;
}

/* The books after the person has left, once nothing waits any more: `good` attestations for as many sheets. */
static void expect_books(struct desk_test *test, int good) {
    struct ledger ledger;
    struct ledger_tray tray = {0};
    stand_run_until(&test->stand, is_all_told);
    ledger_tray_add_folder(&tray, strchr(test->stand.config.printer, ':') + 1);
    ledger_read(test->stand.state, &tray, &ledger);
    lost += ledger.lost;
    doubled += ledger.doubled;
    if (ledger.words[0] != '\0')
        print_message("%s", ledger.words);
    assert_int_equal(ledger.lost + ledger.doubled + ledger.unsound, 0);
    assert_int_equal(tray.count, good);
    assert_int_equal(ledger.handed_over, good);
    assert_int_equal(ledger.numbers - ledger.revoked, good);
    ledger_tray_clear(&tray);
}

static void hand_over(struct desk_test *test) {
    struct fault fault = {0};
    assert_int_equal(desk_document(test->stand.desk)->asks, DESK_ASKS_HAND_OVER);
    assert_int_equal(desk_hand_over(test->stand.desk, &fault), STATUS_OK);
    test->served++;
}

static void end_person(struct desk_test *test) {
    desk_next_person(test->stand.desk);
    expect_books(test, test->served);
    survived++;
}

static void expect_failed(const struct desk_test *test, enum status code) {
    const struct desk_progress *progress = desk_progress(test->stand.desk, DESK_DOCUMENT);
    struct sentence sentence;
    assert_int_equal(progress->phase, DESK_FAILED);
    assert_string_equal(status_name(progress->fault.code), status_name(code));
    assert_string_equal(desk_document(test->stand.desk)->number, "");
    sentence_write(SENTENCE_ISSUE, &progress->fault, &sentence);
    assert_string_equal(sentence.not_done, "Aucun document n'a été imprimé.");
    assert_true(sentence.happened[0] != '\0' && sentence.to_do[0] != '\0');
}

/* --- The number is asked for --- */

/* The number is not had so; asked again once the line is good, it is the one that the registry gave, if it had. */
static void fail_and_resume(struct desk_test *test, const struct proxy_wish *wish, enum status code, int issued) {
    int before = count_issued(test), sheets = test->served;
    begin_person(test);
    tls_proxy_set(&test->proxied->proxy, wish);
    assert_int_equal(issue(test), DESK_FAILED);
    expect_failed(test, code);
    if (wish->manner != PROXY_REFUSE && tls_proxy_count(&test->proxied->proxy) == 0)
        fail_msg("manner %d was not done", (int)wish->manner);
    assert_int_equal(count_issued(test), before + issued);
    assert_int_equal(kiosk_count_sheets(test->proxied->kiosk), sheets);
    proxied_set(test->proxied, PROXY_PASS, NULL);
    assert_int_equal(issue(test), DESK_DONE);
    assert_int_equal(count_issued(test), before + 1);
    hand_over(test);
    end_person(test);
}

static void a_line_that_fails_before_the_request_costs_no_number(void **state) {
    struct desk_test *test = *state;
    fail_and_resume(test, &(struct proxy_wish){.manner = PROXY_REFUSE}, STATUS_UNREACHABLE, 0);
    fail_and_resume(test, &(struct proxy_wish){.manner = PROXY_RESET_CONNECT}, STATUS_UNREACHABLE, 0);
    fail_and_resume(test, &(struct proxy_wish){.manner = PROXY_RESET_HANDSHAKE}, STATUS_UNREACHABLE, 0);
    fail_and_resume(test, &(struct proxy_wish){.manner = PROXY_BLACK_HOLE}, STATUS_TIMEOUT, 0);
}

#define ATTESTATIONS "POST /v1/attestations HTTP"

static void a_line_that_fails_in_the_exchange_costs_one_number_alone(void **state) {
    struct desk_test *test = *state;
    fail_and_resume(test, &(struct proxy_wish){PROXY_RESET_REQUEST, ATTESTATIONS, 0, 0}, STATUS_UNREACHABLE, 0);
    fail_and_resume(test, &(struct proxy_wish){PROXY_RESET_ANSWER, ATTESTATIONS, 0, 0}, STATUS_UNREACHABLE, 1);
    fail_and_resume(test, &(struct proxy_wish){PROXY_RESET_HEAD, ATTESTATIONS, 0, 0}, STATUS_TRUNCATED, 1);
    fail_and_resume(test, &(struct proxy_wish){PROXY_RESET_BODY, ATTESTATIONS, 0, 0}, STATUS_TRUNCATED, 1);
    fail_and_resume(test, &(struct proxy_wish){PROXY_STALL, ATTESTATIONS, 0, 0}, STATUS_TIMEOUT, 1);
    fail_and_resume(test, &(struct proxy_wish){PROXY_DRIP, ATTESTATIONS, 20, 0}, STATUS_TIMEOUT, 1);
}

/* Once or twice, and by itself again: the agent sees nothing of it. */
static void a_line_that_fails_for_a_moment_is_not_noticed(void **state) {
    static const enum proxy_manner manners[] = {PROXY_RESET_REQUEST, PROXY_RESET_ANSWER, PROXY_RESET_HEAD,
                                                PROXY_RESET_BODY, PROXY_TWICE};
    struct desk_test *test = *state;
    for (size_t i = 0; i < sizeof manners / sizeof manners[0]; i++) {
        begin_person(test);
        tls_proxy_set(&test->proxied->proxy, &(struct proxy_wish){manners[i], ATTESTATIONS, 0, 1});
        assert_int_equal(issue(test), DESK_DONE);
        assert_int_equal(tls_proxy_count(&test->proxied->proxy), 1);
        hand_over(test);
        end_person(test);
    }
}

static void a_registry_that_asks_to_wait_is_waited_for(void **state) {
    struct desk_test *test = *state;
    static const char *const faults[] = {"attestations=status:429:1*1", "attestations=status:503:1*1",
                                         "attestations=reset*1", "attestations=twice*1"};
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        long long before_ms = tool_now_ms();
        begin_person(test);
        stand_set_fault(&test->stand, faults[i]);
        assert_int_equal(issue(test), DESK_DONE);
        assert_true(i > 1 || tool_now_ms() - before_ms >= 1000);
        stand_set_fault(&test->stand, "");
        hand_over(test);
        end_person(test);
    }
}

/* --- Giving up --- */

static bool is_number_asked(const struct stand *stand) {
    return desk_document(stand->desk)->steps[DESK_STEP_NUMBER] == DESK_WAITING;
}

static void give_up(struct desk_test *test) {
    struct fault fault = {0};
    begin_person(test);
    tls_proxy_set(&test->proxied->proxy,
                  &(struct proxy_wish){.manner = PROXY_DELAY, .word = ATTESTATIONS, .number = LATE_MS, .times = 1});
    assert_int_equal(desk_issue(test->stand.desk, COUNTER_ADCS, 1, NULL, &fault), STATUS_OK);
    stand_run_until(&test->stand, is_number_asked);
    while (tls_proxy_count(&test->proxied->proxy) == 0)
        tool_wait_a_little(); /* it is on its way */
    desk_give_up(test->stand.desk, DESK_DOCUMENT);
    expect_failed(test, STATUS_GIVEN_UP);
}

/* The late answer is nobody's: the same request, asked again, brings the same number. */
static void a_late_answer_after_giving_up_is_the_answer_of_the_second_try(void **state) {
    struct desk_test *test = *state;
    give_up(test);
    assert_int_equal(issue(test), DESK_DONE);
    hand_over(test);
    end_person(test);
    assert_int_equal(count_issued(test), 1);
}

/* The person leaves: a number that the registry may have given, or gives later, does not stay good. */
static void a_number_that_nobody_awaits_is_revoked(void **state) {
    struct desk_test *test = *state;
    give_up(test);
    end_person(test);
    stand_run_until(&test->stand, is_all_told);
    assert_int_equal(stand_ask(&test->stand, "registry/book.db", "SELECT count(*) FROM attestation WHERE NOT revoked"),
                     0);
    assert_int_equal(kiosk_count_sheets(test->proxied->kiosk), 0);
}

/* --- What became of it is told --- */

/* Printed and handed over while every event fails so a while, and is told again until the registry has it once. */
static void tell_through(struct desk_test *test, enum proxy_manner manner) {
    int events = count_events(test);
    begin_person(test);
    tls_proxy_set(&test->proxied->proxy,
                  &(struct proxy_wish){.manner = manner, .word = "/events", .number = 20, .times = 3});
    assert_int_equal(issue(test), DESK_DONE);
    hand_over(test);
    assert_false(is_all_told(&test->stand));
    end_person(test);
    assert_int_equal(tls_proxy_count(&test->proxied->proxy), 3);
    assert_int_equal(count_events(test), events + 2); /* printed, handed over */
}

static void events_are_told_once_whatever_happens_to_their_answers(void **state) {
    struct desk_test *test = *state;
    tell_through(test, PROXY_RESET_REQUEST);
    tell_through(test, PROXY_RESET_ANSWER);
    tell_through(test, PROXY_RESET_HEAD);
    tell_through(test, PROXY_RESET_BODY);
}

/* Nothing of the registry is reached for a while: events wait in order, and all are told afterwards. */
static void events_wait_for_a_line_that_is_away(void **state) {
    struct desk_test *test = *state;
    begin_person(test);
    assert_int_equal(issue(test), DESK_DONE);
    proxied_set(test->proxied, PROXY_REFUSE, NULL);
    hand_over(test);
    desk_next_person(test->stand.desk);
    assert_true(desk_status(test->stand.desk)->outgoing > 0);
    stand_close(&test->stand); /* also across a restart */
    open_desk(test);
    assert_true(desk_status(test->stand.desk)->outgoing > 0);
    proxied_set(test->proxied, PROXY_PASS, NULL);
    desk_refresh_status(test->stand.desk);
    expect_books(test, test->served);
    survived++;
}

/* --- Clocks --- */

static void a_clock_that_is_a_day_off_does_not_keep_from_printing(void **state) {
    struct desk_test *test = *state;
    begin_person(test);
    assert_int_equal(issue(test), DESK_DONE);
    hand_over(test);
    end_person(test);
}

static int set_up_days_off(void **state, int days) {
    static char clock[40];
    time_t then = time(NULL) + (time_t)days * 86400;
    struct tm utc;
    gmtime_r(&then, &utc);
    strftime(clock, sizeof clock, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return set_up_at(state, clock);
}

static int set_up_yesterday(void **state) {
    return set_up_days_off(state, -1);
}

static int set_up_tomorrow(void **state) {
    return set_up_days_off(state, 1);
}

static int report(void **state) {
    (void)state;
    fault_table_add("network, documents", points, survived, lost, doubled);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

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
        cmocka_unit_test_setup_teardown(a_clock_that_is_a_day_off_does_not_keep_from_printing, set_up_yesterday,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_clock_that_is_a_day_off_does_not_keep_from_printing, set_up_tomorrow,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, report);
}

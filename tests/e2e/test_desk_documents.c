/* The three documents of the desk, with its real workers and the real training registry: who may have which, what each
 * leaves in the journal, the audit log and the registry's book, and what becomes of a page that does not read back. */
#include "../support/stand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sys/stat.h>

#include "../../kiosk/desk/desk_internal.h"
#include "../../kiosk/text.h"

static void confirm_as(struct stand *stand, const char *neph, enum identity_quality quality) {
    static const struct identity_check checks[IDENTITY_QUALITY_COUNT] = {
        [IDENTITY_HOLDER] = {.quality = IDENTITY_HOLDER},
        [IDENTITY_LEGAL_REPRESENTATIVE] = {.quality = IDENTITY_LEGAL_REPRESENTATIVE,
                                           .requester_name = "CORBEAU",
                                           .link = IDENTITY_JUDGMENT},
        [IDENTITY_MANDATARY] = {.quality = IDENTITY_MANDATARY,
                                .requester_name = "CORBEAU",
                                .mandate = IDENTITY_MANDATE_AVOCAT},
        [IDENTITY_BODY] = {.quality = IDENTITY_BODY,
                           .requester_name = "ASSUREUR",
                           .requester_siren = "732829320",
                           .requester_reason = 1},
    };
    struct identity_check check = checks[quality];
    struct fault fault = {0};
    stand_log_in(stand);
    stand_open_file(stand, neph);
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_OK);
}

static void confirm(struct stand *stand, const char *neph) {
    confirm_as(stand, neph, IDENTITY_HOLDER);
}

static void issue(struct stand *stand, enum counter_document type, const char *reason) {
    struct fault fault = {0};
    desk_finish_document(stand->desk);
    assert_int_equal(desk_issue(stand->desk, type, 1, reason, &fault), STATUS_OK);
}

static void expect_refused(struct stand *stand, enum counter_document type, const char *reason, enum status code,
                           const char *where) {
    struct fault fault = {0};
    assert_int_equal(desk_issue(stand->desk, type, 1, reason, &fault), code);
    assert_string_equal(fault.where, where);
    assert_int_equal(desk_counter(stand->desk)->stage, COUNTER_CONFIRMED);
}

static void expect_printed(struct stand *stand) {
    if (stand_await(stand, DESK_DOCUMENT) != DESK_DONE)
        fail_msg("%s: %s", status_name(desk_progress(stand->desk, DESK_DOCUMENT)->fault.code),
                 desk_progress(stand->desk, DESK_DOCUMENT)->fault.where);
    struct stat found;
    assert_int_equal(stat(desk_document(stand->desk)->delivered, &found), 0);
    assert_true(found.st_size > 10000);
}

static int count_issued(const struct stand *stand) {
    return stand_ask(stand, "registry/book.db", "SELECT count(*) FROM attestation");
}

static int count_acts(const struct stand *stand, const char *like) {
    char sql[160];
    assert_true(text_format(sql, sizeof sql, "SELECT count(*) FROM audit WHERE act LIKE '%s'", like));
    return stand_ask(stand, "journal.db", sql);
}

static bool has_nothing_to_send(const struct stand *stand) {
    return desk_status(stand->desk)->outgoing == 0;
}

/* --- RII --- */

static bool is_sent(const struct stand *stand) {
    return desk_document(stand->desk)->steps[DESK_STEP_SEND] == DESK_WAITING;
}

static void prints_an_rii_of_several_pages(void **state) {
    struct stand *stand = *state;
    confirm(stand, STAND_LONG_NEPH);
    issue(stand, COUNTER_RII, NULL);
    stand_run_until(stand, is_sent);
    assert_string_equal(desk_document(stand->desk)->printer_text, ""); /* "prête" would be read as what is wrong */
    expect_printed(stand);
    const struct desk_document *document = desk_document(stand->desk);
    assert_int_equal(strlen(document->number), 12);
    assert_true(document->pages > 1);
    assert_int_equal(document->pages_done, document->pages);
    for (int step = 0; step < DESK_STEP_COUNT; step++)
        assert_int_equal(document->steps[step], DESK_DONE);
    assert_int_equal(stand_ask(stand, "registry/book.db",
                               "SELECT count(*) FROM attestation WHERE type = 'RII' AND valid_until IS NULL"),
                     1);
    assert_int_equal(
        stand_ask(stand, "journal.db", "SELECT count(*) FROM attestation WHERE type = 'RII' AND state = 'printed'"), 1);
}

static bool has_counted(const struct stand *stand) {
    return desk_pages(stand->desk, COUNTER_RII) > 0;
}

static void counts_the_pages_before_anybody_decides(void **state) {
    struct stand *stand = *state;
    confirm(stand, STAND_LONG_NEPH);
    assert_int_equal(desk_pages(stand->desk, COUNTER_RII), 0);
    desk_count_pages(stand->desk, COUNTER_RII);
    stand_run_until(stand, has_counted);
    int pages = desk_pages(stand->desk, COUNTER_RII);
    assert_int_equal(desk_progress(stand->desk, DESK_DOCUMENT)->phase, DESK_IDLE);
    issue(stand, COUNTER_RII, NULL);
    expect_printed(stand);
    assert_int_equal(desk_document(stand->desk)->pages, pages);
    desk_finish_document(stand->desk);
    desk_next_person(stand->desk);
    assert_int_equal(desk_pages(stand->desk, COUNTER_RII), 0);
}

static bool is_page_worker_idle(const struct stand *stand) {
    return stand->desk->page_job == PAGE_JOB_NONE;
}

static void keeps_no_count_of_a_record_that_has_changed(void **state) {
    struct stand *stand = *state;
    confirm(stand, STAND_LONG_NEPH);
    stand_run_until(stand, is_page_worker_idle); /* it may be checking the printer */
    desk_count_pages(stand->desk, COUNTER_RII);
    assert_int_equal(stand->desk->page_job, PAGE_JOB_COUNT_AHEAD);
    document_forget(stand->desk, "record-changed"); /* before the answer comes */
    assert_true(is_page_worker_idle(stand));
    desk_count_pages(stand->desk, COUNTER_RII);
    stand_run_until(stand, has_counted);
}

static void prints_although_the_pages_are_being_counted(void **state) {
    struct stand *stand = *state;
    confirm(stand, STAND_LONG_NEPH);
    desk_count_pages(stand->desk, COUNTER_RII);
    issue(stand, COUNTER_RII, NULL);
    expect_printed(stand);
}

static void gives_an_organisme_the_adcs_alone(void **state) {
    struct stand *stand = *state;
    confirm_as(stand, STAND_VALID_NEPH, IDENTITY_BODY);
    expect_refused(stand, COUNTER_RII, NULL, STATUS_DENIED, "right");
    expect_refused(stand, COUNTER_SITUATION, NULL, STATUS_DENIED, "right");
    desk_count_pages(stand->desk, COUNTER_RII);
    issue(stand, COUNTER_ADCS, NULL);
    expect_printed(stand);
    assert_int_equal(desk_pages(stand->desk, COUNTER_RII), 0);
    assert_int_equal(count_issued(stand), 1);
}

static void gives_a_mandataire_the_rii_but_not_what_speaks_to_the_person(void **state) {
    struct stand *stand = *state;
    confirm_as(stand, STAND_VALID_NEPH, IDENTITY_MANDATARY);
    expect_refused(stand, COUNTER_SITUATION, NULL, STATUS_DENIED, "right");
    issue(stand, COUNTER_RII, NULL);
    expect_printed(stand);
}

/* The reasons are in the audit log before the confirmation, and the registry takes them. */
static void goes_on_with_a_reason_for_what_differs(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    struct identity_check check = {.document_expiry = {2020, 1, 2}, .mismatches = 1U << IDENTITY_FAMILY_NAME};
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH);
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_INVALID);
    assert_string_equal(fault.where, "expired_reason");
    check.expired_reason = 1;
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_INVALID);
    assert_string_equal(fault.where, "mismatch_reason");
    assert_int_equal(count_acts(stand, "identity-%"), 0);
    check.mismatch_reason = 1;
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_OK);
    assert_int_equal(
        stand_ask(stand, "journal.db",
                  "SELECT count(*) FROM audit a JOIN audit b JOIN audit c WHERE a.sequence < b.sequence AND"
                  " b.sequence < c.sequence AND a.act = 'identity-mismatch' AND"
                  " a.detail = 'family_name changement de nom' AND b.act = 'identity-expired' AND"
                  " b.detail = '2020-01-02 renouvellement en cours' AND c.act = 'identity-confirmed' AND"
                  " c.detail = 'holder id-card seen 2020-01-02 differs'"),
        1);
    issue(stand, COUNTER_ADCS, NULL);
    expect_printed(stand);
}

static void shows_and_gives_nothing_on_another_birth_date(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    struct identity_check check = {.mismatches = 1U << IDENTITY_BIRTH_DATE, .mismatch_reason = 1};
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH);
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_DENIED);
    assert_string_equal(fault.where, "person");
    assert_false(counter_may_see(desk_counter(stand->desk), IDENTITY_SEE_POINTS));
    assert_int_equal(desk_issue(stand->desk, COUNTER_ADCS, 1, NULL, &fault), STATUS_DENIED);
    assert_string_equal(fault.where, "stage");
    assert_int_equal(count_acts(stand, "identity-%"), 1);
    assert_int_equal(count_acts(stand, "identity-refused"), 1);
}

static void wants_to_know_why_an_rii_of_another_department_is_issued_here(void **state) {
    struct stand *stand = *state;
    char too_long[DESK_REASON_MAX + 2];
    memset(too_long, 'x', sizeof too_long - 1);
    too_long[sizeof too_long - 1] = '\0';
    confirm(stand, STAND_OUTSIDE_NEPH);
    expect_refused(stand, COUNTER_RII, NULL, STATUS_INVALID, "reason");
    expect_refused(stand, COUNTER_RII, "  ", STATUS_INVALID, "reason");
    expect_refused(stand, COUNTER_RII, "vu\tce jour", STATUS_INVALID, "reason");
    expect_refused(stand, COUNTER_RII, too_long, STATUS_TOO_LONG, "reason");
    expect_refused(stand, COUNTER_RII, "Gérard est de passage", STATUS_INVALID, "reason-names");
    expect_refused(stand, COUNTER_RII, "M. du perche imaginaire travaille ici", STATUS_INVALID, "reason-names");
    expect_refused(stand, COUNTER_RII, "dossier 010418610630", STATUS_INVALID, "reason-names");
    expect_refused(stand, COUNTER_RII, "NEPH 0104-1861 0630.", STATUS_INVALID, "reason-names");
    assert_int_equal(count_acts(stand, "rii-%"), 0);
    assert_int_equal(count_acts(stand, "attestation-%"), 0);
    issue(stand, COUNTER_RII, "Travaille à Caen, urgence");
    assert_int_equal(stand_ask(stand, "journal.db",
                               "SELECT count(*) FROM audit WHERE act = 'rii-other-department'"
                               " AND detail = 'Travaille à Caen, urgence' AND person <> zeroblob(32)"),
                     1);
    assert_int_equal(count_acts(stand, "attestation-intended"), 0); /* the reason is there before */
    expect_printed(stand);
    assert_int_equal(count_acts(stand, "attestation-printed"), 1);
}

static void asks_no_reason_for_the_other_documents(void **state) {
    struct stand *stand = *state;
    confirm(stand, STAND_OUTSIDE_NEPH);
    issue(stand, COUNTER_ADCS, "not looked at");
    expect_printed(stand);
    issue(stand, COUNTER_SITUATION, NULL);
    expect_printed(stand);
    assert_int_equal(count_acts(stand, "rii-%"), 0);
}

/* --- "Ma situation" --- */

static void prints_ma_situation_without_asking_for_a_number(void **state) {
    struct stand *stand = *state;
    confirm(stand, STAND_VALID_NEPH);
    issue(stand, COUNTER_SITUATION, NULL);
    expect_printed(stand);
    const struct desk_document *document = desk_document(stand->desk);
    assert_string_equal(document->number, "");
    assert_int_equal(document->pages, 1);
    for (int step = 0; step < DESK_STEP_COUNT; step++)
        assert_int_equal(document->steps[step],
                         step == DESK_STEP_NUMBER || step == DESK_STEP_VERIFY ? DESK_IDLE : DESK_DONE);
    assert_int_equal(count_issued(stand), 0);
    assert_int_equal(desk_status(stand->desk)->outgoing, 0);
    assert_int_equal(stand_ask(stand, "journal.db", "SELECT count(*) FROM attestation"), 0);
    assert_int_equal(stand_ask(stand, "journal.db",
                               "SELECT b.sequence - a.sequence FROM audit a, audit b"
                               " WHERE a.act = 'situation-intended' AND b.act = 'situation-printed'"
                               " AND a.detail = 'registry' AND a.person = b.person AND a.person <> zeroblob(32)"),
                     1);
}

static void makes_ma_situation_and_nothing_else_from_the_copy(void **state) {
    struct stand *stand = *state;
    confirm(stand, STAND_VALID_NEPH);
    stand_set_fault(stand, "lookup=status:503:3600");
    assert_int_equal(desk_refresh_file(stand->desk), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_LOOKUP), DESK_DONE);
    assert_int_equal(desk_counter(stand->desk)->source, COUNTER_FROM_CACHE);
    expect_refused(stand, COUNTER_ADCS, NULL, STATUS_DENIED, "cache");
    expect_refused(stand, COUNTER_RII, NULL, STATUS_DENIED, "cache");
    issue(stand, COUNTER_SITUATION, NULL);
    expect_printed(stand);
    assert_int_equal(stand_ask(stand, "journal.db",
                               "SELECT count(*) FROM audit WHERE act = 'situation-intended' AND detail = 'cache'"),
                     1);
}

static bool is_page_drawn(const struct stand *stand) {
    return desk_document(stand->desk)->steps[DESK_STEP_DRAW] == DESK_WAITING;
}

static void logs_how_ma_situation_ended_when_it_is_given_up(void **state) {
    struct stand *stand = *state;
    confirm(stand, STAND_VALID_NEPH);
    issue(stand, COUNTER_SITUATION, NULL);
    stand_run_until(stand, is_page_drawn);
    desk_give_up(stand->desk, DESK_DOCUMENT);
    assert_int_equal(stand_ask(stand, "journal.db",
                               "SELECT count(*) FROM audit WHERE act = 'situation-failed' AND detail = 'given-up'"),
                     1);
    issue(stand, COUNTER_SITUATION, NULL);
    stand_run_until(stand, is_page_drawn);
    desk_next_person(stand->desk);
    assert_int_equal(count_acts(stand, "situation-failed"), 2);
    assert_int_equal(count_acts(stand, "situation-printed"), 0);
}

static void gives_the_number_back_when_another_document_is_wanted(void **state) {
    struct stand *stand = *state;
    confirm(stand, STAND_VALID_NEPH);
    issue(stand, COUNTER_ADCS, NULL);
    stand_run_until(stand, is_page_drawn);
    stand_spoil_printer(stand, true);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_FAILED);
    stand_spoil_printer(stand, false);
    issue(stand, COUNTER_SITUATION, NULL);
    expect_printed(stand);
    stand_run_until(stand, has_nothing_to_send);
    assert_int_equal(stand_ask(stand, "registry/book.db", "SELECT count(*) FROM attestation WHERE revoked = 1"), 1);
}

/* --- Read back --- */

/* The page worker answers so when the page that it drew does not read. */
static void answer_unreadable(struct stand *stand) {
    stand_run_until(stand, is_page_drawn);
    json_t *head = json_pack("{s:{s:s, s:s, s:s}}", "failed", "status", "unreadable", "where", "2d-doc", "detail", "");
    document_stop_page(stand->desk); /* its own answer would say that all is well */
    document_answered(stand->desk, PAGE_JOB_DRAW, head);
    json_decref(head);
    const struct desk_progress *progress = desk_progress(stand->desk, DESK_DOCUMENT);
    assert_int_equal(progress->phase, DESK_FAILED);
    assert_int_equal(progress->fault.code, STATUS_UNREADABLE);
    assert_int_equal(desk_document(stand->desk)->steps[DESK_STEP_DRAW], DESK_FAILED);
    assert_int_equal(desk_document(stand->desk)->steps[DESK_STEP_SEND], DESK_IDLE);
}

static void prints_no_page_that_does_not_read_back_and_its_number_is_worth_nothing(void **state) {
    struct stand *stand = *state;
    char number[13];
    confirm(stand, STAND_VALID_NEPH);
    issue(stand, COUNTER_RII, NULL);
    answer_unreadable(stand);
    assert_true(text_copy(number, sizeof number, desk_document(stand->desk)->number));
    assert_int_equal(stand_ask(stand, "journal.db",
                               "SELECT count(*) FROM attestation WHERE state = 'failed' AND reason = 'unreadable'"),
                     1);
    assert_int_equal(stand_ask(stand, "journal.db",
                               "SELECT count(*) FROM audit WHERE act = 'attestation-failed' AND detail = 'unreadable'"),
                     1);
    stand_run_until(stand, has_nothing_to_send);
    assert_int_equal(stand_ask(stand, "registry/book.db", "SELECT count(*) FROM attestation WHERE revoked = 1"), 1);
    issue(stand, COUNTER_RII, NULL); /* another number */
    expect_printed(stand);
    assert_string_not_equal(desk_document(stand->desk)->number, number);
    assert_int_equal(count_issued(stand), 2);
}

static void logs_that_ma_situation_does_not_read_back(void **state) {
    struct stand *stand = *state;
    confirm(stand, STAND_VALID_NEPH);
    issue(stand, COUNTER_SITUATION, NULL);
    answer_unreadable(stand);
    assert_int_equal(stand_ask(stand, "journal.db",
                               "SELECT count(*) FROM audit WHERE act = 'situation-failed' AND detail = 'unreadable'"),
                     1);
}

int main(void) {
#define DESK_TEST(name) cmocka_unit_test_setup_teardown(name, stand_set_up, stand_tear_down)
    const struct CMUnitTest tests[] = {
        DESK_TEST(prints_an_rii_of_several_pages),
        DESK_TEST(counts_the_pages_before_anybody_decides),
        DESK_TEST(keeps_no_count_of_a_record_that_has_changed),
        DESK_TEST(prints_although_the_pages_are_being_counted),
        DESK_TEST(gives_an_organisme_the_adcs_alone),
        DESK_TEST(goes_on_with_a_reason_for_what_differs),
        DESK_TEST(shows_and_gives_nothing_on_another_birth_date),
        DESK_TEST(gives_a_mandataire_the_rii_but_not_what_speaks_to_the_person),
        DESK_TEST(wants_to_know_why_an_rii_of_another_department_is_issued_here),
        DESK_TEST(asks_no_reason_for_the_other_documents),
        DESK_TEST(prints_ma_situation_without_asking_for_a_number),
        DESK_TEST(makes_ma_situation_and_nothing_else_from_the_copy),
        DESK_TEST(logs_how_ma_situation_ended_when_it_is_given_up),
        DESK_TEST(gives_the_number_back_when_another_document_is_wanted),
        DESK_TEST(prints_no_page_that_does_not_read_back_and_its_number_is_worth_nothing),
        DESK_TEST(logs_that_ma_situation_does_not_read_back),
    };
    return cmocka_run_group_tests_name("desk documents", tests, NULL, NULL);
}

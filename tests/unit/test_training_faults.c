/* Faults on demand of the training registry: what a specification means, and what it does to an answer. */
#include "../../kiosk/training/faults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct faults parse(const char *text) {
    struct faults faults = {0};
    assert_int_equal(faults_parse(text, &faults), STATUS_OK);
    return faults;
}

static struct answer good_answer(void) {
    struct answer answer;
    answer_init(&answer);
    answer_json(&answer, 200, json_pack("{s:s}", "neph", "121201200001"));
    return answer;
}

static void means_every_call_without_a_word(void **state) {
    (void)state;
    struct faults faults = parse("late:5000");
    struct planned_fault fault = faults_take(&faults, "/v1/status");
    assert_int_equal(fault.kind, FAULT_LATE);
    assert_int_equal(fault.number, 5000);
    assert_int_equal(faults_take(&faults, "/v1/drivers/lookup").kind, FAULT_LATE);
}

static void means_only_the_calls_that_have_the_word(void **state) {
    (void)state;
    struct faults faults = parse("lookup=cut,search=malformed");
    assert_int_equal(faults_take(&faults, "/v1/drivers/lookup").kind, FAULT_CUT);
    assert_int_equal(faults_take(&faults, "/v1/drivers/search").kind, FAULT_MALFORMED);
    assert_int_equal(faults_take(&faults, "/v1/status").kind, FAULT_NONE);
}

static void leaves_an_answer_that_the_server_spoils_as_it_is(void **state) {
    (void)state;
    struct faults faults = parse("events=reset*1,attestations=twice");
    struct answer answer = good_answer();
    struct planned_fault fault = faults_take(&faults, "/v1/attestations/0123456789AB/events");
    assert_int_equal(fault.kind, FAULT_RESET);
    faults_apply(&fault, &answer);
    fault = faults_take(&faults, "/v1/attestations");
    assert_int_equal(fault.kind, FAULT_TWICE);
    faults_apply(&fault, &answer);
    assert_string_equal(answer.body, "{\"neph\":\"121201200001\"}");
    answer_clear(&answer);
}

static void stops_after_its_count(void **state) {
    (void)state;
    struct faults faults = parse("status:503:7*2");
    assert_int_equal(faults_take(&faults, "/v1/status").kind, FAULT_STATUS);
    assert_int_equal(faults_take(&faults, "/v1/status").retry_after_seconds, 7);
    assert_int_equal(faults_take(&faults, "/v1/status").kind, FAULT_NONE);
}

static void takes_an_empty_specification_for_no_fault(void **state) {
    (void)state;
    struct faults faults = parse("");
    assert_int_equal(faults.count, 0);
    faults = parse("\n");
    assert_int_equal(faults.count, 0);
}

static void refuses_what_is_no_specification(void **state) {
    (void)state;
    static const char *const wrong[] = {"slow",           "late",         "late:x",  "late:1:2", "cut:1", "status",
                                        "status:418",     "status:503:x", "=cut",    "lookup=",  "cut*x", "cut,,cut",
                                        "status:503:1:2", "late:-1",      "reset:1", "twice:2"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct faults faults = {.count = 77};
        assert_int_equal(faults_parse(wrong[i], &faults), STATUS_MALFORMED);
        assert_int_equal(faults.count, 77);
    }
}

static void makes_the_problem_of_a_status(void **state) {
    (void)state;
    struct answer answer = good_answer();
    struct planned_fault fault = {.kind = FAULT_STATUS, .number = 429, .retry_after_seconds = 3};
    faults_apply(&fault, &answer);
    assert_int_equal(answer.status, 429);
    assert_int_equal(answer.retry_after_seconds, 3);
    assert_string_equal(answer.content_type, ANSWER_PROBLEM);
    assert_non_null(strstr(answer.body, "too-many-requests"));
    answer_clear(&answer);
}

static void spoils_an_answer_in_each_way(void **state) {
    (void)state;
    struct answer answer = good_answer();
    faults_apply(&(struct planned_fault){.kind = FAULT_OVERSIZED}, &answer);
    assert_int_equal(answer.size, 2 * 1024 * 1024);
    answer_clear(&answer);

    answer = good_answer();
    size_t whole = answer.size;
    faults_apply(&(struct planned_fault){.kind = FAULT_MALFORMED}, &answer);
    assert_int_equal(answer.size, whole / 2);
    answer_clear(&answer);

    answer = good_answer();
    faults_apply(&(struct planned_fault){.kind = FAULT_WRONG_NEPH}, &answer);
    assert_string_equal(answer.body, "{\"neph\":\"000000000000\"}");
    answer_clear(&answer);

    answer = good_answer();
    faults_apply(&(struct planned_fault){.kind = FAULT_CONTENT_TYPE}, &answer);
    assert_string_equal(answer.content_type, "text/html; charset=utf-8");
    answer_clear(&answer);
}

static void dates_the_data_anew_and_takes_the_etag_away(void **state) {
    (void)state;
    struct answer answer;
    answer_init(&answer);
    answer_json(&answer, 200, json_pack("{s:s}", "data_as_of", "2026-11-24T09:30:00+01:00"));
    answer.etag[0] = '"';
    faults_apply(&(struct planned_fault){.kind = FAULT_NEWER}, &answer);
    assert_string_equal(answer.body, "{\"data_as_of\":\"2040-01-01T00:00:00+01:00\"}");
    assert_string_equal(answer.etag, "");
    answer_clear(&answer);
}

static void takes_a_point_and_adds_a_letter(void **state) {
    (void)state;
    struct answer answer;
    answer_init(&answer);
    answer_json(&answer, 200, json_pack("{s:{s:i}, s:[]}", "points", "balance", 12, "events"));
    answer.etag[0] = '"';
    faults_apply(&(struct planned_fault){.kind = FAULT_CHANGED}, &answer);
    assert_string_equal(answer.body, "{\"points\":{\"balance\":11},\"events\":[{\"type\":\"letter\",\"code\":\"48\","
                                     "\"date\":\"2026-11-24\"}]}");
    assert_string_equal(answer.etag, "");
    answer_clear(&answer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_a_point_and_adds_a_letter),
        cmocka_unit_test(means_every_call_without_a_word),
        cmocka_unit_test(means_only_the_calls_that_have_the_word),
        cmocka_unit_test(stops_after_its_count),
        cmocka_unit_test(leaves_an_answer_that_the_server_spoils_as_it_is),
        cmocka_unit_test(takes_an_empty_specification_for_no_fault),
        cmocka_unit_test(refuses_what_is_no_specification),
        cmocka_unit_test(makes_the_problem_of_a_status),
        cmocka_unit_test(spoils_an_answer_in_each_way),
        cmocka_unit_test(dates_the_data_anew_and_takes_the_etag_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

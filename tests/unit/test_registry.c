/* The registry's contract from the outside: what is asked, to the byte; the form of answers; when to ask again. */
#include "../../kiosk/registry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/memory.h"

#define REQUEST_ID "0b2f9a52-9d57-4c1e-8d0c-2f1f3a6b7c8d"

/* --- Requests --- */

static void expect_request(struct registry_request *request, const char *method, const char *path, const char *body) {
    assert_string_equal(request->method, method);
    assert_string_equal(request->path, path);
    assert_true(request->idempotent);
    if (body) {
        assert_string_equal(request->body, body);
        assert_int_equal(request->body_size, strlen(body));
    } else {
        assert_null(request->body);
    }
    registry_request_clear(request);
    assert_null(request->body);
}

static void asks_for_the_status_without_a_body(void **state) {
    (void)state;
    struct registry_request request;
    assert_int_equal(registry_ask_status(&request), STATUS_OK);
    expect_request(&request, "GET", "/v1/status", NULL);
}

static void asks_for_a_record_with_the_neph_in_the_body_only(void **state) {
    (void)state;
    struct registry_request request;
    assert_int_equal(registry_ask_lookup("121201200001", "\"3f9c\"", &request), STATUS_OK);
    assert_string_equal(request.if_none_match, "\"3f9c\"");
    expect_request(&request, "POST", "/v1/drivers/lookup", "{\"neph\":\"121201200001\"}");
    char long_etag[300];
    memset(long_etag, 'x', sizeof long_etag - 1);
    long_etag[sizeof long_etag - 1] = '\0';
    assert_int_equal(registry_ask_lookup("12345", long_etag, &request), STATUS_OK);
    assert_string_equal(request.if_none_match, "");
    registry_request_clear(&request);
}

static void asks_for_candidates_by_name_or_by_title_number(void **state) {
    (void)state;
    struct registry_request request;
    struct registry_search search = {.reason = "titre perdu", .family_name = "D'ÉON", .birth_date = {1950, 0, 0}};
    assert_int_equal(registry_ask_search(&search, &request), STATUS_OK);
    expect_request(&request, "POST", "/v1/drivers/search",
                   "{\"reason\":\"titre perdu\",\"family_name\":\"D'ÉON\",\"birth_date\":\"1950-00-00\"}");
    search.given_name = "Jules";
    search.department = "2A";
    assert_int_equal(registry_ask_search(&search, &request), STATUS_OK);
    expect_request(&request, "POST", "/v1/drivers/search",
                   "{\"reason\":\"titre perdu\",\"family_name\":\"D'ÉON\",\"birth_date\":\"1950-00-00\","
                   "\"given_name\":\"Jules\",\"department\":\"2A\"}");
    search = (struct registry_search){.reason = "NEPH inconnu", .title_number = "13AA00002"};
    assert_int_equal(registry_ask_search(&search, &request), STATUS_OK);
    expect_request(&request, "POST", "/v1/drivers/search",
                   "{\"reason\":\"NEPH inconnu\",\"title_number\":\"13AA00002\"}");
    search.title_number = "\xff";
    assert_int_equal(registry_ask_search(&search, &request), STATUS_INVALID);
}

static const struct identity_check holder_check = {.quality = IDENTITY_HOLDER,
                                                   .document = IDENTITY_ID_CARD,
                                                   .document_expiry = {2031, 2, 11},
                                                   .confirmed_by = "A123",
                                                   .at = {{2026, 11, 24}, 9, 30, 0, 60}};

static void asks_for_an_attestation_with_what_the_agent_established(void **state) {
    (void)state;
    struct registry_request request;
    assert_int_equal(registry_ask_attestation(REQUEST_ID, "121201200001", "ADCS", 1, "3f9c", &holder_check, &request),
                     STATUS_OK);
    expect_request(&request, "POST", "/v1/attestations",
                   "{\"request_id\":\"" REQUEST_ID "\",\"neph\":\"121201200001\",\"type\":\"ADCS\",\"pages\":1,"
                   "\"record_version\":\"3f9c\",\"identity_check\":{\"quality\":\"holder\",\"requester_name\":null,"
                   "\"requester_siren\":null,\"mandate\":null,\"method\":\"document\",\"document_type\":\"id-card\","
                   "\"document_expiry\":\"2031-02-11\",\"mismatches\":[],\"mismatch_reason\":null,\"supervisor\":null,"
                   "\"confirmed_by\":\"A123\",\"at\":\"2026-11-24T09:30:00+01:00\"}}");
}

static void names_who_asks_for_somebody_else(void **state) {
    (void)state;
    struct registry_request request;
    struct identity_check check = holder_check;
    check.quality = IDENTITY_MANDATARY;
    check.mandate = IDENTITY_MANDATE_AVOCAT;
    check.document_expiry = (struct date){0};
    memcpy(check.requester_name, "Maître LŒB", sizeof "Maître LŒB");
    assert_int_equal(registry_ask_attestation(REQUEST_ID, "12345", "RII", 99, "v", &check, &request), STATUS_OK);
    assert_non_null(strstr(request.body, "\"quality\":\"mandatary\",\"requester_name\":\"Maître LŒB\","
                                         "\"requester_siren\":null,\"mandate\":\"avocat\""));
    assert_non_null(strstr(request.body, "\"document_expiry\":null"));
    registry_request_clear(&request);
}

/* Any check that this program may make, from the seed. */
static struct identity_check any_check(unsigned seed) {
    struct identity_check check = holder_check;
    check.quality = (enum identity_quality)(seed % IDENTITY_QUALITY_COUNT);
    check.document = (enum identity_document)(seed / 4 % (IDENTITY_DOCUMENT_COUNT + 1));
    check.method = (enum identity_method)(seed / 3 % 2);
    check.mandate = (enum identity_mandate)(seed / 5 % 3);
    check.link = (enum identity_link)(seed / 19 % 3);
    check.mismatches = seed / 7 % (1U << IDENTITY_FIELD_COUNT);
    check.mismatch_reason = (int)(seed / 11 % 7);
    check.expired_reason = (int)(seed / 13 % 5);
    check.requester_reason = (int)(seed / 17 % 4);
    if (seed % 2 == 0)
        check.document_expiry = (struct date){0};
    if (seed % 3 == 0)
        memcpy(check.requester_name, "Maître \"LŒB\" d'Éon", sizeof "Maître \"LŒB\" d'Éon");
    if (seed % 5 == 0)
        memcpy(check.requester_siren, "732829320", 10);
    if (seed % 7 == 0)
        memcpy(check.supervisor, "B456", 5);
    check.at.offset_min = seed % 2 == 0 ? 120 : -240;
    return check;
}

/* The registry refuses a repeated request whose body differs: what a parcel kept must be told again to the byte. */
static void a_check_that_was_read_is_written_again_to_the_byte(void **state) {
    (void)state;
    for (unsigned seed = 0; seed < 20000; seed++) {
        struct identity_check check = any_check(seed), read = {0};
        json_t *object = registry_write_check(&check);
        char *first = json_dumps(object, JSON_COMPACT);
        assert_non_null(first);
        if (registry_read_check(object, &read) != STATUS_OK)
            fail_msg("%s", first);
        json_t *second_object = registry_write_check(&read);
        char *second = json_dumps(second_object, JSON_COMPACT);
        assert_string_equal(second, first);
        assert_int_equal(read.quality, check.quality);
        assert_int_equal(read.document, check.document);
        assert_int_equal(read.method, check.method);
        assert_int_equal(read.mandate, check.mandate);
        assert_int_equal(read.link, check.link);
        assert_int_equal(read.mismatches, check.mismatches);
        assert_int_equal(read.mismatch_reason, check.mismatch_reason);
        assert_int_equal(read.expired_reason, check.expired_reason);
        assert_int_equal(read.requester_reason, check.requester_reason);
        assert_string_equal(read.supervisor, check.supervisor);
        free(first);
        free(second);
        json_decref(object);
        json_decref(second_object);
    }
}

static void the_check_tells_what_differs_and_why(void **state) {
    (void)state;
    struct identity_check check = holder_check;
    check.method = IDENTITY_BY_EYE;
    check.mismatches = 1U << IDENTITY_FAMILY_NAME | 1U << IDENTITY_TITLE_NUMBER;
    check.mismatch_reason = identity_reason_find(IDENTITY_WHY_DIFFERENT, "changement de nom");
    check.expired_reason = identity_reason_find(IDENTITY_WHY_EXPIRED, "seul document détenu");
    memcpy(check.supervisor, "B456", 5);
    json_t *object = registry_write_check(&check);
    char *text = json_dumps(object, JSON_COMPACT);
    assert_string_equal(text,
                        "{\"quality\":\"holder\",\"requester_name\":null,\"requester_siren\":null,\"mandate\":null,"
                        "\"method\":\"visual\",\"document_type\":\"id-card\",\"document_expiry\":\"2031-02-11\","
                        "\"mismatches\":[\"family_name\",\"title_number\"],\"mismatch_reason\":\"changement de nom\","
                        "\"supervisor\":\"B456\",\"confirmed_by\":\"A123\",\"at\":\"2026-11-24T09:30:00+01:00\","
                        "\"expired_reason\":\"seul document détenu\"}");
    free(text);
    json_decref(object);
    check = holder_check;
    check.quality = IDENTITY_BODY;
    check.document = IDENTITY_NO_DOCUMENT;
    check.requester_reason = 1;
    object = registry_write_check(&check);
    assert_true(json_is_null(json_object_get(object, "document_type")));
    assert_string_equal(json_string_value(json_object_get(object, "requester_reason")), "emploi");
    assert_null(json_object_get(object, "expired_reason"));
    json_decref(object);
}

/* Each member with a value that this program does not write. */
static void a_check_out_of_the_lists_is_not_read(void **state) {
    (void)state;
    static const char *const wrong[][2] = {{"quality", "\"anybody\""},
                                           {"method", "\"franceconnect\""},
                                           {"document_type", "\"library-card\""},
                                           {"document_expiry", "\"2031-02-30\""},
                                           {"mandate", "\"spoken\""},
                                           {"requester_link", "\"friendship\""},
                                           {"mismatches", "[\"shoe_size\"]"},
                                           {"mismatches", "[1]"},
                                           {"mismatch_reason", "\"parce que\""},
                                           {"requester_reason", "\"parce que\""},
                                           {"expired_reason", "\"parce que\""},
                                           {"supervisor", "\"ABCDEFGHIJKLMNOPQRSTUVWXYZ\""},
                                           {"at", "\"today\""}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct identity_check read = {.quality = IDENTITY_MANDATARY};
        json_t *object = registry_write_check(&holder_check);
        json_object_set_new(object, wrong[i][0], json_loads(wrong[i][1], JSON_DECODE_ANY, NULL));
        if (registry_read_check(object, &read) != STATUS_MALFORMED)
            fail_msg("%s", wrong[i][0]);
        assert_int_equal(read.quality, IDENTITY_MANDATARY); /* nothing is set */
        json_decref(object);
    }
}

/* A parcel of the version before, which knew neither. */
static void a_check_without_the_newer_members_is_read(void **state) {
    (void)state;
    struct identity_check read;
    json_t *object = registry_write_check(&holder_check);
    assert_int_equal(json_object_del(object, "mismatches"), 0);
    assert_int_equal(json_object_del(object, "supervisor"), 0);
    assert_int_equal(registry_read_check(object, &read), STATUS_OK);
    assert_int_equal(read.mismatches, 0);
    json_decref(object);
}

static void refuses_to_ask_out_of_the_contract(void **state) {
    (void)state;
    struct registry_request request;
    assert_int_equal(registry_ask_attestation(REQUEST_ID, "12345", "RII", 0, "v", &holder_check, &request),
                     STATUS_INVALID);
    assert_int_equal(registry_ask_attestation(REQUEST_ID, "12345", "RII", 100, "v", &holder_check, &request),
                     STATUS_INVALID);
    assert_int_equal(registry_ask_attestation("1", "12345", "RII", 1, "v", &holder_check, &request), STATUS_INVALID);
    assert_int_equal(registry_ask_event("../../etc/pw", "{}", &request), STATUS_INVALID);
    assert_int_equal(registry_ask_event("ABCDEFGHJKL1", "{}", &request), STATUS_INVALID); /* L */
    assert_int_equal(registry_ask_event("ABCDEFGHJK1", "{}", &request), STATUS_INVALID);
    assert_int_equal(registry_ask_event("ABCDEFGHJK12", "{", &request), STATUS_INVALID);
}

static void tells_an_event_under_the_number_of_its_attestation(void **state) {
    (void)state;
    struct registry_request request;
    assert_int_equal(registry_ask_event("ABCDEFGHJK12", "{\"event\": \"printed\"}", &request), STATUS_OK);
    expect_request(&request, "POST", "/v1/attestations/ABCDEFGHJK12/events", "{\"event\":\"printed\"}");
}

static void tells_lines_of_the_audit_log_as_they_are(void **state) {
    (void)state;
    struct registry_request request;
    assert_int_equal(registry_ask_audit("14-GUICHET-04", "[{\"sequence\": 7, \"act\": \"login\"}]", &request),
                     STATUS_OK);
    expect_request(&request, "POST", "/v1/audit",
                   "{\"station\":\"14-GUICHET-04\",\"events\":[{\"sequence\":7,\"act\":\"login\"}]}");
    static const char *const wrong[] = {"", "{}", "[", "[] x", "[{\"a\":1,\"a\":2}]"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(registry_ask_audit("14-GUICHET-04", wrong[i], &request), STATUS_INVALID);
    assert_int_equal(registry_ask_audit("\xff", "[]", &request), STATUS_INVALID);
}

static void refuses_to_tell_more_than_one_mebibyte(void **state) {
    (void)state;
    struct registry_request request;
    char *events = memory_alloc(REGISTRY_BODY_MAX + 1);
    memset(events, ' ', REGISTRY_BODY_MAX);
    memset(events + 2, 'x', REGISTRY_BODY_MAX - 4);
    memcpy(events, "[\"", 2);
    memcpy(events + REGISTRY_BODY_MAX - 2, "\"]", 3);
    assert_int_equal(registry_ask_audit("14-GUICHET-04", events, &request), STATUS_TOO_LONG);
    memory_free(events);
}

static void the_message_for_net_carries_who_asks_and_no_person(void **state) {
    (void)state;
    struct registry_request request;
    struct config config = {.station_id = "14-GUICHET-04"};
    struct message message;
    assert_int_equal(registry_ask_lookup("121201200001", NULL, &request), STATUS_OK);
    assert_int_equal(registry_to_message(&request, 7, REQUEST_ID, &config, "A123", &message), STATUS_OK);
    char *head = json_dumps(message.head, JSON_COMPACT);
    assert_string_equal(head,
                        "{\"id\":7,\"method\":\"POST\",\"path\":\"/v1/drivers/lookup\",\"request_id\":\"" REQUEST_ID
                        "\",\"station\":\"14-GUICHET-04\",\"agent\":\"A123\"}");
    free(head);
    assert_int_equal(message.body_size, request.body_size);
    assert_memory_equal(message.body, request.body, request.body_size);
    message_clear(&message);
    assert_int_equal(registry_to_message(&request, 7, REQUEST_ID, &config, "", &message), STATUS_OK);
    assert_null(message_text(&message, "agent"));
    message_clear(&message);
    registry_request_clear(&request);
}

/* --- Form of answers --- */

static enum status read_answer(const char *head, const char *body, struct registry_answer *answer,
                               struct fault *fault) {
    static char kept[2 * REGISTRY_BODY_MAX];
    struct message message = {.head = json_loads(head, 0, NULL)};
    assert_non_null(message.head);
    *fault = (struct fault){0};
    if (body) {
        message.body_size = strlen(body);
        message.body = (uint8_t *)memory_copy(body);
    }
    enum status status = registry_read_answer(&message, answer, fault);
    if (status == STATUS_OK && answer->body) {
        memcpy(kept, answer->body, answer->body_size + 1);
        answer->body = kept;
    }
    message_clear(&message);
    return status;
}

static void expect_answer(const char *head, const char *body, enum status expected, const char *where) {
    struct registry_answer answer;
    struct fault fault;
    assert_int_equal(read_answer(head, body, &answer, &fault), expected);
    if (expected != STATUS_OK) {
        assert_int_equal(fault.code, expected);
        assert_string_equal(fault.where, where);
    }
}

static void takes_an_answer_in_form(void **state) {
    (void)state;
    struct registry_answer answer;
    struct fault fault;
    assert_int_equal(
        read_answer("{\"id\":9,\"status\":200,\"content_type\":\"application/json\",\"etag\":\"\\\"a\\\"\"}", "{}",
                    &answer, &fault),
        STATUS_OK);
    assert_int_equal(answer.id, 9);
    assert_int_equal(answer.http_status, 200);
    assert_string_equal(answer.etag, "\"a\"");
    assert_int_equal(answer.retry_after_seconds, -1);
    assert_int_equal(answer.body_size, 2);
    expect_answer("{\"status\":201,\"content_type\":\"Application/JSON; charset=UTF-8\"}", "{}", STATUS_OK, "");
    expect_answer("{\"status\":200,\"content_type\":\"application/json;version=1.4\"}", "{}", STATUS_OK, "");
    expect_answer("{\"status\":202}", NULL, STATUS_OK, "");
    expect_answer("{\"status\":202,\"content_type\":\"application/json\"}", "{}", STATUS_OK, "");
    expect_answer("{\"status\":204}", NULL, STATUS_OK, "");
    expect_answer("{\"status\":304,\"etag\":\"x\"}", NULL, STATUS_OK, "");
}

static void refuses_an_answer_out_of_form(void **state) {
    (void)state;
    expect_answer("{\"status\":200}", "{}", STATUS_PROTOCOL, "Content-Type");
    expect_answer("{\"status\":200,\"content_type\":\"text/html\"}", "{}", STATUS_PROTOCOL, "Content-Type");
    expect_answer("{\"status\":200,\"content_type\":\"application/jsonp\"}", "{}", STATUS_PROTOCOL, "Content-Type");
    expect_answer("{\"status\":200,\"content_type\":\"application/json; charset=latin1\"}", "{}", STATUS_PROTOCOL,
                  "Content-Type");
    expect_answer("{\"status\":200,\"content_type\":\"application/json; version=2\"}", "{}", STATUS_PROTOCOL,
                  "version");
    expect_answer("{\"status\":200,\"content_type\":\"application/json; version=10\"}", "{}", STATUS_PROTOCOL,
                  "version");
    expect_answer("{\"status\":200,\"content_type\":\"application/problem+json\"}", "{}", STATUS_PROTOCOL,
                  "Content-Type");
    expect_answer("{\"status\":200,\"content_type\":\"application/json\"}", "{\"a\":\"\xe9\"}", STATUS_PROTOCOL, "");
    expect_answer("{\"status\":304}", "{}", STATUS_PROTOCOL, "");
    expect_answer("{\"status\":302,\"content_type\":\"application/json\"}", "{}", STATUS_PROTOCOL, "HTTP 302");
    expect_answer("{\"status\":206,\"content_type\":\"application/json\"}", "{}", STATUS_PROTOCOL, "HTTP 206");
    expect_answer("{\"status\":0}", NULL, STATUS_PROTOCOL, "status");
    expect_answer("{}", NULL, STATUS_PROTOCOL, "status");
}

static void refuses_a_body_over_one_mebibyte(void **state) {
    (void)state;
    char *body = memory_alloc(REGISTRY_BODY_MAX + 2);
    memset(body, ' ', REGISTRY_BODY_MAX + 1);
    expect_answer("{\"status\":200,\"content_type\":\"application/json\"}", body, STATUS_TOO_LARGE, "");
    body[REGISTRY_BODY_MAX] = '\0';
    expect_answer("{\"status\":200,\"content_type\":\"application/json\"}", body, STATUS_OK, "");
    memory_free(body);
}

static void forgets_a_validator_that_cannot_be_sent_back_whole(void **state) {
    (void)state;
    struct registry_answer answer;
    struct fault fault;
    char head[400] = "{\"status\":304,\"etag\":\"";
    memset(head + strlen(head), 'x', 200);
    memcpy(head + strlen(head), "\"}", 3);
    assert_int_equal(read_answer(head, NULL, &answer, &fault), STATUS_OK);
    assert_string_equal(answer.etag, "");
    assert_int_equal(read_answer("{\"status\":304,\"etag\":\"a\\r\\nb\"}", NULL, &answer, &fault), STATUS_OK);
    assert_string_equal(answer.etag, "");
}

static void a_failure_of_the_way_becomes_its_status(void **state) {
    (void)state;
    struct registry_answer answer;
    struct fault fault;
    static const enum status failures[] = {STATUS_UNREACHABLE, STATUS_TIMEOUT,   STATUS_TLS_SERVER, STATUS_TLS_CLIENT,
                                           STATUS_TRUNCATED,   STATUS_TOO_LARGE, STATUS_PROTOCOL};
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
        json_t *head = json_pack("{s:i,s:s,s:s}", "id", 3, "failure", status_name(failures[i]), "detail", "curl");
        char *text = json_dumps(head, 0);
        json_decref(head);
        assert_int_equal(read_answer(text, NULL, &answer, &fault), failures[i]);
        assert_string_equal(fault.where, "");
        assert_string_equal(fault.detail, "curl");
        assert_int_equal(answer.http_status, 0);
        free(text);
    }
    assert_int_equal(read_answer("{\"failure\":\"tls-server\",\"where\":\"dates\"}", NULL, &answer, &fault),
                     STATUS_TLS_SERVER);
    assert_string_equal(fault.where, "dates");
}

static void a_problem_gives_its_slug_and_its_title(void **state) {
    (void)state;
    struct registry_answer answer;
    struct fault fault;
    const char *head = "{\"status\":404,\"content_type\":\"application/problem+json; charset=utf-8\"}";
    assert_int_equal(read_answer(head, "{\"type\":\"driver-not-found\",\"title\":\"Aucun dossier\",\"reason\":\"x\"}",
                                 &answer, &fault),
                     STATUS_PROBLEM);
    assert_string_equal(fault.where, "driver-not-found");
    assert_string_equal(fault.detail, "Aucun dossier");
    assert_int_equal(answer.http_status, 404);
    assert_int_equal(
        read_answer("{\"status\":422,\"content_type\":\"application/problem+json\"}",
                    "{\"type\":\"not-issuable\",\"title\":\"Non délivrable\",\"reason\":\"Rien d'authentifié\"}",
                    &answer, &fault),
        STATUS_PROBLEM);
    assert_string_equal(fault.detail, "Non délivrable\u00A0: Rien d'authentifié");
}

static void a_problem_says_when_to_come_back(void **state) {
    (void)state;
    struct registry_answer answer;
    struct fault fault;
    const char *body = "{\"type\":\"unavailable\",\"title\":\"Service indisponible\"}";
    assert_int_equal(read_answer("{\"status\":503,\"retry_after\":7,\"content_type\":\"application/problem+json\"}",
                                 body, &answer, &fault),
                     STATUS_PROBLEM);
    assert_int_equal(answer.retry_after_seconds, 7);
    assert_int_equal(
        read_answer("{\"status\":503,\"retry_after\":3,\"content_type\":\"text/html\"}", "x", &answer, &fault),
        STATUS_PROTOCOL);
    assert_int_equal(answer.http_status, 503);
    assert_int_equal(answer.retry_after_seconds, 3);
}

static void refuses_a_problem_out_of_form(void **state) {
    (void)state;
    const char *head = "{\"status\":404,\"content_type\":\"application/problem+json\"}";
    expect_answer(head, "{\"type\":\"driver-not-found\"}", STATUS_PROTOCOL, "title");
    expect_answer(head, "{\"type\":\"driver-not-found\",\"title\":\"a\\u001b[2J\"}", STATUS_PROTOCOL, "title");
    expect_answer(head, "{\"type\":\"about:blank\",\"title\":\"x\"}", STATUS_PROTOCOL, "type");
    expect_answer(head, "{\"title\":\"x\"}", STATUS_PROTOCOL, "type");
    expect_answer(head, "[]", STATUS_PROTOCOL, "type");
    expect_answer(head, "{", STATUS_PROTOCOL, "type");
    expect_answer("{\"status\":500,\"content_type\":\"application/json\"}", "{}", STATUS_PROTOCOL, "Content-Type");
}

/* --- Retries --- */

static void waits_longer_each_time_up_to_a_cap(void **state) {
    (void)state;
    assert_int_equal(registry_retry_delay_ms(1, -1, 0), 250);
    assert_int_equal(registry_retry_delay_ms(2, -1, 0), 500);
    assert_int_equal(registry_retry_delay_ms(3, -1, 0), 1000);
    assert_int_equal(registry_retry_delay_ms(7, -1, 0), 15000);
    assert_int_equal(registry_retry_delay_ms(1000000, -1, 0), 15000);
    for (uint32_t random = 0; random < 100000; random += 7) {
        int delay_ms = registry_retry_delay_ms(9, -1, random);
        assert_in_range(delay_ms, 15000, 30000);
    }
    assert_int_not_equal(registry_retry_delay_ms(4, -1, 1), registry_retry_delay_ms(4, -1, 700));
}

static void never_comes_back_before_it_was_told_to(void **state) {
    (void)state;
    assert_true(registry_retry_delay_ms(1, 60, 0) >= 60000);
    assert_true(registry_retry_delay_ms(1, 2147483647, 0) > 0);
    assert_int_equal(registry_retry_delay_ms(1, 0, 0), 250);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asks_for_the_status_without_a_body),
        cmocka_unit_test(asks_for_a_record_with_the_neph_in_the_body_only),
        cmocka_unit_test(asks_for_candidates_by_name_or_by_title_number),
        cmocka_unit_test(asks_for_an_attestation_with_what_the_agent_established),
        cmocka_unit_test(names_who_asks_for_somebody_else),
        cmocka_unit_test(a_check_that_was_read_is_written_again_to_the_byte),
        cmocka_unit_test(the_check_tells_what_differs_and_why),
        cmocka_unit_test(a_check_out_of_the_lists_is_not_read),
        cmocka_unit_test(a_check_without_the_newer_members_is_read),
        cmocka_unit_test(refuses_to_ask_out_of_the_contract),
        cmocka_unit_test(tells_an_event_under_the_number_of_its_attestation),
        cmocka_unit_test(tells_lines_of_the_audit_log_as_they_are),
        cmocka_unit_test(refuses_to_tell_more_than_one_mebibyte),
        cmocka_unit_test(the_message_for_net_carries_who_asks_and_no_person),
        cmocka_unit_test(takes_an_answer_in_form),
        cmocka_unit_test(refuses_an_answer_out_of_form),
        cmocka_unit_test(refuses_a_body_over_one_mebibyte),
        cmocka_unit_test(forgets_a_validator_that_cannot_be_sent_back_whole),
        cmocka_unit_test(a_failure_of_the_way_becomes_its_status),
        cmocka_unit_test(a_problem_gives_its_slug_and_its_title),
        cmocka_unit_test(a_problem_says_when_to_come_back),
        cmocka_unit_test(refuses_a_problem_out_of_form),
        cmocka_unit_test(waits_longer_each_time_up_to_a_cap),
        cmocka_unit_test(never_comes_back_before_it_was_told_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

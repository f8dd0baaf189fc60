/* The registry's contract: what is asked, to the byte; what is refused, with the member's name. */
#include "../../kiosk/registry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/resource.h"

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
        assert_string_equal(fault.detail, "curl");
        assert_int_equal(answer.http_status, 0);
        free(text);
    }
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
    assert_string_equal(fault.detail, "Non délivrable : Rien d'authentifié");
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

/* --- Bodies --- */

static struct registry_answer body_answer(const char *body) {
    return (struct registry_answer){.http_status = 200, .body = body, .body_size = strlen(body)};
}

static void reads_the_status_of_the_registry(void **state) {
    (void)state;
    struct registry_status status;
    struct fault fault;
    struct registry_answer answer =
        body_answer("{\"registry\":\"degraded\",\"data_as_of\":\"2026-11-24T09:30:00+01:00\","
                    "\"message\":\"Maintenance à 12 h\",\"other\":1}");
    assert_int_equal(registry_read_status(&answer, &status, &fault), STATUS_OK);
    assert_string_equal(status.registry, "degraded");
    assert_string_equal(status.message, "Maintenance à 12 h");
    assert_int_equal(status.data_as_of.hour, 9);
    answer = body_answer("{\"registry\":\"up\",\"data_as_of\":\"2026-11-24T09:30:00Z\",\"message\":null}");
    assert_int_equal(registry_read_status(&answer, &status, &fault), STATUS_OK);
    assert_string_equal(status.message, "");
}

static void refuses_a_status_that_does_not_fit(void **state) {
    (void)state;
    static const struct {
        const char *body, *where;
    } cases[] = {
        {"{\"registry\":\"UP\",\"data_as_of\":\"2026-11-24T09:30:00Z\"}", "registry"},
        {"{\"registry\":\"up\",\"data_as_of\":\"2026-11-24\"}", "data_as_of"},
        {"{\"registry\":\"up\"}", "data_as_of"},
        {"{\"registry\":\"up\",\"data_as_of\":\"2026-11-24T09:30:00Z\",\"message\":\"\\u001b[2J\"}", "message"},
        {"{\"registry\":\"up\",\"registry\":\"up\",\"data_as_of\":\"2026-11-24T09:30:00Z\"}", ""},
        {"{\"registry\":\"up\",\"data_as_of\":\"2026-11-24T09:30:00Z\"} x", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct registry_status status;
        struct fault fault = {0};
        struct registry_answer answer = body_answer(cases[i].body);
        assert_int_equal(registry_read_status(&answer, &status, &fault), STATUS_MALFORMED);
        assert_string_equal(fault.where, cases[i].where);
    }
}

static void takes_the_record_that_was_asked_for_and_no_other(void **state) {
    (void)state;
    struct fault fault = {0};
    struct record *record = NULL;
    struct resource file = resource_find("training/drivers/demo-valide-12-points-moto.json");
    assert_non_null(file.bytes);
    struct registry_answer answer = {.http_status = 200, .body = file.bytes, .body_size = file.size};
    json_t *document = json_loadb(file.bytes, file.size, 0, NULL);
    const char *neph = json_string_value(json_object_get(document, "neph"));
    assert_non_null(neph);
    assert_int_equal(registry_read_record(&answer, neph, &record, &fault), STATUS_OK);
    assert_string_equal(record->neph, neph);
    record_free(record);
    record = NULL;
    assert_int_equal(registry_read_record(&answer, "999999999999", &record, &fault), STATUS_WRONG_RECORD);
    assert_null(record);
    assert_null(strstr(fault.detail, neph));
    answer.body_size--;
    while (file.bytes[answer.body_size - 1] == '\n' || file.bytes[answer.body_size - 1] == '}')
        answer.body_size--;
    assert_int_equal(registry_read_record(&answer, neph, &record, &fault), STATUS_MALFORMED);
    assert_null(record);
    answer = (struct registry_answer){.http_status = 204};
    assert_int_equal(registry_read_record(&answer, neph, &record, &fault), STATUS_MALFORMED);
    json_decref(document);
}

#define CANDIDATE(neph)                                                                                                 \
    "{\"neph\":\"" neph "\",\"family_name\":\"D'ÉON\",\"usual_name\":null,\"given_names\":[\"Œdipe\",\"Jean-Loup\"]," \
    "\"birth_date\":\"1950-00-00\",\"birth_place\":\"L'Haÿ\",\"department\":\"2A\"}"

static void reads_candidates(void **state) {
    (void)state;
    struct fault fault = {0};
    struct registry_candidates candidates;
    struct registry_answer answer = body_answer("{\"candidates\":[" CANDIDATE("12345") "," CANDIDATE("AB345") "]}");
    assert_int_equal(registry_read_candidates(&answer, &candidates, &fault), STATUS_OK);
    assert_int_equal(candidates.count, 2);
    assert_string_equal(candidates.items[1].neph, "AB345");
    assert_string_equal(candidates.items[0].family_name, "D'ÉON");
    assert_string_equal(candidates.items[0].usual_name, "");
    assert_string_equal(candidates.items[0].given_names, "Œdipe, Jean-Loup");
    assert_int_equal(candidates.items[0].birth_date.year, 1950);
    assert_int_equal(candidates.items[0].birth_date.day, 0);
    assert_string_equal(candidates.items[0].department, "2A");
    answer = body_answer("{\"candidates\":[]}");
    assert_int_equal(registry_read_candidates(&answer, &candidates, &fault), STATUS_OK);
    assert_int_equal(candidates.count, 0);
}

static void refuses_candidates_that_do_not_fit(void **state) {
    (void)state;
    struct fault fault = {0};
    struct registry_candidates candidates = {.count = 77};
    struct registry_answer answer = body_answer("{\"candidates\":[" CANDIDATE("12345") "," CANDIDATE("ab345") "]}");
    assert_int_equal(registry_read_candidates(&answer, &candidates, &fault), STATUS_MALFORMED);
    assert_string_equal(fault.where, "candidates[1].neph");
    assert_int_equal(candidates.count, 77);
    answer = body_answer("{\"candidates\":{}}");
    assert_int_equal(registry_read_candidates(&answer, &candidates, &fault), STATUS_MALFORMED);
    json_t *many = json_pack("{s:[]}", "candidates");
    for (int i = 0; i <= REGISTRY_CANDIDATES_MAX; i++)
        json_array_append_new(json_object_get(many, "candidates"), json_loads(CANDIDATE("12345"), 0, NULL));
    char *text = json_dumps(many, 0);
    json_decref(many);
    answer = body_answer(text);
    assert_int_equal(registry_read_candidates(&answer, &candidates, &fault), STATUS_MALFORMED);
    assert_string_equal(fault.where, "candidates");
    free(text);
}

static json_t *good_attestation(void) {
    return json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:n}", "number", "ABCDEFGHJK12", "request_id", REQUEST_ID,
                     "type", "ADCS", "issued_at", "2026-11-24T09:31:00+01:00", "valid_until", "2027-03-24",
                     "record_version", "3f9c", "seal",
                     "DC04FR0000011E47\x1d"
                     "60JULES/SEBASTIEN\x1f"
                     "ABC234",
                     "verification_url", "https://exemple.fr/verification/ABCDEFGHJK12", "provisioning_qr");
}

/* Takes `attestation` over. */
static enum status read_attestation(json_t *attestation, struct registry_attestation *read, struct fault *fault) {
    char *text = json_dumps(attestation, 0);
    json_decref(attestation);
    enum status status = registry_read_attestation(text, strlen(text), read, fault);
    free(text);
    return status;
}

static void reads_an_attestation(void **state) {
    (void)state;
    struct fault fault = {0};
    struct registry_attestation read;
    json_t *attestation = good_attestation();
    json_object_set_new(attestation, "provisioning_qr", json_string("opaque"));
    assert_int_equal(read_attestation(attestation, &read, &fault), STATUS_OK);
    assert_string_equal(read.number, "ABCDEFGHJK12");
    assert_string_equal(read.request_id, REQUEST_ID);
    assert_string_equal(read.type, "ADCS");
    assert_int_equal(read.issued_at.minute, 31);
    assert_int_equal(read.valid_until.month, 3);
    assert_string_equal(read.record_version, "3f9c");
    assert_int_equal(strlen(read.seal), 16 + 1 + 17 + 1 + 6 + 1 - 1);
    assert_string_equal(read.verification_url, "https://exemple.fr/verification/ABCDEFGHJK12");
    assert_string_equal(read.provisioning_qr, "opaque");
    registry_attestation_clear(&read);
    assert_null(read.provisioning_qr);
    attestation = good_attestation();
    json_object_set_new(attestation, "type", json_string("RII"));
    json_object_set_new(attestation, "valid_until", json_null());
    assert_int_equal(read_attestation(attestation, &read, &fault), STATUS_OK);
    assert_false(date_is_set(read.valid_until));
    assert_null(read.provisioning_qr);
    registry_attestation_clear(&read);
}

static void expect_attestation_refused(const char *member, json_t *value) {
    struct fault fault = {0};
    struct registry_attestation read = {.number = "untouched"};
    json_t *attestation = good_attestation();
    if (value)
        json_object_set_new(attestation, member, value);
    else
        json_object_del(attestation, member);
    assert_int_equal(read_attestation(attestation, &read, &fault), STATUS_MALFORMED);
    assert_string_equal(fault.where, member);
    assert_string_equal(read.number, "untouched");
}

static json_t *repeated(char character, size_t count) {
    char *text = memory_alloc(count + 1);
    memset(text, character, count);
    json_t *value = json_string(text);
    memory_free(text);
    return value;
}

static void refuses_an_attestation_that_does_not_fit(void **state) {
    (void)state;
    static const char *const members[] = {"number",         "request_id",       "type",
                                          "issued_at",      "valid_until",      "seal",
                                          "record_version", "verification_url", "provisioning_qr"};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        expect_attestation_refused(members[i], NULL);
    expect_attestation_refused("number", json_string("ABCDEFGHJKI2"));
    expect_attestation_refused("number", json_string("ABCDEFGHJKO2"));
    expect_attestation_refused("number", json_string("ABCDEFGHJKU2"));
    expect_attestation_refused("number", json_string("abcdefghjk12"));
    expect_attestation_refused("number", json_string("ABCDEFGHJK123"));
    expect_attestation_refused("request_id", json_string("not-a-uuid"));
    expect_attestation_refused("type", json_string("adcs"));
    expect_attestation_refused("issued_at", json_string("2026-11-24 09:31"));
    expect_attestation_refused("valid_until", json_string("2027-02-30"));
    expect_attestation_refused("valid_until", json_null());
    expect_attestation_refused("record_version", repeated('v', 128));
    expect_attestation_refused("seal", json_string("dc04"));
    expect_attestation_refused("seal", json_string("DC04É"));
    expect_attestation_refused("seal", json_string("DC04\n"));
    expect_attestation_refused("seal", repeated('A', 1601));
    expect_attestation_refused("verification_url", json_string("https://exemple.fr/é"));
    expect_attestation_refused("verification_url", json_string("https://exemple.fr/a b"));
    expect_attestation_refused("verification_url", repeated('a', 201));
    expect_attestation_refused("verification_url", json_string(""));
    expect_attestation_refused("provisioning_qr", json_integer(3));
    expect_attestation_refused("provisioning_qr", repeated('a', 513));
}

static void an_rii_has_no_end_of_validity(void **state) {
    (void)state;
    struct fault fault = {0};
    struct registry_attestation read;
    json_t *attestation = good_attestation();
    json_object_set_new(attestation, "type", json_string("RII"));
    assert_int_equal(read_attestation(attestation, &read, &fault), STATUS_MALFORMED);
    assert_string_equal(fault.where, "valid_until");
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
        cmocka_unit_test(refuses_to_ask_out_of_the_contract),
        cmocka_unit_test(tells_an_event_under_the_number_of_its_attestation),
        cmocka_unit_test(the_message_for_net_carries_who_asks_and_no_person),
        cmocka_unit_test(takes_an_answer_in_form),
        cmocka_unit_test(refuses_an_answer_out_of_form),
        cmocka_unit_test(refuses_a_body_over_one_mebibyte),
        cmocka_unit_test(forgets_a_validator_that_cannot_be_sent_back_whole),
        cmocka_unit_test(a_failure_of_the_way_becomes_its_status),
        cmocka_unit_test(a_problem_gives_its_slug_and_its_title),
        cmocka_unit_test(a_problem_says_when_to_come_back),
        cmocka_unit_test(refuses_a_problem_out_of_form),
        cmocka_unit_test(reads_the_status_of_the_registry),
        cmocka_unit_test(refuses_a_status_that_does_not_fit),
        cmocka_unit_test(takes_the_record_that_was_asked_for_and_no_other),
        cmocka_unit_test(reads_candidates),
        cmocka_unit_test(refuses_candidates_that_do_not_fit),
        cmocka_unit_test(reads_an_attestation),
        cmocka_unit_test(refuses_an_attestation_that_does_not_fit),
        cmocka_unit_test(an_rii_has_no_end_of_validity),
        cmocka_unit_test(waits_longer_each_time_up_to_a_cap),
        cmocka_unit_test(never_comes_back_before_it_was_told_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

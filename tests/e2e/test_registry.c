/* The calls of the training registry, over real TLS with real certificates: what each answers, and refuses. */
#include "../support/registry_process.h"
#include "../support/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <curl/curl.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NEPH "121201200001"

static struct registry_process registry = {.clock = "2026-11-24T09:30:59+01:00"};
static char record_version[64];

/* --- Calling --- */

static struct registry_reply post(const char *path, const char *body) {
    struct registry_call call = {.method = "POST", .path = path, .body = body};
    return registry_process_call(&registry, &call, NULL);
}

static struct registry_reply get(const char *path) {
    struct registry_call call = {.method = "GET", .path = path};
    return registry_process_call(&registry, &call, NULL);
}

static json_t *parse(const struct registry_reply *reply) {
    json_t *json = json_loadb(reply->body, reply->size, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(json);
    return json;
}

/* The reply is that problem, with a title; it is cleared. */
static void assert_problem(struct registry_reply reply, int status, const char *slug) {
    assert_int_equal(reply.curl_code, CURLE_OK);
    assert_int_equal(reply.status, status);
    assert_string_equal(reply.content_type, "application/problem+json");
    json_t *problem = parse(&reply);
    assert_string_equal(json_string_value(json_object_get(problem, "type")), slug);
    assert_int_equal(json_integer_value(json_object_get(problem, "status")), status);
    assert_true(json_string_length(json_object_get(problem, "title")) > 10);
    json_decref(problem);
    registry_reply_clear(&reply);
}

/* One text member of a JSON reply, copied. */
static void copy_member(const struct registry_reply *reply, const char *member, char *out, size_t size) {
    json_t *json = parse(reply);
    const char *text = json_string_value(json_object_get(json, member));
    assert_non_null(text);
    snprintf(out, size, "%s", text);
    json_decref(json);
}

/* --- status --- */

static void says_that_it_is_up_and_since_when_its_data_are(void **state) {
    (void)state;
    char text[64];
    struct registry_reply reply = get("/v1/status");
    assert_int_equal(reply.status, 200);
    assert_string_equal(reply.content_type, "application/json");
    copy_member(&reply, "registry", text, sizeof text);
    assert_string_equal(text, "up");
    copy_member(&reply, "data_as_of", text, sizeof text);
    assert_string_equal(text, "2026-11-24T09:30:00+01:00");
    registry_reply_clear(&reply);
}

/* --- drivers/lookup --- */

static void gives_a_record_and_its_tag_then_304(void **state) {
    (void)state;
    char text[64];
    struct registry_call call = {.method = "POST", .path = "/v1/drivers/lookup", .body = "{\"neph\": \"" NEPH "\"}"};
    struct registry_reply reply = registry_process_call(&registry, &call, NULL);
    assert_int_equal(reply.status, 200);
    copy_member(&reply, "neph", text, sizeof text);
    assert_string_equal(text, NEPH);
    copy_member(&reply, "data_as_of", text, sizeof text);
    assert_string_equal(text, "2026-11-24T09:30:00+01:00");
    assert_int_equal(reply.etag[0], '"');

    call.if_none_match = reply.etag;
    struct registry_reply again = registry_process_call(&registry, &call, NULL);
    assert_int_equal(again.status, 304);
    assert_int_equal(again.size, 0);
    assert_string_equal(again.etag, reply.etag);
    registry_reply_clear(&again);

    call.if_none_match = "\"another\"";
    again = registry_process_call(&registry, &call, NULL);
    assert_int_equal(again.status, 200);
    registry_reply_clear(&again);
    registry_reply_clear(&reply);
}

static void says_what_is_wrong_with_a_lookup(void **state) {
    (void)state;
    assert_problem(post("/v1/drivers/lookup", "{\"neph\": \"999999999999\"}"), 404, "driver-not-found");
    assert_problem(post("/v1/drivers/lookup", "{\"neph\": \"1234\"}"), 422, "malformed-neph");
    assert_problem(post("/v1/drivers/lookup", "{\"neph\": \"1212 0120 0001\"}"), 422, "malformed-neph");
    assert_problem(post("/v1/drivers/lookup", "{\"neph\": 121201200001}"), 400, "malformed-request");
    assert_problem(post("/v1/drivers/lookup", "{}"), 400, "malformed-request");
    assert_problem(post("/v1/drivers/lookup", "[]"), 400, "malformed-request");
    assert_problem(post("/v1/drivers/lookup", "{\"neph\": \"" NEPH "\", \"neph\": \"" NEPH "\"}"), 400,
                   "malformed-request");
    assert_problem(post("/v1/drivers/lookup", "{\"neph\": \"" NEPH "\"} x"), 400, "malformed-request");
    assert_problem(post("/v1/drivers/lookup", "{\"neph\": \"\xE9t\xE9 au\"}"), 400, "malformed-request");
}

static void refuses_what_is_no_call_of_the_contract(void **state) {
    (void)state;
    struct registry_call call = {.method = "POST",
                                 .path = "/v1/drivers/lookup",
                                 .body = "{\"neph\": \"" NEPH "\"}",
                                 .content_type = "text/plain"};
    assert_problem(registry_process_call(&registry, &call, NULL), 415, "content-type");
    assert_problem(get("/v1/drivers/lookup"), 405, "method");
    assert_problem(get("/v1/nothing"), 404, "no-such-call");
    assert_problem(get("/"), 404, "no-such-call");
}

static void refuses_a_body_over_one_mebibyte(void **state) {
    (void)state;
    size_t size = 1024 * 1024 + 1;
    char *body = calloc(1, size + 1);
    memset(body, ' ', size);
    body[0] = '{';
    body[size - 1] = '}';
    assert_problem(post("/v1/drivers/lookup", body), 413, "too-large");
    free(body);
}

/* --- drivers/search --- */

static void finds_candidates_by_name_and_birth_date(void **state) {
    (void)state;
    struct registry_reply reply = post("/v1/drivers/search", "{\"reason\": \"titre perdu\", \"family_name\": "
                                                             "\"dumont d'ur\", \"birth_date\": \"1942-05-00\"}");
    assert_int_equal(reply.status, 200);
    json_t *json = parse(&reply), *candidates = json_object_get(json, "candidates");
    assert_int_equal(json_array_size(candidates), 1);
    const json_t *candidate = json_array_get(candidates, 0);
    assert_string_equal(json_string_value(json_object_get(candidate, "neph")), NEPH);
    assert_string_equal(json_string_value(json_object_get(candidate, "birth_date")), "1942-05-08");
    assert_true(json_is_null(json_object_get(candidate, "usual_name")));
    assert_int_equal(json_array_size(json_object_get(candidate, "given_names")), 3);
    assert_null(json_object_get(candidate, "licence"));
    json_decref(json);
    registry_reply_clear(&reply);
}

static void finds_nobody_without_a_fault(void **state) {
    (void)state;
    struct registry_reply reply =
        post("/v1/drivers/search", "{\"reason\": \"NEPH inconnu\", \"title_number\": \"99ZZ99999\"}");
    assert_int_equal(reply.status, 200);
    assert_string_equal(reply.body, "{\"candidates\":[]}");
    registry_reply_clear(&reply);
}

static void wants_a_reason_and_a_whole_question_for_a_search(void **state) {
    (void)state;
    assert_problem(post("/v1/drivers/search", "{\"family_name\": \"DUMONT\", \"birth_date\": \"1942-05-08\"}"), 400,
                   "malformed-request");
    assert_problem(post("/v1/drivers/search", "{\"reason\": \"titre perdu\", \"family_name\": \"DUMONT\"}"), 400,
                   "malformed-request");
    assert_problem(post("/v1/drivers/search", "{\"reason\": \"titre perdu\", \"family_name\": \"DUMONT\", "
                                              "\"birth_date\": \"1942-13-08\"}"),
                   400, "malformed-request");
    assert_problem(post("/v1/drivers/search", "{\"reason\": \"titre perdu\"}"), 400, "malformed-request");
}

/* --- attestations --- */

#define HOLDER_CHECK                                                                                                   \
    "{\"quality\": \"holder\", \"requester_name\": null, \"requester_siren\": null, \"mandate\": null, "               \
    "\"method\": \"document\", \"document_type\": \"id-card\", \"document_expiry\": null, \"mismatches\": [], "        \
    "\"mismatch_reason\": null, \"supervisor\": null, \"confirmed_by\": \"A123\", "                                    \
    "\"at\": \"2026-11-24T09:31:00+01:00\"}"
#define BODY_CHECK                                                                                                     \
    "{\"quality\": \"body\", \"requester_name\": \"Transports Fictifs\", \"requester_siren\": \"732829320\", "         \
    "\"mandate\": null, \"method\": \"visual\", \"document_type\": null, \"confirmed_by\": \"A123\", "                 \
    "\"at\": \"2026-11-24T09:31:00+01:00\"}"

struct wanted {
    const char *id_end, *neph, *type, *version, *check; /* the request_id ends in id_end: 4 characters */
    int pages;
};

static struct registry_reply ask(struct wanted wanted) {
    char body[2048];
    snprintf(body, sizeof body,
             "{\"request_id\": \"0b5c9f52-7d5a-4f0e-9a53-6d1f2a3b%s\", \"neph\": \"%s\", \"type\": \"%s\", "
             "\"pages\": %d, \"record_version\": \"%s\", \"identity_check\": %s}",
             wanted.id_end, wanted.neph != NULL ? wanted.neph : NEPH, wanted.type != NULL ? wanted.type : "ADCS",
             wanted.pages != 0 ? wanted.pages : 1, wanted.version != NULL ? wanted.version : record_version,
             wanted.check != NULL ? wanted.check : HOLDER_CHECK);
    return post("/v1/attestations", body);
}

static void issues_an_attestation_once_for_one_request(void **state) {
    (void)state;
    char text[256];
    struct registry_reply first = ask((struct wanted){.id_end = "0001"});
    assert_int_equal(first.status, 201);
    copy_member(&first, "type", text, sizeof text);
    assert_string_equal(text, "ADCS");
    copy_member(&first, "valid_until", text, sizeof text);
    assert_string_equal(text, "2027-03-24");
    copy_member(&first, "verification_url", text, sizeof text);
    assert_memory_equal(text, registry.url, strlen(registry.url));

    struct registry_reply again = ask((struct wanted){.id_end = "0001"});
    assert_int_equal(again.status, 200);
    assert_string_equal(again.body, first.body);
    registry_reply_clear(&again);

    assert_problem(ask((struct wanted){.id_end = "0001", .pages = 2}), 409, "request-reused");
    struct registry_reply other = ask((struct wanted){.id_end = "0002"});
    assert_int_equal(other.status, 201);
    assert_string_not_equal(other.body, first.body);
    registry_reply_clear(&other);
    registry_reply_clear(&first);
}

static void remembers_what_it_issued_when_it_is_killed(void **state) {
    (void)state;
    struct registry_reply first = ask((struct wanted){.id_end = "0003"});
    assert_int_equal(first.status, 201);
    registry_process_stop(&registry, SIGKILL);
    registry_process_start(&registry);
    struct registry_reply again = ask((struct wanted){.id_end = "0003"});
    assert_int_equal(again.status, 200);
    assert_string_equal(again.body, first.body);
    registry_reply_clear(&again);
    registry_reply_clear(&first);
}

#define COMPARED(document, expiry, mismatches, reason)                                                                 \
    "{\"quality\": \"holder\", \"method\": \"document\", \"document_type\": " document                                 \
    ", \"document_expiry\": " expiry ", \"mismatches\": " mismatches ", \"mismatch_reason\": " reason                  \
    ", \"supervisor\": \"B456\", "                                                                                     \
    "\"confirmed_by\": \"A123\", \"at\": \"2026-11-24T09:31:00+01:00\"}"

static void takes_any_reason_for_what_differs(void **state) {
    (void)state;
    struct registry_reply reply = ask((struct wanted){
        .id_end = "0011",
        .check = COMPARED("\"licence\"", "\"2031-02-11\"", "[\"family_name\", \"title_number\"]", "\"mariage\"")});
    assert_int_equal(reply.status, 201);
    registry_reply_clear(&reply);
}

static void issues_nothing_without_a_whole_identity_check(void **state) {
    (void)state;
    static const char *const checks[] = {
        "null",
        "{}",
        "{\"quality\": \"holder\"}",
        "{\"quality\": \"holder\", \"method\": \"document\", \"document_type\": null, \"confirmed_by\": \"A123\", "
        "\"at\": \"2026-11-24T09:31:00+01:00\"}",
        "{\"quality\": \"mandatary\", \"requester_name\": \"X\", \"mandate\": null, \"method\": \"visual\", "
        "\"confirmed_by\": \"A123\", \"at\": \"2026-11-24T09:31:00+01:00\"}",
        "{\"quality\": \"body\", \"requester_name\": \"X\", \"requester_siren\": null, \"method\": \"visual\", "
        "\"confirmed_by\": \"A123\", \"at\": \"2026-11-24T09:31:00+01:00\"}",
        "{\"quality\": \"holder\", \"method\": \"visual\", \"confirmed_by\": \"A123\", \"at\": \"today\"}",
        "{\"quality\": \"holder\", \"method\": \"visual\", \"document_type\": null, \"confirmed_by\": \"A123\", "
        "\"at\": \"2026-11-24T09:31:00+01:00\"}",
        COMPARED("\"id-card\"", "null", "[\"birth_date\"]", "\"erreur au registre\""),
        COMPARED("\"id-card\"", "null", "[\"sex\", \"birth_date\"]", "\"erreur au registre\""),
        COMPARED("\"id-card\"", "null", "[\"family_name\"]", "null"),
        COMPARED("\"id-card\"", "null", "[\"shoe_size\"]", "\"erreur au registre\""),
        COMPARED("\"id-card\"", "null", "[1]", "\"erreur au registre\""),
        COMPARED("\"id-card\"", "null", "\"family_name\"", "\"erreur au registre\""),
        COMPARED("\"id-card\"", "\"2031-02-30\"", "[]", "null"),
        COMPARED("\"library-card\"", "null", "[]", "null")};
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++)
        assert_problem(ask((struct wanted){.id_end = "0010", .check = checks[i]}), 403, "identity-check-missing");
}

static void refuses_what_may_not_be_issued(void **state) {
    (void)state;
    assert_problem(ask((struct wanted){.id_end = "0020", .version = "0000"}), 409, "record-changed");
    assert_problem(ask((struct wanted){.id_end = "0021", .neph = "999999999999"}), 404, "driver-not-found");
    assert_problem(ask((struct wanted){.id_end = "0022", .type = "RII", .check = BODY_CHECK}), 403, "not-entitled");
    assert_problem(ask((struct wanted){.id_end = "0023", .type = "RIR"}), 400, "malformed-request");
    assert_problem(ask((struct wanted){.id_end = "0024", .pages = 100}), 400, "malformed-request");
    assert_problem(ask((struct wanted){.id_end = "-zz-"}), 400, "malformed-request");
}

static void gives_a_body_an_adcs_with_its_siren_in_the_seal(void **state) {
    (void)state;
    char seal[1700];
    struct registry_reply reply = ask((struct wanted){.id_end = "0030", .check = BODY_CHECK});
    assert_int_equal(reply.status, 201);
    copy_member(&reply, "seal", seal, sizeof seal);
    assert_non_null(strstr(seal, "E7732829320"));
    registry_reply_clear(&reply);
}

/* The version of that driver's record, by lookup. */
static void look_up_version(const char *neph, char *version, size_t size) {
    char body[64];
    snprintf(body, sizeof body, "{\"neph\": \"%s\"}", neph);
    struct registry_reply reply = post("/v1/drivers/lookup", body);
    assert_int_equal(reply.status, 200);
    copy_member(&reply, "version", version, size);
    registry_reply_clear(&reply);
}

static void says_why_the_state_of_a_file_lets_nothing_be_issued(void **state) {
    (void)state;
    char version[64], reason[128];
    const char *uncheckable = "890401140550"; /* state 06 */
    look_up_version(uncheckable, version, sizeof version);
    struct registry_reply reply =
        ask((struct wanted){.id_end = "0040", .neph = uncheckable, .type = "RII", .version = version});
    copy_member(&reply, "reason", reason, sizeof reason);
    assert_string_equal(reason, "Contrôle impossible");
    assert_problem(reply, 422, "not-issuable");
}

/* --- What became of it --- */

static void issue_number(const char *id_end, char number[16]) {
    struct registry_reply reply = ask((struct wanted){.id_end = id_end});
    assert_int_equal(reply.status, 201);
    copy_member(&reply, "number", number, 16);
    registry_reply_clear(&reply);
}

static struct registry_reply tell(const char *number, const char *event_id, const char *event) {
    char path[64], body[256];
    snprintf(path, sizeof path, "/v1/attestations/%s/events", number);
    snprintf(body, sizeof body,
             "{\"event_id\": \"%s\", \"event\": \"%s\", \"at\": \"2026-11-24T09:32:00+01:00\", \"copies\": 1}",
             event_id, event);
    return post(path, body);
}

static void assert_told(const char *number, const char *event_id, const char *event) {
    struct registry_reply reply = tell(number, event_id, event);
    assert_int_equal(reply.status, 202);
    registry_reply_clear(&reply);
}

static void assert_status(const char *number, const char *expected) {
    char path[64], text[32];
    snprintf(path, sizeof path, "/v1/attestations/%s", number);
    struct registry_reply reply = get(path);
    assert_int_equal(reply.status, 200);
    copy_member(&reply, "status", text, sizeof text);
    assert_string_equal(text, expected);
    assert_null(strstr(reply.body, "DUMONT"));
    assert_null(strstr(reply.body, NEPH));
    registry_reply_clear(&reply);
}

static void revokes_what_is_cancelled_and_takes_an_event_once(void **state) {
    (void)state;
    char number[16];
    issue_number("0050", number);
    assert_told(number, "a1b2c3d4-0000-4000-8000-000000000001", "printed");
    assert_status(number, "valid");
    /* The same event_id changes nothing, whatever else it says. */
    assert_told(number, "a1b2c3d4-0000-4000-8000-000000000001", "cancelled");
    assert_status(number, "valid");
    assert_told(number, "a1b2c3d4-0000-4000-8000-000000000002", "cancelled");
    assert_told(number, "a1b2c3d4-0000-4000-8000-000000000002", "cancelled");
    assert_status(number, "revoked");
}

static void says_what_is_wrong_with_an_event(void **state) {
    (void)state;
    char number[16];
    issue_number("0051", number);
    assert_problem(tell("000000000000", "a1b2c3d4-0000-4000-8000-000000000003", "printed"), 404,
                   "attestation-not-found");
    assert_problem(tell(number, "a1b2c3d4-0000-4000-8000-000000000003", "lost"), 400, "malformed-request");
    assert_problem(tell(number, "x", "printed"), 400, "malformed-request");
    assert_problem(get("/v1/attestations/000000000000"), 404, "attestation-not-found");
}

/* The page for phones, asked for without any certificate, and what it must never hold. */
static void assert_page(const char *number, int status, const char *title) {
    char path[64];
    snprintf(path, sizeof path, "/verification/%s", number);
    struct registry_call call = {.method = "GET", .path = path, .certificate = ""};
    struct registry_reply reply = registry_process_call(&registry, &call, NULL);
    assert_int_equal(reply.status, status);
    assert_string_equal(reply.content_type, "text/html; charset=utf-8");
    assert_non_null(strstr(reply.body, title));
    assert_null(strstr(reply.body, "<script"));
    assert_null(strstr(reply.body, "DUMONT"));
    assert_null(strstr(reply.body, NEPH));
    registry_reply_clear(&reply);
}

static void shows_a_page_to_whoever_is_handed_the_document(void **state) {
    (void)state;
    char number[16], revoked[16];
    issue_number("0060", number);
    issue_number("0061", revoked);
    assert_told(revoked, "a1b2c3d4-0000-4000-8000-000000000004", "cancelled");
    assert_page(number, 200, "<title>Attestation valide</title>");
    assert_page(number, 200, "24 mars 2027");
    assert_page(revoked, 200, "<title>Attestation révoquée</title>");
    assert_page("000000000000", 404, "<title>Attestation inconnue</title>");
    assert_page("x", 404, "<title>Attestation inconnue</title>");
}

static void lets_an_attestation_expire_after_its_last_day(void **state) {
    (void)state;
    const char *clock = registry.clock;
    char number[16];
    issue_number("0070", number);
    registry_process_stop(&registry, SIGTERM);
    registry.clock = "2027-03-24T23:59:59+01:00";
    registry_process_start(&registry);
    assert_status(number, "valid");
    registry_process_stop(&registry, SIGTERM);
    registry.clock = "2027-03-25T00:00:00+01:00";
    registry_process_start(&registry);
    assert_status(number, "expired");
    assert_page(number, 200, "<title>Attestation expirée</title>");
    registry_process_stop(&registry, SIGTERM);
    registry.clock = clock;
    registry_process_start(&registry);
}

static int start(void **state) {
    (void)state;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    state_make(registry.state);
    registry_process_start(&registry);
    look_up_version(NEPH, record_version, sizeof record_version);
    return 0;
}

static int stop(void **state) {
    (void)state;
    registry_process_stop(&registry, SIGTERM);
    state_remove(registry.state);
    curl_global_cleanup();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_that_it_is_up_and_since_when_its_data_are),
        cmocka_unit_test(gives_a_record_and_its_tag_then_304),
        cmocka_unit_test(says_what_is_wrong_with_a_lookup),
        cmocka_unit_test(refuses_what_is_no_call_of_the_contract),
        cmocka_unit_test(refuses_a_body_over_one_mebibyte),
        cmocka_unit_test(finds_candidates_by_name_and_birth_date),
        cmocka_unit_test(finds_nobody_without_a_fault),
        cmocka_unit_test(wants_a_reason_and_a_whole_question_for_a_search),
        cmocka_unit_test(issues_an_attestation_once_for_one_request),
        cmocka_unit_test(remembers_what_it_issued_when_it_is_killed),
        cmocka_unit_test(takes_any_reason_for_what_differs),
        cmocka_unit_test(issues_nothing_without_a_whole_identity_check),
        cmocka_unit_test(refuses_what_may_not_be_issued),
        cmocka_unit_test(gives_a_body_an_adcs_with_its_siren_in_the_seal),
        cmocka_unit_test(says_why_the_state_of_a_file_lets_nothing_be_issued),
        cmocka_unit_test(revokes_what_is_cancelled_and_takes_an_event_once),
        cmocka_unit_test(says_what_is_wrong_with_an_event),
        cmocka_unit_test(shows_a_page_to_whoever_is_handed_the_document),
        cmocka_unit_test(lets_an_attestation_expire_after_its_last_day),
    };
    return cmocka_run_group_tests(tests, start, stop);
}

/* The registry's answers from the inside: what is taken, and what is refused with the member's name. */
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

static void reads_how_far_the_audit_log_is_known(void **state) {
    (void)state;
    static const char *const wrong[] = {"{}",
                                        "{\"last_sequence\":null}",
                                        "{\"last_sequence\":\"7\"}",
                                        "{\"last_sequence\":-1}",
                                        "{\"last_sequence\":1.5}",
                                        "[]",
                                        ""};
    int64_t last = 5;
    struct fault fault = {0};
    struct registry_answer answer = body_answer("{\"last_sequence\":3000000000,\"other\":1}");
    assert_int_equal(registry_read_audit(&answer, &last, &fault), STATUS_OK);
    assert_true(last == 3000000000);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        answer = body_answer(wrong[i]);
        assert_int_equal(registry_read_audit(&answer, &last, &fault), STATUS_MALFORMED);
        assert_true(last == 3000000000);
    }
    assert_int_equal(registry_read_audit(&(struct registry_answer){.http_status = 202}, &last, NULL), STATUS_MALFORMED);
}

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_status_of_the_registry),
        cmocka_unit_test(refuses_a_status_that_does_not_fit),
        cmocka_unit_test(takes_the_record_that_was_asked_for_and_no_other),
        cmocka_unit_test(reads_how_far_the_audit_log_is_known),
        cmocka_unit_test(reads_candidates),
        cmocka_unit_test(refuses_candidates_that_do_not_fit),
        cmocka_unit_test(reads_an_attestation),
        cmocka_unit_test(refuses_an_attestation_that_does_not_fit),
        cmocka_unit_test(an_rii_has_no_end_of_validity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

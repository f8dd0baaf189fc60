/* What is kept of a document until it is handed over: asked again from it, the registry is asked the same to the byte.
 */
#include "../../kiosk/desk/parcel.h"
#include "../../kiosk/memory.h"
#include "../../kiosk/registry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define REQUEST_ID "0b2f9a52-9d57-4c1e-8d0c-2f1f3a6b7c8d"

static const char record[] = "{\"version\": \"3f9c\",  \"place\": \"Condé\\u00e9\"}";

static const struct identity_check checks[] = {
    {.quality = IDENTITY_HOLDER,
     .document = IDENTITY_PASSPORT,
     .document_expiry = {2020, 1, 2},
     .expired_reason = 2,
     .mismatches = 1U << IDENTITY_FAMILY_NAME | 1U << IDENTITY_SEX,
     .mismatch_reason = 1,
     .supervisor = "B456",
     .confirmed_by = "A123",
     .at = {{2026, 11, 24}, 9, 30, 7, 60}},
    {.quality = IDENTITY_BODY,
     .requester_name = "Mutuelle \"L'Œuvre\" & Cie",
     .requester_siren = "732829320",
     .requester_reason = 3,
     .method = IDENTITY_BY_EYE,
     .document = IDENTITY_NO_DOCUMENT,
     .confirmed_by = "A123",
     .at = {{2026, 7, 1}, 0, 0, 0, 120}},
    {.quality = IDENTITY_MANDATARY,
     .requester_name = "Maître LŒB",
     .mandate = IDENTITY_MANDATE_AVOCAT,
     .document = IDENTITY_LICENCE,
     .document_expiry = {2031, 2, 11},
     .confirmed_by = "A123",
     .at = {{2026, 11, 24}, 23, 59, 59, 60}},
};

static char *request_of(const struct identity_check *check) {
    struct registry_request request;
    assert_int_equal(registry_ask_attestation(REQUEST_ID, "121201200001", "ADCS", 1, "3f9c", check, &request),
                     STATUS_OK);
    char *body = memory_copy(request.body);
    registry_request_clear(&request);
    return body;
}

static void what_was_kept_asks_the_same_to_the_byte(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        struct parcel parcel = {.check = checks[i], .pages = 2}, read = {0};
        size_t size = 0;
        parcel_set_record(&parcel, record, strlen(record));
        char *text = parcel_write(&parcel, &size);
        assert_non_null(text);
        assert_int_equal(parcel_read(text, size, &read), STATUS_OK);
        assert_string_equal(read.record, record);
        assert_int_equal(read.pages, 2);
        char *before = request_of(&checks[i]), *after = request_of(&read.check);
        assert_string_equal(after, before);
        memory_free(before);
        memory_free(after);
        memory_free(text);
        parcel_clear(&parcel);
        parcel_clear(&read);
    }
}

static void a_parcel_with_a_check_of_another_version_is_not_read(void **state) {
    (void)state;
    static const char text[] = "{\"record\": \"{}\", \"pages\": 1, \"check\": {\"quality\": \"cousin\"}}";
    struct parcel read = {0};
    assert_int_equal(parcel_read(text, strlen(text), &read), STATUS_MALFORMED);
    assert_null(read.record);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_kept_asks_the_same_to_the_byte),
        cmocka_unit_test(a_parcel_with_a_check_of_another_version_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

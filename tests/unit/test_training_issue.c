/* What the training registry issues: who may have what by state, numbers, validity, seals that verify; and the search
 * among its drivers. */
#include "../../kiosk/memory.h"
#include "../../kiosk/seal.h"
#include "../../kiosk/text.h"
#include "../../kiosk/training/drivers.h"
#include "../../kiosk/training/issue.h"
#include "../../kiosk/trust.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct date_time now = {{2026, 10, 31}, 9, 31, 42, 60};
static struct drivers *drivers;

static const struct record *driver(const char *neph) {
    const struct driver *found = drivers_find(drivers, neph);
    assert_non_null(found);
    return found->record;
}

static struct registry_attestation issue(const struct record *record, bool is_adcs, int pages) {
    struct registry_attestation attestation;
    struct issue_order order = {.record = record,
                                .is_adcs = is_adcs,
                                .request_id = "8f14e45f-ceea-467f-a9d4-1b2c3d4e5f60",
                                .public_base = "https://localhost:8443",
                                .pages = pages,
                                .now = now};
    assert_int_equal(issue_attestation(&order, &attestation), STATUS_OK);
    return attestation;
}

static bool has_field(const struct registry_attestation *attestation, const char *id, const char *value) {
    struct seal seal;
    assert_int_equal(seal_read(attestation->seal, strlen(attestation->seal), &seal, NULL), STATUS_OK);
    const struct seal_field *field = seal_find(&seal, id);
    return value == NULL ? field == NULL : seal_field_is(field, value);
}

/* --- Issuing --- */

static void issues_nothing_or_no_adcs_for_the_states_that_say_so(void **state) {
    (void)state;
    static const char none[] = "06 07 49", no_adcs[] = "01 05 08 14 16 19 20 28 31";
    struct record record = {0};
    for (int i = 1; i <= 50; i++) {
        const char *reason = NULL;
        assert_true(text_format(record.licence.state, sizeof record.licence.state, "%02d", i));
        bool nothing = strstr(none, record.licence.state) != NULL;
        bool adcs = !nothing && strstr(no_adcs, record.licence.state) == NULL;
        assert_int_equal(issue_refusal(&record, true, &reason) == NULL, adcs);
        assert_int_equal(reason == NULL, adcs);
        assert_int_equal(issue_refusal(&record, false, &reason) == NULL, !nothing);
    }
}

static void says_a_refusal_in_words_that_the_person_may_read(void **state) {
    (void)state;
    struct record record = {.licence = {.state = "49"}};
    const char *reason = NULL;
    assert_string_equal(issue_refusal(&record, false, &reason)->slug, "not-issuable");
    assert_string_equal(reason, "Situation à vérifier");
    record.licence.state[0] = '0';
    record.licence.state[1] = '1';
    assert_string_equal(issue_refusal(&record, true, &reason)->slug, "not-issuable");
    assert_string_equal(reason, "À authentifier");
}

static void gives_each_attestation_a_number_of_its_own(void **state) {
    (void)state;
    struct registry_attestation first = issue(driver("121201200001"), true, 1);
    struct registry_attestation second = issue(driver("121201200001"), true, 1);
    assert_int_equal(strlen(first.number), 12);
    assert_int_equal(strspn(first.number, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"), 12);
    assert_string_not_equal(first.number, second.number);
    assert_true(has_field(&first, "01", first.number));
    assert_non_null(strstr(first.verification_url, first.number));
}

static void limits_an_adcs_to_four_months_clamped_and_an_rii_not_at_all(void **state) {
    (void)state;
    struct registry_attestation adcs = issue(driver("121201200001"), true, 1);
    struct registry_attestation rii = issue(driver("121201200001"), false, 1);
    assert_true(date_equal(adcs.valid_until, (struct date){2027, 2, 28})); /* from 31 October */
    assert_true(has_field(&adcs, "08", "26C0"));
    assert_false(date_is_set(rii.valid_until));
    assert_true(has_field(&rii, "08", NULL));
}

static void says_points_in_an_rii_and_never_in_an_adcs(void **state) {
    (void)state;
    struct registry_attestation adcs = issue(driver("121201200001"), true, 1);
    struct registry_attestation rii = issue(driver("121201200001"), false, 1);
    assert_true(has_field(&adcs, "E4", "APC"));
    assert_true(has_field(&adcs, "AG", NULL));
    assert_true(has_field(&rii, "E4", "RII"));
    assert_true(has_field(&rii, "AG", "C"));
}

static void leaves_categories_out_when_the_state_takes_the_right_to_drive_away(void **state) {
    (void)state;
    size_t without = 0;
    for (size_t i = 0; i < drivers_count(drivers); i++) {
        const struct record *record = drivers_at(drivers, i)->record;
        if (strcmp(record->licence.state, "47") != 0 || record->licence.category_count == 0)
            continue;
        struct registry_attestation attestation = issue(record, true, 1);
        assert_true(has_field(&attestation, "E6", NULL));
        without++;
    }
    assert_true(without > 0);
    struct registry_attestation valid = issue(driver("121201200001"), true, 1);
    assert_true(has_field(&valid, "E6", "B C"));
}

static void issues_seals_that_verify_for_every_driver(void **state) {
    (void)state;
    struct trust *trust = NULL;
    struct seal seal;
    assert_int_equal(trust_open(NULL, true, &trust), STATUS_OK);
    for (size_t i = 0; i < drivers_count(drivers); i++) {
        struct registry_attestation attestation = issue(drivers_at(drivers, i)->record, false, 1);
        assert_int_equal(seal_read(attestation.seal, strlen(attestation.seal), &seal, NULL), STATUS_OK);
        assert_int_equal(trust_verify(trust, &seal, NULL), STATUS_OK);
    }
    trust_close(trust);
}

static void writes_an_attestation_that_the_kiosk_reads(void **state) {
    (void)state;
    struct registry_attestation issued = issue(driver("121201200001"), true, 3), read;
    json_t *json = issue_to_json(&issued);
    char *text = json_dumps(json, 0);
    assert_int_equal(registry_read_attestation(text, strlen(text), &read, NULL), STATUS_OK);
    assert_string_equal(read.seal, issued.seal);
    assert_string_equal(read.number, issued.number);
    assert_true(date_equal(read.valid_until, issued.valid_until));
    assert_true(has_field(&read, "09", "0003"));
    registry_attestation_clear(&read);
    free(text);
    json_decref(json);
}

static void counts_the_pages_of_an_adcs_by_laying_it_out(void **state) {
    (void)state;
    for (size_t i = 0; i < drivers_count(drivers); i++) {
        struct issue_order order = {.record = drivers_at(drivers, i)->record,
                                    .is_adcs = true,
                                    .request_id = "8f14e45f-ceea-467f-a9d4-1b2c3d4e5f60",
                                    .public_base = "https://localhost:8443",
                                    .now = now};
        int pages = 0;
        assert_int_equal(issue_count_pages(&order, &pages, NULL), STATUS_OK);
        assert_in_range(pages, 1, 9);
    }
}

/* --- The drivers --- */

static void dates_the_data_of_every_driver_now_to_the_minute(void **state) {
    (void)state;
    const struct record *record = driver("121201200001");
    assert_true(date_equal(record->data_as_of.date, now.date));
    assert_int_equal(record->data_as_of.minute, 31);
    assert_int_equal(record->data_as_of.second, 0);
}

static void answers_records_without_what_is_for_the_reader_of_the_file(void **state) {
    (void)state;
    for (size_t i = 0; i < drivers_count(drivers); i++) {
        assert_null(strstr(drivers_at(drivers, i)->json, "\"purpose\""));
        assert_null(strstr(drivers_at(drivers, i)->json, "\"frozen\""));
    }
}

static void gives_every_driver_a_neph_of_its_own(void **state) {
    (void)state;
    for (size_t i = 0; i < drivers_count(drivers); i++)
        assert_ptr_equal(drivers_find(drivers, drivers_at(drivers, i)->record->neph), drivers_at(drivers, i));
}

static size_t search(const char *family_name, struct date birth_date, const char *given_name, const char *department) {
    const struct driver *found[5];
    struct drivers_query query = {family_name, birth_date, given_name, department, NULL};
    return drivers_search(drivers, &query, found, 5);
}

static void finds_by_the_beginning_of_a_folded_name(void **state) {
    (void)state;
    struct date born = {1942, 5, 8};
    assert_int_equal(search("dumont d’urville", born, NULL, NULL), 1);
    assert_int_equal(search("Dumont", born, NULL, NULL), 1);
    assert_int_equal(search("urville", born, NULL, NULL), 0);
    assert_int_equal(search("DUMONT", (struct date){1942, 5, 9}, NULL, NULL), 0);
    assert_int_equal(search("-", born, NULL, NULL), 0);
}

static void takes_an_unknown_day_or_month_for_any(void **state) {
    (void)state;
    assert_int_equal(search("DUMONT", (struct date){1942, 5, 0}, NULL, NULL), 1);
    assert_int_equal(search("DUMONT", (struct date){1942, 0, 0}, NULL, NULL), 1);
    assert_int_equal(search("DUMONT", (struct date){1943, 0, 0}, NULL, NULL), 0);
}

static void narrows_by_given_name_and_department(void **state) {
    (void)state;
    struct date born = {1942, 5, 8};
    assert_int_equal(search("DUMONT", born, "cés", NULL), 1);
    assert_int_equal(search("DUMONT", born, "Paul", NULL), 0);
    assert_int_equal(search("DUMONT", born, NULL, "14"), 1);
    assert_int_equal(search("DUMONT", born, NULL, "61"), 0);
}

static void counts_all_that_match_and_gives_no_more_than_asked(void **state) {
    (void)state;
    const struct driver *found[3] = {NULL};
    struct drivers_query query = {.family_name = "CHEVREFEUILLE", .birth_date = {1985, 3, 14}};
    assert_int_equal(drivers_search(drivers, &query, found, 2), 3);
    assert_non_null(found[1]);
    assert_null(found[2]);
}

static void finds_by_title_number(void **state) {
    (void)state;
    const struct driver *found[5];
    struct drivers_query query = {.title_number = "13AA00002"};
    assert_int_equal(drivers_search(drivers, &query, found, 5), 1);
    assert_string_equal(found[0]->record->neph, "121201200001");
    query.title_number = "13AA0000";
    assert_int_equal(drivers_search(drivers, &query, found, 5), 0);
}

static int open_drivers(void **state) {
    (void)state;
    return drivers_open(&now, &drivers, NULL) == STATUS_OK ? 0 : -1;
}

static int close_drivers(void **state) {
    (void)state;
    drivers_close(drivers);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(issues_nothing_or_no_adcs_for_the_states_that_say_so),
        cmocka_unit_test(says_a_refusal_in_words_that_the_person_may_read),
        cmocka_unit_test(gives_each_attestation_a_number_of_its_own),
        cmocka_unit_test(limits_an_adcs_to_four_months_clamped_and_an_rii_not_at_all),
        cmocka_unit_test(says_points_in_an_rii_and_never_in_an_adcs),
        cmocka_unit_test(leaves_categories_out_when_the_state_takes_the_right_to_drive_away),
        cmocka_unit_test(issues_seals_that_verify_for_every_driver),
        cmocka_unit_test(writes_an_attestation_that_the_kiosk_reads),
        cmocka_unit_test(counts_the_pages_of_an_adcs_by_laying_it_out),
        cmocka_unit_test(dates_the_data_of_every_driver_now_to_the_minute),
        cmocka_unit_test(answers_records_without_what_is_for_the_reader_of_the_file),
        cmocka_unit_test(gives_every_driver_a_neph_of_its_own),
        cmocka_unit_test(finds_by_the_beginning_of_a_folded_name),
        cmocka_unit_test(takes_an_unknown_day_or_month_for_any),
        cmocka_unit_test(narrows_by_given_name_and_department),
        cmocka_unit_test(counts_all_that_match_and_gives_no_more_than_asked),
        cmocka_unit_test(finds_by_title_number),
    };
    return cmocka_run_group_tests(tests, open_drivers, close_drivers);
}

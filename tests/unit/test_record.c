/* What is read from a record, that nothing survives it, and every record that we have. */
#include "../../kiosk/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include <cmocka.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/resource.h"
#include "../../kiosk/text.h"
#include "record_sample.h"
#include "sanitized.h"

#define DATE(y, m, d) ((struct date){.year = (y), .month = (m), .day = (d)})

static struct record *parse_sample(void) {
    struct record *record = NULL;
    struct fault fault = {0};
    if (record_parse(sample, sizeof sample - 1, &record, &fault) != STATUS_OK)
        fail_msg("%s: %s", fault.where, fault.detail);
    return record;
}

/* --- What is read --- */

static void the_holder_is_kept_as_written(void **state) {
    (void)state;
    struct record *record = parse_sample();
    const struct record_holder *holder = &record->holder;
    assert_string_equal(record->version, "3f9c");
    assert_string_equal(record->neph, "121201200001");
    assert_int_equal(record->data_as_of.hour, 9);
    assert_int_equal(record->data_as_of.offset_min, 60);
    assert_string_equal(holder->title, "M");
    assert_string_equal(holder->family_name, "DUMONT D'URVILLE");
    assert_null(holder->usual_name);
    assert_int_equal(holder->given_names.count, 3);
    assert_string_equal(holder->given_names.items[1], "Sébastien");
    assert_int_equal(holder->sex, 'M');
    assert_true(date_equal(holder->birth_date, DATE(1942, 5, 8)));
    assert_string_equal(holder->birth_place, "Condé-sur-Noireau");
    assert_string_equal(holder->birth_department, "14");
    assert_string_equal(holder->birth_country, "FR");
    assert_int_equal(holder->address.count, 2);
    assert_string_equal(holder->department, "14");
    record_free(record);
}

static void the_licence_is_kept_as_written(void **state) {
    (void)state;
    struct record *record = parse_sample();
    const struct record_licence *licence = &record->licence;
    assert_string_equal(licence->state, "50");
    assert_true(date_equal(licence->state_since, DATE(1960, 6, 1)));
    assert_string_equal(licence->title_number, "13AA00002");
    assert_int_equal(licence->title_status, RECORD_TITLE_STOLEN);
    assert_true(date_equal(licence->title_status_since, DATE(2026, 1, 2)));
    assert_true(date_equal(licence->issued_on, DATE(2013, 9, 16)));
    assert_true(date_equal(licence->expires_on, DATE(2028, 9, 16)));
    assert_string_equal(licence->issued_by, "Préfecture du Calvados");
    assert_string_equal(licence->earlier_titles.items[0], "960114300011");
    assert_string_equal(licence->conditions.items[0], "Conduite de jour");
    assert_int_equal(licence->category_count, 2);
    assert_string_equal(licence->categories[0].code, "B");
    assert_false(date_is_set(licence->categories[0].valid_until));
    assert_string_equal(licence->categories[0].restrictions.items[1], "999");
    assert_true(date_equal(licence->categories[1].valid_until, DATE(2027, 3, 1)));
    record_free(record);
}

static void points_and_profile_are_kept(void **state) {
    (void)state;
    struct record *record = parse_sample();
    assert_true(record->has_points);
    assert_int_equal(record->points_balance, 9);
    assert_int_equal(record->points_maximum, 12);
    assert_true(date_equal(record->profile.licence_date, DATE(1960, 6, 1)));
    assert_int_equal(record->profile.path, RECORD_PATH_AAC);
    assert_false(record->profile.first_licence);
    assert_true(date_equal(record->profile.training_date, DATE(1961, 1, 1)));
    assert_true(date_equal(record->profile.probation_end, DATE(1962, 6, 1)));
    record_free(record);
}

static void every_type_of_event_has_its_main_date(void **state) {
    (void)state;
    static const struct {
        enum record_event_type type;
        struct date date;
    } expected[] = {
        {RECORD_OFFENCE, {2025, 2, 3}},       {RECORD_STAGE, {2025, 6, 14}},        {RECORD_LETTER, {2025, 4, 12}},
        {RECORD_MEDICAL, {2022, 3, 1}},       {RECORD_SUSPENSION, {2019, 3, 1}},    {RECORD_EAD, {2019, 6, 1}},
        {RECORD_48SI_NOTIFIED, {2018, 1, 1}}, {RECORD_ANNULMENT, {2018, 1, 2}},     {RECORD_NEW_LICENCE, {2018, 1, 3}},
        {RECORD_RESTITUTION, {2018, 1, 4}},   {RECORD_UNKNOWN_EVENT, {2018, 1, 5}},
    };
    struct record *record = parse_sample();
    assert_int_equal(record->event_count, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < record->event_count; i++) {
        assert_int_equal(record->events[i].type, expected[i].type);
        assert_true(date_equal(record->events[i].date, expected[i].date));
    }
    record_free(record);
}

static void the_members_of_events_are_kept(void **state) {
    (void)state;
    struct record *record = parse_sample();
    const struct record_event *events = record->events;
    assert_string_equal(events[0].id, "e1");
    assert_true(date_equal(events[0].definitive, DATE(2025, 4, 1)));
    assert_true(date_equal(events[0].recorded, DATE(2025, 4, 9)));
    assert_int_equal(events[0].points, 3);
    assert_int_equal(events[0].class, 4);
    assert_string_equal(events[0].group, "g1");
    assert_string_equal(events[0].how, "AF");
    assert_string_equal(events[0].label, "Usage d'un téléphone tenu en main");
    assert_string_equal(events[0].place, "CAEN");
    assert_true(date_equal(events[1].first_day, DATE(2025, 6, 13)));
    assert_string_equal(events[1].kind, "volontaire");
    assert_string_equal(events[1].centre, "Centre fictif");
    assert_string_equal(events[2].code, "48");
    assert_true(date_equal(events[2].notified, DATE(2025, 4, 16)));
    assert_string_equal(events[3].verdict, "apte");
    assert_true(date_equal(events[3].valid_until, DATE(2027, 3, 1)));
    assert_true(date_equal(events[4].to, DATE(2019, 6, 1)));
    assert_string_equal(events[4].scope, "totale");
    assert_string_equal(events[4].authority, "Préfet du Calvados");
    assert_int_equal(events[8].path, RECORD_PATH_TRAD);
    assert_int_equal(events[9].points, 1);
    assert_string_equal(events[10].type_name, "visite-de-la-lune");
    assert_string_equal(events[10].label, "Inconnu de nous");
    record_free(record);
}

/* --- JSON itself --- */

static void assert_bad_json(const char *json, size_t size) {
    struct record *record = NULL;
    struct fault fault = {0};
    assert_int_equal(record_parse(json, size, &record, &fault), STATUS_MALFORMED);
    assert_null(record);
}

static void a_duplicate_member_is_refused(void **state) {
    (void)state;
    struct record *record = NULL;
    struct fault fault;
    char json[sizeof sample + 32] = "{\"purpose\":\"DURAND\",\n";
    memcpy(json + strlen(json), sample + 1, sizeof sample - 1);
    assert_int_equal(record_parse(json, strlen(json), &record, &fault), STATUS_MALFORMED);
    assert_string_equal(fault.detail, "membre en double, ligne 2");
}

static void what_follows_the_record_is_refused(void **state) {
    (void)state;
    char json[sizeof sample + 2];
    memcpy(json, sample, sizeof sample);
    memcpy(json + sizeof sample - 1, "\n", 2);
    struct record *record = NULL;
    assert_int_equal(record_parse(json, strlen(json), &record, NULL), STATUS_OK);
    record_free(record);
    json[sizeof sample - 1] = 'x';
    assert_bad_json(json, strlen(json));
    json[sizeof sample - 1] = '\0';
    assert_bad_json(json, sizeof sample);
}

static void bad_utf8_and_escaped_zeroes_are_refused(void **state) {
    (void)state;
    static const char *const insertions[] = {"\xFF", "\xC3", "\\u0000", "\\ud800", "\n"};
    const char *at = strstr(sample, "DUMONT");
    for (size_t i = 0; i < sizeof insertions / sizeof insertions[0]; i++) {
        struct text_builder json;
        text_builder_init(&json, sizeof sample + 16);
        text_append_bytes(&json, sample, (size_t)(at - sample));
        text_append(&json, insertions[i]);
        text_append(&json, at);
        assert_bad_json(json.bytes, json.length);
        text_builder_clear(&json);
    }
}

static void a_fault_never_tells_a_value(void **state) {
    (void)state;
    static const char *const pieces[] = {"DUMONT", "Jules", "1942", "121201200001"};
    struct fault fault;
    struct record *record = NULL;
    for (size_t size = 0; size < sizeof sample - 1; size++) {
        memset(&fault, 0, sizeof fault);
        char *json = malloc(size + 1); /* exactly as long, so that the sanitizer sees a step too far */
        memcpy(json, sample, size);
        assert_int_equal(record_parse(json, size, &record, &fault), STATUS_MALFORMED);
        free(json);
        assert_null(record);
        for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++)
            assert_null(strstr(fault.detail, pieces[i]));
        assert_string_equal(fault.where, "");
    }
}

static void a_changed_byte_is_taken_or_refused_but_never_more(void **state) {
    (void)state;
    static const char bytes[] = {'"', '0', ',', '}', '\\', (char)0xC3, '\n'};
    char json[sizeof sample];
    memcpy(json, sample, sizeof sample);
    size_t refused = 0;
    for (size_t at = 0; at < sizeof sample - 1; at++) {
        for (size_t i = 0; i < sizeof bytes; i++) {
            struct record *record = NULL;
            json[at] = bytes[i];
            if (record_parse(json, sizeof sample - 1, &record, NULL) != STATUS_OK)
                refused++;
            record_free(record);
        }
        json[at] = sample[at];
    }
    assert_true(refused > sizeof sample);
}

static void what_is_not_an_object_is_no_record(void **state) {
    (void)state;
    static const char *const not_objects[] = {"", "[]", "null", "12", "\"record\"", "{", "\xEF\xBB\xBF{}"};
    for (size_t i = 0; i < sizeof not_objects / sizeof not_objects[0]; i++)
        assert_bad_json(not_objects[i], strlen(not_objects[i]));
}

/* --- Wiping --- */

static void a_freed_record_is_wiped(void **state) {
    (void)state;
    if (SANITIZED) {
        print_message("skipped: the sanitizer forbids looking at freed memory\n");
        skip();
    }
    struct record *record = parse_sample();
    volatile uintptr_t addresses[] = {(uintptr_t)record->neph, (uintptr_t)record->holder.birth_place,
                                      (uintptr_t)record->events[0].label};
    size_t sizes[] = {sizeof record->neph, strlen(record->holder.birth_place), strlen(record->events[0].label)};
    record_free(record);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        const volatile char *bytes = (const volatile char *)addresses[i];
        for (size_t j = 16; j < sizes[i]; j++) /* glibc's links are in the first bytes of a free block */
            assert_int_equal(bytes[j], 0);
    }
}

/* --- What is in force --- */

static struct record *parse_suspensions(const char *events) {
    struct record *record = NULL;
    char json[1024];
    assert_true(text_format(json, sizeof json,
                            "{\"profile\":{\"licence_date\":\"2000-01-01\",\"path\":\"trad\"},\"events\":%s}", events));
    assert_int_equal(record_parse_points_input(json, strlen(json), &record, NULL), STATUS_OK);
    return record;
}

static void a_suspension_is_in_force_from_its_first_to_its_last_day(void **state) {
    (void)state;
    struct record *record = parse_sample();
    assert_null(record_current_suspension(record, DATE(2019, 2, 28)));
    assert_ptr_equal(record_current_suspension(record, DATE(2019, 3, 1)), &record->events[4]);
    assert_ptr_equal(record_current_suspension(record, DATE(2019, 6, 1)), &record->events[4]);
    assert_null(record_current_suspension(record, DATE(2019, 6, 2)));
    assert_ptr_equal(record_current_ead(record, DATE(2019, 6, 1)), &record->events[5]);
    assert_null(record_current_ead(record, DATE(2019, 5, 31)));
    assert_null(record_current_ead(record, DATE(2019, 12, 2)));
    record_free(record);
}

static void a_suspension_without_end_goes_on(void **state) {
    (void)state;
    struct record *record = parse_suspensions("[{\"type\":\"suspension\",\"from\":\"2020-01-01\",\"to\":null}]");
    assert_non_null(record_current_suspension(record, DATE(2099, 1, 1)));
    assert_null(record_current_suspension(record, DATE(2019, 12, 31)));
    record_free(record);
}

static void an_ead_without_a_first_day_is_not_in_force(void **state) {
    (void)state;
    struct record *record = parse_suspensions("[{\"type\":\"ead\"}]");
    assert_null(record_current_ead(record, DATE(2026, 1, 1)));
    record_free(record);
}

static void a_total_suspension_comes_before_a_limited_one(void **state) {
    (void)state;
    struct record *record = parse_suspensions(
        "[{\"type\":\"suspension\",\"from\":\"2020-02-01\",\"to\":null,\"scope\":\"hors_activité_professionnelle\"},"
        "{\"type\":\"suspension\",\"from\":\"2020-01-01\",\"to\":\"2020-12-31\",\"scope\":\"totale\"},"
        "{\"type\":\"suspension\",\"from\":\"2020-03-01\",\"to\":null,\"scope\":\"hors_activité_professionnelle\"}]");
    assert_ptr_equal(record_current_suspension(record, DATE(2020, 6, 1)), &record->events[1]);
    assert_ptr_equal(record_current_suspension(record, DATE(2021, 6, 1)), &record->events[2]);
    record_free(record);
}

/* --- Files --- */

static void every_fictitious_driver_is_a_record(void **state) {
    (void)state;
    static const char folder[] = "training/drivers/";
    size_t count = 0;
    for (size_t i = 0; i < resource_entry_count; i++) {
        struct resource driver = resource_at(i);
        struct record *record = NULL;
        struct fault fault = {0};
        if (strncmp(driver.name, folder, sizeof folder - 1) != 0)
            continue;
        if (record_parse(driver.bytes, driver.size, &record, &fault) != STATUS_OK)
            fail_msg("%s: %s: %s", driver.name, fault.where, fault.detail);
        record_free(record);
        count++;
    }
    assert_true(count >= 40);
}

static json_t *load_vectors(void) {
    const char *shared = getenv("GUICHET_SHARED");
    char path[512];
    assert_true(text_format(path, sizeof path, "%s/points/vectors.json", shared != NULL ? shared : "../shared"));
    json_t *vectors = json_load_file(path, 0, NULL);
    if (vectors == NULL) {
        print_message("skipped: %s is not there\n", path);
        skip();
    }
    return vectors;
}

static void every_vector_of_points_is_an_input(void **state) {
    (void)state;
    json_t *file = load_vectors(), *vector;
    size_t index;
    json_array_foreach(json_object_get(file, "vectors"), index, vector) {
        char *json = json_dumps(vector, 0);
        struct record *record = NULL;
        struct fault fault = {0};
        if (record_parse_points_input(json, strlen(json), &record, &fault) != STATUS_OK)
            fail_msg("%s: %s: %s", json_string_value(json_object_get(vector, "id")), fault.where, fault.detail);
        assert_int_equal(record->event_count, json_array_size(json_object_get(vector, "events")));
        assert_null(record->holder.family_name);
        record_free(record);
        free(json);
    }
    assert_true(index > 50);
    json_decref(file);
}

static void an_input_for_points_needs_profile_and_events(void **state) {
    (void)state;
    static const char *const bad[][2] = {
        {"{\"events\":[]}", "profile"},
        {"{\"profile\":{\"licence_date\":\"2020-01-01\",\"path\":\"trad\"}}", "events"},
        {"{\"profile\":{\"licence_date\":\"2020-01-01\",\"path\":\"bvm\"},\"events\":[]}", "profile.path"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct record *record = NULL;
        struct fault fault = {0};
        assert_int_equal(record_parse_points_input(bad[i][0], strlen(bad[i][0]), &record, &fault), STATUS_MALFORMED);
        assert_string_equal(fault.where, bad[i][1]);
    }
    record_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_holder_is_kept_as_written),
        cmocka_unit_test(the_licence_is_kept_as_written),
        cmocka_unit_test(points_and_profile_are_kept),
        cmocka_unit_test(every_type_of_event_has_its_main_date),
        cmocka_unit_test(the_members_of_events_are_kept),
        cmocka_unit_test(a_duplicate_member_is_refused),
        cmocka_unit_test(what_follows_the_record_is_refused),
        cmocka_unit_test(bad_utf8_and_escaped_zeroes_are_refused),
        cmocka_unit_test(a_fault_never_tells_a_value),
        cmocka_unit_test(a_changed_byte_is_taken_or_refused_but_never_more),
        cmocka_unit_test(what_is_not_an_object_is_no_record),
        cmocka_unit_test(a_freed_record_is_wiped),
        cmocka_unit_test(a_suspension_is_in_force_from_its_first_to_its_last_day),
        cmocka_unit_test(a_suspension_without_end_goes_on),
        cmocka_unit_test(an_ead_without_a_first_day_is_not_in_force),
        cmocka_unit_test(a_total_suspension_comes_before_a_limited_one),
        cmocka_unit_test(every_fictitious_driver_is_a_record),
        cmocka_unit_test(every_vector_of_points_is_an_input),
        cmocka_unit_test(an_input_for_points_needs_profile_and_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The state machine of the counter, as a table over stages, qualities and states of a licence. */
#include "../../kiosk/counter.h"
#include "../../kiosk/memory.h"
#include "../../kiosk/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct counter counter;
static struct fault fault;

static int setup(void **state) {
    (void)state;
    counter_init(&counter);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    counter_log_out(&counter);
    return 0;
}

static struct record *make_record(const char *licence_state) {
    static const char form[] =
        "{\"version\":\"v\",\"data_as_of\":\"2026-11-24T09:30:00+01:00\",\"neph\":\"121201200001\",\"holder\":{"
        "\"title\":\"M\",\"family_name\":\"MARTIN\",\"usual_name\":null,\"given_names\":[\"Paul\"],\"sex\":\"M\","
        "\"birth_date\":\"1980-01-01\",\"birth_place\":\"Caen\",\"birth_department\":\"14\",\"birth_country\":\"FR\","
        "\"address\":[\"1 RUE\"],\"department\":\"14\"},\"licence\":{\"state\":\"%s\",\"state_since\":null,"
        "\"title_number\":null,\"title_status\":\"in-service\",\"title_status_since\":null,\"issued_on\":null,"
        "\"issued_by\":null,\"expires_on\":null,\"earlier_titles\":[],\"conditions\":[],\"categories\":[]},"
        "\"points\":null,\"profile\":{\"licence_date\":\"2000-01-01\",\"path\":\"trad\"},\"events\":[]}";
    char json[1024];
    struct record *record = NULL;
    assert_true(text_format(json, sizeof json, form, licence_state));
    if (record_parse(json, strlen(json), &record, &fault) != STATUS_OK)
        fail_msg("%s: %s", fault.where, fault.detail);
    return record;
}

static void log_in(enum counter_role role) {
    assert_int_equal(counter_log_in(&counter, "A123", role), STATUS_OK);
}

static enum status try_to_open(const char *licence_state, enum counter_source source) {
    struct record *record = make_record(licence_state);
    char *json = memory_copy("{}");
    struct date_time now = {.date = {2026, 11, 24}};
    enum status status = counter_open_person(&counter, record, json, 2, source, &now);
    if (status != STATUS_OK) { /* ours still */
        record_free(record);
        memory_free(json);
    }
    return status;
}

static struct identity_check check_of(enum identity_quality quality) {
    struct identity_check check = {.quality = quality, .document = IDENTITY_ID_CARD, .confirmed_by = "A123"};
    if (quality != IDENTITY_HOLDER)
        text_copy(check.requester_name, sizeof check.requester_name, "DUPONT");
    if (quality == IDENTITY_MANDATARY)
        check.mandate = IDENTITY_MANDATE_AVOCAT;
    if (quality == IDENTITY_BODY)
        text_copy(check.requester_siren, sizeof check.requester_siren, "732829320");
    if (quality == IDENTITY_BODY)
        check.requester_reason = 1;
    if (quality == IDENTITY_LEGAL_REPRESENTATIVE)
        check.link = IDENTITY_FAMILY_BOOK;
    return check;
}

static void confirm(enum identity_quality quality) {
    struct identity_check check = check_of(quality);
    assert_int_equal(counter_confirm(&counter, &check, &identity_rules_default, &fault), STATUS_OK);
}

/* As far as `stage`, with a valid licence from the registry and the holder at the counter. */
static void bring_to(enum counter_stage stage) {
    if (stage >= COUNTER_FREE)
        log_in(COUNTER_AGENT);
    if (stage >= COUNTER_PERSON)
        assert_int_equal(try_to_open("50", COUNTER_FROM_REGISTRY), STATUS_OK);
    if (stage >= COUNTER_CONFIRMED)
        confirm(IDENTITY_HOLDER);
    if (stage >= COUNTER_DOCUMENT)
        assert_int_equal(counter_begin_document(&counter, COUNTER_ADCS, &fault), STATUS_OK);
    assert_int_equal(counter.stage, stage);
}

static void assert_refused(enum counter_document document, const char *where) {
    assert_int_equal(counter_may_issue(&counter, document, &fault), STATUS_DENIED);
    assert_string_equal(fault.where, where);
}

static void rights_are_shown_by_stage_and_quality_and_never_while_locked(void **state) {
    (void)state;
    for (int stage = COUNTER_CLOSED; stage <= COUNTER_DOCUMENT; stage++) {
        bring_to((enum counter_stage)stage);
        for (unsigned right = 1; right <= IDENTITY_USE_FRANCECONNECT; right <<= 1)
            assert_int_equal(counter_may_see(&counter, (enum identity_right)right), stage >= COUNTER_CONFIRMED);
        counter_lock(&counter);
        for (unsigned right = 1; right <= IDENTITY_USE_FRANCECONNECT; right <<= 1)
            assert_false(counter_may_see(&counter, (enum identity_right)right));
        counter_log_out(&counter);
    }
}

static void each_quality_sees_what_its_line_of_the_table_says(void **state) {
    (void)state;
    for (int quality = 0; quality < IDENTITY_QUALITY_COUNT; quality++) {
        unsigned rights = identity_entitlement((enum identity_quality)quality)->rights;
        bring_to(COUNTER_PERSON);
        confirm((enum identity_quality)quality);
        for (unsigned right = 1; right <= IDENTITY_USE_FRANCECONNECT; right <<= 1)
            assert_int_equal(counter_may_see(&counter, (enum identity_right)right), (rights & right) != 0);
        counter_log_out(&counter);
    }
}

static void a_document_is_issued_from_a_confirmed_identity_only(void **state) {
    (void)state;
    for (int stage = COUNTER_CLOSED; stage <= COUNTER_DOCUMENT; stage++) {
        bring_to((enum counter_stage)stage);
        if (stage == COUNTER_CONFIRMED) {
            assert_int_equal(counter_may_issue(&counter, COUNTER_ADCS, &fault), STATUS_OK);
            assert_int_equal(counter_may_issue(&counter, COUNTER_RII, &fault), STATUS_OK);
            assert_int_equal(counter_may_issue(&counter, COUNTER_SITUATION, &fault), STATUS_OK);
        } else {
            assert_refused(COUNTER_ADCS, "stage");
            assert_refused(COUNTER_RII, "stage");
            assert_refused(COUNTER_SITUATION, "stage");
        }
        counter_lock(&counter);
        assert_refused(COUNTER_ADCS, "stage");
        counter_log_out(&counter);
    }
}

static void documents_follow_the_quality(void **state) {
    (void)state;
    for (int quality = 0; quality < IDENTITY_QUALITY_COUNT; quality++) {
        bring_to(COUNTER_PERSON);
        confirm((enum identity_quality)quality);
        assert_int_equal(counter_may_issue(&counter, COUNTER_ADCS, &fault), STATUS_OK);
        if (quality == IDENTITY_BODY)
            assert_refused(COUNTER_RII, "right");
        else
            assert_int_equal(counter_may_issue(&counter, COUNTER_RII, &fault), STATUS_OK);
        if (quality == IDENTITY_HOLDER)
            assert_int_equal(counter_may_issue(&counter, COUNTER_SITUATION, &fault), STATUS_OK);
        else
            assert_refused(COUNTER_SITUATION, "right");
        counter_log_out(&counter);
    }
}

static void documents_follow_the_state_of_the_licence(void **state) {
    (void)state;
    for (int i = 1; i <= 51; i++) { /* 51 is none of the states */
        char code[12];
        snprintf(code, sizeof code, "%02d", i % 100);
        const struct guidance_state *found = guidance_state(code);
        bool adcs = found && found->issuable == GUIDANCE_ISSUE_ALL;
        bool rii = found && found->issuable != GUIDANCE_ISSUE_NONE;
        log_in(COUNTER_AGENT);
        assert_int_equal(try_to_open("50", COUNTER_FROM_REGISTRY), STATUS_OK);
        confirm(IDENTITY_HOLDER);
        memcpy(counter.record->licence.state, code, 3);
        if (adcs)
            assert_int_equal(counter_may_issue(&counter, COUNTER_ADCS, &fault), STATUS_OK);
        else
            assert_refused(COUNTER_ADCS, "state");
        for (int document = COUNTER_RII; document <= COUNTER_SITUATION; document++)
            if (rii)
                assert_int_equal(counter_may_issue(&counter, (enum counter_document)document, &fault), STATUS_OK);
            else
                assert_refused((enum counter_document)document, "state");
        counter_log_out(&counter);
    }
}

static void nothing_sealed_is_issued_from_the_cache(void **state) {
    (void)state;
    log_in(COUNTER_AGENT);
    assert_int_equal(try_to_open("50", COUNTER_FROM_CACHE), STATUS_OK);
    confirm(IDENTITY_HOLDER);
    assert_true(counter_may_see(&counter, IDENTITY_SEE_POINTS));
    assert_refused(COUNTER_ADCS, "cache");
    assert_int_equal(counter_begin_document(&counter, COUNTER_RII, &fault), STATUS_DENIED);
    assert_int_equal(counter.stage, COUNTER_CONFIRMED);
    assert_int_equal(counter_begin_document(&counter, COUNTER_SITUATION, &fault), STATUS_OK);
}

static void an_rii_of_another_department_wants_a_reason(void **state) {
    (void)state;
    assert_false(counter_wants_reason(&counter, COUNTER_RII, "61")); /* nobody is there */
    bring_to(COUNTER_CONFIRMED);
    assert_false(counter_wants_reason(&counter, COUNTER_RII, "14"));
    assert_true(counter_wants_reason(&counter, COUNTER_RII, "61"));
    assert_false(counter_wants_reason(&counter, COUNTER_ADCS, "61"));
    assert_false(counter_wants_reason(&counter, COUNTER_SITUATION, "61"));
    counter.record->holder.department[0] = '\0'; /* the registry knows none */
    assert_false(counter_wants_reason(&counter, COUNTER_RII, "61"));
}

static void each_document_has_its_type(void **state) {
    (void)state;
    assert_string_equal(counter_document_type(COUNTER_ADCS), "ADCS");
    assert_string_equal(counter_document_type(COUNTER_RII), "RII");
    assert_string_equal(counter_document_type(COUNTER_SITUATION), "SITUATION");
}

static void a_technician_opens_no_file(void **state) {
    (void)state;
    log_in(COUNTER_TECHNICIAN);
    assert_int_equal(try_to_open("50", COUNTER_FROM_REGISTRY), STATUS_DENIED);
    assert_null(counter.record);
    counter_log_out(&counter);
    log_in(COUNTER_SUPERVISOR);
    assert_int_equal(try_to_open("50", COUNTER_FROM_REGISTRY), STATUS_OK);
}

static void a_file_opens_when_the_counter_is_ready_for_one(void **state) {
    (void)state;
    for (int stage = COUNTER_CLOSED; stage <= COUNTER_DOCUMENT; stage++) {
        bring_to((enum counter_stage)stage);
        bool ready = stage != COUNTER_CLOSED && stage != COUNTER_DOCUMENT;
        assert_int_equal(try_to_open("47", COUNTER_FROM_REGISTRY), ready ? STATUS_OK : STATUS_INVALID);
        assert_int_equal(counter.stage, ready ? COUNTER_PERSON : stage);
        counter_lock(&counter);
        assert_int_equal(try_to_open("47", COUNTER_FROM_REGISTRY), STATUS_INVALID);
        counter_log_out(&counter);
    }
}

static void another_person_is_to_be_confirmed_again(void **state) {
    (void)state;
    bring_to(COUNTER_CONFIRMED);
    assert_int_equal(try_to_open("47", COUNTER_FROM_REGISTRY), STATUS_OK);
    assert_string_equal(counter.record->licence.state, "47");
    assert_false(counter_may_see(&counter, IDENTITY_SEE_STATE));
    assert_string_equal(counter.check.confirmed_by, "");
}

static void an_incomplete_or_borrowed_confirmation_is_refused(void **state) {
    (void)state;
    struct identity_check check = check_of(IDENTITY_MANDATARY);
    bring_to(COUNTER_PERSON);
    check.mandate = IDENTITY_NO_MANDATE;
    assert_int_equal(counter_confirm(&counter, &check, &identity_rules_default, &fault), STATUS_INVALID);
    assert_string_equal(fault.where, "mandate");
    check = check_of(IDENTITY_HOLDER);
    text_copy(check.confirmed_by, sizeof check.confirmed_by, "B456");
    assert_int_equal(counter_confirm(&counter, &check, &identity_rules_default, &fault), STATUS_INVALID);
    assert_string_equal(fault.where, "confirmed_by");
    assert_int_equal(counter.stage, COUNTER_PERSON);
}

static void a_confirmation_comes_once_and_only_for_a_person(void **state) {
    (void)state;
    for (int stage = COUNTER_CLOSED; stage <= COUNTER_DOCUMENT; stage++) {
        struct identity_check check = check_of(IDENTITY_HOLDER);
        bring_to((enum counter_stage)stage);
        assert_int_equal(counter_confirm(&counter, &check, &identity_rules_default, &fault),
                         stage == COUNTER_PERSON ? STATUS_OK : STATUS_INVALID);
        counter_log_out(&counter);
    }
    struct identity_check check = check_of(IDENTITY_HOLDER);
    bring_to(COUNTER_PERSON);
    counter_lock(&counter);
    assert_int_equal(counter_confirm(&counter, &check, &identity_rules_default, &fault), STATUS_INVALID);
}

static void only_the_same_agent_unlocks(void **state) {
    (void)state;
    bring_to(COUNTER_CONFIRMED);
    assert_int_equal(counter_unlock(&counter, "A123"), STATUS_INVALID);
    counter_lock(&counter);
    assert_int_equal(counter_unlock(&counter, "B456"), STATUS_DENIED);
    assert_false(counter_may_see(&counter, IDENTITY_SEE_STATE));
    assert_int_equal(counter_unlock(&counter, "A123"), STATUS_OK);
    assert_true(counter_may_see(&counter, IDENTITY_SEE_STATE));
}

static void a_closed_counter_has_nothing_to_lock(void **state) {
    (void)state;
    counter_lock(&counter);
    assert_false(counter.locked);
}

static void one_agent_at_a_time(void **state) {
    (void)state;
    assert_int_equal(counter_log_in(&counter, "", COUNTER_AGENT), STATUS_INVALID);
    log_in(COUNTER_AGENT);
    assert_int_equal(counter_log_in(&counter, "B456", COUNTER_AGENT), STATUS_INVALID);
    assert_string_equal(counter.agent_id, "A123");
}

static void what_is_sealed_already_is_printed_from_the_copy_too(void **state) {
    (void)state;
    log_in(COUNTER_AGENT);
    assert_int_equal(try_to_open("50", COUNTER_FROM_CACHE), STATUS_OK);
    assert_int_equal(counter_begin_print(&counter, COUNTER_ADCS, &fault), STATUS_DENIED);
    confirm(IDENTITY_BODY);
    assert_int_equal(counter_begin_print(&counter, COUNTER_RII, &fault), STATUS_DENIED);
    assert_string_equal(fault.where, "right");
    assert_int_equal(counter_begin_print(&counter, COUNTER_ADCS, &fault), STATUS_OK);
    assert_int_equal(counter.stage, COUNTER_DOCUMENT);
}

static void a_document_ends_where_it_began(void **state) {
    (void)state;
    bring_to(COUNTER_DOCUMENT);
    assert_int_equal(counter_begin_document(&counter, COUNTER_ADCS, &fault), STATUS_DENIED);
    counter_end_document(&counter);
    assert_int_equal(counter.stage, COUNTER_CONFIRMED);
    counter_end_document(&counter);
    assert_int_equal(counter.stage, COUNTER_CONFIRMED);
}

static void closing_the_person_leaves_nothing_of_them(void **state) {
    (void)state;
    struct identity_check none = {0};
    for (int stage = COUNTER_PERSON; stage <= COUNTER_DOCUMENT; stage++) {
        bring_to((enum counter_stage)stage);
        counter_close_person(&counter);
        assert_int_equal(counter.stage, COUNTER_FREE);
        assert_null(counter.record);
        assert_null(counter.record_json);
        assert_int_equal(counter.record_json_size, 0);
        assert_memory_equal(&counter.check, &none, sizeof none);
        assert_string_equal(counter.agent_id, "A123");
        counter_log_out(&counter);
        assert_string_equal(counter.agent_id, "");
        assert_int_equal(counter.stage, COUNTER_CLOSED);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(rights_are_shown_by_stage_and_quality_and_never_while_locked),
        TEST(each_quality_sees_what_its_line_of_the_table_says),
        TEST(a_document_is_issued_from_a_confirmed_identity_only),
        TEST(documents_follow_the_quality),
        TEST(documents_follow_the_state_of_the_licence),
        TEST(nothing_sealed_is_issued_from_the_cache),
        TEST(an_rii_of_another_department_wants_a_reason),
        TEST(each_document_has_its_type),
        TEST(a_technician_opens_no_file),
        TEST(a_file_opens_when_the_counter_is_ready_for_one),
        TEST(another_person_is_to_be_confirmed_again),
        TEST(an_incomplete_or_borrowed_confirmation_is_refused),
        TEST(a_confirmation_comes_once_and_only_for_a_person),
        TEST(only_the_same_agent_unlocks),
        TEST(a_closed_counter_has_nothing_to_lock),
        TEST(one_agent_at_a_time),
        TEST(what_is_sealed_already_is_printed_from_the_copy_too),
        TEST(a_document_ends_where_it_began),
        TEST(closing_the_person_leaves_nothing_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

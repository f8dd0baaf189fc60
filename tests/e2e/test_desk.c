/* The desk with its real workers and the real training registry, without a terminal: login, file, confirmation,
 * document, and what each leaves in the journal. */
#include "../support/stand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <stdio.h>
#include <sys/stat.h>

#include "../../kiosk/text.h"

static void is_closed_until_somebody_logs_in(void **state) {
    struct stand *stand = *state;
    assert_int_equal(desk_counter(stand->desk)->stage, COUNTER_CLOSED);
    assert_int_equal(desk_open_file(stand->desk, STAND_VALID_NEPH), STATUS_INVALID);
}

static void refuses_a_wrong_password_and_an_unknown_id_alike(void **state) {
    struct stand *stand = *state;
    assert_int_equal(desk_log_in(stand->desk, "FORMATION", "wrong"), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_LOGIN), DESK_FAILED);
    struct fault wrong = desk_progress(stand->desk, DESK_LOGIN)->fault;
    assert_int_equal(desk_log_in(stand->desk, "NOBODY", "wrong"), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_LOGIN), DESK_FAILED);
    assert_memory_equal(&desk_progress(stand->desk, DESK_LOGIN)->fault, &wrong, sizeof wrong);
}

static void opens_a_file_and_shows_nothing_before_the_confirmation(void **state) {
    struct stand *stand = *state;
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH);
    const struct counter *counter = desk_counter(stand->desk);
    assert_int_equal(counter->stage, COUNTER_PERSON);
    assert_string_equal(counter->record->holder.family_name, "DUMONT D'URVILLE");
    assert_false(counter_may_see(counter, IDENTITY_SEE_POINTS));
    stand_confirm(stand);
    assert_true(counter_may_see(counter, IDENTITY_SEE_POINTS));
}

static void says_that_a_driver_is_unknown(void **state) {
    struct stand *stand = *state;
    stand_log_in(stand);
    assert_int_equal(desk_open_file(stand->desk, STAND_UNKNOWN_NEPH), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_LOOKUP), DESK_FAILED);
    const struct fault *fault = &desk_progress(stand->desk, DESK_LOOKUP)->fault;
    assert_int_equal(fault->code, STATUS_PROBLEM);
    assert_string_equal(fault->where, "driver-not-found");
}

static void prints_an_adcs_into_the_training_folder(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH);
    stand_confirm(stand);
    assert_int_equal(desk_issue(stand->desk, COUNTER_ADCS, 1, NULL, &fault), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
    const struct desk_document *document = desk_document(stand->desk);
    assert_int_equal(strlen(document->number), 12);
    struct stat found;
    assert_int_equal(stat(document->delivered, &found), 0);
    assert_true(found.st_size > 10000);
    for (int step = 0; step < DESK_STEP_COUNT; step++)
        assert_int_equal(document->steps[step], DESK_DONE);
    assert_int_equal(document->asks, DESK_ASKS_HAND_OVER);
    assert_int_equal(desk_status(stand->desk)->unfinished, 1);
    assert_int_equal(desk_hand_over(stand->desk, &fault), STATUS_OK);
    assert_int_equal(desk_status(stand->desk)->unfinished, 0);
}

static void issues_nothing_for_a_state_that_gives_no_document(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    stand_log_in(stand);
    stand_open_file(stand, STAND_UNCHECKABLE_NEPH);
    stand_confirm(stand);
    assert_int_equal(desk_issue(stand->desk, COUNTER_ADCS, 1, NULL, &fault), STATUS_DENIED);
    assert_string_equal(fault.where, "state");
}

static void spends_no_number_on_a_printer_that_is_not_ready(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH);
    stand_confirm(stand);
    /* The folder printer is taken away, and given back. */
    const char *folder = strchr(stand->config.printer, ':') + 1;
    char aside[400];
    assert_true(text_format(aside, sizeof aside, "%s-aside", folder));
    rename(folder, aside);
    FILE *in_the_way = fopen(folder, "w");
    assert_non_null(in_the_way);
    fclose(in_the_way);
    assert_int_equal(desk_issue(stand->desk, COUNTER_ADCS, 1, NULL, &fault), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_FAILED);
    assert_int_equal(desk_progress(stand->desk, DESK_DOCUMENT)->fault.code, STATUS_PRINTER);
    /* Checked before a number is asked for: none was spent. */
    assert_string_equal(desk_document(stand->desk)->number, "");
    assert_int_equal(desk_status(stand->desk)->unfinished, 0);
    remove(folder);
    rename(aside, folder);
    desk_finish_document(stand->desk);
    assert_int_equal(desk_issue(stand->desk, COUNTER_ADCS, 1, NULL, &fault), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
}

static void gives_up_a_document_at_once(void **state) {
    struct stand *stand = *state;
    struct fault fault = {0};
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH);
    stand_confirm(stand);
    assert_int_equal(desk_issue(stand->desk, COUNTER_ADCS, 1, NULL, &fault), STATUS_OK);
    desk_give_up(stand->desk, DESK_DOCUMENT);
    assert_int_equal(desk_progress(stand->desk, DESK_DOCUMENT)->phase, DESK_FAILED);
    assert_int_equal(desk_progress(stand->desk, DESK_DOCUMENT)->fault.code, STATUS_GIVEN_UP);
    assert_int_equal(desk_counter(stand->desk)->stage, COUNTER_CONFIRMED);
    desk_finish_document(stand->desk);
    assert_int_equal(desk_issue(stand->desk, COUNTER_ADCS, 1, NULL, &fault), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
}

static void puts_the_file_away_while_locked_and_brings_it_back(void **state) {
    struct stand *stand = *state;
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH);
    stand_confirm(stand);
    desk_lock(stand->desk);
    const struct counter *counter = desk_counter(stand->desk);
    assert_null(counter->record);
    assert_false(counter_may_see(counter, IDENTITY_SEE_STATE));
    assert_int_equal(desk_unlock(stand->desk, "wrong"), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_UNLOCK), DESK_FAILED);
    assert_null(counter->record);
    assert_int_equal(desk_unlock(stand->desk, DESK_TRAINING_PASSWORD), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_UNLOCK), DESK_DONE);
    assert_string_equal(counter->record->neph, STAND_VALID_NEPH);
    assert_true(counter_may_see(counter, IDENTITY_SEE_POINTS));
}

static void forgets_the_person_and_opens_the_next_one(void **state) {
    struct stand *stand = *state;
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH);
    stand_confirm(stand);
    desk_next_person(stand->desk);
    assert_int_equal(desk_counter(stand->desk)->stage, COUNTER_FREE);
    assert_null(desk_counter(stand->desk)->record);
    stand_open_file(stand, STAND_UNCHECKABLE_NEPH);
    assert_string_equal(desk_counter(stand->desk)->record->neph, STAND_UNCHECKABLE_NEPH);
}

static void finds_homonyms_after_the_reason_is_in_the_log(void **state) {
    struct stand *stand = *state;
    stand_log_in(stand);
    struct registry_search search = {.reason = "titre perdu", .family_name = "chevrefeuille"};
    assert_int_equal(date_parse_birth("1985-03-14", &search.birth_date), STATUS_OK);
    assert_int_equal(desk_search(stand->desk, &search), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_SEARCH), DESK_DONE);
    assert_int_equal(desk_candidates(stand->desk)->count, 3);
}

static void refreshes_a_file_and_keeps_it_confirmed(void **state) {
    struct stand *stand = *state;
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH);
    stand_confirm(stand);
    assert_int_equal(desk_refresh_file(stand->desk), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_LOOKUP), DESK_DONE);
    assert_int_equal(desk_counter(stand->desk)->stage, COUNTER_CONFIRMED);
}

static enum status verify(const struct stand *stand, struct seal *seal) {
    static const char text[] = "DC04";
    struct trust_judgement judgement;
    return desk_verify(stand->desk, text, sizeof text - 1, seal, &judgement);
}

static void verifies_a_2d_doc_until_somebody_is_confirmed(void **state) {
    struct stand *stand = *state;
    static struct seal seal;
    assert_int_equal(verify(stand, &seal), STATUS_INVALID);
    stand_log_in(stand);
    assert_int_equal(verify(stand, &seal), STATUS_OK);
    assert_int_equal(seal.length, 4);
    desk_lock(stand->desk);
    assert_int_equal(verify(stand, &seal), STATUS_INVALID);
    assert_int_equal(seal.length, 0);
    assert_int_equal(desk_unlock(stand->desk, DESK_TRAINING_PASSWORD), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_UNLOCK), DESK_DONE);
    stand_open_file(stand, STAND_VALID_NEPH);
    assert_int_equal(verify(stand, &seal), STATUS_OK);
    stand_confirm(stand);
    assert_int_equal(verify(stand, &seal), STATUS_INVALID);
}

static void refuses_a_second_desk_on_the_same_folder(void **state) {
    struct stand *stand = *state;
    struct desk *second = NULL;
    struct fault fault = {0};
    assert_int_equal(desk_open(&stand->config, stand->loop, stand->spawner, &second, &fault), STATUS_EXISTS);
    assert_null(second);
}

int main(void) {
#define DESK_TEST(name) cmocka_unit_test_setup_teardown(name, stand_set_up, stand_tear_down)
    const struct CMUnitTest tests[] = {
        DESK_TEST(is_closed_until_somebody_logs_in),
        DESK_TEST(refuses_a_wrong_password_and_an_unknown_id_alike),
        DESK_TEST(opens_a_file_and_shows_nothing_before_the_confirmation),
        DESK_TEST(says_that_a_driver_is_unknown),
        DESK_TEST(prints_an_adcs_into_the_training_folder),
        DESK_TEST(issues_nothing_for_a_state_that_gives_no_document),
        DESK_TEST(spends_no_number_on_a_printer_that_is_not_ready),
        DESK_TEST(gives_up_a_document_at_once),
        DESK_TEST(puts_the_file_away_while_locked_and_brings_it_back),
        DESK_TEST(forgets_the_person_and_opens_the_next_one),
        DESK_TEST(finds_homonyms_after_the_reason_is_in_the_log),
        DESK_TEST(refreshes_a_file_and_keeps_it_confirmed),
        DESK_TEST(verifies_a_2d_doc_until_somebody_is_confirmed),
        DESK_TEST(refuses_a_second_desk_on_the_same_folder),
    };
    return cmocka_run_group_tests_name("desk", tests, NULL, NULL);
}

/* Jobs that a printer may still hold: known from the order until the printer has printed, or is known to have dropped
 * them, whatever becomes of the attestation and of the program. */
#include "../support/journal_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define PRINTER "ipp://one/print"
#define OTHER "ipp://other/print"

static int count_jobs(void) {
    struct journal_job job = {0};
    int count = 0;
    while (journal_next_job(scene.journal, job.id, &job) == STATUS_OK)
        count++;
    return count;
}

static void send_to(const char *printer) {
    assert_int_equal(journal_send(scene.journal, scene.request, printer, 1), STATUS_OK);
}

static void a_job_is_held_from_the_order_until_it_is_printed(void **state) {
    struct journal_job job = {0};
    (void)state;
    scene_walk_to(JOURNAL_DRAWN);
    assert_int_equal(count_jobs(), 0);
    send_to(PRINTER);
    assert_int_equal(journal_next_job(scene.journal, 0, &job), STATUS_OK);
    assert_string_equal(job.number, SCENE_NUMBER);
    assert_string_equal(job.printer, PRINTER);
    assert_int_equal(journal_step(scene.journal, scene.request, JOURNAL_PRINTED, NULL), STATUS_OK);
    assert_int_equal(count_jobs(), 0);
}

static void another_printer_does_not_let_go_what_the_first_one_holds(void **state) {
    (void)state;
    scene_walk_to(JOURNAL_DRAWN);
    send_to(PRINTER);
    send_to(OTHER);
    send_to(PRINTER);
    assert_int_equal(count_jobs(), 2);
    send_to(OTHER);
    assert_int_equal(journal_step(scene.journal, scene.request, JOURNAL_PRINTED, NULL), STATUS_OK);
    assert_int_equal(count_jobs(), 1);
    assert_int_equal(journal_job_gone(scene.journal, SCENE_NUMBER, PRINTER), STATUS_OK);
    assert_int_equal(count_jobs(), 0);
}

static void a_cancelled_number_and_a_restart_change_nothing_of_it(void **state) {
    (void)state;
    scene_walk_to(JOURNAL_DRAWN);
    send_to(PRINTER);
    assert_int_equal(journal_step(scene.journal, scene.request, JOURNAL_CANCELLED, "agent"), STATUS_OK);
    scene_reopen();
    assert_int_equal(count_jobs(), 1);
}

static void letting_go_twice_is_harmless(void **state) {
    (void)state;
    assert_int_equal(journal_job_gone(scene.journal, SCENE_NUMBER, PRINTER), STATUS_OK);
}

int main(void) {
#define TEST(function) cmocka_unit_test_setup_teardown(function, scene_setup, scene_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_job_is_held_from_the_order_until_it_is_printed),
        TEST(another_printer_does_not_let_go_what_the_first_one_holds),
        TEST(a_cancelled_number_and_a_restart_change_nothing_of_it),
        TEST(letting_go_twice_is_harmless),
    };
    return cmocka_run_group_tests_name("journal_jobs", tests, NULL, NULL);
}

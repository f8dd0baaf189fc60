/* Printing without a printer: what reasons mean, and the folder that stands for one. */
#include "../../printing/spool.h"
#include "../../printing/spool_private.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/state.h"

#define NUMBER "7K3M9Q2RXW5T"

static const uint8_t bytes[] = "%PDF-1.5 not really";

static enum spool_wish never_called(void *context, const struct spool_progress *progress, int wait_ms) {
    (void)context;
    (void)progress;
    (void)wait_ms;
    fail();
    return SPOOL_CANCEL;
}

static struct spool_job job_numbered(const char *number) {
    return (struct spool_job){.pdf = bytes, .size = sizeof bytes, .number = number, .copies = 2, .pages = 3};
}

/* --- Reasons --- */

static void matches_reasons_by_prefix_whatever_their_severity(void **state) {
    (void)state;
    static const char *const written[] = {"media-empty", "media-empty-error", "media-empty-warning",
                                          "media-empty-report"};
    for (size_t i = 0; i < sizeof written / sizeof written[0]; i++) {
        const struct spool_reason *reason = spool_find_reason(written[i]);
        assert_string_equal(reason->keyword, "media-empty");
        assert_string_equal(reason->text, "Plus de papier\u00A0: rechargez le bac.");
        assert_true(reason->blocking);
    }
    assert_null(spool_find_reason("media-emptyish"));
}

static void knows_the_reasons_of_jobs_and_its_own(void **state) {
    (void)state;
    static const char *const blocking[] = {"no-a4",    "no-pdf",          "untrusted", "job-hold-until-specified",
                                           "job-lost", "printer-stopped", "refused",   "account-authorization-failed"};
    for (size_t i = 0; i < sizeof blocking / sizeof blocking[0]; i++)
        assert_true(spool_find_reason(blocking[i])->blocking);
    assert_false(spool_find_reason("processing-to-stop-point")->blocking);
    assert_false(spool_find_reason("busy")->blocking);
    assert_true(spool_find_reason("offline")->away);
    assert_true(spool_find_reason("no-service")->away);
    assert_false(spool_find_reason("no-a4")->away); /* somebody must act, and the printer is there */
    assert_null(spool_find_reason("job-printing"));
    assert_null(spool_find_reason("job-incoming"));
    assert_null(spool_find_reason("job-completed-successfully"));
}

static void tells_what_only_informs_from_what_stops(void **state) {
    (void)state;
    assert_null(spool_find_reason("none"));
    assert_null(spool_find_reason("cups-waiting-for-job-completed"));
    assert_null(spool_find_reason("vendor-lamp-warning"));
    assert_true(spool_find_reason("vendor-lamp-error")->blocking);
    assert_false(spool_find_reason("toner-low-warning")->blocking);
    const struct spool_reason *low = spool_find_reason("toner-low"), *jam = spool_find_reason("media-jam-error");
    assert_ptr_equal(spool_worst_reason(low, jam), jam);
    assert_ptr_equal(spool_worst_reason(jam, low), jam);
    assert_ptr_equal(spool_worst_reason(NULL, low), low);
    assert_null(spool_worst_reason(NULL, NULL));
}

static void is_ready_with_little_toner_but_not_without_paper(void **state) {
    (void)state;
    struct spool_state state_of_printer;
    spool_state_set(&state_of_printer, spool_find_reason("toner-low-warning"));
    assert_true(state_of_printer.ready);
    assert_string_equal(state_of_printer.text, "prête");
    assert_string_equal(state_of_printer.reason, "");
    spool_state_set(&state_of_printer, spool_find_reason("cover-open-error"));
    assert_false(state_of_printer.ready);
    assert_string_equal(state_of_printer.reason, "cover-open");
    assert_string_equal(state_of_printer.text, "Capot ouvert\u00A0: refermez-le.");
}

/* --- Folder --- */

static void print_to(const char *folder, const char *number, enum status expected, struct spool_result *result) {
    struct spool spool = {.timeout_seconds = 1};
    struct spool_job job = job_numbered(number);
    struct fault fault = {0};
    snprintf(spool.printer, sizeof spool.printer, "folder:%s", folder);
    assert_int_equal(spool_print(&spool, &job, never_called, NULL, result, &fault), expected);
}

static void puts_a_document_whole_in_the_folder_for_its_owner_only(void **state) {
    (void)state;
    char folder[64], tray[96], expected[160];
    struct spool_result result = {0};
    state_make(folder);
    snprintf(tray, sizeof tray, "%s/tray", folder);
    print_to(tray, NUMBER, STATUS_OK, &result);
    snprintf(expected, sizeof expected, "%s/" NUMBER ".pdf", tray);
    assert_string_equal(result.delivered, expected);
    assert_int_equal(result.pages, 3);
    assert_int_equal(state_mode(tray, NUMBER ".pdf"), 0600);
    assert_int_equal(state_mode(tray, "." NUMBER ".tmp"), -1);
    assert_true(state_contains(tray, bytes, sizeof bytes));
    print_to(tray, NUMBER, STATUS_OK, &result); /* again: the same document replaces itself */
    state_remove(folder);
}

static void does_not_leave_the_folder(void **state) {
    (void)state;
    static const char *const numbers[] = {"../ESCAPE", "A/B", "", ".", "a", "7K3M9Q2RXW5T7K3M9Q2RXW5T7K3M9Q2RXW5T"};
    char folder[64];
    state_make(folder);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        print_to(folder, numbers[i], STATUS_INVALID, NULL);
    assert_int_equal(rmdir(folder), 0);
}

static void says_that_a_folder_cannot_be_written(void **state) {
    (void)state;
    struct spool spool = {.printer = "folder:/proc/nowhere/tray", .timeout_seconds = 1};
    struct spool_state state_of_printer;
    spool_check(&spool, &state_of_printer);
    assert_false(state_of_printer.ready);
    assert_string_equal(state_of_printer.reason, "no-folder");
    print_to("/proc/nowhere/tray", NUMBER, STATUS_PRINTER, NULL);
}

static void is_ready_when_the_folder_can_be_made(void **state) {
    (void)state;
    char folder[64];
    struct spool spool = {.timeout_seconds = 1};
    struct spool_state state_of_printer;
    state_make(folder);
    snprintf(spool.printer, sizeof spool.printer, "folder:%s/tray", folder);
    spool_check(&spool, &state_of_printer);
    assert_true(state_of_printer.ready);
    assert_string_equal(state_of_printer.text, "prête");
    state_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_reasons_by_prefix_whatever_their_severity),
        cmocka_unit_test(knows_the_reasons_of_jobs_and_its_own),
        cmocka_unit_test(tells_what_only_informs_from_what_stops),
        cmocka_unit_test(is_ready_with_little_toner_but_not_without_paper),
        cmocka_unit_test(puts_a_document_whole_in_the_folder_for_its_owner_only),
        cmocka_unit_test(does_not_leave_the_folder),
        cmocka_unit_test(says_that_a_folder_cannot_be_written),
        cmocka_unit_test(is_ready_when_the_folder_can_be_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

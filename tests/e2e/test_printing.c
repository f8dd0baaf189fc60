/* The page worker and a real IPP printer: what is drawn arrives byte for byte, its codes say what was asked, and what
 * goes wrong at the printer is told in its words and leaves no job behind. */
#include "../../printing/spool_ipp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../kiosk/memory.h"
#include "../support/codes.h"
#include "../support/print_bench.h"
#include "../support/printer.h"
#include "../support/state.h"
#include "../support/tool.h"

#define CERTIFICATE "config/training/fr00-0001.pem"

enum { PATIENCE_SECONDS = 40 };

/* --- A printer for each test, where there can be one --- */

static const char *missing_tool(void) {
    return printer_missing() != NULL ? printer_missing() : codes_missing();
}

#define REQUIRE_PRINTER()                                                                                              \
    do {                                                                                                               \
        if (missing_tool() != NULL) {                                                                                  \
            print_message("%s is not installed\n", missing_tool());                                                    \
            skip();                                                                                                    \
        }                                                                                                              \
    } while (0)

static struct printer *printer;
static struct print_server *server;

static int stop_printer(void **state) {
    (void)state;
    print_server_stop(server);
    server = NULL;
    printer_stop(printer);
    printer = NULL;
    return 0;
}

static void assert_codes(const char *path, const struct registry_attestation *attestation) {
    struct codes codes;
    assert_true(codes_read(path, 1, 300, &codes));
    assert_string_equal(codes.data_matrix, attestation->seal);
    assert_string_equal(codes.qr, attestation->verification_url);
    assert_true(codes_verify_seal(codes.data_matrix, codes.data_matrix_length, CERTIFICATE));
}

/* How a job ended, as the printer says. */
static enum spool_job_state end_of_job(const struct print_bench *bench, int job_id) {
    struct spool spool = {.timeout_seconds = PRINT_BENCH_TIMEOUT_SECONDS};
    struct spool_link link;
    struct spool_report report = {.job_state = SPOOL_JOB_GOING};
    snprintf(spool.printer, sizeof spool.printer, "%s", printer_uri(printer));
    assert_null(spool_link_open(&link, &spool));
    for (long long end_ms = tool_now_ms() + TOOL_DEADLINE_MS;
         report.job_state == SPOOL_JOB_GOING && tool_now_ms() < end_ms; tool_wait_a_little())
        assert_null(spool_ipp_ask_job(&link, job_id, bench->attestation.number, &report));
    spool_link_close(&link);
    return report.job_state;
}

/* --- All goes well --- */

static void prints_byte_for_byte_with_codes_that_others_read(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct print_bench bench;
    char path[PRINTER_PATH_SIZE], title[128], copies[16];
    printer = printer_start();
    print_bench_open(&bench, printer_uri(printer), NULL);
    json_t *checked = print_bench_check(&bench);
    assert_true(json_is_true(json_object_get(checked, "ready")));
    assert_string_equal(print_bench_text(checked, "text"), "prête");
    print_bench_draw(&bench);
    print_bench_print(&bench, 2);
    json_t *printed = print_bench_receive_end(&bench, "printed");
    assert_int_equal(json_integer_value(json_object_get(printed, "pages")), 1);
    assert_string_equal(print_bench_text(printed, "delivered"), "");
    assert_true(printer_wait_document(printer, 1, path));
    print_bench_assert_document(&bench, path);
    assert_codes(path, &bench.attestation);
    assert_true(printer_last_job(printer, title, copies));
    assert_string_equal(title, bench.attestation.number);
    assert_string_equal(copies, "2");
    print_bench_close(&bench);
}

static void prints_through_a_queue_of_cups(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    TOOL_REQUIRE("cupsd", "lpadmin");
    struct print_bench bench;
    char path[PRINTER_PATH_SIZE];
    printer = printer_start();
    server = print_server_start(printer_uri(printer));
    print_bench_open(&bench, print_server_queue(server), print_server_address(server));
    json_t *checked = print_bench_check(&bench);
    assert_true(json_is_true(json_object_get(checked, "ready")));
    print_bench_draw(&bench);
    print_bench_print(&bench, 1);
    print_bench_receive_end(&bench, "printed");
    assert_true(printer_wait_document(printer, 1, path));
    assert_codes(path, &bench.attestation);
    print_bench_choose(&bench, "no-such-queue");
    checked = print_bench_check(&bench);
    assert_string_equal(print_bench_text(checked, "reason"), "no-queue");
    print_bench_close(&bench);
}

static void prints_into_a_folder(void **state) {
    (void)state;
    struct print_bench bench;
    char folder[64], name[128];
    state_make(folder);
    snprintf(name, sizeof name, "folder:%s", folder);
    print_bench_open(&bench, name, NULL);
    print_bench_send(&bench, json_pack("{s:s}", "count", "ADCS"), true);
    print_bench_receive(&bench, "counted");
    assert_int_equal(json_integer_value(json_object_get(bench.answer.head, "counted")), 1);
    print_bench_draw(&bench);
    print_bench_print(&bench, 1);
    json_t *printed = print_bench_receive_end(&bench, "printed");
    print_bench_assert_document(&bench, print_bench_text(printed, "delivered"));
    print_bench_close(&bench);
    state_remove(folder);
}

/* --- The printer fails --- */

static void tells_that_paper_is_missing_and_goes_on_when_it_is_there(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct print_bench bench;
    char path[PRINTER_PATH_SIZE];
    printer = printer_start();
    print_bench_open(&bench, printer_uri(printer), NULL);
    print_bench_draw(&bench);
    printer_set_fault(printer, "media-empty-error");
    print_bench_print(&bench, 1);
    assert_string_equal(print_bench_receive_reason(&bench, "media-empty"), "Plus de papier\u00A0: rechargez le bac.");
    printer_clear_fault(printer);
    print_bench_receive_end(&bench, "printed");
    assert_true(printer_wait_document(printer, 1, path));
    print_bench_close(&bench);
}

static void waits_for_the_agent_longer_than_for_a_silent_printer(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct print_bench bench;
    printer = printer_start();
    print_bench_open(&bench, printer_uri(printer), NULL);
    print_bench_draw(&bench);
    printer_set_fault(printer, "media-jam-error");
    print_bench_print(&bench, 1);
    assert_string_equal(print_bench_receive_reason(&bench, "media-jam"),
                        "Bourrage papier\u00A0: ouvrez l'imprimante et retirez la feuille.");
    const struct timeval longer = {.tv_sec = PRINT_BENCH_TIMEOUT_SECONDS + 1}, patience = {.tv_sec = PATIENCE_SECONDS};
    struct message none;
    setsockopt(bench.fd, SOL_SOCKET, SO_RCVTIMEO, &longer, sizeof longer);
    assert_int_equal(message_receive(bench.fd, &none), STATUS_IO); /* nothing came: it is still waited for */
    setsockopt(bench.fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    printer_clear_fault(printer);
    print_bench_receive_end(&bench, "printed");
    print_bench_close(&bench);
}

static void cancels_a_job_that_waits(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct print_bench bench;
    printer = printer_start();
    print_bench_open(&bench, printer_uri(printer), NULL);
    print_bench_draw(&bench);
    printer_set_fault(printer, "cover-open-error");
    print_bench_print(&bench, 1);
    print_bench_receive_reason(&bench, "cover-open");
    print_bench_send(&bench, json_pack("{s:b}", "cancel", 1), false);
    print_bench_assert_failed(&bench, "cancelled", "");
    printer_clear_fault(printer);
    assert_int_equal(end_of_job(&bench, 1), SPOOL_JOB_CANCELLED);
    print_bench_print(&bench, 1); /* the document is still there, and the printer free again */
    print_bench_receive_end(&bench, "printed");
    print_bench_close(&bench);
}

static void cancels_the_job_of_a_kiosk_that_is_gone(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct print_bench bench;
    printer = printer_start();
    print_bench_open(&bench, printer_uri(printer), NULL);
    print_bench_draw(&bench);
    printer_set_fault(printer, "media-empty-error");
    print_bench_print(&bench, 1);
    print_bench_receive_reason(&bench, "media-empty");
    close(bench.fd);
    bench.fd = -1;
    assert_int_equal(print_bench_wait(&bench), 0);
    printer_clear_fault(printer);
    assert_int_equal(end_of_job(&bench, 1), SPOOL_JOB_CANCELLED);
    print_bench_close(&bench);
}

static void says_that_the_printer_is_not_there(void **state) {
    (void)state;
    struct print_bench bench;
    char uri[64];
    snprintf(uri, sizeof uri, "ipp://localhost:%d/ipp/print", tool_free_port());
    print_bench_open(&bench, uri, NULL);
    json_t *checked = print_bench_check(&bench);
    assert_true(json_is_false(json_object_get(checked, "ready")));
    assert_string_equal(print_bench_text(checked, "reason"), "offline");
    assert_string_equal(print_bench_text(checked, "text"),
                        "Imprimante hors ligne\u00A0: vérifiez qu'elle est allumée et branchée.");
    print_bench_draw(&bench);
    print_bench_print(&bench, 1);
    print_bench_assert_failed(&bench, "printer", "offline");
    print_bench_close(&bench);
}

static void notices_a_printer_switched_off_in_the_middle(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct print_bench bench;
    printer = printer_start();
    print_bench_open(&bench, printer_uri(printer), NULL);
    print_bench_draw(&bench);
    printer_set_fault(printer, "media-empty-error");
    print_bench_print(&bench, 1);
    print_bench_receive_reason(&bench, "media-empty");
    printer_turn_off(printer);
    print_bench_receive_reason(&bench, "offline");
    print_bench_assert_failed(&bench, "printer", "offline");
    printer_clear_fault(printer);
    printer_turn_on(printer);
    print_bench_print(&bench, 1);
    print_bench_receive_end(&bench, "printed");
    print_bench_close(&bench);
}

static void notices_a_printer_that_answers_nothing(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct print_bench bench;
    printer = printer_start();
    print_bench_open(&bench, printer_uri(printer), NULL);
    printer_freeze(printer, true);
    json_t *checked = print_bench_check(&bench);
    assert_true(json_is_false(json_object_get(checked, "ready")));
    assert_string_equal(print_bench_text(checked, "reason"), "offline");
    printer_freeze(printer, false);
    print_bench_close(&bench);
}

static void tells_that_the_printer_aborted(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct print_bench bench;
    printer = printer_start();
    print_bench_open(&bench, printer_uri(printer), NULL);
    print_bench_draw(&bench);
    printer_set_aborting(printer, true);
    print_bench_print(&bench, 1);
    print_bench_assert_failed(&bench, "printer", "aborted");
    print_bench_close(&bench);
}

/* --- Requests that are not in order --- */

static void refuses_what_is_not_in_order(void **state) {
    (void)state;
    struct print_bench bench;
    print_bench_start(&bench, NULL);
    print_bench_send(&bench, json_pack("{s:{s:s}}", "check", "printer", "folder:/nonexistent"), false);
    print_bench_assert_failed(&bench, "invalid", "configure");
    print_bench_send(&bench, json_pack("{s:b}", "find", 1), false); /* needs no configuration, but a file */
    print_bench_assert_failed(&bench, "invalid", "find");
    print_bench_close(&bench);
    print_bench_open(&bench, "folder:/nonexistent", NULL);
    print_bench_print(&bench, 1);
    print_bench_assert_failed(&bench, "invalid", "number");
    print_bench_send(&bench, json_pack("{s:s}", "count", "PASSEPORT"), true);
    print_bench_assert_failed(&bench, "unsupported", "count");
    print_bench_send(&bench, json_pack("{s:s}", "count", "ADCS"), false);
    print_bench_assert_failed(&bench, "invalid", "record");
    print_bench_send(&bench, json_pack("{s:s, s:{}}", "draw", "ADCS", "attestation"), true);
    json_t *failed = print_bench_receive(&bench, "failed");
    assert_string_not_equal(print_bench_text(failed, "where"), "");
    print_bench_send(&bench, json_pack("{s:b}", "dance", 1), false);
    print_bench_assert_failed(&bench, "invalid", "request");
    print_bench_draw(&bench);
    print_bench_send(
        &bench,
        json_pack("{s:{s:s, s:i, s:s}}", "print", "printer", bench.printer, "copies", 1, "number", "AAAAAAAAAAAA"),
        false);
    print_bench_assert_failed(&bench, "invalid", "number");
    print_bench_print(&bench, 0);
    print_bench_assert_failed(&bench, "invalid", "copies");
    print_bench_send(&bench, json_pack("{s:b}", "cancel", 1), false);
    print_bench_assert_failed(&bench, "cancelled", "");
    print_bench_close(&bench);
}

int main(void) {
    memory_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(prints_byte_for_byte_with_codes_that_others_read, stop_printer),
        cmocka_unit_test_teardown(prints_through_a_queue_of_cups, stop_printer),
        cmocka_unit_test(prints_into_a_folder),
        cmocka_unit_test_teardown(tells_that_paper_is_missing_and_goes_on_when_it_is_there, stop_printer),
        cmocka_unit_test_teardown(waits_for_the_agent_longer_than_for_a_silent_printer, stop_printer),
        cmocka_unit_test_teardown(cancels_a_job_that_waits, stop_printer),
        cmocka_unit_test_teardown(cancels_the_job_of_a_kiosk_that_is_gone, stop_printer),
        cmocka_unit_test(says_that_the_printer_is_not_there),
        cmocka_unit_test_teardown(notices_a_printer_switched_off_in_the_middle, stop_printer),
        cmocka_unit_test_teardown(notices_a_printer_that_answers_nothing, stop_printer),
        cmocka_unit_test_teardown(tells_that_the_printer_aborted, stop_printer),
        cmocka_unit_test(refuses_what_is_not_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

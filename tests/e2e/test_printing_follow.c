/* What becomes of a job that the printer holds, forgets or has never finished, and that one order comes out once: on a
 * real IPP printer and through a private cupsd. */
#include "../../printing/spool_ipp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <signal.h>

#include "../../kiosk/memory.h"
#include "../support/print_bench.h"
#include "../support/printer.h"
#include "../support/tool.h"

#define REQUIRE_PRINTER() TOOL_REQUIRE("ippeveprinter", "dbus-daemon")
#define REQUIRE_CUPSD() TOOL_REQUIRE("ippeveprinter", "dbus-daemon", "cupsd", "lpadmin")

static struct printer *printer;
static struct print_server *server;

static int tear_down(void **state) {
    (void)state;
    print_server_stop(server);
    server = NULL;
    printer_stop(printer);
    printer = NULL;
    return 0;
}

/* A job of ours that waits at the printer, or in the queue. */
static void open_with_job_that_waits(struct print_bench *bench, const char *name, const char *cups_server) {
    print_bench_open(bench, name, cups_server);
    print_bench_draw(bench);
    printer_set_fault(printer, "media-empty-error");
    print_bench_print(bench, 1);
    print_bench_receive_reason(bench, "media-empty");
}

/* --- Directly --- */

static void tells_that_a_printer_started_again_has_forgotten_the_job(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct print_bench bench;
    printer = printer_start();
    open_with_job_that_waits(&bench, printer_uri(printer), NULL);
    printer_turn_off(printer);
    printer_turn_on(printer);
    json_t *failed = print_bench_receive_end(&bench, "failed");
    assert_string_equal(print_bench_text(failed, "where"), "job-lost");
    assert_string_equal(print_bench_text(failed, "detail"),
                        "L'imprimante a été redémarrée\u00A0: le document est peut-être incomplet.");
    print_bench_close(&bench);
}

static void answers_a_cancel_at_once_though_the_printer_holds_the_job(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct print_bench bench;
    printer = printer_start();
    open_with_job_that_waits(&bench, printer_uri(printer), NULL);
    long long start_ms = tool_now_ms();
    print_bench_send(&bench, json_pack("{s:b}", "cancel", 1), false);
    print_bench_assert_failed(&bench, "cancelled", "");
    assert_true(tool_now_ms() - start_ms < 1000);
    printer_clear_fault(printer);
    print_bench_close(&bench);
}

/* A frozen printer: the answer does not wait for it for long. */
static void answers_a_cancel_though_the_printer_answers_nothing(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct print_bench bench;
    printer = printer_start();
    open_with_job_that_waits(&bench, printer_uri(printer), NULL);
    printer_freeze(printer, true);
    long long start_ms = tool_now_ms();
    print_bench_send(&bench, json_pack("{s:b}", "cancel", 1), false);
    json_t *failed = print_bench_receive_end(&bench, "failed");
    assert_string_equal(print_bench_text(failed, "status"), "cancelled");
    assert_true(tool_now_ms() - start_ms < 10000);
    printer_freeze(printer, false);
    printer_clear_fault(printer);
    print_bench_close(&bench);
}

static void tells_that_it_was_cancelled_at_the_printer(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct print_bench bench;
    struct spool spool = {.timeout_seconds = 2};
    struct spool_link link;
    printer = printer_start();
    open_with_job_that_waits(&bench, printer_uri(printer), NULL);
    snprintf(spool.printer, sizeof spool.printer, "%s", printer_uri(printer));
    assert_null(spool_link_open(&link, &spool));
    assert_null(spool_ipp_cancel_job(&link, 1));
    spool_link_close(&link);
    printer_clear_fault(printer);
    print_bench_assert_failed(&bench, "cancelled", "printer");
    print_bench_close(&bench);
}

static void refuses_a_printer_without_a4(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct print_bench bench;
    printer = printer_start();
    print_bench_open(&bench, printer_uri(printer), NULL);
    json_t *checked = print_bench_check(&bench);
    assert_true(json_integer_value(json_object_get(checked, "copies_max")) > 1);
    printer_load_letter(printer);
    checked = print_bench_check(&bench);
    assert_string_equal(print_bench_text(checked, "reason"), "no-a4");
    assert_string_equal(print_bench_text(checked, "text"), "Pas de papier A4 dans l'imprimante\u00A0: chargez-en.");
    print_bench_close(&bench);
}

/* --- Through cupsd --- */

static void withdraws_what_a_queue_holds_of_a_worker_that_died(void **state) {
    (void)state;
    REQUIRE_CUPSD();
    struct print_bench dead, bench;
    char path[PRINTER_PATH_SIZE];
    printer = printer_start();
    server = print_server_start(printer_uri(printer));
    open_with_job_that_waits(&dead, print_server_queue(server), print_server_address(server));
    kill(dead.worker, SIGKILL);
    assert_int_equal(print_bench_wait(&dead), -1);
    print_bench_open(&bench, print_server_queue(server), print_server_address(server));
    assert_int_equal(print_bench_withdraw(&bench, "AAAAAAAAAAAA"), 0);
    assert_int_equal(print_bench_withdraw(&bench, dead.attestation.number), 1);
    assert_int_equal(print_bench_withdraw(&bench, dead.attestation.number), 0);
    printer_clear_fault(printer);
    print_bench_draw(&bench);
    print_bench_print(&bench, 1);
    print_bench_receive_end(&bench, "printed");
    assert_true(printer_wait_document(printer, 1, path) || printer_documents(printer) == 2);
    print_bench_close(&bench);
    print_bench_close(&dead);
}

static void goes_on_following_when_cupsd_is_started_again(void **state) {
    (void)state;
    REQUIRE_CUPSD();
    struct print_bench bench;
    printer = printer_start();
    server = print_server_start(printer_uri(printer));
    open_with_job_that_waits(&bench, print_server_queue(server), print_server_address(server));
    print_server_kill(server);
    assert_string_equal(print_bench_receive_reason(&bench, "no-service"),
                        "Le service d'impression du poste ne répond pas\u00A0: appelez le technicien.");
    print_server_restart(server);
    printer_clear_fault(printer);
    print_bench_receive_end(&bench, "printed");
    print_bench_close(&bench);
}

int main(void) {
    memory_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(tells_that_a_printer_started_again_has_forgotten_the_job, tear_down),
        cmocka_unit_test_teardown(answers_a_cancel_at_once_though_the_printer_holds_the_job, tear_down),
        cmocka_unit_test_teardown(answers_a_cancel_though_the_printer_answers_nothing, tear_down),
        cmocka_unit_test_teardown(tells_that_it_was_cancelled_at_the_printer, tear_down),
        cmocka_unit_test_teardown(refuses_a_printer_without_a4, tear_down),
        cmocka_unit_test_teardown(withdraws_what_a_queue_holds_of_a_worker_that_died, tear_down),
        cmocka_unit_test_teardown(goes_on_following_when_cupsd_is_started_again, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

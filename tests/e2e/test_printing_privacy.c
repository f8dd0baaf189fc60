/* Nothing of who a document is about stays with the station's cupsd, set as a station's is: neither in its spool, its
 * control files, its cache, its state nor in a log of everything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/date.h"
#include "../../kiosk/memory.h"
#include "../support/print_bench.h"
#include "../support/printer.h"
#include "../support/tool.h"

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

/* In any file of the server, at any depth, whatever its bytes. */
static bool holds(const char *text) {
    const char *const argv[] = {"grep", "-rqaiF", "-e", text, print_server_folder(server), NULL};
    int status = tool_run(argv, NULL, NULL);
    assert_in_range(status, 0, 1);
    return status == 0;
}

static bool holds_documents(void) {
    struct tool_output found;
    const char *const argv[] = {
        "find", print_server_folder(server), "-path", "*/requests/*", "-name", "d*", "-type", "f", NULL};
    assert_int_equal(tool_run(argv, NULL, &found), 0);
    bool any = found.length > 0;
    free(found.bytes);
    return any;
}

static void assert_holds_nobody(const struct record *record) {
    const struct date birth = record->holder.birth_date;
    char text[64];
    assert_false(holds(record->neph));
    assert_false(holds(record->holder.family_name));
    for (size_t i = 0; i < record->holder.given_names.count; i++)
        assert_false(holds(record->holder.given_names.items[i]));
    date_write_short(birth, text);
    assert_false(holds(text));
    date_format_iso(birth, text);
    assert_false(holds(text));
    date_write_long(birth, text);
    assert_false(holds(text));
    snprintf(text, sizeof text, "%02d%02d%04d", birth.day, birth.month, birth.year);
    assert_false(holds(text));
}

static void leaves_nobody_with_the_print_server(void **state) {
    (void)state;
    TOOL_REQUIRE("ippeveprinter", "dbus-daemon", "cupsd", "lpadmin", "grep", "find");
    struct print_bench bench;
    printer = printer_start();
    server = print_server_start(printer_uri(printer));
    print_bench_open(&bench, print_server_queue(server), print_server_address(server));
    print_bench_draw(&bench);
    printer_set_fault(printer, "media-empty-error");
    print_bench_print(&bench, 1);
    print_bench_receive_reason(&bench, "media-empty");
    /* The same looks find what is there: the document while it waits, and the number, which is nobody's name. */
    assert_true(holds_documents());
    assert_true(holds(bench.attestation.number));
    assert_true(holds("%PDF-"));
    printer_clear_fault(printer);
    print_bench_receive_end(&bench, "printed");
    for (long long end_ms = tool_now_ms() + TOOL_DEADLINE_MS; holds_documents() && tool_now_ms() < end_ms;)
        tool_wait_a_little();
    assert_false(holds_documents());
    assert_false(holds("%PDF-"));
    assert_holds_nobody(bench.record);
    print_bench_close(&bench);
}

int main(void) {
    memory_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(leaves_nobody_with_the_print_server, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

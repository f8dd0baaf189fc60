/* The page worker and a real IPP printer: what is drawn arrives byte for byte, its codes say what was asked, and what
 * goes wrong at the printer is told in its words and leaves no job behind. */
#include "../../printing/page.h"
#include "../../printing/pdf.h"
#include "../../printing/spool_ipp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <signal.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/message.h"
#include "../../kiosk/training/issue.h"
#include "../support/codes.h"
#include "../support/place.h"
#include "../support/printer.h"
#include "../support/specimen.h"
#include "../support/state.h"
#include "../support/tool.h"

#define DRIVER "toutes-les-categories"
#define PREFECTURE "Préfecture du Calvados"
#define CERTIFICATE "config/training/fr00-0001.pem"

enum { CHANNEL_FD = 3, ANSWER_SECONDS = 40, TIMEOUT_SECONDS = 2 };

struct bench {
    int fd; /* to the worker */
    pid_t worker;
    char printer[256]; /* the one to name */
    struct record *record;
    struct registry_attestation attestation;
    struct message answer; /* the last */
};

/* --- The worker --- */

static _Noreturn void become_worker(int fd, const char *server) {
    char *path = place_in_build("guichet-worker");
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (server != NULL)
        setenv("CUPS_SERVER", server, 1);
    if (fd != CHANNEL_FD)
        dup2(fd, CHANNEL_FD);
    execl(path, "guichet-worker", "page", (char *)NULL);
    _exit(127);
}

static void open_bench(struct bench *bench, const char *server) {
    int ends[2];
    *bench = (struct bench){0};
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    bench->worker = fork();
    if (bench->worker == 0)
        become_worker(ends[1], server);
    close(ends[1]);
    bench->fd = ends[0];
    const struct timeval patience = {.tv_sec = ANSWER_SECONDS};
    setsockopt(bench->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    bench->record = specimen_record(DRIVER);
    specimen_attest(bench->record, 1, &bench->attestation);
}

static int wait_for_worker(struct bench *bench) {
    int status = 0;
    assert_int_equal(waitpid(bench->worker, &status, 0), bench->worker);
    bench->worker = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void close_bench(struct bench *bench) {
    if (bench->fd >= 0)
        close(bench->fd);
    if (bench->worker > 0)
        assert_int_equal(wait_for_worker(bench), 0);
    message_clear(&bench->answer);
    registry_attestation_clear(&bench->attestation);
    record_free(bench->record);
}

static void send_head(struct bench *bench, json_t *head, bool with_record) {
    struct message message = {.head = head};
    assert_non_null(head);
    if (with_record) {
        size_t size;
        const char *json = specimen_json(DRIVER, &size);
        message.body = memory_alloc(size);
        message.body_size = size;
        memcpy(message.body, json, size);
    }
    assert_int_equal(message_send(bench->fd, &message), STATUS_OK);
    message_clear(&message);
}

/* The next answer, which must be of that kind; what it holds. */
static json_t *receive(struct bench *bench, const char *kind) {
    message_clear(&bench->answer);
    assert_int_equal(message_receive(bench->fd, &bench->answer), STATUS_OK);
    json_t *content = json_object_get(bench->answer.head, kind);
    if (content == NULL) {
        char *told = json_dumps(bench->answer.head, 0);
        print_error("%s awaited: %s\n", kind, told);
        memory_free(told);
    }
    assert_non_null(content);
    return content;
}

static const char *text_of(json_t *object, const char *member) {
    return json_string_value(json_object_get(object, member));
}

static void choose(struct bench *bench, const char *name) {
    assert_in_range(snprintf(bench->printer, sizeof bench->printer, "%s", name), 1, sizeof bench->printer - 1);
}

static void configure(struct bench *bench, const char *name) {
    send_head(bench,
              json_pack("{s:{s:s, s:i, s:s, s:b}}", "configure", "printer_ca", "", "printer_timeout_seconds",
                        TIMEOUT_SECONDS, "prefecture", PREFECTURE, "specimen", 1),
              false);
    choose(bench, name);
}

static void ask_to_check(struct bench *bench) {
    send_head(bench, json_pack("{s:{s:s}}", "check", "printer", bench->printer), false);
}

static void draw(struct bench *bench) {
    json_t *attestation = issue_to_json(&bench->attestation);
    send_head(bench, json_pack("{s:s, s:o}", "draw", "ADCS", "attestation", attestation), true);
    json_t *drawn = receive(bench, "drawn");
    assert_int_equal(json_integer_value(json_object_get(drawn, "pages")), 1);
}

static void ask_to_print(struct bench *bench, int copies) {
    send_head(bench,
              json_pack("{s:{s:s, s:i, s:s}}", "print", "printer", bench->printer, "copies", copies, "number",
                        bench->attestation.number),
              false);
}

/* Passes over what is told on the way; what the end holds. */
static json_t *receive_end(struct bench *bench, const char *kind) {
    do {
        message_clear(&bench->answer);
        assert_int_equal(message_receive(bench->fd, &bench->answer), STATUS_OK);
    } while (json_object_get(bench->answer.head, "printing") != NULL);
    json_t *content = json_object_get(bench->answer.head, kind);
    assert_non_null(content);
    return content;
}

/* Waits until the printer is said to have that reason; its French text. */
static const char *receive_reason(struct bench *bench, const char *reason) {
    for (;;) {
        json_t *printing = receive(bench, "printing");
        if (strcmp(text_of(printing, "reason"), reason) == 0)
            return text_of(printing, "text");
    }
}

static void assert_failed(struct bench *bench, const char *status, const char *where) {
    json_t *failed = receive_end(bench, "failed");
    assert_string_equal(text_of(failed, "status"), status);
    assert_string_equal(text_of(failed, "where"), where);
}

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

/* The page drawn in this process: the same bytes as the worker's. */
static void draw_here(const struct bench *bench, struct pdf *pdf) {
    const struct page_station station = {.prefecture = PREFECTURE, .specimen = true};
    struct page_document document = {0};
    assert_int_equal(
        page_lay_out_adcs(bench->record, &bench->attestation, &station, page_measure_sans, NULL, &document, NULL),
        STATUS_OK);
    assert_int_equal(pdf_draw(&document, &bench->attestation.issued_at, pdf, NULL), STATUS_OK);
    page_clear(&document);
}

static void assert_file_is(const char *path, const struct pdf *pdf) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = malloc(pdf->size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, pdf->size + 1, file), pdf->size);
    assert_memory_equal(bytes, pdf->bytes, pdf->size);
    free(bytes);
    fclose(file);
}

/* How a job ended, as the printer says. */
static enum spool_job_state end_of_job(const struct bench *bench, int job_id) {
    struct spool spool = {.timeout_seconds = TIMEOUT_SECONDS};
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
    struct bench bench;
    struct pdf pdf = {0};
    char path[PRINTER_PATH_SIZE], title[128], copies[16];
    printer = printer_start();
    open_bench(&bench, NULL);
    configure(&bench, printer_uri(printer));
    ask_to_check(&bench);
    json_t *checked = receive(&bench, "checked");
    assert_true(json_is_true(json_object_get(checked, "ready")));
    assert_string_equal(text_of(checked, "text"), "prête");
    draw(&bench);
    ask_to_print(&bench, 2);
    json_t *printed = receive_end(&bench, "printed");
    assert_int_equal(json_integer_value(json_object_get(printed, "pages")), 1);
    assert_string_equal(text_of(printed, "delivered"), "");
    assert_true(printer_wait_document(printer, 1, path));
    draw_here(&bench, &pdf);
    assert_file_is(path, &pdf);
    assert_codes(path, &bench.attestation);
    assert_true(printer_last_job(printer, title, copies));
    assert_string_equal(title, bench.attestation.number);
    assert_string_equal(copies, "2");
    pdf_clear(&pdf);
    close_bench(&bench);
}

static void prints_through_a_queue_of_cups(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    TOOL_REQUIRE("cupsd", "lpadmin");
    struct bench bench;
    char path[PRINTER_PATH_SIZE];
    printer = printer_start();
    server = print_server_start(printer_uri(printer));
    open_bench(&bench, print_server_address(server));
    configure(&bench, print_server_queue(server));
    ask_to_check(&bench);
    json_t *checked = receive(&bench, "checked");
    assert_true(json_is_true(json_object_get(checked, "ready")));
    draw(&bench);
    ask_to_print(&bench, 1);
    receive_end(&bench, "printed");
    assert_true(printer_wait_document(printer, 1, path));
    assert_codes(path, &bench.attestation);
    configure(&bench, "no-such-queue");
    ask_to_check(&bench);
    checked = receive(&bench, "checked");
    assert_string_equal(text_of(checked, "reason"), "no-queue");
    close_bench(&bench);
}

static void prints_into_a_folder(void **state) {
    (void)state;
    struct bench bench;
    struct pdf pdf = {0};
    char folder[64], name[128];
    state_make(folder);
    snprintf(name, sizeof name, "folder:%s", folder);
    open_bench(&bench, NULL);
    configure(&bench, name);
    send_head(&bench, json_pack("{s:s}", "count", "ADCS"), true);
    receive(&bench, "counted");
    assert_int_equal(json_integer_value(json_object_get(bench.answer.head, "counted")), 1);
    draw(&bench);
    ask_to_print(&bench, 1);
    json_t *printed = receive_end(&bench, "printed");
    draw_here(&bench, &pdf);
    assert_file_is(text_of(printed, "delivered"), &pdf);
    pdf_clear(&pdf);
    close_bench(&bench);
    state_remove(folder);
}

/* --- The printer fails --- */

static void tells_that_paper_is_missing_and_goes_on_when_it_is_there(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct bench bench;
    char path[PRINTER_PATH_SIZE];
    printer = printer_start();
    open_bench(&bench, NULL);
    configure(&bench, printer_uri(printer));
    draw(&bench);
    printer_set_fault(printer, "media-empty-error");
    ask_to_print(&bench, 1);
    assert_string_equal(receive_reason(&bench, "media-empty"), "Plus de papier\u00A0: rechargez le bac.");
    printer_clear_fault(printer);
    receive_end(&bench, "printed");
    assert_true(printer_wait_document(printer, 1, path));
    close_bench(&bench);
}

static void waits_for_the_agent_longer_than_for_a_silent_printer(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct bench bench;
    printer = printer_start();
    open_bench(&bench, NULL);
    configure(&bench, printer_uri(printer));
    draw(&bench);
    printer_set_fault(printer, "media-jam-error");
    ask_to_print(&bench, 1);
    assert_string_equal(receive_reason(&bench, "media-jam"),
                        "Bourrage papier\u00A0: ouvrez l'imprimante et retirez la feuille.");
    const struct timeval longer = {.tv_sec = TIMEOUT_SECONDS + 1}, patience = {.tv_sec = ANSWER_SECONDS};
    struct message none;
    setsockopt(bench.fd, SOL_SOCKET, SO_RCVTIMEO, &longer, sizeof longer);
    assert_int_equal(message_receive(bench.fd, &none), STATUS_IO); /* nothing came: it is still waited for */
    setsockopt(bench.fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    printer_clear_fault(printer);
    receive_end(&bench, "printed");
    close_bench(&bench);
}

static void cancels_a_job_that_waits(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct bench bench;
    printer = printer_start();
    open_bench(&bench, NULL);
    configure(&bench, printer_uri(printer));
    draw(&bench);
    printer_set_fault(printer, "cover-open-error");
    ask_to_print(&bench, 1);
    receive_reason(&bench, "cover-open");
    send_head(&bench, json_pack("{s:b}", "cancel", 1), false);
    assert_failed(&bench, "cancelled", "");
    printer_clear_fault(printer);
    assert_int_equal(end_of_job(&bench, 1), SPOOL_JOB_CANCELLED);
    ask_to_print(&bench, 1); /* the document is still there, and the printer free again */
    receive_end(&bench, "printed");
    close_bench(&bench);
}

static void cancels_the_job_of_a_kiosk_that_is_gone(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct bench bench;
    printer = printer_start();
    open_bench(&bench, NULL);
    configure(&bench, printer_uri(printer));
    draw(&bench);
    printer_set_fault(printer, "media-empty-error");
    ask_to_print(&bench, 1);
    receive_reason(&bench, "media-empty");
    close(bench.fd);
    bench.fd = -1;
    assert_int_equal(wait_for_worker(&bench), 0);
    printer_clear_fault(printer);
    assert_int_equal(end_of_job(&bench, 1), SPOOL_JOB_CANCELLED);
    close_bench(&bench);
}

static void says_that_the_printer_is_not_there(void **state) {
    (void)state;
    struct bench bench;
    char uri[64];
    snprintf(uri, sizeof uri, "ipp://localhost:%d/ipp/print", tool_free_port());
    open_bench(&bench, NULL);
    configure(&bench, uri);
    ask_to_check(&bench);
    json_t *checked = receive(&bench, "checked");
    assert_true(json_is_false(json_object_get(checked, "ready")));
    assert_string_equal(text_of(checked, "reason"), "offline");
    assert_string_equal(text_of(checked, "text"),
                        "Imprimante hors ligne\u00A0: vérifiez qu'elle est allumée et branchée.");
    draw(&bench);
    ask_to_print(&bench, 1);
    assert_failed(&bench, "printer", "offline");
    close_bench(&bench);
}

static void notices_a_printer_switched_off_in_the_middle(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct bench bench;
    printer = printer_start();
    open_bench(&bench, NULL);
    configure(&bench, printer_uri(printer));
    draw(&bench);
    printer_set_fault(printer, "media-empty-error");
    ask_to_print(&bench, 1);
    receive_reason(&bench, "media-empty");
    printer_turn_off(printer);
    receive_reason(&bench, "offline");
    assert_failed(&bench, "printer", "offline");
    printer_clear_fault(printer);
    printer_turn_on(printer);
    ask_to_print(&bench, 1);
    receive_end(&bench, "printed");
    close_bench(&bench);
}

static void notices_a_printer_that_answers_nothing(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct bench bench;
    printer = printer_start();
    open_bench(&bench, NULL);
    configure(&bench, printer_uri(printer));
    printer_freeze(printer, true);
    ask_to_check(&bench);
    json_t *checked = receive(&bench, "checked");
    assert_true(json_is_false(json_object_get(checked, "ready")));
    assert_string_equal(text_of(checked, "reason"), "offline");
    printer_freeze(printer, false);
    close_bench(&bench);
}

static void tells_that_the_printer_aborted(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct bench bench;
    printer = printer_start();
    open_bench(&bench, NULL);
    configure(&bench, printer_uri(printer));
    draw(&bench);
    printer_set_aborting(printer, true);
    ask_to_print(&bench, 1);
    assert_failed(&bench, "printer", "aborted");
    close_bench(&bench);
}

/* --- Requests that are not in order --- */

static void refuses_what_is_not_in_order(void **state) {
    (void)state;
    struct bench bench;
    open_bench(&bench, NULL);
    ask_to_check(&bench);
    assert_failed(&bench, "invalid", "configure");
    send_head(&bench, json_pack("{s:b}", "find", 1), false); /* needs no configuration, but a file */
    assert_failed(&bench, "invalid", "find");
    configure(&bench, "folder:/nonexistent");
    ask_to_print(&bench, 1);
    assert_failed(&bench, "invalid", "number");
    send_head(&bench, json_pack("{s:s}", "count", "PASSEPORT"), true);
    assert_failed(&bench, "unsupported", "count");
    send_head(&bench, json_pack("{s:s}", "count", "ADCS"), false);
    assert_failed(&bench, "invalid", "record");
    send_head(&bench, json_pack("{s:s, s:{}}", "draw", "ADCS", "attestation"), true);
    json_t *failed = receive(&bench, "failed");
    assert_string_not_equal(text_of(failed, "where"), "");
    send_head(&bench, json_pack("{s:b}", "dance", 1), false);
    assert_failed(&bench, "invalid", "request");
    draw(&bench);
    send_head(
        &bench,
        json_pack("{s:{s:s, s:i, s:s}}", "print", "printer", bench.printer, "copies", 1, "number", "AAAAAAAAAAAA"),
        false);
    assert_failed(&bench, "invalid", "number");
    ask_to_print(&bench, 0);
    assert_failed(&bench, "invalid", "copies");
    send_head(&bench, json_pack("{s:b}", "cancel", 1), false);
    assert_failed(&bench, "cancelled", "");
    close_bench(&bench);
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

/* The page worker: worker_run() on one end of a socketpair, in a child. What reads a page back is replaced, to say that
 * it does not read: a good page never does. */
#include "../../printing/readback.h"
#include "../../printing/worker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/message.h"
#include "../../kiosk/training/issue.h"
#include "../support/specimen.h"
#include "../support/state.h"

#define DRIVER "toutes-les-categories"
#define PREFECTURE "Préfecture du Calvados"

static enum status reads = STATUS_OK;

enum status readback_check(const struct pdf *pdf, const struct page_document *document, struct fault *fault) {
    assert_non_null(pdf->bytes);
    assert_true(document->count > 0);
    return reads == STATUS_OK ? STATUS_OK : fault_set(fault, reads, "2d-doc", "modules");
}

/* --- The worker --- */

static char folder[64], printer[128];
static int channel;
static pid_t child;
static struct message answer;

static void send_request(json_t *head, const void *body, size_t size) {
    struct message request = {.head = head};
    assert_non_null(head);
    if (body != NULL) {
        request.body = memory_alloc(size);
        request.body_size = size;
        memcpy(request.body, body, size);
    }
    assert_int_equal(message_send(channel, &request), STATUS_OK);
    message_clear(&request);
}

static json_t *receive(const char *kind) {
    message_clear(&answer);
    assert_int_equal(message_receive(channel, &answer), STATUS_OK);
    json_t *content = json_object_get(answer.head, kind);
    assert_non_null(content);
    return content;
}

static void assert_failed(const char *status, const char *where) {
    json_t *failed = receive("failed");
    assert_string_equal(json_string_value(json_object_get(failed, "status")), status);
    assert_string_equal(json_string_value(json_object_get(failed, "where")), where);
}

static void start(enum status readable) {
    int ends[2];
    state_make(folder);
    snprintf(printer, sizeof printer, "folder:%s", folder);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    reads = readable;
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        _exit(worker_run(ends[1]));
    }
    close(ends[1]);
    channel = ends[0];
    send_request(json_pack("{s:{s:s, s:s, s:b}}", "configure", "printer_ca", "", "prefecture", "Préfecture du Calvados",
                           "specimen", 1),
                 NULL, 0);
}

static void stop(void) {
    int status = 0;
    message_clear(&answer);
    close(channel);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    state_remove(folder);
}

static void ask_to_draw(json_t *head) {
    size_t size;
    const char *json = specimen_json(DRIVER, &size);
    send_request(head, json, size);
}

/* An ADCS of the driver; its number. */
static void ask_for_adcs(char number[13]) {
    struct record *record = specimen_record(DRIVER);
    struct registry_attestation attestation = {0};
    specimen_attest(record, 1, &attestation);
    memcpy(number, attestation.number, sizeof attestation.number);
    ask_to_draw(json_pack("{s:s, s:o}", "draw", "ADCS", "attestation", issue_to_json(&attestation)));
    registry_attestation_clear(&attestation);
    record_free(record);
}

static void ask_to_print(const char *number) {
    send_request(json_pack("{s:{s:s, s:i, s:s}}", "print", "printer", printer, "copies", 1, "number", number), NULL, 0);
}

/* --- What it does --- */

static void neither_prints_nor_gives_a_page_that_does_not_read(void **state) {
    (void)state;
    char number[13];
    start(STATUS_UNREADABLE);
    ask_for_adcs(number);
    assert_failed("unreadable", "2d-doc");
    ask_to_print(number);
    assert_failed("invalid", "number");
    ask_to_print("");
    assert_failed("invalid", "number");
    send_request(json_pack("{s:b}", "take", 1), NULL, 0);
    assert_failed("invalid", "take");
    stop();
}

/* The page before is gone too: what is printed is never another one than was asked for. */
static void forgets_the_page_before_one_that_cannot_be_drawn(void **state) {
    (void)state;
    char number[13];
    start(STATUS_OK);
    ask_for_adcs(number);
    receive("drawn");
    ask_to_draw(json_pack("{s:s, s:s}", "draw", "SITUATION", "issued_at", "hier"));
    assert_failed("invalid", "issued_at");
    ask_to_print(number);
    assert_failed("invalid", "number");
    stop();
}

static void gives_the_page_drawn_last(void **state) {
    (void)state;
    char number[13];
    start(STATUS_OK);
    send_request(json_pack("{s:b}", "take", 1), NULL, 0);
    assert_failed("invalid", "take");
    ask_for_adcs(number);
    json_int_t size = json_integer_value(json_object_get(receive("drawn"), "size"));
    for (int i = 0; i < 2; i++) { /* it stays to be printed */
        send_request(json_pack("{s:b}", "take", 1), NULL, 0);
        assert_int_equal(json_integer_value(json_object_get(receive("taken"), "size")), size);
        assert_int_equal(answer.body_size, size);
        assert_memory_equal(answer.body, "%PDF-", 5);
        assert_memory_equal(answer.body + size - 6, "%%EOF\n", 6);
    }
    ask_to_print(number);
    receive("printed");
    stop();
}

/* The page drawn in this process: the same bytes as the worker's. */
static void draw_here(const struct registry_attestation *attestation, struct date reissued_on, struct pdf *pdf) {
    const struct page_station station = {.prefecture = PREFECTURE, .specimen = true, .reissued_on = reissued_on};
    struct record *record = specimen_record(DRIVER);
    struct page_document document = {0};
    assert_int_equal(page_lay_out(PAGE_ADCS, record, attestation, &station, page_measure_sans, NULL, &document, NULL),
                     STATUS_OK);
    assert_int_equal(pdf_draw(&document, &attestation->issued_at, pdf, NULL), STATUS_OK);
    page_clear(&document);
    record_free(record);
}

static void assert_drawn(const struct registry_attestation *attestation, struct date reissued_on) {
    struct pdf pdf = {0};
    receive("drawn");
    send_request(json_pack("{s:b}", "take", 1), NULL, 0);
    receive("taken");
    draw_here(attestation, reissued_on, &pdf);
    assert_int_equal(answer.body_size, pdf.size);
    assert_memory_equal(answer.body, pdf.bytes, pdf.size);
    pdf_clear(&pdf);
}

static void draws_the_day_of_a_new_print_on_that_print_only(void **state) {
    (void)state;
    struct record *record = specimen_record(DRIVER);
    struct registry_attestation attestation = {0};
    specimen_attest(record, 1, &attestation);
    start(STATUS_OK);
    ask_to_draw(json_pack("{s:s, s:o, s:s}", "draw", "ADCS", "attestation", issue_to_json(&attestation), "reissued_on",
                          "2026-12-03"));
    assert_drawn(&attestation, (struct date){2026, 12, 3});
    ask_to_draw(json_pack("{s:s, s:o}", "draw", "ADCS", "attestation", issue_to_json(&attestation)));
    assert_drawn(&attestation, (struct date){0});
    ask_to_draw(json_pack("{s:s, s:o, s:s}", "draw", "ADCS", "attestation", issue_to_json(&attestation), "reissued_on",
                          "03/12/2026"));
    assert_failed("invalid", "reissued_on");
    ask_to_print(attestation.number);
    assert_failed("invalid", "number");
    stop();
    registry_attestation_clear(&attestation);
    record_free(record);
}

/* --- Printers --- */

static void assert_withdrawn(const char *number, int jobs) {
    send_request(json_pack("{s:{s:s, s:s}}", "withdraw", "printer", printer, "number", number), NULL, 0);
    assert_int_equal(json_integer_value(json_object_get(receive("withdrawn"), "jobs")), jobs);
}

static void withdraws_what_a_crash_left_half_written(void **state) {
    (void)state;
    char path[128];
    start(STATUS_OK);
    snprintf(path, sizeof path, "%s/.7K3M9Q2RXW5T.tmp", folder);
    FILE *half = fopen(path, "w");
    assert_non_null(half);
    fclose(half);
    assert_withdrawn("7K3M9Q2RXW5U", 0);
    assert_withdrawn("7K3M9Q2RXW5T", 1);
    assert_int_equal(access(path, F_OK), -1);
    assert_withdrawn("7K3M9Q2RXW5T", 0);
    assert_withdrawn("SITUATION", 0);
    send_request(json_pack("{s:{s:s, s:s}}", "withdraw", "printer", printer, "number", ""), NULL, 0);
    assert_failed("invalid", "number");
    stop();
}

static void says_what_the_printer_that_is_named_can_do(void **state) {
    (void)state;
    start(STATUS_OK);
    send_request(json_pack("{s:{s:s}}", "check", "printer", printer), NULL, 0);
    json_t *checked = receive("checked");
    assert_true(json_is_true(json_object_get(checked, "ready")));
    assert_int_equal(json_integer_value(json_object_get(checked, "copies_max")), 9);
    send_request(json_pack("{s:{s:s}}", "check", "printer", "folder:/proc/nowhere/tray"), NULL, 0);
    checked = receive("checked");
    assert_true(json_is_false(json_object_get(checked, "ready")));
    send_request(json_pack("{s:{s:s}}", "check", "printer", ""), NULL, 0);
    assert_failed("invalid", "printer");
    send_request(json_pack("{s:b}", "check", 1), NULL, 0);
    assert_failed("invalid", "printer");
    stop();
}

static void prints_ma_situation_without_a_number(void **state) {
    (void)state;
    start(STATUS_OK);
    ask_to_draw(json_pack("{s:s, s:s}", "draw", "SITUATION", "issued_at", SPECIMEN_NOW));
    assert_int_equal(json_integer_value(json_object_get(receive("drawn"), "pages")), 1);
    ask_to_print("");
    assert_failed("invalid", "number");
    ask_to_print("SITUATION");
    const char *path = json_string_value(json_object_get(receive("printed"), "delivered"));
    assert_non_null(strstr(path, "/SITUATION.pdf"));
    stop();
}

static void finds_the_seal_of_a_file_and_keeps_nothing(void **state) {
    (void)state;
    char number[13];
    start(STATUS_OK);
    ask_for_adcs(number);
    receive("drawn");
    send_request(json_pack("{s:b}", "take", 1), NULL, 0);
    receive("taken");
    size_t size = answer.body_size;
    uint8_t *pdf = memory_alloc(size);
    memcpy(pdf, answer.body, size);
    send_request(json_pack("{s:b}", "find", 1), pdf, size);
    json_t *found = receive("found");
    assert_int_equal(json_array_size(found), 1);
    const char *text = json_string_value(json_array_get(found, 0));
    assert_memory_equal(text, "DC04", 4);
    assert_non_null(strstr(text, number));
    send_request(json_pack("{s:b}", "find", 1), pdf, 40);
    assert_failed("malformed", "file");
    send_request(json_pack("{s:b}", "find", 1), "bonjour", 7);
    assert_failed("unsupported", "file");
    send_request(json_pack("{s:b}", "find", 1), NULL, 0);
    assert_failed("invalid", "find");
    memory_free(pdf);
    stop();
}

/* The Data Matrix of a parcel is no seal. */
static void finds_no_seal_in_another_code(void **state) {
    (void)state;
    char text[] = "PARCEL 42";
    struct page_item item = {.kind = PAGE_MATRIX, .page = 1, .x_mm = 20, .y_mm = 20, .width_mm = 40, .height_mm = 40};
    struct page_document document = {.items = &item, .count = 1, .size = 1, .pages = 1};
    struct date_time now = {.date = {2026, 11, 24}};
    struct pdf pdf = {0};
    item.text = text;
    assert_int_equal(pdf_draw(&document, &now, &pdf, NULL), STATUS_OK);
    start(STATUS_OK);
    send_request(json_pack("{s:b}", "find", 1), pdf.bytes, pdf.size);
    assert_failed("not-found", "file");
    stop();
    pdf_clear(&pdf);
}

int main(void) {
    memory_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neither_prints_nor_gives_a_page_that_does_not_read),
        cmocka_unit_test(forgets_the_page_before_one_that_cannot_be_drawn),
        cmocka_unit_test(gives_the_page_drawn_last),
        cmocka_unit_test(draws_the_day_of_a_new_print_on_that_print_only),
        cmocka_unit_test(withdraws_what_a_crash_left_half_written),
        cmocka_unit_test(says_what_the_printer_that_is_named_can_do),
        cmocka_unit_test(prints_ma_situation_without_a_number),
        cmocka_unit_test(finds_the_seal_of_a_file_and_keeps_nothing),
        cmocka_unit_test(finds_no_seal_in_another_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

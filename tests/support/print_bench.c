/* Runs the page worker of the build as the spawner does, on one end of a socketpair. It must not reach into it. */
#include "print_bench.h"

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
#include <unistd.h>

#include <cmocka.h>
#include <signal.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/training/issue.h"
#include "../../printing/page.h"
#include "place.h"
#include "specimen.h"

#define PREFECTURE "Préfecture du Calvados"

enum { CHANNEL_FD = 3, ANSWER_SECONDS = 40 };

/* --- The worker --- */

static _Noreturn void become_worker(int fd, const char *cups_server) {
    char *path = place_in_build("guichet-worker");
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setenv("HOME", "/nonexistent", 1); /* as the spawner does */
    if (cups_server != NULL)
        setenv("CUPS_SERVER", cups_server, 1);
    if (fd != CHANNEL_FD)
        dup2(fd, CHANNEL_FD);
    execl(path, "guichet-worker", "page", (char *)NULL);
    _exit(127);
}

void print_bench_start(struct print_bench *bench, const char *cups_server) {
    int ends[2];
    const struct timeval patience = {.tv_sec = ANSWER_SECONDS};
    *bench = (struct print_bench){0};
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    bench->worker = fork();
    if (bench->worker == 0)
        become_worker(ends[1], cups_server);
    close(ends[1]);
    bench->fd = ends[0];
    setsockopt(bench->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    bench->record = specimen_record(PRINT_BENCH_DRIVER);
    specimen_attest(bench->record, 1, &bench->attestation);
}

static void configure(struct print_bench *bench, const char *printer, const char *ca) {
    print_bench_choose(bench, printer);
    print_bench_send(bench,
                     json_pack("{s:{s:s, s:i, s:s, s:b}}", "configure", "printer_ca", ca, "printer_timeout_seconds",
                               PRINT_BENCH_TIMEOUT_SECONDS, "prefecture", PREFECTURE, "specimen", 1),
                     false);
}

void print_bench_open(struct print_bench *bench, const char *printer, const char *cups_server) {
    print_bench_start(bench, cups_server);
    configure(bench, printer, "");
}

void print_bench_open_trusting(struct print_bench *bench, const char *printer, const char *ca) {
    print_bench_start(bench, NULL);
    configure(bench, printer, ca);
}

int print_bench_wait(struct print_bench *bench) {
    int status = 0;
    assert_int_equal(waitpid(bench->worker, &status, 0), bench->worker);
    bench->worker = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void print_bench_close(struct print_bench *bench) {
    if (bench->fd >= 0)
        close(bench->fd);
    if (bench->worker > 0)
        assert_int_equal(print_bench_wait(bench), 0);
    message_clear(&bench->answer);
    registry_attestation_clear(&bench->attestation);
    record_free(bench->record);
}

void print_bench_choose(struct print_bench *bench, const char *printer) {
    assert_in_range(snprintf(bench->printer, sizeof bench->printer, "%s", printer), 1, sizeof bench->printer - 1);
}

/* --- Asking --- */

void print_bench_send(struct print_bench *bench, json_t *head, bool with_record) {
    struct message message = {.head = head};
    assert_non_null(head);
    if (with_record) {
        size_t size;
        const char *json = specimen_json(PRINT_BENCH_DRIVER, &size);
        message.body = memory_alloc(size);
        message.body_size = size;
        memcpy(message.body, json, size);
    }
    assert_int_equal(message_send(bench->fd, &message), STATUS_OK);
    message_clear(&message);
}

void print_bench_draw(struct print_bench *bench) {
    json_t *attestation = issue_to_json(&bench->attestation);
    print_bench_send(bench, json_pack("{s:s, s:o}", "draw", "ADCS", "attestation", attestation), true);
    json_t *drawn = print_bench_receive(bench, "drawn");
    assert_int_equal(json_integer_value(json_object_get(drawn, "pages")), 1);
}

void print_bench_print(struct print_bench *bench, int copies) {
    print_bench_send(bench,
                     json_pack("{s:{s:s, s:i, s:s}}", "print", "printer", bench->printer, "copies", copies, "number",
                               bench->attestation.number),
                     false);
}

json_t *print_bench_check(struct print_bench *bench) {
    print_bench_send(bench, json_pack("{s:{s:s}}", "check", "printer", bench->printer), false);
    return print_bench_receive(bench, "checked");
}

int print_bench_withdraw(struct print_bench *bench, const char *number) {
    print_bench_send(bench, json_pack("{s:{s:s, s:s}}", "withdraw", "printer", bench->printer, "number", number),
                     false);
    json_t *withdrawn = print_bench_receive(bench, "withdrawn");
    return (int)json_integer_value(json_object_get(withdrawn, "jobs"));
}

/* --- Answers --- */

static json_t *content_of(struct print_bench *bench, const char *kind) {
    json_t *content = json_object_get(bench->answer.head, kind);
    if (content == NULL) {
        char *told = json_dumps(bench->answer.head, 0);
        print_error("%s awaited: %s\n", kind, told);
        memory_free(told);
    }
    assert_non_null(content);
    return content;
}

json_t *print_bench_receive(struct print_bench *bench, const char *kind) {
    message_clear(&bench->answer);
    assert_int_equal(message_receive(bench->fd, &bench->answer), STATUS_OK);
    return content_of(bench, kind);
}

json_t *print_bench_receive_end(struct print_bench *bench, const char *kind) {
    do {
        message_clear(&bench->answer);
        assert_int_equal(message_receive(bench->fd, &bench->answer), STATUS_OK);
    } while (json_object_get(bench->answer.head, "printing") != NULL);
    return content_of(bench, kind);
}

const char *print_bench_receive_reason(struct print_bench *bench, const char *reason) {
    for (;;) {
        json_t *printing = print_bench_receive(bench, "printing");
        if (strcmp(print_bench_text(printing, "reason"), reason) == 0)
            return print_bench_text(printing, "text");
    }
}

const char *print_bench_text(json_t *object, const char *member) {
    return json_string_value(json_object_get(object, member));
}

void print_bench_assert_failed(struct print_bench *bench, const char *status, const char *where) {
    json_t *failed = print_bench_receive_end(bench, "failed");
    assert_string_equal(print_bench_text(failed, "status"), status);
    assert_string_equal(print_bench_text(failed, "where"), where);
}

/* --- The document --- */

/* The page drawn in this process: the same bytes as the worker's. */
static void draw_here(const struct print_bench *bench, struct pdf *pdf) {
    const struct page_station station = {.prefecture = PREFECTURE, .specimen = true};
    struct page_document document = {0};
    assert_int_equal(
        page_lay_out_adcs(bench->record, &bench->attestation, &station, page_measure_sans, NULL, &document, NULL),
        STATUS_OK);
    assert_int_equal(pdf_draw(&document, &bench->attestation.issued_at, pdf, NULL), STATUS_OK);
    page_clear(&document);
}

void print_bench_assert_document(const struct print_bench *bench, const char *path) {
    struct pdf pdf = {0};
    draw_here(bench, &pdf);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = malloc(pdf.size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, pdf.size + 1, file), pdf.size);
    assert_memory_equal(bytes, pdf.bytes, pdf.size);
    free(bytes);
    fclose(file);
    pdf_clear(&pdf);
}

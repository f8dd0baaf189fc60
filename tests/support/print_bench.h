/* A page worker for one test, with a driver's ADCS to print, and what it answers. The path of its executable, and the
 * driver, are those of the build; a test that fails to get an answer in time fails. */
#ifndef GUICHET_TESTS_PRINT_BENCH_H
#define GUICHET_TESTS_PRINT_BENCH_H

#include <stdbool.h>
#include <sys/types.h>

#include "../../kiosk/message.h"
#include "../../kiosk/record.h"
#include "../../kiosk/registry.h"
#include "../../printing/pdf.h"

#define PRINT_BENCH_DRIVER "toutes-les-categories"

enum { PRINT_BENCH_TIMEOUT_SECONDS = 2 }; /* the deadline for "offline" that it is configured with */

struct print_bench {
    int fd; /* to the worker */
    pid_t worker;
    char printer[256]; /* the one that is named */
    struct record *record;
    struct registry_attestation attestation;
    struct message answer; /* the last */
};

/* Not configured. `cups_server`, or NULL: where its cupsd is. */
void print_bench_start(struct print_bench *bench, const char *cups_server);
/* Configured, for that printer. */
void print_bench_open(struct print_bench *bench, const char *printer, const char *cups_server);
/* The same, with the file of the CA by which an ipps:// printer is known. */
void print_bench_open_trusting(struct print_bench *bench, const char *printer, const char *ca);
void print_bench_close(struct print_bench *bench);
/* Its exit status. */
int print_bench_wait(struct print_bench *bench);
void print_bench_choose(struct print_bench *bench, const char *printer);

/* --- Asking; with_record: the driver's record is the body --- */
void print_bench_send(struct print_bench *bench, json_t *head, bool with_record);
void print_bench_draw(struct print_bench *bench); /* and waits until it is drawn */
void print_bench_print(struct print_bench *bench, int copies);
/* What check answers, until the next answer. */
json_t *print_bench_check(struct print_bench *bench);
int print_bench_withdraw(struct print_bench *bench, const char *number);

/* --- Answers, until the next one --- */
/* The next, which must be of that kind: what it holds. */
json_t *print_bench_receive(struct print_bench *bench, const char *kind);
/* The same, past what is told on the way. */
json_t *print_bench_receive_end(struct print_bench *bench, const char *kind);
/* Waits until the printer is said to have that reason; its French text. */
const char *print_bench_receive_reason(struct print_bench *bench, const char *reason);
const char *print_bench_text(json_t *object, const char *member);
void print_bench_assert_failed(struct print_bench *bench, const char *status, const char *where);

/* The file holds, byte for byte, what the worker has drawn. */
void print_bench_assert_document(const struct print_bench *bench, const char *path);

#endif

/* Faults on demand, for tests: what the registry must do wrong, for which calls, how many times. Pure.
 *
 * A specification: [WORD=]KIND[*COUNT], several separated by commas; WORD is a piece of the path ("lookup"); without
 * it every call is meant; COUNT: only the first ones. KIND is one of
 *   late:MS               answers after that many milliseconds
 *   status:CODE[:SECONDS] answers that problem (401 404 409 422 429 503); Retry-After when SECONDS is given
 *   cut                   closes in the middle of the body
 *   reset                 closes without a word
 *   twice                 does the call twice, as when a request comes again; answers the second time
 *   oversized             a body of 2 MiB
 *   malformed             a body that is half of its JSON
 *   wrong-neph            the record of somebody else
 *   newer                 the record with the data of another minute, and without an ETag
 *   changed               the record with a point less, a letter more, and without an ETag
 *   content-type          text/html
 * But for status, the call is done: only its answer suffers. */
#ifndef GUICHET_TRAINING_FAULTS_H
#define GUICHET_TRAINING_FAULTS_H

#include "../status.h"
#include "answer.h"

#include <stdbool.h>

enum { FAULTS_MAX = 8, FAULTS_TEXT_MAX = 512 };

enum fault_kind {
    FAULT_NONE,
    FAULT_LATE,
    FAULT_STATUS,
    FAULT_CUT,
    FAULT_RESET,
    FAULT_TWICE,
    FAULT_OVERSIZED,
    FAULT_MALFORMED,
    FAULT_WRONG_NEPH,
    FAULT_NEWER,
    FAULT_CHANGED,
    FAULT_CONTENT_TYPE
};

struct planned_fault {
    enum fault_kind kind;
    char word[32];           /* empty: every path */
    int number;              /* milliseconds, or HTTP status */
    int retry_after_seconds; /* -1: none */
    int left;                /* how many times more; -1: always */
};

struct faults {
    struct planned_fault items[FAULTS_MAX];
    size_t count;
};

/* STATUS_MALFORMED when it is no specification; `faults` is then unchanged. An empty text: no fault. */
STATUS_MUST_CHECK enum status faults_parse(const char *text, struct faults *faults);

/* The fault for this path, counted down; kind FAULT_NONE when there is none. */
struct planned_fault faults_take(struct faults *faults, const char *path);

/* Spoils an answer (oversized, malformed, wrong-neph, content-type), or makes the problem of FAULT_STATUS. */
void faults_apply(const struct planned_fault *fault, struct answer *answer);

#endif

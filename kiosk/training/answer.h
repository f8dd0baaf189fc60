/* What the training registry answers to one request: JSON, an RFC 9457 problem, a page. Knows no HTTP library. */
#ifndef GUICHET_TRAINING_ANSWER_H
#define GUICHET_TRAINING_ANSWER_H

#include <jansson.h>
#include <stddef.h>

#define ANSWER_JSON "application/json"
#define ANSWER_PROBLEM "application/problem+json"
#define ANSWER_HTML "text/html; charset=utf-8"

struct answer {
    int status;
    const char *content_type; /* NULL without a body */
    char *body;               /* memory_free */
    size_t size;
    char etag[96];           /* with its quotes; empty: none */
    int retry_after_seconds; /* -1: none */
};

/* A problem of the contract: its slug, its HTTP status, its French title, fit for a screen. */
struct problem {
    const char *slug;
    int status;
    const char *title;
};

extern const struct problem problem_driver_not_found, problem_malformed_neph, problem_too_many_matches,
    problem_record_changed, problem_adcs_not_issuable, problem_not_issuable, problem_not_entitled,
    problem_identity_check_missing, problem_sequence_gap, problem_sequence_conflict, problem_attestation_not_found,
    problem_request_reused, problem_station_unknown, problem_malformed_request, problem_content_type, problem_too_large,
    problem_no_such_call, problem_method, problem_unauthorized, problem_too_many_requests, problem_unavailable,
    problem_internal;

void answer_init(struct answer *answer);
void answer_clear(struct answer *answer); /* wipes */
/* Takes the reference to `body`. */
void answer_json(struct answer *answer, int status, json_t *body);
void answer_text(struct answer *answer, int status, const char *content_type, const char *text, size_t size);
/* `where` names a member of the request (may be NULL); `reason` is the `reason` of the contract (may be NULL). */
void answer_problem(struct answer *answer, const struct problem *problem, const char *where, const char *reason);

#endif

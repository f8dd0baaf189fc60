/* The calls of the contract (registry-api.md), from a request's bytes to an answer. Knows no HTTP library, no TLS. */
#ifndef GUICHET_TRAINING_SERVICE_H
#define GUICHET_TRAINING_SERVICE_H

#include "answer.h"
#include "drivers.h"

#include <stdbool.h>

enum { SERVICE_BODY_MAX = 1024 * 1024, SERVICE_NUMBER_SIZE = 13, SERVICE_BASE_SIZE = 128 };

struct book;

struct service {
    struct drivers *drivers;
    struct book *book;
    struct date_time data_as_of;
    char public_base[SERVICE_BASE_SIZE]; /* "https://localhost:8443", no slash at the end */
};

struct service_request {
    const char *method, *path;
    const char *content_type, *if_none_match; /* or NULL */
    const char *body;
    size_t body_size;
    bool body_too_large;              /* over SERVICE_BODY_MAX; the body is not whole */
    bool from_station;                /* came with a certificate of ours */
    char number[SERVICE_NUMBER_SIZE]; /* of the attestation in the path, filled by service_answer() */
};

/* Opens drivers and book; the data are those of now. The caller sets `public_base` and closes. */
STATUS_MUST_CHECK enum status service_open(const char *state_folder, struct service *service, struct fault *fault);
void service_close(struct service *service);

/* Answers. The result is the route, for the log: a path without anything of anybody ("/v1/attestations/{number}"). */
const char *service_answer(struct service *service, struct service_request *request, struct answer *answer);

#endif

/* Between the files of the service: the calls, and strict reading of what they are given. */
#ifndef GUICHET_TRAINING_SERVICE_INTERNAL_H
#define GUICHET_TRAINING_SERVICE_INTERNAL_H

#include "service.h"

typedef void service_call(struct service *service, const struct service_request *request, struct answer *answer);

service_call call_status, call_lookup, call_search, call_issue, call_event, call_attestation, call_audit,
    call_verification;

/* The JSON object of a request's body; NULL when the answer is already a problem. */
json_t *request_body(const struct service_request *request, struct answer *answer);

/* A text member that must be there and not be empty; NULL when the answer is already a problem. */
const char *request_text(const json_t *body, const char *member, struct answer *answer);
/* A text member that may be absent or null; false when the answer is already a problem. */
bool request_optional_text(const json_t *body, const char *member, const char **text, struct answer *answer);

/* The driver of a well-formed NEPH; NULL when the answer is already a problem. */
const struct driver *request_driver(const struct service *service, const char *neph, struct answer *answer);

#endif

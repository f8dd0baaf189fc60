/* The registry's contract (registry-api.md): requests to bytes, answers to records and problems. Pure: `net` carries.
 */
#ifndef GUICHET_REGISTRY_H
#define GUICHET_REGISTRY_H

#include "config.h"
#include "date.h"
#include "identity.h"
#include "message.h"
#include "record.h"
#include "status.h"

enum { REGISTRY_BODY_MAX = 1024 * 1024, REGISTRY_CANDIDATES_MAX = 20, REGISTRY_URL_MAX = 200 };

/* --- The protocol with the net worker (heads; personal data only in bodies) ---
 *
 * To net, without an answer:
 *   {"configure": {"url", "ca", "certificate", "key",
 *                  "connect_timeout_ms", "total_timeout_ms", "low_speed_seconds"}}
 * To net, with the body of the request; answered one at a time, in order:
 *   {"id": N, "method": "POST", "path": "/v1/…", "request_id": uuid, "station", "agent", "if_none_match"}
 * From net, with the body of the answer:
 *   {"id": N, "status": 200, "content_type", "etag", "retry_after": seconds}
 * or, when there is none:
 *   {"id": N, "failure": status_name() of UNREACHABLE, TIMEOUT, TLS_SERVER, TLS_CLIENT, TRUNCATED, TOO_LARGE or
 *    PROTOCOL, "detail": curl's English text, for the log; "where": "dates" of a TLS_SERVER that is about them} */
struct registry_request {
    const char *method; /* "GET", "POST", "PUT" */
    char path[96];      /* no personal data */
    char *body;         /* JSON or NULL; memory_free */
    size_t body_size;
    bool idempotent;         /* may be retried */
    char if_none_match[128]; /* or empty */
};
void registry_request_clear(struct registry_request *request);

struct registry_search { /* by name and birth date, or by title number alone */
    const char *reason;  /* "titre perdu", "NEPH inconnu", "autre : …" */
    const char *family_name;
    struct date birth_date;              /* may be partial */
    const char *given_name, *department; /* or NULL */
    const char *title_number;            /* or NULL */
    bool narrows;                        /* the one before had too many answers: asked again with more */
};

/* The identity_check of the contract, and back (what was written by this program). */
json_t *registry_write_check(const struct identity_check *check);
STATUS_MUST_CHECK enum status registry_read_check(const json_t *object, struct identity_check *check);

STATUS_MUST_CHECK enum status registry_ask_status(struct registry_request *request);
STATUS_MUST_CHECK enum status registry_ask_lookup(const char *neph, const char *etag, struct registry_request *request);
STATUS_MUST_CHECK enum status registry_ask_search(const struct registry_search *search,
                                                  struct registry_request *request);
STATUS_MUST_CHECK enum status registry_ask_attestation(const char *request_id, const char *neph, const char *type,
                                                       int pages, const char *record_version,
                                                       const struct identity_check *check,
                                                       struct registry_request *request);
STATUS_MUST_CHECK enum status registry_ask_event(const char *number, const char *event_json,
                                                 struct registry_request *request);

/* POST /v1/audit: lines of the audit log, `events` being a JSON array of {"sequence", "at", "agent", "act", "detail",
 * "number", "person", "previous", "hash"} (hashes in hexadecimal). */
STATUS_MUST_CHECK enum status registry_ask_audit(const char *station, const char *events_json,
                                                 struct registry_request *request);

/* The message for the net worker (head and body). */
STATUS_MUST_CHECK enum status registry_to_message(const struct registry_request *request, int64_t id,
                                                  const char *request_id, const struct config *config,
                                                  const char *agent_id, struct message *message);

/* Is it an attestation's number: 12 of A-Z0-9 without I, L, O, U? */
bool registry_is_number(const char *text);

struct registry_answer { /* what net brought, checked for form */
    int64_t id;
    int http_status;
    char etag[128];
    int retry_after_seconds; /* -1 when absent */
    const char *body;        /* into the message */
    size_t body_size;
};
/* Transport failures become their status; RFC 9457 problems STATUS_PROBLEM (where = slug, detail = title, plus " :
 * reason" for not-issuable); a wrong content type, bad UTF-8, … STATUS_PROTOCOL. 200, 201, 202, 204 and 304 are
 * STATUS_OK. The id, the HTTP status and Retry-After are set whatever comes back; body and ETag with STATUS_OK only. */
STATUS_MUST_CHECK enum status registry_read_answer(const struct message *message, struct registry_answer *answer,
                                                   struct fault *fault);

/* How long to wait before attempt `attempt` + 1 (attempts count from 1): capped exponential backoff with jitter from
 * `random`; never before Retry-After (negative: none). */
int registry_retry_delay_ms(int attempt, int retry_after_seconds, uint32_t random);

struct registry_status {
    char registry[16];
    struct date_time data_as_of;
    char message[256];
};
STATUS_MUST_CHECK enum status registry_read_status(const struct registry_answer *answer, struct registry_status *status,
                                                   struct fault *fault);

/* Parses the record and checks that it is the one asked for (STATUS_WRONG_RECORD). Caller owns *record. */
STATUS_MUST_CHECK enum status registry_read_record(const struct registry_answer *answer, const char *neph,
                                                   struct record **record, struct fault *fault);

/* {"last_sequence": n} of POST /v1/audit. */
STATUS_MUST_CHECK enum status registry_read_audit(const struct registry_answer *answer, int64_t *last_sequence,
                                                  struct fault *fault);

struct registry_candidate {
    char neph[RECORD_NEPH_MAX + 1];
    char family_name[128], usual_name[128], given_names[128]; /* given names joined by ", " */
    struct date birth_date;
    char birth_place[128], department[4];
};
struct registry_candidates {
    struct registry_candidate items[REGISTRY_CANDIDATES_MAX];
    size_t count;
};
STATUS_MUST_CHECK enum status registry_read_candidates(const struct registry_answer *answer,
                                                       struct registry_candidates *candidates, struct fault *fault);

struct registry_attestation {
    char number[13]; /* 12 of A-Z0-9 without I L O U */
    char request_id[37];
    char type[5]; /* "ADCS", "RII" */
    struct date_time issued_at;
    struct date valid_until; /* null for an RII */
    char record_version[128];
    char seal[1601];
    char verification_url[REGISTRY_URL_MAX + 1]; /* ASCII */
    char *provisioning_qr;                       /* or NULL; memory_free */
};
void registry_attestation_clear(struct registry_attestation *attestation); /* wipes */
STATUS_MUST_CHECK enum status registry_read_attestation(const char *json, size_t size,
                                                        struct registry_attestation *attestation, struct fault *fault);
#endif

/* The state machine of the counter: what may be shown and issued now. No screen is right about these; this is.
 *
 *   closed → agent (free) → person (file opened, identity to be confirmed) → confirmed → document in progress
 *
 * Pure state: no I/O. `desk` performs the acts and moves the counter only after what must precede them is on disk. */
#ifndef GUICHET_COUNTER_H
#define GUICHET_COUNTER_H

#include "guidance.h"
#include "identity.h"
#include "record.h"
#include "status.h"

enum counter_stage { COUNTER_CLOSED, COUNTER_FREE, COUNTER_PERSON, COUNTER_CONFIRMED, COUNTER_DOCUMENT };

enum counter_role { COUNTER_AGENT, COUNTER_SUPERVISOR, COUNTER_TECHNICIAN };

enum counter_source { COUNTER_FROM_REGISTRY, COUNTER_FROM_CACHE };

struct counter {
    enum counter_stage stage;
    bool locked; /* nothing of the person may be on screen; orthogonal to the stage */
    char agent_id[24];
    enum counter_role role;
    struct record *record; /* owned; NULL before a file is open */
    char *record_json;     /* owned, as the registry sent it: what the page worker reads */
    size_t record_json_size;
    enum counter_source source;
    struct date_time fetched_at; /* when the registry gave it */
    struct identity_check check; /* meaningful from COUNTER_CONFIRMED */
};

enum counter_document {
    COUNTER_ADCS,
    COUNTER_RII,
    COUNTER_SITUATION, /* "Ma situation": unsealed, without a number */
    COUNTER_DOCUMENT_COUNT
};

void counter_init(struct counter *counter);
STATUS_MUST_CHECK enum status counter_log_in(struct counter *counter, const char *agent_id, enum counter_role role);
void counter_log_out(struct counter *counter); /* closes the person first */
void counter_lock(struct counter *counter);
STATUS_MUST_CHECK enum status counter_unlock(struct counter *counter, const char *agent_id); /* only the same agent */

/* Takes ownership of record and json on success only. A technician opens no file. Refused while a document is under
 * way. */
STATUS_MUST_CHECK enum status counter_open_person(struct counter *counter, struct record *record, char *json,
                                                  size_t json_size, enum counter_source source,
                                                  const struct date_time *fetched_at);
STATUS_MUST_CHECK enum status counter_confirm(struct counter *counter, const struct identity_check *check,
                                              const struct identity_rules *rules, struct fault *fault);
STATUS_MUST_CHECK enum status counter_begin_document(struct counter *counter, enum counter_document document,
                                                     struct fault *fault);
/* The same for a document that has its number and seal already: it needs the registry no more. */
STATUS_MUST_CHECK enum status counter_begin_print(struct counter *counter, enum counter_document document,
                                                  struct fault *fault);
void counter_end_document(struct counter *counter);
void counter_close_person(struct counter *counter); /* wipes and frees; back to COUNTER_FREE */

/* May this be shown now? False before confirmation, while locked, and where the quality has no such right. */
bool counter_may_see(const struct counter *counter, enum identity_right right);

/* "ADCS", "RII" as in the contract; "SITUATION". Static storage. */
const char *counter_document_type(enum counter_document document);

/* May this document be issued now? STATUS_OK, or STATUS_DENIED with where = "stage", "right", "state", "cache". What
 * needs the registry is not made from the cache; "Ma situation" is, which says of when its data are. */
STATUS_MUST_CHECK enum status counter_may_issue(const struct counter *counter, enum counter_document document,
                                                struct fault *fault);

/* An RII of a holder who lives in another department than the station's (`department`) belongs to another préfecture
 * (art. R. 225-6 I): the agent says why it is issued here. Not asked where the registry knows no department. */
bool counter_wants_reason(const struct counter *counter, enum counter_document document, const char *department);

#endif

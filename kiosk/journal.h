/* What must not be lost (state folder, journal.db, synchronous=FULL): attestations under way, the outbox for the
 * registry, and the hash-chained audit log. Never a name or a NEPH: keyed hashes stand for the person. */
#ifndef GUICHET_JOURNAL_H
#define GUICHET_JOURNAL_H

#include "date.h"
#include "status.h"
#include "vault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct journal;

STATUS_MUST_CHECK enum status journal_open(const char *state_folder, const struct vault *vault,
                                           struct journal **journal, struct fault *fault);
void journal_close(struct journal *journal);

/* --- Attestations: one row each. Each step is one transaction, on disk before the act that follows it. ---
 *
 *   intended → numbered → drawn → sent → printed → handed over, or failed / cancelled
 *
 * A number is sent as often as was told: from sent or printed it is sent again (the sheet was spoiled); once handed
 * over it may be issued again (a réédition, marked on the paper), which takes it back to numbered. What the attestation
 * is made of (`document`: the desk's bytes) is kept encrypted under the station's key, bound to its request_id, until
 * it is handed over, failed or cancelled, then erased, from the write-ahead log too. */
enum journal_state {
    JOURNAL_INTENDED,
    JOURNAL_NUMBERED,
    JOURNAL_DRAWN,
    JOURNAL_SENT,
    JOURNAL_PRINTED,
    JOURNAL_HANDED_OVER,
    JOURNAL_FAILED,
    JOURNAL_CANCELLED
};

enum { JOURNAL_PRINTER_MAX = 255, JOURNAL_DOCUMENT_MAX = 4 * 1024 * 1024 };

struct journal_attestation {
    char request_id[37]; /* UUID v4, made by journal_intend() */
    char number[13];     /* empty until numbered */
    char type[5];
    enum journal_state state;
    char reason[64]; /* of a failure or cancellation: a status name or an IPP reason */
    int copies;
    char agent_id[24];
    int64_t changed_unix;
    char printer[JOURNAL_PRINTER_MAX + 1]; /* where it was sent last; empty before */
    int prints;                            /* how many times it was sent: as many jobs, none without its row */
    bool reissued;                         /* handed over before: what is printed now is a réédition */
};

/* Writes the intention and its document (audited in the same transaction) and returns its request_id. */
STATUS_MUST_CHECK enum status journal_intend(struct journal *journal, const char *type, const char *neph,
                                             const char *agent_id, int copies, const void *document, size_t size,
                                             char request_id[37]);
/* INTENDED → NUMBERED; the document replaces the one before. STATUS_EXISTS: another request has that number. */
STATUS_MUST_CHECK enum status journal_number(struct journal *journal, const char *request_id, const char *number,
                                             const void *document, size_t size);
/* DRAWN, SENT or PRINTED → SENT, before a job is made: one more print, there. */
STATUS_MUST_CHECK enum status journal_send(struct journal *journal, const char *request_id, const char *printer,
                                           int copies);
/* A print that failed, or whose sheets are no good and were destroyed (`reason`): the number is still to be printed,
 * the state stays what it is, but for PRINTED, which is SENT again. In the outbox and audited. */
STATUS_MUST_CHECK enum status journal_print_failed(struct journal *journal, const char *request_id, const char *reason);
/* DRAWN, PRINTED, HANDED_OVER, FAILED or CANCELLED; `reason` with the last two. A step back is refused
 * (STATUS_INVALID), and FAILED and CANCELLED are final. PRINTED, HANDED_OVER, FAILED and CANCELLED are audited in the
 * same transaction and (once numbered) put their event into the outbox; FAILED also that the number is cancelled,
 * because nobody will be handed it. */
STATUS_MUST_CHECK enum status journal_step(struct journal *journal, const char *request_id, enum journal_state state,
                                           const char *reason);
/* HANDED_OVER → NUMBERED, with its document again. */
STATUS_MUST_CHECK enum status journal_reissue(struct journal *journal, const char *request_id, const void *document,
                                              size_t size);
/* A réédition that will not be: back to HANDED_OVER. The number stays good, the registry is told nothing. */
STATUS_MUST_CHECK enum status journal_end_reissue(struct journal *journal, const char *request_id, const char *reason);

STATUS_MUST_CHECK enum status journal_find(struct journal *journal, const char *request_id,
                                           struct journal_attestation *attestation);
/* Caller wipes and frees *document (memory_free). STATUS_NOT_FOUND: none is kept. */
STATUS_MUST_CHECK enum status journal_read_document(struct journal *journal, const char *request_id, char **document,
                                                    size_t *size);

/* Those that are neither handed over, failed nor cancelled, and that nobody settles: oldest first, at most `most`. */
STATUS_MUST_CHECK enum status journal_list_unfinished(struct journal *journal, struct journal_attestation *items,
                                                      size_t most, size_t *count);
STATUS_MUST_CHECK enum status journal_count_unfinished(struct journal *journal, int *count);

/* --- Jobs that a printer may still hold: from journal_send() until it has printed, or is known to have dropped it.
 * What it holds could come out by itself some day. --- */
struct journal_job {
    int64_t id;
    char number[13], printer[JOURNAL_PRINTER_MAX + 1];
};
/* The first one after `id` (0: of all); STATUS_NOT_FOUND: no more. */
STATUS_MUST_CHECK enum status journal_next_job(struct journal *journal, int64_t id, struct journal_job *job);
STATUS_MUST_CHECK enum status journal_job_gone(struct journal *journal, const char *number, const char *printer);

/* --- Settling: an intended request whose answer nobody awaits any more. The registry may have given it a number, which
 * must not stay good: it is asked again, in the background, with the same request_id. --- */
STATUS_MUST_CHECK enum status journal_settle(struct journal *journal, const char *request_id); /* INTENDED only */
/* The oldest; STATUS_NOT_FOUND: none. */
STATUS_MUST_CHECK enum status journal_next_settling(struct journal *journal, char request_id[37]);
/* It has that number, which is cancelled at once (NUMBERED and CANCELLED in one transaction); NULL: the registry
 * refused it, there is none. */
STATUS_MUST_CHECK enum status journal_settled(struct journal *journal, const char *request_id, const char *number,
                                              const char *reason);

/* --- Outbox: events for the registry, in order, each with the event_id that it keeps. --- */
struct journal_outgoing {
    int64_t sequence;
    char number[13];
    char *event_json; /* body of POST …/events; memory_free */
};
STATUS_MUST_CHECK enum status journal_next_outgoing(struct journal *journal,
                                                    struct journal_outgoing *outgoing); /* NOT_FOUND: empty */
STATUS_MUST_CHECK enum status journal_mark_sent(struct journal *journal, int64_t sequence);
/* The registry will never take it (`reason`: its slug): kept, out of the way of those behind it, and audited. */
STATUS_MUST_CHECK enum status journal_mark_refused(struct journal *journal, int64_t sequence, const char *reason);
/* Events to send and requests to settle. */
STATUS_MUST_CHECK enum status journal_count_outgoing(struct journal *journal, int *count);

/* --- Audit: append-only; each line holds the hash of the one before. --- */
struct journal_line {
    int64_t sequence;
    char at[26]; /* RFC 3339 */
    char agent_id[24];
    char act[32];     /* "login", "login-refused", "logout", "lock", "unlock", "lookup", "search", "search-narrowed",
                       * "verify", "identity-mismatch", "identity-expired", "identity-confirmed", "next-person",
                       * "attestation-intended", "situation-intended",
                       * "rii-other-department", … */
    char detail[128]; /* quality, document kind, reason of a search or of an RII: never personal */
    char number[13];  /* attestation, or empty */
    uint8_t person[VAULT_HASH_SIZE]; /* keyed hash of the NEPH, or zeros */
    uint8_t previous[VAULT_HASH_SIZE], hash[VAULT_HASH_SIZE];
};
/* `neph` and `number` may be NULL. On disk when it returns STATUS_OK. */
STATUS_MUST_CHECK enum status journal_audit(struct journal *journal, const char *agent_id, const char *act,
                                            const char *detail, const char *neph, const char *number);
/* STATUS_BROKEN_CHAIN: *broken_at is the first line that does not hold (changed, inserted, out of its place; one past
 * the last when lines are missing at the end or the whole log was written anew), and *lines how many hold before it. */
STATUS_MUST_CHECK enum status journal_verify(struct journal *journal, int64_t *lines, int64_t *broken_at);
typedef enum status journal_visit(void *context, const struct journal_line *line);
STATUS_MUST_CHECK enum status journal_export(struct journal *journal, journal_visit *visit, void *context);

/* How often an agent did that on that day (of the station); and who did it most. STATUS_NOT_FOUND: nobody. */
STATUS_MUST_CHECK enum status journal_count_acts(struct journal *journal, const char *act, struct date day,
                                                 const char *agent_id, int *count);
STATUS_MUST_CHECK enum status journal_busiest(struct journal *journal, const char *act, struct date day,
                                              char agent_id[24], int *count);

/* The registry is told of the lines too, in batches: those after the last one that it has, at most `most`, in order.
 * No line: STATUS_OK without a visit. */
STATUS_MUST_CHECK enum status journal_export_untold(struct journal *journal, int most, journal_visit *visit,
                                                    void *context);
/* The registry has the lines up to that one; 0: none of them (it has lost them, and is told all again). */
STATUS_MUST_CHECK enum status journal_mark_told(struct journal *journal, int64_t last_sequence);

#endif

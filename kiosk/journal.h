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

/* --- Attestations: one row each. Each step is one transaction, on disk before the act that follows it. --- */
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

struct journal_attestation {
    char request_id[37]; /* UUID v4, made by journal_intend() */
    char number[13];     /* empty until numbered */
    char type[5];
    enum journal_state state;
    char reason[64]; /* of a failure or cancellation: a status name or an IPP reason */
    int copies;
    char agent_id[24];
    int64_t changed_unix;
};

/* Writes the intention (audited in the same transaction) and returns its request_id. */
STATUS_MUST_CHECK enum status journal_intend(struct journal *journal, const char *type, const char *neph,
                                             const char *agent_id, int copies, char request_id[37]);
/* `number` is given with JOURNAL_NUMBERED and NULL otherwise; `reason` with FAILED and CANCELLED. A step back is
 * refused (STATUS_INVALID), and FAILED and CANCELLED are final. NUMBERED, PRINTED, HANDED_OVER, FAILED and CANCELLED
 * are audited in the same transaction; PRINTED, HANDED_OVER, and (once numbered) FAILED and CANCELLED also put their
 * event into the outbox; FAILED also that the number is cancelled, because nobody will be handed it. */
STATUS_MUST_CHECK enum status journal_step(struct journal *journal, const char *request_id, enum journal_state state,
                                           const char *number, const char *reason);
/* Another try prints another number of copies; refused once printed or ended. */
STATUS_MUST_CHECK enum status journal_set_copies(struct journal *journal, const char *request_id, int copies);
STATUS_MUST_CHECK enum status journal_find(struct journal *journal, const char *request_id,
                                           struct journal_attestation *attestation);
/* How many are numbered or later and not printed, failed, cancelled nor handed over. */
STATUS_MUST_CHECK enum status journal_count_unfinished(struct journal *journal, int *count);

/* --- Outbox: events for the registry, in order. --- */
struct journal_outgoing {
    int64_t sequence;
    char number[13];
    char *event_json; /* body of POST …/events; memory_free */
};
STATUS_MUST_CHECK enum status journal_next_outgoing(struct journal *journal,
                                                    struct journal_outgoing *outgoing); /* NOT_FOUND: empty */
STATUS_MUST_CHECK enum status journal_mark_sent(struct journal *journal, int64_t sequence);
STATUS_MUST_CHECK enum status journal_count_outgoing(struct journal *journal, int *count);

/* --- Audit: append-only; each line holds the hash of the one before. --- */
struct journal_line {
    int64_t sequence;
    char at[26]; /* RFC 3339 */
    char agent_id[24];
    char act[32];     /* "login", "login-refused", "logout", "lock", "unlock", "lookup", "search", "verify",
                       * "identity-confirmed", "next-person", "attestation-intended", "situation-intended",
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

#endif

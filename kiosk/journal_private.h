/* What the files of the journal share. Nobody else includes this. */
#ifndef GUICHET_JOURNAL_PRIVATE_H
#define GUICHET_JOURNAL_PRIVATE_H

#include "database.h"
#include "journal.h"

struct journal {
    sqlite3 *database;
    const struct vault *vault;
};

/* NULL, or short enough for a row. */
bool journal_is_reason(const char *reason);

/* --- Rows of attestations --- */
struct journal_row {
    struct journal_attestation attestation;
    bool settling;
    uint8_t person[VAULT_HASH_SIZE];
};

STATUS_MUST_CHECK enum status journal_find_row(struct journal *journal, const char *request_id,
                                               struct journal_row *row);
/* A write transaction, with the row as it is in it. */
STATUS_MUST_CHECK enum status journal_begin_row(struct journal *journal, const char *request_id,
                                                struct journal_row *row);
STATUS_MUST_CHECK enum status journal_insert_row(struct journal *journal, const struct journal_row *row);
/* What a step may change of it, and the time. */
STATUS_MUST_CHECK enum status journal_update_row(struct journal *journal, const struct journal_row *row);

/* INTENDED → NUMBERED, inside the caller's transaction; the document is the caller's matter. */
STATUS_MUST_CHECK enum status journal_number_row(struct journal *journal, struct journal_row *row, const char *number);

/* A printer is about to have a job of that number, inside the caller's transaction; journal_job_gone() ends it. */
STATUS_MUST_CHECK enum status journal_hold_job(struct journal *journal, const char *number, const char *printer);

/* --- The document of an attestation, inside the caller's transaction --- */
STATUS_MUST_CHECK enum status journal_keep_document(struct journal *journal, const char *request_id,
                                                    const void *document, size_t size);
STATUS_MUST_CHECK enum status journal_erase_document(struct journal *journal, const char *request_id);
/* After the commit of an end: what was erased leaves the write-ahead log too. Gives `status` back: while somebody
 * reads the log stays until the next time, and what is in it is encrypted. */
STATUS_MUST_CHECK enum status journal_truncate_log(struct journal *journal, enum status status);

/* One line of the audit log, inside the caller's transaction. `person` is the keyed hash, or NULL. */
STATUS_MUST_CHECK enum status journal_append_line(struct journal *journal, const char *agent_id, const char *act,
                                                  const char *detail, const uint8_t *person, const char *number);
/* The same, about an attestation. */
STATUS_MUST_CHECK enum status journal_audit_row(struct journal *journal, const struct journal_row *row, const char *act,
                                                const char *detail);

/* One event for the registry about a numbered row, inside the caller's transaction. `detail` may be NULL. */
STATUS_MUST_CHECK enum status journal_append_outgoing(struct journal *journal, const struct journal_row *row,
                                                      const char *event, const char *detail);

/* The keyed hash that stands for a NEPH in journal.db. */
void journal_hash_person(const struct journal *journal, const char *neph, uint8_t person[VAULT_HASH_SIZE]);

/* A column of text into a fixed buffer; STATUS_TOO_LONG when it does not fit. */
STATUS_MUST_CHECK enum status journal_read_text(sqlite3_stmt *statement, int column, char *buffer, size_t size);

#endif

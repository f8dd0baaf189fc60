/* What the three files of the journal share. Nobody else includes this. */
#ifndef GUICHET_JOURNAL_PRIVATE_H
#define GUICHET_JOURNAL_PRIVATE_H

#include "database.h"
#include "journal.h"

struct journal {
    sqlite3 *database;
    const struct vault *vault;
};

/* One line of the audit log, inside the caller's transaction. `person` is the keyed hash, or NULL. */
STATUS_MUST_CHECK enum status journal_append_line(struct journal *journal, const char *agent_id, const char *act,
                                                  const char *detail, const uint8_t *person, const char *number);

/* One event for the registry, inside the caller's transaction. `detail` may be NULL. */
STATUS_MUST_CHECK enum status journal_append_outgoing(struct journal *journal, const char *number, const char *event,
                                                      int copies, const char *detail);

/* The keyed hash that stands for a NEPH in journal.db. */
void journal_hash_person(const struct journal *journal, const char *neph, uint8_t person[VAULT_HASH_SIZE]);

/* A column of text into a fixed buffer; STATUS_TOO_LONG when it does not fit. */
STATUS_MUST_CHECK enum status journal_read_text(sqlite3_stmt *statement, int column, char *buffer, size_t size);

#endif

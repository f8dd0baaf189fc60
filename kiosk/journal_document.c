/* What an attestation is made of, kept encrypted until its end. It must not know what is in it, nor leave it behind in
 * the file or in the write-ahead log once it is erased. */
#include "journal_private.h"

#include "memory.h"

/* A sealed document opens in its own row only. */
static void bind_to(const struct journal *journal, const char *request_id, uint8_t bound[VAULT_HASH_SIZE]) {
    vault_hash(journal->vault, "journal-document", request_id, bound);
}

static enum status insert_sealed(struct journal *journal, const char *request_id, const uint8_t *sealed, size_t size) {
    sqlite3_stmt *statement = NULL;
    enum status status =
        database_prepare(journal->database, "INSERT OR REPLACE INTO document VALUES (?1, ?2)", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_text(statement, 1, request_id, -1, SQLITE_STATIC);
    sqlite3_bind_blob64(statement, 2, sealed, size, SQLITE_STATIC);
    return database_finish(statement);
}

enum status journal_keep_document(struct journal *journal, const char *request_id, const void *document, size_t size) {
    uint8_t bound[VAULT_HASH_SIZE], *sealed = NULL;
    size_t sealed_size = 0;
    if (size > JOURNAL_DOCUMENT_MAX)
        return STATUS_TOO_LONG;
    bind_to(journal, request_id, bound);
    enum status status = vault_seal(journal->vault, document, size, bound, &sealed, &sealed_size);
    if (status == STATUS_OK)
        status = insert_sealed(journal, request_id, sealed, sealed_size);
    memory_free(sealed);
    return status;
}

enum status journal_read_document(struct journal *journal, const char *request_id, char **document, size_t *size) {
    uint8_t bound[VAULT_HASH_SIZE], *plain = NULL;
    size_t plain_size = 0;
    sqlite3_stmt *statement = NULL;
    bind_to(journal, request_id, bound);
    enum status status =
        database_prepare(journal->database, "SELECT sealed FROM document WHERE request_id = ?1", &statement);
    if (status == STATUS_OK) {
        sqlite3_bind_text(statement, 1, request_id, -1, SQLITE_STATIC);
        status = database_step(statement);
    }
    if (status == STATUS_OK) {
        const void *sealed = sqlite3_column_blob(statement, 0);
        status = vault_unseal(journal->vault, sealed, (size_t)sqlite3_column_bytes(statement, 0), bound, &plain,
                              &plain_size);
    }
    sqlite3_finalize(statement);
    if (status != STATUS_OK)
        return status;
    *document = (char *)plain;
    *size = plain_size;
    return STATUS_OK;
}

enum status journal_erase_document(struct journal *journal, const char *request_id) {
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(journal->database, "DELETE FROM document WHERE request_id = ?1", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_text(statement, 1, request_id, -1, SQLITE_STATIC);
    return database_finish(statement);
}

enum status journal_truncate_log(struct journal *journal, enum status status) {
    if (status != STATUS_OK)
        return status;
    /* At once or not at all: `guichet audit export` into a pager may read for as long as it likes. */
    sqlite3_busy_timeout(journal->database, 0);
    enum status truncated = database_truncate_log(journal->database);
    (void)truncated;
    sqlite3_busy_timeout(journal->database, DATABASE_BUSY_TIMEOUT_MS);
    return STATUS_OK;
}

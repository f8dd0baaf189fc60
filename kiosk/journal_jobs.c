/* Jobs that a printer may still hold. It must not ask one: the desk has that done. */
#include "journal_private.h"

#include "text.h"

static enum status run(struct journal *journal, const char *sql, const char *number, const char *printer) {
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(journal->database, sql, &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_text(statement, 1, number, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, printer, -1, SQLITE_STATIC);
    return database_finish(statement);
}

enum status journal_hold_job(struct journal *journal, const char *number, const char *printer) {
    return run(journal, "INSERT OR IGNORE INTO held_job (number, printer) VALUES (?1, ?2)", number, printer);
}

enum status journal_job_gone(struct journal *journal, const char *number, const char *printer) {
    return run(journal, "DELETE FROM held_job WHERE number = ?1 AND printer = ?2", number, printer);
}

enum status journal_next_job(struct journal *journal, int64_t id, struct journal_job *job) {
    struct journal_job next = {0};
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(
        journal->database, "SELECT number, printer, id FROM held_job WHERE id > ?1 ORDER BY id LIMIT 1", &statement);
    if (status == STATUS_OK) {
        sqlite3_bind_int64(statement, 1, id);
        status = database_step(statement);
    }
    if (status == STATUS_OK)
        status = journal_read_text(statement, 0, next.number, sizeof next.number);
    if (status == STATUS_OK)
        status = journal_read_text(statement, 1, next.printer, sizeof next.printer);
    if (status == STATUS_OK) {
        next.id = sqlite3_column_int64(statement, 2);
        *job = next;
    }
    sqlite3_finalize(statement);
    return status;
}

/* Events that wait for the registry, in order. It must not lose one, nor put one out of its order. */
#include "journal_private.h"

#include "kill_point.h"
#include "memory.h"
#include "uuid.h"

#include <jansson.h>

/* The body of POST …/attestations/{number}/events. */
static char *write_event(const char *event, int copies, const char *detail) {
    char event_id[37], at[26];
    struct date_time now = clock_now();
    uuid_make(event_id);
    date_format_time(&now, at);
    json_t *body = json_pack("{s:s, s:s, s:s, s:i, s:s*}", "event_id", event_id, "event", event, "at", at, "copies",
                             copies, "detail", detail);
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    json_decref(body);
    return text;
}

enum status journal_append_outgoing(struct journal *journal, const struct journal_row *row, const char *event,
                                    const char *detail) {
    char *body = write_event(event, row->attestation.copies, detail);
    if (!body)
        return STATUS_INVALID; /* a detail that is not UTF-8 */
    sqlite3_stmt *statement = NULL;
    enum status status =
        database_prepare(journal->database, "INSERT INTO outbox (number, event_json) VALUES (?1, ?2)", &statement);
    if (status == STATUS_OK) {
        sqlite3_bind_text(statement, 1, row->attestation.number, -1, SQLITE_STATIC);
        sqlite3_bind_text(statement, 2, body, -1, SQLITE_STATIC);
        status = database_finish(statement);
    }
    memory_free(body);
    return status;
}

enum status journal_next_outgoing(struct journal *journal, struct journal_outgoing *outgoing) {
    struct journal_outgoing next = {0};
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(
        journal->database,
        "SELECT sequence, number, event_json FROM outbox WHERE refused = '' ORDER BY sequence LIMIT 1", &statement);
    if (status == STATUS_OK)
        status = database_step(statement);
    if (status == STATUS_OK)
        status = journal_read_text(statement, 1, next.number, sizeof next.number);
    if (status == STATUS_OK) {
        next.sequence = sqlite3_column_int64(statement, 0);
        next.event_json = memory_copy((const char *)sqlite3_column_text(statement, 2));
        *outgoing = next;
    }
    sqlite3_finalize(statement);
    return status;
}

enum status journal_mark_sent(struct journal *journal, int64_t sequence) {
    sqlite3_stmt *statement = NULL;
    enum status status =
        database_prepare(journal->database, "DELETE FROM outbox WHERE sequence = ?1 AND refused = ''", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_int64(statement, 1, sequence);
    KILL_POINT("journal.outbox.sent.before");
    status = database_finish(statement);
    KILL_POINT("journal.outbox.sent.after");
    return status == STATUS_OK && sqlite3_changes(journal->database) == 0 ? STATUS_NOT_FOUND : status;
}

/* Whose event that is, while it is still to be sent. */
static enum status find_row_of(struct journal *journal, int64_t sequence, struct journal_row *row) {
    char request_id[sizeof row->attestation.request_id];
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(journal->database,
                                          "SELECT request_id FROM outbox JOIN attestation USING (number)"
                                          " WHERE sequence = ?1 AND refused = ''",
                                          &statement);
    if (status == STATUS_OK) {
        sqlite3_bind_int64(statement, 1, sequence);
        status = database_step(statement);
    }
    if (status == STATUS_OK)
        status = journal_read_text(statement, 0, request_id, sizeof request_id);
    sqlite3_finalize(statement);
    return status == STATUS_OK ? journal_find_row(journal, request_id, row) : status;
}

static enum status update_refused(struct journal *journal, int64_t sequence, const char *reason) {
    sqlite3_stmt *statement = NULL;
    enum status status =
        database_prepare(journal->database, "UPDATE outbox SET refused = ?2 WHERE sequence = ?1", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_int64(statement, 1, sequence);
    sqlite3_bind_text(statement, 2, reason, -1, SQLITE_STATIC);
    return database_finish(statement);
}

enum status journal_mark_refused(struct journal *journal, int64_t sequence, const char *reason) {
    struct journal_row row;
    if (!journal_is_reason(reason) || reason[0] == '\0')
        return STATUS_INVALID;
    enum status status = database_begin(journal->database);
    if (status == STATUS_OK)
        status = find_row_of(journal, sequence, &row);
    if (status == STATUS_OK)
        status = update_refused(journal, sequence, reason);
    if (status == STATUS_OK)
        status = journal_audit_row(journal, &row, "event-refused", reason);
    return database_end(journal->database, status);
}

enum status journal_count_outgoing(struct journal *journal, int *count) {
    sqlite3_int64 found = 0;
    enum status status = database_number(journal->database,
                                         "SELECT (SELECT count(*) FROM outbox WHERE refused = '') +"
                                         " (SELECT count(*) FROM attestation WHERE settling = 1)",
                                         &found);
    if (status == STATUS_OK)
        *count = (int)found;
    return status;
}

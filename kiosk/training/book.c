/* The training registry's book in SQLite. An attestation must be on the disk before anybody is told its number. */
#include "../database.h"
#include "../memory.h"
#include "../state_folder.h"
#include "../text.h"
#include "book_internal.h"

#include <string.h>

void book_entry_clear(struct book_entry *entry) {
    memory_free(entry->json);
    memory_wipe(entry, sizeof *entry);
}

const char *book_entry_status(const struct book_entry *entry, struct date today) {
    if (entry->revoked)
        return "revoked";
    bool expired = date_is_set(entry->valid_until) && date_compare(today, entry->valid_until) > 0;
    return expired ? "expired" : "valid";
}

enum status book_open(const char *state_folder, struct book **book, struct fault *fault) {
    char path[STATE_PATH_SIZE];
    enum status status = state_folder_path(state_folder, "registry/book.db", path);
    struct book *opened = memory_alloc(sizeof *opened);
    if (status == STATUS_OK)
        status = database_open(path, "registry", DATABASE_FULL, &opened->database, fault);
    if (status == STATUS_OK)
        *book = opened;
    else
        memory_free(opened);
    return status;
}

void book_close(struct book *book) {
    if (book == NULL)
        return;
    sqlite3_close_v2(book->database);
    memory_free(book);
}

/* --- Reading --- */

static const char *column(sqlite3_stmt *row, int index) {
    const unsigned char *text = sqlite3_column_text(row, index);
    return text != NULL ? (const char *)text : "";
}

static enum status read_entry(sqlite3_stmt *row, struct book_entry *entry) {
    struct book_entry read = {.revoked = sqlite3_column_int(row, 6) != 0};
    const char *valid_until = column(row, 5);
    bool fits = text_copy(read.number, sizeof read.number, column(row, 0)) &&
                text_copy(read.request_id, sizeof read.request_id, column(row, 1)) &&
                text_copy(read.type, sizeof read.type, column(row, 3)) &&
                text_copy(read.issued_at, sizeof read.issued_at, column(row, 4)) &&
                sqlite3_column_bytes(row, 2) == BOOK_DIGEST_SIZE;
    if (!fits || (valid_until[0] != '\0' && date_parse(valid_until, &read.valid_until) != STATUS_OK))
        return STATUS_DATABASE;
    memcpy(read.request_digest, sqlite3_column_blob(row, 2), BOOK_DIGEST_SIZE);
    read.json = memory_copy(column(row, 7));
    *entry = read;
    return STATUS_OK;
}

static enum status find(struct book *book, const char *sql, const char *key, struct book_entry *entry) {
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(book->database, sql, &statement);
    if (status == STATUS_OK)
        status = database_status(sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC));
    if (status == STATUS_OK)
        status = database_step(statement);
    if (status == STATUS_OK)
        status = read_entry(statement, entry);
    sqlite3_finalize(statement);
    return status;
}

#define COLUMNS "number, request_id, request_digest, type, issued_at, valid_until, revoked, json"

enum status book_find_request(struct book *book, const char *request_id, struct book_entry *entry) {
    return find(book, "SELECT " COLUMNS " FROM attestation WHERE request_id = ?", request_id, entry);
}

enum status book_find_number(struct book *book, const char *number, struct book_entry *entry) {
    return find(book, "SELECT " COLUMNS " FROM attestation WHERE number = ?", number, entry);
}

/* --- Writing --- */

enum status book_add(struct book *book, const struct book_entry *entry) {
    sqlite3_stmt *statement = NULL;
    char valid_until[11];
    enum status status = database_prepare(
        book->database, "INSERT INTO attestation (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_text(statement, 1, entry->number, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, entry->request_id, -1, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 3, entry->request_digest, BOOK_DIGEST_SIZE, SQLITE_STATIC);
    sqlite3_bind_text(statement, 4, entry->type, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 5, entry->issued_at, -1, SQLITE_STATIC);
    if (date_is_set(entry->valid_until)) {
        date_format_iso(entry->valid_until, valid_until);
        sqlite3_bind_text(statement, 6, valid_until, -1, SQLITE_STATIC);
    }
    sqlite3_bind_int(statement, 7, entry->revoked);
    sqlite3_bind_text(statement, 8, entry->json, -1, SQLITE_STATIC);
    return database_finish(statement);
}

static enum status insert_event(struct book *book, const char *number, const struct book_event *event) {
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(
        book->database, "INSERT INTO event (event_id, number, event, at, copies, detail) VALUES (?, ?, ?, ?, ?, ?)",
        &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_text(statement, 1, event->event_id, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, number, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 3, event->event, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 4, event->at, -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 5, event->copies);
    sqlite3_bind_text(statement, 6, event->detail, -1, SQLITE_STATIC);
    return database_finish(statement);
}

static enum status revoke(struct book *book, const char *number) {
    sqlite3_stmt *statement = NULL;
    enum status status =
        database_prepare(book->database, "UPDATE attestation SET revoked = 1 WHERE number = ?", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_text(statement, 1, number, -1, SQLITE_STATIC);
    return database_finish(statement);
}

enum status book_add_event(struct book *book, const char *number, const struct book_event *event) {
    enum status status = database_begin(book->database);
    if (status != STATUS_OK)
        return status;
    status = insert_event(book, number, event);
    if (status == STATUS_OK && strcmp(event->event, "cancelled") == 0)
        status = revoke(book, number);
    status = database_end(book->database, status);
    return status == STATUS_EXISTS ? STATUS_OK : status; /* told again: nothing changes */
}

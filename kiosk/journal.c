/* Opens journal.db; reads and writes the rows of attestations. It must not hold a name or a NEPH in clear, nor decide
 * which step may follow which (journal_step.c). */
#include "journal_private.h"

#include "memory.h"
#include "state_folder.h"
#include "text.h"

#include <string.h>

static const char *const state_names[] = {
    [JOURNAL_INTENDED] = "intended", [JOURNAL_NUMBERED] = "numbered",  [JOURNAL_DRAWN] = "drawn",
    [JOURNAL_SENT] = "sent",         [JOURNAL_PRINTED] = "printed",    [JOURNAL_HANDED_OVER] = "handed-over",
    [JOURNAL_FAILED] = "failed",     [JOURNAL_CANCELLED] = "cancelled"};

enum status journal_open(const char *state_folder, const struct vault *vault, struct journal **journal,
                         struct fault *fault) {
    char path[STATE_PATH_SIZE];
    sqlite3 *database = NULL;
    enum status status = state_folder_path(state_folder, "journal.db", path);
    if (status == STATUS_OK)
        status = database_open(path, "journal", DATABASE_FULL, &database, fault);
    if (status != STATUS_OK)
        return status;
    struct journal *opened = memory_alloc(sizeof *opened);
    opened->database = database;
    opened->vault = vault;
    *journal = opened;
    return journal_truncate_log(opened, STATUS_OK); /* a crash may have come between an end and this */
}

void journal_close(struct journal *journal) {
    if (!journal)
        return;
    sqlite3_close_v2(journal->database);
    memory_free(journal);
}

void journal_hash_person(const struct journal *journal, const char *neph, uint8_t person[VAULT_HASH_SIZE]) {
    vault_hash(journal->vault, "journal", neph, person);
}

enum status journal_read_text(sqlite3_stmt *statement, int column, char *buffer, size_t size) {
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return text_copy(buffer, size, text ? text : "") ? STATUS_OK : STATUS_TOO_LONG;
}

/* --- Reading rows --- */

static enum status state_from_name(const char *name, enum journal_state *state) {
    for (size_t i = 0; i < sizeof state_names / sizeof state_names[0]; i++)
        if (name && strcmp(state_names[i], name) == 0) {
            *state = (enum journal_state)i;
            return STATUS_OK;
        }
    return STATUS_DATABASE;
}

#define ROW_COLUMNS                                                                                                    \
    "request_id, number, type, reason, agent_id, printer, state, person, copies, changed_unix, prints, reissued, "     \
    "settling"

static enum status read_row(sqlite3_stmt *statement, struct journal_row *row) {
    struct journal_attestation *read = &row->attestation;
    const struct {
        char *text;
        size_t size;
    } texts[] = {{read->request_id, sizeof read->request_id},
                 {read->number, sizeof read->number},
                 {read->type, sizeof read->type},
                 {read->reason, sizeof read->reason},
                 {read->agent_id, sizeof read->agent_id},
                 {read->printer, sizeof read->printer}};
    enum status status = state_from_name((const char *)sqlite3_column_text(statement, 6), &read->state);
    for (int i = 0; status == STATUS_OK && i < 6; i++)
        status = journal_read_text(statement, i, texts[i].text, texts[i].size);
    const void *person = sqlite3_column_blob(statement, 7);
    if (!person || sqlite3_column_bytes(statement, 7) != VAULT_HASH_SIZE)
        return STATUS_DATABASE;
    memcpy(row->person, person, VAULT_HASH_SIZE);
    read->copies = sqlite3_column_int(statement, 8);
    read->changed_unix = sqlite3_column_int64(statement, 9);
    read->prints = sqlite3_column_int(statement, 10);
    read->reissued = sqlite3_column_int(statement, 11) != 0;
    row->settling = sqlite3_column_int(statement, 12) != 0;
    return status;
}

enum status journal_find_row(struct journal *journal, const char *request_id, struct journal_row *row) {
    struct journal_row found = {0};
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(journal->database,
                                          "SELECT " ROW_COLUMNS " FROM attestation WHERE request_id = ?1", &statement);
    if (status == STATUS_OK) {
        sqlite3_bind_text(statement, 1, request_id, -1, SQLITE_STATIC);
        status = database_step(statement);
    }
    if (status == STATUS_OK)
        status = read_row(statement, &found);
    sqlite3_finalize(statement);
    if (status == STATUS_OK)
        *row = found;
    return status;
}

enum status journal_find(struct journal *journal, const char *request_id, struct journal_attestation *attestation) {
    struct journal_row row;
    enum status status = journal_find_row(journal, request_id, &row);
    if (status == STATUS_OK)
        *attestation = row.attestation;
    return status;
}

#define IS_UNFINISHED " state NOT IN ('handed-over', 'failed', 'cancelled') AND settling = 0"

enum status journal_list_unfinished(struct journal *journal, struct journal_attestation *items, size_t most,
                                    size_t *count) {
    sqlite3_stmt *statement = NULL;
    size_t found = 0;
    enum status status = database_prepare(
        journal->database,
        "SELECT " ROW_COLUMNS " FROM attestation WHERE" IS_UNFINISHED " ORDER BY changed_unix, request_id", &statement);
    while (status == STATUS_OK && found < most) {
        struct journal_row row = {0};
        status = database_step(statement);
        if (status == STATUS_OK)
            status = read_row(statement, &row);
        if (status == STATUS_OK)
            items[found++] = row.attestation;
    }
    sqlite3_finalize(statement);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    *count = found;
    return STATUS_OK;
}

enum status journal_count_unfinished(struct journal *journal, int *count) {
    sqlite3_int64 found = 0;
    enum status status =
        database_number(journal->database, "SELECT count(*) FROM attestation WHERE" IS_UNFINISHED, &found);
    if (status == STATUS_OK)
        *count = (int)found;
    return status;
}

/* --- Writing rows --- */

enum status journal_begin_row(struct journal *journal, const char *request_id, struct journal_row *row) {
    enum status status = database_begin(journal->database);
    return status == STATUS_OK ? journal_find_row(journal, request_id, row) : status;
}

static void bind_row(sqlite3_stmt *statement, const struct journal_attestation *row, bool settling) {
    sqlite3_bind_text(statement, 1, row->request_id, -1, SQLITE_STATIC);
    if (row->number[0] != '\0')
        sqlite3_bind_text(statement, 2, row->number, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 3, state_names[row->state], -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 4, row->reason, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 5, row->printer, -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 6, row->copies);
    sqlite3_bind_int(statement, 7, row->prints);
    sqlite3_bind_int(statement, 8, row->reissued);
    sqlite3_bind_int(statement, 9, settling);
    sqlite3_bind_int64(statement, 10, clock_unix());
}

enum status journal_insert_row(struct journal *journal, const struct journal_row *row) {
    sqlite3_stmt *statement = NULL;
    enum status status =
        database_prepare(journal->database,
                         "INSERT INTO attestation (request_id, number, state, reason, printer, copies, prints,"
                         " reissued, settling, changed_unix, type, agent_id, person)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                         &statement);
    if (status != STATUS_OK)
        return status;
    bind_row(statement, &row->attestation, row->settling);
    sqlite3_bind_text(statement, 11, row->attestation.type, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 12, row->attestation.agent_id, -1, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 13, row->person, VAULT_HASH_SIZE, SQLITE_STATIC);
    return database_finish(statement);
}

enum status journal_update_row(struct journal *journal, const struct journal_row *row) {
    sqlite3_stmt *statement = NULL;
    enum status status =
        database_prepare(journal->database,
                         "UPDATE attestation SET number = ?2, state = ?3, reason = ?4, printer = ?5, copies = ?6,"
                         " prints = ?7, reissued = ?8, settling = ?9, changed_unix = ?10 WHERE request_id = ?1",
                         &statement);
    if (status != STATUS_OK)
        return status;
    bind_row(statement, &row->attestation, row->settling);
    return database_finish(statement);
}

/* Attestations under way: opens journal.db and moves each row from intended to its end. It must not hold a name or a
 * NEPH, nor let an act happen before its row is on disk. */
#include "journal_private.h"

#include "memory.h"
#include "state_folder.h"
#include "text.h"
#include "uuid.h"

#include <string.h>

enum { COPIES_MAX = 99 };

static const char *const state_names[] = {
    [JOURNAL_INTENDED] = "intended", [JOURNAL_NUMBERED] = "numbered",  [JOURNAL_DRAWN] = "drawn",
    [JOURNAL_SENT] = "sent",         [JOURNAL_PRINTED] = "printed",    [JOURNAL_HANDED_OVER] = "handed-over",
    [JOURNAL_FAILED] = "failed",     [JOURNAL_CANCELLED] = "cancelled"};

/* What the registry and the audit log are told of a step; NULL: nothing. */
static const struct step_news {
    const char *event, *act;
} step_news[] = {
    [JOURNAL_INTENDED] = {NULL, NULL},
    [JOURNAL_NUMBERED] = {NULL, "attestation-numbered"},
    [JOURNAL_DRAWN] = {NULL, NULL},
    [JOURNAL_SENT] = {NULL, NULL},
    [JOURNAL_PRINTED] = {"printed", "attestation-printed"},
    [JOURNAL_HANDED_OVER] = {"handed-over", "attestation-handed-over"},
    [JOURNAL_FAILED] = {"print-failed", "attestation-failed"},
    [JOURNAL_CANCELLED] = {"cancelled", "attestation-cancelled"},
};

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
    return STATUS_OK;
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

static enum status insert_intention(struct journal *journal, const char *request_id, const char *type,
                                    const uint8_t person[VAULT_HASH_SIZE], const char *agent_id, int copies) {
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(
        journal->database, "INSERT INTO attestation VALUES (?1, NULL, ?2, 'intended', '', ?3, ?4, ?5, ?6)", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_text(statement, 1, request_id, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, type, -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 3, copies);
    sqlite3_bind_text(statement, 4, agent_id, -1, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 5, person, VAULT_HASH_SIZE, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 6, clock_unix());
    return database_finish(statement);
}

enum status journal_intend(struct journal *journal, const char *type, const char *neph, const char *agent_id,
                           int copies, char request_id[37]) {
    uint8_t person[VAULT_HASH_SIZE];
    char made[37];
    if ((strcmp(type, "ADCS") != 0 && strcmp(type, "RII") != 0) || copies < 1 || copies > COPIES_MAX)
        return STATUS_INVALID;
    uuid_make(made);
    journal_hash_person(journal, neph, person);
    enum status status = database_begin(journal->database);
    if (status == STATUS_OK)
        status = insert_intention(journal, made, type, person, agent_id, copies);
    if (status == STATUS_OK)
        status = journal_append_line(journal, agent_id, "attestation-intended", type, person, NULL);
    status = database_end(journal->database, status);
    if (status == STATUS_OK)
        memcpy(request_id, made, sizeof made);
    return status;
}

static enum status state_from_name(const char *name, enum journal_state *state) {
    for (size_t i = 0; i < sizeof state_names / sizeof state_names[0]; i++)
        if (name && strcmp(state_names[i], name) == 0) {
            *state = (enum journal_state)i;
            return STATUS_OK;
        }
    return STATUS_DATABASE;
}

struct row {
    struct journal_attestation attestation;
    uint8_t person[VAULT_HASH_SIZE];
};

static enum status read_row(sqlite3_stmt *statement, struct row *row) {
    struct journal_attestation *read = &row->attestation;
    const void *person = sqlite3_column_blob(statement, 7);
    if (!person || sqlite3_column_bytes(statement, 7) != VAULT_HASH_SIZE)
        return STATUS_DATABASE;
    memcpy(row->person, person, VAULT_HASH_SIZE);
    read->copies = sqlite3_column_int(statement, 4);
    read->changed_unix = sqlite3_column_int64(statement, 6);
    enum status status = state_from_name((const char *)sqlite3_column_text(statement, 2), &read->state);
    if (status == STATUS_OK)
        status = journal_read_text(statement, 0, read->number, sizeof read->number);
    if (status == STATUS_OK)
        status = journal_read_text(statement, 1, read->type, sizeof read->type);
    if (status == STATUS_OK)
        status = journal_read_text(statement, 3, read->reason, sizeof read->reason);
    if (status == STATUS_OK)
        status = journal_read_text(statement, 5, read->agent_id, sizeof read->agent_id);
    return status;
}

static enum status find_row(struct journal *journal, const char *request_id, struct row *row) {
    struct row found = {0};
    sqlite3_stmt *statement = NULL;
    if (!text_copy(found.attestation.request_id, sizeof found.attestation.request_id, request_id))
        return STATUS_NOT_FOUND;
    enum status status = database_prepare(journal->database,
                                          "SELECT number, type, state, reason, copies, agent_id, changed_unix, person"
                                          " FROM attestation WHERE request_id = ?1",
                                          &statement);
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

/* Forward only; a number comes with NUMBERED, once, and nothing but the end goes without one; the ends are final, but
 * for a printed sheet, which may be handed over or cancelled. */
static bool may_step(const struct journal_attestation *from, enum journal_state to, const char *number) {
    bool ended = from->state == JOURNAL_FAILED || from->state == JOURNAL_CANCELLED;
    if (ended || to <= from->state || (to == JOURNAL_NUMBERED) != (number != NULL))
        return false;
    if (from->state == JOURNAL_PRINTED)
        return to == JOURNAL_HANDED_OVER || to == JOURNAL_CANCELLED;
    if (from->state == JOURNAL_HANDED_OVER)
        return to == JOURNAL_CANCELLED;
    bool ends = to == JOURNAL_FAILED || to == JOURNAL_CANCELLED;
    return from->state != JOURNAL_INTENDED || to == JOURNAL_NUMBERED || ends;
}

static enum status update_row(struct journal *journal, const char *request_id, enum journal_state state,
                              const char *number, const char *reason) {
    sqlite3_stmt *statement = NULL;
    enum status status =
        database_prepare(journal->database,
                         "UPDATE attestation SET state = ?2, number = coalesce(?3, number), reason = ?4,"
                         " changed_unix = ?5 WHERE request_id = ?1",
                         &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_text(statement, 1, request_id, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, state_names[state], -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 3, number, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 4, reason ? reason : "", -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 5, clock_unix());
    return database_finish(statement);
}

static enum status step_in_transaction(struct journal *journal, const char *request_id, enum journal_state state,
                                       const char *number, const char *reason) {
    struct row row;
    enum status status = find_row(journal, request_id, &row);
    if (status != STATUS_OK)
        return status;
    const struct journal_attestation *now = &row.attestation;
    if (!may_step(now, state, number))
        return STATUS_INVALID;
    const char *known = number ? number : now->number;
    const struct step_news *news = &step_news[state];
    status = update_row(journal, request_id, state, number, reason);
    if (status == STATUS_OK && news->event && known[0])
        status = journal_append_outgoing(journal, known, news->event, now->copies, reason);
    if (status == STATUS_OK && state == JOURNAL_FAILED && known[0]) /* only this revokes it at the registry */
        status = journal_append_outgoing(journal, known, step_news[JOURNAL_CANCELLED].event, now->copies, reason);
    if (status == STATUS_OK && news->act)
        status = journal_append_line(journal, now->agent_id, news->act, reason, row.person, known);
    return status;
}

enum status journal_step(struct journal *journal, const char *request_id, enum journal_state state, const char *number,
                         const char *reason) {
    if ((number && strlen(number) != 12) || (reason && strlen(reason) >= 64))
        return STATUS_INVALID;
    enum status status = database_begin(journal->database);
    if (status == STATUS_OK)
        status = step_in_transaction(journal, request_id, state, number, reason);
    return database_end(journal->database, status);
}

enum status journal_set_copies(struct journal *journal, const char *request_id, int copies) {
    sqlite3_stmt *statement = NULL;
    if (copies < 1 || copies > COPIES_MAX)
        return STATUS_INVALID;
    enum status status = database_prepare(journal->database,
                                          "UPDATE attestation SET copies = ?2 WHERE request_id = ?1"
                                          " AND state IN ('intended', 'numbered', 'drawn', 'sent')",
                                          &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_text(statement, 1, request_id, -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 2, copies);
    status = database_finish(statement);
    return status == STATUS_OK && sqlite3_changes(journal->database) == 0 ? STATUS_INVALID : status;
}

enum status journal_find(struct journal *journal, const char *request_id, struct journal_attestation *attestation) {
    struct row row;
    enum status status = find_row(journal, request_id, &row);
    if (status == STATUS_OK)
        *attestation = row.attestation;
    return status;
}

enum status journal_count_unfinished(struct journal *journal, int *count) {
    sqlite3_int64 found = 0;
    enum status status = database_number(
        journal->database, "SELECT count(*) FROM attestation WHERE state IN ('numbered', 'drawn', 'sent')", &found);
    if (status == STATUS_OK)
        *count = (int)found;
    return status;
}

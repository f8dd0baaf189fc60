/* The audit log: lines that are only ever added, each with the hash of the one before. It must not hold anything
 * personal, nor change a line.
 *
 * hash = BLAKE2b-256 over, each preceded by its length as a 32-bit big-endian number: "guichet-audit-1", the previous
 * hash (32 zero bytes for line 1), the sequence (64-bit big-endian), at, agent_id, act, detail, number, person. Whoever
 * has the exported lines can check them without any key. The head is a keyed hash of the last line: what the chain
 * alone cannot show (lines missing at its end, a log written anew) does not fit it. */
#include "journal_private.h"

#include "text.h"

#include <sodium.h>
#include <string.h>

static void hash_field(crypto_generichash_state *state, const void *bytes, size_t size) {
    const uint8_t length[4] = {(uint8_t)(size >> 24), (uint8_t)(size >> 16), (uint8_t)(size >> 8), (uint8_t)size};
    crypto_generichash_update(state, length, sizeof length);
    crypto_generichash_update(state, bytes, size);
}

static void hash_text(crypto_generichash_state *state, const char *text) {
    hash_field(state, text, strlen(text));
}

static void hash_line(const struct journal_line *line, uint8_t hash[VAULT_HASH_SIZE]) {
    crypto_generichash_state state;
    uint8_t sequence[8];
    for (int i = 0; i < 8; i++)
        sequence[i] = (uint8_t)((uint64_t)line->sequence >> (56 - 8 * i));
    crypto_generichash_init(&state, NULL, 0, VAULT_HASH_SIZE);
    hash_text(&state, "guichet-audit-1");
    hash_field(&state, line->previous, sizeof line->previous);
    hash_field(&state, sequence, sizeof sequence);
    hash_text(&state, line->at);
    hash_text(&state, line->agent_id);
    hash_text(&state, line->act);
    hash_text(&state, line->detail);
    hash_text(&state, line->number);
    hash_field(&state, line->person, sizeof line->person);
    crypto_generichash_final(&state, hash, VAULT_HASH_SIZE);
}

static void head_mac(const struct journal *journal, const uint8_t hash[VAULT_HASH_SIZE], uint8_t mac[VAULT_HASH_SIZE]) {
    char hex[2 * VAULT_HASH_SIZE + 1];
    sodium_bin2hex(hex, sizeof hex, hash, VAULT_HASH_SIZE);
    vault_hash(journal->vault, "audit-head", hex, mac);
}

/* --- Reading --- */

static enum status read_hash(sqlite3_stmt *statement, int column, uint8_t hash[VAULT_HASH_SIZE]) {
    const void *bytes = sqlite3_column_blob(statement, column);
    if (!bytes || sqlite3_column_bytes(statement, column) != VAULT_HASH_SIZE)
        return STATUS_BROKEN_CHAIN;
    memcpy(hash, bytes, VAULT_HASH_SIZE);
    return STATUS_OK;
}

/* A text that does not fit its bound was never written by us: STATUS_BROKEN_CHAIN. */
static enum status read_line(sqlite3_stmt *statement, struct journal_line *line) {
    const struct {
        char *text;
        size_t size;
    } texts[] = {{line->at, sizeof line->at},
                 {line->agent_id, sizeof line->agent_id},
                 {line->act, sizeof line->act},
                 {line->detail, sizeof line->detail},
                 {line->number, sizeof line->number}};
    line->sequence = sqlite3_column_int64(statement, 0);
    for (int i = 0; i < 5; i++)
        if (journal_read_text(statement, i + 1, texts[i].text, texts[i].size) != STATUS_OK)
            return STATUS_BROKEN_CHAIN;
    enum status status = read_hash(statement, 6, line->person);
    if (status == STATUS_OK)
        status = read_hash(statement, 7, line->previous);
    return status == STATUS_OK ? read_hash(statement, 8, line->hash) : status;
}

#define LINE_COLUMNS "sequence, at, agent_id, act, detail, number, person, previous, hash"

/* The last line, or all zeros when there is none. */
static enum status read_last(struct journal *journal, struct journal_line *last) {
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(
        journal->database, "SELECT " LINE_COLUMNS " FROM audit ORDER BY sequence DESC LIMIT 1", &statement);
    if (status == STATUS_OK)
        status = database_step(statement);
    if (status == STATUS_OK)
        status = read_line(statement, last);
    sqlite3_finalize(statement);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* --- Adding --- */

static enum status insert_line(struct journal *journal, const struct journal_line *line) {
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(
        journal->database, "INSERT INTO audit (" LINE_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        &statement);
    if (status != STATUS_OK)
        return status;
    const char *const texts[] = {line->at, line->agent_id, line->act, line->detail, line->number};
    const uint8_t *const hashes[] = {line->person, line->previous, line->hash};
    sqlite3_bind_int64(statement, 1, line->sequence);
    for (int i = 0; i < 5; i++)
        sqlite3_bind_text(statement, i + 2, texts[i], -1, SQLITE_STATIC);
    for (int i = 0; i < 3; i++)
        sqlite3_bind_blob(statement, i + 7, hashes[i], VAULT_HASH_SIZE, SQLITE_STATIC);
    return database_finish(statement);
}

static enum status write_head(struct journal *journal, const uint8_t hash[VAULT_HASH_SIZE]) {
    uint8_t mac[VAULT_HASH_SIZE];
    sqlite3_stmt *statement = NULL;
    head_mac(journal, hash, mac);
    enum status status =
        database_prepare(journal->database, "INSERT OR REPLACE INTO audit_head VALUES (1, ?1)", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_blob(statement, 1, mac, sizeof mac, SQLITE_STATIC);
    return database_finish(statement);
}

static bool fill_line(struct journal_line *line, const char *agent_id, const char *act, const char *detail,
                      const uint8_t *person, const char *number) {
    struct date_time now = clock_now();
    date_format_time(&now, line->at);
    if (person)
        memcpy(line->person, person, VAULT_HASH_SIZE);
    return text_copy(line->agent_id, sizeof line->agent_id, agent_id ? agent_id : "") &&
           text_copy(line->act, sizeof line->act, act) &&
           text_copy(line->detail, sizeof line->detail, detail ? detail : "") &&
           text_copy(line->number, sizeof line->number, number ? number : "");
}

enum status journal_append_line(struct journal *journal, const char *agent_id, const char *act, const char *detail,
                                const uint8_t *person, const char *number) {
    struct journal_line line = {0}, last = {0};
    if (!fill_line(&line, agent_id, act, detail, person, number))
        return STATUS_TOO_LONG;
    enum status status = read_last(journal, &last);
    if (status != STATUS_OK)
        return status;
    line.sequence = last.sequence + 1;
    memcpy(line.previous, last.hash, sizeof line.previous);
    hash_line(&line, line.hash);
    status = insert_line(journal, &line);
    return status == STATUS_OK ? write_head(journal, line.hash) : status;
}

enum status journal_audit_row(struct journal *journal, const struct journal_row *row, const char *act,
                              const char *detail) {
    return journal_append_line(journal, row->attestation.agent_id, act, detail, row->person, row->attestation.number);
}

enum status journal_audit(struct journal *journal, const char *agent_id, const char *act, const char *detail,
                          const char *neph, const char *number) {
    uint8_t person[VAULT_HASH_SIZE];
    if (neph)
        journal_hash_person(journal, neph, person);
    enum status status = database_begin(journal->database);
    if (status == STATUS_OK)
        status = journal_append_line(journal, agent_id, act, detail, neph ? person : NULL, number);
    return database_end(journal->database, status);
}

/* --- Checking and exporting --- */

/* Visits what a query of LINE_COLUMNS finds, and finalizes it. */
static enum status visit_lines(sqlite3_stmt *statement, journal_visit *visit, void *context) {
    enum status status = STATUS_OK;
    while (status == STATUS_OK) {
        struct journal_line line = {0};
        status = database_step(statement);
        if (status == STATUS_OK)
            status = read_line(statement, &line);
        if (status == STATUS_OK)
            status = visit(context, &line);
    }
    sqlite3_finalize(statement);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status journal_export(struct journal *journal, journal_visit *visit, void *context) {
    sqlite3_stmt *statement = NULL;
    enum status status =
        database_prepare(journal->database, "SELECT " LINE_COLUMNS " FROM audit ORDER BY sequence", &statement);
    return status == STATUS_OK ? visit_lines(statement, visit, context) : status;
}

enum status journal_export_untold(struct journal *journal, int most, journal_visit *visit, void *context) {
    sqlite3_stmt *statement = NULL;
    if (most < 1)
        return STATUS_INVALID;
    enum status status = database_prepare(journal->database,
                                          "SELECT " LINE_COLUMNS " FROM audit WHERE sequence >"
                                          " (SELECT sequence FROM audit_told) ORDER BY sequence LIMIT ?1",
                                          &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_int(statement, 1, most);
    return visit_lines(statement, visit, context);
}

/* A sequence that we never wrote is refused: the lines up to it would not be told when they come. */
enum status journal_mark_told(struct journal *journal, int64_t last_sequence) {
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(journal->database,
                                          "UPDATE audit_told SET sequence = ?1 WHERE ?1 BETWEEN 0 AND"
                                          " (SELECT coalesce(max(sequence), 0) FROM audit)",
                                          &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_int64(statement, 1, last_sequence);
    status = database_finish(statement);
    return status == STATUS_OK && sqlite3_changes(journal->database) == 0 ? STATUS_INVALID : status;
}

struct chain {
    int64_t lines;
    uint8_t hash[VAULT_HASH_SIZE]; /* of the last line that holds */
};

static enum status check_line(void *context, const struct journal_line *line) {
    struct chain *chain = context;
    uint8_t hash[VAULT_HASH_SIZE];
    hash_line(line, hash);
    if (line->sequence != chain->lines + 1 || memcmp(line->previous, chain->hash, sizeof chain->hash) != 0 ||
        memcmp(line->hash, hash, sizeof hash) != 0)
        return STATUS_BROKEN_CHAIN;
    memcpy(chain->hash, hash, sizeof hash);
    chain->lines++;
    return STATUS_OK;
}

static enum status check_head(struct journal *journal, const struct chain *chain) {
    uint8_t expected[VAULT_HASH_SIZE], found[VAULT_HASH_SIZE];
    sqlite3_stmt *statement = NULL;
    head_mac(journal, chain->hash, expected);
    enum status status = database_prepare(journal->database, "SELECT mac FROM audit_head", &statement);
    if (status == STATUS_OK)
        status = database_step(statement);
    if (status == STATUS_OK)
        status = read_hash(statement, 0, found);
    sqlite3_finalize(statement);
    if (status == STATUS_NOT_FOUND)
        return chain->lines == 0 ? STATUS_OK : STATUS_BROKEN_CHAIN;
    if (status == STATUS_OK && sodium_memcmp(expected, found, sizeof found) != 0)
        status = STATUS_BROKEN_CHAIN;
    return status;
}

enum status journal_verify(struct journal *journal, int64_t *lines, int64_t *broken_at) {
    struct chain chain = {0};
    /* One snapshot for the chain and its head: the kiosk may be adding lines. */
    enum status status = database_run(journal->database, "BEGIN");
    if (status == STATUS_OK)
        status = journal_export(journal, check_line, &chain);
    if (status == STATUS_OK)
        status = check_head(journal, &chain);
    if (status == STATUS_BROKEN_CHAIN)
        *broken_at = chain.lines + 1;
    enum status ended = database_end(journal->database, STATUS_OK);
    if (status == STATUS_OK)
        status = ended;
    if (status == STATUS_OK || status == STATUS_BROKEN_CHAIN)
        *lines = chain.lines;
    return status;
}

/* --- Counting --- */

static enum status prepare_count(struct journal *journal, const char *sql, const char *act, const char day[11],
                                 sqlite3_stmt **statement) {
    enum status status = database_prepare(journal->database, sql, statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_text(*statement, 1, act, -1, SQLITE_STATIC);
    sqlite3_bind_text(*statement, 2, day, -1, SQLITE_STATIC);
    return STATUS_OK;
}

enum status journal_count_acts(struct journal *journal, const char *act, struct date date, const char *agent_id,
                               int *count) {
    char day[11];
    sqlite3_stmt *statement = NULL;
    date_format_iso(date, day);
    enum status status =
        prepare_count(journal, "SELECT count(*) FROM audit WHERE act = ?1 AND substr(at, 1, 10) = ?2 AND agent_id = ?3",
                      act, day, &statement);
    if (status == STATUS_OK) {
        sqlite3_bind_text(statement, 3, agent_id, -1, SQLITE_STATIC);
        status = database_step(statement);
    }
    if (status == STATUS_OK)
        *count = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return status;
}

enum status journal_busiest(struct journal *journal, const char *act, struct date date, char agent_id[24], int *count) {
    char day[11];
    sqlite3_stmt *statement = NULL;
    date_format_iso(date, day);
    enum status status = prepare_count(journal,
                                       "SELECT agent_id, count(*) FROM audit WHERE act = ?1 AND substr(at, 1, 10) = ?2"
                                       " GROUP BY agent_id ORDER BY count(*) DESC, agent_id LIMIT 1",
                                       act, day, &statement);
    if (status == STATUS_OK)
        status = database_step(statement);
    if (status == STATUS_OK)
        status = journal_read_text(statement, 0, agent_id, 24);
    if (status == STATUS_OK)
        *count = sqlite3_column_int(statement, 1);
    sqlite3_finalize(statement);
    return status;
}

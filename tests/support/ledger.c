/* Compares the books by SQL, on copies of nothing: it opens them as the programs left them. It must not change them. */
#include "ledger.h"

#include "place.h"
#include "tool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_SIZE = 512, BUSY_MS = 5000 };

/* --- The tray --- */

void ledger_tray_add(struct ledger_tray *tray, const char *name) {
    tray->names = realloc(tray->names, (tray->count + 1) * sizeof *tray->names);
    if (tray->names == NULL)
        abort();
    snprintf(tray->names[tray->count++], LEDGER_NAME_SIZE, "%s", name);
}

void ledger_tray_add_folder(struct ledger_tray *tray, const char *folder) {
    DIR *opened = opendir(folder);
    struct dirent *entry;
    while (opened != NULL && (entry = readdir(opened)) != NULL) {
        char name[LEDGER_NAME_SIZE];
        const char *dot = strstr(entry->d_name, ".pdf");
        if (entry->d_name[0] == '.' || dot == NULL)
            continue;
        snprintf(name, sizeof name, "%.*s", (int)(dot - entry->d_name), entry->d_name);
        ledger_tray_add(tray, name);
    }
    if (opened != NULL)
        closedir(opened);
}

void ledger_tray_clear(struct ledger_tray *tray) {
    free(tray->names);
    *tray = (struct ledger_tray){0};
}

/* --- What is compared --- */

enum finding { LOST, DOUBLED };

/* The audit log has a line for each event, written in the same transaction. */
#define TOLD                                                                                                           \
    "WITH told(act, event) AS (VALUES ('attestation-printed', 'printed'),"                                             \
    " ('attestation-handed-over', 'handed-over'), ('attestation-print-failed', 'print-failed'),"                       \
    " ('attestation-failed', 'print-failed')),"                                                                        \
    " line AS (SELECT number, event, count(*) AS n FROM audit JOIN told USING (act) WHERE number <> ''"                \
    " AND number NOT IN (SELECT number FROM outbox) GROUP BY number, event),"                                          \
    " known AS (SELECT number, event, count(*) AS n FROM book.event WHERE event <> 'cancelled' GROUP BY number, "      \
    "event)"

/* j: the journal's row, b: the registry's, t: how often a number lies in the tray. */
static const struct comparison {
    enum finding finding;
    bool needs_calm; /* nothing outgoing */
    bool needs_tray;
    const char *says, *sql;
} comparisons[] = {
    {LOST, false, false, "is not in the journal",
     "SELECT number FROM book.attestation WHERE request_id NOT IN (SELECT request_id FROM attestation)"},
    {LOST, false, false, "is not in the registry's book",
     "SELECT number FROM attestation WHERE number IS NOT NULL AND number NOT IN (SELECT number FROM book.attestation)"},
    {DOUBLED, false, false, "is not the number that the journal has for this request",
     "SELECT b.number FROM attestation AS j JOIN book.attestation AS b USING (request_id) WHERE j.number <> b.number"},
    {LOST, false, false, "was issued, is good, and the journal ended its request without it",
     "SELECT b.number FROM attestation AS j JOIN book.attestation AS b USING (request_id)"
     " WHERE j.number IS NULL AND j.state IN ('failed', 'cancelled') AND NOT b.revoked"},
    {LOST, true, false, "is good at the registry, and the journal has ended it",
     "SELECT number FROM attestation AS j JOIN book.attestation AS b USING (number)"
     " WHERE j.state IN ('failed', 'cancelled') AND NOT b.revoked"},
    {LOST, false, false, "is revoked, and the journal has not ended it",
     "SELECT number FROM attestation AS j JOIN book.attestation AS b USING (number)"
     " WHERE j.state NOT IN ('failed', 'cancelled') AND b.revoked"},
    {LOST, true, false, "was handed over, and the registry was not told",
     "SELECT number FROM attestation WHERE state = 'handed-over'"
     " AND number NOT IN (SELECT number FROM book.event WHERE event = 'handed-over')"},
    {LOST, true, false, "was not handed over, and the registry was told so",
     "SELECT number FROM attestation WHERE state IN ('numbered', 'drawn', 'sent') AND NOT reissued"
     " AND number IN (SELECT number FROM book.event WHERE event = 'handed-over')"},
    {LOST, true, false, "has an event in the audit log that the registry was not told",
     TOLD
     " SELECT DISTINCT number FROM line LEFT JOIN known USING (number, event) WHERE line.n > coalesce(known.n, 0)"},
    {DOUBLED, true, false, "has an event at the registry that the audit log lacks",
     TOLD " SELECT DISTINCT number FROM known LEFT JOIN line USING (number, event) WHERE known.n > coalesce(line.n, 0)"
          " AND number NOT IN (SELECT number FROM outbox)"},
    {DOUBLED, false, true, "lies in the tray without a row in the journal",
     "SELECT DISTINCT name FROM temp.tray WHERE name <> 'SITUATION'"
     " AND name NOT IN (SELECT number FROM attestation WHERE number IS NOT NULL)"},
    {DOUBLED, false, true, "lies in the tray more often than the journal sent it",
     "SELECT number FROM attestation AS j WHERE (SELECT count(*) FROM temp.tray WHERE name = j.number) > j.prints"},
    {LOST, false, true, "is printed by the journal, and not in the tray",
     "SELECT number FROM attestation WHERE state IN ('printed', 'handed-over')"
     " AND number NOT IN (SELECT name FROM temp.tray)"},
};

static void say(struct ledger *ledger, const char *what, const char *words) {
    size_t length = strlen(ledger->words);
    snprintf(ledger->words + length, sizeof ledger->words - length, "%s %s\n", what, words);
}

/* --- SQL --- */

static void must(sqlite3 *database, int code, const char *sql) {
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
        return;
    fprintf(stderr, "ledger: %s: %s\n", sql, sqlite3_errmsg(database));
    fail();
}

static sqlite3_stmt *prepare(sqlite3 *database, const char *sql) {
    sqlite3_stmt *statement = NULL;
    must(database, sqlite3_prepare_v2(database, sql, -1, &statement, NULL), sql);
    return statement;
}

static int ask(sqlite3 *database, const char *sql) {
    sqlite3_stmt *statement = prepare(database, sql);
    int code = sqlite3_step(statement), number = code == SQLITE_ROW ? sqlite3_column_int(statement, 0) : 0;
    must(database, code, sql);
    sqlite3_finalize(statement);
    return number;
}

static sqlite3 *open_books(const char *state) {
    char path[PATH_SIZE], attach[2 * PATH_SIZE];
    sqlite3 *database = NULL;
    snprintf(path, sizeof path, "%s/journal.db", state);
    must(database, sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL), path);
    sqlite3_busy_timeout(database, BUSY_MS);
    snprintf(attach, sizeof attach, "ATTACH '%s/registry/book.db' AS book", state);
    must(database, sqlite3_exec(database, attach, NULL, NULL, NULL), attach);
    return database;
}

static void put_tray(sqlite3 *database, const struct ledger_tray *tray) {
    must(database, sqlite3_exec(database, "CREATE TEMP TABLE tray (name TEXT NOT NULL)", NULL, NULL, NULL), "tray");
    for (size_t i = 0; tray != NULL && i < tray->count; i++) {
        sqlite3_stmt *statement = prepare(database, "INSERT INTO temp.tray VALUES (?1)");
        sqlite3_bind_text(statement, 1, tray->names[i], -1, SQLITE_STATIC);
        must(database, sqlite3_step(statement), "tray");
        sqlite3_finalize(statement);
    }
}

static void compare(sqlite3 *database, const struct comparison *comparison, struct ledger *ledger) {
    sqlite3_stmt *statement = prepare(database, comparison->sql);
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        say(ledger, (const char *)sqlite3_column_text(statement, 0), comparison->says);
        *(comparison->finding == LOST ? &ledger->lost : &ledger->doubled) += 1;
    }
    must(database, code, comparison->sql);
    sqlite3_finalize(statement);
}

/* --- Soundness --- */

static void check_database(const char *path, struct ledger *ledger) {
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    bool sound = sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK;
    sqlite3_busy_timeout(database, BUSY_MS);
    sound = sound && sqlite3_prepare_v2(database, "PRAGMA integrity_check", -1, &statement, NULL) == SQLITE_OK &&
            sqlite3_step(statement) == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(statement, 0), "ok") == 0;
    sqlite3_finalize(statement);
    sqlite3_close(database);
    if (sound)
        return;
    ledger->unsound++;
    say(ledger, path, "is damaged");
}

static void check_databases(const char *folder, struct ledger *ledger) {
    DIR *opened = opendir(folder);
    struct dirent *entry;
    while (opened != NULL && (entry = readdir(opened)) != NULL) {
        char path[PATH_SIZE];
        size_t length = strlen(entry->d_name);
        if (length < 3 || strcmp(entry->d_name + length - 3, ".db") != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        check_database(path, ledger);
    }
    if (opened != NULL)
        closedir(opened);
}

static void check_audit(const char *state, struct ledger *ledger) {
    char *program = place_in_build("guichet");
    const char *const argv[] = {program, "audit", "verify", "--state", state, NULL};
    if (tool_run(argv, NULL, NULL) != 0) {
        ledger->unsound++;
        say(ledger, "audit verify", "does not exit 0");
    }
    free(program);
}

/* --- Public --- */

static void count(sqlite3 *database, struct ledger *ledger) {
    ledger->numbers = ask(database, "SELECT count(*) FROM book.attestation");
    ledger->revoked = ask(database, "SELECT count(*) FROM book.attestation WHERE revoked");
    ledger->handed_over = ask(database, "SELECT count(*) FROM attestation WHERE state = 'handed-over'");
    ledger->open = ask(database, "SELECT count(*) FROM attestation"
                                 " WHERE state NOT IN ('handed-over', 'failed', 'cancelled')");
    ledger->outgoing = ask(database, "SELECT count(*) FROM outbox WHERE refused = ''");
}

void ledger_read(const char *state, const struct ledger_tray *tray, struct ledger *ledger) {
    char registry[PATH_SIZE];
    *ledger = (struct ledger){0};
    snprintf(registry, sizeof registry, "%s/registry", state);
    check_databases(state, ledger);
    check_databases(registry, ledger);
    check_audit(state, ledger);
    sqlite3 *database = open_books(state);
    put_tray(database, tray);
    count(database, ledger);
    for (size_t i = 0; i < sizeof comparisons / sizeof comparisons[0]; i++) {
        const struct comparison *comparison = &comparisons[i];
        if ((!comparison->needs_calm || ledger->outgoing == 0) && (!comparison->needs_tray || tray != NULL))
            compare(database, comparison, ledger);
    }
    sqlite3_close(database);
}

void ledger_expect(const char *state, const struct ledger_tray *tray, struct ledger *ledger) {
    ledger_read(state, tray, ledger);
    if (ledger->lost + ledger->doubled + ledger->unsound > 0)
        fail_msg("%d lost, %d doubled, %d unsound:\n%s", ledger->lost, ledger->doubled, ledger->unsound, ledger->words);
}

/* Keeps the station's agents and counts failures. It must not see a password: the `auth` worker does. */
#include "agents.h"

#include "database.h"
#include "date.h"
#include "memory.h"
#include "state_folder.h"
#include "text.h"

#include <sodium.h>
#include <string.h>

enum {
    FREE_FAILURES = 2, /* typing errors cost nothing */
    DELAY_MAX_SECONDS = 300,
    FAILURES_REMEMBERED_SECONDS = 24 * 3600,
    STATION_BUCKET = -1,
    BUCKET_COUNT = 1024
};

struct agents {
    sqlite3 *database;
};

/* Of 32 random bytes that nobody kept; same cost as real ones (argon2id, INTERACTIVE). */
static const char dummy_hash[] =
    "$argon2id$v=19$m=65536,t=2,p=1$pBjnYDozL6wq0wrvtwN8XQ$ePxiVDBFHpw95RrdzeeZoclvoN0Dd5by6KIxGGiTvSM";

static const char *const role_names[] = {
    [COUNTER_AGENT] = "agent", [COUNTER_SUPERVISOR] = "supervisor", [COUNTER_TECHNICIAN] = "technician"};

const char *agents_role_name(enum counter_role role) {
    return role_names[role];
}

enum status agents_role_from_name(const char *name, enum counter_role *role) {
    for (size_t i = 0; i < sizeof role_names / sizeof role_names[0]; i++)
        if (strcmp(role_names[i], name) == 0) {
            *role = (enum counter_role)i;
            return STATUS_OK;
        }
    return STATUS_NOT_FOUND;
}

enum status agents_open(const char *state_folder, struct agents **agents, struct fault *fault) {
    char path[STATE_PATH_SIZE];
    sqlite3 *database = NULL;
    enum status status = state_folder_path(state_folder, "agents.db", path);
    if (status == STATUS_OK) /* FULL: a failure counted must survive the plug being pulled */
        status = database_open(path, "agents", DATABASE_FULL, &database, fault);
    if (status != STATUS_OK)
        return status;
    struct agents *opened = memory_alloc(sizeof *opened);
    opened->database = database;
    *agents = opened;
    return STATUS_OK;
}

void agents_close(struct agents *agents) {
    if (!agents)
        return;
    sqlite3_close_v2(agents->database);
    memory_free(agents);
}

/* Letters to upper case; STATUS_INVALID when it has something else than A-Z0-9-. */
static enum status fold_id(const char *typed, char id[24]) {
    size_t length = strlen(typed);
    if (length == 0 || length >= sizeof((struct agent *)0)->id)
        return STATUS_INVALID;
    for (size_t i = 0; i <= length; i++) {
        char c = typed[i];
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        bool allowed = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '\0';
        if (!allowed)
            return STATUS_INVALID;
        id[i] = c;
    }
    return STATUS_OK;
}

/* --- The agents --- */

#define AGENT_COLUMNS "id, name, role, disabled, hash"

static enum status read_agent(sqlite3_stmt *statement, struct agent *agent) {
    const struct {
        int column;
        char *text;
        size_t size;
    } texts[] = {
        {0, agent->id, sizeof agent->id}, {1, agent->name, sizeof agent->name}, {4, agent->hash, sizeof agent->hash}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const char *text = (const char *)sqlite3_column_text(statement, texts[i].column);
        if (!text || !text_copy(texts[i].text, texts[i].size, text))
            return STATUS_DATABASE;
    }
    const char *role = (const char *)sqlite3_column_text(statement, 2);
    agent->disabled = sqlite3_column_int(statement, 3) != 0;
    return role && agents_role_from_name(role, &agent->role) == STATUS_OK ? STATUS_OK : STATUS_DATABASE;
}

enum status agents_find(struct agents *agents, const char *id, struct agent *agent) {
    struct agent found = {0};
    char folded[24];
    sqlite3_stmt *statement = NULL;
    if (fold_id(id, folded) != STATUS_OK)
        return STATUS_NOT_FOUND;
    enum status status =
        database_prepare(agents->database, "SELECT " AGENT_COLUMNS " FROM agent WHERE id = ?1", &statement);
    if (status == STATUS_OK) {
        sqlite3_bind_text(statement, 1, folded, -1, SQLITE_STATIC);
        status = database_step(statement);
    }
    if (status == STATUS_OK)
        status = read_agent(statement, &found);
    sqlite3_finalize(statement);
    if (status == STATUS_OK)
        *agent = found;
    return status;
}

enum status agents_add(struct agents *agents, const struct agent *agent) {
    char folded[24];
    sqlite3_stmt *statement = NULL;
    if (fold_id(agent->id, folded) != STATUS_OK || !agent->name[0] || text_has_control(agent->name) ||
        !text_is_utf8(agent->name, strlen(agent->name)))
        return STATUS_INVALID;
    enum status status = database_prepare(
        agents->database, "INSERT INTO agent (" AGENT_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5)", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_text(statement, 1, folded, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, agent->name, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 3, agents_role_name(agent->role), -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 4, agent->disabled);
    sqlite3_bind_text(statement, 5, agent->hash, -1, SQLITE_STATIC);
    return database_finish(statement);
}

/* Sets one column of one agent; `bound` is a prepared statement whose ?1 is the id. */
static enum status change_agent(struct agents *agents, sqlite3_stmt *bound, const char *id) {
    char folded[24];
    if (fold_id(id, folded) != STATUS_OK) {
        sqlite3_finalize(bound);
        return STATUS_NOT_FOUND;
    }
    sqlite3_bind_text(bound, 1, folded, -1, SQLITE_STATIC);
    enum status status = database_finish(bound);
    return status == STATUS_OK && sqlite3_changes(agents->database) == 0 ? STATUS_NOT_FOUND : status;
}

enum status agents_set_hash(struct agents *agents, const char *id, const char *hash) {
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(agents->database, "UPDATE agent SET hash = ?2 WHERE id = ?1", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_text(statement, 2, hash, -1, SQLITE_STATIC);
    return change_agent(agents, statement, id);
}

enum status agents_set_disabled(struct agents *agents, const char *id, bool disabled) {
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(agents->database, "UPDATE agent SET disabled = ?2 WHERE id = ?1", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_int(statement, 2, disabled);
    return change_agent(agents, statement, id);
}

enum status agents_list(struct agents *agents, agents_visit *visit, void *context) {
    sqlite3_stmt *statement = NULL;
    enum status status =
        database_prepare(agents->database, "SELECT " AGENT_COLUMNS " FROM agent ORDER BY id", &statement);
    while (status == STATUS_OK) {
        struct agent agent = {0};
        status = database_step(statement);
        if (status == STATUS_OK)
            status = read_agent(statement, &agent);
        if (status == STATUS_OK)
            status = visit(context, &agent);
    }
    sqlite3_finalize(statement);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

const char *agents_hash_or_dummy(const struct agent *agent_or_null) {
    return agent_or_null && !agent_or_null->disabled ? agent_or_null->hash : dummy_hash;
}

/* --- Failures --- */

/* 10 bits of the hash of what was typed, letters folded: see config/schema/agents. */
static int bucket_of(const char *typed) {
    char folded[24];
    uint8_t hash[32];
    const char *id = fold_id(typed, folded) == STATUS_OK ? folded : typed;
    crypto_generichash(hash, sizeof hash, (const uint8_t *)id, strlen(id), NULL, 0);
    memory_wipe(folded, sizeof folded);
    return (hash[0] << 8 | hash[1]) % BUCKET_COUNT;
}

static int delay_after(int failures) {
    if (failures <= FREE_FAILURES)
        return 0;
    int doublings = failures - FREE_FAILURES - 1;
    int delay = doublings < 10 ? 1 << doublings : DELAY_MAX_SECONDS;
    return delay < DELAY_MAX_SECONDS ? delay : DELAY_MAX_SECONDS;
}

/* A clock set back must not lock for ever: a failure of the future becomes one of now. */
static enum status forgive_future(struct agents *agents, int64_t now) {
    sqlite3_stmt *statement = NULL;
    enum status status =
        database_prepare(agents->database, "UPDATE failure SET last_unix = ?1 WHERE last_unix > ?1", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_int64(statement, 1, now);
    return database_finish(statement);
}

static enum status remaining(struct agents *agents, int bucket, int64_t now, int *seconds) {
    sqlite3_stmt *statement = NULL;
    *seconds = 0;
    enum status status =
        database_prepare(agents->database, "SELECT count, last_unix FROM failure WHERE bucket = ?1", &statement);
    if (status == STATUS_OK) {
        sqlite3_bind_int(statement, 1, bucket);
        status = database_step(statement);
    }
    if (status == STATUS_OK) {
        int64_t left = sqlite3_column_int64(statement, 1) + delay_after(sqlite3_column_int(statement, 0)) - now;
        *seconds = left <= 0 ? 0 : left < DELAY_MAX_SECONDS ? (int)left : DELAY_MAX_SECONDS;
    }
    sqlite3_finalize(statement);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status agents_delay_seconds(struct agents *agents, const char *id, int *seconds) {
    int64_t now = clock_unix();
    int of_station = 0, of_id = 0;
    enum status status = forgive_future(agents, now);
    if (status == STATUS_OK)
        status = remaining(agents, STATION_BUCKET, now, &of_station);
    if (status == STATUS_OK)
        status = remaining(agents, bucket_of(id), now, &of_id);
    if (status == STATUS_OK)
        *seconds = of_id > of_station ? of_id : of_station;
    return status;
}

static enum status count_one(struct agents *agents, int bucket, int64_t now) {
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(agents->database,
                                          "INSERT INTO failure VALUES (?1, 1, ?2) ON CONFLICT (bucket)"
                                          " DO UPDATE SET count = min(count + 1, 1000), last_unix = ?2",
                                          &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_int(statement, 1, bucket);
    sqlite3_bind_int64(statement, 2, now);
    return database_finish(statement);
}

static enum status forget_old(struct agents *agents, int64_t now) {
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(agents->database, "DELETE FROM failure WHERE last_unix < ?1", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_int64(statement, 1, now - FAILURES_REMEMBERED_SECONDS);
    return database_finish(statement);
}

enum status agents_count_failure(struct agents *agents, const char *id) {
    int64_t now = clock_unix();
    enum status status = database_begin(agents->database);
    if (status == STATUS_OK)
        status = forget_old(agents, now);
    if (status == STATUS_OK)
        status = count_one(agents, STATION_BUCKET, now);
    if (status == STATUS_OK)
        status = count_one(agents, bucket_of(id), now);
    return database_end(agents->database, status);
}

enum status agents_count_success(struct agents *agents, const char *id) {
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(agents->database, "DELETE FROM failure WHERE bucket IN (?1, ?2)", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_int(statement, 1, STATION_BUCKET);
    sqlite3_bind_int(statement, 2, bucket_of(id));
    return database_finish(statement);
}

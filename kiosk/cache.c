/* Keeps records encrypted in cache.db. It must not put anything in it that tells whose records they are. */
#include "cache.h"

#include "database.h"
#include "memory.h"
#include "state_folder.h"
#include "text.h"

#include <string.h>

enum { CLOCK_SLACK_SECONDS = 300 /* a row newer than this from now was dated by a wrong clock */ };

struct cache {
    sqlite3 *database;
    const struct vault *vault;
    int64_t life_seconds;
    int rows_max;
};

void cache_entry_clear(struct cache_entry *entry) {
    memory_free(entry->json);
    memory_wipe(entry, sizeof *entry);
}

enum status cache_open(const struct config *config, const struct vault *vault, struct cache **cache,
                       struct fault *fault) {
    char path[STATE_PATH_SIZE];
    sqlite3 *database = NULL;
    enum status status = state_folder_path(config->state_folder, "cache.db", path);
    if (status == STATUS_OK)
        status = database_open(path, "cache", DATABASE_NORMAL, &database, fault);
    if (status != STATUS_OK)
        return status;
    struct cache *opened = memory_alloc(sizeof *opened);
    opened->database = database;
    opened->vault = vault;
    opened->life_seconds = (int64_t)config->cache_hours * 3600;
    opened->rows_max = config->cache_records;
    *cache = opened;
    return STATUS_OK;
}

void cache_close(struct cache *cache) {
    if (!cache)
        return;
    sqlite3_close_v2(cache->database);
    memory_free(cache);
}

static enum status prepare_for_person(struct cache *cache, const char *sql, const uint8_t person[VAULT_HASH_SIZE],
                                      sqlite3_stmt **statement) {
    enum status status = database_prepare(cache->database, sql, statement);
    if (status == STATUS_OK)
        sqlite3_bind_blob(*statement, 1, person, VAULT_HASH_SIZE, SQLITE_STATIC);
    return status;
}

static enum status remove_row(struct cache *cache, const uint8_t person[VAULT_HASH_SIZE]) {
    sqlite3_stmt *statement = NULL;
    enum status status = prepare_for_person(cache, "DELETE FROM record WHERE person = ?1", person, &statement);
    return status == STATUS_OK ? database_finish(statement) : status;
}

static bool is_too_old(const struct cache *cache, int64_t fetched_unix) {
    int64_t age = clock_unix() - fetched_unix;
    return age > cache->life_seconds || age < -CLOCK_SLACK_SECONDS;
}

/* plain: ETag, NUL, JSON. */
static enum status split_plain(const char *plain, size_t size, struct cache_entry *entry) {
    const char *end = memchr(plain, '\0', size);
    if (!end || !text_copy(entry->etag, sizeof entry->etag, plain))
        return STATUS_CRYPTO;
    entry->json_size = size - (size_t)(end + 1 - plain);
    entry->json = memory_alloc(entry->json_size + 1);
    memcpy(entry->json, end + 1, entry->json_size);
    return STATUS_OK;
}

static enum status read_row(struct cache *cache, sqlite3_stmt *statement, const uint8_t person[VAULT_HASH_SIZE],
                            struct cache_entry *entry) {
    struct cache_entry found = {0};
    uint8_t *plain = NULL;
    size_t size = 0;
    if (is_too_old(cache, sqlite3_column_int64(statement, 2)))
        return STATUS_CRYPTO;
    enum status status = date_parse_time((const char *)sqlite3_column_text(statement, 1), &found.fetched_at);
    const void *sealed = sqlite3_column_blob(statement, 0);
    if (status == STATUS_OK)
        status = vault_unseal(cache->vault, sealed, (size_t)sqlite3_column_bytes(statement, 0), person, &plain, &size);
    if (status == STATUS_OK)
        status = split_plain((const char *)plain, size, &found);
    memory_free(plain);
    if (status != STATUS_OK)
        return STATUS_CRYPTO;
    *entry = found;
    return STATUS_OK;
}

enum status cache_get(struct cache *cache, const char *neph, struct cache_entry *entry) {
    uint8_t person[VAULT_HASH_SIZE];
    sqlite3_stmt *statement = NULL;
    vault_hash(cache->vault, "cache", neph, person);
    enum status status = prepare_for_person(
        cache, "SELECT sealed, fetched_at, fetched_unix FROM record WHERE person = ?1", person, &statement);
    if (status == STATUS_OK)
        status = database_step(statement);
    if (status == STATUS_OK)
        status = read_row(cache, statement, person, entry);
    sqlite3_finalize(statement);
    if (status != STATUS_CRYPTO)
        return status;
    status = remove_row(cache, person);
    return status == STATUS_OK ? STATUS_NOT_FOUND : status;
}

static enum status seal_entry(struct cache *cache, const char *json, size_t json_size, const char *etag,
                              const uint8_t person[VAULT_HASH_SIZE], uint8_t **sealed, size_t *sealed_size) {
    size_t etag_size = strlen(etag) + 1;
    char *plain = memory_alloc(etag_size + json_size);
    memcpy(plain, etag, etag_size);
    memcpy(plain + etag_size, json, json_size);
    enum status status = vault_seal(cache->vault, plain, etag_size + json_size, person, sealed, sealed_size);
    memory_free(plain);
    return status;
}

static enum status write_row(struct cache *cache, const uint8_t person[VAULT_HASH_SIZE], const uint8_t *sealed,
                             size_t sealed_size, const struct date_time *fetched_at) {
    char at[26];
    sqlite3_stmt *statement = NULL;
    date_format_time(fetched_at, at);
    enum status status =
        prepare_for_person(cache, "INSERT OR REPLACE INTO record VALUES (?1, ?2, ?3, ?4)", person, &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_blob(statement, 2, sealed, (int)sealed_size, SQLITE_STATIC);
    sqlite3_bind_text(statement, 3, at, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 4, clock_to_unix(fetched_at));
    return database_finish(statement);
}

static enum status expire_rows(struct cache *cache) {
    sqlite3_stmt *statement = NULL;
    int64_t now = clock_unix();
    enum status status = database_prepare(
        cache->database, "DELETE FROM record WHERE fetched_unix < ?1 OR fetched_unix > ?2", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_int64(statement, 1, now - cache->life_seconds);
    sqlite3_bind_int64(statement, 2, now + CLOCK_SLACK_SECONDS);
    status = database_finish(statement);
    if (status == STATUS_OK)
        status = database_prepare(cache->database,
                                  "DELETE FROM record WHERE person IN (SELECT person FROM record"
                                  " ORDER BY fetched_unix DESC LIMIT -1 OFFSET ?1)",
                                  &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_int(statement, 1, cache->rows_max);
    return database_finish(statement);
}

enum status cache_put(struct cache *cache, const char *neph, const char *json, size_t json_size, const char *etag,
                      const struct date_time *fetched_at) {
    uint8_t person[VAULT_HASH_SIZE], *sealed = NULL;
    size_t sealed_size = 0;
    if (json_size > 1024 * 1024 || strlen(etag) >= sizeof((struct cache_entry *)0)->etag)
        return STATUS_TOO_LONG;
    vault_hash(cache->vault, "cache", neph, person);
    enum status status = seal_entry(cache, json, json_size, etag, person, &sealed, &sealed_size);
    if (status != STATUS_OK)
        return status;
    status = database_begin(cache->database);
    if (status == STATUS_OK)
        status = write_row(cache, person, sealed, sealed_size, fetched_at);
    if (status == STATUS_OK)
        status = expire_rows(cache);
    status = database_end(cache->database, status);
    memory_free(sealed);
    return status;
}

enum status cache_touch(struct cache *cache, const char *neph, const struct date_time *confirmed_at) {
    uint8_t person[VAULT_HASH_SIZE];
    char at[26];
    sqlite3_stmt *statement = NULL;
    vault_hash(cache->vault, "cache", neph, person);
    date_format_time(confirmed_at, at);
    enum status status = prepare_for_person(
        cache, "UPDATE record SET fetched_at = ?2, fetched_unix = ?3 WHERE person = ?1", person, &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_text(statement, 2, at, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 3, clock_to_unix(confirmed_at));
    status = database_finish(statement);
    return status == STATUS_OK && sqlite3_changes(cache->database) == 0 ? STATUS_NOT_FOUND : status;
}

enum status cache_remove(struct cache *cache, const char *neph) {
    uint8_t person[VAULT_HASH_SIZE];
    vault_hash(cache->vault, "cache", neph, person);
    return remove_row(cache, person);
}

enum status cache_expire(struct cache *cache) {
    enum status status = database_begin(cache->database);
    if (status == STATUS_OK)
        status = expire_rows(cache);
    return database_end(cache->database, status);
}

enum status cache_purge(struct cache *cache) {
    enum status status = database_run(cache->database, "DELETE FROM record");
    return status == STATUS_OK ? database_truncate_log(cache->database) : status;
}

enum status cache_stats(struct cache *cache, struct cache_stats *stats) {
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(cache->database,
                                          "SELECT count(*), coalesce(sum(length(sealed)), 0),"
                                          " coalesce(min(fetched_unix), 0), coalesce(max(fetched_unix), 0) FROM record",
                                          &statement);
    if (status == STATUS_OK)
        status = database_step(statement);
    if (status == STATUS_OK)
        *stats = (struct cache_stats){.records = sqlite3_column_int(statement, 0),
                                      .bytes = sqlite3_column_int64(statement, 1),
                                      .oldest_unix = sqlite3_column_int64(statement, 2),
                                      .newest_unix = sqlite3_column_int64(statement, 3)};
    sqlite3_finalize(statement);
    return status;
}

/* The encrypted records. */
#include "../../kiosk/cache.h"
#include "../../kiosk/memory.h"
#include "../support/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

static const char neph[] = "121201200001";
static const char json[] = "{\"neph\":\"121201200001\",\"holder\":{\"family_name\":\"DUMONT D'URVILLE\"}}";

static char root[64];
static struct config config;
static struct vault *vault;
static struct cache *cache;
static struct date_time now;

static void at(const char *time) {
    assert_int_equal(clock_freeze(time), STATUS_OK);
    now = clock_now();
}

static void open_cache(void) {
    struct fault fault = {0};
    if (cache_open(&config, vault, &cache, &fault) != STATUS_OK)
        fail_msg("%s: %s", fault.where, fault.detail);
}

static int setup(void **state) {
    (void)state;
    state_make(root);
    config = (struct config){.cache_hours = 24, .cache_records = 3};
    snprintf(config.state_folder, sizeof config.state_folder, "%s", root);
    clock_init("Europe/Paris");
    at("2026-11-24T09:30:00+01:00");
    assert_int_equal(vault_open(root, &vault, NULL), STATUS_OK);
    open_cache();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    cache_close(cache);
    vault_close(vault);
    state_remove(root);
    return 0;
}

static void put(const char *whose) {
    assert_int_equal(cache_put(cache, whose, json, strlen(json), "\"3f9c\"", &now), STATUS_OK);
}

static bool has(const char *whose) {
    struct cache_entry entry = {0};
    enum status status = cache_get(cache, whose, &entry);
    if (status == STATUS_OK)
        cache_entry_clear(&entry);
    else
        assert_int_equal(status, STATUS_NOT_FOUND);
    return status == STATUS_OK;
}

static int rows(void) {
    struct cache_stats stats;
    assert_int_equal(cache_stats(cache, &stats), STATUS_OK);
    return stats.records;
}

/* Changes the database behind the cache's back. */
static void tamper(const char *sql) {
    char path[80];
    sqlite3 *database = NULL;
    snprintf(path, sizeof path, "%s/cache.db", root);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static void gives_back_what_was_put(void **state) {
    (void)state;
    struct cache_entry entry;
    put(neph);
    assert_int_equal(cache_get(cache, neph, &entry), STATUS_OK);
    assert_int_equal(entry.json_size, strlen(json));
    assert_string_equal(entry.json, json);
    assert_string_equal(entry.etag, "\"3f9c\"");
    assert_memory_equal(&entry.fetched_at, &now, sizeof now);
    cache_entry_clear(&entry);
    assert_null(entry.json);
    assert_false(has("121201200002"));
}

static void keeps_the_latest_of_one_person(void **state) {
    (void)state;
    struct cache_entry entry;
    put(neph);
    assert_int_equal(cache_put(cache, neph, "{}", 2, "", &now), STATUS_OK);
    assert_int_equal(rows(), 1);
    assert_int_equal(cache_get(cache, neph, &entry), STATUS_OK);
    assert_string_equal(entry.json, "{}");
    assert_string_equal(entry.etag, "");
    cache_entry_clear(&entry);
}

static void survives_being_closed(void **state) {
    (void)state;
    put(neph);
    cache_close(cache);
    open_cache();
    assert_true(has(neph));
}

static void no_file_tells_who_is_in_it(void **state) {
    (void)state;
    put(neph);
    assert_false(state_contains(root, neph, strlen(neph)));
    assert_false(state_contains(root, "DUMONT", 6));
    assert_false(state_contains(root, "3f9c", 4));
    cache_close(cache);
    assert_false(state_contains(root, neph, strlen(neph)));
    assert_false(state_contains(root, "DUMONT", 6));
    open_cache();
}

static void what_is_too_old_is_not_given(void **state) {
    (void)state;
    put(neph);
    at("2026-11-25T09:30:00+01:00");
    assert_true(has(neph));
    at("2026-11-25T09:30:01+01:00");
    assert_false(has(neph));
    assert_int_equal(rows(), 0);
}

static void what_a_wrong_clock_dated_in_the_future_is_not_given(void **state) {
    (void)state;
    at("2030-01-01T00:00:00+01:00");
    put(neph);
    at("2026-11-24T09:30:00+01:00");
    assert_false(has(neph));
}

static void a_confirmed_record_is_young_again(void **state) {
    (void)state;
    struct cache_entry entry;
    put(neph);
    at("2026-11-25T08:00:00+01:00");
    assert_int_equal(cache_touch(cache, neph, &now), STATUS_OK);
    assert_int_equal(cache_touch(cache, "121201200002", &now), STATUS_NOT_FOUND);
    at("2026-11-26T07:00:00+01:00");
    assert_int_equal(cache_get(cache, neph, &entry), STATUS_OK);
    assert_int_equal(entry.fetched_at.date.day, 25);
    cache_entry_clear(&entry);
}

static void the_oldest_over_the_bound_go(void **state) {
    (void)state;
    static const char *const people[] = {"10000", "20000", "30000", "40000"};
    for (int i = 0; i < 4; i++) {
        char time[64];
        snprintf(time, sizeof time, "2026-11-24T09:3%d:00+01:00", i);
        at(time);
        put(people[i]);
    }
    assert_int_equal(rows(), 3);
    assert_false(has(people[0]));
    assert_true(has(people[1]));
    assert_true(has(people[3]));
}

static void expiring_erases_what_is_too_old(void **state) {
    (void)state;
    put(neph);
    at("2026-11-26T09:30:00+01:00");
    assert_int_equal(rows(), 1);
    assert_int_equal(cache_expire(cache), STATUS_OK);
    assert_int_equal(rows(), 0);
}

static void a_row_that_was_tampered_with_is_erased(void **state) {
    (void)state;
    put(neph);
    put("121201200002");
    tamper("UPDATE record SET sealed = (SELECT sealed FROM record ORDER BY person LIMIT 1)");
    assert_int_equal(has(neph) + has("121201200002"), 1); /* the one whose own ciphertext it is */
    assert_int_equal(rows(), 1);
    tamper("UPDATE record SET fetched_at = 'yesterday'");
    assert_false(has(neph));
    assert_false(has("121201200002"));
}

static void removing_one_leaves_the_others(void **state) {
    (void)state;
    put(neph);
    put("121201200002");
    assert_int_equal(cache_remove(cache, neph), STATUS_OK);
    assert_false(has(neph));
    assert_true(has("121201200002"));
}

/* Reads the ciphertext of the only row, as another process would. */
static size_t read_sealed(uint8_t *sealed, size_t size) {
    char path[80];
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    snprintf(path, sizeof path, "%s/cache.db", root);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, "SELECT sealed FROM record", -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    size_t length = (size_t)sqlite3_column_bytes(statement, 0);
    assert_true(length <= size);
    memcpy(sealed, sqlite3_column_blob(statement, 0), length);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return length;
}

static void purging_takes_the_bytes_out_of_every_file(void **state) {
    (void)state;
    static char large[18000]; /* several overflow pages */
    static uint8_t sealed[20000];
    memset(large, 'x', sizeof large);
    assert_int_equal(cache_put(cache, neph, large, sizeof large, "", &now), STATUS_OK);
    size_t length = read_sealed(sealed, sizeof sealed);
    const uint8_t *start = sealed, *end = sealed + length - 64;
    assert_true(state_contains(root, start, 64));
    assert_true(state_contains(root, end, 64));
    assert_int_equal(cache_purge(cache), STATUS_OK);
    for (size_t offset = 0; offset + 64 <= length; offset += 64)
        assert_false(state_contains(root, sealed + offset, 64));
    assert_false(state_contains(root, end, 64));
    assert_int_equal(rows(), 0);
}

static void what_does_not_fit_is_refused_whole(void **state) {
    (void)state;
    char etag[200];
    memset(etag, 'e', sizeof etag - 1);
    etag[sizeof etag - 1] = '\0';
    assert_int_equal(cache_put(cache, neph, json, strlen(json), etag, &now), STATUS_TOO_LONG);
    assert_int_equal(cache_put(cache, neph, json, 1024 * 1024 + 1, "", &now), STATUS_TOO_LONG);
    assert_int_equal(rows(), 0);
}

static void tells_what_is_kept_and_since_when(void **state) {
    (void)state;
    struct cache_stats stats;
    assert_int_equal(cache_stats(cache, &stats), STATUS_OK);
    assert_int_equal(stats.records, 0);
    assert_int_equal(stats.oldest_unix, 0);
    put(neph);
    at("2026-11-24T10:30:00+01:00");
    put("121201200002");
    assert_int_equal(cache_stats(cache, &stats), STATUS_OK);
    assert_int_equal(stats.records, 2);
    assert_true(stats.bytes > 2 * (long long)strlen(json));
    assert_int_equal(stats.newest_unix - stats.oldest_unix, 3600);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(gives_back_what_was_put),
        TEST(keeps_the_latest_of_one_person),
        TEST(survives_being_closed),
        TEST(no_file_tells_who_is_in_it),
        TEST(what_is_too_old_is_not_given),
        TEST(what_a_wrong_clock_dated_in_the_future_is_not_given),
        TEST(a_confirmed_record_is_young_again),
        TEST(the_oldest_over_the_bound_go),
        TEST(expiring_erases_what_is_too_old),
        TEST(a_row_that_was_tampered_with_is_erased),
        TEST(removing_one_leaves_the_others),
        TEST(purging_takes_the_bytes_out_of_every_file),
        TEST(what_does_not_fit_is_refused_whole),
        TEST(tells_what_is_kept_and_since_when),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

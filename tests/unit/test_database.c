/* How databases are opened. */
#include "../../kiosk/database.h"
#include "../support/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static char root[64], path[80];

static int setup(void **state) {
    (void)state;
    state_make(root);
    snprintf(path, sizeof path, "%s/x.db", root);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    state_remove(root);
    return 0;
}

static sqlite3 *open_ok(const char *schema) {
    sqlite3 *database = NULL;
    struct fault fault = {0};
    if (database_open(path, schema, DATABASE_FULL, &database, &fault) != STATUS_OK)
        fail_msg("%s: %s", fault.where, fault.detail);
    return database;
}

static sqlite3_int64 number(sqlite3 *database, const char *sql) {
    sqlite3_int64 found = -1;
    assert_int_equal(database_number(database, sql, &found), STATUS_OK);
    return found;
}

static void every_file_is_for_its_owner_only(void **state) {
    (void)state;
    sqlite3 *database = open_ok("journal");
    assert_int_equal(state_mode(root, "x.db"), 0600);
    assert_int_equal(state_mode(root, "x.db-wal"), 0600);
    assert_int_equal(state_mode(root, "x.db-shm"), 0600);
    sqlite3_close_v2(database);
    assert_int_equal(chmod(path, 0644), 0);
    sqlite3_close_v2(open_ok("journal"));
    assert_int_equal(state_mode(root, "x.db"), 0600);
}

static void the_pragmas_hold(void **state) {
    (void)state;
    sqlite3 *database = open_ok("cache");
    assert_int_equal(number(database, "PRAGMA secure_delete"), 1);
    assert_int_equal(number(database, "PRAGMA synchronous"), 2);
    assert_int_equal(number(database, "PRAGMA foreign_keys"), 1);
    assert_int_equal(number(database, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"), 1);
    sqlite3_close_v2(database);
    assert_int_equal(database_open(path, "cache", DATABASE_NORMAL, &database, NULL), STATUS_OK);
    assert_int_equal(number(database, "PRAGMA synchronous"), 1);
    sqlite3_close_v2(database);
}

static void the_schema_is_applied_once(void **state) {
    (void)state;
    sqlite3 *database = open_ok("agents");
    assert_int_equal(number(database, "PRAGMA user_version"), 1);
    assert_int_equal(database_run(database, "INSERT INTO failure VALUES (1, 1, 1)"), STATUS_OK);
    sqlite3_close_v2(database);
    database = open_ok("agents");
    assert_int_equal(number(database, "SELECT count(*) FROM failure"), 1);
    sqlite3_close_v2(database);
}

static void a_newer_schema_is_refused(void **state) {
    (void)state;
    sqlite3 *database = open_ok("agents");
    struct fault fault;
    assert_int_equal(database_run(database, "PRAGMA user_version = 99"), STATUS_OK);
    sqlite3_close_v2(database);
    assert_int_equal(database_open(path, "agents", DATABASE_FULL, &database, &fault), STATUS_UNSUPPORTED);
    assert_string_equal(fault.where, "agents");
}

static void a_schema_that_does_not_exist_is_refused(void **state) {
    (void)state;
    sqlite3 *database = NULL;
    assert_int_equal(database_open(path, "nothing", DATABASE_FULL, &database, NULL), STATUS_INVALID);
    assert_null(database);
}

static void a_file_that_is_not_a_database_is_refused(void **state) {
    (void)state;
    sqlite3 *database = NULL;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 1000; i++)
        fputs("not a database ", file);
    fclose(file);
    assert_int_equal(database_open(path, "cache", DATABASE_FULL, &database, NULL), STATUS_DATABASE);
}

static void a_transaction_ends_with_what_became_of_it(void **state) {
    (void)state;
    sqlite3 *database = open_ok("agents");
    assert_int_equal(database_begin(database), STATUS_OK);
    assert_int_equal(database_run(database, "INSERT INTO failure VALUES (1, 1, 1)"), STATUS_OK);
    assert_int_equal(database_end(database, STATUS_DENIED), STATUS_DENIED);
    assert_int_equal(number(database, "SELECT count(*) FROM failure"), 0);
    assert_int_equal(database_begin(database), STATUS_OK);
    assert_int_equal(database_run(database, "INSERT INTO failure VALUES (1, 1, 1)"), STATUS_OK);
    assert_int_equal(database_end(database, STATUS_OK), STATUS_OK);
    assert_int_equal(number(database, "SELECT count(*) FROM failure"), 1);
    sqlite3_close_v2(database);
}

static void codes_become_statuses(void **state) {
    (void)state;
    assert_int_equal(database_status(SQLITE_DONE), STATUS_OK);
    assert_int_equal(database_status(SQLITE_FULL), STATUS_FULL);
    assert_int_equal(database_status(SQLITE_IOERR_FSYNC), STATUS_IO);
    assert_int_equal(database_status(SQLITE_CONSTRAINT_PRIMARYKEY), STATUS_EXISTS);
    assert_int_equal(database_status(SQLITE_CONSTRAINT_CHECK), STATUS_DATABASE);
    assert_int_equal(database_status(SQLITE_BUSY), STATUS_DATABASE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_file_is_for_its_owner_only, setup, teardown),
        cmocka_unit_test_setup_teardown(the_pragmas_hold, setup, teardown),
        cmocka_unit_test_setup_teardown(the_schema_is_applied_once, setup, teardown),
        cmocka_unit_test_setup_teardown(a_newer_schema_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_schema_that_does_not_exist_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_that_is_not_a_database_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_transaction_ends_with_what_became_of_it, setup, teardown),
        cmocka_unit_test(codes_become_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

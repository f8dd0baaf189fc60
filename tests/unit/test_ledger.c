/* The comparison of the books finds what it is there to find: each kind of loss and of doubling, and a damaged file. */
#include "../support/ledger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../kiosk/resource.h"
#include "../support/state.h"

#define NUMBER "8G4M9QWX2MBD"
#define OTHER "7F3K8PVW1KAC"

struct books {
    char state[64];
    sqlite3 *journal, *registry;
    struct ledger_tray tray;
};

static void run(sqlite3 *database, const char *sql) {
    char *error = NULL;
    if (sqlite3_exec(database, sql, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s: %s", sql, error);
}

static sqlite3 *make(const char *state, const char *name, const char *schema) {
    char path[128], resource[64];
    sqlite3 *database = NULL;
    snprintf(path, sizeof path, "%s/%s", state, name);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    for (int i = 1; i <= 2; i++) {
        snprintf(resource, sizeof resource, "schema/%s/%03d.sql", schema, i);
        run(database, resource_find(resource).bytes);
    }
    return database;
}

/* One number, issued, printed and handed over, of which every book tells the same. */
static int set_up(void **state) {
    struct books *books = calloc(1, sizeof *books);
    char folder[96];
    state_make(books->state);
    snprintf(folder, sizeof folder, "%s/registry", books->state);
    mkdir(folder, 0700);
    books->journal = make(books->state, "journal.db", "journal");
    books->registry = make(books->state, "registry/book.db", "registry");
    run(books->journal,
        "INSERT INTO attestation VALUES (printf('%036d', 1), '" NUMBER "', 'ADCS', 'handed-over', '', 1, 'A123',"
        " zeroblob(32), 1, 'Accueil', 1, 0, 0)");
    run(books->journal, "INSERT INTO audit VALUES (1, '', '', 'attestation-printed', '', '" NUMBER "', zeroblob(32),"
                        " zeroblob(32), zeroblob(32)), (2, '', '', 'attestation-handed-over', '', '" NUMBER
                        "', zeroblob(32), zeroblob(32), zeroblob(32))");
    run(books->registry, "INSERT INTO attestation VALUES ('" NUMBER "', printf('%036d', 1), x'', 'ADCS', '', NULL, 0,"
                         " '')");
    run(books->registry, "INSERT INTO event VALUES ('e1', '" NUMBER "', 'printed', '', 1, NULL),"
                         " ('e2', '" NUMBER "', 'handed-over', '', 1, NULL)");
    ledger_tray_add(&books->tray, NUMBER);
    *state = books;
    return 0;
}

static int tear_down(void **state) {
    struct books *books = *state;
    sqlite3_close(books->journal);
    sqlite3_close(books->registry);
    ledger_tray_clear(&books->tray);
    state_remove(books->state);
    free(books);
    return 0;
}

static void expect(const struct books *books, int lost, int doubled) {
    struct ledger ledger;
    ledger_read(books->state, &books->tray, &ledger);
    if (ledger.lost != lost || ledger.doubled != doubled)
        fail_msg("%d lost, %d doubled instead of %d, %d:\n%s", ledger.lost, ledger.doubled, lost, doubled,
                 ledger.words);
}

static void finds_nothing_where_all_is_well(void **state) {
    struct books *books = *state;
    expect(books, 0, 0);
    ledger_tray_add(&books->tray, "SITUATION"); /* has no number */
    expect(books, 0, 0);
}

static void finds_a_number_that_the_journal_lacks(void **state) {
    struct books *books = *state;
    run(books->registry, "INSERT INTO attestation VALUES ('" OTHER "', printf('%036d', 2), x'', 'ADCS', '', NULL, 0,"
                         " '')");
    expect(books, 1, 0);
}

static void finds_a_number_that_the_registry_lacks(void **state) {
    struct books *books = *state;
    run(books->journal, "UPDATE attestation SET number = '" OTHER "'");
    struct ledger ledger;
    ledger_read(books->state, NULL, &ledger);
    assert_non_null(strstr(ledger.words, OTHER " is not in the registry's book"));
    assert_non_null(strstr(ledger.words, NUMBER " is not the number that the journal has for this request"));
}

static void finds_a_good_number_of_a_request_that_ended(void **state) {
    struct books *books = *state;
    run(books->journal, "UPDATE attestation SET state = 'cancelled'");
    struct ledger ledger;
    ledger_read(books->state, &books->tray, &ledger);
    assert_non_null(strstr(ledger.words, "is good at the registry, and the journal has ended it"));
    run(books->journal, "UPDATE attestation SET number = NULL");
    ledger_read(books->state, NULL, &ledger);
    assert_non_null(strstr(ledger.words, "was issued, is good, and the journal ended its request without it"));
}

static void finds_a_revoked_number_that_was_handed_over(void **state) {
    struct books *books = *state;
    run(books->registry, "UPDATE attestation SET revoked = 1");
    expect(books, 1, 0);
}

static void finds_what_the_registry_was_not_told_once_all_is_calm(void **state) {
    struct books *books = *state;
    run(books->registry, "DELETE FROM event WHERE event = 'handed-over'");
    expect(books, 2, 0); /* by the row, and by the audit log */
    run(books->journal, "INSERT INTO outbox VALUES (1, '" NUMBER "', '{}', '')");
    expect(books, 0, 0);
}

static void finds_an_event_too_many(void **state) {
    struct books *books = *state;
    run(books->registry, "INSERT INTO event VALUES ('e3', '" NUMBER "', 'printed', '', 1, NULL)");
    expect(books, 0, 1);
}

static void finds_a_sheet_too_many_one_without_a_row_and_a_missing_one(void **state) {
    struct books *books = *state;
    ledger_tray_add(&books->tray, NUMBER);
    expect(books, 0, 1);
    ledger_tray_add(&books->tray, OTHER);
    expect(books, 0, 2);
    ledger_tray_clear(&books->tray);
    expect(books, 1, 0);
}

static void finds_a_damaged_database(void **state) {
    struct books *books = *state;
    char path[128];
    struct ledger before, after;
    ledger_read(books->state, NULL, &before); /* here no audit chain holds */
    snprintf(path, sizeof path, "%s/agents.db", books->state);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("this is not a database, whatever its name says, but it is long enough to be taken for one: "
          "SQLite looks at the first hundred bytes",
          file);
    fclose(file);
    ledger_read(books->state, NULL, &after);
    assert_int_equal(after.unsound, before.unsound + 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(finds_nothing_where_all_is_well),
        TEST(finds_a_number_that_the_journal_lacks),
        TEST(finds_a_number_that_the_registry_lacks),
        TEST(finds_a_good_number_of_a_request_that_ended),
        TEST(finds_a_revoked_number_that_was_handed_over),
        TEST(finds_what_the_registry_was_not_told_once_all_is_calm),
        TEST(finds_an_event_too_many),
        TEST(finds_a_sheet_too_many_one_without_a_row_and_a_missing_one),
        TEST(finds_a_damaged_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

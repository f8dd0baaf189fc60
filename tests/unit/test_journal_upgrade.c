/* A journal of version 1, with rows in it, is brought to today's form. */
#include "../../kiosk/memory.h"
#include "../../kiosk/resource.h"
#include "../support/journal_scene.h"
#include "../support/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

static const char *const old_states[] = {"intended", "numbered",    "drawn",  "sent",
                                         "printed",  "handed-over", "failed", "cancelled"};

static void run(sqlite3 *database, const char *sql) {
    char *error = NULL;
    if (sqlite3_exec(database, sql, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s: %s", sql, error);
}

static void insert_old_row(sqlite3 *database, int i) {
    char sql[512], number[16] = "NULL";
    if (i > 0)
        snprintf(number, sizeof number, "'00000000000%d'", i);
    snprintf(sql, sizeof sql,
             "INSERT INTO attestation VALUES ('00000000-0000-4000-8000-00000000000%d', %s, 'ADCS', '%s', '', 2,"
             " 'A123', zeroblob(32), %d)",
             i, number, old_states[i], 1000 + i);
    run(database, sql);
}

/* One row in each state, two events that wait, and an audit log made by the station itself. */
static void make_old_database(void) {
    char path[80];
    sqlite3 *database = NULL;
    journal_close(scene.journal);
    snprintf(path, sizeof path, "%s/journal.db", scene.root);
    remove(path);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    run(database, resource_find("schema/journal/001.sql").bytes);
    run(database, "PRAGMA user_version = 1; PRAGMA foreign_keys = ON");
    for (int i = 0; i < 8; i++)
        insert_old_row(database, i);
    run(database, "INSERT INTO outbox (number, event_json) VALUES ('000000000004', '{\"event_id\":\"e1\"}')");
    run(database, "INSERT INTO outbox (number, event_json) VALUES ('000000000006', '{\"event_id\":\"e2\"}')");
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static struct journal_attestation old_row(int i) {
    struct journal_attestation row;
    snprintf(scene.request, sizeof scene.request, "00000000-0000-4000-8000-00000000000%d", i);
    assert_int_equal(journal_find(scene.journal, scene.request, &row), STATUS_OK);
    return row;
}

static void every_row_of_version_1_is_kept(void **state) {
    (void)state;
    static const struct {
        enum journal_state state;
        int prints;
    } expected[] = {{JOURNAL_CANCELLED, 0},   {JOURNAL_NUMBERED, 0},    {JOURNAL_DRAWN, 0},  {JOURNAL_SENT, 1},
                    {JOURNAL_HANDED_OVER, 1}, {JOURNAL_HANDED_OVER, 1}, {JOURNAL_FAILED, 0}, {JOURNAL_CANCELLED, 0}};
    make_old_database();
    scene_open();
    for (int i = 0; i < 8; i++) {
        struct journal_attestation row = old_row(i);
        assert_int_equal(row.state, expected[i].state);
        assert_int_equal(row.prints, expected[i].prints);
        assert_int_equal(row.copies, 2);
        assert_int_equal(row.changed_unix, 1000 + i);
        assert_string_equal(row.printer, "");
        assert_false(row.reissued);
        assert_int_equal(row.number[0] != '\0', i > 0);
        assert_false(scene_has_document());
    }
    assert_string_equal(old_row(0).reason, "no-document");
    assert_int_equal(scene_unfinished(), 3);
    assert_int_equal(scene_ask("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
    assert_int_equal(scene_ask("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_int_equal(scene_ask("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND NOT strict"
                               " AND name NOT LIKE 'sqlite_%'"),
                     0);
}

static void the_outbox_of_version_1_still_waits_in_order(void **state) {
    (void)state;
    struct journal_outgoing outgoing;
    make_old_database();
    scene_open();
    assert_int_equal(scene_outgoing(), 2);
    assert_int_equal(journal_next_outgoing(scene.journal, &outgoing), STATUS_OK);
    assert_string_equal(outgoing.event_json, "{\"event_id\":\"e1\"}");
    memory_free(outgoing.event_json);
    assert_int_equal(journal_mark_sent(scene.journal, outgoing.sequence), STATUS_OK);
    assert_int_equal(scene_outgoing(), 1);
}

static void a_document_of_version_1_can_be_ended_or_issued_again(void **state) {
    (void)state;
    make_old_database();
    scene_open();
    old_row(1);
    scene_step(JOURNAL_DRAWN);
    scene_send();
    scene_step(JOURNAL_CANCELLED);
    old_row(3);
    scene_step(JOURNAL_HANDED_OVER);
    assert_int_equal(journal_reissue(scene.journal, scene.request, SCENE_DOCUMENT, strlen(SCENE_DOCUMENT)), STATUS_OK);
    assert_true(scene_has_document());
    scene_verify();
}

static void a_newer_journal_is_refused(void **state) {
    (void)state;
    char path[80];
    sqlite3 *database = NULL;
    struct fault fault = {0};
    struct journal *journal = NULL;
    snprintf(path, sizeof path, "%s/journal.db", scene.root);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    run(database, "PRAGMA user_version = 3");
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
    assert_int_equal(journal_open(scene.root, scene.vault, &journal, &fault), STATUS_UNSUPPORTED);
    assert_string_equal(fault.detail, "newer schema");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(every_row_of_version_1_is_kept),
        TEST(the_outbox_of_version_1_still_waits_in_order),
        TEST(a_document_of_version_1_can_be_ended_or_issued_again),
        TEST(a_newer_journal_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

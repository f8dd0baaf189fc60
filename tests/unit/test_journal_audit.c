/* The audit log, and what is found when somebody has been at it. */
#include "../../kiosk/journal.h"
#include "../support/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>
#include <sqlite3.h>

static const char neph[] = "121201200001";
static const char number[] = "7F3K9QWX2MBD";

static char root[64];
static struct vault *vault;
static struct journal *journal;

static void open_journal(void) {
    struct fault fault = {0};
    if (journal_open(root, vault, &journal, &fault) != STATUS_OK)
        fail_msg("%s: %s", fault.where, fault.detail);
}

static int setup(void **state) {
    (void)state;
    state_make(root);
    clock_init("Europe/Paris");
    assert_int_equal(clock_freeze("2026-11-24T09:30:00+01:00"), STATUS_OK);
    assert_int_equal(vault_open(root, &vault, NULL), STATUS_OK);
    open_journal();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    journal_close(journal);
    vault_close(vault);
    state_remove(root);
    return 0;
}

struct export {
    int count;
    struct journal_line lines[16];
};

static enum status keep_line(void *context, const struct journal_line *line) {
    struct export *export = context;
    export->lines[export->count++] = *line;
    return STATUS_OK;
}

static struct export export_all(void) {
    struct export export = {0};
    assert_int_equal(journal_export(journal, keep_line, &export), STATUS_OK);
    return export;
}

static void audit(const char *act) {
    assert_int_equal(journal_audit(journal, "A123", act, NULL, NULL, NULL), STATUS_OK);
}

static void audit_five_lines(void) {
    audit("login");
    assert_int_equal(journal_audit(journal, "A123", "lookup", NULL, neph, NULL), STATUS_OK);
    assert_int_equal(journal_audit(journal, "A123", "identity-confirmed", "holder id-card", neph, NULL), STATUS_OK);
    assert_int_equal(journal_audit(journal, "A123", "attestation-printed", NULL, neph, number), STATUS_OK);
    audit("logout");
}

static void assert_holds(int64_t expected_lines) {
    int64_t lines = -1, broken_at = -1;
    assert_int_equal(journal_verify(journal, &lines, &broken_at), STATUS_OK);
    assert_int_equal(lines, expected_lines);
}

static void assert_broken_at(int64_t expected) {
    int64_t lines = -1, broken_at = -1;
    assert_int_equal(journal_verify(journal, &lines, &broken_at), STATUS_BROKEN_CHAIN);
    assert_int_equal(broken_at, expected);
    assert_int_equal(lines, expected - 1);
}

static int run_raw(const char *sql) {
    char path[80];
    sqlite3 *database = NULL;
    snprintf(path, sizeof path, "%s/journal.db", root);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    int code = sqlite3_exec(database, sql, NULL, NULL, NULL);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
    return code;
}

/* What somebody with the file and the time does: takes the triggers away first. */
static void tamper(const char *sql) {
    assert_int_equal(run_raw("DROP TRIGGER audit_never_changes; DROP TRIGGER audit_never_forgets;"
                             "DROP TRIGGER audit_grows_by_one"),
                     SQLITE_OK);
    assert_int_equal(run_raw(sql), SQLITE_OK);
}

static void an_empty_log_holds(void **state) {
    (void)state;
    assert_holds(0);
}

static void a_line_says_who_when_what_and_of_whom_by_a_keyed_hash(void **state) {
    (void)state;
    uint8_t zeros[VAULT_HASH_SIZE] = {0};
    audit_five_lines();
    assert_holds(5);
    struct export export = export_all();
    assert_int_equal(export.count, 5);
    const struct journal_line *line = &export.lines[2];
    assert_int_equal(line->sequence, 3);
    assert_string_equal(line->at, "2026-11-24T09:30:00+01:00");
    assert_string_equal(line->agent_id, "A123");
    assert_string_equal(line->act, "identity-confirmed");
    assert_string_equal(line->detail, "holder id-card");
    assert_memory_equal(line->person, export.lines[1].person, VAULT_HASH_SIZE);
    assert_memory_not_equal(line->person, zeros, VAULT_HASH_SIZE);
    assert_memory_equal(export.lines[0].person, zeros, VAULT_HASH_SIZE);
    assert_memory_equal(line->previous, export.lines[1].hash, VAULT_HASH_SIZE);
    assert_string_equal(export.lines[3].number, number);
    assert_false(state_contains(root, neph, strlen(neph)));
}

/* The encoding written out by hand, so that an auditor's own program can rely on it. */
static void the_hash_is_the_documented_one(void **state) {
    (void)state;
    static const char encoded[] = "\0\0\0\x0fguichet-audit-1"
                                  "\0\0\0\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                                  "\0\0\0\x08\0\0\0\0\0\0\0\x01"
                                  "\0\0\0\x19"
                                  "2026-11-24T09:30:00+01:00"
                                  "\0\0\0\x04"
                                  "A123"
                                  "\0\0\0\x05login"
                                  "\0\0\0\0"
                                  "\0\0\0\0"
                                  "\0\0\0\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    uint8_t hash[VAULT_HASH_SIZE];
    audit("login");
    crypto_generichash(hash, sizeof hash, (const uint8_t *)encoded, sizeof encoded - 1, NULL, 0);
    assert_memory_equal(export_all().lines[0].hash, hash, sizeof hash);
}

static void what_does_not_fit_is_refused_whole(void **state) {
    (void)state;
    char detail[200];
    memset(detail, 'd', sizeof detail - 1);
    detail[sizeof detail - 1] = '\0';
    assert_int_equal(journal_audit(journal, "A123", "search", detail, NULL, NULL), STATUS_TOO_LONG);
    assert_int_equal(journal_audit(journal, detail, "search", NULL, NULL, NULL), STATUS_TOO_LONG);
    assert_holds(0);
}

static void the_database_refuses_to_change_or_forget_a_line(void **state) {
    (void)state;
    audit_five_lines();
    assert_int_equal(run_raw("UPDATE audit SET act = 'x' WHERE sequence = 2"), SQLITE_CONSTRAINT);
    assert_int_equal(run_raw("DELETE FROM audit WHERE sequence = 5"), SQLITE_CONSTRAINT);
    assert_int_equal(run_raw("DELETE FROM audit"), SQLITE_CONSTRAINT);
    assert_int_equal(run_raw("INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE sequence = 2"), SQLITE_CONSTRAINT);
    assert_int_equal(run_raw("INSERT INTO audit SELECT 7, at, agent_id, act, detail, number, person, previous, hash"
                             " FROM audit WHERE sequence = 2"),
                     SQLITE_CONSTRAINT);
    assert_holds(5);
}

static void a_changed_line_is_found(void **state) {
    (void)state;
    static const char *const changes[] = {"at = '2026-11-24T09:31:00+01:00'",
                                          "agent_id = 'B'",
                                          "act = 'x'",
                                          "detail = 'x'",
                                          "number = ''",
                                          "person = zeroblob(32)",
                                          "previous = zeroblob(32)",
                                          "hash = zeroblob(32)"};
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        char sql[160];
        audit_five_lines();
        snprintf(sql, sizeof sql, "UPDATE audit SET %s WHERE sequence = 4", changes[i]);
        tamper(sql);
        assert_broken_at(4);
        teardown(NULL);
        setup(NULL);
    }
}

static void a_text_moved_from_one_field_to_the_next_is_found(void **state) {
    (void)state;
    audit_five_lines();
    tamper("UPDATE audit SET act = 'identity-confirme', detail = 'd' || detail WHERE sequence = 3");
    assert_broken_at(3);
}

static void a_removed_line_is_found(void **state) {
    (void)state;
    audit_five_lines();
    tamper("DELETE FROM audit WHERE sequence = 3");
    assert_broken_at(3);
}

static void a_removed_first_line_is_found(void **state) {
    (void)state;
    audit_five_lines();
    tamper("DELETE FROM audit WHERE sequence = 1");
    assert_broken_at(1);
}

static void lines_removed_at_the_end_are_found(void **state) {
    (void)state;
    audit_five_lines();
    tamper("DELETE FROM audit WHERE sequence > 3");
    assert_broken_at(4);
}

static void a_log_emptied_is_found(void **state) {
    (void)state;
    audit_five_lines();
    tamper("DELETE FROM audit");
    assert_broken_at(1);
}

static void a_missing_head_is_found(void **state) {
    (void)state;
    audit_five_lines();
    tamper("DELETE FROM audit_head");
    assert_broken_at(6);
}

static void an_inserted_line_is_found(void **state) {
    (void)state;
    audit_five_lines();
    tamper("UPDATE audit SET sequence = sequence + 100 WHERE sequence > 2;"
           "UPDATE audit SET sequence = sequence - 99 WHERE sequence > 100;"
           "INSERT INTO audit SELECT 3, at, agent_id, act, detail, number, person, previous, hash FROM audit WHERE"
           " sequence = 2");
    assert_broken_at(3);
}

static void reordered_lines_are_found(void **state) {
    (void)state;
    audit_five_lines();
    tamper("UPDATE audit SET sequence = 99 WHERE sequence = 2; UPDATE audit SET sequence = 2 WHERE sequence = 3;"
           "UPDATE audit SET sequence = 3 WHERE sequence = 99");
    assert_broken_at(2);
}

static void a_log_written_anew_without_the_key_is_found(void **state) {
    (void)state;
    struct vault *other = NULL;
    char key[80], moved[80];
    snprintf(key, sizeof key, "%s/key", root);
    snprintf(moved, sizeof moved, "%s/key.station", root);
    journal_close(journal);
    assert_int_equal(rename(key, moved), 0);
    assert_int_equal(vault_open(root, &other, NULL), STATUS_OK);
    assert_int_equal(journal_open(root, other, &journal, NULL), STATUS_OK);
    audit_five_lines(); /* a right chain, whose head is keyed otherwise */
    journal_close(journal);
    vault_close(other);
    open_journal();
    assert_broken_at(6);
}

static void a_value_of_another_size_is_a_broken_line_not_a_crash(void **state) {
    (void)state;
    audit_five_lines();
    tamper("UPDATE audit SET detail = hex(zeroblob(500)) WHERE sequence = 2");
    assert_broken_at(2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_empty_log_holds),
        TEST(a_line_says_who_when_what_and_of_whom_by_a_keyed_hash),
        TEST(the_hash_is_the_documented_one),
        TEST(what_does_not_fit_is_refused_whole),
        TEST(the_database_refuses_to_change_or_forget_a_line),
        TEST(a_changed_line_is_found),
        TEST(a_text_moved_from_one_field_to_the_next_is_found),
        TEST(a_removed_line_is_found),
        TEST(a_removed_first_line_is_found),
        TEST(lines_removed_at_the_end_are_found),
        TEST(a_log_emptied_is_found),
        TEST(a_missing_head_is_found),
        TEST(an_inserted_line_is_found),
        TEST(reordered_lines_are_found),
        TEST(a_log_written_anew_without_the_key_is_found),
        TEST(a_value_of_another_size_is_a_broken_line_not_a_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

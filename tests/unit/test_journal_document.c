/* What an attestation is made of is kept encrypted until its end; rééditions and requests that are settled. */
#include "../../kiosk/memory.h"
#include "../support/journal_scene.h"
#include "../support/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

static sqlite3 *open_beside(void) {
    char path[80];
    sqlite3 *database = NULL;
    snprintf(path, sizeof path, "%s/journal.db", scene.root);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    return database;
}

static void run_beside(const char *sql) {
    sqlite3 *database = open_beside();
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static long log_size(void) {
    char path[96];
    struct stat found;
    snprintf(path, sizeof path, "%s/journal.db-wal", scene.root);
    return stat(path, &found) == 0 ? (long)found.st_size : -1;
}

/* The first bytes of the nonce and of what follows, as they lie on the disk. */
struct sealed {
    uint8_t bytes[40];
};

static struct sealed sealed_bytes(void) {
    struct sealed sealed = {0};
    sqlite3 *database = open_beside();
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(database, "SELECT sealed FROM document", -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_true((size_t)sqlite3_column_bytes(statement, 0) >= sizeof sealed.bytes);
    memcpy(sealed.bytes, sqlite3_column_blob(statement, 0), sizeof sealed.bytes);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return sealed;
}

static void assert_not_in_clear(void) {
    static const char *const marks[] = {"DUMONT D'URVILLE", "Sébastien", SCENE_NEPH};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        assert_false(state_contains(scene.root, marks[i], strlen(marks[i])));
}

static void a_document_lies_on_the_disk_encrypted(void **state) {
    (void)state;
    assert_true(strstr(SCENE_DOCUMENT, "Sébastien") != NULL);
    for (enum journal_state to = JOURNAL_INTENDED; to <= JOURNAL_HANDED_OVER; to++) {
        scene_setup(NULL);
        scene_walk_to(to);
        assert_true(log_size() >= 0);
        assert_not_in_clear();
        assert_int_equal(scene_has_document(), to < JOURNAL_HANDED_OVER);
        scene_reopen();
        assert_not_in_clear();
        scene_teardown(NULL);
    }
}

static void a_number_brings_its_own_document(void **state) {
    (void)state;
    char *document = NULL;
    size_t size = 0;
    assert_int_equal(journal_intend(scene.journal, "RII", SCENE_NEPH, "A123", 1, "before", 6, scene.request),
                     STATUS_OK);
    struct sealed before = sealed_bytes();
    assert_int_equal(journal_read_document(scene.journal, scene.request, &document, &size), STATUS_OK);
    assert_int_equal(size, 6);
    assert_memory_equal(document, "before", 6);
    memory_free(document);
    scene_number(SCENE_NUMBER);
    struct sealed after = sealed_bytes();
    assert_memory_not_equal(before.bytes, after.bytes, sizeof before.bytes);
    assert_int_equal(scene_ask("SELECT count(*) FROM document"), 1);
    assert_true(scene_has_document());
}

static void a_document_of_any_bytes_comes_back_as_it_was(void **state) {
    (void)state;
    static const size_t sizes[] = {0, 1, 4096, 100000, JOURNAL_DOCUMENT_MAX};
    char *bytes = memory_alloc(JOURNAL_DOCUMENT_MAX + 1);
    for (size_t i = 0; i < JOURNAL_DOCUMENT_MAX; i++)
        bytes[i] = (char)(i * 31 + i / 251);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        char *document = NULL;
        size_t size = 1;
        assert_int_equal(journal_intend(scene.journal, "ADCS", SCENE_NEPH, "A123", 1, bytes, sizes[i], scene.request),
                         STATUS_OK);
        assert_int_equal(journal_read_document(scene.journal, scene.request, &document, &size), STATUS_OK);
        assert_int_equal(size, sizes[i]);
        assert_int_equal(memcmp(document, bytes, size), 0);
        memory_free(document);
    }
    assert_int_equal(
        journal_intend(scene.journal, "ADCS", SCENE_NEPH, "A123", 1, bytes, JOURNAL_DOCUMENT_MAX + 1, scene.request),
        STATUS_TOO_LONG);
    assert_int_equal(scene_ask("SELECT count(*) FROM attestation"), sizeof sizes / sizeof sizes[0]);
    memory_free(bytes);
}

/* --- Erased with each ending --- */

static enum status end_handed_over(void) {
    return journal_step(scene.journal, scene.request, JOURNAL_HANDED_OVER, NULL);
}
static enum status end_failed(void) {
    return journal_step(scene.journal, scene.request, JOURNAL_FAILED, "media-jam");
}
static enum status end_cancelled(void) {
    return journal_step(scene.journal, scene.request, JOURNAL_CANCELLED, "agent");
}
static enum status end_reissue(void) {
    return journal_end_reissue(scene.journal, scene.request, "agent");
}
static enum status end_settled(void) {
    return journal_settled(scene.journal, scene.request, SCENE_NUMBER, "given-up");
}
static enum status end_settled_without_number(void) {
    return journal_settled(scene.journal, scene.request, NULL, "not-issuable");
}

static enum status begin_reissue(void) {
    scene_walk_to(JOURNAL_HANDED_OVER);
    return journal_reissue(scene.journal, scene.request, SCENE_DOCUMENT, strlen(SCENE_DOCUMENT));
}
static enum status begin_settling(void) {
    scene_intend();
    return journal_settle(scene.journal, scene.request);
}
static enum status begin_sent(void) {
    scene_walk_to(JOURNAL_SENT);
    return STATUS_OK;
}

static const struct ending {
    enum status (*begin)(void), (*end)(void);
    enum journal_state state;
} endings[] = {
    {begin_sent, end_handed_over, JOURNAL_HANDED_OVER}, {begin_sent, end_failed, JOURNAL_FAILED},
    {begin_sent, end_cancelled, JOURNAL_CANCELLED},     {begin_reissue, end_reissue, JOURNAL_HANDED_OVER},
    {begin_settling, end_settled, JOURNAL_CANCELLED},   {begin_settling, end_settled_without_number, JOURNAL_CANCELLED},
};

static void every_ending_erases_the_document_from_file_and_log(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        scene_setup(NULL);
        assert_int_equal(endings[i].begin(), STATUS_OK);
        assert_true(scene_has_document());
        struct sealed sealed = sealed_bytes();
        assert_true(state_contains(scene.root, sealed.bytes, sizeof sealed.bytes));
        assert_int_equal(endings[i].end(), STATUS_OK);
        assert_int_equal(scene_found().state, endings[i].state);
        assert_false(scene_has_document());
        assert_int_equal(log_size(), 0);
        assert_false(state_contains(scene.root, sealed.bytes + 8, sizeof sealed.bytes - 8));
        scene_verify();
        scene_teardown(NULL);
    }
}

static long now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void an_ending_does_not_wait_for_somebody_who_reads(void **state) {
    (void)state;
    begin_sent();
    sqlite3 *reader = open_beside();
    assert_int_equal(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM audit", NULL, NULL, NULL), SQLITE_OK);
    long begun_ms = now_ms();
    assert_int_equal(end_handed_over(), STATUS_OK);
    assert_true(now_ms() - begun_ms < 700); /* and not the second that a writing waits */
    assert_false(scene_has_document());
    assert_true(log_size() > 0);
    assert_int_equal(sqlite3_exec(reader, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(reader), SQLITE_OK);
    scene_intend();
    assert_int_equal(end_cancelled(), STATUS_OK); /* the next ending cuts it */
    assert_int_equal(log_size(), 0);
}

static void what_a_crash_left_in_the_log_goes_with_the_next_start(void **state) {
    (void)state;
    int code = -1;
    journal_close(scene.journal);
    scene.journal = NULL;
    pid_t child = fork();
    if (child == 0) {
        scene_open();
        begin_sent();
        sqlite3 *reader = open_beside(); /* so that the log is not cut */
        sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM audit", NULL, NULL, NULL);
        _exit((int)end_handed_over());
    }
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_int_equal(code, STATUS_OK);
    assert_true(log_size() > 0);
    scene_open();
    assert_int_equal(log_size(), 0);
}

static void a_writing_still_waits_for_another_after_an_ending(void **state) {
    (void)state;
    begin_sent();
    assert_int_equal(end_handed_over(), STATUS_OK);
    sqlite3 *writer = open_beside();
    assert_int_equal(sqlite3_exec(writer, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    long begun_ms = now_ms();
    assert_int_equal(journal_audit(scene.journal, "A123", "login", NULL, NULL, NULL), STATUS_DATABASE);
    assert_true(now_ms() - begun_ms >= 900);
    assert_int_equal(sqlite3_close(writer), SQLITE_OK);
    scene_verify();
}

static void a_document_opens_in_its_own_row_only(void **state) {
    (void)state;
    char *document = NULL, sql[160];
    size_t size = 0;
    scene_intend();
    scene_intend();
    snprintf(sql, sizeof sql, "UPDATE document SET sealed = (SELECT sealed FROM document WHERE request_id != '%s')",
             scene.request);
    run_beside(sql);
    assert_int_equal(journal_read_document(scene.journal, scene.request, &document, &size), STATUS_CRYPTO);
    assert_null(document);
    run_beside("UPDATE document SET sealed = x'00'");
    assert_int_equal(journal_read_document(scene.journal, scene.request, &document, &size), STATUS_CRYPTO);
}

/* --- Rééditions --- */

static void a_reedition_prints_the_same_number_again(void **state) {
    (void)state;
    scene_walk_to(JOURNAL_HANDED_OVER);
    assert_int_equal(scene_outgoing(), 2);
    assert_int_equal(journal_reissue(scene.journal, scene.request, SCENE_DOCUMENT, strlen(SCENE_DOCUMENT)), STATUS_OK);
    struct journal_attestation row = scene_found();
    assert_int_equal(row.state, JOURNAL_NUMBERED);
    assert_true(row.reissued);
    assert_string_equal(row.number, SCENE_NUMBER);
    assert_int_equal(row.prints, 1);
    assert_int_equal(scene_unfinished(), 1);
    scene_step(JOURNAL_DRAWN);
    scene_send();
    scene_step(JOURNAL_PRINTED);
    scene_step(JOURNAL_HANDED_OVER);
    row = scene_found();
    assert_true(row.reissued);
    assert_int_equal(row.prints, 2);
    assert_int_equal(scene_outgoing(), 4);
    assert_int_equal(scene_ask("SELECT count(*) FROM outbox WHERE event_json LIKE '%cancelled%'"), 0);
    assert_int_equal(scene_count_lines("attestation-reissue", NULL), 1);
    assert_int_equal(journal_reissue(scene.journal, scene.request, "", 0), STATUS_OK); /* as often as it is asked */
}

static void a_reedition_that_is_given_up_revokes_nothing(void **state) {
    (void)state;
    for (enum journal_state reached = JOURNAL_NUMBERED; reached <= JOURNAL_PRINTED; reached++) {
        scene_setup(NULL);
        assert_int_equal(begin_reissue(), STATUS_OK);
        for (enum journal_state to = JOURNAL_DRAWN; to <= reached; to++)
            if (to == JOURNAL_SENT)
                scene_send();
            else
                scene_step(to);
        int outgoing = scene_outgoing();
        assert_int_equal(end_cancelled(), STATUS_INVALID);
        assert_int_equal(end_failed(), STATUS_INVALID);
        assert_int_equal(scene_found().state, reached);
        assert_int_equal(end_reissue(), STATUS_OK);
        assert_int_equal(scene_found().state, JOURNAL_HANDED_OVER);
        assert_int_equal(scene_outgoing(), outgoing);
        assert_int_equal(scene_count_lines("attestation-reissue-ended", "agent"), 1);
        assert_int_equal(end_reissue(), STATUS_INVALID);
        assert_int_equal(end_cancelled(), STATUS_INVALID); /* somebody was handed it */
        scene_teardown(NULL);
    }
}

/* --- Settling --- */

static void a_number_that_nobody_awaits_is_cancelled_at_once(void **state) {
    (void)state;
    char request[37] = "";
    assert_int_equal(journal_next_settling(scene.journal, request), STATUS_NOT_FOUND);
    assert_int_equal(begin_settling(), STATUS_OK);
    scene_reopen();
    assert_int_equal(journal_next_settling(scene.journal, request), STATUS_OK);
    assert_string_equal(request, scene.request);
    assert_true(scene_has_document()); /* with which it is asked again */
    assert_int_equal(end_settled(), STATUS_OK);
    struct journal_attestation row = scene_found();
    assert_int_equal(row.state, JOURNAL_CANCELLED);
    assert_string_equal(row.number, SCENE_NUMBER);
    assert_string_equal(row.reason, "given-up");
    assert_int_equal(scene_outgoing(), 1);
    assert_int_equal(scene_count_lines("attestation-settling", ""), 1);
    assert_int_equal(scene_count_lines("attestation-numbered", NULL), 1);
    assert_int_equal(scene_count_lines("attestation-cancelled", "given-up"), 1);
    assert_int_equal(journal_next_settling(scene.journal, request), STATUS_NOT_FOUND);
}

static void a_request_that_was_refused_ends_without_a_number(void **state) {
    (void)state;
    assert_int_equal(begin_settling(), STATUS_OK);
    assert_int_equal(end_settled_without_number(), STATUS_OK);
    assert_string_equal(scene_found().number, "");
    assert_string_equal(scene_found().reason, "not-issuable");
    assert_int_equal(scene_outgoing(), 0);
    assert_int_equal(end_settled(), STATUS_INVALID);
}

static void nothing_else_is_done_with_what_is_settled(void **state) {
    (void)state;
    assert_int_equal(begin_settling(), STATUS_OK);
    assert_int_equal(journal_settle(scene.journal, scene.request), STATUS_INVALID);
    assert_int_equal(journal_number(scene.journal, scene.request, SCENE_NUMBER, "", 0), STATUS_INVALID);
    assert_int_equal(end_failed(), STATUS_INVALID);
    assert_int_equal(end_cancelled(), STATUS_INVALID);
    assert_int_equal(journal_settled(scene.journal, scene.request, "SHORT", NULL), STATUS_INVALID);
    assert_int_equal(scene_found().state, JOURNAL_INTENDED);
    assert_int_equal(scene_outgoing(), 1);
}

static void a_settled_number_that_another_has_is_refused(void **state) {
    (void)state;
    scene_walk_to(JOURNAL_HANDED_OVER);
    assert_int_equal(begin_settling(), STATUS_OK);
    assert_int_equal(end_settled(), STATUS_EXISTS);
    assert_string_equal(scene_found().number, "");
    assert_true(scene_has_document());
}

static void the_oldest_is_settled_first(void **state) {
    (void)state;
    char first[37], next[37];
    assert_int_equal(begin_settling(), STATUS_OK);
    memcpy(first, scene.request, sizeof first);
    assert_int_equal(clock_freeze("2026-11-24T09:31:00+01:00"), STATUS_OK);
    assert_int_equal(begin_settling(), STATUS_OK);
    assert_int_equal(journal_next_settling(scene.journal, next), STATUS_OK);
    assert_string_equal(next, first);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_lies_on_the_disk_encrypted),
        TEST(a_number_brings_its_own_document),
        TEST(a_document_of_any_bytes_comes_back_as_it_was),
        cmocka_unit_test(every_ending_erases_the_document_from_file_and_log),
        TEST(an_ending_does_not_wait_for_somebody_who_reads),
        TEST(what_a_crash_left_in_the_log_goes_with_the_next_start),
        TEST(a_writing_still_waits_for_another_after_an_ending),
        TEST(a_document_opens_in_its_own_row_only),
        TEST(a_reedition_prints_the_same_number_again),
        cmocka_unit_test(a_reedition_that_is_given_up_revokes_nothing),
        TEST(a_number_that_nobody_awaits_is_cancelled_at_once),
        TEST(a_request_that_was_refused_ends_without_a_number),
        TEST(nothing_else_is_done_with_what_is_settled),
        TEST(a_settled_number_that_another_has_is_refused),
        TEST(the_oldest_is_settled_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A journal in a state folder, for tests. */
#include "journal_scene.h"

#include "../../kiosk/memory.h"
#include "state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

struct journal_scene scene;

void scene_open(void) {
    struct fault fault = {0};
    if (journal_open(scene.root, scene.vault, &scene.journal, &fault) != STATUS_OK)
        fail_msg("%s: %s", fault.where, fault.detail);
}

void scene_reopen(void) {
    journal_close(scene.journal);
    scene_open();
}

void scene_prepare(void) {
    state_make(scene.root);
    clock_init("Europe/Paris");
    assert_int_equal(clock_freeze("2026-11-24T09:30:00+01:00"), STATUS_OK);
    assert_int_equal(vault_open(scene.root, &scene.vault, NULL), STATUS_OK);
    scene.journal = NULL;
}

int scene_setup(void **state) {
    (void)state;
    scene_prepare();
    scene_open();
    return 0;
}

int scene_teardown(void **state) {
    (void)state;
    journal_close(scene.journal);
    vault_close(scene.vault);
    state_remove(scene.root);
    return 0;
}

void scene_intend(void) {
    assert_int_equal(journal_intend(scene.journal, "ADCS", SCENE_NEPH, "A123", 2, SCENE_DOCUMENT,
                                    strlen(SCENE_DOCUMENT), scene.request),
                     STATUS_OK);
}

void scene_number(const char *number) {
    assert_int_equal(journal_number(scene.journal, scene.request, number, SCENE_DOCUMENT, strlen(SCENE_DOCUMENT)),
                     STATUS_OK);
}

void scene_send(void) {
    assert_int_equal(journal_send(scene.journal, scene.request, "Accueil", 2), STATUS_OK);
}

void scene_step(enum journal_state to) {
    assert_int_equal(journal_step(scene.journal, scene.request, to, NULL), STATUS_OK);
}

void scene_walk_to(enum journal_state state) {
    scene_intend();
    if (state >= JOURNAL_NUMBERED)
        scene_number(SCENE_NUMBER);
    if (state == JOURNAL_FAILED || state == JOURNAL_CANCELLED) {
        scene_step(state);
        return;
    }
    for (enum journal_state to = JOURNAL_DRAWN; to <= state; to++)
        if (to == JOURNAL_SENT)
            scene_send();
        else
            scene_step(to);
}

struct journal_attestation scene_found(void) {
    struct journal_attestation attestation;
    assert_int_equal(journal_find(scene.journal, scene.request, &attestation), STATUS_OK);
    return attestation;
}

int scene_unfinished(void) {
    int count = -1;
    assert_int_equal(journal_count_unfinished(scene.journal, &count), STATUS_OK);
    return count;
}

int scene_outgoing(void) {
    int count = -1;
    assert_int_equal(journal_count_outgoing(scene.journal, &count), STATUS_OK);
    return count;
}

bool scene_has_document(void) {
    char *document = NULL;
    size_t size = 0;
    enum status status = journal_read_document(scene.journal, scene.request, &document, &size);
    if (status == STATUS_NOT_FOUND)
        return false;
    assert_int_equal(status, STATUS_OK);
    assert_int_equal(size, strlen(SCENE_DOCUMENT));
    assert_memory_equal(document, SCENE_DOCUMENT, size);
    memory_free(document);
    return true;
}

int64_t scene_ask(const char *sql) {
    char path[80];
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    snprintf(path, sizeof path, "%s/journal.db", scene.root);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t found = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return found;
}

static enum status keep_line(void *context, const struct journal_line *line) {
    struct scene_lines *lines = context;
    assert_in_range(lines->count, 0, sizeof lines->lines / sizeof lines->lines[0] - 1);
    lines->lines[lines->count++] = *line;
    return STATUS_OK;
}

struct scene_lines scene_lines(void) {
    struct scene_lines lines = {0};
    assert_int_equal(journal_export(scene.journal, keep_line, &lines), STATUS_OK);
    return lines;
}

int scene_count_lines(const char *act, const char *detail) {
    struct scene_lines lines = scene_lines();
    int found = 0;
    for (int i = 0; i < lines.count; i++)
        found += strcmp(lines.lines[i].act, act) == 0 && (!detail || strcmp(lines.lines[i].detail, detail) == 0);
    return found;
}

void scene_verify(void) {
    int64_t lines = 0, broken_at = 0;
    assert_int_equal(journal_verify(scene.journal, &lines, &broken_at), STATUS_OK);
}

/* A desk with its real workers and the real training registry, without a terminal. It must not look inside the desk. */
#include "stand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/text.h"
#include "place.h"
#include "state.h"

static void stop_when_reached(void *context) {
    struct stand *stand = context;
    if (stand->is_reached(stand))
        loop_stop(stand->loop);
}

static void stop_too_late(void *context) {
    struct stand *stand = context;
    stand->timed_out = true;
    loop_stop(stand->loop);
}

void stand_run_until(struct stand *stand, bool (*is_reached)(const struct stand *stand)) {
    stand->is_reached = is_reached;
    stand->timed_out = false;
    loop_before_wait(stand->loop, stop_when_reached, stand);
    int deadline_ms = stand->deadline_ms > 0 ? stand->deadline_ms : STAND_DEADLINE_MS;
    uint32_t deadline = loop_after(stand->loop, deadline_ms, stop_too_late, stand);
    assert_int_equal(loop_run(stand->loop), STATUS_OK);
    loop_cancel(stand->loop, deadline);
    assert_false(stand->timed_out);
}

static bool has_ended(const struct stand *stand) {
    return desk_progress(stand->desk, stand->awaited)->phase != DESK_WAITING;
}

enum desk_phase stand_await(struct stand *stand, enum desk_act act) {
    stand->awaited = act;
    stand_run_until(stand, has_ended);
    return desk_progress(stand->desk, act)->phase;
}

void stand_open(struct stand *stand) {
    struct fault fault = {0};
    char *folder = place_in_build("");
    assert_int_equal(spawner_start(folder, &stand->spawner), STATUS_OK);
    free(folder);
    assert_int_equal(loop_open(&stand->loop), STATUS_OK);
    assert_int_equal(config_training(stand->state, &stand->config, &fault), STATUS_OK);
    assert_int_equal(desk_open(&stand->config, stand->loop, stand->spawner, &stand->desk, &fault), STATUS_OK);
}

/* A test may close, and fail before it has opened again. */
void stand_close(struct stand *stand) {
    if (stand->desk == NULL)
        return;
    desk_close(stand->desk);
    stand->desk = NULL;
    loop_close(stand->loop);
    spawner_stop(stand->spawner);
}

int stand_set_up(void **state) {
    struct stand *stand = calloc(1, sizeof *stand);
    signal(SIGPIPE, SIG_IGN);
    clock_init("Europe/Paris");
    memory_install();
    state_make(stand->state);
    stand_open(stand);
    *state = stand;
    return 0;
}

int stand_tear_down(void **state) {
    struct stand *stand = *state;
    stand_close(stand);
    state_remove(stand->state);
    free(stand);
    return 0;
}

void stand_log_in(struct stand *stand) {
    assert_int_equal(desk_log_in(stand->desk, "formation", DESK_TRAINING_PASSWORD), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_LOGIN), DESK_DONE);
}

void stand_open_file(struct stand *stand, const char *neph) {
    assert_int_equal(desk_open_file(stand->desk, neph), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_LOOKUP), DESK_DONE);
}

void stand_confirm(struct stand *stand) {
    struct fault fault = {0};
    struct identity_check check = {.quality = IDENTITY_HOLDER, .document = IDENTITY_ID_CARD};
    assert_int_equal(desk_confirm(stand->desk, &check, &fault), STATUS_OK);
}

/* --- Faults, and what they leave --- */

void stand_set_fault(const struct stand *stand, const char *text) {
    char path[128];
    assert_true(text_format(path, sizeof path, "%s/registry/fault", stand->state));
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

int stand_ask(const struct stand *stand, const char *name, const char *sql) {
    char path[128];
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    assert_true(text_format(path, sizeof path, "%s/%s", stand->state, name));
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    sqlite3_busy_timeout(database, 2000);
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
    int code = sqlite3_step(statement), number = code == SQLITE_ROW ? sqlite3_column_int(statement, 0) : 0;
    assert_true(code == SQLITE_ROW || code == SQLITE_DONE);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return number;
}

void stand_spoil_printer(const struct stand *stand, bool spoilt) {
    const char *folder = strchr(stand->config.printer, ':') + 1;
    char aside[400];
    assert_true(text_format(aside, sizeof aside, "%s-aside", folder));
    if (spoilt) {
        assert_int_equal(rename(folder, aside), 0);
        FILE *in_the_way = fopen(folder, "w");
        assert_non_null(in_the_way);
        fclose(in_the_way);
    } else {
        assert_int_equal(remove(folder), 0);
        assert_int_equal(rename(aside, folder), 0);
    }
}

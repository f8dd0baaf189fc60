/* Bench of the kiosk as a person has it: from exec to the first complete screen, memory when idle, and keys. */
#include "bench.h"

#include "../support/place.h"
#include "../support/terminal.h"
#include "../support/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STARTS = 31, KEYS = 1000, ROWS = 24, COLUMNS = 80 };
#define FULLEST_NEPH "950117140096" /* ten years of sixty events */

/* --- Start --- */

static bool has_first_screen(struct terminal *terminal, const void *context) {
    (void)context;
    /* Drawn from top to bottom: the key bar in the last row is the end of it. */
    return terminal_has(terminal, "Mot de passe") && terminal_has(terminal, "F1 Aide");
}

static double time_kiosk_start(const char *state) {
    double start = now_ms();
    struct terminal *terminal = walk_open(state, ROWS, COLUMNS);
    if (!terminal_wait_until(terminal, has_first_screen, NULL, TERMINAL_DEADLINE_MS))
        bench_fail("no first screen");
    double taken = now_ms() - start;
    terminal_close(terminal);
    return taken;
}

static double time_empty_start(void) {
    char *program = place_in_build("tests/bench/empty");
    const char *const argv[] = {program, NULL};
    double start = now_ms();
    struct terminal *terminal =
        terminal_open(&(struct terminal_options){.argv = argv, .rows = ROWS, .columns = COLUMNS});
    if (!terminal_wait_text(terminal, "ok", TERMINAL_DEADLINE_MS))
        bench_fail("the empty program says nothing");
    double taken = now_ms() - start;
    terminal_close(terminal);
    free(program);
    return taken;
}

/* Kiosk, net and other idle workers; the training registry apart. */
static void measure_memory(const char *state, double *kiosk_mb, double *registry_mb) {
    struct terminal *terminal = walk_open(state, ROWS, COLUMNS);
    walk_log_in(terminal);
    terminal_expect(terminal, "SNPC");
    pid_t pid = terminal_pid(terminal);
    *kiosk_mb = tree_pss_mb(pid, NULL, "guichet-registry");
    *registry_mb = tree_pss_mb(pid, "guichet-registry", NULL);
    terminal_close(terminal);
}

void bench_start_and_memory(const char *state) {
    struct samples ours = {0}, empty = {0};
    double paint_ms = -1, chromium_mb = -1, kiosk_mb, registry_mb;
    for (int i = 0; i < STARTS; i++) {
        samples_add(&empty, time_empty_start());
        samples_add(&ours, time_kiosk_start(state));
    }
    measure_memory(state, &kiosk_mb, &registry_mb);
    const char *rival = chromium_measure(state, &paint_ms, &chromium_mb) ? "headless Chromium, trivial page" : "(none)";
    table_row("exec to first complete screen, median", "ms", samples_at(&ours, 50), samples_at(&empty, 50),
              "empty program, same libraries", "within 8 ms of it");
    table_row("exec to first complete screen, median", "ms", samples_at(&ours, 50), paint_ms, rival, "");
    table_row("PSS of the kiosk and its idle workers", "MB", kiosk_mb, chromium_mb, rival, "16 MB");
    table_row("PSS of the training registry", "MB", registry_mb, -1, "", "");
    samples_clear(&ours);
    samples_clear(&empty);
}

/* --- Keys --- */

struct line { /* of the list: where its mark is */
    int row, column, other_row;
};

/* The mark and the cursor on the line, and no longer on the other: all that the key changes has been drawn. */
static bool is_on_line(struct terminal *terminal, const void *context) {
    const struct line *line = context;
    int row, column;
    terminal_cursor(terminal, &row, &column);
    return row == line->row && column == line->column && strcmp(terminal_cell(terminal, row, column).text, "▸") == 0 &&
           strcmp(terminal_cell(terminal, line->other_row, column).text, " ") == 0;
}

static bool is_on_mark(struct terminal *terminal, const void *context) {
    int row, column;
    (void)context;
    terminal_cursor(terminal, &row, &column);
    return strcmp(terminal_cell(terminal, row, column).text, "▸") == 0;
}

/* Down and up in turn, between the first two lines of the list. */
static void time_keys(struct terminal *terminal, struct samples *samples) {
    static const char *const names[2] = {"Down", "Up"};
    char keys[2][32];
    int row, column;
    if (!terminal_wait_until(terminal, is_on_mark, NULL, TERMINAL_DEADLINE_MS))
        bench_fail("the list has no focus");
    terminal_cursor(terminal, &row, &column);
    const struct line lines[2] = {{row + 1, column, row}, {row, column, row + 1}};
    for (int i = 0; i < 2; i++)
        terminal_key_bytes(terminal, names[i], keys[i], sizeof keys[i]);
    for (int i = 0; i < KEYS; i++) {
        double start = now_ms();
        terminal_type(terminal, keys[i % 2]);
        if (!terminal_wait_until(terminal, is_on_line, &lines[i % 2], TERMINAL_DEADLINE_MS)) {
            terminal_print(terminal, "bench: a key does nothing");
            bench_fail("key %d", i);
        }
        samples_add(samples, now_ms() - start);
    }
}

static void write_fault(const char *state, const char *fault) {
    char path[256];
    snprintf(path, sizeof path, "%s/registry/fault", state);
    FILE *file = fopen(path, "w");
    if (file == NULL || fputs(fault, file) < 0 || fclose(file) != 0)
        bench_fail("cannot write %s", path);
}

void bench_keys(const char *state) {
    struct samples idle = {0}, waiting = {0};
    struct terminal *terminal = walk_open(state, 60, 200);
    walk_log_in(terminal);
    walk_open_file(terminal, FULLEST_NEPH);
    walk_confirm(terminal);
    terminal_key(terminal, "Right"); /* Historique */
    terminal_expect(terminal, "lignes");
    time_keys(terminal, &idle);
    write_fault(state, "lookup=late:600000");
    terminal_key(terminal, "F5");
    terminal_expect(terminal, "demandé au registre");
    time_keys(terminal, &waiting);
    terminal_expect(terminal, "demandé au registre");
    table_row("key to repainted cell, 200 x 60, p50", "ms", samples_at(&idle, 50), -1, "", "");
    table_row("key to repainted cell, 200 x 60, p99", "ms", samples_at(&idle, 99), -1, "", "1 ms");
    table_row("the same during a lookup that hangs, p50", "ms", samples_at(&waiting, 50), samples_at(&idle, 50),
              "the same when idle", "");
    table_row("the same during a lookup that hangs, p99", "ms", samples_at(&waiting, 99), samples_at(&idle, 99),
              "the same when idle", "1 ms");
    terminal_close(terminal);
    samples_clear(&idle);
    samples_clear(&waiting);
}

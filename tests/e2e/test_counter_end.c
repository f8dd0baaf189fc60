/* However the kiosk ends, by signal, by a closed window or killed outright: no process is left, no database is half
 * written, it starts again, and after an end that it could see the terminal is as it was. The shipped programs. */
#include "../support/kiosk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

enum { DEADLINE_MS = 10000 };

#define NEPH "121201200001"

/* --- Helpers --- */

static void expect_sound_database(const struct kiosk *kiosk, const char *name) {
    char path[KIOSK_PATH_SIZE];
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    snprintf(path, sizeof path, "%s/%s", kiosk->state, name);
    assert_int_equal(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, "PRAGMA integrity_check", -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), "ok");
    sqlite3_finalize(statement);
    sqlite3_close(database);
}

static void expect_sound_databases(const struct kiosk *kiosk) {
    static const char *const names[] = {"cache.db", "journal.db", "agents.db", "registry/book.db"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        expect_sound_database(kiosk, names[i]);
}

/* A file is open, a document was printed (all workers have been started), and a lookup of another person hangs. */
static void work(struct kiosk *kiosk) {
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, NEPH);
    walk_confirm(kiosk->terminal);
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    kiosk_key(kiosk, "F8");
    walk_hand_over(kiosk->terminal);
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Synthèse");
    kiosk_set_fault(kiosk, "lookup=late:60000");
    kiosk_key(kiosk, "F5");
    terminal_expect(kiosk->terminal, "Dossier redemandé au registre");
}

static void list_working(struct kiosk *kiosk, struct kiosk_processes *list) {
    static const char *const commands[] = {"guichet-registry serve", "guichet-worker net", "guichet-worker page"};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        kiosk_wait_process(kiosk, commands[i]);
    kiosk_list_processes(kiosk, list);
    assert_true(list->count >= 5); /* and the kiosk, and its spawner */
}

static void expect_a_clean_end(struct kiosk *kiosk, const struct kiosk_processes *list) {
    kiosk_expect_gone(list);
    expect_sound_databases(kiosk);
    terminal_close(kiosk->terminal);
    kiosk_set_fault(kiosk, "");
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, NEPH);
}

static void end_by(struct kiosk *kiosk, int signal_number) {
    struct kiosk_processes list;
    work(kiosk);
    list_working(kiosk, &list);
    terminal_signal(kiosk->terminal, signal_number);
    terminal_expect_exit(kiosk->terminal, 0);
    assert_true(terminal_is_sane(kiosk->terminal));
    expect_a_clean_end(kiosk, &list);
}

/* --- Tests --- */

static void sigterm_ends_everything(void **state) {
    end_by(*state, SIGTERM);
}

static void sighup_ends_everything(void **state) {
    end_by(*state, SIGHUP);
}

static void sigint_ends_everything(void **state) {
    end_by(*state, SIGINT);
}

static void sigkill_leaves_no_process_and_sound_databases(void **state) {
    struct kiosk *kiosk = *state;
    struct kiosk_processes list;
    int status = 0;
    work(kiosk);
    list_working(kiosk, &list);
    terminal_signal(kiosk->terminal, SIGKILL);
    assert_true(terminal_wait_exit(kiosk->terminal, &status, DEADLINE_MS));
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    expect_a_clean_end(kiosk, &list);
}

static void a_closed_window_ends_everything(void **state) {
    struct kiosk *kiosk = *state;
    struct kiosk_processes list;
    work(kiosk);
    list_working(kiosk, &list);
    terminal_hang_up(kiosk->terminal);
    assert_true(terminal_wait_exit(kiosk->terminal, NULL, DEADLINE_MS));
    expect_a_clean_end(kiosk, &list);
}

/* The spawner is killed under the kiosk: its workers and the registry go with it, and the kiosk still ends well. */
static void a_killed_spawner_takes_its_children_along(void **state) {
    struct kiosk *kiosk = *state;
    struct kiosk_processes list, children = {0};
    work(kiosk);
    list_working(kiosk, &list);
    for (size_t i = 1; i < list.count; i++)
        children.items[children.count++] = list.items[i];
    kill(list.items[1].pid, SIGKILL); /* the only child of the kiosk */
    kiosk_expect_gone(&children);
    terminal_signal(kiosk->terminal, SIGTERM);
    terminal_expect_exit(kiosk->terminal, 0);
    assert_true(terminal_is_sane(kiosk->terminal));
    expect_a_clean_end(kiosk, &list);
}

static void quitting_leaves_the_terminal_as_it_was(void **state) {
    struct kiosk *kiosk = *state;
    struct kiosk_processes list;
    kiosk_enter(kiosk);
    kiosk_list_processes(kiosk, &list);
    kiosk_key(kiosk, "F12");
    terminal_expect(kiosk->terminal, "Mot de passe");
    kiosk_key(kiosk, "F12");
    terminal_expect_exit(kiosk->terminal, 0);
    assert_true(terminal_is_sane(kiosk->terminal));
    kiosk_expect_gone(&list);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(sigterm_ends_everything),
        TEST(sighup_ends_everything),
        TEST(sigint_ends_everything),
        TEST(sigkill_leaves_no_process_and_sound_databases),
        TEST(a_closed_window_ends_everything),
        TEST(a_killed_spawner_takes_its_children_along),
        TEST(quitting_leaves_the_terminal_as_it_was),
    };
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* what the kiosk left behind would come to us, and be seen */
    return cmocka_run_group_tests(tests, NULL, NULL);
}

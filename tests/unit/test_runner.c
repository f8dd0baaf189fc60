/* The runner of the tests: what it counts, what it calls a failure, and its last line. Small shell scripts stand for
 * test programs. */
#include "../support/place.h"
#include "../support/terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/guichet-runner-XXXXXX";

static char *write_script(const char *name, const char *body) {
    char *path = NULL;
    assert_true(asprintf(&path, "%s/%s", folder, name) > 0);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "#!/bin/sh\n%s\n", body);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0700), 0);
    return path;
}

/* Runs the runner on one script, or on two, and waits for its last line and exit status. */
static struct terminal *run(const char *first, const char *second, const char *last_line, int status) {
    char *runner = place_in_build("tests/run");
    char *scripts[2] = {write_script("a", first), second != NULL ? write_script("b", second) : NULL};
    const char *const argv[] = {runner, "--deadline", "1", scripts[0], scripts[1], NULL};
    struct terminal *terminal = terminal_open(&(struct terminal_options){.argv = argv, .rows = 40, .columns = 120});
    terminal_expect(terminal, last_line);
    terminal_expect_exit(terminal, status);
    char *text = terminal_text(terminal);
    size_t end = strlen(text);
    while (end > 0 && text[end - 1] == '\n')
        text[--end] = '\0';
    const char *last = strrchr(text, '\n');
    assert_string_equal(last != NULL ? last + 1 : text, last_line);
    free(text);
    free(runner);
    free(scripts[0]);
    free(scripts[1]);
    return terminal;
}

static void results_of_all_programs_are_added(void **state) {
    (void)state;
    terminal_close(run("echo 1..2; echo ok 1 - x; echo ok 2 - y", "echo 1..1; echo ok 1 - z", "3 passed, 0 failed", 0));
}

static void a_failed_test_fails_the_whole_and_its_output_is_shown(void **state) {
    (void)state;
    struct terminal *terminal = run("echo 1..2; echo ok 1 - x; echo not ok 2 - y; echo '# 1 != 2'; exit 1",
                                    "echo 1..1; echo ok 1 - z", "2 passed, 1 failed", 1);
    assert_true(terminal_has(terminal, "| # 1 != 2"));
    terminal_close(terminal);
}

static void a_skipped_test_says_why(void **state) {
    (void)state;
    struct terminal *terminal = run("echo 1..2; echo ok 1 - x; echo no printer; echo 'not ok 2 # SKIP y'", NULL,
                                    "1 passed, 0 failed, 1 skipped", 0);
    assert_true(terminal_has(terminal, "skipped y: no printer"));
    terminal_close(terminal);
}

static void silence_is_a_failure(void **state) {
    (void)state;
    struct terminal *terminal = run("exit 0", NULL, "0 passed, 1 failed", 1);
    assert_true(terminal_has(terminal, "ran no test"));
    terminal_close(terminal);
}

static void a_missing_result_is_a_failure(void **state) {
    (void)state;
    struct terminal *terminal = run("echo 1..3; echo ok 1 - x; exit 0", NULL, "1 passed, 1 failed", 1);
    assert_true(terminal_has(terminal, "2 of 3 tests gave no result"));
    terminal_close(terminal);
}

static void a_crash_is_a_failure(void **state) {
    (void)state;
    struct terminal *terminal = run("echo 1..1; echo ok 1 - x; kill -SEGV $$", NULL, "1 passed, 1 failed", 1);
    assert_true(terminal_has(terminal, "ended by signal 11"));
    terminal_close(terminal);
}

static void an_exit_status_without_a_failed_test_is_a_failure(void **state) {
    (void)state;
    struct terminal *terminal = run("echo 1..1; echo ok 1 - x; exit 23", NULL, "1 passed, 1 failed", 1);
    assert_true(terminal_has(terminal, "exit status 23"));
    terminal_close(terminal);
}

static void a_late_program_is_killed_with_what_it_started(void **state) {
    (void)state;
    struct terminal *terminal =
        run("echo 1..2; echo ok 1 - x; cat /dev/zero >/dev/null & wait", NULL, "1 passed, 2 failed", 1);
    assert_true(terminal_has(terminal, "did not end in time"));
    terminal_close(terminal);
}

static void a_process_left_behind_is_killed_and_a_failure(void **state) {
    (void)state;
    struct terminal *terminal =
        run("echo 1..1; echo ok 1 - x; setsid cat /dev/zero >/dev/null 2>&1 &", NULL, "1 passed, 1 failed", 1);
    assert_true(terminal_has(terminal, "left processes behind"));
    terminal_close(terminal);
}

static int make_folder(void **state) {
    (void)state;
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_folder(void **state) {
    (void)state;
    for (const char *name = "ab"; *name != '\0'; name++) {
        char path[64];
        snprintf(path, sizeof path, "%s/%c", folder, *name);
        unlink(path);
    }
    return rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_of_all_programs_are_added),
        cmocka_unit_test(a_failed_test_fails_the_whole_and_its_output_is_shown),
        cmocka_unit_test(a_skipped_test_says_why),
        cmocka_unit_test(silence_is_a_failure),
        cmocka_unit_test(a_missing_result_is_a_failure),
        cmocka_unit_test(a_crash_is_a_failure),
        cmocka_unit_test(an_exit_status_without_a_failed_test_is_a_failure),
        cmocka_unit_test(a_late_program_is_killed_with_what_it_started),
        cmocka_unit_test(a_process_left_behind_is_killed_and_a_failure),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

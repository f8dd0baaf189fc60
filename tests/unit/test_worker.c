/* The spawner and its workers. This executable is also the worker: the tests execute it under the names of the real
 * ones, from a folder of links. */
#include "../../kiosk/worker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../kiosk/date.h"
#include "../../kiosk/memory.h"
#include "../../kiosk/text.h"

enum { DEADLINE_MS = 10000, BIG = 3 * 1024 * 1024 };

/* --- The worker --- */

static json_t *open_descriptors(void) {
    json_t *list = json_array();
    DIR *folder = opendir("/proc/self/fd");
    for (const struct dirent *entry; (entry = readdir(folder));)
        if (entry->d_name[0] != '.' && strtol(entry->d_name, NULL, 10) != dirfd(folder))
            json_array_append_new(list, json_integer(strtol(entry->d_name, NULL, 10)));
    closedir(folder);
    return list;
}

static json_t *texts(char **texts) {
    json_t *list = json_array();
    for (; *texts; texts++)
        json_array_append_new(list, json_string(*texts));
    return list;
}

static bool is_null_device(int fd) {
    char target[64] = "", link[32];
    text_format(link, sizeof link, "/proc/self/fd/%d", fd);
    return readlink(link, target, sizeof target - 1) > 0 && strcmp(target, "/dev/null") == 0;
}

static bool signals_are_default(void) {
    static const int numbers[] = {SIGINT, SIGHUP, SIGTERM, SIGTSTP, SIGQUIT, SIGCHLD};
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct sigaction action;
        sigaction(numbers[i], NULL, &action);
        if (action.sa_handler != SIG_DFL || sigismember(&mask, numbers[i]))
            return false;
    }
    return true;
}

static json_t *describe(char **arguments) {
    return json_pack("{s:i,s:i,s:b,s:b,s:b,s:b,s:o,s:o,s:o}", "pid", getpid(), "spawner", getppid(), "own_session",
                     getsid(0) == getpid(), "own_group", getpgid(0) == getpid(), "null_streams",
                     is_null_device(0) && is_null_device(1), "default_signals", signals_are_default(), "descriptors",
                     open_descriptors(), "arguments", texts(arguments), "environment", texts(environ));
}

static _Noreturn void stick(void) {
    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_IGN);
    for (;;)
        pause();
}

static int serve(char **arguments) {
    struct message message, answer;
    while (message_receive(3, &message) == STATUS_OK) {
        const char *act = message_text(&message, "do");
        answer = (struct message){.head = describe(arguments), .body = message.body, .body_size = message.body_size};
        if (strcmp(act, "die") == 0)
            _exit(1);
        if (strcmp(act, "garbage") == 0 && write(3, "\377\377\377\377\377\377\377\377", 8) != 8)
            return 1;
        if (message_send(3, &answer) != STATUS_OK)
            return 1;
        if (strcmp(act, "stick") == 0)
            stick();
        json_decref(answer.head);
        message_clear(&message);
    }
    return 0;
}

/* --- The kiosk --- */

struct kiosk {
    struct loop *loop;
    struct spawner *spawner;
    struct worker *worker;
    json_t *head;
    size_t body_sizes; /* of all messages */
    int messages, losses;
    bool close_in_handler;
};

static char program_folder[] = "/tmp/guichet-test-worker-XXXXXX";

static void on_message(void *context, struct worker *worker, struct message *message) {
    struct kiosk *kiosk = context;
    kiosk->messages++;
    json_decref(kiosk->head);
    kiosk->head = message->head;
    message->head = NULL;
    kiosk->body_sizes += message->body_size;
    if (kiosk->close_in_handler) {
        worker_close(worker);
        kiosk->worker = NULL;
    }
    loop_stop(kiosk->loop);
}

static void on_lost(void *context, struct worker *worker) {
    struct kiosk *kiosk = context;
    kiosk->losses++;
    if (kiosk->close_in_handler) {
        worker_close(worker);
        kiosk->worker = NULL;
    }
    loop_stop(kiosk->loop);
}

static void too_late(void *context) {
    (void)context;
    fail_msg("nothing came from the worker");
}

static int set_up(void **state) {
    static struct kiosk kiosk;
    kiosk = (struct kiosk){0};
    *state = &kiosk;
    return loop_open(&kiosk.loop) == STATUS_OK && spawner_start(program_folder, &kiosk.spawner) == STATUS_OK ? 0 : -1;
}

static int tear_down(void **state) {
    struct kiosk *kiosk = *state;
    worker_close(kiosk->worker);
    spawner_stop(kiosk->spawner);
    loop_close(kiosk->loop);
    json_decref(kiosk->head);
    return 0;
}

static void start(struct kiosk *kiosk, const char *kind, const char *argument) {
    struct worker_handlers handlers = {on_message, on_lost, kiosk};
    assert_int_equal(worker_open(kiosk->spawner, kiosk->loop, kind, argument, &handlers, &kiosk->worker), STATUS_OK);
}

static void tell(struct kiosk *kiosk, const char *act, size_t body_size) {
    struct message message = {.head = json_pack("{s:s}", "do", act), .body_size = body_size};
    message.body = body_size ? memory_alloc(body_size) : NULL;
    assert_int_equal(worker_send(kiosk->worker, &message), STATUS_OK);
    message_clear(&message);
}

static void wait_for_news(struct kiosk *kiosk) {
    uint32_t timer = loop_after(kiosk->loop, DEADLINE_MS, too_late, kiosk);
    assert_int_equal(loop_run(kiosk->loop), STATUS_OK);
    loop_cancel(kiosk->loop, timer);
}

static pid_t member_pid(const struct kiosk *kiosk, const char *name) {
    return (pid_t)json_integer_value(json_object_get(kiosk->head, name));
}

/* A process that has ended, reaped or not. */
static void wait_until_gone(pid_t pid) {
    assert_true(pid > 1);
    int process = pidfd_open(pid, 0);
    if (process < 0 && errno == ESRCH)
        return;
    struct pollfd polled = {.fd = process, .events = POLLIN};
    assert_int_equal(poll(&polled, 1, DEADLINE_MS), 1);
    close(process);
}

/* --- Tests --- */

static void talks_both_ways_also_with_more_than_a_socket_holds(void **state) {
    struct kiosk *kiosk = *state;
    start(kiosk, "net", NULL);
    tell(kiosk, "echo", BIG);
    tell(kiosk, "echo", 5);
    while (kiosk->messages < 2)
        wait_for_news(kiosk);
    assert_int_equal(kiosk->body_sizes, BIG + 5);
    assert_int_equal(kiosk->losses, 0);
}

static void expect_list(const json_t *list, const char *expected) {
    char *text = json_dumps(list, JSON_COMPACT);
    assert_string_equal(text, expected);
    free(text);
}

static void gives_a_worker_its_channel_and_nothing_else(void **state) {
    struct kiosk *kiosk = *state;
    start(kiosk, "page", NULL);
    tell(kiosk, "echo", 0);
    wait_for_news(kiosk);
    expect_list(json_object_get(kiosk->head, "descriptors"), "[0,1,2,3]");
    assert_true(json_is_true(json_object_get(kiosk->head, "null_streams")));
    assert_true(json_is_true(json_object_get(kiosk->head, "own_session")));
    assert_true(json_is_true(json_object_get(kiosk->head, "own_group")));
    assert_true(json_is_true(json_object_get(kiosk->head, "default_signals")));
    expect_list(json_object_get(kiosk->head, "environment"),
                "[\"PATH=/usr/bin:/bin\",\"LC_CTYPE=C.UTF-8\",\"HOME=/nonexistent\",\"TZ=Europe/Paris\"]");
    assert_string_equal(json_string_value(json_array_get(json_object_get(kiosk->head, "arguments"), 1)), "page");
    assert_int_equal(json_array_size(json_object_get(kiosk->head, "arguments")), 2);
}

static void starts_the_training_registry_with_its_state_and_its_clock(void **state) {
    struct kiosk *kiosk = *state;
    start(kiosk, "registry", "/tmp/état");
    tell(kiosk, "echo", 0);
    wait_for_news(kiosk);
    json_t *arguments = json_object_get(kiosk->head, "arguments");
    json_array_remove(arguments, 0);
    expect_list(arguments, "[\"serve\",\"--channel\",\"3\",\"--state\",\"/tmp/état\"]");
    assert_string_equal(json_string_value(json_array_get(json_object_get(kiosk->head, "environment"), 4)),
                        "GUICHET_CLOCK=2026-11-24T09:30:00+01:00");
}

static void starts_only_the_kinds_of_its_list(void **state) {
    struct kiosk *kiosk = *state;
    struct worker_handlers handlers = {on_message, on_lost, kiosk};
    struct worker *worker = NULL;
    char argument[600];
    memset(argument, 'x', sizeof argument - 1);
    argument[sizeof argument - 1] = '\0';
    assert_int_equal(worker_open(kiosk->spawner, kiosk->loop, "../sh", NULL, &handlers, &worker), STATUS_INVALID);
    assert_int_equal(worker_open(kiosk->spawner, kiosk->loop, "", NULL, &handlers, &worker), STATUS_INVALID);
    assert_int_equal(worker_open(kiosk->spawner, kiosk->loop, "registry", argument, &handlers, &worker),
                     STATUS_INVALID);
    assert_null(worker);
}

static void tells_once_that_a_worker_died(void **state) {
    struct kiosk *kiosk = *state;
    start(kiosk, "net", NULL);
    tell(kiosk, "die", 0);
    wait_for_news(kiosk);
    assert_int_equal(kiosk->losses, 1);
    assert_int_equal(kiosk->messages, 0);
    struct message message = {.head = json_object()};
    assert_int_equal(worker_send(kiosk->worker, &message), STATUS_WORKER_LOST);
    message_clear(&message);
}

static void tells_that_a_worker_broke_the_framing(void **state) {
    struct kiosk *kiosk = *state;
    kiosk->close_in_handler = true;
    start(kiosk, "net", NULL);
    tell(kiosk, "garbage", 0);
    wait_for_news(kiosk);
    assert_int_equal(kiosk->losses, 1);
    assert_int_equal(kiosk->messages, 0);
}

static void tells_that_a_program_is_missing(void **state) {
    struct kiosk *kiosk = *state;
    spawner_stop(kiosk->spawner);
    assert_int_equal(spawner_start("/nonexistent", &kiosk->spawner), STATUS_OK);
    start(kiosk, "net", NULL);
    wait_for_news(kiosk);
    assert_int_equal(kiosk->losses, 1);
}

static void closing_a_stuck_worker_returns_at_once_and_kills_it(void **state) {
    struct kiosk *kiosk = *state;
    start(kiosk, "auth", NULL);
    tell(kiosk, "stick", 0);
    wait_for_news(kiosk);
    tell(kiosk, "echo", BIG);
    pid_t pid = member_pid(kiosk, "pid");
    int64_t began_ms = clock_monotonic_ms();
    worker_close(kiosk->worker);
    kiosk->worker = NULL;
    assert_true(clock_monotonic_ms() - began_ms < 100);
    wait_until_gone(pid);
    assert_int_equal(kiosk->losses, 0);
}

static void a_handler_may_close_its_worker_and_gets_nothing_more(void **state) {
    struct kiosk *kiosk = *state;
    kiosk->close_in_handler = true;
    start(kiosk, "net", NULL);
    tell(kiosk, "echo", 0);
    tell(kiosk, "echo", 0);
    wait_for_news(kiosk);
    assert_int_equal(kiosk->messages, 1);
    wait_until_gone(member_pid(kiosk, "pid"));
    kiosk->close_in_handler = false;
    start(kiosk, "net", NULL);
    tell(kiosk, "echo", 0);
    wait_for_news(kiosk);
    assert_int_equal(kiosk->messages, 2);
    assert_int_equal(kiosk->losses, 0);
}

static void stopping_the_spawner_leaves_no_process(void **state) {
    struct kiosk *kiosk = *state;
    start(kiosk, "net", NULL);
    tell(kiosk, "stick", 0);
    wait_for_news(kiosk);
    worker_close(kiosk->worker);
    kiosk->worker = NULL;
    spawner_stop(kiosk->spawner);
    assert_int_equal(kill(member_pid(kiosk, "pid"), 0), -1);
    assert_int_equal(kill(member_pid(kiosk, "spawner"), 0), -1);
    assert_int_equal(spawner_start(program_folder, &kiosk->spawner), STATUS_OK);
}

static void the_signals_of_a_terminal_do_not_end_the_spawner(void **state) {
    struct kiosk *kiosk = *state;
    static const int numbers[] = {SIGINT, SIGHUP, SIGTERM, SIGTSTP, SIGQUIT};
    start(kiosk, "net", NULL);
    tell(kiosk, "echo", 0);
    wait_for_news(kiosk);
    pid_t spawner = member_pid(kiosk, "spawner");
    assert_int_equal(getsid(spawner), spawner);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        assert_int_equal(kill(spawner, numbers[i]), 0);
    worker_close(kiosk->worker);
    start(kiosk, "net", NULL);
    tell(kiosk, "echo", 0);
    wait_for_news(kiosk);
    assert_int_equal(kiosk->messages, 2);
    assert_int_equal(kiosk->losses, 0);
}

static void workers_do_not_outlive_a_spawner_that_is_killed(void **state) {
    struct kiosk *kiosk = *state;
    start(kiosk, "net", NULL);
    tell(kiosk, "stick", 0);
    wait_for_news(kiosk);
    assert_int_equal(kill(member_pid(kiosk, "spawner"), SIGKILL), 0);
    wait_until_gone(member_pid(kiosk, "pid"));
    wait_for_news(kiosk);
    assert_int_equal(kiosk->losses, 1);
    struct worker_handlers handlers = {on_message, on_lost, kiosk};
    struct worker *worker;
    assert_int_equal(worker_open(kiosk->spawner, kiosk->loop, "net", NULL, &handlers, &worker), STATUS_WORKER_LOST);
}

/* A kiosk with two workers, one of them deaf to everything, that tells their pids and waits to be killed. */
static _Noreturn void be_a_kiosk(int out) {
    void *state;
    pid_t pids[3];
    if (set_up(&state) != 0)
        _exit(1);
    struct kiosk *kiosk = state;
    for (int i = 0; i < 2; i++) {
        start(kiosk, i ? "page" : "net", NULL);
        tell(kiosk, i ? "stick" : "echo", 0);
        wait_for_news(kiosk);
        pids[i] = member_pid(kiosk, "pid");
    }
    pids[2] = member_pid(kiosk, "spawner");
    if (write(out, pids, sizeof pids) != (ssize_t)sizeof pids)
        _exit(1);
    for (;;)
        pause();
}

static void killing_the_kiosk_leaves_no_worker_and_no_spawner(void **state) {
    (void)state;
    int ends[2];
    pid_t pids[3];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    pid_t kiosk = fork();
    if (kiosk == 0)
        be_a_kiosk(ends[1]);
    close(ends[1]);
    assert_int_equal(read(ends[0], pids, sizeof pids), sizeof pids);
    close(ends[0]);
    for (int i = 0; i < 3; i++)
        assert_int_equal(kill(pids[i], 0), 0);
    assert_int_equal(kill(kiosk, SIGKILL), 0);
    assert_int_equal(waitpid(kiosk, NULL, 0), kiosk);
    for (int i = 0; i < 3; i++)
        wait_until_gone(pids[i]);
}

static int make_program_folder(void **state) {
    (void)state;
    char self[512] = "", link[128];
    if (readlink("/proc/self/exe", self, sizeof self - 1) <= 0 || !mkdtemp(program_folder))
        return -1;
    text_format(link, sizeof link, "%s/guichet-worker", program_folder);
    if (symlink(self, link) != 0)
        return -1;
    text_format(link, sizeof link, "%s/guichet-registry", program_folder);
    /* What must not reach a worker: an inherited descriptor and the environment of whoever logged in. */
    return symlink(self, link) == 0 && dup(0) >= 0 && setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/x", 1) == 0 &&
                   setenv("LD_LIBRARY_PATH", "/tmp", 1) == 0 && setenv("TZ", "Europe/Paris", 1) == 0 &&
                   setenv("GUICHET_CLOCK", "2026-11-24T09:30:00+01:00", 1) == 0
               ? 0
               : -1;
}

static int remove_program_folder(void **state) {
    (void)state;
    char link[128];
    text_format(link, sizeof link, "%s/guichet-worker", program_folder);
    unlink(link);
    text_format(link, sizeof link, "%s/guichet-registry", program_folder);
    unlink(link);
    return rmdir(program_folder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(int argc, char **argv) {
    if (argc > 1 && strstr(argv[0], "/guichet-"))
        return serve(argv);
    const struct CMUnitTest tests[] = {
        TEST(talks_both_ways_also_with_more_than_a_socket_holds),
        TEST(gives_a_worker_its_channel_and_nothing_else),
        TEST(starts_the_training_registry_with_its_state_and_its_clock),
        TEST(starts_only_the_kinds_of_its_list),
        TEST(tells_once_that_a_worker_died),
        TEST(tells_that_a_worker_broke_the_framing),
        TEST(tells_that_a_program_is_missing),
        TEST(closing_a_stuck_worker_returns_at_once_and_kills_it),
        TEST(a_handler_may_close_its_worker_and_gets_nothing_more),
        TEST(stopping_the_spawner_leaves_no_process),
        TEST(the_signals_of_a_terminal_do_not_end_the_spawner),
        TEST(workers_do_not_outlive_a_spawner_that_is_killed),
        cmocka_unit_test(killing_the_kiosk_leaves_no_worker_and_no_spawner),
    };
    return cmocka_run_group_tests(tests, make_program_folder, remove_program_folder);
}

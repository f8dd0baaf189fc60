/* The one poll: descriptors, timers, signals, and what may change while it dispatches. */
#include "../../kiosk/loop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <poll.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include "../../kiosk/date.h"
#include "../../kiosk/text.h"

struct log {
    struct loop *loop;
    char text[64];
    int pipes[2][2];
    uint32_t timer;
};

static void note(struct log *log, const char *text) {
    size_t length = strlen(log->text);
    assert_true(text_copy(log->text + length, sizeof log->text - length, text));
}

static int set_up(void **state) {
    static struct log log;
    log = (struct log){0};
    *state = &log;
    return loop_open(&log.loop) == STATUS_OK && pipe(log.pipes[0]) == 0 && pipe(log.pipes[1]) == 0 ? 0 : -1;
}

static int tear_down(void **state) {
    struct log *log = *state;
    loop_close(log->loop);
    for (int i = 0; i < 4; i++)
        close(log->pipes[i / 2][i % 2]);
    return 0;
}

static void run(struct log *log) {
    assert_int_equal(loop_run(log->loop), STATUS_OK);
}

static void write_byte(const struct log *log, int pipe) {
    assert_int_equal(write(log->pipes[pipe][1], "x", 1), 1);
}

static void watch(struct log *log, int pipe, loop_ready *ready) {
    assert_int_equal(loop_watch(log->loop, log->pipes[pipe][0], POLLIN, ready, log), STATUS_OK);
}

static void stop_when_due(void *context) {
    struct log *log = context;
    note(log, "s");
    loop_stop(log->loop);
}

static void after(struct log *log, int delay_ms, loop_due *due) {
    assert_int_not_equal(loop_after(log->loop, delay_ms, due, log), 0);
}

static void read_and_stop(void *context, int fd, short revents) {
    struct log *log = context;
    char byte;
    assert_true(revents & POLLIN);
    assert_int_equal(read(fd, &byte, 1), 1);
    note(log, "r");
    loop_stop(log->loop);
}

static void calls_the_watch_of_a_readable_descriptor(void **state) {
    struct log *log = *state;
    watch(log, 0, read_and_stop);
    write_byte(log, 0);
    run(log);
    assert_string_equal(log->text, "r");
}

static void unwatch_both(void *context, int fd, short revents) {
    struct log *log = context;
    (void)fd;
    (void)revents;
    note(log, "u");
    loop_unwatch(log->loop, log->pipes[0][0]);
    loop_unwatch(log->loop, log->pipes[1][0]);
}

static void a_handler_may_remove_itself_and_others_of_the_same_round(void **state) {
    struct log *log = *state;
    watch(log, 0, unwatch_both);
    watch(log, 1, unwatch_both);
    write_byte(log, 0);
    write_byte(log, 1);
    after(log, 10, stop_when_due);
    run(log);
    assert_string_equal(log->text, "us");
}

static void note_second(void *context, int fd, short revents) {
    (void)fd;
    (void)revents;
    note(context, "2");
}

static void replace_the_other(void *context, int fd, short revents) {
    struct log *log = context;
    (void)revents;
    note(log, "1");
    loop_unwatch(log->loop, fd);
    loop_unwatch(log->loop, log->pipes[1][0]);
    assert_int_equal(dup2(log->pipes[0][1], log->pipes[1][0]), log->pipes[1][0]);
    watch(log, 1, note_second);
}

static void a_reused_descriptor_does_not_get_the_event_of_the_old_one(void **state) {
    struct log *log = *state;
    watch(log, 0, replace_the_other);
    watch(log, 1, note_second);
    write_byte(log, 0);
    write_byte(log, 1);
    after(log, 10, stop_when_due);
    run(log);
    assert_string_equal(log->text, "1s");
}

static void watching_again_changes_the_events(void **state) {
    struct log *log = *state;
    int writable = log->pipes[0][1];
    assert_int_equal(loop_watch(log->loop, writable, POLLOUT, unwatch_both, log), STATUS_OK);
    assert_int_equal(loop_watch(log->loop, writable, 0, unwatch_both, log), STATUS_OK);
    after(log, 5, stop_when_due);
    run(log);
    assert_string_equal(log->text, "s");
}

static void watches_more_descriptors_than_its_first_table_holds(void **state) {
    struct log *log = *state;
    int fds[40];
    for (int i = 0; i < 40; i++) {
        fds[i] = dup(log->pipes[1][0]);
        assert_int_equal(loop_watch(log->loop, fds[i], POLLIN, note_second, log), STATUS_OK);
    }
    watch(log, 0, read_and_stop);
    write_byte(log, 0);
    run(log);
    assert_string_equal(log->text, "r");
    for (int i = 0; i < 40; i++)
        close(fds[i]);
}

static void note_a(void *context) {
    note(context, "a");
}

static void note_b(void *context) {
    note(context, "b");
}

static void timers_fire_in_the_order_of_their_times(void **state) {
    struct log *log = *state;
    after(log, 20, stop_when_due);
    after(log, 10, note_b);
    after(log, 1, note_a);
    after(log, 10, note_a);
    int64_t began_ms = clock_monotonic_ms();
    run(log);
    assert_string_equal(log->text, "abas");
    assert_true(clock_monotonic_ms() - began_ms >= 19);
}

static void cancel_the_other(void *context) {
    struct log *log = context;
    note(log, "c");
    loop_cancel(log->loop, log->timer);
    loop_cancel(log->loop, log->timer);
    loop_cancel(log->loop, 0);
}

static void a_cancelled_timer_does_not_fire_even_when_it_was_due(void **state) {
    struct log *log = *state;
    after(log, 0, cancel_the_other);
    log->timer = loop_after(log->loop, 0, note_a, log);
    after(log, 1, stop_when_due);
    run(log);
    assert_string_equal(log->text, "cs");
}

static void rearm(void *context) {
    struct log *log = context;
    log->timer = loop_after(log->loop, 0, rearm, log);
}

static void a_timer_that_rearms_itself_does_not_starve_descriptors(void **state) {
    struct log *log = *state;
    rearm(log);
    watch(log, 0, read_and_stop);
    write_byte(log, 0);
    run(log);
    assert_string_equal(log->text, "r");
}

static void note_signal_and_stop(void *context, int number) {
    struct log *log = context;
    note(log, number == SIGUSR1 ? "1" : "2");
    if (number == SIGUSR2)
        loop_stop(log->loop);
}

static void raise_both(void *context) {
    (void)context;
    raise(SIGUSR1);
    raise(SIGUSR2);
}

static void signals_come_as_events(void **state) {
    struct log *log = *state;
    assert_int_equal(loop_on_signal(log->loop, SIGUSR2, note_signal_and_stop, log), STATUS_OK);
    assert_int_equal(loop_on_signal(log->loop, SIGUSR1, note_signal_and_stop, log), STATUS_OK);
    after(log, 0, raise_both);
    run(log);
    assert_string_equal(log->text, "12");
}

static void count_alarm(int number) {
    (void)number;
}

static void an_interrupted_wait_goes_on(void **state) {
    struct log *log = *state;
    struct sigaction action = {.sa_handler = count_alarm}, before;
    assert_int_equal(sigaction(SIGALRM, &action, &before), 0);
    struct itimerval soon = {.it_value = {.tv_usec = 1000}}, off = {0};
    after(log, 30, stop_when_due);
    assert_int_equal(setitimer(ITIMER_REAL, &soon, NULL), 0);
    run(log);
    setitimer(ITIMER_REAL, &off, NULL);
    sigaction(SIGALRM, &before, NULL);
    assert_string_equal(log->text, "s");
}

static void draws_before_each_wait(void **state) {
    struct log *log = *state;
    loop_before_wait(log->loop, note_b, log);
    after(log, 0, note_a);
    after(log, 5, stop_when_due);
    run(log);
    assert_string_equal(log->text, "babs");
}

static void stops_at_once_when_stopped_before_it_runs(void **state) {
    struct log *log = *state;
    loop_stop(log->loop);
    run(log);
    after(log, 0, stop_when_due);
    run(log);
    assert_string_equal(log->text, "s");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(calls_the_watch_of_a_readable_descriptor),
        TEST(a_handler_may_remove_itself_and_others_of_the_same_round),
        TEST(a_reused_descriptor_does_not_get_the_event_of_the_old_one),
        TEST(watching_again_changes_the_events),
        TEST(watches_more_descriptors_than_its_first_table_holds),
        TEST(timers_fire_in_the_order_of_their_times),
        TEST(a_cancelled_timer_does_not_fire_even_when_it_was_due),
        TEST(a_timer_that_rearms_itself_does_not_starve_descriptors),
        TEST(signals_come_as_events),
        TEST(an_interrupted_wait_goes_on),
        TEST(draws_before_each_wait),
        TEST(stops_at_once_when_stopped_before_it_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

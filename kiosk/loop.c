/* The one poll of the kiosk. It waits, then calls whoever registered: descriptors first, then timers, then drawing.
 * It must not know what it waits for, nor wait for anything in another way than this poll. */
#include "loop.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "date.h"
#include "memory.h"

struct watch {
    int fd;
    short events;
    uint32_t serial; /* tells a watch from a later one on the same descriptor number */
    loop_ready *ready;
    void *context;
};

struct timer {
    uint32_t id;
    int64_t due_ms;
    loop_due *due;
    void *context;
};

struct signal_handler {
    int number;
    loop_signal *handler;
    void *context;
};

struct ready {
    int fd;
    uint32_t serial;
    short revents;
};

struct loop {
    struct watch *watches;
    struct pollfd *polled;
    size_t watch_count, watch_size;
    struct timer *timers; /* sorted, the first one due first */
    size_t timer_count, timer_size;
    struct signal_handler *signals;
    size_t signal_count;
    sigset_t signal_set, signal_mask_before;
    int signal_fd;
    uint32_t next_serial, next_timer;
    loop_due *before_wait;
    void *before_context;
    bool stopped;
};

static struct watch *watch_find(struct loop *loop, int fd) {
    for (size_t i = 0; i < loop->watch_count; i++)
        if (loop->watches[i].fd == fd)
            return &loop->watches[i];
    return NULL;
}

static void watches_grow(struct loop *loop) {
    size_t size = loop->watch_size ? 2 * loop->watch_size : 8;
    size_t old = loop->watch_size;
    loop->watches = memory_grow(loop->watches, old * sizeof *loop->watches, size * sizeof *loop->watches);
    loop->polled = memory_grow(loop->polled, old * sizeof *loop->polled, size * sizeof *loop->polled);
    loop->watch_size = size;
}

static struct signal_handler *signal_find(struct loop *loop, int number) {
    for (size_t i = 0; i < loop->signal_count; i++)
        if (loop->signals[i].number == number)
            return &loop->signals[i];
    return NULL;
}

static void signals_ready(void *context, int fd, short revents) {
    struct loop *loop = context;
    struct signalfd_siginfo info;
    (void)revents;
    if (read(fd, &info, sizeof info) != (ssize_t)sizeof info)
        return;
    const struct signal_handler *found = signal_find(loop, (int)info.ssi_signo);
    if (found)
        found->handler(found->context, found->number);
}

/* Round by round: what a handler adds waits for the next round, what it removes is not called any more. */
static void dispatch_watches(struct loop *loop, size_t polled_count) {
    struct ready *readies = memory_alloc((polled_count + 1) * sizeof *readies);
    size_t count = 0;
    for (size_t i = 0; i < polled_count; i++)
        if (loop->polled[i].revents)
            readies[count++] = (struct ready){loop->polled[i].fd, loop->watches[i].serial, loop->polled[i].revents};
    for (size_t i = 0; i < count && !loop->stopped; i++) {
        const struct watch *watch = watch_find(loop, readies[i].fd);
        if (watch && watch->serial == readies[i].serial)
            watch->ready(watch->context, watch->fd, readies[i].revents);
    }
    memory_free(readies);
}

static void timer_remove_at(struct loop *loop, size_t at) {
    loop->timer_count--;
    memmove(&loop->timers[at], &loop->timers[at + 1], (loop->timer_count - at) * sizeof *loop->timers);
}

static void dispatch_timers(struct loop *loop) {
    int64_t now_ms = clock_monotonic_ms();
    uint32_t first_new = loop->next_timer;
    while (loop->timer_count && loop->timers[0].due_ms <= now_ms && !loop->stopped) {
        struct timer timer = loop->timers[0];
        if ((int32_t)(timer.id - first_new) >= 0)
            break; /* set during this round: descriptors get their turn first */
        timer_remove_at(loop, 0);
        timer.due(timer.context);
    }
}

static int wait_ms(const struct loop *loop) {
    if (!loop->timer_count)
        return -1;
    int64_t left_ms = loop->timers[0].due_ms - clock_monotonic_ms();
    if (left_ms <= 0)
        return 0;
    return left_ms > INT_MAX ? INT_MAX : (int)left_ms;
}

static enum status run_round(struct loop *loop) {
    size_t count = loop->watch_count;
    for (size_t i = 0; i < count; i++)
        loop->polled[i] = (struct pollfd){.fd = loop->watches[i].fd, .events = loop->watches[i].events};
    int ready = poll(loop->polled, count, wait_ms(loop));
    if (ready < 0 && errno != EINTR)
        return STATUS_IO;
    if (ready > 0)
        dispatch_watches(loop, count);
    dispatch_timers(loop);
    return STATUS_OK;
}

enum status loop_open(struct loop **loop) {
    struct loop *made = memory_alloc(sizeof *made);
    made->signal_fd = -1;
    made->next_serial = 1;
    made->next_timer = 1;
    sigemptyset(&made->signal_set);
    if (sigprocmask(SIG_BLOCK, NULL, &made->signal_mask_before) < 0) {
        memory_free(made);
        return STATUS_IO;
    }
    *loop = made;
    return STATUS_OK;
}

void loop_close(struct loop *loop) {
    if (!loop)
        return;
    if (loop->signal_fd >= 0)
        close(loop->signal_fd);
    sigprocmask(SIG_SETMASK, &loop->signal_mask_before, NULL);
    memory_free(loop->watches);
    memory_free(loop->polled);
    memory_free(loop->timers);
    memory_free(loop->signals);
    memory_free(loop);
}

enum status loop_watch(struct loop *loop, int fd, short events, loop_ready *ready, void *context) {
    if (fd < 0 || !ready)
        return STATUS_INVALID;
    struct watch *watch = watch_find(loop, fd);
    if (!watch) {
        if (loop->watch_count == loop->watch_size)
            watches_grow(loop);
        watch = &loop->watches[loop->watch_count++];
        watch->fd = fd;
        watch->serial = loop->next_serial++;
    }
    watch->events = events;
    watch->ready = ready;
    watch->context = context;
    return STATUS_OK;
}

void loop_unwatch(struct loop *loop, int fd) {
    struct watch *watch = watch_find(loop, fd);
    if (!watch)
        return;
    size_t at = (size_t)(watch - loop->watches);
    loop->watch_count--;
    memmove(watch, watch + 1, (loop->watch_count - at) * sizeof *watch);
}

uint32_t loop_after(struct loop *loop, int delay_ms, loop_due *due, void *context) {
    if (loop->timer_count == loop->timer_size) {
        size_t size = loop->timer_size ? 2 * loop->timer_size : 8;
        loop->timers = memory_grow(loop->timers, loop->timer_size * sizeof *loop->timers, size * sizeof *loop->timers);
        loop->timer_size = size;
    }
    uint32_t id = loop->next_timer++;
    if (loop->next_timer == 0)
        loop->next_timer = 1;
    int64_t due_ms = clock_monotonic_ms() + (delay_ms > 0 ? delay_ms : 0);
    size_t at = loop->timer_count;
    while (at > 0 && loop->timers[at - 1].due_ms > due_ms)
        at--;
    memmove(&loop->timers[at + 1], &loop->timers[at], (loop->timer_count - at) * sizeof *loop->timers);
    loop->timers[at] = (struct timer){id, due_ms, due, context};
    loop->timer_count++;
    return id;
}

void loop_cancel(struct loop *loop, uint32_t timer) {
    for (size_t i = 0; i < loop->timer_count; i++)
        if (loop->timers[i].id == timer) {
            timer_remove_at(loop, i);
            return;
        }
}

enum status loop_on_signal(struct loop *loop, int signal_number, loop_signal *handler, void *context) {
    if (!handler || sigaddset(&loop->signal_set, signal_number) < 0)
        return STATUS_INVALID;
    if (sigprocmask(SIG_BLOCK, &loop->signal_set, NULL) < 0)
        return STATUS_IO;
    int fd = signalfd(loop->signal_fd, &loop->signal_set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (fd < 0)
        return STATUS_IO;
    loop->signal_fd = fd;
    struct signal_handler *found = signal_find(loop, signal_number);
    if (!found) {
        size_t old = loop->signal_count++;
        loop->signals = memory_grow(loop->signals, old * sizeof *found, loop->signal_count * sizeof *found);
        found = &loop->signals[old];
    }
    *found = (struct signal_handler){signal_number, handler, context};
    return loop_watch(loop, fd, POLLIN, signals_ready, loop);
}

void loop_before_wait(struct loop *loop, loop_due *before, void *context) {
    loop->before_wait = before;
    loop->before_context = context;
}

enum status loop_run(struct loop *loop) {
    enum status status = STATUS_OK;
    while (status == STATUS_OK && !loop->stopped) {
        if (loop->before_wait)
            loop->before_wait(loop->before_context);
        if (!loop->stopped)
            status = run_round(loop);
    }
    loop->stopped = false;
    return status;
}

void loop_stop(struct loop *loop) {
    loop->stopped = true;
}

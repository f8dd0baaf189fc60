/* The one poll of the kiosk: descriptors, timers, signals. The others register; nobody else waits for anything. */
#ifndef GUICHET_LOOP_H
#define GUICHET_LOOP_H

#include "status.h"

#include <stdbool.h>
#include <stdint.h>

struct loop;

/* `revents` of poll(2). A handler may add and remove watches, its own included. */
typedef void loop_ready(void *context, int fd, short revents);
typedef void loop_due(void *context);
typedef void loop_signal(void *context, int signal_number);

STATUS_MUST_CHECK enum status loop_open(struct loop **loop);
void loop_close(struct loop *loop);

/* `events`: POLLIN and/or POLLOUT. One watch a descriptor; watching again changes the events. */
STATUS_MUST_CHECK enum status loop_watch(struct loop *loop, int fd, short events, loop_ready *ready, void *context);
void loop_unwatch(struct loop *loop, int fd);

/* Calls `due` once after `delay_ms`. Returns an id (never 0) for loop_cancel(). Cancelling 0 or a past id is harmless.
 */
STATUS_MUST_CHECK uint32_t loop_after(struct loop *loop, int delay_ms, loop_due *due, void *context);
void loop_cancel(struct loop *loop, uint32_t timer);

/* Blocks the signal and delivers it as an event (signalfd). */
STATUS_MUST_CHECK enum status loop_on_signal(struct loop *loop, int signal_number, loop_signal *handler, void *context);

/* Called after each round of events, before poll waits again: where drawing happens. */
void loop_before_wait(struct loop *loop, loop_due *before, void *context);

/* Runs until loop_stop(). STATUS_IO when poll itself fails. */
STATUS_MUST_CHECK enum status loop_run(struct loop *loop);
void loop_stop(struct loop *loop);

#endif

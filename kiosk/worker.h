/* The spawner and the workers. The spawner is a small process forked at start, before any secret is loaded: it executes
 * `guichet-worker KIND` (and the training registry) on request and reaps them. Giving up on a worker is killing it.
 *
 * The kiosk makes the socketpair and hands one end to the spawner, so starting never waits. Whatever happens to the
 * kiosk, the spawner sees the end of its socket, kills what it started, and ends. */
#ifndef GUICHET_WORKER_H
#define GUICHET_WORKER_H

#include "loop.h"
#include "message.h"
#include "status.h"

#include <stdbool.h>

struct spawner; /* kiosk side */
struct worker;

/* Where guichet-worker and guichet-registry are: beside this program. */
STATUS_MUST_CHECK enum status spawner_find_programs(char *folder, size_t size);
/* Forks the spawner. `program_folder` holds guichet-worker and guichet-registry. Call before loading any secret and
 * before curses; the child never returns. */
STATUS_MUST_CHECK enum status spawner_start(const char *program_folder, struct spawner **spawner);
/* Kills what still runs and the spawner, and waits for it (bounded). Close the workers before; NULL is fine. */
void spawner_stop(struct spawner *spawner);

/* kinds: "net", "page", "auth", "trust", or "registry" (guichet-registry serve --channel 3 --state ARGUMENT). */
typedef void worker_message(void *context, struct worker *worker, struct message *message);
typedef void worker_lost(void *context,
                         struct worker *worker); /* died, closed, or broke the framing; then worker_close() it */

struct worker_handlers {
    worker_message *message; /* takes the message's content if it wants to keep it; the rest is cleared after */
    worker_lost *lost;
    void *context;
};

STATUS_MUST_CHECK enum status worker_open(struct spawner *spawner, struct loop *loop, const char *kind,
                                          const char *argument, const struct worker_handlers *handlers,
                                          struct worker **worker);
/* Queues; never blocks. STATUS_WORKER_LOST only after the lost handler was called: a worker that dies meanwhile is told
 * by that handler alone. */
STATUS_MUST_CHECK enum status worker_send(struct worker *worker, const struct message *message);
/* Kills (SIGKILL through the spawner) and frees; NULL is fine. The lost handler is not called. */
void worker_close(struct worker *worker);

#endif

/* What each worker module (worker-net.so, worker-auth.so, worker-trust.so, worker-page.so) exports to guichet-worker.
 */
#ifndef GUICHET_WORKER_MAIN_H
#define GUICHET_WORKER_MAIN_H

/* Serves the channel `fd` until it closes; returns the exit status. */
int worker_run(int fd);

#endif

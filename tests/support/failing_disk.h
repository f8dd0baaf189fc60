/* A disk that fails when told, under every SQLite database of this process: a VFS in front of the real one. Nothing is
 * really synced, so that thousands of runs are quick: what is proved is what SQLite and we make of an error. */
#ifndef GUICHET_TESTS_FAILING_DISK_H
#define GUICHET_TESTS_FAILING_DISK_H

#include <stdbool.h>

enum failing_disk_kind {
    FAILING_DISK_FULL, /* SQLITE_FULL */
    FAILING_DISK_ERROR /* SQLITE_IOERR, or SQLITE_CANTOPEN of an opening */
};

/* Becomes the default VFS. Once. */
void failing_disk_install(void);

/* The `nth` (from 1) writing, sync, truncation, growth of the shared memory or opening from now on fails, and with
 * `for_ever` all those after it. A writing that fails has written half. */
void failing_disk_fail(int nth, enum failing_disk_kind kind, bool for_ever);
/* It works again. Returns whether it failed meanwhile. */
bool failing_disk_stop(void);

#endif

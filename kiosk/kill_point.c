/* Dies where a test says. It must not be in what ships: the Makefile leaves it out unless KILLS=1. */
#include "kill_point.h"

#ifdef GUICHET_KILL_POINTS
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void kill_point(const char *name) {
    const char *wanted = getenv("GUICHET_KILL_POINT"), *once = getenv("GUICHET_KILL_ONCE");
    if (wanted != NULL && once != NULL && strcmp(wanted, name) == 0 && unlink(once) == 0)
        kill(getpid(), SIGKILL);
}
#endif

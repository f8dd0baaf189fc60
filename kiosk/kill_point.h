/* Named places where a test may kill the process, to see what a power cut there leaves. They exist only in the build of
 * `make test-faults` (KILLS=1); in what ships a KILL_POINT is nothing, which tests/layers proves by the symbols. */
#ifndef GUICHET_KILL_POINT_H
#define GUICHET_KILL_POINT_H

/* SIGKILL to this process, once: when the environment's GUICHET_KILL_POINT is `name` and the file that
 * GUICHET_KILL_ONCE names could be removed. When it is "*", nothing dies: `name` is added to that file, a line. */
void kill_point(const char *name);

#ifdef GUICHET_KILL_POINTS
#define KILL_POINT(name) kill_point(name)
#else
#define KILL_POINT(name) ((void)0)
#endif

#endif

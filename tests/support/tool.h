/* Programs that tests use: run to their end with what they print, or in the background until they are stopped. */
#ifndef GUICHET_TESTS_TOOL_H
#define GUICHET_TESTS_TOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { TOOL_DEADLINE_MS = 30000 };

/* Absolute path of a program in the system's folders (static storage of four), or NULL when it is not installed. */
const char *tool_find(const char *name);

/* The first of the NULL-ended list that is not installed, or NULL when all are. */
const char *tool_missing(const char *const names[]);

/* Skips the running cmocka test, and says why, when one of the list is missing. */
#define TOOL_REQUIRE(...)                                                                                              \
    do {                                                                                                               \
        const char *tool_missing_name = tool_missing((const char *const[]){__VA_ARGS__, NULL});                        \
        if (tool_missing_name != NULL) {                                                                               \
            print_message("%s is not installed\n", tool_missing_name);                                                 \
            skip();                                                                                                    \
        }                                                                                                              \
    } while (0)

struct tool_output {
    char *bytes; /* what it wrote on its standard output, NUL-terminated; free() */
    size_t length;
};

/* Runs argv[0] (a name, looked for as tool_find() does, or a path) to its end; `environment`, or NULL, is a NULL-ended
 * list of NAME=value added to ours. `output` may be NULL. The exit status, or -1 when it was killed or took longer than
 * TOOL_DEADLINE_MS. */
int tool_run(const char *const argv[], const char *const environment[], struct tool_output *output);

/* Starts it in the background, in a process group of its own that ends with the test; what it says goes to the file
 * `log` (or nowhere when NULL). -1 when that fails. */
pid_t tool_start(const char *const argv[], const char *const environment[], const char *log);
bool tool_is_running(pid_t pid);
/* SIGTERM to the group, SIGKILL after a while; reaped. 0 or less is fine. */
void tool_stop(pid_t pid);

/* Milliseconds of a clock that only goes forward; and a short wait between two looks at something else's state. */
long long tool_now_ms(void);
void tool_wait_a_little(void);

/* A TCP port of the loopback that nobody listens on. */
int tool_free_port(void);
bool tool_port_answers(int port);

#endif

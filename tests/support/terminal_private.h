/* What the files of the test terminal share, and nobody else sees. */
#ifndef GUICHET_TESTS_TERMINAL_PRIVATE_H
#define GUICHET_TESTS_TERMINAL_PRIVATE_H

#include "terminal.h"

#include <vterm.h>

struct terminal {
    VTerm *vterm;
    VTermScreen *screen;
    VTermState *state;
    int descriptor; /* our end of the pseudo-terminal; -1 after terminal_hang_up() */
    int process;    /* pidfd: readable when the program has ended */
    pid_t pid;
    int status;     /* of waitpid(), when is_over */
    bool is_over;   /* the program has ended and was reaped */
    bool is_silent; /* nothing more can be read */
    bool cursor_visible, alternate_screen;
    int bells;
    char term[64];
};

void terminal_write(struct terminal *terminal, const char *bytes, size_t size);
/* Prints the screen under this title and fails the test. */
void terminal_fail(struct terminal *terminal, const char *file, int line, const char *format, ...)
    __attribute__((noreturn, format(printf, 4, 5)));
/* Appends to a growing string; `*size` counts without the final NUL. */
void terminal_append(char **text, size_t *size, const char *more);

#endif

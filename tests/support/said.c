/* Looks for a sentence in the rows joined, blanks aside: rows are broken between words by a screen, anywhere by a
 * terminal. It must not look at where something is said. */
#include "said.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* How many bytes of blank stand there: ASCII ones, U+00A0, U+202F. */
static size_t blank_at(const char *at) {
    if (*at == ' ' || *at == '\n')
        return 1;
    if (memcmp(at, "\u00A0", 2) == 0)
        return 2;
    return strncmp(at, "\u202F", 3) == 0 ? 3 : 0;
}

static void drop_blanks(const char *text, char *letters) {
    while (*text != '\0') {
        size_t blank = blank_at(text);
        if (blank == 0)
            *letters++ = *text++;
        text += blank;
    }
    *letters = '\0';
}

bool said(const struct terminal *terminal, const char *text) {
    char *rows = terminal_text(terminal), *all = malloc(strlen(rows) + 1), *wanted = malloc(strlen(text) + 1);
    drop_blanks(rows, all);
    drop_blanks(text, wanted);
    bool found = strstr(all, wanted) != NULL;
    free(wanted);
    free(all);
    free(rows);
    return found;
}

static bool is_said(struct terminal *terminal, const void *context) {
    return said(terminal, context);
}

bool said_wait(struct terminal *terminal, const char *text, int timeout_ms) {
    return terminal_wait_until(terminal, is_said, text, timeout_ms);
}

void said_expect_at(struct terminal *terminal, const char *text, const char *file, int line) {
    if (said_wait(terminal, text, TERMINAL_DEADLINE_MS))
        return;
    terminal_print(terminal, text);
    _fail(file, line);
}

/* Joins the rows of a screen into sentences. It must not look at where something is said. */
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

static void join_words(const char *text, char *words) {
    size_t length = 0;
    while (*text != '\0') {
        size_t blank = blank_at(text);
        if (blank == 0)
            words[length++] = *text++;
        else if (length > 0 && words[length - 1] != ' ')
            words[length++] = ' ';
        text += blank;
    }
    words[length] = '\0';
}

char *said_text(const struct terminal *terminal) {
    char *rows = terminal_text(terminal), *words = malloc(strlen(rows) + 1);
    join_words(rows, words);
    free(rows);
    return words;
}

bool said(const struct terminal *terminal, const char *text) {
    char *all = said_text(terminal), *wanted = malloc(strlen(text) + 1);
    join_words(text, wanted);
    bool found = strstr(all, wanted) != NULL;
    free(wanted);
    free(all);
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

/* The test terminal's names of keys, turned into what a terminal of that TERM sends (terminfo, keypad mode on). */
#include "terminal_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curses.h>
#include <term.h>

static const struct key_name {
    const char *name;
    const char *capability; /* terminfo's, or NULL */
    const char *bytes;      /* when there is no capability */
} key_names[] = {
    {"Esc", NULL, "\033"},       {"Enter", NULL, "\r"},      {"Tab", NULL, "\t"},       {"Space", NULL, " "},
    {"Shift-Tab", "kcbt", NULL}, {"Backspace", "kbs", NULL}, {"Delete", "kdch1", NULL}, {"Insert", "kich1", NULL},
    {"Home", "khome", NULL},     {"End", "kend", NULL},      {"PageUp", "kpp", NULL},   {"PageDown", "knp", NULL},
    {"Up", "kcuu1", NULL},       {"Down", "kcud1", NULL},    {"Left", "kcub1", NULL},   {"Right", "kcuf1", NULL},
    {"F1", "kf1", NULL},         {"F2", "kf2", NULL},        {"F3", "kf3", NULL},       {"F4", "kf4", NULL},
    {"F5", "kf5", NULL},         {"F6", "kf6", NULL},        {"F7", "kf7", NULL},       {"F8", "kf8", NULL},
    {"F9", "kf9", NULL},         {"F10", "kf10", NULL},      {"F11", "kf11", NULL},     {"F12", "kf12", NULL},
};

/* "F8" → "kf8" → "\033[19~" */
static size_t capability_bytes(const struct terminal *terminal, const char *capability, char *out, size_t size) {
    TERMINAL *before = set_curterm(NULL);
    int found = 0;
    size_t length = 0;
    if (setupterm(terminal->term, -1, &found) == OK) {
        const char *bytes = tigetstr((NCURSES_CONST char *)capability);
        if (bytes != NULL && bytes != (const char *)-1 && strlen(bytes) < size)
            length = (size_t)snprintf(out, size, "%s", bytes);
        del_curterm(cur_term);
    }
    set_curterm(before);
    return length;
}

static size_t named_bytes(const struct terminal *terminal, const char *name, char *out, size_t size) {
    for (size_t i = 0; i < sizeof key_names / sizeof key_names[0]; i++)
        if (strcmp(name, key_names[i].name) == 0)
            return key_names[i].capability != NULL ? capability_bytes(terminal, key_names[i].capability, out, size)
                                                   : (size_t)snprintf(out, size, "%s", key_names[i].bytes);
    return 0;
}

size_t terminal_key_bytes(const struct terminal *terminal, const char *name, char *out, size_t size) {
    if (size < 8)
        return 0;
    if (strncmp(name, "Ctrl-", 5) == 0 && strlen(name) == 6) {
        out[0] = (char)(name[5] & 0x1f);
        out[1] = '\0';
        return 1;
    }
    if (strncmp(name, "Alt-", 4) == 0 && name[4] != '\0') {
        size_t length = terminal_key_bytes(terminal, name + 4, out + 1, size - 1);
        if (length == 0 && strlen(name + 4) <= 4) /* one character, as UTF-8 */
            length = (size_t)snprintf(out + 1, size - 1, "%s", name + 4);
        out[0] = '\033';
        return length == 0 ? 0 : length + 1;
    }
    return named_bytes(terminal, name, out, size);
}

void terminal_key(struct terminal *terminal, const char *name) {
    char bytes[32];
    size_t size = terminal_key_bytes(terminal, name, bytes, sizeof bytes);
    if (size == 0)
        terminal_fail(terminal, __FILE__, __LINE__, "no key \"%s\" on TERM=%s", name, terminal->term);
    terminal_write(terminal, bytes, size);
}

/* Keys as screens get them, and the one table of actions: a key, its letter twin, its words. The key bar and the help
 * are computed from it, so that the same key means the same thing everywhere. Pure. */
#ifndef GUICHET_KEYS_H
#define GUICHET_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum keys_code {
    KEYS_NONE,
    KEYS_TEXT, /* a character; GS, RS and US (of a 2D-Doc) too: whatever takes text passes them over */
    KEYS_ENTER,
    KEYS_ESCAPE,
    KEYS_TAB,
    KEYS_BACK_TAB,
    KEYS_UP,
    KEYS_DOWN,
    KEYS_LEFT,
    KEYS_RIGHT,
    KEYS_HOME,
    KEYS_END,
    KEYS_PAGE_UP,
    KEYS_PAGE_DOWN,
    KEYS_BACKSPACE,
    KEYS_DELETE,
    KEYS_ERASE_LINE, /* Ctrl-U */
    KEYS_REPAINT,    /* Ctrl-L */
    KEYS_PASTE,      /* what follows is pasted, until */
    KEYS_PASTE_END,
    KEYS_F1, /* F2 … F12 follow in order */
    KEYS_F12 = KEYS_F1 + 11
};

struct key {
    enum keys_code code;
    uint32_t character; /* KEYS_TEXT */
    bool alt;
};

enum keys_action {
    ACTION_NONE,
    ACTION_HELP,
    ACTION_SEARCH,
    ACTION_VERIFY,
    ACTION_FILTER,
    ACTION_KIND,
    ACTION_RESUME,
    ACTION_STATION,
    ACTION_REFRESH,
    ACTION_PRINT,
    ACTION_LOCK,
    ACTION_NEXT_PERSON,
    ACTION_LEAVE,
    ACTION_BACK,
    ACTION_REPAINT,
    ACTION_COUNT
};

struct keys_entry {
    enum keys_code code; /* KEYS_NONE: the letter with Alt alone */
    char letter;         /* twin: Alt and the letter, or the letter alone where no field has the focus; 0: none */
    const char *name;    /* "F1", "Échap" */
    const char *label;   /* of the key bar */
    const char *brief;   /* of the key bar when it would not fit */
    const char *help;    /* one sentence */
};

const struct keys_entry *keys_entry(enum keys_action action);

/* The action of `key` among `actions` (ended by ACTION_NONE), or ACTION_NONE. A letter alone is never an action while a
 * text field has the focus. */
enum keys_action keys_find(const enum keys_action *actions, const struct key *key, bool in_text);

/* The key bar: which actions stand in it, in order, and with which labels, so that it fits in `columns`. */
struct keys_bar_item {
    const char *name, *label;
    int x;
};
size_t keys_bar(const enum keys_action *actions, int columns, struct keys_bar_item items[ACTION_COUNT]);

#endif

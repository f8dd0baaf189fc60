/* What a screen is: one `const struct screen` at the end of its file. An event becomes a verdict; drawing comes last,
 * reads state and changes none. Dialogs, help, lock and "terminal too small" are screens on the same stack. */
#ifndef GUICHET_SCREEN_H
#define GUICHET_SCREEN_H

#include "keys.h"
#include "layout.h"

#include "../kiosk/desk.h"

struct screen;
struct scanner;

struct screen_context { /* what every screen is given */
    struct desk *desk;  /* NULL while the station starts */
    const struct config *config;
    const struct scanner *scanner; /* the station's own, or NULL */
    struct rect body;              /* where the screen draws */
};

enum screen_event_kind {
    SCREEN_KEY,    /* a key that is none of the screen's actions */
    SCREEN_ACTION, /* one of the screen's actions */
    SCREEN_NEWS,   /* the desk has something new to say: read it again */
    SCREEN_TICK,   /* a second has passed while something is awaited */
    SCREEN_SCAN,   /* a scanner, or a paste, has given a whole text (SCREEN_TAKES_SCANS) */
    SCREEN_SHOWN   /* it is on top again; `answer` is what the screen above was popped with */
};

struct screen_event {
    enum screen_event_kind kind;
    struct key key;
    enum keys_action action;
    bool answer;
    /* SCREEN_SCAN: NUL-terminated, lines separated by '\n', wiped afterwards; empty: it was longer than can be. What of
     * it was typed into the focused field before it was seen to be a scan is in it too. `scan_ended`: a line end closed
     * it, or it comes from the station's own scanner. */
    const char *scan;
    size_t scan_length;
    bool scan_ended;
    bool scan_by_device; /* it comes from the station's own scanner */
    bool scan_pasted;    /* all of it was pasted, and the terminal said so: no scanner gave it */
    size_t scan_typed;   /* how many characters of it were typed, each as a SCREEN_KEY */
};

enum screen_verdict_kind {
    SCREEN_STAY,
    SCREEN_REDRAW,
    SCREEN_PUSH,
    SCREEN_REPLACE,
    SCREEN_POP,
    SCREEN_RESET,       /* the stack that the counter's state calls for */
    SCREEN_NEXT_PERSON, /* closes the person, then as SCREEN_RESET */
    SCREEN_QUIT         /* stops the program */
};

struct screen_verdict {
    enum screen_verdict_kind kind;
    const struct screen *screen, *then; /* `then` (or NULL) is pushed upon the one that replaces */
    const void *argument;               /* for `open` of `screen`; read before the caller's state goes */
    bool answer;                        /* SCREEN_POP */
    bool scrub;                         /* a person has left this screen: nothing of what it drew stays in memory */
    bool again;                         /* a SCREEN_TICK in a second, although the desk awaits nothing */
};

static inline struct screen_verdict screen_verdict(enum screen_verdict_kind kind) {
    return (struct screen_verdict){.kind = kind};
}

struct screen_cursor {
    int x, y;     /* of the terminal */
    bool in_text; /* a text field has the focus: letters are text, not twins of F-keys */
};

enum screen_flag { /* bits */
                   SCREEN_SHOWS_PERSON = 1,
                   SCREEN_NEEDS_AGENT = 2,
                   SCREEN_IS_DIALOG = 4,  /* drawn over the screen below */
                   SCREEN_TAKES_SCANS = 8 /* is given scans whole; else a scan is typed, up to its first line end */
};

/* The step of the way that is lit in the frame. */
enum screen_step { SCREEN_NO_STEP, SCREEN_STEP_SEARCH, SCREEN_STEP_IDENTITY, SCREEN_STEP_FILE, SCREEN_STEP_DOCUMENT };

struct screen {
    const char *name;                /* "accueil": for tests and logs */
    const char *title;               /* "Accueil" */
    const enum keys_action *actions; /* ended by ACTION_NONE */
    enum screen_step step;
    int columns_min, rows_min;
    unsigned flags;
    size_t state_size; /* zeroed before open, wiped after close */
    void (*open)(void *state, const struct screen_context *context, const void *argument); /* may be NULL */
    struct screen_verdict (*event)(void *state, const struct screen_context *context, const struct screen_event *event);
    void (*draw)(const void *state, const struct screen_context *context);
    struct screen_cursor (*focus)(const void *state, const struct screen_context *context);
    void (*close)(void *state); /* frees what the state owns; may be NULL */
};

extern const struct screen screen_login, screen_locked, screen_home, screen_resume, screen_search, screen_candidates,
    screen_verify, screen_identity, screen_file, screen_simulate, screen_document, screen_printing, screen_help,
    screen_ask, screen_small, screen_station, screen_scanner_test;

/* Argument of screen_ask: copied. Enter pops it with the answer true, Esc with false. */
struct screen_question {
    const char *title, *text, *yes;
};

#endif

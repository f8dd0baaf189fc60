/* A terminal for tests: runs a program in a pseudo-terminal and keeps the screen that a person would see (libvterm).
 *
 * Nothing here sleeps: every wait polls the pseudo-terminal and the program until the state is reached or a deadline
 * passes. The `expect` macros fail the running test after printing the screen; outside a cmocka test they end the
 * process. A test asks, types, waits for what the keys should show, and asks again:
 *
 *     struct terminal *terminal = terminal_open(&(struct terminal_options){.argv = argv, .rows = 24, .columns = 80});
 *     terminal_expect(terminal, "Connexion");
 *     terminal_type(terminal, "FORMATION");
 *     terminal_key(terminal, "Tab");
 *     terminal_expect_exit(terminal, 0);
 *     terminal_close(terminal);
 *
 * Texts are looked for inside each row; a no-break space (U+00A0, U+202F) is the same as a space there. */
#ifndef GUICHET_TESTS_TERMINAL_H
#define GUICHET_TESTS_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* How long an `expect` waits: far more than anything takes, sanitizers and two busy cores included. */
#define TERMINAL_DEADLINE_MS 20000

#define TERMINAL_COLOUR_DEFAULT (-1)

struct terminal;

struct terminal_options {
    const char *const *argv;        /* NULL-terminated; argv[0] is executed when `path` is NULL (no PATH search) */
    const char *path;               /* the file to execute when argv[0] is not it (login shells: "-guichet") */
    const char *const *environment; /* whole, NULL-terminated; NULL: terminal_environment */
    const char *folder;             /* working directory; NULL: the test's */
    int rows, columns;              /* 0: 24 and 80 */
};

struct terminal_cell {
    char text[25]; /* UTF-8, with its combining marks; a blank is " "; the right half of a wide character is "" */
    int width;
    bool bold, italic, underline, reverse, blink;
    int foreground, background; /* palette index 0–255, or TERMINAL_COLOUR_DEFAULT; RGB is 0x1RRGGBB */
};

/* TERM=xterm-256color LC_ALL=C.UTF-8 PATH HOME=/nonexistent: what a program gets when nothing else is said. To any
 * environment the sanitizers' own variables (ASAN_OPTIONS, UBSAN_OPTIONS, LSAN_OPTIONS) are added, when they are set.
 */
extern const char *const terminal_environment[];

/* Never NULL: a terminal that cannot be opened fails the test. Free with terminal_close(). */
struct terminal *terminal_open(const struct terminal_options *options);
/* Kills the program if it still runs (its process group too), reaps it, frees. NULL is fine. */
void terminal_close(struct terminal *terminal);

/* --- Typing --- */
/* The bytes of `text`, as they are. */
void terminal_type(struct terminal *terminal, const char *text);
/* One key by name: "F1".."F12", "Esc", "Enter", "Tab", "Shift-Tab", "Backspace", "Delete", "Insert", "Home", "End",
 * "PageUp", "PageDown", "Up", "Down", "Left", "Right", "Space", "Ctrl-L", "Alt-p", "Alt-Enter"; as the terminfo entry
 * of the program's TERM writes it. After "Esc", wait for what it does before typing on: Esc and a key in one go is Alt.
 */
void terminal_key(struct terminal *terminal, const char *name);
/* What terminal_key() sends; returns its length, or 0 for an unknown name or a key that this TERM lacks. */
size_t terminal_key_bytes(const struct terminal *terminal, const char *name, char *out, size_t size);

/* --- Waiting --- */
/* Reads what the program wrote so far, without waiting. */
void terminal_read(struct terminal *terminal);
/* Waits until `is_reached` says so (asked at least once, after each read). False when the deadline passed, or when the
 * program ended without it. */
typedef bool terminal_state(struct terminal *terminal, const void *context);
bool terminal_wait_until(struct terminal *terminal, terminal_state *is_reached, const void *context, int timeout_ms);
bool terminal_wait_text(struct terminal *terminal, const char *text, int timeout_ms);
bool terminal_wait_absent(struct terminal *terminal, const char *text, int timeout_ms);
/* Reads what comes while that long passes: only where the time between keys is what is tested, a person's rhythm or a
 * scanner's gaps. */
void terminal_let_pass(struct terminal *terminal, int time_ms);
bool terminal_wait_cursor(struct terminal *terminal, int row, int column, int timeout_ms);
/* Waits until nothing has been written for that long: for pictures only, a test waits for what it wants to see. */
void terminal_settle(struct terminal *terminal, int quiet_ms);
/* Waits for the end; `status` (may be NULL) is as waitpid() gives it. */
bool terminal_wait_exit(struct terminal *terminal, int *status, int timeout_ms);

/* --- The same, failing the test with a picture of the screen --- */
#define terminal_expect(terminal, text) terminal_expect_at(terminal, text, __FILE__, __LINE__)
#define terminal_expect_absent(terminal, text) terminal_expect_absent_at(terminal, text, __FILE__, __LINE__)
/* The text is on that row (0 is the first). */
#define terminal_expect_row(terminal, row, text) terminal_expect_row_at(terminal, row, text, __FILE__, __LINE__)
#define terminal_expect_cursor(terminal, row, column)                                                                  \
    terminal_expect_cursor_at(terminal, row, column, __FILE__, __LINE__)
/* Exits with this code, and not by a signal. */
#define terminal_expect_exit(terminal, code) terminal_expect_exit_at(terminal, code, __FILE__, __LINE__)
/* The whole screen is the file's text (trailing blanks and empty last rows aside). GUICHET_UPDATE_SCREENS=1 in the
 * environment writes the file instead. */
#define terminal_expect_file(terminal, path) terminal_expect_file_at(terminal, path, __FILE__, __LINE__)
void terminal_expect_at(struct terminal *terminal, const char *text, const char *file, int line);
void terminal_expect_absent_at(struct terminal *terminal, const char *text, const char *file, int line);
void terminal_expect_row_at(struct terminal *terminal, int row, const char *text, const char *file, int line);
void terminal_expect_cursor_at(struct terminal *terminal, int row, int column, const char *file, int line);
void terminal_expect_exit_at(struct terminal *terminal, int code, const char *file, int line);
void terminal_expect_file_at(struct terminal *terminal, const char *path, const char *file, int line);

/* --- Looking: what has been read so far --- */
void terminal_size(const struct terminal *terminal, int *rows, int *columns);
/* One row, or all rows each ended by a newline, as UTF-8 without trailing blanks. Freed by the caller with free(). */
char *terminal_row(const struct terminal *terminal, int row);
char *terminal_text(const struct terminal *terminal);
/* Where the text starts first, in cells; the pointers may be NULL and are set only on success. */
bool terminal_find(const struct terminal *terminal, const char *text, int *row, int *column);
bool terminal_has(const struct terminal *terminal, const char *text);
struct terminal_cell terminal_cell(const struct terminal *terminal, int row, int column);
void terminal_cursor(const struct terminal *terminal, int *row, int *column);
bool terminal_cursor_is_visible(const struct terminal *terminal);
int terminal_bells(const struct terminal *terminal); /* how many BEL so far */
/* Ordinary screen, cursor shown, echo and line editing on, no attribute left: as a shell wants to find it. */
bool terminal_is_sane(const struct terminal *terminal);

/* --- Acting on the program --- */
void terminal_resize(struct terminal *terminal, int rows, int columns);
void terminal_signal(struct terminal *terminal, int number);
/* Closes our end, as when the window is closed: the program gets SIGHUP and end of file. The screen stays readable. */
void terminal_hang_up(struct terminal *terminal);
pid_t terminal_pid(const struct terminal *terminal);

/* --- Saving --- */
void terminal_print(const struct terminal *terminal, const char *title); /* on standard error, in a frame */
bool terminal_save_text(const struct terminal *terminal, const char *path);
/* A monospaced picture with colours, one <text> element a run of equal cells. */
bool terminal_save_svg(const struct terminal *terminal, const char *path);

#endif

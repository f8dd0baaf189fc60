/* Starts and stops curses. It must not decide what a key means, and never waits: the loop says when there is something
 * to read. Keys are not read through curses, which blocks on a lone ESC and drops a character cut between two reads. */
#include "terminal.h"

#include "../kiosk/text.h"

#include <curses.h>
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

static SCREEN *the_screen;
static struct termios modes_before;
static volatile sig_atomic_t is_started;
/* Written as it is by the emergency restore: no padding, no curses call there. */
static char restore_bytes[128];
static size_t restore_length;

static const char *capability_text(const char *capability) {
    const char *text = tigetstr(capability);
    return text == NULL || text == (const char *)-1 ? "" : text;
}

/* Bracketed paste, where the terminal has it: what is pasted is told from what is typed. Curses knows nothing of it. */
static void set_paste(const char *capability) {
    const char *text = capability_text(capability);
    ssize_t written = write(STDOUT_FILENO, text, strlen(text));
    (void)written;
}

/* Appends a terminfo string without its padding ("$<5>"), which only tputs() understands. */
static void add_restore(const char *capability) {
    const char *text = capability_text(capability);
    while (*text != '\0' && restore_length < sizeof restore_bytes) {
        if (text[0] == '$' && text[1] == '<') {
            text += strcspn(text, ">");
            text += *text == '>' ? 1 : 0;
            continue;
        }
        restore_bytes[restore_length++] = *text++;
    }
}

static void prepare_restore(void) {
    restore_length = 0;
    add_restore("BD");
    add_restore("rmkx");
    add_restore("sgr0");
    add_restore("op");
    add_restore("cnorm");
    add_restore("rmcup");
}

enum status terminal_start(const struct config *config, struct fault *fault) {
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &modes_before) != 0)
        return fault_set(fault, STATUS_UNSUPPORTED, "terminal", "l'entrée et la sortie doivent être un terminal");
    setlocale(LC_CTYPE, "C.UTF-8");
    the_screen = newterm(NULL, stdout, stdin);
    if (the_screen == NULL)
        return fault_set(fault, STATUS_UNSUPPORTED, "TERM", "terminal inconnu de terminfo");
    if (tigetstr("cup") == NULL) { /* a terminal that only writes on (dumb) would show an empty screen */
        endwin();
        delscreen(the_screen);
        the_screen = NULL;
        return fault_set(fault, STATUS_UNSUPPORTED, "TERM", "terminal sans adressage du curseur");
    }
    set_escdelay(config->escape_delay_ms);
    prepare_restore();
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE); /* application mode, so that the sequences are those of terminfo */
    set_paste("BE");
    is_started = 1;
    terminal_resize();
    return STATUS_OK;
}

void terminal_stop(void) {
    if (!is_started)
        return;
    is_started = 0;
    curs_set(1);
    endwin();
    set_paste("BD");
    delscreen(the_screen);
    the_screen = NULL;
    tcsetattr(STDIN_FILENO, TCSANOW, &modes_before);
}

int terminal_columns(void) {
    return COLS;
}

int terminal_rows(void) {
    return LINES;
}

int terminal_colours(void) {
    return has_colors() ? tigetnum("colors") : 0; /* COLORS is 0 until colours are started, which depends on this */
}

void terminal_resize(void) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0)
        return;
    if (is_term_resized(size.ws_row, size.ws_col))
        resizeterm(size.ws_row, size.ws_col);
}

void terminal_learn_keys(struct decode *decode) {
    static const struct {
        const char *capability;
        enum keys_code code;
    } keys[] = {
        {"kcuu1", KEYS_UP},     {"kcud1", KEYS_DOWN},    {"kcub1", KEYS_LEFT},   {"kcuf1", KEYS_RIGHT},
        {"khome", KEYS_HOME},   {"kend", KEYS_END},      {"kpp", KEYS_PAGE_UP},  {"knp", KEYS_PAGE_DOWN},
        {"kdch1", KEYS_DELETE}, {"kcbt", KEYS_BACK_TAB}, {"kent", KEYS_ENTER},   {"kbs", KEYS_BACKSPACE},
        {"kf1", KEYS_F1},       {"kf2", KEYS_F1 + 1},    {"kf3", KEYS_F1 + 2},   {"kf4", KEYS_F1 + 3},
        {"kf5", KEYS_F1 + 4},   {"kf6", KEYS_F1 + 5},    {"kf7", KEYS_F1 + 6},   {"kf8", KEYS_F1 + 7},
        {"kf9", KEYS_F1 + 8},   {"kf10", KEYS_F1 + 9},   {"kf11", KEYS_F1 + 10}, {"kf12", KEYS_F12},
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        decode_learn(decode, capability_text(keys[i].capability), keys[i].code);
    }
}

bool terminal_read(struct decode *decode) {
    size_t size;
    char *room = decode_room(decode, &size);
    if (size == 0)
        return true;
    ssize_t got = read(STDIN_FILENO, room, size);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return true;
    if (got <= 0) /* end of file, or EIO after a hang-up: reading again would spin */
        return false;
    decode_add(decode, (size_t)got);
    return true;
}

void terminal_emergency_restore(void) {
    if (!is_started)
        return;
    is_started = 0;
    ssize_t written = write(STDOUT_FILENO, restore_bytes, restore_length);
    (void)written;
    tcsetattr(STDIN_FILENO, TCSANOW, &modes_before);
}

/* The test terminal: pseudo-terminal, process and waits. Looking at the screen is in terminal_look.c, names of keys in
 * terminal_keys.c, saving in terminal_save.c. Must not sleep: every wait is a poll with a deadline. */
#include "terminal.h"
#include "terminal_private.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { KILL_GRACE_MS = 5000, MOST_VARIABLES = 128 };

const char *const terminal_environment[] = {"TERM=xterm-256color", "LC_ALL=C.UTF-8",
                                            "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/nonexistent", NULL};

static int64_t now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

void terminal_fail(struct terminal *terminal, const char *file, int line, const char *format, ...) {
    char title[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(title, sizeof title, format, arguments);
    va_end(arguments);
    if (terminal != NULL)
        terminal_print(terminal, title);
    else
        print_error("%s\n", title);
    _fail(file, line);
    abort(); /* not reached: _fail leaves the test or the process */
}

/* --- Opening --- */

static void environment_fill(const char *const *from, const char **out) {
    static const char *const kept[] = {"ASAN_OPTIONS=", "UBSAN_OPTIONS=", "LSAN_OPTIONS="};
    size_t count = 0;
    for (; from[count] != NULL && count < MOST_VARIABLES - 4; count++)
        out[count] = from[count];
    for (char **variable = environ; *variable != NULL; variable++)
        for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
            if (strncmp(*variable, kept[i], strlen(kept[i])) == 0)
                out[count++] = *variable;
    out[count] = NULL;
}

/* The program starts as from a login, whatever ran the tests (nohup and CI ignore SIGHUP). */
static void child_execute(const struct terminal_options *options, const char *const *environment) {
    static const int signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGCHLD};
    sigset_t none;
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        signal(signals[i], SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    const char *path = options->path != NULL ? options->path : options->argv[0];
    if (options->folder == NULL || chdir(options->folder) == 0)
        execve(path, (char *const *)options->argv, (char *const *)environment);
    dprintf(STDOUT_FILENO, "cannot execute %s: %s\r\n", path, strerror(errno));
    _exit(127);
}

static void answer_program(const char *bytes, size_t size, void *context) {
    terminal_write(context, bytes, size);
}

static int note_property(VTermProp property, VTermValue *value, void *context) {
    struct terminal *terminal = context;
    if (property == VTERM_PROP_CURSORVISIBLE)
        terminal->cursor_visible = value->boolean != 0;
    if (property == VTERM_PROP_ALTSCREEN)
        terminal->alternate_screen = value->boolean != 0;
    return 1;
}

static int note_bell(void *context) {
    struct terminal *terminal = context;
    terminal->bells++;
    return 1;
}

static void screen_open(struct terminal *terminal, int rows, int columns) {
    static const VTermScreenCallbacks callbacks = {.settermprop = note_property, .bell = note_bell};
    terminal->cursor_visible = true;
    terminal->vterm = vterm_new(rows, columns);
    vterm_set_utf8(terminal->vterm, 1);
    vterm_output_set_callback(terminal->vterm, answer_program, terminal);
    terminal->screen = vterm_obtain_screen(terminal->vterm);
    terminal->state = vterm_obtain_state(terminal->vterm);
    vterm_screen_set_callbacks(terminal->screen, &callbacks, terminal);
    vterm_screen_enable_altscreen(terminal->screen, 1);
    vterm_screen_reset(terminal->screen, 1);
}

static void remember_term(struct terminal *terminal, const char *const *environment) {
    snprintf(terminal->term, sizeof terminal->term, "dumb");
    for (; *environment != NULL; environment++)
        if (strncmp(*environment, "TERM=", 5) == 0)
            snprintf(terminal->term, sizeof terminal->term, "%s", *environment + 5);
}

struct terminal *terminal_open(const struct terminal_options *options) {
    const char *environment[MOST_VARIABLES];
    environment_fill(options->environment != NULL ? options->environment : terminal_environment, environment);
    struct winsize size = {.ws_row = (unsigned short)(options->rows > 0 ? options->rows : 24),
                           .ws_col = (unsigned short)(options->columns > 0 ? options->columns : 80)};
    struct terminal *terminal = calloc(1, sizeof *terminal);
    if (terminal == NULL)
        abort();
    fflush(NULL);
    terminal->pid = forkpty(&terminal->descriptor, NULL, NULL, &size);
    if (terminal->pid == 0)
        child_execute(options, environment);
    if (terminal->pid < 0) {
        free(terminal);
        terminal_fail(NULL, __FILE__, __LINE__, "forkpty: %s", strerror(errno));
    }
    fcntl(terminal->descriptor, F_SETFD, FD_CLOEXEC);
    fcntl(terminal->descriptor, F_SETFL, O_NONBLOCK);
    terminal->process = pidfd_open(terminal->pid, 0);
    remember_term(terminal, environment);
    screen_open(terminal, size.ws_row, size.ws_col);
    return terminal;
}

void terminal_close(struct terminal *terminal) {
    if (terminal == NULL)
        return;
    if (!terminal->is_over) {
        kill(-terminal->pid, SIGKILL);
        kill(terminal->pid, SIGKILL);
        if (!terminal_wait_exit(terminal, NULL, KILL_GRACE_MS))
            print_error("process %d does not die\n", (int)terminal->pid);
    }
    if (terminal->descriptor >= 0)
        close(terminal->descriptor);
    if (terminal->process >= 0)
        close(terminal->process);
    vterm_free(terminal->vterm);
    free(terminal);
}

/* --- Bytes in and out --- */

void terminal_read(struct terminal *terminal) {
    char bytes[16384];
    while (terminal->descriptor >= 0) {
        ssize_t size = read(terminal->descriptor, bytes, sizeof bytes);
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0) {
            terminal->is_silent = size == 0 || errno != EAGAIN; /* EIO: nobody holds the other end any more */
            return;
        }
        vterm_input_write(terminal->vterm, bytes, (size_t)size);
    }
}

/* Waits for something to read, for the end of the program, or for `timeout_ms`. */
static void wait_news(struct terminal *terminal, int64_t timeout_ms) {
    struct pollfd polled[2] = {{.fd = terminal->is_silent ? -1 : terminal->descriptor, .events = POLLIN},
                               {.fd = terminal->is_over ? -1 : terminal->process, .events = POLLIN}};
    poll(polled, 2, (int)timeout_ms);
    if (polled[1].revents != 0 && waitpid(terminal->pid, &terminal->status, WNOHANG) == terminal->pid)
        terminal->is_over = true;
    terminal_read(terminal);
}

void terminal_write(struct terminal *terminal, const char *bytes, size_t size) {
    int64_t deadline = now_ms() + TERMINAL_DEADLINE_MS;
    while (size > 0 && terminal->descriptor >= 0 && now_ms() < deadline) {
        ssize_t done = write(terminal->descriptor, bytes, size);
        if (done < 0 && errno != EAGAIN && errno != EINTR)
            return; /* the program is gone: what it left on the screen tells */
        if (done > 0) {
            bytes += done;
            size -= (size_t)done;
        } else {
            struct pollfd polled = {.fd = terminal->descriptor, .events = POLLOUT};
            poll(&polled, 1, 100);
        }
    }
}

void terminal_type(struct terminal *terminal, const char *text) {
    terminal_write(terminal, text, strlen(text));
}

/* --- Waiting --- */

bool terminal_wait_until(struct terminal *terminal, terminal_state *is_reached, const void *context, int timeout_ms) {
    int64_t deadline = now_ms() + timeout_ms;
    terminal_read(terminal);
    while (!is_reached(terminal, context)) {
        int64_t left = deadline - now_ms();
        bool is_ended = terminal->is_over && terminal->is_silent;
        if (left <= 0 || is_ended || terminal->descriptor < 0)
            return false;
        /* After the program's end its children may still hold the other end: what it wrote is there to be read. */
        if (terminal->is_over)
            terminal->is_silent = true;
        wait_news(terminal, left);
    }
    return true;
}

static bool has_text(struct terminal *terminal, const void *text) {
    return terminal_has(terminal, text);
}

static bool lacks_text(struct terminal *terminal, const void *text) {
    return !terminal_has(terminal, text);
}

bool terminal_wait_text(struct terminal *terminal, const char *text, int timeout_ms) {
    return terminal_wait_until(terminal, has_text, text, timeout_ms);
}

bool terminal_wait_absent(struct terminal *terminal, const char *text, int timeout_ms) {
    return terminal_wait_until(terminal, lacks_text, text, timeout_ms);
}

static bool is_never(struct terminal *terminal, const void *context) {
    (void)terminal;
    (void)context;
    return false;
}

void terminal_let_pass(struct terminal *terminal, int time_ms) {
    (void)terminal_wait_until(terminal, is_never, NULL, time_ms);
}

static bool is_cursor_at(struct terminal *terminal, const void *context) {
    const int *wanted = context;
    int row, column;
    terminal_cursor(terminal, &row, &column);
    return row == wanted[0] && column == wanted[1];
}

bool terminal_wait_cursor(struct terminal *terminal, int row, int column, int timeout_ms) {
    return terminal_wait_until(terminal, is_cursor_at, (const int[]){row, column}, timeout_ms);
}

void terminal_settle(struct terminal *terminal, int quiet_ms) {
    int64_t deadline = now_ms() + TERMINAL_DEADLINE_MS;
    terminal_read(terminal);
    for (bool has_news = true; has_news && !terminal->is_silent && now_ms() < deadline;) {
        struct pollfd polled = {.fd = terminal->descriptor, .events = POLLIN};
        has_news = poll(&polled, 1, quiet_ms) > 0;
        terminal_read(terminal);
    }
}

bool terminal_wait_exit(struct terminal *terminal, int *status, int timeout_ms) {
    int64_t deadline = now_ms() + timeout_ms;
    for (int64_t left = timeout_ms; !terminal->is_over && left > 0; left = deadline - now_ms())
        wait_news(terminal, left);
    terminal_read(terminal);
    if (terminal->is_over && status != NULL)
        *status = terminal->status;
    return terminal->is_over;
}

/* --- Acting on the program --- */

void terminal_resize(struct terminal *terminal, int rows, int columns) {
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    terminal_read(terminal);
    vterm_set_size(terminal->vterm, rows, columns);
    ioctl(terminal->descriptor, TIOCSWINSZ, &size);
}

void terminal_signal(struct terminal *terminal, int number) {
    if (!terminal->is_over)
        kill(terminal->pid, number);
}

void terminal_hang_up(struct terminal *terminal) {
    terminal_read(terminal);
    if (terminal->descriptor >= 0)
        close(terminal->descriptor);
    terminal->descriptor = -1;
    terminal->is_silent = true;
}

pid_t terminal_pid(const struct terminal *terminal) {
    return terminal->pid;
}

bool terminal_is_sane(const struct terminal *terminal) {
    struct termios modes;
    bool has_modes = terminal->descriptor >= 0 && tcgetattr(terminal->descriptor, &modes) == 0;
    VTermValue reverse = {.boolean = 0}, bold = {.boolean = 0};
    vterm_state_get_penattr(terminal->state, VTERM_ATTR_REVERSE, &reverse);
    vterm_state_get_penattr(terminal->state, VTERM_ATTR_BOLD, &bold);
    return has_modes && (modes.c_lflag & (tcflag_t)(ICANON | ECHO | ISIG)) == (tcflag_t)(ICANON | ECHO | ISIG) &&
           (modes.c_oflag & (tcflag_t)OPOST) != 0 && terminal->cursor_visible && !terminal->alternate_screen &&
           !reverse.boolean && !bold.boolean;
}

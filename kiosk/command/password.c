/* Reads passwords. It must not leave one in memory, nor the terminal without echo. */
#include "password.h"

#include "../memory.h"
#include "../text.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* What ends or stops a program at the terminal: while the echo is off it only ends the question, so that the echo comes
 * back. Blocked but in ppoll(), so that none is missed between two calls. */
static const int interrupts[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
enum { INTERRUPT_COUNT = sizeof interrupts / sizeof interrupts[0] };

struct guard {
    sigset_t mask;
    struct sigaction actions[INTERRUPT_COUNT];
};

static void ignore(int signal_number) {
    (void)signal_number;
}

static void guard_set(struct guard *guard) {
    struct sigaction caught = {.sa_handler = ignore};
    sigset_t blocked;
    sigemptyset(&blocked);
    for (int i = 0; i < INTERRUPT_COUNT; i++) {
        sigaddset(&blocked, interrupts[i]);
        sigaction(interrupts[i], &caught, &guard->actions[i]);
    }
    sigprocmask(SIG_BLOCK, &blocked, &guard->mask);
}

static void guard_clear(const struct guard *guard) {
    for (int i = 0; i < INTERRUPT_COUNT; i++)
        sigaction(interrupts[i], &guard->actions[i], NULL);
    sigprocmask(SIG_SETMASK, &guard->mask, NULL);
}

/* False when a signal came instead of a line. */
static bool wait_for_line(const struct guard *guard) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    return ppoll(&input, 1, NULL, &guard->mask) == 1;
}

/* Byte by byte, past stdio: its buffer would keep a copy. */
static enum status read_line(char line[PASSWORD_SIZE]) {
    size_t length = 0;
    char byte = 0;
    for (;;) {
        ssize_t size = read(STDIN_FILENO, &byte, 1);
        if (size < 0 || (size == 0 && length == 0))
            return STATUS_CANCELLED;
        if (size == 0 || byte == '\n')
            break;
        if (length == PASSWORD_SIZE - 1)
            return STATUS_TOO_LONG;
        line[length++] = byte;
    }
    line[length] = '\0';
    if (length == 0 || strlen(line) != length || text_has_control(line))
        return STATUS_INVALID;
    return STATUS_OK;
}

static enum status ask_without_echo(const char *prompt, char line[PASSWORD_SIZE]) {
    struct guard guard;
    struct termios shown, hidden;
    if (tcgetattr(STDIN_FILENO, &shown) != 0)
        return STATUS_IO;
    guard_set(&guard);
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    enum status status = tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 ? STATUS_OK : STATUS_IO;
    fputs(prompt, stderr);
    if (status == STATUS_OK)
        status = wait_for_line(&guard) ? read_line(line) : STATUS_CANCELLED;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown); /* the rest of a line too long goes too */
    fputc('\n', stderr);
    guard_clear(&guard);
    return status;
}

static enum status ask_twice(char password[PASSWORD_SIZE]) {
    char again[PASSWORD_SIZE] = "";
    enum status status = ask_without_echo("Nouveau mot de passe\u00A0: ", password);
    if (status == STATUS_OK)
        status = ask_without_echo("Le même, une seconde fois\u00A0: ", again);
    if (status == STATUS_OK && strcmp(password, again) != 0)
        status = STATUS_DENIED;
    memory_wipe(again, sizeof again);
    return status;
}

enum status password_ask(char password[PASSWORD_SIZE]) {
    enum status status = isatty(STDIN_FILENO) ? ask_twice(password) : read_line(password);
    if (status != STATUS_OK)
        memory_wipe(password, PASSWORD_SIZE);
    return status;
}

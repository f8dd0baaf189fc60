/* Runs test programs one after the other and counts: `run [--deadline SECONDS] PROGRAM…`.
 *
 * A program reports in TAP on its output (cmocka does, asked by CMOCKA_MESSAGE_OUTPUT). One line a program; then the
 * output of those that failed, and why tests were skipped. The very last line is `N passed, N failed`, with
 * `, N skipped` when any. Silence, a crash, a missing result, a non-zero exit, a passed deadline, and processes left
 * behind all count as failures. Must not decide what is tested: the Makefile does. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    DEADLINE_S = 300,
    LEFT_BEHIND_MS = 5000, /* how long what a program started may outlive it */
    MOST_OUTPUT = 1 << 20,
    MOST_REASONS = 8
};

struct counts {
    long passed, failed, skipped;
};

struct run {
    const char *program;
    pid_t pid;
    int output;
    char *text; /* what it wrote, cut at MOST_OUTPUT, ended by NUL */
    size_t size;
    int status;
    bool is_over, is_late, has_left_processes;
    int64_t taken_ms;
    struct counts counts;
    char reasons[MOST_REASONS][96]; /* of failures that no test told */
    int reason_count;
};

static int64_t now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void give_up(const char *what) {
    fprintf(stderr, "tests/run: %s: %s\n", what, strerror(errno));
    exit(2);
}

/* --- Starting --- */

static void child_execute(const char *program, int output) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setpgid(0, 0);
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(nothing, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    execl(program, program, (char *)NULL);
    dprintf(STDERR_FILENO, "cannot execute %s: %s\n", program, strerror(errno));
    _exit(127);
}

static void run_start(struct run *run) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        give_up("pipe");
    fflush(NULL);
    run->pid = fork();
    if (run->pid < 0)
        give_up("fork");
    if (run->pid == 0)
        child_execute(run->program, ends[1]);
    close(ends[1]);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    run->output = ends[0];
}

/* --- Watching --- */

/* Kills our children: those of a program become ours when it ends (we are their subreaper). */
static void kill_children(void) {
    char path[64], word[32];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *file = fopen(path, "re");
    while (file != NULL && fscanf(file, "%31s", word) == 1)
        kill((pid_t)strtol(word, NULL, 10), SIGKILL);
    if (file != NULL)
        fclose(file);
}

static void run_read(struct run *run) {
    char bytes[16384];
    ssize_t size;
    while ((size = read(run->output, bytes, sizeof bytes)) > 0) {
        size_t room = MOST_OUTPUT - run->size, kept = (size_t)size < room ? (size_t)size : room;
        run->text = realloc(run->text, run->size + kept + 1);
        if (run->text == NULL)
            give_up("memory");
        memcpy(run->text + run->size, bytes, kept);
        run->size += kept;
        run->text[run->size] = '\0';
    }
}

/* Reaps what has ended. False when no child is left. */
static bool reap(struct run *run) {
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        if (pid == run->pid) {
            run->status = status;
            run->is_over = true;
        }
    return pid == 0;
}

/* Waits for output, for the end of a child, or for the time; then reads. */
static void wait_news(struct run *run, int child_signals, int64_t until_ms) {
    struct pollfd polled[2] = {{.fd = child_signals, .events = POLLIN}, {.fd = run->output, .events = POLLIN}};
    int64_t left = until_ms - now_ms();
    int timeout = left > 0 ? (int)left : 0;
    poll(polled, 2, timeout);
    if (polled[0].revents == 0 && polled[1].revents == POLLHUP) /* all closed their end: only signals are news now */
        poll(polled, 1, timeout);
    struct signalfd_siginfo signal;
    while (read(child_signals, &signal, sizeof signal) > 0)
        continue;
    run_read(run);
}

/* Until the program has ended, killing it when it is late. */
static void watch_program(struct run *run, int child_signals, int64_t deadline_ms) {
    int64_t until = now_ms() + deadline_ms;
    while (reap(run) && !run->is_over) {
        if (now_ms() >= until) {
            run->is_late = true;
            kill(-run->pid, SIGKILL);
            kill(run->pid, SIGKILL);
            until = now_ms() + LEFT_BEHIND_MS;
        }
        wait_news(run, child_signals, until);
    }
}

/* Until all that the program started has ended too, killing it when that takes long. */
static void watch_leftovers(struct run *run, int child_signals) {
    int64_t until = now_ms() + (run->is_late ? 0 : LEFT_BEHIND_MS);
    while (reap(run)) {
        if (now_ms() >= until) {
            run->has_left_processes = true;
            kill_children();
            until = now_ms() + 50; /* what was below them is ours by then */
        }
        wait_news(run, child_signals, until);
    }
    run_read(run);
}

/* --- Judging --- */

__attribute__((format(printf, 2, 3))) static void add_failure(struct run *run, const char *format, ...) {
    va_list arguments;
    run->counts.failed++;
    if (run->reason_count == MOST_REASONS)
        return;
    va_start(arguments, format);
    vsnprintf(run->reasons[run->reason_count++], sizeof run->reasons[0], format, arguments);
    va_end(arguments);
}

static bool is_skip(const char *line) {
    bool is_result = strncmp(line, "ok ", 3) == 0 || strncmp(line, "not ok ", 7) == 0;
    return is_result && strstr(line, "# SKIP") != NULL;
}

static void count_line(struct counts *counts, const char *line) {
    if (is_skip(line))
        counts->skipped++;
    else if (strncmp(line, "not ok ", 7) == 0)
        counts->failed++;
    else if (strncmp(line, "ok ", 3) == 0)
        counts->passed++;
}

/* The next line of the text, cut at its newline in place; NULL at the end. */
static char *next_line(char **rest) {
    char *line = *rest;
    if (line == NULL || *line == '\0')
        return NULL;
    char *end = strchr(line, '\n');
    if (end != NULL)
        *end = '\0';
    *rest = end != NULL ? end + 1 : NULL;
    return line;
}

/* Counts what it told; returns how many tests it had announced. */
static long count_results(struct run *run) {
    long planned = 0;
    char *text = strdup(run->text != NULL ? run->text : ""), *rest = text;
    for (const char *line; (line = next_line(&rest)) != NULL;) {
        count_line(&run->counts, line);
        if (strncmp(line, "1..", 3) == 0)
            planned += strtol(line + 3, NULL, 10);
    }
    free(text);
    return planned;
}

static void run_judge(struct run *run) {
    long planned = count_results(run);
    long told = run->counts.passed + run->counts.failed + run->counts.skipped;
    bool has_failed = run->counts.failed > 0;
    if (planned == 0 || told == 0)
        add_failure(run, "ran no test");
    else if (told < planned)
        add_failure(run, "%ld of %ld tests gave no result", planned - told, planned);
    if (run->is_late)
        add_failure(run, "did not end in time: killed");
    else if (WIFSIGNALED(run->status))
        add_failure(run, "ended by signal %d (%s)", WTERMSIG(run->status), strsignal(WTERMSIG(run->status)));
    else if (WEXITSTATUS(run->status) != 0 && !has_failed)
        add_failure(run, "exit status %d though no test failed", WEXITSTATUS(run->status));
    if (run->has_left_processes && !run->is_late)
        add_failure(run, "left processes behind: killed");
}

/* --- Telling --- */

static void print_counts(const struct counts *counts) {
    printf("%ld passed, %ld failed", counts->passed, counts->failed);
    if (counts->skipped > 0)
        printf(", %ld skipped", counts->skipped);
}

/* Of a skipped test: its name after "# SKIP", and why, which the test printed on the line before. */
static void print_skips(struct run *run) {
    const char *before = NULL;
    char *text = strdup(run->text != NULL ? run->text : ""), *rest = text;
    for (const char *line; (line = next_line(&rest)) != NULL; before = line)
        if (is_skip(line)) {
            bool has_reason = before != NULL && strncmp(before, "ok ", 3) != 0 && strncmp(before, "not ok ", 7) != 0 &&
                              strncmp(before, "1..", 3) != 0;
            printf("       skipped%s: %s\n", strstr(line, "# SKIP") + 6, has_reason ? before : "no reason given");
        }
    free(text);
}

/* What a failed program wrote, without its successes. */
static void print_output(const struct run *run) {
    char *text = strdup(run->text != NULL ? run->text : ""), *rest = text;
    for (const char *line; (line = next_line(&rest)) != NULL;)
        if (strncmp(line, "ok ", 3) != 0)
            printf("     | %s\n", line);
    for (int i = 0; i < run->reason_count; i++)
        printf("     * %s\n", run->reasons[i]);
    free(text);
}

static void run_tell(struct run *run) {
    printf("%s %-56s ", run->counts.failed > 0 ? "FAIL" : "ok  ", run->program);
    print_counts(&run->counts);
    printf("  (%.1f s)\n", (double)run->taken_ms / 1000.0);
    if (run->counts.skipped > 0)
        print_skips(run);
    if (run->counts.failed > 0)
        print_output(run);
    fflush(stdout);
}

/* --- The whole --- */

static struct counts run_program(const char *program, int child_signals, int64_t deadline_ms) {
    struct run run = {.program = program};
    int64_t start = now_ms();
    run_start(&run);
    watch_program(&run, child_signals, deadline_ms);
    watch_leftovers(&run, child_signals);
    run.taken_ms = now_ms() - start;
    run_judge(&run);
    run_tell(&run);
    close(run.output);
    free(run.text);
    return run.counts;
}

static int watch_child_signals(void) {
    sigset_t ended;
    sigemptyset(&ended);
    sigaddset(&ended, SIGCHLD);
    int descriptor = signalfd(-1, &ended, SFD_NONBLOCK | SFD_CLOEXEC);
    if (descriptor < 0 || sigprocmask(SIG_BLOCK, &ended, NULL) != 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
        give_up("signals");
    return descriptor;
}

int main(int count, char **arguments) {
    struct counts total = {0, 0, 0};
    int first = 1, child_signals = watch_child_signals();
    long deadline_s = DEADLINE_S;
    if (count > 2 && strcmp(arguments[1], "--deadline") == 0) {
        deadline_s = strtol(arguments[2], NULL, 10);
        first = 3;
    }
    setenv("CMOCKA_MESSAGE_OUTPUT", "TAP", 1);
    for (int i = first; i < count; i++) {
        struct counts counts = run_program(arguments[i], child_signals, deadline_s * 1000);
        total.passed += counts.passed;
        total.failed += counts.failed;
        total.skipped += counts.skipped;
    }
    print_counts(&total);
    putchar('\n');
    return total.failed == 0 && total.passed > 0 ? 0 : 1;
}

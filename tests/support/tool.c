/* Runs the programs that tests need. It must leave none of them behind. */
#include "tool.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATHS = 4, PATH_SIZE = 256, STOP_MS = 3000, WAIT_MS = 10 };

long long tool_now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void tool_wait_a_little(void) {
    poll(NULL, 0, WAIT_MS);
}

const char *tool_find(const char *name) {
    static char paths[PATHS][PATH_SIZE];
    static size_t next;
    static const char *const folders[] = {"/usr/bin", "/usr/sbin", "/bin", "/sbin"};
    if (strchr(name, '/') != NULL)
        return access(name, X_OK) == 0 ? name : NULL;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char *path = paths[next];
        snprintf(path, PATH_SIZE, "%s/%s", folders[i], name);
        if (access(path, X_OK) == 0) {
            next = (next + 1) % PATHS;
            return path;
        }
    }
    return NULL;
}

const char *tool_missing(const char *const names[]) {
    for (size_t i = 0; names[i] != NULL; i++)
        if (tool_find(names[i]) == NULL)
            return names[i];
    return NULL;
}

static _Noreturn void become(const char *path, const char *const argv[], const char *const environment[], int input,
                             int output, int errors) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (size_t i = 0; environment != NULL && environment[i] != NULL; i++)
        putenv((char *)(uintptr_t)environment[i]);
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(errors, STDERR_FILENO);
    execv(path, (char *const *)(uintptr_t)argv);
    _exit(127);
}

static pid_t launch(const char *const argv[], const char *const environment[], int output, int errors) {
    const char *path = tool_find(argv[0]);
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (path == NULL || nothing < 0)
        return -1;
    pid_t pid = fork();
    if (pid == 0)
        become(path, argv, environment, nothing, output >= 0 ? output : nothing, errors >= 0 ? errors : nothing);
    close(nothing);
    return pid;
}

/* Reads until the end, or the deadline. */
static bool collect(int fd, struct tool_output *output, long long deadline_ms) {
    size_t size = 0;
    for (;;) {
        struct pollfd channel = {.fd = fd, .events = POLLIN};
        long long left_ms = deadline_ms - tool_now_ms();
        if (left_ms <= 0 || poll(&channel, 1, (int)left_ms) <= 0)
            return false;
        if (size < output->length + 65536) {
            size = output->length * 2 + 65536;
            output->bytes = realloc(output->bytes, size + 1);
            if (output->bytes == NULL)
                abort();
        }
        ssize_t got = read(fd, output->bytes + output->length, size - output->length);
        if (got <= 0)
            break;
        output->length += (size_t)got;
    }
    output->bytes[output->length] = '\0';
    return true;
}

int tool_run(const char *const argv[], const char *const environment[], struct tool_output *output) {
    struct tool_output said = {0};
    int ends[2], status = -1;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    pid_t pid = launch(argv, environment, ends[1], STDERR_FILENO);
    close(ends[1]);
    bool ended = pid > 0 && collect(ends[0], &said, tool_now_ms() + TOOL_DEADLINE_MS);
    close(ends[0]);
    if (ended)
        waitpid(pid, &status, 0);
    else
        tool_stop(pid);
    if (output != NULL && ended)
        *output = said;
    else
        free(said.bytes);
    return ended && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

pid_t tool_start(const char *const argv[], const char *const environment[], const char *log) {
    int fd = log == NULL ? -1 : open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    pid_t pid = launch(argv, environment, fd, fd);
    if (fd >= 0)
        close(fd);
    return pid;
}

bool tool_is_running(pid_t pid) {
    siginfo_t info = {0};
    return pid > 0 && waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0;
}

void tool_stop(pid_t pid) {
    if (pid <= 0)
        return;
    kill(-pid, SIGCONT);
    kill(-pid, SIGTERM);
    for (long long deadline_ms = tool_now_ms() + STOP_MS; tool_is_running(pid) && tool_now_ms() < deadline_ms;)
        tool_wait_a_little();
    kill(-pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

int tool_free_port(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0)
        abort();
    close(fd);
    return ntohs(address.sin_port);
}

bool tool_port_answers(int port) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool answers = fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    if (fd >= 0)
        close(fd);
    return answers;
}

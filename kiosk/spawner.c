/* The spawner process: executes workers from a fixed list, and kills and reaps them. It is forked before any secret is
 * loaded, keeps no descriptor but its socket, and must not outlive the kiosk nor let a worker do so. */
#include "spawner.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "memory.h"
#include "text.h"

enum { CHANNEL_FD = 3, WORKERS_MAX = 32, PATH_SIZE = 512, ENVIRONMENT_SIZE = 128 };

struct kind {
    const char *name, *program;
    const char *before[4]; /* arguments; then the order's argument when it takes one */
    bool takes_argument;
    bool takes_clock; /* the frozen clock of tests: only what exists in training alone */
};

struct child {
    uint64_t id;
    pid_t pid;
};

struct server {
    int fd, signal_fd;
    char program_folder[PATH_SIZE];
    pid_t pid;
    struct child children[WORKERS_MAX];
    size_t count;
};

static const struct kind kinds[] = {
    {.name = "net", .program = "guichet-worker", .before = {"net"}},
    {.name = "page", .program = "guichet-worker", .before = {"page"}},
    {.name = "auth", .program = "guichet-worker", .before = {"auth"}},
    {.name = "trust", .program = "guichet-worker", .before = {"trust"}},
    {.name = "registry",
     .program = "guichet-registry",
     .before = {"serve", "--channel", "3", "--state"},
     .takes_argument = true,
     .takes_clock = true},
};

enum { KIND_COUNT = sizeof kinds / sizeof kinds[0] };

static void move_fd(int from, int to) {
    if (from == to)
        fcntl(to, F_SETFD, 0);
    else if (dup2(from, to) < 0)
        _exit(EXIT_FAILURE);
}

/* A terminal is the screens' alone: only a log that is not one is passed on. */
static void open_standard_streams(void) {
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0)
        _exit(EXIT_FAILURE);
    move_fd(null, STDIN_FILENO);
    move_fd(null, STDOUT_FILENO);
    if (isatty(STDERR_FILENO) || fcntl(STDERR_FILENO, F_GETFD) < 0)
        move_fd(null, STDERR_FILENO);
}

static bool environment_add(char *entry, const char *name) {
    const char *value = getenv(name);
    return value && text_format(entry, ENVIRONMENT_SIZE, "%s=%s", name, value);
}

/* What a terminal or a session's end would send: the spawner goes by its socket alone. */
static void handle_terminal_signals(void (*handler)(int)) {
    static const int numbers[] = {SIGINT, SIGQUIT, SIGHUP, SIGTERM, SIGTSTP};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        signal(numbers[i], handler);
}

static _Noreturn void execute(const struct server *server, const struct kind *kind, char *argument) {
    char path[PATH_SIZE], zone[ENVIRONMENT_SIZE], clock[ENVIRONMENT_SIZE];
#ifdef GUICHET_KILL_POINTS
    char kill_here[ENVIRONMENT_SIZE], kill_once[ENVIRONMENT_SIZE];
#endif
    char *environment[8] = {"PATH=/usr/bin:/bin", "LC_CTYPE=C.UTF-8", "HOME=/nonexistent"};
    char *arguments[8] = {path};
    size_t at = 1, variables = 3;
    if (!text_format(path, sizeof path, "%s/%s", server->program_folder, kind->program))
        _exit(EXIT_FAILURE);
    for (size_t i = 0; i < 4 && kind->before[i]; i++)
        arguments[at++] = (char *)kind->before[i];
    if (kind->takes_argument)
        arguments[at++] = argument;
    if (environment_add(zone, "TZ"))
        environment[variables++] = zone;
    if (kind->takes_clock && environment_add(clock, "GUICHET_CLOCK"))
        environment[variables++] = clock;
#ifdef GUICHET_KILL_POINTS
    if (environment_add(kill_here, "GUICHET_KILL_POINT") && environment_add(kill_once, "GUICHET_KILL_ONCE")) {
        environment[variables++] = kill_here;
        environment[variables++] = kill_once;
    }
#endif
    environment[variables] = NULL;
    execve(path, arguments, environment);
    _exit(127);
}

static _Noreturn void become_worker(const struct server *server, const struct kind *kind, char *argument, int channel) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    handle_terminal_signals(SIG_DFL);
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != server->pid)
        _exit(EXIT_FAILURE); /* the spawner died before it could be noticed */
    move_fd(channel, CHANNEL_FD);
    close_range(CHANNEL_FD + 1, ~0U, 0);
    execute(server, kind, argument);
}

/* The kiosk sees a worker that could not be started as one that closed its channel at once. */
static void start(struct server *server, struct spawner_packet *packet, int channel) {
    if (channel < 0 || packet->kind >= KIND_COUNT || server->count == WORKERS_MAX)
        return;
    packet->argument[SPAWNER_ARGUMENT_MAX] = '\0';
    pid_t pid = fork();
    if (pid == 0)
        become_worker(server, &kinds[packet->kind], packet->argument, channel);
    if (pid > 0)
        server->children[server->count++] = (struct child){packet->id, pid};
}

/* Both: until setsid() has run in the child there is no group of that name. */
static void kill_child(const struct child *child) {
    kill(child->pid, SIGKILL);
    kill(-child->pid, SIGKILL);
}

static void kill_by_id(const struct server *server, uint64_t id) {
    for (size_t i = 0; i < server->count; i++)
        if (server->children[i].id == id)
            kill_child(&server->children[i]);
}

static void forget(struct server *server, pid_t pid) {
    for (size_t i = 0; i < server->count; i++)
        if (server->children[i].pid == pid)
            server->children[i] = server->children[--server->count];
}

static void reap(struct server *server) {
    struct signalfd_siginfo info;
    pid_t pid;
    while (read(server->signal_fd, &info, sizeof info) > 0)
        continue;
    while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
        forget(server, pid);
}

static _Noreturn void end(const struct server *server) {
    for (size_t i = 0; i < server->count; i++)
        kill_child(&server->children[i]);
    while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
        continue;
    _exit(EXIT_SUCCESS);
}

static ssize_t receive(int fd, struct spawner_packet *packet, int *channel) {
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct iovec data = {packet, sizeof *packet};
    struct msghdr header = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    ssize_t got = recvmsg(fd, &header, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    struct cmsghdr *rights = got > 0 ? CMSG_FIRSTHDR(&header) : NULL;
    *channel = -1;
    if (rights && rights->cmsg_level == SOL_SOCKET && rights->cmsg_type == SCM_RIGHTS)
        memcpy(channel, CMSG_DATA(rights), sizeof *channel);
    return got;
}

static void obey(struct server *server) {
    struct spawner_packet packet;
    int channel;
    ssize_t got = receive(server->fd, &packet, &channel);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (got <= 0)
        end(server);
    if (got == (ssize_t)sizeof packet && packet.order == SPAWNER_START)
        start(server, &packet, channel);
    if (got == (ssize_t)sizeof packet && packet.order == SPAWNER_KILL)
        kill_by_id(server, packet.id);
    if (channel >= 0)
        close(channel);
}

static void prepare(struct server *server, int fd) {
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    handle_terminal_signals(SIG_IGN);
    signal(SIGPIPE, SIG_IGN); /* in the workers too: libraries write to sockets without MSG_NOSIGNAL */
    setsid();
    move_fd(fd, CHANNEL_FD);
    fcntl(CHANNEL_FD, F_SETFD, FD_CLOEXEC);
    close_range(CHANNEL_FD + 1, ~0U, 0);
    open_standard_streams();
    signal(SIGCHLD, SIG_DFL);
    sigprocmask(SIG_SETMASK, &child, NULL);
    server->fd = CHANNEL_FD;
    server->signal_fd = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    server->pid = getpid();
    if (server->signal_fd < 0)
        _exit(EXIT_FAILURE);
}

int spawner_kind(const char *name) {
    for (int i = 0; i < (int)KIND_COUNT; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return i;
    return -1;
}

void spawner_serve(int fd, const char *program_folder) {
    struct server server = {0};
    if (!text_format(server.program_folder, sizeof server.program_folder, "%s", program_folder))
        _exit(EXIT_FAILURE);
    prepare(&server, fd);
    for (;;) {
        struct pollfd polled[] = {{.fd = server.fd, .events = POLLIN}, {.fd = server.signal_fd, .events = POLLIN}};
        if (poll(polled, 2, -1) < 0 && errno != EINTR)
            end(&server);
        if (polled[1].revents)
            reap(&server);
        if (polled[0].revents)
            obey(&server);
    }
}

/* A private cupsd with one queue. It must not touch the machine's own. */
#include "printer.h"

#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "state.h"
#include "tool.h"

#define INSTALLED "config/cups/cupsd.conf"

enum { START_MS = 20000, TRIES = 3, MOST_ORPHANS = 16 };

struct print_server {
    char folder[64];
    char address[32];
    int port;
    pid_t process;
    int orphans[MOST_ORPHANS]; /* backends of a cupsd that was killed: they go on */
    size_t orphan_count;
};

const char *print_server_missing(void) {
    return tool_missing((const char *const[]){"cupsd", "lpadmin", NULL});
}

static void write_file(const struct print_server *server, const char *name, const char *text) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", server->folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
        abort();
}

/* cupsd makes the others; these must exist before. */
static void make_folders(const struct print_server *server) {
    static const char *const names[] = {"cache", "state", "requests", "temporary", "ssl"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", server->folder, names[i]);
        if (mkdir(path, 0700) != 0)
            abort();
    }
}

/* What needs root, or belongs to the machine: the tests say that themselves. */
static bool is_ours(const char *line) {
    static const char *const directives[] = {"Listen ", "LogLevel ", "DefaultAuthType ", "AuthType ", "Require "};
    line += strspn(line, " ");
    for (size_t i = 0; i < sizeof directives / sizeof directives[0]; i++)
        if (strncmp(line, directives[i], strlen(directives[i])) == 0)
            return true;
    return false;
}

/* The configuration of a station, at the address and with the log that the tests want. */
static void write_settings(const struct print_server *server, int port) {
    char text[8192], line[256];
    int length = snprintf(text, sizeof text, "LogLevel debug\nListen 127.0.0.1:%d\nDefaultAuthType None\n", port);
    FILE *installed = fopen(INSTALLED, "r");
    if (installed == NULL)
        abort();
    while (fgets(line, sizeof line, installed) != NULL)
        if (!is_ours(line))
            length += snprintf(text + length, sizeof text - (size_t)length, "%s", line);
    fclose(installed);
    write_file(server, "cupsd.conf", text);
}

static void write_configuration(const struct print_server *server, int port) {
    char text[2048];
    write_settings(server, port);
    const struct passwd *self = getpwuid(getuid());
    const struct group *group = getgrgid(getgid());
    bool root = getuid() == 0;
    const char *folder = server->folder;
    snprintf(text, sizeof text,
             "ServerRoot %s\nCacheDir %s/cache\nStateDir %s/state\nRequestRoot %s/requests\nTempDir %s/temporary\n"
             "ServerKeychain %s/ssl\nAccessLog %s/access.log\nErrorLog %s/error.log\nPageLog %s/page.log\n"
             "User %s\nGroup %s\nSystemGroup %s\nConfigFilePerm 0600\nLogFilePerm 0600\n",
             folder, folder, folder, folder, folder, folder, folder, folder, folder, root ? "lp" : self->pw_name,
             root ? "lp" : group->gr_name, root ? "root" : group->gr_name);
    write_file(server, "cups-files.conf", text);
}

static bool start_process(struct print_server *server, int port) {
    char configuration[128], files[128], log[128];
    snprintf(configuration, sizeof configuration, "%s/cupsd.conf", server->folder);
    snprintf(files, sizeof files, "%s/cups-files.conf", server->folder);
    snprintf(log, sizeof log, "%s/cupsd.log", server->folder);
    const char *const argv[] = {"cupsd", "-f", "-c", configuration, "-s", files, NULL};
    server->process = tool_start(argv, NULL, log);
    for (long long deadline_ms = tool_now_ms() + START_MS; !tool_port_answers(port); tool_wait_a_little())
        if (!tool_is_running(server->process) || tool_now_ms() > deadline_ms)
            return false;
    return true;
}

static void add_queue(const struct print_server *server, const char *uri) {
    char address[64];
    snprintf(address, sizeof address, "CUPS_SERVER=%s", server->address);
    const char *const argv[] = {"lpadmin", "-p", "guichet", "-E", "-v", uri, "-m", "everywhere", NULL};
    if (tool_run(argv, (const char *const[]){address, NULL}, NULL) != 0) {
        fprintf(stderr, "print server: no queue (see %s)\n", server->folder);
        abort();
    }
}

struct print_server *print_server_start(const char *uri) {
    struct print_server *server = calloc(1, sizeof *server);
    if (server == NULL)
        abort();
    state_make(server->folder);
    chmod(server->folder, 0755); /* its filters run as another user */
    make_folders(server);
    for (int i = 0; i < TRIES; i++) {
        int port = tool_free_port();
        write_configuration(server, port);
        if (start_process(server, port)) {
            server->port = port;
            snprintf(server->address, sizeof server->address, "localhost:%d", port);
            add_queue(server, uri);
            return server;
        }
        tool_stop(server->process);
    }
    fprintf(stderr, "print server: cupsd does not start (see %s)\n", server->folder);
    abort();
}

void print_server_stop(struct print_server *server) {
    if (server == NULL)
        return;
    tool_stop(server->process);
    for (size_t i = 0; i < server->orphan_count; i++)
        kill(server->orphans[i], SIGKILL);
    state_remove(server->folder);
    free(server);
}

static void note_children(struct print_server *server) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)server->process, (int)server->process);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        abort();
    char text[256] = "", *end = text;
    if (fgets(text, sizeof text, file) == NULL)
        text[0] = '\0';
    fclose(file);
    for (long child; (child = strtol(end, &end, 10)) > 0 && server->orphan_count < MOST_ORPHANS;)
        server->orphans[server->orphan_count++] = (int)child;
}

void print_server_kill(struct print_server *server) {
    note_children(server);
    kill(-server->process, SIGKILL);
    tool_stop(server->process);
    server->process = 0;
}

void print_server_restart(struct print_server *server) {
    if (!start_process(server, server->port)) {
        fprintf(stderr, "print server: cupsd does not start again (see %s)\n", server->folder);
        abort();
    }
}

const char *print_server_folder(const struct print_server *server) {
    return server->folder;
}

const char *print_server_address(const struct print_server *server) {
    return server->address;
}

const char *print_server_queue(const struct print_server *server) {
    (void)server;
    return "guichet";
}

/* Starts, drives and looks at a whole kiosk. It must not know what a screen says beyond the way to Accueil. */
#include "kiosk.h"

#include "place.h"
#include "state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { GONE_DEADLINE_MS = 10000, LOOK_MS = 5 };

static int64_t now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* --- Folders and files --- */

int kiosk_set_up(void **state) {
    struct kiosk *kiosk = calloc(1, sizeof *kiosk);
    if (kiosk == NULL)
        return -1;
    state_make(kiosk->folder);
    snprintf(kiosk->state, sizeof kiosk->state, "%s/state", kiosk->folder);
    kiosk->clock = WALK_CLOCK;
    *state = kiosk;
    return mkdir(kiosk->state, 0700);
}

int kiosk_tear_down(void **state) {
    struct kiosk *kiosk = *state;
    terminal_close(kiosk->terminal);
    state_remove(kiosk->folder);
    free(kiosk);
    return 0;
}

void kiosk_write(const struct kiosk *kiosk, const char *name, const char *text) {
    char path[KIOSK_PATH_SIZE], made[KIOSK_PATH_SIZE + 8];
    snprintf(path, sizeof path, "%s/%s", kiosk->folder, name);
    for (char *slash = strchr(path + strlen(kiosk->folder) + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    snprintf(made, sizeof made, "%s.new", path); /* renamed: nobody reads half of it */
    FILE *file = fopen(made, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(rename(made, path), 0);
}

void kiosk_use_printer(const struct kiosk *kiosk, const char *uri) {
    char text[KIOSK_PATH_SIZE];
    snprintf(text, sizeof text, "[printer]\nprinter = %s\nprinter_timeout_seconds = 20\n", uri);
    kiosk_write(kiosk, "state/guichet.conf", text);
}

void kiosk_set_fault(const struct kiosk *kiosk, const char *specification) {
    kiosk_write(kiosk, "state/registry/fault", specification);
}

/* --- Driving --- */

void kiosk_start(struct kiosk *kiosk) {
    char *program = place_in_build("guichet");
    char clock[64], home[96];
    snprintf(clock, sizeof clock, "GUICHET_CLOCK=%s", kiosk->clock);
    snprintf(home, sizeof home, "HOME=%s", kiosk->folder);
    const char *const training[] = {program, "--training", "--state", kiosk->state, NULL};
    const char *const station[] = {program, "--config", kiosk->config, NULL};
    const char *const environment[] = {"TERM=xterm-256color", "PATH=/usr/bin:/bin", home, clock, kiosk->locale, NULL};
    kiosk->terminal = terminal_open(&(struct terminal_options){
        .argv = kiosk->config[0] != '\0' ? station : training, .environment = environment, .rows = 24, .columns = 80});
    free(program);
    terminal_expect(kiosk->terminal, "Mot de passe");
}

void kiosk_enter(struct kiosk *kiosk) {
    kiosk_start(kiosk);
    walk_log_in(kiosk->terminal);
    terminal_expect(kiosk->terminal, "● SNPC");
}

void kiosk_stop(struct kiosk *kiosk) {
    struct kiosk_processes list;
    kiosk_list_processes(kiosk, &list);
    terminal_signal(kiosk->terminal, SIGTERM);
    terminal_expect_exit(kiosk->terminal, 0);
    kiosk_expect_gone(&list);
    terminal_close(kiosk->terminal);
    kiosk->terminal = NULL;
}

void kiosk_type(struct kiosk *kiosk, const char *text) {
    terminal_type(kiosk->terminal, text);
    for (; *text != '\0'; text++)
        if (((unsigned char)*text & 0xc0) != 0x80)
            kiosk->keys++;
}

void kiosk_key(struct kiosk *kiosk, const char *name) {
    terminal_key(kiosk->terminal, name);
    kiosk->keys++;
}

void kiosk_cut_network(struct kiosk *kiosk) {
    pid_t registry = kiosk_find_process(kiosk, "guichet-registry");
    assert_true(registry > 0);
    kill(registry, SIGKILL);
    terminal_expect(kiosk->terminal, "✗ SNPC");
}

/* --- Processes --- */

static bool read_whole(pid_t pid, const char *name, char *text, size_t size, size_t *length) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t got = read(fd, text, size - 1);
    close(fd);
    if (got < 0)
        return false;
    text[got] = '\0';
    *length = (size_t)got;
    return true;
}

/* State, parent and start of a process; proc(5): the name may hold anything, the last ')' ends it. */
static bool read_stat(pid_t pid, char *letter, pid_t *parent, unsigned long long *started) {
    char text[1024];
    size_t length;
    if (!read_whole(pid, "stat", text, sizeof text, &length))
        return false;
    const char *after = strrchr(text, ')');
    int ppid;
    if (after == NULL ||
        sscanf(after + 1, " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu", letter,
               &ppid, started) != 3)
        return false;
    *parent = ppid;
    return true;
}

static bool lives(const struct kiosk_process *process) {
    char letter;
    pid_t parent;
    unsigned long long started;
    return read_stat(process->pid, &letter, &parent, &started) && started == process->started && letter != 'Z' &&
           letter != 'X';
}

static void add_process(struct kiosk_processes *list, pid_t pid, unsigned long long started) {
    assert_true(list->count < KIOSK_PROCESSES_MAX);
    struct kiosk_process *process = &list->items[list->count++];
    *process = (struct kiosk_process){.pid = pid, .started = started};
    size_t length = 0;
    if (!read_whole(pid, "cmdline", process->command, sizeof process->command, &length))
        return;
    for (size_t i = 0; i + 1 < length; i++)
        if (process->command[i] == '\0')
            process->command[i] = ' ';
}

static void add_children(struct kiosk_processes *list, pid_t of) {
    DIR *folder = opendir("/proc");
    assert_non_null(folder);
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10), parent;
        char letter;
        unsigned long long started;
        if (pid > 0 && read_stat(pid, &letter, &parent, &started) && parent == of && letter != 'Z')
            add_process(list, pid, started);
    }
    closedir(folder);
}

void kiosk_list_processes(const struct kiosk *kiosk, struct kiosk_processes *list) {
    char letter;
    pid_t parent, pid = terminal_pid(kiosk->terminal);
    unsigned long long started;
    *list = (struct kiosk_processes){0};
    if (!read_stat(pid, &letter, &parent, &started))
        return;
    add_process(list, pid, started);
    for (size_t i = 0; i < list->count; i++)
        add_children(list, list->items[i].pid);
}

pid_t kiosk_find_process(const struct kiosk *kiosk, const char *command) {
    struct kiosk_processes list;
    kiosk_list_processes(kiosk, &list);
    for (size_t i = 0; i < list.count; i++)
        if (strstr(list.items[i].command, command) != NULL)
            return list.items[i].pid;
    return 0;
}

void kiosk_expect_gone(const struct kiosk_processes *list) {
    int64_t deadline = now_ms() + GONE_DEADLINE_MS;
    for (size_t i = 0; i < list->count; i++)
        while (lives(&list->items[i])) {
            if (now_ms() > deadline)
                fail_msg("still there: %d %s", (int)list->items[i].pid, list->items[i].command);
            while (waitpid(-1, NULL, WNOHANG) > 0) /* adopted, when this process is a subreaper */
                continue;
            poll(NULL, 0, LOOK_MS);
        }
}

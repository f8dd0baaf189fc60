/* Starts, drives and looks at a whole kiosk. It must not know what a screen says beyond the way to Accueil. */
#include "kiosk.h"

#include "../../kiosk/resource.h"
#include "place.h"
#include "state.h"
#include "tool.h"

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
    if (kiosk->registry.pid > 0) {
        registry_process_stop(&kiosk->registry, SIGKILL);
        state_remove(kiosk->registry.state);
    }
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

/* --- A station --- */

static void start_registry(struct kiosk *kiosk) {
    state_make(kiosk->registry.state);
    registry_process_start(&kiosk->registry);
}

static void write_configuration(struct kiosk *kiosk, const struct kiosk_station *station) {
    char text[4096];
    const char *own = kiosk->registry.state;
    char ca[KIOSK_PATH_SIZE], certificate[KIOSK_PATH_SIZE], key[KIOSK_PATH_SIZE];
    snprintf(ca, sizeof ca, "%s/station/ca.pem", own);
    snprintf(certificate, sizeof certificate, "%s/station/station.pem", own);
    snprintf(key, sizeof key, "%s/station/station.key", own);
    snprintf(text, sizeof text,
             "[station]\nstation_id = 14-GUICHET-04\nprefecture = Préfecture du Calvados\n"
             "counter_name = Guichet 04\ndepartment = 14\nstate_folder = %s\n"
             "[registry]\nregistry_url = %s\nregistry_ca = %s\nregistry_certificate = %s\nregistry_key = %s\n"
             "[printer]\nprinter = folder:%s/impressions\n[trust]\ntrust_folder = %s/trust\n",
             kiosk->state, station->url != NULL ? station->url : kiosk->registry.url,
             station->ca != NULL ? station->ca : ca, station->certificate != NULL ? station->certificate : certificate,
             station->key != NULL ? station->key : key, kiosk->state, kiosk->folder);
    kiosk_write(kiosk, "guichet.conf", text);
    kiosk_write(kiosk, "trust/fr00-0001.pem", resource_find("trust/fr00-0001.pem").bytes);
    snprintf(kiosk->config, sizeof kiosk->config, "%s/guichet.conf", kiosk->folder);
}

static void add_agent(const struct kiosk *kiosk, const char *id, const char *role) {
    char *program = place_in_build("guichet");
    const char *const argv[] = {program, "agent", "add", id, "--role", role, "--state", kiosk->state, NULL};
    struct terminal *terminal = terminal_open(&(struct terminal_options){.argv = argv});
    free(program);
    terminal_expect(terminal, "Nouveau mot de passe");
    terminal_type(terminal, KIOSK_STATION_PASSWORD "\n");
    terminal_expect(terminal, "une seconde fois");
    terminal_type(terminal, KIOSK_STATION_PASSWORD "\n");
    terminal_expect_exit(terminal, 0);
    terminal_close(terminal);
}

void kiosk_make_station(struct kiosk *kiosk, const struct kiosk_station *station) {
    if (station->url == NULL)
        start_registry(kiosk);
    write_configuration(kiosk, station);
    add_agent(kiosk, KIOSK_STATION_AGENT, "agent");
}

void kiosk_add_supervisor(struct kiosk *kiosk, const char *id, const char *configuration) {
    FILE *file = fopen(kiosk->config, "a");
    assert_non_null(file);
    assert_true(fputs(configuration, file) >= 0);
    assert_int_equal(fclose(file), 0);
    add_agent(kiosk, id, "supervisor");
}

/* --- What it has done --- */

char *kiosk_command(const struct kiosk *kiosk, const char *const words[]) {
    const char *argv[12];
    size_t count = 0;
    char *program = place_in_build("guichet");
    struct tool_output output = {0};
    argv[count++] = program;
    while (*words != NULL && count < 9)
        argv[count++] = *words++;
    argv[count++] = "--state";
    argv[count++] = kiosk->state;
    argv[count] = NULL;
    assert_int_equal(tool_run(argv, NULL, &output), 0);
    free(program);
    return output.bytes;
}

int kiosk_count_sheets(const struct kiosk *kiosk) {
    char path[KIOSK_PATH_SIZE];
    int count = 0;
    snprintf(path, sizeof path, "%s/impressions", kiosk->state);
    DIR *folder = opendir(path);
    struct dirent *entry;
    while (folder != NULL && (entry = readdir(folder)) != NULL)
        count += entry->d_name[0] != '.';
    if (folder != NULL)
        closedir(folder);
    return count;
}

/* --- Driving --- */

void kiosk_launch(struct kiosk *kiosk) {
    char clock[64], home[96], name[64];
    snprintf(name, sizeof name, "%sguichet", kiosk->programs != NULL ? kiosk->programs : "");
    char *program = place_in_build(name);
    snprintf(clock, sizeof clock, "GUICHET_CLOCK=%s", kiosk->clock);
    snprintf(home, sizeof home, "HOME=%s", kiosk->folder);
    const char *const training[] = {program, "--training", "--state", kiosk->state, NULL};
    const char *const station[] = {program, "--config", kiosk->config, NULL};
    const char *environment[8] = {"TERM=xterm-256color", "PATH=/usr/bin:/bin", home, clock};
    const char *const more[] = {kiosk->locale, kiosk->kill_point[0], kiosk->kill_point[1]};
    size_t count = 4;
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++)
        if (more[i] != NULL)
            environment[count++] = more[i];
    kiosk->terminal = terminal_open(&(struct terminal_options){
        .argv = kiosk->config[0] != '\0' ? station : training, .environment = environment, .rows = 24, .columns = 80});
    free(program);
}

void kiosk_start(struct kiosk *kiosk) {
    kiosk_launch(kiosk);
    terminal_expect(kiosk->terminal, "Mot de passe");
}

static void log_in_station(struct kiosk *kiosk) {
    terminal_type(kiosk->terminal, KIOSK_STATION_AGENT);
    terminal_key(kiosk->terminal, "Tab");
    terminal_type(kiosk->terminal, KIOSK_STATION_PASSWORD);
    terminal_key(kiosk->terminal, "Enter");
    terminal_expect(kiosk->terminal, "NEPH, tapé ou scanné");
}

void kiosk_enter(struct kiosk *kiosk) {
    kiosk_start(kiosk);
    if (kiosk->config[0] != '\0') {
        log_in_station(kiosk);
        return;
    }
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
    kill(kiosk_wait_process(kiosk, "guichet-registry"), SIGKILL);
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

enum { STAT_PARENT = 1, STAT_STARTED = 19 }; /* fields after the state; proc(5) */

/* State, parent and start of a process: the name may hold anything, the last ')' ends it. */
static bool read_stat(pid_t pid, char *letter, pid_t *parent, unsigned long long *started) {
    char text[1024];
    size_t length;
    if (!read_whole(pid, "stat", text, sizeof text, &length))
        return false;
    char *at = strrchr(text, ')');
    if (at == NULL || strlen(at) < 4)
        return false;
    *letter = at[2];
    at += 3;
    for (int field = STAT_PARENT; field <= STAT_STARTED; field++) {
        unsigned long long value = strtoull(at, &at, 10); /* those that may be negative are not used */
        if (field == STAT_PARENT)
            *parent = (pid_t)value;
        *started = value;
    }
    return *at == ' ';
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

pid_t kiosk_wait_process(const struct kiosk *kiosk, const char *command) {
    int64_t deadline = now_ms() + GONE_DEADLINE_MS;
    pid_t pid;
    while ((pid = kiosk_find_process(kiosk, command)) == 0) {
        if (now_ms() > deadline)
            fail_msg("no process: %s", command);
        poll(NULL, 0, LOOK_MS);
    }
    return pid;
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

/* Programs that the bench starts without a terminal, what they hold in memory, and the records of the drivers. */
#include "bench.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t program_start(const char *const *argv, int *output) {
    int ends[2];
    fflush(NULL);
    if (pipe2(ends, O_CLOEXEC) != 0)
        bench_fail("pipe");
    pid_t pid = fork();
    if (pid < 0)
        bench_fail("fork");
    if (pid == 0) {
        int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(nothing, STDIN_FILENO);
        dup2(output != NULL ? ends[1] : nothing, STDOUT_FILENO);
        dup2(nothing, STDERR_FILENO);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    close(ends[1]);
    if (output != NULL)
        *output = ends[0];
    else
        close(ends[0]);
    return pid;
}

static char *read_all(int descriptor) {
    size_t size = 0;
    char *text = malloc(1);
    for (ssize_t got = 1; got > 0 && text != NULL; size += (size_t)(got > 0 ? got : 0)) {
        text = realloc(text, size + 65536 + 1);
        got = text != NULL ? read(descriptor, text + size, 65536) : -1;
    }
    if (text == NULL)
        bench_fail("no memory");
    text[size] = '\0';
    return text;
}

char *program_output(const char *const *argv) {
    int output;
    pid_t pid = program_start(argv, &output);
    char *text = read_all(output);
    close(output);
    waitpid(pid, NULL, 0);
    return text;
}

void program_end(pid_t pid) {
    kill(-pid, SIGKILL);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static char *read_file(const char *path) {
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return NULL;
    char *text = read_all(descriptor);
    close(descriptor);
    return text;
}

/* --- Memory --- */

static bool command_line_has(pid_t pid, const char *word) {
    char path[64], bytes[8192];
    snprintf(path, sizeof path, "/proc/%d/cmdline", (int)pid);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = descriptor >= 0 ? read(descriptor, bytes, sizeof bytes) : -1;
    if (descriptor >= 0)
        close(descriptor);
    return size > 0 && memmem(bytes, (size_t)size, word, strlen(word)) != NULL;
}

static double process_pss_kb(pid_t pid) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
    char *text = read_file(path);
    const char *line = text != NULL ? strstr(text, "\nPss:") : NULL;
    double kb = line != NULL ? strtod(line + 5, NULL) : 0;
    free(text);
    return kb;
}

double tree_pss_mb(pid_t pid, const char *only, const char *but) {
    char path[64];
    bool is_counted = (only == NULL || command_line_has(pid, only)) && (but == NULL || !command_line_has(pid, but));
    double sum = is_counted ? process_pss_kb(pid) / 1024.0 : 0;
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *tasks = opendir(path);
    for (struct dirent *task; tasks != NULL && (task = readdir(tasks)) != NULL;) {
        char children_path[512];
        snprintf(children_path, sizeof children_path, "%s/%s/children", path, task->d_name);
        char *children = task->d_name[0] != '.' ? read_file(children_path) : NULL;
        for (char *rest = children; rest != NULL && *rest != '\0';) {
            char *end;
            long child = strtol(rest, &end, 10);
            if (end == rest)
                break;
            sum += tree_pss_mb((pid_t)child, only, but);
            rest = end;
        }
        free(children);
    }
    if (tasks != NULL)
        closedir(tasks);
    return sum;
}

/* --- Records --- */

char *driver_record(const char *neph) {
    char wanted[64], path[512];
    snprintf(wanted, sizeof wanted, "\"neph\": \"%s\"", neph);
    DIR *folder = opendir("config/training/drivers");
    char *found = NULL;
    for (struct dirent *entry; folder != NULL && found == NULL && (entry = readdir(folder)) != NULL;) {
        snprintf(path, sizeof path, "config/training/drivers/%s", entry->d_name);
        char *text = entry->d_name[0] != '.' ? read_file(path) : NULL;
        if (text != NULL && strstr(text, wanted) != NULL)
            found = text;
        else
            free(text);
    }
    if (folder != NULL)
        closedir(folder);
    if (found == NULL)
        bench_fail("no driver with the NEPH %s", neph);
    return found;
}

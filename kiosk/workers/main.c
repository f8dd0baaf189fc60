/* guichet-worker: loads the module of one kind and lets it serve the channel that the spawner gave. It links none of
 * their libraries, so that each kind has only its own in memory. It must not be useful to a person who types it. */
#include "worker_main.h"

#include <dlfcn.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHANNEL_FD = 3, EXIT_USAGE = 2, EXIT_UNAVAILABLE = 3, PATH_SIZE = 512 };

static const char *const kinds[] = {"net", "page", "auth", "trust"};

static int is_kind(const char *name) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i], name) == 0)
            return 1;
    return 0;
}

static int is_socket(int fd) {
    struct stat status;
    return fstat(fd, &status) == 0 && S_ISSOCK(status.st_mode);
}

/* Beside the executable, wherever it was built or installed. */
static int module_path(const char *kind, char path[PATH_SIZE]) {
    char self[PATH_SIZE];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length <= 0)
        return 0;
    self[length] = '\0';
    int written = snprintf(path, PATH_SIZE, "%s/worker-%s.so", dirname(self), kind);
    return written > 0 && written < PATH_SIZE;
}

int main(int argc, char **argv) {
    if (argc != 2 || !is_kind(argv[1]) || !is_socket(CHANNEL_FD)) {
        fputs("guichet-worker est lancé par guichet\u00A0; il ne se lance pas à la main.\n", stderr);
        return EXIT_USAGE;
    }
    char path[PATH_SIZE];
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    void *module = module_path(argv[1], path) ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
    int (*run)(int) = NULL;
    if (module)
        *(void **)&run = dlsym(module, "worker_run");
    if (!run) {
        fprintf(stderr, "guichet-worker\u00A0: le module «\u00A0%s\u00A0» ne se charge pas.\n", argv[1]);
        return EXIT_UNAVAILABLE;
    }
    return run(CHANNEL_FD);
}

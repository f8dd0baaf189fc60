/* State folders for tests. */
#include "state.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void state_make(char path[64]) {
    const char *parent = getenv("TMPDIR");
    snprintf(path, 64, "%s/guichet-test-XXXXXX", parent && strlen(parent) < 40 ? parent : "/tmp");
    if (!mkdtemp(path))
        abort();
}

void state_remove(const char *path) {
    DIR *folder = opendir(path);
    struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        char name[512];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        if (unlink(name) != 0)
            state_remove(name);
    }
    if (folder)
        closedir(folder);
    rmdir(path);
}

static bool file_contains(const char *name, const void *bytes, size_t size) {
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    struct stat found;
    if (fd < 0 || fstat(fd, &found) != 0 || found.st_size == 0) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    char *content = malloc((size_t)found.st_size);
    ssize_t length = content ? read(fd, content, (size_t)found.st_size) : -1;
    bool contains = length > 0 && memmem(content, (size_t)length, bytes, size) != NULL;
    free(content);
    close(fd);
    return contains;
}

bool state_contains(const char *path, const void *bytes, size_t size) {
    DIR *folder = opendir(path);
    struct dirent *entry;
    bool contains = false;
    while (folder && !contains && (entry = readdir(folder))) {
        char name[512];
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        contains = file_contains(name, bytes, size);
    }
    if (folder)
        closedir(folder);
    return contains;
}

int state_mode(const char *path, const char *name) {
    char full[512];
    struct stat found;
    snprintf(full, sizeof full, "%s/%s", path, name);
    return stat(full, &found) == 0 ? (int)(found.st_mode & 0777) : -1;
}

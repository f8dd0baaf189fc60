/* Mounts and fills small disks. It must not mount anything that another process can see. */
#include "disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 512, CHUNK = 64 * 1024, FILES_MAX = 100000 };

#define FILLER ".filler"

static void path_of(char path[PATH_SIZE], const char *folder, const char *name, int number) {
    snprintf(path, PATH_SIZE, "%s/" FILLER "%s/%d", folder, name, number);
}

static bool write_text(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool written = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    if (fd >= 0)
        close(fd);
    return written;
}

/* Whoever is not root is, in a user namespace of their own. */
static bool become_root(void) {
    char map[64];
    unsigned user = geteuid(), group = getegid();
    if (unshare(CLONE_NEWUSER) != 0 || !write_text("/proc/self/setgroups", "deny"))
        return false;
    snprintf(map, sizeof map, "%u %u 1", user, user);
    bool mapped = write_text("/proc/self/uid_map", map);
    snprintf(map, sizeof map, "%u %u 1", group, group);
    return mapped && write_text("/proc/self/gid_map", map);
}

const char *disk_isolate(void) {
    if (geteuid() != 0 && !become_root())
        return "no user namespace of one's own";
    if (unshare(CLONE_NEWNS) != 0)
        return "no mount namespace of one's own";
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
        return "mounts cannot be made private";
    return NULL;
}

bool disk_mount(const char *folder, long kib, long files) {
    char options[128];
    snprintf(options, sizeof options, "mode=700,size=%ldk,nr_inodes=%ld", kib, files);
    if (mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, options) == 0)
        return true;
    fprintf(stderr, "disk: %s: %s\n", folder, strerror(errno));
    return false;
}

void disk_unmount(const char *folder) {
    umount2(folder, MNT_DETACH);
}

/* By chunks, then by bytes: the last page too. */
static void fill_file(int fd) {
    static const char zeros[CHUNK];
    for (size_t size = CHUNK; size > 0; size /= 2)
        while (write(fd, zeros, size) == (ssize_t)size)
            continue;
}

void disk_fill(const char *folder) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/" FILLER, folder);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0)
        abort();
    fill_file(fd);
    close(fd);
}

void disk_fill_but(const char *folder, long kib) {
    char path[PATH_SIZE];
    struct stat found;
    disk_fill(folder);
    snprintf(path, sizeof path, "%s/" FILLER, folder);
    if (stat(path, &found) != 0 || found.st_size < kib * 1024 || truncate(path, found.st_size - kib * 1024) != 0)
        abort();
}

void disk_take_files(const char *folder) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/" FILLER "-files", folder);
    mkdir(path, 0700);
    for (int i = 0; i < FILES_MAX; i++) {
        path_of(path, folder, "-files", i);
        int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd < 0)
            return;
        close(fd);
    }
    abort(); /* this disk has no such limit */
}

void disk_free(const char *folder) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/" FILLER, folder);
    unlink(path);
    for (int i = 0; i < FILES_MAX; i++) {
        path_of(path, folder, "-files", i);
        if (unlink(path) != 0)
            break;
    }
    snprintf(path, sizeof path, "%s/" FILLER "-files", folder);
    rmdir(path);
}

bool disk_set_read_only(const char *folder, bool read_only) {
    unsigned long flags = MS_REMOUNT | MS_BIND | MS_NOSUID | MS_NODEV | (read_only ? MS_RDONLY : 0);
    if (mount(NULL, folder, NULL, flags, NULL) == 0)
        return true;
    fprintf(stderr, "disk: %s: %s\n", folder, strerror(errno));
    return false;
}

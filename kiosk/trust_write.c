/* Files of the trust folder, written so that each is there whole or not at all, whatever is cut and whenever: beside,
 * on the disk, then under its name. It must not leave anything that a reader could take for a certificate. */
#include "trust_private.h"

#include "text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Begins with a dot: readers pass over it. */
#define BESIDE ".import"

static enum status io_fault(struct fault *fault) {
    enum status code = errno == ENOSPC || errno == EDQUOT ? STATUS_FULL : STATUS_IO;
    return fault_set(fault, code, "trust_folder", strerror(errno));
}

/* One import at a time; what one that was cut has left goes. The modes are for readers of another account: certificates
 * are public. */
enum status trust_write_open(const char *folder, struct trust_write *write, struct fault *fault) {
    bool made = mkdir(folder, 0755) == 0;
    if (!made && errno != EEXIST)
        return io_fault(fault);
    int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0)
        return io_fault(fault);
    if ((made && fchmod(opened, 0755) != 0) || flock(opened, LOCK_EX) != 0 ||
        (unlinkat(opened, BESIDE, 0) != 0 && errno != ENOENT)) {
        enum status status = io_fault(fault);
        close(opened);
        return status;
    }
    *write = (struct trust_write){.folder = opened};
    return STATUS_OK;
}

static bool write_whole(int file, const char *text) {
    size_t left = strlen(text);
    while (left > 0) {
        ssize_t put = write(file, text, left);
        if (put < 0 && errno != EINTR)
            return false;
        text += put > 0 ? put : 0;
        left -= put > 0 ? (size_t)put : 0;
    }
    return fchmod(file, 0644) == 0 && fsync(file) == 0;
}

enum status trust_write_file(const struct trust_write *write, const char *name, const char *text, struct fault *fault) {
    if (strlen(text) > TRUST_FILE_MAX)
        return fault_set(fault, STATUS_TOO_LARGE, "trust_folder", NULL);
    int file = openat(write->folder, BESIDE, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return io_fault(fault);
    bool written = write_whole(file, text);
    enum status status = written ? STATUS_OK : io_fault(fault);
    if (close(file) != 0 && written)
        status = io_fault(fault);
    if (status == STATUS_OK && renameat(write->folder, BESIDE, write->folder, name) != 0)
        status = io_fault(fault);
    if (status != STATUS_OK)
        unlinkat(write->folder, BESIDE, 0);
    else if (fsync(write->folder) != 0)
        status = io_fault(fault);
    return status;
}

void trust_write_close(const struct trust_write *write) {
    close(write->folder);
}

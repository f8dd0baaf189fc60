/* A folder as a printer (training): NUMBER.pdf appears whole or not at all, and stays after a power cut. It must not
 * follow a number out of its folder. */
#include "spool_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../kiosk/kill_point.h"
#include "../kiosk/text.h"

enum { COPIES_MAX = 9 };

static bool is_number(const char *number) {
    size_t length = strspn(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    return length > 0 && length <= 32 && number[length] == '\0';
}

static int open_folder(const char *folder) {
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return -1;
    return open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

void spool_folder_check(const char *folder, struct spool_state *state) {
    int fd = open_folder(folder);
    bool writable = fd >= 0 && faccessat(fd, ".", W_OK, 0) == 0;
    spool_state_set(state, writable ? NULL : spool_find_reason("no-folder"));
    state->copies_max = COPIES_MAX;
    if (fd >= 0)
        close(fd);
}

static enum status write_whole(int fd, const uint8_t *bytes, size_t size) {
    while (size > 0) {
        ssize_t written = write(fd, bytes, size);
        if (written < 0 && errno != EINTR)
            return errno == ENOSPC || errno == EDQUOT ? STATUS_FULL : STATUS_IO;
        if (written > 0) {
            bytes += written;
            size -= (size_t)written;
        }
    }
    return STATUS_OK;
}

static enum status write_document(int fd, const struct spool_job *job) {
    size_t half = job->size / 2;
    enum status status = write_whole(fd, job->pdf, half);
    KILL_POINT("spool.half-sent");
    if (status == STATUS_OK)
        status = write_whole(fd, job->pdf + half, job->size - half);
    if (status == STATUS_OK && fsync(fd) != 0)
        status = STATUS_IO;
    KILL_POINT("spool.sent");
    return status;
}

/* A temporary file left by a crash is of the same number: it is replaced. */
static enum status write_file(int folder, const char *temporary, const struct spool_job *job) {
    unlinkat(folder, temporary, 0);
    KILL_POINT("spool.before-create");
    int fd = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno == ENOSPC ? STATUS_FULL : STATUS_IO;
    KILL_POINT("spool.created");
    enum status status = write_document(fd, job);
    if (close(fd) != 0 && status == STATUS_OK)
        status = STATUS_IO;
    return status;
}

/* What a crash left half written is all that a folder can hold back. */
enum status spool_folder_withdraw(const char *folder, const char *number, int *jobs, struct fault *fault) {
    char temporary[48];
    if (!is_number(number) || !text_format(temporary, sizeof temporary, ".%s.tmp", number))
        return fault_set(fault, STATUS_INVALID, "number", "");
    int fd = open_folder(folder);
    if (fd < 0)
        return fault_set(fault, STATUS_PRINTER, "no-folder", spool_find_reason("no-folder")->text);
    bool removed = unlinkat(fd, temporary, 0) == 0;
    close(fd);
    *jobs = removed ? 1 : 0;
    return STATUS_OK;
}

enum status spool_folder_print(const char *folder, const struct spool_job *job, struct spool_result *result,
                               struct fault *fault) {
    char name[48], temporary[48];
    struct spool_result made = {.pages = job->pages};
    if (!is_number(job->number))
        return fault_set(fault, STATUS_INVALID, "number", "");
    if (!text_format(made.delivered, sizeof made.delivered, "%s/%s.pdf", folder, job->number) ||
        !text_format(name, sizeof name, "%s.pdf", job->number) ||
        !text_format(temporary, sizeof temporary, ".%s.tmp", job->number))
        return fault_set(fault, STATUS_TOO_LONG, "printer", "");
    int fd = open_folder(folder);
    if (fd < 0)
        return fault_set(fault, STATUS_PRINTER, "no-folder", spool_find_reason("no-folder")->text);
    enum status status = write_file(fd, temporary, job);
    if (status == STATUS_OK && (renameat(fd, temporary, fd, name) != 0 || fsync(fd) != 0))
        status = STATUS_IO;
    int error = errno;
    if (status != STATUS_OK)
        unlinkat(fd, temporary, 0);
    close(fd);
    if (status != STATUS_OK)
        return fault_set(fault, status, "folder", strerror(error));
    KILL_POINT("spool.completed");
    *result = made;
    return STATUS_OK;
}

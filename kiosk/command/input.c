/* Reads and writes the files of commands. It must not leave half a file. */
#include "input.h"

#include "../memory.h"
#include "../text.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 4096 };

/* Reads up to the end or to one byte more than `most`. False with errno. */
static bool read_whole(int fd, char *bytes, size_t most, size_t *size) {
    ssize_t got = 1;
    for (*size = 0; got != 0 && *size <= most;) {
        got = read(fd, bytes + *size, most + 1 - *size);
        if (got < 0 && errno != EINTR)
            return false;
        *size += got > 0 ? (size_t)got : 0;
    }
    if (*size > most)
        errno = EFBIG;
    return *size <= most;
}

char *input_read(const char *file, size_t most, size_t *size) {
    bool named = file != NULL && strcmp(file, "-") != 0;
    int fd = named ? open(file, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
    if (fd < 0)
        return NULL;
    char *bytes = memory_alloc(most + 2);
    bool whole = read_whole(fd, bytes, most, size);
    int error = errno;
    if (named)
        close(fd);
    if (whole) {
        bytes[*size] = '\0';
        return bytes;
    }
    memory_free(bytes);
    errno = error;
    return NULL;
}

const char *input_why(int error) {
    switch (error) {
    case ENOENT:
        return "le fichier n'existe pas";
    case EACCES:
    case EPERM:
        return "la lecture du fichier est refusée";
    case EISDIR:
        return "c'est un dossier, pas un fichier";
    case EFBIG:
        return "le fichier est trop gros";
    default:
        return "l'entrée ne peut pas être lue";
    }
}

/* --- Writing --- */

static bool write_whole(int fd, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t put = write(fd, bytes, size);
        if (put < 0 && errno != EINTR)
            return false;
        if (put > 0) {
            bytes += put;
            size -= (size_t)put;
        }
    }
    return fsync(fd) == 0;
}

static enum status tell_errno(struct fault *fault) {
    int error = errno;
    bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    return fault_set(fault, full ? STATUS_FULL : STATUS_IO, "output", strerror(error));
}

/* The new file has the mode of one that was not there, whatever the file that it replaces had. */
static enum status write_beside(const char *file, char *beside, const void *bytes, size_t size, struct fault *fault) {
    int fd = mkostemp(beside, O_CLOEXEC);
    if (fd < 0)
        return tell_errno(fault);
    bool written = write_whole(fd, bytes, size);
    enum status status = written ? STATUS_OK : tell_errno(fault);
    if (close(fd) != 0 && status == STATUS_OK)
        status = tell_errno(fault);
    if (status == STATUS_OK && rename(beside, file) != 0)
        status = tell_errno(fault);
    if (status != STATUS_OK)
        unlink(beside);
    return status;
}

/* Signals wait: none leaves the file beside behind. */
enum status output_write(const char *file, const void *bytes, size_t size, struct fault *fault) {
    char copy[PATH_SIZE], beside[PATH_SIZE];
    sigset_t all, before;
    struct stat there;
    if (lstat(file, &there) == 0 && !S_ISREG(there.st_mode)) /* neither a link nor /dev/stdout is replaced */
        return fault_set(fault, STATUS_INVALID, "output", NULL);
    if (!text_copy(copy, sizeof copy, file) || !text_format(beside, sizeof beside, "%s/.guichet-XXXXXX", dirname(copy)))
        return fault_set(fault, STATUS_TOO_LONG, "output", NULL);
    signal(SIGXFSZ, SIG_IGN); /* too long for the limit of the session: an error like the others */
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    enum status status = write_beside(file, beside, bytes, size, fault);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return status;
}

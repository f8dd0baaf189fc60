/* Makes the state folder and its files with the only modes that they may have. It must not read what is in them. */
#include "state_folder.h"

#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status io_fault(struct fault *fault, const char *where) {
    enum status code = errno == ENOSPC || errno == EDQUOT ? STATUS_FULL : STATUS_IO;
    return fault_set(fault, code, where, strerror(errno));
}

static enum status check_folder(const char *path, struct fault *fault) {
    struct stat found;
    if (stat(path, &found) != 0)
        return io_fault(fault, "state_folder");
    if (!S_ISDIR(found.st_mode))
        return fault_set(fault, STATUS_IO, "state_folder", "not a folder");
    if ((found.st_mode & 077) != 0)
        return fault_set(fault, STATUS_DENIED, "state_folder", "mode is not 0700");
    return STATUS_OK;
}

enum status state_folder_make(const char *path, struct fault *fault) {
    char part[STATE_PATH_SIZE];
    if (path[0] != '/' || !text_copy(part, sizeof part, path))
        return fault_set(fault, STATUS_INVALID, "state_folder", "not an absolute path");
    for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(part, 0700) != 0 && errno != EEXIST)
            return io_fault(fault, "state_folder");
        *slash = '/';
    }
    if (mkdir(part, 0700) != 0 && errno != EEXIST)
        return io_fault(fault, "state_folder");
    return check_folder(part, fault);
}

enum status state_folder_path(const char *folder, const char *name, char path[STATE_PATH_SIZE]) {
    return text_format(path, STATE_PATH_SIZE, "%s/%s", folder, name) ? STATUS_OK : STATUS_TOO_LONG;
}

/* Root gives what it makes to the owner of the folder. */
static bool give_to_owner(const char *path, int fd) {
    if (geteuid() != 0)
        return true;
    char folder[STATE_PATH_SIZE];
    if (!text_copy(folder, sizeof folder, path))
        return false;
    char *slash = strrchr(folder, '/');
    struct stat owner;
    if (!slash)
        return false;
    slash[slash == folder ? 1 : 0] = '\0';
    return stat(folder, &owner) == 0 && fchown(fd, owner.st_uid, owner.st_gid) == 0;
}

enum status state_folder_create_file(const char *path, int *fd, struct fault *fault) {
    int made = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (made < 0 && errno == EEXIST)
        return STATUS_EXISTS;
    if (made < 0)
        return io_fault(fault, "state_folder");
    if (fchmod(made, 0600) != 0 || !give_to_owner(path, made)) {
        enum status status = io_fault(fault, "state_folder");
        close(made);
        unlink(path);
        return status;
    }
    *fd = made;
    return STATUS_OK;
}

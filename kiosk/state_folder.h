/* The folder that holds a station's databases and keys: 0700, its files 0600, all owned by who owns the folder (so that
 * what root makes with `guichet agent` stays readable by the kiosk's own user). */
#ifndef GUICHET_STATE_FOLDER_H
#define GUICHET_STATE_FOLDER_H

#include "status.h"

/* Makes the folder 0700, with the missing ones above it. STATUS_DENIED when it exists and others may enter it. */
STATUS_MUST_CHECK enum status state_folder_make(const char *path, struct fault *fault);

/* `folder`/`name` into `path`; STATUS_TOO_LONG. */
enum { STATE_PATH_SIZE = 320 };
STATUS_MUST_CHECK enum status state_folder_path(const char *folder, const char *name, char path[STATE_PATH_SIZE]);

/* Creates an empty file 0600; *fd is for reading and writing, closed on exec. STATUS_EXISTS when it is there. */
STATUS_MUST_CHECK enum status state_folder_create_file(const char *path, int *fd, struct fault *fault);

#endif

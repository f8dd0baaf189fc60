/* A small disk for tests: a tmpfs in the test's own mount namespace, that can be filled, made read-only, and given
 * space again. What is mounted vanishes with the process. */
#ifndef GUICHET_TESTS_DISK_H
#define GUICHET_TESTS_DISK_H

#include <stdbool.h>

/* This process, and what it starts, see mounts that nobody else sees. NULL, or why that is not allowed here. Once,
 * before anything else. */
const char *disk_isolate(void);

/* Mounts a disk over the folder. 0: no limit of that kind. False with a word on standard error when it cannot. */
bool disk_mount(const char *folder, long kib, long files);
void disk_unmount(const char *folder);

/* Not a byte and not a file more can be written, but in the room that files have already. */
void disk_fill(const char *folder);
/* The same, and `kib` (whole pages) are left. */
void disk_fill_but(const char *folder, long kib);
/* Every file is taken, bytes are left. */
void disk_take_files(const char *folder);
/* What disk_fill() and disk_take_files() took is free again. */
void disk_free(const char *folder);

/* The folder, and what is below it, is read-only, or writable again. Not while a file there is open for writing. */
bool disk_set_read_only(const char *folder, bool read_only);

#endif

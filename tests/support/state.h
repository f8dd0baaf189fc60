/* A state folder for one test, removed with what is in it; and looking for bytes in its files. */
#ifndef GUICHET_TEST_STATE_H
#define GUICHET_TEST_STATE_H

#include <stdbool.h>
#include <stddef.h>

/* Makes an empty folder 0700 under $TMPDIR or /tmp. */
void state_make(char path[64]);
/* Removes it with its files (one level of folders). */
void state_remove(const char *path);
/* Do these bytes stand in any file of the folder? */
bool state_contains(const char *path, const void *bytes, size_t size);
/* The permission bits of a file of the folder, or -1. */
int state_mode(const char *path, const char *name);

#endif

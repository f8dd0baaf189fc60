/* Files that commands are given: read whole, or not at all. */
#ifndef GUICHET_COMMAND_INPUT_H
#define GUICHET_COMMAND_INPUT_H

#include "../status.h"

#include <stddef.h>

/* The whole of a file (NULL or "-": standard input), at most `most` bytes, and a NUL after them. memory_free(). Else
 * NULL, with errno (EFBIG: too long). */
char *input_read(const char *file, size_t most, size_t *size);

/* "le fichier n'existe pas": why that errno. */
const char *input_why(int error);

/* Replaces a file, or makes it, in one step: whole, or as it was before. STATUS_IO or STATUS_FULL with strerror()'s
 * text as the detail; STATUS_INVALID when what has that name is no plain file. */
STATUS_MUST_CHECK enum status output_write(const char *file, const void *bytes, size_t size, struct fault *fault);

#endif

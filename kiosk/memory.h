/* The one wiping allocator: what is freed is zeroed first, so that what left the screen left the memory.
 *
 * The executable replaces free() and realloc() with wiping ones (glibc's heap underneath): jansson, SQLite,
 * libcrypto and curses are all served. Sanitizer builds keep the sanitizer's own allocator. */
#ifndef GUICHET_MEMORY_H
#define GUICHET_MEMORY_H

#include <stddef.h>

/* Zeroes memory in a way that the compiler cannot remove. */
void memory_wipe(void *bytes, size_t size);

/* Allocates zeroed memory. Never NULL: without memory the process stops (fail closed). Free with memory_free(). */
void *memory_alloc(size_t size);
void *memory_grow(void *bytes, size_t old_size, size_t new_size); /* the old block is wiped; new part zeroed */
void memory_free(void *bytes);                                    /* wipes the whole block; NULL is fine */

/* A copy of `text`, or NULL for NULL. Free with memory_free(). */
char *memory_copy(const char *text);

/* Overwrites the unused part of the stack below the caller, where frames that have returned left what they handled. */
void memory_wipe_stack(void);

/* Gives memory_alloc() and memory_free() to jansson, so that JSON is wiped in worker modules too, where free() may not
 * be ours. Called first of all, before any JSON value exists. */
void memory_install(void);

#endif

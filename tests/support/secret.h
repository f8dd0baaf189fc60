/* What must not be left of a person: every form in which a driver's names, NEPH, birth and address could lie in a file
 * or in memory (UTF-8 as it is and folded, UTF-16, wide characters, cells of curses), and the search for all of them in
 * one pass over bytes, files or the memory of a process. */
#ifndef GUICHET_TESTS_SECRET_H
#define GUICHET_TESTS_SECRET_H

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { SECRET_PATTERNS_MAX = 256, SECRET_WHAT_SIZE = 160 };

struct secret_pattern {
    char text[96];
    const char *form; /* "UTF-8" … */
    uint8_t *bytes, *mask;
    size_t size;
};

struct secrets {
    struct secret_pattern patterns[SECRET_PATTERNS_MAX];
    size_t count;
    uint8_t begins[65536]; /* is there a pattern that begins with these two bytes? */
};

void secrets_open(struct secrets *secrets);
void secrets_close(struct secrets *secrets);
/* In all its forms, and folded too. */
void secrets_add(struct secrets *secrets, const char *text);
/* Names, NEPH (in groups too), birth date in every writing, birth place, address, title number. */
void secrets_add_driver(struct secrets *secrets, const json_t *driver);

/* How many are found; `what` says the first one: its form and text. */
size_t secrets_count(const struct secrets *secrets, const void *bytes, size_t size, char what[SECRET_WHAT_SIZE]);

/* Files and names of files of a folder and those below it, but for the folders named in `except` (NULL-ended). Fails
 * the test at the first find. Returns how many files were read. */
size_t secrets_expect_not_in_folder(const struct secrets *secrets, const char *folder, const char *const except[]);

/* Every readable mapping of a process; prints each find with its mapping. Returns how many were found. */
size_t secrets_count_in_memory(const struct secrets *secrets, pid_t pid, const char *name);

/* In its arguments and its environment. */
void secrets_expect_not_in_arguments(const struct secrets *secrets, pid_t pid);

#endif

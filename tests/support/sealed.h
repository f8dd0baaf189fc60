/* 2D-Doc texts as the specification tells to read them, and names as it tells to fold them: written for tests from
 * shared/2d-doc alone, so that what the product writes is judged by something that shares no code with it. */
#ifndef GUICHET_TESTS_SEALED_H
#define GUICHET_TESTS_SEALED_H

#include <stdbool.h>
#include <stddef.h>

enum { SEALED_FIELDS_MAX = 40, SEALED_VALUE_SIZE = 256 };

struct sealed_field {
    char id[3];
    char value[SEALED_VALUE_SIZE];
    bool cut; /* ended by RS */
};

struct sealed {
    char header[27]; /* version 04 */
    struct sealed_field fields[SEALED_FIELDS_MAX];
    size_t count;
};

/* False when it is no well-formed version 04 text. */
bool sealed_read(const char *text, size_t length, struct sealed *sealed);
/* NULL when there is no such field. */
const char *sealed_value(const struct sealed *sealed, const char *id);

/* Upper case, no accent, no apostrophe, anything else a blank. Knows the letters of the fictitious drivers only: false
 * for any other. */
bool sealed_fold(const char *text, char *folded, size_t size);

#endif

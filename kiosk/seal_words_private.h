/* Between the two files of seal_words. */
#ifndef GUICHET_SEAL_WORDS_PRIVATE_H
#define GUICHET_SEAL_WORDS_PRIVATE_H

#include "seal_words.h"

/* A value of that kind in words. False, and `out` is worth nothing, when the value has not the form of the kind, or the
 * kind is "text" or none. */
bool seal_words_write_value(const char *kind, const char *value, char out[SEAL_WORDS_MAX]);

/* Four hexadecimal digits: days since 2000-01-01. False for anything else, and for FFFF. */
bool seal_words_read_days2000(const char *value, size_t length, struct date *date);

#endif

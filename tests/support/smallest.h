/* The smallest Data Matrix that ISO/IEC 16022 allows for a text: every way of writing it in the six encodation schemes
 * (ASCII, C40, Text, X12, EDIFACT, Base 256) is weighed. Written for tests from the standard alone. */
#ifndef GUICHET_TESTS_SMALLEST_H
#define GUICHET_TESTS_SMALLEST_H

#include <stddef.h>

enum { SMALLEST_TEXT_MAX = 1600 };

/* Data codewords, and the modules of the side of the smallest square symbol that holds them (quiet zone excluded); both
 * 0 when there is none. Characters above 127 are not for it. Where the rules of a symbol's last codewords could be read
 * in two ways, the shorter one counts: nothing can be smaller than what it says. */
struct smallest {
    size_t codewords;
    int side;
};
struct smallest smallest_matrix(const char *text, size_t length);

#endif

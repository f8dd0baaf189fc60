/* Signed 2D-Docs of every shape, for tests: those of the fictitious drivers, and others made of any data identifiers
 * of the specification. The same number always makes the same content (its signature differs). */
#ifndef GUICHET_TESTS_SEALS_H
#define GUICHET_TESTS_SEALS_H

#include <stddef.h>

enum { SEALS_TEXT_SIZE = 1601, SEALS_OF_DRIVERS = 40 };

struct seals_text {
    char text[SEALS_TEXT_SIZE]; /* real control characters, NUL-terminated */
    size_t length;
    size_t proven; /* up to here a change must be noticed: all but the annex, which nothing signs */
};

/* The first SEALS_OF_DRIVERS are ADCS and RII in turn; then versions 02, 03 and 04, all types, values cut or not, with
 * a separator after a fixed length or not, with an annex or not. Signed with the training key (FR00/0001). */
void seals_make(size_t number, struct seals_text *seal);

#endif

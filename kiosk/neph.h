/* Reads a NEPH (numéro d'enregistrement préfectoral harmonisé) in any of its shapes, and tells a title number from it.
 * Pure. A NEPH is 5–19 letters and digits, not 12 digits, not a date, and not field 5 of the card. */
#ifndef GUICHET_NEPH_H
#define GUICHET_NEPH_H

#include "record.h"

enum neph_kind {
    NEPH_OK,
    NEPH_EMPTY,
    NEPH_TOO_SHORT,     /* fewer than 5 letters and digits */
    NEPH_TOO_LONG,      /* more than 19 */
    NEPH_BAD_CHARACTER, /* something that is neither a letter, a digit, nor a forgiven separator */
    NEPH_TITLE_NUMBER   /* two digits, two letters, five digits: field 5 of the card (arrêté du 20 avril 2012) */
};

/* Spaces (any), dashes, dots and slashes between characters are forgiven, letters are upper-cased, full-width forms
 * taken. `neph` is set (upper case, no separator) for NEPH_OK and NEPH_TITLE_NUMBER; empty otherwise. */
enum neph_kind neph_read(const char *typed, char neph[RECORD_NEPH_MAX + 1]);

/* "1212 0120 0001": groups for the eye; never printed with them on a legal line. */
void neph_write_grouped(const char *neph, char out[32]);

/* "••••••••0001": all but the last four, for lists before a choice. */
void neph_write_masked(const char *neph, char out[64]);

#endif

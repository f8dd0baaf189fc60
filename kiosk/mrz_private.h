/* The layouts of machine readable zones, shared by the files of `mrz`. */
#ifndef GUICHET_MRZ_PRIVATE_H
#define GUICHET_MRZ_PRIVATE_H

#include "mrz.h"

#define MRZ_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define MRZ_DIGITS "0123456789"

enum { MRZ_PARTS_MAX = 16, MRZ_CHECKS_MAX = 5, MRZ_SPANS_MAX = 4 };

struct mrz_span {
    unsigned char line, start, end; /* 0-based, the end excluded */
};

/* A field and the characters that it may hold. */
struct mrz_part {
    const char *field;
    struct mrz_span span;
    const char *alphabet;
};

struct mrz_check {
    const char *field;
    unsigned char line, at;               /* where the digit stands */
    struct mrz_span spans[MRZ_SPANS_MAX]; /* what it is computed over; an empty one ends them */
    bool may_be_filler;                   /* where all that it covers is */
};

struct mrz_layout {
    const char *name;
    int line_count, line_length;
    struct mrz_part parts[MRZ_PARTS_MAX];    /* without a field: the end */
    struct mrz_check checks[MRZ_CHECKS_MAX]; /* the same */
};

const struct mrz_layout *mrz_layout_of(enum mrz_format format);

/* Sets `errors` from `lines` and `format`. */
void mrz_judge(struct mrz *mrz);
/* Sets what is read from `lines`, and adds the errors of dates. */
void mrz_read_fields(struct mrz *mrz, struct date today);
/* Adds an error, unless the field has one. */
void mrz_add_error(struct mrz *mrz, const char *field, char printed, char computed);

/* A document number longer than 9 (ICAO 9303-5 and -6): a filler in the place of its check digit, and the rest of it
 * with its own check digit at the start of the optional field. Where its number starts, and where that optional field
 * is; false for a format that has none, or a number that is not longer. */
bool mrz_has_long_number(const struct mrz *mrz, struct mrz_span *number, struct mrz_span *rest);

#endif

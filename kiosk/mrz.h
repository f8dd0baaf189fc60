/* Machine readable zones (ICAO 9303-3 to -6; ISO/IEC 18013 and regulation (EU) 383/2012 for licences; the French
 * identity card before 2021): recognised by their shape, read, and judged by their check digits. Pure; today is given.
 *
 * A licence's zone holds no NEPH, no birth date and no given name. */
#ifndef GUICHET_MRZ_H
#define GUICHET_MRZ_H

#include "date.h"
#include "status.h"

#include <stdbool.h>
#include <stddef.h>

enum mrz_format {
    MRZ_FRDL,  /* French driving licence, 1 × 30 */
    MRZ_NLDL,  /* Dutch driving licence, 1 × 30: recognised, not read as a French one */
    MRZ_DL,    /* another country's driving licence, 1 × 30: recognised as such, its layout unknown */
    MRZ_IDFRA, /* French identity card before 2021, 2 × 36 */
    MRZ_TD1,   /* identity card since 2021, residence permit, 3 × 30 */
    MRZ_TD2,   /* 2 × 36 */
    MRZ_TD3    /* passport, 2 × 44 */
};

enum { MRZ_ERRORS_MAX = 10, MRZ_LINE_MAX = 44, MRZ_TEXT_MAX = 3 * 30, MRZ_NAMES_MAX = 40 };

struct mrz_error {
    const char *field; /* "code", "state", "number", "nationality", "names", "birth", "sex", "expiry", "optional",
                        * "composite"; static storage. One error a field at most */
    char printed;      /* the check digit as it is there; 0: the field holds a character or a date that it may not */
    char computed;     /* '0' to '9'; 0 with `printed` */
};

struct mrz {
    enum mrz_format format;
    char lines[3][MRZ_LINE_MAX + 1];
    int line_count;
    char code[3];  /* "P", "ID", "IR", "D1": without its filler */
    char state[4]; /* issuing state: "FRA", "D" */
    char number[31];
    char nationality[4];                   /* empty: not told */
    char family_name[MRZ_NAMES_MAX];       /* as printed, fillers as spaces */
    char given_names[MRZ_NAMES_MAX];       /* several separated by spaces; empty: not told */
    bool family_name_cut, given_names_cut; /* may go on beyond what the zone holds */
    struct date birth, expiry;             /* null: not told. A birth may be partial */
    char sex;                              /* 'M', 'F', 'X'; 0: not told */
    /* As printed, without the fillers after it. TD1: of the first line (the rest of a long number and its check digit
     * too), and of the second; TD2, TD3: one; IDFRA: department and office; NLDL: version, and random characters. */
    char optional[2][16];
    struct mrz_error errors[MRZ_ERRORS_MAX]; /* none: valid */
    int error_count;
};

/* Is it a zone at all? One to three lines, line ends in any convention or none, spaces forgiven where a line is whole,
 * lower case taken. STATUS_NOT_FOUND: its shape is that of none. STATUS_OK also when check digits are wrong: `errors`
 * says which. Centuries: a birth later than today, or younger than 14 years, is of the century before; an expiry that
 * would be more than 50 years ahead is of the century before; an expiry before the birth is of the next. */
STATUS_MUST_CHECK enum status mrz_read(const char *text, struct date today, struct mrz *mrz);
void mrz_clear(struct mrz *mrz); /* wipes */

/* "FRDL", "NLDL", "DL", "IDFRA", "TD1", "TD2", "TD3". */
const char *mrz_format_name(enum mrz_format format);

/* The nearest reading with look-alikes put right (0/O, 1/I, 2/Z, 5/S, 6/G, 8/B) that all fields and check digits agree
 * on, at most two characters away. STATUS_NOT_FOUND: none, or several as near. Never done silently: proposed. No check
 * digit tells 6 from G. */
STATUS_MUST_CHECK enum status mrz_propose(const struct mrz *damaged, struct date today, struct mrz *proposed);

/* The last day on which the document proves an identity: what the zone tells; for an IDFRA card, whose zone tells no
 * expiry, the end of the month of issue in its number, ten years later, or fifteen where it was issued to an adult from
 * January 2004 on (décret 2013-1188: five years more than printed until December 2013, printed since). Who came of age
 * in that very month is taken for a minor. Null: not told. */
struct date mrz_valid_until(const struct mrz *mrz);
bool mrz_is_extended(const struct mrz *mrz); /* fifteen years */

#endif

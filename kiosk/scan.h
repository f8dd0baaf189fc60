/* What a scanner, or a person, has put into a field: recognised, with the damage that a keyboard scanner does on a
 * French layout put right where that is proved. Pure. It looks nothing up and verifies no signature. */
#ifndef GUICHET_SCAN_H
#define GUICHET_SCAN_H

#include "date.h"
#include "mrz.h"
#include "record.h"
#include "seal.h"
#include "seal_words.h"
#include "status.h"

enum scan_kind { SCAN_UNKNOWN, SCAN_NEPH, SCAN_TITLE_NUMBER, SCAN_MRZ, SCAN_2D_DOC };

enum scan_repair {
    SCAN_AS_IT_CAME,
    SCAN_PROVED,     /* put right, and the check digits prove it */
    SCAN_TO_CONFIRM, /* put right, nothing can prove it (a NEPH typed in AZERTY's digits), or a look-alike is proposed:
                      * shown, and taken when the agent says so */
    SCAN_TO_VERIFY,  /* a 2D-Doc put right: only its signature proves it */
    SCAN_AMBIGUOUS,  /* may be read in two ways: asked again; `why` says which */
    SCAN_DAMAGED     /* not to be put right: the scanner must be set up (scan_setup_sentence) */
};

enum {
    SCAN_TEXT_MAX = 4096,
    SCAN_QUIET_MS = 100,     /* a scan is over after this silence … */
    SCAN_LINE_QUIET_MS = 500 /* … or this one, where more lines of its zone may come */
};

struct scan {
    enum scan_kind kind;
    enum scan_repair repair;
    char neph[RECORD_NEPH_MAX + 1]; /* NEPH; title number: that number; empty when ambiguous */
    struct mrz mrz;                 /* MRZ: as read; to confirm: as proposed; damaged beyond reading: no line */
    char seal[SEAL_TEXT_MAX + 1];   /* 2D-Doc, with its real control characters; damaged beyond reading: empty */
    size_t seal_length;
    /* Unknown: neph_read()'s kind as a word ("empty", "too-short", …). Ambiguous: "dash" (6 or a dash), "moved-letter"
     * (A or Q, Z or W, M or another: a US scanner's on AZERTY). Else NULL. Static storage. */
    const char *why;
};

/* `own`: what the station's scanner sends for GS, RS and US, besides the usual; NULL: nothing more. */
void scan_read(const char *text, size_t length, const struct seal_substitutes *own, struct date today,
               struct scan *scan);
void scan_clear(struct scan *scan); /* wipes */

/* The silence after which a scan of which this came, NUL-terminated, is over: longer after a line of a zone that has
 * more of them, since a scanner may pause between lines. */
int scan_quiet_ms(const char *text, size_t length);

/* "neph", "title-number", "mrz", "2d-doc", "unknown". */
const char *scan_kind_name(enum scan_kind kind);

/* How the scanner must be set up, in French: one or two sentences. */
const char *scan_setup_sentence(void);

#endif

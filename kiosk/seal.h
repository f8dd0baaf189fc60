/* 2D-Doc text (ANTS, "Spécifications techniques des codes à barres 2D-Doc" 3.2.6/3.3.9): writes version 04, reads 02,
 * 03 and 04, judges form and conformity. Pure: signatures are `trust`'s business. */
#ifndef GUICHET_SEAL_H
#define GUICHET_SEAL_H

#include "date.h"
#include "status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SEAL_GS = 0x1D,
    SEAL_RS = 0x1E,
    SEAL_US = 0x1F,
    SEAL_TEXT_MAX = 1600, /* a seal longer than a Data Matrix can hold is malformed */
    SEAL_FIELDS_MAX = 64,
    SEAL_SIGNATURE_MAX = 132 /* r ‖ s of P-521 */
};

struct seal_field {
    char id[3];        /* DI: "6G" */
    size_t offset;     /* of the DI in the text */
    const char *value; /* into seal.text, not NUL-terminated */
    size_t length;
    bool truncated;      /* ended by RS */
    bool unsigned_annex; /* after the signature */
};

struct seal {
    char text[SEAL_TEXT_MAX + 1]; /* as read; real control characters */
    size_t length;
    size_t signed_length;                                              /* header + message, US excluded */
    int version;                                                       /* 2, 3 or 4 */
    char issuer[5], certificate[5], type[3], perimeter[3], country[3]; /* the last two empty before their version */
    struct date issued_on, signed_on;                                  /* null date for FFFF */
    struct seal_field fields[SEAL_FIELDS_MAX];
    size_t field_count;
    uint8_t signature[SEAL_SIGNATURE_MAX]; /* raw r ‖ s */
    size_t signature_length;
};

/* Reads a seal with real control characters. STATUS_MALFORMED (fault.where = the DI or "header"/"signature",
 * fault.detail = "offset N") or STATUS_UNSUPPORTED (version 01 or above 04, binary, CEV "DE", a perimeter other than
 * 01). Accepts one trailing newline. The fields point into seal->text: a struct seal is never copied. */
STATUS_MUST_CHECK enum status seal_read(const char *text, size_t length, struct seal *seal, struct fault *fault);

/* The signed field of that id, or NULL; a field of the annex proves nothing and is never found. */
const struct seal_field *seal_find(const struct seal *seal, const char *id);
bool seal_field_is(const struct seal_field *field, const char *value);
bool seal_is_test_issuer(const char *issuer); /* ends in "00" */

/* Min, max (0: unbounded) of a DI, from the table of the specification; false when the DI does not exist. */
bool seal_identifier_bounds(const char *id, int *min, int *max);

/* --- Writing --- */
struct seal_value {
    char id[3];
    char *value;    /* already in the C40 basic set (text_fold'ed); memory_free */
    bool truncated; /* was cut: RS follows */
};

struct seal_draft {
    char issuer[5], certificate[5], type[3], perimeter[3], country[3];
    struct date issued_on, signed_on;
    struct seal_value values[SEAL_FIELDS_MAX];
    size_t value_count;
};

void seal_draft_clear(struct seal_draft *draft);
/* Adds a DI as it is; checks its existence, length and alphabet (STATUS_INVALID). A value longer than its maximum is
 * cut and marked: given names (60) at a whole name and categories (E6) at a whole category where possible. A value of
 * fixed length is never cut. */
STATUS_MUST_CHECK enum status seal_draft_add(struct seal_draft *draft, const char *id, const char *value);
/* Header and message, what is to be signed; NUL-terminated. GS after variable-length values that do not fill their
 * maximum and are not last; RS after cut ones. */
STATUS_MUST_CHECK enum status seal_draft_write(const struct seal_draft *draft, char out[SEAL_TEXT_MAX + 1],
                                               size_t *length);
/* Appends US and the base32 signature to what seal_draft_write() made. */
STATUS_MUST_CHECK enum status seal_append_signature(char text[SEAL_TEXT_MAX + 1], size_t *length,
                                                    const uint8_t *signature, size_t signature_length);

/* --- What our documents carry (type AB), from a record --- */
struct record;
enum seal_document { SEAL_ADCS, SEAL_RII };
struct seal_attestation {
    enum seal_document document;
    const char *number; /* DI 01 */
    struct date_time issued_at;
    struct date valid_until;     /* DI 08; null for an RII */
    int pages;                   /* DI 09 */
    const char *requester_siren; /* DI E7, or NULL */
};
/* The one function that makes an AB's fields: never AG on an ADCS (art. L. 223-7); E6 left out when the state takes
 * away the right to drive (`may_drive` false, from config/guidance). */
STATUS_MUST_CHECK enum status seal_draft_attestation(const struct record *record,
                                                     const struct seal_attestation *attestation, bool may_drive,
                                                     struct seal_draft *draft);
/* Is this (verified) seal one of that document, and does it say what the record and the attestation say?
 * STATUS_SEAL_DIFFERS names the DI. An ADCS whose seal has AG, or an E4 that is not the document's, differs. */
STATUS_MUST_CHECK enum status seal_compare(const struct seal *seal, const struct record *record,
                                           const struct seal_attestation *attestation, bool may_drive,
                                           struct fault *fault);

#endif

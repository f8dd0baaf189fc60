/* A document that was read (its machine readable zone, or its 2D-Doc), compared field by field with the record's
 * holder. Pure. What the eye alone can compare (the photo, always) is not judged here.
 *
 * Names agree if either the 2D-Doc folding or the ICAO 9303-3 transliteration makes them equal; accents, case,
 * apostrophes, hyphens and spaces do not count; the family name is compared with the birth name, then with the usage
 * name; a cut field agrees as a prefix; a day or month 00, and -01-01 where `presumed`, is unknown. */
#ifndef GUICHET_IDENTITY_COMPARE_H
#define GUICHET_IDENTITY_COMPARE_H

#include "identity.h"
#include "mrz.h"
#include "record.h"
#include "seal.h"

enum identity_field {
    IDENTITY_FAMILY_NAME,
    IDENTITY_GIVEN_NAMES,
    IDENTITY_BIRTH_DATE,
    IDENTITY_SEX,
    IDENTITY_TITLE_NUMBER, /* a licence only */
    IDENTITY_TITLE_EXPIRY, /* a licence only */
    IDENTITY_FIELD_COUNT
};

enum identity_agreement {
    IDENTITY_UNKNOWN, /* the document, or the record, does not tell */
    IDENTITY_SAME,
    IDENTITY_CUT,    /* agrees as far as the document goes */
    IDENTITY_DIFFERS /* `seen` and `expected` tell how */
};

struct identity_difference {
    enum identity_agreement agreement;
    char seen[128], expected[128]; /* as a person writes them; empty: not told */
    bool by_usual_name;            /* the family name agreed with the usage name */
};

/* What a document says of its bearer, whatever it was read from. */
struct identity_bearer {
    enum identity_document document; /* the kind that it is; a licence: IDENTITY_LICENCE */
    char family_name[128], usual_name[128], given_names[256], title_number[20]; /* empty: not told */
    bool family_name_cut, given_names_cut;
    bool presumed; /* -01-01 stands for an unknown day (FranceConnect) */
    struct date birth, expiry;
    char sex; /* 0: not told */
};
void identity_bearer_clear(struct identity_bearer *bearer); /* wipes */
/* STATUS_UNSUPPORTED: a document that proves no identity (a licence of another layout; a seal that is no 07 or 08). */
STATUS_MUST_CHECK enum status identity_bearer_from_mrz(const struct mrz *mrz, struct identity_bearer *bearer);
STATUS_MUST_CHECK enum status identity_bearer_from_seal(const struct seal *seal, struct identity_bearer *bearer);

enum identity_verdict {
    IDENTITY_AGREES,          /* all that both tell agrees */
    IDENTITY_DIFFERS_SOMEHOW, /* goes on with a reason from the list */
    IDENTITY_OTHER_PERSON     /* the birth date differs: no document is issued, no points are shown */
};

struct identity_comparison {
    struct identity_difference fields[IDENTITY_FIELD_COUNT];
    enum identity_verdict verdict;
    bool expired;            /* today, with the five more years of old cards */
    struct date valid_until; /* null: not told */
};
void identity_compare(const struct record *record, const struct identity_bearer *bearer, struct date today,
                      struct identity_comparison *comparison);
void identity_comparison_clear(struct identity_comparison *comparison); /* wipes */

/* One sentence in French: "Le document et le dossier concordent.", "Le nom diffère : …". No full value of a field. */
void identity_write_verdict(const struct identity_comparison *comparison, char *out, size_t size);

#endif

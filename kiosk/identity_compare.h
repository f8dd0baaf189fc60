/* A document that was read (its machine readable zone, or its 2D-Doc), compared field by field with the record's
 * holder. Pure. What the eye alone can compare (the photo, always) is not judged here.
 *
 * Names agree if either the 2D-Doc folding or the ICAO 9303-3 transliteration makes them equal; accents, case,
 * apostrophes, hyphens and spaces do not count; the family name is compared with the birth name, then with the usage
 * name; given names in any order; a cut field agrees as a prefix; a day or month 00, and -01-01 where `presumed`, is
 * unknown. */
#ifndef GUICHET_IDENTITY_COMPARE_H
#define GUICHET_IDENTITY_COMPARE_H

#include "identity.h"
#include "mrz.h"
#include "record.h"
#include "seal.h"

enum identity_agreement {
    IDENTITY_UNKNOWN, /* the document, or the record, does not tell; or a day or month is unknown */
    IDENTITY_SAME,
    IDENTITY_CUT,    /* agrees as far as the one goes that tells less: a cut name, only some of the given names */
    IDENTITY_DIFFERS /* `seen` and `expected` tell how */
};

struct identity_difference {
    enum identity_agreement agreement;
    char seen[128], expected[128]; /* as a person writes them, whatever the agreement; empty: not told */
    bool by_usual_name;            /* the family name agreed with the usage name */
};

/* What a document says of its bearer, whatever it was read from. */
struct identity_bearer {
    enum identity_document document; /* the kind that it is; a licence: IDENTITY_LICENCE; or IDENTITY_NO_DOCUMENT where
                                        the kind is not told: the agent says it */
    char family_name[128], usual_name[128], given_names[256], title_number[20]; /* empty: not told */
    bool family_name_cut, given_names_cut;
    bool presumed;       /* -01-01 stands for an unknown day (FranceConnect) */
    bool century_unsure; /* the birth year was written with two digits: 1910 may have been read as 2010 */
    struct date birth, expiry;
    bool extended; /* `expiry` has the five more years of French cards that were printed with ten */
    bool to_month; /* `expiry` is the end of its month: the zone tells no day */
    char sex;      /* 0: not told */
    bool sealed;   /* read from a 2D-Doc whose signature is right: by a test issuer or not, on that day */
    bool seal_test;
    struct date sealed_on; /* null: not told */
};
void identity_bearer_clear(struct identity_bearer *bearer); /* wipes */
/* STATUS_UNSUPPORTED: a document that proves no identity (a licence of another layout, a crew member's certificate; a
 * seal that is no 07 or 08). STATUS_INVALID: a zone whose check digits are wrong, of which nothing is to be trusted:
 * scan again, or compare by eye. STATUS_MALFORMED: an 08 without a zone. A seal's worth is `trust`'s to judge. `today`
 * tells the centuries of the zone of an 08. */
STATUS_MUST_CHECK enum status identity_bearer_from_mrz(const struct mrz *mrz, struct identity_bearer *bearer);
STATUS_MUST_CHECK enum status identity_bearer_from_seal(const struct seal *seal, struct date today,
                                                        struct identity_bearer *bearer);

enum identity_verdict {
    IDENTITY_AGREES,          /* all that both tell agrees */
    IDENTITY_DIFFERS_SOMEHOW, /* goes on with a reason of IDENTITY_WHY_DIFFERENT */
    IDENTITY_OTHER_PERSON,    /* identity_is_other_person(): no document is issued, no points are shown */
    IDENTITY_TITLE_STOPS      /* this very title was declared lost or stolen: not given back, the agent stops */
};

struct identity_comparison {
    struct identity_difference fields[IDENTITY_FIELD_COUNT];
    enum identity_verdict verdict;
    bool expired;            /* today, with the five more years of old cards */
    bool extended;           /* `valid_until` has those years */
    bool ends_this_month;    /* on a day that the document's code does not tell */
    struct date valid_until; /* null: not told */
};
void identity_compare(const struct record *record, const struct identity_bearer *bearer, struct date today,
                      struct identity_comparison *comparison);
/* The same of a copy that a mandataire brought: the title itself is not there to be kept, nothing stops on it. */
void identity_compare_copy(const struct record *record, const struct identity_bearer *bearer, struct date today,
                           struct identity_comparison *comparison);
void identity_comparison_clear(struct identity_comparison *comparison); /* wipes */

/* The fields that differ, as identity_check.mismatches has them. */
unsigned identity_mismatches(const struct identity_comparison *comparison);

/* A licence is shown, and the record's title was declared lost or stolen: a title that was declared so and is not shown
 * stops nobody. For a document that was not read, too. */
bool identity_title_stops(const struct record *record, enum identity_document shown);

/* One sentence in French: "Le document et le dossier concordent.", "Nom et sexe : le document et le dossier diffèrent."
 * Names fields, never their values. 160 bytes are enough. */
void identity_write_verdict(const struct identity_comparison *comparison, char *out, size_t size);
/* "À vérifier à l'œil : la photo, les prénoms, la fin du nom.": the photo, and what the record tells and the document's
 * code does not, nor until when it is valid. 240 bytes are enough. */
void identity_write_by_eye(const struct identity_comparison *comparison, char *out, size_t size);

#endif

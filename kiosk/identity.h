/* Who asks, in what quality, on what document; and what each quality may have, see and be given, as one table. Pure. */
#ifndef GUICHET_IDENTITY_H
#define GUICHET_IDENTITY_H

#include "date.h"
#include "status.h"

#include <stdbool.h>
#include <stddef.h>

enum identity_quality {                                /* qualité du demandeur */
                        IDENTITY_HOLDER,               /* titulaire, art. L. 223-7, L. 223-10 */
                        IDENTITY_LEGAL_REPRESENTATIVE, /* représentant légal: parent of a minor, tuteur */
                        IDENTITY_MANDATARY,            /* mandataire: avocat or other */
                        IDENTITY_BODY,                 /* organisme, art. R. 225-5 II 2° */
                        IDENTITY_QUALITY_COUNT
};

enum identity_document {
    IDENTITY_ID_CARD,
    IDENTITY_PASSPORT,
    IDENTITY_RESIDENCE_PERMIT,
    IDENTITY_LICENCE,
    IDENTITY_DOCUMENT_COUNT
};

enum identity_mandate { IDENTITY_NO_MANDATE, IDENTITY_MANDATE_WRITTEN, IDENTITY_MANDATE_AVOCAT };

enum identity_right { /* bits */
                      IDENTITY_SEE_STATE = 1 << 0,
                      IDENTITY_SEE_CATEGORIES = 1 << 1,
                      IDENTITY_SEE_POINTS = 1 << 2,
                      IDENTITY_SEE_HISTORY = 1 << 3,
                      IDENTITY_SEE_CALENDAR = 1 << 4,
                      IDENTITY_SEE_MEASURES = 1 << 5, /* suspensions, visites */
                      IDENTITY_SEE_LETTERS = 1 << 6,
                      IDENTITY_GIVE_ADCS = 1 << 7,
                      IDENTITY_GIVE_RII = 1 << 8,
                      IDENTITY_GIVE_SITUATION = 1 << 9,
                      IDENTITY_USE_ACCOUNT = 1 << 10,
                      IDENTITY_USE_FRANCECONNECT = 1 << 11
};

struct identity_entitlement {
    enum identity_quality quality;
    unsigned rights;     /* identity_right bits */
    const char *wire;    /* "holder": value of identity_check.quality */
    const char *label;   /* "Titulaire" */
    const char *article; /* the article behind the line */
};

const struct identity_entitlement *identity_entitlement(enum identity_quality quality);
const char *identity_document_wire(enum identity_document document);  /* "id-card" */
const char *identity_document_label(enum identity_document document); /* "Carte nationale d'identité" */

/* What the agent established; what goes into identity_check of the contract and, without names, into the audit log. */
struct identity_check {
    enum identity_quality quality;
    char requester_name[256]; /* empty for the holder */
    char requester_siren[10]; /* organisme only */
    enum identity_mandate mandate;
    enum identity_document document;
    struct date document_expiry; /* null when not read */
    char confirmed_by[24];       /* agent id */
    struct date_time at;
};

/* Is the check complete for its quality (name when not the holder, mandate for a mandataire, name and SIREN for an
 * organisme)? fault.where: quality, requester_name, requester_siren, mandate. */
STATUS_MUST_CHECK enum status identity_check_complete(const struct identity_check *check, struct fault *fault);

/* Nine digits whose Luhn sum is right (INSEE). */
bool identity_is_siren(const char *text);

#endif

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
    IDENTITY_DOCUMENT_COUNT,
    IDENTITY_NO_DOCUMENT = IDENTITY_DOCUMENT_COUNT /* an avocat on the card alone, an organisme; or a kind not told */
};

enum identity_method {
    IDENTITY_BY_DOCUMENT, /* "document": it was read by a scanner, and compared with the record field by field */
    IDENTITY_BY_EYE       /* "visual": seen by the agent alone, or no document of the holder was brought */
};

enum identity_mandate { IDENTITY_NO_MANDATE, IDENTITY_MANDATE_WRITTEN, IDENTITY_MANDATE_AVOCAT };

/* What proves that a représentant légal is one. */
enum identity_link { IDENTITY_NO_LINK, IDENTITY_FAMILY_BOOK /* livret de famille */, IDENTITY_JUDGMENT };

/* What was shown that stops the agent: bits. */
enum identity_stop {
    /* A document of somebody else: until one of the holder's birth date and of one of the holder's names. A
     * représentant légal or an organisme goes on while the document that was read is there: it is their own. */
    IDENTITY_STOP_PERSON = 1 << 0,
    /* The title that was declared lost or stolen, and a 2D-Doc that is forged: until the person has left. */
    IDENTITY_STOP_TITLE = 1 << 1,
    IDENTITY_STOP_SEAL = 1 << 2
};
/* "other-person", "title", "forged-seal": for the audit log. */
const char *identity_stop_wire(enum identity_stop stop);

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
    const char *proof;   /* what must be shown, one sentence */
};

const struct identity_entitlement *identity_entitlement(enum identity_quality quality);
const char *identity_document_wire(enum identity_document document);  /* "id-card"; NULL: no document */
const char *identity_document_label(enum identity_document document); /* "Carte nationale d'identité" */

/* Nobody else is given anything at the counter: where each goes instead. */
enum identity_outsider {
    IDENTITY_CARRIER, /* entreprise de transport */
    IDENTITY_POLICE,
    IDENTITY_FOREIGN_AUTHORITY,
    IDENTITY_ANYBODY_ELSE, /* a relative, another employer, a landlord */
    IDENTITY_OUTSIDER_COUNT
};
struct identity_refusal {
    const char *label;   /* "Entreprise de transport" */
    const char *refusal; /* why not, and where to go: French, for the screen */
    const char *article;
};
const struct identity_refusal *identity_refusal(enum identity_outsider outsider);

/* --- What was compared, and the closed lists of reasons --- */
enum identity_field {
    IDENTITY_FAMILY_NAME,
    IDENTITY_GIVEN_NAMES,
    IDENTITY_BIRTH_DATE,
    IDENTITY_SEX,
    IDENTITY_TITLE_NUMBER, /* a licence only */
    IDENTITY_TITLE_EXPIRY, /* a licence only */
    IDENTITY_FIELD_COUNT
};
const char *identity_field_wire(enum identity_field field);  /* "family_name": in identity_check.mismatches */
const char *identity_field_label(enum identity_field field); /* "nom", in a sentence */

enum identity_reason_list {
    IDENTITY_WHY_DIFFERENT, /* why one goes on although something differs */
    IDENTITY_WHY_EXPIRED,   /* why an expired document is taken */
    IDENTITY_WHY_BODY,      /* what for an organisme asks */
    IDENTITY_REASON_LIST_COUNT
};
/* From 1 on; NULL after the last, and for 0: no reason. Lower case, as in the contract and in the audit log. */
const char *identity_reason(enum identity_reason_list list, int reason);
int identity_reason_find(enum identity_reason_list list, const char *text); /* 0: not of the list */

/* --- The check --- */
/* What the agent established; what goes into identity_check of the contract and, without names, into the audit log. */
struct identity_check {
    enum identity_quality quality;
    char requester_name[256]; /* empty for the holder */
    char requester_siren[10]; /* organisme only */
    int requester_reason;     /* organisme only: of IDENTITY_WHY_BODY */
    enum identity_mandate mandate;
    enum identity_link link; /* représentant légal only */
    enum identity_method method;
    enum identity_document document;
    struct date document_expiry; /* null when not read */
    int expired_reason;          /* of IDENTITY_WHY_EXPIRED, when the document had expired on the day of the check; may
                                  * be there where the expiry was not read: the agent saw it */
    unsigned mismatches;         /* 1 << identity_field */
    int mismatch_reason;         /* of IDENTITY_WHY_DIFFERENT, when there is a mismatch */
    char supervisor[24];         /* who confirmed the mismatch; empty: nobody had to */
    char confirmed_by[24];       /* agent id */
    struct date_time at;
};

/* What the configuration asks for. */
struct identity_rules {
    unsigned documents;           /* 1 << identity_document: what proves an identity here */
    bool avocat_card_suffices;    /* else an avocat brings a written mandate, like anybody */
    bool supervisor_for_mismatch; /* and not the agent's own id */
};
extern const struct identity_rules identity_rules_default; /* every document, the card suffices, no supervisor */

/* Is the document that is shown the holder's, for who asks in that quality? A représentant légal and an organisme show
 * their own. */
bool identity_compares(enum identity_quality quality);

/* A document of somebody else: another birth date; or a licence, which tells none, of another name and number. */
bool identity_is_other_person(enum identity_document document, unsigned mismatches);

/* Has a supervisor to say yes to what differs? Where the configuration says so; and always where neither the family
 * name nor the given names are the holder's. */
bool identity_wants_supervisor(unsigned mismatches, const struct identity_rules *rules);

/* Is the check complete for its quality (name when not the holder, livret or judgment of a représentant légal, mandate
 * for a mandataire, name, SIREN and reason for an organisme), with a document that is accepted, and a reason for what
 * differs or has expired? STATUS_DENIED, where = "person": it is somebody else's, nothing makes that complete. Else
 * STATUS_INVALID, where = "quality", "document", "requester_name", "requester_siren", "requester_reason", "link",
 * "mandate", "expired_reason", "mismatch_reason", "supervisor": the first that is missing, wrong, or there without
 * need; detail = "accepted" where the document is of a kind that is not taken here, "avocat" where the card does not
 * suffice. What no supervisor can mend comes before "supervisor". */
STATUS_MUST_CHECK enum status identity_check_complete(const struct identity_check *check,
                                                      const struct identity_rules *rules, struct fault *fault);

/* The lines of the audit log, in the order in which they are written, before anything is confirmed: act and detail;
 * wires and reasons, no name and no value. NULL when there is nothing to tell. */
enum identity_audit { IDENTITY_AUDIT_MISMATCH, IDENTITY_AUDIT_EXPIRED, IDENTITY_AUDIT_CONFIRMED, IDENTITY_AUDIT_COUNT };
enum { IDENTITY_DETAIL_MAX = 128 };
const char *identity_write_audit(const struct identity_check *check, enum identity_audit line,
                                 char detail[IDENTITY_DETAIL_MAX]);

/* "family_name sex id-card": what differed in a document that is used no more, and its kind. */
void identity_write_aside(const struct identity_check *check, char detail[IDENTITY_DETAIL_MAX]);

/* Nine digits whose Luhn sum is right (INSEE). */
bool identity_is_siren(const char *text);

#endif

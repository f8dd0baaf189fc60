/* The driver's record: types, reading from the registry's JSON, invariants. Pure.
 *
 * Everything the registry sent is kept as it wrote it (names with accents, codes unknown to us). A record that does
 * not fit the contract is refused whole, and the fault names the member ("licence.categories[2].obtained_on").
 *
 * What registry-api.md requires is required; in its objects, so are those without which a page cannot be made: of the
 * holder `family_name`, `given_names` (may be empty), `birth_date`, `birth_place` (may be ""); of the licence `state`
 * and `categories` (may be empty); of a category `code`; of points that are not null `balance` and `maximum`. Every
 * other member may be absent or null. Texts: at most 512 bytes, without control characters; lists: at most 40 texts,
 * none empty; at most 40 categories and 500 events; 0 ≤ balance ≤ maximum ≤ 12. */
#ifndef GUICHET_RECORD_H
#define GUICHET_RECORD_H

#include "date.h"
#include "status.h"

#include <stdbool.h>
#include <stddef.h>

enum { RECORD_NEPH_MIN = 5, RECORD_NEPH_MAX = 19, RECORD_POINTS_MAX = 35 };

struct record_list { /* texts, in the order of the registry */
    char **items;
    size_t count;
};

struct record_holder {
    char *title; /* "M", "MME" … as the registry writes it ("M." and "Mme" are the screen's and page's business); ""
                    when it has none */
    char *family_name; /* nom de naissance */
    char *usual_name;  /* nom d'usage, or NULL */
    struct record_list given_names;
    char sex;               /* 'M', 'F' or 'X'; 0 when the registry has none */
    struct date birth_date; /* may be partial */
    char *birth_place;
    char *birth_department; /* "14", "2A", "976", "99" abroad; or NULL */
    char *birth_country;    /* ISO 3166 alpha-2, or NULL */
    struct record_list address;
    char *department; /* of residence: "14"; "" when the registry has none */
};

enum record_title_status {
    RECORD_TITLE_IN_SERVICE,
    RECORD_TITLE_LOST,
    RECORD_TITLE_STOLEN,
    RECORD_TITLE_DESTROYED,
    RECORD_TITLE_REPLACED
};

struct record_category {
    char *code;
    struct date obtained_on; /* null date when the registry has none */
    struct date valid_until; /* null date: unlimited */
    struct record_list restrictions;
};

struct record_licence {
    char state[3];                         /* two digits, annex 13 of 2D-Doc: "50" */
    struct date state_since;               /* null date when unknown */
    char *title_number;                    /* field 5 of the card, or NULL */
    enum record_title_status title_status; /* in service unless said otherwise */
    struct date title_status_since;        /* null date when it has none */
    struct date issued_on, expires_on;     /* null dates when unknown */
    char *issued_by;                       /* or NULL */
    struct record_list earlier_titles;
    struct record_list conditions;
    struct record_category *categories;
    size_t category_count;
};

enum record_path { RECORD_PATH_TRAD, RECORD_PATH_AAC };

struct record_profile {
    struct date licence_date;
    enum record_path path;
    bool first_licence;                       /* true unless said otherwise */
    struct date training_date, probation_end; /* null dates when absent */
};

enum record_event_type {
    RECORD_OFFENCE,
    RECORD_STAGE,
    RECORD_LETTER,
    RECORD_MEDICAL,
    RECORD_SUSPENSION,
    RECORD_EAD,
    RECORD_48SI_NOTIFIED,
    RECORD_ANNULMENT,
    RECORD_NEW_LICENCE,
    RECORD_RESTITUTION,
    RECORD_UNKNOWN_EVENT
};

enum { RECORD_CLASS_DELIT = 6 }; /* classes 1–5 are contraventions */

/* One dated event; which members are meaningful depends on the type (registry-api.md); the others are zero. Of a type
 * that we do not know, `date` and `label` are taken if they have the usual form. */
struct record_event {
    enum record_event_type type;
    char *type_name;  /* as written; what an unknown event shows */
    char *id;         /* offence */
    struct date date; /* main date: committed · last_day · date · from: what the history sorts by */
    struct date committed, definitive, recorded; /* offence; definitive null: pending */
    int points;                                  /* offence: what it costs by law; restitution: what was credited */
    int class;                                   /* 1–5, RECORD_CLASS_DELIT */
    char *group;                                 /* simultaneous offences (R11), or NULL */
    char *how;                                   /* AF AM CP J, or NULL */
    char *label, *place;                         /* or NULL */
    struct date first_day, last_day;             /* stage */
    char *kind;                                  /* stage, suspension, restitution */
    char *centre, *authority, *scope, *verdict;  /* or NULL */
    struct date from, to;                        /* suspension, ead; `to` null: still running */
    char *code;                                  /* letter: 48, 48M, 48N, 48SI, 44 … */
    struct date notified;                        /* letter */
    struct date valid_until;                     /* medical */
    enum record_path path;                       /* new licence */
};

struct record {
    char *version;
    struct date_time data_as_of;
    char neph[RECORD_NEPH_MAX + 1];
    struct record_holder holder;
    struct record_licence licence;
    bool has_points; /* false: licence of another State, "sans objet" */
    int points_balance, points_maximum;
    struct record_profile profile;
    struct record_event *events; /* in the registry's order */
    size_t event_count;
};

/* Reads a whole record from JSON (duplicates, bad UTF-8, control characters, trailing bytes refused). On success the
 * caller owns *record (record_free). Nothing is set on failure; `fault` may be NULL. */
STATUS_MUST_CHECK enum status record_parse(const char *json, size_t size, struct record **record, struct fault *fault);

/* Reads only `profile` and `events` (every vector of points/vectors.json is a valid input); the rest stays zero. */
STATUS_MUST_CHECK enum status record_parse_points_input(const char *json, size_t size, struct record **record,
                                                        struct fault *fault);

/* Wipes and frees; NULL is fine. */
void record_free(struct record *record);

/* The suspension in force on `day`, the EAD in force, or NULL. The last day (`to`) is included, as in the procedure
 * codes (art. 642 CPC). Of several, a total suspension comes before one `hors_activité_professionnelle`, then the later
 * one. */
const struct record_event *record_current_suspension(const struct record *record, struct date day);
const struct record_event *record_current_ead(const struct record *record, struct date day);

#endif

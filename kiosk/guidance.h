/* config/guidance as tables: the words for states, restrictions, categories, countries, letters, offences. Pure (the
 * texts ship in the executable). A code that is not in a table is shown raw by whoever asks: NULL says so. */
#ifndef GUICHET_GUIDANCE_H
#define GUICHET_GUIDANCE_H

#include "date.h"

#include <stdbool.h>
#include <stddef.h>

enum guidance_rights { GUIDANCE_MAY_DRIVE, GUIDANCE_MAY_NOT_DRIVE, GUIDANCE_UNKNOWN };
enum guidance_issuable { GUIDANCE_ISSUE_ALL, GUIDANCE_ISSUE_NO_ADCS, GUIDANCE_ISSUE_NONE };

struct guidance_state {
    char code[3];
    const char *label; /* "Permis échangé (collectivité d'outre-mer), annulé pour raison médicale" */
    enum guidance_rights rights;
    enum guidance_issuable issuable;
    const char *person; /* one sentence for the person */
    const char *agent;  /* one action for the agent */
    const char *band;   /* the reason on the band of an ADCS when there is no right to drive; NULL otherwise */
};

/* NULL when the code is none of the 50. */
const struct guidance_state *guidance_state(const char *code);

const char *guidance_restriction(const char *code); /* "01.06" → "Lunettes ou lentilles de contact" */
const char *guidance_category(const char *code);
const char *guidance_country(const char *alpha2);
const char *guidance_department(const char *code);              /* "Calvados" */
const char *guidance_department_of(const char *code);           /* "du Calvados" */
const char *guidance_event(const char *kind, const char *code); /* kind: letter, how, suspension, title */

/* What an offence that came without a label can be, by the table of common offences as it stood on the day of the facts
 * (R10). `class`: 1–5, or 6 for a délit (RECORD_CLASS_DELIT); `points`: what it costs by law. Returns how many offences
 * fit. `out`, ready for the screen: one fits, its name, "Changement de direction sans avertissement préalable"; more,
 * "Nature non transmise ; au barème : téléphone tenu en main, ceinture, …", cut after a whole name; none, "Nature non
 * transmise". */
enum { GUIDANCE_OFFENCE_MAX = 160 };
size_t guidance_offence(int class, int points, struct date committed, char out[GUIDANCE_OFFENCE_MAX]);

#endif

/* The law of points in French: why points come back, why they do not, what became of an offence. Pure. For the screens
 * and for `guichet points`. Sentences have no final full stop, so that they can stand in a list. */
#ifndef GUICHET_POINTS_WORDS_H
#define GUICHET_POINTS_WORDS_H

#include "points.h"

enum { POINTS_WORDS_MAX = 320 };

/* "Réattribution du point retiré le 1er février 2019 (art. L. 223-6, al. 3) : six mois sans nouvelle infraction" */
void points_write_reason(const struct points_credit *credit, char out[POINTS_WORDS_MAX]);
/* "+2 le 1er mars 2027 : supprimé (art. R. 223-1), infraction du 3 avril 2026" */
void points_write_refusal(const struct points_refusal *refusal, char out[POINTS_WORDS_MAX]);
/* "−3 le 5 janvier 2027, solde après : 6 (infraction du 2 octobre 2026)" */
void points_write_withdrawal(const struct points_withdrawal *withdrawal, char out[POINTS_WORDS_MAX]);
/* "à risque : infraction du 3 avril 2026, pas encore définitive" */
void points_write_risk(const struct points_credit *credit, char out[POINTS_WORDS_MAX]);
/* "rendu le 1er août 2019 (réattribution d'un point au bout de six mois)" … ; "" for POINTS_FATE_NONE. */
void points_write_fate(const struct points_fate *fate, char out[POINTS_WORDS_MAX]);
/* One sentence a bit of enum points_warning, with what the agent does about it. */
const char *points_warning_words(enum points_warning warning);
const char *points_status_words(enum points_status status);

#endif

/* The sentences of "Ma situation", written for the person: "vous", short, plain. Pure; texts are the caller's
 * (memory_free). Internal to the pages of printing/. */
#ifndef GUICHET_PAGE_SITUATION_WORDS_H
#define GUICHET_PAGE_SITUATION_WORDS_H

#include "../kiosk/points_compare.h"
#include "../kiosk/record.h"

/* Is a mandatory stage still to be done (R22)? */
bool page_situation_owes_stage(const struct points *points);
char *page_situation_stage_head(const struct points *points);
char *page_situation_stage_text(const struct points *points);

/* "M. DUMONT D'URVILLE, nom d'usage MARTIN, Jules, Sébastien"; of endless given names the first, and how many more. */
char *page_situation_name(const struct record_holder *holder);
/* "Suspension administrative du … au …, hors activité professionnelle", "Éthylotest antidémarrage …"; who decided it is
 * in the relevé. */
char *page_situation_measure(const struct record_event *event);

/* What to know of a licence that points cannot come back to, or that a nil balance threatens; "" otherwise. */
const char *page_situation_warning(const struct record *record, const struct points *points);
/* Why nothing is coming back. */
const char *page_situation_none(const struct points *points);
/* The next yearly increment of those that an offence has taken away; "" when there is none to come. */
char *page_situation_lost_increment(const struct points *points);
/* The computed balance beside the official one and at most `causes` events that explain it (no more than three); ""
 * when they agree. */
char *page_situation_difference(const struct record *record, const struct points_remarks *remarks, int causes);

/* Is it an offence whose points are out, will be, or may be? */
bool page_situation_is_out(const struct points_fate *fate);
char *page_situation_offence(const struct record_event *offence);
char *page_situation_cost(const struct record_event *offence, const struct points_fate *fate);
char *page_situation_return(const struct points *points, const struct points_fate *fate);

/* What a voluntary stage gives, and from when. */
char *page_situation_stage(const struct record *record, const struct points *points);

#endif

/* The French wording of what a record says, for every page: holder, dates, restrictions, measures. Pure; texts are the
 * caller's (memory_free). No word here can tell a number of points. */
#ifndef GUICHET_PAGE_WORDS_H
#define GUICHET_PAGE_WORDS_H

#include "../kiosk/record.h"

const char *page_words_title(const char *title); /* "M." and "Mme"; another title as it is written */
char *page_words_list(const struct record_list *list, const char *separator);
char *page_words_birth_date(const struct record_holder *holder);
char *page_words_birth_place(const struct record_holder *holder); /* "Caen (Calvados)", "Nürnberg (Allemagne)" */
char *page_words_date(struct date date, const char *otherwise);
char *page_words_state(const struct record_licence *licence);
char *page_words_restriction(const char *code);            /* "01.06 – Lunettes …"; an unknown code alone */
char *page_words_period(struct date from, struct date to); /* "du … au …", "depuis le …" */

/* Why and since when there is no right to drive: for the band. Empty when the state does not take the right away. */
char *page_words_no_right(const struct record *record, struct date on);
/* "Suspension administrative du … au …, hors activité professionnelle (Préfet du Calvados)". */
char *page_words_suspension(const struct record_event *suspension);
char *page_words_ead(const struct record_event *ead);
bool page_words_is_limited(const struct record_event *suspension); /* hors activité professionnelle */

#endif

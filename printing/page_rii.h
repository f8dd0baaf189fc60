/* The parts of an RII that are files of their own. Internal to the pages of printing/. */
#ifndef GUICHET_PAGE_RII_H
#define GUICHET_PAGE_RII_H

#include "page_flow.h"
#include "page_table.h"

/* State, balance and maximum; the licence. */
void page_rii_write_licence(struct page_flow *flow, const struct record *record, struct date on);

/* What happened, one section a kind of event, newest first; a kind of which the record has none is named at the end. */
void page_rii_write_events(struct page_flow *flow, const struct record *record);

/* What a row says of an event: one text a column (memory_free), in the order of the section's columns. */
void page_rii_say_offence(const struct record_event *event, char *cells[PAGE_COLUMNS_MAX]);
void page_rii_say_return(const struct record_event *event, char *cells[PAGE_COLUMNS_MAX]); /* stages, restitutions */
void page_rii_say_medical(const struct record_event *event, char *cells[PAGE_COLUMNS_MAX]);
void page_rii_say_measure(const struct record_event *event, char *cells[PAGE_COLUMNS_MAX]);
void page_rii_say_letter(const struct record_event *event, char *cells[PAGE_COLUMNS_MAX]);
void page_rii_say_unknown(const struct record_event *event, char *cells[PAGE_COLUMNS_MAX]);

#endif

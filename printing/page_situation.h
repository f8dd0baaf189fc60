/* "Ma situation": one page that the holder takes home, without seal, code or signature. Internal to the pages of
 * printing/: page_lay_out() is what others call. */
#ifndef GUICHET_PAGE_SITUATION_H
#define GUICHET_PAGE_SITUATION_H

#include "page.h"

/* Computes the points on the day of `issued_at`. One page, whatever the record. Where the room lacks it gives way in
 * this order: less leading and smaller letters; offences, from the oldest on, whose number is then told; the events
 * that explain a difference; letters smaller still. STATUS_TOO_LONG when even that is not enough. */
STATUS_MUST_CHECK enum status page_lay_out_situation(const struct record *record, const struct date_time *issued_at,
                                                     const struct page_station *station, page_measure *measure,
                                                     void *context, struct page_document *document,
                                                     struct fault *fault);

#endif

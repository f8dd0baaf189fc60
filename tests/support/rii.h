/* RIIs of records made as long as a test wants them. */
#ifndef GUICHET_TESTS_RII_H
#define GUICHET_TESTS_RII_H

#include "../../kiosk/record.h"
#include "../../printing/page.h"

#include <stddef.h>

/* Sealed by the training registry as one of one page; page_clear(). */
void rii_lay_out(const struct record *record, struct page_document *document);
/* What it says (laid_out_text); memory_free(). */
char *rii_text(const struct record *record);

/* Frees *text and puts a copy of `words`, or NULL. */
void rii_set_text(char **text, const char *words);
/* Instead of its events, `count` empty ones; record_free() frees them. */
void rii_make_events(struct record *record, size_t count);
/* The specimen with `count` offences, the oldest first, twelve days apart, at "LIEU 0000" and so on, with natures of
 * one to four lines; record_free(). */
struct record *rii_with_offences(size_t count);

#endif

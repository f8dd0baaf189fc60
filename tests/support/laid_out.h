/* What a laid out document says, and whether it is well set. */
#ifndef GUICHET_TESTS_LAID_OUT_H
#define GUICHET_TESTS_LAID_OUT_H

#include "../../printing/page.h"

/* All the text of a document in reading order; no-break spaces as spaces, the lines of a paragraph joined.
 * memory_free().
 */
char *laid_out_text(const struct page_document *document);
/* Fails the test, and shows the text, when the words are not there; when they are. */
void laid_out_assert_says(const char *text, const char *words);
void laid_out_assert_does_not_say(const char *text, const char *words);
size_t laid_out_count(const char *text, const char *words);

/* The first item of a kind, or NULL. */
const struct page_item *laid_out_find(const struct page_document *document, enum page_item_kind kind);

/* No text over another text or a code; no line through a text; nothing outside the margins. */
void laid_out_assert_well_set(const char *name, const struct page_document *document);

/* Nothing is left alone: after a heading comes something of its section, on every page with rows of a table their
 * heads, and under heads rows. */
void laid_out_assert_together(const struct page_document *document);

#endif

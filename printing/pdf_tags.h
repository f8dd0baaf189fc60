/* The structure of a tagged PDF, opened and closed as the items go by. Internal to printing/pdf. */
#ifndef GUICHET_PDF_TAGS_H
#define GUICHET_PDF_TAGS_H

#include "page.h"

#include <cairo.h>

enum { PDF_TAGS_DEPTH = 4 };

struct pdf_tags {
    cairo_t *cairo;
    const char *open[PDF_TAGS_DEPTH]; /* Document, then one block, or Table, TR and one cell */
    int depth;
    int group, row;
};

void pdf_tags_open(struct pdf_tags *tags, cairo_t *cairo);
/* Closes what `item` is not in and opens what it is in. */
void pdf_tags_move(struct pdf_tags *tags, const struct page_item *item);
void pdf_tags_end_page(struct pdf_tags *tags);
void pdf_tags_close(struct pdf_tags *tags);

#endif

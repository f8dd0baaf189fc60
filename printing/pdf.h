/* A page to a PDF: cairo and pangocairo, fonts embedded, text real, tagged, the same bytes for the same document. */
#ifndef GUICHET_PDF_H
#define GUICHET_PDF_H

#include "page.h"

#include <stdint.h>

struct pdf {
    uint8_t *bytes; /* owned; wiped */
    size_t size;
};
void pdf_clear(struct pdf *pdf);

/* `issued_at` is the PDF's creation date: no clock is read. STATUS_NOT_FOUND when the font is not installed (where =
 * the package), STATUS_TOO_LONG when a code does not fit its square legibly (where = "2d-doc" or "qr"). */
STATUS_MUST_CHECK enum status pdf_draw(const struct page_document *document, const struct date_time *issued_at,
                                       struct pdf *pdf, struct fault *fault);

/* Finds and loads the fonts, which takes three times as long as a page, so that the first page does not wait for it. */
void pdf_warm_up(void);

#endif

/* What cairo 1.16 cannot say of a PDF: its language, that its title is to be shown, XMP metadata, what its figures are
 * and what its table heads are the heads of. Internal to printing/pdf. */
#ifndef GUICHET_PDF_FINISH_H
#define GUICHET_PDF_FINISH_H

#include "pdf.h"

/* Replaces the bytes of `pdf`, drawn from `document`, by finished ones, with the objects compressed and an identifier
 * made of the content. STATUS_IO when libqpdf refuses: `pdf` stays as it is. */
STATUS_MUST_CHECK enum status pdf_finish(const struct page_document *document, const struct date_time *issued_at,
                                         struct pdf *pdf, struct fault *fault);

#endif

/* Reads the codes of a finished PDF back from its pixels: a sheet whose seal does not read is not handed over. The
 * known rectangles are rendered at 300 dpi (poppler-glib); the Data Matrix is decoded (libdmtx) and compared with what
 * was asked byte for byte and module by module, because decoders correct errors silently; the QR is decoded (zbar). */
#ifndef GUICHET_READBACK_H
#define GUICHET_READBACK_H

#include "page.h"
#include "pdf.h"

/* Every code of `document` reads from `pdf` as the document says. STATUS_UNREADABLE, where = "2d-doc" or "qr". */
STATUS_MUST_CHECK enum status readback_check(const struct pdf *pdf, const struct page_document *document,
                                             struct fault *fault);

/* The texts of the Data Matrix codes in a file that a person brought (PDF, PNG or JPEG, told by its first bytes); at
 * most `most`. STATUS_UNSUPPORTED for another kind of file, STATUS_MALFORMED for one that does not open,
 * STATUS_TOO_LONG for one of more than 8 MiB or 40 million pixels, STATUS_NOT_FOUND when there is no code on the
 * picture, or on the first five pages. Each is memory_free'd by the caller. */
STATUS_MUST_CHECK enum status readback_find(const uint8_t *bytes, size_t size, char *texts[], size_t most,
                                            size_t *count, struct fault *fault);

#endif

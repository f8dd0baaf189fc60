/* What reading back has in common: pictures, and the codes in them. Internal to printing/readback. */
#ifndef GUICHET_READBACK_PRIVATE_H
#define GUICHET_READBACK_PRIVATE_H

#include "readback.h"

#include <poppler.h>

#define READBACK_DPI 300.0

struct readback_picture {
    uint8_t *grey; /* width × height, row 0 at the top, 255 is white; owned, wiped */
    int width, height;
};
void readback_picture_clear(struct readback_picture *picture);

/* `bytes` must outlive it. NULL when it does not open; g_object_unref(). */
PopplerDocument *readback_open_pdf(const uint8_t *bytes, size_t size);
/* Draws the part of a page that begins there, as the picture is wide and high. STATUS_NO_MEMORY. */
STATUS_MUST_CHECK enum status readback_render(PopplerPage *page, double x_mm, double y_mm, double pixels_per_mm,
                                              int width, int height, struct readback_picture *picture);
/* STATUS_MALFORMED, or STATUS_TOO_LONG for a picture of more pixels than that. */
STATUS_MUST_CHECK enum status readback_read_png(const uint8_t *bytes, size_t size, size_t pixels_max,
                                                struct readback_picture *picture);
STATUS_MUST_CHECK enum status readback_read_jpeg(const uint8_t *bytes, size_t size, size_t pixels_max,
                                                 struct readback_picture *picture);

/* Adds the texts of the Data Matrix codes that are found in so many milliseconds; each is memory_free'd by the caller.
 * `*count` of `most` are there already. Codes of a side of more than `side_max` pixels are passed over, which spares
 * following the lines of a page; 0: of any side. */
void readback_find_data_matrix(const struct readback_picture *picture, int side_max, int milliseconds, char *texts[],
                               size_t most, size_t *count);
/* Does a QR of the picture hold just this text? */
bool readback_has_qr(const struct readback_picture *picture, const char *text);

#endif

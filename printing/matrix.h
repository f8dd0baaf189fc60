/* Bytes to modules: Data Matrix (ISO/IEC 16022, ECC 200, square: a 2D-Doc) and QR. Pure but for its memory. */
#ifndef GUICHET_MATRIX_H
#define GUICHET_MATRIX_H

#include "../kiosk/status.h"

#include <stddef.h>
#include <stdint.h>

enum { MATRIX_QUIET = 4 }; /* modules of quiet zone around ours, on four sides */

struct matrix {
    int side;         /* modules, quiet zone excluded */
    uint8_t *modules; /* side × side, 1 is dark, row 0 at the top; owned, wiped */
};
void matrix_clear(struct matrix *matrix);

/* In C40, or in a mix of schemes where that brings a 2D-Doc to a smaller symbol. STATUS_TOO_LONG when no symbol holds
 * the text. */
STATUS_MUST_CHECK enum status matrix_make_data_matrix(const char *text, size_t length, struct matrix *matrix);
STATUS_MUST_CHECK enum status matrix_make_qr(const char *text, struct matrix *matrix);

#endif

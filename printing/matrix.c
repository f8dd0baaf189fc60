/* Data Matrix by libdmtx, QR by libqrencode, as plain modules. It must not draw. */
#include "matrix.h"

#include <dmtx.h>
#include <qrencode.h>

#include "../kiosk/memory.h"

void matrix_clear(struct matrix *matrix) {
    memory_free(matrix->modules);
    *matrix = (struct matrix){0};
}

static void take_modules(DmtxEncode *encoder, struct matrix *matrix) {
    int size = encoder->region.sizeIdx, side = dmtxGetSymbolAttribute(DmtxSymAttribSymbolRows, size);
    *matrix = (struct matrix){.side = side, .modules = memory_alloc((size_t)side * (size_t)side)};
    for (int row = 0; row < side; row++)
        for (int column = 0; column < side; column++) {
            int status =
                dmtxSymbolModuleStatus(encoder->message, size, side - 1 - row, column); /* row 0 at the bottom */
            matrix->modules[row * side + column] = (status & DmtxModuleOnRGB) != 0;
        }
}

/* FNC1 stays unset: with it, libdmtx would write GS otherwise than as the character that it is in a 2D-Doc. */
enum status matrix_make_data_matrix(const char *text, size_t length, struct matrix *matrix) {
    DmtxEncode *encoder = dmtxEncodeCreate();
    if (encoder == NULL)
        return STATUS_NO_MEMORY;
    unsigned char *bytes = memory_alloc(length + 1);
    for (size_t i = 0; i < length; i++)
        bytes[i] = (unsigned char)text[i];
    dmtxEncodeSetProp(encoder, DmtxPropScheme, DmtxSchemeC40);
    dmtxEncodeSetProp(encoder, DmtxPropSizeRequest, DmtxSymbolSquareAuto);
    /* Only the modules are wanted; libdmtx paints them too, and that takes longer than all the rest. */
    dmtxEncodeSetProp(encoder, DmtxPropModuleSize, 1);
    dmtxEncodeSetProp(encoder, DmtxPropMarginSize, 0);
    enum status status = STATUS_TOO_LONG;
    if (dmtxEncodeDataMatrix(encoder, (int)length, bytes) == DmtxPass) {
        take_modules(encoder, matrix);
        status = STATUS_OK;
    }
    memory_free(bytes);
    dmtxEncodeDestroy(&encoder);
    return status;
}

enum status matrix_make_qr(const char *text, struct matrix *matrix) {
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (code == NULL)
        return STATUS_TOO_LONG;
    size_t count = (size_t)code->width * (size_t)code->width;
    *matrix = (struct matrix){.side = code->width, .modules = memory_alloc(count)};
    for (size_t i = 0; i < count; i++)
        matrix->modules[i] = code->data[i] & 1;
    QRcode_free(code);
    return STATUS_OK;
}

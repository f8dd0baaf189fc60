/* Data Matrix by libdmtx, QR by libqrencode, as plain modules. It must not draw. */
#include "matrix.h"

#include <dmtx.h>
#include <qrencode.h>

#include "../kiosk/memory.h"

#include <ctype.h>
#include <stdbool.h>

enum {
    C40_GROUP = 3,   /* values in two codewords */
    MIXING_SAVES = 8 /* codewords, at most, on a seal: measured on thousands against an exhaustive encoder */
};

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

/* FNC1 stays unset: with it, libdmtx would write GS otherwise than as the character that it is in a 2D-Doc. `size` is
 * the index of a symbol, or DmtxSymbolSquareAuto. */
static enum status encode(const unsigned char *bytes, size_t length, int scheme, int size, struct matrix *matrix,
                          int *size_made) {
    DmtxEncode *encoder = dmtxEncodeCreate();
    if (encoder == NULL)
        return STATUS_NO_MEMORY;
    dmtxEncodeSetProp(encoder, DmtxPropScheme, scheme);
    dmtxEncodeSetProp(encoder, DmtxPropSizeRequest, size);
    /* Only the modules are wanted; libdmtx paints them too, and that takes longer than all the rest. */
    dmtxEncodeSetProp(encoder, DmtxPropModuleSize, 1);
    dmtxEncodeSetProp(encoder, DmtxPropMarginSize, 0);
    enum status status = STATUS_TOO_LONG;
    if (dmtxEncodeDataMatrix(encoder, (int)length, (unsigned char *)(uintptr_t)bytes) == DmtxPass) {
        take_modules(encoder, matrix);
        *size_made = encoder->region.sizeIdx;
        status = STATUS_OK;
    }
    dmtxEncodeDestroy(&encoder);
    return status;
}

/* Has C40 so little too many for the next smaller symbol that other schemes where they are shorter (digits by two in
 * ASCII) may bring it there? Weighing them all takes libdmtx forty times as long: not for the nine seals of ten that
 * cannot win anything. */
static bool may_be_smaller(const unsigned char *bytes, size_t length, int size) {
    size_t values = 0;
    for (size_t i = 0; i < length; i++)
        values += isdigit(bytes[i]) || isupper(bytes[i]) || bytes[i] == ' ' ? 1 : 2;
    size_t codewords = 1 + values / C40_GROUP * 2; /* the latch, and two a group */
    return size > DmtxSymbol10x10 &&
           codewords <= (size_t)dmtxGetSymbolAttribute(DmtxSymAttribSymbolDataWords, size - 1) + MIXING_SAVES;
}

enum status matrix_make_data_matrix(const char *text, size_t length, struct matrix *matrix) {
    const unsigned char *bytes = (const unsigned char *)text;
    struct matrix mixed;
    int size = 0;
    enum status status = encode(bytes, length, DmtxSchemeC40, DmtxSymbolSquareAuto, matrix, &size);
    if (status == STATUS_OK && may_be_smaller(bytes, length, size) &&
        encode(bytes, length, DmtxSchemeAutoBest, size - 1, &mixed, &size) == STATUS_OK) {
        matrix_clear(matrix);
        *matrix = mixed;
    }
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

/* Codes of a picture: Data Matrix by libdmtx, QR by zbar. It must not keep what it finds. */
#include "readback_private.h"

#include <string.h>

#include <dmtx.h>
#include <zbar.h>

#include "../kiosk/memory.h"

enum { MORE_MS = 300 }; /* how long to go on looking after a code was found */

/* --- Data Matrix --- */

/* A text has no NUL; the same code may be found twice. */
static bool is_new_text(const DmtxMessage *message, char *texts[], size_t count) {
    size_t length = (size_t)message->outputIdx;
    if (length == 0 || memchr(message->output, '\0', length) != NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        if (strlen(texts[i]) == length && memcmp(texts[i], message->output, length) == 0)
            return false;
    return true;
}

static bool take_text(DmtxDecode *decoder, DmtxRegion *region, char *texts[], size_t *count) {
    DmtxMessage *message = dmtxDecodeMatrixRegion(decoder, region, DmtxUndefined);
    bool taken = message != NULL && is_new_text(message, texts, *count);
    if (taken) {
        size_t length = (size_t)message->outputIdx;
        char *text = memory_alloc(length + 1);
        memcpy(text, message->output, length);
        texts[(*count)++] = text;
    }
    if (message != NULL)
        dmtxMessageDestroy(&message);
    return taken;
}

static void find_in(DmtxDecode *decoder, int milliseconds, char *texts[], size_t most, size_t *count) {
    DmtxTime end = dmtxTimeAdd(dmtxTimeNow(), milliseconds);
    DmtxRegion *region;
    while (*count < most && (region = dmtxRegionFindNext(decoder, &end)) != NULL) {
        if (take_text(decoder, region, texts, count))
            end = dmtxTimeAdd(dmtxTimeNow(), milliseconds < MORE_MS ? milliseconds : MORE_MS);
        dmtxRegionDestroy(&region);
    }
}

void readback_find_data_matrix(const struct readback_picture *picture, int side_max, int milliseconds, char *texts[],
                               size_t most, size_t *count) {
    /* libdmtx does not write to the pixels, though it does not say so. */
    DmtxImage *image = dmtxImageCreate(picture->grey, picture->width, picture->height, DmtxPack8bppK);
    DmtxDecode *decoder = image == NULL ? NULL : dmtxDecodeCreate(image, 1);
    if (decoder != NULL) {
        dmtxDecodeSetProp(decoder, DmtxPropSymbolSize, DmtxSymbolSquareAuto);
        if (side_max > 0)
            dmtxDecodeSetProp(decoder, DmtxPropEdgeMax, side_max);
        find_in(decoder, milliseconds, texts, most, count);
        dmtxDecodeDestroy(&decoder);
    }
    if (image != NULL)
        dmtxImageDestroy(&image);
}

/* --- QR --- */

static bool has_symbol(const zbar_image_t *image, const char *text) {
    for (const zbar_symbol_t *symbol = zbar_image_first_symbol(image); symbol != NULL;
         symbol = zbar_symbol_next(symbol))
        if (zbar_symbol_get_data_length(symbol) == strlen(text) &&
            memcmp(zbar_symbol_get_data(symbol), text, strlen(text)) == 0)
            return true;
    return false;
}

static bool reads_as(const struct readback_picture *picture, const char *text) {
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    zbar_image_t *image = zbar_image_create();
    /* Only QR, and its bytes as they are: zbar would guess at an encoding. */
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, (unsigned)picture->width, (unsigned)picture->height);
    zbar_image_set_data(image, picture->grey, (size_t)picture->width * (size_t)picture->height, NULL);
    bool found = zbar_scan_image(scanner, image) > 0 && has_symbol(image, text);
    zbar_image_destroy(image);
    zbar_image_scanner_destroy(scanner);
    return found;
}

/* The same pixels, each as four. */
static void magnify(const struct readback_picture *picture, struct readback_picture *magnified) {
    *magnified = (struct readback_picture){.width = picture->width * 2, .height = picture->height * 2};
    magnified->grey = memory_alloc((size_t)magnified->width * (size_t)magnified->height);
    for (int y = 0; y < magnified->height; y++)
        for (int x = 0; x < magnified->width; x++)
            magnified->grey[(size_t)y * (size_t)magnified->width + (size_t)x] =
                picture->grey[(size_t)(y / 2) * (size_t)picture->width + (size_t)(x / 2)];
}

/* Zbar misses some of the codes whose modules are three or four pixels wide, and finds them when these are larger. */
bool readback_has_qr(const struct readback_picture *picture, const char *text) {
    struct readback_picture magnified;
    if (reads_as(picture, text))
        return true;
    magnify(picture, &magnified);
    bool found = reads_as(&magnified, text);
    readback_picture_clear(&magnified);
    return found;
}

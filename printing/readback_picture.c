/* Pictures in grey: parts of PDF pages (poppler), PNG (cairo), JPEG (libjpeg). It must not look for what is in them,
 * nor let one be larger than its caller allows. */
#include "readback_private.h"

#include <cairo.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

#include "../kiosk/memory.h"

#define PT_PER_MM (72.0 / 25.4)

enum { PNG_KIND_AT = 12, PNG_SIZES_AT = 16, PNG_HEADER_SIZE = 33 };

void readback_picture_clear(struct readback_picture *picture) {
    memory_free(picture->grey);
    *picture = (struct readback_picture){0};
}

static bool is_allowed(size_t width, size_t height, size_t pixels_max) {
    return width > 0 && height > 0 && width <= pixels_max / height;
}

static void make_picture(struct readback_picture *picture, int width, int height) {
    *picture = (struct readback_picture){
        .grey = memory_alloc((size_t)width * (size_t)height), .width = width, .height = height};
}

/* --- Cairo's pixels --- */

/* As on white paper: a pixel is (alpha, red, green, blue), multiplied by its alpha; RGB24 has 255 or anything there. */
static uint8_t grey_of(uint32_t pixel, bool has_alpha) {
    uint32_t alpha = has_alpha ? pixel >> 24 : 255;
    uint32_t grey = ((pixel >> 16 & 255) * 77 + (pixel >> 8 & 255) * 150 + (pixel & 255) * 29) >> 8;
    return (uint8_t)(grey + 255 - alpha > 255 ? 255 : grey + 255 - alpha);
}

static enum status take_surface(cairo_surface_t *surface, struct readback_picture *picture) {
    cairo_format_t format = cairo_image_surface_get_format(surface);
    if (format != CAIRO_FORMAT_RGB24 && format != CAIRO_FORMAT_ARGB32)
        return STATUS_MALFORMED;
    cairo_surface_flush(surface);
    const unsigned char *row = cairo_image_surface_get_data(surface);
    make_picture(picture, cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface));
    uint8_t *grey = picture->grey;
    for (int y = 0; y < picture->height; y++, row += cairo_image_surface_get_stride(surface))
        for (int x = 0; x < picture->width; x++) {
            uint32_t pixel;
            memcpy(&pixel, row + (size_t)x * sizeof pixel, sizeof pixel);
            *grey++ = grey_of(pixel, format == CAIRO_FORMAT_ARGB32);
        }
    return STATUS_OK;
}

/* --- PDF --- */

PopplerDocument *readback_open_pdf(const uint8_t *bytes, size_t size) {
    GBytes *data = g_bytes_new_static(bytes, size);
    PopplerDocument *document = poppler_document_new_from_bytes(data, NULL, NULL);
    g_bytes_unref(data);
    return document;
}

enum status readback_render(PopplerPage *page, double x_mm, double y_mm, double pixels_per_mm, int width, int height,
                            struct readback_picture *picture) {
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, pixels_per_mm / PT_PER_MM, pixels_per_mm / PT_PER_MM);
    cairo_translate(cairo, -x_mm * PT_PER_MM, -y_mm * PT_PER_MM);
    poppler_page_render(page, cairo);
    /* What a page gets wrong shows in its pixels: only a picture that does not exist is an error. */
    bool exists = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cairo);
    enum status status = exists ? take_surface(surface, picture) : STATUS_NO_MEMORY;
    cairo_surface_destroy(surface);
    return status;
}

/* --- PNG --- */

struct source {
    const uint8_t *bytes;
    size_t left;
};

static cairo_status_t read_source(void *context, unsigned char *out, unsigned int length) {
    struct source *source = context;
    if (length > source->left)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(out, source->bytes, length);
    source->bytes += length;
    source->left -= length;
    return CAIRO_STATUS_SUCCESS;
}

static size_t big_endian(const uint8_t bytes[4]) {
    return (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3];
}

enum status readback_read_png(const uint8_t *bytes, size_t size, size_t pixels_max, struct readback_picture *picture) {
    struct source source = {.bytes = bytes, .left = size};
    /* libpng passes over chunks before the header: the sizes would be those of one of them. */
    if (size < PNG_HEADER_SIZE || memcmp(bytes + PNG_KIND_AT, "IHDR", 4) != 0)
        return STATUS_MALFORMED;
    if (!is_allowed(big_endian(bytes + PNG_SIZES_AT), big_endian(bytes + PNG_SIZES_AT + 4), pixels_max))
        return STATUS_TOO_LONG;
    cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_source, &source);
    enum status status =
        cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS ? take_surface(surface, picture) : STATUS_MALFORMED;
    cairo_surface_destroy(surface);
    return status;
}

/* --- JPEG --- */

struct jpeg {
    struct jpeg_decompress_struct decoder;
    struct jpeg_error_mgr errors;
    jmp_buf back;
    struct readback_picture picture;
    bool too_large;
};

static _Noreturn void jpeg_fail(j_common_ptr decoder) {
    struct jpeg *jpeg = decoder->client_data;
    longjmp(jpeg->back, 1);
}

/* libjpeg would fill up with grey what is missing at the end of a cut file. */
static void jpeg_warn(j_common_ptr decoder, int level) {
    if (level < 0 && decoder->err->msg_code == JWRN_JPEG_EOF)
        jpeg_fail(decoder);
}

static void jpeg_be_quiet(j_common_ptr decoder) {
    (void)decoder;
}

static bool read_jpeg(struct jpeg *jpeg, const uint8_t *bytes, size_t size, size_t pixels_max) {
    struct jpeg_decompress_struct *decoder = &jpeg->decoder;
    if (setjmp(jpeg->back) != 0)
        return false;
    jpeg_create_decompress(decoder);
    jpeg_mem_src(decoder, bytes, size);
    jpeg_read_header(decoder, TRUE);
    jpeg->too_large = !is_allowed(decoder->image_width, decoder->image_height, pixels_max);
    if (jpeg->too_large)
        return false;
    decoder->out_color_space = JCS_GRAYSCALE;
    jpeg_start_decompress(decoder);
    make_picture(&jpeg->picture, (int)decoder->output_width, (int)decoder->output_height);
    while (decoder->output_scanline < decoder->output_height) {
        JSAMPROW row = jpeg->picture.grey + (size_t)decoder->output_scanline * decoder->output_width;
        jpeg_read_scanlines(decoder, &row, 1);
    }
    jpeg_finish_decompress(decoder);
    return true;
}

enum status readback_read_jpeg(const uint8_t *bytes, size_t size, size_t pixels_max, struct readback_picture *picture) {
    struct jpeg jpeg = {.decoder = {.client_data = &jpeg}};
    jpeg.decoder.err = jpeg_std_error(&jpeg.errors);
    jpeg.errors.error_exit = jpeg_fail;
    jpeg.errors.emit_message = jpeg_warn;
    jpeg.errors.output_message = jpeg_be_quiet;
    bool read = read_jpeg(&jpeg, bytes, size, pixels_max);
    jpeg_destroy_decompress(&jpeg.decoder);
    if (read)
        *picture = jpeg.picture;
    else
        readback_picture_clear(&jpeg.picture);
    return read ? STATUS_OK : jpeg.too_large ? STATUS_TOO_LONG : STATUS_MALFORMED;
}

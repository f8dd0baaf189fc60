/* Draws a laid-out document with cairo and pangocairo, and has it finished. It must not decide what is said nor where,
 * nor read a clock. */
#include "pdf.h"

#include "pdf_tags.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <string.h>

#include "../kiosk/memory.h"
#include "../kiosk/text.h"
#include "matrix.h"
#include "pdf_finish.h"

#define PT_PER_MM (72.0 / 25.4)
#define FONT_FAMILY "Liberation Sans"
#define FONT_PACKAGE "fonts-liberation2"
/* Fonts are loaded at one size, and cairo scales: fontconfig would search a millisecond for each size of each font. */
#define BASE_SIZE_PT 10.0
#define WATERMARK_GREY 0.9
#define WATERMARK_RADIANS 0.84 /* 48 degrees */
#define FRAME_MM 0.5
#define QR_MODULE_MIN_MM 0.25 /* three dots at 300 dpi */

enum { PDF_SIZE_MAX = 8 * 1024 * 1024, WEIGHTS = 3 };

struct drawing {
    cairo_t *cairo;
    PangoLayout *layout;
    PangoFontDescription *fonts[WEIGHTS];
    struct fault *fault;
};

void pdf_clear(struct pdf *pdf) {
    memory_free(pdf->bytes);
    *pdf = (struct pdf){0};
}

/* --- Bytes --- */

struct sink {
    uint8_t *bytes;
    size_t length, size;
};

static cairo_status_t sink_write(void *context, const unsigned char *bytes, unsigned int length) {
    struct sink *sink = context;
    if (length > PDF_SIZE_MAX - sink->length)
        return CAIRO_STATUS_WRITE_ERROR;
    if (sink->length + length > sink->size) {
        size_t size = (sink->length + length) * 2;
        sink->bytes = memory_grow(sink->bytes, sink->size, size);
        sink->size = size;
    }
    memcpy(sink->bytes + sink->length, bytes, length);
    sink->length += length;
    return CAIRO_STATUS_SUCCESS;
}

/* --- Text --- */

/* A line at the base size. */
static PangoLayoutLine *shape_line(struct drawing *drawing, const struct page_item *item) {
    pango_layout_set_font_description(drawing->layout, drawing->fonts[item->weight]);
    pango_layout_set_text(drawing->layout, item->text, -1);
    return pango_layout_get_line_readonly(drawing->layout, 0);
}

static void draw_text(struct drawing *drawing, const struct page_item *item) {
    cairo_t *cairo = drawing->cairo;
    double white = item->filled ? 1 : 0, scale = item->size_pt / BASE_SIZE_PT;
    cairo_save(cairo);
    cairo_set_source_rgb(cairo, white, white, white);
    cairo_translate(cairo, item->x_mm * PT_PER_MM, item->y_mm * PT_PER_MM);
    cairo_scale(cairo, scale, scale);
    cairo_move_to(cairo, 0, 0);
    pango_cairo_show_layout_line(cairo, shape_line(drawing, item));
    cairo_restore(cairo);
}

/* Rising across its rectangle, centred. */
static void draw_watermark(struct drawing *drawing, const struct page_item *item) {
    cairo_t *cairo = drawing->cairo;
    PangoRectangle ink;
    PangoLayoutLine *line = shape_line(drawing, item);
    double scale = item->size_pt / BASE_SIZE_PT;
    pango_layout_line_get_extents(line, &ink, NULL);
    cairo_save(cairo);
    cairo_set_source_rgb(cairo, WATERMARK_GREY, WATERMARK_GREY, WATERMARK_GREY);
    cairo_translate(cairo, (item->x_mm + item->width_mm / 2) * PT_PER_MM,
                    (item->y_mm + item->height_mm / 2) * PT_PER_MM);
    cairo_rotate(cairo, -WATERMARK_RADIANS);
    cairo_scale(cairo, scale, scale);
    cairo_move_to(cairo, -(ink.x + ink.width / 2.0) / PANGO_SCALE, -(ink.y + ink.height / 2.0) / PANGO_SCALE);
    pango_cairo_show_layout_line(cairo, line);
    cairo_restore(cairo);
}

/* --- Lines and codes --- */

static void draw_box(struct drawing *drawing, const struct page_item *item) {
    cairo_t *cairo = drawing->cairo;
    double inset = item->kind == PAGE_BOX && !item->filled ? FRAME_MM / 2 : 0;
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_rectangle(cairo, (item->x_mm + inset) * PT_PER_MM, (item->y_mm + inset) * PT_PER_MM,
                    (item->width_mm - 2 * inset) * PT_PER_MM, (item->height_mm - 2 * inset) * PT_PER_MM);
    if (inset == 0) {
        cairo_fill(cairo);
        return;
    }
    cairo_set_line_width(cairo, FRAME_MM * PT_PER_MM);
    cairo_stroke(cairo);
}

static cairo_surface_t *mask_of(const struct matrix *matrix) {
    cairo_surface_t *mask = cairo_image_surface_create(CAIRO_FORMAT_A1, matrix->side, matrix->side);
    if (cairo_surface_status(mask) != CAIRO_STATUS_SUCCESS)
        return mask;
    unsigned char *pixels = cairo_image_surface_get_data(mask);
    int stride = cairo_image_surface_get_stride(mask);
    cairo_surface_flush(mask);
    for (int row = 0; row < matrix->side; row++)
        for (int column = 0; column < matrix->side; column++)
            if (matrix->modules[row * matrix->side + column]) {
                uint32_t word; /* A1: 32-bit words, the first pixel in the lowest bit (on little-endian machines) */
                unsigned char *at = pixels + row * stride + column / 32 * 4;
                memcpy(&word, at, sizeof word);
                word |= UINT32_C(1) << (column % 32);
                memcpy(at, &word, sizeof word);
            }
    cairo_surface_mark_dirty(mask);
    return mask;
}

/* White under the code first: nothing shows through its quiet zone. */
static void draw_modules(cairo_t *cairo, const struct page_item *item, const struct matrix *matrix, double module_mm) {
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_rectangle(cairo, item->x_mm * PT_PER_MM, item->y_mm * PT_PER_MM, item->width_mm * PT_PER_MM,
                    item->height_mm * PT_PER_MM);
    cairo_fill(cairo);
    cairo_surface_t *mask = mask_of(matrix);
    cairo_pattern_t *pattern = cairo_pattern_create_for_surface(mask);
    cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
    cairo_save(cairo);
    cairo_translate(cairo, (item->x_mm + MATRIX_QUIET * module_mm) * PT_PER_MM,
                    (item->y_mm + MATRIX_QUIET * module_mm) * PT_PER_MM);
    cairo_scale(cairo, module_mm * PT_PER_MM, module_mm * PT_PER_MM);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_mask(cairo, pattern);
    cairo_restore(cairo);
    cairo_pattern_destroy(pattern);
    cairo_surface_destroy(mask);
}

static enum status draw_code(struct drawing *drawing, const struct page_item *item) {
    bool seal = item->kind == PAGE_MATRIX;
    const char *where = seal ? "2d-doc" : "qr";
    struct matrix matrix = {0};
    enum status status =
        seal ? matrix_make_data_matrix(item->text, strlen(item->text), &matrix) : matrix_make_qr(item->text, &matrix);
    if (status != STATUS_OK)
        return fault_set(drawing->fault, status, where, "");
    double fitting_mm = item->width_mm / (matrix.side + 2 * MATRIX_QUIET);
    if (fitting_mm < (seal ? PAGE_MODULE_MM : QR_MODULE_MIN_MM) - 1e-9)
        status = fault_set(drawing->fault, STATUS_TOO_LONG, where, "");
    else
        draw_modules(drawing->cairo, item, &matrix, seal ? PAGE_MODULE_MM : fitting_mm);
    matrix_clear(&matrix);
    return status;
}

static enum status draw_item(struct drawing *drawing, const struct page_item *item) {
    switch (item->kind) {
    case PAGE_TEXT:
        draw_text(drawing, item);
        return STATUS_OK;
    case PAGE_WATERMARK:
        return STATUS_OK; /* drawn before the others */
    case PAGE_RULE:
    case PAGE_BOX:
        draw_box(drawing, item);
        return STATUS_OK;
    case PAGE_MATRIX:
    case PAGE_QR:
        return draw_code(drawing, item);
    }
    return STATUS_INVALID;
}

/* --- The whole --- */

/* Fontconfig would put another font in the place of a missing one: its widths would not be ours. */
static enum status check_font(struct drawing *drawing) {
    PangoContext *context = pango_layout_get_context(drawing->layout);
    PangoFont *font = pango_context_load_font(context, drawing->fonts[PAGE_REGULAR]);
    PangoFontDescription *found = font == NULL ? NULL : pango_font_describe(font);
    bool right = found != NULL && strcmp(pango_font_description_get_family(found), FONT_FAMILY) == 0;
    pango_font_description_free(found);
    if (font != NULL)
        g_object_unref(font);
    return right ? STATUS_OK : fault_set(drawing->fault, STATUS_NOT_FOUND, FONT_PACKAGE, "");
}

static void open_fonts(struct drawing *drawing) {
    drawing->layout = pango_cairo_create_layout(drawing->cairo);
    /* Advances as the font has them, not rounded to whole points. */
    pango_context_set_round_glyph_positions(pango_layout_get_context(drawing->layout), FALSE);
    pango_layout_set_single_paragraph_mode(drawing->layout, TRUE);
    for (int i = 0; i < WEIGHTS; i++) {
        PangoFontDescription *font = pango_font_description_new();
        pango_font_description_set_family(font, FONT_FAMILY);
        pango_font_description_set_absolute_size(font, BASE_SIZE_PT * PANGO_SCALE);
        pango_font_description_set_weight(font, i == PAGE_BOLD ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_font_description_set_style(font, i == PAGE_ITALIC ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
        drawing->fonts[i] = font;
    }
}

static void close_fonts(struct drawing *drawing) {
    for (int i = 0; i < WEIGHTS; i++)
        pango_font_description_free(drawing->fonts[i]);
    g_object_unref(drawing->layout);
}

/* SPÉCIMEN first: everything else lies over it. */
static void draw_watermarks(struct drawing *drawing, const struct page_document *document, int page) {
    for (size_t i = 0; i < document->count; i++)
        if (document->items[i].page == page && document->items[i].kind == PAGE_WATERMARK)
            draw_watermark(drawing, &document->items[i]);
}

static enum status draw_page(struct drawing *drawing, struct pdf_tags *tags, const struct page_document *document,
                             int page) {
    enum status status = STATUS_OK;
    draw_watermarks(drawing, document, page);
    for (size_t i = 0; i < document->count && status == STATUS_OK; i++) {
        if (document->items[i].page != page)
            continue;
        pdf_tags_move(tags, &document->items[i]);
        status = draw_item(drawing, &document->items[i]);
    }
    pdf_tags_end_page(tags);
    cairo_show_page(drawing->cairo);
    return status;
}

static enum status draw_pages(struct drawing *drawing, const struct page_document *document) {
    struct pdf_tags tags;
    enum status status = STATUS_OK;
    pdf_tags_open(&tags, drawing->cairo);
    for (int page = 1; page <= document->pages && status == STATUS_OK; page++)
        status = draw_page(drawing, &tags, document, page);
    pdf_tags_close(&tags);
    return status;
}

static cairo_surface_t *open_surface(const struct page_document *document, const struct date_time *issued_at,
                                     struct sink *sink) {
    char created[26];
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(sink_write, sink, PAGE_WIDTH_MM * PT_PER_MM, PAGE_HEIGHT_MM * PT_PER_MM);
    date_format_time(issued_at, created);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, document->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Guichet");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
    return surface;
}

enum status pdf_draw(const struct page_document *document, const struct date_time *issued_at, struct pdf *pdf,
                     struct fault *fault) {
    struct sink sink = {0};
    cairo_surface_t *surface = open_surface(document, issued_at, &sink);
    struct drawing drawing = {.cairo = cairo_create(surface), .fault = fault};
    open_fonts(&drawing);
    enum status status = check_font(&drawing);
    if (status == STATUS_OK)
        status = draw_pages(&drawing, document);
    close_fonts(&drawing);
    cairo_destroy(drawing.cairo);
    cairo_surface_finish(surface);
    if (status == STATUS_OK && cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
        status = fault_set(fault, STATUS_IO, "pdf", cairo_status_to_string(cairo_surface_status(surface)));
    cairo_surface_destroy(surface);
    struct pdf drawn = {.bytes = sink.bytes, .size = sink.length};
    if (status == STATUS_OK)
        status = pdf_finish(document, issued_at, &drawn, fault);
    if (status == STATUS_OK)
        *pdf = drawn;
    else
        pdf_clear(&drawn);
    return status;
}

void pdf_warm_up(void) {
    struct page_item items[WEIGHTS];
    struct page_document document = {.items = items, .count = WEIGHTS, .size = WEIGHTS, .pages = 1};
    struct pdf pdf = {0};
    char text[] = "Aé";
    for (int i = 0; i < WEIGHTS; i++)
        items[i] = (struct page_item){
            .kind = PAGE_TEXT, .page = 1, .y_mm = 10, .size_pt = 10, .weight = (enum page_weight)i, .text = text};
    if (pdf_draw(&document, &(struct date_time){.date = {2000, 1, 1}}, &pdf, NULL) == STATUS_OK)
        pdf_clear(&pdf);
}

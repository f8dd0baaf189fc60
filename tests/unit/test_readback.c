/* Codes read back from the pixels of a page: what was asked passes, and one module, one letter or half a millimetre of
 * difference does not. And codes looked for in files that anybody may have brought. */
#include "../../printing/readback.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cairo-pdf.h>
#include <cmocka.h>

#include "../../kiosk/memory.h"
#include "../../printing/matrix.h"
#include "../../printing/readback_private.h"
#include "../support/specimen.h"
#include "../support/state.h"
#include "../support/tool.h"

#define PT_PER_MM (72.0 / 25.4)
#define SEAL                                                                                                           \
    "DC04FR0000011E471E47AB01FR6GDUMONT DURVILLE\x1D"                                                                  \
    "60JULES/SEBASTIEN/CESAR\x1D"                                                                                      \
    "0126K7\x1F"                                                                                                       \
    "ZJMDY3LOHQ"
#define OTHER_SEAL                                                                                                     \
    "DC04FR0000011E471E47AB01FR6GDUMONT DURVILLE\x1D"                                                                  \
    "60JULES/SEBASTIEN/CESAR\x1D"                                                                                      \
    "0126K8\x1F"                                                                                                       \
    "ZJMDY3LOHQ"
#define ADDRESS "https://guichet.example/v/0123456789ABCDEF"

enum { FOUND_MAX = 4, MATRIX_STEP = 3, QR_STEP = 61, DPI = 300 };

static const struct page_station station = {.prefecture = "Préfecture du Calvados", .specimen = true};
static const struct date_time now = {.date = {2026, 11, 24}};

/* --- A sheet with the two codes, drawn here: as it should be, or otherwise --- */

struct sheet {
    struct page_item items[2];
    struct page_document document;
};

static void make_sheet(struct sheet *sheet, char *seal, char *address) {
    *sheet = (struct sheet){
        .items = {{.kind = PAGE_MATRIX, .page = 1, .x_mm = 18, .y_mm = 230, .width_mm = 40, .height_mm = 40},
                  {.kind = PAGE_QR, .page = 1, .x_mm = 160, .y_mm = 230, .width_mm = 30, .height_mm = 30}},
        .document = {.count = 2, .size = 2, .pages = 1}};
    sheet->items[0].text = seal;
    sheet->items[1].text = address;
    sheet->document.items = sheet->items;
}

static cairo_status_t write_bytes(void *context, const unsigned char *bytes, unsigned int length) {
    struct pdf *pdf = context;
    pdf->bytes = memory_grow(pdf->bytes, pdf->size, pdf->size + length);
    memcpy(pdf->bytes + pdf->size, bytes, length);
    pdf->size += length;
    return CAIRO_STATUS_SUCCESS;
}

/* The code and its quiet zone, one pixel a module; module `flipped` (row after row, quiet zone included) is wrong. */
static cairo_surface_t *paint_modules(const struct matrix *matrix, int flipped) {
    int whole = matrix->side + 2 * MATRIX_QUIET;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, whole, whole);
    unsigned char *pixels = cairo_image_surface_get_data(surface);
    cairo_surface_flush(surface);
    for (int i = 0; i < whole * whole; i++) {
        int row = i / whole - MATRIX_QUIET, column = i % whole - MATRIX_QUIET;
        bool inside = row >= 0 && column >= 0 && row < matrix->side && column < matrix->side;
        bool dark = (inside && matrix->modules[row * matrix->side + column] != 0) != (i == flipped);
        uint32_t pixel = dark ? 0 : 0xFFFFFF;
        memcpy(pixels + i / whole * cairo_image_surface_get_stride(surface) + i % whole * 4, &pixel, sizeof pixel);
    }
    cairo_surface_mark_dirty(surface);
    return surface;
}

static void make_matrix(const struct page_item *item, struct matrix *matrix) {
    if (item->kind == PAGE_MATRIX)
        assert_int_equal(matrix_make_data_matrix(item->text, strlen(item->text), matrix), STATUS_OK);
    else
        assert_int_equal(matrix_make_qr(item->text, matrix), STATUS_OK);
}

/* How many modules the code of an item has, quiet zone included. */
static int count_modules(const struct page_item *item) {
    struct matrix matrix;
    make_matrix(item, &matrix);
    int whole = matrix.side + 2 * MATRIX_QUIET;
    matrix_clear(&matrix);
    return whole * whole;
}

static void draw_code(cairo_t *cairo, const struct page_item *item, double moved_mm, int flipped) {
    struct matrix matrix;
    make_matrix(item, &matrix);
    int whole = matrix.side + 2 * MATRIX_QUIET;
    double module_mm = item->kind == PAGE_MATRIX ? PAGE_MODULE_MM : item->width_mm / whole;
    cairo_surface_t *surface = paint_modules(&matrix, flipped);
    cairo_pattern_t *pattern = cairo_pattern_create_for_surface(surface);
    cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
    cairo_save(cairo);
    cairo_translate(cairo, (item->x_mm + moved_mm) * PT_PER_MM, item->y_mm * PT_PER_MM);
    cairo_scale(cairo, module_mm * PT_PER_MM, module_mm * PT_PER_MM);
    cairo_rectangle(cairo, 0, 0, whole, whole);
    cairo_set_source(cairo, pattern);
    cairo_fill(cairo);
    cairo_restore(cairo);
    cairo_pattern_destroy(pattern);
    cairo_surface_destroy(surface);
    matrix_clear(&matrix);
}

static cairo_t *open_pdf(struct pdf *pdf) {
    *pdf = (struct pdf){0};
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(write_bytes, pdf, PAGE_WIDTH_MM * PT_PER_MM, PAGE_HEIGHT_MM * PT_PER_MM);
    cairo_t *cairo = cairo_create(surface);
    cairo_surface_destroy(surface);
    return cairo;
}

static void close_pdf(cairo_t *cairo) {
    cairo_surface_finish(cairo_get_target(cairo));
    cairo_destroy(cairo);
}

/* `wrong` is the item that is moved or flipped. */
static void draw_sheet(const struct sheet *sheet, size_t wrong, double moved_mm, int flipped, struct pdf *pdf) {
    cairo_t *cairo = open_pdf(pdf);
    for (size_t i = 0; i < sheet->document.count; i++)
        draw_code(cairo, &sheet->items[i], i == wrong ? moved_mm : 0, i == wrong ? flipped : -1);
    close_pdf(cairo);
}

static void assert_unreadable(const struct pdf *pdf, const struct page_document *document, const char *where) {
    struct fault fault = {0};
    assert_int_equal(readback_check(pdf, document, &fault), STATUS_UNREADABLE);
    assert_int_equal(fault.code, STATUS_UNREADABLE);
    assert_string_equal(fault.where, where);
}

/* --- What was asked --- */

static void assert_page_passes(enum page_kind kind, const struct record *record,
                               struct registry_attestation *attestation) {
    struct page_document document = {0};
    struct pdf pdf = {0};
    struct fault fault = {0};
    if (kind == PAGE_RII) { /* the same seal will do */
        memcpy(attestation->type, "RII", sizeof "RII");
        attestation->valid_until = (struct date){0};
    }
    assert_int_equal(page_lay_out(kind, record, attestation, &station, page_measure_sans, NULL, &document, &fault),
                     STATUS_OK);
    assert_int_equal(pdf_draw(&document, &attestation->issued_at, &pdf, &fault), STATUS_OK);
    assert_int_equal(readback_check(&pdf, &document, &fault), STATUS_OK);
    pdf_clear(&pdf);
    page_clear(&document);
}

static void passes_the_pages_of_every_driver(void **state) {
    (void)state;
    const char *name;
    for (size_t i = 0; (name = specimen_name(i)) != NULL; i++) {
        struct record *record = specimen_record(name);
        struct registry_attestation attestation = {0};
        specimen_attest(record, 1, &attestation);
        assert_page_passes(PAGE_ADCS, record, &attestation);
        assert_page_passes(PAGE_RII, record, &attestation);
        registry_attestation_clear(&attestation);
        record_free(record);
    }
}

static void passes_the_sheet_of_these_tests_as_it_should_be(void **state) {
    (void)state;
    struct sheet sheet;
    struct pdf pdf;
    make_sheet(&sheet, (char[]){SEAL}, (char[]){ADDRESS});
    draw_sheet(&sheet, 0, 0, -1, &pdf);
    assert_int_equal(readback_check(&pdf, &sheet.document, NULL), STATUS_OK);
    pdf_clear(&pdf);
}

/* The France Identité code may hold 512 characters: its modules are three pixels wide. Zbar is told no encoding. */
static void passes_a_qr_of_any_length_and_any_letters(void **state) {
    (void)state;
    for (size_t length = 20; length <= 512; length += 12) {
        struct sheet sheet;
        struct pdf pdf = {0};
        char text[512 + 1] = "é œ — ";
        for (size_t i = strlen(text); i < length; i++)
            text[i] = "abcdefghij0123456789-_XYZ"[i * 7 % 25];
        make_sheet(&sheet, (char[]){SEAL}, text);
        assert_int_equal(pdf_draw(&sheet.document, &now, &pdf, NULL), STATUS_OK);
        assert_int_equal(readback_check(&pdf, &sheet.document, NULL), STATUS_OK);
        pdf_clear(&pdf);
    }
}

/* A page without codes, as Ma situation, has nothing to read. */
static void passes_a_page_without_codes(void **state) {
    (void)state;
    struct page_item item = {.kind = PAGE_RULE, .page = 1, .width_mm = 10, .height_mm = 1};
    struct page_document document = {.items = &item, .count = 1, .size = 1, .pages = 1};
    struct pdf pdf = {0};
    assert_int_equal(pdf_draw(&document, &now, &pdf, NULL), STATUS_OK);
    assert_int_equal(readback_check(&pdf, &document, NULL), STATUS_OK);
    pdf_clear(&pdf);
}

/* --- Something else --- */

static void refuses_every_wrong_module(struct sheet *sheet, size_t wrong, int step, const char *where) {
    int modules = count_modules(&sheet->items[wrong]);
    for (int flipped = wrong == 0 ? 3 : 5; flipped < modules; flipped += step) {
        struct pdf pdf;
        draw_sheet(sheet, wrong, 0, flipped, &pdf);
        assert_unreadable(&pdf, &sheet->document, where);
        pdf_clear(&pdf);
    }
}

static void refuses_a_data_matrix_with_one_wrong_module_wherever_it_is(void **state) {
    (void)state;
    struct sheet sheet;
    make_sheet(&sheet, (char[]){SEAL}, (char[]){ADDRESS});
    refuses_every_wrong_module(&sheet, 0, MATRIX_STEP, "2d-doc");
}

static void refuses_a_qr_with_one_wrong_module(void **state) {
    (void)state;
    struct sheet sheet;
    make_sheet(&sheet, (char[]){SEAL}, (char[]){ADDRESS});
    refuses_every_wrong_module(&sheet, 1, QR_STEP, "qr");
}

/* What makes the modules worth comparing: the decoder gives the right text all the same. */
static void refuses_what_error_correction_would_hide(void **state) {
    (void)state;
    struct sheet sheet;
    struct pdf pdf;
    char *texts[FOUND_MAX];
    size_t count = 0;
    make_sheet(&sheet, (char[]){SEAL}, (char[]){ADDRESS});
    draw_sheet(&sheet, 0, 0, count_modules(&sheet.items[0]) / 2 + 5, &pdf);
    assert_unreadable(&pdf, &sheet.document, "2d-doc");
    assert_int_equal(readback_find(pdf.bytes, pdf.size, texts, FOUND_MAX, &count, NULL), STATUS_OK);
    assert_int_equal(count, 1);
    assert_string_equal(texts[0], SEAL);
    memory_free(texts[0]);
    pdf_clear(&pdf);
}

static void refuses_a_code_that_stands_elsewhere(void **state) {
    (void)state;
    static const char *const where[] = {"2d-doc", "qr"};
    for (size_t wrong = 0; wrong < 2; wrong++)
        for (int moved_mm = -20; moved_mm <= 20; moved_mm += 5) {
            struct sheet sheet;
            struct pdf pdf;
            make_sheet(&sheet, (char[]){SEAL}, (char[]){ADDRESS});
            draw_sheet(&sheet, wrong, moved_mm == 0 ? PAGE_MODULE_MM : moved_mm, -1, &pdf);
            assert_unreadable(&pdf, &sheet.document, where[wrong]);
            pdf_clear(&pdf);
        }
}

static void refuses_another_text(void **state) {
    (void)state;
    struct sheet asked, drawn;
    struct pdf pdf;
    make_sheet(&asked, (char[]){SEAL}, (char[]){ADDRESS});
    make_sheet(&drawn, (char[]){OTHER_SEAL}, (char[]){ADDRESS});
    draw_sheet(&drawn, 0, 0, -1, &pdf);
    assert_unreadable(&pdf, &asked.document, "2d-doc");
    pdf_clear(&pdf);
    make_sheet(&drawn, (char[]){SEAL}, (char[]){ADDRESS "0"});
    draw_sheet(&drawn, 0, 0, -1, &pdf);
    assert_unreadable(&pdf, &asked.document, "qr");
    pdf_clear(&pdf);
}

/* A decoder must say no when all modules are where they should be, if they mean something else. */
static void tells_one_qr_from_another(void **state) {
    (void)state;
    enum { PIXELS = 4 };
    struct matrix matrix;
    assert_int_equal(matrix_make_qr(ADDRESS, &matrix), STATUS_OK);
    int side = (matrix.side + 2 * MATRIX_QUIET) * PIXELS;
    struct readback_picture picture = {
        .grey = memory_alloc((size_t)side * (size_t)side), .width = side, .height = side};
    for (int i = 0; i < side * side; i++) {
        int row = i / side / PIXELS - MATRIX_QUIET, column = i % side / PIXELS - MATRIX_QUIET;
        bool inside = row >= 0 && column >= 0 && row < matrix.side && column < matrix.side;
        picture.grey[i] = inside && matrix.modules[row * matrix.side + column] != 0 ? 0 : 255;
    }
    assert_true(readback_has_qr(&picture, ADDRESS));
    assert_false(readback_has_qr(&picture, ADDRESS "0"));
    assert_false(readback_has_qr(&picture, "https://guichet.example/v/0123456789ABCDEG"));
    assert_false(readback_has_qr(&picture, ""));
    readback_picture_clear(&picture);
    matrix_clear(&matrix);
}

/* What a page of another layout would do: a box over a code, drawn by the product itself. */
static void refuses_a_code_with_something_over_it(void **state) {
    (void)state;
    static const struct {
        double x_mm;
        const char *where;
    } boxes[] = {{25, "2d-doc"}, {175, "qr"}};
    for (size_t i = 0; i < 2; i++) {
        struct sheet sheet;
        struct pdf pdf = {0};
        make_sheet(&sheet, (char[]){SEAL}, (char[]){ADDRESS});
        struct page_item items[3] = {sheet.items[0], sheet.items[1], {.kind = PAGE_BOX, .filled = true, .page = 1}};
        struct page_document document = {.items = items, .count = 3, .size = 3, .pages = 1};
        items[2].x_mm = boxes[i].x_mm;
        items[2].y_mm = 238;
        items[2].width_mm = items[2].height_mm = 2;
        assert_int_equal(pdf_draw(&document, &now, &pdf, NULL), STATUS_OK);
        assert_unreadable(&pdf, &sheet.document, boxes[i].where);
        pdf_clear(&pdf);
    }
}

static void refuses_a_page_that_is_missing(void **state) {
    (void)state;
    struct sheet sheet;
    struct pdf pdf;
    make_sheet(&sheet, (char[]){SEAL}, (char[]){ADDRESS});
    draw_sheet(&sheet, 0, 0, -1, &pdf);
    sheet.items[1].page = 2;
    assert_unreadable(&pdf, &sheet.document, "qr");
    pdf_clear(&pdf);
    assert_unreadable(&pdf, &sheet.document, "2d-doc");
}

/* --- Files that a person brought --- */

static void assert_finds(const void *bytes, size_t size, const char *text) {
    char *texts[FOUND_MAX];
    size_t count = 0;
    struct fault fault = {0};
    assert_int_equal(readback_find(bytes, size, texts, FOUND_MAX, &count, &fault), STATUS_OK);
    assert_int_equal(count, 1);
    assert_string_equal(texts[0], text);
    memory_free(texts[0]);
}

static void assert_refuses(const void *bytes, size_t size, enum status expected) {
    char *texts[FOUND_MAX];
    size_t count = 7;
    struct fault fault = {0};
    assert_int_equal(readback_find(bytes, size, texts, FOUND_MAX, &count, &fault), expected);
    assert_int_equal(fault.code, expected);
    assert_int_equal(count, 7);
}

static uint8_t *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *size = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(*size);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

/* A whole ADCS; its seal is registry_attestation_clear'd by the caller. */
static void draw_page(struct registry_attestation *attestation, struct pdf *pdf) {
    struct record *record = specimen_record("toutes-les-categories");
    struct page_document document = {0};
    specimen_attest(record, 1, attestation);
    assert_int_equal(page_lay_out(PAGE_ADCS, record, attestation, &station, page_measure_sans, NULL, &document, NULL),
                     STATUS_OK);
    assert_int_equal(pdf_draw(&document, &attestation->issued_at, pdf, NULL), STATUS_OK);
    page_clear(&document);
    record_free(record);
}

/* The page as a picture of that kind, by pdftoppm. */
static uint8_t *picture_page(const char *folder, const struct pdf *pdf, const char *option, const char *ending,
                             size_t *size) {
    char path[128], prefix[128], picture[128];
    snprintf(path, sizeof path, "%s/page.pdf", folder);
    snprintf(prefix, sizeof prefix, "%s/page", folder);
    snprintf(picture, sizeof picture, "%s/page.%s", folder, ending);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(pdf->bytes, 1, pdf->size, file), pdf->size);
    fclose(file);
    assert_int_equal(
        tool_run((const char *const[]){"pdftoppm", option, "-r", "300", "-singlefile", path, prefix, NULL}, NULL, NULL),
        0);
    return read_file(picture, size);
}

static void finds_the_code_of_a_pdf(void **state) {
    (void)state;
    struct registry_attestation attestation = {0};
    struct pdf pdf = {0};
    draw_page(&attestation, &pdf);
    assert_finds(pdf.bytes, pdf.size, attestation.seal);
    pdf_clear(&pdf);
    registry_attestation_clear(&attestation);
}

static void finds_the_code_of_a_picture(void **state) {
    (void)state;
    TOOL_REQUIRE("pdftoppm");
    static const char *const kinds[][2] = {{"-png", "png"}, {"-jpeg", "jpg"}};
    char folder[64];
    struct registry_attestation attestation = {0};
    struct pdf pdf = {0};
    state_make(folder);
    draw_page(&attestation, &pdf);
    for (size_t i = 0; i < 2; i++) {
        size_t size;
        uint8_t *bytes = picture_page(folder, &pdf, kinds[i][0], kinds[i][1], &size);
        assert_finds(bytes, size, attestation.seal);
        assert_refuses(bytes, size / 2, STATUS_MALFORMED);
        assert_refuses(bytes, 20, STATUS_MALFORMED);
        free(bytes);
    }
    pdf_clear(&pdf);
    registry_attestation_clear(&attestation);
    state_remove(folder);
}

/* Black on nothing, as pictures made by programs are. */
static void finds_a_code_on_a_transparent_picture(void **state) {
    (void)state;
    enum { PIXELS = 6, ALONE = 4 * PIXELS };
    struct matrix matrix;
    struct pdf png = {0};
    assert_int_equal(matrix_make_data_matrix(SEAL, strlen(SEAL), &matrix), STATUS_OK);
    int side = matrix.side * PIXELS + 2 * ALONE;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, side, side);
    cairo_t *cairo = cairo_create(surface);
    for (int row = 0; row < matrix.side; row++)
        for (int column = 0; column < matrix.side; column++)
            if (matrix.modules[row * matrix.side + column])
                cairo_rectangle(cairo, ALONE + column * PIXELS, ALONE + row * PIXELS, PIXELS, PIXELS);
    cairo_fill(cairo);
    cairo_destroy(cairo);
    assert_int_equal(cairo_surface_write_to_png_stream(surface, write_bytes, &png), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(surface);
    assert_finds(png.bytes, png.size, SEAL);
    pdf_clear(&png);
    matrix_clear(&matrix);
}

/* The first page of a PDF, drawn askew as on a scanner's glass, as a PNG. */
static void scan_askew(const char *picture, double degrees, struct pdf *png) {
    cairo_surface_t *page = cairo_image_surface_create_from_png(picture);
    int width = cairo_image_surface_get_width(page), height = cairo_image_surface_get_height(page);
    cairo_surface_t *scan = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cairo = cairo_create(scan);
    cairo_set_source_rgb(cairo, 0.97, 0.96, 0.93);
    cairo_paint(cairo);
    cairo_translate(cairo, width / 2.0, height / 2.0);
    cairo_rotate(cairo, degrees * 3.14159265 / 180);
    cairo_set_source_surface(cairo, page, -width / 2.0, -height / 2.0);
    cairo_paint_with_alpha(cairo, 0.8); /* grey rather than black */
    cairo_destroy(cairo);
    *png = (struct pdf){0};
    assert_int_equal(cairo_surface_write_to_png_stream(scan, write_bytes, png), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(scan);
    cairo_surface_destroy(page);
}

static void finds_a_code_that_was_scanned_askew(void **state) {
    (void)state;
    TOOL_REQUIRE("pdftoppm");
    char folder[64], picture[128];
    struct registry_attestation attestation = {0};
    struct pdf pdf = {0};
    size_t size;
    state_make(folder);
    draw_page(&attestation, &pdf);
    free(picture_page(folder, &pdf, "-png", "png", &size));
    snprintf(picture, sizeof picture, "%s/page.png", folder);
    static const double degrees[] = {1, -3, 180};
    for (size_t i = 0; i < sizeof degrees / sizeof degrees[0]; i++) {
        struct pdf png;
        scan_askew(picture, degrees[i], &png);
        assert_finds(png.bytes, png.size, attestation.seal);
        pdf_clear(&png);
    }
    pdf_clear(&pdf);
    registry_attestation_clear(&attestation);
    state_remove(folder);
}

static void finds_the_code_of_the_second_page(void **state) {
    (void)state;
    struct sheet sheet;
    struct pdf pdf;
    make_sheet(&sheet, (char[]){SEAL}, (char[]){ADDRESS});
    cairo_t *cairo = open_pdf(&pdf);
    cairo_show_page(cairo);
    draw_code(cairo, &sheet.items[0], 0, -1);
    close_pdf(cairo);
    assert_finds(pdf.bytes, pdf.size, SEAL);
    pdf_clear(&pdf);
}

static void finds_two_codes_of_one_page(void **state) {
    (void)state;
    struct sheet sheet, other;
    struct pdf pdf;
    char *texts[FOUND_MAX];
    size_t count = 0;
    make_sheet(&sheet, (char[]){SEAL}, (char[]){ADDRESS});
    make_sheet(&other, (char[]){OTHER_SEAL}, (char[]){ADDRESS});
    other.items[0].y_mm = 60;
    cairo_t *cairo = open_pdf(&pdf);
    draw_code(cairo, &sheet.items[0], 0, -1);
    draw_code(cairo, &other.items[0], 0, -1);
    close_pdf(cairo);
    assert_int_equal(readback_find(pdf.bytes, pdf.size, texts, FOUND_MAX, &count, NULL), STATUS_OK);
    assert_int_equal(count, 2);
    bool first = strcmp(texts[0], SEAL) == 0;
    assert_string_equal(texts[first ? 0 : 1], SEAL);
    assert_string_equal(texts[first ? 1 : 0], OTHER_SEAL);
    for (size_t i = 0; i < count; i++)
        memory_free(texts[i]);
    pdf_clear(&pdf);
}

static void tells_a_code_that_is_there_twice_once(void **state) {
    (void)state;
    struct sheet sheet, other;
    struct pdf pdf;
    make_sheet(&sheet, (char[]){SEAL}, (char[]){ADDRESS});
    make_sheet(&other, (char[]){SEAL}, (char[]){ADDRESS});
    other.items[0].y_mm = 60;
    cairo_t *cairo = open_pdf(&pdf);
    draw_code(cairo, &sheet.items[0], 0, -1);
    draw_code(cairo, &other.items[0], 0, -1);
    close_pdf(cairo);
    assert_finds(pdf.bytes, pdf.size, SEAL);
    pdf_clear(&pdf);
}

static void tells_a_file_without_a_code(void **state) {
    (void)state;
    struct pdf pdf, png = {0};
    cairo_t *cairo = open_pdf(&pdf);
    cairo_show_page(cairo);
    close_pdf(cairo);
    assert_refuses(pdf.bytes, pdf.size, STATUS_NOT_FOUND);
    pdf_clear(&pdf);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 100, 100);
    assert_int_equal(cairo_surface_write_to_png_stream(surface, write_bytes, &png), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(surface);
    assert_refuses(png.bytes, png.size, STATUS_NOT_FOUND);
    pdf_clear(&png);
}

static void passes_over_pages_that_are_nobody_s(void **state) {
    (void)state;
    static const double sizes[][2] = {{200000, 2}, {2, 200000}, {0.01, 0.01}};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct pdf pdf = {0};
        cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(write_bytes, &pdf, sizes[i][0], sizes[i][1]);
        cairo_t *cairo = cairo_create(surface);
        cairo_show_page(cairo);
        cairo_destroy(cairo);
        cairo_surface_destroy(surface);
        assert_refuses(pdf.bytes, pdf.size, STATUS_NOT_FOUND);
        pdf_clear(&pdf);
    }
}

static void refuses_what_is_no_picture(void **state) {
    (void)state;
    static const char *const others[] = {"", "DC04FR0000011E471E47AB01FR", "GIF89a", "\xFF\xD8", "%PDF", "\x89PNG"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_refuses(others[i], strlen(others[i]), STATUS_UNSUPPORTED);
    static const char *const broken[] = {"%PDF-1.7\n", "%PDF-1.7\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n",
                                         "\x89PNG\r\n\x1A\n", "\xFF\xD8\xFF\xE0"};
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
        assert_refuses(broken[i], strlen(broken[i]), STATUS_MALFORMED);
}

/* Wherever a PDF is cut, it is refused or nothing is found: never a crash. */
static void refuses_a_pdf_cut_anywhere(void **state) {
    (void)state;
    struct sheet sheet;
    struct pdf pdf;
    make_sheet(&sheet, (char[]){SEAL}, (char[]){ADDRESS});
    draw_sheet(&sheet, 0, 0, -1, &pdf);
    for (size_t size = 5; size < pdf.size - 64; size += pdf.size / 23) {
        char *texts[FOUND_MAX];
        size_t count = 0;
        enum status status = readback_find(pdf.bytes, size, texts, FOUND_MAX, &count, NULL);
        assert_true(status == STATUS_MALFORMED || status == STATUS_NOT_FOUND || status == STATUS_OK);
        for (size_t i = 0; i < count; i++) {
            assert_string_equal(texts[i], SEAL); /* poppler finds the objects of a file whose end is missing */
            memory_free(texts[i]);
        }
    }
    pdf_clear(&pdf);
}

static void refuses_what_is_too_large(void **state) {
    (void)state;
    static uint8_t png[64] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\1\0\0\0\1\0\0\10\6";
    assert_refuses(png, sizeof png, STATUS_TOO_LONG);
    static const uint8_t jpeg[] = {0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0xFF, 0, 0xFF, 0, 1, 1, 0x11,
                                   0,    0xFF, 0xDA, 0,    8, 1,  1, 0,    0, 63,   0, 0, 0, 0};
    assert_refuses(jpeg, sizeof jpeg, STATUS_TOO_LONG);
    size_t size = 8 * 1024 * 1024 + 1;
    uint8_t *pdf = calloc(1, size);
    assert_non_null(pdf);
    memcpy(pdf, "%PDF-1.7", 8);
    assert_refuses(pdf, size, STATUS_TOO_LONG);
    free(pdf);
}

/* A chunk that nobody knows, before the header, with small sizes where those of the picture would be. */
static void refuses_a_picture_that_hides_its_sizes(void **state) {
    (void)state;
    static const uint8_t chunk[] = {0, 0, 0, 8, 'a', 'b', 'C', 'd', 0, 0, 0, 1, 0, 0, 0, 1, 0xFE, 0xFF, 0xBC, 0xDC};
    struct pdf png = {0};
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A1, 8000, 6000);
    assert_int_equal(cairo_surface_write_to_png_stream(surface, write_bytes, &png), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(surface);
    assert_refuses(png.bytes, png.size, STATUS_TOO_LONG);
    uint8_t *hiding = memory_alloc(png.size + sizeof chunk);
    memcpy(hiding, png.bytes, 8);
    memcpy(hiding + 8, chunk, sizeof chunk);
    memcpy(hiding + 8 + sizeof chunk, png.bytes + 8, png.size - 8);
    assert_refuses(hiding, png.size + sizeof chunk, STATUS_MALFORMED);
    memory_free(hiding);
    pdf_clear(&png);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passes_the_pages_of_every_driver),
        cmocka_unit_test(passes_the_sheet_of_these_tests_as_it_should_be),
        cmocka_unit_test(passes_a_qr_of_any_length_and_any_letters),
        cmocka_unit_test(passes_a_page_without_codes),
        cmocka_unit_test(refuses_a_data_matrix_with_one_wrong_module_wherever_it_is),
        cmocka_unit_test(refuses_a_qr_with_one_wrong_module),
        cmocka_unit_test(refuses_what_error_correction_would_hide),
        cmocka_unit_test(refuses_a_code_that_stands_elsewhere),
        cmocka_unit_test(refuses_another_text),
        cmocka_unit_test(tells_one_qr_from_another),
        cmocka_unit_test(refuses_a_code_with_something_over_it),
        cmocka_unit_test(refuses_a_page_that_is_missing),
        cmocka_unit_test(finds_the_code_of_a_pdf),
        cmocka_unit_test(finds_the_code_of_a_picture),
        cmocka_unit_test(finds_a_code_on_a_transparent_picture),
        cmocka_unit_test(finds_a_code_that_was_scanned_askew),
        cmocka_unit_test(finds_the_code_of_the_second_page),
        cmocka_unit_test(finds_two_codes_of_one_page),
        cmocka_unit_test(tells_a_code_that_is_there_twice_once),
        cmocka_unit_test(tells_a_file_without_a_code),
        cmocka_unit_test(passes_over_pages_that_are_nobody_s),
        cmocka_unit_test(refuses_what_is_no_picture),
        cmocka_unit_test(refuses_a_pdf_cut_anywhere),
        cmocka_unit_test(refuses_what_is_too_large),
        cmocka_unit_test(refuses_a_picture_that_hides_its_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

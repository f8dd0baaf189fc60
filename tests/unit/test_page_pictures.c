/* The pages as they look: drawn by poppler from the finished PDF at 150 dpi, and compared with the pictures of
 * tests/expected_pages. A line that is one pixel away is found; what another version of a font engine changes in the
 * edges of letters is not. GUICHET_UPDATE_PAGES=1 writes the pictures anew. */
#include "../../printing/pdf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cairo.h>
#include <cmocka.h>
#include <poppler.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/text.h"
#include "../support/specimen.h"

#define FOLDER "tests/expected_pages"
#define DPI 150.0
#define PIXEL_MM (25.4 / DPI)
/* Two squares differ when more than so much of their ink is elsewhere … */
#define DIFFERENT 0.6
/* … or when more than this is, and a step of one pixel to a side leaves less than that part of the difference. The last
 * tests show that a fifth of a pixel in every letter stays within, and that a line one pixel away does not. */
#define SUSPECT 0.2
#define SHIFTED 0.38
#define LEAST_INK 0.06 /* of a square: less is compared as if it were so much */
#define NOISE_PIXELS 0.2

enum {
    WIDTH = 1240,
    HEIGHT = 1754,
    FINER = 4, /* drawn so much finer, then averaged: cairo 1.16 puts letters on whole pixels */
    SQUARE = 24,
    GREY_STEP = 51, /* six greys, black and white among them: the files are small, and SPÉCIMEN is white */
    PNG_SIZE_MAX = 100 * 1024
};

static const struct page_station station = {.prefecture = "Préfecture du Calvados", .specimen = true};

/* The seal is not the matter here, and a real one is never twice the same. */
static const char seal[] =
    "DC04FR00000126A426A4B5014FR42121201200001\x1D"
    "43DUMONT DURVILLE\x1D"
    "45JULES/SEBASTIEN/CESAR\x1D"
    "E11A2B3C4D5E6F7G8H\x1D"
    "E550\x1F"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    "ABCDEFG";

struct pixels {
    uint8_t *grey; /* WIDTH × HEIGHT, 255 is white */
};

struct sheet {
    const char *name, *driver;
    enum page_kind kind;
    int page;
};

static const struct sheet sheets[] = {
    {"adcs-valide", "specimen-2d-doc", PAGE_ADCS, 1},
    {"adcs-suspendu", "suspendu-hors-activite-professionnelle", PAGE_ADCS, 1},
    {"adcs-quinze-categories", "toutes-les-categories", PAGE_ADCS, 1},
    {"rii-page-1", "dix-ans-soixante-evenements", PAGE_RII, 1},
    {"rii-page-2", "dix-ans-soixante-evenements", PAGE_RII, 2},
    {"situation", "dix-ans-soixante-evenements", PAGE_SITUATION, 1},
    {"situation-stage-obligatoire", "probatoire-48n-stage-a-faire", PAGE_SITUATION, 1},
};

/* --- Pictures --- */

static void lay_out(const struct sheet *sheet, struct page_document *document) {
    struct record *record = specimen_record(sheet->driver);
    struct registry_attestation attestation;
    page_fill_placeholder(sheet->kind, &record->data_as_of, &attestation);
    assert_int_equal(date_parse_time(SPECIMEN_NOW, &attestation.issued_at), STATUS_OK);
    text_copy(attestation.number, sizeof attestation.number, "0123456789AB");
    text_copy(attestation.seal, sizeof attestation.seal, seal);
    text_copy(attestation.verification_url, sizeof attestation.verification_url,
              "https://localhost:8443/v1/verify/0123456789AB");
    assert_int_equal(page_lay_out(sheet->kind, record, &attestation, &station, page_measure_sans, NULL, document, NULL),
                     STATUS_OK);
    record_free(record);
}

static void pixels_clear(struct pixels *pixels) {
    memory_free(pixels->grey);
    *pixels = (struct pixels){0};
}

/* Averages FINER × FINER points to each pixel, in few greys; everything on a page is grey: one colour tells. */
static void take_pixels(cairo_surface_t *surface, int finer, int grey_step, struct pixels *pixels) {
    const unsigned char *points = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    cairo_surface_flush(surface);
    *pixels = (struct pixels){.grey = memory_alloc(WIDTH * HEIGHT)};
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            int sum = 0;
            for (int row = y * finer; row < (y + 1) * finer; row++)
                for (int column = x * finer; column < (x + 1) * finer; column++)
                    sum += points[row * stride + column * 4];
            pixels->grey[y * WIDTH + x] = (uint8_t)((sum / (finer * finer) + grey_step / 2) / grey_step * grey_step);
        }
}

static void render(PopplerPage *page, struct pixels *pixels) {
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, FINER * WIDTH, FINER * HEIGHT);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, FINER * DPI / 72, FINER * DPI / 72);
    poppler_page_render(page, cairo);
    assert_int_equal(cairo_status(cairo), CAIRO_STATUS_SUCCESS);
    take_pixels(surface, FINER, GREY_STEP, pixels);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}

static void draw(const struct page_document *document, int page, struct pixels *pixels) {
    struct date_time now;
    struct pdf pdf = {0};
    struct fault fault = {0};
    assert_int_equal(date_parse_time(SPECIMEN_NOW, &now), STATUS_OK);
    assert_int_equal(pdf_draw(document, &now, &pdf, &fault), STATUS_OK);
    GBytes *bytes = g_bytes_new_static(pdf.bytes, pdf.size);
    PopplerDocument *opened = poppler_document_new_from_bytes(bytes, NULL, NULL);
    assert_non_null(opened);
    assert_int_equal(poppler_document_get_n_pages(opened), document->pages);
    PopplerPage *drawn_page = poppler_document_get_page(opened, page - 1);
    assert_non_null(drawn_page);
    render(drawn_page, pixels);
    g_object_unref(drawn_page);
    g_object_unref(opened);
    g_bytes_unref(bytes);
    pdf_clear(&pdf);
}

static void draw_sheet(const struct sheet *sheet, struct pixels *pixels) {
    struct page_document document = {0};
    lay_out(sheet, &document);
    assert_true(sheet->page <= document.pages);
    draw(&document, sheet->page, pixels);
    page_clear(&document);
}

static void write_png(const char *path, const struct pixels *pixels) {
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, WIDTH, HEIGHT);
    unsigned char *row = cairo_image_surface_get_data(surface);
    cairo_surface_flush(surface);
    for (int y = 0; y < HEIGHT; y++, row += cairo_image_surface_get_stride(surface))
        memcpy(row, pixels->grey + y * WIDTH, (size_t)WIDTH);
    cairo_surface_mark_dirty(surface);
    assert_int_equal(cairo_surface_write_to_png(surface, path), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(surface);
}

static void read_png(const char *path, struct pixels *pixels) {
    struct stat file;
    if (stat(path, &file) != 0)
        print_error("%s is missing: GUICHET_UPDATE_PAGES=1 makes it\n", path);
    cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    assert_true(file.st_size < PNG_SIZE_MAX);
    assert_int_equal(cairo_image_surface_get_width(surface), WIDTH);
    assert_int_equal(cairo_image_surface_get_height(surface), HEIGHT);
    assert_int_equal(cairo_image_surface_get_format(surface), CAIRO_FORMAT_RGB24);
    take_pixels(surface, 1, 1, pixels);
    cairo_surface_destroy(surface);
}

/* --- Comparison --- */

struct step {
    int x, y;
};

static int grey_at(const struct pixels *pixels, int x, int y) {
    return x < 0 || y < 0 || x >= WIDTH || y >= HEIGHT ? 255 : pixels->grey[y * WIDTH + x];
}

/* How different a square is from the one that is a step away in the other picture. */
static int compare_square(const struct pixels *one, const struct pixels *other, struct step at, struct step step) {
    int different = 0;
    for (int y = at.y; y < at.y + SQUARE; y++)
        for (int x = at.x; x < at.x + SQUARE; x++)
            different += abs(grey_at(one, x, y) - grey_at(other, x + step.x, y + step.y));
    return different;
}

static double ink_of(const struct pixels *pixels, struct step at) {
    int ink = 0;
    for (int y = at.y; y < at.y + SQUARE; y++)
        for (int x = at.x; x < at.x + SQUARE; x++)
            ink += 255 - grey_at(pixels, x, y);
    return ink;
}

static bool square_is_alike(const struct pixels *one, const struct pixels *other, struct step at) {
    static const struct step sides[] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    int different = compare_square(one, other, at, (struct step){0, 0});
    if (different == 0)
        return true;
    double ink = ink_of(one, at), other_ink = ink_of(other, at), least = 255.0 * SQUARE * SQUARE * LEAST_INK;
    ink = other_ink > ink ? other_ink : ink;
    double part = different / (ink > least ? ink : least);
    for (size_t i = 0; part > SUSPECT && i < sizeof sides / sizeof sides[0]; i++)
        if (compare_square(one, other, at, sides[i]) < SHIFTED * different)
            return false;
    return part <= DIFFERENT;
}

/* The squares stand half over each other. Tells where the first is that differs. */
static bool is_alike(const struct pixels *one, const struct pixels *other, struct step *where) {
    for (where->y = 0; where->y + SQUARE <= HEIGHT; where->y += SQUARE / 2)
        for (where->x = 0; where->x + SQUARE <= WIDTH; where->x += SQUARE / 2)
            if (!square_is_alike(one, other, *where))
                return false;
    return true;
}

/* What was drawn, to look at beside what was expected. */
static void keep(const char *name, const struct pixels *pixels) {
    const char *build = getenv("GUICHET_BUILD");
    char path[512];
    if (build != NULL && text_format(path, sizeof path, "%s/%s.png", build, name)) {
        write_png(path, pixels);
        print_error("drawn: %s\n", path);
    }
}

/* --- The sheets --- */

enum { SHEETS = sizeof sheets / sizeof sheets[0] };
static struct pixels drawn[SHEETS];

static int draw_sheets(void **state) {
    (void)state;
    for (size_t i = 0; i < SHEETS; i++)
        draw_sheet(&sheets[i], &drawn[i]);
    return 0;
}

static int clear_sheets(void **state) {
    (void)state;
    for (size_t i = 0; i < SHEETS; i++)
        pixels_clear(&drawn[i]);
    return 0;
}

static void looks_as_expected(void **state) {
    (void)state;
    bool alike = true;
    for (size_t i = 0; i < SHEETS; i++) {
        struct pixels expected = {0};
        struct step where;
        char path[256];
        text_format(path, sizeof path, FOLDER "/%s.png", sheets[i].name);
        if (getenv("GUICHET_UPDATE_PAGES") != NULL)
            write_png(path, &drawn[i]);
        read_png(path, &expected);
        if (!is_alike(&expected, &drawn[i], &where)) {
            print_error("%s: differs %.0f mm from the left, %.0f mm from the top\n", path, where.x * PIXEL_MM,
                        where.y * PIXEL_MM);
            keep(sheets[i].name, &drawn[i]);
            alike = false;
        }
        pixels_clear(&expected);
    }
    assert_true(alike);
}

/* --- What the comparison finds --- */

static void takes_every_sheet_for_another(void **state) {
    (void)state;
    struct step where;
    for (size_t i = 0; i < SHEETS; i++)
        for (size_t j = 0; j < i; j++)
            assert_false(is_alike(&drawn[i], &drawn[j], &where));
}

static void overlooks_a_fifth_of_a_pixel_in_every_letter(void **state) {
    (void)state;
    for (size_t i = 0; i < SHEETS; i++) {
        struct page_document document = {0};
        struct pixels moved = {0};
        struct step where;
        double x_mm = (i % 2 == 0 ? NOISE_PIXELS : -NOISE_PIXELS) * PIXEL_MM, y_mm = NOISE_PIXELS * PIXEL_MM;
        lay_out(&sheets[i], &document);
        for (size_t j = 0; j < document.count; j++)
            if (document.items[j].kind == PAGE_TEXT) {
                document.items[j].x_mm += x_mm;
                document.items[j].y_mm += y_mm;
            }
        draw(&document, sheets[i].page, &moved);
        assert_true(memcmp(drawn[i].grey, moved.grey, WIDTH * HEIGHT) != 0);
        if (!is_alike(&drawn[i], &moved, &where))
            print_error("%s: %d, %d\n", sheets[i].name, where.x, where.y);
        assert_true(is_alike(&drawn[i], &moved, &where));
        pixels_clear(&moved);
        page_clear(&document);
    }
}

/* Up and down in turn; every so many lines and rules. */
static void finds_a_line_that_is_one_pixel_away(void **state) {
    (void)state;
    enum { EVERY = 19 };
    double by_mm = PIXEL_MM;
    for (size_t i = 0; i < SHEETS; i += 5) {
        struct page_document document = {0};
        struct step where;
        lay_out(&sheets[i], &document);
        for (size_t j = i; j < document.count; j += EVERY) {
            struct page_item *item = &document.items[j];
            struct pixels moved = {0};
            if (item->kind != PAGE_TEXT && item->kind != PAGE_RULE)
                continue;
            by_mm = -by_mm;
            item->y_mm += by_mm;
            draw(&document, 1, &moved);
            if (is_alike(&drawn[i], &moved, &where))
                print_error("not found: %s\n", item->text != NULL ? item->text : "a rule");
            assert_false(is_alike(&drawn[i], &moved, &where));
            pixels_clear(&moved);
            item->y_mm -= by_mm;
        }
        page_clear(&document);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(looks_as_expected),
        cmocka_unit_test(takes_every_sheet_for_another),
        cmocka_unit_test(overlooks_a_fifth_of_a_pixel_in_every_letter),
        cmocka_unit_test(finds_a_line_that_is_one_pixel_away),
    };
    return cmocka_run_group_tests(tests, draw_sheets, clear_sheets);
}

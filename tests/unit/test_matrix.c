/* Modules of the codes: their sizes, their fixed patterns, and that libdmtx reads back what was asked. */
#include "../../printing/matrix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dmtx.h>

#define SEAL                                                                                                           \
    "DC04FR0000011E471E47AB01FR6GDUMONT DURVILLE\x1D"                                                                  \
    "60JULES/SEBASTIEN/CESAR\x1D"                                                                                      \
    "0126K7\x1F"                                                                                                       \
    "ZJMDY3LOHQ"

enum { PIXELS = 6, QUIET = 4 };

static int module_at(const struct matrix *matrix, int row, int column) {
    return matrix->modules[row * matrix->side + column];
}

static void has_the_solid_sides_of_a_data_matrix_at_the_left_and_the_bottom(void **state) {
    (void)state;
    struct matrix matrix;
    assert_int_equal(matrix_make_data_matrix(SEAL, strlen(SEAL), &matrix), STATUS_OK);
    for (int i = 0; i < matrix.side; i++) {
        assert_int_equal(module_at(&matrix, i, 0), 1);
        assert_int_equal(module_at(&matrix, matrix.side - 1, i), 1);
        assert_int_equal(module_at(&matrix, 0, i), 1 - i % 2);
        assert_int_equal(module_at(&matrix, i, matrix.side - 1), i % 2);
    }
    matrix_clear(&matrix);
    assert_null(matrix.modules);
}

/* A picture of the modules, as libdmtx takes it: one byte a pixel, row 0 at the top. */
static unsigned char *paint(const struct matrix *matrix, int *side) {
    int whole = (matrix->side + 2 * QUIET) * PIXELS;
    unsigned char *pixels = malloc((size_t)whole * (size_t)whole);
    assert_non_null(pixels);
    memset(pixels, 255, (size_t)whole * (size_t)whole);
    for (int y = QUIET * PIXELS; y < (QUIET + matrix->side) * PIXELS; y++)
        for (int x = QUIET * PIXELS; x < (QUIET + matrix->side) * PIXELS; x++)
            if (module_at(matrix, y / PIXELS - QUIET, x / PIXELS - QUIET))
                pixels[y * whole + x] = 0;
    *side = whole;
    return pixels;
}

static void assert_reads_back(const char *text, size_t length) {
    struct matrix matrix;
    int side;
    assert_int_equal(matrix_make_data_matrix(text, length, &matrix), STATUS_OK);
    unsigned char *pixels = paint(&matrix, &side);
    DmtxImage *image = dmtxImageCreate(pixels, side, side, DmtxPack8bppK);
    dmtxImageSetProp(image, DmtxPropImageFlip, DmtxFlipNone);
    DmtxDecode *decoder = dmtxDecodeCreate(image, 1);
    DmtxRegion *region = dmtxRegionFindNext(decoder, NULL);
    assert_non_null(region);
    DmtxMessage *message = dmtxDecodeMatrixRegion(decoder, region, DmtxUndefined);
    assert_non_null(message);
    assert_int_equal(message->outputIdx, (int)length);
    assert_memory_equal(message->output, text, length);
    dmtxMessageDestroy(&message);
    dmtxRegionDestroy(&region);
    dmtxDecodeDestroy(&decoder);
    dmtxImageDestroy(&image);
    free(pixels);
    matrix_clear(&matrix);
}

static void keeps_the_control_characters_of_a_seal(void **state) {
    (void)state;
    assert_reads_back(SEAL, strlen(SEAL));
}

static void reads_back_texts_of_every_length(void **state) {
    (void)state;
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 /\x1D\x1E\x1F";
    char text[440];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = alphabet[(i * i + 7 * i) % (sizeof alphabet - 1)];
    for (size_t length = 20; length <= sizeof text; length += 14)
        assert_reads_back(text, length);
}

static void fits_a_usual_seal_in_64_modules_and_a_long_one_in_72(void **state) {
    (void)state;
    char text[480];
    struct matrix matrix;
    memset(text, 'A', sizeof text);
    assert_int_equal(matrix_make_data_matrix(text, 330, &matrix), STATUS_OK);
    assert_int_equal(matrix.side, 64);
    matrix_clear(&matrix);
    assert_int_equal(matrix_make_data_matrix(text, 440, &matrix), STATUS_OK);
    assert_int_equal(matrix.side, 72);
    matrix_clear(&matrix);
}

static void refuses_what_no_symbol_holds(void **state) {
    (void)state;
    static char text[4000];
    struct matrix matrix = {0};
    memset(text, 'a', sizeof text - 1);
    assert_int_equal(matrix_make_data_matrix(text, sizeof text - 1, &matrix), STATUS_TOO_LONG);
    assert_int_equal(matrix_make_qr(text, &matrix), STATUS_TOO_LONG);
    assert_null(matrix.modules);
}

static void has_the_finder_patterns_of_a_qr(void **state) {
    (void)state;
    struct matrix matrix;
    assert_int_equal(matrix_make_qr("https://exemple.fr/verification/7K3M9Q2RXW5T", &matrix), STATUS_OK);
    assert_int_equal((matrix.side - 17) % 4, 0);
    for (int i = 0; i < 7; i++) {
        assert_int_equal(module_at(&matrix, 0, i), 1);
        assert_int_equal(module_at(&matrix, i, 0), 1);
        assert_int_equal(module_at(&matrix, 0, matrix.side - 1 - i), 1);
        assert_int_equal(module_at(&matrix, matrix.side - 1 - i, 0), 1);
    }
    assert_int_equal(module_at(&matrix, 7, 7), 0);
    matrix_clear(&matrix);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_the_solid_sides_of_a_data_matrix_at_the_left_and_the_bottom),
        cmocka_unit_test(keeps_the_control_characters_of_a_seal),
        cmocka_unit_test(reads_back_texts_of_every_length),
        cmocka_unit_test(fits_a_usual_seal_in_64_modules_and_a_long_one_in_72),
        cmocka_unit_test(refuses_what_no_symbol_holds),
        cmocka_unit_test(has_the_finder_patterns_of_a_qr),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

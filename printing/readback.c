/* Compares the codes of a finished page with what was asked, by its pixels. It must not trust what was drawn, nor a
 * decoder's word alone. */
#include "readback.h"

#include <math.h>
#include <string.h>

#include "../kiosk/memory.h"
#include "matrix.h"
#include "readback_private.h"

#define PIXELS_PER_MM (READBACK_DPI / 25.4)

enum { DARK_BELOW = 128, DECODE_MS = 5000 };

static bool is_code(const struct page_item *item) {
    return item->kind == PAGE_MATRIX || item->kind == PAGE_QR;
}

/* --- Modules --- */

/* Around the code, as many rows and columns are light as its quiet zone has. */
static bool wants_dark(const struct matrix *matrix, int row, int column) {
    bool inside = row >= 0 && column >= 0 && row < matrix->side && column < matrix->side;
    return inside && matrix->modules[row * matrix->side + column] != 0;
}

static bool is_dark(const struct readback_picture *picture, int row, int column, double module_mm) {
    double step = module_mm * PIXELS_PER_MM;
    int x = (int)((MATRIX_QUIET + column + 0.5) * step), y = (int)((MATRIX_QUIET + row + 0.5) * step);
    return x < picture->width && y < picture->height &&
           picture->grey[(size_t)y * (size_t)picture->width + (size_t)x] < DARK_BELOW;
}

static bool has_modules(const struct readback_picture *picture, const struct matrix *matrix, double module_mm) {
    for (int row = -MATRIX_QUIET; row < matrix->side + MATRIX_QUIET; row++)
        for (int column = -MATRIX_QUIET; column < matrix->side + MATRIX_QUIET; column++)
            if (is_dark(picture, row, column, module_mm) != wants_dark(matrix, row, column))
                return false;
    return true;
}

static bool is_drawn_as(const struct readback_picture *picture, const struct page_item *item) {
    struct matrix matrix = {0};
    bool seal = item->kind == PAGE_MATRIX;
    enum status status =
        seal ? matrix_make_data_matrix(item->text, strlen(item->text), &matrix) : matrix_make_qr(item->text, &matrix);
    if (status != STATUS_OK)
        return false;
    double module_mm = seal ? PAGE_MODULE_MM : item->width_mm / (matrix.side + 2 * MATRIX_QUIET);
    bool same = has_modules(picture, &matrix, module_mm);
    matrix_clear(&matrix);
    return same;
}

/* --- Texts --- */

static bool has_data_matrix(const struct readback_picture *picture, const char *text) {
    char *found = NULL;
    size_t count = 0;
    readback_find_data_matrix(picture, 0, DECODE_MS, &found, 1, &count);
    bool same = count == 1 && strcmp(found, text) == 0;
    memory_free(found);
    return same;
}

static enum status check_picture(const struct readback_picture *picture, const struct page_item *item,
                                 struct fault *fault) {
    bool seal = item->kind == PAGE_MATRIX;
    const char *where = seal ? "2d-doc" : "qr";
    if (!is_drawn_as(picture, item))
        return fault_set(fault, STATUS_UNREADABLE, where, "modules");
    if (seal ? !has_data_matrix(picture, item->text) : !readback_has_qr(picture, item->text))
        return fault_set(fault, STATUS_UNREADABLE, where, "text");
    return STATUS_OK;
}

/* --- Pages --- */

static enum status check_code(PopplerDocument *document, const struct page_item *item, struct fault *fault) {
    struct readback_picture picture = {0};
    bool there = document != NULL && item->page <= poppler_document_get_n_pages(document);
    PopplerPage *page = there ? poppler_document_get_page(document, item->page - 1) : NULL;
    if (page == NULL)
        return fault_set(fault, STATUS_UNREADABLE, item->kind == PAGE_MATRIX ? "2d-doc" : "qr", "page");
    enum status status =
        readback_render(page, item->x_mm, item->y_mm, PIXELS_PER_MM, (int)ceil(item->width_mm * PIXELS_PER_MM),
                        (int)ceil(item->height_mm * PIXELS_PER_MM), &picture);
    if (status == STATUS_OK)
        status = check_picture(&picture, item, fault);
    readback_picture_clear(&picture);
    g_object_unref(page);
    return status;
}

enum status readback_check(const struct pdf *pdf, const struct page_document *document, struct fault *fault) {
    PopplerDocument *opened = readback_open_pdf(pdf->bytes, pdf->size);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < document->count && status == STATUS_OK; i++)
        if (is_code(&document->items[i]))
            status = check_code(opened, &document->items[i], fault);
    if (opened != NULL)
        g_object_unref(opened);
    return status;
}

/* Looks for Data Matrix codes in a file that a person brought. It must not read far, nor long: the file is anybody's.
 */
#include "readback.h"

#include <math.h>
#include <string.h>

#include "readback_private.h"

#define PT_PER_INCH 72.0
#define MM_PER_INCH 25.4

enum {
    FILE_MAX = 8 * 1024 * 1024,
    PIXELS_MAX = 40 * 1000 * 1000, /* A4 at 600 dpi has 35 million */
    SIDE_MAX = 30000,              /* cairo goes to 32767 */
    PAGES_MAX = 5,
    SIDES_OF_A_PAGE = 4, /* a code on a whole page is less high than a quarter of it */
    SEARCH_MS = 2000
};

/* On a page first; then as large as the picture, which may be one of the code alone. */
static void find_in_picture(const struct readback_picture *picture, char *texts[], size_t most, size_t *count) {
    int longest = picture->width > picture->height ? picture->width : picture->height;
    readback_find_data_matrix(picture, longest / SIDES_OF_A_PAGE, SEARCH_MS, texts, most, count);
    if (*count == 0)
        readback_find_data_matrix(picture, 0, SEARCH_MS, texts, most, count);
}

/* --- PDF --- */

/* A page larger than a picture may be is drawn as large as that. */
static double pixels_per_pt(double width_pt, double height_pt) {
    double wanted = READBACK_DPI / PT_PER_INCH, most = sqrt(PIXELS_MAX / (width_pt * height_pt));
    return wanted < most ? wanted : most;
}

static enum status find_in_page(PopplerPage *page, char *texts[], size_t most, size_t *count) {
    struct readback_picture picture = {0};
    double width_pt = 0, height_pt = 0;
    poppler_page_get_size(page, &width_pt, &height_pt);
    double scale = pixels_per_pt(width_pt, height_pt);
    double width = width_pt * scale, height = height_pt * scale;
    if (!(width >= 1 && height >= 1 && width <= SIDE_MAX && height <= SIDE_MAX)) /* nobody's page */
        return STATUS_OK;
    enum status status =
        readback_render(page, 0, 0, scale * PT_PER_INCH / MM_PER_INCH, (int)width, (int)height, &picture);
    if (status == STATUS_OK)
        find_in_picture(&picture, texts, most, count);
    readback_picture_clear(&picture);
    return status;
}

/* The first page that has a code is the last looked at. */
static enum status find_in_pdf(const uint8_t *bytes, size_t size, char *texts[], size_t most, size_t *count) {
    PopplerDocument *document = readback_open_pdf(bytes, size);
    int pages = document == NULL ? 0 : poppler_document_get_n_pages(document);
    enum status status = pages > 0 ? STATUS_OK : STATUS_MALFORMED;
    for (int i = 0; i < pages && i < PAGES_MAX && *count == 0 && status == STATUS_OK; i++) {
        PopplerPage *page = poppler_document_get_page(document, i);
        if (page == NULL)
            continue;
        status = find_in_page(page, texts, most, count);
        g_object_unref(page);
    }
    if (document != NULL)
        g_object_unref(document);
    return status;
}

/* --- Pictures --- */

typedef enum status read_picture(const uint8_t *bytes, size_t size, size_t pixels_max,
                                 struct readback_picture *picture);

static enum status find_in_picture_file(read_picture *read, const uint8_t *bytes, size_t size, char *texts[],
                                        size_t most, size_t *count) {
    struct readback_picture picture = {0};
    enum status status = read(bytes, size, PIXELS_MAX, &picture);
    if (status == STATUS_OK)
        find_in_picture(&picture, texts, most, count);
    readback_picture_clear(&picture);
    return status;
}

/* --- Any --- */

static bool begins_with(const uint8_t *bytes, size_t size, const char *magic, size_t magic_size) {
    return size >= magic_size && memcmp(bytes, magic, magic_size) == 0;
}

static enum status find(const uint8_t *bytes, size_t size, char *texts[], size_t most, size_t *count) {
    if (begins_with(bytes, size, "%PDF-", 5))
        return find_in_pdf(bytes, size, texts, most, count);
    if (begins_with(bytes, size, "\x89PNG\r\n\x1A\n", 8))
        return find_in_picture_file(readback_read_png, bytes, size, texts, most, count);
    if (begins_with(bytes, size, "\xFF\xD8\xFF", 3))
        return find_in_picture_file(readback_read_jpeg, bytes, size, texts, most, count);
    return STATUS_UNSUPPORTED;
}

enum status readback_find(const uint8_t *bytes, size_t size, char *texts[], size_t most, size_t *count,
                          struct fault *fault) {
    size_t found = 0;
    if (size > FILE_MAX)
        return fault_set(fault, STATUS_TOO_LONG, "file", "");
    enum status status = find(bytes, size, texts, most, &found);
    if (status == STATUS_OK && found == 0)
        status = STATUS_NOT_FOUND;
    if (status != STATUS_OK)
        return fault_set(fault, status, "file", "");
    *count = found;
    return STATUS_OK;
}

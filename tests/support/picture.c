/* Renders and wears pictures for tests. It must not use anything of the product. */
#include "picture.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

#define PI 3.14159265358979323846
#define MM_PER_INCH 25.4

enum { WHITE = 255, NUMBER_SIZE = 16 };

/* A number and the white after it; 0 when there is none. */
static int take_number(const char **at) {
    char *end = NULL;
    long number = strtol(*at, &end, 10);
    bool good = end != *at && number > 0 && number < 100000 && (*end == ' ' || *end == '\n');
    *at = good ? end + 1 : end;
    return good ? (int)number : 0;
}

/* "P5 width height 255", then the pixels. */
static bool read_pgm(const struct tool_output *file, struct picture *picture) {
    *picture = (struct picture){0};
    if (file->length < 16 || strncmp(file->bytes, "P5", 2) != 0)
        return false;
    const char *at = file->bytes + 2;
    picture->width = take_number(&at);
    picture->height = take_number(&at);
    size_t size = (size_t)picture->width * (size_t)picture->height;
    if (take_number(&at) != WHITE || size == 0 || file->length != (size_t)(at - file->bytes) + size)
        return false;
    picture->grey = malloc(size);
    if (picture->grey != NULL)
        memcpy(picture->grey, at, size);
    return picture->grey != NULL;
}

static void write_pixels(char number[NUMBER_SIZE], double mm, int dpi) {
    snprintf(number, NUMBER_SIZE, "%d", (int)lround(mm / MM_PER_INCH * dpi));
}

bool picture_render(const char *pdf_path, int dpi, const struct picture_area *area, struct picture *picture) {
    char page[NUMBER_SIZE], resolution[NUMBER_SIZE], x[NUMBER_SIZE], y[NUMBER_SIZE], width[NUMBER_SIZE],
        height[NUMBER_SIZE];
    struct tool_output output = {0};
    snprintf(page, sizeof page, "%d", area->page);
    snprintf(resolution, sizeof resolution, "%d", dpi);
    write_pixels(x, area->x_mm, dpi);
    write_pixels(y, area->y_mm, dpi);
    write_pixels(width, area->width_mm, dpi);
    write_pixels(height, area->height_mm, dpi);
    const char *const argv[] = {"pdftoppm", "-gray", "-singlefile", "-f",  page, "-r",   resolution, "-x", x,
                                "-y",       y,       "-W",          width, "-H", height, pdf_path,   NULL};
    bool rendered = tool_run(argv, NULL, &output) == 0 && read_pgm(&output, picture);
    free(output.bytes);
    return rendered;
}

void picture_clear(struct picture *picture) {
    free(picture->grey);
    *picture = (struct picture){0};
}

static double grey_at(const struct picture *picture, int x, int y) {
    if (x < 0 || y < 0 || x >= picture->width || y >= picture->height)
        return WHITE;
    return picture->grey[(size_t)y * (size_t)picture->width + (size_t)x];
}

/* Between four pixels. */
static double grey_between(const struct picture *picture, double x, double y) {
    int left = (int)floor(x), top = (int)floor(y);
    double right_part = x - left, lower_part = y - top;
    double upper = grey_at(picture, left, top) * (1 - right_part) + grey_at(picture, left + 1, top) * right_part;
    double lower =
        grey_at(picture, left, top + 1) * (1 - right_part) + grey_at(picture, left + 1, top + 1) * right_part;
    return upper * (1 - lower_part) + lower * lower_part;
}

/* A picture of the same size where each pixel is what `value` says of the old one. */
static void redraw(struct picture *picture, double value(const struct picture *, int, int, double), double parameter) {
    unsigned char *made = malloc((size_t)picture->width * (size_t)picture->height);
    if (made == NULL)
        abort();
    for (int y = 0; y < picture->height; y++)
        for (int x = 0; x < picture->width; x++)
            made[(size_t)y * (size_t)picture->width + (size_t)x] =
                (unsigned char)lround(value(picture, x, y, parameter));
    free(picture->grey);
    picture->grey = made;
}

static double turned(const struct picture *picture, int x, int y, double degrees) {
    double angle = degrees * PI / 180, middle_x = picture->width / 2.0, middle_y = picture->height / 2.0;
    double right = x - middle_x, down = y - middle_y;
    return grey_between(picture, middle_x + right * cos(angle) + down * sin(angle),
                        middle_y - right * sin(angle) + down * cos(angle));
}

static double blurred(const struct picture *picture, int x, int y, double unused) {
    static const double weights[] = {1, 2, 1};
    double sum = 0;
    (void)unused;
    for (int down = -1; down <= 1; down++)
        for (int right = -1; right <= 1; right++)
            sum += weights[down + 1] * weights[right + 1] * grey_at(picture, x + right, y + down);
    return sum / 16;
}

void picture_turn(struct picture *picture, double degrees) {
    redraw(picture, turned, degrees);
}

void picture_blur(struct picture *picture) {
    redraw(picture, blurred, 0);
}

bool picture_write(const struct picture *picture, const char *path) {
    size_t size = (size_t)picture->width * (size_t)picture->height;
    FILE *file = fopen(path, "wb");
    bool written = file != NULL && fprintf(file, "P5\n%d %d\n255\n", picture->width, picture->height) > 0 &&
                   fwrite(picture->grey, 1, size, file) == size;
    return file != NULL && fclose(file) == 0 && written;
}

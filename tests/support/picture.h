/* Pixels of a printed page for other people's readers: poppler renders a part of it, and it can be worn as paper is
 * when it comes out of a scanner. */
#ifndef GUICHET_TESTS_PICTURE_H
#define GUICHET_TESTS_PICTURE_H

#include <stdbool.h>

struct picture {
    unsigned char *grey; /* width × height, 255 is white */
    int width, height;
};

struct picture_area {
    int page; /* from 1 */
    double x_mm, y_mm, width_mm, height_mm;
};

/* By pdftoppm; false when it cannot. picture_clear(). */
bool picture_render(const char *pdf_path, int dpi, const struct picture_area *area, struct picture *picture);
void picture_clear(struct picture *picture);

/* Turns it around its middle; white comes in at the corners. */
void picture_turn(struct picture *picture, double degrees);
/* Each pixel mixed with its eight neighbours (1 2 1 on both axes). */
void picture_blur(struct picture *picture);

/* As a PGM file. */
bool picture_write(const struct picture *picture, const char *path);

#endif

/* Rectangles of character cells, and the frame that every screen has. Pure arithmetic. */
#ifndef GUICHET_LAYOUT_H
#define GUICHET_LAYOUT_H

#include <stddef.h>

enum { LAYOUT_COLUMNS_MIN = 80, LAYOUT_ROWS_MIN = 24, LAYOUT_BODY_WIDTH_MAX = 116 };

struct rect {
    int x, y, width, height;
};

struct layout_frame {
    struct rect header, steps, body, rule, status, keys;
};

/* The frame of screens.md: header and steps above, rule, status line and key bar below; the body between them, with
 * margins, no wider than LAYOUT_BODY_WIDTH_MAX (then centred: lines that are too long are not read). */
struct layout_frame layout_frame(int columns, int rows);

/* Takes a strip off a side of *from and returns it; never more than there is. */
struct rect layout_cut_top(struct rect *from, int rows);
struct rect layout_cut_bottom(struct rect *from, int rows);
struct rect layout_cut_left(struct rect *from, int columns);
struct rect layout_cut_right(struct rect *from, int columns);
struct rect layout_centre(struct rect in, int width, int height);
struct rect layout_shrink(struct rect rect, int columns, int rows); /* a margin on each side */

/* How many bytes of `text` make the next line of at most `width` columns, broken at a space (never at U+00A0); what the
 * line ends with (space or newline) is told in *skip, to be passed over. 0 bytes and 0 skipped at the end of the text.
 * A word longer than the line is cut. */
size_t layout_wrap(const char *text, int width, size_t *skip);
int layout_count_lines(const char *text, int width);

#endif

/* Cuts rectangles and breaks lines. It must not draw, nor know what is in a rectangle. */
#include "layout.h"

#include "../kiosk/text.h"

#include <stdbool.h>
#include <string.h>

enum { MARGIN = 3 };

static int at_least_zero(int value) {
    return value < 0 ? 0 : value;
}

static int smaller(int a, int b) {
    return a < b ? a : b;
}

struct layout_frame layout_frame(int columns, int rows) {
    struct rect all = {0, 0, at_least_zero(columns), at_least_zero(rows)};
    struct layout_frame frame;
    frame.header = layout_cut_top(&all, 1);
    frame.steps = layout_cut_top(&all, 1);
    frame.keys = layout_cut_bottom(&all, 1);
    frame.status = layout_cut_bottom(&all, 1);
    frame.rule = layout_cut_bottom(&all, 1);
    layout_cut_top(&all, 1);
    int width = smaller(at_least_zero(all.width - 2 * MARGIN), LAYOUT_BODY_WIDTH_MAX);
    frame.body = (struct rect){all.x + (all.width - width) / 2, all.y, width, all.height};
    return frame;
}

struct rect layout_cut_top(struct rect *from, int rows) {
    rows = smaller(at_least_zero(rows), from->height);
    struct rect strip = {from->x, from->y, from->width, rows};
    from->y += rows;
    from->height -= rows;
    return strip;
}

struct rect layout_cut_bottom(struct rect *from, int rows) {
    rows = smaller(at_least_zero(rows), from->height);
    from->height -= rows;
    return (struct rect){from->x, from->y + from->height, from->width, rows};
}

struct rect layout_cut_left(struct rect *from, int columns) {
    columns = smaller(at_least_zero(columns), from->width);
    struct rect strip = {from->x, from->y, columns, from->height};
    from->x += columns;
    from->width -= columns;
    return strip;
}

struct rect layout_cut_right(struct rect *from, int columns) {
    columns = smaller(at_least_zero(columns), from->width);
    from->width -= columns;
    return (struct rect){from->x + from->width, from->y, columns, from->height};
}

struct rect layout_centre(struct rect in, int width, int height) {
    width = smaller(at_least_zero(width), in.width);
    height = smaller(at_least_zero(height), in.height);
    return (struct rect){in.x + (in.width - width) / 2, in.y + (in.height - height) / 2, width, height};
}

struct rect layout_shrink(struct rect rect, int columns, int rows) {
    layout_cut_left(&rect, columns);
    layout_cut_right(&rect, columns);
    layout_cut_top(&rect, rows);
    layout_cut_bottom(&rect, rows);
    return rect;
}

/* Where to break a line that does not fit in `fits` bytes: before its last space, or in the word itself. */
static size_t break_at(const char *text, size_t fits, size_t *skip) {
    if (text[fits] == ' ') {
        *skip = 1;
        return fits;
    }
    for (size_t at = fits; at > 0; at--) {
        if (text[at - 1] == ' ') {
            *skip = 1;
            return at - 1;
        }
    }
    *skip = 0;
    return fits;
}

size_t layout_wrap(const char *text, int width, size_t *skip) {
    *skip = 0;
    size_t line = strcspn(text, "\n");
    size_t fits = text_fit(text, width < 1 ? 1 : width);
    if (line <= fits) {
        *skip = text[line] == '\n' ? 1 : 0;
        return line;
    }
    if (fits == 0) { /* a wide character in one column: passed over rather than looped on */
        const char *next = text;
        text_next(&next);
        *skip = (size_t)(next - text);
        return 0;
    }
    return break_at(text, fits, skip);
}

int layout_count_lines(const char *text, int width) {
    int lines = 0;
    while (*text != '\0') {
        size_t skip;
        size_t length = layout_wrap(text, width, &skip);
        text += length + skip;
        lines++;
    }
    return lines;
}

/* Saves the test terminal's screen: as text, as a picture (SVG), on standard error; and compares it with a saved one.
 */
#include "terminal_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How long nothing is written when a screen is complete. */
enum { SETTLED_MS = 300 };

/* A cell in pixels: a font of 15 px advances by 9 in the usual monospaced families. */
enum { CELL_WIDTH = 9, CELL_HEIGHT = 19, BASELINE = 15, MARGIN = 9 };
/* The default colours are the white and the black of the palette: runs of the one and the other are then one. */
enum { BLACK = 0, WHITE = 7 };
#define INK "#e0e0e0"
#define PAPER "#000000"

/* --- Text --- */

void terminal_print(const struct terminal *terminal, const char *title) {
    int rows, columns, cursor_row, cursor_column;
    terminal_size(terminal, &rows, &columns);
    terminal_cursor(terminal, &cursor_row, &cursor_column);
    fprintf(stderr, "%s\n+-- %d x %d, cursor %d,%d%s --\n", title, rows, columns, cursor_row, cursor_column,
            terminal->is_over ? ", program over" : "");
    for (int row = 0; row < rows; row++) {
        char *line = terminal_row(terminal, row);
        fprintf(stderr, "|%s\n", line);
        free(line);
    }
    fprintf(stderr, "+--\n");
}

/* The screen without its empty last rows. */
static char *text_to_save(const struct terminal *terminal) {
    char *text = terminal_text(terminal);
    size_t size = strlen(text);
    while (size > 1 && text[size - 1] == '\n' && text[size - 2] == '\n')
        text[--size] = '\0';
    return text;
}

static bool write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return false;
    bool is_written = fputs(text, file) >= 0;
    return fclose(file) == 0 && is_written;
}

bool terminal_save_text(const struct terminal *terminal, const char *path) {
    char *text = text_to_save(terminal);
    bool is_saved = write_file(path, text);
    free(text);
    return is_saved;
}

/* --- Comparison with a file --- */

static char *read_file(const char *path) {
    char *text = NULL;
    size_t size = 0;
    char bytes[4096];
    FILE *file = fopen(path, "r");
    terminal_append(&text, &size, "");
    while (file != NULL && fgets(bytes, sizeof bytes, file) != NULL)
        terminal_append(&text, &size, bytes);
    if (file != NULL)
        fclose(file);
    return text;
}

static bool is_text(struct terminal *terminal, const void *wanted) {
    char *text = text_to_save(terminal);
    bool is_same = strcmp(text, wanted) == 0;
    free(text);
    return is_same;
}

/* The first row that differs, from 1. */
static int differing_row(const char *a, const char *b) {
    int row = 1;
    for (; *a != '\0' && *a == *b; a++, b++)
        row += *a == '\n';
    return row;
}

void terminal_expect_file_at(struct terminal *terminal, const char *path, const char *file, int line) {
    const char *update = getenv("GUICHET_UPDATE_SCREENS");
    if (update != NULL && strcmp(update, "1") == 0) {
        terminal_settle(terminal, SETTLED_MS);
        if (!terminal_save_text(terminal, path))
            terminal_fail(terminal, file, line, "%s:%d: cannot write %s", file, line, path);
        return;
    }
    char *wanted = read_file(path);
    if (!terminal_wait_until(terminal, is_text, wanted, TERMINAL_DEADLINE_MS)) {
        char *text = text_to_save(terminal);
        int row = differing_row(text, wanted);
        fprintf(stderr, "expected:\n%s", wanted);
        free(text);
        free(wanted);
        terminal_fail(terminal, file, line, "%s:%d: not the screen of %s (line %d)", file, line, path, row);
    }
    free(wanted);
}

/* --- SVG --- */

/* How a run of cells looks, as the picture needs it. */
struct look {
    int foreground, background; /* as in terminal_cell, after reverse video; -1: default, -2: the other default */
    bool bold, italic, underline;
};

static struct look cell_look(const struct terminal_cell *cell) {
    struct look look = {.foreground = cell->foreground,
                        .background = cell->background,
                        .bold = cell->bold,
                        .italic = cell->italic,
                        .underline = cell->underline};
    if (cell->reverse) {
        look.foreground = cell->background == TERMINAL_COLOUR_DEFAULT ? -2 : cell->background;
        look.background = cell->foreground == TERMINAL_COLOUR_DEFAULT ? -2 : cell->foreground;
    }
    if (look.foreground == WHITE)
        look.foreground = TERMINAL_COLOUR_DEFAULT;
    if (look.background == BLACK)
        look.background = TERMINAL_COLOUR_DEFAULT;
    return look;
}

static bool is_same_look(const struct look *a, const struct look *b) {
    return a->foreground == b->foreground && a->background == b->background && a->bold == b->bold &&
           a->italic == b->italic && a->underline == b->underline;
}

static void colour_write(const struct terminal *terminal, int colour, const char *normal, const char *other,
                         char out[8]) {
    VTermColor rgb;
    if (colour < 0) {
        snprintf(out, 8, "%s", colour == TERMINAL_COLOUR_DEFAULT ? normal : other);
        return;
    }
    if (colour < 256) {
        vterm_color_indexed(&rgb, (uint8_t)colour);
        vterm_screen_convert_color_to_rgb(terminal->screen, &rgb);
    } else
        vterm_color_rgb(&rgb, (uint8_t)(colour >> 16), (uint8_t)(colour >> 8), (uint8_t)colour);
    snprintf(out, 8, "#%02x%02x%02x", rgb.rgb.red, rgb.rgb.green, rgb.rgb.blue);
}

static void write_escaped(FILE *file, const char *text) {
    for (; *text != '\0'; text++)
        switch (*text) {
        case '&':
            fputs("&amp;", file);
            break;
        case '<':
            fputs("&lt;", file);
            break;
        case ' ':
            fputs("\u00a0", file); /* kept by every reader, unlike a run of spaces */
            break;
        default:
            fputc(*text, file);
        }
}

static bool is_blank(const char *text) {
    return text[strspn(text, " ")] == '\0';
}

static void run_write(const struct terminal *terminal, FILE *file, const struct look *look, int row, int column,
                      int cells, const char *text) {
    char ink[8], paper[8];
    int x = MARGIN + column * CELL_WIDTH, y = MARGIN + row * CELL_HEIGHT;
    colour_write(terminal, look->foreground, INK, PAPER, ink);
    colour_write(terminal, look->background, PAPER, INK, paper);
    if (look->background != TERMINAL_COLOUR_DEFAULT)
        fprintf(file, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", x, y, cells * CELL_WIDTH,
                CELL_HEIGHT, paper);
    if (is_blank(text) && !look->underline)
        return;
    fprintf(file, "<text x=\"%d\" y=\"%d\" textLength=\"%d\" fill=\"%s\"%s%s%s>", x, y + BASELINE, cells * CELL_WIDTH,
            ink, look->bold ? " font-weight=\"bold\"" : "", look->italic ? " font-style=\"italic\"" : "",
            look->underline ? " text-decoration=\"underline\"" : "");
    write_escaped(file, text);
    fputs("</text>\n", file);
}

/* Cells of one look from `column` on; returns the column after them. A default-coloured run ends at its last ink. */
static int run_save(const struct terminal *terminal, FILE *file, int row, int column, int columns) {
    struct terminal_cell cell = terminal_cell(terminal, row, column);
    struct look first = cell_look(&cell), look = first;
    char *text = NULL;
    size_t size = 0;
    int start = column;
    while (column < columns && is_same_look(&first, &look)) {
        terminal_append(&text, &size, cell.text);
        column += cell.width > 0 ? cell.width : 1;
        cell = terminal_cell(terminal, row, column);
        look = cell_look(&cell);
    }
    int cells = column - start;
    while (first.background == TERMINAL_COLOUR_DEFAULT && !first.underline && size > 0 && text[size - 1] == ' ') {
        text[--size] = '\0';
        cells--;
    }
    run_write(terminal, file, &first, row, start, cells, text);
    free(text);
    return column;
}

bool terminal_save_svg(const struct terminal *terminal, const char *path) {
    int rows, columns;
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return false;
    terminal_size(terminal, &rows, &columns);
    int width = 2 * MARGIN + columns * CELL_WIDTH, height = 2 * MARGIN + rows * CELL_HEIGHT;
    fprintf(file,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
            "font-family=\"'DejaVu Sans Mono','Liberation Mono',Menlo,Consolas,monospace\" font-size=\"15\">\n"
            "<rect width=\"%d\" height=\"%d\" rx=\"6\" fill=\"" PAPER "\"/>\n",
            width, height, width, height, width, height);
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns;)
            column = run_save(terminal, file, row, column, columns);
    fputs("</svg>\n", file);
    return fclose(file) == 0;
}

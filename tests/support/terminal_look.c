/* The test terminal's eyes: rows, cells and cursor, and the expectations that fail a test with a picture of the screen.
 */
#include "terminal_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static size_t write_code_point(uint32_t code, char *out) {
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const unsigned char leads[] = {0, 0xc0, 0xe0, 0xf0};
    out[0] = (char)(leads[more] | (code >> (6 * more)));
    for (int i = 1; i <= more; i++)
        out[i] = (char)(0x80 | ((code >> (6 * (more - i))) & 0x3f));
    return (size_t)more + 1;
}

static int colour_index(const VTermScreen *screen, VTermColor colour) {
    if (VTERM_COLOR_IS_DEFAULT_FG(&colour) || VTERM_COLOR_IS_DEFAULT_BG(&colour))
        return TERMINAL_COLOUR_DEFAULT;
    if (VTERM_COLOR_IS_INDEXED(&colour))
        return colour.indexed.idx;
    vterm_screen_convert_color_to_rgb(screen, &colour);
    return 0x1000000 | colour.rgb.red << 16 | colour.rgb.green << 8 | colour.rgb.blue;
}

static void cell_write_text(const VTermScreenCell *from, char *out) {
    size_t size = 0;
    bool is_right_half = from->chars[0] == UINT32_MAX;
    for (size_t i = 0; !is_right_half && i < VTERM_MAX_CHARS_PER_CELL && from->chars[i] != 0; i++)
        size += write_code_point(from->chars[i], out + size);
    if (size == 0 && !is_right_half)
        out[size++] = ' ';
    out[size] = '\0';
}

struct terminal_cell terminal_cell(const struct terminal *terminal, int row, int column) {
    VTermScreenCell from;
    struct terminal_cell cell = {
        .text = " ", .width = 1, .foreground = TERMINAL_COLOUR_DEFAULT, .background = TERMINAL_COLOUR_DEFAULT};
    if (!vterm_screen_get_cell(terminal->screen, (VTermPos){.row = row, .col = column}, &from))
        return cell;
    cell_write_text(&from, cell.text);
    cell.width = (unsigned char)from.width;
    cell.bold = from.attrs.bold;
    cell.italic = from.attrs.italic;
    cell.underline = from.attrs.underline != VTERM_UNDERLINE_OFF;
    cell.reverse = from.attrs.reverse;
    cell.blink = from.attrs.blink;
    cell.foreground = colour_index(terminal->screen, from.fg);
    cell.background = colour_index(terminal->screen, from.bg);
    return cell;
}

void terminal_size(const struct terminal *terminal, int *rows, int *columns) {
    vterm_get_size(terminal->vterm, rows, columns);
}

void terminal_append(char **text, size_t *size, const char *more) {
    size_t length = strlen(more);
    *text = realloc(*text, *size + length + 1);
    if (*text == NULL)
        abort();
    memcpy(*text + *size, more, length + 1);
    *size += length;
}

char *terminal_row(const struct terminal *terminal, int row) {
    int rows, columns;
    char *text = NULL;
    size_t size = 0, kept = 0;
    terminal_size(terminal, &rows, &columns);
    terminal_append(&text, &size, "");
    for (int column = 0; column < columns; column++) {
        struct terminal_cell cell = terminal_cell(terminal, row, column);
        terminal_append(&text, &size, cell.text);
        if (strcmp(cell.text, " ") != 0)
            kept = size;
    }
    text[kept] = '\0';
    return text;
}

char *terminal_text(const struct terminal *terminal) {
    int rows, columns;
    char *text = NULL;
    size_t size = 0;
    terminal_size(terminal, &rows, &columns);
    for (int row = 0; row < rows; row++) {
        char *line = terminal_row(terminal, row);
        terminal_append(&text, &size, line);
        terminal_append(&text, &size, "\n");
        free(line);
    }
    return text;
}

/* A copy with ordinary spaces for no-break ones. */
static char *plain_spaces(const char *text) {
    char *plain = NULL;
    size_t size = 0;
    terminal_append(&plain, &size, "");
    while (*text != '\0') {
        size_t length = strncmp(text, "\u00a0", 2) == 0 ? 2 : strncmp(text, "\u202f", 3) == 0 ? 3 : 0;
        char one[2] = {length > 0 ? ' ' : *text, '\0'};
        terminal_append(&plain, &size, one);
        text += length > 0 ? length : 1;
    }
    return plain;
}

/* The byte offset of `wanted` (its spaces already plain) in the row, or -1. */
static long row_offset(const struct terminal *terminal, int row, const char *wanted) {
    char *line = terminal_row(terminal, row);
    char *plain = plain_spaces(line);
    const char *found = strstr(plain, wanted);
    long offset = found != NULL ? (long)(found - plain) : -1;
    free(plain);
    free(line);
    return offset;
}

/* The cell in which that byte of the row (spaces plain) is. */
static int offset_column(const struct terminal *terminal, int row, long offset) {
    int column = 0;
    for (long done = 0; done <= offset; column++) {
        struct terminal_cell cell = terminal_cell(terminal, row, column);
        char *plain = plain_spaces(cell.text);
        done += (long)strlen(plain);
        free(plain);
    }
    return column - 1;
}

bool terminal_find(const struct terminal *terminal, const char *text, int *row, int *column) {
    int rows, columns;
    bool is_found = false;
    char *wanted = plain_spaces(text);
    terminal_size(terminal, &rows, &columns);
    for (int i = 0; i < rows && !is_found; i++) {
        long offset = row_offset(terminal, i, wanted);
        is_found = offset >= 0;
        if (is_found && row != NULL)
            *row = i;
        if (is_found && column != NULL)
            *column = offset_column(terminal, i, offset);
    }
    free(wanted);
    return is_found;
}

bool terminal_has(const struct terminal *terminal, const char *text) {
    return terminal_find(terminal, text, NULL, NULL);
}

void terminal_cursor(const struct terminal *terminal, int *row, int *column) {
    VTermPos position;
    vterm_state_get_cursorpos(terminal->state, &position);
    *row = position.row;
    *column = position.col;
}

bool terminal_cursor_is_visible(const struct terminal *terminal) {
    return terminal->cursor_visible;
}

int terminal_bells(const struct terminal *terminal) {
    return terminal->bells;
}

/* --- Expectations --- */

void terminal_expect_at(struct terminal *terminal, const char *text, const char *file, int line) {
    if (!terminal_wait_text(terminal, text, TERMINAL_DEADLINE_MS))
        terminal_fail(terminal, file, line, "%s:%d: expected \"%s\"", file, line, text);
}

void terminal_expect_absent_at(struct terminal *terminal, const char *text, const char *file, int line) {
    if (!terminal_wait_absent(terminal, text, TERMINAL_DEADLINE_MS))
        terminal_fail(terminal, file, line, "%s:%d: unwanted \"%s\"", file, line, text);
}

struct row_text {
    int row;
    const char *text;
};

static bool row_has_text(struct terminal *terminal, const void *context) {
    const struct row_text *wanted = context;
    char *plain = plain_spaces(wanted->text);
    bool has = row_offset(terminal, wanted->row, plain) >= 0;
    free(plain);
    return has;
}

void terminal_expect_row_at(struct terminal *terminal, int row, const char *text, const char *file, int line) {
    struct row_text wanted = {.row = row, .text = text};
    if (!terminal_wait_until(terminal, row_has_text, &wanted, TERMINAL_DEADLINE_MS))
        terminal_fail(terminal, file, line, "%s:%d: expected \"%s\" on row %d", file, line, text, row);
}

void terminal_expect_cursor_at(struct terminal *terminal, int row, int column, const char *file, int line) {
    if (!terminal_wait_cursor(terminal, row, column, TERMINAL_DEADLINE_MS))
        terminal_fail(terminal, file, line, "%s:%d: expected the cursor at row %d, column %d", file, line, row, column);
}

void terminal_expect_exit_at(struct terminal *terminal, int code, const char *file, int line) {
    int status;
    if (!terminal_wait_exit(terminal, &status, TERMINAL_DEADLINE_MS))
        terminal_fail(terminal, file, line, "%s:%d: the program still runs", file, line);
    if (WIFSIGNALED(status))
        terminal_fail(terminal, file, line, "%s:%d: killed by signal %d", file, line, WTERMSIG(status));
    if (WEXITSTATUS(status) != code)
        terminal_fail(terminal, file, line, "%s:%d: exit %d, expected %d", file, line, WEXITSTATUS(status), code);
}

/* Puts characters in curses' cells. It must not read keys, nor keep anything of what it draws. */
#include "draw.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <curses.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

enum { TEXT_MAX = 4096, COLUMNS_MAX = 512 };

static bool to_ascii;
static cchar_t role_cells[THEME_ROLE_COUNT]; /* a blank in the look of each role */

static attr_t curses_attributes(unsigned attributes) {
    attr_t result = A_NORMAL;
    if (attributes & THEME_BOLD)
        result |= A_BOLD;
    if (attributes & THEME_REVERSE)
        result |= A_REVERSE;
    if (attributes & THEME_UNDERLINE)
        result |= A_UNDERLINE;
    if (attributes & THEME_DIM)
        result |= A_DIM;
    return result;
}

void draw_init(const struct theme *theme, bool ascii) {
    to_ascii = ascii;
    if (theme->colours)
        start_color();
    for (int role = 0; role < THEME_ROLE_COUNT; role++) {
        const struct theme_style *style = &theme->styles[role];
        short pair = theme->colours ? (short)(role + 1) : 0;
        if (theme->colours)
            init_pair(pair, style->foreground, style->background);
        setcchar(&role_cells[role], L" ", curses_attributes(style->attributes), pair, NULL);
    }
    bkgrndset(&role_cells[THEME_TEXT]);
}

void draw_clear(void) {
    erase();
}

void draw_show(int x, int y, bool repaint) {
    if (repaint)
        clearok(curscr, TRUE);
    move(y < 0 ? 0 : y, x < 0 ? 0 : x);
    refresh();
}

/* A run of cells is put in one call: that is what keeps a key within a millisecond on the largest terminal. */
struct run {
    cchar_t cells[COLUMNS_MAX];
    int count;
};

static void add_cell(struct run *run, enum theme_role role, const wchar_t *characters) {
    if (run->count == COLUMNS_MAX)
        return;
    cchar_t *cell = &run->cells[run->count++];
    *cell = role_cells[role];
    for (int i = 0; i < CCHARW_MAX && characters[i] != L'\0'; i++)
        cell->chars[i] = characters[i];
}

static void put_run(int y, int x, const struct run *run) {
    if (run->count > 0)
        mvadd_wchnstr(y, x, run->cells, run->count);
}

static void put_repeated(int y, int x, int count, enum theme_role role, const wchar_t *characters) {
    struct run run;
    run.count = 0;
    while (run.count < count && run.count < COLUMNS_MAX)
        add_cell(&run, role, characters);
    put_run(y, x, &run);
}

static void put_cell(int y, int x, enum theme_role role, const wchar_t *characters) {
    put_repeated(y, x, 1, role, characters);
}

/* The character at *at with the combining ones that follow it; returns its width in columns. */
static int take_cell(const char **at, wchar_t cell[CCHARW_MAX + 1]) {
    uint32_t code_point = text_next(at);
    bool control = code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0);
    int width = control ? 1 : text_code_point_width(code_point);
    size_t count = 0;
    if (width == 0)
        cell[count++] = L' '; /* a combining mark without its letter */
    cell[count++] = control ? L'?' : (wchar_t)code_point;
    for (const char *next = *at; *next != '\0'; *at = next) {
        uint32_t mark = text_next(&next);
        if (mark < 0x300 || text_code_point_width(mark) != 0)
            break;
        if (count < CCHARW_MAX)
            cell[count++] = (wchar_t)mark;
    }
    cell[count] = L'\0';
    return width < 1 ? 1 : width;
}

static int put_text(struct rect area, int y, int x, enum theme_role role, const char *text) {
    bool cut = text_width(text) > area.width - x;
    int limit = cut ? area.width - 1 : area.width, start = x;
    struct run run;
    run.count = 0;
    for (const char *at = text; *at != '\0';) {
        wchar_t cell[CCHARW_MAX + 1];
        int width = take_cell(&at, cell);
        if (x + width > limit)
            break;
        add_cell(&run, role, cell);
        x += width;
    }
    if (cut && x < area.width) {
        add_cell(&run, role, to_ascii ? L">" : L"…");
        x++;
    }
    put_run(area.y + y, area.x + start, &run);
    memory_wipe(run.cells, (size_t)run.count * sizeof run.cells[0]);
    return x;
}

int draw_text(struct rect area, int y, int x, enum theme_role role, const char *text) {
    if (y < 0 || y >= area.height || x < 0 || x >= area.width)
        return x;
    if (!to_ascii)
        return put_text(area, y, x, role, text);
    char folded[TEXT_MAX];
    text_to_ascii(text, folded, sizeof folded);
    x = put_text(area, y, x, role, folded);
    memory_wipe(folded, strlen(folded));
    return x;
}

int draw_textf(struct rect area, int y, int x, enum theme_role role, const char *format, ...) {
    char text[TEXT_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    x = draw_text(area, y, x, role, text);
    memory_wipe(text, strlen(text));
    return x;
}

void draw_text_right(struct rect area, int y, enum theme_role role, const char *text) {
    int x = area.width - text_width(text);
    draw_text(area, y, x < 0 ? 0 : x, role, text);
}

void draw_text_centred(struct rect area, int y, enum theme_role role, const char *text) {
    int x = (area.width - text_width(text)) / 2;
    draw_text(area, y, x < 0 ? 0 : x, role, text);
}

int draw_paragraph(struct rect area, int y, enum theme_role role, const char *text) {
    while (*text != '\0') {
        size_t skip;
        size_t length = layout_wrap(text, area.width, &skip);
        draw_textf(area, y++, 0, role, "%.*s", (int)length, text);
        text += length + skip;
    }
    return y;
}

void draw_fill(struct rect area, enum theme_role role) {
    for (int y = 0; y < area.height; y++)
        put_repeated(area.y + y, area.x, area.width, role, L" ");
}

void draw_rule(struct rect area, int y, enum theme_role role) {
    if (y >= 0 && y < area.height)
        put_repeated(area.y + y, area.x, area.width, role, to_ascii ? L"-" : L"─");
}

void draw_box(struct rect area, enum theme_role role, const char *title) {
    if (area.width < 2 || area.height < 2)
        return;
    int right = area.x + area.width - 1, bottom = area.y + area.height - 1;
    draw_rule(area, 0, role);
    draw_rule(area, area.height - 1, role);
    for (int y = area.y + 1; y < bottom; y++) {
        put_cell(y, area.x, role, to_ascii ? L"|" : L"│");
        put_cell(y, right, role, to_ascii ? L"|" : L"│");
    }
    put_cell(area.y, area.x, role, to_ascii ? L"+" : L"┌");
    put_cell(area.y, right, role, to_ascii ? L"+" : L"┐");
    put_cell(bottom, area.x, role, to_ascii ? L"+" : L"└");
    put_cell(bottom, right, role, to_ascii ? L"+" : L"┘");
    if (title != NULL)
        draw_textf(area, 0, 2, role, " %s ", title);
}

/* Five rows of five columns, one bit a column, the leftmost the highest. */
static const unsigned char figures[10][DRAW_FIGURE_HEIGHT] = {
    {0x1f, 0x1b, 0x1b, 0x1b, 0x1f}, {0x06, 0x0e, 0x06, 0x06, 0x0f}, {0x1f, 0x03, 0x1f, 0x18, 0x1f},
    {0x1f, 0x03, 0x0f, 0x03, 0x1f}, {0x1b, 0x1b, 0x1f, 0x03, 0x03}, {0x1f, 0x18, 0x1f, 0x03, 0x1f},
    {0x1f, 0x18, 0x1f, 0x1b, 0x1f}, {0x1f, 0x03, 0x06, 0x0c, 0x0c}, {0x1f, 0x1b, 0x1f, 0x1b, 0x1f},
    {0x1f, 0x1b, 0x1f, 0x03, 0x1f},
};

static void draw_figure(struct rect area, int y, int x, enum theme_role role, int digit) {
    for (int row = 0; row < DRAW_FIGURE_HEIGHT; row++)
        for (int column = 0; column < DRAW_FIGURE_WIDTH - 1; column++)
            if (figures[digit][row] & (0x10 >> column) && y + row < area.height && x + column < area.width)
                put_cell(area.y + y + row, area.x + x + column, role, to_ascii ? L"#" : L"█");
}

int draw_figures(struct rect area, int y, int x, enum theme_role role, int number) {
    if (number >= 10) {
        draw_figure(area, y, x, role, number / 10 % 10);
        x += DRAW_FIGURE_WIDTH;
    }
    draw_figure(area, y, x, role, number % 10);
    return x + DRAW_FIGURE_WIDTH;
}

void draw_gauge(struct rect area, int y, int x, enum theme_role role, int filled, int cells) {
    for (int i = 0; i < cells && x + i < area.width && y < area.height; i++) {
        const wchar_t *full = to_ascii ? L"#" : L"■", *empty = to_ascii ? L"." : L"□";
        put_cell(area.y + y, area.x + x + i, i < filled ? role : THEME_LABEL, i < filled ? full : empty);
    }
}

/* Blanks whose attribute alternates: invisible, but curses must send each of them, so its output buffer is overwritten
 * from end to end (it is smaller than one such screen), as are its two images of the screen. */
static void scrub_once(int phase) {
    cchar_t cells[2];
    attr_t attributes;
    short pair;
    wchar_t characters[CCHARW_MAX + 1];
    getcchar(&role_cells[THEME_TEXT], characters, &attributes, &pair, NULL);
    attr_t other = termattrs() & A_BOLD ? A_BOLD : A_REVERSE;
    setcchar(&cells[0], L" ", A_NORMAL, pair, NULL);
    setcchar(&cells[1], L" ", other, pair, NULL);
    for (int y = 0; y < LINES; y++)
        for (int x = 0; x < COLS; x++)
            mvadd_wch(y, x, &cells[(x + y + phase) % 2]);
    refresh();
}

void draw_scrub(void) {
    scrub_once(0);
    scrub_once(1);
    erase();
    refresh();
}

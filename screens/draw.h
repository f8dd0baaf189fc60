/* What screens draw with: texts clipped by display width, rules, boxes, big figures; UTF-8, or folded to ASCII. With
 * `terminal`, the only place that knows curses. Positions are relative to a rectangle; nothing is drawn outside it. */
#ifndef GUICHET_DRAW_H
#define GUICHET_DRAW_H

#include "layout.h"
#include "theme.h"

/* The theme and the charset from now on. After terminal_start(). */
void draw_init(const struct theme *theme, bool ascii);

void draw_clear(void); /* begins a new image: all blank */
/* Ends the image, with the hardware cursor at (x, y) of the terminal. `repaint` sends every cell again. */
void draw_show(int x, int y, bool repaint);

/* Draws as much of `text` as fits in the row `y` of `area` from column `x`; returns the column after it. What does not
 * fit ends with "…". Control characters are drawn as "?". */
int draw_text(struct rect area, int y, int x, enum theme_role role, const char *text);
int draw_textf(struct rect area, int y, int x, enum theme_role role, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void draw_text_right(struct rect area, int y, enum theme_role role, const char *text);
void draw_text_centred(struct rect area, int y, enum theme_role role, const char *text);
/* Wraps `text` at words into `area` from row `y`; returns the row after the last line. */
int draw_paragraph(struct rect area, int y, enum theme_role role, const char *text);

void draw_fill(struct rect area, enum theme_role role);
void draw_rule(struct rect area, int y, enum theme_role role);
void draw_box(struct rect area, enum theme_role role, const char *title); /* title may be NULL */

enum { DRAW_FIGURE_WIDTH = 6, DRAW_FIGURE_HEIGHT = 5 };
/* A number of one or two digits in figures of DRAW_FIGURE_HEIGHT rows; returns the column after it. */
int draw_figures(struct rect area, int y, int x, enum theme_role role, int number);
/* `filled` of `cells` marks: ■■■□□ */
void draw_gauge(struct rect area, int y, int x, enum theme_role role, int filled, int cells);

/* Overwrites what curses remembers of the screen and of its output: nothing that was drawn is left in memory. */
void draw_scrub(void);

#endif

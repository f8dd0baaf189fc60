/* Puts lines of text on pages from top to bottom: measures, wraps, breaks pages. Internal to the pages of printing/.
 * Nothing is ever cut: a word wider than its column is broken, a text longer than its page goes on to the next. */
#ifndef GUICHET_PAGE_FLOW_H
#define GUICHET_PAGE_FLOW_H

#include "page.h"

#define PAGE_MM_PER_PT (25.4 / 72.0)
#define PAGE_LEFT_MM 18.0
#define PAGE_RIGHT_MM 192.0
#define PAGE_TOP_MM 14.0
#define PAGE_BOTTOM_MM 285.0

struct page_style {
    double size_pt;
    enum page_weight weight;
    enum page_role role;
};

struct page_flow {
    struct page_document *document;
    page_measure *measure;
    void *context;
    double scale;       /* of every size */
    double leading;     /* line height over size */
    int page;           /* where the flow is */
    double y_mm;        /* top of what comes next */
    double bottom_mm;   /* end of the room on this page */
    double next_top_mm; /* top and end of the room on the pages that follow */
    double next_bottom_mm;
    int group, row; /* given to the items added */
    bool white;
};

struct page_lines {
    char **items; /* owned */
    size_t count;
};
void page_lines_clear(struct page_lines *lines);

/* `text` with no-break spaces before : ; ! ? », after «, inside numbers ("3 500 kg") and days ("1er mars"), and after
 * "art.", "M.", "n°" (memory_free). */
char *page_typeset(const char *text);

/* Adds the lines that `text` (typeset on the way) makes in `width_mm`; at least one, even when it is empty. A line that
 * ends between two words keeps one blank, without which whoever reads the PDF aloud joins them. */
void page_wrap(const struct page_flow *flow, const struct page_style *style, double width_mm, const char *text,
               struct page_lines *lines);

/* The same with the lines after the first indented, so that one entry of a list is told from the next. */
void page_wrap_hanging(const struct page_flow *flow, const struct page_style *style, double width_mm, const char *text,
                       struct page_lines *lines);

double page_line_mm(const struct page_flow *flow, const struct page_style *style);
double page_width_mm(const struct page_flow *flow, const struct page_style *style, const char *text);

/* Adds one item to the page where the flow is; `text` (or NULL) is copied. */
void page_add(struct page_flow *flow, struct page_item item, const char *text);
void page_add_rule(struct page_flow *flow, double x_mm, double y_mm, double width_mm, double height_mm);
/* One line whose top is at `y_mm`. */
void page_add_line(struct page_flow *flow, const struct page_style *style, double x_mm, double y_mm, const char *text);

/* A paragraph where it is told, without page breaks; returns its height. */
double page_put(struct page_flow *flow, const struct page_style *style, double x_mm, double y_mm, double width_mm,
                const char *text);
double page_height_of(const struct page_flow *flow, const struct page_style *style, double width_mm, const char *text);

/* Is there `height_mm` of room left on this page? If not, goes to the next (unless this one is still empty). */
void page_need(struct page_flow *flow, double height_mm);
void page_break(struct page_flow *flow);
/* A paragraph at the flow's place, going on to the next page when it must. */
void page_flow_text(struct page_flow *flow, const struct page_style *style, double x_mm, double width_mm,
                    const char *text);

#endif

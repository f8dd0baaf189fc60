/* What pages have in common above their body: the grid and its styles, the head of the first page with its facts, the
 * headings, a field with its label, the civil status of the holder. Internal to the pages of printing/. */
#ifndef GUICHET_PAGE_HEAD_H
#define GUICHET_PAGE_HEAD_H

#include "page_flow.h"

#define PAGE_BODY_MM (PAGE_RIGHT_MM - PAGE_LEFT_MM)
#define PAGE_QUARTER_MM (PAGE_BODY_MM / 4) /* the grid: four columns */
#define PAGE_MIDDLE_MM (PAGE_LEFT_MM + 2 * PAGE_QUARTER_MM)
#define PAGE_GUTTER_MM 3.0
#define PAGE_LEFT_COLUMN_MM (2 * PAGE_QUARTER_MM - PAGE_GUTTER_MM)
#define PAGE_RIGHT_COLUMN_MM (2 * PAGE_QUARTER_MM)

extern const struct page_style page_style_label;  /* over a value */
extern const struct page_style page_style_value;  /* running text, and a value */
extern const struct page_style page_style_strong; /* a value that people look for */

/* One of the four facts under the title: a label, a value, and what completes it ("" when nothing does). */
struct page_fact {
    const char *name;
    char first[64], second[24];
};
enum { PAGE_FACTS = 4 };

struct page_fact page_fact_text(const char *name, const char *text);
struct page_fact page_fact_date(const char *name, struct date date, const char *otherwise);
struct page_fact page_fact_moment(const char *name, const struct date_time *time);

/* République française, the prefecture, the title, the facts. */
void page_write_head(struct page_flow *flow, const struct page_station *station, const char *title,
                     const struct page_fact facts[PAGE_FACTS]);

/* A heading with its rule, on the next page when it and `follow_mm` of what follows have no room on this one. */
void page_write_heading(struct page_flow *flow, const char *text, double follow_mm);
/* What such a heading takes. */
double page_heading_mm(const struct page_flow *flow);

/* A label over a value; moves `y_mm` on. */
void page_put_field(struct page_flow *flow, const struct page_style *style, double x_mm, double width_mm, double *y_mm,
                    const char *name, const char *text);

struct page_field {
    const struct page_style *style;  /* of the text */
    const char *name;                /* the label over it */
    char *text;                      /* memory_free */
    const struct record_list *lines; /* instead of the text */
};
struct page_field page_field_of(const struct page_style *style, const char *name, char *text);

/* Two columns of fields side by side; when they are too high for the room on this page, one after the other in the
 * whole width and on the pages that follow. Frees the texts. */
void page_write_columns(struct page_flow *flow, struct page_field *left, size_t left_count, struct page_field *right,
                        size_t right_count);

enum { PAGE_CIVIL_STATUS_MAX = 5 };
/* Names and birth; returns how many fields. The address, line by line. */
size_t page_civil_status(const struct record_holder *holder, struct page_field fields[PAGE_CIVIL_STATUS_MAX]);
struct page_field page_address(const struct record_holder *holder);

#endif

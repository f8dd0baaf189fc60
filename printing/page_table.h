/* A table on pages: heads repeated, rows kept whole and never alone at the end of a page or at the top of the last one.
 * Internal to the pages of printing/. A row higher than a page is the only one that is ever split, between two lines.
 */
#ifndef GUICHET_PAGE_TABLE_H
#define GUICHET_PAGE_TABLE_H

#include "page_flow.h"

enum { PAGE_COLUMNS_MAX = 8 };

struct page_column {
    const char *heading;
    double x_mm, width_mm;
    const struct page_style *style; /* of its cells; that of the first column makes the lines of every row */
};

struct page_row {
    struct page_lines cells[PAGE_COLUMNS_MAX];
};

struct page_table {
    const struct page_column *columns;
    size_t column_count;
    struct page_row *rows;
    size_t row_count, row_size;
};

extern const struct page_style page_style_cell;      /* text of a table */
extern const struct page_style page_style_cell_code; /* what a row is known by */

/* An empty row at the end of the table: its cells are wrapped into it. Valid until the next one. */
struct page_row *page_table_add(struct page_table *table);
/* Wraps `text` to the width of its column. */
void page_table_put(const struct page_flow *flow, const struct page_table *table, struct page_row *row, size_t column,
                    const char *text);
/* The heading and the table under it. */
void page_table_write(struct page_flow *flow, const char *heading, const struct page_table *table);
void page_table_clear(struct page_table *table); /* its rows; wiped */

#endif

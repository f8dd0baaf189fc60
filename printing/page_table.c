/* Tables on pages: where they break, and what is repeated then. It must not know what a cell says. */
#include "page_table.h"

#include "page_head.h"

#include "../kiosk/memory.h"

#define HAIRLINE_MM 0.15
#define PADDING_MM 0.7
#define HEAD_GAP_MM 0.3
/* A smaller letter stands a little lower, so that the baselines of a row meet. */
#define BASELINE_SHIFT 0.8

enum { KEEP_ROWS = 2 }; /* how many stay together after a heading, and at the end of the table */

static const struct page_style cell_head = {8, PAGE_REGULAR, PAGE_ROLE_TABLE_HEAD};

const struct page_style page_style_cell = {9.5, PAGE_REGULAR, PAGE_ROLE_TABLE_CELL};
const struct page_style page_style_cell_code = {10, PAGE_BOLD, PAGE_ROLE_TABLE_CELL};

/* --- Rows --- */

struct page_row *page_table_add(struct page_table *table) {
    if (table->row_count == table->row_size) {
        size_t size = table->row_size == 0 ? 16 : table->row_size * 2;
        table->rows = memory_grow(table->rows, table->row_size * sizeof table->rows[0], size * sizeof table->rows[0]);
        table->row_size = size;
    }
    return &table->rows[table->row_count++];
}

void page_table_put(const struct page_flow *flow, const struct page_table *table, struct page_row *row, size_t column,
                    const char *text) {
    const struct page_column *where = &table->columns[column];
    page_wrap(flow, where->style, where->width_mm, text, &row->cells[column]);
}

void page_table_clear(struct page_table *table) {
    for (size_t i = 0; i < table->row_count; i++)
        for (size_t j = 0; j < PAGE_COLUMNS_MAX; j++)
            page_lines_clear(&table->rows[i].cells[j]);
    memory_free(table->rows);
    *table = (struct page_table){0};
}

static size_t lines_of(const struct page_row *row) {
    size_t count = 1;
    for (size_t i = 0; i < PAGE_COLUMNS_MAX; i++)
        count = row->cells[i].count > count ? row->cells[i].count : count;
    return count;
}

/* --- Heights --- */

static double line_mm(const struct page_flow *flow, const struct page_table *table) {
    return page_line_mm(flow, table->columns[0].style);
}

static double padding_mm(const struct page_flow *flow) {
    return PADDING_MM * flow->scale;
}

static double head_mm(const struct page_flow *flow) {
    return page_line_mm(flow, &cell_head) + HEAD_GAP_MM + padding_mm(flow);
}

/* `count` rows from `first` on, with the rules between them. */
static double rows_mm(const struct page_flow *flow, const struct page_table *table, size_t first, size_t count) {
    double height_mm = 0;
    for (size_t i = first; i < first + count && i < table->row_count; i++)
        height_mm += line_mm(flow, table) * (double)lines_of(&table->rows[i]) + (i > first ? 2 : 1) * padding_mm(flow);
    return height_mm;
}

static double whole_page_mm(const struct page_flow *flow) {
    return flow->next_bottom_mm - flow->next_top_mm - page_heading_mm(flow) - head_mm(flow);
}

/* The room that the rows from `first` on ask for, so that `keep` of them stand together; less where they are too high
 * for any page. */
static double wanted_mm(const struct page_flow *flow, const struct page_table *table, size_t first, size_t keep) {
    for (size_t count = keep; count > 0; count--) {
        double height_mm = rows_mm(flow, table, first, count);
        if (height_mm <= whole_page_mm(flow))
            return height_mm;
    }
    return 2 * line_mm(flow, table);
}

/* --- Writing --- */

static void write_head(struct page_flow *flow, const struct page_table *table) {
    flow->row++;
    for (size_t i = 0; i < table->column_count; i++) {
        flow->group++;
        page_add_line(flow, &cell_head, table->columns[i].x_mm, flow->y_mm, table->columns[i].heading);
    }
    flow->y_mm += page_line_mm(flow, &cell_head) + HEAD_GAP_MM;
    page_add_rule(flow, PAGE_LEFT_MM, flow->y_mm, PAGE_BODY_MM, HAIRLINE_MM * 2);
    flow->y_mm += padding_mm(flow);
}

static void begin_page(struct page_flow *flow, const struct page_table *table) {
    page_break(flow);
    write_head(flow, table);
}

static void write_cell(struct page_flow *flow, const struct page_table *table, size_t column,
                       const struct page_lines *lines, size_t first, size_t end) {
    const struct page_style *style = table->columns[column].style;
    double height_mm = line_mm(flow, table);
    double shift_mm = BASELINE_SHIFT * (1 - style->size_pt / table->columns[0].style->size_pt) * height_mm;
    flow->group++;
    for (size_t i = first; i < end && i < lines->count; i++)
        page_add_line(flow, style, table->columns[column].x_mm, flow->y_mm + height_mm * (double)(i - first) + shift_mm,
                      lines->items[i]);
}

/* The lines of a row from `first` on that fit on this page; returns the first that does not. */
static size_t write_row_part(struct page_flow *flow, const struct page_table *table, const struct page_row *row,
                             size_t first) {
    double height_mm = line_mm(flow, table);
    size_t room = (size_t)((flow->bottom_mm - flow->y_mm) / height_mm + 1e-6), end = first + (room > 0 ? room : 1);
    size_t count = lines_of(row);
    end = end < count ? end : count;
    flow->row++;
    for (size_t column = 0; column < table->column_count; column++)
        write_cell(flow, table, column, &row->cells[column], first, end);
    flow->y_mm += height_mm * (double)(end - first) + padding_mm(flow);
    return end;
}

static void write_row(struct page_flow *flow, const struct page_table *table, const struct page_row *row) {
    for (size_t done = write_row_part(flow, table, row, 0); done < lines_of(row);) {
        begin_page(flow, table);
        done = write_row_part(flow, table, row, done);
    }
}

static bool has_room(const struct page_flow *flow, double height_mm) {
    return flow->y_mm + height_mm <= flow->bottom_mm + 1e-6;
}

/* Must row `index` go to the next page? When it does not fit; or, the last rows beginning with it, when they do not fit
 * together and enough rows stand on this page without them. */
static bool must_break(const struct page_flow *flow, const struct page_table *table, size_t index, size_t on_page) {
    double rule_mm = padding_mm(flow);
    if (!has_room(flow, rule_mm + wanted_mm(flow, table, index, 1)))
        return true;
    bool ends = index + KEEP_ROWS == table->row_count;
    return ends && on_page >= KEEP_ROWS && !has_room(flow, rule_mm + wanted_mm(flow, table, index, KEEP_ROWS));
}

void page_table_write(struct page_flow *flow, const char *heading, const struct page_table *table) {
    page_write_heading(flow, heading, head_mm(flow) + wanted_mm(flow, table, 0, KEEP_ROWS));
    write_head(flow, table);
    size_t on_page = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        int page = flow->page;
        if (i > 0 && must_break(flow, table, i, on_page)) {
            begin_page(flow, table);
        } else if (i > 0) {
            page_add_rule(flow, PAGE_LEFT_MM, flow->y_mm, PAGE_BODY_MM, HAIRLINE_MM);
            flow->y_mm += padding_mm(flow);
        }
        write_row(flow, table, &table->rows[i]);
        on_page = flow->page > page ? 1 : on_page + 1;
    }
    flow->row = 0;
}

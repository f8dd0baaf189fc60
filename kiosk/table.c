/* Cuts the tables of config/ into rows and cells, once. It must not know what they say. */
#include "table.h"
#include "memory.h"
#include "resource.h"

#include <stdbool.h>
#include <string.h>

/* Cuts a line into cells in place; false when it has not as many as the table has columns. */
static bool cut_row(char *line, size_t columns, const char **cells) {
    size_t count = 0;
    for (char *rest = line; rest; count++) {
        char *start = strsep(&rest, "\t");
        if (count < columns)
            cells[count] = start;
    }
    return count == columns;
}

void table_load(struct table *table) {
    struct resource resource = resource_find(table->resource);
    size_t lines = 1;
    if (table->cells)
        return;
    char *text = memory_copy(resource.bytes ? resource.bytes : "");
    for (const char *at = text; *at; at++)
        lines += *at == '\n';
    table->cells = memory_alloc(lines * table->columns * sizeof *table->cells);
    for (char *rest = text; rest;) {
        char *line = strsep(&rest, "\n");
        if (*line && *line != '#' && cut_row(line, table->columns, &table->cells[table->rows * table->columns]))
            table->rows++;
    }
}

const char *table_cell(const struct table *table, size_t row, size_t column) {
    return table->cells[row * table->columns + column];
}

const char *table_find(struct table *table, const char *code, size_t column) {
    table_load(table);
    for (size_t row = 0; row < table->rows; row++)
        if (strcmp(table_cell(table, row, 0), code) == 0)
            return table_cell(table, row, column);
    return NULL;
}

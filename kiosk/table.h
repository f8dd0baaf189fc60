/* Files of rows in config/ that the program carries (guidance, 2d-doc): a line that does not start with # is a row, its
 * cells separated by one tab, the first one its code. Pure. */
#ifndef GUICHET_TABLE_H
#define GUICHET_TABLE_H

#include <stddef.h>

/* Only `resource` and `columns` are given. Loaded for good when first asked: it holds nothing personal and is asked for
 * at every draw. */
struct table {
    const char *resource; /* "guidance/states.tsv" */
    size_t columns;
    size_t rows;
    const char **cells; /* rows × columns; NULL until loaded */
};

/* A row that is not well formed is passed over (its code is then unknown); the unit tests refuse such a file. */
void table_load(struct table *table);
/* Of a loaded table. */
const char *table_cell(const struct table *table, size_t row, size_t column);
/* The cell of the first row of that code, or NULL; loads. */
const char *table_find(struct table *table, const char *code, size_t column);

#endif

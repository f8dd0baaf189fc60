/* What a seal is made of: its data identifiers (from config/2d-doc/data-identifiers.tsv, carried as it is) and its
 * fields. It must not judge a signature. */
#include "seal.h"
#include "resource.h"

#include <stdlib.h>
#include <string.h>

static bool is_identifier_character(char character) {
    return (character >= 'A' && character <= 'Z') || (character >= '0' && character <= '9');
}

enum { CHARACTERS = 36, IDENTIFIERS = CHARACTERS * CHARACTERS };

struct bounds {
    bool exists;
    int min, max;
};

/* Where an identifier stands in a table of all that there could be, or -1. */
static int identifier_place(const char *id) {
    if (!is_identifier_character(id[0]) || !is_identifier_character(id[1]))
        return -1;
    int first = id[0] >= 'A' ? id[0] - 'A' + 10 : id[0] - '0';
    int second = id[1] >= 'A' ? id[1] - 'A' + 10 : id[1] - '0';
    return first * CHARACTERS + second;
}

/* One row: id, min, max (empty: unbounded), … Comments and the like have no identifier. */
static void read_row(const char *row, struct bounds bounds[IDENTIFIERS]) {
    int place = identifier_place(row);
    if (place < 0 || row[2] != '\t')
        return;
    char *after = NULL;
    struct bounds *own = &bounds[place];
    own->min = (int)strtol(row + 3, &after, 10);
    own->max = after[1] == '\t' ? 0 : (int)strtol(after + 1, NULL, 10);
    own->exists = true;
}

/* The shipped table, read once: each value of each seal asks for its row. */
static const struct bounds *all_bounds(void) {
    static struct bounds bounds[IDENTIFIERS];
    static bool is_read;
    if (is_read)
        return bounds;
    struct resource table = resource_find("2d-doc/data-identifiers.tsv");
    const char *row = table.bytes;
    while (row != NULL && (size_t)(row - table.bytes) + 4 < table.size) {
        read_row(row, bounds);
        row = memchr(row, '\n', table.size - (size_t)(row - table.bytes));
        row += row != NULL;
    }
    is_read = true;
    return bounds;
}

bool seal_identifier_bounds(const char *id, int *min, int *max) {
    int place = identifier_place(id);
    if (place < 0 || id[2] != '\0' || !all_bounds()[place].exists)
        return false;
    *min = all_bounds()[place].min;
    *max = all_bounds()[place].max;
    return true;
}

const struct seal_field *seal_find(const struct seal *seal, const char *id) {
    for (size_t i = 0; i < seal->field_count; i++)
        if (!seal->fields[i].unsigned_annex && strcmp(seal->fields[i].id, id) == 0)
            return &seal->fields[i];
    return NULL;
}

bool seal_field_is(const struct seal_field *field, const char *value) {
    return field != NULL && strlen(value) == field->length && memcmp(field->value, value, field->length) == 0;
}

bool seal_is_test_issuer(const char *issuer) {
    size_t length = strlen(issuer);
    return length >= 2 && strcmp(issuer + length - 2, "00") == 0;
}

/* What a seal is made of: its data identifiers (from config/2d-doc/data-identifiers.tsv, carried as it is) and its
 * fields. It must not judge a signature. */
#include "seal.h"
#include "resource.h"

#include <stdlib.h>
#include <string.h>

static bool is_identifier_character(char character) {
    return (character >= 'A' && character <= 'Z') || (character >= '0' && character <= '9');
}

bool seal_identifier_bounds(const char *id, int *min, int *max) {
    if (!is_identifier_character(id[0]) || !is_identifier_character(id[1]) || id[2] != '\0')
        return false;
    struct resource table = resource_find("2d-doc/data-identifiers.tsv");
    const char start[4] = {'\n', id[0], id[1], '\t'};
    const char *line = table.bytes != NULL ? memmem(table.bytes, table.size, start, sizeof start) : NULL;
    if (line == NULL)
        return false;
    char *after = NULL;
    *min = (int)strtol(line + sizeof start, &after, 10);
    *max = after[1] == '\t' ? 0 : (int)strtol(after + 1, NULL, 10); /* an empty maximum: unbounded */
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

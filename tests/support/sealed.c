/* Reads 2D-Doc texts and folds names, for tests. It must not use anything of kiosk/. */
#include "sealed.h"

#include "place.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEADER = 26, GS = 0x1D, RS = 0x1E, US = 0x1F, IDENTIFIERS_MAX = 512 };

struct identifier {
    char id[3];
    unsigned min, max; /* max 0: no limit */
};

static struct identifier identifiers[IDENTIFIERS_MAX];
static size_t identifier_count;

static bool read_identifiers(void) {
    char *path = place_in_shared("2d-doc/data-identifiers.tsv"), line[512];
    FILE *file = fopen(path, "r");
    free(path);
    if (file == NULL)
        return false;
    while (fgets(line, sizeof line, file) != NULL && identifier_count < IDENTIFIERS_MAX) {
        char *rest = line + 3;
        if (line[0] == '#' || strlen(line) < 4)
            continue;
        struct identifier *identifier = &identifiers[identifier_count++];
        *identifier = (struct identifier){.id = {line[0], line[1]}};
        identifier->min = (unsigned)strtoul(rest, &rest, 10);
        if (rest[0] == '\t' && rest[1] != '\t')
            identifier->max = (unsigned)strtoul(rest, &rest, 10);
    }
    fclose(file);
    return identifier_count > 0;
}

static const struct identifier *find_identifier(const char *id) {
    if (identifier_count == 0 && !read_identifiers())
        return NULL;
    for (size_t i = 0; i < identifier_count; i++)
        if (strncmp(identifiers[i].id, id, 2) == 0)
            return &identifiers[i];
    return NULL;
}

/* Where the value ends, in the message that ends at `end`. */
static const char *value_end(const struct identifier *identifier, const char *value, const char *end) {
    const char *at = value;
    while (at < end && *at != GS && *at != RS && (identifier->max == 0 || at < value + identifier->max))
        at++;
    return at;
}

bool sealed_read(const char *text, size_t length, struct sealed *sealed) {
    const char *end = memchr(text, US, length);
    *sealed = (struct sealed){0};
    if (end == NULL || end - text < HEADER || strncmp(text, "DC04", 4) != 0)
        return false;
    memcpy(sealed->header, text, HEADER);
    for (const char *at = text + HEADER; at < end;) {
        const struct identifier *identifier = end - at >= 2 ? find_identifier(at) : NULL;
        if (identifier == NULL || sealed->count == SEALED_FIELDS_MAX)
            return false;
        const char *value = at + 2, *stop = value_end(identifier, value, end);
        size_t size = (size_t)(stop - value);
        struct sealed_field *field = &sealed->fields[sealed->count++];
        if (size >= SEALED_VALUE_SIZE || size < identifier->min)
            return false;
        memcpy(field->id, at, 2);
        memcpy(field->value, value, size);
        field->cut = stop < end && *stop == RS;
        at = stop < end && (*stop == GS || *stop == RS) ? stop + 1 : stop;
    }
    return true;
}

const char *sealed_value(const struct sealed *sealed, const char *id) {
    for (size_t i = 0; i < sealed->count; i++)
        if (strcmp(sealed->fields[i].id, id) == 0)
            return sealed->fields[i].value;
    return NULL;
}

/* --- Folding --- */

static const char *const letters[][2] = {
    {"À", "A"},  {"Á", "A"},  {"Ä", "A"},  {"Ã", "A"}, {"à", "A"}, {"á", "A"}, {"ä", "A"}, {"ã", "A"},
    {"â", "A"},  {"Â", "A"},  {"Ç", "C"},  {"ç", "C"}, {"É", "E"}, {"È", "E"}, {"Ê", "E"}, {"Ë", "E"},
    {"é", "E"},  {"è", "E"},  {"ê", "E"},  {"ë", "E"}, {"Î", "I"}, {"Í", "I"}, {"Ï", "I"}, {"î", "I"},
    {"í", "I"},  {"ï", "I"},  {"ñ", "N"},  {"Ô", "O"}, {"Ö", "O"}, {"ô", "O"}, {"ö", "O"}, {"ó", "O"},
    {"Û", "U"},  {"Ü", "U"},  {"û", "U"},  {"ü", "U"}, {"ù", "U"}, {"Ÿ", "Y"}, {"ÿ", "Y"}, {"Æ", "AE"},
    {"æ", "AE"}, {"Œ", "OE"}, {"œ", "OE"}, {"’", ""},  {"'", ""},  {"-", " "}, {"/", "/"},
};

static const char *fold_letter(const char *text, size_t *taken) {
    static char plain[2];
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        *taken = strlen(letters[i][0]);
        if (strncmp(text, letters[i][0], *taken) == 0)
            return letters[i][1];
    }
    *taken = 1;
    plain[0] = (char)toupper((unsigned char)*text);
    return (unsigned char)*text < 0x80 && (isalnum((unsigned char)*text) || *text == ' ') ? plain : NULL;
}

bool sealed_fold(const char *text, char *folded, size_t size) {
    size_t length = 0, taken;
    for (; *text != '\0'; text += taken) {
        const char *letter = fold_letter(text, &taken);
        if (letter == NULL || length + 3 > size)
            return false;
        if (letter[0] == ' ' && (length == 0 || folded[length - 1] == ' '))
            continue;
        for (; *letter != '\0'; letter++)
            folded[length++] = *letter;
    }
    while (length > 0 && folded[length - 1] == ' ')
        length--;
    folded[length] = '\0';
    return true;
}

/* Makes signed 2D-Docs for tests. It must not use the product's writer for anything but base32: what it writes is to
 * be stranger than what the registry issues. */
#include "seals.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../kiosk/resource.h"
#include "../../kiosk/seal.h"
#include "../../kiosk/trust.h"
#include "specimen.h"

enum { TABLE_MAX = 512, LONGEST_VALUE = 60, LONGEST_FREE_VALUE = 30, MOST_FIELDS = 9 };

struct identifier {
    char id[3];
    unsigned min, max; /* max 0: no limit */
};

static struct identifier identifiers[TABLE_MAX];
static char types[TABLE_MAX][3];
static size_t identifier_count, type_count;

/* --- Tables --- */

/* The line at *rest, without its end; NULL after the last one. Comments are passed over. */
static bool next_row(const char **rest, char line[512]) {
    while (**rest != '\0') {
        size_t size = strcspn(*rest, "\n");
        snprintf(line, 512, "%.*s", (int)size, *rest);
        *rest += size + ((*rest)[size] == '\n');
        if (line[0] != '#' && line[0] != '\0')
            return true;
    }
    return false;
}

static void add_identifier(const char *line) {
    struct identifier *identifier = &identifiers[identifier_count];
    char *rest = NULL;
    *identifier = (struct identifier){.id = {line[0], line[1]}, .min = (unsigned)strtoul(line + 3, &rest, 10)};
    if (rest[0] == '\t' && rest[1] != '\t')
        identifier->max = (unsigned)strtoul(rest + 1, NULL, 10);
    if (identifier->min <= LONGEST_VALUE)
        identifier_count++;
}

static void read_tables(void) {
    char line[512];
    const char *rest = resource_find("2d-doc/data-identifiers.tsv").bytes;
    while (identifier_count < TABLE_MAX && next_row(&rest, line))
        add_identifier(line);
    rest = resource_find("2d-doc/document-types.tsv").bytes;
    while (type_count < TABLE_MAX && next_row(&rest, line))
        memcpy(types[type_count++], line, 2);
    if (identifier_count == 0 || type_count == 0)
        abort();
}

/* --- Chance, the same for the same number --- */

static uint64_t draw(uint64_t *state) {
    uint64_t mixed = *state += 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBU;
    return mixed ^ mixed >> 31;
}

static size_t below(uint64_t *state, size_t limit) {
    return (size_t)(draw(state) % limit);
}

/* --- Writing --- */

static void put(struct seals_text *seal, char character) {
    if (seal->length + 1 >= SEALS_TEXT_SIZE)
        abort();
    seal->text[seal->length++] = character;
    seal->text[seal->length] = '\0';
}

static void put_text(struct seals_text *seal, const char *text) {
    for (; *text != '\0'; text++)
        put(seal, *text);
}

/* What names and dates are made of: mostly letters, or mostly digits. */
static void put_value(struct seals_text *seal, uint64_t *state, size_t length) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ    /", digits[] = "0123456789";
    bool is_number = below(state, 2) == 0;
    for (size_t i = 0; i < length; i++) {
        bool other = below(state, 12) == 0;
        put(seal,
            is_number != other ? digits[below(state, sizeof digits - 1)] : letters[below(state, sizeof letters - 1)]);
    }
}

static void put_field(struct seals_text *seal, uint64_t *state, bool is_last) {
    const struct identifier *identifier = &identifiers[below(state, identifier_count)];
    size_t most = identifier->max > 0 && identifier->max < LONGEST_VALUE ? identifier->max : LONGEST_FREE_VALUE;
    size_t least = identifier->min, length = most > least ? least + below(state, most - least + 1) : least;
    bool is_fixed = identifier->min == identifier->max;
    bool is_cut = !is_fixed && most == identifier->max && below(state, 5) == 0;
    if (is_cut)
        length = most;
    put_text(seal, identifier->id);
    put_value(seal, state, length);
    bool is_closed = is_fixed || is_last || length == identifier->max;
    if (is_cut)
        put(seal, SEAL_RS);
    else if (!is_closed || below(state, 8) == 0) /* a reader accepts it where it is not needed */
        put(seal, SEAL_GS);
}

static void put_fields(struct seals_text *seal, uint64_t *state, size_t most) {
    size_t count = 1 + below(state, most);
    for (size_t i = 0; i < count; i++)
        put_field(seal, state, i + 1 == count);
}

static void put_header(struct seals_text *seal, uint64_t *state, int version) {
    char header[64];
    snprintf(header, sizeof header, "DC%02dFR000001%04zX%04zX%s%s%s", version,
             below(state, 4) == 0 ? (size_t)0xFFFF : below(state, 12000), below(state, 12000),
             types[below(state, type_count)], version >= 3 ? "01" : "", version >= 4 ? "FR" : "");
    put_text(seal, header);
}

static void sign(struct seals_text *seal) {
    struct resource key = resource_find("training/fr00-0001.key");
    uint8_t signature[64];
    if (trust_sign(key.bytes, key.size, seal->text, seal->length, signature) != STATUS_OK ||
        seal_append_signature(seal->text, &seal->length, signature, sizeof signature) != STATUS_OK)
        abort();
    seal->proven = seal->length;
}

static void make_of_any(size_t number, struct seals_text *seal) {
    uint64_t state = number;
    int version = 2 + (int)(number % 3);
    put_header(seal, &state, version);
    put_fields(seal, &state, MOST_FIELDS);
    sign(seal);
    if (version == 4 && below(&state, 2) == 0) {
        put(seal, SEAL_GS);
        put_fields(seal, &state, 3);
    }
}

static void make_of_driver(size_t number, struct seals_text *seal) {
    struct registry_attestation attestation = {0};
    struct record *record = specimen_record(specimen_name(number * 2));
    if (number % 2 == 0)
        specimen_attest(record, 1, &attestation);
    else
        specimen_attest_rii(record, 1, &attestation);
    put_text(seal, attestation.seal);
    seal->proven = seal->length;
    registry_attestation_clear(&attestation);
    record_free(record);
}

void seals_make(size_t number, struct seals_text *seal) {
    if (identifier_count == 0)
        read_tables();
    *seal = (struct seals_text){0};
    if (number < SEALS_OF_DRIVERS)
        make_of_driver(number, seal);
    else
        make_of_any(number, seal);
}

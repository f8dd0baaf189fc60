/* What a 2D-Doc says to a person: labels, words, conformity, expiry, the file it opens; and the text of a seal from
 * what was typed. It must not say anything about authenticity. */
#include "seal_words.h"

#include "seal_words_private.h"
#include "table.h"
#include "text.h"

#include <string.h>

enum { FIELD_KIND = 3, FIELD_LABEL = 4, TYPE_MANDATORY = 2, TYPE_OPTIONAL = 3, TYPE_LABEL = 4 };

static struct table identifiers = {.resource = "2d-doc/data-identifiers.tsv", .columns = 5};
static struct table types = {.resource = "2d-doc/document-types.tsv", .columns = 5};

const char *seal_type_label(const char *type) {
    return table_find(&types, type, TYPE_LABEL);
}

const char *seal_field_label(const char *id) {
    return table_find(&identifiers, id, FIELD_LABEL);
}

/* --- Values --- */

/* As it is written, up to what fits. Returns the length. */
static size_t write_raw(const struct seal_field *field, char out[SEAL_WORDS_MAX]) {
    size_t length = field->length < SEAL_WORDS_MAX - 1 ? field->length : SEAL_WORDS_MAX - 1;
    memcpy(out, field->value, length);
    out[length] = '\0';
    return length;
}

/* What was cut, in the seal or here, ends with an ellipsis. */
static void mark_cut(char out[SEAL_WORDS_MAX]) {
    static const char mark[] = "…";
    char kept[SEAL_WORDS_MAX - sizeof mark + 1];
    text_copy(kept, sizeof kept, out);
    text_format(out, SEAL_WORDS_MAX, "%s%s", kept, mark);
}

void seal_write_field(const struct seal_field *field, char out[SEAL_WORDS_MAX]) {
    char value[SEAL_WORDS_MAX];
    const char *kind = table_find(&identifiers, field->id, FIELD_KIND);
    bool whole = write_raw(field, value) == field->length;
    if (!whole || kind == NULL || !seal_words_write_value(kind, value, out))
        text_copy(out, SEAL_WORDS_MAX, value);
    if (!whole || field->truncated)
        mark_cut(out);
}

/* --- Conformity --- */

static void add_id(char ids[SEAL_CONFORMITY_MAX][3], size_t *count, const char *id) {
    for (size_t i = 0; i < *count; i++)
        if (strcmp(ids[i], id) == 0)
            return;
    if (*count < SEAL_CONFORMITY_MAX)
        text_copy(ids[(*count)++], sizeof ids[0], id);
}

/* Is the DI in a list of the table, "09 60 69"? */
static bool is_listed(const char *list, const char *id) {
    for (; strlen(list) >= 2; list += list[2] == ' ' ? 3 : 2)
        if (strncmp(list, id, 2) == 0)
            return true;
    return false;
}

void seal_check_conformity(const struct seal *seal, struct seal_conformity *conformity) {
    *conformity = (struct seal_conformity){0};
    const char *mandatory = table_find(&types, seal->type, TYPE_MANDATORY);
    const char *optional = table_find(&types, seal->type, TYPE_OPTIONAL);
    if (mandatory == NULL || strcmp(mandatory, "-") == 0)
        return;
    conformity->judged = true;
    for (const char *at = mandatory; strlen(at) >= 2; at += at[2] == ' ' ? 3 : 2) {
        const char id[3] = {at[0], at[1]};
        if (seal_find(seal, id) == NULL)
            add_id(conformity->missing, &conformity->missing_count, id);
    }
    for (size_t i = 0; i < seal->field_count; i++) {
        const struct seal_field *field = &seal->fields[i];
        bool complementary = field->id[0] == '0'; /* allowed with any type */
        if (!field->unsigned_annex && !complementary && !is_listed(mandatory, field->id) &&
            !is_listed(optional, field->id))
            add_id(conformity->forbidden, &conformity->forbidden_count, field->id);
    }
}

bool seal_is_expired(const struct seal *seal, struct date today) {
    const struct seal_field *end = seal_find(seal, "08");
    struct date last;
    return end != NULL && seal_words_read_days2000(end->value, end->length, &last) && date_compare(today, last) > 0;
}

/* --- The file it opens --- */

bool seal_neph(const struct seal *seal, char neph[RECORD_NEPH_MAX + 1]) {
    static const char *const holders[][2] = {{"AB", "AC"}, {"A1", "AC"}, {"AA", "AC"}, {"AD", "E9"}};
    const struct seal_field *field = NULL;
    for (size_t i = 0; i < sizeof holders / sizeof holders[0]; i++)
        if (strcmp(seal->type, holders[i][0]) == 0)
            field = seal_find(seal, holders[i][1]);
    if (field == NULL || field->truncated || field->length < RECORD_NEPH_MIN || field->length > RECORD_NEPH_MAX)
        return false;
    for (size_t i = 0; i < field->length; i++)
        if ((field->value[i] < '0' || field->value[i] > '9') && (field->value[i] < 'A' || field->value[i] > 'Z'))
            return false;
    memcpy(neph, field->value, field->length);
    neph[field->length] = '\0';
    return true;
}

/* --- What was typed --- */

static const struct seal_substitutes usual_substitutes[] = {{"<GS>", "<RS>", "<US>"}, {"^]", "^^", "^_"}};

/* The control character that one of `substitutes` writes at the start of `typed`, and how long it is; 0 when none does.
 */
static char control_of(const struct seal_substitutes *substitutes, const char *typed, size_t length, size_t *size) {
    const char *const written[] = {substitutes->gs, substitutes->rs, substitutes->us};
    static const char controls[] = {SEAL_GS, SEAL_RS, SEAL_US};
    for (size_t i = 0; i < sizeof controls; i++) {
        *size = strlen(written[i]);
        if (*size > 0 && length >= *size && memcmp(typed, written[i], *size) == 0)
            return controls[i];
    }
    return '\0';
}

static char control_at(const struct seal_substitutes *own, const char *typed, size_t length, size_t *size) {
    char control = own == NULL ? '\0' : control_of(own, typed, length, size);
    for (size_t i = 0; control == '\0' && i < sizeof usual_substitutes / sizeof usual_substitutes[0]; i++)
        control = control_of(&usual_substitutes[i], typed, length, size);
    return control;
}

enum status seal_from_typed(const char *typed, size_t typed_length, const struct seal_substitutes *own,
                            char out[SEAL_TEXT_MAX + 1], size_t *length) {
    size_t made = 0;
    for (size_t at = 0, size = 0; at < typed_length; at += size) {
        char character = control_at(own, typed + at, typed_length - at, &size);
        if (character == '\0') {
            character = typed[at];
            size = 1;
        }
        if (made == SEAL_TEXT_MAX)
            return STATUS_TOO_LONG;
        out[made++] = character;
    }
    out[made] = '\0';
    *length = made;
    return STATUS_OK;
}

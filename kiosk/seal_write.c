/* Writes the text of a 2D-Doc, version 04 (C40): any list of DIs in order. It must not decide what a document says. */
#include "memory.h"
#include "seal.h"
#include "seal_base32.h"
#include "text.h"

#include <string.h>

static bool is_basic_set(const char *text) {
    for (; *text != '\0'; text++)
        if (!((*text >= 'A' && *text <= 'Z') || (*text >= '0' && *text <= '9') || *text == ' ' || *text == '/'))
            return false;
    return true;
}

/* How much of a value that is too long is kept: whole given names, whole categories, else up to the maximum. */
static size_t cut_length(const char *id, const char *value, size_t max) {
    char separator = strcmp(id, "60") == 0 ? '/' : strcmp(id, "E6") == 0 ? ' ' : '\0';
    for (size_t length = max; separator != '\0' && length > 0; length--)
        if (value[length] == separator)
            return length;
    return max;
}

void seal_draft_clear(struct seal_draft *draft) {
    for (size_t i = 0; i < draft->value_count; i++)
        memory_free(draft->values[i].value);
    memory_wipe(draft, sizeof *draft);
}

enum status seal_draft_add(struct seal_draft *draft, const char *id, const char *value) {
    int min = 0, max = 0;
    size_t length = strlen(value);
    if (draft->value_count == SEAL_FIELDS_MAX || !seal_identifier_bounds(id, &min, &max) || !is_basic_set(value) ||
        length < (size_t)min)
        return STATUS_INVALID;
    bool cut = max > 0 && length > (size_t)max;
    if (cut && min == max)
        return STATUS_INVALID;
    struct seal_value *added = &draft->values[draft->value_count++];
    text_copy(added->id, sizeof added->id, id);
    added->value = memory_copy(value);
    added->truncated = cut;
    if (cut)
        added->value[cut_length(id, value, (size_t)max)] = '\0';
    return STATUS_OK;
}

static bool is_word(const char *word, size_t length) {
    return strlen(word) == length && is_basic_set(word) && strpbrk(word, " /") == NULL;
}

/* Days since 2000 in four hexadecimal digits; FFFF for no date. */
static bool append_date(struct text_builder *text, struct date date) {
    int32_t days = date_is_set(date) ? date_to_days2000(date) : 0xFFFF;
    if (days < 0 || days > 0xFFFF || (date_is_set(date) && days == 0xFFFF))
        return false;
    text_appendf(text, "%04X", (unsigned)days);
    return true;
}

static bool append_header(struct text_builder *text, const struct seal_draft *draft) {
    if (!is_word(draft->issuer, 4) || !is_word(draft->certificate, 4) || !is_word(draft->type, 2) ||
        !is_word(draft->perimeter, 2) || !is_word(draft->country, 2))
        return false;
    text_appendf(text, "DC04%s%s", draft->issuer, draft->certificate);
    if (!append_date(text, draft->issued_on) || !append_date(text, draft->signed_on))
        return false;
    text_appendf(text, "%s%s%s", draft->type, draft->perimeter, draft->country);
    return true;
}

static void append_value(struct text_builder *text, const struct seal_value *value, bool last) {
    int min = 0, max = 0;
    if (!seal_identifier_bounds(value->id, &min, &max))
        return; /* cannot be: seal_draft_add() checked it */
    text_append(text, value->id);
    text_append(text, value->value);
    bool full = max > 0 && strlen(value->value) == (size_t)max;
    if (value->truncated)
        text_append_char(text, SEAL_RS);
    else if (!full && !last)
        text_append_char(text, SEAL_GS);
}

enum status seal_draft_write(const struct seal_draft *draft, char out[SEAL_TEXT_MAX + 1], size_t *length) {
    struct text_builder text;
    text_builder_init(&text, SEAL_TEXT_MAX);
    bool written = append_header(&text, draft);
    for (size_t i = 0; written && i < draft->value_count; i++)
        append_value(&text, &draft->values[i], i + 1 == draft->value_count);
    enum status status = !written ? STATUS_INVALID : text.failed ? STATUS_TOO_LONG : STATUS_OK;
    if (status == STATUS_OK) {
        memcpy(out, text.bytes, text.length + 1);
        *length = text.length;
    }
    text_builder_clear(&text);
    return status;
}

enum status seal_append_signature(char text[SEAL_TEXT_MAX + 1], size_t *length, const uint8_t *signature,
                                  size_t signature_length) {
    size_t added = seal_base32_length(signature_length);
    if (*length + 1 + added > SEAL_TEXT_MAX)
        return STATUS_TOO_LONG;
    text[*length] = SEAL_US;
    seal_base32_encode(signature, signature_length, text + *length + 1);
    *length += 1 + added;
    text[*length] = '\0';
    return STATUS_OK;
}

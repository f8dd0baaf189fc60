/* Reads the text of a 2D-Doc, versions 02, 03 and 04 (C40): header, fields, signature, annex. It must not judge the
 * signature, and must refuse whatever it cannot split without a doubt. */
#include "seal.h"
#include "seal_base32.h"
#include "text.h"

#include <string.h>

static enum status refuse(struct fault *fault, enum status code, const char *where, size_t offset) {
    char detail[32];
    text_format(detail, sizeof detail, "offset %zu", offset);
    return fault_set(fault, code, where, detail);
}

static bool is_upper_or_digit(char character) {
    return (character >= 'A' && character <= 'Z') || (character >= '0' && character <= '9');
}

static bool is_separator(char character) {
    return character == SEAL_GS || character == SEAL_RS;
}

static enum status check_characters(const struct seal *seal, struct fault *fault) {
    for (size_t i = 0; i < seal->length; i++) {
        char character = seal->text[i];
        bool printable = character >= ' ' && character <= '~';
        if (!printable && !is_separator(character) && character != SEAL_US)
            return refuse(fault, STATUS_MALFORMED, i < 26 ? "header" : "message", i);
    }
    return STATUS_OK;
}

/* Two digits after "DC": 02, 03 and 04 are ours; 01 has a binary signature, and the rest is not written yet. */
static enum status read_version(struct seal *seal, struct fault *fault) {
    const char *text = seal->text;
    if (seal->length >= 2 && (memcmp(text, "DE", 2) == 0 || memcmp(text, "\xDC\x04", 2) == 0))
        return refuse(fault, STATUS_UNSUPPORTED, "header", 0);
    if (seal->length < 4 || memcmp(text, "DC", 2) != 0)
        return refuse(fault, STATUS_MALFORMED, "header", 0);
    if (text[2] < '0' || text[2] > '9' || text[3] < '0' || text[3] > '9')
        return refuse(fault, STATUS_MALFORMED, "header", 2);
    seal->version = (text[2] - '0') * 10 + text[3] - '0';
    if (seal->version < 2 || seal->version > 4)
        return refuse(fault, STATUS_UNSUPPORTED, "header", 2);
    return STATUS_OK;
}

/* Takes `size` capitals and digits at *at. */
static bool take_word(const struct seal *seal, size_t *at, size_t size, char *word) {
    for (size_t i = 0; i < size; i++)
        if (!is_upper_or_digit(seal->text[*at + i]))
            return false;
    memcpy(word, seal->text + *at, size);
    word[size] = '\0';
    *at += size;
    return true;
}

/* Four upper-case hexadecimal digits: days since 2000-01-01, FFFF for none. */
static bool take_date(const struct seal *seal, size_t *at, struct date *date) {
    int32_t days = 0;
    for (size_t i = 0; i < 4; i++) {
        char digit = seal->text[*at + i];
        if (digit >= '0' && digit <= '9')
            days = days * 16 + digit - '0';
        else if (digit >= 'A' && digit <= 'F')
            days = days * 16 + digit - 'A' + 10;
        else
            return false;
    }
    *date = days == 0xFFFF ? (struct date){0} : date_from_days2000(days);
    *at += 4;
    return true;
}

static enum status read_header(struct seal *seal, size_t *end, struct fault *fault) {
    static const size_t sizes[] = {[2] = 22, [3] = 24, [4] = 26};
    size_t size = sizes[seal->version], at = 4;
    if (seal->length < size)
        return refuse(fault, STATUS_MALFORMED, "header", seal->length);
    if (!take_word(seal, &at, 4, seal->issuer) || !take_word(seal, &at, 4, seal->certificate) ||
        !take_date(seal, &at, &seal->issued_on) || !take_date(seal, &at, &seal->signed_on) ||
        !take_word(seal, &at, 2, seal->type) || (at < size && !take_word(seal, &at, 2, seal->perimeter)) ||
        (at < size && !take_word(seal, &at, 2, seal->country)))
        return refuse(fault, STATUS_MALFORMED, "header", at);
    /* Another perimeter has its own identifiers: its fields cannot be split with our table. */
    if (seal->version >= 3 && strcmp(seal->perimeter, "01") != 0)
        return refuse(fault, STATUS_UNSUPPORTED, "header", 22);
    *end = size;
    return STATUS_OK;
}

/* Reads one DI and its value at *at, before `end`, and moves on. */
static enum status read_field(struct seal *seal, size_t *at, size_t end, bool annex, struct fault *fault) {
    const char *text = seal->text;
    if (seal->field_count == SEAL_FIELDS_MAX || end - *at < 2)
        return refuse(fault, STATUS_MALFORMED, "message", *at);
    struct seal_field field = {.id = {text[*at], text[*at + 1]}, .offset = *at, .unsigned_annex = annex};
    int min = 0, max = 0;
    if (!seal_identifier_bounds(field.id, &min, &max))
        return refuse(fault, STATUS_MALFORMED,
                      is_upper_or_digit(field.id[0]) && is_upper_or_digit(field.id[1]) ? field.id : "message", *at);
    size_t start = *at + 2, limit = end, stop = start;
    if (max > 0 && (size_t)max < end - start)
        limit = start + (size_t)max;
    while (stop < limit && !is_separator(text[stop]))
        stop++;
    field.value = text + start;
    field.length = stop - start;
    if (field.length < (size_t)min)
        return refuse(fault, STATUS_MALFORMED, field.id, *at);
    if (stop < end && is_separator(text[stop]))
        field.truncated = text[stop++] == SEAL_RS;
    seal->fields[seal->field_count++] = field;
    *at = stop;
    return STATUS_OK;
}

static enum status read_fields(struct seal *seal, size_t start, size_t end, bool annex, struct fault *fault) {
    for (size_t at = start; at < end;) {
        enum status status = read_field(seal, &at, end, annex, fault);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* The signature in base32 after US; then, in version 04 only, GS and an annex that nothing signs. */
static enum status read_signature(struct seal *seal, struct fault *fault) {
    size_t start = seal->signed_length + 1;
    const char *annex = memchr(seal->text + start, SEAL_GS, seal->length - start);
    size_t end = annex != NULL ? (size_t)(annex - seal->text) : seal->length;
    if (!seal_base32_decode(seal->text + start, end - start, seal->signature, sizeof seal->signature,
                            &seal->signature_length) ||
        (seal->signature_length != 64 && seal->signature_length != 96 && seal->signature_length != 132))
        return refuse(fault, STATUS_MALFORMED, "signature", start);
    if (annex == NULL)
        return STATUS_OK;
    if (seal->version < 4 || memchr(annex, SEAL_US, seal->length - end) != NULL)
        return refuse(fault, STATUS_MALFORMED, "signature", end);
    return read_fields(seal, end + 1, seal->length, true, fault);
}

static enum status read_parts(struct seal *seal, struct fault *fault) {
    size_t header_end = 0;
    enum status status = read_version(seal, fault);
    if (status == STATUS_OK)
        status = check_characters(seal, fault);
    if (status == STATUS_OK)
        status = read_header(seal, &header_end, fault);
    if (status != STATUS_OK)
        return status;
    const char *mark = memchr(seal->text + header_end, SEAL_US, seal->length - header_end);
    if (mark == NULL)
        return refuse(fault, STATUS_MALFORMED, "signature", seal->length);
    seal->signed_length = (size_t)(mark - seal->text);
    status = read_fields(seal, header_end, seal->signed_length, false, fault);
    return status == STATUS_OK ? read_signature(seal, fault) : status;
}

enum status seal_read(const char *text, size_t length, struct seal *seal, struct fault *fault) {
    if (length > 0 && text[length - 1] == '\n')
        length--;
    if (length > 0 && text[length - 1] == '\r')
        length--;
    if (length > SEAL_TEXT_MAX)
        return refuse(fault, STATUS_MALFORMED, "message", SEAL_TEXT_MAX);
    memset(seal, 0, sizeof *seal);
    memcpy(seal->text, text, length);
    seal->length = length;
    return read_parts(seal, fault);
}

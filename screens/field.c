/* Edits one line. It must not draw, nor know what the text is for. */
#include "field.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

void field_init(struct field *field, size_t longest, bool secret) {
    *field = (struct field){.longest = longest, .secret = secret};
}

void field_clear(struct field *field) {
    memory_wipe(field->text, sizeof field->text);
    field->length = field->cursor = 0;
}

static size_t count_characters(const char *text) {
    size_t count = 0;
    while (*text != '\0') {
        text_next(&text);
        count++;
    }
    return count;
}

static bool is_continuation(char byte) {
    return ((unsigned char)byte & 0xc0) == 0x80;
}

static size_t before(const struct field *field, size_t at) {
    do
        at--;
    while (at > 0 && is_continuation(field->text[at]));
    return at;
}

static size_t after(const struct field *field, size_t at) {
    do
        at++;
    while (at < field->length && is_continuation(field->text[at]));
    return at;
}

static void erase(struct field *field, size_t from, size_t to) {
    memmove(field->text + from, field->text + to, field->length - to);
    field->length -= to - from;
    memory_wipe(field->text + field->length, to - from);
    field->cursor = from;
}

static bool is_control(uint32_t character) {
    return character < 0x20 || (character >= 0x7f && character < 0xa0);
}

static void insert(struct field *field, uint32_t character) {
    char bytes[4];
    size_t size = text_encode(character, bytes);
    if (field->length + size > FIELD_BYTES || count_characters(field->text) >= field->longest)
        return;
    memmove(field->text + field->cursor + size, field->text + field->cursor, field->length - field->cursor);
    memcpy(field->text + field->cursor, bytes, size);
    field->length += size;
    field->cursor += size;
    field->text[field->length] = '\0';
}

void field_set(struct field *field, const char *text) {
    field_clear(field);
    while (*text != '\0') {
        uint32_t character = text_next(&text);
        insert(field, character);
    }
}

void field_insert(struct field *field, const char *text) {
    while (*text != '\0') {
        uint32_t character = text_next(&text);
        if (character == '\n')
            insert(field, ' ');
        else if (!is_control(character))
            insert(field, character);
    }
}

size_t field_find_begun(const struct field *field, const char *text, size_t count, const char **rest) {
    struct field first;
    char begun[FIELD_BYTES + 1];
    const char *after_it = text;
    for (size_t i = 0; i < count && *after_it != '\0'; i++)
        text_next(&after_it);
    field_init(&first, field->longest, false);
    if (text_format(begun, sizeof begun, "%.*s", (int)(after_it - text), text))
        field_insert(&first, begun);
    size_t length = first.length;
    bool is_there = length <= field->cursor && memcmp(field->text + field->cursor - length, first.text, length) == 0;
    *rest = is_there ? after_it : text;
    memory_wipe(begun, sizeof begun);
    field_clear(&first);
    return is_there ? length : 0;
}

bool field_key(struct field *field, const struct key *key) {
    switch (key->code) {
    case KEYS_TEXT:
        if (key->alt)
            return false;
        if (!is_control(key->character))
            insert(field, key->character);
        return true;
    case KEYS_BACKSPACE:
        if (field->cursor > 0)
            erase(field, before(field, field->cursor), field->cursor);
        return true;
    case KEYS_DELETE:
        if (field->cursor < field->length)
            erase(field, field->cursor, after(field, field->cursor));
        return true;
    case KEYS_ERASE_LINE:
        field_clear(field);
        return true;
    case KEYS_LEFT:
        field->cursor = field->cursor > 0 ? before(field, field->cursor) : 0;
        return true;
    case KEYS_RIGHT:
        field->cursor = field->cursor < field->length ? after(field, field->cursor) : field->length;
        return true;
    case KEYS_HOME:
        field->cursor = 0;
        return true;
    case KEYS_END:
        field->cursor = field->length;
        return true;
    default:
        return false;
    }
}

static void view_secret(const struct field *field, int width, char *shown, size_t size, int *cursor) {
    struct text_builder marks;
    text_builder_init(&marks, size - 1);
    size_t count = count_characters(field->text);
    for (size_t i = 0; i < count && i < (size_t)width; i++)
        text_append(&marks, "•");
    text_copy(shown, size, marks.bytes);
    text_builder_clear(&marks);
    *cursor = 0;
    for (size_t at = 0; at < field->cursor && *cursor < width - 1; at = after(field, at))
        (*cursor)++;
}

void field_view(const struct field *field, int width, char *shown, size_t size, int *cursor) {
    if (field->secret) {
        view_secret(field, width, shown, size, cursor);
        return;
    }
    char left[FIELD_BYTES + 1];
    size_t start = 0;
    for (;;) { /* scrolls by characters until the cursor, which needs a column of its own, is inside */
        memcpy(left, field->text + start, field->cursor - start);
        left[field->cursor - start] = '\0';
        *cursor = text_width(left);
        if (*cursor < width || start >= field->cursor)
            break;
        start = after(field, start);
    }
    size_t fits = text_fit(field->text + start, width);
    if (fits >= size)
        fits = 0;
    memcpy(shown, field->text + start, fits);
    shown[fits] = '\0';
    memory_wipe(left, sizeof left);
}

bool field_is_all_capitals(const struct field *field) {
    int capitals = 0;
    for (const char *at = field->text; *at != '\0';) {
        uint32_t character = text_next(&at);
        if (character >= 'a' && character <= 'z')
            return false;
        if (character >= 'A' && character <= 'Z')
            capitals++;
    }
    return capitals >= 3;
}

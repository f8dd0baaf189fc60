/* UTF-8, display width and the bounded builder (folding is in text_fold.c). It must not depend on the locale, nor cut a
 * text without saying so. */
#include "text.h"

#include <stdio.h>
#include <string.h>

#include "memory.h"

enum { BUILDER_FIRST_SIZE = 64, REPLACEMENT = 0xFFFD };

struct range {
    uint32_t first, last;
};

/* Marks and invisible format characters of the scripts that a civil-status name may be written in here (Latin), and
 * what may be pasted with them. */
static const struct range zero_width[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F}, {0x0300, 0x036F}, {0x0483, 0x0489},   {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F},   {0x20D0, 0x20FF},
    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
};

/* East Asian wide and fullwidth (UAX 11), and the pictographs that terminals draw wide. */
static const struct range double_width[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97C},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

/* --- Builder --- */

void text_builder_init(struct text_builder *builder, size_t ceiling) {
    size_t size = ceiling < BUILDER_FIRST_SIZE ? ceiling + 1 : BUILDER_FIRST_SIZE;
    *builder = (struct text_builder){.bytes = memory_alloc(size), .size = size, .ceiling = ceiling};
}

void text_builder_clear(struct text_builder *builder) {
    memory_free(builder->bytes);
    *builder = (struct text_builder){0};
}

/* Makes room for `more` bytes and the NUL; false, for good, when that is over the ceiling. */
static bool make_room(struct text_builder *builder, size_t more) {
    if (builder->bytes == NULL || more > builder->ceiling - builder->length)
        builder->failed = true;
    if (builder->failed)
        return false;
    size_t needed = builder->length + more + 1;
    if (needed <= builder->size)
        return true;
    size_t size = needed > builder->ceiling / 2 ? builder->ceiling + 1 : needed * 2;
    builder->bytes = memory_grow(builder->bytes, builder->size, size);
    builder->size = size;
    return true;
}

void text_append_bytes(struct text_builder *builder, const void *bytes, size_t size) {
    if (size == 0 || !make_room(builder, size))
        return;
    memcpy(builder->bytes + builder->length, bytes, size);
    builder->length += size;
    builder->bytes[builder->length] = '\0';
}

void text_append(struct text_builder *builder, const char *text) {
    text_append_bytes(builder, text, strlen(text));
}

void text_append_char(struct text_builder *builder, char byte) {
    text_append_bytes(builder, &byte, 1);
}

void text_appendf(struct text_builder *builder, const char *format, ...) {
    va_list measured, written;
    va_start(measured, format);
    va_copy(written, measured);
    int length = vsnprintf(NULL, 0, format, measured);
    va_end(measured);
    if (length < 0)
        builder->failed = true;
    else if (make_room(builder, (size_t)length)) {
        vsnprintf(builder->bytes + builder->length, (size_t)length + 1, format, written);
        builder->length += (size_t)length;
    }
    va_end(written);
}

enum status text_builder_take(struct text_builder *builder, char **text) {
    enum status status = STATUS_TOO_LONG;
    if (!builder->failed) {
        *text = builder->bytes;
        builder->bytes = NULL;
        status = STATUS_OK;
    }
    text_builder_clear(builder);
    return status;
}

/* --- Fixed buffers --- */

bool text_format(char *buffer, size_t size, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(buffer, size, format, arguments);
    va_end(arguments);
    if (length >= 0 && (size_t)length < size)
        return true;
    memory_wipe(buffer, size);
    return false;
}

const char *text_plural(int count) {
    return count > 1 ? "s" : "";
}

bool text_copy(char *buffer, size_t size, const char *text) {
    if (size == 0)
        return false;
    size_t length = strnlen(text, size);
    bool whole = length < size;
    if (!whole) {
        length = size - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
    }
    memmove(buffer, text, length);
    buffer[length] = '\0';
    return whole;
}

/* --- UTF-8 --- */

/* Length of the well-formed sequence (RFC 3629) that begins at `bytes`, 0 for none; its code point in *code_point. */
static size_t decode(const unsigned char *bytes, size_t size, uint32_t *code_point) {
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (size == 0)
        return 0;
    if (bytes[0] < 0x80) {
        *code_point = bytes[0];
        return bytes[0] == 0 ? 0 : 1;
    }
    size_t length = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : 2;
    if (bytes[0] < 0xC2 || bytes[0] > 0xF4 || size < length)
        return 0;
    uint32_t value = bytes[0] & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (bytes[i] & 0x3Fu);
    }
    if (value < smallest[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *code_point = value;
    return length;
}

bool text_is_utf8(const char *bytes, size_t size) {
    uint32_t code_point;
    for (size_t at = 0; at < size;) {
        size_t length = decode((const unsigned char *)bytes + at, size - at, &code_point);
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

/* Marks that reorder or hide what follows (Unicode Bidi_Control, zero-width, BOM): a name could be made to read as
 * another. */
static bool is_invisible(uint32_t code_point) {
    return (code_point >= 0x200B && code_point <= 0x200F) || (code_point >= 0x202A && code_point <= 0x202E) ||
           (code_point >= 0x2060 && code_point <= 0x206F) || code_point == 0x061C || code_point == 0xFEFF;
}

bool text_has_control(const char *text) {
    if (!text_is_utf8(text, strlen(text)))
        return true;
    for (uint32_t code_point; (code_point = text_next(&text)) != 0;)
        if (code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F) || is_invisible(code_point))
            return true;
    return false;
}

uint32_t text_next(const char **at) {
    unsigned char first = (unsigned char)**at;
    if (first < 0x80) { /* most characters, and most of the drawing of a screen */
        *at += first != '\0';
        return first;
    }
    uint32_t code_point;
    size_t length = decode((const unsigned char *)*at, strnlen(*at, 4), &code_point);
    if (length == 0) {
        ++*at;
        return REPLACEMENT;
    }
    *at += length;
    return code_point;
}

size_t text_encode(uint32_t code_point, char out[4]) {
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    size_t length = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--, code_point >>= 6)
        out[i] = (char)(0x80 | (code_point & 0x3F));
    out[0] = (char)((0xF00u >> length & 0xF0) | code_point);
    return length;
}

/* --- Width --- */

static bool is_in(uint32_t code_point, const struct range *ranges, size_t count) {
    for (size_t i = 0; i < count && ranges[i].first <= code_point; i++)
        if (code_point <= ranges[i].last)
            return true;
    return false;
}

int text_code_point_width(uint32_t code_point) {
    if (code_point >= 0x20 && code_point < 0x7F)
        return 1;
    if (is_in(code_point, zero_width, sizeof zero_width / sizeof zero_width[0]))
        return 0;
    return is_in(code_point, double_width, sizeof double_width / sizeof double_width[0]) ? 2 : 1;
}

int text_width(const char *text) {
    int width = 0;
    for (uint32_t code_point; (code_point = text_next(&text)) != 0;)
        width += text_code_point_width(code_point);
    return width;
}

size_t text_fit(const char *text, int columns) {
    const char *at = text;
    for (int width = 0;;) {
        const char *next = at;
        uint32_t code_point = text_next(&next);
        width += text_code_point_width(code_point);
        if (code_point == 0 || width > columns)
            return (size_t)(at - text);
        at = next;
    }
}

/* Reads what an agent typed or a scanner sent as a NEPH, and writes one for the eye. It must not look a NEPH up, nor
 * guess at a character. */
#include "neph.h"

#include <ctype.h>
#include <string.h>

#include "memory.h"
#include "text.h"

enum { GROUP_LENGTH = 4, SHOWN_LENGTH = 4 };

/* Full-width forms (U+FF01–U+FF5E), which some keyboards and copied pages give, are ASCII shifted. */
static uint32_t to_half_width(uint32_t code_point) {
    return code_point >= 0xFF01 && code_point <= 0xFF5E ? code_point - 0xFF01 + '!' : code_point;
}

/* Spaces, dashes, dots and slashes of any kind, and the invisible marks that pasting brings. */
static bool is_separator(uint32_t code_point) {
    static const uint32_t others[] = {'\t', ' ', '-', '.', '/', 0xA0, 0xAD, 0xB7, 0x2212, 0x2215, 0x3000, 0xFEFF};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (code_point == others[i])
            return true;
    return (code_point >= 0x2000 && code_point <= 0x2015) || code_point == 0x202F || code_point == 0x205F ||
           code_point == 0x2060 || code_point == 0x2022;
}

/* Field 5 of the card: year, two letters, order number (arrêté du 20 avril 2012). */
static bool is_title_number(const char *neph, size_t length) {
    static const char form[] = "00AA00000";
    if (length != sizeof form - 1)
        return false;
    for (size_t i = 0; i < length; i++)
        if ((form[i] == 'A') != (neph[i] >= 'A'))
            return false;
    return true;
}

static enum neph_kind judge_length(const char *neph, size_t length) {
    if (length == 0)
        return NEPH_EMPTY;
    if (length < RECORD_NEPH_MIN)
        return NEPH_TOO_SHORT;
    if (length > RECORD_NEPH_MAX)
        return NEPH_TOO_LONG;
    return is_title_number(neph, length) ? NEPH_TITLE_NUMBER : NEPH_OK;
}

enum neph_kind neph_read(const char *typed, char neph[RECORD_NEPH_MAX + 1]) {
    char read[RECORD_NEPH_MAX + 1] = "";
    size_t length = 0;
    enum neph_kind kind = NEPH_OK;
    for (uint32_t code_point; kind == NEPH_OK && (code_point = to_half_width(text_next(&typed))) != 0;) {
        if (is_separator(code_point))
            continue;
        if (code_point >= 0x80 || !isalnum((int)code_point))
            kind = NEPH_BAD_CHARACTER;
        else if (length++ < RECORD_NEPH_MAX)
            read[length - 1] = (char)(code_point >= 'a' ? code_point - 'a' + 'A' : code_point);
    }
    if (kind == NEPH_OK)
        kind = judge_length(read, length);
    if (kind != NEPH_OK && kind != NEPH_TITLE_NUMBER)
        memory_wipe(read, sizeof read);
    memcpy(neph, read, sizeof read);
    memory_wipe(read, sizeof read);
    return kind;
}

void neph_write_grouped(const char *neph, char out[32]) {
    size_t length = strnlen(neph, RECORD_NEPH_MAX), written = 0;
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && i % GROUP_LENGTH == 0)
            out[written++] = ' ';
        out[written++] = neph[i];
    }
    out[written] = '\0';
}

void neph_write_masked(const char *neph, char out[64]) {
    size_t length = strnlen(neph, RECORD_NEPH_MAX), written = 0;
    for (size_t i = 0; i < length; i++) {
        if (i + SHOWN_LENGTH >= length)
            out[written++] = neph[i];
        else
            written += text_encode(0x2022, out + written);
    }
    out[written] = '\0';
}

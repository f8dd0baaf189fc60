/* Decodes keys. It must not read the terminal, nor wait: one poll does. */
#include "decode.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

enum { ESC = 0x1b };

struct known {
    const char *bytes;
    enum keys_code code;
};

/* Sent by xterm and its kin, the Linux console, rxvt, screen and tmux, whatever TERM says. */
static const struct known usual[] = {
    {"\033[A", KEYS_UP},        {"\033[B", KEYS_DOWN},       {"\033[C", KEYS_RIGHT},    {"\033[D", KEYS_LEFT},
    {"\033OA", KEYS_UP},        {"\033OB", KEYS_DOWN},       {"\033OC", KEYS_RIGHT},    {"\033OD", KEYS_LEFT},
    {"\033[H", KEYS_HOME},      {"\033[F", KEYS_END},        {"\033OH", KEYS_HOME},     {"\033OF", KEYS_END},
    {"\033[1~", KEYS_HOME},     {"\033[4~", KEYS_END},       {"\033[7~", KEYS_HOME},    {"\033[8~", KEYS_END},
    {"\033[5~", KEYS_PAGE_UP},  {"\033[6~", KEYS_PAGE_DOWN}, {"\033[3~", KEYS_DELETE},  {"\033[Z", KEYS_BACK_TAB},
    {"\033OM", KEYS_ENTER},     {"\033OP", KEYS_F1},         {"\033OQ", KEYS_F1 + 1},   {"\033OR", KEYS_F1 + 2},
    {"\033OS", KEYS_F1 + 3},    {"\033[[A", KEYS_F1},        {"\033[[B", KEYS_F1 + 1},  {"\033[[C", KEYS_F1 + 2},
    {"\033[[D", KEYS_F1 + 3},   {"\033[[E", KEYS_F1 + 4},    {"\033[11~", KEYS_F1},     {"\033[12~", KEYS_F1 + 1},
    {"\033[13~", KEYS_F1 + 2},  {"\033[14~", KEYS_F1 + 3},   {"\033[15~", KEYS_F1 + 4}, {"\033[17~", KEYS_F1 + 5},
    {"\033[18~", KEYS_F1 + 6},  {"\033[19~", KEYS_F1 + 7},   {"\033[20~", KEYS_F1 + 8}, {"\033[21~", KEYS_F1 + 9},
    {"\033[23~", KEYS_F1 + 10}, {"\033[24~", KEYS_F12},      {"\033[200~", KEYS_PASTE}, {"\033[201~", KEYS_PASTE_END},
};
enum { USUAL_COUNT = sizeof usual / sizeof usual[0] };

void decode_init(struct decode *decode) {
    *decode = (struct decode){0};
}

void decode_learn(struct decode *decode, const char *sequence, enum keys_code code) {
    size_t length = sequence == NULL ? 0 : strlen(sequence);
    if (length < 2 || length >= DECODE_SEQUENCE_MAX || sequence[0] != ESC || decode->learnt_count == DECODE_SEQUENCES)
        return;
    struct decode_sequence *learnt = &decode->learnt[decode->learnt_count++];
    memcpy(learnt->bytes, sequence, length + 1);
    learnt->code = code;
}

char *decode_room(struct decode *decode, size_t *size) {
    *size = DECODE_BYTES - decode->length;
    return decode->bytes + decode->length;
}

void decode_add(struct decode *decode, size_t count) {
    decode->length += count;
}

static void consume(struct decode *decode, size_t count) {
    memmove(decode->bytes, decode->bytes + count, decode->length - count);
    memory_wipe(decode->bytes + decode->length - count, count);
    decode->length -= count;
}

enum match { MATCH_NONE, MATCH_PREFIX, MATCH_WHOLE };

static enum match match(const struct decode *decode, const char *sequence) {
    size_t length = strlen(sequence);
    size_t common = length < decode->length ? length : decode->length;
    if (memcmp(decode->bytes, sequence, common) != 0)
        return MATCH_NONE;
    return common == length ? MATCH_WHOLE : MATCH_PREFIX;
}

/* What terminfo says of this terminal goes first. */
static enum match find_sequence(const struct decode *decode, enum keys_code *code, size_t *length) {
    enum match best = MATCH_NONE;
    for (size_t i = 0; i < decode->learnt_count + USUAL_COUNT; i++) {
        bool is_learnt = i < decode->learnt_count;
        const char *sequence = is_learnt ? decode->learnt[i].bytes : usual[i - decode->learnt_count].bytes;
        enum match found = match(decode, sequence);
        if (found == MATCH_WHOLE) {
            *code = is_learnt ? decode->learnt[i].code : usual[i - decode->learnt_count].code;
            *length = strlen(sequence);
            return MATCH_WHOLE;
        }
        if (found == MATCH_PREFIX)
            best = MATCH_PREFIX;
    }
    return best;
}

/* Length of an unknown control sequence (ECMA-48: up to a final byte in @ … ~), 0 while it is not whole. */
static size_t control_sequence_length(const struct decode *decode) {
    for (size_t i = 2; i < decode->length; i++) {
        unsigned char byte = (unsigned char)decode->bytes[i];
        if (byte >= 0x40 && byte <= 0x7e)
            return i + 1;
        if (byte < 0x20 || byte > 0x7e)
            return i;
    }
    return 0;
}

/* Bytes of the UTF-8 character at `at`: 0 when it is cut by the end of what came, 1 for a wrong byte. */
static size_t character_length(const struct decode *decode, size_t at) {
    unsigned char lead = (unsigned char)decode->bytes[at];
    size_t length = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
    if (lead >= 0xf5)
        length = 1;
    for (size_t i = 1; i < length; i++) {
        if (at + i == decode->length)
            return 0;
        if (((unsigned char)decode->bytes[at + i] & 0xc0) != 0x80)
            return 1;
    }
    return length;
}

static enum decode_result take_character(struct decode *decode, size_t at, bool flush, struct key *key) {
    size_t length = character_length(decode, at);
    if (length == 0 && !flush)
        return DECODE_INCOMPLETE;
    char character[5] = {0};
    memcpy(character, decode->bytes + at, length);
    bool good = length > 0 && text_is_utf8(character, length);
    const char *next = character;
    *key = (struct key){.code = good ? KEYS_TEXT : KEYS_NONE, .character = good ? text_next(&next) : 0, .alt = at > 0};
    consume(decode, length == 0 ? decode->length : at + length);
    return DECODE_KEY;
}

static enum keys_code control_key(unsigned char byte) {
    switch (byte) {
    case '\r':
    case '\n':
        return KEYS_ENTER;
    case '\t':
        return KEYS_TAB;
    case 0x01: /* Ctrl-A */
        return KEYS_HOME;
    case 0x05: /* Ctrl-E */
        return KEYS_END;
    case 0x08:
    case 0x7f:
        return KEYS_BACKSPACE;
    case 0x0c:
        return KEYS_REPAINT;
    case 0x15:
        return KEYS_ERASE_LINE;
    case ESC:
        return KEYS_ESCAPE;
    default:
        return KEYS_NONE;
    }
}

/* GS, RS and US (Ctrl-], Ctrl-^ and Ctrl-_): what separates the fields of a 2D-Doc. */
static bool is_separator(unsigned char byte) {
    return byte >= 0x1d && byte <= 0x1f;
}

static bool is_control(unsigned char byte) {
    return byte < 0x20 || byte == 0x7f;
}

static enum decode_result take_escape(struct decode *decode, bool flush, struct key *key) {
    enum keys_code code = KEYS_NONE;
    size_t length = 0;
    enum match found = find_sequence(decode, &code, &length);
    if (found == MATCH_PREFIX && !flush)
        return DECODE_INCOMPLETE;
    if (found != MATCH_WHOLE && decode->length > 2 && (decode->bytes[1] == '[' || decode->bytes[1] == 'O')) {
        length = decode->bytes[1] == 'O' ? 3 : control_sequence_length(decode);
        if (length == 0 && !flush)
            return DECODE_INCOMPLETE;
        length = length == 0 ? decode->length : length; /* an unknown key: nothing, rather than its bytes as text */
    } else if (found != MATCH_WHOLE && decode->length > 1 && !is_control((unsigned char)decode->bytes[1])) {
        return take_character(decode, 1, flush, key);
    } else if (found != MATCH_WHOLE) {
        code = KEYS_ESCAPE;
        length = 1;
    }
    *key = (struct key){.code = code};
    decode->pasting = code == KEYS_PASTE;
    consume(decode, length);
    return DECODE_KEY;
}

/* In what is pasted nothing is a command, not even Esc; the end of it alone is. */
static enum decode_result take_pasted_escape(struct decode *decode, bool flush, struct key *key) {
    static const char end[] = "\033[201~";
    enum match found = match(decode, end);
    if (found == MATCH_PREFIX && !flush)
        return DECODE_INCOMPLETE;
    decode->pasting = found != MATCH_WHOLE;
    *key = (struct key){.code = found == MATCH_WHOLE ? KEYS_PASTE_END : KEYS_NONE};
    consume(decode, found == MATCH_WHOLE ? sizeof end - 1 : 1);
    return DECODE_KEY;
}

enum decode_result decode_next(struct decode *decode, bool flush, struct key *key) {
    if (decode->after_return && decode->length > 0) {
        decode->after_return = false;
        if (decode->bytes[0] == '\n')
            consume(decode, 1);
    }
    if (decode->length == 0)
        return DECODE_EMPTY;
    unsigned char byte = (unsigned char)decode->bytes[0];
    if (byte == ESC)
        return decode->pasting ? take_pasted_escape(decode, flush, key) : take_escape(decode, flush, key);
    if (!is_control(byte) || is_separator(byte))
        return take_character(decode, 0, flush, key);
    enum keys_code code = control_key(byte);
    bool is_text = code == KEYS_ENTER || code == KEYS_TAB;
    *key = (struct key){.code = decode->pasting && !is_text ? KEYS_NONE : code};
    decode->after_return = byte == '\r';
    consume(decode, 1);
    return DECODE_KEY;
}

void decode_wipe(struct decode *decode) {
    memory_wipe(decode->bytes, sizeof decode->bytes);
    decode->length = 0;
    decode->pasting = false;
}

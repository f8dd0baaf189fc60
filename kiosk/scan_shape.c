/* What a scan is by its shape alone: a zone of which lines are still to come, or something that was one before a
 * keyboard damaged it beyond reading. It must not read what it says. */
#include "scan_private.h"

#include "memory.h"
#include "text.h"

enum { LICENCE_OR_TD1 = 30, TD2 = 36, TD3 = 44 }; /* characters of a line */

/* --- A zone that goes on --- */

struct lines {
    size_t count, width; /* whole ones; how wide they all are */
    bool differ;
};

static struct lines count_lines(const char *text) {
    struct lines lines = {0};
    size_t width = 0;
    for (uint32_t code_point; (code_point = text_next(&text)) != 0;) {
        if (code_point != '\r' && code_point != '\n') {
            width++;
        } else if (width > 0) {
            lines.differ = lines.differ || (lines.count > 0 && width != lines.width);
            lines.width = width;
            lines.count++;
            width = 0;
        }
    }
    return lines;
}

/* A keyboard changes the characters of a zone, not how many there are, nor the D that a licence's begins with. */
int scan_quiet_ms(const char *text, size_t length) {
    if (length == 0 || (text[length - 1] != '\r' && text[length - 1] != '\n'))
        return SCAN_QUIET_MS;
    struct lines lines = count_lines(text);
    bool is_licence = *text == 'D' || *text == 'd';
    size_t whole = lines.width == LICENCE_OR_TD1              ? (is_licence ? 1 : 3)
                   : lines.width == TD2 || lines.width == TD3 ? 2
                                                              : 0;
    return !lines.differ && lines.count < whole ? SCAN_LINE_QUIET_MS : SCAN_QUIET_MS;
}

/* --- What was damaged beyond reading --- */

enum { ZONE_LEAST = 28, ZONE_MOST = 92, GAPS_MOST = 2, DIGITS_LEAST = 2, SEAL_LEAST = 22 };

struct shape {
    size_t count, gaps;     /* characters; runs of spaces */
    size_t digits, symbols; /* symbols: what digit keys make on AZERTY, but for a dash */
    bool has_small, has_capital;
    bool is_plain; /* letters, digits and fillers only */
};

static struct shape measure(const char *text) {
    struct shape shape = {.is_plain = true};
    bool was_gap = false;
    for (uint32_t code_point; (code_point = text_next(&text)) != 0;) {
        bool is_gap = code_point <= ' ', is_digit = code_point >= '0' && code_point <= '9';
        bool is_letter = (code_point | 0x20) >= 'a' && (code_point | 0x20) <= 'z';
        bool is_small = is_letter && (code_point & 0x20) != 0;
        shape.has_small |= is_small;
        shape.has_capital |= is_letter && !is_small;
        shape.count += !is_gap;
        shape.gaps += is_gap && !was_gap;
        shape.digits += is_digit;
        shape.symbols += code_point != '-' && scan_digit_of(code_point) != '\0';
        shape.is_plain = shape.is_plain && (is_gap || is_digit || is_letter || code_point == '<');
        was_gap = is_gap;
    }
    return shape;
}

/* Would it be written like a zone if some damage were put right? */
static bool is_near_zone(const char *text) {
    char undone[4 * ZONE_MOST + 16];
    bool is_near = false;
    for (int damage = 0; damage < SCAN_DAMAGE_COUNT && !is_near; damage++)
        if (scan_undo_damage(damage, text, undone, sizeof undone)) {
            struct shape shape = measure(undone);
            is_near = shape.is_plain && !shape.has_small && shape.digits >= DIGITS_LEAST;
        }
    memory_wipe(undone, sizeof undone);
    return is_near;
}

/* What a person types has more spaces, or none of AZERTY's digit symbols; a password mixes small letters and capitals,
 * which no keyboard makes of a zone. */
bool scan_resembles_zone(const char *text) {
    struct shape shape = measure(text);
    bool is_zone_long = shape.count == LICENCE_OR_TD1 || shape.count == 2 * TD2 || shape.count == 2 * TD3 ||
                        shape.count == 3 * LICENCE_OR_TD1;
    if (shape.is_plain || shape.gaps > GAPS_MOST || shape.count < ZONE_LEAST || shape.count > ZONE_MOST)
        return false;
    if (shape.has_small && shape.has_capital)
        return false;
    return (is_zone_long && shape.symbols > 0) || is_near_zone(text);
}

bool scan_resembles_2d_doc(const char *text) {
    if (measure(text).count < SEAL_LEAST || (text[0] | 0x20) != 'd' || (text[1] | 0x20) != 'c')
        return false;
    bool is_damaged = text[0] == 'd' || text[1] == 'c';
    const char *version = text + 2;
    for (int i = 0; i < 2; i++) {
        uint32_t code_point = text_next(&version);
        bool is_digit = code_point >= '0' && code_point <= '9';
        if (!is_digit && scan_digit_of(code_point) == '\0')
            return false;
        is_damaged = is_damaged || !is_digit;
    }
    return is_damaged;
}

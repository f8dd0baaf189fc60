/* Folding to the 2D-Doc alphabet (2D-Doc 3.2.6) and to ASCII. Own table of decompositions, since Unicode's whole data
 * would be the only use of a large library. It must not depend on the locale. */
#include "text.h"

#include <string.h>

struct spelling {
    uint32_t code_point;
    const char *ascii;
};

/* Base letter of the canonical decomposition (NFD) of U+00C0–U+024F and U+1E00–U+1EFF; '.' where there is none. */
enum { BASES_LATIN = 0x00C0, BASES_ADDITIONAL = 0x1E00 };
static const char bases_latin[] = "AAAAAA.CEEEEIIII.NOOOOO..UUUUY..aaaaaa.ceeeeiiii.nooooo..uuuuy.y"
                                  "AaAaAaCcCcCcCcDd..EeEeEeEeEeGgGgGgGgHh..IiIiIiIiI...JjKk.LlLlLl."
                                  "...NnNnNn...OoOoOo..RrRrRrSsSsSsSsTtTt..UuUuUuUuUuUuWwYyYZzZzZz."
                                  "................................Oo.............Uu..............."
                                  ".............AaIiOoUuUuUuUuUu.AaAa....GgKkOoOo..j...Gg..NnAa...."
                                  "AaAaEeEeIiIiOoOoRrRrUuUuSsTt..Hh......AaEeOoOoOoOoYy............"
                                  "................";
static const char bases_additional[] = "AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMm"
                                       "MmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVv"
                                       "WwWwWwWwWwXxXxYyZzZzZzhtwy......AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe"
                                       "EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy......";

/* Letters that no decomposition reaches: those that 2D-Doc names, their accented forms (Ǽ, Ǿ), and letters whose upper
 * case is plain (ſ, ŉ, typographic ligatures), and Kelvin and Ångström signs. */
static const struct spelling letters[] = {
    {0x00C6, "AE"}, {0x00E6, "ae"}, {0x01E2, "AE"}, {0x01E3, "ae"},  {0x01FC, "AE"},  {0x01FD, "ae"}, {0x0152, "OE"},
    {0x0153, "oe"}, {0x00DF, "ss"}, {0x1E9E, "SS"}, {0x00DE, "TH"},  {0x00FE, "th"},  {0x0110, "D"},  {0x0111, "d"},
    {0x00D0, "D"},  {0x00F0, "d"},  {0x0141, "L"},  {0x0142, "l"},   {0x00D8, "O"},   {0x00F8, "o"},  {0x01FE, "O"},
    {0x01FF, "o"},  {0x0131, "i"},  {0x017F, "s"},  {0x1E9B, "s"},   {0x0149, "n"},   {0x212A, "K"},  {0x212B, "A"},
    {0xFB00, "ff"}, {0xFB01, "fi"}, {0xFB02, "fl"}, {0xFB03, "ffi"}, {0xFB04, "ffl"}, {0xFB05, "st"}, {0xFB06, "st"},
};

/* What an ASCII terminal shows for the signs that French text and our screens use. */
static const struct spelling signs[] = {
    {0x00A0, " "},  {0x2002, " "},  {0x2003, " "},  {0x2009, " "},   {0x202F, " "},  {0x2010, "-"},   {0x2011, "-"},
    {0x2012, "-"},  {0x2013, "-"},  {0x2014, "-"},  {0x2212, "-"},   {0x00AD, "-"},  {0x2018, "'"},   {0x2019, "'"},
    {0x02BC, "'"},  {0x2032, "'"},  {0x2039, "'"},  {0x203A, "'"},   {0x00AB, "\""}, {0x00BB, "\""},  {0x201C, "\""},
    {0x201D, "\""}, {0x201E, "\""}, {0x2033, "\""}, {0x2026, "..."}, {0x00B7, "."},  {0x20AC, "EUR"}, {0x00B0, "o"},
    {0x00BA, "o"},  {0x00AA, "a"},  {0x00B2, "2"},  {0x00B3, "3"},   {0x00B9, "1"},  {0x00D7, "x"},   {0x2022, "*"},
    {0x25CF, "*"},  {0x25CC, "o"},  {0x25CB, "o"},  {0x2717, "x"},   {0x2718, "x"},  {0x2713, "v"},   {0x2714, "v"},
    {0x2190, "<-"}, {0x2191, "^"},  {0x2192, "->"}, {0x2193, "v"},   {0x25B2, "^"},  {0x25BC, "v"},   {0x25B6, ">"},
    {0x25B8, ">"},  {0x25C0, "<"},  {0x2264, "<="}, {0x2265, ">="},  {0x2260, "!="}, {0x2500, "-"},   {0x2502, "|"},
    {0x2581, "_"},  {0x2582, "_"},  {0x2583, "_"},  {0x2584, "="},   {0x2585, "="},  {0x2586, "="},   {0x2587, "="},
    {0x2588, "#"},  {0x2591, ":"},
};

static const char *find_spelling(uint32_t code_point, const struct spelling *spellings, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (spellings[i].code_point == code_point)
            return spellings[i].ascii;
    return NULL;
}

static bool is_mark(uint32_t code_point) {
    return (code_point >= 0x0300 && code_point <= 0x036F) || (code_point >= 0x1AB0 && code_point <= 0x1AFF) ||
           (code_point >= 0x1DC0 && code_point <= 0x1DFF) || (code_point >= 0x20D0 && code_point <= 0x20FF) ||
           (code_point >= 0xFE20 && code_point <= 0xFE2F);
}

static bool is_apostrophe(uint32_t code_point) {
    return code_point == '\'' || code_point == 0x2019 || code_point == 0x02BC;
}

/* The ASCII letters of a Latin letter, "" for a mark, NULL for anything else. `base` is room for one letter. */
static const char *unaccent(uint32_t code_point, char base[2]) {
    base[0] = '.';
    base[1] = '\0';
    if (is_mark(code_point))
        return "";
    if (code_point >= BASES_LATIN && code_point - BASES_LATIN < sizeof bases_latin - 1)
        base[0] = bases_latin[code_point - BASES_LATIN];
    else if (code_point >= BASES_ADDITIONAL && code_point - BASES_ADDITIONAL < sizeof bases_additional - 1)
        base[0] = bases_additional[code_point - BASES_ADDITIONAL];
    if (base[0] != '.')
        return base;
    return find_spelling(code_point, letters, sizeof letters / sizeof letters[0]);
}

/* What 2D-Doc writes for one code point, letters still in either case: "" for what disappears, " " for what it lacks.
 */
static const char *fold_code_point(uint32_t code_point, char base[2]) {
    if (is_apostrophe(code_point))
        return "";
    if ((code_point >= '0' && code_point <= '9') || (code_point >= 'A' && code_point <= 'Z') ||
        (code_point >= 'a' && code_point <= 'z')) {
        base[0] = (char)code_point;
        base[1] = '\0';
        return base;
    }
    const char *ascii = unaccent(code_point, base);
    return ascii == NULL ? " " : ascii;
}

enum status text_fold(const char *text, char *out, size_t size) {
    size_t length = 0;
    bool space_due = false;
    char base[2];
    if (size == 0)
        return STATUS_TOO_LONG;
    out[0] = '\0';
    for (uint32_t code_point; (code_point = text_next(&text)) != 0;) {
        for (const char *ascii = fold_code_point(code_point, base); *ascii != '\0'; ascii++) {
            if (*ascii == ' ') {
                space_due = length > 0;
                continue;
            }
            if (length + space_due + 1 >= size) {
                out[0] = '\0';
                return STATUS_TOO_LONG;
            }
            if (space_due)
                out[length++] = ' ';
            space_due = false;
            out[length++] = *ascii >= 'a' ? (char)(*ascii - 'a' + 'A') : *ascii;
        }
    }
    out[length] = '\0';
    return STATUS_OK;
}

void text_to_ascii(const char *text, char *out, size_t size) {
    size_t length = 0;
    char base[2];
    if (size == 0)
        return;
    for (uint32_t code_point; (code_point = text_next(&text)) != 0;) {
        const char *ascii = base;
        if (code_point < 0x80) {
            base[0] = (char)code_point;
            base[1] = '\0';
        } else if ((ascii = unaccent(code_point, base)) == NULL)
            ascii = find_spelling(code_point, signs, sizeof signs / sizeof signs[0]);
        if (ascii == NULL)
            ascii = code_point >= 0x2500 && code_point < 0x2580 ? "+" : "?";
        size_t added = strlen(ascii);
        if (length + added >= size)
            break;
        memcpy(out + length, ascii, added);
        length += added;
    }
    out[length] = '\0';
}

/* Recognises a machine readable zone by its shape, and proposes a reading of a damaged one. It must not take a proposal
 * for what was read. */
#include "mrz_private.h"

#include <string.h>

#include "memory.h"
#include "text.h"

enum { LOOK_ALIKES_MAX = 2 };

/* --- Shape --- */

/* What is neither space nor control character, one byte a character, in upper case; '?' for what no zone has. Returns
 * how many, MRZ_TEXT_MAX + 1 when there are more. */
static size_t gather(const char *text, char out[MRZ_TEXT_MAX + 1]) {
    size_t length = 0;
    for (uint32_t code_point; (code_point = text_next(&text)) != 0;) {
        if (code_point <= ' ' || code_point == 0x7F || code_point == 0xA0 || code_point == 0xFEFF)
            continue;
        if (length == MRZ_TEXT_MAX)
            return MRZ_TEXT_MAX + 1;
        if (code_point >= 'a' && code_point <= 'z')
            code_point -= 'a' - 'A';
        out[length++] = code_point < 0x7F ? (char)code_point : '?';
    }
    out[length] = '\0';
    return length;
}

static bool starts_with(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

static bool is_one_of(char character, const char *characters) {
    return character != '\0' && strchr(characters, character) != NULL;
}

/* "D1" and three letters, of which the last may be fillers. */
static bool find_licence(const char *text, enum mrz_format *format) {
    if (!starts_with(text, "D1") || strspn(text + 2, MRZ_LETTERS) == 0 || strspn(text + 2, MRZ_LETTERS "<") < 3)
        return false;
    *format = starts_with(text + 2, "FRA") ? MRZ_FRDL : starts_with(text + 2, "NLD") ? MRZ_NLDL : MRZ_DL;
    return true;
}

/* Document codes: P for a passport, A, C or I for a card (ICAO 9303-4 to -6). */
static bool find_format(const char *text, size_t length, enum mrz_format *format) {
    switch (length) {
    case 30:
        return find_licence(text, format);
    case 72:
        *format = starts_with(text, "IDFRA") ? MRZ_IDFRA : MRZ_TD2;
        return is_one_of(text[0], "ACI");
    case 88:
        *format = MRZ_TD3;
        return text[0] == 'P';
    case 90:
        *format = MRZ_TD1;
        return is_one_of(text[0], "ACI");
    default:
        return false;
    }
}

static void read_as(const char *text, enum mrz_format format, struct date today, struct mrz *mrz) {
    const struct mrz_layout *layout = mrz_layout_of(format);
    size_t length = (size_t)layout->line_length;
    *mrz = (struct mrz){.format = format, .line_count = layout->line_count};
    for (size_t i = 0; i < (size_t)layout->line_count; i++)
        memcpy(mrz->lines[i], text + i * length, length);
    mrz_judge(mrz);
    mrz_read_fields(mrz, today);
}

enum status mrz_read(const char *text, struct date today, struct mrz *mrz) {
    char gathered[MRZ_TEXT_MAX + 1] = "";
    enum mrz_format format = MRZ_FRDL;
    bool found = find_format(gathered, gather(text, gathered), &format);
    if (found)
        read_as(gathered, format, today, mrz);
    memory_wipe(gathered, sizeof gathered);
    return found ? STATUS_OK : STATUS_NOT_FOUND;
}

/* --- Look-alikes --- */

struct search {
    struct date today;
    enum mrz_format format;
    char text[MRZ_TEXT_MAX + 1];
    size_t length;
    int found;
    struct mrz candidate;
    struct mrz *best;
};

static char look_alike(char character) {
    static const char pairs[] = "0O1I2Z5S6G8B";
    const char *at = character != '\0' ? strchr(pairs, character) : NULL;
    return at != NULL ? pairs[(at - pairs) ^ 1] : '\0';
}

static void judge_candidate(struct search *search) {
    enum mrz_format format;
    if (!find_format(search->text, search->length, &format) || format != search->format)
        return;
    read_as(search->text, format, search->today, &search->candidate);
    if (search->candidate.error_count == 0 && search->found++ == 0)
        *search->best = search->candidate;
}

/* Tries every text with exactly that many look-alikes from `start` on. */
static void search_with(struct search *search, int changes, size_t start) {
    if (changes == 0) {
        judge_candidate(search);
        return;
    }
    for (size_t i = start; i < search->length; i++) {
        char before = search->text[i];
        if (look_alike(before) == '\0')
            continue;
        search->text[i] = look_alike(before);
        search_with(search, changes - 1, i + 1);
        search->text[i] = before;
    }
}

enum status mrz_propose(const struct mrz *damaged, struct date today, struct mrz *proposed) {
    struct mrz best = {0};
    struct search search = {.today = today, .format = damaged->format, .best = &best};
    for (int i = 0; i < damaged->line_count; i++) {
        size_t length = strnlen(damaged->lines[i], MRZ_LINE_MAX);
        memcpy(search.text + search.length, damaged->lines[i], length);
        search.length += length;
    }
    for (int changes = 0; changes <= LOOK_ALIKES_MAX && search.found == 0; changes++)
        search_with(&search, changes, 0);
    bool is_one = search.found == 1;
    if (is_one)
        *proposed = best;
    mrz_clear(&best);
    memory_wipe(&search, sizeof search);
    return is_one ? STATUS_OK : STATUS_NOT_FOUND;
}

/* Spells names and finds out whether two agree. It must not know documents or records.
 *
 * Own code: the transliterations of libraries (iconv //TRANSLIT, ICU) depend on locale and version, cannot be told to
 * be ICAO's, and ICU would be 30 MB for forty letters. */
#include "identity_names.h"

#include "memory.h"
#include "text.h"

#include <string.h>

enum { WORDS_MAX = 48 };

/* The letters of ICAO 9303-3, section 6, that the 2D-Doc folding spells otherwise, or does not know. Upper and lower
 * case; the rest of that table is the letter without its mark, as the folding has it. */
static const struct {
    uint32_t upper, lower;
    const char *icao, *icao_xx;
} letters[] = {
    {0x00C4, 0x00E4, "AE", "AE"},  /* Ä */
    {0x00C5, 0x00E5, "AA", "AA"},  /* Å */
    {0x00D1, 0x00F1, "N", "NXX"},  /* Ñ */
    {0x00D6, 0x00F6, "OE", "OE"},  /* Ö */
    {0x00D8, 0x00F8, "OE", "OE"},  /* Ø */
    {0x00DC, 0x00FC, "UE", "UXX"}, /* Ü */
    {0x0126, 0x0127, "H", "H"},    /* Ħ */
    {0x0132, 0x0133, "IJ", "IJ"},  /* Ĳ */
    {0x013F, 0x0140, "L", "L"},    /* Ŀ */
    {0x014A, 0x014B, "N", "N"},    /* Ŋ */
    {0x0166, 0x0167, "T", "T"},    /* Ŧ */
    {0x212B, 0x212B, "AA", "AA"},  /* Ångström sign */
};

/* What a letter and a combining mark after it are together. */
static const struct {
    char base;
    uint32_t mark, letter;
} compositions[] = {{'A', 0x0308, 0x00C4}, {'O', 0x0308, 0x00D6}, {'U', 0x0308, 0x00DC},
                    {'A', 0x030A, 0x00C5}, {'N', 0x0303, 0x00D1}, {'O', 0x0338, 0x00D8}};

/* The code point at *at, composed with the mark that follows; moves *at on. */
static uint32_t next_letter(const char **at) {
    uint32_t code_point = text_next(at);
    const char *after = *at;
    uint32_t mark = code_point < 0x80 ? text_next(&after) : 0;
    for (size_t i = 0; i < sizeof compositions / sizeof compositions[0] && mark >= 0x0300; i++)
        if (compositions[i].mark == mark && (uint32_t)compositions[i].base == (code_point & ~0x20U)) {
            *at = after;
            return compositions[i].letter;
        }
    return code_point;
}

static const char *icao_letters(uint32_t code_point, enum identity_spelling spelling) {
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
        if (letters[i].upper == code_point || letters[i].lower == code_point)
            return spelling == IDENTITY_ICAO_XX ? letters[i].icao_xx : letters[i].icao;
    return NULL;
}

/* One letter in A-Z0-9: "" for what is none. */
static void spell_letter(uint32_t code_point, enum identity_spelling spelling, char out[8]) {
    const char *icao = spelling == IDENTITY_FOLDED ? NULL : icao_letters(code_point, spelling);
    char bytes[5];
    bytes[text_encode(code_point, bytes)] = '\0';
    if (icao != NULL)
        text_copy(out, 8, icao);
    else if (text_fold(bytes, out, 8) != STATUS_OK)
        out[0] = '\0';
}

enum status identity_spell(const char *name, enum identity_spelling spelling, char *out, size_t size) {
    size_t length = 0;
    char spelt[8];
    for (uint32_t code_point; (code_point = next_letter(&name)) != 0;) {
        spell_letter(code_point, spelling, spelt);
        size_t added = strlen(spelt);
        if (length + added >= size)
            return STATUS_TOO_LONG;
        memcpy(out + length, spelt, added);
        length += added;
    }
    if (length >= size)
        return STATUS_TOO_LONG;
    out[length] = '\0';
    return STATUS_OK;
}

struct spellings {
    char texts[IDENTITY_SPELLING_COUNT][IDENTITY_SPELT_MAX];
};

/* A name that is too long to be spelt has no letters: it is not compared. */
static void spell_all(const char *name, struct spellings *spellings) {
    for (int i = 0; i < IDENTITY_SPELLING_COUNT; i++)
        if (identity_spell(name, (enum identity_spelling)i, spellings->texts[i], IDENTITY_SPELT_MAX) != STATUS_OK)
            spellings->texts[i][0] = '\0';
}

static enum identity_name compare_spelt(const char *seen, bool cut, const char *expected) {
    if (strcmp(seen, expected) == 0)
        return IDENTITY_NAME_SAME;
    return cut && strncmp(expected, seen, strlen(seen)) == 0 ? IDENTITY_NAME_PART : IDENTITY_NAME_OTHER;
}

static enum identity_name best(enum identity_name a, enum identity_name b) {
    return a < b ? a : b;
}

enum identity_name identity_compare_names(const char *seen, bool cut, const char *expected) {
    struct spellings a, b;
    enum identity_name found = IDENTITY_NAME_OTHER;
    spell_all(seen, &a);
    spell_all(expected, &b);
    if (a.texts[IDENTITY_FOLDED][0] == '\0' || b.texts[IDENTITY_FOLDED][0] == '\0')
        found = IDENTITY_NAME_UNKNOWN;
    for (int i = 0; i < IDENTITY_SPELLING_COUNT && found != IDENTITY_NAME_UNKNOWN; i++)
        for (int j = 0; j < IDENTITY_SPELLING_COUNT; j++)
            found = best(found, compare_spelt(a.texts[i], cut, b.texts[j]));
    memory_wipe(&a, sizeof a);
    memory_wipe(&b, sizeof b);
    return found;
}

/* --- Given names, word by word --- */

struct words {
    char text[IDENTITY_SPELT_MAX]; /* as written, cut at what separates them */
    const char *items[WORDS_MAX];
    bool taken[WORDS_MAX];
    int count;
};

/* Hyphens count as spaces here: a zone writes JEAN<PIERRE for both. */
static void split(const char *text, struct words *words) {
    *words = (struct words){0};
    text_copy(words->text, sizeof words->text, text);
    char *rest = words->text;
    for (char *word; words->count < WORDS_MAX && (word = strsep(&rest, " -/<")) != NULL;)
        if (word[0] != '\0')
            words->items[words->count++] = word;
}

static bool take(struct words *words, const char *word, bool cut) {
    for (int i = 0; i < words->count; i++) {
        enum identity_name found =
            words->taken[i] ? IDENTITY_NAME_OTHER : identity_compare_names(word, cut, words->items[i]);
        if (found == IDENTITY_NAME_SAME || found == IDENTITY_NAME_PART) {
            words->taken[i] = true;
            return true;
        }
    }
    return false;
}

/* Each word of `few` finds its own among those of `many`. Where a field was cut, each may be: a State makes room with
 * initials (ICAO 9303-4). */
static bool are_all_among(const struct words *few, bool cut, struct words *many) {
    memset(many->taken, 0, sizeof many->taken);
    for (int i = 0; i < few->count; i++)
        if (!take(many, few->items[i], cut))
            return false;
    return true;
}

static enum identity_name compare_words(const struct words *seen, bool cut, const struct words *expected) {
    struct words many = seen->count <= expected->count ? *expected : *seen;
    const struct words *few = seen->count <= expected->count ? seen : expected;
    bool among = are_all_among(few, cut && few == seen, &many);
    bool first_taken = many.taken[0];
    memory_wipe(&many, sizeof many);
    if (!among || few->count == 0)
        return IDENTITY_NAME_OTHER;
    if (seen->count == expected->count)
        return cut ? IDENTITY_NAME_PART : IDENTITY_NAME_SAME;
    return first_taken ? IDENTITY_NAME_PART : IDENTITY_NAME_OTHER;
}

enum identity_name identity_compare_given(const char *seen, bool cut, const char *expected) {
    /* Words apart or together (ANNEMARIE, Anne-Marie), in the same order. */
    enum identity_name found = identity_compare_names(seen, cut, expected);
    if (found != IDENTITY_NAME_OTHER)
        return found;
    struct words a, b;
    split(seen, &a);
    split(expected, &b);
    found = compare_words(&a, cut, &b);
    memory_wipe(&a, sizeof a);
    memory_wipe(&b, sizeof b);
    return found;
}

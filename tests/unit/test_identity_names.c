/* Names that agree, and names that do not: tables from the standards, and properties on random names. */
#include "../../kiosk/identity_names.h"
#include "../../kiosk/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 20000, NAME_MAX = 64 };

static uint32_t random_state = 20261124;

static unsigned random_below(unsigned limit) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state % limit;
}

static void assert_spelt(const char *name, enum identity_spelling spelling, const char *expected) {
    char out[64];
    assert_int_equal(identity_spell(name, spelling, out, sizeof out), STATUS_OK);
    if (strcmp(out, expected) != 0)
        fail_msg("%s: %s, not %s", name, out, expected);
}

/* ICAO 9303-3, section 6, "Transliteration of multinational Latin-based characters", in the order of that table. */
static void each_latin_letter_is_spelt_as_icao_says(void **state) {
    (void)state;
    static const char *const table[][2] = {
        {"Á", "A"}, {"À", "A"},  {"Â", "A"},  {"Ä", "AE"}, {"Ã", "A"},  {"Ă", "A"},  {"Å", "AA"}, {"Ā", "A"},
        {"Ą", "A"}, {"Ć", "C"},  {"Ĉ", "C"},  {"Č", "C"},  {"Ċ", "C"},  {"Ç", "C"},  {"Đ", "D"},  {"Ď", "D"},
        {"É", "E"}, {"È", "E"},  {"Ê", "E"},  {"Ë", "E"},  {"Ě", "E"},  {"Ė", "E"},  {"Ē", "E"},  {"Ę", "E"},
        {"Ĕ", "E"}, {"Ĝ", "G"},  {"Ğ", "G"},  {"Ġ", "G"},  {"Ģ", "G"},  {"Ħ", "H"},  {"Ĥ", "H"},  {"ı", "I"},
        {"Í", "I"}, {"Ì", "I"},  {"Î", "I"},  {"Ï", "I"},  {"Ĩ", "I"},  {"İ", "I"},  {"Ī", "I"},  {"Į", "I"},
        {"Ĭ", "I"}, {"Ĵ", "J"},  {"Ķ", "K"},  {"Ł", "L"},  {"Ĺ", "L"},  {"Ľ", "L"},  {"Ļ", "L"},  {"Ŀ", "L"},
        {"Ń", "N"}, {"Ñ", "N"},  {"Ň", "N"},  {"Ņ", "N"},  {"Ŋ", "N"},  {"Ø", "OE"}, {"Ó", "O"},  {"Ò", "O"},
        {"Ô", "O"}, {"Ö", "OE"}, {"Õ", "O"},  {"Ő", "O"},  {"Ō", "O"},  {"Ŏ", "O"},  {"Ŕ", "R"},  {"Ř", "R"},
        {"Ŗ", "R"}, {"Ś", "S"},  {"Ŝ", "S"},  {"Š", "S"},  {"Ş", "S"},  {"Ŧ", "T"},  {"Ť", "T"},  {"Ţ", "T"},
        {"Ú", "U"}, {"Ù", "U"},  {"Û", "U"},  {"Ü", "UE"}, {"Ũ", "U"},  {"Ŭ", "U"},  {"Ű", "U"},  {"Ů", "U"},
        {"Ū", "U"}, {"Ų", "U"},  {"Ŵ", "W"},  {"Ý", "Y"},  {"Ŷ", "Y"},  {"Ÿ", "Y"},  {"Ź", "Z"},  {"Ž", "Z"},
        {"Ż", "Z"}, {"Þ", "TH"}, {"Æ", "AE"}, {"Ĳ", "IJ"}, {"Œ", "OE"}, {"ß", "SS"}, {"Ð", "D"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_spelt(table[i][0], IDENTITY_ICAO, table[i][1]);
    assert_spelt("Ñ", IDENTITY_ICAO_XX, "NXX");
    assert_spelt("Ü", IDENTITY_ICAO_XX, "UXX");
    assert_spelt("äåñöøüþæĳœÿç", IDENTITY_ICAO, "AEAANOEOEUETHAEIJOEYC");
}

static void the_same_letter_is_spelt_alike_composed_or_not(void **state) {
    (void)state;
    static const char *const pairs[][2] = {{"Ü", "U\u0308"}, {"ä", "a\u0308"}, {"Ö", "O\u0308"}, {"å", "a\u030A"},
                                           {"Ñ", "N\u0303"}, {"é", "e\u0301"}, {"Ç", "C\u0327"}, {"Ÿ", "Y\u0308"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        for (int spelling = 0; spelling < IDENTITY_SPELLING_COUNT; spelling++) {
            char a[8], b[8];
            assert_int_equal(identity_spell(pairs[i][0], (enum identity_spelling)spelling, a, sizeof a), STATUS_OK);
            assert_int_equal(identity_spell(pairs[i][1], (enum identity_spelling)spelling, b, sizeof b), STATUS_OK);
            assert_string_equal(a, b);
        }
}

static void what_does_not_fit_is_not_cut(void **state) {
    (void)state;
    char out[6] = "AVANT";
    assert_int_equal(identity_spell("ABCDEF", IDENTITY_FOLDED, out, sizeof out), STATUS_TOO_LONG);
    assert_int_equal(identity_spell("ABCDÜ", IDENTITY_ICAO, out, sizeof out), STATUS_TOO_LONG);
    assert_int_equal(identity_spell("ABCDÜ", IDENTITY_FOLDED, out, sizeof out), STATUS_OK);
    assert_int_equal(identity_spell("", IDENTITY_FOLDED, out, 0), STATUS_TOO_LONG);
}

struct pair {
    const char *seen, *expected;
    bool cut;
    enum identity_name name;
};

#define S IDENTITY_NAME_SAME
#define P IDENTITY_NAME_PART
#define O IDENTITY_NAME_OTHER
#define U IDENTITY_NAME_UNKNOWN

static void assert_pairs(const struct pair *pairs, size_t count,
                         enum identity_name (*compare)(const char *, bool, const char *)) {
    for (size_t i = 0; i < count; i++) {
        if (compare(pairs[i].seen, pairs[i].cut, pairs[i].expected) != pairs[i].name)
            fail_msg("%s, %s", pairs[i].seen, pairs[i].expected);
        if (!pairs[i].cut && compare(pairs[i].expected, false, pairs[i].seen) != pairs[i].name)
            fail_msg("%s, %s, the other way round", pairs[i].seen, pairs[i].expected);
    }
}

/* shared/mrz/rules.md. */
static void names_agree_by_either_spelling(void **state) {
    (void)state;
    static const struct pair pairs[] = {
        {"MULLER", "Müller", false, S},
        {"MUELLER", "Müller", false, S},
        {"MUXXLLER", "Müller", false, S},
        {"MÜLLER", "Mueller", false, S},
        {"MULLER", "Mueller", false, O}, /* neither has an Ü */
        {"OESTERGAARD", "Østergård", false, S},
        {"OSTERGARD", "Østergård", false, S},
        {"AASE", "Åse", false, S},
        {"WEISS", "Weiß", false, S},
        {"WEISZ", "Weiß", false, O},
        {"SOEUR", "SŒUR", false, S},
        {"LHAY", "L'HAŸ", false, S},
        {"FRANCOIS", "FRANÇOIS", false, S},
        {"DURVILLE", "D'URVILLE", false, S},
        {"D URVILLE", "D’Urville", false, S},
        {"D-URVILLE", "D'URVILLE", false, S},
        {"DUMONT D URVILLE", "DUMONT D'URVILLE", false, S},
        {"LE GALL", "LE-GALL", false, S},
        {"LEGALL", "Le Gall", false, S},
        {"NUNXXEZ", "Núñez", false, S},
        {"MARTIN", "MARTINE", false, O},
        {"MARTIN", "", false, U},
        {"", "MARTIN", false, U},
        {"-'-", "MARTIN", false, U},
    };
    assert_pairs(pairs, sizeof pairs / sizeof pairs[0], identity_compare_names);
}

static void a_cut_name_agrees_with_what_it_begins(void **state) {
    (void)state;
    static const struct pair pairs[] = {
        {"DUMONT D", "DUMONT D'URVILLE", true, P}, {"MARTIN", "Martin", true, S},    {"MARTIN", "MARTINEZ", true, P},
        {"MARTINEZ", "MARTIN", true, O},           {"SCHMUE", "Schmückle", true, P}, {"SCHMU", "Schmückle", true, P},
        {"MARTIM", "MARTINEZ", true, O},           {"", "MARTIN", true, U},
    };
    assert_pairs(pairs, sizeof pairs / sizeof pairs[0], identity_compare_names);
}

static void given_names_agree_in_any_order_and_in_part(void **state) {
    (void)state;
    static const struct pair pairs[] = {
        {"JULES SEBASTIEN CESAR", "Jules Sébastien César", false, S},
        {"CESAR JULES SEBASTIEN", "Jules Sébastien César", false, S},
        {"JEAN PIERRE", "Jean-Pierre", false, S},
        {"JEANPIERRE", "Jean-Pierre", false, S},
        {"MARIE ANNE", "Anne-Marie", false, S},
        {"JULES", "Jules Sébastien César", false, P},
        {"JULES CESAR", "Jules Sébastien César", false, P},
        {"SEBASTIEN JULES", "Jules Sébastien César", false, P},
        {"SEBASTIEN", "Jules Sébastien César", false, O}, /* not the first: "usage d'un autre prénom" */
        {"JULES PIERRE", "Jules Sébastien César", false, O},
        {"JULES JULES", "Jules Sébastien", false, O}, /* each name once */
        {"JEAN JEAN", "Jean", false, P},
        {"JULES/SEBASTIEN", "Jules Sébastien", false, S},
        {"GUENTER", "Günter", false, S},
        {"", "Jules", false, U},
        {"JULES SEBAS", "Jules Sébastien César", true, P},
        {"JULES CES", "Jules Sébastien César", true, P},
        {"JULES S C", "Jules Sébastien César", true, P}, /* initials make room */
        {"JULES SEBASTIEN CESAR", "Jules Sébastien César", true, S},
        {"JULES SEBAX", "Jules Sébastien César", true, O},
        {"JULES SEBAS", "Jules Sébastien César", false, O},
    };
    assert_pairs(pairs, sizeof pairs / sizeof pairs[0], identity_compare_given);
}

static void more_names_than_there_is_room_for_are_survived(void **state) {
    (void)state;
    char many[400] = "";
    for (size_t i = 0; i + 2 < sizeof many; i += 2)
        memcpy(many + i, "B ", 3);
    assert_int_equal(identity_compare_given("A", false, many), IDENTITY_NAME_OTHER);
    assert_int_equal(identity_compare_given(many, false, many), IDENTITY_NAME_SAME);
    char long_name[IDENTITY_SPELT_MAX + 10];
    memset(long_name, 'A', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    assert_int_equal(identity_compare_names(long_name, false, "A"), IDENTITY_NAME_UNKNOWN);
    assert_int_equal(identity_compare_given(long_name, false, "B"), IDENTITY_NAME_UNKNOWN);
}

/* --- Properties --- */

/* A random name of the folded alphabet, of one to four words. */
static void make_name(char name[NAME_MAX]) {
    size_t length = 0;
    unsigned words = 1 + random_below(4);
    for (unsigned word = 0; word < words; word++) {
        if (word > 0)
            name[length++] = ' ';
        for (unsigned letters = 1 + random_below(9); letters > 0; letters--)
            name[length++] = (char)('A' + random_below(26));
    }
    name[length] = '\0';
}

/* The same name in another hand: accents of letters that every spelling drops, case, hyphens, apostrophes. */
static void disguise(const char *name, char out[4 * NAME_MAX]) {
    static const char *const accents[26] = {['A' - 'A'] = "âàáÂ", ['C' - 'A'] = "çÇćČ", ['E' - 'A'] = "éèêË",
                                            ['I' - 'A'] = "îïÍì", ['O' - 'A'] = "ôóÒÔ", ['U' - 'A'] = "ùûÚÛ",
                                            ['Y' - 'A'] = "ÿýÝŸ", ['Z' - 'A'] = "žŻźŽ", ['S' - 'A'] = "šŠśŚ"};
    static const char *const gaps[] = {" ", "-", "'", "’", "", "  ", " - "};
    size_t length = 0;
    for (; *name != '\0'; name++) {
        char one[2] = {*name, '\0'};
        const char *piece = one;
        char accented[3] = "";
        if (*name == ' ')
            piece = gaps[random_below(sizeof gaps / sizeof gaps[0])];
        else if (accents[*name - 'A'] != NULL && random_below(2) == 0)
            piece = memcpy(accented, accents[*name - 'A'] + 2 * random_below(4), 2);
        else if (random_below(2) == 0)
            one[0] = (char)(*name - 'A' + 'a');
        memcpy(out + length, piece, strlen(piece) + 1);
        length += strlen(piece);
    }
}

static void a_name_agrees_with_itself_in_any_hand(void **state) {
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        char name[NAME_MAX], other[4 * NAME_MAX];
        make_name(name);
        disguise(name, other);
        if (identity_compare_names(name, false, other) != IDENTITY_NAME_SAME ||
            identity_compare_names(other, false, name) != IDENTITY_NAME_SAME ||
            identity_compare_given(other, false, name) != IDENTITY_NAME_SAME)
            fail_msg("%s, %s", name, other);
    }
}

static void a_beginning_agrees_when_it_is_cut_and_only_then(void **state) {
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        char name[NAME_MAX], other[4 * NAME_MAX], start[NAME_MAX];
        make_name(name);
        disguise(name, other);
        size_t length = strlen(name);
        snprintf(start, sizeof start, "%.*s", (int)(1 + random_below((unsigned)length)), name);
        bool whole = strlen(start) == length || (strlen(start) == length - 1 && name[length - 1] == ' ');
        enum identity_name cut = identity_compare_names(start, true, other);
        if (cut != (whole ? IDENTITY_NAME_SAME : IDENTITY_NAME_PART))
            fail_msg("%s, %s", start, other);
        if (!whole && identity_compare_names(start, false, other) != IDENTITY_NAME_OTHER)
            fail_msg("%s, %s, not cut", start, other);
    }
}

static void comparing_is_symmetric_in_the_folded_alphabet(void **state) {
    (void)state;
    unsigned agreed = 0;
    for (int round = 0; round < ROUNDS; round++) {
        char a[NAME_MAX], b[NAME_MAX];
        /* Short names of few letters, so that many agree. */
        for (size_t i = 0; i < 2; i++) {
            char *name = i == 0 ? a : b;
            size_t length = 1 + random_below(7);
            for (size_t at = 0; at < length; at++)
                name[at] = "AEU N"[random_below(5)];
            name[length] = '\0';
        }
        assert_int_equal(identity_compare_names(a, false, b), identity_compare_names(b, false, a));
        enum identity_name given = identity_compare_given(a, false, b);
        if (given != identity_compare_given(b, false, a))
            fail_msg("%s, %s", a, b);
        agreed += given == IDENTITY_NAME_SAME || given == IDENTITY_NAME_PART;
    }
    assert_true(agreed > ROUNDS / 100);
}

static void names_that_begin_otherwise_differ(void **state) {
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        char a[NAME_MAX], b[NAME_MAX], other[4 * NAME_MAX];
        make_name(a);
        make_name(b);
        if (a[0] == b[0])
            continue;
        disguise(b, other);
        if (identity_compare_names(a, false, other) != IDENTITY_NAME_OTHER ||
            identity_compare_names(a, true, other) != IDENTITY_NAME_OTHER)
            fail_msg("%s, %s", a, other);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_latin_letter_is_spelt_as_icao_says),
        cmocka_unit_test(the_same_letter_is_spelt_alike_composed_or_not),
        cmocka_unit_test(what_does_not_fit_is_not_cut),
        cmocka_unit_test(names_agree_by_either_spelling),
        cmocka_unit_test(a_cut_name_agrees_with_what_it_begins),
        cmocka_unit_test(given_names_agree_in_any_order_and_in_part),
        cmocka_unit_test(more_names_than_there_is_room_for_are_survived),
        cmocka_unit_test(a_name_agrees_with_itself_in_any_hand),
        cmocka_unit_test(a_beginning_agrees_when_it_is_cut_and_only_then),
        cmocka_unit_test(comparing_is_symmetric_in_the_folded_alphabet),
        cmocka_unit_test(names_that_begin_otherwise_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

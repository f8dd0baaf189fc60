/* Weighs encodations by dynamic programming: the fewest codewords to have written `at` characters, for each scheme and
 * each number of values that wait for their group to be full. It must not use an encoder of anybody. */
#include "smallest.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { GROUP_OF_VALUES = 3, GROUP_OF_EDIFACT = 4, SHORT_LENGTH = 249 };
#define NEVER ((size_t)1 << 40)

enum scheme { C40, TEXT, X12, SCHEMES_OF_VALUES };

/* The fewest codewords so far. Values of an unfinished group cost when it is full. */
struct state {
    size_t ascii;
    size_t values[SCHEMES_OF_VALUES][GROUP_OF_VALUES];
    size_t edifact[GROUP_OF_EDIFACT];
};

static const struct state unreached = {
    NEVER, {{NEVER, NEVER, NEVER}, {NEVER, NEVER, NEVER}, {NEVER, NEVER, NEVER}}, {NEVER, NEVER, NEVER, NEVER}};

static void lower(size_t *cost, size_t other) {
    if (other < *cost)
        *cost = other;
}

static bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

/* How many values a character takes (tables 6 and 8 of the standard); 0 when the scheme does not have it. */
static size_t count_values(enum scheme scheme, char character) {
    bool upper = character >= 'A' && character <= 'Z', small = character >= 'a' && character <= 'z';
    bool basic = character == ' ' || is_digit(character);
    if (scheme == X12)
        return basic || upper || strchr("\r*>", character) != NULL;
    return basic || (scheme == C40 ? upper : small) ? 1 : 2;
}

static bool is_edifact(char character) {
    return character >= ' ' && character <= '^';
}

/* Leaving a scheme for ASCII, and coming to it: within one position. */
static void change_scheme(struct state *state) {
    static const size_t unlatch[GROUP_OF_EDIFACT] = {1, 2, 3, 3}; /* six bits more, to a whole codeword */
    for (int scheme = 0; scheme < SCHEMES_OF_VALUES; scheme++)
        lower(&state->ascii, state->values[scheme][0] + 1);
    for (size_t held = 0; held < GROUP_OF_EDIFACT; held++)
        lower(&state->ascii, state->edifact[held] + unlatch[held]);
    for (int scheme = 0; scheme < SCHEMES_OF_VALUES; scheme++)
        lower(&state->values[scheme][0], state->ascii + 1);
    lower(&state->edifact[0], state->ascii + 1);
}

static void write_values(const struct state *from, struct state *to, char character) {
    for (int scheme = 0; scheme < SCHEMES_OF_VALUES; scheme++) {
        size_t count = count_values((enum scheme)scheme, character);
        for (size_t held = 0; held < GROUP_OF_VALUES && count > 0; held++) {
            size_t sum = held + count;
            lower(&to->values[scheme][sum % GROUP_OF_VALUES], from->values[scheme][held] + sum / GROUP_OF_VALUES * 2);
        }
    }
}

static void write_edifact(const struct state *from, struct state *to, char character) {
    for (size_t held = 0; held < GROUP_OF_EDIFACT && is_edifact(character); held++)
        lower(&to->edifact[(held + 1) % GROUP_OF_EDIFACT],
              from->edifact[held] + (held + 1 == GROUP_OF_EDIFACT ? 3 : 0));
}

/* A run in Base 256 to any later place: the scheme, its length in one codeword or two, and a codeword each. */
static void write_bytes(struct state *states, size_t at, size_t length) {
    for (size_t end = at + 1; end <= length; end++)
        lower(&states[end].ascii, states[at].ascii + 1 + (end - at > SHORT_LENGTH ? 2 : 1) + end - at);
}

static size_t ascii_codewords(const char *text, size_t length) {
    size_t count = 0;
    for (size_t i = 0; i < length; count++)
        i += i + 1 < length && is_digit(text[i]) && is_digit(text[i + 1]) ? 2 : 1;
    return count;
}

/* The ends that need no return to ASCII because they fill the symbol: of C40, Text and X12 (5.2.5.2, 5.2.7.2), with
 * nothing left, with two values left, or with what one ASCII codeword holds; of EDIFACT (5.2.8.2), with what one or two
 * hold; of Base 256 (5.2.9.1), with the length left out. */
static size_t find_end(const struct state *states, const char *text, size_t length) {
    size_t best = states[length].ascii;
    for (size_t left = 0; left <= 4 && left <= length; left++) {
        const struct state *state = &states[length - left];
        size_t tail = ascii_codewords(text + length - left, left);
        for (int scheme = 0; scheme < SCHEMES_OF_VALUES && tail <= 1; scheme++)
            lower(&best, state->values[scheme][0] + tail);
        if (tail <= 2)
            lower(&best, state->edifact[0] + tail);
    }
    lower(&best, states[length].values[C40][2] + 2);
    lower(&best, states[length].values[TEXT][2] + 2);
    for (size_t at = 0; at < length; at++)
        lower(&best, states[at].ascii + 2 + length - at);
    return best;
}

static size_t count_codewords(const char *text, size_t length) {
    struct state *states = malloc((length + 3) * sizeof *states);
    if (states == NULL)
        abort();
    for (size_t i = 0; i < length + 3; i++)
        states[i] = unreached;
    states[0].ascii = 0;
    for (size_t at = 0; at < length; at++) {
        struct state *state = &states[at];
        change_scheme(state);
        lower(&states[at + 1].ascii, state->ascii + 1);
        if (at + 1 < length && is_digit(text[at]) && is_digit(text[at + 1]))
            lower(&states[at + 2].ascii, state->ascii + 1);
        write_values(state, &states[at + 1], text[at]);
        write_edifact(state, &states[at + 1], text[at]);
        write_bytes(states, at, length);
    }
    change_scheme(&states[length]);
    size_t best = find_end(states, text, length);
    free(states);
    return best;
}

struct smallest smallest_matrix(const char *text, size_t length) {
    static const struct {
        size_t codewords;
        int side;
    } squares[] = {{3, 10},   {5, 12},   {8, 14},   {12, 16},  {18, 18},   {22, 20},    {30, 22},    {36, 24},
                   {44, 26},  {62, 32},  {86, 36},  {114, 40}, {144, 44},  {174, 48},   {204, 52},   {280, 64},
                   {368, 72}, {456, 80}, {576, 88}, {696, 96}, {816, 104}, {1050, 120}, {1304, 132}, {1558, 144}};
    size_t codewords = length <= SMALLEST_TEXT_MAX ? count_codewords(text, length) : NEVER;
    for (size_t i = 0; i < sizeof squares / sizeof squares[0]; i++)
        if (codewords <= squares[i].codewords)
            return (struct smallest){codewords, squares[i].side};
    return (struct smallest){0, 0};
}

/* Reads config/guidance, as carried in the executable, into tables, once, when first asked. It must not word anything
 * itself: what people read is in the tables. */
#include "guidance.h"

#include "table.h"
#include "text.h"

#include <ctype.h>
#include <string.h>

enum { STATES = 50, STATE_COLUMNS = 7 };

static struct table states = {.resource = "guidance/states.tsv", .columns = STATE_COLUMNS};
static struct table restrictions = {.resource = "guidance/restrictions.tsv", .columns = 2};
static struct table categories = {.resource = "guidance/categories.tsv", .columns = 2};
static struct table countries = {.resource = "guidance/countries.tsv", .columns = 2};
static struct table departments = {.resource = "guidance/departments.tsv", .columns = 3};
static struct table events = {.resource = "guidance/events.tsv", .columns = 3};
static struct table offences = {.resource = "guidance/offences.tsv", .columns = 8};

/* --- States --- */

static enum guidance_rights rights_of(const char *word) {
    return strcmp(word, "drive") == 0  ? GUIDANCE_MAY_DRIVE
           : strcmp(word, "none") == 0 ? GUIDANCE_MAY_NOT_DRIVE
                                       : GUIDANCE_UNKNOWN;
}

/* What is not a known word issues nothing. */
static enum guidance_issuable issuable_of(const char *word) {
    return strcmp(word, "all") == 0       ? GUIDANCE_ISSUE_ALL
           : strcmp(word, "no-adcs") == 0 ? GUIDANCE_ISSUE_NO_ADCS
                                          : GUIDANCE_ISSUE_NONE;
}

static void fill_state(size_t row, struct guidance_state *state) {
    const char *band = table_cell(&states, row, 6);
    memcpy(state->code, table_cell(&states, row, 0), sizeof state->code);
    state->label = table_cell(&states, row, 1);
    state->rights = rights_of(table_cell(&states, row, 2));
    state->issuable = issuable_of(table_cell(&states, row, 3));
    state->person = table_cell(&states, row, 4);
    state->agent = table_cell(&states, row, 5);
    state->band = strcmp(band, "-") == 0 ? NULL : band;
}

const struct guidance_state *guidance_state(const char *code) {
    static struct guidance_state read[STATES];
    static size_t count;
    table_load(&states);
    for (; count < STATES && count < states.rows; count++)
        if (strlen(table_cell(&states, count, 0)) == 2)
            fill_state(count, &read[count]);
    for (size_t i = 0; i < count; i++)
        if (code[0] && strcmp(read[i].code, code) == 0)
            return &read[i];
    return NULL;
}

/* --- Codes --- */

/* A registry may add details after a code ("70.0123456.CH", "79(C1E<=12000kg)"): the longest row that the code starts
 * with, if no digit follows ("10" says nothing about "106"). */
const char *guidance_restriction(const char *code) {
    const char *found = NULL;
    size_t longest = 0;
    table_load(&restrictions);
    for (size_t row = 0; row < restrictions.rows; row++) {
        size_t length = strlen(table_cell(&restrictions, row, 0));
        bool starts =
            strncmp(code, table_cell(&restrictions, row, 0), length) == 0 && !isdigit((unsigned char)code[length]);
        if (starts && length > longest) {
            longest = length;
            found = table_cell(&restrictions, row, 1);
        }
    }
    return found;
}

const char *guidance_category(const char *code) {
    return table_find(&categories, code, 1);
}

const char *guidance_country(const char *alpha2) {
    return table_find(&countries, alpha2, 1);
}

const char *guidance_department(const char *code) {
    return table_find(&departments, code, 1);
}

const char *guidance_department_of(const char *code) {
    return table_find(&departments, code, 2);
}

const char *guidance_event(const char *kind, const char *code) {
    table_load(&events);
    for (size_t row = 0; row < events.rows; row++)
        if (strcmp(table_cell(&events, row, 0), kind) == 0 && strcmp(table_cell(&events, row, 1), code) == 0)
            return table_cell(&events, row, 2);
    return NULL;
}

/* --- Offences --- */

enum { OFFENCE_LABEL = 1, OFFENCE_SHORT, OFFENCE_CLASS = 4, OFFENCE_POINTS, OFFENCE_FROM, OFFENCE_UNTIL, DELIT = 6 };

static bool is_number(const char *text, int number) {
    return text[0] == '0' + number && text[1] == '\0';
}

/* "-": no bound that we know. */
static bool is_within(const char *from, const char *until, struct date day) {
    struct date bound;
    if (date_parse(from, &bound) == STATUS_OK && date_compare(day, bound) < 0)
        return false;
    return date_parse(until, &bound) != STATUS_OK || date_compare(day, bound) <= 0;
}

static bool offence_fits(size_t row, int class, int points, struct date committed) {
    const char *of_class = table_cell(&offences, row, OFFENCE_CLASS);
    bool same_class = class == DELIT ? strcmp(of_class, "delit") == 0 : is_number(of_class, class);
    return same_class && is_number(table_cell(&offences, row, OFFENCE_POINTS), points) &&
           is_within(table_cell(&offences, row, OFFENCE_FROM), table_cell(&offences, row, OFFENCE_UNTIL), committed);
}

/* Adds one more name if there is still room for ", …" behind it; else ends the list, once. */
static void add_offence(char out[GUIDANCE_OFFENCE_MAX], size_t row, bool first, bool *ended) {
    static const char more[] = ", …";
    const char *name = table_cell(&offences, row, OFFENCE_SHORT);
    size_t length = strlen(out);
    if (*ended)
        return;
    *ended = length + 2 + strlen(name) + sizeof more > GUIDANCE_OFFENCE_MAX;
    text_format(out + length, GUIDANCE_OFFENCE_MAX - length, "%s%s", first ? "" : ", ", *ended ? "…" : name);
}

size_t guidance_offence(int class, int points, struct date committed, char out[GUIDANCE_OFFENCE_MAX]) {
    size_t count = 0, only = 0;
    bool ended = false;
    table_load(&offences);
    text_copy(out, GUIDANCE_OFFENCE_MAX, "Nature non transmise\u00A0; au barème\u00A0: ");
    for (size_t row = 0; row < offences.rows; row++) {
        if (!offence_fits(row, class, points, committed))
            continue;
        add_offence(out, row, count++ == 0, &ended);
        only = row;
    }
    if (count < 2)
        text_copy(out, GUIDANCE_OFFENCE_MAX,
                  count == 0 ? "Nature non transmise" : table_cell(&offences, only, OFFENCE_LABEL));
    return count;
}

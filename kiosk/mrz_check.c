/* Judges a machine readable zone: what each field may hold, and its check digits (ICAO 9303-3, 4.9). It must not put
 * anything right. */
#include "mrz_private.h"

#include <string.h>

static int value_of(char character) {
    const char *digits = MRZ_DIGITS MRZ_LETTERS, *at = strchr(digits, character);
    return character == '<' ? 0 : character != '\0' && at != NULL ? (int)(at - digits) : -1;
}

/* Of the characters of the spans one after the other; 0 when one of them has no value. */
static char check_digit(const struct mrz *mrz, const struct mrz_span *spans, size_t count) {
    static const int weights[] = {7, 3, 1};
    size_t at = 0;
    int sum = 0;
    for (size_t i = 0; i < count && spans[i].end > 0; i++)
        for (size_t column = spans[i].start; column < spans[i].end; column++) {
            int value = value_of(mrz->lines[spans[i].line][column]);
            if (value < 0)
                return '\0';
            sum += value * weights[at++ % 3];
        }
    return (char)('0' + sum % 10);
}

void mrz_add_error(struct mrz *mrz, const char *field, char printed, char computed) {
    for (int i = 0; i < mrz->error_count; i++)
        if (strcmp(mrz->errors[i].field, field) == 0)
            return;
    mrz->errors[mrz->error_count++] = (struct mrz_error){field, computed != '\0' ? printed : '\0', computed};
}

bool mrz_has_long_number(const struct mrz *mrz, struct mrz_span *number, struct mrz_span *rest) {
    const struct mrz_span numbers[] = {{0, 5, 14}, {1, 0, 9}}, optionals[] = {{0, 15, 30}, {1, 28, 35}};
    int which = mrz->format == MRZ_TD1 ? 0 : 1;
    if (mrz->format != MRZ_TD1 && mrz->format != MRZ_TD2)
        return false;
    *number = numbers[which];
    *rest = optionals[which];
    const char *line = mrz->lines[number->line];
    while (rest->end > rest->start && mrz->lines[rest->line][rest->end - 1] == '<')
        rest->end--;
    for (unsigned char column = rest->start; column < rest->end; column++)
        if (mrz->lines[rest->line][column] == '<')
            rest->end = column;
    return line[number->end] == '<' && line[number->end - 1] != '<' && rest->end > rest->start;
}

static void judge_long_number(struct mrz *mrz, struct mrz_span number, struct mrz_span rest) {
    char printed = mrz->lines[rest.line][--rest.end];
    const struct mrz_span spans[] = {number, rest};
    char computed = check_digit(mrz, spans, 2);
    if (printed != computed)
        mrz_add_error(mrz, "number", printed, computed);
}

static bool is_empty(const struct mrz *mrz, struct mrz_span span) {
    return strspn(mrz->lines[span.line] + span.start, "<") >= (size_t)(span.end - span.start);
}

static void judge_digit(struct mrz *mrz, const struct mrz_check *check) {
    char printed = mrz->lines[check->line][check->at];
    char computed = check_digit(mrz, check->spans, MRZ_SPANS_MAX);
    bool may_miss = check->may_be_filler && printed == '<' && is_empty(mrz, check->spans[0]);
    if (printed != computed && !may_miss)
        mrz_add_error(mrz, check->field, printed, computed);
}

static void judge_alphabet(struct mrz *mrz, const struct mrz_part *part) {
    const struct mrz_span *span = &part->span;
    if (strspn(mrz->lines[span->line] + span->start, part->alphabet) < (size_t)(span->end - span->start))
        mrz_add_error(mrz, part->field, '\0', '\0');
}

void mrz_judge(struct mrz *mrz) {
    const struct mrz_layout *layout = mrz_layout_of(mrz->format);
    struct mrz_span number, rest;
    bool is_long = mrz_has_long_number(mrz, &number, &rest);
    mrz->error_count = 0;
    for (const struct mrz_part *part = layout->parts; part->field != NULL; part++)
        judge_alphabet(mrz, part);
    for (size_t i = 0; i < MRZ_CHECKS_MAX && layout->checks[i].field != NULL; i++)
        if (i == 0 && is_long)
            judge_long_number(mrz, number, rest);
        else
            judge_digit(mrz, &layout->checks[i]);
}

/* The values of a 2D-Doc in words, by the kind that config/2d-doc/data-identifiers.tsv gives each identifier. A value
 * that has not the form of its kind is shown as it is written: it must never be guessed at. */
#include "guidance.h"
#include "seal_base32.h"
#include "seal_words.h"
#include "seal_words_private.h"
#include "text.h"

#include <string.h>

enum { BIRTH_YEAR_MIN = 1850, AMOUNT_MAX = 40 };

static bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

static bool is_number(const char *value) {
    return value[0] != '\0' && value[strspn(value, "0123456789")] == '\0';
}

/* The number that `size` digits write. */
static int read_digits(const char *value, size_t size) {
    int number = 0;
    for (size_t i = 0; i < size; i++)
        number = number * 10 + value[i] - '0';
    return number;
}

/* --- Dates and times --- */

/* DDMMYYYY; the day, or the day and the month, may be 00. A year of long ago would be YYYYMMDD read backwards. */
static bool read_date(const char *value, struct date *date) {
    int day = read_digits(value, 2), month = read_digits(value + 2, 2), year = read_digits(value + 4, 4);
    bool known = day > 0 ? date_is_real(year, month, day) : month <= 12;
    *date = (struct date){.year = (int16_t)year, .month = (uint8_t)month, .day = (uint8_t)day};
    return known && year >= BIRTH_YEAR_MIN;
}

static bool write_date(const char *value, char out[SEAL_WORDS_MAX]) {
    struct date date;
    if (strlen(value) != 8 || !is_number(value) || !read_date(value, &date))
        return false;
    date_write_long(date, out);
    return true;
}

/* Days since 2000-01-01; FFFF is no date. */
bool seal_words_read_days2000(const char *value, size_t length, struct date *date) {
    int32_t days = 0;
    static const char digits[] = "0123456789ABCDEF";
    if (length != 4)
        return false;
    for (size_t i = 0; i < length; i++) {
        const char *digit = memchr(digits, value[i], sizeof digits - 1);
        if (digit == NULL)
            return false;
        days = days * 16 + (int32_t)(digit - digits);
    }
    if (days == 0xFFFF)
        return false;
    *date = date_from_days2000(days);
    return true;
}

static bool write_days2000(const char *value, char out[SEAL_WORDS_MAX]) {
    struct date date;
    if (!seal_words_read_days2000(value, strlen(value), &date))
        return false;
    date_write_long(date, out);
    return true;
}

/* HHmm, or HHmmss. */
static bool write_time(const char *value, char out[SEAL_WORDS_MAX]) {
    size_t length = strlen(value);
    if ((length != 4 && length != 6) || !is_number(value))
        return false;
    struct date_time time = {.hour = (uint8_t)read_digits(value, 2), .minute = (uint8_t)read_digits(value + 2, 2)};
    int second = length == 6 ? read_digits(value + 4, 2) : 0;
    char hour[16];
    if (time.hour > 23 || time.minute > 59 || second > 59)
        return false;
    date_write_time(&time, hour);
    return length == 4 ? text_copy(out, SEAL_WORDS_MAX, hour)
                       : text_format(out, SEAL_WORDS_MAX, "%s\u00A0min\u00A0%02d\u00A0s", hour, second);
}

/* DDMMYYYY and a time. */
static bool write_date_time(const char *value, char out[SEAL_WORDS_MAX]) {
    char day[9] = "", date[SEAL_WORDS_MAX], time[SEAL_WORDS_MAX];
    if (strlen(value) < 12)
        return false;
    memcpy(day, value, 8);
    return write_date(day, date) && write_time(value + 8, time) &&
           text_format(out, SEAL_WORDS_MAX, "%.40s à %.40s", date, time);
}

/* --- Numbers --- */

/* Copies `value` with a no-break space after each of the `sizes`, the last one again and again. */
static bool write_grouped(const char *value, const char *sizes, char out[SEAL_WORDS_MAX]) {
    size_t length = 0, in_group = 0;
    for (; *value != '\0'; value++, in_group++) {
        if (in_group == (size_t)(*sizes - '0')) {
            memcpy(out + length, "\u00A0", 2);
            length += 2;
            in_group = 0;
            sizes += sizes[1] != '\0';
        }
        out[length++] = *value;
    }
    out[length] = '\0';
    return true;
}

static bool write_siren(const char *value, char out[SEAL_WORDS_MAX]) {
    return strlen(value) == 9 && is_number(value) && write_grouped(value, "3", out);
}

static bool write_siret(const char *value, char out[SEAL_WORDS_MAX]) {
    return strlen(value) == 14 && is_number(value) && write_grouped(value, "3335", out);
}

static bool write_iban(const char *value, char out[SEAL_WORDS_MAX]) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    bool has_form = strspn(value, letters) >= 2 && is_digit(value[2]) && is_digit(value[3]);
    return has_form && write_grouped(value, "4", out);
}

/* "0003" is 3. */
static bool write_number(const char *value, char out[SEAL_WORDS_MAX]) {
    return is_number(value) && strlen(value) <= 9 &&
           text_format(out, SEAL_WORDS_MAX, "%d", read_digits(value, strlen(value)));
}

/* "-01234.50" is -1 234,50: the decimals as they are written. */
static bool write_amount(const char *value, char out[SEAL_WORDS_MAX]) {
    bool negative = value[0] == '-';
    const char *whole = value + negative;
    size_t count = strspn(whole, "0123456789");
    const char *decimals = whole + count;
    bool has_decimals = (*decimals == '.' || *decimals == ',') && is_number(decimals + 1);
    if (count == 0 || (*decimals != '\0' && !has_decimals) || strlen(value) > AMOUNT_MAX)
        return false;
    for (; count > 1 && *whole == '0'; count--)
        whole++;
    char digits[AMOUNT_MAX + 1] = "", grouped[SEAL_WORDS_MAX];
    memcpy(digits, whole, count);
    write_grouped(digits, (const char *[]){"33", "13", "23"}[count % 3], grouped);
    return text_format(out, SEAL_WORDS_MAX, "%s%.160s%s%s", negative ? "-" : "", grouped, has_decimals ? "," : "",
                       has_decimals ? decimals + 1 : "");
}

static bool write_euros(const char *value, char out[SEAL_WORDS_MAX]) {
    char amount[SEAL_WORDS_MAX];
    return write_amount(value, amount) && text_format(out, SEAL_WORDS_MAX, "%.240s\u00A0€", amount);
}

/* One base-36 digit: 12 points is C. */
static bool write_points(const char *value, char out[SEAL_WORDS_MAX]) {
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const char *digit = strlen(value) == 1 ? strchr(digits, value[0]) : NULL;
    if (digit == NULL)
        return false;
    int points = (int)(digit - digits);
    return text_format(out, SEAL_WORDS_MAX, "%d\u00A0point%s", points, points > 1 ? "s" : "");
}

/* --- Words --- */

/* The items of a list with a comma between them; false when one is empty. */
static bool write_list(const char *value, char separator, char out[SEAL_WORDS_MAX]) {
    size_t length = 0;
    for (const char *at = value; *at != '\0'; at++) {
        bool between = *at == separator;
        if (between && (at == value || at[1] == separator || at[1] == '\0'))
            return false;
        if (length + 3 > SEAL_WORDS_MAX)
            return false;
        if (between)
            out[length++] = ',';
        out[length++] = between ? ' ' : *at;
    }
    out[length] = '\0';
    return true;
}

static bool write_names(const char *value, char out[SEAL_WORDS_MAX]) {
    return write_list(value, '/', out);
}

static bool write_categories(const char *value, char out[SEAL_WORDS_MAX]) {
    return write_list(value, ' ', out);
}

static bool write_known(const char *words, char out[SEAL_WORDS_MAX]) {
    return words != NULL && text_copy(out, SEAL_WORDS_MAX, words);
}

static bool write_category(const char *value, char out[SEAL_WORDS_MAX]) {
    const char *label = guidance_category(value);
    return label != NULL && text_format(out, SEAL_WORDS_MAX, "%s (%s)", value, label);
}

static bool write_country(const char *value, char out[SEAL_WORDS_MAX]) {
    return write_known(guidance_country(value), out);
}

static bool write_letter(const char *value, char out[SEAL_WORDS_MAX]) {
    return write_known(guidance_event("letter", value), out);
}

static bool write_state(const char *value, char out[SEAL_WORDS_MAX]) {
    const struct guidance_state *state = guidance_state(value);
    return write_known(state != NULL ? state->label : NULL, out);
}

struct word {
    const char *value, *words; /* a NULL value ends */
};

static bool write_word(const struct word *words, const char *value, char out[SEAL_WORDS_MAX]) {
    while (words->value != NULL && strcmp(words->value, value) != 0)
        words++;
    return write_known(words->words, out);
}

/* No text that we have says what RRP stands for: it is shown as it is. */
static bool write_statement(const char *value, char out[SEAL_WORDS_MAX]) {
    static const struct word words[] = {{"RII", "Relevé d'information intégral (RII)"},
                                        {"RIR", "Relevé d'information restreint (RIR)"},
                                        {"APC", "Attestation de permis de conduire (APC)"},
                                        {NULL, NULL}};
    return write_word(words, value, out);
}

static bool write_yes_no(const char *value, char out[SEAL_WORDS_MAX]) {
    static const struct word words[] = {{"0", "Non"}, {"1", "Oui"}, {"N", "Non"}, {"O", "Oui"}, {NULL, NULL}};
    return write_word(words, value, out);
}

static bool write_gender(const char *value, char out[SEAL_WORDS_MAX]) {
    static const struct word words[] = {{"F", "Féminin"}, {"M", "Masculin"}, {NULL, NULL}};
    return write_word(words, value, out);
}

static bool write_title(const char *value, char out[SEAL_WORDS_MAX]) {
    static const struct word words[] = {
        {"M", "Monsieur"}, {"MR", "Monsieur"}, {"MME", "Madame"}, {"MLLE", "Mademoiselle"}, {NULL, NULL}};
    return write_word(words, value, out);
}

/* An address in base 32, if it is one that can be shown. */
static bool write_url(const char *value, char out[SEAL_WORDS_MAX]) {
    uint8_t bytes[SEAL_WORDS_MAX - 1];
    size_t size = 0;
    if (!seal_base32_decode(value, strlen(value), bytes, sizeof bytes, &size) || size == 0)
        return false;
    for (size_t i = 0; i < size; i++)
        if (bytes[i] <= ' ' || bytes[i] > '~')
            return false;
    memcpy(out, bytes, size);
    out[size] = '\0';
    return true;
}

/* --- The kinds --- */

static const struct kind {
    const char *name;
    bool (*write)(const char *value, char out[SEAL_WORDS_MAX]); /* false: not of that form */
} kinds[] = {
    {"amount", write_amount},     {"categories", write_categories},
    {"category", write_category}, {"country", write_country},
    {"date", write_date},         {"date-time", write_date_time},
    {"days2000", write_days2000}, {"euros", write_euros},
    {"gender", write_gender},     {"iban", write_iban},
    {"letter", write_letter},     {"names", write_names},
    {"number", write_number},     {"points", write_points},
    {"siren", write_siren},       {"siret", write_siret},
    {"state", write_state},       {"statement", write_statement},
    {"time", write_time},         {"title", write_title},
    {"url", write_url},           {"yes-no", write_yes_no},
};

bool seal_words_write_value(const char *kind, const char *value, char out[SEAL_WORDS_MAX]) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, kind) == 0)
            return kinds[i].write(value, out);
    return false;
}

/* Reads the fields of a machine readable zone. It must not judge check digits, nor guess at a name that was cut. */
#include "mrz_private.h"

#include <string.h>

#include "memory.h"

enum {
    DRIVER_AGE_MIN = 14,     /* for category AM: a younger holder is of the century before */
    EXPIRY_YEARS_AHEAD = 50, /* no document is good for that long */
    AGE_OF_MAJORITY = 18,
    CARD_YEARS = 10,       /* an identity card before 2021 */
    CARD_YEARS_MORE = 5,   /* of an adult, since décret 2013-1188 */
    FIRST_LONG_YEAR = 2004 /* cards that were still valid on 1 January 2014 */
};

/* --- Text --- */

/* The span without the fillers at its ends; each run of fillers inside becomes `filler`, or stays for '<'. */
static void copy_span(const struct mrz *mrz, struct mrz_span span, char filler, char *out, size_t size) {
    const char *from = mrz->lines[span.line] + span.start, *end = mrz->lines[span.line] + span.end;
    size_t length = 0;
    while (from < end && *from == '<')
        from++;
    while (end > from && end[-1] == '<')
        end--;
    for (; from < end && length + 1 < size; from++)
        if (*from != '<' || filler == '<')
            out[length++] = *from;
        else if (out[length - 1] != filler)
            out[length++] = filler;
    out[length] = '\0';
}

#define COPY(mrz, line, start, end, filler, out)                                                                       \
    copy_span(mrz, (struct mrz_span){line, start, end}, filler, out, sizeof(out))

/* Family name, two fillers, given names (ICAO 9303-3, 4.6). A letter in the last place means that some name was cut,
 * and does not say which. */
static void read_names(struct mrz *mrz, unsigned char line, unsigned char start, unsigned char end) {
    const char *text = mrz->lines[line];
    unsigned char middle = start;
    while (middle < end && (text[middle] != '<' || (middle + 1 < end && text[middle + 1] != '<')))
        middle++;
    COPY(mrz, line, start, middle, ' ', mrz->family_name);
    COPY(mrz, line, middle, end, ' ', mrz->given_names);
    mrz->family_name_cut = mrz->given_names_cut = text[end - 1] != '<';
}

/* --- Dates --- */

static int number_at(const char *digits) {
    if (digits[0] == '<' && digits[1] == '<')
        return 0;
    bool are_digits = digits[0] >= '0' && digits[0] <= '9' && digits[1] >= '0' && digits[1] <= '9';
    return are_digits ? (digits[0] - '0') * 10 + digits[1] - '0' : -1;
}

static bool is_told(const char *date) {
    return strncmp(date, "<<<<<<", 6) != 0;
}

/* False for what is no date. */
static bool split_date(const char *text, int *year, int *month, int *day) {
    *year = number_at(text);
    *month = number_at(text + 2);
    *day = number_at(text + 4);
    return *year >= 0 && *month >= 0 && *day >= 0 && text[0] != '<';
}

static struct date make_date(int year, int month, int day) {
    return (struct date){(int16_t)year, (uint8_t)month, (uint8_t)day};
}

static void read_birth(struct mrz *mrz, const char *text, struct date today) {
    int year, month, day;
    if (!is_told(text))
        return;
    if (split_date(text, &year, &month, &day)) {
        const struct date youngest = make_date(today.year - DRIVER_AGE_MIN, today.month, today.day);
        year += today.year / 100 * 100;
        if (date_compare(make_date(year, month, day), youngest) > 0)
            year -= 100;
        bool is_partial = day == 0 && month <= 12;
        if (is_partial || date_is_real(year, month, day)) {
            mrz->birth = make_date(year, month, day);
            return;
        }
    }
    mrz_add_error(mrz, "birth", '\0', '\0');
}

static void read_expiry(struct mrz *mrz, const char *text, struct date today) {
    int year, month, day;
    if (!is_told(text))
        return;
    if (split_date(text, &year, &month, &day)) {
        year += today.year / 100 * 100;
        if (year > today.year + EXPIRY_YEARS_AHEAD)
            year -= 100;
        if (date_is_set(mrz->birth) && date_compare(make_date(year, month, day), mrz->birth) < 0)
            year += 100;
        if (date_is_real(year, month, day)) {
            mrz->expiry = make_date(year, month, day);
            return;
        }
    }
    mrz_add_error(mrz, "expiry", '\0', '\0');
}

static void read_sex(struct mrz *mrz, char sex) {
    mrz->sex = sex == '<' ? 'X' : strchr("MFX", sex) != NULL ? sex : '\0';
}

/* --- One function a format --- */

static void read_licence(struct mrz *mrz, struct date today) {
    if (mrz->format == MRZ_FRDL) {
        COPY(mrz, 0, 5, 14, ' ', mrz->number);
        COPY(mrz, 0, 21, 29, ' ', mrz->family_name);
        mrz->family_name_cut = mrz->lines[0][28] != '<';
        read_expiry(mrz, mrz->lines[0] + 15, today);
    } else if (mrz->format == MRZ_NLDL) {
        COPY(mrz, 0, 5, 6, '<', mrz->optional[0]);
        COPY(mrz, 0, 6, 16, ' ', mrz->number);
        COPY(mrz, 0, 16, 29, '<', mrz->optional[1]);
    }
}

static void read_idfra(struct mrz *mrz, struct date today) {
    COPY(mrz, 0, 5, 30, ' ', mrz->family_name);
    COPY(mrz, 1, 0, 12, ' ', mrz->number);
    COPY(mrz, 1, 13, 27, ' ', mrz->given_names);
    memcpy(mrz->optional[0], mrz->lines[0] + 30, 6);
    mrz->family_name_cut = mrz->lines[0][29] != '<';
    mrz->given_names_cut = mrz->lines[1][26] != '<';
    memcpy(mrz->nationality, "FRA", 3);
    read_birth(mrz, mrz->lines[1] + 27, today);
    read_sex(mrz, mrz->lines[1][34]);
}

static void read_number(struct mrz *mrz, struct mrz_span usual) {
    struct mrz_span number, rest;
    copy_span(mrz, usual, ' ', mrz->number, sizeof mrz->number);
    if (mrz_has_long_number(mrz, &number, &rest)) {
        size_t length = strlen(mrz->number);
        rest.end--; /* the check digit */
        copy_span(mrz, rest, ' ', mrz->number + length, sizeof mrz->number - length);
    }
}

static void read_td1(struct mrz *mrz, struct date today) {
    read_number(mrz, (struct mrz_span){0, 5, 14});
    COPY(mrz, 0, 15, 30, '<', mrz->optional[0]);
    COPY(mrz, 1, 15, 18, ' ', mrz->nationality);
    COPY(mrz, 1, 18, 29, '<', mrz->optional[1]);
    read_birth(mrz, mrz->lines[1], today);
    read_sex(mrz, mrz->lines[1][7]);
    read_expiry(mrz, mrz->lines[1] + 8, today);
    read_names(mrz, 2, 0, 30);
}

static void read_td2_or_td3(struct mrz *mrz, struct date today) {
    bool is_passport = mrz->format == MRZ_TD3;
    read_number(mrz, (struct mrz_span){1, 0, 9});
    COPY(mrz, 1, 10, 13, ' ', mrz->nationality);
    COPY(mrz, 1, 28, is_passport ? 42 : 35, '<', mrz->optional[0]);
    read_birth(mrz, mrz->lines[1] + 13, today);
    read_sex(mrz, mrz->lines[1][20]);
    read_expiry(mrz, mrz->lines[1] + 21, today);
    read_names(mrz, 0, 5, is_passport ? 44 : 36);
}

void mrz_read_fields(struct mrz *mrz, struct date today) {
    COPY(mrz, 0, 0, 2, ' ', mrz->code);
    COPY(mrz, 0, 2, 5, ' ', mrz->state);
    switch (mrz->format) {
    case MRZ_FRDL:
    case MRZ_NLDL:
    case MRZ_DL:
        read_licence(mrz, today);
        break;
    case MRZ_IDFRA:
        read_idfra(mrz, today);
        break;
    case MRZ_TD1:
        read_td1(mrz, today);
        break;
    case MRZ_TD2:
    case MRZ_TD3:
        read_td2_or_td3(mrz, today);
        break;
    }
}

/* --- How long it proves something --- */

/* The number of a French card starts with the year and month of issue; the first cards are of 1987. */
static struct date card_issued(const struct mrz *mrz) {
    int year = number_at(mrz->lines[1]), month = number_at(mrz->lines[1] + 2);
    if (year < 0 || month < 1 || month > 12)
        return (struct date){0};
    return make_date(year + (year >= 87 ? 1900 : 2000), month, 1);
}

/* On the first of the month of issue, whatever the unknown day or month of birth. */
static bool was_adult(struct date birth, struct date issued) {
    int month = birth.month != 0 ? birth.month : 12;
    int day = birth.day != 0 ? birth.day : date_days_in_month(birth.year, month);
    return date_is_set(birth) && date_compare(make_date(birth.year + AGE_OF_MAJORITY, month, day), issued) <= 0;
}

bool mrz_is_extended(const struct mrz *mrz) {
    struct date issued = mrz->format == MRZ_IDFRA ? card_issued(mrz) : (struct date){0};
    return date_is_set(issued) && issued.year >= FIRST_LONG_YEAR && was_adult(mrz->birth, issued);
}

struct date mrz_valid_until(const struct mrz *mrz) {
    if (mrz->format != MRZ_IDFRA)
        return mrz->expiry;
    struct date issued = card_issued(mrz);
    if (!date_is_set(issued))
        return issued;
    int year = issued.year + CARD_YEARS + (mrz_is_extended(mrz) ? CARD_YEARS_MORE : 0);
    return make_date(year, issued.month, date_days_in_month(year, issued.month));
}

void mrz_clear(struct mrz *mrz) {
    memory_wipe(mrz, sizeof *mrz);
}

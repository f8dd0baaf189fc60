/* Civil dates of the proleptic Gregorian calendar, reading, writing, arithmetic. It must not apply a time zone, nor
 * read the system's time (clock.c does). */
#include "date.h"

#include <stdio.h>

enum { DAYS_0000_TO_2000 = 730425, DAYS_IN_ERA = 146097 }; /* from 0000-03-01; an era is 400 years */

static const char *const month_names[] = {"janvier", "février", "mars",      "avril",   "mai",      "juin",
                                          "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};
static const char *const month_abbreviations[] = {"janv.", "févr.", "mars",  "avr.", "mai",  "juin",
                                                  "juil.", "août",  "sept.", "oct.", "nov.", "déc."};
static const char *const weekday_abbreviations[] = {"lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."};

bool date_is_set(struct date date) {
    return date.year != 0;
}

bool date_is_partial(struct date date) {
    return date_is_set(date) && date.day == 0;
}

int date_days_in_month(int year, int month) {
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (month < 1 || month > 12)
        return 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool date_is_real(int year, int month, int day) {
    return year >= 1 && year <= 9999 && day >= 1 && day <= date_days_in_month(year, month);
}

int date_compare(struct date a, struct date b) {
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return a.day == b.day ? 0 : a.day < b.day ? -1 : 1;
}

bool date_equal(struct date a, struct date b) {
    return date_compare(a, b) == 0;
}

/* --- Reading --- */

/* Reads exactly `count` digits and moves on; -1 when there are fewer. */
static int read_digits(const char **at, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
        char digit = (*at)[i];
        if (digit < '0' || digit > '9')
            return -1;
        value = value * 10 + (digit - '0');
    }
    *at += count;
    return value;
}

static bool read_char(const char **at, char expected) {
    if (**at != expected)
        return false;
    ++*at;
    return true;
}

/* Reads YYYY-MM-DD without judging whether it exists. */
static bool read_date(const char **at, int parts[3]) {
    return (parts[0] = read_digits(at, 4)) >= 0 && read_char(at, '-') && (parts[1] = read_digits(at, 2)) >= 0 &&
           read_char(at, '-') && (parts[2] = read_digits(at, 2)) >= 0;
}

static struct date make_date(const int parts[3]) {
    return (struct date){.year = (int16_t)parts[0], .month = (uint8_t)parts[1], .day = (uint8_t)parts[2]};
}

enum status date_parse(const char *text, struct date *date) {
    int parts[3];
    if (!read_date(&text, parts) || *text != '\0' || !date_is_real(parts[0], parts[1], parts[2]))
        return STATUS_MALFORMED;
    *date = make_date(parts);
    return STATUS_OK;
}

enum status date_parse_birth(const char *text, struct date *date) {
    int parts[3];
    if (!read_date(&text, parts) || *text != '\0')
        return STATUS_MALFORMED;
    bool day_unknown = parts[2] == 0;
    bool month_unknown = day_unknown && parts[1] == 0;
    if (!date_is_real(parts[0], month_unknown ? 1 : parts[1], day_unknown ? 1 : parts[2]))
        return STATUS_MALFORMED;
    *date = make_date(parts);
    return STATUS_OK;
}

/* "Z" or "+hh:mm", in minutes east of UTC. */
static bool read_offset(const char **at, int *offset_min) {
    *offset_min = 0;
    if (read_char(at, 'Z') || read_char(at, 'z'))
        return true;
    int sign = **at == '-' ? -1 : 1;
    if (!read_char(at, '-') && !read_char(at, '+'))
        return false;
    int hours = read_digits(at, 2);
    int minutes = read_char(at, ':') ? read_digits(at, 2) : -1;
    *offset_min = sign * (hours * 60 + minutes);
    return hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59;
}

static bool read_fraction(const char **at) {
    if (!read_char(at, '.'))
        return true;
    if (read_digits(at, 1) < 0)
        return false;
    while (read_digits(at, 1) >= 0)
        continue;
    return true;
}

enum status date_parse_time(const char *text, struct date_time *time) {
    int parts[3], hour, minute, second, offset_min;
    if (!read_date(&text, parts) || !date_is_real(parts[0], parts[1], parts[2]) ||
        !(read_char(&text, 'T') || read_char(&text, 't')) || (hour = read_digits(&text, 2)) < 0 || hour > 23 ||
        !read_char(&text, ':') || (minute = read_digits(&text, 2)) < 0 || minute > 59 || !read_char(&text, ':') ||
        (second = read_digits(&text, 2)) < 0 || second > (minute == 59 ? 60 : 59) || !read_fraction(&text) ||
        !read_offset(&text, &offset_min) || *text != '\0')
        return STATUS_MALFORMED;
    *time = (struct date_time){.date = make_date(parts),
                               .hour = (uint8_t)hour,
                               .minute = (uint8_t)minute,
                               .second = (uint8_t)second,
                               .offset_min = (int16_t)offset_min};
    return STATUS_OK;
}

/* --- Writing --- */

static char *put_digits(char *at, int value, int count) {
    for (int i = count - 1; i >= 0; i--, value /= 10)
        at[i] = (char)('0' + value % 10);
    return at + count;
}

void date_format_iso(struct date date, char out[11]) {
    char *at = put_digits(out, date.year, 4);
    *at++ = '-';
    at = put_digits(at, date.month, 2);
    *at++ = '-';
    at = put_digits(at, date.day, 2);
    *at = '\0';
}

void date_format_time(const struct date_time *time, char out[26]) {
    int offset_min = time->offset_min < 0 ? -time->offset_min : time->offset_min;
    date_format_iso(time->date, out);
    out[10] = 'T';
    char *at = put_digits(out + 11, time->hour, 2);
    *at++ = ':';
    at = put_digits(at, time->minute, 2);
    *at++ = ':';
    at = put_digits(at, time->second, 2);
    *at++ = time->offset_min < 0 ? '-' : '+';
    at = put_digits(at, offset_min / 60, 2);
    *at++ = ':';
    at = put_digits(at, offset_min % 60, 2);
    *at = '\0';
}

static const char *month_name(struct date date, const char *const names[12]) {
    return date.month >= 1 && date.month <= 12 ? names[date.month - 1] : "";
}

void date_write_short(struct date date, char out[16]) {
    char *at = out;
    if (date.day > 0) {
        at = put_digits(at, date.day, 2);
        *at++ = '/';
    }
    if (date.month > 0) {
        at = put_digits(at, date.month, 2);
        *at++ = '/';
    }
    if (date_is_set(date))
        at = put_digits(at, date.year, 4);
    *at = '\0';
}

void date_write_long(struct date date, char out[40]) {
    if (!date_is_set(date))
        out[0] = '\0';
    else if (date.month == 0)
        snprintf(out, 40, "%d", date.year);
    else if (date.day == 0)
        snprintf(out, 40, "%s %d", month_name(date, month_names), date.year);
    else
        snprintf(out, 40, "%d%s %s %d", date.day, date.day == 1 ? "er" : "", month_name(date, month_names), date.year);
}

void date_write_weekday(struct date date, char out[48]) {
    if (!date_is_set(date) || date_is_partial(date))
        date_write_long(date, out);
    else
        snprintf(out, 48, "%s %d%s %s %d", weekday_abbreviations[date_weekday(date)], date.day,
                 date.day == 1 ? "er" : "", month_name(date, month_abbreviations), date.year);
}

void date_write_time(const struct date_time *time, char out[16]) {
    snprintf(out, 16, "%d\u00a0h\u00a0%02d", time->hour % 24, time->minute % 60);
}

/* --- Arithmetic --- */

/* Years are counted from March, so that the leap day is the last of a year; the formulas are exact for any year. */
int32_t date_to_days2000(struct date date) {
    int32_t year = date.month <= 2 ? date.year - 1 : date.year;
    int32_t era = (year >= 0 ? year : year - 399) / 400;
    int32_t year_of_era = year - era * 400;
    int32_t month_from_march = (date.month + 9) % 12;
    int32_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_IN_ERA + day_of_era - DAYS_0000_TO_2000;
}

struct date date_from_days2000(int32_t days) {
    int32_t from_0000 = days + DAYS_0000_TO_2000;
    int32_t era = (from_0000 >= 0 ? from_0000 : from_0000 - (DAYS_IN_ERA - 1)) / DAYS_IN_ERA;
    int32_t day_of_era = from_0000 - era * DAYS_IN_ERA;
    int32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t month_from_march = (5 * day_of_year + 2) / 153;
    int32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return (struct date){.year = (int16_t)(year_of_era + era * 400 + (month <= 2)),
                         .month = (uint8_t)month,
                         .day = (uint8_t)(day_of_year - (153 * month_from_march + 2) / 5 + 1)};
}

int date_weekday(struct date date) {
    int32_t from_saturday = date_to_days2000(date) % 7; /* 2000-01-01 was a Saturday */
    return (from_saturday + 7 + 5) % 7;
}

struct date date_add_months(struct date date, int months) {
    if (!date_is_set(date))
        return date;
    int from_zero = date.year * 12 + (date.month - 1) + months;
    int year = from_zero / 12, month = from_zero % 12 + 1;
    int last = date_days_in_month(year, month);
    return (struct date){
        .year = (int16_t)year, .month = (uint8_t)month, .day = (uint8_t)(date.day < last ? date.day : last)};
}

struct date date_add_days(struct date date, int days) {
    return date_is_set(date) ? date_from_days2000(date_to_days2000(date) + days) : date;
}

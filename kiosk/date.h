/* Civil dates, month arithmetic, RFC 3339 times as written, French wording; and the replaceable clock. Pure, but for
 * the clock functions at the end. No time zone is ever applied to a date of the registry: it is what is written. */
#ifndef GUICHET_DATE_H
#define GUICHET_DATE_H

#include "status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A civil date. All zero: no date (null). A birth date may have day 0, or month and day 0 (unknown). */
struct date {
    int16_t year;
    uint8_t month;
    uint8_t day;
};

/* A wall-clock time as an RFC 3339 string writes it, with its offset (minutes east of UTC). */
struct date_time {
    struct date date;
    uint8_t hour, minute, second;
    int16_t offset_min;
};

bool date_is_set(struct date date);
bool date_is_partial(struct date date); /* a birth date with an unknown day or month */
bool date_is_real(int year, int month, int day);
int date_compare(struct date a, struct date b); /* <0, 0, >0 */
bool date_equal(struct date a, struct date b);

/* "YYYY-MM-DD", complete and real. `date_parse_birth` also takes 00 for the day, or for the day and the month. */
STATUS_MUST_CHECK enum status date_parse(const char *text, struct date *date);
STATUS_MUST_CHECK enum status date_parse_birth(const char *text, struct date *date);
STATUS_MUST_CHECK enum status date_parse_time(const char *text,
                                              struct date_time *time); /* RFC 3339; fractions dropped */
void date_format_iso(struct date date, char out[11]);
void date_format_time(const struct date_time *time, char out[26]); /* 2026-11-24T09:30:00+01:00 */

/* Days since 2000-01-01 (negative before); the inverse. The 2D-Doc epoch. */
int32_t date_to_days2000(struct date date);
struct date date_from_days2000(int32_t days);
int date_weekday(struct date date); /* 0 = Monday … 6 = Sunday */
int date_days_in_month(int year, int month);
/* R26: same day of the month, or the last day of that month when it does not exist. */
struct date date_add_months(struct date date, int months);
struct date date_add_days(struct date date, int days);

/* --- French --- */
void date_write_short(struct date date,
                      char out[16]); /* 24/11/2026; "00/00/1950" is written "1950", "00/07/1961" "07/1961" */
void date_write_long(struct date date, char out[40]); /* 24 novembre 2026, 1er février 2019; "1950", "juillet 1961" */
void date_write_weekday(struct date date, char out[48]);          /* mar. 24 nov. 2026 */
void date_write_time(const struct date_time *time, char out[16]); /* "9 h 31" with no-break spaces (U+00A0) */

/* --- Clock: the only place that reads the system's time. --- */
/* Paris time (or `zone`, an IANA name) from now on; called once at start. */
void clock_init(const char *zone);
/* Freezes the wall clock at an RFC 3339 time (tests, training): only main calls it, from GUICHET_CLOCK in training. */
STATUS_MUST_CHECK enum status clock_freeze(const char *rfc3339);
struct date_time clock_now(void); /* local wall time */
struct date clock_today(void);
int64_t clock_unix(void);                          /* seconds since 1970, same clock */
int64_t clock_monotonic_ms(void);                  /* never frozen */
struct date_time clock_from_unix(int64_t seconds); /* in the station's zone */
int64_t clock_to_unix(const struct date_time *time);

#endif

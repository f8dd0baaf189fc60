/* The clock of date.h: wall time in the station's zone, or a frozen time. No other file reads the system's time. */
#include "date.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* The rule of the European Union (directive 2000/84/EC), for a machine without tzdata. */
static const char paris_zone[] = "Europe/Paris";
static const char paris_rule[] = "CET-1CEST,M3.5.0,M10.5.0/3";

static struct date_time frozen_time;
static bool is_frozen;

static bool has_zone_file(const char *zone) {
    const char *folder = getenv("TZDIR");
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/%s", folder != NULL ? folder : "/usr/share/zoneinfo", zone);
    return length > 0 && (size_t)length < sizeof path && access(path, R_OK) == 0;
}

void clock_init(const char *zone) {
    if (zone == NULL || zone[0] == '\0')
        zone = paris_zone;
    if (setenv("TZ", has_zone_file(zone) ? zone : paris_rule, 1) != 0)
        abort();
    tzset();
}

enum status clock_freeze(const char *rfc3339) {
    enum status status = date_parse_time(rfc3339, &frozen_time);
    if (status == STATUS_OK)
        is_frozen = true;
    return status;
}

struct date_time clock_now(void) {
    if (is_frozen)
        return frozen_time;
    return clock_from_unix((int64_t)time(NULL));
}

struct date_time clock_from_unix(int64_t unix_seconds) {
    time_t seconds = (time_t)unix_seconds;
    struct tm local;
    if (localtime_r(&seconds, &local) == NULL)
        abort();
    return (struct date_time){.date = {.year = (int16_t)(local.tm_year + 1900),
                                       .month = (uint8_t)(local.tm_mon + 1),
                                       .day = (uint8_t)local.tm_mday},
                              .hour = (uint8_t)local.tm_hour,
                              .minute = (uint8_t)local.tm_min,
                              .second = (uint8_t)local.tm_sec,
                              .offset_min = (int16_t)(local.tm_gmtoff / 60)};
}

struct date clock_today(void) {
    return clock_now().date;
}

int64_t clock_unix(void) {
    return is_frozen ? clock_to_unix(&frozen_time) : (int64_t)time(NULL);
}

int64_t clock_monotonic_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_to_unix(const struct date_time *time) {
    enum { DAYS_1970_TO_2000 = 10957, SECONDS_A_DAY = 86400 };
    int64_t days = (int64_t)date_to_days2000(time->date) + DAYS_1970_TO_2000;
    return days * SECONDS_A_DAY + time->hour * 3600 + time->minute * 60 + time->second - time->offset_min * 60;
}

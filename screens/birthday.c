/* Reads typed birth dates. It must not guess a century or an order. */
#include "birthday.h"

#include "../kiosk/text.h"

#include <string.h>

/* Reads up to `longest` digits; returns how many there were. */
static int read_number(const char **at, int longest, int *number) {
    int digits = 0;
    *number = 0;
    while (digits < longest && **at >= '0' && **at <= '9') {
        *number = *number * 10 + (**at - '0');
        (*at)++;
        digits++;
    }
    return digits;
}

bool birthday_read(const char *typed, struct date *date) {
    int day, month, year;
    char iso[11];
    const char *at = typed + strspn(typed, " ");
    if (read_number(&at, 2, &day) == 0)
        return false;
    at += strspn(at, " /.-");
    if (read_number(&at, 2, &month) == 0)
        return false;
    at += strspn(at, " /.-");
    if (read_number(&at, 4, &year) != 4)
        return false;
    at += strspn(at, " ");
    return *at == '\0' && text_format(iso, sizeof iso, "%04d-%02d-%02d", year, month, day) &&
           date_parse_birth(iso, date) == STATUS_OK;
}

/* A birth date as an agent types it. Pure. */
#ifndef GUICHET_BIRTHDAY_H
#define GUICHET_BIRTHDAY_H

#include "../kiosk/date.h"

#include <stdbool.h>

/* Day, month, year, in this order, with any of space / . - between them or nothing ("08051942"); 00 for an unknown day,
 * or for the day and the month. False when it is no date. */
bool birthday_read(const char *typed, struct date *date);

#endif

/* Writes zones. It must not use kiosk/mrz, which the tests judge. */
#include "zone_writer.h"

#include <stdio.h>
#include <string.h>

static int value(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 0;
}

static char check_digit(const char *text) {
    static const int weights[] = {7, 3, 1};
    int sum = 0;
    for (int i = 0; text[i] != '\0'; i++)
        sum += value(text[i]) * weights[i % 3];
    return (char)('0' + sum % 10);
}

/* Filled up with fillers, or cut. */
static void fill(const char *text, size_t width, char *line) {
    size_t length = strlen(text);
    memset(line, '<', width);
    memcpy(line, text, length < width ? length : width);
    line[width] = '\0';
}

void zone_write_card(const char *names, const char *birth, char sex, const char *expiry, char out[ZONE_SIZE]) {
    static const char number[] = "X4RTBPFW4";
    char text[64], first[31], second[31], third[31];
    snprintf(text, sizeof text, "IDFRA%s%c", number, check_digit(number));
    fill(text, 30, first);
    snprintf(text, sizeof text, "%s%c%c%s%cFRA", birth, check_digit(birth), sex, expiry, check_digit(expiry));
    fill(text, 29, second);
    snprintf(text, sizeof text, "%s%.7s%.7s%.11s", first + 5, second, second + 8, second + 18);
    snprintf(second + 29, 2, "%c", check_digit(text));
    fill(names, 30, third);
    snprintf(out, ZONE_SIZE, "%s\n%s\n%s", first, second, third);
}

void zone_write_old_card(const char *name, const char *given_names, const char *birth, const char *issued,
                         char out[ZONE_SIZE]) {
    char text[80], first[37], second[37], given[15];
    snprintf(text, sizeof text, "IDFRA%s", name);
    fill(text, 30, first);
    snprintf(first + 30, 7, "141000");
    fill(given_names, 14, given);
    snprintf(text, sizeof text, "%s14100001", issued);
    char check = check_digit(text);
    snprintf(text, sizeof text, "%s14100001%c%s%s%cM", issued, check, given, birth, check_digit(birth));
    fill(text, 35, second);
    snprintf(text, sizeof text, "%s%s", first, second);
    snprintf(second + 35, 2, "%c", check_digit(text));
    snprintf(out, ZONE_SIZE, "%s\n%s", first, second);
}

void zone_write_licence(const char *title_number, const char *expiry, const char *name, char out[ZONE_SIZE]) {
    char text[64], line[31];
    snprintf(text, sizeof text, "D1FRA%s", title_number);
    char check = check_digit(text);
    snprintf(text, sizeof text, "D1FRA%s%c%s%s", title_number, check, expiry, name);
    fill(text, 29, line);
    snprintf(line + 29, 2, "%c", check_digit(line));
    snprintf(out, ZONE_SIZE, "%s", line);
}

/* Masks what changes from run to run, then compares. It must not change the width of
 * anything but the end of a line: what is drawn beside would move. */
#include "masked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { NUMBER_LENGTH = 12, QUIET_MS = 300 };

static const char *const before_numbers[] = {"n°\u00A0", "n° ", "no ", "obtenu : ", "obtenu\u00A0: ", "impressions/"};

static size_t number_length(const char *text) {
    return strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

/* Where the next number begins, at `text` or after. */
static char *find_number(char *text) {
    char *first = NULL;
    for (size_t i = 0; i < sizeof before_numbers / sizeof before_numbers[0]; i++)
        for (char *at = text; (at = strstr(at, before_numbers[i])) != NULL;) {
            at += strlen(before_numbers[i]);
            if (number_length(at) == NUMBER_LENGTH && (first == NULL || at < first))
                first = at;
        }
    return first;
}

/* "◌ Impression, page 1 sur 1, 12 s" */
static void mask_seconds(char *line) {
    size_t length = strcspn(line, "\n");
    char *comma = NULL;
    for (size_t i = 0; i + 1 < length; i++)
        if (line[i] == ',' && line[i + 1] == ' ')
            comma = line + i + 2;
    size_t digits = comma == NULL ? 0 : strspn(comma, "0123456789");
    if (digits == 0 || strncmp(comma + digits, " s\n", 3) != 0)
        return;
    *comma = '0';
    memmove(comma + 1, comma + digits, strlen(comma + digits) + 1);
}

static void mask(char *text) {
    for (char *at = text; (at = find_number(at)) != NULL; at += NUMBER_LENGTH)
        memcpy(at, "0123456789AB", NUMBER_LENGTH);
    for (char *at = text; (at = strstr(at, "/guichet-test-")) != NULL;) {
        at += strlen("/guichet-test-");
        memset(at, 'X', strspn(at, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"));
    }
    for (char *line = text; line != NULL; line = strchr(line, '\n') == NULL ? NULL : strchr(line, '\n') + 1)
        mask_seconds(line);
}

static char *masked_text(const struct terminal *terminal) {
    char *text = terminal_text(terminal);
    mask(text);
    return text;
}

static bool is_wanted(struct terminal *terminal, const void *wanted) {
    char *text = masked_text(terminal);
    bool same = strcmp(text, wanted) == 0;
    free(text);
    return same;
}

static char *read_whole(const char *path) {
    char *text = calloc(1, 65536);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        fail_msg("%s cannot be read", path);
    text[fread(text, 1, 65535, file)] = '\0';
    fclose(file);
    return text;
}

static void write_whole(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void expect(struct terminal *terminal, const char *name, const char *suffix) {
    char path[256];
    int rows, columns;
    terminal_size(terminal, &rows, &columns);
    snprintf(path, sizeof path, "tests/screens/expected/%s-%dx%d%s.txt", name, columns, rows, suffix);
    if (getenv("GUICHET_UPDATE_SCREENS") != NULL) { /* what is saved must be a whole image */
        terminal_settle(terminal, QUIET_MS);
        char *text = masked_text(terminal);
        write_whole(path, text);
        free(text);
        return;
    }
    char *wanted = read_whole(path);
    if (!terminal_wait_until(terminal, is_wanted, wanted, TERMINAL_DEADLINE_MS)) {
        terminal_print(terminal, path);
        fail_msg("not the screen of %s:\n%s", path, wanted);
    }
    free(wanted);
}

void masked_expect(struct terminal *terminal, const char *name) {
    expect(terminal, name, "");
}

void masked_expect_ascii(struct terminal *terminal, const char *name) {
    expect(terminal, name, "-ascii");
}

void masked_read_number(const struct terminal *terminal, char number[13]) {
    char *text = terminal_text(terminal);
    const char *found = find_number(text);
    assert_non_null(found);
    memcpy(number, found, NUMBER_LENGTH);
    number[NUMBER_LENGTH] = '\0';
    free(text);
}

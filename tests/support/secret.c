/* Searches what a person must not leave behind. It must not keep what it reads. */
#include "secret.h"

#include "driver.h"
#include "sealed.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <curses.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEXT_MAX = 96, SHORTEST = 5, PRINTED_MAX = 40, PATH_SIZE = 512, OVERLAP = 4096 };

/* --- Forms --- */

static size_t decode(const char *text, uint32_t points[TEXT_MAX]) {
    size_t count = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0' && count < TEXT_MAX; count++) {
        unsigned length = *at < 0x80 ? 1 : *at < 0xE0 ? 2 : *at < 0xF0 ? 3 : 4;
        points[count] = length == 1 ? *at : *at & (0xFFu >> (length + 1));
        for (unsigned i = 1; i < length; i++)
            points[count] = points[count] << 6 | (at[i] & 0x3Fu);
        at += length;
    }
    return count;
}

/* One pattern: each character `unit` bytes wide (little-endian), one every `stride` bytes. */
static void add_spaced(struct secrets *secrets, const char *text, const char *form, size_t unit, size_t stride) {
    uint32_t points[TEXT_MAX];
    size_t count = decode(text, points);
    assert_true(secrets->count < SECRET_PATTERNS_MAX);
    struct secret_pattern *pattern = &secrets->patterns[secrets->count++];
    pattern->form = form;
    pattern->size = (count - 1) * stride + unit;
    pattern->bytes = calloc(1, pattern->size + 1);
    pattern->mask = calloc(1, pattern->size + 1);
    snprintf(pattern->text, sizeof pattern->text, "%s", text);
    for (size_t i = 0; i < count; i++)
        for (size_t byte = 0; byte < unit; byte++) {
            pattern->bytes[i * stride + byte] = (uint8_t)(points[i] >> (8 * byte));
            pattern->mask[i * stride + byte] = 0xFF;
        }
}

static void add_bytes(struct secrets *secrets, const char *text) {
    assert_true(secrets->count < SECRET_PATTERNS_MAX);
    struct secret_pattern *pattern = &secrets->patterns[secrets->count++];
    pattern->form = "UTF-8";
    pattern->size = strlen(text);
    pattern->bytes = (uint8_t *)strdup(text);
    pattern->mask = malloc(pattern->size);
    memset(pattern->mask, 0xFF, pattern->size);
    snprintf(pattern->text, sizeof pattern->text, "%s", text);
}

static bool is_known(const struct secrets *secrets, const char *text) {
    for (size_t i = 0; i < secrets->count; i++)
        if (strcmp(secrets->patterns[i].text, text) == 0)
            return true;
    return false;
}

static void add_forms(struct secrets *secrets, const char *text) {
    if (strlen(text) < SHORTEST || is_known(secrets, text)) /* "ELIE" is in the tables of libunistring */
        return;
    size_t first = secrets->count;
    add_bytes(secrets, text);
    add_spaced(secrets, text, "UTF-16", 2, 2);
    add_spaced(secrets, text, "wchar_t", sizeof(wchar_t), sizeof(wchar_t));
    add_spaced(secrets, text, "cchar_t", sizeof(wchar_t), sizeof(cchar_t));
    for (size_t i = first; i < secrets->count; i++)
        secrets->begins[secrets->patterns[i].bytes[0] << 8 | secrets->patterns[i].bytes[1]] = 1;
}

void secrets_open(struct secrets *secrets) {
    memset(secrets, 0, sizeof *secrets);
}

void secrets_close(struct secrets *secrets) {
    for (size_t i = 0; i < secrets->count; i++) {
        free(secrets->patterns[i].bytes);
        free(secrets->patterns[i].mask);
    }
    secrets->count = 0;
}

void secrets_add(struct secrets *secrets, const char *text) {
    char folded[SEALED_VALUE_SIZE];
    add_forms(secrets, text);
    if (sealed_fold(text, folded, sizeof folded))
        add_forms(secrets, folded);
}

/* "1992-09-14" as files, seals, pages and screens write it. */
static void add_birth_date(struct secrets *secrets, const char *date) {
    static const char *const months[] = {"janvier", "février", "mars",      "avril",   "mai",      "juin",
                                         "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};
    char text[64];
    int year = (int)strtol(date, NULL, 10), month = (int)strtol(date + 5, NULL, 10),
        day = (int)strtol(date + 8, NULL, 10);
    secrets_add(secrets, date);
    snprintf(text, sizeof text, "%02d%02d%04d", day, month, year);
    secrets_add(secrets, text);
    snprintf(text, sizeof text, "%02d/%02d/%04d", day, month, year);
    secrets_add(secrets, text);
    snprintf(text, sizeof text, "%d %s %d", day, months[month - 1], year);
    secrets_add(secrets, text);
    snprintf(text, sizeof text, "%d\u00A0%s\u00A0%d", day, months[month - 1], year);
    secrets_add(secrets, text);
}

static void add_list(struct secrets *secrets, const json_t *list) {
    for (size_t i = 0; i < json_array_size(list); i++)
        secrets_add(secrets, json_string_value(json_array_get(list, i)));
}

void secrets_add_driver(struct secrets *secrets, const json_t *driver) {
    const json_t *holder = json_object_get(driver, "holder");
    const char *neph = driver_text(driver, "neph");
    char groups[32];
    secrets_add(secrets, neph);
    snprintf(groups, sizeof groups, "%.4s %.4s %s", neph, neph + 4, neph + 8);
    secrets_add(secrets, groups);
    secrets_add(secrets, driver_text(holder, "family_name"));
    add_list(secrets, json_object_get(holder, "given_names"));
    add_birth_date(secrets, driver_text(holder, "birth_date"));
    secrets_add(secrets, driver_text(holder, "birth_place"));
    add_list(secrets, json_object_get(holder, "address"));
    secrets_add(secrets, driver_text(driver, "licence.title_number"));
}

/* --- Searching --- */

static bool matches(const struct secret_pattern *pattern, const uint8_t *at, size_t left) {
    if (pattern->size > left)
        return false;
    for (size_t i = 0; i < pattern->size; i++)
        if ((at[i] & pattern->mask[i]) != pattern->bytes[i])
            return false;
    return true;
}

size_t secrets_count(const struct secrets *secrets, const void *bytes, size_t size, char what[SECRET_WHAT_SIZE]) {
    const uint8_t *at = bytes, *end = at + size;
    size_t found = 0;
    for (; at + 1 < end; at++) {
        if (!secrets->begins[at[0] << 8 | at[1]])
            continue;
        for (size_t i = 0; i < secrets->count; i++)
            if (matches(&secrets->patterns[i], at, (size_t)(end - at)) && found++ == 0)
                snprintf(what, SECRET_WHAT_SIZE, "%s, %s", secrets->patterns[i].text, secrets->patterns[i].form);
    }
    return found;
}

/* --- Files --- */

static void expect_not_in_file(const struct secrets *secrets, const char *path) {
    char what[SECRET_WHAT_SIZE];
    struct stat found;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT)
        return; /* a journal of SQLite that has just ended */
    assert_true(fd >= 0);
    assert_int_equal(fstat(fd, &found), 0);
    char *content = malloc((size_t)found.st_size + 1);
    ssize_t size = read(fd, content, (size_t)found.st_size);
    close(fd);
    assert_true(size >= 0);
    if (secrets_count(secrets, content, (size_t)size, what) > 0)
        fail_msg("%s is in %s", what, path);
    free(content);
}

static bool is_in(const char *const list[], const char *name) {
    for (; *list != NULL; list++)
        if (strcmp(*list, name) == 0)
            return true;
    return false;
}

static size_t search_entry(const struct secrets *secrets, const char *path, const char *name) {
    static const char *const none[] = {NULL};
    char what[SECRET_WHAT_SIZE];
    struct stat found;
    if (secrets_count(secrets, name, strlen(name), what) > 0)
        fail_msg("%s is in the name of %s", what, path);
    if (lstat(path, &found) != 0 || S_ISSOCK(found.st_mode))
        return 0;
    if (S_ISDIR(found.st_mode))
        return secrets_expect_not_in_folder(secrets, path, none);
    expect_not_in_file(secrets, path);
    return 1;
}

size_t secrets_expect_not_in_folder(const struct secrets *secrets, const char *folder, const char *const except[]) {
    DIR *entries = opendir(folder);
    struct dirent *entry;
    size_t files = 0;
    assert_non_null(entries);
    while ((entry = readdir(entries)) != NULL) {
        char path[PATH_SIZE];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && !is_in(except, entry->d_name))
            files += search_entry(secrets, path, entry->d_name);
    }
    closedir(entries);
    return files;
}

/* --- Processes --- */

static int open_of(pid_t pid, const char *name) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    return open(path, O_RDONLY | O_CLOEXEC);
}

/* Prints the finds one by one, with where they are: whoever has to wipe them needs to know. */
static size_t search_mapping(const struct secrets *secrets, const uint8_t *bytes, size_t size, unsigned long long start,
                             const char *name, const char *mapping) {
    size_t found = 0;
    char what[SECRET_WHAT_SIZE];
    for (size_t at = 0; at + 1 < size; at++) {
        size_t length = size - at < OVERLAP ? size - at : OVERLAP;
        if (!secrets->begins[bytes[at] << 8 | bytes[at + 1]])
            continue;
        for (size_t i = 0; i < secrets->count; i++) {
            if (!matches(&secrets->patterns[i], bytes + at, length))
                continue;
            snprintf(what, sizeof what, "%s, %s", secrets->patterns[i].text, secrets->patterns[i].form);
            if (found++ < PRINTED_MAX)
                print_message("%s: %s at %#llx in %s", name, what, start + at, mapping);
        }
    }
    return found;
}

size_t secrets_count_in_memory(const struct secrets *secrets, pid_t pid, const char *name) {
    int maps_fd = open_of(pid, "maps"), memory = open_of(pid, "mem");
    if (maps_fd < 0 || memory < 0) { /* it has just ended, and its memory with it */
        close(maps_fd);
        close(memory);
        return 0;
    }
    FILE *maps = fdopen(maps_fd, "r");
    char line[PATH_SIZE];
    size_t found = 0;
    while (fgets(line, sizeof line, maps) != NULL) {
        char *rest; /* "start-end rights …", in hexadecimal */
        unsigned long long start = strtoull(line, &rest, 16), end = strtoull(rest + 1, &rest, 16);
        assert_true(end > start);
        uint8_t *bytes = rest[1] == 'r' ? malloc(end - start) : NULL;
        ssize_t size = bytes != NULL ? pread(memory, bytes, end - start, (off_t)start) : -1;
        if (size > 0) /* [vvar] cannot be read */
            found += search_mapping(secrets, bytes, (size_t)size, start, name, line);
        free(bytes);
    }
    fclose(maps);
    close(memory);
    return found;
}

void secrets_expect_not_in_arguments(const struct secrets *secrets, pid_t pid) {
    static const char *const names[] = {"cmdline", "environ", "comm"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char bytes[65536], what[SECRET_WHAT_SIZE];
        int fd = open_of(pid, names[i]);
        assert_true(fd >= 0);
        ssize_t size = read(fd, bytes, sizeof bytes);
        close(fd);
        assert_true(size >= 0);
        if (secrets_count(secrets, bytes, (size_t)size, what) > 0)
            fail_msg("%s is in %s of %d", what, names[i], (int)pid);
    }
}

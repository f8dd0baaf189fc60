/* Reads the names of kill points from the sources. It must not know any by itself. */
#include "kill_points.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_SIZE = 1024, DESCRIPTORS = 8 };

static struct {
    char (*names)[KILL_POINT_SIZE];
    size_t count;
} found; /* nftw() passes no context */

static int by_name(const void *a, const void *b) {
    return strcmp(a, b);
}

static void add(const char *name, size_t length) {
    char *kept = found.names[found.count];
    assert_true(length < KILL_POINT_SIZE);
    assert_true(found.count < KILL_POINTS_MAX - 1);
    snprintf(kept, KILL_POINT_SIZE, "%.*s", (int)length, name);
    for (size_t i = 0; i < found.count; i++)
        if (strcmp(found.names[i], kept) == 0)
            return;
    found.count++;
}

static int read_source(const char *path, const struct stat *status, int kind, struct FTW *place) {
    static const char mark[] = "KILL_POINT(\"";
    char line[LINE_SIZE];
    (void)status;
    (void)place;
    size_t length = strlen(path);
    if (kind != FTW_F || length < 2 || strcmp(path + length - 2, ".c") != 0)
        return 0;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        const char *name = strstr(line, mark);
        if (name != NULL)
            add(name + sizeof mark - 1, strcspn(name + sizeof mark - 1, "\""));
    }
    fclose(file);
    return 0;
}

size_t kill_points_list(char names[KILL_POINTS_MAX][KILL_POINT_SIZE]) {
    static const char *const folders[] = {"kiosk", "printing", "screens"};
    found.names = names;
    found.count = 0;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        assert_int_equal(nftw(folders[i], read_source, DESCRIPTORS, FTW_PHYS), 0);
    qsort(names, found.count, KILL_POINT_SIZE, by_name);
    return found.count;
}

/* Reads the shared zones line by line. */
#include "zone_vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "place.h"

int zone_vectors_each(void (*check)(char *line)) {
    char *path = place_in_shared("mrz/vectors.tsv"), line[1024];
    FILE *file = fopen(path, "r");
    int count = 0;
    free(path);
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL)
        if (line[0] != '#' && strncmp(line, "format\t", 7) != 0) {
            check(line);
            count++;
        }
    fclose(file);
    return count;
}

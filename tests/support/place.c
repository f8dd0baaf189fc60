/* Finds the build folder and the shared vectors. Must not create anything. */
#include "place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *join(const char *folder, size_t length, const char *name) {
    char *path = NULL;
    if (asprintf(&path, "%.*s/%s", (int)length, folder, name) < 0)
        abort();
    return path;
}

char *place_in_build(const char *name) {
    char self[4096];
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);
    if (size <= 0)
        abort();
    self[size] = '\0';
    char *tests = strstr(self, "/tests/");
    for (char *next = tests; next != NULL; next = strstr(tests + 1, "/tests/"))
        tests = next; /* the last one: the checkout itself may be below a folder of that name */
    if (tests == NULL)
        abort();
    return join(self, (size_t)(tests - self), name);
}

char *place_in_shared(const char *name) {
    const char *shared = getenv("GUICHET_SHARED");
    if (shared == NULL || shared[0] == '\0')
        shared = "../shared";
    return join(shared, strlen(shared), name);
}

/* Where a test finds things: the build folder that it is in itself, and the shared vectors. */
#ifndef GUICHET_TESTS_PLACE_H
#define GUICHET_TESTS_PLACE_H

/* Absolute path of `name` ("guichet", "tests/run", "") in the build folder of the running test: found from where the
 * test's own executable is, so that a sanitizer build tests itself. Freed by the caller with free(). */
char *place_in_build(const char *name);

/* Path of `name` ("points/vectors.json") in the shared folder: GUICHET_SHARED, else "../shared". Freed with free(). */
char *place_in_shared(const char *name);

#endif

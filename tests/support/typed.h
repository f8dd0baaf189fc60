/* Our own programs as somebody types them: what they read, what they write on both outputs, how they end. */
#ifndef GUICHET_TESTS_TYPED_H
#define GUICHET_TESTS_TYPED_H

#include <stddef.h>

enum { TYPED_ARGUMENTS_MAX = 14 };

struct typed {
    int status;      /* exit status; -1 when it was killed */
    char *out, *err; /* NUL-terminated */
    size_t out_length;
};

/* Runs a program of the build folder with these arguments (up to NULL) and this input, to its end. Fails the test when
 * it cannot. typed_clear(). */
struct typed typed_run(const char *program, const char *const arguments[], const void *input, size_t size);
/* `guichet COMMAND` with these arguments (up to NULL) and this text: its exit status; `said` is cleared first. */
int typed_command(struct typed *said, const char *command, const char *input, const char *const arguments[]);
void typed_clear(struct typed *typed);

/* Fails the test, and shows the text, when it has not that part. */
void typed_assert_in(const char *text, const char *part);
/* The three parts of a refusal on standard error, and nothing on the other. */
void typed_assert_refused(const struct typed *typed, int status, const char *happened, const char *not_done);

#endif

/* Runs what is typed, its input and outputs in files without a name. It must not leave a process behind. */
#include "typed.h"

#include "place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { DEADLINE_SECONDS = 120 };

static int file_with(const void *content, size_t size) {
    int fd = memfd_create("typed", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(size > 0 ? write(fd, content, size) : 0, size);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

static char *read_back(int fd, size_t *length) {
    off_t size = lseek(fd, 0, SEEK_END);
    assert_true(size >= 0);
    char *text = calloc(1, (size_t)size + 1);
    assert_non_null(text);
    assert_int_equal(pread(fd, text, (size_t)size, 0), size);
    close(fd);
    *length = (size_t)size;
    return text;
}

struct typed typed_run(const char *program, const char *const arguments[], const void *input, size_t size) {
    const char *words[TYPED_ARGUMENTS_MAX + 2] = {program};
    for (size_t i = 0; arguments[i] != NULL; i++) {
        assert_true(i < TYPED_ARGUMENTS_MAX);
        words[i + 1] = arguments[i];
    }
    char *path = place_in_build(program);
    int in = file_with(input, size), out = file_with(NULL, 0), err = file_with(NULL, 0), status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        alarm(DEADLINE_SECONDS);
        if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
            _exit(126);
        execv(path, (char *const *)words);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    struct typed typed = {.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1};
    size_t err_length = 0;
    typed.out = read_back(out, &typed.out_length);
    typed.err = read_back(err, &err_length);
    close(in);
    free(path);
    return typed;
}

int typed_command(struct typed *said, const char *command, const char *input, const char *const arguments[]) {
    const char *words[TYPED_ARGUMENTS_MAX + 1] = {command};
    for (size_t i = 0; arguments[i] != NULL && i + 1 < TYPED_ARGUMENTS_MAX; i++)
        words[i + 1] = arguments[i];
    typed_clear(said);
    *said = typed_run("guichet", words, input, strlen(input));
    return said->status;
}

void typed_clear(struct typed *typed) {
    free(typed->out);
    free(typed->err);
    *typed = (struct typed){0};
}

void typed_assert_in(const char *text, const char *part) {
    if (strstr(text, part) == NULL)
        fail_msg("expected « %s » in: %s", part, text);
}

void typed_assert_refused(const struct typed *typed, int status, const char *happened, const char *not_done) {
    typed_assert_in(typed->err, happened);
    typed_assert_in(typed->err, not_done);
    const char *after = strstr(typed->err, not_done) + strlen(not_done);
    if (strlen(after) < 10 || after[0] != ' ')
        fail_msg("nothing to do now in: %s", typed->err);
    assert_string_equal(typed->out, "");
    assert_int_equal(typed->status, status);
}

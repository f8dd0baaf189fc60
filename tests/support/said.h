/* What a screen says, whatever rows it is broken into, and whatever blanks stand between words. */
#ifndef GUICHET_TESTS_SAID_H
#define GUICHET_TESTS_SAID_H

#include "terminal.h"

bool said(const struct terminal *terminal, const char *text);
bool said_wait(struct terminal *terminal, const char *text, int timeout_ms);

#define said_expect(terminal, text) said_expect_at(terminal, text, __FILE__, __LINE__)
void said_expect_at(struct terminal *terminal, const char *text, const char *file, int line);

#endif

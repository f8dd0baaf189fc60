/* What a screen says, whatever rows it is broken into. */
#ifndef GUICHET_TESTS_SAID_H
#define GUICHET_TESTS_SAID_H

#include "../../kiosk/sentence.h"
#include "terminal.h"

/* The screen's words with one space between them, rows joined: caller frees. */
char *said_text(const struct terminal *terminal);
bool said(const struct terminal *terminal, const char *text);
bool said_wait(struct terminal *terminal, const char *text, int timeout_ms);

#define said_expect(terminal, text) said_expect_at(terminal, text, __FILE__, __LINE__)
void said_expect_at(struct terminal *terminal, const char *text, const char *file, int line);

#endif

/* Whole screens that hold what is never twice the same (the number of an attestation, the folder of the test): compared
 * with a file in which something else stands in its place. */
#ifndef GUICHET_TESTS_MASKED_H
#define GUICHET_TESTS_MASKED_H

#include "terminal.h"

/* As terminal_expect_file() of tests/screens/expected/NAME-COLUMNSxROWS.txt, where every number of an attestation is
 * 0123456789AB, the folder of the test guichet-test-XXXXXX, and the seconds of a step that is under way are 0. */
void masked_expect(struct terminal *terminal, const char *name);
/* The same, of a terminal without UTF-8: …-ascii.txt. */
void masked_expect_ascii(struct terminal *terminal, const char *name);

/* The first number of an attestation on the screen. */
void masked_read_number(const struct terminal *terminal, char number[13]);

#endif

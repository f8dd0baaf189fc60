/* Asks for a new password: twice on a terminal, without echo; else one line of standard input. */
#ifndef GUICHET_COMMAND_PASSWORD_H
#define GUICHET_COMMAND_PASSWORD_H

#include "../status.h"

enum { PASSWORD_SIZE = 256 };

/* STATUS_INVALID: empty, or with control characters; STATUS_TOO_LONG; STATUS_DENIED: the two differ; STATUS_CANCELLED:
 * interrupted or ended. `password` is wiped on failure; the caller wipes it otherwise. */
STATUS_MUST_CHECK enum status password_ask(char password[PASSWORD_SIZE]);

#endif

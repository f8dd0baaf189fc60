/* A burst that comes while a password is asked for: a password that was pasted is typed, a scan leaves nothing. */
#ifndef GUICHET_SECRET_H
#define GUICHET_SECRET_H

#include "form.h"
#include "screen.h"

enum secret_burst {
    SECRET_TYPED,    /* into the field that has the focus */
    SECRET_ACCEPTED, /* typed, and Enter */
    SECRET_DROPPED   /* a scan: the field that has the focus is empty */
};

/* `scan`: a SCREEN_SCAN. It is no password when it has more characters than one may have, a line end or another control
 * character inside, or is a machine readable zone or a 2D-Doc. A shorter code, of one line, cannot be told from a
 * pasted password. */
enum secret_burst secret_take(struct form *form, const struct screen_event *scan);

/* What is said of SECRET_DROPPED. */
const char *secret_dropped_sentence(void);

#endif

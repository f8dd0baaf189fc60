/* A burst that comes while a password is asked for: a password that was pasted is typed, a scan leaves nothing. */
#ifndef GUICHET_SECRET_H
#define GUICHET_SECRET_H

#include "form.h"
#include "screen.h"

enum secret_burst {
    SECRET_TYPED,    /* into the field that has the focus */
    SECRET_ACCEPTED, /* typed, and Enter */
    SECRET_DROPPED   /* a scan: nothing of it is in any field */
};

/* `event`: a SCREEN_SCAN. No password is what comes from the station's own scanner, has more characters than one may
 * have, a line end or another control character inside, is a machine readable zone or a 2D-Doc, or comes upon a button.
 * Nor, unless the terminal says that it was pasted (a password manager's may look so): a title number, a NEPH with a
 * digit and no small letter, as a scanner gives it, or 24 characters and more of those of zones. Another burst of one
 * line cannot be told from a pasted password. */
enum secret_burst secret_take(struct form *form, const struct screen_event *event);

/* What is said of SECRET_DROPPED. */
const char *secret_dropped_sentence(void);

#endif

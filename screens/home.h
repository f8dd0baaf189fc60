/* What the files of the Accueil screen share. Nobody else includes this. */
#ifndef GUICHET_HOME_H
#define GUICHET_HOME_H

#include "field.h"
#include "notice.h"
#include "screen.h"
#include "verify_words.h"

#include "../kiosk/mrz.h"

enum home_wait { HOME_IDLE, HOME_OPENS, HOME_SEARCHES };

struct home {
    struct field typed;
    enum home_wait waiting;
    char title_number[RECORD_NEPH_MAX + 1]; /* what was typed, when it is one; shown with where the NEPH is */
    struct mrz proposed;                    /* a doubtful zone put right, until the agent says so; no lines: none */
    struct verify_result judged;            /* of a 2D-Doc that opens nothing: for Vérifier */
    size_t answered;                        /* bytes of the field that were accepted, and stayed to be put right */
    bool missed;                            /* something was scanned while the registry was asked */
    bool narrowed;                          /* the search was asked with the given name too */
    char kept[256];                         /* what document was kept, and what its seal is worth: for the results */
    char alert[160];                        /* to a supervisor: who searches more than is usual */
    struct desk_unfinished oldest;          /* of those that were left unfinished */
    size_t unfinished;                      /* how many */
    struct notice notice;
};

/* What was scanned, pasted, or typed and accepted. `ended`: to be acted upon; else it only goes into the field, unless
 * it is a document. `scanned`: not typed by hand. */
struct screen_verdict home_read(struct home *home, const struct screen_context *context, const char *text,
                                size_t length, bool ended, bool scanned);
/* A scan. A document is taken whole; anything else that comes beside what is in the field already is typed text, which
 * came fast: only the whole field is read. */
struct screen_verdict home_scanned(struct home *home, const struct screen_context *context,
                                   const struct screen_event *event);
/* A scan while the registry is asked: it is not taken, and that is said. */
struct screen_verdict home_miss_scan(struct home *home);
#define HOME_MISSED "◌ Ce qui a été scanné avant la réponse du registre n'a pas été pris\u00A0: scannez de nouveau."
/* The registry has answered, and Accueil stays: it is said again under the answer. */
void home_tell_missed(struct home *home);
/* Enter: the reading that is proposed is the document's. */
struct screen_verdict home_take_proposed(struct home *home, const struct screen_context *context);
/* The search by a document has ended. */
struct screen_verdict home_searched(struct home *home, const struct screen_context *context);
/* Nothing of what was read stays in this screen; what is kept for Identité stays there. */
void home_forget(struct home *home);

void home_draw(const void *state, const struct screen_context *context);
struct screen_cursor home_focus(const void *state, const struct screen_context *context);

#endif

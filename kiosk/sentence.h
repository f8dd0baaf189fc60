/* Faults in French, in three parts: what happened, what was not done, what to do now. Pure. */
#ifndef GUICHET_SENTENCE_H
#define GUICHET_SENTENCE_H

#include "status.h"

#include <stddef.h>

enum sentence_act { /* what was being done: decides "what was not done" and "what to do now" */
                    SENTENCE_LOGIN,
                    SENTENCE_UNLOCK,
                    SENTENCE_SUPERVISE,
                    SENTENCE_LOOKUP,
                    SENTENCE_SEARCH,
                    SENTENCE_CONFIRM,
                    SENTENCE_ISSUE,
                    SENTENCE_DRAW,
                    SENTENCE_PRINT,
                    SENTENCE_SETTLE, /* handed over, set aside, cancelled: noted in the journal */
                    SENTENCE_START,
                    SENTENCE_COMMAND
};

struct sentence {
    char happened[240]; /* "Le registre ne répond pas." */
    char not_done[160]; /* "Le dossier n'a pas été ouvert." */
    char to_do[240];    /* "Attendez une minute, puis F5 ; sinon appelez le responsable." */
};

void sentence_write(enum sentence_act act, const struct fault *fault, struct sentence *sentence);

#endif

/* What a screen has to say under its fields: a sentence, a fault in its three parts, or a wait. */
#ifndef GUICHET_NOTICE_H
#define GUICHET_NOTICE_H

#include "layout.h"
#include "theme.h"

#include "../kiosk/desk.h"
#include "../kiosk/sentence.h"

struct notice {
    enum theme_role role;
    char text[640]; /* empty: nothing to say; lines are separated by newlines */
};

void notice_clear(struct notice *notice);
void notice_say(struct notice *notice, enum theme_role role, const char *text);
void notice_fault(struct notice *notice, enum sentence_act act, const struct fault *fault);
/* Draws from row `y`; returns the row after. */
int notice_draw(const struct notice *notice, struct rect area, int y);

/* "◌ Recherche du dossier auprès du registre : 3 s" and how to give up. */
int notice_draw_wait(const struct desk_progress *progress, struct rect area, int y, const char *awaited);

#endif

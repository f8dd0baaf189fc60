/* What the files of the Impression screen share. Nobody else includes this. */
#ifndef GUICHET_PRINTING_VIEW_H
#define GUICHET_PRINTING_VIEW_H

#include "choices.h"
#include "notice.h"
#include "screen.h"
#include "words.h"

enum { PRINTING_TEXT_MAX = 480, PRINTING_PRINTERS_MAX = CHOICES_MAX - 1 };

enum printing_view {
    PRINTING_STEPS,     /* it goes on by itself */
    PRINTING_STOP,      /* the same, and Esc was pressed while the printer has it */
    PRINTING_HAND_OVER, /* printed: is it out, complete and readable? */
    PRINTING_NOT_GOOD,  /* no */
    PRINTING_WHAT_NOW,
    PRINTING_PRINTERS, /* which other one? */
    PRINTING_CHANGED,
    PRINTING_END
};

enum printing_choice { /* from 1: 0 is none */
                       PRINTING_WAIT = 1,
                       PRINTING_GIVE,
                       PRINTING_NO,
                       PRINTING_AGAIN,
                       PRINTING_OTHER,
                       PRINTING_ASIDE,
                       PRINTING_CANCEL,
                       PRINTING_NEW_RECORD,
                       PRINTING_BACK,
                       PRINTING_PRINTER /* the first of the printers; the others follow */
};

enum printing_end { PRINTING_NOT_ENDED, PRINTING_SET_ASIDE, PRINTING_CANCELLED, PRINTING_GIVEN };

struct printing {
    char reason[DESK_REASON_MAX + 1]; /* with which it was ordered: a changed record is printed with it too */
    enum desk_phase phase;            /* as last seen, with `asks`: when they change, so does what is on the screen */
    enum desk_question asks;
    bool stopping, picking, said_no; /* the menu of Esc, the printers, the answer to the question */
    int chosen;                      /* button; -1: none yet */
    int64_t asked_ms;                /* when the question came: until it could be read, Enter answers nothing */
    bool told;                       /* F10 or Esc was pressed where it cannot be left */
    enum printing_choice asked;      /* the dialog above confirms it */
    int printer;                     /* the one to print on, with PRINTING_OTHER */
    struct screen_question question;
    char question_text[PRINTING_TEXT_MAX];
    enum printing_end end; /* and of what, since the desk forgets it */
    char end_title[96];
    enum counter_document end_type;
    struct notice notice;
    char printers[PRINTING_PRINTERS_MAX][WORDS_MAX];
};

enum printing_view printing_view(const struct printing *printing, const struct screen_context *context);
/* The buttons of a view; none: Enter leaves. */
void printing_offer(const struct printing *printing, const struct screen_context *context, struct choices *choices);
/* May sheets of a print that is not good lie in the tray? Until the printer has said a word about a job that it was
 * sent, nobody knows. */
bool printing_has_sheets(const struct desk_document *document);
/* May the newer record be printed? */
bool printing_may_issue(const struct screen_context *context, struct fault *fault);

void printing_draw(const void *state, const struct screen_context *context);
struct screen_cursor printing_focus(const void *state, const struct screen_context *context);

/* One line a step; returns the row after. And the row of the step that is under way. */
int printing_draw_steps(const struct screen_context *context, struct rect area, int y);
int printing_step_row(const struct screen_context *context);

#endif

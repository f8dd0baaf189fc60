/* An agent who reads the screen and presses what it offers, person after person, whatever goes wrong, and notes what
 * the screen said. */
#ifndef GUICHET_TESTS_ROBOT_H
#define GUICHET_TESTS_ROBOT_H

#include "../support/kiosk.h"
#include "../support/printer.h"
#include "book.h"
#include "day.h"

#include <stdbool.h>

enum { ROBOT_PRINTERS = 2 };

struct robot {
    struct kiosk *kiosk;
    struct printer *printers[ROBOT_PRINTERS];
    int chosen; /* which of them the kiosk prints on */
    struct book book;

    struct day_person person; /* who stands there */
    bool resuming;            /* nobody new: a document that waits is seen to */
    bool done;                /* the person may leave */
    bool was_asked;           /* a document was ordered, and its end was not seen */
    bool trouble_is_on;
    int acts, tries, locks;

    /* Told at the end. */
    int documents, reissues, spoiled, aside, cancelled, resumed, restarts, troubles[DAY_TROUBLE_COUNT];
};

/* From Accueil (or Connexion) to Accueil. Fails the test when the person is not served in time. */
void robot_serve(struct robot *robot, const struct day_person *person);
/* One of the documents that wait is taken up, given, or cancelled. */
void robot_take_up(struct robot *robot, const struct day_person *person);
bool robot_has_unfinished(struct robot *robot);

/* --- Between its files --- */

/* What is wrong begins, or ends. */
void robot_strike(struct robot *robot);
void robot_relieve(struct robot *robot);
/* The first number on the screen, "n° " or "Numéro obtenu : " before it; and the same noted, with what becomes of it.
 */
bool robot_read_number(const struct robot *robot, char number[13]);
void robot_note(struct robot *robot, enum book_fate fate);
/* The numbers that the screen says are handed over, set aside or cancelled. */
void robot_note_said(struct robot *robot);
bool robot_tray_has(const struct robot *robot, const char *number);

#endif

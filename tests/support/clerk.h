/* An agent who serves one person by what the screen says, whatever goes wrong meanwhile: reads it, presses what it
 * offers, starts the kiosk again when it has died, and stops once the person has left with the document and nothing
 * waits any more. For the tests of faults; what was printed and written is judged by support/ledger.h. */
#ifndef GUICHET_TESTS_CLERK_H
#define GUICHET_TESTS_CLERK_H

#include "kiosk.h"
#include "ledger.h"
#include "printer.h"

#include <stdbool.h>

enum clerk_day {
    CLERK_ALL_GOES_WELL,
    CLERK_PRINT_FAILS,     /* the printer aborts the first job: printed again */
    CLERK_SETS_ASIDE,      /* no paper: set aside, the next person; later taken up again */
    CLERK_REISSUES,        /* handed over, then asked for once more */
    CLERK_CANCELS,         /* no paper: cancelled; another is issued once there is */
    CLERK_LOSES_ANSWER,    /* gives up while the registry has the request, and the person leaves; then another */
    CLERK_CHANGED,         /* the registry has a newer record than the one on screen */
    CLERK_CANCELS_REISSUE, /* handed over; a second print is cancelled */
    CLERK_CLOSES_GIVEN,    /* set aside, and given all the same: the sheet had come out */
    CLERK_CLOSES_CANCELLED /* set aside, then cancelled; another is issued */
};

struct clerk {
    struct kiosk *kiosk;     /* set up, not started */
    struct printer *printer; /* NULL: the kiosk's printer is a folder, `tray` */
    char tray[96];
    const char *neph;
    enum clerk_day day;
    void (*died)(const struct kiosk *kiosk); /* told before it is started again; or NULL */
    /* What the clerk has seen. */
    int given;         /* handed over, as far as the screen tells */
    bool is_giving;    /* "Oui" was said; what became of it is not known yet */
    bool has_happened; /* what makes the day special */
    bool has_left;     /* the person whose document was given up, or set aside */
    bool has_registry; /* a process of the kiosk's */
    int sheets_before; /* in the tray at the last restart */
    bool has_ordered;  /* a print, since then */
    int restarts;      /* the kiosk had died, or its registry had */
};

/* Fails the running test when the person is not served in time, when the kiosk ends without having been killed, or when
 * a sheet comes out after a restart before a print is ordered. */
void clerk_serve(struct clerk *clerk);
/* How often a document is given on such a day. */
int clerk_wanted(const struct clerk *clerk);
/* What lies in the tray by now; ledger_tray_clear(). */
void clerk_read_tray(const struct clerk *clerk, struct ledger_tray *tray);

#endif

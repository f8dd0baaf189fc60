/* A desk with its real workers and the real training registry, without a terminal: for the tests of what it does. */
#ifndef GUICHET_TESTS_STAND_H
#define GUICHET_TESTS_STAND_H

#include "../../kiosk/desk.h"

#include <stdbool.h>

enum { STAND_DEADLINE_MS = 20000 };

#define STAND_VALID_NEPH "121201200001"       /* state 50 */
#define STAND_UNCHECKABLE_NEPH "890401140550" /* state 06: no document */
#define STAND_UNKNOWN_NEPH "999999999999"
#define STAND_LONG_NEPH "950117140096"    /* an RII of several pages */
#define STAND_OUTSIDE_NEPH "010418610630" /* lives in the Orne */

struct stand {
    char state[64];
    struct config config;
    struct loop *loop;
    struct spawner *spawner;
    struct desk *desk;
    enum desk_act awaited;
    bool (*is_reached)(const struct stand *stand);
    bool timed_out;
    int deadline_ms; /* 0: STAND_DEADLINE_MS */
};

/* For cmocka: a new state folder and a desk opened on it; *state is the struct stand. */
int stand_set_up(void **state);
int stand_tear_down(void **state);
void stand_open(struct stand *stand);
void stand_close(struct stand *stand);

/* Runs the loop until `is_reached` (asked after each round), or fails the test at the deadline. */
void stand_run_until(struct stand *stand, bool (*is_reached)(const struct stand *stand));
/* Runs the loop until the act has ended; the phase it ended in. */
enum desk_phase stand_await(struct stand *stand, enum desk_act act);

void stand_log_in(struct stand *stand);
void stand_open_file(struct stand *stand, const char *neph);
void stand_confirm(struct stand *stand); /* the holder, with an identity card */

/* What the training registry does wrong from now on (kiosk/training/faults.h); "": nothing. */
void stand_set_fault(const struct stand *stand, const char *text);
/* The first number that `sql` answers on a database of the state folder ("journal.db"); 0 when there is no row. */
int stand_ask(const struct stand *stand, const char *name, const char *sql);
/* The folder printer is replaced by a file, or given back. */
void stand_spoil_printer(const struct stand *stand, bool spoilt);

#endif

/* How long a key takes to be seen: from its bytes written to the cells that say so. */
#ifndef GUICHET_TESTS_PACE_H
#define GUICHET_TESTS_PACE_H

#include "kiosk.h"

#include <stddef.h>

enum { PACE_MAX = 4096, PACE_LIMIT_MS = 250 /* a machine that does other things too */ };

struct pace {
    int us[PACE_MAX];
    size_t count;
};

/* Presses a key, and waits for the text that it brings; fails the test above PACE_LIMIT_MS. */
void pace_key(struct pace *pace, struct kiosk *kiosk, const char *key, const char *brings);
/* Opens the help and closes it again, `times` times or for as long as the screen says `meanwhile`. How many keys. */
int pace_help(struct pace *pace, struct kiosk *kiosk, const char *meanwhile, int times);
/* One line on standard error, and below the table of faults: how many keys, the median, the slowest; a frame is 16 ms.
 */
void pace_print(struct pace *pace, const char *title);

#endif

/* Tells a scan from typing by its speed, and collects it. Pure; the time is given. */
#ifndef GUICHET_COLLECT_H
#define GUICHET_COLLECT_H

#include "keys.h"

#include <stddef.h>

enum {
    COLLECT_MAX = 4096,
    COLLECT_GAP_MS = 15,  /* nobody types two characters closer together … */
    COLLECT_AT_LEAST = 4, /* … this many times in a row */
};

struct collect {
    char text[COLLECT_MAX + 1];
    size_t length;
    int run;   /* characters, each close upon the one before */
    int typed; /* of them, those that were obeyed before it was seen to be a scan */
    int64_t last_ms;
    bool collecting, too_long;
};

/* False: the key is to be obeyed as usual. True: it is part of a scan, which is over when scan_quiet_ms() have passed
 * without another. `at_once`: it came in one read with more than a person can type. */
bool collect_take(struct collect *collect, const struct key *key, bool at_once, int64_t now_ms);

/* The scan is over: its line end, if it has one, is cut off, and told. Empty when it was too long. */
bool collect_end(struct collect *collect);
void collect_clear(struct collect *collect); /* wipes */

#endif

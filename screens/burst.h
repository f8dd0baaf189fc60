/* Tells a scanner, or a paste, from a person by speed: a letter is a shortcut only when it comes alone. Pure; the time
 * is given. */
#ifndef GUICHET_BURST_H
#define GUICHET_BURST_H

#include "keys.h"

enum {
    BURST_GAP_MS = 15,    /* nobody types two letters closer together */
    BURST_QUIET_MS = 100, /* a scan is over after this silence */
    BURST_AT_ONCE = 4     /* so many characters in one read are a scan or a paste */
};

struct burst {
    int64_t last_ms;
    bool holding, scanning;
};

enum burst_verdict {
    BURST_PASS,
    BURST_HOLD, /* keep this letter for BURST_GAP_MS: pass it then, unless another comes first */
    BURST_DROP  /* part of a scan, and so was the letter held */
};

/* For keys that come while no text field has the focus. */
enum burst_verdict burst_take(struct burst *burst, const struct key *key, int64_t now_ms);

/* Are these bytes, read at once, a scan or a paste? Escape sequences (a held arrow) are not. */
bool burst_is_scan(const char *bytes, size_t size);

#endif

/* Idle times. It must not read the clock, nor lock anything. */
#include "idle.h"

enum { SHORTEST_MS = 100, LONGEST_MS = 60000 };

bool idle_is_past(int64_t idle_ms, int seconds) {
    return seconds > 0 && idle_ms >= (int64_t)seconds * 1000;
}

int idle_look_ms(const struct config *config, int64_t idle_ms) {
    int64_t lock_ms = (int64_t)config->idle_lock_seconds * 1000;
    int64_t end_ms = (int64_t)config->idle_end_seconds * 1000;
    int64_t next_ms = idle_ms < lock_ms ? lock_ms - idle_ms : idle_ms < end_ms ? end_ms - idle_ms : LONGEST_MS;
    next_ms = next_ms > LONGEST_MS ? LONGEST_MS : next_ms;
    return next_ms < SHORTEST_MS ? SHORTEST_MS : (int)next_ms;
}

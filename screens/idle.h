/* How long nobody has touched the counter, beside the times after which it locks and ends the session. Pure. */
#ifndef GUICHET_IDLE_H
#define GUICHET_IDLE_H

#include "../kiosk/config.h"

#include <stdint.h>

/* 0 seconds: never. */
bool idle_is_past(int64_t idle_ms, int seconds);
/* In how many milliseconds to look again. */
int idle_look_ms(const struct config *config, int64_t idle_ms);

#endif

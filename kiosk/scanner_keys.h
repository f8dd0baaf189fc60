/* Keys of an input device to characters, by the layout of the United States, which is what a scanner's keyboard mode
 * sends when nothing else is set. Pure. */
#ifndef GUICHET_SCANNER_KEYS_H
#define GUICHET_SCANNER_KEYS_H

#include <stdbool.h>
#include <stdint.h>

struct scanner_keys { /* what is held down; all zero at first */
    bool shift, control, caps;
};

/* `code` and `value` of an EV_KEY event (input-event-codes.h; value 0 up, 1 down, 2 repeated). The character that it
 * makes ('\n' for Enter; control characters with Ctrl, as GS with Ctrl-]), or 0. */
char scanner_keys_take(struct scanner_keys *keys, uint16_t code, int32_t value);

#endif

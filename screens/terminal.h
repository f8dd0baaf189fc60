/* The terminal: curses start and stop, size, bytes typed, emergency restore. With `draw`, the only place that knows
 * curses. */
#ifndef GUICHET_TERMINAL_H
#define GUICHET_TERMINAL_H

#include "decode.h"

#include "../kiosk/config.h"
#include "../kiosk/status.h"

/* Starts curses on descriptors 0 and 1: LC_CTYPE=C.UTF-8, raw mode (Ctrl-C, Ctrl-S and Ctrl-Z are keys that do
 * nothing), no echo. STATUS_UNSUPPORTED when 0 or 1 is no terminal (where = "terminal") or TERM is unknown (where =
 * "TERM"). */
STATUS_MUST_CHECK enum status terminal_start(const struct config *config, struct fault *fault);
void terminal_stop(void);

int terminal_columns(void);
int terminal_rows(void);
int terminal_colours(void);
void terminal_resize(void); /* after SIGWINCH: takes the new size */

void terminal_learn_keys(struct decode *decode); /* terminfo's sequences */
/* Reads what was typed into `decode`, once. False when the terminal has hung up. */
bool terminal_read(struct decode *decode);

/* Restores the modes and leaves the full screen; async-signal-safe, harmless when curses is off. */
void terminal_emergency_restore(void);

#endif

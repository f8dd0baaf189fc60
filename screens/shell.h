/* The terminal side of the kiosk: reads keys, runs the stack of screens, draws before each wait. What main starts. */
#ifndef GUICHET_SHELL_H
#define GUICHET_SHELL_H

#include "../kiosk/desk.h"

struct shell;

/* Starts curses on the terminal of descriptors 0 and 1, draws the first screen (Connexion) and registers with the loop:
 * keys, resize, timers, and the hang-up of the terminal (which stops the loop). `desk` may be attached later, so that
 * the first screen waits for nothing. STATUS_UNSUPPORTED when 0 or 1 is not a terminal. */
STATUS_MUST_CHECK enum status shell_open(const struct config *config, struct loop *loop, struct shell **shell,
                                         struct fault *fault);
void shell_attach(struct shell *shell, struct desk *desk);
void shell_close(struct shell *shell); /* restores the terminal, wipes */

/* Restores the terminal from a signal handler or abort path; async-signal-safe; harmless when curses is off. */
void shell_emergency_restore(void);

#endif

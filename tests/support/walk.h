/* The way through the counter that many tests take: the training kiosk of the build in a test terminal, up to where
 * they begin. Each step waits for what it should show, and fails the test otherwise. */
#ifndef GUICHET_TESTS_WALK_H
#define GUICHET_TESTS_WALK_H

#include "terminal.h"

/* The wall clock of the kiosk, frozen. */
#define WALK_CLOCK "2026-11-24T09:31:00+01:00"

/* Opens `guichet --training --state STATE`, with WALK_CLOCK and an otherwise empty environment (no LANG). */
struct terminal *walk_open(const char *state, int rows, int columns);
/* From Connexion to Accueil, as the training agent. */
void walk_log_in(struct terminal *terminal);
/* From Accueil to Identité. */
void walk_open_file(struct terminal *terminal, const char *neph);
/* From Identité to Dossier: the holder, with an identity card. */
void walk_confirm(struct terminal *terminal);
/* Impression: the document is printed; it came out well, and is handed over. */
void walk_hand_over(struct terminal *terminal);
/* It is printed, and set aside: on Accueil again. */
void walk_set_aside(struct terminal *terminal);
/* Presses Right, and waits for another button to be chosen. */
void walk_next_button(struct terminal *terminal, int timeout_ms);
/* Takes the button of that name, wherever the choice stands. */
void walk_take(struct terminal *terminal, const char *label);

#endif

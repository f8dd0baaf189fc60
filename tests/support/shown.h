/* Documents of identity shown on the screen Identité of a kiosk in a test terminal. */
#ifndef GUICHET_TESTS_SHOWN_H
#define GUICHET_TESTS_SHOWN_H

#include "kiosk.h"
#include "masked.h"
#include "scan.h"
#include "zone_writer.h"

#define SHOWN_NEPH "121201200001"
#define SHOWN_NAMES "DUMONT<D<URVILLE<<JULES<CESAR"
#define SHOWN_STOLEN_NEPH "051206140865"
/* A 2D-Doc of type 07, for scan_sign(): of that holder. */
#define SHOWN_SEAL                                                                                                     \
    SCAN_HEADER "0701FR65CN62DUMONT DURVILLE" SCAN_GS "60JULES/SEBASTIEN" SCAN_GS "6908051942"                         \
                "68M"                                                                                                  \
                "083039"

/* Starts the kiosk of the test and opens a file: on Identité, the quality has the focus. */
struct terminal *shown_enter(void **state, const char *neph);
/* Keys by name, ended by NULL. */
void shown_press(struct terminal *terminal, const char *const names[]);
#define PRESS(terminal, ...) shown_press(terminal, (const char *const[]){__VA_ARGS__, NULL})

/* Scans an identity card, or a licence, and waits for what is said. */
void shown_card(struct terminal *terminal, const char *names, const char *birth, const char *expiry, const char *says);
void shown_licence(struct terminal *terminal, const char *number, const char *name, const char *says);
/* The whole screen is that of tests/screens/expected/identite-NAME-COLUMNSxROWS.txt. */
void shown_expect_look(struct terminal *terminal, const char *name);

/* Another agent of the station, CHEF, with the training password. */
void shown_add_supervisor(const struct kiosk *kiosk);
/* The audit log, of a kiosk that is stopped first; freed by the caller. */
char *shown_audit(struct kiosk *kiosk);

#endif

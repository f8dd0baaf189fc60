/* 2D-Docs scanned on the screen Vérifier of a kiosk in a test terminal. */
#ifndef GUICHET_TESTS_SCAN_H
#define GUICHET_TESTS_SCAN_H

#include "kiosk.h"

#define SCAN_GS "\x1D"
#define SCAN_US "\x1F"
#define SCAN_HOLDER_NEPH "121201200001"
/* What scan_sign() is given begins so: issued and signed on 15 January 2026; then the type, "01FR", and the fields. */
#define SCAN_HEADER                                                                                                    \
    "DC04FR000001"                                                                                                     \
    "2527"                                                                                                             \
    "2527"
#define SCAN_HOLDER                                                                                                    \
    "6HM" SCAN_GS "6GDUMONT DURVILLE" SCAN_GS "60JULES/SEBASTIEN/CESAR" SCAN_GS                                        \
    "69080519426ACONDE SUR NOIREAU" SCAN_GS "AC" SCAN_HOLDER_NEPH SCAN_GS
/* On the screen: it waits for a scan; the file of SCAN_HOLDER_NEPH is offered; the signature of the training key is
 * good. */
#define SCAN_READY "2D-Doc, scanné ou collé"
#define SCAN_OFFER "Entrée : ouvrir le dossier NEPH 1212 0120 0001"
#define SCAN_VALID "Signature bonne, mais émetteur de test"

/* The specimen of the specification, without its end of line. Static storage. */
const char *scan_specimen(void);
/* Header and message with their signature by the training key. Static storage. */
const char *scan_sign(const char *message);

/* Starts the kiosk, logs in and opens Vérifier. */
struct terminal *scan_enter(struct kiosk *kiosk);
/* Types the text and Enter, and waits for what is said. */
void scan_text(struct terminal *terminal, const char *text, const char *says);
/* The whole screen is that of tests/screens/expected/verifier-NAME.txt. */
void scan_expect_look(struct terminal *terminal, const char *name);

#endif

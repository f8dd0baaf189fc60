/* The books compared: what the registry issued, what the station's journal says, what lies in the printer's tray. For
 * any test that has let something fail, once all is calm again. */
#ifndef GUICHET_TESTS_LEDGER_H
#define GUICHET_TESTS_LEDGER_H

#include <stddef.h>

enum { LEDGER_WORDS_SIZE = 4096, LEDGER_NAME_SIZE = 33 };

/* What came out, one entry a document: an attestation's number, or "SITUATION". */
struct ledger_tray {
    char (*names)[LEDGER_NAME_SIZE];
    size_t count;
};

void ledger_tray_add(struct ledger_tray *tray, const char *name);
/* NUMBER.pdf of a folder that is a printer; no folder: nothing. */
void ledger_tray_add_folder(struct ledger_tray *tray, const char *folder);
void ledger_tray_clear(struct ledger_tray *tray);

struct ledger {
    int numbers;     /* issued by the registry */
    int handed_over; /* of them, by the journal */
    int revoked;     /* of them, by the registry */
    int open;        /* of the journal: neither handed over, cancelled nor failed */
    int outgoing;    /* in the outbox */
    int lost;        /* numbers that one of the books lacks or holds for something else */
    int doubled;     /* printed more often than was told, without having been told, or two numbers for one request */
    int unsound;     /* databases that are damaged, an audit chain that does not hold */
    char words[LEDGER_WORDS_SIZE]; /* each of these, a line */
};

/* Reads journal.db and registry/book.db below `state` (the kiosk may run), checks every database there, and the audit
 * chain by `guichet audit verify`. `tray`: NULL when nothing is known of it. What the registry says became of a number
 * is compared once nothing is outgoing. */
void ledger_read(const char *state, const struct ledger_tray *tray, struct ledger *ledger);
/* The same, and fails the running test, with the words, when something is lost, doubled or unsound. */
void ledger_expect(const char *state, const struct ledger_tray *tray, struct ledger *ledger);

#endif

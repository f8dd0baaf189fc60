/* A journal in a state folder of its own, frozen at 2026-11-24 09:30, and one attestation that is walked through it. */
#ifndef GUICHET_TEST_JOURNAL_SCENE_H
#define GUICHET_TEST_JOURNAL_SCENE_H

#include "../../kiosk/journal.h"

extern struct journal_scene {
    char root[64], request[37]; /* of the last intention */
    struct vault *vault;
    struct journal *journal;
} scene;

#define SCENE_NEPH "121201200001"
#define SCENE_NUMBER "7F3K9QWX2MBD"
/* A document with what must never be found in clear. */
#define SCENE_DOCUMENT "{\"name\":\"DUMONT D'URVILLE Sébastien\",\"neph\":\"" SCENE_NEPH "\"}"

/* For cmocka_unit_test_setup_teardown(). */
int scene_setup(void **state);
int scene_teardown(void **state);
/* The folder and its key, without a journal; scene_teardown() removes them. */
void scene_prepare(void);
void scene_open(void);
void scene_reopen(void);

void scene_intend(void);
void scene_number(const char *number);
/* From DRAWN, SENT or PRINTED, to "Accueil". */
void scene_send(void);
void scene_step(enum journal_state to);
/* From nothing to that state; FAILED and CANCELLED after NUMBERED. */
void scene_walk_to(enum journal_state state);

struct journal_attestation scene_found(void);
int scene_unfinished(void);
int scene_outgoing(void);
/* Is a document kept for the last intention, and is it SCENE_DOCUMENT? */
bool scene_has_document(void);
/* The first number that a query answers, from a connection of its own. */
int64_t scene_ask(const char *sql);

struct scene_lines {
    int count;
    struct journal_line lines[64];
};
struct scene_lines scene_lines(void);
/* How many audit lines have this act and this detail (NULL: any). */
int scene_count_lines(const char *act, const char *detail);
/* The chain holds. */
void scene_verify(void);

#endif

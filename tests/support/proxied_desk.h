/* A desk with its real workers whose registry is at the other end of a tls_proxy, who serves one person after the
 * other; and the books at the end. */
#ifndef GUICHET_TESTS_PROXIED_DESK_H
#define GUICHET_TESTS_PROXIED_DESK_H

#include "proxied.h"
#include "stand.h"

struct proxied_desk {
    struct stand stand;
    struct proxied *proxied;
    const char *neph; /* of the person */
    int served;       /* documents handed over */
    bool is_patient;  /* the delays of the program, not short ones */
};

/* What all tests of a program did, for fault_table_add(). */
struct proxied_figures {
    int points, survived, lost, doubled;
};
extern struct proxied_figures proxied_figures;

/* For cmocka, logged in. `clock`: of the registry (GUICHET_CLOCK), or NULL. */
int proxied_desk_set_up_at(void **state, const char *clock);
int proxied_desk_set_up(void **state); /* 1 s to connect, 2 s for an exchange */
int proxied_desk_set_up_patient(void **state);
int proxied_desk_tear_down(void **state);
/* Again, after stand_close(). */
void proxied_desk_open(struct proxied_desk *desk);

/* A person whose ADCS is issued without a question: confirmed; one point more. */
void proxied_desk_begin_person(struct proxied_desk *desk);
/* Asks for the ADCS, or for the same again; the phase that it ended in. */
enum desk_phase proxied_desk_issue(struct proxied_desk *desk);
void proxied_desk_hand_over(struct proxied_desk *desk);
/* Once nothing waits any more, as many good attestations as sheets and as were handed over; none lost, none doubled. */
void proxied_desk_expect_books(struct proxied_desk *desk);
/* The person leaves, and the books are right: one survived more. */
void proxied_desk_end_person(struct proxied_desk *desk);
/* How many rows of the registry's book. */
int proxied_desk_count(const struct proxied_desk *desk, const char *table);

#endif

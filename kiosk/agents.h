/* The station's own agents (state folder, agents.db): ids, roles, argon2id hashes, and the slowing down of failures.
 * The hash is computed and checked by the `auth` worker; this room only keeps it.
 *
 * auth protocol: to auth   {"verify": hash-or-dummy} + body password  → {"ok": true|false}
 *                to auth   {"hash": true} + body password             → {"hash": text}
 * An unknown id is verified against a dummy hash, so that it takes as long and answers the same. */
#ifndef GUICHET_AGENTS_H
#define GUICHET_AGENTS_H

#include "counter.h"
#include "status.h"

struct agents;

struct agent {
    char id[24];   /* A-Z0-9-: folded to upper case when typed */
    char name[64]; /* "DURAND C.": shown in the header */
    enum counter_role role;
    bool disabled;
    char hash[129]; /* crypto_pwhash_STRBYTES; never shown */
};

STATUS_MUST_CHECK enum status agents_open(const char *state_folder, struct agents **agents, struct fault *fault);
void agents_close(struct agents *agents);

STATUS_MUST_CHECK enum status agents_find(struct agents *agents, const char *id, struct agent *agent);
STATUS_MUST_CHECK enum status agents_add(struct agents *agents, const struct agent *agent);
STATUS_MUST_CHECK enum status agents_set_hash(struct agents *agents, const char *id, const char *hash);
STATUS_MUST_CHECK enum status agents_set_disabled(struct agents *agents, const char *id, bool disabled);
typedef enum status agents_visit(void *context, const struct agent *agent);
STATUS_MUST_CHECK enum status agents_list(struct agents *agents, agents_visit *visit, void *context);

/* "agent", "supervisor", "technician"; STATUS_NOT_FOUND for another word. */
const char *agents_role_name(enum counter_role role);
STATUS_MUST_CHECK enum status agents_role_from_name(const char *name, enum counter_role *role);

/* The hash to verify against: the agent's, or the dummy for an unknown or disabled id. */
const char *agents_hash_or_dummy(const struct agent *agent_or_null);

/* Failures slow down, for the whole station and for an id, known or not; persisted, so that a restart does not reset
 * them. Seconds still to wait before the next try (0: now). 1, 2, 4 … 300 s after the third failure in a row. */
STATUS_MUST_CHECK enum status agents_delay_seconds(struct agents *agents, const char *id, int *seconds);
STATUS_MUST_CHECK enum status agents_count_failure(struct agents *agents, const char *id);
STATUS_MUST_CHECK enum status agents_count_success(struct agents *agents, const char *id);

#endif

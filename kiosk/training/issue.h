/* Makes an attestation from a record: number, validity, seal signed with the training key (FR00/0001). */
#ifndef GUICHET_TRAINING_ISSUE_H
#define GUICHET_TRAINING_ISSUE_H

#include "../record.h"
#include "../registry.h"
#include "answer.h"

#include <stdbool.h>

struct issue_order {
    const struct record *record;
    bool is_adcs; /* else RII */
    const char *request_id;
    const char *requester_siren; /* DI E7, or NULL */
    const char *public_base;     /* "https://localhost:8443" */
    int pages;
    struct date_time now;
};

/* May that document be issued for the record's state (config/guidance/states.tsv)? When not: the problem, and in
 * *reason words for it that a person at the counter may read. NULL: it may. */
const struct problem *issue_refusal(const struct record *record, bool is_adcs, const char **reason);

/* A new random number at each call. Caller clears *attestation (registry_attestation_clear). */
STATUS_MUST_CHECK enum status issue_attestation(const struct issue_order *order,
                                                struct registry_attestation *attestation);

/* How many pages the document will have, as printing/page lays it out with a seal of one page. order->pages is not
 * read. */
STATUS_MUST_CHECK enum status issue_count_pages(const struct issue_order *order, int *pages, struct fault *fault);

/* As the API answers it. */
json_t *issue_to_json(const struct registry_attestation *attestation);

#endif

/* What the screen Vérifier says of a 2D-Doc that was read: the verdict and why, then its header and fields in words.
 * Keeps nothing. */
#ifndef GUICHET_VERIFY_WORDS_H
#define GUICHET_VERIFY_WORDS_H

#include "flow.h"

#include "../kiosk/desk.h"

struct verify_result {
    struct seal seal;
    struct trust_judgement judgement;
    size_t typed;                   /* characters that came */
    char neph[RECORD_NEPH_MAX + 1]; /* the file that it opens; empty: none */
};

/* The NEPH that a 2D-Doc opens: of a valid one only, whatever the others hold. */
void verify_find_neph(struct verify_result *result);

/* Why desk_verify() judged nothing. */
const char *verify_failure(enum status status);

/* What is kept of one that opens a file. */
void verify_describe_opener(const struct verify_result *result, struct desk_opener *opener);
/* "2D-Doc valide, signé le 15 janvier 2026"; 96 bytes are enough. */
void verify_write_worth(bool test, struct date signed_on, char *out, size_t size);
/* A struct seal points into itself: this copies it so that the copy does too. */
void verify_copy_result(const struct verify_result *from, struct verify_result *to);

void verify_flow_verdict(struct flow *flow, const struct verify_result *result, const struct config *config);
/* "Entrée : ouvrir le dossier NEPH …", when it opens one. */
void verify_flow_offer(struct flow *flow, const struct verify_result *result);
void verify_flow_fields(struct flow *flow, const struct verify_result *result);

#endif

/* Inside the trust worker: a trust list (ETSI TS 119 612, TS 102 231) as a tree, its signature, and what it holds. */
#ifndef GUICHET_WORKERS_TRUST_H
#define GUICHET_WORKERS_TRUST_H

#include "../message.h"
#include "../status.h"

#include <libxml/tree.h>
#include <stdbool.h>

#define TRUST_LIST_NAMESPACE "http://uri.etsi.org/02231/v2#"

/* Is it that element? */
bool trust_is_element(const xmlNode *node, const char *namespace, const char *name);
/* The first child element of that name, or the next of the same name after `node`; NULL. */
xmlNode *trust_child(const xmlNode *node, const char *namespace, const char *name);
xmlNode *trust_next(const xmlNode *node);

/* Is the whole list signed, by the key of that certificate (PEM)? STATUS_FORGED with where = "signature" (none, or one
 * that is wrong) or "reference" (one that covers something else than the whole list). */
STATUS_MUST_CHECK enum status trust_check_signature(xmlDoc *list, const char *signer, struct fault *fault);

/* What a list says, into the answer: head `sequence`, `issued`, `next_update` (absent when it does not say), and
 * `left_out`, how many certificates belong to services that are no more in good standing; body: the certificates of the
 * others, PEM. */
STATUS_MUST_CHECK enum status trust_read_list(xmlDoc *list, struct message *answer, struct fault *fault);

#endif

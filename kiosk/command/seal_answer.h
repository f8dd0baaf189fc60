/* What `guichet seal` says of one 2D-Doc. */
#ifndef GUICHET_COMMAND_SEAL_ANSWER_H
#define GUICHET_COMMAND_SEAL_ANSWER_H

#include "../date.h"
#include "../trust.h"

#include <jansson.h>

/* Every member is always there; null is what cannot be told (of a text that is no 2D-Doc that we read: `test`, `header`
 * and `document_expired`). New reference. */
json_t *seal_answer_json(const struct seal *seal, const struct trust_judgement *judgement, struct date today);

/* In French, on standard output. */
void seal_answer_text(const struct seal *seal, const struct trust_judgement *judgement, struct date today);

#endif

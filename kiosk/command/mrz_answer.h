/* What `guichet mrz`, and `guichet scan` of a zone, say of it. */
#ifndef GUICHET_COMMAND_MRZ_ANSWER_H
#define GUICHET_COMMAND_MRZ_ANSWER_H

#include "../mrz.h"

#include <jansson.h>

/* `format`, `valid`, `fields` (those that the format has; null: not told; dates as AAAA-MM-DD, 00 for what is unknown),
 * `errors` (`field`, `printed`, `computed`, both null where the field holds what it may not). New reference. */
json_t *mrz_answer_json(const struct mrz *mrz);

/* In French, on standard output. */
void mrz_answer_text(const struct mrz *mrz);

#endif

/* What a 2D-Doc says, in words: its type, each field's label and value, whether it conforms, whether the document is
 * expired, which file it opens. From the tables of the specification (config/2d-doc). Pure; proves nothing. */
#ifndef GUICHET_SEAL_WORDS_H
#define GUICHET_SEAL_WORDS_H

#include "record.h"
#include "seal.h"

enum { SEAL_WORDS_MAX = 256, SEAL_CONFORMITY_MAX = 16 };

const char *seal_type_label(const char *type); /* "Relevé d'information permis de conduire"; NULL when unknown */
const char *seal_field_label(const char *id);  /* "Nom de famille"; NULL when unknown */

/* The value as a person reads it: dates, times, amounts, countries, licence states, letters, categories; as written
 * where there is nothing to translate, or where it does not have the form it should. */
void seal_write_field(const struct seal_field *field, char out[SEAL_WORDS_MAX]);

/* Which DIs the type wants and are not there, which ones it forbids and are (signed fields only). Types whose list we
 * do not have conform. */
struct seal_conformity {
    bool judged; /* we have the list of the type */
    char missing[SEAL_CONFORMITY_MAX][3], forbidden[SEAL_CONFORMITY_MAX][3];
    size_t missing_count, forbidden_count;
};
void seal_check_conformity(const struct seal *seal, struct seal_conformity *conformity);

/* Has the document's own end (DI 08, signed) passed on `today`? False when it has none. */
bool seal_is_expired(const struct seal *seal, struct date today);

/* The NEPH of an AB, A1 or AA (DI AC) or of an AD (DI E9). False when it holds none. */
bool seal_neph(const struct seal *seal, char neph[RECORD_NEPH_MAX + 1]);

/* What a station's scanner sends besides the usual substitutes; an empty text stands for nothing. */
struct seal_substitutes {
    const char *gs, *rs, *us;
};

/* What a scanner or a file gave, with `<GS>` `<RS>` `<US>` or `^]` `^^` `^_`, or those of `own` (may be NULL), in the
 * place of control characters, to the text of a seal. STATUS_TOO_LONG when it is longer than a seal can be. */
STATUS_MUST_CHECK enum status seal_from_typed(const char *typed, size_t typed_length,
                                              const struct seal_substitutes *own, char out[SEAL_TEXT_MAX + 1],
                                              size_t *length);

#endif

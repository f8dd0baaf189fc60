/* The fictitious drivers: record files carried in the executable (config/training/drivers), read once at start. */
#ifndef GUICHET_TRAINING_DRIVERS_H
#define GUICHET_TRAINING_DRIVERS_H

#include "../record.h"

struct drivers;

struct driver {
    struct record *record;
    char *json; /* the record as it is answered */
    size_t json_size;
    char etag[96]; /* with its quotes: the version and the time of the data, so both change the tag */
};

/* Reads every driver. The data are those of `now`, to the minute, for as long as the registry runs, so that what was
 * looked up and what is sealed later say the same time; a file with "frozen": true keeps its own. fault.where is the
 * file. Caller owns *drivers. */
STATUS_MUST_CHECK enum status drivers_open(const struct date_time *now, struct drivers **drivers, struct fault *fault);
void drivers_close(struct drivers *drivers);

size_t drivers_count(const struct drivers *drivers);
const struct driver *drivers_at(const struct drivers *drivers, size_t index);
const struct driver *drivers_find(const struct drivers *drivers, const char *neph); /* or NULL */

/* Either a name and a birth date (may be partial), or a title number. */
struct drivers_query {
    const char *family_name; /* prefix of the birth or usual name, folded */
    struct date birth_date;  /* an unknown day or month matches any, on either side */
    const char *given_name;  /* prefix of one of the given names; or NULL */
    const char *department;  /* of residence; or NULL */
    const char *title_number;
};

/* Fills `found` with at most `most`, and tells how many match in all. */
size_t drivers_search(const struct drivers *drivers, const struct drivers_query *query, const struct driver **found,
                      size_t most);

#endif

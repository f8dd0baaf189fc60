/* What an attestation is made of, kept in the journal until it is handed over: enough to ask the registry the same
 * thing again, and to draw the same pages again. */
#ifndef GUICHET_DESK_PARCEL_H
#define GUICHET_DESK_PARCEL_H

#include "../identity.h"
#include "../status.h"

#include <stddef.h>

struct parcel {
    char *record; /* as the registry sent it, NUL-terminated; owned, as `attestation` */
    size_t record_size;
    char *attestation; /* as the registry answered; NULL before it did */
    size_t attestation_size;
    struct identity_check check; /* as the registry was told */
    int pages;
};

void parcel_clear(struct parcel *parcel); /* wipes */
/* Copies. */
void parcel_set_record(struct parcel *parcel, const char *json, size_t size);
void parcel_set_attestation(struct parcel *parcel, const char *json, size_t size);

/* One text for the journal; the caller wipes and frees it (memory_free). */
char *parcel_write(const struct parcel *parcel, size_t *size);
STATUS_MUST_CHECK enum status parcel_read(const char *text, size_t size, struct parcel *parcel);

#endif

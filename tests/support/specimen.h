/* Fictitious drivers and their attestations, as the training registry issues them. */
#ifndef GUICHET_TESTS_SPECIMEN_H
#define GUICHET_TESTS_SPECIMEN_H

#include "../../kiosk/record.h"
#include "../../kiosk/registry.h"

#include <stddef.h>

/* When everything happens in tests of pages. */
#define SPECIMEN_NOW "2026-11-24T09:31:00+01:00"

/* The JSON of config/training/drivers/NAME.json, in the executable. */
const char *specimen_json(const char *name, size_t *size);
/* The record of that file; never NULL; record_free(). */
struct record *specimen_record(const char *name);
/* Names of the drivers one after the other: NULL past the end. Static storage, valid until the next call. */
const char *specimen_name(size_t index);

/* An ADCS sealed with the training key, issued at SPECIMEN_NOW; registry_attestation_clear(). */
void specimen_attest(const struct record *record, int pages, struct registry_attestation *attestation);
/* The same for an RII. */
void specimen_attest_rii(const struct record *record, int pages, struct registry_attestation *attestation);

#endif

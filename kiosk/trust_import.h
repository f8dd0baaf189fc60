/* The trust folder, as `guichet trust import` fills it: official lists and certificates go in, each as one file that is
 * there whole or not at all. Whether a list is genuine is told before, by the trust worker.
 *
 * The trust worker is asked once: head {"signer": PEM of the pinned certificate}, body the list. It answers
 * {"sequence", "issued", "next_update", "left_out"} and the certificates (PEM) as the body, or {"failed": {"status",
 * "where", "detail"}}. */
#ifndef GUICHET_TRUST_IMPORT_H
#define GUICHET_TRUST_IMPORT_H

#include "date.h"
#include "status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is it XML, and so to be taken for a trust list? */
bool trust_import_is_list(const void *bytes, size_t size);

/* The certificates and lists of revoked ones in `bytes` (PEM, DER, PKCS#7), as PEM (memory_free), each once and in an
 * order that does not depend on theirs; *certificates and *lists count them. STATUS_MALFORMED when there is none. */
struct trust_bundle {
    char *pem;
    size_t certificates, lists;
};
STATUS_MUST_CHECK enum status trust_import_read(const void *bytes, size_t size, struct trust_bundle *bundle);

/* What is known of the official list in a folder. */
struct trust_official {
    struct date_time imported_at;
    int64_t sequence;        /* TSLSequenceNumber: it only grows */
    struct date issued;      /* null when the list does not say */
    struct date next_update; /* null when the list does not say */
    size_t certificates;
};
/* STATUS_NOT_FOUND when no list was ever imported there, STATUS_MALFORMED when the file is not one that we wrote. */
STATUS_MUST_CHECK enum status trust_import_official(const char *folder, struct trust_official *official);
/* Whole days since the import; 0 when it is later than `today`. */
int trust_import_age_days(const struct trust_official *official, struct date today);

/* Writes the official list over the last one. STATUS_TOO_SOON (where = "sequence") when the folder holds a later one;
 * then, as after any failure (STATUS_TOO_LARGE; STATUS_IO, STATUS_FULL with strerror()'s text), what was there is still
 * there. The folder is made when it is missing. */
STATUS_MUST_CHECK enum status trust_import_write_official(const char *folder, const struct trust_official *official,
                                                          const char *pem, struct fault *fault);
/* Writes a bundle beside the others: the same one twice is one file. STATUS_TOO_LARGE when its PEM is, though what it
 * was read from may not have been. */
STATUS_MUST_CHECK enum status trust_import_write_bundle(const char *folder, const char *pem, struct fault *fault);

#endif

/* What the files of the room share. Only trust_*.c include this. */
#ifndef GUICHET_TRUST_PRIVATE_H
#define GUICHET_TRUST_PRIVATE_H

#include "trust.h"

#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

/* One certificate. What depends on the others of the store is found at its first use, because it takes signatures to
 * be verified, and kept: the next seals of the same issuer cost one verification each. */
struct trust_entry {
    X509 *x509;
    char issuer[TRUST_NAME_SIZE], subject[TRUST_NAME_SIZE]; /* common names; empty when there is none that fits */
    bool authority;                                         /* a CA certificate */
    struct date from, to;                                   /* both days included, UTC */
    const struct trust_curve *curve;                        /* of its key, with `verifier`, once a seal was verified */
    EVP_PKEY_CTX *verifier;
    bool linked;     /* the members below are known */
    size_t *signers; /* entries whose key signed it, `signer_count` */
    size_t signer_count;
    struct date revoked_on; /* null when it is not revoked; the earliest day there is when its key was stolen */
};

struct trust {
    struct trust_entry *entries;
    size_t count;
    STACK_OF(X509_CRL) * lists; /* of revoked certificates */
    bool accept_test_issuers;
};

/* A list of revoked certificates may be long; what is longer than this is no file of such a folder, and is neither read
 * nor written there. */
enum { TRUST_FILE_MAX = 8 * 1024 * 1024 };

/* What is in `bytes`: PEM (any number of certificates, CRLs and PKCS#7 bundles, other blocks passed over), else one DER
 * certificate, CRL or PKCS#7. Pushed on the two stacks, which own them; nothing at all is no error. */
void trust_parse(const void *bytes, size_t size, STACK_OF(X509) * certificates, STACK_OF(X509_CRL) * lists);

/* The day in UTC; null for what is no time. */
struct date trust_day_of(const ASN1_TIME *time);

/* Is it signed by a CA certificate of the store, and were both within their dates and not revoked on that day?
 * STATUS_OK, STATUS_UNKNOWN_ISSUER (no such CA certificate) or STATUS_CERTIFICATE; *reason says more. */
STATUS_MUST_CHECK enum status trust_judge_chain(const struct trust *trust, struct trust_entry *entry,
                                                struct date signed_on, enum trust_reason *reason);

/* trust_verify(), with the reason. */
STATUS_MUST_CHECK enum status trust_decide(const struct trust *trust, const struct seal *seal,
                                           enum trust_reason *reason, struct fault *fault);
/* An issuer that ends in "00", or the certificate "0000". */
bool trust_is_test(const char *issuer, const char *certificate);

/* --- Writing the folder --- */
#define TRUST_OFFICIAL_FILE "liste-officielle.pem"

struct trust_write {
    int folder; /* locked: one import at a time */
};
/* Makes the folder when it is missing, waits for its lock, and removes what an import that was cut has left. */
STATUS_MUST_CHECK enum status trust_write_open(const char *folder, struct trust_write *write, struct fault *fault);
/* Replaces or makes one file, in one step. STATUS_TOO_LARGE when it would not be read back, STATUS_IO or STATUS_FULL
 * with strerror()'s text: then it is as it was. */
STATUS_MUST_CHECK enum status trust_write_file(const struct trust_write *write, const char *name, const char *text,
                                               struct fault *fault);
void trust_write_close(const struct trust_write *write);

#endif

/* Certificates by issuer and id; signatures of 2D-Docs (libcrypto). Reads no seal from anywhere and writes nothing. */
#ifndef GUICHET_TRUST_H
#define GUICHET_TRUST_H

#include "seal.h"
#include "status.h"

struct trust;

/* A store with the certificates (PEM or DER, any file name) of `folder`; with NULL, only the training certificate that
 * ships (FR00/0001). Unreadable files are passed over. Caller owns *trust (trust_close). */
STATUS_MUST_CHECK enum status trust_open(const char *folder, bool accept_test_issuers, struct trust **trust);
void trust_close(struct trust *trust);

/* Judges in the order of 2d-doc/format.md: STATUS_UNKNOWN_ISSUER, STATUS_TEST_ISSUER, STATUS_FORGED,
 * STATUS_CERTIFICATE, or STATUS_OK. Of an accepted test issuer only the signature is judged. */
STATUS_MUST_CHECK enum status trust_verify(const struct trust *trust, const struct seal *seal, struct fault *fault);

/* The verdicts of a reader, in the order in which they are judged. */
enum trust_verdict {
    TRUST_MALFORMED,
    TRUST_UNSUPPORTED,
    TRUST_UNKNOWN_ISSUER, /* non vérifiable */
    TRUST_TEST_ISSUER,    /* where test issuers are not accepted */
    TRUST_FORGED,
    TRUST_CERTIFICATE_NOT_VALID,
    TRUST_VALID
};
enum trust_signature { TRUST_SIGNATURE_UNKNOWN, TRUST_SIGNATURE_BAD, TRUST_SIGNATURE_GOOD };

struct trust_judgement {
    enum trust_verdict verdict;
    enum trust_signature signature;
    bool test;          /* the issuer is a test one */
    struct fault fault; /* why: for a malformed one the DI and "offset N" */
};

/* Reads and judges a 2D-Doc text. `seal` is filled as far as it could be read (all of it unless malformed or
 * unsupported). */
void trust_judge(const struct trust *trust, const char *text, size_t length, struct seal *seal,
                 struct trust_judgement *judgement);
const char *trust_verdict_name(enum trust_verdict verdict); /* "certificate-not-valid" */
/* One French sentence: "Falsifié ou altéré : la signature ne correspond pas au contenu." */
const char *trust_verdict_words(const struct trust_judgement *judgement);

/* Signs with a PEM private key (P-256, SHA-256): raw r ‖ s, 64 bytes. For the training registry and tests only. */
STATUS_MUST_CHECK enum status trust_sign(const char *key_pem, size_t key_size, const char *text, size_t length,
                                         uint8_t signature[64]);

#endif

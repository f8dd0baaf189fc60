/* Certificates by issuer and id; signatures of 2D-Docs (libcrypto). Reads no seal from anywhere and writes nothing. */
#ifndef GUICHET_TRUST_H
#define GUICHET_TRUST_H

#include "seal.h"
#include "status.h"

struct trust;

/* A store with the certificates and the lists of revoked ones (PEM, with any number in a file, DER, or PKCS#7; any file
 * name that does not begin with a dot) of `folder`; with NULL, only the training certificate that ships (FR00/0001).
 * What is neither is passed over. STATUS_IO when the folder cannot be read. Caller owns *trust (trust_close). */
STATUS_MUST_CHECK enum status trust_open(const char *folder, bool accept_test_issuers, struct trust **trust);
void trust_close(struct trust *trust);

/* One certificate of a store, as people see it. */
enum { TRUST_NAME_SIZE = 65 }; /* X.520: a common name has at most 64 characters */
struct trust_certificate {
    const char *issuer,
        *certificate;     /* common names of the issuer ("FR01") and of the subject ("AV02"); may be empty */
    struct date from, to; /* both included */
    bool authority;       /* a CA certificate: it vouches for others, and signs no seal */
    bool test;
};
typedef void trust_tell(void *context, const struct trust_certificate *certificate);
/* Tells each, ordered by issuer and certificate. */
void trust_list(const struct trust *trust, trust_tell *tell, void *context);

/* Judges in the order of 2d-doc/format.md: STATUS_UNKNOWN_ISSUER, STATUS_TEST_ISSUER, STATUS_FORGED,
 * STATUS_CERTIFICATE, or STATUS_OK. Of an accepted test issuer only the signature is judged; any other must chain to a
 * CA certificate of the store, both within their dates and not revoked on the day of the signature (RFC 5280; a stolen
 * key is revoked from the beginning). */
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

enum trust_reason { /* of unknown-issuer and certificate-not-valid */
                    TRUST_REASON_NONE,
                    TRUST_REASON_NO_CERTIFICATE,
                    TRUST_REASON_NO_AUTHORITY, /* a certificate, but no CA certificate that signed it */
                    TRUST_REASON_NOT_DATED,    /* a seal without a date of signature */
                    TRUST_REASON_NOT_YET_VALID,
                    TRUST_REASON_EXPIRED,
                    TRUST_REASON_REVOKED
};

struct trust_judgement {
    enum trust_verdict verdict;
    enum trust_reason reason;
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

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

/* Signs with a PEM private key (P-256, SHA-256): raw r ‖ s, 64 bytes. For the training registry and tests only. */
STATUS_MUST_CHECK enum status trust_sign(const char *key_pem, size_t key_size, const char *text, size_t length,
                                         uint8_t signature[64]);

#endif

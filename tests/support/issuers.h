/* Issuers of 2D-Docs made on the spot, with libcrypto alone: certificates of any curve, lists of revoked ones, seals.
 */
#ifndef GUICHET_TESTS_ISSUERS_H
#define GUICHET_TESTS_ISSUERS_H

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>

struct issuer {
    EVP_PKEY *key;
    X509 *x509;
};

struct issuer_wish {
    const char *name;            /* common name */
    const struct issuer *signer; /* NULL: signs itself */
    const char *signer_name;     /* instead of the signer's own, or NULL */
    const char *curve;           /* NULL: "P-256" */
    EVP_PKEY *key;               /* instead of a new one (kept by the caller), or NULL */
    const char *from, *to;       /* YYYYMMDD, noon; NULL: 2020-01-01, 2040-01-01 */
    bool authority;
};

/* Each fails the test when something does not work. */
struct issuer issuer_make(const struct issuer_wish *wish);
void issuer_clear(struct issuer *issuer);

struct issuer_revocation {
    const struct issuer *revoked;
    const char *day;          /* YYYYMMDD, noon */
    const char *invalid_from; /* the same, or NULL */
    int reason;               /* CRL_REASON_...; 0: not said */
};
X509_CRL *issuer_revoke(const struct issuer *authority, const struct issuer_revocation *revocation);

/* FOLDER/NAME; PEM is added to what the file holds. */
void issuer_write_pem(const X509 *x509, const char *folder, const char *name);
void issuer_write_der(const X509 *x509, const char *folder, const char *name);
void issuer_write_list(const X509_CRL *list, const char *folder, const char *name, bool der);
/* A PKCS#7 bundle (DER) of certificates that signs nothing. */
void issuer_write_bundle(X509 *const *certificates, size_t count, const char *folder, const char *name);
void issuer_write_text(const char *folder, const char *name, const char *text);

/* The text of a seal of type AB signed by that key with the digest of its size: `names` is issuer and certificate
 * ("FR99ABCD"), `days` the date of signature in hexadecimal. Returns the length. */
enum { ISSUER_SEAL_SIZE = 512 };
size_t issuer_seal(EVP_PKEY *key, const char *names, const char *days, char text[ISSUER_SEAL_SIZE]);

#endif

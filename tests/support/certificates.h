/* Certificates for TLS tests (P-256, made on the spot): authorities, servers, clients, good and bad. */
#ifndef GUICHET_TESTS_CERTIFICATES_H
#define GUICHET_TESTS_CERTIFICATES_H

#include <openssl/evp.h>
#include <openssl/x509.h>

struct certificate {
    EVP_PKEY *key;
    X509 *x509;
};

struct certificate_wish {
    const char *name;                 /* common name */
    const char *alternative_name;     /* "DNS:localhost,IP:127.0.0.1", or NULL */
    const struct certificate *issuer; /* NULL: signs itself, and is an authority */
    int from_day, to_day;             /* validity, from today */
    const char *usage;                /* "serverAuth", or NULL: not said */
};

/* Fails the test when something does not work. */
struct certificate certificate_make(const struct certificate_wish *wish);
void certificate_clear(struct certificate *certificate);

/* Writes FOLDER/NAME.pem and FOLDER/NAME.key. */
void certificate_write(const struct certificate *certificate, const char *folder, const char *name);

#endif

/* Judges the certificate that a printer showed. libcups would believe the first one that it sees. It must not trust
 * anything that the station was not told to trust: no system store, no default path. */
#include "spool_tls.h"

#include <limits.h>

#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

static X509 *read_certificate(const struct spool_certificate *certificate) {
    const unsigned char *at = certificate->bytes;
    return certificate->size > LONG_MAX ? NULL : d2i_X509(NULL, &at, (long)certificate->size);
}

static STACK_OF(X509) * read_chain(const struct spool_certificate *chain, size_t count) {
    STACK_OF(X509) *certificates = sk_X509_new_null();
    for (size_t i = 0; certificates != NULL && i < count; i++) {
        X509 *certificate = read_certificate(&chain[i]);
        if (certificate != NULL && sk_X509_push(certificates, certificate) == 0)
            X509_free(certificate);
    }
    return certificates;
}

/* An address is compared with the addresses of the certificate, a name with its names. */
static bool expect_host(X509_STORE_CTX *context, const char *host) {
    X509_VERIFY_PARAM *expected = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (X509_STORE_CTX_set_default(context, "ssl_server") != 1)
        return false;
    return X509_VERIFY_PARAM_set1_ip_asc(expected, host) == 1 || X509_VERIFY_PARAM_set1_host(expected, host, 0) == 1;
}

bool spool_tls_is_trusted(const char *ca, const char *host, const struct spool_certificate *chain, size_t count) {
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    X509 *leaf = count == 0 ? NULL : read_certificate(&chain[0]);
    STACK_OF(X509) *others = read_chain(chain, count);
    bool trusted = ca[0] != '\0' && host[0] != '\0' && store != NULL && context != NULL && leaf != NULL &&
                   X509_STORE_load_file(store, ca) == 1 && X509_STORE_CTX_init(context, store, leaf, others) == 1 &&
                   expect_host(context, host) && X509_verify_cert(context) == 1;
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    X509_free(leaf);
    sk_X509_pop_free(others, X509_free);
    return trusted;
}

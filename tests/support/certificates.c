/* Makes certificates with libcrypto. It must not be used outside tests: serial numbers are not random. */
#include "certificates.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdio.h>

static void add_extension(X509 *x509, X509 *issuer, int kind, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, x509, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
    assert_non_null(extension);
    assert_int_equal(X509_add_ext(x509, extension, -1), 1);
    X509_EXTENSION_free(extension);
}

static void set_validity(X509 *x509, const struct certificate_wish *wish) {
    assert_non_null(X509_time_adj_ex(X509_getm_notBefore(x509), wish->from_day, 0, NULL));
    assert_non_null(X509_time_adj_ex(X509_getm_notAfter(x509), wish->to_day, 0, NULL));
}

struct certificate certificate_make(const struct certificate_wish *wish) {
    static long serial = 1;
    struct certificate made = {.key = EVP_EC_gen("P-256"), .x509 = X509_new()};
    const struct certificate *issuer = wish->issuer ? wish->issuer : &made;
    assert_non_null(made.key);
    assert_int_equal(X509_set_version(made.x509, X509_VERSION_3), 1);
    assert_int_equal(ASN1_INTEGER_set(X509_get_serialNumber(made.x509), serial++), 1);
    assert_int_equal(X509_set_pubkey(made.x509, made.key), 1);
    X509_NAME *name = X509_get_subject_name(made.x509);
    assert_int_equal(
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)wish->name, -1, -1, 0), 1);
    assert_int_equal(X509_set_issuer_name(made.x509, X509_get_subject_name(issuer->x509)), 1);
    set_validity(made.x509, wish);
    add_extension(made.x509, issuer->x509, NID_basic_constraints, wish->issuer ? "CA:FALSE" : "critical,CA:TRUE");
    if (wish->alternative_name)
        add_extension(made.x509, issuer->x509, NID_subject_alt_name, wish->alternative_name);
    if (wish->usage)
        add_extension(made.x509, issuer->x509, NID_ext_key_usage, wish->usage);
    assert_true(X509_sign(made.x509, issuer->key, EVP_sha256()) > 0);
    return made;
}

void certificate_clear(struct certificate *certificate) {
    X509_free(certificate->x509);
    EVP_PKEY_free(certificate->key);
    *certificate = (struct certificate){0};
}

static FILE *create(const char *folder, const char *name, const char *suffix) {
    char path[256];
    assert_in_range(snprintf(path, sizeof path, "%s/%s%s", folder, name, suffix), 1, sizeof path - 1);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    return file;
}

void certificate_write(const struct certificate *certificate, const char *folder, const char *name) {
    FILE *file = create(folder, name, ".pem");
    assert_int_equal(PEM_write_X509(file, certificate->x509), 1);
    fclose(file);
    file = create(folder, name, ".key");
    assert_int_equal(PEM_write_PrivateKey(file, certificate->key, NULL, NULL, 0, NULL, NULL), 1);
    fclose(file);
}

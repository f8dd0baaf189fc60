/* Certificates and lists of revoked ones in the forms that people are given (libcrypto). It must not trust them. */
#include "trust_private.h"

#include <openssl/pem.h>
#include <openssl/pkcs7.h>

#include <limits.h>
#include <string.h>

static void add_certificate(STACK_OF(X509) * certificates, X509 *certificate) {
    if (certificate != NULL && sk_X509_push(certificates, certificate) <= 0)
        X509_free(certificate);
}

static void add_list(STACK_OF(X509_CRL) * lists, X509_CRL *list) {
    if (list != NULL && sk_X509_CRL_push(lists, list) <= 0)
        X509_CRL_free(list);
}

static bool add_certificate_der(const unsigned char *der, long size, STACK_OF(X509) * certificates) {
    X509 *certificate = d2i_X509(NULL, &der, size);
    add_certificate(certificates, certificate);
    return certificate != NULL;
}

static bool add_list_der(const unsigned char *der, long size, STACK_OF(X509_CRL) * lists) {
    X509_CRL *list = d2i_X509_CRL(NULL, &der, size);
    add_list(lists, list);
    return list != NULL;
}

/* A bundle is a PKCS#7 that signs nothing; one that does carries its certificates in the same place. */
static void add_bundle_der(const unsigned char *der, long size, STACK_OF(X509) * certificates,
                           STACK_OF(X509_CRL) * lists) {
    PKCS7 *bundle = d2i_PKCS7(NULL, &der, size);
    if (bundle != NULL && PKCS7_type_is_signed(bundle) && bundle->d.sign != NULL) {
        const STACK_OF(X509) *held = bundle->d.sign->cert;
        const STACK_OF(X509_CRL) *held_lists = bundle->d.sign->crl;
        for (int i = 0; i < sk_X509_num(held); i++)
            if (X509_up_ref(sk_X509_value(held, i)) == 1)
                add_certificate(certificates, sk_X509_value(held, i));
        for (int i = 0; i < sk_X509_CRL_num(held_lists); i++)
            if (X509_CRL_up_ref(sk_X509_CRL_value(held_lists, i)) == 1)
                add_list(lists, sk_X509_CRL_value(held_lists, i));
    }
    PKCS7_free(bundle);
}

static void add_block(const char *name, const unsigned char *der, long size, STACK_OF(X509) * certificates,
                      STACK_OF(X509_CRL) * lists) {
    if (strcmp(name, PEM_STRING_X509) == 0 || strcmp(name, PEM_STRING_X509_OLD) == 0)
        add_certificate_der(der, size, certificates);
    else if (strcmp(name, PEM_STRING_X509_CRL) == 0)
        add_list_der(der, size, lists);
    else if (strcmp(name, PEM_STRING_PKCS7) == 0 || strcmp(name, PEM_STRING_CMS) == 0)
        add_bundle_der(der, size, certificates, lists);
}

/* How many blocks there were, of whatever kind. */
static size_t add_pem(BIO *source, STACK_OF(X509) * certificates, STACK_OF(X509_CRL) * lists) {
    size_t blocks = 0;
    char *name = NULL, *header = NULL;
    unsigned char *bytes = NULL;
    long size = 0;
    while (PEM_read_bio(source, &name, &header, &bytes, &size) == 1) {
        add_block(name, bytes, size, certificates, lists);
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_clear_free(bytes, (size_t)size);
        blocks++;
    }
    return blocks;
}

void trust_parse(const void *bytes, size_t size, STACK_OF(X509) * certificates, STACK_OF(X509_CRL) * lists) {
    BIO *source = size > 0 && size <= INT_MAX ? BIO_new_mem_buf(bytes, (int)size) : NULL;
    if (source == NULL)
        return;
    size_t blocks = add_pem(source, certificates, lists);
    BIO_free(source);
    if (blocks == 0 && !add_certificate_der(bytes, (long)size, certificates) && !add_list_der(bytes, (long)size, lists))
        add_bundle_der(bytes, (long)size, certificates, lists);
}

/* Signs seals, for the training registry and tests. It must not be of use with a real issuer's key. */
#include "trust.h"

#include <openssl/bio.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <string.h>

static bool sign_to_der(EVP_PKEY *key, const char *text, size_t length, unsigned char *der, size_t *der_length) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool made = context != NULL && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
                EVP_DigestSign(context, der, der_length, (const unsigned char *)text, length) == 1;
    EVP_MD_CTX_free(context);
    return made;
}

static bool der_to_raw(const unsigned char *der, size_t length, uint8_t raw[64]) {
    ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, (long)length);
    bool made = signature != NULL && BN_bn2binpad(ECDSA_SIG_get0_r(signature), raw, 32) == 32 &&
                BN_bn2binpad(ECDSA_SIG_get0_s(signature), raw + 32, 32) == 32;
    ECDSA_SIG_free(signature);
    return made;
}

enum status trust_sign(const char *key_pem, size_t key_size, const char *text, size_t length, uint8_t signature[64]) {
    unsigned char der[160];
    uint8_t raw[64];
    size_t der_length = sizeof der;
    BIO *source = BIO_new_mem_buf(key_pem, (int)key_size);
    EVP_PKEY *key = source != NULL ? PEM_read_bio_PrivateKey(source, NULL, NULL, NULL) : NULL;
    bool made = key != NULL && EVP_PKEY_get_base_id(key) == EVP_PKEY_EC && EVP_PKEY_get_bits(key) == 256 &&
                sign_to_der(key, text, length, der, &der_length) && der_to_raw(der, der_length, raw);
    if (made)
        memcpy(signature, raw, sizeof raw);
    EVP_PKEY_free(key);
    BIO_free(source);
    return made ? STATUS_OK : STATUS_CRYPTO;
}

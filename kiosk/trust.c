/* Certificates of 2D-Doc issuers, read from a folder, and the judgement of a seal's signature (libcrypto). It must not
 * say "valid" of anything that it cannot chain, but for a test issuer where those are accepted. */
#include "trust.h"
#include "memory.h"
#include "resource.h"

#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { CERTIFICATE_FILE_MAX = 256 * 1024, NAME_MAX_SIZE = 64 };

struct trust {
    STACK_OF(X509) * certificates;
    bool accept_test_issuers;
};

/* --- Reading the folder --- */

static void add_certificate(struct trust *trust, X509 *certificate) {
    if (sk_X509_push(trust->certificates, certificate) <= 0)
        X509_free(certificate);
}

/* PEM with one or more certificates, else DER; what is neither is passed over. */
static void add_bytes(struct trust *trust, const char *bytes, size_t size) {
    BIO *source = BIO_new_mem_buf(bytes, (int)size);
    if (source == NULL)
        return;
    int before = sk_X509_num(trust->certificates);
    X509 *certificate = NULL;
    while ((certificate = PEM_read_bio_X509(source, NULL, NULL, NULL)) != NULL)
        add_certificate(trust, certificate);
    BIO_free(source);
    const unsigned char *at = (const unsigned char *)bytes;
    if (sk_X509_num(trust->certificates) == before && (certificate = d2i_X509(NULL, &at, (long)size)) != NULL)
        add_certificate(trust, certificate);
}

static void add_file(struct trust *trust, int folder, const char *name) {
    struct stat facts;
    int file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return;
    if (fstat(file, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0 &&
        facts.st_size <= CERTIFICATE_FILE_MAX) {
        size_t size = (size_t)facts.st_size;
        char *bytes = memory_alloc(size);
        if (read(file, bytes, size) == (ssize_t)size)
            add_bytes(trust, bytes, size);
        memory_free(bytes);
    }
    close(file);
}

static enum status add_folder(struct trust *trust, const char *path) {
    DIR *folder = opendir(path);
    if (folder == NULL)
        return STATUS_IO;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        if (entry->d_name[0] != '.')
            add_file(trust, dirfd(folder), entry->d_name);
    closedir(folder);
    return STATUS_OK;
}

enum status trust_open(const char *folder, bool accept_test_issuers, struct trust **trust) {
    struct trust *opened = memory_alloc(sizeof *opened);
    opened->accept_test_issuers = accept_test_issuers;
    opened->certificates = sk_X509_new_null();
    enum status status = opened->certificates != NULL ? STATUS_OK : STATUS_NO_MEMORY;
    if (status == STATUS_OK && folder != NULL) {
        status = add_folder(opened, folder);
    } else if (status == STATUS_OK) {
        struct resource shipped = resource_find("trust/fr00-0001.pem");
        add_bytes(opened, shipped.bytes, shipped.size);
    }
    if (status == STATUS_OK)
        *trust = opened;
    else
        trust_close(opened);
    return status;
}

void trust_close(struct trust *trust) {
    if (trust == NULL)
        return;
    sk_X509_pop_free(trust->certificates, X509_free);
    memory_free(trust);
}

/* --- Finding --- */

static bool has_common_name(const X509_NAME *name, const char *wanted) {
    char common_name[NAME_MAX_SIZE];
    return X509_NAME_get_text_by_NID((X509_NAME *)name, NID_commonName, common_name, sizeof common_name) > 0 &&
           strcmp(common_name, wanted) == 0;
}

/* 2D-Doc 3.2.6: the certificate's issuer has the issuer's id as its CN, its subject the certificate's. */
static X509 *find_certificate(const struct trust *trust, const struct seal *seal) {
    for (int i = 0; i < sk_X509_num(trust->certificates); i++) {
        X509 *certificate = sk_X509_value(trust->certificates, i);
        if (has_common_name(X509_get_issuer_name(certificate), seal->issuer) &&
            has_common_name(X509_get_subject_name(certificate), seal->certificate))
            return certificate;
    }
    return NULL;
}

static bool is_test(const struct seal *seal) {
    return seal_is_test_issuer(seal->issuer) || strcmp(seal->certificate, "0000") == 0;
}

/* --- The chain, on the day of the signature --- */

static bool is_missing_issuer(int error) {
    return error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT || error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
           error == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE || error == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT;
}

static bool is_within_dates(const X509 *certificate, struct date day) {
    struct tm from, to;
    if (!date_is_set(day) || ASN1_TIME_to_tm(X509_get0_notBefore(certificate), &from) != 1 ||
        ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &to) != 1)
        return false;
    int signed_on = day.year * 10000 + day.month * 100 + day.day;
    return (from.tm_year + 1900) * 10000 + (from.tm_mon + 1) * 100 + from.tm_mday <= signed_on &&
           signed_on <= (to.tm_year + 1900) * 10000 + (to.tm_mon + 1) * 100 + to.tm_mday;
}

static bool all_within_dates(const STACK_OF(X509) * chain, struct date day) {
    for (int i = 0; i < sk_X509_num(chain); i++)
        if (!is_within_dates(sk_X509_value(chain, i), day))
            return false;
    return true;
}

/* The trusted store: the folder's CA certificates alone, so that an issuing certificate never vouches for itself. */
static X509_STORE *authorities(const struct trust *trust) {
    X509_STORE *store = X509_STORE_new();
    for (int i = 0; store != NULL && i < sk_X509_num(trust->certificates); i++)
        if (X509_check_ca(sk_X509_value(trust->certificates, i)) > 0)
            X509_STORE_add_cert(store, sk_X509_value(trust->certificates, i));
    return store;
}

/* STATUS_OK, STATUS_UNKNOWN_ISSUER (no CA to chain to) or STATUS_CERTIFICATE (broken chain, or out of its dates). */
static enum status judge_chain(const struct trust *trust, X509 *certificate, struct date signed_on) {
    X509_STORE *store = authorities(trust);
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    enum status status = STATUS_CRYPTO;
    if (store != NULL && context != NULL && X509_STORE_CTX_init(context, store, certificate, NULL) == 1) {
        /* Dates are judged here, by whole days of the seal, and a CA of the folder is trusted without its own. */
        X509_STORE_CTX_set_flags(context, X509_V_FLAG_NO_CHECK_TIME | X509_V_FLAG_PARTIAL_CHAIN);
        if (X509_verify_cert(context) == 1)
            status = all_within_dates(X509_STORE_CTX_get0_chain(context), signed_on) ? STATUS_OK : STATUS_CERTIFICATE;
        else
            status = is_missing_issuer(X509_STORE_CTX_get_error(context)) ? STATUS_UNKNOWN_ISSUER : STATUS_CERTIFICATE;
    }
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    return status;
}

/* --- The signature --- */

/* SHA-256 with P-256, SHA-384 with P-384, SHA-512 with P-521; NULL when the key or the length is of no such kind. */
static const EVP_MD *digest_for(EVP_PKEY *key, size_t signature_length) {
    if (key == NULL || EVP_PKEY_get_base_id(key) != EVP_PKEY_EC)
        return NULL;
    size_t expected = ((size_t)EVP_PKEY_get_bits(key) + 7) / 8 * 2;
    if (signature_length != expected)
        return NULL;
    return expected == 64 ? EVP_sha256() : expected == 96 ? EVP_sha384() : expected == 132 ? EVP_sha512() : NULL;
}

/* Raw r ‖ s to DER; caller frees with OPENSSL_free. Returns the length, 0 when it fails. */
static size_t signature_to_der(const uint8_t *raw, size_t size, unsigned char **der) {
    ECDSA_SIG *signature = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(raw, (int)size / 2, NULL), *s = BN_bin2bn(raw + size / 2, (int)size / 2, NULL);
    int length = 0;
    if (signature != NULL && r != NULL && s != NULL && ECDSA_SIG_set0(signature, r, s) == 1) {
        r = s = NULL; /* now the signature's */
        length = i2d_ECDSA_SIG(signature, der);
    }
    BN_free(r);
    BN_free(s);
    ECDSA_SIG_free(signature);
    return length > 0 ? (size_t)length : 0;
}

static bool verifies(EVP_PKEY *key, const struct seal *seal, const char *text, size_t length) {
    const EVP_MD *digest = digest_for(key, seal->signature_length);
    unsigned char *der = NULL;
    size_t der_length = digest != NULL ? signature_to_der(seal->signature, seal->signature_length, &der) : 0;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool good = der_length > 0 && context != NULL && EVP_DigestVerifyInit(context, NULL, digest, NULL, key) == 1 &&
                EVP_DigestVerify(context, der, der_length, (const unsigned char *)text, length) == 1;
    EVP_MD_CTX_free(context);
    OPENSSL_free(der);
    return good;
}

/* Is this a value of fixed length that no GS follows in the text? */
static bool lacks_separator(const struct seal *seal, const struct seal_field *field) {
    int min = 0, max = 0;
    size_t end = field->offset + 2 + field->length;
    return !field->unsigned_annex && seal_identifier_bounds(field->id, &min, &max) && min == max &&
           (end >= seal->signed_length || (seal->text[end] != SEAL_GS && seal->text[end] != SEAL_RS));
}

/* The signed part with a GS put back after the field `only`, or after every one that lacks it (NULL). */
static size_t with_separators(const struct seal *seal, const struct seal_field *only, char *out) {
    size_t from = 0, length = 0;
    for (size_t i = 0; i < seal->field_count; i++) {
        const struct seal_field *field = &seal->fields[i];
        if ((only != NULL && field != only) || !lacks_separator(seal, field))
            continue;
        size_t end = field->offset + 2 + field->length;
        memcpy(out + length, seal->text + from, end - from);
        length += end - from;
        out[length++] = SEAL_GS;
        from = end;
    }
    memcpy(out + length, seal->text + from, seal->signed_length - from);
    return length + seal->signed_length - from;
}

/* The literal bytes; else the few reconstructions of format.md: some published specimens lost the GS that the signed
 * bytes had after one DI of fixed length, or after all of them. */
static bool is_signature_good(EVP_PKEY *key, const struct seal *seal) {
    char text[SEAL_TEXT_MAX + SEAL_FIELDS_MAX];
    bool good = verifies(key, seal, seal->text, seal->signed_length);
    if (!good)
        good = verifies(key, seal, text, with_separators(seal, NULL, text));
    for (size_t i = 0; i < seal->field_count && !good; i++)
        if (lacks_separator(seal, &seal->fields[i]))
            good = verifies(key, seal, text, with_separators(seal, &seal->fields[i], text));
    memory_wipe(text, sizeof text);
    return good;
}

enum status trust_verify(const struct trust *trust, const struct seal *seal, struct fault *fault) {
    X509 *certificate = find_certificate(trust, seal);
    bool test = is_test(seal);
    if (certificate == NULL)
        return fault_set(fault, STATUS_UNKNOWN_ISSUER, seal->issuer, "no certificate");
    if (test && !trust->accept_test_issuers)
        return fault_set(fault, STATUS_TEST_ISSUER, seal->issuer, NULL);
    enum status chain = test ? STATUS_OK : judge_chain(trust, certificate, seal->signed_on);
    if (chain == STATUS_UNKNOWN_ISSUER)
        return fault_set(fault, STATUS_UNKNOWN_ISSUER, seal->issuer, "no CA certificate");
    if (!is_signature_good(X509_get0_pubkey(certificate), seal))
        return fault_set(fault, STATUS_FORGED, "signature", NULL);
    return chain == STATUS_OK ? STATUS_OK : fault_set(fault, chain, seal->certificate, NULL);
}

/* --- Signing --- */

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

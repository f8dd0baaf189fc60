/* Makes issuers with libcrypto. It must not use anything of kiosk/trust: it is what that is tested with. */
#include "issuers.h"

#include "../../kiosk/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

/* --- Certificates --- */

static void set_time(ASN1_TIME *time, const char *day) {
    char text[32];
    snprintf(text, sizeof text, "%s120000Z", day);
    assert_int_equal(ASN1_TIME_set_string_X509(time, text), 1);
}

static void set_name(X509_NAME *name, const char *common_name) {
    assert_int_equal(
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)common_name, -1, -1, 0), 1);
}

struct issuer issuer_make(const struct issuer_wish *wish) {
    static long serial = 100;
    struct issuer made = {.key = wish->key, .x509 = X509_new()};
    if (wish->key != NULL)
        EVP_PKEY_up_ref(wish->key);
    else
        made.key = EVP_EC_gen(wish->curve != NULL ? wish->curve : "P-256");
    assert_non_null(made.key);
    assert_int_equal(X509_set_version(made.x509, X509_VERSION_3), 1);
    assert_int_equal(ASN1_INTEGER_set(X509_get_serialNumber(made.x509), serial++), 1);
    assert_int_equal(X509_set_pubkey(made.x509, made.key), 1);
    set_name(X509_get_subject_name(made.x509), wish->name);
    if (wish->signer_name != NULL)
        set_name(X509_get_issuer_name(made.x509), wish->signer_name);
    else
        X509_set_issuer_name(made.x509, X509_get_subject_name(wish->signer != NULL ? wish->signer->x509 : made.x509));
    set_time(X509_getm_notBefore(made.x509), wish->from != NULL ? wish->from : "20200101");
    set_time(X509_getm_notAfter(made.x509), wish->to != NULL ? wish->to : "20400101");
    X509_EXTENSION *basic =
        X509V3_EXT_conf_nid(NULL, NULL, NID_basic_constraints, wish->authority ? "critical,CA:TRUE" : "CA:FALSE");
    assert_int_equal(X509_add_ext(made.x509, basic, -1), 1);
    X509_EXTENSION_free(basic);
    assert_true(X509_sign(made.x509, wish->signer != NULL ? wish->signer->key : made.key, EVP_sha256()) > 0);
    return made;
}

void issuer_clear(struct issuer *issuer) {
    X509_free(issuer->x509);
    EVP_PKEY_free(issuer->key);
    *issuer = (struct issuer){0};
}

/* --- Revocation --- */

static void add_details(X509_REVOKED *revoked, const struct issuer_revocation *revocation) {
    if (revocation->reason != 0) {
        ASN1_ENUMERATED *reason = ASN1_ENUMERATED_new();
        ASN1_ENUMERATED_set(reason, revocation->reason);
        assert_int_equal(X509_REVOKED_add1_ext_i2d(revoked, NID_crl_reason, reason, 0, 0), 1);
        ASN1_ENUMERATED_free(reason);
    }
    if (revocation->invalid_from != NULL) {
        ASN1_GENERALIZEDTIME *from = ASN1_GENERALIZEDTIME_new();
        char text[32];
        snprintf(text, sizeof text, "%s120000Z", revocation->invalid_from);
        assert_int_equal(ASN1_GENERALIZEDTIME_set_string(from, text), 1);
        assert_int_equal(X509_REVOKED_add1_ext_i2d(revoked, NID_invalidity_date, from, 0, 0), 1);
        ASN1_GENERALIZEDTIME_free(from);
    }
}

X509_CRL *issuer_revoke(const struct issuer *authority, const struct issuer_revocation *revocation) {
    X509_CRL *list = X509_CRL_new();
    X509_REVOKED *revoked = X509_REVOKED_new();
    ASN1_TIME *time = ASN1_TIME_new();
    assert_int_equal(X509_CRL_set_version(list, 1), 1);
    assert_int_equal(X509_CRL_set_issuer_name(list, X509_get_subject_name(authority->x509)), 1);
    set_time(time, "20261101");
    assert_int_equal(X509_CRL_set1_lastUpdate(list, time), 1);
    set_time(time, "20261201");
    assert_int_equal(X509_CRL_set1_nextUpdate(list, time), 1);
    set_time(time, revocation->day);
    X509_REVOKED_set_revocationDate(revoked, time);
    X509_REVOKED_set_serialNumber(revoked, X509_get_serialNumber(revocation->revoked->x509));
    add_details(revoked, revocation);
    assert_int_equal(X509_CRL_add0_revoked(list, revoked), 1);
    assert_true(X509_CRL_sign(list, authority->key, EVP_sha256()) > 0);
    ASN1_TIME_free(time);
    return list;
}

/* --- Files --- */

static FILE *open_file(const char *folder, const char *name, const char *mode) {
    char path[256];
    assert_in_range(snprintf(path, sizeof path, "%s/%s", folder, name), 1, sizeof path - 1);
    FILE *file = fopen(path, mode);
    assert_non_null(file);
    return file;
}

void issuer_write_pem(const X509 *x509, const char *folder, const char *name) {
    FILE *file = open_file(folder, name, "ae");
    assert_int_equal(PEM_write_X509(file, x509), 1);
    fclose(file);
}

void issuer_write_der(const X509 *x509, const char *folder, const char *name) {
    FILE *file = open_file(folder, name, "we");
    assert_int_equal(i2d_X509_fp(file, x509), 1);
    fclose(file);
}

void issuer_write_list(const X509_CRL *list, const char *folder, const char *name, bool der) {
    FILE *file = open_file(folder, name, "we");
    assert_int_equal(der ? i2d_X509_CRL_fp(file, list) : PEM_write_X509_CRL(file, list), 1);
    fclose(file);
}

void issuer_write_bundle(X509 *const *certificates, size_t count, const char *folder, const char *name) {
    PKCS7 *bundle = PKCS7_new();
    FILE *file = open_file(folder, name, "we");
    assert_int_equal(PKCS7_set_type(bundle, NID_pkcs7_signed), 1);
    assert_int_equal(PKCS7_content_new(bundle, NID_pkcs7_data), 1);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(PKCS7_add_certificate(bundle, certificates[i]), 1);
    assert_int_equal(i2d_PKCS7_fp(file, bundle), 1);
    PKCS7_free(bundle);
    fclose(file);
}

void issuer_write_text(const char *folder, const char *name, const char *text) {
    FILE *file = open_file(folder, name, "we");
    assert_true(fputs(text, file) >= 0);
    fclose(file);
}

/* --- Seals --- */

static size_t sign_raw(EVP_PKEY *key, const char *text, size_t length, uint8_t raw[SEAL_SIGNATURE_MAX]) {
    int bits = EVP_PKEY_get_bits(key), half = (bits + 7) / 8;
    const EVP_MD *digest = bits > 384 ? EVP_sha512() : bits > 256 ? EVP_sha384() : EVP_sha256();
    unsigned char der[256];
    const unsigned char *at = der;
    size_t size = sizeof der;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    assert_int_equal(EVP_DigestSignInit(context, NULL, digest, NULL, key), 1);
    assert_int_equal(EVP_DigestSign(context, der, &size, (const unsigned char *)text, length), 1);
    EVP_MD_CTX_free(context);
    ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &at, (long)size);
    assert_int_equal(BN_bn2binpad(ECDSA_SIG_get0_r(signature), raw, half), half);
    assert_int_equal(BN_bn2binpad(ECDSA_SIG_get0_s(signature), raw + half, half), half);
    ECDSA_SIG_free(signature);
    return (size_t)half * 2;
}

/* Base32 without padding (RFC 4648). */
static size_t append_base32(char *out, const uint8_t *bytes, size_t size) {
    size_t length = 0;
    unsigned held = 0, bits = 0;
    for (size_t i = 0; i < size || bits > 0;) {
        if (bits < 5) {
            held = held << 8 | (i < size ? bytes[i] : 0U);
            bits += 8;
            i++;
        }
        out[length++] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[held >> (bits - 5) & 31];
        bits -= 5;
        if (i >= size && length == (size * 8 + 4) / 5)
            break;
    }
    return length;
}

size_t issuer_seal(EVP_PKEY *key, const char *names, const char *days, char text[ISSUER_SEAL_SIZE]) {
    uint8_t raw[SEAL_SIGNATURE_MAX];
    int written = snprintf(text, ISSUER_SEAL_SIZE, "DC04%sFFFF%sAB01FR6GDUPONT", names, days);
    assert_in_range(written, 1, 200);
    size_t length = (size_t)written, size = sign_raw(key, text, length, raw);
    text[length++] = SEAL_US;
    length += append_base32(text + length, raw, size);
    text[length] = '\0';
    return length;
}

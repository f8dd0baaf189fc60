/* Signatures of seals, and the verdict on an issuer, its certificate and its signature. It must not say "valid" of
 * anything that it cannot chain, but for a test issuer where those are accepted. */
#include "trust_private.h"

#include "memory.h"

#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/objects.h>

#include <string.h>

/* --- The signature --- */

/* The three curves of the specification, each with its digest and the length of its signature. */
static const struct trust_curve {
    const char *name;
    size_t signature_length;
    const EVP_MD *(*digest)(void);
} curves[] = {{SN_X9_62_prime256v1, 64, EVP_sha256}, {SN_secp384r1, 96, EVP_sha384}, {SN_secp521r1, 132, EVP_sha512}};

/* NULL when the key is of no such kind. */
static const struct trust_curve *curve_of(const EVP_PKEY *key) {
    char name[32];
    if (key == NULL || EVP_PKEY_get_base_id(key) != EVP_PKEY_EC ||
        EVP_PKEY_get_group_name(key, name, sizeof name, NULL) != 1)
        return NULL;
    for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++)
        if (strcmp(curves[i].name, name) == 0)
            return &curves[i];
    return NULL;
}

/* Kept with the entry: making it anew costs a tenth of a verification. False when the key can verify no seal. */
static bool prepare_verifier(struct trust_entry *entry) {
    if (entry->verifier != NULL)
        return true;
    EVP_PKEY *key = X509_get0_pubkey(entry->x509);
    const struct trust_curve *curve = curve_of(key);
    EVP_PKEY_CTX *verifier = curve != NULL ? EVP_PKEY_CTX_new(key, NULL) : NULL;
    if (verifier == NULL || EVP_PKEY_verify_init(verifier) != 1) {
        EVP_PKEY_CTX_free(verifier);
        return false;
    }
    entry->curve = curve;
    entry->verifier = verifier;
    return true;
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

static bool verifies(struct trust_entry *entry, const struct seal *seal, const char *text, size_t length) {
    unsigned char *der = NULL, digest[EVP_MAX_MD_SIZE];
    unsigned digest_length = 0;
    if (!prepare_verifier(entry) || seal->signature_length != entry->curve->signature_length)
        return false;
    size_t der_length = signature_to_der(seal->signature, seal->signature_length, &der);
    bool good = der_length > 0 && EVP_Digest(text, length, digest, &digest_length, entry->curve->digest(), NULL) == 1 &&
                EVP_PKEY_verify(entry->verifier, der, der_length, digest, digest_length) == 1;
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
static bool is_signature_good(struct trust_entry *entry, const struct seal *seal) {
    char text[SEAL_TEXT_MAX + SEAL_FIELDS_MAX];
    bool good = verifies(entry, seal, seal->text, seal->signed_length);
    if (!good)
        good = verifies(entry, seal, text, with_separators(seal, NULL, text));
    for (size_t i = 0; i < seal->field_count && !good; i++)
        if (lacks_separator(seal, &seal->fields[i]))
            good = verifies(entry, seal, text, with_separators(seal, &seal->fields[i], text));
    memory_wipe(text, sizeof text);
    return good;
}

/* --- The verdict --- */

bool trust_is_test(const char *issuer, const char *certificate) {
    return seal_is_test_issuer(issuer) || strcmp(certificate, "0000") == 0;
}

/* The chain is judged first because it is the cheaper one to know: without it nothing can be said, good signature or
 * not. */
static enum status judge_entry(const struct trust *trust, struct trust_entry *entry, const struct seal *seal, bool test,
                               enum trust_reason *reason) {
    enum status chain = test ? STATUS_OK : trust_judge_chain(trust, entry, seal->signed_on, reason);
    if (chain == STATUS_UNKNOWN_ISSUER || is_signature_good(entry, seal))
        return chain;
    *reason = TRUST_REASON_NONE;
    return STATUS_FORGED;
}

/* How far a certificate brought the seal: of several with the same names, the one that knows it best speaks. */
static int rank(enum status status) {
    switch (status) {
    case STATUS_OK:
        return 3;
    case STATUS_CERTIFICATE:
        return 2;
    case STATUS_FORGED:
        return 1;
    default:
        return 0;
    }
}

/* 2D-Doc 3.2.6: the certificate's issuer has the issuer's id as its common name, its subject the certificate's. */
static enum status decide(const struct trust *trust, const struct seal *seal, enum trust_reason *reason) {
    enum status best = STATUS_UNKNOWN_ISSUER;
    bool test = trust_is_test(seal->issuer, seal->certificate), found = false;
    *reason = TRUST_REASON_NO_CERTIFICATE;
    for (size_t i = 0; i < trust->count && best != STATUS_OK; i++) {
        struct trust_entry *entry = &trust->entries[i];
        enum trust_reason own = TRUST_REASON_NONE;
        if (strcmp(entry->issuer, seal->issuer) != 0 || strcmp(entry->subject, seal->certificate) != 0)
            continue;
        enum status status =
            test && !trust->accept_test_issuers ? STATUS_TEST_ISSUER : judge_entry(trust, entry, seal, test, &own);
        if (!found || rank(status) > rank(best)) {
            best = status;
            *reason = own;
        }
        found = true;
    }
    return best;
}

static const char *const reasons[] = {
    [TRUST_REASON_NONE] = "",
    [TRUST_REASON_NO_CERTIFICATE] = "no certificate",
    [TRUST_REASON_NO_AUTHORITY] = "no CA certificate",
    [TRUST_REASON_NOT_DATED] = "not dated",
    [TRUST_REASON_NOT_YET_VALID] = "not yet valid",
    [TRUST_REASON_EXPIRED] = "expired",
    [TRUST_REASON_REVOKED] = "revoked",
};

enum status trust_decide(const struct trust *trust, const struct seal *seal, enum trust_reason *reason,
                         struct fault *fault) {
    enum status status = decide(trust, seal, reason);
    if (status == STATUS_OK)
        return STATUS_OK;
    const char *where = status == STATUS_FORGED        ? "signature"
                        : status == STATUS_CERTIFICATE ? seal->certificate
                                                       : seal->issuer;
    return fault_set(fault, status, where, reasons[*reason]);
}

enum status trust_verify(const struct trust *trust, const struct seal *seal, struct fault *fault) {
    enum trust_reason reason;
    return trust_decide(trust, seal, &reason, fault);
}

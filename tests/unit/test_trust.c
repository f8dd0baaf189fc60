/* Signatures and certificates of 2D-Docs: the specimen verifies and nothing near it does; who may vouch for whom. */
#include "../../kiosk/resource.h"
#include "../../kiosk/trust.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define GS "\x1D"

static char specimen[SEAL_TEXT_MAX];
static size_t specimen_length;

static int load_specimen(void **state) {
    (void)state;
    char path[512];
    const char *shared = getenv("GUICHET_SHARED");
    snprintf(path, sizeof path, "%s/2d-doc/specimen-ab.txt", shared != NULL ? shared : "../shared");
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return -1;
    specimen_length = fread(specimen, 1, sizeof specimen, file);
    return fclose(file);
}

/* Reads and judges; the verdict, whichever of the two gave it. */
static enum status judge(const struct trust *trust, const char *text, size_t length) {
    struct seal seal;
    enum status status = seal_read(text, length, &seal, NULL);
    return status == STATUS_OK ? trust_verify(trust, &seal, NULL) : status;
}

static struct trust *open_training_trust(bool accept_test_issuers) {
    struct trust *trust = NULL;
    assert_int_equal(trust_open(NULL, accept_test_issuers, &trust), STATUS_OK);
    return trust;
}

/* --- The specimen --- */

static void verifies_the_specimen(void **state) {
    (void)state;
    struct trust *trust = open_training_trust(true);
    assert_int_equal(judge(trust, specimen, specimen_length), STATUS_OK);
    trust_close(trust);
}

static void never_accepts_the_specimen_with_one_byte_changed(void **state) {
    (void)state;
    static const unsigned char others[] = {'A', 'B', 'Q',  'Z',  '0',  '1',  '2',  '7',  '8',  ' ',
                                           '/', 'a', 0x1D, 0x1E, 0x1F, 0x00, '\n', 0x7F, 0xC3, 0xFF};
    struct trust *trust = open_training_trust(true);
    size_t tried = 0;
    for (size_t i = 0; i < specimen_length; i++) {
        char text[SEAL_TEXT_MAX];
        for (size_t j = 0; j < sizeof others + 8; j++) {
            memcpy(text, specimen, specimen_length);
            int flipped = text[i] ^ 1 << (j >= sizeof others ? j - sizeof others : 0);
            text[i] = (char)(j < sizeof others ? others[j] : flipped);
            if (text[i] == specimen[i])
                continue;
            assert_int_not_equal(judge(trust, text, specimen_length), STATUS_OK);
            tried++;
        }
    }
    assert_true(tried > specimen_length * 20);
    trust_close(trust);
}

static void never_accepts_the_specimen_with_a_byte_less_or_more(void **state) {
    (void)state;
    struct trust *trust = open_training_trust(true);
    for (size_t i = 0; i < specimen_length; i++) {
        char text[SEAL_TEXT_MAX];
        memcpy(text, specimen, i);
        memcpy(text + i, specimen + i + 1, specimen_length - i - 1);
        assert_int_not_equal(judge(trust, text, specimen_length - 1), STATUS_OK);
        text[i] = 'A';
        memcpy(text + i + 1, specimen + i, specimen_length - i);
        assert_int_not_equal(judge(trust, text, specimen_length + 1), STATUS_OK);
    }
    trust_close(trust);
}

static void refuses_a_test_issuer_as_such_on_a_production_station(void **state) {
    (void)state;
    struct trust *trust = open_training_trust(false);
    assert_int_equal(judge(trust, specimen, specimen_length), STATUS_TEST_ISSUER);
    trust_close(trust);
}

static void says_that_an_issuer_is_unknown_before_anything_else(void **state) {
    (void)state;
    char text[SEAL_TEXT_MAX];
    struct trust *trust = open_training_trust(true);
    memcpy(text, specimen, specimen_length);
    text[specimen_length - 1] = text[specimen_length - 1] == 'A' ? 'I' : 'A'; /* forged, too */
    assert_int_equal(judge(trust, text, specimen_length), STATUS_FORGED);
    memcpy(text + 4, "XX00", 4);
    assert_int_equal(judge(trust, text, specimen_length), STATUS_UNKNOWN_ISSUER);
    memcpy(text + 4, "FR000002", 8);
    assert_int_equal(judge(trust, text, specimen_length), STATUS_UNKNOWN_ISSUER);
    trust_close(trust);
}

/* --- Signing --- */

/* Signs `signed_text` and appends the signature to `shown`, with the training key. */
static size_t sign_training(const char *signed_text, const char *shown, char text[SEAL_TEXT_MAX + 1]) {
    struct resource key = resource_find("training/fr00-0001.key");
    uint8_t signature[64];
    size_t length = strlen(shown);
    assert_int_equal(trust_sign(key.bytes, key.size, signed_text, strlen(signed_text), signature), STATUS_OK);
    memcpy(text, shown, length + 1);
    assert_int_equal(seal_append_signature(text, &length, signature, sizeof signature), STATUS_OK);
    return length;
}

static void signs_what_verifies(void **state) {
    (void)state;
    char text[SEAL_TEXT_MAX + 1];
    struct trust *trust = open_training_trust(true);
    const char *message = "DC04FR00000126602660AB01FR6GDUPONT";
    assert_int_equal(judge(trust, text, sign_training(message, message, text)), STATUS_OK);
    assert_int_equal(judge(trust, text, sign_training("DC04FR00000126602660AB01FR6GDURAND", message, text)),
                     STATUS_FORGED);
    trust_close(trust);
}

static void refuses_to_sign_with_something_that_is_no_key(void **state) {
    (void)state;
    uint8_t signature[64];
    struct resource certificate = resource_find("trust/fr00-0001.pem");
    assert_int_equal(trust_sign(certificate.bytes, certificate.size, "A", 1, signature), STATUS_CRYPTO);
}

static void puts_back_a_separator_lost_after_a_value_of_fixed_length_and_nothing_else(void **state) {
    (void)state;
    char text[SEAL_TEXT_MAX + 1];
    struct trust *trust = open_training_trust(true);
#define HEADER "DC04FR00000126602660AB01FR"
    const char *shown = HEADER "E550"
                               "E4APC"
                               "6GDUPONT";
    assert_int_equal(judge(trust, text,
                           sign_training(HEADER "E550" GS "E4APC"
                                                "6GDUPONT",
                                         shown, text)),
                     STATUS_OK);
    assert_int_equal(judge(trust, text,
                           sign_training(HEADER "E550"
                                                "E4APC" GS "6GDUPONT",
                                         shown, text)),
                     STATUS_OK);
    assert_int_equal(judge(trust, text, sign_training(HEADER "E550" GS "E4APC" GS "6GDUPONT", shown, text)), STATUS_OK);
    assert_int_equal(judge(trust, text,
                           sign_training(HEADER "E550"
                                                "E4APC"
                                                "6GDUPONT" GS,
                                         shown, text)),
                     STATUS_FORGED);
    assert_int_equal(judge(trust, text,
                           sign_training(HEADER "E550"
                                                "E4APC"
                                                "\x1E"
                                                "6GDUPONT",
                                         shown, text)),
                     STATUS_FORGED);
#undef HEADER
    trust_close(trust);
}

/* --- Real issuers: a CA and a certificate made for the test, as files of a folder --- */

static EVP_PKEY *ca_key, *issuer_key;

struct made_certificate {
    const char *subject, *issuer;
    EVP_PKEY *key, *signer;
    const char *from, *to; /* YYYYMMDD */
    bool authority;
};

static X509 *make_certificate(const struct made_certificate *wanted) {
    char time[32];
    X509 *certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    snprintf(time, sizeof time, "%s000000Z", wanted->from);
    ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), time);
    snprintf(time, sizeof time, "%s120000Z", wanted->to);
    ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), time);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                               (const unsigned char *)wanted->subject, -1, -1, 0);
    X509_NAME_add_entry_by_txt(X509_get_issuer_name(certificate), "CN", MBSTRING_UTF8,
                               (const unsigned char *)wanted->issuer, -1, -1, 0);
    X509_set_pubkey(certificate, wanted->key);
    X509_EXTENSION *basic =
        X509V3_EXT_conf_nid(NULL, NULL, NID_basic_constraints, wanted->authority ? "critical,CA:TRUE" : "CA:FALSE");
    X509_add_ext(certificate, basic, -1);
    X509_EXTENSION_free(basic);
    assert_true(X509_sign(certificate, wanted->signer, EVP_sha256()) > 0);
    return certificate;
}

struct folder {
    char path[64];
    char *files[4];
    size_t count;
};

static void folder_make(struct folder *folder) {
    *folder = (struct folder){.path = "/tmp/guichet-trust-XXXXXX"};
    assert_non_null(mkdtemp(folder->path));
}

static FILE *folder_add_file(struct folder *folder, const char *name) {
    char *path = NULL;
    assert_true(asprintf(&path, "%s/%s", folder->path, name) > 0);
    folder->files[folder->count++] = path;
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    return file;
}

static void folder_add(struct folder *folder, const char *name, bool der, const struct made_certificate *wanted) {
    X509 *certificate = make_certificate(wanted);
    FILE *file = folder_add_file(folder, name);
    assert_true(der ? i2d_X509_fp(file, certificate) : PEM_write_X509(file, certificate));
    fclose(file);
    X509_free(certificate);
}

static void folder_remove(struct folder *folder) {
    for (size_t i = 0; i < folder->count; i++) {
        unlink(folder->files[i]);
        free(folder->files[i]);
    }
    rmdir(folder->path);
}

static const struct made_certificate authority = {"FR99", "FR99", NULL, NULL, "20200101", "20400101", true};
static const struct made_certificate signing = {"ABCD", "FR99", NULL, NULL, "20260101", "20261124", false};

static struct made_certificate with_keys(struct made_certificate wanted, EVP_PKEY *key, EVP_PKEY *signer) {
    wanted.key = key;
    wanted.signer = signer;
    return wanted;
}

/* What a production station with that folder says of a seal of FR99/ABCD signed on that day (hexadecimal). */
static enum status judge_issued(const char *folder, const char *days, EVP_PKEY *key, bool accept_test_issuers) {
    char text[SEAL_TEXT_MAX + 1], pem[1024];
    uint8_t signature[64];
    struct trust *trust = NULL;
    int size = snprintf(text, sizeof text, "DC04FR99ABCDFFFF%sAB01FR6GDUPONT", days);
    size_t length = (size_t)size;
    BIO *sink = BIO_new(BIO_s_mem());
    assert_int_equal(PEM_write_bio_PrivateKey(sink, key, NULL, NULL, 0, NULL, NULL), 1);
    int pem_size = BIO_read(sink, pem, sizeof pem);
    BIO_free(sink);
    assert_int_equal(trust_sign(pem, (size_t)pem_size, text, length, signature), STATUS_OK);
    assert_int_equal(seal_append_signature(text, &length, signature, sizeof signature), STATUS_OK);
    assert_int_equal(trust_open(folder, accept_test_issuers, &trust), STATUS_OK);
    enum status status = judge(trust, text, length);
    trust_close(trust);
    return status;
}

static void accepts_a_certificate_that_chains_to_a_ca_of_the_folder(void **state) {
    (void)state;
    struct folder folder;
    struct made_certificate ca = with_keys(authority, ca_key, ca_key), leaf = with_keys(signing, issuer_key, ca_key);
    folder_make(&folder);
    folder_add(&folder, "anything.bin", true, &ca);
    folder_add(&folder, "certificate", false, &leaf);
    FILE *note = folder_add_file(&folder, "note.txt");
    fputs("not a certificate", note);
    fclose(note);
    assert_int_equal(judge_issued(folder.path, "2660", issuer_key, false), STATUS_OK); /* 2026-11-24, its last day */
    assert_int_equal(judge_issued(folder.path, "2660", ca_key, false), STATUS_FORGED);
    folder_remove(&folder);
}

static void judges_the_dates_on_the_day_of_the_signature(void **state) {
    (void)state;
    struct folder folder;
    struct made_certificate ca = with_keys(authority, ca_key, ca_key), leaf = with_keys(signing, issuer_key, ca_key);
    folder_make(&folder);
    folder_add(&folder, "ca.pem", false, &ca);
    folder_add(&folder, "leaf.pem", false, &leaf);
    assert_int_equal(judge_issued(folder.path, "2661", issuer_key, false), STATUS_CERTIFICATE);
    assert_int_equal(judge_issued(folder.path, "2518", issuer_key, false), STATUS_CERTIFICATE); /* 2025-12-31 */
    assert_int_equal(judge_issued(folder.path, "2519", issuer_key, false), STATUS_OK);
    assert_int_equal(judge_issued(folder.path, "FFFF", issuer_key, false), STATUS_CERTIFICATE);
    assert_int_equal(judge_issued(folder.path, "2661", ca_key, false), STATUS_FORGED); /* forged comes first */
    folder_remove(&folder);
}

static void says_nothing_of_a_certificate_without_its_ca(void **state) {
    (void)state;
    struct folder folder;
    struct made_certificate leaf = with_keys(signing, issuer_key, ca_key);
    folder_make(&folder);
    folder_add(&folder, "leaf.pem", false, &leaf);
    assert_int_equal(judge_issued(folder.path, "2660", issuer_key, false), STATUS_UNKNOWN_ISSUER);
    assert_int_equal(judge_issued(folder.path, "2660", issuer_key, true), STATUS_UNKNOWN_ISSUER);
    folder_remove(&folder);
}

static void says_nothing_of_a_certificate_that_its_ca_did_not_sign(void **state) {
    (void)state;
    struct folder folder;
    struct made_certificate ca = with_keys(authority, ca_key, ca_key),
                            leaf = with_keys(signing, issuer_key, issuer_key);
    folder_make(&folder);
    folder_add(&folder, "ca.pem", false, &ca);
    folder_add(&folder, "leaf.pem", false, &leaf);
    assert_int_equal(judge_issued(folder.path, "2660", issuer_key, false), STATUS_UNKNOWN_ISSUER);
    folder_remove(&folder);
}

static void says_that_a_folder_cannot_be_read(void **state) {
    (void)state;
    struct trust *trust = NULL;
    assert_int_equal(trust_open("/nonexistent", false, &trust), STATUS_IO);
    assert_null(trust);
}

static int make_keys(void **state) {
    ca_key = EVP_EC_gen("P-256");
    issuer_key = EVP_EC_gen("P-256");
    return ca_key == NULL || issuer_key == NULL ? -1 : load_specimen(state);
}

static int free_keys(void **state) {
    (void)state;
    EVP_PKEY_free(ca_key);
    EVP_PKEY_free(issuer_key);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verifies_the_specimen),
        cmocka_unit_test(never_accepts_the_specimen_with_one_byte_changed),
        cmocka_unit_test(never_accepts_the_specimen_with_a_byte_less_or_more),
        cmocka_unit_test(refuses_a_test_issuer_as_such_on_a_production_station),
        cmocka_unit_test(says_that_an_issuer_is_unknown_before_anything_else),
        cmocka_unit_test(signs_what_verifies),
        cmocka_unit_test(refuses_to_sign_with_something_that_is_no_key),
        cmocka_unit_test(puts_back_a_separator_lost_after_a_value_of_fixed_length_and_nothing_else),
        cmocka_unit_test(accepts_a_certificate_that_chains_to_a_ca_of_the_folder),
        cmocka_unit_test(judges_the_dates_on_the_day_of_the_signature),
        cmocka_unit_test(says_nothing_of_a_certificate_without_its_ca),
        cmocka_unit_test(says_nothing_of_a_certificate_that_its_ca_did_not_sign),
        cmocka_unit_test(says_that_a_folder_cannot_be_read),
    };
    return cmocka_run_group_tests(tests, make_keys, free_keys);
}

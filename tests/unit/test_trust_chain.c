/* Who is believed: curves, chains, dates, revocation, what a folder may hold, and the order of the verdicts. */
#include "../../kiosk/trust.h"
#include "../support/issuers.h"
#include "../support/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <openssl/x509v3.h>

#define TODAY "2660" /* 2026-11-24 */

static char folder[64];
static struct issuer ca, issuer; /* FR99, and its ABCD */

static int setup(void **state) {
    (void)state;
    state_make(folder);
    ca = issuer_make(&(struct issuer_wish){.name = "FR99", .authority = true});
    issuer = issuer_make(&(struct issuer_wish){.name = "ABCD", .signer = &ca, .from = "20260101", .to = "20261231"});
    return 0;
}

static int teardown(void **state) {
    (void)state;
    issuer_clear(&ca);
    issuer_clear(&issuer);
    state_remove(folder);
    return 0;
}

static void write_chain(void) {
    issuer_write_pem(ca.x509, folder, "ca.pem");
    issuer_write_pem(issuer.x509, folder, "issuer.pem");
}

static struct trust_judgement judge_text(const char *text, size_t length, bool accept_test_issuers) {
    static struct seal seal;
    struct trust_judgement judgement;
    struct trust *trust = NULL;
    assert_int_equal(trust_open(folder, accept_test_issuers, &trust), STATUS_OK);
    trust_judge(trust, text, length, &seal, &judgement);
    trust_close(trust);
    return judgement;
}

static struct trust_judgement judge(EVP_PKEY *key, const char *days) {
    char text[ISSUER_SEAL_SIZE];
    size_t length = issuer_seal(key, "FR99ABCD", days, text);
    return judge_text(text, length, false);
}

static void assert_verdict(struct trust_judgement judgement, enum trust_verdict verdict, enum trust_reason reason) {
    assert_string_equal(trust_verdict_name(judgement.verdict), trust_verdict_name(verdict));
    assert_int_equal(judgement.reason, reason);
}

static void assert_valid(struct trust_judgement judgement) {
    assert_verdict(judgement, TRUST_VALID, TRUST_REASON_NONE);
    assert_int_equal(judgement.signature, TRUST_SIGNATURE_GOOD);
}

/* --- Curves --- */

static struct trust_judgement judge_curve(const char *curve) {
    struct issuer made = issuer_make(&(struct issuer_wish){.name = "ABCD", .signer = &ca, .curve = curve});
    issuer_write_der(made.x509, folder, "issuer.pem");
    struct trust_judgement judgement = judge(made.key, TODAY);
    issuer_clear(&made);
    return judgement;
}

static void seals_of_the_three_curves_verify(void **state) {
    (void)state;
    static const char *const curves[] = {"P-256", "P-384", "P-521"};
    issuer_write_pem(ca.x509, folder, "ca.pem");
    for (size_t i = 0; i < 3; i++)
        assert_valid(judge_curve(curves[i]));
}

static void another_curve_of_the_same_size_does_not(void **state) {
    (void)state;
    issuer_write_pem(ca.x509, folder, "ca.pem");
    assert_verdict(judge_curve("secp256k1"), TRUST_FORGED, TRUST_REASON_NONE);
    assert_verdict(judge_curve("brainpoolP384r1"), TRUST_FORGED, TRUST_REASON_NONE);
}

static void a_key_of_another_curve_is_not_taken_for_the_issuers(void **state) {
    (void)state;
    static const char *const curves[] = {"P-256", "P-384", "P-521"};
    write_chain();
    for (size_t i = 0; i < 3; i++) {
        EVP_PKEY *other = EVP_EC_gen(curves[i]);
        assert_verdict(judge(other, TODAY), TRUST_FORGED, TRUST_REASON_NONE);
        EVP_PKEY_free(other);
    }
}

/* --- The chain --- */

static void an_issuer_without_its_ca_is_unknown(void **state) {
    (void)state;
    assert_verdict(judge(issuer.key, TODAY), TRUST_UNKNOWN_ISSUER, TRUST_REASON_NO_CERTIFICATE);
    issuer_write_pem(issuer.x509, folder, "issuer.pem");
    assert_verdict(judge(issuer.key, TODAY), TRUST_UNKNOWN_ISSUER, TRUST_REASON_NO_AUTHORITY);
    issuer_write_pem(ca.x509, folder, "ca.pem");
    assert_valid(judge(issuer.key, TODAY));
}

static void a_ca_of_the_same_name_with_another_key_vouches_for_nothing(void **state) {
    (void)state;
    struct issuer other = issuer_make(&(struct issuer_wish){.name = "FR99", .authority = true});
    issuer_write_pem(other.x509, folder, "a-first.pem");
    issuer_write_pem(issuer.x509, folder, "issuer.pem");
    assert_verdict(judge(issuer.key, TODAY), TRUST_UNKNOWN_ISSUER, TRUST_REASON_NO_AUTHORITY);
    issuer_write_pem(ca.x509, folder, "ca.pem"); /* and does not stand in the way of the true one */
    assert_valid(judge(issuer.key, TODAY));
    issuer_clear(&other);
}

static void a_certificate_that_may_not_sign_others_is_no_ca(void **state) {
    (void)state;
    struct issuer plain = issuer_make(&(struct issuer_wish){.name = "FR99", .signer = &ca, .key = ca.key});
    issuer_write_pem(plain.x509, folder, "plain.pem");
    issuer_write_pem(issuer.x509, folder, "issuer.pem");
    assert_verdict(judge(issuer.key, TODAY), TRUST_UNKNOWN_ISSUER, TRUST_REASON_NO_AUTHORITY);
    issuer_clear(&plain);
}

static void an_issuer_never_vouches_for_itself(void **state) {
    (void)state;
    char text[ISSUER_SEAL_SIZE];
    struct issuer alone = issuer_make(&(struct issuer_wish){.name = "FR99", .authority = true});
    issuer_write_pem(alone.x509, folder, "alone.pem");
    size_t length = issuer_seal(alone.key, "FR99FR99", TODAY, text);
    assert_verdict(judge_text(text, length, false), TRUST_UNKNOWN_ISSUER, TRUST_REASON_NO_AUTHORITY);
    issuer_clear(&alone);
}

static void of_two_certificates_with_the_same_names_the_one_that_signed_speaks(void **state) {
    (void)state;
    struct issuer other = issuer_make(&(struct issuer_wish){.name = "ABCD", .signer = &ca});
    write_chain();
    issuer_write_pem(other.x509, folder, "other.pem");
    assert_valid(judge(issuer.key, TODAY));
    assert_valid(judge(other.key, TODAY));
    assert_verdict(judge(ca.key, TODAY), TRUST_FORGED, TRUST_REASON_NONE);
    issuer_clear(&other);
}

/* --- Dates, on the day of the signature --- */

static void a_certificate_is_judged_on_the_day_of_the_signature(void **state) {
    (void)state;
    write_chain();
    assert_verdict(judge(issuer.key, "2518"), TRUST_CERTIFICATE_NOT_VALID, TRUST_REASON_NOT_YET_VALID);
    assert_valid(judge(issuer.key, "2519")); /* 2026-01-01 */
    assert_valid(judge(issuer.key, "2685")); /* 2026-12-31 */
    assert_verdict(judge(issuer.key, "2686"), TRUST_CERTIFICATE_NOT_VALID, TRUST_REASON_EXPIRED);
    assert_verdict(judge(issuer.key, "FFFF"), TRUST_CERTIFICATE_NOT_VALID, TRUST_REASON_NOT_DATED);
    assert_int_equal(judge(issuer.key, "2686").signature, TRUST_SIGNATURE_GOOD);
}

static void so_is_its_ca(void **state) {
    (void)state;
    struct issuer old = issuer_make(
        &(struct issuer_wish){.name = "FR99", .key = ca.key, .authority = true, .from = "20250101", .to = "20260630"});
    issuer_write_pem(issuer.x509, folder, "issuer.pem");
    issuer_write_pem(old.x509, folder, "ca.pem");
    assert_verdict(judge(issuer.key, TODAY), TRUST_CERTIFICATE_NOT_VALID, TRUST_REASON_EXPIRED);
    assert_valid(judge(issuer.key, "25CC"));     /* 2026-06-29 */
    issuer_write_pem(ca.x509, folder, "ca.pem"); /* renewed with the same key */
    assert_valid(judge(issuer.key, TODAY));
    issuer_clear(&old);
}

/* --- Revocation --- */

static struct trust_judgement judge_revoked(const struct issuer *authority, const struct issuer_revocation *revocation,
                                            bool der) {
    X509_CRL *list = issuer_revoke(authority, revocation);
    issuer_write_list(list, folder, "revoked", der);
    X509_CRL_free(list);
    return judge(issuer.key, TODAY);
}

static void a_certificate_revoked_by_the_day_of_the_signature_is_not_valid(void **state) {
    (void)state;
    write_chain();
    for (int der = 0; der < 2; der++) {
        struct issuer_revocation before = {&issuer, "20261101", NULL, 0}, same = {&issuer, "20261124", NULL, 0},
                                 after = {&issuer, "20261125", NULL, 0}, other = {&ca, "20261101", NULL, 0};
        assert_verdict(judge_revoked(&ca, &before, der), TRUST_CERTIFICATE_NOT_VALID, TRUST_REASON_REVOKED);
        assert_verdict(judge_revoked(&ca, &same, der), TRUST_CERTIFICATE_NOT_VALID, TRUST_REASON_REVOKED);
        assert_valid(judge_revoked(&ca, &after, der));
        assert_valid(judge_revoked(&ca, &other, der));
    }
}

static void a_stolen_key_is_revoked_from_the_beginning(void **state) {
    (void)state;
    write_chain();
    struct issuer_revocation stolen = {&issuer, "20261201", NULL, CRL_REASON_KEY_COMPROMISE},
                             replaced = {&issuer, "20261201", NULL, CRL_REASON_SUPERSEDED},
                             earlier = {&issuer, "20261201", "20261110", CRL_REASON_SUPERSEDED};
    assert_verdict(judge_revoked(&ca, &stolen, false), TRUST_CERTIFICATE_NOT_VALID, TRUST_REASON_REVOKED);
    assert_valid(judge_revoked(&ca, &replaced, false));
    assert_verdict(judge_revoked(&ca, &earlier, false), TRUST_CERTIFICATE_NOT_VALID, TRUST_REASON_REVOKED);
}

static void a_list_that_the_ca_did_not_sign_revokes_nothing(void **state) {
    (void)state;
    struct issuer other = issuer_make(&(struct issuer_wish){.name = "FR99", .authority = true});
    struct issuer_revocation before = {&issuer, "20261101", NULL, 0};
    write_chain();
    issuer_write_pem(other.x509, folder, "other.pem");
    assert_valid(judge_revoked(&other, &before, false));
    issuer_clear(&other);
}

static void a_ca_that_its_own_ca_revoked_vouches_no_more(void **state) {
    (void)state;
    struct issuer root = issuer_make(&(struct issuer_wish){.name = "ROOT", .authority = true});
    struct issuer middle =
        issuer_make(&(struct issuer_wish){.name = "FR99", .signer = &root, .key = ca.key, .authority = true});
    struct issuer_revocation revoked = {&middle, "20261101", NULL, 0};
    issuer_write_pem(root.x509, folder, "root.pem");
    issuer_write_pem(middle.x509, folder, "ca.pem");
    issuer_write_pem(issuer.x509, folder, "issuer.pem");
    assert_valid(judge(issuer.key, TODAY));
    assert_verdict(judge_revoked(&root, &revoked, true), TRUST_CERTIFICATE_NOT_VALID, TRUST_REASON_REVOKED);
    issuer_clear(&root);
    issuer_clear(&middle);
}

/* --- The folder --- */

static void one_file_may_hold_several_certificates(void **state) {
    (void)state;
    issuer_write_text(folder, "all", "Certificats de FR99\n\n");
    issuer_write_pem(ca.x509, folder, "all");
    issuer_write_pem(issuer.x509, folder, "all");
    assert_valid(judge(issuer.key, TODAY));
}

static void a_bundle_is_read_too(void **state) {
    (void)state;
    X509 *const both[] = {issuer.x509, ca.x509};
    issuer_write_bundle(both, 2, folder, "pki.p7b");
    assert_valid(judge(issuer.key, TODAY));
}

static void what_is_no_certificate_is_passed_over(void **state) {
    (void)state;
    char path[128];
    write_chain();
    issuer_write_text(folder, "empty", "");
    issuer_write_text(folder, "note.txt", "ni PEM ni DER");
    issuer_write_text(folder, "cut.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n");
    issuer_write_text(folder, "bad.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    issuer_write_text(folder, "bad.der", "\x30\x82\x7F\x7F\x30");
    snprintf(path, sizeof path, "%s/folder", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/pipe", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    snprintf(path, sizeof path, "%s/link", folder);
    assert_int_equal(symlink("nowhere", path), 0);
    assert_valid(judge(issuer.key, TODAY));
}

static void a_file_that_begins_with_a_dot_is_not_read(void **state) {
    (void)state;
    issuer_write_pem(ca.x509, folder, "ca.pem");
    issuer_write_pem(issuer.x509, folder, ".import");
    assert_verdict(judge(issuer.key, TODAY), TRUST_UNKNOWN_ISSUER, TRUST_REASON_NO_CERTIFICATE);
}

static void count_certificate(void *context, const struct trust_certificate *certificate) {
    size_t *count = context;
    assert_string_equal(certificate->issuer, "FR99");
    assert_string_equal(certificate->certificate, *count == 0 ? "ABCD" : "FR99");
    assert_true(certificate->authority == (*count == 1));
    assert_int_equal(certificate->to.year, *count == 0 ? 2026 : 2040);
    assert_false(certificate->test);
    (*count)++;
}

static void each_certificate_is_listed_once(void **state) {
    (void)state;
    size_t count = 0;
    struct trust *trust = NULL;
    write_chain();
    issuer_write_der(ca.x509, folder, "again");
    assert_int_equal(trust_open(folder, false, &trust), STATUS_OK);
    trust_list(trust, count_certificate, &count);
    assert_int_equal(count, 2);
    trust_close(trust);
}

/* --- The order of the verdicts --- */

static void the_verdicts_stand_in_their_order(void **state) {
    (void)state;
    char text[ISSUER_SEAL_SIZE];
    struct issuer test = issuer_make(&(struct issuer_wish){.name = "0000", .signer = &ca, .to = "20210101"});
    size_t length = issuer_seal(ca.key, "FR990000", "2686", text); /* of a test, forged, out of its dates */
    text[4] = 'f';
    assert_int_equal(judge_text(text, length, false).verdict, TRUST_MALFORMED);
    memcpy(text, "DC09FR99", 8);
    assert_int_equal(judge_text(text, length, false).verdict, TRUST_UNSUPPORTED);
    memcpy(text, "DC04FR99", 8);
    assert_int_equal(judge_text(text, length, false).verdict, TRUST_UNKNOWN_ISSUER);
    assert_true(judge_text(text, length, false).test);
    issuer_write_pem(test.x509, folder, "test.pem");
    assert_int_equal(judge_text(text, length, false).verdict, TRUST_TEST_ISSUER);
    assert_int_equal(judge_text(text, length, true).verdict, TRUST_FORGED);
    length = issuer_seal(test.key, "FR990000", "2686", text); /* neither dates nor chain of a test one */
    assert_int_equal(judge_text(text, length, true).verdict, TRUST_VALID);
    assert_true(judge_text(text, length, true).test);
    write_chain();
    assert_int_equal(judge(ca.key, "2686").verdict, TRUST_FORGED);
    assert_int_equal(judge(issuer.key, "2686").verdict, TRUST_CERTIFICATE_NOT_VALID);
    assert_int_equal(judge(issuer.key, TODAY).verdict, TRUST_VALID);
    issuer_clear(&test);
}

static void each_refusal_says_why(void **state) {
    (void)state;
    static const enum trust_reason reasons[] = {TRUST_REASON_NOT_DATED, TRUST_REASON_NOT_YET_VALID,
                                                TRUST_REASON_EXPIRED, TRUST_REASON_REVOKED};
    static const char *const said[] = {"pas datée", "pas encore valide", "expiré", "révoqué"};
    for (size_t i = 0; i < 4; i++) {
        struct trust_judgement judgement = {.verdict = TRUST_CERTIFICATE_NOT_VALID, .reason = reasons[i]};
        assert_non_null(strstr(trust_verdict_words(&judgement), said[i]));
    }
    struct trust_judgement unknown = {.verdict = TRUST_UNKNOWN_ISSUER, .reason = TRUST_REASON_NO_AUTHORITY};
    assert_non_null(strstr(trust_verdict_words(&unknown), "aucune autorité"));
    unknown.test = true;
    assert_non_null(strstr(trust_verdict_words(&unknown), "Émetteur de test"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(seals_of_the_three_curves_verify),
        TEST(another_curve_of_the_same_size_does_not),
        TEST(a_key_of_another_curve_is_not_taken_for_the_issuers),
        TEST(an_issuer_without_its_ca_is_unknown),
        TEST(a_ca_of_the_same_name_with_another_key_vouches_for_nothing),
        TEST(a_certificate_that_may_not_sign_others_is_no_ca),
        TEST(an_issuer_never_vouches_for_itself),
        TEST(of_two_certificates_with_the_same_names_the_one_that_signed_speaks),
        TEST(a_certificate_is_judged_on_the_day_of_the_signature),
        TEST(so_is_its_ca),
        TEST(a_certificate_revoked_by_the_day_of_the_signature_is_not_valid),
        TEST(a_stolen_key_is_revoked_from_the_beginning),
        TEST(a_list_that_the_ca_did_not_sign_revokes_nothing),
        TEST(a_ca_that_its_own_ca_revoked_vouches_no_more),
        TEST(one_file_may_hold_several_certificates),
        TEST(a_bundle_is_read_too),
        TEST(what_is_no_certificate_is_passed_over),
        TEST(a_file_that_begins_with_a_dot_is_not_read),
        TEST(each_certificate_is_listed_once),
        TEST(the_verdicts_stand_in_their_order),
        TEST(each_refusal_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

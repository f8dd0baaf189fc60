/* The trust folder as imports fill it: what is taken for a list, what a bundle becomes, the facts of the official list.
 */
#include "../../kiosk/memory.h"
#include "../../kiosk/trust_import.h"
#include "../support/issuers.h"
#include "../support/state.h"
#include "../support/trust_lists.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64], trust[80];

static int setup(void **state) {
    (void)state;
    state_make(folder);
    snprintf(trust, sizeof trust, "%s/trust", folder);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    state_remove(folder);
    return 0;
}

static bool is_list(const char *text) {
    return trust_import_is_list(text, strlen(text));
}

static void xml_is_taken_for_a_list_and_nothing_else(void **state) {
    (void)state;
    assert_true(is_list("<?xml version=\"1.0\"?>"));
    assert_true(is_list("\xEF\xBB\xBF \r\n\t<a/>"));
    assert_true(is_list("\xFF\xFE<")); /* UTF-16 */
    assert_true(is_list("\xFE\xFFx"));
    assert_false(is_list(""));
    assert_false(is_list("  "));
    assert_false(is_list("-----BEGIN CERTIFICATE-----\n"));
    assert_false(is_list("\x30\x82"));
    assert_false(trust_import_is_list("\0<", 2));
}

static void the_same_certificates_make_the_same_bundle_in_any_order(void **state) {
    (void)state;
    struct issuer one = issuer_make(&(struct issuer_wish){.name = "FR98"}),
                  two = issuer_make(&(struct issuer_wish){.name = "FR99"});
    X509 *const orders[2][3] = {{one.x509, two.x509, one.x509}, {two.x509, one.x509, two.x509}};
    struct trust_bundle bundles[2];
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < 3; j++)
            issuer_write_pem(orders[i][j], folder, i == 0 ? "first" : "second");
        char *text = trust_list_text(folder, i == 0 ? "first" : "second");
        assert_int_equal(trust_import_read(text, strlen(text), &bundles[i]), STATUS_OK);
        assert_int_equal(bundles[i].certificates, 2);
        assert_int_equal(bundles[i].lists, 0);
        free(text);
    }
    assert_string_equal(bundles[0].pem, bundles[1].pem);
    memory_free(bundles[0].pem);
    memory_free(bundles[1].pem);
    issuer_clear(&one);
    issuer_clear(&two);
}

static void what_holds_no_certificate_is_malformed(void **state) {
    (void)state;
    struct trust_bundle bundle;
    static const char *const texts[] = {"", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                                        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_int_equal(trust_import_read(texts[i], strlen(texts[i]), &bundle), STATUS_MALFORMED);
}

/* --- The official list --- */

static const struct trust_official sample = {.imported_at = {{2026, 11, 24}, 9, 30, 0, 60},
                                             .sequence = 12,
                                             .issued = {2026, 11, 20},
                                             .next_update = {2027, 5, 20},
                                             .certificates = 3};

static void the_facts_of_the_list_are_read_back(void **state) {
    (void)state;
    struct trust_official read = {0};
    assert_int_equal(trust_import_official(trust, &read), STATUS_NOT_FOUND);
    assert_int_equal(trust_import_write_official(trust, &sample, "PEM\n", NULL), STATUS_OK);
    assert_int_equal(trust_import_official(trust, &read), STATUS_OK);
    assert_int_equal(read.sequence, 12);
    assert_int_equal(read.certificates, 3);
    assert_int_equal(read.imported_at.hour, 9);
    assert_int_equal(read.imported_at.offset_min, 60);
    assert_true(date_equal(read.issued, sample.issued));
    assert_true(date_equal(read.next_update, sample.next_update));
}

static void what_a_list_does_not_say_stays_unknown(void **state) {
    (void)state;
    struct trust_official read, silent = sample;
    silent.issued = silent.next_update = (struct date){0};
    assert_int_equal(trust_import_write_official(trust, &silent, "PEM\n", NULL), STATUS_OK);
    assert_int_equal(trust_import_official(trust, &read), STATUS_OK);
    assert_false(date_is_set(read.issued));
    assert_false(date_is_set(read.next_update));
}

static void an_older_list_does_not_replace_a_later_one(void **state) {
    (void)state;
    struct trust_official read, other = sample;
    struct fault fault = {0};
    assert_int_equal(trust_import_write_official(trust, &sample, "PEM\n", NULL), STATUS_OK);
    assert_int_equal(trust_import_write_official(trust, &sample, "PEM\n", NULL), STATUS_OK); /* the same again */
    other.sequence = 11;
    assert_int_equal(trust_import_write_official(trust, &other, "PEM\n", &fault), STATUS_TOO_SOON);
    assert_string_equal(fault.where, "sequence");
    other.sequence = 13;
    assert_int_equal(trust_import_write_official(trust, &other, "PEM\n", NULL), STATUS_OK);
    assert_int_equal(trust_import_official(trust, &read), STATUS_OK);
    assert_int_equal(read.sequence, 13);
}

static void a_file_that_we_did_not_write_tells_nothing_and_is_replaced(void **state) {
    (void)state;
    struct trust_official read;
    static const char *const texts[] = {"",
                                        "-----BEGIN CERTIFICATE-----\n",
                                        "imported: yesterday\nsequence: 1\ncertificates: 1\n",
                                        "imported: 2026-11-24T09:30:00+01:00\nsequence: -1\ncertificates: 1\n",
                                        "imported: 2026-11-24T09:30:00+01:00\nsequence: 1x\ncertificates: 1\n",
                                        "imported: 2026-11-24T09:30:00+01:00\nsequence: 99\n"};
    assert_int_equal(trust_import_write_official(trust, &sample, "PEM\n", NULL), STATUS_OK);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        issuer_write_text(trust, "liste-officielle.pem", texts[i]);
        assert_int_equal(trust_import_official(trust, &read), STATUS_MALFORMED);
    }
    assert_int_equal(trust_import_write_official(trust, &sample, "PEM\n", NULL), STATUS_OK);
    assert_int_equal(trust_import_official(trust, &read), STATUS_OK);
}

static void the_age_counts_days_since_the_import(void **state) {
    (void)state;
    assert_int_equal(trust_import_age_days(&sample, (struct date){2026, 11, 24}), 0);
    assert_int_equal(trust_import_age_days(&sample, (struct date){2026, 12, 1}), 7);
    assert_int_equal(trust_import_age_days(&sample, (struct date){2026, 1, 1}), 0);
}

static void a_folder_that_cannot_be_made_is_said(void **state) {
    (void)state;
    struct fault fault = {0};
    issuer_write_text(folder, "trust", "a file");
    assert_int_equal(trust_import_write_official(trust, &sample, "PEM\n", &fault), STATUS_IO);
    assert_string_equal(fault.where, "trust_folder");
    assert_int_equal(trust_import_write_bundle("/nonexistent/trust", "PEM\n", &fault), STATUS_IO);
}

/* Readers pass over a longer file: it would be said to be imported, and never be used. */
static void what_would_not_be_read_back_is_not_written(void **state) {
    (void)state;
    enum { LONGEST = 8 * 1024 * 1024 };
    struct trust_official read;
    struct fault fault = {0};
    char *pem = memory_alloc(LONGEST + 2);
    memset(pem, 'A', LONGEST + 1);
    assert_int_equal(trust_import_write_official(trust, &sample, "PEM\n", NULL), STATUS_OK);
    assert_int_equal(trust_import_write_bundle(trust, pem, &fault), STATUS_TOO_LARGE);
    pem[LONGEST] = '\0';
    assert_int_equal(trust_import_write_bundle(trust, pem, &fault), STATUS_OK);
    struct trust_official later = sample;
    later.sequence = 13;
    assert_int_equal(trust_import_write_official(trust, &later, pem, &fault), STATUS_TOO_LARGE); /* with its head */
    assert_int_equal(trust_import_official(trust, &read), STATUS_OK);
    assert_int_equal(read.sequence, 12);
    memory_free(pem);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(xml_is_taken_for_a_list_and_nothing_else),
        TEST(the_same_certificates_make_the_same_bundle_in_any_order),
        TEST(what_holds_no_certificate_is_malformed),
        TEST(the_facts_of_the_list_are_read_back),
        TEST(what_a_list_does_not_say_stays_unknown),
        TEST(an_older_list_does_not_replace_a_later_one),
        TEST(a_file_that_we_did_not_write_tells_nothing_and_is_replaced),
        TEST(the_age_counts_days_since_the_import),
        TEST(a_folder_that_cannot_be_made_is_said),
        TEST(what_would_not_be_read_back_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

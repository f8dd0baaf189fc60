/* An ipps:// printer is believed only with a certificate of the station's CA, for its name, now: nobody else receives a
 * byte of a document, whoever answers at its address and whenever. */
#include "../../printing/spool_link.h"
#include "../../printing/spool_tls.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/memory.h"
#include "../support/certificates.h"
#include "../support/print_bench.h"
#include "../support/printer.h"
#include "../support/state.h"
#include "../support/tool.h"

#define SENTENCE "Le certificat de l'imprimante n'est pas reconnu\u00A0: appelez le technicien."

static char keys[64], ca[96];
static struct certificate authority, other;
static struct printer *printer;

static int set_up(void **state) {
    (void)state;
    state_make(keys);
    authority = certificate_make(&(struct certificate_wish){.name = "Station CA", .from_day = -1, .to_day = 10});
    other = certificate_make(&(struct certificate_wish){.name = "Station CA", .from_day = -1, .to_day = 10});
    certificate_write(&authority, keys, "ca");
    snprintf(ca, sizeof ca, "%s/ca.pem", keys);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    printer_stop(printer);
    printer = NULL;
    certificate_clear(&authority);
    certificate_clear(&other);
    state_remove(keys);
    return 0;
}

static struct certificate_wish good(void) {
    return (struct certificate_wish){.name = "localhost",
                                     .alternative_name = "DNS:localhost,IP:127.0.0.1",
                                     .issuer = &authority,
                                     .from_day = -1,
                                     .to_day = 10,
                                     .usage = "serverAuth"};
}

/* What the printer shows from its next start on. */
static void give_certificate(const struct certificate_wish *wish) {
    char from[128], to[128];
    struct certificate made = certificate_make(wish);
    certificate_write(&made, keys, "localhost");
    snprintf(from, sizeof from, "%s/localhost.pem", keys);
    snprintf(to, sizeof to, "%s/localhost.crt", keys);
    assert_int_equal(rename(from, to), 0);
    certificate_clear(&made);
}

static void start_printer(const struct certificate_wish *wish) {
    give_certificate(wish);
    printer = printer_start_secure(keys);
}

static void assert_refuses(const char *trusted) {
    struct print_bench bench;
    print_bench_open_trusting(&bench, printer_uri(printer), trusted);
    json_t *checked = print_bench_check(&bench);
    assert_string_equal(print_bench_text(checked, "reason"), "untrusted");
    assert_string_equal(print_bench_text(checked, "text"), SENTENCE);
    print_bench_draw(&bench);
    print_bench_print(&bench, 1);
    print_bench_assert_failed(&bench, "printer", "untrusted");
    assert_int_equal(printer_documents(printer), 0);
    print_bench_close(&bench);
}

#define REQUIRE_PRINTER() TOOL_REQUIRE("ippeveprinter", "dbus-daemon")

/* --- */

static void prints_byte_for_byte_to_the_printer_that_the_ca_names(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct print_bench bench;
    char path[PRINTER_PATH_SIZE];
    const struct certificate_wish wish = good();
    start_printer(&wish);
    print_bench_open_trusting(&bench, printer_uri(printer), ca);
    json_t *checked = print_bench_check(&bench);
    assert_string_equal(print_bench_text(checked, "text"), "prête");
    print_bench_draw(&bench);
    print_bench_print(&bench, 1);
    print_bench_receive_end(&bench, "printed");
    assert_true(printer_wait_document(printer, 1, path));
    print_bench_assert_document(&bench, path);
    print_bench_close(&bench);
}

static void sends_nothing_where_no_ca_is_configured(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    const struct certificate_wish wish = good();
    start_printer(&wish);
    assert_refuses("");
    assert_refuses("/nonexistent/ca.pem");
}

static void sends_nothing_to_another_authority(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct certificate_wish wish = good();
    wish.issuer = &other;
    start_printer(&wish);
    assert_refuses(ca);
}

static void sends_nothing_to_an_expired_certificate(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct certificate_wish wish = good();
    wish.from_day = -9;
    wish.to_day = -2;
    start_printer(&wish);
    assert_refuses(ca);
}

static void sends_nothing_to_another_name(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    struct certificate_wish wish = good();
    wish.alternative_name = "DNS:imprimante.invalid";
    start_printer(&wish);
    assert_refuses(ca);
}

/* libcups connects again by itself, and asks nobody. Its own mark for that is set here: the answer that says "close".
 */
static void looks_again_when_the_connection_was_made_anew(void **state) {
    (void)state;
    REQUIRE_PRINTER();
    static const uint8_t document[] = "%PDF-1.5 secret";
    struct spool spool = {.timeout_seconds = 2};
    struct spool_link link;
    struct certificate_wish wish = good();
    start_printer(&wish);
    snprintf(spool.printer, sizeof spool.printer, "%s", printer_uri(printer));
    snprintf(spool.ca, sizeof spool.ca, "%s", ca);
    assert_null(spool_link_open(&link, &spool));
    printer_turn_off(printer);
    wish.issuer = &other;
    give_certificate(&wish);
    printer_turn_on(printer);
    httpSetField(link.http, HTTP_FIELD_CONNECTION, "close");
    ipp_t *request = spool_link_new_request(&link, IPP_OP_PRINT_JOB, 0);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL, CUPS_FORMAT_PDF);
    assert_null(spool_link_send(&link, request, document, sizeof document));
    assert_string_equal(link.trouble->keyword, "untrusted");
    spool_link_close(&link);
    assert_int_equal(printer_documents(printer), 0);
}

/* --- Judging a certificate --- */

static bool is_trusted(const struct certificate_wish *wish, const char *host) {
    unsigned char *der = NULL;
    struct certificate made = certificate_make(wish);
    int size = i2d_X509(made.x509, &der);
    assert_true(size > 0);
    const struct spool_certificate chain = {der, (size_t)size};
    bool trusted = spool_tls_is_trusted(ca, host, &chain, 1);
    OPENSSL_free(der);
    certificate_clear(&made);
    return trusted;
}

static void judges_name_address_dates_usage_and_issuer(void **state) {
    (void)state;
    struct certificate_wish wish = good();
    assert_true(is_trusted(&wish, "localhost"));
    assert_true(is_trusted(&wish, "127.0.0.1"));
    assert_false(is_trusted(&wish, "127.0.0.2"));
    assert_false(is_trusted(&wish, "localhost.invalid"));
    assert_false(is_trusted(&wish, ""));
    wish.usage = "clientAuth";
    assert_false(is_trusted(&wish, "localhost"));
    wish = good();
    wish.from_day = 1;
    assert_false(is_trusted(&wish, "localhost"));
    struct certificate leaf = certificate_make(
        &(struct certificate_wish){.name = "feuille", .issuer = &authority, .from_day = -1, .to_day = 10});
    wish = good();
    wish.issuer = &leaf; /* which is no authority */
    assert_false(is_trusted(&wish, "localhost"));
    certificate_clear(&leaf);
    const struct spool_certificate junk = {"junk", 4};
    assert_false(spool_tls_is_trusted(ca, "localhost", &junk, 1));
    assert_false(spool_tls_is_trusted(ca, "localhost", NULL, 0));
}

int main(void) {
    memory_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(prints_byte_for_byte_to_the_printer_that_the_ca_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sends_nothing_where_no_ca_is_configured, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sends_nothing_to_another_authority, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sends_nothing_to_an_expired_certificate, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sends_nothing_to_another_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(looks_again_when_the_connection_was_made_anew, set_up, tear_down),
        cmocka_unit_test_setup_teardown(judges_name_address_dates_usage_and_issuer, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

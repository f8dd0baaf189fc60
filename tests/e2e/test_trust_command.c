/* guichet trust, as typed: the official list signed by xmlsec1 in all its good and bad forms, bundles, certificates;
 * and that whatever is refused, or cut, leaves what was there. */
#include "../support/certificates.h"
#include "../support/issuers.h"
#include "../support/state.h"
#include "../support/tool.h"
#include "../support/trust_lists.h"
#include "../support/typed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>
#include <signal.h>

#define KEPT "Rien n'a été importé\u00A0; les certificats d'avant sont gardés."
#define NEXT_TIME "Le guichet en tiendra compte à sa prochaine ouverture.\n"
#define OFFICIAL "trust/liste-officielle.pem"
#define ALTERED "La liste a été altérée, ou n'est pas signée par le signataire attendu."
#define UNCOVERED "La signature ne couvre pas toute la liste."
#define OUTSIDE "<TrustServiceStatusList xmlns=\"http://uri.etsi.org/02231/v2#\" Id=\"%s\">"
#define NO_LIST "Ce n'est pas une liste de confiance complète"

static char folder[64];
static struct issuer ca, issuer; /* FR99, and its ABCD */
static struct typed said;

static void write_config(const char *signer) {
    char text[2048];
    snprintf(text, sizeof text,
             "[station]\nstation_id = X\nprefecture = P\ncounter_name = C\ndepartment = 14\nstate_folder = %s/state\n"
             "[registry]\nregistry_url = https://localhost:1\nregistry_ca = /x\nregistry_certificate = /x\n"
             "registry_key = /x\n[printer]\nprinter = folder:/x\n[trust]\ntrust_folder = %s/trust\n%s%s%s\n",
             folder, folder, signer != NULL ? "trust_list_signer = " : "", signer != NULL ? folder : "",
             signer != NULL ? signer : "");
    issuer_write_text(folder, "guichet.conf", text);
}

static void write_signer(const char *name) {
    struct certificate made = certificate_make(&(struct certificate_wish){.name = name, .to_day = 10});
    certificate_write(&made, folder, name);
    certificate_clear(&made);
}

static int setup(void **state) {
    (void)state;
    state_make(folder);
    ca = issuer_make(&(struct issuer_wish){.name = "FR99", .authority = true});
    issuer = issuer_make(&(struct issuer_wish){.name = "ABCD", .signer = &ca});
    write_signer("signer");
    write_signer("other");
    write_config("/signer.pem");
    return 0;
}

static int teardown(void **state) {
    (void)state;
    typed_clear(&said);
    issuer_clear(&ca);
    issuer_clear(&issuer);
    state_remove(folder);
    return 0;
}

/* --- Typing --- */

static const char *in_folder(const char *name) {
    static char paths[4][128];
    static int next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static int trust(const char *act, const char *file, const char *input, const char *more) {
    const char *words[8] = {"trust", act};
    size_t count = 2;
    if (file != NULL)
        words[count++] = file;
    words[count++] = "--config";
    words[count++] = in_folder("guichet.conf");
    words[count] = more;
    typed_clear(&said);
    said = typed_run("guichet", words, input, input != NULL ? strlen(input) : 0);
    return said.status;
}

static int import(const char *name) {
    return trust("import", in_folder(name), NULL, NULL);
}

static json_t *list_json(void) {
    assert_int_equal(trust("list", NULL, NULL, "--json"), 0);
    json_t *value = json_loads(said.out, 0, NULL);
    assert_non_null(value);
    return value;
}

static int64_t number_of(json_t *object, const char *member) {
    return json_integer_value(json_object_get(object, member));
}

static bool is_there(const char *name) {
    return access(in_folder(name), F_OK) == 0;
}

static size_t count_certificates(void) {
    json_t *value = list_json();
    size_t count = json_array_size(json_object_get(value, "certificates"));
    json_decref(value);
    return count;
}

/* --- Lists --- */

static struct trust_list_wish wish_of(int sequence) {
    static const X509 *both[2];
    both[0] = ca.x509;
    both[1] = issuer.x509;
    return (struct trust_list_wish){
        .certificates = both, .count = 2, .sequence = sequence, .next_update = "2099-05-20"};
}

static void write_list(const char *name, const struct trust_list_wish *wish) {
    char *text = trust_list_make(wish);
    issuer_write_text(folder, name, text);
    free(text);
}

static void write_signed(const char *name, const struct trust_list_wish *wish) {
    write_list(name, wish);
    assert_true(trust_list_sign(folder, name, "signer"));
}

/* The good list number 12, imported. */
static void import_good(void) {
    struct trust_list_wish wish = wish_of(12);
    write_signed("good.xml", &wish);
    assert_int_equal(import("good.xml"), 0);
}

/* It is refused with these words, and nothing in the folder has changed. */
static void assert_refused(const char *name, int status, const char *happened) {
    char *before = trust_list_text(folder, OFFICIAL);
    import(name);
    typed_assert_refused(&said, status, happened, KEPT);
    char *after = trust_list_text(folder, OFFICIAL);
    assert_non_null(after);
    assert_string_equal(after, before);
    assert_false(is_there("trust/.import"));
    free(before);
    free(after);
}

static void a_list_signed_by_the_pinned_signer_is_imported(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    import_good();
    assert_string_equal(said.out, "Liste officielle n°\u00A012 importée\u00A0: 2 certificats.\n" NEXT_TIME);
    json_t *value = list_json(), *list = json_object_get(value, "list"), *first;
    assert_int_equal(number_of(list, "sequence"), 12);
    assert_int_equal(number_of(list, "age_days"), 0);
    assert_string_equal(json_string_value(json_object_get(list, "issued")), "2026-11-20");
    assert_string_equal(json_string_value(json_object_get(list, "next_update")), "2099-05-20");
    assert_true(json_is_false(json_object_get(list, "out_of_date")));
    first = json_array_get(json_object_get(value, "certificates"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "issuer")), "FR99");
    assert_string_equal(json_string_value(json_object_get(first, "certificate")), "ABCD");
    assert_string_equal(json_string_value(json_object_get(first, "to")), "2040-01-01");
    json_decref(value);
    assert_int_equal(state_mode(folder, OFFICIAL), 0644);
}

static void what_was_imported_verifies_a_seal(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    char text[ISSUER_SEAL_SIZE];
    size_t length = issuer_seal(issuer.key, "FR99ABCD", "2660", text);
    import_good();
    const char *const words[] = {"seal", "--trust", in_folder("trust"), "--json", NULL};
    typed_clear(&said);
    said = typed_run("guichet", words, text, length);
    assert_int_equal(said.status, 0);
    typed_assert_in(said.out, "\"verdict\":\"valid\"");
}

static void the_root_may_be_named_and_xades_properties_signed(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    struct trust_list_wish wish = wish_of(13);
    wish.uri = "#TSL";
    wish.xades = true;
    write_signed("xades.xml", &wish);
    assert_int_equal(import("xades.xml"), 0);
    assert_int_equal(count_certificates(), 2);
}

static void a_list_altered_anywhere_is_refused(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    import_good();
    char *text = trust_list_text(folder, "good.xml");
    const char *const places[] = {"TSLSequenceNumber>12", "2026-11-20", "granted", "X509Certificate>\n"};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        char *at = strstr(text, places[i]) + strlen(places[i]) - 1;
        char kept = *at;
        *at = kept == '\n' ? 'A' : kept == 'd' ? 'D' : '3';
        issuer_write_text(folder, "altered.xml", text);
        assert_refused("altered.xml", 1, ALTERED);
        *at = kept;
    }
    free(text);
}

static void a_list_signed_by_somebody_else_is_refused_whatever_key_it_shows(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    import_good();
    struct trust_list_wish wish = wish_of(13);
    write_list("other.xml", &wish);
    assert_true(trust_list_sign(folder, "other.xml", "other")); /* its certificate is in KeyInfo */
    assert_refused("other.xml", 1, ALTERED);
}

static void an_unsigned_list_is_refused(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    import_good();
    char *text = trust_list_text(folder, "good.xml"), *signature = strstr(text, "<Signature");
    snprintf(signature, 32, "</TrustServiceStatusList>");
    issuer_write_text(folder, "unsigned.xml", text);
    assert_refused("unsigned.xml", 1, "La liste n'est pas signée.");
    free(text);
    struct trust_list_wish wish = wish_of(13);
    write_list("template.xml", &wish);
    assert_refused("template.xml", 1, ALTERED);
}

static void write_format(const char *name, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void write_format(const char *name, const char *format, ...) {
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    assert_true(vasprintf(&text, format, arguments) > 0);
    va_end(arguments);
    issuer_write_text(folder, name, text);
    free(text);
}

/* A good list, whose root is named "TSL", hidden in another that says something else: whole; with its signature where
 * one is looked for; and inside that signature. */
static void a_good_list_wrapped_in_another_is_refused(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    static const char *const names[] = {"X", "TSL"};
    import_good();
    struct trust_list_wish wish = wish_of(13);
    wish.uri = "#TSL";
    write_signed("inner.xml", &wish);
    char *text = trust_list_text(folder, "inner.xml"), *root = strstr(text, "<TrustServiceStatusList");
    const char *signature = strstr(text, "<Signature"), *end = strstr(signature, "</Signature>");
    int signed_length = (int)(signature - root), length = (int)(end - signature);
    for (size_t i = 0; i < 2; i++) {
        const char *id = names[i], *wrong = i == 0 ? UNCOVERED : ALTERED;
        write_format("wrapped.xml", OUTSIDE "%s</TrustServiceStatusList>", id, root);
        assert_refused("wrapped.xml", 1, UNCOVERED);
        write_format("wrapped.xml",
                     OUTSIDE "%.*s</Signature><Extra>%.*s</TrustServiceStatusList></Extra></TrustServiceStatusList>",
                     id, length, signature, signed_length, root);
        assert_refused("wrapped.xml", 1, wrong);
        write_format("wrapped.xml",
                     OUTSIDE "%.*s<Object>%.*s</TrustServiceStatusList></Object></Signature></TrustServiceStatusList>",
                     id, length, signature, signed_length, root);
        assert_refused("wrapped.xml", 1, wrong);
    }
    free(text);
}

static void a_signature_that_leaves_something_out_is_refused(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    import_good();
    struct trust_list_wish part = wish_of(13), without = wish_of(13), weak = wish_of(13);
    part.uri = "#props";
    part.xades = true;
    write_signed("bad.xml", &part);
    assert_refused("bad.xml", 1, UNCOVERED);
    without.transforms = "<Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><XPath>"
                         "not(ancestor-or-self::*[local-name()='TrustServiceProviderList'])</XPath></Transform>";
    write_signed("bad.xml", &without);
    assert_refused("bad.xml", 1, ALTERED);
    weak.digest = "http://www.w3.org/2000/09/xmldsig#sha1";
    write_signed("bad.xml", &weak);
    assert_refused("bad.xml", 1, ALTERED);
}

static void two_signatures_are_refused(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    import_good();
    char *text = trust_list_text(folder, "good.xml"), *signature = strstr(text, "<Signature");
    write_format("twice.xml", "%.*s%s", (int)(strstr(signature, "</Signature>") + 12 - text), text, signature);
    assert_refused("twice.xml", 1, UNCOVERED);
    free(text);
}

static void a_document_type_is_refused_before_anything_of_it_is_read(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    static char types[3][512] = {
        "<!DOCTYPE TrustServiceStatusList>\n", "",
        "<!DOCTYPE TrustServiceStatusList [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
        "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">"
        "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;\">]>\n"};
    import_good();
    issuer_write_text(folder, "secret.txt", "granted");
    snprintf(types[1], sizeof types[1],
             "<!DOCTYPE TrustServiceStatusList [<!ENTITY x SYSTEM \"file://%s/secret.txt\">]>\n", folder);
    for (size_t i = 0; i < 3; i++) {
        struct trust_list_wish wish = wish_of(13);
        wish.before = types[i];
        wish.status = i == 1 ? "&x;" : NULL;
        write_list("typed.xml", &wish);
        if (i != 1) /* which xmlsec1 does not sign */
            assert_true(trust_list_sign(folder, "typed.xml", "signer"));
        assert_refused("typed.xml", 2, "La liste porte une déclaration DOCTYPE");
    }
}

static void a_list_cut_anywhere_is_refused(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    import_good();
    char *text = trust_list_text(folder, "good.xml");
    size_t length = (size_t)(strstr(text, "</TrustServiceStatusList>") - text);
    for (size_t i = 1; i <= 12; i++) {
        text[length * i / 12 - (i < 12)] = '\0';
        issuer_write_text(folder, "cut.xml", text);
        assert_refused("cut.xml", 2, NO_LIST);
        free(text);
        text = trust_list_text(folder, "good.xml");
    }
    free(text);
}

static void what_is_no_list_is_refused(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    import_good();
    issuer_write_text(folder, "page.xml", "<html><body/></html>");
    assert_refused("page.xml", 2, NO_LIST);
    issuer_write_text(folder, "empty", "");
    assert_refused("empty", 2, "Le fichier ne contient ni certificat, ni liste de confiance.");
    assert_refused("signer.key", 2, "Le fichier ne contient ni certificat, ni liste de confiance.");
    assert_refused("absent", 2, "Fichier illisible\u00A0: le fichier n'existe pas.");
    assert_refused("", 2, "Fichier illisible\u00A0: c'est un dossier, pas un fichier.");
}

static void a_list_of_a_hundred_megabytes_is_refused(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    import_good();
    issuer_write_text(folder, "big.xml", "<TrustServiceStatusList>");
    assert_int_equal(truncate(in_folder("big.xml"), 100 * 1024 * 1024), 0);
    assert_refused("big.xml", 2, "Fichier illisible\u00A0: le fichier est trop gros.");
}

static void a_list_older_than_the_one_there_is_refused(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    import_good();
    struct trust_list_wish older = wish_of(11), newer = wish_of(13);
    write_signed("older.xml", &older);
    assert_refused("older.xml", 1, "Le poste a déjà une liste plus récente.");
    newer.count = 1;
    write_signed("newer.xml", &newer);
    assert_int_equal(import("newer.xml"), 0);
    assert_int_equal(count_certificates(), 1);
}

static void services_that_are_no_more_in_good_standing_are_left_out(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    import_good();
    struct trust_list_wish wish = wish_of(13);
    wish.status = "withdrawn";
    write_signed("withdrawn.xml", &wish);
    assert_refused("withdrawn.xml", 1, "La liste ne contient aucun certificat d'un service en règle.");
}

static void a_list_past_its_next_update_is_said_to_be(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    struct trust_list_wish wish = wish_of(12);
    wish.next_update = "2020-05-20";
    write_signed("past.xml", &wish);
    assert_int_equal(import("past.xml"), 0);
    typed_assert_in(said.out, "elle devait être remplacée au plus tard le 20 mai 2020.");
    assert_int_equal(trust("list", NULL, NULL, NULL), 0);
    typed_assert_in(said.out, "aujourd'hui\u00A0; à remplacer depuis le 20 mai 2020.");
}

static void without_a_pinned_signer_no_list_is_taken(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    import_good();
    write_config(NULL);
    assert_refused("good.xml", 3, "Ce poste ne sait pas qui signe la liste officielle.");
    write_config("/absent.pem");
    assert_int_equal(import("good.xml"), 2);
    typed_assert_in(said.err, "trust_list_signer, un certificat lisible attendu");
}

/* --- Certificates --- */

static void certificates_are_added_in_every_form(void **state) {
    (void)state;
    X509 *const both[] = {issuer.x509, ca.x509};
    issuer_write_pem(ca.x509, folder, "ca.pem");
    assert_int_equal(import("ca.pem"), 0);
    assert_string_equal(said.out, "1 certificat importé.\n" NEXT_TIME);
    assert_int_equal(count_certificates(), 1);
    issuer_write_der(issuer.x509, folder, "issuer.der");
    assert_int_equal(import("issuer.der"), 0);
    assert_int_equal(count_certificates(), 2);
    issuer_write_bundle(both, 2, folder, "both.p7b");
    assert_int_equal(import("both.p7b"), 0);
    assert_string_equal(said.out, "2 certificats importés.\n" NEXT_TIME);
    assert_int_equal(count_certificates(), 2);
    assert_int_equal(trust("list", NULL, NULL, NULL), 0);
    assert_string_equal(said.out, "Aucune liste officielle n'a été importée.\n"
                                  "FR99, certificat ABCD\u00A0: du 1er janvier 2020 au 1er janvier 2040.\n"
                                  "FR99, certificat FR99\u00A0: du 1er janvier 2020 au 1er janvier 2040, autorité.\n");
}

static void standard_input_is_a_file_like_others(void **state) {
    (void)state;
    issuer_write_pem(ca.x509, folder, "ca.pem");
    char *text = trust_list_text(folder, "ca.pem");
    assert_int_equal(trust("import", NULL, text, NULL), 0);
    assert_int_equal(trust("import", "-", text, "--json"), 0);
    assert_string_equal(said.out, "{\"kind\":\"certificates\",\"certificates\":1,\"revocation_lists\":0}\n");
    assert_int_equal(count_certificates(), 1);
    free(text);
}

static void a_revocation_list_is_taken_too(void **state) {
    (void)state;
    X509_CRL *list = issuer_revoke(&ca, &(struct issuer_revocation){&issuer, "20261101", NULL, 0});
    issuer_write_list(list, folder, "ca.crl", true);
    X509_CRL_free(list);
    assert_int_equal(import("ca.crl"), 0);
    assert_string_equal(said.out, "0 certificat importé, 1 liste de révocation.\n" NEXT_TIME);
}

/* --- What is cut --- */

static void what_an_import_that_was_cut_has_left_is_not_read_and_goes(void **state) {
    (void)state;
    issuer_write_pem(ca.x509, folder, "ca.pem");
    assert_int_equal(import("ca.pem"), 0);
    issuer_write_pem(issuer.x509, folder, "trust/.import");
    assert_int_equal(count_certificates(), 1);
    assert_int_equal(import("ca.pem"), 0);
    assert_false(is_there("trust/.import"));
    assert_int_equal(count_certificates(), 1);
}

/* As on a full disk: the file does not get past its first bytes. */
static void a_list_that_cannot_be_written_whole_leaves_the_last_one(void **state) {
    (void)state;
    TOOL_REQUIRE("xmlsec1");
    import_good();
    struct trust_list_wish wish = wish_of(13);
    struct rlimit before, small;
    write_signed("next.xml", &wish);
    char *official = trust_list_text(folder, OFFICIAL);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = (struct rlimit){600, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    import("next.xml");
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(said.status, 3);
    char *after = trust_list_text(folder, OFFICIAL);
    assert_string_equal(after, official);
    assert_false(is_there("trust/.import"));
    free(after);
    free(official);
}

/* --- Training --- */

static void training_has_a_folder_of_its_own_beside_the_certificate_that_ships(void **state) {
    (void)state;
    char home[80];
    snprintf(home, sizeof home, "%s/training", folder);
    assert_int_equal(mkdir(home, 0700), 0);
    issuer_write_pem(ca.x509, folder, "ca.pem");
    const char *const add[] = {"trust", "import", in_folder("ca.pem"), "--state", home, NULL};
    said = typed_run("guichet", add, NULL, 0);
    assert_int_equal(said.status, 0);
    typed_clear(&said);
    const char *const show[] = {"trust", "list", "--state", home, NULL};
    said = typed_run("guichet", show, NULL, 0);
    typed_assert_in(said.out, "FR00, certificat 0001");
    typed_assert_in(said.out, "émetteur de test");
    typed_assert_in(said.out, "FR99, certificat FR99");
}

static void anything_else_is_bad_usage(void **state) {
    (void)state;
    assert_int_equal(trust("export", NULL, NULL, NULL), 2);
    assert_int_equal(trust("list", "x", NULL, NULL), 2);
    assert_string_equal(said.out, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_list_signed_by_the_pinned_signer_is_imported),
        TEST(what_was_imported_verifies_a_seal),
        TEST(the_root_may_be_named_and_xades_properties_signed),
        TEST(a_list_altered_anywhere_is_refused),
        TEST(a_list_signed_by_somebody_else_is_refused_whatever_key_it_shows),
        TEST(an_unsigned_list_is_refused),
        TEST(a_good_list_wrapped_in_another_is_refused),
        TEST(a_signature_that_leaves_something_out_is_refused),
        TEST(two_signatures_are_refused),
        TEST(a_document_type_is_refused_before_anything_of_it_is_read),
        TEST(a_list_cut_anywhere_is_refused),
        TEST(what_is_no_list_is_refused),
        TEST(a_list_of_a_hundred_megabytes_is_refused),
        TEST(a_list_older_than_the_one_there_is_refused),
        TEST(services_that_are_no_more_in_good_standing_are_left_out),
        TEST(a_list_past_its_next_update_is_said_to_be),
        TEST(without_a_pinned_signer_no_list_is_taken),
        TEST(certificates_are_added_in_every_form),
        TEST(standard_input_is_a_file_like_others),
        TEST(a_revocation_list_is_taken_too),
        TEST(what_an_import_that_was_cut_has_left_is_not_read_and_goes),
        TEST(a_list_that_cannot_be_written_whole_leaves_the_last_one),
        TEST(training_has_a_folder_of_its_own_beside_the_certificate_that_ships),
        TEST(anything_else_is_bad_usage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* guichet seal, as typed: every verdict with its exit status, as JSON and in French, from text, pages and pictures. */
#include "../../kiosk/resource.h"
#include "../../kiosk/seal.h"
#include "../../kiosk/trust.h"
#include "../support/certificates.h"
#include "../support/place.h"
#include "../support/state.h"
#include "../support/tool.h"
#include "../support/typed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cairo.h>
#include <cmocka.h>
#include <jansson.h>

#define NB "\u00A0"
#define DRIVER "config/training/drivers/specimen-2d-doc.json"
#define ALLOW "--allow-test-issuer"

static char specimen[SEAL_TEXT_MAX];
static size_t specimen_length;
static char folder[64]; /* of the running test */
static struct typed said;
static json_t *answer;

static int load_specimen(void **state) {
    (void)state;
    char *path = place_in_shared("2d-doc/specimen-ab.txt");
    FILE *file = fopen(path, "rb");
    free(path);
    if (file == NULL)
        return -1;
    specimen_length = fread(specimen, 1, sizeof specimen, file);
    return fclose(file);
}

static int setup(void **state) {
    (void)state;
    state_make(folder);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    typed_clear(&said);
    json_decref(answer);
    answer = NULL;
    state_remove(folder);
    return 0;
}

static const char *in_folder(const char *name) {
    static char paths[4][128];
    static int next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static int seal(const char *input, size_t size, const char *const arguments[]) {
    const char *words[TYPED_ARGUMENTS_MAX + 1] = {"seal"};
    for (size_t i = 0; arguments[i] != NULL; i++)
        words[i + 1] = arguments[i];
    typed_clear(&said);
    said = typed_run("guichet", words, input, size);
    return said.status;
}

#define SEAL(input, ...) seal(input, strlen(input), (const char *const[]){__VA_ARGS__, NULL})
#define SEAL_BARE(input) seal(input, strlen(input), (const char *const[]){NULL})

/* Parses the one line of an answer. */
static const json_t *read_answer(void) {
    json_decref(answer);
    answer = json_loads(said.out, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(answer);
    return answer;
}

static void assert_verdict(const char *verdict, const char *signature) {
    const json_t *value = json_object_get(read_answer(), "signature");
    assert_string_equal(json_string_value(json_object_get(answer, "verdict")), verdict);
    assert_string_equal(json_is_null(value) ? "null" : json_is_true(value) ? "true" : "false", signature);
    static const char *const members[] = {"verdict", "signature", "test",      "header",
                                          "fields",  "missing",   "forbidden", "document_expired"};
    for (size_t i = 0; i < 8; i++)
        assert_non_null(json_object_get(answer, members[i]));
    assert_int_equal(json_object_size(answer), 8);
}

static const char *field_text(const char *id, const char *member) {
    size_t index;
    json_t *field;
    json_array_foreach(json_object_get(answer, "fields"), index,
                       field) if (strcmp(json_string_value(json_object_get(field, "id")), id) ==
                                  0) return json_string_value(json_object_get(field, member));
    fail_msg("no field %s", id);
    return NULL;
}

static const char *specimen_with(const char *before, const char *after) {
    static char changed[SEAL_TEXT_MAX];
    const char *at = strstr(specimen, before);
    assert_non_null(at);
    snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - specimen), specimen, after, at + strlen(before));
    return changed;
}

/* Signs header and message with a private key. */
static void sign(const char *key, size_t key_size, const char *message, char text[SEAL_TEXT_MAX + 1]) {
    size_t length = strlen(message);
    uint8_t signature[64];
    memcpy(text, message, length + 1);
    assert_int_equal(trust_sign(key, key_size, text, length, signature), STATUS_OK);
    assert_int_equal(seal_append_signature(text, &length, signature, sizeof signature), STATUS_OK);
}

static void sign_for_training(const char *message, char text[SEAL_TEXT_MAX + 1]) {
    struct resource key = resource_find("training/fr00-0001.key");
    sign(key.bytes, key.size, message, text);
}

/* --- Verdicts --- */

static void the_specimen_is_valid_where_test_issuers_are_accepted(void **state) {
    (void)state;
    assert_int_equal(SEAL(specimen, "--json", ALLOW), 0);
    assert_verdict("valid", "true");
    assert_string_equal(said.err, "");
    assert_true(json_is_true(json_object_get(answer, "test")));
    json_t *header = json_pack("{s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "version", 4, "issuer", "FR00",
                               "certificate", "0001", "issued_on", "2021-03-22", "signed_on", "2021-03-22", "type",
                               "AB", "perimeter", "01", "country", "FR");
    assert_true(json_equal(json_object_get(answer, "header"), header));
    json_decref(header);
    assert_int_equal(json_array_size(json_object_get(answer, "fields")), 13);
    assert_string_equal(field_text("6G", "label"), "Nom de famille");
    assert_string_equal(field_text("60", "value"), "JULES/SEBASTIEN/CESAR");
    assert_string_equal(field_text("60", "text"), "JULES, SEBASTIEN, CESAR");
    assert_string_equal(field_text("69", "text"), "8 mai 1942");
    assert_int_equal(json_array_size(json_object_get(answer, "missing")), 0);
    assert_int_equal(json_array_size(json_object_get(answer, "forbidden")), 0);
    assert_true(json_is_false(json_object_get(answer, "document_expired")));
}

static void a_test_issuer_is_refused_and_said_to_be_one(void **state) {
    (void)state;
    assert_int_equal(SEAL(specimen, "--json"), 1);
    assert_verdict("test-issuer", "null");
    assert_true(json_is_true(json_object_get(answer, "test")));
    assert_int_equal(SEAL_BARE(specimen), 1);
    typed_assert_in(said.out, "Émetteur de test");
    typed_assert_in(said.out, "ne prouve rien");
}

static void one_letter_changed_is_a_forgery(void **state) {
    (void)state;
    assert_int_equal(SEAL(specimen_with("DUMONT", "DUPONT"), "--json", ALLOW), 1);
    assert_verdict("forged", "false");
    assert_string_equal(field_text("6G", "value"), "DUPONT DURVILLE");
    assert_int_equal(SEAL(specimen_with("DUMONT", "DUPONT"), ALLOW), 1);
    typed_assert_in(said.out, "Falsifié ou altéré");
}

static void nothing_can_be_said_of_an_unknown_issuer(void **state) {
    (void)state;
    assert_int_equal(SEAL(specimen_with("FR00", "FR03"), "--json", ALLOW), 3);
    assert_verdict("unknown-issuer", "null");
    assert_true(json_is_false(json_object_get(answer, "test")));
    assert_int_equal(SEAL(specimen, "--json", ALLOW, "--trust", folder), 3); /* an empty one */
    assert_verdict("unknown-issuer", "null");
}

static void what_is_no_2d_doc_is_malformed_and_never_echoed(void **state) {
    (void)state;
    static const char *const texts[] = {"",
                                        "bonjour",
                                        "DC04\x1B[31mROUGE",
                                        "DC04FR00\x07\x9B",
                                        "\xEF\xBB\xBF 2D-Doc",
                                        "DC04FR0000011E471E47AB01FRZZX\x1F",
                                        "DC04FR0000011E471E47AB01FR6GX"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_int_equal(SEAL(texts[i], "--json", ALLOW), 2);
        assert_verdict("malformed", "null");
        assert_true(json_is_null(json_object_get(answer, "header")));
        assert_true(json_is_null(json_object_get(answer, "test")));
        assert_true(json_is_null(json_object_get(answer, "document_expired")));
        assert_int_equal(SEAL(texts[i], ALLOW), 2);
        typed_assert_in(said.out, "Illisible");
        for (const char *at = said.out; *at != '\0'; at++)
            assert_true(*at == '\n' || (unsigned char)*at >= ' ');
        assert_null(strstr(said.out, "\x9B"));
        assert_null(strstr(said.out, "ROUGE"));
    }
}

static void a_malformed_text_is_told_with_its_place(void **state) {
    (void)state;
    assert_int_equal(SEAL("DC04FR0000011E471E47AB01FR6GX\x1D"
                          "E4A\x1F"
                          "A",
                          ALLOW),
                     2);
    typed_assert_in(said.out, "la donnée E4 (Type de relevé de permis de conduire), au caractère 30");
    assert_int_equal(SEAL("DC04FR0000011E471E47AB01FRZZX\x1F"
                          "A",
                          ALLOW),
                     2);
    typed_assert_in(said.out, "La donnée ZZ n'existe pas, au caractère 26");
}

static void other_versions_are_not_supported(void **state) {
    (void)state;
    static const char *const texts[] = {"DC01FR0000011E471E47AB", "DC05FR0000011E471E47AB01FR", "DE0101",
                                        "DC04FR0000011E471E47AB02FR", "\xDC\x04\x01\x02"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_int_equal(SEAL(texts[i], "--json", ALLOW), 3);
        assert_verdict("unsupported", "null");
        assert_true(json_is_null(json_object_get(answer, "header")));
        assert_int_equal(SEAL(texts[i], ALLOW), 3);
        typed_assert_in(said.out, "Format non pris en charge");
    }
}

/* --- A trust folder --- */

/* Makes issuer FR98, its certificate 0042 and its key in the folder, good from and to these days. */
static char *trust_with(int from_day, int to_day) {
    static char key[4096];
    struct certificate authority =
        certificate_make(&(struct certificate_wish){.name = "FR98", .from_day = -4000, .to_day = 4000});
    struct certificate certificate = certificate_make(
        &(struct certificate_wish){.name = "0042", .issuer = &authority, .from_day = from_day, .to_day = to_day});
    certificate_write(&authority, folder, "authority");
    certificate_write(&certificate, folder, "certificate");
    certificate_clear(&authority);
    certificate_clear(&certificate);
    FILE *file = fopen(in_folder("certificate.key"), "r");
    assert_non_null(file);
    key[fread(key, 1, sizeof key - 1, file)] = '\0';
    fclose(file);
    return key;
}

static void a_seal_of_a_trusted_issuer_is_valid_and_no_test(void **state) {
    (void)state;
    char text[SEAL_TEXT_MAX + 1], *key = trust_with(-4000, 4000);
    sign(key, strlen(key),
         "DC04FR98004224DC24DCA101FRAB48N\x1D"
         "AC121201200001",
         text);
    assert_int_equal(SEAL(text, "--json", "--trust", folder), 0);
    assert_verdict("valid", "true");
    assert_true(json_is_false(json_object_get(answer, "test")));
    typed_assert_in(field_text("AB", "text"), "Lettre 48N");
    assert_int_equal(SEAL(text, "--json"), 3);
}

static void a_certificate_out_of_its_dates_is_not_valid(void **state) {
    (void)state;
    char text[SEAL_TEXT_MAX + 1], *key = trust_with(-10, 4000);
    sign(key, strlen(key),
         "DC04FR98004224DC24DCA101FRAB48N\x1D"
         "AC121201200001",
         text);
    assert_int_equal(SEAL(text, "--json", "--trust", folder), 1);
    assert_verdict("certificate-not-valid", "true");
}

/* --- Conformity, expiry, annex --- */

static void conformity_and_expiry_are_told_apart_from_authenticity(void **state) {
    (void)state;
    char text[SEAL_TEXT_MAX + 1];
    sign_for_training("DC04FR0000011E471E47AB01FR6GDUMONT\x1D"
                      "68M081E47",
                      text);
    assert_int_equal(SEAL(text, "--json", ALLOW), 0);
    assert_verdict("valid", "true");
    json_t *missing = json_pack("[s, s, s, s, s, s, s, s, s]", "09", "60", "69", "6A", "6H", "AC", "E4", "E5", "E8");
    json_t *forbidden = json_pack("[s]", "68");
    assert_true(json_equal(json_object_get(answer, "missing"), missing));
    assert_true(json_equal(json_object_get(answer, "forbidden"), forbidden));
    assert_true(json_is_true(json_object_get(answer, "document_expired")));
    json_decref(missing);
    json_decref(forbidden);
    assert_int_equal(SEAL(text, ALLOW), 0);
    typed_assert_in(said.out, "Conformité" NB ": non conforme à son type.");
    typed_assert_in(said.out, "Il manque" NB ": Nombre de pages du document (09), ");
    typed_assert_in(said.out, "Est interdite" NB ": Genre (68).");
    typed_assert_in(said.out, "expiré depuis le 22 mars 2021.");
}

static void an_annex_is_shown_as_unsigned(void **state) {
    (void)state;
    char text[SEAL_TEXT_MAX + 1], with_annex[SEAL_TEXT_MAX + 64];
    sign_for_training("DC04FR0000011E471E47A101FRAC121201200001", text);
    snprintf(with_annex, sizeof with_annex,
             "%s\x1D"
             "68F",
             text);
    assert_int_equal(SEAL(with_annex, "--json", ALLOW), 0);
    read_answer();
    const json_t *fields = json_object_get(answer, "fields");
    assert_int_equal(json_array_size(fields), 2);
    assert_null(json_object_get(json_array_get(fields, 0), "unsigned"));
    assert_true(json_is_true(json_object_get(json_array_get(fields, 1), "unsigned")));
    assert_int_equal(SEAL(with_annex, ALLOW), 0);
    typed_assert_in(said.out, "Annexe non signée, que rien ne prouve" NB ":\nGenre" NB ": Féminin");
}

static void older_versions_have_neither_perimeter_nor_country(void **state) {
    (void)state;
    char text[SEAL_TEXT_MAX + 1];
    sign_for_training("DC02FR000001FFFF1E47A1AC121201200001", text);
    assert_int_equal(SEAL(text, "--json", ALLOW), 0);
    const json_t *header = json_object_get(read_answer(), "header");
    assert_int_equal(json_integer_value(json_object_get(header, "version")), 2);
    assert_true(json_is_null(json_object_get(header, "issued_on")));
    assert_true(json_is_null(json_object_get(header, "perimeter")));
    assert_true(json_is_null(json_object_get(header, "country")));
}

/* --- What it is given --- */

static void control_characters_may_be_written_out(void **state) {
    (void)state;
    char typed[4 * SEAL_TEXT_MAX];
    size_t length = 0;
    for (size_t i = 0; i < specimen_length; i++) {
        const char *name = specimen[i] == SEAL_GS ? "<GS>" : specimen[i] == SEAL_US ? "<US>" : NULL;
        const char plain[2] = {specimen[i]};
        length += (size_t)snprintf(typed + length, sizeof typed - length, "%s", name != NULL ? name : plain);
    }
    assert_int_equal(SEAL(typed, "--json", ALLOW, "-"), 0);
    assert_verdict("valid", "true");
}

static void a_file_is_read_like_standard_input(void **state) {
    (void)state;
    FILE *file = fopen(in_folder("seal.txt"), "w");
    assert_non_null(file);
    fprintf(file, "%s\n", specimen);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(SEAL("", ALLOW, in_folder("seal.txt")), 0);
    typed_assert_in(said.out, "Signature bonne, mais émetteur de test");
    typed_assert_in(said.out, "Document" NB ": Relevé d'information permis de conduire (AB)");
    typed_assert_in(said.out, "Date de naissance" NB ": 8 mai 1942\n");
    typed_assert_in(said.out, "Solde de points" NB ": 8" NB "points\n");
    typed_assert_in(said.out, "Conformité" NB ": aucune donnée ne manque, aucune n'est interdite.\n");
}

static void what_cannot_be_read_is_refused(void **state) {
    (void)state;
    static const char not_done[] = "Aucun 2D-Doc n'a été vérifié.";
    SEAL("", in_folder("nothing"));
    typed_assert_refused(&said, 2, "le fichier n'existe pas.", not_done);
    SEAL("", folder);
    typed_assert_refused(&said, 2, "c'est un dossier", not_done);
    SEAL(specimen, "--trust", in_folder("nothing"));
    typed_assert_refused(&said, 2, "le dossier des certificats", not_done);
    assert_int_equal(SEAL(specimen, "--trust"), 2);
    assert_int_equal(SEAL(specimen, "--nothing"), 2);
    assert_int_equal(SEAL(specimen, "a", "b"), 2);
    assert_string_equal(said.out, "");
}

/* --- Pages and pictures --- */

/* A page with a seal, as page.pdf. */
static void make_page(void) {
    struct typed issued = typed_run(
        "guichet-registry", (const char *const[]){"issue", "--record", DRIVER, "--type", "adcs", NULL}, NULL, 0);
    assert_int_equal(issued.status, 0);
    struct typed drawn = typed_run(
        "guichet",
        (const char *const[]){"document", "--record", DRIVER, "--attestation", "-", "-o", in_folder("page.pdf"), NULL},
        issued.out, issued.out_length);
    assert_string_equal(drawn.err, "");
    assert_int_equal(drawn.status, 0);
    typed_clear(&issued);
    typed_clear(&drawn);
}

static void assert_page_read(const char *file) {
    assert_int_equal(SEAL("", "--json", ALLOW, file), 0);
    assert_verdict("valid", "true");
    assert_string_equal(field_text("AC", "value"), "121201200001");
}

static void a_page_and_its_pictures_are_read(void **state) {
    (void)state;
    TOOL_REQUIRE("pdftoppm");
    make_page();
    const char *pdf = in_folder("page.pdf"), *stem = in_folder("picture");
    assert_page_read(pdf);
    assert_int_equal(
        tool_run((const char *const[]){"pdftoppm", "-r", "200", "-png", "-singlefile", pdf, stem, NULL}, NULL, NULL),
        0);
    assert_page_read(in_folder("picture.png"));
    assert_int_equal(
        tool_run((const char *const[]){"pdftoppm", "-r", "200", "-jpeg", "-singlefile", pdf, stem, NULL}, NULL, NULL),
        0);
    assert_page_read(in_folder("picture.jpg"));
}

/* A page with a seal as NAME.png. */
static const char *make_picture(const char *name) {
    const char *stem = in_folder(name);
    static char path[160];
    make_page();
    assert_int_equal(tool_run((const char *const[]){"pdftoppm", "-r", "200", "-png", "-singlefile",
                                                    in_folder("page.pdf"), stem, NULL},
                              NULL, NULL),
                     0);
    snprintf(path, sizeof path, "%s.png", stem);
    return path;
}

static void paint(cairo_t *context, const char *path, double x) {
    cairo_surface_t *picture = cairo_image_surface_create_from_png(path);
    assert_int_equal(cairo_surface_status(picture), CAIRO_STATUS_SUCCESS);
    cairo_set_source_surface(context, picture, x, 0);
    cairo_paint(context);
    cairo_surface_destroy(picture);
}

static void a_picture_with_two_codes_has_two_answers(void **state) {
    (void)state;
    TOOL_REQUIRE("pdftoppm");
    cairo_surface_t *both = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 3310, 2340);
    cairo_t *context = cairo_create(both);
    paint(context, make_picture("left"), 0);
    paint(context, make_picture("right"), 1655); /* another number, another seal */
    cairo_destroy(context);
    assert_int_equal(cairo_surface_write_to_png(both, in_folder("both.png")), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(both);
    assert_int_equal(SEAL("", "--json", in_folder("both.png")), 1);
    char *second = strchr(said.out, '\n');
    assert_non_null(second);
    *second++ = '\0';
    assert_verdict("test-issuer", "null");
    json_t *fields = json_deep_copy(json_object_get(answer, "fields"));
    memmove(said.out, second, strlen(second) + 1);
    assert_verdict("test-issuer", "null");
    assert_false(json_equal(fields, json_object_get(answer, "fields")));
    json_decref(fields);
}

static void a_picture_without_a_code_is_refused(void **state) {
    (void)state;
    static const unsigned char dot[] = {
        0x89, 'P',  'N',  'G',  0x0D, 0x0A, 0x1A, 0x0A, 0,    0,    0,    0x0D, 'I',  'H',  'D',  'R',  0,
        0,    0,    1,    0,    0,    0,    1,    8,    0,    0,    0,    0,    0x3A, 0x7E, 0x9B, 0x55, 0,
        0,    0,    0x0A, 'I',  'D',  'A',  'T',  0x78, 0xDA, 0x63, 0xF8, 0x0F, 0,    1,    1,    1,    0,
        0x1B, 0xB6, 0xEE, 0x56, 0,    0,    0,    0,    'I',  'E',  'N',  'D',  0xAE, 0x42, 0x60, 0x82};
    static const char not_done[] = "Aucun 2D-Doc n'a été vérifié.";
    seal((const char *)dot, sizeof dot, (const char *const[]){"--json", NULL});
    typed_assert_refused(&said, 2, "guichet seal" NB ": le fichier ", not_done);
    SEAL("%PDF-1.7\nnothing", "--json");
    typed_assert_refused(&said, 2, "guichet seal" NB ": le fichier ", not_done);
    SEAL("\xFF\xD8\xFF\xE0nothing", "--json");
    typed_assert_refused(&said, 2, "guichet seal" NB ": le fichier ", not_done);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_specimen_is_valid_where_test_issuers_are_accepted),
        TEST(a_test_issuer_is_refused_and_said_to_be_one),
        TEST(one_letter_changed_is_a_forgery),
        TEST(nothing_can_be_said_of_an_unknown_issuer),
        TEST(what_is_no_2d_doc_is_malformed_and_never_echoed),
        TEST(a_malformed_text_is_told_with_its_place),
        TEST(other_versions_are_not_supported),
        TEST(a_seal_of_a_trusted_issuer_is_valid_and_no_test),
        TEST(a_certificate_out_of_its_dates_is_not_valid),
        TEST(conformity_and_expiry_are_told_apart_from_authenticity),
        TEST(an_annex_is_shown_as_unsigned),
        TEST(older_versions_have_neither_perimeter_nor_country),
        TEST(control_characters_may_be_written_out),
        TEST(a_file_is_read_like_standard_input),
        TEST(what_cannot_be_read_is_refused),
        TEST(a_page_and_its_pictures_are_read),
        TEST(a_picture_with_two_codes_has_two_answers),
        TEST(a_picture_without_a_code_is_refused),
    };
    return cmocka_run_group_tests(tests, load_specimen, NULL);
}

/* guichet document, as typed: the page of an attestation that guichet-registry has issued, as others read it; and what
 * it refuses, leaving what was there. */
#include "../../kiosk/resource.h"
#include "../../kiosk/seal.h"
#include "../../kiosk/trust.h"
#include "../support/codes.h"
#include "../support/place.h"
#include "../support/sealed.h"
#include "../support/state.h"
#include "../support/tool.h"
#include "../support/typed.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#define NB "\u00A0"
#define DRIVERS "config/training/drivers/"
#define SPECIMEN DRIVERS "specimen-2d-doc.json"
#define SIXTY_EVENTS DRIVERS "dix-ans-soixante-evenements.json"
#define NOT_DONE "La page n'a pas été écrite."
#define KEPT "what was there before"

static const char specimen[] = SPECIMEN;
static char folder[64]; /* of the running test */
static char output[128];
static struct typed said;
static json_t *attestation;

static int setup(void **state) {
    (void)state;
    state_make(folder);
    snprintf(output, sizeof output, "%s/page.pdf", folder);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    typed_clear(&said);
    json_decref(attestation);
    attestation = NULL;
    state_remove(folder);
    return 0;
}

/* The attestation of a driver, as guichet-registry issues it. */
static void issue(const char *record, const char *type) {
    struct typed issued = typed_run("guichet-registry",
                                    (const char *const[]){"issue", "--record", record, "--type", type, NULL}, NULL, 0);
    assert_int_equal(issued.status, 0);
    json_decref(attestation);
    attestation = json_loads(issued.out, 0, NULL);
    assert_non_null(attestation);
    typed_clear(&issued);
}

/* Draws the page of the attestation as it is now. */
static int document(const char *record) {
    char *json = json_dumps(attestation, JSON_COMPACT);
    typed_clear(&said);
    said = typed_run("guichet",
                     (const char *const[]){"document", "--record", record, "--attestation", "-", "-o", output, NULL},
                     json, strlen(json));
    free(json);
    return said.status;
}

static const char *seal_text(void) {
    return json_string_value(json_object_get(attestation, "seal"));
}

static void change(const char *member, const char *value) {
    assert_int_equal(json_object_set_new(attestation, member, json_string(value)), 0);
}

/* The seal with something else in the place of `before`, signed again when it is to be. */
static void change_seal(const char *before, const char *after, bool sign_again) {
    char text[SEAL_TEXT_MAX + 1];
    const char *seal = seal_text(), *at = strstr(seal, before);
    assert_non_null(at);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - seal), seal, after, at + strlen(before));
    if (sign_again) {
        struct resource key = resource_find("training/fr00-0001.key");
        size_t length = strcspn(text, "\x1F");
        uint8_t signature[64];
        text[length] = '\0';
        assert_int_equal(trust_sign(key.bytes, key.size, text, length, signature), STATUS_OK);
        assert_int_equal(seal_append_signature(text, &length, signature, sizeof signature), STATUS_OK);
    }
    change("seal", text);
}

/* --- Files --- */

static void write_file(const char *path, const char *content) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static bool file_is(const char *path, const char *content) {
    char read[64] = "";
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    read[fread(read, 1, sizeof read - 1, file)] = '\0';
    fclose(file);
    return strcmp(read, content) == 0;
}

static int files_in_folder(void) {
    int count = 0;
    DIR *opened = opendir(folder);
    assert_non_null(opened);
    for (const struct dirent *entry = readdir(opened); entry != NULL; entry = readdir(opened))
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(opened);
    return count;
}

/* Refused, in three parts; no file comes of it, and one that was there stays as it was. */
static void assert_refused(const char *record, int status, const char *happened) {
    assert_int_equal(document(record), status);
    typed_assert_refused(&said, status, happened, NOT_DONE);
    assert_int_equal(files_in_folder(), 0);
    write_file(output, KEPT);
    assert_int_equal(document(record), status);
    assert_true(file_is(output, KEPT));
    assert_int_equal(files_in_folder(), 1);
}

/* --- Pages --- */

static int pages_of_pdf(void) {
    struct tool_output said_by_tool;
    assert_int_equal(tool_run((const char *const[]){"pdfinfo", output, NULL}, NULL, &said_by_tool), 0);
    const char *line = strstr(said_by_tool.bytes, "\nPages:");
    assert_non_null(line);
    int pages = (int)strtol(line + strlen("\nPages:"), NULL, 10);
    free(said_by_tool.bytes);
    return pages;
}

/* The page is written, and its code is the seal, as others read and verify it; the seal counts the pages. */
static void assert_page(void) {
    struct codes codes;
    struct sealed sealed;
    assert_string_equal(said.err, "");
    assert_string_equal(said.out, "");
    assert_true(codes_read(output, 1, 300, &codes));
    assert_string_equal(codes.data_matrix, seal_text());
    assert_true(codes_verify_seal(codes.data_matrix, codes.data_matrix_length, "config/trust/fr00-0001.pem"));
    assert_string_equal(codes.qr, json_string_value(json_object_get(attestation, "verification_url")));
    assert_true(sealed_read(codes.data_matrix, codes.data_matrix_length, &sealed));
    assert_int_equal(strtol(sealed_value(&sealed, "09"), NULL, 10), pages_of_pdf());
    assert_int_equal(files_in_folder(), 1);
}

static void assert_page_says(const char *part, bool says) {
    char *text = codes_text(output);
    assert_non_null(text);
    if ((strstr(text, part) != NULL) != says)
        fail_msg("« %s » is %s in: %s", part, says ? "not" : "there", text);
    free(text);
}

static void the_page_of_an_adcs_is_a_specimen_without_points(void **state) {
    (void)state;
    if (codes_missing() != NULL)
        skip();
    issue(SPECIMEN, "adcs");
    assert_int_equal(document(SPECIMEN), 0);
    assert_page();
    assert_page_says("SPÉCIMEN", true);
    assert_page_says(json_string_value(json_object_get(attestation, "number")), true);
    assert_page_says("Solde", false);
    assert_int_equal(pages_of_pdf(), 1);
}

static void the_page_of_an_rii_has_the_pages_that_its_seal_says(void **state) {
    (void)state;
    if (codes_missing() != NULL)
        skip();
    issue(SIXTY_EVENTS, "rii");
    assert_int_equal(document(SIXTY_EVENTS), 0);
    assert_page();
    assert_page_says("SPÉCIMEN", true);
    assert_true(pages_of_pdf() > 1);
}

static void a_file_that_was_there_is_replaced_whole(void **state) {
    (void)state;
    struct stat facts;
    issue(SPECIMEN, "adcs");
    write_file(output, KEPT);
    assert_int_equal(document(SPECIMEN), 0);
    assert_false(file_is(output, KEPT));
    assert_int_equal(files_in_folder(), 1);
    assert_int_equal(stat(output, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600); /* it names somebody */
}

/* --- Seals that are refused --- */

static void a_forged_seal_is_refused(void **state) {
    (void)state;
    issue(SPECIMEN, "adcs");
    change_seal("DUMONT", "DUPONT", false);
    assert_refused(SPECIMEN, 1, "Falsifié ou altéré");
}

static void a_seal_that_is_none_is_refused(void **state) {
    (void)state;
    issue(SPECIMEN, "adcs");
    change_seal("DC04", "DC03", false);
    assert_refused(SPECIMEN, 1, "Sceau refusé.");
}

static void a_seal_of_an_unknown_issuer_is_refused(void **state) {
    (void)state;
    issue(SPECIMEN, "adcs");
    change_seal("FR00", "FR03", true);
    assert_refused(SPECIMEN, 3, "Non vérifiable");
}

static void a_seal_about_somebody_else_is_refused(void **state) {
    (void)state;
    issue(SPECIMEN, "adcs");
    change_seal("DUMONT", "DUPONT", true);
    assert_refused(SPECIMEN, 1, "(donnée 6G)");
}

static void another_version_of_the_record_is_refused(void **state) {
    (void)state;
    issue(SPECIMEN, "rii");
    change("record_version", "another");
    assert_refused(SPECIMEN, 1, "une autre version du dossier");
}

static void the_record_of_somebody_else_is_refused(void **state) {
    (void)state;
    issue(SIXTY_EVENTS, "rii");
    assert_refused(SPECIMEN, 1, "une autre version du dossier");
}

static void an_adcs_with_points_is_refused(void **state) {
    (void)state;
    issue(SPECIMEN, "adcs");
    change_seal("E5", "AGCE5", true);
    assert_refused(SPECIMEN, 1, "art. L. 223-7");
}

static void an_rii_whose_seal_is_that_of_an_adcs_is_refused(void **state) {
    (void)state;
    issue(SPECIMEN, "rii");
    change_seal("E4RII", "E4APC", true);
    assert_refused(SPECIMEN, 1, "art. L. 223-7");
}

static void an_adcs_whose_seal_is_that_of_an_rii_is_refused(void **state) {
    (void)state;
    issue(SPECIMEN, "adcs");
    change_seal("E4APC", "E4RII", true);
    assert_refused(SPECIMEN, 1, "(donnée E4)");
}

static void a_seal_with_another_number_of_pages_is_refused(void **state) {
    (void)state;
    issue(SPECIMEN, "adcs");
    change_seal("090001", "090002", true);
    assert_refused(SPECIMEN, 1, "(donnée 09)");
}

static void a_seal_with_another_number_is_refused(void **state) {
    (void)state;
    issue(SPECIMEN, "adcs");
    change("number", "0123456789AB");
    assert_refused(SPECIMEN, 1, "(donnée 01)");
}

static void a_seal_for_a_body_keeps_its_siren(void **state) {
    (void)state;
    issue(SPECIMEN, "adcs");
    change_seal("090001", "090001E7123456789", true);
    assert_int_equal(document(SPECIMEN), 0);
}

static void an_rii_for_a_body_is_refused(void **state) {
    (void)state;
    issue(SPECIMEN, "rii");
    change_seal("E4RII", "E4RIIE7123456789", true);
    assert_refused(SPECIMEN, 1, "porte le SIREN d'un organisme");
}

/* --- Files that are refused --- */

static void files_that_are_no_record_or_attestation_are_refused(void **state) {
    (void)state;
    issue(SPECIMEN, "adcs");
    change("type", "RIR");
    assert_refused(SPECIMEN, 2, "Attestation" NB ": le membre «" NB "type" NB "»");
    assert_int_equal(unlink(output), 0);
    issue(SPECIMEN, "adcs");
    assert_refused("config/guichet.conf", 2, "Dossier" NB ": ");
    assert_int_equal(unlink(output), 0);
    assert_refused("config/nothing.json", 2, "Dossier" NB ": le fichier n'existe pas.");
}

static void wrong_usage_is_refused(void **state) {
    (void)state;
    static const char *const wrong[][9] = {
        {"document", NULL},
        {"document", "--record", specimen, "--attestation", "-", NULL},
        {"document", "--record", "-", "--attestation", "-", "-o", "/dev/null", NULL},
        {"document", "--record", specimen, "--attestation", "-", "-o", NULL},
        {"document", "--record", specimen, "--record", specimen, "-o", "x", NULL},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        typed_clear(&said);
        said = typed_run("guichet", wrong[i], NULL, 0);
        assert_int_equal(said.status, 2);
        typed_assert_in(said.err, "arguments incorrects");
    }
}

static void an_output_that_cannot_be_written_is_told(void **state) {
    (void)state;
    issue(SPECIMEN, "adcs");
    snprintf(output, sizeof output, "%s/nowhere/page.pdf", folder);
    assert_int_equal(document(SPECIMEN), 3);
    typed_assert_refused(&said, 3, "Le fichier de sortie ne peut pas être écrit", NOT_DONE);
    snprintf(output, sizeof output, "%s", folder);
    assert_int_equal(document(SPECIMEN), 3);
    typed_assert_refused(&said, 3, "n'est pas un fichier ordinaire", NOT_DONE);
    assert_int_equal(files_in_folder(), 0);
}

static void a_link_is_not_followed(void **state) {
    (void)state;
    char target[128];
    snprintf(target, sizeof target, "%s/target", folder);
    write_file(target, KEPT);
    assert_int_equal(symlink(target, output), 0);
    issue(SPECIMEN, "adcs");
    assert_int_equal(document(SPECIMEN), 3);
    assert_true(file_is(target, KEPT));
    assert_int_equal(files_in_folder(), 2);
}

/* A limit on the size of files stands for a full disk. */
static void a_page_that_cannot_be_written_whole_leaves_what_was_there(void **state) {
    (void)state;
    char attestation_file[128], *program = place_in_build("guichet");
    snprintf(attestation_file, sizeof attestation_file, "%s/attestation", folder);
    issue(SPECIMEN, "adcs");
    assert_int_equal(json_dump_file(attestation, attestation_file, 0), 0);
    write_file(output, KEPT);
    const char *const words[] = {
        "sh",
        "-c",
        "ulimit -f 1 && exec \"$0\" document --record \"$1\" --attestation \"$2\" -o \"$3\" 2>/dev/null",
        program,
        specimen,
        attestation_file,
        output,
        NULL};
    assert_int_equal(tool_run(words, NULL, NULL), 3);
    assert_true(file_is(output, KEPT));
    assert_int_equal(files_in_folder(), 2);
    free(program);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_page_of_an_adcs_is_a_specimen_without_points),
        TEST(the_page_of_an_rii_has_the_pages_that_its_seal_says),
        TEST(a_file_that_was_there_is_replaced_whole),
        TEST(a_forged_seal_is_refused),
        TEST(a_seal_that_is_none_is_refused),
        TEST(a_seal_of_an_unknown_issuer_is_refused),
        TEST(a_seal_about_somebody_else_is_refused),
        TEST(another_version_of_the_record_is_refused),
        TEST(the_record_of_somebody_else_is_refused),
        TEST(an_adcs_with_points_is_refused),
        TEST(an_rii_whose_seal_is_that_of_an_adcs_is_refused),
        TEST(an_adcs_whose_seal_is_that_of_an_rii_is_refused),
        TEST(a_seal_with_another_number_of_pages_is_refused),
        TEST(a_seal_with_another_number_is_refused),
        TEST(a_seal_for_a_body_keeps_its_siren),
        TEST(an_rii_for_a_body_is_refused),
        TEST(files_that_are_no_record_or_attestation_are_refused),
        TEST(wrong_usage_is_refused),
        TEST(an_output_that_cannot_be_written_is_told),
        TEST(a_link_is_not_followed),
        TEST(a_page_that_cannot_be_written_whole_leaves_what_was_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

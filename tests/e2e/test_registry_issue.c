/* `guichet-registry issue` as it is typed: an attestation from a record file, its exit status, and nothing on standard
 * output when there is none. */
#include "../../kiosk/registry.h"
#include "../../kiosk/seal.h"
#include "../../kiosk/trust.h"
#include "../../printing/page.h"
#include "../support/place.h"
#include "../support/specimen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define DRIVERS "config/training/drivers/"
#define SPECIMEN "config/training/drivers/specimen-2d-doc.json"

struct outcome {
    int exit_code;
    char out[8192];
    size_t size;
};

/* Runs it with these arguments (up to NULL), `input` (a path) as its standard input. */
static struct outcome run(const char *input, const char *const *arguments) {
    struct outcome outcome = {0};
    int out[2], status = 0;
    const char *words[12] = {"guichet-registry"};
    for (size_t i = 0; arguments[i] != NULL; i++)
        words[i + 1] = arguments[i];
    assert_int_equal(pipe2(out, O_CLOEXEC), 0);
    char *program = place_in_build("guichet-registry");
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(open(input, O_RDONLY | O_CLOEXEC), STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
        execv(program, (char *const *)words);
        _exit(127);
    }
    free(program);
    close(out[1]);
    ssize_t got = 1;
    while (got > 0 && outcome.size < sizeof outcome.out - 1) {
        got = read(out[0], outcome.out + outcome.size, sizeof outcome.out - 1 - outcome.size);
        outcome.size += got > 0 ? (size_t)got : 0;
    }
    close(out[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    outcome.exit_code = WEXITSTATUS(status);
    return outcome;
}

static void issues_a_seal_that_verifies_from_a_record_file(void **state) {
    (void)state;
    struct registry_attestation attestation;
    struct seal seal;
    struct trust *trust = NULL;
    struct outcome outcome = run("/dev/null", (const char *const[]){"issue", "--record", SPECIMEN, "--type", "adcs",
                                                                    "--on", "2026-11-24T09:31:00+01:00", NULL});
    assert_int_equal(outcome.exit_code, 0);
    assert_int_equal(registry_read_attestation(outcome.out, outcome.size, &attestation, NULL), STATUS_OK);
    assert_true(date_equal(attestation.valid_until, (struct date){2027, 3, 24}));
    assert_int_equal(seal_read(attestation.seal, strlen(attestation.seal), &seal, NULL), STATUS_OK);
    assert_int_equal(trust_open(NULL, true, &trust), STATUS_OK);
    assert_int_equal(trust_verify(trust, &seal, NULL), STATUS_OK);
    assert_true(seal_field_is(seal_find(&seal, "E4"), "APC"));
    assert_true(seal_field_is(seal_find(&seal, "E8"), "241120260930"));
    assert_true(seal_field_is(seal_find(&seal, "09"), "0001"));
    assert_true(date_equal(seal.signed_on, (struct date){2026, 11, 24}));
    trust_close(trust);
    registry_attestation_clear(&attestation);
}

/* DI 09 is the number of pages that the document has, laid out with that very seal. */
static void counts_the_pages_of_an_rii(void **state) {
    (void)state;
    static const struct {
        const char *name, *pages;
    } cases[] = {{"valide-12-points-aucun-evenement", "0001"}, {"dix-ans-soixante-evenements", "0003"}};
    const struct page_station station = {.prefecture = "Préfecture de police", .specimen = true};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char path[128], pages[8];
        snprintf(path, sizeof path, DRIVERS "%s.json", cases[i].name);
        struct outcome outcome = run(path, (const char *const[]){"issue", "--type", "rii", NULL});
        struct record *record = specimen_record(cases[i].name);
        struct registry_attestation attestation;
        struct page_document document = {0};
        struct seal seal;
        assert_int_equal(outcome.exit_code, 0);
        assert_int_equal(registry_read_attestation(outcome.out, outcome.size, &attestation, NULL), STATUS_OK);
        assert_int_equal(seal_read(attestation.seal, strlen(attestation.seal), &seal, NULL), STATUS_OK);
        assert_int_equal(
            page_lay_out(PAGE_RII, record, &attestation, &station, page_measure_sans, NULL, &document, NULL),
            STATUS_OK);
        snprintf(pages, sizeof pages, "%04d", document.pages);
        assert_string_equal(pages, cases[i].pages);
        assert_true(seal_field_is(seal_find(&seal, "09"), pages));
        page_clear(&document);
        registry_attestation_clear(&attestation);
        record_free(record);
    }
}

static void reads_a_record_from_standard_input(void **state) {
    (void)state;
    struct outcome dash = run(SPECIMEN, (const char *const[]){"issue", "--record", "-", "--type", "rii", NULL});
    assert_int_equal(dash.exit_code, 0);
    assert_non_null(strstr(dash.out, "E4RII"));
    struct outcome none = run(SPECIMEN, (const char *const[]){"issue", "--type", "rii", NULL});
    assert_int_equal(none.exit_code, 0);
}

static void assert_refused(const char *record, const char *type, int exit_code) {
    struct outcome outcome = run("/dev/null", (const char *const[]){"issue", "--record", record, "--type", type, NULL});
    assert_int_equal(outcome.exit_code, exit_code);
    assert_int_equal(outcome.size, 0);
}

static void says_no_of_what_may_not_be_issued(void **state) {
    (void)state;
    assert_refused(DRIVERS "titulaire-decede.json", "rii", 1);
    assert_refused(DRIVERS "a-authentifier.json", "adcs", 1);
}

static void says_that_it_cannot_read_what_is_no_record(void **state) {
    (void)state;
    assert_refused("Makefile", "adcs", 2);
    assert_refused("/nonexistent", "adcs", 2);
    assert_refused(SPECIMEN, "rir", 2);
    struct outcome outcome = run("/dev/null", (const char *const[]){"issue", "--type", NULL});
    assert_int_equal(outcome.exit_code, 2);
    outcome = run("/dev/null", (const char *const[]){"issue", "--type", "adcs", "--on", "today", NULL});
    assert_int_equal(outcome.exit_code, 2);
    outcome = run("/dev/null", (const char *const[]){"serve", "--state", "/nonexistent", "--fault", "slow", NULL});
    assert_int_equal(outcome.exit_code, 2);
}

static void tells_what_can_be_asked(void **state) {
    (void)state;
    struct outcome outcome = run("/dev/null", (const char *const[]){"--help", NULL});
    assert_int_equal(outcome.exit_code, 0);
    assert_non_null(strstr(outcome.out, "--fault"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(issues_a_seal_that_verifies_from_a_record_file),
        cmocka_unit_test(counts_the_pages_of_an_rii),
        cmocka_unit_test(reads_a_record_from_standard_input),
        cmocka_unit_test(says_no_of_what_may_not_be_issued),
        cmocka_unit_test(says_that_it_cannot_read_what_is_no_record),
        cmocka_unit_test(tells_what_can_be_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

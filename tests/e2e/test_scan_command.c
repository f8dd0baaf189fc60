/* guichet scan, as typed: what the field of Accueil makes of it, as JSON and in French. */
#include "../support/place.h"
#include "../support/typed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#define NB "\u00A0"

static struct typed said;
static json_t *answer;
static char specimen[2048];

static int load_specimen(void **state) {
    (void)state;
    char *path = place_in_shared("2d-doc/specimen-ab.txt");
    FILE *file = fopen(path, "r");
    free(path);
    if (file == NULL)
        return -1;
    specimen[fread(specimen, 1, sizeof specimen - 1, file)] = '\0';
    specimen[strcspn(specimen, "\r\n")] = '\0';
    return fclose(file);
}

static int teardown(void **state) {
    (void)state;
    typed_clear(&said);
    json_decref(answer);
    answer = NULL;
    return 0;
}

#define SCAN(input, ...) typed_command(&said, "scan", input, (const char *const[]){__VA_ARGS__, NULL})
#define SCAN_BARE(input) typed_command(&said, "scan", input, (const char *const[]){NULL})

static const char *member(const char *name) {
    return json_string_value(json_object_get(answer, name));
}

/* `value` NULL: there is none. */
static void assert_answer(const char *text, int status, const char *kind, const char *repair, const char *value) {
    assert_int_equal(SCAN(text, "--json"), status);
    json_decref(answer);
    answer = json_loads(said.out, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(answer);
    assert_string_equal(member("kind"), kind);
    assert_string_equal(member("repair"), repair);
    if (value == NULL)
        assert_true(json_is_null(json_object_get(answer, "value")));
    else
        assert_string_equal(member("value"), value);
    assert_string_equal(said.err, "");
}

static void each_kind_is_answered(void **state) {
    (void)state;
    assert_answer("1212-0120-0001\n", 0, "neph", "none", "121201200001");
    assert_answer("121201\r\n200001", 0, "neph", "none", "121201200001");
    assert_answer("13aa00002", 0, "title-number", "none", "13AA00002");
    assert_answer(specimen, 0, "2d-doc", "none", specimen);
    assert_answer("D1FRA13AA000026181231MARTIN<<9\n", 0, "mrz", "none", "D1FRA13AA000026181231MARTIN<<9");
    const json_t *zone = json_object_get(answer, "mrz");
    assert_string_equal(json_string_value(json_object_get(zone, "format")), "FRDL");
    assert_true(json_is_true(json_object_get(zone, "valid")));
    assert_answer("", 1, "unknown", "none", NULL);
    assert_string_equal(member("why"), "empty");
    assert_answer("pr\u00E9nom", 1, "unknown", "none", NULL);
    assert_string_equal(member("why"), "bad-character");
}

static void a_repair_says_what_it_is_worth(void **state) {
    (void)state;
    assert_answer("&é&éà&éàààà&", 0, "neph", "to-confirm", "121201200001");
    assert_answer("&é&é-à&éàààà&", 1, "neph", "ambiguous", NULL);
    assert_string_equal(member("why"), "dash");
    assert_answer("&\"AAààààé", 1, "title-number", "ambiguous", NULL);
    assert_string_equal(member("why"), "moved-letter");
    assert_answer("D1FRAI3AA000026181231MARTIN<<9", 0, "mrz", "to-confirm", "D1FRA13AA000026181231MARTIN<<9");
    assert_answer("D&FRQ&\"QQààààé-&_&é\"&?QRTIN..ç", 0, "mrz", "proved", "D1FRA13AA000026181231MARTIN<<9");
    assert_answer("D&FRQ&\"QQààààé-&_&é\"&?QRTIN..à", 1, "mrz", "damaged", NULL);
    char lost[sizeof specimen];
    size_t length = 0;
    for (const char *at = specimen; *at != '\0'; at++)
        if (*at >= ' ')
            lost[length++] = *at;
    lost[length] = '\0';
    assert_answer(lost, 1, "2d-doc", "damaged", NULL);
}

static void it_is_told_in_french(void **state) {
    (void)state;
    assert_int_equal(SCAN_BARE("121201200001"), 0);
    assert_string_equal(said.out, "NEPH" NB ": 1212 0120 0001\n");
    assert_int_equal(SCAN_BARE("&é&éà&éàààà&"), 0);
    assert_string_equal(said.out, "NEPH" NB ": 1212 0120 0001\n"
                                  "Remis en ordre, sans preuve" NB ": à confirmer par l'agent.\n");
    assert_int_equal(SCAN_BARE("&é&é-à&éàààà&"), 1);
    typed_assert_in(said.out, "(un tiret peut être un 6)" NB ": à saisir de nouveau.\n");
    assert_int_equal(SCAN_BARE("&\"AAààààé"), 1);
    typed_assert_in(said.out, "A, Q, Z, W ou M peut être une autre lettre)" NB ": à saisir de nouveau.\n");
    assert_int_equal(SCAN_BARE("13AA00002"), 0);
    assert_string_equal(said.out, "Numéro de titre" NB ": 13AA00002\n");
    assert_int_equal(SCAN_BARE("D1FRA13AA000026181231MARTIN<<9"), 0);
    typed_assert_in(said.out, "Zone de lecture automatique\nDocument" NB ": permis de conduire français (FRDL)\n");
    assert_int_equal(SCAN_BARE(specimen), 0);
    assert_string_equal(said.out, "2D-Doc\n");
    assert_int_equal(SCAN_BARE("DC04FR0000011E471E47AB01FR6HM6GDUMONT"), 1);
    typed_assert_in(said.out, "Le lecteur est mal réglé" NB ":");
    assert_int_equal(SCAN_BARE("1234"), 1);
    assert_string_equal(said.out, "Rien n'est reconnu" NB ": un NEPH a au moins 5 lettres et chiffres.\n");
}

static void what_cannot_be_read_is_refused(void **state) {
    (void)state;
    static const char not_done[] = "Rien n'a été reconnu.";
    SCAN("", "/nowhere/scan");
    typed_assert_refused(&said, 2, "le fichier n'existe pas.", not_done);
    static char longest[5000];
    memset(longest, '1', sizeof longest - 1);
    SCAN(longest, "--json");
    typed_assert_refused(&said, 2, "le fichier est trop gros.", not_done);
    assert_int_equal(SCAN("", "--nothing"), 2);
    assert_int_equal(SCAN("", "a", "b"), 2);
    assert_int_equal(SCAN("", "--json", "--json"), 2);
    assert_string_equal(said.out, "");
}

#define TEST(name) cmocka_unit_test_teardown(name, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(each_kind_is_answered),
        TEST(a_repair_says_what_it_is_worth),
        TEST(it_is_told_in_french),
        TEST(what_cannot_be_read_is_refused),
    };
    return cmocka_run_group_tests(tests, load_specimen, NULL);
}

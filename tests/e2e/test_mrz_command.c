/* guichet mrz, as typed: every shared specimen with its exit status, as JSON and in French, and what is refused. */
#include "../support/state.h"
#include "../support/typed.h"
#include "../support/zone_vectors.h"

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
#define PASSPORT                                                                                                       \
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"                                                                   \
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10\n"
#define OLD_CARD                                                                                                       \
    "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\n"                                                                           \
    "8806923102858CORINNE<<<<<<<6512068F6\n"

static struct typed said;
static json_t *answer;

static int teardown(void **state) {
    (void)state;
    typed_clear(&said);
    json_decref(answer);
    answer = NULL;
    return 0;
}

#define MRZ(input, ...) typed_command(&said, "mrz", input, (const char *const[]){__VA_ARGS__, NULL})
#define MRZ_BARE(input) typed_command(&said, "mrz", input, (const char *const[]){NULL})

static void read_answer(void) {
    json_decref(answer);
    answer = json_loads(said.out, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(answer);
    assert_int_equal(json_object_size(answer), 4);
    assert_string_equal(said.err, "");
}

static const char *field(const char *name) {
    return json_string_value(json_object_get(json_object_get(answer, "fields"), name));
}

/* --- As JSON --- */

/* A specimen's value with its dates as we write them, and spaces for fillers in an old card's names. */
static void assert_field(const char *format, const char *name, char *expected) {
    const char *value = field(name);
    bool is_date = strcmp(name, "birth") == 0 || strcmp(name, "expiry") == 0;
    if (expected[0] == '\0') {
        assert_null(value);
        return;
    }
    assert_non_null(value);
    if (is_date) {
        const char digits[] = {value[2], value[3], value[5], value[6], value[8], value[9], '\0'};
        assert_string_equal(digits, expected);
    } else if (strcmp(format, "IDFRA") == 0 && strchr(expected, '<') != NULL && strcmp(name, "admin") != 0) {
        assert_int_equal(strcspn(value, " "), strcspn(expected, "<"));
    } else {
        assert_string_equal(value, expected);
    }
}

static void assert_specimen(char *line) {
    const char *format = strsep(&line, "\t");
    char *zone = strsep(&line, "\t"), *check = strsep(&line, "\t"), *decoded = strsep(&line, "\t"), *pair;
    bool is_valid = strcmp(check, "OK") == 0;
    for (char *at = zone; *at != '\0'; at++)
        *at = *at == '|' ? '\n' : *at;
    assert_int_equal(MRZ(zone, "--json"), is_valid ? 0 : 1);
    read_answer();
    assert_string_equal(json_string_value(json_object_get(answer, "format")), format);
    assert_int_equal(json_is_true(json_object_get(answer, "valid")), is_valid);
    assert_int_equal(json_array_size(json_object_get(answer, "errors")) == 0, is_valid);
    while ((pair = strsep(&decoded, ";")) != NULL) {
        char *value = strchr(pair, '=');
        assert_non_null(value);
        *value = '\0';
        assert_field(format, pair, value + 1);
    }
}

static void every_shared_specimen_is_answered(void **state) {
    (void)state;
    assert_int_equal(zone_vectors_each(assert_specimen), 22);
}

static void an_error_tells_the_digit_printed_and_the_one_computed(void **state) {
    (void)state;
    assert_int_equal(MRZ("D1FRA13AA000025181231MARTIN<<9", "--json"), 1);
    read_answer();
    json_t *expected = json_loads("[{\"field\":\"number\",\"printed\":\"5\",\"computed\":\"6\"},"
                                  "{\"field\":\"composite\",\"printed\":\"9\",\"computed\":\"8\"}]",
                                  0, NULL);
    assert_true(json_equal(json_object_get(answer, "errors"), expected));
    json_decref(expected);
    assert_int_equal(MRZ("D1FRA13AA0?0026181231MARTIN<<9", "--json", "-"), 1);
    read_answer();
    const json_t *error = json_array_get(json_object_get(answer, "errors"), 0);
    assert_string_equal(json_string_value(json_object_get(error, "field")), "number");
    assert_true(json_is_null(json_object_get(error, "printed")) && json_is_null(json_object_get(error, "computed")));
}

static void an_old_card_says_until_when_it_proves_something(void **state) {
    (void)state;
    assert_int_equal(MRZ(OLD_CARD, "--json"), 0);
    read_answer();
    assert_string_equal(field("birth"), "1965-12-06");
    assert_string_equal(field("valid_until"), "1998-06-30");
    assert_null(json_object_get(json_object_get(answer, "fields"), "expiry"));
}

static void a_name_that_may_be_cut_says_so(void **state) {
    (void)state;
    assert_int_equal(MRZ("D1FRA13AA000026181231MARTINEZ0", "--json"), 1);
    read_answer();
    assert_true(json_is_true(json_object_get(json_object_get(answer, "fields"), "surname_cut")));
    assert_null(json_object_get(json_object_get(answer, "fields"), "given"));
}

/* --- In French --- */

static void a_zone_is_told_in_french(void **state) {
    (void)state;
    assert_int_equal(MRZ_BARE(PASSPORT), 0);
    assert_string_equal(said.out, "Document" NB ": passeport (TD3)\n"
                                  "État émetteur" NB ": UTO\n"
                                  "Numéro" NB ": L898902C3\n"
                                  "Nom" NB ": ERIKSSON\n"
                                  "Prénoms" NB ": ANNA MARIA\n"
                                  "Date de naissance" NB ": 12 août 1974\n"
                                  "Sexe" NB ": F\n"
                                  "Nationalité" NB ": UTO\n"
                                  "Date d'expiration" NB ": 15 avril 2012\n"
                                  "Les chiffres de contrôle sont justes.\n");
    assert_int_equal(MRZ("D1FRA13AA0?0025181231MARTIN<<9", "-"), 1);
    typed_assert_in(said.out, "La zone est mal lue, abîmée ou fausse" NB ":\n");
    typed_assert_in(said.out, "Numéro" NB ": caractère ou date impossible.\n");
    assert_int_equal(MRZ("D1FRA13AA000026181231MARTIN<<8", "-"), 1);
    typed_assert_in(said.out, "Ensemble de la zone" NB ": chiffre de contrôle 8, calculé 9.\n");
    assert_int_equal(MRZ_BARE(OLD_CARD), 0);
    typed_assert_in(said.out, "Valable jusqu'au" NB ": 30 juin 1998\n");
}

/* --- What it is given --- */

static void a_file_is_read_like_standard_input(void **state) {
    (void)state;
    char folder[64], path[128];
    state_make(folder);
    snprintf(path, sizeof path, "%s/zone", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("D1FRA13AA000026181231MARTIN<<9\r\n", file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(MRZ("", path, "--json"), 0);
    read_answer();
    assert_string_equal(field("number"), "13AA00002");
    state_remove(folder);
}

static void what_is_no_zone_is_refused_and_not_echoed(void **state) {
    (void)state;
    static const char not_done[] = "Aucune zone n'a été lue.";
    static const char *const texts[] = {"", "121201200001", "D1FRA13AA000026181231MARTIN<<", "\xFF\xFE"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        MRZ(texts[i], "--json");
        typed_assert_refused(&said, 2, "n'a pas la forme d'une zone de lecture automatique.", not_done);
    }
    assert_null(strstr(said.err, "MARTIN"));
    MRZ("", "/nowhere/zone");
    typed_assert_refused(&said, 2, "le fichier n'existe pas.", not_done);
    assert_int_equal(MRZ(PASSPORT, "--nothing"), 2);
    assert_int_equal(MRZ(PASSPORT, "a", "b"), 2);
    assert_string_equal(said.out, "");
}

#define TEST(name) cmocka_unit_test_teardown(name, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(every_shared_specimen_is_answered),
        TEST(an_error_tells_the_digit_printed_and_the_one_computed),
        TEST(an_old_card_says_until_when_it_proves_something),
        TEST(a_name_that_may_be_cut_says_so),
        TEST(a_zone_is_told_in_french),
        TEST(a_file_is_read_like_standard_input),
        TEST(what_is_no_zone_is_refused_and_not_echoed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

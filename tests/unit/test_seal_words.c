/* What a 2D-Doc says in words: every table is whole, every kind of value is put in words, and what has not its form is
 * shown as it is written. */
#include "../../kiosk/resource.h"
#include "../../kiosk/seal_words.h"
#include "../../kiosk/text.h"
#include "../support/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define GS "\x1D"
#define US "\x1F"
#define NB "\u00A0"
#define SIGNATURE                                                                                                      \
    "ZJMDY3LOHQMI7RON2L3CSRHLY3Z7H42T4DXFGCG2TAQG7AALYLEW4E74EGYZEPNG4EMYBVFURCZ5Q2HL4KIGJFCR7POVBDJKDRWLUWQ"

static void assert_words(const char *id, const char *value, const char *expected) {
    struct seal_field field = {.value = value, .length = strlen(value)};
    char words[SEAL_WORDS_MAX];
    memcpy(field.id, id, 3);
    seal_write_field(&field, words);
    assert_string_equal(words, expected);
}

static void read_seal(struct seal *seal, const char *type, const char *message) {
    char text[SEAL_TEXT_MAX];
    struct fault fault = {0};
    snprintf(text, sizeof text, "DC04FR0000011E471E47%s01FR%s" US SIGNATURE, type, message);
    assert_int_equal(seal_read(text, strlen(text), seal, &fault), STATUS_OK);
}

/* --- The tables --- */

/* Calls `check` with each row of a table of shared/2d-doc, cut in two after its first `cells` cells. */
static void each_shared_row(const char *name, void (*check)(char *row)) {
    char *path = place_in_shared(name), line[512];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    int rows = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] != '#' && line[0] != '\0') {
            check(line);
            rows++;
        }
    }
    assert_true(rows >= 50);
    fclose(file);
    free(path);
}

static void check_identifier(char *row) {
    char *id = strsep(&row, "\t"), *min = strsep(&row, "\t"), *max = strsep(&row, "\t");
    int our_min = -1, our_max = -1;
    assert_true(seal_identifier_bounds(id, &our_min, &our_max));
    assert_int_equal(our_min, strtol(min, NULL, 10));
    assert_int_equal(our_max, strtol(max, NULL, 10));
    assert_non_null(seal_field_label(id));
    assert_null(strstr(seal_field_label(id), "SNCP"));
    assert_null(strstr(seal_field_label(id), "’"));
    assert_memory_not_equal(seal_field_label(id), "Etat", 4);
    assert_memory_not_equal(seal_field_label(id), "Edit", 4);
}

static void check_type(char *row) {
    const char *code = strsep(&row, "\t");
    strsep(&row, "\t");
    assert_non_null(seal_type_label(code));
    assert_string_equal(seal_type_label(code), row);
}

static void check_state(char *row) {
    const char *code = strsep(&row, "\t");
    struct seal_field field = {.id = "E5", .value = code, .length = 2};
    char words[SEAL_WORDS_MAX];
    seal_write_field(&field, words);
    assert_true(strlen(words) > 4); /* not the code */
}

static void every_identifier_type_and_state_of_the_specification_is_there(void **state) {
    (void)state;
    each_shared_row("2d-doc/data-identifiers.tsv", check_identifier);
    each_shared_row("2d-doc/document-types.tsv", check_type);
    each_shared_row("2d-doc/licence-states.tsv", check_state);
    assert_null(seal_field_label("ZZ"));
    assert_null(seal_type_label("ZZ"));
}

static void no_kind_of_the_table_is_unknown_to_the_code(void **state) {
    (void)state;
    static const char known[] =
        " amount categories category country date date-time days2000 euros gender iban letter names "
        "number points siren siret state statement text time title url yes-no ";
    struct resource table = resource_find("2d-doc/data-identifiers.tsv");
    char *copy = strdup(table.bytes), *rest = copy;
    while (rest != NULL) {
        char *line = strsep(&rest, "\n"), wanted[32];
        if (line[0] == '#' || line[0] == '\0')
            continue;
        for (int i = 0; i < 3; i++)
            strsep(&line, "\t");
        snprintf(wanted, sizeof wanted, " %s ", strsep(&line, "\t"));
        assert_non_null(strstr(known, wanted));
    }
    free(copy);
}

static void the_french_of_the_labels_is_corrected(void **state) {
    (void)state;
    assert_string_equal(seal_field_label("E8"), "Date des données issues du SNPC");
    assert_string_equal(seal_field_label("E5"), "État du permis de conduire du conducteur");
    assert_string_equal(seal_field_label("AD"), "Date de l'infraction");
    assert_string_equal(seal_field_label("0A"), "Éditeur du 2D-Doc");
    assert_string_equal(seal_type_label("AB"), "Relevé d'information permis de conduire");
}

/* --- Values --- */

static void dates_are_in_words(void **state) {
    (void)state;
    assert_words("69", "08051942", "8 mai 1942");
    assert_words("69", "01021990", "1er février 1990");
    assert_words("69", "00071961", "juillet 1961");
    assert_words("69", "00001950", "1950");
    assert_words("08", "0000", "1er janvier 2000");
    assert_words("AD", "1E47", "22 mars 2021");
}

static void dates_that_are_none_stay_as_written(void **state) {
    (void)state;
    assert_words("69", "31021990", "31021990");
    assert_words("69", "05001990", "05001990");
    assert_words("69", "00131990", "00131990");
    assert_words("69", "00000000", "00000000");
    assert_words("6N", "20101225", "20101225"); /* a year first is not a day first */
    assert_words("69", "AB051942", "AB051942");
    assert_words("08", "FFFF", "FFFF");
    assert_words("08", "1e47", "1e47");
    assert_words("E8", "200220222460", "200220222460");
    assert_words("07", "240000", "240000");
    assert_words("AE", "1260", "1260");
    assert_words("07", "090360", "090360");
    assert_words("69", "080519421", "080519421");
}

static void times_are_in_words(void **state) {
    (void)state;
    assert_words("E8", "200220222115", "20 février 2022 à 21" NB "h" NB "15");
    assert_words("8D", "20022022211507", "20 février 2022 à 21" NB "h" NB "15" NB "min" NB "07" NB "s");
    assert_words("07", "090305", "9" NB "h" NB "03" NB "min" NB "05" NB "s");
    assert_words("AE", "0015", "0" NB "h" NB "15");
}

static void amounts_keep_their_decimals_and_name_the_currency_that_the_identifier_says(void **state) {
    (void)state;
    assert_words("1D", "1234.50", "1" NB "234,50");
    assert_words("1D", "0000123,4", "123,4");
    assert_words("38", "-1234567.00", "-1" NB "234" NB "567,00");
    assert_words("41", "000000", "0");
    assert_words("41", "12345", "12" NB "345");
    assert_words("4D", "150000", "150" NB "000" NB "€");
    assert_words("43", "2.5", "2,5");
    assert_words("1D", "12.34.5", "12.34.5");
    assert_words("1D", "12.", "12.");
    assert_words("1D", "-", "-");
    assert_words("1D", "12 EUR", "12 EUR");
    assert_words("1D", "", "");
}

static void names_are_separated_by_commas(void **state) {
    (void)state;
    assert_words("60", "JULES/SEBASTIEN/CESAR", "JULES, SEBASTIEN, CESAR");
    assert_words("60", "JEAN MARIE", "JEAN MARIE");
    assert_words("60", "JULES//CESAR", "JULES//CESAR");
    assert_words("60", "/JULES", "/JULES");
    assert_words("60", "JULES/", "JULES/");
    assert_words("6G", "DUMONT/DURVILLE", "DUMONT/DURVILLE");
    assert_words("6H", "MME", "Madame");
    assert_words("6H", "DR", "DR");
    assert_words("68", "F", "Féminin");
    assert_words("68", "X", "X");
}

static void codes_of_a_licence_are_in_words(void **state) {
    (void)state;
    assert_words("E5", "50", "Valide");
    assert_words("E5", "00", "00");
    assert_words("E5", "51", "51");
    assert_words("E4", "RII", "Relevé d'information intégral (RII)");
    assert_words("E4", "RIR", "Relevé d'information restreint (RIR)");
    assert_words("E4", "APC", "Attestation de permis de conduire (APC)");
    assert_words("E4", "RRP", "RRP"); /* nobody says what it stands for */
    assert_words("AG", "C", "12" NB "points");
    assert_words("AG", "1", "1" NB "point");
    assert_words("AG", "0", "0" NB "point");
    assert_words("AG", "Z", "35" NB "points");
    assert_words("AG", "c", "c");
    assert_words("AF", "3", "3" NB "points");
    assert_words("E6", "A B C1E", "A, B, C1E");
    assert_words("ED", "B", "B (Voitures et véhicules jusqu'à 3" NB "500" NB "kg)");
    assert_words("ED", "ZZ", "ZZ");
    assert_words("AB", "48SI", "Lettre 48SI" NB ": solde nul, le permis perd sa validité");
    assert_words("AB", "49", "49");
    assert_words("EF", "O", "Oui");
}

static void numbers_are_grouped(void **state) {
    (void)state;
    assert_words("E7", "123456789", "123" NB "456" NB "789");
    assert_words("E7", "12345678A", "12345678A");
    assert_words("50", "12345678900012", "123" NB "456" NB "789" NB "00012");
    assert_words("31", "FR7630006000011234567890189",
                 "FR76" NB "3000" NB "6000" NB "0112" NB "3456" NB "7890" NB "189");
    assert_words("31", "12345678901234", "12345678901234");
    assert_words("09", "0003", "3");
    assert_words("31", "F17630006000011234567890189", "F17630006000011234567890189");
    assert_words("09", "0000", "0");
    assert_words("DY", "123456789", "123456789");
    assert_words("DY", "000000789", "789");
    assert_words("DY", "0000000789", "0000000789");
    assert_words("09", "00A3", "00A3");
    assert_words("AC", "121201200001", "121201200001");
}

static void countries_are_named(void **state) {
    (void)state;
    assert_words("6C", "FR", "France");
    assert_words("6C", "DE", "Allemagne");
    assert_words("6C", "ZZ", "ZZ");
    assert_words("6C", "fr", "fr");
}

static void an_address_in_base_32_is_decoded(void **state) {
    (void)state;
    assert_words("0C", "NB2HI4DTHIXS643POVWWSYLMNQXGK6DBNVYGYZJOMZZA", "https://soumiall.example.fr");
    assert_words("0C", "AEBAG", "AEBAG"); /* control characters */
    assert_words("0C", "11111", "11111");
    assert_words("0C", "NB2HI4DTHIXS6YJAMI", "NB2HI4DTHIXS6YJAMI"); /* a blank */
}

static void what_was_cut_ends_with_an_ellipsis(void **state) {
    (void)state;
    char long_value[400], words[SEAL_WORDS_MAX];
    struct seal_field field = {.id = "60", .value = "JULES/CESAR", .length = 11, .truncated = true};
    seal_write_field(&field, words);
    assert_string_equal(words, "JULES, CESAR…");
    memset(long_value, 'A', sizeof long_value);
    field = (struct seal_field){.id = "01", .value = long_value, .length = sizeof long_value};
    seal_write_field(&field, words);
    assert_int_equal(strlen(words), SEAL_WORDS_MAX - 1);
    assert_string_equal(words + strlen(words) - 4, "A…");
}

/* The next of a sequence that is the same in every run. */
static unsigned next_random(unsigned *seed) {
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16;
}

static void no_value_breaks_the_words(void **state) {
    (void)state;
    static const char digits[] = "0123456789";
    struct resource table = resource_find("2d-doc/data-identifiers.tsv");
    unsigned seed = 1;
    for (const char *line = table.bytes; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (*line == '#' || *line == '\0')
            continue;
        for (int i = 0; i < 100; i++) {
            char value[320], words[SEAL_WORDS_MAX + 1];
            size_t length = next_random(&seed) % (i < 50 ? 16 : sizeof value);
            for (size_t j = 0; j < length; j++)
                value[j] = i % 2 == 0 ? digits[next_random(&seed) % 10] : (char)(' ' + next_random(&seed) % 95);
            struct seal_field field = {
                .id = {line[0], line[1]}, .value = value, .length = length, .truncated = i % 7 == 0};
            memset(words, '!', sizeof words);
            seal_write_field(&field, words);
            assert_non_null(memchr(words, '\0', SEAL_WORDS_MAX));
            assert_int_equal(words[SEAL_WORDS_MAX], '!');
            assert_true(text_is_utf8(words, strlen(words)));
            assert_false(text_has_control(words));
            assert_true(length == 0 || words[0] != '\0');
        }
    }
}

/* --- Conformity, expiry, NEPH --- */

#define COMPLETE                                                                                                       \
    "6HM" GS "6GDUMONT" GS "60JULES" GS "69080519426ACAEN" GS "AC121201200001" GS "E4APCE550E8200220222115090001"

static void an_ab_with_all_its_identifiers_conforms(void **state) {
    (void)state;
    struct seal seal;
    struct seal_conformity conformity;
    read_seal(&seal, "AB", COMPLETE "081FFF01X" GS "AGCE6A B" GS "E7123456789");
    seal_check_conformity(&seal, &conformity);
    assert_int_equal(conformity.missing_count, 0);
    assert_int_equal(conformity.forbidden_count, 0);
}

static void what_an_ab_lacks_or_must_not_have_is_named(void **state) {
    (void)state;
    struct seal seal;
    struct seal_conformity conformity;
    read_seal(&seal, "AB",
              "6HM" GS "6GDUMONT" GS "60JULES" GS "69080519426ACAEN" GS "E4APCE550E8200220222115"
              "68M68FAF3");
    seal_check_conformity(&seal, &conformity);
    assert_int_equal(conformity.missing_count, 2);
    assert_string_equal(conformity.missing[0], "09");
    assert_string_equal(conformity.missing[1], "AC");
    assert_int_equal(conformity.forbidden_count, 2);
    assert_string_equal(conformity.forbidden[0], "68");
    assert_string_equal(conformity.forbidden[1], "AF");
}

/* Nothing of the annex is signed: it neither gives what is missing, nor is forbidden. */
static void an_annex_changes_nothing_to_conformity(void **state) {
    (void)state;
    struct seal seal;
    struct seal_conformity conformity;
    char neph[RECORD_NEPH_MAX + 1];
    read_seal(&seal, "AB", "6GDUMONT");
    snprintf(seal.text + seal.length, sizeof seal.text - seal.length, GS "AC121201200001" GS "68M081E47");
    char text[SEAL_TEXT_MAX + 1];
    memcpy(text, seal.text, sizeof text);
    assert_int_equal(seal_read(text, strlen(text), &seal, NULL), STATUS_OK);
    assert_int_equal(seal.field_count, 4);
    seal_check_conformity(&seal, &conformity);
    assert_int_equal(conformity.missing_count, 9);
    assert_int_equal(conformity.forbidden_count, 0);
    assert_false(seal_neph(&seal, neph));
    assert_false(seal_is_expired(&seal, (struct date){2026, 11, 24}));
}

static void a_type_without_a_list_conforms(void **state) {
    (void)state;
    struct seal seal;
    struct seal_conformity conformity;
    static const char *const types[] = {"A1", "AA", "AD", "00", "ZZ"};
    for (size_t i = 0; i < 5; i++) {
        read_seal(&seal, types[i], "68M");
        seal_check_conformity(&seal, &conformity);
        assert_int_equal(conformity.missing_count + conformity.forbidden_count, 0);
    }
}

static void a_document_is_expired_the_day_after_its_end(void **state) {
    (void)state;
    struct seal seal;
    read_seal(&seal, "AB", "081E47");
    assert_false(seal_is_expired(&seal, (struct date){2021, 3, 22}));
    assert_true(seal_is_expired(&seal, (struct date){2021, 3, 23}));
    read_seal(&seal, "AB", "08FFFF");
    assert_false(seal_is_expired(&seal, (struct date){2200, 1, 1}));
    read_seal(&seal, "AB", "08ZZZZ");
    assert_false(seal_is_expired(&seal, (struct date){2200, 1, 1}));
    read_seal(&seal, "AB", "6GX");
    assert_false(seal_is_expired(&seal, (struct date){2200, 1, 1}));
}

static void a_seal_of_a_licence_opens_a_file(void **state) {
    (void)state;
    struct seal seal;
    char neph[RECORD_NEPH_MAX + 1] = "";
    static const char *const types[] = {"AB", "A1", "AA"};
    for (size_t i = 0; i < 3; i++) {
        read_seal(&seal, types[i], "AC121201200001");
        assert_true(seal_neph(&seal, neph));
        assert_string_equal(neph, "121201200001");
    }
    read_seal(&seal, "AD", "AC121201200001" GS "E9130000000002");
    assert_true(seal_neph(&seal, neph));
    assert_string_equal(neph, "130000000002");
}

static void a_neph_has_5_to_19_characters(void **state) {
    (void)state;
    struct seal seal;
    char neph[RECORD_NEPH_MAX + 1] = "";
    read_seal(&seal, "AB", "AC12A45");
    assert_true(seal_neph(&seal, neph));
    assert_string_equal(neph, "12A45");
    read_seal(&seal, "AB", "AC1234567890123456789");
    assert_true(seal_neph(&seal, neph));
    assert_string_equal(neph, "1234567890123456789");
}

static void no_other_seal_opens_a_file(void **state) {
    (void)state;
    struct seal seal;
    char neph[RECORD_NEPH_MAX + 1] = "kept";
    read_seal(&seal, "00", "AC121201200001");
    assert_false(seal_neph(&seal, neph));
    read_seal(&seal, "AD", "AC121201200001");
    assert_false(seal_neph(&seal, neph));
    read_seal(&seal, "AB", "AC12-1200001");
    assert_false(seal_neph(&seal, neph));
    read_seal(&seal, "AB", "AC1234");
    assert_false(seal_neph(&seal, neph));
    read_seal(&seal, "AB", "AC121201200001\x1E");
    assert_false(seal_neph(&seal, neph));
    assert_string_equal(neph, "kept");
}

/* --- What was typed --- */

static void control_characters_are_read_in_all_their_shapes(void **state) {
    (void)state;
    static const char *const shapes[] = {"A<GS>B<RS>C<US>D", "A^]B^^C^_D",
                                         "A\x1D"
                                         "B\x1E"
                                         "C\x1F"
                                         "D"};
    for (size_t i = 0; i < 3; i++) {
        char out[SEAL_TEXT_MAX + 1];
        size_t length = 0;
        assert_int_equal(seal_from_typed(shapes[i], strlen(shapes[i]), NULL, out, &length), STATUS_OK);
        assert_string_equal(out, shapes[2]);
        assert_int_equal(length, 7);
    }
}

static void what_is_no_substitute_stays(void **state) {
    (void)state;
    char out[SEAL_TEXT_MAX + 1];
    size_t length = 0;
    assert_int_equal(seal_from_typed("<G>^<GS", 7, NULL, out, &length), STATUS_OK);
    assert_string_equal(out, "<G>^<GS");
    assert_int_equal(seal_from_typed("", 0, NULL, out, &length), STATUS_OK);
    assert_int_equal(length, 0);
}

static void a_text_longer_than_a_seal_is_refused(void **state) {
    (void)state;
    static char typed[4 * SEAL_TEXT_MAX + 8];
    char out[SEAL_TEXT_MAX + 1];
    size_t length = 0;
    for (size_t i = 0; i < SEAL_TEXT_MAX; i++)
        memcpy(typed + 4 * i, "<GS>", 4);
    assert_int_equal(seal_from_typed(typed, 4 * (size_t)SEAL_TEXT_MAX, NULL, out, &length), STATUS_OK);
    assert_int_equal(length, SEAL_TEXT_MAX);
    typed[4 * SEAL_TEXT_MAX] = 'A';
    assert_int_equal(seal_from_typed(typed, 4 * (size_t)SEAL_TEXT_MAX + 1, NULL, out, &length), STATUS_TOO_LONG);
}

static void a_station_adds_the_substitutes_of_its_scanner(void **state) {
    const struct seal_substitutes own = {"{GS}", "", "~"};
    char out[SEAL_TEXT_MAX + 1];
    size_t length = 0;
    (void)state;
    assert_int_equal(seal_from_typed("A{GS}B~C<RS>D{RS}", 17, &own, out, &length), STATUS_OK);
    assert_string_equal(out, "A\x1d"
                             "B\x1f"
                             "C\x1e"
                             "D{RS}");
    assert_int_equal(length, 11);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_identifier_type_and_state_of_the_specification_is_there),
        cmocka_unit_test(no_kind_of_the_table_is_unknown_to_the_code),
        cmocka_unit_test(the_french_of_the_labels_is_corrected),
        cmocka_unit_test(dates_are_in_words),
        cmocka_unit_test(dates_that_are_none_stay_as_written),
        cmocka_unit_test(times_are_in_words),
        cmocka_unit_test(amounts_keep_their_decimals_and_name_the_currency_that_the_identifier_says),
        cmocka_unit_test(names_are_separated_by_commas),
        cmocka_unit_test(codes_of_a_licence_are_in_words),
        cmocka_unit_test(numbers_are_grouped),
        cmocka_unit_test(countries_are_named),
        cmocka_unit_test(an_address_in_base_32_is_decoded),
        cmocka_unit_test(what_was_cut_ends_with_an_ellipsis),
        cmocka_unit_test(no_value_breaks_the_words),
        cmocka_unit_test(an_ab_with_all_its_identifiers_conforms),
        cmocka_unit_test(what_an_ab_lacks_or_must_not_have_is_named),
        cmocka_unit_test(an_annex_changes_nothing_to_conformity),
        cmocka_unit_test(a_type_without_a_list_conforms),
        cmocka_unit_test(a_document_is_expired_the_day_after_its_end),
        cmocka_unit_test(a_seal_of_a_licence_opens_a_file),
        cmocka_unit_test(a_neph_has_5_to_19_characters),
        cmocka_unit_test(no_other_seal_opens_a_file),
        cmocka_unit_test(control_characters_are_read_in_all_their_shapes),
        cmocka_unit_test(what_is_no_substitute_stays),
        cmocka_unit_test(a_text_longer_than_a_seal_is_refused),
        cmocka_unit_test(a_station_adds_the_substitutes_of_its_scanner),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

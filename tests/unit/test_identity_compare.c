/* A document compared with a record: what agrees, what differs and how, and what is said of it. */
#include "../../kiosk/identity_compare.h"
#include "../../kiosk/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct date today = {2026, 11, 24};

static char family[32], usual[32] = "Ménard", jules[16] = "Jules", second[16] = "Sébastien", title[16] = "13AA00002";
static char *given[] = {jules, second};
static struct record record;
static struct identity_bearer bearer;
static struct identity_comparison comparison;

static int setup(void **state) {
    (void)state;
    memset(&comparison, 0xA5, sizeof comparison);
    text_copy(family, sizeof family, "DUMONT D'URVILLE");
    record = (struct record){
        .holder = {.family_name = family, .given_names = {given, 2}, .sex = 'M', .birth_date = {1942, 5, 8}},
        .licence = {.title_number = title, .expires_on = {2028, 9, 16}}};
    bearer = (struct identity_bearer){.document = IDENTITY_ID_CARD,
                                      .family_name = "DUMONT D URVILLE",
                                      .given_names = "JULES SEBASTIEN",
                                      .birth = {1942, 5, 8},
                                      .expiry = {2031, 2, 11},
                                      .sex = 'M'};
    return 0;
}

static void compare(void) {
    identity_compare(&record, &bearer, today, &comparison);
}

static void assert_field(enum identity_field field, enum identity_agreement agreement, const char *seen,
                         const char *expected) {
    compare();
    assert_string_equal(comparison.fields[field].seen, seen);
    assert_string_equal(comparison.fields[field].expected, expected);
    assert_int_equal(comparison.fields[field].agreement, agreement);
}

static void assert_verdict(enum identity_verdict verdict, const char *sentence) {
    char text[160];
    compare();
    identity_write_verdict(&comparison, text, sizeof text);
    assert_string_equal(text, sentence);
    assert_int_equal(comparison.verdict, verdict);
}

static void assert_by_eye(const char *sentence) {
    char text[240];
    compare();
    identity_write_by_eye(&comparison, text, sizeof text);
    assert_string_equal(text, sentence);
}

static void read_zone(const char *text) {
    struct mrz mrz;
    assert_int_equal(mrz_read(text, today, &mrz), STATUS_OK);
    assert_int_equal(identity_bearer_from_mrz(&mrz, &bearer), STATUS_OK);
    mrz_clear(&mrz);
}

static void the_same_person_agrees(void **state) {
    (void)state;
    assert_verdict(IDENTITY_AGREES, "Le document et le dossier concordent.");
    assert_by_eye("À vérifier à l'œil\u00A0: la photo.");
    assert_int_equal(identity_mismatches(&comparison), 0);
    assert_false(comparison.expired);
    assert_true(date_equal(comparison.valid_until, bearer.expiry));
    assert_field(IDENTITY_FAMILY_NAME, IDENTITY_SAME, "DUMONT D URVILLE", "DUMONT D'URVILLE");
    assert_field(IDENTITY_GIVEN_NAMES, IDENTITY_SAME, "JULES SEBASTIEN", "Jules Sébastien");
    assert_field(IDENTITY_BIRTH_DATE, IDENTITY_SAME, "08/05/1942", "08/05/1942");
    assert_field(IDENTITY_SEX, IDENTITY_SAME, "masculin", "masculin");
    assert_field(IDENTITY_TITLE_NUMBER, IDENTITY_UNKNOWN, "", "");
    assert_field(IDENTITY_TITLE_EXPIRY, IDENTITY_UNKNOWN, "", "");
}

static void the_usage_name_comes_after_the_birth_name(void **state) {
    (void)state;
    text_copy(bearer.family_name, sizeof bearer.family_name, "MENARD");
    assert_field(IDENTITY_FAMILY_NAME, IDENTITY_DIFFERS, "MENARD", "DUMONT D'URVILLE");
    assert_false(comparison.fields[IDENTITY_FAMILY_NAME].by_usual_name);
    record.holder.usual_name = usual;
    assert_field(IDENTITY_FAMILY_NAME, IDENTITY_SAME, "MENARD", "DUMONT D'URVILLE, nom d'usage Ménard");
    assert_true(comparison.fields[IDENTITY_FAMILY_NAME].by_usual_name);
    text_copy(bearer.family_name, sizeof bearer.family_name, "DUMONT D URVILLE");
    assert_field(IDENTITY_FAMILY_NAME, IDENTITY_SAME, "DUMONT D URVILLE", "DUMONT D'URVILLE, nom d'usage Ménard");
    assert_false(comparison.fields[IDENTITY_FAMILY_NAME].by_usual_name);
}

static void a_document_with_the_usage_name_alone_is_compared_by_it(void **state) {
    (void)state;
    record.holder.usual_name = usual;
    text_copy(bearer.family_name, sizeof bearer.family_name, "");
    text_copy(bearer.usual_name, sizeof bearer.usual_name, "MENARD");
    assert_field(IDENTITY_FAMILY_NAME, IDENTITY_SAME, "MENARD", "DUMONT D'URVILLE, nom d'usage Ménard");
}

/* 00, and -01-01 of FranceConnect: unknown, neither equal nor different. */
static void unknown_days_are_neither_equal_nor_different(void **state) {
    (void)state;
    static const struct {
        struct date seen, expected;
        bool presumed;
        enum identity_agreement agreement;
    } dates[] = {
        {{1942, 5, 0}, {1942, 5, 8}, false, IDENTITY_UNKNOWN}, {{1942, 0, 0}, {1942, 5, 8}, false, IDENTITY_UNKNOWN},
        {{1942, 5, 8}, {1942, 5, 0}, false, IDENTITY_UNKNOWN}, {{1942, 5, 8}, {1942, 0, 0}, false, IDENTITY_UNKNOWN},
        {{1942, 0, 0}, {1942, 0, 0}, false, IDENTITY_UNKNOWN}, {{1942, 6, 0}, {1942, 5, 8}, false, IDENTITY_DIFFERS},
        {{1943, 0, 0}, {1942, 5, 8}, false, IDENTITY_DIFFERS}, {{0, 0, 0}, {1942, 5, 8}, false, IDENTITY_UNKNOWN},
        {{1942, 1, 1}, {1942, 5, 8}, false, IDENTITY_DIFFERS}, {{1942, 1, 1}, {1942, 5, 8}, true, IDENTITY_UNKNOWN},
        {{1942, 1, 1}, {1942, 0, 0}, true, IDENTITY_UNKNOWN},  {{1943, 1, 1}, {1942, 0, 0}, true, IDENTITY_DIFFERS},
        {{1942, 5, 8}, {1942, 5, 8}, true, IDENTITY_SAME},     {{1942, 1, 2}, {1942, 5, 8}, true, IDENTITY_DIFFERS},
        {{1942, 5, 9}, {1942, 5, 8}, false, IDENTITY_DIFFERS},
    };
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        bearer.birth = dates[i].seen;
        bearer.presumed = dates[i].presumed;
        record.holder.birth_date = dates[i].expected;
        compare();
        if (comparison.fields[IDENTITY_BIRTH_DATE].agreement != dates[i].agreement)
            fail_msg("line %zu", i);
    }
}

static void an_unknown_day_never_differs(void **state) {
    (void)state;
    for (int month = 0; month <= 12; month++)
        for (int day = 1; day <= 28; day++) {
            record.holder.birth_date = (struct date){1950, (uint8_t)(month == 0 ? 7 : month), (uint8_t)day};
            bearer.birth = (struct date){1950, (uint8_t)month, 0};
            compare();
            assert_int_equal(comparison.fields[IDENTITY_BIRTH_DATE].agreement, IDENTITY_UNKNOWN);
            assert_int_equal(comparison.verdict, IDENTITY_AGREES);
        }
}

/* A zone writes the year of birth with two digits: whoever was born in 1910 may have been read as born in 2010. */
static void the_century_of_a_zone_is_not_held_against_anybody(void **state) {
    (void)state;
    record.holder.birth_date = (struct date){1910, 3, 4};
    bearer.birth = (struct date){2010, 3, 4};
    assert_field(IDENTITY_BIRTH_DATE, IDENTITY_DIFFERS, "04/03/2010", "04/03/1910");
    bearer.century_unsure = true;
    assert_field(IDENTITY_BIRTH_DATE, IDENTITY_SAME, "04/03/1910", "04/03/1910");
    bearer.birth.year = 2011;
    assert_field(IDENTITY_BIRTH_DATE, IDENTITY_DIFFERS, "04/03/2011", "04/03/1910");
}

static void an_unspecified_sex_says_nothing(void **state) {
    (void)state;
    bearer.sex = 'F';
    assert_field(IDENTITY_SEX, IDENTITY_DIFFERS, "féminin", "masculin");
    bearer.sex = 'X';
    assert_field(IDENTITY_SEX, IDENTITY_UNKNOWN, "", "masculin");
    bearer.sex = 0;
    assert_field(IDENTITY_SEX, IDENTITY_UNKNOWN, "", "masculin");
    bearer.sex = 'M';
    record.holder.sex = 0;
    assert_field(IDENTITY_SEX, IDENTITY_UNKNOWN, "masculin", "");
}

static void show_licence(const char *number, struct date expiry) {
    bearer.document = IDENTITY_LICENCE;
    text_copy(bearer.title_number, sizeof bearer.title_number, number);
    bearer.expiry = expiry;
}

static void a_licence_tells_its_number_and_its_end(void **state) {
    (void)state;
    show_licence("13AA00002", (struct date){2028, 9, 16});
    assert_field(IDENTITY_TITLE_NUMBER, IDENTITY_SAME, "13AA00002", "13AA00002");
    assert_field(IDENTITY_TITLE_EXPIRY, IDENTITY_SAME, "16/09/2028", "16/09/2028");
    show_licence("13AA00003", (struct date){2028, 9, 15});
    assert_field(IDENTITY_TITLE_NUMBER, IDENTITY_DIFFERS, "13AA00003", "13AA00002");
    assert_field(IDENTITY_TITLE_EXPIRY, IDENTITY_DIFFERS, "15/09/2028", "16/09/2028");
    assert_int_equal(identity_mismatches(&comparison), 1U << IDENTITY_TITLE_NUMBER | 1U << IDENTITY_TITLE_EXPIRY);
    record.licence.title_number = NULL;
    record.licence.expires_on = (struct date){0};
    assert_field(IDENTITY_TITLE_NUMBER, IDENTITY_UNKNOWN, "13AA00003", "");
    assert_field(IDENTITY_TITLE_EXPIRY, IDENTITY_UNKNOWN, "15/09/2028", "");
}

static void a_title_without_force_is_not_the_one_expected(void **state) {
    (void)state;
    show_licence("13AA00002", (struct date){2028, 9, 16});
    record.licence.title_status = RECORD_TITLE_REPLACED;
    assert_field(IDENTITY_TITLE_NUMBER, IDENTITY_DIFFERS, "13AA00002", "13AA00002 (remplacé)");
    record.licence.title_status = RECORD_TITLE_DESTROYED;
    assert_field(IDENTITY_TITLE_NUMBER, IDENTITY_DIFFERS, "13AA00002", "13AA00002 (déclaré détruit)");
    assert_int_equal(comparison.verdict, IDENTITY_DIFFERS_SOMEHOW);
}

/* A title declared lost or stolen stops when it is shown; who comes without it has come for that very reason. */
static void this_very_title_lost_or_stolen_stops(void **state) {
    (void)state;
    static const enum record_title_status statuses[] = {RECORD_TITLE_LOST, RECORD_TITLE_STOLEN};
    for (size_t i = 0; i < 2; i++) {
        record.licence.title_status = statuses[i];
        bearer.document = IDENTITY_ID_CARD;
        assert_verdict(IDENTITY_AGREES, "Le document et le dossier concordent.");
        assert_false(identity_title_stops(&record, IDENTITY_ID_CARD));
        assert_false(identity_title_stops(&record, IDENTITY_NO_DOCUMENT));
        assert_true(identity_title_stops(&record, IDENTITY_LICENCE));
        show_licence("13AA00002", (struct date){2028, 9, 16});
        assert_verdict(IDENTITY_TITLE_STOPS,
                       "Ce titre est déclaré perdu ou volé\u00A0: ne pas le rendre, appelez le responsable.");
        show_licence("13AA00009", (struct date){2028, 9, 16});
        assert_verdict(IDENTITY_DIFFERS_SOMEHOW, "Le document et le dossier diffèrent\u00A0: numéro du titre.");
    }
    record.licence.title_status = RECORD_TITLE_IN_SERVICE;
    assert_false(identity_title_stops(&record, IDENTITY_LICENCE));
}

static void another_birth_date_is_another_person(void **state) {
    (void)state;
    bearer.birth.day = 9;
    bearer.sex = 'F';
    assert_verdict(IDENTITY_OTHER_PERSON,
                   "La date de naissance diffère\u00A0: aucun document n'est délivré, aucun point montré.");
    assert_int_equal(identity_mismatches(&comparison), 1U << IDENTITY_BIRTH_DATE | 1U << IDENTITY_SEX);
}

static void what_differs_is_named_without_its_values(void **state) {
    (void)state;
    bearer.sex = 'F';
    assert_verdict(IDENTITY_DIFFERS_SOMEHOW, "Le document et le dossier diffèrent\u00A0: sexe.");
    text_copy(bearer.family_name, sizeof bearer.family_name, "MARTIN");
    assert_verdict(IDENTITY_DIFFERS_SOMEHOW, "Le document et le dossier diffèrent\u00A0: nom et sexe.");
    text_copy(bearer.given_names, sizeof bearer.given_names, "PAUL");
    bearer.expiry = (struct date){2020, 1, 1};
    assert_verdict(IDENTITY_DIFFERS_SOMEHOW,
                   "Le document et le dossier diffèrent\u00A0: nom, prénoms et sexe\u00A0; document périmé.");
}

static void the_longest_sentences_fit(void **state) {
    (void)state;
    char text[200];
    show_licence("13AA00009", (struct date){2020, 1, 1});
    text_copy(bearer.given_names, sizeof bearer.given_names, "PAUL");
    bearer.sex = 'F';
    assert_verdict(IDENTITY_DIFFERS_SOMEHOW, "Le document et le dossier diffèrent\u00A0: prénoms, sexe, numéro du "
                                             "titre et fin de validité du titre\u00A0; document périmé.");
    bearer = (struct identity_bearer){.document = IDENTITY_LICENCE};
    compare();
    identity_write_by_eye(&comparison, text, sizeof text);
    assert_string_equal(text,
                        "À vérifier à l'œil\u00A0: la photo, le nom, les prénoms, la date de naissance, le sexe, le "
                        "numéro du titre, la fin de validité du titre.");
}

/* A licence tells no birth date: with another name and another number nothing binds it to the file. */
static void a_licence_of_another_name_and_number_is_of_another_person(void **state) {
    (void)state;
    show_licence("13AA00009", (struct date){2030, 1, 1});
    compare();
    assert_int_equal(comparison.verdict, IDENTITY_DIFFERS_SOMEHOW);
    text_copy(bearer.family_name, sizeof bearer.family_name, "MARTIN");
    assert_verdict(IDENTITY_OTHER_PERSON, "Ni le nom ni le numéro ne sont ceux du dossier\u00A0: aucun document n'est "
                                          "délivré, aucun point montré.");
}

static void the_eye_is_told_of_an_end_of_validity_that_is_not_read(void **state) {
    (void)state;
    bearer.expiry = (struct date){0};
    assert_by_eye("À vérifier à l'œil\u00A0: la photo, la fin de validité.");
    bearer.expiry = (struct date){today.year, today.month, 30};
    assert_by_eye("À vérifier à l'œil\u00A0: la photo.");
    bearer.to_month = true;
    assert_by_eye("À vérifier à l'œil\u00A0: la photo, le jour de la fin de validité.");
    bearer.expiry.year = (int16_t)(today.year + 1);
    assert_by_eye("À vérifier à l'œil\u00A0: la photo.");
}

static void a_document_is_expired_after_its_last_day(void **state) {
    (void)state;
    bearer.expiry = today;
    compare();
    assert_false(comparison.expired);
    bearer.expiry = date_add_days(today, -1);
    assert_verdict(IDENTITY_AGREES, "Le document et le dossier concordent, mais le document est périmé.");
    assert_true(comparison.expired);
    bearer.expiry = (struct date){0};
    compare();
    assert_false(comparison.expired);
}

static void a_document_that_tells_nothing_is_said_to(void **state) {
    (void)state;
    bearer = (struct identity_bearer){.document = IDENTITY_ID_CARD};
    assert_verdict(IDENTITY_AGREES, "Le document ne dit rien qui se compare au dossier.");
    assert_by_eye("À vérifier à l'œil\u00A0: la photo, le nom, les prénoms, la date de naissance, le sexe, la fin de "
                  "validité.");
}

/* --- From what was read --- */

static void the_specimen_licence_agrees_as_far_as_it_goes(void **state) {
    (void)state;
    text_copy(family, sizeof family, "MARTINEAU-DUBOIS");
    read_zone("D1FRA13AA000026281231MARTINEA4"); /* the check digits are right: see test_mrz */
    record.licence.expires_on = (struct date){2028, 12, 31};
    compare();
    assert_int_equal(bearer.document, IDENTITY_LICENCE);
    assert_int_equal(comparison.fields[IDENTITY_FAMILY_NAME].agreement, IDENTITY_CUT);
    assert_int_equal(comparison.fields[IDENTITY_TITLE_NUMBER].agreement, IDENTITY_SAME);
    assert_int_equal(comparison.fields[IDENTITY_TITLE_EXPIRY].agreement, IDENTITY_SAME);
    assert_int_equal(comparison.verdict, IDENTITY_AGREES);
    char text[200];
    identity_write_by_eye(&comparison, text, sizeof text);
    assert_string_equal(text,
                        "À vérifier à l'œil\u00A0: la photo, la fin du nom, les prénoms, la date de naissance, le "
                        "sexe.");
}

static void a_card_of_before_2021_is_good_five_years_more(void **state) {
    (void)state;
    read_zone("IDFRATEST<NAME<<<<<<<<<<<<<<<<0CHE02\n1710GVA123451ROBERTA<<<<<<<9112311F2");
    assert_int_equal(bearer.document, IDENTITY_ID_CARD);
    assert_string_equal(bearer.title_number, "");
    compare();
    assert_false(comparison.expired);
    assert_int_equal(comparison.valid_until.year, 2032);
    assert_true(comparison.extended);
    assert_int_equal(comparison.verdict, IDENTITY_OTHER_PERSON);
}

static void each_zone_is_of_its_kind(void **state) {
    (void)state;
    static const struct {
        const char *zone;
        enum identity_document document;
    } zones[] = {
        {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10", IDENTITY_PASSPORT},
        {"IRUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6", IDENTITY_RESIDENCE_PERMIT},
        {"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6", IDENTITY_ID_CARD},
        {"IDBEL600001795<0152<<<<<<<<<<<1301014F2311207BEL130101987398SPECIMEN<<SPECIMEN<<<<<<<<<<<<",
         IDENTITY_ID_CARD},
    };
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        read_zone(zones[i].zone);
        assert_int_equal(bearer.document, zones[i].document);
        assert_true(bearer.century_unsure);
    }
}

static void what_proves_no_identity_has_no_bearer(void **state) {
    (void)state;
    struct mrz mrz;
    assert_int_equal(mrz_read("D1NLD15094962111659VW87Z78NB84", today, &mrz), STATUS_OK);
    assert_int_equal(identity_bearer_from_mrz(&mrz, &bearer), STATUS_UNSUPPORTED);
    assert_int_equal(mrz_read("I<UTOD231458908<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<"
                              "<<<<<<",
                              today, &mrz),
                     STATUS_OK);
    assert_int_equal(identity_bearer_from_mrz(&mrz, &bearer), STATUS_INVALID); /* a wrong check digit */
    assert_string_equal(bearer.family_name, "DUMONT D URVILLE");               /* nothing is set */
}

#define US "\x1F"
#define GS "\x1D"
#define RS "\x1E"

static enum status read_seal(const char *type, const char *message) {
    static struct seal seal;
    char text[512], signature[104];
    struct fault fault = {0};
    memset(signature, 'A', 103);
    signature[103] = '\0';
    snprintf(text, sizeof text, "DC04FR0000011E581E58%s01FR%s" US "%s", type, message, signature);
    if (seal_read(text, strlen(text), &seal, &fault) != STATUS_OK)
        fail_msg("%s %s", fault.where, fault.detail);
    return identity_bearer_from_seal(&seal, today, &bearer);
}

static void a_2d_doc_of_type_07_is_compared_like_a_zone(void **state) {
    (void)state;
    assert_int_equal(read_seal("07", "65CN62DUMONT DURVILLE" GS "60JULES/SEBASTIEN" GS "6908051942"
                                     "68M"
                                     "083039"),
                     STATUS_OK);
    assert_int_equal(bearer.document, IDENTITY_ID_CARD);
    assert_string_equal(bearer.given_names, "JULES SEBASTIEN");
    assert_true(date_equal(bearer.expiry, date_from_days2000(0x3039)));
    assert_false(bearer.century_unsure);
    assert_verdict(IDENTITY_AGREES, "Le document et le dossier concordent.");
    assert_int_equal(read_seal("07", "65PA62DUMONT D" RS "60JULES" GS "6900001942"), STATUS_OK);
    assert_int_equal(bearer.document, IDENTITY_PASSPORT);
    assert_true(bearer.family_name_cut);
    compare();
    assert_int_equal(comparison.fields[IDENTITY_FAMILY_NAME].agreement, IDENTITY_CUT);
    assert_int_equal(comparison.fields[IDENTITY_GIVEN_NAMES].agreement, IDENTITY_CUT);
    assert_int_equal(comparison.fields[IDENTITY_BIRTH_DATE].agreement, IDENTITY_UNKNOWN);
    assert_int_equal(read_seal("07", "65ZZ63MENARD" GS "08FFFF"), STATUS_OK);
    assert_int_equal(bearer.document, IDENTITY_NO_DOCUMENT);
    assert_string_equal(bearer.usual_name, "MENARD");
    assert_false(date_is_set(bearer.expiry));
}

static void a_2d_doc_of_type_08_holds_a_zone(void **state) {
    (void)state;
    assert_int_equal(read_seal("08", "6FP<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
                                     "L898902C36UTO7408122F1204159ZE184226B<<<<<10" GS),
                     STATUS_OK);
    assert_int_equal(bearer.document, IDENTITY_PASSPORT);
    assert_string_equal(bearer.family_name, "ERIKSSON");
    assert_string_equal(bearer.given_names, "ANNA MARIA");
    /* As the specification has it: no filler in its alphabet, none at the end. */
    assert_int_equal(
        read_seal("08", "6FIDESTAS0002261938001085718    8001081M2606288EST           1JOERG  JAAK KRISTJAN" GS),
        STATUS_OK);
    assert_int_equal(bearer.document, IDENTITY_ID_CARD);
    assert_string_equal(bearer.family_name, "JOERG");
    assert_string_equal(bearer.given_names, "JAAK KRISTJAN");
    assert_int_equal(read_seal("08", "6FP<UTOERIKSSON" GS), STATUS_MALFORMED);
    assert_int_equal(read_seal("08", "62MARTIN" GS), STATUS_MALFORMED);
}

/* A seal of a licence document opens a file; it is never an identity document. */
static void no_other_2d_doc_is_an_identity_document(void **state) {
    (void)state;
    static const char *const types[] = {"AB", "A1", "AA", "AD", "06", "B2"};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        assert_int_equal(read_seal(types[i], "62DUMONT DURVILLE" GS "60JULES" GS "6908051942"), STATUS_UNSUPPORTED);
}

static void what_was_compared_is_wiped(void **state) {
    (void)state;
    static const struct identity_bearer no_bearer;
    static const struct identity_comparison no_comparison;
    compare();
    identity_bearer_clear(&bearer);
    identity_comparison_clear(&comparison);
    assert_memory_equal(&bearer, &no_bearer, sizeof bearer);
    assert_memory_equal(&comparison, &no_comparison, sizeof comparison);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_same_person_agrees),
        TEST(the_usage_name_comes_after_the_birth_name),
        TEST(a_document_with_the_usage_name_alone_is_compared_by_it),
        TEST(unknown_days_are_neither_equal_nor_different),
        TEST(an_unknown_day_never_differs),
        TEST(the_century_of_a_zone_is_not_held_against_anybody),
        TEST(an_unspecified_sex_says_nothing),
        TEST(a_licence_tells_its_number_and_its_end),
        TEST(a_title_without_force_is_not_the_one_expected),
        TEST(this_very_title_lost_or_stolen_stops),
        TEST(another_birth_date_is_another_person),
        TEST(what_differs_is_named_without_its_values),
        TEST(the_longest_sentences_fit),
        TEST(a_licence_of_another_name_and_number_is_of_another_person),
        TEST(the_eye_is_told_of_an_end_of_validity_that_is_not_read),
        TEST(a_document_is_expired_after_its_last_day),
        TEST(a_document_that_tells_nothing_is_said_to),
        TEST(the_specimen_licence_agrees_as_far_as_it_goes),
        TEST(a_card_of_before_2021_is_good_five_years_more),
        TEST(each_zone_is_of_its_kind),
        TEST(what_proves_no_identity_has_no_bearer),
        TEST(a_2d_doc_of_type_07_is_compared_like_a_zone),
        TEST(a_2d_doc_of_type_08_holds_a_zone),
        TEST(no_other_2d_doc_is_an_identity_document),
        TEST(what_was_compared_is_wiped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* French wording of what records hold. */
#include "../../screens/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define NB "\u00a0"

static void ages_are_said_in_the_largest_unit(void **state) {
    (void)state;
    const struct {
        int64_t seconds;
        const char *words;
    } cases[] = {{-5, "à l'instant"},
                 {59, "à l'instant"},
                 {60, "il y a 1" NB "min"},
                 {3599, "il y a 59" NB "min"},
                 {7200, "il y a 2" NB "h"},
                 {172799, "il y a 47" NB "h"},
                 {172800, "il y a 2" NB "jours"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char words[32];
        words_write_age(cases[i].seconds, words);
        assert_string_equal(words, cases[i].words);
    }
}

static void capitals_keep_their_accents(void **state) {
    char words[64];
    (void)state;
    words_write_capitals("Copie du 1er févr., œuvre n° 2 : à l'été", words, sizeof words);
    assert_string_equal(words, "COPIE DU 1ER FÉVR., ŒUVRE N° 2 : À L'ÉTÉ");
}

static void the_age_of_data_reads_as_on_the_screens_page(void **state) {
    (void)state;
    struct date_time time = {.date = {2026, 11, 24}, .hour = 9, .minute = 30, .offset_min = 60};
    char words[128];
    clock_init("Europe/Paris");
    assert_int_equal(clock_freeze("2026-11-24T11:31:00+01:00"), STATUS_OK);
    words_write_data_age(&time, words);
    assert_string_equal(words, "24 nov. 2026, 9" NB "h" NB "30 (il y a 2" NB "h)");
}

static void a_stolen_or_lost_title_stops_the_agent_and_no_other_does(void **state) {
    (void)state;
    struct record_licence licence = {.title_number = "13AA00002"};
    char words[WORDS_MAX];
    for (int status = RECORD_TITLE_IN_SERVICE; status <= RECORD_TITLE_REPLACED; status++) {
        licence.title_status = (enum record_title_status)status;
        words_write_title_alarm(&licence, words, sizeof words);
        bool stops = status == RECORD_TITLE_LOST || status == RECORD_TITLE_STOLEN;
        assert_int_equal(words[0] != '\0', stops);
    }
    licence.title_status = RECORD_TITLE_STOLEN;
    licence.title_status_since = (struct date){2026, 9, 3};
    words_write_title_alarm(&licence, words, sizeof words);
    assert_string_equal(words, "Ce titre est déclaré volé depuis le 3 septembre 2026" NB
                               ": ne pas le rendre, appelez le responsable.");
    words_write_title(&licence, words, sizeof words);
    assert_string_equal(words, "13AA00002, déclaré volé depuis le 3 sept. 2026");
}

static void births_are_said_with_what_is_known(void **state) {
    (void)state;
    struct record_holder holder = {
        .sex = 'F', .birth_date = {1950, 0, 0}, .birth_place = "Caen", .birth_department = "14", .birth_country = "FR"};
    char words[WORDS_MAX];
    words_write_birth(&holder, words, sizeof words);
    assert_string_equal(words, "née en 1950 à Caen (14)");
    holder.sex = 'M';
    holder.birth_date = (struct date){1942, 5, 8};
    holder.birth_place = "Porto";
    holder.birth_department = "99";
    holder.birth_country = "PT";
    words_write_birth(&holder, words, sizeof words);
    assert_string_equal(words, "né le 8 mai 1942 à Porto (Portugal)");
    holder.birth_country = "ZZ";
    words_write_birth(&holder, words, sizeof words);
    assert_string_equal(words, "né le 8 mai 1942 à Porto (ZZ)");
}

static void civilities_are_written_in_full(void **state) {
    (void)state;
    char *given[] = {"Jules", "César"};
    struct record_holder holder = {.title = "M", .family_name = "DUMONT", .given_names = {given, 2}};
    char words[WORDS_MAX];
    words_write_holder(&holder, words, sizeof words);
    assert_string_equal(words, "M." NB "DUMONT Jules");
    holder.title = "MME";
    words_write_holder(&holder, words, sizeof words);
    assert_string_equal(words, "Mme" NB "DUMONT Jules");
    words_write_list(&holder.given_names, ", ", words, sizeof words);
    assert_string_equal(words, "Jules, César");
}

static void a_state_without_words_is_shown_raw(void **state) {
    (void)state;
    struct record_licence licence = {.state = "50"};
    char words[WORDS_MAX];
    words_write_state(&licence, words, sizeof words);
    assert_string_equal(words, "Valide");
    licence.state[0] = '9';
    licence.state[1] = '9';
    words_write_state(&licence, words, sizeof words);
    assert_non_null(strstr(words, "99"));
}

static void the_state_of_a_printer_is_said_without_what_to_do(void **state) {
    (void)state;
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"prête", "prête"},
        {"Plus de papier" NB ": rechargez le bac.", "plus de papier"},
        {"Imprimante hors ligne" NB ": vérifiez qu'elle est allumée.", "hors ligne"},
        {"Capot ouvert : refermez-le.", "capot ouvert"},
        {"Porte ouverte.", "porte ouverte"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char words[WORDS_MAX];
        words_write_printer_state(cases[i].text, words, sizeof words);
        assert_string_equal(words, cases[i].words);
    }
}

/* R10 */
static void an_offence_has_the_registry_s_label_or_the_names_of_the_table(void **state) {
    (void)state;
    char words[WORDS_MAX];
    struct record_event offence = {.class = 2, .points = 3, .committed = {2026, 5, 1}, .label = "Clignotant absent"};
    words_write_offence(&offence, words);
    assert_string_equal(words, "Clignotant absent");
    offence.label = "";
    words_write_offence(&offence, words);
    assert_string_equal(words, "Changement de direction sans avertissement préalable (clignotant)");
    offence.label = NULL;
    offence.class = 1;
    words_write_offence(&offence, words);
    assert_string_equal(words, "Nature non transmise");
}

static void a_folder_is_called_by_the_end_of_its_path(void **state) {
    (void)state;
    char words[WORDS_MAX];
    words_write_printer("folder:/var/lib/guichet/impressions", words, sizeof words);
    assert_string_equal(words, "dossier «" NB "impressions" NB "»");
    words_write_printer("ipp://localhost/ipp/print", words, sizeof words);
    assert_string_equal(words, "ipp://localhost/ipp/print");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(capitals_keep_their_accents),
        cmocka_unit_test(ages_are_said_in_the_largest_unit),
        cmocka_unit_test(the_age_of_data_reads_as_on_the_screens_page),
        cmocka_unit_test(a_stolen_or_lost_title_stops_the_agent_and_no_other_does),
        cmocka_unit_test(births_are_said_with_what_is_known),
        cmocka_unit_test(civilities_are_written_in_full),
        cmocka_unit_test(a_state_without_words_is_shown_raw),
        cmocka_unit_test(the_state_of_a_printer_is_said_without_what_to_do),
        cmocka_unit_test(an_offence_has_the_registry_s_label_or_the_names_of_the_table),
        cmocka_unit_test(a_folder_is_called_by_the_end_of_its_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

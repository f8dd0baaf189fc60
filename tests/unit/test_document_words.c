/* The words for documents under way, unfinished and ended, and for what has changed in a record. */
#include "../../screens/document_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define NB "\u00a0"
#define NUMBER "0123456789AB"

static void a_document_is_named_with_its_number(void **state) {
    static const struct {
        const char *number, *title;
        enum counter_document type;
        bool reissue;
    } cases[] = {
        {NUMBER, "ADCS n°" NB NUMBER, COUNTER_ADCS, false},
        {NUMBER, "RII n°" NB NUMBER, COUNTER_RII, false},
        {"", "ADCS", COUNTER_ADCS, false},
        {NUMBER, "Réédition de l'ADCS n°" NB NUMBER, COUNTER_ADCS, true},
        {NUMBER, "Réédition du RII n°" NB NUMBER, COUNTER_RII, true},
        {"", "« Ma situation »", COUNTER_SITUATION, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char title[DOCUMENT_WORDS_MAX];
        document_words_write_title(cases[i].type, cases[i].number, cases[i].reissue, title, sizeof title);
        assert_string_equal(title, cases[i].title);
    }
}

static void what_is_unfinished_says_how_far_it_came(void **state) {
    static const struct {
        const char *words;
        struct desk_unfinished item;
        bool sheets;
    } cases[] = {
        {"demandée, sans réponse du registre", {.type = COUNTER_ADCS, .state = JOURNAL_INTENDED}, false},
        {"demandé, sans réponse du registre", {.type = COUNTER_RII, .state = JOURNAL_INTENDED}, false},
        {"numéro obtenu, rien d'imprimé", {.type = COUNTER_ADCS, .state = JOURNAL_NUMBERED, .number = NUMBER}, false},
        {"numéro obtenu, rien d'imprimé", {.type = COUNTER_ADCS, .state = JOURNAL_DRAWN, .number = NUMBER}, false},
        {"envoyée à l'imprimante", {.type = COUNTER_ADCS, .state = JOURNAL_SENT, .number = NUMBER}, true},
        {"envoyé à l'imprimante", {.type = COUNTER_RII, .state = JOURNAL_SENT, .number = NUMBER}, true},
        {"imprimé, non remis", {.type = COUNTER_RII, .state = JOURNAL_PRINTED, .number = NUMBER}, true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char words[DOCUMENT_WORDS_MAX];
        document_words_write_state(&cases[i].item, words, sizeof words);
        assert_string_equal(words, cases[i].words);
        assert_int_equal(document_words_has_sheets(&cases[i].item), cases[i].sheets);
    }
}

static void another_day_than_today_is_told(void **state) {
    char words[72];
    struct date_time today = {.date = {2026, 11, 24}, .hour = 9, .minute = 5, .offset_min = 60};
    struct date_time before = {.date = {2026, 11, 23}, .hour = 17, .minute = 40, .offset_min = 60};
    (void)state;
    clock_init("Europe/Paris");
    assert_int_equal(clock_freeze("2026-11-24T11:31:00+01:00"), STATUS_OK);
    document_words_write_moment(&today, words);
    assert_string_equal(words, "9" NB "h" NB "05");
    document_words_write_moment(&before, words);
    assert_string_equal(words, "23 nov. 2026, 17" NB "h" NB "40");
}

static void expect_destroy(int pages, int copies, int out, const char *words) {
    char written[DOCUMENT_WORDS_MAX];
    struct desk_document document = {.pages = pages, .copies = copies, .sheets_out = out};
    document_words_write_destroy(&document, written, sizeof written);
    assert_string_equal(written, words);
}

static void sheets_to_destroy_are_counted_over_all_copies(void **state) {
    (void)state;
    expect_destroy(3, 1, 1, "Retirez et détruisez les feuillets sortis (1 sur 3)");
    expect_destroy(3, 2, 4, "Retirez et détruisez les feuillets sortis (4 sur 6)");
    expect_destroy(1, 1, 0, "Retirez et détruisez les feuillets sortis (1 sur 1)"); /* not known: all of them */
    expect_destroy(0, 1, 0, "Retirez et détruisez les feuillets sortis");
}

static void cancelling_says_what_becomes_of_the_number(void **state) {
    char words[DOCUMENT_WORDS_MAX];
    (void)state;
    document_words_write_cancel(COUNTER_ADCS, NUMBER, false, words, sizeof words);
    assert_string_equal(words, "ADCS n°" NB NUMBER NB ": ce numéro ne vaudra plus rien, pour personne.");
    document_words_write_cancel(COUNTER_RII, NUMBER, true, words, sizeof words);
    assert_string_equal(words, "Cette réédition est abandonnée. RII n°" NB NUMBER ", déjà remis, reste valable.");
    document_words_write_cancel(COUNTER_RII, "", false, words, sizeof words);
    assert_non_null(strstr(words, "du RII est abandonnée"));
}

static struct counter confirmed(enum identity_quality quality) {
    struct counter counter;
    counter_init(&counter);
    counter.stage = COUNTER_CONFIRMED;
    counter.check.quality = quality;
    return counter;
}

static const struct record_changes everything = {.what = 0xff,
                                                 .state_before = "50",
                                                 .state_after = "54",
                                                 .had_points = true,
                                                 .has_points = true,
                                                 .balance_before = 8,
                                                 .balance_after = 6,
                                                 .events_added = 2,
                                                 .events_removed = 1};

static void every_change_is_told_to_the_holder_in_words(void **state) {
    static const char *const told[] = {"Identité du titulaire\n",
                                       "Titre",
                                       "État du permis" NB ": ",
                                       " → ",
                                       "Catégories",
                                       "Adresse",
                                       "Solde de points" NB ": 8 → 6\n",
                                       "2 événements de plus, 1 de moins\n",
                                       "Autres données"};
    struct counter counter = confirmed(IDENTITY_HOLDER);
    char words[2048];
    (void)state;
    document_words_write_changes(&counter, &everything, words, sizeof words);
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
        assert_non_null(strstr(words, told[i]));
    assert_null(strstr(words, "50 →")); /* never the raw table */
}

static void an_organisme_reads_no_word_of_points(void **state) {
    static const char *const never[] = {"oint", "Solde", "vénement", "istorique", "Adresse"};
    struct counter counter = confirmed(IDENTITY_BODY);
    struct record_changes points = {.what = RECORD_CHANGED_POINTS | RECORD_CHANGED_EVENTS, .events_added = 1};
    char words[2048];
    (void)state;
    document_words_write_changes(&counter, &everything, words, sizeof words);
    assert_non_null(strstr(words, "État du permis"));
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        assert_null(strstr(words, never[i]));
    document_words_write_changes(&counter, &points, words, sizeof words);
    assert_string_equal(words, "Autres données du dossier\n");
}

static void points_that_come_or_go_and_a_maximum_are_told(void **state) {
    struct counter counter = confirmed(IDENTITY_HOLDER);
    struct record_changes changes = {.what = RECORD_CHANGED_POINTS, .has_points = true, .balance_after = 12};
    char words[512];
    (void)state;
    document_words_write_changes(&counter, &changes, words, sizeof words);
    assert_string_equal(words, "Solde de points" NB ": aucun → 12\n");
    changes = (struct record_changes){
        .what = RECORD_CHANGED_POINTS, .had_points = true, .has_points = true, .balance_before = 6, .balance_after = 6};
    document_words_write_changes(&counter, &changes, words, sizeof words);
    assert_string_equal(words, "Points" NB ": le maximum a changé\n");
    changes = (struct record_changes){0};
    document_words_write_changes(&counter, &changes, words, sizeof words);
    assert_string_equal(words, "Seule la date des données a changé\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_is_named_with_its_number),
        cmocka_unit_test(what_is_unfinished_says_how_far_it_came),
        cmocka_unit_test(another_day_than_today_is_told),
        cmocka_unit_test(sheets_to_destroy_are_counted_over_all_copies),
        cmocka_unit_test(cancelling_says_what_becomes_of_the_number),
        cmocka_unit_test(every_change_is_told_to_the_holder_in_words),
        cmocka_unit_test(an_organisme_reads_no_word_of_points),
        cmocka_unit_test(points_that_come_or_go_and_a_maximum_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

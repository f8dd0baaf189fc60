/* What an RII says: everything a record holds, section by section and newest first. */
#include "../../printing/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/text.h"
#include "../support/laid_out.h"
#include "../support/rii.h"
#include "../support/specimen.h"

static char *text_of_driver(const char *name) {
    struct record *record = specimen_record(name);
    char *text = rii_text(record);
    record_free(record);
    return text;
}

/* --- What it says --- */

static void assert_in_order(const char *text, const char *const words[], size_t count) {
    const char *at = text;
    for (size_t i = 0; i < count; i++) {
        laid_out_assert_says(at, words[i]); /* not there: not said, or not after what comes before */
        at = strstr(at, words[i]);
    }
}

static void says_its_sections_in_order(void **state) {
    (void)state;
    static const char *const words[] = {
        "\nRÉPUBLIQUE FRANÇAISE\n",
        "\nPréfecture du Calvados\n",
        "\nRelevé d'information intégral\n",
        "\nDélivré le\n24 novembre 2026\nà 9 h 31\n",
        "\nSituation à la date des données\n24 novembre 2026\nà 9 h 30\n",
        "\nUsage\nPersonnel\nart. L. 223-7\n",
        "\nDossier et titulaire\nNEPH (numéro de dossier)\n121201200001\n",
        "\nNom de naissance\nM. DUMONT D'URVILLE\nPrénoms\nJules, Sébastien, César\n",
        "\nDate de naissance\n8 mai 1942\nLieu de naissance\nCondé-sur-Noireau (Calvados)\n",
        "\nAdresse\n12 RUE DES SPECIMENS\n14110 CONDE EN NORMANDIE\n",
        "\nÉtat du permis et points\nÉtat\nValide\ndepuis le 1er juin 1960\n",
        "\nSolde de points\n12 points\nMaximum\n12 points\n",
        "\nPermis de conduire\nNuméro du titre\n13AA00002\nÉtat du titre\nEn service\n",
        "\nDélivré le\n16 septembre 2013\npar : Préfecture du Calvados\nTitre valable jusqu'au\n16 septembre 2028\n",
        "\nPremier permis obtenu le\n1er juin 1960\nFilière\nFormation traditionnelle\n",
        "\nFin de la période probatoire\nsans objet\nRestrictions\n01.06\n",
        "\nConditions\naucune\nTitres antérieurs\naucun\n",
        "\nCatégories\nCatégorie\nObtenue le\nValable jusqu'au\nRestrictions\nB\n1er juin 1960\nsans limite\n01.06 – ",
        "\nInfractions\nCommise le\nNature\nLieu\nPoints\nÉtablie par\nDéfinitive le\nEnregistrée le\n",
        "\n03/02/2025\nUsage d'un téléphone tenu en main (4e classe)\nCAEN\n3\n",
        "\n3\nAmende forfaitaire payée\n01/04/2025\n09/04/2025\n",
        "\nRestitutions de points et stages\nDate\nStage ou restitution\nPoints\nCentre\nEnregistré le\n",
        "\n14/06/2025\nStage volontaire, du 13/06/2025 au 14/06/2025\n",
        "\nVisites médicales\nDate\nAvis\nValable jusqu'au\n01/03/2022\nApte\n01/03/2027\n",
        "\nSuspensions, EAD, annulations, invalidations et nouveaux permis\n",
        "\n01/06/2019\nÉthylotest antidémarrage (EAD)\n01/12/2019\n–\nPréfet du Calvados\n",
        "\n01/03/2019\nSuspension administrative\n01/06/2019\nTotale\nPréfet du Calvados\n",
        "\nCourriers\nDate\nCourrier\nNotifié le\n12/04/2025\nLettre 48 : retrait de points\n16/04/2025\n",
        "\n2D-DOC\nVérifier ce relevé (ne pas scanner avec France Identité)\n",
        "Document personnel : ni employeur ni assureur ne peut l'exiger (art. L. 223-7 du code de la route).",
        "Ce document n'est pas une pièce d'identité.",
        "\nPage 1/2\n",
        "\nRelevé d'information intégral (suite)",
    };
    char *text = text_of_driver("specimen-2d-doc");
    assert_in_order(text, words, sizeof words / sizeof words[0]);
    memory_free(text);
}

static void assert_says_if(const char *text, const char *words) {
    if (words != NULL)
        laid_out_assert_says(text, words);
}

static void assert_says_date(const char *text, struct date date) {
    char words[16];
    if (!date_is_set(date))
        return;
    date_write_short(date, words);
    laid_out_assert_says(text, words);
}

static void assert_says_event(const char *text, const struct record_event *event) {
    const struct date dates[] = {event->date, event->definitive, event->recorded,    event->first_day, event->last_day,
                                 event->from, event->to,         event->valid_until, event->notified};
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++)
        assert_says_date(text, dates[i]);
    assert_says_if(text, event->label);
    assert_says_if(text, event->place);
    assert_says_if(text, event->centre);
    assert_says_if(text, event->authority);
}

static void says_everything_of_every_driver_well_set(void **state) {
    (void)state;
    const char *name;
    size_t count = 0;
    for (; (name = specimen_name(count)) != NULL; count++) {
        struct record *record = specimen_record(name);
        struct page_document document = {0};
        rii_lay_out(record, &document);
        laid_out_assert_well_set(name, &document);
        char *text = laid_out_text(&document);
        laid_out_assert_says(text, record->neph); /* never broken */
        laid_out_assert_says(text, record->holder.family_name);
        assert_says_if(text, record->holder.usual_name);
        assert_says_if(text, record->licence.title_number);
        for (size_t i = 0; i < record->holder.given_names.count; i++)
            laid_out_assert_says(text, record->holder.given_names.items[i]);
        for (size_t i = 0; i < record->holder.address.count; i++)
            laid_out_assert_says(text, record->holder.address.items[i]);
        for (size_t i = 0; i < record->licence.conditions.count; i++)
            laid_out_assert_says(text, record->licence.conditions.items[i]);
        for (size_t i = 0; i < record->licence.earlier_titles.count; i++)
            laid_out_assert_says(text, record->licence.earlier_titles.items[i]);
        for (size_t i = 0; i < record->event_count; i++)
            assert_says_event(text, &record->events[i]);
        memory_free(text);
        page_clear(&document);
        record_free(record);
    }
    assert_true(count >= 40);
}

static void says_sans_objet_where_there_are_no_points(void **state) {
    (void)state;
    char *text = text_of_driver("ue-valide-points-sans-objet");
    laid_out_assert_says(text, "\nSolde de points\nSans objet\nMaximum\nSans objet\n");
    laid_out_assert_does_not_say(text, "\n0 point");
    laid_out_assert_does_not_say(text, "\n12 point");
    memory_free(text);
}

static void counts_points_in_french(void **state) {
    (void)state;
    static const struct {
        int points;
        const char *words;
    } cases[] = {{0, "\n0 point\n"}, {1, "\n1 point\n"}, {2, "\n2 points\n"}};
    struct record *record = specimen_record("specimen-2d-doc");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        record->points_balance = cases[i].points;
        char *text = rii_text(record);
        laid_out_assert_says(text, cases[i].words);
        memory_free(text);
    }
    record_free(record);
}

static void names_what_is_not_recorded(void **state) {
    (void)state;
    char *text = text_of_driver("valide-12-points-aucun-evenement");
    laid_out_assert_says(text, "\nInfractions\nAucune infraction enregistrée.\n");
    laid_out_assert_says(text, "\nAutres rubriques\nRien n'est enregistré pour : restitutions de points et stages ; "
                               "visites médicales ; suspensions, éthylotest antidémarrage (EAD), annulations, "
                               "invalidations et nouveaux permis ; courriers.\n");
    laid_out_assert_says(text, "\nPage 1/1");
    memory_free(text);
}

static void says_how_a_licence_was_prepared_and_when_probation_ends(void **state) {
    (void)state;
    struct record *record = specimen_record("probatoire-aac-deuxieme-annee");
    char end[40], *text = rii_text(record);
    date_write_long(date_add_months(record->profile.licence_date, 24), end);
    laid_out_assert_says(text, "\nFilière\nApprentissage anticipé de la conduite (AAC)\n");
    laid_out_assert_says(text, end);
    memory_free(text);
    record_free(record);
    text = text_of_driver("probatoire-formation-complementaire");
    laid_out_assert_says(text, "\nFormation complémentaire : 11 octobre 2025\n");
    memory_free(text);
}

static void says_conditions_and_earlier_titles(void **state) {
    (void)state;
    char *text = text_of_driver("ead-en-cours");
    laid_out_assert_says(text,
                         "\nConditions\nConduite limitée aux véhicules équipés d'un éthylotest antidémarrage (art. "
                         "R. 224-6)\n");
    memory_free(text);
    text = text_of_driver("titre-remplace-permis-rose");
    laid_out_assert_says(text, "\nTitres antérieurs\n890514140976, 15CK20419\n");
    memory_free(text);
    text = text_of_driver("titre-vole");
    laid_out_assert_says(text, "\nÉtat du titre\nDéclaré volé\ndepuis le ");
    memory_free(text);
}

/* --- Offences --- */

static void says_how_each_offence_was_established(void **state) {
    (void)state;
    static const char *const how[][2] = {{"AF", "\nAmende forfaitaire payée\n"},
                                         {"AM", "\nAmende forfaitaire majorée\n"},
                                         {"CP", "\nComposition pénale\n"},
                                         {"J", "\nJugement\n"},
                                         {"ZZ", "\nZZ\n"},
                                         {NULL, "\n1\nnon renseigné\n"}};
    struct record *record = rii_with_offences(1);
    for (size_t i = 0; i < sizeof how / sizeof how[0]; i++) {
        rii_set_text(&record->events[0].how, how[i][0]);
        char *text = rii_text(record);
        laid_out_assert_says(text, how[i][1]);
        memory_free(text);
    }
    record_free(record);
}

static void says_what_is_pending_simultaneous_or_without_label(void **state) {
    (void)state;
    struct record *record = rii_with_offences(1);
    struct record_event *offence = &record->events[0];
    offence->definitive = (struct date){0};
    offence->points = 6;
    offence->class = RECORD_CLASS_DELIT;
    rii_set_text(&offence->group, "g1");
    char *text = rii_text(record);
    laid_out_assert_says(text, " (délit, simultanée)\nLIEU 0000\n6\nAmende forfaitaire majorée\nen attente\n");
    laid_out_assert_says(text,
                         "\nEn attente : tant que l'infraction n'est pas définitive, aucun point n'est retiré.\n");
    laid_out_assert_says(text, "huit points (art. L. 223-2 et R. 223-2).\n");
    memory_free(text);
    rii_set_text(&offence->label, NULL);
    rii_set_text(&offence->group, NULL);
    offence->definitive = offence->date;
    text = rii_text(record);
    laid_out_assert_says(text, "\nNature non transmise");
    laid_out_assert_does_not_say(text, "En attente");
    laid_out_assert_does_not_say(text, "simultanée");
    memory_free(text);
    record_free(record);
}

static void lists_offences_newest_first(void **state) {
    (void)state;
    struct record *record = rii_with_offences(40);
    const struct record_event swapped = record->events[3];
    record->events[3] = record->events[20];
    record->events[20] = swapped;
    char *text = rii_text(record);
    const char *before = text;
    for (size_t i = 40; i-- > 0;) {
        char place[32];
        text_format(place, sizeof place, "\nLIEU %04zu\n", i);
        const char *found = strstr(before, place);
        assert_non_null(found);
        before = found;
    }
    memory_free(text);
    record_free(record);
}

static void keeps_the_registry_s_order_within_a_day(void **state) {
    (void)state;
    struct record *record = rii_with_offences(30);
    for (size_t i = 0; i < 30; i++)
        record->events[i].date = record->events[i].committed = record->events[0].date;
    char *text = rii_text(record);
    const char *before = text;
    for (size_t i = 0; i < 30; i++) {
        char place[32];
        text_format(place, sizeof place, "\nLIEU %04zu\n", i);
        laid_out_assert_says(before, place);
        before = strstr(before, place);
    }
    memory_free(text);
    record_free(record);
}

/* --- Other events --- */

static void says_measures_stages_and_letters_with_and_without_words(void **state) {
    (void)state;
    struct record *record = specimen_record("specimen-2d-doc");
    rii_make_events(record, 8);
    struct record_event *events = record->events;
    const struct date day = {2020, 2, 3}, later = {2020, 2, 4};
    const enum record_event_type types[] = {RECORD_SUSPENSION, RECORD_SUSPENSION,  RECORD_EAD,         RECORD_ANNULMENT,
                                            RECORD_STAGE,      RECORD_RESTITUTION, RECORD_NEW_LICENCE, RECORD_LETTER};
    static const char *const names[] = {"suspension", "suspension",  "ead",         "annulment",
                                        "stage",      "restitution", "new_licence", "letter"};
    for (size_t i = 0; i < 8; i++) {
        events[i].type = types[i];
        events[i].date = events[i].from = events[i].first_day = day;
        events[i].last_day = later;
        rii_set_text(&events[i].type_name, names[i]);
    }
    rii_set_text(&events[0].kind, "judiciaire");
    rii_set_text(&events[0].scope, "hors_activité_professionnelle");
    rii_set_text(&events[1].kind, "inouïe");
    rii_set_text(&events[1].scope, "partielle");
    events[1].to = later;
    rii_set_text(&events[3].kind, "judiciaire");
    rii_set_text(&events[4].kind, "inconnu");
    rii_set_text(&events[5].kind, "10_ans");
    events[5].points = 3;
    events[6].path = RECORD_PATH_AAC;
    rii_set_text(&events[7].code, "49Z");
    char *text = rii_text(record);
    laid_out_assert_says(text, "\n03/02/2020\nSuspension judiciaire\nen cours\nHors activité professionnelle\n–\n");
    laid_out_assert_says(text, "\n03/02/2020\nSuspension, inouïe\n04/02/2020\npartielle\n–\n");
    laid_out_assert_says(text, "\n03/02/2020\nÉthylotest antidémarrage (EAD)\nen cours\n–\n–\n");
    laid_out_assert_says(text, "\n03/02/2020\nAnnulation du permis, judiciaire\n–\n–\n–\n");
    laid_out_assert_says(text, "\n03/02/2020\nStage inconnu, du 03/02/2020 au 04/02/2020\n–\n–\nnon renseigné\n");
    laid_out_assert_says(text, "\n03/02/2020\nRéattribution au bout de dix ans\n+3\n–\n–\n");
    laid_out_assert_says(text, "\n03/02/2020\nNouveau permis (AAC)\n–\n–\n–\n");
    laid_out_assert_says(text, "\n03/02/2020\nLettre 49Z\nnon enregistrée\n");
    memory_free(text);
    record_free(record);
}

static void shows_unknown_events_as_they_are(void **state) {
    (void)state;
    char *text = text_of_driver("codes-inconnus");
    laid_out_assert_says(text, "\nAutres événements, tels que le registre les écrit\nDate\nÉvénement\nLibellé\n"
                               "02/06/2025\nconvocation\nConvocation fictive d'un type que le poste ne connaît pas\n");
    memory_free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_its_sections_in_order),
        cmocka_unit_test(says_everything_of_every_driver_well_set),
        cmocka_unit_test(says_sans_objet_where_there_are_no_points),
        cmocka_unit_test(counts_points_in_french),
        cmocka_unit_test(names_what_is_not_recorded),
        cmocka_unit_test(says_how_a_licence_was_prepared_and_when_probation_ends),
        cmocka_unit_test(says_conditions_and_earlier_titles),
        cmocka_unit_test(says_how_each_offence_was_established),
        cmocka_unit_test(says_what_is_pending_simultaneous_or_without_label),
        cmocka_unit_test(lists_offences_newest_first),
        cmocka_unit_test(keeps_the_registry_s_order_within_a_day),
        cmocka_unit_test(says_measures_stages_and_letters_with_and_without_words),
        cmocka_unit_test(shows_unknown_events_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The RII as it is laid out: everything a record holds, section by section and newest first, and pages that neither
 * lose, cut, split nor orphan a row, from none to five hundred events. */
#include "../../printing/page.h"
#include "../../printing/pdf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/seal.h"
#include "../../kiosk/text.h"
#include "../../kiosk/training/issue.h"
#include "../support/laid_out.h"
#include "../support/specimen.h"

#define FIRST_BOTTOM_MM 233.1 /* above the foot of the first page */
#define BOTTOM_MM 279.1
#define HEADING_PT 10.5
#define CELL_PT 8.5

static const struct page_station station = {.prefecture = "Préfecture du Calvados", .specimen = true};

static void lay_out(const struct record *record, struct page_document *document) {
    struct registry_attestation attestation;
    specimen_attest_rii(record, 1, &attestation);
    assert_int_equal(page_lay_out(PAGE_RII, record, &attestation, &station, page_measure_sans, NULL, document, NULL),
                     STATUS_OK);
    registry_attestation_clear(&attestation);
}

static char *text_of_record(const struct record *record) {
    struct page_document document = {0};
    lay_out(record, &document);
    char *text = laid_out_text(&document);
    page_clear(&document);
    return text;
}

static char *text_of_driver(const char *name) {
    struct record *record = specimen_record(name);
    char *text = text_of_record(record);
    record_free(record);
    return text;
}

/* --- Records made longer --- */

static void set_text(char **text, const char *words) {
    memory_free(*text);
    *text = memory_copy(words);
}

/* Room for `count` empty events; record_free() frees them. */
static void make_events(struct record *record, size_t count) {
    for (size_t i = 0; i < record->event_count; i++) {
        struct record_event *event = &record->events[i];
        char **texts[] = {&event->type_name, &event->id,    &event->group,   &event->how,
                          &event->label,     &event->place, &event->kind,    &event->centre,
                          &event->authority, &event->scope, &event->verdict, &event->code};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++)
            set_text(texts[j], NULL);
    }
    memory_free(record->events);
    record->events = memory_alloc((count + 1) * sizeof record->events[0]);
    record->event_count = count;
}

/* The oldest first, twelve days apart, with natures and places of one to four lines. */
static struct record *record_with_offences(size_t count) {
    static const char *const labels[] = {
        "Chevauchement d'une ligne continue",
        "Excès de vitesse d'au moins 20 km/h et de moins de 30 km/h, vitesse limitée à 50 km/h au plus",
        "Usage d'un téléphone tenu en main par le conducteur d'un véhicule en circulation, avec inobservation de "
        "l'arrêt imposé par un feu rouge fixe ou clignotant",
    };
    struct record *record = specimen_record("specimen-2d-doc");
    make_events(record, count);
    for (size_t i = 0; i < count; i++) {
        struct record_event *event = &record->events[i];
        char place[32];
        text_format(place, sizeof place, "LIEU %04zu", i);
        event->type = RECORD_OFFENCE;
        event->date = event->committed = date_add_days((struct date){2005, 1, 1}, (int)i * 12);
        event->definitive = date_add_days(event->date, 60);
        event->recorded = date_add_days(event->date, 70);
        event->points = 1;
        event->class = 4;
        set_text(&event->type_name, "offence");
        set_text(&event->how, i % 3 == 0 ? "AM" : "AF");
        set_text(&event->label, labels[i * 7 % 3]);
        set_text(&event->place, place);
    }
    return record;
}

/* --- What it says --- */

static void assert_in_order(const char *text, const char *const words[], size_t count) {
    const char *at = text;
    for (size_t i = 0; i < count; i++) {
        const char *found = strstr(at, words[i]);
        if (found == NULL)
            print_error("not said, or not after what comes before: %s\n%s\n", words[i], text);
        assert_non_null(found);
        at = found;
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
        "\nDossier et titulaire\nNEPH (numéro de dossier)\n121201200001\nNom de naissance\nM. DUMONT "
        "D'URVILLE\nPrénoms\nJules, Sébastien, César\n",
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
        "\nInfractions\nCommise le\nNature\nLieu\nPoints\nÉtablie par\nDéfinitive le\nEnregistrée le\n03/02/2025\n"
        "Usage d'un téléphone tenu en main (4e classe)\nCAEN\n3\nAmende forfaitaire payée\n01/04/2025\n09/04/2025\n",
        "\nRestitutions de points et stages\nDate\nStage ou restitution\nPoints\nCentre\nEnregistré le\n14/06/2025\n"
        "Stage volontaire, du 13/06/2025 au 14/06/2025\n",
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
        lay_out(record, &document);
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
        char *text = text_of_record(record);
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
    char end[40], *text = text_of_record(record);
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
    struct record *record = record_with_offences(1);
    for (size_t i = 0; i < sizeof how / sizeof how[0]; i++) {
        set_text(&record->events[0].how, how[i][0]);
        char *text = text_of_record(record);
        laid_out_assert_says(text, how[i][1]);
        memory_free(text);
    }
    record_free(record);
}

static void says_what_is_pending_simultaneous_or_without_label(void **state) {
    (void)state;
    struct record *record = record_with_offences(1);
    struct record_event *offence = &record->events[0];
    offence->definitive = (struct date){0};
    offence->points = 6;
    offence->class = RECORD_CLASS_DELIT;
    set_text(&offence->group, "g1");
    char *text = text_of_record(record);
    laid_out_assert_says(text, " (délit, simultanée)\nLIEU 0000\n6\nAmende forfaitaire majorée\nen attente\n");
    laid_out_assert_says(text,
                         "\nEn attente : tant que l'infraction n'est pas définitive, aucun point n'est retiré.\n");
    laid_out_assert_says(text, "huit points (art. L. 223-2 et R. 223-2).\n");
    memory_free(text);
    set_text(&offence->label, NULL);
    set_text(&offence->group, NULL);
    offence->definitive = offence->date;
    text = text_of_record(record);
    laid_out_assert_says(text, "\nNature non transmise");
    laid_out_assert_does_not_say(text, "En attente");
    laid_out_assert_does_not_say(text, "simultanée");
    memory_free(text);
    record_free(record);
}

static void lists_offences_newest_first(void **state) {
    (void)state;
    struct record *record = record_with_offences(40);
    const struct record_event swapped = record->events[3];
    record->events[3] = record->events[20];
    record->events[20] = swapped;
    char *text = text_of_record(record);
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

/* --- Other events --- */

static void says_measures_stages_and_letters_with_and_without_words(void **state) {
    (void)state;
    struct record *record = specimen_record("specimen-2d-doc");
    make_events(record, 8);
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
        set_text(&events[i].type_name, names[i]);
    }
    set_text(&events[0].kind, "judiciaire");
    set_text(&events[0].scope, "hors_activité_professionnelle");
    set_text(&events[1].kind, "inouïe");
    set_text(&events[1].scope, "partielle");
    events[1].to = later;
    set_text(&events[3].kind, "judiciaire");
    set_text(&events[4].kind, "inconnu");
    set_text(&events[5].kind, "10_ans");
    events[5].points = 3;
    events[6].path = RECORD_PATH_AAC;
    set_text(&events[7].code, "49Z");
    char *text = text_of_record(record);
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

/* --- Pages --- */

static bool is_table_head(const struct page_item *item) {
    return item->role == PAGE_ROLE_TABLE_HEAD;
}

/* The row of the items of a table on a page, in order: how many there are. */
static size_t rows_on(const struct page_document *document, int page, const char *first_head) {
    size_t rows = 0;
    int row = 0;
    bool inside = false;
    for (size_t i = 0; i < document->count; i++) {
        const struct page_item *item = &document->items[i];
        if (item->page != page || item->kind != PAGE_TEXT)
            continue;
        if (is_table_head(item) && item->row != row) {
            inside = strcmp(item->text, first_head) == 0;
        } else if (inside && item->role == PAGE_ROLE_TABLE_CELL && item->row != row) {
            rows++;
        }
        row = item->row;
    }
    return rows;
}

/* Every page with offences begins with the head of their table, and no row stands alone. */
static void assert_rows_stand_together(const struct page_document *document, size_t count) {
    size_t rows = 0;
    for (int page = 1; page <= document->pages; page++) {
        size_t on_page = rows_on(document, page, "Commise le");
        rows += on_page;
        if (count >= 4 && on_page > 0)
            assert_true(on_page >= 2);
    }
    assert_int_equal(rows, count);
}

/* No heading at the foot: something of its section stands under it on the same page. */
static void assert_headings_are_followed(const struct page_document *document) {
    for (size_t i = 0; i < document->count; i++) {
        const struct page_item *item = &document->items[i];
        if (item->role != PAGE_ROLE_HEADING)
            continue;
        size_t next = i + 1;
        while (next < document->count &&
               (document->items[next].kind != PAGE_TEXT || document->items[next].role == PAGE_ROLE_TABLE_HEAD))
            next++;
        assert_true(next < document->count);
        assert_int_equal(document->items[next].page, item->page);
        assert_int_not_equal(document->items[next].role, PAGE_ROLE_HEADING);
    }
}

static void assert_numbered(const struct page_document *document, const char *number) {
    char *text = laid_out_text(document), words[64];
    for (int page = 1; page <= document->pages; page++) {
        text_format(words, sizeof words, "\nRelevé n° %s\nPage %d/%d", number, page, document->pages);
        laid_out_assert_says(text, words);
    }
    memory_free(text);
}

static bool seal_says_pages(const struct registry_attestation *attestation, int pages) {
    struct seal seal;
    char expected[8];
    text_format(expected, sizeof expected, "%04d", pages);
    return seal_read(attestation->seal, strlen(attestation->seal), &seal, NULL) == STATUS_OK &&
           seal_field_is(seal_find(&seal, "09"), expected);
}

static int count_pages(const struct record *record) {
    struct issue_order order = {.record = record,
                                .request_id = "8f14e45f-ceea-467f-a9d4-1b2c3d4e5f60",
                                .public_base = "https://localhost:8443"};
    int pages = 0;
    assert_int_equal(date_parse_time(SPECIMEN_NOW, &order.now), STATUS_OK);
    assert_int_equal(issue_count_pages(&order, &pages, NULL), STATUS_OK);
    return pages;
}

/* The whole way: counted, sealed, laid out. */
static int assert_paginated(const struct record *record, const char *name) {
    struct registry_attestation attestation;
    struct page_document document = {0};
    int counted = count_pages(record);
    specimen_attest_rii(record, counted, &attestation);
    assert_int_equal(page_lay_out(PAGE_RII, record, &attestation, &station, page_measure_sans, NULL, &document, NULL),
                     STATUS_OK);
    assert_int_equal(document.pages, counted);
    assert_true(seal_says_pages(&attestation, document.pages));
    assert_int_equal(laid_out_find(&document, PAGE_MATRIX)->page, 1);
    assert_string_equal(laid_out_find(&document, PAGE_MATRIX)->text, attestation.seal);
    assert_string_equal(laid_out_find(&document, PAGE_QR)->text, attestation.verification_url);
    laid_out_assert_well_set(name, &document);
    assert_headings_are_followed(&document);
    assert_numbered(&document, attestation.number);
    size_t offences = 0;
    for (size_t i = 0; i < record->event_count; i++)
        offences += record->events[i].type == RECORD_OFFENCE;
    assert_rows_stand_together(&document, offences);
    registry_attestation_clear(&attestation);
    page_clear(&document);
    return counted;
}

static void paginates_none_to_five_hundred_events(void **state) {
    (void)state;
    static const size_t counts[] = {0, 1, 2, 3, 40, 200, 500};
    int last = 1;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        struct record *record = record_with_offences(counts[i]);
        int pages = assert_paginated(record, "offences");
        assert_true(pages >= last);
        last = pages;
        char *text = text_of_record(record);
        assert_int_equal(laid_out_count(text, "\nLIEU "), counts[i]);
        memory_free(text);
        record_free(record);
    }
    assert_true(last > 25);
}

/* Each length breaks the table elsewhere. */
static void paginates_every_length_alike(void **state) {
    (void)state;
    for (size_t count = 4; count < 44; count++) {
        struct record *record = record_with_offences(count);
        assert_paginated(record, "length");
        record_free(record);
    }
}

static void paginates_every_driver(void **state) {
    (void)state;
    const char *name;
    for (size_t i = 0; (name = specimen_name(i)) != NULL; i++) {
        struct record *record = specimen_record(name);
        assert_in_range(assert_paginated(record, name), 1, 5);
        record_free(record);
    }
}

static void never_splits_a_row(void **state) {
    (void)state;
    struct record *record = record_with_offences(120);
    struct page_document document = {0};
    lay_out(record, &document);
    for (size_t i = 0; i < document.count; i++)
        for (size_t j = i + 1; j < document.count && document.items[j].row == document.items[i].row; j++)
            if (document.items[i].row > 0)
                assert_int_equal(document.items[i].page, document.items[j].page);
    for (int page = 2; page < document.pages; page++)
        assert_true(rows_on(&document, page, "Commise le") >= 10);
    page_clear(&document);
    record_free(record);
}

static void splits_only_a_row_higher_than_a_page_and_loses_nothing(void **state) {
    (void)state;
    struct record *record = record_with_offences(6);
    struct page_document document = {0};
    struct text_builder label;
    text_builder_init(&label, 1 << 16);
    for (int i = 0; i < 1200; i++)
        text_appendf(&label, "mot%04d ", i);
    set_text(&record->events[2].label, label.bytes);
    lay_out(record, &document);
    laid_out_assert_well_set("a row of several pages", &document);
    char *text = laid_out_text(&document);
    assert_int_equal(laid_out_count(text, "mot"), 1200);
    assert_int_equal(laid_out_count(text, "\nLIEU "), 6);
    assert_true(laid_out_count(text, "\nCommise le\n") >= 2);
    memory_free(text);
    text_builder_clear(&label);
    page_clear(&document);
    record_free(record);
}

static void stays_above_the_foot(void **state) {
    (void)state;
    struct record *record = record_with_offences(90);
    struct page_document document = {0};
    lay_out(record, &document);
    for (size_t i = 0; i < document.count; i++) {
        const struct page_item *item = &document.items[i];
        bool body = item->row > 0 || item->role == PAGE_ROLE_HEADING;
        assert_true(!body || item->y_mm <= (item->page == 1 ? FIRST_BOTTOM_MM : BOTTOM_MM));
    }
    page_clear(&document);
    record_free(record);
}

static void counts_with_a_placeholder_what_it_draws(void **state) {
    (void)state;
    for (size_t count = 0; count <= 500; count += count < 60 ? 4 : 110) {
        struct record *record = record_with_offences(count);
        struct registry_attestation placeholder;
        struct page_document counted = {0};
        page_fill_placeholder(PAGE_RII, &record->data_as_of, &placeholder);
        assert_int_equal(
            page_lay_out(PAGE_RII, record, &placeholder, &station, page_measure_sans, NULL, &counted, NULL), STATUS_OK);
        laid_out_assert_well_set("placeholder", &counted);
        assert_int_equal(counted.pages, count_pages(record));
        page_clear(&counted);
        record_free(record);
    }
}

/* --- As long as records come --- */

static void fill_list(struct record_list *list, size_t count, const char *words) {
    for (size_t i = 0; i < list->count; i++)
        memory_free(list->items[i]);
    memory_free(list->items);
    list->items = memory_alloc(count * sizeof list->items[0]);
    list->count = count;
    for (size_t i = 0; i < count; i++)
        list->items[i] = memory_copy(words);
}

static void lets_every_list_be_as_long_as_it_comes(void **state) {
    (void)state;
    struct record *record = specimen_record("toutes-les-categories");
    struct page_document document = {0};
    fill_list(&record->licence.conditions, 40,
              "Condition que la préfecture a fixée et que le titulaire doit respecter");
    fill_list(&record->licence.earlier_titles, 40, "890514140976");
    for (size_t i = 0; i < record->licence.category_count; i++)
        fill_list(&record->licence.categories[i].restrictions, 40, i % 2 == 0 ? "01.06" : "70.0123456789.CH");
    fill_list(&record->licence.categories[0].restrictions, 1,
              "LONGLONGLONG LONGLONGLONG LONGLONGLONG LONGLONGLONG "
              "LONGLONGLONG LONGLONGLONG LONGLONGLONG LONGLONGLONG");
    set_text(&record->licence.issued_by,
             "Préfecture d'une région dont le nom officiel est aussi long que ses frontières");
    lay_out(record, &document);
    laid_out_assert_well_set("long lists", &document);
    assert_headings_are_followed(&document);
    char *text = laid_out_text(&document);
    assert_int_equal(laid_out_count(text, "Condition que la préfecture a fixée"), 40);
    assert_int_equal(laid_out_count(text, "890514140976"), 40);
    assert_int_equal(laid_out_count(text, "01.06 – "), 40 * 7);
    assert_int_equal(laid_out_count(text, "70.0123456789.CH"), 40 * 7);
    laid_out_assert_says(text, "\nRestrictions\nvoir les catégories\n");
    memory_free(text);
    page_clear(&document);
    record_free(record);
}

static uint32_t next_random(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Words of all lengths, with marks before which lines must not break, numbered so that none can be lost unseen. */
static char *random_text(uint32_t *seed, unsigned *word) {
    static const char *const words[] = {"de",
                                        "Préfecture",
                                        "l'inobservation",
                                        "km/h :",
                                        "« vitesse »",
                                        "éthylotest",
                                        "anticonstitutionnellement-et-sans-blanc-pour-une-colonne-etroite"};
    struct text_builder text;
    char *taken = NULL;
    text_builder_init(&text, 4096);
    for (unsigned i = next_random(seed) % 12; i > 0; i--)
        text_appendf(&text, "%s ", words[next_random(seed) % (sizeof words / sizeof words[0])]);
    text_appendf(&text, "#%06u#", (*word)++);
    assert_int_equal(text_builder_take(&text, &taken), STATUS_OK);
    return taken;
}

static struct record *random_record(uint32_t seed, unsigned *words) {
    static const char *const names[] = {"offence",       "stage",     "letter",      "medical",     "suspension", "ead",
                                        "48si_notified", "annulment", "new_licence", "restitution", "inouï"};
    struct record *record = specimen_record("specimen-2d-doc");
    make_events(record, next_random(&seed) % 120);
    for (size_t i = 0; i < record->event_count; i++) {
        struct record_event *event = &record->events[i];
        event->type = (enum record_event_type)(next_random(&seed) % (RECORD_UNKNOWN_EVENT + 1));
        event->date = date_from_days2000((int32_t)(next_random(&seed) % 9000));
        event->committed = event->from = event->first_day = event->last_day = event->date;
        event->class = 1 + (int)(next_random(&seed) % RECORD_CLASS_DELIT);
        set_text(&event->type_name, names[event->type]);
        if (event->type == RECORD_OFFENCE || event->type == RECORD_UNKNOWN_EVENT)
            event->label = random_text(&seed, words);
        if (event->type == RECORD_OFFENCE)
            event->place = random_text(&seed, words);
        if (event->type == RECORD_STAGE)
            event->centre = random_text(&seed, words);
        if (event->type == RECORD_SUSPENSION || event->type == RECORD_EAD || event->type == RECORD_ANNULMENT)
            event->authority = random_text(&seed, words);
        if (event->type == RECORD_LETTER)
            event->code = random_text(&seed, words);
    }
    return record;
}

static void sets_random_histories_well_and_loses_no_word(void **state) {
    (void)state;
    for (uint32_t seed = 1; seed <= 60; seed++) {
        unsigned words = 0;
        struct record *record = random_record(seed, &words);
        struct page_document document = {0};
        lay_out(record, &document);
        laid_out_assert_well_set("random", &document);
        assert_headings_are_followed(&document);
        char *text = laid_out_text(&document), mark[16];
        for (unsigned i = 0; i < words; i++) {
            text_format(mark, sizeof mark, "#%06u#", i);
            laid_out_assert_says(text, mark);
        }
        memory_free(text);
        page_clear(&document);
        record_free(record);
    }
}

static void weighs_under_400_kb_at_twenty_pages(void **state) {
    (void)state;
    struct record *record = record_with_offences(350);
    struct page_document document = {0};
    struct date_time now;
    struct pdf pdf = {0};
    assert_int_equal(date_parse_time(SPECIMEN_NOW, &now), STATUS_OK);
    lay_out(record, &document);
    assert_true(document.pages >= 20);
    assert_int_equal(pdf_draw(&document, &now, &pdf, NULL), STATUS_OK);
    assert_true(pdf.size < 400000);
    pdf_clear(&pdf);
    page_clear(&document);
    record_free(record);
}

/* --- Refusals --- */

static void refuses_another_document_and_more_pages_than_are_sealed(void **state) {
    (void)state;
    struct record *record = record_with_offences(500);
    struct registry_attestation attestation;
    struct page_document document = {0};
    struct fault fault = {0};
    specimen_attest(record, 1, &attestation);
    assert_int_equal(page_lay_out(PAGE_RII, record, &attestation, &station, page_measure_sans, NULL, &document, &fault),
                     STATUS_INVALID);
    assert_string_equal(fault.where, "type");
    registry_attestation_clear(&attestation);
    char label[513] = "";
    memset(label, 'W', sizeof label - 1);
    for (size_t i = 0; i < record->event_count; i++)
        set_text(&record->events[i].label, label);
    specimen_attest_rii(record, 1, &attestation);
    assert_int_equal(page_lay_out(PAGE_RII, record, &attestation, &station, page_measure_sans, NULL, &document, &fault),
                     STATUS_TOO_LONG);
    assert_null(document.items);
    registry_attestation_clear(&attestation);
    record_free(record);
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
        cmocka_unit_test(says_measures_stages_and_letters_with_and_without_words),
        cmocka_unit_test(shows_unknown_events_as_they_are),
        cmocka_unit_test(paginates_none_to_five_hundred_events),
        cmocka_unit_test(paginates_every_length_alike),
        cmocka_unit_test(paginates_every_driver),
        cmocka_unit_test(never_splits_a_row),
        cmocka_unit_test(splits_only_a_row_higher_than_a_page_and_loses_nothing),
        cmocka_unit_test(stays_above_the_foot),
        cmocka_unit_test(counts_with_a_placeholder_what_it_draws),
        cmocka_unit_test(lets_every_list_be_as_long_as_it_comes),
        cmocka_unit_test(sets_random_histories_well_and_loses_no_word),
        cmocka_unit_test(weighs_under_400_kb_at_twenty_pages),
        cmocka_unit_test(refuses_another_document_and_more_pages_than_are_sealed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

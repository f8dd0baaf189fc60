/* The ADCS as it is laid out: what it says for every fictitious driver, what it never says, and that nothing overlaps,
 * leaves the page or is dropped, however long a record is. */
#include "../../printing/page.h"
#include "../../printing/page_flow.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/guidance.h"
#include "../../kiosk/memory.h"
#include "../../kiosk/text.h"
#include "../support/laid_out.h"
#include "../support/specimen.h"

#define PT_MM (25.4 / 72.0)

static const struct page_station station = {.prefecture = "Préfecture du Calvados", .specimen = true};

static void lay_out(const struct record *record, struct page_document *document) {
    struct registry_attestation attestation;
    struct fault fault = {0};
    specimen_attest(record, 1, &attestation);
    assert_int_equal(page_lay_out_adcs(record, &attestation, &station, page_measure_sans, NULL, document, &fault),
                     STATUS_OK);
    registry_attestation_clear(&attestation);
}

static char *text_of_driver(const char *name) {
    struct record *record = specimen_record(name);
    struct page_document document = {0};
    lay_out(record, &document);
    char *text = laid_out_text(&document);
    page_clear(&document);
    record_free(record);
    return text;
}

static void nothing_overlaps_nor_leaves_the_page_for_any_driver(void **state) {
    (void)state;
    size_t count = 0;
    for (const char *name; (name = specimen_name(count)) != NULL; count++) {
        struct record *record = specimen_record(name);
        struct page_document document = {0};
        lay_out(record, &document);
        laid_out_assert_well_set(name, &document);
        assert_int_equal(document.pages, 1);
        page_clear(&document);
        record_free(record);
    }
    assert_true(count >= 40);
}

/* --- What it says --- */

static void says_what_an_attestation_says(void **state) {
    (void)state;
    char *text = text_of_driver("specimen-2d-doc");
    laid_out_assert_says(text, "\nRÉPUBLIQUE FRANÇAISE\n");
    laid_out_assert_says(text, "\nPréfecture du Calvados\n");
    laid_out_assert_says(text, "\nAttestation de droits à conduire sécurisée\n");
    laid_out_assert_says(text, "\nDélivrée le\n24 novembre 2026\nà 9 h 31\n");
    laid_out_assert_says(text, "\nSituation à la date des données\n24 novembre 2026\nà 9 h 30\n");
    laid_out_assert_says(text, "\nValable jusqu'au\n24 mars 2027\n");
    laid_out_assert_says(text, "\nM. DUMONT D'URVILLE\n");
    laid_out_assert_says(text, "\nJules, Sébastien, César\n");
    laid_out_assert_says(text, "\n8 mai 1942\n");
    laid_out_assert_says(text, "\nCondé-sur-Noireau (Calvados)\n");
    laid_out_assert_says(text, "\n121201200001\n");
    laid_out_assert_says(text, "\nÉtat du permis de conduire\nValide\n");
    laid_out_assert_says(text, "délivré gratuitement, renouvelable, valable en France.");
    laid_out_assert_says(text, "Peut être présenté lors d'un contrôle (art. R. 233-1 du code de la route).");
    laid_out_assert_says(text, "Ce document n'est pas une pièce d'identité.");
    laid_out_assert_says(text, "\n2D-DOC\n");
    laid_out_assert_says(text, "\nPage 1/1");
    laid_out_assert_does_not_say(text, "N'AUTORISE PAS");
    memory_free(text);
}

static void says_every_value_of_every_record(void **state) {
    (void)state;
    const char *name;
    for (size_t i = 0; (name = specimen_name(i)) != NULL; i++) {
        char *text = text_of_driver(name);
        struct record *record = specimen_record(name);
        laid_out_assert_says(text, record->holder.family_name);
        for (size_t j = 0; j < record->holder.given_names.count; j++)
            laid_out_assert_says(text, record->holder.given_names.items[j]);
        for (size_t j = 0; j < record->holder.address.count; j++)
            laid_out_assert_says(text, record->holder.address.items[j]);
        for (size_t j = 0; j < record->licence.conditions.count; j++)
            laid_out_assert_says(text, record->licence.conditions.items[j]);
        for (size_t j = 0; j < record->licence.category_count; j++)
            for (size_t k = 0; k < record->licence.categories[j].restrictions.count; k++)
                laid_out_assert_says(text, record->licence.categories[j].restrictions.items[k]);
        record_free(record);
        memory_free(text);
    }
}

static void says_restrictions_in_words_and_unknown_ones_as_they_are(void **state) {
    (void)state;
    char *text = text_of_driver("codes-inconnus");
    laid_out_assert_says(text, "\nZ9\n");
    laid_out_assert_says(text, "\n999.99 01.06 – Lunettes ou lentilles de contact\n");
    laid_out_assert_says(text, "\n12.34-B");
    memory_free(text);
    text = text_of_driver("vehicule-amenage");
    laid_out_assert_says(text, " 20.06 – Frein actionné par la main ");
    memory_free(text);
}

static void says_where_somebody_was_born_abroad(void **state) {
    (void)state;
    char *text = text_of_driver("suspendu-administratif");
    laid_out_assert_says(text, "\nNürnberg (Allemagne)\n");
    memory_free(text);
}

static void puts_no_break_spaces_where_french_wants_them(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"Suspension limitée : elle ; « oui » ! non ?",
         "Suspension limitée\u00A0: elle\u00A0; «\u00A0oui\u00A0»\u00A0! non\u00A0?"},
        {"plus de 3 500 kg et 4 250 kg", "plus de 3\u00A0500\u00A0kg et 4\u00A0250\u00A0kg"},
        {"24 novembre 2026 https://a.b/c", "24\u00A0novembre 2026 https://a.b/c"},
        {"du 1er mars au 2 avril, 3 mai.", "du 1er\u00A0mars au 2\u00A0avril, 3\u00A0mai."},
        {"M. AOÛT, Mme MAI (art. L. 223-7)", "M.\u00A0AOÛT, Mme\u00A0MAI (art.\u00A0L.\u00A0223-7)"},
        {"1 point et 2 pointes, 12 rue", "1\u00A0point et 2 pointes, 12 rue"},
        {"la fin. Il", "la fin. Il"},
        {"limitée à 50 km/h", "limitée à 50\u00A0km/h"},
        {"a:b ", "a:b "},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        char *typeset = page_typeset(pairs[i][0]);
        assert_string_equal(typeset, pairs[i][1]);
        memory_free(typeset);
    }
}

static void parts_the_words_at_the_end_of_a_line_and_nowhere_else(void **state) {
    (void)state;
    const struct page_flow flow = {.measure = page_measure_sans, .scale = 1, .leading = 1};
    const struct page_style style = {10, PAGE_REGULAR, PAGE_ROLE_PARAGRAPH};
    struct page_lines lines = {0};
    page_wrap(&flow, &style, 12, "deux mots wwwwwwwwww", &lines);
    assert_int_equal(lines.count, 5);
    assert_string_equal(lines.items[0], "deux ");
    assert_string_equal(lines.items[1], "mots ");
    assert_string_equal(lines.items[2], "wwww");
    page_wrap_hanging(&flow, &style, 40, "une autre entrée", &lines);
    assert_string_equal(lines.items[4], "ww ");
    page_lines_clear(&lines);
}

/* --- When the right to drive is taken away --- */

static void puts_a_band_with_reason_and_dates_on_a_suspended_licence(void **state) {
    (void)state;
    char *text = text_of_driver("suspendu-administratif");
    laid_out_assert_says(text, "\nCE DOCUMENT N'AUTORISE PAS À CONDUIRE\n");
    laid_out_assert_says(text, "\nPermis suspendu du 18 septembre 2026 au 18 mars 2027\n");
    laid_out_assert_says(text, "\nCatégories obtenues (droits suspendus)\n");
    laid_out_assert_says(text, "Suspension administrative du 18 septembre 2026 au 18 mars 2027 (Préfet du Calvados)");
    laid_out_assert_does_not_say(text, "Peut être présenté");
    memory_free(text);
}

static void says_that_a_suspension_is_limited(void **state) {
    (void)state;
    char *text = text_of_driver("suspendu-hors-activite-professionnelle");
    laid_out_assert_says(text, "N'AUTORISE PAS");
    laid_out_assert_says(text, "Suspension limitée : elle porte sur la conduite hors activité professionnelle.");
    laid_out_assert_says(text, "il ne justifie d'aucun droit à conduire hors activité professionnelle.");
    memory_free(text);
}

static void says_that_driving_needs_an_interlock(void **state) {
    (void)state;
    char *text = text_of_driver("ead-en-cours");
    laid_out_assert_says(text, "éthylotest antidémarrage (EAD) du 1er juin 2026 au 1er juin 2027, art. R. 224-6");
    laid_out_assert_does_not_say(text, "N'AUTORISE PAS");
    memory_free(text);
}

static void heads_the_table_by_what_became_of_the_rights(void **state) {
    (void)state;
    char *text = text_of_driver("annule-judiciaire");
    laid_out_assert_says(text, "\nCatégories obtenues (droits annulés)\n");
    memory_free(text);
    text = text_of_driver("interdit-de-conduire");
    laid_out_assert_says(text, "\nCatégories obtenues (sans droit à conduire)\n");
    memory_free(text);
    text = text_of_driver("valide-12-points-aucun-evenement");
    laid_out_assert_says(text, "\nCatégories\n");
    memory_free(text);
}

static void puts_the_band_on_exactly_the_states_that_take_the_right_away(void **state) {
    (void)state;
    struct record *record = specimen_record("specimen-2d-doc");
    for (int code = 1; code <= 50; code++) {
        struct page_document document = {0};
        text_format(record->licence.state, sizeof record->licence.state, "%02d", code);
        const struct guidance_state *guidance = guidance_state(record->licence.state);
        lay_out(record, &document);
        char *text = laid_out_text(&document);
        laid_out_assert_says(text, guidance->label);
        bool band = strstr(text, "CE DOCUMENT N'AUTORISE PAS À CONDUIRE") != NULL;
        assert_int_equal(band, guidance->rights == GUIDANCE_MAY_NOT_DRIVE);
        assert_int_equal(strstr(text, "Catégories obtenues (") != NULL, band);
        memory_free(text);
        page_clear(&document);
    }
    record_free(record);
}

static void reads_exchanged_and_not_valid_alike(void **state) {
    (void)state;
    const char *const names[] = {"echange-invalide", "echange-solde-nul"};
    for (size_t i = 0; i < 2; i++) {
        char *text = text_of_driver(names[i]);
        laid_out_assert_says(text, "\nPermis échangé – non valide\n");
        memory_free(text);
    }
}

/* --- No points --- */

/* By itself: the number of an attestation is random and may hold those characters. */
static void assert_names_no_letter(const char *text, const char *letter) {
    for (const char *at = text; (at = strstr(at, letter)) != NULL; at++)
        assert_true((at > text && isalnum((unsigned char)at[-1])) || isalnum((unsigned char)at[strlen(letter)]));
}

static void says_no_word_of_points_for_any_driver(void **state) {
    (void)state;
    static const char *const words[] = {"point",   "Point",   "POINT", "solde", "Solde",     "SOLDE",
                                        "capital", "Capital", "stage", "Stage", "infraction"};
    static const char *const letters[] = {"48SI", "48N", "48M"};
    const char *name;
    for (size_t i = 0; (name = specimen_name(i)) != NULL; i++) {
        char *text = text_of_driver(name);
        for (size_t j = 0; j < sizeof words / sizeof words[0]; j++)
            laid_out_assert_does_not_say(text, words[j]);
        for (size_t j = 0; j < sizeof letters / sizeof letters[0]; j++)
            assert_names_no_letter(text, letters[j]);
        memory_free(text);
    }
}

static void forget_points(struct record *record) {
    record->has_points = !record->has_points;
    record->points_balance = 12 - record->points_balance;
    record->points_maximum = 6;
    record->profile = (struct record_profile){0};
    for (size_t i = 0; i < record->event_count; i++)
        if (record->events[i].type != RECORD_SUSPENSION && record->events[i].type != RECORD_EAD)
            record->events[i].type = RECORD_UNKNOWN_EVENT;
}

/* What is on the page does not depend on a balance, an offence, a letter or a course: whoever reads it learns none. */
static void is_the_same_whatever_the_points(void **state) {
    (void)state;
    const char *name;
    for (size_t i = 0; (name = specimen_name(i)) != NULL; i++) {
        struct record *record = specimen_record(name);
        struct registry_attestation attestation;
        struct page_document before = {0}, after = {0};
        specimen_attest(record, 1, &attestation);
        assert_int_equal(page_lay_out_adcs(record, &attestation, &station, page_measure_sans, NULL, &before, NULL),
                         STATUS_OK);
        forget_points(record);
        assert_int_equal(page_lay_out_adcs(record, &attestation, &station, page_measure_sans, NULL, &after, NULL),
                         STATUS_OK);
        char *one = laid_out_text(&before), *other = laid_out_text(&after);
        assert_string_equal(one, other);
        memory_free(one);
        memory_free(other);
        page_clear(&before);
        page_clear(&after);
        registry_attestation_clear(&attestation);
        record_free(record);
    }
}

/* --- Codes --- */

static void carries_the_seal_and_the_address(void **state) {
    (void)state;
    struct record *record = specimen_record("specimen-2d-doc");
    struct registry_attestation attestation;
    struct page_document document = {0};
    specimen_attest(record, 1, &attestation);
    assert_int_equal(page_lay_out_adcs(record, &attestation, &station, page_measure_sans, NULL, &document, NULL),
                     STATUS_OK);
    const struct page_item *seal = laid_out_find(&document, PAGE_MATRIX), *qr = laid_out_find(&document, PAGE_QR);
    assert_string_equal(seal->text, attestation.seal);
    assert_int_equal(seal->page, 1);
    assert_string_equal(qr->text, attestation.verification_url);
    assert_true(qr->width_mm == PAGE_CODE_MM && qr->height_mm == PAGE_CODE_MM);
    char *text = laid_out_text(&document);
    laid_out_assert_says(text, "Vérifier cette attestation (ne pas scanner avec France Identité)");
    laid_out_assert_says(text, attestation.verification_url);
    laid_out_assert_says(text, attestation.number);
    memory_free(text);
    page_clear(&document);
    registry_attestation_clear(&attestation);
    record_free(record);
}

static void offers_france_identite_when_the_registry_does(void **state) {
    (void)state;
    struct record *record = specimen_record("specimen-2d-doc");
    struct registry_attestation attestation;
    struct page_document document = {0};
    specimen_attest(record, 1, &attestation);
    attestation.provisioning_qr = memory_copy("fi://ajout/opaque");
    assert_int_equal(page_lay_out_adcs(record, &attestation, &station, page_measure_sans, NULL, &document, NULL),
                     STATUS_OK);
    assert_string_equal(laid_out_find(&document, PAGE_QR)->text, "fi://ajout/opaque");
    char *text = laid_out_text(&document);
    laid_out_assert_says(text, "\nAjouter à France Identité\n");
    laid_out_assert_does_not_say(text, "ne pas scanner");
    laid_out_assert_says(text, attestation.verification_url);
    memory_free(text);
    page_clear(&document);
    registry_attestation_clear(&attestation);
    record_free(record);
}

static void marks_a_specimen_away_from_the_codes(void **state) {
    (void)state;
    struct record *record = specimen_record("specimen-2d-doc");
    struct registry_attestation attestation;
    struct page_document document = {0};
    const struct page_station real = {.prefecture = "Préfecture du Calvados", .specimen = false};
    lay_out(record, &document);
    const struct page_item *mark = laid_out_find(&document, PAGE_WATERMARK);
    assert_string_equal(mark->text, "SPÉCIMEN");
    assert_true(mark->y_mm + mark->height_mm <= laid_out_find(&document, PAGE_MATRIX)->y_mm);
    assert_true(mark->y_mm + mark->height_mm <= laid_out_find(&document, PAGE_QR)->y_mm);
    page_clear(&document);
    specimen_attest(record, 1, &attestation);
    assert_int_equal(page_lay_out_adcs(record, &attestation, &real, page_measure_sans, NULL, &document, NULL),
                     STATUS_OK);
    assert_null(laid_out_find(&document, PAGE_WATERMARK));
    char *text = laid_out_text(&document);
    laid_out_assert_does_not_say(text, "SPÉCIMEN");
    memory_free(text);
    page_clear(&document);
    registry_attestation_clear(&attestation);
    record_free(record);
}

/* --- Long records --- */

static void set_text(char **text, const char *words) {
    memory_free(*text);
    *text = memory_copy(words);
}

static void fill_list(struct record_list *list, size_t count, const char *words) {
    for (size_t i = 0; i < list->count; i++)
        memory_free(list->items[i]);
    memory_free(list->items);
    list->items = memory_alloc(count * sizeof list->items[0]);
    list->count = count;
    for (size_t i = 0; i < count; i++)
        list->items[i] = memory_copy(words);
}

/* All fifteen categories, `restrictions` on each, the longest names and addresses there are, suspended. */
static struct record *long_record(size_t restrictions) {
    struct record *record = specimen_record("toutes-les-categories");
    set_text(&record->holder.family_name, "DE LA ROCHEFOUCAULD-MONTMORENCY DE BEAUHARNAIS");
    set_text(&record->holder.usual_name, "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW");
    fill_list(&record->holder.given_names, 6, "Marie-Antoinette");
    fill_list(&record->holder.address, 5, "CHEZ MONSIEUR ET MADAME DE LA TOUR IMAGINAIRE 12");
    text_copy(record->licence.state, sizeof record->licence.state, "47");
    for (size_t i = 0; i < record->licence.category_count; i++)
        fill_list(&record->licence.categories[i].restrictions, restrictions, "01.06");
    return record;
}

static void assert_all_there(const struct page_document *document, size_t restrictions) {
    char *text = laid_out_text(document);
    assert_int_equal(laid_out_count(text, "Lunettes ou lentilles"), 15 * restrictions);
    assert_int_equal(laid_out_count(text, "CHEZ MONSIEUR ET MADAME DE LA TOUR IMAGINAIRE 12"), 5);
    assert_int_equal(laid_out_count(text, "Marie-Antoinette"), 6);
    laid_out_assert_says(text, "\nM. DE LA ROCHEFOUCAULD-MONTMORENCY DE BEAUHARNAIS\n");
    memory_free(text);
}

static void gives_way_on_one_page_before_it_takes_a_second(void **state) {
    (void)state;
    int last_pages = 1;
    double last_size = 100;
    for (size_t restrictions = 0; restrictions <= 12; restrictions++) {
        struct record *record = long_record(restrictions);
        struct page_document document = {0};
        lay_out(record, &document);
        laid_out_assert_well_set("long", &document);
        assert_all_there(&document, restrictions);
        double size = document.items[0].size_pt;
        if (document.pages == 1)
            assert_true(size <= last_size);
        assert_true(document.pages >= last_pages);
        last_pages = document.pages;
        last_size = size;
        page_clear(&document);
        record_free(record);
    }
    assert_true(last_pages >= 2);
}

static void keeps_fifteen_categories_with_a_restriction_each_on_one_page(void **state) {
    (void)state;
    struct record *record = long_record(1);
    struct page_document document = {0};
    lay_out(record, &document);
    assert_int_equal(document.pages, 1);
    page_clear(&document);
    record_free(record);
}

static void numbers_its_pages_and_repeats_the_head_of_the_table(void **state) {
    (void)state;
    struct record *record = long_record(40);
    struct page_document document = {0};
    char folio[32];
    lay_out(record, &document);
    assert_true(document.pages >= 3);
    laid_out_assert_well_set("very long", &document);
    assert_all_there(&document, 40);
    char *text = laid_out_text(&document);
    for (int page = 1; page <= document.pages; page++) {
        text_format(folio, sizeof folio, "\nPage %d/%d", page, document.pages);
        laid_out_assert_says(text, folio);
    }
    laid_out_assert_together(&document);
    assert_int_equal(laid_out_find(&document, PAGE_MATRIX)->page, 1);
    memory_free(text);
    page_clear(&document);
    record_free(record);
}

/* As long as the contract allows: names, forty given names and forty lines of an address, of 512 bytes each. */
static void takes_a_holder_that_no_page_holds_to_the_next(void **state) {
    (void)state;
    struct record *record = long_record(1);
    struct registry_attestation placeholder; /* no seal holds such names */
    struct page_document document = {0};
    char words[513] = "";
    for (size_t i = 0; i < 512; i++)
        words[i] = i % 16 == 15 ? ' ' : 'W';
    words[511] = 'W';
    set_text(&record->holder.family_name, words);
    set_text(&record->holder.usual_name, words);
    set_text(&record->holder.birth_place, words);
    fill_list(&record->holder.given_names, 40, words);
    fill_list(&record->holder.address, 40, words);
    page_fill_placeholder(PAGE_ADCS, &record->data_as_of, &placeholder);
    assert_int_equal(page_lay_out_adcs(record, &placeholder, &station, page_measure_sans, NULL, &document, NULL),
                     STATUS_OK);
    assert_true(document.pages >= 3);
    laid_out_assert_well_set("endless", &document);
    char *text = laid_out_text(&document);
    assert_int_equal(laid_out_count(text, words), 83);
    assert_int_equal(laid_out_count(text, "Lunettes ou lentilles"), 15);
    laid_out_assert_says(text, record->neph);
    memory_free(text);
    page_clear(&document);
    record_free(record);
}

static void refuses_what_cannot_be_printed_whole(void **state) {
    (void)state;
    struct record *record = specimen_record("specimen-2d-doc");
    struct registry_attestation attestation;
    struct page_document document = {0};
    struct fault fault = {0};
    specimen_attest(record, 1, &attestation);
    for (size_t i = 0; i < record->licence.category_count; i++)
        fill_list(&record->licence.categories[i].restrictions, 4000, "01.06");
    assert_int_equal(page_lay_out_adcs(record, &attestation, &station, page_measure_sans, NULL, &document, &fault),
                     STATUS_TOO_LONG);
    assert_null(document.items);
    text_copy(attestation.type, sizeof attestation.type, "RII");
    assert_int_equal(page_lay_out_adcs(record, &attestation, &station, page_measure_sans, NULL, &document, &fault),
                     STATUS_INVALID);
    assert_string_equal(fault.where, "type");
    registry_attestation_clear(&attestation);
    record_free(record);
}

static void counts_with_a_placeholder_what_it_draws(void **state) {
    (void)state;
    for (size_t restrictions = 0; restrictions <= 40; restrictions += 8) {
        struct record *record = long_record(restrictions);
        struct registry_attestation placeholder;
        struct page_document counted = {0}, drawn = {0};
        page_fill_placeholder(PAGE_ADCS, &record->data_as_of, &placeholder);
        assert_int_equal(page_lay_out_adcs(record, &placeholder, &station, page_measure_sans, NULL, &counted, NULL),
                         STATUS_OK);
        lay_out(record, &drawn);
        assert_int_equal(counted.pages, drawn.pages);
        laid_out_assert_well_set("placeholder", &counted);
        page_clear(&counted);
        page_clear(&drawn);
        record_free(record);
    }
}

/* A font twice as wide: everything wraps more, and still nothing overlaps. */
static double measure_wide(void *context, const char *text, double size_pt, enum page_weight weight) {
    (void)context;
    (void)weight;
    return text_width(text) * size_pt * PT_MM;
}

static void trusts_the_measure_it_is_given(void **state) {
    (void)state;
    struct record *record = specimen_record("vehicule-amenage");
    struct registry_attestation attestation;
    struct page_document document = {0};
    specimen_attest(record, 1, &attestation);
    assert_int_equal(page_lay_out_adcs(record, &attestation, &station, measure_wide, NULL, &document, NULL), STATUS_OK);
    for (size_t i = 0; i < document.count; i++) {
        struct page_item *item = &document.items[i];
        if (item->kind != PAGE_TEXT)
            continue;
        size_t length = strlen(item->text);
        if (item->text[length - 1] == ' ') /* takes no room at the end of a line */
            item->text[length - 1] = '\0';
        assert_true(item->width_mm == measure_wide(NULL, item->text, item->size_pt, PAGE_REGULAR));
    }
    page_clear(&document);
    registry_attestation_clear(&attestation);
    record_free(record);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_overlaps_nor_leaves_the_page_for_any_driver),
        cmocka_unit_test(says_what_an_attestation_says),
        cmocka_unit_test(says_every_value_of_every_record),
        cmocka_unit_test(says_restrictions_in_words_and_unknown_ones_as_they_are),
        cmocka_unit_test(says_where_somebody_was_born_abroad),
        cmocka_unit_test(puts_no_break_spaces_where_french_wants_them),
        cmocka_unit_test(parts_the_words_at_the_end_of_a_line_and_nowhere_else),
        cmocka_unit_test(puts_a_band_with_reason_and_dates_on_a_suspended_licence),
        cmocka_unit_test(says_that_a_suspension_is_limited),
        cmocka_unit_test(says_that_driving_needs_an_interlock),
        cmocka_unit_test(heads_the_table_by_what_became_of_the_rights),
        cmocka_unit_test(puts_the_band_on_exactly_the_states_that_take_the_right_away),
        cmocka_unit_test(reads_exchanged_and_not_valid_alike),
        cmocka_unit_test(says_no_word_of_points_for_any_driver),
        cmocka_unit_test(is_the_same_whatever_the_points),
        cmocka_unit_test(carries_the_seal_and_the_address),
        cmocka_unit_test(offers_france_identite_when_the_registry_does),
        cmocka_unit_test(marks_a_specimen_away_from_the_codes),
        cmocka_unit_test(gives_way_on_one_page_before_it_takes_a_second),
        cmocka_unit_test(keeps_fifteen_categories_with_a_restriction_each_on_one_page),
        cmocka_unit_test(numbers_its_pages_and_repeats_the_head_of_the_table),
        cmocka_unit_test(takes_a_holder_that_no_page_holds_to_the_next),
        cmocka_unit_test(refuses_what_cannot_be_printed_whole),
        cmocka_unit_test(counts_with_a_placeholder_what_it_draws),
        cmocka_unit_test(trusts_the_measure_it_is_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

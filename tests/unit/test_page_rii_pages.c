/* The pages of an RII: none loses, cuts, splits or orphans a row, from none to five hundred events, and the registry
 * seals as many as there are. */
#include "../../printing/page.h"
#include "../../printing/pdf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/seal.h"
#include "../../kiosk/text.h"
#include "../../kiosk/training/issue.h"
#include "../support/laid_out.h"
#include "../support/rii.h"
#include "../support/specimen.h"

#define FIRST_BOTTOM_MM 233.1 /* above the foot of the first page */
#define BOTTOM_MM 279.1

static const struct page_station station = {.prefecture = "Préfecture du Calvados", .specimen = true};

/* --- Rows and headings --- */

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
    laid_out_assert_together(&document);
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
        struct record *record = rii_with_offences(counts[i]);
        int pages = assert_paginated(record, "offences");
        assert_true(pages >= last);
        last = pages;
        char *text = rii_text(record);
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
        struct record *record = rii_with_offences(count);
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

/* Neither a second page for two lines nor a last one for three letters. */
static void leaves_no_page_almost_empty_that_it_can_spare(void **state) {
    (void)state;
    static const struct {
        const char *name;
        int pages;
    } cases[] = {{"deux-ans-clignotant", 1},          {"permis-rose-jamais-remplace", 1},
                 {"reside-dans-l-orne", 1},           {"codes-inconnus", 1},
                 {"nom-de-plus-de-45-caracteres", 1}, {"titre-vole", 1},
                 {"dix-ans-soixante-evenements", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct record *record = specimen_record(cases[i].name);
        assert_int_equal(count_pages(record), cases[i].pages);
        record_free(record);
    }
}

static void never_splits_a_row(void **state) {
    (void)state;
    struct record *record = rii_with_offences(120);
    struct page_document document = {0};
    rii_lay_out(record, &document);
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
    struct record *record = rii_with_offences(6);
    struct page_document document = {0};
    struct text_builder label;
    text_builder_init(&label, 1 << 16);
    for (int i = 0; i < 1200; i++)
        text_appendf(&label, "mot%04d ", i);
    rii_set_text(&record->events[2].label, label.bytes);
    rii_lay_out(record, &document);
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
    struct record *record = rii_with_offences(90);
    struct page_document document = {0};
    rii_lay_out(record, &document);
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
        struct record *record = rii_with_offences(count);
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
              "Condition que la préfecture a fixée et que le titulaire doit respecter en toutes circonstances");
    fill_list(&record->licence.earlier_titles, 40, "890514140976");
    for (size_t i = 0; i < record->licence.category_count; i++)
        fill_list(&record->licence.categories[i].restrictions, 40, i % 2 == 0 ? "01.06" : "70.0123456789.CH");
    fill_list(&record->licence.categories[0].restrictions, 1,
              "LONGLONGLONG LONGLONGLONG LONGLONGLONG LONGLONGLONG "
              "LONGLONGLONG LONGLONGLONG LONGLONGLONG LONGLONGLONG");
    rii_set_text(&record->licence.issued_by,
                 "Préfecture d'une région dont le nom officiel est aussi long que ses frontières");
    rii_lay_out(record, &document);
    laid_out_assert_well_set("long lists", &document);
    laid_out_assert_together(&document);
    char *text = laid_out_text(&document);
    assert_int_equal(laid_out_count(text, "Condition que la préfecture a fixée"), 40);
    assert_int_equal(laid_out_count(text, "890514140976"), 40);
    assert_int_equal(laid_out_count(text, "01.06 – "), 40 * 7);
    assert_int_equal(laid_out_count(text, "70.0123456789.CH"), 40 * 7);
    laid_out_assert_says(text, "\nRestrictions\nvoir les catégories\n");
    memory_free(text);
    page_clear(&document);
    fill_list(&record->licence.earlier_titles, 1, "890514140976"); /* one long list beside a short one */
    rii_lay_out(record, &document);
    laid_out_assert_well_set("a long list", &document);
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
    rii_make_events(record, next_random(&seed) % 120);
    for (size_t i = 0; i < record->event_count; i++) {
        struct record_event *event = &record->events[i];
        event->type = (enum record_event_type)(next_random(&seed) % (RECORD_UNKNOWN_EVENT + 1));
        event->date = date_from_days2000((int32_t)(next_random(&seed) % 9000));
        event->committed = event->from = event->first_day = event->last_day = event->date;
        event->class = 1 + (int)(next_random(&seed) % RECORD_CLASS_DELIT);
        rii_set_text(&event->type_name, names[event->type]);
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
        rii_lay_out(record, &document);
        laid_out_assert_well_set("random", &document);
        laid_out_assert_together(&document);
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
    struct record *record = rii_with_offences(350);
    struct page_document document = {0};
    struct date_time now;
    struct pdf pdf = {0};
    assert_int_equal(date_parse_time(SPECIMEN_NOW, &now), STATUS_OK);
    rii_lay_out(record, &document);
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
    struct record *record = rii_with_offences(500);
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
        rii_set_text(&record->events[i].label, label);
    specimen_attest_rii(record, 1, &attestation);
    assert_int_equal(page_lay_out(PAGE_RII, record, &attestation, &station, page_measure_sans, NULL, &document, &fault),
                     STATUS_TOO_LONG);
    assert_null(document.items);
    registry_attestation_clear(&attestation);
    record_free(record);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paginates_none_to_five_hundred_events),
        cmocka_unit_test(paginates_every_length_alike),
        cmocka_unit_test(paginates_every_driver),
        cmocka_unit_test(leaves_no_page_almost_empty_that_it_can_spare),
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

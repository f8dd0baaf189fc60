/* A new print of an old number: it says so on every page, with the day, and nothing else differs. */
#include "../../printing/page.h"
#include "../../printing/pdf.h"
#include "../../printing/readback.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/memory.h"
#include "../support/laid_out.h"
#include "../support/specimen.h"

#define LONG_DRIVER "dix-ans-soixante-evenements"
#define MARK "Réédition du 03/12/2026"

static const struct page_station first = {.prefecture = "Préfecture du Calvados", .specimen = true};
static const struct page_station again = {
    .prefecture = "Préfecture du Calvados", .specimen = true, .reissued_on = {2026, 12, 3}};

static void lay_out(enum page_kind kind, const struct record *record, const struct registry_attestation *attestation,
                    const struct page_station *station, struct page_document *document) {
    assert_int_equal(page_lay_out(kind, record, attestation, station, page_measure_sans, NULL, document, NULL),
                     STATUS_OK);
}

static bool is_mark(const struct page_item *item) {
    return item->kind == PAGE_TEXT && strcmp(item->text, MARK) == 0;
}

static void assert_same_item(const struct page_item *a, const struct page_item *b) {
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->role, b->role);
    assert_int_equal(a->page, b->page);
    assert_true(a->x_mm == b->x_mm && a->y_mm == b->y_mm && a->width_mm == b->width_mm && a->height_mm == b->height_mm);
    assert_true(a->size_pt == b->size_pt && a->weight == b->weight && a->filled == b->filled);
    assert_true((a->text == NULL) == (b->text == NULL));
    if (a->text != NULL)
        assert_string_equal(a->text, b->text);
}

/* All of `plain` stands in `marked`, in its order and place; besides, one mark a page. */
static void assert_only_marked(const struct page_document *plain, const struct page_document *marked) {
    size_t at = 0;
    int marks = 0;
    assert_int_equal(marked->pages, plain->pages);
    assert_string_equal(marked->title, plain->title);
    for (size_t i = 0; i < marked->count; i++) {
        const struct page_item *item = &marked->items[i];
        if (is_mark(item)) {
            assert_int_equal(item->page, ++marks);
            assert_true(item->size_pt < 8);
            continue;
        }
        assert_true(at < plain->count);
        assert_same_item(item, &plain->items[at++]);
    }
    assert_int_equal(at, plain->count);
    assert_int_equal(marks, plain->pages);
}

/* --- */

static void marks_every_page_and_changes_nothing_else_for_any_driver(void **state) {
    (void)state;
    int most_pages = 0;
    for (size_t i = 0; specimen_name(i) != NULL; i++) {
        const char *name = specimen_name(i);
        struct record *record = specimen_record(name);
        for (enum page_kind kind = PAGE_ADCS; kind <= PAGE_RII; kind++) {
            struct registry_attestation attestation;
            struct page_document plain = {0}, marked = {0};
            (kind == PAGE_RII ? specimen_attest_rii : specimen_attest)(record, 1, &attestation);
            lay_out(kind, record, &attestation, &first, &plain);
            lay_out(kind, record, &attestation, &again, &marked);
            assert_only_marked(&plain, &marked);
            laid_out_assert_well_set(name, &marked);
            most_pages = marked.pages > most_pages ? marked.pages : most_pages;
            page_clear(&plain);
            page_clear(&marked);
            registry_attestation_clear(&attestation);
        }
        record_free(record);
    }
    assert_true(most_pages > 1);
}

static void counts_as_many_pages_before_the_number_is_known(void **state) {
    (void)state;
    struct record *record = specimen_record(LONG_DRIVER);
    struct registry_attestation placeholder;
    struct page_document plain = {0}, marked = {0};
    page_fill_placeholder(PAGE_RII, &record->data_as_of, &placeholder);
    lay_out(PAGE_RII, record, &placeholder, &first, &plain);
    lay_out(PAGE_RII, record, &placeholder, &again, &marked);
    assert_int_equal(plain.pages, marked.pages);
    page_clear(&plain);
    page_clear(&marked);
    record_free(record);
}

/* GUICHET_KEEP_PDF=FILE keeps it, to be looked at. */
static void keep(const struct pdf *pdf) {
    const char *path = getenv("GUICHET_KEEP_PDF");
    FILE *file = path == NULL ? NULL : fopen(path, "w");
    if (file == NULL)
        return;
    assert_int_equal(fwrite(pdf->bytes, 1, pdf->size, file), pdf->size);
    fclose(file);
}

static void reads_back_like_the_first_print(void **state) {
    (void)state;
    struct record *record = specimen_record(LONG_DRIVER);
    struct registry_attestation attestation;
    struct page_document document = {0};
    struct pdf pdf = {0};
    specimen_attest_rii(record, 2, &attestation);
    lay_out(PAGE_RII, record, &attestation, &again, &document);
    assert_string_equal(laid_out_find(&document, PAGE_MATRIX)->text, attestation.seal);
    assert_int_equal(pdf_draw(&document, &attestation.issued_at, &pdf, NULL), STATUS_OK);
    assert_int_equal(readback_check(&pdf, &document, NULL), STATUS_OK);
    keep(&pdf);
    pdf_clear(&pdf);
    page_clear(&document);
    registry_attestation_clear(&attestation);
    record_free(record);
}

static void says_nothing_of_it_on_a_first_print(void **state) {
    (void)state;
    struct record *record = specimen_record(LONG_DRIVER);
    struct registry_attestation attestation;
    struct page_document document = {0};
    specimen_attest(record, 1, &attestation);
    lay_out(PAGE_ADCS, record, &attestation, &first, &document);
    char *text = laid_out_text(&document);
    laid_out_assert_does_not_say(text, "éédition");
    memory_free(text);
    page_clear(&document);
    registry_attestation_clear(&attestation);
    record_free(record);
}

int main(void) {
    memory_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_every_page_and_changes_nothing_else_for_any_driver),
        cmocka_unit_test(counts_as_many_pages_before_the_number_is_known),
        cmocka_unit_test(reads_back_like_the_first_print),
        cmocka_unit_test(says_nothing_of_it_on_a_first_print),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The PDF of a page: the same bytes each time, nothing personal outside its text, codes that others read, widths that
 * are the font's, and a structure for who does not see it. */
#include "../../printing/pdf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cairo-pdf.h>
#include <cmocka.h>
#include <pango/pangocairo.h>
#include <poppler.h>

#include "../../kiosk/memory.h"
#include "../support/codes.h"
#include "../support/specimen.h"
#include "../support/state.h"
#include "../support/tool.h"

static const struct page_station station = {.prefecture = "Préfecture du Calvados", .specimen = true};

static void draw(const char *name, struct registry_attestation *attestation, struct pdf *pdf) {
    struct record *record = specimen_record(name);
    struct page_document document = {0};
    struct fault fault = {0};
    if (attestation->seal[0] == '\0')
        specimen_attest(record, 1, attestation);
    assert_int_equal(page_lay_out_adcs(record, attestation, &station, page_measure_sans, NULL, &document, &fault),
                     STATUS_OK);
    assert_int_equal(pdf_draw(&document, &attestation->issued_at, pdf, &fault), STATUS_OK);
    page_clear(&document);
    record_free(record);
}

static void write_pdf(const char *path, const struct pdf *pdf) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(pdf->bytes, 1, pdf->size, file), pdf->size);
    assert_int_equal(fclose(file), 0);
}

static void is_the_same_bytes_for_the_same_attestation(void **state) {
    (void)state;
    struct registry_attestation attestation = {0};
    struct pdf one = {0}, other = {0};
    draw("toutes-les-categories", &attestation, &one);
    draw("toutes-les-categories", &attestation, &other);
    assert_int_equal(one.size, other.size);
    assert_memory_equal(one.bytes, other.bytes, one.size);
    assert_true(one.size < 50 * 1000);
    pdf_clear(&one);
    pdf_clear(&other);
    assert_null(one.bytes);
    registry_attestation_clear(&attestation);
}

/* The document information as pdfinfo tells it: streams are compressed and may hold any four digits by chance. */
static void names_nobody_in_its_metadata(void **state) {
    (void)state;
    TOOL_REQUIRE("pdfinfo");
    char folder[64], path[128];
    struct registry_attestation attestation = {0};
    struct pdf pdf = {0};
    struct tool_output information = {0};
    state_make(folder);
    snprintf(path, sizeof path, "%s/page.pdf", folder);
    draw("specimen-2d-doc", &attestation, &pdf);
    write_pdf(path, &pdf);
    assert_int_equal(tool_run((const char *const[]){"pdfinfo", path, NULL}, NULL, &information), 0);
    assert_non_null(strstr(information.bytes, attestation.number));
    assert_non_null(strstr(information.bytes, "Attestation "));
    static const char *const personal[] = {"DUMONT", "URVILLE", "121201200001", "SPECIMENS", "Jules"};
    for (size_t i = 0; i < sizeof personal / sizeof personal[0]; i++)
        assert_null(strcasestr(information.bytes, personal[i]));
    assert_null(memmem(pdf.bytes, pdf.size, "121201200001", 12));
    free(information.bytes);
    pdf_clear(&pdf);
    registry_attestation_clear(&attestation);
    state_remove(folder);
}

/* What pdfinfo says with that option of a page of that driver; free(). */
static char *inform(const char *name, const char *option, struct registry_attestation *attestation) {
    char folder[64], path[128];
    struct pdf pdf = {0};
    struct tool_output output = {0};
    state_make(folder);
    snprintf(path, sizeof path, "%s/page.pdf", folder);
    draw(name, attestation, &pdf);
    write_pdf(path, &pdf);
    assert_int_equal(tool_run((const char *const[]){"pdfinfo", option, path, NULL}, NULL, &output), 0);
    pdf_clear(&pdf);
    state_remove(folder);
    return output.bytes;
}

static void tells_its_language_title_and_date_and_nobody_in_xmp(void **state) {
    (void)state;
    TOOL_REQUIRE("pdfinfo");
    struct registry_attestation attestation = {0};
    char *xmp = inform("specimen-2d-doc", "-meta", &attestation), title[80];
    snprintf(title, sizeof title, "xml:lang=\"x-default\">Attestation %s</rdf:li>", attestation.number);
    assert_non_null(strstr(xmp, title));
    assert_non_null(strstr(xmp, "<dc:language><rdf:Bag><rdf:li>fr-FR</rdf:li>"));
    assert_non_null(strstr(xmp, "<xmp:CreateDate>2026-11-24T09:31:00+01:00</xmp:CreateDate>"));
    static const char *const personal[] = {"DUMONT", "URVILLE", "121201200001", "SPECIMENS", "Jules"};
    for (size_t i = 0; i < sizeof personal / sizeof personal[0]; i++)
        assert_null(strcasestr(xmp, personal[i]));
    free(xmp);
    char *dates = inform("specimen-2d-doc", "-rawdates", &attestation);
    assert_non_null(strstr(dates, "D:20261124093100+01'00"));
    free(dates);
    registry_attestation_clear(&attestation);
}

static void escapes_a_title_in_xmp(void **state) {
    (void)state;
    struct page_document document = {.pages = 1, .title = "A & B < C"};
    struct date_time now = {.date = {2026, 11, 24}};
    struct pdf pdf = {0};
    assert_int_equal(pdf_draw(&document, &now, &pdf, NULL), STATUS_OK);
    static const char escaped[] = ">A &amp; B &lt; C<";
    assert_non_null(memmem(pdf.bytes, pdf.size, escaped, sizeof escaped - 1));
    pdf_clear(&pdf);
}

static int count_of(const char *text, const char *wanted) {
    int count = 0;
    for (; (text = strstr(text, wanted)) != NULL; text += strlen(wanted))
        count++;
    return count;
}

/* As qpdf writes its objects out. */
static void says_its_language_shows_its_title_and_tells_heads_of_columns(void **state) {
    (void)state;
    TOOL_REQUIRE("qpdf");
    char folder[64], path[128];
    struct registry_attestation attestation = {0};
    struct pdf pdf = {0};
    struct tool_output objects = {0};
    state_make(folder);
    snprintf(path, sizeof path, "%s/page.pdf", folder);
    draw("toutes-les-categories", &attestation, &pdf);
    write_pdf(path, &pdf);
    assert_int_equal(tool_run((const char *const[]){"qpdf", "--json=2", "--json-key=qpdf", path, NULL}, NULL, &objects),
                     0);
    assert_int_equal(count_of(objects.bytes, "\"/Lang\": \"u:fr-FR\""), 1);
    assert_int_equal(count_of(objects.bytes, "\"/Marked\": true"), 1);
    assert_int_equal(count_of(objects.bytes, "\"/DisplayDocTitle\": true"), 1);
    assert_int_equal(count_of(objects.bytes, "\"/Scope\": \"/Column\""), count_of(objects.bytes, "\"/S\": \"/TH\""));
    assert_true(count_of(objects.bytes, "\"/S\": \"/TH\"") >= 4);
    free(objects.bytes);
    pdf_clear(&pdf);
    registry_attestation_clear(&attestation);
    state_remove(folder);
}

/* --- Structure, as poppler reads it --- */

struct structure {
    char descriptions[4][128]; /* of the figures, in order */
    int figures, tables, titles;
};

static void look_at_element(PopplerStructureElement *element, struct structure *structure) {
    switch (poppler_structure_element_get_kind(element)) {
    case POPPLER_STRUCTURE_ELEMENT_FIGURE: {
        char *description = poppler_structure_element_get_alt_text(element);
        assert_non_null(description);
        assert_true(structure->figures < 4);
        snprintf(structure->descriptions[structure->figures++], sizeof structure->descriptions[0], "%s", description);
        g_free(description);
        break;
    }
    case POPPLER_STRUCTURE_ELEMENT_TABLE:
        structure->tables++;
        break;
    case POPPLER_STRUCTURE_ELEMENT_HEADING_1:
        structure->titles++;
        break;
    default:
        break;
    }
}

static void look_at(PopplerStructureElementIter *at, struct structure *structure) {
    do {
        PopplerStructureElement *element = poppler_structure_element_iter_get_element(at);
        look_at_element(element, structure);
        g_object_unref(element);
        PopplerStructureElementIter *child = poppler_structure_element_iter_get_child(at);
        if (child != NULL)
            look_at(child, structure);
        poppler_structure_element_iter_free(child);
    } while (poppler_structure_element_iter_next(at));
}

static void describes_its_codes_to_who_does_not_see_them(void **state) {
    (void)state;
    struct registry_attestation attestation = {0};
    struct structure structure = {0};
    struct pdf pdf = {0};
    draw("toutes-les-categories", &attestation, &pdf);
    GBytes *bytes = g_bytes_new_static(pdf.bytes, pdf.size);
    PopplerDocument *document = poppler_document_new_from_bytes(bytes, NULL, NULL);
    assert_non_null(document);
    PopplerStructureElementIter *root = poppler_structure_element_iter_new(document);
    assert_non_null(root);
    look_at(root, &structure);
    poppler_structure_element_iter_free(root);
    assert_int_equal(structure.titles, 1);
    assert_int_equal(structure.figures, 2);
    assert_string_equal(structure.descriptions[0],
                        "Code 2D-Doc\u00A0: sceau du document, à lire avec un lecteur de 2D-Doc");
    assert_string_equal(structure.descriptions[1],
                        "Code QR\u00A0: Vérifier cette attestation (ne pas scanner avec France Identité)");
    assert_int_equal(structure.tables, 1);
    g_object_unref(document);
    g_bytes_unref(bytes);
    pdf_clear(&pdf);
    registry_attestation_clear(&attestation);
}

static void is_read_in_the_order_of_the_page(void **state) {
    (void)state;
    TOOL_REQUIRE("pdfinfo");
    struct registry_attestation attestation = {0};
    char *text = inform("toutes-les-categories", "-struct-text", &attestation);
    static const char *const order[] = {"\n  H1 ",     "Attestation de droits",
                                        "\n  H2 ",     "Titulaire",
                                        "DE LA ROUTE", "\n  Table",
                                        "\n    TR",    "TH",
                                        "TD",          "2D-DOC",
                                        "\n  Figure"};
    const char *at = text;
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        at = strstr(at, order[i]);
        assert_non_null(at);
    }
    free(text);
    registry_attestation_clear(&attestation);
}

/* A table of sixty rows a page with its tags: the heaviest page there can be. */
static void keeps_twenty_pages_within_400_kilobytes(void **state) {
    (void)state;
    enum { PAGES = 20, ROWS = 60, COLUMNS = 5 };
    static struct page_item items[PAGES * ROWS * COLUMNS];
    static char texts[PAGES * ROWS * COLUMNS][40];
    struct page_document document = {.items = items, .pages = PAGES, .title = "Relevé"};
    struct date_time now = {.date = {2026, 11, 24}};
    struct pdf pdf = {0};
    for (int i = 0; i < PAGES * ROWS * COLUMNS; i++, document.count++) {
        snprintf(texts[i], sizeof texts[i], "Excès de vitesse n°\u00A0%d", i * 7919 % 6007);
        items[i] = (struct page_item){.kind = PAGE_TEXT,
                                      .role = i / COLUMNS % ROWS == 0 ? PAGE_ROLE_TABLE_HEAD : PAGE_ROLE_TABLE_CELL,
                                      .page = i / (ROWS * COLUMNS) + 1,
                                      .x_mm = 15 + i % COLUMNS * 37,
                                      .y_mm = 20 + i / COLUMNS % ROWS * 4.3,
                                      .size_pt = 8,
                                      .group = i + 1,
                                      .row = i / COLUMNS % ROWS + 1,
                                      .text = texts[i]};
    }
    document.size = document.count;
    assert_int_equal(pdf_draw(&document, &now, &pdf, NULL), STATUS_OK);
    assert_true(pdf.size < 400 * 1000);
    pdf_clear(&pdf);
}

static void prints_codes_that_zxing_reads_and_openssl_verifies(void **state) {
    (void)state;
    TOOL_REQUIRE("pdftoppm", "ZXingReader", "openssl");
    char folder[64], path[128];
    struct registry_attestation attestation = {0};
    struct pdf pdf = {0};
    struct codes codes;
    state_make(folder);
    snprintf(path, sizeof path, "%s/page.pdf", folder);
    draw("toutes-les-categories", &attestation, &pdf);
    write_pdf(path, &pdf);
    assert_true(codes_read(path, 1, 300, &codes));
    assert_string_equal(codes.data_matrix, attestation.seal);
    assert_string_equal(codes.qr, attestation.verification_url);
    assert_true(codes_verify_seal(codes.data_matrix, codes.data_matrix_length, "config/training/fr00-0001.pem"));
    codes.data_matrix[30] = codes.data_matrix[30] == 'A' ? 'B' : 'A';
    assert_false(codes_verify_seal(codes.data_matrix, codes.data_matrix_length, "config/training/fr00-0001.pem"));
    pdf_clear(&pdf);
    registry_attestation_clear(&attestation);
    state_remove(folder);
}

static void holds_real_text_with_its_accents(void **state) {
    (void)state;
    TOOL_REQUIRE("pdftotext");
    char folder[64], path[128];
    struct registry_attestation attestation = {0};
    struct pdf pdf = {0};
    state_make(folder);
    snprintf(path, sizeof path, "%s/page.pdf", folder);
    draw("tous-les-signes", &attestation, &pdf);
    write_pdf(path, &pdf);
    char *text = codes_text(path);
    assert_non_null(text);
    static const char *const words[] = {"RÉPUBLIQUE FRANÇAISE", "L’ÀÇÈŒÆŸ-D'ÉÔÎ", "D'AŸ-MUÑOZ",
                                        "Œuvre-à-l'Âtre",       "SPÉCIMEN",       "2D-DOC"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_non_null(strstr(text, words[i]));
    free(text);
    pdf_clear(&pdf);
    registry_attestation_clear(&attestation);
    state_remove(folder);
}

static void embeds_its_fonts_and_is_well_formed(void **state) {
    (void)state;
    TOOL_REQUIRE("pdffonts", "qpdf", "pdfinfo");
    char folder[64], path[128];
    struct registry_attestation attestation = {0};
    struct pdf pdf = {0};
    struct tool_output fonts = {0}, structure = {0};
    state_make(folder);
    snprintf(path, sizeof path, "%s/page.pdf", folder);
    draw("toutes-les-categories", &attestation, &pdf);
    write_pdf(path, &pdf);
    assert_int_equal(tool_run((const char *const[]){"qpdf", "--check", path, NULL}, NULL, NULL), 0);
    assert_int_equal(tool_run((const char *const[]){"pdffonts", path, NULL}, NULL, &fonts), 0);
    char *rest = fonts.bytes;
    int lines = 0;
    for (char *line; (line = strsep(&rest, "\n")) != NULL && line[0] != '\0';) {
        if (lines++ < 2)
            continue; /* the heading */
        assert_non_null(strstr(line, "+LiberationSans"));
        assert_non_null(strstr(line, " yes yes yes "));
    }
    assert_true(lines > 3);
    assert_int_equal(tool_run((const char *const[]){"pdfinfo", "-struct", path, NULL}, NULL, &structure), 0);
    static const char *const tags[] = {"Document", "H1", "H2", "Table", "TR", "TH", "TD", "Figure"};
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
        assert_non_null(strstr(structure.bytes, tags[i]));
    free(fonts.bytes);
    free(structure.bytes);
    pdf_clear(&pdf);
    registry_attestation_clear(&attestation);
    state_remove(folder);
}

/* What lines break by is what pango draws: never narrower, nor much wider (kerning). */
static void draws_text_as_wide_as_it_was_measured(void **state) {
    (void)state;
    static const char *const texts[] = {"Attestation de droits à conduire sécurisée",
                                        "M. DE LA ROCHEFOUCAULD-MONTMORENCY", "L’ÀÇÈŒÆŸ-D'ÉÔÎ ñ ß ÿ œ æ € « » – …",
                                        "01.06 – Lunettes ou lentilles de contact"};
    cairo_surface_t *surface = cairo_pdf_surface_create(NULL, 600, 800);
    cairo_t *cairo = cairo_create(surface);
    PangoLayout *layout = pango_cairo_create_layout(cairo);
    pango_context_set_round_glyph_positions(pango_layout_get_context(layout), FALSE); /* as pdf.c does */
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        for (int weight = PAGE_REGULAR; weight <= PAGE_ITALIC; weight++) {
            static const char *const fonts[] = {"Liberation Sans", "Liberation Sans Bold", "Liberation Sans Italic"};
            PangoFontDescription *font = pango_font_description_from_string(fonts[weight]);
            PangoRectangle extents;
            pango_font_description_set_absolute_size(font, 10 * PANGO_SCALE);
            pango_layout_set_font_description(layout, font);
            pango_layout_set_text(layout, texts[i], -1);
            pango_layout_get_extents(layout, NULL, &extents);
            double drawn_mm = (double)extents.width / PANGO_SCALE * 25.4 / 72;
            double measured_mm = page_measure_sans(NULL, texts[i], 10, (enum page_weight)weight);
            assert_true(drawn_mm <= measured_mm + 0.02);
            assert_true(drawn_mm >= measured_mm * 0.96);
            pango_font_description_free(font);
        }
    g_object_unref(layout);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}

static void refuses_codes_that_would_be_illegible(void **state) {
    (void)state;
    static char text[900];
    struct page_item item = {.kind = PAGE_MATRIX, .page = 1, .width_mm = PAGE_SEAL_MM, .height_mm = PAGE_SEAL_MM};
    struct page_document document = {.items = &item, .count = 1, .size = 1, .pages = 1};
    struct pdf pdf = {0};
    struct fault fault = {0};
    struct date_time now = {.date = {2026, 11, 24}};
    memset(text, 'A', sizeof text - 1);
    item.text = text;
    assert_int_equal(pdf_draw(&document, &now, &pdf, &fault), STATUS_TOO_LONG);
    assert_string_equal(fault.where, "2d-doc");
    item.kind = PAGE_QR;
    item.width_mm = item.height_mm = PAGE_CODE_MM;
    static char long_text[1800];
    memset(long_text, 'a', sizeof long_text - 1);
    item.text = long_text;
    assert_int_equal(pdf_draw(&document, &now, &pdf, &fault), STATUS_TOO_LONG);
    assert_string_equal(fault.where, "qr");
    assert_null(pdf.bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_the_same_bytes_for_the_same_attestation),
        cmocka_unit_test(names_nobody_in_its_metadata),
        cmocka_unit_test(tells_its_language_title_and_date_and_nobody_in_xmp),
        cmocka_unit_test(escapes_a_title_in_xmp),
        cmocka_unit_test(says_its_language_shows_its_title_and_tells_heads_of_columns),
        cmocka_unit_test(describes_its_codes_to_who_does_not_see_them),
        cmocka_unit_test(is_read_in_the_order_of_the_page),
        cmocka_unit_test(keeps_twenty_pages_within_400_kilobytes),
        cmocka_unit_test(prints_codes_that_zxing_reads_and_openssl_verifies),
        cmocka_unit_test(holds_real_text_with_its_accents),
        cmocka_unit_test(embeds_its_fonts_and_is_well_formed),
        cmocka_unit_test(draws_text_as_wide_as_it_was_measured),
        cmocka_unit_test(refuses_codes_that_would_be_illegible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

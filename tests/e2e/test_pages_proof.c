/* The proof by others: the ADCS and the RII of every fictitious driver who may have one, drawn as they are printed,
 * turned into pixels by poppler, read by ZXing, verified by openssl; and every field of the seal is what the driver's
 * file says, folded by a second implementation. Nothing of the product judges here. */
#include "../../printing/page.h"
#include "../../printing/pdf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/guidance.h"
#include "../../kiosk/training/issue.h"
#include "../support/codes.h"
#include "../support/driver.h"
#include "../support/folded.h"
#include "../support/picture.h"
#include "../support/sealed.h"
#include "../support/specimen.h"
#include "../support/state.h"
#include "../support/tool.h"

#define CERTIFICATE "config/training/fr00-0001.pem"
#define DEGREES 1.0

enum { PATH_SIZE = 128, GIVEN_NAMES_MAX = 6, LIST_MAX = 64 };

struct sheet {
    const char *name;
    bool is_adcs;
    struct record *record;
    struct registry_attestation attestation;
    struct page_document document;
    char folder[64], pdf_path[PATH_SIZE];
};

/* --- Making --- */

static void issue(struct sheet *sheet) {
    struct issue_order order = {.record = sheet->record,
                                .is_adcs = sheet->is_adcs,
                                .request_id = "3d1f0a52-9f4b-4c0e-8a86-3f5c7f0c9b11",
                                .public_base = "https://localhost:8443"};
    assert_int_equal(date_parse_time(SPECIMEN_NOW, &order.now), STATUS_OK);
    assert_int_equal(issue_count_pages(&order, &order.pages, NULL), STATUS_OK);
    assert_int_equal(issue_attestation(&order, &sheet->attestation), STATUS_OK);
}

static void write_file(const char *path, const struct pdf *pdf) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(pdf->bytes, 1, pdf->size, file), pdf->size);
    assert_int_equal(fclose(file), 0);
}

static void open_sheet(struct sheet *sheet, const char *name, bool is_adcs, struct record *record) {
    const struct page_station station = {.prefecture = "Préfecture du Calvados", .specimen = true};
    struct pdf pdf = {0};
    *sheet = (struct sheet){.name = name, .is_adcs = is_adcs, .record = record};
    issue(sheet);
    assert_int_equal(page_lay_out(is_adcs ? PAGE_ADCS : PAGE_RII, record, &sheet->attestation, &station,
                                  page_measure_sans, NULL, &sheet->document, NULL),
                     STATUS_OK);
    assert_int_equal(pdf_draw(&sheet->document, &sheet->attestation.issued_at, &pdf, NULL), STATUS_OK);
    state_make(sheet->folder);
    snprintf(sheet->pdf_path, sizeof sheet->pdf_path, "%s/page.pdf", sheet->folder);
    write_file(sheet->pdf_path, &pdf);
    pdf_clear(&pdf);
}

static void close_sheet(struct sheet *sheet) {
    state_remove(sheet->folder);
    page_clear(&sheet->document);
    registry_attestation_clear(&sheet->attestation);
}

/* --- Reading by others --- */

static const struct page_item *find_code(const struct page_document *document) {
    for (size_t i = 0; i < document->count; i++)
        if (document->items[i].kind == PAGE_MATRIX)
            return &document->items[i];
    fail_msg("no 2D-Doc on the page");
    return NULL;
}

/* The square of the 2D-Doc and what stands around it: ZXing 1.4 looks outwards from the middle of a picture, and does
 * not come to the corners of a whole page. */
static size_t read_code(const struct sheet *sheet, int dpi, double degrees, char code[CODES_SIZE]) {
    const struct page_item *item = find_code(&sheet->document);
    const double margin_mm = 4.0;
    struct picture_area area = {.page = item->page,
                                .x_mm = item->x_mm - margin_mm,
                                .y_mm = item->y_mm - margin_mm,
                                .width_mm = item->width_mm + 2 * margin_mm,
                                .height_mm = item->height_mm + 2 * margin_mm};
    struct picture picture;
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/code.pgm", sheet->folder);
    assert_true(picture_render(sheet->pdf_path, dpi, &area, &picture));
    if (degrees > 0) {
        picture_turn(&picture, degrees);
        picture_blur(&picture);
    }
    assert_true(picture_write(&picture, path));
    picture_clear(&picture);
    return codes_read_picture(path, "DataMatrix", code);
}

static void assert_read(const struct sheet *sheet, int dpi, double degrees) {
    char code[CODES_SIZE];
    size_t length = read_code(sheet, dpi, degrees, code);
    if (length != strlen(sheet->attestation.seal) || memcmp(code, sheet->attestation.seal, length) != 0)
        fail_msg("%s, %s, %d dpi: ZXing reads %zu bytes of %zu: %s", sheet->name, sheet->attestation.type, dpi, length,
                 strlen(sheet->attestation.seal), code);
}

static void assert_verified(const struct sheet *sheet) {
    if (!codes_verify_seal(sheet->attestation.seal, strlen(sheet->attestation.seal), CERTIFICATE))
        fail_msg("%s, %s: openssl does not verify", sheet->name, sheet->attestation.type);
}

static int count_pages(const struct sheet *sheet) {
    const char *const argv[] = {"qpdf", "--show-npages", sheet->pdf_path, NULL};
    struct tool_output output = {0};
    assert_int_equal(tool_run(argv, NULL, &output), 0);
    int pages = (int)strtol(output.bytes, NULL, 10);
    free(output.bytes);
    return pages;
}

/* --- What the file says --- */

static void assert_field(const struct sheet *sheet, const struct sealed *sealed, const char *id, const char *expected) {
    const char *found = sealed_value(sealed, id);
    if (found == NULL || expected == NULL ? found != expected : strcmp(found, expected) != 0)
        fail_msg("%s, %s: %s is %s, not %s", sheet->name, sheet->attestation.type, id, found != NULL ? found : "absent",
                 expected != NULL ? expected : "absent");
}

static bool is_cut(const struct sealed *sealed, const char *id) {
    for (size_t i = 0; i < sealed->count; i++)
        if (strcmp(sealed->fields[i].id, id) == 0)
            return sealed->fields[i].cut;
    return false;
}

static void assert_folded(const struct sheet *sheet, const struct sealed *sealed, const char *id, const char *text,
                          size_t most) {
    char *folded = folded_text(text);
    bool too_long = strlen(folded) > most;
    if (too_long)
        folded[most] = '\0';
    assert_field(sheet, sealed, id, folded);
    assert_int_equal(is_cut(sealed, id), too_long);
    free(folded);
}

/* What a field lists, and whether the file has more than it may list. */
struct list {
    char *items[LIST_MAX];
    size_t count;
    bool has_more;
};

static void list_clear(struct list *list) {
    while (list->count > 0)
        free(list->items[--list->count]);
}

/* Whole items while they fit; RS when some are left out. */
static void assert_list(const struct sheet *sheet, const struct sealed *sealed, const char *id, const struct list *list,
                        char separator, size_t most) {
    char joined[SEALED_VALUE_SIZE] = "";
    size_t length = 0, kept = 0;
    for (; kept < list->count && length + (kept > 0) + strlen(list->items[kept]) <= most; kept++)
        length += (size_t)snprintf(joined + length, sizeof joined - length, "%.*s%s", kept > 0, &separator,
                                   list->items[kept]);
    if (kept == 0 && list->count > 0)
        snprintf(joined, sizeof joined, "%.*s", (int)most, list->items[0]);
    assert_field(sheet, sealed, id, joined);
    assert_int_equal(is_cut(sealed, id), list->has_more || kept < list->count);
}

static void assert_given_names(const struct sheet *sheet, const struct sealed *sealed, const json_t *driver) {
    const json_t *names = json_object_get(json_object_get(driver, "holder"), "given_names");
    struct list list = {.has_more = json_array_size(names) > GIVEN_NAMES_MAX};
    for (; list.count < json_array_size(names) && list.count < GIVEN_NAMES_MAX; list.count++)
        list.items[list.count] = folded_text(json_string_value(json_array_get(names, list.count)));
    assert_list(sheet, sealed, "60", &list, '/', 60);
    list_clear(&list);
}

/* E6 is left out when the state takes the right to drive away. */
static void assert_categories(const struct sheet *sheet, const struct sealed *sealed, const json_t *driver) {
    const json_t *categories = json_object_get(json_object_get(driver, "licence"), "categories");
    const struct guidance_state *state = guidance_state(driver_text(driver, "licence.state"));
    struct list list = {0};
    for (; list.count < json_array_size(categories) && list.count < LIST_MAX; list.count++)
        list.items[list.count] =
            strdup(json_string_value(json_object_get(json_array_get(categories, list.count), "code")));
    if (list.count == 0 || state->rights == GUIDANCE_MAY_NOT_DRIVE)
        assert_field(sheet, sealed, "E6", NULL);
    else
        assert_list(sheet, sealed, "E6", &list, ' ', 65);
    list_clear(&list);
}

/* "1996-09-17" or "1996" to DDMMYYYY, 00 for what is not known. */
static void assert_birth_date(const struct sheet *sheet, const struct sealed *sealed, const json_t *driver) {
    const char *date = driver_text(driver, "holder.birth_date");
    char expected[16];
    assert_non_null(date);
    snprintf(expected, sizeof expected, "%.2s%.2s%.4s", strlen(date) >= 10 ? date + 8 : "00",
             strlen(date) >= 7 ? date + 5 : "00", date);
    assert_field(sheet, sealed, "69", expected);
}

static void assert_data_time(const struct sheet *sheet, const struct sealed *sealed, const json_t *driver) {
    const char *time = driver_text(driver, "data_as_of"); /* 2026-11-24T09:30:00+01:00 */
    char expected[16];
    assert_non_null(time);
    snprintf(expected, sizeof expected, "%.2s%.2s%.4s%.2s%.2s", time + 8, time + 5, time, time + 11, time + 14);
    assert_field(sheet, sealed, "E8", expected);
}

/* One base-36 digit; on an RII alone (art. L. 223-7). */
static void assert_points(const struct sheet *sheet, const struct sealed *sealed, const json_t *driver) {
    const json_t *balance = json_object_get(json_object_get(driver, "points"), "balance");
    long long points = json_integer_value(balance);
    char expected[2] = {(char)(points < 10 ? '0' + points : 'A' + points - 10)};
    assert_field(sheet, sealed, "AG", sheet->is_adcs || !json_is_integer(balance) ? NULL : expected);
}

/* Type AB, dated 24 November 2026 (2660: days since 2000), signed by FR00/0001; 24 March 2027 is 26D8. */
static void assert_document(const struct sheet *sheet, const struct sealed *sealed) {
    char pages[16];
    snprintf(pages, sizeof pages, "%04d", count_pages(sheet));
    assert_string_equal(sealed->header, "DC04FR00000126602660AB01FR");
    assert_field(sheet, sealed, "09", pages);
    assert_field(sheet, sealed, "E4", sheet->is_adcs ? "APC" : "RII");
    assert_field(sheet, sealed, "08", sheet->is_adcs ? "26D8" : NULL);
    assert_field(sheet, sealed, "01", sheet->attestation.number);
    assert_field(sheet, sealed, "E7", NULL);
}

static void assert_says_the_file(const struct sheet *sheet) {
    struct sealed sealed;
    json_t *driver = driver_load(sheet->name);
    assert_true(sealed_read(sheet->attestation.seal, strlen(sheet->attestation.seal), &sealed));
    assert_document(sheet, &sealed);
    assert_folded(sheet, &sealed, "6H", driver_text(driver, "holder.title"), 10);
    assert_folded(sheet, &sealed, "6G", driver_text(driver, "holder.family_name"), 38);
    assert_folded(sheet, &sealed, "6A", driver_text(driver, "holder.birth_place"), 32);
    assert_given_names(sheet, &sealed, driver);
    assert_birth_date(sheet, &sealed, driver);
    assert_field(sheet, &sealed, "AC", driver_text(driver, "neph"));
    assert_field(sheet, &sealed, "E5", driver_text(driver, "licence.state"));
    assert_data_time(sheet, &sealed, driver);
    assert_points(sheet, &sealed, driver);
    assert_categories(sheet, &sealed, driver);
    json_decref(driver);
}

/* --- All of them --- */

static void prove(const char *name, bool is_adcs, struct record *record) {
    struct sheet sheet;
    open_sheet(&sheet, name, is_adcs, record);
    assert_read(&sheet, 300, 0);
    assert_read(&sheet, 200, DEGREES);
    assert_verified(&sheet);
    assert_says_the_file(&sheet);
    close_sheet(&sheet);
}

static void prove_all(bool is_adcs, size_t least) {
    size_t proven = 0;
    const char *reason;
    TOOL_REQUIRE("pdftoppm", "ZXingReader", "openssl", "qpdf");
    for (size_t i = 0; specimen_name(i) != NULL; i++) {
        char name[PATH_SIZE];
        snprintf(name, sizeof name, "%s", specimen_name(i));
        struct record *record = specimen_record(name);
        if (issue_refusal(record, is_adcs, &reason) == NULL) {
            prove(name, is_adcs, record);
            proven++;
        }
        record_free(record);
    }
    print_message("%zu pages proven\n", proven);
    assert_true(proven >= least);
}

static void proves_the_adcs_of_every_driver(void **state) {
    (void)state;
    prove_all(true, 60);
}

static void proves_the_rii_of_every_driver(void **state) {
    (void)state;
    prove_all(false, 80);
}

static void folds_as_the_specification_tells(void **state) {
    (void)state;
    static const char *const cases[][2] = {{"D’Urville", "DURVILLE"},
                                           {"CONDÉ-SUR-NOIREAU", "CONDE SUR NOIREAU"},
                                           {"Æ Œ ß Þ Đ Ð Ł Ø ı", "AE OE SS TH D D L O I"},
                                           {"  l'  Ÿ -- ñ ", "L Y N"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *folded = folded_text(cases[i][0]);
        assert_string_equal(folded, cases[i][1]);
        free(folded);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_as_the_specification_tells),
        cmocka_unit_test(proves_the_adcs_of_every_driver),
        cmocka_unit_test(proves_the_rii_of_every_driver),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

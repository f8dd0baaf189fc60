/* 2D-Doc text: the specification's specimen is read and written back; values are cut as the format says; what cannot be
 * split is refused. */
#include "../../kiosk/memory.h"
#include "../../kiosk/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define GS "\x1D"
#define RS "\x1E"
#define US "\x1F"
#define HEADER "DC04FR0000011E471E47AB01FR"
#define SIGNATURE                                                                                                      \
    "ZJMDY3LOHQMI7RON2L3CSRHLY3Z7H42T4DXFGCG2TAQG7AALYLEW4E74EGYZEPNG4EMYBVFURCZ5Q2HL4KIGJFCR7POVBDJKDRWLUWQ"

static char specimen[SEAL_TEXT_MAX];
static size_t specimen_length;

static int load_specimen(void **state) {
    (void)state;
    char path[512];
    const char *shared = getenv("GUICHET_SHARED");
    snprintf(path, sizeof path, "%s/2d-doc/specimen-ab.txt", shared != NULL ? shared : "../shared");
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return -1;
    specimen_length = fread(specimen, 1, sizeof specimen, file);
    return fclose(file);
}

static enum status read_text(const char *text, struct seal *seal, struct fault *fault) {
    return seal_read(text, strlen(text), seal, fault);
}

/* Reads a seal that must be refused, and says where and why it was. */
static void assert_refused(const char *text, enum status code, const char *where, const char *detail) {
    struct seal seal;
    struct fault fault = {0};
    assert_int_equal(read_text(text, &seal, &fault), code);
    assert_string_equal(fault.where, where);
    assert_string_equal(fault.detail, detail);
}

/* --- Reading --- */

static void reads_the_header_of_the_specimen(void **state) {
    (void)state;
    struct seal seal;
    assert_int_equal(seal_read(specimen, specimen_length, &seal, NULL), STATUS_OK);
    assert_int_equal(seal.version, 4);
    assert_string_equal(seal.issuer, "FR00");
    assert_string_equal(seal.certificate, "0001");
    assert_string_equal(seal.type, "AB");
    assert_string_equal(seal.perimeter, "01");
    assert_string_equal(seal.country, "FR");
    assert_true(date_equal(seal.issued_on, (struct date){2021, 3, 22}));
    assert_true(date_equal(seal.signed_on, (struct date){2021, 3, 22}));
    assert_int_equal(seal.signature_length, 64);
}

static void reads_the_fields_of_the_specimen_in_order(void **state) {
    (void)state;
    static const char *const expected[][2] = {{"6H", "M"},
                                              {"6G", "DUMONT DURVILLE"},
                                              {"60", "JULES/SEBASTIEN/CESAR"},
                                              {"69", "08051942"},
                                              {"6A", "CONDE SUR NOIREAU"},
                                              {"AC", "121201200001"},
                                              {"E4", "APC"},
                                              {"E5", "50"},
                                              {"E8", "020220211522"},
                                              {"09", "0003"},
                                              {"AG", "8"},
                                              {"E6", "A B C D B1 AL AT CL A1 A2 A3 A4 C1 BE CE DE A2 C1 D1 C1E D1E AM"},
                                              {"E7", "123456789"}};
    struct seal seal;
    assert_int_equal(seal_read(specimen, specimen_length, &seal, NULL), STATUS_OK);
    assert_int_equal(seal.field_count, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < seal.field_count; i++) {
        assert_string_equal(seal.fields[i].id, expected[i][0]);
        assert_true(seal_field_is(&seal.fields[i], expected[i][1]));
        assert_false(seal.fields[i].truncated);
        assert_false(seal.fields[i].unsigned_annex);
        assert_memory_equal(seal.text + seal.fields[i].offset, expected[i][0], 2);
    }
}

static void forgives_one_trailing_newline(void **state) {
    (void)state;
    struct seal seal;
    assert_int_equal(read_text(HEADER "E550" US SIGNATURE "\n", &seal, NULL), STATUS_OK);
    assert_int_equal(read_text(HEADER "E550" US SIGNATURE "\r\n", &seal, NULL), STATUS_OK);
    assert_refused(HEADER "E550" US SIGNATURE "\n\n", STATUS_MALFORMED, "message", "offset 134");
}

static void tolerates_a_separator_that_is_not_needed(void **state) {
    (void)state;
    struct seal seal;
    assert_int_equal(read_text(HEADER "E550" GS "6GDUMONT" GS US SIGNATURE, &seal, NULL), STATUS_OK);
    assert_int_equal(seal.field_count, 2);
    assert_true(seal_field_is(seal_find(&seal, "6G"), "DUMONT"));
}

static void takes_no_separator_after_a_value_that_fills_its_maximum(void **state) {
    (void)state;
    struct seal seal;
    assert_int_equal(read_text(HEADER "6HABCDEFGHIJE550" US SIGNATURE, &seal, NULL), STATUS_OK);
    assert_true(seal_field_is(seal_find(&seal, "6H"), "ABCDEFGHIJ"));
    assert_true(seal_field_is(seal_find(&seal, "E5"), "50"));
}

static void tells_a_truncated_value(void **state) {
    (void)state;
    struct seal seal;
    assert_int_equal(read_text(HEADER "60JULES" RS "E550" US SIGNATURE, &seal, NULL), STATUS_OK);
    assert_true(seal_find(&seal, "60")->truncated);
    assert_false(seal_find(&seal, "E5")->truncated);
}

static void reads_versions_without_perimeter_or_country(void **state) {
    (void)state;
    struct seal seal;
    assert_int_equal(read_text("DC02FR0000011E471E47A1"
                               "AC121201200001" US SIGNATURE,
                               &seal, NULL),
                     STATUS_OK);
    assert_string_equal(seal.perimeter, "");
    assert_true(seal_field_is(seal_find(&seal, "AC"), "121201200001"));
    assert_int_equal(read_text("DC03FR0000011E471E47A101"
                               "AC121201200001" US SIGNATURE,
                               &seal, NULL),
                     STATUS_OK);
    assert_string_equal(seal.perimeter, "01");
    assert_string_equal(seal.country, "");
}

static void reads_a_document_without_a_date(void **state) {
    (void)state;
    struct seal seal;
    assert_int_equal(read_text("DC04FR000001FFFF1E470301FR" US SIGNATURE, &seal, NULL), STATUS_OK);
    assert_false(date_is_set(seal.issued_on));
}

static void shows_the_annex_as_unsigned_and_never_finds_it(void **state) {
    (void)state;
    struct seal seal;
    assert_int_equal(read_text(HEADER "E550" US SIGNATURE GS "6GDUPONT", &seal, NULL), STATUS_OK);
    assert_int_equal(seal.field_count, 2);
    assert_true(seal.fields[1].unsigned_annex);
    assert_true(seal_field_is(&seal.fields[1], "DUPONT"));
    assert_null(seal_find(&seal, "6G"));
}

static void refuses_what_it_cannot_split_and_says_where(void **state) {
    (void)state;
    assert_refused("", STATUS_MALFORMED, "header", "offset 0");
    assert_refused("DC04FR00", STATUS_MALFORMED, "header", "offset 8");
    assert_refused("DC04FR0000011e471E47AB01FR" US SIGNATURE, STATUS_MALFORMED, "header", "offset 12");
    assert_refused(HEADER "ZZ50" US SIGNATURE, STATUS_MALFORMED, "ZZ", "offset 26");
    assert_refused(HEADER "E55" US SIGNATURE, STATUS_MALFORMED, "E5", "offset 26");
    assert_refused(HEADER "E550"
                          "6G" GS US SIGNATURE,
                   STATUS_MALFORMED, "6G", "offset 30");
    assert_refused(HEADER "E550"
                          "6",
                   STATUS_MALFORMED, "signature", "offset 31");
    assert_refused(HEADER "E550"
                          "6" US SIGNATURE,
                   STATUS_MALFORMED, "message", "offset 30");
    assert_refused(HEADER "6GD\xC3\x89" US SIGNATURE, STATUS_MALFORMED, "message", "offset 29");
    assert_refused(HEADER "E550", STATUS_MALFORMED, "signature", "offset 30");
    assert_refused(HEADER "E550" US "AAAA", STATUS_MALFORMED, "signature", "offset 31");
    assert_refused("DC03FR0000011E471E47AB01"
                   "E550" US SIGNATURE GS "E550",
                   STATUS_MALFORMED, "signature", "offset 132");
}

static void refuses_a_second_signature_in_the_annex(void **state) {
    (void)state;
    assert_refused(HEADER "E550" US SIGNATURE GS "01A" US SIGNATURE, STATUS_MALFORMED, "signature", "offset 134");
}

static void says_what_it_does_not_support(void **state) {
    (void)state;
    assert_refused("DC01FR0000011E471E47AB" US, STATUS_UNSUPPORTED, "header", "offset 2");
    assert_refused("DC05FR0000011E471E47AB01FR" US, STATUS_UNSUPPORTED, "header", "offset 2");
    assert_refused("\xDC\x04"
                   "1",
                   STATUS_UNSUPPORTED, "header", "offset 0");
    assert_refused("DE01", STATUS_UNSUPPORTED, "header", "offset 0");
    assert_refused("DC04FR0000011E471E47AB02FRE550" US SIGNATURE, STATUS_UNSUPPORTED, "header", "offset 22");
}

static void refuses_a_second_spelling_of_the_same_signature(void **state) {
    (void)state;
    char text[] = HEADER "E550" US SIGNATURE;
    struct seal seal;
    for (int last = 0; last < 26; last++) {
        text[sizeof text - 2] = (char)('A' + last);
        bool no_bits_left_over = last % 8 == 0;
        assert_int_equal(read_text(text, &seal, NULL), no_bits_left_over ? STATUS_OK : STATUS_MALFORMED);
    }
}

/* --- Writing --- */

static void add(struct seal_draft *draft, const char *id, const char *value) {
    assert_int_equal(seal_draft_add(draft, id, value), STATUS_OK);
}

static void write_specimen(char text[SEAL_TEXT_MAX + 1], size_t *length) {
    struct seal seal;
    assert_int_equal(seal_read(specimen, specimen_length, &seal, NULL), STATUS_OK);
    struct seal_draft draft = {
        .issuer = "FR00", .certificate = "0001", .type = "AB", .perimeter = "01", .country = "FR"};
    draft.issued_on = draft.signed_on = (struct date){2021, 3, 22};
    for (size_t i = 0; i < seal.field_count; i++) {
        char value[100] = {0};
        memcpy(value, seal.fields[i].value, seal.fields[i].length);
        add(&draft, seal.fields[i].id, value);
    }
    assert_int_equal(seal_draft_write(&draft, text, length), STATUS_OK);
    assert_int_equal(*length, seal.signed_length);
    assert_memory_equal(text, specimen, *length);
    assert_int_equal(seal_append_signature(text, length, seal.signature, seal.signature_length), STATUS_OK);
    seal_draft_clear(&draft);
}

static void reproduces_the_signed_part_of_the_specimen_then_all_of_it(void **state) {
    (void)state;
    char text[SEAL_TEXT_MAX + 1];
    size_t length = 0;
    write_specimen(text, &length);
    assert_int_equal(length, specimen_length);
    assert_memory_equal(text, specimen, length);
}

/* The message that one value makes, followed by E5. */
static void assert_written(const char *id, const char *value, const char *expected) {
    struct seal_draft draft = {
        .issuer = "FR00", .certificate = "0001", .type = "AB", .perimeter = "01", .country = "FR"};
    char text[SEAL_TEXT_MAX + 1];
    size_t length = 0;
    add(&draft, id, value);
    add(&draft, "E5", "50");
    assert_int_equal(seal_draft_write(&draft, text, &length), STATUS_OK);
    assert_string_equal(text + 26, expected);
    assert_memory_equal(text, "DC04FR000001FFFFFFFFAB01FR", 26);
    seal_draft_clear(&draft);
}

static void ends_a_value_as_its_length_says(void **state) {
    (void)state;
    assert_written("6H", "M", "6HM" GS "E550");
    assert_written("6H", "ABCDEFGHIJ", "6HABCDEFGHIJE550");
    assert_written("69", "00001950", "6900001950E550");
    assert_written("01", "ABC", "01ABC" GS "E550");
}

static void cuts_a_value_that_is_too_long_and_says_so(void **state) {
    (void)state;
    assert_written("6H", "ABCDEFGHIJK", "6HABCDEFGHIJ" RS "E550");
}

static void cuts_given_names_at_a_whole_name(void **state) {
    (void)state;
    assert_written("60", "ABCDEFGHIJKLMNOPQRSTUVWXYZ/ABCDEFGHIJKLMNOPQRSTUVWXYZ/ABCDEFGHIJ",
                   "60ABCDEFGHIJKLMNOPQRSTUVWXYZ/ABCDEFGHIJKLMNOPQRSTUVWXYZ" RS "E550");
    /* Sixty characters that end with a name are kept whole. */
    assert_written("60", "ABCDEFGHIJKLMNOPQRSTUVWXYZ/ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG/Z",
                   "60ABCDEFGHIJKLMNOPQRSTUVWXYZ/ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG" RS "E550");
    /* One name that is longer than the maximum is cut where it must. */
    assert_written("60", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ/A",
                   "60ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH" RS "E550");
}

static void drops_whole_categories_from_the_end(void **state) {
    (void)state;
    assert_written("E6", "A B C D B1 AL AT CL A1 A2 A3 A4 C1 BE CE DE A2 C1 D1 C1E D1E AM XYZ",
                   "E6A B C D B1 AL AT CL A1 A2 A3 A4 C1 BE CE DE A2 C1 D1 C1E D1E AM" RS "E550");
}

static void writes_the_mark_of_a_cut_value_even_when_it_is_the_last(void **state) {
    (void)state;
    struct seal_draft draft = {
        .issuer = "FR00", .certificate = "0001", .type = "AB", .perimeter = "01", .country = "FR"};
    char text[SEAL_TEXT_MAX + 1];
    size_t length = 0;
    add(&draft, "6H", "ABCDEFGHIJKLM");
    assert_int_equal(seal_draft_write(&draft, text, &length), STATUS_OK);
    assert_string_equal(text + 26, "6HABCDEFGHIJ" RS);
    seal_draft_clear(&draft);
}

static void refuses_a_value_that_the_table_does_not_allow(void **state) {
    (void)state;
    struct seal_draft draft = {0};
    assert_int_equal(seal_draft_add(&draft, "ZZ", "A"), STATUS_INVALID);
    assert_int_equal(seal_draft_add(&draft, "6G", ""), STATUS_INVALID);
    assert_int_equal(seal_draft_add(&draft, "6G", "Dumont"), STATUS_INVALID);
    assert_int_equal(seal_draft_add(&draft, "6G", "DUMONT-D"), STATUS_INVALID);
    assert_int_equal(seal_draft_add(&draft, "E5", "5"), STATUS_INVALID);
    assert_int_equal(seal_draft_add(&draft, "E5", "500"), STATUS_INVALID);
    assert_int_equal(draft.value_count, 0);
}

static void refuses_to_write_without_an_issuer(void **state) {
    (void)state;
    struct seal_draft draft = {.type = "AB", .perimeter = "01", .country = "FR"};
    char text[SEAL_TEXT_MAX + 1];
    size_t length = 0;
    assert_int_equal(seal_draft_write(&draft, text, &length), STATUS_INVALID);
}

/* --- The table --- */

static void knows_the_bounds_of_every_identifier(void **state) {
    (void)state;
    int min = -1, max = -1;
    assert_true(seal_identifier_bounds("01", &min, &max));
    assert_int_equal(min, 0);
    assert_int_equal(max, 0);
    assert_true(seal_identifier_bounds("6G", &min, &max));
    assert_int_equal(min, 1);
    assert_int_equal(max, 38);
    assert_true(seal_identifier_bounds("I6", &min, &max));
    assert_int_equal(min, 11);
    assert_int_equal(max, 11);
    assert_false(seal_identifier_bounds("ZZ", &min, &max));
    assert_false(seal_identifier_bounds("6", &min, &max));
    assert_false(seal_identifier_bounds("", &min, &max));
    assert_false(seal_identifier_bounds("6GX", &min, &max));
}

static void tells_a_test_issuer(void **state) {
    (void)state;
    assert_true(seal_is_test_issuer("FR00"));
    assert_true(seal_is_test_issuer("XX00"));
    assert_false(seal_is_test_issuer("FR03"));
    assert_false(seal_is_test_issuer("0"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_header_of_the_specimen),
        cmocka_unit_test(reads_the_fields_of_the_specimen_in_order),
        cmocka_unit_test(forgives_one_trailing_newline),
        cmocka_unit_test(tolerates_a_separator_that_is_not_needed),
        cmocka_unit_test(takes_no_separator_after_a_value_that_fills_its_maximum),
        cmocka_unit_test(tells_a_truncated_value),
        cmocka_unit_test(reads_versions_without_perimeter_or_country),
        cmocka_unit_test(reads_a_document_without_a_date),
        cmocka_unit_test(shows_the_annex_as_unsigned_and_never_finds_it),
        cmocka_unit_test(refuses_what_it_cannot_split_and_says_where),
        cmocka_unit_test(refuses_a_second_signature_in_the_annex),
        cmocka_unit_test(says_what_it_does_not_support),
        cmocka_unit_test(refuses_a_second_spelling_of_the_same_signature),
        cmocka_unit_test(reproduces_the_signed_part_of_the_specimen_then_all_of_it),
        cmocka_unit_test(ends_a_value_as_its_length_says),
        cmocka_unit_test(cuts_a_value_that_is_too_long_and_says_so),
        cmocka_unit_test(cuts_given_names_at_a_whole_name),
        cmocka_unit_test(drops_whole_categories_from_the_end),
        cmocka_unit_test(writes_the_mark_of_a_cut_value_even_when_it_is_the_last),
        cmocka_unit_test(refuses_a_value_that_the_table_does_not_allow),
        cmocka_unit_test(refuses_to_write_without_an_issuer),
        cmocka_unit_test(knows_the_bounds_of_every_identifier),
        cmocka_unit_test(tells_a_test_issuer),
    };
    return cmocka_run_group_tests(tests, load_specimen, NULL);
}

/* What the seal of an ADCS and of an RII says, and what is found to differ. */
#include "../../kiosk/memory.h"
#include "../../kiosk/record.h"
#include "../../kiosk/resource.h"
#include "../../kiosk/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define GS "\x1D"
#define RS "\x1E"
#define FAKE_SIGNATURE                                                                                                 \
    "\x1F"                                                                                                             \
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static const struct seal_attestation adcs = {.document = SEAL_ADCS,
                                             .number = "ABCDEFGHJK12",
                                             .issued_at = {{2026, 11, 24}, 9, 31, 0, 60},
                                             .valid_until = {2027, 3, 24},
                                             .pages = 1};
static const struct seal_attestation rii = {.document = SEAL_RII,
                                            .number = "ABCDEFGHJK12",
                                            .issued_at = {{2026, 11, 24}, 9, 31, 0, 60},
                                            .pages = 2,
                                            .requester_siren = "732829320"};

static struct record *read_driver(const char *name) {
    struct record *record = NULL;
    struct resource file = resource_find(name);
    assert_non_null(file.bytes);
    assert_int_equal(record_parse(file.bytes, file.size, &record, NULL), STATUS_OK);
    return record;
}

static struct record *specimen(void) {
    return read_driver("training/drivers/specimen-2d-doc.json");
}

/* The signed text of that document. */
static void write_text(const struct record *record, const struct seal_attestation *attestation, bool may_drive,
                       char text[SEAL_TEXT_MAX + 1]) {
    struct seal_draft draft;
    size_t length = 0;
    assert_int_equal(seal_draft_attestation(record, attestation, may_drive, &draft), STATUS_OK);
    memcpy(draft.issuer, "FR00", 5);
    memcpy(draft.certificate, "0001", 5);
    assert_int_equal(seal_draft_write(&draft, text, &length), STATUS_OK);
    seal_draft_clear(&draft);
}

static void append(char *text, size_t size, const char *more) {
    size_t length = strlen(text);
    snprintf(text + length, size - length, "%s", more);
}

static void assert_text(const struct record *record, const struct seal_attestation *attestation, bool may_drive,
                        const char *expected) {
    char text[SEAL_TEXT_MAX + 1];
    write_text(record, attestation, may_drive, text);
    assert_string_equal(text, expected);
}

static void set_names(struct record *record, const char *const *names, size_t count) {
    struct record_list *list = &record->holder.given_names;
    for (size_t i = 0; i < list->count; i++)
        memory_free(list->items[i]);
    memory_free(list->items);
    list->items = memory_alloc(count * sizeof *list->items);
    list->count = count;
    for (size_t i = 0; i < count; i++)
        list->items[i] = memory_copy(names[i]);
}

static void set_text(char **text, const char *value) {
    memory_free(*text);
    *text = memory_copy(value);
}

/* --- Writing --- */

static void says_what_an_adcs_says(void **state) {
    (void)state;
    struct record *record = specimen();
    assert_text(record, &adcs, true,
                "DC04FR00000126602660AB01FR6HM" GS "6GDUMONT DURVILLE" GS "60JULES/SEBASTIEN/CESAR" GS
                "69080519426ACONDE SUR NOIREAU" GS "AC121201200001" GS "E4APCE550E8241120260930090001E6B C" GS
                "0826D801ABCDEFGHJK12");
    record_free(record);
}

static void says_what_an_rii_says_with_its_points_and_its_requester(void **state) {
    (void)state;
    struct record *record = specimen();
    assert_text(record, &rii, true,
                "DC04FR00000126602660AB01FR6HM" GS "6GDUMONT DURVILLE" GS "60JULES/SEBASTIEN/CESAR" GS
                "69080519426ACONDE SUR NOIREAU" GS "AC121201200001" GS "E4RIIE550E8241120260930090002AGCE6B C" GS
                "E773282932001ABCDEFGHJK12");
    record_free(record);
}

static void never_puts_points_in_an_adcs(void **state) {
    (void)state;
    for (size_t i = 0; i < resource_entry_count; i++) {
        if (strncmp(resource_at(i).name, "training/drivers/", 17) != 0)
            continue;
        struct record *record = read_driver(resource_at(i).name);
        struct seal_draft draft;
        assert_int_equal(seal_draft_attestation(record, &adcs, true, &draft), STATUS_OK);
        for (size_t j = 0; j < draft.value_count; j++)
            assert_string_not_equal(draft.values[j].id, "AG");
        seal_draft_clear(&draft);
        record_free(record);
    }
}

static void leaves_points_out_of_the_rii_of_a_licence_of_another_state(void **state) {
    (void)state;
    struct record *record = specimen();
    char text[SEAL_TEXT_MAX + 1];
    record->has_points = false;
    write_text(record, &rii, true, text);
    assert_null(strstr(text, "0002AG"));
    assert_non_null(strstr(text, "0002E6B C"));
    record_free(record);
}

static void writes_points_as_one_digit_of_base_36(void **state) {
    (void)state;
    static const struct {
        int points;
        const char *text;
    } cases[] = {{0, "0002AG0"}, {9, "0002AG9"}, {10, "0002AGA"}, {35, "0002AGZ"}};
    struct record *record = specimen();
    char text[SEAL_TEXT_MAX + 1];
    for (size_t i = 0; i < 4; i++) {
        record->points_balance = cases[i].points;
        write_text(record, &rii, true, text);
        assert_non_null(strstr(text, cases[i].text));
    }
    record_free(record);
}

static void leaves_categories_out_when_the_right_to_drive_is_taken_away(void **state) {
    (void)state;
    struct record *record = specimen();
    char text[SEAL_TEXT_MAX + 1];
    write_text(record, &adcs, false, text);
    assert_non_null(strstr(text, "090001"
                                 "0826D8"));
    assert_null(strstr(text, "E6"));
    record_free(record);
}

static void writes_an_unknown_birth_day_as_zeros(void **state) {
    (void)state;
    struct record *record = specimen();
    char text[SEAL_TEXT_MAX + 1];
    record->holder.birth_date = (struct date){1950, 0, 0};
    write_text(record, &adcs, true, text);
    assert_non_null(strstr(text, "6900001950"));
    record_free(record);
}

static void keeps_six_given_names_and_says_that_it_cut(void **state) {
    (void)state;
    static const char *const names[] = {"Ève", "Zoé", "Anne-Marie", "Œdipe", "Jean", "Luc", "Guy"};
    struct record *record = specimen();
    char text[SEAL_TEXT_MAX + 1];
    set_names(record, names, 6);
    write_text(record, &adcs, true, text);
    assert_non_null(strstr(text, "60EVE/ZOE/ANNE MARIE/OEDIPE/JEAN/LUC" GS));
    set_names(record, names, 7);
    write_text(record, &adcs, true, text);
    assert_non_null(strstr(text, "60EVE/ZOE/ANNE MARIE/OEDIPE/JEAN/LUC" RS));
    record_free(record);
}

static void folds_and_cuts_names_and_places(void **state) {
    (void)state;
    struct record *record = specimen();
    char text[SEAL_TEXT_MAX + 1];
    set_text(&record->holder.family_name, "Łącki-Þórðarson d’Æther von und zu Liechtenstein");
    set_text(&record->holder.birth_place, "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson");
    write_text(record, &adcs, true, text);
    assert_non_null(strstr(text, "6GLACKI THORDARSON DAETHER VON UND ZU LI" RS));
    assert_non_null(strstr(text, "6ASAINT REMY EN BOUZEMONT SAINT GE" RS));
    record_free(record);
}

static void refuses_a_record_that_no_seal_can_say(void **state) {
    (void)state;
    struct record *record = specimen();
    struct seal_draft draft = {0};
    set_text(&record->holder.family_name, "田中");
    assert_int_equal(seal_draft_attestation(record, &adcs, true, &draft), STATUS_INVALID);
    assert_int_equal(draft.value_count, 0);
    record_free(record);
}

static void writes_a_seal_of_every_driver_that_its_reader_finds_equal(void **state) {
    (void)state;
    size_t drivers = 0;
    for (size_t i = 0; i < resource_entry_count; i++) {
        if (strncmp(resource_at(i).name, "training/drivers/", 17) != 0)
            continue;
        struct record *record = read_driver(resource_at(i).name);
        char text[SEAL_TEXT_MAX + 128];
        struct seal seal;
        write_text(record, &rii, true, text);
        append(text, sizeof text, FAKE_SIGNATURE);
        assert_int_equal(seal_read(text, strlen(text), &seal, NULL), STATUS_OK);
        assert_int_equal(seal_compare(&seal, record, &rii, true, NULL), STATUS_OK);
        record_free(record);
        drivers++;
    }
    assert_true(drivers >= 40);
}

/* --- Comparing --- */

/* Compares the seal "header + message" with the specimen's ADCS; the DI that differs, or "" when none does. */
static const char *difference(const char *message) {
    static struct fault fault;
    char text[SEAL_TEXT_MAX + 128] = "DC04FR00000126602660AB01FR";
    struct seal seal;
    struct record *record = specimen();
    if (strncmp(message, "DC04", 4) == 0)
        text[0] = '\0';
    append(text, sizeof text, message);
    if (strchr(message, SEAL_US) == NULL)
        append(text, sizeof text, FAKE_SIGNATURE);
    fault = (struct fault){0};
    assert_int_equal(seal_read(text, strlen(text), &seal, NULL), STATUS_OK);
    enum status status = seal_compare(&seal, record, &adcs, true, &fault);
    assert_int_equal(status, fault.where[0] == '\0' ? STATUS_OK : STATUS_SEAL_DIFFERS);
    record_free(record);
    return fault.where;
}

#define HOLDER "6HM" GS "6GDUMONT DURVILLE" GS "60JULES/SEBASTIEN/CESAR" GS "69080519426ACONDE SUR NOIREAU" GS
#define LICENCE                                                                                                        \
    "AC121201200001" GS "E4APCE550E824112026093009"                                                                    \
    "0001"
#define DOCUMENT "E6B C" GS "0826D801ABCDEFGHJK12"

static void accepts_the_fields_in_any_order(void **state) {
    (void)state;
    assert_string_equal(difference(HOLDER LICENCE DOCUMENT), "");
    assert_string_equal(difference(DOCUMENT GS LICENCE HOLDER), "");
}

static void names_the_field_that_differs(void **state) {
    (void)state;
    assert_string_equal(difference("6HM" GS "6GDURAND" GS "60JULES/SEBASTIEN/CESAR" GS
                                   "69080519426ACONDE SUR NOIREAU" GS LICENCE DOCUMENT),
                        "6G");
    assert_string_equal(difference(HOLDER "AC121201200002" GS "E4APCE550E8241120260930090001" DOCUMENT), "AC");
    assert_string_equal(difference(HOLDER "AC121201200001" GS "E4RIIE550E8241120260930090001" DOCUMENT), "E4");
    assert_string_equal(difference(HOLDER "AC121201200001" GS "E4APCE547E8241120260930090001" DOCUMENT), "E5");
    assert_string_equal(difference(HOLDER "AC121201200001" GS "E4APCE550E8241120260931090001" DOCUMENT), "E8");
    assert_string_equal(difference(HOLDER "AC121201200001" GS "E4APCE550E8241120260930090002" DOCUMENT), "09");
    assert_string_equal(difference(HOLDER LICENCE "E6B C D" GS "0826D801ABCDEFGHJK12"), "E6");
    assert_string_equal(difference(HOLDER LICENCE "E6B C" RS "0826D801ABCDEFGHJK12"), "E6");
    assert_string_equal(difference(HOLDER LICENCE "E6B C" GS "0826D901ABCDEFGHJK12"), "08");
    assert_string_equal(difference(HOLDER LICENCE "E6B C" GS "0826D801ABCDEFGHJK13"), "01");
}

static void refuses_points_on_an_adcs(void **state) {
    (void)state;
    assert_string_equal(difference(HOLDER LICENCE "AGC" DOCUMENT), "AG");
}

static void refuses_a_field_too_many_too_few_or_twice(void **state) {
    (void)state;
    assert_string_equal(difference(HOLDER LICENCE "E7123456789" DOCUMENT), "E7");
    assert_string_equal(difference(HOLDER LICENCE "E6B C" GS "01ABCDEFGHJK12"), "08");
    assert_string_equal(difference(HOLDER LICENCE DOCUMENT GS "E550"), "E5");
}

static void refuses_another_type_another_date_and_an_annex(void **state) {
    (void)state;
    assert_string_equal(difference("DC04FR00000126602660AA01FR" HOLDER LICENCE DOCUMENT), "header");
    assert_string_equal(difference("DC04FR00000126612660AB01FR" HOLDER LICENCE DOCUMENT), "header");
    assert_string_equal(difference("DC04FR00000126602661AB01FR" HOLDER LICENCE DOCUMENT), "header");
    assert_string_equal(
        difference("DC04FR00000126602660AB01FR" HOLDER LICENCE "E6B C" GS "0826D8" FAKE_SIGNATURE GS "01ABCDEFGHJK12"),
        "01");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_an_adcs_says),
        cmocka_unit_test(says_what_an_rii_says_with_its_points_and_its_requester),
        cmocka_unit_test(never_puts_points_in_an_adcs),
        cmocka_unit_test(leaves_points_out_of_the_rii_of_a_licence_of_another_state),
        cmocka_unit_test(writes_points_as_one_digit_of_base_36),
        cmocka_unit_test(leaves_categories_out_when_the_right_to_drive_is_taken_away),
        cmocka_unit_test(writes_an_unknown_birth_day_as_zeros),
        cmocka_unit_test(keeps_six_given_names_and_says_that_it_cut),
        cmocka_unit_test(folds_and_cuts_names_and_places),
        cmocka_unit_test(refuses_a_record_that_no_seal_can_say),
        cmocka_unit_test(writes_a_seal_of_every_driver_that_its_reader_finds_equal),
        cmocka_unit_test(accepts_the_fields_in_any_order),
        cmocka_unit_test(names_the_field_that_differs),
        cmocka_unit_test(refuses_points_on_an_adcs),
        cmocka_unit_test(refuses_a_field_too_many_too_few_or_twice),
        cmocka_unit_test(refuses_another_type_another_date_and_an_annex),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

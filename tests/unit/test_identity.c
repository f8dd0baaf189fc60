/* Who may have, see and be given what. */
#include "../../kiosk/identity.h"
#include "../../kiosk/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const enum identity_quality H = IDENTITY_HOLDER, L = IDENTITY_LEGAL_REPRESENTATIVE, M = IDENTITY_MANDATARY,
                                   B = IDENTITY_BODY;

static bool has(enum identity_quality quality, enum identity_right right) {
    return (identity_entitlement(quality)->rights & (unsigned)right) != 0;
}

/* Issue 6: one line a right, one column a quality. */
static void each_quality_has_its_rights_and_no_other(void **state) {
    (void)state;
    static const struct {
        enum identity_right right;
        bool holder, representative, mandatary, body;
    } expected[] = {
        {IDENTITY_SEE_STATE, 1, 1, 1, 1},    {IDENTITY_SEE_CATEGORIES, 1, 1, 1, 1},
        {IDENTITY_SEE_POINTS, 1, 1, 1, 0},   {IDENTITY_SEE_HISTORY, 1, 1, 1, 0},
        {IDENTITY_SEE_CALENDAR, 1, 1, 1, 0}, {IDENTITY_SEE_MEASURES, 1, 1, 1, 0},
        {IDENTITY_SEE_LETTERS, 1, 1, 1, 0},  {IDENTITY_GIVE_ADCS, 1, 1, 1, 1},
        {IDENTITY_GIVE_RII, 1, 1, 1, 0},     {IDENTITY_GIVE_SITUATION, 1, 0, 0, 0},
        {IDENTITY_USE_ACCOUNT, 1, 0, 0, 0},  {IDENTITY_USE_FRANCECONNECT, 1, 0, 0, 0},
    };
    unsigned all = 0;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        enum identity_right right = expected[i].right;
        all |= (unsigned)right;
        assert_int_equal(has(H, right), expected[i].holder);
        assert_int_equal(has(L, right), expected[i].representative);
        assert_int_equal(has(M, right), expected[i].mandatary);
        assert_int_equal(has(B, right), expected[i].body);
    }
    assert_int_equal(identity_entitlement(H)->rights, all);
}

static void each_quality_has_its_words(void **state) {
    (void)state;
    static const char *const wires[] = {"holder", "legal-representative", "mandatary", "body"};
    for (int i = 0; i < IDENTITY_QUALITY_COUNT; i++) {
        const struct identity_entitlement *line = identity_entitlement((enum identity_quality)i);
        assert_int_equal(line->quality, i);
        assert_string_equal(line->wire, wires[i]);
        assert_true(line->label[0] != '\0');
        assert_non_null(strstr(line->article, "art. "));
    }
}

static void each_document_has_its_words(void **state) {
    (void)state;
    static const char *const wires[] = {"id-card", "passport", "residence-permit", "licence"};
    for (int i = 0; i < IDENTITY_DOCUMENT_COUNT; i++) {
        assert_string_equal(identity_document_wire((enum identity_document)i), wires[i]);
        assert_true(identity_document_label((enum identity_document)i)[0] != '\0');
    }
}

static struct identity_check check_of(enum identity_quality quality, const char *name, const char *siren,
                                      enum identity_mandate mandate) {
    struct identity_check check = {.quality = quality, .mandate = mandate, .document = IDENTITY_PASSPORT};
    text_copy(check.requester_name, sizeof check.requester_name, name);
    text_copy(check.requester_siren, sizeof check.requester_siren, siren);
    return check;
}

static void a_check_is_complete_for_its_quality_only(void **state) {
    (void)state;
    const struct {
        const char *name, *siren, *missing; /* NULL: complete */
        enum identity_quality quality;
        enum identity_mandate mandate;
    } expected[] = {
        {"", "", NULL, H, IDENTITY_NO_MANDATE},
        {"MARTIN", "", "requester_name", H, IDENTITY_NO_MANDATE},
        {"", "", "mandate", H, IDENTITY_MANDATE_AVOCAT},
        {"MARTIN", "", NULL, L, IDENTITY_NO_MANDATE},
        {"", "", "requester_name", L, IDENTITY_NO_MANDATE},
        {"MARTIN", "", NULL, M, IDENTITY_MANDATE_WRITTEN},
        {"MARTIN", "", NULL, M, IDENTITY_MANDATE_AVOCAT},
        {"MARTIN", "", "mandate", M, IDENTITY_NO_MANDATE},
        {"", "", "requester_name", M, IDENTITY_MANDATE_AVOCAT},
        {"MARTIN", "732829320", "requester_siren", M, IDENTITY_MANDATE_AVOCAT},
        {"ASSUREUR", "732829320", NULL, B, IDENTITY_NO_MANDATE},
        {"ASSUREUR", "", "requester_siren", B, IDENTITY_NO_MANDATE},
        {"ASSUREUR", "732829321", "requester_siren", B, IDENTITY_NO_MANDATE},
        {"", "732829320", "requester_name", B, IDENTITY_NO_MANDATE},
        {"", "", "quality", IDENTITY_QUALITY_COUNT, IDENTITY_NO_MANDATE},
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        struct fault fault = {0};
        struct identity_check check =
            check_of(expected[i].quality, expected[i].name, expected[i].siren, expected[i].mandate);
        enum status status = identity_check_complete(&check, &fault);
        assert_int_equal(status, expected[i].missing ? STATUS_INVALID : STATUS_OK);
        assert_string_equal(fault.where, expected[i].missing ? expected[i].missing : "");
    }
}

static void a_siren_has_nine_digits_that_add_up(void **state) {
    (void)state;
    assert_true(identity_is_siren("732829320"));
    assert_true(identity_is_siren("552100554"));
    assert_false(identity_is_siren("000000000"));
    assert_false(identity_is_siren("73282932"));
    assert_false(identity_is_siren("7328293200"));
    assert_false(identity_is_siren("73282932A"));
    assert_false(identity_is_siren(""));
}

static void any_single_wrong_digit_of_a_siren_is_caught(void **state) {
    (void)state;
    for (size_t at = 0; at < 9; at++)
        for (int digit = '0'; digit <= '9'; digit++) {
            char siren[] = "732829320";
            bool same = siren[at] == digit;
            siren[at] = (char)digit;
            assert_int_equal(identity_is_siren(siren), same);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_quality_has_its_rights_and_no_other),
        cmocka_unit_test(each_quality_has_its_words),
        cmocka_unit_test(each_document_has_its_words),
        cmocka_unit_test(a_check_is_complete_for_its_quality_only),
        cmocka_unit_test(a_siren_has_nine_digits_that_add_up),
        cmocka_unit_test(any_single_wrong_digit_of_a_siren_is_caught),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

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
        assert_int_equal(line->proof[strlen(line->proof) - 1], '.');
    }
}

static void each_document_has_its_words(void **state) {
    (void)state;
    static const char *const wires[] = {"id-card", "passport", "residence-permit", "licence"};
    for (int i = 0; i < IDENTITY_DOCUMENT_COUNT; i++) {
        assert_string_equal(identity_document_wire((enum identity_document)i), wires[i]);
        assert_true(identity_document_label((enum identity_document)i)[0] != '\0');
    }
    assert_null(identity_document_wire(IDENTITY_NO_DOCUMENT));
    assert_string_equal(identity_document_label(IDENTITY_NO_DOCUMENT), "Aucun document");
}

/* Issue 6: anybody else is refused, with where to go. */
static void anybody_else_is_sent_elsewhere(void **state) {
    (void)state;
    static const char *const to[] = {"Vérif Permis", "leurs propres accès", "ses propres voies", "mandat"};
    for (int i = 0; i < IDENTITY_OUTSIDER_COUNT; i++) {
        const struct identity_refusal *line = identity_refusal((enum identity_outsider)i);
        assert_true(line->label[0] != '\0');
        assert_non_null(strstr(line->refusal, to[i]));
        assert_int_equal(line->refusal[strlen(line->refusal) - 1], '.');
        assert_non_null(strstr(line->article, "art.\u00A0L.\u00A022"));
    }
}

static struct identity_check check_of(enum identity_quality quality, const char *name, const char *siren,
                                      enum identity_mandate mandate) {
    struct identity_check check = {.quality = quality,
                                   .mandate = mandate,
                                   .link = quality == L ? IDENTITY_FAMILY_BOOK : IDENTITY_NO_LINK,
                                   .document = IDENTITY_PASSPORT,
                                   .requester_reason = quality == IDENTITY_BODY,
                                   .confirmed_by = "A123",
                                   .at = {{2026, 11, 24}, 9, 30, 0, 60}};
    text_copy(check.requester_name, sizeof check.requester_name, name);
    text_copy(check.requester_siren, sizeof check.requester_siren, siren);
    return check;
}

static struct identity_check usual(enum identity_quality quality) {
    return check_of(quality, quality == H ? "" : "MARTIN", quality == B ? "732829320" : "",
                    quality == M ? IDENTITY_MANDATE_AVOCAT : IDENTITY_NO_MANDATE);
}

/* `missing` is NULL for a check that is complete. */
static void assert_missing(const struct identity_check *check, const struct identity_rules *rules,
                           const char *missing) {
    struct fault fault = {0};
    enum status status = identity_check_complete(check, rules != NULL ? rules : &identity_rules_default, &fault);
    assert_string_equal(fault.where, missing != NULL ? missing : "");
    assert_int_equal(status, missing == NULL                  ? STATUS_OK
                             : strcmp(missing, "person") == 0 ? STATUS_DENIED
                                                              : STATUS_INVALID);
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
        struct identity_check check =
            check_of(expected[i].quality, expected[i].name, expected[i].siren, expected[i].mandate);
        assert_missing(&check, NULL, expected[i].missing);
    }
}

static void an_organisme_alone_says_what_for_from_the_list(void **state) {
    (void)state;
    struct identity_check check = usual(B);
    check.requester_reason = 0;
    assert_missing(&check, NULL, "requester_reason");
    check.requester_reason = 99;
    assert_missing(&check, NULL, "requester_reason");
    check = usual(L);
    check.requester_reason = 1;
    assert_missing(&check, NULL, "requester_reason");
}

static void a_document_is_of_an_accepted_kind(void **state) {
    (void)state;
    struct identity_rules rules = identity_rules_default;
    struct identity_check check = usual(H);
    struct fault fault = {0};
    rules.documents = 1U << IDENTITY_ID_CARD | 1U << IDENTITY_PASSPORT;
    for (int i = 0; i < IDENTITY_DOCUMENT_COUNT; i++) {
        check.document = (enum identity_document)i;
        assert_missing(&check, NULL, NULL);
        assert_missing(&check, &rules, i <= IDENTITY_PASSPORT ? NULL : "document");
    }
    assert_int_equal(identity_check_complete(&check, &rules, &fault), STATUS_INVALID);
    assert_string_equal(fault.detail, "accepted");
}

/* Issue 6: an avocat shows the card, an organisme a letter; anybody else a document of the holder. */
static void only_an_avocat_or_an_organisme_comes_without_a_document(void **state) {
    (void)state;
    for (int quality = 0; quality < IDENTITY_QUALITY_COUNT; quality++) {
        struct identity_check check = usual((enum identity_quality)quality);
        check.document = IDENTITY_NO_DOCUMENT;
        assert_missing(&check, NULL, "document");
        check.method = IDENTITY_BY_EYE;
        assert_missing(&check, NULL, quality == M || quality == B ? NULL : "document");
        if (quality == M) {
            check.mandate = IDENTITY_MANDATE_WRITTEN;
            assert_missing(&check, NULL, "document");
        }
    }
}

static void the_card_of_an_avocat_suffices_where_the_configuration_says_so(void **state) {
    (void)state;
    struct identity_rules rules = identity_rules_default;
    struct identity_check check = usual(M);
    struct fault fault = {0};
    rules.avocat_card_suffices = false;
    assert_missing(&check, &rules, "mandate");
    assert_int_equal(identity_check_complete(&check, &rules, &fault), STATUS_INVALID);
    assert_string_equal(fault.detail, "avocat");
    check.mandate = IDENTITY_MANDATE_WRITTEN;
    assert_missing(&check, &rules, NULL);
}

static void an_expired_document_and_no_other_needs_a_reason(void **state) {
    (void)state;
    struct identity_check check = usual(H);
    check.document_expiry = (struct date){2026, 11, 23};
    assert_missing(&check, NULL, "expired_reason");
    check.expired_reason = 1;
    assert_missing(&check, NULL, NULL);
    check.expired_reason = 99;
    assert_missing(&check, NULL, "expired_reason");
    check.expired_reason = 1;
    check.document_expiry = (struct date){2026, 11, 24}; /* the last day */
    assert_missing(&check, NULL, "expired_reason");
    check.expired_reason = 0;
    assert_missing(&check, NULL, NULL);
}

static void what_differs_needs_a_reason_and_nothing_else_has_one(void **state) {
    (void)state;
    struct identity_check check = usual(H);
    for (int field = 0; field < IDENTITY_FIELD_COUNT; field++) {
        check.mismatches = 1U << field;
        check.mismatch_reason = 0;
        assert_missing(&check, NULL, field == IDENTITY_BIRTH_DATE ? "person" : "mismatch_reason");
        check.mismatch_reason = 1;
        assert_missing(&check, NULL, field == IDENTITY_BIRTH_DATE ? "person" : NULL);
        check.mismatch_reason = 99;
        assert_missing(&check, NULL, field == IDENTITY_BIRTH_DATE ? "person" : "mismatch_reason");
    }
    check.mismatches = 0;
    check.mismatch_reason = 1;
    assert_missing(&check, NULL, "mismatch_reason");
}

/* Whatever else is right: every quality, every reason, a supervisor. */
static void another_birth_date_makes_nothing_complete(void **state) {
    (void)state;
    for (int quality = 0; quality < IDENTITY_QUALITY_COUNT; quality++)
        for (int reason = 0; reason <= 6; reason++)
            for (unsigned others = 0; others < 1U << IDENTITY_FIELD_COUNT; others++) {
                struct identity_check check = usual((enum identity_quality)quality);
                check.mismatches = others | 1U << IDENTITY_BIRTH_DATE;
                check.mismatch_reason = reason;
                text_copy(check.supervisor, sizeof check.supervisor, "B456");
                assert_missing(&check, NULL, "person");
            }
}

/* A licence's zone tells no birth date: one of another name and number is a stranger's. */
static void a_licence_of_another_name_and_number_makes_nothing_complete(void **state) {
    (void)state;
    struct identity_check check = usual(H);
    check.mismatches = 1U << IDENTITY_FAMILY_NAME | 1U << IDENTITY_TITLE_NUMBER;
    check.mismatch_reason = 1;
    assert_missing(&check, NULL, NULL);
    check.document = IDENTITY_LICENCE;
    assert_missing(&check, NULL, "person");
    check.mismatches = 1U << IDENTITY_TITLE_NUMBER | 1U << IDENTITY_TITLE_EXPIRY; /* a title replaced since */
    assert_missing(&check, NULL, NULL);
    check.mismatches = 1U << IDENTITY_FAMILY_NAME;
    assert_missing(&check, NULL, NULL);
}

static void a_representative_alone_proves_the_link(void **state) {
    (void)state;
    for (int quality = 0; quality < IDENTITY_QUALITY_COUNT; quality++)
        for (int link = IDENTITY_NO_LINK; link <= IDENTITY_JUDGMENT; link++) {
            struct identity_check check = usual((enum identity_quality)quality);
            check.link = (enum identity_link)link;
            assert_missing(&check, NULL, (quality == L) != (link != IDENTITY_NO_LINK) ? "link" : NULL);
        }
}

static void a_supervisor_confirms_wherever_neither_name_is_the_holders(void **state) {
    (void)state;
    struct identity_check check = usual(H);
    check.mismatches = 1U << IDENTITY_FAMILY_NAME | 1U << IDENTITY_GIVEN_NAMES;
    check.mismatch_reason = 1;
    assert_missing(&check, NULL, "supervisor");
    text_copy(check.supervisor, sizeof check.supervisor, "B456");
    assert_missing(&check, NULL, NULL);
    assert_false(identity_wants_supervisor(1U << IDENTITY_FAMILY_NAME, &identity_rules_default));
    assert_false(identity_wants_supervisor(0, &identity_rules_default));
}

static void a_space_names_nobody(void **state) {
    (void)state;
    static const char *const names[] = {" ", "\u00A0\u00A0", "-", "X", "' '"};
    for (int quality = IDENTITY_LEGAL_REPRESENTATIVE; quality < IDENTITY_QUALITY_COUNT; quality++) {
        struct identity_check check = usual((enum identity_quality)quality);
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
            text_copy(check.requester_name, sizeof check.requester_name, names[i]);
            assert_missing(&check, NULL, "requester_name");
        }
        text_copy(check.requester_name, sizeof check.requester_name, "3M");
        assert_missing(&check, NULL, NULL);
    }
}

/* What no supervisor can mend is said before one is called. */
static void a_supervisor_is_asked_for_last(void **state) {
    (void)state;
    struct identity_rules rules = {.documents = 1U << IDENTITY_ID_CARD, .supervisor_for_mismatch = true};
    struct identity_check check = usual(M);
    check.mismatches = 1U << IDENTITY_SEX;
    check.mismatch_reason = 1;
    assert_missing(&check, &rules, "document"); /* a passport */
    check.document = IDENTITY_ID_CARD;
    assert_missing(&check, &rules, "mandate"); /* an avocat */
    check.mandate = IDENTITY_MANDATE_WRITTEN;
    assert_missing(&check, &rules, "supervisor");
}

/* Of a document that was not read nobody but the agent knows whether it has expired. */
static void an_expiry_that_was_not_read_may_have_a_reason(void **state) {
    (void)state;
    struct identity_check check = usual(H);
    assert_missing(&check, NULL, NULL);
    check.expired_reason = 2;
    assert_missing(&check, NULL, NULL);
    check.expired_reason = 99;
    assert_missing(&check, NULL, "expired_reason");
    check = usual(B);
    check.document = IDENTITY_NO_DOCUMENT;
    check.method = IDENTITY_BY_EYE;
    check.expired_reason = 1;
    assert_missing(&check, NULL, "expired_reason");
}

static void a_supervisor_confirms_what_differs_where_the_configuration_says_so(void **state) {
    (void)state;
    struct identity_rules rules = identity_rules_default;
    struct identity_check check = usual(H);
    rules.supervisor_for_mismatch = true;
    assert_missing(&check, &rules, NULL);
    check.mismatches = 1U << IDENTITY_SEX;
    check.mismatch_reason = 4;
    assert_missing(&check, &rules, "supervisor");
    text_copy(check.supervisor, sizeof check.supervisor, "A123"); /* the agent's own id */
    assert_missing(&check, &rules, "supervisor");
    assert_missing(&check, NULL, "supervisor");
    text_copy(check.supervisor, sizeof check.supervisor, "B456");
    assert_missing(&check, &rules, NULL);
    assert_missing(&check, NULL, NULL);
    check.mismatches = 0;
    check.mismatch_reason = 0;
    assert_missing(&check, &rules, "supervisor");
}

static void reasons_are_of_closed_lists(void **state) {
    (void)state;
    static const int counts[] = {6, 4, 3};
    for (int i = 0; i < IDENTITY_REASON_LIST_COUNT; i++) {
        enum identity_reason_list list = (enum identity_reason_list)i;
        int reason = 1;
        for (const char *text; (text = identity_reason(list, reason)) != NULL; reason++)
            assert_int_equal(identity_reason_find(list, text), reason);
        assert_int_equal(reason - 1, counts[i]);
        assert_null(identity_reason(list, 0));
        assert_null(identity_reason(list, -1));
        assert_null(identity_reason(list, 1000));
        assert_int_equal(identity_reason_find(list, ""), 0);
        assert_int_equal(identity_reason_find(list, "parce que"), 0);
    }
    assert_int_equal(identity_reason_find(IDENTITY_WHY_DIFFERENT, "changement de nom"), 1);
}

static void fields_have_a_wire_and_a_label_each(void **state) {
    (void)state;
    static const char *const wires[] = {"family_name", "given_names",  "birth_date",
                                        "sex",         "title_number", "title_expiry"};
    for (int i = 0; i < IDENTITY_FIELD_COUNT; i++) {
        assert_string_equal(identity_field_wire((enum identity_field)i), wires[i]);
        assert_true(identity_field_label((enum identity_field)i)[0] != '\0');
    }
}

static void assert_audit(const struct identity_check *check, enum identity_audit line, const char *act,
                         const char *detail) {
    char written[IDENTITY_DETAIL_MAX];
    const char *found = identity_write_audit(check, line, written);
    if (act == NULL)
        assert_null(found);
    else {
        assert_string_equal(found, act);
        assert_string_equal(written, detail);
    }
}

static void the_audit_log_is_told_reasons_and_no_name(void **state) {
    (void)state;
    struct identity_check check = usual(H);
    assert_audit(&check, IDENTITY_AUDIT_MISMATCH, NULL, NULL);
    assert_audit(&check, IDENTITY_AUDIT_EXPIRED, NULL, NULL);
    assert_audit(&check, IDENTITY_AUDIT_CONFIRMED, "identity-confirmed", "holder passport read same");
    check.mismatches = 1U << IDENTITY_FAMILY_NAME | 1U << IDENTITY_SEX;
    check.mismatch_reason = 1;
    assert_audit(&check, IDENTITY_AUDIT_MISMATCH, "identity-mismatch", "family_name sex changement de nom");
    text_copy(check.supervisor, sizeof check.supervisor, "B456");
    assert_audit(&check, IDENTITY_AUDIT_MISMATCH, "identity-mismatch", "family_name sex changement de nom (B456)");
    check.document_expiry = (struct date){2020, 1, 2};
    check.expired_reason = 1;
    assert_audit(&check, IDENTITY_AUDIT_EXPIRED, "identity-expired", "2020-01-02 renouvellement en cours");
    assert_audit(&check, IDENTITY_AUDIT_CONFIRMED, "identity-confirmed", "holder passport read 2020-01-02 differs");
    check = usual(L);
    check.method = IDENTITY_BY_EYE;
    check.expired_reason = 2;
    assert_audit(&check, IDENTITY_AUDIT_EXPIRED, "identity-expired", "seen seul document détenu");
    assert_audit(&check, IDENTITY_AUDIT_CONFIRMED, "identity-confirmed",
                 "legal-representative family-book passport seen");
    check = usual(M);
    check.method = IDENTITY_BY_EYE;
    assert_audit(&check, IDENTITY_AUDIT_CONFIRMED, "identity-confirmed", "mandatary avocat passport seen same");
    check = usual(B);
    check.document = IDENTITY_NO_DOCUMENT;
    assert_audit(&check, IDENTITY_AUDIT_CONFIRMED, "identity-confirmed", "body emploi none");
}

static void what_stops_has_a_wire_each(void **state) {
    (void)state;
    struct identity_check aside = {.document = IDENTITY_LICENCE, .mismatches = 1U << IDENTITY_FAMILY_NAME};
    char detail[IDENTITY_DETAIL_MAX];
    assert_string_equal(identity_stop_wire(IDENTITY_STOP_PERSON), "other-person");
    assert_string_equal(identity_stop_wire(IDENTITY_STOP_TITLE), "title");
    assert_string_equal(identity_stop_wire(IDENTITY_STOP_SEAL), "forged-seal");
    identity_write_aside(&aside, detail);
    assert_string_equal(detail, "family_name licence");
}

/* Nothing is cut, however much there is to tell. */
static void the_longest_line_of_the_audit_log_fits(void **state) {
    (void)state;
    for (int reason = 1; identity_reason(IDENTITY_WHY_DIFFERENT, reason) != NULL; reason++) {
        struct identity_check check = usual(H);
        char detail[IDENTITY_DETAIL_MAX];
        check.mismatches = ((1U << IDENTITY_FIELD_COUNT) - 1) & ~(1U << IDENTITY_BIRTH_DATE);
        check.mismatch_reason = reason;
        text_copy(check.supervisor, sizeof check.supervisor, "ABCDEFGHIJKLMNOPQRSTUVW");
        assert_non_null(identity_write_audit(&check, IDENTITY_AUDIT_MISMATCH, detail));
        assert_non_null(strstr(detail, identity_reason(IDENTITY_WHY_DIFFERENT, reason)));
        assert_non_null(strstr(detail, "(ABCDEFGHIJKLMNOPQRSTUVW)"));
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
        cmocka_unit_test(anybody_else_is_sent_elsewhere),
        cmocka_unit_test(a_check_is_complete_for_its_quality_only),
        cmocka_unit_test(an_organisme_alone_says_what_for_from_the_list),
        cmocka_unit_test(a_document_is_of_an_accepted_kind),
        cmocka_unit_test(only_an_avocat_or_an_organisme_comes_without_a_document),
        cmocka_unit_test(the_card_of_an_avocat_suffices_where_the_configuration_says_so),
        cmocka_unit_test(an_expired_document_and_no_other_needs_a_reason),
        cmocka_unit_test(what_differs_needs_a_reason_and_nothing_else_has_one),
        cmocka_unit_test(another_birth_date_makes_nothing_complete),
        cmocka_unit_test(a_licence_of_another_name_and_number_makes_nothing_complete),
        cmocka_unit_test(a_representative_alone_proves_the_link),
        cmocka_unit_test(a_supervisor_is_asked_for_last),
        cmocka_unit_test(a_supervisor_confirms_wherever_neither_name_is_the_holders),
        cmocka_unit_test(a_space_names_nobody),
        cmocka_unit_test(an_expiry_that_was_not_read_may_have_a_reason),
        cmocka_unit_test(what_stops_has_a_wire_each),
        cmocka_unit_test(a_supervisor_confirms_what_differs_where_the_configuration_says_so),
        cmocka_unit_test(reasons_are_of_closed_lists),
        cmocka_unit_test(fields_have_a_wire_and_a_label_each),
        cmocka_unit_test(the_audit_log_is_told_reasons_and_no_name),
        cmocka_unit_test(the_longest_line_of_the_audit_log_fits),
        cmocka_unit_test(a_siren_has_nine_digits_that_add_up),
        cmocka_unit_test(any_single_wrong_digit_of_a_siren_is_caught),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

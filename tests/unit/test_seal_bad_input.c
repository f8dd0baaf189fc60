/* A hundred signed seals of every shape, cut at every byte and changed at every byte: always a verdict, never "valid",
 * and whatever can be said of it in words is said without a fault. */
#include "../../kiosk/seal_words.h"
#include "../../kiosk/trust.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/seals.h"

enum { SEALS = 100 };

static struct trust *trust;

/* Says all that a screen says of it. */
static void say(const struct seal *seal, const struct trust_judgement *judgement) {
    char words[SEAL_WORDS_MAX], neph[RECORD_NEPH_MAX + 1];
    struct seal_conformity conformity;
    for (size_t i = 0; i < seal->field_count; i++) {
        seal_write_field(&seal->fields[i], words);
        assert_true(memchr(words, '\0', sizeof words) != NULL);
    }
    seal_check_conformity(seal, &conformity);
    seal_is_expired(seal, (struct date){2026, 11, 24});
    seal_neph(seal, neph);
    assert_non_null(trust_verdict_name(judgement->verdict));
    assert_true(strlen(trust_verdict_words(judgement)) > 0);
}

/* The text stands alone in memory: reading past its end is noticed under the sanitizers. */
static enum trust_verdict judge(const char *text, size_t length) {
    struct seal seal;
    struct trust_judgement judgement;
    char *alone = malloc(length > 0 ? length : 1);
    assert_non_null(alone);
    memcpy(alone, text, length);
    trust_judge(trust, alone, length, &seal, &judgement);
    free(alone);
    if (judgement.verdict > TRUST_UNSUPPORTED)
        say(&seal, &judgement);
    return judgement.verdict;
}

static void assert_not_valid(const struct seals_text *seal, size_t number, size_t at, unsigned char value) {
    if (judge(seal->text, seal->length) == TRUST_VALID)
        fail_msg("seal %zu is valid with %02X at %zu: %s", number, value, at, seal->text);
}

/* Puts `value` at one byte, judges, and puts the byte back. */
static void judge_changed(struct seals_text *seal, size_t number, size_t at, unsigned char value) {
    char kept = seal->text[at];
    if ((unsigned char)kept == value)
        return;
    seal->text[at] = (char)value;
    if (at < seal->proven)
        assert_not_valid(seal, number, at, value);
    else
        judge(seal->text, seal->length); /* in the annex, which nothing signs */
    seal->text[at] = kept;
}

/* The next of C40's basic set after this one, so that it is legal wherever it stands. */
static unsigned char another_legal(char character) {
    static const char basic[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567 A0189";
    const char *found = character != '\0' ? strchr(basic, character) : NULL;
    return (unsigned char)(found != NULL && found[1] != '\0' ? found[1] : 'A');
}

/* --- The tests --- */

static void is_valid_as_it_was_signed(void **state) {
    (void)state;
    struct seals_text seal;
    for (size_t number = 0; number < SEALS; number++) {
        seals_make(number, &seal);
        if (judge(seal.text, seal.length) != TRUST_VALID)
            fail_msg("seal %zu is not valid: %s", number, seal.text);
    }
}

static void is_never_valid_when_cut(void **state) {
    (void)state;
    struct seals_text seal;
    for (size_t number = 0; number < SEALS; number++) {
        seals_make(number, &seal);
        for (size_t length = 0; length < seal.length; length++)
            if (judge(seal.text, length) == TRUST_VALID && length < seal.proven)
                fail_msg("seal %zu is valid when cut at %zu", number, length);
    }
}

static void is_never_valid_with_another_legal_character(void **state) {
    (void)state;
    struct seals_text seal;
    for (size_t number = 0; number < SEALS; number++) {
        seals_make(number, &seal);
        for (size_t at = 0; at < seal.length; at++)
            judge_changed(&seal, number, at, another_legal(seal.text[at]));
    }
}

static void is_never_valid_with_a_separator_or_a_wrong_bit(void **state) {
    (void)state;
    static const unsigned char separators[] = {SEAL_GS, SEAL_RS, SEAL_US, '\n', '\r', '\0'};
    struct seals_text seal;
    for (size_t number = 0; number < SEALS; number++) {
        seals_make(number, &seal);
        for (size_t at = 0; at < seal.length; at++) {
            judge_changed(&seal, number, at, separators[(number + at) % sizeof separators]);
            judge_changed(&seal, number, at, (unsigned char)(seal.text[at] ^ 1 << (number + at) % 8));
        }
    }
}

static void is_never_valid_with_any_other_value_of_a_byte(void **state) {
    (void)state;
    struct seals_text seal;
    seals_make(0, &seal);
    for (size_t at = 0; at < seal.length; at++)
        for (unsigned value = 0; value <= UINT8_MAX; value++)
            judge_changed(&seal, 0, at, (unsigned char)value);
}

static void proves_the_same_whatever_is_in_the_annex(void **state) {
    (void)state;
    struct seals_text text;
    struct seal seal;
    struct trust_judgement judgement;
    size_t annexes = 0, still_valid = 0;
    for (size_t number = 0; number < SEALS; number++) {
        seals_make(number, &text);
        annexes += text.proven < text.length;
        for (size_t length = text.proven; length < text.length; length++) {
            trust_judge(trust, text.text, length, &seal, &judgement);
            for (size_t i = 0; judgement.verdict == TRUST_VALID && i < seal.field_count; i++)
                assert_int_equal(seal.fields[i].unsigned_annex, seal.fields[i].offset > text.proven);
            still_valid += judgement.verdict == TRUST_VALID;
        }
    }
    assert_true(annexes > 5 && still_valid > annexes);
}

static int open_trust(void **state) {
    (void)state;
    return trust_open(NULL, true, &trust) == STATUS_OK ? 0 : -1;
}

static int close_trust(void **state) {
    (void)state;
    trust_close(trust);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_valid_as_it_was_signed),
        cmocka_unit_test(is_never_valid_when_cut),
        cmocka_unit_test(is_never_valid_with_another_legal_character),
        cmocka_unit_test(is_never_valid_with_a_separator_or_a_wrong_bit),
        cmocka_unit_test(is_never_valid_with_any_other_value_of_a_byte),
        cmocka_unit_test(proves_the_same_whatever_is_in_the_annex),
    };
    return cmocka_run_group_tests(tests, open_trust, close_trust);
}

/* A scan or a paste must not act as shortcuts. */
#include "../../screens/burst.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct key letter = {.code = KEYS_TEXT, .character = 's'};
static const struct key enter = {.code = KEYS_ENTER};
static const struct key f10 = {.code = KEYS_F1 + 9};

static void a_letter_alone_is_held_then_passed(void **state) {
    (void)state;
    struct burst burst = {0};
    assert_int_equal(burst_take(&burst, &letter, 1000), BURST_HOLD);
    assert_int_equal(burst_take(&burst, &letter, 1000 + BURST_GAP_MS), BURST_HOLD);
}

static void letters_too_close_together_are_all_dropped_with_their_enter(void **state) {
    (void)state;
    struct burst burst = {0};
    assert_int_equal(burst_take(&burst, &letter, 1000), BURST_HOLD);
    assert_int_equal(burst_take(&burst, &letter, 1005), BURST_DROP);
    assert_int_equal(burst_take(&burst, &letter, 1030), BURST_DROP);
    assert_int_equal(burst_take(&burst, &enter, 1035), BURST_DROP);
}

static void a_scan_is_over_after_a_silence(void **state) {
    (void)state;
    struct burst burst = {0};
    assert_int_equal(burst_take(&burst, &letter, 1000), BURST_HOLD);
    assert_int_equal(burst_take(&burst, &letter, 1001), BURST_DROP);
    assert_int_equal(burst_take(&burst, &enter, 1001 + BURST_QUIET_MS), BURST_PASS);
    assert_int_equal(burst_take(&burst, &letter, 1200), BURST_HOLD);
}

static void function_keys_and_alt_always_pass(void **state) {
    (void)state;
    struct burst burst = {0};
    const struct key alt = {.code = KEYS_TEXT, .character = 's', .alt = true};
    assert_int_equal(burst_take(&burst, &letter, 1000), BURST_HOLD);
    assert_int_equal(burst_take(&burst, &letter, 1001), BURST_DROP);
    assert_int_equal(burst_take(&burst, &f10, 1002), BURST_PASS);
    assert_int_equal(burst_take(&burst, &alt, 1003), BURST_PASS);
}

static void four_characters_at_once_are_a_scan_but_held_arrows_are_not(void **state) {
    (void)state;
    assert_true(burst_is_scan("1212", 4));
    assert_false(burst_is_scan("121", 3));
    assert_false(burst_is_scan("éé", 4));
    assert_false(burst_is_scan("\r\r\r\r\r", 5));
    assert_false(burst_is_scan("\033[A\033[A\033[A", 9));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_letter_alone_is_held_then_passed),
        cmocka_unit_test(letters_too_close_together_are_all_dropped_with_their_enter),
        cmocka_unit_test(a_scan_is_over_after_a_silence),
        cmocka_unit_test(function_keys_and_alt_always_pass),
        cmocka_unit_test(four_characters_at_once_are_a_scan_but_held_arrows_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

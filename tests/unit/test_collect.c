/* A scan told from typing by its speed: what comes too fast for a person is collected until it is quiet. */
#include "../../screens/collect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct collect collect;

static int set_up(void **state) {
    (void)state;
    collect_clear(&collect);
    return 0;
}

static bool type(char character, int64_t at_ms) {
    struct key key = {.code = character == '\n' ? KEYS_ENTER : KEYS_TEXT, .character = (uint32_t)character};
    return collect_take(&collect, &key, false, at_ms);
}

/* How many of them were obeyed as typed. */
static int type_all(const char *text, int64_t from_ms, int64_t gap_ms) {
    int typed = 0;
    for (; *text != '\0'; text++, from_ms += gap_ms)
        typed += !type(*text, from_ms);
    return typed;
}

static void leaves_a_person_alone(void **state) {
    (void)state;
    assert_int_equal(type_all("121201200001\n", 1000, 40), 13);
    assert_false(collect.collecting);
}

static void leaves_two_keys_struck_at_once_alone(void **state) {
    (void)state;
    for (int64_t at = 1000; at < 5000; at += 200)
        assert_int_equal(type_all("ab", at, 5), 2);
    assert_int_equal(type_all("abc", 9000, 5), 3);
}

static void collects_a_scanner_that_types_one_by_one(void **state) {
    (void)state;
    assert_int_equal(type_all("121201200001\n", 1000, 5), COLLECT_AT_LEAST - 1);
    assert_true(collect_end(&collect));
    assert_string_equal(collect.text, "121201200001");
}

static void tells_how_much_of_a_scan_was_typed(void **state) {
    (void)state;
    type_all("121201", 1000, 5);
    assert_int_equal(collect.typed, COLLECT_AT_LEAST - 1);
    collect_clear(&collect);
    assert_true(collect_take(&collect, &(struct key){.code = KEYS_TEXT, .character = 'a'}, true, 2000));
    assert_int_equal(collect.typed, 0);
}

static void a_control_character_that_means_nothing_ends_no_scan(void **state) {
    (void)state;
    type_all("121201", 1000, 5);
    assert_true(collect_take(&collect, &(struct key){.code = KEYS_NONE}, false, 1030));
    assert_true(type('7', 1035));
    assert_string_equal(collect.text, "1212017");
}

static void keeps_the_lines_of_a_zone(void **state) {
    (void)state;
    type_all("P<FRA\nAB\n", 1000, 5);
    assert_true(collect_end(&collect));
    assert_string_equal(collect.text, "P<FRA\nAB");
}

static void collects_at_once_what_came_in_one_read(void **state) {
    (void)state;
    struct key key = {.code = KEYS_TEXT, .character = 'A'};
    assert_true(collect_take(&collect, &key, true, 1000));
    key.alt = true;
    assert_false(collect_take(&collect, &key, true, 1001));
    assert_true(collect.collecting); /* the key that ends it does not wipe it */
    assert_false(collect_end(&collect));
    assert_string_equal(collect.text, "A");
}

static void does_not_take_an_enter_for_a_scan(void **state) {
    (void)state;
    assert_false(type('A', 1000));
    assert_false(type('\n', 1003));
    assert_false(type('B', 1006));
}

static void keeps_nothing_of_what_is_too_long(void **state) {
    (void)state;
    for (int i = 0; i <= COLLECT_MAX; i++)
        type('X', 1000);
    assert_true(collect_end(&collect));
    assert_int_equal(collect.length, 0);
    assert_string_equal(collect.text, "");
}

static void takes_letters_of_more_bytes(void **state) {
    (void)state;
    struct key key = {.code = KEYS_TEXT, .character = 0xE9};
    for (int i = 0; i < 5; i++)
        collect_take(&collect, &key, false, 1000);
    collect_end(&collect);
    assert_string_equal(collect.text, "ééééé");
}

int main(void) {
#define TEST(function) cmocka_unit_test_setup(function, set_up)
    const struct CMUnitTest tests[] = {
        TEST(leaves_a_person_alone),
        TEST(leaves_two_keys_struck_at_once_alone),
        TEST(collects_a_scanner_that_types_one_by_one),
        TEST(tells_how_much_of_a_scan_was_typed),
        TEST(a_control_character_that_means_nothing_ends_no_scan),
        TEST(keeps_the_lines_of_a_zone),
        TEST(collects_at_once_what_came_in_one_read),
        TEST(does_not_take_an_enter_for_a_scan),
        TEST(keeps_nothing_of_what_is_too_long),
        TEST(takes_letters_of_more_bytes),
    };
    return cmocka_run_group_tests_name("collect", tests, NULL, NULL);
}

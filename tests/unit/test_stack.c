/* The stack of screens: opening, closing, and what it says about personal data. */
#include "../../screens/stack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct seen {
    int opened, closed;
    const void *argument;
    char last[16]; /* what the state held when it was closed */
};
static struct seen seen;

static void open_it(void *state, const struct screen_context *context, const void *argument) {
    (void)context;
    seen.opened++;
    seen.argument = argument;
    assert_int_equal(((char *)state)[0], 0);
    memcpy(state, "DUMONT", 7);
}

static void close_it(void *state) {
    seen.closed++;
    memcpy(seen.last, state, 7);
}

static const struct screen plain = {.name = "plain", .state_size = 16, .open = open_it, .close = close_it};
static const struct screen person = {
    .name = "person", .state_size = 16, .flags = SCREEN_SHOWS_PERSON, .open = open_it, .close = close_it};
static const struct screen bare = {.name = "bare"};
static const struct screen_context context;

static int set_up(void **state) {
    (void)state;
    memset(&seen, 0, sizeof seen);
    return 0;
}

static void a_screen_is_opened_with_its_argument_and_closed_with_its_state(void **state) {
    (void)state;
    struct stack stack = {0};
    stack_push(&stack, &context, &plain, "argument");
    assert_string_equal(seen.argument, "argument");
    assert_ptr_equal(stack_top(&stack)->screen, &plain);
    stack_pop(&stack);
    assert_int_equal(seen.closed, 1);
    assert_string_equal(seen.last, "DUMONT");
    assert_null(stack_top(&stack));
}

static void it_says_that_a_person_has_left(void **state) {
    (void)state;
    struct stack stack = {0};
    stack_push(&stack, &context, &plain, NULL);
    stack_push(&stack, &context, &person, NULL);
    assert_false(stack.person_gone);
    stack_pop(&stack);
    assert_true(stack.person_gone);
    stack.person_gone = false;
    stack_pop(&stack);
    assert_false(stack.person_gone);
}

static void replacing_opens_the_new_one_before_it_closes_the_old(void **state) {
    (void)state;
    struct stack stack = {0};
    stack_push(&stack, &context, &person, NULL);
    stack_replace(&stack, &context, &plain, stack_top(&stack)->state);
    assert_int_equal(stack.count, 1);
    assert_int_equal(seen.opened, 2);
    assert_int_equal(seen.closed, 1);
    assert_true(stack.person_gone);
    stack_clear(&stack);
}

static void clearing_closes_all_from_the_top(void **state) {
    (void)state;
    struct stack stack = {0};
    stack_push(&stack, &context, &plain, NULL);
    stack_push(&stack, &context, &bare, NULL);
    stack_push(&stack, &context, &person, NULL);
    assert_true(stack_has(&stack, &bare));
    stack_clear(&stack);
    assert_int_equal(seen.closed, 2);
    assert_int_equal(stack.count, 0);
    assert_false(stack_has(&stack, &bare));
    stack_pop(&stack);
    assert_int_equal(stack.count, 0);
}

static void a_full_stack_takes_no_more(void **state) {
    (void)state;
    struct stack stack = {0};
    for (int i = 0; i < STACK_DEPTH + 3; i++)
        stack_push(&stack, &context, &plain, NULL);
    assert_int_equal(stack.count, STACK_DEPTH);
    assert_int_equal(seen.opened, STACK_DEPTH);
    stack_clear(&stack);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_screen_is_opened_with_its_argument_and_closed_with_its_state, set_up),
        cmocka_unit_test_setup(it_says_that_a_person_has_left, set_up),
        cmocka_unit_test_setup(replacing_opens_the_new_one_before_it_closes_the_old, set_up),
        cmocka_unit_test_setup(clearing_closes_all_from_the_top, set_up),
        cmocka_unit_test_setup(a_full_stack_takes_no_more, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

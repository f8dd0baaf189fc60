/* What is freed is wiped. The blocks are looked at after free(), on purpose: their addresses are kept as numbers. */
#include "../../kiosk/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include <cmocka.h>

#include "sanitized.h"

enum { BLOCK_SIZE = 4096, LINKS_SIZE = 32 }; /* glibc keeps its links in the first bytes of a free block */

static const char secret[] = "DUMONT D'URVILLE 1942-05-08";

static void skip_when_sanitized(void) {
    if (SANITIZED) {
        print_message("skipped: the sanitizer has its own free(), and forbids looking at freed memory\n");
        skip();
    }
}

/* Is the secret anywhere in the block that was at `address`? */
static bool is_left_at(uintptr_t address, size_t size) {
    const volatile char *bytes = (const volatile char *)address; /* NOLINT: freed on purpose */
    char copy[BLOCK_SIZE];
    for (size_t i = 0; i < size; i++)
        copy[i] = bytes[i];
    return memmem(copy, size, secret + 4, sizeof secret - 5) != NULL;
}

static uintptr_t fill_with_secrets(char *block, size_t size) {
    memset(block, '.', size);
    for (size_t at = LINKS_SIZE; at + sizeof secret < size; at += 64)
        memcpy(block + at, secret, sizeof secret);
    volatile uintptr_t address = (uintptr_t)block;
    return address;
}

static void the_search_of_these_tests_finds_what_is_there(void **state) {
    (void)state;
    char *block = malloc(BLOCK_SIZE);
    assert_true(is_left_at(fill_with_secrets(block, BLOCK_SIZE), BLOCK_SIZE));
    free(block);
}

static void freed_memory_is_wiped_whoever_frees_it(void **state) {
    (void)state;
    skip_when_sanitized();
    memory_free(memory_alloc(1)); /* pulls memory.o into this executable */
    for (size_t size = 64; size <= BLOCK_SIZE; size *= 2) {
        char *block = malloc(size), *guard = malloc(16); /* the guard keeps the block from melting into the top */
        uintptr_t address = fill_with_secrets(block, size);
        free(block);
        assert_false(is_left_at(address, size));
        free(guard);
    }
}

static void what_a_library_frees_is_wiped(void **state) {
    (void)state;
    skip_when_sanitized();
    json_t *json = json_string(secret);
    uintptr_t address = (uintptr_t)json_string_value(json);
    assert_true(is_left_at(address, sizeof secret));
    json_decref(json);
    assert_false(is_left_at(address, sizeof secret));
}

static void a_block_that_grows_leaves_nothing_where_it_was(void **state) {
    (void)state;
    skip_when_sanitized();
    char *block = malloc(BLOCK_SIZE / 2), *guard = malloc(16);
    uintptr_t address = fill_with_secrets(block, BLOCK_SIZE / 2);
    char *moved = realloc(block, BLOCK_SIZE * 4);
    assert_true((uintptr_t)moved != address);
    assert_true(is_left_at((uintptr_t)moved, BLOCK_SIZE / 2));
    assert_false(is_left_at(address, BLOCK_SIZE / 2));
    free(moved);
    free(guard);
}

static void a_block_that_shrinks_is_wiped_behind_its_new_end(void **state) {
    (void)state;
    skip_when_sanitized();
    char *block = malloc(BLOCK_SIZE);
    uintptr_t address = fill_with_secrets(block, BLOCK_SIZE);
    char *shrunk = realloc(block, 64);
    assert_int_equal((uintptr_t)shrunk, address);
    assert_memory_equal(shrunk, "................................DUMONT", LINKS_SIZE + 6);
    assert_false(is_left_at(address + 64, BLOCK_SIZE - 64));
    free(shrunk);
}

static void realloc_keeps_its_usual_corners(void **state) {
    (void)state;
    char *block = realloc(NULL, 10);
    assert_non_null(block);
    memcpy(block, "123456789", 10);
    for (size_t size = 20; size < 500000; size *= 3) {
        block = realloc(block, size);
        assert_string_equal(block, "123456789");
    }
    block = realloc(block, 10);
    assert_string_equal(block, "123456789");
    free(block);
    free(NULL);
}

static void aligned_and_mapped_blocks_can_be_freed_too(void **state) {
    (void)state;
    void *aligned = NULL;
    assert_int_equal(posix_memalign(&aligned, 4096, 10000), 0);
    free(aligned);
    char *mapped = calloc(1, 8 << 20);
    mapped[8 << 19] = 'x';
    mapped = realloc(mapped, 16 << 20);
    assert_int_equal(mapped[8 << 19], 'x');
    free(mapped);
}

static void memory_comes_zeroed_and_grows_zeroed(void **state) {
    (void)state;
    static const char zeroes[64] = {0};
    char *bytes = memory_alloc(8);
    assert_memory_equal(bytes, zeroes, 8);
    memcpy(bytes, "12345678", 8);
    bytes = memory_grow(bytes, 8, 64);
    assert_memory_equal(bytes, "12345678", 8);
    assert_memory_equal(bytes + 8, zeroes, 56);
    bytes = memory_grow(bytes, 64, 4);
    assert_memory_equal(bytes, "1234", 4);
    memory_free(bytes);
    bytes = memory_grow(NULL, 0, 4);
    assert_memory_equal(bytes, zeroes, 4);
    memory_free(bytes);
    memory_free(memory_alloc(0));
    memory_free(NULL);
}

static void a_copy_is_another_text(void **state) {
    (void)state;
    char *copy = memory_copy(secret);
    assert_string_equal(copy, secret);
    assert_ptr_not_equal(copy, secret);
    memory_free(copy);
    assert_null(memory_copy(NULL));
}

static void wiping_zeroes_all_of_it(void **state) {
    (void)state;
    char bytes[sizeof secret];
    memcpy(bytes, secret, sizeof bytes);
    memory_wipe(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        assert_int_equal(bytes[i], 0);
    memory_wipe(NULL, 0);
}

/* Leaves the secret in a frame that is over, and tells where. */
static __attribute__((noinline)) uintptr_t leave_on_the_stack(void) {
    char frame[BLOCK_SIZE];
    uintptr_t address = fill_with_secrets(frame, sizeof frame);
    __asm__ volatile("" : : "r"(frame) : "memory"); /* or the compiler leaves out what nobody reads */
    return address;
}

static void frames_that_have_returned_can_be_wiped(void **state) {
    (void)state;
    skip_when_sanitized();
    uintptr_t address = leave_on_the_stack();
    bool was_left = is_left_at(address, BLOCK_SIZE / 2); /* the lower half, which our own calls do not reach */
    address = leave_on_the_stack();
    memory_wipe_stack();
    bool is_left = is_left_at(address, BLOCK_SIZE / 2);
    assert_true(was_left);
    assert_false(is_left);
}

static void jansson_works_with_the_wiping_allocator(void **state) {
    (void)state;
    memory_install();
    json_malloc_t given;
    json_free_t taken;
    json_get_alloc_funcs(&given, &taken);
    assert_ptr_equal(given, memory_alloc);
    assert_ptr_equal(taken, memory_free);
    json_t *json = json_loads("{\"a\": [1, 2, \"é\"]}", 0, NULL);
    assert_string_equal(json_string_value(json_array_get(json_object_get(json, "a"), 2)), "é");
    json_decref(json);
    json_set_alloc_funcs(malloc, free);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_search_of_these_tests_finds_what_is_there),
        cmocka_unit_test(freed_memory_is_wiped_whoever_frees_it),
        cmocka_unit_test(what_a_library_frees_is_wiped),
        cmocka_unit_test(a_block_that_grows_leaves_nothing_where_it_was),
        cmocka_unit_test(a_block_that_shrinks_is_wiped_behind_its_new_end),
        cmocka_unit_test(realloc_keeps_its_usual_corners),
        cmocka_unit_test(aligned_and_mapped_blocks_can_be_freed_too),
        cmocka_unit_test(memory_comes_zeroed_and_grows_zeroed),
        cmocka_unit_test(a_copy_is_another_text),
        cmocka_unit_test(wiping_zeroes_all_of_it),
        cmocka_unit_test(frames_that_have_returned_can_be_wiped),
        cmocka_unit_test(jansson_works_with_the_wiping_allocator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The station's key and what is derived from it. */
#include "../../kiosk/memory.h"
#include "../../kiosk/vault.h"
#include "../support/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char root[64], key_path[80];

static int setup(void **state) {
    (void)state;
    state_make(root);
    snprintf(key_path, sizeof key_path, "%s/key", root);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    state_remove(root);
    return 0;
}

static struct vault *open_ok(void) {
    struct vault *vault = NULL;
    struct fault fault = {0};
    if (vault_open(root, &vault, &fault) != STATUS_OK)
        fail_msg("%s: %s", fault.where, fault.detail);
    return vault;
}

static void the_key_is_made_once_and_for_its_owner_only(void **state) {
    (void)state;
    uint8_t first[VAULT_HASH_SIZE], second[VAULT_HASH_SIZE];
    struct vault *vault = open_ok();
    vault_hash(vault, "cache", "121201200001", first);
    vault_close(vault);
    assert_int_equal(state_mode(root, "key"), 0600);
    vault = open_ok();
    vault_hash(vault, "cache", "121201200001", second);
    vault_close(vault);
    assert_memory_equal(first, second, sizeof first);
}

static void a_hash_differs_by_purpose_by_text_and_by_station(void **state) {
    (void)state;
    uint8_t cache[VAULT_HASH_SIZE], audit[VAULT_HASH_SIZE], other[VAULT_HASH_SIZE];
    struct vault *vault = open_ok();
    vault_hash(vault, "cache", "121201200001", cache);
    vault_hash(vault, "audit", "121201200001", audit);
    vault_hash(vault, "cache", "121201200002", other);
    vault_close(vault);
    assert_memory_not_equal(cache, audit, sizeof cache);
    assert_memory_not_equal(cache, other, sizeof cache);
    assert_int_equal(unlink(key_path), 0);
    vault = open_ok();
    vault_hash(vault, "cache", "121201200001", other);
    vault_close(vault);
    assert_memory_not_equal(cache, other, sizeof cache);
}

static void what_is_sealed_opens_again_and_never_looks_the_same(void **state) {
    (void)state;
    static const char text[] = "DUMONT D'URVILLE";
    uint8_t bound[VAULT_HASH_SIZE] = {1}, *first, *second, *plain;
    size_t size, second_size, plain_size;
    struct vault *vault = open_ok();
    assert_int_equal(vault_seal(vault, text, sizeof text, bound, &first, &size), STATUS_OK);
    assert_int_equal(vault_seal(vault, text, sizeof text, bound, &second, &second_size), STATUS_OK);
    assert_int_equal(size, sizeof text + VAULT_OVERHEAD);
    assert_memory_not_equal(first, second, size);
    assert_null(memmem(first, size, "DUMONT", 6));
    assert_int_equal(vault_unseal(vault, first, size, bound, &plain, &plain_size), STATUS_OK);
    assert_int_equal(plain_size, sizeof text);
    assert_memory_equal(plain, text, sizeof text);
    memory_free(plain);
    memory_free(first);
    memory_free(second);
    vault_close(vault);
}

static void any_changed_byte_another_row_or_a_cut_does_not_open(void **state) {
    (void)state;
    uint8_t bound[VAULT_HASH_SIZE] = {1}, elsewhere[VAULT_HASH_SIZE] = {2}, *sealed, *plain;
    size_t size, plain_size;
    struct vault *vault = open_ok();
    assert_int_equal(vault_seal(vault, "record", 6, bound, &sealed, &size), STATUS_OK);
    for (size_t i = 0; i < size; i++) {
        sealed[i] ^= 1;
        assert_int_equal(vault_unseal(vault, sealed, size, bound, &plain, &plain_size), STATUS_CRYPTO);
        sealed[i] ^= 1;
    }
    assert_int_equal(vault_unseal(vault, sealed, size, elsewhere, &plain, &plain_size), STATUS_CRYPTO);
    for (size_t cut = 0; cut < size; cut++)
        assert_int_equal(vault_unseal(vault, sealed, cut, bound, &plain, &plain_size), STATUS_CRYPTO);
    memory_free(sealed);
    vault_close(vault);
}

static void an_empty_text_is_sealed_too(void **state) {
    (void)state;
    uint8_t bound[VAULT_HASH_SIZE] = {0}, *sealed, *plain;
    size_t size, plain_size = 1;
    struct vault *vault = open_ok();
    assert_int_equal(vault_seal(vault, "", 0, bound, &sealed, &size), STATUS_OK);
    assert_int_equal(vault_unseal(vault, sealed, size, bound, &plain, &plain_size), STATUS_OK);
    assert_int_equal(plain_size, 0);
    memory_free(plain);
    memory_free(sealed);
    vault_close(vault);
}

static void a_key_file_of_another_mode_or_size_is_refused(void **state) {
    (void)state;
    struct vault *vault = open_ok();
    struct fault fault;
    vault_close(vault);
    assert_int_equal(chmod(key_path, 0640), 0);
    assert_int_equal(vault_open(root, &vault, &fault), STATUS_DENIED);
    assert_int_equal(chmod(key_path, 0600), 0);
    assert_int_equal(truncate(key_path, 31), 0);
    assert_int_equal(vault_open(root, &vault, &fault), STATUS_MALFORMED);
    assert_string_equal(fault.where, "key");
    assert_int_equal(truncate(key_path, 33), 0);
    assert_int_equal(vault_open(root, &vault, &fault), STATUS_MALFORMED);
}

static void a_folder_that_is_not_there_is_said(void **state) {
    (void)state;
    struct vault *vault = NULL;
    assert_int_equal(vault_open("/nowhere", &vault, NULL), STATUS_IO);
    assert_null(vault);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_key_is_made_once_and_for_its_owner_only, setup, teardown),
        cmocka_unit_test_setup_teardown(a_hash_differs_by_purpose_by_text_and_by_station, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_sealed_opens_again_and_never_looks_the_same, setup, teardown),
        cmocka_unit_test_setup_teardown(any_changed_byte_another_row_or_a_cut_does_not_open, setup, teardown),
        cmocka_unit_test_setup_teardown(an_empty_text_is_sealed_too, setup, teardown),
        cmocka_unit_test_setup_teardown(a_key_file_of_another_mode_or_size_is_refused, setup, teardown),
        cmocka_unit_test(a_folder_that_is_not_there_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

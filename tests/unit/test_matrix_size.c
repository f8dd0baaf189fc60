/* The Data Matrix of a seal is the smallest that ISO/IEC 16022 allows for its text, which an exhaustive encoder of the
 * tests tells: so that a module can be as large as it may, and the code read by anything. */
#include "../../printing/matrix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/seal.h"
#include "../support/place.h"
#include "../support/smallest.h"
#include "../support/specimen.h"

enum { SEALS = 1000, MOST_LARGER = 10, DRIVERS = 80 /* there are more */ };

static void assert_smallest(const char *text, size_t codewords, int side) {
    struct smallest smallest = smallest_matrix(text, strlen(text));
    assert_int_equal(smallest.codewords, codewords);
    assert_int_equal(smallest.side, side);
}

/* Each by hand, from the rules of the standard. */
static void weighs_every_scheme_and_every_end(void **state) {
    (void)state;
    assert_smallest("A", 1, 10);
    assert_smallest("123456", 3, 10);                   /* ASCII, digits by two */
    assert_smallest("ABCDEF", 5, 12);                   /* C40: latch, two groups that fill the symbol */
    assert_smallest("ABCDEFABCDEF", 9, 16);             /* latch and four groups */
    assert_smallest("ABCDEFGHIJKLMNOP", 12, 16);        /* C40: latch, five groups, and P in ASCII */
    assert_smallest("abcdefabcdefabcdef", 13, 18);      /* Text */
    assert_smallest("A/B/C/D/E/F/G/H/", 13, 18);        /* EDIFACT: latch and four groups of three */
    assert_smallest("ABCDEFGHIJKLMN\x1D", 12, 16);      /* the separator takes two values, and the last one is full */
    assert_smallest("\x1D\x1E\x1F\x1D\x1E\x1F", 6, 14); /* ASCII */
}

static void agrees_with_what_was_counted_for_the_specimen(void **state) {
    (void)state;
    char text[SEAL_TEXT_MAX], *path = place_in_shared("2d-doc/specimen-ab.txt");
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(text, 1, sizeof text, file);
    fclose(file);
    free(path);
    struct smallest smallest = smallest_matrix(text, length);
    assert_int_equal(smallest.codewords, 226);
    assert_int_equal(smallest.side, 64);
}

/* The same every time (Numerical Recipes' generator). */
static size_t below(size_t limit) {
    static uint32_t state = 1;
    state = state * 1664525U + 1013904223U;
    return (state >> 8) % limit;
}

/* Another name or place of `least` to `most` letters. */
static void rename_at_random(char **text, size_t least, size_t most) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ ABCDEFGHIJKLMNOPQRSTUVWXYZ-'";
    size_t length = least + below(most - least + 1);
    char *made = memory_alloc(length + 1);
    for (size_t i = 0; i < length; i++)
        made[i] = letters[below(i == 0 ? 26 : sizeof letters - 1)];
    memory_free(*text);
    *text = made;
}

/* An ADCS or RII of a driver of ours with another name, born elsewhere: every length of seal that there is. */
static void issue(size_t number, struct registry_attestation *attestation) {
    struct record *record = specimen_record(specimen_name(number / 2 % DRIVERS));
    rename_at_random(&record->holder.family_name, 1, 40);
    rename_at_random(&record->holder.birth_place, 2, 34);
    if (record->holder.given_names.count > 0)
        rename_at_random(&record->holder.given_names.items[0], 2, 30);
    if (number % 2 == 0)
        specimen_attest(record, 1, attestation);
    else
        specimen_attest_rii(record, 12, attestation);
    record_free(record);
}

static void makes_the_smallest_symbol_for_a_thousand_seals(void **state) {
    (void)state;
    struct registry_attestation attestation;
    struct matrix matrix;
    size_t larger = 0;
    for (size_t number = 0; number < SEALS; number++) {
        issue(number, &attestation);
        size_t length = strlen(attestation.seal);
        struct smallest smallest = smallest_matrix(attestation.seal, length);
        assert_int_equal(matrix_make_data_matrix(attestation.seal, length, &matrix), STATUS_OK);
        assert_true(smallest.side > 0 && matrix.side >= smallest.side);
        larger += matrix.side > smallest.side;
        matrix_clear(&matrix);
        registry_attestation_clear(&attestation);
    }
    print_message("%zu of %d larger than they could be\n", larger, SEALS);
    assert_true(larger <= MOST_LARGER);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weighs_every_scheme_and_every_end),
        cmocka_unit_test(agrees_with_what_was_counted_for_the_specimen),
        cmocka_unit_test(makes_the_smallest_symbol_for_a_thousand_seals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

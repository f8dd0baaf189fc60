/* Identité on the smallest terminal: the photo and the verdict are seen whatever differs, in each quality, of the
 * longest names, with a notice, with a copy of the file. */
#include "../support/shown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LONG_NEPH "110127140531" /* D'HŒRINGEN DE L'ÉTANG-DES-ÉGLANTIERS-SUR-L'ORNE FLEURIE, DE L'ÉTANG-FLEURI */
#define LONG_NUMBER "66ABCDEFGHIJKLMNOPQRST" SCAN_GS
#define OTHER_NAMES                                                                                                    \
    "62DUPONT DE LA RIVIERE AUX ROSEAUX DORES" SCAN_GS "60BARTHELEMY/ALEXANDRE/HIPPOLYTE/EMMANUEL/STANISLAS" SCAN_GS
/* A licence, the kind of which a 2D-Doc of type 07 may tell: all six fields, expired, in nothing the file's. */
#define ALL_DIFFERS SCAN_HEADER "0701FR65PC" OTHER_NAMES LONG_NUMBER "690101198068F081000"
/* A passport whose names and sex differ, expired: the agent may go on. */
#define MUCH_DIFFERS SCAN_HEADER "0701FR65PA" OTHER_NAMES "690110199268F081000"
#define NOT_A_2D_DOC "DC04ZZ"

static const struct {
    const char *label;
    int right; /* how many times */
    bool compared;
} qualities[] = {
    {"Titulaire", 0, true},
    {"Représentant légal", 1, false},
    {"Mandataire", 2, true},
    {"Organisme", 3, false},
};
enum { QUALITY_COUNT = sizeof qualities / sizeof qualities[0] };

/* Among all of them, or alone. */
static bool is_chosen(struct terminal *terminal, const void *context) {
    char marked[64], alone[64];
    snprintf(marked, sizeof marked, "● %s", (const char *)context);
    snprintf(alone, sizeof alone, "◂ %s ▸", (const char *)context);
    return terminal_has(terminal, marked) || terminal_has(terminal, alone);
}

static void choose(struct terminal *terminal, int quality) {
    for (int i = 0; i < qualities[quality].right; i++)
        PRESS(terminal, "Right");
    assert_true(terminal_wait_until(terminal, is_chosen, qualities[quality].label, TERMINAL_DEADLINE_MS));
}

static void open_again(struct terminal *terminal) {
    PRESS(terminal, "F10");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
    walk_open_file(terminal, LONG_NEPH);
}

static void expect_look_of(struct terminal *terminal, const char *name, int quality) {
    char whole[64];
    snprintf(whole, sizeof whole, "%s-%d", name, quality);
    shown_expect_look(terminal, whole);
}

/* A scan that says nothing: the notice takes its rows. */
static void show_notice(struct terminal *terminal) {
    scan_text(terminal, NOT_A_2D_DOC, "Scannez");
    terminal_expect(terminal, "Ce qui a été lu");
}

static void the_photo_is_told_before_anything_is_read(void **state) {
    struct terminal *terminal = shown_enter(state, LONG_NEPH);
    for (int quality = 0; quality < QUALITY_COUNT; quality++) {
        choose(terminal, quality);
        terminal_expect(terminal, "la photo");
        terminal_expect(terminal, "Maximilien");
        terminal_expect(terminal, "1er octobre 1992");
        if (quality == 3)
            expect_look_of(terminal, "long", quality);
        show_notice(terminal);
        terminal_expect(terminal, "la photo");
        terminal_expect(terminal, "Confirmer l'identité");
        open_again(terminal);
    }
}

static void and_with_all_that_may_be_said_of_a_document(void **state) {
    struct terminal *terminal = shown_enter(state, LONG_NEPH);
    for (int quality = 0; quality < QUALITY_COUNT; quality += 2) {
        choose(terminal, quality);
        PRESS(terminal, "Tab");
        if (quality == 2)
            PRESS(terminal, "Tab", "Tab");
        PRESS(terminal, "Right", "Tab", "Tab", "Right");
        terminal_expect(terminal, "Écart, car");
        terminal_expect(terminal, "la photo");
        terminal_expect(terminal, "1er octobre 1992");
        expect_look_of(terminal, "long-ecart-vu", quality);
        show_notice(terminal);
        terminal_expect(terminal, "la photo");
        open_again(terminal);
    }
}

static void and_where_much_differs(void **state) {
    struct terminal *terminal = shown_enter(state, LONG_NEPH);
    for (int quality = 0; quality < QUALITY_COUNT; quality++) {
        choose(terminal, quality);
        scan_text(terminal, scan_sign(MUCH_DIFFERS), "Passeport, lu");
        terminal_expect(terminal, "la photo");
        terminal_expect(terminal, qualities[quality].compared ? "Le responsable confirme" : "Confirmer l'identité");
        terminal_expect(terminal, "Admis, car");
        if (qualities[quality].compared) {
            terminal_expect(terminal, "Écart, car");
            terminal_expect(terminal, "Le document et le dossier diffèrent");
        }
        if (quality == 0 || quality == 2)
            expect_look_of(terminal, "long-differe", quality);
        show_notice(terminal);
        terminal_expect(terminal, "la photo");
        terminal_expect(terminal, qualities[quality].compared ? "Le document et le dossier diffèrent" : "est périmé");
        if (quality == 2)
            expect_look_of(terminal, "long-differe-avis", quality);
        open_again(terminal);
    }
}

static void and_where_everything_differs(void **state) {
    struct terminal *terminal = shown_enter(state, LONG_NEPH);
    for (int quality = 0; quality < QUALITY_COUNT; quality++) {
        choose(terminal, quality);
        scan_text(terminal, scan_sign(ALL_DIFFERS), "Permis de conduire, lu");
        terminal_expect(terminal, "la photo");
        if (qualities[quality].compared) {
            terminal_expect(terminal, "Ce n'est pas la personne du dossier");
            terminal_expect(terminal, "Fin de validité");
        }
        if (quality == 2)
            expect_look_of(terminal, "long-autre-personne", quality);
        show_notice(terminal);
        terminal_expect(terminal, "la photo");
        if (quality == 2)
            expect_look_of(terminal, "long-autre-avis", quality);
        open_again(terminal);
    }
}

static void and_of_a_copy_of_the_file(void **state) {
    struct kiosk *kiosk = *state;
    struct terminal *terminal = shown_enter(state, LONG_NEPH);
    PRESS(terminal, "F10");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
    kiosk_cut_network(kiosk);
    walk_open_file(terminal, LONG_NEPH);
    for (int quality = 0; quality < QUALITY_COUNT; quality++) {
        choose(terminal, quality);
        scan_text(terminal, scan_sign(MUCH_DIFFERS), "Passeport, lu");
        terminal_expect(terminal, "la photo");
        terminal_expect(terminal, "Copie du 24 nov. 2026");
        show_notice(terminal);
        terminal_expect(terminal, "la photo");
        terminal_expect(terminal, "Copie du 24 nov. 2026");
        open_again(terminal);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_photo_is_told_before_anything_is_read),
        TEST(and_with_all_that_may_be_said_of_a_document),
        TEST(and_where_much_differs),
        TEST(and_where_everything_differs),
        TEST(and_of_a_copy_of_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

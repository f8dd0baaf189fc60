/* The five commonest cases of the counter, with scanned documents, from Accueil to the printed document; how many keys
 * they take; and that nothing of a document stays in memory. */
#include "../support/kiosk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/driver.h"
#include "../support/scan.h"
#include "../support/secret.h"
#include "../support/zone_writer.h"
#include "../unit/sanitized.h"

enum { KEYS_MAX = 12 };

/* --- Helpers: a scan is no key --- */

static void scan_card(struct kiosk *kiosk, const char *names, const char *birth, char sex, const char *says) {
    char zone[ZONE_SIZE];
    zone_write_card(names, birth, sex, "310211", zone);
    scan_text(kiosk->terminal, zone, says);
}

static void enter(struct kiosk *kiosk) {
    kiosk_enter(kiosk);
    terminal_expect(kiosk->terminal, "● Imprimante : prête");
    kiosk->keys = 0;
}

/* From Identité, whose document agrees: straight to the document; it is printed and handed over. */
static void print_adcs(struct kiosk *kiosk) {
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Le document est-il sorti, complet et lisible ?");
    terminal_expect(kiosk->terminal, "▸Oui");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "F10 : usager suivant");
}

static void tell_keys(const struct kiosk *kiosk, const char *what) {
    print_message("%s: %d keys from Accueil to the document handed over, besides the scans\n", what, kiosk->keys);
    assert_true(kiosk->keys <= KEYS_MAX);
}

/* --- The five cases --- */

static void a_holder_with_a_neph_and_a_card(void **state) {
    struct kiosk *kiosk = *state;
    enter(kiosk);
    scan_text(kiosk->terminal, "121201200001", "Titulaire, à comparer");
    scan_card(kiosk, "DUMONT<D<URVILLE<<JULES<CESAR", "420508", 'M', "concordent");
    print_adcs(kiosk);
    tell_keys(kiosk, "holder, NEPH and card scanned");
}

/* A NEPH of twelve characters is as many keys by itself: they are told apart, and counted where it is short. */
static int serve_who_types(struct kiosk *kiosk, const char *neph, const char *names, const char *birth, char sex) {
    enter(kiosk);
    kiosk_type(kiosk, neph);
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Titulaire, à comparer");
    scan_card(kiosk, names, birth, sex, "concordent");
    print_adcs(kiosk);
    int length = (int)strlen(neph), besides = kiosk->keys - length;
    print_message("holder, NEPH typed, card scanned: %d keys besides the %d of the NEPH and the scan; %d in all\n",
                  besides, length, kiosk->keys);
    assert_true(besides <= KEYS_MAX);
    return kiosk->keys;
}

static void a_holder_whose_neph_is_typed(void **state) {
    serve_who_types(*state, "121201200001", "DUMONT<D<URVILLE<<JULES<CESAR", "420508", 'M');
}

static void a_holder_whose_short_neph_is_typed(void **state) {
    int keys = serve_who_types(*state, "B7K29", "ANEMONE<<SIMONE", "380217", 'F'); /* no driver has a shorter one */
    assert_true(keys <= KEYS_MAX);
}

static void a_lost_licence_and_a_neph_nobody_knows(void **state) {
    struct kiosk *kiosk = *state;
    enter(kiosk);
    scan_card(kiosk, "GIROFLEE<<REGIS", "851102", 'M', "Caen");
    kiosk_key(kiosk, "Enter"); /* the candidate */
    terminal_expect(kiosk->terminal, "concordent");
    print_adcs(kiosk);
    tell_keys(kiosk, "NEPH unknown, card scanned on Accueil");
}

static void a_lawyer_who_wants_the_rii(void **state) {
    struct kiosk *kiosk = *state;
    enter(kiosk);
    scan_text(kiosk->terminal, "950117140096", "Titulaire, à comparer");
    kiosk_key(kiosk, "Right");
    kiosk_key(kiosk, "Right");
    kiosk_key(kiosk, "Tab");
    kiosk_type(kiosk, "Maître Corbeau");
    kiosk_key(kiosk, "Tab");
    kiosk_key(kiosk, "Left"); /* avocat */
    kiosk_key(kiosk, "Tab");
    kiosk_key(kiosk, "Left"); /* no document of the holder */
    terminal_expect(kiosk->terminal, "● Aucun");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    kiosk_key(kiosk, "Shift-Tab");
    kiosk_key(kiosk, "Shift-Tab");
    kiosk_key(kiosk, "Right");
    terminal_expect(kiosk->terminal, "Imprimer le relevé");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Le document est-il sorti, complet et lisible ?");
    terminal_expect(kiosk->terminal, "RII n");
}

static void a_young_driver_with_a_letter_48n(void **state) {
    struct kiosk *kiosk = *state;
    enter(kiosk);
    scan_text(kiosk->terminal, scan_sign(SCAN_HEADER "A101FRAC250411140627" SCAN_GS), "GENÊT");
    scan_card(kiosk, "GENET<<ENZO<LEO", "070122", 'M', "concordent");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Lettre 48N notifiée");
    tell_keys(kiosk, "letter and card scanned, up to the file");
}

static void a_suspended_driver_who_wants_an_adcs(void **state) {
    struct kiosk *kiosk = *state;
    enter(kiosk);
    scan_text(kiosk->terminal, "110705140681", "Titulaire, à comparer");
    scan_card(kiosk, "SOLEIL<LEVANT<<JURGEN", "920914", 'M', "concordent");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Ce permis n'autorise pas à conduire");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Le document est-il sorti, complet et lisible ?");
    terminal_expect(kiosk->terminal, "▸Oui");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "F10 : usager suivant");
    tell_keys(kiosk, "suspended driver, NEPH and card scanned");
}

/* --- Nothing of the document stays --- */

static size_t count_in_memory(const struct kiosk *kiosk, const struct secrets *secrets) {
    struct kiosk_processes list;
    size_t found = 0;
    kiosk_list_processes(kiosk, &list);
    assert_true(list.count >= 2); /* the kiosk and its spawner at least */
    for (size_t i = 0; i < list.count; i++)
        if (strstr(list.items[i].command, "guichet-registry") == NULL)
            found += secrets_count_in_memory(secrets, list.items[i].pid, list.items[i].command);
    return found;
}

/* Another document than the record's: its names are nowhere but on it. */
static void open_with_another_document(struct kiosk *kiosk) {
    enter(kiosk);
    scan_text(kiosk->terminal, "121201200001", "Titulaire, à comparer");
    scan_card(kiosk, "QUINTEFEUILLE<<OLYMPE", "420508", 'M', "QUINTEFEUILLE");
}

static void memory_holds_nothing_of_a_document_once_the_person_has_left_or_the_screen_is_locked(void **state) {
    static struct secrets secrets;
    struct kiosk *kiosk = *state;
    if (SANITIZED) {
        print_message("the sanitizers keep freed memory, and shadows of it\n");
        skip();
    }
    secrets_open(&secrets);
    secrets_add(&secrets, "QUINTEFEUILLE");
    secrets_add(&secrets, "X4RTBPFW4");
    open_with_another_document(kiosk);
    assert_true(count_in_memory(kiosk, &secrets) > 0); /* the search finds what is there */
    kiosk_key(kiosk, "F9");
    terminal_expect(kiosk->terminal, "Poste verrouillé");
    assert_int_equal(count_in_memory(kiosk, &secrets), 0);
    kiosk_type(kiosk, "formation-2026");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "QUINTEFEUILLE"); /* the document is there again */
    kiosk_key(kiosk, "F10");
    terminal_expect(kiosk->terminal, "NEPH, tapé ou scanné");
    assert_int_equal(count_in_memory(kiosk, &secrets), 0);
    secrets_close(&secrets);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_holder_with_a_neph_and_a_card),
        TEST(a_holder_whose_neph_is_typed),
        TEST(a_holder_whose_short_neph_is_typed),
        TEST(a_lost_licence_and_a_neph_nobody_knows),
        TEST(a_lawyer_who_wants_the_rii),
        TEST(a_young_driver_with_a_letter_48n),
        TEST(a_suspended_driver_who_wants_an_adcs),
        TEST(memory_holds_nothing_of_a_document_once_the_person_has_left_or_the_screen_is_locked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

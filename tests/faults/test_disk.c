/* The station's disk is full, read-only or out of files, at each stage of a person's way, on the shipped programs: the
 * screen says so in three parts, nothing is damaged, and it goes on where it stood once there is room again. */
#include "../../kiosk/desk.h"
#include "../../kiosk/sentence.h"
#include "../support/disk.h"
#include "../support/fault_table.h"
#include "../support/kiosk.h"
#include "../support/ledger.h"
#include "../support/said.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KIND "disk full or read-only"
#define NEPH "121201200001"

enum { STATE_KIB = 16 * 1024, STATE_FILES = 200, TRAY_KIB = 1024 };

static const char *not_allowed; /* why there is no small disk here */

/* --- Helpers --- */

/* The state folder on a small disk; the registry's own and the tray on others, as on other machines. */
static int set_up(void **state) {
    if (kiosk_set_up(state) != 0)
        return -1;
    struct kiosk *kiosk = *state;
    char registry[KIOSK_PATH_SIZE], tray[KIOSK_PATH_SIZE], uri[KIOSK_PATH_SIZE + 8];
    if (not_allowed != NULL)
        return 0;
    if (!disk_mount(kiosk->state, STATE_KIB, STATE_FILES))
        return -1;
    snprintf(registry, sizeof registry, "%s/registry", kiosk->state);
    snprintf(tray, sizeof tray, "%s/tray", kiosk->folder);
    if (mkdir(registry, 0700) != 0 || mkdir(tray, 0700) != 0)
        return -1;
    snprintf(uri, sizeof uri, "folder:%s", tray);
    kiosk_use_printer(kiosk, uri);
    return disk_mount(registry, STATE_KIB, 0) && disk_mount(tray, TRAY_KIB, 0) ? 0 : -1;
}

static int tear_down(void **state) {
    struct kiosk *kiosk = *state;
    char path[KIOSK_PATH_SIZE];
    terminal_close(kiosk->terminal);
    kiosk->terminal = NULL;
    snprintf(path, sizeof path, "%s/registry", kiosk->state);
    disk_unmount(path);
    snprintf(path, sizeof path, "%s/tray", kiosk->folder);
    disk_unmount(path);
    disk_unmount(kiosk->state);
    return kiosk_tear_down(state);
}

static struct kiosk *require_disk(void **state) {
    if (not_allowed != NULL) {
        print_message("%s\n", not_allowed);
        skip();
    }
    return *state;
}

static void expect_sentence(struct kiosk *kiosk, enum sentence_act act, enum status code) {
    struct sentence sentence;
    sentence_write(act, &(struct fault){.code = code}, &sentence);
    said_expect(kiosk->terminal, sentence.happened);
    said_expect(kiosk->terminal, sentence.not_done);
    said_expect(kiosk->terminal, sentence.to_do);
}

static void expect_refused_to_start(struct kiosk *kiosk, enum status code) {
    expect_sentence(kiosk, SENTENCE_START, code);
    terminal_expect_exit(kiosk->terminal, 3);
    assert_true(terminal_is_sane(kiosk->terminal));
    terminal_close(kiosk->terminal);
    kiosk->terminal = NULL;
}

static void press(struct kiosk *kiosk, const char *const *keys) {
    for (; *keys != NULL; keys++)
        kiosk_key(kiosk, *keys);
}

/* To the end of the day: stopped, and the books are the same. */
static void expect_sound(struct kiosk *kiosk, int points) {
    struct ledger_tray tray = {0};
    struct ledger ledger;
    char path[KIOSK_PATH_SIZE];
    if (kiosk->terminal != NULL)
        kiosk_stop(kiosk);
    snprintf(path, sizeof path, "%s/tray", kiosk->folder);
    ledger_tray_add_folder(&tray, path);
    ledger_read(kiosk->state, &tray, &ledger);
    fault_table_add(KIND, points, ledger.unsound == 0 ? points : 0, ledger.lost, ledger.doubled);
    ledger_expect(kiosk->state, &tray, &ledger);
    ledger_tray_clear(&tray);
}

/* --- Tests: starting --- */

static void a_new_station_without_room_says_so_and_opens_once_there_is_some(void **state) {
    struct kiosk *kiosk = require_disk(state);
    disk_fill(kiosk->state);
    kiosk_launch(kiosk);
    expect_refused_to_start(kiosk, STATUS_FULL);
    disk_free(kiosk->state);
    kiosk_enter(kiosk);
    expect_sound(kiosk, 1);
}

static void a_station_in_use_without_room_says_so_and_opens_once_there_is_some(void **state) {
    struct kiosk *kiosk = require_disk(state);
    kiosk_enter(kiosk);
    kiosk_stop(kiosk);
    disk_fill(kiosk->state);
    kiosk_launch(kiosk);
    expect_refused_to_start(kiosk, STATUS_FULL);
    disk_free(kiosk->state);
    kiosk_enter(kiosk);
    expect_sound(kiosk, 1);
}

static void a_station_without_a_file_left_says_so_and_opens_once_there_is_one(void **state) {
    struct kiosk *kiosk = require_disk(state);
    disk_take_files(kiosk->state);
    kiosk_launch(kiosk);
    expect_refused_to_start(kiosk, STATUS_FULL);
    disk_free(kiosk->state);
    kiosk_enter(kiosk);
    kiosk_stop(kiosk);
    disk_take_files(kiosk->state);
    kiosk_launch(kiosk);
    expect_refused_to_start(kiosk, STATUS_FULL);
    disk_free(kiosk->state);
    kiosk_enter(kiosk);
    expect_sound(kiosk, 2);
}

static void a_read_only_state_folder_is_said_and_opens_once_it_is_writable(void **state) {
    struct kiosk *kiosk = require_disk(state);
    assert_true(disk_set_read_only(kiosk->state, true));
    kiosk_launch(kiosk);
    expect_refused_to_start(kiosk, STATUS_IO);
    assert_true(disk_set_read_only(kiosk->state, false));
    kiosk_enter(kiosk);
    terminal_signal(kiosk->terminal, SIGKILL); /* its write-ahead logs stay behind */
    terminal_close(kiosk->terminal);
    assert_true(disk_set_read_only(kiosk->state, true));
    kiosk_launch(kiosk);
    expect_refused_to_start(kiosk, STATUS_IO);
    assert_true(disk_set_read_only(kiosk->state, false));
    kiosk_enter(kiosk);
    expect_sound(kiosk, 2);
}

/* --- Tests: at each stage --- */

static void no_room_at_the_login_is_said_and_the_same_password_opens_later(void **state) {
    struct kiosk *kiosk = require_disk(state);
    kiosk_start(kiosk);
    terminal_expect(kiosk->terminal, "● SNPC"); /* it has made its certificates, which are on this disk */
    disk_fill(kiosk->state);
    kiosk_type(kiosk, "FORMATION");
    kiosk_key(kiosk, "Tab");
    kiosk_type(kiosk, DESK_TRAINING_PASSWORD);
    kiosk_key(kiosk, "Enter");
    expect_sentence(kiosk, SENTENCE_LOGIN, STATUS_FULL);
    disk_free(kiosk->state);
    walk_log_in(kiosk->terminal);
    expect_sound(kiosk, 1);
}

static void no_room_for_a_lookup_is_said_and_nothing_of_the_file_shows(void **state) {
    struct kiosk *kiosk = require_disk(state);
    kiosk_enter(kiosk);
    disk_fill(kiosk->state);
    kiosk_type(kiosk, NEPH);
    kiosk_key(kiosk, "Enter");
    expect_sentence(kiosk, SENTENCE_LOOKUP, STATUS_FULL);
    assert_false(terminal_has(kiosk->terminal, "DUMONT"));
    disk_free(kiosk->state);
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Titulaire, à comparer");
    expect_sound(kiosk, 1);
}

static void no_room_for_a_confirmation_is_said_and_the_file_stays_closed(void **state) {
    struct kiosk *kiosk = require_disk(state);
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, NEPH);
    disk_fill(kiosk->state);
    press(kiosk, (const char *const[]){"Tab", "Right", "Tab", "Enter", NULL});
    expect_sentence(kiosk, SENTENCE_CONFIRM, STATUS_FULL);
    assert_false(terminal_has(kiosk->terminal, "Synthèse"));
    disk_free(kiosk->state);
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Synthèse");
    expect_sound(kiosk, 1);
}

/* --- Tests: a document --- */

/* From Accueil to Document. */
static void choose_adcs(struct kiosk *kiosk) {
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, NEPH);
    walk_confirm(kiosk->terminal);
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
}

/* The registry is slow to answer; meanwhile the disk of `folder` (of the test's) is filled. */
static void fill_while_asked(struct kiosk *kiosk, const char *folder) {
    choose_adcs(kiosk);
    kiosk_set_fault(kiosk, "attestations=late:1000");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "◌ Numéro demandé au registre");
    disk_fill(folder);
    kiosk_set_fault(kiosk, "");
}

static void order_again(struct kiosk *kiosk) {
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    kiosk_key(kiosk, "F8");
}

/* Handed over, and the books say so of one number. */
static void expect_one_handed_over(struct kiosk *kiosk) {
    struct ledger ledger;
    terminal_expect(kiosk->terminal, " remise.");
    terminal_expect(kiosk->terminal, "Rien en attente");
    expect_sound(kiosk, 1);
    ledger_read(kiosk->state, NULL, &ledger);
    assert_int_equal(ledger.numbers, 1);
    assert_int_equal(ledger.handed_over, 1);
}

static void without_room_no_number_is_asked_for(void **state) {
    struct kiosk *kiosk = require_disk(state);
    choose_adcs(kiosk);
    disk_fill(kiosk->state);
    kiosk_key(kiosk, "F8");
    expect_sentence(kiosk, SENTENCE_ISSUE, STATUS_FULL);
    assert_false(terminal_has(kiosk->terminal, "Numéro obtenu"));
    disk_free(kiosk->state);
    order_again(kiosk);
    walk_hand_over(kiosk->terminal);
    expect_one_handed_over(kiosk);
}

static void a_number_that_finds_no_room_is_the_same_later(void **state) {
    struct kiosk *kiosk = require_disk(state);
    fill_while_asked(kiosk, kiosk->state);
    expect_sentence(kiosk, SENTENCE_ISSUE, STATUS_FULL);
    disk_free(kiosk->state);
    order_again(kiosk);
    walk_hand_over(kiosk->terminal);
    expect_one_handed_over(kiosk);
}

static void a_tray_without_room_is_said_and_the_same_number_comes_out_later(void **state) {
    struct kiosk *kiosk = require_disk(state);
    char tray[KIOSK_PATH_SIZE];
    snprintf(tray, sizeof tray, "%s/tray", kiosk->folder);
    fill_while_asked(kiosk, tray);
    expect_sentence(kiosk, SENTENCE_PRINT, STATUS_FULL);
    disk_free(tray);
    walk_take(kiosk->terminal, "Imprimer de nouveau");
    terminal_expect(kiosk->terminal, "Entrée : c'est fait, imprimer"); /* half a sheet may have come out */
    kiosk_key(kiosk, "Enter");
    walk_hand_over(kiosk->terminal);
    expect_one_handed_over(kiosk);
}

static void a_sheet_is_handed_over_once_that_can_be_written_down(void **state) {
    struct kiosk *kiosk = require_disk(state);
    choose_adcs(kiosk);
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Le document est-il sorti, complet et lisible ?");
    terminal_expect(kiosk->terminal, "Rien en attente");
    terminal_expect(kiosk->terminal, "▸Oui");
    disk_fill(kiosk->state);
    kiosk_key(kiosk, "Enter");
    expect_sentence(kiosk, SENTENCE_SETTLE, STATUS_FULL);
    disk_free(kiosk->state);
    kiosk_key(kiosk, "Enter");
    expect_one_handed_over(kiosk);
}

static void without_room_the_screen_locks_and_unlocks_later(void **state) {
    struct kiosk *kiosk = require_disk(state);
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, NEPH);
    walk_confirm(kiosk->terminal);
    disk_fill(kiosk->state);
    kiosk_key(kiosk, "F9");
    terminal_expect(kiosk->terminal, "Verrouillé");
    assert_false(terminal_has(kiosk->terminal, "DUMONT"));
    kiosk_type(kiosk, DESK_TRAINING_PASSWORD);
    kiosk_key(kiosk, "Enter");
    expect_sentence(kiosk, SENTENCE_UNLOCK, STATUS_FULL);
    disk_free(kiosk->state);
    kiosk_type(kiosk, DESK_TRAINING_PASSWORD);
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Synthèse");
    expect_sound(kiosk, 1);
}

static void without_room_the_next_person_comes_and_nothing_of_the_last_stays(void **state) {
    struct kiosk *kiosk = require_disk(state);
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, NEPH);
    walk_confirm(kiosk->terminal);
    disk_fill(kiosk->state);
    kiosk_key(kiosk, "F10");
    terminal_expect(kiosk->terminal, "NEPH, tapé ou scanné");
    assert_false(terminal_has(kiosk->terminal, "DUMONT"));
    disk_free(kiosk->state);
    walk_open_file(kiosk->terminal, NEPH);
    expect_sound(kiosk, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_new_station_without_room_says_so_and_opens_once_there_is_some),
        TEST(a_station_in_use_without_room_says_so_and_opens_once_there_is_some),
        TEST(a_station_without_a_file_left_says_so_and_opens_once_there_is_one),
        TEST(a_read_only_state_folder_is_said_and_opens_once_it_is_writable),
        TEST(no_room_at_the_login_is_said_and_the_same_password_opens_later),
        TEST(no_room_for_a_lookup_is_said_and_nothing_of_the_file_shows),
        TEST(no_room_for_a_confirmation_is_said_and_the_file_stays_closed),
        TEST(without_room_no_number_is_asked_for),
        TEST(a_number_that_finds_no_room_is_the_same_later),
        TEST(a_tray_without_room_is_said_and_the_same_number_comes_out_later),
        TEST(a_sheet_is_handed_over_once_that_can_be_written_down),
        TEST(without_room_the_screen_locks_and_unlocks_later),
        TEST(without_room_the_next_person_comes_and_nothing_of_the_last_stays),
    };
    not_allowed = disk_isolate();
    return cmocka_run_group_tests(tests, NULL, NULL);
}

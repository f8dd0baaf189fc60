/* Scanners of every kind at the counter: one that types like a keyboard, key by key or all at once; the station's own,
 * as a recorded stream of key events or on a serial line; and nothing of what they read is left behind. The shipped
 * programs, in a terminal. */
#include "../support/kiosk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <linux/input.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "../support/scan.h"
#include "../support/secret.h"
#include "../support/zones.h"
#include "../unit/sanitized.h"

#define NEPH "110705140681"
#define READY "NEPH, tapé ou scanné"
#define FILE_OPEN "Titulaire, à comparer"
#define FILE_COMPARED "Titulaire, comparé au document lu"

enum { WEDGE_GAP_MS = 5 };

/* --- Helpers --- */

static void scan(struct kiosk *kiosk, const char *text, const char *says) {
    scan_text(kiosk->terminal, text, says);
}

/* As a keyboard scanner does: one key after the other. */
static void type_like_a_scanner(struct kiosk *kiosk, const char *text) {
    for (; *text != '\0'; text++) {
        char key[2] = {*text == '\n' ? '\r' : *text, '\0'};
        terminal_type(kiosk->terminal, key);
        terminal_let_pass(kiosk->terminal, WEDGE_GAP_MS);
    }
}

static void use_scanner(const struct kiosk *kiosk, const char *path) {
    char text[KIOSK_PATH_SIZE + 32];
    snprintf(text, sizeof text, "[scanner]\nscanner = %s\n", path);
    kiosk_write(kiosk, "state/guichet.conf", text);
}

static void send_event(int fd, uint16_t type, uint16_t code, int32_t value) {
    struct input_event event = {.type = type, .code = code, .value = value};
    assert_int_equal(write(fd, &event, sizeof event), sizeof event);
}

static void press(int fd, uint16_t code) {
    send_event(fd, EV_KEY, code, 1);
    send_event(fd, EV_SYN, SYN_REPORT, 0);
    send_event(fd, EV_KEY, code, 0);
    send_event(fd, EV_SYN, SYN_REPORT, 0);
}

/* --- A scanner that types --- */

static void a_neph_typed_key_by_key_opens_its_file(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    type_like_a_scanner(kiosk, NEPH "\n");
    terminal_expect(kiosk->terminal, FILE_OPEN);
    terminal_expect(kiosk->terminal, "NEPH 1107 0514 0681");
}

static void a_card_typed_key_by_key_searches_and_its_letters_do_nothing(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    type_like_a_scanner(kiosk, ZONE_CARD "\n");
    terminal_expect(kiosk->terminal, "SOLEIL-LEVANT");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, FILE_COMPARED);
}

static void a_2d_doc_typed_key_by_key_is_judged(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    type_like_a_scanner(kiosk, scan_specimen());
    type_like_a_scanner(kiosk, "\n");
    terminal_expect(kiosk->terminal, FILE_OPEN);
    terminal_expect(kiosk->terminal, "◌ 2D-Doc de test");
}

/* A scanner may pause after each line. */
static void a_card_whose_lines_come_one_by_one_is_read_whole(void **state) {
    static const char *const lines[] = {"IDFRAX4RTBPFW46<<<<<<<<<<<<<<<\r", "9209149M3001019FRA<<<<<<<<<<<6\r",
                                        "SOLEIL<LEVANT<<JURGEN<<<<<<<<<\r"};
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        terminal_type(kiosk->terminal, lines[i]);
        terminal_let_pass(kiosk->terminal, 200);
    }
    terminal_expect(kiosk->terminal, "SOLEIL-LEVANT");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, FILE_COMPARED);
}

static void a_card_typed_while_locked_leaves_nothing(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    kiosk_key(kiosk, "F9");
    terminal_expect(kiosk->terminal, "Poste verrouillé");
    type_like_a_scanner(kiosk, ZONE_CARD "\n");
    terminal_expect(kiosk->terminal, "Un document a été scanné ici");
    terminal_expect_absent(kiosk->terminal, "•");
    kiosk_type(kiosk, "formation-2026");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, READY);
}

/* --- The station's own --- */

static void the_stations_scanner_is_read_whatever_has_the_keys(void **state) {
    static const uint16_t codes[] = {KEY_1, KEY_1, KEY_0, KEY_7, KEY_0, KEY_5,    KEY_1,
                                     KEY_4, KEY_0, KEY_6, KEY_8, KEY_1, KEY_ENTER};
    struct kiosk *kiosk = *state;
    char path[KIOSK_PATH_SIZE];
    snprintf(path, sizeof path, "%s/event0", kiosk->folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    assert_true(fd >= 0);
    use_scanner(kiosk, path);
    kiosk_enter(kiosk);
    kiosk_key(kiosk, "Alt-t");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "● Lecteur du poste branché");
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, "▸Essai du lecteur");
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, READY);
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        press(fd, codes[i]);
    terminal_expect(kiosk->terminal, FILE_OPEN);
    terminal_expect(kiosk->terminal, "NEPH 1107 0514 0681");
    close(fd);
}

/* The scanner's end of its line. */
static int enter_with_serial_scanner(struct kiosk *kiosk, int *theirs) {
    int ours;
    char path[128];
    struct termios raw;
    assert_int_equal(openpty(&ours, theirs, path, NULL, NULL), 0);
    assert_int_equal(tcgetattr(*theirs, &raw), 0);
    cfmakeraw(&raw);
    assert_int_equal(tcsetattr(*theirs, TCSANOW, &raw), 0);
    use_scanner(kiosk, path);
    kiosk_enter(kiosk);
    return ours;
}

static void give(int ours, const char *text) {
    assert_int_equal(write(ours, text, strlen(text)), (ssize_t)strlen(text));
}

static void the_stations_scanner_gives_no_password(void **state) {
    struct kiosk *kiosk = *state;
    int theirs, ours = enter_with_serial_scanner(kiosk, &theirs);
    kiosk_key(kiosk, "F9");
    terminal_expect(kiosk->terminal, "Poste verrouillé");
    give(ours, "formation-2026\r");
    terminal_expect(kiosk->terminal, "Un document a été scanné ici");
    terminal_expect_absent(kiosk->terminal, "•");
    close(theirs);
    close(ours);
}

/* Where what was begun for Accueil ends on Vérifier, nobody gets it; the next scan goes to whom it comes. */
static void a_scan_is_for_the_screen_on_which_it_began(void **state) {
    static const char first[] = "IDFRAX4RTBPFW46<<<<<<<<<<<<<<<\n";
    static const char rest[] = "9209149M3001019FRA<<<<<<<<<<<6\n";
    struct kiosk *kiosk = *state;
    int theirs, ours = enter_with_serial_scanner(kiosk, &theirs);
    give(ours, first);
    terminal_let_pass(kiosk->terminal, 50);
    kiosk_key(kiosk, "F3");
    terminal_expect(kiosk->terminal, SCAN_READY);
    give(ours, rest);
    terminal_let_pass(kiosk->terminal, 800);
    terminal_expect(kiosk->terminal, SCAN_READY);
    terminal_expect_absent(kiosk->terminal, "✗ ");
    give(ours, scan_specimen());
    terminal_expect(kiosk->terminal, SCAN_OFFER);
    close(theirs);
    close(ours);
}

static void a_serial_scanner_loses_no_separator(void **state) {
    struct kiosk *kiosk = *state;
    int theirs, ours = enter_with_serial_scanner(kiosk, &theirs);
    kiosk_key(kiosk, "F3");
    terminal_expect(kiosk->terminal, SCAN_READY);
    give(ours, scan_specimen());
    give(ours, "\r");
    terminal_expect(kiosk->terminal, SCAN_OFFER);
    kiosk_key(kiosk, "F10");
    terminal_expect(kiosk->terminal, READY);
    give(ours, scan_specimen());
    give(ours, "\r");
    terminal_expect(kiosk->terminal, FILE_OPEN);
    close(theirs);
    close(ours);
}

static void a_serial_line_has_no_keys_to_show(void **state) {
    struct kiosk *kiosk = *state;
    int theirs, ours = enter_with_serial_scanner(kiosk, &theirs);
    kiosk_key(kiosk, "Alt-t");
    terminal_expect(kiosk->terminal, "▸Essai du lecteur");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "● Lecteur du poste branché");
    give(ours, NEPH "\r");
    terminal_expect(kiosk->terminal, "Touches     aucune : ligne série");
    close(theirs);
    close(ours);
}

/* It types nothing: what it gives is no part of what a person has begun. */
static void what_the_stations_scanner_gives_is_taken_whole(void **state) {
    struct kiosk *kiosk = *state;
    int ours, theirs;
    char path[128];
    static const char neph[] = "110705140681\r";
    struct termios raw;
    assert_int_equal(openpty(&ours, &theirs, path, NULL, NULL), 0);
    assert_int_equal(tcgetattr(theirs, &raw), 0);
    cfmakeraw(&raw);
    assert_int_equal(tcsetattr(theirs, TCSANOW, &raw), 0);
    use_scanner(kiosk, path);
    kiosk_enter(kiosk);
    kiosk_type(kiosk, "1");
    kiosk_key(kiosk, "Left");
    terminal_expect(kiosk->terminal, "│ 1 ");
    assert_int_equal(write(ours, neph, sizeof neph - 1), (ssize_t)(sizeof neph - 1));
    terminal_expect(kiosk->terminal, "NEPH 1107 0514 0681");
    close(theirs);
    close(ours);
}

static void a_scanner_that_is_not_there_is_said_to_be_absent(void **state) {
    struct kiosk *kiosk = *state;
    char path[KIOSK_PATH_SIZE];
    snprintf(path, sizeof path, "%s/nothing", kiosk->folder);
    use_scanner(kiosk, path);
    kiosk_enter(kiosk);
    kiosk_key(kiosk, "Alt-t");
    terminal_expect(kiosk->terminal, "▸Essai du lecteur");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "✗ Lecteur du poste absent");
}

/* --- The supervisor --- */

static void log_in_as(struct kiosk *kiosk, const char *id) {
    kiosk_type(kiosk, id);
    kiosk_key(kiosk, "Tab");
    kiosk_type(kiosk, KIOSK_STATION_PASSWORD);
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, READY);
}

static void a_supervisor_is_told_who_searches_too_much(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_make_station(kiosk, &(struct kiosk_station){0});
    kiosk_add_supervisor(kiosk, "CHEF", "[identity]\nsearch_alert_count = 1\n");
    kiosk_start(kiosk);
    log_in_as(kiosk, KIOSK_STATION_AGENT);
    for (int i = 0; i < 2; i++) {
        scan(kiosk, ZONE_STRANGER, "Aucun dossier au nom");
        kiosk_key(kiosk, "F10");
        terminal_expect_absent(kiosk->terminal, "Aucun dossier");
    }
    terminal_expect_absent(kiosk->terminal, "recherches sans NEPH");
    kiosk_key(kiosk, "F12");
    terminal_expect(kiosk->terminal, "Mot de passe");
    log_in_as(kiosk, "CHEF");
    terminal_expect(kiosk->terminal, "L'agent A123 a fait 2 recherches sans NEPH aujourd'hui (seuil : 1).");
    kiosk_key(kiosk, "Alt-t");
    terminal_expect(kiosk->terminal, "▸Essai du lecteur");
}

/* --- Nothing is left --- */

static bool is_the_registry(const struct kiosk_process *process) {
    return strstr(process->command, "guichet-registry") != NULL;
}

static size_t count_in_memory(const struct kiosk *kiosk, const struct secrets *secrets) {
    struct kiosk_processes list;
    size_t found = 0;
    kiosk_list_processes(kiosk, &list);
    assert_true(list.count >= 2);
    for (size_t i = 0; i < list.count; i++)
        if (!is_the_registry(&list.items[i]))
            found += secrets_count_in_memory(secrets, list.items[i].pid, list.items[i].command);
    return found;
}

/* Waits until the workers that saw the person are replaced. */
static void expect_workers_gone(const struct kiosk_processes *before) {
    struct kiosk_processes workers = {0};
    for (size_t i = 0; i < before->count; i++)
        if (strstr(before->items[i].command, "guichet-worker") != NULL)
            workers.items[workers.count++] = before->items[i];
    kiosk_expect_gone(&workers);
}

static struct secrets *secrets_of_card(void) {
    static struct secrets secrets;
    static const char *const values[] = {"SOLEIL<LEVANT", "SOLEIL LEVANT", "SOLEIL-LEVANT", "9209149M", "X4RTBPFW4",
                                         "PERSONNE",      "7001017M",      "ERIKSSON",      NEPH};
    secrets_open(&secrets);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        secrets_add(&secrets, values[i]);
    return &secrets;
}

/* Each is scanned, then the person leaves by that key. */
static void memory_holds_nothing_of_a_document_once_the_person_has_left(void **state) {
    static const struct {
        const char *scan, *says, *key;
    } ways[] = {{ZONE_CARD, "SOLEIL-LEVANT", "F10"},
                {ZONE_STRANGER, "Aucun dossier au nom", "F10"},
                {ZONE_STRANGER, "Aucun dossier", "Esc"},
                {ZONE_WRONG, "mal lu", "F10"},
                {ZONE_DOUBTFUL, "ERIKSSON", "Esc"},
                {ZONE_DOUBTFUL, "ERIKSSON", "F10"},
                {NEPH, FILE_OPEN, "F10"}};
    struct kiosk *kiosk = *state;
    if (SANITIZED) {
        print_message("the sanitizers keep freed memory, and shadows of it\n");
        skip();
    }
    struct secrets *secrets = secrets_of_card();
    kiosk_enter(kiosk);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        struct kiosk_processes before;
        scan(kiosk, ways[i].scan, ways[i].says);
        kiosk_list_processes(kiosk, &before);
        kiosk_key(kiosk, ways[i].key);
        terminal_expect(kiosk->terminal, READY);
        terminal_expect_absent(kiosk->terminal, ways[i].says);
        if (strcmp(ways[i].scan, ZONE_WRONG) != 0 && strcmp(ways[i].scan, ZONE_DOUBTFUL) != 0)
            expect_workers_gone(&before);
        if (count_in_memory(kiosk, secrets) > 0)
            fail_msg("way %zu", i);
    }
    secrets_close(secrets);
}

static void memory_holds_nothing_of_a_document_while_locked(void **state) {
    struct kiosk *kiosk = *state;
    if (SANITIZED)
        skip();
    struct secrets *secrets = secrets_of_card();
    struct kiosk_processes before;
    kiosk_enter(kiosk);
    scan(kiosk, ZONE_STRANGER, "Aucun dossier au nom");
    assert_true(count_in_memory(kiosk, secrets) > 0); /* kept for Identité */
    kiosk_list_processes(kiosk, &before);
    kiosk_key(kiosk, "F9");
    terminal_expect(kiosk->terminal, "Poste verrouillé");
    expect_workers_gone(&before);
    assert_int_equal(count_in_memory(kiosk, secrets), 0);
    secrets_close(secrets);
}

static void memory_holds_nothing_of_what_the_scanner_was_tried_with(void **state) {
    struct kiosk *kiosk = *state;
    if (SANITIZED)
        skip();
    struct secrets *secrets = secrets_of_card();
    kiosk_enter(kiosk);
    kiosk_key(kiosk, "Alt-t");
    terminal_expect(kiosk->terminal, "▸Essai du lecteur");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Réglages attendus");
    scan(kiosk, ZONE_CARD, "Zone de lecture TD1");
    assert_true(count_in_memory(kiosk, secrets) > 0);
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, "▸Essai du lecteur");
    assert_int_equal(count_in_memory(kiosk, secrets), 0);
    secrets_close(secrets);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_neph_typed_key_by_key_opens_its_file),
        TEST(a_card_typed_key_by_key_searches_and_its_letters_do_nothing),
        TEST(a_2d_doc_typed_key_by_key_is_judged),
        TEST(a_card_whose_lines_come_one_by_one_is_read_whole),
        TEST(a_card_typed_while_locked_leaves_nothing),
        TEST(the_stations_scanner_is_read_whatever_has_the_keys),
        TEST(the_stations_scanner_gives_no_password),
        TEST(a_scan_is_for_the_screen_on_which_it_began),
        TEST(a_serial_scanner_loses_no_separator),
        TEST(a_serial_line_has_no_keys_to_show),
        TEST(what_the_stations_scanner_gives_is_taken_whole),
        TEST(a_scanner_that_is_not_there_is_said_to_be_absent),
        TEST(a_supervisor_is_told_who_searches_too_much),
        TEST(memory_holds_nothing_of_a_document_once_the_person_has_left),
        TEST(memory_holds_nothing_of_a_document_while_locked),
        TEST(memory_holds_nothing_of_what_the_scanner_was_tried_with),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

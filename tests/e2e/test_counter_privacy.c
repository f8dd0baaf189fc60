/* Nothing of a person is left behind: not in the files of the kiosk, not in arguments, and, once the person has left or
 * the screen is locked, not in the memory of any of its processes. The shipped programs, in a terminal; the training
 * registry is another machine, with its own folder. */
#include "../support/kiosk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../support/driver.h"
#include "../support/scan.h"
#include "../support/secret.h"
#include "../unit/sanitized.h"

#define NEPH "110705140681"
#define DRIVER "suspendu-administratif"

static const char *const other_machine[] = {"registry", NULL};

/* --- Helpers --- */

/* Static: too large for a stack. */
static struct secrets *secrets_of(const char *name) {
    static struct secrets secrets;
    json_t *driver = driver_load(name);
    secrets_open(&secrets);
    secrets_add_driver(&secrets, driver);
    json_decref(driver);
    return &secrets;
}

static void use_tray(const struct kiosk *kiosk) {
    char uri[KIOSK_PATH_SIZE];
    snprintf(uri, sizeof uri, "folder:%s/tray", kiosk->folder); /* paper: not among the kiosk's files */
    kiosk_use_printer(kiosk, uri);
}

static void visit_tabs(struct kiosk *kiosk) {
    static const char *const tabs[] = {"▸Historique", "▸Calendrier", "▸Catégories", "▸Suspensions", "▸Synthèse"};
    for (size_t i = 0; i < sizeof tabs / sizeof tabs[0]; i++) {
        kiosk_key(kiosk, "Tab");
        terminal_expect(kiosk->terminal, tabs[i]);
        if (i == 1) {
            kiosk_key(kiosk, "Enter");
            terminal_expect(kiosk->terminal, "Et si");
            kiosk_key(kiosk, "Esc");
            terminal_expect(kiosk->terminal, tabs[i]);
        }
    }
}

/* Accueil → the file, in every tab → the printed sheet → the file. */
static void serve(struct kiosk *kiosk) {
    walk_open_file(kiosk->terminal, NEPH);
    walk_confirm(kiosk->terminal);
    visit_tabs(kiosk);
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Ce permis n'autorise pas à conduire");
    kiosk_key(kiosk, "Enter");
    walk_hand_over(kiosk->terminal);
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Synthèse");
}

static void next_person(struct kiosk *kiosk) {
    kiosk_key(kiosk, "F10");
    terminal_expect(kiosk->terminal, "NEPH, tapé ou scanné");
}

static void lock(struct kiosk *kiosk) {
    kiosk_key(kiosk, "F9");
    terminal_expect(kiosk->terminal, "Poste verrouillé");
}

static bool is_the_registry(const struct kiosk_process *process) {
    return strstr(process->command, "guichet-registry") != NULL;
}

/* The workers that saw the person are replaced: waits until they are gone. */
static void expect_workers_gone(const struct kiosk_processes *before) {
    struct kiosk_processes workers = {0};
    for (size_t i = 0; i < before->count; i++)
        if (strstr(before->items[i].command, "guichet-worker") != NULL)
            workers.items[workers.count++] = before->items[i];
    assert_true(workers.count > 0);
    kiosk_expect_gone(&workers);
}

static size_t count_in_memory(const struct kiosk *kiosk, const struct secrets *secrets) {
    struct kiosk_processes list;
    size_t found = 0;
    kiosk_list_processes(kiosk, &list);
    assert_true(list.count >= 2); /* the kiosk and its spawner at least */
    for (size_t i = 0; i < list.count; i++)
        if (!is_the_registry(&list.items[i]))
            found += secrets_count_in_memory(secrets, list.items[i].pid, list.items[i].command);
    return found;
}

/* Proves that the search finds what is there: the file is open, on the screen and in the workers. */
static void expect_in_memory(const struct kiosk *kiosk, const struct secrets *secrets) {
    static const char *const forms[] = {"UTF-8", "cchar_t"};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        struct secrets some = {0};
        for (size_t j = 0; j < secrets->count; j++)
            if (strcmp(secrets->patterns[j].form, forms[i]) == 0 &&
                strcmp(secrets->patterns[j].text, "SOLEIL-LEVANT") == 0)
                some.patterns[some.count++] = secrets->patterns[j];
        assert_int_equal(some.count, 1);
        some.begins[some.patterns[0].bytes[0] << 8 | some.patterns[0].bytes[1]] = 1;
        assert_true(secrets_count_in_memory(&some, terminal_pid(kiosk->terminal), "before") > 0);
    }
}

static void skip_when_sanitized(void) {
    if (!SANITIZED)
        return;
    print_message("the sanitizers keep freed memory, and shadows of it\n");
    skip();
}

/* --- Tests --- */

static void the_search_finds_every_form(void **state) {
    (void)state;
    struct secrets *secrets = secrets_of(DRIVER);
    char what[SECRET_WHAT_SIZE];
    static const wchar_t wide[] = L"..SOLEIL-LEVANT..";
    static const uint8_t utf16[] = "S\0O\0L\0E\0I\0L\0-\0L\0E\0V\0A\0N\0T\0";
    assert_true(secrets_count(secrets, "x14 septembre 1992x", 19, what) > 0);
    assert_true(secrets_count(secrets, "xSOLEIL LEVANTx", 15, what) > 0);
    assert_true(secrets_count(secrets, "xJürgenx", 9, what) > 0);
    assert_true(secrets_count(secrets, "1107 0514 0681", 14, what) > 0);
    assert_true(secrets_count(secrets, wide, sizeof wide, what) > 0);
    assert_true(secrets_count(secrets, utf16, sizeof utf16, what) > 0);
    assert_int_equal(secrets_count(secrets, "SOLEIL COUCHANT, 110705140682", 29, what), 0);
    secrets_close(secrets);
}

static void files_and_arguments_hold_nothing_of_the_person(void **state) {
    struct kiosk *kiosk = *state;
    struct secrets *secrets = secrets_of(DRIVER);
    struct kiosk_processes list;
    use_tray(kiosk);
    kiosk_enter(kiosk);
    serve(kiosk);
    kiosk_list_processes(kiosk, &list);
    for (size_t i = 0; i < list.count; i++)
        secrets_expect_not_in_arguments(secrets, list.items[i].pid);
    assert_true(secrets_expect_not_in_folder(secrets, kiosk->state, other_machine) >= 4);
    next_person(kiosk);
    kiosk_stop(kiosk);
    assert_true(secrets_expect_not_in_folder(secrets, kiosk->state, other_machine) >= 4);
    free(kiosk_command(kiosk, (const char *const[]){"audit", "verify", NULL}));
    char *log = kiosk_command(kiosk, (const char *const[]){"audit", "export", NULL}), what[SECRET_WHAT_SIZE];
    assert_non_null(strstr(log, "identity-confirmed"));
    if (secrets_count(secrets, log, strlen(log), what) > 0)
        fail_msg("%s is in the audit log", what);
    free(log);
    secrets_close(secrets);
}

static void memory_holds_nothing_once_the_person_has_left(void **state) {
    struct kiosk *kiosk = *state;
    skip_when_sanitized();
    struct secrets *secrets = secrets_of(DRIVER);
    struct kiosk_processes before;
    use_tray(kiosk);
    kiosk_enter(kiosk);
    serve(kiosk);
    expect_in_memory(kiosk, secrets);
    kiosk_list_processes(kiosk, &before);
    next_person(kiosk);
    expect_workers_gone(&before);
    assert_int_equal(count_in_memory(kiosk, secrets), 0);
    secrets_close(secrets);
}

static void memory_holds_nothing_while_locked_and_the_file_comes_back(void **state) {
    struct kiosk *kiosk = *state;
    skip_when_sanitized();
    struct secrets *secrets = secrets_of(DRIVER);
    struct kiosk_processes before;
    use_tray(kiosk);
    kiosk_enter(kiosk);
    terminal_resize(kiosk->terminal, 60, 200); /* much is drawn, and little draws over it */
    terminal_expect_row(kiosk->terminal, 59, "F1 Aide");
    serve(kiosk);
    kiosk_list_processes(kiosk, &before);
    lock(kiosk);
    expect_workers_gone(&before);
    assert_int_equal(count_in_memory(kiosk, secrets), 0);
    kiosk_type(kiosk, "formation-2026");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "SOLEIL-LEVANT");
    terminal_expect(kiosk->terminal, "Synthèse");
    next_person(kiosk);
    assert_int_equal(count_in_memory(kiosk, secrets), 0);
    secrets_close(secrets);
}

static void memory_holds_nothing_of_a_person_compared_and_not_confirmed(void **state) {
    struct kiosk *kiosk = *state;
    skip_when_sanitized();
    struct secrets *secrets = secrets_of(DRIVER);
    struct kiosk_processes before;
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, NEPH);
    kiosk_list_processes(kiosk, &before);
    lock(kiosk);
    expect_workers_gone(&before);
    assert_int_equal(count_in_memory(kiosk, secrets), 0);
    kiosk_type(kiosk, "formation-2026");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Titulaire, à comparer");
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, "NEPH, tapé ou scanné");
    assert_int_equal(count_in_memory(kiosk, secrets), 0);
    secrets_close(secrets);
}

static void memory_holds_nothing_of_a_search(void **state) {
    struct kiosk *kiosk = *state;
    skip_when_sanitized();
    struct secrets *secrets = secrets_of(DRIVER);
    struct kiosk_processes before;
    kiosk_enter(kiosk);
    kiosk_key(kiosk, "F2");
    terminal_expect(kiosk->terminal, "Date de naissance");
    kiosk_key(kiosk, "Right");
    kiosk_key(kiosk, "Tab");
    kiosk_type(kiosk, "soleil levant");
    kiosk_key(kiosk, "Tab");
    kiosk_type(kiosk, "14 09 1992");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "SOLEIL-LEVANT");
    kiosk_list_processes(kiosk, &before);
    next_person(kiosk);
    expect_workers_gone(&before);
    secrets_add(secrets, "soleil levant");
    secrets_add(secrets, "14 09 1992");
    assert_int_equal(count_in_memory(kiosk, secrets), 0);
    secrets_close(secrets);
}

static void memory_holds_nothing_of_answers_that_were_refused(void **state) {
    struct kiosk *kiosk = *state;
    skip_when_sanitized();
    static const char *const faults[] = {"lookup=malformed", "lookup=wrong-neph", "lookup=content-type"};
    struct secrets *secrets = secrets_of(DRIVER);
    kiosk_enter(kiosk);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        struct kiosk_processes before;
        kiosk_set_fault(kiosk, faults[i]);
        kiosk_type(kiosk, NEPH);
        kiosk_key(kiosk, "Enter");
        terminal_expect(kiosk->terminal, "Le dossier n'a pas été ouvert.");
        kiosk_wait_process(kiosk, "guichet-worker net");
        kiosk_list_processes(kiosk, &before);
        kiosk_key(kiosk, "F10");
        terminal_expect_absent(kiosk->terminal, "Le dossier n'a pas été ouvert.");
        expect_workers_gone(&before);
        assert_int_equal(count_in_memory(kiosk, secrets), 0);
    }
    secrets_close(secrets);
}

/* A file read again, a history filtered by a name, a sheet given up at the printer's door. */
static void memory_holds_nothing_of_what_was_done_on_the_way(void **state) {
    struct kiosk *kiosk = *state;
    skip_when_sanitized();
    struct secrets *secrets = secrets_of(DRIVER);
    struct kiosk_processes before;
    use_tray(kiosk);
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, NEPH);
    walk_confirm(kiosk->terminal);
    kiosk_set_fault(kiosk, "lookup=late:300");
    kiosk_key(kiosk, "F5");
    terminal_expect(kiosk->terminal, "Dossier redemandé au registre");
    terminal_expect_absent(kiosk->terminal, "Dossier redemandé au registre");
    kiosk_key(kiosk, "F4");
    kiosk_type(kiosk, "mondeville");
    terminal_expect(kiosk->terminal, "mondeville");
    kiosk_key(kiosk, "F1");
    terminal_expect(kiosk->terminal, "Aide");
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, "mondeville");
    kiosk_set_fault(kiosk, "attestations=late:60000");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Imprimer l'attestation");
    kiosk_key(kiosk, "F8");
    terminal_expect(kiosk->terminal, "Ce permis n'autorise pas à conduire");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "◌ Numéro demandé au registre");
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, "Vous avez renoncé à attendre.");
    kiosk_wait_process(kiosk, "guichet-worker net");
    kiosk_list_processes(kiosk, &before);
    kiosk_set_fault(kiosk, ""); /* what the registry may have issued is settled with it, then nothing is left to ask */
    next_person(kiosk);
    expect_workers_gone(&before);
    terminal_expect(kiosk->terminal, "Rien en attente");
    secrets_add(secrets, "mondeville");
    assert_int_equal(count_in_memory(kiosk, secrets), 0);
    secrets_close(secrets);
}

static void scan_seal(struct kiosk *kiosk) {
    kiosk_key(kiosk, "F3");
    terminal_expect(kiosk->terminal, "2D-Doc, scanné ou collé");
    terminal_type(kiosk->terminal, scan_specimen());
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "DUMONT DURVILLE");
    kiosk_key(kiosk, "End");
    terminal_expect(kiosk->terminal, "123 456 789");
}

static void add_seal(struct secrets *secrets) {
    static const char *const values[] = {"DUMONT DURVILLE", "SEBASTIEN",    "CONDE SUR NOIREAU", "08051942",
                                         "8 mai 1942",      "121201200001", "1212 0120 0001"};
    secrets_open(secrets);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        secrets_add(secrets, values[i]);
    char signature[32];
    snprintf(signature, sizeof signature, "%.24s", strchr(scan_specimen(), 0x1f) + 20);
    secrets_add(secrets, signature);
}

/* A 2D-Doc verified, then left in each way; and one that was scanned and not yet judged. */
static void memory_holds_nothing_of_a_seal_that_was_verified(void **state) {
    struct kiosk *kiosk = *state;
    skip_when_sanitized();
    static struct secrets secrets;
    add_seal(&secrets);
    kiosk_enter(kiosk);
    scan_seal(kiosk);
    assert_true(secrets_count_in_memory(&secrets, terminal_pid(kiosk->terminal), "before") > 0);
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, "NEPH, tapé ou scanné");
    terminal_expect_absent(kiosk->terminal, "DUMONT");
    assert_int_equal(count_in_memory(kiosk, &secrets), 0);
    scan_seal(kiosk);
    next_person(kiosk);
    assert_int_equal(count_in_memory(kiosk, &secrets), 0);
    kiosk_key(kiosk, "F3");
    terminal_type(kiosk->terminal, scan_specimen());
    terminal_expect(kiosk->terminal, "caractères reçus");
    lock(kiosk);
    assert_int_equal(count_in_memory(kiosk, &secrets), 0);
    kiosk_stop(kiosk);
    assert_true(secrets_expect_not_in_folder(&secrets, kiosk->state, other_machine) >= 4);
    secrets_close(&secrets);
}

static void memory_holds_nothing_of_a_seal_once_another_is_scanned(void **state) {
    struct kiosk *kiosk = *state;
    skip_when_sanitized();
    static struct secrets secrets;
    add_seal(&secrets);
    kiosk_enter(kiosk);
    scan_seal(kiosk);
    kiosk_key(kiosk, "Home");
    terminal_expect(kiosk->terminal, "SEBASTIEN");
    kiosk_type(kiosk, "DC04");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Illisible");
    assert_int_equal(count_in_memory(kiosk, &secrets), 0);
    secrets_close(&secrets);
}

static void memory_holds_no_password_once_logged_in(void **state) {
    struct kiosk *kiosk = *state;
    skip_when_sanitized();
    static struct secrets secrets;
    secrets_open(&secrets);
    secrets_add(&secrets, KIOSK_STATION_PASSWORD);
    kiosk_make_station(kiosk, &(struct kiosk_station){0});
    kiosk_enter(kiosk);
    assert_int_equal(count_in_memory(kiosk, &secrets), 0);
    assert_true(secrets_expect_not_in_folder(&secrets, kiosk->state, other_machine) > 0);
    secrets_close(&secrets);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_search_finds_every_form),
        TEST(files_and_arguments_hold_nothing_of_the_person),
        TEST(memory_holds_nothing_once_the_person_has_left),
        TEST(memory_holds_nothing_while_locked_and_the_file_comes_back),
        TEST(memory_holds_nothing_of_a_person_compared_and_not_confirmed),
        TEST(memory_holds_nothing_of_a_search),
        TEST(memory_holds_nothing_of_answers_that_were_refused),
        TEST(memory_holds_nothing_of_what_was_done_on_the_way),
        TEST(memory_holds_nothing_of_a_seal_that_was_verified),
        TEST(memory_holds_nothing_of_a_seal_once_another_is_scanned),
        TEST(memory_holds_no_password_once_logged_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

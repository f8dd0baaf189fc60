/* The desk when things go wrong at the worst time: answers cut, workers killed, a registry that asks to wait, locks and
 * second tries. No number is spent twice, nothing waits for ever, nothing that was put away stays in memory. */
#include "../support/stand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/text.h"

/* --- Faults, and what they leave --- */

static int count_issued(const struct stand *stand) {
    return stand_ask(stand, "registry/book.db", "SELECT count(*) FROM attestation");
}

static void begin_copies(struct stand *stand, int copies) {
    struct fault fault = {0};
    desk_finish_document(stand->desk);
    assert_int_equal(desk_issue(stand->desk, COUNTER_ADCS, copies, NULL, &fault), STATUS_OK);
}

static void begin_document(struct stand *stand) {
    begin_copies(stand, 1);
}

static void expect_document_fails(struct stand *stand, enum status code) {
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_FAILED);
    assert_int_equal(desk_progress(stand->desk, DESK_DOCUMENT)->fault.code, code);
}

static void confirm_person(struct stand *stand) {
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH);
    stand_confirm(stand);
}

/* Has the registry been asked for the number? */
static bool is_number_asked(const struct stand *stand) {
    return desk_document(stand->desk)->steps[DESK_STEP_NUMBER] == DESK_WAITING;
}

static long parent_of(long pid, char command[256]) {
    char path[64], stat_text[512] = "";
    assert_true(text_format(path, sizeof path, "/proc/%ld/cmdline", pid));
    FILE *file = fopen(path, "r");
    size_t size = file != NULL ? fread(command, 1, 255, file) : 0;
    if (file != NULL)
        fclose(file);
    command[size] = '\0';
    for (size_t i = 0; i + 1 < size; i++)
        if (command[i] == '\0')
            command[i] = ' ';
    assert_true(text_format(path, sizeof path, "/proc/%ld/stat", pid));
    file = fopen(path, "r");
    size = file != NULL ? fread(stat_text, 1, sizeof stat_text - 1, file) : 0;
    if (file != NULL)
        fclose(file);
    const char *after = size > 0 ? strrchr(stat_text, ')') : NULL;
    return after != NULL && strlen(after) > 4 ? strtol(after + 4, NULL, 10) : 0;
}

/* Kills the grandchild whose command ends so: workers are the spawner's children. */
static void kill_worker(const char *ends_with) {
    char command[256], ignored[256];
    int killed = 0;
    DIR *processes = opendir("/proc");
    assert_non_null(processes);
    for (struct dirent *entry = readdir(processes); entry != NULL; entry = readdir(processes)) {
        long pid = strtol(entry->d_name, NULL, 10);
        if (pid <= 1)
            continue;
        long parent = parent_of(pid, command);
        size_t length = strlen(command), end = strlen(ends_with);
        if (parent > 1 && length >= end && strcmp(command + length - end, ends_with) == 0 &&
            parent_of(parent, ignored) == getpid())
            killed += kill((pid_t)pid, SIGKILL) == 0;
    }
    closedir(processes);
    assert_int_equal(killed, 1);
}

/* A document that got its number, and was not printed. */
static void number_without_printing(struct stand *stand, char number[13]) {
    stand_set_fault(stand, "attestations=late:300");
    begin_document(stand);
    stand_run_until(stand, is_number_asked);
    stand_spoil_printer(stand, true);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_FAILED);
    assert_true(text_copy(number, 13, desk_document(stand->desk)->number));
    assert_int_equal(strlen(number), 12);
    stand_spoil_printer(stand, false);
    stand_set_fault(stand, "");
}

enum { CHUNK = 1 << 20 };

#ifdef __SANITIZE_ADDRESS__
enum { FREED_IS_KEPT = 1 }; /* the sanitizer's own allocator does not wipe */
#else
enum { FREED_IS_KEPT = 0 };
#endif

/* Is "DUMONT DURVILLE", as the seal writes it, in these bytes? The needle itself never is. */
static bool has_seal(const unsigned char *bytes, size_t size) {
    static const char shifted[] = "EVNPOU!EVSWJMMF";
    size_t length = sizeof shifted - 1, same = 0;
    for (size_t i = 0; same < length && i + length <= size; i++)
        for (same = 0; same < length && bytes[i + same] == (unsigned char)(shifted[same] - 1);)
            same++;
    return same == length;
}

static bool has_seal_in_mapping(int memory, unsigned long from, unsigned long to) {
    static unsigned char chunk[CHUNK];
    bool found = false;
    for (unsigned long at = from; !found && at < to; at += CHUNK / 2) {
        ssize_t got = pread(memory, chunk, to - at < CHUNK ? to - at : CHUNK, (off_t)at);
        found = got > 0 && has_seal(chunk, (size_t)got);
        memory_wipe(chunk, sizeof chunk);
    }
    return found;
}

static bool is_seal_in_memory(void) {
    char line[512];
    bool found = false;
    FILE *maps = fopen("/proc/self/maps", "r");
    int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    assert_true(maps != NULL && memory >= 0);
    while (!found && fgets(line, sizeof line, maps) != NULL)
        if (strstr(line, " rw-p ") != NULL)
            found = has_seal_in_mapping(memory, strtoul(line, NULL, 16), strtoul(strchr(line, '-') + 1, NULL, 16));
    close(memory);
    fclose(maps);
    return found;
}

static void prints_the_number_that_an_answer_cut_short_had_brought(void **state) {
    struct stand *stand = *state;
    confirm_person(stand);
    stand_set_fault(stand, "attestations=cut");
    begin_document(stand);
    expect_document_fails(stand, STATUS_TRUNCATED);
    assert_int_equal(count_issued(stand), 1);
    stand_set_fault(stand, "");
    begin_document(stand);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
    assert_int_equal(count_issued(stand), 1);
}

static void asks_for_the_same_number_after_giving_up_a_second_try(void **state) {
    struct stand *stand = *state;
    confirm_person(stand);
    stand_set_fault(stand, "attestations=cut");
    begin_document(stand);
    expect_document_fails(stand, STATUS_TRUNCATED);
    stand_set_fault(stand, "");
    begin_document(stand);
    desk_give_up(stand->desk, DESK_DOCUMENT); /* while the printer is checked */
    begin_document(stand);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
    assert_int_equal(count_issued(stand), 1);
}

static void outlives_the_page_worker_while_the_number_is_asked(void **state) {
    struct stand *stand = *state;
    confirm_person(stand);
    stand_set_fault(stand, "attestations=late:700");
    begin_document(stand);
    stand_run_until(stand, is_number_asked);
    kill_worker("guichet-worker page");
    expect_document_fails(stand, STATUS_WORKER_LOST);
    stand_set_fault(stand, "");
    begin_document(stand);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
    assert_int_equal(count_issued(stand), 1);
}

static void prints_no_earlier_seal_over_a_refreshed_record(void **state) {
    struct stand *stand = *state;
    char number[13];
    confirm_person(stand);
    number_without_printing(stand, number);
    desk_finish_document(stand->desk);
    stand_set_fault(stand, "lookup=changed");
    assert_int_equal(desk_refresh_file(stand->desk), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_LOOKUP), DESK_DONE);
    assert_int_equal(desk_counter(stand->desk)->stage, COUNTER_CONFIRMED);
    assert_int_equal(desk_counter(stand->desk)->record->points_balance, 11);
    begin_document(stand);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
    assert_string_not_equal(desk_document(stand->desk)->number, number);
}

static void tells_the_copies_of_the_try_that_printed(void **state) {
    struct stand *stand = *state;
    char number[13];
    confirm_person(stand);
    number_without_printing(stand, number);
    begin_copies(stand, 3);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
    assert_string_equal(desk_document(stand->desk)->number, number);
    assert_int_equal(stand_ask(stand, "journal.db", "SELECT copies FROM attestation WHERE state = 'printed'"), 3);
}

static void keeps_no_seal_while_locked_and_prints_the_same_number_after(void **state) {
    struct stand *stand = *state;
    char number[13];
    confirm_person(stand);
    number_without_printing(stand, number);
    assert_true(FREED_IS_KEPT || is_seal_in_memory());
    desk_lock(stand->desk);
    assert_true(FREED_IS_KEPT || !is_seal_in_memory());
    assert_int_equal(desk_unlock(stand->desk, DESK_TRAINING_PASSWORD), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_UNLOCK), DESK_DONE);
    begin_document(stand);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
    assert_string_equal(desk_document(stand->desk)->number, number);
    assert_int_equal(count_issued(stand), 1);
}

static void checks_the_printer_for_nobody_else_while_a_document_is_made(void **state) {
    struct stand *stand = *state;
    confirm_person(stand);
    /* A second request for the number would be refused. */
    stand_set_fault(stand, "attestations=late:300*1,attestations=status:404");
    begin_document(stand);
    stand_run_until(stand, is_number_asked);
    desk_refresh_status(stand->desk);
    assert_int_equal(stand_await(stand, DESK_DOCUMENT), DESK_DONE);
    assert_int_equal(count_issued(stand), 1);
}

static void refuses_a_second_question_while_one_waits(void **state) {
    struct stand *stand = *state;
    stand_log_in(stand);
    struct registry_search search = {.reason = "titre perdu", .family_name = "chevrefeuille"};
    assert_int_equal(date_parse_birth("1985-03-14", &search.birth_date), STATUS_OK);
    assert_int_equal(desk_search(stand->desk, &search), STATUS_OK);
    assert_int_equal(desk_open_file(stand->desk, STAND_VALID_NEPH), STATUS_INVALID);
    assert_int_equal(stand_await(stand, DESK_SEARCH), DESK_DONE);
    assert_int_equal(desk_open_file(stand->desk, STAND_VALID_NEPH), STATUS_OK);
    assert_int_equal(desk_search(stand->desk, &search), STATUS_INVALID);
    assert_int_equal(stand_await(stand, DESK_LOOKUP), DESK_DONE);
}

static void opens_the_copy_at_once_when_the_registry_asks_for_a_long_wait(void **state) {
    struct stand *stand = *state;
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH);
    desk_next_person(stand->desk);
    stand_set_fault(stand, "lookup=status:503:3600");
    stand_open_file(stand, STAND_VALID_NEPH);
    assert_int_equal(desk_counter(stand->desk)->source, COUNTER_FROM_CACHE);
}

static void keeps_no_copy_of_a_file_that_the_registry_no_longer_has(void **state) {
    struct stand *stand = *state;
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH);
    desk_next_person(stand->desk);
    stand_set_fault(stand, "lookup=status:404");
    assert_int_equal(desk_open_file(stand->desk, STAND_VALID_NEPH), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_LOOKUP), DESK_FAILED);
    assert_int_equal(stand_ask(stand, "cache.db", "SELECT count(*) FROM record"), 0);
}

static void ends_the_wait_for_a_registry_that_cannot_start(void **state) {
    struct stand *stand = *state;
    char path[128];
    stand_log_in(stand);
    stand_open_file(stand, STAND_VALID_NEPH); /* the registry has made its book */
    stand_close(stand);
    assert_true(text_format(path, sizeof path, "%s/registry/book.db-wal", stand->state));
    assert_true(remove(path) == 0 || errno == ENOENT); /* gone when the registry had the time to close its book */
    assert_true(text_format(path, sizeof path, "%s/registry/book.db", stand->state));
    FILE *book = fopen(path, "w");
    assert_non_null(book);
    assert_true(fputs("this is no database, and long enough to be seen not to be one", book) >= 0);
    assert_int_equal(fclose(book), 0);
    stand_open(stand);
    stand_log_in(stand);
    assert_int_equal(desk_open_file(stand->desk, STAND_VALID_NEPH), STATUS_OK);
    assert_int_equal(stand_await(stand, DESK_LOOKUP), DESK_FAILED);
    assert_int_equal(desk_progress(stand->desk, DESK_LOOKUP)->fault.code, STATUS_WORKER_LOST);
}

static void lets_somebody_else_in_at_once_after_a_session_closed_while_unlocking(void **state) {
    struct stand *stand = *state;
    stand_log_in(stand);
    desk_lock(stand->desk);
    assert_int_equal(desk_unlock(stand->desk, DESK_TRAINING_PASSWORD), STATUS_OK);
    desk_log_out(stand->desk);
    stand_log_in(stand);
    assert_int_equal(desk_counter(stand->desk)->stage, COUNTER_FREE);
}

int main(void) {
#define DESK_TEST(name) cmocka_unit_test_setup_teardown(name, stand_set_up, stand_tear_down)
    const struct CMUnitTest tests[] = {
        DESK_TEST(prints_the_number_that_an_answer_cut_short_had_brought),
        DESK_TEST(asks_for_the_same_number_after_giving_up_a_second_try),
        DESK_TEST(outlives_the_page_worker_while_the_number_is_asked),
        DESK_TEST(prints_no_earlier_seal_over_a_refreshed_record),
        DESK_TEST(tells_the_copies_of_the_try_that_printed),
        DESK_TEST(keeps_no_seal_while_locked_and_prints_the_same_number_after),
        DESK_TEST(checks_the_printer_for_nobody_else_while_a_document_is_made),
        DESK_TEST(refuses_a_second_question_while_one_waits),
        DESK_TEST(opens_the_copy_at_once_when_the_registry_asks_for_a_long_wait),
        DESK_TEST(keeps_no_copy_of_a_file_that_the_registry_no_longer_has),
        DESK_TEST(ends_the_wait_for_a_registry_that_cannot_start),
        DESK_TEST(lets_somebody_else_in_at_once_after_a_session_closed_while_unlocking),
    };
    return cmocka_run_group_tests_name("desk faults", tests, NULL, NULL);
}

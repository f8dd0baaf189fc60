/* A day at the counter, on the shipped programs: hundreds of people one after the other, some of them with something
 * going wrong, then the books compared: what the screen said, the journal, the registry, the trays. The day is drawn
 * from SOAK_SEED (printed), with SOAK_PEOPLE. */
#include "gauge.h"
#include "robot.h"

#include "../support/ledger.h"
#include "../support/tool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PEOPLE = 500, SAMPLE_EVERY = 25, TAKE_UP_ONE_IN = 3, DRAIN_MS = 120000, TITLES_MAX = 8192, MS = 1000 };

static uint64_t number_from(const char *name, uint64_t otherwise) {
    const char *text = getenv(name);
    return text != NULL && text[0] != '\0' ? strtoull(text, NULL, 10) : otherwise;
}

/* --- The printers --- */

static void start_printers(struct robot *robot) {
    char text[512];
    if (printer_missing() != NULL) {
        print_message("%s is not installed\n", printer_missing());
        skip();
    }
    for (int i = 0; i < ROBOT_PRINTERS; i++)
        robot->printers[i] = printer_start();
    snprintf(text, sizeof text, "[printer]\nprinter = %s\nprinter_2 = %s\nprinter_timeout_seconds = 5\n",
             printer_uri(robot->printers[0]), printer_uri(robot->printers[1]));
    kiosk_write(robot->kiosk, "state/guichet.conf", text);
}

static void read_trays(const struct robot *robot, struct ledger_tray *tray) {
    static char titles[TITLES_MAX][PRINTER_TITLE_SIZE];
    for (int i = 0; i < ROBOT_PRINTERS; i++) {
        int count = printer_list_printed(robot->printers[i], titles, TITLES_MAX);
        assert_true(count <= TITLES_MAX);
        for (int j = 0; j < count; j++)
            ledger_tray_add(tray, titles[j]);
    }
}

/* --- The day --- */

static void serve_everybody(struct robot *robot, struct day *day, struct gauge *gauge) {
    struct day_person person;
    for (int i = 1; i <= day->people; i++) {
        day_next(day, &person);
        robot_serve(robot, &person);
        if (i % TAKE_UP_ONE_IN == 0 && robot_has_unfinished(robot))
            robot_take_up(robot, &person);
        if (i % SAMPLE_EVERY != 0 && i != day->people)
            continue;
        gauge_take(gauge, terminal_pid(robot->kiosk->terminal), i);
        printf("%d personnes\n", i);
        fflush(stdout);
    }
}

static void see_to_what_waits(struct robot *robot, struct day *day) {
    struct day_person person;
    while (robot_has_unfinished(robot)) {
        day_next(day, &person);
        robot_take_up(robot, &person);
    }
}

static void tell(const struct robot *robot, double seconds) {
    int count = 0;
    for (int i = 1; i < DAY_TROUBLE_COUNT; i++)
        count += robot->troubles[i];
    printf(
        "%.0f s ; %d touches ; %d documents demandés, %d rééditions, %d feuillets refusés, %d mis de côté, %d annulés, "
        "%d reprises, %d relances\n%d incidents :",
        seconds, robot->kiosk->keys, robot->documents, robot->reissues, robot->spoiled, robot->aside, robot->cancelled,
        robot->resumed, robot->restarts, count);
    for (int i = 1; i < DAY_TROUBLE_COUNT; i++)
        printf("%s %s %d", i > 1 ? "," : "", day_trouble_name((enum day_trouble)i), robot->troubles[i]);
    printf("\n");
}

static int compare_books(struct robot *robot) {
    struct ledger_tray tray = {0};
    struct ledger ledger;
    read_trays(robot, &tray);
    ledger_read(robot->kiosk->state, &tray, &ledger);
    book_tell_ends(robot->kiosk->state);
    int differences = book_compare(&robot->book, robot->kiosk->state);
    printf("%s%d numéros, %d remis, %d annulés au registre, %zu sorties d'imprimante ; en cours %d, à transmettre %d ; "
           "perdus %d, doublés %d, bases ou journal endommagés %d, écarts avec l'écran %d\n",
           ledger.words, ledger.numbers, ledger.handed_over, ledger.revoked, tray.count, ledger.open, ledger.outgoing,
           ledger.lost, ledger.doubled, ledger.unsound, differences);
    ledger_tray_clear(&tray);
    return differences + ledger.lost + ledger.doubled + ledger.unsound + ledger.open + ledger.outgoing;
}

static void a_day_at_the_counter_leaves_the_books_equal(void **state) {
    static struct gauge gauge;
    struct robot robot = {.kiosk = *state};
    struct day day;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t seed = number_from("SOAK_SEED", (uint64_t)now.tv_sec);
    day_start(&day, seed, (int)number_from("SOAK_PEOPLE", PEOPLE));
    printf("SOAK_SEED=%" PRIu64 " SOAK_PEOPLE=%d\n", seed, day.people);
    start_printers(&robot);
    long long from_ms = tool_now_ms();
    kiosk_start(robot.kiosk);
    serve_everybody(&robot, &day, &gauge);
    see_to_what_waits(&robot, &day);
    assert_true(terminal_wait_text(robot.kiosk->terminal, "Rien en attente", DRAIN_MS));
    tell(&robot, (double)(tool_now_ms() - from_ms) / MS);
    gauge_print(&gauge);
    kiosk_stop(robot.kiosk);
    int differences = compare_books(&robot);
    for (int i = 0; i < ROBOT_PRINTERS; i++)
        printer_stop(robot.printers[i]);
    book_clear(&robot.book);
    assert_int_equal(differences, 0);
    assert_true(gauge_is_flat(&gauge));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_day_at_the_counter_leaves_the_books_equal, kiosk_set_up, kiosk_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Serves people at a desk behind a proxy. It must not know what fails. */
#include "proxied_desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/text.h"
#include "ledger.h"
#include "place.h"

/* People whose ADCS is issued without a question. */
static const char *const nephs[] = {"121201200001", "960412140033", "160222140753",
                                    "070904140420", "040907140307", "130910140541"};

struct proxied_figures proxied_figures;

/* As stand_open(), from the programs of the proxied kiosk. */
void proxied_desk_open(struct proxied_desk *desk) {
    struct stand *stand = &desk->stand;
    struct fault fault = {0};
    char *folder = place_in_build(desk->proxied->programs);
    folder[strlen(folder) - 1] = '\0'; /* its slash */
    assert_int_equal(spawner_start(folder, &stand->spawner), STATUS_OK);
    free(folder);
    assert_int_equal(loop_open(&stand->loop), STATUS_OK);
    assert_int_equal(config_training(stand->state, &stand->config, &fault), STATUS_OK);
    if (!desk->is_patient) {
        stand->config.connect_timeout_ms = 1000;
        stand->config.total_timeout_ms = 2000;
        stand->config.low_speed_seconds = 1;
    }
    assert_int_equal(desk_open(&stand->config, stand->loop, stand->spawner, &stand->desk, &fault), STATUS_OK);
    stand_log_in(stand);
}

static int set_up(void **state, const char *clock, bool is_patient) {
    struct proxied_desk *desk = calloc(1, sizeof *desk);
    void *proxied = NULL;
    signal(SIGPIPE, SIG_IGN);
    clock_init("Europe/Paris");
    memory_install();
    if (desk == NULL || proxied_set_up_training_at(&proxied, clock) != 0)
        abort();
    desk->proxied = proxied;
    desk->is_patient = is_patient;
    assert_true(text_copy(desk->stand.state, sizeof desk->stand.state, desk->proxied->kiosk->state));
    proxied_desk_open(desk);
    *state = desk;
    return 0;
}

int proxied_desk_set_up_at(void **state, const char *clock) {
    return set_up(state, clock, false);
}

int proxied_desk_set_up(void **state) {
    return set_up(state, NULL, false);
}

int proxied_desk_set_up_patient(void **state) {
    return set_up(state, NULL, true);
}

int proxied_desk_tear_down(void **state) {
    struct proxied_desk *desk = *state;
    void *proxied = desk->proxied;
    stand_close(&desk->stand);
    free(desk);
    return proxied_tear_down(&proxied);
}

void proxied_desk_begin_person(struct proxied_desk *desk) {
    static size_t next;
    desk->neph = nephs[next++ % (sizeof nephs / sizeof nephs[0])];
    stand_open_file(&desk->stand, desk->neph);
    stand_confirm(&desk->stand);
    proxied_figures.points++;
}

enum desk_phase proxied_desk_issue(struct proxied_desk *desk) {
    struct fault fault = {0};
    if (desk_issue(desk->stand.desk, COUNTER_ADCS, 1, NULL, &fault) != STATUS_OK)
        fail_msg("%s, %s", status_name(fault.code), fault.where);
    return stand_await(&desk->stand, DESK_DOCUMENT);
}

void proxied_desk_hand_over(struct proxied_desk *desk) {
    struct fault fault = {0};
    assert_int_equal(desk_document(desk->stand.desk)->asks, DESK_ASKS_HAND_OVER);
    assert_int_equal(desk_hand_over(desk->stand.desk, &fault), STATUS_OK);
    desk->served++;
}

static bool is_all_told(const struct stand *stand) {
    return desk_status(stand->desk)->outgoing == 0;
}

void proxied_desk_expect_books(struct proxied_desk *desk) {
    struct ledger ledger;
    struct ledger_tray tray = {0};
    stand_run_until(&desk->stand, is_all_told);
    ledger_tray_add_folder(&tray, strchr(desk->stand.config.printer, ':') + 1);
    ledger_read(desk->stand.state, &tray, &ledger);
    proxied_figures.lost += ledger.lost;
    proxied_figures.doubled += ledger.doubled;
    if (ledger.words[0] != '\0')
        print_message("%s", ledger.words);
    assert_int_equal(ledger.lost + ledger.doubled + ledger.unsound, 0);
    assert_int_equal(tray.count, desk->served);
    assert_int_equal(ledger.handed_over, desk->served);
    assert_int_equal(ledger.numbers - ledger.revoked, desk->served);
    ledger_tray_clear(&tray);
}

void proxied_desk_end_person(struct proxied_desk *desk) {
    desk_next_person(desk->stand.desk);
    proxied_desk_expect_books(desk);
    proxied_figures.survived++;
}

int proxied_desk_count(const struct proxied_desk *desk, const char *table) {
    char sql[64];
    assert_true(text_format(sql, sizeof sql, "SELECT count(*) FROM %s", table));
    return stand_ask(&desk->stand, "registry/book.db", sql);
}

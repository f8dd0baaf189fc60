/* The disk under journal.db fails at each of its writings, syncs, truncations and openings, in turn: the call says so,
 * nothing is half done, and it works again when the disk does. */
#include "../../kiosk/memory.h"
#include "../support/failing_disk.h"
#include "../support/fault_table.h"
#include "../support/journal_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define KIND "journal on a bad disk"
#define DOCUMENT SCENE_DOCUMENT, strlen(SCENE_DOCUMENT)
#define SETTLED_NUMBER "8G4M9QWX2MBD"

/* --- The scenario: what a counter writes in a day, one call after the other --- */

static char plain[37], settled[37];

static enum status do_open(void) {
    struct fault fault = {0};
    return journal_open(scene.root, scene.vault, &scene.journal, &fault);
}
static enum status do_log_in(void) {
    return journal_audit(scene.journal, "A123", "login", NULL, NULL, NULL);
}
static enum status do_intend(void) {
    return journal_intend(scene.journal, "ADCS", SCENE_NEPH, "A123", 2, DOCUMENT, plain);
}
static enum status do_number(void) {
    return journal_number(scene.journal, plain, SCENE_NUMBER, DOCUMENT);
}
static enum status do_drawn(void) {
    return journal_step(scene.journal, plain, JOURNAL_DRAWN, NULL);
}
static enum status do_send(void) {
    return journal_send(scene.journal, plain, "Accueil", 2);
}
static enum status do_print_failed(void) {
    return journal_print_failed(scene.journal, plain, "media-jam");
}
static enum status do_printed(void) {
    return journal_step(scene.journal, plain, JOURNAL_PRINTED, NULL);
}
static enum status do_hand_over(void) {
    return journal_step(scene.journal, plain, JOURNAL_HANDED_OVER, NULL);
}
static enum status do_reissue(void) {
    return journal_reissue(scene.journal, plain, DOCUMENT);
}
static enum status do_end_reissue(void) {
    return journal_end_reissue(scene.journal, plain, "agent");
}
static enum status do_intend_other(void) {
    return journal_intend(scene.journal, "RII", SCENE_NEPH, "A123", 1, DOCUMENT, settled);
}
static enum status do_settle(void) {
    return journal_settle(scene.journal, settled);
}
static enum status do_settled(void) {
    return journal_settled(scene.journal, settled, SETTLED_NUMBER, "given-up");
}
static int64_t next_outgoing(void) {
    struct journal_outgoing outgoing = {0};
    assert_int_equal(journal_next_outgoing(scene.journal, &outgoing), STATUS_OK);
    memory_free(outgoing.event_json);
    return outgoing.sequence;
}
static enum status do_mark_sent(void) {
    return journal_mark_sent(scene.journal, next_outgoing());
}
static enum status do_mark_refused(void) {
    return journal_mark_refused(scene.journal, next_outgoing(), "not-issuable");
}
static enum status do_mark_told(void) {
    return journal_mark_told(scene.journal, 5);
}

static const struct call {
    const char *name;
    enum status (*run)(void);
} calls[] = {
    {"open", do_open},
    {"log in", do_log_in},
    {"intend", do_intend},
    {"number", do_number},
    {"drawn", do_drawn},
    {"send", do_send},
    {"print failed", do_print_failed},
    {"send again", do_send},
    {"printed", do_printed},
    {"mark sent", do_mark_sent},
    {"hand over", do_hand_over},
    {"reissue", do_reissue},
    {"end reissue", do_end_reissue},
    {"intend another", do_intend_other},
    {"settle", do_settle},
    {"settled", do_settled},
    {"mark refused", do_mark_refused},
    {"mark told", do_mark_told},
};
enum { CALL_COUNT = sizeof calls / sizeof calls[0] };

/* --- What the journal holds, and what it should --- */

struct held {
    int states[2], prints, reissued, settling, numbers, waiting, refused, lines, documents, told;
};
static struct held expected[CALL_COUNT + 1]; /* after so many calls that did well; from 1 on */

static struct held look(void) {
    return (struct held){
        /* By their first letters, which all differ. */
        .states = {(int)scene_ask("SELECT coalesce(max(unicode(state)), 0) FROM attestation WHERE type = 'ADCS'"),
                   (int)scene_ask("SELECT coalesce(max(unicode(state)), 0) FROM attestation WHERE type = 'RII'")},
        .prints = (int)scene_ask("SELECT coalesce(sum(prints), 0) FROM attestation"),
        .reissued = (int)scene_ask("SELECT coalesce(sum(reissued), 0) FROM attestation"),
        .settling = (int)scene_ask("SELECT coalesce(sum(settling), 0) FROM attestation"),
        .numbers = (int)scene_ask("SELECT count(number) FROM attestation"),
        .waiting = (int)scene_ask("SELECT count(*) FROM outbox WHERE refused = ''"),
        .refused = (int)scene_ask("SELECT count(*) FROM outbox WHERE refused != ''"),
        .lines = (int)scene_ask("SELECT count(*) FROM audit"),
        .documents = (int)scene_ask("SELECT count(*) FROM document"),
        .told = (int)scene_ask("SELECT sequence FROM audit_told"),
    };
}

static bool is_as_after(int done) {
    struct held held = look();
    return memcmp(&held, &expected[done], sizeof held) == 0;
}

static void assert_sound(void) {
    assert_int_equal(scene_ask("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
    assert_int_equal(scene_ask("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    scene_verify();
}

static void remove_journal(void) {
    static const char *const names[] = {"journal.db", "journal.db-wal", "journal.db-shm"};
    journal_close(scene.journal);
    scene.journal = NULL;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[96];
        snprintf(path, sizeof path, "%s/%s", scene.root, names[i]);
        unlink(path);
    }
}

/* --- One run --- */

static struct tally { int points, survived, lost, doubled; } tally;

struct trial {
    int nth;
    enum failing_disk_kind kind;
    bool for_ever;
    bool restarts; /* the kiosk is started again after the fault; else it goes on with the journal that it has open */
};

static void fail_trial(const struct trial *trial, int call, const char *what) {
    fail_msg("%s: fault %d (%s, %s, %s) in \"%s\"", what, trial->nth,
             trial->kind == FAILING_DISK_FULL ? "full" : "error", trial->for_ever ? "for ever" : "once",
             trial->restarts ? "restarted" : "going on", call < CALL_COUNT ? calls[call].name : "end");
}

/* From the call `from` on; returns how many are done. */
static int run_calls(int from, enum status *status) {
    *status = STATUS_OK;
    while (from < CALL_COUNT && (*status = calls[from].run()) == STATUS_OK)
        from++;
    return from;
}

/* The disk works again, the kiosk goes on as it is. Returns how many calls are done: none by half. */
static int go_on(const struct trial *trial, int done) {
    failing_disk_stop();
    if (done > 0 && !is_as_after(done))
        fail_trial(trial, done, "a call that failed has left something");
    return done;
}

/* The kiosk ends while the disk fails, and is started again when it works. A call that failed may have been done. */
static int restart(const struct trial *trial, int done) {
    journal_close(scene.journal);
    scene.journal = NULL;
    failing_disk_stop();
    if (done == 0)
        return 0;
    scene_open();
    assert_sound();
    if (is_as_after(done))
        return done;
    if (!is_as_after(done + 1))
        fail_trial(trial, done, "half done after a restart");
    /* The answer was lost with the call: it is found again as the desk finds it. */
    struct journal_attestation items[2];
    size_t count = 0;
    assert_int_equal(journal_list_unfinished(scene.journal, items, 2, &count), STATUS_OK);
    if (calls[done].run == do_intend || calls[done].run == do_intend_other) {
        assert_int_equal(count, 1);
        memcpy(calls[done].run == do_intend ? plain : settled, items[0].request_id, sizeof plain);
    }
    return done + 1;
}

static void count_end(void) {
    struct held held = look();
    const struct held *wanted = &expected[CALL_COUNT];
    bool lost = held.numbers < wanted->numbers || held.prints < wanted->prints || held.waiting < wanted->waiting ||
                held.lines < wanted->lines;
    bool doubled = held.numbers > wanted->numbers || held.prints > wanted->prints || held.waiting > wanted->waiting ||
                   held.lines > wanted->lines;
    tally.points++;
    tally.lost += lost;
    tally.doubled += doubled;
    tally.survived += memcmp(&held, wanted, sizeof held) == 0;
}

/* False: the scenario is over before the disk fails. */
static bool try_fault(const struct trial *trial) {
    enum status status, wanted = trial->kind == FAILING_DISK_FULL ? STATUS_FULL : STATUS_IO;
    remove_journal();
    failing_disk_fail(trial->nth, trial->kind, trial->for_ever);
    int done = run_calls(0, &status);
    if (status != STATUS_OK && status != wanted)
        fail_trial(trial, done, status_name(status));
    int count = 0;
    if (done > 0 && journal_count_unfinished(scene.journal, &count) != STATUS_OK)
        fail_trial(trial, done, "not even read");
    if (done < CALL_COUNT) {
        done = trial->restarts ? restart(trial, done) : go_on(trial, done);
        done = run_calls(done, &status);
        if (status != STATUS_OK)
            fail_trial(trial, done, "does not work again");
    } else if (!failing_disk_stop()) {
        return false;
    }
    assert_sound();
    count_end();
    return true;
}

static void try_each(enum failing_disk_kind kind, bool for_ever, bool restarts) {
    struct trial trial = {.nth = 1, .kind = kind, .for_ever = for_ever, .restarts = restarts};
    while (try_fault(&trial))
        trial.nth++;
    assert_true(trial.nth > CALL_COUNT); /* at least one a call */
}

/* --- --- */

static void set_expected(void) {
    remove_journal();
    for (int done = 0; done < CALL_COUNT; done++) {
        assert_int_equal(calls[done].run(), STATUS_OK);
        expected[done + 1] = look();
    }
}

static int set_up(void **state) {
    (void)state;
    failing_disk_install();
    scene_prepare();
    set_expected();
    return 0;
}

static int tear_down(void **state) {
    scene_teardown(state);
    fprintf(stderr, "FAULTS\t%s\t%d\t%d\t%d\t%d\n", KIND, tally.points, tally.survived, tally.lost, tally.doubled);
    fault_table_add(KIND, tally.points, tally.survived, tally.lost, tally.doubled);
    return tally.survived == tally.points && tally.lost == 0 && tally.doubled == 0 ? 0 : -1;
}

static void try_both(enum failing_disk_kind kind) {
    for (int way = 0; way < 4; way++)
        try_each(kind, (way & 1) != 0, (way & 2) != 0);
    assert_int_equal(tally.survived, tally.points);
    assert_int_equal(tally.lost + tally.doubled, 0);
}

static void a_disk_without_room_leaves_nothing_half_done(void **state) {
    (void)state;
    try_both(FAILING_DISK_FULL);
}

static void a_disk_with_errors_leaves_nothing_half_done(void **state) {
    (void)state;
    try_both(FAILING_DISK_ERROR);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_disk_without_room_leaves_nothing_half_done),
        cmocka_unit_test(a_disk_with_errors_leaves_nothing_half_done),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

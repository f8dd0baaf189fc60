/* Whatever is called in whatever order, no number is lost and no print goes uncounted. */
#include "../../kiosk/memory.h"
#include "../support/journal_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

enum { SEQUENCES = 60, CALLS = 60, ROWS_MAX = 12 };

/* What the test knows of each attestation, from what the calls answered. */
static struct known {
    int prints;
    char request[37], number[13];
    bool cancel_sent; /* its cancellation has reached the registry */
} known[ROWS_MAX];
static int known_count, numbers_made;
static int seen_states[JOURNAL_CANCELLED + 1], seen_reissued, seen_printed_again; /* at the end of a sequence */
static uint64_t seed;

static unsigned random_below(unsigned bound) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(seed >> 33) % bound;
}

static void make_number(char number[13]) {
    snprintf(number, 13, "N%011d", ++numbers_made);
}

static void intend_one(void) {
    if (known_count == ROWS_MAX)
        return;
    scene_intend();
    struct known *made = &known[known_count++];
    *made = (struct known){0};
    memcpy(made->request, scene.request, sizeof made->request);
}

static struct known *known_number(const char *number) {
    for (int i = 0; i < known_count; i++)
        if (strcmp(known[i].number, number) == 0)
            return &known[i];
    fail_msg("an event about %s, which nobody has", number);
    return NULL;
}

static void send_one_event(void) {
    struct journal_outgoing outgoing;
    if (journal_next_outgoing(scene.journal, &outgoing) != STATUS_OK)
        return;
    if (strstr(outgoing.event_json, "\"cancelled\"") != NULL)
        known_number(outgoing.number)->cancel_sent = true;
    memory_free(outgoing.event_json);
    assert_int_equal(journal_mark_sent(scene.journal, outgoing.sequence), STATUS_OK);
}

static enum status number_one(struct known *one, bool settled) {
    char number[13];
    make_number(number);
    enum status status = settled ? journal_settled(scene.journal, one->request, number, "why")
                                 : journal_number(scene.journal, one->request, number, "d", 1);
    if (status == STATUS_OK)
        memcpy(one->number, number, sizeof number);
    return status;
}

static enum status send_to_print(struct known *one) {
    enum status status = journal_send(scene.journal, one->request, "Accueil", 1 + (int)random_below(9));
    one->prints += status == STATUS_OK;
    return status;
}

/* The step that is next on the plain way. */
static enum status go_forward(struct known *one) {
    struct journal_attestation row;
    assert_int_equal(journal_find(scene.journal, one->request, &row), STATUS_OK);
    if (row.state == JOURNAL_INTENDED)
        return number_one(one, false);
    if (row.state == JOURNAL_DRAWN)
        return send_to_print(one);
    return row.state < JOURNAL_HANDED_OVER ? journal_step(scene.journal, one->request, row.state + 1, NULL)
                                           : STATUS_INVALID;
}

static enum status act_on(struct known *one) {
    struct journal *journal = scene.journal;
    switch (random_below(20)) {
    case 0:
        return number_one(one, false);
    case 1:
        return number_one(one, true);
    case 2:
        return journal_settled(journal, one->request, NULL, "why");
    case 3:
        return journal_settle(journal, one->request);
    case 4:
        return send_to_print(one);
    case 5:
        return journal_print_failed(journal, one->request, "media-jam");
    case 6:
        return journal_reissue(journal, one->request, "d", 1);
    case 7:
        return journal_end_reissue(journal, one->request, "why");
    case 8:
    case 9:
        return journal_step(journal, one->request, (enum journal_state)random_below(JOURNAL_CANCELLED + 1), "why");
    default:
        return go_forward(one);
    }
}

static void call_one(void) {
    unsigned what = random_below(12);
    if (what == 0) {
        intend_one();
    } else if (what == 1) {
        send_one_event();
    } else if (what == 2) {
        scene_reopen();
    } else if (known_count > 0) {
        enum status status = act_on(&known[random_below((unsigned)known_count)]);
        if (status != STATUS_OK && status != STATUS_INVALID)
            fail_msg("%s", status_name(status));
    }
}

static bool is_listed(const struct known *one) {
    struct journal_attestation items[ROWS_MAX];
    size_t count = 0;
    assert_int_equal(journal_list_unfinished(scene.journal, items, ROWS_MAX, &count), STATUS_OK);
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i].request_id, one->request) == 0)
            return true;
    return false;
}

static bool cancellation_waits(const struct known *one) {
    char sql[160];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM outbox WHERE number = '%s' AND event_json LIKE '%%\"cancelled\"%%'",
             one->number);
    return scene_ask(sql) > 0;
}

static void check_one(const struct known *one) {
    struct journal_attestation row;
    assert_int_equal(journal_find(scene.journal, one->request, &row), STATUS_OK);
    assert_string_equal(row.number, one->number);
    assert_int_equal(row.prints, one->prints);
    seen_states[row.state]++;
    seen_reissued += row.reissued;
    seen_printed_again += row.prints > 1;
    bool ended = row.state == JOURNAL_FAILED || row.state == JOURNAL_CANCELLED;
    memcpy(scene.request, one->request, sizeof scene.request);
    char *document = NULL;
    size_t size = 0;
    enum status kept = journal_read_document(scene.journal, one->request, &document, &size);
    memory_free(document);
    assert_int_equal(kept, row.state == JOURNAL_HANDED_OVER || ended ? STATUS_NOT_FOUND : STATUS_OK);
    if (one->number[0] == '\0')
        return;
    int found = is_listed(one) + (row.state == JOURNAL_HANDED_OVER) + ended;
    assert_int_equal(found, 1);
    assert_int_equal(one->cancel_sent || cancellation_waits(one), ended);
}

static void run_sequence(int i) {
    int unfinished = 0;
    seed = (uint64_t)i + 1;
    known_count = 0;
    scene_setup(NULL);
    for (int call = 0; call < CALLS; call++)
        call_one();
    for (int one = 0; one < known_count; one++) {
        check_one(&known[one]);
        unfinished += is_listed(&known[one]);
    }
    assert_int_equal(scene_unfinished(), unfinished);
    scene_verify();
    scene_teardown(NULL);
}

static void no_number_is_lost_and_no_print_uncounted(void **state) {
    (void)state;
    for (int i = 0; i < SEQUENCES; i++)
        run_sequence(i);
    for (int to = JOURNAL_INTENDED; to <= JOURNAL_CANCELLED; to++)
        assert_true(seen_states[to] > 0); /* the sequences go everywhere */
    assert_true(seen_reissued > 0 && seen_printed_again > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_number_is_lost_and_no_print_uncounted)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

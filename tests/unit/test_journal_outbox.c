/* What the registry is to be told: events in order, and how far it knows the audit log. */
#include "../../kiosk/memory.h"
#include "../../kiosk/uuid.h"
#include "../support/journal_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

struct event {
    int64_t sequence;
    char number[13], id[37], name[16], detail[32], at[32];
    int copies;
};

static struct event next_event(void) {
    struct journal_outgoing outgoing;
    struct event event = {0};
    const char *id, *name, *at, *detail = "";
    assert_int_equal(journal_next_outgoing(scene.journal, &outgoing), STATUS_OK);
    json_t *body = json_loads(outgoing.event_json, JSON_REJECT_DUPLICATES, NULL);
    assert_int_equal(json_unpack(body, "{s:s, s:s, s:s, s:i, s?s !}", "event_id", &id, "event", &name, "at", &at,
                                 "copies", &event.copies, "detail", &detail),
                     0);
    event.sequence = outgoing.sequence;
    snprintf(event.number, sizeof event.number, "%s", outgoing.number);
    snprintf(event.id, sizeof event.id, "%s", id);
    snprintf(event.name, sizeof event.name, "%s", name);
    snprintf(event.detail, sizeof event.detail, "%s", detail);
    snprintf(event.at, sizeof event.at, "%s", at);
    json_decref(body);
    memory_free(outgoing.event_json);
    return event;
}

static void assert_nothing_waits(void) {
    struct journal_outgoing none;
    assert_int_equal(journal_next_outgoing(scene.journal, &none), STATUS_NOT_FOUND);
    assert_int_equal(scene_outgoing(), 0);
}

/* The next event is that one, and the registry has it. */
static struct event take(const char *name, const char *detail) {
    struct event event = next_event();
    assert_string_equal(event.name, name);
    assert_string_equal(event.detail, detail);
    assert_int_equal(journal_mark_sent(scene.journal, event.sequence), STATUS_OK);
    return event;
}

static void an_event_says_what_when_and_how_many_copies(void **state) {
    (void)state;
    scene_walk_to(JOURNAL_SENT);
    assert_nothing_waits();
    scene_step(JOURNAL_PRINTED);
    struct event event = next_event();
    assert_true(uuid_is_valid(event.id));
    assert_string_equal(event.number, SCENE_NUMBER);
    assert_string_equal(event.name, "printed");
    assert_string_equal(event.at, "2026-11-24T09:30:00+01:00");
    assert_string_equal(event.detail, "");
    assert_int_equal(event.copies, 2);
}

static void an_event_tells_the_copies_of_the_last_print(void **state) {
    (void)state;
    scene_walk_to(JOURNAL_SENT);
    assert_int_equal(journal_print_failed(scene.journal, scene.request, "media-jam"), STATUS_OK);
    assert_int_equal(journal_send(scene.journal, scene.request, "Accueil", 5), STATUS_OK);
    scene_step(JOURNAL_PRINTED);
    assert_int_equal(take("print-failed", "media-jam").copies, 2);
    assert_int_equal(take("printed", "").copies, 5);
}

static void events_go_out_in_order_and_stay_until_they_are_sent(void **state) {
    (void)state;
    static const char *const expected[] = {"printed", "handed-over", "cancelled"};
    int64_t last = 0;
    scene_walk_to(JOURNAL_HANDED_OVER);
    scene_step(JOURNAL_CANCELLED);
    for (int i = 0; i < 3; i++) {
        struct event event = next_event();
        scene_reopen();
        assert_string_equal(next_event().id, event.id); /* told again after a restart, it is the same event */
        assert_int_equal(scene_outgoing(), 3 - i);
        take(expected[i], "");
        assert_true(event.sequence > last);
        last = event.sequence;
        assert_int_equal(journal_mark_sent(scene.journal, event.sequence), STATUS_NOT_FOUND);
    }
    assert_nothing_waits();
}

static void a_failure_says_that_the_number_is_cancelled_too(void **state) {
    (void)state;
    scene_intend();
    assert_int_equal(journal_step(scene.journal, scene.request, JOURNAL_FAILED, "unreachable"), STATUS_OK);
    assert_nothing_waits(); /* there is no number */
    scene_walk_to(JOURNAL_SENT);
    assert_int_equal(journal_step(scene.journal, scene.request, JOURNAL_FAILED, "media-jam"), STATUS_OK);
    struct event failed = take("print-failed", "media-jam"), cancelled = take("cancelled", "media-jam");
    assert_string_not_equal(failed.id, cancelled.id);
    assert_nothing_waits();
}

static void a_print_that_failed_revokes_nothing(void **state) {
    (void)state;
    scene_walk_to(JOURNAL_SENT);
    assert_int_equal(journal_print_failed(scene.journal, scene.request, "media-jam"), STATUS_OK);
    assert_int_equal(scene_found().state, JOURNAL_SENT);
    assert_int_equal(scene_count_lines("attestation-print-failed", "media-jam"), 1);
    take("print-failed", "media-jam");
    assert_nothing_waits();
}

static void an_event_that_is_refused_lets_those_behind_it_through(void **state) {
    (void)state;
    scene_walk_to(JOURNAL_HANDED_OVER);
    struct event refused = next_event();
    assert_int_equal(journal_mark_refused(scene.journal, refused.sequence, ""), STATUS_INVALID);
    assert_int_equal(journal_mark_refused(scene.journal, refused.sequence, "not-issuable"), STATUS_OK);
    assert_int_equal(scene_outgoing(), 1);
    take("handed-over", "");
    assert_nothing_waits();
    assert_int_equal(scene_ask("SELECT count(*) FROM outbox WHERE refused = 'not-issuable'"), 1);
    assert_int_equal(scene_ask("SELECT count(*) FROM audit WHERE act = 'event-refused' AND detail = 'not-issuable'"
                               " AND number = '" SCENE_NUMBER "'"),
                     1);
    assert_int_equal(journal_mark_sent(scene.journal, refused.sequence), STATUS_NOT_FOUND);
    assert_int_equal(journal_mark_refused(scene.journal, refused.sequence, "again"), STATUS_NOT_FOUND);
    assert_int_equal(journal_mark_refused(scene.journal, 99, "not-issuable"), STATUS_NOT_FOUND);
    assert_int_equal(scene_count_lines("event-refused", NULL), 1);
    scene_verify();
}

static void requests_to_settle_wait_too(void **state) {
    (void)state;
    scene_intend();
    assert_int_equal(journal_settle(scene.journal, scene.request), STATUS_OK);
    assert_int_equal(scene_outgoing(), 1);
    assert_int_equal(journal_settled(scene.journal, scene.request, SCENE_NUMBER, "given-up"), STATUS_OK);
    assert_int_equal(scene_outgoing(), 1);
    assert_string_equal(take("cancelled", "given-up").number, SCENE_NUMBER);
    assert_nothing_waits();
}

/* --- How far the registry knows the audit log --- */

struct told {
    int count, stop_after;
    int64_t first, last;
};

static enum status see_line(void *context, const struct journal_line *line) {
    struct told *told = context;
    if (told->count == told->stop_after)
        return STATUS_TOO_LARGE;
    if (told->count++ == 0)
        told->first = line->sequence;
    else
        assert_int_equal(line->sequence, told->last + 1);
    told->last = line->sequence;
    return STATUS_OK;
}

static void assert_untold(int most, int count, int first) {
    struct told told = {.stop_after = 100};
    assert_int_equal(journal_export_untold(scene.journal, most, see_line, &told), STATUS_OK);
    assert_int_equal(told.count, count);
    assert_int_equal(told.first, count > 0 ? first : 0);
}

static void audit_lines(int count) {
    for (int i = 0; i < count; i++)
        assert_int_equal(journal_audit(scene.journal, "A123", "login", NULL, NULL, NULL), STATUS_OK);
}

static void lines_are_told_in_batches(void **state) {
    (void)state;
    assert_untold(10, 0, 0);
    audit_lines(7);
    assert_untold(3, 3, 1);
    assert_untold(3, 3, 1); /* until the registry says that it has them */
    assert_int_equal(journal_mark_told(scene.journal, 3), STATUS_OK);
    scene_reopen();
    assert_untold(3, 3, 4);
    assert_int_equal(journal_mark_told(scene.journal, 6), STATUS_OK);
    assert_untold(3, 1, 7);
    assert_int_equal(journal_mark_told(scene.journal, 7), STATUS_OK);
    assert_untold(3, 0, 0);
    audit_lines(1);
    assert_untold(3, 1, 8);
}

static void a_registry_that_lost_lines_is_told_again(void **state) {
    (void)state;
    audit_lines(5);
    assert_int_equal(journal_mark_told(scene.journal, 5), STATUS_OK);
    assert_int_equal(journal_mark_told(scene.journal, 2), STATUS_OK);
    assert_untold(10, 3, 3);
    assert_int_equal(journal_mark_told(scene.journal, 0), STATUS_OK);
    assert_untold(10, 5, 1);
}

static void lines_that_were_never_written_cannot_be_told(void **state) {
    (void)state;
    audit_lines(2);
    assert_int_equal(journal_mark_told(scene.journal, 3), STATUS_INVALID);
    assert_int_equal(journal_mark_told(scene.journal, -1), STATUS_INVALID);
    assert_int_equal(journal_export_untold(scene.journal, 0, see_line, NULL), STATUS_INVALID);
    assert_untold(10, 2, 1);
    scene_verify();
}

static void a_visitor_may_stop(void **state) {
    (void)state;
    struct told told = {.stop_after = 2};
    audit_lines(5);
    assert_int_equal(journal_export_untold(scene.journal, 5, see_line, &told), STATUS_TOO_LARGE);
    assert_int_equal(told.count, 2);
    audit_lines(1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_event_says_what_when_and_how_many_copies),
        TEST(an_event_tells_the_copies_of_the_last_print),
        TEST(events_go_out_in_order_and_stay_until_they_are_sent),
        TEST(a_failure_says_that_the_number_is_cancelled_too),
        TEST(a_print_that_failed_revokes_nothing),
        TEST(an_event_that_is_refused_lets_those_behind_it_through),
        TEST(requests_to_settle_wait_too),
        TEST(lines_are_told_in_batches),
        TEST(a_registry_that_lost_lines_is_told_again),
        TEST(lines_that_were_never_written_cannot_be_told),
        TEST(a_visitor_may_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

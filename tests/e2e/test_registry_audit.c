/* The audit logs that stations tell the training registry of: each line once, none missing, none changed; and a call
 * that reaches it twice, or whose answer is lost. */
#include "../support/registry_process.h"
#include "../support/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <curl/curl.h>
#include <jansson.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct registry_process registry = {.clock = "2026-11-24T09:30:59+01:00"};

/* A line of a log: its hash is made of its sequence and `salt`; `before` salts the hash of the line before. */
static json_t *line(int sequence, char salt, char before) {
    char hash[65], previous[65];
    memset(hash, salt, 64);
    memset(previous, before, 64);
    hash[64] = previous[64] = '\0';
    return json_pack("{s:i, s:s, s:s, s:s, s:s, s:n, s:s, s:s, s:s}", "sequence", sequence, "at",
                     "2026-11-24T09:31:00+01:00", "agent", "A123", "act", "login", "detail", "", "number", "person",
                     "0000000000000000000000000000000000000000000000000000000000000000", "previous", previous, "hash",
                     hash);
}

/* Lines `first` to `last` of the log whose hashes are 'a', 'b', 'c'… */
static json_t *lines(int first, int last) {
    json_t *events = json_array();
    for (int i = first; i <= last; i++)
        json_array_append_new(events, line(i, (char)('a' + i % 6), (char)('a' + (i - 1) % 6)));
    return events;
}

static struct registry_reply tell(const char *station, json_t *events) {
    json_t *body = json_pack("{s:s, s:o}", "station", station, "events", events);
    char *text = json_dumps(body, 0);
    struct registry_call call = {.method = "POST", .path = "/v1/audit", .body = text};
    struct registry_reply reply = registry_process_call(&registry, &call, NULL);
    json_decref(body);
    free(text);
    return reply;
}

/* The registry has the station's lines up to that one. */
static void assert_last(struct registry_reply reply, int last) {
    assert_int_equal(reply.status, 202);
    json_t *json = json_loads(reply.body, 0, NULL);
    assert_int_equal(json_integer_value(json_object_get(json, "last_sequence")), last);
    json_decref(json);
    registry_reply_clear(&reply);
}

static void assert_refused(struct registry_reply reply, int status, const char *slug) {
    assert_int_equal(reply.status, status);
    assert_string_equal(reply.content_type, "application/problem+json");
    assert_non_null(strstr(reply.body, slug));
    registry_reply_clear(&reply);
}

static int ask_book(const char *sql) {
    char path[128];
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    snprintf(path, sizeof path, "%s/registry/book.db", registry.state);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int number = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return number;
}

static void keeps_lines_in_order_each_once(void **state) {
    (void)state;
    assert_last(tell("POSTE-1", lines(1, 3)), 3);
    assert_last(tell("POSTE-1", lines(2, 5)), 5); /* some are known already */
    assert_last(tell("POSTE-1", lines(1, 2)), 5);
    assert_last(tell("POSTE-1", json_array()), 5);
    assert_int_equal(ask_book("SELECT count(*) FROM audit WHERE station = 'POSTE-1'"), 5);
    assert_int_equal(ask_book("SELECT count(*) FROM audit WHERE agent = 'A123' AND number IS NULL"), 5);
}

static void keeps_each_station_apart(void **state) {
    (void)state;
    assert_last(tell("POSTE-2", lines(1, 1)), 1);
    assert_last(tell("POSTE-3", json_array()), 0);
    assert_refused(tell("POSTE-3", lines(2, 2)), 409, "sequence-gap");
}

static void takes_nothing_when_a_line_is_missing(void **state) {
    (void)state;
    json_t *events = lines(1, 2);
    json_array_append_new(events, line(4, 'e', 'd'));
    assert_refused(tell("POSTE-4", events), 409, "sequence-gap");
    assert_last(tell("POSTE-4", json_array()), 0);
}

static void takes_no_other_line_in_the_place_of_a_known_one(void **state) {
    (void)state;
    assert_last(tell("POSTE-5", lines(1, 3)), 3);
    json_t *events = json_array();
    json_array_append_new(events, line(2, 'f', 'b'));
    assert_refused(tell("POSTE-5", events), 409, "sequence-conflict");
    events = json_array(); /* follows another line than the third */
    json_array_append_new(events, line(4, 'e', 'f'));
    assert_refused(tell("POSTE-5", events), 409, "sequence-conflict");
    assert_last(tell("POSTE-5", lines(4, 4)), 4);
}

static void remembers_the_lines_when_it_is_killed(void **state) {
    (void)state;
    assert_last(tell("POSTE-6", lines(1, 20)), 20);
    registry_process_stop(&registry, SIGKILL);
    registry_process_start(&registry);
    assert_last(tell("POSTE-6", lines(20, 21)), 21);
}

static void refuses_what_is_no_line(void **state) {
    (void)state;
    static const struct {
        const char *member, *value; /* JSON; NULL: taken away */
    } wrong[] = {{"sequence", "0"},   {"sequence", "\"1\""}, {"sequence", NULL}, {"at", "\"hier\""},
                 {"at", NULL},        {"act", "\"\""},       {"act", NULL},      {"agent", "7"},
                 {"hash", "\"aa\""},  {"hash", NULL},        {"previous", NULL}, {"detail", "\"a\\u001bb\""},
                 {"number", "false"}, {"person", "{}"}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        json_t *event = line(1, 'a', 'b'), *events = json_array();
        json_object_del(event, wrong[i].member);
        if (wrong[i].value != NULL)
            json_object_set_new(event, wrong[i].member, json_loads(wrong[i].value, JSON_DECODE_ANY, NULL));
        json_array_append_new(events, event);
        struct registry_reply reply = tell("POSTE-7", events);
        char where[32];
        snprintf(where, sizeof where, "\"where\":\"%s\"", wrong[i].member);
        assert_non_null(strstr(reply.body, where));
        assert_refused(reply, 400, "malformed-request");
    }
    assert_refused(tell("POSTE-7", json_object()), 400, "malformed-request");
    assert_refused(tell("UN-NOM-DE-POSTE-DE-PLUS-DE-31-OCTETS", json_array()), 400, "malformed-request");
    assert_refused(tell("", json_array()), 400, "malformed-request");
    assert_last(tell("POSTE-7", json_array()), 0);
}

static void a_call_whose_answer_is_lost_has_been_done(void **state) {
    (void)state;
    registry_process_set_fault(&registry, "audit=reset");
    struct registry_reply reply = tell("POSTE-8", lines(1, 2));
    assert_int_not_equal(reply.curl_code, CURLE_OK);
    assert_int_equal(reply.status, 0);
    registry_reply_clear(&reply);
    registry_process_set_fault(&registry, "");
    assert_last(tell("POSTE-8", json_array()), 2);
}

static void a_call_that_comes_twice_is_done_once(void **state) {
    (void)state;
    registry_process_set_fault(&registry, "audit=twice");
    assert_last(tell("POSTE-9", lines(1, 3)), 3);
    registry_process_set_fault(&registry, "");
    assert_int_equal(ask_book("SELECT count(*) FROM audit WHERE station = 'POSTE-9'"), 3);
}

static int start(void **state) {
    (void)state;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    state_make(registry.state);
    registry_process_start(&registry);
    return 0;
}

static int stop(void **state) {
    (void)state;
    registry_process_stop(&registry, SIGTERM);
    state_remove(registry.state);
    curl_global_cleanup();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_lines_in_order_each_once),
        cmocka_unit_test(keeps_each_station_apart),
        cmocka_unit_test(takes_nothing_when_a_line_is_missing),
        cmocka_unit_test(takes_no_other_line_in_the_place_of_a_known_one),
        cmocka_unit_test(remembers_the_lines_when_it_is_killed),
        cmocka_unit_test(refuses_what_is_no_line),
        cmocka_unit_test(a_call_whose_answer_is_lost_has_been_done),
        cmocka_unit_test(a_call_that_comes_twice_is_done_once),
    };
    return cmocka_run_group_tests(tests, start, stop);
}

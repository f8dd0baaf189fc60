/* The rooms `worker`, `net` and `registry` together against the training registry: every call of the counter, and every
 * fault that the training registry can make. */
#include "../support/net_client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/text.h"
#include "../../kiosk/uuid.h"
#include "../support/state.h"

#define NEPH "121201200001"

static struct {
    char folder[64];
    struct net_client client;
    struct worker *registry;
    int port;
    struct config config;
    struct registry_answer answer;
    struct fault fault;
} scene = {.config = {.station_id = "14-GUICHET-04"}};

static void on_listening(void *context, struct worker *worker, struct message *message) {
    (void)context;
    (void)worker;
    scene.port = (int)message_number(message, "listening");
    loop_stop(scene.client.loop);
}

static void on_registry_lost(void *context, struct worker *worker) {
    (void)context;
    (void)worker;
    fail_msg("the training registry ended");
}

static int open_scene(void **state) {
    struct worker_handlers handlers = {on_listening, on_registry_lost, NULL};
    struct net_settings settings = {.connect_timeout_ms = 3000, .total_timeout_ms = 5000, .low_speed_seconds = 4};
    (void)state;
    state_make(scene.folder);
    net_client_open(&scene.client);
    assert_int_equal(
        worker_open(scene.client.spawner, scene.client.loop, "registry", scene.folder, &handlers, &scene.registry),
        STATUS_OK);
    net_client_wait(&scene.client);
    assert_in_range(scene.port, 1, 65535);
    assert_true(text_format(settings.url, sizeof settings.url, "https://localhost:%d", scene.port));
    assert_true(text_format(settings.ca, sizeof settings.ca, "%s/station/ca.pem", scene.folder));
    assert_true(text_format(settings.certificate, sizeof settings.certificate, "%s/station/station.pem", scene.folder));
    assert_true(text_format(settings.key, sizeof settings.key, "%s/station/station.key", scene.folder));
    net_client_configure(&scene.client, &settings);
    return 0;
}

static int close_scene(void **state) {
    (void)state;
    pid_t registry = net_client_find(getpid(), "guichet-registry serve");
    assert_true(registry > 0);
    worker_close(scene.registry);
    net_client_wait_until_gone(registry);
    net_client_close(&scene.client);
    state_remove(scene.folder);
    return 0;
}

/* What the registry must do wrong from now on; an empty text: nothing. */
static void plan_fault(const char *specification) {
    char path[128];
    assert_true(text_format(path, sizeof path, "%s/registry/fault", scene.folder));
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(specification, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* Sends a request of the registry room, as the desk does; the request is cleared. */
static enum status ask(struct registry_request *request) {
    struct message message;
    char request_id[37];
    uuid_make(request_id);
    assert_int_equal(registry_to_message(request, 1, request_id, &scene.config, "FORMATION", &message), STATUS_OK);
    assert_int_equal(worker_send(scene.client.worker, &message), STATUS_OK);
    message_clear(&message);
    registry_request_clear(request);
    net_client_wait(&scene.client);
    scene.fault = (struct fault){0};
    return registry_read_answer(&scene.client.answer, &scene.answer, &scene.fault);
}

static enum status look_up(const char *neph, const char *etag) {
    struct registry_request request;
    assert_int_equal(registry_ask_lookup(neph, etag, &request), STATUS_OK);
    return ask(&request);
}

static enum status read_record(void) {
    struct record *record = NULL;
    enum status status = registry_read_record(&scene.answer, NEPH, &record, &scene.fault);
    record_free(record);
    return status;
}

static void reads_the_status(void **state) {
    (void)state;
    struct registry_request request;
    struct registry_status status;
    assert_int_equal(registry_ask_status(&request), STATUS_OK);
    assert_int_equal(ask(&request), STATUS_OK);
    assert_int_equal(registry_read_status(&scene.answer, &status, &scene.fault), STATUS_OK);
    assert_string_equal(status.registry, "up");
}

static void reads_a_record_then_hears_that_it_has_not_changed(void **state) {
    (void)state;
    char etag[128];
    assert_int_equal(look_up(NEPH, NULL), STATUS_OK);
    assert_int_equal(scene.answer.http_status, 200);
    assert_int_equal(read_record(), STATUS_OK);
    assert_true(text_copy(etag, sizeof etag, scene.answer.etag) && etag[0]);
    assert_int_equal(look_up(NEPH, etag), STATUS_OK);
    assert_int_equal(scene.answer.http_status, 304);
    assert_int_equal(scene.answer.body_size, 0);
}

static void hears_that_nobody_has_this_neph(void **state) {
    (void)state;
    assert_int_equal(look_up("999999999999", NULL), STATUS_PROBLEM);
    assert_int_equal(scene.answer.http_status, 404);
    assert_string_equal(scene.fault.where, "driver-not-found");
}

static void finds_candidates(void **state) {
    (void)state;
    struct registry_request request;
    struct registry_candidates found;
    struct registry_search search = {
        .reason = "titre perdu", .family_name = "dumont d'urv", .birth_date = {1942, 5, 8}};
    assert_int_equal(registry_ask_search(&search, &request), STATUS_OK);
    assert_int_equal(ask(&request), STATUS_OK);
    assert_int_equal(registry_read_candidates(&scene.answer, &found, &scene.fault), STATUS_OK);
    assert_int_equal(found.count, 1);
    assert_string_equal(found.items[0].neph, NEPH);
    memory_wipe(&found, sizeof found);
}

static void issues_an_attestation_and_tells_what_became_of_it(void **state) {
    (void)state;
    struct identity_check check = {.quality = IDENTITY_HOLDER,
                                   .document = IDENTITY_ID_CARD,
                                   .confirmed_by = "FORMATION",
                                   .at = {{2026, 11, 24}, 9, 30, 0, 60}};
    struct registry_request request;
    struct registry_attestation attestation;
    struct record *record;
    char request_id[37], event_id[37], event[256];
    assert_int_equal(look_up(NEPH, NULL), STATUS_OK);
    assert_int_equal(registry_read_record(&scene.answer, NEPH, &record, &scene.fault), STATUS_OK);
    uuid_make(request_id);
    assert_int_equal(registry_ask_attestation(request_id, NEPH, "ADCS", 1, record->version, &check, &request),
                     STATUS_OK);
    record_free(record);
    assert_int_equal(ask(&request), STATUS_OK);
    assert_int_equal(scene.answer.http_status, 201);
    assert_int_equal(registry_read_attestation(scene.answer.body, scene.answer.body_size, &attestation, &scene.fault),
                     STATUS_OK);
    assert_string_equal(attestation.request_id, request_id);
    uuid_make(event_id);
    assert_true(text_format(event, sizeof event,
                            "{\"event_id\":\"%s\",\"event\":\"printed\",\"at\":\"2026-11-24T09:32:00+01:00\","
                            "\"copies\":1}",
                            event_id));
    assert_int_equal(registry_ask_event(attestation.number, event, &request), STATUS_OK);
    assert_int_equal(ask(&request), STATUS_OK);
    assert_int_equal(scene.answer.http_status, 202);
    registry_attestation_clear(&attestation);
}

static void names_every_fault_of_the_registry(void **state) {
    (void)state;
    static const struct {
        const char *fault;
        enum status answer, record; /* `record` when the answer is in form */
        int http_status;
    } cases[] = {
        {"cut", STATUS_TRUNCATED, STATUS_OK, 0},           {"oversized", STATUS_TOO_LARGE, STATUS_OK, 0},
        {"malformed", STATUS_OK, STATUS_MALFORMED, 200},   {"wrong-neph", STATUS_OK, STATUS_WRONG_RECORD, 200},
        {"content-type", STATUS_PROTOCOL, STATUS_OK, 200}, {"status:401", STATUS_PROBLEM, STATUS_OK, 401},
        {"status:404", STATUS_PROBLEM, STATUS_OK, 404},    {"status:409", STATUS_PROBLEM, STATUS_OK, 409},
        {"status:429", STATUS_PROBLEM, STATUS_OK, 429},    {"status:503", STATUS_PROBLEM, STATUS_OK, 503},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        plan_fault(cases[i].fault);
        enum status status = look_up(NEPH, NULL);
        plan_fault("");
        if (status != cases[i].answer)
            fail_msg("%s: %s (%s)", cases[i].fault, status_name(status), scene.fault.detail);
        assert_int_equal(scene.answer.http_status, cases[i].http_status);
        if (status == STATUS_OK)
            assert_int_equal(read_record(), cases[i].record);
        assert_int_equal(look_up(NEPH, NULL), STATUS_OK); /* and the next one is as if nothing had been */
        assert_int_equal(read_record(), STATUS_OK);
    }
}

static void hears_when_to_come_back(void **state) {
    (void)state;
    static const char *const faults[] = {"status:503:7", "status:429:7"};
    for (size_t i = 0; i < 2; i++) {
        plan_fault(faults[i]);
        assert_int_equal(look_up(NEPH, NULL), STATUS_PROBLEM);
        assert_int_equal(scene.answer.retry_after_seconds, 7);
    }
    plan_fault("status:503");
    assert_int_equal(look_up(NEPH, NULL), STATUS_PROBLEM);
    assert_int_equal(scene.answer.retry_after_seconds, -1);
    plan_fault("");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_status),
        cmocka_unit_test(reads_a_record_then_hears_that_it_has_not_changed),
        cmocka_unit_test(hears_that_nobody_has_this_neph),
        cmocka_unit_test(finds_candidates),
        cmocka_unit_test(issues_an_attestation_and_tells_what_became_of_it),
        cmocka_unit_test(names_every_fault_of_the_registry),
        cmocka_unit_test(hears_when_to_come_back),
    };
    return cmocka_run_group_tests(tests, open_scene, close_scene);
}

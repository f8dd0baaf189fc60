/* The training registry as a server: who it lets in, over which TLS, what it does wrong on demand, how it starts and
 * ends, and what it leaves in its folder and its log. */
#include "../../kiosk/message.h"
#include "../support/certificates.h"
#include "../support/place.h"
#include "../support/registry_process.h"
#include "../support/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <curl/curl.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DEADLINE_MS = 20000 };

#define NEPH "121201200001"
#define LOOKUP_BODY "{\"neph\": \"" NEPH "\"}"

static struct registry_process registry = {.clock = "2026-11-24T09:30:00+01:00"};
static const struct registry_call status_call = {.method = "GET", .path = "/v1/status"};
static const struct registry_call lookup_call = {.method = "POST", .path = "/v1/drivers/lookup", .body = LOOKUP_BODY};

/* --- Who is let in --- */

static void assert_stranger(struct registry_call call) {
    static const char *const paths[] = {"/v1",
                                        "/v1/status",
                                        "/v1/drivers/lookup",
                                        "/v1/drivers/search",
                                        "/v1/attestations",
                                        "/v1/attestations/000000000000",
                                        "/v1/attestations/000000000000/events",
                                        "/v1/nothing"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        call.method = i % 2 == 0 ? "GET" : "POST";
        call.body = i % 2 == 0 ? NULL : LOOKUP_BODY;
        call.path = paths[i];
        struct registry_reply reply = registry_process_call(&registry, &call, NULL);
        assert_int_equal(reply.curl_code, CURLE_OK);
        assert_int_equal(reply.status, 403);
        assert_string_equal(reply.content_type, "application/problem+json");
        assert_non_null(strstr(reply.body, "station-unknown"));
        registry_reply_clear(&reply);
    }
}

static void refuses_every_call_without_a_certificate(void **state) {
    (void)state;
    assert_stranger((struct registry_call){.certificate = ""});
}

static void refuses_every_call_with_a_certificate_of_another_authority(void **state) {
    (void)state;
    char pem[128], key[128];
    struct certificate authority = certificate_make(
        &(struct certificate_wish){.name = "Guichet, autorité du registre de formation", .from_day = -1, .to_day = 1});
    struct certificate client = certificate_make(&(struct certificate_wish){
        .name = "Guichet, poste de formation", .issuer = &authority, .from_day = -1, .to_day = 1});
    certificate_write(&client, registry.state, "stranger");
    snprintf(pem, sizeof pem, "%s/stranger.pem", registry.state);
    snprintf(key, sizeof key, "%s/stranger.key", registry.state);
    assert_stranger((struct registry_call){.certificate = pem, .key = key});
    certificate_clear(&client);
    certificate_clear(&authority);
}

static void refuses_the_certificate_of_its_own_server_as_a_station(void **state) {
    (void)state;
    char pem[128], key[128];
    snprintf(pem, sizeof pem, "%s/registry/server.pem", registry.state);
    snprintf(key, sizeof key, "%s/registry/server.key", registry.state);
    assert_stranger((struct registry_call){.certificate = pem, .key = key});
}

static void proves_itself_by_its_own_authority_alone(void **state) {
    (void)state;
    struct registry_call call = status_call;
    char pem[128];
    struct certificate other =
        certificate_make(&(struct certificate_wish){.name = "Autre", .from_day = -1, .to_day = 1});
    certificate_write(&other, registry.state, "other");
    snprintf(pem, sizeof pem, "%s/other.pem", registry.state);
    call.ca = pem;
    struct registry_reply reply = registry_process_call(&registry, &call, NULL);
    assert_int_equal(reply.curl_code, CURLE_PEER_FAILED_VERIFICATION);
    registry_reply_clear(&reply);
    certificate_clear(&other);
}

static void speaks_tls_1_2_and_1_3_and_nothing_older(void **state) {
    (void)state;
    static const struct {
        long tls_max;
        int code;
    } cases[] = {{CURL_SSLVERSION_MAX_TLSv1_1, CURLE_SSL_CONNECT_ERROR},
                 {CURL_SSLVERSION_MAX_TLSv1_2, CURLE_OK},
                 {CURL_SSLVERSION_MAX_TLSv1_3, CURLE_OK}};
    for (size_t i = 0; i < 3; i++) {
        struct registry_call call = status_call;
        call.tls_max = cases[i].tls_max;
        struct registry_reply reply = registry_process_call(&registry, &call, NULL);
        assert_int_equal(reply.curl_code, cases[i].code);
        registry_reply_clear(&reply);
    }
}

static void keeps_a_connection_from_one_call_to_the_next(void **state) {
    (void)state;
    CURL *curl = curl_easy_init();
    for (int i = 0; i < 20; i++) {
        struct registry_reply reply = registry_process_call(&registry, i % 2 ? &lookup_call : &status_call, curl);
        assert_int_equal(reply.status, 200);
        assert_int_equal(reply.connections, i == 0 ? 1 : 0);
        registry_reply_clear(&reply);
    }
    curl_easy_cleanup(curl);
}

/* --- Faults --- */

static struct registry_reply call_with_fault(const char *fault) {
    registry_process_set_fault(&registry, fault);
    struct registry_reply reply = registry_process_call(&registry, &lookup_call, NULL);
    registry_process_set_fault(&registry, "");
    return reply;
}

static void cuts_a_body_in_the_middle(void **state) {
    (void)state;
    struct registry_reply reply = call_with_fault("lookup=cut");
    assert_true(reply.curl_code == CURLE_PARTIAL_FILE || reply.curl_code == CURLE_RECV_ERROR);
    assert_true(reply.size > 100);
    registry_reply_clear(&reply);
}

static void answers_too_much_half_a_json_somebody_else_or_a_page(void **state) {
    (void)state;
    struct registry_reply reply = call_with_fault("oversized");
    assert_int_equal(reply.size, 2 * 1024 * 1024);
    registry_reply_clear(&reply);

    reply = call_with_fault("malformed");
    assert_int_equal(reply.curl_code, CURLE_OK);
    assert_int_equal(reply.body[0], '{');
    assert_int_not_equal(reply.body[reply.size - 1], '}');
    registry_reply_clear(&reply);

    reply = call_with_fault("wrong-neph");
    assert_non_null(strstr(reply.body, "\"neph\":\"000000000000\""));
    registry_reply_clear(&reply);

    reply = call_with_fault("content-type");
    assert_string_equal(reply.content_type, "text/html; charset=utf-8");
    registry_reply_clear(&reply);
}

static void answers_a_problem_with_or_without_retry_after_as_often_as_asked(void **state) {
    (void)state;
    struct registry_reply reply = call_with_fault("status:429:7");
    assert_int_equal(reply.status, 429);
    assert_string_equal(reply.retry_after, "7");
    registry_reply_clear(&reply);

    registry_process_set_fault(&registry, "lookup=status:503*2");
    for (int i = 0; i < 3; i++) {
        reply = registry_process_call(&registry, &lookup_call, NULL);
        assert_int_equal(reply.status, i < 2 ? 503 : 200);
        assert_string_equal(reply.retry_after, "");
        registry_reply_clear(&reply);
    }
    registry_process_set_fault(&registry, "");
}

static void *call_lookup(void *reply) {
    *(struct registry_reply *)reply = registry_process_call(&registry, &lookup_call, NULL);
    return NULL;
}

static bool log_has(const char *text) {
    char path[128], bytes[65536];
    snprintf(path, sizeof path, "%s/log", registry.state);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t size = fread(bytes, 1, sizeof bytes - 1, file);
    fclose(file);
    bytes[size] = '\0';
    return strstr(bytes, text) != NULL;
}

/* A late answer holds up nobody else: the others come while it is awaited. */
static void is_late_for_one_and_not_for_the_others(void **state) {
    (void)state;
    struct registry_reply late;
    pthread_t thread;
    registry_process_set_fault(&registry, "lookup=late:700");
    assert_int_equal(pthread_create(&thread, NULL, call_lookup, &late), 0);
    int answered = 0;
    double slowest = 0;
    while (pthread_tryjoin_np(thread, NULL) != 0) {
        struct registry_reply reply = registry_process_call(&registry, &status_call, NULL);
        assert_int_equal(reply.status, 200);
        slowest = reply.seconds > slowest ? reply.seconds : slowest;
        answered++;
        registry_reply_clear(&reply);
    }
    assert_int_equal(late.status, 200);
    assert_true(late.seconds >= 0.7);
    assert_true(answered >= 2);
    assert_true(slowest < 0.6);
    registry_reply_clear(&late);
    registry_process_set_fault(&registry, "");
}

static void ends_at_once_even_while_an_answer_is_late(void **state) {
    (void)state;
    char log_line[] = "POST /v1/drivers/lookup 200";
    struct registry_reply late;
    pthread_t thread;
    char path[128];
    snprintf(path, sizeof path, "%s/log", registry.state);
    assert_int_equal(truncate(path, 0), 0);
    registry_process_set_fault(&registry, "lookup=late:600000");
    assert_int_equal(pthread_create(&thread, NULL, call_lookup, &late), 0);
    for (int i = 0; i < 10000 && !log_has(log_line); i++)
        poll(NULL, 0, 1); /* until it is waited for */
    assert_true(log_has(log_line));
    int status = registry_process_stop(&registry, SIGTERM);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    registry_reply_clear(&late);
    registry_process_set_fault(&registry, "");
    registry_process_start(&registry);
}

static void takes_faults_from_the_command_line(void **state) {
    (void)state;
    registry_process_stop(&registry, SIGTERM);
    registry.fault = "status=status:401";
    registry_process_start(&registry);
    struct registry_reply reply = registry_process_call(&registry, &status_call, NULL);
    assert_int_equal(reply.status, 401);
    registry_reply_clear(&reply);
    registry_process_stop(&registry, SIGTERM);
    registry.fault = NULL;
    registry_process_start(&registry);
}

/* --- Starting and ending --- */

static pid_t start_on_channel(int *channel) {
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    char *program = place_in_build("guichet-registry");
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
        dup2(pair[1], 3);
        if (pair[1] == 3)
            fcntl(3, F_SETFD, 0);
        execl(program, program, "serve", "--channel", "3", "--state", registry.state, NULL);
        _exit(127);
    }
    free(program);
    close(pair[1]);
    *channel = pair[0];
    return pid;
}

static void tells_its_port_on_its_channel_and_ends_with_it(void **state) {
    (void)state;
    int channel = -1, status = 0;
    struct message message;
    registry_process_stop(&registry, SIGTERM);
    pid_t pid = start_on_channel(&channel);
    struct pollfd watched = {.fd = channel, .events = POLLIN};
    assert_int_equal(poll(&watched, 1, DEADLINE_MS), 1);
    assert_int_equal(message_receive(channel, &message), STATUS_OK);
    int64_t port = message_number(&message, "listening");
    assert_in_range(port, 1, 65535);
    message_clear(&message);

    snprintf(registry.url, sizeof registry.url, "https://127.0.0.1:%d", (int)port);
    struct registry_reply reply = registry_process_call(&registry, &status_call, NULL);
    assert_int_equal(reply.status, 200);
    registry_reply_clear(&reply);

    close(channel);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    registry_process_start(&registry);
}

static char *read_station_certificate(void) {
    char path[128];
    char *bytes = calloc(1, 4096);
    snprintf(path, sizeof path, "%s/station/station.pem", registry.state);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_true(fread(bytes, 1, 4095, file) > 0);
    fclose(file);
    return bytes;
}

static void restart_after(const char *damage) {
    char path[128];
    registry_process_stop(&registry, SIGTERM);
    if (damage != NULL) {
        snprintf(path, sizeof path, "%s/%s", registry.state, damage);
        assert_int_equal(truncate(path, 10), 0);
    }
    registry_process_start(&registry);
    struct registry_reply reply = registry_process_call(&registry, &status_call, NULL);
    assert_int_equal(reply.status, 200);
    registry_reply_clear(&reply);
}

static void keeps_its_certificates_and_makes_all_anew_when_one_is_damaged(void **state) {
    (void)state;
    char *first = read_station_certificate();
    restart_after(NULL);
    char *second = read_station_certificate();
    assert_string_equal(first, second);
    restart_after("registry/server.key");
    char *third = read_station_certificate();
    assert_string_not_equal(second, third);
    restart_after("station/station.pem");
    free(first);
    free(second);
    free(third);
}

static void keeps_every_file_to_itself(void **state) {
    (void)state;
    static const char *const files[] = {"station/ca.pem",  "station/station.pem", "station/station.key",
                                        "registry/ca.pem", "registry/server.pem", "registry/server.key",
                                        "registry/book.db"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        assert_int_equal(state_mode(registry.state, files[i]), 0600);
    assert_int_equal(state_mode(registry.state, "registry/ca.key"), -1);
}

static void serves_from_a_folder_that_others_may_enter_and_keeps_its_own_to_itself(void **state) {
    (void)state;
    assert_int_equal(chmod(registry.state, 0755), 0);
    restart_after(NULL);
    assert_int_equal(state_mode(registry.state, "registry"), 0700);
    assert_int_equal(state_mode(registry.state, "station"), 0700);
    assert_int_equal(chmod(registry.state, 0700), 0);
}

static void logs_calls_and_request_ids_and_nobody(void **state) {
    (void)state;
    char path[128];
    snprintf(path, sizeof path, "%s/log", registry.state);
    assert_int_equal(truncate(path, 0), 0);
    struct registry_call call = lookup_call;
    struct registry_reply reply = registry_process_call(&registry, &call, NULL);
    registry_reply_clear(&reply);
    call = (struct registry_call){.method = "GET", .path = "/v1/drivers/" NEPH "/DUMONT"};
    reply = registry_process_call(&registry, &call, NULL);
    registry_reply_clear(&reply);
    assert_true(log_has("POST /v1/drivers/lookup 200 5f0c1c9e-2f5d-4c61-9d0a-0d3b5f6a7b8c"));
    assert_true(log_has("GET (unknown) 404"));
    assert_false(log_has(NEPH));
    assert_false(log_has("DUMONT"));
    assert_false(log_has("1942"));
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
        cmocka_unit_test(refuses_every_call_without_a_certificate),
        cmocka_unit_test(refuses_every_call_with_a_certificate_of_another_authority),
        cmocka_unit_test(refuses_the_certificate_of_its_own_server_as_a_station),
        cmocka_unit_test(proves_itself_by_its_own_authority_alone),
        cmocka_unit_test(speaks_tls_1_2_and_1_3_and_nothing_older),
        cmocka_unit_test(keeps_a_connection_from_one_call_to_the_next),
        cmocka_unit_test(cuts_a_body_in_the_middle),
        cmocka_unit_test(answers_too_much_half_a_json_somebody_else_or_a_page),
        cmocka_unit_test(answers_a_problem_with_or_without_retry_after_as_often_as_asked),
        cmocka_unit_test(is_late_for_one_and_not_for_the_others),
        cmocka_unit_test(ends_at_once_even_while_an_answer_is_late),
        cmocka_unit_test(takes_faults_from_the_command_line),
        cmocka_unit_test(tells_its_port_on_its_channel_and_ends_with_it),
        cmocka_unit_test(keeps_its_certificates_and_makes_all_anew_when_one_is_damaged),
        cmocka_unit_test(keeps_every_file_to_itself),
        cmocka_unit_test(serves_from_a_folder_that_others_may_enter_and_keeps_its_own_to_itself),
        cmocka_unit_test(logs_calls_and_request_ids_and_nobody),
    };
    return cmocka_run_group_tests(tests, start, stop);
}

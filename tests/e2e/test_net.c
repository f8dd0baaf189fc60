/* The net worker against real TLS servers: what it carries, whom it trusts, who trusts it. */
#include "../support/net_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <openssl/ssl.h>
#include <string.h>

#include "../../kiosk/text.h"

/* --- What it carries --- */

static void expect_in(const char *text, const char *part) {
    if (!strcasestr(text, part))
        fail_msg("« %s » is not in:\n%s", part, text);
}

static void carries_a_request_and_its_answer(void **state) {
    struct scene *scene = *state;
    char event[8192];
    scene_start(scene);
    net_client_send(&scene->client,
                    json_pack("{s:i,s:s,s:s,s:s,s:s,s:s,s:s}", "id", 41, "method", "POST", "path", "/v1/drivers/lookup",
                              "request_id", "0b2f9a52-9d57-4c1e-8d0c-2f1f3a6b7c8d", "station", "14-GUICHET-04", "agent",
                              "A123", "if_none_match", "\"3f9c\""),
                    "{\"neph\":\"121201200001\"}");
    net_client_wait(&scene->client);
    assert_int_equal(registry_read_answer(&scene->client.answer, &scene->answer, &scene->fault), STATUS_OK);
    assert_int_equal(scene->answer.id, 41);
    assert_int_equal(scene->answer.http_status, 200);
    assert_string_equal(scene->answer.etag, "\"3f9c\"");
    assert_int_equal(scene->answer.body_size, 14);
    assert_memory_equal(scene->answer.body, "{\"neph\":\"no\"}\n", 14);
    tls_server_next(&scene->server, event, sizeof event);
    tls_server_next(&scene->server, event, sizeof event);
    expect_in(event, "RPOST /v1/drivers/lookup HTTP/1.1\r\n");
    expect_in(event, "\r\nGuichet-Station: 14-GUICHET-04\r\n");
    expect_in(event, "\r\nGuichet-Agent: A123\r\n");
    expect_in(event, "\r\nRequest-Id: 0b2f9a52-9d57-4c1e-8d0c-2f1f3a6b7c8d\r\n");
    expect_in(event, "\r\nIf-None-Match: \"3f9c\"\r\n");
    expect_in(event, "\r\nContent-Type: application/json\r\n");
    expect_in(event, "\r\n\r\n{\"neph\":\"121201200001\"}");
    assert_null(strcasestr(event, "Expect:"));
}

static void keeps_one_connection_alive_for_all_methods(void **state) {
    struct scene *scene = *state;
    char event[8192];
    static const char *const methods[] = {"GET", "POST", "GET", "PUT", "GET"};
    scene_start(scene);
    for (size_t i = 0; i < 5; i++) {
        const char *body = strcmp(methods[i], "GET") == 0 ? NULL : "{}";
        assert_int_equal(net_client_ask(&scene->client, methods[i], "/v1/status", body, &scene->answer, &scene->fault),
                         STATUS_OK);
    }
    tls_server_next(&scene->server, event, sizeof event);
    assert_string_equal(event, "C");
    for (size_t i = 0; i < 5; i++) {
        tls_server_next(&scene->server, event, sizeof event);
        expect_in(event, methods[i]);
        assert_ptr_equal(strcasestr(event, methods[i]), event + 1);
        assert_int_equal(strcasestr(event, "Content-Type") != NULL, strcmp(methods[i], "GET") != 0);
    }
    assert_int_equal(tls_server_count(&scene->server, 'C'), 0);
}

static void answers_in_order_what_was_sent_together(void **state) {
    struct scene *scene = *state;
    scene_start(scene);
    for (int id = 1; id <= 3; id++)
        net_client_send(&scene->client, json_pack("{s:i,s:s,s:s}", "id", id, "method", "GET", "path", "/v1/status"),
                        NULL);
    for (int id = 1; id <= 3; id++) {
        net_client_wait(&scene->client);
        if (message_number(&scene->client.answer, "id") == 3)
            return;
        assert_int_equal(message_number(&scene->client.answer, "id"), id);
    }
}

static void passes_a_retry_after_on(void **state) {
    struct scene *scene = *state;
    scene->wish.answer = "HTTP/1.1 503 X\r\nContent-Type: application/problem+json\r\nRetry-After: 7\r\n"
                         "Content-Length: 38\r\n\r\n{\"type\":\"unavailable\",\"title\":\"Panne\"}";
    assert_int_equal(scene_ask_after_start(scene), STATUS_PROBLEM);
    assert_string_equal(scene->fault.where, "unavailable");
    assert_int_equal(scene->answer.retry_after_seconds, 7);
}

static void passes_a_redirect_on_and_does_not_follow_it(void **state) {
    struct scene *scene = *state;
    char answer[256];
    scene_start(scene);
    int port = scene->server.port;
    tls_server_stop(&scene->server);
    assert_true(text_format(answer, sizeof answer,
                            "HTTP/1.1 307 X\r\nLocation: https://localhost:%d/v1/other\r\nContent-Length: 0\r\n\r\n",
                            port));
    scene->wish.answer = answer;
    assert_int_equal(scene_ask_after_start(scene), STATUS_PROTOCOL);
    assert_string_equal(scene->fault.where, "HTTP 307");
    assert_int_equal(tls_server_count(&scene->server, 'R'), 1);
}

/* --- Whom it trusts, and who trusts it --- */

static void refuses_a_server_of_another_authority(void **state) {
    struct scene *scene = *state;
    scene_path(scene->settings.ca, "other-ca.pem");
    assert_int_equal(scene_ask_after_start(scene), STATUS_TLS_SERVER);
    assert_int_equal(tls_server_count(&scene->server, 'R'), 0);
}

static void refuses_when_its_own_authority_cannot_be_read(void **state) {
    struct scene *scene = *state;
    scene_path(scene->settings.ca, "missing.pem");
    assert_int_equal(scene_ask_after_start(scene), STATUS_TLS_SERVER);
}

static void refuses_a_server(struct scene *scene, const char *names, int from_day, int to_day, const char *where) {
    struct certificate bad = certificate_make(&(struct certificate_wish){.name = "serveur",
                                                                         .alternative_name = names,
                                                                         .issuer = &scene_shop.authority,
                                                                         .from_day = from_day,
                                                                         .to_day = to_day});
    scene->wish.own = &bad;
    assert_int_equal(scene_ask_after_start(scene), STATUS_TLS_SERVER);
    assert_string_equal(scene->fault.where, where);
    assert_int_equal(tls_server_count(&scene->server, 'R'), 0);
    certificate_clear(&bad);
}

static void refuses_a_server_of_another_name(void **state) {
    refuses_a_server(*state, "DNS:exemple.fr", -1, 30, "");
}

static void refuses_a_server_whose_certificate_has_expired(void **state) {
    refuses_a_server(*state, "DNS:localhost", -30, -1, "dates");
}

static void refuses_a_server_whose_certificate_is_for_later(void **state) {
    refuses_a_server(*state, "DNS:localhost", 1, 30, "dates");
}

static void refuses_tls_before_1_2(void **state) {
    struct scene *scene = *state;
    scene->wish.highest_version = TLS1_1_VERSION;
    assert_int_equal(scene_ask_after_start(scene), STATUS_TLS_SERVER);
    assert_int_equal(tls_server_count(&scene->server, 'R'), 0);
}

static void speaks_tls_1_2(void **state) {
    struct scene *scene = *state;
    scene->wish.highest_version = TLS1_2_VERSION;
    assert_int_equal(scene_ask_after_start(scene), STATUS_OK);
}

static void refuses_a_server_without_tls(void **state) {
    struct scene *scene = *state;
    scene->wish.manner = TLS_PLAIN;
    assert_int_equal(scene_ask_after_start(scene), STATUS_TLS_SERVER);
}

static void tells_that_the_server_refuses_our_certificate(void **state) {
    struct scene *scene = *state;
    static const int versions[] = {TLS1_2_VERSION, TLS1_3_VERSION};
    scene_path(scene->settings.certificate, "other-station.pem");
    scene_path(scene->settings.key, "other-station.key");
    for (size_t i = 0; i < 2; i++) {
        scene->wish.highest_version = versions[i];
        enum status status = scene_ask_after_start(scene);
        if (status != STATUS_TLS_CLIENT)
            fail_msg("%s : %s", status_name(status), scene->fault.detail);
        tls_server_stop(&scene->server);
    }
}

static void tells_that_our_certificate_cannot_be_used(void **state) {
    struct scene *scene = *state;
    scene_path(scene->settings.key, "missing.key");
    assert_int_equal(scene_ask_after_start(scene), STATUS_TLS_CLIENT);
    tls_server_stop(&scene->server);
    scene_path(scene->settings.key, "other-station.key");
    assert_int_equal(scene_ask_after_start(scene), STATUS_TLS_CLIENT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_set_up, scene_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(carries_a_request_and_its_answer),
        TEST(keeps_one_connection_alive_for_all_methods),
        TEST(answers_in_order_what_was_sent_together),
        TEST(passes_a_retry_after_on),
        TEST(passes_a_redirect_on_and_does_not_follow_it),
        TEST(refuses_a_server_of_another_authority),
        TEST(refuses_when_its_own_authority_cannot_be_read),
        TEST(refuses_a_server_of_another_name),
        TEST(refuses_a_server_whose_certificate_has_expired),
        TEST(refuses_a_server_whose_certificate_is_for_later),
        TEST(refuses_tls_before_1_2),
        TEST(speaks_tls_1_2),
        TEST(refuses_a_server_without_tls),
        TEST(tells_that_the_server_refuses_our_certificate),
        TEST(tells_that_our_certificate_cannot_be_used),
    };
    return cmocka_run_group_tests(tests, scene_open_shop, scene_close_shop);
}

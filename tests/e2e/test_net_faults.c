/* The net worker against servers that answer badly, late or not at all, and what it calls that; and what it refuses to
 * send. */
#include "../support/net_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/text.h"

enum { MEBIBYTE = 1024 * 1024 };

/* --- Bodies that are not what they should be --- */

static void answer_with_a_body_of(struct scene *scene, size_t size, bool chunked) {
    char *answer = memory_alloc(size + 256);
    size_t length = (size_t)(chunked ? snprintf(answer, 256, OK_HEAD "Transfer-Encoding: chunked\r\n\r\n%zx\r\n", size)
                                     : snprintf(answer, 256, OK_HEAD "Content-Length: %zu\r\n\r\n", size));
    memset(answer + length, ' ', size);
    length += size;
    if (chunked)
        length += (size_t)snprintf(answer + length, 16, "\r\n0\r\n\r\n");
    scene->wish.answer = answer;
    scene->wish.answer_size = length;
    scene_start(scene);
    memory_free(answer);
}

static void takes_a_body_of_one_mebibyte(void **state) {
    struct scene *scene = *state;
    answer_with_a_body_of(scene, MEBIBYTE, false);
    assert_int_equal(scene_look_up(scene), STATUS_OK);
    assert_int_equal(scene->answer.body_size, MEBIBYTE);
}

static void refuses_a_body_over_one_mebibyte(void **state) {
    struct scene *scene = *state;
    static const size_t sizes[] = {MEBIBYTE + 1, 2 * MEBIBYTE};
    for (size_t i = 0; i < 4; i++) {
        answer_with_a_body_of(scene, sizes[i / 2], i % 2);
        assert_int_equal(scene_look_up(scene), STATUS_TOO_LARGE);
        assert_int_equal(scene->client.answer.body_size, 0);
        tls_server_stop(&scene->server);
    }
}

static void answers_and_goes(struct scene *scene, enum tls_manner manner, const char *answer, enum status expected) {
    scene->wish.manner = manner;
    scene->wish.answer = answer;
    enum status status = scene_ask_after_start(scene);
    if (status != expected)
        fail_msg("%s instead of %s (%s) after: %.120s", status_name(status), status_name(expected), scene->fault.detail,
                 answer);
    assert_int_equal(scene->client.answer.body_size, 0);
    tls_server_stop(&scene->server);
}

static void tells_that_a_body_was_cut(void **state) {
    struct scene *scene = *state;
    answers_and_goes(scene, TLS_ANSWER_AND_CLOSE, OK_HEAD "Content-Length: 100\r\n\r\n{\"neph\":", STATUS_TRUNCATED);
    answers_and_goes(scene, TLS_ANSWER_AND_CUT, OK_HEAD "Content-Length: 100\r\n\r\n{\"neph\":", STATUS_TRUNCATED);
    answers_and_goes(scene, TLS_ANSWER_AND_CUT, OK_HEAD "\r\n{\"neph\":", STATUS_PROTOCOL);
    answers_and_goes(scene, TLS_ANSWER_AND_CLOSE, OK_HEAD "Transfer-Encoding: chunked\r\n\r\n10\r\n{\"neph",
                     STATUS_TRUNCATED);
    answers_and_goes(scene, TLS_ANSWER_AND_CLOSE, OK_HEAD "Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n",
                     STATUS_TRUNCATED);
}

static void tells_that_there_was_no_answer(void **state) {
    struct scene *scene = *state;
    answers_and_goes(scene, TLS_ANSWER_AND_CLOSE, "", STATUS_TRUNCATED);
}

static void refuses_what_is_not_http(void **state) {
    struct scene *scene = *state;
    answers_and_goes(scene, TLS_ANSWER_AND_CLOSE, "SSH-2.0-OpenSSH_9.2\r\n", STATUS_PROTOCOL);
}

static void refuses_endless_headers(void **state) {
    struct scene *scene = *state;
    struct text_builder answer;
    text_builder_init(&answer, MEBIBYTE);
    text_append(&answer, OK_HEAD);
    for (int i = 0; i < 2000; i++)
        text_appendf(&answer, "X-%d: 0123456789012345678901234567890123456789\r\n", i);
    text_append(&answer, "Content-Length: 0\r\n\r\n");
    answers_and_goes(scene, TLS_ANSWER, answer.bytes, STATUS_TOO_LARGE);
    text_builder_clear(&answer);
}

/* --- Ways that lead nowhere --- */

static void tells_that_nobody_listens(void **state) {
    struct scene *scene = *state;
    scene_start(scene);
    tls_server_stop(&scene->server);
    assert_int_equal(scene_look_up(scene), STATUS_UNREACHABLE);
    assert_non_null(strstr(scene->fault.detail, "localhost"));
}

static void tells_that_the_name_does_not_exist(void **state) {
    struct scene *scene = *state;
    scene_point_at(scene, "registre.invalid", 443);
    net_client_configure(&scene->client, &scene->settings);
    assert_int_equal(scene_look_up(scene), STATUS_UNREACHABLE);
}

static void tells_that_the_line_was_cut_before_tls_was_up(void **state) {
    struct scene *scene = *state;
    answers_and_goes(scene, TLS_HANG_UP, "", STATUS_UNREACHABLE);
}

static void gives_up_on_a_server_that_is_silent(void **state) {
    struct scene *scene = *state;
    scene->settings.connect_timeout_ms = 300;
    answers_and_goes(scene, TLS_DEAF, "", STATUS_TIMEOUT);
    scene->settings.connect_timeout_ms = 3000;
    scene->settings.total_timeout_ms = 300;
    answers_and_goes(scene, TLS_ANSWER, "", STATUS_TIMEOUT);
}

static void gives_up_on_a_server_that_drips(void **state) {
    struct scene *scene = *state;
    scene->settings.low_speed_seconds = 1;
    scene->settings.total_timeout_ms = 60000;
    char answer[512] = OK_HEAD "Content-Length: 400\r\n\r\n";
    memset(answer + strlen(answer), ' ', 400);
    answers_and_goes(scene, TLS_DRIP, answer, STATUS_TIMEOUT);
}

/* --- What it does not do --- */

static void expect_not_sent(struct scene *scene, const char *method, const char *path) {
    assert_int_equal(net_client_ask(&scene->client, method, path, NULL, &scene->answer, &scene->fault),
                     STATUS_PROTOCOL);
}

static void speaks_only_to_the_paths_of_the_contract(void **state) {
    struct scene *scene = *state;
    scene_start(scene);
    expect_not_sent(scene, "GET", "/v2/status");
    expect_not_sent(scene, "GET", "/v1/../verification/x");
    expect_not_sent(scene, "GET", "@exemple.fr/v1/status");
    expect_not_sent(scene, "GET", ".exemple.fr/v1/status");
    expect_not_sent(scene, "GET", "/v1/status?neph=121201200001");
    expect_not_sent(scene, "GET", "/v1/status#x");
    expect_not_sent(scene, "GET", "/v1/a b");
    expect_not_sent(scene, "GET", "/v1/a\r\nX: y");
    expect_not_sent(scene, "DELETE", "/v1/status");
    expect_not_sent(scene, "GET\r\nX:", "/v1/status");
    assert_int_equal(tls_server_count(&scene->server, 'C'), 0);
    assert_int_equal(scene_look_up(scene), STATUS_OK);
}

static void speaks_only_to_an_https_origin(void **state) {
    struct scene *scene = *state;
    static const char *const urls[] = {"http://localhost:%d", "https://agent:secret@localhost:%d",
                                       "https://localhost:%d/path", "file:///etc/passwd?%d", "https://"};
    tls_server_start(&scene->wish, &scene->server);
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        char *url = NULL;
        assert_true(asprintf(&url, "%.*s%d%s", (int)strcspn(urls[i], "%"), urls[i], scene->server.port,
                             strchr(urls[i], '%') ? strchr(urls[i], '%') + 2 : "/") > 0);
        assert_true(text_copy(scene->settings.url, sizeof scene->settings.url, url));
        free(url);
        net_client_configure(&scene->client, &scene->settings);
        assert_int_equal(scene_look_up(scene), STATUS_PROTOCOL);
    }
    assert_int_equal(tls_server_count(&scene->server, 'C'), 0);
}

static void does_not_wait_for_ever_even_when_told_to(void **state) {
    struct scene *scene = *state;
    scene->settings.total_timeout_ms = 0;
    assert_int_equal(scene_ask_after_start(scene), STATUS_PROTOCOL);
    assert_int_equal(tls_server_count(&scene->server, 'C'), 0);
}

static void sends_nothing_before_it_is_configured(void **state) {
    assert_int_equal(scene_look_up(*state), STATUS_PROTOCOL);
}

static void lets_nobody_add_a_header(void **state) {
    struct scene *scene = *state;
    scene_start(scene);
    net_client_send(
        &scene->client,
        json_pack("{s:i,s:s,s:s,s:s}", "id", 1, "method", "GET", "path", "/v1/status", "agent", "A123\r\nX-Other: y"),
        NULL);
    net_client_wait(&scene->client);
    assert_string_equal(message_text(&scene->client.answer, "failure"), "protocol");
    assert_int_equal(tls_server_count(&scene->server, 'C'), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_set_up, scene_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(takes_a_body_of_one_mebibyte),
        TEST(refuses_a_body_over_one_mebibyte),
        TEST(tells_that_a_body_was_cut),
        TEST(tells_that_there_was_no_answer),
        TEST(refuses_what_is_not_http),
        TEST(refuses_endless_headers),
        TEST(tells_that_nobody_listens),
        TEST(tells_that_the_name_does_not_exist),
        TEST(tells_that_the_line_was_cut_before_tls_was_up),
        TEST(gives_up_on_a_server_that_is_silent),
        TEST(gives_up_on_a_server_that_drips),
        TEST(speaks_only_to_the_paths_of_the_contract),
        TEST(speaks_only_to_an_https_origin),
        TEST(does_not_wait_for_ever_even_when_told_to),
        TEST(sends_nothing_before_it_is_configured),
        TEST(lets_nobody_add_a_header),
    };
    return cmocka_run_group_tests(tests, scene_open_shop, scene_close_shop);
}

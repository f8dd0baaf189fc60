/* The net worker as a process: given up, orphaned, searched for what it should have forgotten, typed by hand. */
#include "../support/net_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../kiosk/text.h"
#include "../support/place.h"

/* --- Its environment --- */

/* The spawner gives a worker no such variable; the worker must not need that. */
static _Noreturn void execute_worker(int channel, char *proxy) {
    char *worker = place_in_build("guichet-worker");
    char *arguments[] = {worker, "net", NULL};
    char *environment[] = {proxy, "no_proxy=", "CURL_CA_BUNDLE=/x", "SSL_CERT_DIR=/x", NULL};
    dup2(channel, 3);
    close_range(4, ~0U, 0);
    execve(worker, arguments, environment);
    _exit(127);
}

static void ignores_a_proxy(void **state) {
    struct scene *scene = *state;
    struct tls_server proxy;
    char variable[64];
    int ends[2];
    scene_start(scene);
    tls_server_start(&scene->wish, &proxy);
    assert_true(text_format(variable, sizeof variable, "https_proxy=http://127.0.0.1:%d", proxy.port));
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    pid_t pid = fork();
    if (pid == 0)
        execute_worker(ends[1], variable);
    close(ends[1]);
    const struct net_settings *settings = &scene->settings;
    struct message message = {.head = json_pack("{s:{s:s,s:s,s:s,s:s,s:i,s:i,s:i}}", "configure", "url", settings->url,
                                                "ca", settings->ca, "certificate", settings->certificate, "key",
                                                settings->key, "connect_timeout_ms", 3000, "total_timeout_ms", 5000,
                                                "low_speed_seconds", 4)};
    assert_int_equal(message_send(ends[0], &message), STATUS_OK);
    message_clear(&message);
    message.head = json_pack("{s:i,s:s,s:s}", "id", 1, "method", "GET", "path", "/v1/status");
    assert_int_equal(message_send(ends[0], &message), STATUS_OK);
    message_clear(&message);
    assert_int_equal(message_receive(ends[0], &message), STATUS_OK);
    assert_int_equal(message_number(&message, "status"), 200);
    message_clear(&message);
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(tls_server_count(&proxy, 'C'), 0);
    tls_server_stop(&proxy);
}

/* --- Giving up, and what is left behind --- */

/* A port whose queue of connections is full: the next one waits for ever. */
static int open_black_hole(int held[3], int *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 0), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &length), 0);
    for (int i = 0; i < 3; i++) {
        held[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        (void)connect(held[i], (struct sockaddr *)&address, sizeof address);
    }
    *port = ntohs(address.sin_port);
    return listener;
}

static void closing_a_worker_stuck_in_a_connect_returns_at_once(void **state) {
    struct scene *scene = *state;
    int held[3], port, listener = open_black_hole(held, &port);
    scene_point_at(scene, "127.0.0.1", port);
    scene->settings.connect_timeout_ms = 300;
    net_client_configure(&scene->client, &scene->settings);
    assert_int_equal(scene_look_up(scene), STATUS_TIMEOUT); /* it is a black hole */
    scene->settings.connect_timeout_ms = scene->settings.total_timeout_ms = 600000;
    net_client_configure(&scene->client, &scene->settings);
    net_client_send(&scene->client, json_pack("{s:i,s:s,s:s}", "id", 1, "method", "GET", "path", "/v1/status"), NULL);
    pid_t worker = net_client_find(getpid(), "guichet-worker net");
    assert_int_not_equal(worker, 0);
    int64_t began_ms = clock_monotonic_ms();
    worker_close(scene->client.worker);
    scene->client.worker = NULL;
    assert_true(clock_monotonic_ms() - began_ms < 100);
    net_client_wait_until_gone(worker);
    assert_true(clock_monotonic_ms() - began_ms < 5000);
    for (int i = 0; i < 3; i++)
        close(held[i]);
    close(listener);
}

static _Noreturn void be_a_kiosk_with_a_hung_request(const struct tls_server *server, int out) {
    void *state;
    scene_set_up(&state);
    struct scene *scene = state;
    scene->settings.connect_timeout_ms = scene->settings.total_timeout_ms = 600000;
    scene_point_at(scene, "localhost", server->port);
    net_client_configure(&scene->client, &scene->settings);
    net_client_send(&scene->client, json_pack("{s:i,s:s,s:s}", "id", 1, "method", "GET", "path", "/v1/status"), NULL);
    if (write(out, "x", 1) != 1)
        _exit(1);
    for (;;)
        pause();
}

static void killing_the_kiosk_leaves_no_process(void **state) {
    (void)state;
    struct tls_server_wish wish = {.own = &scene_shop.server, .manner = TLS_DEAF};
    struct tls_server server;
    char event[16];
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    tls_server_start(&wish, &server);
    pid_t kiosk = fork();
    if (kiosk == 0)
        be_a_kiosk_with_a_hung_request(&server, ends[1]);
    close(ends[1]);
    assert_int_equal(read(ends[0], event, 1), 1);
    close(ends[0]);
    tls_server_next(&server, event, sizeof event); /* the worker is in the middle of it */
    pid_t worker = net_client_find(kiosk, "guichet-worker net"), spawner = net_client_find(kiosk, "");
    assert_true(worker > 0 && spawner > 0 && worker != spawner);
    assert_int_equal(kill(kiosk, SIGKILL), 0);
    assert_int_equal(waitpid(kiosk, NULL, 0), kiosk);
    net_client_wait_until_gone(worker);
    net_client_wait_until_gone(spawner);
    tls_server_stop(&server);
}

#ifndef SCENE_SANITIZED /* its allocator keeps what is freed */

static bool has_in_memory(pid_t pid, const char *marker) {
    char path[64], line[512];
    bool found = false;
    assert_true(text_format(path, sizeof path, "/proc/%d/maps", pid));
    FILE *maps = fopen(path, "re");
    assert_true(text_format(path, sizeof path, "/proc/%d/mem", pid));
    int memory = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(maps && memory >= 0);
    while (fgets(line, sizeof line, maps) && !found) {
        char *end;
        unsigned long from = strtoul(line, &end, 16), to = strtoul(end + 1, &end, 16);
        char *bytes = end[2] == 'w' ? malloc(to - from) : NULL;
        ssize_t got = bytes ? pread(memory, bytes, to - from, (off_t)from) : 0;
        found = got > 0 && memmem(bytes, (size_t)got, marker, strlen(marker));
        free(bytes);
    }
    fclose(maps);
    close(memory);
    return found;
}

static void keeps_nothing_of_a_person_in_memory(void **state) {
    struct scene *scene = *state;
    scene->wish.answer = OK_HEAD "Content-Length: 34\r\n\r\n{\"family_name\":\"DUMONT D'URVILLE\"}";
    scene_start(scene);
    for (int i = 0; i < 3; i++)
        assert_int_equal(scene_look_up(scene), STATUS_OK);
    /* Once a request that is not sent is refused, what came before is forgotten. */
    assert_int_equal(net_client_ask(&scene->client, "GET", "/v2/status", NULL, &scene->answer, &scene->fault),
                     STATUS_PROTOCOL);
    pid_t worker = net_client_find(getpid(), "guichet-worker net");
    assert_false(has_in_memory(worker, "DUMONT D'URVILLE"));
    assert_false(has_in_memory(worker, "121201200001"));
    assert_true(has_in_memory(worker, "localhost")); /* the search does find what is there */
}

#endif

/* --- By hand --- */

static void expect_refusal_by_hand(const char *kind, int channel) {
    char said[512] = "";
    int ends[2], status;
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    pid_t pid = fork();
    if (pid == 0) {
        char *worker = place_in_build("guichet-worker");
        dup2(ends[1], 2);
        if (channel >= 0)
            dup2(channel, 3);
        else
            close(3);
        execl(worker, worker, kind, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    assert_true(read(ends[0], said, sizeof said - 1) > 0);
    close(ends[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 2);
    assert_non_null(strstr(said, "il ne se lance pas à la main"));
}

static void a_worker_that_is_typed_says_that_it_should_not_be(void **state) {
    (void)state;
    int ends[2], null = open("/dev/null", O_RDWR | O_CLOEXEC);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    expect_refusal_by_hand("net", null);
    expect_refusal_by_hand("net", -1);
    expect_refusal_by_hand("../evil", ends[0]);
    expect_refusal_by_hand(NULL, ends[0]);
    close(null);
    close(ends[0]);
    close(ends[1]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_set_up, scene_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(ignores_a_proxy),
        TEST(closing_a_worker_stuck_in_a_connect_returns_at_once),
        cmocka_unit_test(killing_the_kiosk_leaves_no_process),
#ifndef SCENE_SANITIZED
        TEST(keeps_nothing_of_a_person_in_memory),
#endif
        cmocka_unit_test(a_worker_that_is_typed_says_that_it_should_not_be),
    };
    return cmocka_run_group_tests(tests, scene_open_shop, scene_close_shop);
}

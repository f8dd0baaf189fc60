/* Drives the net worker as the kiosk does. It must not know what a test asks. */
#include "net_client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <unistd.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/text.h"
#include "place.h"

enum { DEADLINE_MS = 20000 };

static void on_message(void *context, struct worker *worker, struct message *message) {
    struct net_client *client = context;
    (void)worker;
    message_clear(&client->answer);
    client->answer = *message;
    *message = (struct message){0};
    loop_stop(client->loop);
}

static void on_lost(void *context, struct worker *worker) {
    struct net_client *client = context;
    (void)worker;
    client->lost = true;
    loop_stop(client->loop);
}

static void too_late(void *context) {
    (void)context;
    fail_msg("no answer from the net worker");
}

void net_client_open(struct net_client *client) {
    struct worker_handlers handlers = {on_message, on_lost, client};
    char *folder = place_in_build("");
    folder[strlen(folder) - 1] = '\0';
    *client = (struct net_client){0};
    assert_int_equal(loop_open(&client->loop), STATUS_OK);
    assert_int_equal(spawner_start(folder, &client->spawner), STATUS_OK);
    assert_int_equal(worker_open(client->spawner, client->loop, "net", NULL, &handlers, &client->worker), STATUS_OK);
    free(folder);
}

void net_client_close(struct net_client *client) {
    worker_close(client->worker);
    spawner_stop(client->spawner);
    loop_close(client->loop);
    message_clear(&client->answer);
    *client = (struct net_client){0};
}

void net_client_configure(struct net_client *client, const struct net_settings *settings) {
    net_client_send(client,
                    json_pack("{s:{s:s,s:s,s:s,s:s,s:i,s:i,s:i}}", "configure", "url", settings->url, "ca",
                              settings->ca, "certificate", settings->certificate, "key", settings->key,
                              "connect_timeout_ms", settings->connect_timeout_ms, "total_timeout_ms",
                              settings->total_timeout_ms, "low_speed_seconds", settings->low_speed_seconds),
                    NULL);
}

void net_client_send(struct net_client *client, json_t *head, const char *body) {
    struct message message = {.head = head, .body_size = body ? strlen(body) : 0};
    message.body = body ? (uint8_t *)memory_copy(body) : NULL;
    assert_int_equal(worker_send(client->worker, &message), STATUS_OK);
    message_clear(&message);
}

void net_client_wait(struct net_client *client) {
    uint32_t timer = loop_after(client->loop, DEADLINE_MS, too_late, client);
    assert_int_equal(loop_run(client->loop), STATUS_OK);
    loop_cancel(client->loop, timer);
}

enum status net_client_ask(struct net_client *client, const char *method, const char *path, const char *body,
                           struct registry_answer *answer, struct fault *fault) {
    static json_int_t id = 0;
    *fault = (struct fault){0};
    net_client_send(client,
                    json_pack("{s:I,s:s,s:s,s:s,s:s,s:s}", "id", ++id, "method", method, "path", path, "request_id",
                              "0b2f9a52-9d57-4c1e-8d0c-2f1f3a6b7c8d", "station", "14-GUICHET-04", "agent", "A123"),
                    body);
    net_client_wait(client);
    assert_false(client->lost);
    assert_int_equal(message_number(&client->answer, "id"), id);
    return registry_read_answer(&client->answer, answer, fault);
}

static size_t read_proc(pid_t pid, const char *name, char *text, size_t size) {
    char path[64];
    assert_true(text_format(path, sizeof path, "/proc/%d/%s", pid, name));
    FILE *file = fopen(path, "re");
    size_t length = file ? fread(text, 1, size - 1, file) : 0;
    if (file)
        fclose(file);
    text[length] = '\0';
    return length;
}

static bool is_command(pid_t pid, const char *command) {
    char line[512];
    size_t length = read_proc(pid, "cmdline", line, sizeof line);
    for (size_t i = 0; i + 1 < length; i++)
        if (line[i] == '\0')
            line[i] = ' ';
    return strstr(line, command) != NULL;
}

pid_t net_client_find(pid_t parent, const char *command) {
    char name[32], list[512];
    assert_true(text_format(name, sizeof name, "task/%d/children", parent));
    read_proc(parent, name, list, sizeof list);
    for (char *at = list, *end; *at; at = end) {
        pid_t child = (pid_t)strtol(at, &end, 10);
        if (end == at)
            return 0;
        pid_t found = is_command(child, command) ? child : net_client_find(child, command);
        if (found)
            return found;
        end += strspn(end, " \n");
    }
    return 0;
}

void net_client_wait_until_gone(pid_t pid) {
    assert_true(pid > 1);
    int process = pidfd_open(pid, 0);
    if (process < 0 && errno == ESRCH)
        return;
    struct pollfd polled = {.fd = process, .events = POLLIN};
    assert_int_equal(poll(&polled, 1, DEADLINE_MS), 1);
    close(process);
}

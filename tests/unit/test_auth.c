/* The auth worker: worker_run() on one end of a socketpair, in a child. */
#include "../../kiosk/agents.h"
#include "../../kiosk/memory.h"
#include "../../kiosk/message.h"
#include "../../kiosk/workers/worker_main.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static int channel;
static pid_t child;

static int start(void **state) {
    (void)state;
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        _exit(worker_run(ends[1]));
    }
    close(ends[1]);
    channel = ends[0];
    return 0;
}

static int exit_status(void) {
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void send_request(json_t *head, const char *password) {
    struct message request = {.head = head, .body = (uint8_t *)memory_copy(password), .body_size = strlen(password)};
    assert_non_null(head);
    assert_int_equal(message_send(channel, &request), STATUS_OK);
    message_clear(&request);
}

static json_t *receive(void) {
    struct message answer;
    assert_int_equal(message_receive(channel, &answer), STATUS_OK);
    json_t *head = json_incref(answer.head);
    message_clear(&answer);
    return head;
}

static bool verifies(const char *hash, const char *password) {
    send_request(json_pack("{s:s}", "verify", hash), password);
    json_t *head = receive();
    json_t *ok = json_object_get(head, "ok");
    assert_true(json_is_boolean(ok));
    bool same = json_is_true(ok);
    json_decref(head);
    return same;
}

static void a_hash_verifies_its_password_and_no_other(void **state) {
    (void)state;
    send_request(json_pack("{s:b}", "hash", 1), "mot de passe é");
    json_t *head = receive();
    const char *hash = json_string_value(json_object_get(head, "hash"));
    assert_non_null(hash);
    assert_true(strlen(hash) < sizeof((struct agent *)0)->hash);
    assert_memory_equal(hash, "$argon2id$v=19$m=65536,t=2,p=1$", 31);
    assert_true(verifies(hash, "mot de passe é"));
    assert_false(verifies(hash, "mot de passe e"));
    assert_false(verifies(hash, ""));
    json_decref(head);
    close(channel);
    assert_int_equal(exit_status(), 0);
}

static void nothing_verifies_against_the_dummy(void **state) {
    (void)state;
    assert_false(verifies(agents_hash_or_dummy(NULL), "FORMATION"));
    close(channel);
    assert_int_equal(exit_status(), 0);
}

static void what_is_not_a_request_ends_the_worker(void **state) {
    (void)state;
    send_request(json_pack("{s:s}", "verify", "not a hash"), "x");
    assert_int_equal(exit_status(), 1);
    close(channel);
    start(NULL);
    send_request(json_pack("{s:s}", "else", "x"), "x");
    assert_int_equal(exit_status(), 1);
    close(channel);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_hash_verifies_its_password_and_no_other, start),
        cmocka_unit_test_setup(nothing_verifies_against_the_dummy, start),
        cmocka_unit_test_setup(what_is_not_a_request_ends_the_worker, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

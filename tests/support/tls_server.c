/* The TLS server of tests: one connection at a time. It must not judge what it is asked: it reports it. */
#include "tls_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { REQUEST_MAX = 64 * 1024, DRIP_MS = 20, DEADLINE_MS = 10000, FIRST_KEPT_FD = 200 };

static void report(int events, char kind, const char *text) {
    char event[REQUEST_MAX + 1];
    int length = snprintf(event, sizeof event, "%c%s", kind, text);
    if (length < 0 || send(events, event, (size_t)length, MSG_NOSIGNAL) < 0)
        _exit(1);
}

static SSL_CTX *make_context(const struct tls_server_wish *wish) {
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_cipher_list(context, "DEFAULT:@SECLEVEL=0"); /* old versions too, to be refused by the other side */
    SSL_CTX_set_min_proto_version(context, 0);
    SSL_CTX_set_max_proto_version(context, wish->highest_version);
    SSL_CTX_set_session_id_context(context, (const unsigned char *)"test", 4);
    SSL_CTX_use_certificate(context, wish->own->x509);
    SSL_CTX_use_PrivateKey(context, wish->own->key);
    if (wish->client_authority) {
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context), wish->client_authority->x509);
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    }
    return context;
}

static bool is_whole(const char *request) {
    const char *end = strstr(request, "\r\n\r\n"), *length = strcasestr(request, "\r\nContent-Length:");
    return end && strlen(end + 4) >= (length && length < end ? strtoul(length + 17, NULL, 10) : 0);
}

static bool read_request(SSL *tls, char request[REQUEST_MAX]) {
    size_t length = 0;
    request[0] = '\0';
    while (!is_whole(request)) {
        int got = SSL_read(tls, request + length, (int)(REQUEST_MAX - 1 - length));
        if (got <= 0)
            return false;
        length += (size_t)got;
        request[length] = '\0';
    }
    return true;
}

static void drip(SSL *tls, const char *answer, size_t size) {
    for (size_t i = 0; i < size && SSL_write(tls, answer + i, 1) == 1; i++)
        poll(NULL, 0, DRIP_MS);
}

static void answer_requests(SSL *tls, const struct tls_server_wish *wish, int events) {
    static char request[REQUEST_MAX];
    size_t size = wish->answer_size ? wish->answer_size : strlen(wish->answer);
    while (read_request(tls, request)) {
        report(events, 'R', request);
        if (wish->manner == TLS_DRIP)
            drip(tls, wish->answer, size);
        else if (size)
            SSL_write(tls, wish->answer, (int)size);
        if (wish->manner == TLS_ANSWER_AND_CLOSE)
            SSL_shutdown(tls);
        if (wish->manner != TLS_ANSWER)
            return;
    }
}

static void serve_connection(SSL_CTX *context, int connection, const struct tls_server_wish *wish, int events) {
    char ignored[REQUEST_MAX];
    report(events, 'C', "");
    if (wish->manner == TLS_HANG_UP)
        return;
    if (wish->manner == TLS_DEAF) {
        while (recv(connection, ignored, sizeof ignored, 0) > 0)
            continue;
        return;
    }
    if (wish->manner == TLS_PLAIN) {
        if (recv(connection, ignored, sizeof ignored, 0) > 0)
            send(connection, wish->answer, strlen(wish->answer), MSG_NOSIGNAL);
        return;
    }
    SSL *tls = SSL_new(context);
    SSL_set_fd(tls, connection);
    if (SSL_accept(tls) == 1)
        answer_requests(tls, wish, events);
    SSL_free(tls);
}

/* The test's other descriptors must not live on here: the ends of sockets tell by closing. */
static int keep(int fd) {
    return fcntl(fd, F_DUPFD_CLOEXEC, FIRST_KEPT_FD);
}

static _Noreturn void serve(int listener, const struct tls_server_wish *wish, int events) {
    listener = keep(listener);
    events = keep(events);
    close_range(3, FIRST_KEPT_FD - 1, 0);
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    SSL_CTX *context = make_context(wish);
    for (;;) {
        int connection = accept(listener, NULL, NULL);
        if (connection < 0)
            _exit(1);
        serve_connection(context, connection, wish, events);
        close(connection);
    }
}

void tls_server_start(const struct tls_server_wish *wish, struct tls_server *server) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;
    int ends[2], listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 16), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &length), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        serve(listener, wish, ends[1]);
    close(listener);
    close(ends[1]);
    *server = (struct tls_server){.pid = pid, .port = ntohs(address.sin_port), .events = ends[0]};
}

void tls_server_stop(struct tls_server *server) {
    if (server->pid <= 0)
        return;
    kill(server->pid, SIGKILL);
    waitpid(server->pid, NULL, 0);
    close(server->events);
    *server = (struct tls_server){0};
}

void tls_server_next(const struct tls_server *server, char *event, size_t size) {
    struct pollfd polled = {.fd = server->events, .events = POLLIN};
    assert_int_equal(poll(&polled, 1, DEADLINE_MS), 1);
    ssize_t got = recv(server->events, event, size - 1, 0);
    assert_true(got > 0);
    event[got] = '\0';
}

int tls_server_count(const struct tls_server *server, char kind) {
    char event[REQUEST_MAX];
    int count = 0;
    while (recv(server->events, event, sizeof event, MSG_DONTWAIT) > 0)
        count += event[0] == kind;
    return count;
}

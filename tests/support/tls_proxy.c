/* The proxy of the tests of the network: a process that listens, and one for each connection, which blocks where it
 * likes. It must not keep or report what passes. */
#include "tls_proxy.h"
#include "tool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TEXT_MAX = 4 * 1024 * 1024, WORD_SIZE = 32, FIRST_KEPT_FD = 200 };

struct proxy_shared { /* written by the listening process, but for `left` and `done` */
    _Atomic int manner, number, left, done;
    char word[WORD_SIZE];
};

struct order {
    int manner, number, left;
    char word[WORD_SIZE];
};

struct listening {
    int listener, control, registry_port;
    int leash[2]; /* closed at one end: whoever holds the other lets his connection go */
    SSL_CTX *for_kiosk, *for_registry;
    struct proxy_shared *shared;
};

struct line { /* one connection */
    const struct listening *proxy;
    int kiosk_fd;
    SSL *kiosk, *registry; /* registry: NULL until something has to go there */
    char *text;            /* a request, then its answer */
    size_t length;
};

/* --- One connection: what goes wrong --- */

static _Noreturn void reset(const struct line *line) {
    const struct linger at_once = {.l_onoff = 1};
    setsockopt(line->kiosk_fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(line->kiosk_fd);
    _exit(0);
}

/* Nothing more is said; until the other side hangs up, or the line is cut. */
static _Noreturn void be_silent(const struct line *line) {
    struct pollfd watched[] = {{.fd = line->kiosk_fd, .events = POLLRDHUP}, {.fd = line->proxy->leash[0]}};
    while (poll(watched, 2, -1) < 0)
        continue;
    if (watched[1].revents != 0)
        reset(line);
    _exit(0);
}

static void let_pass(const struct line *line, int ms) {
    struct pollfd leash = {.fd = line->proxy->leash[0]};
    if (poll(&leash, 1, ms) != 0)
        reset(line);
}

/* Does the wish mean this request? It is counted then. */
static enum proxy_manner take_manner(const struct line *line, bool is_request) {
    struct proxy_shared *shared = line->proxy->shared;
    enum proxy_manner manner = (enum proxy_manner)atomic_load(&shared->manner);
    const char *end = is_request ? strpbrk(line->text, "\r\n") : NULL, *word = strstr(line->text, shared->word);
    if (manner == PROXY_PASS || is_request != (manner > PROXY_BLACK_HOLE) || (is_request && (!word || word > end)))
        return PROXY_PASS;
    if (atomic_load(&shared->left) > 0 && atomic_fetch_sub(&shared->left, 1) == 1)
        atomic_store(&shared->manner, PROXY_PASS);
    atomic_fetch_add(&shared->done, 1);
    return manner;
}

/* --- One connection: what passes --- */

static size_t head_size(const struct line *line) {
    const char *end = strstr(line->text, "\r\n\r\n");
    return end ? (size_t)(end - line->text) + 4 : 0;
}

static bool is_whole(const struct line *line, bool is_request) {
    size_t head = head_size(line);
    const char *length = strcasestr(line->text, "\r\nContent-Length:");
    if (head == 0)
        return false;
    if (length != NULL && length < line->text + head)
        return line->length >= head + strtoul(length + 17, NULL, 10);
    return is_request || strncmp(line->text + 8, " 304", 4) == 0 || strncmp(line->text + 8, " 204", 4) == 0;
}

/* False when the other side has ended; what came is then in `text`. */
static bool read_text(struct line *line, SSL *from, bool is_request) {
    line->length = 0;
    line->text[0] = '\0';
    while (!is_whole(line, is_request)) {
        int got = SSL_read(from, line->text + line->length, (int)(TEXT_MAX - 1 - line->length));
        if (got <= 0)
            return false;
        line->length += (size_t)got;
        line->text[line->length] = '\0';
    }
    return true;
}

static void say(const struct line *line, size_t from, size_t size) {
    if (size > 0 && SSL_write(line->kiosk, line->text + from, (int)size) <= 0)
        reset(line);
}

static void drip(const struct line *line) {
    for (size_t i = 0; i < line->length; i++) {
        say(line, i, 1);
        let_pass(line, atomic_load(&line->proxy->shared->number));
    }
}

static void open_registry(struct line *line) {
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)line->proxy->registry_port),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    line->registry = SSL_new(line->proxy->for_registry);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0 || SSL_set_fd(line->registry, fd) != 1 ||
        SSL_connect(line->registry) != 1)
        reset(line); /* the registry is away */
}

static void ask_registry(struct line *line) {
    if (line->registry == NULL)
        open_registry(line);
    bool sent = SSL_write(line->registry, line->text, (int)line->length) > 0;
    bool whole = sent && read_text(line, line->registry, false);
    if (whole)
        return;
    say(line, 0, sent ? line->length : 0); /* it broke off: so do we */
    reset(line);
}

static void answer(const struct line *line, enum proxy_manner manner) {
    size_t head = head_size(line), half = head + (line->length - head) / 2;
    switch (manner) {
    case PROXY_RESET_ANSWER:
        reset(line);
    case PROXY_RESET_HEAD:
        say(line, 0, head / 2);
        reset(line);
    case PROXY_RESET_BODY:
        say(line, 0, half);
        reset(line);
    case PROXY_STALL:
        say(line, 0, half);
        be_silent(line);
    case PROXY_DRIP:
        drip(line);
        break;
    case PROXY_DELAY:
        let_pass(line, atomic_load(&line->proxy->shared->number));
        say(line, 0, line->length);
        break;
    case PROXY_TWICE:
        say(line, 0, line->length);
        say(line, 0, line->length);
        break;
    default:
        say(line, 0, line->length);
    }
}

static void obey_line(const struct line *line) {
    enum proxy_manner manner = take_manner(line, false);
    if (manner == PROXY_BLACK_HOLE)
        be_silent(line);
    if (manner != PROXY_PASS)
        reset(line);
}

static void wait_request(const struct line *line) {
    struct pollfd watched[] = {{.fd = line->kiosk_fd, .events = POLLIN}, {.fd = line->proxy->leash[0]}};
    while (SSL_pending(line->kiosk) == 0 && poll(watched, 2, -1) < 0)
        continue;
    if (watched[1].revents != 0)
        reset(line);
}

static _Noreturn void carry(const struct listening *proxy, int kiosk_fd) {
    struct line line = {.proxy = proxy, .kiosk_fd = kiosk_fd, .text = calloc(1, TEXT_MAX)};
    struct pollfd begun = {.fd = kiosk_fd, .events = POLLIN};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (atomic_load(&proxy->shared->manner) == PROXY_RESET_HANDSHAKE)
        poll(&begun, 1, -1);
    obey_line(&line);
    line.kiosk = SSL_new(proxy->for_kiosk);
    if (SSL_set_fd(line.kiosk, kiosk_fd) != 1 || SSL_accept(line.kiosk) != 1)
        reset(&line);
    for (;;) {
        wait_request(&line);
        obey_line(&line);
        if (!read_text(&line, line.kiosk, true))
            _exit(0);
        enum proxy_manner manner = take_manner(&line, true);
        if (manner == PROXY_RESET_REQUEST)
            reset(&line);
        if (manner == PROXY_DELAY)
            let_pass(&line, atomic_load(&proxy->shared->number));
        ask_registry(&line);
        answer(&line, manner);
    }
}

/* --- The process that listens --- */

static int keep(int fd) {
    return fcntl(fd, F_DUPFD_CLOEXEC, FIRST_KEPT_FD);
}

static void new_leash(struct listening *proxy) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        _exit(1);
    proxy->leash[0] = ends[0];
    proxy->leash[1] = ends[1];
}

/* What waits on a line that hangs or is idle is let go by its leash; a line that only carries goes on. */
static void obey(struct listening *proxy, const struct order *order) {
    struct proxy_shared *shared = proxy->shared;
    bool was_refusing = atomic_load(&shared->manner) == PROXY_REFUSE;
    memcpy(shared->word, order->word, sizeof shared->word);
    atomic_store(&shared->number, order->number);
    atomic_store(&shared->left, order->left);
    atomic_store(&shared->done, 0);
    atomic_store(&shared->manner, order->manner);
    if (order->manner == PROXY_REFUSE) {
        shutdown(proxy->listener, SHUT_RD); /* bound, so that the port stays ours, but not listening */
        close(proxy->leash[0]);
        close(proxy->leash[1]);
        new_leash(proxy);
    } else if (was_refusing && listen(proxy->listener, 64) != 0) {
        _exit(1);
    }
}

static void take_connection(struct listening *proxy) {
    int fd = accept4(proxy->listener, NULL, NULL, SOCK_CLOEXEC);
    pid_t pid = fd >= 0 ? fork() : -1;
    if (pid == 0) {
        close(proxy->listener);
        close(proxy->control);
        close(proxy->leash[1]);
        carry(proxy, fd);
    }
    if (fd >= 0)
        close(fd);
}

static _Noreturn void serve(struct listening *proxy) {
    struct order order;
    proxy->listener = keep(proxy->listener);
    proxy->control = keep(proxy->control);
    close_range(3, FIRST_KEPT_FD - 1, 0);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, SIG_IGN); /* reaped by the system */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    new_leash(proxy);
    for (;;) {
        bool refuses = atomic_load(&proxy->shared->manner) == PROXY_REFUSE;
        struct pollfd watched[] = {{.fd = proxy->control, .events = POLLIN},
                                   {.fd = refuses ? -1 : proxy->listener, .events = POLLIN}};
        if (poll(watched, 2, -1) < 0)
            continue;
        if (watched[0].revents != 0) {
            if (recv(proxy->control, &order, sizeof order, 0) != (ssize_t)sizeof order)
                _exit(0);
            obey(proxy, &order);
            send(proxy->control, "", 1, MSG_NOSIGNAL);
        } else if (watched[1].revents != 0) {
            take_connection(proxy);
        }
    }
}

/* --- The test's side --- */

static SSL_CTX *make_context(const SSL_METHOD *method, const char *certificate, const char *key, const char *ca) {
    SSL_CTX *context = SSL_CTX_new(method);
    assert_int_equal(SSL_CTX_use_certificate_chain_file(context, certificate), 1);
    assert_int_equal(SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM), 1);
    assert_int_equal(SSL_CTX_load_verify_locations(context, ca, NULL), 1);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    SSL_CTX_set_session_id_context(context, (const unsigned char *)"proxy", 5);
    return context;
}

static void make_contexts(const char *state, struct listening *proxy) {
    char certificate[256], key[256], ca[256];
    snprintf(ca, sizeof ca, "%s/station/ca.pem", state);
    snprintf(certificate, sizeof certificate, "%s/registry/server.pem", state);
    snprintf(key, sizeof key, "%s/registry/server.key", state);
    proxy->for_kiosk = make_context(TLS_server_method(), certificate, key, ca);
    snprintf(certificate, sizeof certificate, "%s/station/station.pem", state);
    snprintf(key, sizeof key, "%s/station/station.key", state);
    proxy->for_registry = make_context(TLS_client_method(), certificate, key, ca);
}

void tls_proxy_start(const char *state, int port, struct tls_proxy *proxy) {
    int own_port = tool_free_port(), ends[2]; /* a port that was chosen is kept when nothing listens there */
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)own_port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    const int reuses = 1;
    struct listening made = {.registry_port = port};
    make_contexts(state, &made);
    made.shared = mmap(NULL, sizeof *made.shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(made.shared, MAP_FAILED);
    made.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    /* To listen again while connections of before are still ending. */
    assert_int_equal(setsockopt(made.listener, SOL_SOCKET, SO_REUSEADDR, &reuses, sizeof reuses), 0);
    assert_int_equal(bind(made.listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(made.listener, 64), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
    made.control = ends[1];
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        serve(&made);
    close(made.listener);
    close(ends[1]);
    SSL_CTX_free(made.for_kiosk);
    SSL_CTX_free(made.for_registry);
    *proxy = (struct tls_proxy){.pid = pid, .port = own_port, .control = ends[0], .shared = made.shared};
}

void tls_proxy_stop(struct tls_proxy *proxy) {
    if (proxy->pid <= 0)
        return;
    kill(proxy->pid, SIGKILL); /* its children die with it */
    waitpid(proxy->pid, NULL, 0);
    close(proxy->control);
    munmap(proxy->shared, sizeof *proxy->shared);
    *proxy = (struct tls_proxy){0};
}

void tls_proxy_set(struct tls_proxy *proxy, const struct proxy_wish *wish) {
    struct order order = {.manner = (int)wish->manner, .number = wish->number, .left = wish->times};
    char done;
    snprintf(order.word, sizeof order.word, "%s", wish->word != NULL ? wish->word : "");
    assert_int_equal(send(proxy->control, &order, sizeof order, MSG_NOSIGNAL), sizeof order);
    assert_int_equal(recv(proxy->control, &done, 1, 0), 1);
}

int tls_proxy_count(const struct tls_proxy *proxy) {
    return atomic_load(&proxy->shared->done);
}

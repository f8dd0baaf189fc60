/* HTTPS for the service: connections, bodies, certificates, faults. It must not know what a call means, nor let a log
 * line name anybody. */
#include "server.h"
#include "../date.h"
#include "../memory.h"
#include "../text.h"
#include "../uuid.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <microhttpd.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* A kiosk keeps one connection alive from one person to the next. */
enum { IDLE_TIMEOUT_SECONDS = 3600, POLL_CEILING_MS = 60000 };

/* TLS 1.2 and 1.3 alone, forward secrecy, AEAD. */
static const char priorities[] = "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-CIPHER-ALL:+AES-256-GCM:+AES-128-GCM:"
                                 "+CHACHA20-POLY1305:-KX-ALL:+ECDHE-ECDSA";

enum verdict { VERDICT_UNKNOWN, VERDICT_STATION, VERDICT_STRANGER };

struct exchange { /* one request */
    struct text_builder body;
    bool body_too_large;
    bool answered; /* `answer` is made; it may still be waited for */
    struct answer answer;
    struct planned_fault fault;
    struct MHD_Connection *connection;
    int64_t due_ms; /* when suspended: until then */
    struct exchange *next_late;
};

struct server {
    struct MHD_Daemon *daemon;
    struct service *service;
    struct faults faults;
    const char *fault_file;
    char fault_text[FAULTS_TEXT_MAX]; /* of the file, as last read */
    struct exchange *late;
};

/* --- Connections: is it the station? --- */

static void connection_changed(void *context, struct MHD_Connection *connection, void **socket_context,
                               enum MHD_ConnectionNotificationCode code) {
    (void)context;
    (void)connection;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        *socket_context = memory_alloc(sizeof(enum verdict));
    } else {
        memory_free(*socket_context);
        *socket_context = NULL;
    }
}

static enum verdict judge_peer(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    gnutls_typed_vdata_st purpose = {.type = GNUTLS_DT_KEY_PURPOSE_OID,
                                     .data = (unsigned char *)GNUTLS_KP_TLS_WWW_CLIENT};
    unsigned int problems = ~0U;
    if (info != NULL && gnutls_certificate_verify_peers(info->tls_session, &purpose, 1, &problems) == 0 &&
        problems == 0)
        return VERDICT_STATION;
    return VERDICT_STRANGER;
}

/* The chain is verified once a connection: six times cheaper than once a request (platform.md, 6). */
static bool is_station(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    enum verdict *verdict = info != NULL ? info->socket_context : NULL;
    if (verdict == NULL)
        return false;
    if (*verdict == VERDICT_UNKNOWN)
        *verdict = judge_peer(connection);
    return *verdict == VERDICT_STATION;
}

/* --- Faults --- */

static void read_fault_file(struct server *server) {
    char text[FAULTS_TEXT_MAX] = "";
    int fd = open(server->fault_file, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && server->fault_text[0] == '\0')
        return;
    ssize_t size = fd >= 0 ? read(fd, text, sizeof text - 1) : 0;
    if (fd >= 0)
        close(fd);
    if (size < 0 || strcmp(text, server->fault_text) == 0)
        return; /* the same text goes on counting down */
    text_copy(server->fault_text, sizeof server->fault_text, text);
    if (faults_parse(text, &server->faults) != STATUS_OK)
        fputs("guichet-registry\u00A0: le fichier des fautes n'est pas conforme, il est laissé de côté. Voir --help.\n",
              stderr);
}

/* --- Answering --- */

struct cut_body {
    size_t size;
    char bytes[];
};

/* Gives half of what was announced, then fails: the connection is closed in the middle. */
static ssize_t read_cut_body(void *context, uint64_t position, char *buffer, size_t most) {
    const struct cut_body *body = context;
    if (position >= body->size / 2)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    size_t size = body->size / 2 - (size_t)position;
    if (size > most)
        size = most;
    memcpy(buffer, body->bytes + position, size);
    return (ssize_t)size;
}

static struct MHD_Response *make_cut_response(const struct answer *answer) {
    struct cut_body *body = memory_alloc(sizeof *body + answer->size);
    body->size = answer->size;
    memcpy(body->bytes, answer->body, answer->size);
    return MHD_create_response_from_callback(answer->size, 4096, read_cut_body, body, memory_free);
}

static void add_headers(struct MHD_Response *response, const struct answer *answer) {
    char number[16];
    if (answer->content_type != NULL)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->content_type);
    if (answer->etag[0] != '\0')
        MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, answer->etag);
    if (answer->retry_after_seconds >= 0 && text_format(number, sizeof number, "%d", answer->retry_after_seconds))
        MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, number);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(response, "Content-Security-Policy",
                            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
}

static enum MHD_Result queue_answer(struct exchange *exchange) {
    const struct answer *answer = &exchange->answer;
    bool cut = exchange->fault.kind == FAULT_CUT && answer->body != NULL;
    struct MHD_Response *response =
        cut ? make_cut_response(answer)
            : MHD_create_response_from_buffer(answer->size, answer->body, MHD_RESPMEM_MUST_COPY);
    if (response == NULL)
        return MHD_NO;
    add_headers(response, answer);
    enum MHD_Result queued = MHD_queue_response(exchange->connection, (unsigned)answer->status, response);
    MHD_destroy_response(response);
    return queued;
}

/* One line: when, what was called, what was answered, the Request-Id. Never a body, nor a path as it came. */
static void log_answer(struct MHD_Connection *connection, const char *method, const char *route, int status) {
    const char *request_id = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Request-Id");
    struct date_time now = clock_now();
    char time[26];
    date_format_time(&now, time);
    fprintf(stderr, "%s %s %s %d %s\n", time, method, route, status,
            request_id != NULL && uuid_is_valid(request_id) ? request_id : "-");
}

static void make_answer(struct server *server, struct exchange *exchange, const char *method, const char *path) {
    struct MHD_Connection *connection = exchange->connection;
    struct service_request request = {
        .method = method,
        .path = path,
        .content_type = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_TYPE),
        .if_none_match = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_IF_NONE_MATCH),
        .body = exchange->body.bytes,
        .body_size = exchange->body.length,
        .body_too_large = exchange->body_too_large,
        .from_station = is_station(connection)};
    read_fault_file(server);
    exchange->fault = faults_take(&server->faults, path);
    if (exchange->fault.kind == FAULT_NEWER || exchange->fault.kind == FAULT_CHANGED)
        request.if_none_match = NULL; /* it is another record than the one that was seen */
    const char *route = "(fault)";
    if (exchange->fault.kind != FAULT_STATUS)
        route = service_answer(server->service, &request, &exchange->answer);
    if (exchange->fault.kind == FAULT_TWICE) {
        answer_clear(&exchange->answer);
        route = service_answer(server->service, &request, &exchange->answer);
    }
    faults_apply(&exchange->fault, &exchange->answer);
    exchange->answered = true;
    log_answer(connection, method, route, exchange->answer.status);
}

static void suspend(struct server *server, struct exchange *exchange) {
    exchange->due_ms = clock_monotonic_ms() + exchange->fault.number;
    exchange->next_late = server->late;
    server->late = exchange;
    MHD_suspend_connection(exchange->connection);
}

/* --- libmicrohttpd's callbacks --- */

static void take_body(struct exchange *exchange, const char *bytes, size_t size) {
    text_append_bytes(&exchange->body, bytes, size);
    exchange->body_too_large = exchange->body.failed;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *path, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **request) {
    (void)version;
    struct server *server = context;
    struct exchange *exchange = *request;
    if (exchange == NULL) {
        exchange = *request = memory_alloc(sizeof *exchange);
        exchange->connection = connection;
        text_builder_init(&exchange->body, SERVICE_BODY_MAX);
        answer_init(&exchange->answer);
        return MHD_YES;
    }
    if (*upload_size > 0) {
        take_body(exchange, upload, *upload_size);
        *upload_size = 0;
        return MHD_YES;
    }
    if (!exchange->answered) {
        make_answer(server, exchange, method, path);
        if (exchange->fault.kind == FAULT_LATE) {
            suspend(server, exchange);
            return MHD_YES; /* called again when it is resumed */
        }
    }
    if (exchange->fault.kind == FAULT_RESET)
        return MHD_NO; /* closes the connection */
    return queue_answer(exchange);
}

static void request_completed(void *context, struct MHD_Connection *connection, void **request,
                              enum MHD_RequestTerminationCode code) {
    (void)context;
    (void)connection;
    (void)code;
    struct exchange *exchange = *request;
    if (exchange == NULL)
        return;
    text_builder_clear(&exchange->body);
    answer_clear(&exchange->answer);
    memory_free(exchange);
    *request = NULL;
}

/* --- Opening --- */

enum status server_open(struct service *service, const struct certificates *certificates,
                        const struct server_options *options, struct server **server, struct fault *fault) {
    struct server *opened = memory_alloc(sizeof *opened);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)options->port),
                                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    opened->service = service;
    opened->fault_file = options->fault_file;
    if (options->faults != NULL)
        opened->faults = *options->faults;
    opened->daemon = MHD_start_daemon(
        MHD_USE_TLS | MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, (uint16_t)options->port, NULL, NULL, handle, opened,
        MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_HTTPS_MEM_TRUST, certificates->ca, MHD_OPTION_HTTPS_MEM_CERT,
        certificates->server, MHD_OPTION_HTTPS_MEM_KEY, certificates->server_key, MHD_OPTION_HTTPS_PRIORITIES,
        priorities, MHD_OPTION_NOTIFY_CONNECTION, connection_changed, NULL, MHD_OPTION_NOTIFY_COMPLETED,
        request_completed, NULL, MHD_OPTION_CONNECTION_TIMEOUT, IDLE_TIMEOUT_SECONDS, MHD_OPTION_END);
    if (opened->daemon == NULL) {
        int error = errno;
        memory_free(opened);
        return fault_set(fault, STATUS_IO, "listen", strerror(error));
    }
    *server = opened;
    return STATUS_OK;
}

int server_port(const struct server *server) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info != NULL ? info->port : 0;
}

/* Every late answer whose time has come; all of them when `now_ms` is negative. */
static void resume(struct server *server, int64_t now_ms) {
    for (struct exchange **link = &server->late; *link != NULL;) {
        struct exchange *exchange = *link;
        if (now_ms >= 0 && exchange->due_ms > now_ms) {
            link = &exchange->next_late;
            continue;
        }
        *link = exchange->next_late;
        MHD_resume_connection(exchange->connection);
    }
}

void server_close(struct server *server) {
    if (server == NULL)
        return;
    resume(server, -1);
    MHD_stop_daemon(server->daemon);
    memory_free(server);
}

/* --- Running --- */

static int poll_timeout_ms(const struct server *server) {
    MHD_UNSIGNED_LONG_LONG asked = 0;
    int64_t timeout = POLL_CEILING_MS, now = clock_monotonic_ms();
    if (MHD_get_timeout(server->daemon, &asked) == MHD_YES && asked < (MHD_UNSIGNED_LONG_LONG)timeout)
        timeout = (int64_t)asked;
    for (const struct exchange *exchange = server->late; exchange != NULL; exchange = exchange->next_late)
        if (exchange->due_ms - now < timeout)
            timeout = exchange->due_ms - now;
    return timeout > 0 ? (int)timeout : 0;
}

/* Has the other end gone? What it may say is read and dropped. */
static bool channel_has_ended(int channel) {
    char bytes[256];
    ssize_t size = read(channel, bytes, sizeof bytes);
    return size == 0 || (size < 0 && errno != EINTR && errno != EAGAIN);
}

static int open_signals(void) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    if (sigprocmask(SIG_BLOCK, &signals, NULL) != 0)
        return -1;
    return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

enum status server_run(struct server *server, int channel) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    int signals = open_signals();
    enum status status = info != NULL && signals >= 0 ? STATUS_OK : STATUS_IO;
    struct pollfd watched[] = {{.fd = info != NULL ? info->epoll_fd : -1, .events = POLLIN},
                               {.fd = signals, .events = POLLIN},
                               {.fd = channel, .events = POLLIN}}; /* -1 is passed over by poll */
    while (status == STATUS_OK) {
        if (poll(watched, 3, poll_timeout_ms(server)) < 0 && errno != EINTR)
            status = STATUS_IO;
        if (watched[1].revents != 0 || (watched[2].revents != 0 && channel_has_ended(channel)))
            break;
        resume(server, clock_monotonic_ms());
        if (MHD_run(server->daemon) != MHD_YES)
            status = STATUS_IO;
    }
    if (signals >= 0)
        close(signals);
    return status;
}

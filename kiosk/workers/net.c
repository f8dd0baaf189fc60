/* The `net` worker: carries requests to the registry over mutual TLS, one at a time and in order, on one connection
 * kept alive. It must not look into bodies, follow a redirect, use a proxy, or speak to anything but the configured
 * origin. Giving up on a request is killing this process, so it may block. */
#include "worker_main.h"

#include <ctype.h>
#include <curl/curl.h>
#include <openssl/ssl.h>
#include <string.h>

#include "../kill_point.h"
#include "../memory.h"
#include "../message.h"
#include "../registry.h"
#include "../text.h"

enum { URL_MAX = 320, HEADER_MAX = 160, LOW_SPEED_BYTES_PER_SECOND = 100, HEADERS_TOTAL_MAX = 64 * 1024 };

struct net {
    CURL *easy; /* NULL until a good configuration came */
    char origin[200];
    char error[CURL_ERROR_SIZE];
    struct message answer;
    size_t body_allocated, header_bytes;
    bool too_large;
    int alert; /* the last TLS alert from the server in this request, or -1 */
};

/* --- Answers --- */

static size_t take_body(char *bytes, size_t one, size_t count, void *context) {
    struct net *net = context;
    struct message *answer = &net->answer;
    size_t size = one * count, needed = answer->body_size + size;
    if (needed > REGISTRY_BODY_MAX) {
        net->too_large = true;
        return 0;
    }
    if (needed > net->body_allocated) {
        size_t grown = net->body_allocated ? net->body_allocated : 16 * 1024;
        while (grown < needed)
            grown *= 2;
        answer->body = memory_grow(answer->body, net->body_allocated, grown);
        net->body_allocated = grown;
    }
    memcpy(answer->body + answer->body_size, bytes, size);
    answer->body_size = needed;
    return size;
}

static size_t count_header(char *bytes, size_t one, size_t count, void *context) {
    struct net *net = context;
    (void)bytes;
    net->header_bytes += one * count;
    net->too_large |= net->header_bytes > HEADERS_TOTAL_MAX;
    return net->too_large ? 0 : one * count;
}

static void set_text(json_t *head, const char *member, const char *value) {
    /* json_string() refuses what is not UTF-8: such a header is as good as absent. */
    if (value)
        json_object_set_new(head, member, json_string(value));
}

static const char *answer_header(const struct net *net, const char *name) {
    struct curl_header *header;
    return curl_easy_header(net->easy, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK ? header->value : NULL;
}

static void describe_answer(struct net *net, json_t *head) {
    long code = 0;
    char *content_type = NULL;
    curl_off_t retry_after_seconds = 0;
    curl_easy_getinfo(net->easy, CURLINFO_RESPONSE_CODE, &code);
    curl_easy_getinfo(net->easy, CURLINFO_CONTENT_TYPE, &content_type);
    curl_easy_getinfo(net->easy, CURLINFO_RETRY_AFTER, &retry_after_seconds);
    json_object_set_new(head, "status", json_integer(code));
    set_text(head, "content_type", content_type);
    set_text(head, "etag", answer_header(net, "ETag"));
    if (answer_header(net, "Retry-After"))
        json_object_set_new(head, "retry_after", json_integer(retry_after_seconds));
}

/* curl takes a line that is cut for the end of a body that did not tell its length. */
static bool has_body_length(const struct net *net) {
    curl_off_t length = -1;
    curl_easy_getinfo(net->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    return length >= 0 || answer_header(net, "Transfer-Encoding") || net->answer.body_size == 0;
}

/* --- Failures --- */

static bool alert_is_about_our_certificate(int alert) {
    switch (alert) {
    case SSL_AD_BAD_CERTIFICATE:
    case SSL_AD_UNSUPPORTED_CERTIFICATE:
    case SSL_AD_CERTIFICATE_REVOKED:
    case SSL_AD_CERTIFICATE_EXPIRED:
    case SSL_AD_CERTIFICATE_UNKNOWN:
    case SSL_AD_UNKNOWN_CA:
    case SSL_AD_ACCESS_DENIED:
    case SSL_AD_CERTIFICATE_REQUIRED:
        return true;
    default:
        return false;
    }
}

/* curl has one code for a handshake that fails and for a line that is cut during it; only its text tells. */
static bool was_cut(const struct net *net) {
    return strstr(net->error, "SSL_ERROR_SYSCALL") || strstr(net->error, "Connection reset") ||
           strstr(net->error, "unexpected eof");
}

static bool has_answer_begun(const struct net *net) {
    long code = 0;
    return curl_easy_getinfo(net->easy, CURLINFO_RESPONSE_CODE, &code) == CURLE_OK && code != 0;
}

/* A server that refuses a certificate under TLS 1.3 hangs up just after the handshake; when our request crosses that,
 * the alert is lost, and all that is left is a request that could not be sent on a line that was just made. */
static bool was_shown_the_door(const struct net *net, CURLcode code) {
    long connections = 0;
    curl_off_t handshake_us = 0;
    curl_easy_getinfo(net->easy, CURLINFO_NUM_CONNECTS, &connections);
    curl_easy_getinfo(net->easy, CURLINFO_APPCONNECT_TIME_T, &handshake_us);
    return code == CURLE_SEND_ERROR && connections > 0 && handshake_us > 0;
}

static enum status failure(const struct net *net, CURLcode code) {
    if (net->too_large)
        return STATUS_TOO_LARGE;
    if (alert_is_about_our_certificate(net->alert) || was_shown_the_door(net, code))
        return STATUS_TLS_CLIENT;
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
        return STATUS_UNREACHABLE;
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
        return has_answer_begun(net) ? STATUS_TRUNCATED : STATUS_UNREACHABLE;
    case CURLE_OPERATION_TIMEDOUT:
        return STATUS_TIMEOUT;
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
        return STATUS_TRUNCATED;
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CLIENTCERT:
        return STATUS_TLS_CLIENT;
    case CURLE_SSL_CONNECT_ERROR:
        return was_cut(net) ? STATUS_UNREACHABLE : STATUS_TLS_SERVER;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
        return STATUS_TLS_SERVER;
    default:
        return STATUS_PROTOCOL;
    }
}

static void describe_failure(json_t *head, enum status status, const char *detail) {
    set_text(head, "failure", status_name(status));
    set_text(head, "detail", detail);
}

/* Is it only that the server's certificate is not yet, or no more, good at the hour that this station believes? */
static bool is_out_of_dates(const struct net *net, enum status status) {
    long verified = X509_V_OK;
    curl_easy_getinfo(net->easy, CURLINFO_SSL_VERIFYRESULT, &verified);
    return status == STATUS_TLS_SERVER &&
           (verified == X509_V_ERR_CERT_HAS_EXPIRED || verified == X509_V_ERR_CERT_NOT_YET_VALID);
}

/* --- Configuration --- */

/* With TLS 1.3 the server's word on our certificate comes after the handshake; curl then only says "receive error". */
static void notice_alert(const SSL *ssl, int where, int value) {
    struct net *net = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
    if (net && (where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT)
        net->alert = value & 0xff;
}

static CURLcode adjust_tls(CURL *easy, void *context, void *net) {
    (void)easy;
    SSL_CTX_set_app_data((SSL_CTX *)context, net);
    SSL_CTX_set_info_callback(context, notice_alert);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS); /* clear text is freed, so wiped, when the line is idle */
    return CURLE_OK;
}

static bool is_origin(const char *url) {
    static const char scheme[] = "https://";
    if (!url || strncmp(url, scheme, sizeof scheme - 1) != 0)
        return false;
    const char *host = url + sizeof scheme - 1;
    return *host && host[strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]")] == '\0';
}

static CURLcode set_limits(struct net *net, const struct message *wanted) {
    long connect_ms = (long)message_number(wanted, "connect_timeout_ms");
    long total_ms = (long)message_number(wanted, "total_timeout_ms");
    long low_speed_seconds = (long)message_number(wanted, "low_speed_seconds");
    if (connect_ms <= 0 || total_ms <= 0 || low_speed_seconds <= 0)
        return CURLE_BAD_FUNCTION_ARGUMENT; /* to curl, 0 means for ever */
    CURLcode code = CURLE_OK;
    code |= curl_easy_setopt(net->easy, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    code |= curl_easy_setopt(net->easy, CURLOPT_TIMEOUT_MS, total_ms);
    code |= curl_easy_setopt(net->easy, CURLOPT_LOW_SPEED_TIME, low_speed_seconds);
    code |= curl_easy_setopt(net->easy, CURLOPT_LOW_SPEED_LIMIT, (long)LOW_SPEED_BYTES_PER_SECOND);
    return code;
}

static CURLcode set_trust(struct net *net, const struct message *wanted) {
    CURLcode code = CURLE_OK;
    code |= curl_easy_setopt(net->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    code |= curl_easy_setopt(net->easy, CURLOPT_SSL_VERIFYPEER, 1L);
    code |= curl_easy_setopt(net->easy, CURLOPT_SSL_VERIFYHOST, 2L);
    code |= curl_easy_setopt(net->easy, CURLOPT_CAINFO, message_text(wanted, "ca"));
    code |= curl_easy_setopt(net->easy, CURLOPT_CAPATH, NULL); /* Debian's default is every public authority */
    code |= curl_easy_setopt(net->easy, CURLOPT_SSLCERT, message_text(wanted, "certificate"));
    code |= curl_easy_setopt(net->easy, CURLOPT_SSLKEY, message_text(wanted, "key"));
    code |= curl_easy_setopt(net->easy, CURLOPT_SSL_CTX_FUNCTION, adjust_tls);
    code |= curl_easy_setopt(net->easy, CURLOPT_SSL_CTX_DATA, net);
    return code;
}

static CURLcode set_habits(struct net *net) {
    CURLcode code = CURLE_OK;
    code |= curl_easy_setopt(net->easy, CURLOPT_PROTOCOLS_STR, "https");
    code |= curl_easy_setopt(net->easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    code |= curl_easy_setopt(net->easy, CURLOPT_FOLLOWLOCATION, 0L);
    code |= curl_easy_setopt(net->easy, CURLOPT_PROXY, "");
    code |= curl_easy_setopt(net->easy, CURLOPT_NOPROXY, "*");
    code |= curl_easy_setopt(net->easy, CURLOPT_NOSIGNAL, 1L);
    code |= curl_easy_setopt(net->easy, CURLOPT_PATH_AS_IS, 1L);
    code |= curl_easy_setopt(net->easy, CURLOPT_USERAGENT, "guichet");
    code |= curl_easy_setopt(net->easy, CURLOPT_ERRORBUFFER, net->error);
    code |= curl_easy_setopt(net->easy, CURLOPT_WRITEFUNCTION, take_body);
    code |= curl_easy_setopt(net->easy, CURLOPT_WRITEDATA, net);
    code |= curl_easy_setopt(net->easy, CURLOPT_HEADERFUNCTION, count_header);
    code |= curl_easy_setopt(net->easy, CURLOPT_HEADERDATA, net);
    return code;
}

/* A configuration that cannot be applied whole leaves no way to send anything. */
static void configure(struct net *net, json_t *settings) {
    struct message wanted = {.head = settings};
    const char *url = message_text(&wanted, "url");
    curl_easy_cleanup(net->easy);
    net->easy = NULL;
    if (!is_origin(url) || !text_copy(net->origin, sizeof net->origin, url) || !message_text(&wanted, "ca") ||
        !message_text(&wanted, "certificate") || !message_text(&wanted, "key"))
        return;
    net->easy = curl_easy_init();
    if (!net->easy || set_limits(net, &wanted) || set_trust(net, &wanted) || set_habits(net)) {
        curl_easy_cleanup(net->easy);
        net->easy = NULL;
    }
}

/* --- Requests --- */

static bool is_path(const char *path) {
    return path && strncmp(path, "/v1/", 4) == 0 && !strstr(path, "..") &&
           path[strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.")] == '\0';
}

static bool is_header_value(const char *value) {
    while (isprint((unsigned char)*value))
        value++;
    return *value == '\0';
}

static bool add_header(struct curl_slist **list, const char *name, const char *value) {
    char line[HEADER_MAX];
    if (!value)
        return true;
    if (!is_header_value(value) || !text_format(line, sizeof line, "%s: %s", name, value))
        return false;
    struct curl_slist *longer = curl_slist_append(*list, line);
    if (longer)
        *list = longer;
    return longer != NULL;
}

static bool add_headers(struct curl_slist **list, const struct message *request) {
    return add_header(list, "Accept", "application/json, application/problem+json") &&
           add_header(list, "Content-Type", request->body_size ? "application/json" : NULL) &&
           add_header(list, "Guichet-Station", message_text(request, "station")) &&
           add_header(list, "Guichet-Agent", message_text(request, "agent")) &&
           add_header(list, "Request-Id", message_text(request, "request_id")) &&
           add_header(list, "If-None-Match", message_text(request, "if_none_match")) &&
           (*list = curl_slist_append(*list, "Expect:")) != NULL; /* no second round trip before a long body */
}

static bool set_method(const struct net *net, const struct message *request) {
    const char *method = message_text(request, "method");
    if (method && strcmp(method, "GET") == 0) {
        curl_easy_setopt(net->easy, CURLOPT_CUSTOMREQUEST, NULL);
        return curl_easy_setopt(net->easy, CURLOPT_HTTPGET, 1L) == CURLE_OK;
    }
    if (!method || (strcmp(method, "POST") != 0 && strcmp(method, "PUT") != 0))
        return false;
    curl_easy_setopt(net->easy, CURLOPT_POST, 1L);
    curl_easy_setopt(net->easy, CURLOPT_POSTFIELDSIZE, (long)request->body_size);
    curl_easy_setopt(net->easy, CURLOPT_POSTFIELDS, request->body ? (const char *)request->body : "");
    return curl_easy_setopt(net->easy, CURLOPT_CUSTOMREQUEST, method) == CURLE_OK;
}

static bool set_request(const struct net *net, const struct message *request, struct curl_slist **headers) {
    char url[URL_MAX];
    const char *path = message_text(request, "path");
    return is_path(path) && text_format(url, sizeof url, "%s%s", net->origin, path) && set_method(net, request) &&
           add_headers(headers, request) && curl_easy_setopt(net->easy, CURLOPT_URL, url) == CURLE_OK &&
           curl_easy_setopt(net->easy, CURLOPT_HTTPHEADER, *headers) == CURLE_OK;
}

static void forget_request(const struct net *net, struct curl_slist *headers) {
    curl_easy_setopt(net->easy, CURLOPT_HTTPHEADER, NULL);
    curl_easy_setopt(net->easy, CURLOPT_POSTFIELDS, NULL);
    curl_slist_free_all(headers);
}

static void drop_body(struct net *net) {
    memory_free(net->answer.body);
    net->answer.body = NULL;
    net->answer.body_size = net->body_allocated = 0;
}

static void perform(struct net *net, json_t *head) {
    CURLcode code = curl_easy_perform(net->easy);
    if (code == CURLE_OK && has_body_length(net)) {
        describe_answer(net, head);
        return;
    }
    drop_body(net);
    if (code == CURLE_OK) {
        describe_failure(head, STATUS_PROTOCOL, "body without a length");
        return;
    }
    enum status status = failure(net, code);
    describe_failure(head, status, net->error[0] ? net->error : curl_easy_strerror(code));
    if (is_out_of_dates(net, status))
        set_text(head, "where", "dates");
}

static void carry(struct net *net, const struct message *request, json_t *head) {
    struct curl_slist *headers = NULL;
    net->error[0] = '\0';
    net->too_large = false;
    net->header_bytes = 0;
    net->alert = -1;
    if (!net->easy) {
        describe_failure(head, STATUS_PROTOCOL, "not configured");
        return;
    }
    if (set_request(net, request, &headers))
        perform(net, head);
    else
        describe_failure(head, STATUS_PROTOCOL, "not a request of the contract");
    forget_request(net, headers);
}

static enum status serve(struct net *net, int fd) {
    struct message request;
    enum status status = message_receive(fd, &request);
    if (status != STATUS_OK)
        return status;
    json_t *settings = json_object_get(request.head, "configure");
    if (settings) {
        configure(net, settings);
    } else {
        net->answer.head = json_pack("{s:I}", "id", (json_int_t)message_number(&request, "id"));
        KILL_POINT("net.before-send");
        carry(net, &request, net->answer.head);
        KILL_POINT("net.answered");
        status = message_send(fd, &net->answer);
        message_clear(&net->answer);
        net->body_allocated = 0;
    }
    message_clear(&request);
    return status;
}

int worker_run(int fd) {
    struct net net = {0};
    enum status status;
    memory_install();
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return 1;
    do
        status = serve(&net, fd);
    while (status == STATUS_OK);
    curl_easy_cleanup(net.easy);
    curl_global_cleanup();
    return status == STATUS_WORKER_LOST ? 0 : 1;
}

/* Connects to a printer and exchanges requests for answers. It must not wait for more than its time limits, nor send a
 * document to somebody who is not the printer. */
#include "spool_link.h"

#include <string.h>
#include <strings.h>

#include "../kiosk/date.h"
#include "../kiosk/kill_point.h"
#include "../kiosk/text.h"
#include "spool_tls.h"

#define USER "guichet"

enum { CONNECT_MS = 3000, ASK_MS = 5000, MILLISECONDS = 1000, WRITE_SIZE = 16 * 1024, CHAIN_MAX = 8 };
static const double patience_seconds = 1.0; /* between two questions whether to go on waiting */

/* --- Connecting --- */

/* A worker has nobody to ask. */
static const char *no_password(const char *prompt, http_t *http, const char *method, const char *resource,
                               void *context) {
    (void)prompt;
    (void)http;
    (void)method;
    (void)resource;
    (void)context;
    return NULL;
}

static int go_on_waiting(http_t *http, void *context) {
    const struct spool_link *link = context;
    (void)http;
    return clock_monotonic_ms() < link->deadline_ms && (link->is_wanted == NULL || link->is_wanted(link->context));
}

static void allow(struct spool_link *link, int64_t wait_ms) {
    link->deadline_ms = clock_monotonic_ms() + wait_ms;
}

static void disconnect(struct spool_link *link) {
    if (link->http != NULL)
        httpClose(link->http);
    link->http = NULL;
}

/* Is who answers the printer that the configuration names? */
static bool is_printer(const struct spool_link *link) {
    struct spool_certificate chain[CHAIN_MAX];
    size_t count = 0;
    cups_array_t *credentials = NULL;
    if (!link->encrypted)
        return true;
    if (!httpIsEncrypted(link->http) || httpCopyCredentials(link->http, &credentials) != 0)
        return false;
    for (http_credential_t *one = cupsArrayFirst(credentials); one != NULL && count < CHAIN_MAX;
         one = cupsArrayNext(credentials))
        chain[count++] = (struct spool_certificate){one->data, one->datalen};
    bool trusted = spool_tls_is_trusted(link->spool->ca, link->host, chain, count);
    httpFreeCredentials(credentials);
    return trusted;
}

static const struct spool_reason *connect_to(struct spool_link *link) {
    http_encryption_t encryption = link->encrypted ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED;
    const struct spool_reason *away = spool_find_reason(link->direct ? "offline" : "no-service");
    disconnect(link);
    link->http = httpConnect2(link->host, link->port, NULL, AF_UNSPEC, encryption, 1, 0, NULL);
    if (link->http == NULL)
        return away;
    allow(link, link->connect_ms);
    httpSetTimeout(link->http, patience_seconds, go_on_waiting, link);
    if (httpReconnect2(link->http, link->connect_ms, NULL) != 0) {
        disconnect(link);
        return away;
    }
    if (is_printer(link))
        return NULL;
    disconnect(link);
    return spool_find_reason("untrusted");
}

static bool resolve_uri(struct spool_link *link) {
    char scheme[16], user[128];
    const char *uri = link->spool->printer;
    link->direct = true;
    if (httpSeparateURI(HTTP_URI_CODING_ALL, uri, scheme, sizeof scheme, user, sizeof user, link->host,
                        sizeof link->host, &link->port, link->resource, sizeof link->resource) < HTTP_URI_STATUS_OK)
        return false;
    link->encrypted = strcmp(scheme, "ipps") == 0;
    return text_copy(link->uri, sizeof link->uri, uri);
}

/* By its socket or the loopback, as libcups was told by the system's settings. */
static bool resolve_queue(struct spool_link *link) {
    link->port = ippPort();
    return text_copy(link->host, sizeof link->host, cupsServer()) &&
           text_format(link->resource, sizeof link->resource, "/printers/%s", link->spool->printer) &&
           httpAssembleURI(HTTP_URI_CODING_ALL, link->uri, (int)sizeof link->uri, "ipp", NULL, "localhost", 0,
                           link->resource) == HTTP_URI_STATUS_OK;
}

const struct spool_reason *spool_link_open(struct spool_link *link, const struct spool *spool) {
    *link = (struct spool_link){.spool = spool, .connect_ms = CONNECT_MS};
    cupsSetUser(USER);
    cupsSetPasswordCB2(no_password, NULL);
    bool is_uri = strncmp(spool->printer, "ipp://", 6) == 0 || strncmp(spool->printer, "ipps://", 7) == 0;
    if (!(is_uri ? resolve_uri(link) : resolve_queue(link)))
        return spool_find_reason("no-queue");
    return connect_to(link);
}

void spool_link_close(struct spool_link *link) {
    disconnect(link);
}

/* --- Asking --- */

ipp_t *spool_link_new_request(const struct spool_link *link, ipp_op_t operation, int job_id) {
    ipp_t *request = ippNewRequest(operation);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, link->uri);
    if (job_id > 0)
        ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job_id);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, USER);
    return request;
}

static bool is_closing(http_t *http) {
    return strcasecmp(httpGetField(http, HTTP_FIELD_CONNECTION), "close") == 0;
}

static bool post(struct spool_link *link, ipp_t *request, size_t length) {
    link->trouble = link->http == NULL ? connect_to(link) : NULL;
    if (link->trouble != NULL)
        return false;
    allow(link, ASK_MS);
    http_status_t status = cupsSendRequest(link->http, request, link->resource, length);
    return status == HTTP_STATUS_CONTINUE || status == HTTP_STATUS_OK;
}

/* Not by cupsDoRequest(): it would ask again by itself, and a second Create-Job makes a second job. */
static ipp_t *receive(struct spool_link *link, bool sent) {
    ipp_t *answer = sent ? cupsGetResponse(link->http, link->resource) : NULL;
    if (answer == NULL && link->trouble == NULL)
        link->trouble = spool_find_reason(link->direct ? "offline" : "no-service");
    if (link->http != NULL && (answer == NULL || is_closing(link->http)))
        disconnect(link);
    return answer;
}

ipp_t *spool_link_ask(struct spool_link *link, ipp_t *request) {
    bool sent = post(link, request, ippLength(request));
    ippDelete(request);
    return receive(link, sent);
}

/* --- Sending --- */

static bool write_document(struct spool_link *link, const uint8_t *bytes, size_t size) {
    bool half = false;
    allow(link, (int64_t)link->spool->timeout_seconds * MILLISECONDS);
    for (size_t sent = 0; sent < size;) {
        size_t part = size - sent < WRITE_SIZE ? size - sent : WRITE_SIZE;
        if (cupsWriteRequestData(link->http, (const char *)bytes + sent, part) != HTTP_STATUS_CONTINUE)
            return false;
        sent += part;
        if (!half && sent >= size / 2)
            KILL_POINT("spool.half-sent");
        half = sent >= size / 2;
    }
    return true;
}

ipp_t *spool_link_send(struct spool_link *link, ipp_t *request, const uint8_t *bytes, size_t size) {
    bool sent = post(link, request, ippLength(request) + size);
    ippDelete(request);
    if (sent && !is_printer(link)) {
        link->trouble = spool_find_reason("untrusted");
        sent = false;
    }
    return receive(link, sent && write_document(link, bytes, size));
}

/* IPP requests by libcups: connect, ask, send, cancel. It must not wait for more than its time limits, nor tell a
 * printer anything but the number of the attestation. */
#include "spool_link.h"

#include <string.h>

#include "../kiosk/text.h"

#define MEDIA "iso_a4_210x297mm"
#define USER "guichet"

enum { CONNECT_TIMEOUT_MS = 3000, WRITE_SIZE = 32 * 1024 };
static const double io_timeout_seconds = 5.0;

/* --- Connecting --- */

static bool is_uri(const char *printer) {
    return strncmp(printer, "ipp://", 6) == 0 || strncmp(printer, "ipps://", 7) == 0;
}

static int give_up(http_t *http, void *context) {
    (void)http;
    (void)context;
    return 0;
}

static const char *option_of(const cups_dest_t *destination, const char *name) {
    return cupsGetOption(name, destination->num_options, destination->options);
}

/* libcups answers a closed port with an unconnected http_t, not with NULL. */
static bool connect_to(struct spool_link *link, bool direct) {
    unsigned flags = direct ? CUPS_DEST_FLAGS_DEVICE : CUPS_DEST_FLAGS_NONE;
    link->http = cupsConnectDest(link->destination, flags, CONNECT_TIMEOUT_MS, NULL, link->resource,
                                 sizeof link->resource, NULL, NULL);
    if (link->http == NULL || httpGetFd(link->http) < 0)
        return false;
    httpSetTimeout(link->http, io_timeout_seconds, give_up, NULL);
    const char *uri = option_of(link->destination, direct ? "device-uri" : "printer-uri-supported");
    return uri != NULL && text_copy(link->uri, sizeof link->uri, uri);
}

const struct spool_reason *spool_link_open(struct spool_link *link, const struct spool *spool) {
    bool direct = is_uri(spool->printer);
    *link = (struct spool_link){0};
    cupsSetUser(USER);
    link->destination =
        direct ? cupsGetDestWithURI(USER, spool->printer) : cupsGetNamedDest(CUPS_HTTP_DEFAULT, spool->printer, NULL);
    if (link->destination == NULL)
        return spool_find_reason("no-queue");
    return connect_to(link, direct) ? NULL : spool_find_reason("offline");
}

void spool_link_close(struct spool_link *link) {
    if (link->http != NULL)
        httpClose(link->http);
    if (link->destination != NULL)
        cupsFreeDests(1, link->destination);
    *link = (struct spool_link){0};
}

/* --- Asking --- */

static ipp_t *new_request(const struct spool_link *link, ipp_op_t operation, int job_id) {
    ipp_t *request = ippNewRequest(operation);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, link->uri);
    if (job_id > 0)
        ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job_id);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, USER);
    return request;
}

/* NULL when the printer does not answer, or refuses. */
static ipp_t *ask(struct spool_link *link, ipp_op_t operation, int job_id, int count, const char *const wanted[]) {
    ipp_t *request = new_request(link, operation, job_id);
    ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", count, NULL, wanted);
    ipp_t *answer = cupsDoRequest(link->http, request, link->resource);
    if (answer != NULL && ippGetStatusCode(answer) < IPP_STATUS_REDIRECTION_OTHER_SITE)
        return answer;
    ippDelete(answer);
    return NULL;
}

static const struct spool_reason *reasons_of(ipp_t *answer) {
    const struct spool_reason *worst = NULL;
    ipp_attribute_t *reasons = ippFindAttribute(answer, "printer-state-reasons", IPP_TAG_KEYWORD);
    for (int i = 0; reasons != NULL && i < ippGetCount(reasons); i++)
        worst = spool_worst_reason(worst, spool_find_reason(ippGetString(reasons, i, NULL)));
    ipp_attribute_t *state = ippFindAttribute(answer, "printer-state", IPP_TAG_ENUM);
    if (state != NULL && ippGetInteger(state, 0) == IPP_PSTATE_STOPPED)
        worst = spool_worst_reason(worst, spool_find_reason("stopped"));
    ipp_attribute_t *accepting = ippFindAttribute(answer, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
    if (accepting != NULL && !ippGetBoolean(accepting, 0))
        worst = spool_worst_reason(worst, spool_find_reason("not-accepting"));
    return worst;
}

enum status spool_link_ask_printer(struct spool_link *link, struct spool_report *report) {
    static const char *const wanted[] = {"printer-state", "printer-state-reasons", "printer-is-accepting-jobs"};
    ipp_t *answer = ask(link, IPP_OP_GET_PRINTER_ATTRIBUTES, 0, 3, wanted);
    if (answer == NULL)
        return STATUS_UNREACHABLE;
    *report = (struct spool_report){.reason = reasons_of(answer)};
    ippDelete(answer);
    return STATUS_OK;
}

static enum spool_job_state state_of(ipp_t *answer) {
    ipp_attribute_t *state = ippFindAttribute(answer, "job-state", IPP_TAG_ENUM);
    switch (state == NULL ? 0 : ippGetInteger(state, 0)) {
    case IPP_JSTATE_COMPLETED:
        return SPOOL_JOB_COMPLETED;
    case IPP_JSTATE_CANCELED:
        return SPOOL_JOB_CANCELLED;
    case IPP_JSTATE_ABORTED:
        return SPOOL_JOB_ABORTED;
    default:
        return SPOOL_JOB_GOING;
    }
}

enum status spool_link_ask_job(struct spool_link *link, int job_id, struct spool_report *report) {
    static const char *const wanted[] = {"job-state", "job-state-reasons", "job-impressions-completed"};
    struct spool_report read;
    enum status status = spool_link_ask_printer(link, &read);
    if (status != STATUS_OK)
        return status;
    ipp_t *answer = ask(link, IPP_OP_GET_JOB_ATTRIBUTES, job_id, 3, wanted);
    if (answer == NULL)
        return STATUS_UNREACHABLE;
    read.job_state = state_of(answer);
    ipp_attribute_t *pages = ippFindAttribute(answer, "job-impressions-completed", IPP_TAG_INTEGER);
    read.pages_done = pages == NULL ? 0 : ippGetInteger(pages, 0);
    ippDelete(answer);
    *report = read;
    return STATUS_OK;
}

/* --- Sending --- */

static bool create_job(struct spool_link *link, const struct spool_job *job, cups_dinfo_t *info, int *job_id) {
    char copies[16];
    cups_option_t *options = NULL;
    text_format(copies, sizeof copies, "%d", job->copies);
    int count = cupsAddOption(CUPS_COPIES, copies, 0, &options);
    count = cupsAddOption(CUPS_MEDIA, MEDIA, count, &options);
    count = cupsAddOption("job-sheets", "none", count, &options);
    count = cupsAddOption("print-scaling", "none", count, &options);
    ipp_status_t status = cupsCreateDestJob(link->http, link->destination, info, job_id, job->number, count, options);
    cupsFreeOptions(count, options);
    return status < IPP_STATUS_REDIRECTION_OTHER_SITE;
}

static bool send_document(struct spool_link *link, const struct spool_job *job, cups_dinfo_t *info, int job_id) {
    if (cupsStartDestDocument(link->http, link->destination, info, job_id, job->number, CUPS_FORMAT_PDF, 0, NULL, 1) !=
        HTTP_STATUS_CONTINUE)
        return false;
    for (size_t sent = 0; sent < job->size;) {
        size_t size = job->size - sent < WRITE_SIZE ? job->size - sent : WRITE_SIZE;
        if (cupsWriteRequestData(link->http, (const char *)job->pdf + sent, size) != HTTP_STATUS_CONTINUE)
            return false;
        sent += size;
    }
    return cupsFinishDestDocument(link->http, link->destination, info) < IPP_STATUS_REDIRECTION_OTHER_SITE;
}

enum status spool_link_send(struct spool_link *link, const struct spool_job *job, int *job_id) {
    cups_dinfo_t *info = cupsCopyDestInfo(link->http, link->destination);
    if (info == NULL)
        return STATUS_UNREACHABLE;
    int id = 0;
    enum status status = STATUS_PRINTER;
    if (create_job(link, job, info, &id)) {
        if (send_document(link, job, info, id))
            status = STATUS_OK;
        else
            spool_link_cancel(link, id);
    }
    cupsFreeDestInfo(info);
    if (status == STATUS_OK)
        *job_id = id;
    return status;
}

void spool_link_cancel(struct spool_link *link, int job_id) {
    ippDelete(cupsDoRequest(link->http, new_request(link, IPP_OP_CANCEL_JOB, job_id), link->resource));
}

enum status spool_link_cancel_named(struct spool_link *link, const char *name, int *count) {
    enum { JOBS_MAX = 16 };
    int ids[JOBS_MAX], found = 0, id = 0;
    static const char *const wanted[] = {"job-id", "job-name", "job-state"};
    ipp_t *answer = ask(link, IPP_OP_GET_JOBS, 0, 3, wanted);
    if (answer == NULL)
        return STATUS_UNREACHABLE;
    for (ipp_attribute_t *at = ippFirstAttribute(answer); at != NULL; at = ippNextAttribute(answer)) {
        const char *attribute = ippGetName(at);
        if (attribute != NULL && strcmp(attribute, "job-id") == 0)
            id = ippGetInteger(at, 0);
        if (attribute != NULL && strcmp(attribute, "job-name") == 0 && strcmp(ippGetString(at, 0, NULL), name) == 0 &&
            found < JOBS_MAX)
            ids[found++] = id;
    }
    ippDelete(answer);
    for (int i = 0; i < found; i++)
        spool_link_cancel(link, ids[i]);
    *count = found;
    return STATUS_OK;
}

/* The `page` worker: lays out, draws, reads back and prints what the kiosk asks, one request after the other; while it
 * prints it also hears that the job is to be cancelled, or that the kiosk is gone. It must not keep a document that
 * another has replaced or whose codes do not read, nor say more than status, place and reason of what failed. */
#include "worker.h"

#include <poll.h>
#include <string.h>

#include "../kiosk/date.h"
#include "../kiosk/kill_point.h"
#include "../kiosk/memory.h"
#include "../kiosk/message.h"
#include "../kiosk/text.h"
#include "page.h"
#include "pdf.h"
#include "readback.h"
#include "spool.h"

#define UNNUMBERED "SITUATION" /* what a document without a number is printed as */

enum { COPIES_MAX = 9, DEFAULT_TIMEOUT_SECONDS = 60, TIMEOUT_SECONDS_MAX = 3600, FOUND_MAX = 4 };

struct page_worker {
    int fd;
    bool configured;
    struct spool spool;
    char prefecture[64];
    bool specimen;
    struct date reissued_on; /* of the document being drawn; null: it is not a new print of an old number */
    struct pdf pdf;          /* the document drawn last */
    int pages;
    char number[13];
    bool told_something; /* of the job being printed */
    struct spool_progress told;
    enum status channel; /* what became of it while printing */
};

/* --- Answers --- */

/* The message is consumed. */
static enum status send_message(struct page_worker *worker, struct message *message) {
    enum status status = message->head == NULL ? STATUS_NO_MEMORY : message_send(worker->fd, message);
    message_clear(message);
    return status;
}

static enum status send_head(struct page_worker *worker, json_t *head) {
    return send_message(worker, &(struct message){.head = head});
}

static enum status send_failure(struct page_worker *worker, enum status code, const struct fault *fault) {
    return send_head(worker, json_pack("{s:{s:s, s:s, s:s}}", "failed", "status", status_name(code), "where",
                                       fault->where, "detail", fault->detail));
}

/* --- configure, check, withdraw --- */

static bool copy_member(json_t *object, const char *member, char *out, size_t size) {
    const char *text = json_string_value(json_object_get(object, member));
    return text != NULL && text_copy(out, size, text);
}

static enum status configure(struct page_worker *worker, const struct message *request, struct message *answer,
                             struct fault *fault) {
    json_t *settings = json_object_get(request->head, "configure");
    (void)answer;
    if (!copy_member(settings, "printer_ca", worker->spool.ca, sizeof worker->spool.ca))
        return fault_set(fault, STATUS_INVALID, "printer_ca", "");
    if (!copy_member(settings, "prefecture", worker->prefecture, sizeof worker->prefecture) ||
        worker->prefecture[0] == '\0')
        return fault_set(fault, STATUS_INVALID, "prefecture", "");
    json_int_t seconds = json_integer_value(json_object_get(settings, "printer_timeout_seconds"));
    bool sane = seconds > 0 && seconds <= TIMEOUT_SECONDS_MAX;
    worker->spool.timeout_seconds = sane ? (int)seconds : DEFAULT_TIMEOUT_SECONDS;
    /* A document is a specimen unless it is said not to be. */
    worker->specimen = !json_is_false(json_object_get(settings, "specimen"));
    worker->configured = true;
    pdf_warm_up();
    return STATUS_OK;
}

/* The printer that an order names. */
static enum status choose_printer(struct page_worker *worker, json_t *order, struct fault *fault) {
    bool named = copy_member(order, "printer", worker->spool.printer, sizeof worker->spool.printer) &&
                 worker->spool.printer[0] != '\0';
    return named ? STATUS_OK : fault_set(fault, STATUS_INVALID, "printer", "");
}

static enum status check(struct page_worker *worker, const struct message *request, struct message *answer,
                         struct fault *fault) {
    struct spool_state state;
    enum status status = choose_printer(worker, json_object_get(request->head, "check"), fault);
    if (status != STATUS_OK)
        return status;
    spool_check(&worker->spool, &state);
    answer->head = json_pack("{s:{s:b, s:s, s:s, s:i}}", "checked", "ready", (int)state.ready, "reason", state.reason,
                             "text", state.text, "copies_max", state.copies_max);
    return STATUS_OK;
}

static enum status withdraw(struct page_worker *worker, const struct message *request, struct message *answer,
                            struct fault *fault) {
    json_t *order = json_object_get(request->head, "withdraw");
    const char *number = json_string_value(json_object_get(order, "number"));
    int jobs = 0;
    enum status status = choose_printer(worker, order, fault);
    if (number == NULL || number[0] == '\0')
        return fault_set(fault, STATUS_INVALID, "number", "");
    if (status == STATUS_OK && strcmp(number, UNNUMBERED) != 0) /* other stations print under it too */
        status = spool_withdraw(&worker->spool, number, &jobs, fault);
    if (status == STATUS_OK)
        answer->head = json_pack("{s:{s:i}}", "withdrawn", "jobs", jobs);
    return status;
}

/* --- count, draw --- */

static enum status read_record(const struct message *request, struct record **record, struct fault *fault) {
    if (request->body == NULL)
        return fault_set(fault, STATUS_INVALID, "record", "");
    return record_parse((const char *)request->body, request->body_size, record, fault);
}

static enum status read_attestation(json_t *object, struct registry_attestation *attestation, struct fault *fault) {
    size_t size = json_dumpb(object, NULL, 0, JSON_COMPACT);
    if (size == 0 || size > MESSAGE_HEAD_MAX)
        return fault_set(fault, STATUS_INVALID, "attestation", "");
    char *json = memory_alloc(size);
    json_dumpb(object, json, size, JSON_COMPACT);
    enum status status = registry_read_attestation(json, size, attestation, fault);
    memory_free(json);
    return status;
}

static enum status lay_out(const struct page_worker *worker, enum page_kind kind, const struct record *record,
                           const struct registry_attestation *attestation, struct page_document *document,
                           struct fault *fault) {
    const struct page_station station = {
        .prefecture = worker->prefecture, .specimen = worker->specimen, .reissued_on = worker->reissued_on};
    return page_lay_out(kind, record, attestation, &station, page_measure_sans, NULL, document, fault);
}

/* By the date of the data, which is that of the day: a worker needs no clock. */
static enum status count(struct page_worker *worker, const struct message *request, struct message *answer,
                         struct fault *fault) {
    struct record *record = NULL;
    struct registry_attestation placeholder;
    struct page_document document = {0};
    enum page_kind kind;
    if (!page_kind_from(message_text(request, "count"), &kind))
        return fault_set(fault, STATUS_UNSUPPORTED, "count", "");
    enum status status = read_record(request, &record, fault);
    if (status != STATUS_OK)
        return status;
    page_fill_placeholder(kind, &record->data_as_of, &placeholder);
    status = lay_out(worker, kind, record, &placeholder, &document, fault);
    if (status == STATUS_OK)
        answer->head = json_pack("{s:i}", "counted", document.pages);
    page_clear(&document);
    record_free(record);
    return status;
}

static void forget_document(struct page_worker *worker) {
    pdf_clear(&worker->pdf);
    worker->pages = 0;
    memory_wipe(worker->number, sizeof worker->number);
}

/* What is kept has been read back. */
static enum status draw_document(struct page_worker *worker, const struct page_document *document,
                                 const struct registry_attestation *attestation, struct fault *fault) {
    enum status status = pdf_draw(document, &attestation->issued_at, &worker->pdf, fault);
    if (status == STATUS_OK)
        status = readback_check(&worker->pdf, document, fault);
    if (status != STATUS_OK) {
        forget_document(worker);
        return status;
    }
    worker->pages = document->pages;
    text_copy(worker->number, sizeof worker->number, attestation->number);
    return STATUS_OK;
}

static enum status draw_record(struct page_worker *worker, enum page_kind kind, const struct record *record,
                               const struct registry_attestation *attestation, struct fault *fault) {
    struct page_document document = {0};
    enum status status = lay_out(worker, kind, record, attestation, &document, fault);
    if (status == STATUS_OK)
        status = draw_document(worker, &document, attestation, fault);
    page_clear(&document);
    return status;
}

/* "Ma situation" has no attestation: when it is printed is all that is to be known. */
static enum status read_moment(const struct message *request, struct registry_attestation *attestation,
                               struct fault *fault) {
    const char *issued_at = message_text(request, "issued_at");
    *attestation = (struct registry_attestation){.number = UNNUMBERED};
    if (issued_at == NULL || date_parse_time(issued_at, &attestation->issued_at) != STATUS_OK)
        return fault_set(fault, STATUS_INVALID, "issued_at", "");
    return STATUS_OK;
}

/* Its own number is printed again after the sheet was handed over: it says so, with the day. */
static enum status read_reissue(struct page_worker *worker, const struct message *request, struct fault *fault) {
    json_t *day = json_object_get(request->head, "reissued_on");
    worker->reissued_on = (struct date){0};
    if (day == NULL)
        return STATUS_OK;
    const char *text = json_string_value(day);
    if (text == NULL || date_parse(text, &worker->reissued_on) != STATUS_OK)
        return fault_set(fault, STATUS_INVALID, "reissued_on", "");
    return STATUS_OK;
}

static enum status draw_request(struct page_worker *worker, enum page_kind kind, const struct message *request,
                                struct fault *fault) {
    struct record *record = NULL;
    struct registry_attestation attestation = {0};
    enum status status = kind == PAGE_SITUATION
                             ? read_moment(request, &attestation, fault)
                             : read_attestation(json_object_get(request->head, "attestation"), &attestation, fault);
    if (status != STATUS_OK)
        return status;
    status = read_record(request, &record, fault);
    if (status == STATUS_OK) {
        status = draw_record(worker, kind, record, &attestation, fault);
        record_free(record);
    }
    registry_attestation_clear(&attestation);
    return status;
}

static enum status draw(struct page_worker *worker, const struct message *request, struct message *answer,
                        struct fault *fault) {
    enum page_kind kind;
    forget_document(worker);
    if (!page_kind_from(message_text(request, "draw"), &kind))
        return fault_set(fault, STATUS_UNSUPPORTED, "draw", "");
    enum status status = kind == PAGE_SITUATION ? STATUS_OK : read_reissue(worker, request, fault);
    if (status == STATUS_OK)
        status = draw_request(worker, kind, request, fault);
    worker->reissued_on = (struct date){0};
    KILL_POINT("page.drawn");
    if (status == STATUS_OK)
        answer->head =
            json_pack("{s:{s:i, s:I}}", "drawn", "pages", worker->pages, "size", (json_int_t)worker->pdf.size);
    return status;
}

/* --- take, find --- */

static enum status take(struct page_worker *worker, const struct message *request, struct message *answer,
                        struct fault *fault) {
    (void)request;
    if (worker->pdf.bytes == NULL)
        return fault_set(fault, STATUS_INVALID, "take", "");
    answer->head = json_pack("{s:{s:I}}", "taken", "size", (json_int_t)worker->pdf.size);
    answer->body_size = worker->pdf.size;
    answer->body = memory_alloc(worker->pdf.size);
    memcpy(answer->body, worker->pdf.bytes, worker->pdf.size);
    return STATUS_OK;
}

/* Whether it is a good one is `seal`'s business; other Data Matrix codes are nobody's here. */
static bool is_seal_text(const char *text) {
    return strncmp(text, "DC", 2) == 0 && text_is_utf8(text, strlen(text));
}

static enum status find(struct page_worker *worker, const struct message *request, struct message *answer,
                        struct fault *fault) {
    char *texts[FOUND_MAX];
    size_t count = 0;
    (void)worker;
    if (request->body == NULL)
        return fault_set(fault, STATUS_INVALID, "find", "");
    enum status status = readback_find(request->body, request->body_size, texts, FOUND_MAX, &count, fault);
    json_t *found = json_array();
    for (size_t i = 0; i < count; i++) {
        if (is_seal_text(texts[i]))
            json_array_append_new(found, json_string(texts[i]));
        memory_free(texts[i]);
    }
    if (status == STATUS_OK && json_array_size(found) == 0)
        status = fault_set(fault, STATUS_NOT_FOUND, "file", "");
    if (status == STATUS_OK)
        answer->head = json_pack("{s:O}", "found", found);
    json_decref(found);
    return status;
}

/* --- print --- */

static bool is_told(const struct page_worker *worker, const struct spool_progress *progress) {
    return worker->told_something && worker->told.pages_done == progress->pages_done &&
           strcmp(worker->told.reason, progress->reason) == 0;
}

static enum status tell(struct page_worker *worker, const struct spool_progress *progress) {
    if (is_told(worker, progress))
        return STATUS_OK;
    worker->told = *progress;
    worker->told_something = true;
    return send_head(worker, json_pack("{s:{s:i, s:s, s:s}}", "printing", "pages_done", progress->pages_done, "reason",
                                       progress->reason, "text", progress->text));
}

/* Something came while printing: a cancellation, the end of the channel, or what has no place here. */
static enum spool_wish hear(struct page_worker *worker) {
    struct message message;
    worker->channel = message_receive(worker->fd, &message);
    if (worker->channel != STATUS_OK)
        return SPOOL_CANCEL; /* nobody waits for the paper any more */
    bool cancel = json_is_true(json_object_get(message.head, "cancel"));
    message_clear(&message);
    if (!cancel)
        worker->channel = STATUS_INVALID;
    return SPOOL_CANCEL;
}

static enum spool_wish watch(void *context, const struct spool_progress *progress, int wait_ms) {
    struct page_worker *worker = context;
    worker->channel = tell(worker, progress);
    if (worker->channel != STATUS_OK)
        return SPOOL_CANCEL;
    struct pollfd channel = {.fd = worker->fd, .events = POLLIN};
    return poll(&channel, 1, wait_ms) > 0 ? hear(worker) : SPOOL_GO_ON;
}

static enum status print(struct page_worker *worker, const struct message *request, struct message *answer,
                         struct fault *fault) {
    json_t *order = json_object_get(request->head, "print");
    json_int_t copies = json_integer_value(json_object_get(order, "copies"));
    const char *number = json_string_value(json_object_get(order, "number"));
    struct spool_result result;
    if (worker->pdf.bytes == NULL || number == NULL || strcmp(number, worker->number) != 0)
        return fault_set(fault, STATUS_INVALID, "number", "");
    if (copies < 1 || copies > COPIES_MAX)
        return fault_set(fault, STATUS_INVALID, "copies", "");
    struct spool_job job = {.pdf = worker->pdf.bytes,
                            .size = worker->pdf.size,
                            .number = worker->number,
                            .copies = (int)copies,
                            .shares_title = strcmp(worker->number, UNNUMBERED) == 0,
                            .pages = worker->pages};
    worker->told_something = false;
    enum status status = choose_printer(worker, order, fault);
    if (status != STATUS_OK)
        return status;
    status = spool_print(&worker->spool, &job, watch, worker, &result, fault);
    KILL_POINT("page.printed");
    if (status == STATUS_OK)
        answer->head = json_pack("{s:{s:i, s:s}}", "printed", "pages", result.pages, "delivered", result.delivered);
    return status;
}

/* Came when nothing was being printed any more: there is nothing left to cancel. */
static enum status cancel(struct page_worker *worker, const struct message *request, struct message *answer,
                          struct fault *fault) {
    (void)worker;
    (void)request;
    (void)answer;
    return fault_set(fault, STATUS_CANCELLED, "", "");
}

/* --- Serving --- */

struct act {
    const char *member; /* of the head, by which the request is known */
    enum status (*perform)(struct page_worker *worker, const struct message *request, struct message *answer,
                           struct fault *fault);
};

static const struct act acts[] = {
    {"configure", configure}, {"check", check}, {"withdraw", withdraw}, {"count", count},   {"draw", draw},
    {"take", take},           {"find", find},   {"print", print},       {"cancel", cancel},
};

static enum status perform(struct page_worker *worker, const struct message *request, struct message *answer,
                           struct fault *fault) {
    bool needs_none =
        json_object_get(request->head, "configure") != NULL || json_object_get(request->head, "find") != NULL;
    if (!worker->configured && !needs_none)
        return fault_set(fault, STATUS_INVALID, "configure", "");
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        if (json_object_get(request->head, acts[i].member) != NULL)
            return acts[i].perform(worker, request, answer, fault);
    return fault_set(fault, STATUS_INVALID, "request", "");
}

/* `configure` alone is not answered when all is well. */
static enum status answer_request(struct page_worker *worker, const struct message *request) {
    struct fault fault = {0};
    struct message answer = {0};
    worker->channel = STATUS_OK;
    enum status status = perform(worker, request, &answer, &fault);
    if (worker->channel != STATUS_OK) {
        message_clear(&answer);
        return worker->channel;
    }
    if (status != STATUS_OK)
        return send_failure(worker, status, &fault);
    return answer.head == NULL ? STATUS_OK : send_message(worker, &answer);
}

int worker_run(int fd) {
    struct page_worker worker = {.fd = fd};
    enum status status;
    memory_install();
    do {
        struct message request;
        status = message_receive(fd, &request);
        if (status != STATUS_OK)
            break;
        status = answer_request(&worker, &request);
        message_clear(&request);
        memory_wipe_stack();
    } while (status == STATUS_OK);
    forget_document(&worker);
    return status == STATUS_WORKER_LOST ? 0 : 1;
}

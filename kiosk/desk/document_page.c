/* The page worker as the desk uses it: started when a document is near, asked whether the printer is ready and how many
 * pages a document would have, and its answers given to whoever waits for them. It knows no step of a document. */
#include "desk_internal.h"

#include "../memory.h"
#include "../text.h"

#include <string.h>

static void page_message(void *context, struct worker *worker, struct message *message);
static void page_lost(void *context, struct worker *worker);

enum status page_send(struct desk *desk, json_t *head, const char *record, size_t size) {
    struct message message = {.head = head};
    if (head == NULL)
        return STATUS_NO_MEMORY;
    if (desk->page == NULL) { /* it died while the registry was asked */
        message_clear(&message);
        return STATUS_WORKER_LOST;
    }
    if (record != NULL) {
        message.body_size = size;
        message.body = memory_alloc(size + 1);
        memcpy(message.body, record, size);
    }
    enum status status = worker_send(desk->page, &message);
    message_clear(&message);
    return status;
}

void document_page_started(struct desk *desk) {
    if (desk->page != NULL)
        return;
    const struct config *config = &desk->config;
    struct worker_handlers handlers = {.message = page_message, .lost = page_lost, .context = desk};
    if (worker_open(desk->spawner, desk->loop, "page", NULL, &handlers, &desk->page) != STATUS_OK)
        return;
    desk->page_job = PAGE_JOB_NONE;
    enum status status = page_send(desk,
                                   json_pack("{s:{s:s, s:i, s:s, s:b}}", "configure", "printer_ca",
                                             config->printer_ca[0] != '\0' ? config->printer_ca : config->registry_ca,
                                             "printer_timeout_seconds", config->printer_timeout_seconds, "prefecture",
                                             config->prefecture, "specimen", (int)config->accept_test_issuers),
                                   NULL, 0);
    if (status != STATUS_OK)
        document_stop_page(desk);
}

void document_stop_page(struct desk *desk) {
    loop_cancel(desk->loop, desk->cancel_timer);
    desk->cancel_timer = 0;
    worker_close(desk->page);
    desk->page = NULL;
    desk->page_job = PAGE_JOB_NONE;
}

bool document_is_under_way(const struct desk *desk) {
    return desk->progress[DESK_DOCUMENT].phase == DESK_WAITING;
}

/* Nothing that anybody waits for would be disturbed. */
static bool is_free(const struct desk *desk) {
    return desk->page_job == PAGE_JOB_NONE && desk->cancel_timer == 0 && !document_is_under_way(desk);
}

void document_check_printer(struct desk *desk) {
    if (desk->counter.stage == COUNTER_CLOSED || desk->counter.locked || !is_free(desk))
        return; /* a document checks it by itself */
    document_page_started(desk);
    json_t *head = json_pack("{s:{s:s}}", "check", "printer", document_printer(desk));
    if (page_send(desk, head, NULL, 0) == STATUS_OK)
        desk->page_job = PAGE_JOB_CHECK;
}

/* --- The printers --- */

const char *document_printer(const struct desk *desk) {
    return config_printer(&desk->config, desk->printer);
}

int desk_printer(const struct desk *desk) {
    return desk->printer;
}

void desk_choose_printer(struct desk *desk, int index) {
    if (document_is_under_way(desk) || index < 0 || index >= config_printer_count(&desk->config) ||
        index == desk->printer)
        return;
    desk->printer = index;
    desk->status.printer_known = false;
    desk->status.printer_copies_max = 0;
    if (desk->page_job == PAGE_JOB_CHECK) /* its answer would be about the other one */
        document_stop_page(desk);
    document_check_printer(desk);
    desk_tell(desk, DESK_ACT_COUNT);
}

/* --- Jobs that nobody wants any more --- */

void document_withdraw_jobs(struct desk *desk, bool again) {
    if (!is_free(desk))
        return;
    if (again)
        desk->withdrawing = (struct journal_job){0};
    if (journal_next_job(desk->journal, desk->withdrawing.id, &desk->withdrawing) != STATUS_OK)
        return;
    document_page_started(desk);
    const struct journal_job *job = &desk->withdrawing;
    json_t *head = json_pack("{s:{s:s, s:s}}", "withdraw", "printer", job->printer, "number", job->number);
    if (page_send(desk, head, NULL, 0) == STATUS_OK)
        desk->page_job = PAGE_JOB_WITHDRAW;
}

/* One whose printer does not answer is asked again with the status. */
static void withdrawn(struct desk *desk, bool done) {
    if (done) {
        const struct journal_job *job = &desk->withdrawing;
        enum status status = journal_job_gone(desk->journal, job->number, job->printer);
        (void)status; /* it is withdrawn again, which is harmless */
    }
    document_withdraw_jobs(desk, false);
    if (desk->page_job == PAGE_JOB_NONE && desk->counter.stage < COUNTER_CONFIRMED)
        document_stop_page(desk); /* it had been started for this only */
}

/* --- How many pages it would have, told before anybody decides --- */

static void count_ahead(struct desk *desk) {
    if (desk->counter.stage != COUNTER_CONFIRMED || desk->counter.locked || !is_free(desk))
        return;
    int type = 0;
    while (type < COUNTER_DOCUMENT_COUNT && desk->ahead[type] != DESK_AHEAD_WANTED)
        type++;
    if (type == COUNTER_DOCUMENT_COUNT)
        return;
    document_page_started(desk);
    const char *name = counter_document_type((enum counter_document)type);
    const struct counter *counter = &desk->counter;
    if (page_send(desk, json_pack("{s:s}", "count", name), counter->record_json, counter->record_json_size) !=
        STATUS_OK)
        return;
    desk->page_job = PAGE_JOB_COUNT_AHEAD;
    desk->counted_ahead = (enum counter_document)type;
}

static void counted_ahead(struct desk *desk, json_t *answer) {
    json_int_t pages = json_integer_value(answer);
    desk->ahead[desk->counted_ahead] = pages > 0 ? (int)pages : DESK_AHEAD_UNKNOWN;
    desk_tell(desk, DESK_DOCUMENT);
}

void desk_count_pages(struct desk *desk, enum counter_document type) {
    struct fault fault;
    if (desk->ahead[type] != 0 || counter_may_issue(&desk->counter, type, &fault) != STATUS_OK)
        return;
    desk->ahead[type] = DESK_AHEAD_WANTED;
    count_ahead(desk);
}

int desk_pages(const struct desk *desk, enum counter_document type) {
    return desk->ahead[type] > 0 ? desk->ahead[type] : 0;
}

/* --- Answers --- */

/* True when the answer was for nobody's document. */
static bool take_aside(struct desk *desk, enum desk_page_job job, const json_t *head) {
    bool under_way = document_is_under_way(desk);
    if (desk->cancel_timer != 0)
        document_cancel_over(desk); /* whatever became of it, the printer has been told */
    else if (job == PAGE_JOB_COUNT_AHEAD)
        counted_ahead(desk, json_object_get(head, "counted"));
    else if (!under_way && job == PAGE_JOB_WITHDRAW)
        withdrawn(desk, json_object_get(head, "withdrawn") != NULL);
    else if (!under_way && json_object_get(head, "checked") == NULL)
        document_stop_page(desk); /* nobody waits for that any more */
    else
        return false;
    return true;
}

static void page_message(void *context, struct worker *worker, struct message *message) {
    struct desk *desk = context;
    (void)worker;
    enum desk_page_job job = desk->page_job;
    json_t *answer = json_object_get(message->head, "printing");
    if (answer != NULL && job == PAGE_JOB_PRINT) {
        if (document_is_under_way(desk) && desk->cancel_timer == 0)
            document_printing(desk, answer);
        return;
    }
    desk->page_job = PAGE_JOB_NONE;
    if (!take_aside(desk, job, message->head))
        document_answered(desk, job, message->head);
    count_ahead(desk);
}

static void page_lost(void *context, struct worker *worker) {
    struct desk *desk = context;
    (void)worker;
    bool was_cancelling = desk->cancel_timer != 0;
    bool busy = document_is_under_way(desk) && desk->page_job != PAGE_JOB_NONE && !was_cancelling;
    if (busy && desk->page_job == PAGE_JOB_PRINT)
        document_lost_print(desk);
    if (desk->page_job == PAGE_JOB_COUNT_AHEAD)
        desk->ahead[desk->counted_ahead] = DESK_AHEAD_UNKNOWN; /* what killed it would kill the next one */
    document_stop_page(desk);
    if (was_cancelling)
        document_cancel_over(desk);
    else if (busy)
        document_fail(desk, STATUS_WORKER_LOST, "page");
}

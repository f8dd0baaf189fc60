/* One document, from the check of the printer to the printed sheet: every step is in the journal before the act that
 * follows it. A number that was issued is kept while the person is there, so that a second try prints the same
 * document. It draws nothing and prints nothing: the page worker does. */
#include "desk_internal.h"

#include "../memory.h"
#include "../text.h"

#include <string.h>

enum {
    CANCEL_GRACE_MS = 5000,
    ADCS_MONTHS = 4 /* an ADCS is valid for four months, clamped to the end of a shorter month (R26) */
};

static void page_message(void *context, struct worker *worker, struct message *message);
static void page_lost(void *context, struct worker *worker);

/* --- The page worker --- */

static enum status send_page(struct desk *desk, json_t *head, bool with_record) {
    struct message message = {.head = head};
    if (head == NULL)
        return STATUS_NO_MEMORY;
    if (desk->page == NULL) { /* it died while the registry was asked */
        message_clear(&message);
        return STATUS_WORKER_LOST;
    }
    if (with_record) {
        message.body_size = desk->counter.record_json_size;
        message.body = memory_alloc(message.body_size + 1);
        memcpy(message.body, desk->counter.record_json, message.body_size);
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
    enum status status = send_page(desk,
                                   json_pack("{s:{s:s, s:i, s:s, s:b}}", "configure", "printer", config->printer,
                                             "printer_timeout_seconds", config->printer_timeout_seconds, "prefecture",
                                             config->prefecture, "specimen", (int)config->accept_test_issuers),
                                   false);
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

static bool is_under_way(const struct desk *desk) {
    return desk->progress[DESK_DOCUMENT].phase == DESK_WAITING;
}

void document_check_printer(struct desk *desk) {
    if (desk->counter.stage == COUNTER_CLOSED || desk->counter.locked || desk->page_job != PAGE_JOB_NONE ||
        is_under_way(desk)) /* a document checks it by itself */
        return;
    document_page_started(desk);
    if (desk->page != NULL && send_page(desk, json_pack("{s:b}", "check", 1), false) == STATUS_OK)
        desk->page_job = PAGE_JOB_CHECK;
}

/* --- The steps --- */

static void begin_step(struct desk *desk, enum desk_step step) {
    desk->document.steps[step] = DESK_WAITING;
    desk_tell(desk, DESK_DOCUMENT);
}

static void end_document(struct desk *desk, const struct fault *fault) {
    for (int i = 0; i < DESK_STEP_COUNT; i++)
        if (desk->document.steps[i] == DESK_WAITING)
            desk->document.steps[i] = fault != NULL ? DESK_FAILED : DESK_DONE;
    counter_end_document(&desk->counter);
    status_count(desk);
    desk_end(desk, DESK_DOCUMENT, fault);
    if (desk->counter.locked)
        file_put_away(desk); /* it had waited for the document */
    status_pump_outbox(desk);
}

static void fail(struct desk *desk, enum status code, const char *where) {
    struct fault fault;
    fault_set(&fault, code, where, NULL);
    end_document(desk, &fault);
}

void document_put_away(struct desk *desk) {
    registry_attestation_clear(&desk->attestation);
    if (desk->attestation_json != NULL)
        memory_wipe(desk->attestation_json, desk->attestation_json_size);
    memory_free(desk->attestation_json);
    desk->attestation_json = NULL;
    desk->has_attestation = false;
}

static void forget_attestation(struct desk *desk) {
    document_put_away(desk);
    desk->request_id[0] = '\0';
    desk->reached = JOURNAL_INTENDED;
}

static enum status reach(struct desk *desk, enum journal_state state, const char *number) {
    if (desk->reached >= state)
        return STATUS_OK;
    enum status status = journal_step(desk->journal, desk->request_id, state, number, NULL);
    if (status == STATUS_OK)
        desk->reached = state;
    return status;
}

/* The document will not be: the journal and, through the outbox, the registry are told. */
static void abandon(struct desk *desk, enum journal_state state, const char *reason) {
    if (desk->request_id[0] == '\0')
        return;
    enum status status = journal_step(desk->journal, desk->request_id, state, NULL, reason);
    (void)status; /* a journal that cannot be written keeps the row unfinished, which is what it then is */
    forget_attestation(desk);
}

void document_forget(struct desk *desk, const char *reason) {
    /* A number that nobody was handed must not stay good at the registry: whoever was given a spoiled sheet could use
     * it. */
    abandon(desk, JOURNAL_CANCELLED, reason);
    memory_wipe(&desk->document, sizeof desk->document);
    if (desk->counter.stage == COUNTER_DOCUMENT)
        counter_end_document(&desk->counter);
}

static void send_print(struct desk *desk) {
    enum status status = reach(desk, JOURNAL_SENT, NULL);
    if (status == STATUS_OK)
        status = send_page(
            desk, json_pack("{s:{s:i, s:s}}", "print", "copies", desk->copies, "number", desk->attestation.number),
            false);
    if (status != STATUS_OK) {
        fail(desk, status, "journal");
        return;
    }
    desk->page_job = PAGE_JOB_PRINT;
    begin_step(desk, DESK_STEP_SEND);
}

static void send_draw(struct desk *desk) {
    json_t *attestation = json_loadb(desk->attestation_json, desk->attestation_json_size, JSON_REJECT_DUPLICATES, NULL);
    json_t *head = attestation == NULL
                       ? NULL
                       : json_pack("{s:s, s:o}", "draw", desk->attestation.type, "attestation", attestation);
    enum status status = send_page(desk, head, true);
    if (status != STATUS_OK) {
        fail(desk, status, "page");
        return;
    }
    desk->page_job = PAGE_JOB_DRAW;
    begin_step(desk, DESK_STEP_DRAW);
}

/* Is the answer the document that was asked for, genuine, and about this record? */
static enum status verify_attestation(struct desk *desk, struct fault *fault) {
    const struct registry_attestation *got = &desk->attestation;
    const struct record *record = desk->counter.record;
    if (strcmp(got->request_id, desk->request_id) != 0)
        return fault_set(fault, STATUS_PROTOCOL, "request_id", NULL);
    if (strcmp(got->type, desk->request_type == COUNTER_ADCS ? "ADCS" : "RII") != 0)
        return fault_set(fault, STATUS_PROTOCOL, "type", NULL);
    if (strcmp(got->record_version, record->version) != 0)
        return fault_set(fault, STATUS_PROTOCOL, "record_version", NULL);
    struct date end =
        desk->request_type == COUNTER_ADCS ? date_add_months(got->issued_at.date, ADCS_MONTHS) : (struct date){0};
    if (!date_equal(got->valid_until, end))
        return fault_set(fault, STATUS_PROTOCOL, "valid_until", NULL);
    struct seal *seal = memory_alloc(sizeof *seal);
    enum status status = seal_read(got->seal, strlen(got->seal), seal, fault);
    if (status == STATUS_OK)
        status = trust_verify(desk->trust, seal, fault);
    if (status == STATUS_OK) {
        const struct guidance_state *state = guidance_state(record->licence.state);
        const char *siren = desk->counter.check.requester_siren;
        struct seal_attestation expected = {
            .document = desk->request_type == COUNTER_ADCS ? SEAL_ADCS : SEAL_RII,
            .number = got->number,
            .issued_at = got->issued_at,
            .valid_until = got->valid_until,
            .pages = desk->document.pages,
            .requester_siren = siren[0] != '\0' ? siren : NULL,
        };
        bool may_drive = state != NULL && state->rights != GUIDANCE_MAY_NOT_DRIVE;
        status = seal_compare(seal, record, &expected, may_drive, fault);
    }
    memory_free(seal);
    return status;
}

/* The number is in the journal before anything is made of it; the same request has the same number for ever. */
static enum status reach_number(struct desk *desk, struct fault *fault) {
    struct journal_attestation known = {0};
    bool is_new = desk->reached < JOURNAL_NUMBERED;
    enum status status = is_new ? reach(desk, JOURNAL_NUMBERED, desk->attestation.number)
                                : journal_find(desk->journal, desk->request_id, &known);
    if (status != STATUS_OK)
        return fault_set(fault, status, "journal", NULL);
    return is_new || strcmp(known.number, desk->attestation.number) == 0
               ? STATUS_OK
               : fault_set(fault, STATUS_PROTOCOL, "number", NULL);
}

static void attestation_answered(struct desk *desk, const struct registry_answer *answer, struct fault *fault) {
    if (fault->code == STATUS_OK && answer->http_status != 200 && answer->http_status != 201)
        fault_set(fault, STATUS_PROTOCOL, "status", NULL);
    if (fault->code == STATUS_OK)
        fault->code = registry_read_attestation(answer->body, answer->body_size, &desk->attestation, fault);
    if (fault->code != STATUS_OK) {
        /* A refusal is the end of this request; no answer is not: the same request_id is asked again. */
        if (fault->code == STATUS_PROBLEM && answer->http_status < 500 && answer->http_status != 429)
            abandon(desk, JOURNAL_FAILED, fault->where);
        end_document(desk, fault);
        return;
    }
    if (reach_number(desk, fault) != STATUS_OK) {
        document_put_away(desk);
        end_document(desk, fault);
        return;
    }
    text_copy(desk->document.number, sizeof desk->document.number, desk->attestation.number);
    desk->document.steps[DESK_STEP_NUMBER] = DESK_DONE;
    begin_step(desk, DESK_STEP_VERIFY);
    if (verify_attestation(desk, fault) != STATUS_OK) {
        abandon(desk, JOURNAL_CANCELLED, status_name(fault->code));
        end_document(desk, fault);
        return;
    }
    desk->attestation_json = memory_alloc(answer->body_size + 1);
    memcpy(desk->attestation_json, answer->body, answer->body_size);
    desk->attestation_json_size = answer->body_size;
    desk->has_attestation = true;
    desk->document.steps[DESK_STEP_VERIFY] = DESK_DONE;
    send_draw(desk);
}

static void ask_number(struct desk *desk) {
    const struct record *record = desk->counter.record;
    const char *type = desk->request_type == COUNTER_ADCS ? "ADCS" : "RII";
    enum status status = STATUS_OK;
    if (desk->request_id[0] == '\0')
        status = journal_intend(desk->journal, type, record->neph, desk->agent.id, desk->copies, desk->request_id);
    struct registry_request request = {0};
    if (status == STATUS_OK)
        status = registry_ask_attestation(desk->request_id, record->neph, type, desk->document.pages, record->version,
                                          &desk->counter.check, &request);
    if (status != STATUS_OK) {
        fail(desk, status, "journal");
        return;
    }
    begin_step(desk, DESK_STEP_NUMBER);
    exchange_foreground(desk, &request, attestation_answered);
}

static void send_count(struct desk *desk) {
    const char *type = desk->request_type == COUNTER_ADCS ? "ADCS" : "RII";
    if (send_page(desk, json_pack("{s:s}", "count", type), true) != STATUS_OK) {
        fail(desk, STATUS_WORKER_LOST, "page");
        return;
    }
    desk->page_job = PAGE_JOB_COUNT;
}

/* --- What the page worker answers --- */

static void copy_text(char *out, size_t size, json_t *object, const char *member) {
    const char *text = json_string_value(json_object_get(object, member));
    text_copy(out, size, text != NULL ? text : "");
}

static void checked(struct desk *desk, json_t *answer) {
    bool ready = json_is_true(json_object_get(answer, "ready"));
    desk->status.printer_known = true;
    desk->status.printer_ready = ready;
    copy_text(desk->status.printer_text, sizeof desk->status.printer_text, answer, "text");
    if (!is_under_way(desk)) {
        if (desk->counter.stage < COUNTER_CONFIRMED)
            document_stop_page(desk); /* it had been started for this only */
        desk_tell(desk, DESK_ACT_COUNT);
        return;
    }
    copy_text(desk->document.printer_text, sizeof desk->document.printer_text, answer, "text");
    if (!ready) {
        struct fault fault;
        fault_set(&fault, STATUS_PRINTER, json_string_value(json_object_get(answer, "reason")),
                  desk->status.printer_text);
        end_document(desk, &fault);
        return;
    }
    desk->document.steps[DESK_STEP_PRINTER] = DESK_DONE;
    if (!desk->has_attestation) {
        send_count(desk);
        return;
    }
    /* Numbered and verified in an earlier try: the same document again. */
    desk->document.steps[DESK_STEP_NUMBER] = desk->document.steps[DESK_STEP_VERIFY] = DESK_DONE;
    text_copy(desk->document.number, sizeof desk->document.number, desk->attestation.number);
    send_draw(desk);
}

static void drawn(struct desk *desk, json_t *answer) {
    if (json_integer_value(json_object_get(answer, "pages")) != desk->document.pages) {
        abandon(desk, JOURNAL_CANCELLED, "pages");
        fail(desk, STATUS_SEAL_DIFFERS, "09");
        return;
    }
    enum status status = reach(desk, JOURNAL_DRAWN, NULL);
    if (status != STATUS_OK) {
        fail(desk, status, "journal");
        return;
    }
    desk->document.steps[DESK_STEP_DRAW] = DESK_DONE;
    send_print(desk);
}

static void printing(struct desk *desk, json_t *answer) {
    if (desk->document.steps[DESK_STEP_SEND] != DESK_DONE) {
        desk->document.steps[DESK_STEP_SEND] = DESK_DONE;
        begin_step(desk, DESK_STEP_PRINT);
    }
    desk->document.pages_done = (int)json_integer_value(json_object_get(answer, "pages_done"));
    copy_text(desk->document.printer_text, sizeof desk->document.printer_text, answer, "text");
    desk_tell(desk, DESK_DOCUMENT);
}

static void printed(struct desk *desk, json_t *answer) {
    enum status status = reach(desk, JOURNAL_PRINTED, NULL);
    copy_text(desk->document.delivered, sizeof desk->document.delivered, answer, "delivered");
    desk->document.pages_done = (int)json_integer_value(json_object_get(answer, "pages"));
    desk->document.steps[DESK_STEP_SEND] = desk->document.steps[DESK_STEP_PRINT] = DESK_DONE;
    if (status != STATUS_OK) {
        fail(desk, status, "journal");
        return;
    }
    forget_attestation(desk);
    end_document(desk, NULL);
}

static void page_failed(struct desk *desk, json_t *answer) {
    struct fault fault;
    const char *name = json_string_value(json_object_get(answer, "status"));
    fault_set(&fault, status_from_name(name != NULL ? name : ""), json_string_value(json_object_get(answer, "where")),
              json_string_value(json_object_get(answer, "detail")));
    if (!is_under_way(desk)) { /* the end of a cancelled job, or of a check */
        document_stop_page(desk);
        return;
    }
    if (fault.code == STATUS_CANCELLED) /* at the printer */
        abandon(desk, JOURNAL_CANCELLED, "at-printer");
    end_document(desk, &fault);
}

static void page_message(void *context, struct worker *worker, struct message *message) {
    struct desk *desk = context;
    (void)worker;
    enum desk_page_job job = desk->page_job;
    json_t *answer;
    if ((answer = json_object_get(message->head, "printing")) != NULL && job == PAGE_JOB_PRINT) {
        if (is_under_way(desk))
            printing(desk, answer);
        return;
    }
    desk->page_job = PAGE_JOB_NONE;
    if ((answer = json_object_get(message->head, "failed")) != NULL)
        page_failed(desk, answer);
    else if ((answer = json_object_get(message->head, "checked")) != NULL && job == PAGE_JOB_CHECK)
        checked(desk, answer);
    else if (!is_under_way(desk))
        document_stop_page(desk);
    else if ((answer = json_object_get(message->head, "counted")) != NULL && job == PAGE_JOB_COUNT) {
        desk->document.pages = (int)json_integer_value(answer);
        ask_number(desk);
    } else if ((answer = json_object_get(message->head, "drawn")) != NULL && job == PAGE_JOB_DRAW)
        drawn(desk, answer);
    else if ((answer = json_object_get(message->head, "printed")) != NULL && job == PAGE_JOB_PRINT)
        printed(desk, answer);
    else
        fail(desk, STATUS_PROTOCOL, "page");
}

static void page_lost(void *context, struct worker *worker) {
    struct desk *desk = context;
    (void)worker;
    bool busy = is_under_way(desk) && desk->page_job != PAGE_JOB_NONE;
    document_stop_page(desk);
    if (busy)
        fail(desk, STATUS_WORKER_LOST, "page");
}

/* --- Acts --- */

enum status desk_issue(struct desk *desk, enum counter_document type, int copies, struct fault *fault) {
    enum status status = counter_may_issue(&desk->counter, type, fault);
    if (status != STATUS_OK)
        return status;
    if (is_under_way(desk) || copies < 1 || copies > 9)
        return fault_set(fault, STATUS_INVALID, "copies", NULL);
    if (desk->foreground.wanted) /* the file is being asked for again: what is printed must be what it says */
        return fault_set(fault, STATUS_INVALID, "busy", NULL);
    if (desk->request_id[0] != '\0' && desk->request_type != type)
        abandon(desk, JOURNAL_CANCELLED, "other-document");
    if (desk->request_id[0] != '\0' && desk->copies != copies) {
        status = journal_set_copies(desk->journal, desk->request_id, copies);
        if (status != STATUS_OK)
            return fault_set(fault, status, "journal", NULL);
        desk->copies = copies;
    }
    if (desk->page_job == PAGE_JOB_CHECK || desk->cancel_timer != 0)
        document_stop_page(desk);
    document_page_started(desk);
    if (desk->page == NULL)
        return fault_set(fault, STATUS_WORKER_LOST, "page", NULL);
    status = counter_begin_document(&desk->counter, type, fault);
    if (status != STATUS_OK)
        return status;
    int pages = desk->has_attestation ? desk->document.pages : 0;
    desk->document = (struct desk_document){.type = type, .pages = pages};
    text_copy(desk->document.printer, sizeof desk->document.printer, desk->config.printer);
    desk->request_type = type;
    desk->copies = copies;
    desk_begin(desk, DESK_DOCUMENT);
    begin_step(desk, DESK_STEP_PRINTER);
    if (send_page(desk, json_pack("{s:b}", "check", 1), false) != STATUS_OK)
        fail(desk, STATUS_WORKER_LOST, "page");
    else
        desk->page_job = PAGE_JOB_CHECK;
    return STATUS_OK;
}

void desk_finish_document(struct desk *desk) {
    if (is_under_way(desk))
        return;
    desk->progress[DESK_DOCUMENT] = (struct desk_progress){0};
    int pages = desk->document.pages;
    memory_wipe(&desk->document, sizeof desk->document);
    desk->document.pages = desk->has_attestation ? pages : 0; /* what a second try must draw again */
}

static void cancel_due(void *context) {
    struct desk *desk = context;
    desk->cancel_timer = 0;
    document_stop_page(desk);
}

void document_give_up(struct desk *desk) {
    exchange_give_up(desk);
    if (desk->page_job == PAGE_JOB_PRINT) {
        /* The printer is told; whether or not it obeys at once, the agent goes on. */
        abandon(desk, JOURNAL_CANCELLED, "agent");
        if (send_page(desk, json_pack("{s:b}", "cancel", 1), false) == STATUS_OK)
            desk->cancel_timer = loop_after(desk->loop, CANCEL_GRACE_MS, cancel_due, desk);
        else
            document_stop_page(desk);
    } else {
        document_stop_page(desk);
        /* Without a number the registry may have issued one all the same: the same request_id is asked again. */
        if (desk->reached >= JOURNAL_NUMBERED)
            abandon(desk, JOURNAL_CANCELLED, "agent");
    }
    struct fault fault;
    fault_set(&fault, STATUS_GIVEN_UP, NULL, NULL);
    end_document(desk, &fault);
}

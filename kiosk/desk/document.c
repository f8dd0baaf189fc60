/* One document, from the check of the printer to the printed sheet: every step is in the journal before the act that
 * follows it. A number that was issued is kept while the person is there, so that a second try prints the same
 * document. It draws nothing and prints nothing: the page worker does. */
#include "desk_internal.h"

#include "../memory.h"
#include "../text.h"

#include <string.h>

enum { CANCEL_GRACE_MS = 5000 };

/* What stands for a number where there is none: name of the job, or of the file. */
#define UNNUMBERED "SITUATION"

/* --- The steps --- */

void document_begin_step(struct desk *desk, enum desk_step step) {
    desk->document.steps[step] = DESK_WAITING;
    desk_tell(desk, DESK_DOCUMENT);
}

/* "Ma situation" has no number, and no row in the journal: the audit log tells its beginning, then its end. */
static enum status note_situation(struct desk *desk, const char *act, const char *detail) {
    const struct record *record = desk->counter.record;
    enum status status =
        journal_audit(desk->journal, desk->agent.id, act, detail, record != NULL ? record->neph : NULL, NULL);
    if (status == STATUS_OK)
        desk->situation_noted = strcmp(act, "situation-intended") == 0;
    return status;
}

static void note_situation_failed(struct desk *desk, const char *reason) {
    if (!desk->situation_noted)
        return;
    enum status status = note_situation(desk, "situation-failed", reason);
    (void)status; /* a log that cannot be written keeps an intention without its end, which is what it then is */
    desk->situation_noted = false;
}

void document_end(struct desk *desk, const struct fault *fault) {
    for (int i = 0; i < DESK_STEP_COUNT; i++)
        if (desk->document.steps[i] == DESK_WAITING)
            desk->document.steps[i] = fault != NULL ? DESK_FAILED : DESK_DONE;
    if (fault != NULL)
        note_situation_failed(desk, status_name(fault->code));
    counter_end_document(&desk->counter);
    status_count(desk);
    desk_end(desk, DESK_DOCUMENT, fault);
    if (desk->counter.locked)
        file_put_away(desk); /* it had waited for the document */
    status_pump_outbox(desk);
}

void document_fail(struct desk *desk, enum status code, const char *where) {
    struct fault fault;
    fault_set(&fault, code, where, NULL);
    document_end(desk, &fault);
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

static bool is_numbered(const struct desk *desk) {
    return desk->request_type != COUNTER_SITUATION;
}

enum status document_reach(struct desk *desk, enum journal_state state, const char *number) {
    if (!is_numbered(desk) || (desk->reached >= state && state != JOURNAL_SENT)) /* sent again is one more print */
        return STATUS_OK;
    enum status status = STATUS_OK;
    if (state == JOURNAL_NUMBERED)
        status = journal_number(desk->journal, desk->request_id, number, "", 0);
    else if (state == JOURNAL_SENT)
        status = journal_send(desk->journal, desk->request_id, desk->config.printer, desk->copies);
    else
        status = journal_step(desk->journal, desk->request_id, state, NULL);
    if (status == STATUS_OK)
        desk->reached = state;
    return status;
}

void document_abandon(struct desk *desk, enum journal_state state, const char *reason) {
    if (desk->request_id[0] == '\0')
        return;
    enum status status = journal_step(desk->journal, desk->request_id, state, reason);
    (void)status; /* a journal that cannot be written keeps the row unfinished, which is what it then is */
    forget_attestation(desk);
}

void document_forget(struct desk *desk, const char *reason) {
    /* A number that nobody was handed must not stay good at the registry: whoever was given a spoiled sheet could use
     * it. */
    document_abandon(desk, JOURNAL_CANCELLED, reason);
    note_situation_failed(desk, reason);
    memory_wipe(&desk->document, sizeof desk->document);
    memset(desk->ahead, 0, sizeof desk->ahead);
    if (desk->page_job == PAGE_JOB_COUNT_AHEAD) /* its answer would be of what is no more */
        document_stop_page(desk);
    if (desk->counter.stage == COUNTER_DOCUMENT)
        counter_end_document(&desk->counter);
}

static void send_print(struct desk *desk) {
    enum status status = document_reach(desk, JOURNAL_SENT, NULL);
    const char *number = is_numbered(desk) ? desk->attestation.number : UNNUMBERED;
    if (status == STATUS_OK)
        status = page_send(desk,
                           json_pack("{s:{s:s, s:i, s:s}}", "print", "printer", desk->config.printer, "copies",
                                     desk->copies, "number", number),
                           false);
    if (status != STATUS_OK) {
        document_fail(desk, status, "journal");
        return;
    }
    desk->page_job = PAGE_JOB_PRINT;
    desk->document.printer_text[0] = '\0'; /* that was said before it had anything to print */
    document_begin_step(desk, DESK_STEP_SEND);
}

static json_t *write_draw(const struct desk *desk) {
    const char *type = counter_document_type(desk->request_type);
    if (!is_numbered(desk)) {
        char at[26];
        struct date_time now = clock_now();
        date_format_time(&now, at);
        return json_pack("{s:s, s:s}", "draw", type, "issued_at", at);
    }
    json_t *attestation = json_loadb(desk->attestation_json, desk->attestation_json_size, JSON_REJECT_DUPLICATES, NULL);
    return attestation == NULL ? NULL : json_pack("{s:s, s:o}", "draw", type, "attestation", attestation);
}

void document_send_draw(struct desk *desk) {
    enum status status = page_send(desk, write_draw(desk), true);
    if (status != STATUS_OK) {
        document_fail(desk, status, "page");
        return;
    }
    desk->page_job = PAGE_JOB_DRAW;
    document_begin_step(desk, DESK_STEP_DRAW);
}

static void send_count(struct desk *desk) {
    const char *type = counter_document_type(desk->request_type);
    if (page_send(desk, json_pack("{s:s}", "count", type), true) != STATUS_OK) {
        document_fail(desk, STATUS_WORKER_LOST, "page");
        return;
    }
    desk->page_job = PAGE_JOB_COUNT;
}

/* No number to ask for, no seal to verify: the page is drawn once the log says that it will be. */
static void begin_situation(struct desk *desk) {
    bool cached = desk->counter.source == COUNTER_FROM_CACHE;
    enum status status = note_situation(desk, "situation-intended", cached ? "cache" : "registry");
    if (status != STATUS_OK)
        document_fail(desk, status, "journal");
    else
        document_send_draw(desk);
}

/* --- What the page worker answers --- */

static void copy_text(char *out, size_t size, json_t *object, const char *member) {
    const char *text = json_string_value(json_object_get(object, member));
    text_copy(out, size, text != NULL ? text : "");
}

static void note_printer(struct desk *desk, json_t *answer) {
    desk->status.printer_known = true;
    desk->status.printer_ready = json_is_true(json_object_get(answer, "ready"));
    copy_text(desk->status.printer_text, sizeof desk->status.printer_text, answer, "text");
}

static void checked(struct desk *desk, json_t *answer) {
    note_printer(desk, answer);
    if (!document_is_under_way(desk)) {
        if (desk->counter.stage < COUNTER_CONFIRMED)
            document_stop_page(desk); /* it had been started for this only */
        desk_tell(desk, DESK_ACT_COUNT);
        return;
    }
    copy_text(desk->document.printer_text, sizeof desk->document.printer_text, answer, "text");
    if (!desk->status.printer_ready) {
        struct fault fault;
        fault_set(&fault, STATUS_PRINTER, json_string_value(json_object_get(answer, "reason")),
                  desk->status.printer_text);
        document_end(desk, &fault);
        return;
    }
    desk->document.steps[DESK_STEP_PRINTER] = DESK_DONE;
    if (!is_numbered(desk)) {
        begin_situation(desk);
        return;
    }
    if (!desk->has_attestation) {
        send_count(desk);
        return;
    }
    /* Numbered and verified in an earlier try: the same document again. */
    desk->document.steps[DESK_STEP_NUMBER] = desk->document.steps[DESK_STEP_VERIFY] = DESK_DONE;
    text_copy(desk->document.number, sizeof desk->document.number, desk->attestation.number);
    document_send_draw(desk);
}

static void drawn(struct desk *desk, json_t *answer) {
    int pages = (int)json_integer_value(json_object_get(answer, "pages"));
    if (!is_numbered(desk))
        desk->document.pages = pages;
    if (pages != desk->document.pages) { /* the registry was told another number, and the seal says it */
        document_abandon(desk, JOURNAL_CANCELLED, "pages");
        document_fail(desk, STATUS_SEAL_DIFFERS, "09");
        return;
    }
    enum status status = document_reach(desk, JOURNAL_DRAWN, NULL);
    if (status != STATUS_OK) {
        document_fail(desk, status, "journal");
        return;
    }
    desk->document.steps[DESK_STEP_DRAW] = DESK_DONE;
    send_print(desk);
}

void document_printing(struct desk *desk, json_t *answer) {
    if (desk->document.steps[DESK_STEP_SEND] != DESK_DONE) {
        desk->document.steps[DESK_STEP_SEND] = DESK_DONE;
        document_begin_step(desk, DESK_STEP_PRINT);
    }
    desk->document.pages_done = (int)json_integer_value(json_object_get(answer, "pages_done"));
    copy_text(desk->document.printer_text, sizeof desk->document.printer_text, answer, "text");
    desk_tell(desk, DESK_DOCUMENT);
}

static void printed(struct desk *desk, json_t *answer) {
    enum status status = is_numbered(desk) ? document_reach(desk, JOURNAL_PRINTED, NULL)
                                           : note_situation(desk, "situation-printed", NULL);
    copy_text(desk->document.delivered, sizeof desk->document.delivered, answer, "delivered");
    desk->document.pages_done = (int)json_integer_value(json_object_get(answer, "pages"));
    desk->document.steps[DESK_STEP_SEND] = desk->document.steps[DESK_STEP_PRINT] = DESK_DONE;
    if (status != STATUS_OK) {
        document_fail(desk, status, "journal");
        return;
    }
    forget_attestation(desk);
    document_end(desk, NULL);
}

static void failed(struct desk *desk, json_t *answer) {
    struct fault fault;
    const char *name = json_string_value(json_object_get(answer, "status"));
    fault_set(&fault, status_from_name(name != NULL ? name : ""), json_string_value(json_object_get(answer, "where")),
              json_string_value(json_object_get(answer, "detail")));
    if (fault.code == STATUS_CANCELLED) /* at the printer */
        document_abandon(desk, JOURNAL_CANCELLED, "at-printer");
    if (fault.code == STATUS_UNREADABLE) /* the same page would be as unreadable again */
        document_abandon(desk, JOURNAL_FAILED, status_name(fault.code));
    document_end(desk, &fault);
}

void document_answered(struct desk *desk, enum desk_page_job job, const json_t *head) {
    json_t *answer;
    if ((answer = json_object_get(head, "failed")) != NULL)
        failed(desk, answer);
    else if ((answer = json_object_get(head, "checked")) != NULL && job == PAGE_JOB_CHECK)
        checked(desk, answer);
    else if ((answer = json_object_get(head, "counted")) != NULL && job == PAGE_JOB_COUNT) {
        desk->document.pages = (int)json_integer_value(answer);
        document_ask_number(desk);
    } else if ((answer = json_object_get(head, "drawn")) != NULL && job == PAGE_JOB_DRAW)
        drawn(desk, answer);
    else if ((answer = json_object_get(head, "printed")) != NULL && job == PAGE_JOB_PRINT)
        printed(desk, answer);
    else
        document_fail(desk, STATUS_PROTOCOL, "page");
}

/* --- Acts --- */

static enum status begin(struct desk *desk, enum counter_document type, const char *reason, struct fault *fault) {
    if (desk->page_job == PAGE_JOB_CHECK || desk->page_job == PAGE_JOB_COUNT_AHEAD || desk->cancel_timer != 0)
        document_stop_page(desk);
    document_page_started(desk);
    if (desk->page == NULL)
        return fault_set(fault, STATUS_WORKER_LOST, "page", NULL);
    enum status status = document_note_reason(desk, type, reason, fault);
    return status == STATUS_OK ? counter_begin_document(&desk->counter, type, fault) : status;
}

/* Another document than the one that a second try would print: its number is given back. */
static enum status change_order(struct desk *desk, enum counter_document type, int copies) {
    if (desk->request_id[0] != '\0' && desk->request_type != type)
        document_abandon(desk, JOURNAL_CANCELLED, "other-document");
    if (desk->request_id[0] == '\0' || desk->copies == copies)
        return STATUS_OK;
    desk->copies = copies;
    return STATUS_OK;
}

enum status desk_issue(struct desk *desk, enum counter_document type, int copies, const char *reason,
                       struct fault *fault) {
    enum status status = counter_may_issue(&desk->counter, type, fault);
    if (status != STATUS_OK)
        return status;
    if (document_is_under_way(desk) || copies < 1 || copies > 9)
        return fault_set(fault, STATUS_INVALID, "copies", NULL);
    if (desk->foreground.wanted) /* the file is being asked for again: what is printed must be what it says */
        return fault_set(fault, STATUS_INVALID, "busy", NULL);
    status = begin(desk, type, reason, fault);
    if (status != STATUS_OK)
        return status;
    status = change_order(desk, type, copies);
    if (status != STATUS_OK) {
        counter_end_document(&desk->counter);
        return fault_set(fault, status, "journal", NULL);
    }
    int pages = desk->has_attestation ? desk->document.pages : 0;
    desk->document = (struct desk_document){.type = type, .pages = pages};
    text_copy(desk->document.printer, sizeof desk->document.printer, desk->config.printer);
    desk->request_type = type;
    desk->copies = copies;
    desk_begin(desk, DESK_DOCUMENT);
    document_begin_step(desk, DESK_STEP_PRINTER);
    if (page_send(desk, json_pack("{s:{s:s}}", "check", "printer", desk->config.printer), false) != STATUS_OK)
        document_fail(desk, STATUS_WORKER_LOST, "page");
    else
        desk->page_job = PAGE_JOB_CHECK;
    return STATUS_OK;
}

void desk_finish_document(struct desk *desk) {
    if (document_is_under_way(desk))
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
        document_abandon(desk, JOURNAL_CANCELLED, "agent");
        if (page_send(desk, json_pack("{s:b}", "cancel", 1), false) == STATUS_OK)
            desk->cancel_timer = loop_after(desk->loop, CANCEL_GRACE_MS, cancel_due, desk);
        else
            document_stop_page(desk);
    } else {
        document_stop_page(desk);
        /* Without a number the registry may have issued one all the same: the same request_id is asked again. */
        if (desk->reached >= JOURNAL_NUMBERED)
            document_abandon(desk, JOURNAL_CANCELLED, "agent");
    }
    struct fault fault;
    fault_set(&fault, STATUS_GIVEN_UP, NULL, NULL);
    document_end(desk, &fault);
}

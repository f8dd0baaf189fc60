/* One document, from the check of the printer to the printed sheet: every step is in the journal before the act that
 * follows it. It draws nothing and prints nothing: the page worker does; nor does it decide what becomes of a document
 * that failed: the agent does. */
#include "desk_internal.h"

#include "../kill_point.h"
#include "../memory.h"
#include "../text.h"

#include <string.h>

enum { CANCEL_GRACE_MS = 5000, COPIES_MAX = 9 };

/* --- The steps --- */

void document_begin_step(struct desk *desk, enum desk_step step) {
    desk->document.steps[step] = DESK_WAITING;
    desk_tell(desk, DESK_DOCUMENT);
}

bool document_is_numbered_kind(const struct desk *desk) {
    return desk->request_type != COUNTER_SITUATION;
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

void document_note_situation_failed(struct desk *desk, const char *reason) {
    if (!desk->situation_noted)
        return;
    enum status status = note_situation(desk, "situation-failed", reason);
    (void)status; /* a log that cannot be written keeps an intention without its end, which is what it then is */
    desk->situation_noted = false;
}

/* What the agent is asked once nothing moves any more. */
static enum desk_question question_after(const struct desk *desk) {
    if (desk->request_id[0] == '\0' || desk->document.number[0] == '\0')
        return DESK_ASKS_NOTHING;
    return desk->reached == JOURNAL_PRINTED ? DESK_ASKS_HAND_OVER : DESK_ASKS_WHAT_NOW;
}

void document_end(struct desk *desk, const struct fault *fault) {
    for (int i = 0; i < DESK_STEP_COUNT; i++)
        if (desk->document.steps[i] == DESK_WAITING)
            desk->document.steps[i] = fault != NULL ? DESK_FAILED : DESK_DONE;
    if (fault != NULL)
        document_note_situation_failed(desk, status_name(fault->code));
    desk->print_after_cancel = false;
    if (desk->document.reissue && desk->reached < JOURNAL_NUMBERED)
        document_drop(desk); /* the number is good as it was handed over */
    desk->document.asks = question_after(desk);
    counter_end_document(&desk->counter);
    status_count(desk);
    desk_end(desk, DESK_DOCUMENT, fault);
    if (desk->counter.locked)
        file_put_away(desk); /* it had waited for the document */
    outbox_pump(desk);
}

void document_fail(struct desk *desk, enum status code, const char *where) {
    struct fault fault;
    fault_set(&fault, code, where, NULL);
    document_end(desk, &fault);
}

/* --- Drawing --- */

static json_t *write_draw(const struct desk *desk) {
    const char *type = counter_document_type(desk->request_type);
    char at[26], today[11] = "";
    struct date_time now = clock_now();
    date_format_time(&now, at);
    if (!document_is_numbered_kind(desk))
        return json_pack("{s:s, s:s}", "draw", type, "issued_at", at);
    if (desk->document.reissue)
        date_format_iso(now.date, today);
    json_t *attestation =
        json_loadb(desk->parcel.attestation, desk->parcel.attestation_size, JSON_REJECT_DUPLICATES, NULL);
    return attestation == NULL ? NULL
                               : json_pack("{s:s, s:o, s:s*}", "draw", type, "attestation", attestation, "reissued_on",
                                           today[0] != '\0' ? today : NULL);
}

/* From the record that the seal was made for: a newer one may be open. */
void document_draw(struct desk *desk) {
    struct fault fault = {0};
    bool numbered = document_is_numbered_kind(desk);
    if (numbered && document_load(desk, &fault) != STATUS_OK) {
        document_end(desk, &fault);
        return;
    }
    const struct counter *counter = &desk->counter;
    const char *record = numbered ? desk->parcel.record : counter->record_json;
    size_t size = numbered ? desk->parcel.record_size : counter->record_json_size;
    enum status status = page_send(desk, write_draw(desk), record, size);
    if (status != STATUS_OK) {
        document_fail(desk, status, "page");
        return;
    }
    KILL_POINT("desk.draw-asked");
    desk->page_job = PAGE_JOB_DRAW;
    document_begin_step(desk, DESK_STEP_DRAW);
}

static void send_count(struct desk *desk) {
    const struct counter *counter = &desk->counter;
    const char *type = counter_document_type(desk->request_type);
    if (page_send(desk, json_pack("{s:s}", "count", type), counter->record_json, counter->record_json_size) !=
        STATUS_OK) {
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
        document_draw(desk);
}

/* --- Printing --- */

static enum status journal_the_print(struct desk *desk) {
    if (!document_is_numbered_kind(desk))
        return STATUS_OK;
    enum status status = journal_send(desk->journal, desk->request_id, desk->document.printer, desk->copies);
    if (status != STATUS_OK)
        return status;
    desk->reached = JOURNAL_SENT;
    desk->document.sheets_out = 0; /* those of an earlier one are destroyed, or it would not have come to this */
    text_copy(desk->sent_to, sizeof desk->sent_to, desk->document.printer);
    return STATUS_OK;
}

static void send_print(struct desk *desk) {
    enum status status = journal_the_print(desk);
    /* Without a number its kind is the name of the job, or of the file. */
    const char *number =
        document_is_numbered_kind(desk) ? desk->document.number : counter_document_type(desk->request_type);
    if (status != STATUS_OK) {
        document_fail(desk, status, "journal");
        return;
    }
    status = page_send(desk,
                       json_pack("{s:{s:s, s:i, s:s}}", "print", "printer", desk->document.printer, "copies",
                                 desk->copies, "number", number),
                       NULL, 0);
    if (status != STATUS_OK) {
        document_fail(desk, status, "page");
        return;
    }
    KILL_POINT("desk.print-asked");
    desk->page_job = PAGE_JOB_PRINT;
    desk->document.printer_text[0] = '\0'; /* that was said before it had anything to print */
    document_begin_step(desk, DESK_STEP_SEND);
}

/* The printer that had it before may still hold it. When it cannot be asked, it is asked again later. */
static void withdraw_or_print(struct desk *desk) {
    bool elsewhere = desk->sent_to[0] != '\0' && strcmp(desk->sent_to, desk->document.printer) != 0;
    if (!elsewhere) {
        send_print(desk);
        return;
    }
    json_t *head = json_pack("{s:{s:s, s:s}}", "withdraw", "printer", desk->sent_to, "number", desk->document.number);
    if (page_send(desk, head, NULL, 0) != STATUS_OK) {
        document_fail(desk, STATUS_WORKER_LOST, "page");
        return;
    }
    desk->page_job = PAGE_JOB_WITHDRAW;
}

/* --- What the page worker answers --- */

static void copy_text(char *out, size_t size, json_t *object, const char *member) {
    const char *text = json_string_value(json_object_get(object, member));
    text_copy(out, size, text != NULL ? text : "");
}

static void note_printer(struct desk *desk, json_t *answer) {
    desk->status.printer_known = true;
    desk->status.printer_ready = json_is_true(json_object_get(answer, "ready"));
    desk->status.printer_copies_max = (int)json_integer_value(json_object_get(answer, "copies_max"));
    copy_text(desk->status.printer_text, sizeof desk->status.printer_text, answer, "text");
}

static void printer_is_ready(struct desk *desk) {
    desk->document.steps[DESK_STEP_PRINTER] = DESK_DONE;
    if (!document_is_numbered_kind(desk)) {
        begin_situation(desk);
    } else if (desk->reached >= JOURNAL_NUMBERED) {
        desk->document.steps[DESK_STEP_NUMBER] = desk->document.steps[DESK_STEP_VERIFY] = DESK_DONE;
        document_draw(desk); /* the same document again */
    } else if (desk->request_id[0] != '\0') {
        document_ask_number(desk); /* the same request again */
    } else {
        send_count(desk);
    }
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
    if (desk->status.printer_ready) {
        printer_is_ready(desk);
        return;
    }
    struct fault fault;
    fault_set(&fault, STATUS_PRINTER, json_string_value(json_object_get(answer, "reason")), desk->status.printer_text);
    document_end(desk, &fault);
}

static void drawn(struct desk *desk, json_t *answer) {
    int pages = (int)json_integer_value(json_object_get(answer, "pages"));
    bool numbered = document_is_numbered_kind(desk);
    if (!numbered)
        desk->document.pages = pages;
    enum status status = STATUS_OK;
    if (pages != desk->document.pages) { /* the registry was told another number, and the seal says it */
        status = document_abandon(desk, JOURNAL_CANCELLED, "pages");
        document_fail(desk, status == STATUS_OK ? STATUS_SEAL_DIFFERS : status, status == STATUS_OK ? "09" : "journal");
        return;
    }
    if (numbered && desk->reached < JOURNAL_DRAWN)
        status = journal_step(desk->journal, desk->request_id, JOURNAL_DRAWN, NULL);
    if (status != STATUS_OK) {
        document_fail(desk, status, "journal");
        return;
    }
    if (numbered && desk->reached < JOURNAL_DRAWN)
        desk->reached = JOURNAL_DRAWN;
    desk->document.steps[DESK_STEP_DRAW] = DESK_DONE;
    withdraw_or_print(desk);
}

/* A jam stops a sheet that is not counted yet. */
static void count_sheets(struct desk *desk) {
    int whole = desk->document.pages * desk->copies;
    int out = desk->document.pages_done + 1;
    desk->document.sheets_out = out < whole ? out : whole;
}

void document_printing(struct desk *desk, json_t *answer) {
    if (desk->document.steps[DESK_STEP_SEND] != DESK_DONE) {
        desk->document.steps[DESK_STEP_SEND] = DESK_DONE;
        document_begin_step(desk, DESK_STEP_PRINT);
    }
    desk->document.pages_done = (int)json_integer_value(json_object_get(answer, "pages_done"));
    count_sheets(desk);
    copy_text(desk->document.printer_text, sizeof desk->document.printer_text, answer, "text");
    desk_tell(desk, DESK_DOCUMENT);
}

void document_lost_print(struct desk *desk) {
    desk->document.sheets_out = desk->document.pages * desk->copies;
    document_note_print_failed(desk, "worker-lost");
}

static void printed(struct desk *desk, json_t *answer) {
    enum status status;
    KILL_POINT("desk.print-answered");
    desk->document.pages_done = desk->document.sheets_out = desk->document.pages * desk->copies;
    if (document_is_numbered_kind(desk))
        status = journal_step(desk->journal, desk->request_id, JOURNAL_PRINTED, NULL);
    else
        status = note_situation(desk, "situation-printed", NULL);
    copy_text(desk->document.delivered, sizeof desk->document.delivered, answer, "delivered");
    desk->document.steps[DESK_STEP_SEND] = desk->document.steps[DESK_STEP_PRINT] = DESK_DONE;
    if (status != STATUS_OK) {
        desk->document.steps[DESK_STEP_PRINT] = DESK_WAITING;
        document_fail(desk, status, "journal");
        return;
    }
    desk->reached = JOURNAL_PRINTED;
    document_end(desk, NULL);
}

/* The printer did not do it: told to the journal, the number is kept. */
static void print_failed(struct desk *desk, const struct fault *fault) {
    document_note_print_failed(desk, fault->code == STATUS_CANCELLED ? "at-printer"
                                     : fault->where[0] != '\0'       ? fault->where
                                                                     : status_name(fault->code));
}

static void failed(struct desk *desk, enum desk_page_job job, json_t *answer) {
    struct fault fault;
    const char *name = json_string_value(json_object_get(answer, "status"));
    fault_set(&fault, status_from_name(name != NULL ? name : ""), json_string_value(json_object_get(answer, "where")),
              json_string_value(json_object_get(answer, "detail")));
    if (job == PAGE_JOB_WITHDRAW) { /* of the printer that had it before: asked again later */
        send_print(desk);
        return;
    }
    if (job == PAGE_JOB_PRINT && desk->document.sheets_out == 0 && desk->document.steps[DESK_STEP_SEND] == DESK_WAITING)
        count_sheets(desk); /* the printer may have begun before it said so */
    if (job == PAGE_JOB_PRINT && document_is_numbered_kind(desk))
        print_failed(desk, &fault);
    if (fault.code == STATUS_UNREADABLE && desk->request_id[0] != '\0') { /* as unreadable the next time */
        enum status status = document_abandon(desk, JOURNAL_FAILED, status_name(fault.code));
        if (status != STATUS_OK)
            fault_set(&fault, status, "journal", NULL);
    }
    document_end(desk, &fault);
}

void document_answered(struct desk *desk, enum desk_page_job job, const json_t *head) {
    json_t *answer;
    if ((answer = json_object_get(head, "failed")) != NULL)
        failed(desk, job, answer);
    else if ((answer = json_object_get(head, "checked")) != NULL && job == PAGE_JOB_CHECK)
        checked(desk, answer);
    else if ((answer = json_object_get(head, "counted")) != NULL && job == PAGE_JOB_COUNT) {
        desk->document.pages = (int)json_integer_value(answer);
        document_ask_number(desk);
    } else if ((answer = json_object_get(head, "drawn")) != NULL && job == PAGE_JOB_DRAW)
        drawn(desk, answer);
    else if (json_object_get(head, "withdrawn") != NULL && job == PAGE_JOB_WITHDRAW)
        send_print(desk);
    else if ((answer = json_object_get(head, "printed")) != NULL && job == PAGE_JOB_PRINT)
        printed(desk, answer);
    else
        document_fail(desk, STATUS_PROTOCOL, "page");
}

/* --- Beginning --- */

static void check_printer(struct desk *desk) {
    document_page_started(desk);
    if (page_send(desk, json_pack("{s:{s:s}}", "check", "printer", desk->document.printer), NULL, 0) != STATUS_OK)
        document_fail(desk, STATUS_WORKER_LOST, "page");
    else
        desk->page_job = PAGE_JOB_CHECK;
}

/* Whatever else the page worker does waits, but for telling a printer that its job is cancelled. */
void document_start(struct desk *desk) {
    text_copy(desk->document.printer, sizeof desk->document.printer, document_printer(desk));
    desk->document.asks = DESK_ASKS_NOTHING;
    desk->document.printer_text[0] = desk->document.delivered[0] = '\0';
    desk->document.pages_done = 0;
    desk->document.copies = desk->copies;
    memset(desk->document.steps, 0, sizeof desk->document.steps);
    desk_begin(desk, DESK_DOCUMENT);
    document_begin_step(desk, DESK_STEP_PRINTER);
    desk->print_after_cancel = desk->cancel_timer != 0;
    if (desk->print_after_cancel)
        return;
    if (desk->page_job != PAGE_JOB_NONE)
        document_stop_page(desk);
    check_printer(desk);
}

/* Another document than the one that a second try would print: its number is given back. */
static enum status change_order(struct desk *desk, enum counter_document type, struct fault *fault) {
    enum status status = STATUS_OK;
    if (desk->request_id[0] != '\0' && desk->request_type != type)
        status = document_abandon(desk, JOURNAL_CANCELLED, "other-document");
    return status == STATUS_OK ? STATUS_OK : fault_set(fault, status, "journal", NULL);
}

/* The number that was handed over to this person, once more. */
static void take_handed(struct desk *desk, enum counter_document type) {
    const struct desk_handed *handed = &desk->handed[type];
    memcpy(desk->request_id, handed->request_id, sizeof desk->request_id);
    desk->reached = JOURNAL_INTENDED;
    desk->parcel.check = handed->check;
    parcel_set_record(&desk->parcel, desk->counter.record_json, desk->counter.record_json_size);
    desk->document.pages = desk->parcel.pages = handed->pages;
    desk->document.reissue = true;
}

enum status desk_issue(struct desk *desk, enum counter_document type, int copies, const char *reason,
                       struct fault *fault) {
    bool again = desk->reached >= JOURNAL_NUMBERED && desk->request_id[0] != '\0' && desk->request_type == type;
    enum status status = again ? STATUS_OK : desk_may_issue(desk, type, fault);
    if (status != STATUS_OK)
        return status;
    if (document_is_under_way(desk) || copies < 1 || copies > COPIES_MAX)
        return fault_set(fault, STATUS_INVALID, "copies", NULL);
    if (desk->foreground.wanted) /* the file is being asked for again: what is printed must be what it says */
        return fault_set(fault, STATUS_INVALID, "busy", NULL);
    if (again) {
        desk->copies = copies;
        return desk_print(desk, fault);
    }
    status = document_note_reason(desk, type, reason, fault);
    if (status == STATUS_OK)
        status = change_order(desk, type, fault);
    if (status == STATUS_OK)
        status = counter_begin_document(&desk->counter, type, fault);
    if (status != STATUS_OK)
        return status;
    int pages = desk->request_id[0] != '\0' ? desk->document.pages : 0;
    desk->document = (struct desk_document){.type = type, .pages = pages};
    desk->request_type = type;
    desk->copies = copies;
    if (desk->request_id[0] == '\0' && desk->handed[type].request_id[0] != '\0')
        take_handed(desk, type);
    document_start(desk);
    return STATUS_OK;
}

/* --- Ending --- */

void desk_finish_document(struct desk *desk) {
    if (document_is_under_way(desk) || desk->document.asks == DESK_ASKS_HAND_OVER ||
        desk->document.asks == DESK_ASKS_WHAT_NOW)
        return;
    desk->progress[DESK_DOCUMENT] = (struct desk_progress){0};
    int pages = desk->document.pages;
    memory_wipe(&desk->document, sizeof desk->document);
    desk->document.pages = desk->request_id[0] != '\0' ? pages : 0; /* what a second try asks again */
}

void document_cancel_over(struct desk *desk) {
    loop_cancel(desk->loop, desk->cancel_timer);
    desk->cancel_timer = 0;
    document_stop_page(desk);
    if (desk->print_after_cancel) {
        desk->print_after_cancel = false;
        check_printer(desk);
    } else if (desk->counter.stage == COUNTER_CONFIRMED) {
        document_page_started(desk);
    }
    document_withdraw_jobs(desk, true);
}

static void cancel_due(void *context) {
    document_cancel_over(context);
}

/* The printer is told; whether or not it obeys at once, the agent goes on. */
void document_cancel_job(struct desk *desk) {
    if (page_send(desk, json_pack("{s:b}", "cancel", 1), NULL, 0) == STATUS_OK)
        desk->cancel_timer = loop_after(desk->loop, CANCEL_GRACE_MS, cancel_due, desk);
    else
        document_stop_page(desk);
}

/* A number is kept, and asked about. Without one the registry may have issued one all the same: the same request_id is
 * asked again. */
void document_give_up(struct desk *desk) {
    struct fault fault;
    document_interrupt(desk);
    fault_set(&fault, STATUS_GIVEN_UP, NULL, NULL);
    document_end(desk, &fault);
}

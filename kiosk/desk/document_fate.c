/* What becomes of a document that has been asked for: handed over, printed again, set aside, cancelled, forgotten. The
 * journal is told first; nothing here prints. */
#include "desk_internal.h"

#include "../kill_point.h"
#include "../memory.h"
#include "../text.h"

#include <string.h>

/* --- What the desk holds of it --- */

void document_put_away(struct desk *desk) {
    parcel_clear(&desk->parcel);
    registry_attestation_clear(&desk->attestation);
    desk->has_attestation = false;
}

void document_drop(struct desk *desk) {
    document_put_away(desk);
    desk->request_id[0] = desk->sent_to[0] = '\0';
    desk->reached = JOURNAL_INTENDED;
}

static enum status load_parcel(struct desk *desk) {
    return desk->parcel.record != NULL ? STATUS_OK : unfinished_read_parcel(desk, desk->request_id, &desk->parcel);
}

enum status document_load(struct desk *desk, struct fault *fault) {
    enum status status = load_parcel(desk);
    if (status != STATUS_OK)
        return fault_set(fault, status, "journal", NULL);
    if (desk->parcel.attestation == NULL || desk->has_attestation)
        return STATUS_OK;
    status = document_verify(desk, fault);
    if (status == STATUS_OK)
        return STATUS_OK;
    enum status abandoned = document_abandon(desk, JOURNAL_CANCELLED, status_name(fault->code));
    return abandoned == STATUS_OK ? status : fault_set(fault, abandoned, "journal", NULL);
}

/* --- Ends --- */

static enum status journal_abandon(struct desk *desk, enum journal_state state, const char *reason) {
    if (desk->document.reissue)
        return desk->reached < JOURNAL_NUMBERED ? STATUS_OK
                                                : journal_end_reissue(desk->journal, desk->request_id, reason);
    if (desk->reached < JOURNAL_NUMBERED && state == JOURNAL_CANCELLED) /* the registry may have given it a number */
        return journal_settle(desk->journal, desk->request_id);
    return journal_step(desk->journal, desk->request_id, state, reason);
}

enum status document_abandon(struct desk *desk, enum journal_state state, const char *reason) {
    if (desk->request_id[0] == '\0')
        return STATUS_OK;
    enum status status = journal_abandon(desk, state, reason);
    if (status != STATUS_OK)
        return status;
    document_drop(desk);
    document_withdraw_jobs(desk, true);
    return STATUS_OK;
}

static enum status set_aside(struct desk *desk) {
    const struct record *record = desk->counter.record;
    enum status status = journal_audit(desk->journal, desk->agent.id, "attestation-set-aside", NULL,
                                       record != NULL ? record->neph : NULL, desk->document.number);
    if (status != STATUS_OK)
        return status;
    KILL_POINT("desk.set-aside");
    document_drop(desk);
    document_withdraw_jobs(desk, true);
    return STATUS_OK;
}

static void forget_what_is_shown(struct desk *desk) {
    memory_wipe(&desk->document, sizeof desk->document);
    desk->progress[DESK_DOCUMENT] = (struct desk_progress){0};
}

/* Leaving is never refused: a row that cannot be written stays what it is, and is found again. */
void document_leave(struct desk *desk) {
    enum status status = STATUS_OK;
    if (document_is_under_way(desk)) {
        struct fault fault;
        document_interrupt(desk);
        fault_set(&fault, STATUS_GIVEN_UP, NULL, NULL);
        document_end(desk, &fault);
    }
    if (desk->request_id[0] != '\0') {
        bool is_nothing = desk->reached < JOURNAL_NUMBERED || (desk->document.reissue && desk->reached < JOURNAL_SENT);
        status = is_nothing ? document_abandon(desk, JOURNAL_CANCELLED, "person-left") : set_aside(desk);
    }
    (void)status;
    document_drop(desk);
    document_forget_changed(desk);
    forget_what_is_shown(desk);
    document_forget(desk, "person-left");
}

void document_forget(struct desk *desk, const char *reason) {
    /* A number that nobody was handed must not stay good at the registry: whoever was given a spoiled sheet could use
     * it. */
    enum status status = document_abandon(desk, JOURNAL_CANCELLED, reason);
    (void)status; /* a journal that cannot be written keeps the row unfinished, which is what it then is */
    document_drop(desk);
    document_note_situation_failed(desk, reason);
    if (!document_is_under_way(desk))
        desk->progress[DESK_DOCUMENT] = (struct desk_progress){0};
    memory_wipe(&desk->document, sizeof desk->document);
    memory_wipe(desk->handed, sizeof desk->handed);
    memory_wipe(desk->noted_reason, sizeof desk->noted_reason);
    memset(desk->ahead, 0, sizeof desk->ahead);
    if (desk->page_job == PAGE_JOB_COUNT_AHEAD) /* its answer would be of what is no more */
        document_stop_page(desk);
    if (desk->counter.stage == COUNTER_DOCUMENT)
        counter_end_document(&desk->counter);
}

void document_note_print_failed(struct desk *desk, const char *reason) {
    if (desk->reached != JOURNAL_SENT)
        return;
    enum status status = journal_print_failed(desk->journal, desk->request_id, reason);
    (void)status; /* a journal that cannot be written keeps it sent, which is what it is */
}

void document_interrupt(struct desk *desk) {
    exchange_give_up(desk);
    if (desk->changed_from != NULL) {
        file_forget(desk);
        desk->progress[DESK_LOOKUP] = (struct desk_progress){0};
        document_forget_changed(desk);
    }
    if (desk->page_job == PAGE_JOB_PRINT && desk->cancel_timer == 0) {
        document_cancel_job(desk);
        document_note_print_failed(desk, "stopped");
    } else if (desk->cancel_timer == 0) {
        document_stop_page(desk);
    }
}

/* --- Acts --- */

static bool asks(const struct desk *desk) {
    enum desk_question question = desk->document.asks;
    return !document_is_under_way(desk) && (question == DESK_ASKS_HAND_OVER || question == DESK_ASKS_WHAT_NOW);
}

static bool is_too_old(const struct desk *desk) {
    int64_t age = clock_unix() - clock_to_unix(&desk->counter.fetched_at);
    return desk->counter.record != NULL && age > (int64_t)desk->config.data_max_age_hours * 3600;
}

enum status desk_may_issue(const struct desk *desk, enum counter_document document, struct fault *fault) {
    enum status status = counter_may_issue(&desk->counter, document, fault);
    if (status == STATUS_OK && is_too_old(desk))
        return fault_set(fault, STATUS_DENIED, "age", NULL);
    return status;
}

bool desk_would_reissue(const struct desk *desk, enum counter_document document, char number[13]) {
    const struct desk_handed *handed = &desk->handed[document];
    if (handed->request_id[0] == '\0' || desk->request_id[0] != '\0')
        return false;
    memcpy(number, handed->number, sizeof handed->number);
    return true;
}

enum status desk_print(struct desk *desk, struct fault *fault) {
    if (!asks(desk) || desk->foreground.wanted)
        return fault_set(fault, STATUS_INVALID, desk->foreground.wanted ? "busy" : "stage", NULL);
    if (is_too_old(desk))
        return fault_set(fault, STATUS_DENIED, "age", NULL);
    enum status status = STATUS_OK;
    if (desk->reached == JOURNAL_PRINTED) { /* those sheets are destroyed */
        status = journal_print_failed(desk->journal, desk->request_id, "spoiled");
        if (status != STATUS_OK)
            return fault_set(fault, status, "journal", NULL);
        desk->reached = JOURNAL_SENT;
    }
    status = desk->reached < JOURNAL_NUMBERED ? counter_begin_document(&desk->counter, desk->request_type, fault)
                                              : counter_begin_print(&desk->counter, desk->request_type, fault);
    if (status != STATUS_OK)
        return status;
    document_start(desk);
    return STATUS_OK;
}

void desk_stop_printing(struct desk *desk) {
    if (!document_is_under_way(desk) || desk->reached < JOURNAL_NUMBERED)
        return;
    struct fault fault;
    document_interrupt(desk);
    fault_set(&fault, STATUS_GIVEN_UP, NULL, NULL);
    document_end(desk, &fault);
}

/* What a réédition needs; of a document whose record is no more the open one, none is made. */
static void remember_handed(struct desk *desk, struct desk_handed *handed) {
    const struct counter *counter = &desk->counter;
    const struct parcel *parcel = &desk->parcel;
    bool same = parcel->record_size == counter->record_json_size && counter->record_json != NULL &&
                memcmp(parcel->record, counter->record_json, parcel->record_size) == 0;
    memory_wipe(handed, sizeof *handed);
    if (!same)
        return;
    memcpy(handed->request_id, desk->request_id, sizeof handed->request_id);
    memcpy(handed->number, desk->document.number, sizeof handed->number);
    handed->pages = desk->document.pages;
    handed->check = parcel->check;
}

enum status desk_hand_over(struct desk *desk, struct fault *fault) {
    if (document_is_under_way(desk) || desk->document.asks != DESK_ASKS_HAND_OVER)
        return fault_set(fault, STATUS_INVALID, "stage", NULL);
    enum status status = load_parcel(desk);
    if (status == STATUS_OK)
        status = journal_step(desk->journal, desk->request_id, JOURNAL_HANDED_OVER, NULL);
    if (status != STATUS_OK)
        return fault_set(fault, status, "journal", NULL);
    remember_handed(desk, &desk->handed[desk->request_type]);
    document_drop(desk);
    desk->document.asks = DESK_ASKS_NOTHING;
    status_count(desk);
    desk_end(desk, DESK_DOCUMENT, NULL);
    outbox_pump(desk);
    return STATUS_OK;
}

enum status desk_set_aside(struct desk *desk, struct fault *fault) {
    desk_stop_printing(desk);
    if (!asks(desk))
        return fault_set(fault, STATUS_INVALID, "stage", NULL);
    enum status status = set_aside(desk);
    if (status != STATUS_OK)
        return fault_set(fault, status, "journal", NULL);
    forget_what_is_shown(desk);
    status_count(desk);
    desk_tell(desk, DESK_DOCUMENT);
    return STATUS_OK;
}

enum status desk_cancel_document(struct desk *desk, struct fault *fault) {
    struct fault cancelled;
    desk_stop_printing(desk);
    if (!asks(desk))
        return fault_set(fault, STATUS_INVALID, "stage", NULL);
    enum status status = document_abandon(desk, JOURNAL_CANCELLED, "agent");
    if (status != STATUS_OK)
        return fault_set(fault, status, "journal", NULL);
    desk->document.asks = DESK_ASKS_NOTHING;
    status_count(desk);
    fault_set(&cancelled, STATUS_CANCELLED, "agent", NULL);
    desk_end(desk, DESK_DOCUMENT, &cancelled);
    outbox_pump(desk);
    return STATUS_OK;
}

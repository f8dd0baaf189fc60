/* Documents that were left unfinished, set aside or found so after a restart: listed, taken up again with the person's
 * file, closed without it. It prints nothing by itself. */
#include "desk_internal.h"

#include "../kill_point.h"
#include "../memory.h"
#include "../record_changes.h"
#include "../text.h"

#include <string.h>

enum counter_document unfinished_type(const char *name) {
    return strcmp(name, counter_document_type(COUNTER_RII)) == 0 ? COUNTER_RII : COUNTER_ADCS;
}

/* --- The list --- */

static void describe(const struct journal_attestation *row, struct desk_unfinished *item) {
    *item = (struct desk_unfinished){.type = unfinished_type(row->type),
                                     .state = row->state,
                                     .changed_at = clock_from_unix(row->changed_unix),
                                     .copies = row->copies,
                                     .reissue = row->reissued};
    memcpy(item->request_id, row->request_id, sizeof item->request_id);
    memcpy(item->number, row->number, sizeof item->number);
}

size_t desk_list_unfinished(const struct desk *desk, struct desk_unfinished items[DESK_UNFINISHED_MAX]) {
    struct journal_attestation rows[DESK_UNFINISHED_MAX];
    size_t found = 0, count = 0;
    if (journal_list_unfinished(desk->journal, rows, DESK_UNFINISHED_MAX, &found) != STATUS_OK)
        return 0;
    for (size_t i = 0; i < found; i++)
        if (strcmp(rows[i].request_id, desk->request_id) != 0)
            describe(&rows[i], &items[count++]);
    return count;
}

/* --- Closing one without its person --- */

static enum status find(struct desk *desk, const char *request_id, struct journal_attestation *row,
                        struct fault *fault) {
    const struct counter *counter = &desk->counter;
    if (counter->stage != COUNTER_FREE || counter->locked || counter->role == COUNTER_TECHNICIAN)
        return fault_set(fault, STATUS_INVALID, "stage", NULL);
    enum status status = journal_find(desk->journal, request_id, row);
    if (status == STATUS_OK && row->state >= JOURNAL_HANDED_OVER)
        status = STATUS_INVALID;
    return status == STATUS_OK ? STATUS_OK : fault_set(fault, status, "journal", NULL);
}

/* Whoever closes it may not be who had it made. */
static enum status note_closing(struct desk *desk, const struct journal_attestation *row, const char *act) {
    enum status status = journal_audit(desk->journal, desk->agent.id, act, NULL, NULL, row->number);
    KILL_POINT("desk.closing");
    return status;
}

static void told(struct desk *desk) {
    status_count(desk);
    outbox_pump(desk);
    document_withdraw_jobs(desk, true);
}

enum status desk_hand_over_unfinished(struct desk *desk, const char *request_id, struct fault *fault) {
    struct journal_attestation row = {0};
    enum status status = find(desk, request_id, &row, fault);
    if (status != STATUS_OK)
        return status;
    if (row.state != JOURNAL_SENT && row.state != JOURNAL_PRINTED)
        return fault_set(fault, STATUS_INVALID, "stage", NULL);
    status = note_closing(desk, &row, "closed-as-handed-over");
    if (status == STATUS_OK && row.state == JOURNAL_SENT)
        status = journal_step(desk->journal, request_id, JOURNAL_PRINTED, NULL);
    if (status == STATUS_OK)
        status = journal_step(desk->journal, request_id, JOURNAL_HANDED_OVER, NULL);
    told(desk);
    return status == STATUS_OK ? STATUS_OK : fault_set(fault, status, "journal", NULL);
}

static enum status cancel_row(struct desk *desk, const struct journal_attestation *row, const char *reason) {
    enum status status;
    if (row->reissued)
        status = journal_end_reissue(desk->journal, row->request_id, reason);
    else if (row->state == JOURNAL_INTENDED)
        status = journal_settle(desk->journal, row->request_id);
    else
        status = journal_step(desk->journal, row->request_id, JOURNAL_CANCELLED, reason);
    return status;
}

enum status desk_cancel_unfinished(struct desk *desk, const char *request_id, struct fault *fault) {
    struct journal_attestation row = {0};
    enum status status = find(desk, request_id, &row, fault);
    if (status != STATUS_OK)
        return status;
    status = note_closing(desk, &row, "closed-as-cancelled");
    if (status == STATUS_OK)
        status = cancel_row(desk, &row, "agent");
    told(desk);
    return status == STATUS_OK ? STATUS_OK : fault_set(fault, status, "journal", NULL);
}

/* --- Taking one up again --- */

void unfinished_forget(struct desk *desk) {
    parcel_clear(&desk->resumption.parcel);
    memory_wipe(&desk->resumption, sizeof desk->resumption);
}

enum status unfinished_read_parcel(struct desk *desk, const char *request_id, struct parcel *parcel) {
    char *text = NULL;
    size_t size = 0;
    enum status status = journal_read_document(desk->journal, request_id, &text, &size);
    if (status != STATUS_OK)
        return status;
    status = parcel_read(text, size, parcel);
    memory_wipe(text, size);
    memory_free(text);
    return status;
}

enum status desk_resume(struct desk *desk, const char *request_id, struct fault *fault) {
    struct desk_resumption *resumption = &desk->resumption;
    struct journal_attestation row;
    struct parcel parcel = {0};
    struct record *record = NULL;
    enum status status = find(desk, request_id, &row, fault);
    if (status != STATUS_OK)
        return status;
    status = unfinished_read_parcel(desk, request_id, &parcel);
    if (status == STATUS_OK)
        status = record_parse(parcel.record, parcel.record_size, &record, fault);
    if (status == STATUS_OK)
        status = desk_open_file(desk, record->neph);
    record_free(record);
    if (status != STATUS_OK) {
        parcel_clear(&parcel);
        return fault_set(fault, status, "journal", NULL);
    }
    memcpy(resumption->request_id, row.request_id, sizeof resumption->request_id);
    resumption->row = row;
    resumption->parcel = parcel;
    return STATUS_OK;
}

/* A record that has changed makes its number worth nothing, but for one that was handed over; whoever else asks, the
 * document stays what it is, for who asked for it. */
static void refuse(struct desk *desk, const char *why, bool cancels) {
    const struct journal_attestation *row = &desk->resumption.row;
    enum status status = cancels ? cancel_row(desk, row, why) : STATUS_OK;
    desk->resume_keeps_number = !cancels || row->reissued || status != STATUS_OK;
    text_copy(desk->resume_refused, sizeof desk->resume_refused, status == STATUS_OK ? why : "journal");
    unfinished_forget(desk);
    told(desk);
}

/* But for the date of the data, the record must be the one that the document is made of. */
static bool is_same_record(const struct desk *desk) {
    struct record *record = NULL;
    struct fault fault;
    struct record_changes changes = {.what = RECORD_CHANGED_OTHER};
    const struct parcel *parcel = &desk->resumption.parcel;
    if (record_parse(parcel->record, parcel->record_size, &record, &fault) == STATUS_OK)
        record_compare(record, desk->counter.record, &changes);
    record_free(record);
    bool same = changes.what == 0;
    memory_wipe(&changes, sizeof changes);
    return same;
}

void unfinished_file_opened(struct desk *desk) {
    if (desk->resumption.request_id[0] != '\0' && !is_same_record(desk))
        refuse(desk, "record-changed", true);
}

void unfinished_restore(struct desk *desk) {
    struct desk_resumption *resumption = &desk->resumption;
    if (resumption->request_id[0] == '\0' || resumption->parcel.record != NULL)
        return;
    if (unfinished_read_parcel(desk, resumption->request_id, &resumption->parcel) != STATUS_OK)
        unfinished_forget(desk);
}

static bool is_same_requester(const struct identity_check *a, const struct identity_check *b) {
    return a->quality == b->quality && a->mandate == b->mandate && a->link == b->link &&
           a->requester_reason == b->requester_reason && strcmp(a->requester_name, b->requester_name) == 0 &&
           strcmp(a->requester_siren, b->requester_siren) == 0;
}

static void adopt(struct desk *desk) {
    struct desk_resumption *resumption = &desk->resumption;
    const struct journal_attestation *row = &resumption->row;
    document_drop(desk);
    memcpy(desk->request_id, row->request_id, sizeof desk->request_id);
    desk->reached = row->state;
    desk->request_type = unfinished_type(row->type);
    desk->copies = row->copies;
    text_copy(desk->sent_to, sizeof desk->sent_to, row->printer);
    desk->parcel = resumption->parcel;
    memset(&resumption->parcel, 0, sizeof resumption->parcel);
    desk->document = (struct desk_document){.type = desk->request_type,
                                            .copies = row->copies,
                                            .pages = desk->parcel.pages,
                                            .reissue = row->reissued,
                                            .numbered_at = clock_from_unix(row->changed_unix)};
    bool sent = row->state == JOURNAL_SENT || row->state == JOURNAL_PRINTED;
    desk->document.sheets_out = sent ? desk->document.pages * row->copies : 0;
    desk->document.asks = row->state == JOURNAL_PRINTED ? DESK_ASKS_HAND_OVER : DESK_ASKS_WHAT_NOW;
    memcpy(desk->document.number, row->number, sizeof desk->document.number);
    text_copy(desk->document.printer, sizeof desk->document.printer, row->printer);
    unfinished_forget(desk);
}

void unfinished_confirmed(struct desk *desk) {
    struct desk_resumption *resumption = &desk->resumption;
    if (resumption->request_id[0] == '\0')
        return;
    KILL_POINT("desk.resumed");
    if (!is_same_requester(&resumption->parcel.check, &desk->counter.check)) {
        refuse(desk, "other-requester", false);
        return;
    }
    adopt(desk);
    desk_end(desk, DESK_DOCUMENT, NULL);
}

bool desk_resuming(const struct desk *desk, struct desk_unfinished *document) {
    if (desk->resumption.request_id[0] == '\0')
        return false;
    describe(&desk->resumption.row, document);
    return true;
}

const struct identity_check *desk_resumed_check(const struct desk *desk) {
    return desk->resumption.parcel.record != NULL ? &desk->resumption.parcel.check : NULL;
}

const char *desk_resume_refused(const struct desk *desk, bool *keeps_number) {
    *keeps_number = desk->resume_keeps_number;
    return desk->resume_refused;
}

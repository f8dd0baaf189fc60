/* The steps of an attestation from intended to its end, each one transaction: its row, its document, its event for the
 * registry and its audit line, or none of them. It must not let a number be printed without its row, nor be lost. */
#include "journal_private.h"

#include "kill_point.h"
#include "text.h"
#include "uuid.h"

#include <string.h>

enum { COPIES_MAX = 99, NUMBER_LENGTH = 12 };

enum {
    INTENDED = 1 << JOURNAL_INTENDED,
    NUMBERED = 1 << JOURNAL_NUMBERED,
    DRAWN = 1 << JOURNAL_DRAWN,
    SENT = 1 << JOURNAL_SENT,
    PRINTED = 1 << JOURNAL_PRINTED,
    HANDED_OVER = 1 << JOURNAL_HANDED_OVER
};

/* What journal_step() may go to: from where (a set), and what the registry and the audit log are told; NULL: nothing.
 * Handing over is allowed before the printer has said that it is done: the agent holds the sheet. */
static const struct step {
    unsigned from;
    const char *event, *act;
} steps[] = {
    [JOURNAL_DRAWN] = {NUMBERED, NULL, NULL},
    [JOURNAL_PRINTED] = {SENT, "printed", "attestation-printed"},
    [JOURNAL_HANDED_OVER] = {SENT | PRINTED, "handed-over", "attestation-handed-over"},
    [JOURNAL_FAILED] = {INTENDED | NUMBERED | DRAWN | SENT, "print-failed", "attestation-failed"},
    [JOURNAL_CANCELLED] = {INTENDED | NUMBERED | DRAWN | SENT | PRINTED | HANDED_OVER, "cancelled",
                           "attestation-cancelled"},
};

bool journal_is_reason(const char *reason) {
    return !reason || strlen(reason) < sizeof((struct journal_attestation *)NULL)->reason;
}

static void set_reason(struct journal_row *row, const char *reason) {
    text_copy(row->attestation.reason, sizeof row->attestation.reason, reason ? reason : "");
}

/* --- The intention --- */

static enum status fill_intention(const struct journal *journal, const char *type, const char *neph,
                                  const char *agent_id, int copies, struct journal_row *row) {
    if ((strcmp(type, "ADCS") != 0 && strcmp(type, "RII") != 0) || copies < 1 || copies > COPIES_MAX)
        return STATUS_INVALID;
    struct journal_attestation *made = &row->attestation;
    uuid_make(made->request_id);
    made->copies = copies;
    journal_hash_person(journal, neph, row->person);
    return text_copy(made->type, sizeof made->type, type) && text_copy(made->agent_id, sizeof made->agent_id, agent_id)
               ? STATUS_OK
               : STATUS_TOO_LONG;
}

static enum status intend(struct journal *journal, const struct journal_row *row, const void *document, size_t size) {
    enum status status = journal_insert_row(journal, row);
    if (status == STATUS_OK)
        status = journal_keep_document(journal, row->attestation.request_id, document, size);
    return status == STATUS_OK ? journal_audit_row(journal, row, "attestation-intended", row->attestation.type)
                               : status;
}

enum status journal_intend(struct journal *journal, const char *type, const char *neph, const char *agent_id,
                           int copies, const void *document, size_t size, char request_id[37]) {
    struct journal_row row = {.attestation.state = JOURNAL_INTENDED};
    enum status status = fill_intention(journal, type, neph, agent_id, copies, &row);
    if (status != STATUS_OK)
        return status;
    status = database_begin(journal->database);
    if (status == STATUS_OK)
        status = intend(journal, &row, document, size);
    KILL_POINT("journal.intend.before");
    status = database_end(journal->database, status);
    KILL_POINT("journal.intend.after");
    if (status == STATUS_OK)
        memcpy(request_id, row.attestation.request_id, sizeof row.attestation.request_id);
    return status;
}

/* --- The number --- */

enum status journal_number_row(struct journal *journal, struct journal_row *row, const char *number) {
    if (row->attestation.state != JOURNAL_INTENDED || strlen(number) != NUMBER_LENGTH)
        return STATUS_INVALID;
    row->attestation.state = JOURNAL_NUMBERED;
    memcpy(row->attestation.number, number, NUMBER_LENGTH + 1);
    enum status status = journal_update_row(journal, row);
    return status == STATUS_OK ? journal_audit_row(journal, row, "attestation-numbered", NULL) : status;
}

enum status journal_number(struct journal *journal, const char *request_id, const char *number, const void *document,
                           size_t size) {
    struct journal_row row;
    enum status status = journal_begin_row(journal, request_id, &row);
    if (status == STATUS_OK)
        status = row.settling ? STATUS_INVALID : journal_number_row(journal, &row, number);
    if (status == STATUS_OK)
        status = journal_keep_document(journal, request_id, document, size);
    KILL_POINT("journal.number.before");
    status = database_end(journal->database, status);
    KILL_POINT("journal.number.after");
    return status;
}

/* --- Printing --- */

static enum status send(struct journal *journal, struct journal_row *row, const char *printer, int copies) {
    struct journal_attestation *to = &row->attestation;
    char detail[32];
    if (((1U << to->state) & (DRAWN | SENT | PRINTED)) == 0)
        return STATUS_INVALID;
    to->state = JOURNAL_SENT;
    to->copies = copies;
    to->prints++;
    if (!text_copy(to->printer, sizeof to->printer, printer))
        return STATUS_TOO_LONG;
    text_format(detail, sizeof detail, "print %d", to->prints);
    enum status status = journal_update_row(journal, row);
    if (status == STATUS_OK)
        status = journal_hold_job(journal, to->number, to->printer);
    return status == STATUS_OK ? journal_audit_row(journal, row, "attestation-sent", detail) : status;
}

enum status journal_send(struct journal *journal, const char *request_id, const char *printer, int copies) {
    struct journal_row row;
    if (copies < 1 || copies > COPIES_MAX || printer[0] == '\0')
        return STATUS_INVALID;
    enum status status = journal_begin_row(journal, request_id, &row);
    if (status == STATUS_OK)
        status = send(journal, &row, printer, copies);
    KILL_POINT("journal.sent.before");
    status = database_end(journal->database, status);
    KILL_POINT("journal.sent.after");
    return status;
}

static enum status tell_failed(struct journal *journal, struct journal_row *row, const char *reason) {
    enum status status = STATUS_OK;
    if (((1U << row->attestation.state) & (NUMBERED | DRAWN | SENT | PRINTED)) == 0)
        return STATUS_INVALID;
    if (row->attestation.state == JOURNAL_PRINTED) {
        row->attestation.state = JOURNAL_SENT;
        status = journal_update_row(journal, row);
    }
    if (status == STATUS_OK)
        status = journal_append_outgoing(journal, row, "print-failed", reason);
    return status == STATUS_OK ? journal_audit_row(journal, row, "attestation-print-failed", reason) : status;
}

enum status journal_print_failed(struct journal *journal, const char *request_id, const char *reason) {
    struct journal_row row;
    if (!journal_is_reason(reason))
        return STATUS_INVALID;
    enum status status = journal_begin_row(journal, request_id, &row);
    if (status == STATUS_OK)
        status = tell_failed(journal, &row, reason);
    KILL_POINT("journal.print-failed.before");
    status = database_end(journal->database, status);
    KILL_POINT("journal.print-failed.after");
    return status;
}

/* --- Drawn, printed, and the ends --- */

/* A request that is being settled ends in journal_settled(), a réédition in journal_end_reissue(). */
static bool may_step(const struct journal_row *row, enum journal_state to) {
    const struct journal_attestation *now = &row->attestation;
    bool gives_up = to == JOURNAL_FAILED || to == JOURNAL_CANCELLED;
    return ((1U << now->state) & steps[to].from) != 0 && !row->settling && !(now->reissued && gives_up);
}

static enum status tell_step(struct journal *journal, const struct journal_row *row, const char *reason) {
    const struct step *step = &steps[row->attestation.state];
    bool numbered = row->attestation.number[0] != '\0';
    enum status status = STATUS_OK;
    if (step->event && numbered)
        status = journal_append_outgoing(journal, row, step->event, reason);
    /* Only this revokes it at the registry. */
    if (status == STATUS_OK && numbered && row->attestation.state == JOURNAL_FAILED)
        status = journal_append_outgoing(journal, row, steps[JOURNAL_CANCELLED].event, reason);
    if (status == STATUS_OK && step->act)
        status = journal_audit_row(journal, row, step->act, reason);
    return status;
}

/* The step in a transaction that the caller ends. */
static enum status begin_step(struct journal *journal, const char *request_id, enum journal_state to,
                              const char *reason) {
    struct journal_row row;
    enum status status = journal_begin_row(journal, request_id, &row);
    if (status == STATUS_OK && !may_step(&row, to))
        status = STATUS_INVALID;
    if (status != STATUS_OK)
        return status;
    row.attestation.state = to;
    set_reason(&row, reason);
    status = journal_update_row(journal, &row);
    if (status == STATUS_OK && to == JOURNAL_PRINTED)
        status = journal_job_gone(journal, row.attestation.number, row.attestation.printer);
    if (status == STATUS_OK && to >= JOURNAL_HANDED_OVER)
        status = journal_erase_document(journal, request_id);
    return status == STATUS_OK ? tell_step(journal, &row, reason) : status;
}

static enum status step_drawn(struct journal *journal, const char *request_id) {
    enum status status = begin_step(journal, request_id, JOURNAL_DRAWN, NULL);
    KILL_POINT("journal.drawn.before");
    status = database_end(journal->database, status);
    KILL_POINT("journal.drawn.after");
    return status;
}

static enum status step_printed(struct journal *journal, const char *request_id) {
    enum status status = begin_step(journal, request_id, JOURNAL_PRINTED, NULL);
    KILL_POINT("journal.printed.before");
    status = database_end(journal->database, status);
    KILL_POINT("journal.printed.after");
    return status;
}

static enum status step_handed_over(struct journal *journal, const char *request_id) {
    enum status status = begin_step(journal, request_id, JOURNAL_HANDED_OVER, NULL);
    KILL_POINT("journal.handed-over.before");
    status = database_end(journal->database, status);
    KILL_POINT("journal.handed-over.after");
    return journal_truncate_log(journal, status);
}

static enum status step_failed(struct journal *journal, const char *request_id, const char *reason) {
    enum status status = begin_step(journal, request_id, JOURNAL_FAILED, reason);
    KILL_POINT("journal.failed.before");
    status = database_end(journal->database, status);
    KILL_POINT("journal.failed.after");
    return journal_truncate_log(journal, status);
}

static enum status step_cancelled(struct journal *journal, const char *request_id, const char *reason) {
    enum status status = begin_step(journal, request_id, JOURNAL_CANCELLED, reason);
    KILL_POINT("journal.cancelled.before");
    status = database_end(journal->database, status);
    KILL_POINT("journal.cancelled.after");
    return journal_truncate_log(journal, status);
}

enum status journal_step(struct journal *journal, const char *request_id, enum journal_state state,
                         const char *reason) {
    if (!journal_is_reason(reason))
        return STATUS_INVALID;
    switch (state) {
    case JOURNAL_DRAWN:
        return step_drawn(journal, request_id);
    case JOURNAL_PRINTED:
        return step_printed(journal, request_id);
    case JOURNAL_HANDED_OVER:
        return step_handed_over(journal, request_id);
    case JOURNAL_FAILED:
        return step_failed(journal, request_id, reason);
    case JOURNAL_CANCELLED:
        return step_cancelled(journal, request_id, reason);
    default:
        return STATUS_INVALID;
    }
}

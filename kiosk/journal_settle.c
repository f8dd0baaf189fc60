/* What becomes of a number outside the plain way: a réédition after the handing over, and a request whose answer nobody
 * awaits. It must not let a number stay good that nobody has, nor revoke one that somebody was handed. */
#include "journal_private.h"

#include "kill_point.h"
#include "text.h"

#include <string.h>

/* --- Rééditions --- */

static enum status reissue(struct journal *journal, struct journal_row *row, const void *document, size_t size) {
    if (row->attestation.state != JOURNAL_HANDED_OVER)
        return STATUS_INVALID;
    row->attestation.state = JOURNAL_NUMBERED;
    row->attestation.reissued = true;
    enum status status = journal_update_row(journal, row);
    if (status == STATUS_OK)
        status = journal_keep_document(journal, row->attestation.request_id, document, size);
    return status == STATUS_OK ? journal_audit_row(journal, row, "attestation-reissue", NULL) : status;
}

enum status journal_reissue(struct journal *journal, const char *request_id, const void *document, size_t size) {
    struct journal_row row;
    enum status status = journal_begin_row(journal, request_id, &row);
    if (status == STATUS_OK)
        status = reissue(journal, &row, document, size);
    KILL_POINT("journal.reissue.before");
    status = database_end(journal->database, status);
    KILL_POINT("journal.reissue.after");
    return status;
}

static bool is_reissue_under_way(const struct journal_attestation *row) {
    return row->reissued && row->state >= JOURNAL_NUMBERED && row->state <= JOURNAL_PRINTED;
}

enum status journal_end_reissue(struct journal *journal, const char *request_id, const char *reason) {
    struct journal_row row;
    if (!journal_is_reason(reason))
        return STATUS_INVALID;
    enum status status = journal_begin_row(journal, request_id, &row);
    if (status == STATUS_OK && !is_reissue_under_way(&row.attestation))
        status = STATUS_INVALID;
    if (status == STATUS_OK) {
        row.attestation.state = JOURNAL_HANDED_OVER;
        status = journal_update_row(journal, &row);
    }
    if (status == STATUS_OK)
        status = journal_erase_document(journal, request_id);
    if (status == STATUS_OK)
        status = journal_audit_row(journal, &row, "attestation-reissue-ended", reason);
    KILL_POINT("journal.reissue-ended.before");
    status = database_end(journal->database, status);
    KILL_POINT("journal.reissue-ended.after");
    return journal_truncate_log(journal, status);
}

/* --- Settling --- */

enum status journal_settle(struct journal *journal, const char *request_id) {
    struct journal_row row;
    enum status status = journal_begin_row(journal, request_id, &row);
    if (status == STATUS_OK && (row.attestation.state != JOURNAL_INTENDED || row.settling))
        status = STATUS_INVALID;
    if (status == STATUS_OK) {
        row.settling = true;
        status = journal_update_row(journal, &row);
    }
    if (status == STATUS_OK)
        status = journal_audit_row(journal, &row, "attestation-settling", NULL);
    KILL_POINT("journal.settle.before");
    status = database_end(journal->database, status);
    KILL_POINT("journal.settle.after");
    return status;
}

enum status journal_next_settling(struct journal *journal, char request_id[37]) {
    char found[37];
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(journal->database,
                                          "SELECT request_id FROM attestation WHERE settling = 1"
                                          " ORDER BY changed_unix, request_id LIMIT 1",
                                          &statement);
    if (status == STATUS_OK)
        status = database_step(statement);
    if (status == STATUS_OK)
        status = journal_read_text(statement, 0, found, sizeof found);
    sqlite3_finalize(statement);
    if (status == STATUS_OK)
        memcpy(request_id, found, sizeof found);
    return status;
}

static enum status settle(struct journal *journal, struct journal_row *row, const char *number, const char *reason) {
    struct journal_attestation *ended = &row->attestation;
    enum status status = STATUS_OK;
    if (!row->settling)
        return STATUS_INVALID;
    row->settling = false;
    if (number)
        status = journal_number_row(journal, row, number);
    ended->state = JOURNAL_CANCELLED;
    text_copy(ended->reason, sizeof ended->reason, reason ? reason : "");
    if (status == STATUS_OK)
        status = journal_update_row(journal, row);
    if (status == STATUS_OK)
        status = journal_erase_document(journal, ended->request_id);
    if (status == STATUS_OK && number)
        status = journal_append_outgoing(journal, row, "cancelled", reason);
    return status == STATUS_OK ? journal_audit_row(journal, row, "attestation-cancelled", reason) : status;
}

enum status journal_settled(struct journal *journal, const char *request_id, const char *number, const char *reason) {
    struct journal_row row;
    if (!journal_is_reason(reason))
        return STATUS_INVALID;
    enum status status = journal_begin_row(journal, request_id, &row);
    if (status == STATUS_OK)
        status = settle(journal, &row, number, reason);
    KILL_POINT("journal.settled.before");
    status = database_end(journal->database, status);
    KILL_POINT("journal.settled.after");
    return journal_truncate_log(journal, status);
}

/* Prints through libcups, to a queue or directly to an IPP printer, and follows the job by polling. It must not say
 * that a document is printed before the printer does, nor leave behind a job that nobody awaits. */
#include "spool_private.h"

#include "spool_link.h"

#include <string.h>

#include "../kiosk/date.h"
#include "../kiosk/text.h"

enum { POLL_MS = 200, MILLISECONDS = 1000 };

struct follow {
    struct spool_link *link;
    const struct spool *spool;
    int job_id;
    struct spool_report report; /* the last that was different */
    int64_t alive_ms;           /* when the printer last gave a sign of life */
};

static enum status printer_fault(struct fault *fault, const struct spool_reason *reason) {
    return fault_set(fault, STATUS_PRINTER, reason->keyword, reason->text);
}

void spool_cups_check(const struct spool *spool, struct spool_state *state) {
    struct spool_link link;
    struct spool_report report;
    const struct spool_reason *reason = spool_link_open(&link, spool);
    if (reason == NULL && spool_link_ask_printer(&link, &report) != STATUS_OK)
        reason = spool_find_reason("offline");
    else if (reason == NULL)
        reason = report.reason;
    spool_state_set(state, reason);
    state->copies_max = 1;
    spool_link_close(&link);
}

enum status spool_cups_withdraw(const struct spool *spool, const char *number, int *jobs, struct fault *fault) {
    struct spool_link link;
    const struct spool_reason *reason = spool_link_open(&link, spool);
    int found = 0;
    if (reason == NULL && spool_link_cancel_named(&link, number, &found) != STATUS_OK)
        reason = spool_find_reason("offline");
    spool_link_close(&link);
    if (reason != NULL)
        return printer_fault(fault, reason);
    *jobs = found;
    return STATUS_OK;
}

/* --- Following --- */

static bool is_same(const struct spool_report *a, const struct spool_report *b) {
    return a->job_state == b->job_state && a->pages_done == b->pages_done && a->reason == b->reason;
}

/* Somebody has to act, and the printer says what: that may take as long as it takes. */
static bool awaits_somebody(const struct spool_report *report) {
    return report->reason != NULL && report->reason->blocking && !report->reason->away;
}

/* Asks how the job is, and judges whether the printer is still there. */
static enum status look(struct follow *follow, struct fault *fault) {
    struct spool_report report;
    int64_t now_ms = clock_monotonic_ms();
    if (spool_link_ask_job(follow->link, follow->job_id, &report) == STATUS_OK) {
        if (!is_same(&report, &follow->report) || awaits_somebody(&report))
            follow->alive_ms = now_ms;
        follow->report = report;
    } else {
        follow->report.reason = spool_find_reason("offline");
    }
    if (now_ms - follow->alive_ms > (int64_t)follow->spool->timeout_seconds * MILLISECONDS)
        return printer_fault(fault, spool_find_reason("offline"));
    return STATUS_OK;
}

static void tell(const struct follow *follow, struct spool_progress *progress) {
    const struct spool_reason *reason = follow->report.reason;
    *progress = (struct spool_progress){.pages_done = follow->report.pages_done};
    if (reason != NULL) {
        text_copy(progress->reason, sizeof progress->reason, reason->keyword);
        text_copy(progress->text, sizeof progress->text, reason->text);
    }
}

static enum status end_of(const struct follow *follow, struct fault *fault) {
    if (follow->report.job_state == SPOOL_JOB_COMPLETED)
        return STATUS_OK;
    if (follow->report.job_state == SPOOL_JOB_CANCELLED)
        return fault_set(fault, STATUS_CANCELLED, "printer", "Impression annulée sur l'imprimante.");
    return fault_set(fault, STATUS_PRINTER, "aborted", "L'imprimante a abandonné l'impression.");
}

static enum status follow_job(struct follow *follow, spool_watch *watch, void *context, struct fault *fault) {
    for (;;) {
        struct spool_progress progress;
        enum status status = look(follow, fault);
        if (status == STATUS_OK && follow->report.job_state != SPOOL_JOB_GOING)
            return end_of(follow, fault);
        tell(follow, &progress);
        if (status == STATUS_OK && watch(context, &progress, POLL_MS) == SPOOL_CANCEL)
            status = fault_set(fault, STATUS_CANCELLED, "", "");
        if (status != STATUS_OK) {
            spool_link_cancel(follow->link, follow->job_id);
            return status;
        }
    }
}

/* What the printer has already said is wrong is better to tell than that it refused. */
static enum status refused(struct spool_link *link, struct fault *fault) {
    struct spool_report report;
    if (spool_link_ask_printer(link, &report) != STATUS_OK)
        return printer_fault(fault, spool_find_reason("offline"));
    if (report.reason != NULL && report.reason->blocking)
        return printer_fault(fault, report.reason);
    return fault_set(fault, STATUS_PRINTER, "refused", "L'imprimante a refusé le document.");
}

enum status spool_cups_print(const struct spool *spool, const struct spool_job *job, spool_watch *watch, void *context,
                             struct spool_result *result, struct fault *fault) {
    struct spool_link link;
    struct follow follow = {.link = &link, .spool = spool};
    const struct spool_reason *reason = spool_link_open(&link, spool);
    enum status status = reason == NULL ? STATUS_OK : printer_fault(fault, reason);
    if (status == STATUS_OK && spool_link_send(&link, job, &follow.job_id) != STATUS_OK)
        status = refused(&link, fault);
    if (status == STATUS_OK) {
        follow.alive_ms = clock_monotonic_ms();
        status = follow_job(&follow, watch, context, fault);
    }
    spool_link_close(&link);
    if (status == STATUS_OK)
        *result = (struct spool_result){.pages = job->pages};
    return status;
}

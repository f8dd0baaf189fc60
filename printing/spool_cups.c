/* Prints on an IPP printer or a queue of cupsd, and follows the job by polling. It must not say that a document is
 * printed before the printer does, nor leave behind a job that nobody awaits. */
#include "spool_private.h"

#include "spool_ipp.h"

#include <string.h>

#include "../kiosk/date.h"
#include "../kiosk/kill_point.h"
#include "../kiosk/text.h"

enum { POLL_MS = 200, CANCEL_MS = 1500, MILLISECONDS = 1000 };

struct print {
    struct spool_link link;
    const struct spool_job *job;
    spool_watch *watch;
    void *context;
    int job_id;
    struct spool_report report; /* the last */
    int64_t alive_ms;           /* when the printer last gave a sign of life */
    bool cancelled;             /* by the watch, which says it once */
};

static enum status printer_fault(struct fault *fault, const struct spool_reason *reason) {
    return fault_set(fault, STATUS_PRINTER, reason->keyword, reason->text);
}

/* --- Checking, withdrawing --- */

/* Why a document would not come out. */
static const struct spool_reason *obstacle(const struct spool_report *report, const struct spool_abilities *abilities) {
    if (report->reason != NULL && report->reason->blocking)
        return report->reason;
    if (!abilities->pdf)
        return spool_find_reason("no-pdf");
    return abilities->a4 ? report->reason : spool_find_reason("no-a4");
}

void spool_cups_check(const struct spool *spool, struct spool_state *state) {
    struct spool_link link;
    struct spool_report report;
    struct spool_abilities abilities = {.copies_max = 1};
    const struct spool_reason *reason = spool_link_open(&link, spool);
    if (reason == NULL)
        reason = spool_ipp_ask_printer(&link, &report, &abilities);
    if (reason == NULL)
        reason = obstacle(&report, &abilities);
    spool_link_close(&link);
    spool_state_set(state, reason);
    state->copies_max = abilities.copies_max;
}

enum status spool_cups_withdraw(const struct spool *spool, const char *number, int *jobs, struct fault *fault) {
    struct spool_link link;
    int found = 0;
    const struct spool_reason *reason = spool_link_open(&link, spool);
    if (reason == NULL)
        reason = spool_ipp_withdraw(&link, number, &found);
    spool_link_close(&link);
    if (reason != NULL)
        return printer_fault(fault, reason);
    *jobs = found;
    return STATUS_OK;
}

/* --- Telling, and being told --- */

static void write_progress(const struct print *print, struct spool_progress *progress) {
    const struct spool_reason *reason = print->report.reason;
    *progress = (struct spool_progress){.pages_done = print->report.pages_done};
    if (reason != NULL) {
        text_copy(progress->reason, sizeof progress->reason, reason->keyword);
        text_copy(progress->text, sizeof progress->text, reason->text);
    }
}

/* False when the job is to be cancelled. */
static bool tell(struct print *print, int wait_ms) {
    struct spool_progress progress;
    write_progress(print, &progress);
    if (!print->cancelled)
        print->cancelled = print->watch(print->context, &progress, wait_ms) == SPOOL_CANCEL;
    return !print->cancelled;
}

static bool is_wanted(void *context) {
    return tell(context, 0);
}

static enum status cancelled(struct fault *fault) {
    return fault_set(fault, STATUS_CANCELLED, "", "");
}

/* Whatever the printer makes of it, nobody waits for it longer than that. */
static void cancel(struct print *print) {
    print->link.is_wanted = NULL;
    print->link.connect_ms = CANCEL_MS;
    const struct spool_reason *failure = spool_ipp_cancel_job(&print->link, print->job_id);
    (void)failure; /* what it still holds is withdrawn before the number is printed again */
}

static bool is_overdue(const struct print *print) {
    return clock_monotonic_ms() - print->alive_ms > (int64_t)print->link.spool->timeout_seconds * MILLISECONDS;
}

/* --- Following --- */

static bool is_same(const struct spool_report *a, const struct spool_report *b) {
    return a->job_state == b->job_state && a->pages_done == b->pages_done && a->reason == b->reason;
}

/* Somebody has to act, and the printer says what: that may take as long as it takes. */
static bool awaits_somebody(const struct spool_report *report) {
    return report->reason != NULL && report->reason->blocking && !report->reason->away;
}

/* A printer that answers is there; the answer of a cupsd says nothing about its printer. */
static bool is_sign_of_life(const struct print *print, const struct spool_report *report) {
    return print->link.direct || !is_same(report, &print->report) || awaits_somebody(report);
}

/* Asks how the job is, and judges whether the printer is still there. */
static enum status look(struct print *print, struct fault *fault) {
    struct spool_report report;
    const struct spool_reason *failure = spool_ipp_ask_job(&print->link, print->job_id, print->job->number, &report);
    if (failure == NULL) {
        if (is_sign_of_life(print, &report))
            print->alive_ms = clock_monotonic_ms();
        print->report = report;
        return is_overdue(print) ? printer_fault(fault, spool_find_reason("offline")) : STATUS_OK;
    }
    print->report.reason = failure;
    return !failure->away || is_overdue(print) ? printer_fault(fault, failure) : STATUS_OK;
}

static enum status end_of(const struct spool_report *report, struct fault *fault) {
    const struct spool_reason *told = report->job_reason;
    switch (report->job_state) {
    case SPOOL_JOB_COMPLETED:
        if (told == spool_find_reason("job-completed-with-errors"))
            return printer_fault(fault, told);
        KILL_POINT("spool.completed");
        return STATUS_OK;
    case SPOOL_JOB_CANCELLED:
        return fault_set(fault, STATUS_CANCELLED, "printer", "Impression annulée sur l'imprimante.");
    case SPOOL_JOB_LOST:
        return printer_fault(fault, spool_find_reason("job-lost"));
    default:
        return printer_fault(fault, told != NULL && told->blocking ? told : spool_find_reason("aborted"));
    }
}

static enum status follow(struct print *print, struct fault *fault) {
    print->alive_ms = clock_monotonic_ms();
    for (;;) {
        enum status status = look(print, fault);
        if (status == STATUS_OK && print->report.job_state != SPOOL_JOB_GOING)
            return end_of(&print->report, fault);
        if (print->cancelled || (status == STATUS_OK && !tell(print, POLL_MS)))
            status = cancelled(fault);
        if (status != STATUS_OK) {
            cancel(print);
            return status;
        }
    }
}

/* --- Sending --- */

/* What the printer has already said is wrong is better to tell than that it refused. */
static enum status refused(struct print *print, const struct spool_reason *reason, struct fault *fault) {
    struct spool_report report;
    if (print->cancelled)
        return cancelled(fault);
    if (!reason->away && reason != spool_find_reason("refused"))
        return printer_fault(fault, reason);
    const struct spool_reason *failure = spool_ipp_ask_printer(&print->link, &report, NULL);
    if (failure == NULL && report.reason != NULL && report.reason->blocking)
        failure = report.reason;
    return printer_fault(fault, failure != NULL ? failure : reason);
}

/* A printer may be at somebody else's document. */
static const struct spool_reason *create_job(struct print *print, const struct spool_abilities *abilities) {
    const struct spool_reason *busy = spool_find_reason("busy");
    print->alive_ms = clock_monotonic_ms();
    for (;;) {
        const struct spool_reason *reason = spool_ipp_create_job(&print->link, print->job, abilities, &print->job_id);
        if (reason != busy || is_overdue(print))
            return reason;
        print->report.reason = busy;
        if (!tell(print, POLL_MS))
            return reason;
    }
}

static const struct spool_reason *prepare(struct print *print, struct spool_abilities *abilities) {
    int withdrawn = 0;
    const struct spool_reason *reason = NULL;
    if (!print->job->shares_title)
        reason = spool_ipp_withdraw(&print->link, print->job->number, &withdrawn);
    return reason != NULL ? reason : spool_ipp_ask_printer(&print->link, &print->report, abilities);
}

static enum status send_job(struct print *print, struct fault *fault) {
    struct spool_abilities abilities = {.copies_max = 1};
    const struct spool_reason *reason = prepare(print, &abilities);
    if (reason == NULL && print->job->copies > abilities.copies_max)
        return fault_set(fault, STATUS_INVALID, "copies", "");
    if (reason == NULL)
        reason = create_job(print, &abilities);
    if (reason != NULL)
        return refused(print, reason, fault);
    reason = spool_ipp_send_document(&print->link, print->job, print->job_id);
    if (reason == NULL)
        return STATUS_OK;
    enum status status = refused(print, reason, fault);
    cancel(print);
    return status;
}

enum status spool_cups_print(const struct spool *spool, const struct spool_job *job, spool_watch *watch, void *context,
                             struct spool_result *result, struct fault *fault) {
    struct print print = {.job = job, .watch = watch, .context = context};
    const struct spool_reason *reason = spool_link_open(&print.link, spool);
    print.link.is_wanted = is_wanted;
    print.link.context = &print;
    enum status status = reason == NULL ? send_job(&print, fault) : printer_fault(fault, reason);
    if (status == STATUS_OK)
        status = follow(&print, fault);
    spool_link_close(&print.link);
    if (status == STATUS_OK)
        *result = (struct spool_result){.pages = job->pages};
    return status;
}

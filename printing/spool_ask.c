/* Reads what a printer says of itself and of a job. It must not send anything but questions. */
#include "spool_ipp.h"

#include <limits.h>
#include <string.h>

/* --- Attributes --- */

const char *spool_ipp_text(ipp_attribute_t *attribute, int index) {
    const char *text = ippGetString(attribute, index, NULL);
    return text != NULL ? text : "";
}

static bool has_value(ipp_t *answer, const char *name, ipp_tag_t tag, const char *value, bool when_silent) {
    ipp_attribute_t *attribute = ippFindAttribute(answer, name, tag);
    return attribute == NULL ? when_silent : ippContainsString(attribute, value) != 0;
}

static const struct spool_reason *worst_of(ipp_t *answer, const char *name) {
    const struct spool_reason *worst = NULL;
    ipp_attribute_t *reasons = ippFindAttribute(answer, name, IPP_TAG_KEYWORD);
    for (int i = 0; reasons != NULL && i < ippGetCount(reasons); i++)
        worst = spool_worst_reason(worst, spool_find_reason(spool_ipp_text(reasons, i)));
    return worst;
}

static bool is_refusal(ipp_t *answer) {
    return ippGetStatusCode(answer) >= IPP_STATUS_REDIRECTION_OTHER_SITE;
}

/* Out of order for a while is as good as away; the rest stays as it is. */
static const struct spool_reason *refusal_of(const struct spool_link *link, ipp_status_t status) {
    if (status >= IPP_STATUS_ERROR_INTERNAL)
        return spool_find_reason(link->direct ? "offline" : "no-service");
    return spool_find_reason(status == IPP_STATUS_ERROR_NOT_FOUND ? "no-queue" : "not-accepting");
}

/* The request, with what is wanted of the answer. */
static ipp_t *ask_for(struct spool_link *link, ipp_op_t operation, int job_id, int count, const char *const wanted[]) {
    ipp_t *request = spool_link_new_request(link, operation, job_id);
    ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", count, NULL, wanted);
    return spool_link_ask(link, request);
}

/* --- The printer --- */

static const struct spool_reason *reason_of(ipp_t *answer) {
    const struct spool_reason *worst = worst_of(answer, "printer-state-reasons");
    ipp_attribute_t *state = ippFindAttribute(answer, "printer-state", IPP_TAG_ENUM);
    if (state != NULL && ippGetInteger(state, 0) == IPP_PSTATE_STOPPED)
        worst = spool_worst_reason(worst, spool_find_reason("stopped"));
    ipp_attribute_t *accepting = ippFindAttribute(answer, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
    if (accepting != NULL && !ippGetBoolean(accepting, 0))
        worst = spool_worst_reason(worst, spool_find_reason("not-accepting"));
    return worst;
}

/* What lies in its trays where it says so, else what could. */
static bool has_a4(ipp_t *answer) {
    const char *name =
        ippFindAttribute(answer, "media-ready", IPP_TAG_ZERO) != NULL ? "media-ready" : "media-supported";
    return has_value(answer, name, IPP_TAG_ZERO, SPOOL_MEDIA, true);
}

static int copies_max(ipp_t *answer) {
    ipp_attribute_t *copies = ippFindAttribute(answer, "copies-supported", IPP_TAG_ZERO);
    int upper = 1;
    if (copies != NULL && ippGetValueTag(copies) == IPP_TAG_RANGE)
        ippGetRange(copies, 0, &upper);
    else if (copies != NULL && ippGetValueTag(copies) == IPP_TAG_INTEGER)
        upper = ippGetInteger(copies, 0);
    return upper < 1 ? 1 : upper;
}

static struct spool_abilities abilities_of(ipp_t *answer) {
    return (struct spool_abilities){
        .pdf = has_value(answer, "document-format-supported", IPP_TAG_MIMETYPE, CUPS_FORMAT_PDF, true),
        .a4 = has_a4(answer),
        .one_sided = has_value(answer, "sides-supported", IPP_TAG_KEYWORD, CUPS_SIDES_ONE_SIDED, false),
        .no_scaling = has_value(answer, "print-scaling-supported", IPP_TAG_KEYWORD, "none", false),
        .no_sheets = has_value(answer, "job-sheets-supported", IPP_TAG_ZERO, "none", false),
        .copies_max = copies_max(answer),
    };
}

const struct spool_reason *spool_ipp_ask_printer(struct spool_link *link, struct spool_report *report,
                                                 struct spool_abilities *abilities) {
    static const char *const wanted[] = {
        "printer-state",    "printer-state-reasons",     "printer-is-accepting-jobs",
        "copies-supported", "document-format-supported", "job-sheets-supported",
        "media-ready",      "media-supported",           "print-scaling-supported",
        "sides-supported",
    };
    const int all = (int)(sizeof wanted / sizeof wanted[0]), state_only = 3;
    ipp_t *answer = ask_for(link, IPP_OP_GET_PRINTER_ATTRIBUTES, 0, abilities != NULL ? all : state_only, wanted);
    if (answer == NULL)
        return link->trouble;
    const struct spool_reason *failure = NULL;
    if (is_refusal(answer)) {
        failure = refusal_of(link, ippGetStatusCode(answer));
    } else {
        *report = (struct spool_report){.reason = reason_of(answer)};
        if (abilities != NULL)
            *abilities = abilities_of(answer);
    }
    ippDelete(answer);
    return failure;
}

/* --- The job --- */

static enum spool_job_state state_of(ipp_t *answer, const char *title) {
    ipp_attribute_t *state = ippFindAttribute(answer, "job-state", IPP_TAG_ENUM);
    ipp_attribute_t *name = ippFindAttribute(answer, "job-name", IPP_TAG_ZERO);
    if (name != NULL && strcmp(spool_ipp_text(name, 0), title) != 0)
        return SPOOL_JOB_LOST; /* the printer counts from 1 again: it is somebody else's */
    switch (state == NULL ? 0 : ippGetInteger(state, 0)) {
    case IPP_JSTATE_COMPLETED:
        return SPOOL_JOB_COMPLETED;
    case IPP_JSTATE_CANCELED:
        return SPOOL_JOB_CANCELLED;
    case IPP_JSTATE_ABORTED:
        return SPOOL_JOB_ABORTED;
    default:
        return SPOOL_JOB_GOING;
    }
}

static int pages_of(ipp_t *answer) {
    ipp_attribute_t *pages = ippFindAttribute(answer, "job-impressions-completed", IPP_TAG_INTEGER);
    if (pages == NULL)
        pages = ippFindAttribute(answer, "job-media-sheets-completed", IPP_TAG_INTEGER);
    return pages == NULL ? 0 : ippGetInteger(pages, 0);
}

const struct spool_reason *spool_ipp_ask_job(struct spool_link *link, int job_id, const char *title,
                                             struct spool_report *report) {
    static const char *const wanted[] = {"job-state", "job-name", "job-state-reasons", "job-impressions-completed",
                                         "job-media-sheets-completed"};
    struct spool_report read = {0};
    const struct spool_reason *failure = spool_ipp_ask_printer(link, &read, NULL);
    if (failure != NULL)
        return failure;
    ipp_t *answer = ask_for(link, IPP_OP_GET_JOB_ATTRIBUTES, job_id, (int)(sizeof wanted / sizeof wanted[0]), wanted);
    if (answer == NULL)
        return link->trouble;
    ipp_status_t status = ippGetStatusCode(answer);
    if (status == IPP_STATUS_ERROR_NOT_FOUND || status == IPP_STATUS_ERROR_GONE) {
        read.job_state = SPOOL_JOB_LOST;
    } else if (is_refusal(answer)) {
        failure = refusal_of(link, status);
    } else {
        read.job_state = state_of(answer, title);
        read.pages_done = pages_of(answer);
        read.job_reason = worst_of(answer, "job-state-reasons");
        read.reason = spool_worst_reason(read.reason, read.job_reason);
    }
    ippDelete(answer);
    if (failure == NULL)
        *report = read;
    return failure;
}

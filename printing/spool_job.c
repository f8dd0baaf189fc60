/* Makes jobs, sends them their document, cancels them. It must not tell a printer anything but the number of the
 * attestation, nor ask twice for one job. */
#include "spool_ipp.h"

#include <string.h>

#include "../kiosk/kill_point.h"

enum { JOBS_MAX = 32 };

/* NULL for a good answer. The answer is consumed. */
static const struct spool_reason *refusal_of(const struct spool_link *link, ipp_t *answer) {
    if (answer == NULL)
        return link->trouble;
    ipp_status_t status = ippGetStatusCode(answer);
    ippDelete(answer);
    if (status < IPP_STATUS_REDIRECTION_OTHER_SITE)
        return NULL;
    return spool_find_reason(status == IPP_STATUS_ERROR_BUSY ? "busy" : "refused");
}

static void add_keyword(ipp_t *request, bool understood, const char *name, const char *value) {
    if (understood)
        ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, name, NULL, value);
}

const struct spool_reason *spool_ipp_create_job(struct spool_link *link, const struct spool_job *job,
                                                const struct spool_abilities *abilities, int *job_id) {
    ipp_t *request = spool_link_new_request(link, IPP_OP_CREATE_JOB, 0);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, job->number);
    if (abilities->copies_max > 1)
        ippAddInteger(request, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", job->copies);
    add_keyword(request, abilities->no_sheets, "job-sheets", "none");
    add_keyword(request, true, "media", SPOOL_MEDIA);
    add_keyword(request, abilities->no_scaling, "print-scaling", "none");
    add_keyword(request, abilities->one_sided, "sides", CUPS_SIDES_ONE_SIDED);
    KILL_POINT("spool.before-create");
    ipp_t *answer = spool_link_ask(link, request);
    ipp_attribute_t *id = answer == NULL ? NULL : ippFindAttribute(answer, "job-id", IPP_TAG_INTEGER);
    int made = id == NULL ? 0 : ippGetInteger(id, 0);
    const struct spool_reason *failure = refusal_of(link, answer);
    if (failure == NULL && made <= 0)
        failure = spool_find_reason("refused");
    if (failure == NULL) {
        KILL_POINT("spool.created");
        *job_id = made;
    }
    return failure;
}

const struct spool_reason *spool_ipp_send_document(struct spool_link *link, const struct spool_job *job, int job_id) {
    ipp_t *request = spool_link_new_request(link, IPP_OP_SEND_DOCUMENT, job_id);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "document-name", NULL, job->number);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL, CUPS_FORMAT_PDF);
    ippAddBoolean(request, IPP_TAG_OPERATION, "last-document", 1);
    const struct spool_reason *failure = refusal_of(link, spool_link_send(link, request, job->pdf, job->size));
    if (failure == NULL)
        KILL_POINT("spool.sent");
    return failure;
}

const struct spool_reason *spool_ipp_cancel_job(struct spool_link *link, int job_id) {
    ipp_t *answer = spool_link_ask(link, spool_link_new_request(link, IPP_OP_CANCEL_JOB, job_id));
    ipp_status_t status = answer == NULL ? IPP_STATUS_OK : ippGetStatusCode(answer);
    const struct spool_reason *failure = refusal_of(link, answer);
    /* It has ended meanwhile, or is being cancelled already. */
    bool over = status == IPP_STATUS_ERROR_NOT_POSSIBLE || status == IPP_STATUS_ERROR_NOT_FOUND;
    return over ? NULL : failure;
}

/* --- What it still holds --- */

/* Jobs stand one after the other, without a mark between them but their order: each begins a group of its own. */
static int find_jobs(ipp_t *answer, const char *title, int ids[JOBS_MAX]) {
    int count = 0, id = 0;
    bool named = false;
    ipp_attribute_t *at = ippFirstAttribute(answer);
    for (;; at = ippNextAttribute(answer)) {
        const char *name = at == NULL ? NULL : ippGetName(at);
        if (name == NULL) { /* the end of a group, or of all */
            if (named && id > 0 && count < JOBS_MAX)
                ids[count++] = id;
            id = 0;
            named = false;
            if (at == NULL)
                return count;
        } else if (strcmp(name, "job-id") == 0) {
            id = ippGetInteger(at, 0);
        } else if (strcmp(name, "job-name") == 0) {
            named = strcmp(spool_ipp_text(at, 0), title) == 0;
        }
    }
}

const struct spool_reason *spool_ipp_withdraw(struct spool_link *link, const char *title, int *count) {
    static const char *const wanted[] = {"job-id", "job-name"};
    int ids[JOBS_MAX];
    ipp_t *request = spool_link_new_request(link, IPP_OP_GET_JOBS, 0);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", NULL, "not-completed");
    ippAddBoolean(request, IPP_TAG_OPERATION, "my-jobs", 0);
    ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", 2, NULL, wanted);
    ipp_t *answer = spool_link_ask(link, request);
    int found = answer == NULL ? 0 : find_jobs(answer, title, ids);
    const struct spool_reason *failure = refusal_of(link, answer);
    for (int i = 0; i < found && failure == NULL; i++) {
        failure = spool_ipp_cancel_job(link, ids[i]);
        if (failure == spool_find_reason("refused"))
            failure = spool_find_reason("not-withdrawn");
    }
    if (failure == NULL)
        *count = found;
    return failure;
}

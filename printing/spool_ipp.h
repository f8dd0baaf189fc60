/* What a printer says of itself and of jobs, and what it is told to do (RFC 8011), over a link. Internal to spool. */
#ifndef GUICHET_SPOOL_IPP_H
#define GUICHET_SPOOL_IPP_H

#include "spool_link.h"

enum spool_job_state {
    SPOOL_JOB_GOING,
    SPOOL_JOB_COMPLETED,
    SPOOL_JOB_CANCELLED,
    SPOOL_JOB_ABORTED,
    SPOOL_JOB_LOST /* the printer does not know it any more */
};

struct spool_report {
    enum spool_job_state job_state;
    int pages_done;
    const struct spool_reason *reason;     /* the worst that printer and job tell, or NULL */
    const struct spool_reason *job_reason; /* the worst that the job tells, or NULL */
};

struct spool_abilities {
    bool pdf, a4, one_sided, no_scaling, no_sheets;
    int copies_max; /* at least 1 */
};

/* A value that should be a text; never NULL. */
const char *spool_ipp_text(ipp_attribute_t *attribute, int index);

/* Each returns NULL, or why it failed. */
const struct spool_reason *spool_ipp_ask_printer(struct spool_link *link, struct spool_report *report,
                                                 struct spool_abilities *abilities);
/* A job whose id now belongs to another title is lost too. */
const struct spool_reason *spool_ipp_ask_job(struct spool_link *link, int job_id, const char *title,
                                             struct spool_report *report);
/* "busy": not now, but once it has ended what it does. */
const struct spool_reason *spool_ipp_create_job(struct spool_link *link, const struct spool_job *job,
                                                const struct spool_abilities *abilities, int *job_id);
const struct spool_reason *spool_ipp_send_document(struct spool_link *link, const struct spool_job *job, int job_id);
const struct spool_reason *spool_ipp_cancel_job(struct spool_link *link, int job_id);
/* Cancels the jobs of that title that are not completed; how many. */
const struct spool_reason *spool_ipp_withdraw(struct spool_link *link, const char *title, int *count);

#endif

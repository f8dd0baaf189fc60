/* The conversation with one printer in IPP, by libcups. Internal to spool. */
#ifndef GUICHET_SPOOL_LINK_H
#define GUICHET_SPOOL_LINK_H

#include "spool_private.h"

#include <cups/cups.h>

enum spool_job_state { SPOOL_JOB_GOING, SPOOL_JOB_COMPLETED, SPOOL_JOB_CANCELLED, SPOOL_JOB_ABORTED };

struct spool_report {
    enum spool_job_state job_state;
    int pages_done;
    const struct spool_reason *reason; /* the worst that the printer tells, or NULL */
};

struct spool_link {
    cups_dest_t *destination;
    http_t *http;
    char uri[1024], resource[256];
};

/* NULL when connected; else why not. Close it in either case. */
const struct spool_reason *spool_link_open(struct spool_link *link, const struct spool *spool);
void spool_link_close(struct spool_link *link);

STATUS_MUST_CHECK enum status spool_link_ask_printer(struct spool_link *link, struct spool_report *report);
STATUS_MUST_CHECK enum status spool_link_ask_job(struct spool_link *link, int job_id, struct spool_report *report);
/* Creates the job and sends the whole document; on failure nothing of it is left at the printer. */
STATUS_MUST_CHECK enum status spool_link_send(struct spool_link *link, const struct spool_job *job, int *job_id);
/* Cancels the jobs of that name that are not completed; how many. */
STATUS_MUST_CHECK enum status spool_link_cancel_named(struct spool_link *link, const char *name, int *count);
void spool_link_cancel(struct spool_link *link, int job_id);

#endif

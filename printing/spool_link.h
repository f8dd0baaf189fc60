/* The connection to one printer, and IPP requests over it, by libcups; connects again by itself when it was lost.
 * Internal to spool. */
#ifndef GUICHET_SPOOL_LINK_H
#define GUICHET_SPOOL_LINK_H

#include "spool_private.h"

#include <cups/cups.h>

struct spool_link {
    const struct spool *spool;
    http_t *http;   /* NULL: not connected */
    bool direct;    /* the printer itself; else a queue of the station's cupsd */
    bool encrypted; /* ipps */
    int port, connect_ms;
    char host[256], uri[1024], resource[256];
    int64_t deadline_ms;              /* of the exchange under way */
    bool (*is_wanted)(void *context); /* asked every second of a wait; NULL: it is */
    void *context;
    const struct spool_reason *trouble; /* why the last exchange had no answer */
};

/* NULL when connected; else why not. Close it in either case. */
const struct spool_reason *spool_link_open(struct spool_link *link, const struct spool *spool);
void spool_link_close(struct spool_link *link);

/* To the printer, about a job (0: none). */
ipp_t *spool_link_new_request(const struct spool_link *link, ipp_op_t operation, int job_id);
/* The answer, whatever it says (ippDelete), or NULL: link->trouble. The request is consumed. */
ipp_t *spool_link_ask(struct spool_link *link, ipp_t *request);
/* The same with a document behind the request. Whom it is sent to is looked at once more on the very connection that
 * carries it: libcups may have connected again. */
ipp_t *spool_link_send(struct spool_link *link, ipp_t *request, const uint8_t *bytes, size_t size);

#endif

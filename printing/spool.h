/* Sends a finished PDF to a printer and follows it to its end: a CUPS queue by name, an ipp:// or ipps:// printer
 * directly (RFC 8011), or a folder ("folder:/path", training). The job's title is the attestation's number: nothing
 * personal. */
#ifndef GUICHET_SPOOL_H
#define GUICHET_SPOOL_H

#include "../kiosk/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct spool {
    char printer[256];
    char ca[256];        /* who signs the certificate of an ipps:// printer (PEM); empty: none is trusted */
    int timeout_seconds; /* our own deadline: a printer that gives no sign of life for that long is off line */
};

struct spool_state {
    bool ready;      /* reachable, accepting, nothing that stops it */
    char reason[64]; /* IPP keyword without its severity ("media-empty"), or ours ("offline"); empty when ready */
    char text[192];  /* French: "prête", "Plus de papier : rechargez le bac." */
    int copies_max;  /* what it makes of one job; 1 where it does not say */
};

struct spool_progress {
    int pages_done;
    char reason[64]; /* as above, empty when all goes well */
    char text[192];
};

enum spool_wish { SPOOL_GO_ON, SPOOL_CANCEL };

/* Told how the job goes; waits up to `wait_ms`, less when the job is to be cancelled. */
typedef enum spool_wish spool_watch(void *context, const struct spool_progress *progress, int wait_ms);

struct spool_job {
    const uint8_t *pdf;
    size_t size;
    const char *number; /* title, and name of the file in a folder: A-Z and 0-9 */
    int copies, pages;
    bool shares_title; /* others print under the same one: nothing is withdrawn for it */
};

struct spool_result {
    int pages;
    char delivered[300]; /* path of the file, for a folder; else empty */
};

/* Reachable, accepting, takes PDF, has A4, nothing that stops it. */
void spool_check(const struct spool *spool, struct spool_state *state);

/* Cancels what the printer holds under that number and has not completed; how many jobs. STATUS_PRINTER: it cannot be
 * told (where, detail as below). */
STATUS_MUST_CHECK enum status spool_withdraw(const struct spool *spool, const char *number, int *jobs,
                                             struct fault *fault);

/* What the printer still holds under the number is withdrawn first: nothing comes out twice for one order. The
 * certificate of an ipps:// printer is checked before a byte of the document is sent.
 * STATUS_OK when the printer says that it has printed all of it. STATUS_PRINTER: where = reason, detail = French text;
 * the job has been cancelled as far as the printer can be reached. STATUS_CANCELLED: by `watch` (detail empty) or at
 * the printer. */
STATUS_MUST_CHECK enum status spool_print(const struct spool *spool, const struct spool_job *job, spool_watch *watch,
                                          void *context, struct spool_result *result, struct fault *fault);

#endif

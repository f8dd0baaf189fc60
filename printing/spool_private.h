/* Shared by the parts of spool; nobody else's business. */
#ifndef GUICHET_SPOOL_PRIVATE_H
#define GUICHET_SPOOL_PRIVATE_H

#include "spool.h"

#define SPOOL_MEDIA "iso_a4_210x297mm" /* PWG 5101.1 */

/* --- Reasons (spool_reasons.c, pure) --- */
struct spool_reason {
    const char *keyword; /* of printer-state-reasons (PWG 5100.9, RFC 8011), without -error, -warning, -report */
    bool blocking;       /* nothing will come out until somebody acts */
    bool away;           /* the printer cannot be reached */
    const char *text;
};
/* The row of a reason as a printer writes it, matched by prefix; NULL for "none", for what only informs, and for an
 * unknown reason that is not an error. */
const struct spool_reason *spool_find_reason(const char *written);
/* Of several, the one to tell: a blocking one first. NULL when there is none. */
const struct spool_reason *spool_worst_reason(const struct spool_reason *a, const struct spool_reason *b);

/* --- Folder (spool_folder.c) --- */
void spool_folder_check(const char *folder, struct spool_state *state);
STATUS_MUST_CHECK enum status spool_folder_withdraw(const char *folder, const char *number, int *jobs,
                                                    struct fault *fault);
STATUS_MUST_CHECK enum status spool_folder_print(const char *folder, const struct spool_job *job,
                                                 struct spool_result *result, struct fault *fault);

/* --- CUPS and IPP (spool_cups.c) --- */
void spool_cups_check(const struct spool *spool, struct spool_state *state);
STATUS_MUST_CHECK enum status spool_cups_withdraw(const struct spool *spool, const char *number, int *jobs,
                                                  struct fault *fault);
STATUS_MUST_CHECK enum status spool_cups_print(const struct spool *spool, const struct spool_job *job,
                                               spool_watch *watch, void *context, struct spool_result *result,
                                               struct fault *fault);

/* Ready, or not ready because of a row of the table. */
void spool_state_set(struct spool_state *state, const struct spool_reason *reason);

#endif

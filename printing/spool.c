/* Chooses how a document goes out by how the printer is named. It must not know what the document is. */
#include "spool.h"

#include "spool_private.h"

#include <string.h>

static const char folder_prefix[] = "folder:";

static const char *folder_of(const struct spool *spool) {
    size_t length = strlen(folder_prefix);
    return strncmp(spool->printer, folder_prefix, length) == 0 ? spool->printer + length : NULL;
}

void spool_check(const struct spool *spool, struct spool_state *state) {
    const char *folder = folder_of(spool);
    if (folder != NULL)
        spool_folder_check(folder, state);
    else
        spool_cups_check(spool, state);
}

enum status spool_withdraw(const struct spool *spool, const char *number, int *jobs, struct fault *fault) {
    const char *folder = folder_of(spool);
    if (folder != NULL)
        return spool_folder_withdraw(folder, number, jobs, fault);
    return spool_cups_withdraw(spool, number, jobs, fault);
}

enum status spool_print(const struct spool *spool, const struct spool_job *job, spool_watch *watch, void *context,
                        struct spool_result *result, struct fault *fault) {
    const char *folder = folder_of(spool);
    if (folder != NULL)
        return spool_folder_print(folder, job, result, fault);
    return spool_cups_print(spool, job, watch, context, result, fault);
}

/* The page worker as a command uses it: asked one thing, waited for. */
#ifndef GUICHET_COMMAND_PAGE_H
#define GUICHET_COMMAND_PAGE_H

#include "../message.h"
#include "../status.h"

struct command_page;

/* Starts the worker. The caller owns *page (command_page_close). */
STATUS_MUST_CHECK enum status command_page_open(struct command_page **page, struct fault *fault);
/* The same for another kind of worker ("trust"), which is asked and closed in the same way. */
STATUS_MUST_CHECK enum status command_worker_open(const char *kind, struct command_page **page, struct fault *fault);
/* Kills the worker; NULL is fine. */
void command_page_close(struct command_page *page);

/* Sends what has no answer (`configure`); the request is cleared. */
STATUS_MUST_CHECK enum status command_page_tell(struct command_page *page, struct message *request,
                                                struct fault *fault);
/* Sends a request, which is cleared, and waits for its answer (message_clear). What the worker says has failed is the
 * status; STATUS_TIMEOUT when it says nothing. */
STATUS_MUST_CHECK enum status command_page_ask(struct command_page *page, struct message *request,
                                               struct message *answer, struct fault *fault);

#endif

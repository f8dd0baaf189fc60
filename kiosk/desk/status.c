/* What the status bar shows: the registry and the printer are asked now and then, behind whatever the agent asks. */
#include "desk_internal.h"

#include "../memory.h"
#include "../text.h"

#include <string.h>

enum { STATUS_PERIOD_MS = 60 * 1000 };

static void status_due(void *context);

void status_count(struct desk *desk) {
    int outgoing = 0, unfinished = 0;
    if (journal_count_outgoing(desk->journal, &outgoing) == STATUS_OK)
        desk->status.outgoing = outgoing + (desk->audit_waits ? 1 : 0);
    if (journal_count_unfinished(desk->journal, &unfinished) == STATUS_OK)
        desk->status.unfinished = unfinished;
    desk_tell(desk, DESK_ACT_COUNT);
}

static enum desk_registry registry_word(const char *word) {
    if (strcmp(word, "up") == 0)
        return DESK_REGISTRY_UP;
    return strcmp(word, "degraded") == 0 ? DESK_REGISTRY_DEGRADED : DESK_REGISTRY_DOWN;
}

static void status_answered(struct desk *desk, const struct registry_answer *answer, struct fault *fault) {
    struct registry_status read;
    if (fault->code == STATUS_OK && registry_read_status(answer, &read, fault) == STATUS_OK) {
        desk->status.registry = registry_word(read.registry);
        desk->status.registry_at = read.data_as_of;
        text_copy(desk->status.registry_message, sizeof desk->status.registry_message, read.message);
    } else {
        desk->status.registry = DESK_REGISTRY_DOWN;
    }
    status_count(desk);
    outbox_pump(desk);
    if (desk->status.registry != DESK_REGISTRY_DOWN)
        outbox_tell_audit(desk);
}

static void ask_status(struct desk *desk) {
    loop_cancel(desk->loop, desk->status_timer);
    desk->status_timer = loop_after(desk->loop, STATUS_PERIOD_MS, status_due, desk);
    struct registry_request request = {0};
    if (!desk->background.wanted && registry_ask_status(&request) == STATUS_OK)
        exchange_background(desk, &request, status_answered);
}

static void status_due(void *context) {
    struct desk *desk = context;
    desk->status_timer = 0;
    ask_status(desk);
    document_withdraw_jobs(desk, true);
}

void status_start(struct desk *desk) {
    ask_status(desk);
    status_count(desk);
}

void desk_refresh_status(struct desk *desk) {
    ask_status(desk);
    document_check_printer(desk);
}

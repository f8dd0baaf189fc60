/* What the status bar shows, and the outbox: the desk's own requests, which wait behind whatever the agent asks. */
#include "desk_internal.h"

#include "../memory.h"
#include "../text.h"

#include <sodium.h>
#include <string.h>

/* However long the registry asks to wait, what is stored is offered again within the hour. */
enum { STATUS_PERIOD_MS = 60 * 1000, OUTBOX_PAUSE_MAX_MS = 3600 * 1000 };

static void status_due(void *context);
static void outbox_due(void *context);

void status_count(struct desk *desk) {
    int outgoing = 0, unfinished = 0;
    if (journal_count_outgoing(desk->journal, &outgoing) == STATUS_OK)
        desk->status.outgoing = outgoing;
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
    status_pump_outbox(desk);
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
}

void status_start(struct desk *desk) {
    ask_status(desk);
    status_count(desk);
}

void desk_refresh_status(struct desk *desk) {
    ask_status(desk);
    document_check_printer(desk);
}

/* The registry itself says that it will never take it: keeping it would hold up everything behind it for ever. The same
 * status from whatever stands in front of the registry says nothing of the event. */
static bool is_refused_for_good(const struct registry_answer *answer, const struct fault *fault) {
    if (fault->code != STATUS_PROBLEM)
        return false;
    return answer->http_status == 404 || answer->http_status == 409 || answer->http_status == 422;
}

static void event_answered(struct desk *desk, const struct registry_answer *answer, struct fault *fault) {
    bool is_taken = fault->code == STATUS_OK && answer->http_status < 300;
    if (is_taken || is_refused_for_good(answer, fault)) {
        desk->outgoing_attempt = 0;
        if (!is_taken && journal_audit(desk->journal, "station", "event-refused", fault->where, NULL,
                                       desk->outgoing_number) != STATUS_OK)
            return;
        if (journal_mark_sent(desk->journal, desk->outgoing_sequence) != STATUS_OK)
            return;
        status_count(desk);
        status_pump_outbox(desk);
        return;
    }
    int delay_ms = registry_retry_delay_ms(++desk->outgoing_attempt, answer->retry_after_seconds, randombytes_random());
    if (delay_ms > OUTBOX_PAUSE_MAX_MS)
        delay_ms = OUTBOX_PAUSE_MAX_MS;
    loop_cancel(desk->loop, desk->outbox_timer);
    desk->outbox_timer = loop_after(desk->loop, delay_ms, outbox_due, desk);
}

static void outbox_due(void *context) {
    struct desk *desk = context;
    desk->outbox_timer = 0;
    status_pump_outbox(desk);
}

void status_pump_outbox(struct desk *desk) {
    if (desk->background.wanted || desk->outbox_timer != 0)
        return;
    struct journal_outgoing outgoing = {0};
    if (journal_next_outgoing(desk->journal, &outgoing) != STATUS_OK)
        return;
    struct registry_request request = {0};
    if (registry_ask_event(outgoing.number, outgoing.event_json, &request) == STATUS_OK) {
        desk->outgoing_sequence = outgoing.sequence;
        text_copy(desk->outgoing_number, sizeof desk->outgoing_number, outgoing.number);
        exchange_background(desk, &request, event_answered);
    }
    memory_free(outgoing.event_json);
}

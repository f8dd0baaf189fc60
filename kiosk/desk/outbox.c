/* What the station has to tell the registry, in order: events of attestations, requests that nobody awaits any more,
 * lines of the audit log. All of it is on disk before it is sent, and goes when the registry has it. It never makes the
 * agent wait. */
#include "desk_internal.h"

#include "../kill_point.h"
#include "../memory.h"
#include "../text.h"

#include <sodium.h>
#include <string.h>

/* However long the registry asks to wait, what is stored is offered again within the hour. A batch of lines is far from
 * the mebibyte that a body may have. */
enum { PAUSE_MAX_MS = 3600 * 1000, AUDIT_BATCH = 200 };

static void outbox_due(void *context) {
    struct desk *desk = context;
    desk->outbox_timer = 0;
    outbox_pump(desk);
}

static void pause(struct desk *desk, const struct registry_answer *answer) {
    int delay_ms = registry_retry_delay_ms(++desk->outgoing_attempt, answer->retry_after_seconds, randombytes_random());
    if (delay_ms > PAUSE_MAX_MS)
        delay_ms = PAUSE_MAX_MS;
    loop_cancel(desk->loop, desk->outbox_timer);
    desk->outbox_timer = loop_after(desk->loop, delay_ms, outbox_due, desk);
}

/* The registry itself says that it will never take it: keeping it in the way would hold up everything behind it for
 * ever. The same status from whatever stands in front of the registry says nothing of it. */
static bool is_refused_for_good(const struct registry_answer *answer, const struct fault *fault) {
    static const int statuses[] = {400, 403, 404, 409, 413, 415, 422};
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
        if (fault->code == STATUS_PROBLEM && answer->http_status == statuses[i])
            return strcmp(fault->where, "station-unknown") != 0; /* the station's certificate, not the event */
    return false;
}

/* What a refusal is kept with: never empty. */
static const char *slug_of(const struct fault *fault) {
    return fault->where[0] != '\0' ? fault->where : "refused";
}

static bool is_taken(const struct registry_answer *answer, const struct fault *fault) {
    return fault->code == STATUS_OK && answer->http_status < 300;
}

/* --- Events --- */

static void event_answered(struct desk *desk, const struct registry_answer *answer, struct fault *fault) {
    enum status status = STATUS_OK;
    if (is_taken(answer, fault))
        status = journal_mark_sent(desk->journal, desk->outgoing_sequence);
    else if (is_refused_for_good(answer, fault))
        status = journal_mark_refused(desk->journal, desk->outgoing_sequence, slug_of(fault));
    else
        status = STATUS_UNREACHABLE;
    if (status != STATUS_OK) { /* a journal that cannot be written is told the same again, which is harmless */
        pause(desk, answer);
        return;
    }
    desk->outgoing_attempt = 0;
    status_count(desk);
    outbox_pump(desk);
}

static bool send_event(struct desk *desk) {
    struct journal_outgoing outgoing = {0};
    struct registry_request request = {0};
    if (journal_next_outgoing(desk->journal, &outgoing) != STATUS_OK)
        return false;
    enum status status = registry_ask_event(outgoing.number, outgoing.event_json, &request);
    memory_free(outgoing.event_json);
    if (status != STATUS_OK) /* no answer could be had to it either */
        return false;
    desk->outgoing_sequence = outgoing.sequence;
    exchange_background(desk, &request, event_answered);
    KILL_POINT("desk.event-sent");
    return true;
}

/* --- Requests that nobody awaits --- */

static void settle_answered(struct desk *desk, const struct registry_answer *answer, struct fault *fault) {
    struct registry_attestation attestation = {0};
    enum status status = STATUS_UNREACHABLE;
    if (is_taken(answer, fault) &&
        registry_read_attestation(answer->body, answer->body_size, &attestation, fault) == STATUS_OK &&
        strcmp(attestation.request_id, desk->settling) == 0)
        status = journal_settled(desk->journal, desk->settling, attestation.number, "unawaited");
    else if (is_refused_for_good(answer, fault))
        status = journal_settled(desk->journal, desk->settling, NULL, slug_of(fault));
    if (status == STATUS_EXISTS) /* another request has that number, and answers for it */
        status = journal_settled(desk->journal, desk->settling, NULL, "number-taken");
    registry_attestation_clear(&attestation);
    if (!desk->foreground.wanted)
        exchange_replace_net(desk); /* the old one has seen somebody who is no longer there */
    if (status != STATUS_OK) {
        pause(desk, answer);
        return;
    }
    desk->outgoing_attempt = 0;
    status_count(desk);
    outbox_pump(desk);
}

static enum status write_settling(struct desk *desk, struct registry_request *request) {
    struct journal_attestation row;
    struct parcel parcel = {0};
    enum status status = journal_find(desk->journal, desk->settling, &row);
    if (status == STATUS_OK)
        status = unfinished_read_parcel(desk, desk->settling, &parcel);
    if (status == STATUS_OK)
        status = document_write_request(desk->settling, unfinished_type(row.type), &parcel, request);
    parcel_clear(&parcel);
    return status;
}

static bool send_settling(struct desk *desk) {
    struct registry_request request = {0};
    if (journal_next_settling(desk->journal, desk->settling) != STATUS_OK)
        return false;
    enum status status = write_settling(desk, &request);
    if (status == STATUS_NOT_FOUND || status == STATUS_CRYPTO || status == STATUS_MALFORMED)
        status = journal_settled(desk->journal, desk->settling, NULL, "no-document"); /* nothing is left to ask with */
    if (status != STATUS_OK || request.body == NULL)
        return false;
    exchange_background(desk, &request, settle_answered);
    KILL_POINT("desk.settling-sent");
    return true;
}

void outbox_pump(struct desk *desk) {
    if (desk->background.wanted || desk->outbox_timer != 0)
        return;
    if (!send_event(desk))
        send_settling(desk);
}

/* --- Lines of the audit log --- */

static enum status add_line(void *context, const struct journal_line *line) {
    char person[2 * VAULT_HASH_SIZE + 1], previous[sizeof person], hash[sizeof person];
    sodium_bin2hex(person, sizeof person, line->person, VAULT_HASH_SIZE);
    sodium_bin2hex(previous, sizeof previous, line->previous, VAULT_HASH_SIZE);
    sodium_bin2hex(hash, sizeof hash, line->hash, VAULT_HASH_SIZE);
    json_t *object = json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "sequence", (json_int_t)line->sequence,
                               "at", line->at, "agent", line->agent_id, "act", line->act, "detail", line->detail,
                               "number", line->number, "person", person, "previous", previous, "hash", hash);
    return json_array_append_new(context, object) == 0 ? STATUS_OK : STATUS_NO_MEMORY;
}

static void audit_answered(struct desk *desk, const struct registry_answer *answer, struct fault *fault) {
    int64_t last = 0;
    enum status status = STATUS_UNREACHABLE;
    if (is_taken(answer, fault))
        status = registry_read_audit(answer, &last, fault);
    else if (fault->code == STATUS_PROBLEM && strcmp(fault->where, "sequence-gap") == 0)
        status = STATUS_OK; /* it has lost lines: they are told from the first one again */
    if (status == STATUS_OK)
        status = journal_mark_told(desk->journal, last);
    /* A registry that has other lines under this station's name: nothing that is sent again changes that. */
    desk->audit_refused = status == STATUS_INVALID || (status != STATUS_OK && is_refused_for_good(answer, fault));
    desk->audit_waits = status != STATUS_OK && !desk->audit_refused;
    status_count(desk);
    outbox_pump(desk);
    if (status == STATUS_OK && last > 0)
        outbox_tell_audit(desk); /* the next batch */
}

void outbox_tell_audit(struct desk *desk) {
    if (desk->background.wanted || desk->audit_refused)
        return;
    json_t *lines = json_array();
    struct registry_request request = {0};
    enum status status = journal_export_untold(desk->journal, AUDIT_BATCH, add_line, lines);
    char *text = status == STATUS_OK && json_array_size(lines) > 0 ? json_dumps(lines, JSON_COMPACT) : NULL;
    json_decref(lines);
    if (text == NULL)
        return;
    if (registry_ask_audit(desk->config.station_id, text, &request) == STATUS_OK)
        exchange_background(desk, &request, audit_answered);
    memory_free(text);
}

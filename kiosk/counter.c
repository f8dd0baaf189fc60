/* The state machine of the counter. It must not do anything: it only says what may be done, and remembers what was. */
#include "counter.h"

#include "memory.h"
#include "text.h"

#include <string.h>

void counter_init(struct counter *counter) {
    *counter = (struct counter){0};
}

enum status counter_log_in(struct counter *counter, const char *agent_id, enum counter_role role) {
    if (counter->stage != COUNTER_CLOSED || !agent_id[0])
        return STATUS_INVALID;
    if (!text_copy(counter->agent_id, sizeof counter->agent_id, agent_id)) {
        counter->agent_id[0] = '\0';
        return STATUS_TOO_LONG;
    }
    counter->role = role;
    counter->locked = false;
    counter->stage = COUNTER_FREE;
    return STATUS_OK;
}

void counter_log_out(struct counter *counter) {
    counter_close_person(counter);
    memory_wipe(counter, sizeof *counter);
}

void counter_lock(struct counter *counter) {
    if (counter->stage != COUNTER_CLOSED)
        counter->locked = true;
}

enum status counter_unlock(struct counter *counter, const char *agent_id) {
    if (!counter->locked)
        return STATUS_INVALID;
    if (strcmp(counter->agent_id, agent_id) != 0)
        return STATUS_DENIED;
    counter->locked = false;
    return STATUS_OK;
}

enum status counter_open_person(struct counter *counter, struct record *record, char *json, size_t json_size,
                                enum counter_source source, const struct date_time *fetched_at) {
    if (counter->stage == COUNTER_CLOSED || counter->stage == COUNTER_DOCUMENT || counter->locked)
        return STATUS_INVALID;
    if (counter->role == COUNTER_TECHNICIAN)
        return STATUS_DENIED;
    counter_close_person(counter);
    counter->record = record;
    counter->record_json = json;
    counter->record_json_size = json_size;
    counter->source = source;
    counter->fetched_at = *fetched_at;
    counter->stage = COUNTER_PERSON;
    return STATUS_OK;
}

enum status counter_confirm(struct counter *counter, const struct identity_check *check,
                            const struct identity_rules *rules, struct fault *fault) {
    if (counter->stage != COUNTER_PERSON || counter->locked)
        return fault_set(fault, STATUS_INVALID, "stage", NULL);
    enum status status = identity_check_complete(check, rules, fault);
    if (status != STATUS_OK)
        return status;
    if (strcmp(check->confirmed_by, counter->agent_id) != 0)
        return fault_set(fault, STATUS_INVALID, "confirmed_by", NULL);
    counter->check = *check;
    counter->stage = COUNTER_CONFIRMED;
    return STATUS_OK;
}

void counter_end_document(struct counter *counter) {
    if (counter->stage == COUNTER_DOCUMENT)
        counter->stage = COUNTER_CONFIRMED;
}

void counter_close_person(struct counter *counter) {
    record_free(counter->record);
    memory_free(counter->record_json);
    counter->record = NULL;
    counter->record_json = NULL;
    counter->record_json_size = 0;
    counter->source = COUNTER_FROM_REGISTRY;
    memory_wipe(&counter->fetched_at, sizeof counter->fetched_at);
    memory_wipe(&counter->check, sizeof counter->check);
    if (counter->stage > COUNTER_FREE)
        counter->stage = COUNTER_FREE;
}

static bool has_right(const struct counter *counter, enum identity_right right) {
    return (identity_entitlement(counter->check.quality)->rights & (unsigned)right) != 0;
}

bool counter_may_see(const struct counter *counter, enum identity_right right) {
    return counter->stage >= COUNTER_CONFIRMED && !counter->locked && has_right(counter, right);
}

/* A state that the table does not know is issued nothing: nobody could say what the page would mean. */
static bool state_allows(const struct counter *counter, enum counter_document document) {
    const struct guidance_state *state = guidance_state(counter->record->licence.state);
    if (!state || state->issuable == GUIDANCE_ISSUE_NONE)
        return false;
    return document != COUNTER_ADCS || state->issuable != GUIDANCE_ISSUE_NO_ADCS;
}

static const struct {
    const char *type;
    enum identity_right right;
    bool needs_registry;
} documents[COUNTER_DOCUMENT_COUNT] = {
    [COUNTER_ADCS] = {"ADCS", IDENTITY_GIVE_ADCS, true},
    [COUNTER_RII] = {"RII", IDENTITY_GIVE_RII, true},
    [COUNTER_SITUATION] = {"SITUATION", IDENTITY_GIVE_SITUATION, false},
};

const char *counter_document_type(enum counter_document document) {
    return documents[document].type;
}

static enum status may_have(const struct counter *counter, enum counter_document document, struct fault *fault) {
    if (counter->stage != COUNTER_CONFIRMED || counter->locked)
        return fault_set(fault, STATUS_DENIED, "stage", NULL);
    if (!has_right(counter, documents[document].right))
        return fault_set(fault, STATUS_DENIED, "right", NULL);
    if (!state_allows(counter, document))
        return fault_set(fault, STATUS_DENIED, "state", NULL);
    return STATUS_OK;
}

enum status counter_may_issue(const struct counter *counter, enum counter_document document, struct fault *fault) {
    enum status status = may_have(counter, document, fault);
    bool lacks_registry = counter->source == COUNTER_FROM_CACHE && documents[document].needs_registry;
    if (lacks_registry && (status == STATUS_OK || strcmp(fault->where, "state") == 0))
        return fault_set(fault, STATUS_DENIED, "cache", NULL);
    return status;
}

enum status counter_begin_document(struct counter *counter, enum counter_document document, struct fault *fault) {
    enum status status = counter_may_issue(counter, document, fault);
    if (status == STATUS_OK)
        counter->stage = COUNTER_DOCUMENT;
    return status;
}

enum status counter_begin_print(struct counter *counter, enum counter_document document, struct fault *fault) {
    enum status status = may_have(counter, document, fault);
    if (status == STATUS_OK)
        counter->stage = COUNTER_DOCUMENT;
    return status;
}

bool counter_wants_reason(const struct counter *counter, enum counter_document document, const char *department) {
    const struct record *record = counter->record;
    return document == COUNTER_RII && record != NULL && record->holder.department[0] != '\0' &&
           strcmp(record->holder.department, department) != 0;
}

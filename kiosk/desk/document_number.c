/* The number of a document: whether it may be asked for, asked from the registry, and its answer verified against the
 * record before anything is made of it. It draws nothing, and knows nothing of a document without a number. */
#include "desk_internal.h"

#include "../memory.h"
#include "../text.h"

#include <string.h>

enum {
    ADCS_MONTHS = 4, /* an ADCS is valid for four months, clamped to the end of a shorter month (R26) */
    WORD_MIN = 4     /* shorter words of a name are also words of the language */
};

/* --- Why an RII is issued here --- */

static bool has_word(const char *text, const char *word, size_t length) {
    for (const char *at = text; (at = strstr(at, word)) != NULL; at++)
        if ((at == text || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

/* Does the folded text have a word of the name? */
static bool has_name(const char *folded, const char *name) {
    char word[512];
    if (name == NULL || text_fold(name, word, sizeof word) != STATUS_OK)
        return false;
    bool found = false;
    for (char *at = word, *end; !found && *at != '\0'; at = end) {
        size_t length = strcspn(at, " ");
        end = at + length + (at[length] == ' ' ? 1 : 0);
        at[length] = '\0';
        found = length >= WORD_MIN && has_word(folded, at, length);
    }
    memory_wipe(word, sizeof word);
    return found;
}

/* Is the NEPH in the folded text, in groups or not? Takes the spaces out of it. */
static bool has_neph(char *folded, const char *neph) {
    size_t length = 0;
    for (const char *at = folded; *at != '\0'; at++)
        if (*at != ' ')
            folded[length++] = *at;
    folded[length] = '\0';
    return strstr(folded, neph) != NULL;
}

/* The audit log never holds who the holder is, even if it is typed. */
static bool tells_holder(const struct record *record, const char *reason) {
    char folded[2 * DESK_REASON_MAX + 1];
    if (text_fold(reason, folded, sizeof folded) != STATUS_OK)
        return true;
    bool tells = has_name(folded, record->holder.family_name) || has_name(folded, record->holder.usual_name);
    for (size_t i = 0; i < record->holder.given_names.count; i++)
        tells = tells || has_name(folded, record->holder.given_names.items[i]);
    tells = tells || has_neph(folded, record->neph);
    memory_wipe(folded, sizeof folded);
    return tells;
}

static bool is_blank(const char *text) {
    return text == NULL || text[strspn(text, " \u00A0")] == '\0';
}

enum status document_note_reason(struct desk *desk, enum counter_document type, const char *reason,
                                 struct fault *fault) {
    const struct counter *counter = &desk->counter;
    if (!counter_wants_reason(counter, type, desk->config.department))
        return STATUS_OK;
    if (is_blank(reason) || text_has_control(reason))
        return fault_set(fault, STATUS_INVALID, "reason", NULL);
    if (strlen(reason) > DESK_REASON_MAX)
        return fault_set(fault, STATUS_TOO_LONG, "reason", NULL);
    if (tells_holder(counter->record, reason))
        return fault_set(fault, STATUS_INVALID, "reason-names", NULL);
    enum status status =
        journal_audit(desk->journal, desk->agent.id, "rii-other-department", reason, counter->record->neph, NULL);
    return status == STATUS_OK ? STATUS_OK : fault_set(fault, status, "audit", NULL);
}

/* --- Verifying --- */

/* Is the answer the document that was asked for, genuine, and about this record? */
static enum status verify_attestation(struct desk *desk, struct fault *fault) {
    const struct registry_attestation *got = &desk->attestation;
    const struct record *record = desk->counter.record;
    if (strcmp(got->request_id, desk->request_id) != 0)
        return fault_set(fault, STATUS_PROTOCOL, "request_id", NULL);
    if (strcmp(got->type, counter_document_type(desk->request_type)) != 0)
        return fault_set(fault, STATUS_PROTOCOL, "type", NULL);
    if (strcmp(got->record_version, record->version) != 0)
        return fault_set(fault, STATUS_PROTOCOL, "record_version", NULL);
    struct date end =
        desk->request_type == COUNTER_ADCS ? date_add_months(got->issued_at.date, ADCS_MONTHS) : (struct date){0};
    if (!date_equal(got->valid_until, end))
        return fault_set(fault, STATUS_PROTOCOL, "valid_until", NULL);
    struct seal *seal = memory_alloc(sizeof *seal);
    enum status status = seal_read(got->seal, strlen(got->seal), seal, fault);
    if (status == STATUS_OK)
        status = trust_verify(desk->trust, seal, fault);
    if (status == STATUS_OK) {
        const struct guidance_state *state = guidance_state(record->licence.state);
        const char *siren = desk->counter.check.requester_siren;
        struct seal_attestation expected = {
            .document = desk->request_type == COUNTER_ADCS ? SEAL_ADCS : SEAL_RII,
            .number = got->number,
            .issued_at = got->issued_at,
            .valid_until = got->valid_until,
            .pages = desk->document.pages,
            .requester_siren = siren[0] != '\0' ? siren : NULL,
        };
        bool may_drive = state != NULL && state->rights != GUIDANCE_MAY_NOT_DRIVE;
        status = seal_compare(seal, record, &expected, may_drive, fault);
    }
    memory_free(seal);
    return status;
}

/* The number is in the journal before anything is made of it; the same request has the same number for ever. */
static enum status reach_number(struct desk *desk, struct fault *fault) {
    struct journal_attestation known = {0};
    bool is_new = desk->reached < JOURNAL_NUMBERED;
    enum status status = is_new ? document_reach(desk, JOURNAL_NUMBERED, desk->attestation.number)
                                : journal_find(desk->journal, desk->request_id, &known);
    if (status != STATUS_OK)
        return fault_set(fault, status, "journal", NULL);
    return is_new || strcmp(known.number, desk->attestation.number) == 0
               ? STATUS_OK
               : fault_set(fault, STATUS_PROTOCOL, "number", NULL);
}

static void attestation_answered(struct desk *desk, const struct registry_answer *answer, struct fault *fault) {
    if (fault->code == STATUS_OK && answer->http_status != 200 && answer->http_status != 201)
        fault_set(fault, STATUS_PROTOCOL, "status", NULL);
    if (fault->code == STATUS_OK)
        fault->code = registry_read_attestation(answer->body, answer->body_size, &desk->attestation, fault);
    if (fault->code != STATUS_OK) {
        /* A refusal is the end of this request; no answer is not: the same request_id is asked again. */
        if (fault->code == STATUS_PROBLEM && answer->http_status < 500 && answer->http_status != 429)
            document_abandon(desk, JOURNAL_FAILED, fault->where);
        document_end(desk, fault);
        return;
    }
    if (reach_number(desk, fault) != STATUS_OK) {
        document_put_away(desk);
        document_end(desk, fault);
        return;
    }
    text_copy(desk->document.number, sizeof desk->document.number, desk->attestation.number);
    desk->document.steps[DESK_STEP_NUMBER] = DESK_DONE;
    document_begin_step(desk, DESK_STEP_VERIFY);
    if (verify_attestation(desk, fault) != STATUS_OK) {
        document_abandon(desk, JOURNAL_CANCELLED, status_name(fault->code));
        document_end(desk, fault);
        return;
    }
    desk->attestation_json = memory_alloc(answer->body_size + 1);
    memcpy(desk->attestation_json, answer->body, answer->body_size);
    desk->attestation_json_size = answer->body_size;
    desk->has_attestation = true;
    desk->document.steps[DESK_STEP_VERIFY] = DESK_DONE;
    document_send_draw(desk);
}

void document_ask_number(struct desk *desk) {
    const struct record *record = desk->counter.record;
    const char *type = counter_document_type(desk->request_type);
    enum status status = STATUS_OK;
    if (desk->request_id[0] == '\0')
        status = journal_intend(desk->journal, type, record->neph, desk->agent.id, desk->copies, "", 0,
                                desk->request_id);
    struct registry_request request = {0};
    if (status == STATUS_OK)
        status = registry_ask_attestation(desk->request_id, record->neph, type, desk->document.pages, record->version,
                                          &desk->counter.check, &request);
    if (status != STATUS_OK) {
        document_fail(desk, status, "journal");
        return;
    }
    document_begin_step(desk, DESK_STEP_NUMBER);
    exchange_foreground(desk, &request, attestation_answered);
}

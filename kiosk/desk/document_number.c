/* The number of a document: whether it may be asked for, asked from the registry, and its answer verified against the
 * record before anything is made of it. It draws nothing, and knows nothing of a document without a number. */
#include "desk_internal.h"

#include "../kill_point.h"
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
    if (strcmp(reason, desk->noted_reason) == 0)
        return STATUS_OK; /* a second try */
    enum status status =
        journal_audit(desk->journal, desk->agent.id, "rii-other-department", reason, counter->record->neph, NULL);
    if (status != STATUS_OK)
        return fault_set(fault, status, "audit", NULL);
    text_copy(desk->noted_reason, sizeof desk->noted_reason, reason);
    return STATUS_OK;
}

/* --- Verifying --- */

/* Is the answer the document that was asked for? */
static enum status check_attestation(const struct desk *desk, const struct record *record, struct fault *fault) {
    const struct registry_attestation *got = &desk->attestation;
    struct date end =
        desk->request_type == COUNTER_ADCS ? date_add_months(got->issued_at.date, ADCS_MONTHS) : (struct date){0};
    const char *wrong = strcmp(got->request_id, desk->request_id) != 0                                ? "request_id"
                        : strcmp(got->type, counter_document_type(desk->request_type)) != 0           ? "type"
                        : strcmp(got->record_version, record->version) != 0                           ? "record_version"
                        : desk->document.number[0] && strcmp(got->number, desk->document.number) != 0 ? "number"
                        : !date_equal(got->valid_until, end)                                          ? "valid_until"
                                                                                                      : NULL;
    return wrong == NULL ? STATUS_OK : fault_set(fault, STATUS_PROTOCOL, wrong, NULL);
}

/* Is it genuine, and about this record? */
static enum status check_seal(const struct desk *desk, const struct record *record, struct fault *fault) {
    const struct registry_attestation *got = &desk->attestation;
    struct seal *seal = memory_alloc(sizeof *seal);
    enum status status = seal_read(got->seal, strlen(got->seal), seal, fault);
    if (status == STATUS_OK)
        status = trust_verify(desk->trust, seal, fault);
    if (status == STATUS_OK) {
        const struct guidance_state *state = guidance_state(record->licence.state);
        const char *siren = desk->parcel.check.requester_siren;
        struct seal_attestation expected = {
            .document = desk->request_type == COUNTER_ADCS ? SEAL_ADCS : SEAL_RII,
            .number = got->number,
            .issued_at = got->issued_at,
            .valid_until = got->valid_until,
            .pages = desk->parcel.pages,
            .requester_siren = siren[0] != '\0' ? siren : NULL,
        };
        bool may_drive = state != NULL && state->rights != GUIDANCE_MAY_NOT_DRIVE;
        status = seal_compare(seal, record, &expected, may_drive, fault);
    }
    memory_free(seal);
    return status;
}

enum status document_verify(struct desk *desk, struct fault *fault) {
    const struct parcel *parcel = &desk->parcel;
    struct record *record = NULL;
    registry_attestation_clear(&desk->attestation);
    enum status status =
        registry_read_attestation(parcel->attestation, parcel->attestation_size, &desk->attestation, fault);
    if (status == STATUS_OK)
        status = record_parse(parcel->record, parcel->record_size, &record, fault);
    if (status == STATUS_OK)
        status = check_attestation(desk, record, fault);
    if (status == STATUS_OK)
        status = check_seal(desk, record, fault);
    record_free(record);
    desk->has_attestation = status == STATUS_OK;
    return status;
}

/* --- The registry has a newer record --- */

void document_forget_changed(struct desk *desk) {
    if (desk->changed_from != NULL)
        memory_wipe(desk->changed_from, desk->changed_from_size);
    memory_free(desk->changed_from);
    desk->changed_from = NULL;
}

static void set_problem(struct fault *fault) {
    fault_set(fault, STATUS_PROBLEM, "record-changed", "Le dossier a changé depuis son affichage.");
}

/* What the document was asked from is no more: asked again, then compared. */
static void ask_what_changed(struct desk *desk) {
    const struct counter *counter = &desk->counter;
    desk->changed_from_size = counter->record_json_size;
    desk->changed_from = memory_alloc(counter->record_json_size + 1);
    memcpy(desk->changed_from, counter->record_json, counter->record_json_size);
    counter_end_document(&desk->counter);
    if (desk_refresh_file(desk) == STATUS_OK)
        return;
    document_forget_changed(desk);
    struct fault fault;
    set_problem(&fault);
    document_end(desk, &fault);
}

void document_file_refreshed(struct desk *desk, const struct fault *fault) {
    struct record *before = NULL;
    struct fault ignored, problem;
    struct record_changes changes = {0};
    if (desk->changed_from == NULL)
        return;
    bool known = (fault == NULL || fault->code == STATUS_OK) && desk->counter.source == COUNTER_FROM_REGISTRY &&
                 desk->counter.stage == COUNTER_CONFIRMED &&
                 record_parse(desk->changed_from, desk->changed_from_size, &before, &ignored) == STATUS_OK;
    if (known)
        record_compare(before, desk->counter.record, &changes);
    record_free(before);
    document_forget_changed(desk);
    desk->document = (struct desk_document){.type = desk->request_type, .copies = desk->copies};
    desk->document.steps[DESK_STEP_PRINTER] = DESK_DONE;
    desk->document.steps[DESK_STEP_NUMBER] = DESK_WAITING;
    set_problem(&problem);
    document_end(desk, &problem);
    if (known) {
        desk->document.asks = DESK_ASKS_CHANGED;
        desk->document.changes = changes;
    }
    memory_wipe(&changes, sizeof changes);
}

/* --- The number --- */

/* The number is in the journal before anything is made of it; the same request has the same number for ever. */
static enum status reach_number(struct desk *desk, const char *number) {
    size_t size = 0;
    char *text = parcel_write(&desk->parcel, &size);
    if (text == NULL)
        return STATUS_NO_MEMORY;
    enum status status = desk->document.reissue ? journal_reissue(desk->journal, desk->request_id, text, size)
                                                : journal_number(desk->journal, desk->request_id, number, text, size);
    memory_wipe(text, size);
    memory_free(text);
    if (status == STATUS_OK)
        desk->reached = JOURNAL_NUMBERED;
    return status;
}

static bool is_other_number(const struct desk *desk, const char *number) {
    return desk->document.reissue && strcmp(number, desk->handed[desk->request_type].number) != 0;
}

static enum status take_number(struct desk *desk, const struct registry_answer *answer, struct fault *fault) {
    enum status status = registry_read_attestation(answer->body, answer->body_size, &desk->attestation, fault);
    if (status != STATUS_OK)
        return status;
    if (is_other_number(desk, desk->attestation.number))
        return fault_set(fault, STATUS_PROTOCOL, "number", NULL);
    parcel_set_attestation(&desk->parcel, answer->body, answer->body_size);
    status = reach_number(desk, desk->attestation.number);
    if (status == STATUS_EXISTS) /* somebody else's */
        return fault_set(fault, STATUS_PROTOCOL, "number", NULL);
    return status == STATUS_OK ? STATUS_OK : fault_set(fault, status, "journal", NULL);
}

/* A refusal is the end of this request; no answer is not: the same request_id is asked again. */
static void not_answered(struct desk *desk, const struct registry_answer *answer, struct fault *fault) {
    bool refused = fault->code == STATUS_PROBLEM && answer->http_status < 500 && answer->http_status != 429;
    bool changed = refused && strcmp(fault->where, "record-changed") == 0;
    if (refused) {
        enum status status = document_abandon(desk, JOURNAL_FAILED, fault->where);
        if (status != STATUS_OK)
            fault_set(fault, status, "journal", NULL);
    }
    if (changed && fault->code == STATUS_PROBLEM)
        ask_what_changed(desk);
    else
        document_end(desk, fault);
}

static void attestation_answered(struct desk *desk, const struct registry_answer *answer, struct fault *fault) {
    if (fault->code == STATUS_OK && answer->http_status != 200 && answer->http_status != 201)
        fault_set(fault, STATUS_PROTOCOL, "status", NULL);
    if (fault->code != STATUS_OK) {
        not_answered(desk, answer, fault);
        return;
    }
    KILL_POINT("desk.number-answered");
    if (take_number(desk, answer, fault) != STATUS_OK) {
        document_put_away(desk);
        document_end(desk, fault);
        return;
    }
    memcpy(desk->document.number, desk->attestation.number, sizeof desk->document.number);
    desk->document.numbered_at = clock_now();
    desk->document.steps[DESK_STEP_NUMBER] = DESK_DONE;
    document_begin_step(desk, DESK_STEP_VERIFY);
    if (document_load(desk, fault) != STATUS_OK) {
        document_end(desk, fault);
        return;
    }
    KILL_POINT("desk.number-verified");
    desk->document.steps[DESK_STEP_VERIFY] = DESK_DONE;
    document_draw(desk);
}

/* The intention, with all that it takes to ask the same thing again. */
static enum status intend(struct desk *desk) {
    const struct counter *counter = &desk->counter;
    size_t size = 0;
    parcel_clear(&desk->parcel);
    parcel_set_record(&desk->parcel, counter->record_json, counter->record_json_size);
    desk->parcel.check = counter->check;
    desk->parcel.pages = desk->document.pages;
    char *text = parcel_write(&desk->parcel, &size);
    if (text == NULL)
        return STATUS_NO_MEMORY;
    enum status status = journal_intend(desk->journal, counter_document_type(desk->request_type), counter->record->neph,
                                        desk->agent.id, desk->copies, text, size, desk->request_id);
    memory_wipe(text, size);
    memory_free(text);
    return status;
}

enum status document_write_request(const char *request_id, enum counter_document type, const struct parcel *parcel,
                                   struct registry_request *request) {
    struct record *record = NULL;
    struct fault fault;
    enum status status = record_parse(parcel->record, parcel->record_size, &record, &fault);
    if (status == STATUS_OK)
        status = registry_ask_attestation(request_id, record->neph, counter_document_type(type), parcel->pages,
                                          record->version, &parcel->check, request);
    record_free(record);
    return status;
}

void document_ask_number(struct desk *desk) {
    struct fault fault = {0};
    struct registry_request request = {0};
    enum status status = desk->request_id[0] == '\0' ? intend(desk) : document_load(desk, &fault);
    if (status == STATUS_OK)
        status = document_write_request(desk->request_id, desk->request_type, &desk->parcel, &request);
    if (status != STATUS_OK) {
        document_fail(desk, status, "journal");
        return;
    }
    desk->document.pages = desk->parcel.pages;
    document_begin_step(desk, DESK_STEP_NUMBER);
    exchange_foreground(desk, &request, attestation_answered);
    KILL_POINT("desk.number-asked");
}

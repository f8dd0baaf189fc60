/* Issues attestations. It must not sign anything that its own reader does not find equal to the record. */
#include "issue.h"
#include "../guidance.h"
#include "../memory.h"
#include "../resource.h"
#include "../seal.h"
#include "../text.h"
#include "../trust.h"

#include "../../printing/page.h"

#include <sodium.h>

#include <string.h>

enum { VALIDITY_MONTHS = 4, NUMBER_LENGTH = 12 };

/* Without I, L, O and U: nothing is read for something else. */
static const char number_alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const struct problem *issue_refusal(const struct record *record, bool is_adcs, const char **reason) {
    const struct guidance_state *state = guidance_state(record->licence.state);
    *reason = NULL;
    if (state == NULL || state->issuable == GUIDANCE_ISSUE_NONE) {
        /* The neutral words: a screen can be seen from both sides of the counter. */
        *reason = state == NULL ? "état du permis inconnu" : state->band != NULL ? state->band : state->label;
        return &problem_not_issuable;
    }
    if (is_adcs && state->issuable == GUIDANCE_ISSUE_NO_ADCS) {
        *reason = state->label;
        return &problem_adcs_not_issuable;
    }
    return NULL;
}

static void make_number(char number[NUMBER_LENGTH + 1]) {
    for (size_t i = 0; i < NUMBER_LENGTH; i++)
        number[i] = number_alphabet[randombytes_uniform(sizeof number_alphabet - 1)];
    number[NUMBER_LENGTH] = '\0';
}

static bool may_drive(const struct record *record) {
    const struct guidance_state *state = guidance_state(record->licence.state);
    return state != NULL && state->rights != GUIDANCE_MAY_NOT_DRIVE;
}

static struct seal_attestation seal_content(const struct issue_order *order,
                                            const struct registry_attestation *attestation) {
    return (struct seal_attestation){.document = order->is_adcs ? SEAL_ADCS : SEAL_RII,
                                     .number = attestation->number,
                                     .issued_at = attestation->issued_at,
                                     .valid_until = attestation->valid_until,
                                     .pages = order->pages,
                                     .requester_siren = order->requester_siren};
}

static enum status sign(char text[SEAL_TEXT_MAX + 1], size_t *length) {
    struct resource key = resource_find("training/fr00-0001.key");
    uint8_t signature[64];
    enum status status = trust_sign(key.bytes, key.size, text, *length, signature);
    return status == STATUS_OK ? seal_append_signature(text, length, signature, sizeof signature) : status;
}

/* What was signed is read again, and must say what was meant: a fault of the writer never leaves the registry. */
static enum status check_seal(const char *text, size_t length, const struct issue_order *order,
                              const struct seal_attestation *content) {
    struct seal seal;
    enum status status = seal_read(text, length, &seal, NULL);
    if (status == STATUS_OK)
        status = seal_compare(&seal, order->record, content, may_drive(order->record), NULL);
    memory_wipe(&seal, sizeof seal);
    return status;
}

static enum status make_seal(const struct issue_order *order, struct registry_attestation *attestation) {
    struct seal_attestation content = seal_content(order, attestation);
    struct seal_draft draft;
    size_t length = 0;
    enum status status = seal_draft_attestation(order->record, &content, may_drive(order->record), &draft);
    if (status != STATUS_OK)
        return status;
    text_copy(draft.issuer, sizeof draft.issuer, "FR00");
    text_copy(draft.certificate, sizeof draft.certificate, "0001");
    status = seal_draft_write(&draft, attestation->seal, &length);
    seal_draft_clear(&draft);
    if (status == STATUS_OK)
        status = sign(attestation->seal, &length);
    return status == STATUS_OK ? check_seal(attestation->seal, length, order, &content) : status;
}

enum status issue_attestation(const struct issue_order *order, struct registry_attestation *attestation) {
    struct registry_attestation made = {.issued_at = order->now};
    make_number(made.number);
    if (order->is_adcs)
        made.valid_until = date_add_months(order->now.date, VALIDITY_MONTHS);
    bool fits = text_copy(made.request_id, sizeof made.request_id, order->request_id) &&
                text_copy(made.type, sizeof made.type, order->is_adcs ? "ADCS" : "RII") &&
                text_copy(made.record_version, sizeof made.record_version, order->record->version) &&
                text_format(made.verification_url, sizeof made.verification_url, "%s/verification/%s",
                            order->public_base, made.number);
    enum status status = fits ? make_seal(order, &made) : STATUS_TOO_LONG;
    if (status == STATUS_OK)
        *attestation = made;
    else
        registry_attestation_clear(&made);
    return status;
}

enum status issue_count_pages(const struct issue_order *order, int *pages, struct fault *fault) {
    struct issue_order first = *order;
    struct registry_attestation attestation = {0};
    struct page_document document = {0};
    const struct page_station station = {.prefecture = "Préfecture de formation", .specimen = true};
    first.pages = 1; /* always four digits in the seal: it keeps its size */
    enum status status = issue_attestation(&first, &attestation);
    if (status == STATUS_OK)
        status = page_lay_out(order->is_adcs ? PAGE_ADCS : PAGE_RII, order->record, &attestation, &station,
                              page_measure_sans, NULL, &document, fault);
    if (status == STATUS_OK)
        *pages = document.pages;
    page_clear(&document);
    registry_attestation_clear(&attestation);
    return status;
}

json_t *issue_to_json(const struct registry_attestation *attestation) {
    char issued_at[26], valid_until[11] = "";
    date_format_time(&attestation->issued_at, issued_at);
    bool limited = date_is_set(attestation->valid_until);
    if (limited)
        date_format_iso(attestation->valid_until, valid_until);
    return json_pack("{s:s, s:s, s:s, s:s, s:s?, s:s, s:s, s:s, s:n}", "number", attestation->number, "request_id",
                     attestation->request_id, "type", attestation->type, "issued_at", issued_at, "valid_until",
                     limited ? valid_until : NULL, "record_version", attestation->record_version, "seal",
                     attestation->seal, "verification_url", attestation->verification_url, "provisioning_qr");
}

/* The calls about attestations: issue one, learn what became of it, say what it is worth. It must not issue twice for
 * one request, nor tell a number before it is on the disk. */
#include "../kill_point.h"
#include "../memory.h"
#include "../text.h"
#include "../uuid.h"
#include "book.h"
#include "issue.h"
#include "service_internal.h"

#include <openssl/evp.h>

#include <string.h>

enum { PAGES_MAX = 99, COPIES_MAX = 99, NUMBER_TRIES = 3 };

struct issue_request { /* what POST /v1/attestations asks for; texts belong to the body */
    const char *request_id, *neph, *type, *record_version, *quality, *siren;
    int pages;
    uint8_t digest[BOOK_DIGEST_SIZE];
};

/* --- Reading the request --- */

static bool is_one_of(const char *text, const char *const *words) {
    for (; *words != NULL; words++)
        if (text != NULL && strcmp(text, *words) == 0)
            return true;
    return false;
}

static const char *member_text(const json_t *object, const char *member) {
    const char *text = json_string_value(json_object_get(object, member));
    return text != NULL && text[0] != '\0' ? text : NULL;
}

static bool is_siren(const char *text) {
    return text != NULL && strlen(text) == 9 && strspn(text, "0123456789") == 9;
}

/* Of known fields, with a reason in any words. On another birth date nothing is issued, whatever the reason. */
static bool is_explained(const json_t *check) {
    static const char *const fields[] = {"family_name", "given_names", "sex", "title_number", "title_expiry", NULL};
    const json_t *mismatches = json_object_get(check, "mismatches"), *item;
    size_t index;
    if (mismatches == NULL || json_is_null(mismatches))
        return true;
    json_array_foreach(mismatches, index, item) if (!is_one_of(json_string_value(item), fields)) return false;
    return json_is_array(mismatches) &&
           (json_array_size(mismatches) == 0 || member_text(check, "mismatch_reason") != NULL);
}

static bool is_document(const json_t *check, bool is_required) {
    static const char *const documents[] = {"licence", "id-card", "passport", "residence-permit", NULL};
    const char *document = member_text(check, "document_type"), *expiry = member_text(check, "document_expiry");
    struct date date;
    if (document == NULL ? is_required : !is_one_of(document, documents))
        return false;
    return expiry == NULL || date_parse(expiry, &date) == STATUS_OK;
}

/* What each quality must have established (registry-api.md, identity_check). */
static bool is_complete_check(const json_t *check) {
    static const char *const qualities[] = {"holder", "legal-representative", "mandatary", "body", NULL};
    static const char *const methods[] = {"document", "franceconnect", "visual", NULL};
    static const char *const mandates[] = {"written", "avocat", NULL};
    const char *quality = member_text(check, "quality"), *method = member_text(check, "method");
    const char *at = member_text(check, "at");
    struct date_time time;
    if (!is_one_of(quality, qualities) || !is_one_of(method, methods) || member_text(check, "confirmed_by") == NULL ||
        at == NULL || date_parse_time(at, &time) != STATUS_OK)
        return false;
    bool may_have_none =
        strcmp(method, "franceconnect") == 0 || strcmp(quality, "body") == 0 || strcmp(quality, "mandatary") == 0;
    if (!is_document(check, strcmp(method, "document") == 0 || !may_have_none) || !is_explained(check))
        return false;
    const char *name = member_text(check, "requester_name");
    if (strcmp(quality, "holder") != 0 && (name == NULL || strspn(name, " ") == strlen(name)))
        return false;
    if (strcmp(quality, "mandatary") == 0)
        return is_one_of(member_text(check, "mandate"), mandates);
    return strcmp(quality, "body") != 0 || is_siren(member_text(check, "requester_siren"));
}

static bool digest_request(const json_t *body, uint8_t digest[BOOK_DIGEST_SIZE]) {
    char *text = json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS);
    bool made = text != NULL && EVP_Digest(text, strlen(text), digest, NULL, EVP_sha256(), NULL) == 1;
    free(text);
    return made;
}

/* False when the answer is already a problem. */
static bool read_issue_request(const json_t *body, struct issue_request *request, struct answer *answer) {
    static const char *const types[] = {"ADCS", "RII", NULL};
    const json_t *pages = json_object_get(body, "pages");
    *request = (struct issue_request){.request_id = request_text(body, "request_id", answer)};
    if (request->request_id == NULL || (request->neph = request_text(body, "neph", answer)) == NULL ||
        (request->type = request_text(body, "type", answer)) == NULL ||
        (request->record_version = request_text(body, "record_version", answer)) == NULL)
        return false;
    const char *wrong =
        !uuid_is_valid(request->request_id) ? "request_id"
        : !is_one_of(request->type, types)  ? "type"
        : !json_is_integer(pages) || json_integer_value(pages) < 1 || json_integer_value(pages) > PAGES_MAX ? "pages"
        : !digest_request(body, request->digest)                                                            ? "request"
                                                                                                            : NULL;
    if (wrong != NULL) {
        answer_problem(answer, &problem_malformed_request, wrong, NULL);
        return false;
    }
    const json_t *check = json_object_get(body, "identity_check");
    request->pages = (int)json_integer_value(pages);
    request->quality = is_complete_check(check) ? member_text(check, "quality") : NULL;
    request->siren = member_text(check, "requester_siren");
    return true;
}

/* --- Issuing --- */

/* Was this request answered before? Then the same again, or a problem when it asks for something else. */
static bool answer_again(struct service *service, const struct issue_request *request, struct answer *answer) {
    struct book_entry entry;
    enum status status = book_find_request(service->book, request->request_id, &entry);
    if (status == STATUS_NOT_FOUND)
        return false;
    if (status != STATUS_OK) {
        answer_problem(answer, &problem_internal, NULL, NULL);
        return true;
    }
    if (memcmp(entry.request_digest, request->digest, BOOK_DIGEST_SIZE) == 0)
        answer_text(answer, 200, ANSWER_JSON, entry.json, strlen(entry.json));
    else
        answer_problem(answer, &problem_request_reused, "request_id", NULL);
    book_entry_clear(&entry);
    return true;
}

/* Why it may not be issued, or NULL. */
static const struct problem *refusal(const struct issue_request *request, const struct record *record,
                                     const char **reason) {
    bool is_adcs = strcmp(request->type, "ADCS") == 0;
    *reason = NULL;
    if (request->quality == NULL)
        return &problem_identity_check_missing;
    if (strcmp(record->version, request->record_version) != 0)
        return &problem_record_changed;
    if (!is_adcs && strcmp(request->quality, "body") == 0)
        return &problem_not_entitled;
    return issue_refusal(record, is_adcs, reason);
}

static enum status enter(struct book *book, const struct issue_request *request,
                         const struct registry_attestation *attestation, char **json) {
    struct book_entry entry = {.valid_until = attestation->valid_until};
    json_t *object = issue_to_json(attestation);
    char *text = json_dumps(object, JSON_COMPACT);
    json_decref(object);
    entry.json = memory_copy(text);
    free(text);
    text_copy(entry.number, sizeof entry.number, attestation->number);
    text_copy(entry.request_id, sizeof entry.request_id, attestation->request_id);
    text_copy(entry.type, sizeof entry.type, attestation->type);
    date_format_time(&attestation->issued_at, entry.issued_at);
    memcpy(entry.request_digest, request->digest, BOOK_DIGEST_SIZE);
    enum status status = entry.json != NULL ? book_add(book, &entry) : STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        *json = memory_copy(entry.json);
    book_entry_clear(&entry);
    return status;
}

static void issue(struct service *service, const struct issue_request *request, const struct record *record,
                  struct answer *answer) {
    struct issue_order order = {.record = record,
                                .is_adcs = strcmp(request->type, "ADCS") == 0,
                                .request_id = request->request_id,
                                .requester_siren = strcmp(request->quality, "body") == 0 ? request->siren : NULL,
                                .public_base = service->public_base,
                                .pages = request->pages,
                                .now = clock_now()};
    struct registry_attestation attestation;
    enum status status = STATUS_EXISTS; /* a number that is taken: one in 32^12 */
    char *json = NULL;
    for (int i = 0; i < NUMBER_TRIES && status == STATUS_EXISTS; i++) {
        status = issue_attestation(&order, &attestation);
        if (status != STATUS_OK)
            break;
        status = enter(service->book, request, &attestation, &json);
        registry_attestation_clear(&attestation);
    }
    KILL_POINT("registry.issued");
    if (status == STATUS_OK)
        answer_text(answer, 201, ANSWER_JSON, json, strlen(json));
    else
        answer_problem(answer, &problem_internal, NULL, NULL);
    memory_free(json);
}

void call_issue(struct service *service, const struct service_request *request, struct answer *answer) {
    struct issue_request wanted;
    const char *reason = NULL;
    json_t *body = request_body(request, answer);
    if (body == NULL)
        return;
    if (read_issue_request(body, &wanted, answer) && !answer_again(service, &wanted, answer)) {
        const struct driver *driver = request_driver(service, wanted.neph, answer);
        const struct problem *problem = driver != NULL ? refusal(&wanted, driver->record, &reason) : NULL;
        if (problem != NULL)
            answer_problem(answer, problem, NULL, reason);
        else if (driver != NULL)
            issue(service, &wanted, driver->record, answer);
    }
    json_decref(body);
}

/* --- What became of it --- */

/* The attestation of the request's path; false when the answer is already a problem. */
static bool find_attestation(struct service *service, const struct service_request *request, struct book_entry *entry,
                             struct answer *answer) {
    enum status status = book_find_number(service->book, request->number, entry);
    if (status == STATUS_OK)
        return true;
    answer_problem(answer, status == STATUS_NOT_FOUND ? &problem_attestation_not_found : &problem_internal, NULL, NULL);
    return false;
}

/* False when the answer is already a problem. */
static bool read_event(const json_t *body, struct book_event *event, struct answer *answer) {
    static const char *const names[] = {"printed", "print-failed", "handed-over", "cancelled", NULL};
    const json_t *copies = json_object_get(body, "copies");
    struct date_time time;
    event->event_id = request_text(body, "event_id", answer);
    event->event = event->event_id != NULL ? request_text(body, "event", answer) : NULL;
    event->at = event->event != NULL ? request_text(body, "at", answer) : NULL;
    if (event->at == NULL || !request_optional_text(body, "detail", &event->detail, answer))
        return false;
    const char *wrong =
        !uuid_is_valid(event->event_id)                  ? "event_id"
        : !is_one_of(event->event, names)                ? "event"
        : date_parse_time(event->at, &time) != STATUS_OK ? "at"
        : !json_is_integer(copies) || json_integer_value(copies) < 0 || json_integer_value(copies) > COPIES_MAX
            ? "copies"
            : NULL;
    if (wrong != NULL)
        answer_problem(answer, &problem_malformed_request, wrong, NULL);
    event->copies = (int)json_integer_value(copies);
    return wrong == NULL;
}

void call_event(struct service *service, const struct service_request *request, struct answer *answer) {
    struct book_entry entry;
    struct book_event event = {0};
    json_t *body = request_body(request, answer);
    if (body == NULL)
        return;
    if (read_event(body, &event, answer) && find_attestation(service, request, &entry, answer)) {
        book_entry_clear(&entry);
        enum status status = book_add_event(service->book, request->number, &event);
        KILL_POINT("registry.event");
        if (status == STATUS_OK)
            answer_json(answer, 202, json_object());
        else
            answer_problem(answer, &problem_internal, NULL, NULL);
    }
    json_decref(body);
}

void call_attestation(struct service *service, const struct service_request *request, struct answer *answer) {
    struct book_entry entry;
    char valid_until[11] = "";
    if (!find_attestation(service, request, &entry, answer))
        return;
    bool limited = date_is_set(entry.valid_until);
    if (limited)
        date_format_iso(entry.valid_until, valid_until);
    answer_json(answer, 200,
                json_pack("{s:s, s:s, s:s, s:s, s:s?}", "number", entry.number, "type", entry.type, "status",
                          book_entry_status(&entry, clock_today()), "issued_at", entry.issued_at, "valid_until",
                          limited ? valid_until : NULL));
    book_entry_clear(&entry);
}

/* The outside of the registry's contract: requests to bytes, the form of an answer, problems, and when to try again. It
 * must not put anything personal anywhere but in a body, nor read a body that is not announced as what it should be. */
#include "registry.h"

#include <limits.h>
#include <string.h>
#include <strings.h>

#include "memory.h"
#include "text.h"
#include "uuid.h"

enum { RETRY_FIRST_MS = 500, RETRY_CAP_MS = 30 * 1000, PAGES_MAX = 99 };

static const char number_alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

bool registry_is_number(const char *text) {
    return strlen(text) == 12 && strspn(text, number_alphabet) == 12;
}

/* --- Requests --- */

void registry_request_clear(struct registry_request *request) {
    memory_free(request->body);
    *request = (struct registry_request){0};
}

/* Takes `body` over. Every call of the contract may be repeated: those that change something carry an identifier. */
static enum status ask(const char *method, const char *path, json_t *body, struct registry_request *request) {
    char *text = json_dumps(body, JSON_COMPACT);
    json_decref(body);
    if (!text)
        return STATUS_INVALID; /* a value that is not UTF-8 */
    struct registry_request made = {.method = method, .body = text, .body_size = strlen(text), .idempotent = true};
    if (!text_copy(made.path, sizeof made.path, path) || made.body_size > REGISTRY_BODY_MAX) {
        registry_request_clear(&made);
        return STATUS_TOO_LONG;
    }
    *request = made;
    return STATUS_OK;
}

enum status registry_ask_status(struct registry_request *request) {
    *request = (struct registry_request){.method = "GET", .path = "/v1/status", .idempotent = true};
    return STATUS_OK;
}

enum status registry_ask_lookup(const char *neph, const char *etag, struct registry_request *request) {
    enum status status = ask("POST", "/v1/drivers/lookup", json_pack("{s:s}", "neph", neph), request);
    if (status == STATUS_OK && etag && !text_copy(request->if_none_match, sizeof request->if_none_match, etag))
        request->if_none_match[0] = '\0'; /* half a validator would be another one */
    return status;
}

enum status registry_ask_search(const struct registry_search *search, struct registry_request *request) {
    char birth_date[11];
    date_format_iso(search->birth_date, birth_date);
    json_t *body =
        search->title_number
            ? json_pack("{s:s,s:s}", "reason", search->reason, "title_number", search->title_number)
            : json_pack("{s:s,s:s,s:s,s:s*,s:s*}", "reason", search->reason, "family_name", search->family_name,
                        "birth_date", birth_date, "given_name", search->given_name, "department", search->department);
    return ask("POST", "/v1/drivers/search", body, request);
}

static const char *or_null(const char *text) {
    return text[0] ? text : NULL;
}

enum status registry_ask_attestation(const char *request_id, const char *neph, const char *type, int pages,
                                     const char *record_version, const struct identity_check *check,
                                     struct registry_request *request) {
    if (!uuid_is_valid(request_id) || pages < 1 || pages > PAGES_MAX)
        return STATUS_INVALID;
    json_t *body = json_pack("{s:s,s:s,s:s,s:i,s:s,s:o}", "request_id", request_id, "neph", neph, "type", type, "pages",
                             pages, "record_version", record_version, "identity_check", registry_write_check(check));
    return ask("POST", "/v1/attestations", body, request);
}

enum status registry_ask_event(const char *number, const char *event_json, struct registry_request *request) {
    char path[sizeof request->path];
    if (!registry_is_number(number) || !text_format(path, sizeof path, "/v1/attestations/%s/events", number))
        return STATUS_INVALID;
    return ask("POST", path, json_loads(event_json, JSON_REJECT_DUPLICATES, NULL), request);
}

enum status registry_ask_audit(const char *station, const char *events_json, struct registry_request *request) {
    json_t *events = json_loads(events_json, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_array(events)) {
        json_decref(events);
        return STATUS_INVALID;
    }
    return ask("POST", "/v1/audit", json_pack("{s:s,s:o}", "station", station, "events", events), request);
}

enum status registry_to_message(const struct registry_request *request, int64_t id, const char *request_id,
                                const struct config *config, const char *agent_id, struct message *message) {
    json_t *head = json_pack("{s:I,s:s,s:s,s:s,s:s,s:s*,s:s*}", "id", (json_int_t)id, "method", request->method, "path",
                             request->path, "request_id", request_id, "station", config->station_id, "agent",
                             or_null(agent_id), "if_none_match", or_null(request->if_none_match));
    if (!head)
        return STATUS_INVALID;
    struct message made = {.head = head, .body_size = request->body_size};
    if (made.body_size) {
        made.body = memory_alloc(made.body_size);
        memcpy(made.body, request->body, made.body_size);
    }
    *message = made;
    return STATUS_OK;
}

/* --- Answers --- */

static enum status refuse(struct fault *fault, const char *where, const char *reason) {
    return fault_set(fault, STATUS_PROTOCOL, where, reason);
}

static bool parameter_is(const char *parameter, size_t length, const char *name, const char *value) {
    char expected[32];
    return text_format(expected, sizeof expected, "%s=%s", name, value) && strlen(expected) == length &&
           strncasecmp(parameter, expected, length) == 0;
}

/* The version of the contract is the /v1/ of every path; an adapter may repeat it as a parameter of the type, and then
 * it must be ours. */
static enum status check_parameters(const char *at, struct fault *fault) {
    while (*at) {
        at += strspn(at, "; \t");
        size_t length = strcspn(at, "; \t");
        if (length > 8 && strncasecmp(at, "version=", 8) == 0) {
            if (at[8] != '1' || (length > 9 && at[9] != '.'))
                return refuse(fault, "version", "version majeure du contrat inconnue");
        } else if (length && !parameter_is(at, length, "charset", "utf-8") &&
                   !parameter_is(at, length, "charset", "\"utf-8\"")) {
            return refuse(fault, "Content-Type", "paramètre inattendu");
        }
        at += length;
    }
    return STATUS_OK;
}

static enum status check_content_type(const char *content_type, const char *expected, struct fault *fault) {
    size_t length = strlen(expected);
    if (!content_type || strncasecmp(content_type, expected, length) != 0 || !strchr("; \t", content_type[length]))
        return refuse(fault, "Content-Type", "type de contenu inattendu");
    return check_parameters(content_type + length, fault);
}

static enum status check_body(const struct message *message, const char *expected_type, struct fault *fault) {
    if (message->body_size > REGISTRY_BODY_MAX)
        return fault_set(fault, STATUS_TOO_LARGE, "", "réponse de plus de 1 Mio");
    enum status status = check_content_type(message_text(message, "content_type"), expected_type, fault);
    if (status == STATUS_OK && !text_is_utf8((const char *)message->body, message->body_size))
        status = refuse(fault, "", "réponse qui n'est pas en UTF-8");
    return status;
}

static bool is_slug(const char *text) {
    size_t length = text ? strlen(text) : 0;
    return length > 0 && length < sizeof((struct fault *)0)->where &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

static bool is_line(const char *text) {
    return text && !text_has_control(text);
}

static enum status read_problem(const struct message *message, struct fault *fault) {
    enum status status = check_body(message, "application/problem+json", fault);
    if (status != STATUS_OK)
        return status;
    json_t *problem = json_loadb((const char *)message->body, message->body_size, JSON_REJECT_DUPLICATES, NULL);
    const char *slug = json_string_value(json_object_get(problem, "type"));
    const char *title = json_string_value(json_object_get(problem, "title"));
    const char *reason = json_string_value(json_object_get(problem, "reason"));
    char detail[sizeof((struct fault *)0)->detail];
    if (!is_slug(slug) || !is_line(title))
        status = refuse(fault, is_slug(slug) ? "title" : "type", "problème hors contrat (RFC 9457)");
    else if (strcmp(slug, "not-issuable") == 0 && is_line(reason) &&
             text_format(detail, sizeof detail, "%s\u00A0: %s", title, reason))
        status = fault_set(fault, STATUS_PROBLEM, slug, detail);
    else
        status = fault_set(fault, STATUS_PROBLEM, slug, title);
    json_decref(problem);
    return status;
}

static enum status check_empty(const struct message *message, struct fault *fault) {
    return message->body_size == 0 ? STATUS_OK : refuse(fault, "", "corps inattendu");
}

static enum status check_answer(const struct message *message, int http_status, struct fault *fault) {
    char where[16];
    switch (http_status) {
    case 200:
    case 201:
        return check_body(message, "application/json", fault);
    case 202:
        return message->body_size ? check_body(message, "application/json", fault) : STATUS_OK;
    case 204:
    case 304:
        return check_empty(message, fault);
    default:
        if (http_status >= 400 && http_status < 600)
            return read_problem(message, fault);
        text_format(where, sizeof where, "HTTP %d", http_status);
        return refuse(fault, where, "réponse hors contrat");
    }
}

static bool is_etag(const char *text) {
    for (; text && *text; text++)
        if (*text < 0x20 || *text > 0x7e)
            return false;
    return text != NULL;
}

enum status registry_read_answer(const struct message *message, struct registry_answer *answer, struct fault *fault) {
    const char *failure = message_text(message, "failure"), *etag = message_text(message, "etag");
    int64_t http_status = message_number(message, "status"), retry_after = message_number(message, "retry_after");
    bool may_retry_at = json_is_integer(json_object_get(message->head, "retry_after")) && retry_after >= 0;
    *answer = (struct registry_answer){.id = message_number(message, "id"), .retry_after_seconds = -1};
    if (failure)
        return fault_set(fault, status_from_name(failure), message_text(message, "where"),
                         message_text(message, "detail"));
    if (http_status < 100 || http_status > 999)
        return refuse(fault, "status", "réponse hors contrat");
    answer->http_status = (int)http_status;
    if (may_retry_at)
        answer->retry_after_seconds = retry_after > INT_MAX ? INT_MAX : (int)retry_after;
    enum status status = check_answer(message, answer->http_status, fault);
    if (status != STATUS_OK)
        return status;
    /* A validator that cannot be sent back whole is only a lost chance of a 304. */
    if (is_etag(etag) && !text_copy(answer->etag, sizeof answer->etag, etag))
        answer->etag[0] = '\0';
    answer->body = (const char *)message->body;
    answer->body_size = message->body_size;
    return STATUS_OK;
}

int registry_retry_delay_ms(int attempt, int retry_after_seconds, uint32_t random) {
    int64_t delay_ms = RETRY_FIRST_MS;
    for (int i = 1; i < attempt && delay_ms < RETRY_CAP_MS; i++)
        delay_ms *= 2;
    if (delay_ms > RETRY_CAP_MS)
        delay_ms = RETRY_CAP_MS;
    /* Half of it at random: stations that lost the registry together do not come back together. */
    delay_ms = delay_ms / 2 + random % (delay_ms / 2 + 1);
    if (retry_after_seconds > 0)
        delay_ms += (int64_t)retry_after_seconds * 1000;
    return delay_ms > INT_MAX ? INT_MAX : (int)delay_ms;
}

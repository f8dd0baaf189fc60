/* Finds the call that a request is for, and reads request bodies strictly. It must not answer under /v1 to anyone but
 * the station. */
#include "../text.h"
#include "book.h"
#include "service_internal.h"

#include <string.h>

struct route {
    const char *method, *path;
    service_call *call;
};

static const struct route routes[] = {
    {"GET", "/v1/status", call_status},
    {"POST", "/v1/drivers/lookup", call_lookup},
    {"POST", "/v1/drivers/search", call_search},
    {"POST", "/v1/attestations", call_issue},
    {"POST", "/v1/attestations/{number}/events", call_event},
    {"GET", "/v1/attestations/{number}", call_attestation},
    {"POST", "/v1/audit", call_audit},
    {"GET", "/verification/{number}", call_verification},
};

/* --- Routes --- */

/* Does `path` have that form? {number} is any 12 letters and digits; whether it exists is the call's business. */
static bool fits_route(const char *route, const char *path, char number[SERVICE_NUMBER_SIZE]) {
    static const char mark[] = "{number}";
    const char *hole = strstr(route, mark);
    if (hole == NULL)
        return strcmp(route, path) == 0;
    size_t before = (size_t)(hole - route), length = SERVICE_NUMBER_SIZE - 1;
    if (strncmp(route, path, before) != 0 || strnlen(path + before, length) != length ||
        strcmp(path + before + length, hole + sizeof mark - 1) != 0)
        return false;
    for (size_t i = 0; i < length; i++)
        if (strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", path[before + i]) == NULL)
            return false;
    memcpy(number, path + before, length);
    number[length] = '\0';
    return true;
}

const char *service_answer(struct service *service, struct service_request *request, struct answer *answer) {
    const char *known = NULL;
    bool under_v1 = strncmp(request->path, "/v1", 3) == 0;
    if (under_v1 && !request->from_station) {
        answer_problem(answer, &problem_station_unknown, NULL, NULL);
        return "/v1";
    }
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        if (!fits_route(routes[i].path, request->path, request->number))
            continue;
        known = routes[i].path;
        bool as_get = strcmp(request->method, "HEAD") == 0 && strcmp(routes[i].method, "GET") == 0;
        if (strcmp(routes[i].method, request->method) != 0 && !as_get)
            continue;
        routes[i].call(service, request, answer);
        return known;
    }
    if (known == NULL && strncmp(request->path, "/verification/", 14) == 0) /* a number of another form: unknown too */
        call_verification(service, request, answer);
    else
        answer_problem(answer, known != NULL ? &problem_method : &problem_no_such_call, NULL, NULL);
    return known != NULL ? known : "(unknown)";
}

/* --- Bodies --- */

static bool is_json(const char *content_type) {
    size_t length = strlen(ANSWER_JSON);
    return content_type != NULL && strncasecmp(content_type, ANSWER_JSON, length) == 0 &&
           (content_type[length] == '\0' || content_type[length] == ';' || content_type[length] == ' ');
}

json_t *request_body(const struct service_request *request, struct answer *answer) {
    if (request->body_too_large) {
        answer_problem(answer, &problem_too_large, NULL, NULL);
        return NULL;
    }
    if (!is_json(request->content_type)) {
        answer_problem(answer, &problem_content_type, NULL, NULL);
        return NULL;
    }
    json_t *body = json_loadb(request->body, request->body_size, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(body))
        return body;
    json_decref(body);
    answer_problem(answer, &problem_malformed_request, NULL, NULL);
    return NULL;
}

const char *request_text(const json_t *body, const char *member, struct answer *answer) {
    const char *text = json_string_value(json_object_get(body, member));
    if (text != NULL && text[0] != '\0' && !text_has_control(text))
        return text;
    answer_problem(answer, &problem_malformed_request, member, NULL);
    return NULL;
}

bool request_optional_text(const json_t *body, const char *member, const char **text, struct answer *answer) {
    const json_t *value = json_object_get(body, member);
    *text = NULL;
    if (value == NULL || json_is_null(value))
        return true;
    *text = request_text(body, member, answer);
    return *text != NULL;
}

static bool is_neph(const char *text) {
    size_t length = strlen(text);
    return length >= RECORD_NEPH_MIN && length <= RECORD_NEPH_MAX &&
           strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == length;
}

const struct driver *request_driver(const struct service *service, const char *neph, struct answer *answer) {
    if (!is_neph(neph)) {
        answer_problem(answer, &problem_malformed_neph, NULL, NULL);
        return NULL;
    }
    const struct driver *driver = drivers_find(service->drivers, neph);
    if (driver == NULL)
        answer_problem(answer, &problem_driver_not_found, NULL, NULL);
    return driver;
}

/* --- Opening --- */

enum status service_open(const char *state_folder, struct service *service, struct fault *fault) {
    struct service opened = {.data_as_of = clock_now()};
    opened.data_as_of.second = 0;
    enum status status = drivers_open(&opened.data_as_of, &opened.drivers, fault);
    if (status == STATUS_OK)
        status = book_open(state_folder, &opened.book, fault);
    if (status == STATUS_OK)
        *service = opened;
    else
        service_close(&opened);
    return status;
}

void service_close(struct service *service) {
    drivers_close(service->drivers);
    book_close(service->book);
    *service = (struct service){0};
}

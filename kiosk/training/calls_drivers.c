/* The calls that read: status, lookup, search. They must not say anything of a driver whose NEPH was not asked for, but
 * for the candidates of a search. */
#include "../text.h"
#include "service_internal.h"

#include <string.h>

enum { CANDIDATES_MAX = 20 };

void call_status(struct service *service, const struct service_request *request, struct answer *answer) {
    (void)request;
    char time[26];
    date_format_time(&service->data_as_of, time);
    answer_json(answer, 200, json_pack("{s:s, s:s, s:n}", "registry", "up", "data_as_of", time, "message"));
}

/* RFC 9110, 13.1.2: a list of tags, or "*"; weak tags compare as strong ones. */
static bool has_tag(const char *list, const char *tag) {
    return list != NULL && (strcmp(list, "*") == 0 || strstr(list, tag) != NULL);
}

void call_lookup(struct service *service, const struct service_request *request, struct answer *answer) {
    json_t *body = request_body(request, answer);
    if (body == NULL)
        return;
    const char *neph = request_text(body, "neph", answer);
    const struct driver *driver = neph != NULL ? request_driver(service, neph, answer) : NULL;
    if (driver != NULL && has_tag(request->if_none_match, driver->etag))
        answer->status = 304;
    else if (driver != NULL)
        answer_text(answer, 200, ANSWER_JSON, driver->json, driver->json_size);
    if (driver != NULL)
        text_copy(answer->etag, sizeof answer->etag, driver->etag);
    json_decref(body);
}

/* False when the answer is already a problem. */
static bool read_query(const json_t *body, struct drivers_query *query, struct answer *answer) {
    if (request_text(body, "reason", answer) == NULL ||
        !request_optional_text(body, "title_number", &query->title_number, answer) ||
        !request_optional_text(body, "given_name", &query->given_name, answer) ||
        !request_optional_text(body, "department", &query->department, answer))
        return false;
    if (query->title_number != NULL)
        return true;
    query->family_name = request_text(body, "family_name", answer);
    const char *birth_date = query->family_name != NULL ? request_text(body, "birth_date", answer) : NULL;
    if (birth_date == NULL)
        return false;
    if (date_parse_birth(birth_date, &query->birth_date) == STATUS_OK)
        return true;
    answer_problem(answer, &problem_malformed_request, "birth_date", NULL);
    return false;
}

static void put_text(json_t *object, const char *member, const char *text) {
    json_object_set_new(object, member, text != NULL ? json_string(text) : json_null());
}

static json_t *candidate(const struct record *record) {
    const struct record_holder *holder = &record->holder;
    char birth_date[11];
    json_t *object = json_object(), *given_names = json_array();
    for (size_t i = 0; i < holder->given_names.count; i++)
        json_array_append_new(given_names, json_string(holder->given_names.items[i]));
    date_format_iso(holder->birth_date, birth_date);
    put_text(object, "neph", record->neph);
    put_text(object, "family_name", holder->family_name);
    put_text(object, "usual_name", holder->usual_name);
    json_object_set_new(object, "given_names", given_names);
    put_text(object, "birth_date", birth_date);
    put_text(object, "birth_place", holder->birth_place);
    put_text(object, "department", holder->department);
    return object;
}

void call_search(struct service *service, const struct service_request *request, struct answer *answer) {
    struct drivers_query query = {0};
    const struct driver *found[CANDIDATES_MAX];
    json_t *body = request_body(request, answer);
    if (body == NULL || !read_query(body, &query, answer)) {
        json_decref(body);
        return;
    }
    size_t count = drivers_search(service->drivers, &query, found, CANDIDATES_MAX);
    if (count > CANDIDATES_MAX) {
        answer_problem(answer, &problem_too_many_matches, NULL, NULL);
    } else {
        json_t *candidates = json_array();
        for (size_t i = 0; i < count; i++)
            json_array_append_new(candidates, candidate(found[i]->record));
        answer_json(answer, 200, json_pack("{s:o}", "candidates", candidates));
    }
    json_decref(body);
}

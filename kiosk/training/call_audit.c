/* The call that takes a station's audit log, in batches. It must not take a line out of its place. */
#include "../kill_point.h"
#include "../memory.h"
#include "../text.h"
#include "book.h"
#include "service_internal.h"

#include <string.h>

enum { HASH_DIGITS = 64, STATION_MAX = 31 };

static bool is_hash(const json_t *value) {
    const char *text = json_string_value(value);
    return text != NULL && strlen(text) == HASH_DIGITS && strspn(text, "0123456789abcdef") == HASH_DIGITS;
}

/* A text that may be absent, null or empty. */
static bool read_text(const json_t *event, const char *member, const char **text) {
    const json_t *value = json_object_get(event, member);
    *text = json_string_value(value);
    return value == NULL || json_is_null(value) || (*text != NULL && !text_has_control(*text));
}

/* NULL, or the member that is wrong. */
static const char *read_line(const json_t *event, struct book_line *line) {
    const struct {
        const char *member, **text;
    } texts[] = {{"at", &line->at},         {"act", &line->act},       {"agent", &line->agent},
                 {"detail", &line->detail}, {"number", &line->number}, {"person", &line->person}};
    struct date_time time;
    line->sequence = json_integer_value(json_object_get(event, "sequence"));
    line->previous = json_string_value(json_object_get(event, "previous"));
    line->hash = json_string_value(json_object_get(event, "hash"));
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (!read_text(event, texts[i].member, texts[i].text))
            return texts[i].member;
    return line->sequence < 1                                                  ? "sequence"
           : line->at == NULL || date_parse_time(line->at, &time) != STATUS_OK ? "at"
           : line->act == NULL || line->act[0] == '\0'                         ? "act"
           : !is_hash(json_object_get(event, "previous"))                      ? "previous"
           : !is_hash(json_object_get(event, "hash"))                          ? "hash"
                                                                               : NULL;
}

static void answer_lines(struct service *service, const char *station, const struct book_line *lines, size_t count,
                         struct answer *answer) {
    int64_t last = 0;
    enum status status = book_add_lines(service->book, station, lines, count, &last);
    KILL_POINT("registry.audit");
    switch (status) {
    case STATUS_OK:
        answer_json(answer, 202, json_pack("{s:I}", "last_sequence", (json_int_t)last));
        break;
    case STATUS_NOT_FOUND:
        answer_problem(answer, &problem_sequence_gap, NULL, NULL);
        break;
    case STATUS_EXISTS:
        answer_problem(answer, &problem_sequence_conflict, NULL, NULL);
        break;
    default:
        answer_problem(answer, &problem_internal, NULL, NULL);
    }
}

static void take_events(struct service *service, const char *station, const json_t *events, struct answer *answer) {
    size_t count = json_array_size(events);
    struct book_line *lines = memory_alloc((count + 1) * sizeof *lines);
    const char *wrong = json_is_array(events) && strlen(station) <= STATION_MAX ? NULL : "events";
    for (size_t i = 0; i < count && wrong == NULL; i++)
        wrong = read_line(json_array_get(events, i), &lines[i]);
    if (wrong != NULL)
        answer_problem(answer, &problem_malformed_request, wrong, NULL);
    else
        answer_lines(service, station, lines, count, answer);
    memory_free(lines);
}

void call_audit(struct service *service, const struct service_request *request, struct answer *answer) {
    json_t *body = request_body(request, answer);
    if (body == NULL)
        return;
    const char *station = request_text(body, "station", answer);
    if (station != NULL)
        take_events(service, station, json_object_get(body, "events"), answer);
    json_decref(body);
}

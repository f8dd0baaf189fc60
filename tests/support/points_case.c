/* See the header. Uses nothing of the command, so that both can be compared. */
#include "points_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static json_t *json_date(struct date date) {
    char text[11];
    if (!date_is_set(date))
        return json_null();
    date_format_iso(date, text);
    return json_string(text);
}

static json_t *json_line(const struct points_credit *credit) {
    json_t *line = json_object();
    json_object_set_new(line, "date", json_date(credit->date));
    json_object_set_new(line, "points", json_integer(credit->points));
    json_object_set_new(line, "rule", json_string(points_rule_name(credit->rule)));
    json_object_set_new(line, "balance_after", json_integer(credit->balance_after));
    if (credit->risk != NULL)
        json_object_set_new(line, "at_risk", json_true());
    return line;
}

static void merge(json_t *line, json_t *next) {
    json_int_t sum =
        json_integer_value(json_object_get(line, "points")) + json_integer_value(json_object_get(next, "points"));
    json_object_update(line, next);
    json_object_set_new(line, "points", json_integer(sum));
    json_decref(next);
}

static json_t *json_forecast(const struct points *points) {
    json_t *lines = json_array();
    for (size_t i = points->forecast; i < points->credit_count; i++) {
        const struct points_credit *credit = &points->credits[i];
        bool same =
            i > points->forecast && date_equal(credit[-1].date, credit->date) && credit[-1].rule == credit->rule;
        if (same)
            merge(json_array_get(lines, json_array_size(lines) - 1), json_line(credit));
        else
            json_array_append_new(lines, json_line(credit));
    }
    return lines;
}

static json_t *json_mandatory(const struct points_mandatory_stage *stage) {
    if (!date_is_set(stage->notified))
        return json_null();
    return json_pack("{s:o, s:o, s:b}", "notified", json_date(stage->notified), "deadline", json_date(stage->deadline),
                     "done", stage->done);
}

json_t *points_case_json(const struct points *points) {
    return json_pack("{s:i, s:i, s:s, s:o, s:o, s:o}", "balance", points->balance, "max", points->maximum, "status",
                     points_status_name(points->status), "forecast", json_forecast(points), "reset_date",
                     json_date(points->reset_date), "mandatory_stage", json_mandatory(&points->mandatory_stage));
}

struct record *points_case_record(const json_t *item) {
    struct record *record = NULL;
    struct fault fault = {0};
    char *text = json_dumps(item, 0);
    if (record_parse_points_input(text, strlen(text), &record, &fault) != STATUS_OK)
        fail_msg("%s: %s: %s", json_string_value(json_object_get(item, "id")), fault.where, fault.detail);
    free(text);
    return record;
}

void points_case_each(const char *path, void (*check)(const json_t *item)) {
    json_error_t error;
    json_t *file = json_load_file(path, 0, &error);
    if (file == NULL)
        fail_msg("%s:%d: %s", path, error.line, error.text);
    const json_t *cases = json_object_get(file, "vectors");
    assert_true(json_array_size(cases) > 0);
    for (size_t i = 0; i < json_array_size(cases); i++)
        check(json_array_get(cases, i));
    json_decref(file);
}

void points_case_compare(const json_t *item, const json_t *actual) {
    const char *member;
    json_t *value;
    json_object_foreach(json_object_get(item, "expected"), member, value) {
        if (json_equal(value, json_object_get(actual, member)))
            continue;
        char *wanted = json_dumps(value, JSON_ENCODE_ANY), *found = json_dumps(actual, JSON_ENCODE_ANY);
        fail_msg("%s: %s should be %s: %s", json_string_value(json_object_get(item, "id")), member, wanted, found);
    }
}

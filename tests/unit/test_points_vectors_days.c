/* The day-by-day walk (tests/support/points_days.c) is itself right: every case of points/vectors.json. */
#include "../../kiosk/record.h"
#include "../support/points_days.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

static struct date read_date(const json_t *value) {
    struct date date = {0};
    if (!json_is_null(value))
        assert_int_equal(date_parse(json_string_value(value), &date), STATUS_OK);
    return date;
}

static const char *text_of(struct date date) {
    static char text[11];
    if (!date_is_set(date))
        return "null";
    date_format_iso(date, text);
    return text;
}

static void expect_number(const char *id, const char *what, json_int_t expected, json_int_t found) {
    if (expected != found)
        fail_msg("%s: %s is %d, not %d", id, what, (int)found, (int)expected);
}

static void expect_date(const char *id, const char *what, const json_t *expected, struct date found) {
    if (!date_equal(read_date(expected), found))
        fail_msg("%s: %s is %s", id, what, text_of(found));
}

static void expect_line(const char *id, const json_t *expected, const struct points_days_line *line) {
    expect_date(id, "date", json_object_get(expected, "date"), line->date);
    expect_number(id, "points", json_integer_value(json_object_get(expected, "points")), line->points);
    expect_number(id, "balance_after", json_integer_value(json_object_get(expected, "balance_after")),
                  line->balance_after);
    expect_number(id, "at_risk", json_is_true(json_object_get(expected, "at_risk")), line->at_risk);
    assert_string_equal(json_string_value(json_object_get(expected, "rule")), points_rule_name(line->rule));
}

static void expect_forecast(const char *id, const json_t *expected, const struct points_days *days) {
    expect_number(id, "lines", (json_int_t)json_array_size(expected), (json_int_t)(days->line_count - days->forecast));
    for (size_t i = 0; i < json_array_size(expected); i++)
        expect_line(id, json_array_get(expected, i), &days->lines[days->forecast + i]);
}

static void expect_stage(const char *id, const json_t *expected, const struct points_days *days) {
    expect_date(id, "notified", json_object_get(expected, "notified"), days->mandatory_stage.notified);
    expect_date(id, "deadline", json_object_get(expected, "deadline"), days->mandatory_stage.deadline);
    expect_number(id, "done", json_is_true(json_object_get(expected, "done")), days->mandatory_stage.done);
}

static void expect(const char *id, const json_t *expected, const struct points_days *days) {
    expect_number(id, "balance", json_integer_value(json_object_get(expected, "balance")), days->balance);
    expect_number(id, "max", json_integer_value(json_object_get(expected, "max")), days->maximum);
    assert_string_equal(json_string_value(json_object_get(expected, "status")), points_status_name(days->status));
    if (json_object_get(expected, "forecast") != NULL)
        expect_forecast(id, json_object_get(expected, "forecast"), days);
    if (json_object_get(expected, "reset_date") != NULL)
        expect_date(id, "reset_date", json_object_get(expected, "reset_date"), days->reset_date);
    if (json_object_get(expected, "mandatory_stage") != NULL)
        expect_stage(id, json_object_get(expected, "mandatory_stage"), days);
}

static void walk_vector(const json_t *vector) {
    char *json = json_dumps(vector, 0);
    struct record *record;
    struct points_days days;
    assert_int_equal(record_parse_points_input(json, strlen(json), &record, NULL), STATUS_OK);
    points_days_walk(&record->profile, record->events, record->event_count, read_date(json_object_get(vector, "as_of")),
                     &days);
    expect(json_string_value(json_object_get(vector, "id")), json_object_get(vector, "expected"), &days);
    points_days_clear(&days);
    record_free(record);
    free(json);
}

static void the_walk_passes_every_vector(void **state) {
    (void)state;
    char path[512];
    const char *shared = getenv("GUICHET_SHARED");
    assert_true((size_t)snprintf(path, sizeof path, "%s/points/vectors.json", shared ? shared : "../shared") <
                sizeof path);
    json_t *file = json_load_file(path, 0, NULL);
    const json_t *vectors = json_object_get(file, "vectors");
    assert_true(json_array_size(vectors) >= 57);
    for (size_t i = 0; i < json_array_size(vectors); i++)
        walk_vector(json_array_get(vectors, i));
    json_decref(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_walk_passes_every_vector)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The law of points: every worked case, those of others and our own; what a result says beside the balance. */
#include "../../kiosk/points.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/place.h"
#include "../support/points_case.h"

static struct points *compute_at(const struct record *record, struct date on) {
    struct points *points = NULL;
    assert_int_equal(points_compute(&record->profile, record->events, record->event_count, on, &points), STATUS_OK);
    return points;
}

static void check_case(const json_t *item) {
    struct date on;
    assert_int_equal(date_parse(json_string_value(json_object_get(item, "as_of")), &on), STATUS_OK);
    struct record *record = points_case_record(item);
    struct points *points = compute_at(record, on);
    json_t *actual = points_case_json(points);
    points_case_compare(item, actual);
    json_decref(actual);
    points_free(points);
    record_free(record);
}

static void every_vector_of_the_project_passes(void **state) {
    (void)state;
    char *path = place_in_shared("points/vectors.json");
    points_case_each(path, check_case);
    free(path);
}

static void every_case_of_our_own_passes(void **state) {
    (void)state;
    points_case_each("tests/unit/points_cases.json", check_case);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_vector_of_the_project_passes),
        cmocka_unit_test(every_case_of_our_own_passes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Worked cases of the law of points, in the form of points/vectors.json: read, computed, compared. */
#ifndef GUICHET_TESTS_POINTS_CASE_H
#define GUICHET_TESTS_POINTS_CASE_H

#include <jansson.h>

#include "../../kiosk/points.h"

/* The result as `guichet points --json` prints it: credits of one day and rule in one line. A new reference. */
json_t *points_case_json(const struct points *points);

/* The profile and events of a case; fails the test when they cannot be read. record_free(). */
struct record *points_case_record(const json_t *item);

/* Calls `check` with each case of the file; fails the test when it has none. */
void points_case_each(const char *path, void (*check)(const json_t *item));

/* Fails, naming the case, unless each member of its `expected` equals that of `actual`. */
void points_case_compare(const json_t *item, const json_t *actual);

#endif

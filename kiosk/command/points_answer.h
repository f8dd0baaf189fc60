/* What `guichet points` answers, once computed: JSON for programs, French for people. */
#ifndef GUICHET_COMMAND_POINTS_ANSWER_H
#define GUICHET_COMMAND_POINTS_ANSWER_H

#include "../points.h"

#include <jansson.h>

/* Exactly balance, max, status, forecast, reset_date, mandatory_stage; the credits of one day and rule are one line. A
 * new reference, or NULL. */
json_t *points_answer_json(const struct points *points);

/* On standard output. */
void points_answer_text(const struct points *points);

#endif

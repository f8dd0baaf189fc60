/* The fictitious drivers of config/training/drivers, as their files say (jansson, not the product's reader). */
#ifndef GUICHET_TESTS_DRIVER_H
#define GUICHET_TESTS_DRIVER_H

#include <jansson.h>

/* The record whose file is config/training/drivers/NAME.json; fails the test when there is none. json_decref(). */
json_t *driver_load(const char *name);

/* A text member by its path ("holder.family_name"); NULL when it is null or missing. */
const char *driver_text(const json_t *driver, const char *path);

#endif

/* Loads a fictitious driver. It must not judge the record. */
#include "driver.h"

#include "../../kiosk/resource.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

json_t *driver_load(const char *name) {
    char path[128];
    snprintf(path, sizeof path, "training/drivers/%s.json", name);
    struct resource file = resource_find(path);
    assert_non_null(file.bytes);
    json_t *driver = json_loadb(file.bytes, file.size, 0, NULL);
    assert_non_null(driver);
    return driver;
}

const char *driver_text(const json_t *driver, const char *path) {
    const json_t *at = driver;
    while (at != NULL && *path != '\0') {
        char name[64];
        size_t length = strcspn(path, ".");
        snprintf(name, sizeof name, "%.*s", (int)length, path);
        at = json_object_get(at, name);
        path += length + (path[length] == '.');
    }
    return json_string_value(at);
}

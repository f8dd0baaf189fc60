/* Fictitious drivers for tests. It must not make up what the files do not say. */
#include "specimen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../kiosk/resource.h"
#include "../../kiosk/training/issue.h"

#define FOLDER "training/drivers/"
#define REQUEST_ID "3d1f0a52-9f4b-4c0e-8a86-3f5c7f0c9b11"

const char *specimen_json(const char *name, size_t *size) {
    char path[256];
    snprintf(path, sizeof path, FOLDER "%s.json", name);
    struct resource resource = resource_find(path);
    if (resource.bytes == NULL)
        abort();
    *size = resource.size;
    return resource.bytes;
}

struct record *specimen_record(const char *name) {
    struct record *record = NULL;
    struct fault fault = {0};
    size_t size;
    const char *json = specimen_json(name, &size);
    if (record_parse(json, size, &record, &fault) != STATUS_OK) {
        fprintf(stderr, "%s: %s: %s\n", name, fault.where, fault.detail);
        abort();
    }
    return record;
}

const char *specimen_name(size_t index) {
    static char name[256];
    for (size_t i = 0; resource_at(i).bytes != NULL; i++) {
        const char *path = resource_at(i).name;
        if (strncmp(path, FOLDER, strlen(FOLDER)) == 0 && index-- == 0) {
            snprintf(name, sizeof name, "%.*s", (int)(strlen(path) - strlen(FOLDER ".json")), path + strlen(FOLDER));
            return name;
        }
    }
    return NULL;
}

static void attest(const struct record *record, bool is_adcs, int pages, struct registry_attestation *attestation) {
    struct issue_order order = {.record = record,
                                .is_adcs = is_adcs,
                                .request_id = REQUEST_ID,
                                .public_base = "https://localhost:8443",
                                .pages = pages};
    if (date_parse_time(SPECIMEN_NOW, &order.now) != STATUS_OK || issue_attestation(&order, attestation) != STATUS_OK)
        abort();
}

void specimen_attest(const struct record *record, int pages, struct registry_attestation *attestation) {
    attest(record, true, pages, attestation);
}

void specimen_attest_rii(const struct record *record, int pages, struct registry_attestation *attestation) {
    attest(record, false, pages, attestation);
}

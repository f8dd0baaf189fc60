/* The reader of records under libFuzzer: what it takes is computed, and laid out as the three documents, whatever it
 * says. */
#include "../../kiosk/memory.h"
#include "../../kiosk/points.h"
#include "../../kiosk/record.h"
#include "../../kiosk/training/issue.h"
#include "../../printing/page.h"
#include "fuzz.h"

static const struct date today = {2026, 11, 24};
static const struct date_time now = {{2026, 11, 24}, 9, 31, 0, 60};

static void compute(const struct record *record) {
    struct points *points = NULL;
    if (points_compute(&record->profile, record->events, record->event_count, today, &points) == STATUS_OK)
        points_free(points);
}

/* Counting lays the page out with a seal, which reads back what it wrote. */
static void issue(const struct record *record) {
    struct issue_order order = {.record = record,
                                .request_id = "3d1f0a52-9f4b-4c0e-8a86-3f5c7f0c9b11",
                                .public_base = "https://localhost:8443",
                                .now = now};
    const char *reason = NULL;
    for (int is_adcs = 0; is_adcs <= 1; is_adcs++) {
        int pages = 0;
        order.is_adcs = is_adcs == 1;
        if (issue_refusal(record, order.is_adcs, &reason) == NULL &&
            issue_count_pages(&order, &pages, NULL) == STATUS_OK)
            FUZZ_HOLDS(pages >= 1);
    }
}

static void lay_out_situation(const struct record *record) {
    const struct page_station station = {.prefecture = "Préfecture du Calvados", .specimen = true};
    struct registry_attestation attestation = {.issued_at = now};
    struct page_document document = {0};
    struct fault fault = {0};
    if (page_lay_out(PAGE_SITUATION, record, &attestation, &station, page_measure_sans, NULL, &document, &fault) ==
        STATUS_OK)
        page_clear(&document);
}

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count, (void)arguments;
    memory_install();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct record *record = NULL;
    struct fault fault = {0};
    if (record_parse((const char *)bytes, size, &record, &fault) == STATUS_OK) {
        compute(record);
        issue(record);
        lay_out_situation(record);
        record_free(record);
    }
    record = NULL;
    if (record_parse_points_input((const char *)bytes, size, &record, &fault) == STATUS_OK) {
        compute(record);
        record_free(record);
    }
    return 0;
}

/* Bench of what happens in the process itself: journal commits, and the page of an ADCS. */
#include "bench.h"

#include "../../kiosk/journal.h"
#include "../../kiosk/record.h"
#include "../../kiosk/registry.h"
#include "../../kiosk/vault.h"
#include "../../printing/page.h"
#include "../../printing/pdf.h"
#include "../support/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMMITS = 1000, PAGES = 60 };

void bench_journal(const char *state) {
    struct samples samples = {0};
    struct fault fault = {0};
    struct vault *vault;
    struct journal *journal;
    if (vault_open(state, &vault, &fault) != STATUS_OK || journal_open(state, vault, &journal, &fault) != STATUS_OK)
        bench_fail("journal: %s %s", fault.where, fault.detail);
    for (int i = 0; i < COMMITS; i++) {
        double start = now_ms();
        if (journal_audit(journal, "BENCH", "lookup", "", "121201200001", NULL) != STATUS_OK)
            bench_fail("journal_audit");
        samples_add(&samples, now_ms() - start);
    }
    table_row("journal commit, synchronous FULL, p50", "ms", samples_at(&samples, 50), -1, "", "");
    table_row("journal commit, synchronous FULL, p99", "ms", samples_at(&samples, 99), -1, "", "");
    samples_clear(&samples);
    journal_close(journal);
    vault_close(vault);
}

static void draw_page(const struct record *record, const struct registry_attestation *attestation) {
    static const struct page_station station = {.prefecture = "Préfecture du Calvados", .specimen = true};
    struct page_document document = {0};
    struct pdf pdf = {0};
    struct fault fault = {0};
    if (page_lay_out_adcs(record, attestation, &station, page_measure_sans, NULL, &document, &fault) != STATUS_OK ||
        pdf_draw(&document, &attestation->issued_at, &pdf, &fault) != STATUS_OK)
        bench_fail("page: %s %s", fault.where, fault.detail);
    pdf_clear(&pdf);
    page_clear(&document);
}

/* A sealed attestation for the record, as the training registry issues it. */
static void issue(const char *state, const char *record_json, struct registry_attestation *attestation) {
    char path[256];
    snprintf(path, sizeof path, "%s/record.json", state);
    FILE *file = fopen(path, "w");
    if (file == NULL || fputs(record_json, file) < 0 || fclose(file) != 0)
        bench_fail("cannot write %s", path);
    char *registry = place_in_build("guichet-registry");
    const char *const argv[] = {registry, "issue", "--record", path, "--type", "adcs", NULL};
    char *json = program_output(argv);
    struct fault fault = {0};
    if (registry_read_attestation(json, strlen(json), attestation, &fault) != STATUS_OK)
        bench_fail("guichet-registry issue: %s %s", fault.where, json);
    free(json);
    free(registry);
}

void bench_page(const char *state) {
    struct samples samples = {0};
    struct fault fault = {0};
    struct record *record;
    struct registry_attestation attestation = {0};
    char *json = driver_record("121201200001");
    if (record_parse(json, strlen(json), &record, &fault) != STATUS_OK)
        bench_fail("record: %s", fault.where);
    issue(state, json, &attestation);
    double start = now_ms();
    draw_page(record, &attestation);
    double first = now_ms() - start;
    for (int i = 0; i < PAGES; i++) {
        start = now_ms();
        draw_page(record, &attestation);
        samples_add(&samples, now_ms() - start);
    }
    table_row("ADCS page, laid out and drawn in process, p50", "ms", samples_at(&samples, 50), -1, "", "15 ms");
    table_row("the first one of a process", "ms", first, -1, "", "");
    samples_clear(&samples);
    registry_attestation_clear(&attestation);
    record_free(record);
    free(json);
}

/* Bench of the documents: an ADCS and an RII of twenty pages, in process and by the whole program, with and without
 * reading their codes back, next to pages that say the same made by WeasyPrint, reportlab and Chromium; and seals
 * verified, next to bare libcrypto. */
#include "bench.h"

#include "../../kiosk/memory.h"
#include "../../kiosk/record.h"
#include "../../kiosk/registry.h"
#include "../../kiosk/training/issue.h"
#include "../../kiosk/trust.h"
#include "../../printing/page.h"
#include "../../printing/pdf.h"
#include "../../printing/readback.h"
#include "../support/driver.h"
#include "../support/place.h"
#include "../support/specimen.h"
#include "../support/tool.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ADCS_DRIVER "specimen-2d-doc"
#define FULLEST_DRIVER "toutes-les-categories"
#define RII_DRIVER "dix-ans-soixante-evenements"
#define PYTHON "/usr/bin/python3"
#define CHROMIUM "/usr/bin/chromium"

enum {
    PAGES = 60,
    LONG_PAGES = 10,
    WHOLE_RUNS = 3,
    RII_PAGES = 20,
    EVENTS_MAX = 500,
    VERIFY_MS = 3000,
    PATH_SIZE = 256
};

static const struct page_station station = {.prefecture = "Préfecture du Calvados", .specimen = true};

struct sheet {
    const char *words;  /* of the table */
    const char *driver; /* of an ADCS */
    enum page_kind kind;
    const char *type; /* "adcs" */
    int rounds;
    struct record *record;
    struct registry_attestation attestation;
    char folder[PATH_SIZE];
};

/* --- The documents --- */

static void write_text(const char *folder, const char *name, const char *text) {
    char path[PATH_SIZE + 32];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
        bench_fail("cannot write %s", path);
}

/* The driver with `count` offences: his own again and again. */
static char *record_with_offences(const char *name, size_t count) {
    json_t *driver = driver_load(name), *events = json_object_get(driver, "events"), *many = json_array();
    for (size_t i = 0; json_array_size(many) < count; i++) {
        const json_t *event = json_array_get(events, i % json_array_size(events));
        if (strcmp(json_string_value(json_object_get(event, "type")), "offence") != 0)
            continue;
        char id[16];
        snprintf(id, sizeof id, "b%zu", i);
        json_t *copy = json_deep_copy(event);
        json_object_set_new(copy, "id", json_string(id));
        json_array_append_new(many, copy);
    }
    json_object_set_new(driver, "events", many);
    char *text = json_dumps(driver, 0);
    json_decref(driver);
    return text;
}

static void issue(struct sheet *sheet, struct issue_order *order) {
    if (issue_attestation(order, &sheet->attestation) != STATUS_OK)
        bench_fail("no attestation");
}

/* Takes the record, and tells how many pages it makes. */
static int read_sheet(struct sheet *sheet, const char *json, struct issue_order *order) {
    struct fault fault = {0};
    if (record_parse(json, strlen(json), &sheet->record, &fault) != STATUS_OK)
        bench_fail("record: %s %s", fault.where, fault.detail);
    *order = (struct issue_order){.record = sheet->record,
                                  .is_adcs = sheet->kind == PAGE_ADCS,
                                  .request_id = "3d1f0a52-9f4b-4c0e-8a86-3f5c7f0c9b11",
                                  .public_base = "https://localhost:8443"};
    if (date_parse_time(SPECIMEN_NOW, &order->now) != STATUS_OK ||
        issue_count_pages(order, &order->pages, &fault) != STATUS_OK)
        bench_fail("pages: %s", fault.where);
    return order->pages;
}

static void open_adcs(struct sheet *sheet) {
    size_t size;
    struct issue_order order;
    const char *json = specimen_json(sheet->driver, &size);
    read_sheet(sheet, json, &order);
    issue(sheet, &order);
    char name[32];
    snprintf(name, sizeof name, "%s.json", sheet->type);
    write_text(sheet->folder, name, json);
}

/* The first number of offences that fills twenty pages. */
static void open_rii(struct sheet *sheet) {
    struct issue_order order;
    for (size_t count = 200; count <= EVENTS_MAX; count += 5) {
        char *json = record_with_offences(RII_DRIVER, count);
        bool enough = read_sheet(sheet, json, &order) >= RII_PAGES;
        if (enough)
            write_text(sheet->folder, "rii.json", json);
        memory_free(json);
        if (enough) {
            issue(sheet, &order);
            return;
        }
        record_free(sheet->record);
    }
    bench_fail("no RII of %d pages", RII_PAGES);
}

/* --- Ours --- */

static double draw_once(const struct sheet *sheet, bool read_back) {
    struct page_document document = {0};
    struct pdf pdf = {0};
    struct fault fault = {0};
    double start = now_ms();
    if (page_lay_out(sheet->kind, sheet->record, &sheet->attestation, &station, page_measure_sans, NULL, &document,
                     &fault) != STATUS_OK ||
        pdf_draw(&document, &sheet->attestation.issued_at, &pdf, &fault) != STATUS_OK ||
        (read_back && readback_check(&pdf, &document, &fault) != STATUS_OK))
        bench_fail("%s: %s %s", sheet->words, fault.where, fault.detail);
    double taken = now_ms() - start;
    pdf_clear(&pdf);
    page_clear(&document);
    return taken;
}

static double draw_median(const struct sheet *sheet, bool read_back) {
    struct samples samples = {0};
    draw_once(sheet, read_back); /* fonts */
    for (int i = 0; i < sheet->rounds; i++)
        samples_add(&samples, draw_once(sheet, read_back));
    double median = samples_at(&samples, 50);
    samples_clear(&samples);
    return median;
}

/* The program that writes a page, with its own start; its output is what it is for, not what it says. */
static double run_median(const char *const argv[]) {
    struct samples samples = {0};
    for (int i = 0; i < WHOLE_RUNS; i++) {
        int status = 0;
        double start = now_ms();
        pid_t pid = program_start(argv, NULL);
        waitpid(pid, &status, 0);
        samples_add(&samples, now_ms() - start);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            bench_fail("%s %s: status %d", argv[0], argv[1], status);
    }
    double median = samples_at(&samples, 50);
    samples_clear(&samples);
    return median;
}

static double run_ours(const struct sheet *sheet) {
    char record[PATH_SIZE + 32], attestation[PATH_SIZE + 32], output[PATH_SIZE + 32];
    char *guichet = place_in_build("guichet"), *json = json_dumps(issue_to_json(&sheet->attestation), 0);
    snprintf(record, sizeof record, "%s/%s.json", sheet->folder, sheet->type);
    snprintf(attestation, sizeof attestation, "%s/%s-attestation.json", sheet->folder, sheet->type);
    snprintf(output, sizeof output, "%s/%s.pdf", sheet->folder, sheet->type);
    write_text(sheet->folder, strrchr(attestation, '/') + 1, json);
    const char *const argv[] = {guichet,     "document", "--record", record, "--attestation",
                                attestation, "-o",       output,     NULL};
    double median = run_median(argv);
    memory_free(json);
    free(guichet);
    return median;
}

/* --- The others --- */

/* What the document says, for a page that says the same: a line a text, `role row group text`; and the code as a
 * picture, so that they need not make it. */
static void write_content(const struct sheet *sheet) {
    struct page_document document = {0};
    char path[PATH_SIZE + 32];
    snprintf(path, sizeof path, "%s/%s.tsv", sheet->folder, sheet->type);
    FILE *file = fopen(path, "w");
    if (file == NULL || page_lay_out(sheet->kind, sheet->record, &sheet->attestation, &station, page_measure_sans, NULL,
                                     &document, NULL) != STATUS_OK)
        bench_fail("cannot write %s", path);
    for (size_t i = 0; i < document.count; i++)
        if (document.items[i].kind == PAGE_TEXT && document.items[i].role != PAGE_ROLE_ARTIFACT)
            fprintf(file, "%d\t%d\t%d\t%s\n", (int)document.items[i].role, document.items[i].row,
                    document.items[i].group, document.items[i].text);
    fclose(file);
    page_clear(&document);
}

static void write_picture(const struct sheet *sheet) {
    char pdf[PATH_SIZE + 32], prefix[PATH_SIZE + 32];
    snprintf(pdf, sizeof pdf, "%s/%s.pdf", sheet->folder, sheet->type);
    snprintf(prefix, sizeof prefix, "%s/code", sheet->folder);
    const char *const argv[] = {"/usr/bin/pdftoppm",
                                "-png",
                                "-singlefile",
                                "-r",
                                "300",
                                "-x",
                                "1900",
                                "-y",
                                "100",
                                "-W",
                                "472",
                                "-H",
                                "472",
                                pdf,
                                prefix,
                                NULL};
    run_median(argv);
}

/* tests/bench/rivals.py HOW TYPE FOLDER ROUNDS: writes FOLDER/TYPE-HOW.pdf and says the median in milliseconds. */
static double run_rival_in_process(const struct sheet *sheet, const char *how) {
    const char *const argv[] = {PYTHON, "tests/bench/rivals.py", how, sheet->type, sheet->folder, "3", NULL};
    char *said = program_output(argv);
    double median = strtod(said, NULL);
    if (median <= 0)
        bench_fail("%s: %s", how, said);
    free(said);
    return median;
}

static double run_rival(const struct sheet *sheet, const char *how) {
    const char *const argv[] = {PYTHON, "tests/bench/rivals.py", how, sheet->type, sheet->folder, "1", NULL};
    return run_median(argv);
}

static double run_chromium(const struct sheet *sheet) {
    char profile[PATH_SIZE + 32], output[PATH_SIZE + 64], page[PATH_SIZE + 32];
    snprintf(profile, sizeof profile, "--user-data-dir=%s/chromium", sheet->folder);
    snprintf(output, sizeof output, "--print-to-pdf=%s/%s-chromium.pdf", sheet->folder, sheet->type);
    snprintf(page, sizeof page, "file://%s/%s.html", sheet->folder, sheet->type);
    const char *const argv[] = {
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync", profile, output,
        page,     NULL};
    return run_median(argv);
}

static void compare(const struct sheet *sheet, const char *how, double ours_in_process, double ours_whole) {
    char figure[80], other[64];
    const char *const argv[] = {PYTHON, "-c", strcmp(how, "weasyprint") == 0 ? "import weasyprint" : "import reportlab",
                                NULL};
    int status = 0;
    waitpid(program_start(argv, NULL), &status, 0);
    if (status != 0) {
        fprintf(stderr, "  %s is not installed: no comparison\n", how);
        return;
    }
    snprintf(figure, sizeof figure, "%s, in process, p50", sheet->words);
    snprintf(other, sizeof other, "%s, in process", how);
    table_row(figure, "ms", ours_in_process, run_rival_in_process(sheet, how), other, "faster");
    snprintf(figure, sizeof figure, "%s, whole process", sheet->words);
    snprintf(other, sizeof other, "%s, whole process", how);
    table_row(figure, "ms", ours_whole, run_rival(sheet, how), other, "faster");
}

/* --- Rows --- */

/* Returns the milliseconds without read-back. */
static double time_in_process(const struct sheet *sheet, const char *aim, const char *aim_read_back) {
    char figure[80];
    double bare = draw_median(sheet, false);
    snprintf(figure, sizeof figure, "%s, in process, p50", sheet->words);
    table_row(figure, "ms", bare, -1, "", aim);
    snprintf(figure, sizeof figure, "%s, in process, read back, p50", sheet->words);
    table_row(figure, "ms", draw_median(sheet, true), -1, "", aim_read_back);
    return bare;
}

static void time_beside_others(const struct sheet *sheet, double bare) {
    char figure[80];
    double whole = run_ours(sheet);
    write_content(sheet);
    write_picture(sheet);
    compare(sheet, "weasyprint", bare, whole);
    compare(sheet, "reportlab", bare, whole);
    if (access(CHROMIUM, X_OK) == 0) {
        snprintf(figure, sizeof figure, "%s, whole process", sheet->words);
        table_row(figure, "ms", whole, run_chromium(sheet), "chromium --print-to-pdf", "faster");
    }
}

void bench_page(const char *state) {
    struct sheet adcs = {.words = "ADCS", .driver = ADCS_DRIVER, .kind = PAGE_ADCS, .type = "adcs", .rounds = PAGES};
    struct sheet fullest = {.words = "ADCS of all 15 categories",
                            .driver = FULLEST_DRIVER,
                            .kind = PAGE_ADCS,
                            .type = "fullest",
                            .rounds = PAGES};
    struct sheet rii = {.words = "RII of 20 pages", .kind = PAGE_RII, .type = "rii", .rounds = LONG_PAGES};
    struct sheet *const sheets[] = {&adcs, &fullest, &rii};
    for (size_t i = 0; i < sizeof sheets / sizeof sheets[0]; i++)
        snprintf(sheets[i]->folder, sizeof sheets[i]->folder, "%s", state);
    open_adcs(&adcs);
    open_adcs(&fullest);
    open_rii(&rii);
    table_row("the first ADCS of a process", "ms", draw_once(&adcs, false), -1, "", "");
    time_beside_others(&adcs, time_in_process(&adcs, "8 ms", "40 ms"));
    time_in_process(&fullest, "", "40 ms");
    time_beside_others(&rii, time_in_process(&rii, "", ""));
    for (size_t i = 0; i < sizeof sheets / sizeof sheets[0]; i++) {
        registry_attestation_clear(&sheets[i]->attestation);
        record_free(sheets[i]->record);
    }
}

/* --- Seals --- */

/* "… 256 bits ecdsa (nistp256)   0.0000s   0.0001s  41234.5  14321.7": the last column. */
static double openssl_verifications(void) {
    const char *const argv[] = {"/usr/bin/openssl", "speed", "-seconds", "3", "ecdsap256", NULL};
    char *said = program_output(argv);
    const char *line = strstr(said, "(nistp256)"), *last = line;
    for (const char *at = line; at != NULL && *at != '\0' && *at != '\n'; at++)
        if (at[0] == ' ' && at[1] != ' ' && at[1] != '\n')
            last = at;
    double count = last != NULL ? strtod(last, NULL) : -1;
    free(said);
    return count;
}

/* As `openssl speed` counts: the processor's time, not the clock's. */
static double processor_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

void bench_seals(const char *state) {
    struct registry_attestation attestation = {0};
    struct record *record = specimen_record(ADCS_DRIVER);
    struct trust *trust;
    struct seal seal;
    size_t count = 0;
    (void)state;
    specimen_attest(record, 1, &attestation);
    if (trust_open(NULL, true, &trust) != STATUS_OK)
        bench_fail("no trust");
    double start = processor_ms(), taken = 0;
    while (taken < VERIFY_MS) {
        if (seal_read(attestation.seal, strlen(attestation.seal), &seal, NULL) != STATUS_OK ||
            trust_verify(trust, &seal, NULL) != STATUS_OK)
            bench_fail("a good seal is not valid");
        taken = processor_ms() - start;
        count++;
    }
    table_row("seals read and verified in a second", "", (double)count / taken * 1000, openssl_verifications(),
              "openssl speed ecdsap256", "90 % of it");
    trust_close(trust);
    registry_attestation_clear(&attestation);
    record_free(record);
}

/* Bench of a lookup: from the kiosk's request to a checked record, by way of the loop, the net worker and TLS; next to
 * libcurl alone posting the same body on a connection of its own. */
#include "bench.h"

#include "../../kiosk/config.h"
#include "../../kiosk/loop.h"
#include "../../kiosk/registry.h"
#include "../../kiosk/worker.h"
#include "../support/place.h"

#include <curl/curl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LOOKUPS = 500, DEADLINE_MS = 20000 };
#define NEPH "950117140096" /* ten years of sixty events: the largest record */

struct lookup {
    struct config config;
    struct loop *loop;
    struct worker *net;
    bool is_answered;
};

static void give_up(void *context) {
    (void)context;
    bench_fail("the lookup had no answer in %d s", DEADLINE_MS / 1000);
}

static void answered(void *context, struct worker *worker, struct message *message) {
    struct lookup *lookup = context;
    struct registry_answer answer = {.retry_after_seconds = -1};
    struct fault fault = {0};
    struct record *record;
    (void)worker;
    if (registry_read_answer(message, &answer, &fault) != STATUS_OK ||
        registry_read_record(&answer, NEPH, &record, &fault) != STATUS_OK)
        bench_fail("lookup: %s %s", fault.where, fault.detail);
    record_free(record);
    lookup->is_answered = true;
    loop_stop(lookup->loop);
}

static void lost(void *context, struct worker *worker) {
    (void)context;
    (void)worker;
    bench_fail("the net worker was lost");
}

static void lookup_once(struct lookup *lookup, int id) {
    struct registry_request request = {0};
    struct message message = {0};
    if (registry_ask_lookup(NEPH, NULL, &request) != STATUS_OK ||
        registry_to_message(&request, id, "3f1f9a52-6c1e-4d38-9d1c-0e1d5a6b7c80", &lookup->config, "BENCH", &message) !=
            STATUS_OK ||
        worker_send(lookup->net, &message) != STATUS_OK)
        bench_fail("lookup: cannot ask");
    message_clear(&message);
    registry_request_clear(&request);
    uint32_t deadline = loop_after(lookup->loop, DEADLINE_MS, give_up, NULL);
    if (loop_run(lookup->loop) != STATUS_OK || !lookup->is_answered)
        bench_fail("lookup: no answer");
    lookup->is_answered = false;
    loop_cancel(lookup->loop, deadline);
}

static void configure(struct lookup *lookup) {
    const struct config *config = &lookup->config;
    struct message message = {0};
    message.head = json_pack("{s:{s:s, s:s, s:s, s:s, s:i, s:i, s:i}}", "configure", "url", config->registry_url, "ca",
                             config->registry_ca, "certificate", config->registry_certificate, "key",
                             config->registry_key, "connect_timeout_ms", config->connect_timeout_ms, "total_timeout_ms",
                             config->total_timeout_ms, "low_speed_seconds", config->low_speed_seconds);
    if (worker_send(lookup->net, &message) != STATUS_OK)
        bench_fail("cannot configure net");
    message_clear(&message);
}

static void time_lookups(const struct config *config, struct spawner *spawner, struct samples *samples) {
    struct lookup lookup = {.config = *config};
    const struct worker_handlers handlers = {.message = answered, .lost = lost, .context = &lookup};
    if (loop_open(&lookup.loop) != STATUS_OK ||
        worker_open(spawner, lookup.loop, "net", NULL, &handlers, &lookup.net) != STATUS_OK)
        bench_fail("cannot start net");
    configure(&lookup);
    lookup_once(&lookup, 1); /* connects */
    for (int i = 0; i < LOOKUPS; i++) {
        double start = now_ms();
        lookup_once(&lookup, i + 2);
        samples_add(samples, now_ms() - start);
    }
    worker_close(lookup.net);
    loop_close(lookup.loop);
}

/* --- libcurl alone --- */

static size_t drop(char *bytes, size_t one, size_t size, void *context) {
    size_t *total = context;
    (void)bytes;
    *total += one * size;
    return one * size;
}

static void time_bare(const struct config *config, struct samples *samples) {
    static const char body[] = "{\"neph\":\"" NEPH "\"}";
    char url[300];
    size_t total = 0;
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    headers = curl_slist_append(headers, "Accept: application/json");
    headers = curl_slist_append(headers, "Guichet-Station: BENCH");
    headers = curl_slist_append(headers, "Guichet-Agent: BENCH");
    headers = curl_slist_append(headers, "Request-Id: 3f1f9a52-6c1e-4d38-9d1c-0e1d5a6b7c80");
    CURL *curl = curl_easy_init();
    snprintf(url, sizeof url, "%s/v1/drivers/lookup", config->registry_url);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_CAINFO, config->registry_ca);
    curl_easy_setopt(curl, CURLOPT_SSLCERT, config->registry_certificate);
    curl_easy_setopt(curl, CURLOPT_SSLKEY, config->registry_key);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &total);
    for (int i = 0; i <= LOOKUPS; i++) {
        double start = now_ms();
        CURLcode code = curl_easy_perform(curl);
        if (code != CURLE_OK)
            bench_fail("curl: %s", curl_easy_strerror(code));
        if (i > 0) /* the first one connects */
            samples_add(samples, now_ms() - start);
    }
    fprintf(stderr, "  body of a lookup: %zu bytes\n", total / (LOOKUPS + 1));
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
}

/* --- The registry --- */

static pid_t start_registry(const char *state, struct config *config) {
    char address[200] = "";
    char *program = place_in_build("guichet-registry");
    const char *const argv[] = {program, "serve", "--state", state, NULL};
    int output;
    pid_t pid = program_start(argv, &output);
    FILE *file = fdopen(output, "r");
    if (file == NULL || fgets(address, sizeof address, file) == NULL)
        bench_fail("the registry does not start");
    fclose(file);
    address[strcspn(address, "\n")] = '\0';
    config_init(config);
    snprintf(config->registry_url, sizeof config->registry_url, "%s", address);
    snprintf(config->registry_ca, sizeof config->registry_ca, "%s/station/ca.pem", state);
    snprintf(config->registry_certificate, sizeof config->registry_certificate, "%s/station/station.pem", state);
    snprintf(config->registry_key, sizeof config->registry_key, "%s/station/station.key", state);
    free(program);
    return pid;
}

void bench_lookup(const char *state) {
    struct samples ours = {0}, bare = {0};
    struct spawner *spawner;
    struct config config;
    char *folder = place_in_build("");
    signal(SIGPIPE, SIG_IGN);
    if (spawner_start(folder, &spawner) != STATUS_OK)
        bench_fail("cannot start the spawner");
    pid_t registry = start_registry(state, &config);
    time_lookups(&config, spawner, &ours);
    time_bare(&config, &bare);
    table_row("lookup over TLS to a checked record, p50", "ms", samples_at(&ours, 50), samples_at(&bare, 50),
              "libcurl alone, same body", "within 1 ms of it");
    table_row("lookup over TLS to a checked record, p99", "ms", samples_at(&ours, 99), samples_at(&bare, 99),
              "libcurl alone, same body", "");
    program_end(registry);
    spawner_stop(spawner);
    samples_clear(&ours);
    samples_clear(&bare);
    free(folder);
}

/* The rival: headless Chromium on a trivial page of a local server (ours). The page tells when it has been painted. */
#include "bench.h"

#include <microhttpd.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CHROMIUM "/usr/bin/chromium"

static const char page[] = "<!doctype html><meta charset=utf-8><title>Guichet</title><body><h1>Connexion</h1>"
                           "<input autofocus><script>requestAnimationFrame(()=>requestAnimationFrame("
                           "()=>fetch('/painted')))</script>";
static sem_t painted;

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *data, size_t *size, void **state) {
    (void)context, (void)method, (void)version, (void)data, (void)size, (void)state;
    if (strcmp(url, "/painted") == 0)
        sem_post(&painted);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(sizeof page - 1, (void *)(unsigned long)page, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", "text/html; charset=utf-8");
    enum MHD_Result result = MHD_queue_response(connection, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return result;
}

static void wait_painted(void) {
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += 60;
    if (sem_timedwait(&painted, &deadline) != 0)
        bench_fail("Chromium painted nothing in a minute");
}

static double paint_once(const char *state, int run, unsigned port, double *pss_mb) {
    char profile[256], url[64];
    snprintf(profile, sizeof profile, "--user-data-dir=%s/chromium%d", state, run);
    snprintf(url, sizeof url, "http://127.0.0.1:%u/", port);
    const char *const argv[] = {CHROMIUM,
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--remote-debugging-port=0",
                                profile,
                                url,
                                NULL};
    double start = now_ms();
    pid_t pid = program_start(argv, NULL);
    wait_painted();
    double taken = now_ms() - start;
    *pss_mb = tree_pss_mb(pid, NULL, NULL);
    program_end(pid);
    return taken;
}

int chromium_measure(const char *state, double *first_paint_ms, double *pss_mb) {
    struct samples paints = {0}, memory = {0};
    if (access(CHROMIUM, X_OK) != 0)
        return 0;
    sem_init(&painted, 0, 0);
    struct MHD_Daemon *server =
        MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, answer, NULL, MHD_OPTION_END);
    if (server == NULL)
        bench_fail("no local server");
    unsigned port = MHD_get_daemon_info(server, MHD_DAEMON_INFO_BIND_PORT)->port;
    for (int run = 0; run < 3; run++) {
        double pss;
        samples_add(&paints, paint_once(state, run, port, &pss));
        samples_add(&memory, pss);
    }
    *first_paint_ms = samples_at(&paints, 50);
    *pss_mb = samples_at(&memory, 50);
    MHD_stop_daemon(server);
    samples_clear(&paints);
    samples_clear(&memory);
    return 1;
}

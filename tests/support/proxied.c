/* Puts a proxy between a kiosk and its registry. It must not know what either says. */
#include "proxied.h"

#include "place.h"
#include "state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STATION_DELAYS "connect_timeout_ms = 1000\ntotal_timeout_ms = 2000\nlow_speed_seconds = 1\n"

/* --- The programs, and a script for guichet-registry --- */

static void link_program(const char *folder, const char *name) {
    char path[KIOSK_PATH_SIZE];
    char *program = place_in_build(name);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(link(program, path), 0);
    free(program);
}

/* A framed message (kiosk/message.h) on descriptor 3, then silence until the kiosk goes. */
static void write_registry_script(const char *folder, int port) {
    char path[KIOSK_PATH_SIZE], head[64];
    int size = snprintf(head, sizeof head, "{\"listening\":%d}", port);
    snprintf(path, sizeof path, "%s/guichet-registry", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "#!/bin/sh\nprintf '\\000\\000\\000\\%03o\\000\\000\\000\\000%s' >&3\nexec cat <&3 >/dev/null\n",
            (unsigned)size, head);
    assert_int_equal(fchmod(fileno(file), 0700), 0);
    assert_int_equal(fclose(file), 0);
}

static void make_programs(struct proxied *proxied) {
    static const char *const names[] = {"guichet",        "guichet-worker",  "worker-net.so",
                                        "worker-auth.so", "worker-trust.so", "worker-page.so"};
    char *build = place_in_build("proxied-XXXXXX");
    assert_non_null(mkdtemp(build));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        link_program(build, names[i]);
    write_registry_script(build, proxied->proxy.port);
    snprintf(proxied->programs, sizeof proxied->programs, "%s/", strrchr(build, '/') + 1);
    proxied->kiosk->programs = proxied->programs;
    free(build);
}

static void remove_programs(const struct proxied *proxied) {
    char *folder = place_in_build(proxied->programs);
    if (proxied->programs[0] != '\0')
        state_remove(folder);
    free(folder);
}

/* --- The scene --- */

static struct proxied *set_up(void **state) {
    struct proxied *proxied = calloc(1, sizeof *proxied);
    void *kiosk = NULL;
    if (proxied == NULL || kiosk_set_up(&kiosk) != 0)
        abort();
    proxied->kiosk = kiosk;
    *state = proxied;
    return proxied;
}

static void start_line(struct proxied *proxied) {
    struct registry_process *registry = &proxied->kiosk->registry;
    registry_process_start(registry);
    tls_proxy_start(registry->state, (int)strtol(strrchr(registry->url, ':') + 1, NULL, 10), &proxied->proxy);
}

/* The delays of a station's configuration, so that a test need not wait for ours. */
static void shorten_delays(const struct kiosk *kiosk) {
    char text[8192], delayed[sizeof text + sizeof STATION_DELAYS];
    FILE *file = fopen(kiosk->config, "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    char *at = strstr(text, "[registry]\n");
    assert_non_null(at);
    at += strlen("[registry]\n");
    snprintf(delayed, sizeof delayed, "%.*s" STATION_DELAYS "%s", (int)(at - text), text, at);
    kiosk_write(kiosk, "guichet.conf", delayed);
}

int proxied_set_up_training_at(void **state, const char *clock) {
    struct proxied *proxied = set_up(state);
    struct kiosk *kiosk = proxied->kiosk;
    assert_true(strlen(kiosk->state) < sizeof kiosk->registry.state);
    memcpy(kiosk->registry.state, kiosk->state, strlen(kiosk->state) + 1);
    kiosk->registry.clock = clock;
    start_line(proxied);
    make_programs(proxied);
    return 0;
}

int proxied_set_up_training(void **state) {
    return proxied_set_up_training_at(state, WALK_CLOCK);
}

int proxied_set_up_station_at(void **state, const char *clock) {
    struct proxied *proxied = set_up(state);
    char url[64];
    state_make(proxied->kiosk->registry.state);
    proxied->kiosk->registry.clock = clock;
    start_line(proxied);
    snprintf(url, sizeof url, "https://localhost:%d", proxied->proxy.port);
    kiosk_make_station(proxied->kiosk, &(struct kiosk_station){.url = url});
    shorten_delays(proxied->kiosk);
    return 0;
}

int proxied_set_up_station(void **state) {
    return proxied_set_up_station_at(state, NULL);
}

int proxied_tear_down(void **state) {
    struct proxied *proxied = *state;
    void *kiosk = proxied->kiosk;
    tls_proxy_stop(&proxied->proxy);
    remove_programs(proxied);
    free(proxied);
    return kiosk_tear_down(&kiosk);
}

void proxied_set(struct proxied *proxied, enum proxy_manner manner, const char *word) {
    tls_proxy_set(&proxied->proxy, &(struct proxy_wish){.manner = manner, .word = word});
}

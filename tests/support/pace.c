/* Times keys on a screen. It must not judge by a frame: a machine that runs tests is not a counter. */
#include "pace.h"

#include "fault_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define HELP "Touches de l'écran"

static long long now_us(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

/* The other way round: what the key takes away. */
static void press(struct pace *pace, struct kiosk *kiosk, const char *key, const char *text, bool comes) {
    long long before_us = now_us();
    kiosk_key(kiosk, key);
    if (comes)
        terminal_expect(kiosk->terminal, text);
    else
        terminal_expect_absent(kiosk->terminal, text);
    int took_us = (int)(now_us() - before_us);
    if (pace->count < PACE_MAX)
        pace->us[pace->count++] = took_us;
    if (took_us > PACE_LIMIT_MS * 1000)
        fail_msg("%s was answered after %d ms", key, took_us / 1000);
}

void pace_key(struct pace *pace, struct kiosk *kiosk, const char *key, const char *brings) {
    assert_false(terminal_has(kiosk->terminal, brings));
    press(pace, kiosk, key, brings, true);
}

int pace_help(struct pace *pace, struct kiosk *kiosk, const char *meanwhile, int times) {
    int keys = 0;
    terminal_read(kiosk->terminal);
    for (int i = 0; i < times && terminal_has(kiosk->terminal, meanwhile); i++, keys += 2) {
        press(pace, kiosk, "F1", HELP, true);
        press(pace, kiosk, "F1", HELP, false);
    }
    return keys;
}

static int compare(const void *a, const void *b) {
    return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

void pace_print(struct pace *pace, const char *title) {
    size_t count = pace->count, within = 0;
    if (count == 0)
        return;
    qsort(pace->us, count, sizeof pace->us[0], compare);
    while (within < count && pace->us[within] <= 16000)
        within++;
    char line[160];
    const int *us = pace->us, half_us = us[count / 2], most_us = us[count * 99 / 100];
    snprintf(line, sizeof line, "%s: %zu keys, p50 %.1f ms, p99 %.1f ms, max %.1f ms; %zu within a frame (16 ms)",
             title, count, half_us / 1e3, most_us / 1e3, us[count - 1] / 1e3, within);
    fprintf(stderr, "%s\n", line);
    fault_table_note(line);
}

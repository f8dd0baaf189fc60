/* Reads /proc. It must not touch what it measures. */
#include "gauge.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOLERANCE_PERCENT = 10, QUARTERS = 4 };

static long read_kib(pid_t pid, const char *file, const char *member) {
    char path[64], line[256];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
    FILE *opened = fopen(path, "r");
    while (opened != NULL && fgets(line, sizeof line, opened) != NULL)
        if (strncmp(line, member, strlen(member)) == 0)
            kib = strtol(line + strlen(member), NULL, 10);
    if (opened != NULL)
        fclose(opened);
    return kib;
}

static int count_descriptors(pid_t pid) {
    char path[64];
    int count = 0;
    snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
    DIR *folder = opendir(path);
    struct dirent *entry;
    while (folder != NULL && (entry = readdir(folder)) != NULL)
        count += entry->d_name[0] != '.';
    if (folder != NULL)
        closedir(folder);
    return count;
}

void gauge_take(struct gauge *gauge, pid_t pid, int people) {
    struct gauge_sample sample = {.people = people, .restarted = pid != gauge->last};
    sample.rss_kib = read_kib(pid, "status", "VmRSS:");
    sample.pss_kib = read_kib(pid, "smaps_rollup", "Pss:");
    sample.descriptors = count_descriptors(pid);
    if (sample.rss_kib == 0 || gauge->count == GAUGE_SAMPLES_MAX)
        return;
    gauge->last = pid;
    gauge->samples[gauge->count++] = sample;
}

static int by_value(const void *a, const void *b) {
    long left = *(const long *)a, right = *(const long *)b;
    return (left > right) - (left < right);
}

static long median(long *values, size_t count) {
    qsort(values, count, sizeof *values, by_value);
    return count == 0 ? 0 : values[count / 2];
}

/* Of the process that lives: one that was killed is another one's memory. */
static size_t first_of_last(const struct gauge *gauge) {
    size_t first = gauge->count;
    while (first > 0 && !gauge->samples[first - 1].restarted)
        first--;
    return first > 0 ? first - 1 : 0;
}

struct gauge_sample gauge_quarter(const struct gauge *gauge, int quarter) {
    size_t first = first_of_last(gauge), count = gauge->count - first;
    size_t from = first + count * (size_t)quarter / QUARTERS, to = first + count * (size_t)(quarter + 1) / QUARTERS;
    static long rss[GAUGE_SAMPLES_MAX], pss[GAUGE_SAMPLES_MAX], descriptors[GAUGE_SAMPLES_MAX];
    for (size_t i = from; i < to; i++) {
        rss[i - from] = gauge->samples[i].rss_kib;
        pss[i - from] = gauge->samples[i].pss_kib;
        descriptors[i - from] = gauge->samples[i].descriptors;
    }
    return (struct gauge_sample){.rss_kib = median(rss, to - from),
                                 .pss_kib = median(pss, to - from),
                                 .descriptors = (int)median(descriptors, to - from)};
}

bool gauge_is_flat(const struct gauge *gauge) {
    if (gauge->count - first_of_last(gauge) < QUARTERS)
        return true; /* too short a day to tell */
    struct gauge_sample first = gauge_quarter(gauge, 0), last = gauge_quarter(gauge, QUARTERS - 1);
    return last.rss_kib * 100 <= first.rss_kib * (100 + TOLERANCE_PERCENT) &&
           last.pss_kib * 100 <= first.pss_kib * (100 + TOLERANCE_PERCENT) && last.descriptors == first.descriptors;
}

void gauge_print(const struct gauge *gauge) {
    printf("personnes   RSS (Kio)   PSS (Kio)   descripteurs\n");
    for (size_t i = 0; i < gauge->count; i++) {
        const struct gauge_sample *sample = &gauge->samples[i];
        printf("%9d   %9ld   %9ld   %12d%s\n", sample->people, sample->rss_kib, sample->pss_kib, sample->descriptors,
               sample->restarted ? "   (relancé depuis)" : "");
    }
    for (int i = 0; i < QUARTERS; i += QUARTERS - 1) {
        struct gauge_sample quarter = gauge_quarter(gauge, i);
        printf("%s quart : RSS %ld Kio, PSS %ld Kio, %d descripteurs (médianes)\n", i == 0 ? "Premier" : "Dernier",
               quarter.rss_kib, quarter.pss_kib, quarter.descriptors);
    }
}

/* What a process holds: memory and descriptors, sampled through the day; are they flat? */
#ifndef GUICHET_TESTS_GAUGE_H
#define GUICHET_TESTS_GAUGE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { GAUGE_SAMPLES_MAX = 512 };

struct gauge_sample {
    int people; /* served when it was taken */
    long rss_kib, pss_kib;
    int descriptors;
    bool restarted; /* another process than the sample before: it had been killed */
};

struct gauge {
    pid_t last;
    struct gauge_sample samples[GAUGE_SAMPLES_MAX];
    size_t count;
};

/* Of the process; nothing is added when it is gone. */
void gauge_take(struct gauge *gauge, pid_t pid, int people);

/* The median of a quarter (0–3) of the samples of the process that lived last. */
struct gauge_sample gauge_quarter(const struct gauge *gauge, int quarter);
/* Memory of the last quarter at most a tenth over the first, and as many descriptors. */
bool gauge_is_flat(const struct gauge *gauge);
void gauge_print(const struct gauge *gauge);

#endif

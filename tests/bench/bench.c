/* `make bench`: the figures of the issues in one run, as one table with ratios. Measures; judges nothing: a figure is a
 * figure of this machine, at this moment. */
#include "bench.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_ROWS = 64 };

static struct row {
    char figure[80], unit[8], theirs_is[64], aim[64];
    double ours, theirs;
} rows[MOST_ROWS];
static size_t row_count;
static char base[] = "/tmp/guichet-bench-XXXXXX";

/* --- Samples and the table --- */

double now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

void samples_add(struct samples *samples, double value) {
    if (samples->count == samples->size) {
        samples->size = samples->size == 0 ? 256 : samples->size * 2;
        samples->values = realloc(samples->values, samples->size * sizeof *samples->values);
        if (samples->values == NULL)
            bench_fail("no memory");
    }
    samples->values[samples->count++] = value;
}

static int compare(const void *a, const void *b) {
    const double *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

double samples_at(struct samples *samples, double percent) {
    if (samples->count == 0)
        bench_fail("no sample");
    qsort(samples->values, samples->count, sizeof *samples->values, compare);
    return samples->values[(size_t)((double)(samples->count - 1) * percent / 100.0 + 0.5)];
}

void samples_clear(struct samples *samples) {
    free(samples->values);
    *samples = (struct samples){0};
}

void table_row(const char *figure, const char *unit, double ours, double theirs, const char *what_theirs_is,
               const char *aim) {
    if (row_count == MOST_ROWS)
        bench_fail("too many rows");
    struct row *row = &rows[row_count++];
    snprintf(row->figure, sizeof row->figure, "%s", figure);
    snprintf(row->unit, sizeof row->unit, "%s", unit);
    snprintf(row->theirs_is, sizeof row->theirs_is, "%s", what_theirs_is);
    snprintf(row->aim, sizeof row->aim, "%s", aim);
    row->ours = ours;
    row->theirs = theirs;
    fprintf(stderr, "  %s: %.3g %s\n", figure, ours, unit);
}

void table_print(void) {
    printf("\n%-52s %12s %12s %9s %10s  %-34s %s\n", "figure", "guichet", "other", "ratio", "difference",
           "the other is", "aim");
    for (size_t i = 0; i < row_count; i++) {
        const struct row *row = &rows[i];
        printf("%-52s %9.3f %-2s ", row->figure, row->ours, row->unit);
        if (row->theirs >= 0)
            printf("%9.3f %-2s %8.3gx %+9.3f  ", row->theirs, row->unit, row->ours / row->theirs,
                   row->ours - row->theirs);
        else
            printf("%12s %9s %10s  ", "", "", "");
        printf("%-34s %s\n", row->theirs_is, row->aim);
    }
}

/* --- Files and processes --- */

void bench_fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

static void remove_base(void) {
    const char *const argv[] = {"/bin/rm", "-rf", "--one-file-system", base, NULL};
    pid_t pid = program_start(argv, NULL);
    waitpid(pid, NULL, 0);
}

static const char *folder_of(const char *name) {
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", base, name);
    if (mkdir(path, 0700) != 0)
        bench_fail("cannot make %s", path);
    return path;
}

static void print_machine(void) {
    char line[256] = "";
    FILE *file = fopen("/proc/cpuinfo", "re");
    while (file != NULL && fgets(line, sizeof line, file) != NULL && strncmp(line, "model name", 10) != 0)
        continue;
    if (file != NULL)
        fclose(file);
    printf("%ld processors, %s", sysconf(_SC_NPROCESSORS_ONLN),
           strchr(line, ':') != NULL ? strchr(line, ':') + 2 : "\n");
}

static const struct part {
    const char *name;
    void (*run)(const char *state);
} parts[] = {{"kiosk", bench_start_and_memory},
             {"keys", bench_keys},
             {"lookup", bench_lookup},
             {"journal", bench_journal},
             {"page", bench_page},
             {"points", bench_points},
             {"seals", bench_seals}};

/* All parts, or the one that is named. */
int main(int count, char **arguments) {
    if (mkdtemp(base) == NULL)
        bench_fail("no temporary folder");
    atexit(remove_base);
    setenv("LC_ALL", "C.UTF-8", 1);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (count < 2 || strcmp(arguments[1], parts[i].name) == 0)
            parts[i].run(folder_of(parts[i].name));
    print_machine();
    table_print();
    return 0;
}

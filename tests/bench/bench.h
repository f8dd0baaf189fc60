/* What the parts of the bench share: samples, the table, and programs that are started and ended. */
#ifndef GUICHET_BENCH_H
#define GUICHET_BENCH_H

#include <stddef.h>
#include <sys/types.h>

/* Times in milliseconds, or any figures. */
struct samples {
    double *values;
    size_t count, size;
};
void samples_add(struct samples *samples, double value);
double samples_at(struct samples *samples, double percent); /* sorts; 50 is the median */
void samples_clear(struct samples *samples);

double now_ms(void);

/* One line of the table: ours, the other one's (negative: none), the aim in words. */
void table_row(const char *figure, const char *unit, double ours, double theirs, const char *what_theirs_is,
               const char *aim);
void table_print(void);

/* Ends the bench with a message; what runs is killed with it. */
void bench_fail(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* A file of config/training/drivers, whole (free()), found by its NEPH. */
char *driver_record(const char *neph);

/* Starts a program without a terminal, its output in a pipe (read end in *output when it is not NULL, else /dev/null).
 */
pid_t program_start(const char *const *argv, int *output);
/* What it wrote, whole (free()); waits for its end. */
char *program_output(const char *const *argv);
void program_end(pid_t pid);
/* Proportional set size of a process and all that it started, in MB; of processes whose command line holds `only`
 * (NULL: all) and does not hold `but` (NULL: none is left out). */
double tree_pss_mb(pid_t pid, const char *only, const char *but);

/* The parts: each adds its rows. `state` is an empty folder of its own. */
void bench_start_and_memory(const char *state);
void bench_keys(const char *state);
void bench_lookup(const char *state);
void bench_journal(const char *state);
void bench_page(const char *state);
void bench_points(const char *state);
void bench_seals(const char *state);
/* First paint (ms) and PSS (MB) of headless Chromium on a trivial local page; false when it is not installed. */
int chromium_measure(const char *state, double *first_paint_ms, double *pss_mb);

#endif

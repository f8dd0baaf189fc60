/* Bench of the law of points: one file, by the engine, next to the walk over every day that proves it; and files of
 * more events, to see that the engine grows with them and no faster. */
#include "bench.h"

#include "../../kiosk/points.h"
#include "../support/points_days.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_EVENTS = 500, ROUNDS = 60, EVENTS_A_ROUND = 2000, DAYS_BETWEEN = 30 };

static const struct record_profile profile = {.licence_date = {1984, 5, 14}, .first_licence = true};

/* An offence a month, light or heavy, paid six weeks later; each tenth event is a stage. The newest is of the same day
 * whatever their number. */
static void make_events(struct record_event *events, size_t count) {
    static const int points[] = {1, 3, 1, 2, 1, 4, 1, 1, 6};
    static const int classes[] = {4, 4, 3, 4, 4, 4, 3, 4, RECORD_CLASS_DELIT};
    for (size_t i = 0; i < count; i++) {
        struct date day = date_add_days((struct date){2026, 9, 30}, -(int)(count - 1 - i) * DAYS_BETWEEN);
        events[i] = (struct record_event){.type = RECORD_OFFENCE, .id = "A", .date = day, .committed = day};
        events[i].definitive = date_add_days(day, 45);
        events[i].points = points[i % 9];
        events[i].class = classes[i % 9];
        if (i % 10 == 9)
            events[i] = (struct record_event){.type = RECORD_STAGE,
                                              .kind = "volontaire",
                                              .date = day,
                                              .first_day = date_add_days(day, -1),
                                              .last_day = day};
    }
}

static double time_engine_us(const struct record_event *events, size_t count) {
    static const struct date on = {2026, 11, 24};
    struct samples samples = {0};
    int calls = EVENTS_A_ROUND / (int)count;
    for (int round = 0; round < ROUNDS; round++) {
        double start = now_ms();
        for (int i = 0; i < calls; i++) {
            struct points *points;
            if (points_compute(&profile, events, count, on, &points) != STATUS_OK)
                bench_fail("points_compute");
            points_free(points);
        }
        samples_add(&samples, (now_ms() - start) * 1e3 / calls);
    }
    double median = samples_at(&samples, 50);
    samples_clear(&samples);
    return median;
}

static double time_walk_us(const struct record_event *events, size_t count) {
    static const struct date on = {2026, 11, 24};
    struct samples samples = {0};
    for (int round = 0; round < 9; round++) {
        struct points_days days;
        double start = now_ms();
        points_days_walk(&profile, events, count, on, &days);
        samples_add(&samples, (now_ms() - start) * 1e3);
        points_days_clear(&days);
    }
    double median = samples_at(&samples, 50);
    samples_clear(&samples);
    return median;
}

void bench_points(const char *state) {
    (void)state;
    static const size_t counts[] = {10, 1, 100, MOST_EVENTS};
    struct record_event *events = calloc(MOST_EVENTS, sizeof *events);
    if (events == NULL)
        bench_fail("no memory");
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        char figure[80];
        make_events(events, counts[i]);
        snprintf(figure, sizeof figure, "points: a file of %zu event%s, p50", counts[i], counts[i] > 1 ? "s" : "");
        table_row(figure, "us", time_engine_us(events, counts[i]), time_walk_us(events, counts[i]),
                  "the walk over every day (tests)", i == 0 ? "50 us" : "grows with the events");
    }
    free(events);
}

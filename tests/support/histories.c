/* Makes, shrinks and writes random files of drivers. It must know delays only to aim at them: what they mean is the
 * business of those who are compared. */
#include "histories.h"

#include <stdlib.h>
#include <string.h>

enum { POOL_MAX = 1024 };

/* Where dates are drawn from: those that matter to what is there already. */
struct maker {
    uint64_t random;
    struct history *history;
    struct date pool[POOL_MAX];
    size_t pool_count;
    struct date start; /* of the years in which things happen */
    int months;        /* how long they are */
    int rate;          /* of established offences, in a hundred */
    bool is_heavy, has_48n;
};

/* --- Random numbers (splitmix64) --- */

uint64_t history_random(uint64_t *state) {
    uint64_t value = *state += 0x9e3779b97f4a7c15U;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31);
}

int history_below(uint64_t *state, int bound) {
    return (int)(history_random(state) % (uint64_t)bound);
}

static int below(struct maker *maker, int bound) {
    return history_below(&maker->random, bound);
}

static bool in_a_hundred(struct maker *maker, int chance) {
    return below(maker, 100) < chance;
}

/* --- Dates that meet --- */

static struct date make_date(int year, int month, int day) {
    return (struct date){(int16_t)year, (uint8_t)month, (uint8_t)day};
}

static void pool_add(struct maker *maker, struct date date) {
    if (maker->pool_count < POOL_MAX)
        maker->pool[maker->pool_count++] = date;
}

static void pool_add_delays(struct maker *maker, struct date date, const int *months, size_t count) {
    pool_add(maker, date);
    for (size_t i = 0; i < count; i++)
        pool_add(maker, date_add_months(date, months[i]));
}

static struct date any_date(struct maker *maker) {
    struct date month = date_add_months(maker->start, below(maker, maker->months + 1));
    int days = date_days_in_month(month.year, month.month);
    if (in_a_hundred(maker, 30))
        return make_date(month.year, month.month, days - below(maker, 4));
    if (in_a_hundred(maker, 4))
        return make_date(month.year - month.year % 4, 2, 29);
    return make_date(month.year, month.month, 1 + below(maker, days));
}

static struct date pick_date(struct maker *maker) {
    if (maker->pool_count == 0 || in_a_hundred(maker, 40))
        return any_date(maker);
    struct date date = maker->pool[below(maker, (int)maker->pool_count)];
    return in_a_hundred(maker, 50) ? date : date_add_days(date, below(maker, 3) - 1);
}

static struct date pick_date_from(struct maker *maker, struct date first) {
    for (int i = 0; i < 8; i++) {
        struct date date = pick_date(maker);
        if (date_compare(date, first) >= 0)
            return date;
    }
    return date_add_days(first, below(maker, 90));
}

/* --- The licence --- */

static struct date pick_licence_date(struct maker *maker) {
    static const struct date turns[] = {{2004, 2, 29},  {2004, 3, 1},  {2007, 12, 30}, {2007, 12, 31},
                                        {2008, 1, 1},   {2008, 2, 29}, {2012, 2, 29},  {2015, 8, 31},
                                        {2010, 12, 31}, {2011, 1, 1},  {2016, 2, 29},  {2019, 11, 30}};
    int kind = below(maker, 100);
    if (kind < 12)
        return turns[below(maker, (int)(sizeof turns / sizeof turns[0]))];
    int first = kind < 30 ? 1998 : kind < 45 ? 2004 : kind < 70 ? 2008 : 2012;
    int year = first + below(maker, kind < 45 ? 4 : 10), month = 1 + below(maker, 12);
    int days = date_days_in_month(year, month);
    return make_date(year, month, in_a_hundred(maker, 30) ? days : 1 + below(maker, days));
}

static void make_profile(struct maker *maker) {
    static const int delays[] = {6, 12, 18, 24, 36};
    struct record_profile *profile = &maker->history->profile;
    profile->licence_date = pick_licence_date(maker);
    profile->path = in_a_hundred(maker, 35) ? RECORD_PATH_AAC : RECORD_PATH_TRAD;
    profile->first_licence = in_a_hundred(maker, 88);
    pool_add_delays(maker, profile->licence_date, delays, sizeof delays / sizeof delays[0]);
    if (in_a_hundred(maker, 22)) {
        struct date edge = date_add_months(profile->licence_date, in_a_hundred(maker, 50) ? 6 : 12);
        profile->training_date = in_a_hundred(maker, 40)
                                     ? date_add_days(edge, below(maker, 3) - 1)
                                     : date_add_days(profile->licence_date, 180 + below(maker, 190));
        pool_add(maker, profile->training_date);
    }
    if (in_a_hundred(maker, 10)) {
        profile->probation_end = date_add_days(profile->licence_date, below(maker, 1300) - 30);
        if (in_a_hundred(maker, 50))
            profile->probation_end = date_add_months(profile->licence_date, 6 * below(maker, 8));
        pool_add(maker, profile->probation_end);
    }
    maker->start = profile->licence_date;
    if (in_a_hundred(maker, 25))
        maker->start = date_add_months(maker->start, below(maker, 60));
    maker->months = in_a_hundred(maker, 25) ? 150 : 6 + below(maker, 60);
}

/* --- Events --- */

static struct record_event *add_event(struct maker *maker, enum record_event_type type) {
    struct record_event *event = &maker->history->events[maker->history->event_count++];
    *event = (struct record_event){.type = type};
    return event;
}

static int pick_points(struct maker *maker, int class) {
    static const int light[] = {1, 1, 1, 1, 1, 2, 2, 3, 3, 4, 0}, heavy[] = {6, 6, 4, 4, 3, 3, 2, 1, 6, 5, 6};
    if (class == RECORD_CLASS_DELIT)
        return in_a_hundred(maker, 75) ? 6 : in_a_hundred(maker, 60) ? 9 : below(maker, 8);
    return (maker->is_heavy ? heavy : light)[below(maker, (int)(sizeof light / sizeof light[0]))];
}

static struct date pick_definitive(struct maker *maker, struct date committed) {
    if (!in_a_hundred(maker, maker->rate))
        return (struct date){0};
    if (in_a_hundred(maker, 15))
        return committed;
    return in_a_hundred(maker, 45) ? pick_date_from(maker, committed) : date_add_days(committed, below(maker, 120));
}

/* Some are simultaneous with the one before. */
static void add_offence(struct maker *maker, int index, struct record_event *before) {
    static char *const ids[] = {"A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"};
    static char *const groups[] = {"g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8", "g9", "g10", "g11", "g12"};
    static const int delays[] = {6, 12, 24, 36, 120};
    struct record_event *event = add_event(maker, RECORD_OFFENCE);
    event->id = ids[index];
    event->class = maker->is_heavy ? 3 + below(maker, 4) : 1 + below(maker, 6);
    event->points = pick_points(maker, event->class);
    event->committed = pick_date(maker);
    if (before != NULL && in_a_hundred(maker, 18)) {
        before->group = before->group != NULL ? before->group : groups[index];
        event->group = before->group;
        event->committed = before->committed;
    }
    event->definitive = pick_definitive(maker, event->committed);
    event->date = event->committed;
    pool_add(maker, event->committed);
    if (date_is_set(event->definitive))
        pool_add_delays(maker, event->definitive, delays, sizeof delays / sizeof delays[0]);
}

static void add_stage(struct maker *maker) {
    static char *const kinds[] = {"volontaire", "volontaire", "obligatoire", "peine", "alternative", "composition"};
    static const int delays[] = {12, 24};
    struct record_event *event = add_event(maker, RECORD_STAGE);
    event->kind = kinds[below(maker, (int)(sizeof kinds / sizeof kinds[0]))];
    event->last_day = event->date = pick_date(maker);
    event->first_day = date_add_days(event->last_day, in_a_hundred(maker, 90) ? -1 : -below(maker, 5));
    if (maker->has_48n && in_a_hundred(maker, 50))
        event->kind = "obligatoire";
    pool_add_delays(maker, event->first_day, delays, sizeof delays / sizeof delays[0]);
    pool_add(maker, date_add_days(event->last_day, 1));
}

static void add_measure(struct maker *maker) {
    struct record_event *event = add_event(maker, in_a_hundred(maker, 70) ? RECORD_SUSPENSION : RECORD_EAD);
    event->from = event->date = pick_date(maker);
    if (in_a_hundred(maker, 15)) {
        event->to = date_add_days(maker->history->profile.licence_date, below(maker, 3) - 1);
        event->from = event->date = date_add_days(event->to, -below(maker, 60));
        return;
    }
    if (in_a_hundred(maker, 75))
        event->to = pick_date_from(maker, event->from);
}

static void add_letter(struct maker *maker) {
    static char *const codes[] = {"48N", "48N", "48N", "48", "48M", "48SI", "44"};
    struct record_event *event = add_event(maker, RECORD_LETTER);
    event->code = codes[below(maker, (int)(sizeof codes / sizeof codes[0]))];
    event->date = pick_date(maker);
    if (in_a_hundred(maker, 85))
        event->notified = date_add_days(event->date, below(maker, 30));
    maker->has_48n = maker->has_48n || strcmp(event->code, "48N") == 0;
    if (date_is_set(event->notified)) {
        pool_add(maker, event->notified);
        pool_add(maker, date_add_months(event->notified, 4));
    }
}

static void add_other(struct maker *maker) {
    static const enum record_event_type types[] = {RECORD_MEDICAL, RECORD_RESTITUTION, RECORD_UNKNOWN_EVENT};
    struct record_event *event = add_event(maker, types[below(maker, 3)]);
    event->type_name = event->type == RECORD_UNKNOWN_EVENT ? "rétention" : NULL;
    event->points = event->type == RECORD_RESTITUTION ? 1 + below(maker, 6) : 0;
    event->date = pick_date(maker);
}

/* A loss, and often what follows it. */
static void add_loss(struct maker *maker) {
    static const int delays[] = {6, 12, 24, 36};
    int kind = below(maker, 100);
    if (kind < 70) {
        struct record_event *lost = add_event(maker, kind < 45 ? RECORD_48SI_NOTIFIED : RECORD_ANNULMENT);
        lost->date = pick_date(maker);
        pool_add(maker, lost->date);
        if (in_a_hundred(maker, 40))
            return;
    }
    struct record_event *licence = add_event(maker, RECORD_NEW_LICENCE);
    licence->date = pick_date(maker);
    licence->path = in_a_hundred(maker, 20) ? RECORD_PATH_AAC : RECORD_PATH_TRAD;
    pool_add_delays(maker, licence->date, delays, sizeof delays / sizeof delays[0]);
}

static void shuffle_events(struct maker *maker) {
    struct record_event *events = maker->history->events;
    for (size_t i = maker->history->event_count; i > 1; i--) {
        size_t other = (size_t)below(maker, (int)i);
        struct record_event event = events[i - 1];
        events[i - 1] = events[other];
        events[other] = event;
    }
}

static void repeat(struct maker *maker, int chance, int most, void (*add)(struct maker *maker)) {
    for (int i = 0; i < most && in_a_hundred(maker, chance); i++)
        add(maker);
}

static struct date pick_on(struct maker *maker) {
    struct date first = maker->history->profile.licence_date;
    if (in_a_hundred(maker, 35))
        return date_add_months(maker->start, maker->months + below(maker, 24));
    struct date date = pick_date(maker);
    return date_compare(date, first) < 0 ? first : date;
}

void history_make(uint64_t seed, uint64_t number, struct history *history) {
    struct maker maker = {.random = seed ^ (number * 0xd1342543de82ef95U), .history = history};
    struct record_event *before = NULL;
    *history = (struct history){0};
    make_profile(&maker);
    maker.is_heavy = in_a_hundred(&maker, 35);
    maker.rate = in_a_hundred(&maker, 50) ? 100 : 75;
    int offences = in_a_hundred(&maker, 60) ? below(&maker, 5) : below(&maker, 13);
    for (int i = 0; i < offences; i++) {
        add_offence(&maker, i, before);
        before = &history->events[history->event_count - 1];
    }
    repeat(&maker, 20, 3, add_letter);
    repeat(&maker, 55, 4, add_stage);
    repeat(&maker, 18, 2, add_measure);
    repeat(&maker, 30, 4, add_loss);
    repeat(&maker, 8, 2, add_other);
    if (in_a_hundred(&maker, 60))
        shuffle_events(&maker);
    history->on = pick_on(&maker);
}

/* --- Shrinking --- */

/* One step towards a simpler history; false when `step` is past the last one. */
static bool simplify_event(struct record_event *event, int step) {
    switch (step) {
    case 0:
        event->group = NULL;
        return true;
    case 1:
        event->class = 4;
        return true;
    case 2:
        event->points = 1;
        return true;
    case 3:
        event->definitive = event->committed;
        return true;
    case 4:
        event->kind = event->type == RECORD_STAGE ? "volontaire" : event->kind;
        return true;
    case 5:
        event->path = RECORD_PATH_TRAD;
        return true;
    case 6:
        event->first_day = date_is_set(event->last_day) ? date_add_days(event->last_day, -1) : event->last_day;
        return true;
    default:
        return false;
    }
}

static bool simplify_profile(struct history *history, int step) {
    struct record_profile *profile = &history->profile;
    switch (step) {
    case 0:
        profile->training_date = (struct date){0};
        return true;
    case 1:
        profile->probation_end = (struct date){0};
        return true;
    case 2:
        profile->path = RECORD_PATH_TRAD;
        return true;
    case 3:
        profile->first_licence = true;
        return true;
    case 4:
        profile->licence_date = (struct date){2000, 1, 1};
        return true;
    default:
        return false;
    }
}

static bool is_same_event(const struct record_event *a, const struct record_event *b) {
    return a->group == b->group && a->class == b->class && a->points == b->points && a->kind == b->kind &&
           a->path == b->path && date_equal(a->definitive, b->definitive) && date_equal(a->first_day, b->first_day);
}

static bool is_same_profile(const struct record_profile *a, const struct record_profile *b) {
    return date_equal(a->training_date, b->training_date) && date_equal(a->probation_end, b->probation_end) &&
           date_equal(a->licence_date, b->licence_date) && a->path == b->path && a->first_licence == b->first_licence;
}

/* As far as the steps above go. */
static bool is_same_history(const struct history *a, const struct history *b) {
    if (a->event_count != b->event_count || !is_same_profile(&a->profile, &b->profile))
        return false;
    for (size_t i = 0; i < a->event_count; i++)
        if (!is_same_event(&a->events[i], &b->events[i]))
            return false;
    return true;
}

/* Takes the candidate when it is another one and still bad. */
static bool take_if_bad(struct history *history, const struct history *candidate,
                        bool (*is_bad)(const struct history *history, void *context), void *context) {
    if (is_same_history(history, candidate) || !is_bad(candidate, context))
        return false;
    *history = *candidate;
    return true;
}

void history_shrink(struct history *history, bool (*is_bad)(const struct history *history, void *context),
                    void *context) {
    static struct history candidate;
    for (bool has_changed = true; has_changed;) {
        has_changed = false;
        for (size_t i = history->event_count; i-- > 0;) {
            candidate = *history;
            candidate.event_count--;
            memmove(&candidate.events[i], &candidate.events[i + 1],
                    (candidate.event_count - i) * sizeof candidate.events[0]);
            memset(&candidate.events[candidate.event_count], 0, sizeof candidate.events[0]);
            has_changed = take_if_bad(history, &candidate, is_bad, context) || has_changed;
        }
        for (size_t i = 0; i < history->event_count; i++)
            for (int step = 0; candidate = *history, simplify_event(&candidate.events[i], step); step++)
                has_changed = take_if_bad(history, &candidate, is_bad, context) || has_changed;
        for (int step = 0; candidate = *history, simplify_profile(&candidate, step); step++)
            has_changed = take_if_bad(history, &candidate, is_bad, context) || has_changed;
    }
}

/* --- Writing --- */

static void write_date(FILE *file, const char *name, struct date date) {
    char text[11];
    date_format_iso(date, text);
    fprintf(file, date_is_set(date) ? ", \"%s\": \"%s\"" : ", \"%s\": null", name, text);
}

static void write_offence(const struct record_event *event, FILE *file) {
    fprintf(file, "{\"type\": \"offence\", \"id\": \"%s\"", event->id);
    write_date(file, "committed", event->committed);
    write_date(file, "definitive", event->definitive);
    fprintf(file, ", \"points\": %d", event->points);
    if (event->class == RECORD_CLASS_DELIT)
        fputs(", \"class\": \"delit\"", file);
    else
        fprintf(file, ", \"class\": %d", event->class);
    if (event->group != NULL)
        fprintf(file, ", \"group\": \"%s\"", event->group);
}

static void write_dated(const struct record_event *event, FILE *file) {
    static const char *const names[] = {[RECORD_MEDICAL] = "medical",         [RECORD_48SI_NOTIFIED] = "48si_notified",
                                        [RECORD_ANNULMENT] = "annulment",     [RECORD_NEW_LICENCE] = "new_licence",
                                        [RECORD_RESTITUTION] = "restitution", [RECORD_UNKNOWN_EVENT] = "rétention"};
    fprintf(file, "{\"type\": \"%s\"", names[event->type]);
    write_date(file, "date", event->date);
    if (event->type == RECORD_NEW_LICENCE)
        fprintf(file, ", \"path\": \"%s\"", event->path == RECORD_PATH_AAC ? "aac" : "trad");
}

static void write_event(const struct record_event *event, FILE *file) {
    if (event->type == RECORD_OFFENCE) {
        write_offence(event, file);
    } else if (event->type == RECORD_STAGE) {
        fprintf(file, "{\"type\": \"stage\", \"kind\": \"%s\"", event->kind);
        write_date(file, "first_day", event->first_day);
        write_date(file, "last_day", event->last_day);
    } else if (event->type == RECORD_SUSPENSION || event->type == RECORD_EAD) {
        fprintf(file, "{\"type\": \"%s\"", event->type == RECORD_EAD ? "ead" : "suspension");
        write_date(file, "from", event->from);
        write_date(file, "to", event->to);
    } else if (event->type == RECORD_LETTER) {
        fprintf(file, "{\"type\": \"letter\", \"code\": \"%s\"", event->code);
        write_date(file, "date", event->date);
        write_date(file, "notified", event->notified);
    } else {
        write_dated(event, file);
    }
    fputc('}', file);
}

void history_write(const struct history *history, FILE *file) {
    const struct record_profile *profile = &history->profile;
    char licence[11], on[11];
    date_format_iso(profile->licence_date, licence);
    date_format_iso(history->on, on);
    fprintf(file, "{\"profile\": {\"licence_date\": \"%s\", \"path\": \"%s\", \"first_licence\": %s", licence,
            profile->path == RECORD_PATH_AAC ? "aac" : "trad", profile->first_licence ? "true" : "false");
    write_date(file, "training_date", profile->training_date);
    write_date(file, "probation_end", profile->probation_end);
    fputs("},\n \"events\": [", file);
    for (size_t i = 0; i < history->event_count; i++) {
        fputs(i == 0 ? "\n  " : ",\n  ", file);
        write_event(&history->events[i], file);
    }
    fprintf(file, "],\n \"as_of\": \"%s\"}\n", on);
}

/* --- What to run --- */

static uint64_t number_of(const char *name, uint64_t usual) {
    const char *text = getenv(name);
    return text != NULL ? strtoull(text, NULL, 10) : usual;
}

uint64_t history_seed(void) {
    return number_of("GUICHET_SEED", 20261124);
}

uint64_t history_count(uint64_t usual) {
    return number_of("GUICHET_HISTORIES", usual);
}

/* Walks every day of a driver's file. It must share nothing with the engine but the calendar (date.h), nor skip a
 * day: it is the proof. Days are numbers (date_to_days2000). */
#include "points_days.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { NEVER = INT_MAX, LONG_AGO = INT_MIN, DAYS_AFTER_ALL = 13 * 366 };

struct offence {
    int committed, definitive; /* definitive NEVER: pending */
    int six_months, ten_years; /* R12, R16: when its points are due */
    int points, class;
    const char *group;
    int withdrawn;  /* after R11; -1: not withdrawn */
    bool in_file;   /* withdrawn since the licence or the last full reconstitution */
    bool returned;  /* by R12 or R16 */
    bool seen_full; /* the balance has been 12 since (R16) */
    int *moved;
};

struct stage {
    int first_day, last_day;
    bool is_judicial, is_mandatory;
    int *moved;
};

/* 48SI notified, annulment, new licence. */
struct change {
    int day;
    enum record_event_type type;
    enum record_path path;
};

struct walk {
    const struct record_profile *profile;
    const struct record_event *events;
    size_t event_count;
    struct points_days *out;
    int on, day;
    size_t line_room;

    struct offence *offences, *pending; /* with points; established, and not */
    size_t offence_count, pending_count;
    struct stage *stages;
    size_t stage_count;
    struct change *changes;
    size_t change_count;

    enum points_status status;
    int licence, raw, cap;
    int probation_end; /* LONG_AGO: no probation */
    int bonus_days[2], bonus_points;
    enum points_rule bonus_rule;
    int last_definitive, full_day; /* of the file: where its clock began, when it ends (R13–R15) */
    enum points_rule full_rule;
    int last_stage; /* first day of the last one that gave points */
};

static void *must_have(void *memory) {
    if (memory == NULL)
        abort();
    return memory;
}

static int day_of(int year, int month, int day) {
    return date_to_days2000((struct date){(int16_t)year, (uint8_t)month, (uint8_t)day});
}

static int add_months(int day, int months) {
    return date_to_days2000(date_add_months(date_from_days2000(day), months));
}

static int smaller(int a, int b) {
    return a < b ? a : b;
}

static int greater(int a, int b) {
    return a > b ? a : b;
}

/* --- What is known (F1) --- */

static bool is_known(const struct walk *walk, const struct record_event *event) {
    struct date date = event->type == RECORD_OFFENCE                                   ? event->committed
                       : event->type == RECORD_STAGE                                   ? event->last_day
                       : event->type == RECORD_SUSPENSION || event->type == RECORD_EAD ? event->from
                                                                                       : event->date;
    return date_to_days2000(date) <= walk->on;
}

static void take_offence(struct walk *walk, const struct record_event *event, int *moved) {
    bool is_pending = !date_is_set(event->definitive);
    int definitive = is_pending ? NEVER : date_to_days2000(event->definitive);
    struct offence offence = {.committed = date_to_days2000(event->committed),
                              .definitive = definitive,
                              .points = event->points,
                              .class = event->class,
                              .group = event->group,
                              .withdrawn = -1,
                              .moved = moved};
    if (is_pending) {
        walk->pending[walk->pending_count++] = offence;
        return;
    }
    offence.six_months = add_months(definitive, definitive < day_of(2011, 1, 1) ? 12 : 6); /* R30 */
    offence.ten_years = add_months(definitive, 120);
    walk->offences[walk->offence_count++] = offence;
}

static void take_stage(struct walk *walk, const struct record_event *event, int *moved) {
    bool is_mandatory = strcmp(event->kind, "obligatoire") == 0;
    walk->stages[walk->stage_count++] =
        (struct stage){.first_day = date_to_days2000(event->first_day),
                       .last_day = date_to_days2000(event->last_day),
                       .is_mandatory = is_mandatory,
                       .is_judicial = !is_mandatory && strcmp(event->kind, "volontaire") != 0,
                       .moved = moved};
}

static void take_events(struct walk *walk) {
    for (size_t i = 0; i < walk->event_count; i++) {
        const struct record_event *event = &walk->events[i];
        walk->out->moved[i] = -1;
        if (!is_known(walk, event))
            continue;
        if (event->type == RECORD_OFFENCE && event->points > 0)
            take_offence(walk, event, &walk->out->moved[i]);
        else if (event->type == RECORD_STAGE)
            take_stage(walk, event, &walk->out->moved[i]);
        else if (event->type == RECORD_48SI_NOTIFIED || event->type == RECORD_ANNULMENT ||
                 event->type == RECORD_NEW_LICENCE)
            walk->changes[walk->change_count++] =
                (struct change){date_to_days2000(event->date), event->type, event->path};
    }
}

/* An established offence, of the licence in force, committed from `first` to `last`, both included. */
static bool is_offence_between(const struct walk *walk, int first, int last, const struct offence *but) {
    for (size_t i = 0; i < walk->offence_count; i++) {
        const struct offence *offence = &walk->offences[i];
        if (offence != but && first <= offence->committed && offence->committed <= last)
            return true;
    }
    return false;
}

static bool is_pending_between(const struct walk *walk, int first, int last) {
    for (size_t i = 0; i < walk->pending_count; i++)
        if (walk->pending[i].committed >= walk->licence && first <= walk->pending[i].committed &&
            walk->pending[i].committed <= last)
            return true;
    return false;
}

/* --- Points come back --- */

static void add_line(struct walk *walk, enum points_rule rule, int points, bool at_risk) {
    struct points_days *out = walk->out;
    struct date today = date_from_days2000(walk->day);
    const struct points_days_line *last = out->line_count > 0 ? &out->lines[out->line_count - 1] : NULL;
    if (last == NULL || last->rule != rule || !date_equal(last->date, today)) {
        if (out->lines == NULL || out->line_count == walk->line_room) {
            walk->line_room = walk->line_room * 2 + 16;
            out->lines = must_have(realloc(out->lines, walk->line_room * sizeof *out->lines));
        }
        out->lines[out->line_count++] = (struct points_days_line){.date = today, .rule = rule};
        if (walk->day <= walk->on)
            out->forecast = out->line_count;
    }
    struct points_days_line *line = &out->lines[out->line_count - 1];
    line->points += points;
    line->balance_after = walk->raw;
    line->at_risk = line->at_risk || at_risk;
}

/* A pending offence committed from `first` to `last` puts the line at risk (R19). */
static void credit(struct walk *walk, enum points_rule rule, int points, int first, int last) {
    if (points <= 0)
        return;
    walk->raw += points;
    add_line(walk, rule, points, is_pending_between(walk, first, last));
    if (walk->raw >= POINTS_FULL)
        for (size_t i = 0; i < walk->offence_count; i++)
            walk->offences[i].seen_full = walk->offences[i].seen_full || walk->offences[i].withdrawn >= 0;
}

/* What the file says of the next full reconstitution; to call whenever the file changes. */
static void count_file(struct walk *walk) {
    bool has_heavy = false;
    walk->last_definitive = LONG_AGO;
    walk->full_day = NEVER;
    for (size_t i = 0; i < walk->offence_count; i++)
        if (walk->offences[i].in_file) {
            walk->last_definitive = greater(walk->last_definitive, walk->offences[i].definitive);
            has_heavy = has_heavy || walk->offences[i].class >= 4;
        }
    if (walk->last_definitive == LONG_AGO)
        return;
    bool is_long = has_heavy || walk->last_definitive < day_of(2011, 1, 1); /* R14, R30 */
    walk->full_rule = is_long ? POINTS_R14 : POINTS_R13;
    walk->full_day = greater(add_months(walk->last_definitive, is_long ? 36 : 24), walk->probation_end); /* R15 */
}

static void probation_today(struct walk *walk) { /* R3, R4, R6, R8 */
    bool is_bonus = walk->day == walk->bonus_days[0] || walk->day == walk->bonus_days[1];
    bool is_end = walk->day == walk->probation_end;
    if (!is_bonus && !is_end)
        return;
    bool is_clean = !is_offence_between(walk, walk->licence, walk->day, NULL);
    if (is_bonus && is_clean) {
        walk->cap += walk->bonus_points; /* R7 */
        credit(walk, walk->bonus_rule, walk->bonus_points, walk->licence, walk->day);
    }
    if (is_end) {
        walk->cap = POINTS_FULL;
        if (is_clean)
            credit(walk, POINTS_R8, POINTS_FULL - walk->raw, walk->licence, walk->day);
    }
}

static void full_today(struct walk *walk) { /* R13–R15, R17, R18 */
    int after = walk->last_definitive + 1;
    if (walk->day != walk->full_day || is_offence_between(walk, after, walk->day, NULL))
        return;
    credit(walk, walk->full_rule, POINTS_FULL - walk->raw, after, walk->day);
    for (size_t i = 0; i < walk->offence_count; i++)
        walk->offences[i].in_file = false;
    count_file(walk);
    if (walk->day > walk->on && !date_is_set(walk->out->reset_date))
        walk->out->reset_date = date_from_days2000(walk->day);
}

static bool is_still_out(const struct offence *offence) {
    return offence->in_file && offence->withdrawn > 0 && !offence->returned;
}

static void six_months_today(struct walk *walk) { /* R12 */
    for (size_t i = 0; i < walk->offence_count; i++) {
        struct offence *offence = &walk->offences[i];
        if (walk->day != offence->six_months || offence->points != 1 || !is_still_out(offence) ||
            is_offence_between(walk, offence->definitive + 1, walk->day, offence))
            continue;
        int points = smaller(1, walk->cap - walk->raw);
        offence->returned = points > 0;
        credit(walk, POINTS_R12, points, offence->definitive + 1, walk->day);
    }
}

static void ten_years_today(struct walk *walk) { /* R16 */
    for (size_t i = 0; i < walk->offence_count; i++) {
        struct offence *offence = &walk->offences[i];
        if (walk->day != offence->ten_years || offence->class > 4 || offence->seen_full || !is_still_out(offence))
            continue;
        offence->returned = true;
        credit(walk, POINTS_R16, smaller(offence->withdrawn, walk->cap - walk->raw), NEVER, LONG_AGO);
    }
}

static void stages_today(struct walk *walk) { /* R20, R21, R30 */
    for (size_t i = 0; i < walk->stage_count; i++) {
        struct stage *stage = &walk->stages[i];
        if (walk->day != stage->last_day + 1 || stage->is_judicial)
            continue;
        int months = stage->first_day < day_of(2011, 1, 1) ? 24 : 12;
        if (walk->last_stage != LONG_AGO && stage->first_day < add_months(walk->last_stage, months))
            continue;
        int points = smaller(4, walk->cap - walk->raw);
        if (points <= 0)
            continue;
        credit(walk, POINTS_R20, points, NEVER, LONG_AGO);
        walk->last_stage = stage->first_day;
        *stage->moved = points;
    }
}

/* --- Points are withdrawn (R9–R11) --- */

static int left_in_group(const struct walk *walk, const struct offence *offence) {
    int most = 8, taken = 0;
    for (size_t i = 0; i < walk->offence_count; i++) {
        const struct offence *other = &walk->offences[i];
        if (other->group == NULL || strcmp(other->group, offence->group) != 0)
            continue;
        most = greater(most, other->points);
        taken += greater(other->withdrawn, 0);
    }
    return most - taken;
}

static void withdrawals_today(struct walk *walk) {
    for (size_t i = 0; i < walk->offence_count; i++) {
        struct offence *offence = &walk->offences[i];
        if (walk->day != offence->definitive || offence->committed < walk->licence)
            continue;
        int points = offence->points;
        if (offence->group != NULL)
            points = smaller(points, left_in_group(walk, offence));
        walk->raw -= points;
        offence->withdrawn = *offence->moved = points;
        offence->in_file = true;
        count_file(walk);
    }
}

/* --- Licences --- */

/* R5: lost by an offence, or by a measure against the right to drive, in the shorter probation. */
static bool is_training_lost(const struct walk *walk, int shorter_end) {
    for (size_t i = 0; i < walk->event_count; i++) {
        const struct record_event *event = &walk->events[i];
        if ((event->type == RECORD_SUSPENSION || event->type == RECORD_EAD) && date_is_set(event->from) &&
            is_known(walk, event) && date_to_days2000(event->from) <= shorter_end &&
            (!date_is_set(event->to) || date_to_days2000(event->to) >= walk->licence))
            return true;
    }
    return is_offence_between(walk, walk->licence, shorter_end, NULL);
}

static bool is_trained(const struct walk *walk, int shorter_end) {
    if (!walk->profile->first_licence || !date_is_set(walk->profile->training_date))
        return false;
    int training = date_to_days2000(walk->profile->training_date);
    return training <= walk->on && training >= add_months(walk->licence, 6) &&
           training <= add_months(walk->licence, 12) && !is_training_lost(walk, shorter_end);
}

static int find_probation_end(const struct walk *walk, enum record_path path, bool is_of_profile) {
    bool is_aac = path == RECORD_PATH_AAC;
    int end = add_months(walk->licence, is_aac ? 24 : 36);
    int shorter = add_months(walk->licence, is_aac ? 18 : 24);
    if (!is_of_profile)
        return end;
    if (date_is_set(walk->profile->probation_end) && date_to_days2000(walk->profile->probation_end) >= walk->licence)
        return date_to_days2000(walk->profile->probation_end);
    return is_trained(walk, shorter) ? shorter : end;
}

static void obtain_licence(struct walk *walk, enum record_path path, bool is_of_profile) {
    walk->status = POINTS_VALID;
    walk->licence = walk->day;
    walk->raw = walk->cap = POINTS_FULL;
    walk->probation_end = walk->last_stage = LONG_AGO;
    walk->bonus_days[0] = walk->bonus_days[1] = NEVER;
    for (size_t i = 0; i < walk->offence_count; i++)
        walk->offences[i].in_file = false;
    if (walk->licence >= day_of(2004, 3, 1)) {
        bool is_aac = path == RECORD_PATH_AAC;
        walk->raw = walk->cap = 6;
        walk->probation_end = find_probation_end(walk, path, is_of_profile);
        walk->bonus_rule = is_aac ? POINTS_R4 : POINTS_R3;
        walk->bonus_points = is_aac ? 3 : 2;
        for (int year = 1; year <= (is_aac ? 1 : 2); year++) {
            int day = add_months(walk->licence, 12 * year);
            if (day < walk->probation_end && walk->licence >= day_of(2007, 12, 31)) /* R30 */
                walk->bonus_days[year - 1] = day;
        }
    }
    count_file(walk);
}

static const struct change *find_change(const struct walk *walk, enum record_event_type type) {
    for (size_t i = walk->change_count; i-- > 0;)
        if (walk->changes[i].day == walk->day && walk->changes[i].type == type)
            return &walk->changes[i];
    return NULL;
}

/* R23, R24: a licence is lost, another is obtained; what was committed before this one never costs it anything. */
static void licence_today(struct walk *walk) {
    const struct change *obtained = find_change(walk, RECORD_NEW_LICENCE);
    if (walk->status == POINTS_VALID && walk->raw <= 0 && find_change(walk, RECORD_48SI_NOTIFIED) != NULL)
        walk->status = POINTS_INVALIDATED;
    if (walk->status == POINTS_VALID && find_change(walk, RECORD_ANNULMENT) != NULL)
        walk->status = POINTS_ANNULLED;
    if (obtained == NULL)
        return;
    for (size_t i = 0; i < walk->offence_count; i++)
        if (walk->offences[i].committed >= walk->day)
            walk->offences[i].withdrawn = -1;
    obtain_licence(walk, obtained->path, false);
    withdrawals_today(walk);
}

/* --- The walk --- */

static struct points_mandatory_stage find_mandatory_stage(const struct walk *walk) { /* R22 */
    struct points_mandatory_stage found = {0};
    for (size_t i = 0; i < walk->event_count; i++) {
        const struct record_event *event = &walk->events[i];
        if (event->type != RECORD_LETTER || strcmp(event->code, "48N") != 0 || !is_known(walk, event) ||
            !date_is_set(event->notified) || date_to_days2000(event->notified) > walk->on ||
            date_to_days2000(event->notified) < walk->licence || date_compare(event->notified, found.notified) <= 0)
            continue;
        found.notified = event->notified;
        found.deadline = date_add_months(event->notified, 4);
    }
    for (size_t i = 0; i < walk->stage_count && date_is_set(found.notified); i++)
        if (walk->stages[i].is_mandatory && walk->stages[i].first_day > date_to_days2000(found.notified) &&
            walk->stages[i].last_day <= date_to_days2000(found.deadline))
            found.done = true;
    return found;
}

static void end_day(struct walk *walk) {
    struct points_days *out = walk->out;
    int balance = walk->status == POINTS_VALID ? greater(0, walk->raw) : 0;
    out->shown[out->day_count] = (signed char)balance;
    out->cap[out->day_count++] = (signed char)walk->cap;
    if (walk->day != walk->on)
        return;
    out->status = walk->status == POINTS_VALID && walk->raw <= 0 ? POINTS_ZERO_NOT_NOTIFIED : walk->status;
    out->balance = balance;
    out->maximum = walk->cap;
    out->raw = walk->raw;
    out->mandatory_stage = find_mandatory_stage(walk);
}

static void live_today(struct walk *walk) { /* in the order of R27 */
    if (walk->status == POINTS_VALID) {
        probation_today(walk);
        full_today(walk);
        six_months_today(walk);
        ten_years_today(walk);
        stages_today(walk);
        withdrawals_today(walk);
    }
    licence_today(walk);
    end_day(walk);
}

/* Nothing can happen after the last date that is known and the longest delay, ten years. */
static int find_last_day(const struct walk *walk) {
    int last = walk->on;
    for (size_t i = 0; i < walk->offence_count; i++)
        last = greater(last, walk->offences[i].definitive);
    if (date_is_set(walk->profile->probation_end))
        last = greater(last, date_to_days2000(walk->profile->probation_end));
    return last + DAYS_AFTER_ALL;
}

void points_days_walk(const struct record_profile *profile, const struct record_event *events, size_t event_count,
                      struct date on, struct points_days *result) {
    struct walk walk = {.profile = profile,
                        .events = events,
                        .event_count = event_count,
                        .out = result,
                        .on = date_to_days2000(on),
                        .day = date_to_days2000(profile->licence_date)};
    *result = (struct points_days){.first_day = profile->licence_date};
    result->moved = must_have(calloc(event_count + 1, sizeof *result->moved));
    walk.offences = must_have(calloc(event_count + 1, sizeof *walk.offences));
    walk.pending = must_have(calloc(event_count + 1, sizeof *walk.pending));
    walk.stages = must_have(calloc(event_count + 1, sizeof *walk.stages));
    walk.changes = must_have(calloc(event_count + 1, sizeof *walk.changes));
    take_events(&walk);
    int last_day = find_last_day(&walk), days = last_day - walk.day + 1;
    result->shown = must_have(calloc((size_t)days, 1));
    result->cap = must_have(calloc((size_t)days, 1));
    obtain_licence(&walk, profile->path, true);
    for (; walk.day <= last_day; walk.day++)
        live_today(&walk);
    free(walk.offences);
    free(walk.pending);
    free(walk.stages);
    free(walk.changes);
}

void points_days_clear(struct points_days *result) {
    free(result->lines);
    free(result->moved);
    free(result->shown);
    free(result->cap);
    *result = (struct points_days){0};
}

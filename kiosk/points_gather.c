/* What the engine works on: the events known at a date (section F, 1), as offences, groups, stages and due days, each
 * sorted once. It applies no rule. */
#include "points_run.h"

#include "memory.h"

#include <stdlib.h>
#include <string.h>

enum { SIX_MONTHS = 6, SIX_MONTHS_OLD = 12, TEN_YEARS = 120, GROUP_LIMIT = 8, DUES_PER_OFFENCE = 3 };

static bool is_before_2011(struct date date) {
    return date_compare(date, (struct date){2011, 1, 1}) < 0;
}

static bool is_known(const struct record_event *event, struct date on) {
    return date_compare(event->date, on) <= 0;
}

/* --- Offences and groups --- */

static enum points_fate_kind first_fate(const struct points_run *run, const struct points_offence *offence) {
    if (date_compare(offence->event->committed, run->profile->licence_date) < 0)
        return POINTS_FATE_BEFORE_LICENCE;
    return date_is_set(offence->definitive) ? POINTS_FATE_PLANNED : POINTS_FATE_PENDING;
}

static void add_offence(struct points_run *run, size_t index, const struct points_question *question) {
    const struct record_event *event = &run->events[index];
    if (event->points <= 0)
        return;
    struct points_offence *offence = &run->offences[run->offence_count++];
    bool asked = date_is_set(question->definitive) && question->index == index;
    offence->event = event;
    offence->fate = &run->out->fates[index];
    offence->definitive = asked ? question->definitive : event->definitive;
    offence->fate->kind = first_fate(run, offence);
}

static int by_group(const void *a, const void *b) {
    const struct points_offence *const *left = a, *const *right = b;
    return strcmp((*left)->event->group, (*right)->event->group);
}

/* Only members that are established count for the limit: a pending one may never cost anything. */
static void gather_groups(struct points_run *run) {
    struct points_offence **members = memory_alloc((run->offence_count + 1) * sizeof(struct points_offence *));
    size_t count = 0, groups = 0;
    for (size_t i = 0; i < run->offence_count; i++)
        if (run->offences[i].event->group != NULL && date_is_set(run->offences[i].definitive))
            members[count++] = &run->offences[i];
    qsort(members, count, sizeof(struct points_offence *), by_group);
    run->groups = memory_alloc((count + 1) * sizeof *run->groups);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || by_group(&members[i - 1], &members[i]) != 0)
            run->groups[groups++].limit = GROUP_LIMIT;
        struct points_group *group = &run->groups[groups - 1];
        members[i]->group = groups;
        if (members[i]->event->points > group->limit)
            group->limit = members[i]->event->points;
    }
    memory_free(members);
}

static int by_commission(const void *a, const void *b) {
    const struct points_offence *const *left = a, *const *right = b;
    int order = date_compare((*left)->event->committed, (*right)->event->committed);
    return order != 0 ? order : (*left > *right) - (*left < *right);
}

static void sort_offences(struct points_run *run) {
    for (size_t i = 0; i < run->offence_count; i++) {
        struct points_offence *offence = &run->offences[i];
        if (date_is_set(offence->definitive))
            run->established[run->established_count++] = offence;
        else
            run->pending[run->pending_count++] = offence;
    }
    qsort(run->established, run->established_count, sizeof(struct points_offence *), by_commission);
    qsort(run->pending, run->pending_count, sizeof(struct points_offence *), by_commission);
}

const struct points_offence *points_committed_in(struct points_offence *const *offences, size_t count, struct date from,
                                                 struct date to) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (date_compare(offences[middle]->event->committed, from) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    const struct points_offence *found = NULL;
    for (size_t i = low; i < count && date_compare(offences[i]->event->committed, to) <= 0; i++) {
        if (date_compare(offences[i]->definitive, to) <= 0)
            return offences[i];
        if (found == NULL)
            found = offences[i];
    }
    return found;
}

/* --- Due days --- */

static void add_due(struct points_run *run, struct date date, enum points_due_step step, size_t index) {
    run->dues[run->due_count++] = (struct points_due){date, step, index};
}

static void add_offence_dues(struct points_run *run, size_t index) {
    const struct points_offence *offence = &run->offences[index];
    struct date definitive = offence->definitive;
    if (!date_is_set(definitive))
        return;
    add_due(run, definitive, POINTS_DUE_WITHDRAWAL, index);
    if (offence->event->points == 1) { /* R12; a year before 2011 (R30) */
        int months = is_before_2011(definitive) ? SIX_MONTHS_OLD : SIX_MONTHS;
        add_due(run, date_add_months(definitive, months), POINTS_DUE_SIX_MONTHS, index);
    }
    if (offence->event->class <= 4) /* R16: neither class 5 nor délits */
        add_due(run, date_add_months(definitive, TEN_YEARS), POINTS_DUE_TEN_YEARS, index);
}

static void add_stage(struct points_run *run, const struct record_event *event, struct points_fate *fate,
                      struct date first_day, struct date last_day) {
    add_due(run, date_add_days(last_day, 1), POINTS_DUE_STAGE, run->stage_count);
    fate->kind = POINTS_FATE_STAGE_NO_LICENCE;
    run->stages[run->stage_count++] = (struct points_stage){event, fate, first_day, last_day};
}

static bool is_voluntary_or_mandatory(const char *kind) {
    return kind != NULL && (strcmp(kind, "volontaire") == 0 || strcmp(kind, "obligatoire") == 0);
}

static void add_event(struct points_run *run, size_t index, const struct points_question *question) {
    const struct record_event *event = &run->events[index];
    struct points_fate *fate = &run->out->fates[index];
    switch (event->type) {
    case RECORD_OFFENCE:
        add_offence(run, index, question);
        break;
    case RECORD_STAGE:
        if (is_voluntary_or_mandatory(event->kind))
            add_stage(run, event, fate, event->first_day, event->last_day);
        else
            fate->kind = POINTS_FATE_STAGE_JUDICIAL;
        break;
    case RECORD_48SI_NOTIFIED:
        add_due(run, event->date, POINTS_DUE_48SI, index);
        break;
    case RECORD_ANNULMENT:
        add_due(run, event->date, POINTS_DUE_ANNULMENT, index);
        break;
    case RECORD_NEW_LICENCE:
        add_due(run, event->date, POINTS_DUE_NEW_LICENCE, index);
        break;
    default: /* letters, visits, suspensions, what we do not know: no effect on points (R25) */
        break;
    }
}

static int by_due_day(const void *a, const void *b) {
    const struct points_due *left = a, *right = b;
    int order = date_compare(left->date, right->date);
    if (order == 0)
        order = (int)left->step - (int)right->step;
    return order != 0 ? order : (left->index > right->index) - (left->index < right->index);
}

void points_gather(struct points_run *run, const struct points_question *question) {
    size_t room = run->event_count + 1;
    run->offences = memory_alloc(room * sizeof *run->offences);
    run->established = memory_alloc(room * sizeof(struct points_offence *));
    run->pending = memory_alloc(room * sizeof(struct points_offence *));
    run->file = memory_alloc(room * sizeof(struct points_offence *));
    run->stages = memory_alloc(room * sizeof *run->stages);
    run->dues = memory_alloc(DUES_PER_OFFENCE * room * sizeof *run->dues);
    for (size_t i = 0; i < run->event_count; i++)
        if (is_known(&run->events[i], run->out->on))
            add_event(run, i, question);
    if (date_is_set(question->stage_day))
        add_stage(run, NULL, &run->out->fates[run->event_count], date_add_days(question->stage_day, -1),
                  question->stage_day);
    for (size_t i = 0; i < run->offence_count; i++)
        add_offence_dues(run, i);
    gather_groups(run);
    sort_offences(run);
    qsort(run->dues, run->due_count, sizeof *run->dues, by_due_day);
}

void points_gather_clear(struct points_run *run) {
    memory_free(run->offences);
    memory_free(run->established);
    memory_free(run->pending);
    memory_free(run->file);
    memory_free(run->groups);
    memory_free(run->stages);
    memory_free(run->dues);
}

/* Compares two records member by member, from tables. It must not leave a member out: a document is made of the newer
 * record once the agent has been told what differs. */
#include "record_changes.h"

#include <string.h>

#include "text.h"

enum kind { KIND_TEXT, KIND_LIST, KIND_BYTES /* a number, an enum, a bool or a date: no padding */ };

struct member {
    unsigned change;
    enum kind kind;
    size_t offset, size;
};

#define TEXT(type, member) KIND_TEXT, offsetof(type, member), sizeof(char *)
#define LIST(type, member) KIND_LIST, offsetof(type, member), sizeof(struct record_list)
#define BYTES(type, member) KIND_BYTES, offsetof(type, member), sizeof(((type *)0)->member)

/* All of struct record but `data_as_of`, `version`, the categories and the events. */
static const struct member record_members[] = {
    {RECORD_CHANGED_HOLDER, BYTES(struct record, neph)},
    {RECORD_CHANGED_HOLDER, TEXT(struct record, holder.title)},
    {RECORD_CHANGED_HOLDER, TEXT(struct record, holder.family_name)},
    {RECORD_CHANGED_HOLDER, TEXT(struct record, holder.usual_name)},
    {RECORD_CHANGED_HOLDER, LIST(struct record, holder.given_names)},
    {RECORD_CHANGED_HOLDER, BYTES(struct record, holder.sex)},
    {RECORD_CHANGED_HOLDER, BYTES(struct record, holder.birth_date)},
    {RECORD_CHANGED_HOLDER, TEXT(struct record, holder.birth_place)},
    {RECORD_CHANGED_HOLDER, TEXT(struct record, holder.birth_department)},
    {RECORD_CHANGED_HOLDER, TEXT(struct record, holder.birth_country)},
    {RECORD_CHANGED_TITLE, TEXT(struct record, licence.title_number)},
    {RECORD_CHANGED_TITLE, BYTES(struct record, licence.title_status)},
    {RECORD_CHANGED_TITLE, BYTES(struct record, licence.title_status_since)},
    {RECORD_CHANGED_TITLE, BYTES(struct record, licence.issued_on)},
    {RECORD_CHANGED_TITLE, BYTES(struct record, licence.expires_on)},
    {RECORD_CHANGED_TITLE, TEXT(struct record, licence.issued_by)},
    {RECORD_CHANGED_TITLE, LIST(struct record, licence.earlier_titles)},
    {RECORD_CHANGED_STATE, BYTES(struct record, licence.state)},
    {RECORD_CHANGED_STATE, BYTES(struct record, licence.state_since)},
    {RECORD_CHANGED_CATEGORIES, LIST(struct record, licence.conditions)},
    {RECORD_CHANGED_ADDRESS, LIST(struct record, holder.address)},
    {RECORD_CHANGED_ADDRESS, TEXT(struct record, holder.department)},
    {RECORD_CHANGED_POINTS, BYTES(struct record, has_points)},
    {RECORD_CHANGED_POINTS, BYTES(struct record, points_balance)},
    {RECORD_CHANGED_POINTS, BYTES(struct record, points_maximum)},
    {RECORD_CHANGED_OTHER, BYTES(struct record, profile.licence_date)},
    {RECORD_CHANGED_OTHER, BYTES(struct record, profile.path)},
    {RECORD_CHANGED_OTHER, BYTES(struct record, profile.first_licence)},
    {RECORD_CHANGED_OTHER, BYTES(struct record, profile.training_date)},
    {RECORD_CHANGED_OTHER, BYTES(struct record, profile.probation_end)},
};

static const struct member category_members[] = {
    {RECORD_CHANGED_CATEGORIES, TEXT(struct record_category, code)},
    {RECORD_CHANGED_CATEGORIES, BYTES(struct record_category, obtained_on)},
    {RECORD_CHANGED_CATEGORIES, BYTES(struct record_category, valid_until)},
    {RECORD_CHANGED_CATEGORIES, LIST(struct record_category, restrictions)},
};

static const struct member event_members[] = {
    {RECORD_CHANGED_EVENTS, BYTES(struct record_event, type)},
    {RECORD_CHANGED_EVENTS, BYTES(struct record_event, date)},
    {RECORD_CHANGED_EVENTS, TEXT(struct record_event, type_name)},
    {RECORD_CHANGED_EVENTS, TEXT(struct record_event, id)},
    {RECORD_CHANGED_EVENTS, BYTES(struct record_event, committed)},
    {RECORD_CHANGED_EVENTS, BYTES(struct record_event, definitive)},
    {RECORD_CHANGED_EVENTS, BYTES(struct record_event, recorded)},
    {RECORD_CHANGED_EVENTS, BYTES(struct record_event, points)},
    {RECORD_CHANGED_EVENTS, BYTES(struct record_event, class)},
    {RECORD_CHANGED_EVENTS, TEXT(struct record_event, group)},
    {RECORD_CHANGED_EVENTS, TEXT(struct record_event, how)},
    {RECORD_CHANGED_EVENTS, TEXT(struct record_event, label)},
    {RECORD_CHANGED_EVENTS, TEXT(struct record_event, place)},
    {RECORD_CHANGED_EVENTS, BYTES(struct record_event, first_day)},
    {RECORD_CHANGED_EVENTS, BYTES(struct record_event, last_day)},
    {RECORD_CHANGED_EVENTS, TEXT(struct record_event, kind)},
    {RECORD_CHANGED_EVENTS, TEXT(struct record_event, centre)},
    {RECORD_CHANGED_EVENTS, TEXT(struct record_event, authority)},
    {RECORD_CHANGED_EVENTS, TEXT(struct record_event, scope)},
    {RECORD_CHANGED_EVENTS, TEXT(struct record_event, verdict)},
    {RECORD_CHANGED_EVENTS, BYTES(struct record_event, from)},
    {RECORD_CHANGED_EVENTS, BYTES(struct record_event, to)},
    {RECORD_CHANGED_EVENTS, TEXT(struct record_event, code)},
    {RECORD_CHANGED_EVENTS, BYTES(struct record_event, notified)},
    {RECORD_CHANGED_EVENTS, BYTES(struct record_event, valid_until)},
    {RECORD_CHANGED_EVENTS, BYTES(struct record_event, path)},
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* --- Members --- */

static bool same_text(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_list(const struct record_list *a, const struct record_list *b) {
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = same_text(a->items[i], b->items[i]);
    return same;
}

static bool same_member(const struct member *member, const void *a, const void *b) {
    const void *left = (const char *)a + member->offset, *right = (const char *)b + member->offset;
    switch (member->kind) {
    case KIND_TEXT:
        return same_text(*(char *const *)left, *(char *const *)right);
    case KIND_LIST:
        return same_list(left, right);
    default:
        return memcmp(left, right, member->size) == 0;
    }
}

/* The changes that the table's members show. */
static unsigned differences(const struct member *members, size_t count, const void *a, const void *b) {
    unsigned what = 0;
    for (size_t i = 0; i < count; i++)
        if (!same_member(&members[i], a, b))
            what |= members[i].change;
    return what;
}

/* --- Categories and events --- */

static bool same_categories(const struct record_licence *a, const struct record_licence *b) {
    bool same = a->category_count == b->category_count;
    for (size_t i = 0; same && i < a->category_count; i++)
        same = !differences(category_members, COUNT(category_members), &a->categories[i], &b->categories[i]);
    return same;
}

static bool same_event(const struct record_event *a, const struct record_event *b) {
    for (size_t i = 0; i < COUNT(event_members); i++)
        if (!same_member(&event_members[i], a, b))
            return false;
    return true;
}

static size_t count_among(const struct record_event *event, const struct record_event *events, size_t count) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += same_event(event, &events[i]);
    return found;
}

/* How many events of `some` the `others` lack; the same event twice must be there twice. */
static int count_missing(const struct record *some, const struct record *others) {
    int missing = 0;
    for (size_t i = 0; i < some->event_count; i++) {
        const struct record_event *event = &some->events[i];
        size_t earlier = count_among(event, some->events, i);
        missing += earlier >= count_among(event, others->events, others->event_count);
    }
    return missing;
}

void record_compare(const struct record *before, const struct record *after, struct record_changes *changes) {
    *changes = (struct record_changes){
        .what = differences(record_members, COUNT(record_members), before, after),
        .had_points = before->has_points,
        .has_points = after->has_points,
        .balance_before = before->points_balance,
        .balance_after = after->points_balance,
        .events_added = count_missing(after, before),
        .events_removed = count_missing(before, after),
    };
    text_copy(changes->state_before, sizeof changes->state_before, before->licence.state);
    text_copy(changes->state_after, sizeof changes->state_after, after->licence.state);
    if (!same_categories(&before->licence, &after->licence))
        changes->what |= RECORD_CHANGED_CATEGORIES;
    if (changes->events_added > 0 || changes->events_removed > 0)
        changes->what |= RECORD_CHANGED_EVENTS;
    /* Another version of what looks the same: a member that we do not read, or the order of the events. */
    if (changes->what == 0 && !same_text(before->version, after->version))
        changes->what = RECORD_CHANGED_OTHER;
}

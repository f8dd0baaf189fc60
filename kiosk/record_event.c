/* Reading `profile` and `events`. What each type of event must have is one table; a type that it lacks is kept, so that
 * the history shows it. It must not judge an event: `points` does. */
#include "record_read.h"

#include <string.h>

#include "memory.h"

enum { EVENTS_MAX = 500 };

static enum status read_points(const struct record_place *place, const json_t *value, void *out) {
    return record_read_integer(place, value, 0, RECORD_POINTS_MAX, out);
}

static enum status read_class(const struct record_place *place, const json_t *value, void *out) {
    const char *text = json_string_value(value);
    if (text != NULL && strcmp(text, "delit") == 0)
        *(int *)out = RECORD_CLASS_DELIT;
    else if (json_is_integer(value) && json_integer_value(value) >= 1 && json_integer_value(value) <= 5)
        *(int *)out = (int)json_integer_value(value);
    else
        return record_refuse(place, "classe attendue : 1 à 5, ou \"delit\"");
    return STATUS_OK;
}

#define MEMBER(member, need, read)                                                                                     \
    { #member, need, read, offsetof(struct record_event, member) }
#define FORM(name, type, members, date)                                                                                \
    { name, type, members, sizeof(members) / sizeof(members)[0], offsetof(struct record_event, date) }

static const struct record_member offence_members[] = {
    MEMBER(id, RECORD_REQUIRED, record_read_word),
    MEMBER(committed, RECORD_REQUIRED, record_read_date),
    MEMBER(definitive, RECORD_NULLABLE, record_read_date),
    MEMBER(points, RECORD_REQUIRED, read_points),
    MEMBER(class, RECORD_REQUIRED, read_class),
    MEMBER(recorded, RECORD_OPTIONAL, record_read_date),
    MEMBER(group, RECORD_OPTIONAL, record_read_word),
    MEMBER(how, RECORD_OPTIONAL, record_read_text),
    MEMBER(label, RECORD_OPTIONAL, record_read_text),
    MEMBER(place, RECORD_OPTIONAL, record_read_text),
};
static const struct record_member stage_members[] = {
    MEMBER(first_day, RECORD_REQUIRED, record_read_date), MEMBER(last_day, RECORD_REQUIRED, record_read_date),
    MEMBER(kind, RECORD_REQUIRED, record_read_word),      MEMBER(recorded, RECORD_OPTIONAL, record_read_date),
    MEMBER(centre, RECORD_OPTIONAL, record_read_text),
};
static const struct record_member letter_members[] = {
    MEMBER(code, RECORD_REQUIRED, record_read_word),
    MEMBER(date, RECORD_REQUIRED, record_read_date),
    MEMBER(notified, RECORD_OPTIONAL, record_read_date),
};
static const struct record_member medical_members[] = {
    MEMBER(date, RECORD_OPTIONAL, record_read_date),
    MEMBER(verdict, RECORD_OPTIONAL, record_read_text),
    MEMBER(valid_until, RECORD_OPTIONAL, record_read_date),
};
static const struct record_member suspension_members[] = {
    MEMBER(from, RECORD_REQUIRED, record_read_date),      MEMBER(to, RECORD_NULLABLE, record_read_date),
    MEMBER(kind, RECORD_OPTIONAL, record_read_text),      MEMBER(scope, RECORD_OPTIONAL, record_read_text),
    MEMBER(authority, RECORD_OPTIONAL, record_read_text),
};
static const struct record_member ead_members[] = {
    MEMBER(from, RECORD_OPTIONAL, record_read_date),
    MEMBER(to, RECORD_OPTIONAL, record_read_date),
    MEMBER(authority, RECORD_OPTIONAL, record_read_text),
};
static const struct record_member loss_members[] = {
    MEMBER(date, RECORD_REQUIRED, record_read_date),
    MEMBER(kind, RECORD_OPTIONAL, record_read_text),
    MEMBER(authority, RECORD_OPTIONAL, record_read_text),
    MEMBER(label, RECORD_OPTIONAL, record_read_text),
};
static const struct record_member new_licence_members[] = {
    MEMBER(date, RECORD_REQUIRED, record_read_date),
    MEMBER(path, RECORD_REQUIRED, record_read_path),
};
static const struct record_member restitution_members[] = {
    MEMBER(date, RECORD_OPTIONAL, record_read_date),
    MEMBER(points, RECORD_OPTIONAL, read_points),
    MEMBER(kind, RECORD_OPTIONAL, record_read_text),
};

static const struct event_form {
    const char *name;
    enum record_event_type type;
    const struct record_member *members;
    size_t member_count;
    size_t date_offset; /* which member is the main date */
} event_forms[] = {
    FORM("offence", RECORD_OFFENCE, offence_members, committed),
    FORM("stage", RECORD_STAGE, stage_members, last_day),
    FORM("letter", RECORD_LETTER, letter_members, date),
    FORM("medical", RECORD_MEDICAL, medical_members, date),
    FORM("suspension", RECORD_SUSPENSION, suspension_members, from),
    FORM("ead", RECORD_EAD, ead_members, from),
    FORM("48si_notified", RECORD_48SI_NOTIFIED, loss_members, date),
    FORM("annulment", RECORD_ANNULMENT, loss_members, date),
    FORM("new_licence", RECORD_NEW_LICENCE, new_licence_members, date),
    FORM("restitution", RECORD_RESTITUTION, restitution_members, date),
};

static const struct event_form *find_form(const char *name) {
    for (size_t i = 0; i < sizeof event_forms / sizeof event_forms[0]; i++)
        if (strcmp(event_forms[i].name, name) == 0)
            return &event_forms[i];
    return NULL;
}

/* We do not know what members of an unknown type mean: a date and a label of the usual form are shown, and nothing
 * about them is refused. */
static void read_unknown(const json_t *value, struct record_event *event) {
    const struct record_place nowhere = {0};
    event->type = RECORD_UNKNOWN_EVENT;
    if (record_read_date(&nowhere, json_object_get(value, "date"), &event->date) != STATUS_OK)
        event->date = (struct date){0};
    if (record_read_text(&nowhere, json_object_get(value, "label"), &event->label) != STATUS_OK)
        event->label = NULL;
}

static enum status read_event(const struct record_place *place, const json_t *value, void *out) {
    static const struct record_member type = {"type", RECORD_REQUIRED, record_read_word,
                                              offsetof(struct record_event, type_name)};
    struct record_event *event = out;
    enum status status = record_read_members(place, value, &type, 1, event);
    if (status != STATUS_OK)
        return status;
    const struct event_form *form = find_form(event->type_name);
    if (form == NULL) {
        read_unknown(value, event);
        return STATUS_OK;
    }
    event->type = form->type;
    status = record_read_members(place, value, form->members, form->member_count, event);
    event->date = *(const struct date *)((const char *)event + form->date_offset);
    return status;
}

enum status record_read_events(const struct record_place *place, const json_t *value, void *out) {
    struct record *record = out;
    void *items = NULL;
    enum status status =
        record_read_array(place, value, EVENTS_MAX, sizeof *record->events, read_event, &items, &record->event_count);
    record->events = items;
    return status;
}

void record_free_events(struct record_event *events, size_t count) {
    for (size_t i = 0; events != NULL && i < count; i++) {
        struct record_event *event = &events[i];
        char *texts[] = {event->type_name, event->id,     event->group,     event->how,   event->label,   event->place,
                         event->kind,      event->centre, event->authority, event->scope, event->verdict, event->code};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++)
            memory_free(texts[j]);
    }
    memory_free(events);
}

enum status record_read_profile(const struct record_place *place, const json_t *value, void *out) {
    static const struct record_member members[] = {
        {"licence_date", RECORD_REQUIRED, record_read_date, offsetof(struct record_profile, licence_date)},
        {"path", RECORD_REQUIRED, record_read_path, offsetof(struct record_profile, path)},
        {"first_licence", RECORD_OPTIONAL, record_read_bool, offsetof(struct record_profile, first_licence)},
        {"training_date", RECORD_OPTIONAL, record_read_date, offsetof(struct record_profile, training_date)},
        {"probation_end", RECORD_OPTIONAL, record_read_date, offsetof(struct record_profile, probation_end)},
    };
    struct record_profile *profile = out;
    profile->first_licence = true;
    return record_read_members(place, value, members, sizeof members / sizeof members[0], profile);
}

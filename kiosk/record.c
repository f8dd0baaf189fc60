/* The record as a whole: from JSON, its holder and its licence, and back to the heap wiped. It must not complete what
 * the registry left out, nor correct what it wrote. */
#include "record.h"

#include <stdio.h>
#include <string.h>

#include "memory.h"
#include "record_read.h"

enum { CATEGORIES_MAX = 40, STATE_LAST = 50, MAXIMUM_OF_POINTS = 12 };

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* --- Values of a fixed form --- */

static bool is_made_of(const char *text, const char *alphabet, size_t shortest, size_t longest) {
    if (text == NULL)
        return false;
    size_t length = strlen(text);
    return length >= shortest && length <= longest && strspn(text, alphabet) == length;
}

#define DIGITS "0123456789"
#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

static enum status read_neph(const struct record_place *place, const json_t *value, void *out) {
    const char *text = json_string_value(value);
    if (!is_made_of(text, DIGITS CAPITALS, RECORD_NEPH_MIN, RECORD_NEPH_MAX))
        return record_refuse(place, "NEPH attendu : 5 à 19 chiffres et lettres majuscules");
    memcpy(out, text, strlen(text) + 1);
    return STATUS_OK;
}

static enum status read_state(const struct record_place *place, const json_t *value, void *out) {
    const char *text = json_string_value(value);
    int state = is_made_of(text, DIGITS, 2, 2) ? (text[0] - '0') * 10 + (text[1] - '0') : 0;
    if (state < 1 || state > STATE_LAST)
        return record_refuse(place, "état inconnu : 01 à 50");
    memcpy(out, text, 3);
    return STATUS_OK;
}

static enum status read_sex(const struct record_place *place, const json_t *value, void *out) {
    const char *text = json_string_value(value);
    if (!is_made_of(text, "MFX", 1, 1))
        return record_refuse(place, "M, F ou X attendu");
    *(char *)out = text[0];
    return STATUS_OK;
}

static enum status read_department(const struct record_place *place, const json_t *value, void *out) {
    if (!is_made_of(json_string_value(value), DIGITS CAPITALS, 1, 3))
        return record_refuse(place, "département attendu : 14, 2A, 976, 99");
    return record_read_word(place, value, out);
}

static enum status read_country(const struct record_place *place, const json_t *value, void *out) {
    if (!is_made_of(json_string_value(value), CAPITALS, 2, 2))
        return record_refuse(place, "pays attendu : deux lettres (ISO 3166)");
    return record_read_word(place, value, out);
}

static enum status read_title_status(const struct record_place *place, const json_t *value, void *out) {
    static const char *const names[] = {
        [RECORD_TITLE_IN_SERVICE] = "in-service", [RECORD_TITLE_LOST] = "lost",
        [RECORD_TITLE_STOLEN] = "stolen",         [RECORD_TITLE_DESTROYED] = "destroyed",
        [RECORD_TITLE_REPLACED] = "replaced",
    };
    const char *text = json_string_value(value);
    for (size_t i = 0; text != NULL && i < COUNT(names); i++) {
        if (strcmp(text, names[i]) == 0) {
            *(enum record_title_status *)out = (enum record_title_status)i;
            return STATUS_OK;
        }
    }
    return record_refuse(place, "statut de titre inconnu");
}

/* --- Parts of the record --- */

static enum status read_holder(const struct record_place *place, const json_t *value, void *out) {
    static const struct record_member members[] = {
        {"title", RECORD_OPTIONAL, record_read_text, offsetof(struct record_holder, title)},
        {"family_name", RECORD_REQUIRED, record_read_word, offsetof(struct record_holder, family_name)},
        {"usual_name", RECORD_OPTIONAL, record_read_word, offsetof(struct record_holder, usual_name)},
        {"given_names", RECORD_REQUIRED, record_read_list, offsetof(struct record_holder, given_names)},
        {"sex", RECORD_OPTIONAL, read_sex, offsetof(struct record_holder, sex)},
        {"birth_date", RECORD_REQUIRED, record_read_birth_date, offsetof(struct record_holder, birth_date)},
        {"birth_place", RECORD_REQUIRED, record_read_text, offsetof(struct record_holder, birth_place)},
        {"birth_department", RECORD_OPTIONAL, read_department, offsetof(struct record_holder, birth_department)},
        {"birth_country", RECORD_OPTIONAL, read_country, offsetof(struct record_holder, birth_country)},
        {"address", RECORD_OPTIONAL, record_read_list, offsetof(struct record_holder, address)},
        {"department", RECORD_OPTIONAL, read_department, offsetof(struct record_holder, department)},
    };
    struct record_holder *holder = out;
    enum status status = record_read_members(place, value, members, COUNT(members), holder);
    if (holder->title == NULL)
        holder->title = memory_copy("");
    if (holder->department == NULL)
        holder->department = memory_copy("");
    return status;
}

static enum status read_category(const struct record_place *place, const json_t *value, void *out) {
    static const struct record_member members[] = {
        {"code", RECORD_REQUIRED, record_read_word, offsetof(struct record_category, code)},
        {"obtained_on", RECORD_OPTIONAL, record_read_date, offsetof(struct record_category, obtained_on)},
        {"valid_until", RECORD_OPTIONAL, record_read_date, offsetof(struct record_category, valid_until)},
        {"restrictions", RECORD_OPTIONAL, record_read_list, offsetof(struct record_category, restrictions)},
    };
    return record_read_members(place, value, members, COUNT(members), out);
}

static enum status read_categories(const struct record_place *place, const json_t *value, void *out) {
    struct record_licence *licence = out;
    void *items = NULL;
    enum status status = record_read_array(place, value, CATEGORIES_MAX, sizeof *licence->categories, read_category,
                                           &items, &licence->category_count);
    licence->categories = items;
    return status;
}

static enum status read_licence(const struct record_place *place, const json_t *value, void *out) {
    static const struct record_member members[] = {
        {"state", RECORD_REQUIRED, read_state, offsetof(struct record_licence, state)},
        {"state_since", RECORD_OPTIONAL, record_read_date, offsetof(struct record_licence, state_since)},
        {"title_number", RECORD_OPTIONAL, record_read_word, offsetof(struct record_licence, title_number)},
        {"title_status", RECORD_OPTIONAL, read_title_status, offsetof(struct record_licence, title_status)},
        {"title_status_since", RECORD_OPTIONAL, record_read_date, offsetof(struct record_licence, title_status_since)},
        {"issued_on", RECORD_OPTIONAL, record_read_date, offsetof(struct record_licence, issued_on)},
        {"issued_by", RECORD_OPTIONAL, record_read_word, offsetof(struct record_licence, issued_by)},
        {"expires_on", RECORD_OPTIONAL, record_read_date, offsetof(struct record_licence, expires_on)},
        {"earlier_titles", RECORD_OPTIONAL, record_read_list, offsetof(struct record_licence, earlier_titles)},
        {"conditions", RECORD_OPTIONAL, record_read_list, offsetof(struct record_licence, conditions)},
        {"categories", RECORD_REQUIRED, read_categories, 0},
    };
    return record_read_members(place, value, members, COUNT(members), out);
}

static enum status read_maximum(const struct record_place *place, const json_t *value, void *out) {
    return record_read_integer(place, value, 0, MAXIMUM_OF_POINTS, out);
}

static enum status read_balance(const struct record_place *place, const json_t *value, void *out) {
    struct record *record = out;
    return record_read_integer(place, value, 0, record->points_maximum, &record->points_balance);
}

static enum status read_points(const struct record_place *place, const json_t *value, void *out) {
    static const struct record_member members[] = {
        /* the maximum first: it bounds the balance */
        {"maximum", RECORD_REQUIRED, read_maximum, offsetof(struct record, points_maximum)},
        {"balance", RECORD_REQUIRED, read_balance, 0},
    };
    struct record *record = out;
    record->has_points = true;
    return record_read_members(place, value, members, COUNT(members), record);
}

static const struct record_member record_members[] = {
    {"version", RECORD_REQUIRED, record_read_word, offsetof(struct record, version)},
    {"data_as_of", RECORD_REQUIRED, record_read_time, offsetof(struct record, data_as_of)},
    {"neph", RECORD_REQUIRED, read_neph, offsetof(struct record, neph)},
    {"holder", RECORD_REQUIRED, read_holder, offsetof(struct record, holder)},
    {"licence", RECORD_REQUIRED, read_licence, offsetof(struct record, licence)},
    {"points", RECORD_NULLABLE, read_points, 0},
    {"profile", RECORD_REQUIRED, record_read_profile, offsetof(struct record, profile)},
    {"events", RECORD_REQUIRED, record_read_events, 0},
};

static const struct record_member points_input_members[] = {
    {"profile", RECORD_REQUIRED, record_read_profile, offsetof(struct record, profile)},
    {"events", RECORD_REQUIRED, record_read_events, 0},
};

/* jansson's own message quotes the text near the error: it must not leave this function. */
static enum status refuse_json(const json_error_t *error, struct fault *fault) {
    char reason[96];
    bool duplicate = json_error_code(error) == json_error_duplicate_key;
    snprintf(reason, sizeof reason, "%s, ligne %d", duplicate ? "membre en double" : "JSON invalide", error->line);
    return fault_set(fault, STATUS_MALFORMED, "", reason);
}

static enum status parse(const char *json, size_t size, const struct record_member *members, size_t count,
                         struct record **record, struct fault *fault) {
    json_error_t error;
    json_t *document = json_loadb(json, size, JSON_REJECT_DUPLICATES, &error);
    enum status status = document == NULL ? refuse_json(&error, fault) : STATUS_OK;
    memory_wipe(&error, sizeof error);
    if (status != STATUS_OK)
        return status;
    struct record *read = memory_alloc(sizeof *read);
    const struct record_place place = {.fault = fault};
    status = record_read_members(&place, document, members, count, read);
    json_decref(document);
    if (status == STATUS_OK)
        *record = read;
    else
        record_free(read);
    return status;
}

enum status record_parse(const char *json, size_t size, struct record **record, struct fault *fault) {
    return parse(json, size, record_members, COUNT(record_members), record, fault);
}

enum status record_parse_points_input(const char *json, size_t size, struct record **record, struct fault *fault) {
    return parse(json, size, points_input_members, COUNT(points_input_members), record, fault);
}

/* --- End of a record --- */

static void free_holder(struct record_holder *holder) {
    memory_free(holder->title);
    memory_free(holder->family_name);
    memory_free(holder->usual_name);
    record_free_list(&holder->given_names);
    memory_free(holder->birth_place);
    memory_free(holder->birth_department);
    memory_free(holder->birth_country);
    record_free_list(&holder->address);
    memory_free(holder->department);
}

static void free_licence(struct record_licence *licence) {
    memory_free(licence->title_number);
    memory_free(licence->issued_by);
    record_free_list(&licence->earlier_titles);
    record_free_list(&licence->conditions);
    for (size_t i = 0; licence->categories != NULL && i < licence->category_count; i++) {
        memory_free(licence->categories[i].code);
        record_free_list(&licence->categories[i].restrictions);
    }
    memory_free(licence->categories);
}

void record_free(struct record *record) {
    if (record == NULL)
        return;
    memory_free(record->version);
    free_holder(&record->holder);
    free_licence(&record->licence);
    record_free_events(record->events, record->event_count);
    memory_free(record);
}

/* --- What is in force --- */

static bool is_in_force(const struct record_event *event, enum record_event_type type, struct date day) {
    return event->type == type && date_is_set(event->from) && date_compare(event->from, day) <= 0 &&
           (!date_is_set(event->to) || date_compare(day, event->to) <= 0);
}

static bool is_limited(const struct record_event *event) {
    return event->scope != NULL && strcmp(event->scope, "hors_activité_professionnelle") == 0;
}

/* Of two in force, a total suspension comes before a limited one, then the later before the earlier. */
static bool comes_before(const struct record_event *event, const struct record_event *other) {
    if (other == NULL || is_limited(event) != is_limited(other))
        return other == NULL || is_limited(other);
    return date_compare(event->from, other->from) > 0;
}

static const struct record_event *find_in_force(const struct record *record, enum record_event_type type,
                                                struct date day) {
    const struct record_event *found = NULL;
    for (size_t i = 0; i < record->event_count; i++)
        if (is_in_force(&record->events[i], type, day) && comes_before(&record->events[i], found))
            found = &record->events[i];
    return found;
}

const struct record_event *record_current_suspension(const struct record *record, struct date day) {
    return find_in_force(record, RECORD_SUSPENSION, day);
}

const struct record_event *record_current_ead(const struct record *record, struct date day) {
    return find_in_force(record, RECORD_EAD, day);
}

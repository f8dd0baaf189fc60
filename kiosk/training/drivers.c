/* Reads the fictitious drivers and searches among them. It must not change what a record says, but for the time of its
 * data. */
#include "drivers.h"
#include "../memory.h"
#include "../resource.h"
#include "../text.h"

#include <jansson.h>

#include <string.h>

enum { FOLDED_MAX = 512 };

struct drivers {
    struct driver *items;
    size_t count;
};

/* --- Reading --- */

/* The record as it is answered: without what is there for the reader of the file, with the time of the data. */
static void prepare(json_t *json, const struct date_time *now) {
    char time[26];
    date_format_time(now, time);
    if (!json_is_true(json_object_get(json, "frozen")))
        json_object_set_new(json, "data_as_of", json_string(time));
    json_object_del(json, "frozen");
    json_object_del(json, "purpose");
}

static enum status read_driver(const struct resource *file, const struct date_time *now, struct driver *driver,
                               struct fault *fault) {
    char time[26];
    json_t *json = json_loadb(file->bytes, file->size, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(json)) {
        json_decref(json);
        return fault_set(fault, STATUS_MALFORMED, file->name, "not a JSON object");
    }
    prepare(json, now);
    char *text = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    if (text == NULL)
        return fault_set(fault, STATUS_NO_MEMORY, file->name, NULL);
    driver->json = memory_copy(text);
    driver->json_size = strlen(text);
    free(text);
    struct fault inner = {0};
    if (record_parse(driver->json, driver->json_size, &driver->record, &inner) != STATUS_OK)
        return fault_set(fault, inner.code, file->name, inner.where);
    date_format_time(&driver->record->data_as_of, time);
    if (!text_format(driver->etag, sizeof driver->etag, "\"%s.%s\"", driver->record->version, time))
        return fault_set(fault, STATUS_TOO_LONG, file->name, "version");
    return STATUS_OK;
}

static bool is_driver_file(const struct resource *file) {
    return strncmp(file->name, "training/drivers/", strlen("training/drivers/")) == 0;
}

enum status drivers_open(const struct date_time *now, struct drivers **drivers, struct fault *fault) {
    struct drivers *opened = memory_alloc(sizeof *opened);
    struct date_time minute = *now;
    enum status status = STATUS_OK;
    minute.second = 0;
    opened->items = memory_alloc(resource_entry_count * sizeof *opened->items + 1);
    for (size_t i = 0; i < resource_entry_count && status == STATUS_OK; i++) {
        struct resource file = resource_at(i);
        if (is_driver_file(&file))
            status = read_driver(&file, &minute, &opened->items[opened->count++], fault);
    }
    if (status == STATUS_OK)
        *drivers = opened;
    else
        drivers_close(opened);
    return status;
}

void drivers_close(struct drivers *drivers) {
    if (drivers == NULL)
        return;
    for (size_t i = 0; i < drivers->count; i++) {
        record_free(drivers->items[i].record);
        memory_free(drivers->items[i].json);
    }
    memory_free(drivers->items);
    memory_free(drivers);
}

size_t drivers_count(const struct drivers *drivers) {
    return drivers->count;
}

const struct driver *drivers_at(const struct drivers *drivers, size_t index) {
    return &drivers->items[index];
}

const struct driver *drivers_find(const struct drivers *drivers, const char *neph) {
    for (size_t i = 0; i < drivers->count; i++)
        if (strcmp(drivers->items[i].record->neph, neph) == 0)
            return &drivers->items[i];
    return NULL;
}

/* --- Searching --- */

static bool has_folded_prefix(const char *name, const char *folded_prefix) {
    char folded[FOLDED_MAX];
    return name != NULL && text_fold(name, folded, sizeof folded) == STATUS_OK &&
           strncmp(folded, folded_prefix, strlen(folded_prefix)) == 0;
}

static bool fold_query(const char *text, char folded[FOLDED_MAX]) {
    return text_fold(text, folded, FOLDED_MAX) == STATUS_OK && folded[0] != '\0';
}

static bool is_same_part(int a, int b) {
    return a == 0 || b == 0 || a == b;
}

static bool is_same_birth(struct date a, struct date b) {
    return a.year == b.year && is_same_part(a.month, b.month) && is_same_part(a.day, b.day);
}

static bool has_given_name(const struct record_list *names, const char *folded_prefix) {
    for (size_t i = 0; i < names->count; i++)
        if (has_folded_prefix(names->items[i], folded_prefix))
            return true;
    return false;
}

static bool has_title(const struct record_licence *licence, const char *title_number) {
    for (size_t i = 0; i < licence->earlier_titles.count; i++)
        if (strcmp(licence->earlier_titles.items[i], title_number) == 0)
            return true;
    return licence->title_number != NULL && strcmp(licence->title_number, title_number) == 0;
}

static bool matches(const struct record *record, const struct drivers_query *query) {
    char family[FOLDED_MAX], given[FOLDED_MAX];
    const struct record_holder *holder = &record->holder;
    if (query->title_number != NULL)
        return has_title(&record->licence, query->title_number);
    if (!fold_query(query->family_name, family) || !is_same_birth(holder->birth_date, query->birth_date) ||
        (!has_folded_prefix(holder->family_name, family) && !has_folded_prefix(holder->usual_name, family)))
        return false;
    if (query->given_name != NULL &&
        (!fold_query(query->given_name, given) || !has_given_name(&holder->given_names, given)))
        return false;
    return query->department == NULL || strcmp(holder->department, query->department) == 0;
}

size_t drivers_search(const struct drivers *drivers, const struct drivers_query *query, const struct driver **found,
                      size_t most) {
    size_t count = 0;
    for (size_t i = 0; i < drivers->count; i++) {
        if (!matches(drivers->items[i].record, query))
            continue;
        if (count < most)
            found[count] = &drivers->items[i];
        count++;
    }
    return count;
}

/* The bricks of reading a record: one function a type of value. They must put no value into a fault: faults are logged.
 */
#include "record_read.h"

#include <stdio.h>
#include <string.h>

#include "memory.h"
#include "text.h"

enum { TEXT_BYTES_MAX = 512, LIST_ITEMS_MAX = 40, PATH_BYTES_MAX = 200 };

static void write_place(const struct record_place *place, struct text_builder *path) {
    if (place->parent == NULL)
        return;
    write_place(place->parent, path);
    if (place->name == NULL)
        text_appendf(path, "[%zu]", place->index);
    else
        text_appendf(path, "%s%s", path->length > 0 ? "." : "", place->name);
}

enum status record_refuse(const struct record_place *place, const char *reason) {
    struct text_builder path;
    text_builder_init(&path, PATH_BYTES_MAX);
    write_place(place, &path);
    enum status status = fault_set(place->fault, STATUS_MALFORMED, path.bytes, reason);
    text_builder_clear(&path);
    return status;
}

enum status record_read_members(const struct record_place *place, const json_t *value,
                                const struct record_member *members, size_t count, void *out) {
    if (!json_is_object(value))
        return record_refuse(place, "objet attendu");
    for (size_t i = 0; i < count; i++) {
        const struct record_member *member = &members[i];
        struct record_place inner = {.parent = place, .name = member->name, .fault = place->fault};
        const json_t *found = json_object_get(value, member->name);
        if (found == NULL && member->need != RECORD_OPTIONAL)
            return record_refuse(&inner, "membre obligatoire absent");
        if (json_is_null(found) && member->need == RECORD_REQUIRED)
            return record_refuse(&inner, "null n'est pas permis ici");
        if (found == NULL || json_is_null(found))
            continue;
        enum status status = member->read(&inner, found, (char *)out + member->offset);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

enum status record_read_array(const struct record_place *place, const json_t *value, size_t most, size_t item_size,
                              record_reader *read, void **items, size_t *count) {
    if (!json_is_array(value))
        return record_refuse(place, "liste attendue");
    size_t size = json_array_size(value);
    if (size > most)
        return record_refuse(place, "liste trop longue");
    char *room = memory_alloc(size * item_size);
    *items = room;
    *count = size;
    for (size_t i = 0; i < size; i++) {
        struct record_place item = {.parent = place, .index = i, .fault = place->fault};
        enum status status = read(&item, json_array_get(value, i), room + i * item_size);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

enum status record_read_text(const struct record_place *place, const json_t *value, void *out) {
    if (!json_is_string(value))
        return record_refuse(place, "texte attendu");
    const char *text = json_string_value(value);
    if (json_string_length(value) > TEXT_BYTES_MAX)
        return record_refuse(place, "texte trop long");
    if (text_has_control(text))
        return record_refuse(place, "caractère de commande dans un texte");
    *(char **)out = memory_copy(text);
    return STATUS_OK;
}

enum status record_read_word(const struct record_place *place, const json_t *value, void *out) {
    if (json_is_string(value) && json_string_length(value) == 0)
        return record_refuse(place, "texte vide");
    return record_read_text(place, value, out);
}

enum status record_read_list(const struct record_place *place, const json_t *value, void *out) {
    struct record_list *list = out;
    void *items = NULL;
    enum status status =
        record_read_array(place, value, LIST_ITEMS_MAX, sizeof *list->items, record_read_word, &items, &list->count);
    list->items = items;
    return status;
}

void record_free_list(struct record_list *list) {
    for (size_t i = 0; list->items != NULL && i < list->count; i++)
        memory_free(list->items[i]);
    memory_free(list->items);
}

enum status record_read_date(const struct record_place *place, const json_t *value, void *out) {
    if (!json_is_string(value) || date_parse(json_string_value(value), out) != STATUS_OK)
        return record_refuse(place, "date attendue AAAA-MM-JJ");
    return STATUS_OK;
}

enum status record_read_birth_date(const struct record_place *place, const json_t *value, void *out) {
    if (!json_is_string(value) || date_parse_birth(json_string_value(value), out) != STATUS_OK)
        return record_refuse(place, "date attendue AAAA-MM-JJ (jour ou mois inconnu : 00)");
    return STATUS_OK;
}

enum status record_read_time(const struct record_place *place, const json_t *value, void *out) {
    if (!json_is_string(value) || date_parse_time(json_string_value(value), out) != STATUS_OK)
        return record_refuse(place, "date et heure attendues (RFC 3339)");
    return STATUS_OK;
}

enum status record_read_bool(const struct record_place *place, const json_t *value, void *out) {
    if (!json_is_boolean(value))
        return record_refuse(place, "true ou false attendu");
    *(bool *)out = json_is_true(value);
    return STATUS_OK;
}

enum status record_read_integer(const struct record_place *place, const json_t *value, int lowest, int highest,
                                int *number) {
    char reason[64];
    json_int_t found = json_integer_value(value);
    if (json_is_integer(value) && found >= lowest && found <= highest) {
        *number = (int)found;
        return STATUS_OK;
    }
    snprintf(reason, sizeof reason, "nombre entier attendu, de %d à %d", lowest, highest);
    return record_refuse(place, reason);
}

enum status record_read_path(const struct record_place *place, const json_t *value, void *out) {
    const char *text = json_string_value(value);
    if (text != NULL && strcmp(text, "trad") == 0)
        *(enum record_path *)out = RECORD_PATH_TRAD;
    else if (text != NULL && strcmp(text, "aac") == 0)
        *(enum record_path *)out = RECORD_PATH_AAC;
    else
        return record_refuse(place, "trad ou aac attendu");
    return STATUS_OK;
}

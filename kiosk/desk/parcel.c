/* Writes and reads parcels. It must not put one anywhere: the journal does, encrypted. */
#include "parcel.h"

#include "../memory.h"
#include "../registry.h"

#include <jansson.h>
#include <string.h>

static void forget(char **text, size_t *size) {
    if (*text != NULL)
        memory_wipe(*text, *size);
    memory_free(*text);
    *text = NULL;
    *size = 0;
}

void parcel_clear(struct parcel *parcel) {
    forget(&parcel->record, &parcel->record_size);
    forget(&parcel->attestation, &parcel->attestation_size);
    memory_wipe(parcel, sizeof *parcel);
}

static void replace(char **text, size_t *size, const char *with, size_t with_size) {
    forget(text, size);
    *text = memory_alloc(with_size + 1);
    memcpy(*text, with, with_size);
    *size = with_size;
}

void parcel_set_record(struct parcel *parcel, const char *json, size_t size) {
    replace(&parcel->record, &parcel->record_size, json, size);
}

void parcel_set_attestation(struct parcel *parcel, const char *json, size_t size) {
    replace(&parcel->attestation, &parcel->attestation_size, json, size);
}

char *parcel_write(const struct parcel *parcel, size_t *size) {
    json_t *object = json_pack("{s:s%, s:o, s:i}", "record", parcel->record, parcel->record_size, "check",
                               registry_write_check(&parcel->check), "pages", parcel->pages);
    if (object != NULL && parcel->attestation != NULL)
        json_object_set_new(object, "attestation", json_stringn(parcel->attestation, parcel->attestation_size));
    char *text = object != NULL ? json_dumps(object, JSON_COMPACT) : NULL;
    json_decref(object);
    *size = text != NULL ? strlen(text) : 0;
    return text;
}

enum status parcel_read(const char *text, size_t size, struct parcel *parcel) {
    struct parcel read = {0};
    json_t *object = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
    const json_t *record = json_object_get(object, "record"), *attestation = json_object_get(object, "attestation");
    enum status status = json_is_string(record) ? STATUS_OK : STATUS_MALFORMED;
    if (status == STATUS_OK)
        status = registry_read_check(json_object_get(object, "check"), &read.check);
    if (status == STATUS_OK) {
        read.pages = (int)json_integer_value(json_object_get(object, "pages"));
        parcel_set_record(&read, json_string_value(record), json_string_length(record));
        if (json_is_string(attestation))
            parcel_set_attestation(&read, json_string_value(attestation), json_string_length(attestation));
        *parcel = read;
    }
    json_decref(object);
    return status;
}

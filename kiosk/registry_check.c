/* The identity_check of the contract: written for the registry, and read again when a document is taken up. It must not
 * judge who may have what: identity does. */
#include "registry.h"

#include "memory.h"
#include "text.h"

#include <string.h>

static const char *const mandates[] = {
    [IDENTITY_NO_MANDATE] = NULL, [IDENTITY_MANDATE_WRITTEN] = "written", [IDENTITY_MANDATE_AVOCAT] = "avocat"};
enum { MANDATE_COUNT = sizeof mandates / sizeof mandates[0] };

/* Beyond the contract. */
static const char *const links[] = {
    [IDENTITY_NO_LINK] = NULL, [IDENTITY_FAMILY_BOOK] = "family-book", [IDENTITY_JUDGMENT] = "judgment"};
enum { LINK_COUNT = sizeof links / sizeof links[0] };

static const char *const methods[] = {[IDENTITY_BY_DOCUMENT] = "document", [IDENTITY_BY_EYE] = "visual"};
enum { METHOD_COUNT = sizeof methods / sizeof methods[0] };

static const char *or_null(const char *text) {
    return text[0] ? text : NULL;
}

static json_t *write_mismatches(unsigned mismatches) {
    json_t *list = json_array();
    for (int i = 0; i < IDENTITY_FIELD_COUNT; i++)
        if ((mismatches & 1U << i) != 0)
            json_array_append_new(list, json_string(identity_field_wire((enum identity_field)i)));
    return list;
}

/* Beyond the contract, and only when there is one: what for an organisme asks, why an expired document was taken, what
 * proves a représentant légal. */
static void write_reason(json_t *check, const char *member, const char *reason) {
    if (reason != NULL)
        json_object_set_new(check, member, json_string(reason));
}

json_t *registry_write_check(const struct identity_check *check) {
    char expiry[11] = "", at[26];
    if (date_is_set(check->document_expiry))
        date_format_iso(check->document_expiry, expiry);
    date_format_time(&check->at, at);
    json_t *object =
        json_pack("{s:s,s:s?,s:s?,s:s?,s:s,s:s?,s:s?,s:o,s:s?,s:s?,s:s,s:s}", "quality",
                  identity_entitlement(check->quality)->wire, "requester_name", or_null(check->requester_name),
                  "requester_siren", or_null(check->requester_siren), "mandate", mandates[check->mandate], "method",
                  methods[check->method], "document_type", identity_document_wire(check->document), "document_expiry",
                  or_null(expiry), "mismatches", write_mismatches(check->mismatches), "mismatch_reason",
                  identity_reason(IDENTITY_WHY_DIFFERENT, check->mismatch_reason), "supervisor",
                  or_null(check->supervisor), "confirmed_by", check->confirmed_by, "at", at);
    write_reason(object, "requester_reason", identity_reason(IDENTITY_WHY_BODY, check->requester_reason));
    write_reason(object, "expired_reason", identity_reason(IDENTITY_WHY_EXPIRED, check->expired_reason));
    write_reason(object, "requester_link", links[check->link]);
    return object;
}

static const char *text_of(const json_t *object, const char *member) {
    const char *text = json_string_value(json_object_get(object, member));
    return text != NULL ? text : "";
}

static bool read_quality(const char *wire, enum identity_quality *quality) {
    for (int i = 0; i < IDENTITY_QUALITY_COUNT; i++)
        if (strcmp(identity_entitlement((enum identity_quality)i)->wire, wire) == 0) {
            *quality = (enum identity_quality)i;
            return true;
        }
    return false;
}

static bool read_document(const char *wire, enum identity_document *document) {
    *document = IDENTITY_NO_DOCUMENT;
    for (int i = 0; i < IDENTITY_DOCUMENT_COUNT; i++)
        if (strcmp(identity_document_wire((enum identity_document)i), wire) == 0)
            *document = (enum identity_document)i;
    return wire[0] == '\0' || *document != IDENTITY_NO_DOCUMENT;
}

static bool read_mandate(const char *wire, enum identity_mandate *mandate) {
    for (int i = 0; i < MANDATE_COUNT; i++)
        if (strcmp(mandates[i] != NULL ? mandates[i] : "", wire) == 0) {
            *mandate = (enum identity_mandate)i;
            return true;
        }
    return false;
}

static bool read_link(const char *wire, enum identity_link *link) {
    for (int i = 0; i < LINK_COUNT; i++)
        if (strcmp(links[i] != NULL ? links[i] : "", wire) == 0) {
            *link = (enum identity_link)i;
            return true;
        }
    return false;
}

static bool read_method(const char *wire, enum identity_method *method) {
    for (int i = 0; i < METHOD_COUNT; i++)
        if (strcmp(methods[i], wire) == 0) {
            *method = (enum identity_method)i;
            return true;
        }
    return false;
}

static bool read_mismatches(const json_t *list, unsigned *mismatches) {
    size_t index;
    const json_t *item;
    json_array_foreach(list, index, item) {
        int field = 0;
        while (field < IDENTITY_FIELD_COUNT &&
               (!json_is_string(item) ||
                strcmp(identity_field_wire((enum identity_field)field), json_string_value(item)) != 0))
            field++;
        if (field == IDENTITY_FIELD_COUNT)
            return false;
        *mismatches |= 1U << field;
    }
    return true;
}

/* A reason that is of no list any more was written by another version. */
static bool read_reason(const json_t *object, const char *member, enum identity_reason_list list, int *reason) {
    const char *text = text_of(object, member);
    *reason = identity_reason_find(list, text);
    return text[0] == '\0' || *reason != 0;
}

static bool read_compared(const json_t *object, struct identity_check *read) {
    return read_method(text_of(object, "method"), &read->method) &&
           read_link(text_of(object, "requester_link"), &read->link) &&
           read_mismatches(json_object_get(object, "mismatches"), &read->mismatches) &&
           read_reason(object, "mismatch_reason", IDENTITY_WHY_DIFFERENT, &read->mismatch_reason) &&
           read_reason(object, "requester_reason", IDENTITY_WHY_BODY, &read->requester_reason) &&
           read_reason(object, "expired_reason", IDENTITY_WHY_EXPIRED, &read->expired_reason) &&
           text_copy(read->supervisor, sizeof read->supervisor, text_of(object, "supervisor"));
}

enum status registry_read_check(const json_t *object, struct identity_check *check) {
    struct identity_check read = {0};
    const char *expiry = text_of(object, "document_expiry");
    bool fits = read_quality(text_of(object, "quality"), &read.quality) &&
                read_document(text_of(object, "document_type"), &read.document) &&
                read_mandate(text_of(object, "mandate"), &read.mandate) &&
                text_copy(read.requester_name, sizeof read.requester_name, text_of(object, "requester_name")) &&
                text_copy(read.requester_siren, sizeof read.requester_siren, text_of(object, "requester_siren")) &&
                text_copy(read.confirmed_by, sizeof read.confirmed_by, text_of(object, "confirmed_by")) &&
                (expiry[0] == '\0' || date_parse(expiry, &read.document_expiry) == STATUS_OK) &&
                date_parse_time(text_of(object, "at"), &read.at) == STATUS_OK && read_compared(object, &read);
    if (fits)
        *check = read;
    memory_wipe(&read, sizeof read);
    return fits ? STATUS_OK : STATUS_MALFORMED;
}

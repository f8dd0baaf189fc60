/* The identity_check of the contract: written for the registry, and read again when a document is taken up. It must not
 * judge who may have what: identity does. */
#include "registry.h"

#include "memory.h"
#include "text.h"

#include <string.h>

static const char *const mandates[] = {
    [IDENTITY_NO_MANDATE] = NULL, [IDENTITY_MANDATE_WRITTEN] = "written", [IDENTITY_MANDATE_AVOCAT] = "avocat"};
enum { MANDATE_COUNT = sizeof mandates / sizeof mandates[0] };

static const char *or_null(const char *text) {
    return text[0] ? text : NULL;
}

json_t *registry_write_check(const struct identity_check *check) {
    char expiry[11] = "", at[26];
    if (date_is_set(check->document_expiry))
        date_format_iso(check->document_expiry, expiry);
    date_format_time(&check->at, at);
    return json_pack("{s:s,s:s?,s:s?,s:s?,s:s,s:s,s:s?,s:[],s:n,s:n,s:s,s:s}", "quality",
                     identity_entitlement(check->quality)->wire, "requester_name", or_null(check->requester_name),
                     "requester_siren", or_null(check->requester_siren), "mandate", mandates[check->mandate], "method",
                     "document", "document_type", identity_document_wire(check->document), "document_expiry",
                     or_null(expiry), "mismatches", "mismatch_reason", "supervisor", "confirmed_by",
                     check->confirmed_by, "at", at);
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
    for (int i = 0; i < IDENTITY_DOCUMENT_COUNT; i++) {
        const char *known = identity_document_wire((enum identity_document)i);
        if (known != NULL && strcmp(known, wire) == 0) {
            *document = (enum identity_document)i;
            return true;
        }
    }
    return false;
}

static bool read_mandate(const char *wire, enum identity_mandate *mandate) {
    for (int i = 0; i < MANDATE_COUNT; i++)
        if (strcmp(mandates[i] != NULL ? mandates[i] : "", wire) == 0) {
            *mandate = (enum identity_mandate)i;
            return true;
        }
    return false;
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
                date_parse_time(text_of(object, "at"), &read.at) == STATUS_OK;
    if (fits)
        *check = read;
    memory_wipe(&read, sizeof read);
    return fits ? STATUS_OK : STATUS_MALFORMED;
}

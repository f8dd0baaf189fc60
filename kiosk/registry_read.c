/* The inside of the registry's answers: status, record, audit, candidates, attestation. Whatever does not fit the
 * contract is refused whole, with the member's name; it must not complete, repair or keep half of anything. */
#include "registry.h"

#include <string.h>

#include "memory.h"
#include "record_read.h"
#include "seal.h"
#include "text.h"
#include "uuid.h"

enum { CANDIDATE_TEXT_SIZE = 128, GIVEN_NAMES_JOINED_MAX = 4096, PROVISIONING_MAX = 512 };

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define DIGITS "0123456789"
#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* jansson's own message quotes the text near the error: it is wiped here. */
static enum status read_document(const char *json, size_t size, const struct record_member *members, size_t count,
                                 void *out, struct fault *fault) {
    json_error_t error;
    char reason[64];
    json_t *document = json_loadb(json ? json : "", size, JSON_REJECT_DUPLICATES, &error);
    bool duplicate = !document && json_error_code(&error) == json_error_duplicate_key;
    text_format(reason, sizeof reason, "%s, ligne %d", duplicate ? "membre en double" : "JSON invalide", error.line);
    memory_wipe(&error, sizeof error);
    if (!document)
        return fault_set(fault, STATUS_MALFORMED, "", reason);
    const struct record_place place = {.fault = fault};
    enum status status = record_read_members(&place, document, members, count, out);
    json_decref(document);
    return status;
}

/* --- Readers --- */

static enum status read_buffer(const struct record_place *place, const json_t *value, char *out, size_t size) {
    if (!json_is_string(value))
        return record_refuse(place, "texte attendu");
    const char *text = json_string_value(value);
    if (text_has_control(text))
        return record_refuse(place, "caractère de commande dans un texte");
    return text_copy(out, size, text) ? STATUS_OK : record_refuse(place, "texte trop long");
}

static enum status read_made_of(const struct record_place *place, const json_t *value, const char *alphabet,
                                size_t shortest, size_t longest, char *out) {
    const char *text = json_string_value(value);
    size_t length = text ? strlen(text) : 0;
    if (!text || length < shortest || length > longest || strspn(text, alphabet) != length)
        return record_refuse(place, "forme inattendue");
    memcpy(out, text, length + 1);
    return STATUS_OK;
}

/* Lists of candidates are for choosing: a very long name is cut there, and whole in the record. */
static enum status read_candidate_text(const struct record_place *place, const json_t *value, void *out) {
    char *whole = NULL;
    enum status status = record_read_text(place, value, &whole);
    if (status == STATUS_OK)
        (void)text_copy(out, CANDIDATE_TEXT_SIZE, whole);
    memory_free(whole);
    return status;
}

static enum status read_neph(const struct record_place *place, const json_t *value, void *out) {
    return read_made_of(place, value, DIGITS CAPITALS, RECORD_NEPH_MIN, RECORD_NEPH_MAX, out);
}

static enum status read_given_names(const struct record_place *place, const json_t *value, void *out) {
    struct record_list list = {0};
    struct text_builder joined;
    text_builder_init(&joined, GIVEN_NAMES_JOINED_MAX);
    enum status status = record_read_list(place, value, &list);
    for (size_t i = 0; status == STATUS_OK && i < list.count; i++)
        text_appendf(&joined, "%s%s", i ? ", " : "", list.items[i]);
    if (status == STATUS_OK)
        (void)text_copy(out, CANDIDATE_TEXT_SIZE, joined.bytes);
    text_builder_clear(&joined);
    record_free_list(&list);
    return status;
}

static enum status read_department(const struct record_place *place, const json_t *value, void *out) {
    return read_made_of(place, value, DIGITS CAPITALS, 1, 3, out);
}

/* --- Status --- */

static enum status read_registry_word(const struct record_place *place, const json_t *value, void *out) {
    static const char *const words[] = {"up", "degraded", "down"};
    const char *text = json_string_value(value);
    for (size_t i = 0; text && i < COUNT(words); i++)
        if (strcmp(text, words[i]) == 0)
            return read_buffer(place, value, out, sizeof((struct registry_status *)0)->registry);
    return record_refuse(place, "up, degraded ou down attendu");
}

static enum status read_status_message(const struct record_place *place, const json_t *value, void *out) {
    return read_buffer(place, value, out, sizeof((struct registry_status *)0)->message);
}

enum status registry_read_status(const struct registry_answer *answer, struct registry_status *status,
                                 struct fault *fault) {
    static const struct record_member members[] = {
        {"registry", RECORD_REQUIRED, read_registry_word, offsetof(struct registry_status, registry)},
        {"data_as_of", RECORD_REQUIRED, record_read_time, offsetof(struct registry_status, data_as_of)},
        {"message", RECORD_OPTIONAL, read_status_message, offsetof(struct registry_status, message)},
    };
    struct registry_status read = {0};
    enum status result = read_document(answer->body, answer->body_size, members, COUNT(members), &read, fault);
    if (result == STATUS_OK)
        *status = read;
    return result;
}

/* --- Record --- */

enum status registry_read_record(const struct registry_answer *answer, const char *neph, struct record **record,
                                 struct fault *fault) {
    struct record *read;
    enum status status = record_parse(answer->body ? answer->body : "", answer->body_size, &read, fault);
    if (status != STATUS_OK)
        return status;
    if (strcmp(read->neph, neph) != 0) {
        record_free(read);
        return fault_set(fault, STATUS_WRONG_RECORD, "neph", "dossier d'un autre NEPH que celui demandé");
    }
    *record = read;
    return STATUS_OK;
}

/* --- Audit --- */

static enum status read_sequence(const struct record_place *place, const json_t *value, void *out) {
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return record_refuse(place, "numéro de ligne attendu");
    *(int64_t *)out = json_integer_value(value);
    return STATUS_OK;
}

enum status registry_read_audit(const struct registry_answer *answer, int64_t *last_sequence, struct fault *fault) {
    static const struct record_member members[] = {{"last_sequence", RECORD_REQUIRED, read_sequence, 0}};
    int64_t read = 0;
    enum status status = read_document(answer->body, answer->body_size, members, COUNT(members), &read, fault);
    if (status == STATUS_OK)
        *last_sequence = read;
    return status;
}

/* --- Candidates --- */

static enum status read_candidate(const struct record_place *place, const json_t *value, void *out) {
    static const struct record_member members[] = {
        {"neph", RECORD_REQUIRED, read_neph, offsetof(struct registry_candidate, neph)},
        {"family_name", RECORD_REQUIRED, read_candidate_text, offsetof(struct registry_candidate, family_name)},
        {"usual_name", RECORD_OPTIONAL, read_candidate_text, offsetof(struct registry_candidate, usual_name)},
        {"given_names", RECORD_REQUIRED, read_given_names, offsetof(struct registry_candidate, given_names)},
        {"birth_date", RECORD_REQUIRED, record_read_birth_date, offsetof(struct registry_candidate, birth_date)},
        {"birth_place", RECORD_OPTIONAL, read_candidate_text, offsetof(struct registry_candidate, birth_place)},
        {"department", RECORD_OPTIONAL, read_department, offsetof(struct registry_candidate, department)},
    };
    return record_read_members(place, value, members, COUNT(members), out);
}

static enum status read_candidate_list(const struct record_place *place, const json_t *value, void *out) {
    struct registry_candidates *candidates = out;
    void *items = NULL;
    size_t count = 0;
    enum status status = record_read_array(place, value, REGISTRY_CANDIDATES_MAX, sizeof candidates->items[0],
                                           read_candidate, &items, &count);
    if (status == STATUS_OK && count) {
        memcpy(candidates->items, items, count * sizeof candidates->items[0]);
        candidates->count = count;
    }
    memory_free(items);
    return status;
}

enum status registry_read_candidates(const struct registry_answer *answer, struct registry_candidates *candidates,
                                     struct fault *fault) {
    static const struct record_member members[] = {{"candidates", RECORD_REQUIRED, read_candidate_list, 0}};
    struct registry_candidates *read = memory_alloc(sizeof *read);
    enum status status = read_document(answer->body, answer->body_size, members, COUNT(members), read, fault);
    if (status == STATUS_OK)
        *candidates = *read;
    memory_free(read);
    return status;
}

/* --- Attestation --- */

static enum status read_number(const struct record_place *place, const json_t *value, void *out) {
    const char *text = json_string_value(value);
    if (!text || !registry_is_number(text))
        return record_refuse(place, "numéro attendu : 12 chiffres et capitales, sans I, L, O ni U");
    memcpy(out, text, sizeof((struct registry_attestation *)0)->number);
    return STATUS_OK;
}

static enum status read_uuid(const struct record_place *place, const json_t *value, void *out) {
    const char *text = json_string_value(value);
    if (!text || !uuid_is_valid(text))
        return record_refuse(place, "UUID attendu");
    memcpy(out, text, sizeof((struct registry_attestation *)0)->request_id);
    return STATUS_OK;
}

static enum status read_type(const struct record_place *place, const json_t *value, void *out) {
    const char *text = json_string_value(value);
    if (!text || (strcmp(text, "ADCS") != 0 && strcmp(text, "RII") != 0))
        return record_refuse(place, "ADCS ou RII attendu");
    memcpy(out, text, strlen(text) + 1);
    return STATUS_OK;
}

static enum status read_version(const struct record_place *place, const json_t *value, void *out) {
    return read_buffer(place, value, out, sizeof((struct registry_attestation *)0)->record_version);
}

/* The C40 basic set, the slash between given names, and the three separators; `seal` judges the rest. */
static enum status read_seal(const struct record_place *place, const json_t *value, void *out) {
    return read_made_of(place, value, DIGITS CAPITALS " /\x1d\x1e\x1f", 1, SEAL_TEXT_MAX, out);
}

static enum status read_url(const struct record_place *place, const json_t *value, void *out) {
    const char *text = json_string_value(value);
    size_t length = text ? strlen(text) : 0;
    bool fits = length > 0 && length <= REGISTRY_URL_MAX;
    for (size_t i = 0; fits && i < length; i++)
        fits = text[i] > 0x20 && text[i] < 0x7f;
    if (!fits)
        return record_refuse(place, "adresse attendue : ASCII, 200 caractères au plus");
    memcpy(out, text, length + 1);
    return STATUS_OK;
}

static enum status read_provisioning(const struct record_place *place, const json_t *value, void *out) {
    if (json_is_string(value) && json_string_length(value) > PROVISIONING_MAX)
        return record_refuse(place, "texte trop long");
    return record_read_word(place, value, out);
}

void registry_attestation_clear(struct registry_attestation *attestation) {
    memory_free(attestation->provisioning_qr);
    memory_wipe(attestation, sizeof *attestation);
}

static enum status check_validity(const struct registry_attestation *attestation, struct fault *fault) {
    bool is_adcs = strcmp(attestation->type, "ADCS") == 0;
    if (is_adcs == date_is_set(attestation->valid_until))
        return STATUS_OK;
    return fault_set(fault, STATUS_MALFORMED, "valid_until",
                     is_adcs ? "date obligatoire pour une ADCS" : "null attendu pour un RII");
}

enum status registry_read_attestation(const char *json, size_t size, struct registry_attestation *attestation,
                                      struct fault *fault) {
    static const struct record_member members[] = {
        {"number", RECORD_REQUIRED, read_number, offsetof(struct registry_attestation, number)},
        {"request_id", RECORD_REQUIRED, read_uuid, offsetof(struct registry_attestation, request_id)},
        {"type", RECORD_REQUIRED, read_type, offsetof(struct registry_attestation, type)},
        {"issued_at", RECORD_REQUIRED, record_read_time, offsetof(struct registry_attestation, issued_at)},
        {"valid_until", RECORD_NULLABLE, record_read_date, offsetof(struct registry_attestation, valid_until)},
        {"record_version", RECORD_REQUIRED, read_version, offsetof(struct registry_attestation, record_version)},
        {"seal", RECORD_REQUIRED, read_seal, offsetof(struct registry_attestation, seal)},
        {"verification_url", RECORD_REQUIRED, read_url, offsetof(struct registry_attestation, verification_url)},
        {"provisioning_qr", RECORD_NULLABLE, read_provisioning, offsetof(struct registry_attestation, provisioning_qr)},
    };
    struct registry_attestation read = {0};
    enum status status = read_document(json, size, members, COUNT(members), &read, fault);
    if (status == STATUS_OK)
        status = check_validity(&read, fault);
    if (status == STATUS_OK)
        *attestation = read;
    else
        registry_attestation_clear(&read);
    memory_wipe(&read, sizeof read);
    return status;
}

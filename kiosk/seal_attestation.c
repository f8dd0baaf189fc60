/* What the seal of our documents says (type AB), from a record, and whether a seal says it. It must not put points in
 * an ADCS, whatever the record holds (art. L. 223-7).
 *
 * The fields are in the order of the specification's specimen, with the expiry of the document and its number at the
 * end: 6H 6G 60 69 6A AC E4 E5 E8 09 [AG] [E6] [E7] [08] 01. The number comes last because its length is not bounded.
 */
#include "memory.h"
#include "record.h"
#include "seal.h"
#include "text.h"

#include <string.h>

enum { GIVEN_NAMES_MAX = 6, FOLDED_MAX = 1024, JOINED_MAX = 40 * FOLDED_MAX }; /* a list holds at most forty texts */

/* --- The fields --- */

static enum status add_folded(struct seal_draft *draft, const char *id, const char *value) {
    char folded[FOLDED_MAX];
    enum status status = text_fold(value, folded, sizeof folded);
    if (status == STATUS_OK)
        status = seal_draft_add(draft, id, folded);
    memory_wipe(folded, sizeof folded);
    return status;
}

/* Adds the folded items of a list with a separator between them; the items past `most` are cut off, and RS says so. */
static enum status add_joined(struct seal_draft *draft, const char *id, char **items, size_t count, size_t most,
                              char separator) {
    struct text_builder joined;
    text_builder_init(&joined, JOINED_MAX);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && i < most && status == STATUS_OK; i++) {
        char folded[FOLDED_MAX];
        status = text_fold(items[i], folded, sizeof folded);
        if (status == STATUS_OK && folded[0] != '\0') {
            if (joined.length > 0)
                text_append_char(&joined, separator);
            text_append(&joined, folded);
        }
        memory_wipe(folded, sizeof folded);
    }
    if (status == STATUS_OK)
        status = joined.failed ? STATUS_TOO_LONG : seal_draft_add(draft, id, joined.bytes);
    if (status == STATUS_OK && count > most)
        draft->values[draft->value_count - 1].truncated = true;
    text_builder_clear(&joined);
    return status;
}

/* DDMMYYYY; an unknown day or month is written 00. */
static enum status add_birth_date(struct seal_draft *draft, struct date date) {
    char text[9];
    if (!text_format(text, sizeof text, "%02u%02u%04d", date.day, date.month, date.year))
        return STATUS_INVALID;
    return seal_draft_add(draft, "69", text);
}

/* DDMMYYYYHHmm, the wall clock as the registry wrote it. */
static enum status add_data_time(struct seal_draft *draft, const struct date_time *time) {
    char text[13];
    if (!text_format(text, sizeof text, "%02u%02u%04d%02u%02u", time->date.day, time->date.month, time->date.year,
                     time->hour, time->minute))
        return STATUS_INVALID;
    return seal_draft_add(draft, "E8", text);
}

static enum status add_pages(struct seal_draft *draft, int pages) {
    char text[5];
    return pages > 0 && text_format(text, sizeof text, "%04d", pages) ? seal_draft_add(draft, "09", text)
                                                                      : STATUS_INVALID;
}

/* Days since 2000 in hexadecimal, as in the header. */
static enum status add_expiry(struct seal_draft *draft, struct date date) {
    char text[5];
    int32_t days = date_to_days2000(date);
    return days >= 0 && text_format(text, sizeof text, "%04X", (unsigned)days) ? seal_draft_add(draft, "08", text)
                                                                               : STATUS_INVALID;
}

static enum status add_holder(struct seal_draft *draft, const struct record *record) {
    const struct record_holder *holder = &record->holder;
    enum status status = add_folded(draft, "6H", holder->title);
    if (status == STATUS_OK)
        status = add_folded(draft, "6G", holder->family_name);
    if (status == STATUS_OK)
        status = add_joined(draft, "60", holder->given_names.items, holder->given_names.count, GIVEN_NAMES_MAX, '/');
    if (status == STATUS_OK)
        status = add_birth_date(draft, holder->birth_date);
    if (status == STATUS_OK)
        status = add_folded(draft, "6A", holder->birth_place);
    return status;
}

static enum status add_licence(struct seal_draft *draft, const struct record *record,
                               const struct seal_attestation *attestation) {
    enum status status = seal_draft_add(draft, "AC", record->neph);
    if (status == STATUS_OK)
        status = seal_draft_add(draft, "E4", attestation->document == SEAL_ADCS ? "APC" : "RII");
    if (status == STATUS_OK)
        status = seal_draft_add(draft, "E5", record->licence.state);
    if (status == STATUS_OK)
        status = add_data_time(draft, &record->data_as_of);
    if (status == STATUS_OK)
        status = add_pages(draft, attestation->pages);
    return status;
}

/* One base-36 digit, on an RII only. */
static enum status add_points(struct seal_draft *draft, const struct record *record, enum seal_document document) {
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if (document == SEAL_ADCS || !record->has_points)
        return STATUS_OK;
    if (record->points_balance < 0 || record->points_balance > RECORD_POINTS_MAX)
        return STATUS_INVALID;
    return seal_draft_add(draft, "AG", (char[2]){digits[record->points_balance]});
}

static enum status add_categories(struct seal_draft *draft, const struct record_licence *licence, bool may_drive) {
    if (!may_drive || licence->category_count == 0)
        return STATUS_OK;
    size_t count = licence->category_count;
    char **codes = memory_alloc(count * sizeof *codes);
    for (size_t i = 0; i < count; i++)
        codes[i] = licence->categories[i].code;
    enum status status = add_joined(draft, "E6", codes, count, count, ' ');
    memory_free(codes);
    return status;
}

static enum status add_document(struct seal_draft *draft, const struct seal_attestation *attestation) {
    enum status status = STATUS_OK;
    if (attestation->requester_siren != NULL)
        status = seal_draft_add(draft, "E7", attestation->requester_siren);
    if (status == STATUS_OK && date_is_set(attestation->valid_until))
        status = add_expiry(draft, attestation->valid_until);
    if (status == STATUS_OK)
        status = seal_draft_add(draft, "01", attestation->number);
    return status;
}

enum status seal_draft_attestation(const struct record *record, const struct seal_attestation *attestation,
                                   bool may_drive, struct seal_draft *draft) {
    struct seal_draft made = {.type = "AB", .perimeter = "01", .country = "FR"};
    made.issued_on = made.signed_on = attestation->issued_at.date;
    enum status status = add_holder(&made, record);
    if (status == STATUS_OK)
        status = add_licence(&made, record, attestation);
    if (status == STATUS_OK)
        status = add_points(&made, record, attestation->document);
    if (status == STATUS_OK)
        status = add_categories(&made, &record->licence, may_drive);
    if (status == STATUS_OK)
        status = add_document(&made, attestation);
    if (status == STATUS_OK)
        *draft = made;
    else
        seal_draft_clear(&made);
    return status;
}

/* --- The comparison --- */

static enum status differs(struct fault *fault, const char *where) {
    return fault_set(fault, STATUS_SEAL_DIFFERS, where, NULL);
}

static enum status compare_header(const struct seal *seal, const struct seal_draft *draft, struct fault *fault) {
    bool same = strcmp(seal->type, draft->type) == 0 && strcmp(seal->perimeter, draft->perimeter) == 0 &&
                strcmp(seal->country, draft->country) == 0 && date_equal(seal->issued_on, draft->issued_on) &&
                date_equal(seal->signed_on, draft->signed_on);
    return same ? STATUS_OK : differs(fault, "header");
}

static const struct seal_value *find_value(const struct seal_draft *draft, const char *id) {
    for (size_t i = 0; i < draft->value_count; i++)
        if (strcmp(draft->values[i].id, id) == 0)
            return &draft->values[i];
    return NULL;
}

/* Every field of the seal must be one of the draft's, signed, once; a field that we do not write is already a lie. */
static enum status compare_fields(const struct seal *seal, const struct seal_draft *draft, struct fault *fault) {
    for (size_t i = 0; i < seal->field_count; i++) {
        const struct seal_field *field = &seal->fields[i];
        const struct seal_value *value = find_value(draft, field->id);
        if (value == NULL || field->unsigned_annex || field != seal_find(seal, field->id) ||
            field->truncated != value->truncated || !seal_field_is(field, value->value))
            return differs(fault, field->id);
    }
    for (size_t i = 0; i < draft->value_count; i++)
        if (seal_find(seal, draft->values[i].id) == NULL)
            return differs(fault, draft->values[i].id);
    return STATUS_OK;
}

enum status seal_compare(const struct seal *seal, const struct record *record,
                         const struct seal_attestation *attestation, bool may_drive, struct fault *fault) {
    struct seal_draft draft;
    enum status status = seal_draft_attestation(record, attestation, may_drive, &draft);
    if (status != STATUS_OK)
        return fault_set(fault, status, "record", NULL);
    status = compare_header(seal, &draft, fault);
    if (status == STATUS_OK)
        status = compare_fields(seal, &draft, fault);
    seal_draft_clear(&draft);
    return status;
}

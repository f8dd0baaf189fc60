/* What a machine readable zone, or a 2D-Doc of an identity document, says of its bearer. It must not judge signatures,
 * nor compare with anything. */
#include "identity_compare.h"

#include "memory.h"
#include "text.h"

#include <string.h>

enum { CARD_LINE = 30, ZONE_MAX = 3 * CARD_LINE };

void identity_bearer_clear(struct identity_bearer *bearer) {
    memory_wipe(bearer, sizeof *bearer);
}

/* --- From a zone --- */

/* The first letter is the size's (P passport; A, C or I card), the second the State's own, but R for residence permits
 * (regulation (EC) 1030/2002) and AC for crew members' certificates, which prove nothing here. */
static enum status read_kind(const struct mrz *mrz, enum identity_document *document) {
    switch (mrz->format) {
    case MRZ_FRDL:
        *document = IDENTITY_LICENCE;
        return STATUS_OK;
    case MRZ_IDFRA:
        *document = IDENTITY_ID_CARD;
        return STATUS_OK;
    case MRZ_TD1:
    case MRZ_TD2:
        *document = mrz->code[1] == 'R' ? IDENTITY_RESIDENCE_PERMIT : IDENTITY_ID_CARD;
        return strcmp(mrz->code, "AC") == 0 || mrz->code[0] == 'V' ? STATUS_UNSUPPORTED : STATUS_OK;
    case MRZ_TD3:
        *document = IDENTITY_PASSPORT;
        return mrz->code[0] == 'P' ? STATUS_OK : STATUS_UNSUPPORTED;
    default:
        return STATUS_UNSUPPORTED;
    }
}

enum status identity_bearer_from_mrz(const struct mrz *mrz, struct identity_bearer *bearer) {
    struct identity_bearer read = {.birth = mrz->birth, .sex = mrz->sex, .expiry = mrz_valid_until(mrz)};
    enum status status = read_kind(mrz, &read.document);
    if (status != STATUS_OK)
        return status;
    if (mrz->error_count > 0)
        return STATUS_INVALID;
    read.century_unsure = date_is_set(read.birth);
    read.to_month = mrz->format == MRZ_IDFRA;
    read.extended = mrz_is_extended(mrz);
    read.family_name_cut = mrz->family_name_cut;
    read.given_names_cut = mrz->given_names_cut;
    text_copy(read.family_name, sizeof read.family_name, mrz->family_name);
    text_copy(read.given_names, sizeof read.given_names, mrz->given_names);
    if (read.document == IDENTITY_LICENCE)
        text_copy(read.title_number, sizeof read.title_number, mrz->number);
    *bearer = read;
    identity_bearer_clear(&read);
    return STATUS_OK;
}

/* --- From a 2D-Doc: DIs 60 to 6O --- */

/* Codes of DI 65 (type de pièce d'identité). Another one is a document whose kind the agent says. */
static const struct {
    const char *code;
    enum identity_document document;
} kinds[] = {
    {"CN", IDENTITY_ID_CARD},          {"PA", IDENTITY_PASSPORT}, {"CS", IDENTITY_RESIDENCE_PERMIT},
    {"TS", IDENTITY_RESIDENCE_PERMIT}, {"PC", IDENTITY_LICENCE},
};

static enum identity_document kind_of(const struct seal *seal) {
    const struct seal_field *field = seal_find(seal, "65");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && field != NULL; i++)
        if (seal_field_is(field, kinds[i].code))
            return kinds[i].document;
    return IDENTITY_NO_DOCUMENT;
}

/* The value of the first of the DIs (separated by spaces) that is there; empty when none is. True when it was cut. */
static bool copy_field(const struct seal *seal, const char *ids, char *out, size_t size) {
    char id[3] = "";
    out[0] = '\0';
    for (; ids[0] != '\0'; ids += ids[2] == ' ' ? 3 : 2) {
        memcpy(id, ids, 2);
        const struct seal_field *field = seal_find(seal, id);
        if (field != NULL && field->length > 0)
            return !text_format(out, size, "%.*s", (int)field->length, field->value) || field->truncated;
    }
    return false;
}

/* DDMMYYYY. */
static struct date read_birth(const struct seal *seal) {
    char text[9], iso[11];
    struct date date = {0};
    copy_field(seal, "69", text, sizeof text);
    if (strlen(text) != 8 || !text_format(iso, sizeof iso, "%.4s-%.2s-%.2s", text + 4, text + 2, text) ||
        date_parse_birth(iso, &date) != STATUS_OK)
        date = (struct date){0};
    memory_wipe(text, sizeof text);
    memory_wipe(iso, sizeof iso);
    return date;
}

/* Four hexadecimal digits: days since 2000-01-01; FFFF: none. */
static struct date read_expiry(const struct seal *seal) {
    static const char digits[] = "0123456789ABCDEF";
    char text[5];
    int32_t days = 0;
    copy_field(seal, "08", text, sizeof text);
    for (size_t i = 0; i < 4; i++) {
        const char *digit = text[i] != '\0' ? strchr(digits, text[i]) : NULL;
        if (digit == NULL)
            return (struct date){0};
        days = days * 16 + (int32_t)(digit - digits);
    }
    return days == 0xFFFF ? (struct date){0} : date_from_days2000(days);
}

static enum status read_title(const struct seal *seal, struct identity_bearer *bearer) {
    struct identity_bearer read = {.document = kind_of(seal), .birth = read_birth(seal), .expiry = read_expiry(seal)};
    char sex[2];
    read.family_name_cut = copy_field(seal, "62 6G", read.family_name, sizeof read.family_name);
    read.given_names_cut = copy_field(seal, "60 61", read.given_names, sizeof read.given_names);
    copy_field(seal, "63 64", read.usual_name, sizeof read.usual_name);
    copy_field(seal, "68", sex, sizeof sex);
    read.sex = strchr("MFX", sex[0]) != NULL ? sex[0] : '\0';
    for (char *slash = read.given_names; (slash = strchr(slash, '/')) != NULL;)
        *slash = ' ';
    if (read.document == IDENTITY_LICENCE)
        copy_field(seal, "66", read.title_number, sizeof read.title_number);
    *bearer = read;
    identity_bearer_clear(&read);
    return STATUS_OK;
}

/* DI 6F holds letters, digits and spaces: a space is a filler, and those at the end of the third line of a card may
 * have been left out. */
static enum status read_text_of_zone(const struct seal_field *field, struct date today, struct mrz *mrz) {
    char text[ZONE_MAX + 1];
    if (field == NULL || field->length > ZONE_MAX)
        return STATUS_MALFORMED;
    memset(text, '<', ZONE_MAX);
    for (size_t i = 0; i < field->length; i++)
        text[i] = field->value[i] == ' ' ? '<' : field->value[i];
    text[field->length] = '\0';
    enum status status = mrz_read(text, today, mrz);
    if (status == STATUS_NOT_FOUND && field->length > ZONE_MAX - CARD_LINE) {
        memset(text + field->length, '<', ZONE_MAX - field->length);
        text[ZONE_MAX] = '\0';
        status = mrz_read(text, today, mrz);
    }
    memory_wipe(text, sizeof text);
    return status == STATUS_OK ? STATUS_OK : STATUS_MALFORMED;
}

static enum status read_zone(const struct seal *seal, struct date today, struct identity_bearer *bearer) {
    struct mrz mrz;
    enum status status = read_text_of_zone(seal_find(seal, "6F"), today, &mrz);
    if (status != STATUS_OK)
        return status;
    status = identity_bearer_from_mrz(&mrz, bearer);
    mrz_clear(&mrz);
    return status;
}

enum status identity_bearer_from_seal(const struct seal *seal, struct date today, struct identity_bearer *bearer) {
    enum status status = STATUS_UNSUPPORTED;
    if (strcmp(seal->type, "07") == 0)
        status = read_title(seal, bearer);
    else if (strcmp(seal->type, "08") == 0)
        status = read_zone(seal, today, bearer);
    if (status != STATUS_OK)
        return status;
    bearer->sealed = true;
    bearer->sealed_on = seal->signed_on;
    return STATUS_OK;
}

/* A 2D-Doc and its verdict, as JSON and in French: authenticity first, then conformity and expiry apart. It must not
 * write a byte of a text that could not be read. */
#include "seal_answer.h"

#include "../memory.h"
#include "../seal_words.h"
#include "../text.h"

#include <stdio.h>
#include <string.h>

static bool is_read(const struct trust_judgement *judgement) {
    return judgement->verdict != TRUST_MALFORMED && judgement->verdict != TRUST_UNSUPPORTED;
}

/* --- JSON --- */

static json_t *signature_json(enum trust_signature signature) {
    return signature == TRUST_SIGNATURE_UNKNOWN ? json_null() : json_boolean(signature == TRUST_SIGNATURE_GOOD);
}

static json_t *date_json(struct date date) {
    char text[11];
    if (!date_is_set(date))
        return json_null();
    date_format_iso(date, text);
    return json_string(text);
}

/* What a version does not have yet is null. */
static json_t *word_json(const char *word) {
    return word[0] != '\0' ? json_string(word) : json_null();
}

static json_t *header_json(const struct seal *seal) {
    return json_pack("{s:i, s:s, s:s, s:o, s:o, s:s, s:o, s:o}", "version", seal->version, "issuer", seal->issuer,
                     "certificate", seal->certificate, "issued_on", date_json(seal->issued_on), "signed_on",
                     date_json(seal->signed_on), "type", seal->type, "perimeter", word_json(seal->perimeter), "country",
                     word_json(seal->country));
}

static json_t *field_json(const struct seal_field *field) {
    char text[SEAL_WORDS_MAX];
    seal_write_field(field, text);
    json_t *made = json_pack("{s:s, s:s?, s:s%, s:s}", "id", field->id, "label", seal_field_label(field->id), "value",
                             field->value, field->length, "text", text);
    if (made != NULL && field->unsigned_annex)
        json_object_set_new(made, "unsigned", json_true());
    memory_wipe(text, sizeof text);
    return made;
}

static json_t *fields_json(const struct seal *seal) {
    json_t *fields = json_array();
    for (size_t i = 0; i < seal->field_count; i++)
        json_array_append_new(fields, field_json(&seal->fields[i]));
    return fields;
}

static json_t *ids_json(char ids[][3], size_t count) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(ids[i]));
    return list;
}

json_t *seal_answer_json(const struct seal *seal, const struct trust_judgement *judgement, struct date today) {
    struct seal_conformity conformity = {0};
    bool read = is_read(judgement);
    if (read)
        seal_check_conformity(seal, &conformity);
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "verdict", trust_verdict_name(judgement->verdict),
                     "signature", signature_json(judgement->signature), "test",
                     read ? json_boolean(judgement->test) : json_null(), "header",
                     read ? header_json(seal) : json_null(), "fields", read ? fields_json(seal) : json_array(),
                     "missing", ids_json(conformity.missing, conformity.missing_count), "forbidden",
                     ids_json(conformity.forbidden, conformity.forbidden_count), "document_expired",
                     read ? json_boolean(seal_is_expired(seal, today)) : json_null());
}

/* --- French --- */

/* Where the text stops being a 2D-Doc; the fault names a DI or a part, and never a value. */
static void print_place(const struct fault *fault) {
    const char *where = strcmp(fault->where, "header") == 0      ? "dans l'en-tête"
                        : strcmp(fault->where, "message") == 0   ? "dans le message"
                        : strcmp(fault->where, "signature") == 0 ? "dans la signature"
                                                                 : NULL;
    const char *offset = strncmp(fault->detail, "offset ", 7) == 0 ? fault->detail + 7 : NULL;
    if (where != NULL)
        printf("L'erreur est %s", where);
    else if (seal_field_label(fault->where) != NULL)
        printf("L'erreur est dans la donnée %s (%s)", fault->where, seal_field_label(fault->where));
    else
        printf("La donnée %s n'existe pas", fault->where);
    printf(offset != NULL ? ", au caractère %s (le premier est 0).\n" : ".\n", offset);
}

static void print_unsupported(const struct fault *fault) {
    if (strcmp(fault->detail, "offset 0") == 0)
        puts("C'est un code binaire, ou un CEV (AFNOR XP Z42-105).");
    else if (strcmp(fault->detail, "offset 2") == 0)
        puts("Les versions lues sont 02, 03 et 04.");
    else
        puts("Le seul périmètre lu est 01.");
}

static void print_day(const char *before, struct date date, const char *none) {
    char day[40];
    date_write_long(date, day);
    printf("%s%s%s", before, date_is_set(date) ? "le " : none, day);
}

static void print_header(const struct seal *seal) {
    const char *label = seal_type_label(seal->type);
    printf("Document\u00A0: %s (%s)\n", label != NULL ? label : "type inconnu", seal->type);
    printf("Émetteur\u00A0: %s, certificat %s", seal->issuer, seal->certificate);
    if (seal->country[0] != '\0')
        printf(", pays %s", seal->country);
    print_day("\nÉmis\u00A0: ", seal->issued_on, "sans date");
    print_day("\nSigné\u00A0: ", seal->signed_on, "sans date");
    printf("\nVersion\u00A0: %02d\n", seal->version);
}

static void print_fields(const struct seal *seal, bool of_annex) {
    bool announced = !of_annex;
    for (size_t i = 0; i < seal->field_count; i++) {
        const struct seal_field *field = &seal->fields[i];
        char text[SEAL_WORDS_MAX];
        if (field->unsigned_annex != of_annex)
            continue;
        if (!announced)
            puts("\nAnnexe non signée, que rien ne prouve\u00A0:");
        announced = true;
        seal_write_field(field, text);
        printf("%s\u00A0: %s\n", seal_field_label(field->id), text);
        memory_wipe(text, sizeof text);
    }
}

static void print_ids(const char *before, char ids[][3], size_t count) {
    for (size_t i = 0; i < count; i++)
        printf("%s%s (%s)", i == 0 ? before : ", ", seal_field_label(ids[i]), ids[i]);
    if (count > 0)
        puts(".");
}

static void print_conformity(const struct seal *seal) {
    struct seal_conformity conformity;
    seal_check_conformity(seal, &conformity);
    if (!conformity.judged)
        puts("Conformité\u00A0: non contrôlée pour ce type de document.");
    else if (conformity.missing_count + conformity.forbidden_count == 0)
        puts("Conformité\u00A0: aucune donnée ne manque, aucune n'est interdite.");
    else
        puts("Conformité\u00A0: non conforme à son type.");
    print_ids("Il manque\u00A0: ", conformity.missing, conformity.missing_count);
    print_ids(conformity.forbidden_count > 1 ? "Sont interdites\u00A0: " : "Est interdite\u00A0: ",
              conformity.forbidden, conformity.forbidden_count);
}

static void print_expiry(const struct seal *seal, struct date today) {
    const struct seal_field *end = seal_find(seal, "08");
    char day[SEAL_WORDS_MAX] = "";
    if (end != NULL)
        seal_write_field(end, day);
    if (end == NULL)
        puts("Validité du document\u00A0: il n'indique pas de date d'expiration.");
    else
        printf("Validité du document\u00A0: %s %s.\n", seal_is_expired(seal, today) ? "expiré depuis le" : "jusqu'au",
               day);
}

void seal_answer_text(const struct seal *seal, const struct trust_judgement *judgement, struct date today) {
    puts(trust_verdict_words(judgement));
    if (judgement->verdict == TRUST_MALFORMED)
        print_place(&judgement->fault);
    else if (judgement->verdict == TRUST_UNSUPPORTED)
        print_unsupported(&judgement->fault);
    if (!is_read(judgement))
        return;
    if (judgement->verdict != TRUST_VALID)
        puts("Ce qui suit est écrit dans le code, et ne prouve rien.");
    putchar('\n');
    print_header(seal);
    putchar('\n');
    print_fields(seal, false);
    print_fields(seal, true);
    putchar('\n');
    print_conformity(seal);
    print_expiry(seal, today);
}

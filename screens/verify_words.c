/* Words for a 2D-Doc that was read. It must not judge anything: trust did, and seal_words knows what fields mean. */
#include "verify_words.h"

#include "../kiosk/memory.h"
#include "../kiosk/neph.h"
#include "../kiosk/seal_words.h"
#include "../kiosk/text.h"

#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 640, LABEL_WIDTH = 27 };

/* Only when what is signed is known to be so much as written by its issuer do conformity and expiry mean something. */
static bool is_read(const struct verify_result *result) {
    return result->judgement.verdict > TRUST_UNSUPPORTED;
}

void verify_find_neph(struct verify_result *result) {
    char read[RECORD_NEPH_MAX + 1];
    memory_wipe(result->neph, sizeof result->neph);
    if (result->judgement.verdict != TRUST_VALID || !seal_neph(&result->seal, read))
        return;
    if (neph_read(read, result->neph) != NEPH_OK)
        memory_wipe(result->neph, sizeof result->neph);
    memory_wipe(read, sizeof read);
}

const char *verify_failure(enum status status) {
    return status == STATUS_INVALID ? "✗ Cette action n'est pas possible ici."
                                    : "✗ Le journal d'audit ne peut pas être écrit.\nLe 2D-Doc n'a pas été vérifié.\n"
                                      "Appelez le technicien.";
}

/* Days since 2000-01-01, four hexadecimal digits. */
static struct date read_day(const struct seal_field *field) {
    char digits[5] = "", *end;
    if (field == NULL || field->length != 4 || field->truncated)
        return (struct date){0};
    memcpy(digits, field->value, 4);
    long days = strtol(digits, &end, 16);
    return *end == '\0' && days >= 0 && days < 0xFFFF ? date_from_days2000((int32_t)days) : (struct date){0};
}

void verify_describe_opener(const struct verify_result *result, struct desk_opener *opener) {
    const struct seal *seal = &result->seal;
    *opener = (struct desk_opener){.signed_on = seal->signed_on, .test = result->judgement.test};
    text_copy(opener->type, sizeof opener->type, seal->type);
    if (strcmp(seal->type, "A1") == 0)
        opener->offence = read_day(seal_find(seal, "AD"));
}

void verify_write_worth(bool test, struct date signed_on, char *out, size_t size) {
    char day[40];
    const char *kind = test ? "2D-Doc d'un émetteur de test" : "2D-Doc valide";
    if (date_is_set(signed_on))
        date_write_long(signed_on, day);
    text_format(out, size, "%s, %s%s", kind, date_is_set(signed_on) ? "signé le " : "non daté",
                date_is_set(signed_on) ? day : "");
}

void verify_copy_result(const struct verify_result *from, struct verify_result *to) {
    *to = *from;
    for (size_t i = 0; i < to->seal.field_count; i++)
        to->seal.fields[i].value = to->seal.text + (from->seal.fields[i].value - from->seal.text);
}

/* --- The verdict --- */

struct look {
    const char *mark;
    enum theme_role role;
};

static struct look look_of(const struct trust_judgement *judgement) {
    switch (judgement->verdict) {
    case TRUST_VALID:
        return judgement->test ? (struct look){"◌", THEME_WARNING} : (struct look){"●", THEME_GOOD};
    case TRUST_FORGED:
        return (struct look){"✗", THEME_ALARM};
    case TRUST_TEST_ISSUER:
    case TRUST_CERTIFICATE_NOT_VALID:
        return (struct look){"✗", THEME_BAD};
    case TRUST_UNKNOWN_ISSUER:
        return (struct look){"◌", THEME_WARNING};
    default:
        return (struct look){"✗", THEME_WARNING};
    }
}

/* Where the reader stopped: "champ 6G (Nom de famille), caractère 45". */
static void write_place(const struct fault *fault, char *out, size_t size) {
    static const char prefix[] = "offset ";
    bool has_offset = strncmp(fault->detail, prefix, sizeof prefix - 1) == 0;
    long offset = has_offset ? strtol(fault->detail + sizeof prefix - 1, NULL, 10) : 0;
    const char *label = seal_field_label(fault->where);
    char part[160];
    if (strcmp(fault->where, "header") == 0)
        text_copy(part, sizeof part, "en-tête");
    else if (strcmp(fault->where, "signature") == 0)
        text_copy(part, sizeof part, "signature");
    else if (label != NULL)
        text_format(part, sizeof part, "champ %s (%.120s)", fault->where, label);
    else
        text_copy(part, sizeof part, "message");
    if (has_offset)
        text_format(out, size, "Lecture arrêtée au caractère %ld\u00A0: %s.", offset + 1, part);
    else
        text_format(out, size, "Lecture arrêtée\u00A0: %s.", part);
}

static void flow_malformed(struct flow *flow, const struct verify_result *result) {
    char line[LINE_MAX_BYTES];
    if (result->typed > SEAL_TEXT_MAX) {
        flow_text(flow, 0, THEME_TEXT, "Trop long\u00A0: un 2D-Doc a au plus 1\u00A0600 caractères.");
        return;
    }
    write_place(&result->judgement.fault, line, sizeof line);
    flow_text(flow, 0, THEME_TEXT, line);
    flow_text(
        flow, 0, THEME_HINT,
        "Scannez de nouveau, le code à plat. Si cela recommence\u00A0: un lecteur en mode clavier peut perdre les "
        "séparateurs (GS, RS, US) ou taper en AZERTY\u00A0; prévenez le technicien.");
}

static void flow_unsupported(struct flow *flow) {
    flow_text(flow, 0, THEME_TEXT,
              "Ce poste lit les 2D-Doc en texte, versions 02, 03 et 04, périmètre 01. Rien n'est dit de celui-ci.");
}

static void flow_unknown_issuer(struct flow *flow, const struct verify_result *result) {
    char line[LINE_MAX_BYTES];
    const struct seal *seal = &result->seal;
    text_format(line, sizeof line,
                result->judgement.reason == TRUST_REASON_NO_AUTHORITY
                    ? "Le poste a le certificat %s de l'émetteur %s, mais pas celui de son autorité."
                    : "Le poste n'a pas le certificat %s de l'émetteur %s.",
                seal->certificate, seal->issuer);
    flow_text(flow, 0, THEME_TEXT, line);
    flow_text(flow, 0, THEME_HINT, "Le document peut être vrai ou faux\u00A0: ce 2D-Doc ne prouve rien ici.");
}

static void flow_why(struct flow *flow, const struct verify_result *result) {
    char line[LINE_MAX_BYTES];
    switch (result->judgement.verdict) {
    case TRUST_MALFORMED:
        flow_malformed(flow, result);
        break;
    case TRUST_UNSUPPORTED:
        flow_unsupported(flow);
        break;
    case TRUST_UNKNOWN_ISSUER:
        flow_unknown_issuer(flow, result);
        break;
    case TRUST_FORGED:
        flow_text(flow, 0, THEME_TEXT, "Ce qui suit n'est pas ce qui a été signé\u00A0: n'en tenez pas compte.");
        break;
    case TRUST_CERTIFICATE_NOT_VALID:
        text_format(line, sizeof line,
                    "Le contenu est bien signé par le certificat %s de l'émetteur %s, qui ne valait pas.",
                    result->seal.certificate, result->seal.issuer);
        flow_text(flow, 0, THEME_TEXT, line);
        break;
    default:
        break;
    }
}

/* --- Apart from the verdict --- */

static void flow_test(struct flow *flow, const struct trust_judgement *judgement, const struct config *config) {
    if (!judgement->test)
        return;
    if (judgement->verdict == TRUST_FORGED)
        flow_text(flow, 0, THEME_WARNING, "◌ Émetteur de test.");
    else if (config->accept_test_issuers)
        flow_text(flow, 0, THEME_WARNING, "◌ Émetteur de test, accepté parce que ce poste est en formation.");
    else
        flow_text(flow, 0, THEME_BAD, "✗ Émetteur de test, refusé\u00A0: ce poste n'est pas en formation.");
}

static void flow_expiry(struct flow *flow, const struct seal *seal) {
    char line[LINE_MAX_BYTES], day[SEAL_WORDS_MAX];
    const struct seal_field *end = seal_find(seal, "08");
    if (end == NULL)
        return;
    seal_write_field(end, day);
    if (seal_field_is(end, day))
        return; /* no date */
    bool is_ours = strcmp(seal->type, "AB") == 0;
    const char *subject = is_ours ? "Attestation" : "Document", *ending = is_ours ? "e" : "";
    bool expired = seal_is_expired(seal, clock_today());
    if (expired)
        text_format(line, sizeof line, "✗ %s expiré%s depuis le %s.", subject, ending, day);
    else
        text_format(line, sizeof line, "%s valable jusqu'au %s.", subject, day);
    flow_text(flow, 0, expired ? THEME_BAD : THEME_TEXT, line);
}

static void append_count(struct text_builder *line, size_t count, const char *one, const char *several) {
    if (count > 0)
        text_appendf(line, "%s%zu\u00A0champ%s %s", line->length > 0 ? ", " : "", count, count > 1 ? "s" : "",
                     count > 1 ? several : one);
}

/* How many only: their names stand over the fields, which scroll. */
static void flow_conformity(struct flow *flow, const struct seal *seal) {
    struct seal_conformity conformity;
    struct text_builder counts;
    char line[LINE_MAX_BYTES];
    seal_check_conformity(seal, &conformity);
    text_builder_init(&counts, sizeof line - 64);
    append_count(&counts, conformity.missing_count, "manquant", "manquants");
    append_count(&counts, conformity.forbidden_count, "en trop", "en trop");
    text_format(line, sizeof line, "◌ Non conforme à son type\u00A0: %s.", counts.bytes);
    if (counts.length > 0)
        flow_text(flow, 0, THEME_WARNING, line);
    text_builder_clear(&counts);
}

void verify_flow_verdict(struct flow *flow, const struct verify_result *result, const struct config *config) {
    struct look look = look_of(&result->judgement);
    char line[LINE_MAX_BYTES];
    text_format(line, sizeof line, "%s %s", look.mark, trust_verdict_words(&result->judgement));
    flow_text(flow, 0, look.role, line);
    flow_why(flow, result);
    if (!is_read(result))
        return;
    flow_test(flow, &result->judgement, config);
    if (result->judgement.verdict == TRUST_FORGED)
        return; /* nothing of a forged one is to be told apart */
    flow_expiry(flow, &result->seal);
    flow_conformity(flow, &result->seal);
}

void verify_flow_offer(struct flow *flow, const struct verify_result *result) {
    char line[LINE_MAX_BYTES], grouped[32];
    if (result->neph[0] == '\0')
        return;
    neph_write_grouped(result->neph, grouped);
    text_format(line, sizeof line, "Entrée\u00A0: ouvrir le dossier NEPH %s", grouped);
    flow_text(flow, 0, THEME_VALUE, line);
    flow_text(flow, 0, THEME_HINT, "Un 2D-Doc ouvre un dossier\u00A0; ce n'est pas une pièce d'identité.");
    memory_wipe(line, sizeof line);
    memory_wipe(grouped, sizeof grouped);
}

/* --- Header and fields --- */

/* A label and beside it its value; both wrap under themselves. */
static void flow_field(struct flow *flow, const char *label, enum theme_role role, const char *value) {
    struct flow beside = *flow;
    beside.area.width = LABEL_WIDTH - 1;
    flow_text(&beside, 0, THEME_LABEL, label);
    flow_pair(flow, LABEL_WIDTH, "", role, value);
    if (beside.line > flow->line)
        flow->line = beside.line;
}

static void flow_named(struct flow *flow, const char *label, char ids[][3], size_t count) {
    struct text_builder names;
    text_builder_init(&names, 4096);
    for (size_t i = 0; i < count; i++) {
        const char *name = seal_field_label(ids[i]);
        text_appendf(&names, "%s%s (%s)", i == 0 ? "" : ", ", name != NULL ? name : "champ", ids[i]);
    }
    if (count > 0)
        flow_field(flow, label, THEME_WARNING, names.bytes);
    text_builder_clear(&names);
}

static void flow_differences(struct flow *flow, const struct verify_result *result) {
    struct seal_conformity conformity;
    seal_check_conformity(&result->seal, &conformity);
    if (conformity.missing_count + conformity.forbidden_count == 0 || result->judgement.verdict == TRUST_FORGED)
        return;
    flow_title(flow, "Ce qui n'est pas conforme au type");
    flow_named(flow, "Manque", conformity.missing, conformity.missing_count);
    flow_named(flow, "En trop", conformity.forbidden, conformity.forbidden_count);
}

static void flow_day(struct flow *flow, const char *label, struct date date) {
    char day[40] = "non daté";
    if (date_is_set(date))
        date_write_long(date, day);
    flow_field(flow, label, THEME_VALUE, day);
}

static void flow_header(struct flow *flow, const struct seal *seal) {
    char line[LINE_MAX_BYTES];
    const char *label = seal_type_label(seal->type);
    text_format(line, sizeof line, "%s (%s)", label != NULL ? label : "Type inconnu", seal->type);
    flow_field(flow, "Document", THEME_VALUE, line);
    text_format(line, sizeof line, "%s, certificat %s%s%s, version %02d", seal->issuer, seal->certificate,
                seal->country[0] != '\0' ? ", pays " : "", seal->country, seal->version);
    flow_field(flow, "Émetteur", THEME_VALUE, line);
    flow_day(flow, "Émis le", seal->issued_on);
    flow_day(flow, "Signé le", seal->signed_on);
}

static void flow_seal_field(struct flow *flow, const struct seal_field *field) {
    char value[SEAL_WORDS_MAX], line[SEAL_WORDS_MAX + 32];
    const char *label = seal_field_label(field->id);
    seal_write_field(field, value);
    text_format(line, sizeof line, "%s%s", value, field->unsigned_annex ? " (non signé)" : "");
    flow_field(flow, label != NULL ? label : field->id, field->unsigned_annex ? THEME_WARNING : THEME_VALUE, line);
    memory_wipe(value, sizeof value);
    memory_wipe(line, sizeof line);
}

void verify_flow_fields(struct flow *flow, const struct verify_result *result) {
    if (!is_read(result))
        return;
    flow_differences(flow, result);
    bool proven = result->judgement.verdict == TRUST_VALID;
    flow_title(flow, proven ? "Ce que le 2D-Doc atteste" : "Ce qui est écrit, et que rien ne prouve");
    flow_header(flow, &result->seal);
    for (size_t i = 0; i < result->seal.field_count; i++)
        flow_seal_field(flow, &result->seal.fields[i]);
}

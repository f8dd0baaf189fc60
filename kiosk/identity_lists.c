/* The closed lists of the identity check: reasons, compared fields, who is sent elsewhere; and what the audit log is
 * told of them. It must not decide whether a check is complete. */
#include "identity.h"

#include "text.h"

#include <string.h>

static const struct identity_refusal refusals[IDENTITY_OUTSIDER_COUNT] = {
    [IDENTITY_CARRIER] = {"Entreprise de transport",
                          "Une entreprise de transport consulte elle-même Vérif Permis, sur Internet\u00A0: rien ne "
                          "lui est remis au guichet.",
                          "art.\u00A0L.\u00A0225-5 du code de la route"},
    [IDENTITY_POLICE] = {"Police, gendarmerie, justice",
                         "La police, la gendarmerie et la justice consultent le fichier par leurs propres accès\u00A0: "
                         "rien ne leur est remis au guichet.",
                         "art.\u00A0L.\u00A0225-3 et L.\u00A0225-4 du code de la route"},
    [IDENTITY_FOREIGN_AUTHORITY] =
        {"Autorité étrangère",
         "Une autorité étrangère s'adresse à la France par ses propres voies d'échange\u00A0: "
         "rien ne lui est remis au guichet.",
         "art.\u00A0L.\u00A0225-5 du code de la route"},
    [IDENTITY_ANYBODY_ELSE] = {"Autre personne",
                               "Rien n'est remis à un tiers, même proche ou employeur\u00A0: le titulaire vient "
                               "lui-même, consulte Mes points permis sur Internet, ou signe un mandat.",
                               "art.\u00A0L.\u00A0223-7 et L.\u00A0225-3 à L.\u00A0225-5 du code de la route"},
};

static const struct {
    const char *wire, *label;
} fields[IDENTITY_FIELD_COUNT] = {
    [IDENTITY_FAMILY_NAME] = {"family_name", "nom"},
    [IDENTITY_GIVEN_NAMES] = {"given_names", "prénoms"},
    [IDENTITY_BIRTH_DATE] = {"birth_date", "date de naissance"},
    [IDENTITY_SEX] = {"sex", "sexe"},
    [IDENTITY_TITLE_NUMBER] = {"title_number", "numéro du titre"},
    [IDENTITY_TITLE_EXPIRY] = {"title_expiry", "fin de validité du titre"},
};

enum { REASONS_MAX = 6 };
static const char *const reasons[IDENTITY_REASON_LIST_COUNT][REASONS_MAX + 1] = {
    [IDENTITY_WHY_DIFFERENT] = {"changement de nom", "usage d'un autre prénom", "orthographe ou transcription",
                                "erreur au registre", "erreur sur le document", "titre remplacé depuis"},
    [IDENTITY_WHY_EXPIRED] = {"renouvellement en cours", "seul document détenu", "renouvellement impossible",
                              "validité prolongée par l'autorité"},
    [IDENTITY_WHY_BODY] = {"emploi", "recrutement", "assurance"},
};

const struct identity_refusal *identity_refusal(enum identity_outsider outsider) {
    return &refusals[outsider];
}

const char *identity_field_wire(enum identity_field field) {
    return fields[field].wire;
}

const char *identity_field_label(enum identity_field field) {
    return fields[field].label;
}

const char *identity_reason(enum identity_reason_list list, int reason) {
    return reason >= 1 && reason <= REASONS_MAX ? reasons[list][reason - 1] : NULL;
}

int identity_reason_find(enum identity_reason_list list, const char *text) {
    for (int i = 0; i < REASONS_MAX && reasons[list][i] != NULL; i++)
        if (strcmp(reasons[list][i], text) == 0)
            return i + 1;
    return 0;
}

/* --- What the audit log is told --- */

static const char *or_none(const char *text) {
    return text != NULL ? text : "none";
}

static void append_fields(struct text_builder *words, unsigned mismatches) {
    for (int i = 0; i < IDENTITY_FIELD_COUNT; i++)
        if ((mismatches & 1U << i) != 0)
            text_appendf(words, "%s ", fields[i].wire);
}

void identity_write_aside(const struct identity_check *check, char detail[IDENTITY_DETAIL_MAX]) {
    struct text_builder words;
    text_builder_init(&words, IDENTITY_DETAIL_MAX - 1);
    append_fields(&words, check->mismatches);
    text_append(&words, or_none(identity_document_wire(check->document)));
    text_copy(detail, IDENTITY_DETAIL_MAX, words.bytes);
    text_builder_clear(&words);
}

static bool write_mismatch(const struct identity_check *check, char *detail) {
    struct text_builder words;
    text_builder_init(&words, IDENTITY_DETAIL_MAX - 1);
    append_fields(&words, check->mismatches);
    text_append(&words, or_none(identity_reason(IDENTITY_WHY_DIFFERENT, check->mismatch_reason)));
    if (check->supervisor[0] != '\0')
        text_appendf(&words, " (%s)", check->supervisor);
    text_copy(detail, IDENTITY_DETAIL_MAX, words.bytes);
    text_builder_clear(&words);
    return check->mismatches != 0;
}

static bool write_expired(const struct identity_check *check, char *detail) {
    const char *reason = identity_reason(IDENTITY_WHY_EXPIRED, check->expired_reason);
    char expiry[11] = "seen";
    if (date_is_set(check->document_expiry))
        date_format_iso(check->document_expiry, expiry);
    text_format(detail, IDENTITY_DETAIL_MAX, "%s %s", expiry, or_none(reason));
    return reason != NULL;
}

const char *identity_stop_wire(enum identity_stop stop) {
    return stop == IDENTITY_STOP_PERSON ? "other-person" : stop == IDENTITY_STOP_TITLE ? "title" : "forged-seal";
}

/* "holder id-card read 2031-02-11 same": the quality and what proves it, the kind of document, read or seen, until when
 * it is valid, the verdict. */
static void write_confirmed(const struct identity_check *check, char *detail) {
    static const char *const links[] = {NULL, " family-book", " judgment"};
    static const char *const mandates[] = {NULL, " written-mandate", " avocat"};
    const char *reason = identity_reason(IDENTITY_WHY_BODY, check->requester_reason);
    const char *proof = links[check->link] != NULL ? links[check->link] : mandates[check->mandate];
    bool has_document = check->document < IDENTITY_DOCUMENT_COUNT;
    struct text_builder words;
    char expiry[11];
    text_builder_init(&words, IDENTITY_DETAIL_MAX - 1);
    text_appendf(&words, "%s%s%s%s %s", identity_entitlement(check->quality)->wire, proof != NULL ? proof : "",
                 reason != NULL ? " " : "", reason != NULL ? reason : "",
                 or_none(identity_document_wire(check->document)));
    if (has_document)
        text_append(&words, check->method == IDENTITY_BY_DOCUMENT ? " read" : " seen");
    if (date_is_set(check->document_expiry)) {
        date_format_iso(check->document_expiry, expiry);
        text_appendf(&words, " %s", expiry);
    }
    if (has_document && identity_compares(check->quality))
        text_append(&words, check->mismatches == 0 ? " same" : " differs");
    text_copy(detail, IDENTITY_DETAIL_MAX, words.bytes);
    text_builder_clear(&words);
}

const char *identity_write_audit(const struct identity_check *check, enum identity_audit line,
                                 char detail[IDENTITY_DETAIL_MAX]) {
    if (line == IDENTITY_AUDIT_MISMATCH)
        return write_mismatch(check, detail) ? "identity-mismatch" : NULL;
    if (line == IDENTITY_AUDIT_EXPIRED)
        return write_expired(check, detail) ? "identity-expired" : NULL;
    write_confirmed(check, detail);
    return "identity-confirmed";
}

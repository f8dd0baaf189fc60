/* Who may have, see and be given what, as one table. It must not know screens, files or the registry. */
#include "identity.h"

#include "text.h"

#include <string.h>

enum {
    ADCS_ONLY = IDENTITY_SEE_STATE | IDENTITY_SEE_CATEGORIES | IDENTITY_GIVE_ADCS,
    WHOLE_FILE = ADCS_ONLY | IDENTITY_SEE_POINTS | IDENTITY_SEE_HISTORY | IDENTITY_SEE_CALENDAR |
                 IDENTITY_SEE_MEASURES | IDENTITY_SEE_LETTERS | IDENTITY_GIVE_RII
};

static const struct identity_entitlement entitlements[IDENTITY_QUALITY_COUNT] = {
    /* The relevé intégral goes to the holder (L. 225-3), who also has the number of points (L. 223-7), with a licence
     * of another State too (L. 223-10). The account, FranceConnect and "Ma situation", which speaks to the person, are
     * the person's own. */
    [IDENTITY_HOLDER] = {.quality = IDENTITY_HOLDER,
                         .rights =
                             WHOLE_FILE | IDENTITY_GIVE_SITUATION | IDENTITY_USE_ACCOUNT | IDENTITY_USE_FRANCECONNECT,
                         .wire = "holder",
                         .label = "Titulaire",
                         .article = "art. L. 225-3, L. 223-7 et L. 223-10 du code de la route",
                         .proof = "Sa pièce d'identité."},
    /* Acts in the holder's name: parent (C. civ. 382) or tuteur (C. civ. 475). */
    [IDENTITY_LEGAL_REPRESENTATIVE] = {.quality = IDENTITY_LEGAL_REPRESENTATIVE,
                                       .rights = WHOLE_FILE,
                                       .wire = "legal-representative",
                                       .label = "Représentant légal",
                                       .article = "art. L. 225-3 du code de la route, 382 et 475 du code civil",
                                       .proof = "Sa pièce d'identité, et le livret de famille ou le jugement."},
    /* "à son avocat ou à son mandataire" (L. 225-3). */
    [IDENTITY_MANDATARY] = {.quality = IDENTITY_MANDATARY,
                            .rights = WHOLE_FILE,
                            .wire = "mandatary",
                            .label = "Mandataire",
                            .article = "art. L. 225-3 du code de la route",
                            .proof = "Le mandat écrit et la copie de la pièce d'identité du titulaire\u00A0; pour un "
                                     "avocat, sa carte professionnelle."},
    /* Existence, categories and validity of the licence, nothing else (L. 225-5); never points (L. 223-7). */
    [IDENTITY_BODY] = {.quality = IDENTITY_BODY,
                       .rights = ADCS_ONLY,
                       .wire = "body",
                       .label = "Organisme",
                       .article = "art. L. 225-5 et R. 225-5 II 2° du code de la route",
                       .proof = "Son nom, son SIREN et son motif."},
};

static const struct {
    const char *wire, *label;
} documents[IDENTITY_DOCUMENT_COUNT] = {
    [IDENTITY_ID_CARD] = {"id-card", "Carte nationale d'identité"},
    [IDENTITY_PASSPORT] = {"passport", "Passeport"},
    [IDENTITY_RESIDENCE_PERMIT] = {"residence-permit", "Titre de séjour"},
    [IDENTITY_LICENCE] = {"licence", "Permis de conduire"},
};

const struct identity_entitlement *identity_entitlement(enum identity_quality quality) {
    return &entitlements[quality];
}

const char *identity_document_wire(enum identity_document document) {
    return document < IDENTITY_DOCUMENT_COUNT ? documents[document].wire : NULL;
}

const char *identity_document_label(enum identity_document document) {
    return document < IDENTITY_DOCUMENT_COUNT ? documents[document].label : "Aucun document";
}

const struct identity_rules identity_rules_default = {.documents = (1U << IDENTITY_DOCUMENT_COUNT) - 1,
                                                      .avocat_card_suffices = true};

/* --- Is it complete? Each part says what is missing first, or NULL. --- */

/* An avocat has the card, an organisme its letter: neither need bring a document of the holder. */
static bool may_have_no_document(const struct identity_check *check) {
    return check->method == IDENTITY_BY_EYE &&
           (check->quality == IDENTITY_BODY || check->mandate == IDENTITY_MANDATE_AVOCAT);
}

/* Two letters or digits at least: a space names nobody. */
static bool is_name(const char *text) {
    int count = 0;
    for (uint32_t character; (character = text_next(&text)) != 0;)
        count += (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') ||
                 (character >= 'a' && character <= 'z') || character >= 0xC0;
    return count >= 2;
}

static const char *missing_of_requester(const struct identity_check *check) {
    bool is_body = check->quality == IDENTITY_BODY, is_holder = check->quality == IDENTITY_HOLDER;
    if (is_holder ? check->requester_name[0] != '\0' : !is_name(check->requester_name))
        return "requester_name";
    if (is_body ? !identity_is_siren(check->requester_siren) : check->requester_siren[0] != '\0')
        return "requester_siren";
    if (is_body != (identity_reason(IDENTITY_WHY_BODY, check->requester_reason) != NULL))
        return "requester_reason";
    if ((check->quality == IDENTITY_LEGAL_REPRESENTATIVE) != (check->link != IDENTITY_NO_LINK))
        return "link";
    return (check->quality == IDENTITY_MANDATARY) != (check->mandate != IDENTITY_NO_MANDATE) ? "mandate" : NULL;
}

static const char *missing_of_document(const struct identity_check *check) {
    bool is_told = date_is_set(check->document_expiry), has_document = check->document < IDENTITY_DOCUMENT_COUNT;
    bool has_expired = is_told && date_compare(check->document_expiry, check->at.date) < 0;
    bool has_reason = identity_reason(IDENTITY_WHY_EXPIRED, check->expired_reason) != NULL;
    if (!has_document && !may_have_no_document(check))
        return "document";
    if (!is_told && has_document) /* the agent saw it */
        return check->expired_reason == 0 || has_reason ? NULL : "expired_reason";
    return has_expired != has_reason ? "expired_reason" : NULL;
}

static const char *missing_of_mismatch(const struct identity_check *check) {
    bool has_reason = identity_reason(IDENTITY_WHY_DIFFERENT, check->mismatch_reason) != NULL;
    return (check->mismatches != 0) != has_reason ? "mismatch_reason" : NULL;
}

static const char *missing_of_supervisor(const struct identity_check *check, const struct identity_rules *rules) {
    bool differs = check->mismatches != 0;
    bool wanted = identity_wants_supervisor(check->mismatches, rules);
    bool there = check->supervisor[0] != '\0';
    if ((wanted && !there) || (there && !differs) || (there && strcmp(check->supervisor, check->confirmed_by) == 0))
        return "supervisor";
    return NULL;
}

bool identity_compares(enum identity_quality quality) {
    return quality == IDENTITY_HOLDER || quality == IDENTITY_MANDATARY;
}

bool identity_is_other_person(enum identity_document document, unsigned mismatches) {
    const unsigned name_and_number = 1U << IDENTITY_FAMILY_NAME | 1U << IDENTITY_TITLE_NUMBER;
    return (mismatches & 1U << IDENTITY_BIRTH_DATE) != 0 ||
           (document == IDENTITY_LICENCE && (mismatches & name_and_number) == name_and_number);
}

bool identity_wants_supervisor(unsigned mismatches, const struct identity_rules *rules) {
    const unsigned names = 1U << IDENTITY_FAMILY_NAME | 1U << IDENTITY_GIVEN_NAMES;
    return mismatches != 0 && (rules->supervisor_for_mismatch || (mismatches & names) == names);
}

enum status identity_check_complete(const struct identity_check *check, const struct identity_rules *rules,
                                    struct fault *fault) {
    if ((unsigned)check->quality >= IDENTITY_QUALITY_COUNT)
        return fault_set(fault, STATUS_INVALID, "quality", NULL);
    if (identity_is_other_person(check->document, check->mismatches))
        return fault_set(fault, STATUS_DENIED, "person", NULL);
    const char *missing = missing_of_requester(check);
    if (missing == NULL)
        missing = missing_of_document(check);
    if (missing == NULL)
        missing = missing_of_mismatch(check);
    if (missing != NULL)
        return fault_set(fault, STATUS_INVALID, missing, NULL);
    if (check->document < IDENTITY_DOCUMENT_COUNT && (rules->documents & 1U << check->document) == 0)
        return fault_set(fault, STATUS_INVALID, "document", "accepted");
    if (check->mandate == IDENTITY_MANDATE_AVOCAT && !rules->avocat_card_suffices)
        return fault_set(fault, STATUS_INVALID, "mandate", "avocat");
    missing = missing_of_supervisor(check, rules);
    return missing == NULL ? STATUS_OK : fault_set(fault, STATUS_INVALID, missing, NULL);
}

bool identity_is_siren(const char *text) {
    int sum = 0;
    if (strlen(text) != 9)
        return false;
    for (int i = 0; i < 9; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        int digit = (text[i] - '0') * (i % 2 == 1 ? 2 : 1); /* every second digit, from the right */
        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum > 0 && sum % 10 == 0;
}

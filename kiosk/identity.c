/* Who may have, see and be given what, as one table. It must not know screens, files or the registry. */
#include "identity.h"

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
                         .article = "art. L. 225-3, L. 223-7 et L. 223-10 du code de la route"},
    /* Acts in the holder's name: parent (C. civ. 382) or tuteur (C. civ. 475). */
    [IDENTITY_LEGAL_REPRESENTATIVE] = {.quality = IDENTITY_LEGAL_REPRESENTATIVE,
                                       .rights = WHOLE_FILE,
                                       .wire = "legal-representative",
                                       .label = "Représentant légal",
                                       .article = "art. L. 225-3 du code de la route, 382 et 475 du code civil"},
    /* "à son avocat ou à son mandataire" (L. 225-3). */
    [IDENTITY_MANDATARY] = {.quality = IDENTITY_MANDATARY,
                            .rights = WHOLE_FILE,
                            .wire = "mandatary",
                            .label = "Mandataire",
                            .article = "art. L. 225-3 du code de la route"},
    /* Existence, categories and validity of the licence, nothing else (L. 225-5); never points (L. 223-7). */
    [IDENTITY_BODY] = {.quality = IDENTITY_BODY,
                       .rights = ADCS_ONLY,
                       .wire = "body",
                       .label = "Organisme",
                       .article = "art. L. 225-5 et R. 225-5 II 2° du code de la route"},
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
    return documents[document].wire;
}

const char *identity_document_label(enum identity_document document) {
    return documents[document].label;
}

enum status identity_check_complete(const struct identity_check *check, struct fault *fault) {
    bool is_holder = check->quality == IDENTITY_HOLDER;
    bool is_mandatary = check->quality == IDENTITY_MANDATARY;
    bool is_body = check->quality == IDENTITY_BODY;
    if ((unsigned)check->quality >= IDENTITY_QUALITY_COUNT)
        return fault_set(fault, STATUS_INVALID, "quality", NULL);
    if ((unsigned)check->document >= IDENTITY_DOCUMENT_COUNT)
        return fault_set(fault, STATUS_INVALID, "document", NULL);
    if (is_holder != (check->requester_name[0] == '\0'))
        return fault_set(fault, STATUS_INVALID, "requester_name", NULL);
    if (is_body ? !identity_is_siren(check->requester_siren) : check->requester_siren[0] != '\0')
        return fault_set(fault, STATUS_INVALID, "requester_siren", NULL);
    if (is_mandatary != (check->mandate != IDENTITY_NO_MANDATE))
        return fault_set(fault, STATUS_INVALID, "mandate", NULL);
    return STATUS_OK;
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

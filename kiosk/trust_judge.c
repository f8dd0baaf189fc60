/* The verdict on a 2D-Doc text, in the order of the specification, and its words. It reads no file. */
#include "trust_private.h"

#include "memory.h"

void trust_judge(const struct trust *trust, const char *text, size_t length, struct seal *seal,
                 struct trust_judgement *judgement) {
    *judgement = (struct trust_judgement){0};
    enum status status = seal_read(text, length, seal, &judgement->fault);
    if (status != STATUS_OK) {
        judgement->verdict = status == STATUS_UNSUPPORTED ? TRUST_UNSUPPORTED : TRUST_MALFORMED;
        return;
    }
    judgement->test = trust_is_test(seal->issuer, seal->certificate);
    switch (trust_decide(trust, seal, &judgement->reason, &judgement->fault)) {
    case STATUS_OK:
        judgement->verdict = TRUST_VALID;
        judgement->signature = TRUST_SIGNATURE_GOOD;
        break;
    case STATUS_TEST_ISSUER:
        judgement->verdict = TRUST_TEST_ISSUER;
        break;
    case STATUS_FORGED:
        judgement->verdict = TRUST_FORGED;
        judgement->signature = TRUST_SIGNATURE_BAD;
        break;
    case STATUS_CERTIFICATE:
        judgement->verdict = TRUST_CERTIFICATE_NOT_VALID;
        judgement->signature = TRUST_SIGNATURE_GOOD;
        break;
    default:
        judgement->verdict = TRUST_UNKNOWN_ISSUER;
        break;
    }
}

const char *trust_verdict_name(enum trust_verdict verdict) {
    static const char *const names[] = {"malformed", "unsupported",           "unknown-issuer", "test-issuer",
                                        "forged",    "certificate-not-valid", "valid"};
    return names[verdict];
}

static const char *unknown_words(const struct trust_judgement *judgement) {
    if (judgement->test)
        return "Émetteur de test, inconnu de ce poste\u00A0: sans valeur.";
    if (judgement->reason == TRUST_REASON_NO_AUTHORITY)
        return "Non vérifiable\u00A0: aucune autorité connue de ce poste n'a signé le certificat de l'émetteur.";
    return "Non vérifiable\u00A0: l'émetteur est inconnu de ce poste.";
}

static const char *certificate_words(const struct trust_judgement *judgement) {
    switch (judgement->reason) {
    case TRUST_REASON_NOT_DATED:
        return "Certificat invérifiable\u00A0: la signature n'est pas datée.";
    case TRUST_REASON_NOT_YET_VALID:
        return "Certificat pas encore valide à la date de la signature.";
    case TRUST_REASON_EXPIRED:
        return "Certificat expiré à la date de la signature.";
    default:
        return "Certificat révoqué à la date de la signature.";
    }
}

const char *trust_verdict_words(const struct trust_judgement *judgement) {
    switch (judgement->verdict) {
    case TRUST_MALFORMED:
        return "Illisible\u00A0: ce texte n'a pas la forme d'un 2D-Doc.";
    case TRUST_UNSUPPORTED:
        return "Format non pris en charge.";
    case TRUST_UNKNOWN_ISSUER:
        return unknown_words(judgement);
    case TRUST_TEST_ISSUER:
        return "Émetteur de test\u00A0: sans valeur.";
    case TRUST_FORGED:
        return "Falsifié ou altéré\u00A0: la signature ne correspond pas au contenu.";
    case TRUST_CERTIFICATE_NOT_VALID:
        return certificate_words(judgement);
    default:
        return judgement->test ? "Signature bonne, mais émetteur de test\u00A0: sans valeur."
                               : "Valide\u00A0: la signature correspond au contenu.";
    }
}

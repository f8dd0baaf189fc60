/* The verdict on a 2D-Doc text, in the order of the specification, and its words. It reads no file. */
#include "trust.h"

#include "memory.h"

void trust_judge(const struct trust *trust, const char *text, size_t length, struct seal *seal,
                 struct trust_judgement *judgement) {
    *judgement = (struct trust_judgement){0};
    enum status status = seal_read(text, length, seal, &judgement->fault);
    if (status != STATUS_OK) {
        judgement->verdict = status == STATUS_UNSUPPORTED ? TRUST_UNSUPPORTED : TRUST_MALFORMED;
        return;
    }
    judgement->test = seal_is_test_issuer(seal->issuer);
    switch (trust_verify(trust, seal, &judgement->fault)) {
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

const char *trust_verdict_words(const struct trust_judgement *judgement) {
    static const char *const words[] = {
        "Illisible\u00A0: ce texte n'a pas la forme d'un 2D-Doc.",
        "Format non pris en charge.",
        "Non vérifiable\u00A0: l'émetteur est inconnu de ce poste.",
        "Émetteur de test\u00A0: sans valeur.",
        "Falsifié ou altéré\u00A0: la signature ne correspond pas au contenu.",
        "Certificat hors de sa période de validité, ou révoqué, à la date de la signature.",
        "Valide\u00A0: la signature correspond au contenu.",
    };
    if (judgement->verdict == TRUST_VALID && judgement->test)
        return "Signature bonne, mais émetteur de test\u00A0: sans valeur.";
    return words[judgement->verdict];
}

/* What printers say about themselves, in French, with what to do. It must not talk to a printer. */
#include "spool_private.h"

#include <string.h>

#include "../kiosk/text.h"

static const struct spool_reason reasons[] = {
    {"media-empty", true, false, "Plus de papier\u00A0: rechargez le bac."},
    {"media-needed", true, false, "Plus de papier\u00A0: rechargez le bac."},
    {"media-jam", true, false, "Bourrage papier\u00A0: ouvrez l'imprimante et retirez la feuille."},
    {"cover-open", true, false, "Capot ouvert\u00A0: refermez-le."},
    {"door-open", true, false, "Porte ouverte\u00A0: refermez-la."},
    {"interlock-open", true, false, "Capot ouvert\u00A0: refermez-le."},
    {"input-tray-missing", true, false, "Bac d'alimentation absent\u00A0: remettez-le en place."},
    {"output-tray-missing", true, false, "Bac de sortie absent\u00A0: remettez-le en place."},
    {"output-area-full", true, false, "Bac de sortie plein\u00A0: retirez les feuilles."},
    {"toner-empty", true, false, "Plus de toner\u00A0: changez la cartouche."},
    {"marker-supply-empty", true, false, "Plus de toner ou d'encre\u00A0: changez la cartouche."},
    {"marker-waste-full", true, false, "Bac de récupération du toner plein\u00A0: changez-le."},
    {"opc-life-over", true, false, "Tambour usé\u00A0: remplacez-le."},
    {"fuser-over-temp", true, false, "Four trop chaud\u00A0: attendez qu'il refroidisse."},
    {"paused", true, false, "Imprimante en pause\u00A0: relancez-la."},
    {"moving-to-paused", true, false, "Imprimante en pause\u00A0: relancez-la."},
    {"stopped", true, false, "Imprimante arrêtée\u00A0: relancez-la."},
    {"not-accepting", true, false, "L'imprimante refuse les travaux\u00A0: appelez le technicien."},
    {"spool-area-full", true, false, "Mémoire de l'imprimante pleine\u00A0: attendez la fin des travaux en cours."},
    {"cups-missing-filter", true, false, "Pilote d'imprimante incomplet\u00A0: appelez le technicien."},
    {"cups-insecure-filter", true, false, "Pilote d'imprimante refusé\u00A0: appelez le technicien."},
    {"no-queue", true, false, "File d'impression inconnue\u00A0: vérifiez la configuration du poste."},
    {"no-folder", true, false, "Dossier d'impression inaccessible\u00A0: vérifiez la configuration du poste."},
    {"no-service", true, true, "Le service d'impression du poste ne répond pas\u00A0: appelez le technicien."},
    {"no-pdf", true, false, "Cette imprimante ne prend pas les documents PDF\u00A0: choisissez-en une autre."},
    {"no-a4", true, false, "Pas de papier A4 dans l'imprimante\u00A0: chargez-en."},
    {"untrusted", true, false, "Le certificat de l'imprimante n'est pas reconnu\u00A0: appelez le technicien."},
    {"refused", true, false, "L'imprimante a refusé le document."},
    {"not-withdrawn", true, false,
     "L'imprimante garde un premier envoi de ce document\u00A0: annulez-le sur son écran."},
    {"aborted", true, false, "L'imprimante a abandonné l'impression."},
    {"job-lost", true, false, "L'imprimante a été redémarrée\u00A0: le document est peut-être incomplet."},
    {"job-completed-with-errors", true, false,
     "L'imprimante a terminé avec des erreurs\u00A0: le document est peut-être incomplet."},
    {"document-format-error", true, false, "L'imprimante n'a pas su lire le document\u00A0: appelez le technicien."},
    {"document-unprintable", true, false, "L'imprimante n'a pas su lire le document\u00A0: appelez le technicien."},
    {"unsupported-document-format", true, false,
     "Cette imprimante ne prend pas les documents PDF\u00A0: choisissez-en une autre."},
    {"job-hold", true, false, "Travail retenu par l'imprimante\u00A0: libérez-le sur son écran."},
    {"job-held", true, false, "Travail retenu par l'imprimante\u00A0: libérez-le sur son écran."},
    {"job-password-wait", true, false, "L'imprimante attend un code\u00A0: appelez le technicien."},
    {"account", true, false, "L'imprimante demande un compte\u00A0: appelez le technicien."},
    {"resources-are-not-ready", true, false,
     "Il manque du papier ou une fourniture\u00A0: lisez l'écran de l'imprimante."},
    {"printer-stopped", true, false, "Imprimante arrêtée\u00A0: relancez-la."},
    {"busy", false, false, "L'imprimante termine un autre travail."},
    {"processing-to-stop-point", false, false, "Annulation en cours sur l'imprimante."},
    {"offline", true, true, "Imprimante hors ligne\u00A0: vérifiez qu'elle est allumée et branchée."},
    {"shutdown", true, true, "Imprimante éteinte\u00A0: allumez-la."},
    {"timed-out", true, true, "Imprimante hors ligne\u00A0: vérifiez qu'elle est allumée et branchée."},
    {"connecting-to-device", false, true, "Connexion à l'imprimante…"},
    {"media-low", false, false, "Papier bientôt épuisé."},
    {"toner-low", false, false, "Toner bientôt épuisé."},
    {"marker-supply-low", false, false, "Toner ou encre bientôt épuisés."},
    {"marker-waste-almost-full", false, false, "Bac de récupération du toner bientôt plein."},
    {"output-area-almost-full", false, false, "Bac de sortie bientôt plein."},
    {"opc-near-eol", false, false, "Tambour bientôt usé."},
};

/* What no row knows, but which the printer calls an error. */
static const struct spool_reason unknown_error = {"error", true, false,
                                                  "L'imprimante signale une anomalie\u00A0: lisez son écran."};

const struct spool_reason *spool_find_reason(const char *written) {
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        size_t length = strlen(reasons[i].keyword);
        if (strncmp(written, reasons[i].keyword, length) == 0 && (written[length] == '\0' || written[length] == '-'))
            return &reasons[i];
    }
    size_t length = strlen(written), suffix = strlen("-error");
    bool error = length > suffix && strcmp(written + length - suffix, "-error") == 0;
    return error ? &unknown_error : NULL;
}

const struct spool_reason *spool_worst_reason(const struct spool_reason *a, const struct spool_reason *b) {
    if (a == NULL || b == NULL)
        return a == NULL ? b : a;
    return !a->blocking && b->blocking ? b : a;
}

void spool_state_set(struct spool_state *state, const struct spool_reason *reason) {
    *state = (struct spool_state){.ready = true, .text = "prête"};
    if (reason == NULL || !reason->blocking)
        return;
    state->ready = false;
    text_copy(state->reason, sizeof state->reason, reason->keyword);
    text_copy(state->text, sizeof state->text, reason->text);
}

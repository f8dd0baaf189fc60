/* What the Impression screen asks at this moment, and with which buttons. It must not act, nor draw. */
#include "printing_view.h"

static bool is_waiting(const struct screen_context *context) {
    return desk_progress(context->desk, DESK_DOCUMENT)->phase == DESK_WAITING;
}

enum printing_view printing_view(const struct printing *printing, const struct screen_context *context) {
    if (printing->end != PRINTING_NOT_ENDED)
        return PRINTING_END;
    if (is_waiting(context) && !printing->stopping)
        return PRINTING_STEPS;
    if (printing->picking)
        return PRINTING_PRINTERS;
    if (is_waiting(context))
        return PRINTING_STOP;
    switch (desk_document(context->desk)->asks) {
    case DESK_ASKS_HAND_OVER:
        return printing->said_no ? PRINTING_NOT_GOOD : PRINTING_HAND_OVER;
    case DESK_ASKS_WHAT_NOW:
        return PRINTING_WHAT_NOW;
    case DESK_ASKS_CHANGED:
        return PRINTING_CHANGED;
    default:
        return PRINTING_END;
    }
}

bool printing_may_issue(const struct screen_context *context, struct fault *fault) {
    return desk_may_issue(context->desk, desk_document(context->desk)->type, fault) == STATUS_OK;
}

bool printing_has_sheets(const struct desk_document *document) {
    return document->sheets_out > 0 || document->asks == DESK_ASKS_HAND_OVER ||
           document->steps[DESK_STEP_SEND] != DESK_IDLE;
}

/* A number that is not known is asked for again; sheets that may have come out are printed again. */
static const char *again(const struct desk_document *document) {
    if (document->number[0] == '\0')
        return "Reprendre";
    return printing_has_sheets(document) ? "Imprimer de nouveau" : "Imprimer";
}

static const char *again_hint(const struct desk_document *document) {
    return document->number[0] == '\0'
               ? "La même demande est refaite au registre\u00A0: un seul numéro, quoi qu'il arrive."
               : "Le même document, sous le même numéro.";
}

static void offer_other(const struct screen_context *context, struct choices *choices) {
    if (config_printer_count(context->config) > 1)
        choices_add(choices, PRINTING_OTHER, "Autre imprimante", "Le même document, sur une autre imprimante.");
}

/* "Ma situation" has no number under which it could wait, nor be revoked. */
static void offer_what_else(const struct desk_document *document, const struct screen_context *context,
                            struct choices *choices) {
    offer_other(context, choices);
    if (document->type == COUNTER_SITUATION)
        return;
    choices_add(
        choices, PRINTING_ASIDE, "Mettre de côté",
        "Il attend sous son numéro\u00A0; la personne suivante peut être servie. À reprendre depuis l'accueil.");
    choices_add(choices, PRINTING_CANCEL, "Annuler",
                document->reissue ? "La réédition est abandonnée."
                                  : "Le document est annulé, et son numéro ne vaut plus rien.");
}

static void offer_printers(const struct printing *printing, const struct screen_context *context,
                           struct choices *choices) {
    for (int i = 0; i < config_printer_count(context->config) && i < PRINTING_PRINTERS_MAX; i++)
        if (i != desk_printer(context->desk))
            choices_add(choices, PRINTING_PRINTER + i, printing->printers[i], NULL);
}

void printing_offer(const struct printing *printing, const struct screen_context *context, struct choices *choices) {
    const struct desk_document *document = desk_document(context->desk);
    struct fault fault;
    switch (printing_view(printing, context)) {
    case PRINTING_STOP:
        choices_add(choices, PRINTING_WAIT, "Attendre", NULL);
        offer_what_else(document, context, choices);
        break;
    case PRINTING_HAND_OVER:
        choices_add(choices, PRINTING_GIVE, "Oui\u00A0: je le remets", NULL);
        choices_add(choices, PRINTING_NO, "Non", NULL);
        break;
    case PRINTING_NOT_GOOD:
    case PRINTING_WHAT_NOW:
        choices_add(choices, PRINTING_AGAIN, again(document), again_hint(document));
        offer_what_else(document, context, choices);
        break;
    case PRINTING_PRINTERS:
        offer_printers(printing, context, choices);
        break;
    case PRINTING_CHANGED:
        if (printing_may_issue(context, &fault))
            choices_add(choices, PRINTING_NEW_RECORD, "Imprimer d'après le nouveau dossier", NULL);
        choices_add(choices, PRINTING_BACK, "Revenir au dossier", NULL);
        break;
    default:
        break;
    }
}

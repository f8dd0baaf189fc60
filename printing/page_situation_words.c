/* What "Ma situation" says to the person. It computes nothing of the law, and must not say what the agent alone should
 * do, nor anything that could pass for an attestation. */
#include "page_situation_words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/memory.h"
#include "../kiosk/registry.h"
#include "../kiosk/text.h"
#include "page_words.h"

#include <string.h>

enum { NAMES_MAX = 400, DAY_SIZE = 40, LINE_MAX = 640, STAGE_POINTS = 4 };

static char *take(struct text_builder *builder) {
    char *text = NULL;
    if (text_builder_take(builder, &text) != STATUS_OK)
        return memory_copy("");
    return text;
}

static const char *plural(size_t count) {
    return count > 1 ? "s" : "";
}

/* --- The mandatory stage --- */

static bool has_licence(const struct points *points) {
    return points->status == POINTS_VALID || points->status == POINTS_ZERO_NOT_NOTIFIED;
}

bool page_situation_owes_stage(const struct points *points) {
    return has_licence(points) && date_is_set(points->mandatory_stage.notified) && !points->mandatory_stage.done;
}

static bool is_late(const struct points *points) {
    return date_compare(points->on, points->mandatory_stage.deadline) > 0;
}

char *page_situation_stage_head(const struct points *points) {
    char day[DAY_SIZE], head[LINE_MAX];
    date_write_long(points->mandatory_stage.deadline, day);
    text_format(head, sizeof head,
                is_late(points) ? "Stage obligatoire : délai dépassé depuis le %s"
                                : "Stage obligatoire : à faire au plus tard le %s",
                day);
    return memory_copy(head);
}

char *page_situation_stage_text(const struct points *points) {
    char day[DAY_SIZE], text[LINE_MAX];
    date_write_long(points->mandatory_stage.notified, day);
    text_format(text, sizeof text,
                is_late(points)
                    ? "Vous avez reçu la lettre 48N le %s. Vous aviez quatre mois pour faire un stage de "
                      "sensibilisation. Vous l'avez fait ? Apportez l'attestation de stage à la préfecture. Sinon, "
                      "vous risquez une amende et la suspension de votre permis, jusqu'à trois ans."
                    : "Vous avez reçu la lettre 48N le %s. Faites un stage de sensibilisation de deux jours avant "
                      "cette date. Un stage fait avant la lettre ne compte pas. Stage fait : l'amende est remboursée. "
                      "Sinon, vous risquez une amende et la suspension de votre permis, jusqu'à trois ans.",
                day);
    return memory_copy(text);
}

/* --- Who, and which state --- */

static void append_given_names(struct text_builder *name, const struct record_list *names) {
    size_t told = 0, bytes = 0;
    for (; told < names->count && bytes + strlen(names->items[told]) <= NAMES_MAX; told++) {
        text_appendf(name, ", %s", names->items[told]);
        bytes += strlen(names->items[told]);
    }
    if (told < names->count)
        text_appendf(name, ", et %zu autre%s prénom%s", names->count - told, plural(names->count - told),
                     plural(names->count - told));
}

char *page_situation_name(const struct record_holder *holder) {
    struct text_builder name;
    text_builder_init(&name, REGISTRY_BODY_MAX);
    const char *title = page_words_title(holder->title);
    text_appendf(&name, "%s%s%s", title, title[0] != '\0' ? " " : "", holder->family_name);
    if (holder->usual_name != NULL)
        text_appendf(&name, ", nom d'usage %s", holder->usual_name);
    append_given_names(&name, &holder->given_names);
    return take(&name);
}

char *page_situation_measure(const struct record_event *event) {
    struct record_event plain = *event;
    plain.authority = NULL;
    if (event->type == RECORD_EAD)
        return page_words_ead(&plain);
    if (plain.kind != NULL && guidance_event("suspension", plain.kind) == NULL)
        plain.kind = NULL;
    if (plain.scope != NULL && guidance_event("scope", plain.scope) == NULL)
        plain.scope = NULL;
    return page_words_suspension(&plain);
}

/* --- What comes back --- */

const char *page_situation_warning(const struct record *record, const struct points *points) {
    switch (points->status) {
    case POINTS_ZERO_NOT_NOTIFIED:
        return record->points_balance > 0
                   ? "Le solde calculé est nul. Un stage terminé avant la réception d'une lettre 48SI compte encore."
                   : "Votre solde est nul. Votre permis reste valable tant que vous n'avez pas reçu la lettre 48SI. Un "
                     "stage terminé avant cette lettre compte encore.";
    case POINTS_INVALIDATED:
        return "Vous avez reçu la lettre 48SI, qui annonce la perte de validité de votre permis. Un nouveau permis "
               "repart avec 6 points.";
    case POINTS_ANNULLED:
        return "Le registre porte l'annulation de votre permis. Un nouveau permis repart avec 6 points.";
    default:
        return "";
    }
}

const char *page_situation_none(const struct points *points) {
    if (!has_licence(points))
        return "Plus rien ne revient sur ce permis, ni seul, ni par un stage.";
    if (points->balance >= POINTS_FULL)
        return "Vous avez déjà tous vos points.";
    return "Rien ne revient seul pour le moment.";
}

char *page_situation_lost_increment(const struct points *points) {
    for (size_t i = 0; i < points->refusal_count; i++) {
        const struct points_refusal *refusal = &points->refusals[i];
        bool increment = refusal->rule == POINTS_R3 || refusal->rule == POINTS_R4 || refusal->rule == POINTS_R8;
        char day[DAY_SIZE], committed[DAY_SIZE], text[LINE_MAX];
        if (!increment || date_compare(refusal->date, points->on) <= 0)
            continue;
        date_write_long(refusal->date, day);
        date_write_long(refusal->because->committed, committed);
        text_format(text, sizeof text, "Vous ne recevrez pas %d point%s le %s : infraction du %s (art. R. 223-1).",
                    refusal->points, plural((size_t)refusal->points), day, committed);
        return memory_copy(text);
    }
    return memory_copy("");
}

/* The first causes are the late events; what follows them is said to the agent, and to the person in other words. */
static void append_causes(struct text_builder *text, const struct points_remarks *remarks, int causes) {
    int told = 0;
    for (size_t i = 0; i < remarks->count && told < remarks->late && told < causes; i++)
        if (remarks->items[i].kind == POINTS_REMARK_CAUSE) {
            text_appendf(text, " %s", remarks->items[i].text);
            told++;
        }
    if (told < remarks->late)
        text_appendf(text, " Et %d autre%s : voir au guichet.", remarks->late - told,
                     plural((size_t)(remarks->late - told)));
}

char *page_situation_difference(const struct record *record, const struct points_remarks *remarks, int causes) {
    struct text_builder text;
    if (remarks->computed == record->points_balance)
        return memory_copy("");
    text_builder_init(&text, POINTS_REMARKS_MAX * POINTS_WORDS_MAX);
    text_appendf(&text, "Le calcul d'après les événements de votre dossier donne %d. Le solde du registre fait foi.",
                 remarks->computed);
    append_causes(&text, remarks, causes);
    text_append(&text, remarks->explained
                           ? " C'est normal : infractions et stages arrivent au registre avec des semaines de retard."
                           : " Demandez à la préfecture de vérifier cet écart.");
    return take(&text);
}

/* --- What was lost --- */

bool page_situation_is_out(const struct points_fate *fate) {
    bool withdrawn = fate->kind == POINTS_FATE_OUT || fate->kind == POINTS_FATE_PLANNED;
    return (withdrawn && fate->points > 0) || fate->kind == POINTS_FATE_PENDING;
}

char *page_situation_offence(const struct record_event *offence) {
    char words[GUIDANCE_OFFENCE_MAX];
    if (offence->label != NULL && offence->label[0] != '\0')
        return memory_copy(offence->label);
    guidance_offence(offence->class, offence->points, offence->committed, words);
    return memory_copy(words);
}

char *page_situation_cost(const struct record_event *offence, const struct points_fate *fate) {
    char cost[32];
    if (fate->kind == POINTS_FATE_OUT)
        text_format(cost, sizeof cost, "\u2212%d", fate->points);
    else
        text_format(cost, sizeof cost, "(%d)", fate->kind == POINTS_FATE_PENDING ? offence->points : fate->points);
    return memory_copy(cost);
}

static const char *condition_of(enum points_rule rule) {
    switch (rule) {
    case POINTS_R12:
        return "six mois sans infraction";
    case POINTS_R13:
        return "deux ans sans infraction";
    case POINTS_R14:
        return "trois ans sans infraction";
    case POINTS_R16:
        return "au bout de dix ans";
    default:
        return "restitution automatique";
    }
}

char *page_situation_return(const struct points *points, const struct points_fate *fate) {
    char day[DAY_SIZE], text[LINE_MAX];
    if (fate->kind == POINTS_FATE_PENDING)
        return memory_copy("Pas encore définitive : rien n'est retiré");
    if (!has_licence(points))
        return memory_copy("Aucun retour sur ce permis");
    const char *planned = fate->kind == POINTS_FATE_PLANNED ? "À retirer ; " : "";
    if (!date_is_set(fate->date)) {
        text_format(text, sizeof text, "%s%s", planned,
                    planned[0] != '\0' ? "pas de date connue" : "Pas de date connue");
        return memory_copy(text);
    }
    date_write_long(fate->date, day);
    text_format(text, sizeof text, "%s%s, %s", planned, day, condition_of(fate->rule));
    return memory_copy(text);
}

/* --- Stages --- */

char *page_situation_stage(const struct record *record, const struct points *points) {
    char day[DAY_SIZE], text[LINE_MAX];
    bool waits = date_is_set(points->next_stage) && date_compare(points->next_stage, points->on) > 0;
    if (!has_licence(points))
        return memory_copy("Sans permis valide, un stage ne rend aucun point.");
    if (record->points_balance >= record->points_maximum && points->balance >= points->maximum)
        return memory_copy("Votre solde est au maximum : un stage ne vous rendrait aucun point aujourd'hui.");
    date_write_long(points->next_stage, day);
    text_format(text, sizeof text,
                "Un stage de deux jours rend jusqu'à %d points, sans dépasser votre maximum, le lendemain de son "
                "dernier jour%s. Il ne compte qu'une fois par an : %s%s.",
                STAGE_POINTS, page_situation_owes_stage(points) ? " ; le stage obligatoire aussi" : "",
                waits ? "pour vous, à partir du " : "pour vous, dès maintenant", waits ? day : "");
    return memory_copy(text);
}

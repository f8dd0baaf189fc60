/* The answer of Simuler in French: what a stage would give, what a definitive offence would take, and what that changes
 * in the calendar. It computes nothing of the law: it sets two results side by side. */
#include "flow.h"
#include "simulate.h"
#include "words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/memory.h"
#include "../kiosk/points_words.h"
#include "../kiosk/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { INDENT = 2, DEEP = 4, STAGE_POINTS = 4 };

void simulation_clear(struct simulation *simulation) {
    points_free(simulation->with);
    points_free(simulation->without);
    simulation->with = simulation->without = NULL;
}

static void flow_format(struct flow *flow, int indent, enum theme_role role, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void flow_format(struct flow *flow, int indent, enum theme_role role, const char *format, ...) {
    char line[2 * WORDS_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    flow_text(flow, indent, role, line);
    memory_wipe(line, sizeof line);
}

/* --- A stage --- */

static const struct points_fate *stage_fate(const struct simulation *simulation) {
    return &simulation->with->fates[simulation->record->event_count];
}

/* The maximum may change on the very day that the points come: an anniversary of probation. */
static int maximum_on(const struct points *points, struct date day) {
    int maximum = points->maximum;
    for (size_t i = 0; i < points->step_count && date_compare(points->steps[i].date, day) <= 0; i++)
        maximum = points->steps[i].maximum;
    return maximum;
}

static void flow_stage_gives(struct flow *flow, const struct simulation *simulation) {
    const struct points *with = simulation->with;
    const struct points_fate *fate = stage_fate(simulation);
    char day[40], next[40];
    date_write_long(fate->date, day);
    date_write_long(with->next_stage, next);
    flow_format(flow, 0, THEME_GOOD, "● +%d le %s, lendemain du stage : solde %d sur %d", fate->points, day,
                points_balance_on(with, fate->date), maximum_on(with, fate->date));
    if (fate->points < STAGE_POINTS)
        flow_format(flow, INDENT, THEME_TEXT,
                    "%d et non %d : un stage ne fait pas dépasser le maximum (art. R. 223-8).", fate->points,
                    STAGE_POINTS);
    flow_format(flow, INDENT, THEME_TEXT, "Prochain stage conseillé à partir du %s (art. L. 223-6, al. 4).", next);
}

static void flow_stage_too_soon(struct flow *flow, const struct simulation *simulation) {
    char next[40];
    date_write_long(simulation->without->next_stage, next);
    flow_text(flow, 0, THEME_BAD, "✗ Ce stage ne rendrait rien : moins d'un an après le précédent.");
    flow_format(flow, INDENT, THEME_TEXT, "Prochain stage conseillé à partir du %s (art. L. 223-6, al. 4).", next);
}

/* What comes back on the day after the stage comes first (R27), and may leave no room for it. */
static void flow_stage_full(struct flow *flow, const struct simulation *simulation) {
    const struct points *without = simulation->without;
    int maximum = maximum_on(without, date_add_days(simulation->day, 1));
    bool already = without->balance == maximum;
    flow_format(flow, 0, THEME_BAD, "✗ Ce stage ne rendrait rien : %s au maximum (%d sur %d).",
                already ? "le solde est déjà" : "le lendemain, une restitution automatique met d'abord le solde",
                maximum, maximum);
    if (maximum < POINTS_FULL)
        flow_format(flow, INDENT, THEME_TEXT, "Pendant la période probatoire, le maximum reste %d (art. R. 223-1).",
                    maximum);
    flow_text(flow, INDENT, THEME_TEXT, "Il ne ferait pas non plus courir le délai d'un an jusqu'au suivant.");
}

/* R22: it counts as any other, and must have begun after the letter was received. */
static void flow_mandatory(struct flow *flow, const struct simulation *simulation) {
    const struct points_mandatory_stage *stage = &simulation->without->mandatory_stage;
    char deadline[40];
    if (!date_is_set(stage->notified) || stage->done)
        return;
    date_write_long(stage->deadline, deadline);
    if (date_compare(date_add_days(simulation->day, -1), stage->notified) <= 0)
        flow_text(flow, INDENT, THEME_WARNING,
                  "◌ Commencé avant le lendemain de la réception de la lettre 48N, il ne compterait pas comme stage "
                  "obligatoire.");
    else if (date_compare(simulation->day, stage->deadline) <= 0)
        flow_format(
            flow, INDENT, THEME_TEXT,
            "Le stage obligatoire (lettre 48N) rend les mêmes points : terminé ce jour-là, il est fait à temps, "
            "au plus tard le %s.",
            deadline);
    else
        flow_format(flow, INDENT, THEME_WARNING,
                    "◌ Trop tard pour le stage obligatoire (lettre 48N) : il doit être terminé au plus tard le %s.",
                    deadline);
}

static void flow_stage(struct flow *flow, const struct simulation *simulation) {
    switch (stage_fate(simulation)->kind) {
    case POINTS_FATE_STAGE_CREDITED:
    case POINTS_FATE_STAGE_COMING:
        flow_stage_gives(flow, simulation);
        break;
    case POINTS_FATE_STAGE_TOO_SOON:
        flow_stage_too_soon(flow, simulation);
        break;
    case POINTS_FATE_STAGE_FULL:
        flow_stage_full(flow, simulation);
        break;
    default:
        flow_text(flow, 0, THEME_BAD, "✗ Ce stage ne rendrait rien : aucun permis n'est valide ce jour-là.");
        flow_text(flow, INDENT, THEME_TEXT, "Un stage ne rend des points que sur un permis valide (art. R. 223-8).");
        return;
    }
    if (simulation->without->status == POINTS_ZERO_NOT_NOTIFIED && stage_fate(simulation)->points > 0)
        flow_text(flow, INDENT, THEME_WARNING, "◌ À condition que la lettre 48SI ne soit pas notifiée avant.");
    flow_mandatory(flow, simulation);
}

/* --- An offence --- */

static const char *why_nothing(const struct simulation *simulation) {
    const struct record_event *offence = &simulation->record->events[simulation->index];
    if (simulation->with->fates[simulation->index].kind == POINTS_FATE_BEFORE_LICENCE)
        return "elle a été commise avant l'obtention du permis en cours.";
    if (offence->points == 0)
        return "cette infraction ne coûte pas de point.";
    if (!points_has_licence(simulation->with))
        return "aucun permis n'est valide ce jour-là.";
    return "le plafond de 8 points des infractions simultanées est atteint (art. L. 223-2).";
}

static void flow_letter(struct flow *flow, const struct simulation *simulation) {
    const char *code = points_letter(simulation->with, simulation->record->events, simulation->index);
    const char *label = code == NULL ? NULL : guidance_event("letter", code);
    if (code == NULL)
        return;
    flow_format(flow, INDENT, THEME_TEXT, "Courrier à attendre : %s.", label == NULL ? code : label);
    if (strcmp(code, "48N") == 0)
        flow_text(flow, INDENT, THEME_TEXT,
                  "Le stage est à terminer dans les quatre mois de sa réception (art. R. 223-4).");
    if (strcmp(code, "48SI") == 0)
        flow_text(flow, INDENT, THEME_TEXT,
                  "Jusqu'à sa notification, le permis reste valide, et un stage terminé avant compte encore.");
}

static void flow_offence(struct flow *flow, const struct simulation *simulation) {
    const struct points *with = simulation->with;
    int withdrawn = with->fates[simulation->index].points;
    char day[40];
    date_write_long(simulation->day, day);
    if (withdrawn <= 0) {
        flow_format(flow, 0, THEME_VALUE, "● Elle ne retirerait rien : %s", why_nothing(simulation));
        return;
    }
    flow_format(flow, 0, with->raw <= 0 ? THEME_BAD : THEME_VALUE, "%s −%d le %s : solde %d sur %d%s",
                with->raw <= 0 ? "✗" : "●", withdrawn, day, with->balance, with->maximum,
                with->raw <= 0 ? ", le permis perdrait sa validité" : "");
    flow_letter(flow, simulation);
}

/* --- What that changes --- */

static bool is_same(const struct points_credit *a, const struct points_credit *b) {
    return a->rule == b->rule && a->source == b->source && date_equal(a->date, b->date);
}

static const struct points_credit *find_credit(const struct points *in, const struct points_credit *like) {
    for (size_t i = 0; i < in->credit_count; i++)
        if (is_same(&in->credits[i], like))
            return &in->credits[i];
    return NULL;
}

static const struct points_refusal *find_refusal(const struct points *in, const struct points_credit *like) {
    for (size_t i = 0; i < in->refusal_count; i++)
        if (in->refusals[i].rule == like->rule && date_equal(in->refusals[i].date, like->date))
            return &in->refusals[i];
    return NULL;
}

/* The points of the stage itself have been told. */
static bool is_stage_asked_about(const struct simulation *simulation, const struct points_credit *credit) {
    return simulation->is_stage && credit->rule == POINTS_R20 && credit->source == NULL;
}

static void flow_credit(struct flow *flow, const struct points_credit *credit, const struct points_credit *before) {
    char day[40], change[40], words[POINTS_WORDS_MAX];
    date_write_long(credit->date, day);
    change[0] = '\0';
    if (before != NULL && before->points == credit->points)
        text_copy(change, sizeof change, ", sans changement");
    else if (before != NULL)
        text_format(change, sizeof change, " (au lieu de +%d)", before->points);
    flow_format(flow, 0, THEME_VALUE, "+%-2d le %s, solde après : %d%s", credit->points, day,
                credit->balance_after > 0 ? credit->balance_after : 0, change);
    if (before == NULL) {
        points_write_reason(credit, words);
        flow_text(flow, DEEP, THEME_TEXT, words);
    }
    if (credit->risk != NULL) {
        points_write_risk(credit, words);
        flow_format(flow, DEEP, THEME_WARNING, "◌ %s", words);
    }
    memory_wipe(words, sizeof words);
}

static void flow_lost(struct flow *flow, const struct simulation *simulation, const struct points_credit *lost) {
    const struct points *with = simulation->with;
    const struct points_refusal *refusal = find_refusal(with, lost);
    char day[40], words[POINTS_WORDS_MAX];
    if (refusal != NULL) {
        points_write_refusal(refusal, words);
        flow_format(flow, 0, THEME_TEXT, "✗ %s", words);
        memory_wipe(words, sizeof words);
        return;
    }
    date_write_long(lost->date, day);
    bool is_full = points_balance_on(with, lost->date) >= POINTS_FULL;
    flow_format(flow, 0, THEME_TEXT, "✗ +%d le %s : %s", lost->points, day,
                is_full                ? "plus rien à rendre, le solde serait déjà au maximum"
                : with->raw <= 0       ? "n'aurait plus lieu"
                : simulation->is_stage ? "n'aurait plus lieu"
                                       : "n'aurait plus lieu à cette date, le délai repart de cette infraction");
}

static size_t flow_next(struct flow *flow, const struct simulation *simulation) {
    const struct points *with = simulation->with;
    size_t count = 0;
    for (size_t i = with->forecast; i < with->credit_count; i++) {
        if (is_stage_asked_about(simulation, &with->credits[i]))
            continue;
        count++;
        flow_credit(flow, &with->credits[i], find_credit(simulation->without, &with->credits[i]));
    }
    return count;
}

static void flow_changes(struct flow *flow, const struct simulation *simulation) {
    const struct points *without = simulation->without;
    bool titled = false;
    flow_title(flow, "Restitutions ensuite");
    if (flow_next(flow, simulation) > 0)
        flow_text(flow, 0, THEME_HINT, "Sous réserve de l'absence de nouvelle infraction.");
    else
        flow_text(flow, 0, THEME_TEXT, "Aucune.");
    for (size_t i = 0; i < without->credit_count; i++) { /* an offence may undo those before the day asked about */
        if (find_credit(simulation->with, &without->credits[i]) != NULL)
            continue;
        if (!titled)
            flow_title(flow, "Ne serait plus rendu");
        titled = true;
        flow_lost(flow, simulation, &without->credits[i]);
    }
}

int simulation_flow(const struct simulation *simulation, struct rect area, int top, bool draws) {
    struct flow flow;
    flow_begin(&flow, area, top, draws);
    if (simulation->is_stage)
        flow_stage(&flow, simulation);
    else
        flow_offence(&flow, simulation);
    if (points_has_licence(simulation->with))
        flow_changes(&flow, simulation);
    flow_end(&flow);
    return flow.line;
}

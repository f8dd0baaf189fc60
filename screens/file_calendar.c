/* Calendrier: what comes back by itself and when, what will not and why, and the balance over time. It computes nothing
 * of the law: points does. */
#include "draw.h"
#include "file_plot.h"
#include "file_tabs.h"
#include "words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/memory.h"
#include "../kiosk/points_words.h"
#include "../kiosk/text.h"

enum { INDENT = 4, PLOT_ROWS = 6, PLOT_OTHER_ROWS = 4 };

/* --- Where there is nothing to compute --- */

static void flow_no_points(struct flow *flow, const struct record *record) {
    char line[WORDS_MAX], day[40];
    if (!record->has_points) {
        flow_text(flow, 0, THEME_VALUE, "Points : sans objet");
        flow_text(flow, 0, THEME_TEXT, "Pas de solde au registre : calcul non disponible, pas de calendrier.");
        return;
    }
    date_write_long(record->profile.licence_date, day);
    text_format(line, sizeof line,
                "La date d'obtention du permis est à venir dans le registre (%s) : le solde ne peut pas être calculé. "
                "Le solde officiel est dans Synthèse.",
                day);
    flow_text(flow, 0, THEME_VALUE, "Calcul non disponible");
    flow_text(flow, 0, THEME_TEXT, line);
}

/* --- What concerns the whole calendar --- */

static void flow_status(struct flow *flow, const struct points *points) {
    switch (points->status) {
    case POINTS_ZERO_NOT_NOTIFIED:
        flow_text(flow, 0, THEME_BAD, "✗ Solde nul ; la lettre 48SI n'est pas encore notifiée.");
        flow_text(flow, 2, THEME_TEXT,
                  "Le permis reste valide jusqu'à cette notification (art. L. 223-5) : un stage terminé avant, ou une "
                  "restitution d'ici là, compte encore.");
        break;
    case POINTS_INVALIDATED:
        flow_text(flow, 0, THEME_BAD, "✗ Permis invalidé : la lettre 48SI est notifiée.");
        flow_text(
            flow, 2, THEME_TEXT,
            "Rien ne revient sur ce permis : ni restitution automatique, ni points d'un stage (art. L. 223-5). Un "
            "nouveau permis repart avec 6 points.");
        break;
    case POINTS_ANNULLED:
        flow_text(flow, 0, THEME_BAD, "✗ Permis annulé.");
        flow_text(flow, 2, THEME_TEXT,
                  "Rien ne revient sur ce permis : ni restitution automatique, ni points d'un stage. Un nouveau permis "
                  "repart avec 6 points.");
        break;
    default:
        break;
    }
}

static void flow_difference(struct flow *flow, const struct record *record, const struct points *points) {
    char line[WORDS_MAX];
    if (points->balance == record->points_balance)
        return;
    text_format(line, sizeof line,
                "◌ Solde officiel %d, solde calculé %d : ce calendrier suit le calcul ; l'écart est expliqué dans "
                "Synthèse.",
                record->points_balance, points->balance);
    if (flow->line > 0)
        flow_blank(flow);
    flow_text(flow, 0, THEME_WARNING, line);
}

/* --- What is to be withdrawn --- */

static void flow_letter(struct flow *flow, const struct record *record, const struct points_withdrawal *withdrawal) {
    char line[WORDS_MAX];
    const char *letter = points_planned_letter(&record->profile, record->events, record->event_count, withdrawal);
    const char *words = letter == NULL ? NULL : guidance_event("letter", letter);
    if (words == NULL)
        return;
    text_format(line, sizeof line, "Courrier à attendre : %s", words);
    flow_text(flow, INDENT, THEME_TEXT, line);
}

static void flow_planned(struct flow *flow, const struct record *record, const struct points *points) {
    char words[POINTS_WORDS_MAX];
    if (points->planned_count > 0)
        flow_title(flow, "Retraits prévus");
    for (size_t i = 0; i < points->planned_count; i++) {
        points_write_withdrawal(&points->planned[i], words);
        flow_text(flow, 0, points->planned[i].balance_after > 0 ? THEME_VALUE : THEME_BAD, words);
        flow_letter(flow, record, &points->planned[i]);
    }
    memory_wipe(words, sizeof words);
}

/* --- What comes back --- */

static void flow_credit(struct flow *flow, const struct points_credit *credit) {
    char line[WORDS_MAX], day[40], words[POINTS_WORDS_MAX];
    date_write_long(credit->date, day);
    text_format(line, sizeof line, "+%-2d le %s, solde après : %d", credit->points, day,
                credit->balance_after > 0 ? credit->balance_after : 0);
    flow_text(flow, 0, THEME_VALUE, line);
    points_write_reason(credit, words);
    flow_text(flow, INDENT, THEME_TEXT, words);
    if (credit->risk != NULL) {
        points_write_risk(credit, words);
        text_format(line, sizeof line, "◌ %s", words);
        flow_text(flow, INDENT, THEME_WARNING, line);
    }
    memory_wipe(line, sizeof line);
    memory_wipe(words, sizeof words);
}

/* R18: it brings nothing, but from then on old offences no longer make the delays longer. */
static void flow_reset(struct flow *flow, const struct points *points) {
    char line[WORDS_MAX], day[40];
    if (!points_has_silent_reset(points))
        return;
    date_write_long(points->reset_date, day);
    text_format(
        line, sizeof line,
        "Le %s, sans nouvelle infraction, le dossier repart à neuf, sans point de plus : les infractions d'avant "
        "n'allongent plus les délais (art. L. 223-6).",
        day);
    flow_text(flow, 0, THEME_TEXT, line);
}

static void flow_forecast(struct flow *flow, const struct points *points) {
    flow_title(flow, "Restitutions à venir");
    for (size_t i = points->forecast; i < points->credit_count; i++)
        flow_credit(flow, &points->credits[i]);
    if (points->forecast < points->credit_count)
        flow_text(flow, 0, THEME_HINT, "Sous réserve de l'absence de nouvelle infraction.");
    else if (points->balance >= POINTS_FULL)
        flow_text(flow, 0, THEME_TEXT, "Aucune : le solde est au maximum.");
    else
        flow_text(flow, 0, THEME_TEXT, "Aucune n'est prévue à cette date.");
    flow_reset(flow, points);
}

/* --- What does not --- */

static void flow_refusals(struct flow *flow, const struct points *points) {
    bool titled = false, had_past = false;
    char line[WORDS_MAX], words[POINTS_WORDS_MAX];
    for (size_t i = 0; i < points->refusal_count; i++) {
        const struct points_refusal *refusal = &points->refusals[i];
        bool past = date_compare(refusal->date, points->on) <= 0;
        if (!points_is_recent_refusal(points, refusal))
            continue;
        if (!titled || (had_past && !past))
            flow_title(flow, past ? "N'a pas été rendu" : "Ne sera pas rendu");
        titled = true;
        had_past = past;
        points_write_refusal(refusal, words);
        text_format(line, sizeof line, "✗ %s", words);
        flow_text(flow, 0, THEME_TEXT, line);
    }
    memory_wipe(line, sizeof line);
    memory_wipe(words, sizeof words);
}

/* The largest that leaves the whole tab on the screen; what is longer scrolls anyway. */
static int plot_rows(int room) {
    static const int heights[] = {12, PLOT_ROWS, 4, 3};
    for (size_t i = 0; i < sizeof heights / sizeof heights[0]; i++)
        if (heights[i] <= room)
            return heights[i];
    return PLOT_ROWS;
}

int file_calendar(const struct counter *counter, const struct points *points, struct rect area, int top, bool draws) {
    struct flow flow;
    flow_begin(&flow, area, top, draws);
    if (points == NULL) {
        flow_no_points(&flow, counter->record);
        return flow.line;
    }
    flow_status(&flow, points);
    flow_difference(&flow, counter->record, points);
    if (points_has_licence(points)) {
        flow_planned(&flow, counter->record, points);
        flow_forecast(&flow, points);
        flow_refusals(&flow, points);
    }
    file_plot(&flow, points, plot_rows(area.height - flow.line - PLOT_OTHER_ROWS));
    flow_end(&flow);
    return flow.line;
}

/* Points on Synthèse. The registry's figure is the big one, whatever is computed; the state of the licence is never
 * derived from either. */
#include "file_balance.h"

#include "draw.h"
#include "words.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <stdlib.h>

enum { NARROW = 24, WIDE = 38, WIDE_BODY = 100, ROOMY_ROWS = 18, LABEL_WIDTH = 11 };

int file_balance_width(int width) {
    return width < WIDE_BODY ? NARROW : WIDE;
}

/* --- The column --- */

static enum theme_role balance_role(const struct record *record) {
    if (record->points_balance <= 0)
        return THEME_BAD;
    return record->points_balance * 2 <= record->points_maximum ? THEME_WARNING : THEME_GOOD;
}

static int draw_official(const struct record *record, struct rect area) {
    enum theme_role role = balance_role(record);
    int balance = record->points_balance, maximum = record->points_maximum, y = DRAW_FIGURE_HEIGHT;
    int x = draw_figures(area, 1, 0, role, balance);
    char words[32];
    draw_textf(area, y, x, THEME_VALUE, "sur %d", maximum);
    y += area.height >= ROOMY_ROWS ? 2 : 1;
    draw_gauge(area, y, 0, role, balance, maximum);
    text_format(words, sizeof words, "%d point%s sur %d", balance, balance > 1 ? "s" : "", maximum);
    if (maximum + 1 + text_width(words) > area.width)
        text_format(words, sizeof words, "%d point%s", balance, balance > 1 ? "s" : "");
    draw_text(area, y, maximum + 1, THEME_TEXT, words);
    return y + 1;
}

static int draw_computed(const struct record *record, const struct points_remarks *remarks, struct rect area, int y) {
    int more = remarks->computed - record->points_balance;
    if (more == 0)
        return y;
    draw_textf(area, y, 0, THEME_WARNING, "◌ Calcul : %d (écart %s%d)", remarks->computed, more > 0 ? "+" : "−",
               abs(more));
    return y + 1;
}

static const char *short_reason(enum points_rule rule) {
    switch (rule) {
    case POINTS_R3:
    case POINTS_R4:
        return "majoration annuelle de la période probatoire";
    case POINTS_R8:
        return "fin de la période probatoire";
    case POINTS_R12:
        return "réattribution au bout de six mois";
    case POINTS_R13:
        return "reconstitution, deux ans sans infraction";
    case POINTS_R14:
        return "reconstitution, trois ans sans infraction";
    case POINTS_R16:
        return "réattribution au bout de dix ans";
    case POINTS_R20:
        return "stage effectué";
    default:
        return "";
    }
}

static const char *why_none(const struct points *points) {
    if (points->status == POINTS_INVALIDATED)
        return "La lettre 48SI est notifiée : rien ne revient sur ce permis.";
    if (points->status == POINTS_ANNULLED)
        return "Permis annulé : rien ne revient sur ce permis.";
    if (points->balance >= POINTS_FULL)
        return "Le calcul donne déjà 12 points.";
    return "Rien ne revient sans stage.";
}

/* The last credit of the day of the first one to come; *sum is what that day brings. */
static const struct points_credit *next_day_credit(const struct points *points, int *sum) {
    const struct points_credit *first = &points->credits[points->forecast], *last = first;
    const struct points_credit *end = points->credits + points->credit_count;
    *sum = first->points;
    while (last + 1 < end && date_equal(last[1].date, first->date))
        *sum += (++last)->points;
    return last;
}

static void draw_next(const struct points *points, struct rect area, int y) {
    draw_text(area, y++, 0, THEME_LABEL, "Prochaine restitution");
    if (points->forecast >= points->credit_count) {
        draw_text(area, y++, 0, THEME_VALUE, "aucune prévue");
        draw_paragraph(area, y, THEME_TEXT, why_none(points));
        return;
    }
    int sum;
    const struct points_credit *next = next_day_credit(points, &sum);
    char day[40];
    date_write_long(next->date, day);
    draw_textf(area, y++, 0, THEME_VALUE, "+%d le %s", sum, day);
    int after = next->balance_after > 0 ? next->balance_after : 0;
    int x = draw_textf(area, y, 0, THEME_TEXT, "solde %d", after);
    if (next->risk != NULL)
        draw_text(area, y, x, THEME_WARNING, " · ◌ à risque");
    y++;
    if (area.width < WIDE) {
        draw_paragraph(area, y, THEME_TEXT, short_reason(next->rule));
        return;
    }
    char reason[POINTS_WORDS_MAX];
    points_write_reason(next, reason);
    y = draw_paragraph(area, y, THEME_TEXT, reason);
    draw_paragraph(area, y, THEME_HINT, "Sous réserve de l'absence de nouvelle infraction.");
    memory_wipe(reason, sizeof reason);
}

void file_balance_draw(const struct record *record, const struct points *points, const struct points_remarks *remarks,
                       struct rect area) {
    draw_text(area, 0, 0, THEME_LABEL, "Solde officiel");
    if (!record->has_points) {
        draw_text(area, 2, 0, THEME_VALUE, "Points : sans objet");
        draw_paragraph(area, 4, THEME_TEXT, "Pas de solde au registre : calcul non disponible.");
        return;
    }
    int y = draw_official(record, area);
    if (points == NULL) {
        draw_paragraph(area, y + 1, THEME_TEXT, "Calcul non disponible.");
        return;
    }
    y = draw_computed(record, remarks, area, y);
    draw_next(points, area, area.height >= y + 5 ? y + 1 : y);
}

/* --- The mandatory stage --- */

static bool is_due(const struct points *points) {
    return points_has_licence(points) && date_is_set(points->mandatory_stage.notified) && !points->mandatory_stage.done;
}

int file_balance_stage(const struct points *points, struct rect area, bool draws) {
    if (points == NULL || !is_due(points))
        return 0;
    const struct points_mandatory_stage *stage = &points->mandatory_stage;
    bool late = date_compare(points->on, stage->deadline) > 0;
    char head[WORDS_MAX], text[WORDS_MAX], notified[40], deadline[40];
    date_write_long(stage->notified, notified);
    date_write_long(stage->deadline, deadline);
    if (late) {
        text_format(head, sizeof head, "✗ Stage obligatoire non fait : délai dépassé depuis le %s", deadline);
        text_copy(text, sizeof text,
                  "Lettre 48N. Encourus : contravention de 4e classe, suspension jusqu'à trois ans. Fait mais pas "
                  "enregistré : voir l'attestation de stage.");
    } else {
        text_format(head, sizeof head, "◌ Stage obligatoire à faire au plus tard le %s", deadline);
        text_format(text, sizeof text,
                    "Lettre 48N notifiée le %s. Non fait : contravention de 4e classe, suspension jusqu'à trois ans. "
                    "Fait : amende remboursée.",
                    notified);
    }
    struct flow flow;
    flow_begin(&flow, area, 0, draws);
    flow_text(&flow, 0, late ? THEME_BAD : THEME_WARNING, head);
    flow_text(&flow, 2, THEME_TEXT, text);
    return flow.line + 1;
}

/* --- The difference --- */

void file_balance_flow_zero(struct flow *flow, const struct points_remarks *remarks) {
    char text[POINTS_WORDS_MAX + 8];
    for (size_t i = 0; i < remarks->count; i++)
        if (remarks->items[i].kind == POINTS_REMARK_ZERO &&
            text_format(text, sizeof text, "✗ %s", remarks->items[i].text))
            flow_text(flow, 0, THEME_BAD, text);
}

/* The figures themselves are in the column. */
static bool explains(enum points_remark_kind kind) {
    return kind == POINTS_REMARK_CAUSE || kind == POINTS_REMARK_FIGURE || kind == POINTS_REMARK_CREDIT;
}

static void append_remark(struct text_builder *text, const char *remark) {
    text_appendf(text, "%s%s", text->length == 0 ? "" : " ", remark);
}

static void flow_remarks(struct flow *flow, const char *label, struct text_builder *text) {
    if (text->length > 0)
        flow_pair(flow, LABEL_WIDTH, label, THEME_TEXT, text->bytes);
    text_builder_clear(text);
}

void file_balance_flow(struct flow *flow, const struct points_remarks *remarks) {
    struct text_builder difference, check;
    text_builder_init(&difference, POINTS_REMARKS_MAX * POINTS_WORDS_MAX);
    text_builder_init(&check, POINTS_REMARKS_MAX * POINTS_WORDS_MAX);
    for (size_t i = 0; i < remarks->count; i++) {
        if (explains(remarks->items[i].kind))
            append_remark(&difference, remarks->items[i].text);
        else if (remarks->items[i].kind == POINTS_REMARK_WARNING)
            append_remark(&check, remarks->items[i].text);
    }
    if (difference.length + check.length > 0)
        flow_blank(flow);
    flow_remarks(flow, "Écart", &difference);
    flow_remarks(flow, "À vérifier", &check);
}

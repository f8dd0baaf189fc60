/* Synthèse: the state in words, what to tell the person and what to do, and the official balance in large. */
#include "draw.h"
#include "file_balance.h"
#include "file_tabs.h"
#include "flow.h"
#include "words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/memory.h"
#include "../kiosk/text.h"

enum { LABEL_WIDTH = 11 };

static enum theme_role rights_role(enum guidance_rights rights) {
    return rights == GUIDANCE_MAY_DRIVE ? THEME_GOOD : rights == GUIDANCE_MAY_NOT_DRIVE ? THEME_BAD : THEME_WARNING;
}

static const char *rights_mark(enum guidance_rights rights) {
    return rights == GUIDANCE_MAY_DRIVE ? "●" : rights == GUIDANCE_MAY_NOT_DRIVE ? "✗" : "◌";
}

static void flow_state(struct flow *flow, const struct record_licence *licence) {
    const struct guidance_state *state = guidance_state(licence->state);
    enum guidance_rights rights = state == NULL ? GUIDANCE_UNKNOWN : state->rights;
    char label[WORDS_MAX], line[WORDS_MAX + 8], day[40];
    words_write_state(licence, label, sizeof label);
    text_format(line, sizeof line, "%s %s", rights_mark(rights), label);
    flow_text(flow, 0, rights_role(rights), line);
    if (date_is_set(licence->state_since)) {
        date_write_long(licence->state_since, day);
        text_format(line, sizeof line, "depuis le %s", day);
        flow_text(flow, 2, THEME_TEXT, line);
    }
}

static void flow_lost_title(struct flow *flow, const struct record_licence *licence) {
    char note[WORDS_MAX];
    words_write_title_note(licence, note, sizeof note);
    if (note[0] != '\0')
        flow_text(flow, 0, THEME_WARNING, note);
}

static void flow_measure(struct flow *flow, const struct record_event *event, const char *what) {
    if (event == NULL)
        return;
    char day[40];
    struct text_builder line;
    const char *kind = event->kind == NULL ? NULL : guidance_event("suspension", event->kind);
    const char *scope = event->scope == NULL ? NULL : guidance_event("scope", event->scope);
    bool open_ended = !date_is_set(event->to);
    text_builder_init(&line, WORDS_MAX);
    date_write_long(open_ended ? event->from : event->to, day);
    text_appendf(&line, "%s %s %s", kind != NULL ? kind : what, open_ended ? "depuis le" : "jusqu'au", day);
    if (scope != NULL) {
        text_append(&line, ", ");
        words_append_lower(&line, scope);
    }
    flow_pair(flow, LABEL_WIDTH, "En cours", THEME_WARNING, line.bytes);
    text_builder_clear(&line);
}

/* Addressed to the person: an organisme is told the state, nothing more. */
static void flow_guidance(struct flow *flow, const struct record *record) {
    const struct guidance_state *state = guidance_state(record->licence.state);
    flow_blank(flow);
    flow_measure(flow, record_current_suspension(record, clock_today()), "Suspension");
    flow_measure(flow, record_current_ead(record, clock_today()), "Éthylotest antidémarrage obligatoire");
    for (size_t i = 0; i < record->licence.conditions.count; i++)
        flow_pair(flow, LABEL_WIDTH, i == 0 ? "Conditions" : "", THEME_TEXT, record->licence.conditions.items[i]);
    if (state == NULL) {
        flow_pair(flow, LABEL_WIDTH, "À faire", THEME_TEXT, "Appelez le responsable : cet état est inconnu du poste.");
        return;
    }
    flow_pair(flow, LABEL_WIDTH, "À dire", THEME_TEXT, state->person);
    flow_pair(flow, LABEL_WIDTH, "À faire", THEME_TEXT, state->agent);
}

int file_summary(const struct counter *counter, const struct points *points, struct rect area, int top, bool draws) {
    const struct record *record = counter->record;
    struct points_remarks remarks = {0};
    bool sees_points = counter_may_see(counter, IDENTITY_SEE_POINTS);
    int above = 0;
    if (sees_points && points != NULL)
        points_compare(record, points, &remarks);
    if (sees_points) {
        above = file_balance_stage(points, area, draws);
        layout_cut_top(&area, above);
        struct rect column = layout_cut_right(&area, file_balance_width(area.width));
        layout_cut_right(&area, 2);
        if (draws)
            file_balance_draw(record, points, &remarks, column);
    }
    struct flow flow;
    flow_begin(&flow, area, top, draws);
    flow_lost_title(&flow, &record->licence);
    flow_state(&flow, &record->licence);
    if (sees_points) {
        file_balance_flow_zero(&flow, &remarks);
        flow_guidance(&flow, record);
        file_balance_flow(&flow, &remarks);
    }
    flow_end(&flow);
    memory_wipe(&remarks, sizeof remarks);
    return above + flow.line;
}

/* Historique: ten years of losses and recoveries, newest first, filtered by typing or by kind; the chosen line in full
 * below. It shows what the registry wrote; it computes nothing. */
#include "draw.h"
#include "file_tabs.h"
#include "words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <stdlib.h>
#include <string.h>

enum { YEARS = 10, HEAD_ROWS = 1, DETAIL_ROWS = 4, DATE_WIDTH = 12, POINTS_WIDTH = 6, KIND_WIDTH = 14 };

/* --- What belongs here --- */

static const char *const kind_words[FILE_KIND_COUNT] = {"toutes", "infractions", "stages", "points rendus", "autres"};

static enum file_kind kind_of(const struct record_event *event) {
    switch (event->type) {
    case RECORD_OFFENCE:
        return FILE_OFFENCES;
    case RECORD_STAGE:
        return FILE_STAGES;
    case RECORD_RESTITUTION:
        return FILE_RESTITUTIONS;
    default:
        return FILE_OTHERS;
    }
}

static const char *type_words(const struct record_event *event) {
    switch (event->type) {
    case RECORD_OFFENCE:
        return "Infraction";
    case RECORD_STAGE:
        return "Stage";
    case RECORD_RESTITUTION:
        return "Points rendus";
    case RECORD_48SI_NOTIFIED:
        return "Invalidation";
    case RECORD_ANNULMENT:
        return "Annulation";
    case RECORD_NEW_LICENCE:
        return "Permis";
    default:
        return event->type_name == NULL ? "Autre" : event->type_name;
    }
}

/* Letters, visits and suspensions have their own tab. An unknown event is listed as the registry wrote it. */
static bool is_history(const struct record_event *event, struct date oldest) {
    if (event->type == RECORD_LETTER || event->type == RECORD_MEDICAL || event->type == RECORD_SUSPENSION ||
        event->type == RECORD_EAD)
        return false;
    struct date latest = date_compare(event->definitive, event->date) > 0 ? event->definitive : event->date;
    return !date_is_set(latest) || date_compare(latest, oldest) >= 0;
}

static const char *describe(const struct record_event *event) {
    const char *words = NULL;
    switch (event->type) {
    case RECORD_OFFENCE:
        return event->label == NULL ? "Nature non précisée" : event->label;
    case RECORD_STAGE:
        words = event->kind == NULL ? NULL : guidance_event("stage", event->kind);
        return words != NULL ? words : "Stage de sensibilisation";
    case RECORD_RESTITUTION:
        words = event->kind == NULL ? NULL : guidance_event("restitution", event->kind);
        return words != NULL ? words : "Restitution automatique";
    case RECORD_48SI_NOTIFIED:
        return "Lettre 48SI notifiée : le permis a perdu sa validité";
    case RECORD_ANNULMENT:
        return "Permis annulé";
    case RECORD_NEW_LICENCE:
        return "Nouveau permis obtenu";
    default:
        return "Événement d'une nature inconnue de ce poste";
    }
}

static void write_points(const struct record_event *event, char out[16]) {
    out[0] = '\0';
    if (event->type == RECORD_RESTITUTION)
        text_format(out, 16, "+%d", event->points);
    else if (event->type == RECORD_OFFENCE && event->points == 0)
        text_format(out, 16, "0");
    else if (event->type == RECORD_OFFENCE && !date_is_set(event->definitive))
        text_format(out, 16, "(%d)", event->points);
    else if (event->type == RECORD_OFFENCE)
        text_format(out, 16, "−%d", event->points);
}

/* --- The filtered list --- */

static bool passes(const struct file_history *history, const struct record_event *event) {
    char text[WORDS_MAX], day[16];
    if (history->kind != FILE_ALL && kind_of(event) != history->kind)
        return false;
    date_write_short(event->date, day);
    text_format(text, sizeof text, "%s %s %s %s", day, type_words(event), describe(event),
                event->place == NULL ? "" : event->place);
    bool kept = list_matches(text, history->filter.text);
    memory_wipe(text, sizeof text);
    return kept;
}

int file_newest_first(const void *a, const void *b) {
    const struct file_line *left = a, *right = b;
    int order = date_compare(right->event->date, left->event->date);
    return order != 0 ? order : (left->event < right->event) - (left->event > right->event);
}

void file_history_fill(struct file_history *history, const struct record *record, const struct points *points) {
    (void)points;
    struct date oldest = date_add_months(clock_today(), -12 * YEARS);
    file_history_clear(history);
    history->shown = memory_alloc((record->event_count + 1) * sizeof *history->shown);
    size_t count = 0;
    for (size_t i = 0; i < record->event_count; i++) {
        const struct record_event *event = &record->events[i];
        if (!is_history(event, oldest))
            continue;
        history->known++;
        if (passes(history, event))
            history->shown[count++].event = event;
    }
    qsort(history->shown, count, sizeof *history->shown, file_newest_first);
    list_resize(&history->list, count);
}

void file_history_clear(struct file_history *history) {
    memory_free(history->shown);
    history->shown = NULL;
    history->known = 0;
}

/* --- Keys --- */

static int list_rows(struct rect area) {
    int rows = area.height - HEAD_ROWS - DETAIL_ROWS;
    return rows < 1 ? 1 : rows;
}

bool file_history_key(struct file_history *history, const struct record *record, const struct points *points,
                      const struct key *key, struct rect area) {
    if (history->in_filter) {
        if (key->code == KEYS_ENTER || key->code == KEYS_DOWN || key->code == KEYS_UP) {
            history->in_filter = false;
            return true;
        }
        if (!field_key(&history->filter, key))
            return false;
        file_history_fill(history, record, points);
        return true;
    }
    if (key->code == KEYS_TEXT && key->character == '/') {
        history->in_filter = true;
        return true;
    }
    return list_key(&history->list, key, list_rows(area));
}

/* --- Drawing --- */

static struct rect filter_box(struct rect area) {
    return (struct rect){area.x + 41, area.y, 13, 1};
}

/* Its keys are said here: the key bar has no room for them at 80 columns. */
static void draw_head(const struct file_history *history, struct rect area) {
    struct rect box = filter_box(area);
    char shown[FIELD_BYTES + 1], count[64];
    int cursor;
    enum theme_role role = history->in_filter ? THEME_FIELD_NOW : THEME_FIELD;
    int x = draw_text(area, 0, 0, THEME_LABEL, "F11 Nature : ");
    draw_text(area, 0, x, THEME_VALUE, kind_words[history->kind]);
    draw_text(area, 0, 28, THEME_LABEL, "F4 Filtre : ");
    field_view(&history->filter, box.width, shown, sizeof shown, &cursor);
    draw_fill(box, role);
    draw_text(box, 0, 0, role, shown);
    size_t lines = history->list.count;
    if (lines == history->known)
        text_format(count, sizeof count, "%zu ligne%s en %d ans", lines, lines > 1 ? "s" : "", YEARS);
    else
        text_format(count, sizeof count, "%zu sur %zu", lines, history->known);
    draw_text_right(area, 0, THEME_LABEL, count);
}

static enum theme_role points_role(const struct record_event *event) {
    if (event->type == RECORD_RESTITUTION)
        return THEME_GOOD;
    return event->type == RECORD_OFFENCE && date_is_set(event->definitive) ? THEME_BAD : THEME_WARNING;
}

static void draw_event(const struct record_event *event, struct rect area, bool chosen) {
    char day[16], points[16];
    date_write_short(event->date, day);
    write_points(event, points);
    enum theme_role role = chosen ? THEME_CHOSEN : THEME_TEXT;
    draw_fill(area, role);
    draw_textf(area, 0, 0, role, "%s%s", chosen ? "▸" : " ", day);
    struct rect column = {area.x + DATE_WIDTH, area.y, POINTS_WIDTH - 2, 1};
    draw_text_right(column, 0, chosen ? role : points_role(event), points);
    struct rect kind = {area.x + DATE_WIDTH + POINTS_WIDTH, area.y, KIND_WIDTH, 1};
    draw_text(kind, 0, 0, role, type_words(event));
    draw_text(area, 0, DATE_WIDTH + POINTS_WIDTH + KIND_WIDTH + 1, role, describe(event));
}

static void append_day(struct text_builder *text, const char *before, struct date date) {
    char day[48];
    if (!date_is_set(date))
        return;
    words_write_day(date, day);
    text_appendf(text, "%s%s", before, day);
}

static void detail_offence(const struct record_event *event, struct text_builder *text) {
    const char *how = event->how == NULL ? NULL : guidance_event("how", event->how);
    append_day(text, "Commise le ", event->committed);
    if (event->place != NULL)
        text_appendf(text, " à %s", event->place);
    if (event->class == RECORD_CLASS_DELIT)
        text_append(text, ". Délit");
    else
        text_appendf(text, ". Contravention de %d%s classe", event->class, event->class == 1 ? "re" : "e");
    if (!date_is_set(event->definitive)) {
        text_append(text, ". Pas encore définitive : aucun point retiré à ce jour.");
        return;
    }
    append_day(text, ", définitive le ", event->definitive);
    if (event->how != NULL) {
        text_append(text, " (");
        words_append_lower(text, how != NULL ? how : event->how);
        text_append(text, ")");
    }
    append_day(text, ", enregistrée le ", event->recorded);
    text_append(text, ".");
}

static void detail_other(const struct record_event *event, struct text_builder *text) {
    if (event->type == RECORD_STAGE) {
        append_day(text, "Du ", event->first_day);
        append_day(text, " au ", event->last_day);
        append_day(text, ", enregistré le ", event->recorded);
        if (event->centre != NULL)
            text_appendf(text, ". %s", event->centre);
    } else {
        append_day(text, "Le ", event->date);
    }
    text_append(text, ".");
}

static void draw_detail(const struct record_event *event, struct rect area) {
    struct text_builder text;
    text_builder_init(&text, 2 * WORDS_MAX);
    draw_rule(area, 0, THEME_RULE);
    if (event->type == RECORD_OFFENCE)
        detail_offence(event, &text);
    else
        detail_other(event, &text);
    int y = draw_paragraph(area, 1, THEME_VALUE, describe(event));
    draw_paragraph(area, y, THEME_TEXT, text.bytes);
    text_builder_clear(&text);
}

void file_history_draw(const struct file_history *history, struct rect area) {
    draw_head(history, layout_cut_top(&area, HEAD_ROWS));
    struct rect detail = layout_cut_bottom(&area, DETAIL_ROWS);
    const struct list *list = &history->list;
    size_t rows = (size_t)area.height, top = list_top(list, area.height);
    if (list->count == 0)
        draw_text(area, 0, 1, THEME_TEXT, history->known == 0 ? "Aucun événement en dix ans." : "Aucune ligne.");
    for (size_t i = top; i < list->count && i < top + rows; i++)
        draw_event(history->shown[i].event, layout_cut_top(&area, 1), !history->in_filter && i == list->chosen);
    if (list->count > 0)
        draw_detail(history->shown[list->chosen].event, detail);
}

void file_history_cursor(const struct file_history *history, struct rect area, int *x, int *y) {
    if (!history->in_filter) {
        *x = area.x;
        *y = area.y + HEAD_ROWS + (int)(history->list.chosen - list_top(&history->list, list_rows(area)));
        return;
    }
    struct rect box = filter_box(area);
    char shown[FIELD_BYTES + 1];
    int cursor;
    field_view(&history->filter, box.width, shown, sizeof shown, &cursor);
    *x = box.x + cursor;
    *y = box.y;
}

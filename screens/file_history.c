/* Historique: ten years of losses and recoveries, newest first, filtered by typing or by kind; the chosen line in full
 * below; the balance over time as a plot. What the registry wrote is listed as it wrote it; what only the law gives is
 * marked as computed. */
#include "file_history.h"

#include "draw.h"
#include "file_plot.h"
#include "words.h"

#include "../kiosk/memory.h"
#include "../kiosk/points_compare.h"

#include <stdlib.h>
#include <string.h>

enum { YEARS = 10, HEAD_ROWS = 1, DATE_WIDTH = 12, POINTS_WIDTH = 6, KIND_WIDTH = 14, PLOT_ROWS = 3 };

static const char *const kind_words[FILE_KIND_COUNT] = {"toutes", "infractions", "stages", "points rendus", "autres"};

/* --- The lines --- */

/* Letters, visits and suspensions have their own tab. An unknown event is listed as the registry wrote it. */
static bool is_history(const struct record_event *event, struct date oldest) {
    if (event->type == RECORD_LETTER || event->type == RECORD_MEDICAL || event->type == RECORD_SUSPENSION ||
        event->type == RECORD_EAD)
        return false;
    struct date latest = date_compare(event->definitive, event->date) > 0 ? event->definitive : event->date;
    return !date_is_set(latest) || date_compare(latest, oldest) >= 0;
}

/* A stage tells what it gave on its own line. */
static bool is_own_line(const struct record *record, const struct points_credit *credit, struct date oldest) {
    return credit->rule != POINTS_R20 && date_compare(credit->date, oldest) >= 0 &&
           !points_credit_is_listed(record, credit);
}

static bool passes(const struct file_history *history, const struct file_line *line) {
    char text[4 * WORDS_MAX], what[WORDS_MAX], day[16];
    if (history->kind != FILE_ALL && file_line_kind(line) != history->kind)
        return false;
    date_write_short(file_line_date(line), day);
    file_line_describe(line, what);
    text_format(text, sizeof text, "%s %s %s %s", day, file_line_type(line), what,
                line->event == NULL || line->event->place == NULL ? "" : line->event->place);
    bool kept = list_matches(text, history->filter.text);
    memory_wipe(text, sizeof text);
    memory_wipe(what, sizeof what);
    return kept;
}

int file_newest_first(const void *a, const void *b) {
    const struct file_line *left = a, *right = b;
    int order = date_compare(file_line_date(right), file_line_date(left));
    if (order != 0)
        return order;
    if (left->event == NULL || right->event == NULL)
        return (left->event != NULL) - (right->event != NULL);
    return (left->event < right->event) - (left->event > right->event);
}

static void take(struct file_history *history, const struct file_line *line) {
    history->known++;
    if (passes(history, line))
        history->shown[history->list.count++] = *line;
}

static struct file_line line_of(const struct record *record, const struct points *points, size_t index) {
    const struct record_event *event = &record->events[index];
    struct file_line line = {.event = event};
    if (points == NULL)
        return line;
    line.fate = index < points->fate_count ? &points->fates[index] : NULL;
    if (event->type == RECORD_RESTITUTION)
        line.credit = points_credit_of(points, event);
    return line;
}

static size_t credits_past(const struct points *points) {
    return points == NULL ? 0 : points->forecast;
}

void file_history_fill(struct file_history *history, const struct record *record, const struct points *points) {
    struct date oldest = date_add_months(clock_today(), -12 * YEARS);
    struct list list = history->list;
    size_t past = credits_past(points);
    file_history_clear(history);
    history->shown = memory_alloc((record->event_count + past + 1) * sizeof *history->shown);
    history->list.count = 0;
    history->points = points;
    for (size_t i = 0; i < record->event_count; i++) {
        struct file_line line = line_of(record, points, i);
        if (is_history(line.event, oldest))
            take(history, &line);
    }
    for (size_t i = 0; i < past; i++) {
        struct file_line line = {.credit = &points->credits[i]};
        if (is_own_line(record, line.credit, oldest))
            take(history, &line);
    }
    size_t count = history->list.count;
    qsort(history->shown, count, sizeof *history->shown, file_newest_first);
    history->list = list;
    list_resize(&history->list, count);
}

void file_history_clear(struct file_history *history) {
    memory_free(history->shown);
    history->shown = NULL;
    history->points = NULL;
    history->known = 0;
}

/* --- Where things are --- */

/* In order: head, list, detail, plot. */
struct parts {
    struct rect head, list, detail, plot;
};

/* The plot leaves the list at least LIST_ROWS_MIN. */
static struct parts parts_of(const struct file_history *history, struct rect area) {
    enum { ROOMY_ROWS = 25, LIST_ROWS_MIN = 5 };
    struct parts parts = {.head = layout_cut_top(&area, HEAD_ROWS)};
    bool roomy = area.height >= ROOMY_ROWS;
    int detail_rows = roomy ? 6 : 5, plot_rows = roomy ? 1 + 8 : PLOT_ROWS;
    if (history->points != NULL && area.height - detail_rows - plot_rows >= LIST_ROWS_MIN)
        parts.plot = layout_cut_bottom(&area, plot_rows);
    parts.detail = layout_cut_bottom(&area, detail_rows);
    parts.list = area;
    return parts;
}

static struct rect filter_box(struct rect area) {
    return (struct rect){area.x + 41, area.y, 13, 1};
}

/* --- Keys --- */

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
    return list_key(&history->list, key, parts_of(history, area).list.height);
}

/* --- Drawing --- */

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

static void draw_line(const struct file_line *line, struct rect area, bool chosen) {
    char day[16], points[16], what[WORDS_MAX];
    date_write_short(file_line_date(line), day);
    file_line_describe(line, what);
    file_line_write_points(line, points);
    enum theme_role role = chosen ? THEME_CHOSEN : THEME_TEXT;
    draw_fill(area, role);
    draw_textf(area, 0, 0, role, "%s%s", chosen ? "▸" : " ", day);
    struct rect column = {area.x + DATE_WIDTH, area.y, POINTS_WIDTH - 2, 1};
    draw_text_right(column, 0, chosen ? role : file_line_role(line), points);
    struct rect kind = {area.x + DATE_WIDTH + POINTS_WIDTH, area.y, KIND_WIDTH, 1};
    draw_text(kind, 0, 0, role, file_line_type(line));
    draw_text(area, 0, DATE_WIDTH + POINTS_WIDTH + KIND_WIDTH + 1, role, what);
    memory_wipe(what, sizeof what);
}

/* The title stands in the rule where it fits, and where there is no room for both below it. */
static void draw_detail(const struct file_line *line, struct rect area) {
    char what[WORDS_MAX];
    struct text_builder text;
    text_builder_init(&text, 3 * WORDS_MAX);
    file_line_describe(line, what);
    file_line_detail(line, &text);
    int rows = layout_count_lines(what, area.width) + layout_count_lines(text.bytes, area.width);
    struct rect title = {area.x + 1, area.y, area.width - 2, 1};
    int y = 1;
    draw_rule(area, 0, THEME_RULE);
    if (text_width(what) + 2 <= title.width || rows >= area.height) {
        int end = draw_textf(title, 0, 0, THEME_VALUE, " %s", what);
        draw_text(title, 0, end, THEME_VALUE, " ");
    } else {
        y = draw_paragraph(area, 1, THEME_VALUE, what);
    }
    draw_paragraph(area, y, THEME_TEXT, text.bytes);
    text_builder_clear(&text);
    memory_wipe(what, sizeof what);
}

static void draw_plot(const struct points *points, struct rect area) {
    if (area.height > PLOT_ROWS)
        draw_text(layout_cut_top(&area, 1), 0, 0, THEME_LABEL, "Solde calculé");
    file_plot_past(points, area);
}

void file_history_draw(const struct file_history *history, struct rect area) {
    struct parts parts = parts_of(history, area);
    draw_head(history, parts.head);
    const struct list *list = &history->list;
    size_t rows = (size_t)parts.list.height, top = list_top(list, parts.list.height);
    if (list->count == 0)
        draw_text(parts.list, 0, 1, THEME_TEXT, history->known == 0 ? "Aucun événement en dix ans." : "Aucune ligne.");
    for (size_t i = top; i < list->count && i < top + rows; i++)
        draw_line(&history->shown[i], layout_cut_top(&parts.list, 1), !history->in_filter && i == list->chosen);
    if (list->count > 0)
        draw_detail(&history->shown[list->chosen], parts.detail);
    if (parts.plot.height > 0)
        draw_plot(history->points, parts.plot);
}

void file_history_cursor(const struct file_history *history, struct rect area, int *x, int *y) {
    if (!history->in_filter) {
        int rows = parts_of(history, area).list.height;
        *x = area.x;
        *y = area.y + HEAD_ROWS + (int)(history->list.chosen - list_top(&history->list, rows));
        return;
    }
    struct rect box = filter_box(area);
    char shown[FIELD_BYTES + 1];
    int cursor;
    field_view(&history->filter, box.width, shown, sizeof shown, &cursor);
    *x = box.x + cursor;
    *y = box.y;
}

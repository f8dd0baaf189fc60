/* Suspensions, visites, courriers: newest first, each block only where the requester's quality allows it. */
#include "file_tabs.h"
#include "flow.h"
#include "words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <stdlib.h>
#include <string.h>

enum { DATE_WIDTH = 12 };

typedef void flow_event(struct flow *flow, const struct record_event *event);

static const char *words_or(const char *kind, const char *code, const char *otherwise) {
    const char *words = code == NULL ? NULL : guidance_event(kind, code);
    return words != NULL ? words : code != NULL ? code : otherwise;
}

static void append_day(struct text_builder *line, const char *before, struct date date) {
    char day[48];
    if (!date_is_set(date))
        return;
    words_write_day(date, day);
    text_append(line, before);
    text_append(line, day);
}

static void flow_line(struct flow *flow, struct date date, struct text_builder *line) {
    char day[16];
    date_write_short(date, day);
    flow_pair(flow, DATE_WIDTH, day, THEME_TEXT, line->bytes);
    text_builder_clear(line);
}

static void flow_suspension(struct flow *flow, const struct record_event *event) {
    struct text_builder line;
    text_builder_init(&line, WORDS_MAX);
    if (event->type == RECORD_EAD)
        text_append(&line, "Conduite avec éthylotest antidémarrage (art. R. 224-6)");
    else
        text_append(&line, words_or("suspension", event->kind, "Suspension"));
    if (date_is_set(event->to))
        append_day(&line, ", jusqu'au ", event->to);
    else
        text_append(&line, ", sans fin fixée");
    if (event->scope != NULL) {
        text_append(&line, ", ");
        words_append_lower(&line, words_or("scope", event->scope, ""));
    }
    if (event->authority != NULL)
        text_appendf(&line, ". %s", event->authority);
    flow_line(flow, event->from, &line);
}

static void flow_visit(struct flow *flow, const struct record_event *event) {
    struct text_builder line;
    text_builder_init(&line, WORDS_MAX);
    words_append_upper(&line, words_or("medical", event->verdict, "avis non précisé"));
    append_day(&line, ", valable jusqu'au ", event->valid_until);
    flow_line(flow, event->date, &line);
}

static void flow_letter(struct flow *flow, const struct record_event *event) {
    struct text_builder line;
    text_builder_init(&line, WORDS_MAX);
    const char *words = event->code == NULL ? NULL : guidance_event("letter", event->code);
    if (words != NULL)
        text_append(&line, words);
    else
        text_appendf(&line, "Lettre %s", event->code == NULL ? "" : event->code);
    if (date_is_set(event->notified))
        append_day(&line, ", notifiée le ", event->notified);
    else
        text_append(&line, ", pas encore notifiée");
    flow_line(flow, event->date, &line);
}

static bool is_measure(enum record_event_type type) {
    return type == RECORD_SUSPENSION || type == RECORD_EAD;
}

static bool is_visit(enum record_event_type type) {
    return type == RECORD_MEDICAL;
}

static bool is_letter(enum record_event_type type) {
    return type == RECORD_LETTER;
}

static void flow_block(struct flow *flow, const struct record *record, const char *title, const char *none,
                       bool (*belongs)(enum record_event_type), flow_event *draw) {
    struct file_line *lines = memory_alloc((record->event_count + 1) * sizeof *lines);
    size_t count = 0;
    for (size_t i = 0; i < record->event_count; i++)
        if (belongs(record->events[i].type))
            lines[count++].event = &record->events[i];
    qsort(lines, count, sizeof *lines, file_newest_first);
    flow_title(flow, title);
    if (count == 0)
        flow_text(flow, 0, THEME_TEXT, none);
    for (size_t i = 0; i < count; i++)
        draw(flow, lines[i].event);
    memory_free(lines);
}

int file_measures(const struct counter *counter, struct rect area, int top, bool draws) {
    const struct record *record = counter->record;
    struct flow flow;
    flow_begin(&flow, area, top, draws);
    if (counter_may_see(counter, IDENTITY_SEE_MEASURES)) {
        flow_block(&flow, record, "Suspensions et mesures", "Aucune.", is_measure, flow_suspension);
        flow_block(&flow, record, "Visites médicales", "Aucune.", is_visit, flow_visit);
    }
    if (counter_may_see(counter, IDENTITY_SEE_LETTERS))
        flow_block(&flow, record, "Courriers", "Aucun.", is_letter, flow_letter);
    flow_end(&flow);
    return flow.line;
}

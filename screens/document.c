/* Document: the ADCS, previewed in text, the printer, the copies; or why it may not be issued. The counter decides. */
#include "draw.h"
#include "flow.h"
#include "form.h"
#include "notice.h"
#include "screen.h"
#include "words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

enum { LABEL_WIDTH = 14, FORM_ROWS = 5 };

struct document {
    struct form form;
    int copies; /* index: one copy is 0 */
    int top;    /* of the preview */
    struct notice notice;
};

static const char *const copies[] = {"1", "2", "3", "4", "5", NULL};

static void document_open(void *state, const struct screen_context *context, const void *argument) {
    struct document *document = state;
    (void)context;
    (void)argument;
    document->form.label_width = LABEL_WIDTH;
    form_add_choice(&document->form, "Exemplaires", copies, &document->copies);
    form_add_button(&document->form, "Imprimer l'attestation")->spaced = true;
    form_focus_on(&document->form, &document->form.items[1]);
}

static const struct counter *the_counter(const struct screen_context *context) {
    return desk_counter(context->desk);
}

static const struct guidance_state *the_state(const struct screen_context *context) {
    return guidance_state(the_counter(context)->record->licence.state);
}

static bool takes_right_away(const struct screen_context *context) {
    const struct guidance_state *state = the_state(context);
    return state != NULL && state->rights == GUIDANCE_MAY_NOT_DRIVE;
}

/* --- Events --- */

static struct screen_verdict issue(struct document *document, const struct screen_context *context) {
    struct fault fault = {0};
    if (desk_issue(context->desk, COUNTER_ADCS, document->copies + 1, NULL, &fault) == STATUS_OK)
        return (struct screen_verdict){.kind = SCREEN_REPLACE, .screen = &screen_printing};
    notice_fault(&document->notice, SENTENCE_ISSUE, &fault);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict print(struct document *document, const struct screen_context *context) {
    static const struct screen_question question = {
        .title = "Ce permis n'autorise pas à conduire",
        .text =
            "L'attestation portera en grand « CE DOCUMENT N'AUTORISE PAS À CONDUIRE ». Dites-le à la personne avant "
            "de la lui remettre.",
        .yes = "imprimer",
    };
    struct fault fault = {0};
    notice_clear(&document->notice);
    if (counter_may_issue(the_counter(context), COUNTER_ADCS, &fault) != STATUS_OK)
        return screen_verdict(SCREEN_REDRAW); /* the screen says why already */
    if (takes_right_away(context))
        return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_ask, .argument = &question};
    return issue(document, context);
}

static struct rect preview_area(const struct record *record, struct rect body);
static int lay_out(const struct record *record, struct rect area, int top, bool draws);

static struct screen_verdict take_key(struct document *document, const struct screen_context *context,
                                      const struct key *key) {
    struct rect area = preview_area(the_counter(context)->record, context->body);
    bool pages = key->code == KEYS_PAGE_UP || key->code == KEYS_PAGE_DOWN;
    if (pages && flow_key(&document->top, key, lay_out(the_counter(context)->record, area, 0, false), area.height))
        return screen_verdict(SCREEN_REDRAW);
    if (form_key(&document->form, key) == FORM_ACCEPTED)
        return print(document, context);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict document_event(void *state, const struct screen_context *context,
                                            const struct screen_event *event) {
    struct document *document = state;
    if (the_counter(context)->record == NULL)
        return screen_verdict(SCREEN_RESET);
    if (event->kind == SCREEN_SHOWN && event->answer)
        return issue(document, context);
    if (event->kind == SCREEN_ACTION && event->action == ACTION_BACK)
        return screen_verdict(SCREEN_POP);
    if (event->kind == SCREEN_ACTION && event->action == ACTION_PRINT)
        return print(document, context);
    if (event->kind == SCREEN_KEY)
        return take_key(document, context, &event->key);
    return screen_verdict(SCREEN_REDRAW);
}

/* --- The preview --- */

static void pair(struct flow *flow, const char *label, const char *text) {
    flow_pair(flow, LABEL_WIDTH, label, THEME_TEXT, text);
}

static void preview_holder(struct flow *flow, const struct record *record) {
    char given[WORDS_MAX], birth[WORDS_MAX], line[2 * WORDS_MAX + 160];
    words_write_list(&record->holder.given_names, ", ", given, sizeof given);
    words_write_birth(&record->holder, birth, sizeof birth);
    text_format(line, sizeof line, "%s%s%s%s, %s, %s", words_civility(&record->holder), record->holder.family_name,
                record->holder.usual_name == NULL ? "" : ", nom d'usage ",
                record->holder.usual_name == NULL ? "" : record->holder.usual_name, given, birth);
    pair(flow, "Titulaire", line);
    words_write_list(&record->holder.address, ", ", line, sizeof line);
    pair(flow, "Adresse", line);
    text_format(line, sizeof line, "%s, titre %s", record->neph,
                record->licence.title_number == NULL ? "sans numéro" : record->licence.title_number);
    pair(flow, "NEPH", line);
    memory_wipe(given, sizeof given);
    memory_wipe(birth, sizeof birth);
    memory_wipe(line, sizeof line);
}

static void preview_categories(struct flow *flow, const struct record_licence *licence, bool suspended) {
    for (size_t i = 0; i < licence->category_count; i++) {
        const struct record_category *category = &licence->categories[i];
        char obtained[48] = "date inconnue", until[48] = "", codes[128], line[WORDS_MAX];
        if (date_is_set(category->obtained_on))
            words_write_day(category->obtained_on, obtained);
        if (date_is_set(category->valid_until))
            words_write_day(category->valid_until, until);
        words_write_list(&category->restrictions, ", ", codes, sizeof codes);
        const char *label = category->restrictions.count == 0   ? ""
                            : category->restrictions.count == 1 ? ", code "
                                                                : ", codes ";
        text_format(line, sizeof line, "%s : %s%s%s%s%s", category->code, obtained,
                    until[0] != '\0' ? ", jusqu'au " : "", until, label, codes);
        pair(flow, i > 0 ? "" : suspended ? "Obtenues" : "Catégories", line);
    }
    if (licence->category_count == 0)
        pair(flow, "Catégories", "aucune");
}

static void preview_measure(struct flow *flow, const char *label, const struct record_event *event) {
    char from[48], to[48] = "";
    struct text_builder line;
    if (event == NULL)
        return;
    words_write_day(event->from, from);
    if (date_is_set(event->to))
        words_write_day(event->to, to);
    const char *scope = event->scope == NULL ? NULL : guidance_event("scope", event->scope);
    text_builder_init(&line, WORDS_MAX);
    text_appendf(&line, "depuis le %s%s%s", from, to[0] != '\0' ? ", jusqu'au " : "", to);
    if (scope != NULL) {
        text_append(&line, ", ");
        words_append_lower(&line, scope);
    }
    pair(flow, label, line.bytes);
    text_builder_clear(&line);
}

static int lay_out(const struct record *record, struct rect area, int top, bool draws) {
    const struct guidance_state *state = guidance_state(record->licence.state);
    bool refused = state != NULL && state->rights == GUIDANCE_MAY_NOT_DRIVE;
    char label[WORDS_MAX];
    struct flow flow;
    flow_begin(&flow, area, top, draws);
    if (refused)
        flow_text(&flow, 0, THEME_ALARM, "CE DOCUMENT N'AUTORISE PAS À CONDUIRE");
    preview_holder(&flow, record);
    words_write_state(&record->licence, label, sizeof label);
    pair(&flow, "État", label);
    preview_categories(&flow, &record->licence, refused);
    for (size_t i = 0; i < record->licence.conditions.count; i++)
        pair(&flow, i == 0 ? "Conditions" : "", record->licence.conditions.items[i]);
    preview_measure(&flow, "Suspension", record_current_suspension(record, clock_today()));
    preview_measure(&flow, "Éthylotest", record_current_ead(record, clock_today()));
    pair(&flow, "Validité", "quatre mois, en France ; les points n'y figurent pas");
    flow_end(&flow);
    return flow.line;
}

/* --- Drawing --- */

/* As high as what it shows, where there is room for that. */
static struct rect preview_box(const struct record *record, struct rect body) {
    layout_cut_top(&body, 2);
    layout_cut_bottom(&body, FORM_ROWS);
    int wanted = lay_out(record, layout_shrink(body, 2, 1), 0, false) + 2;
    return layout_cut_top(&body, wanted);
}

static struct rect preview_area(const struct record *record, struct rect body) {
    return layout_shrink(preview_box(record, body), 2, 1);
}

static struct rect form_area(const struct record *record, struct rect body) {
    struct rect box = preview_box(record, body);
    layout_cut_top(&body, box.y + box.height - body.y + 1);
    return body;
}

static void draw_refusal(const struct screen_context *context, struct rect area, const struct fault *fault) {
    struct sentence why;
    char first[sizeof why.happened + 8];
    const struct guidance_state *state = the_state(context);
    sentence_write(SENTENCE_ISSUE, fault, &why);
    text_format(first, sizeof first, "✗ %s", why.happened);
    int y = draw_paragraph(area, 0, THEME_WARNING, first);
    y = draw_paragraph(area, y, THEME_TEXT, why.not_done);
    bool by_state = strcmp(fault->where, "state") == 0 && state != NULL;
    draw_paragraph(area, y, THEME_TEXT, by_state ? state->agent : why.to_do);
}

static void document_draw(const void *state, const struct screen_context *context) {
    const struct document *document = state;
    const struct counter *counter = the_counter(context);
    struct fault fault = {0};
    struct rect body = context->body;
    if (counter->record == NULL)
        return;
    draw_text(body, 0, 0, THEME_TITLE, "ADCS : attestation de droits à conduire sécurisée");
    draw_text(body, 1, 0, THEME_HINT, "L'ADCS remplace le RIR depuis le 4 décembre 2024.");
    if (counter_may_issue(counter, COUNTER_ADCS, &fault) != STATUS_OK) {
        layout_cut_top(&body, 3); /* a preview of what will not be would be read as a promise */
        draw_refusal(context, body, &fault);
        return;
    }
    draw_box(preview_box(counter->record, body), THEME_RULE, "Aperçu");
    lay_out(counter->record, preview_area(counter->record, body), document->top, true);
    struct rect area = form_area(counter->record, body);
    if (document->notice.text[0] != '\0') {
        notice_draw(&document->notice, area, 0);
        return;
    }
    char printer[WORDS_MAX];
    words_write_printer(context->config->printer, printer, sizeof printer);
    draw_text(area, 0, 0, THEME_LABEL, "Imprimante");
    draw_text(area, 0, LABEL_WIDTH, THEME_TEXT, printer);
    layout_cut_top(&area, 1);
    form_draw(&document->form, area);
}

static struct screen_cursor document_focus(const void *state, const struct screen_context *context) {
    const struct document *document = state;
    struct screen_cursor cursor = {0};
    if (the_counter(context)->record == NULL)
        return cursor;
    struct fault fault = {0};
    if (counter_may_issue(the_counter(context), COUNTER_ADCS, &fault) != STATUS_OK)
        return (struct screen_cursor){.x = context->body.x, .y = context->body.y + 3};
    struct rect area = form_area(the_counter(context)->record, context->body);
    layout_cut_top(&area, 1);
    form_cursor(&document->form, area, &cursor.x, &cursor.y);
    return cursor;
}

static const enum keys_action document_actions[] = {ACTION_HELP,        ACTION_PRINT, ACTION_LOCK,
                                                    ACTION_NEXT_PERSON, ACTION_BACK,  ACTION_NONE};

const struct screen screen_document = {
    .name = "document",
    .title = "Document",
    .actions = document_actions,
    .step = SCREEN_STEP_DOCUMENT,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .flags = SCREEN_SHOWS_PERSON | SCREEN_NEEDS_AGENT,
    .state_size = sizeof(struct document),
    .open = document_open,
    .event = document_event,
    .draw = document_draw,
    .focus = document_focus,
};

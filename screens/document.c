/* Document: which one, previewed in text, the copies; why it is issued here when it belongs to another préfecture; or
 * why it may not be issued. The counter decides what may be, the desk what is done. */
#include "document_preview.h"
#include "document_words.h"
#include "draw.h"
#include "flow.h"
#include "form.h"
#include "notice.h"
#include "screen.h"
#include "words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/text.h"

#include <string.h>

enum { LABEL_WIDTH = 14, REASON_LONGEST = 60, REASON_WIDTH = 32, RIR = COUNTER_DOCUMENT_COUNT };
enum { ITEM_DOCUMENT, ITEM_REASON, ITEM_PRINTER, ITEM_COPIES, ITEM_BUTTON };
enum { PRINTERS_MAX = 4, COPIES_MAX = 5 };

struct document {
    struct form form;
    int choices[COUNTER_DOCUMENT_COUNT + 1];         /* enum counter_document, or RIR, which is the last */
    const char *options[COUNTER_DOCUMENT_COUNT + 2]; /* ended by NULL */
    int choice_count, chosen;
    bool asked_rir;
    struct field reason;
    char printer_names[PRINTERS_MAX][WORDS_MAX];
    const char *printers[PRINTERS_MAX + 1]; /* ended by NULL */
    int printer;
    const char *copies_offered[COPIES_MAX + 1]; /* ended by NULL */
    int copies;                                 /* index: one copy is 0 */
    int top;                                    /* of the preview */
    struct notice notice;
};

static const char *const copies[COPIES_MAX] = {"1", "2", "3", "4", "5"};

static const struct {
    const char *option, *title, *hint, *button;
    enum identity_right right;
} documents[COUNTER_DOCUMENT_COUNT] = {
    [COUNTER_ADCS] = {"ADCS", "ADCS : attestation de droits à conduire sécurisée",
                      "L'ADCS remplace le RIR depuis le 4 décembre 2024.", "Imprimer l'attestation",
                      IDENTITY_GIVE_ADCS},
    [COUNTER_RII] = {"RII", "RII : relevé d'information intégral",
                     "Personnel\u00A0: ni employeur ni assureur ne peut l'exiger (art. L. 223-7).",
                     "Imprimer le relevé", IDENTITY_GIVE_RII},
    [COUNTER_SITUATION] = {"Ma situation", "« Ma situation » : une page à emporter",
                           "Information, sans valeur d'attestation\u00A0: ni sceau ni numéro.", "Imprimer la page",
                           IDENTITY_GIVE_SITUATION},
};

static const struct counter *the_counter(const struct screen_context *context) {
    return desk_counter(context->desk);
}

static enum counter_document the_type(const struct document *document) {
    return (enum counter_document)document->choices[document->chosen];
}

static enum status may_issue(const struct document *document, const struct screen_context *context,
                             struct fault *fault) {
    return desk_may_issue(context->desk, the_type(document), fault);
}

static bool wants_reason(const struct document *document, const struct screen_context *context) {
    return counter_wants_reason(the_counter(context), the_type(document), context->config->department);
}

/* --- The form --- */

/* What the quality allows, whatever the state of the licence: a refusal by the state is worth telling. */
static void list_documents(struct document *document, const struct counter *counter) {
    for (int type = 0; type < COUNTER_DOCUMENT_COUNT; type++)
        if (counter_may_see(counter, documents[type].right)) {
            document->options[document->choice_count] = documents[type].option;
            document->choices[document->choice_count++] = type;
        }
    document->options[document->choice_count] = "RIR";
    document->choices[document->choice_count++] = RIR;
}

static void list_printers(struct document *document, const struct screen_context *context) {
    int count = config_printer_count(context->config);
    for (int i = 0; i < count && i < PRINTERS_MAX; i++) {
        words_write_printer(config_printer(context->config, i), document->printer_names[i], WORDS_MAX);
        document->printers[i] = document->printer_names[i];
    }
    document->printer = desk_printer(context->desk);
}

/* What the printer makes of one job, when it can say so. */
static void list_copies(struct document *document, const struct screen_context *context) {
    const struct desk_status *status = desk_status(context->desk);
    int most = status->printer_known && status->printer_ready ? status->printer_copies_max : 0;
    most = most < 1 || most > COPIES_MAX ? COPIES_MAX : most;
    for (int i = 0; i < most; i++)
        document->copies_offered[i] = copies[i];
    document->copies_offered[most] = NULL;
    if (document->copies >= most)
        document->copies = most - 1;
}

static void show_what_is_asked(struct document *document, const struct screen_context *context) {
    struct form_item *items = document->form.items;
    struct fault fault;
    bool refused = may_issue(document, context, &fault) != STATUS_OK;
    items[ITEM_REASON].hidden = refused || !wants_reason(document, context);
    items[ITEM_PRINTER].hidden = refused || config_printer_count(context->config) < 2;
    items[ITEM_COPIES].hidden = items[ITEM_BUTTON].hidden = refused;
    list_copies(document, context);
    items[ITEM_BUTTON].label = documents[the_type(document)].button;
    if (items[document->form.focus].hidden)
        form_focus_on(&document->form, &items[ITEM_DOCUMENT]);
    if (the_type(document) == COUNTER_RII)
        desk_count_pages(context->desk, COUNTER_RII);
}

static void document_open(void *state, const struct screen_context *context, const void *argument) {
    struct document *document = state;
    struct form *form = &document->form;
    (void)argument;
    list_documents(document, the_counter(context));
    list_printers(document, context);
    field_init(&document->reason, REASON_LONGEST, false);
    form->label_width = LABEL_WIDTH;
    form_add_choice(form, "Document", document->options, &document->chosen);
    form_add_field(form, "Motif", &document->reason, REASON_WIDTH)->hint = "gardé au journal, sans nom";
    form_add_choice(form, "Imprimante", document->printers, &document->printer);
    form_add_choice(form, "Exemplaires", document->copies_offered, &document->copies);
    form_add_button(form, "")->spaced = true;
    form_focus_on(form, &form->items[ITEM_BUTTON]);
    show_what_is_asked(document, context);
}

/* The RIR is no more: who chooses it has chosen the ADCS, and is told so. From the ADCS backwards it is passed over
 * once that has been said. */
static void replace_rir(struct document *document, const struct key *key) {
    int rir = document->choice_count - 1;
    if (document->chosen != rir)
        return;
    document->chosen = document->asked_rir && key->code == KEYS_LEFT ? rir - 1 : 0;
    document->asked_rir = true;
}

/* --- Events --- */

static struct screen_verdict issue(struct document *document, const struct screen_context *context) {
    struct fault fault = {0};
    if (desk_issue(context->desk, the_type(document), document->copies + 1, document->reason.text, &fault) == STATUS_OK)
        return (struct screen_verdict){
            .kind = SCREEN_REPLACE, .screen = &screen_printing, .argument = document->reason.text};
    notice_fault(&document->notice, SENTENCE_ISSUE, &fault);
    if (strncmp(fault.where, "reason", 6) == 0)
        form_focus_on(&document->form, &document->form.items[ITEM_REASON]);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict print(struct document *document, const struct screen_context *context) {
    static const struct screen_question question = {
        .title = "Ce permis n'autorise pas à conduire",
        .text =
            "L'attestation portera en grand « CE DOCUMENT N'AUTORISE PAS À CONDUIRE ». Dites-le à la personne avant "
            "de la lui remettre.",
        .yes = "imprimer",
    };
    struct fault fault = {0};
    notice_clear(&document->notice);
    if (may_issue(document, context, &fault) != STATUS_OK)
        return screen_verdict(SCREEN_REDRAW); /* the screen says why already */
    const struct guidance_state *state = guidance_state(the_counter(context)->record->licence.state);
    if (the_type(document) == COUNTER_ADCS && state != NULL && state->rights == GUIDANCE_MAY_NOT_DRIVE)
        return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_ask, .argument = &question};
    return issue(document, context);
}

struct areas {
    struct rect head, form, below; /* `below`: the preview, a notice, or a refusal */
};

static struct areas areas(const struct document *document, const struct screen_context *context);
static int lay_out(const struct document *document, const struct screen_context *context, struct rect area, bool draws);

static struct screen_verdict take_key(struct document *document, const struct screen_context *context,
                                      const struct key *key) {
    struct rect area = layout_shrink(areas(document, context).below, 2, 1);
    bool pages = key->code == KEYS_PAGE_UP || key->code == KEYS_PAGE_DOWN;
    if (pages && flow_key(&document->top, key, lay_out(document, context, area, false), area.height))
        return screen_verdict(SCREEN_REDRAW);
    int before = document->chosen;
    enum form_verdict verdict = form_key(&document->form, key);
    replace_rir(document, key);
    if (document->chosen != before)
        document->top = 0;
    if (document->printer != desk_printer(context->desk))
        desk_choose_printer(context->desk, document->printer);
    show_what_is_asked(document, context);
    if (verdict == FORM_ACCEPTED)
        return print(document, context);
    if (verdict == FORM_CHANGED)
        notice_clear(&document->notice);
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
    show_what_is_asked(document, context);
    return screen_verdict(SCREEN_REDRAW);
}

/* --- Drawing --- */

static void append_hint(struct text_builder *hint, const char *text) {
    text_appendf(hint, "%s%s", hint->length > 0 ? "\n" : "", text);
}

static void append_reason_hint(struct text_builder *hint, const char *department) {
    const char *of = guidance_department_of(department);
    if (of != NULL)
        text_appendf(hint, "Relève de la préfecture %s\u00A0: orienter, ou indiquer le motif.", of);
    else
        text_appendf(hint, "Relève d'un autre département (%s)\u00A0: orienter, ou indiquer le motif.", department);
}

/* Only "Ma situation" is made without the registry. */
static bool is_from_copy(const struct document *document, const struct counter *counter) {
    return counter->source == COUNTER_FROM_CACHE && the_type(document) == COUNTER_SITUATION;
}

static void append_reissue_hint(const struct document *document, const struct screen_context *context,
                                struct text_builder *hint) {
    char line[WORDS_MAX], number[13];
    if (!desk_would_reissue(context->desk, the_type(document), number))
        return;
    text_format(line, sizeof line, "Déjà remis%s sous le n°\u00A0%s\u00A0: réédition, marquée comme telle.",
                document_words_ending(the_type(document)), number);
    append_hint(hint, line);
}

/* One line or two: of the document, then what this requester may not have. */
static void write_hint(const struct document *document, const struct screen_context *context,
                       struct text_builder *hint) {
    const struct counter *counter = the_counter(context);
    text_builder_init(hint, WORDS_MAX);
    if (wants_reason(document, context))
        append_reason_hint(hint, counter->record->holder.department);
    else if (is_from_copy(document, counter))
        append_hint(hint, "D'après la copie du poste\u00A0: la page dit de quand sont les données.");
    else
        append_hint(hint, documents[the_type(document)].hint);
    if (!counter_may_see(counter, IDENTITY_GIVE_RII))
        append_hint(hint, "Ni points ni RII pour un organisme (art. L. 223-7).");
    else if (!counter_may_see(counter, IDENTITY_GIVE_SITUATION))
        append_hint(hint, "« Ma situation » se remet au titulaire seul.");
    append_reissue_hint(document, context, hint);
}

static int lay_out(const struct document *document, const struct screen_context *context, struct rect area,
                   bool draws) {
    enum counter_document type = the_type(document);
    return document_preview(the_counter(context), type, desk_pages(context->desk, type), area, document->top, draws);
}

static struct areas areas(const struct document *document, const struct screen_context *context) {
    struct areas areas = {.below = context->body};
    struct text_builder hint;
    write_hint(document, context, &hint);
    areas.head = layout_cut_top(&areas.below, 1 + layout_count_lines(hint.bytes, areas.below.width));
    text_builder_clear(&hint);
    areas.form = layout_cut_top(&areas.below, form_height(&document->form, areas.below));
    layout_cut_top(&areas.below, 1);
    return areas;
}

static void draw_head(const struct document *document, const struct screen_context *context, struct rect area) {
    char number[13];
    bool warns = wants_reason(document, context) || is_from_copy(document, the_counter(context)) ||
                 (document->asked_rir && the_type(document) == COUNTER_ADCS) ||
                 desk_would_reissue(context->desk, the_type(document), number);
    struct text_builder hint;
    write_hint(document, context, &hint);
    draw_text(area, 0, 0, THEME_TITLE, documents[the_type(document)].title);
    draw_paragraph(area, 1, warns ? THEME_WARNING : THEME_HINT, hint.bytes);
    text_builder_clear(&hint);
}

/* Another document may be what the person needs. */
static void draw_what_is_left(const struct document *document, const struct screen_context *context, struct rect area,
                              int y) {
    struct text_builder left;
    struct fault fault;
    text_builder_init(&left, WORDS_MAX);
    for (int i = 0; i < document->choice_count && document->choices[i] != RIR; i++)
        if (desk_may_issue(context->desk, (enum counter_document)document->choices[i], &fault) == STATUS_OK)
            text_appendf(&left, "%s%s", left.length > 0 ? ", " : "Reste possible\u00A0: ", document->options[i]);
    if (left.length > 0)
        draw_paragraph(area, y, THEME_TEXT, left.bytes);
    text_builder_clear(&left);
}

static void draw_refusal(const struct document *document, const struct screen_context *context, struct rect area,
                         const struct fault *fault) {
    struct sentence why;
    char first[sizeof why.happened + 8];
    const struct guidance_state *state = guidance_state(the_counter(context)->record->licence.state);
    sentence_write(SENTENCE_ISSUE, fault, &why);
    text_format(first, sizeof first, "✗ %s", why.happened);
    int y = draw_paragraph(area, 0, THEME_WARNING, first);
    y = draw_paragraph(area, y, THEME_TEXT, why.not_done);
    bool by_state = strcmp(fault->where, "state") == 0 && state != NULL;
    y = draw_paragraph(area, y, THEME_TEXT, by_state ? state->agent : why.to_do);
    draw_what_is_left(document, context, area, y + 1);
}

/* In the empty row that the form leaves before its button, which is its last row: the printer where there is only one,
 * and how it is. */
static void draw_printer(const struct document *document, const struct screen_context *context, struct rect form) {
    const struct desk_status *status = desk_status(context->desk);
    char state[WORDS_MAX];
    int y = form.height - 2, x = LABEL_WIDTH;
    if (document->form.items[ITEM_PRINTER].hidden) {
        draw_text(form, y, 0, THEME_LABEL, "Imprimante");
        x = draw_textf(form, y, x, THEME_TEXT, "%s", document->printer_names[0]) + 2;
    }
    if (!status->printer_known)
        return;
    words_write_printer_state(status->printer_text, state, sizeof state);
    draw_textf(form, y, x, status->printer_ready ? THEME_GOOD : THEME_WARNING, "%s %s",
               status->printer_ready ? "●" : "✗", state);
}

static void document_draw(const void *state, const struct screen_context *context) {
    const struct document *document = state;
    struct fault fault = {0};
    if (the_counter(context)->record == NULL)
        return;
    struct areas parts = areas(document, context);
    draw_head(document, context, parts.head);
    form_draw(&document->form, parts.form);
    if (may_issue(document, context, &fault) != STATUS_OK) {
        draw_refusal(document, context, parts.below, &fault); /* a preview would be read as a promise */
        return;
    }
    draw_printer(document, context, parts.form);
    if (document->notice.text[0] != '\0') {
        notice_draw(&document->notice, parts.below, 0);
        return;
    }
    /* As high as what it shows, where there is room for that. */
    int wanted = lay_out(document, context, layout_shrink(parts.below, 2, 1), false) + 2;
    struct rect box = layout_cut_top(&parts.below, wanted);
    draw_box(box, THEME_RULE, "Aperçu");
    lay_out(document, context, layout_shrink(box, 2, 1), true);
}

static struct screen_cursor document_focus(const void *state, const struct screen_context *context) {
    const struct document *document = state;
    struct screen_cursor cursor = {.in_text = form_is_in_text(&document->form)};
    if (the_counter(context)->record != NULL)
        form_cursor(&document->form, areas(document, context).form, &cursor.x, &cursor.y);
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

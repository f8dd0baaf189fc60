/* Identité: who asks, on what document, and is it the holder? Nothing else of the record is shown before this is
 * confirmed; the counter, not this screen, sees to it. */
#include "document_words.h"
#include "draw.h"
#include "flow.h"
#include "form.h"
#include "notice.h"
#include "screen.h"
#include "words.h"

#include "../kiosk/memory.h"
#include "../kiosk/neph.h"
#include "../kiosk/text.h"

#include <string.h>

enum { NAME_LONGEST = 60, SIREN_LONGEST = 11, LABEL_WIDTH = 14, HOLDER_LABEL_WIDTH = 18, HOLDER_ROWS = 7 };
enum { ITEM_QUALITY, ITEM_NAME, ITEM_SIREN, ITEM_MANDATE, ITEM_DOCUMENT, ITEM_BUTTON };

struct identity {
    struct form form;
    int quality, mandate, document;
    const char *qualities[IDENTITY_QUALITY_COUNT + 1], *documents[IDENTITY_DOCUMENT_COUNT + 1]; /* ended by NULL */
    struct field name, siren;
    bool refused; /* `notice` is about the form: it stands beside the button */
    struct notice notice;
};

static const char *const mandates[] = {"Mandat écrit", "Avocat", NULL};

static void show_what_is_asked(struct identity *identity) {
    struct form_item *items = identity->form.items;
    items[ITEM_NAME].hidden = identity->quality == IDENTITY_HOLDER;
    items[ITEM_NAME].label = identity->quality == IDENTITY_BODY ? "Organisme" : "Nom";
    items[ITEM_SIREN].hidden = identity->quality != IDENTITY_BODY;
    items[ITEM_MANDATE].hidden = identity->quality != IDENTITY_MANDATARY;
}

/* Who asked for the document that is being taken up; what they showed is to be seen again. */
static void propose(struct identity *identity, const struct identity_check *check) {
    if (check == NULL)
        return;
    identity->quality = (int)check->quality;
    for (const char *at = check->requester_name; *at != '\0';)
        field_key(&identity->name, &(struct key){.code = KEYS_TEXT, .character = text_next(&at)});
    for (const char *at = check->requester_siren; *at != '\0';)
        field_key(&identity->siren, &(struct key){.code = KEYS_TEXT, .character = text_next(&at)});
    if (check->mandate != IDENTITY_NO_MANDATE)
        identity->mandate = check->mandate == IDENTITY_MANDATE_WRITTEN ? 0 : 1;
}

static void identity_open(void *state, const struct screen_context *context, const void *argument) {
    struct identity *identity = state;
    (void)argument;
    identity->mandate = identity->document = -1;
    field_init(&identity->name, NAME_LONGEST, false);
    field_init(&identity->siren, SIREN_LONGEST, false);
    struct form *form = &identity->form;
    form->label_width = LABEL_WIDTH;
    for (int i = 0; i < IDENTITY_QUALITY_COUNT; i++)
        identity->qualities[i] = identity_entitlement((enum identity_quality)i)->label;
    for (int i = 0; i < IDENTITY_DOCUMENT_COUNT; i++)
        identity->documents[i] = identity_document_label((enum identity_document)i);
    form_add_choice(form, "Qualité", identity->qualities, &identity->quality);
    form_add_field(form, "Nom", &identity->name, 40);
    form_add_field(form, "SIREN", &identity->siren, 12)->hint = "neuf chiffres";
    form_add_choice(form, "Mandat", mandates, &identity->mandate);
    form_add_choice(form, "Document vu", identity->documents, &identity->document);
    form_add_button(form, "Confirmer l'identité")->spaced = true;
    propose(identity, desk_resumed_check(context->desk));
    if (desk_resumed_check(context->desk) != NULL)
        form_focus_on(form, &form->items[ITEM_DOCUMENT]);
    show_what_is_asked(identity);
}

static const struct record *the_record(const struct screen_context *context) {
    return desk_counter(context->desk)->record;
}

/* Without its spaces: a SIREN is often written in groups of three. Empty when that is too long: a number cut to nine
 * digits could be another body's. */
static void copy_siren(const char *typed, char siren[10]) {
    size_t length = 0;
    for (; *typed != '\0' && length < 10; typed++)
        if (*typed != ' ')
            siren[length++] = *typed;
    siren[length < 10 ? length : 0] = '\0';
}

static void fill(const struct identity *identity, struct identity_check *check) {
    *check = (struct identity_check){.quality = (enum identity_quality)identity->quality, .document = IDENTITY_ID_CARD};
    if (identity->document >= 0)
        check->document = (enum identity_document)identity->document;
    if (check->quality != IDENTITY_HOLDER)
        text_copy(check->requester_name, sizeof check->requester_name, identity->name.text);
    if (check->quality == IDENTITY_BODY)
        copy_siren(identity->siren.text, check->requester_siren);
    if (check->quality == IDENTITY_MANDATARY && identity->mandate >= 0)
        check->mandate = identity->mandate == 0 ? IDENTITY_MANDATE_WRITTEN : IDENTITY_MANDATE_AVOCAT;
}

static void refuse(struct identity *identity, size_t item, const char *text) {
    identity->refused = true;
    form_focus_on(&identity->form, &identity->form.items[item]);
    notice_say(&identity->notice, THEME_WARNING, text);
}

/* False, and the form says what, when something is missing. */
static bool is_complete(struct identity *identity, const struct identity_check *check) {
    struct fault fault = {0}; /* the document last: it is the last that is asked */
    if (identity_check_complete(check, &fault) == STATUS_OK && identity->document >= 0)
        return true;
    if (strcmp(fault.where, "requester_name") == 0)
        refuse(identity, ITEM_NAME, "Indiquez le nom du demandeur.");
    else if (strcmp(fault.where, "requester_siren") == 0)
        refuse(identity, ITEM_SIREN, "Vérifiez le SIREN.");
    else if (strcmp(fault.where, "mandate") == 0)
        refuse(identity, ITEM_MANDATE, "Indiquez le mandat.");
    else
        refuse(identity, ITEM_DOCUMENT, "Indiquez le document vu.");
    return false;
}

/* The desk writes the audit log before it says yes. */
static bool confirm(struct identity *identity, const struct screen_context *context) {
    struct identity_check check;
    struct fault fault = {0};
    notice_clear(&identity->notice);
    identity->refused = false;
    fill(identity, &check);
    bool confirmed = is_complete(identity, &check) && desk_confirm(context->desk, &check, &fault) == STATUS_OK;
    if (!confirmed && !identity->refused)
        notice_fault(&identity->notice, SENTENCE_CONFIRM, &fault);
    memory_wipe(&check, sizeof check);
    return confirmed;
}

/* A document that is taken up comes first; one that could not be is told on the file. */
static struct screen_verdict go_on(const struct screen_context *context, const struct screen *wanted) {
    struct screen_verdict verdict = {.kind = SCREEN_REPLACE, .screen = &screen_file, .then = wanted, .again = true};
    bool keeps_number;
    if (desk_progress(context->desk, DESK_DOCUMENT)->phase != DESK_IDLE)
        verdict.then = &screen_printing;
    else if (desk_resume_refused(context->desk, &keeps_number)[0] != '\0')
        verdict.then = NULL;
    return verdict;
}

static struct screen_verdict act(struct identity *identity, const struct screen_context *context,
                                 enum keys_action action) {
    if (action == ACTION_BACK)
        return screen_verdict(SCREEN_NEXT_PERSON);
    if (action == ACTION_PRINT && confirm(identity, context))
        return go_on(context, &screen_document);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict identity_event(void *state, const struct screen_context *context,
                                            const struct screen_event *event) {
    struct identity *identity = state;
    if (the_record(context) == NULL)
        return screen_verdict(SCREEN_RESET);
    if (event->kind == SCREEN_ACTION)
        return act(identity, context, event->action);
    if (event->kind != SCREEN_KEY)
        return screen_verdict(SCREEN_REDRAW);
    enum form_verdict verdict = form_key(&identity->form, &event->key);
    show_what_is_asked(identity);
    if (verdict == FORM_ACCEPTED && confirm(identity, context))
        return go_on(context, NULL);
    if (verdict == FORM_CHANGED)
        notice_clear(&identity->notice);
    return screen_verdict(verdict == FORM_UNUSED ? SCREEN_STAY : SCREEN_REDRAW);
}

/* --- Drawing --- */

struct areas {
    struct rect copy, alarm, form, holder;
};

static void write_alarm(const struct record *record, char *text, size_t size) {
    words_write_title_alarm(&record->licence, text, size);
}

static struct areas areas(const struct identity *identity, const struct screen_context *context) {
    struct areas areas = {.holder = context->body};
    char alarm[WORDS_MAX];
    write_alarm(the_record(context), alarm, sizeof alarm);
    bool is_copy = desk_counter(context->desk)->source == COUNTER_FROM_CACHE;
    int alarm_lines = layout_count_lines(alarm, context->body.width - 2);
    int spare =
        context->body.height - is_copy - alarm_lines - 1 - form_height(&identity->form, context->body) - HOLDER_ROWS;
    areas.copy = layout_cut_top(&areas.holder, is_copy);
    areas.alarm = layout_cut_top(&areas.holder, alarm_lines);
    if (alarm_lines > 0 && spare > 1)
        layout_cut_top(&areas.holder, 1);
    areas.form = layout_cut_top(&areas.holder, form_height(&identity->form, context->body) + 1);
    layout_cut_top(&areas.form, 1);
    if (spare > 0)
        layout_cut_top(&areas.holder, 1);
    return areas;
}

static void draw_alarm(struct rect area, const struct record *record) {
    char alarm[WORDS_MAX];
    write_alarm(record, alarm, sizeof alarm);
    draw_fill(area, THEME_ALARM);
    draw_paragraph(layout_shrink(area, 1, 0), 0, THEME_ALARM, alarm);
}

static void pair(struct flow *flow, const char *label, const char *text) {
    flow_pair(flow, HOLDER_LABEL_WIDTH, label, THEME_VALUE, text);
}

static void flow_holder(struct flow *flow, const struct record *record) {
    const struct record_holder *holder = &record->holder;
    char text[3 * WORDS_MAX]; /* a place and a country, each as long as a text of a record may be */
    pair(flow, "Nom de naissance", holder->family_name);
    pair(flow, "Nom d'usage", holder->usual_name == NULL ? "aucun" : holder->usual_name);
    words_write_list(&holder->given_names, ", ", text, sizeof text);
    pair(flow, "Prénoms", text);
    words_write_birth(holder, text, sizeof text);
    pair(flow, "Naissance", text);
    words_write_title(&record->licence, text, sizeof text);
    pair(flow, "Titre", text);
    memory_wipe(text, sizeof text);
}

static void draw_holder(const struct identity *identity, struct rect area, const struct record *record) {
    char neph[32];
    neph_write_grouped(record->neph, neph);
    bool by_copy = identity->quality == IDENTITY_MANDATARY || identity->quality == IDENTITY_BODY;
    draw_textf(area, 0, 0, THEME_TITLE, "Titulaire, à comparer %s",
               by_copy ? "à la copie apportée" : "au document présenté");
    struct rect right = area;
    draw_textf(layout_cut_right(&right, 6 + text_width(neph)), 0, 0, THEME_LABEL, "NEPH %s", neph);
    struct flow flow;
    layout_cut_top(&area, 1);
    flow_begin(&flow, area, 0, true);
    flow_holder(&flow, record);
    memory_wipe(neph, sizeof neph);
}

/* A status of the title that the station remembers may be older than a theft. */
static void draw_copy(struct rect area, const struct record *record) {
    char copy[WORDS_MAX];
    words_write_copy(&record->data_as_of, copy, sizeof copy);
    draw_fill(area, THEME_ALARM);
    draw_text_centred(area, 0, THEME_ALARM, copy);
}

static void draw_resumed(const struct screen_context *context, struct rect area, int x) {
    struct desk_unfinished document;
    char of[DOCUMENT_WORDS_MAX];
    if (!desk_resuming(context->desk, &document))
        return;
    document_words_write_of(document.type, document.number, of, sizeof of);
    draw_textf(area, 0, x, THEME_WARNING, "◌ Reprise %s", of);
}

static void identity_draw(const void *state, const struct screen_context *context) {
    const struct identity *identity = state;
    const struct record *record = the_record(context);
    if (record == NULL)
        return;
    struct areas parts = areas(identity, context);
    if (parts.copy.height > 0)
        draw_copy(parts.copy, record);
    draw_alarm(parts.alarm, record);
    struct rect title = {parts.form.x, parts.form.y - 1, parts.form.width, 1};
    int x = draw_text(title, 0, 0, THEME_TITLE, "Demandeur");
    draw_resumed(context, title, x + 2);
    form_draw(&identity->form, parts.form);
    draw_holder(identity, parts.holder, record);
    struct rect beside = parts.form;
    layout_cut_left(&beside, LABEL_WIDTH + 24);
    if (identity->refused)
        draw_text(beside, parts.form.height - 1, 0, THEME_WARNING, identity->notice.text);
    else if (identity->notice.text[0] != '\0') {
        struct rect over = context->body;
        over = layout_cut_bottom(&over, 4);
        draw_fill(over, THEME_TEXT);
        notice_draw(&identity->notice, over, 0);
    }
}

static struct screen_cursor identity_focus(const void *state, const struct screen_context *context) {
    const struct identity *identity = state;
    struct screen_cursor cursor = {.in_text = form_is_in_text(&identity->form)};
    if (the_record(context) != NULL)
        form_cursor(&identity->form, areas(identity, context).form, &cursor.x, &cursor.y);
    return cursor;
}

static const enum keys_action identity_actions[] = {ACTION_HELP,        ACTION_PRINT, ACTION_LOCK,
                                                    ACTION_NEXT_PERSON, ACTION_BACK,  ACTION_NONE};

const struct screen screen_identity = {
    .name = "identite",
    .title = "Identité",
    .actions = identity_actions,
    .step = SCREEN_STEP_IDENTITY,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .flags = SCREEN_SHOWS_PERSON | SCREEN_NEEDS_AGENT,
    .state_size = sizeof(struct identity),
    .open = identity_open,
    .event = identity_event,
    .draw = identity_draw,
    .focus = identity_focus,
};

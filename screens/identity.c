/* Identité: who asks, on what document, and is it the holder? Nothing else of the record is shown before this is
 * confirmed; the counter, not this screen, sees to it. */
#include "identity.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

enum { NAME_LONGEST = 60, SIREN_LONGEST = 11 };

static const char *const mandates[] = {"Mandat écrit", "Avocat", NULL};

/* --- What is asked --- */

static bool is_title_lost(const struct record *record) {
    enum record_title_status status = record->licence.title_status;
    return status == RECORD_TITLE_LOST || status == RECORD_TITLE_STOLEN;
}

/* A licence that was seen and not read is taken for the one of the record. */
static bool title_stops(const struct identity *identity, const struct record *record,
                        const struct identity_bearer *bearer, const struct identity_comparison *comparison) {
    if (bearer != NULL && bearer->document != IDENTITY_NO_DOCUMENT)
        return comparison->verdict == IDENTITY_TITLE_STOPS;
    return identity->document == IDENTITY_LICENCE && identity_title_stops(record, IDENTITY_LICENCE);
}

bool identity_look(const struct identity *identity, const struct screen_context *context, struct identity_seen *seen,
                   struct identity_comparison *comparison) {
    const struct record *record = desk_counter(context->desk)->record;
    const struct identity_bearer *bearer = desk_bearer(context->desk);
    memory_wipe(comparison, sizeof *comparison);
    *seen = (struct identity_seen){.outsider = identity->quality >= IDENTITY_QUALITY_COUNT};
    if (record == NULL)
        return false;
    seen->title_lost = is_title_lost(record);
    bool is_holders = !seen->outsider && identity_compares((enum identity_quality)identity->quality);
    seen->own = bearer != NULL && !seen->outsider && !is_holders;
    seen->compared = is_holders && desk_compare(context->desk, comparison);
    seen->expired = seen->compared && comparison->expired;
    seen->differs = seen->compared && identity_mismatches(comparison) != 0;
    seen->other_person = is_holders && (desk_stops(context->desk) & IDENTITY_STOP_PERSON) != 0;
    seen->forged = (desk_stops(context->desk) & IDENTITY_STOP_SEAL) != 0;
    seen->stops = (desk_stops(context->desk) & IDENTITY_STOP_TITLE) != 0 ||
                  (is_holders && title_stops(identity, record, bearer, comparison));
    seen->wants_supervisor = seen->differs && context->config->identity.supervisor_for_mismatch &&
                             desk_supervisor(context->desk, (enum identity_quality)identity->quality)[0] == '\0';
    return true;
}

/* Who need bring no document of the holder may say so. */
static void show_documents(struct identity *identity, const struct screen_context *context, bool compared, bool own) {
    struct form_item *item = &identity->form.items[ITEM_DOCUMENT];
    const struct identity_bearer *bearer = desk_bearer(context->desk);
    bool is_avocat = identity->quality == IDENTITY_MANDATARY && identity->mandate == 1;
    bool may_be_none = is_avocat || identity->quality == IDENTITY_BODY;
    identity->documents[IDENTITY_DOCUMENT_COUNT] = may_be_none ? "Aucun" : NULL;
    if (!may_be_none && identity->document == IDENTITY_NO_DOCUMENT)
        identity->document = -1;
    bool is_known = bearer != NULL && bearer->document != IDENTITY_NO_DOCUMENT;
    if (own && is_known && identity->document < 0)
        identity->document = (int)bearer->document;
    item->options = compared && is_known ? identity->reads : identity->documents;
    item->chosen = compared && is_known ? &identity->read : &identity->document;
    if (is_known)
        text_format(identity->read_label, sizeof identity->read_label, "%s, lu%s",
                    identity_document_label(bearer->document), bearer->document == IDENTITY_ID_CARD ? "e" : "");
}

void identity_show_what_is_asked(struct identity *identity, const struct screen_context *context) {
    struct form_item *items = identity->form.items;
    struct identity_seen seen;
    struct identity_comparison comparison;
    identity_look(identity, context, &seen, &comparison);
    bool goes_on = !seen.other_person && !seen.stops && !seen.forged;
    bool is_body = identity->quality == IDENTITY_BODY;
    items[ITEM_OUTSIDER].hidden = !seen.outsider;
    items[ITEM_NAME].hidden = seen.outsider || identity->quality == IDENTITY_HOLDER;
    items[ITEM_NAME].label = is_body ? "Organisme" : "Nom";
    items[ITEM_SIREN].hidden = items[ITEM_REASON].hidden = !is_body;
    items[ITEM_MANDATE].hidden = identity->quality != IDENTITY_MANDATARY;
    items[ITEM_DOCUMENT].hidden = seen.outsider;
    items[ITEM_EXPIRED].hidden = !seen.expired || !goes_on;
    items[ITEM_DIFFERENT].hidden = !seen.differs || !goes_on;
    items[ITEM_BUTTON].hidden = seen.outsider || !goes_on;
    items[ITEM_BUTTON].spaced = identity->quality == IDENTITY_HOLDER && !seen.compared;
    items[ITEM_BUTTON].label = seen.wants_supervisor ? "Le responsable confirme" : "Confirmer l'identité";
    show_documents(identity, context, seen.compared, seen.own);
    if (items[identity->form.focus].hidden)
        form_focus_on(&identity->form, &items[seen.outsider ? ITEM_OUTSIDER : ITEM_DOCUMENT]);
    identity_comparison_clear(&comparison);
}

void identity_focus_on_next(struct identity *identity, const struct screen_context *context) {
    const struct form_item *items = identity->form.items;
    const struct identity_bearer *bearer = desk_bearer(context->desk);
    enum identity_item next = ITEM_BUTTON;
    bool asks_requester = identity->quality != IDENTITY_HOLDER && identity->name.length == 0;
    if (bearer == NULL || asks_requester || items[ITEM_DOCUMENT].hidden)
        return;
    if (items[ITEM_BUTTON].hidden || (bearer->document == IDENTITY_NO_DOCUMENT && identity->document < 0))
        next = ITEM_DOCUMENT;
    else if (!items[ITEM_EXPIRED].hidden && identity->expired < 0)
        next = ITEM_EXPIRED;
    else if (!items[ITEM_DIFFERENT].hidden && identity->different < 0)
        next = ITEM_DIFFERENT;
    form_focus_on(&identity->form, &items[next]);
}

/* --- Opening --- */

/* Who asked for the document that is being taken up; what they showed is to be seen again. */
static void propose(struct identity *identity, const struct identity_check *check) {
    if (check == NULL)
        return;
    identity->quality = (int)check->quality;
    field_set(&identity->name, check->requester_name);
    field_set(&identity->siren, check->requester_siren);
    if (check->mandate != IDENTITY_NO_MANDATE)
        identity->mandate = check->mandate == IDENTITY_MANDATE_WRITTEN ? 0 : 1;
}

static void list_options(struct identity *identity) {
    for (int i = 0; i < IDENTITY_QUALITY_COUNT; i++)
        identity->qualities[i] = identity_entitlement((enum identity_quality)i)->label;
    identity->qualities[IDENTITY_QUALITY_COUNT] = "Quelqu'un d'autre";
    for (int i = 0; i < IDENTITY_DOCUMENT_COUNT; i++)
        identity->documents[i] = identity_document_label((enum identity_document)i);
    for (int i = 0; i < IDENTITY_OUTSIDER_COUNT; i++)
        identity->outsiders[i] = identity_refusal((enum identity_outsider)i)->label;
    for (int list = 0; list < IDENTITY_REASON_LIST_COUNT; list++)
        for (int i = 0; i < IDENTITY_REASONS_MAX; i++)
            identity->reasons[list][i] = identity_reason((enum identity_reason_list)list, i + 1);
    identity->reads[0] = identity->read_label;
}

static void add_items(struct identity *identity) {
    struct form *form = &identity->form;
    form->label_width = IDENTITY_LABEL_WIDTH;
    form_add_choice(form, "Qualité", identity->qualities, &identity->quality);
    form_add_choice(form, "Qui", identity->outsiders, &identity->outsider);
    form_add_field(form, "Nom", &identity->name, 40);
    form_add_field(form, "SIREN", &identity->siren, 12)->hint = "neuf chiffres";
    form_add_choice(form, "Motif", identity->reasons[IDENTITY_WHY_BODY], &identity->reason);
    form_add_choice(form, "Mandat", mandates, &identity->mandate);
    form_add_choice(form, "Document vu", identity->documents, &identity->document);
    form_add_choice(form, "Admis, car", identity->reasons[IDENTITY_WHY_EXPIRED], &identity->expired)->one_row = true;
    form_add_choice(form, "Écart, car", identity->reasons[IDENTITY_WHY_DIFFERENT], &identity->different)->one_row =
        true;
    form_add_button(form, "Confirmer l'identité");
}

static void identity_open(void *state, const struct screen_context *context, const void *argument) {
    struct identity *identity = state;
    (void)argument;
    identity->outsider = identity->reason = identity->mandate = identity->document = -1;
    identity->expired = identity->different = -1;
    field_init(&identity->name, NAME_LONGEST, false);
    field_init(&identity->siren, SIREN_LONGEST, false);
    list_options(identity);
    add_items(identity);
    propose(identity, desk_resumed_check(context->desk));
    identity_show_what_is_asked(identity, context);
    if (desk_resumed_check(context->desk) != NULL)
        form_focus_on(&identity->form, &identity->form.items[ITEM_DOCUMENT]);
    identity_focus_on_next(identity, context);
}

/* --- Confirming --- */

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
    const struct form_item *items = identity->form.items;
    *check =
        (struct identity_check){.quality = (enum identity_quality)identity->quality, .document = IDENTITY_NO_DOCUMENT};
    if (identity->document >= 0)
        check->document = (enum identity_document)identity->document;
    if (identity->document == IDENTITY_NO_DOCUMENT)
        check->method = IDENTITY_BY_EYE;
    if (check->quality != IDENTITY_HOLDER)
        text_copy(check->requester_name, sizeof check->requester_name, identity->name.text);
    if (check->quality == IDENTITY_BODY)
        copy_siren(identity->siren.text, check->requester_siren);
    if (check->quality == IDENTITY_BODY)
        check->requester_reason = identity->reason + 1;
    if (check->quality == IDENTITY_MANDATARY && identity->mandate >= 0)
        check->mandate = identity->mandate == 0 ? IDENTITY_MANDATE_WRITTEN : IDENTITY_MANDATE_AVOCAT;
    if (!items[ITEM_EXPIRED].hidden)
        check->expired_reason = identity->expired + 1;
    if (!items[ITEM_DIFFERENT].hidden)
        check->mismatch_reason = identity->different + 1;
}

/* What the desk, or the rules, find missing; said beside the button. */
static const struct {
    const char *where, *detail;
    enum identity_item item;
    const char *text;
} refusals[] = {
    {"requester_name", NULL, ITEM_NAME, "Indiquez le nom du demandeur."},
    {"requester_siren", NULL, ITEM_SIREN, "Vérifiez le SIREN."},
    {"requester_reason", NULL, ITEM_REASON, "Indiquez le motif."},
    {"mandate", "avocat", ITEM_MANDATE, "Demandez un mandat écrit."},
    {"mandate", NULL, ITEM_MANDATE, "Indiquez le mandat."},
    {"document", "accepted", ITEM_DOCUMENT, "Ce document n'est pas admis ici."},
    {"document", NULL, ITEM_DOCUMENT, "Indiquez le document vu."},
    {"expired_reason", NULL, ITEM_EXPIRED, "Dites pourquoi il est admis."},
    {"mismatch_reason", NULL, ITEM_DIFFERENT, "Dites d'où vient l'écart."},
};

static bool refuse(struct identity *identity, const struct fault *fault) {
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        bool is_it = strcmp(fault->where, refusals[i].where) == 0 &&
                     (refusals[i].detail == NULL || strcmp(fault->detail, refusals[i].detail) == 0);
        if (!is_it || identity->form.items[refusals[i].item].hidden)
            continue;
        identity->refused = true;
        form_focus_on(&identity->form, &identity->form.items[refusals[i].item]);
        notice_say(&identity->notice, THEME_WARNING, refusals[i].text);
        return true;
    }
    return false;
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

/* The desk writes the audit log before it says yes. What stops the agent is on the screen already. */
static struct screen_verdict confirm(struct identity *identity, const struct screen_context *context,
                                     const struct screen *wanted) {
    struct identity_check check;
    struct fault fault = {0};
    notice_clear(&identity->notice);
    identity->refused = false;
    identity->wanted = wanted;
    if (identity->form.items[ITEM_BUTTON].hidden)
        return screen_verdict(SCREEN_REDRAW);
    fill(identity, &check);
    enum status status = desk_confirm(context->desk, &check, &fault);
    memory_wipe(&check, sizeof check);
    if (status == STATUS_OK)
        return go_on(context, wanted);
    if (strcmp(fault.where, "supervisor") == 0)
        return (struct screen_verdict){
            .kind = SCREEN_PUSH, .screen = &screen_supervise, .argument = &identity->quality};
    if (!refuse(identity, &fault))
        notice_fault(&identity->notice, SENTENCE_CONFIRM, &fault);
    return screen_verdict(SCREEN_REDRAW);
}

/* --- Events --- */

static struct screen_verdict act(struct identity *identity, const struct screen_context *context,
                                 enum keys_action action) {
    if (action == ACTION_BACK)
        return screen_verdict(SCREEN_NEXT_PERSON);
    if (action == ACTION_PRINT)
        return confirm(identity, context, &screen_document);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict take_key(struct identity *identity, const struct screen_context *context,
                                      const struct key *key) {
    if (key->code == KEYS_ENTER && identity->proposed.line_count > 0)
        return identity_take_proposed(identity, context);
    enum form_verdict verdict = form_key(&identity->form, key);
    identity_show_what_is_asked(identity, context);
    if (verdict == FORM_ACCEPTED)
        return confirm(identity, context, NULL);
    if (verdict == FORM_CHANGED) {
        notice_clear(&identity->notice);
        mrz_clear(&identity->proposed);
    }
    return screen_verdict(verdict == FORM_UNUSED ? SCREEN_STAY : SCREEN_REDRAW);
}

static struct screen_verdict identity_event(void *state, const struct screen_context *context,
                                            const struct screen_event *event) {
    struct identity *identity = state;
    if (desk_counter(context->desk)->record == NULL)
        return screen_verdict(SCREEN_RESET);
    switch (event->kind) {
    case SCREEN_ACTION:
        return act(identity, context, event->action);
    case SCREEN_KEY:
        return take_key(identity, context, &event->key);
    case SCREEN_SCAN:
        return identity_take_scan(identity, context, event);
    case SCREEN_SHOWN:
        identity_show_what_is_asked(identity, context);
        return event->answer ? confirm(identity, context, identity->wanted) : screen_verdict(SCREEN_REDRAW);
    default:
        return screen_verdict(SCREEN_REDRAW);
    }
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
    .flags = SCREEN_SHOWS_PERSON | SCREEN_NEEDS_AGENT | SCREEN_TAKES_SCANS,
    .state_size = sizeof(struct identity),
    .open = identity_open,
    .event = identity_event,
    .draw = identity_draw,
    .focus = identity_focus,
};

/* Identité: who asks, on what document, and is it the holder? Nothing else of the record is shown before this is
 * confirmed; the counter, not this screen, sees to it. */
#include "identity.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

static const char *const mandates[] = {"Mandat écrit", "Avocat", NULL};
static const char *const links[] = {"Livret de famille", "Jugement", NULL};

/* --- What is asked --- */

static bool is_title_lost(const struct record *record) {
    enum record_title_status status = record->licence.title_status;
    return status == RECORD_TITLE_LOST || status == RECORD_TITLE_STOLEN;
}

/* A licence that was seen and not read is taken for the one of the record. */
static bool is_lost_title_seen(const struct identity *identity, const struct record *record,
                               const struct identity_bearer *bearer) {
    bool is_read = bearer != NULL && bearer->document != IDENTITY_NO_DOCUMENT;
    return !is_read && identity->document == IDENTITY_LICENCE && identity_title_stops(record, IDENTITY_LICENCE);
}

static const struct {
    const char *label;
    unsigned fields;
} differences[IDENTITY_SEEN_COUNT] = {
    {"aucun", 0},
    {"nom", 1U << IDENTITY_FAMILY_NAME},
    {"prénoms", 1U << IDENTITY_GIVEN_NAMES},
    {"nom et prénoms", 1U << IDENTITY_FAMILY_NAME | 1U << IDENTITY_GIVEN_NAMES},
    {"sexe", 1U << IDENTITY_SEX},
    {"date de naissance", 1U << IDENTITY_BIRTH_DATE},
    {"numéro du titre", 1U << IDENTITY_TITLE_NUMBER}, /* a licence only */
};

unsigned identity_seen_by_eye(const struct identity *identity) {
    return differences[identity->by_eye].fields;
}

bool identity_goes_on(const struct identity_seen *seen) {
    return !seen->other_person && !seen->stops && !seen->forged;
}

/* Who was not the person of the file may not become who asks for them, but with a document of their own that is read.
 * A mandataire shows but the copy of a title. */
static void look_at_stops(const struct identity *identity, const struct screen_context *context,
                          const struct identity_comparison *comparison, struct identity_seen *seen) {
    unsigned stops = desk_stops(context->desk);
    bool is_other = seen->compared && comparison->verdict == IDENTITY_OTHER_PERSON;
    bool is_holder = identity->quality == IDENTITY_HOLDER;
    const struct record *record = desk_counter(context->desk)->record;
    if (seen->outsider)
        return;
    seen->other_person = is_other || (!seen->own && (stops & IDENTITY_STOP_PERSON) != 0);
    seen->forged = (stops & IDENTITY_STOP_SEAL) != 0;
    seen->stops = (stops & IDENTITY_STOP_TITLE) != 0 ||
                  (is_holder && is_lost_title_seen(identity, record, desk_bearer(context->desk)));
}

bool identity_look(const struct identity *identity, const struct screen_context *context, struct identity_seen *seen,
                   struct identity_comparison *comparison) {
    const struct record *record = desk_counter(context->desk)->record;
    const struct identity_bearer *bearer = desk_bearer(context->desk);
    enum identity_quality quality = (enum identity_quality)identity->quality;
    memory_wipe(comparison, sizeof *comparison);
    *seen = (struct identity_seen){.outsider = identity->quality >= IDENTITY_QUALITY_COUNT};
    if (record == NULL)
        return false;
    bool is_read = desk_compare(context->desk, quality, comparison) && !seen->outsider;
    bool is_holders = !seen->outsider && identity_compares(quality);
    bool is_chosen = !seen->outsider && identity->document >= 0 && identity->document < IDENTITY_DOCUMENT_COUNT;
    seen->title_lost = is_title_lost(record);
    seen->compared = is_read && is_holders;
    seen->own = is_read && !is_holders;
    seen->by_eye = !is_read && is_chosen;
    seen->undated = seen->by_eye || (is_read && !date_is_set(comparison->valid_until) &&
                                     (is_chosen || bearer->document != IDENTITY_NO_DOCUMENT));
    seen->expired = is_read && comparison->expired;
    unsigned by_eye = seen->by_eye && is_holders ? identity_seen_by_eye(identity) : 0;
    unsigned mismatches = seen->compared ? identity_mismatches(comparison) : by_eye;
    seen->differs = mismatches != 0;
    look_at_stops(identity, context, comparison, seen);
    seen->wants_supervisor = identity_wants_supervisor(mismatches, &context->config->identity) &&
                             desk_supervisor(context->desk, quality)[0] == '\0';
    return true;
}

/* Who need bring no document of the holder may say so. One that was read is the only one, until it is set aside. */
static void show_documents(struct identity *identity, const struct screen_context *context) {
    struct form_item *item = &identity->form.items[ITEM_DOCUMENT];
    const struct identity_bearer *bearer = desk_bearer(context->desk);
    bool is_avocat = identity->quality == IDENTITY_MANDATARY && identity->mandate == 1;
    bool may_be_none = is_avocat || identity->quality == IDENTITY_BODY;
    identity->documents[IDENTITY_DOCUMENT_COUNT] = may_be_none ? "Aucun" : NULL;
    if (!may_be_none && identity->document == IDENTITY_NO_DOCUMENT)
        identity->document = -1;
    bool is_known = bearer != NULL && bearer->document != IDENTITY_NO_DOCUMENT;
    item->options = is_known ? identity->reads : identity->documents;
    item->chosen = is_known ? &identity->read : &identity->document;
    if (is_known)
        text_format(identity->read_label, sizeof identity->read_label, "%s, lu%s",
                    identity_document_label(bearer->document), bearer->document == IDENTITY_ID_CARD ? "e" : "");
}

/* What is said of a document: that it is taken though it has expired; or, of one that only the eye sees, whether it
 * has, and what differs. */
static void show_what_is_said(struct identity *identity, const struct identity_seen *seen) {
    struct form_item *items = identity->form.items;
    bool goes_on = identity_goes_on(seen);
    bool is_holders = identity->quality == IDENTITY_HOLDER || identity->quality == IDENTITY_MANDATARY;
    items[ITEM_EXPIRED].hidden = !goes_on || (!seen->expired && !seen->undated);
    items[ITEM_EXPIRED].label = seen->undated ? "Validité" : "Admis, car";
    items[ITEM_EXPIRED].options = seen->undated ? identity->validities : identity->reasons[IDENTITY_WHY_EXPIRED];
    items[ITEM_EXPIRED].chosen = seen->undated ? &identity->validity : &identity->expired;
    items[ITEM_SEEN].hidden = !goes_on || !seen->by_eye || !is_holders;
    bool is_licence = identity->document == IDENTITY_LICENCE;
    identity->differences[IDENTITY_SEEN_COUNT - 1] = is_licence ? differences[IDENTITY_SEEN_COUNT - 1].label : NULL;
    if (!is_licence && identity->by_eye == IDENTITY_SEEN_COUNT - 1)
        identity->by_eye = 0;
    bool is_explained =
        !seen->by_eye || !identity_is_other_person(IDENTITY_NO_DOCUMENT, identity_seen_by_eye(identity));
    items[ITEM_DIFFERENT].hidden = !goes_on || !seen->differs || !is_explained;
}

void identity_show_what_is_asked(struct identity *identity, const struct screen_context *context) {
    struct form_item *items = identity->form.items;
    struct identity_seen seen;
    struct identity_comparison comparison;
    show_documents(identity, context);
    identity_look(identity, context, &seen, &comparison);
    bool is_body = identity->quality == IDENTITY_BODY;
    items[ITEM_OUTSIDER].hidden = !seen.outsider;
    items[ITEM_NAME].hidden = seen.outsider || identity->quality == IDENTITY_HOLDER;
    items[ITEM_NAME].label = is_body ? "Organisme" : "Nom";
    items[ITEM_SIREN].hidden = items[ITEM_REASON].hidden = !is_body;
    items[ITEM_LINK].hidden = identity->quality != IDENTITY_LEGAL_REPRESENTATIVE;
    items[ITEM_MANDATE].hidden = identity->quality != IDENTITY_MANDATARY;
    items[ITEM_DOCUMENT].hidden = seen.outsider;
    show_what_is_said(identity, &seen);
    bool puts_aside = identity->read != 0;
    items[ITEM_BUTTON].hidden = seen.outsider || (!identity_goes_on(&seen) && !puts_aside);
    items[ITEM_BUTTON].spaced = identity->quality == IDENTITY_HOLDER && !seen.compared && !seen.by_eye;
    items[ITEM_BUTTON].label = puts_aside              ? "Mettre de côté"
                               : seen.wants_supervisor ? "Le responsable confirme"
                                                       : "Confirmer l'identité";
    if (items[identity->form.focus].hidden)
        form_focus_on(&identity->form, &items[seen.outsider ? ITEM_OUTSIDER : ITEM_DOCUMENT]);
    identity_comparison_clear(&comparison);
}

void identity_forget_said(struct identity *identity) {
    identity->expired = identity->different = -1;
    identity->read = identity->validity = identity->by_eye = 0;
    if (identity->document != IDENTITY_NO_DOCUMENT)
        identity->document = -1;
    identity->refused = false;
    notice_clear(&identity->notice);
    mrz_clear(&identity->proposed);
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
    else if (!items[ITEM_EXPIRED].hidden && *items[ITEM_EXPIRED].chosen < 0)
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
    if (check->link != IDENTITY_NO_LINK)
        identity->link = check->link == IDENTITY_FAMILY_BOOK ? 0 : 1;
}

static void list_what_the_eye_sees(struct identity *identity) {
    identity->validities[0] = "en cours";
    for (int i = 0; identity->reasons[IDENTITY_WHY_EXPIRED][i] != NULL; i++) {
        text_format(identity->expiries[i], sizeof identity->expiries[i], "périmé\u00A0: %s",
                    identity->reasons[IDENTITY_WHY_EXPIRED][i]);
        identity->validities[i + 1] = identity->expiries[i];
    }
    for (int i = 0; i < IDENTITY_SEEN_COUNT; i++)
        identity->differences[i] = differences[i].label;
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
    identity->reads[1] = "Un autre document";
    list_what_the_eye_sees(identity);
}

static void add_items(struct identity *identity) {
    struct form *form = &identity->form;
    form->label_width = IDENTITY_LABEL_WIDTH;
    form_add_choice(form, "Qualité", identity->qualities, &identity->quality);
    form_add_choice(form, "Qui", identity->outsiders, &identity->outsider);
    form_add_field(form, "Nom", &identity->name, 40);
    form_add_field(form, "SIREN", &identity->siren, 12)->hint = "neuf chiffres";
    form_add_choice(form, "Motif", identity->reasons[IDENTITY_WHY_BODY], &identity->reason);
    form_add_choice(form, "Justifié par", links, &identity->link);
    form_add_choice(form, "Mandat", mandates, &identity->mandate);
    form_add_choice(form, "Document vu", identity->documents, &identity->document);
    form_add_choice(form, "Admis, car", identity->reasons[IDENTITY_WHY_EXPIRED], &identity->expired)->one_row = true;
    form_add_choice(form, "Écart vu", identity->differences, &identity->by_eye)->one_row = true;
    form_add_choice(form, "Écart, car", identity->reasons[IDENTITY_WHY_DIFFERENT], &identity->different)->one_row =
        true;
    form_add_button(form, "Confirmer l'identité");
}

static void identity_open(void *state, const struct screen_context *context, const void *argument) {
    struct identity *identity = state;
    identity->outsider = identity->reason = identity->link = identity->mandate = identity->document = -1;
    identity->expired = identity->different = -1;
    field_init(&identity->name, IDENTITY_NAME_LONGEST, false);
    field_init(&identity->siren, IDENTITY_SIREN_LONGEST, false);
    list_options(identity);
    add_items(identity);
    propose(identity, desk_resumed_check(context->desk));
    identity_show_what_is_asked(identity, context);
    if (desk_resumed_check(context->desk) != NULL)
        form_focus_on(&identity->form, &identity->form.items[ITEM_DOCUMENT]);
    identity_focus_on_next(identity, context);
    if (argument != NULL) /* what Accueil has still to say */
        notice_say(&identity->notice, THEME_WARNING, argument);
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

static void copy_trimmed(const char *typed, char *name, size_t size) {
    typed += strspn(typed, " ");
    size_t length = strlen(typed);
    while (length > 0 && typed[length - 1] == ' ')
        length--;
    text_format(name, size, "%.*s", (int)length, typed);
}

static void fill_requester(const struct identity *identity, struct identity_check *check) {
    if (check->quality != IDENTITY_HOLDER)
        copy_trimmed(identity->name.text, check->requester_name, sizeof check->requester_name);
    if (check->quality == IDENTITY_BODY) {
        copy_siren(identity->siren.text, check->requester_siren);
        check->requester_reason = identity->reason + 1;
    }
    if (check->quality == IDENTITY_LEGAL_REPRESENTATIVE && identity->link >= 0)
        check->link = identity->link == 0 ? IDENTITY_FAMILY_BOOK : IDENTITY_JUDGMENT;
    if (check->quality == IDENTITY_MANDATARY && identity->mandate >= 0)
        check->mandate = identity->mandate == 0 ? IDENTITY_MANDATE_WRITTEN : IDENTITY_MANDATE_AVOCAT;
}

/* What is not asked is not told. */
static void fill(const struct identity *identity, struct identity_check *check) {
    const struct form_item *items = identity->form.items;
    *check = (struct identity_check){.quality = (enum identity_quality)identity->quality,
                                     .method = IDENTITY_BY_DOCUMENT, /* the desk knows */
                                     .document = IDENTITY_NO_DOCUMENT};
    fill_requester(identity, check);
    if (identity->document >= 0)
        check->document = (enum identity_document)identity->document;
    if (!items[ITEM_EXPIRED].hidden)
        check->expired_reason =
            items[ITEM_EXPIRED].chosen == &identity->validity ? identity->validity : identity->expired + 1;
    if (!items[ITEM_SEEN].hidden)
        check->mismatches = identity_seen_by_eye(identity);
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
    {"link", "adult", ITEM_LINK, "Titulaire majeur\u00A0: jugement exigé."},
    {"link", NULL, ITEM_LINK, "Indiquez le livret ou le jugement."},
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

/* A document that is not told is not one that nobody had to bring: of the one, the desk is not asked. */
static enum status ask_desk(const struct identity *identity, const struct screen_context *context,
                            struct fault *fault) {
    const struct identity_bearer *bearer = desk_bearer(context->desk);
    struct identity_check check;
    bool is_told = identity->document >= 0 || (bearer != NULL && bearer->document != IDENTITY_NO_DOCUMENT);
    fill(identity, &check);
    enum status status = is_told ? desk_confirm(context->desk, &check, fault)
                                 : identity_check_complete(&check, &context->config->identity, fault);
    memory_wipe(&check, sizeof check);
    return status;
}

/* The agent says, of what was read, that another document is shown. */
static struct screen_verdict put_aside(struct identity *identity, const struct screen_context *context) {
    desk_put_bearer_aside(context->desk, (enum identity_quality)identity->quality);
    identity_forget_said(identity);
    identity_show_what_is_asked(identity, context);
    form_focus_on(&identity->form, &identity->form.items[ITEM_DOCUMENT]);
    return (struct screen_verdict){.kind = SCREEN_REDRAW, .scrub = true};
}

/* The desk writes the audit log before it says yes. What stops the agent is on the screen; with Enter it is said, and
 * so written, of a document that nothing read. */
static struct screen_verdict confirm(struct identity *identity, const struct screen_context *context,
                                     const struct screen *wanted) {
    struct fault fault = {0};
    notice_clear(&identity->notice);
    identity->refused = false;
    identity->wanted = wanted;
    bool is_stopped = identity->form.items[ITEM_BUTTON].hidden && desk_stops(context->desk) != 0;
    if (identity->quality >= IDENTITY_QUALITY_COUNT || is_stopped)
        return screen_verdict(SCREEN_REDRAW);
    if (identity->read != 0)
        return put_aside(identity, context);
    enum status status = ask_desk(identity, context, &fault);
    if (status == STATUS_OK)
        return go_on(context, wanted);
    if (strcmp(fault.where, "supervisor") == 0)
        return (struct screen_verdict){
            .kind = SCREEN_PUSH, .screen = &screen_supervise, .argument = &identity->quality};
    identity_show_what_is_asked(identity, context); /* it may have stopped the agent */
    if (status != STATUS_DENIED && !refuse(identity, &fault))
        notice_fault(&identity->notice, SENTENCE_CONFIRM, &fault);
    return screen_verdict(SCREEN_REDRAW);
}

/* --- Events --- */

/* Somebody who leaves has shown, all the same, what only the eye saw to stop them: the desk writes it, and refuses. */
static void tell_what_was_seen(const struct identity *identity, const struct screen_context *context) {
    struct fault fault = {0};
    struct identity_seen seen;
    struct identity_comparison comparison;
    bool is_there = identity_look(identity, context, &seen, &comparison);
    bool is_other = !identity->form.items[ITEM_SEEN].hidden &&
                    identity_is_other_person(IDENTITY_NO_DOCUMENT, identity_seen_by_eye(identity));
    identity_comparison_clear(&comparison);
    if (!is_there || !seen.by_eye || (!seen.stops && !is_other))
        return;
    enum status status = ask_desk(identity, context, &fault);
    (void)status;
}

static struct screen_verdict act(struct identity *identity, const struct screen_context *context,
                                 enum keys_action action) {
    if (action == ACTION_BACK) {
        tell_what_was_seen(identity, context);
        return screen_verdict(SCREEN_NEXT_PERSON);
    }
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

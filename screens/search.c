/* Recherche: a file without its NEPH, by name and birth date or by title number; the reason comes first, because it is
 * journalled before any result shows. */
#include "birthday.h"
#include "draw.h"
#include "form.h"
#include "notice.h"
#include "scan_words.h"
#include "screen.h"

#include "../kiosk/memory.h"
#include "../kiosk/neph.h"
#include "../kiosk/scan.h"
#include "../kiosk/text.h"

#include <string.h>

enum { NAME_LONGEST = 60, REASON_LONGEST = 60, DATE_LONGEST = 12, DEPARTMENT_LONGEST = 3, TITLE_LONGEST = 24 };
enum reason { REASON_LOST, REASON_UNKNOWN, REASON_OTHER };
enum { ITEM_REASON, ITEM_OTHER, ITEM_NAME, ITEM_BIRTH, ITEM_GIVEN, ITEM_DEPARTMENT, ITEM_TITLE };

struct search {
    struct form form;
    int reason;
    struct field other, name, birth, given, department, title;
    bool waiting;
    bool narrows; /* there were too many: what is added now makes it no other search */
    int today;    /* searches of this agent */
    struct notice notice;
};

static const char *const reasons[] = {"Titre perdu", "NEPH inconnu", "Autre", NULL};

static void search_open(void *state, const struct screen_context *context, const void *argument) {
    struct search *search = state;
    const char *title_number = argument;
    search->today = desk_searches_today(context->desk);
    search->reason = -1;
    field_init(&search->other, REASON_LONGEST, false);
    field_init(&search->name, NAME_LONGEST, false);
    field_init(&search->birth, DATE_LONGEST, false);
    field_init(&search->given, NAME_LONGEST, false);
    field_init(&search->department, DEPARTMENT_LONGEST, false);
    field_init(&search->title, TITLE_LONGEST, false);
    if (title_number != NULL)
        field_set(&search->title, title_number);
    struct form *form = &search->form;
    form->label_width = 20;
    form_add_choice(form, "Motif", reasons, &search->reason);
    form_add_field(form, "Préciser le motif", &search->other, 40)->hidden = true;
    struct form_item *name = form_add_field(form, "Nom", &search->name, 28);
    name->hint = "de naissance ou d'usage";
    name->spaced = true;
    struct form_item *birth = form_add_field(form, "Date de naissance", &search->birth, 12);
    birth->hint = "JJ MM AAAA ; jour ou mois inconnu : 00";
    form_add_field(form, "Prénom", &search->given, 40)->hint = "au besoin";
    form_add_field(form, "Département", &search->department, 4)->hint = "de résidence, au besoin";
    form_add_field(form, "ou numéro de titre", &search->title, 20)->spaced = true;
    form_add_button(form, "Rechercher")->spaced = true;
}

static struct screen_verdict refuse(struct search *search, size_t item, const char *text) {
    form_focus_on(&search->form, &search->form.items[item]);
    notice_say(&search->notice, THEME_WARNING, text);
    return screen_verdict(SCREEN_REDRAW);
}

static bool is_by_title(const struct search *search) {
    return search->title.length > 0 && search->name.length == 0;
}

/* Which item keeps the search from being asked, or -1; `birth` and `title` are read on the way. */
static int find_missing(const struct search *search, struct date *birth, char *title, const char **why) {
    *why = "";
    if (search->reason < 0) {
        *why = "Indiquez d'abord le motif de la recherche : il est inscrit au journal.";
        return ITEM_REASON;
    }
    if (search->reason == REASON_OTHER && search->other.length == 0) {
        *why = "Précisez le motif.";
        return ITEM_OTHER;
    }
    if (is_by_title(search)) {
        *why = "Un numéro de titre a deux chiffres, deux lettres et cinq chiffres : 13AA00002.";
        return neph_read(search->title.text, title) == NEPH_TITLE_NUMBER ? -1 : ITEM_TITLE;
    }
    if (search->name.length == 0) {
        *why = "Tapez le nom de naissance ou d'usage, ou le numéro de titre.";
        return ITEM_NAME;
    }
    *why = "Tapez la date de naissance : jour, mois, année.";
    return birthday_read(search->birth.text, birth) ? -1 : ITEM_BIRTH;
}

static const char *text_or_null(const struct field *field) {
    return field->length == 0 ? NULL : field->text;
}

static void ask(struct search *search, const struct screen_context *context, struct date birth, const char *title) {
    static const char *const words[] = {"titre perdu", "NEPH inconnu"};
    char other[FIELD_BYTES + 16];
    text_format(other, sizeof other, "autre : %s", search->other.text);
    struct registry_search asked = {.reason = search->reason == REASON_OTHER ? other : words[search->reason],
                                    .narrows = search->narrows};
    if (is_by_title(search)) {
        asked.title_number = title;
    } else {
        asked.family_name = search->name.text;
        asked.birth_date = birth;
        asked.given_name = text_or_null(&search->given);
        asked.department = text_or_null(&search->department);
    }
    struct fault fault = {.code = desk_search(context->desk, &asked)};
    search->waiting = fault.code == STATUS_OK;
    if (!search->waiting)
        notice_fault(&search->notice, SENTENCE_SEARCH, &fault);
}

static struct screen_verdict accept(struct search *search, const struct screen_context *context) {
    struct date birth = {0};
    char title[RECORD_NEPH_MAX + 1];
    const char *why;
    notice_clear(&search->notice);
    int missing = find_missing(search, &birth, title, &why);
    if (missing >= 0) /* the first Enter on a field that is still to come only leads to it */
        return refuse(search, (size_t)missing, why);
    ask(search, context, birth, title);
    memory_wipe(title, sizeof title);
    return screen_verdict(SCREEN_REDRAW);
}

/* Another person is looked for, and not the same with more said. */
static void note_change(struct search *search) {
    size_t item = search->form.focus;
    if (item == ITEM_NAME || item == ITEM_BIRTH || item == ITEM_TITLE)
        search->narrows = false;
}

/* --- Scans: a document is read on Accueil, where it is kept for Identité too; the rest is typed text --- */

static bool is_document(const struct screen_context *context, const struct screen_event *event, char *title) {
    const struct seal_substitutes own = scan_words_substitutes(context->config);
    struct scan scan;
    scan_read(event->scan, event->scan_length, &own, clock_today(), &scan);
    bool is_one = scan.kind == SCAN_MRZ || scan.kind == SCAN_2D_DOC || event->scan_length == 0 ||
                  event->scan_length > NAME_LONGEST || strpbrk(event->scan, "<\n") != NULL;
    text_copy(title, RECORD_NEPH_MAX + 1, scan.kind == SCAN_TITLE_NUMBER ? scan.neph : "");
    scan_clear(&scan);
    return is_one;
}

/* What of it was typed before it was seen to be a scan does not stay. */
static void take_back(struct field *field, size_t begun) {
    static const struct key erase = {.code = KEYS_BACKSPACE};
    size_t length = field->length;
    while (length - field->length < begun && field_key(field, &erase))
        ;
}

static struct screen_verdict take_scan(struct search *search, const struct screen_context *context,
                                       const struct screen_event *event) {
    char title[RECORD_NEPH_MAX + 1];
    const char *rest = event->scan;
    bool is_one = is_document(context, event, title);
    struct field *field = search->form.items[search->form.focus].field; /* NULL: a choice, or the button */
    size_t begun = field == NULL ? 0 : field_find_begun(field, event->scan, event->scan_typed, &rest);
    struct screen_verdict verdict = {.kind = SCREEN_REDRAW, .scrub = is_one};
    bool is_title = title[0] != '\0' && field != &search->title; /* there it is typed like any text */
    if (field != NULL && (is_one || is_title))
        take_back(field, begun);
    notice_clear(&search->notice);
    if (search->waiting) {
        notice_say(&search->notice, THEME_WARNING,
                   "◌ Le registre est interrogé.\nCe qui vient d'être scanné n'a pas été pris.\nAttendez la réponse.");
    } else if (is_one) {
        notice_say(&search->notice, THEME_WARNING,
                   "✗ Un document ne se scanne pas ici.\nRien n'en est gardé. Échap, puis scannez-le sur Accueil.");
    } else if (is_title) {
        field_set(&search->title, title);
        form_focus_on(&search->form, &search->form.items[ITEM_TITLE]);
        notice_say(&search->notice, THEME_TEXT, "Numéro de titre lu\u00A0: Entrée pour rechercher.");
    } else if (field != NULL) {
        field_insert(field, rest);
        note_change(search);
        if (event->scan_ended)
            verdict = accept(search, context);
    }
    memory_wipe(title, sizeof title);
    return verdict;
}

static struct screen_verdict follow(struct search *search, const struct screen_context *context) {
    if (!search->waiting)
        return screen_verdict(SCREEN_REDRAW);
    const struct desk_progress *progress = desk_progress(context->desk, DESK_SEARCH);
    if (progress->phase == DESK_WAITING)
        return screen_verdict(SCREEN_REDRAW);
    search->waiting = false;
    notice_clear(&search->notice);
    search->today = desk_searches_today(context->desk);
    search->narrows = progress->phase == DESK_FAILED && strcmp(progress->fault.where, "too-many-matches") == 0;
    if (search->narrows)
        return refuse(search, ITEM_GIVEN, "Trop de dossiers : ajoutez le prénom ou le département.");
    if (progress->phase == DESK_FAILED) {
        notice_fault(&search->notice, SENTENCE_SEARCH, &progress->fault);
        return screen_verdict(SCREEN_REDRAW);
    }
    if (desk_candidates(context->desk)->count == 0)
        return refuse(search, is_by_title(search) ? ITEM_TITLE : ITEM_NAME,
                      "Aucun dossier : essayez le nom de naissance, le nom sans particule, le jour de naissance "
                      "inconnu (00).");
    return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_candidates};
}

/* What a search brought is wiped with the person. */
static struct screen_verdict leave(const struct screen_context *context) {
    bool searched = desk_progress(context->desk, DESK_SEARCH)->phase == DESK_DONE;
    return screen_verdict(searched ? SCREEN_NEXT_PERSON : SCREEN_POP);
}

static struct screen_verdict search_event(void *state, const struct screen_context *context,
                                          const struct screen_event *event) {
    struct search *search = state;
    bool is_back = event->kind == SCREEN_ACTION && event->action == ACTION_BACK;
    if (is_back && search->waiting)
        desk_give_up(context->desk, DESK_SEARCH);
    else if (is_back)
        return leave(context);
    if (event->kind == SCREEN_ACTION && event->action == ACTION_VERIFY && !search->waiting)
        return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_verify};
    if (event->kind == SCREEN_SCAN)
        return take_scan(search, context, event);
    if (event->kind != SCREEN_KEY || search->waiting)
        return follow(search, context);
    size_t item = search->form.focus;
    enum form_verdict verdict = form_key(&search->form, &event->key);
    if (verdict == FORM_CHANGED && search->form.focus == item) /* a key of the field */
        note_change(search);
    search->form.items[ITEM_OTHER].hidden = search->reason != REASON_OTHER;
    if (verdict == FORM_ACCEPTED)
        return accept(search, context);
    return screen_verdict(verdict == FORM_CHANGED ? SCREEN_REDRAW : SCREEN_STAY);
}

static struct rect form_area(struct rect body) {
    layout_cut_top(&body, 2);
    return body;
}

static void draw_today(const struct search *search, const struct screen_context *context) {
    char text[128];
    int most = context->config->search_alert_count;
    if (search->today <= most)
        return;
    text_format(text, sizeof text, "%d recherches aujourd'hui\u00A0; au-delà de %d le responsable en est informé.",
                search->today, most);
    draw_text(context->body, 1, 0, THEME_WARNING, text);
}

static void search_draw(const void *state, const struct screen_context *context) {
    const struct search *search = state;
    struct rect area = form_area(context->body);
    draw_text(context->body, 0, 0, THEME_TITLE, "Recherche sans NEPH");
    draw_today(search, context);
    form_draw(&search->form, area);
    int y = form_height(&search->form, area) + 1;
    if (search->waiting)
        y = notice_draw_wait(desk_progress(context->desk, DESK_SEARCH), area, y, "Recherche dans le registre");
    notice_draw(&search->notice, area, y);
}

static struct screen_cursor search_focus(const void *state, const struct screen_context *context) {
    const struct search *search = state;
    struct screen_cursor cursor = {.in_text = form_is_in_text(&search->form)};
    form_cursor(&search->form, form_area(context->body), &cursor.x, &cursor.y);
    return cursor;
}

static const enum keys_action search_actions[] = {ACTION_HELP,        ACTION_VERIFY, ACTION_LOCK,
                                                  ACTION_NEXT_PERSON, ACTION_BACK,   ACTION_NONE};

const struct screen screen_search = {
    .name = "recherche",
    .title = "Recherche",
    .actions = search_actions,
    .step = SCREEN_STEP_SEARCH,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .flags = SCREEN_SHOWS_PERSON | SCREEN_NEEDS_AGENT | SCREEN_TAKES_SCANS,
    .state_size = sizeof(struct search),
    .open = search_open,
    .event = search_event,
    .draw = search_draw,
    .focus = search_focus,
};

/* Dossier: the tabs that the requester's quality allows, one at a time. What may be seen is asked of the counter at
 * each drawing; this screen never decides it. */
#include "document_words.h"
#include "draw.h"
#include "file_tabs.h"
#include "words.h"

#include "../kiosk/memory.h"
#include "../kiosk/neph.h"
#include "../kiosk/text.h"

#include <string.h>

enum { HEAD_ROWS = 4, BUTTON_ROWS = 1 };

static const struct {
    const char *title;
    const char *brief; /* where the title has no room; NULL: the same */
    unsigned rights;   /* any of them */
} tabs[FILE_TAB_COUNT] = {
    [FILE_SUMMARY] = {"Synthèse", NULL, IDENTITY_SEE_STATE},
    [FILE_HISTORY] = {"Historique", NULL, IDENTITY_SEE_HISTORY},
    [FILE_CALENDAR] = {"Calendrier", NULL, IDENTITY_SEE_CALENDAR},
    [FILE_CATEGORIES] = {"Catégories", NULL, IDENTITY_SEE_CATEGORIES},
    [FILE_MEASURES] = {"Suspensions, visites, courriers", "Suspensions, courriers",
                       IDENTITY_SEE_MEASURES | IDENTITY_SEE_LETTERS},
};

static bool has_tab(const struct counter *counter, enum file_tab tab) {
    for (unsigned right = 1; right != 0 && right <= tabs[tab].rights; right <<= 1)
        if ((tabs[tab].rights & right) != 0 && counter_may_see(counter, (enum identity_right)right))
            return true;
    return false;
}

/* Only what could be computed can be asked about. */
static bool has_simulation(const struct file *file) {
    return file->tab == FILE_CALENDAR && file->points != NULL;
}

static struct rect tab_area(const struct file *file, struct rect body) {
    layout_cut_top(&body, HEAD_ROWS);
    if (has_simulation(file))
        layout_cut_bottom(&body, BUTTON_ROWS);
    return body;
}

static void move_tab(struct file *file, const struct counter *counter, int step) {
    for (int tried = 0; tried < FILE_TAB_COUNT; tried++) {
        file->tab = (enum file_tab)(((int)file->tab + step + FILE_TAB_COUNT) % FILE_TAB_COUNT);
        if (has_tab(counter, file->tab))
            return;
    }
}

/* After any change of the record: `points` and the history point into it. */
static void compute(struct file *file, const struct record *record) {
    points_free(file->points);
    file->points = NULL;
    if (record->has_points && points_compute(&record->profile, record->events, record->event_count, clock_today(),
                                             &file->points) != STATUS_OK)
        file->points = NULL;
    file_history_fill(&file->history, record, file->points);
}

/* The document that was to be taken up could not be: its number is worth nothing any more. */
static void say_not_resumed(struct file *file, const struct desk *desk) {
    static const struct {
        const char *why;
        bool keeps_number;
        const char *text;
    } refusals[] = {
        {"record-changed", false,
         "✗ Le dossier a changé depuis la demande\u00A0: le document n'est pas repris.\nSon numéro est annulé\u00A0; "
         "détruisez les feuillets qui en seraient sortis. F8 pour en faire un nouveau."},
        {"record-changed", true,
         "✗ Le dossier a changé depuis la demande\u00A0: la réédition n'est pas reprise.\nLe document déjà remis reste "
         "valable. F8 pour en faire un nouveau, d'après le dossier à jour."},
        {"other-requester", true,
         "✗ Ce n'est pas le demandeur d'alors\u00A0: le document n'est pas repris.\nIl reste à reprendre, ou à "
         "annuler, "
         "depuis l'accueil. F8 pour en faire un autre, sous un autre numéro."},
        {"journal", true,
         "✗ Le journal du poste ne peut pas être écrit.\nLe document n'est pas repris\u00A0; il reste à reprendre "
         "depuis "
         "l'accueil. Appelez le technicien."},
    };
    bool keeps_number = false;
    const char *why = desk_resume_refused(desk, &keeps_number);
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        if (strcmp(why, refusals[i].why) == 0 && keeps_number == refusals[i].keeps_number)
            notice_say(&file->notice, THEME_WARNING, refusals[i].text);
}

/* A letter about points opened the file: on the offence that it is about, where that may be seen. */
static void open_on_offence(struct file *file, const struct counter *counter, struct date offence) {
    char day[40], text[160];
    if (!date_is_set(offence) || !has_tab(counter, FILE_HISTORY) || counter->record == NULL)
        return;
    file->tab = FILE_HISTORY;
    for (size_t i = 0; i < file->history.list.count; i++) {
        const struct record_event *event = file->history.shown[i].event;
        if (event == NULL || event->type != RECORD_OFFENCE || date_compare(event->date, offence) != 0)
            continue;
        file->history.list.chosen = i;
        return;
    }
    date_write_long(offence, day);
    text_format(text, sizeof text, "◌ La lettre porte sur une infraction du %s, qui n'est pas dans ce dossier.", day);
    notice_say(&file->notice, THEME_WARNING, text);
}

static void file_open(void *state, const struct screen_context *context, const void *argument) {
    struct file *file = state;
    const struct counter *counter = desk_counter(context->desk);
    (void)argument;
    field_init(&file->history.filter, 40, false);
    if (!has_tab(counter, file->tab))
        move_tab(file, counter, 1);
    if (counter->record != NULL)
        compute(file, counter->record);
    if (desk_opener(context->desk) != NULL)
        open_on_offence(file, counter, desk_opener(context->desk)->offence);
    say_not_resumed(file, context->desk);
}

static void file_close(void *state) {
    struct file *file = state;
    file_history_clear(&file->history);
    points_free(file->points);
    file->points = NULL;
}

static int run_tab(const struct file *file, const struct counter *counter, struct rect area, bool draws) {
    int top = file->tops[file->tab];
    switch (file->tab) {
    case FILE_SUMMARY:
        return file_summary(counter, file->points, area, top, draws);
    case FILE_CALENDAR:
        return file_calendar(counter, file->points, area, top, draws);
    case FILE_CATEGORIES:
        return file_categories(counter->record, area, top, draws);
    case FILE_MEASURES:
        return file_measures(counter, area, top, draws);
    default:
        if (draws)
            file_history_draw(&file->history, area);
        return 0;
    }
}

/* --- Events --- */

static struct screen_verdict follow(struct file *file, const struct screen_context *context) {
    const struct desk_progress *progress = desk_progress(context->desk, DESK_LOOKUP);
    if (file->waiting && progress->phase != DESK_WAITING) {
        file->waiting = false;
        if (progress->phase == DESK_FAILED)
            notice_fault(&file->notice, SENTENCE_LOOKUP, &progress->fault);
    }
    if (desk_counter(context->desk)->stage != COUNTER_CONFIRMED) /* changed at the registry: to be confirmed again */
        return screen_verdict(SCREEN_RESET);
    compute(file, desk_counter(context->desk)->record);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict refresh(struct file *file, const struct screen_context *context) {
    notice_clear(&file->notice);
    struct fault fault = {.code = desk_refresh_file(context->desk)};
    file->waiting = fault.code == STATUS_OK;
    if (!file->waiting)
        notice_fault(&file->notice, SENTENCE_LOOKUP, &fault);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict leave(struct file *file, const struct screen_context *context) {
    static const struct screen_question question = {
        .title = "Fermer le dossier",
        .text = "Fermer ce dossier et revenir à l'accueil ?",
        .yes = "fermer",
    };
    if (file->waiting) {
        desk_give_up(context->desk, DESK_LOOKUP);
        return follow(file, context);
    }
    if (file->history.in_filter) {
        file->history.in_filter = false;
        return screen_verdict(SCREEN_REDRAW);
    }
    return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_ask, .argument = &question};
}

static bool is_pending(const struct screen_context *context) {
    return desk_progress(context->desk, DESK_DOCUMENT)->phase != DESK_IDLE;
}

/* What waits for an answer is seen to before another document is begun. */
static const struct screen *next_for_print(const struct screen_context *context) {
    return is_pending(context) ? &screen_printing : &screen_document;
}

static struct screen_verdict act(struct file *file, const struct screen_context *context, enum keys_action action) {
    struct file_history *history = &file->history;
    switch (action) {
    case ACTION_BACK:
        return leave(file, context);
    case ACTION_REFRESH:
        return file->waiting ? screen_verdict(SCREEN_STAY) : refresh(file, context);
    case ACTION_PRINT:
        return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = next_for_print(context)};
    case ACTION_FILTER:
    case ACTION_KIND:
        if (!has_tab(desk_counter(context->desk), FILE_HISTORY))
            return screen_verdict(SCREEN_STAY);
        if (action == ACTION_KIND && file->tab == FILE_HISTORY)
            history->kind = (enum file_kind)((history->kind + 1) % FILE_KIND_COUNT);
        if (action == ACTION_FILTER)
            history->in_filter = true;
        file->tab = FILE_HISTORY;
        file_history_fill(history, desk_counter(context->desk)->record, file->points);
        return screen_verdict(SCREEN_REDRAW);
    default:
        return screen_verdict(SCREEN_STAY);
    }
}

static bool take_tab_key(struct file *file, const struct counter *counter, const struct key *key) {
    bool in_text = file->tab == FILE_HISTORY && file->history.in_filter;
    if (key->code == KEYS_TAB || (key->code == KEYS_RIGHT && !in_text))
        move_tab(file, counter, 1);
    else if (key->code == KEYS_BACK_TAB || (key->code == KEYS_LEFT && !in_text))
        move_tab(file, counter, -1);
    else
        return false;
    file->history.in_filter = false;
    return true;
}

static struct screen_verdict take_key(struct file *file, const struct screen_context *context, const struct key *key) {
    const struct counter *counter = desk_counter(context->desk);
    struct rect area = tab_area(file, context->body);
    notice_clear(&file->notice);
    if (take_tab_key(file, counter, key))
        return screen_verdict(SCREEN_REDRAW);
    if (has_simulation(file) && key->code == KEYS_ENTER)
        return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_simulate};
    if (file->tab == FILE_HISTORY)
        file_history_key(&file->history, counter->record, file->points, key, area);
    else
        flow_key(&file->tops[file->tab], key, run_tab(file, counter, area, false), area.height);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict file_event(void *state, const struct screen_context *context,
                                        const struct screen_event *event) {
    struct file *file = state;
    if (desk_counter(context->desk)->record == NULL)
        return screen_verdict(SCREEN_RESET);
    if (event->kind == SCREEN_SHOWN && event->answer)
        return screen_verdict(SCREEN_NEXT_PERSON);
    if (event->kind == SCREEN_ACTION)
        return act(file, context, event->action);
    if (event->kind == SCREEN_KEY)
        return take_key(file, context, &event->key);
    return follow(file, context);
}

/* --- Drawing --- */

static void draw_tabs(const struct file *file, const struct counter *counter, struct rect area) {
    int x = 0;
    for (int tab = 0; tab < FILE_TAB_COUNT; tab++) {
        if (!has_tab(counter, (enum file_tab)tab))
            continue;
        bool now = tab == (int)file->tab;
        bool fits = x + text_width(tabs[tab].title) + 2 <= area.width;
        x = draw_textf(area, 0, x, now ? THEME_CHOSEN : THEME_TEXT, now ? "▸%s " : " %s ",
                       fits || tabs[tab].brief == NULL ? tabs[tab].title : tabs[tab].brief) +
            1;
    }
}

static void draw_holder(const struct record *record, struct rect area) {
    char holder[WORDS_MAX], birth[WORDS_MAX], neph[32];
    words_write_holder(&record->holder, holder, sizeof holder);
    words_write_birth_day(&record->holder, birth, sizeof birth);
    neph_write_grouped(record->neph, neph);
    struct rect left = area;
    struct rect right = layout_cut_right(&left, 5 + text_width(neph));
    layout_cut_right(&left, 1);
    int x = draw_text(left, 0, 0, THEME_VALUE, holder);
    draw_textf(left, 0, x, THEME_TEXT, ", %s", birth);
    draw_textf(right, 0, 0, THEME_LABEL, "NEPH %s", neph);
    memory_wipe(holder, sizeof holder);
    memory_wipe(birth, sizeof birth);
    memory_wipe(neph, sizeof neph);
}

/* The age of what is shown. */
static void draw_age(const struct counter *counter, struct rect area) {
    char age[128];
    words_write_data_age(&counter->record->data_as_of, age);
    draw_textf(area, 0, 0, THEME_HINT, "● Registre : données du %s", age);
}

/* A document that was left with its question. */
static void draw_pending(const struct screen_context *context, struct rect area) {
    const struct desk_document *document = desk_document(context->desk);
    char title[DOCUMENT_WORDS_MAX];
    document_words_write_title(document->type, document->number, document->reissue, title, sizeof title);
    draw_textf(area, 0, 0, THEME_WARNING, "◌ %s à terminer\u00A0: F8", title);
}

/* A copy kept by the station is never taken for the registry's answer. */
static void draw_copy(const struct counter *counter, struct rect area) {
    char copy[WORDS_MAX];
    words_write_copy(&counter->record->data_as_of, copy, sizeof copy);
    draw_fill(area, THEME_ALARM);
    draw_text_centred(area, 0, THEME_ALARM, copy);
}

static struct rect button_area(struct rect body) {
    return layout_cut_bottom(&body, BUTTON_ROWS);
}

static void draw_button(struct rect area) {
    int x = draw_text(area, 0, 0, THEME_FIELD_NOW, " Simuler ");
    draw_text(area, 0, x, THEME_HINT, "  Entrée : et si un stage se terminait, et si une infraction…");
}

static void file_draw(const void *state, const struct screen_context *context) {
    const struct file *file = state;
    const struct counter *counter = desk_counter(context->desk);
    if (counter->record == NULL)
        return;
    struct rect head = context->body;
    bool is_copy = counter->source == COUNTER_FROM_CACHE;
    if (is_copy)
        draw_copy(counter, layout_cut_top(&head, 1));
    draw_tabs(file, counter, layout_cut_top(&head, 1));
    draw_holder(counter->record, layout_cut_top(&head, 1));
    if (!is_copy && is_pending(context))
        draw_pending(context, layout_cut_top(&head, 1));
    else if (!is_copy)
        draw_age(counter, layout_cut_top(&head, 1));
    if (has_tab(counter, file->tab))
        run_tab(file, counter, tab_area(file, context->body), true);
    if (has_simulation(file))
        draw_button(button_area(context->body));
    struct rect over = context->body;
    over = layout_cut_bottom(&over, 4);
    if (file->waiting || file->notice.text[0] != '\0')
        draw_fill(over, THEME_TEXT);
    if (file->waiting)
        notice_draw_wait(desk_progress(context->desk, DESK_LOOKUP), over, 1, "Dossier redemandé au registre");
    else
        notice_draw(&file->notice, over, 0);
}

static struct screen_cursor file_focus(const void *state, const struct screen_context *context) {
    const struct file *file = state;
    struct rect area = has_simulation(file) ? button_area(context->body) : tab_area(file, context->body);
    struct screen_cursor cursor = {.x = area.x, .y = area.y};
    if (file->tab == FILE_HISTORY) {
        cursor.in_text = file->history.in_filter;
        file_history_cursor(&file->history, area, &cursor.x, &cursor.y);
    }
    return cursor;
}

static const enum keys_action file_actions[] = {ACTION_HELP,   ACTION_REFRESH,     ACTION_PRINT,
                                                ACTION_LOCK,   ACTION_NEXT_PERSON, ACTION_BACK,
                                                ACTION_FILTER, ACTION_KIND,        ACTION_NONE};

const struct screen screen_file = {
    .name = "dossier",
    .title = "Dossier",
    .actions = file_actions,
    .step = SCREEN_STEP_FILE,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .flags = SCREEN_SHOWS_PERSON | SCREEN_NEEDS_AGENT,
    .state_size = sizeof(struct file),
    .open = file_open,
    .event = file_event,
    .draw = file_draw,
    .focus = file_focus,
    .close = file_close,
};

/* Accueil: one field that understands what it gets. It opens a file, or says what is wrong with what was typed. */
#include "home.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

enum { LONGEST = 96 }; /* a zone of three lines, typed by hand */

/* --- What is shown besides --- */

static void count_unfinished(struct home *home, const struct screen_context *context) {
    struct desk_unfinished items[DESK_UNFINISHED_MAX];
    home->unfinished = desk_list_unfinished(context->desk, items);
    if (home->unfinished > 0)
        home->oldest = items[0];
}

static void look_for_alert(struct home *home, const struct screen_context *context) {
    char agent[24];
    int count = 0;
    home->alert[0] = '\0';
    if (desk_search_alert(context->desk, agent, &count))
        text_format(home->alert, sizeof home->alert,
                    "◌ L'agent %s a fait %d recherches sans NEPH aujourd'hui (seuil\u00A0: %d).", agent, count,
                    context->config->search_alert_count);
}

static void home_open(void *state, const struct screen_context *context, const void *argument) {
    struct home *home = state;
    (void)argument;
    field_init(&home->typed, LONGEST, false);
    count_unfinished(home, context);
    look_for_alert(home, context);
}

/* --- Events --- */

/* A scanner that is slower than a person types: it does not fit in here. */
static bool is_2d_doc(const struct field *typed) {
    return typed->length == LONGEST && strncmp(typed->text, "DC0", 3) == 0;
}

static struct screen_verdict accept(struct home *home, const struct screen_context *context) {
    if (home->typed.length == 0 && home->proposed.line_count > 0)
        return home_take_proposed(home, context);
    if (home->typed.length == 0 && home->unfinished > 0)
        return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_resume};
    if (is_2d_doc(&home->typed)) {
        home_forget(home);
        notice_say(&home->notice, THEME_WARNING, "C'est un 2D-Doc\u00A0: F3, Vérifier, puis scannez-le de nouveau.");
        return (struct screen_verdict){.kind = SCREEN_REDRAW, .scrub = true};
    }
    return home_read(home, context, home->typed.text, home->typed.length, true, false);
}

static struct screen_verdict follow(struct home *home, const struct screen_context *context) {
    enum desk_act act = home->waiting == HOME_SEARCHES ? DESK_SEARCH : DESK_LOOKUP;
    const struct desk_progress *progress = desk_progress(context->desk, act);
    if (home->waiting == HOME_IDLE || progress->phase == DESK_WAITING)
        return screen_verdict(SCREEN_REDRAW);
    if (act == DESK_SEARCH)
        return home_searched(home, context);
    home->waiting = HOME_IDLE;
    if (progress->phase == DESK_FAILED) {
        notice_fault(&home->notice, SENTENCE_LOOKUP, &progress->fault);
        home_tell_missed(home);
        return screen_verdict(SCREEN_REDRAW);
    }
    bool missed = home->missed;
    home_forget(home);
    return (struct screen_verdict){
        .kind = SCREEN_PUSH, .screen = &screen_identity, .argument = missed ? HOME_MISSED : NULL};
}

/* Nothing to go back to: the field is emptied, and what was read is forgotten as when a person leaves. */
static struct screen_verdict start_anew(struct home *home, const struct screen_context *context) {
    bool has_read = desk_bearer(context->desk) != NULL || home->proposed.line_count > 0;
    home_forget(home);
    return screen_verdict(has_read ? SCREEN_NEXT_PERSON : SCREEN_REDRAW);
}

static struct screen_verdict open_station(struct home *home, const struct screen_context *context) {
    if (context->config->training || desk_counter(context->desk)->role != COUNTER_AGENT)
        return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_station};
    notice_say(&home->notice, THEME_WARNING, "Station\u00A0: réservé au responsable et au technicien.");
    return screen_verdict(SCREEN_REDRAW);
}

/* The number of the title that was typed, or of the licence that was read. */
static const char *find_title_number(const struct home *home, const struct screen_context *context) {
    const struct identity_bearer *bearer = desk_bearer(context->desk);
    if (home->title_number[0] == '\0' && bearer != NULL && bearer->document == IDENTITY_LICENCE)
        return bearer->title_number;
    return home->title_number;
}

static struct screen_verdict act(struct home *home, const struct screen_context *context, enum keys_action action) {
    switch (action) {
    case ACTION_SEARCH:
        return (struct screen_verdict){
            .kind = SCREEN_PUSH, .screen = &screen_search, .argument = find_title_number(home, context)};
    case ACTION_VERIFY:
        return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_verify};
    case ACTION_RESUME:
        return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_resume};
    case ACTION_STATION:
        return open_station(home, context);
    case ACTION_REFRESH:
        desk_refresh_status(context->desk);
        return screen_verdict(SCREEN_REDRAW);
    case ACTION_LEAVE:
        desk_log_out(context->desk);
        return screen_verdict(SCREEN_RESET);
    case ACTION_BACK:
        return start_anew(home, context);
    default:
        return screen_verdict(SCREEN_STAY);
    }
}

static struct screen_verdict home_event(void *state, const struct screen_context *context,
                                        const struct screen_event *event) {
    struct home *home = state;
    if (home->waiting != HOME_IDLE && event->kind == SCREEN_ACTION && event->action == ACTION_BACK)
        desk_give_up(context->desk, home->waiting == HOME_SEARCHES ? DESK_SEARCH : DESK_LOOKUP);
    if (event->kind == SCREEN_NEWS || event->kind == SCREEN_SHOWN) {
        count_unfinished(home, context);
        look_for_alert(home, context);
    }
    if (event->kind == SCREEN_SHOWN)
        memory_wipe(&home->judged, sizeof home->judged);
    if (home->waiting != HOME_IDLE && event->kind == SCREEN_SCAN)
        return home_miss_scan(home);
    if (home->waiting != HOME_IDLE)
        return follow(home, context);
    if (event->kind == SCREEN_SCAN)
        return home_scanned(home, context, event);
    if (event->kind == SCREEN_ACTION)
        return act(home, context, event->action);
    if (event->kind == SCREEN_KEY && event->key.code == KEYS_ENTER)
        return accept(home, context);
    if (event->kind == SCREEN_KEY && field_key(&home->typed, &event->key))
        return screen_verdict(SCREEN_REDRAW);
    return screen_verdict(event->kind == SCREEN_KEY ? SCREEN_STAY : SCREEN_REDRAW);
}

/* The status bar reads itself again every so often: F5 is what the key bar may leave out. */
static const enum keys_action home_actions[] = {ACTION_HELP,        ACTION_SEARCH,  ACTION_VERIFY,  ACTION_LOCK,
                                                ACTION_NEXT_PERSON, ACTION_LEAVE,   ACTION_REFRESH, ACTION_BACK,
                                                ACTION_RESUME,      ACTION_STATION, ACTION_NONE};

const struct screen screen_home = {
    .name = "accueil",
    .title = "Accueil",
    .actions = home_actions,
    .step = SCREEN_STEP_SEARCH,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .flags = SCREEN_SHOWS_PERSON | SCREEN_NEEDS_AGENT | SCREEN_TAKES_SCANS,
    .state_size = sizeof(struct home),
    .open = home_open,
    .event = home_event,
    .draw = home_draw,
    .focus = home_focus,
};

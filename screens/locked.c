/* Verrouillé: nothing of the person is on screen nor in memory; the same agent unlocks. */
#include "draw.h"
#include "form.h"
#include "notice.h"
#include "screen.h"
#include "secret.h"

enum { PASSWORD_LONGEST = 128, BOX_WIDTH = 64, BOX_HEIGHT = 9 };

struct locked {
    struct form form;
    struct field password;
    bool waiting;
    struct notice notice;
};

static void locked_open(void *state, const struct screen_context *context, const void *argument) {
    struct locked *locked = state;
    (void)context;
    (void)argument;
    field_init(&locked->password, PASSWORD_LONGEST, true);
    locked->form.label_width = 16;
    form_add_field(&locked->form, "Mot de passe", &locked->password, 30);
    form_add_button(&locked->form, "Déverrouiller")->spaced = true;
}

static int delay_seconds(const struct screen_context *context) {
    const struct agent *agent = desk_agent(context->desk);
    return agent == NULL ? 0 : desk_login_delay_seconds(context->desk, agent->id);
}

static struct screen_verdict redraw(const struct screen_context *context) {
    return (struct screen_verdict){.kind = SCREEN_REDRAW, .again = delay_seconds(context) > 0};
}

static void unlock_failed(struct locked *locked, const struct fault *fault) {
    locked->waiting = false;
    form_focus_on(&locked->form, &locked->form.items[0]);
    notice_fault(&locked->notice, SENTENCE_UNLOCK, fault);
}

static struct screen_verdict submit(struct locked *locked, const struct screen_context *context) {
    notice_clear(&locked->notice);
    form_focus_on(&locked->form, &locked->form.items[0]);
    if (locked->password.length == 0)
        return redraw(context);
    enum status status = desk_unlock(context->desk, locked->password.text);
    field_clear(&locked->password);
    locked->waiting = status == STATUS_OK;
    if (status != STATUS_OK) {
        struct fault fault = {.code = status};
        unlock_failed(locked, &fault);
    }
    return redraw(context);
}

static struct screen_verdict take_burst(struct locked *locked, const struct screen_context *context,
                                        const struct screen_event *event) {
    enum secret_burst burst = secret_take(&locked->form, event);
    if (burst == SECRET_DROPPED)
        notice_say(&locked->notice, THEME_WARNING, secret_dropped_sentence());
    return burst == SECRET_ACCEPTED ? submit(locked, context) : redraw(context);
}

static struct screen_verdict follow(struct locked *locked, const struct screen_context *context) {
    const struct desk_progress *progress = desk_progress(context->desk, DESK_UNLOCK);
    if (!locked->waiting)
        return redraw(context);
    if (progress->phase == DESK_DONE)
        return screen_verdict(SCREEN_RESET);
    if (progress->phase == DESK_FAILED)
        unlock_failed(locked, &progress->fault);
    return redraw(context);
}

static struct screen_verdict locked_event(void *state, const struct screen_context *context,
                                          const struct screen_event *event) {
    struct locked *locked = state;
    if (event->kind == SCREEN_ACTION && event->action == ACTION_BACK && locked->waiting)
        desk_give_up(context->desk, DESK_UNLOCK);
    if (event->kind == SCREEN_SCAN && !locked->waiting)
        return take_burst(locked, context, event);
    if (event->kind != SCREEN_KEY)
        return follow(locked, context);
    if (!locked->waiting && form_key(&locked->form, &event->key) == FORM_ACCEPTED)
        return submit(locked, context);
    return redraw(context);
}

static struct rect locked_box(struct rect body) {
    int above = body.height >= 18 ? 2 : 0;
    return (struct rect){body.x + (body.width - BOX_WIDTH) / 2, body.y + above, BOX_WIDTH, BOX_HEIGHT};
}

static struct rect form_area(struct rect body) {
    struct rect inside = layout_shrink(locked_box(body), 6, 2);
    layout_cut_top(&inside, 2);
    return inside;
}

static void locked_draw(const void *state, const struct screen_context *context) {
    const struct locked *locked = state;
    struct rect box = locked_box(context->body);
    const struct agent *agent = desk_agent(context->desk);
    draw_box(box, THEME_RULE, "Poste verrouillé");
    draw_textf(layout_shrink(box, 6, 2), 0, 0, THEME_TEXT, "Session de %s.", agent == NULL ? "" : agent->name);
    form_draw(&locked->form, form_area(context->body));
    struct rect notes = {box.x, box.y + box.height + 1, box.width, 6};
    int y = 0, delay = delay_seconds(context);
    if (locked->waiting)
        y = notice_draw_wait(desk_progress(context->desk, DESK_UNLOCK), notes, y, "Vérification");
    else
        y = notice_draw(&locked->notice, notes, y);
    if (delay > 0)
        draw_textf(notes, y++, 0, THEME_WARNING, "Prochain essai possible dans %d s.", delay);
    if (field_is_all_capitals(&locked->password))
        draw_paragraph(notes, y, THEME_WARNING,
                       "Le mot de passe est tapé tout en capitales : verrouillage des majuscules ?");
}

static struct screen_cursor locked_focus(const void *state, const struct screen_context *context) {
    const struct locked *locked = state;
    struct screen_cursor cursor = {.in_text = form_is_in_text(&locked->form)};
    form_cursor(&locked->form, form_area(context->body), &cursor.x, &cursor.y);
    return cursor;
}

static const enum keys_action locked_actions[] = {ACTION_HELP, ACTION_BACK, ACTION_NONE};

const struct screen screen_locked = {
    .name = "verrouille",
    .title = "Verrouillé",
    .actions = locked_actions,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .flags = SCREEN_NEEDS_AGENT | SCREEN_TAKES_SCANS,
    .state_size = sizeof(struct locked),
    .open = locked_open,
    .event = locked_event,
    .draw = locked_draw,
    .focus = locked_focus,
};

/* The supervisor who confirms what differs: their id and password, over Identité. It must not confirm by itself. */
#include "identity.h"

#include "draw.h"
#include "secret.h"

enum { ID_LONGEST = 23, PASSWORD_LONGEST = 128, BOX_WIDTH = 66, BOX_HEIGHT = 13, LABEL_WIDTH = 16 };

struct supervise {
    struct form form;
    struct field id, password;
    enum identity_quality quality;
    bool waiting;
    struct notice notice;
};

static void supervise_open(void *state, const struct screen_context *context, const void *argument) {
    struct supervise *supervise = state;
    (void)context;
    supervise->quality = (enum identity_quality) * (const int *)argument;
    field_init(&supervise->id, ID_LONGEST, false);
    field_init(&supervise->password, PASSWORD_LONGEST, true);
    supervise->form.label_width = LABEL_WIDTH;
    form_add_field(&supervise->form, "Responsable", &supervise->id, 24);
    form_add_field(&supervise->form, "Mot de passe", &supervise->password, 24);
    form_add_button(&supervise->form, "Confirmer l'écart")->spaced = true;
}

/* Both are blanked: nothing says which one was wrong. */
static void failed(struct supervise *supervise, const struct fault *fault) {
    supervise->waiting = false;
    field_clear(&supervise->id);
    field_clear(&supervise->password);
    form_focus_on(&supervise->form, &supervise->form.items[0]);
    notice_fault(&supervise->notice, SENTENCE_SUPERVISE, fault);
}

static struct screen_verdict submit(struct supervise *supervise, const struct screen_context *context) {
    notice_clear(&supervise->notice);
    if (supervise->id.length == 0 || supervise->password.length == 0) {
        form_focus_on(&supervise->form, &supervise->form.items[supervise->id.length == 0 ? 0 : 1]);
        return screen_verdict(SCREEN_REDRAW);
    }
    struct fault fault = {
        .code = desk_supervise(context->desk, supervise->quality, supervise->id.text, supervise->password.text)};
    field_clear(&supervise->password);
    supervise->waiting = fault.code == STATUS_OK;
    if (fault.code != STATUS_OK)
        failed(supervise, &fault);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict follow(struct supervise *supervise, const struct screen_context *context) {
    const struct desk_progress *progress = desk_progress(context->desk, DESK_SUPERVISE);
    if (!supervise->waiting)
        return screen_verdict(SCREEN_REDRAW);
    if (progress->phase == DESK_DONE)
        return (struct screen_verdict){.kind = SCREEN_POP, .answer = true};
    if (progress->phase == DESK_FAILED)
        failed(supervise, &progress->fault);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict take_burst(struct supervise *supervise, const struct screen_context *context,
                                        const struct screen_event *event) {
    enum secret_burst burst = secret_take(&supervise->form, event);
    if (burst == SECRET_DROPPED)
        notice_say(&supervise->notice, THEME_WARNING, secret_dropped_sentence());
    return burst == SECRET_ACCEPTED ? submit(supervise, context) : screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict go_back(struct supervise *supervise, const struct screen_context *context) {
    if (supervise->waiting) {
        desk_give_up(context->desk, DESK_SUPERVISE);
        return follow(supervise, context);
    }
    return (struct screen_verdict){.kind = SCREEN_POP, .answer = false};
}

static struct screen_verdict supervise_event(void *state, const struct screen_context *context,
                                             const struct screen_event *event) {
    struct supervise *supervise = state;
    if (event->kind == SCREEN_ACTION && event->action == ACTION_BACK)
        return go_back(supervise, context);
    if (supervise->waiting || (event->kind != SCREEN_KEY && event->kind != SCREEN_SCAN))
        return follow(supervise, context);
    if (event->kind == SCREEN_SCAN)
        return take_burst(supervise, context, event);
    if (form_key(&supervise->form, &event->key) == FORM_ACCEPTED)
        return submit(supervise, context);
    return screen_verdict(SCREEN_REDRAW);
}

static struct rect box_of(struct rect body) {
    return layout_centre(body, BOX_WIDTH, BOX_HEIGHT);
}

static struct rect form_area(struct rect body) {
    struct rect inside = layout_shrink(box_of(body), 3, 1);
    layout_cut_top(&inside, 3);
    return inside;
}

static void supervise_draw(const void *state, const struct screen_context *context) {
    const struct supervise *supervise = state;
    struct rect box = box_of(context->body);
    draw_fill(box, THEME_TEXT);
    draw_box(box, THEME_WARNING, "Le responsable confirme");
    draw_paragraph(layout_shrink(box, 3, 1), 0, THEME_TEXT,
                   "Le document et le dossier diffèrent\u00A0: un responsable a vu la personne et le document, et le "
                   "confirme ici.");
    struct rect area = form_area(context->body), notes = area;
    form_draw(&supervise->form, area);
    layout_cut_top(&notes, 5);
    if (supervise->waiting)
        notice_draw_wait(desk_progress(context->desk, DESK_SUPERVISE), notes, 0, "Vérification");
    else if (supervise->notice.text[0] != '\0')
        notice_draw(&supervise->notice, notes, 0);
    else
        draw_text(notes, 0, 0, THEME_HINT, "Échap : revenir");
}

static struct screen_cursor supervise_focus(const void *state, const struct screen_context *context) {
    const struct supervise *supervise = state;
    struct screen_cursor cursor = {.in_text = form_is_in_text(&supervise->form)};
    form_cursor(&supervise->form, form_area(context->body), &cursor.x, &cursor.y);
    return cursor;
}

static const enum keys_action supervise_actions[] = {ACTION_HELP, ACTION_LOCK, ACTION_NEXT_PERSON, ACTION_BACK,
                                                     ACTION_NONE};

const struct screen screen_supervise = {
    .name = "responsable",
    .title = "Le responsable confirme",
    .actions = supervise_actions,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .flags = SCREEN_NEEDS_AGENT | SCREEN_SHOWS_PERSON | SCREEN_IS_DIALOG | SCREEN_TAKES_SCANS,
    .state_size = sizeof(struct supervise),
    .open = supervise_open,
    .event = supervise_event,
    .draw = supervise_draw,
    .focus = supervise_focus,
};

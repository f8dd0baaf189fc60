/* Connexion: who the agent is. It must not tell whether an id exists. */
#include "draw.h"
#include "form.h"
#include "notice.h"
#include "screen.h"
#include "secret.h"

#include "../kiosk/text.h"

enum { ID_LONGEST = 23, PASSWORD_LONGEST = 128, BOX_WIDTH = 64, BOX_HEIGHT = 9 };

struct login {
    struct form form;
    struct field id, password;
    char tried[24]; /* whose delay runs */
    bool submitted; /* Enter came while the station was starting */
    bool waiting;
    struct notice notice;
};

static void login_open(void *state, const struct screen_context *context, const void *argument) {
    struct login *login = state;
    (void)context;
    (void)argument;
    field_init(&login->id, ID_LONGEST, false);
    field_init(&login->password, PASSWORD_LONGEST, true);
    login->form.label_width = 16;
    form_add_field(&login->form, "Agent", &login->id, 30);
    form_add_field(&login->form, "Mot de passe", &login->password, 30)->spaced = true;
    form_add_button(&login->form, "Se connecter")->spaced = true;
}

static int delay_seconds(const struct login *login, const struct screen_context *context) {
    return context->desk == NULL ? 0 : desk_login_delay_seconds(context->desk, login->tried);
}

static struct screen_verdict redraw(const struct login *login, const struct screen_context *context) {
    return (struct screen_verdict){.kind = SCREEN_REDRAW, .again = delay_seconds(login, context) > 0};
}

/* A failure blanks both fields: nothing says which one was wrong. */
static void login_failed(struct login *login, const struct fault *fault) {
    login->waiting = false;
    field_clear(&login->id);
    field_clear(&login->password);
    form_focus_on(&login->form, &login->form.items[0]);
    notice_fault(&login->notice, SENTENCE_LOGIN, fault);
}

static struct screen_verdict submit(struct login *login, const struct screen_context *context) {
    login->submitted = context->desk == NULL;
    if (login->submitted)
        return screen_verdict(SCREEN_REDRAW);
    notice_clear(&login->notice);
    text_copy(login->tried, sizeof login->tried, login->id.text);
    enum status status = desk_log_in(context->desk, login->id.text, login->password.text);
    field_clear(&login->password);
    login->waiting = status == STATUS_OK;
    if (status != STATUS_OK) {
        struct fault fault = {.code = status};
        login_failed(login, &fault);
    }
    return redraw(login, context);
}

static struct screen_verdict accept(struct login *login, const struct screen_context *context) {
    if (login->id.length == 0) {
        form_focus_on(&login->form, &login->form.items[0]);
        return redraw(login, context);
    }
    if (login->password.length == 0) {
        form_focus_on(&login->form, &login->form.items[1]);
        return redraw(login, context);
    }
    return submit(login, context);
}

static struct screen_verdict take_burst(struct login *login, const struct screen_context *context,
                                        const struct screen_event *event) {
    enum secret_burst burst = secret_take(&login->form, event);
    if (burst == SECRET_DROPPED)
        notice_say(&login->notice, THEME_WARNING, secret_dropped_sentence());
    return burst == SECRET_ACCEPTED ? accept(login, context) : redraw(login, context);
}

static struct screen_verdict follow(struct login *login, const struct screen_context *context) {
    if (login->submitted && context->desk != NULL)
        return submit(login, context);
    if (!login->waiting)
        return redraw(login, context);
    const struct desk_progress *progress = desk_progress(context->desk, DESK_LOGIN);
    if (progress->phase == DESK_DONE)
        return screen_verdict(SCREEN_RESET);
    if (progress->phase == DESK_FAILED)
        login_failed(login, &progress->fault);
    return redraw(login, context);
}

static struct screen_verdict login_event(void *state, const struct screen_context *context,
                                         const struct screen_event *event) {
    struct login *login = state;
    if (event->kind == SCREEN_ACTION && event->action == ACTION_BACK) {
        if (login->waiting)
            desk_give_up(context->desk, DESK_LOGIN);
        return follow(login, context);
    }
    if (event->kind == SCREEN_ACTION && event->action == ACTION_LEAVE)
        return screen_verdict(SCREEN_QUIT);
    if (event->kind != SCREEN_KEY && event->kind != SCREEN_SCAN)
        return follow(login, context);
    if (login->waiting || login->submitted)
        return redraw(login, context);
    if (event->kind == SCREEN_SCAN)
        return take_burst(login, context, event);
    if (form_key(&login->form, &event->key) == FORM_ACCEPTED)
        return accept(login, context);
    return redraw(login, context);
}

static struct rect login_box(struct rect body) {
    int above = body.height >= 18 ? 2 : 0;
    struct rect box = {body.x + (body.width - BOX_WIDTH) / 2, body.y + above, BOX_WIDTH, BOX_HEIGHT};
    return box;
}

static void draw_notes(const struct login *login, const struct screen_context *context, struct rect area) {
    int y = 0;
    int delay = delay_seconds(login, context);
    if (login->submitted)
        y = draw_paragraph(area, y, THEME_TEXT, "◌ Démarrage du poste : la connexion suit.");
    else if (login->waiting)
        y = notice_draw_wait(desk_progress(context->desk, DESK_LOGIN), area, y, "Vérification");
    else
        y = notice_draw(&login->notice, area, y);
    if (delay > 0)
        draw_textf(area, y++, 0, THEME_WARNING, "Prochain essai possible dans %d s.", delay);
    if (field_is_all_capitals(&login->password))
        draw_paragraph(area, y, THEME_WARNING,
                       "Le mot de passe est tapé tout en capitales : verrouillage des majuscules ?");
    if (context->config->training)
        draw_textf(area, area.height - 1, 0, THEME_HINT, "Formation : agent %s, mot de passe %s", DESK_TRAINING_AGENT,
                   DESK_TRAINING_PASSWORD);
}

static void login_draw(const void *state, const struct screen_context *context) {
    const struct login *login = state;
    struct rect box = login_box(context->body);
    draw_box(box, THEME_RULE, "Connexion au guichet");
    form_draw(&login->form, layout_shrink(box, 6, 2));
    struct rect notes = {box.x, box.y + box.height + 1, box.width, 6};
    draw_notes(login, context, notes);
}

static struct screen_cursor login_focus(const void *state, const struct screen_context *context) {
    const struct login *login = state;
    struct screen_cursor cursor = {.in_text = form_is_in_text(&login->form)};
    form_cursor(&login->form, layout_shrink(login_box(context->body), 6, 2), &cursor.x, &cursor.y);
    return cursor;
}

static const enum keys_action login_actions[] = {ACTION_HELP, ACTION_LEAVE, ACTION_BACK, ACTION_NONE};

const struct screen screen_login = {
    .name = "connexion",
    .title = "Connexion",
    .actions = login_actions,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .flags = SCREEN_TAKES_SCANS,
    .state_size = sizeof(struct login),
    .open = login_open,
    .event = login_event,
    .draw = login_draw,
    .focus = login_focus,
};

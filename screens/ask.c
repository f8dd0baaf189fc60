/* One question over the screen that asks it: Enter says yes, Esc goes back. */
#include "draw.h"
#include "screen.h"

#include "../kiosk/text.h"

struct ask {
    char title[64], text[512], yes[64];
};

static void ask_open(void *state, const struct screen_context *context, const void *argument) {
    struct ask *ask = state;
    const struct screen_question *question = argument;
    (void)context;
    text_copy(ask->title, sizeof ask->title, question->title);
    text_copy(ask->text, sizeof ask->text, question->text);
    text_copy(ask->yes, sizeof ask->yes, question->yes);
}

static struct screen_verdict ask_event(void *state, const struct screen_context *context,
                                       const struct screen_event *event) {
    (void)state;
    (void)context;
    if (event->kind == SCREEN_KEY && event->key.code == KEYS_ENTER)
        return (struct screen_verdict){.kind = SCREEN_POP, .answer = true};
    if (event->kind == SCREEN_ACTION && event->action == ACTION_BACK)
        return (struct screen_verdict){.kind = SCREEN_POP, .answer = false};
    return screen_verdict(SCREEN_STAY);
}

static struct rect ask_box(const struct ask *ask, struct rect body) {
    int width = body.width < 68 + 6 ? body.width - 6 : 68;
    return layout_centre(body, width, layout_count_lines(ask->text, width - 6) + 6);
}

static void ask_draw(const void *state, const struct screen_context *context) {
    const struct ask *ask = state;
    struct rect box = ask_box(ask, context->body);
    draw_fill(box, THEME_TEXT);
    draw_box(box, THEME_WARNING, ask->title);
    struct rect inside = layout_shrink(box, 3, 2);
    int y = draw_paragraph(inside, 0, THEME_VALUE, ask->text);
    int x = draw_textf(inside, y + 1, 0, THEME_FIELD_NOW, " Entrée : %s ", ask->yes);
    draw_text(inside, y + 1, x + 2, THEME_TEXT, "Échap : revenir");
}

static struct screen_cursor ask_focus(const void *state, const struct screen_context *context) {
    const struct ask *ask = state;
    struct rect box = ask_box(ask, context->body);
    return (struct screen_cursor){.x = box.x + 4, .y = box.y + box.height - 3};
}

static const enum keys_action ask_actions[] = {ACTION_HELP, ACTION_LOCK, ACTION_BACK, ACTION_NONE};

const struct screen screen_ask = {
    .name = "question",
    .title = "Question",
    .actions = ask_actions,
    .flags = SCREEN_NEEDS_AGENT | SCREEN_IS_DIALOG | SCREEN_SHOWS_PERSON,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .state_size = sizeof(struct ask),
    .open = ask_open,
    .event = ask_event,
    .draw = ask_draw,
    .focus = ask_focus,
};

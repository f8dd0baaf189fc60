/* The terminal is too small: one sentence, until it grows. What lies below stays as it is. */
#include "draw.h"
#include "screen.h"
#include "terminal.h"

static struct screen_verdict small_event(void *state, const struct screen_context *context,
                                         const struct screen_event *event) {
    (void)state;
    (void)context;
    (void)event;
    return screen_verdict(SCREEN_STAY);
}

static struct rect whole(void) {
    return (struct rect){0, 0, terminal_columns(), terminal_rows()};
}

static void small_draw(const void *state, const struct screen_context *context) {
    (void)state;
    (void)context;
    draw_paragraph(whole(), 0, THEME_TEXT, "Agrandissez la fenêtre : 80 colonnes sur 24 lignes au moins.");
    draw_textf(whole(), whole().height - 1, 0, THEME_TEXT, "(ici %d × %d)", terminal_columns(), terminal_rows());
}

static struct screen_cursor small_focus(const void *state, const struct screen_context *context) {
    (void)state;
    (void)context;
    return (struct screen_cursor){0};
}

static const enum keys_action small_actions[] = {ACTION_LOCK, ACTION_NONE};

const struct screen screen_small = {
    .name = "petit",
    .title = "Fenêtre trop petite",
    .actions = small_actions,
    .event = small_event,
    .draw = small_draw,
    .focus = small_focus,
};

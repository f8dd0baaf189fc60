/* Station: what a supervisor or a technician looks at on this counter. It shows nothing of a person. */
#include "draw.h"
#include "list.h"
#include "screen.h"

enum { HEAD_ROWS = 2, LINES_EACH = 3 };

static const struct {
    const char *title, *about;
    const struct screen *screen;
} entries[] = {
    {"Essai du lecteur", "Ce qui arrive du lecteur, ce qui en est compris, et comment le régler.",
     &screen_scanner_test},
};
enum { ENTRY_COUNT = sizeof entries / sizeof entries[0] };

struct station {
    struct list list;
};

static void station_open(void *state, const struct screen_context *context, const void *argument) {
    struct station *station = state;
    (void)context;
    (void)argument;
    list_resize(&station->list, ENTRY_COUNT);
}

static struct screen_verdict station_event(void *state, const struct screen_context *context,
                                           const struct screen_event *event) {
    struct station *station = state;
    (void)context;
    if (event->kind == SCREEN_ACTION && event->action == ACTION_BACK)
        return screen_verdict(SCREEN_POP);
    if (event->kind != SCREEN_KEY)
        return screen_verdict(SCREEN_REDRAW);
    if (event->key.code == KEYS_ENTER)
        return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = entries[station->list.chosen].screen};
    return screen_verdict(list_key(&station->list, &event->key, ENTRY_COUNT) ? SCREEN_REDRAW : SCREEN_STAY);
}

static void station_draw(const void *state, const struct screen_context *context) {
    const struct station *station = state;
    struct rect area = context->body;
    draw_text(area, 0, 0, THEME_TITLE, "Station");
    layout_cut_top(&area, HEAD_ROWS);
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        bool chosen = i == station->list.chosen;
        struct rect line = layout_cut_top(&area, LINES_EACH);
        draw_textf(line, 0, 0, chosen ? THEME_CHOSEN : THEME_VALUE, "%s%s", chosen ? "▸" : " ", entries[i].title);
        draw_text(line, 1, 3, THEME_HINT, entries[i].about);
    }
}

static struct screen_cursor station_focus(const void *state, const struct screen_context *context) {
    const struct station *station = state;
    return (struct screen_cursor){.x = context->body.x,
                                  .y = context->body.y + HEAD_ROWS + (int)station->list.chosen * LINES_EACH};
}

static const enum keys_action station_actions[] = {ACTION_HELP, ACTION_LOCK, ACTION_NEXT_PERSON, ACTION_BACK,
                                                   ACTION_NONE};

const struct screen screen_station = {
    .name = "station",
    .title = "Station",
    .actions = station_actions,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .flags = SCREEN_NEEDS_AGENT,
    .state_size = sizeof(struct station),
    .open = station_open,
    .event = station_event,
    .draw = station_draw,
    .focus = station_focus,
};

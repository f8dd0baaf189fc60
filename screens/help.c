/* Aide: the keys of the screen below, from its table of actions, then the help texts that ship (config/help). */
#include "draw.h"
#include "flow.h"
#include "screen.h"

#include "../kiosk/resource.h"
#include "../kiosk/text.h"

#include <string.h>

enum { KEY_WIDTH = 12 };

struct help {
    const struct screen *about;
    int top;
};

static void help_open(void *state, const struct screen_context *context, const void *argument) {
    struct help *help = state;
    (void)context;
    help->about = argument;
}

static void write_keys(const struct keys_entry *entry, char *out, size_t size) {
    if (entry->letter != 0 && entry->code != KEYS_NONE)
        text_format(out, size, "%s, Alt-%c", entry->name, entry->letter - 'a' + 'A');
    else
        text_format(out, size, "%s", entry->name);
}

static void flow_actions(struct flow *flow, const struct screen *about) {
    char title[128], keys[32];
    text_format(title, sizeof title, "Touches de l'écran « %s »", about->title);
    flow_title(flow, title);
    for (const enum keys_action *action = about->actions; *action != ACTION_NONE; action++) {
        const struct keys_entry *entry = keys_entry(*action);
        write_keys(entry, keys, sizeof keys);
        flow_pair(flow, KEY_WIDTH, keys, THEME_TEXT, entry->help);
    }
    flow_pair(flow, KEY_WIDTH, "Entrée", THEME_TEXT, "Accepter");
    flow_pair(flow, KEY_WIDTH, "Tab", THEME_TEXT, "Passer au champ ou à l'onglet suivant");
    flow_pair(flow, KEY_WIDTH, "Ctrl-L", THEME_TEXT, "Redessiner l'écran");
    flow_text(flow, 0, THEME_HINT,
              "La lettre remplace la touche F : avec Alt, ou seule là où aucun champ n'attend de texte.");
}

/* Texts are laid out by their authors (drawings): a line is a line. An empty one is kept. */
static void flow_lines(struct flow *flow, const char *text) {
    bool first = true;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        if (length == 0)
            flow_blank(flow);
        else if (flow->draws)
            draw_textf(flow->area, flow->line++ - flow->top, 0, first ? THEME_TITLE : THEME_TEXT, "%.*s", (int)length,
                       text);
        else
            flow->line++;
        first = false;
        text += length + (text[length] == '\n' ? 1 : 0);
    }
}

/* What people ask about with that screen in front of them is read first. */
static bool comes_first(const struct screen *about, const char *name) {
    if (strcmp(name, "help/verifier.txt") == 0)
        return about == &screen_verify;
    if (strcmp(name, "help/qui-demande.txt") == 0)
        return about == &screen_identity;
    if (strcmp(name, "help/remise.txt") == 0)
        return about == &screen_printing || about == &screen_resume;
    if (strcmp(name, "help/trouver-le-neph.txt") == 0)
        return about == &screen_home || about == &screen_search || about == &screen_candidates;
    bool shows_points = about == &screen_file || about == &screen_simulate;
    return shows_points && strcmp(name, "help/points-reviennent.txt") == 0;
}

static void flow_texts(struct flow *flow, const struct screen *about, bool first) {
    for (size_t i = 0; resource_at(i).bytes != NULL; i++) {
        struct resource resource = resource_at(i);
        if (strncmp(resource.name, "help/", 5) != 0 || comes_first(about, resource.name) != first)
            continue;
        flow_blank(flow);
        flow_lines(flow, resource.bytes);
    }
}

static int lay_out(const struct help *help, struct rect area, bool draws) {
    struct flow flow;
    flow_begin(&flow, area, help->top, draws);
    flow_actions(&flow, help->about);
    flow_texts(&flow, help->about, true);
    flow_texts(&flow, help->about, false);
    flow_end(&flow);
    return flow.line;
}

static struct screen_verdict help_event(void *state, const struct screen_context *context,
                                        const struct screen_event *event) {
    struct help *help = state;
    bool leaves = (event->kind == SCREEN_ACTION && (event->action == ACTION_BACK || event->action == ACTION_HELP)) ||
                  (event->kind == SCREEN_KEY && event->key.code == KEYS_ENTER);
    if (leaves)
        return screen_verdict(SCREEN_POP);
    if (event->kind == SCREEN_KEY &&
        flow_key(&help->top, &event->key, lay_out(help, context->body, false), context->body.height))
        return screen_verdict(SCREEN_REDRAW);
    return screen_verdict(SCREEN_STAY);
}

static void help_draw(const void *state, const struct screen_context *context) {
    lay_out(state, context->body, true);
}

static struct screen_cursor help_focus(const void *state, const struct screen_context *context) {
    (void)state;
    return (struct screen_cursor){.x = context->body.x, .y = context->body.y};
}

static const enum keys_action help_actions[] = {ACTION_HELP, ACTION_LOCK, ACTION_BACK, ACTION_NONE};

const struct screen screen_help = {
    .name = "aide",
    .title = "Aide",
    .actions = help_actions,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .state_size = sizeof(struct help),
    .open = help_open,
    .event = help_event,
    .draw = help_draw,
    .focus = help_focus,
};

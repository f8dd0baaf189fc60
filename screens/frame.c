/* Draws the frame from the desk's state and the screen's table. It must not show anything of a person. */
#include "frame.h"

#include "draw.h"
#include "verify_words.h"
#include "words.h"

#include "../kiosk/text.h"

#include <string.h>

enum { STATUS_MAX = 200, HEADER_GAP = 3, STEPS_WIDTH = 62 };

static void write_moment(char *text, size_t size) {
    char weekday[48], hour[16];
    struct date_time now = clock_now();
    date_write_weekday(now.date, weekday);
    date_write_time(&now, hour);
    text_format(text, size, "%s, %s", weekday, hour);
}

static void draw_header(struct rect area, const struct screen_context *context) {
    char moment[STATUS_MAX], left[STATUS_MAX], right[2 * STATUS_MAX];
    const struct agent *agent = context->desk == NULL ? NULL : desk_agent(context->desk);
    write_moment(moment, sizeof moment);
    text_format(left, sizeof left, "%s · %s", context->config->prefecture, context->config->counter_name);
    const char *name = agent == NULL ? "" : agent->name, *between = agent == NULL ? "" : " · ";
    text_format(right, sizeof right, "%s%s%s%s", agent == NULL ? "" : "Agent ", name, between, moment);
    if (text_width(left) + text_width(right) + HEADER_GAP > area.width - 1)
        text_format(right, sizeof right, "%s%s%s", name, between, moment);
    draw_fill(area, THEME_HEADER);
    struct rect end = layout_cut_right(&area, text_width(right));
    draw_text(end, 0, 0, THEME_HEADER, right);
    layout_cut_right(&area, 1);
    draw_text(area, 0, 1, THEME_HEADER, left);
}

static void draw_steps(struct rect area, const struct screen *screen) {
    static const char *const steps[] = {"1 Recherche", "2 Identité", "3 Dossier", "4 Document"};
    draw_rule(layout_shrink(area, 1, 0), 0, THEME_RULE);
    if (screen->step == SCREEN_NO_STEP) {
        draw_textf(area, 0, 3, THEME_STEP_NOW, " %s ", screen->title);
        return;
    }
    int x = 3;
    for (int i = 0; i < 4; i++) {
        bool now = (int)screen->step == SCREEN_STEP_SEARCH + i;
        x = draw_textf(area, 0, x, now ? THEME_STEP_NOW : THEME_STEP, now ? " ▸%s " : " %s ", steps[i]) + 2;
    }
}

/* What the 2D-Doc was worth that the file was asked for with: as long as the person is there. */
static void draw_opener(struct rect area, const struct screen_context *context) {
    char text[96], worth[96];
    const struct desk_opener *opener = context->desk == NULL ? NULL : desk_opener(context->desk);
    if (opener == NULL || desk_counter(context->desk)->stage < COUNTER_PERSON)
        return;
    verify_write_worth(opener->test, opener->signed_on, worth, sizeof worth);
    text_format(text, sizeof text, " %s %s ", opener->test ? "◌" : "●", worth);
    if (text_width(text) > area.width - STEPS_WIDTH)
        text_format(text, sizeof text, opener->test ? " ◌ 2D-Doc de test " : " ● 2D-Doc valide ");
    draw_text_right(layout_shrink(area, 2, 0), 0, opener->test ? THEME_WARNING : THEME_GOOD, text);
}

static void write_registry(const struct desk_status *status, char *text, size_t size) {
    char hour[16];
    date_write_time(&status->registry_at, hour);
    switch (status->registry) {
    case DESK_REGISTRY_UP:
        text_format(text, size, "● SNPC %s", hour);
        break;
    case DESK_REGISTRY_DEGRADED:
        text_format(text, size, "◌ SNPC ralenti, %s", hour);
        break;
    case DESK_REGISTRY_DOWN:
        text_format(text, size, "✗ SNPC injoignable");
        break;
    default:
        text_format(text, size, "◌ SNPC");
    }
}

static void write_printer(const struct desk_status *status, char *text, size_t size) {
    char words[STATUS_MAX];
    words_write_printer_state(status->printer_text, words, sizeof words);
    if (!status->printer_known)
        text_format(text, size, "◌ Imprimante");
    else
        text_format(text, size, "%s Imprimante : %s", status->printer_ready ? "●" : "✗", words);
}

static void write_outgoing(const struct desk_status *status, bool brief, char *text, size_t size) {
    if (status->outgoing == 0)
        text_format(text, size, "%s", brief ? "Rien en attente" : "Aucune transmission en attente");
    else if (brief)
        text_format(text, size, "%d en attente", status->outgoing);
    else
        text_format(text, size, "%d transmission%s en attente", status->outgoing, status->outgoing > 1 ? "s" : "");
}

static enum theme_role mark_role(const char *text) {
    if (strncmp(text, "●", strlen("●")) == 0)
        return THEME_GOOD;
    return strncmp(text, "✗", strlen("✗")) == 0 ? THEME_BAD : THEME_LABEL;
}

static int draw_marked(struct rect area, int x, const char *text) {
    size_t mark = strcspn(text, " ");
    draw_textf(area, 0, x, mark_role(text), "%.*s", (int)mark, text);
    return draw_text(area, 0, x + 1, THEME_TEXT, text + mark);
}

static void draw_status(struct rect area, const struct screen_context *context) {
    if (context->config->training) {
        struct rect right = layout_cut_right(&area, 11);
        draw_text(right, 0, 0, THEME_TRAINING, " FORMATION ");
    }
    if (context->desk == NULL) {
        draw_text(area, 0, 1, THEME_TEXT, "◌ Démarrage du poste");
        return;
    }
    const struct desk_status *status = desk_status(context->desk);
    char registry[STATUS_MAX], printer[STATUS_MAX], outgoing[STATUS_MAX];
    write_registry(status, registry, sizeof registry);
    write_printer(status, printer, sizeof printer);
    write_outgoing(status, false, outgoing, sizeof outgoing);
    int marks = 1 + text_width(registry) + 3 + text_width(printer) + 3;
    if (marks + text_width(outgoing) > area.width - 1)
        write_outgoing(status, true, outgoing, sizeof outgoing);
    struct rect left = area;
    struct rect last = layout_cut_right(&left, area.width > marks ? area.width - marks : text_width(outgoing) + 2);
    int x = draw_marked(left, 1, registry) + 3;
    draw_marked(left, x, printer);
    draw_text(last, 0, 0, THEME_TEXT, outgoing);
}

static void draw_keys(struct rect area, const struct screen *screen) {
    struct keys_bar_item items[ACTION_COUNT];
    size_t count = keys_bar(screen->actions, area.width, items);
    for (size_t i = 0; i < count; i++) {
        int x = draw_text(area, 0, items[i].x, THEME_KEY, items[i].name);
        draw_text(area, 0, x + 1, THEME_KEY_LABEL, items[i].label);
    }
}

void frame_draw(const struct layout_frame *frame, const struct screen_context *context, const struct screen *screen,
                const struct screen *keys) {
    draw_header(frame->header, context);
    draw_steps(frame->steps, screen);
    draw_opener(frame->steps, context);
    draw_rule(layout_shrink(frame->rule, 1, 0), 0, THEME_RULE);
    draw_status(frame->status, context);
    draw_keys(frame->keys, keys);
}

/* What a search found: one line each, NEPH masked until one is chosen. */
#include "draw.h"
#include "list.h"
#include "notice.h"
#include "screen.h"

#include "../kiosk/neph.h"
#include "../kiosk/text.h"

enum { KEPT_ROW = 2, HEAD_ROWS = 3, FOOT_ROWS = 5, LINES_EACH = 2 };

struct candidates {
    char kept[160]; /* of the document that searched; empty: none did */
    struct list list;
    bool waiting;
    struct notice notice;
};

static void candidates_open(void *state, const struct screen_context *context, const void *argument) {
    struct candidates *candidates = state;
    const char *kept = argument;
    if (kept != NULL)
        text_copy(candidates->kept, sizeof candidates->kept, kept);
    list_resize(&candidates->list, desk_candidates(context->desk)->count);
}

static int head_rows(const struct candidates *candidates, struct rect body) {
    bool has_kept = candidates->kept[0] != '\0';
    return HEAD_ROWS + (has_kept ? layout_count_lines(candidates->kept, body.width) : 0);
}

static int shown_rows(const struct candidates *candidates, struct rect body) {
    int rows = (body.height - head_rows(candidates, body) - FOOT_ROWS) / LINES_EACH;
    return rows < 1 ? 1 : rows;
}

static struct screen_verdict choose(struct candidates *candidates, const struct screen_context *context) {
    const struct registry_candidates *found = desk_candidates(context->desk);
    if (candidates->list.chosen >= found->count)
        return screen_verdict(SCREEN_STAY);
    struct fault fault = {.code = desk_open_file(context->desk, found->items[candidates->list.chosen].neph)};
    candidates->waiting = fault.code == STATUS_OK;
    if (!candidates->waiting)
        notice_fault(&candidates->notice, SENTENCE_LOOKUP, &fault);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict follow(struct candidates *candidates, const struct screen_context *context) {
    const struct desk_progress *progress = desk_progress(context->desk, DESK_LOOKUP);
    list_resize(&candidates->list, desk_candidates(context->desk)->count);
    if (!candidates->waiting || progress->phase == DESK_WAITING)
        return screen_verdict(SCREEN_REDRAW);
    candidates->waiting = false;
    if (progress->phase == DESK_DONE)
        return screen_verdict(SCREEN_RESET);
    notice_fault(&candidates->notice, SENTENCE_LOOKUP, &progress->fault);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict candidates_event(void *state, const struct screen_context *context,
                                              const struct screen_event *event) {
    struct candidates *candidates = state;
    bool is_back = event->kind == SCREEN_ACTION && event->action == ACTION_BACK;
    if (is_back && !candidates->waiting)
        return screen_verdict(SCREEN_POP);
    if (is_back)
        desk_give_up(context->desk, DESK_LOOKUP);
    if (event->kind == SCREEN_SCAN) {
        notice_say(&candidates->notice, THEME_WARNING,
                   "◌ Un dossier est à choisir d'abord.\nCe qui vient d'être scanné n'a pas été pris.\nScannez-le de "
                   "nouveau sur Identité.");
        return (struct screen_verdict){.kind = SCREEN_REDRAW, .scrub = true};
    }
    if (event->kind != SCREEN_KEY || candidates->waiting)
        return follow(candidates, context);
    notice_clear(&candidates->notice);
    if (event->key.code == KEYS_ENTER)
        return choose(candidates, context);
    bool moved = list_key(&candidates->list, &event->key, shown_rows(candidates, context->body));
    return screen_verdict(moved ? SCREEN_REDRAW : SCREEN_STAY);
}

static void draw_candidate(const struct registry_candidate *candidate, struct rect area, bool chosen) {
    char birth[16], masked[64];
    date_write_short(candidate->birth_date, birth);
    neph_write_masked(candidate->neph, masked);
    enum theme_role role = chosen ? THEME_CHOSEN : THEME_TEXT;
    draw_fill(area, role);
    struct rect left = area;
    struct rect right = layout_cut_right(&left, 22);
    bool has_usual = candidate->usual_name[0] != '\0';
    draw_textf(left, 0, 0, chosen ? THEME_CHOSEN : THEME_VALUE, "%s%s%s%s%s %s", chosen ? "▸" : " ",
               candidate->family_name, has_usual ? " (" : "", candidate->usual_name, has_usual ? ")" : "",
               candidate->given_names);
    draw_textf(area, 1, 3, role, "%s%s%s%s%s", birth, candidate->birth_place[0] != '\0' ? " à " : "",
               candidate->birth_place, candidate->department[0] != '\0' ? ", réside dans le " : "",
               candidate->department);
    draw_text_right(right, 0, role, masked);
}

static void candidates_draw(const void *state, const struct screen_context *context) {
    const struct candidates *candidates = state;
    const struct registry_candidates *found = desk_candidates(context->desk);
    struct rect area = context->body;
    draw_textf(area, 0, 0, THEME_TITLE, "%zu dossier%s", found->count, found->count > 1 ? "s" : "");
    draw_text(area, 1, 0, THEME_HINT,
              found->count < REGISTRY_CANDIDATES_MAX ? "Flèches : choisir. Entrée : ouvrir."
                                                     : "Il peut y en avoir d'autres : Échap, puis préciser.");
    draw_paragraph(area, KEPT_ROW, THEME_GOOD, candidates->kept);
    layout_cut_top(&area, head_rows(candidates, area));
    struct rect foot = layout_cut_bottom(&area, FOOT_ROWS);
    layout_cut_top(&foot, 1);
    int rows = shown_rows(candidates, context->body);
    size_t top = list_top(&candidates->list, rows);
    for (size_t i = top; i < found->count && i < top + (size_t)rows; i++)
        draw_candidate(&found->items[i], layout_cut_top(&area, LINES_EACH), i == candidates->list.chosen);
    int y = 0;
    if (candidates->waiting)
        y = notice_draw_wait(desk_progress(context->desk, DESK_LOOKUP), foot, 0, "Dossier demandé au registre");
    notice_draw(&candidates->notice, foot, y);
}

static struct screen_cursor candidates_focus(const void *state, const struct screen_context *context) {
    const struct candidates *candidates = state;
    size_t row = candidates->list.chosen - list_top(&candidates->list, shown_rows(candidates, context->body));
    return (struct screen_cursor){.x = context->body.x,
                                  .y = context->body.y + head_rows(candidates, context->body) + (int)row * LINES_EACH};
}

static const enum keys_action candidates_actions[] = {ACTION_HELP, ACTION_LOCK, ACTION_NEXT_PERSON, ACTION_BACK,
                                                      ACTION_NONE};

const struct screen screen_candidates = {
    .name = "dossiers",
    .title = "Dossiers trouvés",
    .actions = candidates_actions,
    .step = SCREEN_STEP_SEARCH,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .flags = SCREEN_SHOWS_PERSON | SCREEN_NEEDS_AGENT | SCREEN_TAKES_SCANS,
    .state_size = sizeof(struct candidates),
    .open = candidates_open,
    .event = candidates_event,
    .draw = candidates_draw,
    .focus = candidates_focus,
};

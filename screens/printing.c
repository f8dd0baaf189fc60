/* Impression: one line a step, as it happens; a fault in words with what to do. */
#include "draw.h"
#include "notice.h"
#include "screen.h"
#include "words.h"

#include "../kiosk/text.h"

struct printing {
    bool told_to_wait; /* F10 was pressed while the document is under way */
};

static const struct {
    const char *doing, *done, *many; /* `many`: done, of several pages; NULL: the same */
} steps[DESK_STEP_COUNT] = {
    [DESK_STEP_PRINTER] = {"Vérification de l'imprimante", "Imprimante vérifiée", NULL},
    [DESK_STEP_NUMBER] = {"Numéro demandé au registre", "Numéro obtenu", NULL},
    [DESK_STEP_VERIFY] = {"Vérification du sceau", "Sceau vérifié", NULL},
    [DESK_STEP_DRAW] = {"Mise en page et relecture", "Page dessinée et relue", "Pages dessinées et relues"},
    [DESK_STEP_SEND] = {"Envoi à l'imprimante", "Envoyée à l'imprimante", "Envoyées à l'imprimante"},
    [DESK_STEP_PRINT] = {"Impression", "Imprimée", "Imprimées"},
};

static const struct {
    const char *title, *name, *printed;
} documents[COUNTER_DOCUMENT_COUNT] = {
    [COUNTER_ADCS] = {"Impression de l'ADCS", "ADCS", "imprimée"},
    [COUNTER_RII] = {"Impression du RII", "RII", "imprimé"},
    [COUNTER_SITUATION] = {"Impression de « Ma situation »", "« Ma situation »", "imprimée"},
};

/* "Ma situation" has neither number nor seal. */
static bool has_step(const struct desk_document *document, enum desk_step step) {
    return document->type != COUNTER_SITUATION || (step != DESK_STEP_NUMBER && step != DESK_STEP_VERIFY);
}

static const struct desk_progress *progress_of(const struct screen_context *context) {
    return desk_progress(context->desk, DESK_DOCUMENT);
}

static struct screen_verdict finish(const struct screen_context *context) {
    desk_finish_document(context->desk);
    return screen_verdict(SCREEN_POP);
}

/* Again: after a fault the desk keeps the number that the document may have got already. */
static struct screen_verdict try_again(const struct screen_context *context) {
    if (progress_of(context)->phase == DESK_WAITING)
        return screen_verdict(SCREEN_STAY);
    desk_finish_document(context->desk);
    return (struct screen_verdict){.kind = SCREEN_REPLACE, .screen = &screen_document};
}

static struct screen_verdict printing_event(void *state, const struct screen_context *context,
                                            const struct screen_event *event) {
    struct printing *printing = state;
    enum desk_phase phase = progress_of(context)->phase;
    if (phase == DESK_IDLE)
        return screen_verdict(SCREEN_POP);
    printing->told_to_wait = event->kind == SCREEN_ACTION && event->action == ACTION_NEXT_PERSON;
    bool is_back = event->kind == SCREEN_ACTION && event->action == ACTION_BACK;
    bool is_enter = event->kind == SCREEN_KEY && event->key.code == KEYS_ENTER;
    if (phase == DESK_WAITING && is_back)
        desk_give_up(context->desk, DESK_DOCUMENT);
    else if (phase != DESK_WAITING && (is_back || is_enter))
        return finish(context);
    else if (event->kind == SCREEN_ACTION && event->action == ACTION_PRINT)
        return try_again(context);
    return screen_verdict(SCREEN_REDRAW);
}

/* --- Drawing --- */

static const char *mark(enum desk_phase phase) {
    switch (phase) {
    case DESK_DONE:
        return "●";
    case DESK_WAITING:
        return "◌";
    case DESK_FAILED:
        return "✗";
    default:
        return "·";
    }
}

static enum theme_role role(enum desk_phase phase) {
    switch (phase) {
    case DESK_DONE:
        return THEME_GOOD;
    case DESK_WAITING:
        return THEME_VALUE;
    case DESK_FAILED:
        return THEME_BAD;
    default:
        return THEME_LABEL;
    }
}

/* What the printer says is then about the sheet, no longer about the check before it. */
static bool is_with_printer(const struct desk_document *document) {
    return document->steps[DESK_STEP_SEND] != DESK_IDLE;
}

static void write_detail(const struct desk_document *document, enum desk_step step, char *out, size_t size) {
    char words[WORDS_MAX];
    out[0] = '\0';
    if (step == DESK_STEP_NUMBER && document->number[0] != '\0')
        text_format(out, size, " : %s", document->number);
    else if (step == DESK_STEP_PRINTER && document->printer_text[0] != '\0' && !is_with_printer(document)) {
        words_write_printer_state(document->printer_text, words, sizeof words);
        text_format(out, size, " : %s", words);
    } else if (step == DESK_STEP_DRAW && document->steps[step] == DESK_DONE && document->pages > 1)
        text_format(out, size, " : %d", document->pages);
    else if (step == DESK_STEP_PRINT && document->steps[step] == DESK_WAITING && document->pages > 0)
        text_format(out, size, ", page %d sur %d",
                    document->pages_done < document->pages ? document->pages_done + 1 : document->pages,
                    document->pages);
}

static const char *words_done(const struct desk_document *document, enum desk_step step) {
    return document->pages > 1 && steps[step].many != NULL ? steps[step].many : steps[step].done;
}

static void draw_step(const struct screen_context *context, struct rect area, enum desk_step step) {
    const struct desk_document *document = desk_document(context->desk);
    enum desk_phase phase = document->steps[step];
    char detail[160], seconds[32] = "";
    write_detail(document, step, detail, sizeof detail);
    if (phase == DESK_WAITING)
        text_format(seconds, sizeof seconds, ", %lld s",
                    (long long)((clock_monotonic_ms() - progress_of(context)->since_ms) / 1000));
    int x = draw_text(area, 0, 0, role(phase), mark(phase));
    draw_textf(area, 0, x + 1, phase == DESK_WAITING ? THEME_VALUE : THEME_TEXT, "%s%s%s",
               phase == DESK_DONE ? words_done(document, step) : steps[step].doing, detail, seconds);
}

/* Which act failed decides what was not done and what to do. */
static enum sentence_act failed_act(const struct desk_document *document) {
    if (document->steps[DESK_STEP_PRINT] == DESK_FAILED || document->steps[DESK_STEP_SEND] == DESK_FAILED)
        return SENTENCE_PRINT;
    return document->steps[DESK_STEP_DRAW] == DESK_FAILED ? SENTENCE_DRAW : SENTENCE_ISSUE;
}

/* "● RII n° 0123456789AB imprimé, 3 pages." */
static void write_end(const struct desk_document *document, char *out, size_t size) {
    char number[24] = "", pages[32] = "";
    if (document->number[0] != '\0')
        text_format(number, sizeof number, " n°\u00A0%s", document->number);
    if (document->pages > 1)
        text_format(pages, sizeof pages, ", %d\u00A0pages", document->pages);
    text_format(out, size, "● %s%s %s%s.", documents[document->type].name, number, documents[document->type].printed,
                pages);
}

static void draw_end(const struct screen_context *context, struct rect area) {
    const struct desk_document *document = desk_document(context->desk);
    const struct desk_progress *progress = progress_of(context);
    if (progress->phase == DESK_FAILED) {
        struct notice notice = {0};
        notice_fault(&notice, failed_act(document), &progress->fault);
        int y = notice_draw(&notice, area, 0);
        draw_text(area, y + 1, 0, THEME_FIELD_NOW, " Entrée : revenir au dossier ");
        return;
    }
    char end[96];
    write_end(document, end, sizeof end);
    int y = draw_text(area, 0, 0, THEME_GOOD, end) > 0 ? 1 : 0;
    if (document->delivered[0] != '\0') {
        struct rect path = area;
        layout_cut_left(&path, draw_text(area, y, 0, THEME_LABEL, "Fichier : "));
        y = draw_paragraph(path, y, THEME_TEXT, document->delivered);
    }
    draw_text(area, y + 1, 0, THEME_FIELD_NOW, " Entrée : revenir au dossier ");
    draw_text(area, y + 1, 31, THEME_TEXT, "F10 : usager suivant");
}

static struct rect end_area(struct rect body) {
    layout_cut_top(&body, DESK_STEP_COUNT + 3);
    return body;
}

static void printing_draw(const void *state, const struct screen_context *context) {
    const struct printing *printing = state;
    struct rect body = context->body;
    const struct desk_document *document = desk_document(context->desk);
    draw_text(body, 0, 0, THEME_TITLE, documents[document->type].title);
    layout_cut_top(&body, 2);
    for (int step = 0; step < DESK_STEP_COUNT; step++)
        if (has_step(document, (enum desk_step)step))
            draw_step(context, layout_cut_top(&body, 1), (enum desk_step)step);
    struct rect end = end_area(context->body);
    if (progress_of(context)->phase != DESK_WAITING) {
        draw_end(context, end);
        return;
    }
    draw_text(end, 0, 0, THEME_HINT, "Échap : renoncer");
    if (printing->told_to_wait)
        draw_text(end, 1, 0, THEME_WARNING, "Un document est en cours : attendez la fin, ou renoncez par Échap.");
    if (is_with_printer(document) && document->printer_text[0] != '\0')
        draw_textf(end, 3, 0, THEME_WARNING, "✗ %s", document->printer_text);
}

static struct screen_cursor printing_focus(const void *state, const struct screen_context *context) {
    (void)state;
    const struct desk_document *document = desk_document(context->desk);
    int row = 0;
    for (int step = 0; step < DESK_STEP_COUNT - 1; step++) {
        if (!has_step(document, (enum desk_step)step))
            continue;
        if (document->steps[step] != DESK_DONE)
            break;
        row++;
    }
    return (struct screen_cursor){.x = context->body.x, .y = context->body.y + 2 + row};
}

static const enum keys_action printing_actions[] = {ACTION_HELP,        ACTION_PRINT, ACTION_LOCK,
                                                    ACTION_NEXT_PERSON, ACTION_BACK,  ACTION_NONE};

const struct screen screen_printing = {
    .name = "impression",
    .title = "Impression",
    .actions = printing_actions,
    .step = SCREEN_STEP_DOCUMENT,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .flags = SCREEN_SHOWS_PERSON | SCREEN_NEEDS_AGENT,
    .state_size = sizeof(struct printing),
    .event = printing_event,
    .draw = printing_draw,
    .focus = printing_focus,
};

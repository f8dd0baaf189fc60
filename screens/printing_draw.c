/* How the Impression screen looks: the steps, then what is awaited, asked or said. It must not decide which: the view
 * does. */
#include "document_words.h"
#include "draw.h"
#include "printing_view.h"

#include "../kiosk/guidance.h"
#include "../kiosk/text.h"

enum { SAID_ROWS = 5, CHANGES_MAX = 4 * WORDS_MAX };

static const struct desk_progress *progress_of(const struct screen_context *context) {
    return desk_progress(context->desk, DESK_DOCUMENT);
}

static bool is_with_printer(const struct desk_document *document) {
    return document->steps[DESK_STEP_SEND] != DESK_IDLE;
}

/* Which act failed decides what was not done and what to do. */
static enum sentence_act failed_act(const struct desk_document *document) {
    if (document->steps[DESK_STEP_PRINT] == DESK_FAILED || document->steps[DESK_STEP_SEND] == DESK_FAILED ||
        document->sheets_out > 0)
        return SENTENCE_PRINT;
    return document->steps[DESK_STEP_DRAW] == DESK_FAILED ? SENTENCE_DRAW : SENTENCE_ISSUE;
}

static void draw_title(const struct desk_document *document, struct rect area) {
    char title[DOCUMENT_WORDS_MAX], of[DOCUMENT_WORDS_MAX];
    document_words_write_of(document->type, document->reissue ? document->number : "", of, sizeof of);
    text_format(title, sizeof title, document->reissue ? "Réédition %s" : "Impression %s", of);
    draw_text(area, 0, 0, THEME_TITLE, title);
}

/* "● RII n° 0123456789AB imprimé, 3 pages." and where it went, when that is a folder. */
static int draw_printed(const struct desk_document *document, struct rect area, int y) {
    char title[DOCUMENT_WORDS_MAX], pages[32] = "";
    document_words_write_title(document->type, document->number, document->reissue, title, sizeof title);
    if (document->pages > 1)
        text_format(pages, sizeof pages, ", %d\u00A0pages", document->pages);
    draw_textf(area, y++, 0, THEME_GOOD, "● %s imprimé%s%s.", title,
               document->reissue ? "e" : document_words_ending(document->type), pages);
    if (document->delivered[0] == '\0')
        return y;
    struct rect path = area;
    layout_cut_left(&path, draw_text(area, y, 0, THEME_LABEL, "Fichier : "));
    return draw_paragraph(path, y, THEME_TEXT, document->delivered);
}

static int draw_fault(const struct screen_context *context, struct rect area) {
    struct notice notice = {0};
    notice_fault(&notice, failed_act(desk_document(context->desk)), &progress_of(context)->fault);
    return notice_draw(&notice, area, 0);
}

static int draw_said_by_printer(const struct desk_document *document, struct rect area) {
    char said[sizeof document->printer_text + 8];
    text_format(said, sizeof said, "✗ %s", document->printer_text);
    return draw_paragraph(area, 0, THEME_WARNING, said);
}

/* --- What each view says; each returns the row after --- */

static int draw_wait(const struct printing *printing, const struct screen_context *context, struct rect area) {
    const struct desk_document *document = desk_document(context->desk);
    bool has_choice = is_with_printer(document) && document->type != COUNTER_SITUATION;
    bool has_other = config_printer_count(context->config) > 1;
    int y = 0;
    if (is_with_printer(document) && document->printer_text[0] != '\0')
        y = draw_said_by_printer(document, area) + 1;
    if (printing_view(printing, context) == PRINTING_STEPS)
        draw_textf(area, y++, 0, THEME_HINT, "Échap\u00A0: %s%s", has_choice && has_other ? "autre imprimante, " : "",
                   has_choice ? "mettre de côté, annuler" : "renoncer");
    if (printing->told)
        y = draw_paragraph(area, y, THEME_WARNING,
                           "Un document est en cours : attendez la fin, ou renoncez par Échap.");
    return y;
}

static int draw_hand_over(const struct printing *printing, const struct screen_context *context, struct rect area) {
    int y = draw_printed(desk_document(context->desk), area, 0) + 1;
    if (printing->told)
        return draw_paragraph(area, y, THEME_WARNING, "✗ Répondez d'abord : le document est-il sorti ?");
    return draw_paragraph(area, y, THEME_VALUE, "Le document est-il sorti, complet et lisible ?");
}

static int draw_not_good(const struct screen_context *context, struct rect area) {
    char title[DOCUMENT_WORDS_MAX];
    const struct desk_document *document = desk_document(context->desk);
    document_words_write_title(document->type, document->number, document->reissue, title, sizeof title);
    draw_textf(area, 0, 0, THEME_WARNING, "✗ %s\u00A0: le document n'est pas bon.", title);
    if (document->type == COUNTER_RII)
        draw_text(area, 1, 0, THEME_TEXT, "Un RII est toujours réimprimé en entier.");
    return 2;
}

/* A print that failed, or a document taken up again. */
static int draw_what_now(const struct screen_context *context, struct rect area) {
    char title[DOCUMENT_WORDS_MAX], destroy[PRINTING_TEXT_MAX / 2], text[PRINTING_TEXT_MAX];
    const struct desk_document *document = desk_document(context->desk);
    if (progress_of(context)->phase == DESK_FAILED && progress_of(context)->fault.code != STATUS_OK)
        return draw_fault(context, area) + 1;
    document_words_write_title(document->type, document->number, document->reissue, title, sizeof title);
    draw_textf(area, 0, 0, THEME_WARNING, "◌ %s : à terminer.", title);
    if (document->sheets_out == 0)
        return 2;
    document_words_write_destroy(document, destroy, sizeof destroy);
    text_format(text, sizeof text, "Des feuillets peuvent être sortis. %s.", destroy);
    return draw_paragraph(area, 1, THEME_TEXT, text) + 1;
}

/* Why it may not be printed any more, or what to know before it is. */
static void write_about_changed(const struct screen_context *context, char *out, size_t size) {
    const struct counter *counter = desk_counter(context->desk);
    const struct guidance_state *state = guidance_state(counter->record->licence.state);
    struct fault fault;
    struct notice refusal = {0};
    if (!printing_may_issue(context, &fault)) {
        notice_fault(&refusal, SENTENCE_ISSUE, &fault);
        text_copy(out, size, refusal.text);
        return;
    }
    bool no_right =
        desk_document(context->desk)->type == COUNTER_ADCS && state != NULL && state->rights == GUIDANCE_MAY_NOT_DRIVE;
    text_format(out, size, "%sRien n'est imprimé. Vérifiez avec la personne, puis\u00A0:",
                no_right ? "L'attestation portera en grand «\u00A0CE DOCUMENT N'AUTORISE PAS À CONDUIRE\u00A0»\u00A0: "
                           "dites-le à la personne.\n"
                         : "");
}

static int draw_changed(const struct screen_context *context, struct rect area, bool draws) {
    char changes[CHANGES_MAX], about[CHANGES_MAX];
    struct rect list = area;
    layout_cut_left(&list, 2);
    document_words_write_changes(desk_counter(context->desk), &desk_document(context->desk)->changes, changes,
                                 sizeof changes);
    write_about_changed(context, about, sizeof about);
    if (!draws)
        return 1 + layout_count_lines(changes, list.width) + layout_count_lines(about, area.width) + 1;
    draw_text(area, 0, 0, THEME_WARNING, "✗ Le dossier a changé depuis son affichage\u00A0:");
    int y = draw_paragraph(list, 1, THEME_VALUE, changes);
    return draw_paragraph(area, y, THEME_TEXT, about);
}

static int draw_ended(const struct printing *printing, const struct screen_context *context, struct rect area) {
    const char *e = document_words_ending(printing->end_type);
    switch (printing->end) {
    case PRINTING_GIVEN:
        draw_textf(area, 0, 0, THEME_GOOD, "● %s remis%s.", printing->end_title, e);
        return 1;
    case PRINTING_SET_ASIDE:
        draw_textf(area, 0, 0, THEME_WARNING, "◌ %s mis%s de côté.", printing->end_title, e);
        return draw_paragraph(area, 1, THEME_TEXT, "À reprendre depuis l'accueil, avec la personne et son document.");
    case PRINTING_CANCELLED:
        draw_textf(area, 0, 0, THEME_WARNING, "✗ %s annulé%s.", printing->end_title, e);
        return draw_paragraph(area, 1, THEME_TEXT, "Ne remettez aucun feuillet qui en serait sorti.");
    default:
        break;
    }
    if (progress_of(context)->phase == DESK_FAILED)
        return draw_fault(context, area);
    return draw_printed(desk_document(context->desk), area, 0);
}

static int draw_view(const struct printing *printing, const struct screen_context *context, struct rect area) {
    switch (printing_view(printing, context)) {
    case PRINTING_STEPS:
    case PRINTING_STOP:
        return draw_wait(printing, context, area);
    case PRINTING_HAND_OVER:
        return draw_hand_over(printing, context, area);
    case PRINTING_NOT_GOOD:
        return draw_not_good(context, area);
    case PRINTING_WHAT_NOW:
        return draw_what_now(context, area);
    case PRINTING_PRINTERS:
        draw_text(area, 0, 0, THEME_VALUE, "Sur quelle imprimante ?");
        return 1;
    case PRINTING_CHANGED:
        return draw_changed(context, area, true);
    default:
        return draw_ended(printing, context, area);
    }
}

/* --- The screen --- */

/* Where none was begun (a document taken up again), or there is more to read, nothing stands in their place. */
static bool has_steps(const struct printing *printing, const struct screen_context *context) {
    const struct desk_document *document = desk_document(context->desk);
    for (int step = 0; step < DESK_STEP_COUNT; step++)
        if (document->steps[step] != DESK_IDLE)
            return printing_view(printing, context) != PRINTING_CHANGED;
    return false;
}

static struct rect below_steps(const struct printing *printing, const struct screen_context *context) {
    struct rect area = context->body;
    layout_cut_top(&area, has_steps(printing, context) ? DESK_STEP_COUNT + 3 : 2);
    return area;
}

/* The row of the buttons: below the longest that the view has to say. */
static int choices_row(const struct printing *printing, const struct screen_context *context, struct rect area) {
    enum printing_view view = printing_view(printing, context);
    if (view == PRINTING_CHANGED)
        return draw_changed(context, area, false);
    if (view != PRINTING_WHAT_NOW || progress_of(context)->phase != DESK_FAILED)
        return SAID_ROWS;
    struct notice notice = {0};
    notice_fault(&notice, failed_act(desk_document(context->desk)), &progress_of(context)->fault);
    int rows = layout_count_lines(notice.text, area.width);
    return rows < SAID_ROWS ? SAID_ROWS : rows;
}

static void draw_leaving(struct rect area, int y) {
    draw_text(area, y, 0, THEME_FIELD_NOW, " Entrée : revenir au dossier ");
    draw_text(area, y, 31, THEME_TEXT, "F10 : usager suivant");
}

void printing_draw(const void *state, const struct screen_context *context) {
    const struct printing *printing = state;
    struct choices choices = {0};
    if (has_steps(printing, context) || printing->end == PRINTING_NOT_ENDED)
        draw_title(desk_document(context->desk), context->body);
    if (has_steps(printing, context))
        printing_draw_steps(context, context->body, 2);
    struct rect area = below_steps(printing, context);
    printing_offer(printing, context, &choices);
    int row = choices_row(printing, context, area);
    struct rect said = area;
    if (choices.count > 0)
        said = layout_cut_top(&said, row);
    int y =
        printing->notice.text[0] != '\0' ? notice_draw(&printing->notice, said, 0) : draw_view(printing, context, said);
    if (choices.count > 0)
        choices_draw(&choices, printing->chosen, area, row);
    else if (printing_view(printing, context) == PRINTING_END)
        draw_leaving(area, y + 1);
}

struct screen_cursor printing_focus(const void *state, const struct screen_context *context) {
    const struct printing *printing = state;
    struct choices choices = {0};
    struct rect area = below_steps(printing, context);
    struct screen_cursor cursor = {.x = context->body.x, .y = context->body.y + 2 + printing_step_row(context)};
    printing_offer(printing, context, &choices);
    if (choices.count > 0)
        choices_cursor(&choices, printing->chosen, area, choices_row(printing, context, area), &cursor.x, &cursor.y);
    return cursor;
}

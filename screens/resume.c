/* Reprise: the documents that were left unfinished, and what becomes of each. Nothing prints by itself: to take one up,
 * the person and their document are asked for again. No name stands here: the station keeps none. */
#include "choices.h"
#include "document_words.h"
#include "draw.h"
#include "list.h"
#include "notice.h"
#include "screen.h"

#include "../kiosk/text.h"

#include <string.h>

enum { HEAD_ROWS = 3, FOOT_ROWS = 5, LINES_EACH = 2, TEXT_MAX = 400 };
enum choice { CHOICE_NONE, CHOICE_RESUME, CHOICE_GIVEN, CHOICE_CANCEL };

struct resume {
    struct desk_unfinished items[DESK_UNFINISHED_MAX];
    struct list list;
    int chosen;        /* button */
    bool waiting;      /* for the person's file */
    enum choice asked; /* the dialog above confirms it */
    char about[37];    /* of which document */
    struct screen_question question;
    char text[TEXT_MAX];
    struct notice notice;
};

static void read_items(struct resume *resume, const struct screen_context *context) {
    list_resize(&resume->list, desk_list_unfinished(context->desk, resume->items));
}

static void resume_open(void *state, const struct screen_context *context, const void *argument) {
    (void)argument;
    read_items(state, context);
}

static const struct desk_unfinished *chosen_item(const struct resume *resume) {
    return resume->list.count == 0 ? NULL : &resume->items[resume->list.chosen];
}

static void offer(const struct resume *resume, struct choices *choices) {
    const struct desk_unfinished *item = chosen_item(resume);
    if (item == NULL)
        return;
    bool feminine = item->reissue || document_words_ending(item->type)[0] != '\0';
    choices_add(choices, CHOICE_RESUME, "Reprendre",
                "Le document de la personne est redemandé\u00A0: le même numéro, ou aucun.");
    if (document_words_has_sheets(item))
        choices_add(choices, CHOICE_GIVEN, feminine ? "Déjà remise" : "Déjà remis",
                    "La personne l'a eu en main, complet et lisible\u00A0: il n'y a plus rien à imprimer.");
    choices_add(choices, CHOICE_CANCEL, "Annuler",
                item->reissue ? "La réédition est abandonnée."
                              : "Le document est annulé, et son numéro ne vaut plus rien.");
}

/* --- Acts --- */

static void write_given(const struct desk_unfinished *item, char *out, size_t size) {
    char title[DOCUMENT_WORDS_MAX];
    document_words_write_title(item->type, item->number, item->reissue, title, sizeof title);
    text_format(out, size,
                "%s\u00A0: la personne est-elle repartie avec, complet et lisible ? Sinon, Échap, puis reprenez le "
                "document ou annulez-le.",
                title);
}

static void write_cancel(const struct desk_unfinished *item, char *out, size_t size) {
    char means[DOCUMENT_WORDS_MAX];
    document_words_write_cancel(item->type, item->number, item->reissue, means, sizeof means);
    text_format(out, size, "%s%s", means,
                document_words_has_sheets(item) ? " Retirez et détruisez les feuillets sortis." : "");
}

static struct screen_verdict ask(struct resume *resume, enum choice about, const char *title, const char *yes) {
    resume->asked = about;
    text_copy(resume->about, sizeof resume->about, chosen_item(resume)->request_id);
    resume->question = (struct screen_question){.title = title, .text = resume->text, .yes = yes};
    return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_ask, .argument = &resume->question};
}

static struct screen_verdict take_up(struct resume *resume, const struct screen_context *context) {
    struct fault fault = {0};
    resume->waiting = desk_resume(context->desk, chosen_item(resume)->request_id, &fault) == STATUS_OK;
    if (!resume->waiting)
        notice_fault(&resume->notice, SENTENCE_LOOKUP, &fault);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict take(struct resume *resume, const struct screen_context *context, enum choice choice) {
    const struct desk_unfinished *item = chosen_item(resume);
    switch (choice) {
    case CHOICE_RESUME:
        return take_up(resume, context);
    case CHOICE_GIVEN:
        write_given(item, resume->text, sizeof resume->text);
        return ask(resume, CHOICE_GIVEN, "Document déjà remis", "oui, remis");
    case CHOICE_CANCEL:
        write_cancel(item, resume->text, sizeof resume->text);
        return ask(resume, CHOICE_CANCEL, "Annuler le document", "annuler le document");
    default:
        return screen_verdict(SCREEN_STAY);
    }
}

static void say_done(struct resume *resume, const struct desk_unfinished *item, enum choice done) {
    char title[DOCUMENT_WORDS_MAX], said[2 * DOCUMENT_WORDS_MAX];
    const char *e = item->reissue ? "e" : document_words_ending(item->type);
    document_words_write_title(item->type, item->number, item->reissue, title, sizeof title);
    text_format(said, sizeof said, done == CHOICE_GIVEN ? "● %s remis%s." : "✗ %s annulé%s.", title, e);
    notice_say(&resume->notice, done == CHOICE_GIVEN ? THEME_GOOD : THEME_WARNING, said);
}

static void settle(struct resume *resume, const struct screen_context *context, enum choice how) {
    struct fault fault = {0};
    const struct desk_unfinished *item = NULL;
    for (size_t i = 0; i < resume->list.count; i++)
        if (strcmp(resume->items[i].request_id, resume->about) == 0)
            item = &resume->items[i];
    if (item == NULL)
        return;
    struct desk_unfinished settled = *item;
    enum status status = how == CHOICE_GIVEN ? desk_hand_over_unfinished(context->desk, settled.request_id, &fault)
                                             : desk_cancel_unfinished(context->desk, settled.request_id, &fault);
    if (status != STATUS_OK)
        notice_fault(&resume->notice, SENTENCE_SETTLE, &fault);
    else
        say_done(resume, &settled, how);
    resume->chosen = 0;
    read_items(resume, context);
}

/* --- Events --- */

static int shown_rows(struct rect body) {
    int rows = (body.height - HEAD_ROWS - FOOT_ROWS) / LINES_EACH;
    return rows < 1 ? 1 : rows;
}

static struct screen_verdict follow(struct resume *resume, const struct screen_context *context) {
    const struct desk_progress *progress = desk_progress(context->desk, DESK_LOOKUP);
    if (!resume->waiting) {
        read_items(resume, context);
        return screen_verdict(SCREEN_REDRAW);
    }
    if (progress->phase == DESK_WAITING)
        return screen_verdict(SCREEN_REDRAW);
    resume->waiting = false;
    if (progress->phase == DESK_DONE)
        return screen_verdict(SCREEN_RESET); /* Identité */
    notice_fault(&resume->notice, SENTENCE_LOOKUP, &progress->fault);
    read_items(resume, context);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict take_key(struct resume *resume, const struct screen_context *context,
                                      const struct key *key) {
    struct choices choices = {0};
    offer(resume, &choices);
    notice_clear(&resume->notice);
    if (key->code == KEYS_ENTER)
        return resume->list.count == 0 ? screen_verdict(SCREEN_POP)
                                       : take(resume, context, (enum choice)choices_id(&choices, resume->chosen));
    bool sideways =
        key->code == KEYS_LEFT || key->code == KEYS_RIGHT || key->code == KEYS_TAB || key->code == KEYS_BACK_TAB;
    if (sideways)
        return screen_verdict(choices_key(&choices, &resume->chosen, key) ? SCREEN_REDRAW : SCREEN_STAY);
    if (!list_key(&resume->list, key, shown_rows(context->body)))
        return screen_verdict(SCREEN_STAY);
    resume->chosen = 0;
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict resume_event(void *state, const struct screen_context *context,
                                          const struct screen_event *event) {
    struct resume *resume = state;
    bool is_back = event->kind == SCREEN_ACTION && event->action == ACTION_BACK;
    if (is_back && !resume->waiting)
        return screen_verdict(SCREEN_POP);
    if (is_back)
        desk_give_up(context->desk, DESK_LOOKUP);
    if (event->kind == SCREEN_SHOWN) {
        enum choice asked = resume->asked;
        resume->asked = CHOICE_NONE;
        if (event->answer && asked != CHOICE_NONE)
            settle(resume, context, asked);
    }
    if (event->kind == SCREEN_KEY && !resume->waiting)
        return take_key(resume, context, &event->key);
    return follow(resume, context);
}

/* --- Drawing --- */

static void draw_item(const struct desk_unfinished *item, struct rect area, bool chosen) {
    char title[DOCUMENT_WORDS_MAX], moment[72], state[DOCUMENT_WORDS_MAX], copies[40] = "";
    enum theme_role role = chosen ? THEME_CHOSEN : THEME_TEXT;
    document_words_write_title(item->type, item->number, item->reissue, title, sizeof title);
    document_words_write_moment(&item->changed_at, moment);
    document_words_write_state(item, state, sizeof state);
    if (item->copies > 1)
        text_format(copies, sizeof copies, ", %d exemplaires", item->copies);
    draw_fill(area, role);
    draw_textf(area, 0, 0, chosen ? THEME_CHOSEN : THEME_VALUE, "%s%s%s", chosen ? "▸" : " ", title, copies);
    draw_text_right(area, 0, role, moment);
    draw_text(area, 1, 3, role, state);
}

static void draw_items(const struct resume *resume, struct rect area, int rows) {
    size_t top = list_top(&resume->list, rows);
    for (size_t i = top; i < resume->list.count && i < top + (size_t)rows; i++)
        draw_item(&resume->items[i], layout_cut_top(&area, LINES_EACH), i == resume->list.chosen);
}

static struct rect foot_of(struct rect body) {
    return layout_cut_bottom(&body, FOOT_ROWS);
}

static void resume_draw(const void *state, const struct screen_context *context) {
    const struct resume *resume = state;
    struct rect area = context->body, foot = foot_of(context->body);
    struct choices choices = {0};
    size_t count = resume->list.count;
    if (count == 0)
        draw_text(area, 0, 0, THEME_TITLE, "Aucun document à reprendre");
    else
        draw_textf(area, 0, 0, THEME_TITLE, "%zu document%s à reprendre", count, text_plural((int)count));
    if (count > 0)
        draw_text(area, 1, 0, THEME_HINT, "↑ ↓ : le document. ← → : quoi faire. Rien ne s'imprime tout seul.");
    layout_cut_top(&area, HEAD_ROWS);
    draw_items(resume, area, shown_rows(context->body));
    offer(resume, &choices);
    if (resume->waiting) {
        notice_draw_wait(desk_progress(context->desk, DESK_LOOKUP), foot, 0, "Dossier demandé au registre");
        return;
    }
    int y = 0;
    if (choices.count > 0)
        y = choices_draw(&choices, resume->chosen, foot, 0);
    else
        draw_text(foot, y++, 0, THEME_FIELD_NOW, " Entrée : revenir à l'accueil ");
    if (resume->notice.text[0] != '\0')
        notice_draw(&resume->notice, foot, y < 2 ? 2 : y);
}

static struct screen_cursor resume_focus(const void *state, const struct screen_context *context) {
    const struct resume *resume = state;
    struct screen_cursor cursor = {.x = context->body.x, .y = foot_of(context->body).y};
    struct choices choices = {0};
    offer(resume, &choices);
    if (choices.count > 0)
        choices_cursor(&choices, resume->chosen, foot_of(context->body), 0, &cursor.x, &cursor.y);
    return cursor;
}

static const enum keys_action resume_actions[] = {ACTION_HELP, ACTION_LOCK, ACTION_NEXT_PERSON, ACTION_BACK,
                                                  ACTION_NONE};

const struct screen screen_resume = {
    .name = "reprise",
    .title = "Reprise",
    .actions = resume_actions,
    .step = SCREEN_STEP_SEARCH,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .flags = SCREEN_NEEDS_AGENT,
    .state_size = sizeof(struct resume),
    .open = resume_open,
    .event = resume_event,
    .draw = resume_draw,
    .focus = resume_focus,
};

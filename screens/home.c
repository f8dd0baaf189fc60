/* Accueil: one field that understands what it gets. It opens a file, or says what is wrong with what was typed. */
#include "document_words.h"
#include "draw.h"
#include "field.h"
#include "notice.h"
#include "screen.h"

#include "../kiosk/memory.h"
#include "../kiosk/neph.h"
#include "../kiosk/text.h"

#include <string.h>

enum { LONGEST = 64, FIELD_WIDTH = 44, BOX_HEIGHT = 3, UNFINISHED_ROWS = 3 };

struct home {
    struct field typed;
    bool waiting;
    char title_number[RECORD_NEPH_MAX + 1]; /* what was typed, when it is one; shown with where the NEPH is */
    struct desk_unfinished oldest;          /* of those that were left unfinished */
    size_t unfinished;                      /* how many */
    struct notice notice;
};

static void count_unfinished(struct home *home, const struct screen_context *context) {
    struct desk_unfinished items[DESK_UNFINISHED_MAX];
    home->unfinished = desk_list_unfinished(context->desk, items);
    if (home->unfinished > 0)
        home->oldest = items[0];
}

static void home_open(void *state, const struct screen_context *context, const void *argument) {
    struct home *home = state;
    (void)argument;
    field_init(&home->typed, LONGEST, false);
    count_unfinished(home, context);
}

static void say(struct home *home, const char *text) {
    notice_say(&home->notice, THEME_WARNING, text);
}

static void explain(struct home *home, enum neph_kind kind, const char *read) {
    switch (kind) {
    case NEPH_EMPTY:
        say(home, "Tapez ou scannez un NEPH, puis Entrée. Sans NEPH : F2.");
        break;
    case NEPH_TOO_SHORT:
        say(home, "✗ Trop court : un NEPH a de 5 à 19 lettres et chiffres.");
        break;
    case NEPH_TOO_LONG:
        say(home, "✗ Trop long : un NEPH a de 5 à 19 lettres et chiffres.");
        break;
    case NEPH_BAD_CHARACTER:
        say(home, "✗ Un NEPH n'a que des lettres sans accent et des chiffres ; espaces et tirets sont admis.");
        break;
    case NEPH_TITLE_NUMBER:
        text_copy(home->title_number, sizeof home->title_number, read);
        break;
    default:
        break;
    }
}

/* It does not fit in here, and what it is worth is told elsewhere. */
static bool is_2d_doc(const struct field *typed) {
    return typed->length == LONGEST && strncmp(typed->text, "DC0", 3) == 0;
}

static struct screen_verdict accept(struct home *home, const struct screen_context *context) {
    char neph[RECORD_NEPH_MAX + 1];
    notice_clear(&home->notice);
    if (home->typed.length == 0 && home->unfinished > 0)
        return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_resume};
    if (is_2d_doc(&home->typed)) {
        field_clear(&home->typed);
        say(home, "C'est un 2D-Doc\u00A0: F3, Vérifier, puis scannez-le de nouveau.");
        return screen_verdict(SCREEN_REDRAW);
    }
    memory_wipe(home->title_number, sizeof home->title_number);
    enum neph_kind kind = neph_read(home->typed.text, neph);
    explain(home, kind, neph);
    if (kind == NEPH_OK) {
        struct fault fault = {.code = desk_open_file(context->desk, neph)};
        home->waiting = fault.code == STATUS_OK;
        if (!home->waiting)
            notice_fault(&home->notice, SENTENCE_LOOKUP, &fault);
    }
    memory_wipe(neph, sizeof neph);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict follow(struct home *home, const struct screen_context *context) {
    if (!home->waiting)
        return screen_verdict(SCREEN_REDRAW);
    const struct desk_progress *progress = desk_progress(context->desk, DESK_LOOKUP);
    if (progress->phase == DESK_WAITING)
        return screen_verdict(SCREEN_REDRAW);
    home->waiting = false;
    if (progress->phase == DESK_FAILED) {
        notice_fault(&home->notice, SENTENCE_LOOKUP, &progress->fault);
        return screen_verdict(SCREEN_REDRAW);
    }
    field_clear(&home->typed);
    return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_identity};
}

static struct screen_verdict act(struct home *home, const struct screen_context *context, enum keys_action action) {
    switch (action) {
    case ACTION_SEARCH:
        return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_search, .argument = home->title_number};
    case ACTION_VERIFY:
        return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_verify};
    case ACTION_RESUME:
        return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_resume};
    case ACTION_REFRESH:
        desk_refresh_status(context->desk);
        return screen_verdict(SCREEN_REDRAW);
    case ACTION_LEAVE:
        desk_log_out(context->desk);
        return screen_verdict(SCREEN_RESET);
    case ACTION_BACK: /* nothing to go back to: the field is emptied */
        field_clear(&home->typed);
        notice_clear(&home->notice);
        memory_wipe(home->title_number, sizeof home->title_number);
        return screen_verdict(SCREEN_REDRAW);
    default:
        return screen_verdict(SCREEN_STAY);
    }
}

static struct screen_verdict home_event(void *state, const struct screen_context *context,
                                        const struct screen_event *event) {
    struct home *home = state;
    if (home->waiting && event->kind == SCREEN_ACTION && event->action == ACTION_BACK)
        desk_give_up(context->desk, DESK_LOOKUP);
    if (event->kind == SCREEN_NEWS || event->kind == SCREEN_SHOWN)
        count_unfinished(home, context);
    if (home->waiting)
        return follow(home, context);
    if (event->kind == SCREEN_ACTION)
        return act(home, context, event->action);
    if (event->kind == SCREEN_KEY && event->key.code == KEYS_ENTER)
        return accept(home, context);
    if (event->kind == SCREEN_KEY && field_key(&home->typed, &event->key))
        return screen_verdict(SCREEN_REDRAW);
    return screen_verdict(event->kind == SCREEN_KEY ? SCREEN_STAY : SCREEN_REDRAW);
}

/* What was left unfinished stands above the field, which moves down. */
static struct rect below_unfinished(const struct home *home, struct rect body) {
    layout_cut_top(&body, home->unfinished > 0 ? UNFINISHED_ROWS : 0);
    return body;
}

static void write_unfinished(const struct home *home, char *out, size_t size) {
    char title[DOCUMENT_WORDS_MAX], moment[72], state[DOCUMENT_WORDS_MAX];
    if (home->unfinished > 1) {
        text_format(out, size, "◌ %zu documents à reprendre", home->unfinished);
        return;
    }
    document_words_write_title(home->oldest.type, home->oldest.number, home->oldest.reissue, title, sizeof title);
    document_words_write_moment(&home->oldest.changed_at, moment);
    document_words_write_state(&home->oldest, state, sizeof state);
    text_format(out, size, "◌ Un document n'est pas terminé\u00A0: %s\n   %s, %s", title, moment, state);
}

static void draw_unfinished(const struct home *home, struct rect body) {
    char text[4 * DOCUMENT_WORDS_MAX];
    if (home->unfinished == 0)
        return;
    write_unfinished(home, text, sizeof text);
    layout_cut_top(&body, 1);
    int y = draw_paragraph(body, 0, THEME_WARNING, text);
    draw_text(body, y, 2, THEME_HINT, "Entrée sur le champ vide, ou Alt-P : reprendre, ou annuler");
}

static struct rect field_box(struct rect body) {
    return (struct rect){body.x, body.y + 3, FIELD_WIDTH + 4, BOX_HEIGHT};
}

static void draw_field(const struct home *home, struct rect body) {
    struct rect box = field_box(body);
    draw_text(body, 2, 0, THEME_LABEL, "NEPH, tapé ou scanné");
    draw_box(box, THEME_RULE, NULL);
    struct rect line = layout_shrink(box, 2, 1);
    char shown[FIELD_BYTES + 1];
    int cursor;
    field_view(&home->typed, line.width, shown, sizeof shown, &cursor);
    draw_fill(line, THEME_FIELD_NOW);
    draw_text(line, 0, 0, THEME_FIELD_NOW, shown);
    memory_wipe(shown, sizeof shown);
    struct rect aside = body;
    layout_cut_left(&aside, box.width + 2);
    draw_text(aside, 3, 0, THEME_TEXT, "Entrée : ouvrir");
    draw_text(aside, 4, 0, THEME_TEXT, "F2 : sans NEPH");
    draw_text(aside, 5, 0, THEME_TEXT, "F3 : vérifier un 2D-Doc");
}

/* Where the NEPH is: on the back of the card; on the pink paper, field 5. */
static void draw_title_number(const struct home *home, struct rect area) {
    static const char *const card[] = {"┌ dos de la carte ─────────────┐",  "│ ┌────────┐  9. 10. 11. 12.   │",
                                       "│ │ 121201 │ ◀ NEPH             │", "│ │ 200001 │   sur deux lignes │",
                                       "│ └────────┘                   │",  "└──────────────────────────────┘"};
    struct rect text = area;
    struct rect drawing = layout_cut_right(&text, 33);
    layout_cut_right(&text, 2);
    draw_textf(text, 0, 0, THEME_WARNING, "✗ %s n'est pas un NEPH.", home->title_number);
    int y = draw_paragraph(text, 1, THEME_TEXT,
                           "C'est un numéro de titre (champ 5 de la carte). Le NEPH est au dos de la carte, en haut à "
                           "gauche, sur deux lignes.");
    y = draw_paragraph(text, y + 1, THEME_TEXT, "Sur le permis rose en papier, le champ 5 est le NEPH.");
    draw_paragraph(text, y + 1, THEME_TEXT, "Introuvable ? F2 : rechercher par ce numéro de titre, ou par le nom.");
    for (int i = 0; i < 6; i++)
        draw_text(drawing, i, 0, THEME_LABEL, card[i]);
}

static void home_draw(const void *state, const struct screen_context *context) {
    const struct home *home = state;
    struct rect body = context->body;
    struct rect below = below_unfinished(home, body);
    draw_text(body, 0, 0, THEME_TITLE, "Accueil");
    draw_unfinished(home, body);
    draw_field(home, below);
    layout_cut_top(&below, 7);
    if (home->waiting)
        notice_draw_wait(desk_progress(context->desk, DESK_LOOKUP), below, 0, "Dossier demandé au registre");
    else if (home->title_number[0] != '\0')
        draw_title_number(home, below);
    else
        notice_draw(&home->notice, below, 0);
    const char *message = desk_status(context->desk)->registry_message;
    if (message[0] != '\0') {
        struct rect last = layout_cut_bottom(&body, 3);
        draw_paragraph(last, 0, THEME_HINT, message);
    }
}

static struct screen_cursor home_focus(const void *state, const struct screen_context *context) {
    const struct home *home = state;
    struct rect line = layout_shrink(field_box(below_unfinished(home, context->body)), 2, 1);
    char shown[FIELD_BYTES + 1];
    int cursor;
    field_view(&home->typed, line.width, shown, sizeof shown, &cursor);
    memory_wipe(shown, sizeof shown);
    return (struct screen_cursor){.x = line.x + cursor, .y = line.y, .in_text = true};
}

/* The status bar reads itself again every so often: F5 is what the key bar may leave out. */
static const enum keys_action home_actions[] = {ACTION_HELP,        ACTION_SEARCH, ACTION_VERIFY,  ACTION_LOCK,
                                                ACTION_NEXT_PERSON, ACTION_LEAVE,  ACTION_REFRESH, ACTION_BACK,
                                                ACTION_RESUME,      ACTION_NONE};

const struct screen screen_home = {
    .name = "accueil",
    .title = "Accueil",
    .actions = home_actions,
    .step = SCREEN_STEP_SEARCH,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .flags = SCREEN_SHOWS_PERSON | SCREEN_NEEDS_AGENT,
    .state_size = sizeof(struct home),
    .open = home_open,
    .event = home_event,
    .draw = home_draw,
    .focus = home_focus,
};

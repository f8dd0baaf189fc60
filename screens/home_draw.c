/* How Accueil is drawn. It must not show anything of a document that was read but the kind that it is. */
#include "document_words.h"
#include "draw.h"
#include "home.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

enum { FIELD_WIDTH = 44, BOX_HEIGHT = 3, UNFINISHED_ROWS = 3 };

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

/* That a document was read, and not what it says. */
static void draw_bearer(const struct identity_bearer *bearer, struct rect body) {
    if (bearer == NULL)
        return;
    bool is_known = bearer->document != IDENTITY_NO_DOCUMENT;
    draw_textf(body, 6, 0, THEME_GOOD, "● Document gardé pour Identité\u00A0: %s. Échap\u00A0: l'oublier.",
               is_known ? identity_document_label(bearer->document) : "Nature à préciser");
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

static void draw_wait(const struct home *home, const struct screen_context *context, struct rect area) {
    bool searches = home->waiting == HOME_SEARCHES;
    const struct desk_progress *progress = desk_progress(context->desk, searches ? DESK_SEARCH : DESK_LOOKUP);
    int y =
        notice_draw_wait(progress, area, 0, searches ? "Recherche dans le registre" : "Dossier demandé au registre");
    notice_draw(&home->notice, area, y + 1);
}

void home_draw(const void *state, const struct screen_context *context) {
    const struct home *home = state;
    struct rect body = context->body;
    struct rect below = below_unfinished(home, body);
    draw_text(body, 0, 0, THEME_TITLE, "Accueil");
    draw_unfinished(home, body);
    draw_field(home, below);
    draw_bearer(desk_bearer(context->desk), below);
    layout_cut_top(&below, 7);
    if (home->waiting != HOME_IDLE)
        draw_wait(home, context, below);
    else if (home->title_number[0] != '\0')
        draw_title_number(home, below);
    else
        notice_draw(&home->notice, below, 0);
    if (home->alert[0] != '\0')
        draw_paragraph(layout_cut_bottom(&body, 2), 0, THEME_WARNING, home->alert);
    const char *message = desk_status(context->desk)->registry_message;
    if (message[0] != '\0') {
        struct rect last = layout_cut_bottom(&body, 3);
        draw_paragraph(last, 0, THEME_HINT, message);
    }
}

struct screen_cursor home_focus(const void *state, const struct screen_context *context) {
    const struct home *home = state;
    struct rect line = layout_shrink(field_box(below_unfinished(home, context->body)), 2, 1);
    char shown[FIELD_BYTES + 1];
    int cursor;
    field_view(&home->typed, line.width, shown, sizeof shown, &cursor);
    memory_wipe(shown, sizeof shown);
    return (struct screen_cursor){.x = line.x + cursor, .y = line.y, .in_text = true};
}

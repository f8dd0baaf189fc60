/* Draws Identité: who asks, what stops the agent, and the holder (identity_holder.c); and lays it out so that what must
 * be seen is always seen. It must not judge anything. */
#include "identity_view.h"
#include "document_words.h"
#include "draw.h"
#include "words.h"

#include "../kiosk/memory.h"
#include "../kiosk/neph.h"
#include "../kiosk/text.h"

#include <string.h>

enum { NOTICE_ROWS_MAX = 6, BESIDE_GAP = 4 };

#define NOTHING_DONE "Rien n'est montré ni remis."
#define ANOTHER_FILE "Échap\u00A0: un autre dossier"
#define NEXT_PERSON "F10\u00A0: usager suivant"

/* --- What stops the agent --- */

static void write_stopped_title(const struct identity_view *view, char *text, size_t size) {
    char alarm[WORDS_MAX];
    const struct identity_bearer *bearer = desk_bearer(view->context->desk);
    bool is_read = bearer != NULL && bearer->document != IDENTITY_NO_DOCUMENT;
    bool is_there =
        is_read ? view->comparison.verdict == IDENTITY_TITLE_STOPS : view->identity->document == IDENTITY_LICENCE;
    if (is_there)
        words_write_title_alarm(&view->record->licence, alarm, sizeof alarm);
    else
        text_copy(alarm, sizeof alarm,
                  "Le titre déclaré perdu ou volé a été présenté\u00A0: ne pas le rendre, appelez le responsable.");
    text_format(text, size, "%s %s %s.", alarm, NOTHING_DONE, NEXT_PERSON);
}

static void write_other_person(const struct identity_view *view, char *text, size_t size) {
    const struct identity_difference *birth = &view->comparison.fields[IDENTITY_BIRTH_DATE];
    bool is_there = view->seen.compared && view->comparison.verdict == IDENTITY_OTHER_PERSON;
    bool is_holders = identity_compares((enum identity_quality)view->identity->quality);
    if (!is_there)
        text_format(text, size,
                    "Un document d'une autre personne a été présenté pour ce dossier. %s Scannez %s\u00A0; %s.",
                    NOTHING_DONE,
                    is_holders ? "un document qui porte la date de naissance" : "la pièce d'identité du demandeur",
                    ANOTHER_FILE);
    else if (birth->agreement == IDENTITY_DIFFERS)
        text_format(text, size,
                    "Ce n'est pas la personne du dossier\u00A0: né(e) le %s sur le document, le %s au dossier. %s %s"
                    "\u00A0; ou scannez un autre document.",
                    birth->seen, birth->expected, NOTHING_DONE, ANOTHER_FILE);
    else
        text_format(text, size,
                    "Ce n'est pas la personne du dossier\u00A0: ni le nom ni le numéro de ce permis ne sont les siens. "
                    "%s %s\u00A0; ou scannez un document qui porte la date de naissance.",
                    NOTHING_DONE, ANOTHER_FILE);
}

/* What stops the agent, or nothing. */
static void write_alarm(const struct identity_view *view, char *text, size_t size) {
    text_copy(text, size, "");
    if (view->seen.stops)
        write_stopped_title(view, text, size);
    else if (view->seen.forged)
        text_format(text, size,
                    "Un document dont le 2D-Doc est falsifié ou altéré a été présenté. %s %s\u00A0; appelez le "
                    "responsable.",
                    NOTHING_DONE, NEXT_PERSON);
    else if (view->seen.other_person)
        write_other_person(view, text, size);
}

static void draw_alarm(const struct identity_view *view) {
    char alarm[WORDS_MAX];
    write_alarm(view, alarm, sizeof alarm);
    draw_fill(view->alarm, THEME_ALARM);
    draw_paragraph(layout_shrink(view->alarm, 1, 0), 0, THEME_ALARM, alarm);
    memory_wipe(alarm, sizeof alarm);
}

/* --- The requester --- */

/* Once the mandate is told, of the proofs of a mandataire its own. */
static const char *proof_of(const struct identity_view *view) {
    const struct identity *identity = view->identity;
    bool may_be_card = view->context->config->identity.avocat_card_suffices;
    if (identity->quality != IDENTITY_MANDATARY || identity->mandate < 0)
        return identity_entitlement((enum identity_quality)identity->quality)->proof;
    return identity->mandate == 1 && may_be_card ? "Sa carte professionnelle d'avocat."
                                                 : "Le mandat écrit et la copie de la pièce d'identité du titulaire.";
}

/* What must be shown; and why nothing is given. */
static void write_proof(const struct identity_view *view, char *text, size_t size) {
    const struct identity *identity = view->identity;
    text_copy(text, size, "");
    if (!view->seen.outsider) {
        struct text_builder words;
        text_builder_init(&words, size - 1);
        text_append(&words, "À présenter\u00A0: ");
        words_append_lower(&words, proof_of(view));
        text_copy(text, size, words.bytes);
        text_builder_clear(&words);
    } else if (identity->outsider >= 0) {
        const struct identity_refusal *refusal = identity_refusal((enum identity_outsider)identity->outsider);
        text_format(text, size, "%s (%s)", refusal->refusal, refusal->article);
    } else {
        text_copy(text, size, "Dites qui demande\u00A0: rien ne lui est remis au guichet, il est dit où s'adresser.");
    }
}

static void draw_proof(const struct identity_view *view) {
    char proof[WORDS_MAX];
    write_proof(view, proof, sizeof proof);
    draw_paragraph(view->proof, 0, view->seen.outsider ? THEME_WARNING : THEME_HINT, proof);
}

/* A status of the title that the station remembers may be older than a theft: told where there is room for a line, else
 * beside the title. */
static void draw_copy(const struct identity_view *view, struct rect title) {
    const struct counter *counter = desk_counter(view->context->desk);
    char age[128], line[WORDS_MAX];
    if (counter->source != COUNTER_FROM_CACHE)
        return;
    if (view->banner.height > 0) {
        words_write_copy(&counter->record->data_as_of, line, sizeof line);
        draw_fill(view->banner, THEME_ALARM);
        draw_text_centred(view->banner, 0, THEME_ALARM, line);
        return;
    }
    words_write_data_age(&counter->record->data_as_of, age);
    text_format(line, sizeof line, "◌ Copie du %s", age);
    draw_text_right(title, 0, THEME_WARNING, line);
}

static void draw_resumed(const struct identity_view *view, struct rect title, int x) {
    const struct desk *desk = view->context->desk;
    struct desk_unfinished document;
    char of[DOCUMENT_WORDS_MAX];
    if (!desk_resuming(desk, &document))
        return;
    /* The age of a copy may stand on the same row. */
    bool is_short = desk_counter(desk)->source == COUNTER_FROM_CACHE && view->banner.height == 0;
    document_words_write_of(document.type, is_short ? "" : document.number, of, sizeof of);
    draw_textf(title, 0, x, THEME_WARNING, "◌ Reprise %s", of);
}

/* --- Layout --- */

static int count_notice(const struct identity *identity, int width) {
    char first[sizeof identity->notice.text];
    const char *text = identity->notice.text;
    if (identity->refused || text[0] == '\0')
        return 0;
    size_t length = strcspn(text, "\n");
    text_format(first, sizeof first, "%.*s", (int)length, text);
    int rows = layout_count_lines(first, width);
    if (text[length] != '\0')
        rows += layout_count_lines(text + length + 1, width);
    memory_wipe(first, sizeof first);
    return rows < NOTICE_ROWS_MAX ? rows : NOTICE_ROWS_MAX;
}

static void shape_form(struct identity_view *view) {
    struct form_item *items = view->form.items;
    items[ITEM_QUALITY].one_row = view->room >= ROOM_ONE_ROW;
    items[ITEM_DOCUMENT].one_row = view->room >= ROOM_SHORT && items[ITEM_DOCUMENT].options != view->identity->reads;
    if (view->room > ROOM_FOR_ALL)
        items[ITEM_BUTTON].spaced = false;
}

struct heights {
    int banner, alarm, form, proof, holder, notice;
};

/* How many rows each part takes in this room; returns how many are left. */
static int measure(struct identity_view *view, struct rect body, struct heights *heights) {
    char text[WORDS_MAX];
    bool is_copy = desk_counter(view->context->desk)->source == COUNTER_FROM_CACHE;
    shape_form(view);
    heights->banner = is_copy && view->room < ROOM_FOLDED ? 1 : 0;
    write_alarm(view, text, sizeof text);
    heights->alarm = layout_count_lines(text, body.width - 2);
    memory_wipe(text, sizeof text);
    heights->form = form_height(&view->form, body);
    write_proof(view, text, sizeof text);
    bool is_shown = view->seen.outsider || view->room == ROOM_FOR_ALL;
    heights->proof = is_shown ? layout_count_lines(text, body.width - IDENTITY_LABEL_WIDTH) : 0;
    heights->holder = 1 + identity_flow_holder(view, body, false) + identity_flow_verdict(view, body, false);
    heights->notice = count_notice(view->identity, body.width);
    return body.height - heights->banner - heights->alarm - 1 - heights->form - heights->proof - heights->holder -
           heights->notice;
}

static struct rect cut(struct rect *from, int rows, bool then_blank) {
    struct rect strip = layout_cut_top(from, rows);
    if (rows > 0 && then_blank)
        layout_cut_top(from, 1);
    return strip;
}

static void lay_out(struct identity_view *view) {
    struct rect body = view->context->body;
    struct heights heights;
    int spare = measure(view, body, &heights);
    if (spare < (heights.alarm > 0 ? 2 : 1)) { /* an empty row is worth more than the hints */
        view->room = ROOM_WITHOUT_HINTS;
        spare = measure(view, body, &heights);
    }
    while (spare < 0 && view->room < ROOM_LISTS) {
        view->room++;
        spare = measure(view, body, &heights);
    }
    view->notice = layout_cut_bottom(&body, heights.notice);
    if (heights.notice > 0 && spare-- > 1)
        layout_cut_bottom(&body, 1);
    view->banner = cut(&body, heights.banner, spare > 2);
    view->alarm = cut(&body, heights.alarm, spare > 1);
    layout_cut_top(&body, 1);
    view->form_area = layout_cut_top(&body, heights.form);
    view->proof = layout_cut_top(&body, heights.proof);
    layout_cut_left(&view->proof, IDENTITY_LABEL_WIDTH);
    if (spare > 0)
        layout_cut_top(&body, 1);
    view->holder = body;
}

static bool look(struct identity_view *view, const struct identity *identity, const struct screen_context *context) {
    *view = (struct identity_view){.identity = identity,
                                   .context = context,
                                   .record = desk_counter(context->desk)->record,
                                   .form = identity->form};
    if (!identity_look(identity, context, &view->seen, &view->comparison))
        return false;
    lay_out(view);
    return true;
}

/* --- Drawing --- */

static const char *compared_to(const struct identity_view *view) {
    bool by_copy = view->identity->quality == IDENTITY_MANDATARY;
    if (view->seen.compared)
        return by_copy ? "Titulaire, comparé à la copie lue" : "Titulaire, comparé au document lu";
    if (view->identity->quality == IDENTITY_LEGAL_REPRESENTATIVE)
        return "Titulaire, à comparer au livret ou au jugement";
    if (view->identity->quality == IDENTITY_BODY)
        return "Titulaire, à comparer à la demande";
    if (by_copy && view->identity->document == IDENTITY_NO_DOCUMENT)
        return "Titulaire, à comparer au nom que donne l'avocat";
    return by_copy ? "Titulaire, à comparer à la copie apportée" : "Titulaire, à comparer au document présenté";
}

/* The last lines have their room first. */
static void draw_holder(const struct identity_view *view) {
    struct rect area = view->holder, right = area;
    char neph[32];
    neph_write_grouped(view->record->neph, neph);
    draw_text(area, 0, 0, THEME_TITLE, compared_to(view));
    draw_textf(layout_cut_right(&right, 6 + text_width(neph)), 0, 0, THEME_LABEL, "NEPH %s", neph);
    layout_cut_top(&area, 1);
    int verdict = identity_flow_verdict(view, area, false), fields = identity_flow_holder(view, area, false);
    int room = area.height > verdict ? area.height - verdict : 0;
    identity_flow_holder(view, layout_cut_top(&area, fields < room ? fields : room), true);
    identity_flow_verdict(view, area, true);
    memory_wipe(neph, sizeof neph);
}

static void draw_notice(const struct identity_view *view) {
    const struct identity *identity = view->identity;
    struct rect beside = view->form_area;
    if (identity->refused) {
        layout_cut_left(&beside,
                        IDENTITY_LABEL_WIDTH + text_width(identity->form.items[ITEM_BUTTON].label) + BESIDE_GAP);
        draw_text(beside, view->form_area.height - 1, 0, THEME_WARNING, identity->notice.text);
    } else if (identity->notice.text[0] != '\0') {
        notice_draw(&identity->notice, view->notice, 0);
    }
}

void identity_draw(const void *state, const struct screen_context *context) {
    struct identity_view view;
    if (!look(&view, state, context))
        return;
    draw_alarm(&view);
    struct rect title = {view.form_area.x, view.form_area.y - 1, view.form_area.width, 1};
    int x = draw_text(title, 0, 0, THEME_TITLE, "Demandeur");
    draw_resumed(&view, title, x + 2);
    draw_copy(&view, title);
    form_draw(&view.form, view.form_area);
    draw_proof(&view);
    draw_holder(&view);
    draw_notice(&view);
    memory_wipe(&view, sizeof view);
}

struct screen_cursor identity_focus(const void *state, const struct screen_context *context) {
    const struct identity *identity = state;
    struct screen_cursor cursor = {.in_text = form_is_in_text(&identity->form)};
    struct identity_view view;
    if (look(&view, identity, context))
        form_cursor(&view.form, view.form_area, &cursor.x, &cursor.y);
    memory_wipe(&view, sizeof view);
    return cursor;
}

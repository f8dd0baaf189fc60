/* Draws Identité: who asks, and the holder beside the document that was read. It must not show more of the record than
 * what is compared. */
#include "document_words.h"
#include "draw.h"
#include "flow.h"
#include "identity.h"
#include "words.h"

#include "../kiosk/memory.h"
#include "../kiosk/neph.h"
#include "../kiosk/text.h"

enum { HOLDER_LABEL_WIDTH = 20, NOTICE_ROWS = 4, BESIDE_GAP = 4 };

struct view {
    const struct identity *identity;
    const struct screen_context *context;
    const struct record *record;
    struct identity_seen seen;
    struct identity_comparison comparison;
    struct rect alarm, form, proof, holder;
};

/* --- The holder --- */

static const char *mark_of(enum identity_agreement agreement) {
    return agreement == IDENTITY_SAME ? "●" : agreement == IDENTITY_DIFFERS ? "✗" : "◌";
}

static enum theme_role role_of(enum identity_agreement agreement) {
    return agreement == IDENTITY_DIFFERS ? THEME_BAD : agreement == IDENTITY_SAME ? THEME_VALUE : THEME_TEXT;
}

/* A line of the record; with a document that was read, its mark, and what is seen where that differs or is cut. */
static void pair(struct flow *flow, const char *label, const struct identity_difference *field, const char *text) {
    char marked[64], line[3 * WORDS_MAX];
    if (field == NULL) {
        text_format(marked, sizeof marked, "  %s", label);
        flow_pair(flow, HOLDER_LABEL_WIDTH, marked, THEME_VALUE, text);
        return;
    }
    text_format(marked, sizeof marked, "%s %s", mark_of(field->agreement), label);
    if (field->agreement == IDENTITY_DIFFERS)
        text_format(line, sizeof line, "%s\u00A0; lu sur le document\u00A0: %s", text, field->seen);
    else if (field->agreement == IDENTITY_CUT)
        text_format(line, sizeof line, "%s (lu en partie\u00A0: %s)", text, field->seen);
    else
        text_copy(line, sizeof line, text);
    flow_pair(flow, HOLDER_LABEL_WIDTH, marked, role_of(field->agreement), line);
    memory_wipe(line, sizeof line);
}

/* The field of the comparison, or NULL where nothing is compared. */
static const struct identity_difference *field_of(const struct view *view, enum identity_field field) {
    return view->seen.compared ? &view->comparison.fields[field] : NULL;
}

static void flow_names(struct flow *flow, const struct view *view) {
    const struct record_holder *holder = &view->record->holder;
    const struct identity_difference *family = field_of(view, IDENTITY_FAMILY_NAME);
    char text[3 * WORDS_MAX];
    bool by_usual = family != NULL && family->by_usual_name;
    pair(flow, "Nom de naissance", by_usual ? NULL : family, holder->family_name);
    if (holder->usual_name != NULL || family == NULL)
        pair(flow, "Nom d'usage", by_usual ? family : NULL, holder->usual_name == NULL ? "aucun" : holder->usual_name);
    words_write_list(&holder->given_names, ", ", text, sizeof text);
    pair(flow, "Prénoms", field_of(view, IDENTITY_GIVEN_NAMES), text);
    memory_wipe(text, sizeof text);
}

/* What is not shown of the record unless it differs. */
static void flow_if_differs(struct flow *flow, const struct view *view, enum identity_field field, const char *label) {
    const struct identity_difference *difference = field_of(view, field);
    if (difference != NULL && difference->agreement == IDENTITY_DIFFERS)
        pair(flow, label, difference, difference->expected);
}

static void flow_title_line(struct flow *flow, const struct view *view) {
    const struct identity_difference *number = field_of(view, IDENTITY_TITLE_NUMBER);
    bool is_told = number != NULL && number->agreement != IDENTITY_UNKNOWN;
    char text[WORDS_MAX], title[WORDS_MAX];
    words_write_title(&view->record->licence, title, sizeof title);
    text_format(text, sizeof text, "%s%s", title,
                view->seen.title_lost && !view->seen.stops ? "\u00A0; s'il est présenté, ne pas le rendre" : "");
    pair(flow, "Titre", is_told ? number : NULL, text);
    flow_if_differs(flow, view, IDENTITY_TITLE_EXPIRY, "Fin de validité");
}

static void flow_holder(struct flow *flow, const struct view *view) {
    char text[3 * WORDS_MAX]; /* a place and a country, each as long as a text of a record may be */
    flow_names(flow, view);
    words_write_birth(&view->record->holder, text, sizeof text);
    pair(flow, "Naissance", field_of(view, IDENTITY_BIRTH_DATE), text);
    flow_if_differs(flow, view, IDENTITY_SEX, "Sexe");
    flow_title_line(flow, view);
    memory_wipe(text, sizeof text);
}

static void write_verdict(const struct view *view, char *text, size_t size) {
    char day[40], verdict[WORDS_MAX];
    identity_write_verdict(&view->comparison, verdict, sizeof verdict);
    if (!view->seen.expired) {
        text_copy(text, size, verdict);
        return;
    }
    const struct identity_bearer *bearer = desk_bearer(view->context->desk);
    bool is_old_card = bearer->document == IDENTITY_ID_CARD;
    date_write_long(view->comparison.valid_until, day);
    text_format(text, size, "%s Valable jusqu'au %s%s.", verdict, day,
                is_old_card ? ", cinq ans de plus compris pour une carte ancienne" : "");
}

/* One sentence, then what the eye alone can tell. */
static void flow_verdict(struct flow *flow, const struct view *view) {
    char text[2 * WORDS_MAX];
    const struct identity_seen *seen = &view->seen;
    if (seen->outsider)
        return;
    if (!seen->compared) {
        flow_text(flow, 0, THEME_HINT,
                  seen->own ? "Le document lu est celui du demandeur\u00A0: il n'est pas comparé au dossier."
                            : "À comparer à l'œil, avec la photo\u00A0; ou scannez le document.");
        return;
    }
    write_verdict(view, text, sizeof text);
    if (!seen->other_person && !seen->stops)
        flow_text(flow, 0, seen->differs || seen->expired ? THEME_WARNING : THEME_GOOD, text);
    identity_write_by_eye(&view->comparison, text, sizeof text);
    flow_text(flow, 0, THEME_TEXT, text);
}

static int flow_whole(const struct view *view, struct rect area, bool draws) {
    struct flow flow;
    flow_begin(&flow, area, 0, draws);
    flow_holder(&flow, view);
    flow_verdict(&flow, view);
    return flow.line;
}

static const char *compared_to(const struct view *view) {
    bool by_copy = view->identity->quality == IDENTITY_MANDATARY || view->identity->quality == IDENTITY_BODY;
    if (view->seen.compared)
        return by_copy ? "Titulaire, comparé à la copie lue" : "Titulaire, comparé au document lu";
    return by_copy ? "Titulaire, à comparer à la copie apportée" : "Titulaire, à comparer au document présenté";
}

static void draw_holder(const struct view *view) {
    struct rect area = view->holder, right = area;
    char neph[32];
    neph_write_grouped(view->record->neph, neph);
    draw_text(area, 0, 0, THEME_TITLE, compared_to(view));
    draw_textf(layout_cut_right(&right, 6 + text_width(neph)), 0, 0, THEME_LABEL, "NEPH %s", neph);
    layout_cut_top(&area, 1);
    flow_whole(view, area, true);
    memory_wipe(neph, sizeof neph);
}

/* --- The requester --- */

/* What stops the agent, or nothing. */
static void write_alarm(const struct view *view, char *text, size_t size) {
    const struct identity_difference *birth = &view->comparison.fields[IDENTITY_BIRTH_DATE];
    text_copy(text, size, "");
    if (view->seen.stops)
        words_write_title_alarm(&view->record->licence, text, size);
    else if (view->seen.other_person)
        text_format(text, size,
                    "Ce n'est pas la personne du dossier\u00A0: né(e) le %s sur le document, le %s au dossier. Rien "
                    "n'est montré ni remis. Échap\u00A0: un autre dossier\u00A0; ou scannez un autre document.",
                    birth->seen, birth->expected);
}

/* What must be shown; and why nothing is given. */
static void write_proof(const struct view *view, char *text, size_t size) {
    const struct identity *identity = view->identity;
    text_copy(text, size, "");
    if (!view->seen.outsider) {
        struct text_builder words;
        text_builder_init(&words, size - 1);
        text_append(&words, "À présenter\u00A0: ");
        words_append_lower(&words, identity_entitlement((enum identity_quality)identity->quality)->proof);
        text_copy(text, size, words.bytes);
        text_builder_clear(&words);
    } else if (identity->outsider >= 0) {
        const struct identity_refusal *refusal = identity_refusal((enum identity_outsider)identity->outsider);
        text_format(text, size, "%s (%s)", refusal->refusal, refusal->article);
    } else {
        text_copy(text, size, "Dites qui demande\u00A0: rien ne lui est remis au guichet, il est dit où s'adresser.");
    }
}

/* The proof gives way where there is no room for it; a refusal never does. */
static void lay_out(struct view *view) {
    char alarm[WORDS_MAX], proof[WORDS_MAX];
    struct rect body = view->context->body;
    write_alarm(view, alarm, sizeof alarm);
    write_proof(view, proof, sizeof proof);
    int alarm_rows = layout_count_lines(alarm, body.width - 2);
    int proof_rows = layout_count_lines(proof, body.width - IDENTITY_LABEL_WIDTH);
    int form_rows = form_height(&view->identity->form, body);
    int spare = body.height - alarm_rows - 1 - form_rows - 1 - flow_whole(view, body, false);
    if (spare < proof_rows && !view->seen.outsider)
        proof_rows = 0;
    spare -= proof_rows;
    view->alarm = layout_cut_top(&body, alarm_rows);
    if (alarm_rows > 0 && spare > 1)
        layout_cut_top(&body, 1);
    layout_cut_top(&body, 1);
    view->form = layout_cut_top(&body, form_rows);
    view->proof = layout_cut_top(&body, proof_rows);
    layout_cut_left(&view->proof, IDENTITY_LABEL_WIDTH);
    if (spare > 0)
        layout_cut_top(&body, 1);
    view->holder = body;
    memory_wipe(alarm, sizeof alarm);
}

static bool look(struct view *view, const struct identity *identity, const struct screen_context *context) {
    *view = (struct view){.identity = identity, .context = context, .record = desk_counter(context->desk)->record};
    if (!identity_look(identity, context, &view->seen, &view->comparison))
        return false;
    lay_out(view);
    return true;
}

static void draw_alarm(const struct view *view) {
    char alarm[WORDS_MAX];
    write_alarm(view, alarm, sizeof alarm);
    draw_fill(view->alarm, THEME_ALARM);
    draw_paragraph(layout_shrink(view->alarm, 1, 0), 0, THEME_ALARM, alarm);
    memory_wipe(alarm, sizeof alarm);
}

static void draw_proof(const struct view *view) {
    char proof[WORDS_MAX];
    write_proof(view, proof, sizeof proof);
    draw_paragraph(view->proof, 0, view->seen.outsider ? THEME_WARNING : THEME_HINT, proof);
}

/* A status of the title that the station remembers may be older than a theft. */
static void draw_age_of_copy(const struct counter *counter, struct rect area) {
    char age[128], line[WORDS_MAX];
    if (counter->source != COUNTER_FROM_CACHE)
        return;
    words_write_data_age(&counter->record->data_as_of, age);
    text_format(line, sizeof line, "◌ Copie du %s", age);
    draw_text_right(area, 0, THEME_WARNING, line);
}

static void draw_resumed(const struct screen_context *context, struct rect area, int x) {
    struct desk_unfinished document;
    char of[DOCUMENT_WORDS_MAX];
    if (!desk_resuming(context->desk, &document))
        return;
    bool is_copy = desk_counter(context->desk)->source == COUNTER_FROM_CACHE; /* whose age stands on the same row */
    document_words_write_of(document.type, is_copy ? "" : document.number, of, sizeof of);
    draw_textf(area, 0, x, THEME_WARNING, "◌ Reprise %s", of);
}

static void draw_notice(const struct view *view) {
    const struct identity *identity = view->identity;
    struct rect beside = view->form, over = view->context->body;
    if (identity->refused) {
        layout_cut_left(&beside,
                        IDENTITY_LABEL_WIDTH + text_width(identity->form.items[ITEM_BUTTON].label) + BESIDE_GAP);
        draw_text(beside, view->form.height - 1, 0, THEME_WARNING, identity->notice.text);
    } else if (identity->notice.text[0] != '\0') {
        over = layout_cut_bottom(&over, NOTICE_ROWS);
        draw_fill(over, THEME_TEXT);
        notice_draw(&identity->notice, over, 0);
    }
}

void identity_draw(const void *state, const struct screen_context *context) {
    struct view view;
    if (!look(&view, state, context))
        return;
    draw_alarm(&view);
    struct rect title = {view.form.x, view.form.y - 1, view.form.width, 1};
    int x = draw_text(title, 0, 0, THEME_TITLE, "Demandeur");
    draw_resumed(context, title, x + 2);
    draw_age_of_copy(desk_counter(context->desk), title);
    form_draw(&view.identity->form, view.form);
    draw_proof(&view);
    draw_holder(&view);
    draw_notice(&view);
    memory_wipe(&view, sizeof view);
}

struct screen_cursor identity_focus(const void *state, const struct screen_context *context) {
    const struct identity *identity = state;
    struct screen_cursor cursor = {.in_text = form_is_in_text(&identity->form)};
    struct view view;
    if (look(&view, identity, context))
        form_cursor(&identity->form, view.form, &cursor.x, &cursor.y);
    memory_wipe(&view, sizeof view);
    return cursor;
}

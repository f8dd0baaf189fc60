/* Draws the holder beside the document of identity, on Identité, and what is to be thought of it. It must not show more
 * of the record than what is compared. */
#include "draw.h"
#include "flow.h"
#include "identity_view.h"
#include "verify_words.h"
#include "words.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

enum { HOLDER_LABEL_WIDTH = 20, TERSE_EXTRA = 21 /* columns of "lu : ", " ; au dossier : " */ };

/* --- One field --- */

static const char *mark_of(enum identity_agreement agreement) {
    return agreement == IDENTITY_SAME ? "●" : agreement == IDENTITY_DIFFERS ? "✗" : "◌";
}

static enum theme_role role_of(enum identity_agreement agreement) {
    return agreement == IDENTITY_DIFFERS ? THEME_BAD : agreement == IDENTITY_SAME ? THEME_VALUE : THEME_TEXT;
}

static void one_row(struct flow *flow, const char *label, enum theme_role role, const char *text) {
    if (flow->draws) {
        draw_text(flow->area, flow->line, 0, THEME_LABEL, label);
        draw_text(flow->area, flow->line, HOLDER_LABEL_WIDTH, role, text);
    }
    flow->line++;
}

static void shorten(const char *text, int columns, char *out, size_t size) {
    bool is_long = text_width(text) > columns;
    size_t fits = text_fit(text, is_long ? columns - 1 : columns);
    text_format(out, size, "%.*s%s", (int)fits, text, is_long ? "…" : "");
}

/* What is seen and what is expected, each in its share of the row. */
static void write_terse(const struct flow *flow, const struct identity_difference *field, char *out, size_t size) {
    const char *seen = field->seen, *expected = field->expected;
    char shown[2][sizeof field->seen];
    int room = flow->area.width - HOLDER_LABEL_WIDTH - TERSE_EXTRA, half = room / 2;
    int left = text_width(seen), right = text_width(expected);
    int seen_room = right < half ? room - right : half;
    shorten(seen, seen_room, shown[0], sizeof shown[0]);
    shorten(expected, left < half ? room - left : half, shown[1], sizeof shown[1]);
    text_format(out, size, "lu\u00A0: %s\u00A0; au dossier\u00A0: %s", shown[0], shown[1]);
    memory_wipe(shown, sizeof shown);
}

static bool is_left_out(const struct identity_view *view, const struct identity_difference *field) {
    if (!view->seen.compared || view->room < ROOM_FOLDED)
        return false;
    if (field == NULL)
        return view->room >= ROOM_SHORT;
    return field->agreement == IDENTITY_SAME || view->room == ROOM_LISTS;
}

/* A line of the record; with a document that was read, its mark, and what is seen where that differs or is cut. */
static void pair(struct flow *flow, const struct identity_view *view, const char *label,
                 const struct identity_difference *field, const char *text) {
    char marked[64], line[3 * WORDS_MAX];
    if (is_left_out(view, field))
        return;
    text_format(marked, sizeof marked, "%s %s", field == NULL ? " " : mark_of(field->agreement), label);
    enum theme_role role = field == NULL ? THEME_VALUE : role_of(field->agreement);
    bool differs = field != NULL && field->agreement == IDENTITY_DIFFERS, is_terse = view->room >= ROOM_TERSE;
    if (differs && is_terse)
        write_terse(flow, field, line, sizeof line);
    else if (differs)
        text_format(line, sizeof line, "%s\u00A0; lu sur le document\u00A0: %s", text, field->seen);
    else if (field != NULL && field->agreement == IDENTITY_CUT)
        text_format(line, sizeof line, "%s (lu en partie\u00A0: %s)", text, field->seen);
    else
        text_copy(line, sizeof line, text);
    if (is_terse)
        one_row(flow, marked, role, line);
    else
        flow_pair(flow, HOLDER_LABEL_WIDTH, marked, role, line);
    memory_wipe(line, sizeof line);
}

/* --- All of them --- */

/* The field of the comparison, or NULL where nothing is compared. */
static const struct identity_difference *field_of(const struct identity_view *view, enum identity_field field) {
    return view->seen.compared ? &view->comparison.fields[field] : NULL;
}

static void flow_names(struct flow *flow, const struct identity_view *view) {
    const struct record_holder *holder = &view->record->holder;
    const struct identity_difference *family = field_of(view, IDENTITY_FAMILY_NAME);
    char text[3 * WORDS_MAX];
    bool by_usual = family != NULL && family->by_usual_name;
    bool has_usual = holder->usual_name != NULL, says_none = family == NULL && view->room < ROOM_FOLDED;
    pair(flow, view, "Nom de naissance", by_usual ? NULL : family, holder->family_name);
    if (has_usual || says_none)
        pair(flow, view, "Nom d'usage", by_usual ? family : NULL, has_usual ? holder->usual_name : "aucun");
    words_write_list(&holder->given_names, ", ", text, sizeof text);
    pair(flow, view, "Prénoms", field_of(view, IDENTITY_GIVEN_NAMES), text);
    memory_wipe(text, sizeof text);
}

/* What is not shown of the record unless it differs. */
static void flow_if_differs(struct flow *flow, const struct identity_view *view, enum identity_field field,
                            const char *label) {
    const struct identity_difference *difference = field_of(view, field);
    if (difference != NULL && difference->agreement == IDENTITY_DIFFERS)
        pair(flow, view, label, difference, difference->expected);
}

static void write_title(const struct identity_view *view, char *out, size_t size) {
    char title[WORDS_MAX];
    words_write_title(&view->record->licence, title, sizeof title);
    text_format(out, size, "%s%s", title,
                view->seen.title_lost && !view->seen.stops ? "\u00A0; s'il est présenté, ne pas le rendre" : "");
}

static void flow_title_line(struct flow *flow, const struct identity_view *view) {
    const struct identity_difference *number = field_of(view, IDENTITY_TITLE_NUMBER);
    bool is_told = number != NULL && number->agreement != IDENTITY_UNKNOWN;
    char text[WORDS_MAX];
    write_title(view, text, sizeof text);
    bool must_be_told = !is_told && view->seen.title_lost && !view->seen.stops;
    if (must_be_told && view->room >= ROOM_SHORT)
        one_row(flow, "  Titre", THEME_VALUE, text);
    else
        pair(flow, view, "Titre", is_told ? number : NULL, text);
    flow_if_differs(flow, view, IDENTITY_TITLE_EXPIRY, "Fin de validité");
}

static void flow_fields(struct flow *flow, const struct identity_view *view) {
    char text[3 * WORDS_MAX]; /* a place and a country, each as long as a text of a record may be */
    flow_names(flow, view);
    words_write_birth(&view->record->holder, text, sizeof text);
    pair(flow, view, "Naissance", field_of(view, IDENTITY_BIRTH_DATE), text);
    flow_if_differs(flow, view, IDENTITY_SEX, "Sexe");
    flow_title_line(flow, view);
    memory_wipe(text, sizeof text);
}

static void flow_list(struct flow *flow, const struct identity_view *view, enum identity_agreement agreement,
                      const char *label) {
    static const char *const names[IDENTITY_FIELD_COUNT] = {"nom",  "prénoms", "naissance",
                                                            "sexe", "titre",   "fin de validité"};
    struct text_builder words;
    text_builder_init(&words, WORDS_MAX);
    for (int i = 0; i < IDENTITY_FIELD_COUNT; i++) {
        const struct identity_difference *field = &view->comparison.fields[i];
        if (field->agreement == agreement)
            text_appendf(&words, "%s%s", words.length > 0 ? ", " : "",
                         i == IDENTITY_FAMILY_NAME && field->by_usual_name ? "nom d'usage" : names[i]);
    }
    if (words.length > 0)
        flow_pair(flow, HOLDER_LABEL_WIDTH, label, role_of(agreement), words.bytes);
    text_builder_clear(&words);
}

/* Where there is no room for a line a field. */
static void flow_paragraph(struct flow *flow, const struct identity_view *view) {
    const struct record_holder *holder = &view->record->holder;
    char given[3 * WORDS_MAX], birth[3 * WORDS_MAX], title[WORDS_MAX], whole[9 * WORDS_MAX];
    bool has_usual = holder->usual_name != NULL;
    words_write_list(&holder->given_names, ", ", given, sizeof given);
    words_write_birth(holder, birth, sizeof birth);
    write_title(view, title, sizeof title);
    text_format(whole, sizeof whole, "%s%s%s, %s, %s. Titre\u00A0: %s.", holder->family_name,
                has_usual ? ", nom d'usage " : "", has_usual ? holder->usual_name : "", given, birth, title);
    flow_text(flow, 0, THEME_VALUE, whole);
    memory_wipe(given, sizeof given);
    memory_wipe(birth, sizeof birth);
    memory_wipe(whole, sizeof whole);
}

int identity_flow_holder(const struct identity_view *view, struct rect area, bool draws) {
    struct flow flow;
    flow_begin(&flow, area, 0, draws);
    if (!view->seen.compared && view->room >= ROOM_TERSE)
        flow_paragraph(&flow, view);
    else
        flow_fields(&flow, view);
    if (view->seen.compared && view->room == ROOM_LISTS)
        flow_list(&flow, view, IDENTITY_DIFFERS, "✗ Diffèrent");
    if (view->seen.compared && view->room >= ROOM_FOLDED)
        flow_list(&flow, view, IDENTITY_SAME, "● Concordent");
    flow_end(&flow);
    return flow.line;
}

/* --- The verdict --- */

/* Which fields differ is marked above already. */
static void write_short_verdict(const struct identity_view *view, char *out, size_t size) {
    char day[16] = "";
    if (!view->seen.differs) {
        identity_write_verdict(&view->comparison, out, size);
        return;
    }
    if (view->seen.expired)
        date_write_short(view->comparison.valid_until, day);
    text_format(out, size, "Le document et le dossier diffèrent%s%s.",
                view->seen.expired ? "\u00A0; document périmé depuis le " : "", day);
}

static void write_expiry(const struct identity_view *view, char *out, size_t size) {
    char day[40];
    text_copy(out, size, "");
    if (!view->seen.expired)
        return;
    date_write_long(view->comparison.valid_until, day);
    text_format(out, size, " Valable jusqu'au %s%s.", day,
                view->comparison.extended ? ", cinq ans de plus compris pour une carte ancienne" : "");
}

static void write_worth(const struct identity_view *view, char *out, size_t size) {
    const struct identity_bearer *bearer = desk_bearer(view->context->desk);
    char worth[96];
    text_copy(out, size, "");
    if (bearer == NULL || !bearer->sealed)
        return;
    if (view->room >= ROOM_SHORT)
        text_copy(worth, sizeof worth, bearer->seal_test ? "2D-Doc de test" : "2D-Doc valide");
    else
        verify_write_worth(bearer->seal_test, bearer->sealed_on, worth, sizeof worth);
    text_format(out, size, " %s%s.", worth, bearer->seal_test ? "\u00A0: il ne prouve rien" : "");
}

static void flow_compared(struct flow *flow, const struct identity_view *view) {
    char verdict[WORDS_MAX], expiry[WORDS_MAX], worth[WORDS_MAX], text[3 * WORDS_MAX];
    const struct identity_seen *seen = &view->seen;
    bool is_short = view->room >= ROOM_SHORT;
    if (is_short)
        write_short_verdict(view, verdict, sizeof verdict);
    else
        identity_write_verdict(&view->comparison, verdict, sizeof verdict);
    write_expiry(view, expiry, sizeof expiry);
    write_worth(view, worth, sizeof worth);
    text_format(text, sizeof text, "%s%s%s", verdict, is_short ? "" : expiry, worth);
    const struct identity_bearer *bearer = desk_bearer(view->context->desk);
    bool is_doubtful = seen->differs || seen->expired || (bearer->sealed && bearer->seal_test);
    if (identity_goes_on(seen))
        flow_text(flow, 0, is_doubtful ? THEME_WARNING : THEME_GOOD, text);
    identity_write_by_eye(&view->comparison, text, sizeof text);
    flow_text(flow, 0, THEME_TEXT, text);
}

static void flow_own(struct flow *flow, const struct identity_view *view) {
    char day[40], worth[WORDS_MAX], text[2 * WORDS_MAX];
    bool is_dated = date_is_set(view->comparison.valid_until);
    if (is_dated)
        date_write_long(view->comparison.valid_until, day);
    write_worth(view, worth, sizeof worth);
    if (view->seen.expired)
        text_format(text, sizeof text, "Le document du demandeur est périmé\u00A0: valable jusqu'au %s.%s", day, worth);
    else
        text_format(text, sizeof text,
                    "Le document lu est celui du demandeur\u00A0: il n'est pas comparé au dossier.%s", worth);
    flow_text(flow, 0, view->seen.expired ? THEME_WARNING : THEME_HINT, text);
    text_format(text, sizeof text, "À vérifier à l'œil\u00A0: la photo, le nom%s.",
                is_dated ? "" : ", la fin de validité");
    flow_text(flow, 0, THEME_TEXT, text);
}

int identity_flow_verdict(const struct identity_view *view, struct rect area, bool draws) {
    struct flow flow;
    bool is_holders = identity_compares((enum identity_quality)view->identity->quality);
    flow_begin(&flow, area, 0, draws);
    if (view->seen.compared)
        flow_compared(&flow, view);
    else if (view->seen.own)
        flow_own(&flow, view);
    else if (!view->seen.outsider && view->identity->document != IDENTITY_NO_DOCUMENT)
        flow_text(&flow, 0, THEME_HINT,
                  is_holders ? "À comparer à l'œil, avec la photo\u00A0; ou scannez le document."
                             : "Pièce du demandeur\u00A0: vérifiez à l'œil la photo et le nom, ou scannez-la.");
    return flow.line;
}

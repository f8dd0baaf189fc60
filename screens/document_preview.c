/* What each document will say, in text, before it is printed. It must not say more than the page will. */
#include "document_preview.h"

#include "draw.h"
#include "flow.h"
#include "words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/memory.h"
#include "../kiosk/points.h"
#include "../kiosk/points_words.h"
#include "../kiosk/text.h"

#include <string.h>

enum { LABEL_WIDTH = 14, LINE_MAX = 8 * WORDS_MAX /* several texts of a record, each as long as it may be */ };

static void pair(struct flow *flow, const char *label, const char *text) {
    flow_pair(flow, LABEL_WIDTH, label, THEME_TEXT, text);
}

static void preview_holder(struct flow *flow, const struct record *record) {
    char given[WORDS_MAX], birth[3 * WORDS_MAX];
    struct text_builder line;
    words_write_list(&record->holder.given_names, ", ", given, sizeof given);
    words_write_birth(&record->holder, birth, sizeof birth);
    text_builder_init(&line, LINE_MAX);
    text_appendf(&line, "%s%s%s%s, %s, %s", words_civility(&record->holder), record->holder.family_name,
                 record->holder.usual_name == NULL ? "" : ", nom d'usage ",
                 record->holder.usual_name == NULL ? "" : record->holder.usual_name, given, birth);
    pair(flow, "Titulaire", line.bytes);
    text_builder_clear(&line);
    memory_wipe(given, sizeof given);
    memory_wipe(birth, sizeof birth);
}

static void preview_address(struct flow *flow, const struct record *record) {
    char line[WORDS_MAX];
    words_write_list(&record->holder.address, ", ", line, sizeof line);
    pair(flow, "Adresse", line);
    memory_wipe(line, sizeof line);
}

static void preview_neph(struct flow *flow, const struct record *record) {
    struct text_builder line;
    text_builder_init(&line, LINE_MAX);
    text_appendf(&line, "%s, titre %s", record->neph,
                 record->licence.title_number == NULL ? "sans numéro" : record->licence.title_number);
    pair(flow, "NEPH", line.bytes);
    text_builder_clear(&line);
}

static void preview_categories(struct flow *flow, const struct record_licence *licence, bool suspended) {
    for (size_t i = 0; i < licence->category_count; i++) {
        const struct record_category *category = &licence->categories[i];
        char obtained[48] = "date inconnue", until[48] = "", codes[WORDS_MAX];
        struct text_builder line;
        if (date_is_set(category->obtained_on))
            words_write_day(category->obtained_on, obtained);
        if (date_is_set(category->valid_until))
            words_write_day(category->valid_until, until);
        words_write_list(&category->restrictions, ", ", codes, sizeof codes);
        const char *label = category->restrictions.count == 0   ? ""
                            : category->restrictions.count == 1 ? ", code "
                                                                : ", codes ";
        text_builder_init(&line, LINE_MAX);
        text_appendf(&line, "%s : %s%s%s%s%s", category->code, obtained, until[0] != '\0' ? ", jusqu'au " : "", until,
                     label, codes);
        pair(flow, i > 0 ? "" : suspended ? "Obtenues" : "Catégories", line.bytes);
        text_builder_clear(&line);
    }
    if (licence->category_count == 0)
        pair(flow, "Catégories", "aucune");
}

static void preview_measure(struct flow *flow, const char *label, const struct record_event *event) {
    char from[48], to[48] = "";
    struct text_builder line;
    if (event == NULL)
        return;
    words_write_day(event->from, from);
    if (date_is_set(event->to))
        words_write_day(event->to, to);
    const char *scope = event->scope == NULL ? NULL : guidance_event("scope", event->scope);
    text_builder_init(&line, WORDS_MAX);
    text_appendf(&line, "depuis le %s%s%s", from, to[0] != '\0' ? ", jusqu'au " : "", to);
    if (scope != NULL) {
        text_append(&line, ", ");
        words_append_lower(&line, scope);
    }
    pair(flow, label, line.bytes);
    text_builder_clear(&line);
}

static void preview_state(struct flow *flow, const struct record *record) {
    char label[WORDS_MAX];
    words_write_state(&record->licence, label, sizeof label);
    pair(flow, "État", label);
}

static void preview_adcs(struct flow *flow, const struct record *record) {
    const struct guidance_state *state = guidance_state(record->licence.state);
    bool refused = state != NULL && state->rights == GUIDANCE_MAY_NOT_DRIVE;
    if (refused)
        flow_text(flow, 0, THEME_ALARM, "CE DOCUMENT N'AUTORISE PAS À CONDUIRE");
    preview_holder(flow, record);
    preview_address(flow, record);
    preview_neph(flow, record);
    preview_state(flow, record);
    preview_categories(flow, &record->licence, refused);
    for (size_t i = 0; i < record->licence.conditions.count; i++)
        pair(flow, i == 0 ? "Conditions" : "", record->licence.conditions.items[i]);
    preview_measure(flow, "Suspension", record_current_suspension(record, clock_today()));
    preview_measure(flow, "Éthylotest", record_current_ead(record, clock_today()));
    pair(flow, "Validité", "quatre mois, en France ; les points n'y figurent pas");
}

/* --- RII --- */

static void preview_balance(struct flow *flow, const struct record *record) {
    char line[64] = "sans objet";
    if (record->has_points)
        text_format(line, sizeof line, "%d point%s sur %d", record->points_balance,
                    record->points_balance > 1 ? "s" : "", record->points_maximum);
    pair(flow, "Solde", line);
}

/* The sections of the page, in its order; the types of events that each lists. */
static const struct {
    const char *one, *many;
    unsigned types;
} sections[] = {
    {"infraction", "infractions", 1U << RECORD_OFFENCE},
    {"restitution", "restitutions", 1U << RECORD_RESTITUTION},
    {"stage", "stages", 1U << RECORD_STAGE},
    {"visite médicale", "visites médicales", 1U << RECORD_MEDICAL},
    {"suspension", "suspensions", 1U << RECORD_SUSPENSION},
    {"obligation d'éthylotest", "obligations d'éthylotest", 1U << RECORD_EAD},
    {"annulation ou invalidation", "annulations ou invalidations", 1U << RECORD_ANNULMENT | 1U << RECORD_48SI_NOTIFIED},
    {"permis obtenu de nouveau", "permis obtenus de nouveau", 1U << RECORD_NEW_LICENCE},
    {"courrier", "courriers", 1U << RECORD_LETTER},
    {"autre événement", "autres événements", 1U << RECORD_UNKNOWN_EVENT},
};

static size_t count_events(const struct record *record, unsigned types) {
    size_t count = 0;
    for (size_t i = 0; i < record->event_count; i++)
        count += (types >> record->events[i].type) & 1;
    return count;
}

static void append_count(struct text_builder *line, size_t count, const char *one, const char *many) {
    if (count > 0)
        text_appendf(line, "%s%zu %s", line->length > 0 ? ", " : "", count, count > 1 ? many : one);
}

static void preview_sections(struct flow *flow, const struct record *record) {
    struct text_builder line;
    text_builder_init(&line, WORDS_MAX);
    append_count(&line, record->licence.category_count, "catégorie", "catégories");
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
        append_count(&line, count_events(record, sections[i].types), sections[i].one, sections[i].many);
    pair(flow, "Contenu", line.length > 0 ? line.bytes : "aucun événement");
    text_builder_clear(&line);
}

/* First what only this page has: the rest is its first lines, as on the ADCS. */
static void preview_rii(struct flow *flow, const struct record *record, int pages) {
    char line[64] = "pages comptées à l'impression";
    preview_holder(flow, record);
    preview_state(flow, record);
    preview_balance(flow, record);
    preview_sections(flow, record);
    if (pages > 0)
        text_format(line, sizeof line, "%d page%s", pages, pages > 1 ? "s" : "");
    pair(flow, "Longueur", line);
    preview_address(flow, record);
    preview_neph(flow, record);
}

/* --- "Ma situation" --- */

static void preview_next(struct flow *flow, const struct points *points) {
    char day[40], reason[POINTS_WORDS_MAX], line[POINTS_WORDS_MAX + 96];
    if (points->forecast >= points->credit_count) {
        pair(flow, "Restitution", "aucune prévue");
        return;
    }
    const struct points_credit *next = &points->credits[points->forecast];
    date_write_long(next->date, day);
    points_write_reason(next, reason);
    text_format(line, sizeof line, "+%d le %s. %s", next->points, day, reason);
    pair(flow, "Restitution", line);
    memory_wipe(reason, sizeof reason);
    memory_wipe(line, sizeof line);
}

static void preview_stage(struct flow *flow, const struct points *points) {
    const struct points_mandatory_stage *stage = &points->mandatory_stage;
    char day[40], line[96];
    if (!date_is_set(stage->notified) || stage->done)
        return;
    date_write_long(stage->deadline, day);
    text_format(line, sizeof line, "obligatoire, au plus tard le %s", day);
    pair(flow, "Stage", line);
}

static void preview_losses(struct flow *flow, const struct record *record, const struct points *points) {
    size_t out = 0;
    char line[96] = "aucun point en attente de retour";
    for (size_t i = 0; i < record->event_count; i++)
        out += points->fates[i].kind == POINTS_FATE_OUT;
    if (out > 0)
        text_format(line, sizeof line, "%zu infraction%s dont les points sont retirés", out, out > 1 ? "s" : "");
    pair(flow, "Pertes", line);
}

static void preview_age(struct flow *flow, const struct counter *counter) {
    char age[128], line[192];
    words_write_data_age(&counter->record->data_as_of, age);
    text_format(line, sizeof line, "%s%s", age, counter->source == COUNTER_FROM_CACHE ? ", copie du poste" : "");
    pair(flow, "Données du", line);
}

static void preview_situation(struct flow *flow, const struct counter *counter) {
    const struct record *record = counter->record;
    struct points *points = NULL;
    preview_holder(flow, record);
    preview_state(flow, record);
    preview_balance(flow, record);
    if (record->has_points &&
        points_compute(&record->profile, record->events, record->event_count, clock_today(), &points) == STATUS_OK) {
        preview_next(flow, points);
        preview_stage(flow, points);
        preview_losses(flow, record, points);
        points_free(points);
    }
    preview_age(flow, counter);
    preview_neph(flow, record);
    pair(flow, "Ensuite", "où regarder : Mes Points Permis, Service Public, France Titres, préfecture");
}

int document_preview(const struct counter *counter, enum counter_document type, int pages, struct rect area, int top,
                     bool draws) {
    struct flow flow;
    flow_begin(&flow, area, top, draws);
    if (type == COUNTER_ADCS)
        preview_adcs(&flow, counter->record);
    else if (type == COUNTER_RII)
        preview_rii(&flow, counter->record, pages);
    else
        preview_situation(&flow, counter);
    flow_end(&flow);
    return flow.line;
}

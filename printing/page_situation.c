/* Lays out "Ma situation": what the person wants to know first stands first, and where to look next at the bottom. It
 * must stay on one page, carry no code, and drop nothing without saying so. */
#include "page_situation.h"

#include "page_foot.h"
#include "page_head.h"
#include "page_situation_words.h"
#include "page_table.h"
#include "page_words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/memory.h"
#include "../kiosk/points_words.h"
#include "../kiosk/text.h"

#include <stdlib.h>

#define BOX_PADDING_MM 2.6
#define SQUARE_MM 5.0
#define SQUARE_STEP_MM 6.2
#define FOLIO_MM 6.0

enum { COLUMNS = 4, CAUSES = 3, WHERE_COUNT = 4, NAME_LINES = 4 };

struct density { /* how the layout gives way, in this order */
    double scale, leading;
    bool fewer_offences;
    int causes;
};

struct loss { /* of an offence whose points are out, will be, or may be */
    const struct record_event *offence;
    const struct points_fate *fate;
};

struct situation {
    struct page_flow flow;
    const struct record *record;
    const struct page_station *station;
    struct date_time now;
    struct points *points; /* NULL: without object, or not to be computed */
    struct points_remarks remarks;
    struct loss *losses; /* newest first */
    size_t loss_count;
    const struct density *density;
    size_t shown; /* how many of them are in the table */
};

struct place {
    const char *name, *text;
};

static const struct page_style state_words = {13, PAGE_BOLD, PAGE_ROLE_PARAGRAPH};
static const struct page_style box_words = {12, PAGE_BOLD, PAGE_ROLE_HEADING};
static const struct page_style figure = {40, PAGE_BOLD, PAGE_ROLE_PARAGRAPH};
static const struct page_style figure_words = {14, PAGE_REGULAR, PAGE_ROLE_PARAGRAPH};
static const struct page_style next_words = {13, PAGE_BOLD, PAGE_ROLE_PARAGRAPH};
static const struct page_style place_name = {9.5, PAGE_BOLD, PAGE_ROLE_PARAGRAPH};
static const struct page_style place_text = {9, PAGE_REGULAR, PAGE_ROLE_PARAGRAPH};

static const struct page_column columns[COLUMNS] = {
    {"Commise le", PAGE_LEFT_MM, 31.5, &page_style_cell},
    {"Infraction", PAGE_LEFT_MM + 32.5, 57, &page_style_cell},
    {"Points", PAGE_LEFT_MM + 91, 12, &page_style_cell_code},
    {"Retour attendu", PAGE_LEFT_MM + 104, PAGE_BODY_MM - 104, &page_style_cell},
};

static const struct density densities[] = {
    {1.06, 1.34, false, CAUSES}, {1.0, 1.3, false, CAUSES}, {1.0, 1.2, false, CAUSES}, {0.93, 1.2, false, CAUSES},
    {0.93, 1.2, true, CAUSES},   {0.93, 1.2, true, 0},      {0.85, 1.18, true, 0},     {0.75, 1.16, true, 0},
};

static const struct place places[WHERE_COUNT] = {
    {"Mes Points Permis, avec FranceConnect",
     "mespoints.permisdeconduire.gouv.fr : votre solde, le calendrier de vos points, votre relevé intégral et votre "
     "attestation de droits à conduire, gratuitement."},
    {"Service Public",
     "service-public.fr : fiches « permis à points » (récupérer ses points), « permis probatoire » et « stage de "
     "sensibilisation à la sécurité routière »."},
    {"France Titres (ANTS)",
     "permisdeconduire.ants.gouv.fr : refaire votre permis s'il est perdu, volé ou abîmé, ou s'il expire."},
    {"Votre préfecture",
     "Le relevé d'information intégral (RII) dit tout votre dossier. Il est personnel : ni employeur ni assureur ne "
     "peut l'exiger (art.\u00A0L.\u00A0223-7)."},
};

/* --- Head --- */

static void write_head(struct situation *situation) {
    struct page_flow *flow = &situation->flow;
    const struct page_fact facts[PAGE_FACTS] = {
        page_fact_text("Ce document", "Information, sans valeur d'attestation"),
        page_fact_text("Destinataire", "Titulaire seul"),
        page_fact_moment("Imprimé le", &situation->now),
        page_fact_moment("Situation à la date des données", &situation->record->data_as_of),
    };
    page_write_head(flow, situation->station, "Ma situation", facts);
}

static void add_box(struct page_flow *flow, double x_mm, double y_mm, double width_mm, double height_mm, bool filled) {
    page_add(flow,
             (struct page_item){.kind = PAGE_BOX,
                                .role = PAGE_ROLE_ARTIFACT,
                                .x_mm = x_mm,
                                .y_mm = y_mm,
                                .width_mm = width_mm,
                                .height_mm = height_mm,
                                .filled = filled},
             NULL);
}

static void write_mandatory_stage(struct situation *situation) {
    struct page_flow *flow = &situation->flow;
    const double inner_mm = PAGE_BODY_MM - 2 * BOX_PADDING_MM, x_mm = PAGE_LEFT_MM + BOX_PADDING_MM;
    char *head = page_situation_stage_head(situation->points), *text = page_situation_stage_text(situation->points);
    double head_mm = page_height_of(flow, &box_words, inner_mm, head) + BOX_PADDING_MM;
    double text_mm = page_height_of(flow, &page_style_value, inner_mm, text) + BOX_PADDING_MM;
    add_box(flow, PAGE_LEFT_MM, flow->y_mm, PAGE_BODY_MM, head_mm, true);
    add_box(flow, PAGE_LEFT_MM, flow->y_mm, PAGE_BODY_MM, head_mm + text_mm, false);
    flow->white = true;
    page_put(flow, &box_words, x_mm, flow->y_mm + BOX_PADDING_MM / 2, inner_mm, head);
    flow->white = false;
    page_put(flow, &page_style_value, x_mm, flow->y_mm + head_mm + BOX_PADDING_MM / 2, inner_mm, text);
    flow->y_mm += head_mm + text_mm + 3 * flow->scale;
    memory_free(head);
    memory_free(text);
}

/* --- The holder and the licence --- */

/* Side by side; a name of many lines above, in the whole width. */
static void write_holder(struct situation *situation) {
    struct page_flow *flow = &situation->flow;
    char *name = page_situation_name(&situation->record->holder);
    double lines_mm = NAME_LINES * page_line_mm(flow, &page_style_strong);
    bool is_long = page_height_of(flow, &page_style_strong, PAGE_LEFT_COLUMN_MM, name) > lines_mm;
    double left_mm = flow->y_mm, right_mm = flow->y_mm;
    page_put_field(flow, &page_style_strong, PAGE_LEFT_MM, is_long ? PAGE_BODY_MM : PAGE_LEFT_COLUMN_MM, &left_mm,
                   "Titulaire", name);
    right_mm = is_long ? left_mm : right_mm;
    page_put_field(flow, &page_style_strong, is_long ? PAGE_LEFT_MM : PAGE_MIDDLE_MM, PAGE_RIGHT_COLUMN_MM, &right_mm,
                   "NEPH (numéro de dossier)", situation->record->neph);
    flow->y_mm = (left_mm > right_mm ? left_mm : right_mm) + 1.5 * flow->scale;
    memory_free(name);
}

static void write_paragraph(struct page_flow *flow, const struct page_style *style, const char *text) {
    if (text[0] != '\0')
        flow->y_mm += page_put(flow, style, PAGE_LEFT_MM, flow->y_mm, PAGE_BODY_MM, text) + 0.8 * flow->scale;
}

static void write_measure(struct page_flow *flow, const struct record_event *event) {
    if (event == NULL)
        return;
    char *words = page_situation_measure(event);
    write_paragraph(flow, &page_style_strong, words);
    memory_free(words);
}

static void write_licence(struct situation *situation) {
    struct page_flow *flow = &situation->flow;
    const struct record *record = situation->record;
    const struct guidance_state *state = guidance_state(record->licence.state);
    char *words = page_words_state(&record->licence);
    page_write_heading(flow, "Votre permis de conduire", 0);
    write_paragraph(flow, &state_words, words);
    write_measure(flow, record_current_suspension(record, situation->now.date));
    write_measure(flow, record_current_ead(record, situation->now.date));
    write_paragraph(flow, &page_style_value,
                    state != NULL ? state->person : "Demandez à la préfecture ce que cet état veut dire pour vous.");
    flow->y_mm += 1.5 * flow->scale;
    memory_free(words);
}

/* --- The points --- */

/* From the top of a line to its baseline. */
static double baseline_mm(const struct page_flow *flow, const struct page_style *style) {
    double em_mm = style->size_pt * flow->scale * PAGE_MM_PER_PT;
    return (page_line_mm(flow, style) + (PAGE_ASCENT_EM - PAGE_DESCENT_EM) * em_mm) / 2;
}

static double put_gauge(struct page_flow *flow, const struct record *record, double y_mm) {
    double side_mm = SQUARE_MM * flow->scale, step_mm = SQUARE_STEP_MM * flow->scale;
    for (int i = 0; i < record->points_maximum; i++)
        add_box(flow, PAGE_LEFT_MM + i * step_mm, y_mm, side_mm, side_mm, i < record->points_balance);
    return side_mm;
}

/* The official figure in large, and one square a point. Returns where it ends. */
static double put_balance(struct situation *situation, double y_mm) {
    struct page_flow *flow = &situation->flow;
    const struct record *record = situation->record;
    char number[16], words[64];
    text_format(number, sizeof number, "%d ", record->points_balance);
    text_format(words, sizeof words, "point%s sur %d", record->points_balance > 1 ? "s" : "", record->points_maximum);
    y_mm += page_put(flow, &page_style_label, PAGE_LEFT_MM, y_mm, PAGE_LEFT_COLUMN_MM, "Solde officiel");
    flow->group++;
    page_add_line(flow, &figure, PAGE_LEFT_MM, y_mm, number);
    page_add_line(flow, &figure_words, PAGE_LEFT_MM + page_width_mm(flow, &figure, number),
                  y_mm + baseline_mm(flow, &figure) - baseline_mm(flow, &figure_words), words);
    y_mm += page_line_mm(flow, &figure);
    return y_mm + put_gauge(flow, record, y_mm) + flow->scale;
}

static double put(struct page_flow *flow, const struct page_style *style, double y_mm, const char *text) {
    return page_put(flow, style, PAGE_MIDDLE_MM, y_mm, PAGE_RIGHT_COLUMN_MM, text);
}

static double put_credit(struct page_flow *flow, const struct points_credit *credit, double y_mm) {
    char day[40], line[POINTS_WORDS_MAX + 32], reason[POINTS_WORDS_MAX];
    int after = credit->balance_after > 0 ? credit->balance_after : 0;
    date_write_long(credit->date, day);
    text_format(line, sizeof line, "+%d le %s", credit->points, day);
    y_mm += put(flow, &next_words, y_mm, line);
    points_write_reason(credit, reason);
    y_mm += put(flow, &page_style_value, y_mm, reason) + 0.8 * flow->scale;
    text_format(line, sizeof line,
                "Vous aurez alors %d\u00A0point%s, sous réserve de l'absence de nouvelle infraction.", after,
                after > 1 ? "s" : "");
    y_mm += put(flow, &page_style_value, y_mm, line);
    points_write_risk(credit, reason);
    if (credit->risk != NULL && text_format(line, sizeof line, "Ce retour est %s.", reason))
        y_mm += put(flow, &page_style_value, y_mm, line);
    memory_wipe(reason, sizeof reason);
    memory_wipe(line, sizeof line);
    return y_mm;
}

/* What the next restitution, if it is not the last, leads to. */
static double put_whole(struct page_flow *flow, const struct points *points, double y_mm) {
    for (size_t i = points->forecast + 1; i < points->credit_count; i++) {
        const struct points_credit *credit = &points->credits[i];
        char day[40], line[128];
        if (credit->balance_after < POINTS_FULL)
            continue;
        date_write_long(credit->date, day);
        text_format(line, sizeof line, "Tous vos points, %d, reviendraient au plus tard le %s.", POINTS_FULL, day);
        return y_mm + put(flow, &page_style_value, y_mm + 0.8 * flow->scale, line) + 0.8 * flow->scale;
    }
    return y_mm;
}

/* Returns where it ends. */
static double put_next(struct situation *situation, double y_mm) {
    struct page_flow *flow = &situation->flow;
    const struct points *points = situation->points;
    y_mm += put(flow, &page_style_label, y_mm, "Prochaine restitution");
    if (points == NULL) {
        y_mm += put(flow, &next_words, y_mm, "non calculée");
        return y_mm + put(flow, &page_style_value, y_mm, "La date de votre permis au registre est à venir.");
    }
    if (points->forecast >= points->credit_count) {
        y_mm += put(flow, &next_words, y_mm, "aucune prévue");
        return y_mm + put(flow, &page_style_value, y_mm, page_situation_none(points));
    }
    y_mm = put_credit(flow, &points->credits[points->forecast], y_mm);
    return put_whole(flow, points, y_mm);
}

static void write_points(struct situation *situation) {
    struct page_flow *flow = &situation->flow;
    const struct record *record = situation->record;
    page_write_heading(flow, "Vos points", 0);
    if (!record->has_points) {
        write_paragraph(flow, &state_words, "Points : sans objet");
        write_paragraph(flow, &page_style_value,
                        "Le registre français ne tient pas de solde de points pour ce permis.");
        return;
    }
    double left_mm = put_balance(situation, flow->y_mm), right_mm = put_next(situation, flow->y_mm);
    flow->y_mm = (left_mm > right_mm ? left_mm : right_mm) + 1.5 * flow->scale;
    if (situation->points == NULL)
        return;
    char *difference = page_situation_difference(record, &situation->remarks, situation->density->causes);
    char *lost = page_situation_lost_increment(situation->points);
    write_paragraph(flow, &page_style_strong, page_situation_warning(record, situation->points));
    write_paragraph(flow, &page_style_value, difference);
    write_paragraph(flow, &page_style_value, lost);
    flow->y_mm += 1.5 * flow->scale;
    memory_free(difference);
    memory_free(lost);
}

/* --- What was lost --- */

static void add_loss(struct situation *situation, struct page_table *table, const struct loss *loss) {
    struct page_flow *flow = &situation->flow;
    struct page_row *row = page_table_add(table);
    char *cells[COLUMNS] = {page_words_date(loss->offence->committed, ""), page_situation_offence(loss->offence),
                            page_situation_cost(loss->offence, loss->fate),
                            page_situation_return(situation->points, loss->fate)};
    for (size_t i = 0; i < COLUMNS; i++) {
        page_table_put(flow, table, row, i, cells[i]);
        memory_free(cells[i]);
    }
}

static void write_rest(struct situation *situation) {
    struct page_flow *flow = &situation->flow;
    size_t rest = situation->loss_count - situation->shown;
    char line[96];
    if (rest == 0)
        return;
    text_format(line, sizeof line,
                situation->shown > 0 ? "et %zu autre%s : voir le relevé intégral"
                                     : "%zu infraction%s : voir le relevé intégral",
                rest, rest > 1 ? "s" : "");
    page_flow_text(flow, &page_style_strong, PAGE_LEFT_MM, PAGE_BODY_MM, line);
}

static void write_losses(struct situation *situation) {
    static const char heading[] = "Points retirés, et quand ils reviennent";
    struct page_flow *flow = &situation->flow;
    struct page_table table = {.columns = columns, .column_count = COLUMNS};
    if (situation->points == NULL)
        return;
    for (size_t i = 0; i < situation->shown; i++)
        add_loss(situation, &table, &situation->losses[i]);
    if (situation->shown > 0)
        page_table_write(flow, heading, &table);
    else
        page_write_heading(flow, heading, 0);
    if (situation->loss_count == 0)
        write_paragraph(flow, &page_style_value, "Aucun point retiré n'est en attente de retour.");
    write_rest(situation);
    page_table_clear(&table);
    flow->y_mm += 2.5 * flow->scale;
}

static void write_stage(struct situation *situation) {
    if (situation->points == NULL)
        return;
    char *words = page_situation_stage(situation->record, situation->points);
    page_write_heading(&situation->flow, "Stage de récupération de points", 0);
    write_paragraph(&situation->flow, &page_style_value, words);
    memory_free(words);
}

/* --- Where to look next --- */

static double put_place(struct page_flow *flow, const struct place *place, double x_mm, double y_mm) {
    double name_mm = page_put(flow, &place_name, x_mm, y_mm, PAGE_LEFT_COLUMN_MM, place->name);
    return y_mm + name_mm + page_put(flow, &place_text, x_mm, y_mm + name_mm, PAGE_LEFT_COLUMN_MM, place->text);
}

static double place_height(const struct page_flow *flow, const struct place *place) {
    return page_line_mm(flow, &place_name) + page_height_of(flow, &place_text, PAGE_LEFT_COLUMN_MM, place->text);
}

static double pair_height(const struct page_flow *flow, size_t first) {
    double left_mm = place_height(flow, &places[first]), right_mm = place_height(flow, &places[first + 1]);
    return (left_mm > right_mm ? left_mm : right_mm) + 1.6 * flow->scale;
}

static double where_height(const struct page_flow *flow) {
    double height_mm = page_heading_mm(flow);
    for (size_t i = 0; i < WHERE_COUNT; i += 2)
        height_mm += pair_height(flow, i);
    return height_mm;
}

/* At the bottom of the page, whatever stands above. */
static void write_where(struct page_flow *flow) {
    flow->y_mm = flow->bottom_mm;
    flow->bottom_mm = PAGE_BOTTOM_MM;
    page_write_heading(flow, "Où regarder ensuite", 0);
    for (size_t i = 0; i < WHERE_COUNT; i += 2) {
        put_place(flow, &places[i], PAGE_LEFT_MM, flow->y_mm);
        put_place(flow, &places[i + 1], PAGE_MIDDLE_MM, flow->y_mm);
        flow->y_mm += pair_height(flow, i);
    }
}

/* --- The whole --- */

/* Does it all stand on one page? */
static bool lay_out(struct situation *situation, struct page_document *document) {
    struct page_flow *flow = &situation->flow;
    page_clear(document);
    flow->document = document;
    flow->scale = situation->density->scale;
    flow->leading = situation->density->leading;
    flow->page = 1;
    flow->y_mm = PAGE_TOP_MM;
    flow->bottom_mm = PAGE_BOTTOM_MM - FOLIO_MM - where_height(flow);
    flow->next_top_mm = PAGE_TOP_MM;
    flow->next_bottom_mm = flow->bottom_mm;
    flow->group = flow->row = 0;
    write_head(situation);
    if (situation->points != NULL && page_situation_owes_stage(situation->points))
        write_mandatory_stage(situation);
    write_holder(situation);
    write_licence(situation);
    write_points(situation);
    write_losses(situation);
    write_stage(situation);
    bool fits = flow->page == 1 && flow->y_mm <= flow->bottom_mm;
    if (fits)
        write_where(flow);
    return fits;
}

/* As many offences as there is room for. */
static bool lay_out_fewer(struct situation *situation, struct page_document *document) {
    size_t fitting = 0, too_many = situation->loss_count + 1;
    while (fitting + 1 < too_many) {
        situation->shown = (fitting + too_many) / 2;
        if (lay_out(situation, document))
            fitting = situation->shown;
        else
            too_many = situation->shown;
    }
    situation->shown = fitting;
    return lay_out(situation, document);
}

static bool give_way(struct situation *situation, struct page_document *document) {
    for (size_t i = 0; i < sizeof densities / sizeof densities[0]; i++) {
        situation->density = &densities[i];
        situation->shown = situation->loss_count;
        if (situation->density->fewer_offences ? lay_out_fewer(situation, document) : lay_out(situation, document))
            return true;
    }
    return false;
}

static int newer_first(const void *one, const void *other) {
    const struct loss *a = one, *b = other;
    int order = date_compare(b->offence->committed, a->offence->committed);
    return order != 0 ? order : a->offence < b->offence ? 1 : -1;
}

static void gather(struct situation *situation) {
    const struct record *record = situation->record;
    if (!record->has_points || points_compute(&record->profile, record->events, record->event_count,
                                              situation->now.date, &situation->points) != STATUS_OK)
        return;
    points_compare(record, situation->points, &situation->remarks);
    situation->losses = memory_alloc((record->event_count + 1) * sizeof situation->losses[0]);
    for (size_t i = 0; i < record->event_count; i++) {
        const struct points_fate *fate = &situation->points->fates[i];
        if (record->events[i].type == RECORD_OFFENCE && page_situation_is_out(fate))
            situation->losses[situation->loss_count++] = (struct loss){&record->events[i], fate};
    }
    qsort(situation->losses, situation->loss_count, sizeof situation->losses[0], newer_first);
}

enum status page_lay_out_situation(const struct record *record, const struct date_time *issued_at,
                                   const struct page_station *station, page_measure *measure, void *context,
                                   struct page_document *document, struct fault *fault) {
    struct page_document draft = {0};
    struct situation situation = {
        .flow = {.measure = measure, .context = context}, .record = record, .station = station, .now = *issued_at};
    gather(&situation);
    bool fits = give_way(&situation, &draft);
    if (fits) {
        text_copy(draft.title, sizeof draft.title, "Ma situation");
        page_number(&situation.flow, "Information, sans valeur d'attestation", "", station);
        *document = draft;
    } else {
        page_clear(&draft);
    }
    points_free(situation.points);
    memory_free(situation.losses);
    memory_wipe(&situation, sizeof situation);
    return fits ? STATUS_OK : fault_set(fault, STATUS_TOO_LONG, "record", "");
}

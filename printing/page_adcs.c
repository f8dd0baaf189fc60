/* The ADCS, "attestation de droits à conduire sécurisée": what it says, in which order, and how it gives way when a
 * record is long. It must never show a number of points, nor a word from which one could be guessed. */
#include "page.h"

#include "page_adcs.h"
#include "page_flow.h"
#include "page_words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

#define WIDTH_MM (PAGE_RIGHT_MM - PAGE_LEFT_MM)
#define QUARTER_MM (WIDTH_MM / 4) /* the grid: four columns */
#define GUTTER_MM 3.0
#define LEFT_WIDTH_MM (2 * QUARTER_MM - GUTTER_MM)
#define BAND_PADDING_MM 2.6
#define HAIRLINE_MM 0.15
#define CELL_PADDING_MM 0.7

enum { COLUMNS = 4, NORMAL_DENSITY = 1 };

struct column {
    const char *heading;
    double x_mm, width_mm;
};

struct density { /* how the layout gives way, in this order */
    double scale, leading;
    bool run_on; /* the restrictions of a category in one paragraph */
};

struct adcs {
    struct page_flow flow;
    const struct record *record;
    const struct registry_attestation *attestation;
    const struct page_station *station;
    const struct density *density;
    bool no_right; /* the state takes away the right to drive */
};

static const struct page_style republic = {11, PAGE_BOLD, PAGE_ROLE_PARAGRAPH};
static const struct page_style prefecture = {10.5, PAGE_REGULAR, PAGE_ROLE_PARAGRAPH};
static const struct page_style title = {20, PAGE_BOLD, PAGE_ROLE_TITLE};
static const struct page_style label = {7.2, PAGE_REGULAR, PAGE_ROLE_PARAGRAPH};
static const struct page_style value = {10, PAGE_REGULAR, PAGE_ROLE_PARAGRAPH};
static const struct page_style strong = {10.5, PAGE_BOLD, PAGE_ROLE_PARAGRAPH};
static const struct page_style heading = {10.5, PAGE_BOLD, PAGE_ROLE_HEADING};
static const struct page_style state_words = {13, PAGE_BOLD, PAGE_ROLE_PARAGRAPH};
static const struct page_style band_words = {14, PAGE_BOLD, PAGE_ROLE_HEADING};
static const struct page_style cell_head = {8, PAGE_REGULAR, PAGE_ROLE_TABLE_HEAD};
static const struct page_style cell = {9.5, PAGE_REGULAR, PAGE_ROLE_TABLE_CELL};
static const struct page_style cell_code = {10, PAGE_BOLD, PAGE_ROLE_TABLE_CELL};

static const struct column columns[COLUMNS] = {
    {"Catégorie", PAGE_LEFT_MM, 16},
    {"Obtenue le", PAGE_LEFT_MM + 17, 35},
    {"Valable jusqu'au", PAGE_LEFT_MM + 53, 33},
    {"Restrictions", PAGE_LEFT_MM + 2 * QUARTER_MM, 2 * QUARTER_MM},
};

static const struct density densities[] = {
    {1.08, 1.36, false}, {1.0, 1.32, false}, {1.0, 1.2, false}, {0.93, 1.2, false},
    {0.87, 1.18, false}, {0.87, 1.18, true}, {0.8, 1.16, true},
};

/* --- Head of the first page --- */

/* A small label over one or two lines of value; returns the height. */
static double put_fact(struct page_flow *flow, double x_mm, double width_mm, const char *name, const char *first,
                       const char *second) {
    double y_mm = flow->y_mm;
    y_mm += page_put(flow, &label, x_mm, y_mm, width_mm, name);
    y_mm += page_put(flow, &strong, x_mm, y_mm, width_mm, first);
    if (second != NULL)
        y_mm += page_put(flow, &value, x_mm, y_mm, width_mm, second);
    return y_mm - flow->y_mm;
}

static double put_moment(struct page_flow *flow, double x_mm, double width_mm, const char *name,
                         const struct date_time *time) {
    char day[40], hour[16], at[24];
    date_write_long(time->date, day);
    date_write_time(time, hour);
    text_format(at, sizeof at, "à %s", hour);
    return put_fact(flow, x_mm, width_mm, name, day, at);
}

static void write_facts(struct adcs *adcs) {
    struct page_flow *flow = &adcs->flow;
    const double width_mm = QUARTER_MM - GUTTER_MM, x_mm = PAGE_LEFT_MM;
    char *until = page_words_date(adcs->attestation->valid_until, "sans limite");
    const double heights_mm[] = {
        put_fact(flow, x_mm, width_mm, "Numéro", adcs->attestation->number, NULL),
        put_moment(flow, x_mm + QUARTER_MM, width_mm, "Délivrée le", &adcs->attestation->issued_at),
        put_moment(flow, x_mm + 2 * QUARTER_MM, width_mm, "Situation à la date des données", &adcs->record->data_as_of),
        put_fact(flow, x_mm + 3 * QUARTER_MM, width_mm, "Valable jusqu'au", until, NULL),
    };
    memory_free(until);
    double highest_mm = 0;
    for (size_t i = 0; i < sizeof heights_mm / sizeof heights_mm[0]; i++)
        highest_mm = heights_mm[i] > highest_mm ? heights_mm[i] : highest_mm;
    flow->y_mm += highest_mm;
}

static void write_head(struct adcs *adcs) {
    struct page_flow *flow = &adcs->flow;
    if (adcs->station->specimen) {
        double width_mm = page_width_mm(flow, &republic, "SPÉCIMEN SANS VALEUR");
        page_put(flow, &republic, PAGE_RIGHT_MM - width_mm, flow->y_mm, WIDTH_MM, "SPÉCIMEN SANS VALEUR");
    }
    flow->y_mm += page_put(flow, &republic, PAGE_LEFT_MM, flow->y_mm, WIDTH_MM, "RÉPUBLIQUE FRANÇAISE");
    flow->y_mm += page_put(flow, &prefecture, PAGE_LEFT_MM, flow->y_mm, WIDTH_MM, adcs->station->prefecture);
    flow->y_mm += 5 * flow->scale;
    flow->y_mm +=
        page_put(flow, &title, PAGE_LEFT_MM, flow->y_mm, WIDTH_MM, "Attestation de droits à conduire sécurisée");
    flow->y_mm += 1;
    page_add_rule(flow, PAGE_LEFT_MM, flow->y_mm, WIDTH_MM, 0.6);
    flow->y_mm += 2.2;
    write_facts(adcs);
    flow->y_mm += 3 * flow->scale;
}

/* --- The band of those who may not drive --- */

static void add_box(struct page_flow *flow, double y_mm, double height_mm, bool filled) {
    page_add(flow,
             (struct page_item){.kind = PAGE_BOX,
                                .role = PAGE_ROLE_ARTIFACT,
                                .x_mm = PAGE_LEFT_MM,
                                .y_mm = y_mm,
                                .width_mm = WIDTH_MM,
                                .height_mm = height_mm,
                                .filled = filled},
             NULL);
}

static const char *limited_suspension(const struct adcs *adcs) {
    const struct record_event *suspension = record_current_suspension(adcs->record, adcs->attestation->issued_at.date);
    bool limited = suspension != NULL && page_words_is_limited(suspension);
    return limited ? "Suspension limitée : elle porte sur la conduite hors activité professionnelle." : NULL;
}

/* What showing the sheet at a check is worth. */
static const char *control_mention(const struct adcs *adcs) {
    if (!adcs->no_right)
        return "Peut être présenté lors d'un contrôle (art.\u00A0R.\u00A0233-1 du code de la route).";
    if (limited_suspension(adcs) != NULL)
        return "Présenté lors d'un contrôle (art.\u00A0R.\u00A0233-1 du code de la route), il ne justifie d'aucun "
               "droit à "
               "conduire hors activité professionnelle.";
    return "Présenté lors d'un contrôle (art.\u00A0R.\u00A0233-1 du code de la route), il ne justifie d'aucun droit à "
           "conduire.";
}

static void write_band(struct adcs *adcs) {
    struct page_flow *flow = &adcs->flow;
    const double inner_mm = WIDTH_MM - 2 * BAND_PADDING_MM, x_mm = PAGE_LEFT_MM + BAND_PADDING_MM;
    char *reason = page_words_no_right(adcs->record, adcs->attestation->issued_at.date);
    const char *limit = limited_suspension(adcs);
    double head_mm = page_line_mm(flow, &band_words) + BAND_PADDING_MM;
    double body_mm = page_height_of(flow, &strong, inner_mm, reason) + BAND_PADDING_MM;
    if (limit != NULL)
        body_mm += page_height_of(flow, &value, inner_mm, limit);
    add_box(flow, flow->y_mm, head_mm, true);
    add_box(flow, flow->y_mm, head_mm + body_mm, false);
    flow->white = true;
    page_put(flow, &band_words, x_mm, flow->y_mm + BAND_PADDING_MM / 2, inner_mm,
             "CE DOCUMENT N'AUTORISE PAS À CONDUIRE");
    flow->white = false;
    double y_mm = flow->y_mm + head_mm + BAND_PADDING_MM / 2;
    y_mm += page_put(flow, &strong, x_mm, y_mm, inner_mm, reason);
    if (limit != NULL)
        page_put(flow, &value, x_mm, y_mm, inner_mm, limit);
    flow->y_mm += head_mm + body_mm + 4 * flow->scale;
    memory_free(reason);
}

/* --- Holder and state --- */

static void write_heading(struct page_flow *flow, const char *text) {
    page_need(flow, page_line_mm(flow, &heading) * 3);
    flow->y_mm += page_put(flow, &heading, PAGE_LEFT_MM, flow->y_mm, WIDTH_MM, text);
    flow->y_mm += 0.4;
    page_add_rule(flow, PAGE_LEFT_MM, flow->y_mm, WIDTH_MM, 0.3);
    flow->y_mm += 1.4 * flow->scale;
}

/* A label over a value in one of the two columns; moves `y_mm` on. */
static void put_field(struct page_flow *flow, const struct page_style *style, double x_mm, double width_mm,
                      double *y_mm, const char *name, const char *text) {
    *y_mm += page_put(flow, &label, x_mm, *y_mm, width_mm, name);
    *y_mm += page_put(flow, style, x_mm, *y_mm, width_mm, text) + 1.0 * flow->scale;
}

static double write_civil_status(struct adcs *adcs, double y_mm) {
    struct page_flow *flow = &adcs->flow;
    const struct record_holder *holder = &adcs->record->holder;
    char *given_names = page_words_list(&holder->given_names, ", ");
    char *birth_date = page_words_birth_date(holder), *birth_place = page_words_birth_place(holder);
    struct text_builder name;
    text_builder_init(&name, REGISTRY_BODY_MAX);
    text_appendf(&name, "%s %s", page_words_title(holder->title), holder->family_name);
    put_field(flow, &strong, PAGE_LEFT_MM, LEFT_WIDTH_MM, &y_mm, "Nom de naissance", name.bytes);
    if (holder->usual_name != NULL)
        put_field(flow, &strong, PAGE_LEFT_MM, LEFT_WIDTH_MM, &y_mm, "Nom d'usage", holder->usual_name);
    put_field(flow, &strong, PAGE_LEFT_MM, LEFT_WIDTH_MM, &y_mm, "Prénoms", given_names);
    put_field(flow, &value, PAGE_LEFT_MM, LEFT_WIDTH_MM, &y_mm, "Date de naissance", birth_date);
    put_field(flow, &value, PAGE_LEFT_MM, LEFT_WIDTH_MM, &y_mm, "Lieu de naissance", birth_place);
    text_builder_clear(&name);
    memory_free(given_names);
    memory_free(birth_date);
    memory_free(birth_place);
    return y_mm;
}

static double write_file(struct adcs *adcs, double y_mm) {
    struct page_flow *flow = &adcs->flow;
    const struct record_holder *holder = &adcs->record->holder;
    const struct record_licence *licence = &adcs->record->licence;
    const double x_mm = PAGE_LEFT_MM + 2 * QUARTER_MM, width_mm = 2 * QUARTER_MM;
    y_mm += page_put(flow, &label, x_mm, y_mm, width_mm, "Adresse");
    for (size_t i = 0; i < holder->address.count; i++)
        y_mm += page_put(flow, &value, x_mm, y_mm, width_mm, holder->address.items[i]);
    y_mm += 1.0 * flow->scale;
    put_field(flow, &strong, x_mm, width_mm, &y_mm, "NEPH (numéro de dossier)", adcs->record->neph);
    put_field(flow, &strong, x_mm, width_mm, &y_mm, "Numéro du titre",
              licence->title_number != NULL ? licence->title_number : "non renseigné");
    return y_mm;
}

static void write_holder(struct adcs *adcs) {
    struct page_flow *flow = &adcs->flow;
    write_heading(flow, "Titulaire");
    double left_mm = write_civil_status(adcs, flow->y_mm), right_mm = write_file(adcs, flow->y_mm);
    flow->y_mm = (left_mm > right_mm ? left_mm : right_mm) + 2 * flow->scale;
}

static void write_state(struct adcs *adcs) {
    struct page_flow *flow = &adcs->flow;
    write_heading(flow, "État du permis de conduire");
    char *state = page_words_state(&adcs->record->licence);
    flow->y_mm += page_put(flow, &state_words, PAGE_LEFT_MM, flow->y_mm, WIDTH_MM, state) + 2.5 * flow->scale;
    memory_free(state);
}

/* --- Categories --- */

static bool is_one_of(const char *state, const char *states) {
    const char *found = strstr(states, state);
    return found != NULL && strlen(state) == 2;
}

/* The states of annex 13 that suspend, those that annul, and the others that give no right. */
static const char *table_title(const struct adcs *adcs) {
    const char *state = adcs->record->licence.state;
    if (!adcs->no_right)
        return "Catégories";
    if (is_one_of(state, "23 24 34 35 47 48"))
        return "Catégories obtenues (droits suspendus)";
    if (is_one_of(state, "02 03 04 17 18 29 30 37 38 44 45"))
        return "Catégories obtenues (droits annulés)";
    return "Catégories obtenues (sans droit à conduire)";
}

static void write_table_head(struct page_flow *flow) {
    flow->row++;
    for (size_t i = 0; i < COLUMNS; i++) {
        flow->group++;
        page_add_line(flow, &cell_head, columns[i].x_mm, flow->y_mm, columns[i].heading);
    }
    flow->y_mm += page_line_mm(flow, &cell_head) + 0.3;
    page_add_rule(flow, PAGE_LEFT_MM, flow->y_mm, WIDTH_MM, HAIRLINE_MM * 2);
    flow->y_mm += CELL_PADDING_MM * flow->scale;
}

static void wrap_restrictions(const struct adcs *adcs, const struct record_list *restrictions,
                              struct page_lines *lines) {
    struct text_builder run_on;
    text_builder_init(&run_on, REGISTRY_BODY_MAX);
    for (size_t i = 0; i < restrictions->count; i++) {
        char *words = page_words_restriction(restrictions->items[i]);
        if (adcs->density->run_on)
            text_appendf(&run_on, "%s%s", i > 0 ? " ; " : "", words);
        else
            page_wrap_hanging(&adcs->flow, &cell, columns[3].width_mm, words, lines);
        memory_free(words);
    }
    if (run_on.length > 0)
        page_wrap(&adcs->flow, &cell, columns[3].width_mm, run_on.bytes, lines);
    text_builder_clear(&run_on);
}

static void wrap_row(const struct adcs *adcs, const struct record_category *category,
                     struct page_lines lines[COLUMNS]) {
    const struct page_flow *flow = &adcs->flow;
    char *obtained = page_words_date(category->obtained_on, "non renseignée");
    char *until = page_words_date(category->valid_until, "sans limite");
    page_wrap(flow, &cell_code, columns[0].width_mm, category->code, &lines[0]);
    page_wrap(flow, &cell, columns[1].width_mm, obtained, &lines[1]);
    page_wrap(flow, &cell, columns[2].width_mm, until, &lines[2]);
    wrap_restrictions(adcs, &category->restrictions, &lines[3]);
    memory_free(obtained);
    memory_free(until);
}

/* The lines of a row from `first` on that fit on this page; returns the first that does not. */
static size_t write_row_part(struct page_flow *flow, const struct page_lines lines[COLUMNS], size_t first,
                             size_t count) {
    double line_mm = page_line_mm(flow, &cell_code);
    size_t room = (size_t)((flow->bottom_mm - flow->y_mm) / line_mm + 1e-6), end = first + (room > 0 ? room : 1);
    end = end < count ? end : count;
    flow->row++;
    for (size_t column = 0; column < COLUMNS; column++) {
        flow->group++;
        for (size_t i = first; i < end && i < lines[column].count; i++)
            page_add_line(flow, column == 0 ? &cell_code : &cell, columns[column].x_mm,
                          flow->y_mm + line_mm * (double)(i - first) + (column == 0 ? 0 : 0.04 * line_mm),
                          lines[column].items[i]);
    }
    flow->y_mm += line_mm * (double)(end - first) + CELL_PADDING_MM * flow->scale;
    return end;
}

static void write_row(struct adcs *adcs, const struct record_category *category, bool first_row) {
    struct page_flow *flow = &adcs->flow;
    struct page_lines lines[COLUMNS] = {0};
    wrap_row(adcs, category, lines);
    size_t count = 1;
    for (size_t i = 0; i < COLUMNS; i++)
        count = lines[i].count > count ? lines[i].count : count;
    double line_mm = page_line_mm(flow, &cell_code), height_mm = line_mm * (double)count + CELL_PADDING_MM;
    double whole_page_mm = flow->next_bottom_mm - flow->next_top_mm - 3 * line_mm;
    if (flow->y_mm + (height_mm < whole_page_mm ? height_mm : 2 * line_mm) > flow->bottom_mm) {
        page_break(flow);
        write_table_head(flow);
    } else if (!first_row) {
        page_add_rule(flow, PAGE_LEFT_MM, flow->y_mm, WIDTH_MM, HAIRLINE_MM);
        flow->y_mm += CELL_PADDING_MM * flow->scale;
    }
    for (size_t done = write_row_part(flow, lines, 0, count); done < count;) {
        page_break(flow);
        write_table_head(flow);
        done = write_row_part(flow, lines, done, count);
    }
    for (size_t i = 0; i < COLUMNS; i++)
        page_lines_clear(&lines[i]);
}

static void write_categories(struct adcs *adcs) {
    struct page_flow *flow = &adcs->flow;
    const struct record_licence *licence = &adcs->record->licence;
    write_heading(flow, table_title(adcs));
    if (licence->category_count == 0) {
        page_flow_text(flow, &value, PAGE_LEFT_MM, WIDTH_MM, "Aucune catégorie enregistrée.");
    } else {
        write_table_head(flow);
        for (size_t i = 0; i < licence->category_count; i++)
            write_row(adcs, &licence->categories[i], i == 0);
        flow->row = 0;
    }
    flow->y_mm += 2.5 * flow->scale;
}

/* --- Conditions and measures --- */

static void write_measure(struct page_flow *flow, char *text) {
    page_flow_text(flow, &value, PAGE_LEFT_MM, WIDTH_MM, text);
    flow->y_mm += 0.6 * flow->scale;
    memory_free(text);
}

static void write_conditions(struct adcs *adcs) {
    struct page_flow *flow = &adcs->flow;
    const struct record_list *conditions = &adcs->record->licence.conditions;
    struct date on = adcs->attestation->issued_at.date;
    const struct record_event *suspension = record_current_suspension(adcs->record, on);
    const struct record_event *ead = record_current_ead(adcs->record, on);
    write_heading(flow, "Conditions et mesures en cours");
    for (size_t i = 0; i < conditions->count; i++)
        write_measure(flow, memory_copy(conditions->items[i]));
    if (suspension != NULL)
        write_measure(flow, page_words_suspension(suspension));
    if (ead != NULL)
        write_measure(flow, page_words_ead(ead));
    if (conditions->count == 0 && suspension == NULL && ead == NULL)
        write_measure(flow, memory_copy("Aucune condition ni mesure en cours."));
}

/* --- The whole --- */

static void lay_out(struct adcs *adcs, struct page_document *document) {
    double foot_mm = page_adcs_foot_height();
    adcs->flow.document = document;
    adcs->flow.scale = adcs->density->scale;
    adcs->flow.leading = adcs->density->leading;
    adcs->flow.page = 1;
    adcs->flow.y_mm = PAGE_TOP_MM;
    adcs->flow.bottom_mm = PAGE_BOTTOM_MM - foot_mm;
    adcs->flow.next_top_mm = PAGE_TOP_MM + 8;
    adcs->flow.next_bottom_mm = PAGE_BOTTOM_MM - 6;
    adcs->flow.group = adcs->flow.row = 0;
    write_head(adcs);
    if (adcs->no_right)
        write_band(adcs);
    write_holder(adcs);
    write_state(adcs);
    write_categories(adcs);
    write_conditions(adcs);
}

/* Did anything leave the room it had? Only texts that no document should hold can do that (forty lines of address). */
static bool is_whole(const struct page_document *document) {
    double first_end_mm = PAGE_BOTTOM_MM - page_adcs_foot_height() + 0.01;
    for (size_t i = 0; i < document->count; i++) {
        const struct page_item *item = &document->items[i];
        double end_mm = item->kind == PAGE_TEXT ? item->y_mm : item->y_mm + item->height_mm;
        if (item->kind != PAGE_WATERMARK && end_mm > (item->page == 1 ? first_end_mm : PAGE_BOTTOM_MM))
            return false;
    }
    return true;
}

enum status page_lay_out_adcs(const struct record *record, const struct registry_attestation *attestation,
                              const struct page_station *station, page_measure *measure, void *context,
                              struct page_document *document, struct fault *fault) {
    if (strcmp(attestation->type, "ADCS") != 0)
        return fault_set(fault, STATUS_INVALID, "type", "");
    const struct guidance_state *state = guidance_state(record->licence.state);
    struct adcs adcs = {
        .flow = {.measure = measure, .context = context},
        .record = record,
        .attestation = attestation,
        .station = station,
        .no_right = state != NULL && state->rights == GUIDANCE_MAY_NOT_DRIVE,
    };
    struct page_document draft = {0};
    const size_t count = sizeof densities / sizeof densities[0];
    for (size_t i = 0; i <= count; i++) {
        adcs.density = &densities[i < count ? i : NORMAL_DENSITY]; /* nothing fits one page: then two, legible */
        page_clear(&draft);
        lay_out(&adcs, &draft);
        if (draft.pages == 1 && is_whole(&draft))
            break;
    }
    if (!is_whole(&draft)) {
        page_clear(&draft);
        return fault_set(fault, STATUS_TOO_LONG, "record", "");
    }
    text_format(draft.title, sizeof draft.title, "Attestation %s", attestation->number);
    page_adcs_add_foot(&adcs.flow, attestation, station, control_mention(&adcs));
    *document = draft;
    return STATUS_OK;
}

/* The head of every page, its headings and its fields. It must not know which document it heads. */
#include "page_head.h"

#include "page_words.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

static const struct page_style republic = {11, PAGE_BOLD, PAGE_ROLE_PARAGRAPH};
static const struct page_style prefecture = {10.5, PAGE_REGULAR, PAGE_ROLE_PARAGRAPH};
static const struct page_style main_title = {20, PAGE_BOLD, PAGE_ROLE_TITLE};
static const struct page_style heading = {10.5, PAGE_BOLD, PAGE_ROLE_HEADING};

const struct page_style page_style_label = {7.2, PAGE_REGULAR, PAGE_ROLE_PARAGRAPH};
const struct page_style page_style_value = {10, PAGE_REGULAR, PAGE_ROLE_PARAGRAPH};
const struct page_style page_style_strong = {10.5, PAGE_BOLD, PAGE_ROLE_PARAGRAPH};

/* --- Facts --- */

struct page_fact page_fact_text(const char *name, const char *text) {
    struct page_fact fact = {.name = name};
    text_copy(fact.first, sizeof fact.first, text);
    return fact;
}

struct page_fact page_fact_date(const char *name, struct date date, const char *otherwise) {
    char words[40];
    if (!date_is_set(date))
        return page_fact_text(name, otherwise);
    date_write_long(date, words);
    return page_fact_text(name, words);
}

struct page_fact page_fact_moment(const char *name, const struct date_time *time) {
    struct page_fact fact = page_fact_date(name, time->date, "");
    char hour[16];
    date_write_time(time, hour);
    text_format(fact.second, sizeof fact.second, "à %s", hour);
    return fact;
}

/* Returns the height. */
static double put_fact(struct page_flow *flow, double x_mm, const struct page_fact *fact) {
    const double width_mm = PAGE_QUARTER_MM - PAGE_GUTTER_MM;
    double y_mm = flow->y_mm;
    y_mm += page_put(flow, &page_style_label, x_mm, y_mm, width_mm, fact->name);
    y_mm += page_put(flow, &page_style_strong, x_mm, y_mm, width_mm, fact->first);
    if (fact->second[0] != '\0')
        y_mm += page_put(flow, &page_style_value, x_mm, y_mm, width_mm, fact->second);
    return y_mm - flow->y_mm;
}

static void write_facts(struct page_flow *flow, const struct page_fact facts[PAGE_FACTS]) {
    double highest_mm = 0;
    for (int i = 0; i < PAGE_FACTS; i++) {
        double height_mm = put_fact(flow, PAGE_LEFT_MM + i * PAGE_QUARTER_MM, &facts[i]);
        highest_mm = height_mm > highest_mm ? height_mm : highest_mm;
    }
    flow->y_mm += highest_mm;
}

/* --- Head --- */

void page_write_head(struct page_flow *flow, const struct page_station *station, const char *title,
                     const struct page_fact facts[PAGE_FACTS]) {
    if (station->specimen) {
        double width_mm = page_width_mm(flow, &republic, "SPÉCIMEN SANS VALEUR");
        page_put(flow, &republic, PAGE_RIGHT_MM - width_mm, flow->y_mm, PAGE_BODY_MM, "SPÉCIMEN SANS VALEUR");
    }
    flow->y_mm += page_put(flow, &republic, PAGE_LEFT_MM, flow->y_mm, PAGE_BODY_MM, "RÉPUBLIQUE FRANÇAISE");
    flow->y_mm += page_put(flow, &prefecture, PAGE_LEFT_MM, flow->y_mm, PAGE_BODY_MM, station->prefecture);
    flow->y_mm += 5 * flow->scale;
    flow->y_mm += page_put(flow, &main_title, PAGE_LEFT_MM, flow->y_mm, PAGE_BODY_MM, title);
    flow->y_mm += 1;
    page_add_rule(flow, PAGE_LEFT_MM, flow->y_mm, PAGE_BODY_MM, 0.6);
    flow->y_mm += 2.2;
    write_facts(flow, facts);
    flow->y_mm += 3 * flow->scale;
}

/* --- Headings and fields --- */

double page_heading_mm(const struct page_flow *flow) {
    return page_line_mm(flow, &heading) + 0.4 + 1.4 * flow->scale;
}

void page_write_heading(struct page_flow *flow, const char *text, double follow_mm) {
    double least_mm = page_line_mm(flow, &heading) * 3, need_mm = page_heading_mm(flow) + follow_mm;
    page_need(flow, need_mm > least_mm ? need_mm : least_mm);
    flow->y_mm += page_put(flow, &heading, PAGE_LEFT_MM, flow->y_mm, PAGE_BODY_MM, text);
    flow->y_mm += 0.4;
    page_add_rule(flow, PAGE_LEFT_MM, flow->y_mm, PAGE_BODY_MM, 0.3);
    flow->y_mm += 1.4 * flow->scale;
}

void page_put_field(struct page_flow *flow, const struct page_style *style, double x_mm, double width_mm, double *y_mm,
                    const char *name, const char *text) {
    *y_mm += page_put(flow, &page_style_label, x_mm, *y_mm, width_mm, name);
    *y_mm += page_put(flow, style, x_mm, *y_mm, width_mm, text) + 1.0 * flow->scale;
}

/* --- Holder --- */

double page_put_civil_status(struct page_flow *flow, const struct record_holder *holder, double x_mm, double width_mm,
                             double y_mm) {
    char *given_names = page_words_list(&holder->given_names, ", ");
    char *birth_date = page_words_birth_date(holder), *birth_place = page_words_birth_place(holder);
    struct text_builder name;
    text_builder_init(&name, REGISTRY_BODY_MAX);
    text_appendf(&name, "%s %s", page_words_title(holder->title), holder->family_name);
    page_put_field(flow, &page_style_strong, x_mm, width_mm, &y_mm, "Nom de naissance", name.bytes);
    if (holder->usual_name != NULL)
        page_put_field(flow, &page_style_strong, x_mm, width_mm, &y_mm, "Nom d'usage", holder->usual_name);
    page_put_field(flow, &page_style_strong, x_mm, width_mm, &y_mm, "Prénoms", given_names);
    page_put_field(flow, &page_style_value, x_mm, width_mm, &y_mm, "Date de naissance", birth_date);
    page_put_field(flow, &page_style_value, x_mm, width_mm, &y_mm, "Lieu de naissance", birth_place);
    text_builder_clear(&name);
    memory_free(given_names);
    memory_free(birth_date);
    memory_free(birth_place);
    return y_mm;
}

double page_put_address(struct page_flow *flow, const struct record_holder *holder, double x_mm, double width_mm,
                        double y_mm) {
    y_mm += page_put(flow, &page_style_label, x_mm, y_mm, width_mm, "Adresse");
    for (size_t i = 0; i < holder->address.count; i++)
        y_mm += page_put(flow, &page_style_value, x_mm, y_mm, width_mm, holder->address.items[i]);
    return y_mm + 1.0 * flow->scale;
}

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

/* --- Columns of fields --- */

static size_t paragraph_count(const struct page_field *field) {
    return field->lines != NULL ? field->lines->count : 1;
}

static const char *paragraph_at(const struct page_field *field, size_t index) {
    return field->lines != NULL ? field->lines->items[index] : field->text;
}

static double fields_height(const struct page_flow *flow, const struct page_field *fields, size_t count,
                            double width_mm) {
    double height_mm = 0;
    for (size_t i = 0; i < count; i++) {
        height_mm += page_line_mm(flow, &page_style_label) + flow->scale;
        for (size_t j = 0; j < paragraph_count(&fields[i]); j++)
            height_mm += page_height_of(flow, fields[i].style, width_mm, paragraph_at(&fields[i], j));
    }
    return height_mm;
}

/* Returns where they end. */
static double put_fields(struct page_flow *flow, const struct page_field *fields, size_t count, double x_mm,
                         double width_mm) {
    double y_mm = flow->y_mm;
    for (size_t i = 0; i < count; i++) {
        y_mm += page_put(flow, &page_style_label, x_mm, y_mm, width_mm, fields[i].name);
        for (size_t j = 0; j < paragraph_count(&fields[i]); j++)
            y_mm += page_put(flow, fields[i].style, x_mm, y_mm, width_mm, paragraph_at(&fields[i], j));
        y_mm += flow->scale;
    }
    return y_mm;
}

/* A label never stands alone at the end of a page. */
static void flow_fields(struct page_flow *flow, const struct page_field *fields, size_t count) {
    for (size_t i = 0; i < count; i++) {
        page_need(flow, page_line_mm(flow, &page_style_label) + page_line_mm(flow, fields[i].style));
        page_flow_text(flow, &page_style_label, PAGE_LEFT_MM, PAGE_BODY_MM, fields[i].name);
        for (size_t j = 0; j < paragraph_count(&fields[i]); j++)
            page_flow_text(flow, fields[i].style, PAGE_LEFT_MM, PAGE_BODY_MM, paragraph_at(&fields[i], j));
        flow->y_mm += flow->scale;
    }
}

static void clear_fields(struct page_field *fields, size_t count) {
    for (size_t i = 0; i < count; i++)
        memory_free(fields[i].text);
}

void page_write_columns(struct page_flow *flow, struct page_field *left, size_t left_count, struct page_field *right,
                        size_t right_count) {
    double room_mm = flow->bottom_mm - flow->y_mm;
    if (fields_height(flow, left, left_count, PAGE_LEFT_COLUMN_MM) <= room_mm &&
        fields_height(flow, right, right_count, PAGE_RIGHT_COLUMN_MM) <= room_mm) {
        double left_mm = put_fields(flow, left, left_count, PAGE_LEFT_MM, PAGE_LEFT_COLUMN_MM);
        double right_mm = put_fields(flow, right, right_count, PAGE_MIDDLE_MM, PAGE_RIGHT_COLUMN_MM);
        flow->y_mm = left_mm > right_mm ? left_mm : right_mm;
    } else {
        flow_fields(flow, left, left_count);
        flow_fields(flow, right, right_count);
    }
    clear_fields(left, left_count);
    clear_fields(right, right_count);
}

/* --- Holder --- */

size_t page_civil_status(const struct record_holder *holder, struct page_field fields[PAGE_CIVIL_STATUS_MAX]) {
    size_t count = 0;
    struct text_builder name;
    text_builder_init(&name, REGISTRY_BODY_MAX);
    text_appendf(&name, "%s %s", page_words_title(holder->title), holder->family_name);
    fields[count++] = page_field_of(&page_style_strong, "Nom de naissance", memory_copy(name.bytes));
    text_builder_clear(&name);
    if (holder->usual_name != NULL)
        fields[count++] = page_field_of(&page_style_strong, "Nom d'usage", memory_copy(holder->usual_name));
    fields[count++] = page_field_of(&page_style_strong, "Prénoms", page_words_list(&holder->given_names, ", "));
    fields[count++] = page_field_of(&page_style_value, "Date de naissance", page_words_birth_date(holder));
    fields[count++] = page_field_of(&page_style_value, "Lieu de naissance", page_words_birth_place(holder));
    return count;
}

struct page_field page_field_of(const struct page_style *style, const char *name, char *text) {
    return (struct page_field){.style = style, .name = name, .text = text};
}

struct page_field page_address(const struct record_holder *holder) {
    return (struct page_field){.style = &page_style_value, .name = "Adresse", .lines = &holder->address};
}

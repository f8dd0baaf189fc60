/* State, points and licence of an RII. It must show the registry's own balance: nothing here is computed but the end of
 * probation, which the law gives by the date and the path of the licence. */
#include "page_head.h"
#include "page_rii.h"
#include "page_words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/memory.h"
#include "../kiosk/points.h"
#include "../kiosk/text.h"

#include <string.h>

#define LONG_MM 30.0 /* of a field beside another; longer ones go across the page */

static const struct page_style large = {13, PAGE_BOLD, PAGE_ROLE_PARAGRAPH};

/* One field of a row of the grid. */
struct field {
    const char *name;
    char *first, *second; /* memory_free; the second may be NULL */
    const struct page_style *style;
    int quarters;
};

/* --- Rows of fields --- */

static double width_of(const struct field *field) {
    return field->quarters * PAGE_QUARTER_MM - PAGE_GUTTER_MM;
}

static double height_of(const struct page_flow *flow, const struct field *field) {
    double width_mm = width_of(field), height_mm = page_height_of(flow, &page_style_label, width_mm, field->name);
    height_mm += page_height_of(flow, field->style, width_mm, field->first);
    if (field->second != NULL)
        height_mm += page_height_of(flow, &page_style_value, width_mm, field->second);
    return height_mm;
}

static void put_field(struct page_flow *flow, const struct field *field, double x_mm) {
    double width_mm = width_of(field), y_mm = flow->y_mm;
    y_mm += page_put(flow, &page_style_label, x_mm, y_mm, width_mm, field->name);
    y_mm += page_put(flow, field->style, x_mm, y_mm, width_mm, field->first);
    if (field->second != NULL)
        page_put(flow, &page_style_value, x_mm, y_mm, width_mm, field->second);
}

/* Writes the row and frees its texts. */
static void write_fields(struct page_flow *flow, struct field *fields, size_t count) {
    double highest_mm = 0, x_mm = PAGE_LEFT_MM;
    for (size_t i = 0; i < count; i++) {
        double height_mm = height_of(flow, &fields[i]);
        highest_mm = height_mm > highest_mm ? height_mm : highest_mm;
    }
    page_need(flow, highest_mm);
    for (size_t i = 0; i < count; i++) {
        put_field(flow, &fields[i], x_mm);
        x_mm += fields[i].quarters * PAGE_QUARTER_MM;
        memory_free(fields[i].first);
        memory_free(fields[i].second);
    }
    flow->y_mm += highest_mm + 1.2;
}

static char *since(struct date date) {
    char words[40], text[64] = "";
    if (!date_is_set(date))
        return NULL;
    date_write_long(date, words);
    text_format(text, sizeof text, "depuis le %s", words);
    return memory_copy(text);
}

/* --- State and points --- */

static char *count_points(const struct record *record, int points) {
    char text[24] = "Sans objet";
    if (record->has_points)
        text_format(text, sizeof text, "%d\u00A0point%s", points, points > 1 ? "s" : "");
    return memory_copy(text);
}

static void write_state(struct page_flow *flow, const struct record *record) {
    struct field fields[] = {
        {"État", page_words_state(&record->licence), since(record->licence.state_since), &large, 2},
        {"Solde de points", count_points(record, record->points_balance), NULL, &large, 1},
        {"Maximum", count_points(record, record->points_maximum), NULL, &large, 1},
    };
    page_write_heading(flow, "État du permis et points", 3 * page_line_mm(flow, &large));
    write_fields(flow, fields, sizeof fields / sizeof fields[0]);
    flow->y_mm += 1.5;
}

/* --- Licence --- */

static char *title_status(const struct record_licence *licence) {
    static const char *const codes[] = {"in-service", "lost", "stolen", "destroyed", "replaced"};
    const char *words = guidance_event("title", codes[licence->title_status]);
    return memory_copy(words != NULL ? words : codes[licence->title_status]);
}

static char *issued_by(const struct record_licence *licence) {
    struct text_builder text;
    char *taken = NULL;
    if (licence->issued_by == NULL || licence->issued_by[0] == '\0')
        return NULL;
    text_builder_init(&text, REGISTRY_BODY_MAX);
    text_appendf(&text, "par : %s", licence->issued_by);
    return text_builder_take(&text, &taken) == STATUS_OK ? taken : NULL;
}

static void write_title(struct page_flow *flow, const struct record_licence *licence) {
    const char *number = licence->title_number != NULL ? licence->title_number : "non renseigné";
    struct field fields[] = {
        {"Numéro du titre", memory_copy(number), NULL, &page_style_strong, 1},
        {"État du titre", title_status(licence), since(licence->title_status_since), &page_style_value, 1},
        {"Délivré le", page_words_date(licence->issued_on, "non renseigné"), issued_by(licence), &page_style_value, 1},
        {"Titre valable jusqu'au", page_words_date(licence->expires_on, "non renseigné"), NULL, &page_style_value, 1},
    };
    write_fields(flow, fields, sizeof fields / sizeof fields[0]);
}

/* The codes of every category, each once. */
static char *all_restrictions(const struct record_licence *licence) {
    struct text_builder text;
    char *taken = NULL;
    struct record_list seen = {.items = memory_alloc((licence->category_count * 40 + 1) * sizeof(char *))};
    text_builder_init(&text, REGISTRY_BODY_MAX);
    for (size_t i = 0; i < licence->category_count; i++)
        for (size_t j = 0; j < licence->categories[i].restrictions.count; j++) {
            char *code = licence->categories[i].restrictions.items[j];
            size_t known = 0;
            while (known < seen.count && strcmp(seen.items[known], code) != 0)
                known++;
            if (known == seen.count) {
                text_appendf(&text, "%s%s", seen.count > 0 ? ", " : "", code);
                seen.items[seen.count++] = code;
            }
        }
    memory_free(seen.items);
    if (text_builder_take(&text, &taken) != STATUS_OK || taken[0] == '\0') {
        memory_free(taken);
        return memory_copy("aucune");
    }
    return taken;
}

/* The end that the registry says, or that the law gives. */
static char *probation_end(const struct record *record, struct date on) {
    struct points *points = NULL;
    struct date end = record->profile.probation_end;
    if (record->has_points &&
        points_compute(&record->profile, record->events, record->event_count, on, &points) == STATUS_OK)
        end = points->probation_end;
    points_free(points);
    return page_words_date(end, "sans objet");
}

static char *training(const struct record_profile *profile) {
    char words[40], text[96] = "";
    if (!date_is_set(profile->training_date))
        return NULL;
    date_write_long(profile->training_date, words);
    text_format(text, sizeof text, "Formation complémentaire : %s", words);
    return memory_copy(text);
}

static char *path_words(enum record_path path) {
    return memory_copy(path == RECORD_PATH_AAC ? "Apprentissage anticipé de la conduite (AAC)"
                                               : "Formation traditionnelle");
}

static void write_path(struct page_flow *flow, const struct record *record, struct date on) {
    const struct record_profile *profile = &record->profile;
    struct field fields[] = {
        {profile->first_licence ? "Premier permis obtenu le" : "Permis obtenu le",
         page_words_date(profile->licence_date, "non renseigné"), NULL, &page_style_value, 1},
        {"Filière", path_words(profile->path), training(profile), &page_style_value, 1},
        {"Fin de la période probatoire", probation_end(record, on), NULL, &page_style_value, 1},
        {"Restrictions", all_restrictions(&record->licence), NULL, &page_style_value, 1},
    };
    if (height_of(flow, &fields[3]) > LONG_MM) {
        memory_free(fields[3].first);
        fields[3].first = memory_copy("voir les catégories");
    }
    write_fields(flow, fields, sizeof fields / sizeof fields[0]);
}

/* --- Conditions and earlier titles: as long as they come --- */

static char *list_or(const struct record_list *list, const char *separator, const char *otherwise) {
    return list->count > 0 ? page_words_list(list, separator) : memory_copy(otherwise);
}

static void write_long(struct page_flow *flow, struct field *field) {
    page_need(flow, page_line_mm(flow, &page_style_label) + 2 * page_line_mm(flow, field->style));
    flow->y_mm += page_put(flow, &page_style_label, PAGE_LEFT_MM, flow->y_mm, PAGE_BODY_MM, field->name);
    page_flow_text(flow, field->style, PAGE_LEFT_MM, PAGE_BODY_MM, field->first);
    flow->y_mm += 1.2;
    memory_free(field->first);
}

static void write_lists(struct page_flow *flow, const struct record_licence *licence) {
    struct field fields[] = {
        {"Conditions", list_or(&licence->conditions, " ; ", "aucune"), NULL, &page_style_value, 2},
        {"Titres antérieurs", list_or(&licence->earlier_titles, ", ", "aucun"), NULL, &page_style_value, 2},
    };
    if (height_of(flow, &fields[0]) <= LONG_MM && height_of(flow, &fields[1]) <= LONG_MM) {
        write_fields(flow, fields, 2);
    } else {
        write_long(flow, &fields[0]);
        write_long(flow, &fields[1]);
    }
}

void page_rii_write_licence(struct page_flow *flow, const struct record *record, struct date on) {
    write_state(flow, record);
    page_write_heading(flow, "Permis de conduire", 4 * page_line_mm(flow, &page_style_value));
    write_title(flow, &record->licence);
    write_path(flow, record, on);
    write_lists(flow, &record->licence);
    flow->y_mm += 1.5;
}

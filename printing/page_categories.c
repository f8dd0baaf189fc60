/* Categories with their dates and restrictions, under a heading that says what became of the rights. It must not drop a
 * code that it does not know. */
#include "page_categories.h"

#include "page_head.h"
#include "page_table.h"
#include "page_words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

enum { COLUMNS = 4, RESTRICTIONS = 3 };

static const struct page_column columns[COLUMNS] = {
    {"Catégorie", PAGE_LEFT_MM, 16, &page_style_cell_code},
    {"Obtenue le", PAGE_LEFT_MM + 17, 35, &page_style_cell},
    {"Valable jusqu'au", PAGE_LEFT_MM + 53, 33, &page_style_cell},
    {"Restrictions", PAGE_MIDDLE_MM, PAGE_RIGHT_COLUMN_MM, &page_style_cell},
};

static bool is_one_of(const char *state, const char *states) {
    const char *found = strstr(states, state);
    return found != NULL && strlen(state) == 2;
}

/* The states of annex 13 that suspend, those that annul, and the others that give no right. */
static const char *table_title(const char *code) {
    const struct guidance_state *state = guidance_state(code);
    if (state == NULL || state->rights != GUIDANCE_MAY_NOT_DRIVE)
        return "Catégories";
    if (is_one_of(code, "23 24 34 35 47 48"))
        return "Catégories obtenues (droits suspendus)";
    if (is_one_of(code, "02 03 04 17 18 29 30 37 38 44 45"))
        return "Catégories obtenues (droits annulés)";
    return "Catégories obtenues (sans droit à conduire)";
}

static void wrap_restrictions(const struct page_flow *flow, const struct record_list *restrictions, bool as_one,
                              struct page_lines *lines) {
    struct text_builder run_on;
    text_builder_init(&run_on, REGISTRY_BODY_MAX);
    for (size_t i = 0; i < restrictions->count; i++) {
        char *words = page_words_restriction(restrictions->items[i]);
        if (as_one)
            text_appendf(&run_on, "%s%s", i > 0 ? " ; " : "", words);
        else
            page_wrap_hanging(flow, &page_style_cell, columns[RESTRICTIONS].width_mm, words, lines);
        memory_free(words);
    }
    if (run_on.length > 0)
        page_wrap(flow, &page_style_cell, columns[RESTRICTIONS].width_mm, run_on.bytes, lines);
    text_builder_clear(&run_on);
}

static void add_category(const struct page_flow *flow, struct page_table *table, const struct record_category *category,
                         bool run_on) {
    struct page_row *row = page_table_add(table);
    char *obtained = page_words_date(category->obtained_on, "non renseignée");
    char *until = page_words_date(category->valid_until, "sans limite");
    page_table_put(flow, table, row, 0, category->code);
    page_table_put(flow, table, row, 1, obtained);
    page_table_put(flow, table, row, 2, until);
    wrap_restrictions(flow, &category->restrictions, run_on, &row->cells[RESTRICTIONS]);
    memory_free(obtained);
    memory_free(until);
}

void page_write_categories(struct page_flow *flow, const struct record_licence *licence, bool run_on) {
    struct page_table table = {.columns = columns, .column_count = COLUMNS};
    const char *title = table_title(licence->state);
    for (size_t i = 0; i < licence->category_count; i++)
        add_category(flow, &table, &licence->categories[i], run_on);
    if (licence->category_count > 0) {
        page_table_write(flow, title, &table);
    } else {
        page_write_heading(flow, title, 0);
        page_flow_text(flow, &page_style_value, PAGE_LEFT_MM, PAGE_BODY_MM, "Aucune catégorie enregistrée.");
    }
    page_table_clear(&table);
    flow->y_mm += 2.5 * flow->scale;
}

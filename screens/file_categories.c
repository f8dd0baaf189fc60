/* Catégories: dates of obtention and validity, restrictions in words with their codes; an unknown code stays raw. */
#include "file_tabs.h"
#include "flow.h"
#include "words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/text.h"

enum { CODE_WIDTH = 5 };

static void write_dates(const struct record_category *category, char *out, size_t size) {
    char obtained[48] = "", until[48] = "";
    if (date_is_set(category->obtained_on))
        words_write_day(category->obtained_on, obtained);
    if (date_is_set(category->valid_until))
        words_write_day(category->valid_until, until);
    bool past = date_is_set(category->valid_until) && date_compare(category->valid_until, clock_today()) < 0;
    text_format(out, size, "%s%s, %s%s%s", obtained[0] != '\0' ? "obtenue le " : "date d'obtention inconnue", obtained,
                until[0] == '\0' ? "sans limite de durée"
                : past           ? "✗ expirée depuis le "
                                 : "valable jusqu'au ",
                until, "");
}

static void flow_category(struct flow *flow, const struct record_category *category) {
    char dates[WORDS_MAX], line[WORDS_MAX];
    const char *label = guidance_category(category->code);
    write_dates(category, dates, sizeof dates);
    flow_pair(flow, CODE_WIDTH, category->code, THEME_VALUE, dates);
    if (label != NULL)
        flow_text(flow, CODE_WIDTH, THEME_TEXT, label);
    for (size_t i = 0; i < category->restrictions.count; i++) {
        const char *code = category->restrictions.items[i];
        const char *words = guidance_restriction(code);
        text_format(line, sizeof line, "%s%s%s", code, words != NULL ? " : " : "", words != NULL ? words : "");
        flow_text(flow, CODE_WIDTH + 2, THEME_WARNING, line);
    }
    flow_blank(flow);
}

int file_categories(const struct record *record, struct rect area, int top, bool draws) {
    struct flow flow;
    flow_begin(&flow, area, top, draws);
    if (record->licence.category_count == 0)
        flow_text(&flow, 0, THEME_TEXT, "Aucune catégorie.");
    for (size_t i = 0; i < record->licence.category_count; i++)
        flow_category(&flow, &record->licence.categories[i]);
    flow_end(&flow);
    return flow.line;
}

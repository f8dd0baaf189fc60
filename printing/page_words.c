/* French wording of a record for the pages. It must not know where on the page a text goes, nor print a balance. */
#include "page_words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/memory.h"
#include "../kiosk/registry.h"
#include "../kiosk/text.h"

#include <string.h>

enum { WORDS_MAX = REGISTRY_BODY_MAX }; /* no text of a record is longer than the record */

static char *take(struct text_builder *builder) {
    char *text = NULL;
    if (text_builder_take(builder, &text) != STATUS_OK)
        return memory_copy("");
    return text;
}

static char *joined(const char *const parts[], size_t count) {
    struct text_builder builder;
    text_builder_init(&builder, WORDS_MAX);
    for (size_t i = 0; i < count; i++)
        text_append(&builder, parts[i]);
    return take(&builder);
}

#define JOINED(...)                                                                                                    \
    joined((const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

const char *page_words_title(const char *title) {
    if (title == NULL)
        return "";
    if (strcmp(title, "M") == 0)
        return "M.";
    if (strcmp(title, "MME") == 0)
        return "Mme";
    return title;
}

char *page_words_list(const struct record_list *list, const char *separator) {
    struct text_builder builder;
    text_builder_init(&builder, WORDS_MAX);
    for (size_t i = 0; i < list->count; i++) {
        text_append(&builder, i > 0 ? separator : "");
        text_append(&builder, list->items[i]);
    }
    return take(&builder);
}

char *page_words_date(struct date date, const char *otherwise) {
    char words[40];
    if (!date_is_set(date))
        return memory_copy(otherwise);
    date_write_long(date, words);
    return memory_copy(words);
}

char *page_words_birth_date(const struct record_holder *holder) {
    return page_words_date(holder->birth_date, "non renseignée");
}

/* The department in France, the country elsewhere; a code that no table knows is shown as it is. */
static const char *birth_region(const struct record_holder *holder) {
    bool abroad = holder->birth_country != NULL && strcmp(holder->birth_country, "FR") != 0;
    const char *code = abroad ? holder->birth_country : holder->birth_department;
    if (code == NULL)
        return NULL;
    const char *name = abroad ? guidance_country(code) : guidance_department(code);
    return name != NULL ? name : code;
}

char *page_words_birth_place(const struct record_holder *holder) {
    const char *region = birth_region(holder);
    const char *place = holder->birth_place != NULL ? holder->birth_place : "";
    if (region == NULL)
        return memory_copy(place);
    return JOINED(place, " (", region, ")");
}

char *page_words_state(const struct record_licence *licence) {
    const struct guidance_state *state = guidance_state(licence->state);
    if (state != NULL)
        return memory_copy(state->label);
    return JOINED("État ", licence->state);
}

char *page_words_restriction(const char *code) {
    const char *words = guidance_restriction(code);
    return words == NULL ? memory_copy(code) : JOINED(code, " – ", words);
}

char *page_words_period(struct date from, struct date to) {
    char first[40] = "", last[40] = "";
    date_write_long(from, first);
    date_write_long(to, last);
    if (!date_is_set(from))
        return date_is_set(to) ? JOINED("jusqu'au ", last) : memory_copy("");
    return date_is_set(to) ? JOINED("du ", first, " au ", last) : JOINED("depuis le ", first);
}

bool page_words_is_limited(const struct record_event *suspension) {
    return suspension->scope != NULL && strcmp(suspension->scope, "hors_activité_professionnelle") == 0;
}

/* ", scope": nothing for a total suspension; an unknown scope as it is written. */
static void append_scope(struct text_builder *builder, const struct record_event *suspension) {
    if (suspension->scope == NULL || strcmp(suspension->scope, "totale") == 0)
        return;
    text_append(builder, ", ");
    text_append(builder, page_words_is_limited(suspension) ? "hors activité professionnelle" : suspension->scope);
}

static void append_authority(struct text_builder *builder, const char *authority) {
    if (authority == NULL || authority[0] == '\0')
        return;
    text_append(builder, " (");
    text_append(builder, authority);
    text_append(builder, ")");
}

static void append_period(struct text_builder *builder, struct date from, struct date to) {
    char *period = page_words_period(from, to);
    text_append(builder, period[0] != '\0' ? " " : "");
    text_append(builder, period);
    memory_free(period);
}

char *page_words_suspension(const struct record_event *suspension) {
    struct text_builder builder;
    text_builder_init(&builder, WORDS_MAX);
    text_append(&builder, "Suspension");
    if (suspension->kind != NULL) {
        text_append(&builder, " ");
        text_append(&builder, suspension->kind);
    }
    append_period(&builder, suspension->from, suspension->to);
    append_scope(&builder, suspension);
    append_authority(&builder, suspension->authority);
    return take(&builder);
}

char *page_words_ead(const struct record_event *ead) {
    struct text_builder builder;
    text_builder_init(&builder, WORDS_MAX);
    text_append(&builder, "Conduite limitée aux véhicules équipés d'un éthylotest antidémarrage (EAD)");
    append_period(&builder, ead->from, ead->to);
    text_append(&builder, ", art.\u00A0R.\u00A0224-6");
    append_authority(&builder, ead->authority);
    return take(&builder);
}

char *page_words_no_right(const struct record *record, struct date on) {
    const struct guidance_state *state = guidance_state(record->licence.state);
    if (state == NULL || state->rights != GUIDANCE_MAY_NOT_DRIVE)
        return memory_copy("");
    struct text_builder builder;
    text_builder_init(&builder, WORDS_MAX);
    text_append(&builder, state->band != NULL ? state->band : state->label);
    const struct record_event *suspension = record_current_suspension(record, on);
    if (suspension != NULL && strstr(state->label, "uspendu") != NULL)
        append_period(&builder, suspension->from, suspension->to);
    else
        append_period(&builder, record->licence.state_since, (struct date){0});
    return take(&builder);
}

/* What the rows of an RII say of the events. It must not drop what the registry sent because it has no word for it: a
 * code without words is said as it is. */
#include "page_rii.h"

#include "../kiosk/guidance.h"
#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

static const char not_given[] = "non renseigné";
static const char nothing[] = "–";

static char *take(struct text_builder *builder) {
    char *text = NULL;
    return text_builder_take(builder, &text) == STATUS_OK ? text : memory_copy("");
}

static char *say_date(struct date date, const char *otherwise) {
    char words[16];
    if (!date_is_set(date))
        return memory_copy(otherwise);
    date_write_short(date, words);
    return memory_copy(words);
}

static char *say_text(const char *text, const char *otherwise) {
    return memory_copy(text != NULL && text[0] != '\0' ? text : otherwise);
}

/* The words of a code, or the code. */
static const char *words_of(const char *kind, const char *code) {
    const char *words = guidance_event(kind, code);
    return words != NULL ? words : code;
}

static char *say_code(const char *kind, const char *code, const char *otherwise) {
    return memory_copy(code != NULL && code[0] != '\0' ? words_of(kind, code) : otherwise);
}

/* --- Offences --- */

static void append_class(struct text_builder *text, const struct record_event *event) {
    if (event->class == RECORD_CLASS_DELIT)
        text_append(text, " (délit");
    else
        text_appendf(text, " (%d%s\u00A0classe", event->class, event->class == 1 ? "re" : "e");
    text_append(text, event->group != NULL ? ", simultanée)" : ")");
}

static char *say_nature(const struct record_event *event) {
    struct text_builder text;
    char guessed[GUIDANCE_OFFENCE_MAX];
    text_builder_init(&text, REGISTRY_BODY_MAX);
    if (event->label != NULL && event->label[0] != '\0') {
        text_append(&text, event->label);
    } else {
        guidance_offence(event->class, event->points, event->committed, guessed);
        text_append(&text, guessed);
    }
    append_class(&text, event);
    return take(&text);
}

static char *say_points(int points, const char *sign) {
    char words[16];
    text_format(words, sizeof words, "%s%d", points > 0 ? sign : "", points);
    return memory_copy(words);
}

void page_rii_say_offence(const struct record_event *event, char *cells[PAGE_COLUMNS_MAX]) {
    cells[0] = say_date(event->committed, not_given);
    cells[1] = say_nature(event);
    cells[2] = say_text(event->place, not_given);
    cells[3] = say_points(event->points, "");
    cells[4] = say_code("how", event->how, not_given);
    cells[5] = say_date(event->definitive, "en attente");
    cells[6] = say_date(event->recorded, not_given);
}

/* --- Stages and restitutions --- */

static char *say_stage(const struct record_event *event) {
    struct text_builder text;
    char first[16], last[16];
    text_builder_init(&text, REGISTRY_BODY_MAX);
    date_write_short(event->first_day, first);
    date_write_short(event->last_day, last);
    const char *words = event->kind != NULL ? guidance_event("stage", event->kind) : "Stage";
    if (words != NULL)
        text_append(&text, words);
    else
        text_appendf(&text, "Stage %s", event->kind);
    text_appendf(&text, ", du %s au %s", first, last);
    return take(&text);
}

void page_rii_say_return(const struct record_event *event, char *cells[PAGE_COLUMNS_MAX]) {
    bool is_stage = event->type == RECORD_STAGE;
    cells[0] = say_date(event->date, not_given);
    cells[1] = is_stage ? say_stage(event) : say_code("restitution", event->kind, "Restitution");
    cells[2] = is_stage ? memory_copy(nothing) : say_points(event->points, "+");
    cells[3] = say_text(event->centre, nothing);
    cells[4] = is_stage ? say_date(event->recorded, not_given) : memory_copy(nothing);
}

/* --- Visits, measures, letters --- */

void page_rii_say_medical(const struct record_event *event, char *cells[PAGE_COLUMNS_MAX]) {
    cells[0] = say_date(event->date, not_given);
    cells[1] = say_code("verdict", event->verdict, not_given);
    cells[2] = say_date(event->valid_until, not_given);
}

static void append_detail(struct text_builder *text, const char *detail) {
    if (detail != NULL && detail[0] != '\0')
        text_appendf(text, ", %s", detail);
}

static char *say_measure(const struct record_event *event) {
    struct text_builder text;
    text_builder_init(&text, REGISTRY_BODY_MAX);
    const char *words = event->kind != NULL ? guidance_event("suspension", event->kind) : NULL;
    if (event->type == RECORD_SUSPENSION && words != NULL) {
        text_append(&text, words);
        return take(&text);
    }
    text_append(&text, words_of("type", event->type_name));
    append_detail(&text, event->kind);
    append_detail(&text, event->label);
    if (event->type == RECORD_NEW_LICENCE)
        text_appendf(&text, " (%s)", event->path == RECORD_PATH_AAC ? "AAC" : "formation traditionnelle");
    return take(&text);
}

void page_rii_say_measure(const struct record_event *event, char *cells[PAGE_COLUMNS_MAX]) {
    bool lasts = event->type == RECORD_SUSPENSION || event->type == RECORD_EAD;
    cells[0] = say_date(event->date, not_given);
    cells[1] = say_measure(event);
    cells[2] = lasts ? say_date(event->to, "en cours") : memory_copy(nothing);
    cells[3] = say_code("scope", event->scope, nothing);
    cells[4] = say_text(event->authority, nothing);
}

void page_rii_say_letter(const struct record_event *event, char *cells[PAGE_COLUMNS_MAX]) {
    struct text_builder text;
    text_builder_init(&text, REGISTRY_BODY_MAX);
    const char *words = guidance_event("letter", event->code);
    if (words != NULL)
        text_append(&text, words);
    else
        text_appendf(&text, "Lettre %s", event->code);
    cells[0] = say_date(event->date, not_given);
    cells[1] = take(&text);
    cells[2] = say_date(event->notified, "non enregistrée");
}

void page_rii_say_unknown(const struct record_event *event, char *cells[PAGE_COLUMNS_MAX]) {
    cells[0] = say_date(event->date, not_given);
    cells[1] = say_text(event->type_name, not_given);
    cells[2] = say_text(event->label, nothing);
}

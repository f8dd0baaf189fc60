/* Lines of text on pages: typesetting, wrapping, breaking. It knows nothing of what a document says, and never cuts. */
#include "page_flow.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

#define NO_BREAK_SPACE "\u00A0"

enum { TYPESET_MAX = 2 * REGISTRY_BODY_MAX }; /* no text of a record is longer than the record */

void page_lines_clear(struct page_lines *lines) {
    for (size_t i = 0; i < lines->count; i++)
        memory_free(lines->items[i]);
    memory_free(lines->items);
    *lines = (struct page_lines){0};
}

static void lines_add(struct page_lines *lines, const char *text, size_t length) {
    size_t old_size = lines->count * sizeof lines->items[0];
    char **items = memory_grow(lines->items, old_size, old_size + sizeof lines->items[0]);
    items[lines->count] = memory_alloc(length + 1);
    memcpy(items[lines->count], text, length);
    lines->items = items;
    lines->count++;
}

/* Does French put a no-break space before the text at `at`? */
static bool wants_space_before(const char *at) {
    return (strchr(":;!?", at[0]) != NULL && at[0] != '\0') || strncmp(at, "»", strlen("»")) == 0;
}

static const char *const units[] = {"kg", "km/h", "km", "mm", "g/L", "cm³", "%", "€", "points", "point", NULL};
static const char *const months[] = {"janvier", "février",   "mars",    "avril",    "mai",      "juin", "juillet",
                                     "août",    "septembre", "octobre", "novembre", "décembre", NULL};
/* What stands before a name or a number: "art. L. 223-7", "M. DUMONT", "n° 12". */
static const char *const leaders[] = {"art.", "al.", "L.", "R.", "M.", "Mme", "n°", NULL};

static bool is_one_of(const char *word, size_t length, const char *const list[]) {
    for (size_t i = 0; list[i] != NULL; i++)
        if (strlen(list[i]) == length && strncmp(list[i], word, length) == 0)
            return true;
    return false;
}

/* Is the text at `at` the next group of digits of a number, its unit or its month ("3 500 kg", "50 km/h", "24 mars")?
 */
static bool continues_number(const char *at) {
    size_t length = strcspn(at, " ,;.)");
    return strspn(at, "0123456789") == 3 || is_one_of(at, length, units) || is_one_of(at, length, months);
}

/* Does the word that ends at `at`, the space after it, go with the next one? */
static bool binds(const char *text, const char *at) {
    const char *word = at;
    while (word > text && strchr(" (", word[-1]) == NULL)
        word--;
    size_t length = (size_t)(at - word);
    if (length == 0)
        return false;
    bool first = length == 3 && strncmp(word, "1er", length) == 0;
    bool number = strchr("0123456789", at[-1]) != NULL;
    return ((first || number) && continues_number(at + 1)) || is_one_of(word, length, leaders);
}

char *page_typeset(const char *text) {
    struct text_builder builder;
    text_builder_init(&builder, TYPESET_MAX);
    bool after_quote = false;
    for (const char *at = text; *at != '\0'; at++) {
        bool no_break = *at == ' ' && (after_quote || wants_space_before(at + 1) || binds(text, at));
        text_append_bytes(&builder, no_break ? NO_BREAK_SPACE : at, no_break ? strlen(NO_BREAK_SPACE) : 1);
        after_quote = at - text >= 1 && strncmp(at - 1, "«", strlen("«")) == 0;
    }
    char *typeset = NULL;
    if (text_builder_take(&builder, &typeset) != STATUS_OK)
        return memory_copy(text);
    return typeset;
}

double page_width_mm(const struct page_flow *flow, const struct page_style *style, const char *text) {
    return flow->measure(flow->context, text, style->size_pt * flow->scale, style->weight);
}

double page_line_mm(const struct page_flow *flow, const struct page_style *style) {
    return style->size_pt * flow->scale * flow->leading * PAGE_MM_PER_PT;
}

static double width_of_bytes(const struct page_flow *flow, const struct page_style *style, const char *text,
                             size_t length) {
    char *part = memory_alloc(length + 1);
    memcpy(part, text, length);
    double width = page_width_mm(flow, style, part);
    memory_free(part);
    return width;
}

/* How many bytes of a word wider than its line go on it: up to a hyphen where there is one, else as many characters as
 * fit, at least one. */
static size_t break_word(const struct page_flow *flow, const struct page_style *style, double width_mm,
                         const char *text, size_t length) {
    const char *at = text;
    size_t fits = 0, hyphen = 0;
    while (*at != '\0' && (size_t)(at - text) < length) {
        text_next(&at);
        size_t bytes = (size_t)(at - text);
        if (fits > 0 && width_of_bytes(flow, style, text, bytes) > width_mm)
            return hyphen > 0 ? hyphen : fits;
        fits = bytes;
        hyphen = at[-1] == '-' ? bytes : hyphen;
    }
    return fits;
}

/* The length of the first line of `text`, without the space that ends it. */
static size_t first_line(const struct page_flow *flow, const struct page_style *style, double width_mm,
                         const char *text) {
    size_t length = strlen(text), fits = 0;
    for (size_t end = 1; end <= length; end++) {
        if (end < length && text[end] != ' ')
            continue;
        if (width_of_bytes(flow, style, text, end) > width_mm)
            return fits > 0 ? fits : break_word(flow, style, width_mm, text, end);
        fits = end;
    }
    return length;
}

void page_wrap(const struct page_flow *flow, const struct page_style *style, double width_mm, const char *text,
               struct page_lines *lines) {
    char *typeset = page_typeset(text);
    const char *rest = typeset;
    do {
        size_t length = first_line(flow, style, width_mm, rest);
        /* A blank stays at the end of the line: it says where the word ends (ISO 32000-1, 14.8.2.5). */
        size_t blanks = strspn(rest + length, " ");
        bool goes_on = blanks > 0 && rest[length + blanks] != '\0';
        lines_add(lines, rest, length + (goes_on ? 1 : 0));
        rest += length + blanks;
    } while (*rest != '\0');
    memory_free(typeset);
}

/* What comes after is another word. */
static void lines_end_word(struct page_lines *lines) {
    char **last = &lines->items[lines->count - 1];
    size_t length = strlen(*last);
    *last = memory_grow(*last, length + 1, length + 2);
    (*last)[length] = ' ';
}

void page_wrap_hanging(const struct page_flow *flow, const struct page_style *style, double width_mm, const char *text,
                       struct page_lines *lines) {
    static const char indent[] = NO_BREAK_SPACE NO_BREAK_SPACE NO_BREAK_SPACE;
    struct page_lines narrow = {0};
    if (lines->count > 0)
        lines_end_word(lines);
    page_wrap(flow, style, width_mm - page_width_mm(flow, style, indent), text, &narrow);
    for (size_t i = 0; i < narrow.count; i++) {
        struct text_builder line;
        text_builder_init(&line, TYPESET_MAX);
        text_append(&line, i > 0 ? indent : "");
        text_append(&line, narrow.items[i]);
        lines_add(lines, line.bytes, line.length);
        text_builder_clear(&line);
    }
    page_lines_clear(&narrow);
}

void page_add(struct page_flow *flow, struct page_item item, const char *text) {
    struct page_document *document = flow->document;
    if (document->count == document->size) {
        size_t size = document->size == 0 ? 64 : document->size * 2;
        document->items =
            memory_grow(document->items, document->size * sizeof document->items[0], size * sizeof document->items[0]);
        document->size = size;
    }
    item.page = flow->page;
    item.group = flow->group;
    item.row = flow->row;
    item.text = memory_copy(text);
    document->items[document->count++] = item;
    if (flow->page > document->pages)
        document->pages = flow->page;
}

void page_add_rule(struct page_flow *flow, double x_mm, double y_mm, double width_mm, double height_mm) {
    page_add(flow,
             (struct page_item){.kind = PAGE_RULE,
                                .role = PAGE_ROLE_ARTIFACT,
                                .x_mm = x_mm,
                                .y_mm = y_mm,
                                .width_mm = width_mm,
                                .height_mm = height_mm},
             NULL);
}

void page_add_line(struct page_flow *flow, const struct page_style *style, double x_mm, double y_mm, const char *text) {
    if (text[0] == '\0')
        return;
    size_t length = strlen(text), inked = text[length - 1] == ' ' ? length - 1 : length;
    double size_pt = style->size_pt * flow->scale, em_mm = size_pt * PAGE_MM_PER_PT;
    double above = (page_line_mm(flow, style) - (PAGE_ASCENT_EM + PAGE_DESCENT_EM) * em_mm) / 2;
    page_add(flow,
             (struct page_item){.kind = PAGE_TEXT,
                                .role = style->role,
                                .x_mm = x_mm,
                                .y_mm = y_mm + above + PAGE_ASCENT_EM * em_mm,
                                .width_mm = width_of_bytes(flow, style, text, inked),
                                .height_mm = (PAGE_ASCENT_EM + PAGE_DESCENT_EM) * em_mm,
                                .size_pt = size_pt,
                                .weight = style->weight,
                                .filled = flow->white},
             text);
}

double page_put(struct page_flow *flow, const struct page_style *style, double x_mm, double y_mm, double width_mm,
                const char *text) {
    struct page_lines lines = {0};
    page_wrap(flow, style, width_mm, text, &lines);
    double height = page_line_mm(flow, style);
    flow->group++;
    for (size_t i = 0; i < lines.count; i++)
        page_add_line(flow, style, x_mm, y_mm + height * (double)i, lines.items[i]);
    height *= (double)lines.count;
    page_lines_clear(&lines);
    return height;
}

double page_height_of(const struct page_flow *flow, const struct page_style *style, double width_mm, const char *text) {
    struct page_lines lines = {0};
    page_wrap(flow, style, width_mm, text, &lines);
    double height = page_line_mm(flow, style) * (double)lines.count;
    page_lines_clear(&lines);
    return height;
}

void page_break(struct page_flow *flow) {
    flow->page++;
    flow->y_mm = flow->next_top_mm;
    flow->bottom_mm = flow->next_bottom_mm;
}

void page_need(struct page_flow *flow, double height_mm) {
    if (flow->y_mm + height_mm <= flow->bottom_mm)
        return;
    if (flow->page == 1 || flow->y_mm > flow->next_top_mm)
        page_break(flow);
}

void page_flow_text(struct page_flow *flow, const struct page_style *style, double x_mm, double width_mm,
                    const char *text) {
    struct page_lines lines = {0};
    page_wrap(flow, style, width_mm, text, &lines);
    flow->group++;
    for (size_t i = 0; i < lines.count; i++) {
        page_need(flow, page_line_mm(flow, style));
        page_add_line(flow, style, x_mm, flow->y_mm, lines.items[i]);
        flow->y_mm += page_line_mm(flow, style);
    }
    page_lines_clear(&lines);
}

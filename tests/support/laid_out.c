/* Laid out pages, read and measured. It must not know what a document should say. */
#include "laid_out.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/text.h"

#define MARGIN_MM 15.0
#define PT_MM (25.4 / 72.0)

char *laid_out_text(const struct page_document *document) {
    struct text_builder text;
    text_builder_init(&text, 1 << 22);
    int group = -1;
    for (size_t i = 0; i < document->count; i++) {
        const struct page_item *item = &document->items[i];
        if (item->kind != PAGE_TEXT)
            continue;
        bool parted = text.length > 0 && text.bytes[text.length - 1] == ' ';
        if (item->group != group)
            text_append(&text, "\n");
        else if (!parted)
            text_append(&text, " ");
        group = item->group;
        const char *at = item->text;
        while (strncmp(at, "\u00A0", 2) == 0) /* the indent of a line that goes on */
            at += 2;
        for (; *at != '\0'; at++) {
            bool no_break = strncmp(at, "\u00A0", 2) == 0;
            text_append_char(&text, no_break ? ' ' : *at);
            at += no_break ? 1 : 0;
        }
    }
    char *taken;
    assert_int_equal(text_builder_take(&text, &taken), STATUS_OK);
    return taken;
}

void laid_out_assert_says(const char *text, const char *words) {
    if (strstr(text, words) == NULL)
        print_error("not said: %s\n%s\n", words, text);
    assert_non_null(strstr(text, words));
}

void laid_out_assert_does_not_say(const char *text, const char *words) {
    if (strstr(text, words) != NULL)
        print_error("said: %s\n%s\n", words, text);
    assert_null(strstr(text, words));
}

size_t laid_out_count(const char *text, const char *words) {
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, words)) != NULL; at += strlen(words))
        count++;
    return count;
}

const struct page_item *laid_out_find(const struct page_document *document, enum page_item_kind kind) {
    for (size_t i = 0; i < document->count; i++)
        if (document->items[i].kind == kind)
            return &document->items[i];
    return NULL;
}

/* --- Geometry --- */

struct rectangle {
    double left, top, right, bottom;
};

static struct rectangle rectangle_of(const struct page_item *item) {
    double top = item->kind == PAGE_TEXT ? item->y_mm - PAGE_ASCENT_EM * item->size_pt * PT_MM : item->y_mm;
    double height =
        item->kind == PAGE_TEXT ? (PAGE_ASCENT_EM + PAGE_DESCENT_EM) * item->size_pt * PT_MM : item->height_mm;
    return (struct rectangle){item->x_mm, top, item->x_mm + item->width_mm, top + height};
}

static bool is_solid(const struct page_item *item) {
    return item->kind == PAGE_TEXT || item->kind == PAGE_MATRIX || item->kind == PAGE_QR;
}

static bool overlap(const struct page_item *a, const struct page_item *b) {
    const double touch = 0.02;
    if (a->page != b->page)
        return false;
    struct rectangle one = rectangle_of(a), other = rectangle_of(b);
    return one.left < other.right - touch && other.left < one.right - touch && one.top < other.bottom - touch &&
           other.top < one.bottom - touch;
}

void laid_out_assert_well_set(const char *name, const struct page_document *document) {
    for (size_t i = 0; i < document->count; i++) {
        const struct page_item *item = &document->items[i];
        struct rectangle box = rectangle_of(item);
        bool inside = box.left >= MARGIN_MM && box.right <= PAGE_WIDTH_MM - MARGIN_MM + 0.01 && box.top >= 12 &&
                      box.bottom <= PAGE_HEIGHT_MM - 11.5;
        if (item->kind != PAGE_WATERMARK && !inside)
            print_error("%s: outside the margins: %s\n", name, item->text != NULL ? item->text : "a line");
        assert_true(item->kind == PAGE_WATERMARK || inside);
        for (size_t j = i + 1; j < document->count; j++) {
            const struct page_item *other = &document->items[j];
            bool both = (is_solid(item) && is_solid(other)) || (is_solid(item) && other->kind == PAGE_RULE) ||
                        (item->kind == PAGE_RULE && is_solid(other));
            bool bad = both && overlap(item, other);
            if (bad)
                print_error("%s: %s / %s\n", name, item->text != NULL ? item->text : "a line",
                            other->text != NULL ? other->text : "a line");
            assert_false(bad);
        }
    }
}

/* --- What stands together --- */

static bool is_in_table(const struct page_item *item) {
    return item->role == PAGE_ROLE_TABLE_HEAD || item->role == PAGE_ROLE_TABLE_CELL;
}

/* The next text that is neither a heading's second line nor a head of a table, or NULL. */
static const struct page_item *next_body(const struct page_document *document, size_t index) {
    const struct page_item *item = &document->items[index];
    for (size_t i = index + 1; i < document->count; i++) {
        const struct page_item *next = &document->items[i];
        if (next->kind == PAGE_TEXT && next->role != PAGE_ROLE_TABLE_HEAD && next->group != item->group)
            return next;
    }
    return NULL;
}

void laid_out_assert_together(const struct page_document *document) {
    int headed_page = 0;
    for (size_t i = 0; i < document->count; i++) {
        const struct page_item *item = &document->items[i];
        if (item->role == PAGE_ROLE_HEADING || item->role == PAGE_ROLE_TABLE_HEAD) {
            const struct page_item *next = next_body(document, i);
            assert_true(next != NULL && next->page == item->page && next->role != PAGE_ROLE_HEADING);
        }
        if (is_in_table(item) && item->page != headed_page)
            assert_int_equal(item->role, PAGE_ROLE_TABLE_HEAD);
        headed_page = is_in_table(item) ? item->page : headed_page;
    }
}

/* Tags of a PDF (headings, paragraphs, tables, figures). It must draw nothing. */
#include "pdf_tags.h"

#include <stddef.h>

static void push(struct pdf_tags *tags, const char *name) {
    cairo_tag_begin(tags->cairo, name, NULL);
    tags->open[tags->depth++] = name;
}

static void pop_to(struct pdf_tags *tags, int depth) {
    while (tags->depth > depth)
        cairo_tag_end(tags->cairo, tags->open[--tags->depth]);
}

static const char *tag_of(const struct page_item *item) {
    if (item->kind == PAGE_MATRIX || item->kind == PAGE_QR)
        return "Figure";
    switch (item->role) {
    case PAGE_ROLE_TITLE:
        return "H1";
    case PAGE_ROLE_HEADING:
        return "H2";
    case PAGE_ROLE_PARAGRAPH:
        return "P";
    case PAGE_ROLE_TABLE_HEAD:
        return "TH";
    case PAGE_ROLE_TABLE_CELL:
        return "TD";
    case PAGE_ROLE_NONE:
    case PAGE_ROLE_ARTIFACT:
        return NULL;
    }
    return NULL;
}

void pdf_tags_open(struct pdf_tags *tags, cairo_t *cairo) {
    *tags = (struct pdf_tags){.cairo = cairo, .group = -1};
    push(tags, "Document");
}

/* Rules and boxes belong to no element: what is open around a table row may stay open over its rule. */
void pdf_tags_move(struct pdf_tags *tags, const struct page_item *item) {
    const char *tag = tag_of(item);
    int kept = item->row == 0 ? 1 : item->row == tags->row ? 3 : 2;
    if (tag == NULL) {
        pop_to(tags, item->row == 0 ? 1 : 2);
        tags->group = -1;
        tags->row = item->row == 0 ? 0 : -1;
        return;
    }
    if (item->group == tags->group)
        return;
    pop_to(tags, kept);
    if (item->row > 0 && tags->depth < 2)
        push(tags, "Table");
    if (item->row > 0 && tags->depth < 3)
        push(tags, "TR");
    push(tags, tag);
    tags->group = item->group;
    tags->row = item->row;
}

void pdf_tags_end_page(struct pdf_tags *tags) {
    pop_to(tags, 1);
    tags->group = -1;
    tags->row = -1;
}

void pdf_tags_close(struct pdf_tags *tags) {
    pop_to(tags, 0);
}

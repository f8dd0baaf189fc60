/* The foot of an attestation: 2D-Doc, mentions, QR; and what numbers its pages. It must not move with the record. */
#include "page_foot.h"

#include "page_head.h"

#include "../kiosk/date.h"
#include "../kiosk/text.h"

#define FOOT_MM 52.0
#define TEXT_TOP_MM (PAGE_BOTTOM_MM - FOOT_MM + 2.2)
#define CODES_TOP_MM (TEXT_TOP_MM + 3.6)
/* The quiet zones stand in the margins, so that the dark modules are in line with the text. */
#define SEAL_QUIET_MM (4 * PAGE_MODULE_MM)
#define QR_QUIET_MM 2.8
#define SEAL_LEFT_MM (PAGE_LEFT_MM - SEAL_QUIET_MM)
#define QR_LEFT_MM (PAGE_RIGHT_MM + QR_QUIET_MM - PAGE_CODE_MM)
#define MENTIONS_LEFT_MM (PAGE_LEFT_MM + 43.5)
#define MENTIONS_WIDTH_MM (QR_LEFT_MM - 3.0 - MENTIONS_LEFT_MM)

static const struct page_style code_label = {8, PAGE_BOLD, PAGE_ROLE_PARAGRAPH};
static const struct page_style caption = {6.5, PAGE_REGULAR, PAGE_ROLE_PARAGRAPH};
static const struct page_style mention = {7.5, PAGE_REGULAR, PAGE_ROLE_PARAGRAPH};
static const struct page_style mention_bold = {7.5, PAGE_BOLD, PAGE_ROLE_PARAGRAPH};
static const struct page_style folio = {7.5, PAGE_REGULAR, PAGE_ROLE_ARTIFACT};
static const struct page_style reissue = {7.5, PAGE_REGULAR, PAGE_ROLE_PARAGRAPH};

double page_foot_height(void) {
    return FOOT_MM;
}

static void set_small(struct page_flow *flow) {
    flow->scale = 1;
    flow->leading = 1.25;
}

static void add_code(struct page_flow *flow, enum page_item_kind kind, double x_mm, double y_mm, double side_mm,
                     const char *text) {
    flow->group++;
    page_add(flow,
             (struct page_item){.kind = kind, .x_mm = x_mm, .y_mm = y_mm, .width_mm = side_mm, .height_mm = side_mm},
             text);
}

static void add_codes(struct page_flow *flow, const char *seal, const struct page_foot *foot) {
    page_put(flow, &code_label, PAGE_LEFT_MM, TEXT_TOP_MM, PAGE_SEAL_MM, "2D-DOC");
    add_code(flow, PAGE_MATRIX, SEAL_LEFT_MM, CODES_TOP_MM, PAGE_SEAL_MM, seal);
    add_code(flow, PAGE_QR, QR_LEFT_MM, TEXT_TOP_MM + 1 - QR_QUIET_MM, PAGE_CODE_MM, foot->qr);
    flow->document->items[flow->document->count - 1].purpose = foot->qr_caption;
    page_put(flow, &caption, QR_LEFT_MM + QR_QUIET_MM, TEXT_TOP_MM + 1 - QR_QUIET_MM + PAGE_CODE_MM,
             PAGE_RIGHT_MM - QR_LEFT_MM - QR_QUIET_MM, foot->qr_caption);
}

static void add_mentions(struct page_flow *flow, const char *verification_url, const struct page_foot *foot) {
    double y_mm = TEXT_TOP_MM;
    for (size_t i = 0; i < PAGE_MENTIONS_MAX && foot->mentions[i] != NULL; i++)
        y_mm += page_put(flow, &mention, MENTIONS_LEFT_MM, y_mm, MENTIONS_WIDTH_MM, foot->mentions[i]) + 0.8;
    y_mm += page_put(flow, &mention_bold, MENTIONS_LEFT_MM, y_mm + 1, MENTIONS_WIDTH_MM,
                     "Pour vérifier : lire le 2D-Doc, ou ouvrir l'adresse") +
            1;
    page_put(flow, &mention, MENTIONS_LEFT_MM, y_mm, MENTIONS_WIDTH_MM, verification_url);
}

void page_add_foot(struct page_flow *flow, const struct registry_attestation *attestation,
                   const struct page_foot *foot) {
    set_small(flow);
    flow->page = 1;
    page_add_rule(flow, PAGE_LEFT_MM, PAGE_BOTTOM_MM - FOOT_MM, PAGE_BODY_MM, 0.3);
    add_codes(flow, attestation->seal, foot);
    add_mentions(flow, attestation->verification_url, foot);
}

bool page_is_whole(const struct page_document *document) {
    double first_end_mm = PAGE_BOTTOM_MM - FOOT_MM + 0.01;
    for (size_t i = 0; i < document->count; i++) {
        const struct page_item *item = &document->items[i];
        double end_mm = item->kind == PAGE_TEXT ? item->y_mm : item->y_mm + item->height_mm;
        if (item->kind != PAGE_WATERMARK && end_mm > (item->page == 1 ? first_end_mm : PAGE_BOTTOM_MM))
            return false;
    }
    return true;
}

/* --- Every page --- */

static void add_watermark(struct page_flow *flow) {
    flow->group++;
    page_add(flow,
             (struct page_item){.kind = PAGE_WATERMARK,
                                .role = PAGE_ROLE_ARTIFACT,
                                .width_mm = PAGE_WIDTH_MM,
                                .height_mm = PAGE_BOTTOM_MM - FOOT_MM, /* above the codes */
                                .size_pt = 104,
                                .weight = PAGE_BOLD},
             "SPÉCIMEN");
}

static void add_folio(struct page_flow *flow, const char *left, const char *continued, int pages) {
    char right[32];
    text_format(right, sizeof right, "Page %d/%d", flow->page, pages);
    double y_mm = PAGE_BOTTOM_MM - page_line_mm(flow, &folio);
    flow->group++;
    page_add_line(flow, &folio, PAGE_LEFT_MM, y_mm, left);
    flow->group++;
    page_add_line(flow, &folio, PAGE_RIGHT_MM - page_width_mm(flow, &folio, right), y_mm, right);
    if (flow->page > 1)
        page_put(flow, &mention_bold, PAGE_LEFT_MM, PAGE_TOP_MM, PAGE_BODY_MM, continued);
}

static void add_reissue(struct page_flow *flow, struct date reissued_on) {
    char day[16], words[40];
    date_write_short(reissued_on, day);
    text_format(words, sizeof words, "Réédition du %s", day);
    double x_mm = (PAGE_LEFT_MM + PAGE_RIGHT_MM - page_width_mm(flow, &reissue, words)) / 2;
    flow->group++;
    page_add_line(flow, &reissue, x_mm, PAGE_BOTTOM_MM - page_line_mm(flow, &reissue), words);
}

void page_number(struct page_flow *flow, const char *left, const char *continued, const struct page_station *station) {
    int pages = flow->document->pages;
    set_small(flow);
    for (flow->page = 1; flow->page <= pages; flow->page++) {
        add_folio(flow, left, continued, pages);
        if (date_is_set(station->reissued_on))
            add_reissue(flow, station->reissued_on);
        if (station->specimen)
            add_watermark(flow);
    }
}

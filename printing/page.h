/* What an attestation says, and where: text runs, rules, boxes and codes in millimetres on A4. Pure: given a function
 * that measures text (pdf supplies pango's, tests a fixed-width one). Knows no cairo, no printer, no network. */
#ifndef GUICHET_PAGE_H
#define GUICHET_PAGE_H

#include "../kiosk/record.h"
#include "../kiosk/registry.h"
#include "../kiosk/status.h"

#include <stdbool.h>
#include <stddef.h>

#define PAGE_WIDTH_MM 210.0
#define PAGE_HEIGHT_MM 297.0
#define PAGE_CODE_MM 30.0 /* the QR's reserved square; the 2D-Doc's is larger: modules of 0.5 mm with 4 of quiet zone  \
                           */

enum page_weight { PAGE_REGULAR, PAGE_BOLD, PAGE_ITALIC };
enum page_item_kind { PAGE_TEXT, PAGE_RULE, PAGE_BOX, PAGE_MATRIX, PAGE_QR, PAGE_WATERMARK };
enum page_role {
    PAGE_ROLE_NONE,
    PAGE_ROLE_TITLE,
    PAGE_ROLE_HEADING,
    PAGE_ROLE_PARAGRAPH,
    PAGE_ROLE_TABLE_HEAD,
    PAGE_ROLE_TABLE_CELL,
    PAGE_ROLE_ARTIFACT
};

struct page_item {
    enum page_item_kind kind;
    enum page_role role;
    int page;          /* from 1 */
    double x_mm, y_mm; /* top left; text: left end of the baseline */
    double width_mm, height_mm;
    double size_pt;
    enum page_weight weight;
    bool filled; /* box: black, its text white */
    char *text;  /* text and what a code holds; owned, wiped */
};

struct page_document {
    struct page_item *items;
    size_t count, size;
    int pages;
    char title[80]; /* of the PDF: no personal data */
};
void page_clear(struct page_document *document);

/* Width in mm of `text` at `size_pt`. */
typedef double page_measure(void *context, const char *text, double size_pt, enum page_weight weight);

struct page_station {
    const char *prefecture;
    bool specimen; /* a test issuer: SPÉCIMEN across the page */
};

/* Lays out an ADCS. `attestation` may hold a placeholder seal of the same size, to count the pages. */
STATUS_MUST_CHECK enum status page_lay_out_adcs(const struct record *record,
                                                const struct registry_attestation *attestation,
                                                const struct page_station *station, page_measure *measure,
                                                void *context, struct page_document *document, struct fault *fault);

#endif

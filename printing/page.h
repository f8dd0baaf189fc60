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
#define PAGE_CODE_MM 30.0  /* the QR's reserved square, quiet zone included */
#define PAGE_MODULE_MM 0.5 /* of the 2D-Doc */
#define PAGE_SEAL_MM                                                                                                   \
    40.0 /* the 2D-Doc's reserved square: 72 modules with 4 of quiet zone; a smaller code stands in its corner */
#define PAGE_ASCENT_EM 0.905  /* Liberation Sans: from the baseline up to the highest accent … */
#define PAGE_DESCENT_EM 0.212 /* … and down to the lowest tail */

/* "ADCS" and "RII" of the contract; "SITUATION": "Ma situation", to take home, unsealed. */
enum page_kind { PAGE_ADCS, PAGE_RII, PAGE_SITUATION, PAGE_KIND_COUNT };
/* False for another word. */
bool page_kind_from(const char *type, enum page_kind *kind);

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
    bool filled; /* box: black; text: white, as on such a box */
    int group;   /* items of one group are one paragraph, heading or cell; in reading order */
    int row;     /* row of a table, from 1; 0 outside */
    char *text;  /* text and what a code holds; owned, wiped */

    const char *purpose; /* of a QR, for who does not see it; static storage, or NULL */
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
    bool specimen;           /* a test issuer: SPÉCIMEN across the page */
    struct date reissued_on; /* null, or: "Réédition du …" in small type; it takes no room, the pages stay as many */
};

/* The widths of Liberation Sans, the font of every page: what everybody passes, so that a page counted by the registry
 * has the pages that the printer makes. `context` is NULL. */
double page_measure_sans(void *context, const char *text, double size_pt, enum page_weight weight);

/* An attestation as large as they come, to count the pages of one that is not issued yet. */
void page_fill_placeholder(enum page_kind kind, const struct date_time *now, struct registry_attestation *attestation);

/* Lays out any of them. Of an attestation for PAGE_SITUATION only `issued_at` is read: the moment of printing.
 * STATUS_INVALID when the attestation is of another type. */
STATUS_MUST_CHECK enum status page_lay_out(enum page_kind kind, const struct record *record,
                                           const struct registry_attestation *attestation,
                                           const struct page_station *station, page_measure *measure, void *context,
                                           struct page_document *document, struct fault *fault);

/* Lays out an ADCS (art. R. 233-1; never a point, art. L. 223-7). Where the room lacks it gives way in this order:
 * less leading, smaller letters, restrictions run on, then as many pages as it takes. STATUS_INVALID for another type
 * of attestation, STATUS_TOO_LONG when there are more than the 99 pages that the registry seals. */
STATUS_MUST_CHECK enum status page_lay_out_adcs(const struct record *record,
                                                const struct registry_attestation *attestation,
                                                const struct page_station *station, page_measure *measure,
                                                void *context, struct page_document *document, struct fault *fault);

/* Lays out an RII (art. L. 223-7, L. 225-3): everything that the registry holds, on as many pages as it takes, newest
 * event first. STATUS_INVALID for another type of attestation, STATUS_TOO_LONG when something cannot be printed whole,
 * or when there are more than the 99 pages that the registry seals. */
STATUS_MUST_CHECK enum status page_lay_out_rii(const struct record *record,
                                               const struct registry_attestation *attestation,
                                               const struct page_station *station, page_measure *measure, void *context,
                                               struct page_document *document, struct fault *fault);

#endif

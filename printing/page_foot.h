/* The foot of the first page, with the codes and the mentions, and what numbers every page. It stands where it stands
 * whatever the record. Internal to the pages of printing/. */
#ifndef GUICHET_PAGE_FOOT_H
#define GUICHET_PAGE_FOOT_H

#include "page_flow.h"

enum { PAGE_MENTIONS_MAX = 6, PAGE_PAGES_MAX = 99 /* of the contract: POST /v1/attestations */ };

struct page_foot {
    const char *mentions[PAGE_MENTIONS_MAX]; /* beside the codes; up to the first NULL */
    const char *qr, *qr_caption;             /* what the QR holds, and what the person does with it (static storage) */
};

/* What the foot of the first page takes above PAGE_BOTTOM_MM. */
double page_foot_height(void);

/* 2D-Doc, mentions, how to verify, QR, on the first page of flow->document. */
void page_add_foot(struct page_flow *flow, const struct registry_attestation *attestation,
                   const struct page_foot *foot);

/* Has everything, before the foot is added, the room it needs? Only texts that no document should hold can take more
 * (forty lines of address). */
bool page_is_whole(const struct page_document *document);

/* On every page of the finished document: `left` and "Page x/y" at the end, `continued` at the top of those that
 * follow the first, SPÉCIMEN across, and between number and folio that it is a new print, of what day. */
void page_number(struct page_flow *flow, const char *left, const char *continued, const struct page_station *station);

#endif

/* The parts of an ADCS that stand where they stand whatever the record: foot with the codes and mentions, numbering,
 * SPÉCIMEN. Internal to the pages of printing/. */
#ifndef GUICHET_PAGE_ADCS_H
#define GUICHET_PAGE_ADCS_H

#include "page_flow.h"

/* What the foot of the first page takes above PAGE_BOTTOM_MM. */
double page_adcs_foot_height(void);

/* Codes, mentions, heads of the following pages, "Page x/y" and SPÉCIMEN on the finished document (flow->document). */
void page_adcs_add_foot(struct page_flow *flow, const struct registry_attestation *attestation,
                        const struct page_station *station, const char *control_mention);

#endif

/* The table of categories, of an ADCS and of an RII. Internal to the pages of printing/. */
#ifndef GUICHET_PAGE_CATEGORIES_H
#define GUICHET_PAGE_CATEGORIES_H

#include "page_flow.h"

/* `run_on`: the restrictions of a category in one paragraph. */
void page_write_categories(struct page_flow *flow, const struct record_licence *licence, bool run_on);

#endif

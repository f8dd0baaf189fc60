/* What every page has in common: the document's items and their end, and the placeholder by which pages are counted. */
#include "page.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

enum { ADCS_MONTHS = 4 };

void page_clear(struct page_document *document) {
    for (size_t i = 0; i < document->count; i++)
        memory_free(document->items[i].text);
    memory_free(document->items);
    memory_wipe(document, sizeof *document);
}

void page_fill_placeholder(const struct date_time *now, struct registry_attestation *attestation) {
    *attestation = (struct registry_attestation){.issued_at = *now};
    text_copy(attestation->number, sizeof attestation->number, "WWWWWWWWWWWW");
    text_copy(attestation->type, sizeof attestation->type, "ADCS");
    attestation->valid_until = date_add_months(now->date, ADCS_MONTHS);
    memset(attestation->verification_url, 'w', REGISTRY_URL_MAX);
    attestation->seal[0] = 'W';
}

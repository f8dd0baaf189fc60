/* What every page has in common: the document's items and their end, and the placeholder by which pages are counted. */
#include "page.h"

#include "page_situation.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

enum { ADCS_MONTHS = 4 };

static const char *const kind_names[PAGE_KIND_COUNT] = {"ADCS", "RII", "SITUATION"};

bool page_kind_from(const char *type, enum page_kind *kind) {
    for (int i = 0; type != NULL && i < PAGE_KIND_COUNT; i++)
        if (strcmp(kind_names[i], type) == 0) {
            *kind = (enum page_kind)i;
            return true;
        }
    return false;
}

enum status page_lay_out(enum page_kind kind, const struct record *record,
                         const struct registry_attestation *attestation, const struct page_station *station,
                         page_measure *measure, void *context, struct page_document *document, struct fault *fault) {
    switch (kind) {
    case PAGE_ADCS:
        return page_lay_out_adcs(record, attestation, station, measure, context, document, fault);
    case PAGE_RII:
        return page_lay_out_rii(record, attestation, station, measure, context, document, fault);
    case PAGE_SITUATION:
        return page_lay_out_situation(record, &attestation->issued_at, station, measure, context, document, fault);
    default:
        return fault_set(fault, STATUS_UNSUPPORTED, "type", NULL);
    }
}

void page_clear(struct page_document *document) {
    for (size_t i = 0; i < document->count; i++)
        memory_free(document->items[i].text);
    memory_free(document->items);
    memory_wipe(document, sizeof *document);
}

void page_fill_placeholder(enum page_kind kind, const struct date_time *now, struct registry_attestation *attestation) {
    *attestation = (struct registry_attestation){.issued_at = *now};
    text_copy(attestation->number, sizeof attestation->number, "WWWWWWWWWWWW");
    text_copy(attestation->type, sizeof attestation->type, kind == PAGE_RII ? "RII" : "ADCS");
    if (kind == PAGE_ADCS)
        attestation->valid_until = date_add_months(now->date, ADCS_MONTHS);
    memset(attestation->verification_url, 'w', REGISTRY_URL_MAX);
    attestation->seal[0] = 'W';
}

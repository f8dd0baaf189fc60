/* The RII, "relevé d'information intégral": everything that the registry holds of a licence, for its holder. It must
 * drop no event and cut no text; its pages are as many as it takes. */
#include "page.h"

#include "page_categories.h"
#include "page_flow.h"
#include "page_foot.h"
#include "page_head.h"
#include "page_rii.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

#define LEADING 1.2

static void write_head(struct page_flow *flow, const struct record *record,
                       const struct registry_attestation *attestation, const struct page_station *station) {
    struct page_fact facts[PAGE_FACTS] = {
        page_fact_text("Numéro", attestation->number),
        page_fact_moment("Délivré le", &attestation->issued_at),
        page_fact_moment("Situation à la date des données", &record->data_as_of),
        page_fact_text("Usage", "Personnel"),
    };
    text_copy(facts[3].second, sizeof facts[3].second, "art.\u00A0L.\u00A0223-7");
    page_write_head(flow, station, "Relevé d'information intégral", facts);
}

/* The number first, as whoever has the page read aloud hears it. Birth stands over the address: in one column it would
 * send the end of most records alone to a second page. */
static void write_holder(struct page_flow *flow, const struct record *record) {
    struct page_field left[1 + PAGE_CIVIL_STATUS_MAX], right[3];
    left[0] = page_field_of(&page_style_strong, "NEPH (numéro de dossier)", memory_copy(record->neph));
    size_t count = page_civil_status(&record->holder, left + 1) - 1;
    memcpy(right, left + count, 2 * sizeof *right);
    right[2] = page_address(&record->holder);
    page_write_heading(flow, "Dossier et titulaire", 0);
    page_write_columns(flow, left, count, right, 3);
    flow->y_mm += 1.5;
}

static void add_foot(struct page_flow *flow, const struct registry_attestation *attestation,
                     const struct page_station *station) {
    const struct page_foot foot = {
        .mentions = {"Document personnel : ni employeur ni assureur ne peut l'exiger (art.\u00A0L.\u00A0223-7 du code "
                     "de la route).",
                     "Il décrit la situation enregistrée à la date des données ; elle a pu changer depuis.",
                     "Le sceau compte les pages : le relevé n'est complet qu'avec toutes.",
                     "Ce document n'est pas une pièce d'identité."},
        .qr = attestation->verification_url,
        .qr_caption = "Vérifier ce relevé (ne pas scanner avec France Identité)",
    };
    char left[64];
    text_format(left, sizeof left, "Relevé n°\u00A0%s", attestation->number);
    page_add_foot(flow, attestation, &foot);
    page_number(flow, left, "Relevé d'information intégral (suite)", station);
}

enum status page_lay_out_rii(const struct record *record, const struct registry_attestation *attestation,
                             const struct page_station *station, page_measure *measure, void *context,
                             struct page_document *document, struct fault *fault) {
    struct page_document draft = {0};
    struct page_flow flow = {.document = &draft,
                             .measure = measure,
                             .context = context,
                             .scale = 1,
                             .leading = LEADING,
                             .page = 1,
                             .y_mm = PAGE_TOP_MM,
                             .bottom_mm = PAGE_BOTTOM_MM - page_foot_height(),
                             .next_top_mm = PAGE_TOP_MM + 8,
                             .next_bottom_mm = PAGE_BOTTOM_MM - 6};
    if (strcmp(attestation->type, "RII") != 0)
        return fault_set(fault, STATUS_INVALID, "type", "");
    write_head(&flow, record, attestation, station);
    write_holder(&flow, record);
    page_rii_write_licence(&flow, record, attestation->issued_at.date);
    page_write_categories(&flow, &record->licence, false);
    page_rii_write_events(&flow, record);
    if (!page_is_whole(&draft) || draft.pages > PAGE_PAGES_MAX) {
        page_clear(&draft);
        return fault_set(fault, STATUS_TOO_LONG, "record", "");
    }
    text_format(draft.title, sizeof draft.title, "Relevé %s", attestation->number);
    add_foot(&flow, attestation, station);
    *document = draft;
    return STATUS_OK;
}

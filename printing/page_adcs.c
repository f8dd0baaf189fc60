/* The ADCS, "attestation de droits à conduire sécurisée": what it says, in which order, and how it gives way when a
 * record is long. It must never show a number of points, nor a word from which one could be guessed. */
#include "page.h"

#include "page_categories.h"
#include "page_flow.h"
#include "page_foot.h"
#include "page_head.h"
#include "page_words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

#define BAND_PADDING_MM 2.6

enum { NORMAL_DENSITY = 1 };

struct density { /* how the layout gives way, in this order */
    double scale, leading;
    bool run_on; /* the restrictions of a category in one paragraph */
};

struct adcs {
    struct page_flow flow;
    const struct record *record;
    const struct registry_attestation *attestation;
    const struct page_station *station;
    const struct density *density;
    bool no_right; /* the state takes away the right to drive */
};

static const struct page_style state_words = {13, PAGE_BOLD, PAGE_ROLE_PARAGRAPH};
static const struct page_style band_words = {14, PAGE_BOLD, PAGE_ROLE_HEADING};

static const struct density densities[] = {
    {1.08, 1.36, false}, {1.0, 1.32, false}, {1.0, 1.2, false}, {0.93, 1.2, false},
    {0.87, 1.18, false}, {0.87, 1.18, true}, {0.8, 1.16, true},
};

static void write_head(struct adcs *adcs) {
    const struct registry_attestation *attestation = adcs->attestation;
    const struct page_fact facts[PAGE_FACTS] = {
        page_fact_text("Numéro", attestation->number),
        page_fact_moment("Délivrée le", &attestation->issued_at),
        page_fact_moment("Situation à la date des données", &adcs->record->data_as_of),
        page_fact_date("Valable jusqu'au", attestation->valid_until, "sans limite"),
    };
    page_write_head(&adcs->flow, adcs->station, "Attestation de droits à conduire sécurisée", facts);
}

/* --- The band of those who may not drive --- */

static void add_box(struct page_flow *flow, double y_mm, double height_mm, bool filled) {
    page_add(flow,
             (struct page_item){.kind = PAGE_BOX,
                                .role = PAGE_ROLE_ARTIFACT,
                                .x_mm = PAGE_LEFT_MM,
                                .y_mm = y_mm,
                                .width_mm = PAGE_BODY_MM,
                                .height_mm = height_mm,
                                .filled = filled},
             NULL);
}

static const char *limited_suspension(const struct adcs *adcs) {
    const struct record_event *suspension = record_current_suspension(adcs->record, adcs->attestation->issued_at.date);
    bool limited = suspension != NULL && page_words_is_limited(suspension);
    return limited ? "Suspension limitée : elle porte sur la conduite hors activité professionnelle." : NULL;
}

/* What showing the sheet at a check is worth. */
static const char *control_mention(const struct adcs *adcs) {
    if (!adcs->no_right)
        return "Peut être présenté lors d'un contrôle (art.\u00A0R.\u00A0233-1 du code de la route).";
    if (limited_suspension(adcs) != NULL)
        return "Présenté lors d'un contrôle (art.\u00A0R.\u00A0233-1 du code de la route), il ne justifie d'aucun "
               "droit à "
               "conduire hors activité professionnelle.";
    return "Présenté lors d'un contrôle (art.\u00A0R.\u00A0233-1 du code de la route), il ne justifie d'aucun droit à "
           "conduire.";
}

static void write_band(struct adcs *adcs) {
    struct page_flow *flow = &adcs->flow;
    const double inner_mm = PAGE_BODY_MM - 2 * BAND_PADDING_MM, x_mm = PAGE_LEFT_MM + BAND_PADDING_MM;
    char *reason = page_words_no_right(adcs->record, adcs->attestation->issued_at.date);
    const char *limit = limited_suspension(adcs);
    double head_mm = page_line_mm(flow, &band_words) + BAND_PADDING_MM;
    double body_mm = page_height_of(flow, &page_style_strong, inner_mm, reason) + BAND_PADDING_MM;
    if (limit != NULL)
        body_mm += page_height_of(flow, &page_style_value, inner_mm, limit);
    add_box(flow, flow->y_mm, head_mm, true);
    add_box(flow, flow->y_mm, head_mm + body_mm, false);
    flow->white = true;
    page_put(flow, &band_words, x_mm, flow->y_mm + BAND_PADDING_MM / 2, inner_mm,
             "CE DOCUMENT N'AUTORISE PAS À CONDUIRE");
    flow->white = false;
    double y_mm = flow->y_mm + head_mm + BAND_PADDING_MM / 2;
    y_mm += page_put(flow, &page_style_strong, x_mm, y_mm, inner_mm, reason);
    if (limit != NULL)
        page_put(flow, &page_style_value, x_mm, y_mm, inner_mm, limit);
    flow->y_mm += head_mm + body_mm + 4 * flow->scale;
    memory_free(reason);
}

/* --- Holder and state --- */

static void write_holder(struct adcs *adcs) {
    struct page_flow *flow = &adcs->flow;
    const struct record *record = adcs->record;
    const char *title_number = record->licence.title_number;
    struct page_field left[PAGE_CIVIL_STATUS_MAX];
    struct page_field right[] = {
        page_address(&record->holder),
        page_field_of(&page_style_strong, "NEPH (numéro de dossier)", memory_copy(record->neph)),
        page_field_of(&page_style_strong, "Numéro du titre",
                      memory_copy(title_number != NULL ? title_number : "non renseigné")),
    };
    size_t count = page_civil_status(&record->holder, left);
    page_write_heading(flow, "Titulaire", 0);
    page_write_columns(flow, left, count, right, sizeof right / sizeof right[0]);
    flow->y_mm += 2 * flow->scale;
}

static void write_state(struct adcs *adcs) {
    struct page_flow *flow = &adcs->flow;
    page_write_heading(flow, "État du permis de conduire", 0);
    char *state = page_words_state(&adcs->record->licence);
    flow->y_mm += page_put(flow, &state_words, PAGE_LEFT_MM, flow->y_mm, PAGE_BODY_MM, state) + 2.5 * flow->scale;
    memory_free(state);
}

/* --- Conditions and measures --- */

static void write_measure(struct page_flow *flow, char *text) {
    page_flow_text(flow, &page_style_value, PAGE_LEFT_MM, PAGE_BODY_MM, text);
    flow->y_mm += 0.6 * flow->scale;
    memory_free(text);
}

static void write_conditions(struct adcs *adcs) {
    struct page_flow *flow = &adcs->flow;
    const struct record_list *conditions = &adcs->record->licence.conditions;
    struct date on = adcs->attestation->issued_at.date;
    const struct record_event *suspension = record_current_suspension(adcs->record, on);
    const struct record_event *ead = record_current_ead(adcs->record, on);
    page_write_heading(flow, "Conditions et mesures en cours", 0);
    for (size_t i = 0; i < conditions->count; i++)
        write_measure(flow, memory_copy(conditions->items[i]));
    if (suspension != NULL)
        write_measure(flow, page_words_suspension(suspension));
    if (ead != NULL)
        write_measure(flow, page_words_ead(ead));
    if (conditions->count == 0 && suspension == NULL && ead == NULL)
        write_measure(flow, memory_copy("Aucune condition ni mesure en cours."));
}

/* --- The whole --- */

static void lay_out(struct adcs *adcs, struct page_document *document) {
    double foot_mm = page_foot_height();
    adcs->flow.document = document;
    adcs->flow.scale = adcs->density->scale;
    adcs->flow.leading = adcs->density->leading;
    adcs->flow.page = 1;
    adcs->flow.y_mm = PAGE_TOP_MM;
    adcs->flow.bottom_mm = PAGE_BOTTOM_MM - foot_mm;
    adcs->flow.next_top_mm = PAGE_TOP_MM + 8;
    adcs->flow.next_bottom_mm = PAGE_BOTTOM_MM - 6;
    adcs->flow.group = adcs->flow.row = 0;
    write_head(adcs);
    if (adcs->no_right)
        write_band(adcs);
    write_holder(adcs);
    write_state(adcs);
    page_write_categories(&adcs->flow, &adcs->record->licence, adcs->density->run_on);
    write_conditions(adcs);
}

static void add_foot(struct adcs *adcs) {
    const struct registry_attestation *attestation = adcs->attestation;
    const char *provisioning = attestation->provisioning_qr;
    const struct page_foot foot = {
        .mentions = {"Document délivré gratuitement, renouvelable, valable en France.", control_mention(adcs),
                     "Il décrit la situation enregistrée à la date des données ; elle a pu changer depuis.",
                     "Ce document n'est pas une pièce d'identité."},
        .qr = provisioning != NULL ? provisioning : attestation->verification_url,
        .qr_caption = provisioning != NULL ? "Ajouter à France Identité"
                                           : "Vérifier cette attestation (ne pas scanner avec France Identité)",
    };
    char left[64];
    text_format(left, sizeof left, "Attestation n°\u00A0%s", attestation->number);
    page_add_foot(&adcs->flow, attestation, &foot);
    page_number(&adcs->flow, left, "Attestation de droits à conduire sécurisée (suite)", adcs->station);
}

enum status page_lay_out_adcs(const struct record *record, const struct registry_attestation *attestation,
                              const struct page_station *station, page_measure *measure, void *context,
                              struct page_document *document, struct fault *fault) {
    if (strcmp(attestation->type, "ADCS") != 0)
        return fault_set(fault, STATUS_INVALID, "type", "");
    const struct guidance_state *state = guidance_state(record->licence.state);
    struct adcs adcs = {
        .flow = {.measure = measure, .context = context},
        .record = record,
        .attestation = attestation,
        .station = station,
        .no_right = state != NULL && state->rights == GUIDANCE_MAY_NOT_DRIVE,
    };
    struct page_document draft = {0};
    const size_t count = sizeof densities / sizeof densities[0];
    for (size_t i = 0; i <= count; i++) {
        adcs.density = &densities[i < count ? i : NORMAL_DENSITY]; /* nothing fits one page: then two, legible */
        page_clear(&draft);
        lay_out(&adcs, &draft);
        if (draft.pages == 1 && page_is_whole(&draft))
            break;
    }
    if (!page_is_whole(&draft) || draft.pages > PAGE_PAGES_MAX) {
        page_clear(&draft);
        return fault_set(fault, STATUS_TOO_LONG, "record", "");
    }
    text_format(draft.title, sizeof draft.title, "Attestation %s", attestation->number);
    add_foot(&adcs);
    *document = draft;
    return STATUS_OK;
}

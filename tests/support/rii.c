/* RIIs for tests. It must not use a clock. */
#include "rii.h"

#include <stdlib.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/text.h"
#include "laid_out.h"
#include "specimen.h"

static const struct page_station station = {.prefecture = "Préfecture du Calvados", .specimen = true};

void rii_lay_out(const struct record *record, struct page_document *document) {
    struct registry_attestation attestation;
    specimen_attest_rii(record, 1, &attestation);
    if (page_lay_out(PAGE_RII, record, &attestation, &station, page_measure_sans, NULL, document, NULL) != STATUS_OK)
        abort();
    registry_attestation_clear(&attestation);
}

char *rii_text(const struct record *record) {
    struct page_document document = {0};
    rii_lay_out(record, &document);
    char *text = laid_out_text(&document);
    page_clear(&document);
    return text;
}

void rii_set_text(char **text, const char *words) {
    memory_free(*text);
    *text = memory_copy(words);
}

void rii_make_events(struct record *record, size_t count) {
    for (size_t i = 0; i < record->event_count; i++) {
        struct record_event *event = &record->events[i];
        char **texts[] = {&event->type_name, &event->id,    &event->group,   &event->how,
                          &event->label,     &event->place, &event->kind,    &event->centre,
                          &event->authority, &event->scope, &event->verdict, &event->code};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++)
            rii_set_text(texts[j], NULL);
    }
    memory_free(record->events);
    record->events = memory_alloc((count + 1) * sizeof record->events[0]);
    record->event_count = count;
}

static const char short_label[] = "Chevauchement d'une ligne continue";
static const char medium_label[] =
    "Excès de vitesse d'au moins 20 km/h et de moins de 30 km/h, vitesse limitée à 50 km/h au plus";
static const char long_label[] =
    "Usage d'un téléphone tenu en main par le conducteur d'un véhicule en circulation, avec inobservation de l'arrêt "
    "imposé par un feu rouge fixe ou clignotant";

struct record *rii_with_offences(size_t count) {
    const char *const labels[] = {short_label, medium_label, long_label};
    struct record *record = specimen_record("specimen-2d-doc");
    rii_make_events(record, count);
    for (size_t i = 0; i < count; i++) {
        struct record_event *event = &record->events[i];
        char place[32];
        text_format(place, sizeof place, "LIEU %04zu", i);
        event->type = RECORD_OFFENCE;
        event->date = event->committed = date_add_days((struct date){2005, 1, 1}, (int)i * 12);
        event->definitive = date_add_days(event->date, 60);
        event->recorded = date_add_days(event->date, 70);
        event->points = 1;
        event->class = 4;
        rii_set_text(&event->type_name, "offence");
        rii_set_text(&event->how, i % 3 == 0 ? "AM" : "AF");
        rii_set_text(&event->label, labels[i * 7 % 3]);
        rii_set_text(&event->place, place);
    }
    return record;
}

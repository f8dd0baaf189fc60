/* The history of an RII: which sections there are, in which order, and their columns. It must not leave out an event.
 */
#include "page_head.h"
#include "page_rii.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <stdlib.h>

#define BIT(type) (1u << (type))

static const struct page_style small = {8.5, PAGE_REGULAR, PAGE_ROLE_TABLE_CELL};
static const struct page_style small_bold = {8.5, PAGE_BOLD, PAGE_ROLE_TABLE_CELL};
static const struct page_style note = {7.5, PAGE_REGULAR, PAGE_ROLE_PARAGRAPH};

static const struct page_column offence_columns[] = {
    {"Commise le", PAGE_LEFT_MM, 16.5, &small},
    {"Nature", PAGE_LEFT_MM + 18.5, 49, &small},
    {"Lieu", PAGE_LEFT_MM + 69.5, 26, &small},
    {"Points", PAGE_LEFT_MM + 97.5, 9, &small_bold},
    {"Établie par", PAGE_LEFT_MM + 108.5, 26, &small},
    {"Définitive le", PAGE_LEFT_MM + 136.5, 17, &small},
    {"Enregistrée le", PAGE_LEFT_MM + 155.5, 18.5, &small},
};
static const struct page_column return_columns[] = {
    {"Date", PAGE_LEFT_MM, 16.5, &small},
    {"Stage ou restitution", PAGE_LEFT_MM + 18.5, 77, &small},
    {"Points", PAGE_LEFT_MM + 97.5, 9, &small_bold},
    {"Centre", PAGE_LEFT_MM + 108.5, 45, &small},
    {"Enregistré le", PAGE_LEFT_MM + 155.5, 18.5, &small},
};
static const struct page_column medical_columns[] = {
    {"Date", PAGE_LEFT_MM, 16.5, &small},
    {"Avis", PAGE_LEFT_MM + 18.5, 77, &small},
    {"Valable jusqu'au", PAGE_LEFT_MM + 97.5, 76.5, &small},
};
static const struct page_column measure_columns[] = {
    {"Date ou début", PAGE_LEFT_MM, 16.5, &small},    {"Mesure", PAGE_LEFT_MM + 21.5, 54, &small},
    {"Fin", PAGE_LEFT_MM + 78.5, 17, &small},         {"Portée", PAGE_LEFT_MM + 97.5, 30, &small},
    {"Autorité", PAGE_LEFT_MM + 129.5, 44.5, &small},
};
static const struct page_column letter_columns[] = {
    {"Date", PAGE_LEFT_MM, 16.5, &small},
    {"Courrier", PAGE_LEFT_MM + 18.5, 116, &small},
    {"Notifié le", PAGE_LEFT_MM + 136.5, 37.5, &small},
};
static const struct page_column unknown_columns[] = {
    {"Date", PAGE_LEFT_MM, 16.5, &small},
    {"Événement", PAGE_LEFT_MM + 18.5, 49, &small},
    {"Libellé", PAGE_LEFT_MM + 69.5, 104.5, &small},
};

struct section {
    const char *heading;
    const char *name; /* among those without an entry; NULL: not named */
    unsigned types;   /* of events, bits */
    const struct page_column *columns;
    size_t column_count;
    void (*say)(const struct record_event *event, char *cells[PAGE_COLUMNS_MAX]);
};

#define COLUMNS(columns) columns, sizeof(columns) / sizeof(columns)[0]

static const struct section sections[] = {
    {"Infractions", NULL, BIT(RECORD_OFFENCE), COLUMNS(offence_columns), page_rii_say_offence},
    {"Restitutions de points et stages", "restitutions de points et stages",
     BIT(RECORD_STAGE) | BIT(RECORD_RESTITUTION), COLUMNS(return_columns), page_rii_say_return},
    {"Visites médicales", "visites médicales", BIT(RECORD_MEDICAL), COLUMNS(medical_columns), page_rii_say_medical},
    {"Suspensions, EAD, annulations, invalidations et nouveaux permis",
     "suspensions, éthylotest antidémarrage (EAD), annulations, invalidations et nouveaux permis",
     BIT(RECORD_SUSPENSION) | BIT(RECORD_EAD) | BIT(RECORD_48SI_NOTIFIED) | BIT(RECORD_ANNULMENT) |
         BIT(RECORD_NEW_LICENCE),
     COLUMNS(measure_columns), page_rii_say_measure},
    {"Courriers", "courriers", BIT(RECORD_LETTER), COLUMNS(letter_columns), page_rii_say_letter},
    {"Autres événements, tels que le registre les écrit", NULL, BIT(RECORD_UNKNOWN_EVENT), COLUMNS(unknown_columns),
     page_rii_say_unknown},
};

/* --- Rows --- */

/* Newest first; those without a date last; of one day, as the registry has them. */
static int compare_events(const void *a, const void *b) {
    const struct record_event *one = *(const struct record_event *const *)a;
    const struct record_event *other = *(const struct record_event *const *)b;
    int order = date_compare(other->date, one->date);
    return order != 0 ? order : one < other ? -1 : one > other;
}

/* The events of a section in order; returns how many. */
static size_t gather(const struct record *record, unsigned types, const struct record_event **events) {
    size_t count = 0;
    for (size_t i = 0; i < record->event_count; i++)
        if ((types & BIT(record->events[i].type)) != 0)
            events[count++] = &record->events[i];
    if (count > 0)
        qsort(events, count, sizeof(const struct record_event *), compare_events);
    return count;
}

static void add_row(const struct page_flow *flow, struct page_table *table, const struct section *section,
                    const struct record_event *event) {
    char *cells[PAGE_COLUMNS_MAX] = {0};
    struct page_row *row = page_table_add(table);
    section->say(event, cells);
    for (size_t i = 0; i < section->column_count; i++) {
        page_table_put(flow, table, row, i, cells[i]);
        memory_free(cells[i]);
    }
}

/* --- Sections --- */

static void write_note(struct page_flow *flow, const char *text) {
    page_flow_text(flow, &note, PAGE_LEFT_MM, PAGE_BODY_MM, text);
}

/* What a reader of the column of points must know, when the record has such an offence. */
static void write_notes(struct page_flow *flow, const struct record_event **events, size_t count) {
    bool pending = false, grouped = false;
    for (size_t i = 0; i < count; i++) {
        pending |= events[i]->type == RECORD_OFFENCE && !date_is_set(events[i]->definitive);
        grouped |= events[i]->type == RECORD_OFFENCE && events[i]->group != NULL;
    }
    if (pending)
        write_note(flow, "En attente : tant que l'infraction n'est pas définitive, aucun point n'est retiré.");
    if (grouped)
        write_note(flow, "Infractions simultanées : leurs retraits se cumulent dans la limite de huit points "
                         "(art.\u00A0L.\u00A0223-2 et R.\u00A0223-2).");
}

static void write_section(struct page_flow *flow, const struct section *section, const struct record_event **events,
                          size_t count) {
    struct page_table table = {.columns = section->columns, .column_count = section->column_count};
    for (size_t i = 0; i < count; i++)
        add_row(flow, &table, section, events[i]);
    page_table_write(flow, section->heading, &table);
    page_table_clear(&table);
    write_notes(flow, events, count);
    flow->y_mm += 2.5;
}

static void write_paragraph(struct page_flow *flow, const char *heading, const char *text) {
    page_write_heading(flow, heading, page_height_of(flow, &page_style_value, PAGE_BODY_MM, text));
    page_flow_text(flow, &page_style_value, PAGE_LEFT_MM, PAGE_BODY_MM, text);
    flow->y_mm += 2.5;
}

static void write_absent(struct page_flow *flow, const struct text_builder *names) {
    struct text_builder text;
    text_builder_init(&text, REGISTRY_BODY_MAX);
    text_appendf(&text, "Rien n'est enregistré pour : %s.", names->bytes);
    if (names->length > 0)
        write_paragraph(flow, "Autres rubriques", text.bytes);
    text_builder_clear(&text);
}

void page_rii_write_events(struct page_flow *flow, const struct record *record) {
    const struct record_event **events = memory_alloc((record->event_count + 1) * sizeof(const struct record_event *));
    struct text_builder absent;
    text_builder_init(&absent, REGISTRY_BODY_MAX);
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        size_t count = gather(record, sections[i].types, events);
        if (count > 0)
            write_section(flow, &sections[i], events, count);
        else if (sections[i].types == BIT(RECORD_OFFENCE))
            write_paragraph(flow, sections[i].heading, "Aucune infraction enregistrée.");
        else if (sections[i].name != NULL)
            text_appendf(&absent, "%s%s", absent.length > 0 ? " ; " : "", sections[i].name);
    }
    write_absent(flow, &absent);
    text_builder_clear(&absent);
    memory_free(events);
}

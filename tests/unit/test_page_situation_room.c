/* "Ma situation" is one page, well set, whatever the record: what gives way, in which order, and what is said of it. */
#include "../../printing/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/text.h"
#include "../support/histories.h"
#include "../support/laid_out.h"
#include "../support/specimen.h"

#define NOW SPECIMEN_NOW

enum { EVENTS_MAX = 500, TEXT_MAX = 512, HISTORIES = 400 };

static const struct page_station station = {.prefecture = "Préfecture du Calvados", .specimen = true};

static void lay_out_on(const struct record *record, struct date_time now, struct page_document *document) {
    const struct registry_attestation moment = {.issued_at = now};
    struct fault fault = {0};
    assert_int_equal(page_lay_out(PAGE_SITUATION, record, &moment, &station, page_measure_sans, NULL, document, &fault),
                     STATUS_OK);
}

static void lay_out(const struct record *record, struct page_document *document) {
    struct date_time now;
    assert_int_equal(date_parse_time(NOW, &now), STATUS_OK);
    lay_out_on(record, now, document);
}

static char *text_of_record(const struct record *record) {
    struct page_document document = {0};
    lay_out(record, &document);
    char *text = laid_out_text(&document);
    page_clear(&document);
    return text;
}

/* --- One page --- */

static void assert_one_page(const char *name, const struct page_document *document) {
    assert_int_equal(document->pages, 1);
    laid_out_assert_well_set(name, document);
}

static void is_one_page_for_every_driver(void **state) {
    (void)state;
    const char *name;
    for (size_t i = 0; (name = specimen_name(i)) != NULL; i++) {
        struct record *record = specimen_record(name);
        struct page_document document = {0};
        lay_out(record, &document);
        assert_one_page(name, &document);
        page_clear(&document);
        record_free(record);
    }
}

static void is_one_page_in_each_of_the_fifty_states(void **state) {
    (void)state;
    struct record *record = specimen_record("probatoire-48n-stage-a-faire");
    for (int code = 1; code <= 50; code++) {
        struct page_document document = {0};
        text_format(record->licence.state, sizeof record->licence.state, "%02d", code);
        lay_out(record, &document);
        assert_one_page(record->licence.state, &document);
        page_clear(&document);
    }
    record_free(record);
}

static void is_one_page_for_random_histories(void **state) {
    (void)state;
    struct record *record = specimen_record("valide-12-points-aucun-evenement");
    struct record random = *record;
    for (uint64_t i = 0; i < history_count(HISTORIES); i++) {
        struct history history;
        struct page_document document = {0};
        history_make(history_seed(), i, &history);
        random.profile = history.profile;
        random.events = history.events;
        random.event_count = history.event_count;
        random.points_balance = (int)(i % 13);
        lay_out_on(&random, (struct date_time){.date = history.on}, &document);
        assert_one_page("random", &document);
        page_clear(&document);
    }
    record_free(record);
}

/* --- Where the room lacks --- */

static void set_text(char **text, const char *words) {
    memory_free(*text);
    *text = memory_copy(words);
}

static void fill_list(struct record_list *list, size_t count, const char *words) {
    for (size_t i = 0; i < list->count; i++)
        memory_free(list->items[i]);
    memory_free(list->items);
    list->items = memory_alloc(count * sizeof list->items[0]);
    list->count = count;
    for (size_t i = 0; i < count; i++)
        list->items[i] = memory_copy(words);
}

/* One offence of one point every ten days up to a month before, the registry's latest first; they stay out, because
 * there is always another within six months and within three years. */
static struct record *record_of_offences(size_t count, const char *label) {
    struct record *record = specimen_record("valide-12-points-aucun-evenement");
    size_t old = record->event_count;
    record->profile.licence_date = (struct date){1990, 1, 1};
    record->events =
        memory_grow(record->events, old * sizeof record->events[0], (old + count + 1) * sizeof record->events[0]);
    for (size_t i = 0; i < count; i++) {
        struct record_event *event = &record->events[record->event_count++];
        event->type = RECORD_OFFENCE;
        event->committed = event->date = date_add_days((struct date){2026, 10, 1}, -5 * (int)i);
        event->definitive = date_add_days(event->committed, 3);
        event->points = 1;
        event->class = 4;
        event->type_name = memory_copy("offence");
        event->label = memory_copy(label);
    }
    return record;
}

/* The offences of the table, and those of the sentence after it. */
static void count_offences(const char *text, size_t *shown, size_t *rest) {
    const char *after = strstr(text, "\net "), *instead = strstr(text, " : voir le relevé intégral");
    *shown = laid_out_count(text, "\n\u22121\n");
    *rest = 0;
    if (instead != NULL) {
        const char *at = instead;
        while (at[-1] != '\n')
            at--;
        *rest = strtoul(at == after + 1 ? at + strlen("et ") : at, NULL, 10);
    }
}

static void counts_the_causes_of_a_difference_that_it_does_not_name(void **state) {
    (void)state;
    struct record *record = record_of_offences(6, "Excès de vitesse");
    for (size_t i = 0; i < record->event_count; i++)
        record->events[i].recorded = (struct date){2027, 1, 1};
    char *text = text_of_record(record);
    laid_out_assert_says(text, "donne 6. Le solde du registre fait foi. L'infraction du ");
    assert_int_equal(laid_out_count(text, "n'est pas encore enregistrée."), 3);
    laid_out_assert_says(text, " Et 3 autres : voir au guichet. C'est normal");
    laid_out_assert_does_not_say(text, "Historique");
    memory_free(text);
    record_free(record);
}

/* R11: what the ceiling of simultaneous offences spares is not out. */
static void leaves_out_an_offence_that_cost_nothing(void **state) {
    (void)state;
    static const int points[] = {4, 4, 3};
    struct record *record = record_of_offences(3, "Excès de vitesse");
    for (size_t i = 0; i < 3; i++) {
        struct record_event *event = &record->events[record->event_count - 3 + i];
        event->committed = event->date = (struct date){2026, 9, 1};
        event->definitive = (struct date){2026, 10, (uint8_t)(1 + i)};
        event->points = points[i];
        event->group = memory_copy("g1");
    }
    char *text = text_of_record(record);
    assert_int_equal(laid_out_count(text, "\n\u22124\n"), 2);
    assert_int_equal(laid_out_count(text, "\nExcès de vitesse\n"), 2);
    memory_free(text);
    record_free(record);
}

static void names_the_newest_offences_and_counts_the_others(void **state) {
    (void)state;
    size_t most_whole = 0;
    for (size_t count = 1; count <= 60; count++) {
        struct record *record = record_of_offences(count, "Excès de vitesse");
        struct page_document document = {0};
        size_t shown, rest;
        lay_out(record, &document);
        assert_one_page("offences", &document);
        char *text = laid_out_text(&document);
        count_offences(text, &shown, &rest);
        assert_int_equal(shown + rest, count);
        /* The sentence about the others takes the room of one. */
        assert_true(rest == 0 || (shown >= 10 && shown >= most_whole - 1));
        laid_out_assert_says(text, "\nPoints retirés, et quand ils reviennent\nCommise le\nInfraction\nPoints\n"
                                   "Retour attendu\n1er octobre 2026\n");
        most_whole = rest == 0 ? count : most_whole;
        memory_free(text);
        page_clear(&document);
        record_free(record);
    }
}

static void uses_smaller_letters_before_it_leaves_offences_out(void **state) {
    (void)state;
    double last_size = 100, size_when_left_out = 0, smallest_whole = 100;
    for (size_t count = 0; count <= 60; count++) {
        struct record *record = record_of_offences(count, "Excès de vitesse");
        struct page_document document = {0};
        size_t shown, rest;
        lay_out(record, &document);
        char *text = laid_out_text(&document);
        count_offences(text, &shown, &rest);
        double size = document.items[0].size_pt;
        assert_true(size <= last_size);
        if (rest > 0)
            size_when_left_out = size;
        else
            smallest_whole = size;
        last_size = size;
        memory_free(text);
        page_clear(&document);
        record_free(record);
    }
    assert_true(size_when_left_out > 0);
    assert_true(size_when_left_out <= smallest_whole);
}

static void write_long(char out[TEXT_MAX + 1], const char *words) {
    size_t length = 0;
    for (; length + strlen(words) <= TEXT_MAX; length += strlen(words))
        memcpy(out + length, words, strlen(words));
    out[length] = '\0';
}

/* Everything as long as the contract allows at once: 500 offences, names, labels and measures of 512 bytes. */
static void is_one_page_at_the_limits_of_the_contract(void **state) {
    (void)state;
    static const char *const words[] = {"W", "Marie-Antoinette ", "É"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char text[TEXT_MAX + 1];
        struct page_document document = {0};
        size_t shown, rest;
        write_long(text, words[i]);
        struct record *record = record_of_offences(EVENTS_MAX - 3, text);
        set_text(&record->holder.family_name, text);
        set_text(&record->holder.usual_name, text);
        set_text(&record->holder.title, text);
        fill_list(&record->holder.given_names, 40, text);
        record->points_balance = 0;
        text_copy(record->licence.state, sizeof record->licence.state, "24");
        struct record_event *event = &record->events[record->event_count++];
        event->type = RECORD_SUSPENSION;
        event->date = event->from = (struct date){2026, 1, 1};
        event->kind = memory_copy(text);
        event->scope = memory_copy(text);
        event->authority = memory_copy(text);
        lay_out(record, &document);
        assert_one_page(words[i], &document);
        char *said = laid_out_text(&document);
        laid_out_assert_says(said, "et 40 autres prénoms");
        count_offences(said, &shown, &rest);
        assert_int_equal(shown + rest, EVENTS_MAX - 3);
        memory_free(said);
        page_clear(&document);
        record_free(record);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_one_page_for_every_driver),
        cmocka_unit_test(is_one_page_in_each_of_the_fifty_states),
        cmocka_unit_test(is_one_page_for_random_histories),
        cmocka_unit_test(counts_the_causes_of_a_difference_that_it_does_not_name),
        cmocka_unit_test(leaves_out_an_offence_that_cost_nothing),
        cmocka_unit_test(names_the_newest_offences_and_counts_the_others),
        cmocka_unit_test(uses_smaller_letters_before_it_leaves_offences_out),
        cmocka_unit_test(is_one_page_at_the_limits_of_the_contract),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What differs between two records: no member is left out, and nothing is told that has not changed. */
#include "../../kiosk/record_changes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include <cmocka.h>

#include "../../kiosk/text.h"
#include "record_sample.h"

static json_t *load_sample(void) {
    json_t *document = json_loadb(sample, sizeof sample - 1, 0, NULL);
    assert_non_null(document);
    return document;
}

static struct record *parse(const json_t *document) {
    struct record *record = NULL;
    struct fault fault = {0};
    char *text = json_dumps(document, 0);
    if (record_parse(text, strlen(text), &record, &fault) != STATUS_OK)
        fail_msg("%s: %s", fault.where, fault.detail);
    free(text);
    return record;
}

/* The sample and `document`; takes the reference. */
static struct record_changes compare_with_sample(json_t *document) {
    struct record_changes changes;
    json_t *whole = load_sample();
    struct record *before = parse(whole), *after = parse(document);
    record_compare(before, after, &changes);
    record_free(before);
    record_free(after);
    json_decref(whole);
    json_decref(document);
    return changes;
}

/* --- Each member in turn --- */

/* What the record's readers take besides a text of any form. */
static const struct {
    const char *member, *other;
} words[] = {{"path", "trad"},           {"title_status", "lost"}, {"sex", "F"},    {"department", "2A"},
             {"birth_department", "2A"}, {"birth_country", "BE"},  {"state", "17"}, {"type", NULL}};

static json_t *other_text(const char *member, const char *text) {
    char longer[128];
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i].member, member) == 0) /* "path" has two words */
            return words[i].other == NULL              ? NULL
                   : strcmp(words[i].other, text) == 0 ? json_string("aac")
                                                       : json_string(words[i].other);
    if (strcmp(member, "data_as_of") == 0)
        return json_string("2026-11-24T10:30:00+01:00");
    if (strlen(text) == 10 && text[4] == '-') /* a date: the day before or after */
        return json_sprintf("%.8s%02d", text, text[9] == '1' ? 12 : 11);
    return text_format(longer, sizeof longer, "%sX", text) ? json_string(longer) : NULL;
}

/* Another value that a reader takes; NULL: it is the other members' business. */
static json_t *other_value(const char *member, const json_t *value) {
    if (json_is_string(value))
        return other_text(member, json_string_value(value));
    if (json_is_boolean(value))
        return json_boolean(!json_boolean_value(value));
    if (json_is_integer(value))
        return json_integer(json_integer_value(value) + (json_integer_value(value) > 9 ? -1 : 1));
    return json_string(strcmp(member, "usual_name") == 0 ? "X" : "2040-01-01"); /* null */
}

/* What a change at `path` ("licence.state") must be told as. */
static unsigned expected_change(const char *path) {
    static const struct {
        const char *prefix;
        unsigned change;
    } places[] = {{"version", RECORD_CHANGED_OTHER},
                  {"neph", RECORD_CHANGED_HOLDER},
                  {"holder.address", RECORD_CHANGED_ADDRESS},
                  {"holder.department", RECORD_CHANGED_ADDRESS},
                  {"holder.", RECORD_CHANGED_HOLDER},
                  {"licence.state", RECORD_CHANGED_STATE},
                  {"licence.conditions", RECORD_CHANGED_CATEGORIES},
                  {"licence.categories", RECORD_CHANGED_CATEGORIES},
                  {"licence.", RECORD_CHANGED_TITLE},
                  {"points.", RECORD_CHANGED_POINTS},
                  {"profile.", RECORD_CHANGED_OTHER},
                  {"events", RECORD_CHANGED_EVENTS}};
    if (strstr(path, ".what") != NULL)
        return 0; /* unknown to us */
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (strncmp(path, places[i].prefix, strlen(places[i].prefix)) == 0)
            return places[i].change;
    return 0; /* data_as_of, purpose */
}

static int members_changed;

/* Changes the value that `path` ("events.2.code") leads to in a copy of the sample, and compares. */
static void check_member(const char *path, json_t *other) {
    char steps[128], *rest = steps;
    json_t *document = load_sample(), *at = document;
    assert_true(text_copy(steps, sizeof steps, path));
    for (char *step = strsep(&rest, "."); step != NULL; step = strsep(&rest, ".")) {
        json_t *next = json_is_array(at) ? json_array_get(at, strtoul(step, NULL, 10)) : json_object_get(at, step);
        if (rest != NULL)
            at = next;
        else if (json_is_array(at))
            json_array_set_new(at, strtoul(step, NULL, 10), other);
        else
            json_object_set_new(at, step, other);
    }
    struct record_changes changes = compare_with_sample(document);
    if (changes.what != expected_change(path))
        fail_msg("%s: %x, not %x", path, changes.what, expected_change(path));
    members_changed++;
}

static void check_under(const char *path, const char *member, const json_t *value) {
    char below[128];
    const char *name;
    json_t *child;
    if (json_is_object(value)) {
        json_object_foreach((json_t *)(uintptr_t)value, name, child) {
            assert_true(text_format(below, sizeof below, "%s%s%s", path, path[0] ? "." : "", name));
            check_under(below, name, child);
        }
    } else if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++) {
            assert_true(text_format(below, sizeof below, "%s.%zu", path, i));
            check_under(below, member, json_array_get(value, i));
        }
    } else {
        json_t *other = other_value(member, value);
        if (other != NULL)
            check_member(path, other);
    }
}

static void every_member_that_changes_is_told_in_its_place(void **state) {
    (void)state;
    json_t *document = load_sample();
    check_under("", "", document);
    json_decref(document);
    assert_true(members_changed > 70);
}

/* --- The whole --- */

static void the_same_record_has_not_changed(void **state) {
    (void)state;
    struct record_changes changes = compare_with_sample(load_sample());
    assert_int_equal(changes.what, 0);
    assert_int_equal(changes.events_added, 0);
    assert_int_equal(changes.events_removed, 0);
    assert_string_equal(changes.state_before, "50");
    assert_string_equal(changes.state_after, "50");
    assert_int_equal(changes.balance_before, 9);
}

static void the_points_and_the_state_are_told_before_and_after(void **state) {
    (void)state;
    json_t *document = load_sample();
    json_object_set_new(json_object_get(document, "licence"), "state", json_string("17"));
    json_object_set_new(json_object_get(document, "points"), "balance", json_integer(6));
    struct record_changes changes = compare_with_sample(document);
    assert_int_equal(changes.what, RECORD_CHANGED_STATE | RECORD_CHANGED_POINTS);
    assert_string_equal(changes.state_after, "17");
    assert_int_equal(changes.balance_after, 6);
    document = load_sample();
    json_object_set_new(document, "points", json_null());
    changes = compare_with_sample(document);
    assert_int_equal(changes.what, RECORD_CHANGED_POINTS);
    assert_true(changes.had_points && !changes.has_points);
}

static void events_are_compared_whole_and_in_any_order(void **state) {
    (void)state;
    json_t *document = load_sample(), *events = json_object_get(document, "events");
    json_array_append(events, json_array_get(events, 0));
    json_array_remove(events, 0);
    struct record_changes changes = compare_with_sample(document); /* the first is the last now */
    assert_int_equal(changes.what, 0);
    document = load_sample();
    events = json_object_get(document, "events");
    json_object_set_new(json_array_get(events, 0), "points", json_integer(4));
    changes = compare_with_sample(document); /* one that changed counts as both */
    assert_int_equal(changes.events_added, 1);
    assert_int_equal(changes.events_removed, 1);
}

static void the_same_event_once_more_is_one_more(void **state) {
    (void)state;
    json_t *document = load_sample(), *events = json_object_get(document, "events");
    json_array_append(events, json_array_get(events, 1));
    json_array_append(events, json_array_get(events, 1));
    struct record_changes changes = compare_with_sample(document);
    assert_int_equal(changes.what, RECORD_CHANGED_EVENTS);
    assert_int_equal(changes.events_added, 2);
    assert_int_equal(changes.events_removed, 0);
    document = load_sample();
    json_array_remove(json_object_get(document, "events"), 3);
    changes = compare_with_sample(document);
    assert_int_equal(changes.events_removed, 1);
    assert_int_equal(changes.events_added, 0);
}

static void a_category_more_or_less_is_told(void **state) {
    (void)state;
    json_t *document = load_sample();
    json_array_remove(json_object_get(json_object_get(document, "licence"), "categories"), 1);
    assert_int_equal(compare_with_sample(document).what, RECORD_CHANGED_CATEGORIES);
    document = load_sample();
    json_object_del(json_object_get(document, "holder"), "usual_name");
    assert_int_equal(compare_with_sample(document).what, 0); /* absent is null */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_member_that_changes_is_told_in_its_place),
        cmocka_unit_test(the_same_record_has_not_changed),
        cmocka_unit_test(the_points_and_the_state_are_told_before_and_after),
        cmocka_unit_test(events_are_compared_whole_and_in_any_order),
        cmocka_unit_test(the_same_event_once_more_is_one_more),
        cmocka_unit_test(a_category_more_or_less_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

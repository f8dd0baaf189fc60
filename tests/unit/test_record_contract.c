/* What the contract of a record accepts and refuses, member by member and value by value; where the fault is told. */
#include "../../kiosk/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include <cmocka.h>

#include "../../kiosk/memory.h"
#include "../../kiosk/resource.h"
#include "../../kiosk/text.h"
#include "record_sample.h"

#define DATE(y, m, d) ((struct date){.year = (y), .month = (m), .day = (d)})

/* --- The contract, member by member --- */

/* kind: t text, w text not empty, s text of a fixed form, i integer, b boolean, l list, o object, * anything. Places of
 * events are written with the type of the event. */
static const struct contract {
    const char *place;
    bool may_be_absent, may_be_null;
    char kind;
} contract[] = {
    {"version", 0, 0, 'w'},
    {"data_as_of", 0, 0, 's'},
    {"neph", 0, 0, 's'},
    {"purpose", 1, 1, '*'},
    {"holder", 0, 0, 'o'},
    {"licence", 0, 0, 'o'},
    {"points", 0, 1, 'o'},
    {"profile", 0, 0, 'o'},
    {"events", 0, 0, 'l'},
    {"holder.title", 1, 1, 't'},
    {"holder.family_name", 0, 0, 'w'},
    {"holder.usual_name", 1, 1, 'w'},
    {"holder.given_names", 0, 0, 'l'},
    {"holder.given_names[]", 0, 0, 'w'},
    {"holder.sex", 1, 1, 's'},
    {"holder.birth_date", 0, 0, 's'},
    {"holder.birth_place", 0, 0, 't'},
    {"holder.birth_department", 1, 1, 's'},
    {"holder.birth_country", 1, 1, 's'},
    {"holder.address", 1, 1, 'l'},
    {"holder.address[]", 0, 0, 'w'},
    {"holder.department", 1, 1, 's'},
    {"licence.state", 0, 0, 's'},
    {"licence.state_since", 1, 1, 's'},
    {"licence.title_number", 1, 1, 'w'},
    {"licence.title_status", 1, 1, 's'},
    {"licence.title_status_since", 1, 1, 's'},
    {"licence.issued_on", 1, 1, 's'},
    {"licence.issued_by", 1, 1, 'w'},
    {"licence.expires_on", 1, 1, 's'},
    {"licence.earlier_titles", 1, 1, 'l'},
    {"licence.earlier_titles[]", 0, 0, 'w'},
    {"licence.conditions", 1, 1, 'l'},
    {"licence.conditions[]", 0, 0, 'w'},
    {"licence.categories", 0, 0, 'l'},
    {"licence.categories[]", 0, 0, 'o'},
    {"licence.categories[].code", 0, 0, 'w'},
    {"licence.categories[].obtained_on", 1, 1, 's'},
    {"licence.categories[].valid_until", 1, 1, 's'},
    {"licence.categories[].restrictions", 1, 1, 'l'},
    {"licence.categories[].restrictions[]", 0, 0, 'w'},
    {"points.balance", 0, 0, 'i'},
    {"points.maximum", 0, 0, 'i'},
    {"profile.licence_date", 0, 0, 's'},
    {"profile.path", 0, 0, 's'},
    {"profile.first_licence", 1, 1, 'b'},
    {"profile.training_date", 1, 1, 's'},
    {"profile.probation_end", 1, 1, 's'},
    {"events[]", 0, 0, 'o'},
    {"events[].type", 0, 0, 'w'},
    {"events[].what", 1, 1, '*'},
    {"offence.id", 0, 0, 'w'},
    {"offence.committed", 0, 0, 's'},
    {"offence.definitive", 0, 1, 's'},
    {"offence.recorded", 1, 1, 's'},
    {"offence.points", 0, 0, 'i'},
    {"offence.class", 0, 0, 's'},
    {"offence.group", 1, 1, 'w'},
    {"offence.how", 1, 1, 't'},
    {"offence.label", 1, 1, 't'},
    {"offence.place", 1, 1, 't'},
    {"stage.first_day", 0, 0, 's'},
    {"stage.last_day", 0, 0, 's'},
    {"stage.kind", 0, 0, 'w'},
    {"stage.recorded", 1, 1, 's'},
    {"stage.centre", 1, 1, 't'},
    {"letter.code", 0, 0, 'w'},
    {"letter.date", 0, 0, 's'},
    {"letter.notified", 1, 1, 's'},
    {"medical.date", 1, 1, 's'},
    {"medical.verdict", 1, 1, 't'},
    {"medical.valid_until", 1, 1, 's'},
    {"suspension.from", 0, 0, 's'},
    {"suspension.to", 0, 1, 's'},
    {"suspension.kind", 1, 1, 't'},
    {"suspension.scope", 1, 1, 't'},
    {"suspension.authority", 1, 1, 't'},
    {"ead.from", 1, 1, 's'},
    {"ead.to", 1, 1, 's'},
    {"ead.authority", 1, 1, 't'},
    {"48si_notified.date", 0, 0, 's'},
    {"annulment.date", 0, 0, 's'},
    {"annulment.kind", 1, 1, 't'},
    {"annulment.authority", 1, 1, 't'},
    {"new_licence.date", 0, 0, 's'},
    {"new_licence.path", 0, 0, 's'},
    {"restitution.date", 1, 1, 's'},
    {"restitution.points", 1, 1, 'i'},
    {"restitution.kind", 1, 1, 't'},
    {"visite-de-la-lune.date", 1, 1, '*'},
    {"visite-de-la-lune.label", 1, 1, '*'},
};

static bool visited[sizeof contract / sizeof contract[0]];

static const struct contract *find_contract(const char *place) {
    for (size_t i = 0; i < sizeof contract / sizeof contract[0]; i++)
        if (strcmp(contract[i].place, place) == 0)
            return &contract[i];
    fail_msg("no contract for %s", place);
    return NULL;
}

/* Where we are in the sample: as a fault writes it, and as the contract does. */
struct spot {
    char path[96], place[96];
};

static struct spot member_spot(const struct spot *parent, const char *name, const char *event_type) {
    struct spot spot;
    const char *dot = parent->path[0] != '\0' ? "." : "";
    assert_true(text_format(spot.path, sizeof spot.path, "%s%s%s", parent->path, dot, name));
    bool of_event = event_type != NULL && strcmp(name, "type") != 0 && strcmp(name, "what") != 0;
    assert_true(text_format(spot.place, sizeof spot.place, "%s%s%s", of_event ? event_type : parent->place, dot, name));
    return spot;
}

static struct spot item_spot(const struct spot *parent, size_t index) {
    struct spot spot;
    assert_true(text_format(spot.path, sizeof spot.path, "%s[%zu]", parent->path, index));
    assert_true(text_format(spot.place, sizeof spot.place, "%s[]", parent->place));
    return spot;
}

static json_t *document; /* the sample, with one thing changed at a time */

static void check_document(const struct spot *spot, const char *change, bool accepted) {
    char *json = json_dumps(document, JSON_COMPACT);
    struct record *record = NULL;
    struct fault fault = {0};
    enum status status = record_parse(json, strlen(json), &record, &fault);
    free(json);
    if ((status == STATUS_OK) != accepted)
        fail_msg("%s, %s: %s at %s (%s)", spot->path, change, status_name(status), fault.where, fault.detail);
    if (status == STATUS_OK) {
        record_free(record);
        return;
    }
    assert_int_equal(status, STATUS_MALFORMED);
    assert_int_equal(fault.code, STATUS_MALFORMED);
    assert_true(fault.detail[0] != '\0');
    assert_null(record);
    if (strncmp(fault.where, spot->path, strlen(spot->path)) != 0)
        fail_msg("%s, %s: told at %s", spot->path, change, fault.where);
    if (find_contract(spot->place)->kind != 'o')
        assert_string_equal(fault.where, spot->path);
}

static char long_text[514];

/* Puts each wrong or right value into `container` by `put`, and sees whether the record is taken. */
static void check_values(const struct spot *spot, void (*put)(json_t *container, const void *key, json_t *value),
                         json_t *container, const void *key) {
    memset(long_text, 'A', 513);
    const struct {
        const char *change;
        json_t *value;
        const char *kinds; /* that take it */
    } changes[] = {
        {"real number", json_real(1.5), ""},
        {"huge number", json_integer(INT64_MAX), ""},
        {"negative number", json_integer(-1), ""},
        {"true", json_true(), "b"},
        {"empty list", json_array(), "l"},
        {"empty object", json_object(), ""},
        {"text", json_string("x y"), "tw"},
        {"empty text", json_string(""), "t"},
        {"control character", json_string("a\x1B[2Jb"), ""},
        {"C1 control character",
         json_string("a\xC2\x9B"
                     "b"),
         ""},
        {"longest text", json_string(long_text + 1), "tw"},
        {"too long a text", json_string(long_text), ""},
        {"impossible date", json_string("2025-02-30"), "tw"},
        {"partial date", json_string("1950-00-00"), "tw"},
    };
    const struct contract *found = find_contract(spot->place);
    visited[found - contract] = true;
    put(container, key, json_null());
    check_document(spot, "null", found->may_be_null);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        bool partial_birth =
            strcmp(spot->path, "holder.birth_date") == 0 && strcmp(changes[i].change, "partial date") == 0;
        put(container, key, changes[i].value);
        check_document(spot, changes[i].change,
                       found->kind == '*' || partial_birth || strchr(changes[i].kinds, found->kind) != NULL);
    }
}

static void put_member(json_t *container, const void *key, json_t *value) {
    json_object_set_new(container, key, value);
}

static void put_item(json_t *container, const void *key, json_t *value) {
    json_array_set_new(container, *(const size_t *)key, value);
}

static void visit(json_t *container, const struct spot *spot) {
    const char *name;
    size_t index;
    json_t *value;
    json_t *whole = json_copy(container); /* members are put back one by one: the loop runs over the copy */
    const char *event_type =
        strcmp(spot->place, "events[]") == 0 ? json_string_value(json_object_get(whole, "type")) : NULL;
    json_object_foreach(whole, name, value) {
        struct spot inner = member_spot(spot, name, event_type);
        json_object_del(container, name);
        check_document(&inner, "absent", find_contract(inner.place)->may_be_absent);
        check_values(&inner, put_member, container, name);
        json_object_set(container, name, value);
        visit(value, &inner);
    }
    json_array_foreach(whole, index, value) {
        struct spot inner = item_spot(spot, index);
        check_values(&inner, put_item, container, &index);
        json_array_set(container, index, value);
        visit(value, &inner);
    }
    json_decref(whole);
}

static void each_member_is_taken_or_refused_as_the_contract_says(void **state) {
    (void)state;
    document = json_loads(sample, 0, NULL);
    visit(document, &(struct spot){.path = "", .place = ""});
    for (size_t i = 0; i < sizeof contract / sizeof contract[0]; i++)
        if (!visited[i])
            fail_msg("%s is not in the sample", contract[i].place);
    check_document(&(struct spot){.path = "", .place = "holder"}, "unchanged", true);
    json_decref(document);
}

/* --- Values of a fixed form --- */

/* Puts `json_value` at member `name` of the object found through `parents`, and parses. */
static enum status parse_with(const char *parents[], const char *name, const char *json_value, struct record **record) {
    json_t *changed = json_loads(sample, 0, NULL), *object = changed;
    for (size_t i = 0; parents[i] != NULL; i++)
        object = json_is_array(object) ? json_array_get(object, (size_t)strtoul(parents[i], NULL, 10))
                                       : json_object_get(object, parents[i]);
    assert_int_equal(json_object_set_new(object, name, json_loads(json_value, JSON_DECODE_ANY, NULL)), 0);
    char *json = json_dumps(changed, 0);
    enum status status = record_parse(json, strlen(json), record, NULL);
    free(json);
    json_decref(changed);
    return status;
}

static void assert_takes(const char *parents[], const char *name, const char *json_value) {
    struct record *record = NULL;
    if (parse_with(parents, name, json_value, &record) != STATUS_OK)
        fail_msg("%s = %s is refused", name, json_value);
    record_free(record);
}

static void assert_refuses(const char *parents[], const char *name, const char *json_value) {
    struct record *record = NULL;
    if (parse_with(parents, name, json_value, &record) != STATUS_MALFORMED)
        fail_msg("%s = %s is taken", name, json_value);
}

#define IN(...)                                                                                                        \
    (const char *[]) {                                                                                                 \
        __VA_ARGS__ __VA_OPT__(, ) NULL                                                                                \
    }

static void a_neph_has_5_to_19_digits_and_capitals(void **state) {
    (void)state;
    assert_takes(IN(), "neph", "\"A1B2C\"");
    assert_takes(IN(), "neph", "\"1234567890123456789\"");
    assert_refuses(IN(), "neph", "\"1234\"");
    assert_refuses(IN(), "neph", "\"12345678901234567890\"");
    assert_refuses(IN(), "neph", "\"12345a\"");
    assert_refuses(IN(), "neph", "\"1234 5678\"");
}

static void there_are_fifty_states(void **state) {
    (void)state;
    for (int i = 0; i < 100; i++) {
        char json[8];
        assert_true(text_format(json, sizeof json, "\"%02d\"", i));
        (i >= 1 && i <= 50 ? assert_takes : assert_refuses)(IN("licence"), "state", json);
    }
    assert_refuses(IN("licence"), "state", "\"5\"");
    assert_refuses(IN("licence"), "state", "\"050\"");
    assert_refuses(IN("licence"), "state", "50");
}

static void points_are_between_nothing_and_their_maximum(void **state) {
    (void)state;
    assert_takes(IN(), "points", "{\"balance\": 0, \"maximum\": 6}");
    assert_takes(IN(), "points", "{\"balance\": 12, \"maximum\": 12}");
    assert_refuses(IN(), "points", "{\"balance\": 7, \"maximum\": 6}");
    assert_refuses(IN(), "points", "{\"balance\": 13, \"maximum\": 13}");
    assert_refuses(IN(), "points", "{\"balance\": 1.0, \"maximum\": 6}");
    struct record *record = NULL;
    assert_int_equal(parse_with(IN(), "points", "null", &record), STATUS_OK);
    assert_false(record->has_points);
    record_free(record);
}

static void a_class_is_1_to_5_or_delit(void **state) {
    (void)state;
    for (int i = 1; i <= 5; i++)
        assert_takes(IN("events", "0"), "class", (char[]){(char)('0' + i), '\0'});
    assert_refuses(IN("events", "0"), "class", "0");
    assert_refuses(IN("events", "0"), "class", "6");
    assert_refuses(IN("events", "0"), "class", "\"4\"");
    struct record *record = NULL;
    assert_int_equal(parse_with(IN("events", "0"), "class", "\"delit\"", &record), STATUS_OK);
    assert_int_equal(record->events[0].class, RECORD_CLASS_DELIT);
    record_free(record);
}

static void every_status_of_a_title_is_known(void **state) {
    (void)state;
    static const char *const names[] = {"\"in-service\"", "\"lost\"", "\"stolen\"", "\"destroyed\"", "\"replaced\""};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct record *record = NULL;
        assert_int_equal(parse_with(IN("licence"), "title_status", names[i], &record), STATUS_OK);
        assert_int_equal(record->licence.title_status, i);
        record_free(record);
    }
    assert_refuses(IN("licence"), "title_status", "\"LOST\"");
}

static void codes_of_the_holder_have_their_form(void **state) {
    (void)state;
    assert_takes(IN("holder"), "birth_department", "\"2A\"");
    assert_takes(IN("holder"), "birth_department", "\"976\"");
    assert_refuses(IN("holder"), "birth_department", "\"2a\"");
    assert_refuses(IN("holder"), "birth_department", "\"1234\"");
    assert_refuses(IN("holder"), "birth_country", "\"FRA\"");
    assert_takes(IN("holder"), "sex", "\"X\"");
    assert_takes(IN("holder"), "sex", "\"F\"");
    assert_refuses(IN("holder"), "sex", "\"m\"");
}

static void what_the_registry_leaves_out_has_a_default(void **state) {
    (void)state;
    static const char least[] =
        "{\"version\":\"1\",\"data_as_of\":\"2026-11-24T09:30:00Z\",\"neph\":\"12345\",\"points\":null,\"events\":[],"
        "\"holder\":{\"family_name\":\"X\",\"given_names\":[],\"birth_date\":\"1950-00-00\",\"birth_place\":\"\"},"
        "\"licence\":{\"state\":\"08\",\"categories\":[]},\"profile\":{\"licence_date\":\"2020-01-01\",\"path\":"
        "\"trad\"}}";
    struct record *record = NULL;
    assert_int_equal(record_parse(least, sizeof least - 1, &record, NULL), STATUS_OK);
    assert_string_equal(record->holder.title, "");
    assert_string_equal(record->holder.department, "");
    assert_int_equal(record->holder.sex, 0);
    assert_true(date_is_partial(record->holder.birth_date));
    assert_int_equal(record->licence.title_status, RECORD_TITLE_IN_SERVICE);
    assert_null(record->licence.title_number);
    assert_true(record->profile.first_licence);
    assert_int_equal(record->event_count, 0);
    record_free(record);
}

/* An array of `count` items, then a record that has it. */
static enum status parse_many(const char *parents[], const char *name, const char *item, size_t count) {
    struct text_builder json;
    text_builder_init(&json, 1 << 20);
    for (size_t i = 0; i < count; i++)
        text_appendf(&json, "%c%s", i == 0 ? '[' : ',', item);
    text_append_char(&json, ']');
    struct record *record = NULL;
    enum status status = parse_with(parents, name, json.bytes, &record);
    text_builder_clear(&json);
    record_free(record);
    return status;
}

static void lists_have_their_bounds(void **state) {
    (void)state;
    static const char event[] = "{\"type\":\"letter\",\"code\":\"48\",\"date\":\"2020-01-01\"}";
    assert_int_equal(parse_many(IN(), "events", event, 500), STATUS_OK);
    assert_int_equal(parse_many(IN(), "events", event, 501), STATUS_MALFORMED);
    assert_int_equal(parse_many(IN("licence"), "categories", "{\"code\":\"B\"}", 40), STATUS_OK);
    assert_int_equal(parse_many(IN("licence"), "categories", "{\"code\":\"B\"}", 41), STATUS_MALFORMED);
    assert_int_equal(parse_many(IN("holder"), "given_names", "\"A\"", 40), STATUS_OK);
    assert_int_equal(parse_many(IN("holder"), "given_names", "\"A\"", 41), STATUS_MALFORMED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_member_is_taken_or_refused_as_the_contract_says),
        cmocka_unit_test(a_neph_has_5_to_19_digits_and_capitals),
        cmocka_unit_test(there_are_fifty_states),
        cmocka_unit_test(points_are_between_nothing_and_their_maximum),
        cmocka_unit_test(a_class_is_1_to_5_or_delit),
        cmocka_unit_test(every_status_of_a_title_is_known),
        cmocka_unit_test(codes_of_the_holder_have_their_form),
        cmocka_unit_test(what_the_registry_leaves_out_has_a_default),
        cmocka_unit_test(lists_have_their_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

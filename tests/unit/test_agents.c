/* The station's agents, and the slowing down of failures. */
#include "../../kiosk/agents.h"
#include "../../kiosk/date.h"
#include "../../kiosk/text.h"
#include "../support/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

static char root[64];
static struct agents *agents;

static const struct agent durand = {.id = "a123",
                                    .name = "DURAND C.",
                                    .role = COUNTER_SUPERVISOR,
                                    .hash = "$argon2id$v=19$m=65536,t=2,p=1$c2Vs$aGFjaA"};

static void at_second(int second) {
    char time[64];
    snprintf(time, sizeof time, "2026-11-24T09:%02d:%02d+01:00", second / 60, second % 60);
    assert_int_equal(clock_freeze(time), STATUS_OK);
}

static void open_agents(void) {
    struct fault fault = {0};
    if (agents_open(root, &agents, &fault) != STATUS_OK)
        fail_msg("%s: %s", fault.where, fault.detail);
}

static int setup(void **state) {
    (void)state;
    state_make(root);
    clock_init("Europe/Paris");
    at_second(0);
    open_agents();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    agents_close(agents);
    state_remove(root);
    return 0;
}

static int delay(const char *id) {
    int seconds = -1;
    assert_int_equal(agents_delay_seconds(agents, id, &seconds), STATUS_OK);
    return seconds;
}

static void miss(const char *id, int times) {
    for (int i = 0; i < times; i++)
        assert_int_equal(agents_count_failure(agents, id), STATUS_OK);
}

static void an_agent_is_found_however_the_letters_are_typed(void **state) {
    (void)state;
    struct agent agent;
    assert_int_equal(agents_add(agents, &durand), STATUS_OK);
    assert_int_equal(agents_find(agents, "A123", &agent), STATUS_OK);
    assert_int_equal(agents_find(agents, "a123", &agent), STATUS_OK);
    assert_string_equal(agent.id, "A123");
    assert_string_equal(agent.name, "DURAND C.");
    assert_int_equal(agent.role, COUNTER_SUPERVISOR);
    assert_false(agent.disabled);
    assert_string_equal(agent.hash, durand.hash);
}

static void what_is_not_an_id_is_not_found(void **state) {
    (void)state;
    struct agent agent;
    assert_int_equal(agents_find(agents, "A123", &agent), STATUS_NOT_FOUND);
    assert_int_equal(agents_find(agents, "", &agent), STATUS_NOT_FOUND);
    assert_int_equal(agents_find(agents, "é", &agent), STATUS_NOT_FOUND);
    assert_int_equal(agents_find(agents, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", &agent), STATUS_NOT_FOUND);
}

static void an_id_is_taken_once(void **state) {
    (void)state;
    assert_int_equal(agents_add(agents, &durand), STATUS_OK);
    assert_int_equal(agents_add(agents, &durand), STATUS_EXISTS);
}

static void a_malformed_agent_is_refused(void **state) {
    (void)state;
    struct agent bad = durand;
    text_copy(bad.id, sizeof bad.id, "A 123");
    assert_int_equal(agents_add(agents, &bad), STATUS_INVALID);
    bad = durand;
    bad.name[0] = '\0';
    assert_int_equal(agents_add(agents, &bad), STATUS_INVALID);
    bad = durand;
    text_copy(bad.name, sizeof bad.name, "DUR\x1b[31mAND");
    assert_int_equal(agents_add(agents, &bad), STATUS_INVALID);
    bad = durand;
    text_copy(bad.hash, sizeof bad.hash, "clear");
    assert_int_equal(agents_add(agents, &bad), STATUS_DATABASE);
}

static void a_disabled_agent_is_verified_against_the_dummy(void **state) {
    (void)state;
    struct agent agent;
    assert_int_equal(agents_add(agents, &durand), STATUS_OK);
    assert_int_equal(agents_find(agents, "A123", &agent), STATUS_OK);
    assert_string_equal(agents_hash_or_dummy(&agent), durand.hash);
    assert_int_equal(agents_set_disabled(agents, "a123", true), STATUS_OK);
    assert_int_equal(agents_find(agents, "A123", &agent), STATUS_OK);
    assert_string_equal(agents_hash_or_dummy(&agent), agents_hash_or_dummy(NULL));
    assert_int_equal(agents_set_disabled(agents, "nobody", true), STATUS_NOT_FOUND);
    assert_int_equal(agents_set_disabled(agents, "no body", true), STATUS_NOT_FOUND);
}

static void the_dummy_costs_what_a_real_hash_costs(void **state) {
    (void)state;
    const char *dummy = agents_hash_or_dummy(NULL);
    assert_int_equal(
        crypto_pwhash_str_needs_rehash(dummy, crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE),
        0);
    assert_int_not_equal(crypto_pwhash_str_verify(dummy, "", 0), 0);
}

static void the_hash_can_be_replaced(void **state) {
    (void)state;
    struct agent agent;
    assert_int_equal(agents_add(agents, &durand), STATUS_OK);
    assert_int_equal(agents_set_hash(agents, "A123", "$argon2id$other"), STATUS_OK);
    assert_int_equal(agents_find(agents, "A123", &agent), STATUS_OK);
    assert_string_equal(agent.hash, "$argon2id$other");
    assert_int_equal(agents_set_hash(agents, "B", "$argon2id$other"), STATUS_NOT_FOUND);
}

static enum status collect(void *context, const struct agent *agent) {
    text_append(context, agent->id);
    return STATUS_OK;
}

static void agents_are_listed_in_order(void **state) {
    (void)state;
    struct text_builder ids;
    struct agent second = durand;
    text_copy(second.id, sizeof second.id, "A100");
    assert_int_equal(agents_add(agents, &durand), STATUS_OK);
    assert_int_equal(agents_add(agents, &second), STATUS_OK);
    text_builder_init(&ids, 64);
    assert_int_equal(agents_list(agents, collect, &ids), STATUS_OK);
    assert_string_equal(ids.bytes, "A100A123");
    text_builder_clear(&ids);
}

static void roles_have_names(void **state) {
    (void)state;
    enum counter_role role;
    assert_string_equal(agents_role_name(COUNTER_TECHNICIAN), "technician");
    assert_int_equal(agents_role_from_name("supervisor", &role), STATUS_OK);
    assert_int_equal(role, COUNTER_SUPERVISOR);
    assert_int_equal(agents_role_from_name("root", &role), STATUS_NOT_FOUND);
}

static void failures_cost_nothing_twice_then_double_up_to_five_minutes(void **state) {
    (void)state;
    static const int expected[] = {0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300};
    assert_int_equal(delay("A123"), 0);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        miss("A123", 1);
        assert_int_equal(delay("A123"), expected[i]);
    }
}

static void the_delay_runs_down(void **state) {
    (void)state;
    miss("A123", 5);
    assert_int_equal(delay("A123"), 4);
    at_second(3);
    assert_int_equal(delay("A123"), 1);
    at_second(4);
    assert_int_equal(delay("A123"), 0);
    miss("A123", 1);
    assert_int_equal(delay("A123"), 8);
}

static void an_id_that_does_not_exist_slows_down_the_same(void **state) {
    (void)state;
    assert_int_equal(agents_add(agents, &durand), STATUS_OK);
    miss("nobody at all, é", 4);
    assert_int_equal(delay("nobody at all, é"), 2);
}

static void the_whole_station_slows_down(void **state) {
    (void)state;
    miss("A1", 2);
    miss("A2", 2);
    assert_int_equal(delay("A3"), 2);
}

static void a_success_forgives_its_id_and_the_station_but_no_other_id(void **state) {
    (void)state;
    miss("A1", 5);
    miss("A2", 1);
    assert_int_equal(agents_count_success(agents, "a2"), STATUS_OK);
    assert_int_equal(delay("A2"), 0);
    assert_int_equal(delay("A1"), 4);
    miss("A2", 1);
    assert_int_equal(delay("A2"), 0);
}

static void a_restart_forgives_nothing(void **state) {
    (void)state;
    miss("A123", 6);
    agents_close(agents);
    open_agents();
    assert_int_equal(delay("A123"), 8);
}

static void a_clock_set_back_does_not_lock_for_ever(void **state) {
    (void)state;
    at_second(3599);
    miss("A123", 20);
    at_second(0);
    assert_int_equal(delay("A123"), 300);
    at_second(299);
    assert_int_equal(delay("A123"), 1);
    at_second(300);
    assert_int_equal(delay("A123"), 0);
}

static void failures_are_forgotten_after_a_day(void **state) {
    (void)state;
    miss("A123", 20);
    assert_int_equal(clock_freeze("2026-11-25T09:00:01+01:00"), STATUS_OK);
    miss("A123", 1);
    assert_int_equal(delay("A123"), 0);
}

static void what_was_typed_as_an_id_is_not_kept(void **state) {
    (void)state;
    static const char typed[] = "Motdepasse-2026";
    uint8_t hash[32];
    miss(typed, 3);
    crypto_generichash(hash, sizeof hash, (const uint8_t *)"MOTDEPASSE-2026", 15, NULL, 0);
    assert_false(state_contains(root, typed, strlen(typed)));
    assert_false(state_contains(root, "MOTDEPASSE", 10));
    assert_false(state_contains(root, hash, 4));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_agent_is_found_however_the_letters_are_typed),
        TEST(what_is_not_an_id_is_not_found),
        TEST(an_id_is_taken_once),
        TEST(a_malformed_agent_is_refused),
        TEST(a_disabled_agent_is_verified_against_the_dummy),
        TEST(the_dummy_costs_what_a_real_hash_costs),
        TEST(the_hash_can_be_replaced),
        TEST(agents_are_listed_in_order),
        TEST(roles_have_names),
        TEST(failures_cost_nothing_twice_then_double_up_to_five_minutes),
        TEST(the_delay_runs_down),
        TEST(an_id_that_does_not_exist_slows_down_the_same),
        TEST(the_whole_station_slows_down),
        TEST(a_success_forgives_its_id_and_the_station_but_no_other_id),
        TEST(a_restart_forgives_nothing),
        TEST(a_clock_set_back_does_not_lock_for_ever),
        TEST(failures_are_forgotten_after_a_day),
        TEST(what_was_typed_as_an_id_is_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

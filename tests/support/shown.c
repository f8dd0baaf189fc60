/* Shows documents on Identité. It must not look at anything but the screen, and the audit log. */
#include "shown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../../kiosk/agents.h"
#include "../../kiosk/desk.h"
#include "../../kiosk/text.h"

struct terminal *shown_enter(void **state, const char *neph) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, neph);
    return kiosk->terminal;
}

void shown_press(struct terminal *terminal, const char *const names[]) {
    for (; *names != NULL; names++)
        terminal_key(terminal, *names);
}

void shown_card(struct terminal *terminal, const char *names, const char *birth, const char *expiry, const char *says) {
    char zone[ZONE_SIZE];
    zone_write_card(names, birth, 'M', expiry, zone);
    scan_text(terminal, zone, says);
}

void shown_licence(struct terminal *terminal, const char *number, const char *name, const char *says) {
    char zone[ZONE_SIZE];
    zone_write_licence(number, "300101", name, zone);
    scan_text(terminal, zone, says);
}

void shown_expect_look(struct terminal *terminal, const char *name) {
    char whole[64];
    snprintf(whole, sizeof whole, "identite-%s", name);
    if (getenv("GUICHET_UPDATE_SCREENS") != NULL) /* what is saved must be a whole image */
        terminal_settle(terminal, 300);
    masked_expect(terminal, whole);
}

void shown_add_supervisor(const struct kiosk *kiosk) {
    struct agents *agents = NULL;
    struct agent agent;
    struct fault fault = {0};
    assert_int_equal(agents_open(kiosk->state, &agents, &fault), STATUS_OK);
    assert_int_equal(agents_find(agents, DESK_TRAINING_AGENT, &agent), STATUS_OK);
    assert_true(text_copy(agent.id, sizeof agent.id, "CHEF"));
    agent.role = COUNTER_SUPERVISOR;
    assert_int_equal(agents_add(agents, &agent), STATUS_OK);
    agents_close(agents);
}

char *shown_audit(struct kiosk *kiosk) {
    kiosk_stop(kiosk);
    return kiosk_command(kiosk, (const char *const[]){"audit", "export", NULL});
}

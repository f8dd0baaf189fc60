/* Who gets in: wrong passwords, unknown agents, delays that a restart does not forget, two kiosks on one state folder.
 * The shipped programs, in a terminal. */
#include "../support/kiosk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "../../kiosk/desk.h"
#include "../support/place.h"

enum { TRIES_BEFORE_DELAY = 3, CANNOT_TELL = 3 };

#define LATER_CLOCK "2026-11-24T10:31:00+01:00" /* an hour after WALK_CLOCK: every delay is over */

/* --- Helpers --- */

static void try(struct kiosk *kiosk, const char *id, const char *password) {
    kiosk_type(kiosk, id);
    kiosk_key(kiosk, "Tab");
    kiosk_type(kiosk, password);
    terminal_expect(kiosk->terminal, "••••"); /* typed whole, and what the try before said can be told from its end */
    kiosk_key(kiosk, "Enter");
}

static void expect_refused(struct kiosk *kiosk) {
    terminal_expect(kiosk->terminal, "L'identifiant ou le mot de passe est incorrect.");
    terminal_expect(kiosk->terminal, "La session n'est pas ouverte.");
    terminal_expect(kiosk->terminal, "puis réessayez."); /* the last line: the screen is whole */
}

/* What the screen says below the header, which holds the time. */
static char *body_of(const struct terminal *terminal) {
    char *text = terminal_text(terminal);
    char *body = strdup(strchr(text, '\n'));
    free(text);
    return body;
}

/* A fresh kiosk, one failed try: the screen after it. */
static char *refused_screen(struct kiosk *kiosk, const char *id, const char *password) {
    kiosk_start(kiosk);
    terminal_expect(kiosk->terminal, "SNPC 9 h 31");
    try(kiosk, id, password);
    expect_refused(kiosk);
    char *body = body_of(kiosk->terminal);
    kiosk_stop(kiosk);
    return body;
}

/* --- Tests --- */

static void an_unknown_id_and_a_wrong_password_read_the_same(void **state) {
    struct kiosk *kiosk = *state;
    char *wrong = refused_screen(kiosk, "FORMATION", "faux");
    char *unknown = refused_screen(kiosk, "INCONNUE", "faux");
    assert_string_equal(wrong, unknown); /* both fields are blank */
    assert_null(strstr(wrong, "INCONNUE"));
    free(wrong);
    free(unknown);
}

static void failures_slow_down_and_a_restart_does_not_forget_them(void **state) {
    struct kiosk *kiosk = *state;
    int row, column;
    kiosk_start(kiosk);
    terminal_expect(kiosk->terminal, "SNPC 9 h 31");
    terminal_cursor(kiosk->terminal, &row, &column);
    for (int tries = 1; tries <= TRIES_BEFORE_DELAY; tries++) {
        assert_false(terminal_has(kiosk->terminal, "Prochain essai possible dans")); /* a slip of the finger is free */
        try(kiosk, DESK_TRAINING_AGENT, "faux");
        expect_refused(kiosk);
        terminal_expect_cursor(kiosk->terminal, row, column); /* back on the first field, blank */
    }
    terminal_expect(kiosk->terminal, "Prochain essai possible dans");
    kiosk_stop(kiosk);
    kiosk_start(kiosk);
    try(kiosk, DESK_TRAINING_AGENT, DESK_TRAINING_PASSWORD);
    terminal_expect(kiosk->terminal, "Un délai court encore après plusieurs échecs.");
    terminal_expect(kiosk->terminal, "La session n'est pas ouverte.");
    kiosk_stop(kiosk);
    kiosk->clock = LATER_CLOCK;
    kiosk_enter(kiosk);
}

static void a_second_kiosk_on_the_same_folder_is_refused(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    struct terminal *first = kiosk->terminal;
    char *program = place_in_build("guichet");
    struct terminal *second = terminal_open(&(struct terminal_options){
        .argv = (const char *const[]){program, "--training", "--state", kiosk->state, NULL}});
    free(program);
    terminal_expect_exit(second, CANNOT_TELL);
    terminal_expect(second, "Un autre guichet est déjà ouvert sur ce poste.");
    assert_true(terminal_is_sane(second));
    terminal_close(second);
    walk_open_file(first, "121201200001"); /* the first goes on */
}

static void a_person_is_not_served_before_the_login(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_start(kiosk);
    kiosk_key(kiosk, "F2");
    kiosk_key(kiosk, "F8");
    kiosk_key(kiosk, "F10");
    kiosk_type(kiosk, "121201200001");
    terminal_expect(kiosk->terminal, "Un document a été scanné ici");
    kiosk_key(kiosk, "Enter"); /* the agent's id is still asked for */
    terminal_expect_absent(kiosk->terminal, "121201200001");
    assert_true(terminal_has(kiosk->terminal, "Mot de passe"));
    assert_false(terminal_has(kiosk->terminal, "Titulaire"));
}

static void only_the_same_agent_unlocks(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    walk_open_file(kiosk->terminal, "121201200001");
    kiosk_key(kiosk, "F9");
    terminal_expect(kiosk->terminal, "Poste verrouillé");
    terminal_expect_absent(kiosk->terminal, "URVILLE");
    kiosk_type(kiosk, "faux");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "mot de passe est incorrect");
    terminal_expect_absent(kiosk->terminal, "URVILLE");
    kiosk_type(kiosk, DESK_TRAINING_PASSWORD);
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "DUMONT D'URVILLE");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_unknown_id_and_a_wrong_password_read_the_same),
        TEST(failures_slow_down_and_a_restart_does_not_forget_them),
        TEST(a_second_kiosk_on_the_same_folder_is_refused),
        TEST(a_person_is_not_served_before_the_login),
        TEST(only_the_same_agent_unlocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

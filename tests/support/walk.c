/* Walks the training kiosk from Connexion to Dossier by its keys. Must not look at anything but the screen. */
#include "walk.h"

#include "../../kiosk/desk.h"
#include "place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUTTONS_MAX = 8, FRAME_ROWS = 2 };

struct terminal *walk_open(const char *state, int rows, int columns) {
    char *program = place_in_build("guichet");
    const char *const argv[] = {program, "--training", "--state", state, NULL};
    static const char clock[] = "GUICHET_CLOCK=" WALK_CLOCK;
    const char *const environment[] = {"TERM=xterm-256color", "PATH=/usr/bin:/bin", "HOME=/nonexistent", clock, NULL};
    struct terminal *terminal = terminal_open(
        &(struct terminal_options){.argv = argv, .environment = environment, .rows = rows, .columns = columns});
    free(program);
    return terminal;
}

void walk_log_in(struct terminal *terminal) {
    terminal_expect(terminal, "Mot de passe");
    terminal_type(terminal, DESK_TRAINING_AGENT);
    terminal_key(terminal, "Tab");
    terminal_type(terminal, DESK_TRAINING_PASSWORD);
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
}

void walk_open_file(struct terminal *terminal, const char *neph) {
    terminal_type(terminal, neph);
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "Titulaire, à comparer");
}

void walk_confirm(struct terminal *terminal) {
    static const char *const keys[] = {"Tab", "Right", "Tab", "Enter"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        terminal_key(terminal, keys[i]);
    terminal_expect(terminal, "Synthèse");
}

void walk_hand_over(struct terminal *terminal) {
    terminal_expect(terminal, "Le document est-il sorti, complet et lisible ?");
    terminal_expect(terminal, "▸Oui");
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "F10 : usager suivant");
}

void walk_set_aside(struct terminal *terminal) {
    terminal_expect(terminal, "Le document est-il sorti, complet et lisible ?");
    terminal_key(terminal, "Right");
    terminal_expect(terminal, "▸Non");
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "▸Imprimer de nouveau");
    terminal_key(terminal, "Left");
    terminal_key(terminal, "Left");
    terminal_expect(terminal, "▸Mettre de côté");
    terminal_key(terminal, "Enter");
    terminal_expect(terminal, "de côté.");
    terminal_expect(terminal, "F10 : usager suivant");
    terminal_key(terminal, "F10");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
}

/* The label of the chosen button: after the last mark below the steps of the frame. "" when none is chosen. */
static char *chosen_button(const struct terminal *terminal) {
    static const char mark[] = "▸";
    char *text = terminal_text(terminal), *below = text;
    for (int row = 0; row < FRAME_ROWS && below != NULL; row++) {
        below = strchr(below, '\n');
        below = below == NULL ? NULL : below + 1;
    }
    char *last = NULL;
    for (char *at = below; at != NULL && (at = strstr(at, mark)) != NULL; at += sizeof mark - 1)
        last = at;
    char *label = last == NULL ? strdup("") : strndup(last, strcspn(last, "\n"));
    char *gap = strstr(label, "  ");
    if (gap != NULL)
        *gap = '\0';
    free(text);
    return label;
}

/* Another one is: while it is drawn, none is. */
static bool has_moved(struct terminal *terminal, const void *context) {
    char *now = chosen_button(terminal);
    bool moved = now[0] != '\0' && strcmp(now, context) != 0;
    free(now);
    return moved;
}

void walk_next_button(struct terminal *terminal, int timeout_ms) {
    char *before = chosen_button(terminal);
    terminal_key(terminal, "Right");
    terminal_wait_until(terminal, has_moved, before, timeout_ms);
    free(before);
}

void walk_take(struct terminal *terminal, const char *label) {
    char marked[96];
    snprintf(marked, sizeof marked, "▸%s", label);
    terminal_expect(terminal, label);
    for (int i = 0; i < BUTTONS_MAX && !terminal_has(terminal, marked); i++)
        walk_next_button(terminal, TERMINAL_DEADLINE_MS);
    terminal_expect(terminal, marked);
    terminal_key(terminal, "Enter");
}

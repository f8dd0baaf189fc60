/* Walks the training kiosk from Connexion to Dossier by its keys. Must not look at anything but the screen. */
#include "walk.h"

#include "../../kiosk/desk.h"
#include "place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUTTONS_MAX = 8 };

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

struct button {
    const char *marked;
    char *before; /* the screen that the last key was pressed on */
};

static bool has_moved(struct terminal *terminal, const void *context) {
    const struct button *button = context;
    char *now = terminal_text(terminal);
    bool moved = strstr(now, button->marked) != NULL || strcmp(now, button->before) != 0;
    free(now);
    return moved;
}

void walk_take(struct terminal *terminal, const char *label) {
    char marked[96];
    snprintf(marked, sizeof marked, "▸%s", label);
    terminal_expect(terminal, label);
    for (int i = 0; i < BUTTONS_MAX && !terminal_has(terminal, marked); i++) {
        struct button button = {.marked = marked, .before = terminal_text(terminal)};
        terminal_key(terminal, "Right");
        terminal_wait_until(terminal, has_moved, &button, TERMINAL_DEADLINE_MS);
        free(button.before);
    }
    terminal_expect(terminal, marked);
    terminal_key(terminal, "Enter");
}

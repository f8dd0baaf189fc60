/* `make screenshots`: walks the training kiosk and saves its screens as pictures, for the README. Not a test: what
 * screens show is judged by the tests beside it. Give it the folder to write to. */
#include "../support/scan.h"
#include "../support/state.h"
#include "../support/terminal.h"
#include "../support/walk.h"

#include <stdio.h>
#include <stdlib.h>

static const char *folder;

static void save(struct terminal *terminal, const char *name) {
    char path[512];
    terminal_settle(terminal, 300);
    snprintf(path, sizeof path, "%s/%s.svg", folder, name);
    if (!terminal_save_svg(terminal, path)) {
        fprintf(stderr, "cannot write %s\n", path);
        exit(1);
    }
}

static void save_seal(struct terminal *terminal) {
    terminal_key(terminal, "F3");
    terminal_expect(terminal, SCAN_READY);
    scan_text(terminal, scan_specimen(), SCAN_OFFER);
    save(terminal, "verifier");
    terminal_key(terminal, "Esc");
    terminal_expect(terminal, "NEPH, tapé ou scanné");
}

static void save_file(struct terminal *terminal) {
    walk_open_file(terminal, "050922140118");
    save(terminal, "identite");
    walk_confirm(terminal);
    save(terminal, "dossier");
    terminal_key(terminal, "Right");
    terminal_expect(terminal, "Filtre");
    save(terminal, "historique");
    terminal_key(terminal, "F8");
    terminal_expect(terminal, "Exemplaires");
    save(terminal, "document");
    terminal_key(terminal, "F8");
    terminal_expect(terminal, "▸Oui");
    save(terminal, "impression");
    walk_hand_over(terminal);
}

int main(int count, char **arguments) {
    char state[64];
    folder = count > 1 ? arguments[1] : ".";
    state_make(state);
    struct terminal *terminal = walk_open(state, 24, 80);
    terminal_expect(terminal, "Mot de passe");
    terminal_expect(terminal, "Quitter");
    save(terminal, "connexion");
    walk_log_in(terminal);
    terminal_expect(terminal, "Imprimante : prête");
    save(terminal, "accueil");
    save_seal(terminal);
    save_file(terminal);
    terminal_close(terminal);
    state_remove(state);
    return 0;
}

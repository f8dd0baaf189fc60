/* Serves one person by what the screen says. It must not look at anything but the screen, the printer's tray, and
 * whether the programs live. */
#include "clerk.h"

#include "../../kiosk/desk.h"
#include "said.h"
#include "tool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { PATIENCE_MS = 2000, TRIAL_MS = 90000, TITLES_MAX = 64, BUTTONS_MAX = 6 };

/* --- Keys, and what they do --- */

static bool has_changed(struct terminal *terminal, const void *context) {
    char *now = terminal_text(terminal);
    bool changed = strcmp(now, context) != 0;
    free(now);
    return changed;
}

/* Until the screen is another one, or the program has ended, or some time has passed. */
static void wait_for_news(struct clerk *clerk) {
    char *before = terminal_text(clerk->kiosk->terminal);
    terminal_wait_until(clerk->kiosk->terminal, has_changed, before, PATIENCE_MS);
    free(before);
}

static void press(struct clerk *clerk, const char *key) {
    kiosk_key(clerk->kiosk, key);
}

/* A key after which `sign` should go; whoever called looks again when it has not. */
static void press_past(struct clerk *clerk, const char *key, const char *sign) {
    press(clerk, key);
    terminal_wait_absent(clerk->kiosk->terminal, sign, PATIENCE_MS);
}

/* --- The tray --- */

static int count_tray(const struct clerk *clerk) {
    struct ledger_tray tray = {0};
    clerk_read_tray(clerk, &tray);
    int count = clerk->printer != NULL ? printer_documents(clerk->printer) : (int)tray.count;
    ledger_tray_clear(&tray);
    return count;
}

/* Since the restart, nobody has ordered a print. */
static void expect_no_more_sheets(const struct clerk *clerk) {
    int more = count_tray(clerk) - clerk->sheets_before;
    if (clerk->restarts > 0 && !clerk->has_ordered && more > 0)
        fail_msg("%d sheets came out by themselves", more);
}

/* A print is ordered now. */
static void order(struct clerk *clerk) {
    expect_no_more_sheets(clerk);
    clerk->has_ordered = true;
}

/* --- What the screen is, and what is done about it --- */

struct scene {
    const char *sign, *unless; /* the first scene whose sign is there, and whose other text is not */
    void (*act)(struct clerk *clerk);
};

static bool shows(const struct clerk *clerk, const char *text) {
    return terminal_has(clerk->kiosk->terminal, text);
}

static int count_given(const struct clerk *clerk) {
    return clerk->given + clerk->is_giving;
}

static bool is_done(const struct clerk *clerk) {
    return count_given(clerk) >= clerk_wanted(clerk);
}

/* What is special about the day happens while the document is at the printer. */
static bool sets_aside(const struct clerk *clerk) {
    return clerk->day == CLERK_SETS_ASIDE || clerk->day == CLERK_CLOSES_GIVEN || clerk->day == CLERK_CLOSES_CANCELLED;
}

static bool wants_aside(const struct clerk *clerk) {
    return sets_aside(clerk) && !clerk->has_happened;
}

static bool wants_cancel(const struct clerk *clerk) {
    bool now = clerk->day == CLERK_CANCELS || (clerk->day == CLERK_CANCELS_REISSUE && clerk->given > 0);
    return now && !clerk->has_happened;
}

static void spoil_printer(const struct clerk *clerk) {
    if (clerk->day == CLERK_PRINT_FAILS)
        printer_set_aborting(clerk->printer, true);
    if (sets_aside(clerk) || clerk->day == CLERK_CANCELS)
        printer_set_fault(clerk->printer, "media-empty-error");
}

static void repair_printer(const struct clerk *clerk) {
    if (clerk->printer == NULL || wants_aside(clerk) || wants_cancel(clerk))
        return;
    printer_set_aborting(clerk->printer, false);
    printer_clear_fault(clerk->printer);
}

static void log_in(struct clerk *clerk) {
    kiosk_type(clerk->kiosk, DESK_TRAINING_AGENT);
    press(clerk, "Tab");
    kiosk_type(clerk->kiosk, DESK_TRAINING_PASSWORD);
    press_past(clerk, "Enter", "Mot de passe");
}

/* On Accueil without an unfinished document: what was being given is given. */
static void ask_for_file(struct clerk *clerk) {
    clerk->given += clerk->is_giving;
    clerk->is_giving = false;
    repair_printer(clerk);
    if (is_done(clerk)) {
        wait_for_news(clerk);
        return;
    }
    press(clerk, "Ctrl-U");
    kiosk_type(clerk->kiosk, clerk->neph);
    press_past(clerk, "Enter", "NEPH, tapé ou scanné");
}

static void open_unfinished(struct clerk *clerk) {
    clerk->is_giving = false; /* it will be asked again */
    repair_printer(clerk);
    press(clerk, "Ctrl-U");
    press_past(clerk, "Enter", "NEPH, tapé ou scanné");
}

static void confirm(struct clerk *clerk) {
    static const char *const keys[] = {"Tab", "Right", "Tab"};
    size_t first = shows(clerk, "Reprise") ? 1 : 0; /* who asks is known */
    for (size_t i = first; i < sizeof keys / sizeof keys[0]; i++)
        press(clerk, keys[i]);
    press_past(clerk, "Enter", "Titulaire, à comparer");
}

static void choose_document(struct clerk *clerk) {
    bool more = clerk->day == CLERK_CANCELS_REISSUE && !clerk->has_happened;
    bool gives_up = clerk->day == CLERK_LOSES_ANSWER || sets_aside(clerk);
    bool leaves = gives_up && clerk->has_happened && !clerk->has_left;
    leaves = leaves || (is_done(clerk) && !more);
    clerk->has_left = clerk->has_left || leaves;
    press_past(clerk, leaves ? "F10" : "F8", "▸Synthèse");
}

static void print(struct clerk *clerk) {
    if (clerk->day == CLERK_CANCELS_REISSUE && wants_cancel(clerk))
        printer_set_fault(clerk->printer, "media-empty-error");
    order(clerk);
    press_past(clerk, "F8", "Imprimer l'attestation");
}

/* A copy of the station's own makes no attestation: the registry is asked again. */
static void ask_again(struct clerk *clerk) {
    press_past(clerk, "Esc", "ADCS : attestation de droits à conduire");
    press(clerk, "F5");
    wait_for_news(clerk);
}

static void accept_not_driving(struct clerk *clerk) {
    press_past(clerk, "Enter", "Ce permis n'autorise pas à conduire");
}

static void accept_destroyed(struct clerk *clerk) {
    press_past(clerk, "Enter", "c'est fait, imprimer");
}

static void accept_cancelling(struct clerk *clerk) {
    press_past(clerk, "Enter", "annuler le document");
}

static void accept_changed(struct clerk *clerk) {
    press_past(clerk, "Enter", "▸Imprimer d'après le nouveau dossier");
}

static void give(struct clerk *clerk) {
    clerk->is_giving = true;
    press_past(clerk, "Enter", "▸Oui : je le remets");
}

/* Moves to the button that begins so, and presses it. */
static void choose(struct clerk *clerk, const char *button) {
    char chosen[64];
    snprintf(chosen, sizeof chosen, "▸%s", button);
    for (int i = 0; i < BUTTONS_MAX && !shows(clerk, chosen); i++)
        walk_next_button(clerk->kiosk->terminal, PATIENCE_MS);
    if (shows(clerk, chosen))
        press_past(clerk, "Enter", chosen);
}

static bool has_sheets(const struct clerk *clerk) {
    struct ledger_tray tray = {0};
    clerk_read_tray(clerk, &tray);
    bool has = tray.count > 0;
    ledger_tray_clear(&tray);
    return has;
}

/* Reprise. What was given has come out. */
static void take_up(struct clerk *clerk) {
    bool given = clerk->day == CLERK_CLOSES_GIVEN && has_sheets(clerk) && shows(clerk, "Déjà remise");
    if (clerk->has_happened && given)
        choose(clerk, "Déjà remise");
    else if (clerk->has_happened && clerk->day == CLERK_CLOSES_CANCELLED)
        choose(clerk, "Annuler");
    else
        press_past(clerk, "Enter", "Rien ne s'imprime tout seul");
}

static void accept_given(struct clerk *clerk) {
    clerk->is_giving = true;
    press_past(clerk, "Enter", "oui, remis");
}

static void leave_unfinished(struct clerk *clerk) {
    press_past(clerk, "Enter", "Entrée : revenir à l'accueil");
}

static void say_what_now(struct clerk *clerk) {
    const char *button = wants_aside(clerk) ? "Mettre de côté" : wants_cancel(clerk) ? "Annuler" : NULL;
    clerk->has_happened = clerk->has_happened || button != NULL || clerk->day == CLERK_PRINT_FAILS;
    if (button != NULL) {
        choose(clerk, button);
        return;
    }
    repair_printer(clerk);
    order(clerk);
    press_past(clerk, "Enter", "Mettre de côté"); /* the first button: it is printed */
}

/* At the printer, which says why it waits. */
static void watch_printer(struct clerk *clerk) {
    if (shows(clerk, "Plus de papier") && (wants_aside(clerk) || wants_cancel(clerk)))
        press_past(clerk, "Esc", "mettre de côté, annuler");
    else if (shows(clerk, "Plus de papier"))
        repair_printer(clerk);
    wait_for_news(clerk);
}

static void await_number(struct clerk *clerk) {
    if (clerk->day == CLERK_LOSES_ANSWER && !clerk->has_happened) {
        clerk->has_happened = true;
        press_past(clerk, "Esc", "Échap : renoncer");
        kiosk_set_fault(clerk->kiosk, "");
        return;
    }
    wait_for_news(clerk);
}

static void leave_document(struct clerk *clerk) {
    if (clerk->is_giving && shows(clerk, " remise.")) {
        clerk->given++;
        clerk->is_giving = false;
    }
    repair_printer(clerk);
    press_past(clerk, "Enter", "Entrée : revenir au dossier");
}

static const struct scene scenes[] = {
    {"Ce permis n'autorise pas à conduire", NULL, accept_not_driving},
    {"c'est fait, imprimer", NULL, accept_destroyed},
    {"annuler le document", NULL, accept_cancelling},
    {"oui, remis", NULL, accept_given},
    {"Entrée : revenir à l'accueil", NULL, leave_unfinished},
    {"▸Oui : je le remets", NULL, give},
    {"▸Imprimer d'après le nouveau dossier", NULL, accept_changed},
    {"Rien ne s'imprime tout seul", "Dossier demandé au registre", take_up},
    {"Mettre de côté", NULL, say_what_now},
    {"mettre de côté, annuler", NULL, watch_printer},
    {"◌ Numéro demandé au registre", NULL, await_number},
    {"Entrée : revenir au dossier", NULL, leave_document},
    {"Imprimer l'attestation", NULL, print},
    {"ADCS : attestation de droits à conduire", NULL, ask_again},
    {"▸Synthèse", NULL, choose_document},
    {"Titulaire, à comparer", NULL, confirm},
    {"Mot de passe", NULL, log_in},
    {"Entrée sur le champ vide", "Dossier demandé au registre", open_unfinished},
    {"NEPH, tapé ou scanné", "Dossier demandé au registre", ask_for_file},
};

static const struct scene *look(struct clerk *clerk) {
    terminal_read(clerk->kiosk->terminal);
    for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++)
        if (terminal_has(clerk->kiosk->terminal, scenes[i].sign) &&
            (scenes[i].unless == NULL || !terminal_has(clerk->kiosk->terminal, scenes[i].unless)))
            return &scenes[i];
    return NULL;
}

/* --- When something has died --- */

/* As after a power cut: nothing of before lives, and nothing kills any more. */
static void start_again(struct clerk *clerk, const struct kiosk_processes *before) {
    kiosk_expect_gone(before);
    terminal_close(clerk->kiosk->terminal);
    clerk->kiosk->kill_point[0] = clerk->kiosk->kill_point[1] = NULL;
    kiosk_set_fault(clerk->kiosk, "");
    if (clerk->died != NULL)
        clerk->died(clerk->kiosk);
    clerk->sheets_before = count_tray(clerk);
    clerk->has_ordered = false;
    clerk->restarts++;
    kiosk_enter(clerk->kiosk);
}

/* The registry of training is a child of the kiosk: it comes back with it. */
static void end_for_registry(struct clerk *clerk) {
    terminal_signal(clerk->kiosk->terminal, SIGTERM);
    terminal_wait_exit(clerk->kiosk->terminal, NULL, PATIENCE_MS);
}

static bool has_ended(struct clerk *clerk, bool was_asked) {
    int status = 0;
    if (!terminal_wait_exit(clerk->kiosk->terminal, &status, 0))
        return false;
    if (!was_asked && (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)) {
        terminal_print(clerk->kiosk->terminal, "it ended by itself");
        fail_msg("the kiosk ended with status %#x", (unsigned)status);
    }
    return true;
}

static bool lives(const struct kiosk_processes *list, const char *command) {
    for (size_t i = 0; i < list->count; i++)
        if (strstr(list->items[i].command, command) != NULL)
            return true;
    return false;
}

/* What has died is found, and set right; `seen`: what lived the last time. */
static void look_after(struct clerk *clerk, struct kiosk_processes *seen) {
    struct kiosk_processes now;
    kiosk_list_processes(clerk->kiosk, &now);
    bool missed = clerk->has_registry || shows(clerk, "✗ SNPC");
    bool lost_registry = now.count > 0 && missed && !lives(&now, "guichet-registry");
    if (lost_registry)
        end_for_registry(clerk);
    if (has_ended(clerk, lost_registry)) {
        start_again(clerk, seen);
        kiosk_list_processes(clerk->kiosk, &now);
    }
    clerk->has_registry = lives(&now, "guichet-registry");
    *seen = now;
}

/* --- Public --- */

void clerk_read_tray(const struct clerk *clerk, struct ledger_tray *tray) {
    char titles[TITLES_MAX][PRINTER_TITLE_SIZE];
    ledger_tray_clear(tray);
    if (clerk->printer == NULL) {
        ledger_tray_add_folder(tray, clerk->tray);
        return;
    }
    int count = printer_list_printed(clerk->printer, titles, TITLES_MAX);
    assert_true(count <= TITLES_MAX);
    for (int i = 0; i < count; i++)
        ledger_tray_add(tray, titles[i]);
}

int clerk_wanted(const struct clerk *clerk) {
    return clerk->day == CLERK_REISSUES ? 2 : 1;
}

static bool is_over(const struct clerk *clerk) {
    const struct terminal *terminal = clerk->kiosk->terminal;
    return clerk->given >= clerk_wanted(clerk) && terminal_has(terminal, "NEPH, tapé ou scanné") &&
           (terminal_has(terminal, "Rien en attente") || terminal_has(terminal, "Aucune transmission en attente")) &&
           !terminal_has(terminal, "Entrée sur le champ vide");
}

void clerk_serve(struct clerk *clerk) {
    struct kiosk_processes seen = {0};
    long long until_ms = tool_now_ms() + TRIAL_MS;
    kiosk_set_fault(clerk->kiosk, clerk->day == CLERK_LOSES_ANSWER ? "attestations=late:3000*1"
                                  : clerk->day == CLERK_CHANGED    ? "attestations=status:409*1"
                                                                   : "");
    spoil_printer(clerk);
    kiosk_start(clerk->kiosk);
    while (!is_over(clerk)) {
        look_after(clerk, &seen);
        const struct scene *scene = look(clerk);
        if (scene != NULL)
            scene->act(clerk);
        else
            wait_for_news(clerk);
        if (tool_now_ms() > until_ms) {
            terminal_print(clerk->kiosk->terminal, "not served in time");
            fail_msg("not served in time");
        }
    }
    expect_no_more_sheets(clerk);
}

/* Reads the screen, finds the scene that it is, and acts. It must not know anything that an agent could not see, but
 * for what lies in the tray. */
#include "robot.h"

#include "../../kiosk/desk.h"
#include "../support/said.h"
#include "../support/tool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENCE_MS = 3000, PERSON_MS = 180000, BUTTONS_MAX = 8, TRIES_BEFORE_RELIEF = 2 };

#define SIREN "732829320"

static struct terminal *screen(const struct robot *robot) {
    return robot->kiosk->terminal;
}

static bool sees(const struct robot *robot, const char *text) {
    return terminal_has(screen(robot), text);
}

/* --- Keys, and what they do --- */

static bool has_changed(struct terminal *terminal, const void *context) {
    char *now = terminal_text(terminal);
    bool changed = strcmp(now, context) != 0;
    free(now);
    return changed;
}

static void wait_for_news(struct robot *robot) {
    char *before = terminal_text(screen(robot));
    terminal_wait_until(screen(robot), has_changed, before, PATIENCE_MS);
    free(before);
}

static void press(struct robot *robot, const char *key) {
    kiosk_key(robot->kiosk, key);
}

static void press_past(struct robot *robot, const char *key, const char *sign) {
    press(robot, key);
    terminal_wait_absent(screen(robot), sign, PATIENCE_MS);
}

/* Moves to the button and takes it; false when there is no such button. */
static bool take(struct robot *robot, const char *label) {
    char marked[96];
    snprintf(marked, sizeof marked, "▸%s", label);
    if (!sees(robot, label))
        return false;
    for (int i = 0; i < BUTTONS_MAX && !sees(robot, marked); i++) {
        char *before = terminal_text(screen(robot));
        press(robot, "Right");
        terminal_wait_until(screen(robot), has_changed, before, PATIENCE_MS);
        free(before);
    }
    if (!sees(robot, marked))
        return false;
    press_past(robot, "Enter", marked);
    return true;
}

/* --- Who is there, and for what --- */

static void log_in(struct robot *robot) {
    kiosk_type(robot->kiosk, DESK_TRAINING_AGENT);
    press(robot, "Tab");
    kiosk_type(robot->kiosk, DESK_TRAINING_PASSWORD);
    press_past(robot, "Enter", "Se connecter");
}

static void unlock(struct robot *robot) {
    kiosk_type(robot->kiosk, DESK_TRAINING_PASSWORD);
    press_past(robot, "Enter", "Déverrouiller");
}

static void ask_for_file(struct robot *robot) {
    if (robot->tries++ > TRIES_BEFORE_RELIEF)
        robot_relieve(robot);
    bool unfinished = sees(robot, "n'est pas terminé") || sees(robot, "à reprendre");
    if (unfinished && (robot->resuming || robot->was_asked)) {
        press_past(robot, "Alt-p", "NEPH, tapé ou scanné");
        return;
    }
    if (robot->resuming || (robot->was_asked && robot->person.errand != DAY_SITUATION && robot->done)) {
        robot->done = true;
        return;
    }
    if (robot->person.errand == DAY_SEARCH) {
        press_past(robot, "F2", "NEPH, tapé ou scanné");
        return;
    }
    press(robot, "Ctrl-U");
    kiosk_type(robot->kiosk, robot->person.neph);
    press_past(robot, "Enter", "NEPH, tapé ou scanné");
}

static void search(struct robot *robot) {
    if (robot->tries++ > TRIES_BEFORE_RELIEF)
        robot_relieve(robot);
    if (!sees(robot, "● Titre perdu")) {
        press(robot, "Right");
        press(robot, "Tab");
        kiosk_type(robot->kiosk, robot->person.family_name);
        press(robot, "Tab");
        kiosk_type(robot->kiosk, robot->person.birth_date);
    }
    press_past(robot, "Enter", "Recherche sans NEPH");
}

static void choose_candidate(struct robot *robot) {
    press_past(robot, "Enter", "••••");
}

static void confirm_organisme(struct robot *robot) {
    static const char *const right[] = {"Right", "Right", "Right", "Tab"};
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++)
        press(robot, right[i]);
    kiosk_type(robot->kiosk, "Assurances du Bocage");
    press(robot, "Tab");
    kiosk_type(robot->kiosk, SIREN);
    press(robot, "Tab");
    press(robot, "Right");
    press_past(robot, "Enter", "Titulaire, à comparer");
}

static void confirm_holder(struct robot *robot) {
    static const char *const keys[] = {"Tab", "Right", "Tab"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        press(robot, keys[i]);
    press_past(robot, "Enter", "Titulaire, à comparer");
}

/* Whoever asked is proposed; what they show is to be told again. */
static void confirm_resumed(struct robot *robot) {
    press(robot, "Right");
    press_past(robot, "Enter", "Titulaire, à comparer");
}

static void confirm(struct robot *robot) {
    if (robot->done) {
        press_past(robot, "F10", "Titulaire, à comparer");
        return;
    }
    if (robot->tries++ > TRIES_BEFORE_RELIEF)
        robot_relieve(robot);
    if (sees(robot, "◌ Reprise"))
        confirm_resumed(robot);
    else if (robot->person.errand == DAY_ORGANISME)
        confirm_organisme(robot);
    else
        confirm_holder(robot);
}

/* --- The file, the document --- */

static void read_file(struct robot *robot) {
    if (robot->person.locks && robot->locks++ == 0) {
        press_past(robot, "F9", "▸3 Dossier");
        return;
    }
    if (robot->person.errand == DAY_LOOK || robot->resuming)
        robot->done = true;
    if (robot->done && robot->person.comes_back_for_more && !robot->resuming && robot->person.errand != DAY_LOOK) {
        robot->person.comes_back_for_more = robot->done = false;
        robot->reissues++;
    }
    press_past(robot, robot->done ? "F10" : "F8", "▸3 Dossier");
}

/* How many steps to the right of the ADCS the document is. */
static int steps_to(enum day_errand errand) {
    return errand == DAY_RII ? 1 : errand == DAY_SITUATION ? 2 : 0;
}

static void order(struct robot *robot, const char *button) {
    static const char *const chosen[] = {"● ADCS", "● RII", "● Ma situation"};
    int steps = steps_to(robot->person.errand);
    if (robot->tries++ > TRIES_BEFORE_RELIEF)
        robot_relieve(robot);
    if (!sees(robot, chosen[steps])) {
        while (!sees(robot, "Document      ●") && !sees(robot, "Document"))
            return;
        for (int i = 0; i < 3; i++)
            press(robot, "Shift-Tab");
        for (int i = 0; i < steps; i++)
            press(robot, "Right");
        wait_for_news(robot);
    }
    if (!terminal_wait_text(screen(robot), chosen[steps], PATIENCE_MS))
        return;
    robot->was_asked = true;
    robot->documents++;
    press_past(robot, "F8", button);
}

/* The station's copy: "Ma situation" is made of it, nothing else; the registry is asked again. */
static void order_from_copy(struct robot *robot) {
    if (robot->person.errand == DAY_SITUATION) {
        press(robot, "Right");
        wait_for_news(robot);
        return;
    }
    robot_relieve(robot);
    press_past(robot, "Esc", "Le dossier est une copie");
    press(robot, "F5");
    terminal_wait_text(screen(robot), "● Registre : données", PATIENCE_MS);
}

static void order_adcs(struct robot *robot) {
    order(robot, "Imprimer l'attestation");
}

static void order_rii(struct robot *robot) {
    order(robot, "Imprimer le relevé");
}

static void order_situation(struct robot *robot) {
    order(robot, "Imprimer la page");
}

/* --- Impression --- */

static void set_aside(struct robot *robot) {
    robot_note(robot, BOOK_ASIDE);
    if (take(robot, "Mettre de côté"))
        robot->aside++;
}

static void cancel(struct robot *robot) {
    robot_note(robot, BOOK_SEEN);
    take(robot, "Annuler");
}

static void print_again(struct robot *robot) {
    static const char *const labels[] = {"Imprimer de nouveau", "Reprendre", "Imprimer"};
    robot_relieve(robot);
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (take(robot, labels[i]))
            return;
}

static void use_other_printer(struct robot *robot) {
    if (take(robot, "Autre imprimante"))
        robot->chosen = 1 - robot->chosen;
}

/* After a print that failed, or was not good, or before it goes on. */
static void decide(struct robot *robot) {
    enum day_choice choice = robot->resuming ? DAY_GOES_ON : robot->person.choice;
    robot->person.choice = DAY_GOES_ON; /* taken up again, it goes to its end */
    robot_note(robot, BOOK_SEEN);
    if (choice == DAY_SETS_ASIDE)
        set_aside(robot);
    else if (choice == DAY_CANCELS)
        cancel(robot);
    else if (choice == DAY_USES_OTHER)
        use_other_printer(robot);
    else
        print_again(robot);
}

static void decide_while_printing(struct robot *robot) {
    if (robot->person.choice != DAY_GOES_ON && !robot->resuming) {
        decide(robot);
        return;
    }
    robot_relieve(robot);
    take(robot, "Attendre");
}

static bool is_stuck(const struct robot *robot) {
    return sees(robot, "Bourrage") || sees(robot, "Plus de papier") || sees(robot, "hors ligne");
}

static void follow(struct robot *robot) {
    bool stuck = is_stuck(robot);
    if (stuck && robot->person.choice != DAY_GOES_ON && !robot->resuming)
        press_past(robot, "Esc", "Échap : autre imprimante");
    else if (stuck)
        robot_relieve(robot);
    wait_for_news(robot);
}

static void wait(struct robot *robot) {
    if (is_stuck(robot))
        robot_relieve(robot);
    wait_for_news(robot);
}

static void answer(struct robot *robot) {
    if (robot->person.spoiled > 0) {
        robot->person.spoiled--;
        robot->spoiled++;
        robot_note(robot, BOOK_SEEN);
        take(robot, "Non");
        return;
    }
    robot_note(robot, BOOK_GIVING);
    take(robot, "Oui\u00A0: je le remets");
}

static void accept(struct robot *robot) {
    if (sees(robot, "annuler le document"))
        robot_note(robot, BOOK_CANCELLING);
    press_past(robot, "Enter", "Échap : revenir");
}

static void leave(struct robot *robot) {
    bool given = sees(robot, " remise.") || sees(robot, " remis."), aside = sees(robot, "de côté.");
    bool cancelled = sees(robot, " annulée.") || sees(robot, " annulé.");
    bool situation = sees(robot, "« Ma situation » imprimée.");
    robot_note_said(robot);
    robot->cancelled += cancelled;
    if (given || aside || cancelled || situation) {
        robot->done = true;
        robot->was_asked = false;
    } else {
        robot_relieve(robot);
    }
    press_past(robot, "Enter", "Entrée : revenir au dossier");
}

static void print_new_record(struct robot *robot) {
    take(robot, "Imprimer d'après le nouveau dossier");
}

static void pick_printer(struct robot *robot) {
    press_past(robot, "Enter", "Sur quelle imprimante");
}

/* --- Reprise --- */

static void take_up(struct robot *robot) {
    char number[13] = "";
    bool numbered = robot_read_number(robot, number), out = numbered && robot_tray_has(robot, number);
    robot_note(robot, BOOK_SEEN);
    robot_note_said(robot);
    robot->resumed++;
    if (robot->resuming && robot->person.choice == DAY_CANCELS)
        take(robot, "Annuler");
    else if (robot->resuming && robot->person.choice == DAY_SETS_ASIDE && out && sees(robot, "Déjà remis"))
        take(robot, "Déjà remis");
    else
        take(robot, "Reprendre");
}

static void leave_resume(struct robot *robot) {
    robot->was_asked = false;
    robot_note_said(robot);
    press_past(robot, "Esc", "Aucun document à reprendre");
}

/* --- The scenes --- */

static const struct scene {
    const char *sign, *unless; /* the first scene whose sign is there, and whose other text is not */
    void (*act)(struct robot *robot);
} scenes[] = {
    {"Déverrouiller", NULL, unlock},
    {"Se connecter", NULL, log_in},
    {"Échap : revenir", NULL, accept},
    {"Sur quelle imprimante ?", NULL, pick_printer},
    {"Le document est-il sorti, complet et lisible ?", NULL, answer},
    {"Imprimer d'après le nouveau dossier", NULL, print_new_record},
    {"Entrée : revenir au dossier", NULL, leave},
    {"Attendre", "Échap : autre imprimante", decide_while_printing},
    {"Mettre de côté", NULL, decide},
    {"Échap : autre imprimante, mettre de côté, annuler", NULL, follow},
    {"Échap : renoncer", NULL, wait},
    {"Le dossier est une copie", NULL, order_from_copy},
    {"Imprimer l'attestation", NULL, order_adcs},
    {"Imprimer le relevé", NULL, order_rii},
    {"Imprimer la page", NULL, order_situation},
    {"▸3 Dossier", NULL, read_file},
    {"Titulaire, à comparer", NULL, confirm},
    {"Aucun document à reprendre", NULL, leave_resume},
    {"Rien ne s'imprime tout seul", NULL, take_up},
    {"Recherche sans NEPH", NULL, search},
    {"••••", NULL, choose_candidate},
    {"NEPH, tapé ou scanné", NULL, ask_for_file},
};

static const struct scene *look(const struct robot *robot) {
    terminal_read(screen(robot));
    for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++)
        if (sees(robot, scenes[i].sign) && (scenes[i].unless == NULL || !sees(robot, scenes[i].unless)))
            return &scenes[i];
    return NULL;
}

static bool is_over(const struct robot *robot) {
    return robot->done && sees(robot, "NEPH, tapé ou scanné");
}

/* It ends by a kill of ours, which starts it again, or not at all. */
static void expect_alive(const struct robot *robot) {
    int status = 0;
    if (!terminal_wait_exit(screen(robot), &status, 0))
        return;
    terminal_print(screen(robot), "it ended by itself");
    fail_msg("the kiosk ended with status %#x", (unsigned)status);
}

static void serve(struct robot *robot) {
    long long until_ms = tool_now_ms() + PERSON_MS;
    while (!is_over(robot)) {
        if (robot->person.trouble != DAY_NO_TROUBLE && !robot->trouble_is_on &&
            robot->acts++ >= robot->person.trouble_at)
            robot_strike(robot);
        expect_alive(robot); /* reads too: first, or what it reads is news to nobody */
        const struct scene *scene = look(robot);
        if (scene != NULL)
            scene->act(robot);
        else
            wait_for_news(robot);
        if (tool_now_ms() < until_ms)
            continue;
        terminal_print(screen(robot), "not served in time");
        fail_msg("%s, %s: not served in time", day_errand_name(robot->person.errand),
                 day_trouble_name(robot->person.trouble));
    }
    robot_relieve(robot);
}

static void begin(struct robot *robot, const struct day_person *person) {
    robot->person = *person;
    robot->done = robot->was_asked = robot->trouble_is_on = false;
    robot->acts = robot->tries = robot->locks = 0;
}

void robot_serve(struct robot *robot, const struct day_person *person) {
    begin(robot, person);
    robot->resuming = false;
    serve(robot);
}

bool robot_has_unfinished(struct robot *robot) {
    terminal_read(screen(robot));
    return sees(robot, "n'est pas terminé") || sees(robot, "à reprendre");
}

void robot_take_up(struct robot *robot, const struct day_person *person) {
    begin(robot, person);
    robot->resuming = true;
    robot->person.trouble = DAY_NO_TROUBLE;
    serve(robot);
}

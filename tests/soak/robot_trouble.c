/* What goes wrong around the robot, and how it ends. It must not look at the screen but to start again. */
#include "robot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <string.h>

enum { TITLES_MAX = 8192 };

static void kill_kiosk(struct robot *robot) {
    struct kiosk_processes before;
    kiosk_list_processes(robot->kiosk, &before);
    terminal_signal(robot->kiosk->terminal, SIGKILL);
    terminal_wait_exit(robot->kiosk->terminal, NULL, TERMINAL_DEADLINE_MS);
    kiosk_expect_gone(&before);
    terminal_close(robot->kiosk->terminal);
    kiosk_start(robot->kiosk);
    robot->chosen = 0;
    robot->restarts++;
}

static void kill_worker(const struct robot *robot, const char *command) {
    pid_t pid = kiosk_find_process(robot->kiosk, command);
    if (pid > 0)
        kill(pid, SIGKILL);
}

void robot_strike(struct robot *robot) {
    struct printer *printer = robot->printers[robot->chosen];
    robot->trouble_is_on = true;
    robot->troubles[robot->person.trouble]++;
    switch (robot->person.trouble) {
    case DAY_ANSWER_CUT:
        kiosk_set_fault(robot->kiosk, "cut");
        break;
    case DAY_ANSWER_503:
        kiosk_set_fault(robot->kiosk, "status:503:1");
        break;
    case DAY_ANSWER_LATE:
        kiosk_set_fault(robot->kiosk, "late:300");
        break;
    case DAY_NO_PAPER:
        printer_load_paper(printer, 0);
        break;
    case DAY_JAM:
        printer_set_fault(printer, "media-jam-error");
        break;
    case DAY_JOB_ABORTED:
        printer_set_aborting(printer, true);
        break;
    case DAY_PRINTER_OFF:
        printer_turn_off(printer);
        break;
    case DAY_PRINTER_FROZEN:
        printer_freeze(printer, true);
        break;
    case DAY_KIOSK_KILLED:
        kill_kiosk(robot);
        break;
    case DAY_NET_KILLED:
        kill_worker(robot, "guichet-worker net");
        break;
    case DAY_PAGE_KILLED:
        kill_worker(robot, "guichet-worker page");
        break;
    default:
        break;
    }
}

/* Both printers: the one that had the trouble is perhaps not the chosen one any more. */
void robot_relieve(struct robot *robot) {
    if (!robot->trouble_is_on)
        return;
    robot->trouble_is_on = false;
    enum day_trouble trouble = robot->person.trouble;
    robot->person.trouble = DAY_NO_TROUBLE;
    for (int i = 0; i < ROBOT_PRINTERS; i++) {
        struct printer *printer = robot->printers[i];
        if (trouble == DAY_NO_PAPER)
            printer_load_paper(printer, 250);
        else if (trouble == DAY_JAM)
            printer_clear_fault(printer);
        else if (trouble == DAY_JOB_ABORTED)
            printer_set_aborting(printer, false);
        else if (trouble == DAY_PRINTER_FROZEN)
            printer_freeze(printer, false);
        else if (trouble == DAY_PRINTER_OFF && !printer_is_on(printer))
            printer_turn_on(printer);
    }
    if (trouble == DAY_ANSWER_CUT || trouble == DAY_ANSWER_503 || trouble == DAY_ANSWER_LATE)
        kiosk_set_fault(robot->kiosk, "");
}

bool robot_tray_has(const struct robot *robot, const char *number) {
    static char titles[TITLES_MAX][PRINTER_TITLE_SIZE];
    for (int i = 0; i < ROBOT_PRINTERS; i++) {
        int count = printer_list_printed(robot->printers[i], titles, TITLES_MAX);
        for (int j = 0; j < count && j < TITLES_MAX; j++)
            if (strcmp(titles[j], number) == 0)
                return true;
    }
    return false;
}

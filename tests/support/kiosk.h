/* A whole kiosk for end-to-end tests: the shipped programs of the build folder in a test terminal, with folders of
 * their own and a pinned environment; and what can be known of its processes from /proc.
 *
 *     cmocka_unit_test_setup_teardown(some_behaviour, kiosk_set_up, kiosk_tear_down)
 *
 * gives the test a `struct kiosk *` whose folders exist; it configures, starts and drives it. */
#ifndef GUICHET_TESTS_KIOSK_H
#define GUICHET_TESTS_KIOSK_H

#include "registry_process.h"
#include "terminal.h"
#include "walk.h"

#include <sys/types.h>

enum { KIOSK_PROCESSES_MAX = 32, KIOSK_PATH_SIZE = 320 };

struct kiosk {
    char folder[64];           /* everything of this test; HOME */
    char state[96];            /* the kiosk's state folder, below it */
    char config[96];           /* a station's configuration file; empty: training */
    const char *clock;         /* GUICHET_CLOCK */
    const char *locale;        /* "LC_ALL=…", or NULL: none set */
    const char *programs;      /* folder of the build where its programs are ("kills/"), or NULL: those that ship */
    const char *kill_point[2]; /* "GUICHET_KILL_POINT=…", "GUICHET_KILL_ONCE=…", or NULL */
    struct terminal *terminal;
    struct registry_process registry; /* of a station; another machine's, with its own folder */
    int keys;                         /* pressed through kiosk_type() and kiosk_key() */
};

/* For cmocka. */
int kiosk_set_up(void **state);
int kiosk_tear_down(void **state);

/* Starts it at 80 × 24, and waits for nothing. */
void kiosk_launch(struct kiosk *kiosk);
/* The same, and waits for Connexion. */
void kiosk_start(struct kiosk *kiosk);
/* Starts it, logs in and waits for Accueil; in training, for the registry too. */
void kiosk_enter(struct kiosk *kiosk);
/* Ends it (SIGTERM), and waits until it and its children are gone. */
void kiosk_stop(struct kiosk *kiosk);

/* Keys, counted: a letter is a key. */
void kiosk_type(struct kiosk *kiosk, const char *text);
void kiosk_key(struct kiosk *kiosk, const char *name);

/* Writes FOLDER/NAME of the test ("state/guichet.conf", "state/registry/fault"); folders are made. */
void kiosk_write(const struct kiosk *kiosk, const char *name, const char *text);
/* Training prints there. */
void kiosk_use_printer(const struct kiosk *kiosk, const char *uri);
/* What the training registry must do wrong from now on ("": nothing); see kiosk/training/faults.h. */
void kiosk_set_fault(const struct kiosk *kiosk, const char *specification);
/* A station, its configuration and an agent (KIOSK_STATION_AGENT), with the certificates of a registry that is started
 * too; nothing is started when the URL is given. A NULL member is the right one. */
struct kiosk_station {
    const char *url, *ca, *certificate, *key;
};
#define KIOSK_STATION_AGENT "A123"
#define KIOSK_STATION_PASSWORD "un mot de passe de station"
void kiosk_make_station(struct kiosk *kiosk, const struct kiosk_station *station);
/* To such a station: another person with that id and KIOSK_STATION_PASSWORD, and more lines of its configuration. */
void kiosk_add_supervisor(struct kiosk *kiosk, const char *id, const char *configuration);
/* `guichet WORDS… --state STATE` (WORDS ended by NULL): what it prints; freed by the caller. It must exit 0. */
char *kiosk_command(const struct kiosk *kiosk, const char *const words[]);
/* The training printer's folder, or a station's: how many sheets are in it. */
int kiosk_count_sheets(const struct kiosk *kiosk);

/* The network is cut: the training registry is killed, and the kiosk has seen it. */
void kiosk_cut_network(struct kiosk *kiosk);

/* --- Processes --- */
struct kiosk_process {
    pid_t pid;
    unsigned long long started; /* with the pid, tells this process from a later one */
    char command[160];          /* its arguments, separated by blanks */
};
struct kiosk_processes {
    struct kiosk_process items[KIOSK_PROCESSES_MAX];
    size_t count;
};
/* The kiosk first, then all that descend from it. */
void kiosk_list_processes(const struct kiosk *kiosk, struct kiosk_processes *list);
/* Waits, and fails the test when one of them still lives at the deadline. */
void kiosk_expect_gone(const struct kiosk_processes *list);
/* The first whose command holds that text, or 0. */
pid_t kiosk_find_process(const struct kiosk *kiosk, const char *command);
/* The same, waited for: a worker is asked for, forked, then executed. */
pid_t kiosk_wait_process(const struct kiosk *kiosk, const char *command);

#endif

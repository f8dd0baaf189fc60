/* The day's people and what goes wrong, drawn from a seed: the same seed, the same day. Pure. */
#ifndef GUICHET_TESTS_DAY_H
#define GUICHET_TESTS_DAY_H

#include <stdbool.h>
#include <stdint.h>

enum day_errand {
    DAY_ADCS,
    DAY_RII,
    DAY_SITUATION,
    DAY_LOOK,     /* only looks at the file with the agent */
    DAY_SEARCH,   /* has no NEPH: found by name, then an ADCS */
    DAY_ORGANISME /* an ADCS for an organisme */
};

enum day_trouble {
    DAY_NO_TROUBLE,
    DAY_ANSWER_CUT,     /* the registry's answers break off */
    DAY_ANSWER_503,     /* it asks to come back later */
    DAY_ANSWER_LATE,    /* it takes its time */
    DAY_NO_PAPER,       /* loaded again once the screen has said so */
    DAY_JAM,            /* during the print; cleared once said */
    DAY_JOB_ABORTED,    /* by the printer, once */
    DAY_PRINTER_OFF,    /* until said */
    DAY_PRINTER_FROZEN, /* until said */
    DAY_KIOSK_KILLED,   /* SIGKILL, and started again */
    DAY_NET_KILLED,     /* the worker */
    DAY_PAGE_KILLED,    /* the worker */
    DAY_TROUBLE_COUNT
};

/* What the agent does where there is a choice. */
enum day_choice {
    DAY_GOES_ON,    /* prints again until it is good */
    DAY_USES_OTHER, /* printer */
    DAY_SETS_ASIDE, /* serves the next person, takes it up later */
    DAY_CANCELS
};

struct day_person {
    const char *neph;
    const char *family_name, *birth_date; /* to search by: as typed */
    enum day_errand errand;
    enum day_trouble trouble;
    enum day_choice choice;
    int trouble_at;           /* how many of the robot's acts before it happens */
    int spoiled;              /* prints that the agent finds bad before a good one */
    bool locks;               /* the screen is locked and unlocked on the way */
    bool comes_back_for_more; /* asks for the same document again: a réédition */
};

struct day {
    uint64_t random;
    int people, served;
    int troubled_one_in; /* how many people a trouble comes to */
};

void day_start(struct day *day, uint64_t seed, int people);
/* The kiosk itself is killed in the first part of the day only: the memory of the rest of it is one process's. */
void day_next(struct day *day, struct day_person *person);

const char *day_errand_name(enum day_errand errand);
const char *day_trouble_name(enum day_trouble trouble);

#endif

/* Draws people. It must not look at the clock, nor at what the kiosk does. */
#include "day.h"

enum { TROUBLED_ONE_IN = 3, KILLS_UNTIL_PERCENT = 35, ACTS_BEFORE_TROUBLE_MAX = 12 };

static const struct {
    const char *neph, *family_name, *birth_date;
} drivers[] = {
    {"980505140261", "tanaisie", "02031979"},    {"090314140512", "lavandin", "03121990"},
    {"050922140118", "tournesol", "30071987"},   {"140601140207", "noisetier", "21091979"},
    {"880330140994", "melisse", "24081968"},     {"950117140096", "des grands-chemins", "27101972"},
    {"990615140442", "veronique", "05051981"},   {"940220140785", "armoise", "08111975"},
    {"030917140116", "fougere", "17041985"},     {"170405140197", "de la lande", "07071998"},
    {"920708140187", "de la haie", "05091973"},  {"241004140139", "sauge", "13062006"},
    {"230508140304", "romarin", "28022005"},     {"121201200001", "dumont", "08051942"},
    {"000911140430", "de la route", "03031980"}, {"960412140033", "paquerette", "19011977"},
};

enum { DRIVERS = sizeof drivers / sizeof drivers[0] };

static const char *const errand_names[] = {"ADCS", "RII", "« Ma situation »", "consultation", "recherche", "organisme"};

static const char *const trouble_names[DAY_TROUBLE_COUNT] = {
    [DAY_NO_TROUBLE] = "aucun incident",
    [DAY_ANSWER_CUT] = "réponse du registre coupée",
    [DAY_ANSWER_503] = "registre indisponible",
    [DAY_ANSWER_LATE] = "registre lent",
    [DAY_NO_PAPER] = "plus de papier",
    [DAY_JAM] = "bourrage",
    [DAY_JOB_ABORTED] = "impression abandonnée",
    [DAY_PRINTER_OFF] = "imprimante éteinte",
    [DAY_PRINTER_FROZEN] = "imprimante muette",
    [DAY_KIOSK_KILLED] = "guichet tué",
    [DAY_NET_KILLED] = "réseau tué",
    [DAY_PAGE_KILLED] = "mise en page tuée",
};

const char *day_errand_name(enum day_errand errand) {
    return errand_names[errand];
}

const char *day_trouble_name(enum day_trouble trouble) {
    return trouble_names[trouble];
}

/* splitmix64 */
static uint64_t draw(struct day *day) {
    uint64_t z = day->random += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

static int below(struct day *day, int end) {
    return (int)(draw(day) % (uint64_t)end);
}

static bool one_in(struct day *day, int count) {
    return below(day, count) == 0;
}

static enum day_errand draw_errand(struct day *day) {
    static const enum day_errand weights[] = {DAY_ADCS,      DAY_ADCS, DAY_ADCS,   DAY_RII,      DAY_RII,
                                              DAY_SITUATION, DAY_LOOK, DAY_SEARCH, DAY_ORGANISME};
    return weights[below(day, sizeof weights / sizeof weights[0])];
}

static enum day_trouble draw_trouble(struct day *day) {
    if (!one_in(day, TROUBLED_ONE_IN))
        return DAY_NO_TROUBLE;
    enum day_trouble trouble = (enum day_trouble)(1 + below(day, DAY_TROUBLE_COUNT - 1));
    bool is_late = day->served * 100 > day->people * KILLS_UNTIL_PERCENT;
    return trouble == DAY_KIOSK_KILLED && is_late ? DAY_PAGE_KILLED : trouble;
}

static enum day_choice draw_choice(struct day *day) {
    static const enum day_choice weights[] = {DAY_GOES_ON, DAY_GOES_ON, DAY_USES_OTHER, DAY_SETS_ASIDE, DAY_CANCELS};
    return weights[below(day, sizeof weights / sizeof weights[0])];
}

void day_start(struct day *day, uint64_t seed, int people) {
    *day = (struct day){.random = seed, .people = people};
}

void day_next(struct day *day, struct day_person *person) {
    int driver = below(day, DRIVERS);
    *person = (struct day_person){
        .neph = drivers[driver].neph,
        .family_name = drivers[driver].family_name,
        .birth_date = drivers[driver].birth_date,
        .errand = draw_errand(day),
        .trouble = draw_trouble(day),
        .choice = draw_choice(day),
        .trouble_at = below(day, ACTS_BEFORE_TROUBLE_MAX),
        .spoiled = one_in(day, 8) ? 1 + below(day, 2) : 0,
        .locks = one_in(day, 10),
        .comes_back_for_more = one_in(day, 12),
    };
    day->served++;
}

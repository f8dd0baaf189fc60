/* Power cuts: the kiosk, one of its workers or the registry is killed at each named point of the way of a document
 * (kiosk/kill_point.h), started again, and served on by an agent who does what the screen says. No number is lost, none
 * issued twice, no sheet comes out that the journal does not know, nothing plain is left of the person.
 *
 * The programs are those of the second build of `make test-faults`. This one starts itself again for each trial ("WAY
 * POINT REPORT"), twice as many at once as there are processors: a trial waits more than it works. */
#include "../support/clerk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../support/driver.h"
#include "../support/fault_table.h"
#include "../support/kill_points.h"
#include "../support/secret.h"
#include "../support/state.h"

enum { POINTS_MIN = 30, AT_ONCE_MIN = 2, WAYS_EACH = 2, PATH_SIZE = 256 };

#define NEPH "110705140681"
#define DRIVER "suspendu-administratif"
#define ALL_POINTS "*"

/* Each point is tried on the first of these that passes it, and on the last. */
static const struct way {
    const char *name;
    bool is_folder; /* the printer is a folder, as in training */
    enum clerk_day day;
} ways[] = {
    {"plain", false, CLERK_ALL_GOES_WELL},
    {"folder", true, CLERK_ALL_GOES_WELL},
    {"print-fails", false, CLERK_PRINT_FAILS},
    {"set-aside", false, CLERK_SETS_ASIDE},
    {"reissue", false, CLERK_REISSUES},
    {"cancel", false, CLERK_CANCELS},
    {"answer-lost", false, CLERK_LOSES_ANSWER},
    {"changed", false, CLERK_CHANGED},
    {"cancel-reissue", false, CLERK_CANCELS_REISSUE},
    {"closes-given", false, CLERK_CLOSES_GIVEN},
    {"closes-cancelled", false, CLERK_CLOSES_CANCELLED},
};
enum { WAYS = sizeof ways / sizeof ways[0] };

/* --- One trial, in a process of its own: a test of cmocka that is given by the command line --- */

static const struct way *trial_way;
static const char *trial_point, *trial_report;

/* The file that is removed by whoever dies, or that tells the points. */
static void arm(struct kiosk *kiosk, char variables[2][PATH_SIZE]) {
    kiosk_write(kiosk, "once", "");
    snprintf(variables[0], PATH_SIZE, "GUICHET_KILL_POINT=%s", trial_point);
    snprintf(variables[1], PATH_SIZE, "GUICHET_KILL_ONCE=%s/once", kiosk->folder);
    kiosk->kill_point[0] = variables[0];
    kiosk->kill_point[1] = variables[1];
}

static void set_printer(struct clerk *clerk, const struct way *way) {
    char uri[PATH_SIZE];
    snprintf(clerk->tray, sizeof clerk->tray, "%s/tray", clerk->kiosk->folder);
    snprintf(uri, sizeof uri, "folder:%s", clerk->tray);
    if (!way->is_folder)
        clerk->printer = printer_start();
    kiosk_use_printer(clerk->kiosk, way->is_folder ? uri : printer_uri(clerk->printer));
}

static void expect_nothing_plain(const struct kiosk *kiosk) {
    static struct secrets secrets;
    static const char *const other_machine[] = {"registry", NULL};
    json_t *driver = driver_load(DRIVER);
    secrets_open(&secrets);
    secrets_add_driver(&secrets, driver);
    assert_true(secrets_expect_not_in_folder(&secrets, kiosk->state, other_machine) >= 4);
    secrets_close(&secrets);
    json_decref(driver);
}

static void append(const char *from, const char *to) {
    char bytes[8192];
    FILE *in = fopen(from, "r"), *out = fopen(to, "a");
    assert_non_null(in);
    assert_non_null(out);
    for (size_t size; (size = fread(bytes, 1, sizeof bytes, in)) > 0;)
        assert_int_equal(fwrite(bytes, 1, size, out), size);
    fclose(in);
    assert_int_equal(fclose(out), 0);
}

/* Was it killed there? Or: which points were passed? */
static void report_points(const struct kiosk *kiosk) {
    char once[PATH_SIZE];
    snprintf(once, sizeof once, "%s/once", kiosk->folder);
    if (strcmp(trial_point, ALL_POINTS) == 0)
        append(once, trial_report);
    else if (access(once, F_OK) == 0)
        fail_msg("%s was not reached", trial_point);
}

/* Documents that the journal still keeps, encrypted. */
static int count_kept(const char *state) {
    char path[PATH_SIZE];
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    snprintf(path, sizeof path, "%s/journal.db", state);
    assert_int_equal(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, "SELECT count(*) FROM document", -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int count = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return count;
}

/* Whatever is good was given, and to a person who asked; the books agree. A réédition that a power cut interrupted may
 * have become another number. */
static void judge(const struct clerk *clerk) {
    struct ledger_tray tray = {0};
    struct ledger ledger;
    clerk_read_tray(clerk, &tray);
    ledger_read(clerk->kiosk->state, &tray, &ledger);
    ledger_tray_clear(&tray);
    int good = ledger.numbers - ledger.revoked, kept = count_kept(clerk->kiosk->state);
    int lost = ledger.lost + (good < 1) + ledger.open + ledger.outgoing + (ledger.handed_over != good);
    int doubled = ledger.doubled + (good > clerk_wanted(clerk) ? good - clerk_wanted(clerk) : 0);
    FILE *report = fopen(trial_report, "a");
    assert_non_null(report);
    fprintf(report, "JUDGED %d %d\n", lost, doubled);
    fclose(report);
    if (lost + doubled + ledger.unsound + kept > 0)
        fail_msg("%d lost, %d doubled, %d unsound, %d kept; %d numbers, %d revoked, %d handed over, %d open, "
                 "%d outgoing:\n%s",
                 lost, doubled, ledger.unsound, kept, ledger.numbers, ledger.revoked, ledger.handed_over, ledger.open,
                 ledger.outgoing, ledger.words);
}

static void the_person_is_served_whatever_dies(void **state) {
    struct kiosk *kiosk = *state;
    struct clerk clerk = {.kiosk = kiosk, .neph = NEPH, .day = trial_way->day, .died = expect_nothing_plain};
    char variables[2][PATH_SIZE];
    kiosk->programs = "kills/";
    arm(kiosk, variables);
    set_printer(&clerk, trial_way);
    clerk_serve(&clerk);
    kiosk_stop(kiosk);
    report_points(kiosk);
    judge(&clerk);
    expect_nothing_plain(kiosk);
    printer_stop(clerk.printer);
}

static int run_trial(char **arguments) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_person_is_served_whatever_dies, kiosk_set_up, kiosk_tear_down)};
    for (size_t i = 0; i < WAYS; i++)
        if (strcmp(ways[i].name, arguments[0]) == 0)
            trial_way = &ways[i];
    trial_point = arguments[1];
    trial_report = arguments[2];
    return trial_way == NULL ? EXIT_FAILURE : cmocka_run_group_tests(tests, NULL, NULL);
}

/* --- All trials --- */

struct trial {
    const struct way *way; /* NULL: none */
    const char *point;
    char report[PATH_SIZE], output[PATH_SIZE];
    pid_t pid;
    bool is_good;
    int lost, doubled;
};

static char folder[64]; /* of reports and outputs */
static char names[KILL_POINTS_MAX][KILL_POINT_SIZE];
static size_t name_count;
static struct trial calm[WAYS], killed[KILL_POINTS_MAX][WAYS_EACH];

static void start_trial(struct trial *trial) {
    snprintf(trial->report, sizeof trial->report, "%s/%s.%s.report", folder, trial->way->name, trial->point);
    snprintf(trial->output, sizeof trial->output, "%s/%s.%s.output", folder, trial->way->name, trial->point);
    fflush(NULL);
    trial->pid = fork();
    assert_true(trial->pid >= 0);
    if (trial->pid > 0)
        return;
    int output = open(trial->output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    execl("/proc/self/exe", "test_kill_points", trial->way->name, trial->point, trial->report, (char *)NULL);
    _exit(127);
}

static void end_one(struct trial *trials, size_t count) {
    int status;
    pid_t pid = waitpid(-1, &status, 0);
    assert_true(pid > 0);
    for (size_t i = 0; i < count; i++)
        if (trials[i].pid == pid)
            trials[i].is_good = WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
}

static void run_trials(struct trial *trials, size_t count) {
    long at_once = sysconf(_SC_NPROCESSORS_ONLN) * 2, running = 0;
    if (at_once < AT_ONCE_MIN)
        at_once = AT_ONCE_MIN;
    for (size_t i = 0; i < count; i++) {
        if (trials[i].way == NULL)
            continue;
        start_trial(&trials[i]);
        if (++running == at_once) {
            end_one(trials, count);
            running--;
        }
    }
    for (; running > 0; running--)
        end_one(trials, count);
}

/* --- What they told --- */

static bool has_passed(const struct trial *trial, const char *point) {
    char line[KILL_POINT_SIZE + 2];
    bool found = false;
    FILE *report = fopen(trial->report, "r");
    while (report != NULL && !found && fgets(line, sizeof line, report) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        found = strcmp(line, point) == 0;
    }
    if (report != NULL)
        fclose(report);
    return found;
}

static void choose_ways(const char *point, struct trial trials[WAYS_EACH]) {
    for (size_t i = 0; i < WAYS; i++)
        if (has_passed(&calm[i], point))
            trials[trials[0].way == NULL ? 0 : 1].way = &ways[i];
    for (int i = 0; i < WAYS_EACH; i++)
        trials[i].point = point;
}

static void read_judgement(struct trial *trial) {
    char line[PATH_SIZE];
    FILE *report = fopen(trial->report, "r");
    while (report != NULL && fgets(line, sizeof line, report) != NULL)
        if (strncmp(line, "JUDGED ", 7) == 0) {
            char *rest;
            trial->lost = (int)strtol(line + 7, &rest, 10);
            trial->doubled = (int)strtol(rest, NULL, 10);
        }
    if (report != NULL)
        fclose(report);
}

static void add_to_table(void) {
    int survived = 0, lost = 0, doubled = 0;
    for (size_t i = 0; i < name_count; i++) {
        bool is_good = true;
        for (int j = 0; j < WAYS_EACH; j++) {
            struct trial *trial = &killed[i][j];
            read_judgement(trial);
            is_good = is_good && (trial->is_good || (j > 0 && trial->way == NULL));
            lost += trial->lost;
            doubled += trial->doubled;
        }
        survived += is_good;
    }
    fault_table_add("killed at a point", (int)name_count, survived, lost, doubled);
}

static int run_all(void **state) {
    (void)state;
    state_make(folder);
    for (size_t i = 0; i < WAYS; i++)
        calm[i] = (struct trial){.way = &ways[i], .point = ALL_POINTS};
    run_trials(calm, WAYS);
    for (size_t i = 0; i < name_count; i++)
        choose_ways(names[i], killed[i]);
    run_trials(killed[0], name_count * WAYS_EACH);
    add_to_table();
    return 0;
}

static int remove_all(void **state) {
    (void)state;
    state_remove(folder);
    return 0;
}

/* Its lines would otherwise be counted as ours. */
static void print_output(const struct trial *trial) {
    char line[1024];
    FILE *output = fopen(trial->output, "r");
    while (output != NULL && fgets(line, sizeof line, output) != NULL)
        print_message("  | %s", line);
    if (output != NULL)
        fclose(output);
}

/* --- Tests --- */

static void there_are_at_least_thirty_points(void **state) {
    (void)state;
    assert_true(name_count >= POINTS_MIN);
}

static void expect_good(const struct trial *trial) {
    if (trial->is_good)
        return;
    print_output(trial);
    fail_msg("%s, killed at %s: %d lost, %d doubled", trial->way->name, trial->point, trial->lost, trial->doubled);
}

static void a_calm_day_is_good(void **state) {
    expect_good(*state);
}

static void a_killed_day_is_good(void **state) {
    const struct trial *trials = *state;
    if (trials[0].way == NULL)
        fail_msg("no way of serving passes %s", trials[0].point);
    for (int i = 0; i < WAYS_EACH; i++)
        if (trials[i].way != NULL)
            expect_good(&trials[i]);
}

int main(int count, char **arguments) {
    static struct CMUnitTest tests[1 + WAYS + KILL_POINTS_MAX];
    size_t at = 0;
    if (count == 4)
        return run_trial(arguments + 1);
    name_count = kill_points_list(names);
    tests[at++] = (struct CMUnitTest)cmocka_unit_test(there_are_at_least_thirty_points);
    for (size_t i = 0; i < WAYS; i++)
        tests[at++] =
            (struct CMUnitTest){.name = ways[i].name, .test_func = a_calm_day_is_good, .initial_state = &calm[i]};
    for (size_t i = 0; i < name_count; i++)
        tests[at++] =
            (struct CMUnitTest){.name = names[i], .test_func = a_killed_day_is_good, .initial_state = killed[i]};
    return _cmocka_run_group_tests("kill points", tests, at, run_all, remove_all);
}

/* The subcommands without a screen, as typed: what they answer, and with which exit status. */
#include "../../kiosk/agents.h"
#include "../../kiosk/cache.h"
#include "../../kiosk/journal.h"
#include "../support/place.h"
#include "../support/state.h"
#include "../support/terminal.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>
#include <sodium.h>
#include <sqlite3.h>

static const char neph[] = "121201200001";

static char root[64], answer[65536], complaint[4096];
static char *guichet;

static int setup(void **state) {
    (void)state;
    state_make(root);
    guichet = place_in_build("guichet");
    return 0;
}

static int teardown(void **state) {
    (void)state;
    free(guichet);
    state_remove(root);
    return 0;
}

static int file_with(const char *content) {
    int fd = memfd_create("test", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, content, strlen(content)), strlen(content));
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

static void read_back(int fd, char *text, size_t size) {
    ssize_t length = pread(fd, text, size - 1, 0);
    assert_true(length >= 0);
    text[length] = '\0';
    close(fd);
}

/* Runs guichet with these arguments and this standard input; fills `answer` and `complaint`; returns the exit status.
 */
static int run(const char *input, char *const arguments[]) {
    int in = file_with(input), out = file_with(""), err = file_with(""), status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        alarm(60);
        if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
            _exit(126);
        execv(guichet, arguments);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    close(in);
    read_back(out, answer, sizeof answer);
    read_back(err, complaint, sizeof complaint);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define RUN(input, ...) run(input, (char *const[]){"guichet", __VA_ARGS__, NULL})
#define RUN_HERE(input, ...) RUN(input, __VA_ARGS__, "--state", root)

static json_t *answer_json(void) {
    json_error_t error;
    json_t *value = json_loads(answer, JSON_REJECT_DUPLICATES, &error);
    if (!value)
        fail_msg("%s in: %s", error.text, answer);
    return value;
}

static void assert_complaint(const char *text) {
    if (!strstr(complaint, text))
        fail_msg("expected « %s » in: %s", text, complaint);
}

/* --- agent --- */

static struct agent agent_of(const char *id) {
    struct agents *agents = NULL;
    struct agent agent = {0};
    assert_int_equal(agents_open(root, &agents, NULL), STATUS_OK);
    assert_int_equal(agents_find(agents, id, &agent), STATUS_OK);
    agents_close(agents);
    return agent;
}

static bool password_is(const char *id, const char *password) {
    struct agent agent = agent_of(id);
    return crypto_pwhash_str_verify(agent.hash, password, strlen(password)) == 0;
}

static void an_agent_is_added_with_the_password_of_standard_input(void **state) {
    (void)state;
    assert_int_equal(RUN_HERE("un mot de passe\n", "agent", "add", "Durand C.", "--role", "supervisor"), 0);
    assert_string_equal(answer, "DURAND-C\u00A0: Durand C., responsable.\n");
    assert_int_equal(agent_of("DURAND-C").role, COUNTER_SUPERVISOR);
    assert_true(password_is("DURAND-C", "un mot de passe"));
    assert_false(state_contains(root, "un mot de passe", 15));
    assert_int_equal(RUN_HERE("autre\n", "agent", "add", "durand-c"), 1);
    assert_complaint("Un agent porte déjà cet identifiant.");
    assert_true(password_is("DURAND-C", "un mot de passe"));
}

static void an_agent_is_told_in_json(void **state) {
    (void)state;
    assert_int_equal(RUN_HERE("secret\n", "agent", "add", "A123", "--json"), 0);
    json_t *agent = answer_json();
    assert_int_equal(json_object_size(agent), 4);
    assert_string_equal(json_string_value(json_object_get(agent, "id")), "A123");
    assert_string_equal(json_string_value(json_object_get(agent, "role")), "agent");
    assert_true(json_is_false(json_object_get(agent, "disabled")));
    json_decref(agent);
    assert_int_equal(RUN_HERE("", "agent", "list", "--json"), 0);
    json_t *list = answer_json();
    assert_int_equal(json_array_size(json_object_get(list, "agents")), 1);
    assert_null(strstr(answer, "argon2"));
    json_decref(list);
}

static void a_password_is_changed_and_an_agent_disabled(void **state) {
    (void)state;
    assert_int_equal(RUN_HERE("first\n", "agent", "add", "A123"), 0);
    assert_int_equal(RUN_HERE("second", "agent", "passwd", "a123"), 0);
    assert_false(password_is("A123", "first"));
    assert_true(password_is("A123", "second"));
    assert_int_equal(RUN_HERE("", "agent", "disable", "A123"), 0);
    assert_string_equal(answer, "A123\u00A0: A123, agent, désactivé.\n");
    assert_true(agent_of("A123").disabled);
    assert_int_equal(RUN_HERE("", "agent", "enable", "A123"), 0);
    assert_false(agent_of("A123").disabled);
}

static void an_agent_that_does_not_exist_is_said(void **state) {
    (void)state;
    static char *const acts[] = {"passwd", "disable", "enable"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(RUN_HERE("x\n", "agent", acts[i], "nobody"), 1);
        assert_complaint("Aucun agent ne porte cet identifiant. La commande n'a rien changé. Voyez");
        assert_string_equal(answer, "");
    }
    assert_int_equal(RUN_HERE("", "agent", "list"), 0);
    assert_memory_equal(answer, "Aucun agent.", 12);
}

static void a_bad_password_is_refused(void **state) {
    (void)state;
    static char *const bad[] = {"", "\n", "a\x1b[31m\n"};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(RUN_HERE(bad[i], "agent", "add", "A123"), 1);
    char longest[400];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(RUN_HERE(longest, "agent", "add", "A123"), 1);
    assert_complaint("255 octets");
    assert_int_equal(RUN_HERE("", "agent", "list"), 0);
    assert_memory_equal(answer, "Aucun agent.", 12);
}

static struct terminal *ask_in_terminal(void) {
    const char *const arguments[] = {guichet, "agent", "add", "A123", "--state", root, NULL};
    struct terminal *terminal = terminal_open(&(struct terminal_options){.argv = arguments});
    terminal_expect(terminal, "Nouveau mot de passe :");
    return terminal;
}

static void a_terminal_is_asked_twice_without_echo(void **state) {
    (void)state;
    struct terminal *terminal = ask_in_terminal();
    terminal_type(terminal, "secret\n");
    terminal_expect(terminal, "Le même, une seconde fois :");
    terminal_type(terminal, "secret\n");
    terminal_expect(terminal, "A123 : A123, agent.");
    terminal_expect_exit(terminal, 0);
    assert_false(terminal_has(terminal, "secret"));
    assert_true(terminal_is_sane(terminal));
    terminal_close(terminal);
    assert_true(password_is("A123", "secret"));
}

static void two_passwords_that_differ_are_refused(void **state) {
    (void)state;
    struct terminal *terminal = ask_in_terminal();
    terminal_type(terminal, "secret\n");
    terminal_expect(terminal, "Le même, une seconde fois :");
    terminal_type(terminal, "sacret\n");
    terminal_expect(terminal, "Les deux mots de passe diffèrent.");
    terminal_expect_exit(terminal, 1);
    terminal_close(terminal);
}

static void an_interruption_gives_the_echo_back(void **state) {
    (void)state;
    struct terminal *terminal = ask_in_terminal();
    terminal_signal(terminal, SIGINT);
    terminal_expect(terminal, "La saisie a été interrompue.");
    terminal_expect_exit(terminal, 1);
    assert_true(terminal_is_sane(terminal));
    terminal_close(terminal);
}

static void only_root_touches_the_agents_of_a_station(void **state) {
    (void)state;
    if (geteuid() != 0)
        skip();
    pid_t child = fork();
    int status = 0;
    if (child == 0) {
        if (setresgid(65534, 65534, 65534) != 0 || setresuid(65534, 65534, 65534) != 0)
            _exit(126);
        execl(guichet, "guichet", "agent", "list", "--config", "/etc/guichet/guichet.conf", (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WEXITSTATUS(status), 1);
}

/* --- audit --- */

static void write_log(void) {
    struct vault *vault = NULL;
    struct journal *journal = NULL;
    clock_init("Europe/Paris");
    assert_int_equal(vault_open(root, &vault, NULL), STATUS_OK);
    assert_int_equal(journal_open(root, vault, &journal, NULL), STATUS_OK);
    assert_int_equal(journal_audit(journal, "A123", "login", NULL, NULL, NULL), STATUS_OK);
    assert_int_equal(journal_audit(journal, "A123", "lookup", NULL, neph, NULL), STATUS_OK);
    assert_int_equal(journal_audit(journal, "A123", "search", "titre perdu", NULL, NULL), STATUS_OK);
    journal_close(journal);
    vault_close(vault);
}

static void tamper(void) {
    char path[80];
    sqlite3 *database = NULL;
    snprintf(path, sizeof path, "%s/journal.db", root);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(database, "DROP TRIGGER audit_never_changes; UPDATE audit SET agent_id = 'B' WHERE sequence = 2",
                     NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static void an_intact_log_is_said_to_be(void **state) {
    (void)state;
    write_log();
    assert_int_equal(RUN_HERE("", "audit", "verify"), 0);
    assert_string_equal(answer, "Le journal d'audit est intact\u00A0: 3 lignes.\n");
    assert_int_equal(RUN_HERE("", "audit", "verify", "--json"), 0);
    assert_string_equal(answer, "{\"valid\":true,\"lines\":3,\"broken_at\":null}\n");
}

static void the_first_broken_line_is_named(void **state) {
    (void)state;
    write_log();
    tamper();
    assert_int_equal(RUN_HERE("", "audit", "verify"), 1);
    assert_string_equal(answer, "");
    assert_complaint("(à partir de la ligne 2).");
    assert_int_equal(RUN_HERE("", "audit", "verify", "--json"), 1);
    assert_string_equal(answer, "{\"valid\":false,\"lines\":1,\"broken_at\":2}\n");
}

static void the_log_is_exported_without_a_neph(void **state) {
    (void)state;
    write_log();
    assert_int_equal(RUN_HERE("", "audit", "export"), 0);
    assert_non_null(strstr(answer, "\tA123\tsearch\ttitre perdu\t\n"));
    assert_null(strstr(answer, neph));
    assert_int_equal(RUN_HERE("", "audit", "export", "--json"), 0);
    json_t *log = answer_json();
    json_t *events = json_object_get(log, "events");
    assert_int_equal(json_array_size(events), 3);
    json_t *second = json_array_get(events, 1);
    assert_string_equal(json_string_value(json_object_get(second, "act")), "lookup");
    assert_string_equal(json_string_value(json_object_get(second, "previous")),
                        json_string_value(json_object_get(json_array_get(events, 0), "hash")));
    assert_null(strstr(answer, neph));
    json_decref(log);
}

static void a_folder_where_no_kiosk_ran_is_said_and_stays_empty(void **state) {
    (void)state;
    assert_int_equal(RUN_HERE("", "audit", "verify"), 3);
    assert_complaint("Aucun guichet n'a encore servi dans ce dossier d'état.");
    assert_int_equal(RUN_HERE("", "cache", "purge"), 3);
    assert_int_equal(state_mode(root, "key"), -1);
    assert_int_equal(state_mode(root, "journal.db"), -1);
}

/* --- cache --- */

static void put_records(int count) {
    struct vault *vault = NULL;
    struct cache *cache = NULL;
    struct config config = {.cache_hours = 24, .cache_records = 100};
    struct date_time now;
    snprintf(config.state_folder, sizeof config.state_folder, "%s", root);
    clock_init("Europe/Paris");
    now = clock_now();
    assert_int_equal(vault_open(root, &vault, NULL), STATUS_OK);
    assert_int_equal(cache_open(&config, vault, &cache, NULL), STATUS_OK);
    for (int i = 0; i < count; i++) {
        char whose[32];
        snprintf(whose, sizeof whose, "12120120%04d", i);
        assert_int_equal(cache_put(cache, whose, "{}", 2, "", &now), STATUS_OK);
    }
    cache_close(cache);
    vault_close(vault);
}

static void the_cache_is_counted_and_emptied(void **state) {
    (void)state;
    put_records(2);
    assert_int_equal(RUN_HERE("", "cache", "stats"), 0);
    assert_memory_equal(answer, "2 dossiers conservés (", 22);
    assert_int_equal(RUN_HERE("", "cache", "stats", "--json"), 0);
    json_t *stats = answer_json();
    assert_int_equal(json_integer_value(json_object_get(stats, "records")), 2);
    assert_int_equal(strlen(json_string_value(json_object_get(stats, "oldest"))), 20);
    json_decref(stats);
    assert_int_equal(RUN_HERE("", "cache", "purge"), 0);
    assert_string_equal(answer, "2 dossiers effacés.\n");
    assert_int_equal(RUN_HERE("", "cache", "stats", "--json"), 0);
    assert_string_equal(answer, "{\"records\":0,\"bytes\":0,\"oldest\":null,\"newest\":null}\n");
    assert_int_equal(RUN_HERE("", "cache", "stats"), 0);
    assert_string_equal(answer, "Aucun dossier n'est conservé.\n");
}

/* --- All --- */

static void bad_usage_is_2_and_changes_nothing(void **state) {
    (void)state;
    assert_int_equal(RUN_HERE("", "agent"), 2);
    assert_complaint("arguments incorrects. La commande n'a rien changé.");
    assert_int_equal(RUN_HERE("", "agent", "remove", "A123"), 2);
    assert_int_equal(RUN_HERE("", "agent", "add"), 2);
    assert_int_equal(RUN_HERE("x\n", "agent", "add", "A123", "--role", "root"), 2);
    assert_int_equal(RUN_HERE("", "agent", "list", "A123"), 2);
    assert_int_equal(RUN_HERE("", "agent", "passwd", "A123", "--role", "agent"), 2);
    assert_int_equal(RUN_HERE("", "agent", "add", "..."), 2);
    assert_int_equal(RUN_HERE("", "audit", "erase"), 2);
    assert_int_equal(RUN_HERE("", "audit", "verify", "all"), 2);
    assert_int_equal(RUN_HERE("", "cache", "--json"), 2);
    assert_int_equal(RUN("", "cache", "stats", "--state", root, "--config", "/etc/x"), 2);
    assert_int_equal(RUN("", "cache", "stats", "--state"), 2);
    assert_string_equal(answer, "");
}

static void a_wrong_configuration_is_2_with_its_line(void **state) {
    (void)state;
    char path[80];
    snprintf(path, sizeof path, "%s/guichet.conf", root);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("[station]\nnothing = here\n", file);
    fclose(file);
    assert_int_equal(RUN("", "audit", "verify", "--config", path), 2);
    assert_complaint("station, ligne 2\u00A0: clé inconnue dans cette section.");
}

static void an_answer_that_cannot_be_written_is_not_success(void **state) {
    (void)state;
    write_log();
    FILE *full = fopen("/dev/full", "w");
    assert_non_null(full);
    pid_t child = fork();
    int status = 0;
    if (child == 0) {
        if (dup2(fileno(full), 1) < 0)
            _exit(126);
        execl(guichet, "guichet", "audit", "verify", "--state", root, (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WEXITSTATUS(status), 3);
    fclose(full);
}

static void help_names_every_command(void **state) {
    (void)state;
    assert_int_equal(RUN("", "help"), 0);
    assert_non_null(strstr(answer, "guichet agent add NOM"));
    assert_non_null(strstr(answer, "guichet audit verify|export"));
    assert_non_null(strstr(answer, "guichet cache stats|purge"));
    assert_non_null(strstr(answer, "guichet document --record FICHIER"));
    assert_non_null(strstr(answer, "guichet seal [--trust DOSSIER]"));
    assert_int_equal(RUN("", "--help"), 0);
    assert_non_null(strstr(answer, "guichet audit verify|export"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_agent_is_added_with_the_password_of_standard_input),
        TEST(an_agent_is_told_in_json),
        TEST(a_password_is_changed_and_an_agent_disabled),
        TEST(an_agent_that_does_not_exist_is_said),
        TEST(a_bad_password_is_refused),
        TEST(a_terminal_is_asked_twice_without_echo),
        TEST(two_passwords_that_differ_are_refused),
        TEST(an_interruption_gives_the_echo_back),
        TEST(only_root_touches_the_agents_of_a_station),
        TEST(an_intact_log_is_said_to_be),
        TEST(the_first_broken_line_is_named),
        TEST(the_log_is_exported_without_a_neph),
        TEST(a_folder_where_no_kiosk_ran_is_said_and_stays_empty),
        TEST(the_cache_is_counted_and_emptied),
        TEST(bad_usage_is_2_and_changes_nothing),
        TEST(a_wrong_configuration_is_2_with_its_line),
        TEST(an_answer_that_cannot_be_written_is_not_success),
        TEST(help_names_every_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

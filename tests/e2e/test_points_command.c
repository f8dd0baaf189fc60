/* guichet points, as typed: what it answers, as JSON and in French, what it refuses, and with which exit status. */
#include "../support/place.h"
#include "../support/points_case.h"

#include <fcntl.h>
#include <setjmp.h>
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

enum { LINE_MAX_BYTES = 1 << 20 };

#define OLD "\"profile\": {\"licence_date\": \"2000-01-01\", \"path\": \"trad\"}"
#define NEW "\"profile\": {\"licence_date\": \"2024-03-01\", \"path\": \"trad\"}"
#define ON(day) ", \"as_of\": \"" day "\"}"
#define ONE_POINT                                                                                                      \
    "{\"type\": \"offence\", \"id\": \"A\", \"committed\": \"2019-01-20\", \"definitive\": \"2019-02-01\", "           \
    "\"points\": 1, \"class\": 4}"
#define PLAIN "{" OLD ", \"events\": []" ON("2019-03-01")
#define EXAMPLE "{" OLD ", \"events\": [" ONE_POINT "]" ON("2019-03-01")
#define FULL_ANSWER                                                                                                    \
    "{\"balance\":12,\"max\":12,\"status\":\"valid\",\"forecast\":[],\"reset_date\":null,\"mandatory_stage\":null}\n"

static char *guichet, *answer, *complaint;

static int setup(void **state) {
    (void)state;
    guichet = place_in_build("guichet");
    return 0;
}

static int teardown(void **state) {
    (void)state;
    free(guichet);
    free(answer);
    free(complaint);
    answer = complaint = NULL;
    return 0;
}

static int file_with(const char *content) {
    int fd = memfd_create("test", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, content, strlen(content)), strlen(content));
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

static char *read_back(int fd) {
    off_t size = lseek(fd, 0, SEEK_END);
    char *text = calloc(1, (size_t)(size > 0 ? size : 0) + 1);
    assert_non_null(text);
    if (size > 0)
        assert_int_equal(pread(fd, text, (size_t)size, 0), size);
    close(fd);
    return text;
}

/* Runs it with these arguments, this input, and this as standard output; the exit status. */
static int run_into(int out, const char *input, char *const arguments[]) {
    int in = file_with(input), err = file_with(""), status = 0;
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
    free(complaint);
    complaint = read_back(err);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int run(const char *input, char *const arguments[]) {
    int out = file_with("");
    int status = run_into(out, input, arguments);
    free(answer);
    answer = read_back(out);
    return status;
}

#define RUN(input, ...) run(input, (char *const[]){"guichet", "points", __VA_ARGS__, NULL})
#define RUN_BARE(input) run(input, (char *const[]){"guichet", "points", NULL})

static void assert_in(const char *text, const char *part) {
    if (strstr(text, part) == NULL)
        fail_msg("expected « %s » in: %s", part, text);
}

/* In order, each after the one before. */
static void assert_in_order(const char *text, const char *const parts[]) {
    for (; *parts != NULL; parts++) {
        const char *found = strstr(text, *parts);
        if (found == NULL)
            fail_msg("expected « %s », in its place, in: %s", *parts, text);
        else
            text = found + strlen(*parts);
    }
}

/* --- What it computes --- */

static char *expected_lines; /* the cases, one a line */
static json_t *cases;

static void keep_case(const json_t *item) {
    char *line = json_dumps(item, JSON_COMPACT), *all = NULL;
    assert_true(asprintf(&all, "%s%s\n", expected_lines == NULL ? "" : expected_lines, line) > 0);
    free(line);
    free(expected_lines);
    expected_lines = all;
    json_array_append_new(cases, json_deep_copy(item));
}

static void every_vector_is_answered_on_its_line(void **state) {
    (void)state;
    char *path = place_in_shared("points/vectors.json");
    cases = json_array();
    points_case_each(path, keep_case);
    assert_int_equal(RUN(expected_lines, "--lines", "--json"), 0);
    assert_string_equal(complaint, "");
    const char *line = answer;
    for (size_t i = 0; i < json_array_size(cases); i++) {
        const char *end = strchr(line, '\n');
        assert_non_null(end);
        json_t *actual = json_loadb(line, (size_t)(end - line), JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(actual);
        points_case_compare(json_array_get(cases, i), actual);
        json_decref(actual);
        line = end + 1;
    }
    assert_string_equal(line, "");
    json_decref(cases);
    free(expected_lines);
    expected_lines = NULL;
    free(path);
}

static void the_answer_in_json_has_these_members_and_no_other(void **state) {
    (void)state;
    assert_int_equal(RUN(EXAMPLE, "--json"), 0);
    assert_string_equal(answer,
                        "{\"balance\":11,\"max\":12,\"status\":\"valid\",\"forecast\":[{\"date\":\"2019-08-01\","
                        "\"points\":1,\"rule\":\"R12\",\"balance_after\":12}],\"reset_date\":\"2022-02-01\","
                        "\"mandatory_stage\":null}\n");
}

static void a_line_at_risk_and_a_mandatory_stage_are_told_in_json(void **state) {
    (void)state;
    assert_int_equal(RUN("{" NEW ", \"events\": ["
                         "{\"type\": \"offence\", \"id\": \"A\", \"committed\": \"2026-04-03\", \"definitive\": null, "
                         "\"points\": 1, \"class\": 4},"
                         "{\"type\": \"letter\", \"code\": \"48N\", \"date\": \"2026-05-01\", \"notified\": "
                         "\"2026-05-04\"}]" ON("2026-06-01"),
                         "--json"),
                     0);
    json_t *value = json_loads(answer, 0, NULL);
    const json_t *line = json_array_get(json_object_get(value, "forecast"), 0);
    assert_true(json_is_true(json_object_get(line, "at_risk")));
    const json_t *stage = json_object_get(value, "mandatory_stage");
    assert_int_equal(json_object_size(stage), 3);
    assert_string_equal(json_string_value(json_object_get(stage, "notified")), "2026-05-04");
    assert_string_equal(json_string_value(json_object_get(stage, "deadline")), "2026-09-04");
    assert_true(json_is_false(json_object_get(stage, "done")));
    json_decref(value);
}

#define POINT(id, committed)                                                                                           \
    "{\"type\": \"offence\", \"id\": \"" id "\", \"committed\": \"" committed "\", \"definitive\": \"2019-02-01\", "   \
    "\"points\": 1, \"class\": 4}"

static void credits_of_one_day_and_rule_are_one_line_in_json_and_two_in_french(void **state) {
    (void)state;
    static const char input[] =
        "{" OLD ", \"events\": [" POINT("A", "2019-01-20") ", " POINT("B", "2019-01-21") "]" ON("2019-03-01");
    assert_int_equal(RUN(input, "--json"), 0);
    assert_in(answer, "\"forecast\":[{\"date\":\"2019-08-01\",\"points\":2,\"rule\":\"R12\",\"balance_after\":12}],");
    assert_int_equal(RUN_BARE(input), 0);
    assert_in_order(answer, (const char *const[]){"- Le 1er août 2019\u00A0: +1, solde après\u00A0: 11.",
                                                  "- Le 1er août 2019\u00A0: +1, solde après\u00A0: 12.", NULL});
}

static void the_day_is_that_of_on_else_of_the_input_else_today(void **state) {
    (void)state;
    assert_int_equal(RUN(EXAMPLE, "--json", "--on", "2019-08-01"), 0);
    assert_in(answer, "{\"balance\":12,");
    assert_int_equal(RUN("{" OLD ", \"events\": [" ONE_POINT "], \"as_of\": null}", "--json"), 0);
    assert_in(answer, "{\"balance\":12,"); /* whatever day today is */
    assert_int_equal(RUN("{" OLD ", \"events\": [" ONE_POINT "]}", "--on", "2019-01-31", "--json"), 0);
    assert_in(answer, "{\"balance\":12,");
    assert_int_equal(RUN("{" OLD ", \"events\": [" ONE_POINT "], \"as_of\": 12}", "--on", "2019-02-01", "--json"), 0);
    assert_in(answer, "{\"balance\":11,");
}

static void a_file_is_read_and_a_dash_is_standard_input(void **state) {
    (void)state;
    char path[] = "/tmp/guichet-points-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, PLAIN, strlen(PLAIN)), strlen(PLAIN));
    close(fd);
    assert_int_equal(RUN("", path, "--json"), 0);
    assert_string_equal(answer, FULL_ANSWER);
    unlink(path);
    assert_int_equal(RUN("", path, "--json"), 2);
    assert_in(complaint, "le fichier n'existe pas. Le calcul n'a pas été fait. Vérifiez");
    assert_int_equal(RUN("", "/tmp", "--json"), 2);
    assert_in(complaint, "c'est un dossier");
    assert_int_equal(RUN("", "/dev/zero", "--json"), 2); /* which never ends */
    assert_in(complaint, "entrée de plus de 1 Mio");
    assert_int_equal(RUN(PLAIN, "-", "--json"), 0);
    assert_string_equal(answer, FULL_ANSWER);
}

/* --- In French --- */

static void the_text_gives_each_restitution_its_reason(void **state) {
    (void)state;
    assert_int_equal(RUN_BARE(EXAMPLE), 0);
    assert_string_equal(
        answer, "Solde calculé le 1er mars 2019\u00A0: 11 points sur 12.\n"
                "Situation\u00A0: permis valide.\n"
                "Restitutions à venir, sous réserve de l'absence de nouvelle infraction\u00A0:\n"
                "- Le 1er août 2019\u00A0: +1, solde après\u00A0: 12.\n"
                "  Réattribution du point retiré le 1er février 2019 (art.\u00A0L.\u00A0223-6, al.\u00A03)\u00A0: six "
                "mois sans nouvelle infraction.\n"
                "- Le 1er février 2022\u00A0: reconstitution totale sans point de plus\u00A0; les infractions d'avant "
                "n'allongent plus les délais (art.\u00A0L.\u00A0223-6).\n");
    assert_string_equal(complaint, "");
}

static void the_text_opens_with_the_mandatory_stage_and_ends_with_what_will_not_be(void **state) {
    (void)state;
    static const char letter[] =
        "{" NEW ", \"events\": ["
        "{\"type\": \"offence\", \"id\": \"A\", \"committed\": \"2026-04-03\", \"definitive\": \"2026-05-02\", "
        "\"points\": 3, \"class\": 4},"
        "{\"type\": \"offence\", \"id\": \"B\", \"committed\": \"2026-06-10\", \"definitive\": null, "
        "\"points\": 1, \"class\": 4},"
        "{\"type\": \"letter\", \"code\": \"48N\", \"date\": \"2026-05-03\", \"notified\": \"2026-05-04\"}]";
    char input[1024];
    assert_true(snprintf(input, sizeof input, "%s%s", letter, ON("2026-07-01")) < (int)sizeof input);
    assert_int_equal(RUN_BARE(input), 0);
    assert_memory_equal(answer, "Stage obligatoire à terminer au plus tard le 4 septembre 2026 (",
                        strlen("Stage obligatoire à terminer au plus tard le 4 septembre 2026 ("));
    assert_in_order(answer, (const char *const[]){
                                "Solde calculé le 1er juillet 2026\u00A0: 7 points sur 10.",
                                "Permis probatoire jusqu'au 1er mars 2027.", "- Le 2 mai 2029\u00A0: +5, ",
                                "  Reconstitution totale du capital (",
                                "  Ligne à risque\u00A0: infraction du 10 juin 2026, pas encore définitive.",
                                "Ce qui n'aura pas lieu\u00A0:",
                                ("- +2 le 1er mars 2027\u00A0: supprimé (art.\u00A0R.\u00A0223-1), infraction du 3 "
                                 "avril 2026."),
                                NULL});
    assert_int_equal(RUN(input, "--on", "2026-09-05"), 0);
    assert_in(answer, "Stage obligatoire non fait, il était à terminer au plus tard le 4 septembre 2026");
    assert_in(answer,
              "\u00A0; encourues\u00A0: contravention de la 4e classe et suspension"); /* neither is automatic */
}

static void a_stage_says_from_when_the_next_one_counts(void **state) {
    (void)state;
    assert_int_equal(
        RUN_BARE(
            "{" OLD ", \"events\": ["
            "{\"type\": \"offence\", \"id\": \"A\", \"committed\": \"2025-01-03\", \"definitive\": \"2025-02-02\", "
            "\"points\": 6, \"class\": 4},"
            "{\"type\": \"stage\", \"first_day\": \"2026-02-06\", \"last_day\": \"2026-02-07\", \"kind\": "
            "\"volontaire\"}]" ON("2026-02-07")),
        0);
    assert_in_order(answer, (const char *const[]){"- Le 8 février 2026\u00A0: +4, solde après\u00A0: 10.",
                                                  "le lendemain d'un stage fini le 7 février 2026.",
                                                  "Prochain stage conseillé à partir du 8 février 2027", NULL});
}

static void a_licence_that_is_not_valid_has_nothing_to_come(void **state) {
    (void)state;
    assert_int_equal(
        RUN_BARE("{" OLD ", \"events\": [{\"type\": \"annulment\", \"date\": \"2026-01-02\"}]" ON("2026-02-07")), 0);
    assert_in_order(answer, (const char *const[]){"0 point sur 12.", "Situation\u00A0: permis annulé.",
                                                  "Aucune restitution automatique à venir.", NULL});
}

static void a_doubtful_file_says_it(void **state) {
    (void)state;
    assert_int_equal(RUN_BARE("{\"profile\": {\"licence_date\": \"2024-03-01\", \"path\": \"trad\", \"training_date\": "
                              "\"2024-04-01\"}, \"events\": []" ON("2026-02-07")),
                     0);
    assert_in(answer, "À savoir\u00A0:\n- Formation complémentaire avant le sixième mois ou après le douzième");
}

/* --- What it refuses --- */

static void assert_refused(const char *input, const char *member) {
    char words[128];
    assert_int_equal(RUN(input, "--json"), 2);
    assert_string_equal(answer, "");
    assert_true(snprintf(words, sizeof words, "guichet points\u00A0: «\u00A0%s\u00A0» est refusé\u00A0: ", member) <
                (int)sizeof words);
    assert_in(complaint, words);
    assert_in(complaint, ". Le calcul n'a pas été fait. Corrigez, puis recommencez.\n");
}

static void malformed_input_names_the_member(void **state) {
    (void)state;
    assert_refused("", "json");
    assert_refused("{\"profile\": ", "json");
    assert_refused("[]", "json");
    assert_refused("{" OLD ", \"events\": [], \"events\": []}", "json");
    assert_refused("{\"events\": []}", "profile");
    assert_refused("{" OLD "}", "events");
    assert_refused("{\"profile\": {\"licence_date\": \"2000-02-30\", \"path\": \"trad\"}, \"events\": []}",
                   "profile.licence_date");
    assert_refused("{\"profile\": {\"licence_date\": \"2000-01-01\"}, \"events\": []}", "profile.path");
    assert_refused("{" OLD ", \"events\": [" ONE_POINT ", {\"type\": \"offence\", \"id\": \"B\", \"committed\": "
                   "\"2019-01-20\", \"definitive\": null, \"points\": 1, \"class\": 9}]}",
                   "events[1].class");
    assert_refused("{" OLD ", \"events\": [{\"type\": \"new_licence\", \"date\": \"2019-01-20\"}]}", "events[0].path");
    assert_refused("{" OLD ", \"events\": []" ON("2019-13-01"), "as_of");
    assert_refused("{" OLD ", \"events\": [], \"as_of\": 20190101}", "as_of");
}

static void a_day_before_the_licence_names_what_said_it(void **state) {
    (void)state;
    assert_refused("{" OLD ", \"events\": []" ON("1999-12-31"), "as_of");
    assert_refused("{\"profile\": {\"licence_date\": \"9000-01-01\", \"path\": \"trad\"}, \"events\": []}",
                   "profile.licence_date");
    assert_int_equal(RUN(PLAIN, "--on", "1999-12-31", "--json"), 2);
    assert_in(complaint, "«\u00A0--on\u00A0» est refusé");
    assert_int_equal(RUN(PLAIN, "--on", "2000-01-01", "--json"), 0);
}

static void bad_arguments_are_refused(void **state) {
    (void)state;
    assert_int_equal(RUN(PLAIN, "--on", "hier"), 2);
    assert_in(complaint, "«\u00A0--on\u00A0» est refusé\u00A0: date attendue AAAA-MM-JJ.");
    assert_int_equal(RUN(PLAIN, "--on"), 2);
    assert_in(complaint, "arguments incorrects");
    assert_int_equal(RUN(PLAIN, "--on", "2019-01-01", "--on", "2019-01-01"), 2);
    assert_int_equal(RUN(PLAIN, "--xml"), 2);
    assert_int_equal(RUN(PLAIN, "-", "-"), 2);
    assert_string_equal(answer, "");
}

static void an_unknown_type_of_event_is_told_once_and_changes_nothing(void **state) {
    (void)state;
    assert_int_equal(RUN("{" OLD
                         ", \"events\": [{\"type\": \"tirage\", \"date\": \"2019-01-02\", \"label\": \"Secret\"}, "
                         "{\"type\": \"tirage\"}]" ON("2019-03-01"),
                         "--json"),
                     0);
    assert_string_equal(answer, FULL_ANSWER);
    assert_string_equal(complaint,
                        "guichet points\u00A0: type d'événement inconnu «\u00A0tirage\u00A0»\u00A0: il ne change "
                        "rien au calcul.\n");
}

static void a_record_without_points_cannot_be_told(void **state) {
    (void)state;
    static const char foreign[] = "{" OLD ", \"events\": [], \"points\": null" ON("2019-03-01");
    assert_int_equal(RUN(foreign, "--json"), 3);
    assert_string_equal(answer, "");
    assert_in(complaint, "sans objet");
    assert_in(complaint, "calcul non disponible");
    assert_int_equal(RUN(foreign, "--lines"), 3);
    assert_string_equal(answer, "{\"error\":\"points\"}\n");
}

/* --- Lines --- */

static void a_bad_line_names_its_member_and_the_rest_go_on(void **state) {
    (void)state;
    assert_int_equal(RUN(PLAIN "\n\n{\"profile\": 1}\r\nnon\n"
                               "{" OLD ", \"events\": [], \"points\": null}\n"
                               "{" OLD ", \"events\": []" ON("demain") "\n" PLAIN,
                         "--lines"),
                     2);
    assert_string_equal(answer, FULL_ANSWER "{\"error\":\"json\"}\n{\"error\":\"profile\"}\n{\"error\":\"json\"}\n"
                                            "{\"error\":\"points\"}\n{\"error\":\"as_of\"}\n" FULL_ANSWER);
    assert_in(complaint, "lignes refusées\u00A0: 4.");
    assert_int_equal(RUN(PLAIN "\n", "--lines", "--on", "1999-01-01"), 2);
    assert_string_equal(answer, "{\"error\":\"--on\"}\n");
    assert_int_equal(RUN("", "--lines"), 0);
    assert_string_equal(answer, "");
}

static void an_unknown_type_says_its_line(void **state) {
    (void)state;
    assert_int_equal(RUN(PLAIN "\n{" OLD ", \"events\": [{\"type\": \"tirage\"}]" ON("2019-03-01"), "--lines"), 0);
    assert_string_equal(answer, FULL_ANSWER FULL_ANSWER);
    assert_in(complaint, "ligne 2, type d'événement inconnu «\u00A0tirage\u00A0»");
}

/* PLAIN, made `size` bytes long by the spaces that JSON allows. */
static void append_line(FILE *file, size_t size) {
    fputs(PLAIN, file);
    for (size_t i = strlen(PLAIN); i < size; i++)
        putc(' ', file);
    putc('\n', file);
}

static void a_line_of_a_mebibyte_is_read_and_a_longer_one_refused(void **state) {
    (void)state;
    char *input = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&input, &size);
    assert_non_null(file);
    append_line(file, LINE_MAX_BYTES);
    append_line(file, LINE_MAX_BYTES + 1);
    append_line(file, 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(RUN(input, "--lines"), 2);
    assert_string_equal(answer, FULL_ANSWER "{\"error\":\"json\"}\n" FULL_ANSWER);
    assert_int_equal(RUN_BARE(input), 2);
    assert_in(complaint, "entrée de plus de 1 Mio");
    free(input);
}

/* Each answer is out before the next question, so that another program can talk with it. */
static void a_line_is_answered_before_the_next_one_comes(void **state) {
    (void)state;
    int to[2], from[2], status = 0;
    char line[256];
    assert_int_equal(pipe2(to, O_CLOEXEC), 0);
    assert_int_equal(pipe2(from, O_CLOEXEC), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        alarm(60);
        if (dup2(to[0], 0) < 0 || dup2(from[1], 1) < 0)
            _exit(126);
        execl(guichet, "guichet", "points", "--lines", (char *)NULL);
        _exit(127);
    }
    close(to[0]);
    close(from[1]);
    FILE *answers = fdopen(from[0], "r");
    assert_non_null(answers);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(write(to[1], PLAIN "\n", strlen(PLAIN) + 1), strlen(PLAIN) + 1);
        assert_non_null(fgets(line, sizeof line, answers));
        assert_string_equal(line, FULL_ANSWER);
    }
    close(to[1]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WEXITSTATUS(status), 0);
    fclose(answers);
}

static void an_answer_that_cannot_be_written_is_said(void **state) {
    (void)state;
    static char *const forms[] = {"--json", "--lines", "-"};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        char *const arguments[] = {"guichet", "points", forms[i], NULL};
        int full = open("/dev/full", O_WRONLY | O_CLOEXEC), pipe_ends[2];
        assert_true(full >= 0);
        assert_int_equal(run_into(full, PLAIN, arguments), 3);
        assert_in(complaint, "la réponse n'a pas pu être écrite en entier.");
        close(full);
        assert_int_equal(pipe2(pipe_ends, O_CLOEXEC), 0);
        close(pipe_ends[0]);
        assert_int_equal(run_into(pipe_ends[1], PLAIN, arguments), 3);
        assert_in(complaint, "la réponse n'a pas pu être écrite en entier.");
        close(pipe_ends[1]);
    }
}

static void help_names_it(void **state) {
    (void)state;
    assert_int_equal(run("", (char *const[]){"guichet", "help", NULL}), 0);
    assert_in(answer, "guichet points [FICHIER] [--on AAAA-MM-JJ] [--json] [--lines]\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(every_vector_is_answered_on_its_line),
        TEST(the_answer_in_json_has_these_members_and_no_other),
        TEST(a_line_at_risk_and_a_mandatory_stage_are_told_in_json),
        TEST(credits_of_one_day_and_rule_are_one_line_in_json_and_two_in_french),
        TEST(the_day_is_that_of_on_else_of_the_input_else_today),
        TEST(a_file_is_read_and_a_dash_is_standard_input),
        TEST(the_text_gives_each_restitution_its_reason),
        TEST(the_text_opens_with_the_mandatory_stage_and_ends_with_what_will_not_be),
        TEST(a_stage_says_from_when_the_next_one_counts),
        TEST(a_licence_that_is_not_valid_has_nothing_to_come),
        TEST(a_doubtful_file_says_it),
        TEST(malformed_input_names_the_member),
        TEST(a_day_before_the_licence_names_what_said_it),
        TEST(bad_arguments_are_refused),
        TEST(an_unknown_type_of_event_is_told_once_and_changes_nothing),
        TEST(a_record_without_points_cannot_be_told),
        TEST(a_bad_line_names_its_member_and_the_rest_go_on),
        TEST(an_unknown_type_says_its_line),
        TEST(a_line_of_a_mebibyte_is_read_and_a_longer_one_refused),
        TEST(a_line_is_answered_before_the_next_one_comes),
        TEST(an_answer_that_cannot_be_written_is_said),
        TEST(help_names_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
